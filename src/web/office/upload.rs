//! Forms with files on their way in, within bounds; their bytes are counted with those of all files that their client
//! sends.

use std::collections::BTreeMap;

use axum::RequestExt as _;
use axum::extract::multipart::{Field, MultipartRejection};
use axum::extract::{Multipart, Request};
use tokio::time::timeout;
use zeroize::Zeroizing;

use super::events::NO_FILE;
use crate::roster::LARGEST_FILE;
use crate::web::client::client;
use crate::web::memory_pool::Reservation;
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
    /// Counts the file for as long as it is there.
    _memory: Option<Reservation>,
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
    /// Counts all of it for as long as it is there.
    memory: Option<Reservation>,
}

/// Takes a form with one file in.
pub(super) async fn take(service: &Service, request: Request) -> Result<Upload, Error> {
    let Sent { fields, mut files, memory } = take_form(service, request, ROSTER).await?;
    let (file_name, file) = files.remove("file").ok_or(NO_FILE)?;
    Ok(Upload { file_name, file, fields, _memory: memory })
}

/// Takes a form in; a file that nobody chose is left out.
pub(super) async fn take_form(service: &Service, request: Request, bounds: Bounds) -> Result<Sent, Error> {
    let settings = &service.app.settings;
    let client = client(request.headers(), request.extensions(), settings.proxies);
    let memory = service.upload_memory.open(client);
    let form: Result<Multipart, MultipartRejection> = request.extract().await;
    let form = form?;
    let sent = tokio::select! {
        sent = timeout(settings.files.arrival, read(form, bounds, &memory)) => sent.map_err(|_| Error::TooSlow)??,
        () = memory.ended() => return Err(Error::Busy),
    };
    Ok(Sent { memory: Some(memory), ..sent })
}

async fn read(mut form: Multipart, bounds: Bounds, memory: &Reservation) -> Result<Sent, Error> {
    let (mut sent, mut left) = (Sent::default(), bounds.field);
    while let Some(field) = form.next_field().await? {
        let name = field.name().unwrap_or_default().to_owned();
        if sent.fields.len() + sent.files.len() >= bounds.most {
            return Err(NO_FILE);
        }
        if let Some(file_name) = field.file_name().map(str::to_owned) {
            let file = bytes(field, bounds.file, memory).await?;
            if !file_name.is_empty() {
                sent.files.insert(name, (file_name, file));
            }
        } else {
            let text = bytes(field, left, memory).await?;
            left = left.checked_sub(text.len()).ok_or(Error::TooLarge)?;
            let text = std::str::from_utf8(&text).map_err(|_| NO_FILE)?;
            sent.fields.insert(name, text.to_owned());
        }
    }
    Ok(sent)
}

/// A field's bytes. One more than `most` is read, so that who looks at them finds them too many and says so.
async fn bytes(mut field: Field<'_>, most: usize, memory: &Reservation) -> Result<Zeroizing<Vec<u8>>, Error> {
    let mut all = Zeroizing::new(Vec::new());
    while let Some(chunk) = field.chunk().await? {
        let room = (most + 1).saturating_sub(all.len());
        let kept = &chunk[..chunk.len().min(room)];
        memory.add(kept.len())?;
        all.extend_from_slice(kept);
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::tests::app;
    use crate::web::{App, Files, Settings};

    fn roster(bytes: usize) -> Request {
        let head = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"daftar.csv\"\r\n\r\n";
        let body = [head.as_bytes(), &vec![b'a'; bytes], b"\r\n--b--\r\n"].concat();
        let request = Request::builder().method("POST").uri("/office/klining/kegiatan/1/daftar");
        request.header("content-type", "multipart/form-data; boundary=b").body(body.into()).expect("a request")
    }

    #[tokio::test]
    async fn a_roster_is_counted_with_the_files_of_its_client_until_it_is_dealt_with() {
        let settings = Settings { files: Files { room: 1000, ..Files::default() }, ..Settings::default() };
        let service = Service::new(App { settings, ..app().await });
        let held = take(&service, roster(600)).await.expect("there is room");
        assert!(matches!(take(&service, roster(600)).await.map(drop), Err(Error::Busy)), "its client holds most");
        drop(held);
        assert!(take(&service, roster(600)).await.is_ok());
    }
}
