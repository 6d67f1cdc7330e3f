//! A form of the settings: its fields as they stand, or as they were typed with each fault at its field.

use std::borrow::Cow;
use std::collections::BTreeMap;

use askama::Template;

use super::super::Frame;
use crate::words::{Key, Lang, key, say};

/// What was typed, or what stands, by the names of the fields.
#[derive(Clone, Debug, Default)]
pub(super) struct Typed(pub(super) BTreeMap<String, String>);

impl Typed {
    /// A field as it was typed; empty where it was not sent.
    pub(super) fn raw(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// The same, without white space around it.
    pub(super) fn text(&self, name: &str) -> String {
        self.raw(name).trim().to_owned()
    }

    pub(super) fn set(&mut self, name: &str, value: impl Into<String>) {
        self.0.insert(name.to_owned(), value.into());
    }

    /// The same with one more field.
    pub(super) fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.set(name, value.to_string());
        self
    }
}

/// What is wrong with a field; of the form as a whole where it names none that is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) field: &'static str,
    pub(super) words: Cow<'static, str>,
    /// That somebody else was faster: what stands by now is shown beside.
    pub(super) changed: bool,
}

impl Fault {
    pub(super) fn at(field: &'static str, words: impl Into<Cow<'static, str>>) -> Self {
        Self { field, words: words.into(), changed: false }
    }

    pub(super) fn whole(words: impl Into<Cow<'static, str>>) -> Self {
        Self::at("", words)
    }
}

/// How a field is filled in.
pub(super) enum Kind {
    Choice(Vec<(String, Cow<'static, str>)>),
    Date,
    /// What it accepts.
    File(&'static str),
    /// Rows that are shown.
    Long(u8),
    Number,
    Text,
    /// To be ticked.
    Tick,
}

/// One field.
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) label: Cow<'static, str>,
    pub(super) hint: Option<Cow<'static, str>>,
    pub(super) kind: Kind,
    pub(super) value: String,
    /// What stands there by now, where somebody else changed it.
    pub(super) stands: Option<String>,
    pub(super) faults: Vec<Cow<'static, str>>,
}

impl Field {
    pub(super) fn new(name: &'static str, label: Key, kind: Kind, lang: Lang) -> Self {
        let (value, label) = (String::new(), label.say(lang));
        Self { name, label, hint: None, kind, value, stands: None, faults: Vec::new() }
    }

    pub(super) fn hint(mut self, hint: impl Into<Cow<'static, str>>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Whether a choice is the one that stands.
    fn is(&self, value: &str) -> bool {
        self.value == value
    }

    /// The words for assistive readers that say more of it.
    fn described(&self) -> String {
        let (name, mut ids) = (self.name, Vec::new());
        ids.extend((!self.faults.is_empty()).then(|| format!("galat-{name}")));
        ids.extend(self.hint.is_some().then(|| format!("ket-{name}")));
        ids.join(" ")
    }
}

/// A button beside the one that saves.
pub(super) struct Button {
    pub(super) name: &'static str,
    pub(super) words: Cow<'static, str>,
}

/// A form before anything is typed.
pub(super) struct Blank {
    pub(super) title: Cow<'static, str>,
    /// After the settings' own address.
    pub(super) path: String,
    /// What goes along, to tell whether it still stands as it was shown.
    pub(super) seen: String,
    pub(super) intro: Vec<Cow<'static, str>>,
    pub(super) fields: Vec<Field>,
    pub(super) stands: Typed,
    /// Whether it brings files, or more than a short form.
    pub(super) large: bool,
    pub(super) look: Option<Button>,
    pub(super) save: Cow<'static, str>,
}

/// A table beside a form; the first cell of each row names it.
pub(super) struct Table {
    pub(super) title: Cow<'static, str>,
    pub(super) heads: Vec<Cow<'static, str>>,
    pub(super) rows: Vec<Vec<String>>,
}

/// What a form shows beside its fields.
#[derive(Default)]
pub(super) struct Beside {
    pub(super) warnings: Vec<Cow<'static, str>>,
    pub(super) table: Option<Table>,
    /// Pictures of a sheet's pages, as addresses of data.
    pub(super) sheets: Vec<String>,
    /// The address that answers the form as a PDF.
    pub(super) pdf: Option<String>,
    /// Whether the sheet is drawn anew while somebody types.
    pub(super) live: bool,
    /// Pictures that are kept: what they are, and their address.
    pub(super) pictures: Vec<(Cow<'static, str>, String)>,
}

/// A form as a page.
#[derive(Template)]
#[template(path = "office/settings-form.html")]
pub(super) struct FormPage {
    frame: Frame,
    here: String,
    title: Cow<'static, str>,
    action: String,
    intro: Vec<Cow<'static, str>>,
    seen: String,
    fields: Vec<Field>,
    /// Every fault, and the field that it leads to.
    told: Vec<(&'static str, Cow<'static, str>)>,
    /// Where one shows that it is she, where she has to.
    prove: Option<String>,
    large: bool,
    look: Option<Button>,
    save: Cow<'static, str>,
    beside: Beside,
}

impl FormPage {
    /// The form as it stands, or as it was typed; `here`: the settings' own address.
    pub(super) fn of(
        frame: Frame,
        here: String,
        blank: Blank,
        typed: Option<&Typed>,
        faults: Vec<Fault>,
        beside: Beside,
    ) -> Self {
        let Blank { title, path, seen, intro, mut fields, stands, large, look, save, .. } = blank;
        let changed = faults.iter().any(|fault| fault.changed);
        for field in &mut fields {
            let now = stands.raw(field.name);
            field.value = typed.map_or(now, |typed| typed.raw(field.name)).to_owned();
            field.stands = (changed && field.value.trim() != now.trim()).then(|| now.to_owned());
            let own = faults.iter().filter(|fault| fault.field == field.name);
            field.faults = own.map(|fault| fault.words.clone()).collect();
        }
        // Who was told that it changed has seen what stands there.
        let seen = typed.filter(|_| !changed).map_or(seen, |typed| typed.text("seen"));
        // In the order of the fields, each named; what is of none comes first.
        let of_none = faults.iter().filter(|fault| fields.iter().all(|field| field.name != fault.field));
        let mut told: Vec<_> = of_none.map(|fault| ("salah", fault.words.clone())).collect();
        for field in &fields {
            let named = field.faults.iter().map(|words| (field.name, format!("{}: {words}", field.label).into()));
            told.extend(named);
        }
        let action = format!("{here}{path}");
        Self { frame, here, title, action, intro, seen, fields, told, prove: None, large, look, save, beside }
    }

    /// Says where one shows that it is she.
    pub(super) fn unproven(mut self, at: String) -> Self {
        self.prove = Some(at);
        self
    }
}

/// What the button says that keeps a form.
pub(super) fn save(lang: Lang) -> Cow<'static, str> {
    key!("office-settings-save").say(lang)
}
