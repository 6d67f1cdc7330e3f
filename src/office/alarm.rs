//! A key is stolen, and here is how it shows: a token that an LSP's key signed and the LSP has no record
//! of. Looked up after the answer, never before it; from then on the token is `untrusted` here.

use std::collections::HashSet;
use std::sync::{Arc, PoisonError};

use prometheus_client::metrics::counter::Counter;
use serde_json::json;
use tokio::sync::mpsc;

use super::acting::journal;
use super::publish::Figures;
use super::refresh::Clock;
use super::{Actor, By, Office, clock as dates};
use crate::domain::act::Act;
use crate::domain::issuer::LspId;
use crate::seal::records::Records;
use crate::seal::spelling::to_base64url;
use crate::seal::token::{Token, fingerprint};
use crate::store::{StoreError, Stray, Subject};

/// Tokens known to be recorded, so that a popular certificate is looked up once.
const KNOWN: usize = 100_000;

/// A token that was judged valid, to be looked up among what its LSP recorded.
#[derive(Clone, Debug)]
pub struct Judged {
    pub lsp: LspId,
    /// The number that it names.
    pub number: String,
    pub token: Vec<u8>,
}

/// Looks up what was judged valid, for as long as the service runs.
pub async fn watch(office: Arc<Office>, mut judged: mpsc::Receiver<Judged>, figures: Figures, clock: Clock) {
    let alarms = Counter::<u64>::default();
    let help = "Tokens that a key of an LSP signed and the LSP never issued";
    figures.lock().unwrap_or_else(PoisonError::into_inner).register("absah_alarms", help, alarms.clone());
    let (mut known, mut alarmed, mut records) = (HashSet::<[u8; 32]>::new(), HashSet::new(), None);
    while let Some(Judged { lsp, number, token }) = judged.recv().await {
        let fingerprint = fingerprint(&token);
        if known.contains(&fingerprint) || alarmed.contains(&fingerprint) {
            continue;
        }
        match office.store.has_issued(&lsp, &number, &token).await {
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
                    records = opened(&office).await;
                }
                let Some(records) = &records else { continue };
                // A journal that a wrong clock dated could not be gone on with.
                if let Err(error) = dates::plausible(&office, clock()).await {
                    tracing::error!(%error, "the alarm is not written down until it is seen again");
                    continue;
                }
                match raise(&office, records, &lsp, Stray { kid, number: &number, token: &token }, &clock).await {
                    Ok(()) if alarmed.len() < KNOWN => drop(alarmed.insert(fingerprint)),
                    Ok(()) => {}
                    Err(error) => tracing::error!(%error, "the alarm could not be written down"),
                }
            }
            Err(error) => tracing::error!(%error, "a judged token could not be looked up"),
        }
    }
}

async fn opened(office: &Office) -> Option<Arc<Records>> {
    match office.records().await {
        Ok(records) => Some(records),
        Err(error) => {
            tracing::error!("the alarm cannot be journalled: {error}");
            None
        }
    }
}

/// Remembers the token, with an entry in the journal of its LSP.
async fn raise(
    office: &Office,
    records: &Records,
    lsp: &LspId,
    stray: Stray<'_>,
    clock: &Clock,
) -> Result<(), StoreError> {
    let by = By::alone(Actor::Service, clock());
    let mut writing = office.store.write(lsp).await?;
    if writing.disown(&stray, by.now).await? {
        let body = json!({ "kid": stray.kid, "token": to_base64url(&fingerprint(stray.token)) });
        journal(&mut writing, records, &by, Act::Alarm, Subject::Key(stray.kid), body).await?;
        writing.commit().await?;
    }
    Ok(())
}
