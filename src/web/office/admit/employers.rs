//! An employer: at its own pages, and at those that are everybody's.

use axum::extract::{FromRequestParts, Request};
use axum::http::request::Parts;

use super::{Visit, asking};
use crate::office::accounts::Employer;
use crate::web::office::cookie;
use crate::web::{Error, Service};

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
