//! A certificate's row, column by column, and its stamp: an HMAC over every column but those of its status.
//!
//! ```text
//! [1, lsp, row, entry, generation, issue's journal entry, number, registration, blanko, holder, scheme,
//!  issued on, valid until, photo, [kid, lsp version, scheme version, form version], [list, index], token]
//! ```
//!
//! What never changes after issue is covered once; a status is the journal's to tell. The number of the row is never
//! given twice, so no row takes another's place, and the journal entry binds the row to the act that it came from.

use futures_util::TryStreamExt as _;
use jiff::Timestamp;
use serde_json::json;
use sqlx::Row as _;
use sqlx::any::AnyRow;

use super::{Datum, Reading, StoreError, Writing};
use crate::domain::id::{CertificateId, EntryId};
use crate::domain::issuer::LspId;
use crate::domain::search_key::SearchKey;
use crate::domain::status::State;
use crate::seal::keys::{Kid, PublicKey};
use crate::seal::records::Records;
use crate::seal::spelling;
use crate::seal::token::{Claims, StatusRef, Token};

/// Every column of a certificate but its status.
pub(super) struct Columns<'a> {
    pub(super) lsp: &'a str,
    pub(super) id: i64,
    pub(super) entry: i64,
    pub(super) generation: i64,
    pub(super) journal_seq: i64,
    pub(super) number: &'a str,
    pub(super) registration: &'a str,
    pub(super) blanko: Option<&'a str>,
    pub(super) holder: &'a str,
    pub(super) scheme: &'a str,
    pub(super) issued_on: &'a str,
    pub(super) valid_until: &'a str,
    pub(super) photo: Option<&'a str>,
    /// Kid, and the versions of LSP, scheme and form.
    pub(super) making: [&'a str; 4],
    pub(super) status: [i64; 2],
    /// In base64url.
    pub(super) token: &'a str,
}

impl Columns<'_> {
    pub(super) fn stamp(&self, records: &Records) -> String {
        let Self { lsp, id, entry, generation, journal_seq, number, registration, blanko, holder, scheme, .. } = self;
        let Self { issued_on, valid_until, photo, making, status, token, .. } = self;
        let columns = json!([
            1,
            lsp,
            id,
            entry,
            generation,
            journal_seq,
            number,
            registration,
            blanko,
            holder,
            scheme,
            issued_on,
            valid_until,
            photo,
            making,
            status,
            token
        ]);
        records.stamp(&columns.to_string())
    }
}

/// A certificate's row as it stands, held against nothing yet.
#[derive(Clone, Debug)]
pub struct Recorded {
    pub id: CertificateId,
    pub entry: EntryId,
    pub number: String,
    /// The serial that its roster named.
    pub blanko: Option<String>,
    pub kid: String,
    x: String,
    pub token: Vec<u8>,
    /// How many certificates of its assessment came before it.
    pub generation: i64,
    /// The journal entry that it says it was issued under.
    pub journal_seq: i64,
    /// Its place, by its column.
    pub status: StatusRef,
    pub state: State,
    /// Whether its stamp holds; none where it has none.
    pub stamped: Option<bool>,
    /// The stamp that the row would have as it stands.
    pub stamp: String,
}

impl Recorded {
    /// Its place by what was signed; none where its key did not sign its token, or signed it for another number.
    #[must_use]
    pub fn signed_place(&self) -> Option<StatusRef> {
        self.signed().map(|claims| claims.status)
    }

    /// When its last valid day ends, by what was signed; none as [`Self::signed_place`].
    #[must_use]
    pub fn signed_end(&self) -> Option<Timestamp> {
        self.signed().map(|claims| claims.exp)
    }

    fn signed(&self) -> Option<Claims> {
        signed(&self.token, &self.kid, &self.x).filter(|claims| claims.number == self.number)
    }
}

/// Everything that [`recorded`] reads of an LSP's rows.
pub(super) const SELECT: &str =
    "select c.id, c.lsp, c.entry, c.generation, c.journal_seq, c.number, c.registration, c.blanko,
    c.holder_name, c.scheme, c.issued_on, c.valid_until, c.photo_version, c.status_list, c.status_index, c.status,
    c.token, c.stamp, m.kid, m.lsp_version, m.scheme_version, m.form_version, k.x
    from certificate c join making m on m.id = c.making join signing_key k on k.kid = m.kid where c.lsp = $1";

/// What a key of this kid signed in a token; none where it did not. `x` is the key as its row has it.
pub(super) fn signed(token: &[u8], kid: &str, x: &str) -> Option<Claims> {
    let key = PublicKey::from_x(x).ok().filter(|key| key.kid().to_string() == kid)?;
    Some(Token::read(token).ok()?.verify(&key).ok()?.into_claims())
}

impl Reading {
    /// Shows every certificate's row of an LSP, in the order of their numbers.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn each_recorded(
        &self,
        lsp: &LspId,
        records: &Records,
        mut take: impl FnMut(Recorded),
    ) -> Result<(), StoreError> {
        let sql = format!("{SELECT} order by c.id");
        let mut rows = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(lsp.as_str()).fetch(&self.pool);
        while let Some(row) = rows.try_next().await? {
            take(recorded(&row, records)?);
        }
        Ok(())
    }

    /// The row of a certificate of an LSP by its number; none where there is none.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn recorded(&self, lsp: &LspId, number: &str, records: &Records) -> Result<Option<Recorded>, StoreError> {
        let sql = format!("{SELECT} and c.number = $2 and c.number_key = $3");
        let Some(key) = SearchKey::new(number) else { return Ok(None) };
        let row = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(lsp.as_str()).bind(number).bind(key.as_str());
        row.fetch_optional(&self.pool).await?.map(|row| recorded(&row, records)).transpose()
    }

    /// The rows that say that they were issued under one entry.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn recorded_under(&self, lsp: &LspId, seq: i64, records: &Records) -> Result<Vec<Recorded>, StoreError> {
        let sql = format!("{SELECT} and c.journal_seq = $2");
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(lsp.as_str()).bind(seq).fetch_all(&self.pool).await?;
        rows.iter().map(|row| recorded(row, records)).collect()
    }
}

impl Writing {
    /// The row of a certificate of this LSP.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]: there is none.
    pub async fn recorded(&mut self, id: CertificateId, records: &Records) -> Result<Recorded, StoreError> {
        let sql = format!("{SELECT} and c.id = $2");
        let row = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(self.lsp.as_str()).bind(id.number());
        recorded(&row.fetch_one(&mut *self.transaction).await?, records)
    }

    /// Every certificate of this LSP that is recorded under a key, in the order of the journal.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn recorded_with(&mut self, kid: Kid, records: &Records) -> Result<Vec<Recorded>, StoreError> {
        let sql = format!("{SELECT} and m.kid = $2 order by c.journal_seq");
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(self.lsp.as_str()).bind(kid.to_string());
        rows.fetch_all(&mut *self.transaction).await?.iter().map(|row| recorded(row, records)).collect()
    }

    /// Stamps a row as it stands.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn stamp(&mut self, row: &Recorded) -> Result<(), StoreError> {
        let stamp = "update certificate set stamp = $1 where id = $2 and lsp = $3";
        let query = sqlx::query(stamp).bind(&row.stamp).bind(row.id.number()).bind(self.lsp.as_str());
        query.execute(&mut *self.transaction).await?;
        Ok(())
    }

    /// Takes a row out that nobody issued. What words of a name led to it lead to nothing: its number is not given again.
    ///
    /// # Errors
    /// The database does not answer, or another row rests on it.
    pub async fn remove(&mut self, id: CertificateId) -> Result<(), StoreError> {
        let clear = "update certificate set superseded_by = null where superseded_by = $1";
        sqlx::query(clear).bind(id.number()).execute(&mut *self.transaction).await?;
        let query = sqlx::query("delete from certificate where id = $1 and lsp = $2").bind(id.number());
        query.bind(self.lsp.as_str()).execute(&mut *self.transaction).await?;
        Ok(())
    }
}

/// Reads a row that has every column of [`SELECT`].
pub(super) fn recorded(row: &AnyRow, records: &Records) -> Result<Recorded, StoreError> {
    let text = |column| row.try_get::<String, _>(column).map_err(StoreError::from);
    let maybe = |column| row.try_get::<Option<String>, _>(column).map_err(StoreError::from);
    let number = |column| row.try_get::<i64, _>(column).map_err(StoreError::from);
    let [lsp, shown, registration, holder, scheme, issued_on, valid_until, token] =
        ["lsp", "number", "registration", "holder_name", "scheme", "issued_on", "valid_until", "token"].map(text);
    let (shown, token) = (shown?, token?);
    let [kid, of_lsp, of_scheme, of_form] = ["kid", "lsp_version", "scheme_version", "form_version"].map(text);
    let (kid, blanko, photo) = (kid?, maybe("blanko")?, maybe("photo_version")?);
    let (id, journal_seq, generation) = (number("id")?, number("journal_seq")?, number("generation")?);
    let status = [number("status_list")?, number("status_index")?];
    let columns = Columns {
        lsp: &lsp?,
        id,
        entry: number("entry")?,
        generation,
        journal_seq,
        number: &shown,
        registration: &registration?,
        blanko: blanko.as_deref(),
        holder: &holder?,
        scheme: &scheme?,
        issued_on: &issued_on?,
        valid_until: &valid_until?,
        photo: photo.as_deref(),
        making: [&kid, &of_lsp?, &of_scheme?, &of_form?],
        status,
        token: &token,
    };
    let stamp = columns.stamp(records);
    let place = |at: i64| u32::try_from(at).map_err(|_| StoreError::Corrupt(Datum::StatusPlace));
    Ok(Recorded {
        id: CertificateId::new(id),
        entry: EntryId::new(number("entry")?),
        kid: kid.clone(),
        x: text("x")?,
        token: spelling::from_base64url(&token).map_err(|_| StoreError::Corrupt(Datum::Token))?,
        generation,
        journal_seq,
        status: StatusRef { list: place(status[0])?, index: place(status[1])? },
        state: super::statuses::state(&text("status")?)?,
        stamped: maybe("stamp")?.map(|kept| kept == stamp),
        stamp,
        number: shown,
        blanko,
    })
}
