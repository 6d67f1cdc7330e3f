//! Who the LSP is: names, city, site, zone, who signs; whether the command line may issue; when a certificate ends.

use std::borrow::Cow;
use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;

use super::super::frame::page;
use super::super::{As, ProvenAs};
use super::desk::{self, Desk, Short};
use super::form::{Beside, Blank, Fault, Field, Kind, Typed, save};
use crate::domain::issuer::{Console, InvalidLsp, Lsp, LspKind, Site, Zone};
use crate::domain::term::Expiry;
use crate::office::accounts::Administrator;
use crate::office::in_words::InWords as _;
use crate::office::settings::{Part, Present};
use crate::web::{Error, Service};
use crate::words::{Lang, key, say};

const PATH: &str = "/data";

/// Indonesia's zones, and what people call them.
const ZONES: [(&str, &str); 3] = [
    ("Asia/Jakarta", "WIB (Asia/Jakarta)"),
    ("Asia/Makassar", "WITA (Asia/Makassar)"),
    ("Asia/Jayapura", "WIT (Asia/Jayapura)"),
];

fn blank(present: &Present, site_seen: bool, lang: Lang) -> Blank {
    let lsp = present.lsp();
    let text = |name, label| Field::new(name, label, Kind::Text, lang);
    let choice = |name, label, options: &[(&str, Cow<'static, str>)]| {
        let options = options.iter().map(|(value, words)| ((*value).to_owned(), words.clone())).collect();
        Field::new(name, label, Kind::Choice(options), lang)
    };
    let mut words: Vec<String> = LspKind::KNOWN.map(|kind| kind.to_string()).into();
    if let LspKind::Other(own) = &lsp.kind {
        words.push(own.clone());
    }
    let kinds: Vec<(&str, Cow<'static, str>)> = words.iter().map(|word| (word.as_str(), word.clone().into())).collect();
    let mut zones: Vec<_> = ZONES.iter().map(|(zone, words)| (*zone, Cow::Borrowed(*words))).collect();
    let own = lsp.time_zone.to_string();
    if !ZONES.iter().any(|(zone, _)| *zone == own) {
        zones.push((&own, own.clone().into()));
    }
    let expiry = [
        ("same-day", key!("office-settings-expiry-same").say(lang)),
        ("day-before", key!("office-settings-expiry-before").say(lang)),
    ];
    let console = [
        ("open", key!("office-settings-console-open").say(lang)),
        ("closed", key!("office-settings-console-closed").say(lang)),
    ];
    let mut fields = vec![
        text("name_id", key!("office-settings-name-id")),
        text("name_en", key!("office-settings-name-en")),
        choice("kind", key!("office-settings-kind"), &kinds),
        text("city", key!("office-settings-city")).hint(key!("office-settings-city-hint").say(lang)),
        text("site", key!("office-settings-site")).hint(key!("office-settings-site-hint").say(lang)),
    ];
    if site_seen {
        fields.push(Field::new("site_seen", key!("office-settings-site-seen"), Kind::Tick, lang));
    }
    fields.extend([
        choice("time_zone", key!("office-settings-zone"), &zones).hint(key!("office-settings-zone-hint").say(lang)),
        text("signatory", key!("office-settings-signatory")),
        text("signatory_title_id", key!("office-settings-signatory-title-id")),
        text("signatory_title_en", key!("office-settings-signatory-title-en")),
        text("certification_manager", key!("office-settings-manager")),
        choice("expiry", key!("office-settings-expiry"), &expiry),
        choice("console", key!("office-settings-console"), &console)
            .hint(key!("office-settings-console-hint").say(lang)),
    ]);
    Blank {
        title: key!("office-settings-particulars").say(lang),
        path: PATH.to_owned(),
        seen: present.seen(&Part::Particulars),
        intro: vec![key!("office-settings-from-now").say(lang)],
        fields,
        stands: values(lsp),
        large: false,
        look: None,
        save: save(lang),
    }
}

fn values(lsp: &Lsp) -> Typed {
    Typed::default()
        .with("name_id", &lsp.name_id)
        .with("name_en", &lsp.name_en)
        .with("kind", lsp.kind.as_str())
        .with("city", &lsp.city)
        .with("site", &lsp.site)
        .with("time_zone", &lsp.time_zone)
        .with("signatory", &lsp.signatory)
        .with("signatory_title_id", &lsp.signatory_title_id)
        .with("signatory_title_en", &lsp.signatory_title_en)
        .with("certification_manager", &lsp.certification_manager)
        .with("expiry", expiry_word(lsp.expiry))
        .with("console", console_word(lsp.console))
}

pub(super) fn expiry_word(expiry: Expiry) -> &'static str {
    match expiry {
        Expiry::DayBefore => "day-before",
        Expiry::SameDay => "same-day",
    }
}

pub(super) fn console_word(console: Console) -> &'static str {
    match console {
        Console::Closed => "closed",
        Console::Open => "open",
    }
}

/// What the form means, besides its plain texts.
struct Read {
    kind: LspKind,
    site: Site,
    zone: Zone,
    expiry: Expiry,
    console: Console,
}

fn read(typed: &Typed, now: &Lsp, lang: Lang) -> Result<Read, Vec<Fault>> {
    let mut faults = Vec::new();
    let site = typed.text("site").parse::<Site>();
    match &site {
        Err(error) => faults.push(Fault::at("site", error.in_words(lang))),
        Ok(site) if *site != now.site && typed.raw("site_seen").is_empty() => {
            let (before, after) = (now.site.to_string(), site.to_string());
            faults.push(Fault::at("site_seen", say!(lang, "office-settings-site-moves", before, after)));
        }
        Ok(_) => {}
    }
    let zone = typed.text("time_zone").parse::<Zone>();
    faults.extend(zone.as_ref().err().map(|error| Fault::at("time_zone", error.in_words(lang))));
    // One that was kept and is none of those that are known stays, unless another is chosen.
    let kind = match typed.raw("kind") {
        word if word == now.kind.as_str() => Ok(now.kind.clone()),
        word => word.parse::<LspKind>(),
    };
    faults.extend(kind.as_ref().err().map(|error| Fault::at("kind", error.in_words(lang))));
    let expiry = [Expiry::SameDay, Expiry::DayBefore].into_iter().find(|it| expiry_word(*it) == typed.raw("expiry"));
    let console = [Console::Closed, Console::Open].into_iter().find(|it| console_word(*it) == typed.raw("console"));
    for (name, is_read) in [("expiry", expiry.is_some()), ("console", console.is_some())] {
        faults.extend((!is_read).then(|| Fault::at(name, key!("office-settings-fault-choice").say(lang))));
    }
    let mut changed = now.clone();
    put(&mut changed, typed);
    let texts = changed.faults().into_iter().filter(|fault| matches!(fault, InvalidLsp::Text { .. }));
    faults.extend(texts.map(|fault| desk::invalid(&fault, lang)));
    match (kind, site, zone, expiry, console) {
        (Ok(kind), Ok(site), Ok(zone), Some(expiry), Some(console)) if faults.is_empty() => {
            Ok(Read { kind, site, zone, expiry, console })
        }
        _ => Err(faults),
    }
}

/// Puts the plain texts of the form into an LSP.
fn put(lsp: &mut Lsp, typed: &Typed) {
    let fields = [
        ("name_id", &mut lsp.name_id),
        ("name_en", &mut lsp.name_en),
        ("city", &mut lsp.city),
        ("signatory", &mut lsp.signatory),
        ("signatory_title_id", &mut lsp.signatory_title_id),
        ("signatory_title_en", &mut lsp.signatory_title_en),
        ("certification_manager", &mut lsp.certification_manager),
    ];
    for (name, place) in fields {
        *place = typed.text(name);
    }
}

pub(in crate::web) async fn show(
    State(service): State<Arc<Service>>,
    ProvenAs { visit, me }: ProvenAs<Administrator>,
) -> Result<Response, Error> {
    let desk = Desk { service: &service, visit: &visit, me: &me };
    let blank = blank(&desk.present().await?, false, desk.lang());
    page(&desk.form(blank, None, Vec::new(), Beside::default()).await?)
}

pub(in crate::web) async fn change(
    State(service): State<Arc<Service>>,
    As { visit, me }: As<Administrator>,
    sent: Short,
) -> Result<Response, Error> {
    let (desk, typed) = (Desk { service: &service, visit: &visit, me: &me }, Typed(sent?.0));
    let (present, lang) = (desk.present().await?, desk.lang());
    let changed = match read(&typed, present.lsp(), lang) {
        Err(faults) => Err(faults),
        Ok(Read { kind, site, zone, expiry, console }) => {
            let change = |lsp: &mut Lsp, _: &mut _| {
                put(lsp, &typed);
                (lsp.kind, lsp.site, lsp.time_zone) = (kind, site, zone);
                (lsp.expiry, lsp.console) = (expiry, console);
            };
            desk.change(&Part::Particulars, &typed, change).await?
        }
    };
    match changed {
        Ok(answer) => Ok(answer),
        Err(faults) => {
            let present = desk.present().await?;
            let moves = typed.text("site").parse::<Site>().is_ok_and(|site| site != present.lsp().site);
            desk.refused(blank(&present, moves, lang), &typed, faults).await
        }
    }
}
