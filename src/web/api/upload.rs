//! Files on their way in: the body itself, or the fields `file` of a form, within bounds.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::header::CONTENT_LENGTH;
use http_body_util::BodyExt as _;
use tokio::time::timeout;

use super::pace::{Pace, paced};
use crate::seal::spelling::LONGEST;
use crate::verify::document::{FILES, LARGEST};
use crate::web::client::media_type;
use crate::web::client_prefix::Client;
use crate::web::memory_pool::Reservation;
use crate::web::multipart::{Field, Form};
use crate::web::{Error, Fault, Service};

/// Bytes that are too many, taken and thrown away so that the client hears why.
pub(in crate::web) const THROWN_AWAY: usize = 4 * LARGEST;

/// Types that are read; a body without one is known by its first bytes, as all are in the end.
const TYPES: [&str; 7] = [
    "application/pdf",
    "image/png",
    "image/jpeg",
    "image/webp",
    "application/octet-stream",
    "application/zip",
    "application/x-zip-compressed",
];

/// Files, and what their form says beside them.
pub(super) struct Sent {
    pub(super) files: Vec<SentFile>,
    /// The day asked about.
    pub(super) on: Option<String>,
    /// The report that the files are to be held against, in any of its spellings.
    pub(super) report: Option<String>,
}

/// A file as it was sent.
pub(in crate::web) struct SentFile {
    /// As its sender calls it; none where the body is the file.
    pub(in crate::web) name: Option<String>,
    pub(in crate::web) bytes: Bytes,
}

/// Takes files in, however they are sent; none may stand still or drip, and their bytes are counted.
pub(super) async fn take(request: Request, pace: Pace, memory: &Reservation) -> Result<Sent, Error> {
    let length = request.headers().get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if length.is_some_and(|length| length > THROWN_AWAY) {
        return Err(Error::FileTooLarge);
    }
    let known = |kind: &str| TYPES.iter().any(|known| kind.eq_ignore_ascii_case(known));
    let in_form = match media_type(request.headers()) {
        Some(kind) if kind.eq_ignore_ascii_case("multipart/form-data") => true,
        Some(kind) if !known(kind) => return Err(Error::Unsupported),
        _ => false,
    };
    let request = paced(request, pace);
    if in_form {
        return form(request, memory).await.map_err(|error| match error {
            Error::TooLarge => Error::FileTooLarge,
            error => error,
        });
    }
    let bytes = whole(request.into_body(), memory).await?;
    Ok(Sent { files: vec![SentFile { name: None, bytes }], on: None, report: None })
}

/// A body that is one file.
pub(in crate::web) async fn whole(mut body: Body, memory: &Reservation) -> Result<Bytes, Error> {
    let mut upload = Upload::new(memory, FILES);
    while let Some(frame) = body.frame().await {
        // The body is broken off or stands still: there is nobody who waits for the answer.
        let frame = frame.map_err(|_| Error::TooSlow)?;
        if let Ok(bytes) = frame.into_data() {
            upload.add(&bytes)?;
        }
    }
    upload.end_file(None);
    Ok(upload.done()?.remove(0).bytes)
}

impl Service {
    /// A body in its time, and in its place among what comes in.
    pub(super) async fn body_of(&self, client: Client, request: Request, memory: &Reservation) -> Result<Bytes, Error> {
        let pace = self.pace(client).await?;
        let place = Arc::clone(&pace.place);
        tokio::select! {
            body = timeout(self.app.settings.files.arrival, whole(paced(request, pace).into_body(), memory)) => {
                body.map_err(|_| Error::TooSlow)?
            }
            () = place.ended() => Err(Error::Busy),
        }
    }
}

async fn form(request: Request, memory: &Reservation) -> Result<Sent, Error> {
    let (mut form, mut upload) = (Form::of(request, THROWN_AWAY).await?, Upload::new(memory, FILES));
    let (mut on, mut report) = (None, None);
    while let Some(mut field) = form.next_field().await? {
        match field.name() {
            Some("file") => {
                let name = field.file_name().map(tidy);
                while let Some(bytes) = field.chunk().await? {
                    upload.add(&bytes)?;
                }
                upload.end_file(name);
            }
            Some("on") => on = Some(short(&mut field, 64).await?.ok_or(Error::Rejected(Fault::On))?),
            Some("report") => {
                report = Some(short(&mut field, LONGEST).await?.ok_or(Error::Rejected(Fault::Body))?);
            }
            _ => while field.chunk().await?.is_some() {},
        }
    }
    Ok(Sent { files: upload.done()?, on, report })
}

/// A field that is a short text; none where it is longer or no text.
async fn short(field: &mut Field<'_>, most: usize) -> Result<Option<String>, Error> {
    let mut text = Vec::new();
    while let Some(bytes) = field.chunk().await? {
        text.extend_from_slice(&bytes);
        if text.len() > most {
            return Ok(None);
        }
    }
    Ok(String::from_utf8(text).ok())
}

/// A file's name as it is told again: 200 letters of it, without what is no letter.
pub(in crate::web) fn tidy(name: &str) -> String {
    name.chars().filter(|c| !c.is_control()).take(200).collect()
}

/// Files as they come, together [`LARGEST`] at most; nothing is kept any more once they are too many.
pub(in crate::web) struct Upload<'a> {
    /// Files at most.
    most: usize,
    memory: &'a Reservation,
    files: Vec<SentFile>,
    /// Of the file under way.
    bytes: Vec<u8>,
    count: usize,
}

impl<'a> Upload<'a> {
    pub(in crate::web) fn new(memory: &'a Reservation, most: usize) -> Self {
        Self { most, memory, files: Vec::new(), bytes: Vec::new(), count: 0 }
    }

    pub(in crate::web) fn add(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.count += bytes.len();
        if self.count > THROWN_AWAY {
            return Err(Error::FileTooLarge);
        }
        if self.count > LARGEST {
            (self.files, self.bytes) = (Vec::new(), Vec::new());
            self.memory.empty();
        } else {
            self.memory.add(bytes.len())?;
            self.bytes.extend_from_slice(bytes);
        }
        Ok(())
    }

    /// What came since the last file ended, for whoever asked for something else than one of the files.
    pub(in crate::web) fn end_field(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.bytes)
    }

    /// An empty field is what a form sends where no file was chosen.
    pub(in crate::web) fn end_file(&mut self, name: Option<String>) {
        let bytes = self.end_field();
        // One more than are read tells that there are too many.
        if !bytes.is_empty() && self.files.len() <= self.most {
            self.files.push(SentFile { name, bytes: bytes.into() });
        }
    }

    /// One file or more.
    fn done(self) -> Result<Vec<SentFile>, Error> {
        match self.count {
            0 => Err(Error::Rejected(Fault::File)),
            _ => self.files(),
        }
    }

    /// The files, however few.
    pub(in crate::web) fn files(self) -> Result<Vec<SentFile>, Error> {
        if self.count <= LARGEST && self.files.len() <= self.most { Ok(self.files) } else { Err(Error::FileTooLarge) }
    }
}
