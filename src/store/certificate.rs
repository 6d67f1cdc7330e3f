//! Certificates: stored once, found by number, printed and judged from what was stored.

use std::collections::HashMap;

use jiff::civil::Date;
use sqlx::Row as _;
use sqlx::any::AnyRow;

use super::issuer::{KEEP_VERSION, hash_of};
use super::name_posting::{self, Named};
use super::recorded::{Columns, Recorded, recorded, signed};
use super::rows::{self, Cell};
use super::{Datum, Reading, StoreError, Writing, body, statuses};
use crate::domain::certificate::{Certificate, Replaced};
use crate::domain::id::{CertificateId, EntryId, VersionHash};
use crate::domain::issuer::{Lsp, LspId};
use crate::domain::scheme::{Scheme, SchemeCode};
use crate::domain::search_key::SearchKey;
use crate::domain::status::State;
use crate::domain::term::Term;
use crate::seal::keys::Kid;
use crate::seal::records::Records;
use crate::seal::spelling;
use crate::seal::token::{Claims, StatusRef, fingerprint};

/// A certificate to be stored, signed already.
#[derive(Clone, Debug)]
pub struct NewCertificate {
    /// What [`Writing::certificate_id`] gave for its place on the status lists.
    pub id: CertificateId,
    pub entry: EntryId,
    pub generation: i64,
    pub number: String,
    pub registration: String,
    pub blanko: Option<String>,
    pub holder: String,
    pub scheme: SchemeCode,
    pub term: Term,
    pub lsp_version: VersionHash,
    pub scheme_version: VersionHash,
    pub form_version: VersionHash,
    pub photo_version: Option<VersionHash>,
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
    pub scheme_version: VersionHash,
    /// Hash of the form, whose body [`Reading::version`] gives.
    pub form_version: VersionHash,
    pub photo_version: Option<VersionHash>,
    /// The row that all of this was read from; none where there is no secret to hold it against anything.
    pub recorded: Option<Recorded>,
}

/// Everything that [`certificate`] and [`printing`] read.
const SELECT: &str = "select c.id, c.lsp, c.number, c.registration, c.blanko, c.holder_name, c.scheme, c.issued_on,
    c.valid_until, c.status, c.status_at, c.status_reason, c.superseded_by, c.token, c.photo_version, k.x, m.kid,
    m.lsp_version, m.scheme_version, m.form_version, c.entry, c.generation, c.journal_seq,
    c.status_list, c.status_index, c.stamp, p.number as before_number, p.issued_on as before_issued_on, l.body as lsp_body,
    s.body as scheme_body
    from certificate c join making m on m.id = c.making join signing_key k on k.kid = m.kid
    join version l on l.hash = m.lsp_version join version s on s.hash = m.scheme_version
    left join certificate p on p.entry = c.entry and p.generation = c.generation - 1 where ";

const COLUMNS: [&str; 22] = [
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
    "making",
    "photo_version",
    "status_list",
    "status_index",
    "status",
    "token",
    "journal_seq",
    "stamp",
];

/// What a number leads to.
#[derive(Clone, Debug)]
pub struct Numbered {
    pub certificates: Vec<Certificate>,
    /// Rows beside them that cannot be read, or are not as they were signed.
    pub altered: usize,
}

impl Numbered {
    /// The certificate of an LSP whose number this is, as it is shown.
    ///
    /// # Errors
    /// There is none, and a row that cannot be read: it may be that one.
    pub fn of(self, lsp: &LspId, number: &str) -> Result<Option<Certificate>, StoreError> {
        match self.certificates.into_iter().find(|found| found.lsp == *lsp && found.number == number) {
            None if self.altered > 0 => Err(ALTERED),
            found => Ok(found),
        }
    }
}

impl Reading {
    /// Certificates with this certificate, registration or blanko number, of any LSP; of 50 rows at most. A row that is
    /// found by a number that it does not have is none.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn by_number(&self, key: &SearchKey) -> Result<Numbered, StoreError> {
        let found =
            "c.number_key = $1 or c.registration_key = $1 or c.blanko_key = $1 order by c.lsp, c.number limit 50";
        let rows = sqlx::query(sqlx::AssertSqlSafe(format!("{SELECT}{found}")));
        let rows = rows.bind(key.as_str()).fetch_all(&self.pool).await?;
        let is_key = |number: &str| SearchKey::new(number).as_ref() == Some(key);
        let mut found = Numbered { certificates: Vec::new(), altered: 0 };
        for row in &rows {
            match certificate(row) {
                Ok(one) => {
                    let has_it =
                        is_key(&one.number) || is_key(&one.registration) || one.blanko.as_deref().is_some_and(is_key);
                    found.certificates.extend(Some(one).filter(|_| has_it));
                }
                Err(StoreError::Corrupt(_)) => found.altered += 1,
                Err(error) => return Err(error),
            }
        }
        Ok(found)
    }

    /// Certificate and registration number of a scheme's newest certificate whose row says that it is valid.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn newest_numbers(&self, lsp: &LspId, scheme: &SchemeCode) -> Result<Option<[String; 2]>, StoreError> {
        let newest = "select number, registration from certificate
                      where lsp = $1 and scheme = $2 and status = 'valid' order by issued_on desc limit 1";
        let newest = sqlx::query(newest).bind(lsp.as_str()).bind(scheme.as_str());
        let Some(row) = newest.fetch_optional(&self.pool).await? else { return Ok(None) };
        Ok(Some([row.try_get("number")?, row.try_get("registration")?]))
    }

    /// What certificates are printed with, in the order of `ids`, each with its row if there is a secret to hold it
    /// against.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]: one of them is not there.
    pub async fn printings(
        &self,
        ids: &[CertificateId],
        records: Option<&Records>,
    ) -> Result<Vec<Printing>, StoreError> {
        let mut found = HashMap::new();
        for chunk in ids.chunks(rows::PARAMETERS) {
            let sql = format!("{SELECT} c.id in {}", rows::group(0, chunk.len()));
            let query = chunk.iter().fold(sqlx::query(sqlx::AssertSqlSafe(sql)), |query, id| query.bind(id.number()));
            for row in query.fetch_all(&self.pool).await? {
                let printing = printing(&row, records)?;
                found.insert(printing.certificate.id, printing);
            }
        }
        ids.iter().map(|id| found.get(id).cloned().ok_or(StoreError::NotFound)).collect()
    }

    /// The number of a certificate, as its row has it, whatever else the row holds.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn number_of(&self, id: CertificateId) -> Result<Option<String>, StoreError> {
        let number = sqlx::query("select number from certificate where id = $1").bind(id.number());
        Ok(number.fetch_optional(&self.pool).await?.and_then(|row| row.try_get("number").ok()))
    }

    /// Whether an LSP issued this token, which names this number.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn has_issued(&self, lsp: &LspId, number: &str, token: &[u8]) -> Result<bool, StoreError> {
        let Some(key) = SearchKey::new(number) else { return Ok(false) };
        let issued = "select 1 as found from certificate where number_key = $1 and lsp = $2 and token = $3
                      union all select 1 as found from recovered where token_sha256 = $4 and lsp = $2";
        let found = sqlx::query(issued).bind(key.as_str()).bind(lsp.as_str()).bind(spelling::to_base64url(token));
        let found = found.bind(hex::encode(fingerprint(token)));
        Ok(found.fetch_optional(&self.pool).await?.is_some())
    }
}

impl Writing {
    /// Stores certificates under the journal entry that will be written next, each row with its stamp and the words of
    /// its name.
    ///
    /// # Errors
    /// [`StoreError::Duplicate`]: a number or entry that is already there; nothing may be committed then.
    pub async fn insert_certificates(
        &mut self,
        certificates: &[NewCertificate],
        records: &Records,
    ) -> Result<(), StoreError> {
        let mut makings = Vec::<(&NewCertificate, i64)>::new();
        let mut rows = Vec::with_capacity(certificates.len());
        for new in certificates {
            let known = makings.iter().find(|(known, _)| alike(known, new)).map(|(_, making)| *making);
            let making = match known {
                Some(making) => making,
                None => {
                    let making = self.making(new).await?;
                    makings.push((new, making));
                    making
                }
            };
            rows.push(self.row(new, making, records));
        }
        rows::insert(&mut self.transaction, "certificate", &COLUMNS, rows).await?;
        let lsp = self.lsp.clone();
        let named = certificates.iter().map(|new| Named {
            id: new.id.number(),
            lsp: &lsp,
            name: &new.holder,
            issued_on: new.term.issued_on,
        });
        name_posting::insert(&mut self.transaction, named).await
    }

    fn row(&self, new: &NewCertificate, making: i64, records: &Records) -> Vec<Cell> {
        let key = |number: &str| SearchKey::new(number).map(|key| key.to_string());
        let (issued_on, valid_until) = (new.term.issued_on.to_string(), new.term.valid_until.to_string());
        let (kid, token) = (new.kid.to_string(), spelling::to_base64url(&new.token));
        let status = [new.status.list, new.status.index].map(i64::from);
        let columns = Columns {
            lsp: self.lsp.as_str(),
            id: new.id.number(),
            entry: new.entry.number(),
            generation: new.generation,
            journal_seq: self.next_journal_seq(),
            number: &new.number,
            registration: &new.registration,
            blanko: new.blanko.as_deref(),
            holder: &new.holder,
            scheme: new.scheme.as_str(),
            issued_on: &issued_on,
            valid_until: &valid_until,
            photo: new.photo_version.as_ref().map(VersionHash::as_str),
            making: [&kid, new.lsp_version.as_str(), new.scheme_version.as_str(), new.form_version.as_str()],
            status,
            token: &token,
        };
        let stamp = columns.stamp(records);
        vec![
            new.id.number().into(),
            self.lsp.as_str().into(),
            new.entry.number().into(),
            new.generation.into(),
            new.number.as_str().into(),
            key(&new.number).into(),
            new.registration.as_str().into(),
            key(&new.registration).into(),
            new.blanko.clone().into(),
            new.blanko.as_deref().and_then(key).into(),
            new.holder.as_str().into(),
            new.scheme.as_str().into(),
            issued_on.into(),
            valid_until.into(),
            making.into(),
            new.photo_version.as_ref().map(|photo| photo.as_str().to_owned()).into(),
            status[0].into(),
            status[1].into(),
            State::Valid.as_str().into(),
            token.into(),
            self.next_journal_seq().into(),
            stamp.into(),
        ]
    }

    /// The row of what a certificate is made with.
    async fn making(&mut self, new: &NewCertificate) -> Result<i64, StoreError> {
        let (id, scheme) = (self.next_row()?, &new.scheme_version);
        let (kid, lsp, form) = (new.kid.to_string(), new.lsp_version.as_str(), new.form_version.as_str());
        let keep = "insert into making (id, kid, lsp_version, scheme_version, form_version) values ($1, $2, $3, $4, $5)
                    on conflict (kid, lsp_version, scheme_version, form_version) do nothing";
        let query = sqlx::query(keep).bind(id).bind(&kid).bind(lsp).bind(scheme.as_str()).bind(form);
        query.execute(&mut *self.transaction).await?;
        let find = "select id from making
                    where kid = $1 and lsp_version = $2 and scheme_version = $3 and form_version = $4";
        let query = sqlx::query_scalar(find).bind(&kid).bind(lsp).bind(scheme.as_str()).bind(form);
        Ok(query.fetch_one(&mut *self.transaction).await?)
    }

    /// Keeps a text under its hash and returns the hash.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn keep_version(&mut self, body: &str) -> Result<VersionHash, StoreError> {
        let hash = hash_of(body);
        sqlx::query(KEEP_VERSION).bind(hash.as_str()).bind(body.to_owned()).execute(&mut *self.transaction).await?;
        Ok(hash)
    }

    /// The entry and generation of a certificate, for the one that replaces it.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]: no such certificate of this LSP.
    pub async fn place_of(&mut self, id: CertificateId) -> Result<(EntryId, i64), StoreError> {
        let select = sqlx::query("select entry, generation from certificate where id = $1 and lsp = $2");
        let row = select.bind(id.number()).bind(self.lsp.as_str()).fetch_one(&mut *self.transaction).await?;
        Ok((EntryId::new(row.try_get("entry")?), row.try_get("generation")?))
    }
}

/// Whether two are made with the same particulars, scheme, form and key.
fn alike(one: &NewCertificate, other: &NewCertificate) -> bool {
    one.kid == other.kid
        && one.lsp_version == other.lsp_version
        && one.form_version == other.form_version
        && one.scheme_version == other.scheme_version
}

fn printing(row: &AnyRow, records: Option<&Records>) -> Result<Printing, StoreError> {
    let (lsp, scheme): (String, String) = (row.try_get("lsp_body")?, row.try_get("scheme_body")?);
    let photo: Option<String> = row.try_get("photo_version")?;
    let (lsp_version, scheme_version) =
        (rows::hash(row.try_get("lsp_version")?)?, rows::hash(row.try_get("scheme_version")?)?);
    if hash_of(&lsp) != lsp_version || hash_of(&scheme) != scheme_version {
        return Err(ALTERED_VERSION);
    }
    let ((certificate, signed), lsp) = (signed_certificate(row)?, body::lsp(&lsp)?);
    if Term::from_instants(signed.nbf, signed.exp, lsp.time_zone.rules()) != certificate.term {
        return Err(ALTERED);
    }
    Ok(Printing {
        certificate,
        lsp,
        scheme: body::scheme(&scheme)?,
        scheme_version,
        form_version: rows::hash(row.try_get("form_version")?)?,
        photo_version: photo.map(rows::hash).transpose()?,
        recorded: records.map(|records| recorded(row, records)).transpose()?,
    })
}

/// A row whose columns are not what its key signed.
const ALTERED: StoreError = StoreError::Corrupt(Datum::AlteredCertificate);

/// What certificates name by its hash, and another text.
pub(super) const ALTERED_VERSION: StoreError = StoreError::Corrupt(Datum::AlteredText);

/// A certificate, if its columns are what its key signed: a row alone is nobody's word.
fn certificate(row: &AnyRow) -> Result<Certificate, StoreError> {
    signed_certificate(row).map(|(certificate, _)| certificate)
}

fn signed_certificate(row: &AnyRow) -> Result<(Certificate, Claims), StoreError> {
    let certificate = unproven(row)?;
    let (kid, x): (String, String) = (row.try_get("kid")?, row.try_get("x")?);
    let claims = signed(&certificate.token, &kid, &x).ok_or(ALTERED)?;
    let same = claims.number == certificate.number
        && claims.holder == certificate.holder
        && claims.scheme_code == certificate.scheme;
    same.then_some((certificate, claims)).ok_or(ALTERED)
}

fn unproven(row: &AnyRow) -> Result<Certificate, StoreError> {
    let text = |column| row.try_get::<String, _>(column).map_err(StoreError::from);
    let day = |column| text(column)?.parse::<Date>().map_err(|_| StoreError::Corrupt(Datum::Date));
    let replaces = row.try_get::<Option<String>, _>("before_number")?.map(|number| {
        let issued_on = day("before_issued_on")?;
        Ok::<_, StoreError>(Replaced { number, issued_on })
    });
    Ok(Certificate {
        id: CertificateId::new(row.try_get("id")?),
        lsp: text("lsp")?.parse().map_err(|_| StoreError::Corrupt(Datum::LspId))?,
        number: text("number")?,
        registration: text("registration")?,
        blanko: row.try_get("blanko")?,
        holder: text("holder_name")?.parse().map_err(|_| StoreError::Corrupt(Datum::Name))?,
        scheme: text("scheme")?.parse::<SchemeCode>().map_err(|_| StoreError::Corrupt(Datum::SchemeCode))?,
        term: Term { issued_on: day("issued_on")?, valid_until: day("valid_until")? },
        status: statuses::status(row)?,
        replaces: replaces.transpose()?,
        token: spelling::from_base64url(&text("token")?).map_err(|_| StoreError::Corrupt(Datum::Token))?,
    })
}
