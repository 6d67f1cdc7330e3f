//! Certificates handed over: of an event, one of its rosters, or some days of issue; as a ZIP, as one file for the
//! printer, with a list to sign, or by a link to each holder.

mod blocks;
mod files;
pub(in crate::web) mod printer;
mod view;

use std::sync::Arc;

use axum::extract::rejection::{FormRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::events::form::date;
use super::events::{PART, base, named};
use super::frame::{again, page};
use super::{As, Visit, said};
use crate::domain::choice::Choice;
use crate::domain::id::KeptId;
use crate::domain::request::KeptState;
use crate::domain::search_key::SearchKey;
use crate::office::accounts::{Handing, Member};
use crate::office::handout::{HandoutError, LeftOut};
use crate::office::handover::{Without, chosen, receipt};
use crate::office::{events, kept};
use crate::web::{Error, Fault, Service};
pub(in crate::web) use files::{bundle, print, receipt_file};
use view::{HandOver, Holders, Receipt, Roster};
pub(super) use view::{Source, left_out_lines, message};

/// Holders on one page.
const ON_A_PAGE: usize = 100;

/// Certificates that are left out by name; of more, somebody has to look at the journal first.
const MOST_LEFT_OUT: usize = 100;

/// What is handed over, as addresses and forms name it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct Which {
    /// An event.
    kegiatan: String,
    /// One of its rosters.
    daftar: String,
    /// Days of issue.
    dari: String,
    sampai: String,
    /// A page of many.
    hal: String,
    /// Numbers of certificates that are left out, between commas.
    lewati: String,
}

type Asked = Result<Query<Which>, QueryRejection>;
type Sent<T> = Result<axum::Form<T>, FormRejection>;

impl Which {
    fn choice(&self) -> Result<Choice, Error> {
        if !self.kegiatan.is_empty() {
            let roster = Some(self.daftar.as_str()).filter(|roster| !roster.is_empty());
            return Ok(Choice::Event {
                event: named(&self.kegiatan)?,
                roster: roster.map(named::<KeptId>).transpose()?,
            });
        }
        let day = |text: &str| date(text).map_err(|_| Error::Rejected(Fault::Query));
        Ok(Choice::Issued { from: day(&self.dari)?, until: day(&self.sampai)? })
    }

    /// Reads the fields of a form that has others beside.
    pub(super) fn of_fields(fields: &[(String, String)]) -> Self {
        let field = |name: &str| {
            let found = fields.iter().find(|(field, _)| field == name);
            found.map_or_else(String::new, |(_, value)| value.clone())
        };
        let [kegiatan, daftar, dari, sampai] = ["kegiatan", "daftar", "dari", "sampai"].map(field);
        Self { kegiatan, daftar, dari, sampai, hal: field("hal"), lewati: field("lewati") }
    }

    /// Which page of so many lines is asked for.
    pub(super) fn page(&self, lines: usize, on_a_page: usize) -> usize {
        self.hal.parse().unwrap_or(1).clamp(1, lines.div_ceil(on_a_page).max(1))
    }

    /// As a query, and as the fields of a form.
    pub(super) fn fields(&self) -> Vec<(&'static str, String)> {
        let all = [
            ("kegiatan", &self.kegiatan),
            ("daftar", &self.daftar),
            ("dari", &self.dari),
            ("sampai", &self.sampai),
            ("lewati", &self.lewati),
        ];
        all.into_iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| (name, value.clone())).collect()
    }

    /// What is left out, [`MOST_LEFT_OUT`] at most.
    pub(super) fn without(&self) -> Without {
        Without(self.lewati.split(',').take(MOST_LEFT_OUT).filter_map(SearchKey::new).collect())
    }

    /// The same choice without these.
    pub(super) fn leaving_out(self, more: &[LeftOut]) -> Self {
        let Without(mut keys) = self.without();
        keys.extend(more.iter().filter_map(|one| SearchKey::new(&one.number)));
        let keys: Vec<&str> = keys.iter().take(MOST_LEFT_OUT).map(SearchKey::as_str).collect();
        Self { lewati: keys.join(","), ..self }
    }

    pub(super) fn query(&self) -> String {
        url::form_urlencoded::Serializer::new(String::new()).extend_pairs(self.fields()).finish()
    }
}

/// The choice, and what it is called on a page.
pub(super) async fn source(visit: &Visit, me: &Member, which: &Which) -> Result<(Choice, Source), Error> {
    let (choice, lang, here) = (which.choice()?, visit.lang(), base(me.lsp()));
    let source = match &choice {
        Choice::Event { event, roster } => {
            let row = events::row(&visit.office, me.lsp(), event).await?.ok_or(Error::NotFound)?;
            let kept = kept::of_event(&visit.office, me.lsp(), event).await?;
            if roster.as_ref().is_some_and(|id| kept.iter().all(|kept| kept.id != *id)) {
                return Err(Error::NotFound);
            }
            let issued = kept.iter().filter(|kept| kept.state == KeptState::Issued);
            let lsp = visit.office.lsp(me.lsp()).await?.lsp;
            let rosters = issued.map(|kept| Roster::of(kept, roster.as_ref(), &lsp, lang)).collect();
            Source::event(row.event.name, format!("{here}{PART}/{event}"), rosters, lang)
        }
        Choice::Issued { from, until } => Source::days(*from, *until, here, lang),
    };
    Ok((choice, source))
}

/// The page from which a choice is handed over.
async fn shown(
    service: &Service,
    visit: &Visit,
    me: &Member,
    which: &Which,
    fault: Option<HandoutError>,
) -> Result<HandOver, Error> {
    let (choice, source) = source(visit, me, which).await?;
    let here = base(me.lsp());
    let frame = visit.frame_of(service, me, PART, &format!("{here}/serah")).await?;
    let refused: &[LeftOut] = match &fault {
        Some(HandoutError::LeftOut(refused)) => refused,
        _ => &[],
    };
    let mut left_out = left_out_lines(refused, visit.lang());
    let mut which = which.clone().leaving_out(refused);
    let (count, fault) = match (chosen(&visit.office, me.lsp(), &choice, &which.without()).await, fault) {
        (Ok(chosen), fault) => {
            which = which.leaving_out(&chosen.altered);
            left_out.extend(left_out_lines(&chosen.altered, visit.lang()));
            (chosen.ids.len(), fault)
        }
        (Err(error), None) => (0, Some(error)),
        (Err(_), Some(fault)) => (0, Some(fault)),
    };
    left_out.sort();
    left_out.dedup();
    let lsp = visit.office.lsp(me.lsp()).await?.lsp;
    let fault = match fault {
        Some(error) => Some(said::or_failed(view::message(&error, &lsp, visit.lang()), error)?),
        None => None,
    };
    Ok(HandOver::of(frame, here, &which, source, count, fault, left_out))
}

/// Shows the page again, and why nothing was handed over.
async fn refused(
    service: &Service,
    visit: &Visit,
    me: &Member,
    which: &Which,
    error: HandoutError,
) -> Result<Response, Error> {
    again(&shown(service, visit, me, which, Some(error)).await?)
}

pub(in crate::web) async fn of_event(
    State(service): State<Arc<Service>>,
    As { visit, me }: As<Member>,
    Path((_, event)): Path<(String, String)>,
    asked: Asked,
) -> Result<Response, Error> {
    let Query(which) = asked?;
    let which = Which { kegiatan: event, dari: String::new(), sampai: String::new(), ..which };
    page(&shown(&service, &visit, &me, &which, None).await?)
}

/// By days of issue; of this month until some are chosen.
pub(in crate::web) async fn of_days(
    State(service): State<Arc<Service>>,
    As { visit, me }: As<Member>,
    asked: Asked,
) -> Result<Response, Error> {
    let Query(mut which) = asked?;
    which.kegiatan.clear();
    if which.dari.is_empty() && which.sampai.is_empty() {
        let today = visit.office.lsp(me.lsp()).await?.lsp.time_zone.day_of(visit.now);
        which.dari = today.first_of_month().to_string();
        which.sampai = today.to_string();
    }
    page(&shown(&service, &visit, &me, &which, None).await?)
}

/// Who holds what, with a link for each.
pub(in crate::web) async fn holders(
    State(service): State<Arc<Service>>,
    As { visit, me }: As<Member>,
    asked: Asked,
) -> Result<Response, Error> {
    let Query(which) = asked?;
    let (choice, source) = source(&visit, &me, &which).await?;
    let chosen = match chosen(&visit.office, me.lsp(), &choice, &which.without()).await {
        Ok(chosen) => chosen,
        Err(error) => return refused(&service, &visit, &me, &which, error).await,
    };
    let (ids, lang) = (chosen.ids, visit.lang());
    let pages = ids.len().div_ceil(ON_A_PAGE).max(1);
    let at = which.page(ids.len(), ON_A_PAGE);
    let some = ids.chunks(ON_A_PAGE).nth(at - 1).unwrap_or_default();
    let (lines, unfit) = match crate::office::handout::lines(&visit.office, some).await {
        Ok(lines) => lines,
        Err(error) => return refused(&service, &visit, &me, &which, error).await,
    };
    let (here, lsp) = (base(me.lsp()), visit.office.lsp(me.lsp()).await?.lsp);
    let frame = visit.frame_of(&service, &me, PART, &format!("{here}/serah/pemegang")).await?;
    let mut shown = Holders::of(frame, here, &which, source, &lines, &lsp, [at, pages, ids.len()]);
    shown.left_out = left_out_lines(chosen.altered.iter().chain(&unfit), lang);
    page(&shown)
}

/// The list to sign, to be printed from the browser.
pub(in crate::web) async fn receipt_page(
    State(service): State<Arc<Service>>,
    As { visit, me }: As<Member>,
    asked: Asked,
) -> Result<Response, Error> {
    let Query(which) = asked?;
    let (choice, source) = source(&visit, &me, &which).await?;
    let lines = async {
        let chosen = chosen(&visit.office, me.lsp(), &choice, &which.without()).await?;
        let (lines, mut left_out) = receipt(&visit.office, &chosen.ids).await?;
        left_out.extend(chosen.altered);
        Ok((lines, left_out))
    };
    let (lines, left_out) = match lines.await {
        Ok(lines) => lines,
        Err(error) => return refused(&service, &visit, &me, &which, error).await,
    };
    let here = base(me.lsp());
    let frame = visit.frame_of(&service, &me, PART, &format!("{here}/serah/tanda-terima")).await?;
    let left_out = left_out_lines(&left_out, frame.lang);
    page(&Receipt { frame, source, lines, left_out })
}

/// Who handed over, narrowed for the pages that any member may read.
fn member(me: &Handing) -> &Member {
    me
}
