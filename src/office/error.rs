//! Why an act was not done. Nothing is half done.

use std::path::PathBuf;

use jiff::Timestamp;
use jiff::civil::Date;

use super::clock::Implausible;
use super::design::DesignError;
use super::key_ring::KeyRingError;
use super::marks::MarksError;
use super::particulars::Disowned;
use super::told::Untold;
use super::told::lsp::Repointed;
use super::trust::TrustError;
use crate::domain::issuer::LspId;
use crate::domain::scheme::SchemeCode;
use crate::domain::status::State;
use crate::domain::term::InvalidDay;
use crate::seal::keys::Kid;
use crate::seal::token::TokenError;
use crate::store::StoreError;
use crate::verify::verdict::Trust;

/// Why nothing was issued or changed. Nothing is half done.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("LSP {0} was brought up to date meanwhile; nothing was issued, run the command again")]
    Changed(LspId),
    #[error(transparent)]
    Clock(#[from] Implausible),
    #[error("LSP {0} has its console closed: its certificates are issued and changed by two people, not from here")]
    ConsoleClosed(LspId),
    #[error(transparent)]
    Day(#[from] InvalidDay),
    #[error(transparent)]
    Design(#[from] DesignError),
    #[error(transparent)]
    Disowned(#[from] Disowned),
    #[error("certificate {number} expired on {valid_until}; assess the holder anew instead of replacing it")]
    Expired { number: String, valid_until: Date },
    #[error("the {} numbers of {scope} run out: {wanted} are wanted and fewer are left; nothing was issued", kind.as_str())]
    Exhausted { kind: Numbered, scope: String, wanted: usize },
    #[error("the certificate went away while it was read")]
    Gone,
    #[error(transparent)]
    Key(#[from] KeyRingError),
    #[error("how far this installation has come cannot be read: {0}")]
    Marks(#[from] MarksError),
    /// The journal has what was done; the file of the private half is still there.
    #[error("the journal says so already, but the private half of {kid} could not be destroyed: {cause}")]
    NotDestroyed { kid: Kid, cause: KeyRingError },
    #[error("no certificate has the number {0}")]
    NoCertificate(String),
    #[error("LSP {lsp} has no key {kid}")]
    NoKey { lsp: LspId, kid: Kid },
    #[error("this is no number: {0}")]
    NoNumber(String),
    #[error("the published trust list does not name LSP {0} yet: docs/keys.md")]
    NotInTrustList(LspId),
    #[error("the root has not signed the LSP's key yet; absah keys list shows it, and docs/keys.md says what to do")]
    NotSignedByRoot,
    #[error("key {0} is not active")]
    NotActive(Kid),
    #[error("the row of certificate {number} is not as it was issued; absah journal verify says more")]
    NotAsIssued { number: String },
    #[error("the fonts of the sheet lack the character {0:?} of the name")]
    NotPrintable(char),
    #[error(
        "numbers from {first} on are issued already: the LSP's numbering was changed; set its \"start\" above them. Nothing was issued"
    )]
    NumbersTaken { first: String },
    #[error("key {kid} signed no certificate {number}; nothing was changed")]
    NotOfKey { number: String, kid: Kid },
    #[error("this NIK already has a certificate for the same scheme and test date; nothing was changed")]
    NikTaken,
    #[error("{} belongs to another database", .0.display())]
    RecordsOfAnother(PathBuf),
    #[error("the database knows no records' key; was it restored without its settings?")]
    RecordsUnknown,
    #[error("cannot open the records' key; a first one is made by: absah keys new: {0}")]
    RecordsNotOpened(KeyRingError),
    #[error("a remark for the journal has {most} characters at most")]
    RemarkTooLong { most: usize },
    #[error("{}", repointed(lsp, what))]
    Repointed { lsp: LspId, what: Repointed },
    #[error("the journal of LSP {lsp} here is not the one whose entry {entry} was written: the database was restored")]
    Restored { lsp: LspId, entry: u64 },
    #[error("a newer trust list was published than the database holds: the database was restored")]
    RestoredTrustList,
    #[error("key {0} was retired meanwhile; nothing was issued, run the command again")]
    Retired(Kid),
    #[error(transparent)]
    Untold(#[from] Untold),
    #[error("certificates of several LSPs have this number: {}", .0.iter().map(LspId::as_str).collect::<Vec<_>>().join(", "))]
    Several(Vec<LspId>),
    #[error(
        "{before} certificates were issued for this roster, and rows of {there} are there; absah journal verify says more"
    )]
    RosterLost { before: u64, there: usize },
    #[error("{0} lies in the future")]
    SinceFuture(Timestamp),
    #[error("certificate {number} is {}: {}", state.as_str(), final_or_not(*state))]
    State { number: String, state: State },
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("the certificate of row {row} cannot be signed: {cause}")]
    Token { row: u32, cause: TokenError },
    #[error(
        "row {row}: the name ({name} bytes) and the scheme's title together are too long for the QR; shorten one; nothing was issued"
    )]
    TooLong { row: u32, name: usize },
    #[error(transparent)]
    TrustList(#[from] TrustError),
    #[error("no LSP {id} here; known: {}", known.iter().map(LspId::as_str).collect::<Vec<_>>().join(", "))]
    UnknownLsp { id: LspId, known: Vec<LspId> },
    #[error("the published trust list does not allow it yet: {0}; the root has to sign a new one (docs/keys.md)")]
    Unpublished(Box<Self>),
    #[error("{}", untrusted(*trust, *issued_on, scheme.as_ref()))]
    Untrusted { trust: Trust, issued_on: Date, scheme: Option<SchemeCode> },
}

/// What a sequence numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Numbered {
    Certificate,
    Registration,
}

impl Numbered {
    /// The name of its counters.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Certificate => "certificate",
            Self::Registration => "registration",
        }
    }
}

fn repointed(lsp: &LspId, what: &Repointed) -> String {
    let what = match what {
        Repointed::Form => "design".to_owned(),
        Repointed::FormerSite => "former sites".to_owned(),
        Repointed::Particulars => "particulars".to_owned(),
        Repointed::Scheme(code) => format!("scheme {code}"),
    };
    format!("the {what} of LSP {lsp} are not those that its journal tells; absah journal verify says more")
}

fn final_or_not(state: State) -> &'static str {
    match state {
        State::Revoked => "a revocation is final",
        State::Superseded => "it was replaced; act on the certificate that replaces it",
        State::Suspended => "reinstate it first, or revoke it",
        State::Valid => "it is not suspended",
    }
}

fn untrusted(trust: Trust, issued_on: Date, scheme: Option<&SchemeCode>) -> String {
    match (trust, scheme) {
        (Trust::HonouredListMissing | Trust::KeyCompromised | Trust::NeverRecorded, _) => {
            "the key is compromised; make another with: absah keys new".to_owned()
        }
        (Trust::KeyStateUnknown, _) => {
            "the key is in a state that this version does not know; use a newer one".to_owned()
        }
        (Trust::KeyForOtherUse, _) => "the key is not for certificates".to_owned(),
        (Trust::KeyOutsidePeriod, _) => format!(
            "no active key of the LSP covers {issued_on}; see: absah keys list, and make one with: absah keys new --from DATE"
        ),
        (Trust::LicenceOutsidePeriod, _) => format!("no licence of the LSP covers {issued_on}"),
        (Trust::Licensed, _) => "nothing is wrong with the LSP, its key or its scheme".to_owned(),
        (Trust::SchemeOutsideScope, Some(code)) => format!("scheme {code} is not in the LSP's scope on {issued_on}"),
        (Trust::SchemeOutsideScope, None) => format!("a scheme is not in the LSP's scope on {issued_on}"),
    }
}
