//! What a certificate is found by: any of its numbers, however it is typed.

use std::fmt;

use super::number::LONGEST;

/// A number as people type it, reduced to what is compared: letters and digits in upper case, without
/// a leading `No.` or `Reg.`; none where nothing is left or it is longer than [`LONGEST`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SearchKey(String);

impl SearchKey {
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        if text.len() > 4 * LONGEST {
            return None;
        }
        let text = without_labels(text);
        let key: String = text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect();
        (1..=LONGEST).contains(&key.len()).then_some(Self(key))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The key as it was meant by who typed the letter O for a zero: each O in a run of digits is one. None where
    /// there is no such O.
    #[must_use]
    pub fn with_zeros(&self) -> Option<Self> {
        let numeric = |c: char| c.is_ascii_digit() || c == 'O';
        let mut key = String::with_capacity(self.0.len());
        let mut rest = self.0.as_str();
        while !rest.is_empty() {
            let (run, after) = rest.split_at(rest.find(|c| !numeric(c)).unwrap_or(rest.len()));
            let (word, after) = after.split_at(after.find(numeric).unwrap_or(after.len()));
            if run.contains(|c: char| c.is_ascii_digit()) {
                key.extend(run.chars().map(|c| if c == 'O' { '0' } else { c }));
            } else {
                key.push_str(run);
            }
            key.push_str(word);
            rest = after;
        }
        (key != self.0).then_some(Self(key))
    }
}

/// A number as it was typed without any `No.` or `Reg.` before it.
pub(super) fn without_labels(text: &str) -> &str {
    let mut text = text.trim();
    while let Some(rest) = ["no", "reg"].into_iter().find_map(|word| without(text, word)) {
        text = rest;
    }
    text
}

/// A number as it was typed without the labels `No.` and `Nomor` before it, for a sentence that says "number" itself.
#[must_use]
pub fn unlabelled(typed: &str) -> &str {
    let typed = typed.trim();
    ["no", "nomor"].into_iter().find_map(|label| without(typed, label)).filter(|rest| !rest.is_empty()).unwrap_or(typed)
}

impl fmt::Display for SearchKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Drops `word` from the front where something other than a letter or digit follows it.
fn without<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let head = text.get(..word.len()).filter(|head| head.eq_ignore_ascii_case(word))?;
    let rest = &text[head.len()..];
    rest.starts_with(|c: char| !c.is_alphanumeric()).then(|| rest.trim_start_matches(|c: char| !c.is_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_o_among_digits_is_a_zero_and_in_a_word_a_letter() {
        let meant = |text: &str| SearchKey::new(text).and_then(|key| key.with_zeros()).map(|key| key.0);
        assert_eq!(
            meant("8121O 9112 2 OOOOO88 2o23").as_deref(),
            Some("81210911220000088".to_owned() + "2023").as_deref()
        );
        assert_eq!(meant("Reg. KLN 99O1 OOO88 2023").as_deref(), Some("KLN9901000882023"));
        assert_eq!(meant("NOR 15O5").as_deref(), Some("NOR1505"));
        assert_eq!((meant("NOR 1505"), meant("81210 9112"), meant("OOO")), (None, None, None));
    }

    #[test]
    fn a_label_before_a_number_is_left_out_where_the_sentence_says_it() {
        for typed in ["No. 812 9", "no 812 9", " Nomor: 812 9", "812 9"] {
            assert_eq!(unlabelled(typed), "812 9", "{typed}");
        }
        assert_eq!(
            (unlabelled("NOR 1565"), unlabelled("No."), unlabelled("Reg. KLN 1")),
            ("NOR 1565", "No.", "Reg. KLN 1")
        );
    }

    #[test]
    fn search_keys_forget_separators_case_and_labels() {
        for text in [
            "No. 81210 9112 2 0000088 2023",
            "81210-9112-2-0000088-2023",
            "no 8121091122 0000088.2023",
            " 81210 9112 2 0000088 2023 ",
        ] {
            assert_eq!(
                SearchKey::new(text).as_ref().map(SearchKey::as_str),
                Some("81210911220000088".to_owned() + "2023").as_deref(),
                "{text}"
            );
        }
        assert_eq!(
            SearchKey::new("No. Reg. kln 9901 00088 2023").as_ref().map(SearchKey::as_str),
            Some("KLN9901000882023")
        );
        assert_eq!(SearchKey::new("NOR 1565").as_ref().map(SearchKey::as_str), Some("NOR1565"));
        assert_eq!(SearchKey::new(" -. "), None);
        assert_eq!(SearchKey::new(&"1".repeat(65)), None);
    }
}
