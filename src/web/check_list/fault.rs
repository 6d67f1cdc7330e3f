//! Why a list is not checked: what is wrong with it, for its sender to mend.

use crate::office::check_list::CheckError;
use crate::roster::{Field, FileFault, Layout, RowFault};
use crate::verify::list::InvalidUntil;
use crate::web::Error;

/// What is wrong with a list that was handed in.
#[derive(Debug, thiserror::Error)]
pub enum ListFault {
    /// A file and a text: which is the list?
    #[error("there are two lists, a file and a text")]
    Both,
    #[error(transparent)]
    File(FileFault),
    /// There is neither a list nor a certificate.
    #[error("there is nothing to check")]
    Nothing,
    #[error("what was carried from the page before cannot be opened any more")]
    NotCarried,
    /// More rows name a number alone than an employer has left of its quota.
    #[error("more rows name a number alone than the {left} that are left today")]
    QuotaSpent { left: u32 },
    /// None of its rows is taken.
    #[error("{} cells of the list cannot be read", faults.len())]
    Rows { faults: Vec<RowFault>, layout: Layout },
    #[error("two columns are taken for the same")]
    SameColumn(Field),
    #[error("the list and its certificates are more than are taken")]
    TooLarge,
    #[error("more than {most} rows name a number alone")]
    TooManyNumbers { most: usize },
    /// None was given, or what was given is no day.
    #[error("the contract's last day is missing or no date")]
    UntilMissing,
    #[error(transparent)]
    Until(InvalidUntil),
}

impl ListFault {
    /// The field of the question that was wrong.
    pub(in crate::web) fn field(&self) -> &'static str {
        match self {
            Self::Until(_) | Self::UntilMissing => "until",
            Self::Both
            | Self::File(_)
            | Self::NotCarried
            | Self::Nothing
            | Self::QuotaSpent { .. }
            | Self::Rows { .. }
            | Self::SameColumn(_)
            | Self::TooLarge
            | Self::TooManyNumbers { .. } => "file",
        }
    }
}

impl From<ListFault> for Error {
    fn from(fault: ListFault) -> Self {
        Self::List(fault)
    }
}

impl From<CheckError> for Error {
    fn from(error: CheckError) -> Self {
        match error {
            CheckError::Busy => Self::Busy,
            CheckError::NoNumbers => Self::NoNumbers,
            CheckError::Office(cause) => cause.into(),
            CheckError::Thread => Self::Internal(error.into()),
            CheckError::TooManyNumbers { most } => ListFault::TooManyNumbers { most }.into(),
        }
    }
}
