//! What verifiers fetch, kept up to date: status lists are signed anew when they say something else, each LSP's by
//! itself; the trust list and the honoured lists are handed out as they were signed.

mod newest;
mod signing;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;
use tokio::sync::watch;

use super::clock::Pace;
use super::{Office, trust};
use crate::domain::issuer::LspId;
use crate::domain::term::in_jakarta;
use crate::seal::honoured::HonouredList;
use crate::seal::keys::{KeyUse, Kid};
use crate::seal::trust_list::{AHEAD, KeyState, TrustList, TrustedKey, TrustedLsp};
use crate::store::{Head, Mark, Store, StoreError};
use crate::verify::Snapshot;
use signing::{Round, Signing};

/// The setting of the seconds after which verifiers ask for a status list again.
pub(super) const TTL: &str = "status_ttl";

/// Those seconds where nothing else is set.
const DEFAULT_TTL: u32 = 300;

/// Those seconds at most: whoever writes the setting would keep verifiers from asking.
const LONGEST_TTL: u32 = 3_600;

/// How often it is asked for a trust list published meanwhile.
const GLANCE: Duration = Duration::from_millis(500);

/// After how many of these lists are looked at though nothing was written: some grow old.
const GLANCES: u32 = 10;

/// After a change, how long the next one is waited for: a list is signed once a second at most.
const PAUSE: Duration = Duration::from_millis(250);

/// How long before its end a trust list is complained about.
const SOON: SignedDuration = SignedDuration::from_hours(30 * 24);

/// What verifiers fetch: signed lists, as bytes.
#[derive(Clone, Debug, Default)]
pub struct Published {
    /// A JWT of kind `absah-trust+jwt`.
    pub trust: Option<String>,
    pub statuses: HashMap<(LspId, u32), PublishedStatus>,
    pub honoured: HashMap<Kid, HonouredList>,
    /// Seconds that a list may be kept before it is asked for again.
    pub ttl: u32,
    /// Whether everything that can be signed here was, since the service started; an LSP that keeps it waiting is told
    /// of and waited for no longer.
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
    let (mut signing, mut failing) = (Signing::new(Arc::clone(&office), &figures), false);
    let expires = Gauge::<i64>::default();
    let help = "When the published trust list expires, in seconds since 1970; 0: none is published";
    figures.lock().unwrap_or_else(PoisonError::into_inner).register(
        "absah_trust_list_expires_timestamp_seconds",
        help,
        expires.clone(),
    );
    let (mut told, mut newest) = (None, None);
    loop {
        let heads = journals.borrow_and_update().clone();
        let snapshot = Arc::clone(&lists.borrow());
        newest = office.store.newest_trust_list().await.unwrap_or(newest);
        let round = Round { snapshot: Arc::clone(&snapshot), heads: heads.into() };
        match published(&office, round, &mut pace, &mut signing).await {
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
        tokio::select! {
            more = something_new(&mut journals, &office.store, newest, glances) => if !more { return },
            () = signing.ended() => {}
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
    let reports = |lsp: &&TrustedLsp| lsp.keys.iter().any(|key| signs(key, KeyUse::Report));
    for lsp in
        own.lsps().iter().filter(|lsp| !reports(lsp) && lsp.keys.iter().any(|key| signs(key, KeyUse::Certificate)))
    {
        let lsp = &lsp.id;
        tracing::warn!(%lsp, "no report key: checks of lists give no report; absah keys new --lsp {lsp} --use report");
    }
    expires.as_second()
}

fn signs(key: &TrustedKey, key_use: KeyUse) -> bool {
    key.key_use == key_use && key.state == KeyState::Active
}

async fn published(
    office: &Office,
    round: Round,
    pace: &mut Pace,
    signing: &mut Signing,
) -> Result<Published, StoreError> {
    let (store, Round { snapshot, heads }) = (&office.store, round.clone());
    let present = pace.present(store).await?;
    let now = present.unwrap_or_else(|| pace.now());
    let ttl = store.setting(TTL).await?.and_then(|ttl| ttl.parse().ok()).unwrap_or(DEFAULT_TTL).min(LONGEST_TTL);
    signing.read(&snapshot.trust, now).await?;
    if let Some(present) = present {
        signing.begin(&round, ttl, present).await;
        signing.read(&snapshot.trust, now).await?;
    }
    let held = |lsp: &LspId, mark: &Mark| {
        let same = |head: &Head| head.lsp == *lsp && (head.entries, &head.hash) == (mark.entries, &mark.hash);
        heads.iter().any(same)
    };
    office.mark(held).await;
    let statuses = signing.signed().map(|list| {
        let status = PublishedStatus { jwt: list.jwt.clone(), cwt: list.cwt.clone(), exp: list.exp };
        ((list.lsp.clone(), list.number), status)
    });
    let trust = &snapshot.trust;
    let honoured = trust.compromised().filter_map(|(_, kid, _)| Some((kid, trust.honoured(kid)?.clone())));
    let (trust, statuses, honoured) = (trust::text(office, now + AHEAD).await?, statuses.collect(), honoured.collect());
    Ok(Published { trust, statuses, honoured, ttl, ready: present.is_none() || signing.is_whole() })
}
