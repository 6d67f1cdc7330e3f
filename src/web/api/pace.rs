//! How fast a file must come in: a least rate, after a while in which a slow network may find its pace.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::{Body, Bytes};
use hyper::body::Frame;
use tokio::time::Instant;

use crate::web::fair_queue::Place;

/// Time in which a file may come as slowly as it likes.
const GRACE: Duration = Duration::from_secs(10);

/// Bytes with which a file has got on.
const PIECE: usize = 64 * 1024;

/// How a file must come.
#[derive(Clone, Debug)]
pub(super) struct Pace {
    /// Bytes a second.
    pub(super) rate: usize,
    /// The longest time without a byte.
    pub(super) still: Duration,
    /// The place that it has while it comes.
    pub(super) place: Arc<Place>,
}

/// A body that breaks off where it drips.
pub(super) struct Paced {
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
    pub(super) fn new(body: Body, pace: Pace) -> Self {
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
