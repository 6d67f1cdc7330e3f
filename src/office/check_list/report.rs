//! The report on a checked list: which key signs it, and its paper, drawn from the rows that were signed.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::domain::issuer::{LspId, Site};
use crate::office::Office;
use crate::seal::keys::{KeyUse, Kid};
use crate::seal::report::{self, hash, sign};
use crate::seal::trust_list::{KeyState, TrustList, TrustedKey, TrustedLsp};
use crate::seal::{key_files, spelling};
use crate::verify::document::ROWS;
use crate::verify::list::{Checked, rows_csv};
use crate::words::edition::NEWEST;

/// A report that was made.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct MadeReport {
    pub lsp: LspId,
    pub site: Site,
    /// The signed bytes, in base64url.
    pub token: String,
    /// The rows that they are signed over.
    pub rows: String,
}

impl MadeReport {
    /// The signed bytes.
    #[must_use]
    pub fn token(&self) -> Vec<u8> {
        spelling::from_base64(&self.token).unwrap_or_default()
    }

    /// Where everybody may look at it.
    #[must_use]
    pub fn link(&self) -> String {
        spelling::report_link(&self.site, &self.token())
    }
}

/// Why a checked list has no report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, thiserror::Error)]
pub enum NoReport {
    #[error("the host that was asked is no LSP's of this installation")]
    Host,
    #[error("the LSP has no report key that the trust list names")]
    NoKey,
    #[error("the rows are too many bytes, or none")]
    Rows,
    #[error("the report key does not open")]
    Shut,
    /// A service without keys.
    #[error("this service signs nothing")]
    Verifier,
}

/// The key by which an LSP signs reports on a day: the youngest of those that are active.
#[must_use]
pub fn report_key(lsp: &TrustedLsp, day: Date) -> Option<Kid> {
    let signs = |key: &&TrustedKey| key.key_use == KeyUse::Report && key.state == KeyState::Active && key.covers(day);
    lsp.keys.iter().filter(signs).max_by_key(|key| key.from).map(|key| key.public.kid())
}

/// Signs a report on a checked list by the key of the LSP whose site was asked. Of several LSPs at one site, the first that
/// has a key; of an installation with one LSP, that one, whatever the host.
///
/// # Errors
/// There is no report, and why.
pub async fn make_report(
    office: &Office,
    trust: &TrustList,
    host: Option<&str>,
    checked: &Checked,
    id: [u8; report::ID],
) -> Result<MadeReport, NoReport> {
    let own: Vec<&TrustedLsp> = trust.lsps().iter().filter(|lsp| trust.is_here(&lsp.id)).collect();
    let asked: Vec<&TrustedLsp> = match own.as_slice() {
        [] => return Err(NoReport::Verifier),
        [one] => vec![*one],
        several => {
            let host = host.map(str::to_ascii_lowercase).ok_or(NoReport::Host)?;
            several.iter().copied().filter(|lsp| lsp.has_site(&host)).collect()
        }
    };
    if asked.is_empty() {
        return Err(NoReport::Host);
    }
    // What no root has named would convince nobody.
    let keyed = asked.into_iter().filter(|_| !trust.is_unsigned());
    let mut keyed = keyed.filter_map(|lsp| Some((lsp, report_key(lsp, lsp.time_zone.day_of(checked.checked_at))?)));
    let (lsp, kid) = keyed.next().ok_or(NoReport::NoKey)?;
    let key = office.keys.open(&key_files::name(&lsp.id, KeyUse::Report, kid)).await.map_err(|cause| {
        tracing::error!(lsp = %lsp.id, %kid, "a list has no report: {cause}");
        NoReport::Shut
    })?;
    let rows = rows_csv(checked);
    if rows.len() > ROWS {
        return Err(NoReport::Rows);
    }
    let token = sign(&checked.claims(id, hash(&rows), NEWEST), &key).map_err(|_| NoReport::Rows)?;
    let rows = String::from_utf8(rows).map_err(|_| NoReport::Rows)?;
    Ok(MadeReport { lsp: lsp.id.clone(), site: lsp.site.clone(), token: spelling::to_base64url(&token), rows })
}
