//! Rosters that are kept from the moment they are handed in: the file sealed as it came, the cells mended on a page
//! apart from it.
//!
//! Whatever is shown, approved or issued of one is read whole from these two each time ([`Kept::read`]), so a preview and
//! what is issued cannot differ. Both are sealed for the row that they lie in, and open in no other.
//!
//! ```text
//! file    sealed for "file ID": the bytes as they came, in ZLIB
//! cells   sealed for "cells ID": { "file_name": "…", "cells": { "C7": "…" }, "issued_on": "2026-05-01" }
//! ```

mod again;
mod read;
mod sealing;
mod template;

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use pkcs8::rand_core::CryptoRng;
use zeroize::Zeroizing;

use super::intake::{self, Mended};
use super::issue::{Foreseen, RosterHash, foresee};
use super::standing::{Asks, Standing};
use super::{Error, Office};
use crate::domain::id::{DRAWN, EventId, KeptId};
use crate::domain::issuer::{Lsp, LspId};
use crate::domain::request::{KeptState, Origin};
use crate::roster::{Coordinate, FileFault, Grid, LARGEST_FILE, LONGEST_CELL, Layout, MOST_COLUMNS, Roster};
use crate::roster::{RowFault, RowWarning, Tally, tally};
use crate::store::{Contents, Counted, NewKept, StoreError};
pub use crate::store::{KeptRow, OpenRoster};
pub use again::{Ending, Seats, sit_again, sit_renewal};
pub use read::{of_event, row, to_submit};
use sealing::{Notes, open_file, open_notes, seal_file, seal_notes};
pub(super) use sealing::{day_of, erased_roster};
pub use template::template;

/// Cells of one roster that may be mended on the page; who has more to mend does so in Excel.
pub const MOST_MENDED: usize = 2_000;

/// Cells that were mended, by their places in the file.
pub type Cells = BTreeMap<Coordinate, String>;

/// Why nothing was done with a roster.
#[derive(Debug, thiserror::Error)]
pub enum KeptError {
    /// Somebody else changed it, or it is not open any more.
    #[error("it was changed meanwhile, or is not open any more")]
    Changed,
    #[error("a cell lies outside of what a roster may have")]
    Cell,
    #[error("a mended cell has {LONGEST_CELL} characters at most")]
    CellTooLong,
    /// Erased, as long ago as the LSP keeps personal data.
    #[error("it was erased")]
    Erased,
    #[error("the file cannot be read: {0}")]
    File(#[from] FileFault),
    #[error("nobody is to sit again")]
    Nobody,
    #[error("the LSP has no such event or wave")]
    NoEvent,
    #[error("no roster of this name")]
    NotFound,
    #[error(transparent)]
    Office(#[from] Error),
    #[error("its state is {}", .0.as_str())]
    State(KeptState),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("at most {MOST_MENDED} cells are mended on a page")]
    TooManyCells,
}

/// A roster that is handed in.
#[derive(Clone, Copy, Debug)]
pub struct HandedIn<'a> {
    pub event: &'a EventId,
    pub wave: Option<u32>,
    pub file_name: &'a str,
    pub file: &'a [u8],
    pub issued_on: Date,
}

/// A roster that is kept, opened.
pub struct Kept {
    pub row: KeptRow,
    pub file_name: String,
    pub cells: Cells,
    file: Zeroizing<Vec<u8>>,
}

/// A roster as it stands, read whole.
pub struct Review {
    pub grid: Grid,
    pub layout: Layout,
    pub schemes: BTreeMap<crate::domain::scheme::SchemeCode, Tally>,
    /// What issuing it would come to; its faults and warnings are those of the file and of what is stored.
    pub foreseen: Foreseen,
}

impl Review {
    #[must_use]
    pub fn faults(&self) -> &[RowFault] {
        &self.foreseen.refused
    }

    #[must_use]
    pub fn warnings(&self) -> &[RowWarning] {
        &self.foreseen.warnings
    }
}

impl Kept {
    /// A keyed hash of the file, and of the cells mended since.
    pub(super) fn hashes(&self, records: &crate::seal::records::Records) -> [String; 2] {
        let cells: BTreeMap<String, &String> = self.cells.iter().map(|(at, text)| (at.to_string(), text)).collect();
        let of = |what: &str, bytes: &[u8]| hex::encode(records.seen(&[what.as_bytes(), &[0], bytes].concat()));
        [of("file", &self.file), of("cells", serde_json::json!(cells).to_string().as_bytes())]
    }

    /// The hash of the file as it came.
    pub(super) fn hash(&self) -> RosterHash {
        RosterHash::of(&self.file)
    }

    /// Reads the file with its mended cells.
    ///
    /// # Errors
    /// It is no roster any more, or the database does not answer.
    pub async fn read(&self, office: &Office, lsp: &Lsp, now: Timestamp) -> Result<(Grid, Roster), KeptError> {
        let cells = self.cells.iter().map(|(at, text)| (*at, text.clone())).collect();
        let Mended { grid, roster } =
            intake::read_mended(office, lsp, self.file.clone(), cells, self.row.issued_on, now).await??;
        Ok((grid, roster?))
    }

    /// Reads it, and foresees what issuing it would come to.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub async fn review(&self, office: &Office, lsp: &Lsp, now: Timestamp) -> Result<Review, KeptError> {
        let records = office.records().await?;
        let (grid, roster) = self.read(office, lsp, now).await?;
        let (layout, schemes) = (roster.layout.clone(), tally(&roster.entries));
        let foreseen = foresee(office, &records, lsp, roster, self.row.issued_on).await?;
        Ok(Review { grid, layout, schemes, foreseen })
    }
}

/// Keeps a roster that is handed in. Faults of its rows are kept with it, to be mended.
///
/// # Errors
/// The file as a whole is no roster, or the LSP has no such event or wave.
pub async fn hand_in(
    office: &Office,
    who: &Standing<Asks>,
    new: HandedIn<'_>,
    random: &mut impl CryptoRng,
) -> Result<KeptId, KeptError> {
    keep(office, who, new, Origin::File, random).await
}

async fn keep(
    office: &Office,
    who: &Standing<Asks>,
    new: HandedIn<'_>,
    origin: Origin,
    random: &mut impl CryptoRng,
) -> Result<KeptId, KeptError> {
    let HandedIn { event, wave, file_name, file, issued_on } = new;
    let of_event = office.store.event(who.lsp(), event).await?.ok_or(KeptError::NoEvent)?;
    if wave.is_some_and(|wave| !of_event.event.has_wave(wave)) {
        return Err(KeptError::NoEvent);
    }
    let mut drawn = [0; DRAWN];
    random.fill_bytes(&mut drawn);
    let id = KeptId::new(drawn);
    let notes = Notes { file_name: shortened(file_name), cells: Cells::new(), issued_on: Some(issued_on) };
    let counted = counted(office, who, file, &notes.cells, issued_on).await?;
    let records = office.records().await?;
    let (file_sealed, cells_sealed) =
        (seal_file(&records, &id, file, random), seal_notes(&records, &id, &notes, random));
    let contents = Contents { file_sealed: Some(&file_sealed), cells_sealed: &cells_sealed, issued_on, counted };
    let (made_by, made_at) = (&*who.actor().to_string(), who.now());
    let new = NewKept { id: &id, lsp: who.lsp(), event, wave, origin, contents, made_by, made_at };
    office.store.keep_roster(new).await?;
    Ok(id)
}

/// The last 120 characters of a file's name, none that hide.
fn shortened(name: &str) -> String {
    let shown: Vec<char> = name.chars().filter(|c| !c.is_control()).collect();
    shown[shown.len().saturating_sub(120)..].iter().collect()
}

/// What a roster comes to, for lists.
async fn counted(
    office: &Office,
    who: &Standing<Asks>,
    file: &[u8],
    cells: &Cells,
    issued_on: Date,
) -> Result<Counted, KeptError> {
    if file.len() > LARGEST_FILE {
        return Err(FileFault::TooLarge.into());
    }
    let lsp = office.lsp(who.lsp()).await?.lsp;
    let cells = cells.iter().map(|(at, text)| (*at, text.clone())).collect();
    let file = Zeroizing::new(file.to_vec());
    let read = intake::read_mended(office, &lsp, file, cells, issued_on, who.now()).await??;
    let roster = read.roster?;
    let mut counted = Counted { refused: number(roster.faults.len()), ..Counted::default() };
    for of_scheme in tally(&roster.entries).values() {
        counted.competent += number(of_scheme.competent);
        counted.not_yet_competent += number(of_scheme.not_yet_competent);
        counted.absent += number(of_scheme.absent);
    }
    Ok(counted)
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Opens a roster.
///
/// # Errors
/// [`KeptError::NotFound`]: the LSP has none of this name. What was altered or moved here from another row does not open.
pub async fn open(office: &Office, lsp: &LspId, id: &KeptId) -> Result<Kept, KeptError> {
    let row = office.store.kept(lsp, id).await?.ok_or(KeptError::NotFound)?;
    let sealed = office.store.sealed_roster(lsp, id).await?;
    let records = office.records().await?;
    let Notes { file_name, cells, .. } = open_notes(&records, id, &sealed.cells)?;
    let file = open_file(&records, id, &sealed.file)?.ok_or(KeptError::Erased)?;
    Ok(Kept { row, file_name, cells, file })
}

/// Mends a cell of an open roster; a text like the file's own takes the mending back.
///
/// # Errors
/// It is not open, or not as it was when `revision` was read.
pub async fn mend(
    office: &Office,
    who: &Standing<Asks>,
    id: &KeptId,
    revision: i64,
    mended: &[(Coordinate, String)],
    random: &mut impl CryptoRng,
) -> Result<(), KeptError> {
    let mut kept = open_at(office, who.lsp(), id, revision).await?;
    for (at, text) in mended {
        if at.column >= MOST_COLUMNS {
            return Err(KeptError::Cell);
        }
        if text.chars().count() > LONGEST_CELL {
            return Err(KeptError::CellTooLong);
        }
        kept.cells.insert(*at, text.clone());
    }
    if kept.cells.len() > MOST_MENDED {
        return Err(KeptError::TooManyCells);
    }
    rewrite(office, who, kept, None, random).await
}

/// Chooses another day of issue for an open roster.
///
/// # Errors
/// As [`mend`].
pub async fn date(
    office: &Office,
    who: &Standing<Asks>,
    id: &KeptId,
    revision: i64,
    issued_on: Date,
    random: &mut impl CryptoRng,
) -> Result<(), KeptError> {
    let mut kept = open_at(office, who.lsp(), id, revision).await?;
    kept.row.issued_on = issued_on;
    rewrite(office, who, kept, None, random).await
}

/// Puts another file in the place of an open roster's; cells that were mended in the old one are forgotten.
///
/// # Errors
/// As [`hand_in`] and [`mend`].
pub async fn hand_in_again(
    office: &Office,
    who: &Standing<Asks>,
    id: &KeptId,
    revision: i64,
    (file_name, file): (&str, &[u8]),
    random: &mut impl CryptoRng,
) -> Result<(), KeptError> {
    let mut kept = open_at(office, who.lsp(), id, revision).await?;
    kept.cells.clear();
    kept.file_name = shortened(file_name);
    kept.file = Zeroizing::new(file.to_vec());
    let sealed = seal_file(&*office.records().await?, id, file, random);
    rewrite(office, who, kept, Some(&sealed), random).await
}

/// Withdraws an open roster: it counts for nothing any more.
///
/// # Errors
/// It is not open.
pub async fn withdraw(office: &Office, who: &Standing<Asks>, id: &KeptId) -> Result<(), KeptError> {
    if office.store.withdraw_roster(who.lsp(), id, who.now()).await? { Ok(()) } else { Err(KeptError::Changed) }
}

async fn open_at(office: &Office, lsp: &LspId, id: &KeptId, revision: i64) -> Result<Kept, KeptError> {
    let kept = open(office, lsp, id).await?;
    if !kept.row.state.is_open() {
        return Err(KeptError::State(kept.row.state));
    }
    if kept.row.revision == revision { Ok(kept) } else { Err(KeptError::Changed) }
}

/// Writes an open roster anew with all that is counted for it.
async fn rewrite(
    office: &Office,
    who: &Standing<Asks>,
    kept: Kept,
    file_sealed: Option<&str>,
    random: &mut impl CryptoRng,
) -> Result<(), KeptError> {
    let counted = counted(office, who, &kept.file, &kept.cells, kept.row.issued_on).await?;
    let notes = Notes { file_name: kept.file_name, cells: kept.cells, issued_on: Some(kept.row.issued_on) };
    let cells_sealed = seal_notes(&*office.records().await?, &kept.row.id, &notes, random);
    let contents = Contents { file_sealed, cells_sealed: &cells_sealed, issued_on: kept.row.issued_on, counted };
    let written = office.store.rewrite_roster(&kept.row, contents, who.now()).await?;
    if written { Ok(()) } else { Err(KeptError::Changed) }
}
