//! What a page says twice: in the language of its visitor, and in English beside it.

use std::borrow::Cow;
use std::fmt;

use askama::filters::{Html, HtmlSafe, escape};

use crate::web::language;
use crate::words::{Key, Lang, Said, Value};

/// One thing said twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::web) struct Text {
    /// In Indonesian, or a further language that the visitor asked for.
    pub(in crate::web) first: Cow<'static, str>,
    pub(in crate::web) en: Cow<'static, str>,
}

impl Text {
    /// What `say` says, in both languages.
    pub(super) fn saying(say: impl Fn(Lang) -> Cow<'static, str>) -> Self {
        Self { first: say(language::first()), en: say(Lang::En) }
    }

    /// Several things named one after another.
    pub(super) fn list(all: &[Self]) -> Self {
        let joined = |lang| all.iter().map(|text| text.words(lang)).collect::<Vec<_>>().join(", ").into();
        Self::saying(joined)
    }

    /// This sentence and a further one.
    pub(super) fn then(self, next: Self) -> Self {
        Self::saying(|lang| format!("{} {}", self.words(lang), next.words(lang)).into())
    }

    fn words(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.en,
            Lang::Further(_) | Lang::Id => &self.first,
        }
    }
}

impl From<Key> for Text {
    fn from(key: Key) -> Self {
        Self::saying(|lang| key.say(lang))
    }
}

/// As a template prints it: the first, and English beside it.
impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Ok(first), Ok(en)) = (escape(&*self.first, Html), escape(&*self.en, Html));
        write!(f, "{first} <span lang=\"en\">{en}</span>")
    }
}

impl HtmlSafe for Text {}

impl Said for Text {
    fn said(&self, lang: Lang) -> Value<'_> {
        Value::from(self.words(lang))
    }
}
