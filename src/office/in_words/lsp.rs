//! The words for what an LSP's file says and cannot mean, and for texts that are no id, site, number or day.

use std::borrow::Cow;

use super::{InWords, json, one_sentence};
use crate::domain::holder::{InvalidName, InvalidNik, LONGEST_NAME};
use crate::domain::issuer::{
    InvalidLicence, InvalidLsp, InvalidLspId, InvalidLspKind, InvalidSite, InvalidZone, MOST_LICENCES,
};
use crate::domain::line;
use crate::domain::number::{self, InvalidShape};
use crate::domain::scheme::{InvalidScheme, InvalidSchemeCode};
use crate::domain::term::InvalidDay;
use crate::office::lsp_file::{LspFileError, MemberFault};
use crate::office::particulars::{Disowned, Why};
use crate::verify::list::{InvalidUntil, LONGEST_CONTRACT};
use crate::words::{Lang, key, say};

impl InWords for LspFileError {
    fn in_words(&self, lang: Lang) -> Cow<'static, str> {
        let of = |id: &Option<String>, fault: Cow<'static, str>| match id {
            Some(id) => say!(lang, "failure-lsp-invalid", id, fault),
            None => say!(lang, "failure-lsp-without-id", fault),
        };
        match self {
            Self::Invalid { id, fault } => of(id, fault.in_words(lang)),
            Self::Json(cause) => json::unread(cause, lang),
            Self::Member { id, member, fault } => {
                let fault = fault.in_words(lang);
                of(id, if member.is_empty() { fault } else { format!("{member}: {fault}").into() })
            }
            Self::NoLsp => say!(lang, "failure-lsp-none"),
            Self::NoSite(id) => of(id, say!(lang, "failure-lsp-no-site")),
        }
    }
}

impl InWords for MemberFault {
    fn in_words(&self, lang: Lang) -> Cow<'static, str> {
        match self {
            Self::Beside(other) => say!(lang, "failure-member-beside", other = *other),
            Self::Code(cause) => cause.in_words(lang),
            Self::Form(cause) => json::misformed(cause, lang),
            Self::Id(cause) => cause.in_words(lang),
            Self::Kind(cause) => cause.in_words(lang),
            Self::Missing => say!(lang, "failure-member-missing"),
            Self::Shape(cause) => cause.in_words(lang),
            Self::Site(cause) => cause.in_words(lang),
            Self::Zone(cause) => cause.in_words(lang),
        }
    }
}

impl InWords for InvalidLsp {
    fn in_words(&self, lang: Lang) -> Cow<'static, str> {
        match self {
            Self::Licence { at, fault } => say!(lang, "failure-lsp-licence", at, fault = fault.in_words(lang)),
            Self::Licences => say!(lang, "failure-lsp-licences", most = MOST_LICENCES),
            Self::Numbering(cause) => say!(lang, "failure-lsp-numbering", cause = cause.in_words(lang)),
            Self::Scheme(code, cause) => say!(lang, "failure-lsp-scheme", code, cause = cause.in_words(lang)),
            Self::SchemeTwice(code) => say!(lang, "failure-lsp-scheme-twice", code),
            Self::Text { field } => say!(lang, "failure-text", field = *field, most = line::LONGEST),
        }
    }
}

impl InWords for InvalidLicence {
    fn in_words(&self, lang: Lang) -> Cow<'static, str> {
        match self {
            Self::Decree => say!(lang, "failure-text-or-none", field = "decree", most = line::LONGEST),
            Self::Number => say!(lang, "failure-text", field = "number", most = line::LONGEST),
            Self::Period => say!(lang, "failure-period"),
        }
    }
}

impl InWords for InvalidScheme {
    fn in_words(&self, lang: Lang) -> Cow<'static, str> {
        match self {
            Self::Digits { field, digits } => say!(lang, "failure-digits", field = *field, digits),
            Self::Level => say!(lang, "failure-scheme-level"),
            Self::Period => say!(lang, "failure-period"),
            Self::Units => say!(lang, "failure-scheme-units"),
            Self::Text { field, most } => say!(lang, "failure-text", field = *field, most),
            Self::Validity => say!(lang, "failure-scheme-validity"),
        }
    }
}

impl InWords for InvalidShape {
    fn in_words(&self, lang: Lang) -> Cow<'static, str> {
        match self {
            Self::Character => say!(lang, "failure-shape-character"),
            Self::Missing => say!(lang, "failure-shape-missing", sequence = "{sequence:N}", year = "{year}"),
            Self::Placeholder(name) => say!(lang, "failure-shape-placeholder", name = format!("{{{name}}}")),
            Self::Shared(one, other) => say!(lang, "failure-shape-shared", one, other, scheme = "{scheme}"),
            Self::Start(last) => say!(lang, "failure-shape-start", last),
            Self::TooLong => say!(lang, "failure-shape-too-long", most = number::LONGEST),
            Self::Width => say!(lang, "failure-shape-width"),
        }
    }
}

impl InWords for InvalidName {
    fn in_words(&self, lang: Lang) -> Cow<'static, str> {
        match self {
            Self::Empty => say!(lang, "failure-name-empty"),
            Self::Hidden => say!(lang, "failure-name-hidden"),
            Self::NoLetter => say!(lang, "failure-name-no-letter"),
            Self::TooLong => say!(lang, "failure-name-too-long", most = LONGEST_NAME),
        }
    }
}

impl InWords for InvalidUntil {
    fn in_words(&self, lang: Lang) -> Cow<'static, str> {
        match self {
            Self::Far => say!(lang, "failure-until-far", years = i64::from(LONGEST_CONTRACT)),
            Self::Past => say!(lang, "failure-until-past"),
        }
    }
}

impl InWords for Disowned {
    fn in_words(&self, lang: Lang) -> Cow<'static, str> {
        let why = match self.why {
            Why::Licence => key!("failure-disowned-licence"),
            Why::Scheme => key!("failure-disowned-scheme"),
            Why::TimeZone => key!("failure-disowned-time-zone"),
        };
        say!(lang, "failure-disowned", scheme = self.scheme, day = self.issued_on, why = why.say(lang))
    }
}

one_sentence! {
    InvalidDay => key!("failure-day"),
    InvalidLspId => key!("failure-lsp-id"),
    InvalidLspKind => key!("failure-lsp-kind"),
    InvalidNik => key!("failure-nik"),
    InvalidSchemeCode => key!("failure-scheme-code"),
    InvalidSite => key!("failure-site"),
    InvalidZone => key!("failure-zone"),
}
