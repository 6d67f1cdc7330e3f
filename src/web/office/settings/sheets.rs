//! Wording and layout of both sheets: edited in the page, with a specimen drawn of the text that is not kept yet.

use std::borrow::Cow;
use std::sync::Arc;

use axum::extract::{Path, Request, State};
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::super::file::{self, looked_at};
use super::super::frame::{again, page};
use super::super::upload::Bounds;
use super::super::{As, ProvenAs};
use super::desk::{Desk, undrawn};
use super::form::{Beside, Blank, Button, Fault, Field, Kind, Typed, save};
use crate::domain::issuer::Lsp;
use crate::domain::scheme::SchemeCode;
use crate::office::accounts::Administrator;
use crate::office::design::{Design, DesignError, SheetKind};
use crate::office::preview::{self, PreviewError, Wanted};
use crate::office::proof::ProofError;
use crate::office::settings::{Part, Present};
use crate::render::Misplaced;
use crate::web::{Error, Service};
use crate::words::{Key, Lang, key, say};

/// A layout and the short fields of its form; no file.
const BOUNDS: Bounds = Bounds { field: 128 << 10, file: 0, most: 8 };

/// The sheets, by their word in an address.
pub(super) const SHEETS: [(SheetKind, &str); 2] = [(SheetKind::Digital, "digital"), (SheetKind::Blanko, "blanko")];

fn of_address(text: &str) -> Result<SheetKind, Error> {
    SHEETS.iter().find(|(_, word)| *word == text).map(|(sheet, _)| *sheet).ok_or(Error::NotFound)
}

pub(super) fn name(sheet: SheetKind) -> Key {
    match sheet {
        SheetKind::Blanko => key!("office-settings-sheet-blanko"),
        SheetKind::Digital => key!("office-settings-sheet-digital"),
    }
}

fn path(sheet: SheetKind) -> String {
    format!("/lembar/{}", SHEETS.iter().find(|(kind, _)| *kind == sheet).map_or("", |(_, word)| word))
}

fn layout(design: &mut Design, sheet: SheetKind) -> &mut String {
    match sheet {
        SheetKind::Blanko => &mut design.blanko,
        SheetKind::Digital => &mut design.digital,
    }
}

fn blank(present: &Present, sheet: SheetKind, lang: Lang) -> Blank {
    let title = |scheme: &crate::domain::scheme::Scheme| {
        format!("{} – {}", scheme.code, lang.of(&scheme.title_id, &scheme.title_en))
    };
    let schemes = present.lsp().schemes.iter().map(|scheme| (scheme.code.to_string(), title(scheme).into())).collect();
    let fields = vec![
        Field::new("layout", key!("office-settings-layout"), Kind::Long(28), lang)
            .hint(key!("office-settings-layout-hint").say(lang)),
        Field::new("scheme", key!("office-settings-specimen-scheme"), Kind::Choice(schemes), lang),
    ];
    let kept = layout(&mut present.design.clone(), sheet).clone();
    let first = present.lsp().schemes.first().map_or_else(String::new, |scheme| scheme.code.to_string());
    Blank {
        title: name(sheet).say(lang),
        path: path(sheet),
        seen: present.seen(&Part::Design),
        intro: vec![key!("office-settings-from-now").say(lang)],
        fields,
        stands: Typed::default().with("layout", kept).with("scheme", first),
        large: true,
        look: Some(Button { name: "look", words: key!("office-settings-look").say(lang) }),
        save: save(lang),
    }
}

/// The text as it was typed: browsers send lines with a carriage return.
fn typed_layout(typed: &Typed) -> String {
    typed.raw("layout").replace("\r\n", "\n")
}

fn wanted(present: &Present, sheet: SheetKind, text: String, scheme: &str, desk: &Desk<'_>) -> Option<Wanted> {
    let lsp = present.lsp().clone();
    let code = scheme.parse::<SchemeCode>().ok();
    let scheme = code.and_then(|code| lsp.scheme(&code)).or_else(|| lsp.schemes.first())?.clone();
    let mut design = present.design.clone();
    *layout(&mut design, sheet) = text;
    let day = lsp.time_zone.day_of(desk.visit.now);
    Some(Wanted { lsp, design, sheet, scheme, day })
}

/// What is wrong with a layout, by its line.
fn by_line(error: &ProofError, text: &str, lang: Lang) -> Fault {
    let fault = undrawn(error, lang);
    let line = match error {
        ProofError::Design(DesignError::Layout { fault, .. }) => fault.line(text),
        _ => None,
    };
    match line {
        Some(line) => Fault { words: say!(lang, "office-settings-line", line, fault = fault.words), ..fault },
        None => fault,
    }
}

fn misplaced(misplaced: &Misplaced, lang: Lang) -> Cow<'static, str> {
    let mm = |length: f32| {
        let text = format!("{length:.1}");
        if lang == Lang::En { text } else { text.replace('.', ",") }
    };
    match misplaced {
        Misplaced::Beyond { block, by } => say!(lang, "office-settings-beyond", block, by = mm(*by)),
        Misplaced::Upon { first, second, width, height } => {
            say!(lang, "office-settings-upon", first, second, width = mm(*width), height = mm(*height))
        }
    }
}

/// A specimen beside the form; what is wrong where there is none.
async fn specimen(
    desk: &Desk<'_>,
    wanted: Option<Wanted>,
    sheet: SheetKind,
    text: &str,
) -> Result<(Beside, Vec<Fault>), Error> {
    let lang = desk.lang();
    let pdf = Some(format!("{}{}/contoh", desk.here(), path(sheet)));
    let beside = Beside { pdf, live: true, ..Beside::default() };
    let Some(wanted) = wanted else { return Ok((beside, Vec::new())) };
    match preview::shown(wanted).await {
        Ok((preview, pages)) => {
            let sheets = pages.iter().map(|page| format!("data:image/png;base64,{}", STANDARD.encode(page))).collect();
            let warnings = preview.misplaced.iter().map(|one| misplaced(one, lang)).collect();
            Ok((Beside { sheets, warnings, ..beside }, Vec::new()))
        }
        Err(PreviewError::Proof(error)) => Ok((beside, vec![by_line(&error, text, lang)])),
        Err(error) => Err(Error::Internal(error.into())),
    }
}

pub(in crate::web) async fn show(
    State(service): State<Arc<Service>>,
    ProvenAs { visit, me }: ProvenAs<Administrator>,
    Path((_, sheet)): Path<(String, String)>,
) -> Result<Response, Error> {
    let (desk, sheet) = (Desk { service: &service, visit: &visit, me: &me }, of_address(&sheet)?);
    let present = desk.present().await?;
    let blank = blank(&present, sheet, desk.lang());
    let text = blank.stands.raw("layout").to_owned();
    let wanted = wanted(&present, sheet, text.clone(), blank.stands.raw("scheme"), &desk);
    let (beside, faults) = specimen(&desk, wanted, sheet, &text).await?;
    page(&desk.form(blank, None, faults, beside).await?)
}

pub(in crate::web) async fn change(
    State(service): State<Arc<Service>>,
    As { visit, me }: As<Administrator>,
    Path((_, sheet)): Path<(String, String)>,
    request: Request,
) -> Result<Response, Error> {
    let (desk, sheet) = (Desk { service: &service, visit: &visit, me: &me }, of_address(&sheet)?);
    let (present, lang) = (desk.present().await?, desk.lang());
    let (typed, _) = desk.take(request, BOUNDS).await?;
    let text = typed_layout(&typed);
    let drawn = wanted(&present, sheet, text.clone(), typed.raw("scheme"), &desk);
    if !typed.raw("look").is_empty() {
        let (beside, faults) = specimen(&desk, drawn, sheet, &text).await?;
        let wrong = !faults.is_empty();
        let shown = desk.form(blank(&present, sheet, lang), Some(&typed), faults, beside).await?;
        return if wrong { again(&shown) } else { page(&shown) };
    }
    let change = |_: &mut Lsp, design: &mut Design| *layout(design, sheet) = text.clone();
    let mut faults = match desk.change(&Part::Design, &typed, change).await? {
        Ok(answer) => return Ok(answer),
        Err(faults) => faults,
    };
    let (beside, by_line) = specimen(&desk, drawn, sheet, &text).await?;
    if !by_line.is_empty() {
        faults.retain(|fault| fault.field != "layout");
        faults.extend(by_line);
    }
    again(&desk.form(blank(&desk.present().await?, sheet, lang), Some(&typed), faults, beside).await?)
}

/// The specimen of what was typed, as it would print.
pub(in crate::web) async fn pdf(
    State(service): State<Arc<Service>>,
    As { visit, me }: As<Administrator>,
    Path((_, sheet)): Path<(String, String)>,
    request: Request,
) -> Result<Response, Error> {
    let (desk, sheet) = (Desk { service: &service, visit: &visit, me: &me }, of_address(&sheet)?);
    let (present, lang) = (desk.present().await?, desk.lang());
    let (typed, _) = desk.take(request, BOUNDS).await?;
    let text = typed_layout(&typed);
    let wanted = wanted(&present, sheet, text.clone(), typed.raw("scheme"), &desk).ok_or(Error::NotFound)?;
    match preview::draw(wanted).await {
        Ok(preview) => Ok(looked_at(file::Kind::Pdf, "contoh", preview.pdf)),
        Err(PreviewError::Proof(error)) => {
            let faults = vec![by_line(&error, &text, lang)];
            desk.refused(blank(&present, sheet, lang), &typed, faults).await
        }
        Err(error) => Err(Error::Internal(error.into())),
    }
}
