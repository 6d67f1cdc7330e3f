//! An LSP's file, as `absah lsp import` takes it: what it would change is shown before it is done.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Request, State};
use axum::response::Response;

use super::super::frame::{again, page};
use super::super::upload::Bounds;
use super::super::{As, Frame, ProvenAs};
use super::PART;
use super::desk::Desk;
use super::form::{Beside, Blank, Fault, Field, Kind, Typed};
use crate::domain::issuer::Lsp;
use crate::office::accounts::{Administrator, Proven};
use crate::office::in_words::InWords as _;
use crate::office::lsp_file;
use crate::office::lsp_file::difference::{Difference, between};
use crate::office::settings::{Part, Present};
use crate::web::{Error, Service};
use crate::words::{Lang, key, say};

const PATH: &str = "/impor";

/// Bytes of an LSP's file: a hundred schemes with their units.
const LARGEST: usize = 1 << 20;

const BOUNDS: Bounds = Bounds { field: LARGEST + 4_096, file: LARGEST, most: 8 };

/// What a file would change.
#[derive(Template)]
#[template(path = "office/settings-import.html")]
struct Differences {
    frame: Frame,
    here: String,
    seen: String,
    text: String,
    differences: Vec<Difference>,
    warnings: Vec<std::borrow::Cow<'static, str>>,
    faults: Vec<Fault>,
    prove: bool,
}

fn blank(present: &Present, lang: Lang) -> Blank {
    let file = Field::new("file", key!("office-settings-import-file"), Kind::File(".json"), lang);
    Blank {
        title: key!("office-settings-import").say(lang),
        path: PATH.to_owned(),
        seen: present.seen(&Part::Whole),
        intro: vec![key!("office-settings-import-about").say(lang), key!("office-settings-import-design").say(lang)],
        fields: vec![file],
        stands: Typed::default(),
        large: true,
        look: None,
        save: key!("office-settings-import-look").say(lang),
    }
}

/// The LSP of the office, as a file describes it.
fn read(text: &str, now: &Lsp, lang: Lang) -> Result<(Lsp, bool), Fault> {
    let described = lsp_file::read(text, Some(&now.site)).map_err(|error| Fault::at("file", error.in_words(lang)))?;
    let own = described.into_iter().find(|described| described.lsp.id == now.id);
    let own = own.ok_or_else(|| Fault::at("file", say!(lang, "office-settings-import-other", lsp = now.id)))?;
    let design = &own.design;
    let names_design = [&design.blanko, &design.digital, &design.logo, &design.manager_signature, &design.signature]
        .into_iter()
        .any(Option::is_some);
    Ok((own.over(now), names_design))
}

async fn differences(
    desk: &Desk<'_>,
    present: &Present,
    text: String,
    (lsp, names_design): (&Lsp, bool),
    seen: String,
    faults: Vec<Fault>,
) -> Result<Differences, Error> {
    let (here, lang, now) = (desk.here(), desk.lang(), present.lsp());
    let frame = desk.visit.frame_of(desk.service, desk.me, PART, &format!("{here}{PATH}")).await?;
    let mut warnings = Vec::new();
    if lsp.site != now.site {
        let (before, after) = (now.site.to_string(), lsp.site.to_string());
        warnings.push(say!(lang, "office-settings-site-moves", before, after));
    }
    for scheme in &lsp.schemes {
        let codes = scheme.repeated_units().join(", ");
        if !codes.is_empty() {
            warnings.push(format!("{}: {}", scheme.code, say!(lang, "office-settings-units-repeated", codes)).into());
        }
    }
    if names_design {
        warnings.push(key!("office-settings-import-design").say(lang));
    }
    let prove = Proven::of(desk.me.clone()).is_none();
    Ok(Differences { frame, here, seen, text, differences: between(now, lsp), warnings, faults, prove })
}

pub(in crate::web) async fn show(
    State(service): State<Arc<Service>>,
    ProvenAs { visit, me }: ProvenAs<Administrator>,
) -> Result<Response, Error> {
    let desk = Desk { service: &service, visit: &visit, me: &me };
    page(&desk.form(blank(&desk.present().await?, desk.lang()), None, Vec::new(), Beside::default()).await?)
}

/// Shows what a file would change.
pub(in crate::web) async fn look(
    State(service): State<Arc<Service>>,
    As { visit, me }: As<Administrator>,
    request: Request,
) -> Result<Response, Error> {
    let desk = Desk { service: &service, visit: &visit, me: &me };
    let (present, lang) = (desk.present().await?, desk.lang());
    let (typed, sent) = desk.take(request, BOUNDS).await?;
    let read = match sent.files.get("file") {
        None => Err(Fault::at("file", key!("office-settings-fault-file").say(lang))),
        Some((_, file)) if file.len() > LARGEST => {
            Err(Fault::at("file", say!(lang, "office-settings-import-large", most = LARGEST >> 20)))
        }
        Some((_, file)) => match std::str::from_utf8(file) {
            Ok(text) => read(text, present.lsp(), lang).map(|read| (text.to_owned(), read)),
            Err(_) => Err(Fault::at("file", key!("office-settings-import-utf8").say(lang))),
        },
    };
    match read {
        Ok((text, (lsp, names_design))) => {
            let seen = present.seen(&Part::Whole);
            page(&differences(&desk, &present, text, (&lsp, names_design), seen, Vec::new()).await?)
        }
        Err(fault) => desk.refused(blank(&present, lang), &typed, vec![fault]).await,
    }
}

/// Does what was shown.
pub(in crate::web) async fn apply(
    State(service): State<Arc<Service>>,
    As { visit, me }: As<Administrator>,
    request: Request,
) -> Result<Response, Error> {
    let desk = Desk { service: &service, visit: &visit, me: &me };
    let (present, lang) = (desk.present().await?, desk.lang());
    let (typed, _) = desk.take(request, BOUNDS).await?;
    let text = typed.raw("text").to_owned();
    let (lsp, names_design) = match read(&text, present.lsp(), lang) {
        Ok(read) => read,
        Err(fault) => return desk.refused(blank(&present, lang), &typed, vec![fault]).await,
    };
    let change = |own: &mut Lsp, _: &mut _| {
        // A scheme that the file does not name stays as it is.
        let named = |code| lsp.schemes.iter().any(|scheme| scheme.code == code);
        let left: Vec<_> = own.schemes.iter().filter(|own| !named(own.code.clone())).cloned().collect();
        *own = lsp.clone();
        own.schemes.extend(left);
        own.schemes.sort_by(|one, other| one.code.cmp(&other.code));
    };
    match desk.change(&Part::Whole, &typed, change).await? {
        Ok(answer) => Ok(answer),
        Err(faults) => {
            let present = desk.present().await?;
            let changed = faults.iter().any(|fault| fault.changed);
            let seen = if changed { present.seen(&Part::Whole) } else { typed.text("seen") };
            again(&differences(&desk, &present, text, (&lsp, names_design), seen, faults).await?)
        }
    }
}
