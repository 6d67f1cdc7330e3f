//! What lists say of a certificate that is handed out.

use super::file_name::file_name;
use crate::domain::id::CertificateId;
use crate::office::personal::Person;
use crate::seal::spelling;
use crate::store::Printing;
use crate::words::{Lang, key};

/// A certificate in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub id: CertificateId,
    pub number: String,
    pub registration: String,
    /// The preprinted sheet that its roster named.
    pub blanko: Option<String>,
    pub name: String,
    pub scheme: String,
    pub issued_on: String,
    pub valid_until: String,
    /// The last digits of her NIK; of each, where it was corrected.
    pub nik: String,
    /// Empty where none was named.
    pub institution: String,
    /// Name of its PDF.
    pub file: String,
    pub url: String,
    /// Base64url.
    pub token: String,
}

impl Line {
    pub(super) fn of(printing: &Printing, person: Person, suffix: &str) -> Self {
        let (certificate, site) = (&printing.certificate, &printing.lsp.site);
        let nik = if person.is_erased {
            key!("office-register-erased").say(Lang::Id).into_owned()
        } else if person.is_altered {
            key!("office-register-altered").say(Lang::Id).into_owned()
        } else {
            person.nik_endings.join(", ")
        };
        Self {
            id: certificate.id,
            number: certificate.number.clone(),
            registration: certificate.registration.clone(),
            blanko: certificate.blanko.clone(),
            name: certificate.holder.to_string(),
            scheme: certificate.scheme.to_string(),
            issued_on: certificate.term.issued_on.to_string(),
            valid_until: certificate.term.valid_until.to_string(),
            nik,
            institution: person.institution.unwrap_or_default(),
            file: file_name(certificate, suffix),
            url: spelling::link(site, &certificate.token),
            token: spelling::to_base64url(&certificate.token),
        }
    }
}
