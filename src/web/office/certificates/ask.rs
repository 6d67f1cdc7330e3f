//! What is asked for certificates on a page of its own: whom it hits, why, and a button that names act and count. Another
//! person approves.

use std::borrow::Cow;
use std::sync::Arc;

use askama::Template;
use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::extract::{Path, State};
use axum::response::Response;

use super::super::events::base;
use super::super::frame::{again, page};
use super::super::{As, Flash, Frame, Visit, requests as requested, said, see};
use super::one::search_key;
use super::what::What;
use super::{PART, key, of};
use crate::domain::certificate::Certificate;
use crate::domain::holder::{HolderName, Nik};
use crate::domain::issuer::Lsp;
use crate::domain::status::State as Status;
use crate::office::accounts::Operator;
use crate::office::certificates::{self, Whole};
use crate::office::requests::{self, ChangeWish, LONGEST_REMARK, Named, RequestError};
use crate::office::standing::Standing;
use crate::web::{Error, Service};
use crate::words::{Lang, say};

/// What was typed.
#[derive(Clone, Debug, Default)]
pub(super) struct Typed {
    pub(super) key: String,
    pub(super) reason: String,
    pub(super) remark: String,
    name: String,
    nik: String,
}

impl Typed {
    pub(super) fn read(fields: &[(String, String)]) -> Self {
        let field = |name: &str| {
            let found = fields.iter().find(|(own, _)| own == name);
            found.map_or_else(String::new, |(_, text)| text.trim().to_owned())
        };
        let [key, reason, remark, name, nik] = ["key", "reason", "remark", "name", "nik"].map(field);
        Self { key, reason, remark, name, nik }
    }
}

/// A certificate that something is asked for.
pub(super) struct Hit {
    pub(super) key: String,
    pub(super) number: String,
    pub(super) holder: String,
    pub(super) state: Cow<'static, str>,
}

impl Hit {
    pub(super) fn of(certificate: &Certificate, state: Status, lang: Lang) -> Self {
        Self {
            key: key(&certificate.number),
            number: certificate.number.clone(),
            holder: certificate.holder.to_string(),
            state: said::status(state, lang),
        }
    }
}

/// A line that names nothing that it could be asked for.
pub(super) struct Refused {
    pub(super) typed: String,
    pub(super) why: Cow<'static, str>,
}

/// The page.
#[derive(Template)]
#[template(path = "office/certificate-ask.html")]
pub(super) struct Ask {
    pub(super) frame: Frame,
    pub(super) here: String,
    pub(super) fault: Option<Cow<'static, str>>,
    path: &'static str,
    name: Cow<'static, str>,
    about: Cow<'static, str>,
    button: Cow<'static, str>,
    reasons: Vec<(&'static str, Cow<'static, str>)>,
    pub(super) hits: Vec<Hit>,
    pub(super) refused: Vec<Refused>,
    /// Where the form goes.
    action: String,
    /// Whether the form names its certificates itself, and not its address.
    pub(super) many: bool,
    corrects: bool,
    typed: Typed,
}

impl Ask {
    pub(super) fn of(frame: Frame, here: String, what: What, hits: Vec<Hit>, typed: Typed, action: String) -> Self {
        let lang = frame.lang;
        Self {
            fault: None,
            path: what.path(),
            name: what.heading(lang),
            about: what.about(lang),
            button: what.button(hits.len(), lang),
            reasons: what.reasons(lang),
            refused: Vec::new(),
            many: false,
            corrects: what == What::Replace,
            here,
            hits,
            typed,
            action,
            frame,
        }
    }
}

/// Why nothing was asked for.
pub(super) enum Unasked {
    Name,
    Nik,
    Reason,
    Request(RequestError),
}

impl From<RequestError> for Unasked {
    fn from(error: RequestError) -> Self {
        Self::Request(error)
    }
}

impl Unasked {
    /// In words; where the person can do nothing about it, the error itself.
    pub(super) fn message(self, lsp: &Lsp, lang: Lang) -> Result<Cow<'static, str>, Error> {
        Ok(match self {
            Self::Name => say!(lang, "office-certificates-fault-name"),
            Self::Nik => say!(lang, "office-certificates-fault-nik"),
            Self::Reason => say!(lang, "office-certificates-fault-reason"),
            Self::Request(RequestError::Office(crate::office::Error::NotPrintable(letter))) => {
                say!(lang, "office-certificates-fault-letter", letter)
            }
            Self::Request(RequestError::Office(crate::office::Error::Expired { number, .. })) => {
                say!(lang, "office-certificates-fault-over", number)
            }
            Self::Request(error) => said::or_failed(requested::view::message(&error, lsp, lang), error)?,
        })
    }
}

/// Asks for a change of some certificates, of which the one that is corrected is alone.
pub(super) async fn send(
    service: &Service,
    visit: &Visit,
    me: &Operator,
    what: What,
    certificates: Vec<Named>,
    typed: &Typed,
) -> Result<Response, Result<Unasked, Error>> {
    let change = what.change(&typed.reason).ok_or(Ok(Unasked::Reason))?;
    if typed.remark.chars().count() > LONGEST_REMARK {
        return Err(Ok(RequestError::Remark.into()));
    }
    let count = certificates.len();
    let remark = Some(typed.remark.clone()).filter(|remark| !remark.is_empty());
    let (who, random) = (Standing::operator(me, visit.now), &mut visit.random(service));
    let wish = ChangeWish { change, remark, certificates };
    let asked = visit.once(&typed.key, requests::ask_change(&visit.office, &who, wish, random)).await.map_err(Err)?;
    let Some(asked) = asked else {
        return Ok(see(&format!("{}/persetujuan", base(me.lsp())))); // a second click: what it asks for waits there
    };
    let id = asked.map_err(|error| Ok(error.into()))?;
    let on = requested::of(me.lsp(), &id);
    visit.tell(service, &on, Flash::ChangeAsked { count }).await.map_err(Err)?;
    Ok(see(&on))
}

/// The certificate in an address, and what is asked for it there; none where its row is not as it was issued, which its own
/// page says.
async fn asked(visit: &Visit, me: &Operator, number: &str, act: &str) -> Result<Option<(Whole, What)>, Error> {
    let what = What::from_path(act).ok_or(Error::NotFound)?;
    match certificates::whole(&visit.office, me.lsp(), &search_key(number)?).await {
        Err(crate::office::Error::NotAsIssued { .. }) => Ok(None),
        whole => Ok(Some((whole?.ok_or(Error::NotFound)?, what))),
    }
}

async fn form(
    service: &Service,
    visit: &Visit,
    me: &Operator,
    whole: &Whole,
    what: What,
    typed: Typed,
) -> Result<Ask, Error> {
    let certificate = &whole.printing.certificate;
    let action = format!("{}/{}", of(me.lsp(), &certificate.number), what.path());
    let frame = visit.frame_of(service, me, PART, &action).await?;
    let hits = vec![Hit::of(certificate, whole.state, frame.lang)];
    Ok(Ask::of(frame, base(me.lsp()), what, hits, typed, action))
}

pub(in crate::web) async fn ask_page(
    State(service): State<Arc<Service>>,
    As { visit, me }: As<Operator>,
    Path((_, number, act)): Path<(String, String, String)>,
) -> Result<Response, Error> {
    let Some((whole, what)) = asked(&visit, &me, &number, &act).await? else {
        return Ok(see(&of(me.lsp(), &number)));
    };
    let typed = Typed { name: whole.printing.certificate.holder.to_string(), ..Typed::default() };
    page(&form(&service, &visit, &me, &whole, what, typed).await?)
}

pub(in crate::web) async fn ask(
    State(service): State<Arc<Service>>,
    As { visit, me }: As<Operator>,
    Path((_, number, act)): Path<(String, String, String)>,
    sent: Result<Form<Vec<(String, String)>>, FormRejection>,
) -> Result<Response, Error> {
    let (Form(fields), asked) = (sent?, asked(&visit, &me, &number, &act).await?);
    let Some((whole, what)) = asked else { return Ok(see(&of(me.lsp(), &number))) };
    let typed = Typed::read(&fields);
    let outcome = match named(&whole.printing.certificate, what, &typed) {
        Ok(named) => send(&service, &visit, &me, what, vec![named], &typed).await,
        Err(unasked) => Err(Ok(unasked)),
    };
    let unasked = match outcome {
        Ok(answer) => return Ok(answer),
        Err(unasked) => unasked?,
    };
    let lsp = visit.office.lsp(me.lsp()).await?.lsp;
    let fault = unasked.message(&lsp, visit.lang())?;
    let mut shown = form(&service, &visit, &me, &whole, what, typed).await?;
    shown.fault = Some(fault);
    again(&shown)
}

/// A certificate, with what its successor is to say otherwise.
fn named(certificate: &Certificate, what: What, typed: &Typed) -> Result<Named, Unasked> {
    let mut named = Named { number: certificate.number.clone(), name: None, nik: None };
    if what == What::Replace {
        let name: HolderName = typed.name.parse().map_err(|_| Unasked::Name)?;
        named.name = Some(name).filter(|name| *name != certificate.holder);
        let nik = Some(typed.nik.as_str()).filter(|nik| !nik.is_empty());
        named.nik = nik.map(|nik| nik.parse::<Nik>().map_err(|_| Unasked::Nik)).transpose()?;
    }
    Ok(named)
}
