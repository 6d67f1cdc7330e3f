//! What verifiers learn of a change: the trust list vouches for an LSP's name, site, zone, licences and schemes.

use crate::domain::issuer::{LspId, Site};
use crate::office::standing::{Administers, Standing};
use crate::office::trust::{self, SelfPublished};
use crate::office::{Error, Office};
use crate::seal::trust_list::TrustedLsp;

/// What verifiers know of an LSP as it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Vouched {
    /// Nothing that they know is said otherwise, or no root ever signed a list here.
    Alike,
    /// The root is here; what is new reopens the past, so a person has to sign it.
    Held,
    /// The root is here, and signed a new list.
    Published,
    /// The root is here, and could not sign.
    Unsigned,
    /// The root is elsewhere, and has to sign a new list.
    Waits,
}

/// Publishes what the LSP declares where the root is with the installation.
pub(super) async fn publish(office: &Office, who: &Standing<Administers>) -> Vouched {
    let vouched = async {
        Ok::<_, Error>(match trust::sign_if_rooted(office, who.now()).await? {
            Some(SelfPublished::Signed(_)) => Vouched::Published,
            Some(SelfPublished::Held(_)) => Vouched::Held,
            None if waits_for_root(office, who.lsp()).await? => Vouched::Waits,
            None => Vouched::Alike,
        })
    };
    vouched.await.unwrap_or_else(|error| {
        tracing::error!(%error, lsp = %who.lsp(), "an LSP was changed, and no trust list could be signed for it");
        Vouched::Unsigned
    })
}

/// Whether the published trust list says otherwise of an LSP than it declares by now. Keys have words of their own.
///
/// # Errors
/// The list cannot be read, or the database does not answer.
pub async fn waits_for_root(office: &Office, lsp: &LspId) -> Result<bool, Error> {
    let Some(published) = trust::published(office).await? else { return Ok(false) };
    let own = office.store.trusted(lsp).await?;
    Ok(published.lsp(lsp).is_none_or(|known| !is_alike(known, &own)))
}

fn is_alike(one: &TrustedLsp, other: &TrustedLsp) -> bool {
    let sites = |lsp: &TrustedLsp| {
        let mut sites: Vec<String> = lsp.former_sites.iter().map(Site::to_string).collect();
        sites.sort_unstable();
        sites
    };
    let schemes = |lsp: &TrustedLsp| {
        let mut schemes = lsp.schemes.clone();
        schemes.sort_unstable_by(|one, other| one.code.cmp(&other.code));
        schemes
    };
    (&one.name_id, &one.name_en, &one.site, &one.time_zone)
        == (&other.name_id, &other.name_en, &other.site, &other.time_zone)
        && one.licences == other.licences
        && sites(one) == sites(other)
        && schemes(one) == schemes(other)
}
