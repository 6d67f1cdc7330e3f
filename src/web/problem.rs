//! Problem details (RFC 9457): why the API could give no answer.
//!
//! `type` is `/api#KIND`, the same at every service, and where this one tells what that kind is. A kind keeps its
//! name, its title and its status; kinds are added. What was wrong this time stands in `detail` and `field`.

use std::collections::BTreeMap;
use std::time::Duration;

use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use serde::Serialize;
use utoipa::openapi::{ContentBuilder, RefOr, Response};
use utoipa::{IntoResponses, PartialSchema as _, ToSchema};

use super::{Error, Fault, ListFault, pages};
use crate::office::StoreError;
use crate::roster::{Field, RowFault};
use crate::words::Lang;

/// Where the kinds are told.
const KINDS: &str = "/api";

/// Problem details (RFC 9457): no answer could be given, and why.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Problem {
    /// `/api#` and the kind: a name that stays, and where it is told. Kinds are added.
    #[schema(example = "/api#slow-down")]
    r#type: String,
    /// What the kind is called.
    title: String,
    /// The status of the answer.
    #[schema(minimum = 400, maximum = 599)]
    status: u16,
    /// What was wrong this time, and what to do about it.
    detail: String,
    /// Which part of the question was wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    field: Option<&'static str>,
    /// The cells of a list that cannot be read, a thousand at most.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    faults: Vec<FaultyCell>,
}

/// A cell of a list that cannot be read, and why.
#[derive(Debug, Serialize, ToSchema)]
struct FaultyCell {
    /// As Excel numbers rows; from 1 for rows that came as JSON.
    row: u32,
    /// `token number name nik scheme job`, or `row` for all of it.
    member: &'static str,
    detail: String,
}

/// Every failing answer of an address that speaks JSON alone, for the description of the API.
#[derive(Debug, IntoResponses)]
#[expect(dead_code, reason = "it describes answers and is never made")]
pub(super) enum Failing {
    /// No answer could be given: 400, 401, 404, 405, 408, 409, 413, 414, 415, 422, 429, 500 or 503; `type` says which kind of
    /// problem it is. Retry-After says when to ask again, where that makes sense.
    #[response(status = "default", content_type = "application/problem+json")]
    Problem(Problem),
}

/// Every failing answer of an address that also speaks in pages.
pub(super) struct FailingOrPage;

impl IntoResponses for FailingOrPage {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let page = ContentBuilder::new().schema(Some(String::schema())).build();
        let with_page = |mut response| {
            if let RefOr::T(response) = &mut response {
                let response: &mut Response = response;
                response.content.insert("text/html".to_owned(), RefOr::T(page.clone()));
                response.description += "\n\nA page, where the address speaks in pages to whoever asks.";
            }
            response
        };
        Failing::responses().into_iter().map(|(status, response)| (status, with_page(response))).collect()
    }
}

/// A kind of problem, as the page about the API tells it.
pub(super) struct Kind {
    pub(super) name: &'static str,
    pub(super) status: u16,
    pub(super) title: String,
    pub(super) detail: String,
}

/// Faulty cells that are told.
const FAULTS: usize = 1_000;

pub(super) fn problem(error: &Error) -> impl IntoResponse + use<> {
    let (status, kind) = (error.status(), Kind::of(error));
    let problem = Problem {
        r#type: format!("{KINDS}#{}", kind.name),
        title: kind.title,
        status: kind.status,
        detail: kind.detail,
        field: error.field(),
        faults: match error {
            Error::List(ListFault::Rows { faults, .. }) => faults.iter().take(FAULTS).map(faulty).collect(),
            _ => Vec::new(),
        },
    };
    let body = serde_json::to_string(&problem).expect("text and numbers are written as JSON");
    (status, [(CONTENT_TYPE, "application/problem+json")], body)
}

fn faulty(fault: &RowFault) -> FaultyCell {
    let member = match Field::of_column(fault.column) {
        Some(Field::Job) => "job",
        Some(Field::Name) => "name",
        Some(Field::Nik) => "nik",
        Some(Field::Number) => "number",
        Some(Field::Scheme) => "scheme",
        Some(Field::Token) => "token",
        None => "row",
    };
    FaultyCell { row: fault.row, member, detail: fault.cause.message(Lang::En).into_owned() }
}

impl Kind {
    fn of(error: &Error) -> Self {
        Self {
            name: error.kind(),
            status: error.status().as_u16(),
            title: pages::title(error).en.into_owned(),
            detail: pages::detail(error).en.into_owned(),
        }
    }

    /// Every kind that the API answers with, by status and name.
    pub(super) fn all() -> Vec<Self> {
        let moment = Duration::from_secs(1);
        let mut all: Vec<Self> = [
            Error::AddressTooLong,
            Error::Busy,
            Error::CursorAhead,
            Error::FileTooLarge,
            Error::Internal("told to nobody".into()),
            Error::List(ListFault::Nothing),
            Error::List(ListFault::TooLarge),
            Error::NoNumbers,
            Error::NoReportKey,
            Error::NoSuchMethod,
            Error::NoTrustList,
            Error::NotFound,
            Error::NotYet,
            Error::Rejected(Fault::Body),
            Error::Rejected(Fault::File),
            Error::Share(moment),
            Error::SlowDown(moment),
            Error::Stale,
            Error::TooLarge,
            Error::TooSlow,
            Error::Unauthorized,
            Error::Unavailable(StoreError::Silent),
            Error::Unsupported,
        ]
        .iter()
        .map(Self::of)
        .collect();
        all.sort_by_key(|kind| (kind.status, kind.name));
        all
    }
}

impl Error {
    /// The name of its kind, which stays.
    fn kind(&self) -> &'static str {
        match self {
            Self::AddressTooLong => "address-too-long",
            Self::Busy => "busy",
            Self::CrossSite => "cross-site",
            Self::CursorAhead => "cursor-ahead",
            Self::FileTooLarge => "file-too-large",
            Self::Forbidden => "forbidden",
            Self::FormTooLarge => "form-too-large",
            Self::Internal(_) => "internal",
            Self::List(ListFault::TooLarge) => "list-too-large",
            Self::List(_) => "list",
            Self::NoNumbers => "no-numbers",
            Self::NoReportKey => "no-report-key",
            Self::NoSuchMethod => "no-such-method",
            Self::NoTrustList => "no-trust-list",
            Self::NotFound => "not-found",
            Self::NotYet => "not-yet",
            Self::OfficeClosed => "office-closed",
            Self::Rejected(Fault::File) => "no-file",
            Self::Rejected(_) => "question",
            Self::Share(_) => "share",
            Self::SlowDown(_) => "slow-down",
            Self::Stale => "stale",
            Self::TooLarge => "too-large",
            Self::TooSlow => "too-slow",
            Self::Unauthorized => "unauthorized",
            Self::Unavailable(_) => "unavailable",
            Self::Unsupported => "unsupported",
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_kind_is_there_once_and_its_name_may_stand_in_an_address() {
        let all = Kind::all();
        let names: BTreeSet<&str> = all.iter().map(|kind| kind.name).collect();
        assert_eq!(names.len(), all.len());
        for kind in &all {
            assert!(kind.name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{}", kind.name);
            assert!((400..600).contains(&kind.status) && !kind.title.is_empty() && !kind.detail.is_empty());
        }
    }
}
