//! Rosters as LSPs have them, read whole: from `tests/data`, as CSV and as workbooks made of them.

mod hostile;
mod messy;
mod samples;
mod sheets;
mod told;
mod words;

use jiff::civil::{Date, date};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use serde_json::{Value, json};

use super::{FileFault, Roster, Rules, SchemeRule, read};
use crate::domain::assessment::Decision;
use crate::domain::fixtures;
use crate::domain::issuer::Lsp;

const TODAY: Date = date(2026, 11, 22);

fn file(name: &str) -> Vec<u8> {
    let path = format!("{}/tests/data/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(&path).unwrap_or_else(|why| panic!("{path}: {why}"))
}

/// An LSP of the samples.
fn lsp(id: &str) -> Lsp {
    let all: Value = serde_json::from_str(include_str!("../../../templates/demo/lsps.json")).expect("JSON");
    let mut sample =
        all["lsps"].as_array().expect("LSPs").iter().find(|lsp| lsp["id"] == id).expect("a sample").clone();
    sample["site"] = "https://cek.contoh.example".into();
    let [number, from, until] = ["licence", "licensed_from", "licensed_until"].map(|name| sample[name].clone());
    sample["licences"] = json!([{ "number": number, "from": from, "until": until }]);
    fixtures::lsp(&sample)
}

/// Latin letters and ASCII: what the fonts of a sheet have.
fn latin(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{a1}'..='\u{24f}')
}

fn read_for(bytes: &[u8], lsp: &Lsp, issued_on: Date) -> Result<Roster, FileFault> {
    let schemes = SchemeRule::Of { lsp, elsewhere: &[] };
    read(bytes, &Rules { schemes, issued_on, today: TODAY, printable: &latin })
}

fn read_any(bytes: &[u8]) -> Result<Roster, FileFault> {
    read(bytes, &Rules { schemes: SchemeRule::Any, issued_on: TODAY, today: TODAY, printable: &latin })
}

/// Competent, recorded without a certificate, refused.
fn counts(roster: &Roster) -> (usize, usize, usize) {
    let competent = roster.entries.iter().filter(|entry| entry.decision == Decision::Competent).count();
    let mut refused: Vec<u32> = roster.faults.iter().map(|fault| fault.row).collect();
    refused.dedup();
    (competent, roster.entries.len() - competent, refused.len())
}

/// The cells of a CSV, as another reader sees them.
fn records(csv: &[u8]) -> Vec<Vec<String>> {
    let text = csv.strip_prefix(b"\xef\xbb\xbf").unwrap_or(csv);
    let header = text.split(|b| *b == b'\n').next().expect("a line");
    let separator = if header.contains(&b';') { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new().delimiter(separator).has_headers(false).flexible(true).from_reader(text);
    reader.records().map(|record| record.expect("a record").iter().map(str::to_owned).collect()).collect()
}

/// How a test writes dates into a workbook.
#[derive(Clone, Copy, PartialEq)]
enum Dates {
    Cells,
    Text,
}

fn workbook(records: &[Vec<String>], dates: Dates) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let format = Format::new().set_num_format("dd/mm/yyyy");
    for (row, record) in (0..).zip(records) {
        for (column, text) in (0..).zip(record) {
            let heading = records[0][usize::from(column)].as_str();
            let day =
                (dates == Dates::Cells && row > 0 && heading.starts_with("tanggal_")).then(|| day(text)).flatten();
            match day {
                Some(day) => sheet.write_datetime_with_format(row, column, &day, &format).expect("a cell"),
                None => sheet.write_string(row, column, text).expect("a cell"),
            };
        }
    }
    workbook.save_to_buffer().expect("a workbook")
}

/// The date of a text in one of the two numeric forms of the samples.
fn day(text: &str) -> Option<ExcelDateTime> {
    let parts: Vec<u16> = text.split(['/', '-']).map(str::parse).collect::<Result<_, _>>().ok()?;
    let &[first, month, last] = parts.as_slice() else { return None };
    let (year, day) = if first > 999 { (first, last) } else { (last, first) };
    ExcelDateTime::from_ymd(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?).ok()
}
