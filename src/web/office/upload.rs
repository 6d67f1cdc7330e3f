//! A roster's file on its way in, and the short fields of its form, within bounds.

use std::collections::BTreeMap;

use axum::RequestExt as _;
use axum::extract::multipart::{Field, MultipartRejection};
use axum::extract::{Multipart, Request};
use tokio::time::timeout;
use zeroize::Zeroizing;

use super::events::NO_FILE;
use crate::roster::LARGEST_FILE;
use crate::web::{Error, Service};

/// Bytes of a field that is no file, and fields.
const LONGEST_FIELD: usize = 256;
const MOST_FIELDS: usize = 16;

/// What was sent.
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

/// Takes a form with one file in.
pub(super) async fn take(service: &Service, request: Request) -> Result<Upload, Error> {
    let form: Result<Multipart, MultipartRejection> = request.extract().await;
    timeout(service.app.settings.files.arrival, read(form?)).await.map_err(|_| Error::TooSlow)?
}

async fn read(mut form: Multipart) -> Result<Upload, Error> {
    let (mut upload, mut file) =
        (Upload { file_name: String::new(), file: Zeroizing::default(), fields: BTreeMap::new() }, None);
    while let Some(field) = form.next_field().await? {
        let name = field.name().unwrap_or_default().to_owned();
        if name == "file" {
            upload.file_name = field.file_name().unwrap_or_default().to_owned();
            file = Some(bytes(field, LARGEST_FILE).await?);
        } else if upload.fields.len() < MOST_FIELDS {
            let text = bytes(field, LONGEST_FIELD).await?;
            let text = std::str::from_utf8(&text).map_err(|_| NO_FILE)?;
            upload.fields.insert(name, text.to_owned());
        }
    }
    upload.file = file.filter(|_| !upload.file_name.is_empty()).ok_or(NO_FILE)?;
    Ok(upload)
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
