//! Rows into entries: every column of a row is read, and each that cannot be is one fault.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use jiff::Span;
use jiff::civil::Date;

use super::columns::{BIRTH, BLANKO, Columns, DECISION, NAME, NIK, PARTICULARS, PHOTO, SCHEME, TESTED, WHOLE};
use super::faults::{Cause, KnownSchemes, Quote, RowFault, RowWarning, Warning};
use super::grid::{Grid, Row};
use super::{Entry, Roster, Rules, dates, fields, footer};
use crate::domain::assessment::Decision;
use crate::domain::holder::{HolderName, Nik};
use crate::domain::scheme::SchemeCode;

/// Reads every row between the header and the footer.
pub(super) fn read(grid: &Grid, columns: &Columns, rules: &Rules<'_>) -> Roster {
    let mut seen = Seen::default();
    let mut roster = Roster { layout: columns.layout(grid), ..Roster::default() };
    let known = Arc::new(KnownSchemes::of(rules));
    let footer = footer::begins_at(grid, columns).unwrap_or(u32::MAX);
    roster.warnings.extend(of_the_sheet(grid, columns));
    let below = |row: &&Row| row.number > columns.header && !columns.nothing_in(row);
    for row in grid.rows.iter().filter(below) {
        if row.number >= footer {
            roster.warnings.push(RowWarning { row: row.number, column: WHOLE, warning: Warning::NoPerson });
            continue;
        }
        let (faults, warnings) = (Vec::new(), Vec::new());
        let mut reading = Reading { grid, columns, rules, row, known: &known, faults, warnings };
        match reading.entry(&mut seen) {
            Some(entry) if reading.faults.is_empty() => {
                roster.entries.push(entry);
                roster.warnings.append(&mut reading.warnings);
            }
            _ => roster.faults.append(&mut reading.faults),
        }
    }
    roster
}

/// What is told of the sheet as a whole, at its header.
pub(super) fn of_the_sheet(grid: &Grid, columns: &Columns) -> Vec<RowWarning> {
    let row = columns.header;
    let others = grid.others.iter().map(|other| {
        let warning = Warning::OtherSheet { name: Quote::of(&other.name), people: other.people };
        RowWarning { row, column: WHOLE, warning }
    });
    let hidden = columns.among(&grid.hidden.columns);
    others.chain(hidden.map(|column| RowWarning { row, column, warning: Warning::HiddenColumn })).collect()
}

/// What earlier rows had, with the first row that had it.
#[derive(Default)]
struct Seen {
    keys: HashMap<(Nik, SchemeCode, Option<Date>), u32>,
    names: HashMap<Nik, (u32, HolderName)>,
    blankos: HashMap<String, u32>,
}

/// One row being read.
struct Reading<'a> {
    grid: &'a Grid,
    columns: &'a Columns,
    rules: &'a Rules<'a>,
    row: &'a Row,
    known: &'a Arc<KnownSchemes>,
    faults: Vec<RowFault>,
    warnings: Vec<RowWarning>,
}

impl Reading<'_> {
    /// The entry, unless something that it cannot do without is at fault.
    fn entry(&mut self, seen: &mut Seen) -> Option<Entry> {
        if self.grid.separated && self.row.width() > self.columns.width {
            self.refuse(WHOLE, Cause::TooManyCells);
            return None;
        }
        let cell = |name| self.columns.cell(self.row, name);
        let day = |name| cell(name).map(|cell| dates::read(cell, self.grid.epoch)).transpose();
        let (birth, tested, has_test_date) = (day(BIRTH), day(TESTED), cell(TESTED).is_some());
        let name = fields::name(cell(NAME), self.rules.printable);
        let nik = fields::nik(cell(NIK));
        let scheme = fields::scheme(self.columns.shown(self.row, SCHEME), &self.rules.schemes, self.known);
        let decision = fields::decision(cell(DECISION), has_test_date);
        let blanko = cell(BLANKO).map(fields::blanko).transpose();
        let photo = cell(PHOTO).map(fields::photo).transpose();
        let particulars = PARTICULARS.map(|name| (name, cell(name).map(fields::particular).transpose()));

        let name = self.keep(NAME, name);
        let nik = self.keep(NIK, nik);
        let birth_date = self.keep(BIRTH, birth);
        let scheme = self.keep(SCHEME, scheme);
        let tested_on = self.keep(TESTED, tested);
        let decision = self.keep(DECISION, decision);
        let blanko = self.keep(BLANKO, blanko);
        let photo = self.keep(PHOTO, photo);
        let mut kept = BTreeMap::new();
        for (column, text) in particulars {
            if let Some(text) = self.keep(column, text).flatten().flatten() {
                kept.insert(column.to_owned(), text);
            }
        }

        if let (Some(nik), Some(name)) = (&nik, &name) {
            let (earlier, first) = seen.names.entry(nik.clone()).or_insert_with(|| (self.row.number, name.clone()));
            if !first.matches(name.as_str()) {
                let earlier = *earlier;
                self.refuse(NIK, Cause::NikNamedOtherwise { earlier });
            }
        }
        if let (Some(nik), Some(scheme), Some(tested_on)) = (&nik, &scheme, tested_on) {
            let key = (nik.clone(), scheme.clone(), tested_on);
            let earlier = *seen.keys.entry(key).or_insert(self.row.number);
            if earlier != self.row.number {
                self.refuse(NIK, Cause::Repeated { earlier });
            }
        }
        if let Some(Some(blanko)) = &blanko {
            let earlier = *seen.blankos.entry(blanko.clone()).or_insert(self.row.number);
            if earlier != self.row.number {
                self.refuse(BLANKO, Cause::BlankoRepeated { earlier });
            }
        }
        if let Some(scheme) = &scheme {
            let fault = fields::admitted(scheme, self.rules, self.known).err();
            fault.into_iter().for_each(|cause| self.refuse(SCHEME, cause));
        }
        if let Some(Some(tested_on)) = tested_on {
            let fault = fields::possible(tested_on, birth_date.flatten(), self.rules).err();
            fault.into_iter().for_each(|cause| self.refuse(TESTED, cause));
        }
        if tested_on == Some(None) && decision.is_some_and(|decision| decision != Decision::Absent) {
            self.refuse(TESTED, Cause::TestDateMissing);
        }
        let (nik, birth_date) = (nik?, birth_date?);
        if birth_date.is_some_and(|birth| !nik.agrees_with_birth(birth)) {
            self.warn(NIK, Warning::BirthDiffers);
        }
        if let Some(tested_on) = tested_on?.filter(|day| decision == Some(Decision::Competent) && self.is_late(*day)) {
            self.warn(TESTED, Warning::Late { tested_on });
        }
        let competent = decision == Some(Decision::Competent);
        if competent && self.columns.has(PHOTO) && photo == Some(None) {
            self.warn(PHOTO, Warning::PhotoBlank);
        }
        if self.grid.hidden.rows.contains(&self.row.number) {
            self.warn(WHOLE, Warning::HiddenRow);
        }
        Some(Entry {
            row: self.row.number,
            name: name?,
            nik,
            scheme: scheme?,
            tested_on: tested_on?,
            decision: decision?,
            birth_date,
            blanko: blanko?,
            photo: photo?,
            particulars: kept,
        })
    }

    /// Whether the day of issue lies more than two years after the assessment.
    fn is_late(&self, tested_on: Date) -> bool {
        tested_on.checked_add(Span::new().years(2)).is_ok_and(|last| last < self.rules.issued_on)
    }

    fn keep<T>(&mut self, column: &'static str, read: Result<T, Cause>) -> Option<T> {
        read.map_err(|cause| self.refuse(column, cause)).ok()
    }

    /// Notes a fault, unless the column has one already.
    fn refuse(&mut self, column: &'static str, cause: Cause) {
        if self.faults.iter().all(|fault| fault.column != column) {
            self.faults.push(RowFault { row: self.row.number, column, cause });
        }
    }

    fn warn(&mut self, column: &'static str, warning: Warning) {
        self.warnings.push(RowWarning { row: self.row.number, column, warning });
    }
}
