//! What may stand in a sentence.

use std::borrow::Cow;
use std::fmt;

use fluent_bundle::FluentValue;
use jiff::civil::Date;

use super::{Lang, when};
use crate::domain::issuer::{LspId, Site};
use crate::domain::scheme::SchemeCode;

/// An argument of a message.
#[derive(Clone, Debug)]
pub struct Value<'a>(pub(super) FluentValue<'a>);

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self(FluentValue::from(text))
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Self(FluentValue::from(text))
    }
}

/// Something that can be said within a sentence.
pub trait Said {
    /// It as an argument of a message in this language.
    fn said(&self, lang: Lang) -> Value<'_>;
}

impl<T: Said + ?Sized> Said for &T {
    fn said(&self, lang: Lang) -> Value<'_> {
        T::said(self, lang)
    }
}

impl Said for str {
    fn said(&self, _: Lang) -> Value<'_> {
        Value(FluentValue::from(self))
    }
}

impl Said for String {
    fn said(&self, _: Lang) -> Value<'_> {
        Value(FluentValue::from(self.as_str()))
    }
}

impl Said for Cow<'_, str> {
    fn said(&self, _: Lang) -> Value<'_> {
        Value(FluentValue::from(self.as_ref()))
    }
}

/// A date in full: `18 Desember 2026`, `18 December 2026`.
impl Said for Date {
    fn said(&self, lang: Lang) -> Value<'_> {
        Value(FluentValue::from(when::day(*self, lang)))
    }
}

/// Whole numbers choose a plural.
macro_rules! numbers {
    ($($number:ty),*) => {$(
        impl Said for $number {
            fn said(&self, _: Lang) -> Value<'_> {
                Value(FluentValue::from(*self))
            }
        }
    )*};
}
numbers!(i8, i16, i64, u8, u16, u32, u64, usize);

/// What is written alike in every language.
macro_rules! written {
    ($($name:ty),*) => {$(
        impl Said for $name {
            fn said(&self, _: Lang) -> Value<'_> {
                Value(FluentValue::from(self.to_string()))
            }
        }
    )*};
}
written!(
    char,
    fmt::Arguments<'_>,
    jiff::Timestamp,
    LspId,
    SchemeCode,
    Site,
    std::net::SocketAddr,
    std::path::Display<'_>
);
