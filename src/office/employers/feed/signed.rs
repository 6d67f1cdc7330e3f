//! An answer of a feed, signed by the LSP that made the employer's account.

use std::sync::Arc;

use jiff::Timestamp;

use super::{Change, FeedError, Pulled, pull};
use crate::domain::account::AccountId;
use crate::domain::issuer::{LspId, Site};
use crate::domain::term::whole_second;
use crate::office::Office;
use crate::office::accounts::Customer;
use crate::office::check_list::{NoReport, report_key};
use crate::seal::feed::{self, Claims, LIFE};
use crate::seal::key_files;
use crate::seal::keys::{KeyUse, PrivateKey};
use crate::seal::records::Records;
use crate::seal::trust_list::TrustList;
use crate::verify::Snapshot;

/// Letters of the name that a feed has: 128 bits in hexadecimal.
const NAME: usize = 32;

/// What the feed of an account is called in its answers: always the same, and nothing else of the account can be told by it.
#[must_use]
pub fn feed_id(records: &Records, account: AccountId) -> String {
    let mut name = records.of_accounts("employer feed name", &account.number().to_string());
    name.truncate(NAME);
    name
}

/// What became of the certificates that an employer watches, from a cursor on, as a JWT; 0: of all.
///
/// # Errors
/// The LSP of the account has no key that signs it, the cursor is ahead of the feed, or the database does not answer.
pub async fn answer(
    office: &Office,
    lists: &Arc<Snapshot>,
    who: &Customer,
    after: i64,
    now: Timestamp,
) -> Result<String, FeedError> {
    let (key, site) = signer(office, &lists.trust, who.lsp(), now).await?;
    let records = office.records().await?;
    let Pulled { changes, next, more, watched } = pull(office, lists, who, after, now).await?;
    let iat = whole_second(now).as_second();
    let claims = Claims {
        iss: who.lsp().clone(),
        sub: feed::subject(&site),
        aud: feed_id(&records, who.account()),
        iat,
        exp: iat + LIFE,
        after,
        next,
        more,
        watched,
        changes: changes.into_iter().map(written).collect(),
    };
    Ok(feed::sign(&claims, &key))
}

fn written(Change { seq, lsp, number, told }: Change) -> feed::Change {
    let stands = told.stands;
    feed::Change {
        seq,
        lsp,
        number,
        state: stands.state.as_str().to_owned(),
        valid_until: stands.valid_until,
        expires_soon: stands.expires_soon,
        superseded_by: stands.superseded_by,
        noticed_at: told.at,
    }
}

/// The LSP's key for reports, which signs what it tells an employer; and the LSP's site.
async fn signer(
    office: &Office,
    trust: &TrustList,
    lsp: &LspId,
    now: Timestamp,
) -> Result<(Arc<PrivateKey>, Site), NoReport> {
    // What no root has named would convince nobody.
    let trusted = trust.lsp(lsp).filter(|_| !trust.is_unsigned()).ok_or(NoReport::NoKey)?;
    let kid = report_key(trusted, trusted.time_zone.day_of(now)).ok_or(NoReport::NoKey)?;
    let key = office.keys.open(&key_files::name(lsp, KeyUse::Report, kid)).await.map_err(|cause| {
        tracing::error!(%lsp, %kid, "a feed is not answered: {cause}");
        NoReport::Shut
    })?;
    Ok((key, trusted.site.clone()))
}
