//! A key is stolen, and here is how it shows: a token that an LSP's key signed and the LSP has no record
//! of. Looked up after the answer, never before it; from then on the token is `untrusted` here.

use std::collections::HashSet;
use std::sync::{Arc, PoisonError};

use prometheus_client::metrics::counter::Counter;
use serde_json::json;
use tokio::sync::mpsc;

use super::Clock;
use crate::cli::place::Place;
use crate::domain::act::Act;
use crate::domain::issuer::LspId;
use crate::seal::keys::Kid;
use crate::seal::records::Records;
use crate::seal::spelling::to_base64url;
use crate::seal::token::{Token, fingerprint};
use crate::store::{JournalEntry, StoreError, Subject};
use crate::web::{Figures, Judged};

/// Tokens known to be recorded, so that a popular certificate is looked up once.
const KNOWN: usize = 100_000;

/// Who writes the journal entry.
const ACTOR: &str = "serve";

/// Looks up what was judged valid, for as long as the service runs.
pub(super) async fn watch(place: Arc<Place>, mut judged: mpsc::Receiver<Judged>, figures: Figures, clock: Clock) {
    let alarms = Counter::<u64>::default();
    let help = "Tokens that a key of an LSP signed and the LSP never issued";
    figures.lock().unwrap_or_else(PoisonError::into_inner).register("absah_alarms", help, alarms.clone());
    let (mut known, mut alarmed, mut records) = (HashSet::<[u8; 32]>::new(), HashSet::new(), None);
    while let Some(Judged { lsp, token }) = judged.recv().await {
        let fingerprint = fingerprint(&token);
        if known.contains(&fingerprint) || alarmed.contains(&fingerprint) {
            continue;
        }
        match place.store.has_issued(&lsp, &fingerprint).await {
            Ok(true) => {
                if known.len() >= KNOWN {
                    known.clear();
                }
                known.insert(fingerprint);
            }
            Ok(false) => {
                alarms.inc();
                // It was judged valid, so it can be read.
                let Ok(kid) = Token::read(&token).map(|token| token.kid()) else { continue };
                tracing::error!(%lsp, %kid, "ALARM: this key signed a token that the LSP never issued; see docs/stolen-key.md");
                if records.is_none() {
                    records = opened(&place).await;
                }
                let Some(records) = &records else { continue };
                match raise(&place, records, (&lsp, kid, &fingerprint), &clock).await {
                    Ok(()) if alarmed.len() < KNOWN => drop(alarmed.insert(fingerprint)),
                    Ok(()) => {}
                    Err(error) => tracing::error!(%error, "the alarm could not be written down"),
                }
            }
            Err(error) => tracing::error!(%error, "a judged token could not be looked up"),
        }
    }
}

async fn opened(place: &Place) -> Option<Records> {
    match place.records().await {
        Ok(records) => Some(records),
        Err(error) => {
            tracing::error!("the alarm cannot be journalled: {error:#}");
            None
        }
    }
}

/// Remembers the token, with an entry in the journal of its LSP.
async fn raise(
    place: &Place,
    records: &Records,
    (lsp, kid, fingerprint): (&LspId, Kid, &[u8; 32]),
    clock: &Clock,
) -> Result<(), StoreError> {
    let (at, mut writing) = (clock(), place.store.write(lsp).await?);
    if writing.disown(kid, fingerprint, at).await? {
        let body = json!({ "kid": kid, "token": to_base64url(fingerprint) });
        let (act, subject) = (Act::Alarm, Subject::Key(kid));
        writing.journal(&JournalEntry { at, actor: ACTOR, approved_by: None, act, subject, body }, records).await?;
        writing.commit().await?;
    }
    Ok(())
}
