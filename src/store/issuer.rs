//! LSPs, their schemes and forms, and what the database trusts of them.

use jiff::civil::Date;
use sha2::{Digest, Sha256};
use sqlx::Row as _;

use super::journal::BEGINNING;
use super::{KeyRow, Store, StoreError, Writing};
use crate::domain::issuer::{Lsp, LspId, Site};
use crate::domain::scheme::Scheme;
use crate::seal::keys::Kid;
use crate::seal::spelling::hex;
use crate::seal::trust_list::{SchemePeriod, TrustList, TrustedLsp};

/// An LSP as the database holds it now, and the hashes of what a certificate of today is made with.
#[derive(Clone, Debug)]
pub struct Taken {
    pub lsp: Lsp,
    /// Hash of the LSP's particulars, schemes left out.
    pub version: String,
    pub form_version: String,
}

/// The text of a scheme that certificates name by its hash.
pub(super) fn scheme_text(scheme: &Scheme) -> String {
    serde_json::json!(scheme).to_string()
}

/// The hash that a text is kept under in `version`.
pub(super) fn hash_of(body: &str) -> String {
    hex(&Sha256::digest(body.as_bytes()))
}

impl Store {
    /// Adds an LSP with its schemes and form, or brings them up to date; what certificates were printed
    /// with stays. Nothing is kept before the returned transaction, which holds the LSP's lock, is
    /// committed.
    ///
    /// # Errors
    /// [`StoreError::Disowned`]: a certificate would no longer be trusted or its days would move.
    pub async fn keep_lsp(&self, lsp: &Lsp, form: &str) -> Result<Writing, StoreError> {
        let mut transaction = self.pool.begin().await?;
        let particulars = serde_json::json!(Lsp { schemes: Vec::new(), ..lsp.clone() }).to_string();
        let schemes: Vec<String> = lsp.schemes.iter().map(scheme_text).collect();
        let keep = "insert into version (hash, body) values ($1, $2) on conflict (hash) do nothing";
        for body in schemes.iter().map(String::as_str).chain([particulars.as_str(), form]) {
            sqlx::query(keep).bind(hash_of(body)).bind(body.to_owned()).execute(&mut *transaction).await?;
        }
        let add = "insert into lsp (id, version, form) values ($1, $2, $3) on conflict (id) do nothing";
        let query = sqlx::query(add).bind(lsp.id.as_str()).bind(hash_of(&particulars)).bind(hash_of(form));
        query.execute(&mut *transaction).await?;
        let add = "insert into lsp_head (lsp, revision, journal_seq, journal_hash, status_next)
                   values ($1, 0, 0, $2, 0) on conflict (lsp) do nothing";
        sqlx::query(add).bind(lsp.id.as_str()).bind(BEGINNING).execute(&mut *transaction).await?;
        let mut writing = Writing::lock(transaction, &lsp.id).await?;
        writing.disowns_nothing(lsp).await?;
        writing.keep_former_site(lsp).await?;
        let update = "update lsp set version = $2, form = $3 where id = $1";
        let query = sqlx::query(update).bind(lsp.id.as_str()).bind(hash_of(&particulars)).bind(hash_of(form));
        query.execute(&mut *writing.transaction).await?;
        for (scheme, body) in lsp.schemes.iter().zip(&schemes) {
            let keep = "insert into scheme (lsp, code, version) values ($1, $2, $3)
                        on conflict (lsp, code) do update set version = $3";
            let query = sqlx::query(keep).bind(lsp.id.as_str()).bind(scheme.code.as_str()).bind(hash_of(body));
            query.execute(&mut *writing.transaction).await?;
        }
        Ok(writing)
    }

    /// Every LSP, by id.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn lsps(&self) -> Result<Vec<Taken>, StoreError> {
        let all = "select l.version, l.form, v.body from lsp l join version v on v.hash = l.version order by l.id";
        let rows = sqlx::query(all).fetch_all(&self.pool).await?;
        let mut found = Vec::new();
        for row in rows {
            let body: String = row.try_get("body")?;
            let mut lsp: Lsp = serde_json::from_str(&body).map_err(|_| StoreError::Corrupt("an LSP"))?;
            lsp.schemes = self.schemes(&lsp.id).await?;
            found.push(Taken { lsp, version: row.try_get("version")?, form_version: row.try_get("form")? });
        }
        Ok(found)
    }

    /// One LSP.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]: no LSP has this id.
    pub async fn lsp(&self, id: &LspId) -> Result<Taken, StoreError> {
        self.lsps().await?.into_iter().find(|taken| taken.lsp.id == *id).ok_or(StoreError::NotFound)
    }

    async fn schemes(&self, lsp: &LspId) -> Result<Vec<Scheme>, StoreError> {
        let all = "select v.body from scheme s join version v on v.hash = s.version where s.lsp = $1 order by s.code";
        let bodies: Vec<String> = sqlx::query_scalar(all).bind(lsp.as_str()).fetch_all(&self.pool).await?;
        bodies.iter().map(|body| serde_json::from_str(body).map_err(|_| StoreError::Corrupt("a scheme"))).collect()
    }

    /// The body kept under a hash: a form, a scheme, an LSP's particulars, a photo.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]: nothing is kept under it.
    pub async fn version(&self, hash: &str) -> Result<String, StoreError> {
        Ok(sqlx::query_scalar("select body from version where hash = $1").bind(hash).fetch_one(&self.pool).await?)
    }

    /// What the database trusts: every LSP with its licences, schemes and keys.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn trust(&self) -> Result<TrustList, StoreError> {
        let mut keys = self.keys(None).await?;
        let mut lsps = Vec::new();
        for Taken { lsp, .. } in self.lsps().await? {
            let (own, others) = keys.into_iter().partition(|key| key.lsp == lsp.id);
            keys = others;
            let former_sites = self.former_sites(&lsp).await?;
            lsps.push(trusted(lsp, former_sites, own));
        }
        let mut trust = TrustList::new(lsps).map_err(|_| StoreError::Corrupt("two keys of one kid"))?;
        let compromised: Vec<Kid> = trust.compromised().map(|(_, kid, _)| kid).collect();
        for kid in compromised {
            let list = self.honoured(kid).await?;
            trust.honour(kid, &list).map_err(|_| StoreError::Corrupt("an honoured list"))?;
        }
        trust.disown(self.unrecorded().await?);
        Ok(trust)
    }

    async fn former_sites(&self, lsp: &Lsp) -> Result<Vec<Site>, StoreError> {
        let all = sqlx::query_scalar("select site from former_site where lsp = $1 order by site");
        let sites: Vec<String> = all.bind(lsp.id.as_str()).fetch_all(&self.pool).await?;
        let sites = sites.iter().filter(|site| **site != lsp.site.to_string());
        sites.map(|site| site.parse().map_err(|_| StoreError::Corrupt("a site"))).collect()
    }
}

impl Writing {
    /// Refuses particulars under which a certificate of the LSP would be judged otherwise: a licence or
    /// scheme taken away from its day of issue, or another time zone.
    async fn disowns_nothing(&mut self, lsp: &Lsp) -> Result<(), StoreError> {
        let issued = "select distinct c.scheme, c.issued_on, v.body from certificate c
                      join lsp l on l.id = c.lsp join version v on v.hash = l.version where c.lsp = $1";
        for row in sqlx::query(issued).bind(lsp.id.as_str()).fetch_all(&mut *self.transaction).await? {
            let (scheme, day, body): (String, String, String) =
                (row.try_get("scheme")?, row.try_get("issued_on")?, row.try_get("body")?);
            let now: Lsp = serde_json::from_str(&body).map_err(|_| StoreError::Corrupt("an LSP"))?;
            let issued_on: Date = day.parse().map_err(|_| StoreError::Corrupt("a date"))?;
            let disowned =
                |why: &str| Err(StoreError::Disowned { scheme: scheme.clone(), issued_on, why: why.to_owned() });
            if now.time_zone != lsp.time_zone {
                return disowned("a time zone cannot change once certificates are issued");
            }
            if lsp.licence_on(issued_on).is_none() {
                return disowned("no licence would cover them any more; licences are added or ended, never taken back");
            }
            if lsp.schemes.iter().any(|own| own.code.as_str() == scheme && !own.covers(issued_on)) {
                return disowned("the scheme would not have been open; end it with a later day");
            }
        }
        Ok(())
    }

    /// Remembers the site that certificates were printed with until now: their QRs lead there for ever.
    async fn keep_former_site(&mut self, lsp: &Lsp) -> Result<(), StoreError> {
        let now = "select v.body from lsp l join version v on v.hash = l.version where l.id = $1";
        let now: String = sqlx::query_scalar(now).bind(lsp.id.as_str()).fetch_one(&mut *self.transaction).await?;
        let now: Lsp = serde_json::from_str(&now).map_err(|_| StoreError::Corrupt("an LSP"))?;
        if now.site != lsp.site {
            let keep = "insert into former_site (lsp, site) values ($1, $2) on conflict (lsp, site) do nothing";
            let query = sqlx::query(keep).bind(lsp.id.as_str()).bind(now.site.to_string());
            query.execute(&mut *self.transaction).await?;
        }
        Ok(())
    }
}

fn trusted(lsp: Lsp, former_sites: Vec<Site>, keys: Vec<KeyRow>) -> TrustedLsp {
    let period = |scheme: Scheme| SchemePeriod { code: scheme.code, from: scheme.from, until: scheme.until };
    TrustedLsp {
        id: lsp.id,
        name_id: lsp.name_id,
        name_en: lsp.name_en,
        site: lsp.site,
        former_sites,
        time_zone: lsp.time_zone,
        licences: lsp.licences,
        schemes: lsp.schemes.into_iter().map(period).collect(),
        lists: String::new(),
        keys: keys.into_iter().map(|key| key.trusted).collect(),
    }
}
