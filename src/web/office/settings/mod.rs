//! Settings of an LSP, by its administrators: who it is, how it numbers, what it may certify, what its sheets look like,
//! how long a request waits. Every change is the act that `absah lsp import` does, and is journalled with who did it.
//!
//! A form names what was seen of the part that it changes. Who has to show again that it is she is told so on the form,
//! with all that she typed.

mod desk;
mod form;
pub(in crate::web) mod import;
pub(in crate::web) mod licences;
pub(in crate::web) mod numbering;
pub(in crate::web) mod particulars;
pub(in crate::web) mod pictures;
pub(in crate::web) mod schemes;
pub(in crate::web) mod sheets;

use std::borrow::Cow;
use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::frame::page;
use super::{As, Frame, ProvenAs, said};
use crate::office::accounts::Administrator;
use crate::office::requests;
use crate::office::settings::{Outcome, set_request_days, waits_for_root};
use crate::office::told::lsp::REQUEST_DAYS;
use crate::web::{Error, Service};
use crate::words::{Lang, key, say};
use desk::{Desk, Short};
use form::{Beside, Blank, Fault, Field, Kind, Typed, save};

pub(super) const PART: &str = "/pengaturan";

/// The settings as they stand.
#[derive(Template)]
#[template(path = "office/settings.html")]
struct Overview {
    frame: Frame,
    here: String,
    lsp: String,
    waits: bool,
    facts: Vec<(Cow<'static, str>, String)>,
    numbers: Vec<requests::Next>,
    licences: Vec<LicenceLine>,
    schemes: Vec<SchemeLine>,
    sheets: Vec<(&'static str, Cow<'static, str>)>,
    days: Cow<'static, str>,
}

struct LicenceLine {
    number: String,
    decree: String,
    from: String,
    until: String,
    /// Whether it covers the present day.
    open: bool,
}

struct SchemeLine {
    address: String,
    code: String,
    title: String,
    units: usize,
    years: u8,
    from: String,
    until: String,
    open: bool,
}

pub(in crate::web) async fn overview(
    State(service): State<Arc<Service>>,
    As { visit, me }: As<Administrator>,
) -> Result<Response, Error> {
    let desk = Desk { service: &service, visit: &visit, me: &me };
    let (here, lang) = (desk.here(), desk.lang());
    let present = desk.present().await?;
    let lsp = present.lsp();
    let today = lsp.time_zone.day_of(visit.now);
    let internal = |error: requests::RequestError| Error::Internal(error.into());
    let days = requests::waits(&visit.office, me.lsp()).await.map_err(internal)?;
    let day = |day: Option<jiff::civil::Date>| day.map_or_else(|| "–".to_owned(), |day| said::day(day, lang));
    let licence = |licence: &crate::domain::issuer::Licence| LicenceLine {
        number: licence.number.clone(),
        decree: licence.decree.clone(),
        from: said::day(licence.from, lang),
        until: said::day(licence.until, lang),
        open: licence.covers(today),
    };
    let scheme = |scheme: &crate::domain::scheme::Scheme| SchemeLine {
        address: schemes::address(&scheme.code),
        code: scheme.code.to_string(),
        title: lang.of(&scheme.title_id, &scheme.title_en).clone(),
        units: scheme.units.len(),
        years: scheme.validity_years,
        from: day(scheme.from),
        until: day(scheme.until),
        open: scheme.covers(today),
    };
    let console = match lsp.console {
        crate::domain::issuer::Console::Closed => key!("office-settings-console-closed"),
        crate::domain::issuer::Console::Open => key!("office-settings-console-open"),
    };
    let expiry = match lsp.expiry {
        crate::domain::term::Expiry::DayBefore => key!("office-settings-expiry-before"),
        crate::domain::term::Expiry::SameDay => key!("office-settings-expiry-same"),
    };
    let facts = vec![
        (key!("office-settings-name-id").say(lang), lsp.name_id.clone()),
        (key!("office-settings-name-en").say(lang), lsp.name_en.clone()),
        (key!("office-settings-city").say(lang), lsp.city.clone()),
        (key!("office-settings-site").say(lang), lsp.site.to_string()),
        (key!("office-settings-zone").say(lang), lsp.time_zone.to_string()),
        (key!("office-settings-signatory").say(lang), format!("{}, {}", lsp.signatory, lsp.signatory_title_id)),
        (key!("office-settings-manager").say(lang), lsp.certification_manager.clone()),
        (key!("office-settings-expiry").say(lang), expiry.say(lang).into_owned()),
        (key!("office-settings-console").say(lang), console.say(lang).into_owned()),
    ];
    let waits = waits_for_root(&visit.office, me.lsp()).await?;
    let numbers = requests::next(&visit.office, lsp, &lsp.numbering, today).await.map_err(internal)?;
    page(&Overview {
        frame: visit.frame_of(&service, &me, PART, &here).await?,
        here,
        lsp: lsp.id.to_string(),
        waits,
        facts,
        numbers,
        licences: lsp.licences.iter().map(licence).collect(),
        schemes: lsp.schemes.iter().map(scheme).collect(),
        sheets: sheets::SHEETS.map(|(sheet, word)| (word, sheets::name(sheet).say(lang))).into(),
        days: say!(lang, "office-settings-days-line", days),
    })
}

fn days_form(days: i64, lang: Lang) -> Blank {
    let (least, most) = (*REQUEST_DAYS.start(), *REQUEST_DAYS.end());
    let field = Field::new("days", key!("office-settings-days"), Kind::Number, lang);
    Blank {
        title: key!("office-settings-requests").say(lang),
        path: "/permintaan".to_owned(),
        seen: days.to_string(),
        intro: vec![key!("office-settings-days-about").say(lang)],
        fields: vec![field.hint(say!(lang, "office-settings-days-hint", least, most))],
        stands: Typed::default().with("days", days),
        large: false,
        look: None,
        save: save(lang),
    }
}

async fn days_of(desk: &Desk<'_>) -> Result<i64, Error> {
    let days = requests::waits(&desk.visit.office, desk.me.lsp()).await;
    days.map_err(|error| Error::Internal(error.into()))
}

pub(in crate::web) async fn request_days(
    State(service): State<Arc<Service>>,
    ProvenAs { visit, me }: ProvenAs<Administrator>,
) -> Result<Response, Error> {
    let desk = Desk { service: &service, visit: &visit, me: &me };
    page(&desk.form(days_form(days_of(&desk).await?, desk.lang()), None, Vec::new(), Beside::default()).await?)
}

pub(in crate::web) async fn change_request_days(
    State(service): State<Arc<Service>>,
    As { visit, me }: As<Administrator>,
    sent: Short,
) -> Result<Response, Error> {
    let (desk, typed) = (Desk { service: &service, visit: &visit, me: &me }, Typed(sent?.0));
    let done = match (desk.proven(), typed.text("days").parse::<i64>()) {
        (Err(faults), _) => Err(faults),
        (_, Err(_)) => Err(vec![Fault::at("days", desk::days_words(desk.lang()))]),
        (Ok(who), Ok(wanted)) => {
            let seen = typed.text("seen").parse().unwrap_or_default();
            let set = set_request_days(&visit.office, &who, seen, wanted).await;
            let alike = Outcome::Kept(crate::office::settings::Vouched::Alike);
            desk.done(set.map(|()| if seen == wanted { Outcome::Same } else { alike })).await?
        }
    };
    match done {
        Ok(answer) => Ok(answer),
        Err(faults) => desk.refused(days_form(days_of(&desk).await?, desk.lang()), &typed, faults).await,
    }
}
