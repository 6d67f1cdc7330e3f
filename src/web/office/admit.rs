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

use std::ops::Deref;
use std::sync::Arc;

use axum::extract::{FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method};
use axum::response::{IntoResponse, Response};
use chacha20::ChaCha20Rng;
use jiff::Timestamp;
use pkcs8::rand_core::{Rng as _, SeedableRng as _};

use super::{acts, cookie, origin, see};
use crate::domain::account::Role;
use crate::domain::issuer::LspId;
use crate::office::Office;
use crate::office::accounts::member::Narrow;
use crate::office::accounts::session::Half;
use crate::office::accounts::{Client, Duty, Employer, Handing, Lasting, Member, Proven, SignedIn};
use crate::seal::spelling::to_base64url;
use crate::web::client::client_address;
use crate::web::rule::{Rules, Visitors};
use crate::web::{Error, Service};

/// Where one signs in.
pub(super) const DOOR: &str = "/office/masuk";

/// Where an employer signs in, its pages, and where it changes a password that the LSP made.
pub(in crate::web) const EMPLOYERS_DOOR: &str = "/masuk";
pub(in crate::web) const EMPLOYERS: &str = "/pemberi-kerja";
pub(in crate::web) const EMPLOYERS_PASSWORD: &str = "/pemberi-kerja/sandi";

/// What is known of a request that was let in.
#[derive(Clone)]
pub(in crate::web) struct Here {
    pub(in crate::web) office: Arc<Office>,
    pub(in crate::web) client: Client,
    pub(in crate::web) now: Timestamp,
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
    let mut here = Here { office, client, now, who: None, member: None };
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

/// The page on which somebody does what comes before anything else.
pub(super) fn duty_page(duty: Duty) -> &'static str {
    match duty {
        Duty::ChangePassword => "/office/akun/sandi",
        Duty::SetUpTotp => "/office/akun/kode",
    }
}

/// The LSP in an address of the office.
fn lsp_of(path: &str) -> Option<LspId> {
    path.strip_prefix("/office/")?.split('/').next()?.parse().ok()
}

/// The door, from which one goes on to the page that was asked for.
fn door(request: &Request) -> String {
    match request.method() == Method::GET && request.uri().path() != "/office" {
        true => format!("{DOOR}?ke={}", encoded(request.uri().path())),
        false => DOOR.to_owned(),
    }
}

/// Where one shows again who one is, and goes on from there: to the page itself, or to the one that the form was on,
/// which was not sent.
fn prove(rules: &Rules, request: &Request) -> String {
    let path = request.uri().path();
    match acts(request.method()) {
        true => format!("/office/bukti?ke={}&isian=1", encoded(&rules.page_of_form(path))),
        false => format!("/office/bukti?ke={}", encoded(path)),
    }
}

/// The address of a page, as a value of a query.
fn encoded(path: &str) -> String {
    url::form_urlencoded::byte_serialize(path.as_bytes()).collect()
}

/// A page of the office that somebody goes on to; the first one where it is none.
pub(super) fn onward(to: Option<&str>) -> &str {
    let plain = |path: &&str| {
        let legal = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte);
        path.starts_with("/office") && !path.contains("//") && path.bytes().all(legal)
    };
    to.filter(plain).unwrap_or("/office")
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

/// Somebody who is signed in, wherever she works.
#[derive(Clone)]
pub(in crate::web) struct Visit {
    pub(in crate::web) here: Here,
    pub(in crate::web) who: Arc<SignedIn>,
}

impl<S: Sync> FromRequestParts<S> for Visit {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        let here = Here::from_request_parts(parts, state).await?;
        let who = here.who.clone().ok_or_else(|| Error::Internal("a rule lets nobody in for a handler".into()))?;
        Ok(Self { here, who })
    }
}

/// One of the people of the LSP in the address, as the handler needs her: `As<Operator>`, `As<Member>`.
#[derive(Clone)]
pub(in crate::web) struct As<T> {
    pub(in crate::web) visit: Visit,
    pub(in crate::web) me: T,
}

/// As whom a handler takes a member.
pub(in crate::web) trait Taken: Sized {
    fn taken(member: Member) -> Option<Self>;
}

impl Taken for Member {
    fn taken(member: Member) -> Option<Self> {
        Some(member)
    }
}

impl Taken for Handing {
    fn taken(member: Member) -> Option<Self> {
        Self::narrow(member)
    }
}

impl<T: Narrow> Taken for T {
    fn taken(member: Member) -> Option<Self> {
        T::narrow(member)
    }
}

impl<S: Sync, T: Taken> FromRequestParts<S> for As<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        let visit = Visit::from_request_parts(parts, state).await?;
        let me = visit.here.member.clone().and_then(T::taken).ok_or(Error::Forbidden)?;
        Ok(Self { visit, me })
    }
}

/// The same, having shown within five minutes that it is she.
#[derive(Clone)]
pub(in crate::web) struct ProvenAs<T> {
    pub(in crate::web) visit: Visit,
    pub(in crate::web) me: Proven<T>,
}

impl<S: Sync, T: Narrow> FromRequestParts<S> for ProvenAs<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        let As { visit, me } = As::<T>::from_request_parts(parts, state).await?;
        Ok(Self { visit, me: Proven::of(me).ok_or(Error::Forbidden)? })
    }
}

/// An employer at its own pages.
#[derive(Clone)]
pub(in crate::web) struct EmployedBy {
    pub(in crate::web) visit: Visit,
    pub(in crate::web) me: Employer,
}

impl<S: Sync> FromRequestParts<S> for EmployedBy {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        let visit = Visit::from_request_parts(parts, state).await?;
        let me = visit.who.employer().ok_or(Error::Forbidden)?;
        Ok(Self { visit, me })
    }
}

/// The employer who is signed in with a browser, at an address that is everybody's.
pub(in crate::web) fn employer_of<'a>(
    service: &'a Service,
    request: &Request,
) -> impl Future<Output = Result<Option<Employer>, Error>> + Send + use<'a> {
    // The request's body is no matter of the answer.
    let (cookie, client) = (cookie::sent(request.headers()), asking(service, request));
    async move {
        let office = service.app.office.as_ref().filter(|office| office.keys.has_passphrase());
        let (Some(cookie), Some(office)) = (cookie, office) else { return Ok(None) };
        let who = office.signed_in(&cookie, &client, service.app.settings.sessions, (service.app.clock)()).await?;
        Ok(who.and_then(|who| who.employer()))
    }
}

impl Visit {
    /// A key for the forms of a page.
    pub(in crate::web) fn new_form_key(&self, service: &Service) -> String {
        let mut key = [0; 12];
        self.random(service).fill_bytes(&mut key);
        to_base64url(&key)
    }

    /// Does what a form says, if it is sent for the first time: a second click does nothing again, and is given none. What
    /// failed may be sent again, and so may a form without a key.
    pub(in crate::web) async fn once<T, E>(
        &self,
        form_key: &str,
        act: impl Future<Output = Result<T, E>>,
    ) -> Result<Option<Result<T, E>>, Error> {
        if form_key.is_empty() {
            return Ok(Some(act.await));
        }
        if !self.office.is_first_time(&self.who, form_key).await? {
            return Ok(None);
        }
        let done = act.await;
        if done.is_err() {
            self.office.is_not_sent(&self.who, form_key).await?;
        }
        Ok(Some(done))
    }
}

impl Deref for Visit {
    type Target = Here;

    fn deref(&self) -> &Here {
        &self.here
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::addresses::addresses;

    #[test]
    fn one_goes_on_to_pages_of_the_office_alone() {
        assert_eq!(onward(Some("/office/klining/orang")), "/office/klining/orang");
        for to in [
            None,
            Some("https://evil.example"),
            Some("//evil.example"),
            Some("/office//evil.example"),
            Some("/"),
            Some("/office/%0d%0a"),
            Some("/office\\evil"),
        ] {
            assert_eq!(onward(to), "/office", "{to:?}");
        }
    }

    #[test]
    fn a_form_leads_back_to_the_page_that_it_stands_on() {
        let rules = Rules::new(addresses().into_iter().map(|address| address.row).collect());
        for (form, page) in [
            ("/office/klining/orang", "/office/klining/orang/baru"),
            ("/office/klining/orang/7/peran", "/office/klining/orang/7"),
            ("/office/klining/kegiatan/9/ubah", "/office/klining/kegiatan/9/ubah"),
            ("/office/klining/persetujuan/5/setujui", "/office/klining/persetujuan/5"),
        ] {
            assert_eq!(rules.page_of_form(form), page);
        }
    }
}
