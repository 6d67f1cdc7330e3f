//! The clock of a service that signs by itself: looked at before each signing, and told of when it cannot be right.

use std::sync::PoisonError;
use std::time::Duration;

use jiff::Timestamp;
use prometheus_client::metrics::gauge::Gauge;

use super::{Evidence, Implausible, Watch};
use crate::office::publish::Figures;
use crate::office::refresh::{Clock, Uptime};
use crate::store::{Store, StoreError};

/// A clock and the machine's pace that it is held against.
pub struct Pace {
    clock: Clock,
    uptime: Uptime,
    begun: Duration,
    watch: Option<Watch>,
    held: Gauge,
    holding: bool,
}

impl Pace {
    /// Begins to watch the clock; a figure tells whether it keeps lists from being signed.
    #[must_use]
    pub fn begin(clock: Clock, uptime: Uptime, figures: &Figures) -> Self {
        let (held, help) = (Gauge::default(), "1 while no list is signed because the clock cannot be right");
        let mut registry = figures.lock().unwrap_or_else(PoisonError::into_inner);
        registry.register("absah_clock_held", help, held.clone());
        let begun = uptime();
        Self { clock, uptime, begun, watch: None, held, holding: false }
    }

    #[must_use]
    pub fn now(&self) -> Timestamp {
        (self.clock)()
    }

    /// Whether lists wait for the clock to be right, or for somebody to say that it is.
    #[must_use]
    pub fn is_holding(&self) -> bool {
        self.holding
    }

    /// The present, where it may be signed with.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn present(&mut self, store: &Store) -> Result<Option<Timestamp>, StoreError> {
        let watch = match &mut self.watch {
            Some(watch) => watch,
            none => none.insert(Watch::begin(Evidence::read(store).await?)),
        };
        let (now, uptime) = ((self.clock)(), (self.uptime)());
        let cause = match watch.look(now, uptime, self.begun) {
            Err(cause) if !watch.hear(Evidence::read(store).await?, now, uptime) => Some(cause),
            Ok(()) | Err(_) => None,
        };
        self.tell(cause);
        Ok(cause.is_none().then_some(now))
    }

    fn tell(&mut self, cause: Option<Implausible>) {
        self.held.set(i64::from(cause.is_some()));
        match cause {
            Some(cause) if !self.holding => tracing::error!("NO LIST IS SIGNED: {cause}"),
            None if self.holding => tracing::info!("the clock is taken for right: lists are signed again"),
            Some(_) | None => {}
        }
        self.holding = cause.is_some();
    }
}
