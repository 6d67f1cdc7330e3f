//! LSPs, their schemes and forms.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;
use sha2::{Digest, Sha256};
use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, Row as _};

use super::certificate::ALTERED_VERSION;
use super::journal::BEGINNING;
use super::{Datum, Reading, Store, StoreError, Writing, body, rows};
use crate::domain::id::VersionHash;
use crate::domain::issuer::{Lsp, LspId};
use crate::domain::scheme::{Scheme, SchemeCode};

/// An LSP as the database holds it now, and the hashes of what a certificate of today is made with.
#[derive(Clone, Debug)]
pub struct Taken {
    pub lsp: Lsp,
    /// Hash of the LSP's particulars, schemes left out.
    pub version: VersionHash,
    pub form_version: VersionHash,
    /// Hash of each scheme, as the database holds it.
    scheme_versions: BTreeMap<SchemeCode, VersionHash>,
    /// Sites that certificates were printed with before.
    pub(super) former_sites: BTreeSet<String>,
}

/// What an LSP's rows point to: by themselves they are nobody's word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pointers {
    pub version: VersionHash,
    pub form: VersionHash,
    pub schemes: BTreeMap<SchemeCode, VersionHash>,
    pub former_sites: BTreeSet<String>,
}

impl Taken {
    /// The hash of one of its schemes.
    #[must_use]
    pub fn scheme_version(&self, code: &SchemeCode) -> Option<&VersionHash> {
        self.scheme_versions.get(code)
    }

    /// What its rows pointed to when they were read.
    #[must_use]
    pub fn pointers(&self) -> Pointers {
        Pointers {
            version: self.version.clone(),
            form: self.form_version.clone(),
            schemes: self.scheme_versions.clone(),
            former_sites: self.former_sites.clone(),
        }
    }
}

const LSP: &str = "select l.version, l.form, v.body from lsp l join version v on v.hash = l.version";

/// The particulars that an LSP has now.
const NOW: &str = "select v.body from lsp l join version v on v.hash = l.version where l.id = $1";

/// Keeps a text under its hash, also in place of another that somebody wrote there.
pub(super) const KEEP_VERSION: &str = "insert into version (hash, body) values ($1, $2)
    on conflict (hash) do update set body = $2 where version.body <> $2";

/// The hash that a text is kept under in `version`.
pub(super) fn hash_of(body: &str) -> VersionHash {
    VersionHash::new(Sha256::digest(body.as_bytes()).into())
}

/// What stands against new particulars of an LSP: those of before, and what was issued under them.
#[derive(Clone, Debug)]
pub struct Issued {
    pub before: Lsp,
    /// Every scheme and day of issue of a certificate.
    pub terms: Vec<(SchemeCode, Date)>,
}

impl Store {
    /// Adds an LSP with its schemes and form, or brings them up to date if `allowed` says so of what was issued and of
    /// what the rows point to; what certificates were printed with stays. Nothing is kept before the returned transaction, which holds the LSP's lock, is committed.
    ///
    /// # Errors
    /// Not allowed, or the database does not answer.
    pub async fn keep_lsp<E: From<StoreError>>(
        &self,
        lsp: &Lsp,
        form: &str,
        allowed: impl FnOnce(&Issued, &Pointers) -> Result<(), E>,
    ) -> Result<Writing, E> {
        let particulars = body::lsp_text(&Lsp { schemes: Vec::new(), ..lsp.clone() });
        let mut writing = self.lock_lsp(lsp, &particulars, form).await?;
        allowed(&writing.issued().await?, &writing.pointers().await?)?;
        writing.update_lsp(lsp, &particulars, form).await?;
        Ok(writing)
    }

    /// Takes the lock of an LSP, adding the LSP where there is none.
    async fn lock_lsp(&self, lsp: &Lsp, particulars: &str, form: &str) -> Result<Writing, StoreError> {
        let turn = self.turns.of(&lsp.id).await?;
        let mut transaction = self.pool.begin().await?;
        for body in [particulars, form] {
            let query = sqlx::query(KEEP_VERSION).bind(hash_of(body).as_str().to_owned()).bind(body.to_owned());
            query.execute(&mut *transaction).await?;
        }
        let add = "insert into lsp (id, version, form) values ($1, $2, $3) on conflict (id) do nothing";
        let query = sqlx::query(add).bind(lsp.id.as_str()).bind(hash_of(particulars).as_str().to_owned());
        query.bind(hash_of(form).as_str().to_owned()).execute(&mut *transaction).await?;
        let add = "insert into lsp_head (lsp, revision, journal_seq, journal_hash, status_next, place)
                   select $1, 0, 0, $2, 0, coalesce(max(place), 0) + 1 from lsp_head where true
                   on conflict (lsp) do nothing";
        sqlx::query(add).bind(lsp.id.as_str()).bind(BEGINNING).execute(&mut *transaction).await?;
        Writing::lock(transaction, &lsp.id, turn).await
    }
}

impl Reading {
    /// The id of every LSP; a row whose id is none is passed over, and told in the log.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn lsp_ids(&self) -> Result<Vec<LspId>, StoreError> {
        let ids = sqlx::query("select id from lsp order by id").fetch_all(&self.pool).await?;
        let read = |row: &AnyRow| row.try_get::<String, _>("id").ok()?.parse().ok();
        let known: Vec<LspId> = ids.iter().filter_map(read).collect();
        if known.len() < ids.len() {
            tracing::error!(rows = ids.len() - known.len(), "ALARM: rows of LSPs have ids that are none");
        }
        Ok(known)
    }

    /// Every LSP that can be read, by id.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn readable_lsps(&self) -> Result<Vec<Taken>, StoreError> {
        let all = format!("{LSP} order by l.id");
        let mut found = Vec::new();
        for row in &sqlx::query(AssertSqlSafe(all)).fetch_all(&self.pool).await? {
            match self.taken(row).await {
                Err(error) if error.is_of_a_row() => {}
                taken => found.push(taken?),
            }
        }
        Ok(found)
    }

    /// Every LSP, by id.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn lsps(&self) -> Result<Vec<Taken>, StoreError> {
        let all = format!("{LSP} order by l.id");
        let rows = sqlx::query(AssertSqlSafe(all)).fetch_all(&self.pool).await?;
        let mut found = Vec::with_capacity(rows.len());
        for row in &rows {
            found.push(self.taken(row).await?);
        }
        Ok(found)
    }

    /// One LSP.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]: no LSP has this id.
    pub async fn lsp(&self, id: &LspId) -> Result<Taken, StoreError> {
        let one = sqlx::query(AssertSqlSafe(format!("{LSP} where l.id = $1")));
        self.taken(&one.bind(id.as_str()).fetch_one(&self.pool).await?).await
    }

    async fn taken(&self, row: &AnyRow) -> Result<Taken, StoreError> {
        let text: String = row.try_get("body")?;
        let (version, form_version) = (rows::hash(row.try_get("version")?)?, rows::hash(row.try_get("form")?)?);
        if hash_of(&text) != version {
            return Err(ALTERED_VERSION);
        }
        let mut lsp = particulars(text)?;
        let mut scheme_versions = BTreeMap::new();
        for (scheme, version) in self.schemes(&lsp.id).await? {
            scheme_versions.insert(scheme.code.clone(), version);
            lsp.schemes.push(scheme);
        }
        let sites = sqlx::query_scalar("select site from former_site where lsp = $1").bind(lsp.id.as_str());
        let former_sites: Vec<String> = sites.fetch_all(&self.pool).await?;
        let former_sites = former_sites.into_iter().collect();
        Ok(Taken { lsp, version, form_version, scheme_versions, former_sites })
    }

    async fn schemes(&self, lsp: &LspId) -> Result<Vec<(Scheme, VersionHash)>, StoreError> {
        let all = "select v.hash, v.body from scheme s join version v on v.hash = s.version
                   where s.lsp = $1 order by s.code";
        let rows = sqlx::query(all).bind(lsp.as_str()).fetch_all(&self.pool).await?;
        let read = |row: &AnyRow| {
            let (hash, text) = (rows::hash(row.try_get("hash")?)?, row.try_get::<String, _>("body")?);
            if hash_of(&text) != hash {
                return Err(ALTERED_VERSION);
            }
            Ok((body::scheme(&text)?, hash))
        };
        rows.iter().map(read).collect()
    }

    /// The body kept under a hash: a form, a scheme, an LSP's particulars, a photo.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]: nothing is kept under it; [`StoreError::Corrupt`]: something else is.
    pub async fn version(&self, hash: &VersionHash) -> Result<String, StoreError> {
        let body = sqlx::query_scalar::<_, String>("select body from version where hash = $1").bind(hash.as_str());
        let body = body.fetch_one(&self.pool).await?;
        if hash_of(&body) == *hash { Ok(body) } else { Err(ALTERED_VERSION) }
    }

    /// The bodies kept under some hashes; one that is gone, or is another, is left out.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn versions(&self, hashes: &[VersionHash]) -> Result<HashMap<VersionHash, String>, StoreError> {
        let mut found = HashMap::new();
        for chunk in hashes.chunks(rows::PARAMETERS) {
            let sql = format!("select body from version where hash in {}", rows::group(0, chunk.len()));
            let query = chunk.iter().fold(sqlx::query(AssertSqlSafe(sql)), |query, hash| query.bind(hash.as_str()));
            for row in query.fetch_all(&self.pool).await? {
                let Ok(body) = row.try_get::<String, _>("body") else { continue };
                found.insert(hash_of(&body), body);
            }
        }
        Ok(found)
    }
}

impl Writing {
    async fn issued(&mut self) -> Result<Issued, StoreError> {
        let before =
            particulars(sqlx::query_scalar(NOW).bind(self.lsp.as_str()).fetch_one(&mut *self.transaction).await?)?;
        let terms = sqlx::query("select distinct scheme, issued_on from certificate where lsp = $1");
        let read = |row: &AnyRow| {
            let (scheme, day): (String, String) = (row.try_get("scheme")?, row.try_get("issued_on")?);
            let scheme = scheme.parse().map_err(|_| StoreError::Corrupt(Datum::SchemeCode))?;
            Ok::<_, StoreError>((scheme, day.parse().map_err(|_| StoreError::Corrupt(Datum::Date))?))
        };
        let terms = terms.bind(self.lsp.as_str()).fetch_all(&mut *self.transaction).await?;
        Ok(Issued { before, terms: terms.iter().map(read).collect::<Result<_, _>>()? })
    }

    async fn update_lsp(&mut self, lsp: &Lsp, particulars: &str, form: &str) -> Result<(), StoreError> {
        self.keep_former_site(lsp).await?;
        let (version, form) = (hash_of(particulars), hash_of(form));
        let update = "update lsp set version = $2, form = $3 where id = $1";
        let query = sqlx::query(update).bind(lsp.id.as_str()).bind(version.as_str()).bind(form.as_str());
        query.execute(&mut *self.transaction).await?;
        for scheme in &lsp.schemes {
            let version = self.keep_version(&body::scheme_text(scheme)).await?;
            let keep = "insert into scheme (lsp, code, version) values ($1, $2, $3)
                        on conflict (lsp, code) do update set version = $3";
            let query = sqlx::query(keep).bind(lsp.id.as_str()).bind(scheme.code.as_str()).bind(version.as_str());
            query.execute(&mut *self.transaction).await?;
        }
        self.trust_changed = true;
        Ok(())
    }

    /// What the LSP's rows point to, as this transaction leaves them.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn pointers(&mut self) -> Result<Pointers, StoreError> {
        let now = sqlx::query("select version, form from lsp where id = $1").bind(self.lsp.as_str());
        let now = now.fetch_one(&mut *self.transaction).await?;
        let schemes = sqlx::query("select code, version from scheme where lsp = $1").bind(self.lsp.as_str());
        let mut pointers = Pointers {
            version: rows::hash(now.try_get("version")?)?,
            form: rows::hash(now.try_get("form")?)?,
            schemes: BTreeMap::new(),
            former_sites: BTreeSet::new(),
        };
        for row in schemes.fetch_all(&mut *self.transaction).await? {
            let code: String = row.try_get("code")?;
            let code = code.parse().map_err(|_| StoreError::Corrupt(Datum::SchemeCode))?;
            pointers.schemes.insert(code, rows::hash(row.try_get("version")?)?);
        }
        let sites = sqlx::query_scalar::<_, String>("select site from former_site where lsp = $1");
        pointers.former_sites.extend(sites.bind(self.lsp.as_str()).fetch_all(&mut *self.transaction).await?);
        Ok(pointers)
    }

    /// Puts what the LSP's rows point to back to what the journal tells. False where one of the texts is gone.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn put_back_pointers(&mut self, told: &Pointers) -> Result<bool, StoreError> {
        for hash in [&told.version, &told.form].into_iter().chain(told.schemes.values()) {
            let kept = sqlx::query_scalar::<_, String>("select body from version where hash = $1").bind(hash.as_str());
            let kept = kept.fetch_optional(&mut *self.transaction).await?;
            if kept.is_none_or(|body| hash_of(&body) != *hash) {
                return Ok(false);
            }
        }
        let lsp = self.lsp.as_str();
        let put = "update lsp set version = $2, form = $3 where id = $1";
        let query = sqlx::query(put).bind(lsp).bind(told.version.as_str()).bind(told.form.as_str());
        query.execute(&mut *self.transaction).await?;
        for table in ["delete from scheme where lsp = $1", "delete from former_site where lsp = $1"] {
            sqlx::query(table).bind(lsp).execute(&mut *self.transaction).await?;
        }
        for (code, version) in &told.schemes {
            let put = "insert into scheme (lsp, code, version) values ($1, $2, $3)";
            let query = sqlx::query(put).bind(lsp).bind(code.as_str()).bind(version.as_str());
            query.execute(&mut *self.transaction).await?;
        }
        for site in &told.former_sites {
            let put = sqlx::query("insert into former_site (lsp, site) values ($1, $2)").bind(lsp).bind(site);
            put.execute(&mut *self.transaction).await?;
        }
        self.trust_changed = true;
        Ok(true)
    }

    /// Remembers the site that certificates were printed with until now: their QRs lead there for ever.
    async fn keep_former_site(&mut self, lsp: &Lsp) -> Result<(), StoreError> {
        let now = particulars(sqlx::query_scalar(NOW).bind(lsp.id.as_str()).fetch_one(&mut *self.transaction).await?)?;
        if now.site != lsp.site {
            let keep = "insert into former_site (lsp, site) values ($1, $2) on conflict (lsp, site) do nothing";
            let query = sqlx::query(keep).bind(lsp.id.as_str()).bind(now.site.to_string());
            query.execute(&mut *self.transaction).await?;
        }
        Ok(())
    }
}

/// Reads an LSP's particulars as they are kept.
fn particulars(body: String) -> Result<Lsp, StoreError> {
    body::lsp(&body)
}
