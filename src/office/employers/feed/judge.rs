//! Watched certificates, judged: each by its signed bytes and the lists of the moment, as whoever asks by its number has
//! it judged.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::time::timeout;

use super::change::Told;
use super::held::Watched;
use crate::domain::issuer::LspId;
use crate::office::key_ring::on_a_thread;
use crate::office::{Error, Office, fate};
use crate::verify::verdict::Word;
use crate::verify::{Asked, Snapshot, Verdict, verify};

/// How long it is waited for what replaces certificates. Beyond it they are told as replaced, and by which later.
const FATES: Duration = Duration::from_secs(2);

/// How watched certificates stand, by LSP and number.
pub(super) type Judged = HashMap<(LspId, String), Told>;

/// Judges certificates. What replaces one is looked up once, for it stays so.
pub(super) async fn judged(
    office: &Office,
    lists: &Arc<Snapshot>,
    rows: &[Watched],
    now: Timestamp,
) -> Result<Judged, Error> {
    let mut by_lsp = BTreeMap::<&LspId, Vec<String>>::new();
    for row in rows {
        by_lsp.entry(&row.lsp).or_default().push(row.number.clone());
    }
    let mut named = Vec::with_capacity(rows.len());
    for (lsp, numbers) in by_lsp {
        let mut tokens = office.store.tokens(lsp, &numbers).await?;
        named.extend(numbers.into_iter().map(|number| {
            let token = tokens.remove(&number);
            (lsp.clone(), number, token)
        }));
    }
    let judging = Arc::clone(lists);
    let mut verdicts = on_a_thread(move || {
        let judge = |(lsp, number, token): (LspId, String, Option<Vec<u8>>)| {
            let verdict = token.map(|token| verify(&token, &judging.trust, &judging.statuses, Asked::at(now)));
            ((lsp, number), verdict)
        };
        named.into_iter().map(judge).collect::<Vec<_>>()
    })
    .await;
    let known: HashMap<(&str, &str), &str> = rows.iter().filter_map(|row| Some((row.key(), successor(row)?))).collect();
    let replaced = verdicts.iter_mut().filter_map(|((lsp, number), verdict)| {
        let verdict = verdict.as_mut().filter(|verdict| verdict.verdict == Word::Superseded)?;
        Some((known.get(&(number.as_str(), lsp.as_str())).copied(), verdict))
    });
    add_successors(office, lists, replaced).await;
    let told = |((lsp, number), verdict): ((LspId, String), Option<Verdict>)| {
        let told = match verdict {
            None => Told::unproven(Word::NotFound, now),
            Some(verdict) if is_of(&verdict, &lsp, &number) => Told::of(&verdict, now),
            Some(_) => Told::unproven(Word::StatusUnknown, now),
        };
        ((lsp, number), told)
    };
    Ok(verdicts.into_iter().map(told).collect())
}

/// Whether a verdict is on the certificate of this number: a row that somebody altered leads to no other one.
fn is_of(verdict: &Verdict, lsp: &LspId, number: &str) -> bool {
    verdict.issuer.as_ref().is_some_and(|issuer| issuer.id == *lsp)
        && verdict.certificate.as_ref().is_some_and(|shown| shown.number == number)
}

/// What was told to replace a certificate.
fn successor(row: &Watched) -> Option<&str> {
    row.told.as_ref()?.stands.superseded_by.as_deref()
}

/// Adds what replaces certificates: what was told already, or as their LSPs' journals tell it in time.
async fn add_successors<'a>(
    office: &Office,
    lists: &Snapshot,
    replaced: impl Iterator<Item = (Option<&'a str>, &'a mut Verdict)>,
) {
    let (told, mut untold): (Vec<_>, Vec<_>) = replaced.partition(|(known, _)| known.is_some());
    for (known, verdict) in told {
        if let Some(status) = &mut verdict.status {
            status.superseded_by = known.map(str::to_owned);
        }
    }
    let added = timeout(FATES, async {
        for (_, verdict) in &mut untold {
            fate::add(office, verdict, &lists.trust).await?;
        }
        Ok::<(), Error>(())
    });
    match added.await {
        Ok(Ok(())) => {}
        Ok(Err(cause)) => tracing::error!(%cause, "what replaces certificates could not be read for a feed"),
        Err(_) => tracing::warn!("what replaces certificates was not told in time for a feed"),
    }
}
