//! The words of a verdict on a report.

use serde::Serialize;
use utoipa::ToSchema;

/// One word; the first that applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReportWord {
    /// These bytes are no report.
    Unreadable,
    /// Its signature does not hold.
    Forged,
    /// Its signer is not trusted to make reports.
    Untrusted,
    /// It was truly made, and what goes with it is not as it was made: rows, QR or pages.
    Altered,
    /// Whether its signer is trusted could not be told.
    Unknown,
    Genuine,
}

impl ReportWord {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::Forged => "forged",
            Self::Untrusted => "untrusted",
            Self::Altered => "altered",
            Self::Unknown => "unknown",
            Self::Genuine => "genuine",
        }
    }
}

/// Whether who signed may make reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReportTrust {
    KeyCompromised,
    KeyForOtherUse,
    KeyOutsidePeriod,
    KeyStateUnknown,
    Trusted,
}

/// What is to be known beside the word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReportFinding {
    /// It is dated after the present.
    Ahead,
    /// Its link or QR leads to a host that is not the site of who made it.
    ForeignSite,
    /// The paper names its maker otherwise than the trust list does today.
    MakerDiffers,
    /// There are pages that are none of the report's.
    PagesBeside,
    /// The document goes on after the last page that was looked at.
    PagesUnread,
    /// QR, attachment, or what it was to be compared with are not of the same report.
    QrDiffers,
    /// No QR of a report can be read on it.
    QrMissing,
    /// A table goes with it that is not the rows that were signed, beside those that were.
    RowsBeside,
    /// The rows that go with it are not those that were signed.
    RowsDiffer,
    /// The rows that were signed do not go with it, so nothing could be compared with them.
    RowsMissing,
    /// A page does not show the rows that were signed, or is missing.
    TextDiffers,
    /// A page has text that nobody sees.
    TextHidden,
    /// What is printed could not be read by a machine.
    TextUnchecked,
    TrustListExpired,
    TrustListMissing,
    /// It has layers, notes or form fields, which programs show differently.
    ViewVaries,
}

impl ReportFinding {
    /// Whether something of the report was altered.
    #[must_use]
    pub fn alters(self) -> bool {
        matches!(self, Self::QrDiffers | Self::RowsDiffer | Self::TextDiffers | Self::TextHidden)
    }

    /// Whether somebody altered or pretends something.
    #[must_use]
    pub fn accuses(self) -> bool {
        self.alters() || self == Self::ForeignSite
    }
}
