//! The workbook that a roster is filled in on: the columns that are read, cells for digits as text, so that Excel keeps
//! every digit of a NIK, and lists to choose from where only a few words are read.

use rust_xlsxwriter::{DataValidation, DocProperties, ExcelDateTime, Format, Workbook, XlsxError};

use crate::domain::issuer::Lsp;

/// The columns, as BNSP's rosters have them; those that must be filled in first.
const COLUMNS: [&str; 14] = [
    "nama_asesi",
    "nik",
    "kode_skema",
    "tanggal_uji",
    "status_kompeten",
    "tempat_lahir",
    "tanggal_lahir",
    "jenis_kelamin",
    "tempat_tinggal",
    "telp",
    "email",
    "instansi",
    "nomor_registrasi_asesor",
    "nomor_blanko",
];

/// Where two of them stand.
const SCHEME: u16 = 2;
const DECISION: u16 = 4;

/// Rows that are prepared.
const ROWS: u32 = 1_000;

/// Letters that Excel takes for a list at most.
const LONGEST_LIST: usize = 255;

/// An empty roster for an LSP, as .xlsx.
///
/// # Errors
/// The workbook cannot be made.
pub fn template(lsp: &Lsp) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(1980, 1, 1)?));
    let sheet = workbook.add_worksheet();
    sheet.set_name("Peserta")?;
    let (bold, text) = (Format::new().set_bold(), Format::new().set_num_format("@"));
    for (column, name) in (0..).zip(COLUMNS) {
        sheet.set_column_format(column, &text)?;
        sheet.set_column_width(column, name.len() as f64 + 6.0)?;
        sheet.write_string_with_format(0, column, name, &bold)?;
    }
    let decision = DataValidation::new().allow_list_strings(&["K", "BK", "TH"])?;
    sheet.add_data_validation(1, DECISION, ROWS, DECISION, &decision)?;
    let codes: Vec<&str> = lsp.schemes.iter().map(|scheme| scheme.code.as_str()).collect();
    if codes.iter().map(|code| code.len() + 1).sum::<usize>() <= LONGEST_LIST && !codes.is_empty() {
        let schemes = DataValidation::new().allow_list_strings(&codes)?;
        sheet.add_data_validation(1, SCHEME, ROWS, SCHEME, &schemes)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    workbook.save_to_buffer()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::office::lsp_file;
    use crate::roster::{self, FileFault, Rules, SchemeRule};

    #[test]
    fn a_filled_in_template_is_a_roster_and_an_empty_one_is_told() {
        let site = "https://cek.lsp.example".parse().expect("a site");
        let text = include_str!("../../../templates/demo/lsps.json");
        let lsp = lsp_file::read(text, Some(&site)).expect("LSPs").swap_remove(0).lsp;
        let file = template(&lsp).expect("a workbook");
        let day = date(2024, 6, 3);
        let schemes = SchemeRule::Of { lsp: &lsp, elsewhere: &[] };
        let rules = Rules { schemes, issued_on: day, today: day, printable: &crate::render::printable };
        let mut grid = roster::open(&file, &rules).expect("a header");
        assert_eq!(roster::read_grid(&grid, &rules).err(), Some(FileFault::Nobody));
        let row = ["Orang Rekaan", "9951010101900001", lsp.schemes[0].code.as_str(), "2024-05-06", "K"];
        for (at, cell) in ["A2", "B2", "C2", "D2", "E2"].into_iter().zip(row) {
            grid.mend(at.parse().expect("a cell"), cell).expect("room");
        }
        let read = roster::read_grid(&grid, &rules).expect("a roster");
        assert!(read.entries.len() == 1 && read.faults.is_empty(), "{:?}", read.faults);
    }
}
