//! `POST /api/v1/frame`: one of a camera's many frames in, the texts of its QR symbols out, for browsers that read none
//! themselves. It is read apart from this process as any file is, but at a glance: what is missed in it is found in the
//! next. Nothing is judged here.

use std::sync::Arc;
use std::time::Duration;

use axum::RequestExt as _;
use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use super::description::Binary;
use super::json;
use crate::verify::document::DocumentFault;
use crate::web::client::client;
use crate::web::edge::Failing;
use crate::web::{Error, Fault, Service};

/// The longest wait for a reader: the camera shows something else by then.
const WAIT: Duration = Duration::from_secs(2);

/// What was read.
#[derive(Debug, Serialize, ToSchema)]
struct Seen {
    /// The text of each QR symbol, nothing believed yet; none where nothing was found.
    #[schema(max_items = 8)]
    texts: Vec<String>,
}

/// The texts of the QR symbols in a frame of a camera
///
/// A JPEG, PNG or WebP of 64 KiB and 1,048,576 pixels at most; send the next when this one is answered. `/api/v1/verify`
/// judges a text. For photographs and documents there is `/api/v1/verify/file`, which looks longer. 503 and 429 say in
/// `Retry-After` when readers are free again. Where no reader of frames is at work: 404.
#[utoipa::path(
    post,
    path = "/api/v1/frame",
    tag = "certificates",
    request_body(content((Binary = "image/jpeg"), (Binary = "image/png"), (Binary = "image/webp"))),
    responses((status = 200, description = "What was read, if anything", body = Seen), Failing)
)]
pub(in crate::web) async fn frame(State(service): State<Arc<Service>>, request: Request) -> Result<Response, Error> {
    let begin = service.app.read_frame.as_ref().ok_or(Error::NotFound)?;
    let client = client(request.headers(), request.extensions(), service.app.settings.proxies);
    let frame: Bytes = request.extract().await?;
    if frame.is_empty() {
        return Err(Error::Rejected(Fault::File));
    }
    let place = service.documents.take(client, WAIT).await?;
    let read = match begin(frame) {
        Ok(mut reading) => tokio::select! {
            read = reading.read_on() => read,
            () = place.ended() => return Err(Error::Busy),
        },
        Err(fault) => Err(fault),
    };
    drop(place);
    let texts = match read {
        Ok(document) => document.pages.into_iter().flat_map(|page| page.symbols).collect(),
        // Nothing is found in what cannot be read.
        Err(DocumentFault::Broken) => Vec::new(),
        Err(DocumentFault::Late) => return Err(Error::Busy),
        Err(cause @ DocumentFault::NotStarted(_)) => {
            service.tally.files_failed.inc();
            return Err(Error::Internal(cause.into()));
        }
    };
    json(&Seen { texts })
}
