//! What is counted over many rows for a page: once for each state of an LSP's journal, however many look at it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex as StdMutex, PoisonError};

use tokio::sync::Mutex;

use crate::domain::issuer::LspId;
use crate::store::{Reading, StoreError};

/// What was counted last, by LSP and what of it; who asks for one while it is counted waits for it.
#[derive(Debug)]
pub struct Counted<T>(StdMutex<BTreeMap<(LspId, i16), Counting<T>>>);

/// What was counted, and how many entries the journal had.
type Counting<T> = Arc<Mutex<Option<(u64, Arc<T>)>>>;

impl<T> Default for Counted<T> {
    fn default() -> Self {
        Self(StdMutex::default())
    }
}

impl<T> Counted<T> {
    /// What is counted of an LSP, where it changes with its journal alone; `which` of several, a year.
    ///
    /// # Errors
    /// The database does not answer, or counting failed.
    pub async fn of<E: From<StoreError>>(
        &self,
        store: &Reading,
        (lsp, which): (&LspId, i16),
        count: impl Future<Output = Result<T, E>>,
    ) -> Result<Arc<T>, E> {
        let counting = {
            let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(all.entry((lsp.clone(), which)).or_default())
        };
        let mut counted = counting.lock().await;
        let entries = store.head(lsp).await?.map_or(0, |head| head.entries);
        if let Some((_, known)) = counted.as_ref().filter(|(at, _)| *at == entries) {
            return Ok(Arc::clone(known));
        }
        let fresh = Arc::new(count.await?);
        *counted = Some((entries, Arc::clone(&fresh)));
        Ok(fresh)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;
    use crate::store::Store;

    #[tokio::test]
    async fn what_is_asked_for_again_is_counted_again_only_once_the_journal_went_on() {
        let (store, counted, times) = (Store::in_memory().await, Counted::<u32>::default(), AtomicU32::new(0));
        store
            .write_past(
                "pragma foreign_keys = off;
                 insert into lsp_head (lsp, revision, journal_seq, journal_hash, status_next) values ('klining', 1, 1, '', 0)",
            )
            .await;
        let lsp: LspId = "klining".parse().expect("an id");
        let ask = async |which| {
            let count = async { Ok::<_, StoreError>(times.fetch_add(1, Ordering::Relaxed)) };
            *counted.of(&store, (&lsp, which), count).await.expect("counted")
        };
        assert_eq!([ask(2025).await, ask(2025).await, ask(2026).await, ask(2025).await], [0, 0, 1, 0]);
        store.write_past("update lsp_head set journal_seq = 2").await;
        assert_eq!([ask(2025).await, ask(2025).await], [2, 2]);
    }
}
