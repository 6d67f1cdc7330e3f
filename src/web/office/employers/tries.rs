//! Questions of employers about the NIK of one certificate, and allowing them anew.

use std::sync::Arc;

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

use super::super::certificates::{self, number_of};
use super::super::frame::page;
use super::super::{Flash, Frame, ProvenAs, see};
use super::{Sent, internal};
use crate::office::accounts::Administrator;
use crate::office::employers::{self, IN_ALL};
use crate::web::{Error, Service};
use crate::words::say;

#[derive(Template)]
#[template(path = "office/nik-tries.html")]
struct TriesPage {
    frame: Frame,
    number: String,
    count: u32,
    most: u32,
}

#[derive(Deserialize)]
pub(in crate::web) struct Keyed {
    #[serde(default)]
    key: String,
}

pub(in crate::web) async fn ask(
    State(service): State<Arc<Service>>,
    ProvenAs { visit, me }: ProvenAs<Administrator>,
    Path((_, number)): Path<(String, String)>,
) -> Result<Response, Error> {
    let number = number_of(&visit, me.lsp(), &number).await?;
    let count = employers::tries(&visit.office, me.lsp(), &number).await.map_err(internal)?;
    let at = format!("{}/nik", certificates::of(me.lsp(), &number));
    let frame = visit.frame_of(&service, &me, certificates::PART, &at).await?;
    page(&TriesPage { frame, number, count, most: IN_ALL })
}

pub(in crate::web) async fn allow(
    State(service): State<Arc<Service>>,
    ProvenAs { visit, me }: ProvenAs<Administrator>,
    Path((_, number)): Path<(String, String)>,
    sent: Sent<Keyed>,
) -> Result<Response, Error> {
    let (Form(Keyed { key }), number) = (sent?, number_of(&visit, me.lsp(), &number).await?);
    let act = employers::may_ask_again(&visit.office, &me, &number, visit.now);
    let to = certificates::of(me.lsp(), &number);
    if let Some(done) = visit.once(&key, act).await? {
        done.map_err(internal)?;
        visit.tell(&service, &to, Flash::NikReset { number }).await?;
    }
    Ok(see(&to))
}
