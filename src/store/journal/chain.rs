//! The journal's chain: each entry's hash is an HMAC over the hash before it and a text, with a key that is
//! not in the database. Who can write the tables still cannot rewrite the past.
//!
//! | form | text, in JSON |
//! | --- | --- |
//! | 1 | `[lsp, seq, at, actor, act, body]` |
//! | 2 | `[2, lsp, seq, at, act, [actor, approved by], [kind of subject, subject], body]` |
//!
//! No text is of both forms: one begins with a number, the other does not. So an entry that is passed off as
//! of the other form has another hash. Form 1 does not cover the columns that form 2 brought: they must be
//! empty there. An entry of form 1 after one of form 2 is refused.

use hex::FromHex as _;
use jiff::Timestamp;
use serde_json::json;
use sqlx::Row as _;
use sqlx::any::AnyRow;

use super::{Subject, VerifiedEntry, WrittenEntry};
use crate::domain::act::Act;
use crate::domain::issuer::LspId;
use crate::seal::records::Records;
use crate::store::{Datum, StoreError};

/// The hash before the first entry.
pub(in crate::store) const BEGINNING: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// The form that is written.
pub(super) const FORM: i64 = 2;

/// An entry, column by column.
pub(super) struct Row {
    pub(super) seq: i64,
    pub(super) at: i64,
    pub(super) form: i64,
    pub(super) act: String,
    pub(super) actor: String,
    pub(super) approved_by: Option<String>,
    pub(super) subject_kind: Option<String>,
    pub(super) subject: Option<String>,
    pub(super) body: String,
    pub(super) hash: String,
}

/// How far an LSP's chain was followed, entry by entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chain {
    lsp: LspId,
    /// The newest entry's number.
    seq: i64,
    form: i64,
    hash: String,
}

impl Row {
    pub(super) fn of(row: &AnyRow) -> Result<Self, StoreError> {
        Ok(Self {
            seq: row.try_get("seq")?,
            at: row.try_get("at")?,
            form: row.try_get("form")?,
            act: row.try_get("act")?,
            actor: row.try_get("actor")?,
            approved_by: row.try_get("approved_by")?,
            subject_kind: row.try_get("subject_kind")?,
            subject: row.try_get("subject")?,
            body: row.try_get("body")?,
            hash: row.try_get("hash")?,
        })
    }

    pub(super) fn written(self) -> Result<WrittenEntry, StoreError> {
        Ok(WrittenEntry {
            seq: self.seq,
            at: Timestamp::from_second(self.at).map_err(|_| StoreError::Corrupt(Datum::Instant))?,
            actor: self.actor,
            approved_by: self.approved_by,
            act: Act::from_word(&self.act),
            subject: self.subject_kind.zip(self.subject).map(|(kind, name)| Subject::read(kind, name)),
            body: serde_json::from_str(&self.body).map_err(|_| StoreError::Corrupt(Datum::JournalEntry))?,
            hash: self.hash,
        })
    }

    /// What the entry's hash covers beside the hash before it; none where the row is of no form.
    fn text(&self, lsp: &LspId) -> Option<String> {
        let Self { seq, at, act, actor, approved_by, subject_kind, subject, body, .. } = self;
        match self.form {
            1 if approved_by.is_none() && subject_kind.is_none() && subject.is_none() => {
                Some(json!([lsp, seq, at, actor, act, body]).to_string())
            }
            2 => Some(json!([2, lsp, seq, at, act, [actor, approved_by], [subject_kind, subject], body]).to_string()),
            _ => None,
        }
    }
}

impl Chain {
    /// At the beginning of an LSP's journal.
    #[must_use]
    pub fn new(lsp: LspId) -> Self {
        Self { lsp, seq: 0, form: 1, hash: BEGINNING.to_owned() }
    }

    /// At an entry up to which it was followed before: its number, form and hash.
    #[must_use]
    pub fn at(lsp: LspId, seq: i64, form: i64, hash: String) -> Self {
        Self { lsp, seq, form, hash }
    }

    #[must_use]
    pub fn lsp(&self) -> &LspId {
        &self.lsp
    }

    /// The number of the newest entry followed.
    #[must_use]
    pub fn seq(&self) -> i64 {
        self.seq
    }

    #[must_use]
    pub fn form(&self) -> i64 {
        self.form
    }

    /// The hash of the newest entry followed.
    #[must_use]
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// Takes the next entry, if it is the one that follows.
    pub(super) fn follow(&mut self, row: Row, records: &Records) -> Result<VerifiedEntry, StoreError> {
        let entry = self.seq + 1;
        let expected = hash_after(&self.lsp, &self.hash, &row, records);
        // An entry that goes on past what was lost says so; its number is part of what its hash covers.
        let next = row.seq == entry || (row.seq > entry && row.act == Act::Recover.as_str());
        if !next || row.form < self.form || expected.as_ref() != Some(&row.hash) {
            return Err(self.broken(entry));
        }
        (self.seq, self.form) = (row.seq, row.form);
        self.hash.clone_from(&row.hash);
        Ok(VerifiedEntry(row.written()?))
    }

    /// Whether the entries followed are all that the head counts.
    ///
    /// # Errors
    /// [`StoreError::JournalBroken`]: they are not.
    pub fn ends_at(&self, seq: i64, hash: &str) -> Result<(), StoreError> {
        if self.seq == seq && self.hash == hash {
            return Ok(());
        }
        Err(self.broken(self.seq.min(seq) + i64::from(self.seq != seq)))
    }

    fn broken(&self, entry: i64) -> StoreError {
        StoreError::JournalBroken { lsp: self.lsp.clone(), entry }
    }
}

/// The hash of an entry that follows on `before`; none where one of them is none.
pub(super) fn hash_after(lsp: &LspId, before: &str, row: &Row, records: &Records) -> Option<String> {
    let before = <[u8; 32]>::from_hex(before).ok()?;
    Some(hex::encode(records.chain(&before, row.text(lsp)?.as_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seal::keys::PrivateKey;

    fn records() -> Records {
        Records::new(&PrivateKey::from_seed(&[7; 32]))
    }

    fn lsp() -> LspId {
        "klining".parse().expect("an id")
    }

    /// Two entries of form 1 and two of form 2.
    fn journal() -> Vec<Row> {
        let mut before = BEGINNING.to_owned();
        let row = |seq| Row {
            seq,
            at: 1_780_000_000 + seq,
            form: 1 + i64::from(seq > 2),
            act: "suspend".to_owned(),
            actor: "console:uji".to_owned(),
            approved_by: None,
            subject_kind: (seq > 2).then(|| "certificate".to_owned()),
            subject: (seq > 2).then(|| "81210 9112 2 0000001 2026".to_owned()),
            body: r#"{"number":"81210 9112 2 0000001 2026"}"#.to_owned(),
            hash: String::new(),
        };
        let chained = |mut row: Row| {
            row.hash = hash_after(&lsp(), &before, &row, &records()).expect("a hash");
            before.clone_from(&row.hash);
            row
        };
        (1..=4).map(row).map(chained).collect()
    }

    fn holds(lsp: &LspId, journal: Vec<Row>) -> Result<(), i64> {
        let (records, head) = (records(), journal.last().map(|row| row.hash.clone()).expect("an entry"));
        let (mut chain, entries) = (Chain::new(lsp.clone()), journal.len() as i64);
        let followed = journal.into_iter().try_for_each(|row| chain.follow(row, &records).map(drop));
        match followed.and_then(|()| chain.ends_at(entries, &head)) {
            Ok(()) => Ok(()),
            Err(StoreError::JournalBroken { entry, .. }) => Err(entry),
            Err(error) => panic!("{error}"),
        }
    }

    #[test]
    fn entries_of_both_forms_are_one_chain() {
        assert_eq!(holds(&lsp(), journal()), Ok(()));
        assert_eq!(holds(&"provinsi".parse().expect("an id"), journal()), Err(1), "of another LSP");
    }

    #[test]
    fn only_a_recovery_goes_on_past_entries_that_were_lost() {
        let with_last = |act: &str, seq: i64| {
            let mut journal = journal();
            let before = journal[2].hash.clone();
            let last = journal.last_mut().expect("an entry");
            (last.act, last.seq) = (act.to_owned(), seq);
            last.hash = hash_after(&lsp(), &before, last, &records()).expect("a hash");
            let (records, head) = (records(), last.hash.clone());
            let mut chain = Chain::new(lsp());
            let followed = journal.into_iter().try_for_each(|row| chain.follow(row, &records).map(drop));
            followed.and_then(|()| chain.ends_at(seq, &head))
        };
        assert!(with_last("recover", 1_000).is_ok() && with_last("recover", 4).is_ok());
        assert!(with_last("suspend", 1_000).is_err() && with_last("recover", 3).is_err());
    }

    #[test]
    fn every_column_of_form_2_is_covered() {
        type Alter = fn(&mut Row);
        let alter: [(&str, Alter); 8] = [
            ("at", |row| row.at += 1),
            ("act", |row| row.act = "reinstate".to_owned()),
            ("actor", |row| row.actor = "console:lain".to_owned()),
            ("approver", |row| row.approved_by = Some("ketua".to_owned())),
            ("kind", |row| row.subject_kind = None),
            ("subject", |row| row.subject = Some("81210 9112 2 0000002 2026".to_owned())),
            ("body", |row| row.body = "{}".to_owned()),
            ("form", |row| row.form = 3),
        ];
        for (column, alter) in alter {
            let mut altered = journal();
            alter(&mut altered[2]);
            assert_eq!(holds(&lsp(), altered), Err(3), "{column}");
        }
    }

    #[test]
    fn no_entry_passes_for_one_of_the_other_form() {
        let mut older = journal();
        (older[2].form, older[2].subject_kind, older[2].subject) = (1, None, None);
        assert_eq!(holds(&lsp(), older), Err(3), "the subject was taken away");
        let mut newer = journal();
        newer[1].form = 2;
        assert_eq!(holds(&lsp(), newer), Err(2), "called new");
        let mut dressed = journal();
        (dressed[1].subject_kind, dressed[1].subject) = (Some("key".to_owned()), Some("AAAAAAAAAAA".to_owned()));
        assert_eq!(holds(&lsp(), dressed), Err(2), "form 1 covers no subject, so it has none");
    }

    #[test]
    fn an_entry_of_form_1_never_follows_on_one_of_form_2() {
        // Even rightly chained: a program that still writes form 1 refuses a database of form 2.
        let mut rows = journal();
        let mut last = rows.pop().expect("four entries");
        (last.form, last.subject_kind, last.subject) = (1, None, None);
        last.hash = hash_after(&lsp(), &rows[2].hash, &last, &records()).expect("a hash");
        rows.push(last);
        assert_eq!(holds(&lsp(), rows), Err(4));
    }

    #[test]
    fn a_head_that_counts_other_entries_does_not_hold() {
        let (records, lsp, rows) = (records(), lsp(), journal());
        let (hash, mut chain) = (rows[3].hash.clone(), Chain::new(lsp));
        rows.into_iter().for_each(|row| drop(chain.follow(row, &records).expect("follows")));
        assert!(chain.ends_at(4, &hash).is_ok());
        for (seq, hash) in [(3, hash.as_str()), (5, hash.as_str()), (4, BEGINNING)] {
            assert!(chain.ends_at(seq, hash).is_err(), "{seq}");
        }
    }
}
