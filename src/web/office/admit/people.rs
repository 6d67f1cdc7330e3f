//! One of an LSP's people, as a handler needs her.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use super::Visit;
use crate::office::accounts::member::Narrow;
use crate::office::accounts::{Handing, Member, Proven};
use crate::web::Error;

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
