//! The trust list and the roots that sign it. A root need not be with any installation: whoever keeps one signs
//! from a directory of keys alone.

mod prepare;
mod published;
mod root;
mod sign;

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use jiff::Timestamp;

pub use prepare::{Asked, Whose, prepare};
pub use published::{is_published, names, newest, published, text, waits};
pub(super) use root::given;
pub use root::{HandoverMade, InvalidRootName, Root, RootName, Succession, hand_over, open_at, roots};
pub(super) use sign::NOTICE;
pub use sign::{
    Declared, Next, NoticeSaid, Published, SelfPublished, Signed, declared, entries, keep, next, notice, plausible,
    publish, publish_kept, sign_if_rooted,
};

use super::clock::Implausible;
use super::key_ring::KeyRingError;
use super::told::Untold;
use crate::domain::issuer::LspId;
use crate::seal::jwt::JwtError;
use crate::seal::keys::{Kid, PublicKey};
use crate::seal::roots::RootError;
use crate::seal::trust_list::difference::Name;
use crate::seal::trust_list::joined::JoinError;
use crate::seal::trust_list::notice::InvalidNotice;
use crate::seal::trust_list::published::ListError;
use crate::seal::trust_list::signed::SignedError;
use crate::store::StoreError;

/// Why a list is not signed or published, or a root neither made nor replaced.
#[derive(Debug, thiserror::Error)]
pub enum TrustError {
    #[error("nothing in the list is named {0}, so there is nothing of it to allow")]
    AllowsNothing(Name),
    #[error("the list is dated {0}, ahead of this machine's clock")]
    Ahead(Timestamp),
    #[error("a list as new as this one is published already")]
    AsNew,
    #[error("root {0} was withdrawn before; a root never comes back")]
    CameBack(Kid),
    #[error(transparent)]
    Clock(#[from] Implausible),
    /// No installation is there to keep a person's word.
    #[error("{0}; or, where no installation is: --clock-is-right")]
    ClockAtRoot(Implausible),
    #[error("the list has expired")]
    Expired,
    #[error("{}: {cause}", file.display())]
    File { file: PathBuf, cause: io::Error },
    #[error("the handover that is there already: {0}")]
    Handover(JwtError),
    #[error("{} is signed by no root whose public half lies beside it", .0.display())]
    HandoverOfNobody(PathBuf),
    #[error(transparent)]
    Join(#[from] JoinError),
    #[error(transparent)]
    Key(#[from] KeyRingError),
    #[error("key {kid} of LSP {lsp} stands in the database, and its journal never heard of it: absah journal verify")]
    KeyNotJournalled { lsp: LspId, kid: Kid },
    #[error("the use, days or state of key {kid} of LSP {lsp} are not those of its journal: absah journal verify")]
    KeyOtherwise { lsp: LspId, kid: Kid },
    #[error(transparent)]
    List(#[from] ListError),
    #[error("how far this installation has come cannot be read: {0}")]
    Marks(String),
    #[error("no root key here; name one with --root FILE")]
    NoRoot,
    #[error("the installation's setting \"notice\": {0}")]
    Notice(#[from] InvalidNotice),
    #[error("{} holds no Ed25519 public key", .0.display())]
    NotPublic(PathBuf),
    #[error("{}: expected the private half, NAME.pem", .0.display())]
    NotPrivate(PathBuf),
    /// Its private half would not be made beside it: it may be somebody else's, and verifiers know it.
    #[error("{} is there already, the public half of another root", .0.display())]
    OtherRootsHalf(PathBuf),
    #[error("{} is of another root than {}", kept.display(), given.display())]
    OtherRoot { kept: PathBuf, given: PathBuf },
    #[error("the list before: {0}")]
    Previous(Box<Self>),
    #[error("the published trust list: {0}")]
    Published(Box<Self>),
    #[error("the database was restored, and its keys may be those of before")]
    Restored,
    #[error("the list would reopen the past: {}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "))]
    ReopensPast(Vec<Name>),
    #[error(transparent)]
    Root(#[from] RootError),
    #[error(transparent)]
    RootName(#[from] InvalidRootName),
    #[error("the root in the safe is neither withdrawn nor a successor, and no root succeeds itself")]
    SafeOrSelf,
    #[error(transparent)]
    Signed(#[from] SignedError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Tables(Box<crate::office::Error>),
    #[error("it is signed by a root whose public half does not lie beside the keys")]
    UnknownRoot,
    #[error(transparent)]
    Untold(#[from] Box<Untold>),
    #[error(transparent)]
    Unreadable(#[from] JwtError),
    #[error("root {root} was withdrawn; {successor} signs in its place")]
    Withdrawn { root: Kid, successor: Kid },
    #[error("the list withdraws a root without the word of the root in the safe")]
    WithdrawsAlone,
}

/// Bytes a public key's file has at most; a real one has under 200.
const LARGEST_PUBLIC: u64 = 16 * 1024;

/// Reads the public half of a root.
///
/// # Errors
/// The file cannot be read or holds no key.
pub fn public(file: &Path) -> Result<PublicKey, TrustError> {
    let mut pem = String::new();
    let opened = File::open(file).and_then(|open| open.take(LARGEST_PUBLIC).read_to_string(&mut pem));
    opened.map_err(|cause| TrustError::File { file: file.to_owned(), cause })?;
    PublicKey::from_pem(&pem).map_err(|_| TrustError::NotPublic(file.to_owned()))
}
