//! `/api/v1/feed/certificates`: which certificates an employer watches, told by its key.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use tokio::time::timeout;
use utoipa::ToSchema;

use super::feed::TURN;
use super::{is_json, json};
use crate::domain::issuer::LspId;
use crate::domain::search_key::SearchKey;
use crate::office::accounts::Customer;
use crate::office::employers::feed::{self, Certificate, Given, MOST, TakenIn, Taking, WatchError};
use crate::verify::elsewhere::Elsewhere;
use crate::web::client::{client, media_type};
use crate::web::client_prefix::Client;
use crate::web::edge::Failing;
use crate::web::{Error, Fault, Service};

/// Time to look up what a list names.
const LOOKING_UP: Duration = Duration::from_secs(60);

/// Certificates to be watched.
#[derive(Deserialize, ToSchema)]
#[schema(as = CertificatesToWatch)]
struct Question {
    /// Links, texts of QRs, tokens, or numbers.
    #[schema(max_items = 10_000, example = json!(["0oRN"]))]
    certificates: Vec<String>,
}

/// What became of each, in their order.
#[derive(Serialize, ToSchema)]
#[schema(as = WatchedCertificates)]
struct Watched<'a> {
    results: Vec<Line<'a>>,
    /// How many certificates are watched now.
    watched: usize,
    /// How many may be.
    most: usize,
}

/// What became of one.
#[derive(Serialize, ToSchema)]
#[schema(as = WatchedCertificate)]
struct Line<'a> {
    answer: WatchWord,
    /// The certificate's own number.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    number: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false, value_type = String)]
    lsp: Option<&'a LspId>,
    /// Whose sites tell it instead.
    #[serde(skip_serializing_if = "<[Elsewhere]>::is_empty")]
    #[schema(required = false)]
    elsewhere: &'a [Elsewhere],
}

/// One word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum WatchWord {
    Added,
    /// It was watched before.
    Already,
    /// Another installation's LSP issued it, whose site tells what becomes of it.
    Elsewhere,
    /// As many are watched as may be.
    Full,
    /// Nobody here issued a certificate with the number.
    NotFound,
    /// It is no number, and no certificate that an LSP here issued as these very bytes.
    NotIssued,
    /// Several LSPs have the number: send the token.
    Several,
    /// What is written of the number here is not as it was recorded.
    Untold,
}

/// What was taken from the list.
#[derive(Serialize, ToSchema)]
#[schema(as = RemovedCertificates)]
struct Removed {
    /// How many certificates; 0 where none of the list has the number.
    removed: usize,
}

impl<'a> Line<'a> {
    fn of(taking: &'a Taking) -> Self {
        let line = |answer| Self { answer, number: None, lsp: None, elsewhere: &[] };
        let known = |answer, Certificate { lsp, number }: &'a Certificate| Self {
            number: Some(number),
            lsp: Some(lsp),
            ..line(answer)
        };
        match taking {
            Taking::Added(one) => known(WatchWord::Added, one),
            Taking::Already(one) => known(WatchWord::Already, one),
            Taking::Elsewhere(one) => Self { elsewhere: std::slice::from_ref(one), ..line(WatchWord::Elsewhere) },
            Taking::Full => line(WatchWord::Full),
            Taking::NotFound(elsewhere) => Self { elsewhere, ..line(WatchWord::NotFound) },
            Taking::NotIssued => line(WatchWord::NotIssued),
            Taking::Several => line(WatchWord::Several),
            Taking::Untold => line(WatchWord::Untold),
        }
    }
}

impl From<WatchError> for Error {
    fn from(error: WatchError) -> Self {
        match error {
            WatchError::Long => Self::Rejected(Fault::Body),
            WatchError::Office(cause) => cause.into(),
            WatchError::Spent(spent) => Self::SlowDown(spent.again.unsigned_abs()),
        }
    }
}

/// Has an employer watch certificates
///
/// Each is given by its link, the text of its QR or its token, or by its number alone; then it counts as a look-up by
/// number, and as three where nobody has the number. 10,000 are watched at most, and certificates of LSPs of this
/// installation alone; of others `elsewhere` says whose site tells what becomes of them. 429 where more numbers are named
/// than look-ups are left today: nothing was taken in then.
#[utoipa::path(
    post,
    path = "/api/v1/feed/certificates",
    tag = "feed",
    request_body = Question,
    security(("employer" = [])),
    responses((status = 200, description = "What became of each", body = Watched), Failing),
    extensions(("x-absah-only" = json!("serve")))
)]
pub(in crate::web) async fn watch(State(service): State<Arc<Service>>, request: Request) -> Result<Response, Error> {
    let (_, customer) = service.customer_of(request.headers()).await?;
    if !is_json(media_type(request.headers()).unwrap_or_default()) {
        return Err(Error::Unsupported);
    }
    let client = client(request.headers(), request.extensions(), service.app.settings.proxies);
    let memory = service.upload_memory.open(client);
    let taking = async {
        let body = service.body_of(client, request, &memory).await.map_err(|error| match error {
            Error::FileTooLarge => Error::TooLarge,
            Error::Rejected(Fault::File) => Error::Rejected(Fault::Body),
            error => error,
        })?;
        let Question { certificates } = serde_json::from_slice(&body).map_err(|_| Error::Rejected(Fault::Body))?;
        let given: Vec<&str> = certificates.iter().map(String::as_str).collect();
        let TakenIn { lines, watched } = service.watch(client, &customer, &given).await??;
        json(&Watched { results: lines.iter().map(Line::of).collect(), watched, most: MOST })
    };
    tokio::select! {
        answer = taking => answer,
        () = memory.ended() => Err(Error::Busy),
    }
}

/// Takes a certificate from the list of what an employer watches
#[utoipa::path(
    delete,
    path = "/api/v1/feed/certificates/{number}",
    tag = "feed",
    params((
        "number" = String,
        Path,
        description = "A certificate's number, however it is separated",
        example = "81210-9112-2-0000088-2023"
    )),
    security(("employer" = [])),
    responses((status = 200, description = "It is not watched, whether or not it was", body = Removed), Failing),
    extensions(("x-absah-only" = json!("serve")))
)]
pub(in crate::web) async fn unwatch(
    State(service): State<Arc<Service>>,
    number: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let (office, customer) = service.customer_of(&headers).await?;
    let Path(number) = number?;
    let number = SearchKey::new(&number).ok_or(Error::Rejected(Fault::Number))?;
    json(&Removed { removed: feed::unwatch(office, &customer, &number, (service.app.clock)()).await? })
}

impl Service {
    /// Has an employer watch certificates, and takes what numbers cost.
    pub(in crate::web) async fn watch(
        &self,
        client: Client,
        customer: &Customer,
        given: &[&str],
    ) -> Result<Result<TakenIn, WatchError>, Error> {
        let office = self.app.office.as_ref().ok_or(Error::NotFound)?;
        let (lists, now) = (self.snapshot(), (self.app.clock)());
        // Processors are shared in turn; the database is waited for without holding one.
        let place = self.chunks.take(client, TURN).await?;
        let judged = Given::judged(given, &lists, now).await;
        drop(place);
        let given = match judged {
            Ok(given) => given,
            Err(error) => return Ok(Err(error)),
        };
        let taking = feed::watch(office, &lists, customer, given, now);
        let taken = timeout(LOOKING_UP, taking).await.map_err(|_| Error::Busy)?;
        if let Ok(taken) = &taken {
            self.charge_missed(customer, taken.missed(), now).await?;
        }
        Ok(taken)
    }
}
