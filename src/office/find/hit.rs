//! A certificate in a list, held against the journal.

use std::sync::Arc;

use jiff::Timestamp;

use super::told;
use crate::domain::issuer::LspId;
use crate::domain::search_key::SearchKey;
use crate::domain::status::State;
use crate::office::blanko::OnSheets;
use crate::office::recorded::Batches;
use crate::office::{Error, Office};
use crate::seal::records::Records;
use crate::store::{Listed, Recorded};
use crate::verify::Snapshot;

/// A certificate that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    pub listed: Listed,
    /// As the journal tells it; none where it tells nothing of such a row, and nothing of the row is to be believed. As
    /// the row says, where there is no secret to hold it against anything.
    pub state: Option<State>,
}

/// Where the states of what is listed are from: the journal, either way.
#[derive(Clone, Debug)]
pub enum States {
    /// As whoever follows the journal told them a moment ago: nothing is read for a page.
    Followed(Arc<Snapshot>, Timestamp),
    /// Read for this page.
    Read,
}

impl Hit {
    /// A row that nothing is there to be held against.
    pub(super) fn unheld(listed: Listed) -> Self {
        Self { state: Some(listed.state), listed }
    }

    /// Whether one of its numbers is one of these, or the serial of the sheet that it is on.
    pub(super) fn has_any(&self, numbers: &[SearchKey], sheets: &OnSheets) -> bool {
        let Listed { id, number, registration, blanko, .. } = &self.listed;
        let own = [number, registration].into_iter().filter_map(|own| SearchKey::new(own));
        own.into_iter().any(|own| numbers.contains(&own)) || sheets.lead_to((*id, number), blanko.as_deref(), numbers)
    }
}

/// Holds rows against what the journal of their LSP covers and tells.
pub(super) async fn held(
    office: &Office,
    lsp: &LspId,
    records: &Records,
    listed: Vec<(Listed, Option<Recorded>)>,
    states: &States,
) -> Result<Vec<Hit>, Error> {
    if listed.is_empty() {
        return Ok(Vec::new());
    }
    let told = match states {
        States::Read => told(office, records, lsp).await?,
        States::Followed(..) => None,
    };
    let state = |place| match states {
        States::Read => told.as_ref().map(|told| told.state(place)),
        States::Followed(snapshot, now) => snapshot.statuses.state(lsp, place, *now).map(|(state, _)| state),
    };
    let (mut batches, mut hits) = (Batches::default(), Vec::with_capacity(listed.len()));
    for (listed, row) in listed {
        let place = match &row {
            Some(row) => batches.place_as_written(&office.store, records, lsp, row).await?,
            None => None,
        };
        if place.is_none() {
            tracing::error!(%lsp, "ALARM: a certificate's row is not as it was recorded; its state is not told");
        }
        hits.push(Hit { listed, state: place.and_then(state) });
    }
    Ok(hits)
}
