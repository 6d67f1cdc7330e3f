//! What a visitor hands in: a list, certificates beside it, short fields; within bounds as they come.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::Request;
use axum::http::header::CONTENT_LENGTH;
use jiff::Timestamp;
use tokio::time::timeout;

use super::{ListFault, MOST_DOCUMENTS};
use crate::domain::term::typed_day;
use crate::verify::list::Until;
use crate::web::api::pace::{Pace, paced};
use crate::web::api::upload::{SentFile, THROWN_AWAY, Upload, tidy};
use crate::web::client_prefix::Client;
use crate::web::memory_pool::Reservation;
use crate::web::multipart::Form;
use crate::web::{Error, Fault, Service};

/// Fields of a form that are no certificates: one for each column of a list and a few more.
const MOST_FIELDS: usize = 256;

/// A form as it was sent.
#[derive(Default)]
pub(in crate::web) struct Sent {
    pub(in crate::web) list: Option<Vec<u8>>,
    pub(in crate::web) documents: Vec<SentFile>,
    fields: BTreeMap<String, String>,
}

impl Sent {
    /// A field of the form; empty where it was not sent.
    pub(in crate::web) fn field(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", String::as_str)
    }

    /// The list: a file, or a text.
    ///
    /// # Errors
    /// There are both.
    pub(in crate::web) fn take_list(&mut self) -> Result<Option<Vec<u8>>, ListFault> {
        let text = self.fields.remove("text").filter(|text| !text.trim().is_empty());
        match (self.list.take(), text) {
            (Some(_), Some(text)) => {
                self.fields.insert("text".to_owned(), text);
                Err(ListFault::Both)
            }
            (list, text) => Ok(list.or_else(|| text.map(String::into_bytes))),
        }
    }
}

/// The last day of a contract, as it was typed.
pub(in crate::web) fn until(text: &str, now: Timestamp) -> Result<Until, ListFault> {
    let day = typed_day(text).ok_or(ListFault::UntilMissing)?;
    Until::new(day, now).map_err(ListFault::Until)
}

/// Takes a form in. All of it together has the bounds of the files that one client may send at once.
pub(in crate::web) async fn take(
    service: &Service,
    client: Client,
    request: Request,
    memory: &Reservation,
) -> Result<Sent, Error> {
    let length = request.headers().get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if length.is_some_and(|length| length > THROWN_AWAY) {
        return Err(ListFault::TooLarge.into());
    }
    let pace = service.pace(client).await?;
    let place = Arc::clone(&pace.place);
    tokio::select! {
        sent = timeout(service.app.settings.files.arrival, form(request, pace, memory)) => {
            sent.map_err(|_| Error::TooSlow)?.map_err(too_large)
        }
        () = place.ended() => Err(Error::Busy),
    }
}

/// What is said of a form that is too large as a whole, whoever found it so.
pub(super) fn too_large(error: Error) -> Error {
    match error {
        Error::FileTooLarge | Error::TooLarge => ListFault::TooLarge.into(),
        error => error,
    }
}

async fn form(request: Request, pace: Pace, memory: &Reservation) -> Result<Sent, Error> {
    let mut form = Form::of(paced(request, pace), THROWN_AWAY).await?;
    let (mut sent, mut upload) = (Sent::default(), Upload::new(memory, MOST_DOCUMENTS));
    while let Some(mut field) = form.next_field().await? {
        let (name, file_name) = (field.name().unwrap_or_default().to_owned(), field.file_name().map(tidy));
        while let Some(bytes) = field.chunk().await? {
            upload.add(&bytes)?;
        }
        match name.as_str() {
            "document" => upload.end_file(file_name),
            // An empty one is what a form sends where no file was chosen.
            "file" => sent.list = Some(upload.end_field()).filter(|list| !list.is_empty()).or(sent.list),
            _ if sent.fields.len() == MOST_FIELDS => return Err(Error::Rejected(Fault::Body)),
            _ => {
                let text = String::from_utf8(upload.end_field()).map_err(|_| Error::Rejected(Fault::Body))?;
                sent.fields.insert(name, text);
            }
        }
    }
    Ok(Sent { documents: upload.files()?, ..sent })
}
