//! Texts of one line that people type: names, titles, places.

/// Characters that such a text has at most where nothing else is said.
pub const LONGEST: usize = 120;

/// Whether a text has 1 to `most` characters, and none that controls; white space around it is not counted.
#[must_use]
pub fn is_line(text: &str, most: usize) -> bool {
    (1..=most).contains(&text.trim().chars().count()) && !text.chars().any(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_something_to_read_and_no_second_line() {
        assert!(is_line(&"é".repeat(LONGEST), LONGEST) && is_line(" a ", 1));
        for text in ["", " ", "a\nb", "a\u{7f}", &"a".repeat(LONGEST + 1)] {
            assert!(!is_line(text, LONGEST), "{text:?}");
        }
    }
}
