//! Goes through every list that a trust list leads to: of each LSP the status lists 0, 1, 2, … until one
//! is not there, and the honoured list of each compromised key. Several LSPs are asked at once.

use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rayon::ThreadPoolBuilder;
use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};

use super::ListName;
use super::fetch::{Fetched, Fetcher, Unreachable, patience};
use super::place::Source;
use super::schedule::{Lane, Turn};
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

/// How long the lists of one LSP may take together where each is asked for once.
const TOGETHER: Duration = Duration::from_secs(120);

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
    threads.install(|| {
        trust.lsps().par_iter().for_each(|lsp| {
            let visit = Visit { fetcher, source, trust, copies, lsp, begun: Instant::now(), time: TOGETHER };
            if let Turn::Cut(number) = visit.turn(0) {
                copies.missed(&ListName::Status(lsp.id.clone(), number), &Unreachable::Late);
            }
        });
    });
    Ok(())
}

/// The lists of one LSP, asked for in one turn.
pub(super) struct Visit<'a> {
    pub(super) fetcher: &'a Fetcher,
    pub(super) source: &'a Source,
    pub(super) trust: &'a TrustList,
    pub(super) copies: &'a dyn Copies,
    pub(super) lsp: &'a TrustedLsp,
    pub(super) begun: Instant,
    /// How long the turn may take.
    pub(super) time: Duration,
}

/// Why a turn ends before everything was asked for.
enum End {
    Failed,
    Late,
}

impl Visit<'_> {
    /// Asks for the status lists from a number on, then for the honoured lists.
    pub(super) fn turn(&self, from: u32) -> Turn {
        let mut number = from;
        match self.statuses(&mut number).and_then(|()| self.all_honoured()) {
            Ok(()) => Turn::Whole,
            Err(End::Failed) => Turn::Failed,
            Err(End::Late) => Turn::Cut(number),
        }
    }

    fn statuses(&self, number: &mut u32) -> Result<(), End> {
        let mut refused = 0;
        while *number < MOST {
            let name = ListName::Status(self.lsp.id.clone(), *number);
            match self.fetch(&name)? {
                Fetched::Absent => return Ok(()),
                Fetched::Bytes(bytes) if self.copies.take(&name, &bytes) => refused = 0,
                Fetched::Bytes(_) => refused += 1,
                Fetched::Unchanged => {
                    self.copies.unchanged(&name);
                    refused = 0;
                }
            }
            *number += 1;
            if refused == REFUSED {
                break;
            }
        }
        Ok(())
    }

    fn all_honoured(&self) -> Result<(), End> {
        let mut all = Ok(());
        for (_, kid, compromise) in self.trust.compromised().filter(|(owner, ..)| owner.id == self.lsp.id) {
            match self.honoured(kid, &hex::encode(compromise.honoured.sha256)) {
                Err(End::Late) => return Err(End::Late),
                Err(End::Failed) => all = Err(End::Failed),
                Ok(()) => {}
            }
        }
        all
    }

    fn honoured(&self, kid: Kid, sha256: &str) -> Result<(), End> {
        let name = ListName::Honoured(kid);
        if self.copies.holds(&name).as_deref() == Some(sha256) {
            self.copies.unchanged(&name);
            return Ok(());
        }
        match self.fetch(&name)? {
            Fetched::Absent => self.copies.missed(&name, &Unreachable::Absent),
            Fetched::Bytes(bytes) => {
                self.copies.take(&name, &bytes);
            }
            Fetched::Unchanged => self.copies.unchanged(&name),
        }
        Ok(())
    }

    /// Fetches in what is left of the turn. What would have had more time by itself is none of the list's failure.
    fn fetch(&self, name: &ListName) -> Result<Fetched, End> {
        let longest = name.longest(self.trust);
        let (mut left, patience) = (self.time.saturating_sub(self.begun.elapsed()), patience(longest));
        if left.is_zero() {
            return Err(End::Late);
        }
        // One of millions takes longer than a turn; the slow lane has the time for it.
        if matches!(name, ListName::Honoured(_)) && Lane::Slow.time() <= self.time {
            left = patience;
        }
        let held = self.copies.holds(name);
        let fetched = self.source.list(self.lsp, name).map_err(Unreachable::from);
        let fetched = fetched.and_then(|address| self.fetcher.fetch(&address, longest, held.as_deref(), left));
        fetched.map_err(|cause| {
            if left < patience && self.time <= self.begun.elapsed() {
                return End::Late;
            }
            self.copies.missed(name, &cause);
            End::Failed
        })
    }
}
