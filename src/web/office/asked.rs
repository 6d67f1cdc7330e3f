//! How often numbers of the LSP were asked about, by day.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::frame::page;
use super::{As, Frame};
use crate::office::accounts::Member;
use crate::office::asked::{AskedOften, DAYS, of_days};
use crate::web::{Error, Service};
use crate::words::{say, when};

/// The last days.
#[derive(Template)]
#[template(path = "office/asked.html")]
struct AskedPage {
    frame: Frame,
    days: Vec<(String, AskedOften)>,
    all: AskedOften,
}

pub(in crate::web) async fn days(
    State(service): State<Arc<Service>>,
    As { visit, me }: As<Member>,
) -> Result<Response, Error> {
    let lsp = visit.office.lsp(me.lsp()).await?.lsp;
    let days = of_days(&visit.office, &lsp, visit.now).await?;
    let frame = visit.frame_of(&service, &me, "", &format!("/office/{}/ditanya", me.lsp())).await?;
    let all = days.iter().map(|(_, often)| *often).sum();
    let days = days.into_iter().map(|(day, often)| (when::day(day, frame.lang), often)).collect();
    page(&AskedPage { frame, days, all })
}
