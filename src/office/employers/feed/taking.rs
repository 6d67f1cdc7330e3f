//! Certificates taken into the list of what an employer watches: by their tokens, or by their numbers at the price of any
//! look-up by number. Only those that an LSP of this installation issued are taken, for of others nothing is written here.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::time::timeout;

use super::MOST;
use super::held::{Held, Watched};
use crate::domain::issuer::LspId;
use crate::domain::search_key::SearchKey;
use crate::domain::worker::Claimed;
use crate::office::accounts::Customer;
use crate::office::employers::{Spent, take_lookups};
use crate::office::judged::by_a_number;
use crate::office::key_ring::on_a_thread;
use crate::office::{Error, Office};
use crate::seal::spelling;
use crate::store::StoreError;
use crate::verify::elsewhere::{Elsewhere, whom_to_ask};
use crate::verify::verdict::Word;
use crate::verify::{Asked, Snapshot, Verdict, verify_text};

/// How long a look-up by number waits for the database.
const PATIENCE: Duration = Duration::from_secs(2);

/// A certificate, by what everybody may know of it who has its number.
#[derive(Clone, Debug, Hash, PartialEq, Eq)]
pub struct Certificate {
    pub lsp: LspId,
    pub number: String,
}

impl Certificate {
    /// What it is put in order by.
    pub(super) fn key(&self) -> (&str, &str) {
        (&self.number, self.lsp.as_str())
    }
}

/// What became of one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Taking {
    Added(Certificate),
    /// It is watched already.
    Already(Certificate),
    /// An LSP of another installation issued it, which alone tells what becomes of it.
    Elsewhere(Elsewhere),
    /// As many are watched as may be.
    Full,
    /// Nobody here issued a certificate with the number; who may have.
    NotFound(Vec<Elsewhere>),
    /// It is no number, and no certificate that was issued as these very bytes.
    NotIssued,
    /// Several LSPs have the number.
    Several,
    /// What is written of the number here is not as it was recorded.
    Untold,
}

/// What became of each line, in their order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenIn {
    pub lines: Vec<Taking>,
    /// How many certificates are watched then.
    pub watched: usize,
}

impl TakenIn {
    /// Look-ups by number that found nothing, each of which costs more.
    #[must_use]
    pub fn missed(&self) -> u32 {
        let missed = self.lines.iter().filter(|line| matches!(line, Taking::NotFound(_))).count();
        u32::try_from(missed).unwrap_or(u32::MAX)
    }
}

/// Why nothing was taken in.
#[derive(Debug, thiserror::Error)]
pub enum WatchError {
    #[error("more than {MOST} certificates at once")]
    Long,
    #[error(transparent)]
    Office(#[from] Error),
    #[error("more numbers than the {} look-ups that are left today", .0.left)]
    Spent(Spent),
}

impl From<StoreError> for WatchError {
    fn from(error: StoreError) -> Self {
        Self::Office(error.into())
    }
}

/// What an employer gives to be watched, a certificate each, its tokens judged.
pub struct Given {
    claimed: Vec<Claimed>,
    /// Of the tokens among them, in their order.
    verdicts: Vec<Verdict>,
}

impl Given {
    /// Judges tokens among numbers, links, texts of QRs and tokens, on a thread for it: some 80 µs each.
    ///
    /// # Errors
    /// They are too many.
    pub async fn judged(given: &[&str], lists: &Arc<Snapshot>, now: Timestamp) -> Result<Self, WatchError> {
        if given.len() > MOST {
            return Err(WatchError::Long);
        }
        let claimed: Vec<Claimed> = given.iter().map(|text| Claimed::of(text)).collect();
        Ok(Self { verdicts: by_token(&claimed, lists, now).await, claimed })
    }
}

/// Has an employer watch certificates.
///
/// # Errors
/// They are more numbers than may be looked up today, or the database does not answer; nothing was taken in.
pub async fn watch(
    office: &Office,
    lists: &Arc<Snapshot>,
    who: &Customer,
    Given { claimed, verdicts }: Given,
    now: Timestamp,
) -> Result<TakenIn, WatchError> {
    let numbers = claimed.iter().filter(|claimed| matches!(claimed, Claimed::Number(_))).count();
    take_lookups(office, who, u32::try_from(numbers).unwrap_or(u32::MAX), now).await?.map_err(WatchError::Spent)?;
    let mut meant = Vec::with_capacity(claimed.len());
    let mut verdicts = verdicts.into_iter();
    for claimed in &claimed {
        meant.push(match claimed {
            Claimed::Nothing => Err(Taking::NotIssued),
            Claimed::Number(number) => named(office, number.key(), lists, now).await?,
            Claimed::Token(text) => match verdicts.next() {
                Some(verdict) => issued(office, &verdict, text).await?,
                None => Err(Taking::NotIssued),
            },
        });
    }
    let records = office.records().await?;
    let mut writing = office.store.write_feed(who.account()).await?;
    let mut held = Held::of(&records, who.account(), writing.feed().await?);
    held.mend(now);
    let before = held.rows.len();
    let mut known: HashSet<Certificate> = held.rows.iter().map(Watched::certificate).collect();
    let lines = meant.into_iter().map(|meant| match meant {
        Err(refused) => refused,
        Ok(certificate) if known.contains(&certificate) => Taking::Already(certificate),
        Ok(_) if known.len() >= MOST => Taking::Full,
        Ok(certificate) => {
            known.insert(certificate.clone());
            held.rows.push(Watched::new(certificate.lsp.clone(), certificate.number.clone()));
            Taking::Added(certificate)
        }
    });
    let lines: Vec<Taking> = lines.collect();
    let added: Vec<usize> = (before..held.rows.len()).collect();
    if !added.is_empty() {
        held.keep(writing, &records, &added).await?;
    }
    Ok(TakenIn { lines, watched: held.rows.len() })
}

/// The verdicts on the tokens among what was given, in their order.
async fn by_token(claimed: &[Claimed], lists: &Arc<Snapshot>, now: Timestamp) -> Vec<Verdict> {
    let texts = claimed.iter().filter_map(|claimed| match claimed {
        Claimed::Token(text) => Some(text.clone()),
        Claimed::Nothing | Claimed::Number(_) => None,
    });
    let (texts, lists): (Vec<String>, _) = (texts.collect(), Arc::clone(lists));
    on_a_thread(move || {
        let judge = |text: &String| verify_text(text, &lists.trust, &lists.statuses, Asked::at(now));
        texts.iter().map(judge).collect()
    })
    .await
}

type Meant = Result<Certificate, Taking>;

/// The certificate of a verdict; none where its bytes prove nothing.
fn certificate(verdict: &Verdict) -> Option<Meant> {
    let (issuer, shown) = (verdict.issuer.as_ref()?, verdict.certificate.as_ref()?);
    Some(match &issuer.more_at {
        Some(site) => {
            let (id, name, site) = (issuer.id.clone(), issuer.name.clone(), site.clone());
            Err(Taking::Elsewhere(Elsewhere { id, name, site }))
        }
        None => Ok(Certificate { lsp: issuer.id.clone(), number: shown.number.clone() }),
    })
}

/// The certificate that a token is, where it was issued as these very bytes.
async fn issued(office: &Office, verdict: &Verdict, text: &str) -> Result<Meant, Error> {
    let Some(meant) = certificate(verdict) else { return Ok(Err(Taking::NotIssued)) };
    let (Ok(one), Ok(spelt)) = (&meant, spelling::read(text)) else { return Ok(meant) };
    let is_issued = office.store.has_issued(&one.lsp, &one.number, &spelt.bytes).await?;
    Ok(if is_issued { meant } else { Err(Taking::NotIssued) })
}

/// The certificate that a number is of.
async fn named(office: &Office, key: &SearchKey, lists: &Snapshot, now: Timestamp) -> Result<Meant, Error> {
    let found = timeout(PATIENCE, by_a_number(office, key, lists, Asked::at(now))).await;
    let found = found.map_err(|_| Error::Store(StoreError::Silent))??;
    if found.iter().all(|verdict| verdict.verdict == Word::NotFound) {
        return Ok(Err(Taking::NotFound(whom_to_ask(key, &lists.trust))));
    }
    let mut meant: Vec<Meant> = found.iter().filter_map(certificate).collect();
    Ok(match (meant.pop(), meant.is_empty()) {
        (None, _) => Err(Taking::Untold),
        (Some(meant), true) => meant,
        (Some(_), false) => Err(Taking::Several),
    })
}
