//! What certificates of a walk through names are held against before their names are read: an event, a state or a scheme,
//! and the postings of the other words. Each is read from one index, for the days of a stretch of the walk, as one text;
//! where that would be longer than the stretch, or leaves most of it, the sieve is given up.
//!
//! A sieve only leaves out: what it lets through is held against the certificate itself, so nothing is found by it.

use std::ops::RangeInclusive;

use jiff::civil::Date;
use sqlx::Row as _;

use super::rarest::{Begun, Rarest};
use super::statement::Statement;
use super::words::{Posting, Walk};
use super::{Search, narrow};
use crate::domain::id::EventId;
use crate::domain::issuer::LspId;
use crate::domain::status::State;
use crate::store::name_posting::{certificates, day};
use crate::store::{Reading, StoreError};

/// Rows that one page reads for its sieves, at most.
const SIFTED: usize = 12_000;

/// Rows of a sieve that take as long as a name.
const TO_A_NAME: usize = 3;

/// Certificates of a stretch that are worth a statement; of fewer, names are read.
const WORTH: usize = 250;

/// Certificates of an event that are read, at most.
const OF_EVENT: usize = 4_000;

/// What certificates of a walk are held against.
pub(super) struct Sieves {
    all: Vec<Sieve>,
    /// The days that the LSP issued on first and last.
    issued: Option<[Date; 2]>,
    /// Rows that may be read for them yet.
    left: usize,
}

enum Sieve {
    /// These certificates, which rise.
    Ids(Vec<i64>),
    /// Those of the state that is asked for, or of the scheme.
    Kind,
    /// Those posted under any of the words that a beginning begins.
    Words(Begun),
}

impl Sieves {
    pub(super) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Whether a sieve is known to have more rows within these days.
    fn has_more(&self, sieve: &Sieve, days: &RangeInclusive<i64>, than: usize) -> bool {
        let within = day(*days.end()).zip(day(*days.start())).map(<[Date; 2]>::from);
        match (sieve, within, self.issued) {
            (Sieve::Words(begun), Some(within), Some(issued)) => begun.rows_within(within, issued) > than as i64,
            _ => false,
        }
    }
}

impl Reading {
    /// What is worth holding certificates against that are walked by the words that begin as `begun`, in the order in which
    /// it is to be tried.
    pub(super) async fn sieves(
        &self,
        lsp: &LspId,
        search: &Search,
        begun: &str,
        rarest: Rarest,
    ) -> Result<Sieves, StoreError> {
        let mut all = Vec::new();
        if let Some(event) = &search.event {
            all.extend(self.of_event(lsp, event).await?.map(Sieve::Ids));
        }
        if search.state.is_some_and(|state| state != State::Valid) || search.scheme.is_some() {
            all.push(Sieve::Kind);
        }
        let others =
            std::iter::once(rarest.first).chain(rarest.others).filter(|other| !begun.starts_with(&other.begun));
        all.extend(
            others.filter(|other| other.words.as_ref().is_some_and(|words| !words.is_empty())).map(Sieve::Words),
        );
        Ok(Sieves { all, issued: rarest.issued, left: SIFTED })
    }

    /// Leaves of a stretch, which is of one word, the certificates that each sieve lets through.
    pub(super) async fn sift(
        &self,
        walk: &Walk<'_>,
        sieves: &mut Sieves,
        stretch: &mut [Posting],
    ) -> Result<(), StoreError> {
        let mut at = 0;
        while let Some(sieve) = sieves.all.get(at) {
            let before: usize = stretch.iter().map(|posting| posting.ids.len()).sum();
            if let Sieve::Ids(ids) = sieve {
                leave(stretch, ids);
                at += 1;
                continue;
            }
            let most = (before * TO_A_NAME).min(sieves.left);
            if before < WORTH || most < WORTH {
                return Ok(());
            }
            let days = days(stretch);
            if sieves.has_more(sieve, &days, most) {
                at += 1;
                continue;
            }
            let Some(statement) = statement(walk, sieve, days, most) else { return Ok(()) };
            let said = self.said(&statement).await?;
            sieves.left = sieves.left.saturating_sub(said.rows);
            if said.rows > most {
                sieves.all.remove(at);
                continue;
            }
            // The oldest first, which nearly always have the lowest numbers.
            let mut ids: Vec<i64> = stretch.iter().rev().flat_map(|posting| posting.ids.iter().copied()).collect();
            ids.sort_unstable();
            leave(stretch, &among(&ids, &said));
            let after: usize = stretch.iter().map(|posting| posting.ids.len()).sum();
            if after > before / 2 {
                sieves.all.remove(at);
            } else {
                at += 1;
            }
        }
        Ok(())
    }

    /// How many rows a statement finds, and what it says of them.
    async fn said(&self, statement: &Statement) -> Result<Said, StoreError> {
        // As many words and days as there are stretches: none is worth being kept prepared.
        let row = statement.bound().persistent(false).fetch_one(&self.pool).await?;
        let rows = usize::try_from(row.try_get::<i64, _>("found")?).unwrap_or(usize::MAX);
        let text = |column| Ok(row.try_get::<Option<String>, _>(column)?.unwrap_or_default());
        text("firsts").and_then(|firsts| Ok(Said { rows, firsts, furthers: text("furthers")? }))
    }

    /// The certificates of an event; none where they are many.
    async fn of_event(&self, lsp: &LspId, event: &EventId) -> Result<Option<Vec<i64>>, StoreError> {
        let mut bounds = Statement::default();
        let lsp = bounds.text(lsp.as_str());
        let of_event = narrow::of_event(&mut bounds, &lsp, event);
        let most = bounds.number(OF_EVENT as i64 + 1);
        bounds.sql = said(&format!(
            "select c.id, '' as further from certificate c where c.lsp = {lsp} and {of_event} limit {most}"
        ));
        let said = self.said(&bounds).await?;
        let mut ids: Vec<i64> = said.postings().flat_map(|(_, ids)| ids).collect();
        ids.sort_unstable();
        Ok((said.rows <= OF_EVENT).then_some(ids))
    }
}

/// Leaves of a stretch these certificates, which rise.
fn leave(stretch: &mut [Posting], ids: &[i64]) {
    for posting in stretch {
        posting.ids.retain(|id| ids.binary_search(id).is_ok());
    }
}

/// The days of a stretch that certificates are left of, as postings have them: the newest first.
fn days(stretch: &[Posting]) -> RangeInclusive<i64> {
    let days = stretch.iter().filter(|posting| !posting.ids.is_empty()).map(|posting| posting.newest_first);
    days.clone().min().unwrap_or(0)..=days.max().unwrap_or(0)
}

/// What says all certificates of some days that a sieve lets through, and one row more than `most`; none where it cannot
/// be said.
fn statement(walk: &Walk<'_>, sieve: &Sieve, days: RangeInclusive<i64>, most: usize) -> Option<Statement> {
    let (mut bounds, search) = (Statement::default(), walk.search);
    let lsp = bounds.text(walk.lsp.as_str());
    let rows = match sieve {
        Sieve::Words(begun) => {
            let words: Vec<String> = begun.words.iter().flatten().map(|word| bounds.text(word.as_str())).collect();
            let [newest, oldest] = [days.start(), days.end()].map(|day| bounds.number(*day));
            format!(
                "select w.certificate as id, w.further from name_posting w where w.lsp = {lsp} and w.word in ({})
                 and w.newest_first >= {newest} and w.newest_first <= {oldest}",
                words.join(", ")
            )
        }
        Sieve::Kind => {
            let kind = match (search.state.filter(|state| *state != State::Valid), &search.scheme) {
                (Some(state), _) => narrow::of_state(&mut bounds, state),
                (None, Some(scheme)) => narrow::of_scheme(&mut bounds, scheme),
                (None, None) => return None,
            };
            let (newest, oldest) = (day(*days.start())?, day(*days.end())?);
            let [newest, oldest] = [newest, oldest].map(|day| bounds.text(day.to_string()));
            format!(
                "select c.id, '' as further from certificate c where c.lsp = {lsp} and {kind}
                 and c.issued_on >= {oldest} and c.issued_on <= {newest}"
            )
        }
        Sieve::Ids(_) => return None,
    };
    let most = bounds.number(i64::try_from(most).ok()? + 1);
    bounds.sql = said(&format!("{rows} limit {most}"));
    Some(bounds)
}

/// Rows of a certificate and how far further ones are from it, as two texts: a row each would take longer to hand over
/// than to find.
fn said(rows: &str) -> String {
    format!(
        "select count(*) as found, string_agg(cast(r.id as text), ',') as firsts, string_agg(r.further, ',') as furthers
         from ({rows}) as r"
    )
}

/// How many rows a statement found, and what they say.
struct Said {
    rows: usize,
    firsts: String,
    furthers: String,
}

impl Said {
    /// The first certificate of each row, and those of it, which rise.
    fn postings(&self) -> impl Iterator<Item = (i64, impl Iterator<Item = i64>)> {
        let rows = self.firsts.split(',').zip(self.furthers.split(','));
        rows.filter_map(|(first, further)| first.parse().ok().map(|first| (first, certificates(first, further))))
    }
}

/// Those of some certificates, which rise, that are said: rows say many more than a stretch has.
fn among(ids: &[i64], said: &Said) -> Vec<i64> {
    let mut found = Vec::new();
    for (first, posting) in said.postings() {
        let mut ahead = &ids[ids.partition_point(|id| *id < first)..];
        for id in posting {
            while ahead.first().is_some_and(|own| *own < id) {
                ahead = &ahead[1..];
            }
            match ahead.first() {
                Some(own) if *own == id => found.push(id),
                Some(_) => {}
                None => break,
            }
        }
    }
    found.sort_unstable();
    found
}
