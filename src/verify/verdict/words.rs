//! The words that a verdict is told in, each one closed set.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One word; the first that applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Word {
    Unreadable,
    Forged,
    Untrusted,
    Revoked,
    Superseded,
    Suspended,
    Expired,
    NotYetValid,
    StatusUnknown,
    Valid,
    /// For a number that nobody issued; never said of bytes.
    NotFound,
}

impl Word {
    /// Every word, in the order in which they apply.
    pub const ALL: [Self; 11] = [
        Self::Unreadable,
        Self::Forged,
        Self::Untrusted,
        Self::Revoked,
        Self::Superseded,
        Self::Suspended,
        Self::Expired,
        Self::NotYetValid,
        Self::StatusUnknown,
        Self::Valid,
        Self::NotFound,
    ];

    /// The word that stays the same from version to version.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::Forged => "forged",
            Self::Untrusted => "untrusted",
            Self::Revoked => "revoked",
            Self::Superseded => "superseded",
            Self::Suspended => "suspended",
            Self::Expired => "expired",
            Self::NotYetValid => "not_yet_valid",
            Self::StatusUnknown => "status_unknown",
            Self::Valid => "valid",
            Self::NotFound => "not_found",
        }
    }
}

/// A warning beside the verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Finding {
    /// The link or QR leads to a host that is not the LSP's site.
    ForeignSite,
    /// Which LSPs are trusted beside those of this service could not be told, and the signer is none of these.
    OthersUnknown,
    /// The document has pages that are none of the certificate's, such as one before it.
    PagesBeside,
    /// The document has pages that were not looked at.
    PagesUnread,
    /// A QR on the document is not that of the certificate that was judged.
    QrDiffers,
    /// No QR of the certificate can be read on the document; it was judged by what is attached.
    QrMissing,
    /// The document does not show the sheet as it was issued; known to the LSP's own service only.
    SheetDiffers,
    /// The text of the document does not show what was signed: see `differs`.
    TextDiffers,
    /// The document has text that cannot be seen: covered, in the colour of the paper, tiny, or cut away.
    TextHidden,
    /// What the document says could not be compared: it is a picture, or in letters that sheets are not printed in.
    TextUnchecked,
    /// The trust list is past its `exp`: what it says of keys may be old.
    TrustListExpired,
    /// No root has signed a trust list for this installation yet: nobody above it says that its keys are an LSP's.
    TrustListMissing,
    /// The document has layers, notes or form fields: what it shows depends on the program that opens it.
    ViewVaries,
}

impl Finding {
    /// Whether it says that something was altered or pretended, not merely that more could not be told.
    #[must_use]
    pub fn accuses(self) -> bool {
        match self {
            Self::ForeignSite | Self::QrDiffers | Self::SheetDiffers | Self::TextDiffers | Self::TextHidden => true,
            Self::OthersUnknown
            | Self::PagesBeside
            | Self::PagesUnread
            | Self::QrMissing
            | Self::TextUnchecked
            | Self::TrustListExpired
            | Self::TrustListMissing
            | Self::ViewVaries => false,
        }
    }
}

/// What a verdict comes to for whoever wants to rely on the certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is not good, or something was altered or pretended.
    Bad,
    Good,
    /// Something could not be told, or wants to be looked at.
    Unclear,
}

/// What is signed and stands on a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Differing {
    IssuedOn,
    Name,
    Number,
    Scheme,
    ValidUntil,
}

/// Whether the bytes are as they were signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Integrity {
    Failed,
    Ok,
    /// No key to check with.
    Unchecked,
}

/// Whether the LSP might issue this certificate on that day with that key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Trust {
    /// The key is compromised, and whether the LSP issued this could not be told: its honoured list is
    /// not to be had.
    HonouredListMissing,
    /// The key is compromised, and this does not stand on its honoured list.
    KeyCompromised,
    /// The key is for something else than certificates.
    KeyForOtherUse,
    /// The key is in a state that this version does not know: what it signed is called neither good nor bad.
    KeyStateUnknown,
    /// The day of issue lies outside the key's time.
    KeyOutsidePeriod,
    Licensed,
    /// The day of issue lies outside every licence of the LSP.
    LicenceOutsidePeriod,
    /// The LSP's key signed it, and the LSP has no record of it; known to the LSP's own service only.
    NeverRecorded,
    /// The scheme was not in the LSP's scope on the day of issue.
    SchemeOutsideScope,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_told_alike_everywhere() {
        for word in [
            Word::Unreadable,
            Word::Forged,
            Word::Untrusted,
            Word::Revoked,
            Word::Superseded,
            Word::Suspended,
            Word::Expired,
            Word::NotYetValid,
            Word::StatusUnknown,
            Word::Valid,
            Word::NotFound,
        ] {
            assert_eq!(serde_json::json!(word), word.as_str());
        }
    }
}
