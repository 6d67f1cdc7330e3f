//! The list that who receives certificates signs.

use crate::domain::issuer::Lsp;
use crate::office::handout::Line;
use crate::office::register::{self, Cell, Kind, RegisterError, Sheet};
use crate::words::{Lang, key};

/// Points that a line of it is high.
const SIGNED: f64 = 30.0;

/// The list to sign of what is chosen under this name, as a workbook, in Indonesian, as it is filed.
///
/// # Errors
/// The workbook cannot be written.
pub fn receipt_table(chosen: &str, lsp: &Lsp, lines: &[Line]) -> Result<Vec<u8>, RegisterError> {
    let headings = [
        key!("office-handover-no"),
        key!("office-register-name"),
        key!("office-register-nik"),
        key!("office-register-number"),
        key!("office-register-institution"),
        key!("office-handover-signature"),
    ]
    .map(|heading| heading.say(Lang::Id).into_owned());
    let row = |(no, line): (u32, &Line)| {
        let Line { name, nik, number, institution, .. } = line;
        let [name, nik, number, institution] = [name, nik, number, institution].map(|text| Cell::from(text.clone()));
        // Room for a name that is written.
        [Cell::Count(no), name, nik, number, institution, Cell::from(" ".repeat(24))]
    };
    let title = key!("office-handover-receipt").say(Lang::Id).into_owned();
    let above = vec![title, lsp.name_id.clone(), chosen.to_owned()];
    let sheet = Sheet { above, height: Some(SIGNED) };
    register::sheet(Kind::Xlsx, &sheet, headings, (1..).zip(lines).map(row))
}
