//! What stands on one sheet, and the words that a layout may put on it.

use std::borrow::Cow;
use std::str::FromStr;

use crate::domain::certificate::Replaced;
use crate::domain::holder::HolderName;
use crate::domain::issuer::Lsp;
use crate::domain::month::{english, indonesian};
use crate::domain::scheme::Scheme;
use crate::domain::term::Term;

/// Everything that stands on a sheet.
#[derive(Clone, Copy, Debug)]
pub struct Sheet<'a> {
    /// As shown: `81210 9112 2 0000088 2023`.
    pub number: &'a str,
    /// As shown: `KLN 9901 00088 2023`.
    pub registration: &'a str,
    /// Serial of the preprinted sheet that it is on, where it is on one.
    pub blanko: Option<&'a str>,
    pub holder: &'a HolderName,
    pub scheme: &'a Scheme,
    pub lsp: &'a Lsp,
    pub term: Term,
    /// The certificate that this one replaces.
    pub replaces: Option<&'a Replaced>,
    /// The text of the QR symbol: `HTTPS://HOST/V/` and decimal digits.
    pub link: &'a str,
    /// The site named in the remark beside the symbol.
    pub site: &'a str,
    /// The signed bytes, attached to the PDF.
    pub token: &'a [u8],
    /// JPEG or PNG of the holder; it is cut to 3 by 4.
    pub photo: Option<&'a [u8]>,
}

macro_rules! words {
    ($($variant:ident => $name:literal),+ $(,)?) => {
        /// A placeholder of a layout: `{holder}`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Word { $($variant),+ }

        impl Word {
            /// Every placeholder, as it is typed between braces.
            pub(super) const NAMES: &'static [&'static str] = &[$($name),+];
        }

        impl FromStr for Word {
            type Err = UnknownWord;

            fn from_str(name: &str) -> Result<Self, UnknownWord> {
                match name { $($name => Ok(Self::$variant),)+ _ => Err(UnknownWord(name.to_owned())) }
            }
        }
    };
}

words! {
    Blanko => "blanko",
    FieldEn => "field_en",
    FieldId => "field_id",
    Holder => "holder",
    IssuedOnEn => "issued_on_en",
    IssuedOnId => "issued_on_id",
    LicenceNumber => "licence",
    LspEn => "lsp_en",
    LspId => "lsp_id",
    Manager => "manager",
    Number => "number",
    Page => "page",
    Pages => "pages",
    Place => "place",
    Registration => "registration",
    ReplacedNumber => "replaced_number",
    ReplacedOnEn => "replaced_on_en",
    ReplacedOnId => "replaced_on_id",
    Scheme => "scheme",
    Signatory => "signatory",
    SignatoryTitleEn => "signatory_title_en",
    SignatoryTitleId => "signatory_title_id",
    Site => "site",
    TitleEn => "title_en",
    TitleId => "title_id",
    ValidUntilEn => "valid_until_en",
    ValidUntilId => "valid_until_id",
    Years => "years",
    YearsUnitEn => "years_unit_en",
    YearsWordsEn => "years_words_en",
    YearsWordsId => "years_words_id",
}

/// A placeholder that does not exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct UnknownWord(pub(super) String);

impl Word {
    /// What stands on `sheet` for the placeholder; none: the sheet has no such thing. The page's
    /// number and count come from the caller.
    pub(super) fn on<'a>(self, sheet: &Sheet<'a>, page: usize, pages: usize) -> Option<Cow<'a, str>> {
        let years = usize::from(sheet.scheme.validity_years);
        Some(match self {
            Self::Blanko => sheet.blanko?.into(),
            Self::FieldEn => sheet.scheme.field_en.as_str().into(),
            Self::FieldId => sheet.scheme.field_id.as_str().into(),
            Self::Holder => sheet.holder.as_str().into(),
            Self::IssuedOnEn => english(sheet.term.issued_on).into(),
            Self::IssuedOnId => indonesian(sheet.term.issued_on).into(),
            Self::LicenceNumber => sheet.lsp.licence_on(sheet.term.issued_on)?.number.as_str().into(),
            Self::LspEn => sheet.lsp.name_en.as_str().into(),
            Self::LspId => sheet.lsp.name_id.as_str().into(),
            Self::Manager => sheet.lsp.certification_manager.as_str().into(),
            Self::Number => sheet.number.into(),
            Self::Page => page.to_string().into(),
            Self::Pages => pages.to_string().into(),
            Self::Place => sheet.lsp.city.as_str().into(),
            Self::Registration => sheet.registration.into(),
            Self::ReplacedNumber => sheet.replaces?.number.as_str().into(),
            Self::ReplacedOnEn => english(sheet.replaces?.issued_on).into(),
            Self::ReplacedOnId => indonesian(sheet.replaces?.issued_on).into(),
            Self::Scheme => sheet.scheme.code.as_str().into(),
            Self::Signatory => sheet.lsp.signatory.as_str().into(),
            Self::SignatoryTitleEn => sheet.lsp.signatory_title_en.as_str().into(),
            Self::SignatoryTitleId => sheet.lsp.signatory_title_id.as_str().into(),
            Self::Site => sheet.site.into(),
            Self::TitleEn => sheet.scheme.title_en.as_str().into(),
            Self::TitleId => sheet.scheme.title_id.as_str().into(),
            Self::ValidUntilEn => english(sheet.term.valid_until).into(),
            Self::ValidUntilId => indonesian(sheet.term.valid_until).into(),
            Self::Years => years.to_string().into(),
            Self::YearsUnitEn => (if years == 1 { "year" } else { "years" }).into(),
            Self::YearsWordsEn => spelt(years, &NUMBERS_EN),
            Self::YearsWordsId => spelt(years, &NUMBERS_ID),
        })
    }
}

const NUMBERS_EN: [&str; 11] = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
const NUMBERS_ID: [&str; 11] =
    ["nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh"];

fn spelt(number: usize, words: &[&'static str]) -> Cow<'static, str> {
    words.get(number).map_or_else(|| number.to_string().into(), |word| Cow::Borrowed(*word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_spelt_to_ten() {
        assert_eq!(spelt(3, &NUMBERS_ID), "tiga");
        assert_eq!(spelt(5, &NUMBERS_EN), "five");
        assert_eq!(spelt(12, &NUMBERS_EN), "12");
    }

    #[test]
    fn placeholders_are_known_by_name() {
        assert_eq!("holder".parse(), Ok(Word::Holder));
        assert!(Word::NAMES.iter().all(|name| name.parse::<Word>().is_ok()));
        assert_eq!("nik".parse::<Word>(), Err(UnknownWord("nik".into())));
    }
}
