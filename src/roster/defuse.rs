//! Text that a spreadsheet would run as a formula, made harmless for CSV exports.

use std::borrow::Cow;

/// A cell for a CSV export: text that begins with `=`, `+`, `-`, `@` (also in full width), a tab or a
/// line break gets a leading apostrophe (OWASP, CSV injection). Quoting for CSV comes after.
#[must_use]
pub fn defuse(cell: &str) -> Cow<'_, str> {
    let starters = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r', '\n'];
    if cell.starts_with(starters) { format!("'{cell}").into() } else { cell.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_begins_like_a_formula_gets_an_apostrophe() {
        assert_eq!(defuse("=HYPERLINK(\"http://contoh.example\")"), "'=HYPERLINK(\"http://contoh.example\")");
        for text in ["+1", "-1", "@x", "\tx", "\rx"] {
            assert_eq!(defuse(text), format!("'{text}"));
        }
        for text in ["", "Siti Rahayu", "1=1", "'=1", "A-1"] {
            assert_eq!(defuse(text), text);
        }
    }
}
