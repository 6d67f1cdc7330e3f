//! Certificates: stored once, found by number, printed and judged from what was stored.

use std::collections::HashSet;

use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::Row as _;
use sqlx::any::AnyRow;

use super::issuer::{hash_of, scheme_text};
use super::rows::{self, Cell};
use super::{Store, StoreError, Writing};
use crate::domain::certificate::{Certificate, Replaced};
use crate::domain::issuer::{Lsp, LspId};
use crate::domain::scheme::{Scheme, SchemeCode};
use crate::domain::search_key::SearchKey;
use crate::domain::status::{State, Status};
use crate::domain::term::Term;
use crate::seal::keys::Kid;
use crate::seal::spelling::{self, hex};
use crate::seal::status_list::{StatusList, StatusLists};
use crate::seal::token::{STATUS_ENTRIES, StatusRef, fingerprint};

/// A certificate to be stored, signed already.
#[derive(Clone, Debug)]
pub struct NewCertificate {
    pub id: String,
    pub entry: String,
    pub generation: i64,
    pub number: String,
    pub registration: String,
    pub blanko: Option<String>,
    pub holder: String,
    pub scheme: Scheme,
    pub term: Term,
    pub lsp_version: String,
    pub form_version: String,
    pub photo_version: Option<String>,
    pub kid: Kid,
    pub status: StatusRef,
    pub token: Vec<u8>,
}

/// What a certificate is printed with: its own versions, for ever.
#[derive(Clone, Debug)]
pub struct Printing {
    pub certificate: Certificate,
    /// The LSP as it was when the certificate was issued, without its schemes.
    pub lsp: Lsp,
    pub scheme: Scheme,
    /// Hash of the form, whose body [`Store::version`] gives.
    pub form_version: String,
    pub photo_version: Option<String>,
}

/// What became of a certificate: when, and which one stands in its place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fate {
    pub since: Option<Timestamp>,
    pub superseded_by: Option<String>,
}

/// Everything that [`certificate`] reads.
const SELECT: &str = "select c.id, c.lsp, c.entry, c.generation, c.number, c.registration, c.blanko, c.holder_name,
    c.scheme, c.issued_on, c.valid_until, c.status, c.status_at, c.token, c.form_version, c.photo_version,
    p.number as before_number, p.issued_on as before_issued_on, l.body as lsp_body, s.body as scheme_body
    from certificate c
    join version l on l.hash = c.lsp_version join version s on s.hash = c.scheme_version
    left join certificate p on p.entry = c.entry and p.generation = c.generation - 1 where ";

impl Store {
    /// Certificates with this certificate, registration or blanko number, of any LSP; 50 at most.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn by_number(&self, key: &SearchKey) -> Result<Vec<Certificate>, StoreError> {
        let found =
            "c.number_key = $1 or c.registration_key = $1 or c.blanko_key = $1 order by c.lsp, c.number limit 50";
        let rows = sqlx::query(sqlx::AssertSqlSafe(format!("{SELECT}{found}")));
        rows.bind(key.as_str()).fetch_all(&self.pool).await?.iter().map(certificate).collect()
    }

    /// What certificates are printed with, in the order of `ids`.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]: one of them is not there.
    pub async fn printings(&self, ids: &[String]) -> Result<Vec<Printing>, StoreError> {
        let mut found = std::collections::HashMap::new();
        for chunk in ids.chunks(400) {
            let sql = format!("{SELECT} c.id in {}", rows::group(0, chunk.len()));
            let query = chunk.iter().fold(sqlx::query(sqlx::AssertSqlSafe(sql)), |query, id| query.bind(id.clone()));
            for row in query.fetch_all(&self.pool).await? {
                let printing = printing(&row)?;
                found.insert(printing.certificate.id.clone(), printing);
            }
        }
        ids.iter().map(|id| found.get(id).cloned().ok_or(StoreError::NotFound)).collect()
    }

    /// What became of a certificate of an LSP.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn fate(&self, lsp: &LspId, number: &str) -> Result<Option<Fate>, StoreError> {
        let Some(key) = SearchKey::new(number) else { return Ok(None) };
        let select = "select c.status_at, n.number from certificate c left join certificate n on n.id = c.superseded_by
                      where c.lsp = $1 and c.number_key = $2";
        let row = sqlx::query(select).bind(lsp.as_str()).bind(key.as_str()).fetch_optional(&self.pool).await?;
        row.map(|row| Ok(Fate { since: instant(row.try_get("status_at")?)?, superseded_by: row.try_get("number")? }))
            .transpose()
    }

    /// The status lists of every LSP as of `now`, to be believed until `exp`.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn statuses(&self, now: Timestamp, exp: Timestamp) -> Result<StatusLists, StoreError> {
        let mut lists = std::collections::BTreeMap::new();
        for row in sqlx::query("select lsp, status_next from lsp_head").fetch_all(&self.pool).await? {
            let (lsp, next): (String, i64) = (row.try_get("lsp")?, row.try_get("status_next")?);
            let last = u32::try_from(next / i64::from(STATUS_ENTRIES)).map_err(|_| StoreError::Corrupt("a counter"))?;
            lists.extend((0..=last).map(|list| ((lsp.clone(), list), StatusList::new(now, exp))));
        }
        let changed = "select lsp, status_list, status_index, status from certificate where status <> 'valid'";
        for row in sqlx::query(changed).fetch_all(&self.pool).await? {
            let (lsp, status): (String, String) = (row.try_get("lsp")?, row.try_get("status")?);
            let at =
                |column| u32::try_from(row.try_get::<i64, _>(column)?).map_err(|_| StoreError::Corrupt("an index"));
            let state = State::from_word(&status).ok_or(StoreError::Corrupt("a status"))?;
            if let Some(list) = lists.get_mut(&(lsp, at("status_list")?)) {
                list.set(at("status_index")?, state);
            }
        }
        let mut all = StatusLists::default();
        for ((lsp, number), list) in lists {
            all.insert(lsp.parse().map_err(|_| StoreError::Corrupt("an LSP's id"))?, number, list);
        }
        Ok(all)
    }
}

impl Writing {
    /// Stores certificates under the journal entry that will be written next.
    ///
    /// # Errors
    /// [`StoreError::Duplicate`]: a number, token or entry that is already there; nothing may be committed then.
    pub async fn insert_certificates(&mut self, certificates: &[NewCertificate]) -> Result<(), StoreError> {
        let columns = &[
            "id",
            "lsp",
            "entry",
            "generation",
            "number",
            "number_key",
            "registration",
            "registration_key",
            "blanko",
            "blanko_key",
            "holder_name",
            "scheme",
            "issued_on",
            "valid_until",
            "lsp_version",
            "scheme_version",
            "form_version",
            "photo_version",
            "kid",
            "status_list",
            "status_index",
            "status",
            "status_reason",
            "token",
            "token_sha256",
            "journal_seq",
        ];
        let key = |number: &str| SearchKey::new(number).map(|key| key.to_string());
        let row = |new: &NewCertificate| -> Vec<Cell> {
            vec![
                new.id.as_str().into(),
                self.lsp.as_str().into(),
                new.entry.as_str().into(),
                new.generation.into(),
                new.number.as_str().into(),
                key(&new.number).into(),
                new.registration.as_str().into(),
                key(&new.registration).into(),
                new.blanko.clone().into(),
                new.blanko.as_deref().and_then(key).into(),
                new.holder.as_str().into(),
                new.scheme.code.as_str().into(),
                new.term.issued_on.to_string().into(),
                new.term.valid_until.to_string().into(),
                new.lsp_version.as_str().into(),
                hash_of(&scheme_text(&new.scheme)).into(),
                new.form_version.as_str().into(),
                new.photo_version.clone().into(),
                new.kid.to_string().into(),
                i64::from(new.status.list).into(),
                i64::from(new.status.index).into(),
                State::Valid.as_str().into(),
                "".into(),
                spelling::to_base64url(&new.token).into(),
                hex(&fingerprint(&new.token)).into(),
                self.next_journal_seq().into(),
            ]
        };
        let rows = certificates.iter().map(row).collect();
        rows::insert(&mut self.transaction, "certificate", columns, rows).await
    }

    /// Which of these blanko serials the LSP's certificates have.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn used_blankos(&mut self, serials: &[String]) -> Result<HashSet<String>, StoreError> {
        let select = "select blanko_key from certificate where lsp = $1 and blanko_key in";
        let rows = rows::select_in(&mut self.transaction, select, self.lsp.as_str(), serials).await?;
        rows.iter().map(|row| Ok(row.try_get("blanko_key")?)).collect()
    }

    /// Keeps a text under its hash and returns the hash.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn keep_version(&mut self, body: &str) -> Result<String, StoreError> {
        let hash = hash_of(body);
        let keep = "insert into version (hash, body) values ($1, $2) on conflict (hash) do nothing";
        sqlx::query(keep).bind(&hash).bind(body.to_owned()).execute(&mut *self.transaction).await?;
        Ok(hash)
    }

    /// Names the certificate that stands in another's place.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn name_successor(&mut self, id: &str, successor: &str) -> Result<(), StoreError> {
        let name = "update certificate set superseded_by = $1 where id = $2 and lsp = $3";
        let query = sqlx::query(name).bind(successor).bind(id).bind(self.lsp.as_str());
        query.execute(&mut *self.transaction).await?;
        Ok(())
    }

    /// The entry and generation of a certificate, for the one that replaces it.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]: no such certificate of this LSP.
    pub async fn place_of(&mut self, id: &str) -> Result<(String, i64), StoreError> {
        let select = sqlx::query("select entry, generation from certificate where id = $1 and lsp = $2");
        let row = select.bind(id).bind(self.lsp.as_str()).fetch_one(&mut *self.transaction).await?;
        Ok((row.try_get("entry")?, row.try_get("generation")?))
    }
}

fn printing(row: &AnyRow) -> Result<Printing, StoreError> {
    let (lsp, scheme): (String, String) = (row.try_get("lsp_body")?, row.try_get("scheme_body")?);
    Ok(Printing {
        certificate: certificate(row)?,
        lsp: serde_json::from_str(&lsp).map_err(|_| StoreError::Corrupt("an LSP"))?,
        scheme: serde_json::from_str(&scheme).map_err(|_| StoreError::Corrupt("a scheme"))?,
        form_version: row.try_get("form_version")?,
        photo_version: row.try_get("photo_version")?,
    })
}

fn certificate(row: &AnyRow) -> Result<Certificate, StoreError> {
    let text = |column| row.try_get::<String, _>(column).map_err(StoreError::from);
    let day = |column| text(column)?.parse::<Date>().map_err(|_| StoreError::Corrupt("a date"));
    let state = State::from_word(&text("status")?).ok_or(StoreError::Corrupt("a status"))?;
    let replaces = row.try_get::<Option<String>, _>("before_number")?.map(|number| {
        let issued_on = day("before_issued_on")?;
        Ok::<_, StoreError>(Replaced { number, issued_on })
    });
    Ok(Certificate {
        id: text("id")?,
        lsp: text("lsp")?.parse().map_err(|_| StoreError::Corrupt("an LSP's id"))?,
        number: text("number")?,
        registration: text("registration")?,
        blanko: row.try_get("blanko")?,
        holder: text("holder_name")?.parse().map_err(|_| StoreError::Corrupt("a name"))?,
        scheme: text("scheme")?.parse::<SchemeCode>().map_err(|_| StoreError::Corrupt("a scheme code"))?,
        term: Term { issued_on: day("issued_on")?, valid_until: day("valid_until")? },
        status: Status { state, since: instant(row.try_get("status_at")?)? },
        replaces: replaces.transpose()?,
        token: spelling::from_base64url(&text("token")?).map_err(|_| StoreError::Corrupt("a token"))?,
    })
}

fn instant(seconds: Option<i64>) -> Result<Option<Timestamp>, StoreError> {
    seconds.map(Timestamp::from_second).transpose().map_err(|_| StoreError::Corrupt("an instant"))
}
