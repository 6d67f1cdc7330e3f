//! Names found by the beginnings of their words: the postings of the words that one beginning begins are walked, newest
//! first within a word, and each certificate is held against the others. Which one is walked is chosen once, on the first
//! page, and carried in every place. Where another leads to no more certificates than memory takes, only those of both are
//! looked up, so that a whole name of words that many have is on the first page.
//!
//! A posting is nobody's word. Places are what postings are ordered by, so that one that somebody wrote by hand can lead
//! to no page twice; and the name has to have the word, or nothing is found by it.

use std::collections::{BTreeSet, HashMap, HashSet};

use sqlx::{AssertSqlSafe, Row as _};

use super::narrow::{self, days_of};
use super::statement::{Span, Statement};
use super::{Found, Hit, Leaf, Place, Search, WALK, WordPlace};
use crate::domain::id::CertificateId;
use crate::domain::issuer::LspId;
use crate::domain::name_words::{begin, first_with, name_words};
use crate::store::name_posting::{certificates, newest_first};
use crate::store::{Reading, StoreError};

/// Postings that are read at once.
const AT_ONCE: usize = 250;

/// Certificates that are looked up at once.
const LOOKED_UP: usize = 500;

/// Certificates of a walk that are held against another word's before they are looked up, at most.
const SIFTED: usize = 64_000;

/// Postings of that other word at most.
const SIFTING: usize = 4_000;

/// How much may be posted of it, as [`Reading::frequency`] has it: some 70,000 certificates.
const FREQUENT: i64 = 200_000;

/// What follows every beginning of a word.
const LAST: char = char::MAX;

fn after(word: &str) -> String {
    format!("{word}{LAST}")
}

/// Where the walk stands, and which way it goes.
struct Walk<'a> {
    lsp: &'a LspId,
    search: &'a Search,
    begun: String,
    backwards: bool,
    from: Option<WordPlace>,
    /// Whether what stands in that place is yet to come.
    with_it: bool,
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
        let begun = match &from {
            Some(place) => place.begun.clone(),
            None => match self.rarest(lsp, typed).await? {
                Some(rarest) => rarest,
                None => return Ok(Found::default()),
            },
        };
        let (backwards, with_it) = (leaf.is_backwards(), leaf.has_its_place());
        let others = self.of_another(lsp, typed, &begun).await?;
        let mut walk = Walk { lsp, search, begun, backwards, from, with_it };
        let (mut hits, mut left) = (Vec::new(), WALK as usize);
        let mut unread = if others.is_some() { SIFTED } else { left };
        loop {
            let (mut places, ended) = self.postings(&walk, unread + 1).await?;
            let cut = places.len() > unread;
            places.truncate(unread);
            unread -= places.len();
            let last = places.last().cloned();
            places.retain(|place| others.as_ref().is_none_or(|others| others.contains(&place.id.number())));
            let cut_short = places.len() > left;
            places.truncate(left);
            left -= places.len();
            let mut rest = places.as_slice();
            // Where every certificate fits, a page needs no more of them than it shows.
            let mut some = most + 1;
            while !rest.is_empty() {
                let (looked_up, further) = rest.split_at(some.clamp(1, LOOKED_UP).min(rest.len()));
                let names = self.names(&walk, looked_up).await?;
                for place in looked_up {
                    if hits.len() == most {
                        return Ok(Found { hits, on: walk.from.map(Place::Word) });
                    }
                    let fits = names.get(&place.id.number()).is_some_and(|words| fits(words, typed, place));
                    if fits {
                        hits.push(Hit { id: place.id, place: Place::Word(place.clone()) });
                    }
                    (walk.from, walk.with_it) = (Some(place.clone()), false);
                }
                (rest, some) = (further, LOOKED_UP);
            }
            if cut_short {
                return Ok(Found { hits, on: walk.from.map(Place::Word) });
            }
            if let Some(last) = last {
                (walk.from, walk.with_it) = (Some(last), false);
            }
            if cut || ((left == 0 || unread == 0) && !ended) {
                return Ok(Found { hits, on: walk.from.map(Place::Word) });
            }
            if ended {
                return Ok(Found { hits, on: None });
            }
        }
    }

    /// The next postings of a walk, as the places of their certificates, no more postings than come to `enough`; and
    /// whether there are no more.
    async fn postings(&self, walk: &Walk<'_>, enough: usize) -> Result<(Vec<WordPlace>, bool), StoreError> {
        let rows = walk.postings().bound().fetch_all(&self.pool).await?;
        let mut places = Vec::new();
        for row in &rows {
            if places.len() >= enough {
                break;
            }
            let (word, further): (String, String) = (row.try_get("word")?, row.try_get("further")?);
            let (newest_first, first) = (row.try_get("newest_first")?, row.try_get("certificate")?);
            let place = |id| WordPlace {
                begun: walk.begun.clone(),
                word: word.clone(),
                newest_first,
                first,
                id: CertificateId::new(id),
            };
            let mut ids = certificates(first, &further);
            if walk.backwards {
                ids.reverse();
            }
            places.extend(ids.into_iter().map(place).filter(|place| walk.is_ahead(place)));
        }
        Ok((places, rows.len() < AT_ONCE))
    }

    /// The words of the names of those certificates that answer everything else.
    async fn names(&self, walk: &Walk<'_>, places: &[WordPlace]) -> Result<HashMap<i64, BTreeSet<String>>, StoreError> {
        // Each names other certificates: none of them is worth being kept prepared.
        let rows = walk.certificates(places).bound().persistent(false).fetch_all(&self.pool).await?;
        rows.iter().map(|row| Ok((row.try_get("id")?, name_words(&row.try_get::<String, _>("holder_name")?)))).collect()
    }

    /// The beginning that the fewest names have a word of, counted no further than a walk is long.
    async fn rarest(&self, lsp: &LspId, begun: &[String]) -> Result<Option<String>, StoreError> {
        if let [] | [_] = begun {
            return Ok(begun.first().cloned());
        }
        let mut counted = Vec::with_capacity(begun.len());
        for word in begun {
            counted.push((self.frequency(lsp, word).await?, word));
        }
        Ok(counted.into_iter().min().map(|(_, word)| word.clone()))
    }

    /// How much is posted of the words that begin so: postings and what they say of further certificates, which is as
    /// long as they are many.
    async fn frequency(&self, lsp: &LspId, begun: &str) -> Result<i64, StoreError> {
        let count = format!(
            "select count(*) + coalesce(sum(letters), 0) as found from (
                 select length(w.further) as letters from name_posting w
                 where w.lsp = $1 and w.word >= $2 and w.word < $3 limit {WALK}) as few"
        );
        let row = sqlx::query(AssertSqlSafe(count)).bind(lsp.as_str()).bind(begun).bind(after(begun));
        Ok(row.fetch_one(&self.pool).await?.try_get("found")?)
    }

    /// The certificates that the rarest of the other beginnings leads to; none where there is no other, or they are many.
    async fn of_another(
        &self,
        lsp: &LspId,
        typed: &[String],
        walked: &str,
    ) -> Result<Option<HashSet<i64>>, StoreError> {
        let others: Vec<String> = typed.iter().filter(|word| *word != walked).cloned().collect();
        let Some(other) = self.rarest(lsp, &others).await? else { return Ok(None) };
        if self.frequency(lsp, &other).await? > FREQUENT {
            return Ok(None);
        }
        let postings = format!(
            "select w.certificate, w.further from name_posting w
             where w.lsp = $1 and w.word >= $2 and w.word < $3 limit {}",
            SIFTING + 1
        );
        let rows = sqlx::query(AssertSqlSafe(postings)).bind(lsp.as_str()).bind(&other).bind(after(&other));
        let rows = rows.fetch_all(&self.pool).await?;
        if rows.len() > SIFTING {
            return Ok(None);
        }
        let mut all = HashSet::new();
        for row in &rows {
            all.extend(certificates(row.try_get("certificate")?, &row.try_get::<String, _>("further")?));
        }
        Ok(Some(all))
    }
}

/// Whether a name has what was typed, and stands here by the first of its words that the walk comes to: one that has two
/// such words is shown once.
fn fits(words: &BTreeSet<String>, typed: &[String], place: &WordPlace) -> bool {
    begin(words, typed) && first_with(words, &place.begun) == Some(place.word.as_str())
}

impl Walk<'_> {
    /// Whether a place is one that the walk has yet to come to, of the posting that it stands in or of one behind it.
    fn is_ahead(&self, place: &WordPlace) -> bool {
        let posting = |place: &WordPlace| (place.newest_first, place.first);
        let Some(from) = &self.from else { return true };
        if from.word != place.word || posting(from) != posting(place) {
            return true;
        }
        let (own, at) = (place.id.number(), from.id.number());
        (self.with_it && own == at) || if self.backwards { own < at } else { own > at }
    }

    fn postings(&self) -> Statement {
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
            let [oldest, newest] = days_of(year).map(|day| statement.number(newest_first(day)));
            conditions.push(format!("w.newest_first >= {newest} and w.newest_first <= {oldest}"));
        }
        statement.saying(&format!(
            "select w.word, w.newest_first, w.certificate, w.further from name_posting w where {}
             order by w.word {way}, w.newest_first {way}, w.certificate {way} limit {AT_ONCE}",
            conditions.join(" and ")
        ))
    }

    /// Those of some certificates that answer what is asked for beside the name.
    fn certificates(&self, places: &[WordPlace]) -> Statement {
        let (mut bounds, search) = (Statement::default(), self.search);
        let lsp = bounds.text(self.lsp.as_str());
        // As numbers, for SQLite looks parameters up one by one.
        let ids: Vec<String> = places.iter().map(|place| place.id.number().to_string()).collect();
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
