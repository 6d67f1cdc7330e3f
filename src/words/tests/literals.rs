//! Nothing is said at the command line past the catalogue.

use std::path::{Path, PathBuf};

use super::uses::{arguments, collect};

/// Where words for people are handed over, so that even one word of a literal is too many.
const SAYING: [&str; 6] = ["println!(", "bail!(", "anyhow!(", "ensure!(", ".context(", "refused("];

/// Words that are the same in every language, or names of fields and addresses.
const ALIKE: [&str; 4] = ["PDF", "absah", "data", "http"];

/// The files of `src/cli` without their tests, and without the one that makes up a demo's people.
fn sources() -> Vec<(PathBuf, String)> {
    let mut files = Vec::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/cli"), &mut files);
    files.retain(|file| !file.ends_with("demo/people.rs") && !file.ends_with("tests.rs"));
    let code = |file: &PathBuf| {
        let text = std::fs::read_to_string(file).expect("text");
        let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default().to_owned();
        let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
        lines.flat_map(|line| [line, "\n"]).collect()
    };
    files.iter().map(|file| (file.clone(), code(file))).collect()
}

/// The words of a literal: neither placeholders nor escapes, nor a command to be typed.
fn words(literal: &str) -> Vec<String> {
    let mut text = String::new();
    let mut depth = 0_usize;
    for c in literal.replace("\\n", " ").chars() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            c if depth == 0 => text.push(c),
            _ => {}
        }
    }
    if text.trim_start().starts_with("absah ") {
        return Vec::new();
    }
    let all = text.split(|c: char| !c.is_alphabetic()).filter(|word| word.len() > 2 && !ALIKE.contains(word));
    all.map(str::to_owned).collect()
}

/// Literals of a source that say something by themselves.
fn sentences(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (macros, most) in [(SAYING.as_slice(), 0), (["format!("].as_slice(), 1)] {
        for word in macros {
            for (at, _) in code.match_indices(word) {
                let parts = arguments(&code[at + word.len()..]);
                let literal = parts.first().and_then(|part| part.strip_prefix('"')?.strip_suffix('"'));
                found.extend(literal.filter(|literal| words(literal).len() > most).map(str::to_owned));
            }
        }
    }
    found
}

#[test]
fn the_command_line_says_nothing_past_the_catalogue() {
    let said = sources().into_iter().map(|(file, code)| (file, sentences(&code)));
    let said: Vec<_> = said.filter(|(_, sentences)| !sentences.is_empty()).collect();
    assert!(said.is_empty(), "{said:#?}");
}

#[test]
fn a_sentence_in_a_literal_is_found() {
    let code = "println!(\"Tabel siap. (Ready.)\"); bail!(\"no such key {kid}\"); x.context(\"the demo\")?;\n\
                let a = format!(\"cannot read {}\", path); let b = format!(\"--use {use}\"); println!(\"{}: {}\", a, b);\n\
                println!(\"  absah serve --data {}\", dir); println!(\"{}\", say!(lang, \"cli-x\"));";
    assert_eq!(sentences(code), ["Tabel siap. (Ready.)", "no such key {kid}", "the demo", "cannot read {}"]);
}
