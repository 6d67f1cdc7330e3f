//! The units of a scheme out of a table: code, Indonesian title, English title. A table that somebody types or pastes has
//! one unit a line, its three parts with `;` or a tab between them; a file is a CSV or a workbook, with a row of headings
//! where its columns stand in another order.

use crate::domain::scheme::Unit;
use crate::roster::{Coordinate, FileFault, Grid, open_table};

/// Units that are read of a table; a scheme has fewer.
const MOST: usize = 1_000;

/// Rows among which headings are looked for.
const HEADINGS_WITHIN: u32 = 20;

/// The columns of the parts, where no headings say.
const IN_ORDER: [usize; 3] = [0, 1, 2];

/// One of the parts of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnitPart {
    Code,
    TitleEn,
    TitleId,
}

/// What is wrong with a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitFault {
    pub at: Coordinate,
    pub part: UnitPart,
    pub why: WhyNoUnit,
}

/// Why a cell is no part of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhyNoUnit {
    Missing,
    /// Characters that it may have.
    TooLong(usize),
    /// A formula's error, or a text that cannot be shown.
    Unreadable,
}

/// What a table comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UnitsRead {
    pub units: Vec<Unit>,
    pub faults: Vec<UnitFault>,
}

/// Reads units out of a file.
///
/// # Errors
/// It is no table.
pub fn read_file(bytes: &[u8]) -> Result<UnitsRead, FileFault> {
    Ok(read(&open_table(bytes)?))
}

/// Reads units that were typed or pasted; none out of an empty text.
///
/// # Errors
/// A quotation mark without its partner.
pub fn read_text(text: &str) -> Result<UnitsRead, FileFault> {
    if text.trim().is_empty() {
        return Ok(UnitsRead::default());
    }
    // What is pasted out of a spreadsheet has tabs, beside what stood there before.
    let line = |line: &str| match line.contains('\t') {
        true => line.split('\t').map(quoted).collect::<Vec<_>>().join(";"),
        false => line.to_owned(),
    };
    read_file(text.lines().map(line).collect::<Vec<_>>().join("\n").as_bytes())
}

/// Units as they are typed, one a line.
#[must_use]
pub fn text(units: &[Unit]) -> String {
    let line = |unit: &Unit| [&unit.code, &unit.title_id, &unit.title_en].map(|part| quoted(part)).join(";");
    units.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn quoted(part: &str) -> String {
    match part.contains([';', '"']) {
        true => format!("\"{}\"", part.replace('"', "\"\"")),
        false => part.to_owned(),
    }
}

type Line = (u32, Vec<(usize, Option<String>)>);

fn read(grid: &Grid) -> UnitsRead {
    let mut lines: Vec<Line> = Vec::new();
    for (at, text) in grid.cells() {
        let cell = (at.column, text.map(|text| text.split_whitespace().collect::<Vec<_>>().join(" ")));
        match lines.last_mut() {
            Some((row, cells)) if *row == at.row => cells.push(cell),
            _ => lines.push((at.row, vec![cell])),
        }
    }
    let headed =
        lines.iter().filter(|(row, _)| *row <= HEADINGS_WITHIN).find_map(|line| Some((line.0, headings(line)?)));
    let (above, columns) = headed.unwrap_or((0, IN_ORDER));
    let mut found = UnitsRead::default();
    for (row, cells) in lines.into_iter().filter(|(row, _)| *row > above).take(MOST) {
        let mut part = |which: usize, part, most| {
            let at = Coordinate { row, column: columns[which] };
            let cell = cells.iter().find(|(column, _)| *column == at.column).map(|(_, text)| text);
            let why = match cell {
                Some(Some(text)) if text.chars().count() <= most => return text.clone(),
                Some(Some(_)) => WhyNoUnit::TooLong(most),
                Some(None) => WhyNoUnit::Unreadable,
                None => WhyNoUnit::Missing,
            };
            found.faults.push(UnitFault { at, part, why });
            String::new()
        };
        let code = part(0, UnitPart::Code, 40);
        let (title_id, title_en) = (part(1, UnitPart::TitleId, 200), part(2, UnitPart::TitleEn, 200));
        found.units.push(Unit { code, title_id, title_en });
    }
    found
}

/// The columns of the parts, where a row names them.
fn headings((_, cells): &Line) -> Option<[usize; 3]> {
    let named: Vec<(usize, String)> =
        cells.iter().filter_map(|(at, text)| Some((*at, text.as_ref()?.to_lowercase()))).collect();
    let of = |is: &dyn Fn(&str) -> bool| named.iter().find(|(_, name)| is(name)).map(|(at, _)| *at);
    let english = |name: &str| ["inggris", "english", "_en"].iter().any(|word| name.contains(word));
    let title = |name: &str| ["judul", "title", "nama unit", "unit kompetensi"].iter().any(|word| name.contains(word));
    let code = of(&|name| name.starts_with("kode") || name.starts_with("code") || name == "unit code")?;
    let title_id = of(&|name| title(name) && !english(name) && !name.starts_with("kode"))?;
    Some([code, title_id, of(&|name| english(name))?])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(code: &str, title_id: &str, title_en: &str) -> Unit {
        Unit { code: code.into(), title_id: title_id.into(), title_en: title_en.into() }
    }

    #[test]
    fn what_is_shown_is_read_again_and_what_a_spreadsheet_pastes_beside_it_too() {
        let units = vec![
            unit("N.81.1", "Menyapu; mengepel", "Sweeping, \"mopping\""),
            unit("N.81.2", "Dua, tiga, empat", "Two, three, four"),
        ];
        let shown = text(&units);
        assert_eq!(read_text(&shown).expect("units"), UnitsRead { units: units.clone(), faults: Vec::new() });
        let pasted = format!("{shown}\nN.81.3\tTiga; kali\tThree");
        let read = read_text(&pasted).expect("units");
        assert_eq!((read.units.len(), &read.units[2]), (3, &unit("N.81.3", "Tiga; kali", "Three")));
        assert_eq!(read_text(" \n").expect("nothing"), UnitsRead::default());
    }

    #[test]
    fn headings_say_where_the_parts_stand() {
        let file = "Unit kompetensi LSP\nNo,Kode Unit,Judul Unit (Inggris),Judul Unit\n1,N.81.1,One,Satu\n";
        assert_eq!(read_file(file.as_bytes()).expect("units").units, [unit("N.81.1", "Satu", "One")]);
    }

    #[test]
    fn each_fault_is_told_by_its_cell() {
        let read = read_text(&format!("N.81.1;Satu\n{};Dua;Two", "x".repeat(41))).expect("a table");
        let told: Vec<String> = read.faults.iter().map(|fault| fault.at.to_string()).collect();
        assert_eq!(told, ["C1", "A2"]);
        assert_eq!(read.faults[0].why, WhyNoUnit::Missing);
        assert_eq!((read.faults[1].why, read.faults[1].part), (WhyNoUnit::TooLong(40), UnitPart::Code));
    }
}
