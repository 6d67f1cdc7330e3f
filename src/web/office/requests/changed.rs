//! A certificate that something is asked for: as it is, and what its successor would say otherwise.

use std::borrow::Cow;

use super::super::{certificates, said};
use crate::office::requests::{InState, Named};
use crate::words::Lang;

/// A certificate that something is asked for.
pub(super) struct Changed {
    pub(super) key: String,
    pub(super) number: String,
    /// While it waits: who holds it and what it is.
    pub(super) holder: Option<String>,
    pub(super) state: Option<Cow<'static, str>>,
    /// What its successor says otherwise.
    pub(super) name: Option<String>,
    pub(super) nik: Option<Niks>,
}

/// The NIK of before and the one to come.
pub(super) struct Niks {
    pub(super) before: String,
    pub(super) after: String,
}

impl Changed {
    pub(super) fn of(named: &Named) -> Self {
        Self {
            key: certificates::key(&named.number),
            number: named.number.clone(),
            holder: None,
            state: None,
            name: named.name.as_ref().map(ToString::to_string),
            nik: None,
        }
    }

    pub(super) fn is_corrected(&self) -> bool {
        self.name.is_some() || self.nik.is_some()
    }

    /// Shows the certificate as it is.
    pub(super) fn now(&mut self, InState { certificate, state }: &InState, lang: Lang) {
        self.holder = Some(certificate.holder.to_string());
        self.state = Some(said::status(*state, lang));
    }

    /// Shows the NIK of before beside the one to come.
    pub(super) fn put_nik(&mut self, before: &str, after: &str) {
        self.nik = Some(Niks { before: before.to_owned(), after: after.to_owned() });
    }
}
