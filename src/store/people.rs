//! Holders and the entries of rosters.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::any::AnyRow;
use sqlx::pool::PoolConnection;
use sqlx::{Any, AnyConnection, Row as _};

use super::rows::{self, Cell};
use super::{Datum, Reading, Store, StoreError, Writing};
use crate::domain::assessment::Decision;
use crate::domain::id::{CertificateId, EntryId, HolderId, KeptId, RosterId};
use crate::domain::issuer::LspId;
use crate::domain::scheme::SchemeCode;
use crate::seal::spelling;

/// A person to be stored.
#[derive(Clone, Debug)]
pub struct NewHolder {
    pub id: HolderId,
    pub nik_index: NikIndex,
    /// The NIK, sealed for the id in decimal, base64url.
    pub nik_sealed: String,
}

/// What a NIK is found by within one LSP: the first 132 bits of its keyed index, base64url. Two of a thousand million
/// people have the same with a chance of one in 10^22.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NikIndex(String);

impl NikIndex {
    #[must_use]
    pub fn new(keyed: &[u8; 32]) -> Self {
        let mut text = spelling::to_base64url(keyed);
        text.truncate(22);
        Self(text)
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

/// A roster to be stored: the hash of its file, not the file.
#[derive(Clone, Copy, Debug)]
pub struct NewRoster<'a> {
    pub id: RosterId,
    /// A keyed hash of the file: of the file's own, who knows the rest of it finds a NIK.
    pub file_index: &'a str,
    pub issued_on: Date,
    pub recorded_at: Timestamp,
    pub recorded_by: &'a str,
    /// The one of the office that it is, where it came through there.
    pub kept: Option<&'a KeptId>,
}

/// An assessment to be stored.
#[derive(Clone, Debug)]
pub struct NewEntry {
    pub id: EntryId,
    pub holder: HolderId,
    pub scheme: SchemeCode,
    pub tested_on: Option<Date>,
    pub name: EntryName,
    pub decision: Decision,
    /// The rest of the row, sealed for the id in decimal, base64url.
    pub particulars_sealed: String,
    /// What ties it to its holder.
    pub stamp: String,
}

/// The name that an assessment is known by: of who was not certified it is sealed for the entry, in base64url.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EntryName {
    Clear(String),
    Sealed(String),
}

/// A stored assessment and its newest certificate.
#[derive(Clone, Debug)]
pub struct EntryRow {
    pub id: EntryId,
    pub holder: HolderId,
    pub scheme: SchemeCode,
    /// None where the person was absent.
    pub tested_on: Option<Date>,
    /// The name that was handed in, and the one on the newest certificate: a correction changes it.
    pub names: Vec<EntryName>,
    pub decision: Decision,
    pub certificate: Option<Newest>,
}

/// The newest certificate of an assessment, by its row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Newest {
    pub id: CertificateId,
    pub valid_until: Date,
}

impl EntryName {
    /// The two columns that it is kept in.
    fn columns(&self) -> (&str, Option<String>) {
        match self {
            Self::Clear(name) => (name, None),
            Self::Sealed(sealed) => ("", Some(sealed.clone())),
        }
    }

    pub(super) fn of(name: String, sealed: Option<String>) -> Self {
        sealed.map_or(Self::Clear(name), Self::Sealed)
    }
}

impl Store {
    /// Names of assessments without a certificate that rest in clear, as programs of before wrote them: those after an
    /// assessment, by their numbers, `most` at most.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn clear_names(&self, after: EntryId, most: u32) -> Result<Vec<(EntryId, String)>, StoreError> {
        let clear = format!(
            "select k.entry, k.name from entry_key k join entry e on e.id = k.entry
             where k.entry > $1 and k.name_sealed is null and e.decision <> 'competent'
             and not exists (select 1 from certificate c where c.entry = e.id) order by k.entry limit {most}"
        );
        let rows = sqlx::query(sqlx::AssertSqlSafe(clear)).bind(after.number());
        let rows = rows.fetch_all(&self.pool).await?;
        rows.iter().map(|row| Ok((EntryId::new(row.try_get("entry")?), row.try_get("name")?))).collect()
    }

    /// Puts sealed names in the place of clear ones.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn seal_names(&self, sealed: &[(EntryId, String)]) -> Result<(), StoreError> {
        let seal = "update entry_key set name = '', name_sealed = $1 where entry = $2 and name_sealed is null";
        let (mut transaction, _turn) = self.begin().await?;
        for (entry, name) in sealed {
            sqlx::query(seal).bind(name).bind(entry.number()).execute(&mut *transaction).await?;
        }
        Ok(transaction.commit().await?)
    }
}

/// What is stored of an LSP's people: under its lock, or as it stood a moment ago.
pub struct People<'a> {
    connection: &'a mut AnyConnection,
    lsp: &'a LspId,
}

/// A connection to look at what is stored of an LSP's people, without its lock.
pub struct Looking {
    connection: PoolConnection<Any>,
    lsp: LspId,
}

impl Looking {
    pub fn people(&mut self) -> People<'_> {
        People { connection: &mut self.connection, lsp: &self.lsp }
    }
}

impl Reading {
    /// A connection to look at what is stored of an LSP's people.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn looking(&self, lsp: &LspId) -> Result<Looking, StoreError> {
        Ok(Looking { connection: self.pool.acquire().await?, lsp: lsp.clone() })
    }
}

impl People<'_> {
    /// Ids of the LSP's holders by their NIK index.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn holders(&mut self, indexes: &[NikIndex]) -> Result<HashMap<NikIndex, HolderId>, StoreError> {
        let select = "select nik_index, id from holder where lsp = $1 and nik_index in";
        let indexes: Vec<Cell> = indexes.iter().map(|index| index.0.as_str().into()).collect();
        let rows = rows::select_in(self.connection, select, self.lsp.as_str(), &indexes).await?;
        let read = |row: &AnyRow| Ok((NikIndex(row.try_get("nik_index")?), HolderId::new(row.try_get("id")?)));
        rows.iter().map(read).collect()
    }

    /// The assessments of some holders, each with its newest certificate.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn entries(&mut self, holders: &[HolderId]) -> Result<Vec<EntryRow>, StoreError> {
        let select = "select e.id, k.holder, k.scheme, k.tested_on, k.name, k.name_sealed, e.decision,
                             c.id as certificate, c.valid_until, c.holder_name
                      from entry_key k join entry e on e.id = k.entry
                      left join certificate c on c.entry = e.id and c.generation =
                          (select max(n.generation) from certificate n where n.entry = e.id)
                      where e.lsp = $1 and k.holder in";
        let holders: Vec<Cell> = holders.iter().map(|holder| holder.number().into()).collect();
        let rows = rows::select_in(self.connection, select, self.lsp.as_str(), &holders).await?;
        rows.iter().map(entry).collect()
    }

    /// Which of these blanko serials rosters named for certificates of the LSP.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn named_blankos(&mut self, serials: &[String]) -> Result<HashSet<String>, StoreError> {
        let select = "select blanko_key from certificate where lsp = $1 and blanko_key in";
        let serials = serials.iter().map(|serial| Cell::from(serial.as_str())).collect::<Vec<_>>();
        let rows = rows::select_in(self.connection, select, self.lsp.as_str(), &serials).await?;
        rows.iter().map(|row| Ok(row.try_get("blanko_key")?)).collect()
    }
}

impl Writing {
    /// What is stored of the LSP's people, under its lock.
    pub fn people(&mut self) -> People<'_> {
        People { connection: &mut self.transaction, lsp: &self.lsp }
    }

    /// Stores a roster's particulars.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn insert_roster(&mut self, new: NewRoster<'_>) -> Result<(), StoreError> {
        let insert = "insert into roster (id, lsp, file_index, issued_on, recorded_at, recorded_by, kept)
                      values ($1, $2, $3, $4, $5, $6, $7)";
        sqlx::query(insert)
            .bind(new.id.number())
            .bind(self.lsp.as_str())
            .bind(new.file_index)
            .bind(new.issued_on.to_string())
            .bind(new.recorded_at.as_second())
            .bind(new.recorded_by)
            .bind(new.kept.map(|kept| kept.as_str().to_owned()))
            .execute(&mut *self.transaction)
            .await?;
        Ok(())
    }

    /// Stores people.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn insert_holders(&mut self, holders: &[NewHolder]) -> Result<(), StoreError> {
        let row = |new: &NewHolder| -> Vec<Cell> {
            vec![
                new.id.number().into(),
                self.lsp.as_str().into(),
                new.nik_index.0.as_str().into(),
                new.nik_sealed.as_str().into(),
            ]
        };
        let rows = holders.iter().map(row).collect();
        rows::insert(&mut self.transaction, "holder", &["id", "lsp", "nik_index", "nik_sealed"], rows).await
    }

    /// Stores assessments and what they are known by.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn insert_entries(&mut self, roster: RosterId, entries: &[NewEntry]) -> Result<(), StoreError> {
        let row = |new: &NewEntry| -> Vec<Cell> {
            vec![
                new.id.number().into(),
                self.lsp.as_str().into(),
                roster.number().into(),
                new.decision.as_str().into(),
                new.particulars_sealed.as_str().into(),
            ]
        };
        let rows = entries.iter().map(row).collect();
        let columns = &["id", "lsp", "roster", "decision", "particulars_sealed"];
        rows::insert(&mut self.transaction, "entry", columns, rows).await?;
        let key = |new: &NewEntry| -> Vec<Cell> {
            vec![
                new.holder.number().into(),
                new.scheme.as_str().into(),
                // Part of the key, so an absence has the empty text and no null.
                new.tested_on.map_or_else(String::new, |day| day.to_string()).into(),
                new.id.number().into(),
                new.name.columns().0.into(),
                new.name.columns().1.into(),
                new.stamp.as_str().into(),
            ]
        };
        let rows = entries.iter().map(key).collect();
        let columns = &["holder", "scheme", "tested_on", "entry", "name", "name_sealed", "stamp"];
        rows::insert(&mut self.transaction, "entry_key", columns, rows).await
    }

    /// Makes a *belum kompeten* of an earlier upload *kompeten*: the LSP corrected its own record.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn correct_decision(&mut self, entry: EntryId, decision: Decision) -> Result<(), StoreError> {
        let correct = "update entry set decision = $1 where id = $2 and lsp = $3";
        let query = sqlx::query(correct).bind(decision.as_str()).bind(entry.number()).bind(self.lsp.as_str());
        query.execute(&mut *self.transaction).await?;
        Ok(())
    }

    /// Makes an assessment known by another holder from a certificate of it on, tied to her by a stamp: her NIK had been
    /// mistyped. False where that holder has another entry for this scheme and day.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn correct_holder(
        &mut self,
        entry: EntryId,
        (holder, since): (HolderId, i64),
        stamp: &str,
    ) -> Result<bool, StoreError> {
        let known = "select k.entry from entry_key k join entry_key own on own.entry = $1
                     where k.holder = $2 and k.scheme = own.scheme and k.tested_on = own.tested_on";
        let known = sqlx::query_scalar::<_, i64>(known).bind(entry.number()).bind(holder.number());
        if let Some(known) = known.fetch_optional(&mut *self.transaction).await? {
            if known == entry.number() {
                // Known so before, and then by another: now again.
                let again = "update entry_key set since = $3, stamp = $4 where holder = $1 and entry = $2";
                let again = sqlx::query(again).bind(holder.number()).bind(entry.number()).bind(since).bind(stamp);
                again.execute(&mut *self.transaction).await?;
            }
            return Ok(known == entry.number());
        }
        let correct = "insert into entry_key (holder, scheme, tested_on, entry, name, name_sealed, since, stamp)
                       select $1, scheme, tested_on, entry, name, name_sealed, $3, $4 from entry_key where entry = $2
                       limit 1";
        let correct = sqlx::query(correct).bind(holder.number()).bind(entry.number()).bind(since).bind(stamp);
        correct.execute(&mut *self.transaction).await?;
        Ok(true)
    }
}

fn entry(row: &AnyRow) -> Result<EntryRow, StoreError> {
    let (scheme, tested_on): (String, String) = (row.try_get("scheme")?, row.try_get("tested_on")?);
    let (decision, now): (String, Option<String>) = (row.try_get("decision")?, row.try_get("holder_name")?);
    let name = EntryName::of(row.try_get("name")?, row.try_get("name_sealed")?);
    let day = |text: &str| text.parse::<Date>().map_err(|_| StoreError::Corrupt(Datum::Date));
    let newest = |id| {
        let valid_until = day(&row.try_get::<String, _>("valid_until")?)?;
        Ok::<_, StoreError>(Newest { id: CertificateId::new(id), valid_until })
    };
    Ok(EntryRow {
        id: EntryId::new(row.try_get("id")?),
        holder: HolderId::new(row.try_get("holder")?),
        scheme: scheme.parse().map_err(|_| StoreError::Corrupt(Datum::SchemeCode))?,
        tested_on: Some(tested_on).filter(|text| !text.is_empty()).map(|text| day(&text)).transpose()?,
        names: std::iter::once(name).chain(now.map(EntryName::Clear)).collect(),
        decision: Decision::from_word(&decision).ok_or(StoreError::Corrupt(Datum::Decision))?,
        certificate: row.try_get::<Option<i64>, _>("certificate")?.map(newest).transpose()?,
    })
}
