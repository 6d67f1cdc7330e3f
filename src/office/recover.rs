//! A database that was restored goes on past everything that was given since the backup was made.
//!
//! How far that is, nobody inside it can know. It is told by the [marks](super::marks) beside the keys, by status lists
//! that verifiers hold (each names the journal's head and was signed here), by the log of what was handed out
//! (`certificates.csv`), and by whoever knows the last numbers. From all of them the furthest counts:
//!
//! - the journal goes on at the next full thousand beyond the newest entry that anybody saw, with an entry that says so;
//! - places go on with a status list of their own, so that no certificate shares one with another that was lost;
//! - each sequence goes on after the last number that is known; every certificate takes one number of both kinds, so
//!   one kind that is known tells how far the other can have come.
//!
//! Certificates that were handed out and are in no row any more are known again by their tokens: they are genuine, and
//! seeing one is no sign of a stolen key.

use std::collections::BTreeMap;

use serde_json::json;

use super::acting::journal;
use super::marks::goes_on_from;
use super::{By, Error, Office, trust};
use crate::domain::act::Act;
use crate::domain::issuer::{Lsp, LspId};
use crate::domain::number::{Numbering, Parts};
use crate::domain::year::Year;
use crate::seal::jwt::{Jwt, Kind};
use crate::seal::keys::KeyUse;
use crate::seal::spelling::to_base64url;
use crate::seal::status_list::signed::{JournalHead, Listed, path};
use crate::seal::token::{STATUS_ENTRIES, Token, fingerprint_of_all};
use crate::seal::trust_list::TrustedLsp;
use crate::store::{Mark, Sequence, Subject};

/// Entries between which a journal goes on: more than any verifier can have seen beyond what is known.
const STEP: u64 = 1_000;

/// What is known outside the database, besides the marks beside the keys.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    /// Status lists as verifiers hold them, in their JWT form.
    pub lists: Vec<String>,
    /// Tokens that were handed out.
    pub tokens: Vec<Vec<u8>>,
    /// Certificate or registration numbers that were given.
    pub numbers: Vec<String>,
}

/// How an LSP is to go on.
#[derive(Clone, Debug)]
pub struct Plan {
    pub lsp: LspId,
    pub here: Mark,
    /// The newest journal entry that anybody saw.
    pub seen: u64,
    /// The number of the entry that says so.
    pub entry: u64,
    /// How far it is then.
    pub to: Mark,
    /// Certificates that are in no row any more: number and token.
    pub lost: Vec<Lost>,
}

/// A certificate that was handed out and is in no row any more.
#[derive(Clone, Debug)]
pub struct Lost {
    pub number: String,
    pub token: Vec<u8>,
}

/// What is planned, and what of the evidence concerns no LSP here.
#[derive(Clone, Debug, Default)]
pub struct Planned {
    pub plans: Vec<Plan>,
    /// Numbers that none of the LSPs here gives.
    pub strange: Vec<String>,
}

/// What is known of one LSP.
struct Known<'a> {
    lsp: &'a Lsp,
    trusted: TrustedLsp,
    here: Mark,
    seen: u64,
    /// Places that are taken by what is known.
    places: u64,
    sequences: BTreeMap<(String, String), u64>,
    /// How far numbers that were told lie beyond those here, by the sequence of the other kind.
    told: BTreeMap<(&'static str, String), BTreeMap<String, u64>>,
    lost: Vec<Lost>,
    /// Whether anything is known that this database does not have.
    behind: bool,
}

/// Compares what is known with what is here; an LSP that has all of it gets no plan.
///
/// # Errors
/// The database or the marks cannot be read.
pub async fn plan(office: &Office, evidence: &Evidence) -> Result<Planned, Error> {
    let (marks, taken) = (office.marks()?, office.store.lsps().await?);
    let stale = marks.trust > office.store.trust_list_iat().await?;
    let mut planned = Planned { plans: Vec::new(), strange: evidence.numbers.clone() };
    for (id, here) in office.store.marks().await? {
        let Some(taken) = taken.iter().find(|taken| taken.lsp.id == id) else { continue };
        let (seen, places) = (here.entries, here.places);
        let trusted = office.trusted(&id).await?;
        let (sequences, told, lost, behind) = (BTreeMap::new(), BTreeMap::new(), Vec::new(), stale);
        let mut known = Known { lsp: &taken.lsp, trusted, here, seen, places, sequences, told, lost, behind };
        if let Some(mark) = marks.journals.get(&id) {
            known.behind |= !goes_on_from(&office.store, &id, mark).await?;
            known.take_mark(mark);
        }
        for list in &evidence.lists {
            if let Some(head) = known.take_list(list) {
                known.behind |= !goes_on_from(&office.store, &id, &head).await?;
            }
        }
        for token in &evidence.tokens {
            if let Some(number) = known.signed_here(token)
                && !office.store.has_issued(&id, &number, token).await?
            {
                known.take_token(number, token);
            }
        }
        planned.strange.retain(|number| !known.take_number(number));
        planned.plans.extend(known.plan());
    }
    Ok(planned)
}

/// Carries plans out, an LSP at a time, and publishes the newest trust list that is kept beside the keys.
///
/// # Errors
/// The store failed; LSPs before it were advanced.
pub async fn recover(office: &Office, plans: &[Plan], by: &By) -> Result<(), Error> {
    let records = office.records().await?;
    for plan in plans {
        let Plan { lsp, here, seen, entry, to, lost } = plan;
        let mut writing = office.store.write(lsp).await?;
        writing.advance(*entry, to).await?;
        for Lost { number, token } in lost {
            writing.know_again(number, token).await?;
        }
        let tokens = fingerprint_of_all(lost.iter().map(|lost| lost.token.as_slice()));
        let body = json!({
            "journal": { "here": here.entries, "seen": seen }, "places": to.places, "sequences": to.sequences,
            "known_again": lost.len(), "tokens": to_base64url(&tokens),
        });
        journal(&mut writing, &records, by, Act::Recover, Subject::Lsp(lsp.clone()), body).await?;
        office.commit(writing).await?;
    }
    trust::publish_kept(office, by.now).await?;
    Ok(())
}

impl Known<'_> {
    fn take_mark(&mut self, mark: &Mark) {
        self.seen = self.seen.max(mark.entries);
        self.places = self.places.max(mark.places);
        for Sequence { kind, scope, next } in &mark.sequences {
            self.raise(kind, scope, *next);
        }
    }

    /// Takes in a list that a status key of the LSP signed, and gives the head that it names.
    fn take_list(&mut self, text: &str) -> Option<Mark> {
        let jwt = Jwt::read(text.trim(), Kind::StatusList).ok()?;
        let mut keys = self.trusted.keys.iter().filter(|key| key.key_use == KeyUse::Status);
        let key = keys.find(|key| key.public.kid() == jwt.kid())?;
        let listed = Listed::verify(&jwt, &key.public).ok()?.into_claims();
        let number: u32 = listed.sub.rsplit('/').next()?.parse().ok()?;
        let JournalHead { entries, hash } =
            listed.journal.filter(|_| listed.sub.ends_with(&path(&self.lsp.id, number)))?;
        self.seen = self.seen.max(entries);
        self.places = self.places.max(u64::from(number) * u64::from(STATUS_ENTRIES));
        Some(Mark { entries, hash, ..Mark::default() })
    }

    /// The number that a token names, if a certificate key of the LSP signed it.
    fn signed_here(&self, bytes: &[u8]) -> Option<String> {
        let token = Token::read(bytes).ok()?;
        let mut keys = self.trusted.keys.iter().filter(|key| key.key_use == KeyUse::Certificate);
        let key = keys.find(|key| key.public.kid() == token.kid())?;
        Some(token.verify(&key.public).ok()?.into_claims().number)
    }

    fn take_token(&mut self, number: String, bytes: &[u8]) {
        let place = Token::read(bytes).ok().and_then(|token| {
            let key = self.trusted.keys.iter().find(|key| key.public.kid() == token.kid())?;
            Some(token.verify(&key.public).ok()?.into_claims().status)
        });
        if let Some(place) = place {
            self.places = self.places.max(u64::from(place.list) * u64::from(STATUS_ENTRIES) + 1);
        }
        self.behind = true;
        self.take_number(&number);
        self.lost.push(Lost { number, token: bytes.to_owned() });
    }

    /// Takes in a number that was given; false where the LSP gives none like it.
    fn take_number(&mut self, number: &str) -> bool {
        let Numbering { certificate, registration } = &self.lsp.numbering;
        let both = [
            ("certificate", certificate, "registration", registration),
            ("registration", registration, "certificate", certificate),
        ];
        let mut taken = false;
        for (kind, rule, other, other_rule) in both {
            let found = self
                .lsp
                .schemes
                .iter()
                .flat_map(|scheme| Year::all().map(move |year| (scheme, year.number())))
                .find_map(|of| {
                    let (scheme, year) = of;
                    let (letters, licence) = (self.lsp.registration_letters.as_str(), self.lsp.licence_serial.as_str());
                    let sequence = rule.shape.sequence(Parts { scheme, letters, licence, year }, number)?;
                    Some((rule.scope.counter(scheme, year), other_rule.scope.counter(scheme, year), sequence))
                });
            let Some((scope, other_scope, sequence)) = found else { continue };
            taken = true;
            if self.raise(kind, &scope, sequence + 1) {
                self.behind = true;
                let beyond = (sequence + 1).saturating_sub(self.own(kind, &scope));
                let told = self.told.entry((other, other_scope)).or_default().entry(scope).or_default();
                *told = beyond.max(*told);
            }
        }
        taken
    }

    /// The next number of a sequence as it is here.
    fn own(&self, kind: &str, scope: &str) -> u64 {
        let here = self.here.sequences.iter().find(|own| own.kind == kind && own.scope == scope);
        let Numbering { certificate, registration } = &self.lsp.numbering;
        let rule = if kind == "certificate" { certificate } else { registration };
        here.map_or(rule.start, |own| own.next)
    }

    /// Whether a sequence is further than it is here.
    fn raise(&mut self, kind: &str, scope: &str, next: u64) -> bool {
        let here = self.here.sequences.iter().find(|own| own.kind == kind && own.scope == scope);
        let further = here.is_none_or(|own| own.next < next);
        if further {
            let known = self.sequences.entry((kind.to_owned(), scope.to_owned())).or_default();
            *known = next.max(*known);
        }
        further
    }

    fn plan(mut self) -> Option<Plan> {
        for ((kind, scope), told) in std::mem::take(&mut self.told) {
            let next = self.own(kind, &scope) + told.values().sum::<u64>();
            self.raise(kind, &scope, next);
        }
        let list = u64::from(STATUS_ENTRIES);
        let places = (self.places / list + 1) * list;
        let sequences = self.sequences.into_iter();
        let sequences = sequences.map(|((kind, scope), next)| Sequence { kind, scope, next }).collect();
        let entry = (self.seen / STEP + 1) * STEP;
        let to = Mark { entries: entry, hash: String::new(), places, sequences };
        self.behind.then(|| Plan {
            lsp: self.lsp.id.clone(),
            here: self.here,
            seen: self.seen,
            entry,
            to,
            lost: self.lost,
        })
    }
}
