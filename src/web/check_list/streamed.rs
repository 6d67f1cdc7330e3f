//! The answer to a pile of certificates: a page like any other where it is there soon. Where it is not, a page that has begun
//! already: it says how far the reading is, a line after the other, and ends with what the other page would show.
//!
//! ```text
//! frame, what is going on | a step | a step | … | what was found, or what went wrong; the foot
//! ```
//!
//! A browser shows a page as it comes, so no script is needed, and nothing of a pile is kept for a second question. It is
//! read for as long as somebody takes the answer: who goes away ends it. A page that breaks off has no end.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{HeaderName, HeaderValue, header::CONTENT_TYPE};
use axum::response::{Html, IntoResponse as _, Response};
use futures_util::stream::unfold;
use tokio::sync::mpsc::{self, UnboundedReceiver};
use tokio::time::{MissedTickBehavior, interval, timeout};

use super::pages::{form_again, or_form};
use crate::office::progress::Progress;
use crate::web::client_prefix::Client;
use crate::web::pages::check_list::{self as views, Begun, Typed};
use crate::web::{Error, Service, edge, language};

/// The address, for the log.
const ADDRESS: &str = "/periksa-daftar";

/// Pieces that wait for a client: of one that takes none the next steps are left out.
const WAITING: usize = 4;

/// For a client that has its share of requests under way.
const NEXT: Duration = Duration::from_secs(1);

/// Has a proxy hand a page on as it comes; nginx by default hands it on whole.
const UNBUFFERED: (HeaderName, HeaderValue) =
    (HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));

/// A page in the making.
pub(super) struct Making {
    pub(super) page: Pin<Box<dyn Future<Output = Result<String, Error>> + Send>>,
    /// How far it is.
    pub(super) heard: UnboundedReceiver<Progress>,
    /// What was typed, for the form where it has to be shown again.
    pub(super) typed: Typed,
}

/// A piece of an answer.
enum Piece {
    End(Bytes),
    Part(Bytes),
}

/// The page ended before its end.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("the page was broken off")]
struct BrokenOff;

/// The page as soon as it is made; after a step's time the beginning of a page that ends with it.
pub(super) async fn streamed(service: &Arc<Service>, client: Client, mut making: Making) -> Result<Response, Error> {
    if let Ok(page) = timeout(service.app.settings.step, &mut making.page).await {
        return or_form(service, page.map(|page| Html(page).into_response()), &making.typed);
    }
    // The answer has its place among the client's requests only until it begins.
    let share = service.requests.take(client).ok_or(Error::Share(NEXT))?;
    let begun = views::begun(service.frame(&service.snapshot().trust))?;
    let (out, waiting) = mpsc::channel(WAITING);
    let (service, first) = (Arc::clone(service), language::first());
    tokio::spawn(language::speaking(first, async move {
        tokio::select! {
            () = tell(&service, making, begun, &out) => {}
            () = out.closed() => {}
        }
        drop(share);
    }));
    let pieces = unfold(Some(waiting), |waiting| async move {
        let mut waiting = waiting?;
        Some(match waiting.recv().await {
            Some(Piece::Part(bytes)) => (Ok(bytes), Some(waiting)),
            Some(Piece::End(bytes)) => (Ok(bytes), None),
            None => (Err(BrokenOff), None),
        })
    });
    let html = HeaderValue::from_static("text/html; charset=utf-8");
    Ok(([(CONTENT_TYPE, html), UNBUFFERED], Body::from_stream(pieces)).into_response())
}

/// Hands a page out from its beginning to its end.
async fn tell(service: &Service, mut making: Making, begun: Begun, out: &mpsc::Sender<Piece>) {
    let Begun { head, close, foot } = begun;
    let settings = &service.app.settings;
    // There is room for it.
    let _ = out.try_send(Piece::Part(head.into()));
    let mut ticks = interval(settings.step);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut told = views::Steps::default();
    let made = loop {
        tokio::select! {
            biased;
            made = &mut making.page => break made,
            _ = ticks.tick() => {
                let mut newest = None;
                while let Ok(progress) = making.heard.try_recv() {
                    newest = Some(progress).filter(|step| matches!(step, Progress::Read { .. })).or(newest);
                }
                // Also where nothing is new: a proxy would think that nobody answers any more.
                let line = match newest {
                    Some(Progress::Read { done, of }) => told.line(done, of),
                    _ => "\n".to_owned(),
                };
                let _ = out.try_send(Piece::Part(line.into()));
            }
        }
    };
    let page = match made {
        Ok(page) => page,
        Err(error @ Error::List(_)) => {
            form_again(service, &error, &making.typed).unwrap_or_else(|cause| edge::late(service, &cause, ADDRESS))
        }
        Err(error) => edge::late(service, &error, ADDRESS),
    };
    let end = [views::ended().as_str(), &close, views::main_of(&page), &foot].concat();
    // Whoever takes nothing for so long gets a page that breaks off.
    let _ = timeout(settings.still, out.send(Piece::End(end.into()))).await;
}
