//! Who comes into the office: seen to before any handler, by the rule of the address, and whatever the rule does not
//! let in is turned away.
//!
//! | who | reads a page | sends a form |
//! | --- | --- | --- |
//! | nobody who is signed in | 303 to the door | 303 to the door |
//! | who has to do something else first | 303 there | 303 there |
//! | an employer in the office, or somebody of the office at an employer's pages | 303 to her own | the same |
//! | no member of the LSP in the address | 404 | 404, as for an LSP that is not there |
//! | a member without the role | 403 | 403 |
//! | who has to show again that it is she | 303 to where she does | the same |
//! | a form from another site, or from none | | 403 |

mod employers;
mod people;
mod visit;
mod ways;

use std::sync::Arc;

use axum::extract::{FromRequestParts, Request};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use chacha20::ChaCha20Rng;
use jiff::Timestamp;
use pkcs8::rand_core::SeedableRng as _;

pub(in crate::web) use self::employers::{EmployedBy, employer_of};
pub(in crate::web) use self::people::{As, ProvenAs};
pub(in crate::web) use self::visit::Visit;
pub(super) use self::ways::{DOOR, duty_page, onward};
pub(in crate::web) use self::ways::{EMPLOYERS, EMPLOYERS_DOOR, EMPLOYERS_PASSWORD};
use self::ways::{door, prove};
use super::{acts, cookie, origin, see};
use crate::domain::account::Role;
use crate::domain::issuer::LspId;
use crate::office::Office;
use crate::office::accounts::session::Half;
use crate::office::accounts::{Client, Handing, Lasting, Member, SignedIn};
use crate::web::client::client_address;
use crate::web::rule::{Rules, Visitors};
use crate::web::{Error, Service};

/// What is known of a request that was let in.
#[derive(Clone)]
pub(in crate::web) struct Here {
    pub(in crate::web) office: Arc<Office>,
    pub(in crate::web) client: Client,
    pub(in crate::web) now: Timestamp,
    /// The address, which is that of the form where one is sent.
    form: String,
    /// Who is signed in; nobody at the door.
    who: Option<Arc<SignedIn>>,
    member: Option<Member>,
}

/// What somebody is answered who does not come in.
pub(in crate::web) enum TurnedAway {
    Error(Error),
    /// Another page comes first.
    To(String),
}

impl From<Error> for TurnedAway {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

impl IntoResponse for TurnedAway {
    fn into_response(self) -> Response {
        match self {
            Self::Error(error) => error.into_response(),
            Self::To(path) => see(&path),
        }
    }
}

/// Lets a request in, with what is known of it among its extensions; or says what it is answered instead.
pub(in crate::web) async fn admit(
    service: &Service,
    rules: &Rules,
    visitors: Visitors,
    request: &mut Request,
) -> Result<(), TurnedAway> {
    // A verifier has no office, and no page of one.
    let office = service.app.office.clone().ok_or(Error::NotFound)?;
    if !office.keys.has_passphrase() {
        return Err(Error::OfficeClosed.into());
    }
    if acts(request.method()) && !origin::is_own(request.headers()) {
        return Err(Error::CrossSite.into());
    }
    let now = (service.app.clock)();
    let client = asking(service, request);
    let form = request.uri().path().to_owned();
    let mut here = Here { office, client, now, form, who: None, member: None };
    if visitors != Visitors::Entering {
        let who = here.signed_in(request.headers(), service.app.settings.sessions).await?;
        let who = who.ok_or_else(|| {
            TurnedAway::To(match visitors {
                Visitors::Employer | Visitors::EmployerSignedIn => EMPLOYERS_DOOR.to_owned(),
                _ => door(request),
            })
        })?;
        here.member = may_come(&who, rules, visitors, request, now)?;
        here.who = Some(Arc::new(who));
    }
    request.extensions_mut().insert(here);
    Ok(())
}

/// Holds somebody who is signed in against a rule.
fn may_come(
    who: &SignedIn,
    rules: &Rules,
    visitors: Visitors,
    request: &Request,
    now: Timestamp,
) -> Result<Option<Member>, TurnedAway> {
    let needs: &[Role] = match visitors {
        Visitors::Everybody | Visitors::Entering => return Ok(None),
        // Nothing under the office is for an employer, whatever the address.
        Visitors::SignedIn if who.is_employer() => return Err(TurnedAway::To(EMPLOYERS.to_owned())),
        Visitors::SignedIn => return Ok(None),
        Visitors::Employer | Visitors::EmployerSignedIn if !who.is_employer() => {
            return Err(TurnedAway::To("/office".to_owned()));
        }
        Visitors::EmployerSignedIn => return Ok(None),
        Visitors::Employer if who.duty().is_some() => return Err(TurnedAway::To(EMPLOYERS_PASSWORD.to_owned())),
        Visitors::Employer => return Ok(None),
        Visitors::Member => &Role::OFFICE,
        Visitors::Either(one, other) => &[one, other],
        Visitors::Role(role) | Visitors::Proven(role) => &[role],
        Visitors::HandsOver => &Handing::ROLES,
    };
    if who.is_employer() {
        return Err(Error::NotFound.into());
    }
    if let Some(duty) = who.duty() {
        return Err(TurnedAway::To(duty_page(duty).to_owned()));
    }
    let member = lsp_of(request.uri().path()).and_then(|lsp| who.member(&lsp, now));
    let member = member.ok_or(Error::NotFound)?;
    if !needs.iter().any(|role| member.roles().has(*role)) {
        return Err(Error::Forbidden.into());
    }
    if matches!(visitors, Visitors::Proven(_)) && !who.is_proven(now) {
        return Err(TurnedAway::To(prove(rules, request)));
    }
    Ok(Some(member))
}

/// The LSP in an address of the office.
fn lsp_of(path: &str) -> Option<LspId> {
    path.strip_prefix("/office/")?.split('/').next()?.parse().ok()
}

fn asking(service: &Service, request: &Request) -> Client {
    let address = client_address(request.headers(), request.extensions(), service.app.settings.proxies);
    let browser = request.headers().get(axum::http::header::USER_AGENT).and_then(|agent| agent.to_str().ok());
    Client { address, browser: browser.unwrap_or_default().to_owned() }
}

impl Here {
    /// Who shows a session's cookie.
    async fn signed_in(&self, headers: &HeaderMap, lasting: Lasting) -> Result<Option<SignedIn>, Error> {
        let Some(cookie) = cookie::sent(headers) else { return Ok(None) };
        Ok(self.office.signed_in(&cookie, &self.client, lasting, self.now).await?)
    }

    /// Who was signed in with this browser when it came to the door.
    pub(in crate::web) async fn shown(
        &self,
        service: &Service,
        headers: &HeaderMap,
    ) -> Result<Option<SignedIn>, Error> {
        self.signed_in(headers, service.app.settings.sessions).await
    }

    /// Whose code is awaited.
    pub(super) async fn half(&self, service: &Service, headers: &HeaderMap) -> Result<Option<Half>, Error> {
        let Some(cookie) = cookie::sent(headers) else { return Ok(None) };
        Ok(self.office.half_signed_in(&cookie, service.app.settings.sessions, self.now).await?)
    }

    /// Chance for one request.
    pub(in crate::web) fn random(&self, service: &Service) -> ChaCha20Rng {
        ChaCha20Rng::from_seed((service.app.chance)())
    }
}

impl<S: Sync> FromRequestParts<S> for Here {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        parts.extensions.get::<Self>().cloned().ok_or_else(|| Error::Internal("an address without a rule".into()))
    }
}
