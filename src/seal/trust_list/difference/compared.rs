//! Two trust lists held against each other.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;

use super::{Change, Difference, Of, Period};
use crate::domain::issuer::LspId;
use crate::seal::keys::{KeyUse, Kid};
use crate::seal::trust_list::notice::Notice;
use crate::seal::trust_list::signed::{Claims, Entry, EntryKey, StateWord};

/// Everything that `next` says otherwise than the list before it, LSP by LSP; what reopens the past is judged by the
/// day that `now` is where the LSP is.
#[must_use]
pub fn between(before: Option<&Claims>, next: &Claims, now: Timestamp) -> Vec<Difference> {
    let whole = |change, reopens| Difference { lsp: None, change, reopens };
    let mut found = Vec::new();
    let notice = |claims: &Claims| claims.notice.as_ref().map(Notice::as_str).map(str::to_owned);
    if notice(next) != before.and_then(notice) {
        found.push(whole(Change::Notice { now: notice(next) }, false));
    }
    let none = BTreeSet::new();
    let withdrawn = before.map_or(&none, |before| &before.withdrawn_roots);
    let new = next.withdrawn_roots.difference(withdrawn);
    found.extend(new.map(|kid| whole(Change::RootWithdrawn { kid: *kid }, false)));
    let back = withdrawn.difference(&next.withdrawn_roots);
    found.extend(back.map(|kid| whole(Change::RootBack { kid: *kid }, true)));
    let known = before.map_or(&[][..], |before| &before.lsps);
    for entry in &next.lsps {
        let old = known.iter().find(|old| old.id == entry.id);
        let today = old.unwrap_or(entry).time_zone.day_of(now);
        let mut of = Compared { lsp: &entry.id, known: old.is_some(), today, found: &mut found };
        match old {
            Some(old) => of.particulars(old, entry),
            None => of.tell(Change::LspAdded { name: entry.name_id.clone() }, false),
        }
        of.licences(old, entry);
        of.schemes(old, entry);
        of.keys(old.map_or(&[], |old| &old.keys), &entry.keys);
    }
    for gone in known.iter().filter(|old| next.lsps.iter().all(|entry| entry.id != old.id)) {
        let change = Change::LspGone { name: gone.name_id.clone() };
        found.push(Difference { lsp: Some(gone.id.clone()), change, reopens: true });
    }
    found
}

/// One LSP's part of two lists.
struct Compared<'a> {
    lsp: &'a LspId,
    known: bool,
    /// Where the LSP is.
    today: Date,
    found: &'a mut Vec<Difference>,
}

/// A licence's period, or a scheme's, and the decree it rests on.
#[derive(Clone, Copy, PartialEq)]
struct Span<'a> {
    period: Period,
    decree: &'a str,
}

impl Compared<'_> {
    fn tell(&mut self, change: Change, reopens: bool) {
        self.found.push(Difference { lsp: Some(self.lsp.clone()), change, reopens });
    }

    fn particulars(&mut self, old: &Entry, new: &Entry) {
        let both = |old: &dyn ToString, new: &dyn ToString| {
            let (before, now) = (old.to_string(), new.to_string());
            (before != now).then_some((before, now))
        };
        if let Some((before, now)) = both(&old.name_id, &new.name_id) {
            self.tell(Change::NameId { before, now }, false);
        }
        if let Some((before, now)) = both(&old.name_en, &new.name_en) {
            self.tell(Change::NameEn { before, now }, false);
        }
        if let Some((before, now)) = both(&old.site, &new.site) {
            self.tell(Change::Site { before, now }, false);
        }
        for site in new.former_sites.iter().filter(|site| !old.former_sites.contains(site)) {
            self.tell(Change::FormerSiteAdded { site: site.to_string() }, false);
        }
        for site in old.former_sites.iter().filter(|site| !new.former_sites.contains(site)) {
            self.tell(Change::FormerSiteGone { site: site.to_string() }, false);
        }
        if let Some((before, now)) = both(&old.time_zone, &new.time_zone) {
            self.tell(Change::Zone { before, now }, true);
        }
        if let Some((before, now)) = both(&old.status, &new.status) {
            self.tell(Change::Lists { before, now }, false);
        }
    }

    fn licences(&mut self, old: Option<&Entry>, new: &Entry) {
        let of = |entry: &Entry| entry.licences.iter().map(|one| one.number.clone()).collect::<BTreeSet<_>>();
        let numbers: BTreeSet<String> = old.into_iter().chain([new]).flat_map(of).collect();
        for number in numbers {
            let spans = |entry| licence_spans(entry, &number);
            self.spans(&Of::Licence(number.clone()), old.map(spans).unwrap_or_default(), spans(new));
        }
    }

    fn schemes(&mut self, old: Option<&Entry>, new: &Entry) {
        let of = |entry: &Entry| entry.schemes.iter().map(|one| one.code.clone()).collect::<Vec<_>>();
        let mut codes: Vec<_> = old.into_iter().chain([new]).flat_map(of).collect();
        codes.sort();
        codes.dedup();
        for code in codes {
            let spans = |entry: &Entry| {
                let periods = entry.schemes.iter().filter(|one| one.code == code);
                let period = periods.map(|one| Period { from: one.from, until: one.until });
                period.map(|period| Span { period, decree: "" }).collect()
            };
            self.spans(&Of::Scheme(code.clone()), old.map(spans).unwrap_or_default(), spans(new));
        }
    }

    /// The periods of one licence or scheme: such as begin or end on the same day are the same one.
    fn spans(&mut self, of: &Of, mut old: Vec<Span<'_>>, mut new: Vec<Span<'_>>) {
        let was_known = self.known && !old.is_empty();
        let alike: [fn(&Span<'_>, &Span<'_>) -> bool; 3] = [
            |old, new| old.period == new.period,
            |old, new| old.period.from == new.period.from,
            |old, new| old.period.until == new.period.until,
        ];
        for alike in alike {
            old.retain(|old| {
                let Some(at) = new.iter().position(|new| alike(old, new)) else { return true };
                let new = new.remove(at);
                if let (Of::Licence(licence), true) = (of, old.decree != new.decree) {
                    let (licence, before, now) = (licence.clone(), old.decree.to_owned(), new.decree.to_owned());
                    self.tell(Change::Decree { licence, before, now }, false);
                }
                self.period(of, old.period, new.period, false);
                false
            });
        }
        for _gone in old {
            self.tell(Change::Gone { of: of.clone() }, true);
        }
        for Span { period, .. } in new {
            let reopens = was_known && begins_before(period.from, Some(self.today));
            self.tell(Change::PeriodAdded { of: of.clone(), period }, reopens);
        }
    }

    /// One period that is in both lists. `ended`: also where its days are not over yet.
    fn period(&mut self, of: &Of, old: Period, new: Period, ended: bool) {
        if old.from != new.from {
            let (before, now) = (old.from, new.from);
            let reopens = begins_before(now, before) && begins_before(now, Some(self.today));
            self.tell(Change::From { of: of.clone(), before, now }, reopens);
        }
        if old.until != new.until {
            let (before, now) = (old.until, new.until);
            let later = before.is_some_and(|before| now.is_none_or(|now| before < now));
            let over = ended || before.is_some_and(|before| before < self.today);
            self.tell(Change::Until { of: of.clone(), before, now }, later && over);
        }
    }

    fn keys(&mut self, old: &[EntryKey], new: &[EntryKey]) {
        for key in new {
            match old.iter().find(|old| old.kid == key.kid) {
                Some(old) => self.key(old, key),
                None => {
                    let EntryKey { kid, key_use, state, from, until, .. } = *key;
                    let period = Period { from: Some(from), until };
                    self.tell(Change::KeyAdded { kid, key_use, state, period }, false);
                    self.stolen(kid, None, key);
                }
            }
        }
        for gone in old.iter().filter(|old| new.iter().all(|key| key.kid != old.kid)) {
            self.tell(Change::Gone { of: Of::Key(gone.kid) }, true);
        }
    }

    fn key(&mut self, old: &EntryKey, new: &EntryKey) {
        let kid = new.kid;
        if old.x != new.x {
            self.tell(Change::PublicHalf { kid }, true);
        }
        if old.key_use != new.key_use {
            self.tell(Change::Use { kid, before: old.key_use, now: new.key_use }, true);
        }
        if old.state != new.state {
            let (before, now) = (old.state, new.state);
            self.tell(Change::State { kid, before, now }, !goes_on(before, now));
        }
        let period = |key: &EntryKey| Period { from: Some(key.from), until: key.until };
        self.period(&Of::Key(kid), period(old), period(new), old.state != StateWord::Active);
        self.stolen(kid, Some(old), new);
    }

    /// Since when a key is compromised, and how much of what it signed is honoured.
    fn stolen(&mut self, kid: Kid, old: Option<&EntryKey>, new: &EntryKey) {
        let (before, now) = (old.and_then(|old| old.compromised_since), new.compromised_since);
        if before != now {
            // Where it is compromised no more, the key's state says so.
            let later = before.zip(now).is_some_and(|(before, now)| before < now);
            self.tell(Change::Since { kid, before, now }, later);
        }
        let (before, now) = (old.and_then(|old| old.honoured), new.honoured);
        // Of what signs no certificates none are honoured, and that is no news.
        let is_none = [before, now].into_iter().flatten().all(|list| list.count == 0);
        if before != now && !(is_none && new.key_use != KeyUse::Certificate) {
            let (before, now) = (before.map(|list| list.count), now.map(|list| list.count));
            // Only declaring a key again takes tokens away; as many others, or more, are tokens that were not honoured.
            let others = before.zip(now).is_some_and(|(before, now)| before <= now);
            self.tell(Change::Honoured { kid, before, now }, others);
        }
    }
}

fn licence_spans<'a>(entry: &'a Entry, number: &str) -> Vec<Span<'a>> {
    let periods = entry.licences.iter().filter(|one| one.number == number);
    let span = periods.map(|one| {
        let period = Period { from: Some(one.from), until: Some(one.until) };
        Span { period, decree: one.decree.as_str() }
    });
    span.collect()
}

/// Whether a period that begins on one day begins before another day; none is before every day.
fn begins_before(from: Option<Date>, day: Option<Date>) -> bool {
    match (from, day) {
        (_, None) => false,
        (None, Some(_)) => true,
        (Some(from), Some(day)) => from < day,
    }
}

/// Whether a key's life goes this way: active, retired, compromised; never back.
fn goes_on(before: StateWord, now: StateWord) -> bool {
    matches!(
        (before, now),
        (StateWord::Active, StateWord::Retired | StateWord::Compromised) | (StateWord::Retired, StateWord::Compromised)
    )
}
