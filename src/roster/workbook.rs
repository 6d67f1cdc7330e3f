//! An Excel workbook (`.xlsx`), read cell by cell: a sheet that says it is huge makes no room for itself.
//!
//! The cells hold cached values, so a formula counts as what it last showed; one that never was counted is told
//! as such, never as a blank. Dates are plain numbers here, counted from the workbook's epoch; what a number
//! means is for its column to say.

use std::collections::BTreeSet;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx, XlsxError};

use super::columns::{self, Sought};
use super::faults::FileFault;
use super::grid::{Cell, Epoch, Grid, OtherSheet};
use super::{MOST_COLUMNS, archive, hidden, opening};

/// Visible sheets that are looked at.
const MOST_SHEETS: usize = 10;

type Workbook = Xlsx<Cursor<Vec<u8>>>;

/// The first visible sheet that is one that is looked for; without one, the best reason why there is none.
pub(super) fn open(bytes: &[u8], sought: Sought) -> Result<Grid, FileFault> {
    let parts = archive::cut_down(bytes)?;
    // The parser is not ours: should a hostile file make it panic, the file is damaged.
    let opened = catch_unwind(AssertUnwindSafe(|| {
        let mut workbook = Workbook::new(Cursor::new(parts.clone())).map_err(refusal)?;
        let visible =
            |sheet: &&calamine::Sheet| sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible;
        let sheets = workbook.sheets_metadata().iter().filter(visible).take(MOST_SHEETS);
        let names: Vec<String> = sheets.map(|sheet| sheet.name.clone()).collect();
        let (mut refused, mut accepted, mut others) = (FileFault::NoHeader, None, Vec::new());
        for name in names {
            let read = sheet(&mut workbook, &name);
            let people = read.as_ref().map_or(0, columns::people_on);
            match read.and_then(|grid| opening::fits(&grid, sought).map(|()| grid)) {
                Ok(grid) if accepted.is_none() => {
                    accepted = Some((name, grid));
                    continue;
                }
                Err(why) if accepted.is_none() && refused == FileFault::NoHeader => refused = why,
                Ok(_) | Err(_) => {}
            }
            if people > 0 {
                others.push(OtherSheet { name, people });
            }
        }
        let (name, mut grid) = accepted.ok_or(refused)?;
        let rows: BTreeSet<u32> = grid.rows.iter().map(|row| row.number).collect();
        grid.hidden = hidden::of_sheet(&parts, &name, &rows)?;
        grid.others = others;
        Ok(grid)
    }));
    opened.unwrap_or(Err(FileFault::Damaged))
}

fn sheet(workbook: &mut Workbook, name: &str) -> Result<Grid, FileFault> {
    let epoch = if workbook.has_1904_epoch() { Epoch::Y1904 } else { Epoch::Y1900 };
    let mut grid = Grid::new(epoch, false);
    let mut cells = workbook.worksheet_cells_reader(name).map_err(refusal)?;
    // Of a formula only that there is one is asked: what it says, and how far it is shared, is not followed.
    while let Some(found) = cells.next_cell_with_formula_metadata().map_err(refusal)? {
        let (row, column) = found.pos;
        let uncounted = found.formula.is_some() && found.value == DataRef::Empty;
        let cell = if uncounted { Some(Cell::Uncounted) } else { cell(&found.value) };
        if let Some(cell) = cell {
            // One more than the bound, so that a header that is too wide is seen to be.
            if column as usize <= MOST_COLUMNS {
                grid.put(row.saturating_add(1), column as usize, cell)?;
            }
        }
    }
    Ok(grid)
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
