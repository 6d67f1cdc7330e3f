//! An Excel workbook (`.xlsx`), read cell by cell: a sheet that says it is huge makes no room for itself.
//!
//! The cells hold cached values, so a formula counts as what it last showed. Dates are plain numbers here,
//! counted from the workbook's epoch; what a number means is for its column to say.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx, XlsxError};

use super::MOST_COLUMNS;
use super::archive;
use super::faults::FileFault;
use super::table::{Cell, Epoch, Table};

/// Visible sheets that are looked at.
const MOST_SHEETS: usize = 10;

type Workbook = Xlsx<Cursor<Vec<u8>>>;

/// What `accept` makes of the first visible sheet that it takes; else the best reason it gave.
pub(super) fn open<T>(bytes: &[u8], accept: impl Fn(Table) -> Result<T, FileFault>) -> Result<T, FileFault> {
    let parts = archive::cut_down(bytes)?;
    // The parser is not ours: should a hostile file make it panic, the file is damaged.
    let opened = catch_unwind(AssertUnwindSafe(|| {
        let mut workbook = Workbook::new(Cursor::new(parts)).map_err(refusal)?;
        let visible =
            |sheet: &&calamine::Sheet| sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible;
        let sheets = workbook.sheets_metadata().iter().filter(visible).take(MOST_SHEETS);
        let names: Vec<String> = sheets.map(|sheet| sheet.name.clone()).collect();
        let mut refused = FileFault::NoHeader;
        for name in names {
            match sheet(&mut workbook, &name).and_then(&accept) {
                Ok(accepted) => return Ok(accepted),
                Err(why) if refused == FileFault::NoHeader => refused = why,
                Err(_) => {}
            }
        }
        Err(refused)
    }));
    opened.unwrap_or(Err(FileFault::Damaged))
}

fn sheet(workbook: &mut Workbook, name: &str) -> Result<Table, FileFault> {
    let epoch = if workbook.has_1904_epoch() { Epoch::Y1904 } else { Epoch::Y1900 };
    let mut table = Table::new(epoch, false);
    let mut cells = workbook.worksheet_cells_reader(name).map_err(refusal)?;
    while let Some(found) = cells.next_cell().map_err(refusal)? {
        let (row, column) = found.get_position();
        if let Some(cell) = cell(found.get_value()) {
            // One more than the bound, so that a header that is too wide is seen to be.
            if column as usize <= MOST_COLUMNS {
                table.put(row.saturating_add(1), column as usize, cell)?;
            }
        }
    }
    Ok(table)
}

fn cell(value: &DataRef<'_>) -> Option<Cell> {
    match value {
        DataRef::Bool(value) => Cell::of(if *value { "TRUE" } else { "FALSE" }),
        DataRef::DateTime(value) => Some(Cell::Number(value.as_f64())),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) | DataRef::String(text) => Cell::of(text),
        DataRef::Empty => None,
        DataRef::Error(error) => Some(Cell::Error(error.to_string())),
        DataRef::Float(number) => Some(Cell::Number(*number)),
        DataRef::Int(number) => Cell::of(&number.to_string()),
        DataRef::SharedString(text) => Cell::of(text),
    }
}

fn refusal(error: XlsxError) -> FileFault {
    match error {
        XlsxError::CellError(shown) => FileFault::Formula { shown: shown.chars().take(20).collect() },
        XlsxError::Password => FileFault::Locked,
        _ => FileFault::Damaged,
    }
}
