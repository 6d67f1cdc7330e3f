//! The printer of an LSP: how far it is off, in millimetres, and the pages that show it.

use std::borrow::Cow;
use std::sync::Arc;

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::response::Response;

use super::{Sent, blocks};
use crate::office::Error as OfficeError;
use crate::office::accounts::{Handing, Member};
use crate::office::design::DesignError;
use crate::office::printer::{self, NoProof};
use crate::office::proof::Proofs;
use crate::office::standing::Standing;
use crate::render::{BlockFault, LayoutError, Printer, PrinterError, Shift};
use crate::web::office::events::{PART, base};
use crate::web::office::file::{Kind, looked_at};
use crate::web::office::frame::{again, page};
use crate::web::office::{As, Flash, Frame, Visit, see};
use crate::web::{Error, Service};
use crate::words::{Lang, key, say};

/// Fields of the form at most: two for each block that a layout may have, and for its sides.
const MOST_FIELDS: usize = 200;

#[derive(Template)]
#[template(path = "office/printer.html")]
struct PrinterPage {
    frame: Frame,
    here: String,
    hands: bool,
    fault: Option<Cow<'static, str>>,
    most: u32,
    rows: Vec<Row>,
}

/// One part that is moved, as it was typed.
struct Row {
    /// What its two fields begin with.
    field: String,
    name: Cow<'static, str>,
    dx: String,
    dy: String,
}

fn of(lsp: &crate::domain::issuer::LspId) -> String {
    format!("{}/serah/pencetak", base(lsp))
}

const SIDES: [&str; 3] = ["semua", "depan", "belakang"];

fn side_name(at: usize, lang: Lang) -> Cow<'static, str> {
    let names = [
        key!("office-handover-printer-all"),
        key!("office-handover-printer-front"),
        key!("office-handover-printer-back"),
    ];
    names[at].say(lang)
}

async fn shown(service: &Service, visit: &Visit, me: &Member, typed: &Typed) -> Result<PrinterPage, Error> {
    let frame = visit.frame_of(service, me, PART, &of(me.lsp())).await?;
    let (lang, printer) = (frame.lang, printer::of(&visit.office, me.lsp()).await?);
    let row = |field: String, name, shift: Shift| Row {
        dx: typed.text(&field, "dx").map_or_else(|| millimetres(shift.dx), str::to_owned),
        dy: typed.text(&field, "dy").map_or_else(|| millimetres(shift.dy), str::to_owned),
        field,
        name,
    };
    let mut rows = Vec::new();
    for (at, (field, shift)) in SIDES.into_iter().zip(printer.sides()).enumerate() {
        rows.push(row(field.to_owned(), side_name(at, lang), shift));
    }
    for block in printer::blocks(&visit.office, me.lsp()).await? {
        let shift = printer.of_block(&block);
        rows.push(row(format!("blok-{block}"), blocks::name(&block, lang), shift));
    }
    let hands = Handing::narrow(me.clone()).is_some();
    let most = PrinterError::MOST as u32;
    Ok(PrinterPage { frame, here: base(me.lsp()), hands, fault: None, most, rows })
}

/// A length as people write it here, with a comma.
fn millimetres(mm: f32) -> String {
    if mm == 0.0 { String::new() } else { format!("{mm}").replace('.', ",") }
}

/// The fields that were sent.
#[derive(Default)]
struct Typed(Vec<(String, String)>);

impl Typed {
    fn text(&self, field: &str, axis: &str) -> Option<&str> {
        let name = format!("{field}-{axis}");
        self.0.iter().find(|(sent, _)| *sent == name).map(|(_, text)| text.as_str())
    }

    fn shift(&self, field: &str) -> Result<Shift, Unread> {
        let axis = |axis: &str| {
            let text = self.text(field, axis).unwrap_or_default().trim();
            let number = text.replace(',', ".");
            match number.is_empty() {
                true => Ok(0.0),
                false => number.parse::<f32>().map_err(|_| Unread(text.to_owned())),
            }
        };
        Ok(Shift { dx: axis("dx")?, dy: axis("dy")? })
    }

    /// Reads the form, which has fields for these blocks.
    fn read(&self, blocks: &[String]) -> Result<Result<Printer, PrinterError>, Unread> {
        let [all, front, back] = SIDES.map(|side| self.shift(side));
        let shift = |block: &String| Ok((block.clone(), self.shift(&format!("blok-{block}"))?));
        let blocks: Vec<_> = blocks.iter().map(shift).collect::<Result<_, _>>()?;
        Ok(Printer::new([all?, front?, back?], blocks))
    }
}

/// A text that is no length.
struct Unread(String);

pub(in crate::web) async fn show(
    State(service): State<Arc<Service>>,
    As { visit, me }: As<Member>,
) -> Result<Response, Error> {
    page(&shown(&service, &visit, &me, &Typed::default()).await?)
}

pub(in crate::web) async fn keep(
    State(service): State<Arc<Service>>,
    As { visit, me }: As<Handing>,
    sent: Sent<Vec<(String, String)>>,
) -> Result<Response, Error> {
    let (Form(mut fields), lang) = (sent?, visit.lang());
    fields.truncate(MOST_FIELDS);
    let typed = Typed(fields);
    let known = printer::blocks(&visit.office, me.lsp()).await?;
    let fault = match typed.read(&known) {
        Err(Unread(text)) => say!(lang, "office-handover-fault-length", text),
        Ok(Err(error)) => of_printer(&error, lang),
        Ok(Ok(offsets)) => match printer::keep(&visit.office, &Standing::handing(&me, visit.now), &offsets).await {
            Ok(()) => {
                visit.tell(&service, &of(me.lsp()), Flash::PrinterKept).await?;
                return Ok(see(&of(me.lsp())));
            }
            Err(OfficeError::Design(error)) => of_design(&error, lang),
            Err(error) => return Err(error.into()),
        },
    };
    let mut shown = shown(&service, &visit, &me, &typed).await?;
    shown.fault = Some(fault);
    again(&shown)
}

fn of_printer(error: &PrinterError, lang: Lang) -> Cow<'static, str> {
    match error {
        PrinterError::Offset(_) | PrinterError::Syntax(_) => {
            say!(lang, "office-handover-fault-offset", most = PrinterError::MOST as u32)
        }
    }
}

fn of_design(error: &DesignError, lang: Lang) -> Cow<'static, str> {
    match error {
        DesignError::Layout { fault: LayoutError::Block { block, fault: BlockFault::OffSheet { .. } }, .. } => {
            say!(lang, "office-handover-fault-off-sheet", block = blocks::name(block, lang))
        }
        DesignError::Corrupt | DesignError::Layout { .. } => say!(lang, "office-handover-fault-design"),
    }
}

async fn proofs(visit: &Visit, me: &Member) -> Result<Proofs, Error> {
    let day = visit.office.lsp(me.lsp()).await?.lsp.time_zone.day_of(visit.now);
    let drawn = printer::proofs(&visit.office, me.lsp(), day).await;
    drawn.map_err(|error: NoProof| Error::Internal(error.into()))?.ok_or(Error::NotFound)
}

/// A page of rulers, to be held against a preprinted sheet before the light.
pub(in crate::web) async fn ruler(As { visit, me }: As<Member>) -> Result<Response, Error> {
    Ok(looked_at(Kind::Pdf, "penggaris", proofs(&visit, &me).await?.ruler))
}

/// A sheet of invented data, marked CONTOH.
pub(in crate::web) async fn sheet(As { visit, me }: As<Member>) -> Result<Response, Error> {
    Ok(looked_at(Kind::Pdf, "contoh-blanko", proofs(&visit, &me).await?.sheet))
}
