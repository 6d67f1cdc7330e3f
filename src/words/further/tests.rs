//! Languages of files, read and refused.

use std::path::PathBuf;

use jiff::civil::date;

use super::*;
use crate::words::{Lang, key, say, when};

/// A language that nobody speaks, of which little is written down.
pub(crate) fn invented() -> Lang {
    let read = Further::read("qaa", include_str!("../../../tests/data/qaa.ftl").to_owned());
    Lang::Further(Box::leak(Box::new(read.expect("a language"))))
}

#[test]
fn what_a_language_does_not_say_is_said_in_indonesian() {
    let lang = invented();
    assert_eq!((lang.to_string().as_str(), lang.name()), ("qaa", "Qaaqaa"));
    assert_eq!(key!("pages-word-valid").say(lang), "Laku");
    assert_eq!(key!("pages-word-revoked").say(lang), key!("pages-word-revoked").say(Lang::Id));
    assert_eq!(when::day(date(2026, 12, 18), lang), "2026 Qadec 18");
    assert_eq!(when::day(date(2026, 11, 18), lang), "2026 qaq 18", "its own form for the others");
    let several = |count: usize| say!(lang, "pages-several", count);
    assert_eq!((several(1).as_ref(), several(2).as_ref()), ("qa 1", "qaqa 2"));
    assert_eq!(several(12_345), "qaqa 12,345");
}

#[test]
fn a_file_with_a_fault_is_refused_by_its_line() {
    let told = |tag: &str, rest: &str| {
        let fault = Further::read(tag, format!("language-name = Qaaqaa\n{rest}\n")).expect_err("refused");
        let refused = Refused { file: PathBuf::from("words").join(format!("{tag}.ftl")), fault };
        let [id, en] = [Lang::Id, Lang::En].map(|lang| refused.in_words(lang).into_owned());
        assert!(id != en && id.contains(".ftl") && en.contains(".ftl"), "{id} / {en}");
        en
    };
    for (rest, line, why) in [
        ("pages-word-valid = { $", 2, "format"),
        ("\npages-word-void = x", 3, "pages-word-void"),
        ("pages-word-valid = a <b>b</b>", 2, "pages-word-valid"),
        ("pages-word-valid = { \"a\\u003Cb\\u003E\" }", 2, "pages-word-valid"),
        ("pages-word-valid = a\n# b\npages-word-valid = c", 4, "pages-word-valid"),
        ("pages-word-valid = { $day }", 2, "day"),
        ("-term = x", 2, "-term"),
        ("pages-word-valid = { pages-word-valid }", 2, "pages-word-valid"),
        ("pages-word-valid = { SHOUT(\"x\") }", 2, "pages-word-valid"),
    ] {
        let told = told("qaa", rest);
        assert!(told.contains(&format!("line {line}")) && told.contains(why), "{rest}: {told}");
    }
    for tag in ["id", "q", "QAA", "../x", "qaaq"] {
        assert!(told(tag, "").contains("ISO 639"), "{tag}");
    }
    let nameless = Further::read("qaa", "pages-word-valid = x\n".to_owned());
    assert!(matches!(nameless, Err(Fault::Nameless)));
}
