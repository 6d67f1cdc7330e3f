//! How certificates and registrations are numbered, with the next numbers as they would be taken.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;

use super::super::frame::{again, page};
use super::super::{As, ProvenAs};
use super::desk::{self, Desk, Short};
use super::form::{Beside, Blank, Button, Fault, Field, Kind, Table, Typed, save};
use crate::domain::issuer::Lsp;
use crate::domain::number::{InvalidShape, Numbering, Rule, Scope};
use crate::office::accounts::Administrator;
use crate::office::in_words::InWords as _;
use crate::office::requests::next;
use crate::office::settings::{Part, Present};
use crate::web::{Error, Service};
use crate::words::{Lang, key, say};

const PATH: &str = "/nomor";

const SCOPES: [(Scope, &str); 3] = [(Scope::Year, "year"), (Scope::SchemeYear, "scheme-year"), (Scope::Never, "never")];

fn blank(present: &Present, lang: Lang) -> Blank {
    let scopes = || {
        let words = [
            key!("office-settings-scope-year"),
            key!("office-settings-scope-scheme-year"),
            key!("office-settings-scope-never"),
        ];
        Kind::Choice(SCOPES.iter().zip(words).map(|((_, word), words)| ((*word).to_owned(), words.say(lang))).collect())
    };
    let text = |name, label| Field::new(name, label, Kind::Text, lang);
    let shape_hint = || {
        let (text, sequence) = ("{kbli} {kbji} {level} {scheme} {letters} {licence} {year}", "{sequence:7}");
        say!(lang, "office-settings-shape-hint", text, sequence)
    };
    let start = |name| Field::new(name, key!("office-settings-start"), Kind::Number, lang);
    let fields = vec![
        text("licence_serial", key!("office-settings-serial")).hint(key!("office-settings-serial-hint").say(lang)),
        text("registration_letters", key!("office-settings-letters"))
            .hint(key!("office-settings-letters-hint").say(lang)),
        text("certificate_shape", key!("office-settings-certificate-shape")).hint(shape_hint()),
        Field::new("certificate_scope", key!("office-settings-certificate-scope"), scopes(), lang),
        start("certificate_start").hint(key!("office-settings-start-hint").say(lang)),
        text("registration_shape", key!("office-settings-registration-shape")).hint(shape_hint()),
        Field::new("registration_scope", key!("office-settings-registration-scope"), scopes(), lang),
        start("registration_start").hint(key!("office-settings-start-hint").say(lang)),
    ];
    Blank {
        title: key!("office-settings-numbering").say(lang),
        path: PATH.to_owned(),
        seen: present.seen(&Part::Particulars),
        intro: vec![key!("office-settings-from-now").say(lang)],
        fields,
        stands: values(present.lsp()),
        large: false,
        look: Some(Button { name: "look", words: key!("office-settings-numbers-look").say(lang) }),
        save: save(lang),
    }
}

fn values(lsp: &Lsp) -> Typed {
    let scope = |scope: Scope| SCOPES.iter().find(|(known, _)| *known == scope).map_or("", |(_, word)| word);
    let Numbering { certificate, registration } = lsp.numbering.clone();
    Typed::default()
        .with("licence_serial", &lsp.licence_serial)
        .with("registration_letters", &lsp.registration_letters)
        .with("certificate_shape", String::from(certificate.shape))
        .with("certificate_scope", scope(certificate.scope))
        .with("certificate_start", certificate.start)
        .with("registration_shape", String::from(registration.shape))
        .with("registration_scope", scope(registration.scope))
        .with("registration_start", registration.start)
}

/// The names of the fields of a rule.
type Names = [&'static str; 3];
const CERTIFICATE: Names = ["certificate_shape", "certificate_scope", "certificate_start"];
const REGISTRATION: Names = ["registration_shape", "registration_scope", "registration_start"];

/// An LSP that numbers as the form says.
fn read(typed: &Typed, now: &Lsp, lang: Lang) -> Result<Lsp, Vec<Fault>> {
    let mut faults = Vec::new();
    let mut lsp = now.clone();
    for (name, place) in
        [("licence_serial", &mut lsp.licence_serial), ("registration_letters", &mut lsp.registration_letters)]
    {
        *place = typed.text(name);
    }
    let own = |fault: &Fault| ["licence_serial", "registration_letters"].contains(&fault.field);
    faults.extend(lsp.faults().iter().map(|fault| desk::invalid(fault, lang)).filter(own));
    let mut rule = |[shape, scope, start]: Names| {
        let read = typed.text(shape).parse().map_err(|error: InvalidShape| error.in_words(lang));
        let counted = SCOPES.iter().find(|(_, word)| *word == typed.raw(scope)).map(|(scope, _)| *scope);
        let first = typed.text(start).parse::<u64>().ok();
        let counted_fault = || Fault::at(scope, key!("office-settings-fault-choice").say(lang));
        let first_fault = || Fault::at(start, key!("office-settings-fault-number").say(lang));
        faults.extend(counted.is_none().then(counted_fault));
        faults.extend(first.is_none().then(first_fault));
        match (read, counted, first) {
            (Err(words), ..) => {
                faults.push(Fault::at(shape, words));
                None
            }
            (Ok(read), Some(counted), Some(first)) => {
                let rule = Rule { shape: read, scope: counted, start: first };
                let checked = rule.validate(&lsp.schemes, &lsp.registration_letters, &lsp.licence_serial);
                faults.extend(checked.err().map(|error| match error {
                    InvalidShape::Start(last) => Fault::at(start, say!(lang, "office-settings-fault-start", last)),
                    error => Fault::at(shape, error.in_words(lang)),
                }));
                Some(rule)
            }
            _ => None,
        }
    };
    let (certificate, registration) = (rule(CERTIFICATE), rule(REGISTRATION));
    match (certificate, registration) {
        (Some(certificate), Some(registration)) if faults.is_empty() => {
            lsp.numbering = Numbering { certificate, registration };
            Ok(lsp)
        }
        _ => Err(faults),
    }
}

/// The next number of each scheme, if an LSP numbered so.
async fn beside(desk: &Desk<'_>, lsp: &Lsp) -> Result<Beside, Error> {
    let lang = desk.lang();
    let day = lsp.time_zone.day_of(desk.visit.now);
    let numbers = next(&desk.visit.office, lsp, &lsp.numbering, day).await;
    let numbers = numbers.map_err(|error| Error::Internal(error.into()))?;
    let rows = numbers.into_iter().map(|of| vec![of.scheme.to_string(), of.certificate, of.registration]).collect();
    let heads = vec![
        key!("office-settings-scheme").say(lang),
        key!("office-settings-next-certificate").say(lang),
        key!("office-settings-next-registration").say(lang),
    ];
    let table = Table { title: key!("office-settings-next").say(lang), heads, rows };
    Ok(Beside { table: Some(table), ..Beside::default() })
}

pub(in crate::web) async fn show(
    State(service): State<Arc<Service>>,
    ProvenAs { visit, me }: ProvenAs<Administrator>,
) -> Result<Response, Error> {
    let desk = Desk { service: &service, visit: &visit, me: &me };
    let present = desk.present().await?;
    let beside = beside(&desk, present.lsp()).await?;
    page(&desk.form(blank(&present, desk.lang()), None, Vec::new(), beside).await?)
}

pub(in crate::web) async fn change(
    State(service): State<Arc<Service>>,
    As { visit, me }: As<Administrator>,
    sent: Short,
) -> Result<Response, Error> {
    let (desk, typed) = (Desk { service: &service, visit: &visit, me: &me }, Typed(sent?.0));
    let (present, lang) = (desk.present().await?, desk.lang());
    let numbered = match read(&typed, present.lsp(), lang) {
        Err(faults) => return desk.refused(blank(&present, lang), &typed, faults).await,
        Ok(numbered) => numbered,
    };
    let shown = beside(&desk, &numbered).await?;
    if !typed.raw("look").is_empty() {
        return page(&desk.form(blank(&present, lang), Some(&typed), Vec::new(), shown).await?);
    }
    let change = |lsp: &mut Lsp, _: &mut _| {
        lsp.licence_serial = numbered.licence_serial.clone();
        lsp.registration_letters = numbered.registration_letters.clone();
        lsp.numbering = numbered.numbering.clone();
    };
    match desk.change(&Part::Particulars, &typed, change).await? {
        Ok(answer) => Ok(answer),
        Err(faults) => again(&desk.form(blank(&desk.present().await?, lang), Some(&typed), faults, shown).await?),
    }
}
