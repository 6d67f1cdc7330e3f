//! Forms with files on their way in, within bounds: as those of the public's door, each has a place and a least pace, and
//! their bytes are counted with those of all files that their client sends.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::Request;
use axum::http::header::CONTENT_LENGTH;
use tokio::time::timeout;
use zeroize::Zeroizing;

use super::events::NO_FILE;
use crate::roster::LARGEST_FILE;
use crate::web::api::pace::paced;
use crate::web::client::client;
use crate::web::memory_pool::Reservation;
use crate::web::multipart::{Field, Form};
use crate::web::{Error, Fault, Service};

/// What a form may bring: bytes of a field that is no file and of all of them, bytes of a file, and how many of both.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    pub(super) field: usize,
    pub(super) file: usize,
    pub(super) most: usize,
}

impl Bounds {
    /// Bytes of a form that are taken at most. Those beyond its bounds are thrown away, so that who sent a little too
    /// much hears on her form what was.
    const fn taken(self) -> usize {
        4 * (self.field + self.file)
    }
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
    let length = request.headers().get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if length.is_some_and(|length| length > bounds.taken()) {
        return Err(Error::FormTooLarge);
    }
    let pace = service.pace(client).await?;
    let place = Arc::clone(&pace.place);
    let form = Form::of(paced(request, pace), bounds.taken()).await?;
    let sent = tokio::select! {
        sent = timeout(settings.files.arrival, read(form, bounds, &memory)) => {
            sent.map_err(|_| Error::TooSlow)?.map_err(|error| match error {
                Error::TooLarge => Error::FormTooLarge,
                error => error,
            })?
        }
        () = memory.ended() => return Err(Error::Busy),
        () = place.ended() => return Err(Error::Busy),
    };
    Ok(Sent { memory: Some(memory), ..sent })
}

async fn read(mut form: Form, bounds: Bounds, memory: &Reservation) -> Result<Sent, Error> {
    let (mut sent, mut left) = (Sent::default(), bounds.field);
    while let Some(field) = form.next_field().await? {
        let name = field.name().unwrap_or_default().to_owned();
        if sent.fields.len() + sent.files.len() >= bounds.most {
            return Err(Error::Rejected(Fault::Body));
        }
        if let Some(file_name) = field.file_name().map(str::to_owned) {
            let file = bytes(field, bounds.file, memory).await?;
            if !file_name.is_empty() {
                sent.files.insert(name, (file_name, file));
            }
        } else {
            let text = bytes(field, left, memory).await?;
            left = left.checked_sub(text.len()).ok_or(Error::TooLarge)?;
            let text = std::str::from_utf8(&text).map_err(|_| Error::Rejected(Fault::Body))?;
            sent.fields.insert(name, text.to_owned());
        }
    }
    Ok(sent)
}

/// A field's bytes. One more than `most` is kept, so that who looks at them finds them too many and says so.
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
    use std::convert::Infallible;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use axum::body::{Body, Bytes};
    use futures_util::stream;

    use super::*;
    use crate::web::tests::app;
    use crate::web::{App, Files, Settings};

    fn roster(bytes: usize) -> Request {
        sent([HEAD.as_bytes(), &vec![b'a'; bytes], b"\r\n--b--\r\n"].concat().into())
    }

    const HEAD: &str = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"daftar.csv\"\r\n\r\n";

    fn sent(body: Body) -> Request {
        let request = Request::builder().method("POST").uri("/office/klining/kegiatan/1/daftar");
        request.header("content-type", "multipart/form-data; boundary=b").body(body).expect("a request")
    }

    #[tokio::test]
    async fn a_form_without_end_is_broken_off_at_four_times_its_bounds() {
        let service = Service::new(app().await);
        let taken = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&taken);
        let piece = Bytes::from(vec![b'a'; 64 << 10]);
        let body = stream::iter(std::iter::once(Bytes::from_static(HEAD.as_bytes())).chain(std::iter::repeat(piece)));
        let body = futures_util::StreamExt::map(body, move |piece| {
            counted.fetch_add(piece.len(), Ordering::Relaxed);
            Ok::<_, Infallible>(piece)
        });
        let small = Bounds { field: 1_024, file: 64 << 10, most: 4 };
        let told = take_form(&service, sent(Body::from_stream(body)), small).await.map(drop);
        assert!(matches!(told, Err(Error::FormTooLarge)), "{told:?}");
        let taken = taken.load(Ordering::Relaxed);
        assert!(taken < small.taken() + (256 << 10), "{taken}");

        let mut told = sent(Body::empty());
        told.headers_mut().insert(CONTENT_LENGTH, (small.taken() + 1).into());
        assert!(
            matches!(take_form(&service, told, small).await.map(drop), Err(Error::FormTooLarge)),
            "and said beforehand, at once"
        );
    }

    #[tokio::test]
    async fn fields_that_are_too_many_or_no_text_are_not_called_a_missing_file() {
        let service = Service::new(app().await);
        let field = |value: &[u8]| {
            [b"--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\n".as_slice(), value, b"\r\n"].concat()
        };
        let end = b"--b--\r\n".to_vec();
        let named = |number: usize| {
            format!("--b\r\nContent-Disposition: form-data; name=\"x{number}\"\r\n\r\nx\r\n").into_bytes()
        };
        let many = (0..=ROSTER.most).flat_map(named).chain(end.clone()).collect::<Vec<u8>>();
        for body in [many, [field(&[0xff]), end.clone()].concat()] {
            let told = take(&service, sent(body.into())).await.map(drop);
            assert!(matches!(told, Err(Error::Rejected(Fault::Body))), "{told:?}");
        }
        let none = take(&service, sent([field(b"x"), end].concat().into())).await.map(drop);
        assert!(matches!(none, Err(Error::Rejected(Fault::File))), "{none:?}");
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
