//! The words of the catalogue for what is wrong with a roster: what it is, then what to do.

use std::borrow::Cow;

use super::faults::{Cause, FileFault, KnownScheme, KnownSchemes, Warning};
use super::{LARGEST_FILE, MOST_COLUMNS};
use crate::domain::holder::LONGEST_NAME;
use crate::words::{Lang, say};

impl Cause {
    /// One or two sentences for the person who mends the roster.
    #[must_use]
    pub fn message(&self, lang: Lang) -> Cow<'static, str> {
        match self {
            Self::AfterIssue { tested_on, issued_on } => say!(lang, "roster-after-issue", day = tested_on, issued_on),
            Self::BeforeBirth { tested_on } => say!(lang, "roster-before-birth", day = tested_on),
            Self::BlankoNumber => say!(lang, "roster-blanko-number"),
            Self::BlankoRepeated { earlier } => say!(lang, "roster-blanko-repeated", earlier),
            Self::BlankoShape => say!(lang, "roster-blanko-shape"),
            Self::BlankoUsed => say!(lang, "roster-blanko-used"),
            Self::CellError { shown } => say!(lang, "roster-cell-error", shown),
            Self::CertifiedAlready => say!(lang, "roster-certified-already"),
            Self::DateShape { text } => say!(lang, "roster-date-shape", text),
            Self::DecisionMissing => say!(lang, "roster-decision-missing"),
            Self::DecisionUnknown { text } => say!(lang, "roster-decision-unknown", text),
            Self::FormulaUncounted => say!(lang, "roster-formula-uncounted"),
            Self::InFuture { tested_on } => say!(lang, "roster-in-future", day = tested_on),
            Self::NameEmpty => say!(lang, "roster-name-empty"),
            Self::NameHidden => say!(lang, "roster-name-hidden"),
            Self::NameNoLetter => say!(lang, "roster-name-no-letter"),
            Self::NameTooLong => say!(lang, "roster-name-too-long", most = LONGEST_NAME),
            Self::NikLength { digits } => say!(lang, "roster-nik-length", digits),
            Self::NikLetters => say!(lang, "roster-nik-letters"),
            Self::NikMissing => say!(lang, "roster-nik-missing"),
            Self::NikNamedOtherwise { earlier } => say!(lang, "roster-nik-named-otherwise", earlier),
            Self::NikNumber => say!(lang, "roster-nik-number"),
            Self::NikScientific => say!(lang, "roster-nik-scientific"),
            Self::NikZeros => say!(lang, "roster-nik-zeros"),
            Self::NoSuchDate { text } => say!(lang, "roster-no-such-date", text),
            Self::NumberRounded => say!(lang, "roster-number-rounded"),
            Self::PhotoMissing { name } => say!(lang, "roster-photo-missing", name),
            Self::PhotoName => say!(lang, "roster-photo-name"),
            Self::PhotoTooLarge { name, most_mib } => say!(lang, "roster-photo-too-large", name, most = most_mib),
            Self::PhotoUnreadable { name } => say!(lang, "roster-photo-unreadable", name),
            Self::Repeated { earlier } => say!(lang, "roster-repeated", earlier),
            Self::SchemeClosed { code, issued_on } => say!(lang, "roster-scheme-closed", code, issued_on),
            Self::SchemeElsewhere { code } => say!(lang, "roster-scheme-elsewhere", code),
            Self::SchemeMissing => say!(lang, "roster-scheme-missing"),
            Self::SchemeUnknown { text, known } if known.first.is_empty() => {
                say!(lang, "roster-scheme-unknown-of-any", text)
            }
            Self::SchemeUnknown { text, known } => {
                say!(lang, "roster-scheme-unknown", text, known = known.listed(lang), more = known.more)
            }
            Self::StoredUnderAnotherName => say!(lang, "roster-stored-under-another-name"),
            Self::TestDateMissing => say!(lang, "roster-test-date-missing"),
            Self::TooLong { most } => say!(lang, "roster-too-long", most),
            Self::TooManyCells => say!(lang, "roster-too-many-cells"),
            Self::TwoDigitYear { text } => say!(lang, "roster-two-digit-year", text),
            Self::WeekdayDiffers { text } => say!(lang, "roster-weekday-differs", text),
            Self::Unprintable { characters } => say!(lang, "roster-unprintable", characters = listed(characters)),
        }
    }
}

impl Warning {
    /// One or two sentences for the person who checks the roster.
    #[must_use]
    pub fn message(&self, lang: Lang) -> Cow<'static, str> {
        match self {
            Self::BirthDiffers => say!(lang, "roster-warning-birth-differs"),
            Self::DecisionCorrected => say!(lang, "roster-warning-decision-corrected"),
            Self::HiddenColumn => say!(lang, "roster-warning-hidden-column"),
            Self::HiddenRow => say!(lang, "roster-warning-hidden-row"),
            Self::HoldsValid => say!(lang, "roster-warning-holds-valid"),
            Self::Late { tested_on } => say!(lang, "roster-warning-late", day = tested_on),
            Self::NoPerson => say!(lang, "roster-warning-no-person"),
            Self::OtherSheet { name, people } => say!(lang, "roster-warning-other-sheet", name, people),
            Self::PhotoBlank => say!(lang, "roster-warning-photo-blank"),
        }
    }
}

impl FileFault {
    /// One or two sentences for the person who hands in the file.
    #[must_use]
    pub fn message(&self, lang: Lang) -> Cow<'static, str> {
        match self {
            Self::Damaged => say!(lang, "roster-file-damaged"),
            Self::DoubledColumn { column, first, second } => {
                say!(lang, "roster-file-doubled-column", column, first, second)
            }
            Self::Empty => say!(lang, "roster-file-empty"),
            Self::Encoding => say!(lang, "roster-file-encoding"),
            Self::Formula { shown } => say!(lang, "roster-file-formula", shown),
            Self::Locked => say!(lang, "roster-file-locked"),
            Self::MissingColumns { missing } => say!(lang, "roster-file-missing-columns", missing = missing.join(", ")),
            Self::Nobody => say!(lang, "roster-file-nobody"),
            Self::NoHeader => say!(lang, "roster-file-no-header"),
            Self::NoTable => say!(lang, "roster-file-no-table"),
            Self::NoWorker => say!(lang, "roster-file-no-worker"),
            Self::NoWorkbook => say!(lang, "roster-file-no-workbook"),
            Self::OldExcel => say!(lang, "roster-file-old-excel"),
            Self::Quote { row } => say!(lang, "roster-file-quote", row),
            Self::TooLarge => say!(lang, "roster-file-too-large", most = LARGEST_FILE / 1_048_576),
            Self::TooManyColumns => say!(lang, "roster-file-too-many-columns", most = MOST_COLUMNS),
            Self::TooManyRows { most } => say!(lang, "roster-file-too-many-rows", most),
        }
    }
}

impl KnownSchemes {
    /// Codes with their titles: `CS-01 (Petugas Kebersihan Gedung), CS-02 (…)`.
    fn listed(&self, lang: Lang) -> String {
        let one = |scheme: &KnownScheme| {
            let title = lang.of(&scheme.title_id, &scheme.title_en);
            format!("{} ({title})", scheme.code)
        };
        self.first.iter().map(one).collect::<Vec<_>>().join(", ")
    }
}

/// Characters with their code points: `ꦱ (U+A9B1)`.
fn listed(characters: &[char]) -> String {
    characters.iter().map(|c| format!("{c} (U+{:04X})", u32::from(*c))).collect::<Vec<_>>().join(", ")
}
