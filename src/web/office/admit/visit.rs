//! Somebody who is signed in, and the forms that she sends: each does what it says once.

use std::ops::Deref;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use pkcs8::rand_core::Rng as _;

use super::Here;
use crate::office::accounts::SignedIn;
use crate::seal::spelling::to_base64url;
use crate::web::{Error, Service};

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
        // Forms of one page bear one key, and each has an address of its own.
        let form = format!("{form_key} {}", self.form);
        if !self.office.is_first_time(&self.who, &form).await? {
            return Ok(None);
        }
        let done = act.await;
        if done.is_err() {
            self.office.is_not_sent(&self.who, &form).await?;
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
