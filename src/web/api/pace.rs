//! How fast a file must come in: a least rate, after a while in which a slow network may find its pace; and its place
//! among all that come in.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::Request;
use hyper::body::Frame;
use tokio::time::Instant;
use tower_http::timeout::TimeoutBody;

use crate::web::client_prefix::Client;
use crate::web::fair_queue::Place;
use crate::web::{Error, Service};

/// The longest wait for a place to send a file to.
const PLACE: Duration = Duration::from_secs(15);

/// Time in which a file may come as slowly as it likes.
const GRACE: Duration = Duration::from_secs(10);

/// Bytes with which a file has got on.
const PIECE: usize = 64 * 1024;

/// How a file must come.
#[derive(Clone, Debug)]
pub(in crate::web) struct Pace {
    /// Bytes a second.
    rate: usize,
    /// The longest time without a byte.
    still: Duration,
    /// The place that it has while it comes.
    pub(in crate::web) place: Arc<Place>,
}

impl Service {
    /// A place among the files that come in, and how the one that has it must come.
    pub(in crate::web) async fn pace(&self, client: Client) -> Result<Pace, Error> {
        let (place, settings) = (Arc::new(self.uploads.take(client, PLACE).await?), &self.app.settings);
        Ok(Pace { rate: settings.files.rate, still: settings.still, place })
    }
}

/// A request whose body breaks off where it stands still or drips.
pub(in crate::web) fn paced(request: Request, pace: Pace) -> Request {
    request.map(|body| Body::new(TimeoutBody::new(pace.still, Paced::new(body, pace))))
}

/// A body that breaks off where it drips.
struct Paced {
    body: Body,
    pace: Pace,
    begun: Instant,
    count: usize,
    /// Bytes since the place was renewed.
    fresh: usize,
}

/// The body comes too slowly.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("the file comes too slowly")]
struct TooSlow;

impl Paced {
    fn new(body: Body, pace: Pace) -> Self {
        Self { body, pace, begun: Instant::now(), count: 0, fresh: 0 }
    }

    /// Whether so many more bytes are enough by now.
    fn keeps_up(&mut self, bytes: usize) -> bool {
        self.count += bytes;
        self.fresh += bytes;
        if self.fresh >= PIECE {
            self.fresh = 0;
            self.pace.place.renew();
        }
        let counted = self.begun.elapsed().saturating_sub(GRACE).as_secs_f64();
        self.count as f64 >= counted * self.pace.rate as f64
    }
}

impl hyper::body::Body for Paced {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let frame = ready!(Pin::new(&mut self.body).poll_frame(cx));
        if let Some(Ok(frame)) = &frame
            && let Some(bytes) = frame.data_ref()
            && !self.keeps_up(bytes.len())
        {
            return Poll::Ready(Some(Err(axum::Error::new(TooSlow))));
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> hyper::body::SizeHint {
        self.body.size_hint()
    }
}
