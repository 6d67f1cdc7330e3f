//! The SQL of a search: one index that is walked, and what each row is held against.
//!
//! | what is asked for | the walk | its order |
//! | --- | --- | --- |
//! | words of a name | `name_word`, by the word that the fewest have | the word, newest first |
//! | a number, a NIK, an event | the certificates themselves, which are few | as asked |
//! | what ends soon, or the order of ends | `certificate_ending` | the last valid day |
//! | another state than valid | `certificate_not_valid` | the day of issue |
//! | a scheme | `certificate_of_scheme` | the day of issue |
//! | all | `certificate_issued` | the day of issue |

use jiff::civil::Date;

use super::statement::{Span, Statement};
use super::{Leaf, Place, Search, Sort, Sought};
use crate::domain::issuer::LspId;
use crate::domain::status::State;
use crate::store::name_words::newest_first;

/// Rows that one page looks at, at most.
pub(super) const WALK: u32 = 4_000;

/// The same where each is read to be held against more words.
pub(super) const SIFTED: u32 = 2_500;

/// What follows every beginning of a word.
const LAST: char = char::MAX;

/// How many rows of names a beginning of a word has, counted no further than a walk is long.
pub(super) fn how_many(lsp: &LspId, word: &str) -> Statement {
    let mut statement = Statement::default();
    let (lsp, from, to) = (statement.text(lsp.as_str()), statement.text(word), statement.text(after(word)));
    statement.sql = format!(
        "select count(*) as found from (select 1 as one from name_word w
         where w.lsp = {lsp} and w.word >= {from} and w.word < {to} limit {WALK}) as few"
    );
    statement
}

fn after(word: &str) -> String {
    format!("{word}{LAST}")
}

/// A search as a walk.
pub(super) struct Query {
    bounds: Statement,
    /// Whether words are walked, and not certificates.
    by_words: bool,
    /// Whether rows are held against more words, which is not done here.
    sifted: bool,
    /// The column of the day that rows are ordered by.
    day: &'static str,
    /// Between what the walk's own column lies.
    span: Option<Span>,
    /// What else the index holds rows against.
    walked: Vec<String>,
    /// What rows are held against apart from it.
    held: Vec<String>,
    rises: bool,
}

impl Query {
    /// `words`: beginnings of words, the rarest first.
    pub(super) fn of(lsp: &LspId, search: &Search, words: &[String], sort: Sort, leaf: &Leaf) -> Self {
        let by_words = !words.is_empty();
        let by_end = sort.by_end() && !by_words;
        let mut query = Self {
            bounds: Statement::default(),
            by_words,
            sifted: words.len() > 1,
            day: if by_end { "valid_until" } else { "issued_on" },
            span: None,
            walked: Vec::new(),
            held: Vec::new(),
            rises: (by_words || sort.rises()) != leaf.is_backwards(),
        };
        let lsp = query.bounds.text(lsp.as_str());
        query.walked.push(format!("{}.lsp = {lsp}", if by_words { "w" } else { "c" }));
        let place = match leaf {
            Leaf::After(place) | Leaf::Before(place) => Some(place),
            Leaf::First => None,
        };
        if let Some(rarest) = words.first() {
            query.word(rarest, place);
        }
        let few = query.few(search, &lsp) && !by_words;
        query.narrow(search, few, by_end, place);
        if let Some(place) = place {
            query.go_on(place);
        }
        query.walked.extend(query.span.take().into_iter().flat_map(|span| span.conditions(query.rises)));
        query
    }

    fn word(&mut self, rarest: &str, place: Option<&Place>) {
        let (from, to) = (self.bounds.text(rarest), self.bounds.text(after(rarest)));
        let (from, to) = (format!("w.word >= {from}"), format!("w.word < {to}"));
        self.span = Some(Span { from, to, goes_on: place.is_some_and(|place| place.word.starts_with(rarest)) });
    }

    /// What certificates are named by one by one; whether they are.
    fn few(&mut self, search: &Search, lsp: &str) -> bool {
        let mut any = Vec::new();
        if let Sought::Exactly { numbers, nik } = &search.sought {
            for number in numbers {
                let number = self.bounds.text(number.as_str());
                for column in ["number_key", "registration_key", "blanko_key"] {
                    any.push(format!("select n.id from certificate n where n.lsp = {lsp} and n.{column} = {number}"));
                }
                any.push(format!(
                    "select b.certificate from blanko_sheet b
                     where b.lsp = {lsp} and b.serial_key = {number} and b.certificate is not null"
                ));
            }
            if let Some(nik) = nik {
                let nik = self.bounds.text(nik.as_str());
                any.push(format!(
                    "select n.id from holder h join entry_key k on k.holder = h.id join certificate n on n.entry = k.entry
                     where h.lsp = {lsp} and h.nik_index = {nik}"
                ));
            }
            self.held.push(format!("c.id in ({})", any.join(" union ")));
        }
        if let Some(event) = &search.event {
            let event = self.bounds.text(event.as_str());
            self.held.push(format!(
                "c.entry in (select e.id from entry e where e.roster in (select r.id from roster r where r.kept in
                 (select q.id from kept_roster q where q.lsp = {lsp} and q.event = {event})))"
            ));
        }
        !self.held.is_empty()
    }

    fn narrow(&mut self, search: &Search, few: bool, by_end: bool, place: Option<&Place>) {
        if let Some(year) = search.issued_in {
            let day = |month, day| Date::new(year, month, day).unwrap_or(Date::ZERO);
            let (first, last) = (day(1, 1), day(12, 31));
            if self.by_words {
                let (newest, oldest) = (newest_first(last), newest_first(first));
                let (newest, oldest) = (self.bounds.number(newest), self.bounds.number(oldest));
                self.walked.push(format!("w.newest_first >= {newest} and w.newest_first <= {oldest}"));
            } else {
                let goes_on = place.is_some_and(|place| (first..=last).contains(&place.day));
                let (first, last) = (self.bounds.text(first.to_string()), self.bounds.text(last.to_string()));
                let (from, to) = (format!("c.issued_on >= {first}"), format!("c.issued_on <= {last}"));
                self.lies(!by_end, Span { from, to, goes_on });
            }
        }
        if let Some([from, before]) = search.expiring {
            let goes_on = place.is_some_and(|place| (from..before).contains(&place.day));
            let (from, before) = (self.bounds.text(from.to_string()), self.bounds.text(before.to_string()));
            let (from, to) = (format!("c.valid_until >= {from}"), format!("c.valid_until < {before}"));
            self.lies(by_end, Span { from, to, goes_on });
            self.held.push("c.status in ('valid', 'suspended')".to_owned());
        }
        let mut indexed = !(self.by_words || by_end);
        if let Some(state) = search.state {
            let word = self.bounds.text(state.as_str());
            // The index is one of those that are not valid; so it has to be said.
            let (other, is) = (state != State::Valid, format!("c.status = {word}"));
            self.put(other && indexed, if other { format!("{is} and c.status <> 'valid'") } else { is });
            indexed &= !other;
        }
        if let Some(scheme) = &search.scheme {
            let scheme = self.bounds.text(scheme.as_str());
            self.put(indexed, format!("c.scheme = {scheme}"));
        }
        if few {
            self.walked.append(&mut self.held);
        }
    }

    fn lies(&mut self, walked: bool, span: Span) {
        if walked {
            self.span = Some(span);
        } else {
            self.held.extend([span.from, span.to]);
        }
    }

    fn put(&mut self, walked: bool, condition: String) {
        if walked { &mut self.walked } else { &mut self.held }.push(condition);
    }

    /// Goes on from where another page ended.
    fn go_on(&mut self, place: &Place) {
        let than = if self.rises { ">" } else { "<" };
        let id = place.id.number();
        let condition = if self.by_words {
            let word = self.bounds.text(place.word.as_str());
            let (day, id) = (self.bounds.number(newest_first(place.day)), self.bounds.number(id));
            format!("(w.word, w.newest_first, w.certificate) {than} ({word}, {day}, {id})")
        } else {
            let (day, id) = (self.bounds.text(place.day.to_string()), self.bounds.number(id));
            format!("(c.{}, c.id) {than} ({day}, {id})", self.day)
        };
        self.walked.push(condition);
    }

    /// The order of the walk, by its columns or by the names that they have in a page.
    fn order(&self) -> String {
        let way = if self.rises { "asc" } else { "desc" };
        match self.by_words {
            true => format!("order by w.word {way}, w.newest_first {way}, w.certificate {way}"),
            false => format!("order by c.{} {way}, c.id {way}", self.day),
        }
    }

    /// The walk itself, so many rows of it.
    fn walk(&self, rows: u32) -> String {
        let (walked, order) = (self.walked.join(" and "), self.order());
        match self.by_words {
            true => format!(
                "select w.word, w.newest_first, w.certificate from name_word w where {walked} {order} limit {rows}"
            ),
            false => format!(
                "select c.id, c.issued_on, c.valid_until, c.holder_name, c.status, c.scheme, c.entry from certificate c
                 where {walked} {order} limit {rows}"
            ),
        }
    }

    fn length(&self) -> u32 {
        if self.sifted { SIFTED } else { WALK }
    }

    /// Whether rows of the walk are left out of the page.
    fn is_sieved(&self) -> bool {
        self.sifted || !self.held.is_empty()
    }

    /// The page: so many rows of the walk that fit.
    pub(super) fn page(&self, rows: u32) -> Statement {
        let walk = self.walk(if self.is_sieved() { self.length() } else { rows });
        let (order, day) = (self.order(), self.day);
        let held = |first: &str| match self.held.join(" and ") {
            held if held.is_empty() => String::new(),
            held => format!("{first} {held}"),
        };
        let sql = match self.by_words {
            true => format!(
                "select c.id, c.issued_on as day, c.holder_name, w.word as word from ({walk}) as w
                 join certificate c on c.id = w.certificate and c.lsp = $1 {} {order} limit {rows}",
                held("where")
            ),
            false => format!(
                "select c.id, c.{day} as day, c.holder_name, '' as word from ({walk}) as c {} {order} limit {rows}",
                held("where")
            ),
        };
        self.bounds.saying(&sql)
    }

    /// The last row of the walk, where rows of it are left out of the page and it goes on; none where none are.
    pub(super) fn ends(&self) -> Option<Statement> {
        if !self.is_sieved() {
            return None;
        }
        let (walked, order, last) = (self.walked.join(" and "), self.order(), self.length() - 1);
        let sql = match self.by_words {
            true => format!(
                "select w.certificate as id, c.issued_on as day, w.word as word
                 from (select w.word, w.newest_first, w.certificate from name_word w where {walked} {order}
                       limit 1 offset {last}) as w join certificate c on c.id = w.certificate"
            ),
            false => format!(
                "select c.id, c.{} as day, '' as word from certificate c where {walked} {order} limit 1 offset {last}",
                self.day
            ),
        };
        Some(self.bounds.saying(&sql))
    }
}
