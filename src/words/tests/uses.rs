//! Where the sources and the pages say something: every `say!` and `key!`, with what it hands over.

use std::collections::BTreeSet;
use std::path::Path;

pub(super) struct Use {
    pub(super) file: String,
    pub(super) key: String,
    pub(super) arguments: BTreeSet<String>,
}

/// Every use in `src` and in the pages' templates.
pub(super) fn all() -> Vec<Use> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for folder in ["src", "templates/pages", "templates/office"] {
        collect(&root.join(folder), &mut files);
    }
    files
        .iter()
        .flat_map(|file| in_file(&file.display().to_string(), &std::fs::read_to_string(file).expect("text")))
        .collect()
}

pub(super) fn collect(folder: &Path, files: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|kind| kind == "rs" || kind == "html") {
            // The macro's own definition names no key, and the tests of the catalogue name some that are none.
            let own = path.ends_with("src/words/mod.rs") || path.components().any(|part| part.as_os_str() == "tests");
            files.extend((!own).then_some(path));
        }
    }
}

fn in_file(file: &str, text: &str) -> Vec<Use> {
    let code: String =
        text.lines().filter(|line| !line.trim_start().starts_with("//")).flat_map(|line| [line, "\n"]).collect();
    let mut found = Vec::new();
    for word in ["say!(", "key!("] {
        for (at, _) in code.match_indices(word) {
            let parts = arguments(&code[at + word.len()..]);
            let literal = parts.get(usize::from(word == "say!("));
            let key = literal.and_then(|part| part.strip_prefix('"')?.strip_suffix('"'));
            let key = key.unwrap_or_else(|| panic!("{file}: {word} without a literal key: {parts:?}")).to_owned();
            let names = parts.iter().skip(2).map(|part| part.split('=').next().unwrap_or(part).trim().to_owned());
            found.push(Use { file: file.to_owned(), key, arguments: names.collect() });
        }
    }
    found
}

/// The arguments of a call whose bracket was just opened.
pub(super) fn arguments(text: &str) -> Vec<String> {
    let (mut depth, mut quoted, mut parts) = (0_usize, false, vec![String::new()]);
    let mut characters = text.chars();
    while let Some(c) = characters.next() {
        match c {
            '"' => quoted = !quoted,
            '\\' if quoted => drop(characters.next()),
            '(' | '[' | '{' if !quoted => depth += 1,
            ')' if !quoted && depth == 0 => break,
            ')' | ']' | '}' if !quoted => depth -= 1,
            ',' if !quoted && depth == 0 => {
                parts.push(String::new());
                continue;
            }
            _ => {}
        }
        if let Some(last) = parts.last_mut() {
            last.push(c);
        }
    }
    parts.into_iter().map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

#[test]
fn uses_are_found_with_their_arguments() {
    let code =
        "x(say!(self.lang(a, b), \"roster-a\", count, day = f(\"),\", [1, 2]),)); key!(\"roster-b\")\n// say!(nothing)";
    let found = in_file("x.rs", code);
    let seen: Vec<(&str, Vec<&str>)> =
        found.iter().map(|used| (&*used.key, used.arguments.iter().map(String::as_str).collect())).collect();
    assert_eq!(seen, [("roster-a", vec!["count", "day"]), ("roster-b", vec![])]);
}
