//! Whom to call: holders whose surveillance is due, whose certificates end soon, whose certificates ended. After how many
//! months that is so, is the LSP's to set ([`Periods`]).

mod periods;
mod table;

use jiff::civil::Date;
use serde_json::json;

use super::acting::journal;
use super::personal::{self, Person};
use super::standing::{HandsOver, Standing};
use super::{Error, Office, find};
use crate::domain::act::Act;
use crate::domain::id::EventId;
use crate::domain::issuer::LspId;
use crate::domain::scheme::SchemeCode;
use crate::domain::status::State;
pub use crate::store::Edge;
use crate::store::{Subject, WatchSearch, Watched};
pub use periods::{Period, Periods, periods, set_periods};
pub use table::{calls_table, due, institution};

/// Rows of one page.
pub const PAGE: u32 = 50;

/// Rows of one export; the page says where there are more.
pub const MOST_EXPORTED: u32 = 100_000;

/// Rows of an export that are read at once.
const AT_ONCE: u32 = 2_000;

/// Why holders are called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    /// The certificate ended, and its holder has no newer one of the scheme.
    Expired,
    /// It ends soon.
    Notice,
    /// The holder is to be looked at again.
    Surveillance,
}

impl List {
    /// The word in the journal.
    fn as_str(self) -> &'static str {
        match self {
            Self::Expired => "expired",
            Self::Notice => "notice",
            Self::Surveillance => "surveillance",
        }
    }
}

/// What a list is asked for.
#[derive(Clone, Debug)]
pub struct Asked {
    pub list: List,
    /// The days on which holders are called.
    pub between: [Date; 2],
    pub scheme: Option<SchemeCode>,
    pub event: Option<EventId>,
}

/// One holder to call.
#[derive(Clone, Debug)]
pub struct Call {
    pub watched: Watched,
    /// As the journal tells it; none where the row is not as it was issued, and nothing else of it is to be believed.
    pub state: Option<State>,
    pub due: Date,
    pub person: Person,
}

/// A page of holders to call, the earliest first.
///
/// # Errors
/// The database does not answer, or what is sealed of somebody was altered.
pub async fn page(office: &Office, lsp: &LspId, asked: &Asked, edge: Edge, most: u32) -> Result<Vec<Call>, Error> {
    let periods = periods(office, lsp).await?;
    let day = periods.day(asked.list);
    let between = periods.between(asked.list, asked.between);
    let (scheme, event) = (asked.scheme.clone(), asked.event.clone());
    let search = WatchSearch { lsp: lsp.clone(), day, between, scheme, event };
    let found = office.store.watched(&search, edge, most).await?;
    let ids: Vec<_> = found.iter().map(|watched| watched.id).collect();
    let mut people = personal::people(office, &ids).await?;
    let states = find::states(office, lsp, &ids).await?;
    let call = |watched: Watched| Call {
        due: periods.due(asked.list, &watched),
        state: states.get(&watched.id).copied(),
        person: people.remove(&watched.id).unwrap_or_default(),
        watched,
    };
    Ok(found.into_iter().map(call).collect())
}

/// Everybody on a list, the earliest first; none where they are more than [`MOST_EXPORTED`].
///
/// # Errors
/// As [`page`].
pub async fn all(office: &Office, lsp: &LspId, asked: &Asked) -> Result<Option<Vec<Call>>, Error> {
    let (mut all, mut edge) = (Vec::new(), Edge::Start);
    loop {
        let calls = page(office, lsp, asked, edge, AT_ONCE).await?;
        let Some(last) = calls.last() else { return Ok(Some(all)) };
        edge = edge_of(asked.list, &last.watched, true);
        let ended = calls.len() < AT_ONCE as usize;
        all.extend(calls);
        if all.len() > MOST_EXPORTED as usize {
            return Ok(None);
        }
        if ended {
            return Ok(Some(all));
        }
    }
}

/// Where the page after, or before, one begins.
#[must_use]
pub fn edge_of(list: List, watched: &Watched, forward: bool) -> Edge {
    let day = match list {
        List::Surveillance => watched.term.issued_on,
        List::Expired | List::Notice => watched.term.valid_until,
    };
    if forward { Edge::After(day, watched.id) } else { Edge::Before(day, watched.id) }
}

/// Writes down that a list of holders leaves the office, before it does.
///
/// # Errors
/// The journal cannot be written, or the database was restored.
pub async fn note(office: &Office, who: &Standing<HandsOver>, asked: &Asked, count: usize) -> Result<(), Error> {
    let records = office.records().await?;
    office.not_restored(who.lsp()).await?;
    let body = json!({
        "what": "calls", "count": count, "list": asked.list.as_str(), "called": asked.between,
        "scheme": asked.scheme, "event": asked.event.as_ref().map(EventId::as_str),
    });
    let mut writing = office.store.write(who.lsp()).await?;
    journal(&mut writing, &records, &who.by(), Act::HandOut, Subject::Lsp(who.lsp().clone()), body).await?;
    Ok(office.commit(writing).await?)
}

/// The last days of the certificates that a list of certificates that end shows: who is assessed anew is chosen by them.
///
/// # Errors
/// The database does not answer.
pub async fn ending(office: &Office, lsp: &LspId, asked: &Asked) -> Result<[Date; 2], Error> {
    Ok(periods(office, lsp).await?.between(asked.list, asked.between))
}
