//! The periods for which BNSP licensed the LSP: added, and ended; never taken back.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;

use super::super::events::form::date;
use super::super::frame::page;
use super::super::{As, ProvenAs};
use super::desk::{self, Desk, Short};
use super::form::{Beside, Blank, Fault, Field, Kind, Typed, save};
use crate::domain::issuer::{InvalidLicence, Licence, Lsp};
use crate::office::accounts::Administrator;
use crate::office::settings::{Part, Present};
use crate::web::{Error, Service};
use crate::words::{Lang, key, say};

/// Which licence a form is of: the first is 1; none is a new one.
type Which = Option<usize>;

fn blank(present: &Present, which: Which, lang: Lang) -> Result<Blank, Error> {
    let licence = match which {
        None => None,
        Some(number) => {
            let known = number.checked_sub(1).and_then(|at| present.lsp().licences.get(at));
            Some(known.ok_or(Error::NotFound)?)
        }
    };
    let text = |name, label| Field::new(name, label, Kind::Text, lang);
    let day = |name, label| Field::new(name, label, Kind::Date, lang);
    let mut fields = Vec::new();
    if licence.is_none() {
        fields.push(text("number", key!("office-settings-licence-number")));
    }
    fields.push(text("decree", key!("office-settings-decree")).hint(key!("office-settings-decree-hint").say(lang)));
    if licence.is_none() {
        fields.push(day("from", key!("office-settings-from")));
    }
    fields.push(day("until", key!("office-settings-until")).hint(key!("office-settings-until-hint").say(lang)));
    let stands = licence.map_or_else(Typed::default, |licence| {
        Typed::default().with("decree", &licence.decree).with("until", licence.until)
    });
    let mut intro = vec![key!("office-settings-root-knows").say(lang)];
    if let Some(Licence { number, from, .. }) = licence {
        intro.insert(0, say!(lang, "office-settings-licence-line", number, day = *from));
    }
    Ok(Blank {
        title: match licence {
            None => key!("office-settings-licence-new").say(lang),
            Some(_) => key!("office-settings-licence").say(lang),
        },
        path: which.map_or_else(|| "/lisensi".to_owned(), |number| format!("/lisensi/{number}")),
        seen: present.seen(&Part::Particulars),
        intro,
        fields,
        stands,
        large: false,
        look: None,
        save: save(lang),
    })
}

/// The licence that a form says; `known`: the one that it is of.
fn read(typed: &Typed, known: Option<&Licence>, lang: Lang) -> Result<Licence, Vec<Fault>> {
    let mut faults = Vec::new();
    let mut day = |name: &'static str| {
        let day = date(typed.raw(name));
        faults.extend(day.as_ref().err().map(|unread| Fault::at(name, unread.message(lang))));
        day.ok()
    };
    let (from, until) = (known.map_or_else(|| day("from"), |licence| Some(licence.from)), day("until"));
    let number = known.map_or_else(|| typed.text("number"), |licence| licence.number.clone());
    let decree = typed.text("decree");
    // A day that could not be read is told already; the other stands in for it.
    let stand_in = from.or(until).unwrap_or_default();
    let licence = Licence { number, decree, from: from.unwrap_or(stand_in), until: until.unwrap_or(stand_in) };
    // The number of a licence that stands there is not on the form.
    let told = licence.faults().into_iter().filter(|fault| known.is_none() || *fault != InvalidLicence::Number);
    faults.extend(told.map(|fault| desk::licence(fault, lang)));
    if faults.is_empty() { Ok(licence) } else { Err(faults) }
}

async fn shown(desk: &Desk<'_>, which: Which) -> Result<Response, Error> {
    let blank = blank(&desk.present().await?, which, desk.lang())?;
    page(&desk.form(blank, None, Vec::new(), Beside::default()).await?)
}

async fn changed(desk: &Desk<'_>, which: Which, typed: &Typed) -> Result<Response, Error> {
    let (present, lang) = (desk.present().await?, desk.lang());
    blank(&present, which, lang)?;
    let at = which.map(|number| number - 1);
    let done = match read(typed, at.and_then(|at| present.lsp().licences.get(at)), lang) {
        Err(faults) => Err(faults),
        Ok(licence) => {
            let change = |lsp: &mut Lsp, _: &mut _| match at.and_then(|at| lsp.licences.get_mut(at)) {
                Some(known) => *known = licence,
                None => lsp.licences.push(licence),
            };
            desk.change(&Part::Particulars, typed, change).await?
        }
    };
    match done {
        Ok(answer) => Ok(answer),
        Err(faults) => desk.refused(blank(&desk.present().await?, which, lang)?, typed, faults).await,
    }
}

/// The number of a licence in an address.
fn numbered(text: &str) -> Result<Which, Error> {
    text.parse().map(Some).map_err(|_| Error::NotFound)
}

pub(in crate::web) async fn new(
    State(service): State<Arc<Service>>,
    ProvenAs { visit, me }: ProvenAs<Administrator>,
) -> Result<Response, Error> {
    shown(&Desk { service: &service, visit: &visit, me: &me }, None).await
}

pub(in crate::web) async fn add(
    State(service): State<Arc<Service>>,
    As { visit, me }: As<Administrator>,
    sent: Short,
) -> Result<Response, Error> {
    changed(&Desk { service: &service, visit: &visit, me: &me }, None, &Typed(sent?.0)).await
}

pub(in crate::web) async fn one(
    State(service): State<Arc<Service>>,
    ProvenAs { visit, me }: ProvenAs<Administrator>,
    Path((_, licence)): Path<(String, String)>,
) -> Result<Response, Error> {
    shown(&Desk { service: &service, visit: &visit, me: &me }, numbered(&licence)?).await
}

pub(in crate::web) async fn change(
    State(service): State<Arc<Service>>,
    As { visit, me }: As<Administrator>,
    Path((_, licence)): Path<(String, String)>,
    sent: Short,
) -> Result<Response, Error> {
    let which = numbered(&licence)?;
    changed(&Desk { service: &service, visit: &visit, me: &me }, which, &Typed(sent?.0)).await
}
