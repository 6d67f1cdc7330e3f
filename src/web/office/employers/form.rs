//! The form of what is agreed with an employer.

use std::borrow::Cow;

use serde::Deserialize;

use crate::office::employers::Terms;
use crate::office::in_words::InWords as _;
use crate::words::{Lang, say};

/// The form, as it was typed.
#[derive(Default, Deserialize)]
pub(in crate::web) struct Typed {
    #[serde(default)]
    pub(super) key: String,
    #[serde(default)]
    pub(super) name: String,
    #[serde(default)]
    pub(super) company: String,
    #[serde(default)]
    nik_a_day: String,
    #[serde(default)]
    lookups_a_day: String,
    #[serde(default)]
    keys: String,
}

/// A number of the form.
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) label: Cow<'static, str>,
    pub(super) hint: Cow<'static, str>,
    pub(super) value: String,
}

/// The numbers of the form, each with its words.
pub(super) struct Fields(pub(super) [Field; 3]);

impl Fields {
    pub(super) fn of(typed: &Typed, lang: Lang) -> Self {
        Self([
            Field {
                name: "nik_a_day",
                label: say!(lang, "employers-nik-a-day"),
                hint: say!(lang, "employers-nik-a-day-hint"),
                value: typed.nik_a_day.clone(),
            },
            Field {
                name: "lookups_a_day",
                label: say!(lang, "employers-lookups-a-day"),
                hint: say!(lang, "employers-lookups-a-day-hint"),
                value: typed.lookups_a_day.clone(),
            },
            Field {
                name: "keys",
                label: say!(lang, "employers-keys"),
                hint: say!(lang, "employers-keys-hint"),
                value: typed.keys.clone(),
            },
        ])
    }
}

impl Typed {
    /// What is agreed where nobody says otherwise.
    pub(super) fn usual() -> Self {
        Self {
            nik_a_day: Terms::NIK.to_string(),
            lookups_a_day: Terms::LOOKUPS.to_string(),
            keys: Terms::KEYS.to_string(),
            ..Self::default()
        }
    }

    /// What is agreed, to be changed.
    pub(super) fn of(terms: &Terms) -> Self {
        Self {
            company: terms.company().to_owned(),
            nik_a_day: terms.nik_a_day().to_string(),
            lookups_a_day: terms.lookups_a_day().to_string(),
            keys: terms.keys().to_string(),
            ..Self::default()
        }
    }

    /// What was typed, read.
    pub(super) fn terms(&self, lang: Lang) -> Result<Terms, Cow<'static, str>> {
        let number = |text: &str| text.trim().parse::<u32>().map_err(|_| say!(lang, "employers-fault-number"));
        let numbers = [number(&self.nik_a_day)?, number(&self.lookups_a_day)?, number(&self.keys)?];
        let [nik_a_day, lookups_a_day, keys] = numbers;
        Terms::new(&self.company, nik_a_day, lookups_a_day, keys).map_err(|invalid| invalid.in_words(lang))
    }
}
