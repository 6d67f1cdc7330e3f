//! Answers in words: what each is called, and the sentence that says why.

use super::line::Sentence;
use crate::verify::Verdict;
use crate::verify::found::Mismatch;
use crate::verify::list::{Answer, AnswerWord, Answered, NikRefused, NikSaid, Unchecked};
use crate::words::{Key, Lang, key, say};

/// What an answer is called.
#[must_use]
pub fn answer(word: AnswerWord) -> Key {
    match word {
        AnswerWord::Expired => key!("lists-answer-expired"),
        AnswerWord::ExpiresEarly => key!("lists-answer-expires-early"),
        AnswerWord::Fits => key!("lists-answer-fits"),
        AnswerWord::Forged => key!("lists-answer-forged"),
        AnswerWord::NameDiffers => key!("lists-answer-name-differs"),
        AnswerWord::NikDiffers => key!("lists-answer-nik-differs"),
        AnswerWord::NotChecked => key!("lists-answer-not-checked"),
        AnswerWord::NotFound => key!("lists-answer-not-found"),
        AnswerWord::NotYetValid => key!("lists-answer-not-yet-valid"),
        AnswerWord::Revoked => key!("lists-answer-revoked"),
        AnswerWord::Superseded => key!("lists-answer-superseded"),
        AnswerWord::Suspended => key!("lists-answer-suspended"),
        AnswerWord::Unreadable => key!("lists-answer-unreadable"),
        AnswerWord::Untrusted => key!("lists-answer-untrusted"),
        AnswerWord::WrongScheme => key!("lists-answer-wrong-scheme"),
    }
}

/// Why a row has its answer.
pub(super) fn why(answered: &Answered, first: Lang) -> Sentence {
    let is_unseen = answered.verdict().is_some_and(|verdict| !verdict.findings.is_empty());
    Sentence::saying(first, |lang| match nik(answered.compared.nik) {
        Some(nik) => format!("{} {}", sentence(&answered.answer, is_unseen, lang), nik.say(lang)),
        None => sentence(&answered.answer, is_unseen, lang),
    })
}

/// What is said of a NIK beside the answer; where it differs, that is the answer, or another comes before it.
fn nik(said: NikSaid) -> Option<Key> {
    match said {
        NikSaid::Differs | NikSaid::NotTold => None,
        NikSaid::Refused(NikRefused::AllowanceUsed) => Some(key!("lists-nik-allowance-used")),
        NikSaid::Refused(NikRefused::Elsewhere) => Some(key!("lists-nik-elsewhere")),
        NikSaid::Refused(NikRefused::TriesUsed) => Some(key!("lists-nik-tries-used")),
        NikSaid::Refused(NikRefused::Untold) => Some(key!("lists-nik-untold")),
        NikSaid::Same => Some(key!("lists-nik-same")),
    }
}

/// `is_unseen`: not everything about a document could be told.
fn sentence(answer: &Answer, is_unseen: bool, lang: Lang) -> String {
    let said = match answer {
        Answer::Expired { valid_until } => say!(lang, "lists-why-expired", day = valid_until),
        Answer::ExpiresEarly { valid_until } => say!(lang, "lists-why-expires-early", day = valid_until),
        Answer::Fits { valid_until } if is_unseen => say!(lang, "lists-why-fits-unseen", day = valid_until),
        Answer::Fits { valid_until } => say!(lang, "lists-why-fits", day = valid_until),
        Answer::Forged => say!(lang, "lists-why-forged"),
        Answer::NameDiffers(Mismatch::Close) => say!(lang, "lists-why-name-close"),
        Answer::NameDiffers(Mismatch::Other) => say!(lang, "lists-why-name-differs"),
        Answer::NikDiffers => say!(lang, "lists-why-nik-differs"),
        Answer::NotChecked(Unchecked::Accused) => say!(lang, "lists-why-accused"),
        Answer::NotChecked(Unchecked::NoCertificate) => say!(lang, "lists-why-no-certificate"),
        Answer::NotChecked(Unchecked::NotAsked) => say!(lang, "lists-why-not-asked"),
        Answer::NotChecked(Unchecked::Shared { row }) => say!(lang, "lists-why-shared", row),
        Answer::NotChecked(Unchecked::Several) => say!(lang, "lists-why-several"),
        Answer::NotChecked(Unchecked::StatusUnknown) => say!(lang, "lists-why-status-unknown"),
        Answer::NotFound => say!(lang, "lists-why-not-found"),
        Answer::NotYetValid { issued_on } => say!(lang, "lists-why-not-yet-valid", day = issued_on),
        Answer::Revoked { since: Some(day) } => say!(lang, "lists-why-revoked-since", day),
        Answer::Revoked { since: None } => say!(lang, "lists-why-revoked"),
        Answer::Superseded { by: Some(number) } => say!(lang, "lists-why-superseded-by", number),
        Answer::Superseded { by: None } => say!(lang, "lists-why-superseded"),
        Answer::Suspended { since: Some(day) } => say!(lang, "lists-why-suspended-since", day),
        Answer::Suspended { since: None } => say!(lang, "lists-why-suspended"),
        Answer::Unreadable => say!(lang, "lists-why-unreadable"),
        Answer::Untrusted => say!(lang, "lists-why-untrusted"),
        Answer::WrongScheme { held } => say!(lang, "lists-why-wrong-scheme", held),
    };
    said.into_owned()
}

/// What is said of a document that is nobody's of the list: whoever sent it may see the name on it.
pub(super) fn of_nobody(verdict: &Verdict, first: Lang) -> Sentence {
    Sentence::saying(first, |lang| match &verdict.certificate {
        Some(shown) => {
            let (number, holder) = (&shown.number, &shown.holder);
            say!(lang, "lists-nobodys", number, holder).into_owned()
        }
        None => say!(lang, "lists-nobodys-unproven").into_owned(),
    })
}
