//! How long a sheet says that it holds: `berlaku untuk: 3 (tiga) tahun`, `Valid until 18 December 2026`.
//!
//! A layout's wording is its LSP's own, so what is read is only what follows upon *berlaku* or *valid*: a last day
//! after a word like *sampai*, or a number of years or months. A licence's term is none of the sheet's.

use jiff::Span;
use jiff::civil::Date;

use super::tokens::{Token, date};

/// Pieces between the first word and what it says at most.
const REACH: usize = 8;

const HOLDS: [&str; 7] = ["berlaku", "berakhir", "kedaluwarsa", "kadaluarsa", "valid", "validity", "expires"];
const UNTIL: [&str; 8] = ["sampai", "hingga", "sd", "d", "until", "till", "through", "thru"];
const FROM: [&str; 6] = ["sejak", "mulai", "dari", "per", "from", "since"];
/// Passed over before a date: `sampai dengan tanggal`, `s.d.`, `berakhir pada`.
const BETWEEN: [&str; 9] = ["dengan", "tanggal", "tgl", "pada", "s", "to", "including", "on", "the"];
const FOR_EVER: [&str; 6] = ["seumur", "selamanya", "selama-lamanya", "lifetime", "indefinitely", "life"];
/// Of something else than the sheet, where it stands before the first word.
const OTHERS: [&str; 3] = ["lisensi", "licence", "license"];

const NUMBERS: [[&str; 2]; 10] = [
    ["satu", "one"],
    ["dua", "two"],
    ["tiga", "three"],
    ["empat", "four"],
    ["lima", "five"],
    ["enam", "six"],
    ["tujuh", "seven"],
    ["delapan", "eight"],
    ["sembilan", "nine"],
    ["sepuluh", "ten"],
];

/// What a sheet says of its term, once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said {
    ForEver,
    /// Its first day.
    From(Date),
    /// Its length in months.
    Months(i32),
    /// Its last day.
    Until(Date),
}

/// Everything that a text says of its term.
pub(super) fn said(tokens: &[Token]) -> Vec<Said> {
    let starts = (0..tokens.len()).filter(|at| is_one_of(&tokens[*at], &HOLDS));
    let own = starts.filter(|at| !tokens[at.saturating_sub(3)..*at].iter().any(|token| is_one_of(token, &OTHERS)));
    own.flat_map(|at| after(&tokens[at + 1..])).collect()
}

fn is_one_of(token: &Token, words: &[&str]) -> bool {
    token.word().is_some_and(|word| words.contains(&word))
}

fn after(tokens: &[Token]) -> Vec<Said> {
    let (mut said, mut at) = (Vec::new(), 0);
    // A date speaks of the term where a word says so, or where nothing but marks stands before it.
    let (mut from, mut near) = (false, true);
    while at < tokens.len().min(REACH + 4 * said.len()) {
        let rest = &tokens[at..];
        if let Some((day, taken)) = date(rest) {
            match (from, near) {
                (true, true) => said.push(Said::From(day)),
                (false, true) => return [said, vec![Said::Until(day)]].concat(),
                (_, false) => return said,
            }
            at += taken;
            (from, near) = (false, false);
            continue;
        }
        if let Some(lengths) = lengths(rest) {
            said.extend(lengths.into_iter().map(Said::Months));
            return said;
        }
        match &rest[0] {
            token if is_one_of(token, &HOLDS) => return said,
            token if is_one_of(token, &FOR_EVER) => return [said, vec![Said::ForEver]].concat(),
            token if is_one_of(token, &FROM) => (from, near) = (true, true),
            token if is_one_of(token, &UNTIL) => (from, near) = (false, true),
            token if is_one_of(token, &BETWEEN) => (),
            Token::Mark(_) => (),
            Token::Number(_) | Token::Word(_) => near = false,
        }
        at += 1;
    }
    said
}

/// A length at the beginning, in months; two where figures and words differ: `3 (lima) tahun`.
fn lengths(tokens: &[Token]) -> Option<Vec<i32>> {
    let first = length(tokens.first()?)?;
    let mut numbers = vec![first];
    for token in tokens.iter().skip(1).take(4) {
        let months = match token.word() {
            Some("tahun" | "year" | "years" | "th" | "thn") => 12,
            Some("bulan" | "month" | "months") => 1,
            _ => {
                numbers.extend(length(token).filter(|number| *number != first));
                continue;
            }
        };
        return Some(numbers.into_iter().map(|number| number.saturating_mul(months)).collect());
    }
    None
}

fn length(token: &Token) -> Option<i32> {
    match token {
        Token::Mark(_) => None,
        Token::Number(digits) => digits.parse().ok().filter(|_| digits.len() <= 3),
        Token::Word(word) => NUMBERS.iter().zip(1..).find(|(names, _)| names.contains(&word.as_str())).map(|(_, n)| n),
    }
}

/// Whether so many months from a first day end with a last one, by either way of counting: the same day, or the day
/// before it.
pub(super) fn ends(first: Date, months: i32, last: Date) -> bool {
    first
        .checked_add(Span::new().months(months))
        .is_ok_and(|end| end == last || end.yesterday().is_ok_and(|day| day == last))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::tokens::tokens;
    use super::*;

    fn of(text: &str) -> Vec<Said> {
        said(&tokens(text))
    }

    #[test]
    fn a_term_is_read_in_figures_words_and_dates() {
        let until = Said::Until(date(2026, 12, 18));
        for (text, expected) in [
            ("Sertifikat ini berlaku untuk: 3 (tiga) tahun", vec![Said::Months(36)]),
            ("This certificate is valid for: 1 (one) year", vec![Said::Months(12)]),
            ("valid for a period of three years", vec![Said::Months(36)]),
            ("Masa berlaku: 36 bulan", vec![Said::Months(36)]),
            ("berlaku untuk 3 (lima) tahun", vec![Said::Months(36), Said::Months(60)]),
            ("Berlaku sampai dengan 18 Desember 2026. Menggantikan sertifikat No. 1 tanggal 1 Mei 2024", vec![until]),
            ("Valid until 18 December 2026. Replaces No. 1 of 1 May 2024", vec![until]),
            ("berlaku s.d. 18-12-2026", vec![until]),
            ("Berlaku hingga\nValid until\n18 Desember 2026", vec![until, until]),
            ("berlaku sejak 18 Desember 2023 sampai 18 Desember 2026", vec![Said::From(date(2023, 12, 18)), until]),
            ("Sertifikat ini berlaku seumur hidup", vec![Said::ForEver]),
        ] {
            let read = of(text);
            assert!(!read.is_empty() && expected.iter().all(|said| read.contains(said)), "{text}: {read:?}");
            assert!(read.iter().all(|said| expected.contains(said)), "{text}: {read:?}");
        }
    }

    #[test]
    fn what_says_nothing_of_the_term_is_passed_over() {
        for text in [
            "Lisensi LSP berlaku sampai dengan 31 Desember 2030",
            "Sertifikat ini tidak berlaku tanpa hologram. Tangerang, 18 Desember 2023",
            "berlaku untuk pekerjaan pada bidang kebersihan",
            "This certificate is valid. Issued on 18 December 2023",
            "3 (tiga) tahun",
        ] {
            assert_eq!(of(text), [], "{text}");
        }
    }

    #[test]
    fn both_ways_of_counting_end_a_term() {
        let first = date(2024, 2, 29);
        assert!(ends(first, 36, date(2027, 2, 28)) && ends(first, 36, date(2027, 2, 27)));
        assert!(!ends(first, 36, date(2027, 3, 1)) && !ends(first, 60, date(2027, 2, 28)));
    }
}
