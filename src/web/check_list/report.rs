//! The report on a list that a visitor had checked: signed for the site that she asked, drawn when she wants it.

use std::time::Duration;

use axum::extract::Request;
use axum::http::header::HOST;
use tokio::task::spawn_blocking;

use crate::office::check_list::{MadeReport, NoReport, make_report, paper};
use crate::seal::report;
use crate::seal::trust_list::TrustList;
use crate::verify::list::Checked;
use crate::verify::report::judge;
use crate::web::client_prefix::Client;
use crate::web::{Error, Service};

/// How long a report waits for its turn to be drawn: ten thousand rows take a second or two.
const TURN: Duration = Duration::from_secs(30);

/// The host that was asked, in lower case, as its browser says.
pub(in crate::web) struct Host(Option<String>);

impl Host {
    pub(in crate::web) fn of(request: &Request) -> Self {
        let said = request.headers().get(HOST).and_then(|host| host.to_str().ok());
        let host = said.or_else(|| request.uri().authority().map(|authority| authority.as_str()));
        Self(host.map(str::to_ascii_lowercase))
    }
}

impl Service {
    /// Signs a report on a checked list.
    pub(in crate::web) async fn report_on(
        &self,
        trust: &TrustList,
        host: &Host,
        checked: &Checked,
    ) -> Result<MadeReport, NoReport> {
        let office = self.app.office.as_ref().ok_or(NoReport::Verifier)?;
        let mut id = [0; report::ID];
        id.copy_from_slice(&(self.app.chance)()[..report::ID]);
        make_report(office, trust, host.0.as_deref(), checked, id).await
    }

    /// Draws a report that was signed here.
    pub(in crate::web) async fn report_paper(&self, client: Client, made: MadeReport) -> Result<Vec<u8>, Error> {
        let (trust, now) = (self.snapshot().trust.clone(), (self.app.clock)());
        let place = self.chunks.take(client, TURN).await?;
        let drawn = spawn_blocking(move || {
            let token = made.token();
            let (lsp, contents) = (trust.lsp(&made.lsp)?, judge(&token, &trust, now).contents?);
            let told = paper::Told { lsp, contents: &contents, token: &token, rows: made.rows.as_bytes() };
            Some(paper::draw(&told, usize::MAX))
        });
        let drawn = drawn.await.map_err(|cause| Error::Internal(cause.into()))?;
        drop(place);
        // The list may have changed since it was signed: whose key is gone has no report any more.
        drawn.ok_or(Error::NotFound)?.map_err(|cause| Error::Internal(cause.into()))
    }
}
