//! What the database trusts of LSPs: their particulars with their keys. By itself it is nobody's word.

use std::collections::{BTreeMap, BTreeSet};

use super::{Datum, KeyRow, Reading, StoreError, Taken};
use crate::domain::issuer::{LspId, Site};
use crate::domain::scheme::Scheme;
use crate::seal::keys::Kid;
use crate::seal::trust_list::{SchemePeriod, TrustList, TrustedLsp};

/// What the database trusts.
#[derive(Clone, Debug, Default)]
pub struct Declared {
    /// The LSPs that can be read.
    pub trust: TrustList,
    /// Those of which something cannot.
    pub unreadable: Vec<LspId>,
}

impl Reading {
    /// What the database trusts: every LSP with its licences, schemes and keys. What cannot be read is that LSP's matter,
    /// and told in the log.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn declared(&self) -> Result<Declared, StoreError> {
        let readable = self.readable_lsps().await?.into_iter().map(|taken| (taken.lsp.id.clone(), taken));
        let mut readable: BTreeMap<LspId, Taken> = readable.collect();
        let (keys, broken) = self.readable_keys().await?;
        let mut keys_of = BTreeMap::<LspId, Vec<KeyRow>>::new();
        for key in keys {
            keys_of.entry(key.lsp.clone()).or_default().push(key);
        }
        let (mut lsps, mut unreadable) = (Vec::new(), Vec::new());
        for id in self.lsp_ids().await? {
            let (taken, keys) = (readable.remove(&id), keys_of.remove(&id).unwrap_or_default());
            let whole = taken.filter(|_| !broken.contains(&id)).and_then(|taken| trusted(taken, keys).ok());
            if let Some(lsp) = whole {
                lsps.push(lsp);
            } else {
                tracing::error!(lsp = %id, "ALARM: what the LSP declares, or one of its keys, cannot be read; nothing of it is called valid");
                unreadable.push(id);
            }
        }
        let mut trust = TrustList::new(lsps).map_err(|_| StoreError::Corrupt(Datum::TwinKeys))?;
        let compromised: Vec<Kid> = trust.compromised().map(|(_, kid, _)| kid).collect();
        for kid in compromised {
            let honoured = match self.honoured(kid).await {
                Err(error) if error.is_of_a_row() => Vec::new(),
                list => list?,
            };
            if trust.honour(kid, &honoured).is_err() {
                tracing::error!(%kid, "ALARM: the honoured list here is not the one that the key's row names");
            }
        }
        trust.disown(self.unrecorded().await?);
        Ok(Declared { trust, unreadable })
    }

    /// One LSP as the database trusts it.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]: no LSP has this id.
    pub async fn trusted(&self, id: &LspId) -> Result<TrustedLsp, StoreError> {
        trusted(self.lsp(id).await?, self.keys(Some(id)).await?)
    }

    /// What is trusted of LSPs that were read already, to be vouched for: all of it, or nothing.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn trust_of(&self, lsps: Vec<Taken>) -> Result<TrustList, StoreError> {
        let mut keys = self.keys(None).await?;
        let mut all = Vec::with_capacity(lsps.len());
        for taken in lsps {
            let (own, others) = keys.into_iter().partition(|key| key.lsp == taken.lsp.id);
            keys = others;
            all.push(trusted(taken, own)?);
        }
        TrustList::new(all).map_err(|_| StoreError::Corrupt(Datum::TwinKeys))
    }

    /// The keys that can be read, and the LSPs of which one cannot.
    async fn readable_keys(&self) -> Result<(Vec<KeyRow>, BTreeSet<LspId>), StoreError> {
        match self.keys(None).await {
            Err(error) if error.is_of_a_row() => {}
            keys => return Ok((keys?, BTreeSet::new())),
        }
        let (mut readable, mut broken) = (Vec::new(), BTreeSet::new());
        for id in self.lsp_ids().await? {
            match self.keys(Some(&id)).await {
                Err(error) if error.is_of_a_row() => {
                    broken.insert(id);
                }
                keys => readable.extend(keys?),
            }
        }
        Ok((readable, broken))
    }
}

fn trusted(taken: Taken, keys: Vec<KeyRow>) -> Result<TrustedLsp, StoreError> {
    let Taken { lsp, former_sites, .. } = taken;
    let period = |scheme: Scheme| SchemePeriod { code: scheme.code, from: scheme.from, until: scheme.until };
    let former = former_sites.iter().filter(|site| **site != lsp.site.to_string());
    let former = former.map(|site| site.parse().map_err(|_| StoreError::Corrupt(Datum::Site)));
    Ok(TrustedLsp {
        former_sites: former.collect::<Result<Vec<Site>, _>>()?,
        id: lsp.id,
        name_id: lsp.name_id,
        name_en: lsp.name_en,
        site: lsp.site,
        time_zone: lsp.time_zone,
        licences: lsp.licences,
        schemes: lsp.schemes.into_iter().map(period).collect(),
        lists: String::new(),
        keys: keys.into_iter().map(|key| key.trusted).collect(),
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use serde_json::json;

    use super::*;
    use crate::domain::fixtures;
    use crate::seal::keys::{KeyUse, PrivateKey};
    use crate::seal::trust_list::{KeyState, TrustedKey};
    use crate::store::Store;

    /// Two LSPs, each with a key.
    async fn store() -> (Store, [LspId; 2]) {
        let store = Store::in_memory().await;
        let lsps = ["klining", "pengemudi"].map(|id| {
            let scheme = json!({
                "code": "CS-01", "field_id": "", "field_en": "", "title_id": "", "title_en": "", "kind": "okupasi",
                "kkni_level": 2, "kbli": "81210", "kbji": "9112", "validity_years": 3, "units": [],
            });
            fixtures::lsp(&json!({
                "id": id, "name_id": id, "name_en": id, "kind": "P3", "site": "https://cek.lsp.example",
                "time_zone": "Asia/Jakarta", "city": "Tangerang", "licence_serial": "9901",
                "licences": [{ "number": "BNSP-LSP-9901-ID", "from": "2015-01-01", "until": "2030-12-31" }],
                "registration_letters": "KLN", "signatory": "", "signatory_title_id": "", "signatory_title_en": "",
                "certification_manager": "", "schemes": [scheme],
            }))
        });
        for (seed, lsp) in (1..).zip(&lsps) {
            let kept = store.keep_lsp(lsp, "{}", |_, _| Ok::<_, StoreError>(()));
            let mut writing = kept.await.expect("kept");
            let (public, key_use) = (PrivateKey::from_seed(&[seed; 32]).public(), KeyUse::Certificate);
            let key = TrustedKey { public, key_use, state: KeyState::Active, from: date(2020, 1, 1), until: None };
            writing.insert_key(&key).await.expect("a key");
            writing.commit().await.expect("committed");
        }
        (store, lsps.map(|lsp| lsp.id))
    }

    #[tokio::test]
    async fn what_cannot_be_read_of_one_lsp_is_that_ones_matter() {
        for spoils in [
            "update signing_key set x = 'x' where lsp = (select min(id) from lsp)",
            "update signing_key set x = (select max(s.x) from signing_key s where s.lsp <> signing_key.lsp)
             where lsp = (select min(id) from lsp)",
            "update signing_key set state = 'better' where lsp = (select min(id) from lsp)",
            "update lsp set version = form where id = (select min(id) from lsp)",
            "insert into former_site (lsp, site) select min(id), 'no site' from lsp",
            "update scheme set version = (select form from lsp where id = scheme.lsp) where lsp = (select min(id) from lsp)",
        ] {
            let (store, mut lsps) = store().await;
            lsps.sort();
            assert!(store.write_past(spoils).await > 0, "{spoils}");
            let Declared { trust, unreadable } = store.declared().await.expect("the other");
            let readable: Vec<_> = trust.lsps().iter().map(|lsp| (lsp.id.clone(), lsp.keys.len())).collect();
            assert_eq!((readable, unreadable), (vec![(lsps[1].clone(), 1)], vec![lsps[0].clone()]), "{spoils}");
            assert!(store.trusted(&lsps[0]).await.is_err(), "{spoils}");
            assert_eq!(store.trusted(&lsps[1]).await.expect("the other").id, lsps[1], "{spoils}");
        }
    }
}
