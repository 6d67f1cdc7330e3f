//! What can be wrong with a roster: facts, for which `messages.rs` finds the words. None shows a digit of a NIK.

use std::fmt;
use std::sync::Arc;

use jiff::civil::Date;

use super::coordinate::Coordinate;
use super::{Rules, SchemeRule};
use crate::domain::scheme::SchemeCode;
use crate::words::{Lang, Said, Value};

/// A fault to mend before the row can be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowFault {
    pub row: u32,
    /// The column's canonical name; `baris` where it is the row as a whole.
    pub column: &'static str,
    pub cause: Cause,
}

/// Something to look at in a row that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowWarning {
    pub row: u32,
    /// The column's canonical name.
    pub column: &'static str,
    pub warning: Warning,
}

/// Why a row is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// Assessed after the day of issue.
    AfterIssue {
        tested_on: Date,
        issued_on: Date,
    },
    /// Assessed on or before the day of birth.
    BeforeBirth {
        tested_on: Date,
    },
    /// A number cell shorter than any serial: Excel drops leading zeros.
    BlankoNumber,
    /// The serial of a sheet that an earlier row names too.
    BlankoRepeated {
        earlier: u32,
    },
    BlankoShape,
    /// The serial of a sheet that an issued certificate has.
    BlankoUsed,
    /// Stored as certified, but now not competent: a certificate is revoked, not uploaded away.
    CertifiedAlready,
    /// A formula shows an error instead of a value.
    CellError {
        shown: String,
    },
    /// Not in a form that dates are read in.
    DateShape {
        text: Quote,
    },
    DecisionMissing,
    DecisionUnknown {
        text: Quote,
    },
    /// A formula whose result the file does not hold.
    FormulaUncounted,
    /// Assessed later than today.
    InFuture {
        tested_on: Date,
    },
    NameEmpty,
    /// Control, zero-width or reversing characters.
    NameHidden,
    NameNoLetter,
    NameTooLong,
    NikLetters,
    /// Another number of digits than 16.
    NikLength {
        digits: usize,
    },
    NikMissing,
    /// The NIK of an earlier row, which has another name.
    NikNamedOtherwise {
        earlier: u32,
    },
    /// A number cell: Excel keeps 15 digits of it.
    NikNumber,
    /// `9.90101E+15`.
    NikScientific,
    NikZeros,
    /// In the form of a date or time, but the calendar or the clock has none such.
    NoSuchDate {
        text: Quote,
    },
    /// A certificate's number in a number cell too long for one: Excel keeps 15 digits of it.
    NumberRounded,
    /// There is no such file among the photos.
    PhotoMissing {
        name: Quote,
    },
    /// Not the bare name of a file.
    PhotoName,
    /// Larger than a photo may be.
    PhotoTooLarge {
        name: Quote,
        most_mib: u64,
    },
    /// Neither JPEG, PNG nor WebP, or damaged.
    PhotoUnreadable {
        name: Quote,
    },
    /// NIK, scheme and test date of an earlier row.
    Repeated {
        earlier: u32,
    },
    /// A scheme that is not open on the day of issue.
    SchemeClosed {
        code: SchemeCode,
        issued_on: Date,
    },
    /// A scheme of another LSP.
    SchemeElsewhere {
        code: SchemeCode,
    },
    SchemeMissing,
    SchemeUnknown {
        text: Quote,
        known: Arc<KnownSchemes>,
    },
    /// NIK, scheme and test date are stored under another name.
    StoredUnderAnotherName,
    /// Competent or not, but without a test date.
    TestDateMissing,
    TooLong {
        most: usize,
    },
    /// More cells than the header has: a separator that is not within quotes shifted them.
    TooManyCells,
    TwoDigitYear {
        text: Quote,
    },
    /// A day of the week that the date does not fall on.
    WeekdayDiffers {
        text: Quote,
    },
    /// Characters that the fonts of the sheet lack; the first three.
    Unprintable {
        characters: Vec<char>,
    },
}

/// Why a row that was taken deserves a look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Warning {
    /// The date of birth inside the NIK is another one than the roster's.
    BirthDiffers,
    /// Stored as not yet competent, now competent: certified.
    DecisionCorrected,
    /// The person holds another valid certificate of the scheme.
    HoldsValid,
    /// A column with something in it that Excel does not show.
    HiddenColumn,
    /// A row that Excel does not show; it was read like the others.
    HiddenRow,
    /// Issued more than two years after the assessment.
    Late { tested_on: Date },
    /// Below the people, and read as the end of the table: place and date, who signs, a sum.
    NoPerson,
    /// People on another sheet, which is not read.
    OtherSheet { name: Quote, people: usize },
    /// Competent, but the column for photos names none.
    PhotoBlank,
}

/// Why a file as a whole cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileFault {
    /// An archive or workbook that breaks its own format.
    #[error("the workbook is damaged")]
    Damaged,
    #[error("column {column} is there twice, in {first} and {second}")]
    DoubledColumn { column: &'static str, first: Coordinate, second: Coordinate },
    #[error("the file is empty")]
    Empty,
    /// Mixed or broken character encodings.
    #[error("the file mixes or breaks character encodings")]
    Encoding,
    /// A formula's error of a kind that cannot be told to a row.
    #[error("a formula gives {shown}")]
    Formula { shown: String },
    /// A workbook under a password.
    #[error("the workbook has a password")]
    Locked,
    #[error("columns are missing: {}", missing.join(", "))]
    MissingColumns { missing: Vec<&'static str> },
    #[error("nobody is in the roster")]
    Nobody,
    #[error("no header was found")]
    NoHeader,
    /// Neither CSV nor a workbook.
    #[error("the file is neither CSV nor .xlsx")]
    NoTable,
    /// No column of an employer's list has names, certificate numbers or tokens.
    #[error("no column says who a worker is or which certificate is hers")]
    NoWorker,
    /// An archive that is no `.xlsx`.
    #[error("the archive is no .xlsx")]
    NoWorkbook,
    /// An `.xls` of before 2007.
    #[error("the file is an .xls of before 2007")]
    OldExcel,
    /// A quotation mark without its partner.
    #[error("the quotation mark in row {row} has no partner")]
    Quote { row: u32 },
    #[error("the file is too large")]
    TooLarge,
    #[error("there are too many columns")]
    TooManyColumns,
    #[error("there are more than {most} rows")]
    TooManyRows { most: usize },
}

impl From<&str> for Quote {
    fn from(text: &str) -> Self {
        Self::of(text)
    }
}

impl Said for Quote {
    fn said(&self, _: Lang) -> Value<'_> {
        Value::from(self.0.as_str())
    }
}

/// The schemes that a row may name: those of the LSP that are open on the day of issue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KnownSchemes {
    /// Ten at most.
    pub(super) first: Vec<KnownScheme>,
    /// How many more there are.
    pub(super) more: usize,
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct KnownScheme {
    pub(super) code: SchemeCode,
    pub(super) title_id: String,
    pub(super) title_en: String,
}

impl KnownSchemes {
    /// Schemes that a message lists at most.
    const MOST_TOLD: usize = 10;

    pub(super) fn of(rules: &Rules<'_>) -> Self {
        let SchemeRule::Of { lsp, .. } = rules.schemes else { return Self::default() };
        let open = lsp.schemes.iter().filter(|scheme| scheme.covers(rules.issued_on));
        let known = open.clone().take(Self::MOST_TOLD).map(|scheme| KnownScheme {
            code: scheme.code.clone(),
            title_id: scheme.title_id.clone(),
            title_en: scheme.title_en.clone(),
        });
        Self { first: known.collect(), more: open.count().saturating_sub(Self::MOST_TOLD) }
    }
}

/// A cell's text as a message may show it: up to 40 characters, none that hide, and no digits where there
/// are so many that they may be a NIK in the wrong column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote(String);

impl Quote {
    pub(super) fn of(text: &str) -> Self {
        let may_be_nik = holds_long_number(text);
        let shown = |c: char| match c {
            c if may_be_nik && c.is_numeric() => '•',
            c if c.is_whitespace() => ' ',
            c if c.is_control()
                || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}') =>
            {
                '\u{fffd}'
            }
            c => c,
        };
        let mut quote: String = text.trim().chars().take(40).map(shown).collect();
        if text.trim().chars().count() > 40 {
            quote.push('…');
        }
        Self(quote)
    }
}

/// Whether the digits are so many, in one piece or altogether, that they may be those of a NIK.
fn holds_long_number(text: &str) -> bool {
    let joined: String = text.chars().filter(|c| !c.is_whitespace() && *c != '.').collect();
    let longest = joined.split(|c: char| !c.is_numeric()).map(|run| run.chars().count()).max();
    longest > Some(8) || joined.chars().filter(|c| c.is_numeric()).count() > 14
}

impl fmt::Display for Quote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quote_shows_no_nik_and_nothing_hidden() {
        assert_eq!(Quote::of(" 9901.0101.0190.0027 ").to_string(), "••••.••••.••••.••••");
        assert_eq!(Quote::of("9.90101010190002E+15").to_string(), "•.••••••••••••••E+••");
        assert_eq!(Quote::of("990101-010190-0027").to_string(), "••••••-••••••-••••");
        assert_eq!(Quote::of("990 101 010 190").to_string(), "••• ••• ••• •••");
        assert_eq!(Quote::of("2024-02-31 00:00:00").to_string(), "2024-02-31 00:00:00");
        assert_eq!(Quote::of("a\u{202e}b\nc").to_string(), "a\u{fffd}b c");
        assert_eq!(Quote::of(&"x".repeat(50)).to_string(), format!("{}…", "x".repeat(40)));
    }
}
