//! The way from a form of the settings to the act, and back to the form with its faults.

use axum::extract::rejection::FormRejection;
use axum::response::Response;
use axum::{Form, extract::Request};

use super::super::frame::again;
use super::super::upload::{self, Bounds};
use super::super::{Flash, Visit, said, see};
use super::PART;
use super::form::{Beside, Blank, Fault, FormPage, Typed};
use crate::domain::issuer::{InvalidLicence, InvalidLsp, Lsp};
use crate::domain::line;
use crate::domain::scheme::InvalidScheme;
use crate::office::accounts::{Administrator, Proven};
use crate::office::design::{Design, DesignError};
use crate::office::in_words::InWords as _;
use crate::office::proof::ProofError;
use crate::office::settings::{self, Outcome, Part, Present, SettingError};
use crate::office::standing::{Administers, Standing};
use crate::office::{Error as OfficeError, told};
use crate::render::{LayoutError, PictureOf};
use crate::web::{Error, Service};
use crate::words::{Lang, key, say};

/// A short form as it was sent.
pub(super) type Short = Result<Form<std::collections::BTreeMap<String, String>>, FormRejection>;

/// An administrator at her LSP's settings.
pub(super) struct Desk<'a> {
    pub(super) service: &'a Service,
    pub(super) visit: &'a Visit,
    pub(super) me: &'a Administrator,
}

impl Desk<'_> {
    pub(super) fn lang(&self) -> Lang {
        self.visit.lang()
    }

    /// The address of the settings.
    pub(super) fn here(&self) -> String {
        format!("/office/{}{PART}", self.me.lsp())
    }

    pub(super) async fn present(&self) -> Result<Present, Error> {
        Ok(Present::read(&self.visit.office, self.me.lsp()).await?)
    }

    /// Takes a form in that brings files.
    pub(super) async fn take(&self, request: Request, bounds: Bounds) -> Result<(Typed, upload::Sent), Error> {
        let mut sent = upload::take_form(self.service, request, bounds).await?;
        Ok((Typed(std::mem::take(&mut sent.fields)), sent))
    }

    /// A form as a page.
    pub(super) async fn form(
        &self,
        blank: Blank,
        typed: Option<&Typed>,
        faults: Vec<Fault>,
        beside: Beside,
    ) -> Result<FormPage, Error> {
        let here = self.here();
        let frame = self.visit.frame_of(self.service, self.me, PART, &format!("{here}{}", blank.path)).await?;
        let shown = FormPage::of(frame, here.clone(), blank, typed, faults, beside);
        Ok(match Proven::of(self.me.clone()) {
            Some(_) => shown,
            None => shown.unproven(format!("/office/bukti?ke={here}")),
        })
    }

    /// The same, because of faults.
    pub(super) async fn refused(&self, blank: Blank, typed: &Typed, faults: Vec<Fault>) -> Result<Response, Error> {
        again(&self.form(blank, Some(typed), faults, Beside::default()).await?)
    }

    /// Who may change anything, if she showed a moment ago that it is she. What she typed is not thrown away for it.
    pub(super) fn proven(&self) -> Result<Standing<Administers>, Vec<Fault>> {
        let proven = Proven::of(self.me.clone());
        let proven = proven.ok_or_else(|| vec![Fault::whole(key!("office-settings-prove").say(self.lang()))])?;
        Ok(Standing::administrator(&proven, self.visit.now))
    }

    /// Changes a part of the LSP, and goes on to the page that tells of it; or says what is wrong.
    pub(super) async fn change(
        &self,
        part: &Part,
        typed: &Typed,
        change: impl FnOnce(&mut Lsp, &mut Design),
    ) -> Result<Result<Response, Vec<Fault>>, Error> {
        let who = match self.proven() {
            Ok(who) => who,
            Err(faults) => return Ok(Err(faults)),
        };
        let seen = typed.text("seen");
        let act = settings::change(&self.visit.office, &who, part, &seen, change);
        match self.visit.once(typed.raw("key"), act).await? {
            Some(changed) => self.done(changed).await,
            None => Ok(Ok(see(&self.here()))),
        }
    }

    /// Goes on to the page that tells what was done, or says why nothing was.
    pub(super) async fn done(
        &self,
        done: Result<Outcome, SettingError>,
    ) -> Result<Result<Response, Vec<Fault>>, Error> {
        match done {
            Ok(outcome) => {
                self.visit.tell(self.service, &self.here(), Flash::Setting(outcome.into())).await?;
                Ok(Ok(see(&self.here())))
            }
            Err(error) => {
                let lsp = self.visit.office.lsp(self.me.lsp()).await?.lsp;
                faults_of(error, &lsp, self.lang()).map(Err)
            }
        }
    }
}

/// What is said on the form, each fault at its field.
fn faults_of(error: SettingError, lsp: &Lsp, lang: Lang) -> Result<Vec<Fault>, Error> {
    Ok(match error {
        SettingError::Changed => {
            vec![Fault { changed: true, ..Fault::whole(key!("office-settings-fault-changed").say(lang)) }]
        }
        SettingError::Days => vec![Fault::at("days", days_words(lang))],
        SettingError::Invalid(faults) => faults.iter().map(|fault| invalid(fault, lang)).collect(),
        SettingError::Proof(error) => vec![undrawn(&error, lang)],
        SettingError::Office(OfficeError::Disowned(disowned)) => vec![Fault::whole(disowned.in_words(lang))],
        SettingError::Office(OfficeError::Repointed { .. }) => {
            vec![Fault::whole(key!("office-settings-fault-repointed").say(lang))]
        }
        SettingError::Office(error) => vec![Fault::whole(said::or_failed(said::refusal(&error, lsp, lang), error)?)],
    })
}

pub(super) fn days_words(lang: Lang) -> std::borrow::Cow<'static, str> {
    let days = told::lsp::REQUEST_DAYS;
    say!(lang, "office-settings-fault-days", least = *days.start(), most = *days.end())
}

/// What is wrong with an LSP, at its field.
pub(super) fn invalid(fault: &InvalidLsp, lang: Lang) -> Fault {
    match fault {
        InvalidLsp::Licence { fault, .. } => licence(*fault, lang),
        InvalidLsp::Text { field } => Fault::at(field, say!(lang, "office-settings-fault-text", most = line::LONGEST)),
        InvalidLsp::Scheme(_, fault) => scheme(fault, lang),
        InvalidLsp::Licences | InvalidLsp::Numbering(_) | InvalidLsp::SchemeTwice(_) => {
            Fault::whole(fault.in_words(lang))
        }
    }
}

/// What is wrong with a licence, at its field.
pub(super) fn licence(fault: InvalidLicence, lang: Lang) -> Fault {
    let most = line::LONGEST;
    match fault {
        InvalidLicence::Decree => Fault::at("decree", say!(lang, "office-settings-fault-text-or-none", most)),
        InvalidLicence::Number => Fault::at("number", say!(lang, "office-settings-fault-text", most)),
        InvalidLicence::Period => Fault::at("until", key!("office-settings-fault-period").say(lang)),
    }
}

/// What is wrong with a scheme, at its field.
pub(super) fn scheme(fault: &InvalidScheme, lang: Lang) -> Fault {
    match fault {
        InvalidScheme::Digits { field, digits } => Fault::at(field, say!(lang, "office-settings-fault-digits", digits)),
        InvalidScheme::Level => Fault::at("kkni_level", key!("office-settings-fault-level").say(lang)),
        InvalidScheme::Period => Fault::at("until", key!("office-settings-fault-period").say(lang)),
        InvalidScheme::Units => Fault::at("units", key!("office-settings-fault-units").say(lang)),
        InvalidScheme::Text { field, most } if !field.starts_with("unit") => {
            Fault::at(field, say!(lang, "office-settings-fault-text", most))
        }
        InvalidScheme::Text { .. } => Fault::at("units", fault.in_words(lang)),
        InvalidScheme::Validity => Fault::at("validity_years", key!("office-settings-fault-validity").say(lang)),
    }
}

/// What cannot be drawn, at the picture or the layout that it lies in.
pub(super) fn undrawn(error: &ProofError, lang: Lang) -> Fault {
    let field = match error {
        ProofError::Design(DesignError::Layout { fault: LayoutError::Picture(of), .. }) => match of {
            PictureOf::Logo => "logo",
            PictureOf::ManagerSignature => "manager_signature",
            PictureOf::Signature => "signature",
        },
        ProofError::Design(_) => "layout",
        ProofError::Day(_) | ProofError::Ruler(_) | ProofError::Sheet { .. } => "",
    };
    Fault::at(field, error.in_words(lang))
}
