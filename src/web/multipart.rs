//! Forms with files, taken apart as they come.
//!
//! The reader beneath (`multer`) takes in all that has come, and keeps it until it finds what it looks for: the first
//! boundary, the end of a field's head. So it is fed by hand. It is given [`AHEAD`] bytes at most beyond the content that
//! was taken out of it; a form of which that is not enough to go on is broken. Whoever counts what a form keeps counts
//! its content, and knows that no more than this is kept beside it.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::task::{Context, Poll, ready};

use axum::RequestExt as _;
use axum::body::{Body, Bytes};
use axum::extract::multipart::{self, MultipartRejection};
use axum::extract::{DefaultBodyLimit, Multipart, Request};
use hyper::body::Frame;

use super::Error;

/// Bytes of a form that its reader may hold; boundaries and heads of all fields count to the end.
const AHEAD: usize = 64 * 1024;

/// A form whose fields come one after another.
pub(super) struct Form {
    fields: Multipart,
    feed: Arc<Feed>,
}

/// A field, to be taken to its end before the next one is.
pub(super) struct Field<'a> {
    field: multipart::Field<'a>,
    feed: &'a Feed,
}

impl Form {
    /// A form of so many bytes at most.
    ///
    /// # Errors
    /// The request has no form.
    pub(super) async fn of(mut request: Request, most: usize) -> Result<Self, Error> {
        DefaultBodyLimit::max(most).apply(&mut request);
        let feed = Arc::<Feed>::default();
        let fed = Arc::clone(&feed);
        let request = request.map(|body| Body::new(Fed { body, rest: Bytes::new(), feed: fed }));
        let fields: Result<Multipart, MultipartRejection> = request.extract().await;
        Ok(Self { fields: fields?, feed })
    }

    pub(super) async fn next_field(&mut self) -> Result<Option<Field<'_>>, Error> {
        let field = self.fields.next_field().await?;
        self.feed.gets_on(0);
        Ok(field.map(|field| Field { field, feed: &self.feed }))
    }
}

impl Field<'_> {
    pub(super) fn name(&self) -> Option<&str> {
        self.field.name()
    }

    /// As its sender calls it; none where the field is no file.
    pub(super) fn file_name(&self) -> Option<&str> {
        self.field.file_name()
    }

    /// The next piece of its content.
    pub(super) async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        let chunk = self.field.chunk().await?;
        self.feed.gets_on(chunk.as_ref().map_or(0, Bytes::len));
        Ok(chunk)
    }
}

/// What a reader was given.
#[derive(Debug, Default)]
struct Feed {
    /// Bytes beyond the content that was taken out.
    ahead: AtomicUsize,
    /// Whether it asked for more than it may have since it last got on.
    refused: AtomicBool,
}

impl Feed {
    /// The reader found something, of which so many bytes are content.
    fn gets_on(&self, content: usize) {
        self.ahead.fetch_sub(content, Ordering::Relaxed);
        self.refused.store(false, Ordering::Relaxed);
    }
}

/// A body that is given in pieces.
struct Fed {
    body: Body,
    /// What came and was not given yet.
    rest: Bytes,
    feed: Arc<Feed>,
}

/// There are more bytes between two fields' contents than are looked through.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("no field begins or ends where one was looked for")]
struct NoField;

impl hyper::body::Body for Fed {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let room = AHEAD.saturating_sub(self.feed.ahead.load(Ordering::Relaxed));
        if room == 0 {
            // It asks again without having got on: nothing in what it was given is of use to it.
            if self.feed.refused.swap(true, Ordering::Relaxed) {
                return Poll::Ready(Some(Err(axum::Error::new(NoField))));
            }
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        if self.rest.is_empty() {
            match ready!(Pin::new(&mut self.body).poll_frame(cx)) {
                Some(Ok(frame)) => match frame.into_data() {
                    Ok(bytes) => self.rest = bytes,
                    Err(trailers) => return Poll::Ready(Some(Ok(trailers))),
                },
                other => return Poll::Ready(other),
            }
        }
        let given = room.min(self.rest.len());
        self.feed.ahead.fetch_add(given, Ordering::Relaxed);
        Poll::Ready(Some(Ok(Frame::data(self.rest.split_to(given)))))
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use futures_util::{StreamExt as _, stream};

    use super::*;
    use crate::web::Fault;

    /// A form that comes in pieces, and how many bytes of it were asked for.
    fn sent(pieces: impl Iterator<Item = Bytes> + Send + 'static) -> (Request, Arc<AtomicUsize>) {
        let asked = Arc::<AtomicUsize>::default();
        let counted = Arc::clone(&asked);
        let body = Body::from_stream(stream::iter(pieces).map(move |piece| {
            counted.fetch_add(piece.len(), Ordering::Relaxed);
            Ok::<_, Infallible>(piece)
        }));
        let request = Request::post("/").header("content-type", "multipart/form-data; boundary=b").body(body);
        (request.expect("a request"), asked)
    }

    #[tokio::test]
    async fn where_no_field_begins_little_is_looked_through() {
        const PIECE: usize = 4 * 1024;
        for begins in ["", "--b", "--b\r\nContent-Disposition: form-data; name=\""] {
            let spaces = std::iter::repeat_n(Bytes::from(vec![b' '; PIECE]), 1_000);
            let (request, asked) = sent(std::iter::once(Bytes::from(begins)).chain(spaces));
            let mut form = Form::of(request, 1 << 30).await.expect("a form, as its type says");
            let told = form.next_field().await.map(drop);
            assert!(matches!(told, Err(Error::Rejected(Fault::Body))), "{begins}: {told:?}");
            let asked = asked.load(Ordering::Relaxed);
            // Spaces after a boundary are passed over and kept nowhere, and count all the same.
            assert!(asked <= AHEAD + PIECE, "{begins}: {asked}");
        }
    }

    #[tokio::test]
    async fn a_form_is_taken_as_it_is_and_little_of_it_beforehand() {
        let head = |n: usize| format!("--b\r\nContent-Disposition: form-data; name=\"f{n}\"\r\n\r\n").into_bytes();
        let contents: Vec<Vec<u8>> = (0..40).map(|n| vec![n; if n % 20 == 19 { 300_000 } else { 3 }]).collect();
        let field = |(n, content): (usize, &Vec<u8>)| [head(n).as_slice(), content.as_slice(), b"\r\n"].concat();
        let fields = contents.iter().enumerate().flat_map(field);
        let form: Vec<u8> = fields.chain(*b"--b--\r\n").collect();
        for piece in [7, 10_000, form.len()] {
            let pieces: Vec<Bytes> = form.chunks(piece).map(Bytes::copy_from_slice).collect();
            let (request, asked) = sent(pieces.into_iter());
            let mut form = Form::of(request, 1 << 20).await.expect("a form");
            let (mut taken, mut found) = (0, Vec::new());
            while let Some(mut field) = form.next_field().await.expect("a field") {
                let mut content = Vec::new();
                while let Some(chunk) = field.chunk().await.expect("a piece") {
                    taken += chunk.len();
                    content.extend_from_slice(&chunk);
                    let beforehand = asked.load(Ordering::Relaxed) - taken;
                    assert!(beforehand < AHEAD + piece, "{piece}: {beforehand}");
                }
                found.push(content);
            }
            assert!(found == contents, "{piece}: every byte, and no other");
        }
    }
}
