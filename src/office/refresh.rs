//! What verdicts on an installation's own LSPs are given from, kept fresh: followed as any process writes.

use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::watch;
use tokio::time::timeout;

use super::followed::Followed;
use crate::store::{Head, StoreError};
use crate::verify::Snapshot;

/// How often the database is asked whether anything changed.
const LOOK: Duration = Duration::from_millis(250);

/// How long one look may take. A connection whose other end is gone for good would be waited on for ever; given up, it
/// is opened anew.
const PATIENCE: Duration = Duration::from_secs(20);

/// How old "as of" may become while nothing is written.
const YOUNG: SignedDuration = SignedDuration::from_secs(5);

/// The clock that whoever serves was given.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// How long the machine has run, by its own pace.
pub type Uptime = Arc<dyn Fn() -> Duration + Send + Sync>;

/// Reads what any process wrote; every few seconds says so of what was read.
pub async fn refresh(
    mut followed: Followed,
    newest: watch::Sender<Arc<Snapshot>>,
    heads: watch::Sender<Vec<Head>>,
    clock: Clock,
) {
    let (mut read_at, mut failing) = (clock(), false);
    loop {
        let now = clock();
        let looked = async {
            if followed.catch_up(now).await? {
                newest.send_replace(followed.snapshot());
                heads.send_replace(followed.heads());
                read_at = now;
            } else if YOUNG <= now.duration_since(read_at).abs() {
                followed.holds(now);
                newest.send_replace(followed.snapshot());
                read_at = now;
            }
            Ok::<_, StoreError>(())
        };
        let looked = timeout(PATIENCE, looked).await.unwrap_or(Err(StoreError::Silent));
        match looked {
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
