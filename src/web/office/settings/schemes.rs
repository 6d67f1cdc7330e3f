//! Schemes and their units: added, changed for certificates issued from now on, and ended; never taken away.

use std::borrow::Cow;
use std::sync::Arc;

use axum::extract::{Path, Request, State};
use axum::response::Response;

use super::super::events::form::date;
use super::super::frame::{again, page};
use super::super::upload::{self, Bounds};
use super::super::{As, ProvenAs};
use super::desk::{self, Desk};
use super::form::{Beside, Blank, Button, Fault, Field, Kind, Typed, save};
use crate::domain::issuer::Lsp;
use crate::domain::scheme::{Kind as SchemeKind, Scheme, SchemeCode};
use crate::office::accounts::Administrator;
use crate::office::in_words::InWords as _;
use crate::office::lsp_file::units::{self, UnitFault, UnitPart, UnitsRead, WhyNoUnit};
use crate::office::settings::{Part, Present};
use crate::roster::LARGEST_FILE;
use crate::web::{Error, Service};
use crate::words::{Lang, key, say};

/// A scheme's form with 200 units, and the file that they may come from.
const BOUNDS: Bounds = Bounds { field: 256 << 10, file: LARGEST_FILE, most: 32 };

/// Faults of units that are told at once.
const TOLD: usize = 20;

const KINDS: [(SchemeKind, &str); 3] =
    [(SchemeKind::Okupasi, "okupasi"), (SchemeKind::Kkni, "kkni"), (SchemeKind::Klaster, "klaster")];

/// A scheme's code in an address, where `/` tells parts apart.
pub(super) fn address(code: &SchemeCode) -> String {
    code.as_str().replace('/', "~")
}

fn of_address(text: &str) -> Result<SchemeCode, Error> {
    text.replace('~', "/").parse().map_err(|_| Error::NotFound)
}

/// The scheme that a form is of; none: a new one.
type Which<'a> = Option<&'a SchemeCode>;

fn blank(present: &Present, which: Which<'_>, lang: Lang) -> Result<Blank, Error> {
    let scheme = match which {
        Some(code) => Some(present.lsp().scheme(code).ok_or(Error::NotFound)?),
        None => None,
    };
    let text = |name, label| Field::new(name, label, Kind::Text, lang);
    let kinds = KINDS.map(|(_, word)| (word.to_owned(), Cow::Borrowed(word)));
    let day = |name, label| Field::new(name, label, Kind::Date, lang);
    let mut fields = Vec::new();
    if scheme.is_none() {
        fields.push(text("code", key!("office-settings-code")).hint(key!("office-settings-code-hint").say(lang)));
    }
    fields.extend([
        text("title_id", key!("office-settings-title-id")),
        text("title_en", key!("office-settings-title-en")),
        text("field_id", key!("office-settings-field-id")),
        text("field_en", key!("office-settings-field-en")),
        Field::new("kind", key!("office-settings-scheme-kind"), Kind::Choice(kinds.into()), lang),
        Field::new("kkni_level", key!("office-settings-level"), Kind::Number, lang)
            .hint(key!("office-settings-level-hint").say(lang)),
        text("kbli", key!("office-settings-kbli")),
        text("kbji", key!("office-settings-kbji")),
        Field::new("validity_years", key!("office-settings-validity"), Kind::Number, lang),
        day("from", key!("office-settings-scheme-from")).hint(key!("office-settings-scheme-from-hint").say(lang)),
        day("until", key!("office-settings-scheme-until")).hint(key!("office-settings-scheme-until-hint").say(lang)),
        Field::new("units", key!("office-settings-units"), Kind::Long(12), lang)
            .hint(key!("office-settings-units-hint").say(lang)),
        Field::new("file", key!("office-settings-units-file"), Kind::File(".csv,.xlsx"), lang)
            .hint(key!("office-settings-units-file-hint").say(lang)),
    ]);
    Ok(Blank {
        title: match scheme {
            Some(scheme) => say!(lang, "office-settings-scheme-of", code = scheme.code),
            None => key!("office-settings-scheme-new").say(lang),
        },
        path: which.map_or_else(|| "/skema/baru".to_owned(), |code| format!("/skema/{}", address(code))),
        seen: which.map_or_else(String::new, |code| present.seen(&Part::Scheme(code.clone()))),
        intro: vec![key!("office-settings-from-now").say(lang)],
        fields,
        stands: scheme.map_or_else(|| Typed::default().with("kind", "okupasi"), values),
        large: true,
        look: Some(Button { name: "look", words: key!("office-settings-units-look").say(lang) }),
        save: save(lang),
    })
}

fn values(scheme: &Scheme) -> Typed {
    let day = |day: Option<jiff::civil::Date>| day.map_or_else(String::new, |day| day.to_string());
    Typed::default()
        .with("title_id", &scheme.title_id)
        .with("title_en", &scheme.title_en)
        .with("field_id", &scheme.field_id)
        .with("field_en", &scheme.field_en)
        .with("kind", KINDS.iter().find(|(kind, _)| *kind == scheme.kind).map_or("", |(_, word)| word))
        .with("kkni_level", scheme.kkni_level)
        .with("kbli", &scheme.kbli)
        .with("kbji", &scheme.kbji)
        .with("validity_years", scheme.validity_years)
        .with("from", day(scheme.from))
        .with("until", day(scheme.until))
        .with("units", units::text(&scheme.units))
}

/// Units as they were typed, or those of a file that came along, which then stand in the form.
fn read_units(typed: &mut Typed, sent: &upload::Sent, lang: Lang) -> Result<UnitsRead, Fault> {
    let read = match sent.files.get("file") {
        Some((_, file)) => units::read_file(file).map_err(|fault| Fault::at("file", fault.message(lang))),
        None => units::read_text(typed.raw("units")).map_err(|fault| Fault::at("units", fault.message(lang))),
    }?;
    if sent.files.contains_key("file") {
        typed.set("units", units::text(&read.units));
    }
    Ok(read)
}

fn unit_fault(fault: &UnitFault, lang: Lang) -> Fault {
    let part = match fault.part {
        UnitPart::Code => key!("office-settings-unit-code"),
        UnitPart::TitleEn => key!("office-settings-unit-title-en"),
        UnitPart::TitleId => key!("office-settings-unit-title-id"),
    };
    let (cell, part) = (fault.at, part.say(lang));
    Fault::at(
        "units",
        match fault.why {
            WhyNoUnit::Missing => say!(lang, "office-settings-unit-missing", cell, part),
            WhyNoUnit::TooLong(most) => say!(lang, "office-settings-unit-long", cell, part, most),
            WhyNoUnit::Unreadable => say!(lang, "office-settings-unit-unreadable", cell, part),
        },
    )
}

/// The scheme that a form says.
fn read(typed: &Typed, units: UnitsRead, which: Which<'_>, lsp: &Lsp, lang: Lang) -> Result<Scheme, Vec<Fault>> {
    let mut faults = Vec::new();
    let code = match which {
        Some(code) => Some(code.clone()),
        None => {
            let code = typed.text("code").parse::<SchemeCode>();
            faults.extend(code.as_ref().err().map(|error| Fault::at("code", error.in_words(lang))));
            let known = code.as_ref().is_ok_and(|code| lsp.scheme(code).is_some());
            faults.extend(known.then(|| Fault::at("code", key!("office-settings-fault-code-known").say(lang))));
            code.ok()
        }
    };
    let mut day = |name: &'static str| match typed.text(name).is_empty() {
        true => None,
        false => match date(typed.raw(name)) {
            Ok(day) => Some(day),
            Err(unread) => {
                faults.push(Fault::at(name, unread.message(lang)));
                None
            }
        },
    };
    let (from, until) = (day("from"), day("until"));
    faults.extend(units.faults.iter().take(TOLD).map(|fault| unit_fault(fault, lang)));
    // What is no number is out of its bounds, and told as such.
    let number = |name| typed.text(name).parse::<u8>().unwrap_or(u8::MAX);
    let kind = KINDS.iter().find(|(_, word)| *word == typed.raw("kind")).map(|(kind, _)| *kind);
    faults.extend(kind.is_none().then(|| Fault::at("kind", key!("office-settings-fault-choice").say(lang))));
    let has_unit_faults = !units.faults.is_empty();
    let scheme = Scheme {
        code: code.clone().unwrap_or_else(|| "X".parse().expect("a letter is a code")),
        field_id: typed.text("field_id"),
        field_en: typed.text("field_en"),
        title_id: typed.text("title_id"),
        title_en: typed.text("title_en"),
        kind: kind.unwrap_or(SchemeKind::Okupasi),
        kkni_level: number("kkni_level"),
        kbli: typed.text("kbli"),
        kbji: typed.text("kbji"),
        validity_years: number("validity_years"),
        units: units.units,
        from,
        until,
    };
    let of_scheme = scheme.faults();
    let told = of_scheme.iter().map(|fault| desk::scheme(fault, lang));
    faults.extend(told.filter(|fault| fault.field != "units" || !has_unit_faults));
    if code.is_some() && faults.is_empty() { Ok(scheme) } else { Err(faults) }
}

/// That codes stand there twice: LSPs' lists do repeat some, and not always by mistake.
fn repeated(units: &UnitsRead, lang: Lang) -> Beside {
    let mut seen = std::collections::BTreeSet::new();
    let codes =
        units.units.iter().map(|unit| unit.code.as_str()).filter(|code| !code.is_empty() && !seen.insert(*code));
    let codes = codes.collect::<Vec<_>>().join(", ");
    let warnings =
        if codes.is_empty() { Vec::new() } else { vec![say!(lang, "office-settings-units-repeated", codes)] };
    Beside { warnings, ..Beside::default() }
}

async fn shown(desk: &Desk<'_>, which: Which<'_>) -> Result<Response, Error> {
    let present = desk.present().await?;
    let units = which.and_then(|code| present.lsp().scheme(code)).map(|scheme| scheme.units.clone());
    let beside = repeated(&UnitsRead { units: units.unwrap_or_default(), faults: Vec::new() }, desk.lang());
    page(&desk.form(blank(&present, which, desk.lang())?, None, Vec::new(), beside).await?)
}

async fn changed(desk: &Desk<'_>, which: Which<'_>, request: Request) -> Result<Response, Error> {
    let (present, lang) = (desk.present().await?, desk.lang());
    blank(&present, which, lang)?;
    let (mut typed, sent) = desk.take(request, BOUNDS).await?;
    let (units, unread) = match read_units(&mut typed, &sent, lang) {
        Ok(units) => (units, None),
        Err(fault) => (UnitsRead::default(), Some(fault)),
    };
    let beside = repeated(&units, lang);
    if !typed.raw("look").is_empty() {
        let told = units.faults.iter().take(TOLD).map(|fault| unit_fault(fault, lang));
        let faults: Vec<Fault> = unread.into_iter().chain(told).collect();
        let shown = desk.form(blank(&present, which, lang)?, Some(&typed), faults.clone(), beside).await?;
        return if faults.is_empty() { page(&shown) } else { again(&shown) };
    }
    let read = read(&typed, units, which, present.lsp(), lang);
    let done = match (read, unread) {
        (Err(faults), None) => Err(faults),
        (read, Some(unread)) => {
            let others = read.err().unwrap_or_default().into_iter().filter(|fault| fault.field != "units");
            Err(others.chain([unread]).collect())
        }
        (Ok(scheme), None) => {
            let part = Part::Scheme(scheme.code.clone());
            let change = |lsp: &mut Lsp, _: &mut _| match lsp.schemes.iter_mut().find(|own| own.code == scheme.code) {
                Some(own) => *own = scheme,
                None => lsp.schemes.push(scheme),
            };
            desk.change(&part, &typed, change).await?
        }
    };
    match done {
        Ok(answer) => Ok(answer),
        Err(faults) => {
            let blank = blank(&desk.present().await?, which, lang)?;
            again(&desk.form(blank, Some(&typed), faults, beside).await?)
        }
    }
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
    request: Request,
) -> Result<Response, Error> {
    changed(&Desk { service: &service, visit: &visit, me: &me }, None, request).await
}

pub(in crate::web) async fn one(
    State(service): State<Arc<Service>>,
    ProvenAs { visit, me }: ProvenAs<Administrator>,
    Path((_, scheme)): Path<(String, String)>,
) -> Result<Response, Error> {
    shown(&Desk { service: &service, visit: &visit, me: &me }, Some(&of_address(&scheme)?)).await
}

pub(in crate::web) async fn change(
    State(service): State<Arc<Service>>,
    As { visit, me }: As<Administrator>,
    Path((_, scheme)): Path<(String, String)>,
    request: Request,
) -> Result<Response, Error> {
    let code = of_address(&scheme)?;
    changed(&Desk { service: &service, visit: &visit, me: &me }, Some(&code), request).await
}
