//! What Excel does not show of a sheet: hidden rows (also those that a filter left out) and hidden columns.
//!
//! The cells' reader passes over these marks, so the sheet's part (ECMA-376 Part 1, 18.3.1.73 `row`, 18.3.1.13
//! `col`) is gone through once more for them. Only the rows asked for are noted, so a sheet cannot make room for
//! itself here either.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Cursor};
use std::ops::RangeInclusive;

use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::MOST_COLUMNS;
use super::faults::FileFault;

/// Rows by their numbers from 1, columns from 0.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Hidden {
    pub(super) rows: BTreeSet<u32>,
    pub(super) columns: BTreeSet<usize>,
}

type Parts<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// What is hidden of the sheet `name` in the parts of a workbook; of its rows, those in `wanted`.
pub(super) fn of_sheet(parts: &[u8], name: &str, wanted: &BTreeSet<u32>) -> Result<Hidden, FileFault> {
    let mut parts = ZipArchive::new(Cursor::new(parts)).map_err(|_| FileFault::Damaged)?;
    let path = path_of(&mut parts, name)?;
    let (mut hidden, mut number) = (Hidden::default(), 0_u32);
    each_element(&mut parts, &path, |element| {
        let is_hidden = attribute(element, "hidden").is_some_and(|value| value == "1" || value == "true");
        match element.local_name().as_ref() {
            "row" => {
                let said = attribute(element, "r").and_then(|row| row.parse().ok());
                number = said.unwrap_or_else(|| number.saturating_add(1));
                if is_hidden && wanted.contains(&number) {
                    hidden.rows.insert(number);
                }
            }
            "col" if is_hidden => hidden.columns.extend(columns(element)),
            _ => {}
        }
    })?;
    Ok(hidden)
}

/// The columns from 0 that a `col` speaks of, as far as a roster may go.
fn columns(element: &BytesStart<'_>) -> RangeInclusive<usize> {
    let bound = |name| attribute(element, name).and_then(|value| value.parse::<usize>().ok()).filter(|at| *at > 0);
    match (bound("min"), bound("max")) {
        (Some(first), Some(last)) => first - 1..=(last - 1).min(MOST_COLUMNS),
        // An empty range: nothing is said to be hidden.
        _ => RangeInclusive::new(1, 0),
    }
}

/// The part of the sheet that the workbook calls `name`.
fn path_of(parts: &mut Parts<'_>, name: &str) -> Result<String, FileFault> {
    let own = |part: &str, end: &str| part.to_lowercase().replace('\\', "/").ends_with(end);
    let found = |parts: &Parts<'_>, end: &str| {
        parts.file_names().flatten().find(|part| own(part, end)).map(|part| part.into_owned())
    };
    let workbook = found(parts, "workbook.xml").ok_or(FileFault::Damaged)?;
    let relations = found(parts, "workbook.xml.rels").ok_or(FileFault::Damaged)?;
    let mut id = None;
    each_element(parts, &workbook, |element| {
        if element.local_name().as_ref() == "sheet" && attribute(element, "name").as_deref() == Some(name) {
            id = id.take().or_else(|| relation(element));
        }
    })?;
    let mut target = None;
    each_element(parts, &relations, |element| {
        if attribute(element, "Id").is_some_and(|own| Some(own) == id) {
            target = attribute(element, "Target");
        }
    })?;
    let target = target.ok_or(FileFault::Damaged)?.to_lowercase();
    found(parts, target.trim_start_matches("./")).ok_or(FileFault::Damaged)
}

/// The relation of a `sheet` to its part: the attribute `id` of whatever namespace.
fn relation(element: &BytesStart<'_>) -> Option<String> {
    let mut attributes = element.attributes();
    let mut attributes = attributes.with_checks(false).filter_map(Result::ok);
    attributes.find(|one| one.key.local_name().as_ref() == "id").map(|one| one.value.into_owned())
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = element.try_get_attribute(name).ok().flatten()?;
    unescape(&attribute.value).ok().map(Cow::into_owned)
}

fn each_element(parts: &mut Parts<'_>, path: &str, mut see: impl FnMut(&BytesStart<'_>)) -> Result<(), FileFault> {
    let part = parts.by_name(path).map_err(|_| FileFault::Damaged)?;
    let mut reader = Reader::from_reader(BufReader::new(part));
    each_event(&mut reader, &mut see)
}

fn each_event(reader: &mut Reader<impl BufRead>, see: &mut impl FnMut(&BytesStart<'_>)) -> Result<(), FileFault> {
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(|_| FileFault::Damaged)? {
            Event::Start(element) | Event::Empty(element) => see(&element),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}
