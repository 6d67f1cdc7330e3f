//! The words for what cannot be drawn, printed or written into a folder.

use std::borrow::Cow;

use super::InWords;
use crate::office::design::{DesignError, SheetKind};
use crate::office::handout::HandoutError;
use crate::office::proof::ProofError;
use crate::office::register::RegisterError;
use crate::office::sheet::SheetError;
use crate::render::{BlockFault, LayoutError, PictureOf, PrintError, PrinterError};
use crate::words::{Lang, key, say};

impl InWords for DesignError {
    fn in_words(&self, lang: Lang) -> Cow<'static, str> {
        match self {
            Self::Corrupt => say!(lang, "failure-form-corrupt"),
            Self::Layout { sheet: SheetKind::Blanko, fault } => {
                say!(lang, "failure-layout-blanko", fault = fault.in_words(lang))
            }
            Self::Layout { sheet: SheetKind::Digital, fault } => {
                say!(lang, "failure-layout-digital", fault = fault.in_words(lang))
            }
        }
    }
}

impl InWords for LayoutError {
    fn in_words(&self, lang: Lang) -> Cow<'static, str> {
        match self {
            Self::Block { block, fault } => say!(lang, "failure-block", block, fault = fault.in_words(lang)),
            Self::Picture(PictureOf::Logo) => say!(lang, "failure-picture-logo"),
            Self::Picture(PictureOf::ManagerSignature) => say!(lang, "failure-picture-manager-signature"),
            Self::Picture(PictureOf::Signature) => say!(lang, "failure-picture-signature"),
            Self::Syntax(cause) => say!(lang, "failure-layout-syntax", cause),
        }
    }
}

impl InWords for BlockFault {
    fn in_words(&self, lang: Lang) -> Cow<'static, str> {
        match self {
            Self::Absent { known } => say!(lang, "failure-block-absent", known = known.join(", ")),
            Self::Brace(text) => say!(lang, "failure-block-brace", text),
            Self::Color(text) => say!(lang, "failure-block-color", text),
            Self::Form(cause) => cause.clone().into(),
            Self::Letter(letter) => say!(lang, "failure-block-letter", letter),
            Self::Lines => say!(lang, "failure-block-lines"),
            Self::OffSheet { at: [left, top, wide, high], width, height } => {
                let at = format!("{left}; {top}; {wide}; {high}");
                say!(lang, "failure-block-off-sheet", at, width = width.to_string(), height = height.to_string())
            }
            Self::Outside { member, value, least, most } => {
                let [value, least, most] = [value, least, most].map(f32::to_string);
                say!(lang, "failure-outside", member = *member, value, least, most)
            }
            Self::Placeholder { name } => {
                let known = Self::placeholders().join(", ");
                say!(lang, "failure-block-placeholder", name = format!("{{{name}}}"), known)
            }
        }
    }
}

impl InWords for PrinterError {
    fn in_words(&self, lang: Lang) -> Cow<'static, str> {
        match self {
            Self::Offset(mm) => {
                say!(lang, "failure-printer-offset", mm = mm.to_string(), most = Self::MOST.to_string())
            }
            Self::Syntax(cause) => say!(lang, "failure-printer-syntax", cause),
        }
    }
}

impl InWords for PrintError {
    fn in_words(&self, lang: Lang) -> Cow<'static, str> {
        match self {
            Self::Letter { block, letter } => {
                say!(lang, "failure-block", block, fault = BlockFault::Letter(*letter).in_words(lang))
            }
            Self::Photo => say!(lang, "failure-print-photo"),
            Self::TooLarge(_) => say!(lang, "failure-print-qr"),
        }
    }
}

impl InWords for HandoutError {
    fn in_words(&self, lang: Lang) -> Cow<'static, str> {
        match self {
            Self::AnotherList(path) => say!(lang, "failure-handout-another-list", path = path.display()),
            Self::Design(cause) => cause.in_words(lang),
            Self::File { path, cause, .. } => {
                say!(lang, "failure-handout-file", path = path.display(), cause = cause.to_string())
            }
            Self::List { path, cause } => {
                say!(lang, "failure-handout-file", path = path.display(), cause = cause.to_string())
            }
            Self::Office(cause) => cause.in_words(lang),
            Self::Photo => say!(lang, "failure-handout-photo"),
            Self::Register(cause) => cause.in_words(lang),
            Self::Sheet { number, cause } => say!(lang, "failure-handout-sheet", number, cause = cause.in_words(lang)),
            Self::Store(cause) => cause.in_words(lang),
        }
    }
}

impl InWords for ProofError {
    fn in_words(&self, lang: Lang) -> Cow<'static, str> {
        match self {
            Self::Day(cause) => cause.in_words(lang),
            Self::Design(cause) => cause.in_words(lang),
            Self::Ruler(cause) => say!(lang, "failure-ruler", cause = cause.in_words(lang)),
            Self::Sheet { scheme, cause } => {
                say!(lang, "failure-sheet-of-scheme", scheme, cause = cause.in_words(lang))
            }
        }
    }
}

impl InWords for RegisterError {
    fn in_words(&self, lang: Lang) -> Cow<'static, str> {
        match self {
            Self::Csv(cause) => say!(lang, "failure-register-csv", cause = cause.to_string()),
            Self::Workbook(cause) => say!(lang, "failure-register-workbook", cause = cause.to_string()),
        }
    }
}

impl InWords for SheetError {
    fn in_words(&self, lang: Lang) -> Cow<'static, str> {
        match self {
            Self::Drawn => key!("failure-sheet-drawn").say(lang),
            Self::Handout(cause) => cause.in_words(lang),
            Self::Office(cause) => cause.in_words(lang),
            Self::Store(cause) => cause.in_words(lang),
            Self::Thread => key!("failure-sheet-thread").say(lang),
        }
    }
}
