//! What is told of an event, on pages and in reports alike.

use std::borrow::Cow;

use jiff::civil::Date;

use crate::domain::event::Tuk;
use crate::words::{Lang, key, say, when};

/// The days on which an event is held.
#[must_use]
pub fn days(starts_on: Date, ends_on: Date, lang: Lang) -> String {
    match starts_on == ends_on {
        true => when::day(starts_on, lang),
        false => format!("{} – {}", when::day(starts_on, lang), when::day(ends_on, lang)),
    }
}

/// How many sheets were asked of BNSP, and granted.
#[must_use]
pub fn quota(of: [Option<u32>; 2], lang: Lang) -> Cow<'static, str> {
    match of {
        [Some(asked), Some(granted)] => say!(lang, "office-events-quota-of", granted, asked),
        [Some(asked), None] => say!(lang, "office-events-quota-asked-only", asked),
        [None, Some(granted)] => granted.to_string().into(),
        [None, None] => "–".into(),
    }
}

/// A kind of place.
#[must_use]
pub fn tuk(tuk: Tuk, lang: Lang) -> Cow<'static, str> {
    let word = match tuk {
        Tuk::Mandiri => key!("office-events-tuk-mandiri"),
        Tuk::Sewaktu => key!("office-events-tuk-sewaktu"),
        Tuk::TempatKerja => key!("office-events-tuk-tempat-kerja"),
    };
    word.say(lang)
}
