//! One roster: every fault at its cell with room to mend it, what it comes to, the people as the file has them.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use askama::Template;

use super::super::events::view as events;
use super::super::{Frame, said};
use crate::domain::account::Role;
use crate::domain::issuer::Lsp;
use crate::domain::request::Origin;
use crate::office::in_words::warned::{Warned, warned};
use crate::office::kept::{Kept, KeptError, Review};
use crate::roster::{Coordinate, RowFault, Tally};
use crate::web::Error;
use crate::words::{Lang, say};

/// Faults that one page shows.
const FAULTS: usize = 100;

/// Rows that one page shows.
const ROWS: usize = 100;

/// Characters of a cell that are shown.
const SHOWN: usize = 120;

/// A roster.
#[derive(Template)]
#[template(path = "office/roster.html")]
pub(super) struct One {
    pub(super) frame: Frame,
    pub(super) here: String,
    pub(super) fault: Option<Cow<'static, str>>,
    /// Whether it may be mended, by whoever looks at it.
    pub(super) open: bool,
    pub(super) remark: Option<String>,
    id: String,
    revision: i64,
    event: (String, String),
    made: Cow<'static, str>,
    wave: Cow<'static, str>,
    issued_on: Cow<'static, str>,
    day: String,
    state: Cow<'static, str>,
    mended: usize,
    request: Option<String>,
    unreadable: Option<Cow<'static, str>>,
    read: Option<Read>,
}

/// What was read of it.
struct Read {
    faults: Vec<FaultLine>,
    fault_count: usize,
    more: usize,
    warnings: Vec<Warned>,
    warning_count: usize,
    certificates: usize,
    already: usize,
    recorded: usize,
    schemes: Vec<SchemeLine>,
    headings: Vec<String>,
    rows: Vec<RowLine>,
    row_count: usize,
    shown: usize,
}

struct FaultLine {
    row: u32,
    cell: Option<String>,
    heading: String,
    who: String,
    message: Cow<'static, str>,
    shown: String,
}

struct SchemeLine {
    code: String,
    tally: Tally,
}

struct RowLine {
    number: u32,
    faulty: bool,
    cells: Vec<CellShown>,
}

struct CellShown {
    text: String,
    faulty: bool,
}

impl One {
    /// # Errors
    /// It cannot be read for a reason that nobody who hands it in can mend.
    pub(super) fn of(
        frame: Frame,
        here: String,
        kept: &Kept,
        review: Result<Review, KeptError>,
        event: (String, String),
        lsp: &Lsp,
    ) -> Result<Self, Error> {
        let (row, lang) = (&kept.row, frame.lang);
        let operator = frame.place.as_ref().is_some_and(|place| place.roles.has(Role::Operator));
        let name = kept.file_name.as_str();
        let (read, unreadable) = match review {
            Ok(review) => (Some(Read::of(&review, lang)), None),
            Err(error) => (None, Some(said::or_failed(message(&error, lsp, lang), error)?)),
        };
        Ok(Self {
            frame,
            here,
            fault: None,
            open: operator && row.state.is_open(),
            remark: None,
            id: row.id.to_string(),
            revision: row.revision,
            event,
            made: match row.origin {
                Origin::Again => say!(lang, "office-rosters-made-again"),
                Origin::File => say!(lang, "office-rosters-file", name),
                Origin::Renewal => say!(lang, "office-rosters-made-renewal"),
            },
            wave: events::wave(row.wave, lang),
            issued_on: say!(lang, "office-rosters-issued-on", day = row.issued_on),
            day: row.issued_on.to_string(),
            state: events::state(row.state, lang),
            mended: kept.cells.len(),
            request: row.request.as_ref().map(ToString::to_string),
            unreadable,
            read,
        })
    }
}

impl Read {
    fn of(review: &Review, lang: Lang) -> Self {
        let (layout, foreseen) = (&review.layout, &review.foreseen);
        let mut rows = BTreeMap::<u32, BTreeMap<usize, String>>::new();
        for (at, text) in review.grid.cells() {
            let text = text.map_or_else(|| "—".to_owned(), Cow::into_owned);
            rows.entry(at.row).or_default().insert(at.column, text);
        }
        let cell = |fault: &RowFault| layout.cell(fault.row, fault.column);
        let at: BTreeSet<Coordinate> = review.faults().iter().filter_map(cell).collect();
        let headings = rows.remove(&layout.header()).unwrap_or_default();
        rows.retain(|number, _| *number > layout.header());
        let text = |at: Coordinate| rows.get(&at.row).and_then(|row| row.get(&at.column)).cloned().unwrap_or_default();
        let line = |fault: &RowFault| {
            let cell = cell(fault);
            let who = layout.cell(fault.row, "nama_asesi").filter(|name| Some(*name) != cell);
            FaultLine {
                row: fault.row,
                heading: layout.heading(fault.column).map_or_else(String::new, ToString::to_string),
                who: who.map(|at| shortened(&text(at))).unwrap_or_default(),
                message: fault.cause.message(lang),
                shown: cell.map(text).unwrap_or_default(),
                cell: cell.map(|cell| cell.to_string()),
            }
        };
        let (faulty, row_count) = (at.iter().map(|at| at.row).collect::<BTreeSet<_>>(), rows.len());
        // Those with faults first, then as they stand in the file.
        let order =
            rows.keys().filter(|row| faulty.contains(row)).chain(rows.keys().filter(|row| !faulty.contains(row)));
        let shown: Vec<RowLine> = order
            .take(ROWS)
            .map(|number| RowLine {
                number: *number,
                faulty: faulty.contains(number),
                cells: headings
                    .keys()
                    .map(|column| {
                        let coordinate = Coordinate { row: *number, column: *column };
                        CellShown { text: shortened(&text(coordinate)), faulty: at.contains(&coordinate) }
                    })
                    .collect(),
            })
            .collect();
        let faults: Vec<FaultLine> = review.faults().iter().take(FAULTS).map(line).collect();
        Self {
            fault_count: review.faults().len(),
            more: review.faults().len() - faults.len(),
            faults,
            warnings: warned(review.warnings(), lang),
            warning_count: review.warnings().len(),
            certificates: foreseen.certificates,
            already: foreseen.already,
            recorded: foreseen.recorded,
            schemes: review
                .schemes
                .iter()
                .map(|(code, tally)| SchemeLine { code: code.to_string(), tally: *tally })
                .collect(),
            headings: headings.into_values().collect(),
            shown: shown.len(),
            rows: shown,
            row_count,
        }
    }
}

fn shortened(text: &str) -> String {
    let mut short: String = text.chars().take(SHOWN).collect();
    if text.chars().count() > SHOWN {
        short.push('…');
    }
    short
}

/// Why nothing was done with a roster; none where it is nobody's fault who typed.
pub(in crate::web::office) fn message(error: &KeptError, lsp: &Lsp, lang: Lang) -> Option<Cow<'static, str>> {
    Some(match error {
        KeptError::Changed => say!(lang, "office-rosters-fault-changed"),
        KeptError::Cell => say!(lang, "office-rosters-fault-outside"),
        KeptError::CellTooLong => say!(lang, "office-rosters-fault-long"),
        KeptError::Erased => say!(lang, "office-records-erased-roster"),
        KeptError::File(fault) => fault.message(lang),
        KeptError::Nobody => say!(lang, "office-rosters-fault-nobody"),
        KeptError::NoEvent => say!(lang, "office-rosters-fault-event"),
        KeptError::State(_) => say!(lang, "office-rosters-fault-state"),
        KeptError::TooManyCells => say!(lang, "office-rosters-fault-cells"),
        KeptError::Office(error) => return said::refusal(error, lsp, lang),
        KeptError::NotFound | KeptError::Store(_) => return None,
    })
}

/// A roster that was erased.
#[derive(Template)]
#[template(path = "office/erased.html")]
pub(super) struct Erased {
    pub(super) frame: Frame,
    pub(super) here: String,
}
