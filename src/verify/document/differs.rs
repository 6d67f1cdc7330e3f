//! What a sheet does not show as it was signed.
//!
//! A layout's wording is its LSP's own, so each rule asks only what every sheet owes:
//!
//! - `name`, `number`, `scheme` (its title) and `issued_on` stand on the page that bears the symbol; a day of issue
//!   may stand on a further page where that one shows no date at all;
//! - a line of a place and a date (`Tangerang, 18 Desember 2023`) shows the day of issue, on every page;
//! - a scheme's code, where that page shows one like it, is the signed one;
//! - `valid_until`: whatever the sheet says of its term agrees with the signed days. A sheet that says nothing of it
//!   is no less genuine. A replacement ends with its original, so its length in years may count from another day
//!   that the sheet shows.

use jiff::civil::Date;

use super::term::{Said, ends, said};
use super::tokens::{Token, date, dates, tokens};
use super::wording;
use crate::domain::month;
use crate::verify::verdict::{Differing, Period, Shown};

/// Years that a certificate is issued for at most.
const YEARS: i32 = 10;

/// Compares a sheet's text with what was signed: `front` is what stands on the page with the symbol, `further` on
/// those after it, of which the ones that bear the signed number are the sheet's.
pub(super) fn differs(signed: &Shown, period: Period, front: &str, further: &[&str]) -> Vec<Differing> {
    let own = further.iter().copied().filter(|page| wording::stands(&signed.number, page));
    let pages: Vec<&str> = std::iter::once(front).chain(own).collect();
    let mut differs = Vec::new();
    if !wording::stands(&signed.holder, front) {
        differs.push(Differing::Name);
    }
    if !wording::stands(&signed.number, front) {
        differs.push(Differing::Number);
    }
    let another = shows_another_code(&signed.scheme.code, front);
    if another || !wording::stands_as_title(&signed.scheme.title, front) {
        differs.push(Differing::Scheme);
    }
    if !shows_day(period.issued_on, front, &pages) {
        differs.push(Differing::IssuedOn);
    }
    if !pages.iter().all(|page| term_agrees(period, page)) {
        differs.push(Differing::ValidUntil);
    }
    differs
}

fn shows_day(issued_on: Date, front: &str, pages: &[&str]) -> bool {
    let written = [month::indonesian(issued_on), month::english(issued_on)];
    let stands = |page: &str| {
        let seen = dates(&tokens(page));
        seen.contains(&issued_on) || written.iter().any(|day| wording::stands(day, page))
    };
    let elsewhere = || dates(&tokens(front)).is_empty() && pages.iter().any(|page| stands(page));
    let place_and_date = |line| place_and_date(line).is_none_or(|day| day == issued_on);
    let froms = || pages.iter().flat_map(|page| said(&tokens(page)));
    (stands(front) || elsewhere())
        && pages.iter().flat_map(|page| page.lines()).all(place_and_date)
        && froms().all(|said| !matches!(said, Said::From(day) if day != issued_on))
}

/// The date of a line that holds a place and a date and nothing else.
fn place_and_date(line: &str) -> Option<Date> {
    let tokens = tokens(line);
    let comma = tokens.iter().position(|token| *token == Token::Mark(','))?;
    let place = (1..=4).contains(&comma) && tokens[..comma].iter().all(|token| token.word().is_some());
    let (day, taken) = date(&tokens[comma + 1..]).filter(|_| place)?;
    (comma + 1 + taken == tokens.len() && said(&tokens).is_empty()).then_some(day)
}

/// Whether a text shows a code with the letters and the shape of the signed one, and not the signed one.
fn shows_another_code(code: &str, text: &str) -> bool {
    let shape = |code: &str| -> String {
        let kind = |c: char| if c.is_ascii_digit() { '9' } else { c.to_ascii_uppercase() };
        code.chars().map(kind).collect()
    };
    let alike = code.contains(|c: char| c.is_ascii_digit()) && code.contains(|c: char| c.is_ascii_alphabetic());
    let words =
        || text.split(|c: char| c.is_whitespace() || "(),:;·".contains(c)).map(|word| word.trim_end_matches('.'));
    alike && words().any(|word| shape(word) == shape(code)) && !words().any(|word| word.eq_ignore_ascii_case(code))
}

fn term_agrees(period: Period, text: &str) -> bool {
    let Period { issued_on, valid_until } = period;
    let tokens = tokens(text);
    let said = said(&tokens);
    let shows_end = said.contains(&Said::Until(valid_until));
    let counts = |first: Date| (1..=YEARS).any(|years| ends(first, years * 12, valid_until));
    let mut firsts = vec![issued_on];
    if shows_end {
        firsts.extend(dates(&tokens).into_iter().filter(|day| *day < issued_on));
    }
    firsts.retain(|first| counts(*first));
    said.iter().all(|said| match said {
        Said::ForEver => false,
        Said::From(_) => true,
        Said::Until(day) => *day == valid_until,
        Said::Months(months) if firsts.is_empty() => lasts(issued_on, *months, valid_until),
        Said::Months(months) => firsts.iter().any(|first| ends(*first, *months, valid_until)),
    })
}

/// Whether a term of so many months that ends with `last` may have begun by `first`: that of a replacement, counted
/// from an original that the sheet does not name.
fn lasts(first: Date, months: i32, last: Date) -> bool {
    (1..=YEARS * 12).contains(&months)
        && first.checked_add(jiff::Span::new().months(months)).is_ok_and(|end| end >= last)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const PERIOD: Period = Period { issued_on: date(2023, 12, 18), valid_until: date(2026, 12, 18) };
    /// Issued in place of one of 18 December 2023.
    const REPLACEMENT: Period = Period { issued_on: date(2024, 5, 2), valid_until: date(2026, 12, 18) };

    #[test]
    fn a_term_agrees_by_either_way_of_counting() {
        let day_before = Period { valid_until: date(2026, 12, 17), ..PERIOD };
        for period in [PERIOD, day_before] {
            assert!(term_agrees(period, "berlaku untuk: 3 (tiga) tahun\nvalid for: 3 (three) years"));
            assert!(term_agrees(period, "tidak disebut"));
            for text in [
                "berlaku untuk: 5 (tiga) tahun",
                "berlaku untuk: 3 (lima) tahun",
                "valid for: 2 years",
                "berlaku sampai 18 Desember 2028",
                "berlaku seumur hidup",
            ] {
                assert!(!term_agrees(period, text), "{text}");
            }
        }
    }

    #[test]
    fn a_replacements_term_counts_from_its_original() {
        let sheet = "berlaku untuk: 3 (tiga) tahun\nBerlaku sampai dengan 18 Desember 2026. Menggantikan sertifikat \
            No. 1 tanggal 18 Desember 2023.";
        assert!(term_agrees(REPLACEMENT, sheet));
        assert!(!term_agrees(REPLACEMENT, &sheet.replace("3 (tiga)", "5 (lima)")));
        assert!(!term_agrees(REPLACEMENT, &sheet.replace("2026", "2028")));
        let of_a_replacement = sheet.replace("18 Desember 2023", "3 Maret 2024");
        assert!(term_agrees(REPLACEMENT, &of_a_replacement), "its original is not on the sheet");
        assert!(!term_agrees(REPLACEMENT, &of_a_replacement.replace("3 (tiga)", "1 (satu)")));
    }

    #[test]
    fn the_day_of_issue_stands_on_the_front_or_where_any_date_does() {
        let day = PERIOD.issued_on;
        for (front, back) in [
            ("Tangerang, 18 Desember 2023", "Tangerang, 18 Desember 2023"),
            ("Issued on 2023-12-18", ""),
            ("1 8  D e s e m b e r  2 0 2 3", ""),
            ("tanpa tanggal", "Tangerang, 18 Desember 2023"),
            ("SK tanggal 3 Maret 2020\n18 December 2023", ""),
        ] {
            assert!(shows_day(day, front, &[front, back]), "{front} / {back}");
        }
        for (front, back) in [
            ("", ""),
            ("Tangerang, 19 Desember 2023", "Tangerang, 18 Desember 2023"),
            ("Tangerang, 18 Desember 2023", "Tangerang, 18 Desember 2025"),
            ("Tangerang, 18 Desember 2025\nmenggantikan yang tanggal 18 Desember 2023", ""),
            ("18/12/25", ""),
        ] {
            assert!(!shows_day(day, front, &[front, back]), "{front} / {back}");
        }
    }

    #[test]
    fn another_code_of_the_same_shape_is_seen() {
        assert!(shows_another_code("CS-01", "Skema: CS-09"));
        for text in ["", "Skema (CS-01)", "X.99CLN00.001.1", "CS-09 dan CS-01", "FR-02", "CS-1"] {
            assert!(!shows_another_code("CS-01", text), "{text}");
        }
    }
}
