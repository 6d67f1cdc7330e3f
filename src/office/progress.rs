//! How far a long act has come, for whoever watches.

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// One step on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Sheets are drawn and written, one by one.
    Drawn { done: usize, of: usize },
    /// It is known how many certificates will be made.
    Planned { certificates: usize },
    /// Files are read, one by one; a ZIP counts as one until it is opened.
    Read { done: usize, of: usize },
    /// Certificates are signed, one by one.
    Signed { done: usize, of: usize },
    /// Everything is in the database; nothing can be lost any more.
    Stored,
}

/// Tells progress, perhaps to nobody.
#[derive(Clone, Debug, Default)]
pub struct Teller(Option<UnboundedSender<Progress>>);

impl Teller {
    /// A teller and the end that listens.
    #[must_use]
    pub fn heard() -> (Self, UnboundedReceiver<Progress>) {
        let (tell, hear) = unbounded_channel();
        (Self(Some(tell)), hear)
    }

    /// Tells one step.
    pub fn tell(&self, progress: Progress) {
        if let Some(tell) = &self.0 {
            // Fails where nobody listens any more, which is no fault.
            tell.send(progress).ok();
        }
    }
}
