//! Holders and the entries of rosters.

use std::collections::HashMap;

use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::Row as _;

use super::rows::{self, Cell};
use super::{StoreError, Writing};
use crate::domain::assessment::Decision;
use crate::domain::scheme::SchemeCode;

/// A person to be stored.
#[derive(Clone, Debug)]
pub struct NewHolder {
    pub id: String,
    /// Keyed index of the NIK, base64url.
    pub nik_index: String,
    /// The sealed NIK, base64url.
    pub nik_sealed: String,
}

/// An assessment to be stored.
#[derive(Clone, Debug)]
pub struct NewEntry {
    pub id: String,
    pub holder: String,
    pub scheme: SchemeCode,
    pub tested_on: Option<Date>,
    pub name: String,
    pub decision: Decision,
    /// The sealed rest of the row, base64url.
    pub particulars_sealed: String,
}

/// A stored assessment and its newest certificate.
#[derive(Clone, Debug)]
pub struct EntryRow {
    pub id: String,
    pub holder: String,
    pub scheme: String,
    /// `2023-09-13`; empty where the person was absent.
    pub tested_on: String,
    /// The name that was handed in, and the one on the newest certificate: a correction changes it.
    pub names: Vec<String>,
    pub decision: Decision,
    pub certificate: Option<String>,
    /// The newest certificate's last valid day and status, where there is one.
    pub valid_until: Option<Date>,
    pub status: Option<String>,
}

impl Writing {
    /// Ids of the LSP's holders by their NIK index.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn holders(&mut self, indexes: &[String]) -> Result<HashMap<String, String>, StoreError> {
        let select = "select nik_index, id from holder where lsp = $1 and nik_index in";
        let rows = rows::select_in(&mut self.transaction, select, self.lsp.as_str(), indexes).await?;
        rows.iter().map(|row| Ok((row.try_get("nik_index")?, row.try_get("id")?))).collect()
    }

    /// The assessments of some holders, each with its newest certificate.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn entries(&mut self, holders: &[String]) -> Result<Vec<EntryRow>, StoreError> {
        let select = "select e.id, k.holder, k.scheme, k.tested_on, k.name, e.decision,
                             c.id as certificate, c.valid_until, c.status, c.holder_name
                      from entry_key k join entry e on e.id = k.entry
                      left join certificate c on c.entry = e.id and c.generation =
                          (select max(n.generation) from certificate n where n.entry = e.id)
                      where e.lsp = $1 and k.holder in";
        let rows = rows::select_in(&mut self.transaction, select, self.lsp.as_str(), holders).await?;
        let read = |row: &sqlx::any::AnyRow| {
            let decision: String = row.try_get("decision")?;
            let valid_until: Option<String> = row.try_get("valid_until")?;
            let now: Option<String> = row.try_get("holder_name")?;
            Ok(EntryRow {
                id: row.try_get("id")?,
                holder: row.try_get("holder")?,
                scheme: row.try_get("scheme")?,
                tested_on: row.try_get("tested_on")?,
                names: std::iter::once(row.try_get("name")?).chain(now).collect(),
                decision: Decision::from_word(&decision).ok_or(StoreError::Corrupt("a decision"))?,
                certificate: row.try_get("certificate")?,
                valid_until: valid_until.and_then(|day| day.parse().ok()),
                status: row.try_get("status")?,
            })
        };
        rows.iter().map(read).collect()
    }

    /// Stores a roster's particulars: the hash of its file, not the file.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn insert_roster(
        &mut self,
        id: &str,
        sha256: &str,
        issued_on: Date,
        (at, actor): (Timestamp, &str),
    ) -> Result<(), StoreError> {
        let insert = "insert into roster (id, lsp, sha256, issued_on, recorded_at, recorded_by)
                      values ($1, $2, $3, $4, $5, $6)";
        sqlx::query(insert)
            .bind(id)
            .bind(self.lsp.as_str())
            .bind(sha256)
            .bind(issued_on.to_string())
            .bind(at.as_second())
            .bind(actor)
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
                new.id.as_str().into(),
                self.lsp.as_str().into(),
                new.nik_index.as_str().into(),
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
    pub async fn insert_entries(&mut self, roster: &str, entries: &[NewEntry]) -> Result<(), StoreError> {
        let row = |new: &NewEntry| -> Vec<Cell> {
            vec![
                new.id.as_str().into(),
                self.lsp.as_str().into(),
                roster.into(),
                new.decision.as_str().into(),
                new.particulars_sealed.as_str().into(),
            ]
        };
        let rows = entries.iter().map(row).collect();
        let columns = &["id", "lsp", "roster", "decision", "particulars_sealed"];
        rows::insert(&mut self.transaction, "entry", columns, rows).await?;
        let key = |new: &NewEntry| -> Vec<Cell> {
            vec![
                new.holder.as_str().into(),
                new.scheme.as_str().into(),
                new.tested_on.map(|day| day.to_string()).unwrap_or_default().into(),
                new.id.as_str().into(),
                new.name.as_str().into(),
            ]
        };
        let rows = entries.iter().map(key).collect();
        let columns = &["holder", "scheme", "tested_on", "entry", "name"];
        rows::insert(&mut self.transaction, "entry_key", columns, rows).await
    }

    /// Makes a *belum kompeten* of an earlier upload *kompeten*: the LSP corrected its own record.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn correct_decision(&mut self, entry: &str, decision: Decision) -> Result<(), StoreError> {
        let correct = "update entry set decision = $1 where id = $2 and lsp = $3";
        let query = sqlx::query(correct).bind(decision.as_str()).bind(entry).bind(self.lsp.as_str());
        query.execute(&mut *self.transaction).await?;
        Ok(())
    }

    /// Makes an assessment known by another holder too: her NIK had been mistyped. False where that
    /// holder has another entry for this scheme and day.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn correct_holder(&mut self, entry: &str, holder: &str) -> Result<bool, StoreError> {
        let known = "select k.entry from entry_key k join entry_key own on own.entry = $1
                     where k.holder = $2 and k.scheme = own.scheme and k.tested_on = own.tested_on";
        let known = sqlx::query_scalar::<_, String>(known).bind(entry).bind(holder);
        if let Some(known) = known.fetch_optional(&mut *self.transaction).await? {
            return Ok(known == entry);
        }
        let correct = "insert into entry_key (holder, scheme, tested_on, entry, name)
                       select $1, scheme, tested_on, entry, name from entry_key where entry = $2 limit 1";
        sqlx::query(correct).bind(holder).bind(entry).execute(&mut *self.transaction).await?;
        Ok(true)
    }
}
