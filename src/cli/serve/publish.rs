//! What verifiers fetch, kept up to date: status lists are signed anew when they say something else, the
//! trust list and the honoured lists are handed out as they were signed.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use prometheus_client::metrics::gauge::Gauge;
use tokio::sync::watch;

use super::Clock;
use crate::cli::place::Place;
use crate::cli::trust;
use crate::domain::issuer::LspId;
use crate::domain::term::in_jakarta;
use crate::office::lists::{renew, status_key};
use crate::seal::key_files;
use crate::seal::keys::{KeyUse, Kid, PrivateKey};
use crate::seal::trust_list::{KeyState, TrustList};
use crate::store::{Head, StoreError};
use crate::verify::Snapshot;
use crate::web::{Figures, Published, PublishedStatus};

/// The setting of the seconds after which verifiers ask for a status list again.
pub(in crate::cli) const TTL: &str = "status_ttl";

/// Those seconds where nothing else is set.
const DEFAULT_TTL: u32 = 300;

/// How often lists are looked at when nothing was written: some grow old.
const LOOK: Duration = Duration::from_secs(5);

/// After a change, how long the next one is waited for: a list is signed once a second at most.
const PAUSE: Duration = Duration::from_millis(250);

/// How long before its end a trust list is complained about.
const SOON: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Status keys of this process; opening one takes 0.1 to 0.3 s, so each is opened once.
#[derive(Default)]
struct Keys {
    open: HashMap<LspId, PrivateKey>,
    /// Keys whose private half is not to be had here, told once each.
    missing: HashSet<Kid>,
    keyless: HashSet<LspId>,
}

/// Publishes for as long as the service runs.
pub(super) async fn publish(
    place: Arc<Place>,
    (lists, mut journals): (watch::Receiver<Arc<Snapshot>>, watch::Receiver<Vec<Head>>),
    out: watch::Sender<Arc<Published>>,
    figures: Figures,
    clock: Clock,
) {
    let (mut keys, mut failing) = (Keys::default(), false);
    let expires = Gauge::<i64>::default();
    let help = "When the published trust list expires, in seconds since 1970; 0: none is published";
    figures.lock().unwrap_or_else(PoisonError::into_inner).register(
        "absah_trust_list_expires_timestamp_seconds",
        help,
        expires.clone(),
    );
    let mut told = None;
    loop {
        let heads = journals.borrow_and_update().clone();
        let snapshot = Arc::clone(&lists.borrow());
        keys = match tokio::task::spawn_blocking({
            let (place, snapshot) = (Arc::clone(&place), Arc::clone(&snapshot));
            move || keys.brought_up_to_date(&place, &snapshot.trust)
        })
        .await
        {
            Ok(keys) => keys,
            Err(_) => return tracing::error!("opening status keys failed; no lists are signed any more"),
        };
        match published(&place, (&snapshot, &heads), &keys.open, clock()).await {
            Ok(published) => {
                let now = clock();
                if told.as_ref() != Some(&(published.trust.clone(), in_jakarta(now))) {
                    told = Some((published.trust.clone(), in_jakarta(now)));
                    expires.set(look_at_trust_list(&place, &snapshot.trust, now).await);
                }
                out.send_replace(Arc::new(published));
                failing = false;
            }
            Err(error) if !failing => {
                tracing::error!(%error, "the lists for verifiers could not be published");
                failing = true;
            }
            Err(_) => {}
        }
        tokio::time::sleep(PAUSE).await;
        tokio::select! {
            changed = journals.changed() => if changed.is_err() { return },
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}

/// When the published trust list expires. Says once a day what a person has to do about it.
async fn look_at_trust_list(place: &Place, own: &TrustList, now: Timestamp) -> i64 {
    let published = match trust::published(place).await {
        Ok(Some(published)) => published,
        Ok(None) => return 0,
        Err(error) => {
            tracing::error!("the published trust list cannot be read: {error:#}");
            return 0;
        }
    };
    let expires = published.exp().unwrap_or(Timestamp::MAX);
    if expires < now + SOON {
        tracing::warn!(%expires, "the published trust list expires; have the root sign another: docs/keys.md");
    }
    let keys = own.lsps().iter().flat_map(|lsp| lsp.keys.iter().map(move |key| (lsp, key)));
    for (lsp, key) in keys.filter(|(_, key)| key.state == KeyState::Active && !trust::names(&published, key)) {
        let kid = key.public.kid();
        tracing::warn!(lsp = %lsp.id, %kid, "a key waits for the root: docs/keys.md");
    }
    expires.as_second()
}

async fn published(
    place: &Place,
    (snapshot, heads): (&Snapshot, &[Head]),
    keys: &HashMap<LspId, PrivateKey>,
    now: Timestamp,
) -> Result<Published, StoreError> {
    let store = &place.store;
    let ttl = store.setting(TTL).await?.and_then(|ttl| ttl.parse().ok()).unwrap_or(DEFAULT_TTL);
    let signed = renew(store, (&snapshot.trust, &snapshot.statuses, heads), keys, (now, ttl)).await?;
    let statuses = signed.into_iter().map(|list| {
        let status = PublishedStatus { jwt: list.jwt, cwt: list.cwt, exp: list.exp };
        ((list.lsp, list.number), status)
    });
    let compromised = snapshot.trust.compromised();
    let honoured = compromised.filter_map(|(_, kid, _)| Some((kid, snapshot.trust.honoured(kid)?.clone())));
    Ok(Published { trust: store.trust_list().await?, statuses: statuses.collect(), honoured: honoured.collect(), ttl })
}

impl Keys {
    /// Opens what is not open yet, and forgets what signs no more.
    fn brought_up_to_date(mut self, place: &Place, trust: &TrustList) -> Self {
        let wanted: HashMap<LspId, Kid> =
            trust.lsps().iter().filter_map(|lsp| Some((lsp.id.clone(), status_key(lsp)?))).collect();
        self.open.retain(|lsp, key| wanted.get(lsp) == Some(&key.kid()));
        for lsp in trust.lsps().iter().filter(|lsp| !wanted.contains_key(&lsp.id)) {
            if self.keyless.insert(lsp.id.clone()) {
                tracing::warn!(lsp = %lsp.id, "no status key, so its status lists are not signed: absah keys new --use status");
            }
        }
        for (lsp, kid) in wanted {
            if self.open.contains_key(&lsp) || self.missing.contains(&kid) {
                continue;
            }
            let name = key_files::name(&lsp, KeyUse::Status, kid);
            match place.passphrase().and_then(|passphrase| Ok(place.keys.open(&name, passphrase)?)) {
                Ok(key) => drop(self.open.insert(lsp, key)),
                Err(error) => {
                    tracing::warn!(%lsp, %kid, "status lists are not signed here: {error:#}");
                    self.missing.insert(kid);
                }
            }
        }
        self
    }
}
