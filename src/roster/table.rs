//! A file with a table that is no roster, such as a list of units: the same reader, without a header to look for.

use super::columns::Sought;
use super::faults::FileFault;
use super::grid::Grid;
use super::opening;

/// Opens a CSV or a workbook; of a workbook the first visible sheet with something in it.
///
/// # Errors
/// The file as a whole is no table: see [`FileFault`].
pub fn open_table(bytes: &[u8]) -> Result<Grid, FileFault> {
    opening::open(bytes, Sought::Table)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(bytes: &[u8]) -> Vec<String> {
        let grid = open_table(bytes).expect("a table");
        let shown = |(at, text): (crate::roster::Coordinate, Option<std::borrow::Cow<'_, str>>)| {
            format!("{at}={}", text.unwrap_or_default())
        };
        grid.cells().map(shown).collect()
    }

    #[test]
    fn cells_are_told_apart_by_what_gives_three_of_them() {
        let expected = ["A1=N.81.1", "B1=Membersihkan lantai, dinding", "C1=Cleaning floors, walls"];
        assert_eq!(cells("N.81.1;Membersihkan lantai, dinding;Cleaning floors, walls".as_bytes()), expected);
        assert_eq!(cells("N.81.1\tMembersihkan lantai, dinding\tCleaning floors, walls\n".as_bytes()), expected);
        assert_eq!(cells("N.81.1,\"Membersihkan lantai, dinding\",\"Cleaning floors, walls\"".as_bytes()), expected);
    }

    #[test]
    fn a_workbook_s_first_sheet_with_something_in_it_is_read() {
        let mut book = rust_xlsxwriter::Workbook::new();
        book.add_worksheet();
        book.add_worksheet().write_string(1, 1, "N.81.1").expect("a cell");
        assert_eq!(cells(&book.save_to_buffer().expect("a workbook")), ["B2=N.81.1"]);
        assert_eq!(open_table(b"  \n").map(drop), Err(FileFault::Empty));
    }
}
