//! `/periksa-daftar`: a list in, its columns shown for mending, then the answers. Nothing of it stays here: what the next
//! page needs goes out with this one, sealed ([`crate::office::check_list::seal`]).

use std::mem;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::response::{Html, IntoResponse as _, Response};
use tokio::task::spawn_blocking;

use super::handed::Beside;
use super::streamed::{Making, streamed};
use super::{Handed, Host, ListFault, MOST_CARRIED, Sent, handed, take, until};
use crate::office::check_list::{CheckedList, Kind, Order, Outcome, checked_table, open, paper, seal};
use crate::office::progress::Teller;
use crate::office::register;
use crate::roster::{Field, Grid, Guesses, List, open_workers, read_workers};
use crate::seal::records::Records;
use crate::verify::list::{AnswerWord, Until};
use crate::web::api::upload::SentFile;
use crate::web::client::client;
use crate::web::client_prefix::Client;
use crate::web::edge::Meant;
use crate::web::language::first;
use crate::web::memory_pool::Reservation;
use crate::web::office::employer_of;
use crate::web::office::file::{self, saved};
use crate::web::pages::check_list::{self as views, Shown, Typed};
use crate::web::{Error, Service};

/// The form.
pub(in crate::web) async fn ask(State(service): State<Arc<Service>>) -> Result<Html<String>, Error> {
    let lists = service.snapshot();
    Ok(Html(views::form(service.frame(&lists.trust), &Typed::default(), service.app.read_document.is_some(), None)?))
}

/// The form, sent: the columns of a list, or the answers for certificates without one.
pub(in crate::web) async fn hand_in(State(service): State<Arc<Service>>, request: Request) -> Result<Response, Error> {
    let client = client(request.headers(), request.extensions(), service.app.settings.proxies);
    let (memory, mut typed) = (service.upload_memory.open(client), Typed::default());
    let asked = tokio::select! {
        asked = handed_in(&service, client, request, &memory, &mut typed) => asked,
        () = memory.ended() => Err(Error::Busy),
    };
    let asked = match asked {
        Ok(asked) => asked,
        Err(error) => return or_form(&service, Err(error), &typed),
    };
    let ((teller, heard), reader) = (Teller::heard(), Arc::clone(&service));
    let making = Box::pin(async move {
        tokio::select! {
            page = read_on(&reader, client, &memory, asked, &teller) => page,
            () = memory.ended() => Err(Error::Busy),
        }
    });
    streamed(&service, client, Making { page: making, heard, typed }).await
}

/// The columns as they were mended: the answers.
pub(in crate::web) async fn answer(State(service): State<Arc<Service>>, request: Request) -> Result<Response, Error> {
    let client = client(request.headers(), request.extensions(), service.app.settings.proxies);
    let memory = service.upload_memory.open(client);
    let shown = tokio::select! {
        shown = mended(&service, client, request, &memory) => shown,
        () = memory.ended() => Err(Error::Busy),
    };
    or_form(&service, shown, &Typed::default())
}

/// The answers in another order, some of them, or as a file.
pub(in crate::web) async fn show(State(service): State<Arc<Service>>, request: Request) -> Result<Response, Error> {
    let client = client(request.headers(), request.extensions(), service.app.settings.proxies);
    let memory = service.upload_memory.open(client);
    let shown = tokio::select! {
        shown = arranged(&service, client, request, &memory) => shown,
        () = memory.ended() => Err(Error::Busy),
    };
    or_form(&service, shown, &Typed::default())
}

/// What is shown; the form again where the list has a fault.
pub(super) fn or_form(service: &Service, shown: Result<Response, Error>, typed: &Typed) -> Result<Response, Error> {
    let Err(error @ Error::List(_)) = shown else { return shown };
    again(&error, form_again(service, &error, typed)?)
}

/// The form with what was wrong.
pub(super) fn form_again(service: &Service, error: &Error, typed: &Typed) -> Result<String, Error> {
    let (lists, files) = (service.snapshot(), service.app.read_document.is_some());
    Ok(views::form(service.frame(&lists.trust), typed, files, Some(error))?)
}

/// A page again, with the status of what was wrong.
fn again(error: &Error, page: String) -> Result<Response, Error> {
    let mut response = (error.status(), Html(page)).into_response();
    response.extensions_mut().insert(Meant);
    Ok(response)
}

/// What was handed in, its certificates not read yet.
struct Asked {
    host: Host,
    until: Until,
    list: Option<(Vec<u8>, Grid)>,
    documents: Vec<SentFile>,
}

async fn handed_in(
    service: &Service,
    client: Client,
    request: Request,
    memory: &Reservation,
    typed: &mut Typed,
) -> Result<Asked, Error> {
    let host = Host::of(&request);
    let mut sent = take(service, client, request, memory).await?;
    (typed.until, typed.text) = (sent.field("until").to_owned(), sent.field("text").to_owned());
    let until = until(&typed.until, (service.app.clock)())?;
    let list = sent.take_list()?;
    if list.is_none() && sent.documents.is_empty() {
        return Err(ListFault::Nothing.into());
    }
    // The list first: its faults are told before anybody waits for its certificates.
    let list = match list {
        Some(list) => Some(opened(list).await?),
        None => None,
    };
    Ok(Asked { host, until, list, documents: sent.documents })
}

/// Reads the certificates and makes the page: the columns of the list, or the answers where there is none.
async fn read_on(
    service: &Service,
    client: Client,
    memory: &Reservation,
    Asked { host, until, list, documents }: Asked,
    teller: &Teller,
) -> Result<String, Error> {
    let documents = handed(service, client, memory, documents, teller).await?;
    let Some((list, grid)) = list else {
        let (outcome, beside) = service.check_beside((client, None), Vec::new(), until, &documents).await?;
        return answers(service, &host, &outcome, &beside, None).await;
    };
    let handed = Handed { list, documents, until: until.day() };
    let guesses = Guesses::of(&grid);
    let sealed = seal(service.carrier().await?.as_ref(), Kind::List, &handed, (service.app.clock)());
    if sealed.len() > MOST_CARRIED {
        return Err(ListFault::TooLarge.into());
    }
    let lists = service.snapshot();
    let shown = views::Columns { grid: &grid, guesses: &guesses, handed: &handed, sealed: &sealed };
    Ok(views::columns(service.frame(&lists.trust), shown, None)?)
}

async fn mended(service: &Service, client: Client, request: Request, memory: &Reservation) -> Result<Response, Error> {
    let employer = employer_of(service, &request).await?;
    let host = Host::of(&request);
    let sent = take(service, client, request, memory).await?;
    let now = (service.app.clock)();
    let asking = employer.map(|employer| employer.asking(now));
    let records = service.carrier().await?;
    let mut handed: Handed =
        open(&records, Kind::List, sent.field("daftar"), now).map_err(|_| ListFault::NotCarried)?;
    let until = Until::new(handed.until, now).map_err(ListFault::Until)?;
    let (list, grid) = opened(mem::take(&mut handed.list)).await?;
    handed.list = list;
    let mut guesses = Guesses::of(&grid);
    let checking = async {
        mend(&mut guesses, &sent)?;
        let read = read_workers(&grid, &guesses).map_err(ListFault::File)?;
        if read.workers.is_empty() {
            return Err(ListFault::Rows { faults: read.faults, layout: read.layout }.into());
        }
        let workers = read.workers.clone();
        let (outcome, beside) =
            service.check_beside((client, asking.as_ref()), workers, until, &handed.documents).await?;
        Ok(Html(answers(service, &host, &outcome, &beside, Some(&read)).await?).into_response())
    };
    match checking.await {
        Err(error @ Error::List(_)) => {
            let (lists, sealed) = (service.snapshot(), sent.field("daftar"));
            let shown = views::Columns { grid: &grid, guesses: &guesses, handed: &handed, sealed };
            again(&error, views::columns(service.frame(&lists.trust), shown, Some(&error))?)
        }
        shown => shown,
    }
}

/// Opens a list on a thread for it.
async fn opened(list: Vec<u8>) -> Result<(Vec<u8>, Grid), Error> {
    let opened = spawn_blocking(move || open_workers(&list).map(|grid| (list, grid))).await;
    let opened = opened.map_err(|cause| Error::Internal(cause.into()))?;
    opened.map_err(|fault| ListFault::File(fault).into())
}

/// Takes the columns as the form says. Two for one field are not taken: nobody knows which of them is meant.
fn mend(guesses: &mut Guesses, sent: &Sent) -> Result<(), ListFault> {
    let columns: Vec<usize> = guesses.columns().iter().map(|guess| guess.column).collect();
    let wanted = columns.into_iter().map(|column| (column, Field::of_column(sent.field(&views::select(column)))));
    let wanted: Vec<(usize, Option<Field>)> = wanted.collect();
    for (place, (column, field)) in wanted.iter().enumerate() {
        if let Some(field) = field
            && wanted[..place].iter().any(|(_, earlier)| *earlier == Some(*field))
        {
            return Err(ListFault::SameColumn(*field));
        }
        // A column of the list is there.
        let _taken = guesses.take(*column, *field);
    }
    Ok(())
}

/// The page of answers for what was checked.
async fn answers(
    service: &Service,
    host: &Host,
    outcome: &Outcome,
    beside: &Beside,
    list: Option<&List>,
) -> Result<String, Error> {
    let lists = service.snapshot();
    let report = service.report_on(&lists.trust, host, &outcome.checked).await;
    let checked = CheckedList::new(outcome, (&beside.verdicts, &beside.names), list, report, first());
    let sealed = seal(service.carrier().await?.as_ref(), Kind::Answers, &checked, (service.app.clock)());
    let shown = Shown { only: None, order: Order::Answer, page: 1 };
    Ok(views::answers(service.frame(&lists.trust), checked, &sealed, shown)?)
}

async fn arranged(
    service: &Service,
    client: Client,
    request: Request,
    memory: &Reservation,
) -> Result<Response, Error> {
    let sent = take(service, client, request, memory).await?;
    let (now, sealed) = ((service.app.clock)(), sent.field("hasil"));
    let records = service.carrier().await?;
    let checked: CheckedList = open(&records, Kind::Answers, sealed, now).map_err(|_| ListFault::NotCarried)?;
    let kind = match sent.field("aksi") {
        "pdf" => {
            let made = checked.report.map_err(|_| Error::NotFound)?;
            let name = paper::file_name(checked.checked_at, checked.until);
            return Ok(saved(file::Kind::Pdf, &name, service.report_paper(client, made).await?));
        }
        "csv" => Some(register::Kind::Csv),
        "xlsx" => Some(register::Kind::Xlsx),
        _ => None,
    };
    if let Some(kind) = kind {
        let name = format!("periksa-daftar-{}", checked.checked_at.strftime("%Y-%m-%d"));
        let lang = first();
        let table = spawn_blocking(move || checked_table(kind, &checked, lang)).await;
        let table = table.map_err(|cause| Error::Internal(cause.into()))?;
        return Ok(saved(kind, &name, table.map_err(|cause| Error::Internal(cause.into()))?));
    }
    let shown = Shown {
        only: AnswerWord::ALL.into_iter().find(|word| word.as_str() == sent.field("jawaban")),
        order: views::order(sent.field("urut")),
        page: sent.field("aksi").parse().unwrap_or(1),
    };
    let lists = service.snapshot();
    Ok(Html(views::answers(service.frame(&lists.trust), checked, sealed, shown)?).into_response())
}

impl Service {
    /// What seals what a visitor carries: the records' secret, which all processes of an installation have; a secret of
    /// this process where there is none to be had.
    async fn carrier(&self) -> Result<Arc<Records>, Error> {
        let records = match &self.app.office {
            Some(office) => office.records_to_read().await?,
            None => None,
        };
        Ok(records.unwrap_or_else(|| Arc::clone(&self.carrying)))
    }
}
