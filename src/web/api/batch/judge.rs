//! A chunk of lines into as many lines of verdicts.

use std::borrow::Cow;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::lines;
use crate::verify::{Asked, Snapshot, Verdict};
use crate::web::api::Question;
use crate::web::figures::Words;
use crate::web::inquiry::{Given, asked_about};

/// Bytes that a verdict takes as JSON, about.
const VERDICT: usize = 640;

/// A line that is a token in quotation marks.
#[derive(Debug, Deserialize)]
struct Quoted<'a>(#[serde(borrow)] Cow<'a, str>);

/// Why a line holds no question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
enum Fault {
    #[error("the line is neither JSON with the field token nor a token")]
    Form,
    #[error("the line is longer than {} bytes", lines::LINE)]
    Long,
    #[error("on must be a date, such as 2026-12-18")]
    On,
}

/// The verdict on a line that holds no question; every other line is a bare verdict.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Line)]
pub(super) struct Faulty<'a> {
    #[serde(flatten)]
    verdict: &'a Verdict,
    /// Why the line holds no question; only where it holds none.
    #[schema(required = false)]
    fault: String,
}

/// Answers every line in order, and counts the words; `told` hears of every token and its verdict.
pub(super) fn judge(
    chunk: &[u8],
    lists: &Snapshot,
    now: Timestamp,
    told: impl Fn(&Verdict, Given<'_>),
) -> serde_json::Result<(Vec<u8>, Words)> {
    let mut answers = Vec::with_capacity(lines::of(chunk).count() * VERDICT);
    let mut words = Words::default();
    for line in lines::of(chunk) {
        let (verdict, fault) = match read(line, now) {
            Ok((token, asked)) => {
                let given = Given::Text(&token);
                let verdict = given.judge(lists, asked);
                told(&verdict, given);
                (verdict, None)
            }
            Err(fault) => (Verdict::unreadable(Asked::at(now)), Some(fault)),
        };
        match fault {
            None => serde_json::to_writer(&mut answers, &verdict)?,
            Some(fault) => {
                let fault = fault.to_string();
                serde_json::to_writer(&mut answers, &Faulty { verdict: &verdict, fault })?;
            }
        }
        answers.push(b'\n');
        if let Some(count) = words.get_mut(verdict.verdict as usize) {
            *count += 1;
        }
    }
    Ok((answers, words))
}

fn read(line: &[u8], now: Timestamp) -> Result<(Cow<'_, str>, Asked), Fault> {
    if line.len() > lines::LINE {
        return Err(Fault::Long);
    }
    let text = std::str::from_utf8(line).map_err(|_| Fault::Form)?;
    // What Windows writes before the first line.
    let text = text.trim_start_matches('\u{feff}').trim();
    let (token, on) = match text.as_bytes() {
        [b'{', ..] => {
            let Question { token, on } = serde_json::from_str(text).map_err(|_| Fault::Form)?;
            (token, on)
        }
        [b'"', ..] => {
            let Quoted(token) = serde_json::from_str(text).map_err(|_| Fault::Form)?;
            (token, None)
        }
        [] => return Err(Fault::Form),
        _ => (Cow::Borrowed(text), None),
    };
    Ok((token, asked_about(on.as_deref(), now).ok_or(Fault::On)?))
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::seal::spelling;
    use crate::web::fixtures::{claims, now, signed, snapshot};

    fn answers(lines: &[String]) -> Vec<Value> {
        let (bytes, words) = judge(lines.join("\n").as_bytes(), &snapshot(), now(), |_, _| ()).expect("answers");
        assert_eq!(words.iter().sum::<u64>(), lines.len() as u64);
        let text = String::from_utf8(bytes).expect("UTF-8");
        text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
    }

    #[test]
    fn a_line_is_a_question_a_token_in_quotation_marks_or_a_bare_one() {
        let token = spelling::to_base64url(&signed(&claims(0)));
        let lines = [
            format!(r#"{{"token":"{token}"}}"#),
            format!(r#"{{"on":"2026-12-19","token":"{token}"}}"#),
            format!(r#"{{"token":"\u0030{}","on":null}}"#, &token[1..]),
            format!("\u{feff}\"https:\\/\\/cek.lsp-kebersihan.example/v/{token}\"\r"),
            spelling::to_digits(&signed(&claims(1))),
        ];
        let words: Vec<String> =
            answers(&lines).iter().map(|answer| answer["verdict"].as_str().expect("a word").to_owned()).collect();
        let escaped = if token.starts_with('0') { "valid" } else { "unreadable" };
        assert_eq!(words, ["valid", "expired", escaped, "valid", "revoked"]);
    }

    #[test]
    fn a_bad_line_is_unreadable_and_says_why() {
        let long = format!("\"{}\"", "A".repeat(lines::LINE));
        for (line, why) in [
            ("", "JSON"),
            ("{", "JSON"),
            (r#"{"toke":"x"}"#, "JSON"),
            (r#"{"token":7}"#, "JSON"),
            (r#"{"token":"x","on":"18-12-2026"}"#, "on must"),
            (&long, "longer than 8192"),
        ] {
            let answer = &answers(&[line.to_owned()])[0];
            assert_eq!((&answer["verdict"], &answer["certificate"]), (&"unreadable".into(), &Value::Null), "{line}");
            assert!(answer["fault"].as_str().is_some_and(|fault| fault.contains(why)), "{line}: {answer}");
        }
        assert!(answers(&["halo dunia".to_owned()])[0].get("fault").is_none(), "a token that no LSP ever signed");
        let (bytes, _) = judge(b"\xff\xfe\n[1]", &snapshot(), now(), |_, _| ()).expect("answers");
        assert_eq!(bytes.iter().filter(|byte| **byte == b'\n').count(), 2);
    }
}
