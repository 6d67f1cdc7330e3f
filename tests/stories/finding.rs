//! Certificates found by number, name, NIK and what they have in common, on both databases.

use crate::support::{on_both, people};

#[test]
fn certificates_are_found_by_what_one_knows_of_them() {
    on_both(|at| {
        at.with_lsps();
        let roster = at.write("roster.csv", people(1, 3));
        let out = at.path("out");
        at.issue("klining", "2026-05-20", &roster, &["--out", out.to_str().expect("UTF-8")]);
        let find = |arguments: &[&str]| {
            let told = at.run(&[&["find", "--json"], arguments].concat());
            assert_eq!(told.code, 0, "{}", told.err);
            told.json()
        };
        let all = find(&["rekaan"]);
        assert_eq!((&all["count"], all["history"].is_null()), (&3.into(), true));
        let one = all["certificates"][0].clone();
        let (number, name) = (one["number"].as_str().expect("a number"), one["holder"].as_str().expect("a name"));
        let registration = one["registration"].as_str().expect("a number");
        for text in [number, &number.replace(' ', ""), registration, name, "9951010101900001"] {
            let found = find(&[text]);
            assert_eq!((&found["count"], &found["certificates"][0]), (&1.into(), &one), "{text}");
            assert_eq!(found["history"][0]["act"], "issue", "{text}");
        }
        for beginnings in ["ORA", "rek ora", "réka"] {
            assert_eq!(find(&[beginnings])["count"], 3, "{beginnings}");
        }
        for narrowed in [["--scheme", "cs-01"], ["--state", "valid"], ["--issued-in", "2026"]] {
            assert_eq!(find(&["rek", narrowed[0], narrowed[1]])["count"], 3, "{narrowed:?}");
            assert_eq!(find(&["rek ora", narrowed[0], narrowed[1]])["count"], 3, "{narrowed:?}");
        }
        for nothing in ["9951010101900009", "100%", "_", "995101010190", "kaan", "rekaan budi"] {
            assert_eq!(find(&[nothing])["count"], 0, "{nothing}");
        }
        at.ok(&["suspend", number, "--reason", "misuse"]);
        assert_eq!(find(&["--state", "suspended"])["certificates"][0]["number"], number);
        assert_eq!(find(&[number])["history"][1]["act"], "suspend");
        assert_eq!(find(&["--issued-in", "2026", "--scheme", "cs-01", "--lsp", "klining"])["count"], 3);
        assert_eq!(find(&["--issued-in", "2025"])["count"], 0);
        assert_eq!(find(&["--expiring-before", "2029-05-20"])["count"], 0);
        assert_eq!(find(&["--expiring-before", "2029-05-21"])["count"], 3);
        for name in ["daftar.csv", "daftar.xlsx"] {
            let file = at.path(name);
            at.ok(&["find", "--lang", "id", "--out", file.to_str().expect("UTF-8")]);
            let written = std::fs::read(&file).expect("written");
            assert!(written.starts_with(if name.ends_with("csv") { b"\"Nomor".as_slice() } else { b"PK" }), "{name}");
        }
        assert_ne!(at.run(&["find", "--out", "daftar.pdf"]).code, 0);
    });
}
