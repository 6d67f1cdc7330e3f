//! What is known of the certificates that rows name: tokens judged in pieces, numbers looked up one by one.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::Duration;

use tokio::task::spawn_blocking;
use tokio::time::timeout;

use super::{Asker, CheckError};
use crate::domain::holder::HolderName;
use crate::domain::issuer::LspId;
use crate::domain::search_key::SearchKey;
use crate::domain::worker::{Claimed, Worker};
use crate::office::judged::by_a_number;
use crate::office::{Error, Office, StoreError, fate};
use crate::verify::elsewhere::{MayKnow, whom_to_ask};
use crate::verify::found::Found;
use crate::verify::list::{Looked, Unchecked};
use crate::verify::verdict::Word;
use crate::verify::{Asked, Snapshot, Verdict, verify_text};

/// Tokens that are judged in one turn: some 20 ms of a processor.
const PIECE: usize = 256;

/// How long a list waits to hear since when certificates are suspended or revoked, and what replaces them. Beyond it the
/// answers stand without.
const FATES: Duration = Duration::from_secs(2);

/// How long a look-up by number waits for the database.
const PATIENCE: Duration = Duration::from_secs(2);

/// The verdicts on the tokens in rows, by the row's place.
pub(super) async fn tokens(
    workers: &[Worker],
    lists: &Arc<Snapshot>,
    asker: &impl Asker,
    asked: Asked,
) -> Result<HashMap<usize, Verdict>, CheckError> {
    let places = workers.iter().enumerate();
    let named: Vec<(usize, &String)> = places
        .filter_map(|(place, worker)| match &worker.certificate {
            Claimed::Token(token) => Some((place, token)),
            Claimed::Nothing | Claimed::Number(_) => None,
        })
        .collect();
    let mut judged = HashMap::with_capacity(named.len());
    for piece in named.chunks(PIECE) {
        let turn = asker.turn().await.ok_or(CheckError::Busy)?;
        let tokens: Vec<String> = piece.iter().map(|(_, token)| (*token).clone()).collect();
        let lists = Arc::clone(lists);
        let judge = move || -> Vec<Verdict> {
            tokens.iter().map(|token| verify_text(token, &lists.trust, &lists.statuses, asked)).collect()
        };
        let verdicts = spawn_blocking(judge).await.map_err(|_| CheckError::Thread)?;
        drop(turn);
        for ((place, token), verdict) in piece.iter().zip(verdicts) {
            asker.hears(&verdict, Some(token));
            judged.insert(*place, verdict);
        }
    }
    Ok(judged)
}

/// Adds since when certificates stand as they do and what replaces them, as far as the journals tell it in time.
pub(super) async fn add_fates(office: &Office, verdicts: impl Iterator<Item = &mut Verdict>, lists: &Snapshot) {
    let added = timeout(FATES, async {
        for verdict in verdicts {
            fate::add(office, verdict, &lists.trust).await?;
        }
        Ok::<(), Error>(())
    });
    match added.await {
        Ok(Ok(())) => {}
        Ok(Err(cause)) => tracing::error!(%cause, "the dates of statuses could not be read for a list"),
        Err(_) => tracing::warn!("the dates of statuses were not told in time for a list"),
    }
}

/// Looks numbers up for rows that name nothing else.
pub(super) struct Numbers<'a, A> {
    office: Option<&'a Office>,
    lists: &'a Snapshot,
    asker: &'a A,
    asked: Asked,
    /// What was found already: two rows may name one number.
    found: BTreeMap<SearchKey, Vec<Verdict>>,
    /// Whom else to ask about numbers that nobody here issued.
    elsewhere: BTreeMap<LspId, MayKnow>,
}

impl<'a, A: Asker> Numbers<'a, A> {
    pub(super) fn new(office: Option<&'a Office>, lists: &'a Snapshot, asker: &'a A, asked: Asked) -> Self {
        Self { office, lists, asker, asked, found: BTreeMap::new(), elsewhere: BTreeMap::new() }
    }

    /// What is found by the number of a row, once it is paid for. A wrong name costs what a wrong number does: each is a
    /// guess.
    pub(super) async fn looked(&mut self, worker: &Worker) -> Result<Looked, CheckError> {
        let (Claimed::Number(number), Some(office)) = (&worker.certificate, self.office) else {
            return Ok(Looked::Not(Unchecked::NoCertificate));
        };
        if !self.asker.pays() {
            return Ok(Looked::Not(Unchecked::NotAsked));
        }
        let verdicts = match self.found.get(number.key()) {
            Some(found) => found.clone(),
            None => {
                let found = timeout(PATIENCE, by_a_number(office, number.key(), self.lists, self.asked)).await;
                let mut found = found.map_err(|_| Error::Store(StoreError::Silent))??;
                add_fates(office, found.iter_mut(), self.lists).await;
                self.found.insert(number.key().clone(), found.clone());
                found
            }
        };
        if verdicts.iter().all(|verdict| verdict.verdict == Word::NotFound) {
            for lsp in whom_to_ask(number.key(), &self.lists.trust) {
                let known = self.elsewhere.entry(lsp.id.clone());
                known.or_insert_with(|| MayKnow { lsp, rows: Vec::new() }).rows.push(worker.row);
            }
        }
        let name = worker.name.as_ref().map(HolderName::as_str);
        let is_missed = |verdict: &Verdict| {
            verdict.verdict == Word::NotFound || Found::by_number(verdict.clone(), name).is_mistaken()
        };
        if verdicts.iter().all(is_missed) {
            self.asker.missed();
        }
        verdicts.iter().for_each(|verdict| self.asker.hears(verdict, None));
        Ok(Looked::Number(verdicts))
    }

    /// Whom else to ask about the numbers that were looked up.
    pub(super) fn elsewhere(self) -> Vec<MayKnow> {
        self.elsewhere.into_values().collect()
    }
}
