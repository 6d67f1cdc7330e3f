//! Whether a signed word stands in the text of a page.
//!
//! Case, spaces, line breaks, ligatures and accents composed or not make no difference, for every program
//! writes them its own way. The word must stand by itself: `Ani` is not found in `Rani`. Nor is it found
//! where more of its kind follows in the same line: not `Siti` in `Siti Aminah`, nor `2023` in `2023 1`.

use unicode_normalization::UnicodeNormalization as _;

/// A character as it is compared, and what stands before it.
#[derive(Clone, Copy)]
struct Letter {
    folded: char,
    upper: bool,
    before: Before,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Before {
    Nothing,
    Space,
    Line,
}

/// Whether a word, or several, stand in a text by themselves.
pub(super) fn stands(word: &str, text: &str) -> bool {
    let (word, text) = (letters(word), letters(text));
    let Some(last) = word.last() else { return true };
    text.windows(word.len()).enumerate().any(|(start, seen)| {
        seen.iter().zip(&word).all(|(a, b)| a.folded == b.folded)
            && (start == 0 || apart(text[start - 1], text[start]))
            && text.get(start + word.len()).is_none_or(|next| ends(*last, *next))
    })
}

/// Whether a title stands in a text by itself: no other word with a capital letter stands beside it in its line,
/// but those that name what it is.
pub(super) fn stands_as_title(title: &str, text: &str) -> bool {
    let (title, text) = (letters(title), letters(text));
    if title.is_empty() {
        return true;
    }
    text.windows(title.len()).enumerate().any(|(start, seen)| {
        let end = start + title.len();
        seen.iter().zip(&title).all(|(a, b)| a.folded == b.folded)
            && (start == 0 || apart(text[start - 1], text[start]) && may_precede(&text, start))
            && text.get(end).is_none_or(|next| apart(text[end - 1], *next) && may_follow(&text[end..]))
    })
}

/// Words that may stand beside a title in its line, whatever their letters.
const NAMING: [&str; 19] = [
    "bidang",
    "jabatan",
    "jenjang",
    "kkni",
    "klaster",
    "kode",
    "kompetensi",
    "kualifikasi",
    "level",
    "no",
    "nomor",
    "okupasi",
    "pada",
    "qualification",
    "scheme",
    "sebagai",
    "skema",
    "title",
    "unit",
];

fn may_precede(text: &[Letter], start: usize) -> bool {
    if text[start].before == Before::Line || !text[start - 1].folded.is_alphanumeric() {
        return true;
    }
    let begins = |at: &usize| *at == 0 || text[*at].before > Before::Nothing || !text[*at - 1].folded.is_alphanumeric();
    let first = (0..start).rev().find(begins).unwrap_or(0);
    !text[first].upper || is_naming(&text[first..start])
}

fn may_follow(rest: &[Letter]) -> bool {
    let next = rest[0];
    let ends = |at: &usize| rest[*at].before > Before::Nothing || !rest[*at].folded.is_alphanumeric();
    let end = (1..rest.len()).find(ends).unwrap_or(rest.len());
    next.before == Before::Line || !next.upper || is_naming(&rest[..end])
}

fn is_naming(word: &[Letter]) -> bool {
    let word: String = word.iter().map(|letter| letter.folded).collect();
    NAMING.contains(&word.as_str())
}

/// Whether a word may begin between two letters.
fn apart(left: Letter, right: Letter) -> bool {
    right.before > Before::Nothing || !left.folded.is_alphanumeric() || !right.folded.is_alphanumeric()
}

/// Whether a word has ended before the next letter.
fn ends(last: Letter, next: Letter) -> bool {
    let same_kind = if last.folded.is_numeric() { next.folded.is_numeric() } else { next.upper };
    next.before == Before::Line || apart(last, next) && !same_kind
}

/// The letters of a text as they are compared, without what stands between them.
pub(super) fn folded(text: &str) -> String {
    letters(text).iter().map(|letter| letter.folded).collect()
}

fn letters(text: &str) -> Vec<Letter> {
    let mut before = Before::Line;
    let mut letters = Vec::with_capacity(text.len());
    for c in text.nfkc() {
        match c {
            '\n' | '\r' | '\u{c}' => before = Before::Line,
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{feff}' => (),
            c if c.is_whitespace() || c.is_control() => before = before.max(Before::Space),
            c => {
                for folded in c.to_lowercase() {
                    let folded = match folded {
                        '‘' | '’' | 'ʼ' | '`' | '´' => '\'',
                        '“' | '”' | '„' => '"',
                        '‐'..='―' | '−' => '-',
                        folded => folded,
                    };
                    letters.push(Letter { folded, upper: c.is_uppercase(), before });
                    before = Before::Nothing;
                }
            }
        }
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_however_it_is_set() {
        for text in [
            "menyatakan bahwa,\nSiti Nur'aini Fitri, S.Pd.\nNo. Reg.",
            "SITI NUR'AINI FITRI, S.PD.",
            "Siti Nur’aini\nFitri, S.Pd.",
            "S i t i  N u r ' a i n i  F i t r i ,  S . P d .",
            "Siti\u{a0}Nur'aini \u{fb01}tri, S.Pd.",
            "bahwa Siti Nur'aini Fitri, S.Pd. telah kompeten",
            "Nama: Siti Nur'aini Fitri, S.Pd.\n",
        ] {
            assert!(stands("Siti Nur'aini Fitri, S.Pd.", text), "{text}");
        }
        assert!(stands("José Pérez", "Jose\u{301} Pe\u{301}rez"));
        assert!(stands("81210 9112 2 0000088 2023", "No. 81210 9112 2 0000088 2023\nDengan"));
        assert!(stands("81210 9112 2 0000088 2023", "No. 81210911220000088 2023"));
    }

    #[test]
    fn another_or_a_longer_name_is_not_found() {
        for text in ["", "Rani Wijaya", "Anita", "Ani Wijaya", "ANI WIJAYA", "aniWijaya", "Ani2"] {
            assert!(!stands("Ani", text), "{text}");
        }
        assert!(!stands("José Pérez", "Jose Perez"));
        for text in ["No. 81210 9112 2 0000088 20231", "181210 9112 2 0000088 2023", "81210 9112 2 0000088 2023 1"] {
            assert!(!stands("81210 9112 2 0000088 2023", text), "{text}");
        }
    }

    #[test]
    fn a_title_has_no_other_beside_it() {
        let title = "Petugas Kebersihan Gedung";
        for text in [
            "Kompetensi:\nPetugas Kebersihan Gedung\nBuilding Cleaner",
            "PETUGAS KEBERSIHAN\nGEDUNG",
            "Petugas Kebersihan Gedung  ·  No. 81210",
            "sebagai Petugas Kebersihan Gedung KKNI Level 2",
            "SKEMA PETUGAS KEBERSIHAN GEDUNG (CS-01)",
        ] {
            assert!(stands_as_title(title, text), "{text}");
        }
        for text in ["", "Kepala Petugas Kebersihan Gedung", "Petugas Kebersihan Gedung Utama", "Petugas Kebersihan"] {
            assert!(!stands_as_title(title, text), "{text}");
        }
    }

    #[test]
    fn the_next_line_is_another_matter() {
        assert!(stands("Ani", "bahwa\nAni\nTelah kompeten"));
        assert!(stands("81210 2023", "81210 2023\n17 Desember"));
    }
}
