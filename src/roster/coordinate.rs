//! A cell's place as Excel names it: the column in letters, the row in digits (`C7`).

use std::fmt;
use std::str::FromStr;

use crate::words::{Lang, Said, Value};

/// Where a cell is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Coordinate {
    /// From 1.
    pub row: u32,
    /// From 0: `A` is 0.
    pub column: usize,
}

/// A text that names no cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a cell is named by the letters of its column and the number of its row, as in C7")]
pub struct InvalidCoordinate;

impl fmt::Display for Coordinate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut letters = Vec::new();
        let mut rest = self.column + 1;
        while rest > 0 {
            rest -= 1;
            // Less than 26.
            letters.push(char::from(b'A' + (rest % 26) as u8));
            rest /= 26;
        }
        write!(f, "{}{}", letters.iter().rev().collect::<String>(), self.row)
    }
}

impl Said for Coordinate {
    fn said(&self, _: Lang) -> Value<'_> {
        Value::from(self.to_string())
    }
}

impl FromStr for Coordinate {
    type Err = InvalidCoordinate;

    fn from_str(text: &str) -> Result<Self, InvalidCoordinate> {
        let digits = text.find(|c: char| c.is_ascii_digit()).ok_or(InvalidCoordinate)?;
        let (letters, row) = text.split_at(digits);
        let legal = (1..=3).contains(&letters.len())
            && letters.bytes().all(|b| b.is_ascii_alphabetic())
            && row.bytes().all(|b| b.is_ascii_digit());
        let row = row.parse().ok().filter(|row| legal && *row > 0).ok_or(InvalidCoordinate)?;
        let column = letters.bytes().fold(0, |number, b| number * 26 + usize::from(b.to_ascii_uppercase() - b'A') + 1);
        Ok(Self { row, column: column - 1 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_named_as_excel_names_them() {
        for (text, row, column) in
            [("A1", 1, 0), ("C7", 7, 2), ("Z10", 10, 25), ("AA2", 2, 26), ("GR50000", 50_000, 199)]
        {
            let at = Coordinate { row, column };
            assert_eq!((at.to_string().as_str(), text.parse()), (text, Ok(at)));
        }
        assert_eq!("c7".parse(), Ok(Coordinate { row: 7, column: 2 }));
        for text in ["", "7", "C", "C0", "C-7", "ABCD1", "C7C", "Ç7", "C99999999999"] {
            assert_eq!(text.parse::<Coordinate>(), Err(InvalidCoordinate), "{text}");
        }
    }
}
