//! `POST /api/v1/verify/file`: a PDF, a picture, several of them or a ZIP, as the body or in a form. Each is read
//! apart from this process, by whoever gave the site its reader. One certificate in one file is answered by its
//! verdict; several, or a ZIP, by `{"results": [{"file": …, verdict}, …]}`.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, Request, State};
use axum::response::{Html, IntoResponse, Response};
use serde::Serialize;
use tokio::task::spawn_blocking;
use tokio::time::{Instant, timeout};
use utoipa::ToSchema;

use super::description::Binary;
use super::json;
use super::upload::{Sent, SentFile, take};
use crate::office::check_list::paper::{self, are_its_rows};
use crate::seal::spelling;
use crate::verify::document::{
    self, BundleFault, Document, DocumentFault, FILES, Packed, UNPACKED, examine, is_bundle, unpack,
};
use crate::verify::found::Named;
use crate::verify::report::{Examined, ReportFinding, ReportVerdict, judge, reports, without_reports};
use crate::verify::verdict::Word;
use crate::verify::{Asked, Snapshot, Verdict};
use crate::web::client::{client, wants_page};
use crate::web::client_prefix::Client;
use crate::web::fair_queue::Place;
use crate::web::inquiry::{Day, Given};
use crate::web::memory_pool::{Full, Reservation};
use crate::web::problem::FailingOrPage;
use crate::web::{Error, Fault, Reading, Service, pages};

/// Time to read all files of a call.
pub(in crate::web) const WHOLE: Duration = Duration::from_secs(300);

/// How long the rows of a report wait for their turn.
const TURN: Duration = Duration::from_secs(30);

/// The verdict on the one certificate or report of a file, or one for each of several.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
#[schema(as = Document)]
enum Told<'a> {
    One(&'a Named),
    Report(&'a ReportVerdict),
    Several { results: &'a [Found] },
}

/// What was found in a file.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
#[schema(as = FileAnswer)]
pub(in crate::web) enum Found {
    Certificate(Answer),
    Report(ReportAnswer),
}

/// The verdict on a report of a file.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::web) struct ReportAnswer {
    /// What its sender, or the ZIP it came in, calls the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::web) file: Option<String>,
    #[serde(flatten)]
    pub(in crate::web) verdict: ReportVerdict,
    /// The signed bytes, for whoever shows where else it can be looked at.
    #[serde(skip)]
    pub(in crate::web) token: Vec<u8>,
}

/// The verdict on a certificate of a file.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::web) struct Answer {
    /// What its sender, or the ZIP it came in, calls the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::web) file: Option<String>,
    #[serde(flatten)]
    pub(in crate::web) verdict: Named,
    /// What was judged, in base64url; for whoever asks once more.
    #[serde(skip)]
    pub(in crate::web) token: Option<String>,
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
    /// A report (link, text of its QR, base64url) that the file is held against: its PDF, or the CSV of its rows.
    report: Option<String>,
}

/// The verdict on PDFs and pictures of 20 MB together at most
///
/// Several files may come in fields `file` of one form, or in a ZIP (50 at most, 60 MB unpacked). One certificate in
/// one file is answered by its verdict; several, or a ZIP, by a list of verdicts with the names of their files. `text_differs`: the document does not
/// show what was signed, and `differs` says what. `qr_differs`: a QR in it is of another certificate. With either,
/// treat the document as altered, whatever the verdict on what was signed; so with `sheet_differs`, which the LSP's
/// own service says where the sheet is not as it was issued. A file in which no certificate is found is
/// `unreadable`. A report on a list is answered by a verdict of its own kind, `report` instead of `verdict`: `altered` where
/// its rows, its QR or its pages are not as they were signed. A field `report` has files held against that report: its PDF,
/// or the CSV that is attached to it. Where no reader of files is at work: 404.
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
            (Binary = "application/zip"),
            (inline(Form) = "multipart/form-data")
        )
    ),
    responses(
        (
            status = 200,
            description = "JSON; a page where Accept prefers it",
            content((Told = "application/json"), (String = "text/html"))
        ),
        FailingOrPage
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
    let settings = &service.app.settings;
    let client = client(request.headers(), request.extensions(), settings.proxies);
    let memory = service.upload_memory.open(client);
    let Sent { files, on, report } = tokio::select! {
        sent = arrived(&service, client, request, &memory) => sent?,
        () = memory.ended() => return Err(Error::Busy),
    };
    let (asked, lists) = (service.asked(&on.map_or(day, |on| Day::new(Some(on))))?, service.snapshot());
    let report = match report.map(|text| spelling::read_report(&text)) {
        None => None,
        Some(spelt) => Some(spelt.map_err(|_| Error::Rejected(Fault::Body))?.bytes),
    };
    let several = files.len() > 1 || files.iter().any(|file| is_bundle(&file.bytes));
    let call = Call { service: &service, client, memory: &memory, most: FILES };
    let told = tokio::select! {
        told = timeout(WHOLE, all(call, &lists, asked, (files, report.as_deref()))) => told.map_err(|_| Error::Busy)??,
        () = memory.ended() => return Err(Error::Busy),
    };
    if page {
        Ok(Html(pages::files(service.frame(&lists.trust), &lists, &told, asked)?).into_response())
    } else {
        json(&match told.as_slice() {
            [Found::Certificate(one)] if !several => Told::One(&one.verdict),
            [Found::Report(one)] if !several => Told::Report(&one.verdict),
            results => Told::Several { results },
        })
    }
}

/// The files of a call, once they are all there.
async fn arrived(service: &Service, client: Client, request: Request, memory: &Reservation) -> Result<Sent, Error> {
    let pace = service.pace(client).await?;
    let place = Arc::clone(&pace.place);
    tokio::select! {
        sent = timeout(service.app.settings.files.arrival, take(request, pace, memory)) => sent.map_err(|_| Error::TooSlow)?,
        () = place.ended() => Err(Error::Busy),
    }
}

/// Whose files are read, and how many of them.
#[derive(Clone, Copy)]
pub(in crate::web) struct Call<'a> {
    pub(in crate::web) service: &'a Service,
    pub(in crate::web) client: Client,
    pub(in crate::web) memory: &'a Reservation,
    /// Files of a ZIP at most.
    pub(in crate::web) most: usize,
}

/// The verdicts on what all files carry, those of a ZIP included; held against a report where one was named.
async fn all(
    call: Call<'_>,
    lists: &Arc<Snapshot>,
    asked: Asked,
    (files, report): (Vec<SentFile>, Option<&[u8]>),
) -> Result<Vec<Found>, Error> {
    let mut told = Vec::new();
    for file in files {
        let (opened, held) = opened(call, file).await?;
        for (name, file) in opened {
            if let Some(token) = report.filter(|_| is_text(&file)) {
                let verdict = of_rows(call, lists, asked, (token, file)).await?;
                told.push(Found::Report(ReportAnswer { file: name, verdict, token: token.to_vec() }));
                continue;
            }
            let (document, place) = read(call, file).await?;
            let rest = without_reports(&document);
            for examined in compared(reports(&document, &lists.trust, asked.now), lists).await? {
                let Examined { mut verdict, token, .. } = examined;
                if report.is_some_and(|wanted| wanted != token) {
                    verdict.find(ReportFinding::QrDiffers);
                }
                told.push(Found::Report(ReportAnswer { file: name.clone(), verdict, token }));
            }
            let verdicts = match &rest {
                Some(rest) => judged(call.service, lists, asked, rest, true).await,
                None => Vec::new(),
            };
            drop(place);
            let answer = |Judged { verdict, token }| {
                Found::Certificate(Answer {
                    file: name.clone(),
                    verdict: Named::by_token(verdict),
                    token: token.map(|token| spelling::to_base64url(&token)),
                })
            };
            told.extend(verdicts.into_iter().map(answer));
        }
        call.memory.take(held);
    }
    // An empty ZIP holds nothing that could be judged.
    if told.is_empty() {
        let verdict = Named::by_token(Verdict::unreadable(asked));
        told.push(Found::Certificate(Answer { file: None, verdict, token: None }));
    }
    Ok(told)
}

/// Whether a file is text: a CSV, where a report is asked about.
fn is_text(file: &[u8]) -> bool {
    let head = &file[..file.len().min(1024)];
    !head.windows(5).any(|bytes| bytes == b"%PDF-") && std::str::from_utf8(file).is_ok()
}

/// The verdict on a report whose rows somebody has as a CSV.
async fn of_rows(
    call: Call<'_>,
    lists: &Arc<Snapshot>,
    asked: Asked,
    (token, csv): (&[u8], Bytes),
) -> Result<ReportVerdict, Error> {
    let place = call.service.chunks.take(call.client, TURN).await?;
    let mut verdict = judge(token, &lists.trust, asked.now);
    if let Some(contents) = verdict.contents.clone() {
        let same = spawn_blocking(move || are_its_rows(&csv, &contents)).await;
        if !same.map_err(|cause| Error::Internal(cause.into()))? {
            verdict.find(ReportFinding::RowsDiffer);
        }
    }
    drop(place);
    Ok(verdict)
}

/// The reports of a document, their pages held against those that their rows make.
async fn compared(reports: Vec<Examined>, lists: &Arc<Snapshot>) -> Result<Vec<Examined>, Error> {
    if reports.is_empty() {
        return Ok(reports);
    }
    let lists = Arc::clone(lists);
    let compared = spawn_blocking(move || {
        let mut reports = reports;
        paper::compare(&mut reports, &lists.trust);
        reports
    });
    compared.await.map_err(|cause| Error::Internal(cause.into()))
}

/// A file, or those of a ZIP, and the bytes that are counted for as long as these are there.
pub(in crate::web) async fn opened(
    call: Call<'_>,
    SentFile { name, bytes }: SentFile,
) -> Result<(Vec<(Option<String>, Bytes)>, usize), Error> {
    if !is_bundle(&bytes) {
        return Ok((vec![(name, bytes)], 0));
    }
    call.memory.add(UNPACKED)?;
    let (packed, most) = (bytes.clone(), call.most);
    let opened = tokio::task::spawn_blocking(move || unpack(&packed, most)).await;
    let files = match opened.map_err(|cause| Error::Internal(cause.into()))? {
        Ok(packed) => packed.into_iter().map(|Packed { name, file }| (Some(name), file.into())).collect(),
        Err(BundleFault::Broken) => vec![(name, bytes)],
        Err(BundleFault::TooLarge) => return Err(Error::FileTooLarge),
    };
    Ok((files, UNPACKED))
}

/// What one file carries, nothing where it cannot be read; and the place that was held for it.
pub(in crate::web) async fn read(call: Call<'_>, file: Bytes) -> Result<(Document, Place), Error> {
    let (read, place) = read_in_turn(call, file).await?;
    match read {
        Ok(document) => Ok((document, place)),
        // Nothing is found in what cannot be read.
        Err(DocumentFault::Broken) => Ok((Document::default(), place)),
        Err(DocumentFault::Late) => Err(Error::Busy),
        Err(cause @ DocumentFault::NotStarted(_)) => {
            call.service.tally.files_failed.inc();
            Err(Error::Internal(cause.into()))
        }
    }
}

/// A certificate of a document, and the token that was judged.
pub(in crate::web) struct Judged {
    pub(in crate::web) verdict: Verdict,
    pub(in crate::web) token: Option<Vec<u8>>,
}

/// The verdicts on what a document carries; with the units of their schemes where these are asked for.
pub(in crate::web) async fn judged(
    service: &Service,
    lists: &Snapshot,
    asked: Asked,
    document: &Document,
    in_full: bool,
) -> Vec<Judged> {
    let mut told = Vec::new();
    for mut examined in examine(document, &lists.trust, &lists.statuses, asked) {
        service.compare_sheet(&mut examined).await;
        let document::Examined { mut verdict, token, .. } = examined;
        service.report(&verdict, Given::Bytes(token.as_deref()));
        service.tell(&mut verdict, lists).await;
        if in_full {
            service.tell_units(&mut verdict).await;
        }
        told.push(Judged { verdict, token });
    }
    count(service, &told);
    told
}

/// The least that a reader which stands still is counted for, so that their number is bounded too.
const READER: usize = 16 << 20;

/// Has a file read, and gives the place that was held for it. Where others wait, long reading gives way to them and
/// stands still until its turn comes again. Where its memory is wanted meanwhile, it is begun anew. Neither says
/// anything about the file.
async fn read_in_turn(call: Call<'_>, file: Bytes) -> Result<(Result<Document, DocumentFault>, Place), Error> {
    let Call { service, client, .. } = call;
    let begin = service.app.read_document.as_ref().ok_or(Error::NotFound)?;
    let (mut patience, mut begun_anew) = (service.app.settings.files.wait, 0);
    // What stands still, and what it holds meanwhile.
    let (mut still, mut memory) = (None::<Box<dyn Reading>>, None::<Reservation>);
    loop {
        let since = Instant::now();
        let mut turn = pin!(service.documents.take_again(client, patience, begun_anew));
        let place = match &memory {
            Some(held) => tokio::select! {
                place = &mut turn => place?,
                () = held.ended() => {
                    (still, begun_anew) = (None, begun_anew + 1);
                    turn.await?
                }
            },
            None => turn.await?,
        };
        memory = None;
        patience = patience.saturating_sub(since.elapsed());
        let mut reading = match still.take().map_or_else(|| begin(file.clone()), Ok) {
            Ok(reading) => reading,
            Err(fault) => return Ok((Err(fault), place)),
        };
        tokio::select! {
            read = reading.read_on() => return Ok((read, place)),
            () = place.ended() => {}
        }
        let held = service.reader_memory.open(client);
        match held.add(reading.memory().max(READER)) {
            Ok(()) => (still, memory) = (Some(reading), Some(held)),
            Err(Full) => begun_anew += 1,
        }
    }
}

fn count(service: &Service, told: &[Judged]) {
    let nothing = told.iter().all(|judged| judged.verdict.verdict == Word::Unreadable);
    let files = if nothing { &service.tally.files_unreadable } else { &service.tally.files_read };
    files.inc();
}
