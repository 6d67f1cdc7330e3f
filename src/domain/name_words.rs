//! What a name is found by: its words, each by its beginning; case and accents disregarded.

use std::collections::BTreeSet;

use super::holder::plain;

/// Characters that a text to find a name by has at most; a name has fewer.
pub const LONGEST_SOUGHT: usize = 200;

/// The words of a name, folded. A word with signs in it (`Al-Farisi`, `Nur'aini`) counts whole and in its pieces of more
/// than a letter.
#[must_use]
pub fn name_words(name: &str) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    for word in name.split_whitespace() {
        words.insert(plain(word));
        let pieces = word.split(|c: char| !c.is_alphanumeric()).map(plain);
        words.extend(pieces.filter(|piece| piece.chars().nth(1).is_some()));
    }
    words.remove("");
    words
}

/// The beginnings of words that somebody typed, each once; none where the text has no letter and no digit, or is longer
/// than any name.
#[must_use]
pub fn typed_words(text: &str) -> Vec<String> {
    if text.chars().count() > LONGEST_SOUGHT {
        return Vec::new();
    }
    let words: BTreeSet<String> = text.split_whitespace().map(plain).filter(|word| !word.is_empty()).collect();
    words.into_iter().collect()
}

/// Whether each of the typed beginnings begins a word of a name.
#[must_use]
pub fn begin(words: &BTreeSet<String>, typed: &[String]) -> bool {
    typed.iter().all(|typed| first_with(words, typed).is_some())
}

/// The first word of a name, in the order of letters, that a beginning begins.
#[must_use]
pub fn first_with<'a>(words: &'a BTreeSet<String>, typed: &str) -> Option<&'a str> {
    let first = words.range::<str, _>((std::ops::Bound::Included(typed), std::ops::Bound::Unbounded)).next();
    first.map(String::as_str).filter(|word| word.starts_with(typed))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_found(name: &str, typed: &str) -> bool {
        let typed = typed_words(typed);
        !typed.is_empty() && begin(&name_words(name), &typed)
    }

    #[test]
    fn a_name_is_found_by_the_beginning_of_any_of_its_words() {
        let name = "Siti Nur'aini Al-Farisi, S.Kom.";
        for typed in ["siti", "SIT", "nur", "nuraini", "aini", "Al-Farisi", "al farisi", "fari sit", "s.kom", "sití"] {
            assert!(is_found(name, typed), "{typed}");
        }
        for typed in ["iti", "siti budi", "nurx", "sitii", "", "%", "_", "' '"] {
            assert!(!is_found(name, typed), "{typed}");
        }
        assert!(is_found("José Müller", "jose mul") && is_found("Jose Muller", "JOSÉ"));
    }

    #[test]
    fn the_first_word_is_the_first_by_its_letters() {
        let words = name_words("Sutrisno Sitompul Siti");
        assert_eq!((first_with(&words, "si"), first_with(&words, "su")), (Some("siti"), Some("sutrisno")));
        assert_eq!(first_with(&words, "sz"), None);
    }

    #[test]
    fn a_text_longer_than_any_name_finds_nobody() {
        assert_eq!(typed_words(&"a ".repeat(150)), Vec::<String>::new());
    }
}
