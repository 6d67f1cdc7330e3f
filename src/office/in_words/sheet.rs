//! The words for what cannot be drawn: designs, layouts, a printer's file, sheets of invented data.

use std::borrow::Cow;

use super::InWords;
use crate::office::design::{DesignError, SheetKind};
use crate::office::proof::ProofError;
use crate::render::{BlockFault, LayoutError, PictureOf, PrintError, PrinterError};
use crate::words::{Lang, say};

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
