//! The house as it is drawn in `src/lib.rs`: which room may call which, and what stays in one room.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Each room and those that it may call; a room stands below all that call it, so there are no circles.
const ARROWS: [(&str, &[&str]); 10] = [
    ("domain", &[]),
    ("words", &["domain"]),
    ("seal", &["domain"]),
    ("store", &["domain", "seal"]),
    ("render", &["domain", "words"]),
    ("roster", &["domain", "words"]),
    ("verify", &["domain", "seal", "words"]),
    ("office", &["domain", "render", "roster", "seal", "store", "verify", "words"]),
    ("web", &["domain", "office", "render", "roster", "seal", "verify", "words"]),
    ("cli", &["domain", "office", "render", "roster", "seal", "verify", "web", "words"]),
];

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// What the tests of a room may reach beside: what they read has to be made by somebody, and somebody has to write past
/// the office.
const BESIDE: [(&str, &[&str]); 3] = [("cli", &["store"]), ("verify", &["render"]), ("web", &["store"])];

/// Every file below a folder, its tests included.
fn whole_files(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(whole_files(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let text = fs::read_to_string(&path).expect("UTF-8");
            let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
            found.push((path, code.collect::<Vec<_>>().join("\n")));
        }
    }
    found
}

/// Every file below a folder that is part of the program, without its tests.
fn files(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_stem().and_then(|name| name.to_str()).expect("UTF-8");
        if path.is_dir() && name != "tests" {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs")
            && !["tests", "fixtures", "table"].contains(&name)
        {
            let text = fs::read_to_string(&path).expect("UTF-8");
            let code = text.split("\n#[cfg(test)]\nmod tests {").next().unwrap_or_default();
            let code = code.lines().filter(|line| !line.trim_start().starts_with("//"));
            found.push((path, code.collect::<Vec<_>>().join("\n")));
        }
    }
    found
}

/// The rooms that a text names: `crate::ROOM`, also in `use crate::{ROOM, …}`.
fn named(code: &str) -> BTreeSet<String> {
    let word = |text: &str| text.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect::<String>();
    let mut rooms = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            Some(group) => {
                let group = group.split(';').next().unwrap_or_default();
                rooms.extend(group.split([',', '{', '}']).map(|part| word(part.trim())));
            }
            None => drop(rooms.insert(word(rest))),
        }
    }
    rooms
}

#[test]
fn arrows_point_down_only() {
    let allowed: BTreeMap<&str, BTreeSet<&str>> =
        ARROWS.iter().map(|(room, below)| (*room, below.iter().copied().collect())).collect();
    let mut faults = Vec::new();
    for room in fs::read_dir(source()).expect("src") {
        let path = room.expect("a room").path();
        if !path.is_dir() {
            continue;
        }
        let room = path.file_name().and_then(|name| name.to_str()).expect("UTF-8").to_owned();
        let below =
            allowed.get(room.as_str()).unwrap_or_else(|| panic!("the room {room} has no arrows; draw them here"));
        for (file, code) in files(&path) {
            for other in named(&code) {
                if other != room && allowed.contains_key(other.as_str()) && !below.contains(other.as_str()) {
                    faults.push(format!("{} reaches {other}", file.display()));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn arrows_of_tests_point_down_too() {
    let allowed: BTreeMap<&str, &[&str]> = ARROWS.into_iter().collect();
    let beside: BTreeMap<&str, &[&str]> = BESIDE.into_iter().collect();
    let (mut faults, mut used) = (Vec::new(), BTreeSet::new());
    for (room, below) in ARROWS {
        for (file, code) in whole_files(&source().join(room)) {
            for other in named(&code) {
                let there = other == room || below.contains(&other.as_str()) || !allowed.contains_key(other.as_str());
                if !there && beside.get(room).is_some_and(|rooms| rooms.contains(&other.as_str())) {
                    used.insert((room, other));
                } else if !there {
                    faults.push(format!("{} reaches {other}", file.display()));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert_eq!(used.len(), beside.values().map(|rooms| rooms.len()).sum::<usize>(), "{used:?}");
}

#[test]
fn a_door_reaches_no_table_but_through_the_office() {
    let mut faults = Vec::new();
    for door in ["cli", "web"] {
        for (file, code) in files(&source().join(door)) {
            let reaches = code.match_indices(".store").any(|(at, _)| {
                let after = code[at + ".store".len()..].trim_start();
                code[..at].trim_end().ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_' || c == ')')
                    && (after.starts_with('.') || after.starts_with([',', ';', ')']))
            });
            if reaches || code.contains("Store::") {
                faults.push(file.display().to_string());
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    let office = fs::read_to_string(source().join("office/installation.rs")).expect("UTF-8");
    assert!(office.contains("\n    pub(super) store: Store,\n"), "the tables of an office are its own");
}

#[test]
fn what_is_one_rooms_stays_there() {
    let mut faults = Vec::new();
    for (file, code) in files(&source()) {
        let room = file.strip_prefix(source()).expect("below src").components().next().expect("a room");
        let room = room.as_os_str().to_str().expect("UTF-8").to_owned();
        let mut only = |what: &str, homes: &[&str]| {
            if code.contains(what) && !homes.contains(&room.as_str()) {
                faults.push(format!("{}: {what}", file.display()));
            }
        };
        only("sqlx::", &["store"]);
        only("register::file(", &["office"]);
        only("register::sheet(", &["office"]);
        only("anyhow", &["cli", "main.rs"]);
        only("Timestamp::now", &["main.rs"]);
        only("std::env::var", &["main.rs"]);
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_check_itself_sees_every_way_to_name_a_room() {
    let code = "use crate::{office, store::{Store, Writing}, web};\nfn f() { crate::cli::run(); }\n";
    let names = named(code);
    for room in ["office", "store", "web", "cli"] {
        assert!(names.contains(room), "{room}");
    }
}

#[test]
fn what_the_walkthroughs_name_is_there() {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let text = fs::read_to_string(docs.join("walkthroughs.md")).expect("a page");
    let (mut named, mut faults) = (0, Vec::new());
    for part in text.split("[`").skip(1) {
        let Some((name, rest)) = part.split_once("`](../") else { continue };
        let path = rest.split(')').next().expect("a link");
        named += 1;
        let code = fs::read_to_string(docs.join("..").join(path)).unwrap_or_default();
        let defined = ["(", "<"].iter().any(|next| code.contains(&format!("fn {name}{next}")));
        if !defined && name != path {
            faults.push(format!("{name} in {path}"));
        }
    }
    assert!(named > 30 && faults.is_empty(), "{named} named; not there: {faults:?}");
}
