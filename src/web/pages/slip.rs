//! What is off in a number that was typed, in words.

use super::text::Text;
use crate::domain::number_form::Kind;
use crate::domain::typed_number::{Help, Place, Slip};
use crate::words::{key, say};

/// One or two plain sentences about how a number is put together.
pub(super) fn help(help: &Help) -> Text {
    match &help.slip {
        Slip::Blanko => key!("pages-slip-blanko").into(),
        Slip::Fits if help.kind == Kind::Registration => key!("pages-slip-registration").into(),
        Slip::Fits => key!("pages-slip-none").into(),
        Slip::Letters(meant) => Text::saying(|lang| say!(lang, "pages-slip-letters", meant)),
        Slip::Missing(at) => {
            let part = part(*at);
            Text::saying(|lang| say!(lang, "pages-slip-missing", part))
        }
        Slip::Nik => key!("pages-slip-nik").into(),
        Slip::Other => key!("pages-slip-other").into(),
        Slip::Width { at, typed, full } => {
            let part = part(*at);
            Text::saying(|lang| say!(lang, "pages-slip-width", part, typed = *typed, full = *full))
        }
        Slip::Whole { typed, full } if typed < full => {
            Text::saying(|lang| say!(lang, "pages-slip-short", typed = *typed, full = *full))
        }
        Slip::Whole { typed, full } => Text::saying(|lang| say!(lang, "pages-slip-long", typed = *typed, full = *full)),
        // As it was typed, and not as a count is written.
        Slip::Year(year) => Text::saying(|lang| say!(lang, "pages-slip-year", year = format!("{year:04}"))),
    }
}

fn part(at: Place) -> Text {
    match at {
        Place::Nth(nth) => Text::saying(|lang| say!(lang, "pages-part-nth", nth)),
        Place::Sequence => key!("pages-part-sequence").into(),
        Place::Year => key!("pages-part-year").into(),
    }
}
