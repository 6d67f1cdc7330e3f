//! A text as words, numbers and marks, however it is set: small letters, compatible forms made one (NFKC), a
//! number apart from the letters beside it.

use std::ops::Range;

use jiff::civil::Date;
use unicode_normalization::UnicodeNormalization as _;

use crate::domain::month;

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    Mark(char),
    /// Digits as they stand.
    Number(String),
    Word(String),
}

impl Token {
    pub(super) fn word(&self) -> Option<&str> {
        if let Self::Word(word) = self { Some(word) } else { None }
    }

    fn is(&self, marks: &[char]) -> bool {
        matches!(self, Self::Mark(mark) if marks.contains(mark))
    }

    /// A number of so many digits.
    fn number(&self, digits: Range<usize>) -> Option<i16> {
        if let Self::Number(text) = self { text.parse().ok().filter(|_| digits.contains(&text.len())) } else { None }
    }
}

/// The pieces of a text; spaces and line breaks only part them.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let (mut tokens, mut joined) = (Vec::new(), false);
    for c in text.nfkc().filter(|c| !matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{feff}')) {
        let last = tokens.last_mut().filter(|_| joined);
        joined = true;
        match (last, c) {
            (_, c) if c.is_whitespace() || c.is_control() => joined = false,
            (Some(Token::Number(number)), c) if c.is_ascii_digit() => number.push(c),
            (_, c) if c.is_ascii_digit() => tokens.push(Token::Number(c.into())),
            (Some(Token::Word(word)), c) if c.is_alphanumeric() => word.extend(c.to_lowercase()),
            (_, c) if c.is_alphanumeric() => tokens.push(Token::Word(c.to_lowercase().collect())),
            (_, '‐'..='―' | '−') => tokens.push(Token::Mark('-')),
            (_, c) => tokens.push(Token::Mark(c)),
        }
    }
    tokens
}

/// A date at the beginning of some pieces, and how many it takes: `18 Desember 2023`, `December 18th, 2023`,
/// `18/12/2023`, `2023-12-18`.
pub(super) fn date(tokens: &[Token]) -> Option<(Date, usize)> {
    named(tokens).or_else(|| in_digits(tokens))
}

/// Every date of a text.
pub(super) fn dates(tokens: &[Token]) -> Vec<Date> {
    let mut dates = Vec::new();
    let mut from = 0;
    while from < tokens.len() {
        let (found, taken) = date(&tokens[from..]).map_or((None, 1), |(found, taken)| (Some(found), taken));
        dates.extend(found);
        from += taken;
    }
    dates
}

fn named(tokens: &[Token]) -> Option<(Date, usize)> {
    let mut at = 0;
    let (mut day, mut month) = (None, None);
    while day.is_none() || month.is_none() {
        let token = tokens.get(at)?;
        if let (Some(number), None) = (token.number(1..3), day) {
            day = Some(number);
            let ordinal = tokens.get(at + 1).and_then(Token::word);
            at += usize::from(ordinal.is_some_and(|word| ["st", "nd", "rd", "th"].contains(&word)));
        } else if let (Some(number), None) = (token.word().and_then(month::of_name), month) {
            month = Some(number);
        } else {
            return None;
        }
        at += 1;
        at += usize::from(tokens.get(at).is_some_and(|token| token.is(&['.', '-', '/', ','])));
    }
    let year = tokens.get(at)?.number(4..5)?;
    let date = Date::new(year, month?, i8::try_from(day?).ok()?).ok()?;
    Some((date, at + 1))
}

fn in_digits(tokens: &[Token]) -> Option<(Date, usize)> {
    let [first, a, second, b, third, ..] = tokens else { return None };
    if a != b || !a.is(&['/', '-', '.']) {
        return None;
    }
    let small = |token: &Token| token.number(1..3).and_then(|number| i8::try_from(number).ok());
    let date = match (first.number(4..5), third.number(4..5)) {
        (Some(year), None) => Date::new(year, small(second)?, small(third)?).ok()?,
        (None, Some(year)) => {
            let (day, month) = (small(first)?, small(second)?);
            // American order, where the other makes no day.
            Date::new(year, month, day).or_else(|_| Date::new(year, day, month)).ok()?
        }
        _ => return None,
    };
    Some((date, 5))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_date_is_known_however_it_is_written() {
        for text in [
            "18 Desember 2023",
            "18 December 2023",
            "December 18, 2023",
            "December 18th 2023",
            "18th of",
            "18-Des-2023",
            "18 Des. 2023",
            "18/12/2023",
            "12/18/2023",
            "18.12.2023",
            "2023-12-18",
            "18DESEMBER2023",
            "18\nDesember\u{a0}2023",
        ] {
            let expected = if text == "18th of" { vec![] } else { vec![date(2023, 12, 18)] };
            assert_eq!(dates(&tokens(text)), expected, "{text}");
        }
        let text = "Tangerang, 18 Desember 2023; berlaku 1 Januari 2024 s.d. 2026-12-18.";
        assert_eq!(dates(&tokens(text)), [date(2023, 12, 18), date(2024, 1, 1), date(2026, 12, 18)]);
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in
            ["No. 81210 9112 2 0000088 2023", "31 Februari 2023", "18 Desember", "1/2/3", "X.99CLN00.001.1", "2023"]
        {
            assert_eq!(dates(&tokens(text)), [], "{text}");
        }
    }
}
