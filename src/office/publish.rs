//! What verifiers fetch, kept up to date: status lists are signed anew when they say something else, the
//! trust list and the honoured lists are handed out as they were signed.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;
use tokio::sync::watch;

use super::clock::Pace;
use super::lists::{Sources, renew, status_key};
use super::{Office, trust};
use crate::domain::issuer::LspId;
use crate::domain::term::in_jakarta;
use crate::seal::honoured::HonouredList;
use crate::seal::key_files;
use crate::seal::keys::{KeyUse, Kid, PrivateKey};
use crate::seal::trust_list::{AHEAD, KeyState, TrustList};
use crate::store::{Head, Mark, SignedList, Store, StoreError};
use crate::verify::Snapshot;

/// The setting of the seconds after which verifiers ask for a status list again.
pub const TTL: &str = "status_ttl";

/// Those seconds where nothing else is set.
const DEFAULT_TTL: u32 = 300;

/// How often it is asked for a trust list published meanwhile.
const GLANCE: Duration = Duration::from_millis(500);

/// After how many of these lists are looked at though nothing was written: some grow old.
const GLANCES: u32 = 10;

/// After a change, how long the next one is waited for: a list is signed once a second at most.
const PAUSE: Duration = Duration::from_millis(250);

/// How long before its end a trust list is complained about.
const SOON: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Status keys that sign now.
#[derive(Default)]
struct Keys {
    open: HashMap<LspId, Arc<PrivateKey>>,
    /// Keys whose private half is not to be had here, told once each.
    missing: HashSet<Kid>,
    keyless: HashSet<LspId>,
}

/// What verifiers fetch: signed lists, as bytes.
#[derive(Clone, Debug, Default)]
pub struct Published {
    /// A JWT of kind `absah-trust+jwt`.
    pub trust: Option<String>,
    pub statuses: HashMap<(LspId, u32), PublishedStatus>,
    pub honoured: HashMap<Kid, HonouredList>,
    /// Seconds that a list may be kept before it is asked for again.
    pub ttl: u32,
    /// Whether everything that can be signed here was, since the service started.
    pub ready: bool,
}

/// A status list in both its forms.
#[derive(Clone, Debug)]
pub struct PublishedStatus {
    pub jwt: String,
    pub cwt: Vec<u8>,
    /// Past this instant it is not handed out.
    pub exp: Timestamp,
}

/// Figures for a monitor, registered by whoever counts them.
pub type Figures = Arc<Mutex<Registry>>;

/// What is refreshed meanwhile, by whoever holds the other ends.
pub struct Refreshed {
    pub lists: watch::Receiver<Arc<Snapshot>>,
    pub journals: watch::Receiver<Vec<Head>>,
}

/// Publishes for as long as the service runs.
pub async fn publish(
    office: Arc<Office>,
    known: Refreshed,
    out: watch::Sender<Arc<Published>>,
    figures: Figures,
    mut pace: Pace,
) {
    let Refreshed { lists, mut journals } = known;
    let (mut keys, mut failing) = (Keys::default(), false);
    let expires = Gauge::<i64>::default();
    let help = "When the published trust list expires, in seconds since 1970; 0: none is published";
    figures.lock().unwrap_or_else(PoisonError::into_inner).register(
        "absah_trust_list_expires_timestamp_seconds",
        help,
        expires.clone(),
    );
    let (mut told, mut newest, mut signed) = (None, None, Vec::new());
    loop {
        let heads = journals.borrow_and_update().clone();
        let snapshot = Arc::clone(&lists.borrow());
        newest = office.store.newest_trust_list().await.unwrap_or(newest);
        keys.bring_up_to_date(&office, &snapshot.trust).await;
        let sources = Sources { trust: &snapshot.trust, statuses: &snapshot.statuses, heads: &heads };
        match published(&office, sources, &keys.open, &mut pace, &mut signed).await {
            Ok(published) => {
                let now = pace.now();
                if told.as_ref() != Some(&(published.trust.clone(), in_jakarta(now))) {
                    told = Some((published.trust.clone(), in_jakarta(now)));
                    expires.set(look_at_trust_list(&office, &snapshot.trust, now).await);
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
        let glances = if pace.is_holding() { 1 } else { GLANCES };
        if !something_new(&mut journals, &office.store, newest, glances).await {
            return;
        }
    }
}

/// Waits until something was written or lists have grown older; false where nobody refreshes any more.
async fn something_new(
    journals: &mut watch::Receiver<Vec<Head>>,
    store: &Store,
    newest: Option<i64>,
    glances: u32,
) -> bool {
    for _ in 0..glances {
        tokio::select! {
            changed = journals.changed() => return changed.is_ok(),
            () = tokio::time::sleep(GLANCE) => {}
        }
        // No journal tells of a trust list that was published. A database that does not answer is told of above.
        if store.newest_trust_list().await.is_ok_and(|now| now != newest) {
            return true;
        }
    }
    true
}

/// When the published trust list expires. Says once a day what a person has to do about it.
async fn look_at_trust_list(office: &Office, own: &TrustList, now: Timestamp) -> i64 {
    let published = match trust::published(office).await {
        Ok(Some(published)) => published,
        Ok(None) => return 0,
        Err(error) => {
            tracing::error!("the published trust list cannot be read: {error}");
            return 0;
        }
    };
    let expires = published.exp().unwrap_or(Timestamp::MAX);
    if office.store.newest_trust_list().await.is_ok_and(|iat| iat > Some((now + AHEAD).as_second())) {
        tracing::error!(
            "the newest trust list was signed by a clock ahead, or this clock is behind: verifiers do not believe it; \
             have the root sign another"
        );
    }
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
    office: &Office,
    sources: Sources<'_>,
    keys: &HashMap<LspId, Arc<PrivateKey>>,
    pace: &mut Pace,
    signed: &mut Vec<SignedList>,
) -> Result<Published, StoreError> {
    let store = &office.store;
    let (none, present) = (HashMap::new(), pace.present(store).await?);
    let (keys, now) = present.map_or_else(|| (&none, pace.now()), |now| (keys, now));
    let ttl = store.setting(TTL).await?.and_then(|ttl| ttl.parse().ok()).unwrap_or(DEFAULT_TTL);
    *signed = renew(store, sources, keys, ttl, now, std::mem::take(signed)).await?;
    let held = |lsp: &LspId, mark: &Mark| {
        let same = |head: &Head| head.lsp == *lsp && (head.entries, &head.hash) == (mark.entries, &mark.hash);
        sources.heads.iter().any(same)
    };
    office.mark(held).await;
    let statuses = signed.iter().map(|list| {
        let status = PublishedStatus { jwt: list.jwt.clone(), cwt: list.cwt.clone(), exp: list.exp };
        ((list.lsp.clone(), list.number), status)
    });
    let compromised = sources.trust.compromised();
    let honoured = compromised.filter_map(|(_, kid, _)| Some((kid, sources.trust.honoured(kid)?.clone())));
    let (trust, statuses, honoured) =
        (store.trust_list_until(now + AHEAD).await?, statuses.collect(), honoured.collect());
    Ok(Published { trust, statuses, honoured, ttl, ready: true })
}

impl Keys {
    /// Opens what is not open yet, and forgets what signs no more.
    async fn bring_up_to_date(&mut self, office: &Office, trust: &TrustList) {
        office.keys.forget_destroyed().await;
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
            match office.keys.open(&name).await {
                Ok(key) => drop(self.open.insert(lsp, key)),
                Err(error) => {
                    tracing::warn!(%lsp, %kid, "status lists are not signed here: {error}");
                    self.missing.insert(kid);
                }
            }
        }
    }
}
