//! The words for what kept a command from being carried out: errors carry facts, here they become sentences.
//!
//! What comes from further below (the system, the database's driver, the reader of a file's format) stays as its
//! library says it. Every error of ours has words: a test holds that none was forgotten.

mod document;
mod sheet;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::error::Error as StdError;

use crate::domain::holder::{InvalidName, InvalidNik};
use crate::domain::issuer::{InvalidLicence, InvalidLsp, InvalidLspId, InvalidLspKind, InvalidSite, InvalidZone};
use crate::domain::number::InvalidShape;
use crate::domain::scheme::{InvalidScheme, InvalidSchemeCode};
use crate::domain::term::InvalidDay;
use crate::office::StoreError;
use crate::office::accounts::AccountError;
use crate::office::accounts::password::WeakPassword;
use crate::office::clock::Implausible;
use crate::office::design::DesignError;
use crate::office::employers::{EmployerError, InvalidTerms};
use crate::office::handout::HandoutError;
use crate::office::journal::Fault;
use crate::office::key_ring::KeyRingError;
use crate::office::lsp_file::{LspFileError, MemberFault};
use crate::office::particulars::Disowned;
use crate::office::proof::ProofError;
use crate::office::register::RegisterError;
use crate::office::sheet::SheetError;
use crate::office::told::Untold;
use crate::office::trust::{InvalidRootName, TrustError};
use crate::render::{LayoutError, PrintError, PrinterError};
use crate::roster::FileFault;
use crate::seal::honoured::NotHonoured;
use crate::seal::jwt::JwtError;
use crate::seal::key_files::KeyError;
use crate::seal::keys::KeyFormatError;
use crate::seal::roots::RootError;
use crate::seal::token::TokenError;
use crate::seal::trust_list::joined::JoinError;
use crate::seal::trust_list::notice::InvalidNotice;
use crate::seal::trust_list::published::ListError;
use crate::seal::trust_list::signed::SignedError;
use crate::verify::document::{BundleFault, DocumentFault};
use crate::verify::list::InvalidUntil;
use crate::verify::sources::Refusal;
use crate::verify::sources::belief::{NotRoots, OtherRoots};
use crate::verify::sources::fetch::Unreachable;
use crate::verify::sources::last_good::LastGoodError;
use crate::verify::sources::place::{InvalidAddress, Inward};
use crate::words::Lang;

pub(super) use crate::office::in_words::InWords;

/// A refusal in words that are said already.
pub(super) fn refused(words: impl Into<Cow<'static, str>>) -> anyhow::Error {
    anyhow::Error::msg(words.into())
}

/// An error in words, what was attempted before what came in the way.
#[must_use]
pub fn told(error: &anyhow::Error, lang: Lang) -> String {
    let mut words = Vec::new();
    for cause in error.chain() {
        match known(cause, lang) {
            // Its sentence tells what lies below it too.
            Some(sentence) => {
                words.push(sentence.into_owned());
                break;
            }
            None => words.push(cause.to_string()),
        }
    }
    words.join(": ")
}

/// The words for an error where it is of one of these types.
macro_rules! first_of {
    ($error:ident, $lang:ident: $($known:ty),+ $(,)?) => {
        None$(.or_else(|| Some($error.downcast_ref::<$known>()?.in_words($lang))))+
    };
}

/// The words for an error of ours.
fn known(error: &(dyn StdError + 'static), lang: Lang) -> Option<Cow<'static, str>> {
    first_of!(
        error, lang:
        AccountError, BundleFault, DesignError, Disowned, DocumentFault, EmployerError, crate::office::Error, Fault, FileFault, HandoutError,
        Implausible, InvalidAddress, InvalidDay, InvalidLicence, InvalidLsp, InvalidLspId, InvalidLspKind, InvalidName, InvalidNik, InvalidNotice, InvalidRootName,
        InvalidScheme, InvalidSchemeCode, InvalidShape, InvalidSite, InvalidTerms, InvalidUntil, InvalidZone, Inward, JoinError, JwtError,
        KeyError, KeyFormatError, KeyRingError, LastGoodError, LayoutError, ListError, LspFileError, MemberFault,
        NotHonoured, NotRoots, OtherRoots, PrintError, PrinterError, ProofError, Refusal, RegisterError, RootError,
        SheetError, SignedError, StoreError, TokenError, TrustError, Unreachable, Untold, WeakPassword,
    )
}
