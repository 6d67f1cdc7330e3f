//! `POST /api/v1/check-list`: a list of workers as JSON or as a file, each answered: does she hold a certificate of the
//! right scheme until the contract's last day?

use std::collections::BTreeMap;
use std::mem;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::response::Response;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tokio::task::spawn_blocking;
use utoipa::ToSchema;

use super::description::Binary;
use super::file::Answer;
use super::{is_json, json};
use crate::office::check_list::Outcome;
use crate::office::check_list::paper::file_name;
use crate::office::progress::Teller;
use crate::roster::{Guesses, List, TypedRow, open_workers, read_typed, read_workers};
use crate::verify::elsewhere::MayKnow;
use crate::verify::found::{Found, Named};
use crate::verify::list::{AnswerWord, Checked, Differs, NikRefused, Until};
use crate::web::check_list::{Host, ListFault, handed, take, until};
use crate::web::client::{client, client_address, media_type, wants_pdf};
use crate::web::client_prefix::Client;
use crate::web::memory_pool::Reservation;
use crate::web::office::file::{Kind, saved};
use crate::web::problem::Failing;
use crate::web::{Error, Fault, Service};
use crate::words::Lang;

/// Warnings that an answer has at most.
const WARNINGS: usize = 100;

/// A list of workers.
#[derive(Deserialize, ToSchema)]
#[schema(as = WorkerList)]
struct Question {
    /// The contract's last day: not over, and ten years away at most.
    #[schema(format = Date, example = "2027-12-31")]
    until: String,
    #[schema(value_type = Vec<Row>, max_items = 10_000, example = json!([{ "token": "0oRN", "scheme": "CS-01" }]))]
    rows: Vec<TypedRow>,
}

/// A worker: who she is, or which certificate is hers. What is empty is not there.
#[derive(ToSchema)]
#[schema(as = Worker)]
#[expect(dead_code, reason = "it describes rows, which the reader of lists reads")]
struct Row {
    /// A link, the text of a QR, or a token in base64url or digits.
    token: Option<String>,
    /// The number of the certificate, its registration or its sheet; not looked at beside a token.
    number: Option<String>,
    name: Option<String>,
    nik: Option<String>,
    /// The scheme that is asked for, by its code or its title.
    scheme: Option<String>,
    job: Option<String>,
}

/// A list in a file.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "it describes a form, which is read as it comes")]
struct ListForm {
    /// An .xlsx or .csv with headings.
    #[schema(inline)]
    file: Option<Binary>,
    #[schema(format = Date)]
    until: String,
    /// Certificates that go with the list: PDFs, pictures or a ZIP of them, in as many fields as there are.
    #[schema(inline)]
    document: Option<Binary>,
}

/// The answers, row by row.
#[derive(Serialize)]
struct Told<'a> {
    #[serde(flatten)]
    checked: &'a Checked,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    unclaimed: Vec<Answer>,
    #[serde(skip_serializing_if = "<[MayKnow]>::is_empty")]
    elsewhere: &'a [MayKnow],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<RowWarned>,
    #[serde(skip_serializing_if = "Option::is_none")]
    report: Option<String>,
}

/// What the file of a list holds beside the rows that were read, or hides.
#[derive(Serialize, ToSchema)]
#[schema(as = ListWarning)]
struct RowWarned {
    /// As Excel numbers rows; 1 for the whole sheet.
    row: u32,
    detail: String,
}

/// The answers, row by row in the order of the list.
#[derive(ToSchema)]
#[schema(as = CheckedList)]
#[expect(dead_code, reason = "it describes answers, which are written from what was checked")]
struct Described {
    #[schema(format = Date)]
    until: String,
    #[schema(format = DateTime)]
    checked_at: String,
    /// The oldest status list that an answer rests on.
    #[schema(format = DateTime)]
    as_of: String,
    /// How many rows have each answer.
    totals: BTreeMap<String, u32>,
    rows: Vec<AnsweredRow>,
    /// Documents that are nobody's of the list.
    #[schema(required = false)]
    unclaimed: Vec<Answer>,
    /// LSPs of other installations whose numbers look like those of rows that are `not_found`, 20 a row at most; each is
    /// asked at its own site.
    #[schema(required = false)]
    elsewhere: Vec<MayKnow>,
    /// What the file holds beside the rows that were read, or hides (another sheet, hidden rows and columns, lines below the
    /// table), 100 at most.
    #[schema(required = false)]
    warnings: Vec<RowWarned>,
    /// The link of the signed report, where the LSP of the site that was asked has a key for it.
    #[schema(required = false, nullable = false)]
    report: Option<String>,
}

/// The answer for one row.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it describes answers, which are written from what was checked")]
struct AnsweredRow {
    /// As Excel numbers rows; from 1 for rows and documents that came without a sheet.
    row: u32,
    answer: AnswerWord,
    /// The certificate's last day.
    #[schema(required = false, nullable = false, format = Date)]
    valid_until: Option<String>,
    /// What of the row is otherwise on the certificate.
    #[schema(required = false)]
    differs: Vec<Differs>,
    /// Why the row's NIK was not compared, where an employer asked; it is asked again with the next list.
    #[schema(required = false, nullable = false)]
    nik_not_compared: Option<NikRefused>,
    /// The number of the certificate that replaces it.
    #[schema(nullable = false)]
    superseded_by: Option<String>,
    /// The certificate as the row may see it: by number the holder is initials unless the row has the name. Null where
    /// none was looked at.
    #[schema(required = true)]
    verdict: Option<Found>,
}

/// Whether each worker of a list holds a certificate until the contract's last day
///
/// JSON, or a form with the list as an .xlsx or .csv and perhaps its certificates (200 files at most); 20 MB, 10,000
/// rows. `answer` is the first that applies: `unreadable not_found forged untrusted revoked superseded suspended
/// name_differs nik_differs wrong_scheme expired expires_early not_yet_valid not_checked fits`. A row without number or
/// token is matched with the certificates of the form by its name. Rows with a number alone count as look-ups by number:
/// those beyond the limit are `not_checked`, and more than 100 of them are refused with 422, as is a list of which a cell
/// cannot be read: `faults` says which. With an employer's key they count within its quota of the day, and are refused
/// with 422 where they are more than is left; and the NIK of rows that carry a certificate of the LSP that gave the key
/// is compared with its holder's, counted and written down as on the employer's page: `nik_differs`, or
/// `nik_not_compared` says why it was not, and the rest of the answer stands. `report` is the link of a signed report on the answers; where `Accept` is
/// `application/pdf`, the report itself is the answer, with its rows attached as a CSV (404 where the LSP of the site that
/// was asked has no key for reports).
#[utoipa::path(
    post,
    path = "/api/v1/check-list",
    tag = "certificates",
    request_body(content((Question = "application/json"), (inline(ListForm) = "multipart/form-data"))),
    security((), ("employer" = [])),
    responses(
        (
            status = 200,
            description = "Answers, whatever they are; the report as a PDF where Accept asks for it",
            content((Described = "application/json"), (Binary = "application/pdf"))
        ),
        Failing
    )
)]
pub(in crate::web) async fn check_list(
    State(service): State<Arc<Service>>,
    request: Request,
) -> Result<Response, Error> {
    let client = client(request.headers(), request.extensions(), service.app.settings.proxies);
    let memory = service.upload_memory.open(client);
    tokio::select! {
        answer = checked(&service, client, request, &memory) => answer,
        () = memory.ended() => Err(Error::Busy),
    }
}

async fn checked(service: &Service, client: Client, request: Request, memory: &Reservation) -> Result<Response, Error> {
    let (now, host, paper) = ((service.app.clock)(), Host::of(&request), wants_pdf(request.headers()));
    let from = client_address(request.headers(), request.extensions(), service.app.settings.proxies);
    let asking = service.asking(request.headers(), from).await?;
    let kind = media_type(request.headers()).unwrap_or_default().to_ascii_lowercase();
    let (list, until, documents) = if is_json(&kind) {
        let (list, until) = typed(service, client, request, memory, now).await?;
        (list, until, Vec::new())
    } else if kind == "multipart/form-data" {
        let mut sent = take(service, client, request, memory).await?;
        let until = until(sent.field("until"), now)?;
        let list = match sent.take_list()? {
            Some(list) => in_file(list).await?,
            None if sent.documents.is_empty() => return Err(ListFault::Nothing.into()),
            None => List::default(),
        };
        let documents = mem::take(&mut sent.documents);
        (list, until, handed(service, client, memory, documents, &Teller::default()).await?)
    } else {
        return Err(Error::Unsupported);
    };
    if !list.faults.is_empty() {
        return Err(ListFault::Rows { faults: list.faults, layout: list.layout }.into());
    }
    let warnings = list
        .warnings
        .iter()
        .take(WARNINGS)
        .map(|one| RowWarned { row: one.row, detail: one.warning.message(Lang::En).into_owned() });
    let warnings = warnings.collect();
    let (outcome, beside) = service.check_beside((client, asking.as_ref()), list.workers, until, &documents).await?;
    let Outcome { checked, unclaimed, elsewhere, .. } = &outcome;
    let report = service.report_on(&service.snapshot().trust, &host, checked).await;
    if paper {
        let pdf = service.report_paper(client, report.map_err(|_| Error::NotFound)?).await?;
        return Ok(saved(Kind::Pdf, &file_name(checked.checked_at, checked.until.day()), pdf));
    }
    let answer = |place: &usize| {
        let file = beside.names.get(*place).cloned().filter(|name| !name.is_empty());
        Some(Answer { file, verdict: Named::by_token(beside.verdicts.get(*place)?.clone()), token: None })
    };
    let report = report.ok().map(|made| made.link());
    json(&Told { checked, unclaimed: unclaimed.iter().filter_map(answer).collect(), elsewhere, warnings, report })
}

/// A list in JSON.
async fn typed(
    service: &Service,
    client: Client,
    request: Request,
    memory: &Reservation,
    now: Timestamp,
) -> Result<(List, Until), Error> {
    let body = service.body_of(client, request, memory).await;
    let body = body.map_err(|error| match error {
        Error::FileTooLarge => ListFault::TooLarge.into(),
        Error::Rejected(Fault::File) => Error::Rejected(Fault::Body),
        error => error,
    })?;
    let Question { until: day, rows } = serde_json::from_slice(&body).map_err(|_| Error::Rejected(Fault::Body))?;
    Ok((read_typed(&rows).map_err(ListFault::File)?, until(&day, now)?))
}

/// A list in a file, its columns as they are guessed.
async fn in_file(list: Vec<u8>) -> Result<List, Error> {
    let read = spawn_blocking(move || {
        let grid = open_workers(&list)?;
        read_workers(&grid, &Guesses::of(&grid))
    });
    let read = read.await.map_err(|cause| Error::Internal(cause.into()))?;
    read.map_err(|fault| ListFault::File(fault).into())
}
