//! The only failing answer: an error, and its two faces: a page, or problem details (RFC 9457).
//!
//! A handler's error, the router's bare status and a panic all come by [`dress`], which knows what the
//! client asked to be answered in. The cause goes to the log, once; the client gets one plain line.

use std::any::Any;
use std::time::Duration;

use axum::extract::Request;
use axum::extract::multipart::{MultipartError, MultipartRejection};
use axum::extract::rejection::{BytesRejection, FormRejection, PathRejection, QueryRejection};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, RETRY_AFTER, VARY};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use serde_json::json;

use super::client::{wants_json, wants_page};
use super::{Service, pages};
use crate::store::StoreError;

/// Why a question has no answer.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("too many questions at once")]
    Busy,
    #[error("{}", Fault::FileSize.english())]
    FileTooLarge,
    #[error("internal error")]
    Internal(#[source] Box<dyn std::error::Error + Send + Sync>),
    #[error("{}", Fault::Numbers.english())]
    NoNumbers,
    #[error("nothing is found at this address")]
    NotFound,
    #[error("{}", .0.english())]
    Rejected(Fault),
    #[error("too many look-ups by number from this address")]
    SlowDown(Duration),
    #[error("{}", Fault::Stale.english())]
    Stale,
    #[error("the request took too long to arrive")]
    TooSlow,
    #[error("the request is larger than allowed")]
    TooLarge,
    #[error("the database does not answer")]
    Unavailable(#[source] StoreError),
    #[error("the body must be of the documented content type")]
    Unsupported,
}

/// What was wrong with a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    Body,
    File,
    FileSize,
    Number,
    /// A number asked of a service that has no records.
    Numbers,
    On,
    Path,
    Query,
    /// A list past its `exp`.
    Stale,
}

impl Fault {
    /// The field that was wrong; none where the question was right.
    #[must_use]
    pub fn field(self) -> Option<&'static str> {
        match self {
            Self::Body => Some("body"),
            Self::File | Self::FileSize => Some("file"),
            Self::Number | Self::Numbers => Some("number"),
            Self::On => Some("on"),
            Self::Path => Some("path"),
            Self::Query => Some("query"),
            Self::Stale => None,
        }
    }

    /// What was wrong and what was expected, in English.
    #[must_use]
    pub fn english(self) -> &'static str {
        match self {
            Self::Body => "the body does not have the documented fields",
            Self::File => "send a PDF or a picture as the body, or in the field file of a form",
            Self::FileSize => "the file is larger than 20 MiB; send a photograph of the QR alone",
            Self::Number => "number must have 1 to 64 letters and digits, such as 81210 9112 2 0000088 2023",
            Self::Numbers => {
                "this checker reads certificates and knows no numbers; send the QR, the link or the file, or ask the \
                 LSP at its own site"
            }
            Self::On => "on must be a date, such as 2026-12-18",
            Self::Path => "the address is not readable text",
            Self::Query => "the part of the address after the question mark is not readable",
            Self::Stale => "the newest status list of this LSP is too old to be handed out",
        }
    }

    /// The same in Indonesian, as a sentence.
    #[must_use]
    pub fn indonesian(self) -> &'static str {
        match self {
            Self::Body => "Isian tidak lengkap atau bentuknya salah.",
            Self::File => "Pilih dulu file PDF atau foto sertifikatnya.",
            Self::FileSize => "File melebihi 20 MB. Kirim foto QR-nya saja.",
            Self::Number => "Nomor harus berisi 1 sampai 64 huruf dan angka, misalnya 81210 9112 2 0000088 2023.",
            Self::Numbers => {
                "Pemeriksa ini membaca sertifikatnya sendiri dan tidak mengenal nomor. Pindai QR-nya, tempel tautannya, \
                 atau kirim filenya. Untuk mencari nomor, buka situs LSP penerbitnya."
            }
            Self::On => "Tanggal harus ditulis seperti 2026-12-18.",
            Self::Path => "Alamat tidak terbaca.",
            Self::Query => "Bagian alamat sesudah tanda tanya tidak terbaca.",
            Self::Stale => "Daftar status LSP ini sudah terlalu lama untuk dibagikan.",
        }
    }
}

impl Error {
    fn status(&self) -> StatusCode {
        match self {
            Self::Busy | Self::Stale | Self::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::FileTooLarge | Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
            Self::NoNumbers | Self::NotFound => StatusCode::NOT_FOUND,
            Self::Rejected(_) => StatusCode::BAD_REQUEST,
            Self::SlowDown(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::Unsupported => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        }
    }

    fn retry_after(&self) -> Option<u64> {
        match self {
            Self::Busy | Self::Unavailable(_) => Some(2),
            Self::SlowDown(wait) => Some(wait.as_secs() + u64::from(wait.subsec_nanos() > 0)),
            _ => None,
        }
    }

    fn fault(&self) -> Option<Fault> {
        match self {
            Self::FileTooLarge => Some(Fault::FileSize),
            Self::NoNumbers => Some(Fault::Numbers),
            Self::Rejected(fault) => Some(*fault),
            Self::Stale => Some(Fault::Stale),
            _ => None,
        }
    }

    /// What a panic in a request becomes; its message may hold anything, so nobody is told.
    pub(super) fn panicked(_cause: Box<dyn Any + Send + 'static>) -> Response {
        Self::Internal("a request panicked".into()).into_response()
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        match &self {
            Self::Internal(cause) => tracing::error!(%cause, "internal error"),
            Self::Unavailable(cause) => tracing::warn!(%cause, "not ready"),
            _ => {}
        }
        let mut response = self.status().into_response();
        if let Some(seconds) = self.retry_after() {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        if let Some(fault) = self.fault() {
            response.extensions_mut().insert(fault);
        }
        if let Self::Busy = self {
            response.extensions_mut().insert(Overrun);
        }
        response
    }
}

/// Marks an answer that was refused because too many were asked for at once.
#[derive(Clone, Copy, Debug)]
struct Overrun;

/// How a failing answer is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spoken {
    Json,
    Page,
}

/// Addresses that only programs ask.
const PROGRAMS: [&str; 9] = [
    "/api/",
    "/.well-known/",
    "/trust.jwt",
    "/status/",
    "/honoured/",
    "/openapi.json",
    "/healthz",
    "/readyz",
    "/metrics",
];

impl Spoken {
    /// What the client understands: a browser's form is answered by a page wherever it posts to.
    pub(super) fn to(request: &Request) -> Self {
        let (path, headers) = (request.uri().path(), request.headers());
        let program = PROGRAMS.iter().any(|part| path.starts_with(part));
        let json = if program { path != super::FILE || !wants_page(headers) } else { wants_json(headers) };
        if json { Self::Json } else { Self::Page }
    }
}

/// Gives a failing answer its page, or its problem details where JSON is spoken.
pub(super) fn dress(service: &Service, spoken: Spoken, mut response: Response) -> Response {
    let status = response.status();
    if !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let fault = response.extensions_mut().remove::<Fault>();
    if response.extensions_mut().remove::<Overrun>().is_some() {
        service.tally.busy.inc();
    } else if status == StatusCode::TOO_MANY_REQUESTS {
        service.tally.slowed.inc();
    }
    let dressed = match spoken {
        Spoken::Json => problem(status, fault),
        Spoken::Page => page(service, status, fault),
    };
    for name in [CONTENT_LENGTH, CONTENT_TYPE] {
        response.headers_mut().remove(name);
    }
    let (mut parts, body) = dressed.into_parts();
    parts.headers.extend(std::mem::take(response.headers_mut()));
    parts.headers.append(VARY, HeaderValue::from_static("accept"));
    Response::from_parts(parts, body)
}

fn page(service: &Service, status: StatusCode, fault: Option<Fault>) -> Response {
    let html = pages::error(service.frame(), status, fault, &service.snapshot().trust);
    (status, Html(html.unwrap_or_else(|_| "internal error".to_owned()))).into_response()
}

fn problem(status: StatusCode, fault: Option<Fault>) -> Response {
    let title = status.canonical_reason().unwrap_or("error").to_lowercase();
    let mut body = json!({ "type": "about:blank", "title": title, "status": status.as_u16() });
    body["detail"] = fault.map_or_else(|| pages::plainly(status).en, |fault| fault.english().to_owned()).into();
    if let Some(field) = fault.and_then(Fault::field) {
        body["field"] = field.into();
    }
    (status, [(CONTENT_TYPE, "application/problem+json")], body.to_string()).into_response()
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

impl From<StoreError> for Error {
    fn from(cause: StoreError) -> Self {
        Self::Internal(Box::new(cause))
    }
}

impl From<askama::Error> for Error {
    fn from(cause: askama::Error) -> Self {
        Self::Internal(Box::new(cause))
    }
}
