//! What verdicts are given from, kept fresh: read anew when any process wrote.

use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::watch;

use crate::store::{Head, Store, StoreError};
use crate::verify::Snapshot;

/// How often the database is asked whether anything changed.
const LOOK: Duration = Duration::from_millis(250);

/// How old "as of" may become while nothing is written.
const YOUNG: SignedDuration = SignedDuration::from_secs(5);

/// How long what was read may be answered from while the database is silent.
const BELIEVED: SignedDuration = SignedDuration::from_secs(60);

/// The clock that whoever serves was given.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// The lists of an installation as of `now`.
///
/// # Errors
/// The database does not answer, or holds what cannot be read.
pub async fn snapshot(store: &Store, now: Timestamp) -> Result<Snapshot, StoreError> {
    Ok(Snapshot { trust: store.trust().await?, statuses: store.statuses(now, now + BELIEVED).await? })
}

/// Reads the lists anew when any process wrote; every few seconds says so of what was read.
pub async fn refresh(
    store: Store,
    newest: watch::Sender<Arc<Snapshot>>,
    heads: watch::Sender<Vec<Head>>,
    clock: Clock,
) {
    let (mut seen, mut read_at, mut failing) = (None, Timestamp::MIN, false);
    loop {
        let now = clock();
        let looked = async {
            let revision = store.revision().await?;
            if seen != Some(revision) {
                // Heads first: a list never tells less than the journal head that is signed with it.
                let journals = store.heads().await?;
                newest.send_replace(Arc::new(snapshot(&store, now).await?));
                heads.send_replace(journals);
                (seen, read_at) = (Some(revision), now);
            } else if read_at + YOUNG <= now {
                // Nothing was written: what was read holds as of now.
                newest.send_modify(|lists| *lists = Arc::new(lists.as_of_until(now, now + BELIEVED)));
                read_at = now;
            }
            Ok::<_, StoreError>(())
        };
        match looked.await {
            Ok(()) if failing => {
                tracing::info!("the database answers again");
                failing = false;
            }
            Err(error) if !failing => {
                tracing::error!(%error, "the lists could not be refreshed; answers become status_unknown in a minute");
                failing = true;
            }
            Ok(()) | Err(_) => {}
        }
        tokio::time::sleep(LOOK).await;
    }
}
