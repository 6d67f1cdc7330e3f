//! Whoever asks for Indonesian is told in Indonesian what went wrong, too.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use absah::seal::keys::PrivateKey;

use crate::support::{Installation, LSPS, SITE, people};

/// What errors say in the log: pieces of three words and more of each `#[error("…")]`.
fn english() -> BTreeSet<String> {
    let (mut said, mut folders) = (BTreeSet::new(), vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = fs::read_to_string(&path).expect("UTF-8");
            for literal in text.split("#[error(").skip(1).filter_map(|rest| rest.trim_start().strip_prefix('"')) {
                let end = literal.match_indices('"').find(|(at, _)| !literal[..*at].ends_with('\\'));
                let pieces = literal[..end.expect("an end").0].split(['{', '}', '"', '\\']).map(str::trim);
                said.extend(pieces.filter(|piece| piece.split_whitespace().count() >= 3).map(str::to_lowercase));
            }
        }
    }
    assert!(said.len() > 100, "{}", said.len());
    said
}

#[test]
fn what_failed_is_told_in_the_language_asked_for() {
    let (at, english) = (Installation::on_sqlite(), english());
    at.with_lsps();
    let lsps = fs::read_to_string(LSPS).expect("the sample LSPs");
    let path = |name: &str| at.path(name).to_str().expect("UTF-8").to_owned();
    at.write("r.csv", people(1, 1));
    at.write("zone.json", lsps.replace("Asia/Makassar", "Asia/Bali"));
    at.write("licence.json", lsps.replacen("\"licensed_until\"", "\"decree\"", 1));
    at.write("kbli.json", lsps.replacen("\"81210\"", "\"8121\"", 1));
    let design = "\"design\": {\"digital\": \"broken.toml\"}, \"city\"";
    at.write("design.json", lsps.replacen("\"city\"", design, 1));
    let digital = include_str!("../../templates/certificate/digital.toml");
    at.write("broken.toml", digital.replacen("block = \"holder\"", "block = \"holder\"\ncolor = \"red\"", 1));
    at.write("far.toml", "dx = 150");
    at.write("absent.toml", "[[block]]\nblock = \"holdr\"\ndx = 1");
    at.write("list.jwt", "x.y.z");
    at.write("no-key.pem", "x");
    at.ok(&["trust", "sign"]);
    at.ok(&["trust", "sign", "--out", &path("trust.jwt")]);
    let trust = fs::read_to_string(at.path("trust.jwt")).expect("a trust list");
    at.write("cut.jwt", &trust[..trust.len() - 6]);
    at.write("other.pub.pem", PrivateKey::from_seed(&[9; 32]).public().to_pem().expect("PEM"));
    let (root, other) = (path("data/keys/root-1.pub.pem"), path("other.pub.pem"));
    let issue = |printer: &str| {
        let command = ["issue", "--lsp", "klining", "--issued-on", "2024-06-03", "--blanko", "--out"];
        let mut command: Vec<String> = command.map(str::to_owned).to_vec();
        command.extend([path("out"), "--printer".to_owned(), path(printer), path("r.csv")]);
        command
    };
    let import = |file: &str| ["lsp", "import", &path(file), "--site", SITE].map(str::to_owned).to_vec();
    let of = |command: &[&str]| command.iter().map(|word| (*word).to_owned()).collect::<Vec<String>>();
    let commands = [
        import("zone.json"),
        import("licence.json"),
        import("kbli.json"),
        import("design.json"),
        issue("far.toml"),
        issue("absent.toml"),
        of(&["issue", "--lsp", "siapa", "--issued-on", "2024-06-03", &path("r.csv")]),
        of(&["issue", "--lsp", "klining", "--issued-on", "1999-06-03", &path("r.csv")]),
        of(&["keys", "retire", "--lsp", "klining", "8J0fGk1hQyM"]),
        of(&["trust", "publish", &path("list.jwt")]),
        of(&["trust", "publish", &path("cut.jwt")]),
        of(&["trust", "fetch", &path("cut.jwt"), "--out", &path("fetched"), "--root", &root]),
        of(&["trust", "fetch", &path("trust.jwt"), "--out", &path("fetched"), "--root", &other]),
        of(&["trust", "fetch", &path("missing.jwt"), "--out", &path("fetched"), "--root", &root]),
        of(&["trust", "fetch", "http://elsewhere.example/x", "--out", &path("fetched")]),
        of(&["trust", "fetch", &path("trust.jwt"), "--out", &path("fetched"), "--root", &path("no-key.pem")]),
        of(&["verify", "--trust", &path("cut.jwt"), "--root", &root, "x"]),
        of(&["verify", "--trust", &path("trust.jwt"), "--root", &root, "--root", &root, "x"]),
        of(&["verify", &path("missing.pdf")]),
        of(&["print", "99", "--out", &path("out")]),
        of(&["lsp", "proof", "--lsp", "klining", "--out", &path("out"), "--blanko", "--printer", &path("far.toml")]),
    ];
    for mut command in commands {
        command.extend(["--lang".to_owned(), "id".to_owned()]);
        let words: Vec<&str> = command.iter().map(String::as_str).collect();
        let answer = at.run(&words);
        assert!(answer.code > 0, "{words:?}: {}{}", answer.out, answer.err);
        // Lines of the log begin with their instant, and stay English.
        let told: Vec<&str> = answer.err.lines().filter(|line| !line.starts_with("20")).collect();
        let told = format!("{}{}", answer.out, told.join("\n")).to_lowercase();
        assert!(!told.trim().is_empty(), "{words:?}");
        let said: Vec<&String> = english.iter().filter(|piece| told.contains(piece.as_str())).collect();
        assert!(said.is_empty(), "{words:?}: {said:?} in: {told}");
    }
}

#[test]
fn one_more_language_is_one_file() {
    let at = Installation::on_sqlite();
    at.ok(&["migrate"]);
    let unknown = at.run(&["migrate", "--lang", "qaa"]);
    assert!(unknown.code == 2 && unknown.err.contains("the language must be"), "{}{}", unknown.out, unknown.err);
    fs::create_dir(at.path("data/words")).expect("a folder");
    let file = at.path("data/words/qaa.ftl");
    fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/qaa.ftl"), &file).expect("copied");
    assert_eq!(at.ok(&["migrate", "--lang", "qaa"]).out, "Qaa qaqa.\n");
    assert_eq!(at.ok(&["migrate", "--lang", "en"]).out, "The tables are up to date.\n");

    let service = at.serve();
    let page = service.html_in("qaa;q=0.9,id;q=0.8", "/").body;
    assert!(page.contains("<html lang=\"qaa\">") && page.contains("Qaa laku? <span lang=\"en\">Is this"), "{page}");
    assert!(page.contains("Pindai QR"), "what it does not say is said in Indonesian: {page}");
    let told = service.html_in("qaa", "/v/x?on=never");
    assert!(told.status == 400 && told.body.contains("<html lang=\"qaa\">"), "failures too: {}", told.body);
    for language in ["en", "id", "fr", "en,qaa;q=0.9"] {
        let page = service.html_in(language, "/").body;
        assert!(page.contains("<html lang=\"id\">") && !page.contains("Qaa laku?"), "{language}");
    }
    assert!(service.html_in("qaa", "/office/masuk?bahasa=qaa").body.contains("<html lang=\"qaa\">"));
    drop(service);

    fs::write(&file, "language-name = Qaaqaa\n\npages-word-valid = <b>Laku</b>\n").expect("written");
    let refused = at.run(&["migrate", "--lang", "en"]);
    assert_eq!(refused.code, 2, "{}", refused.out);
    assert!(refused.err.contains("qaa.ftl, line 3") && refused.err.contains("pages-word-valid"), "{}", refused.err);
}
