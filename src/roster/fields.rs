//! One cell at a time into the words of the trade.

use std::sync::Arc;

use jiff::civil::Date;

use super::columns::Shown;
use super::faults::{Cause, KnownSchemes, Quote};
use super::grid::Cell;
use super::{Rules, SchemeRule};
use crate::domain::assessment::Decision;
use crate::domain::holder::{HolderName, InvalidName, Nik};
use crate::domain::scheme::SchemeCode;

/// Characters that a particular may have at most.
const LONGEST_PARTICULAR: usize = 500;

pub(super) fn name(cell: Option<&Cell>, printable: &dyn Fn(char) -> bool) -> Result<HolderName, Cause> {
    let text = cell.ok_or(Cause::NameEmpty)?.text()?;
    let name: HolderName = text.parse().map_err(|why| match why {
        InvalidName::Empty => Cause::NameEmpty,
        InvalidName::Hidden => Cause::NameHidden,
        InvalidName::NoLetter => Cause::NameNoLetter,
        InvalidName::TooLong => Cause::NameTooLong,
    })?;
    let mut characters: Vec<char> = Vec::new();
    for c in name.as_str().chars().filter(|c| *c != ' ' && !printable(*c)) {
        if !characters.contains(&c) && characters.len() < 3 {
            characters.push(c);
        }
    }
    if characters.is_empty() { Ok(name) } else { Err(Cause::Unprintable { characters }) }
}

pub(super) fn nik(cell: Option<&Cell>) -> Result<Nik, Cause> {
    let cell = cell.ok_or(Cause::NikMissing)?;
    if matches!(cell, Cell::Number(_)) {
        return Err(Cause::NikNumber);
    }
    let text = cell.text()?;
    text.parse().map_err(|_| nik_fault(&text))
}

fn nik_fault(text: &str) -> Cause {
    let text: String =
        text.trim().trim_start_matches(['\'', '\u{2019}']).chars().filter(|c| !c.is_whitespace()).collect();
    let digits = text.chars().filter(|c| *c != '.').count();
    if is_scientific(&text) {
        Cause::NikScientific
    } else if !text.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
        Cause::NikLetters
    } else if digits == 16 {
        Cause::NikZeros
    } else {
        Cause::NikLength { digits }
    }
}

/// `9.90101E+15`, or with a comma.
pub(super) fn is_scientific(text: &str) -> bool {
    let number = |b: u8| b.is_ascii_digit() || matches!(b, b'.' | b',');
    text.split_once(['E', 'e']).is_some_and(|(mantissa, exponent)| {
        !mantissa.is_empty()
            && mantissa.bytes().all(number)
            && exponent.starts_with(['+', '-'])
            && exponent[1..].bytes().all(number)
    })
}

/// The code in a cell, whoever's it is; where the roster has no such column, the LSP's only scheme.
pub(super) fn scheme(
    shown: Shown<'_>,
    schemes: &SchemeRule<'_>,
    known: &Arc<KnownSchemes>,
) -> Result<SchemeCode, Cause> {
    match (shown, schemes) {
        (Shown::Cell(cell), _) => {
            let text = cell.text()?;
            text.parse().map_err(|_| Cause::SchemeUnknown { text: Quote::of(&text), known: Arc::clone(known) })
        }
        (Shown::NoColumn, SchemeRule::Of { lsp, .. }) => {
            lsp.schemes.first().map(|scheme| scheme.code.clone()).ok_or(Cause::SchemeMissing)
        }
        (Shown::Blank | Shown::NoColumn, _) => Err(Cause::SchemeMissing),
    }
}

/// Whether a certificate of this scheme may be issued.
pub(super) fn admitted(code: &SchemeCode, rules: &Rules<'_>, known: &Arc<KnownSchemes>) -> Result<(), Cause> {
    let SchemeRule::Of { lsp, elsewhere } = rules.schemes else { return Ok(()) };
    match lsp.scheme(code) {
        Some(scheme) if scheme.covers(rules.issued_on) => Ok(()),
        Some(_) => Err(Cause::SchemeClosed { code: code.clone(), issued_on: rules.issued_on }),
        None if elsewhere.contains(code) => Err(Cause::SchemeElsewhere { code: code.clone() }),
        None => Err(Cause::SchemeUnknown { text: Quote::of(code.as_str()), known: Arc::clone(known) }),
    }
}

/// Blank means absent, if there is no test date either.
pub(super) fn decision(cell: Option<&Cell>, has_test_date: bool) -> Result<Decision, Cause> {
    match cell {
        None if has_test_date => Err(Cause::DecisionMissing),
        None => Ok(Decision::Absent),
        Some(cell) => {
            let text = cell.text()?;
            text.parse().map_err(|_| Cause::DecisionUnknown { text: Quote::of(&text) })
        }
    }
}

/// Whether somebody born then can have been assessed on that day, to be certified on the day of issue.
pub(super) fn possible(tested_on: Date, birth: Option<Date>, rules: &Rules<'_>) -> Result<(), Cause> {
    if tested_on > rules.today {
        Err(Cause::InFuture { tested_on })
    } else if tested_on > rules.issued_on {
        Err(Cause::AfterIssue { tested_on, issued_on: rules.issued_on })
    } else if birth.is_some_and(|birth| tested_on <= birth) {
        Err(Cause::BeforeBirth { tested_on })
    } else {
        Ok(())
    }
}

pub(super) fn blanko(cell: &Cell) -> Result<String, Cause> {
    let text: String = cell.text()?.split_whitespace().collect();
    // Sheets have seven digits or more: a shorter number cell has lost its zeros.
    if matches!(cell, Cell::Number(_)) && (5..7).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Cause::BlankoNumber);
    }
    let legal = (5..=12).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric());
    legal.then(|| text.to_ascii_uppercase()).ok_or(Cause::BlankoShape)
}

/// A bare file name: nothing in it leads to another folder.
pub(super) fn photo(cell: &Cell) -> Result<String, Cause> {
    let text = cell.text()?;
    let name = text.trim();
    let legal = name.len() <= 255
        && !name.starts_with('.')
        && !name.chars().any(|c| c.is_control() || matches!(c, '/' | '\\' | ':'));
    legal.then(|| name.to_owned()).ok_or(Cause::PhotoName)
}

/// Text with white space and control characters folded into single spaces.
pub(super) fn particular(cell: &Cell) -> Result<Option<String>, Cause> {
    let text = cell.text()?;
    let words = text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
    let folded = words.collect::<Vec<_>>().join(" ");
    match folded.chars().count() {
        0 => Ok(None),
        1..=LONGEST_PARTICULAR => Ok(Some(folded)),
        _ => Err(Cause::TooLong { most: LONGEST_PARTICULAR }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> Cause {
        nik(Some(&Cell::Text(text.to_owned()))).expect_err("no NIK")
    }

    #[test]
    fn a_refused_nik_is_told_why() {
        for text in ["9.90101E+15", "9,90101E+15", " 9.90101e+15 ", "9,9E+15"] {
            assert_eq!(fault(text), Cause::NikScientific, "{text}");
        }
        for text in [
            "99010A0101900012",
            "NIK",
            "99-01",
            "９９０１０１０１０１９００００１",
            "9901010101900001\u{200b}",
            "E+",
            "1E5",
        ] {
            assert_eq!(fault(text), Cause::NikLetters, "{text}");
        }
        assert_eq!(fault("990101010190001"), Cause::NikLength { digits: 15 });
        assert_eq!(fault("9901.0101 0190.00011"), Cause::NikLength { digits: 17 });
        assert_eq!(fault("0000000000000000"), Cause::NikZeros);
        assert_eq!(nik(Some(&Cell::Number(9_901_010_101_900_001.0))), Err(Cause::NikNumber));
        assert_eq!(nik(None), Err(Cause::NikMissing));
    }

    #[test]
    fn a_blanko_number_is_text_or_a_number() {
        assert_eq!(blanko(&Cell::Number(1_234_567.0)).as_deref(), Ok("1234567"));
        assert_eq!(blanko(&Cell::Text(" ab 12345 ".into())).as_deref(), Ok("AB12345"));
        for text in ["1234", "1234567890123", "1234-567", "é1234"] {
            assert_eq!(blanko(&Cell::Text(text.into())), Err(Cause::BlankoShape), "{text}");
        }
        assert_eq!(blanko(&Cell::Number(123_456.0)), Err(Cause::BlankoNumber));
        assert_eq!(blanko(&Cell::Number(0.5)), Err(Cause::BlankoShape));
    }

    #[test]
    fn a_photo_is_a_bare_file_name() {
        assert_eq!(photo(&Cell::Text(" siti rahayu.jpg ".into())).as_deref(), Ok("siti rahayu.jpg"));
        for text in ["../siti.jpg", "a/siti.jpg", "C:\\siti.jpg", "..", ".", "/etc/passwd", "si\nti.jpg"] {
            assert_eq!(photo(&Cell::Text(text.into())), Err(Cause::PhotoName), "{text}");
        }
    }

    #[test]
    fn particulars_are_folded_and_bounded() {
        assert_eq!(particular(&Cell::Text(" Jl.\u{0}Contoh\r\n No. 1 ".into())), Ok(Some("Jl. Contoh No. 1".into())));
        assert_eq!(particular(&Cell::Text("\u{1}".into())), Ok(None));
        assert_eq!(particular(&Cell::Text("x".repeat(501))), Err(Cause::TooLong { most: 500 }));
    }
}
