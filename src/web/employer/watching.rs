//! What an employer watches: the list as it stands now, added to by links, QR texts and numbers, a line each.

use std::sync::Arc;

use axum::Form;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, Request, State};
use axum::http::StatusCode;
use axum::response::{Html, Response};
use serde::Deserialize;

use super::{EmployedBy, Sent, WATCHING, again, own};
use crate::domain::search_key::SearchKey;
use crate::office::employers::feed::{self, Certificate, Edge, TakenIn, Taking, WatchError};
use crate::web::check_list::take;
use crate::web::client::client;
use crate::web::office::{Flash, see};
use crate::web::pages::employer::Fault;
use crate::web::pages::watching::{self as views, Watching};
use crate::web::{Error, Fault as Wrong, Service};

/// The field of certificates, a line each.
const FIELD: &str = "sertifikat";

/// Where a page begins; empty where it is the first.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct Turned {
    sesudah: String,
    sebelum: String,
}

#[derive(Deserialize)]
pub(in crate::web) struct Named {
    #[serde(default)]
    number: String,
}

impl Turned {
    fn edge(&self) -> Edge {
        let read = |text: &str| {
            let (lsp, number) = text.split_once(':')?;
            Some(Certificate { lsp: lsp.parse().ok()?, number: number.to_owned() })
        };
        match (read(&self.sesudah), read(&self.sebelum)) {
            (Some(last), _) => Edge::After(last),
            (None, Some(first)) => Edge::Before(first),
            (None, None) => Edge::Start,
        }
    }
}

pub(in crate::web) async fn list(
    State(service): State<Arc<Service>>,
    employer: EmployedBy,
    turned: Result<Query<Turned>, QueryRejection>,
) -> Result<Html<String>, Error> {
    let Query(turned) = turned?;
    Ok(Html(shown(&service, &employer, &turned.edge(), "", &[], None).await?))
}

/// The page. `text` is what stays in the field, `refused` why each line of it does.
async fn shown(
    service: &Service,
    EmployedBy { visit, me }: &EmployedBy,
    edge: &Edge,
    text: &str,
    refused: &[(&str, &Taking)],
    fault: Option<Fault>,
) -> Result<String, Error> {
    let own = own(service, visit, me.lsp(), WATCHING).await?;
    let lists = service.snapshot();
    let page = feed::list(&visit.office, &lists, me, edge, visit.now).await?;
    let name = feed::feed_id(&*visit.office.records().await?, me.account());
    let watching = Watching { page: &page, name: &name, text, refused };
    Ok(views::watching(service.frame(&lists.trust), own, &lists.trust, watching, fault)?)
}

pub(in crate::web) async fn add(
    State(service): State<Arc<Service>>,
    employer: EmployedBy,
    request: Request,
) -> Result<Response, Error> {
    let client = client(request.headers(), request.extensions(), service.app.settings.proxies);
    let memory = service.upload_memory.open(client);
    let adding = async {
        let sent = take(&service, client, request, &memory).await?;
        let text = sent.field(FIELD);
        let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        if lines.is_empty() {
            return refused(&service, &employer, text, Fault::at(FIELD, views::nothing())).await;
        }
        match service.watch(client, &employer.me, &lines).await? {
            Ok(taken) => added(&service, &employer, &lines, taken).await,
            Err(WatchError::Long) => refused(&service, &employer, text, Fault::at(FIELD, views::long())).await,
            Err(WatchError::Spent(spent)) => {
                refused(&service, &employer, text, Fault::at(FIELD, views::spent(spent.left))).await
            }
            Err(WatchError::Office(cause)) => Err(cause.into()),
        }
    };
    tokio::select! {
        answer = adding => answer,
        () = memory.ended() => Err(Error::Busy),
    }
}

/// The list, where every line was taken in; else the page again with those that were not.
async fn added(
    service: &Service,
    employer: &EmployedBy,
    lines: &[&str],
    TakenIn { lines: taken, .. }: TakenIn,
) -> Result<Response, Error> {
    let is_taken = |taking: &Taking| matches!(taking, Taking::Added(_) | Taking::Already(_));
    let count = taken.iter().filter(|taking| is_taken(taking)).count();
    let left: Vec<(&str, &Taking)> =
        lines.iter().copied().zip(&taken).filter(|(_, taking)| !is_taken(taking)).collect();
    if left.is_empty() {
        employer.visit.tell(service, WATCHING, Flash::WatchAdded { count }).await?;
        return Ok(see(WATCHING));
    }
    let text: String = left.iter().map(|(line, _)| format!("{line}\n")).collect();
    let fault = Fault::at(FIELD, views::left(left.len(), count));
    let page = shown(service, employer, &Edge::Start, &text, &left, Some(fault)).await?;
    Ok(again(StatusCode::UNPROCESSABLE_ENTITY, page))
}

async fn refused(service: &Service, employer: &EmployedBy, text: &str, fault: Fault) -> Result<Response, Error> {
    let page = shown(service, employer, &Edge::Start, text, &[], Some(fault)).await?;
    Ok(again(StatusCode::UNPROCESSABLE_ENTITY, page))
}

pub(in crate::web) async fn remove(
    State(service): State<Arc<Service>>,
    employer: EmployedBy,
    sent: Sent<Named>,
) -> Result<Response, Error> {
    let (Form(Named { number }), EmployedBy { visit, me }) = (sent?, &employer);
    let key = SearchKey::new(&number).ok_or(Error::Rejected(Wrong::Number))?;
    if feed::unwatch(&visit.office, me, &key, visit.now).await? > 0 {
        visit.tell(&service, WATCHING, Flash::WatchRemoved { number }).await?;
    }
    Ok(see(WATCHING))
}
