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
        let mut text = text.trim();
        while let Some(rest) = ["no", "reg"].into_iter().find_map(|word| without(text, word)) {
            text = rest;
        }
        let key: String = text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect();
        (1..=LONGEST).contains(&key.len()).then_some(Self(key))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
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
