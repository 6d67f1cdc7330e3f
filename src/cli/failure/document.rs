//! The words for files that cannot be looked into: documents, bundles of them, and rosters.

use std::borrow::Cow;

use super::InWords;
use crate::roster::FileFault;
use crate::verify::document::{BundleFault, DocumentFault, FILES, UNPACKED};
use crate::words::{Lang, say};

impl InWords for DocumentFault {
    fn in_words(&self, lang: Lang) -> Cow<'static, str> {
        match self {
            Self::Broken => say!(lang, "failure-document-broken"),
            Self::Late => say!(lang, "failure-document-late"),
            Self::NotStarted(cause) => say!(lang, "failure-document-not-started", cause = cause.to_string()),
        }
    }
}

impl InWords for BundleFault {
    fn in_words(&self, lang: Lang) -> Cow<'static, str> {
        match self {
            Self::Broken => say!(lang, "failure-bundle-broken"),
            Self::TooLarge => say!(lang, "failure-bundle-too-large", files = FILES, most = UNPACKED >> 20),
        }
    }
}

impl InWords for FileFault {
    fn in_words(&self, lang: Lang) -> Cow<'static, str> {
        self.message(lang)
    }
}
