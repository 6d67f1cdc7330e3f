//! What leaves the office as a file: noted in the journal first, then given.

use std::sync::Arc;

use axum::Form;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::response::Response;
use futures_util::stream::try_unfold;
use serde::Deserialize;

use super::{Sent, Which, member, refused, source};
use crate::domain::id::CertificateId;
use crate::office::accounts::Handing;
use crate::office::design::Output;
use crate::office::handout::{Bundle, HandoutError, MOST_COLLATED, collate};
use crate::office::handover::{Handed, chosen, note, receipt, receipt_table};
use crate::office::printer;
use crate::office::standing::{HandsOver, Standing};
use crate::web::office::file::{Kind, saved};
use crate::web::office::{As, Visit};
use crate::web::{Error, Service};

/// What is to be printed: one of the two sheets, and which part of many.
#[derive(Deserialize)]
pub(in crate::web) struct Printed {
    #[serde(default)]
    lembar: String,
    bagian: Option<usize>,
    #[serde(flatten)]
    which: Which,
}

/// The certificates that a form names, and who hands them over.
struct Taken {
    ids: Vec<CertificateId>,
    who: Standing<HandsOver>,
    /// What files of today are called.
    name: String,
}

async fn taken(visit: &Visit, me: &Handing, which: &Which) -> Result<Result<Taken, HandoutError>, Error> {
    let (choice, _) = source(visit, member(me), which).await?;
    let lsp = visit.office.lsp(me.lsp()).await?.lsp;
    let name = format!("{}-{}", lsp.id, lsp.time_zone.day_of(visit.now));
    let who = Standing::handing(me, visit.now);
    let without = which.without();
    let chosen = chosen(&visit.office, me.lsp(), &choice, &without).await.and_then(|chosen| chosen.agreed(&without));
    Ok(chosen.map(|ids| Taken { ids, who, name }))
}

/// A ZIP of digital certificates with their lists. One that breaks off has no end, so nobody takes a part for the whole.
pub(in crate::web) async fn bundle(
    State(service): State<Arc<Service>>,
    As { visit, me }: As<Handing>,
    sent: Sent<Which>,
) -> Result<Response, Error> {
    let Form(which) = sent?;
    let (choice, taken) = (which.choice()?, taken(&visit, &me, &which).await?);
    let begun = async {
        let Taken { ids, who, name } = taken?;
        let bundle = Bundle::begin(Arc::clone(&visit.office), ids)?;
        note(&visit.office, &who, &choice, Handed::Bundle, bundle.count()).await?;
        Ok((bundle, name))
    };
    let (bundle, name) = match begun.await {
        Ok(begun) => begun,
        Err(error) => return refused(&service, &visit, member(&me), &which, error).await,
    };
    let pieces = try_unfold(bundle, |mut bundle| async move {
        match bundle.piece().await {
            Ok(piece) => Ok(piece.map(|bytes| (Bytes::from(bytes), bundle))),
            Err(error) => {
                tracing::error!(%error, "a ZIP of certificates broke off");
                Err(error)
            }
        }
    });
    Ok(saved(Kind::Zip, &format!("sertifikat-{name}"), Body::from_stream(pieces)))
}

/// Sheets of a choice in one file, for a printer.
pub(in crate::web) async fn print(
    State(service): State<Arc<Service>>,
    As { visit, me }: As<Handing>,
    sent: Sent<Printed>,
) -> Result<Response, Error> {
    let Form(Printed { lembar, bagian, which }) = sent?;
    let (choice, taken) = (which.choice()?, taken(&visit, &me, &which).await?);
    let printer = printer::of(&visit.office, me.lsp()).await?;
    let (output, handed) = match lembar.as_str() {
        "blanko" => (Output::Blanko(&printer), Handed::Blanko),
        _ => (Output::Digital, Handed::Digital),
    };
    let day = visit.office.lsp(me.lsp()).await?.lsp.time_zone.day_of(visit.now);
    let part = bagian.unwrap_or(1).max(1);
    let drawn = async {
        let Taken { ids, who, name } = taken?;
        let some = ids.chunks(MOST_COLLATED).nth(part - 1).unwrap_or_default();
        let pdf = collate(&visit.office, some, output, day).await?;
        note(&visit.office, &who, &choice, handed, some.len()).await?;
        let of = if ids.len() > MOST_COLLATED { format!("-{part}") } else { String::new() };
        Ok((pdf, format!("cetak-{name}{of}")))
    };
    match drawn.await {
        Ok((pdf, name)) => Ok(saved(Kind::Pdf, &name, pdf)),
        Err(error) => refused(&service, &visit, member(&me), &which, error).await,
    }
}

/// The list to sign, as a workbook.
pub(in crate::web) async fn receipt_file(
    State(service): State<Arc<Service>>,
    As { visit, me }: As<Handing>,
    sent: Sent<Which>,
) -> Result<Response, Error> {
    let Form(which) = sent?;
    let (choice, taken) = (which.choice()?, taken(&visit, &me, &which).await?);
    let (_, source) = source(&visit, member(&me), &which).await?;
    let lsp = visit.office.lsp(me.lsp()).await?.lsp;
    let made = async {
        let Taken { ids, who, name } = taken?;
        let (lines, left_out) = receipt(&visit.office, &ids).await?;
        if !left_out.is_empty() {
            return Err(HandoutError::LeftOut(left_out));
        }
        let table = receipt_table(&source.name, &lsp, &lines)?;
        note(&visit.office, &who, &choice, Handed::Receipt, lines.len()).await?;
        Ok((table, format!("tanda-terima-{name}")))
    };
    match made.await {
        Ok((table, name)) => Ok(saved(Kind::Xlsx, &name, table)),
        Err(error) => refused(&service, &visit, member(&me), &which, error).await,
    }
}
