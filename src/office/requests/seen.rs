//! What an approver sees of a request, and the hash of all of it. The hash travels with his approval: anything else than
//! what he saw has another.
//!
//! ```text
//! HMAC of [1, the request's stamp, versions, [certificates, there already, recorded]]     certificates for a roster
//!         [1, the request's stamp, versions, [[number, state], …]]                        another status
//!         [1, the request's stamp, day]                                                   what ended before a day
//! versions: the LSP's particulars, its design, each scheme, where something is printed with them
//! ```
//!
//! The stamp covers who asked and what was asked for, with the hashes of the roster's file and of its mended cells.

use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::{Value, json};

use super::{EraseWish, InState, Request, RequestError, Wish, certificates, days, is_late, journal, kind_of, one};
use crate::domain::id::RequestId;
use crate::domain::issuer::LspId;
use crate::domain::request::{Kind, RequestState};
use crate::domain::scheme::SchemeCode;
use crate::office::kept::{self, Kept, Review};
use crate::office::told::RequestTold;
use crate::office::{Office, requests};
use crate::seal::records::Records;
use crate::store::{EventRow, RequestRow, Taken};

/// A request as it is shown to whoever decides.
pub struct Seen {
    pub request: Request,
    pub shown: Shown,
    /// In hex; goes back with the approval.
    pub hash: String,
}

/// What a request is about, as it stands.
pub enum Shown {
    Change(Vec<InState>),
    /// How many assessments ended before the day, and have their personal data still.
    Erase {
        before: Date,
        entries: u64,
    },
    Issue {
        kept: Box<Kept>,
        review: Box<Review>,
        event: Box<EventRow>,
    },
}

/// How many certificates a roster comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Comes {
    pub(super) certificates: usize,
    pub(super) already: usize,
    pub(super) recorded: usize,
}

/// Shows a request that waits, as things stand.
///
/// # Errors
/// It is not there, not as it was written, decided already, too late, or not what was asked for any more.
pub async fn look(office: &Office, lsp: &LspId, id: &RequestId, now: Timestamp) -> Result<Seen, RequestError> {
    let records = office.records().await?;
    let request = one(office, lsp, id).await?;
    let told = journal(office, &records, lsp).await?;
    if told.request(id).is_some() || !request.is_waiting() {
        return Err(RequestError::Settled);
    }
    if is_late(request.row.asked_at, days(&told), now) {
        return Err(RequestError::Expired);
    }
    let taken = office.lsp(lsp).await?;
    let (shown, hash) = match &request.wish {
        Wish::Issue(wish) => {
            let kept = kept::open(office, lsp, &wish.kept).await?;
            if !wish.is_of(&kept, &records) {
                return Err(requests::altered(id));
            }
            let event = office.store.event(lsp, &wish.event).await?.ok_or(RequestError::NotFound)?;
            let review = kept.review(office, &taken.lsp, now).await?;
            let foreseen = &review.foreseen;
            if !foreseen.refused.is_empty() {
                return Err(RequestError::Faults(foreseen.refused.len()));
            }
            let (certificates, already, recorded) = (foreseen.certificates, foreseen.already, foreseen.recorded);
            let schemes: Vec<&SchemeCode> = review.schemes.keys().collect();
            let hash =
                of_issue(&records, &before(&request.row), &taken, &schemes, Comes { certificates, already, recorded });
            (Shown::Issue { kept: Box::new(kept), review: Box::new(review), event: Box::new(event) }, hash)
        }
        Wish::Erase(EraseWish { before: day }) => {
            let entries = office.store.due_for_erasure(lsp, *day).await?;
            (Shown::Erase { before: *day, entries }, of_erasure(&records, &before(&request.row), *day))
        }
        Wish::Change(wish) => {
            let certificates = certificates(office, lsp, &wish.certificates).await?;
            let hash = of_change(&records, &before(&request.row), &taken, kind_of(wish.change), &certificates);
            (Shown::Change(certificates), hash)
        }
    };
    Ok(Seen { request, shown, hash })
}

/// A request as it was while it waited: what was decided of it since is left out.
pub(super) fn before(row: &RequestRow) -> RequestRow {
    let state = RequestState::Waiting;
    RequestRow { state, decided_by: None, decided_at: None, remark_sealed: None, ..row.clone() }
}

/// The hash of what is seen of a roster; `waiting`: the request as it was while it waited.
pub(super) fn of_issue(
    records: &Records,
    waiting: &RequestRow,
    taken: &Taken,
    schemes: &[&SchemeCode],
    comes: Comes,
) -> String {
    let Comes { certificates, already, recorded } = comes;
    let what = json!([1, waiting.stamp(records), versions(taken, schemes), [certificates, already, recorded]]);
    hex::encode(records.seen(what.to_string().as_bytes()))
}

/// The hash of what is seen of an erasure.
pub(super) fn of_erasure(records: &Records, waiting: &RequestRow, day: Date) -> String {
    let what = json!([1, waiting.stamp(records), day]);
    hex::encode(records.seen(what.to_string().as_bytes()))
}

/// The hash of what is seen of certificates.
pub(super) fn of_change(
    records: &Records,
    waiting: &RequestRow,
    taken: &Taken,
    kind: Kind,
    certificates: &[InState],
) -> String {
    let states = certificates.iter().map(|one| json!([one.certificate.number, one.state.as_str()])).collect::<Vec<_>>();
    let printed = match kind {
        Kind::Replace => versions(taken, &certificates.iter().map(|one| &one.certificate.scheme).collect::<Vec<_>>()),
        _ => Value::Null,
    };
    let what = json!([1, waiting.stamp(records), printed, states]);
    hex::encode(records.seen(what.to_string().as_bytes()))
}

fn versions(taken: &Taken, schemes: &[&SchemeCode]) -> Value {
    let of_scheme = |code: &&SchemeCode| json!([code, taken.scheme_version(code).map(|version| version.as_str())]);
    let schemes: Vec<Value> = schemes.iter().map(of_scheme).collect();
    json!([taken.version.as_str(), taken.form_version.as_str(), schemes])
}

/// Whether the journal tells of an approval of what has this hash, and of nothing since.
pub(super) fn is_approved(told: Option<&RequestTold>, hash: &str) -> bool {
    matches!(told, Some(RequestTold::Approved(approval)) if approval.seen == hash)
}
