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
use super::super::{As, Frame, Visit, said};
use super::PART;
use super::ask::{Ask, Hit, Refused, Typed, send};
use super::what::What;
use crate::office::accounts::Operator;
use crate::office::certificates::{MOST_LINES, Unnamed, named_by};
use crate::office::register::{self, Kind};
use crate::office::requests::Named;
use crate::web::{Error, Service};
use crate::words::{Lang, key, say};

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

/// The lines of a form, sorted into those that it can be asked for and the others.
struct Sorted {
    hits: Vec<Hit>,
    refused: Vec<Refused>,
}

async fn sorted(visit: &Visit, me: &Operator, what: What, lines: &[String], lang: Lang) -> Result<Sorted, Error> {
    let (mut hits, mut refused) = (Vec::new(), Vec::new());
    for line in named_by(&visit.office, me.lsp(), lines).await? {
        let why = match &line.named {
            Ok((one, state)) if what.allowed(*state) => {
                hits.push(Hit::of(one, *state, lang));
                continue;
            }
            Ok((_, state)) => say!(lang, "office-certificates-line-state", state = said::status(*state, lang)),
            Err(Unnamed::Altered) => say!(lang, "office-certificates-line-altered"),
            Err(Unnamed::Again) => say!(lang, "office-certificates-line-again"),
            Err(Unnamed::Unknown) => say!(lang, "office-certificates-line-unknown"),
        };
        refused.push(Refused { typed: line.typed, why });
    }
    Ok(Sorted { hits, refused })
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
    let mut shown = Ask::of(frame, here, what, sorted.hits, typed, action);
    shown.refused = sorted.refused;
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
            let sorted = sorted(&visit, &me, what, &chosen.lines, lang).await?;
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
    let sorted = sorted(&visit, &me, what, &chosen.lines, lang).await?;
    // Each could be asked for when the page was shown: nothing is asked for others than those that it showed.
    if !sorted.refused.is_empty() {
        let count = sorted.refused.len();
        let mut shown = check_of(&service, &visit, &me, what, sorted, typed).await?;
        shown.fault = Some(say!(lang, "office-certificates-fault-meanwhile", count));
        return again(&shown);
    }
    let name = |hit: &Hit| Named { number: hit.number.clone(), name: None, nik: None };
    let named = sorted.hits.iter().map(name).collect();
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
    let sorted = sorted(&visit, &me, what, &chosen.lines, lang).await?;
    let headings = [key!("office-certificates-line"), key!("office-certificates-why")].map(|key| key.say(lang).into());
    let rows = sorted.refused.into_iter().map(|line| [line.typed, line.why.into_owned()]);
    let file = register::file(Kind::Csv, headings, rows).map_err(|error| Error::Internal(error.into()))?;
    Ok(saved(Kind::Csv, "ditolak", file))
}
