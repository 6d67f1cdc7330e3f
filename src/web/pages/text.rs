//! What a page says twice: in Indonesian, and in English beside it.

use std::borrow::Cow;
use std::fmt;

use askama::filters::{Html, HtmlSafe, escape};

use crate::words::{Key, Lang, Said, Value};

/// One thing said twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::web) struct Text {
    pub(in crate::web) id: Cow<'static, str>,
    pub(in crate::web) en: Cow<'static, str>,
}

impl Text {
    /// What `say` says, in both languages.
    pub(super) fn saying(say: impl Fn(Lang) -> Cow<'static, str>) -> Self {
        Self { id: say(Lang::Id), en: say(Lang::En) }
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
            Lang::Id => &self.id,
        }
    }
}

impl From<Key> for Text {
    fn from(key: Key) -> Self {
        Self::saying(|lang| key.say(lang))
    }
}

/// As a template prints it: Indonesian, and English beside it.
impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Ok(id), Ok(en)) = (escape(&*self.id, Html), escape(&*self.en, Html));
        write!(f, "{id} <span lang=\"en\">{en}</span>")
    }
}

impl HtmlSafe for Text {}

impl Said for Text {
    fn said(&self, lang: Lang) -> Value<'_> {
        Value::from(self.words(lang))
    }
}
