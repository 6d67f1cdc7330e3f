//! One row and what is known of its certificate into an answer.

use super::answer::{Answer, Unchecked};
use super::answered::{Answered, Compared, NikSaid, Seen};
use super::{Judged, Looked, Row, Until};
use crate::domain::holder::{HolderName, Likeness};
use crate::domain::worker::Worker;
use crate::verify::Verdict;
use crate::verify::found::{Found, Mismatch, Named};
use crate::verify::verdict::{Period, Shown, Word};

pub(super) fn answered(row: Row, until: Until) -> Answered {
    let Row { worker, looked } = row;
    match looked {
        Looked::Documents(documents) => best_of(worker, documents, until),
        Looked::Not(why) => not_checked(worker, why),
        Looked::Number(verdicts) => by_number(worker, verdicts, until),
        Looked::Token(judged) => by_bytes(worker, *judged, until),
    }
}

/// The answer that a certificate gives a worker, by what was compared.
fn answer(verdict: &Verdict, compared: Compared, until: Until) -> Answer {
    let since = || verdict.status.as_ref().and_then(|status| status.since);
    match verdict.verdict {
        Word::Unreadable => return Answer::Unreadable,
        Word::NotFound => return Answer::NotFound,
        Word::Forged => return Answer::Forged,
        Word::Untrusted => return Answer::Untrusted,
        Word::Revoked => return Answer::Revoked { since: since() },
        Word::Superseded => {
            let by = verdict.status.as_ref().and_then(|status| status.superseded_by.clone());
            return Answer::Superseded { by };
        }
        Word::Suspended => return Answer::Suspended { since: since() },
        Word::Expired | Word::NotYetValid | Word::StatusUnknown | Word::Valid => {}
    }
    match compared.name {
        Some(Likeness::Close) => return Answer::NameDiffers(Mismatch::Close),
        Some(Likeness::Other) => return Answer::NameDiffers(Mismatch::Other),
        Some(Likeness::Same) | None => {}
    }
    if compared.nik == NikSaid::Differs {
        return Answer::NikDiffers;
    }
    // Whose bytes prove nothing has no days either.
    let (Some(Shown { scheme, .. }), Some(period)) = (&verdict.certificate, verdict.period) else {
        return Answer::NotChecked(Unchecked::StatusUnknown);
    };
    if compared.scheme == Some(false) {
        return Answer::WrongScheme { held: scheme.code.clone() };
    }
    by_its_days(verdict, period, until)
}

fn by_its_days(verdict: &Verdict, period: Period, until: Until) -> Answer {
    let Period { issued_on, valid_until } = period;
    match verdict.verdict {
        Word::Expired => Answer::Expired { valid_until },
        _ if valid_until < until.day() => Answer::ExpiresEarly { valid_until },
        Word::NotYetValid => Answer::NotYetValid { issued_on },
        Word::Valid if verdict.findings.iter().any(|finding| finding.accuses()) => {
            Answer::NotChecked(Unchecked::Accused)
        }
        Word::Valid => Answer::Fits { valid_until },
        // Named one by one, so that a word to come fits nobody by itself.
        Word::Forged
        | Word::NotFound
        | Word::Revoked
        | Word::StatusUnknown
        | Word::Superseded
        | Word::Suspended
        | Word::Unreadable
        | Word::Untrusted => Answer::NotChecked(Unchecked::StatusUnknown),
    }
}

fn not_checked(worker: Worker, why: Unchecked) -> Answered {
    Answered { worker, answer: Answer::NotChecked(why), compared: Compared::default(), seen: None }
}

/// By signed bytes: they tell the holder's name.
fn by_bytes(worker: Worker, judged: Judged, until: Until) -> Answered {
    let Judged { verdict, nik } = judged;
    let nik = if worker.nik.is_some() && verdict.certificate.is_some() { nik } else { NikSaid::NotTold };
    let compared = Compared { nik, ..compare(&worker, &verdict) };
    let answer = answer(&verdict, compared, until);
    Answered { worker, answer, compared, seen: Some(Seen::ByToken(Named::by_token(verdict))) }
}

/// Of several certificates that may be hers, what is best for her among those of the scheme that is asked for, or among
/// all where none is: documents are what she chose to show.
fn best_of(worker: Worker, documents: Vec<Judged>, until: Until) -> Answered {
    let is_wanted = |judged: &Judged| compare_scheme(&worker, &judged.verdict) == Some(true);
    let any_wanted = documents.iter().any(is_wanted);
    let considered: Vec<Judged> = documents.into_iter().filter(|judged| !any_wanted || is_wanted(judged)).collect();
    let answers = considered.into_iter().map(|judged| by_bytes(worker.clone(), judged, until));
    let best = answers.max_by_key(|answered| (answered.answer.word(), answered.valid_until()));
    best.unwrap_or_else(|| not_checked(worker, Unchecked::NoCertificate))
}

/// By a number, which proves nothing: the holder is initials, unless the row has her name. Two LSPs may have one number;
/// then it is told by name and scheme which certificate is meant, and never by which is best.
fn by_number(worker: Worker, mut verdicts: Vec<Verdict>, until: Until) -> Answered {
    if verdicts.len() > 1 && worker.name.is_some() {
        verdicts = narrowed(verdicts, |verdict| compare(&worker, verdict).name == Some(Likeness::Same));
    }
    if verdicts.len() > 1 && worker.scheme.is_some() {
        verdicts = narrowed(verdicts, |verdict| compare_scheme(&worker, verdict) == Some(true));
    }
    let verdict = match (verdicts.pop(), verdicts.is_empty()) {
        (Some(verdict), true) => verdict,
        (Some(_), false) => return not_checked(worker, Unchecked::Several),
        (None, _) => return not_checked(worker, Unchecked::StatusUnknown),
    };
    let scheme = compare_scheme(&worker, &verdict);
    let found = Found::by_number(verdict, worker.name.as_ref().map(HolderName::as_str));
    let name = match &found {
        Found::Named(_) => Some(Likeness::Same),
        Found::Masked(_, Some(Mismatch::Close)) => Some(Likeness::Close),
        Found::Masked(_, Some(Mismatch::Other)) => Some(Likeness::Other),
        Found::Masked(_, None) => None,
    };
    let compared = Compared { name, nik: NikSaid::NotTold, scheme };
    let answer = answer(found.verdict(), compared, until);
    Answered { worker, answer, compared, seen: Some(Seen::ByNumber(found)) }
}

/// Those that agree, or all where none does.
fn narrowed(verdicts: Vec<Verdict>, agrees: impl Fn(&Verdict) -> bool) -> Vec<Verdict> {
    if !verdicts.iter().any(&agrees) {
        return verdicts;
    }
    verdicts.into_iter().filter(agrees).collect()
}

/// Name and scheme of the row beside those of the certificate.
fn compare(worker: &Worker, verdict: &Verdict) -> Compared {
    let holder = || verdict.certificate.as_ref()?.holder.parse::<HolderName>().ok();
    let name = worker.name.as_ref().and_then(|typed| Some(holder()?.compare(typed.as_str())));
    Compared { name, nik: NikSaid::NotTold, scheme: compare_scheme(worker, verdict) }
}

/// Whether the certificate is of the scheme that the row asks for.
pub(super) fn compare_scheme(worker: &Worker, verdict: &Verdict) -> Option<bool> {
    let Shown { scheme, .. } = verdict.certificate.as_ref()?;
    worker.scheme.as_ref().map(|wanted| wanted.is(&scheme.code, &scheme.title))
}

/// The answer for a row whose certificate's bytes were judged, were the NIK in it the holder's.
pub(super) fn but_for_the_nik(worker: &Worker, verdict: &Verdict, until: Until) -> Answer {
    answer(verdict, compare(worker, verdict), until)
}
