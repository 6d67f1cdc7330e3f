//! The members of an LSP's file as people type them. A member that is not known is refused, so that a slip of the pen
//! is told; an LSP has each released way of writing one for ever.

use jiff::civil::Date;
use serde::Deserialize;

use super::{DesignFiles, MemberFault};
use crate::domain::issuer::{Console, Licence, Lsp, Site};
use crate::domain::number::{Numbering, Rule, Scope};
use crate::domain::scheme::{Kind, Scheme, Unit};
use crate::domain::term::Expiry;

/// One LSP. Its only licence may be written as `licence`, `decree`, `licensed_from` and `licensed_until`; `form` is an
/// older name of `design`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LspBody {
    id: String,
    name_id: String,
    name_en: String,
    kind: String,
    site: Option<String>,
    time_zone: String,
    city: String,
    licences: Option<Vec<LicenceBody>>,
    licence: Option<String>,
    decree: Option<String>,
    licensed_from: Option<Date>,
    licensed_until: Option<Date>,
    licence_serial: String,
    registration_letters: String,
    signatory: String,
    signatory_title_id: String,
    signatory_title_en: String,
    certification_manager: String,
    #[serde(default)]
    numbering: NumberingBody,
    #[serde(default)]
    expiry: Expiry,
    console: Option<Console>,
    design: Option<DesignFiles>,
    form: Option<DesignFiles>,
    schemes: Vec<SchemeBody>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct LicenceBody {
    number: String,
    #[serde(default)]
    decree: String,
    from: Date,
    until: Date,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct NumberingBody {
    certificate: Option<RuleBody>,
    registration: Option<RuleBody>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleBody {
    shape: String,
    #[serde(default)]
    scope: Scope,
    start: Option<u64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SchemeBody {
    code: String,
    field_id: String,
    field_en: String,
    title_id: String,
    title_en: String,
    kind: Kind,
    kkni_level: u8,
    kbli: String,
    kbji: String,
    validity_years: u8,
    from: Option<Date>,
    until: Option<Date>,
    units: Vec<UnitBody>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitBody {
    code: String,
    title_id: String,
    title_en: String,
}

/// A member that means nothing, by its path: `schemes[0].code`.
pub(super) struct Misread {
    pub(super) member: String,
    pub(super) fault: MemberFault,
}

impl Misread {
    fn at<T: Into<MemberFault>>(member: impl Into<String>) -> impl FnOnce(T) -> Self {
        let member = member.into();
        move |fault| Self { member, fault: fault.into() }
    }
}

impl LspBody {
    /// Whether the file says who may issue.
    pub(super) fn says_console(&self) -> bool {
        self.console.is_some()
    }

    /// The site that the file names, if any.
    pub(super) fn site(&self) -> Result<Option<Site>, Misread> {
        self.site.as_deref().map(str::parse).transpose().map_err(Misread::at("site"))
    }

    /// The LSP as the house knows it, and its design's files.
    pub(super) fn into_lsp(mut self, site: Site) -> Result<(Lsp, DesignFiles), Misread> {
        let design = match (self.design.take(), self.form.take()) {
            (Some(names), None) | (None, Some(names)) => names,
            (None, None) => DesignFiles::default(),
            (Some(_), Some(_)) => return Err(Misread::at("form")(MemberFault::Beside("design"))),
        };
        let licences = self.licences()?;
        let schemes = self.schemes.into_iter().enumerate();
        let lsp = Lsp {
            id: self.id.parse().map_err(Misread::at("id"))?,
            name_id: self.name_id,
            name_en: self.name_en,
            kind: self.kind.parse().map_err(Misread::at("kind"))?,
            site,
            time_zone: self.time_zone.parse().map_err(Misread::at("time_zone"))?,
            city: self.city,
            licences,
            licence_serial: self.licence_serial,
            registration_letters: self.registration_letters,
            signatory: self.signatory,
            signatory_title_id: self.signatory_title_id,
            signatory_title_en: self.signatory_title_en,
            certification_manager: self.certification_manager,
            numbering: self.numbering.read()?,
            expiry: self.expiry,
            console: self.console.unwrap_or_default(),
            schemes: schemes.map(|(at, scheme)| scheme.read(at)).collect::<Result<_, _>>()?,
        };
        Ok((lsp, design))
    }

    /// The list of licences, or the only one out of members of the LSP itself.
    fn licences(&mut self) -> Result<Vec<Licence>, Misread> {
        let alone = (self.licence.take(), self.licensed_from.take(), self.licensed_until.take());
        let decree = self.decree.take();
        if let Some(licences) = self.licences.take() {
            let given = [
                ("licence", alone.0.is_some()),
                ("decree", decree.is_some()),
                ("licensed_from", alone.1.is_some()),
                ("licensed_until", alone.2.is_some()),
            ];
            return match given.into_iter().find(|(_, given)| *given) {
                Some((member, _)) => Err(Misread::at(member)(MemberFault::Beside("licences"))),
                None => Ok(licences.into_iter().map(Licence::from).collect()),
            };
        }
        let missing = |member: &str| Misread::at(member)(MemberFault::Missing);
        let number = alone.0.ok_or_else(|| missing("licence"))?;
        let from = alone.1.ok_or_else(|| missing("licensed_from"))?;
        let until = alone.2.ok_or_else(|| missing("licensed_until"))?;
        // BNSP's decree is not always known; without one, none is printed.
        Ok(vec![Licence { number, decree: decree.unwrap_or_default(), from, until }])
    }
}

impl NumberingBody {
    /// What is not written is as it comes.
    fn read(self) -> Result<Numbering, Misread> {
        let own = Numbering::default();
        let rule = |name: &str, body: Option<RuleBody>, own: Rule| body.map_or(Ok(own), |body| body.read(name));
        Ok(Numbering {
            certificate: rule("certificate", self.certificate, own.certificate)?,
            registration: rule("registration", self.registration, own.registration)?,
        })
    }
}

impl RuleBody {
    fn read(self, name: &str) -> Result<Rule, Misread> {
        let shape = self.shape.parse().map_err(Misread::at(format!("numbering.{name}.shape")))?;
        Ok(Rule { shape, scope: self.scope, start: self.start.unwrap_or(1) })
    }
}

impl SchemeBody {
    fn read(self, at: usize) -> Result<Scheme, Misread> {
        Ok(Scheme {
            code: self.code.parse().map_err(Misread::at(format!("schemes[{at}].code")))?,
            field_id: self.field_id,
            field_en: self.field_en,
            title_id: self.title_id,
            title_en: self.title_en,
            kind: self.kind,
            kkni_level: self.kkni_level,
            kbli: self.kbli,
            kbji: self.kbji,
            validity_years: self.validity_years,
            units: self.units.into_iter().map(Unit::from).collect(),
            from: self.from,
            until: self.until,
        })
    }
}

impl From<LicenceBody> for Licence {
    fn from(LicenceBody { number, decree, from, until }: LicenceBody) -> Self {
        Self { number, decree, from, until }
    }
}

impl From<UnitBody> for Unit {
    fn from(UnitBody { code, title_id, title_en }: UnitBody) -> Self {
        Self { code, title_id, title_en }
    }
}
