//! `GET /api/v1/feed`: what became of the certificates that an employer watches, signed. It wants the employer's key.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{Extensions, HeaderMap, HeaderValue};
use axum::response::Response;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::office::Office;
use crate::office::accounts::Customer;
use crate::office::employers::feed::{self, FeedError};
use crate::office::employers::take_lookups;
use crate::seal::feed::TYPE;
use crate::verify::verdict::Word;
use crate::web::client::client;
use crate::web::edge::Failing;
use crate::web::{Error, Fault, Service};

/// How long judging what is watched waits for its turn.
pub(super) const TURN: Duration = Duration::from_secs(5);

/// From where on the feed is told.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(in crate::web) struct After {
    /// `next` of the answer before; without it everything is told.
    #[serde(default)]
    #[param(value_type = Option<i64>, minimum = 0)]
    after: String,
}

impl After {
    fn cursor(&self) -> Result<i64, Error> {
        let text = self.after.trim();
        let is_plain = text.len() <= 18 && text.bytes().all(|byte| byte.is_ascii_digit());
        match text {
            "" => Ok(0),
            text if is_plain => text.parse().map_err(|_| Error::Rejected(Fault::Query)),
            _ => Err(Error::Rejected(Fault::Query)),
        }
    }
}

/// What the answer of a feed claims.
#[derive(ToSchema)]
#[schema(as = FeedClaims)]
#[expect(dead_code, reason = "it describes claims, which are signed elsewhere")]
pub(super) struct Claims {
    /// The LSP that made the employer's account.
    iss: String,
    /// The address of the feed.
    sub: String,
    /// Whose feed it is: a name of 32 hexadecimal digits, which stands on the employer's page.
    aud: String,
    iat: i64,
    /// An hour later.
    exp: i64,
    /// The cursor that was asked for; 0: everything.
    after: i64,
    /// The cursor to ask for next.
    next: i64,
    /// Whether there is more after `next` already.
    more: bool,
    /// How many certificates are watched.
    watched: usize,
    changes: Vec<Change>,
}

/// How a certificate stands that stood otherwise when it was told before.
#[derive(ToSchema)]
#[schema(as = FeedChange)]
#[expect(dead_code, reason = "it describes claims, which are signed elsewhere")]
pub(super) struct Change {
    seq: i64,
    lsp: String,
    number: String,
    /// The word of its verdict; words are added.
    state: Word,
    /// Its last day; null where nothing is proven.
    #[schema(required = true, format = Date)]
    valid_until: Option<String>,
    /// It is good, and 60 days or less are left.
    expires_soon: bool,
    /// The number of the certificate that replaces it.
    #[schema(required = false, nullable = false)]
    superseded_by: Option<String>,
    #[schema(format = DateTime)]
    noticed_at: String,
}

impl From<FeedError> for Error {
    fn from(error: FeedError) -> Self {
        match error {
            FeedError::Ahead => Self::CursorAhead,
            FeedError::Office(cause) => cause.into(),
            FeedError::Unsigned(_) => Self::NoReportKey,
        }
    }
}

/// What became of the certificates that an employer watches
///
/// The answer is a JWT of type `absah-feed+jwt`, signed by a `report` key of the LSP that made the account: look its kid up
/// in the trust list, and hold `aud` and `after` against whose feed was asked for and from where. Every certificate is
/// judged at that moment; `changes` are those that stand otherwise than they were told last, the newest change of each
/// alone, 500 at most. Ask by `next` for what comes after; while `more` is true, at once. An answer that was lost is asked
/// for again by the same cursor. It counts as one look-up within the employer's quota of the day. 409 where the cursor is
/// of no answer of this feed: begin without one.
#[utoipa::path(
    get,
    path = "/api/v1/feed",
    tag = "feed",
    params(After),
    security(("employer" = [])),
    responses(
        (
            status = 200,
            description = "A JWT, whose claims are `FeedClaims`",
            body = String,
            content_type = "application/absah-feed+jwt"
        ),
        Failing
    ),
    extensions(("x-absah-only" = json!("serve")))
)]
pub(in crate::web) async fn feed(
    State(service): State<Arc<Service>>,
    after: Result<Query<After>, QueryRejection>,
    headers: HeaderMap,
    extensions: Extensions,
) -> Result<Response, Error> {
    let (office, customer) = service.customer_of(&headers).await?;
    let (Query(after), now) = (after?, (service.app.clock)());
    let cursor = after.cursor()?;
    take_lookups(office, &customer, 1, now).await?.map_err(|spent| Error::SlowDown(spent.again.unsigned_abs()))?;
    let client = client(&headers, &extensions, service.app.settings.proxies);
    let place = service.chunks.take(client, TURN).await?;
    let answer = feed::answer(office, &service.snapshot(), &customer, cursor, now).await?;
    drop(place);
    let mut response = Response::new(answer.into());
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(TYPE));
    Ok(response)
}

impl Service {
    /// Whose key came with a request, where one has to. A verifier has no employers.
    pub(super) async fn customer_of(&self, headers: &HeaderMap) -> Result<(&Office, Customer), Error> {
        let office = self.app.office.as_deref().ok_or(Error::NotFound)?;
        Ok((office, self.customer(headers).await?.ok_or(Error::Unauthorized)?))
    }
}
