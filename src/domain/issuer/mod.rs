//! The certification body (*Lembaga Sertifikasi Profesi*, LSP; ISO/IEC 17024) and its licence.

mod kind;
mod lsp_id;
mod site;
mod zone;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::domain::line::{self, is_line};
use crate::domain::number::{InvalidShape, Numbering};
use crate::domain::scheme::{InvalidScheme, Scheme, SchemeCode};
use crate::domain::term::{Expiry, lies_in};
pub use kind::{InvalidLspKind, LspKind};
pub use lsp_id::{InvalidLspId, LspId};
pub use site::{InvalidSite, Site};
pub use zone::{InvalidZone, Zone};

/// One LSP as its office describes it. The words of the sheet come from here and from its layout.
#[derive(Clone, Debug)]
pub struct Lsp {
    pub id: LspId,
    pub name_id: String,
    pub name_en: String,
    pub kind: LspKind,
    pub site: Site,
    pub time_zone: Zone,
    pub city: String,
    pub licences: Vec<Licence>,
    /// The number's part that names the licence: `9901`.
    pub licence_serial: String,
    /// The registration's field letters: `KLN`.
    pub registration_letters: String,
    pub signatory: String,
    pub signatory_title_id: String,
    pub signatory_title_en: String,
    pub certification_manager: String,
    pub numbering: Numbering,
    pub expiry: Expiry,
    pub console: Console,
    pub schemes: Vec<Scheme>,
}

/// Licences that an LSP has at most, those that ended among them.
pub const MOST_LICENCES: usize = 20;

/// Why an LSP cannot be taken in.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidLsp {
    /// Which of its licences, the first being 1.
    #[error("licence {at}: {fault}")]
    Licence { at: usize, fault: InvalidLicence },
    #[error("an LSP has 1 to {MOST_LICENCES} licences")]
    Licences,
    #[error("numbering: {0}")]
    Numbering(#[from] InvalidShape),
    #[error("scheme {0}: {1}")]
    Scheme(SchemeCode, InvalidScheme),
    #[error("scheme {0} stands there twice")]
    SchemeTwice(SchemeCode),
    #[error("{field} must be 1 to {} characters without control characters", line::LONGEST)]
    Text { field: &'static str },
}

impl Lsp {
    /// Refuses what could not be numbered, signed or printed.
    ///
    /// # Errors
    /// The first field that is out of its bounds.
    pub fn validate(&self) -> Result<(), InvalidLsp> {
        self.faults().into_iter().next().map_or(Ok(()), Err)
    }

    /// Every field that is out of its bounds.
    #[must_use]
    pub fn faults(&self) -> Vec<InvalidLsp> {
        let mut faults = Vec::new();
        let texts = [
            ("name_id", &self.name_id),
            ("name_en", &self.name_en),
            ("city", &self.city),
            ("licence_serial", &self.licence_serial),
            ("registration_letters", &self.registration_letters),
            ("signatory", &self.signatory),
            ("signatory_title_id", &self.signatory_title_id),
            ("signatory_title_en", &self.signatory_title_en),
            ("certification_manager", &self.certification_manager),
        ];
        for (field, text) in texts {
            if !is_line(text, line::LONGEST) {
                faults.push(InvalidLsp::Text { field });
            }
        }
        if !(1..=MOST_LICENCES).contains(&self.licences.len()) {
            faults.push(InvalidLsp::Licences);
        }
        for (at, licence) in (1..).zip(&self.licences) {
            faults.extend(licence.faults().into_iter().map(|fault| InvalidLsp::Licence { at, fault }));
        }
        let mut codes = std::collections::BTreeSet::new();
        for scheme in &self.schemes {
            faults.extend(scheme.faults().into_iter().map(|fault| InvalidLsp::Scheme(scheme.code.clone(), fault)));
            if !codes.insert(&scheme.code) {
                faults.push(InvalidLsp::SchemeTwice(scheme.code.clone()));
            }
        }
        for rule in [&self.numbering.certificate, &self.numbering.registration] {
            let checked = rule.validate(&self.schemes, &self.registration_letters, &self.licence_serial);
            faults.extend(checked.err().map(InvalidLsp::Numbering));
        }
        faults
    }

    #[must_use]
    pub fn scheme(&self, code: &SchemeCode) -> Option<&Scheme> {
        self.schemes.iter().find(|scheme| scheme.code == *code)
    }

    /// The licence that covers `day`.
    #[must_use]
    pub fn licence_on(&self, day: Date) -> Option<&Licence> {
        self.licences.iter().find(|licence| licence.covers(day))
    }
}

/// A period for which BNSP licensed the LSP.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Licence {
    /// `BNSP-LSP-9901-ID`.
    pub number: String,
    /// BNSP's decree; empty where it is not known.
    pub decree: String,
    pub from: Date,
    pub until: Date,
}

/// Why a licence cannot be taken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidLicence {
    #[error("decree must be at most {} characters without control characters", line::LONGEST)]
    Decree,
    #[error("number must be 1 to {} characters without control characters", line::LONGEST)]
    Number,
    #[error("it ends before it begins")]
    Period,
}

impl Licence {
    /// Everything that is out of its bounds.
    #[must_use]
    pub fn faults(&self) -> Vec<InvalidLicence> {
        let all = [
            (InvalidLicence::Number, is_line(&self.number, line::LONGEST)),
            (InvalidLicence::Decree, self.decree.is_empty() || is_line(&self.decree, line::LONGEST)),
            (InvalidLicence::Period, self.from <= self.until),
        ];
        all.into_iter().filter(|(_, legal)| !legal).map(|(fault, _)| fault).collect()
    }

    #[must_use]
    pub fn covers(&self, day: Date) -> bool {
        lies_in(day, Some(self.from), Some(self.until))
    }
}

/// Whether one person at the command line may issue and change statuses.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Console {
    Closed,
    #[default]
    Open,
}
