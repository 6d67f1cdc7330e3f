//! The journal: what was done, to what, by whom and when. [`chain`] holds it against its key.

mod chain;
mod search;

use std::ops::Deref;

use futures_util::TryStreamExt as _;
use jiff::Timestamp;
use serde_json::Value;
use sqlx::Row as _;

use super::{Datum, Head, Reading, StoreError, Writing};
use crate::domain::account::AccountId;
use crate::domain::act::Act;
use crate::domain::id::RequestId;
use crate::domain::issuer::LspId;
use crate::domain::search_key::SearchKey;
use crate::seal::keys::Kid;
use crate::seal::records::Records;
pub(super) use chain::BEGINNING;
pub use chain::Chain;
use chain::{FORM, Row, hash_after};
pub use search::{JournalSearch, ShownEntry, Turn};

/// One act to be journalled. The body holds numbers and hashes, never a NIK or a name.
#[derive(Clone, Debug)]
pub struct JournalEntry<'a> {
    pub at: Timestamp,
    /// Who asked: `console:<system user>` or an account of the office.
    pub actor: &'a str,
    /// Who approved, where two people stand behind the act.
    pub approved_by: Option<&'a str>,
    pub act: Act,
    pub subject: Subject,
    pub body: Value,
}

/// What an act was done to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    Account(AccountId),
    /// A certificate, by its number as shown.
    Certificate(String),
    Key(Kid),
    Lsp(LspId),
    /// What was asked for in the office.
    Request(RequestId),
    /// A roster, by the SHA-256 of its file in hex.
    Roster(String),
    /// A kind that this program does not know.
    Unknown {
        kind: String,
        name: String,
    },
}

/// An entry as it stands in the journal, not held against the chain.
#[derive(Clone, Debug)]
pub struct WrittenEntry {
    pub seq: i64,
    pub at: Timestamp,
    pub actor: String,
    pub approved_by: Option<String>,
    pub act: Act,
    /// None in entries that were written before subjects had a column.
    pub subject: Option<Subject>,
    pub body: Value,
    pub hash: String,
}

/// An entry of a journal whose chain holds up to it. Only `chain` makes one.
#[derive(Clone, Debug)]
pub struct VerifiedEntry(WrittenEntry);

impl Deref for VerifiedEntry {
    type Target = WrittenEntry;

    fn deref(&self) -> &WrittenEntry {
        &self.0
    }
}

impl Subject {
    /// The kind of subject, and which one.
    #[must_use]
    pub fn words(&self) -> (&str, String) {
        match self {
            Self::Account(id) => ("account", id.to_string()),
            Self::Certificate(number) => ("certificate", number.clone()),
            Self::Key(kid) => ("key", kid.to_string()),
            Self::Lsp(id) => ("lsp", id.to_string()),
            Self::Request(id) => ("request", id.to_string()),
            Self::Roster(sha256) => ("roster", sha256.clone()),
            Self::Unknown { kind, name } => (kind, name.clone()),
        }
    }

    fn read(kind: String, name: String) -> Self {
        let known = match kind.as_str() {
            "account" => name.parse().map(|id| Self::Account(AccountId::new(id))).ok(),
            "certificate" => Some(Self::Certificate(name.clone())),
            "key" => name.parse().map(Self::Key).ok(),
            "lsp" => name.parse().map(Self::Lsp).ok(),
            "request" => name.parse().map(Self::Request).ok(),
            "roster" => Some(Self::Roster(name.clone())),
            _ => None,
        };
        known.unwrap_or(Self::Unknown { kind, name })
    }
}

const SELECT: &str = "select j.seq, j.at, j.form, j.act, j.actor, j.approved_by, j.subject_kind, j.subject, j.body, j.hash from journal j";

impl Reading {
    /// An LSP's whole journal as it stands, the oldest entry first.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn journal(&self, lsp: &LspId) -> Result<Vec<WrittenEntry>, StoreError> {
        let sql = format!("{SELECT} where j.lsp = $1 order by j.seq");
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(lsp.as_str()).fetch_all(&self.pool).await?;
        rows.iter().map(|row| Row::of(row)?.written()).collect()
    }

    /// The entries that concern one certificate of an LSP: the one it was issued under, and each act on it.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn history(&self, lsp: &LspId, number: &str) -> Result<Vec<WrittenEntry>, StoreError> {
        let key = SearchKey::new(number).ok_or(StoreError::NotFound)?;
        // Entries of form 1 name the certificate in their body alone.
        let sql = format!(
            "{SELECT} where j.lsp = $1 and ((j.subject = $2 and j.subject_kind = 'certificate')
             or j.seq = (select journal_seq from certificate where lsp = $1 and number_key = $3)
             or (j.form = 1 and j.body like $4)) order by j.seq"
        );
        let named = format!("%\"number\":{}%", Value::from(number));
        let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(lsp.as_str()).bind(number);
        let rows = query.bind(key.as_str()).bind(&named).fetch_all(&self.pool).await?;
        rows.iter().map(|row| Row::of(row)?.written()).collect()
    }

    /// The entries after those that a chain was followed to, `most` at most and none beyond number `last`: each holds.
    ///
    /// # Errors
    /// [`StoreError::JournalBroken`]: an entry was altered, taken out or added.
    pub async fn journal_after(
        &self,
        chain: &mut Chain,
        records: &Records,
        last: i64,
        most: u32,
    ) -> Result<Vec<VerifiedEntry>, StoreError> {
        let sql = format!("{SELECT} where j.lsp = $1 and j.seq > $2 and j.seq <= $3 order by j.seq limit {most}");
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(chain.lsp().as_str()).bind(chain.seq()).bind(last);
        let rows = rows.fetch_all(&self.pool).await?;
        rows.iter().map(|row| chain.follow(Row::of(row)?, records)).collect()
    }

    /// The entries of an LSP that tell of one certificate, the oldest first: of each it is shown that it was written
    /// after the one before it, not that none is missing.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn proven_history(
        &self,
        lsp: &LspId,
        number: &str,
        records: &Records,
    ) -> Result<Vec<WrittenEntry>, StoreError> {
        let mut proven = Vec::new();
        for entry in self.history(lsp, number).await? {
            proven.extend(self.proven_entry(lsp, entry.seq, records).await?);
        }
        Ok(proven)
    }

    /// One entry of an LSP, if it was written after the one before it; none where it is not there as it was written.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn proven_entry(
        &self,
        lsp: &LspId,
        seq: i64,
        records: &Records,
    ) -> Result<Option<WrittenEntry>, StoreError> {
        let sql = format!("{SELECT} where j.lsp = $1 and j.seq <= $2 order by j.seq desc limit 2");
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(lsp.as_str()).bind(seq).fetch_all(&self.pool).await?;
        let mut rows = rows.iter().map(Row::of).collect::<Result<Vec<_>, _>>()?.into_iter();
        let Some(row) = rows.next().filter(|row| row.seq == seq) else { return Ok(None) };
        let before = rows.next().map_or_else(|| BEGINNING.to_owned(), |before| before.hash);
        let proven = hash_after(lsp, &before, &row, records).as_ref() == Some(&row.hash);
        if proven { row.written().map(Some) } else { Ok(None) }
    }

    /// Follows an LSP's chain from its beginning to its head, shows every entry that holds, and gives the head.
    ///
    /// # Errors
    /// [`StoreError::JournalBroken`]: an entry was altered, taken out or added.
    pub async fn follow_journal(
        &self,
        lsp: &LspId,
        records: &Records,
        mut show: impl FnMut(&VerifiedEntry),
    ) -> Result<Head, StoreError> {
        let head = "select h.journal_seq, h.journal_hash, j.seq, j.at, j.form, j.act, j.actor, j.approved_by,
                           j.subject_kind, j.subject, j.body, j.hash
                    from lsp_head h left join journal j on j.lsp = h.lsp where h.lsp = $1 order by j.seq";
        // One statement sees one moment: nothing is written between head and entries.
        let mut rows = sqlx::query(head).bind(lsp.as_str()).fetch(&self.pool);
        let (mut chain, mut head) = (Chain::new(lsp.clone()), None);
        while let Some(row) = rows.try_next().await? {
            head = Some((row.try_get("journal_seq")?, row.try_get::<String, _>("journal_hash")?));
            if row.try_get::<Option<i64>, _>("seq")?.is_some() {
                show(&chain.follow(Row::of(&row)?, records)?);
            }
        }
        let (seq, hash) = head.ok_or(StoreError::NotFound)?;
        chain.ends_at(seq, &hash)?;
        let entries = u64::try_from(seq).map_err(|_| StoreError::Corrupt(Datum::JournalLength))?;
        Ok(Head { lsp: lsp.clone(), entries, hash })
    }
}

impl Writing {
    /// The sequence that the next journal entry of this LSP has.
    #[must_use]
    pub fn next_journal_seq(&self) -> i64 {
        self.journal_seq + 1
    }

    /// Appends an entry to the LSP's journal.
    ///
    /// # Errors
    /// The database does not answer, or the head's hash is none.
    pub async fn journal(&mut self, entry: &JournalEntry<'_>, records: &Records) -> Result<(), StoreError> {
        let (kind, subject) = entry.subject.words();
        let mut row = Row {
            seq: self.next_journal_seq(),
            at: entry.at.as_second(),
            form: FORM,
            act: entry.act.as_str().to_owned(),
            actor: entry.actor.to_owned(),
            approved_by: entry.approved_by.map(str::to_owned),
            subject_kind: Some(kind.to_owned()),
            subject: Some(subject),
            body: entry.body.to_string(),
            hash: String::new(),
        };
        row.hash =
            hash_after(&self.lsp, &self.journal_hash, &row, records).ok_or(StoreError::Corrupt(Datum::JournalHash))?;
        let insert =
            "insert into journal (lsp, seq, at, form, act, actor, approved_by, subject_kind, subject, body, hash)
                      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
        sqlx::query(insert)
            .bind(self.lsp.as_str())
            .bind(row.seq)
            .bind(row.at)
            .bind(row.form)
            .bind(&row.act)
            .bind(&row.actor)
            .bind(&row.approved_by)
            .bind(&row.subject_kind)
            .bind(&row.subject)
            .bind(&row.body)
            .bind(&row.hash)
            .execute(&mut *self.transaction)
            .await?;
        self.journal_seq = row.seq;
        self.journal_hash = row.hash;
        Ok(())
    }

    /// The LSP's whole journal, each entry held against the chain up to the head.
    ///
    /// # Errors
    /// [`StoreError::JournalBroken`]: an entry was altered, taken out or added.
    pub async fn verified_journal(&mut self, records: &Records) -> Result<Vec<VerifiedEntry>, StoreError> {
        let sql = format!("{SELECT} where j.lsp = $1 order by j.seq");
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(self.lsp.as_str());
        let mut chain = Chain::new(self.lsp.clone());
        let rows = rows.fetch_all(&mut *self.transaction).await?;
        let entries = rows.iter().map(|row| chain.follow(Row::of(row)?, records)).collect::<Result<_, _>>()?;
        chain.ends_at(self.journal_seq, &self.journal_hash)?;
        Ok(entries)
    }
}
