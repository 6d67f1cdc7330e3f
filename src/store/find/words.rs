//! Names found by the beginnings of their words: the postings of the words that one beginning begins are walked, newest
//! first within a word, and each certificate is held against the others. Which one is walked is chosen once, on the first
//! page, and carried in every place. Names are read of those certificates alone that the postings of the other words and
//! what is rare beside them leave of it (`sieve`), so that a whole name of words that many have is on the
//! first page.
//!
//! A posting is nobody's word. Places are what postings are ordered by, so that one that somebody wrote by hand can lead
//! to no page twice; and the name has to have the word, or nothing is found by it.

use std::collections::{BTreeSet, HashMap};

use futures_util::future::try_join_all;
use sqlx::Row as _;
use sqlx::any::AnyRow;

use super::narrow;
use super::statement::{Span, Statement};
use super::{Found, Hit, Leaf, Place, Search, WordPlace};
use crate::domain::id::CertificateId;
use crate::domain::issuer::LspId;
use crate::domain::name_words::{begin, first_with, name_words};
use crate::store::name_posting::{certificates, newest_first};
use crate::store::{Reading, StoreError};

/// Postings that are read at once: those that a page of a common word needs, and then each time as many more, for the
/// fewer a page finds, the more it has to read.
const FIRST_READ: usize = 64;
const READ_MORE: usize = 8;
const READ: usize = 2_000;

/// Names that are read at once, in two halves beside each other.
const LOOKED_UP: usize = 500;

/// Postings and names that one page reads, at most: some ten years of a word that somebody has every day. A page that
/// comes to their end goes on where it stands.
pub(super) const WALKED: usize = 4_000;
pub(super) const NAMED: usize = 1_500;

/// What follows every beginning of a word.
const LAST: char = char::MAX;

pub(super) fn after(word: &str) -> String {
    format!("{word}{LAST}")
}

/// Where the walk stands, and which way it goes.
pub(super) struct Walk<'a> {
    pub(super) lsp: &'a LspId,
    pub(super) search: &'a Search,
    /// The beginning that is walked by.
    begun: String,
    backwards: bool,
    from: Option<WordPlace>,
    /// Whether what stands in that place is yet to come.
    with_it: bool,
}

/// A posting that a walk came to, with those of its certificates that are yet to come, in the direction of the walk.
pub(super) struct Posting {
    pub(super) word: String,
    pub(super) newest_first: i64,
    first: i64,
    pub(super) ids: Vec<i64>,
    /// The last of them, whatever is left of them.
    last: i64,
}

/// What a page may do yet.
struct Left {
    /// Postings of the walk.
    walked: usize,
    /// Names.
    named: usize,
}

impl Reading {
    /// Certificates whose names have words that begin as `typed`, in the direction of reading.
    pub(super) async fn find_by_words(
        &self,
        lsp: &LspId,
        search: &Search,
        typed: &[String],
        leaf: &Leaf,
        most: usize,
    ) -> Result<Found, StoreError> {
        let from = match leaf.place() {
            Some(Place::Word(place)) if typed.contains(&place.begun) => Some(place.clone()),
            _ => None, // of another list
        };
        let Some(rarest) = self.rarest_first(lsp, typed).await? else { return Ok(Found::default()) };
        let begun = from.as_ref().map_or(&rarest.first.begun, |place| &place.begun).clone();
        let mut sieves = self.sieves(lsp, search, &begun, rarest).await?;
        let mut walk = Walk { lsp, search, begun, backwards: leaf.is_backwards(), from, with_it: leaf.has_its_place() };
        let mut left = Left { walked: WALKED, named: NAMED };
        // Of what is held against others, little is left.
        let mut read = if sieves.is_empty() { FIRST_READ } else { FIRST_READ * READ_MORE };
        let mut hits = Vec::new();
        loop {
            let (mut postings, ended) = self.postings(&walk, read).await?;
            left.walked = left.walked.saturating_sub(read);
            for of_word in postings.chunk_by_mut(|one, other| one.word == other.word) {
                self.sift(&walk, &mut sieves, of_word).await?;
            }
            let places: Vec<_> =
                postings.iter().flat_map(|posting| posting.ids.iter().map(move |id| (posting, *id))).collect();
            let mut rest = places.as_slice();
            // Where every certificate fits, a page needs no more of them than it shows.
            let mut some = most + 1;
            while !rest.is_empty() {
                if left.named == 0 {
                    return Ok(Found { hits, on: walk.from.map(Place::Word) });
                }
                let (looked_up, further) = rest.split_at(some.min(LOOKED_UP).min(left.named).min(rest.len()));
                left.named -= looked_up.len();
                let names = self.names(&walk, looked_up).await?;
                for &(posting, id) in looked_up {
                    if hits.len() == most {
                        return Ok(Found { hits, on: walk.from.map(Place::Word) });
                    }
                    let place = walk.place(posting, id);
                    if names.get(&id).is_some_and(|words| fits(words, typed, &place)) {
                        hits.push(Hit { id: place.id, place: Place::Word(place.clone()) });
                    }
                    walk.go_on(place);
                }
                (rest, some) = (further, LOOKED_UP);
            }
            if let Some(posting) = postings.last() {
                walk.go_on(walk.place(posting, posting.last));
            }
            if ended {
                return Ok(Found { hits, on: None });
            }
            // The posting that the walk stands in is read again: of few, none would be another.
            if left.walked < FIRST_READ {
                return Ok(Found { hits, on: walk.from.map(Place::Word) });
            }
            read = (read * READ_MORE).min(READ).min(left.walked);
        }
    }

    /// The next postings of a walk, `most` at most, and whether there are no more.
    async fn postings(&self, walk: &Walk<'_>, most: usize) -> Result<(Vec<Posting>, bool), StoreError> {
        let rows = walk.postings(most).bound().fetch_all(&self.pool).await?;
        let mut postings = Vec::with_capacity(rows.len());
        for row in &rows {
            let (word, further): (String, String) = (row.try_get("word")?, row.try_get("further")?);
            let (newest_first, first) = (row.try_get("newest_first")?, row.try_get("certificate")?);
            let mut ids: Vec<i64> = certificates(first, &further).collect();
            if walk.backwards {
                ids.reverse();
            }
            walk.leave_ahead(&word, [newest_first, first], &mut ids);
            if let Some(&last) = ids.last() {
                postings.push(Posting { word, newest_first, first, ids, last });
            }
        }
        Ok((postings, rows.len() < most))
    }

    /// The words of the names on those certificates that answer everything else.
    async fn names(
        &self,
        walk: &Walk<'_>,
        places: &[(&Posting, i64)],
    ) -> Result<HashMap<i64, BTreeSet<String>>, StoreError> {
        // Each names other certificates: none of them is worth being kept prepared.
        let some = |places| async move {
            walk.certificates(places).bound().persistent(false).fetch_all(&self.pool).await.map_err(StoreError::from)
        };
        let rows = try_join_all(places.chunks(LOOKED_UP / 2).map(some)).await?;
        let named = |row: &AnyRow| Ok((row.try_get("id")?, name_words(&row.try_get::<String, _>("holder_name")?)));
        rows.iter().flatten().map(named).collect()
    }
}

/// Whether a name has what was typed, and stands here by the first of its words that the walk comes to: one that has two
/// such words is shown once.
fn fits(words: &BTreeSet<String>, typed: &[String], place: &WordPlace) -> bool {
    begin(words, typed) && first_with(words, &place.begun) == Some(place.word.as_str())
}

impl Walk<'_> {
    fn place(&self, posting: &Posting, id: i64) -> WordPlace {
        WordPlace {
            begun: self.begun.clone(),
            word: posting.word.clone(),
            newest_first: posting.newest_first,
            first: posting.first,
            id: CertificateId::new(id),
        }
    }

    fn go_on(&mut self, place: WordPlace) {
        (self.from, self.with_it) = (Some(place), false);
    }

    /// Leaves those certificates of a posting that the walk has yet to come to: all, but for the posting that it stands
    /// in.
    fn leave_ahead(&self, word: &str, posting: [i64; 2], ids: &mut Vec<i64>) {
        let Some(from) = &self.from else { return };
        if from.word != word || [from.newest_first, from.first] != posting {
            return;
        }
        let at = from.id.number();
        ids.retain(|own| (self.with_it && *own == at) || if self.backwards { *own < at } else { *own > at });
    }

    fn postings(&self, most: usize) -> Statement {
        let mut statement = Statement::default();
        let mut conditions = vec![format!("w.lsp = {}", statement.text(self.lsp.as_str()))];
        let (from, to) = (statement.text(self.begun.as_str()), statement.text(after(&self.begun)));
        let (from, to) = (format!("w.word >= {from}"), format!("w.word < {to}"));
        let span = Span { from, to, goes_on: self.from.is_some() };
        conditions.extend(span.conditions(!self.backwards));
        let (way, than) = if self.backwards { ("desc", "<=") } else { ("asc", ">=") };
        if let Some(place) = &self.from {
            let word = statement.text(place.word.as_str());
            let (day, first) = (statement.number(place.newest_first), statement.number(place.first));
            conditions.push(format!("(w.word, w.newest_first, w.certificate) {than} ({word}, {day}, {first})"));
        }
        if let Some(year) = self.search.issued_in {
            let [oldest, newest] = year.days().map(|day| statement.number(newest_first(day)));
            conditions.push(format!("w.newest_first >= {newest} and w.newest_first <= {oldest}"));
        }
        statement.saying(&format!(
            "select w.word, w.newest_first, w.certificate, w.further from name_posting w where {}
             order by w.word {way}, w.newest_first {way}, w.certificate {way} limit {most}",
            conditions.join(" and ")
        ))
    }

    /// Those of some certificates that answer what is asked for beside the name.
    fn certificates(&self, places: &[(&Posting, i64)]) -> Statement {
        let (mut bounds, search) = (Statement::default(), self.search);
        let lsp = bounds.text(self.lsp.as_str());
        // As numbers, for SQLite looks parameters up one by one.
        let ids: Vec<String> = places.iter().map(|(_, id)| id.to_string()).collect();
        let mut held = vec![format!("c.lsp = {lsp}"), format!("c.id in ({})", ids.join(", "))];
        if let Some(event) = &search.event {
            held.push(narrow::of_event(&mut bounds, &lsp, event));
        }
        let year = search.issued_in.map(|year| narrow::issued_in(&mut bounds, year, false));
        let ending = search.expiring.map(|days| narrow::ending(&mut bounds, days, false));
        held.extend(ending.is_some().then(|| narrow::RUNS.to_owned()));
        held.extend([year, ending].into_iter().flatten().flat_map(|Span { from, to, .. }| [from, to]));
        held.extend(search.state.map(|state| narrow::of_state(&mut bounds, state)));
        held.extend(search.scheme.as_ref().map(|scheme| narrow::of_scheme(&mut bounds, scheme)));
        bounds.sql = format!("select c.id, c.holder_name from certificate c where {}", held.join(" and "));
        bounds
    }
}
