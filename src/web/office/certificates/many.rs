//! The same asked for many certificates at once: those that were ticked in a list, and those whose numbers were pasted.
//! Which lines it cannot be asked for is told line by line, and can be had back as a file.

use std::borrow::Cow;
use std::sync::Arc;

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::response::Response;

use super::super::events::base;
use super::super::file::saved;
use super::super::frame::{again, page};
use super::super::{As, Frame, Visit};
use super::PART;
use super::ask::{Ask, Hit, Refused, Typed, send};
use super::what::What;
use crate::domain::certificate::Certificate;
use crate::office::accounts::Operator;
use crate::office::certificates::{self, MOST_LINES, Sorted, refused_table};
use crate::office::in_words::InWords as _;
use crate::office::register::Kind;
use crate::office::requests::Named;
use crate::web::{Error, Service};
use crate::words::{Lang, say};

/// The form on which numbers are pasted.
#[derive(Template)]
#[template(path = "office/certificate-many.html")]
struct Paste {
    frame: Frame,
    here: String,
    fault: Option<Cow<'static, str>>,
    acts: Vec<(&'static str, Cow<'static, str>, bool)>,
    typed: String,
}

type Sent = Result<Form<Vec<(String, String)>>, FormRejection>;

/// What a form names.
struct Chosen {
    what: Option<What>,
    lines: Vec<String>,
}

impl Chosen {
    fn read(fields: &[(String, String)]) -> Self {
        let of = |name: &'static str| fields.iter().filter(move |(own, _)| own == name).map(|(_, text)| text.as_str());
        let pasted = of("daftar").flat_map(str::lines);
        let lines = of("nomor").chain(pasted).map(str::trim).filter(|line| !line.is_empty());
        let what = of("tindakan").next().and_then(What::from_path);
        Self { what, lines: lines.take(MOST_LINES + 1).map(str::to_owned).collect() }
    }
}

async fn sorted(visit: &Visit, me: &Operator, what: What, lines: &[String]) -> Result<Sorted, Error> {
    Ok(certificates::sorted(&visit.office, me.lsp(), lines, |state| what.allowed(state)).await?)
}

async fn paste(
    service: &Service,
    visit: &Visit,
    me: &Operator,
    chosen: &Chosen,
    fault: Option<Cow<'static, str>>,
) -> Result<Paste, Error> {
    let here = base(me.lsp());
    let frame = visit.frame_of(service, me, PART, &format!("{here}{PART}/banyak")).await?;
    let act = |what: What| (what.path(), what.name(frame.lang), chosen.what == Some(what));
    let acts = What::ALL.map(act).into();
    Ok(Paste { here, fault, acts, typed: chosen.lines.join("\n"), frame })
}

pub(in crate::web) async fn paste_page(
    State(service): State<Arc<Service>>,
    As { visit, me }: As<Operator>,
) -> Result<Response, Error> {
    page(&paste(&service, &visit, &me, &Chosen { what: None, lines: Vec::new() }, None).await?)
}

/// What is wrong with a form before any number is looked up.
fn wrong(chosen: &Chosen, lang: Lang) -> Result<What, Cow<'static, str>> {
    match chosen.what {
        _ if chosen.lines.is_empty() => Err(say!(lang, "office-certificates-fault-none")),
        _ if chosen.lines.len() > MOST_LINES => Err(say!(lang, "office-certificates-fault-many", most = MOST_LINES)),
        None => Err(say!(lang, "office-certificates-fault-act")),
        Some(what) => Ok(what),
    }
}

async fn check_of(
    service: &Service,
    visit: &Visit,
    me: &Operator,
    what: What,
    sorted: Sorted,
    typed: Typed,
) -> Result<Ask, Error> {
    let here = base(me.lsp());
    let frame = visit.frame_of(service, me, PART, &format!("{here}{PART}/banyak")).await?;
    let action = format!("{here}{PART}/banyak/ajukan");
    let lang = frame.lang;
    let hits = sorted.named.iter().map(|(one, state)| Hit::of(one, *state, lang)).collect();
    let mut shown = Ask::of(frame, here, what, hits, typed, action);
    let refused = sorted.refused.into_iter();
    shown.refused = refused.map(|line| Refused { typed: line.typed, why: line.why.in_words(lang) }).collect();
    shown.many = true;
    Ok(shown)
}

/// Shows what the chosen certificates are, before anything is asked for.
pub(in crate::web) async fn check(
    State(service): State<Arc<Service>>,
    As { visit, me }: As<Operator>,
    sent: Sent,
) -> Result<Response, Error> {
    let (Form(fields), lang) = (sent?, visit.lang());
    let chosen = Chosen::read(&fields);
    match wrong(&chosen, lang) {
        Ok(what) => {
            let sorted = sorted(&visit, &me, what, &chosen.lines).await?;
            page(&check_of(&service, &visit, &me, what, sorted, Typed::default()).await?)
        }
        Err(fault) => again(&paste(&service, &visit, &me, &chosen, Some(fault)).await?),
    }
}

pub(in crate::web) async fn ask(
    State(service): State<Arc<Service>>,
    As { visit, me }: As<Operator>,
    sent: Sent,
) -> Result<Response, Error> {
    let (Form(fields), lang) = (sent?, visit.lang());
    let (chosen, typed) = (Chosen::read(&fields), Typed::read(&fields));
    let what = match wrong(&chosen, lang) {
        Ok(what) => what,
        Err(fault) => return again(&paste(&service, &visit, &me, &chosen, Some(fault)).await?),
    };
    let sorted = sorted(&visit, &me, what, &chosen.lines).await?;
    // Each could be asked for when the page was shown: nothing is asked for others than those that it showed.
    if !sorted.refused.is_empty() {
        let count = sorted.refused.len();
        let mut shown = check_of(&service, &visit, &me, what, sorted, typed).await?;
        shown.fault = Some(say!(lang, "office-certificates-fault-meanwhile", count));
        return again(&shown);
    }
    let name = |(one, _): &(Certificate, _)| Named { number: one.number.clone(), name: None, nik: None };
    let named = sorted.named.iter().map(name).collect();
    let unasked = match send(&service, &visit, &me, what, named, &typed).await {
        Ok(answer) => return Ok(answer),
        Err(unasked) => unasked?,
    };
    let lsp = visit.office.lsp(me.lsp()).await?.lsp;
    let fault = unasked.message(&lsp, lang)?;
    let mut shown = check_of(&service, &visit, &me, what, sorted, typed).await?;
    shown.fault = Some(fault);
    again(&shown)
}

/// The lines for which it cannot be asked, as a file.
pub(in crate::web) async fn refused(
    State(service): State<Arc<Service>>,
    As { visit, me }: As<Operator>,
    sent: Sent,
) -> Result<Response, Error> {
    let (Form(fields), lang) = (sent?, visit.lang());
    let chosen = Chosen::read(&fields);
    let what = match wrong(&chosen, lang) {
        Ok(what) => what,
        Err(fault) => return again(&paste(&service, &visit, &me, &chosen, Some(fault)).await?),
    };
    let sorted = sorted(&visit, &me, what, &chosen.lines).await?;
    let file = refused_table(&sorted.refused, lang).map_err(|error| Error::Internal(error.into()))?;
    Ok(saved(Kind::Csv, "ditolak", file))
}
