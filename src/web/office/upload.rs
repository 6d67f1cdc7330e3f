//! Forms with files on their way in, within bounds.

use std::collections::BTreeMap;

use axum::RequestExt as _;
use axum::extract::multipart::{Field, MultipartRejection};
use axum::extract::{Multipart, Request};
use tokio::time::timeout;
use zeroize::Zeroizing;

use super::events::NO_FILE;
use crate::roster::LARGEST_FILE;
use crate::web::{Error, Service};

/// What a form may bring: bytes of a field that is no file and of all of them, bytes of a file, and how many of both.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    pub(super) field: usize,
    pub(super) file: usize,
    pub(super) most: usize,
}

/// A roster and the short fields of its form.
const ROSTER: Bounds = Bounds { field: 4_096, file: LARGEST_FILE, most: 16 };

/// What was sent with one file.
pub(super) struct Upload {
    pub(super) file_name: String,
    pub(super) file: Zeroizing<Vec<u8>>,
    fields: BTreeMap<String, String>,
}

impl Upload {
    /// A field of the form; empty where it was not sent.
    pub(super) fn field(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", String::as_str)
    }
}

/// A form as it was sent, with whatever files somebody chose.
#[derive(Default)]
pub(super) struct Sent {
    pub(super) fields: BTreeMap<String, String>,
    /// By the name of the field: the file's name and its bytes, one more than the bound where it has more.
    pub(super) files: BTreeMap<String, (String, Zeroizing<Vec<u8>>)>,
}

/// Takes a form with one file in.
pub(super) async fn take(service: &Service, request: Request) -> Result<Upload, Error> {
    let Sent { fields, mut files } = take_form(service, request, ROSTER).await?;
    let (file_name, file) = files.remove("file").ok_or(NO_FILE)?;
    Ok(Upload { file_name, file, fields })
}

/// Takes a form in; a file that nobody chose is left out.
pub(super) async fn take_form(service: &Service, request: Request, bounds: Bounds) -> Result<Sent, Error> {
    let form: Result<Multipart, MultipartRejection> = request.extract().await;
    timeout(service.app.settings.files.arrival, read(form?, bounds)).await.map_err(|_| Error::TooSlow)?
}

async fn read(mut form: Multipart, bounds: Bounds) -> Result<Sent, Error> {
    let (mut sent, mut left) = (Sent::default(), bounds.field);
    while let Some(field) = form.next_field().await? {
        let name = field.name().unwrap_or_default().to_owned();
        if sent.fields.len() + sent.files.len() >= bounds.most {
            return Err(NO_FILE);
        }
        if let Some(file_name) = field.file_name().map(str::to_owned) {
            let file = bytes(field, bounds.file).await?;
            if !file_name.is_empty() {
                sent.files.insert(name, (file_name, file));
            }
        } else {
            let text = bytes(field, left).await?;
            left = left.checked_sub(text.len()).ok_or(Error::TooLarge)?;
            let text = std::str::from_utf8(&text).map_err(|_| NO_FILE)?;
            sent.fields.insert(name, text.to_owned());
        }
    }
    Ok(sent)
}

/// A field's bytes. One more than `most` is read, so that who looks at them finds them too many and says so.
async fn bytes(mut field: Field<'_>, most: usize) -> Result<Zeroizing<Vec<u8>>, Error> {
    let mut all = Zeroizing::new(Vec::new());
    while let Some(chunk) = field.chunk().await? {
        let room = (most + 1).saturating_sub(all.len());
        all.extend_from_slice(&chunk[..chunk.len().min(room)]);
    }
    Ok(all)
}
