//! A language for tests that says every message of the catalogue, each letter in its wide form (U+FF21 to U+FF5A): a
//! letter on a page that is not wide is in no catalogue, or was said in another language.

use std::sync::LazyLock;

use super::Lang;
use super::catalogue::ROOMS;
use super::further::Further;

/// The language.
pub(crate) fn wide() -> Lang {
    static WIDE: LazyLock<Further> = LazyLock::new(|| {
        let messages: String = ROOMS.iter().map(|room| widened(room.source(Lang::Id))).collect();
        Further::read("qab", format!("language-name = {}\n{messages}", widened("Lebar"))).expect("a language")
    });
    Lang::Further(&WIDE)
}

/// Messages with their texts in wide letters; what stands in braces stays, and no text is markup.
fn widened(messages: &str) -> String {
    let mut all = String::new();
    for line in messages.lines() {
        let (before, text) = line.split_at(text_from(line));
        all += before;
        let mut depth = 0_u32;
        for letter in text.replace("<b>", "").replace("</b>", "").chars() {
            match letter {
                '{' => depth += 1,
                '}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            match letter {
                'A'..='Z' | 'a'..='z' if depth == 0 => all.extend(char::from_u32(u32::from(letter) + 0xfee0)),
                '<' | '&' => {}
                _ => all.push(letter),
            }
        }
        all.push('\n');
    }
    all
}

/// Where the text of a line begins: after its key, or after the name of a variant.
fn text_from(line: &str) -> usize {
    let variant = line.trim_start().starts_with(['[', '*']);
    match line.chars().next() {
        Some('#') => line.len(),
        Some(first) if first.is_ascii_lowercase() => line.find('=').map_or(0, |at| at + 1),
        _ if variant => line.find(']').map_or(0, |at| at + 1),
        _ => 0,
    }
}

#[test]
fn letters_are_wide_and_arguments_are_as_they_were() {
    let messages = "# Kata.\na-b = Sampai { $day }, <b>dua</b> < tiga\na-c =\n    { $n } { $n ->\n        [0] nol\n       \
                    *[other] { $n } hari\n    } lagi\n";
    let wide_messages = "# Kata.\na-b = Ｓａｍｐａｉ { $day }, ｄｕａ  ｔｉｇａ\na-c =\n    { $n } { $n ->\n        [0] ｎｏｌ\n       \
                         *[other] { $n } ｈａｒｉ\n    } ｌａｇｉ\n";
    assert_eq!(widened(messages), wide_messages);
    assert_eq!(super::key!("pages-word-valid").say(wide()), "Ｂｅｒｌａｋｕ");
}
