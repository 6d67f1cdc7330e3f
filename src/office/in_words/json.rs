//! What serde says of JSON that has another form than was asked for, in words: which member, and what was expected.

use std::borrow::Cow;

use serde_json::error::Category;

use crate::words::{Lang, key, say};

/// Why a text is no JSON object, and where.
pub(super) fn unread(fault: &serde_json::Error, lang: Lang) -> Cow<'static, str> {
    let (line, column) = (fault.line(), fault.column());
    match fault.classify() {
        Category::Data => key!("failure-json-object").say(lang),
        Category::Eof => say!(lang, "failure-json-ends", line),
        Category::Io | Category::Syntax => say!(lang, "failure-json-syntax", line, column),
    }
}

/// Why a member cannot be read, from serde's own sentence: they are few, and the same for every format.
pub(super) fn misformed(told: &str, lang: Lang) -> Cow<'static, str> {
    if let Some(member) = quoted(told, "missing field `") {
        return say!(lang, "failure-json-missing", member);
    }
    if let Some(member) = quoted(told, "duplicate field `") {
        return say!(lang, "failure-json-twice", member);
    }
    let (what, expected) = told.split_once(", expected ").unwrap_or((told, ""));
    let one_of = || expected.trim_start_matches("one of ").replace('`', "").replace(" or ", ", ");
    if let Some(member) = quoted(what, "unknown field `") {
        return say!(lang, "failure-json-unknown", member, expected = one_of());
    }
    if let Some(word) = quoted(what, "unknown variant `") {
        return say!(lang, "failure-json-word", word, expected = one_of());
    }
    if what.starts_with("invalid type: ") || what.starts_with("invalid value: ") {
        let kind = match expected.split_whitespace().find(|word| !["a", "an"].contains(word)) {
            Some("string") => key!("failure-json-string"),
            Some("u8" | "u16" | "u32" | "u64" | "i64" | "integer") => key!("failure-json-number"),
            Some("sequence") => key!("failure-json-list"),
            Some("map" | "struct") => key!("failure-json-members"),
            Some("boolean") => key!("failure-json-boolean"),
            _ => key!("failure-json-other"),
        };
        return say!(lang, "failure-json-type", kind = kind.say(lang));
    }
    // A value that our own or a library's reader refused, such as a day.
    say!(lang, "failure-json-value", cause = told)
}

/// The name between the backticks that a sentence begins with.
fn quoted<'a>(told: &'a str, begins: &str) -> Option<&'a str> {
    told.strip_prefix(begins)?.split('`').next()
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde_json::{Value, json};

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only what cannot be read is told")]
    struct Body {
        name: String,
        level: Option<u8>,
        units: Option<Vec<String>>,
        scope: Option<Scope>,
        more: Option<Box<Self>>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum Scope {
        Lsp,
        Year,
    }

    #[test]
    fn what_serde_says_is_told_in_both_languages() {
        let told = |body: Value, lang| {
            let fault = serde_json::from_value::<Body>(body).expect_err("it cannot be read");
            misformed(&fault.to_string(), lang).into_owned()
        };
        for (body, names) in [
            (json!({}), "name"),
            (json!({ "name": "x", "nmae": "y" }), "nmae"),
            (json!({ "name": 7 }), "teks"),
            (json!({ "name": "x", "level": "tiga" }), "bilangan"),
            (json!({ "name": "x", "level": 300 }), "bilangan"),
            (json!({ "name": "x", "units": {} }), "daftar"),
            (json!({ "name": "x", "scope": "month" }), "month"),
            (json!({ "name": "x", "more": [1] }), ""),
        ] {
            let (id, en) = (told(body.clone(), Lang::Id), told(body.clone(), Lang::En));
            assert!(id.contains(names) && id != en, "{body}: {id} / {en}");
            for word in ["expected", "missing", "invalid", "unknown"] {
                assert!(!id.contains(word), "{id}");
            }
        }
    }

    #[test]
    fn where_a_text_is_no_json_is_told() {
        let told = |text: &str| {
            let fault = serde_json::from_str::<serde_json::Map<String, Value>>(text).expect_err("no object");
            unread(&fault, Lang::Id).into_owned()
        };
        assert!(told("{\n\"a\": 1,\n\"b\" 2}").contains("baris 3, kolom 5"), "{}", told("{\n\"a\": 1,\n\"b\" 2}"));
        assert!(told("{\n\"a\": 1").contains("baris 2"));
        assert!(told("[]").contains("objek"));
    }
}
