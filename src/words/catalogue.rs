//! The messages of both languages, parsed once a process.

use std::borrow::Cow;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use super::{Lang, Value};

/// One file of messages in both languages. Every key in it begins with `name` and a hyphen.
pub(super) struct Room {
    pub(super) name: &'static str,
    pub(super) id: &'static str,
    pub(super) en: &'static str,
}

macro_rules! room {
    ($name:literal) => {
        Room {
            name: $name,
            id: include_str!(concat!("../../templates/words/id/", $name, ".ftl")),
            en: include_str!(concat!("../../templates/words/en/", $name, ".ftl")),
        }
    };
}

pub(super) const ROOMS: &[Room] = &[
    room!("cli"),
    room!("employers"),
    room!("failure"),
    room!("journal"),
    room!("lists"),
    room!("office"),
    room!("office-asked"),
    room!("office-certificates"),
    room!("office-events"),
    room!("office-handover"),
    room!("office-records"),
    room!("office-requests"),
    room!("office-rosters"),
    room!("office-settings"),
    room!("pages"),
    room!("reports"),
    room!("roster"),
    room!("scan"),
    room!("status"),
    room!("when"),
];

pub(super) type Bundle = FluentBundle<FluentResource>;

static ENGLISH: LazyLock<Bundle> = LazyLock::new(|| bundle(Lang::En));
static INDONESIAN: LazyLock<Bundle> = LazyLock::new(|| bundle(Lang::Id));

/// What stands between thousands.
#[derive(Clone, Copy, Debug)]
pub(super) enum Thousands {
    Commas,
    Spaces,
    Stops,
}

/// Figures from here on are written in groups: 2026 is a year, 10.000 a count.
const GROUPED: f64 = 10_000.0;

fn bundle(lang: Lang) -> Bundle {
    let mut bundle = empty(&lang.to_string(), if lang == Lang::En { Thousands::Commas } else { Thousands::Stops });
    for room in ROOMS {
        let resource = FluentResource::try_new(room.source(lang).to_owned()).map_err(|(_, faults)| faults);
        // The tests parse every message.
        let resource = resource.unwrap_or_else(|faults| panic!("{lang}/{}.ftl: {faults:?}", room.name));
        bundle.add_resource(resource).expect("the tests hold that no key is there twice");
    }
    bundle
}

/// A language without a message.
pub(super) fn empty(tag: &str, thousands: Thousands) -> Bundle {
    let locale: LanguageIdentifier = tag.parse().expect("two or three letters name a language");
    let mut bundle = Bundle::new_concurrent(vec![locale]);
    // Marks around arguments, for text that runs from right to left, would show in terminals and files.
    bundle.set_use_isolating(false);
    match thousands {
        Thousands::Commas => bundle.set_formatter(Some(|value, _| grouped(value, ','))),
        Thousands::Spaces => bundle.set_formatter(Some(|value, _| grouped(value, '\u{202f}'))),
        Thousands::Stops => bundle.set_formatter(Some(|value, _| grouped(value, '.'))),
    }
    bundle
}

/// A large whole number in groups of three; none of anything else.
fn grouped(value: &FluentValue<'_>, between: char) -> Option<String> {
    let FluentValue::Number(number) = value else { return None };
    if number.value.abs() < GROUPED || number.value.fract() != 0.0 {
        return None;
    }
    let digits = format!("{:.0}", number.value);
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 && !text.ends_with('-') {
            text.push(between);
        }
        text.push(digit);
    }
    Some(text)
}

impl Room {
    pub(super) fn source(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.en,
            Lang::Further(_) | Lang::Id => self.id,
        }
    }
}

/// The message `key` with its arguments; `say!` calls it.
///
/// # Panics
/// When there is no such message: the tests hold every key in the sources against the catalogue.
#[must_use]
pub fn format(lang: Lang, key: &str, arguments: &[(&str, Value<'_>)]) -> Cow<'static, str> {
    let arguments: FluentArgs<'_> = arguments.iter().map(|(name, value)| (*name, value.0.clone())).collect();
    match lang {
        Lang::En => own(&ENGLISH, key, &arguments),
        Lang::Further(further) => further.say(key, &arguments).unwrap_or_else(|| own(&INDONESIAN, key, &arguments)),
        Lang::Id => own(&INDONESIAN, key, &arguments),
    }
}

pub(super) fn own(bundle: &'static Bundle, key: &str, arguments: &FluentArgs<'_>) -> Cow<'static, str> {
    let pattern = bundle.get_message(key).and_then(|message| message.value());
    let pattern = pattern.expect("the tests hold that every key in the sources has a message");
    let mut faults = Vec::new();
    let text = bundle.format_pattern(pattern, Some(arguments), &mut faults);
    debug_assert!(faults.is_empty(), "{key}: {faults:?}");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_figures_are_written_in_groups() {
        let told = |value: f64, between| grouped(&FluentValue::from(value), between);
        assert_eq!(told(9_999.0, '.'), None);
        assert_eq!(told(10_000.0, '.').as_deref(), Some("10.000"));
        assert_eq!(told(-1_234_567.0, ',').as_deref(), Some("-1,234,567"));
        assert_eq!(told(-100_000.0, ',').as_deref(), Some("-100,000"));
        assert_eq!(grouped(&FluentValue::from("10000"), '.'), None);
    }
}
