//! `POST /api/v1/verify/batch`: lines in, as many lines of verdicts out, in order, while they come.
//!
//! One task reads and cuts chunks of whole lines; chunks are judged on all processors; the answer's body
//! waits for each in its turn. The way between them is short, so a client that does not read is not read
//! from: memory is bounded, the number of lines is not. What stands still is ended, and then the body
//! breaks off instead of ending, so that nobody takes a part for the whole.
//!
//! A batch in which no line comes holds a place that another client's may have, and nothing else: processors and room
//! for answers are held by the chunk, in turn by client.

mod judge;
mod lines;

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header::{CONTENT_ENCODING, CONTENT_TYPE, EXPECT};
use axum::http::{Extensions, HeaderMap, HeaderValue};
use axum::response::Response;
use http_body_util::BodyExt as _;
use hyper::body::Frame;
use tokio::sync::{mpsc, oneshot};
use tokio::task::{JoinHandle, spawn_blocking};
use tokio::time::timeout;

use crate::web::api::Question;
use crate::web::client::client;
use crate::web::client_prefix::Client;
use crate::web::connection_limit::Connection;
use crate::web::edge::Failing;
use crate::web::fair_queue::{Ended, Place};
use crate::web::{Error, Service};
use judge::Faulty;
use lines::Lines;

/// The longest wait for a place.
const PLACE: Duration = Duration::from_secs(5);

/// The type of the answer; that of the question is not looked at, for a line says itself what it is.
const NDJSON: HeaderValue = HeaderValue::from_static("application/x-ndjson");

/// Verdicts on any number of tokens: lines in, as many lines out, in order, while they come
///
/// Every line is answered by one line, so that the n-th answer belongs to the n-th line: an empty line too, as
/// `unreadable`; what follows the last line feed counts as a line only if there is something. A line is the body
/// of /api/v1/verify, or a JSON string, or a bare token, link or QR text. A line that is none of them, has a bad
/// day, or more than 8192 bytes is `unreadable`, and `fault` says why. Read the answers while you send: what is
/// not read is not read from, and what stands still for 30 s is broken off. An answer that ends without its last
/// chunk is incomplete. `since` and `superseded_by` are told by /api/v1/verify only. Content-Encoding must be
/// identity; the content type of the question is not looked at.
#[utoipa::path(
    post,
    path = "/api/v1/verify/batch",
    tag = "certificates",
    request_body(
        content((Question = "application/x-ndjson"), (String = "text/plain")),
        description = "A question a line"
    ),
    responses(
        (status = 200, description = "A verdict a line", body = Faulty, content_type = "application/x-ndjson"),
        Failing
    )
)]
pub(in crate::web) async fn batch(
    State(service): State<Arc<Service>>,
    headers: HeaderMap,
    extensions: Extensions,
    mut body: Body,
) -> Result<Response, Error> {
    if headers.get(CONTENT_ENCODING).is_some_and(|encoding| encoding != "identity") {
        return Err(Error::Unsupported);
    }
    let (client, ended) = (client(&headers, &extensions, service.app.settings.proxies), Arc::<Ended>::default());
    let place = Arc::new(service.batches.take_with(client, PLACE, &ended).await?);
    drop(service.turn().await?);
    // Who waits for a word to go on (RFC 9110 §10.1.1) gets none once the answer has begun, and curl waits a second.
    let first = match headers.get(EXPECT) {
        Some(_) => Some(timeout(service.app.settings.still, body.frame()).await.map_err(|_| Error::TooSlow)?),
        None => None,
    };
    let (hand, waiting) = mpsc::channel(service.processors + 2);
    let (until, taken) = oneshot::channel();
    let connection = extensions.get::<Arc<Connection>>().cloned();
    let batch = Batch { service, client, ended: Arc::clone(&ended), place: Arc::clone(&place) };
    tokio::spawn(async move {
        let whole = async {
            // Without an end the answer breaks off, which is all that can still be said of a failure.
            if batch.read(first, body, &hand).await.is_ok() {
                let _ = timeout(batch.service.app.settings.still, hand.send(Part::End)).await;
            }
            drop(hand);
            // Until the connection has taken what was answered, or has gone.
            let _ = taken.await;
        };
        tokio::select! {
            () = whole => {}
            // What is answered waits in the connection, and only goes with it.
            () = ended.wait() => {
                if let Some(connection) = connection {
                    connection.close();
                }
            }
        }
    });
    let mut response = Response::new(Body::new(Answers { waiting, next: None, place, _until: until }));
    response.headers_mut().insert(CONTENT_TYPE, NDJSON);
    Ok(response)
}

/// A batch that stands still, breaks off, or whose client has gone.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("the batch was broken off")]
struct BrokenOff;

/// What the answer is made of.
enum Part {
    End,
    Lines(Answered),
}

/// A chunk's answers as soon as they are there, and their place until they are taken.
struct Answered {
    answers: JoinHandle<Result<Bytes, BrokenOff>>,
    _place: Place,
}

/// A piece of a body; none where it has ended.
type Piece = Option<Result<Frame<Bytes>, axum::Error>>;

/// A batch on its way through the service.
struct Batch {
    service: Arc<Service>,
    client: Client,
    /// Tells that others need its place, or that of an answer which it does not take.
    ended: Arc<Ended>,
    place: Arc<Place>,
}

impl Batch {
    async fn read(&self, mut first: Option<Piece>, mut body: Body, hand: &mpsc::Sender<Part>) -> Result<(), BrokenOff> {
        let mut lines = Lines::default();
        loop {
            let frame = match first.take() {
                Some(frame) => frame,
                None => tokio::select! {
                    biased;
                    frame = timeout(self.service.app.settings.still, body.frame()) => frame.map_err(|_| BrokenOff)?,
                    // Nothing more has come yet: whoever waits for an answer before he goes on asking gets it.
                    () = std::future::ready(()), if lines.has_some() => {
                        self.hand_out(lines.whole_lines(), hand).await?;
                        continue;
                    }
                },
            };
            let Some(frame) = frame else { break };
            // Trailers are no lines.
            let Ok(bytes) = frame.map_err(|_| BrokenOff)?.into_data() else { continue };
            let mut left = &bytes[..];
            while let Some(chunk) = lines.take(&mut left) {
                self.hand_out(Some(chunk), hand).await?;
            }
        }
        self.hand_out(lines.rest(), hand).await
    }

    /// Has a chunk judged as soon as there is a processor for it and room for its answer. All batches together have
    /// one chunk a processor and one in waiting, each client in its turn, and each chunk counts as one check.
    async fn hand_out(&self, chunk: Option<Vec<u8>>, hand: &mpsc::Sender<Part>) -> Result<(), BrokenOff> {
        let Some(chunk) = chunk else { return Ok(()) };
        // A line gets on with a batch; a byte of one does not.
        self.place.renew();
        let (service, still) = (Arc::clone(&self.service), self.service.app.settings.still);
        let ready = timeout(still, async {
            let room = hand.reserve().await.map_err(|_| BrokenOff)?;
            let place = service.answered.take_with(self.client, still, &self.ended).await.map_err(|_| BrokenOff)?;
            let processor = service.chunks.take(self.client, still).await.map_err(|_| BrokenOff)?;
            let turn = Arc::clone(&service.checks).acquire_owned().await.map_err(|_| BrokenOff)?;
            Ok((room, place, (processor, turn)))
        });
        let (room, place, turns) = ready.await.map_err(|_| BrokenOff)??;
        let answers = spawn_blocking(move || {
            let answers = judge::judge(&chunk, &service.snapshot(), (service.app.clock)(), |verdict, given| {
                service.report(verdict, given)
            });
            drop(turns);
            let (answers, words) = answers.map_err(|_| BrokenOff)?;
            service.tally.lines(&words);
            Ok(answers.into())
        });
        room.send(Part::Lines(Answered { answers, _place: place }));
        Ok(())
    }
}

/// The body of the answer.
struct Answers {
    waiting: mpsc::Receiver<Part>,
    next: Option<Answered>,
    place: Arc<Place>,
    /// Tells by going that the body has gone.
    _until: oneshot::Sender<()>,
}

impl hyper::body::Body for Answers {
    type Data = Bytes;
    type Error = BrokenOff;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BrokenOff>>> {
        let Self { waiting, next, place, .. } = &mut *self;
        let answered = match next {
            Some(answered) => answered,
            None => match ready!(waiting.poll_recv(cx)) {
                Some(Part::End) => return Poll::Ready(None),
                Some(Part::Lines(answered)) => next.insert(answered),
                None => return Poll::Ready(Some(Err(BrokenOff))),
            },
        };
        let judged = ready!(Pin::new(&mut answered.answers).poll(cx)).unwrap_or(Err(BrokenOff));
        place.renew();
        self.next = None;
        Poll::Ready(Some(judged.map(Frame::data)))
    }
}
