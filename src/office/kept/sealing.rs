//! What is sealed of a roster, each for its own row.

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};

use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use jiff::civil::Date;
use pkcs8::rand_core::CryptoRng;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::Cells;
use crate::domain::id::KeptId;
use crate::office::personal::{erased, is_erased};
use crate::roster::LARGEST_FILE;
use crate::seal::records::{NONCE, Records};
use crate::seal::spelling::{from_base64, to_base64url};
use crate::store::{Datum, StoreError};

/// What is kept beside the file.
pub(super) struct Notes {
    pub(super) file_name: String,
    pub(super) cells: Cells,
    /// The day of issue that the roster is kept for; none where it was erased, or in rows of before.
    pub(super) issued_on: Option<Date>,
}

/// As they are written.
#[derive(Deserialize, Serialize)]
struct Written {
    file_name: String,
    cells: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    issued_on: Option<Date>,
}

/// Seals the file of a roster.
pub(super) fn seal_file(records: &Records, id: &KeptId, file: &[u8], random: &mut impl CryptoRng) -> String {
    let mut zlib = ZlibEncoder::new(Vec::new(), Compression::fast());
    let packed = zlib.write_all(file).and_then(|()| zlib.finish()).expect("memory takes whatever is written to it");
    seal(records, &format!("file {id}"), &packed, random)
}

/// Opens [`seal_file`]; none where the file was erased.
pub(super) fn open_file(
    records: &Records,
    id: &KeptId,
    sealed: &str,
) -> Result<Option<Zeroizing<Vec<u8>>>, StoreError> {
    let packed = open(records, &format!("file {id}"), sealed)?;
    if is_erased(&packed, &format!("roster {id}"))? {
        return Ok(None);
    }
    let mut file = Zeroizing::new(Vec::new());
    let read = ZlibDecoder::new(packed.as_slice()).take(LARGEST_FILE as u64 + 1).read_to_end(&mut file);
    read.map_err(|_| ALTERED)?;
    Ok(Some(file))
}

/// What is sealed in the places of a file and of its cells that are erased under a journal entry.
pub(in crate::office) fn erased_roster(
    records: &Records,
    id: &KeptId,
    entry: i64,
    random: &mut impl CryptoRng,
) -> [String; 2] {
    let stone = erased(entry, &format!("roster {id}"));
    let none = Notes { file_name: String::new(), cells: Cells::new(), issued_on: None };
    let file = seal(records, &format!("file {id}"), stone.as_bytes(), random);
    [file, seal_notes(records, id, &none, random)]
}

/// Seals what is kept beside the file of a roster.
pub(super) fn seal_notes(records: &Records, id: &KeptId, notes: &Notes, random: &mut impl CryptoRng) -> String {
    let cells = notes.cells.iter().map(|(at, text)| (at.to_string(), text.clone())).collect();
    let written = Written { file_name: notes.file_name.clone(), cells, issued_on: notes.issued_on };
    seal(records, &format!("cells {id}"), serde_json::json!(written).to_string().as_bytes(), random)
}

/// Opens [`seal_notes`].
pub(super) fn open_notes(records: &Records, id: &KeptId, sealed: &str) -> Result<Notes, StoreError> {
    let text = open(records, &format!("cells {id}"), sealed)?;
    let Written { file_name, cells, issued_on } = serde_json::from_slice(&text).map_err(|_| ALTERED)?;
    let cells = cells.into_iter().map(|(at, text)| Ok((at.parse().map_err(|_| ALTERED)?, text)));
    Ok(Notes { file_name, cells: cells.collect::<Result<_, StoreError>>()?, issued_on })
}

/// The day of issue that a roster is kept for, by what is sealed beside its file; none in rows of before.
///
/// # Errors
/// It was altered, or moved from another row.
pub(in crate::office) fn day_of(
    records: &Records,
    id: &KeptId,
    cells_sealed: &str,
) -> Result<Option<Date>, StoreError> {
    Ok(open_notes(records, id, cells_sealed)?.issued_on)
}

const ALTERED: StoreError = StoreError::Corrupt(Datum::AlteredRoster);

fn seal(records: &Records, row: &str, plain: &[u8], random: &mut impl CryptoRng) -> String {
    let mut nonce = [0; NONCE];
    random.fill_bytes(&mut nonce);
    to_base64url(&records.seal_kept(row, plain, nonce))
}

fn open(records: &Records, row: &str, sealed: &str) -> Result<Zeroizing<Vec<u8>>, StoreError> {
    let bytes = from_base64(sealed).map_err(|_| ALTERED)?;
    records.open_kept(row, &bytes).map_err(|_| ALTERED)
}

#[cfg(test)]
mod tests {
    use getrandom::SysRng;
    use getrandom::rand_core::UnwrapErr;
    use jiff::civil::date;

    use super::*;
    use crate::domain::id::DRAWN;
    use crate::seal::keys::PrivateKey;

    #[test]
    fn a_file_and_its_cells_open_in_their_own_row_and_place_only() {
        let records = Records::new(&PrivateKey::from_seed(&[7; 32]));
        let (own, other) = (KeptId::new([1; DRAWN]), KeptId::new([2; DRAWN]));
        let random = &mut UnwrapErr(SysRng);
        let file = seal_file(&records, &own, b"nama_asesi;nik", random);
        let day = Some(date(2026, 5, 1));
        let of_day = |cells| Notes { file_name: "a.csv".to_owned(), cells, issued_on: day };
        let cells = [("C7".parse().expect("a cell"), "K".to_owned())].into();
        let notes = seal_notes(&records, &own, &of_day(cells), random);
        assert_eq!(open_file(&records, &own, &file).expect("opened").expect("a file").as_slice(), b"nama_asesi;nik");
        let opened = open_notes(&records, &own, &notes).expect("opened");
        assert_eq!((opened.file_name.as_str(), opened.cells.len()), ("a.csv", 1));
        assert_eq!(day_of(&records, &own, &notes).expect("opened"), day);
        assert!(open_file(&records, &other, &file).is_err() && open_notes(&records, &other, &notes).is_err());
        let [gone, none] = erased_roster(&records, &own, 7, random);
        assert!(open_file(&records, &own, &gone).expect("opened").is_none(), "erased");
        assert!(open_file(&records, &other, &gone).is_err() && open_file(&records, &own, "").is_err());
        assert!(open_notes(&records, &own, &none).expect("opened").cells.is_empty());
        assert!(open_file(&records, &own, &notes).is_err() && open_notes(&records, &own, &file).is_err());
    }
}
