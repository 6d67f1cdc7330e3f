//! The messages of both languages, parsed once a process.

use std::borrow::Cow;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
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
    room!("roster"),
    room!("scan"),
    room!("status"),
];

type Bundle = FluentBundle<FluentResource>;

static ENGLISH: LazyLock<Bundle> = LazyLock::new(|| bundle(Lang::En));
static INDONESIAN: LazyLock<Bundle> = LazyLock::new(|| bundle(Lang::Id));

fn bundle(lang: Lang) -> Bundle {
    let locale: LanguageIdentifier = lang.to_string().parse().expect("two letters name a language");
    let mut bundle = Bundle::new_concurrent(vec![locale]);
    // Marks around arguments, for text that runs from right to left, would show in terminals and files.
    bundle.set_use_isolating(false);
    for room in ROOMS {
        let resource = FluentResource::try_new(room.source(lang).to_owned()).map_err(|(_, faults)| faults);
        // The tests parse every message.
        let resource = resource.unwrap_or_else(|faults| panic!("{lang}/{}.ftl: {faults:?}", room.name));
        bundle.add_resource(resource).expect("the tests hold that no key is there twice");
    }
    bundle
}

impl Room {
    pub(super) fn source(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.en,
            Lang::Id => self.id,
        }
    }
}

/// The message `key` with its arguments; `say!` calls it.
///
/// # Panics
/// When there is no such message: the tests hold every key in the sources against the catalogue.
#[must_use]
pub fn format(lang: Lang, key: &str, arguments: &[(&str, Value<'_>)]) -> Cow<'static, str> {
    let bundle: &'static Bundle = match lang {
        Lang::En => &ENGLISH,
        Lang::Id => &INDONESIAN,
    };
    let pattern = bundle.get_message(key).and_then(|message| message.value());
    let pattern = pattern.expect("the tests hold that every key in the sources has a message");
    let arguments: FluentArgs<'_> = arguments.iter().map(|(name, value)| (*name, value.0.clone())).collect();
    let mut faults = Vec::new();
    let text = bundle.format_pattern(pattern, Some(&arguments), &mut faults);
    debug_assert!(faults.is_empty(), "{key}: {faults:?}");
    text
}
