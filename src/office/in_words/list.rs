//! The words for signed lists and the roots that sign them: what makes one, what refuses one, what could not be had.

use std::borrow::Cow;
use std::io::ErrorKind;

use super::{InWords, moment, one_sentence};
use crate::office::trust::{InvalidRootName, TrustError};
use crate::seal::honoured::NotHonoured;
use crate::seal::jwt::JwtError;
use crate::seal::roots::RootError;
use crate::seal::trust_list::joined::JoinError;
use crate::seal::trust_list::notice::InvalidNotice;
use crate::seal::trust_list::published::{EntryFault, ListError};
use crate::seal::trust_list::signed::SignedError;
use crate::verify::sources::Refusal;
use crate::verify::sources::belief::{NotRoots, OtherRoots};
use crate::verify::sources::fetch::Unreachable;
use crate::verify::sources::last_good::LastGoodError;
use crate::verify::sources::place::{InvalidAddress, Inward};
use crate::words::{Lang, key, say};

impl InWords for TrustError {
    fn in_words(&self, lang: Lang) -> Cow<'static, str> {
        match self {
            Self::AllowsNothing(name) => say!(lang, "failure-trust-allows-nothing", name = name.to_string()),
            Self::Ahead(iat) => say!(lang, "failure-trust-ahead", dated = moment(*iat, lang)),
            Self::AsNew => say!(lang, "failure-trust-as-new"),
            Self::CameBack(kid) => say!(lang, "failure-trust-came-back", kid = kid.to_string()),
            Self::Clock(cause) => cause.in_words(lang),
            Self::ClockAtRoot(cause) => say!(lang, "failure-trust-clock", cause = cause.in_words(lang)),
            Self::Expired => say!(lang, "failure-trust-expired"),
            Self::File { file, cause } => {
                say!(lang, "failure-trust-file", file = file.display(), cause = cause.to_string())
            }
            Self::Handover(cause) => say!(lang, "failure-trust-handover", cause = cause.in_words(lang)),
            Self::HandoverOfNobody(file) => say!(lang, "failure-trust-handover-of-nobody", file = file.display()),
            Self::Join(cause) => cause.in_words(lang),
            Self::Key(cause) => cause.in_words(lang),
            Self::Tables(cause) => cause.in_words(lang),
            Self::KeyOtherwise { lsp, kid } => {
                say!(lang, "failure-trust-key-otherwise", lsp, kid = kid.to_string())
            }
            Self::KeyNotJournalled { lsp, kid } => {
                say!(lang, "failure-trust-key-not-journalled", lsp, kid = kid.to_string())
            }
            Self::Marks(cause) => say!(lang, "failure-marks", cause),
            Self::NoRoot => say!(lang, "failure-trust-no-root"),
            Self::Notice(cause) => cause.in_words(lang),
            Self::NotPublic(file) => say!(lang, "failure-trust-not-public", file = file.display()),
            Self::NotPrivate(file) => say!(lang, "failure-trust-not-private", file = file.display()),
            Self::OtherRootsHalf(file) => say!(lang, "failure-trust-other-roots-half", file = file.display()),
            Self::OtherRoot { kept, given } => {
                say!(lang, "failure-trust-other-root", kept = kept.display(), given = given.display())
            }
            Self::Previous(cause) => say!(lang, "failure-trust-previous", cause = cause.in_words(lang)),
            Self::Published(cause) => say!(lang, "failure-trust-published", cause = cause.in_words(lang)),
            Self::ReopensPast(names) => {
                let options: Vec<String> = names.iter().map(|name| format!("--allow {name}")).collect();
                say!(lang, "failure-trust-reopens-past", options = options.join(" "))
            }
            Self::Restored => say!(lang, "failure-restored-trust-list"),
            Self::RootName(cause) => cause.in_words(lang),
            Self::SafeOrSelf => say!(lang, "failure-trust-safe-or-self"),
            Self::Store(cause) => cause.in_words(lang),
            Self::UnknownRoot => say!(lang, "failure-trust-unknown-root"),
            Self::Untold(cause) => cause.in_words(lang),
            Self::Withdrawn { root, successor } => {
                say!(lang, "failure-trust-withdrawn", root = root.to_string(), successor = successor.to_string())
            }
            Self::WithdrawsAlone => say!(lang, "failure-trust-withdraws-alone"),
            Self::List(cause) => cause.in_words(lang),
            Self::Root(cause) => cause.in_words(lang),
            Self::Signed(cause) => cause.in_words(lang),
            Self::Unreadable(cause) => cause.in_words(lang),
        }
    }
}

impl InWords for JoinError {
    fn in_words(&self, lang: Lang) -> Cow<'static, str> {
        match self {
            Self::List(cause) => cause.in_words(lang),
            Self::Twice(lsp) => say!(lang, "failure-join-twice", lsp),
        }
    }
}

impl InWords for JwtError {
    fn in_words(&self, lang: Lang) -> Cow<'static, str> {
        match self {
            Self::Claims => say!(lang, "failure-list-claims"),
            Self::Form => say!(lang, "failure-list-no-jwt"),
            Self::Kind => say!(lang, "failure-list-kind"),
            Self::Long => say!(lang, "failure-list-long"),
            Self::Newer(name) => say!(lang, "failure-list-newer", name),
            Self::Signature => say!(lang, "failure-list-signature"),
        }
    }
}

impl InWords for ListError {
    fn in_words(&self, lang: Lang) -> Cow<'static, str> {
        match self {
            Self::Jwt(cause) => cause.in_words(lang),
            Self::Life => say!(lang, "failure-list-life"),
            Self::Lsp(lsp, fault) => {
                let fault = match fault {
                    EntryFault::Key => key!("failure-entry-key"),
                    EntryFault::Licence => key!("failure-entry-licence"),
                    EntryFault::Lists => key!("failure-entry-lists"),
                    EntryFault::Many => key!("failure-entry-many"),
                    EntryFault::Twice => key!("failure-entry-twice"),
                };
                say!(lang, "failure-list-lsp", lsp, fault = fault.say(lang))
            }
            Self::KidTwice(kid) => say!(lang, "failure-list-kid-twice", kid),
            Self::NotRoot => say!(lang, "failure-list-not-root"),
        }
    }
}

impl InWords for SignedError {
    fn in_words(&self, lang: Lang) -> Cow<'static, str> {
        match self {
            Self::List(cause) => cause.in_words(lang),
            Self::Newer(cause) => say!(lang, "failure-list-unknown", cause),
        }
    }
}

impl InWords for RootError {
    fn in_words(&self, lang: Lang) -> Cow<'static, str> {
        match self {
            Self::Handover => say!(lang, "failure-root-handover"),
            Self::Newer(name) => say!(lang, "failure-root-newer", name),
            Self::Unknown => say!(lang, "failure-root-unknown"),
            Self::Withdrawn => say!(lang, "failure-root-withdrawn"),
        }
    }
}

impl InWords for Refusal {
    fn in_words(&self, lang: Lang) -> Cow<'static, str> {
        match self {
            Self::Address => say!(lang, "failure-refused-address"),
            Self::Expired => say!(lang, "failure-refused-expired"),
            Self::Future => say!(lang, "failure-refused-future"),
            Self::Honoured => say!(lang, "failure-refused-honoured"),
            Self::Journal => say!(lang, "failure-refused-journal"),
            Self::Key => say!(lang, "failure-refused-key"),
            Self::List(cause) => cause.in_words(lang),
            Self::NoTrust => say!(lang, "failure-refused-no-trust"),
            Self::Older => say!(lang, "failure-refused-older"),
            Self::Overruled => say!(lang, "failure-refused-overruled"),
            Self::Root(cause) => cause.in_words(lang),
            Self::SameIat => say!(lang, "failure-refused-same-iat"),
            Self::Unproven(kid) => say!(lang, "failure-refused-unproven", kid = kid.to_string()),
        }
    }
}

impl InWords for Unreachable {
    fn in_words(&self, lang: Lang) -> Cow<'static, str> {
        match self {
            Self::Absent => say!(lang, "failure-unreachable-absent"),
            Self::Elsewhere => say!(lang, "failure-unreachable-elsewhere"),
            Self::Http(status) => say!(lang, "failure-unreachable-http", status = status.as_u16()),
            Self::Inward(cause) => cause.in_words(lang),
            Self::Late => say!(lang, "failure-unreachable-late"),
            // In the words of the system, or of the library that fetches.
            Self::Io(cause) | Self::Ureq(cause) => cause.clone().into(),
        }
    }
}

impl InWords for LastGoodError {
    fn in_words(&self, lang: Lang) -> Cow<'static, str> {
        let cause = match self.cause.kind() {
            ErrorKind::InvalidData => say!(lang, "failure-copy-damaged"),
            _ => self.cause.to_string().into(),
        };
        say!(lang, "failure-copy", file = self.file.display(), cause)
    }
}

one_sentence! {
    InvalidAddress => key!("failure-trust-address"),
    InvalidNotice => key!("failure-trust-notice"),
    InvalidRootName => key!("failure-trust-root-name"),
    Inward => key!("failure-unreachable-inward"),
    NotHonoured => key!("failure-not-honoured"),
    NotRoots => key!("failure-not-roots"),
    OtherRoots => key!("failure-other-roots"),
}
