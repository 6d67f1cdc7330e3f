//! The pages of employers, in the look of the public site.

use askama::Template;
use jiff::tz::TimeZone;

use super::Frame;
use super::text::Text;
use crate::office::accounts::password::SHORTEST;
use crate::office::employers::ShownKey;
use crate::office::in_words::InWords;
use crate::web::office::{Flash, NikSaid};
use crate::words::{Lang, key, say, when};

/// What stands around an employer's page.
pub(in crate::web) struct Own {
    /// The LSP that made the account.
    pub(in crate::web) lsp: String,
    pub(in crate::web) name: String,
    /// The address of the page.
    pub(in crate::web) on: &'static str,
    /// What was just done.
    pub(in crate::web) told: Option<Flash>,
    pub(in crate::web) form_key: String,
}

impl Own {
    /// The same beside a fault: what was done before is told no more, or an old answer would stand for the new question.
    pub(super) fn beside(self, fault: Option<&Fault>) -> Self {
        Self { told: self.told.filter(|_| fault.is_none()), ..self }
    }

    pub(super) fn of(&self) -> Text {
        Text::saying(|lang| say!(lang, "employers-of", lsp = self.lsp))
    }

    pub(super) fn said(&self) -> Option<Text> {
        self.told.as_ref().map(|told| Text::saying(|lang| told.say(lang).into_owned().into()))
    }

    /// How what was done is shown: a NIK that is another's is no success.
    pub(super) fn is_bad(&self) -> bool {
        matches!(self.told, Some(Flash::NikSaid { said: NikSaid::Differs | NikSaid::Untold, .. }))
    }

    pub(super) fn secrets(&self) -> &[String] {
        self.told.as_ref().map(Flash::secrets).unwrap_or_default()
    }
}

/// What is wrong, said above the form and at the field.
pub(in crate::web) struct Fault {
    pub(super) at: &'static str,
    pub(super) said: Text,
}

impl Fault {
    pub(in crate::web) fn at(field: &'static str, said: Text) -> Self {
        Self { at: field, said }
    }
}

pub(super) fn is_at(fault: Option<&Fault>, field: &str) -> bool {
    fault.is_some_and(|fault| fault.at == field)
}

/// What somebody typed to compare.
#[derive(Default)]
pub(in crate::web) struct TypedNik {
    pub(in crate::web) token: String,
    pub(in crate::web) nik: String,
}

#[derive(Template)]
#[template(path = "pages/employer-door.html")]
struct Door<'a> {
    frame: Frame<'a>,
    name: &'a str,
    fault: Option<Text>,
}

#[derive(Template)]
#[template(path = "pages/employer-nik.html")]
struct NikPage<'a> {
    frame: Frame<'a>,
    own: Own,
    typed: &'a TypedNik,
    niks: u32,
    lookups: u32,
    fault: Option<Fault>,
}

impl NikPage<'_> {
    fn is_at(&self, field: &str) -> bool {
        is_at(self.fault.as_ref(), field)
    }

    fn lead(&self) -> Text {
        Text::saying(|lang| say!(lang, "employers-nik-lead", lsp = self.own.lsp))
    }

    fn left(&self) -> Text {
        Text::saying(|lang| say!(lang, "employers-nik-left", count = self.niks))
    }

    fn lists(&self) -> Text {
        Text::saying(|lang| say!(lang, "employers-lists-how", left = self.lookups))
    }
}

/// A key in a line.
struct Key {
    name: String,
    prefix: String,
    made_at: Text,
    used_at: Text,
}

#[derive(Template)]
#[template(path = "pages/employer-keys.html")]
struct KeysPage<'a> {
    frame: Frame<'a>,
    own: Own,
    keys: Vec<Key>,
    most: u32,
    fault: Option<Fault>,
}

impl KeysPage<'_> {
    fn is_at(&self, field: &str) -> bool {
        is_at(self.fault.as_ref(), field)
    }

    fn may(&self) -> Text {
        Text::saying(|lang| say!(lang, "employers-keys-may", most = self.most))
    }
}

#[derive(Template)]
#[template(path = "pages/employer-password.html")]
struct PasswordPage<'a> {
    frame: Frame<'a>,
    own: Own,
    /// The LSP made it.
    must: bool,
    fault: Option<Fault>,
}

impl PasswordPage<'_> {
    fn is_at(&self, field: &str) -> bool {
        is_at(self.fault.as_ref(), field)
    }

    fn hint(&self) -> Text {
        Text::saying(|lang| say!(lang, "employers-password-hint", shortest = SHORTEST))
    }
}

/// An error in both languages.
pub(in crate::web) fn said(error: &impl InWords) -> Text {
    Text::saying(|lang| error.in_words(lang).into_owned().into())
}

pub(in crate::web) fn wrong() -> Text {
    key!("employers-wrong").into()
}

pub(in crate::web) fn plain() -> Text {
    key!("employers-plain").into()
}

pub(in crate::web) fn no_nik() -> Text {
    key!("employers-nik-wrong").into()
}

pub(in crate::web) fn not_repeated() -> Text {
    key!("employers-password-not-repeated").into()
}

/// The door.
pub(in crate::web) fn door(frame: Frame<'_>, name: &str, fault: Option<Text>) -> askama::Result<String> {
    Door { frame, name, fault }.render()
}

/// The first page. `left`: certificates whose NIK may be asked about, and look-ups by number.
pub(in crate::web) fn nik(
    frame: Frame<'_>,
    own: Own,
    typed: &TypedNik,
    [niks, lookups]: [u32; 2],
    fault: Option<Fault>,
) -> askama::Result<String> {
    NikPage { frame, own: own.beside(fault.as_ref()), typed, niks, lookups, fault }.render()
}

/// The keys.
pub(in crate::web) fn keys(
    frame: Frame<'_>,
    own: Own,
    keys: &[ShownKey],
    most: u32,
    zone: &TimeZone,
    fault: Option<Fault>,
) -> askama::Result<String> {
    let moment = |at| Text::saying(|lang| when::moment(at, zone, lang).into());
    let key = |key: &ShownKey| Key {
        name: key.name.clone(),
        prefix: key.prefix(),
        made_at: moment(key.made_at),
        used_at: key.used_at.map_or_else(|| key!("employers-key-unused").into(), moment),
    };
    KeysPage { frame, own: own.beside(fault.as_ref()), keys: keys.iter().map(key).collect(), most, fault }.render()
}

/// The password.
pub(in crate::web) fn password(frame: Frame<'_>, own: Own, must: bool, fault: Option<Fault>) -> askama::Result<String> {
    PasswordPage { frame, own: own.beside(fault.as_ref()), must, fault }.render()
}
