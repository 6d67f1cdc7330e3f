//! Workers and verdicts for the tests of lists.

use jiff::Timestamp;
use jiff::civil::{Date, date};

use super::{Judged, Looked, NikSaid, Row, Until};
use crate::domain::status::State;
use crate::domain::worker::{Claimed, Worker};
use crate::verify::Verdict;
use crate::verify::verdict::{Integrity, Issuer, Period, SchemeShown, Shown, StateSeen, StatusSeen, Trust, Word};

pub(super) const NUMBER: &str = "81210 9112 2 0000088 2023";
pub(super) const NIK: &str = "9901010101900027";
pub(super) const LAST_DAY: Date = date(2026, 12, 18);

pub(super) fn now() -> Timestamp {
    "2026-11-22T05:00:00Z".parse().expect("an instant")
}

pub(super) fn until(day: Date) -> Until {
    Until::new(day, now()).expect("a last day")
}

/// Row 2, who says nothing but her certificate's number.
pub(super) fn worker() -> Worker {
    Worker { row: 2, certificate: Claimed::of(NUMBER), name: None, nik: None, scheme: None, job: None }
}

/// Who names no certificate.
pub(super) fn named(row: u32, name: &str) -> Worker {
    Worker { row, certificate: Claimed::Nothing, name: name.parse().ok(), ..worker() }
}

/// The verdict of a certificate of Siti Contoh for CS-01, from 18 December 2023 to [`LAST_DAY`]; of one that is not
/// proven nothing is shown.
pub(super) fn verdict(word: Word) -> Verdict {
    let state = match word {
        Word::Revoked => StateSeen::Known(State::Revoked),
        Word::Superseded => StateSeen::Known(State::Superseded),
        Word::Suspended => StateSeen::Known(State::Suspended),
        Word::StatusUnknown => StateSeen::Unknown,
        _ => StateSeen::Known(State::Valid),
    };
    let as_of = (state != StateSeen::Unknown).then(|| "2026-11-22T04:59:00Z".parse().expect("an instant"));
    let verdict = Verdict {
        verdict: word,
        checked_at: now(),
        on: date(2026, 11, 22),
        findings: Vec::new(),
        differs: Vec::new(),
        integrity: Integrity::Ok,
        issuer: Some(Issuer {
            id: "klining".parse().expect("an id"),
            name: "LSP Contoh".into(),
            licence: "BNSP-LSP-9901-ID".into(),
            trust: Trust::Licensed,
            more_at: None,
        }),
        period: Some(Period { issued_on: date(2023, 12, 18), valid_until: LAST_DAY }),
        status: Some(StatusSeen { state, as_of, since: None, superseded_by: None }),
        certificate: Some(Shown {
            number: NUMBER.into(),
            holder: "Siti Contoh".into(),
            scheme: SchemeShown { code: "CS-01".into(), title: "Petugas Kebersihan Gedung".into() },
            units: Vec::new(),
        }),
    };
    match word {
        Word::Forged | Word::NotFound | Word::Unreadable => Verdict {
            integrity: Integrity::Failed,
            issuer: verdict.issuer.filter(|_| word == Word::Forged),
            period: None,
            status: None,
            certificate: None,
            ..verdict
        },
        _ => verdict,
    }
}

/// One that holds, on which something else stands.
pub(super) fn valid(change: impl FnOnce(&mut Shown)) -> Verdict {
    let mut verdict = verdict(Word::Valid);
    change(verdict.certificate.as_mut().expect("a proven one"));
    verdict
}

/// Of somebody else.
pub(super) fn of(holder: &str) -> Verdict {
    valid(|shown| shown.holder = holder.to_owned())
}

pub(super) fn by_token(worker: Worker, verdict: Verdict, nik: NikSaid) -> Row {
    Row { worker, looked: Looked::Token(Box::new(Judged { verdict, nik })) }
}

pub(super) fn by_number(worker: Worker, verdicts: impl Into<Vec<Verdict>>) -> Row {
    Row { worker, looked: Looked::Number(verdicts.into()) }
}
