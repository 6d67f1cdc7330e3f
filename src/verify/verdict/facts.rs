//! What a verdict tells beside its word. Nothing unproven is ever shown: `certificate`, `period` and `status` are
//! null unless the signature held.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::schema::{Object, ObjectBuilder, Type};

use super::Asked;
use super::words::{Differing, Finding, Integrity, Standing, Trust, Word};
use crate::domain::issuer::{LspId, Site};
use crate::domain::scheme::Unit;
use crate::domain::status::State;
use crate::domain::term::{in_jakarta, whole_second};

/// The answer to "is this certificate good?".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Verdict {
    pub verdict: Word,
    #[schema(value_type = String, format = DateTime)]
    pub checked_at: Timestamp,
    /// The day asked about, in the LSP's time zone (Jakarta's for an unknown LSP).
    #[schema(value_type = String, format = Date)]
    pub on: Date,
    /// What is to be known beside the verdict; others may follow.
    pub findings: Vec<Finding>,
    /// What a document does not show as it was signed; none but for documents.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub differs: Vec<Differing>,
    pub integrity: Integrity,
    #[schema(required = true)]
    pub issuer: Option<Issuer>,
    #[schema(required = true)]
    pub period: Option<Period>,
    #[schema(required = true)]
    pub status: Option<StatusSeen>,
    #[schema(required = true)]
    pub certificate: Option<Shown>,
}

impl Verdict {
    /// The answer for a number that nobody issued.
    #[must_use]
    pub fn not_found(asked: Asked) -> Self {
        Self::bare(Word::NotFound, Integrity::Unchecked, asked)
    }

    /// The answer for a number whose record here is not as it was made, so that nothing can be told by it.
    #[must_use]
    pub fn untold(asked: Asked) -> Self {
        Self::bare(Word::StatusUnknown, Integrity::Unchecked, asked)
    }

    /// The answer for what is no token at all.
    #[must_use]
    pub fn unreadable(asked: Asked) -> Self {
        Self::bare(Word::Unreadable, Integrity::Failed, asked)
    }

    /// Whether the certificate is valid and nothing beside it says otherwise.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.verdict == Word::Valid && self.findings.is_empty()
    }

    /// Whether the certificate is valid, and all that is left is for eyes to compare what is printed with it.
    #[must_use]
    pub fn is_to_be_compared(&self) -> bool {
        self.verdict == Word::Valid && self.findings == [Finding::TextUnchecked]
    }

    /// Whether an LSP that was allowed to signed what is shown, whatever became of it.
    #[must_use]
    pub fn is_genuine(&self) -> bool {
        self.integrity == Integrity::Ok && self.verdict != Word::Untrusted
    }

    /// Whether the certificate may be used on this day or on another: the LSP has not taken it back, as far as is known.
    #[must_use]
    pub fn may_be_used(&self) -> bool {
        let stands = matches!(self.verdict, Word::Expired | Word::NotYetValid | Word::StatusUnknown | Word::Valid);
        stands && self.certificate.is_some()
    }

    /// What it comes to.
    #[must_use]
    pub fn standing(&self) -> Standing {
        let bad = !matches!(self.verdict, Word::StatusUnknown | Word::Valid);
        if bad || self.findings.iter().any(|finding| finding.accuses()) {
            Standing::Bad
        } else if self.is_clean() {
            Standing::Good
        } else {
            Standing::Unclear
        }
    }

    pub(super) fn bare(verdict: Word, integrity: Integrity, asked: Asked) -> Self {
        let (issuer, period, status, certificate) = (None, None, None, None);
        let on = in_jakarta(asked.on);
        let checked_at = whole_second(asked.now);
        Self {
            verdict,
            checked_at,
            on,
            findings: Vec::new(),
            differs: Vec::new(),
            integrity,
            issuer,
            period,
            status,
            certificate,
        }
    }
}

/// The LSP that the key belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Issuer {
    #[schema(value_type = String)]
    pub id: LspId,
    pub name: String,
    /// The licence of the day of issue, or the last one where none covered it.
    pub licence: String,
    pub trust: Trust,
    /// The LSP's own site, where its records are not those of whoever answers: it finds by number, and tells since when a
    /// status stands and which certificate follows.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, value_type = String)]
    pub more_at: Option<Site>,
}

/// Days in the LSP's time zone, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Period {
    #[schema(value_type = String, format = Date)]
    pub issued_on: Date,
    #[schema(value_type = String, format = Date)]
    pub valid_until: Date,
}

/// What is known of the status.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct StatusSeen {
    #[schema(schema_with = states)]
    pub state: StateSeen,
    /// The instant of the list that says so.
    #[schema(required = true, value_type = Option<String>, format = DateTime)]
    pub as_of: Option<Timestamp>,
    /// The day since which it is so, in the LSP's zone; known to the LSP's own service only.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, value_type = String, format = Date)]
    pub since: Option<Date>,
    /// The number of the certificate that replaces this one; known to the LSP's own service only.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub superseded_by: Option<String>,
}

/// A state, or that it could not be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase", untagged)]
pub enum StateSeen {
    Known(State),
    #[serde(serialize_with = "unknown")]
    Unknown,
}

fn unknown<S: serde::Serializer>(serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str("unknown")
}

/// The words of [`StateSeen`].
fn states() -> Object {
    let words = ["revoked", "superseded", "suspended", "unknown", "valid"];
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(words)).build()
}

/// What stands on the certificate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Shown {
    pub number: String,
    pub holder: String,
    pub scheme: SchemeShown,
    /// What the holder was assessed in; known to the LSP's own service only.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub units: Vec<UnitShown>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct SchemeShown {
    pub code: String,
    pub title: String,
}

/// A unit of competency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct UnitShown {
    pub code: String,
    pub title_id: String,
    pub title_en: String,
}

impl From<Unit> for UnitShown {
    fn from(Unit { code, title_id, title_en }: Unit) -> Self {
        Self { code, title_id, title_en }
    }
}
