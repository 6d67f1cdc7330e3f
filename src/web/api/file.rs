//! `POST /api/v1/verify/file`: a PDF or a picture, as the body or in a form. It is read apart from this
//! process, by whoever gave the site its reader; here it is only taken in, within bounds. One certificate is
//! answered by its verdict, several by `{"results": [verdict, …]}`.

use std::sync::Arc;
use std::time::Duration;

use axum::RequestExt as _;
use axum::body::{Body, Bytes};
use axum::extract::multipart::MultipartRejection;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Multipart, Query, Request, State};
use axum::http::header::CONTENT_LENGTH;
use axum::response::{Html, IntoResponse, Response};
use http_body_util::BodyExt as _;
use serde::Serialize;
use tokio::sync::Semaphore;
use tokio::time::timeout;
use tower_http::timeout::TimeoutBody;
use utoipa::ToSchema;

use super::description::Binary;
use super::json;
use crate::verify::document::{Document, DocumentFault, Examined, LARGEST, examine};
use crate::verify::verdict::Word;
use crate::verify::{Asked, Snapshot, Verdict};
use crate::web::client::{media_type, wants_page};
use crate::web::edge::Failing;
use crate::web::found::Named;
use crate::web::inquiry::{Day, Given};
use crate::web::{Error, Fault, Service, pages};

/// Bytes of a file that is too large, taken and thrown away so that the client hears why.
const THROWN_AWAY: usize = 4 * LARGEST;

/// Time for a file to arrive: 20 MB over a slow telephone network.
const ARRIVAL: Duration = Duration::from_secs(180);

/// The longest wait for a turn to be read.
const TURN: Duration = Duration::from_secs(20);

/// Types that are read; a body without one is known by its first bytes, as all are in the end.
const TYPES: [&str; 5] = ["application/pdf", "image/png", "image/jpeg", "image/webp", "application/octet-stream"];

/// The verdict on the one certificate of a file, or one for each of several.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
#[schema(as = Document)]
enum Told<'a> {
    One(&'a Named),
    Several { results: &'a [Named] },
}

/// A file, and the day asked about where its form has one.
struct Sent {
    file: Bytes,
    on: Option<String>,
}

/// A file in a form.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "it describes a form, which is read as it comes")]
struct Form {
    #[schema(inline)]
    file: Binary,
    /// A day to ask about instead of today.
    #[schema(format = Date)]
    on: Option<String>,
}

/// The verdict on a PDF or a picture of 20 MB at most
///
/// One certificate is answered by its verdict, several by a list of verdicts. `text_differs`: the document does not
/// show what was signed, and `differs` says what. `qr_differs`: a QR in it is of another certificate. With either,
/// treat the document as altered, whatever the verdict on what was signed; so with `sheet_differs`, which the LSP's
/// own service says where the sheet is not as it was issued. A file in which no certificate is found is
/// `unreadable`. Where no reader of files is at work: 404.
#[utoipa::path(
    post,
    path = "/api/v1/verify/file",
    tag = "certificates",
    params(Day),
    request_body(
        content(
            (Binary = "application/pdf"),
            (Binary = "image/png"),
            (Binary = "image/jpeg"),
            (Binary = "image/webp"),
            (Binary = "application/octet-stream"),
            (inline(Form) = "multipart/form-data")
        )
    ),
    responses(
        (
            status = 200,
            description = "JSON; a page where Accept prefers it",
            content((Told = "application/json"), (String = "text/html"))
        ),
        Failing
    )
)]
pub(in crate::web) async fn file(
    State(service): State<Arc<Service>>,
    day: Result<Query<Day>, QueryRejection>,
    request: Request,
) -> Result<Response, Error> {
    if service.app.read_document.is_none() {
        return Err(Error::NotFound);
    }
    let (Query(day), page) = (day?, wants_page(request.headers()));
    let _room = service.uploads.try_acquire().map_err(|_| Error::Busy)?;
    let Sent { file, on } = timeout(ARRIVAL, take(&service, request)).await.map_err(|_| Error::TooSlow)??;
    let (asked, lists) = (service.asked(&on.map_or(day, |on| Day::new(Some(on))))?, service.snapshot());
    let told = examined(&service, &lists, asked, file).await?;
    if page {
        Ok(Html(pages::files(service.frame(), &lists, &told, asked)?).into_response())
    } else {
        json(&match told.as_slice() {
            [one] => Told::One(one),
            results => Told::Several { results },
        })
    }
}

/// The verdicts on what one file carries.
async fn examined(service: &Service, lists: &Snapshot, asked: Asked, file: Bytes) -> Result<Vec<Named>, Error> {
    let read = service.app.read_document.as_ref().ok_or(Error::NotFound)?;
    let turn = turn(&service.documents).await?;
    let document = match read(file).await {
        Ok(document) => document,
        // Nothing is found in what cannot be read.
        Err(DocumentFault::Broken) => Document::default(),
        Err(cause @ DocumentFault::NotStarted(_)) => {
            service.tally.files_failed.inc();
            return Err(Error::Internal(cause.into()));
        }
    };
    let mut told = Vec::new();
    for mut examined in examine(&document, &lists.trust, &lists.statuses, asked) {
        service.compare_sheet(&mut examined).await;
        let Examined { mut verdict, token, .. } = examined;
        service.report(&verdict, Given::Bytes(token.as_deref()));
        service.tell(&mut verdict, lists).await;
        service.tell_units(&mut verdict).await;
        told.push(verdict);
    }
    drop(turn);
    count(service, &told);
    Ok(told.into_iter().map(Named::by_token).collect())
}

fn count(service: &Service, told: &[Verdict]) {
    let nothing = told.iter().all(|verdict| verdict.verdict == Word::Unreadable);
    let files = if nothing { &service.tally.files_unreadable } else { &service.tally.files_read };
    files.inc();
}

async fn turn(documents: &Semaphore) -> Result<tokio::sync::SemaphorePermit<'_>, Error> {
    timeout(TURN, documents.acquire()).await.map_err(|_| Error::Busy)?.map_err(|_| Error::Busy)
}

/// Takes the file in, however it is sent.
async fn take(service: &Service, request: Request) -> Result<Sent, Error> {
    let length = request.headers().get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if length.is_some_and(|length| length > THROWN_AWAY) {
        return Err(Error::FileTooLarge);
    }
    let known = |kind: &str| TYPES.iter().any(|known| kind.eq_ignore_ascii_case(known));
    let in_form = match media_type(request.headers()) {
        Some(kind) if kind.eq_ignore_ascii_case("multipart/form-data") => true,
        Some(kind) if !known(kind) => return Err(Error::Unsupported),
        _ => false,
    };
    let request = request.map(|body| Body::new(TimeoutBody::new(service.app.settings.still, body)));
    if in_form { form(request).await } else { Ok(Sent { file: whole(request.into_body()).await?, on: None }) }
}

async fn whole(mut body: Body) -> Result<Bytes, Error> {
    let mut file = Kept::default();
    while let Some(frame) = body.frame().await {
        // The body is broken off or stands still: there is nobody who waits for the answer.
        let frame = frame.map_err(|_| Error::TooSlow)?;
        if let Ok(bytes) = frame.into_data() {
            file.add(&bytes)?;
        }
    }
    file.done()
}

async fn form(request: Request) -> Result<Sent, Error> {
    let form: Result<Multipart, MultipartRejection> = request.extract().await;
    let (mut form, mut file, mut on) = (form?, None, None);
    while let Some(mut field) = form.next_field().await? {
        match field.name() {
            Some("file") if file.is_none() => {
                let mut kept = Kept::default();
                while let Some(bytes) = field.chunk().await? {
                    kept.add(&bytes)?;
                }
                file = Some(kept.done()?);
            }
            Some("on") => {
                let mut text = Vec::new();
                while let Some(bytes) = field.chunk().await? {
                    text.extend_from_slice(&bytes);
                    if text.len() > 64 {
                        return Err(Error::Rejected(Fault::On));
                    }
                }
                on = Some(String::from_utf8(text).map_err(|_| Error::Rejected(Fault::On))?);
            }
            _ => {}
        }
    }
    Ok(Sent { file: file.ok_or(Error::Rejected(Fault::File))?, on })
}

/// The bytes of a file as they come; none any more once there are too many.
#[derive(Default)]
struct Kept {
    bytes: Vec<u8>,
    count: usize,
}

impl Kept {
    fn add(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.count += bytes.len();
        if self.count > THROWN_AWAY {
            return Err(Error::FileTooLarge);
        }
        if self.count > LARGEST {
            self.bytes = Vec::new();
        } else {
            self.bytes.extend_from_slice(bytes);
        }
        Ok(())
    }

    fn done(self) -> Result<Bytes, Error> {
        match self.count {
            0 => Err(Error::Rejected(Fault::File)),
            1..=LARGEST => Ok(self.bytes.into()),
            _ => Err(Error::FileTooLarge),
        }
    }
}
