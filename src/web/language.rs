//! The language in which the public's pages speak first; English stands beside it.
//!
//! It is Indonesian, or a further language of the installation where the visitor's browser asks for that one before
//! Indonesian and English (`Accept-Language`, RFC 9110 §12.5.4): nothing is kept of her, and no link has to carry it.
//! It is hers for as long as her question is answered, so whatever is said meanwhile is said in it.

use axum::http::HeaderMap;
use axum::http::header::ACCEPT_LANGUAGE;

use crate::words::Lang;

tokio::task_local! {
    static FIRST: Lang;
}

/// Ranges of a header that are read at most.
const RANGES: usize = 20;

/// The language that a visitor is told in first.
pub(super) fn of_visitor(headers: &HeaderMap) -> Lang {
    // Who has no further languages pays nothing for them.
    if Lang::all().nth(2).is_none() { Lang::Id } else { asked_for(headers, Lang::all()) }
}

/// Of these languages the one that a visitor asks for before any other; Indonesian where that is no further one.
fn asked_for(headers: &HeaderMap, all: impl Iterator<Item = Lang>) -> Lang {
    let lines = headers.get_all(ACCEPT_LANGUAGE).into_iter().filter_map(|line| line.to_str().ok());
    let ranges: Vec<(String, f32)> = lines.flat_map(|line| line.split(',')).take(RANGES).filter_map(range).collect();
    let mut best = (Lang::Id, 0.0);
    for lang in all {
        let tag = lang.to_string();
        let weight = ranges.iter().find(|(range, _)| *range == tag).map_or(0.0, |(_, weight)| *weight);
        if weight > best.1 {
            best = (lang, weight);
        }
    }
    match best.0 {
        // It stands beside.
        Lang::En => Lang::Id,
        other => other,
    }
}

/// A range's first part (`jv` of `jv-ID;q=0.8`), and its weight.
fn range(text: &str) -> Option<(String, f32)> {
    let (range, weight) = text.split_once(';').unwrap_or((text, ""));
    let weight = weight.trim().strip_prefix("q=").map_or(Ok(1.0), str::parse).ok()?;
    Some((range.trim().split('-').next()?.to_ascii_lowercase(), weight))
}

/// Answers a question in a language.
pub(super) async fn speaking<T>(first: Lang, answering: impl Future<Output = T>) -> T {
    FIRST.scope(first, answering).await
}

/// The same, for what waits for nothing.
pub(super) fn spoken<T>(first: Lang, say: impl FnOnce() -> T) -> T {
    FIRST.sync_scope(first, say)
}

/// The language of the question that is being answered.
pub(super) fn first() -> Lang {
    FIRST.try_with(|first| *first).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::invented;

    #[test]
    fn a_further_language_is_spoken_where_it_is_asked_for_before_the_two() {
        let further = invented();
        let of = |line: &'static str| {
            let headers = [(ACCEPT_LANGUAGE, line.parse().expect("a value"))].into_iter().collect();
            asked_for(&headers, [Lang::Id, Lang::En, further].into_iter())
        };
        for line in ["qaa", "QAA-ID", "qaa;q=0.9, id;q=0.8, en;q=0.7", "fr, qaa;q=0.2"] {
            assert_eq!(of(line), further, "{line}");
        }
        for line in ["", "id", "en-US,en;q=0.9", "en, qaa;q=0.9", "id;q=0.5, qaa;q=0.4", "qaa;q=x", "fr", "*"] {
            assert_eq!(of(line), Lang::Id, "{line}");
        }
        assert_eq!(asked_for(&HeaderMap::new(), [further].into_iter()), Lang::Id);
    }

    #[tokio::test]
    async fn it_is_known_for_as_long_as_the_question_is_answered() {
        let further = invented();
        assert_eq!(speaking(further, async { (first(), spoken(Lang::Id, first)) }).await, (further, Lang::Id));
        assert_eq!(first(), Lang::Id);
    }
}
