//! What certificates are printed with, as it is kept under its hash in `version`: the particulars of an LSP and its
//! schemes, JSON with members in the order of the alphabet.
//!
//! A kept text stays as it is, and the hash that certificates name is the row's: it is carried, never computed again
//! from what was parsed. So texts may grow: a member that is not known is passed over, one that was not written yet
//! has its default, and what is written has every member that is known. `tests/vectors/stored-…/` hold texts of
//! released programs.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Datum, StoreError};
use crate::domain::issuer::{Console, Licence, Lsp, LspId, LspKind, Site, Zone};
use crate::domain::number::{Numbering, Rule, Scope, Shape};
use crate::domain::scheme::{Kind, Scheme, SchemeCode, Unit};
use crate::domain::term::Expiry;

/// An LSP's particulars as they are kept. Certificates name them without its schemes, which have texts of their own.
#[must_use]
pub fn lsp_json(lsp: &Lsp) -> serde_json::Value {
    serde_json::json!(LspBody::from(lsp))
}

/// The text of an LSP's particulars.
pub(super) fn lsp_text(lsp: &Lsp) -> String {
    lsp_json(lsp).to_string()
}

/// The text of a scheme.
pub(super) fn scheme_text(scheme: &Scheme) -> String {
    serde_json::json!(SchemeBody::from(scheme)).to_string()
}

/// Reads [`lsp_text`] back.
pub(super) fn lsp(text: &str) -> Result<Lsp, StoreError> {
    serde_json::from_str::<LspBody>(text).map(Lsp::from).map_err(|_| StoreError::Corrupt(Datum::Lsp))
}

/// Reads [`scheme_text`] back.
pub(super) fn scheme(text: &str) -> Result<Scheme, StoreError> {
    serde_json::from_str::<SchemeBody>(text).map(Scheme::from).map_err(|_| StoreError::Corrupt(Datum::Scheme))
}

#[derive(Debug, Deserialize, Serialize)]
struct LspBody {
    id: LspId,
    name_id: String,
    name_en: String,
    kind: String,
    site: Site,
    time_zone: Zone,
    city: String,
    licences: Vec<LicenceBody>,
    licence_serial: String,
    registration_letters: String,
    signatory: String,
    signatory_title_id: String,
    signatory_title_en: String,
    certification_manager: String,
    #[serde(default)]
    numbering: Option<NumberingBody>,
    #[serde(default)]
    expiry: Expiry,
    #[serde(default)]
    console: Console,
    #[serde(default)]
    schemes: Vec<SchemeBody>,
}

#[derive(Debug, Deserialize, Serialize)]
struct LicenceBody {
    number: String,
    #[serde(default)]
    decree: String,
    from: Date,
    until: Date,
}

#[derive(Debug, Deserialize, Serialize)]
struct NumberingBody {
    certificate: RuleBody,
    registration: RuleBody,
}

#[derive(Debug, Deserialize, Serialize)]
struct RuleBody {
    shape: Shape,
    scope: Scope,
    start: u64,
}

#[derive(Debug, Deserialize, Serialize)]
struct SchemeBody {
    code: SchemeCode,
    field_id: String,
    field_en: String,
    title_id: String,
    title_en: String,
    kind: Kind,
    kkni_level: u8,
    kbli: String,
    kbji: String,
    validity_years: u8,
    units: Vec<UnitBody>,
    #[serde(default)]
    from: Option<Date>,
    #[serde(default)]
    until: Option<Date>,
}

#[derive(Debug, Deserialize, Serialize)]
struct UnitBody {
    code: String,
    title_id: String,
    title_en: String,
}

impl From<&Lsp> for LspBody {
    fn from(lsp: &Lsp) -> Self {
        let lsp = lsp.clone();
        Self {
            id: lsp.id,
            name_id: lsp.name_id,
            name_en: lsp.name_en,
            kind: lsp.kind.to_string(),
            site: lsp.site,
            time_zone: lsp.time_zone,
            city: lsp.city,
            licences: lsp.licences.into_iter().map(LicenceBody::from).collect(),
            licence_serial: lsp.licence_serial,
            registration_letters: lsp.registration_letters,
            signatory: lsp.signatory,
            signatory_title_id: lsp.signatory_title_id,
            signatory_title_en: lsp.signatory_title_en,
            certification_manager: lsp.certification_manager,
            numbering: Some(NumberingBody::from(lsp.numbering)),
            expiry: lsp.expiry,
            console: lsp.console,
            schemes: lsp.schemes.iter().map(SchemeBody::from).collect(),
        }
    }
}

impl From<LspBody> for Lsp {
    fn from(body: LspBody) -> Self {
        Self {
            id: body.id,
            name_id: body.name_id,
            name_en: body.name_en,
            kind: LspKind::kept(body.kind),
            site: body.site,
            time_zone: body.time_zone,
            city: body.city,
            licences: body.licences.into_iter().map(Licence::from).collect(),
            licence_serial: body.licence_serial,
            registration_letters: body.registration_letters,
            signatory: body.signatory,
            signatory_title_id: body.signatory_title_id,
            signatory_title_en: body.signatory_title_en,
            certification_manager: body.certification_manager,
            numbering: body.numbering.map(Numbering::from).unwrap_or_default(),
            expiry: body.expiry,
            console: body.console,
            schemes: body.schemes.into_iter().map(Scheme::from).collect(),
        }
    }
}

impl From<&Scheme> for SchemeBody {
    fn from(scheme: &Scheme) -> Self {
        let scheme = scheme.clone();
        Self {
            code: scheme.code,
            field_id: scheme.field_id,
            field_en: scheme.field_en,
            title_id: scheme.title_id,
            title_en: scheme.title_en,
            kind: scheme.kind,
            kkni_level: scheme.kkni_level,
            kbli: scheme.kbli,
            kbji: scheme.kbji,
            validity_years: scheme.validity_years,
            units: scheme.units.into_iter().map(UnitBody::from).collect(),
            from: scheme.from,
            until: scheme.until,
        }
    }
}

impl From<SchemeBody> for Scheme {
    fn from(body: SchemeBody) -> Self {
        Self {
            code: body.code,
            field_id: body.field_id,
            field_en: body.field_en,
            title_id: body.title_id,
            title_en: body.title_en,
            kind: body.kind,
            kkni_level: body.kkni_level,
            kbli: body.kbli,
            kbji: body.kbji,
            validity_years: body.validity_years,
            units: body.units.into_iter().map(Unit::from).collect(),
            from: body.from,
            until: body.until,
        }
    }
}

/// Both ways between two types with the same members.
macro_rules! same {
    ($domain:ident, $body:ident { $($member:ident),+ }) => {
        impl From<$domain> for $body {
            fn from($domain { $($member),+ }: $domain) -> Self {
                Self { $($member: $member.into()),+ }
            }
        }

        impl From<$body> for $domain {
            fn from($body { $($member),+ }: $body) -> Self {
                Self { $($member: $member.into()),+ }
            }
        }
    };
}

same!(Licence, LicenceBody { number, decree, from, until });
same!(Numbering, NumberingBody { certificate, registration });
same!(Rule, RuleBody { shape, scope, start });
same!(Unit, UnitBody { code, title_id, title_en });

#[cfg(test)]
mod tests {
    use sha2::{Digest as _, Sha256};

    use super::*;
    use crate::seal::vectors::{Vector, hold};

    /// What becomes of a kept text: read, and written again the same where nobody has added to it.
    fn outcome(vector: &Vector, read: impl Fn(&str) -> Result<String, StoreError>) -> String {
        let text = vector.body.trim_end();
        let Ok(again) = read(text) else { return "refused".to_owned() };
        if let Some(sha256) = vector.field("sha256") {
            assert_eq!(hex::encode(Sha256::digest(text)), sha256, "{}: as it was kept", vector.name);
            assert_eq!(again, text, "{}: and written again the same", vector.name);
        }
        "read".to_owned()
    }

    #[test]
    fn every_kept_lsp_comes_out_as_it_says() {
        hold("stored-lsp", "read", |vector| outcome(vector, |text| lsp(text).map(|lsp| lsp_text(&lsp))));
    }

    #[test]
    fn every_kept_scheme_comes_out_as_it_says() {
        hold("stored-scheme", "read", |vector| outcome(vector, |text| scheme(text).map(|read| scheme_text(&read))));
    }
}
