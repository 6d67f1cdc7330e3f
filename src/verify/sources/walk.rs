//! Goes through every list that a trust list leads to: of each LSP the status lists 0, 1, 2, … until one
//! is not there, and the honoured list of each compromised key. Several LSPs are asked at once.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rayon::ThreadPoolBuilder;
use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};

use super::ListName;
use super::fetch::{Fetched, Fetcher, Unreachable};
use super::place::Source;
use crate::seal::jwt::Kind;
use crate::seal::keys::Kid;
use crate::seal::trust_list::published::Published;
use crate::seal::trust_list::{TrustList, TrustedLsp};

/// LSPs asked at once.
const AT_ONCE: usize = 8;

/// Status lists of an LSP: 134 million certificates.
const MOST: u32 = 1024;

/// Lists of an LSP that may be refused in a row before the rest waits for the next round.
const REFUSED: u32 = 8;

/// Who takes the lists in.
pub trait Copies: Sync {
    /// The SHA-256, in hex, of the list that is held.
    fn holds(&self, name: &ListName) -> Option<String>;
    /// Takes a list in; false where it is refused.
    fn take(&self, name: &ListName, bytes: &[u8]) -> bool;
    /// The list held is the newest.
    fn unchanged(&self, name: &ListName);
    /// The list could not be had.
    fn missed(&self, name: &ListName, cause: &Unreachable);
}

/// A trust list, as it says itself; nothing of it is proven.
#[must_use]
pub fn unproven(text: &str) -> Option<TrustList> {
    if text.len() > Kind::TrustList.longest() {
        return None;
    }
    let claims = URL_SAFE_NO_PAD.decode(text.split('.').nth(1)?).ok()?;
    Some(Published::unproven(&claims).ok()?.list)
}

/// Fetches what `trust` leads to.
///
/// # Errors
/// No threads to do it with.
pub fn walk(
    fetcher: &Fetcher,
    source: &Source,
    trust: &TrustList,
    copies: &dyn Copies,
) -> Result<(), rayon::ThreadPoolBuildError> {
    let threads = ThreadPoolBuilder::new().num_threads(AT_ONCE.min(trust.lsps().len().max(1))).build()?;
    let compromised: Vec<(&TrustedLsp, Kid, String)> =
        trust.compromised().map(|(lsp, kid, compromise)| (lsp, kid, hex::encode(compromise.honoured.sha256))).collect();
    threads.install(|| {
        trust.lsps().par_iter().for_each(|lsp| {
            let visit = Visit { fetcher, source, trust, copies, lsp };
            let honoured = compromised.iter().filter(|(owner, ..)| owner.id == lsp.id);
            if visit.statuses().is_some() {
                for (_, kid, sha256) in honoured {
                    visit.honoured(*kid, sha256);
                }
            }
        });
    });
    Ok(())
}

struct Visit<'a> {
    fetcher: &'a Fetcher,
    source: &'a Source,
    trust: &'a TrustList,
    copies: &'a dyn Copies,
    lsp: &'a TrustedLsp,
}

impl Visit<'_> {
    /// None where the LSP's lists could not be asked for.
    fn statuses(&self) -> Option<()> {
        let mut refused = 0;
        for number in 0..MOST {
            let name = ListName::Status(self.lsp.id.clone(), number);
            match self.fetch(&name)? {
                Fetched::Absent => return Some(()),
                Fetched::Bytes(bytes) if self.copies.take(&name, &bytes) => refused = 0,
                Fetched::Bytes(_) => refused += 1,
                Fetched::Unchanged => {
                    self.copies.unchanged(&name);
                    refused = 0;
                }
            }
            if refused == REFUSED {
                break;
            }
        }
        Some(())
    }

    fn honoured(&self, kid: Kid, sha256: &str) {
        let name = ListName::Honoured(kid);
        if self.copies.holds(&name).as_deref() == Some(sha256) {
            return self.copies.unchanged(&name);
        }
        match self.fetch(&name) {
            Some(Fetched::Absent) => self.copies.missed(&name, &Unreachable::Absent),
            Some(Fetched::Bytes(bytes)) => {
                self.copies.take(&name, &bytes);
            }
            Some(Fetched::Unchanged) => self.copies.unchanged(&name),
            None => {}
        }
    }

    fn fetch(&self, name: &ListName) -> Option<Fetched> {
        let held = self.copies.holds(name);
        let fetched = self.source.list(self.lsp, name).map_err(Unreachable::from);
        let fetched =
            fetched.and_then(|address| self.fetcher.fetch(&address, name.longest(self.trust), held.as_deref()));
        fetched.map_err(|cause| self.copies.missed(name, &cause)).ok()
    }
}
