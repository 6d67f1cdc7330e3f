//! The answer for one row: what of it was compared with the certificate, and what it may see of it.

use jiff::civil::Date;
use serde::ser::SerializeStruct as _;
use serde::{Serialize, Serializer};
use utoipa::ToSchema;

use super::answer::Answer;
use crate::domain::holder::Likeness;
use crate::domain::worker::Worker;
use crate::verify::Verdict;
use crate::verify::found::{Found, Named};

/// What an LSP says of a NIK that was typed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NikSaid {
    Differs,
    /// It was not asked.
    #[default]
    NotTold,
    /// It was asked, and does not say.
    Refused(NikRefused),
    Same,
}

/// Why nothing was said of a NIK to whom might ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum NikRefused {
    /// As many certificates were asked about today as may be.
    AllowanceUsed,
    /// Another LSP than that of the employer's account issued the certificate.
    Elsewhere,
    /// The certificate was asked about too often: again in an hour, or when its LSP allows it.
    TriesUsed,
    /// It was erased, or nothing vouches for whose the certificate is.
    Untold,
}

/// What of a row was held against the certificate, and what came of it. None: the row does not have it, or the certificate
/// is not proven.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Compared {
    pub name: Option<Likeness>,
    pub nik: NikSaid,
    /// Whether it is of the scheme that is asked for.
    pub scheme: Option<bool>,
}

/// What of a row is otherwise on the certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Differs {
    Name,
    Nik,
    Scheme,
}

impl Differs {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Nik => "nik",
            Self::Scheme => "scheme",
        }
    }
}

impl Compared {
    /// Everything that was compared.
    pub fn all(self) -> impl Iterator<Item = Differs> {
        let name = self.name.map(|_| Differs::Name);
        let nik = matches!(self.nik, NikSaid::Differs | NikSaid::Same).then_some(Differs::Nik);
        [name, nik, self.scheme.map(|_| Differs::Scheme)].into_iter().flatten()
    }

    /// Everything that is otherwise, whether or not the answer is another.
    pub fn differing(self) -> impl Iterator<Item = Differs> {
        let name = self.name.is_some_and(|likeness| likeness != Likeness::Same).then_some(Differs::Name);
        let nik = (self.nik == NikSaid::Differs).then_some(Differs::Nik);
        let scheme = (self.scheme == Some(false)).then_some(Differs::Scheme);
        [name, nik, scheme].into_iter().flatten()
    }
}

/// A verdict as the row may see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Seen {
    ByNumber(Found),
    ByToken(Named),
}

impl Seen {
    #[must_use]
    pub fn verdict(&self) -> &Verdict {
        match self {
            Self::ByNumber(found) => found.verdict(),
            Self::ByToken(named) => named.verdict(),
        }
    }
}

/// The answer for one row.
#[derive(Clone, Debug)]
pub struct Answered {
    pub worker: Worker,
    pub answer: Answer,
    pub compared: Compared,
    /// None where no certificate was looked at, or it could not be told which is meant.
    pub seen: Option<Seen>,
}

impl Answered {
    #[must_use]
    pub fn verdict(&self) -> Option<&Verdict> {
        self.seen.as_ref().map(Seen::verdict)
    }

    /// The certificate's last day, where it is proven.
    #[must_use]
    pub fn valid_until(&self) -> Option<Date> {
        self.verdict()?.period.map(|period| period.valid_until)
    }

    /// Why nothing was said of the row's NIK, where it was asked.
    #[must_use]
    pub fn nik_refused(&self) -> Option<NikRefused> {
        match self.compared.nik {
            NikSaid::Refused(why) => Some(why),
            NikSaid::Differs | NikSaid::NotTold | NikSaid::Same => None,
        }
    }

    /// The number of the certificate that replaces it, where that is known.
    #[must_use]
    pub fn superseded_by(&self) -> Option<&str> {
        self.verdict()?.status.as_ref()?.superseded_by.as_deref()
    }
}

impl Serialize for Answered {
    /// `{"row", "answer", "valid_until"?, "differs"?, "nik_not_compared"?, "superseded_by"?, "verdict"}`: nothing of the row itself, and a
    /// `verdict` of null where there is none.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let differs: Vec<Differs> = self.compared.differing().collect();
        let (valid_until, refused, superseded_by) = (self.valid_until(), self.nik_refused(), self.superseded_by());
        let optional = [valid_until.is_some(), !differs.is_empty(), refused.is_some(), superseded_by.is_some()];
        let fields = 3 + optional.into_iter().filter(|is_there| *is_there).count();
        let mut row = serializer.serialize_struct("Answered", fields)?;
        row.serialize_field("row", &self.worker.row)?;
        row.serialize_field("answer", &self.answer.word())?;
        if let Some(day) = valid_until {
            row.serialize_field("valid_until", &day)?;
        }
        if !differs.is_empty() {
            row.serialize_field("differs", &differs)?;
        }
        if let Some(why) = refused {
            row.serialize_field("nik_not_compared", &why)?;
        }
        if let Some(number) = superseded_by {
            row.serialize_field("superseded_by", number)?;
        }
        row.serialize_field("verdict", &self.seen)?;
        row.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_is_told_in_the_same_words_everywhere() {
        for differs in [Differs::Name, Differs::Nik, Differs::Scheme] {
            assert_eq!(serde_json::json!(differs), differs.as_str());
        }
    }
}
