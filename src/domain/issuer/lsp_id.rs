//! The name of an LSP in addresses and commands.

use crate::domain::text::texts;

texts! {
    plain, InvalidLspId;
    /// An LSP's name in addresses and commands: 2 to 32 lower-case letters, digits and dashes, beginning with a letter.
    LspId,
}

/// A text that is no LSP id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an LSP's id has 2 to 32 lower-case letters, digits and dashes, and begins with a letter")]
pub struct InvalidLspId;

fn plain(text: &str) -> Option<String> {
    let legal = (2..=32).contains(&text.len())
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    legal.then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_short_and_plain() {
        assert!("klining".parse::<LspId>().is_ok());
        for text in ["", "a", "Klining", "1a", "a/b", "a_b", &"a".repeat(33)] {
            assert_eq!(text.parse::<LspId>(), Err(InvalidLspId), "{text}");
        }
    }
}
