//! The progress bar on a terminal; nothing elsewhere.

use std::borrow::Cow;

use indicatif::{ProgressBar, ProgressStyle};
use tokio::task::JoinHandle;

use crate::office::progress::{Progress, Teller};
use crate::words::{Lang, key};

/// Shows what the teller is told, until it is dropped.
pub(super) fn bar(lang: Lang) -> (Teller, JoinHandle<()>) {
    let (teller, mut heard) = Teller::heard();
    let shown = tokio::spawn(async move {
        let bar = ProgressBar::no_length();
        while let Some(progress) = heard.recv().await {
            let (done, of, what) = match progress {
                Progress::Drawn { done, of } | Progress::Read { done, of } => (done, of, Cow::Borrowed("PDF")),
                Progress::Planned { certificates } => (0, certificates, Cow::Borrowed("…")),
                Progress::Signed { done, of } => (done, of, key!("cli-progress-signed").say(lang)),
                Progress::Stored => continue,
            };
            let style = ProgressStyle::with_template("{bar:40} {pos}/{len} {msg}, {eta}");
            bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
            bar.set_message(what);
            bar.set_length(of as u64);
            bar.set_position(done as u64);
        }
        bar.finish_and_clear();
    });
    (teller, shown)
}
