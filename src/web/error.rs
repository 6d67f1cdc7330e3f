//! Why a question has no answer. A handler's error keeps its type until the edge, which finds words for it.

use std::any::Any;
use std::time::Duration;

use axum::extract::multipart::{MultipartError, MultipartRejection};
use axum::extract::rejection::{BytesRejection, FormRejection, PathRejection, QueryRejection};
use axum::http::StatusCode;

use super::check_list::ListFault;
use super::fair_queue::Refused;
use super::memory_pool::Full;
use crate::office::StoreError;

/// Why a question has no answer.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("the address is longer than that of any certificate")]
    AddressTooLong,
    #[error("too many questions at once")]
    Busy,
    /// A form of the office that was sent from another site, or from none.
    #[error("the form was not sent from this site")]
    CrossSite,
    /// Of a feed: no answer gave it out, or the database was put back since.
    #[error("the cursor is ahead of the feed")]
    CursorAhead,
    #[error("the file is too large")]
    FileTooLarge,
    /// Somebody at her own LSP who lacks the role.
    #[error("who asks may not")]
    Forbidden,
    #[error("the form and its files are larger than allowed")]
    FormTooLarge,
    #[error("internal error")]
    Internal(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// A list of workers that is not checked.
    #[error(transparent)]
    List(ListFault),
    /// A number asked of a service that has no records.
    #[error("there are no records to look numbers up in")]
    NoNumbers,
    /// The LSP has none that the trust list names, or it does not open.
    #[error("there is no report key to sign the answer")]
    NoReportKey,
    #[error("the address does not answer to this method")]
    NoSuchMethod,
    /// A verifier that has no trust list to judge by, or one past its `exp`.
    #[error("there is no trust list that may be believed")]
    NoTrustList,
    #[error("nothing is found at this address")]
    NotFound,
    /// A service that has not signed its lists yet.
    #[error("the lists are being signed")]
    NotYet,
    /// Without the records' key nobody can tell who may sign in.
    #[error("the office needs the passphrase of the keys")]
    OfficeClosed,
    #[error("{0}")]
    Rejected(Fault),
    /// The client has as much under way, or has used as much, as it may while others wait.
    #[error("this client has its share")]
    Share(Duration),
    #[error("too many look-ups by number from this address")]
    SlowDown(Duration),
    /// A list past its `exp`.
    #[error("the newest status list of this LSP is too old to be handed out")]
    Stale,
    #[error("the request is larger than allowed")]
    TooLarge,
    #[error("the request took too long")]
    TooSlow,
    /// A key was given that is not good.
    #[error("the key is not one that is good here")]
    Unauthorized,
    #[error("the database does not answer")]
    Unavailable(#[source] StoreError),
    #[error("the body must be of the documented content type")]
    Unsupported,
}

/// What was wrong with a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("the body does not have the documented fields")]
    Body,
    #[error("there is no file")]
    File,
    #[error("the number has no letters and digits, or too many")]
    Number,
    #[error("the day is no date")]
    On,
    #[error("the path is not readable text")]
    Path,
    #[error("the query is not readable")]
    Query,
}

impl Error {
    pub(super) fn status(&self) -> StatusCode {
        match self {
            Self::AddressTooLong => StatusCode::URI_TOO_LONG,
            Self::CrossSite | Self::Forbidden => StatusCode::FORBIDDEN,
            Self::CursorAhead => StatusCode::CONFLICT,
            Self::Busy
            | Self::NoReportKey
            | Self::NoTrustList
            | Self::NotYet
            | Self::OfficeClosed
            | Self::Stale
            | Self::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::FileTooLarge | Self::FormTooLarge | Self::List(ListFault::TooLarge) | Self::TooLarge => {
                StatusCode::PAYLOAD_TOO_LARGE
            }
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
            Self::List(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::NoNumbers | Self::NotFound => StatusCode::NOT_FOUND,
            Self::NoSuchMethod => StatusCode::METHOD_NOT_ALLOWED,
            Self::Rejected(_) => StatusCode::BAD_REQUEST,
            Self::Share(_) | Self::SlowDown(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::Unauthorized => StatusCode::UNAUTHORIZED,
            Self::Unsupported => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        }
    }

    /// Seconds after which asking again makes sense.
    pub(super) fn retry_after(&self) -> Option<u64> {
        match self {
            Self::Busy | Self::NoTrustList | Self::NotYet | Self::Unavailable(_) => Some(2),
            Self::Share(wait) | Self::SlowDown(wait) => Some(wait.as_secs() + u64::from(wait.subsec_nanos() > 0)),
            _ => None,
        }
    }

    /// The field of the question that was wrong; none where the question was right.
    pub(super) fn field(&self) -> Option<&'static str> {
        match self {
            Self::FileTooLarge | Self::Rejected(Fault::File) => Some("file"),
            Self::CursorAhead => Some("after"),
            Self::List(fault) => Some(fault.field()),
            Self::NoNumbers | Self::Rejected(Fault::Number) => Some("number"),
            Self::Rejected(Fault::Body) => Some("body"),
            Self::Rejected(Fault::On) => Some("on"),
            Self::Rejected(Fault::Path) => Some("path"),
            Self::Rejected(Fault::Query) => Some("query"),
            _ => None,
        }
    }

    /// What a panic in a request becomes; its message may hold anything, so nobody is told.
    pub(super) fn panicked(_cause: Box<dyn Any + Send + 'static>) -> Self {
        Self::Internal("a request panicked".into())
    }
}

/// A body that could not be taken: too large, of another type, or without its fields.
fn body(status: StatusCode) -> Error {
    match status {
        StatusCode::PAYLOAD_TOO_LARGE => Error::TooLarge,
        StatusCode::UNSUPPORTED_MEDIA_TYPE => Error::Unsupported,
        _ => Error::Rejected(Fault::Body),
    }
}

impl From<FormRejection> for Error {
    fn from(rejection: FormRejection) -> Self {
        body(rejection.status())
    }
}

impl From<BytesRejection> for Error {
    fn from(rejection: BytesRejection) -> Self {
        body(rejection.status())
    }
}

impl From<MultipartRejection> for Error {
    fn from(rejection: MultipartRejection) -> Self {
        body(rejection.status())
    }
}

impl From<MultipartError> for Error {
    fn from(error: MultipartError) -> Self {
        body(error.status())
    }
}

impl From<PathRejection> for Error {
    fn from(_: PathRejection) -> Self {
        Self::Rejected(Fault::Path)
    }
}

impl From<QueryRejection> for Error {
    fn from(_: QueryRejection) -> Self {
        Self::Rejected(Fault::Query)
    }
}

impl From<Refused> for Error {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Busy => Self::Busy,
            Refused::Share(wait) => Self::Share(wait),
        }
    }
}

impl From<Full> for Error {
    fn from(_: Full) -> Self {
        Self::Busy
    }
}

impl From<StoreError> for Error {
    fn from(cause: StoreError) -> Self {
        Self::Internal(Box::new(cause))
    }
}

impl From<crate::office::Error> for Error {
    fn from(cause: crate::office::Error) -> Self {
        Self::Internal(Box::new(cause))
    }
}

impl From<askama::Error> for Error {
    fn from(cause: askama::Error) -> Self {
        Self::Internal(Box::new(cause))
    }
}
