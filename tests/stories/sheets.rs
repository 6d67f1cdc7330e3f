//! What certificates look like: an LSP's design taken in, proved and printed.

use std::path::{Path, PathBuf};

use crate::support::Installation;

fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

fn roster(at: &Installation) -> PathBuf {
    at.write(
        "r.csv",
        "nama_asesi,nik,kode_skema,tanggal_uji,status_kompeten\nOrang Rekaan,9951010101900001,CS-01,2024-05-06,K\n",
    )
}

fn pdf(path: &Path) -> Vec<u8> {
    let file = std::fs::read(path).expect("a PDF");
    assert!(file.starts_with(b"%PDF-1.7"), "{}", path.display());
    file
}

/// The example LSP, as someone begins who starts from nothing and issues from the command line.
fn with_example(at: &Installation) -> PathBuf {
    let design = at.path("design");
    at.ok(&["lsp", "design", text(&design)]);
    let file = design.join("lsp.json");
    let example = std::fs::read_to_string(&file).expect("an example");
    std::fs::write(&file, example.replace("\"console\": \"closed\"", "\"console\": \"open\"")).expect("written");
    at.ok(&["lsp", "add", text(&file)]);
    design
}

#[test]
fn the_example_is_taken_as_it_is_written() {
    let at = Installation::on_sqlite();
    let design = with_example(&at);
    let refused = at.run(&["lsp", "design", text(&design), "--lang", "id"]);
    assert!(refused.code != 0 && refused.err.contains("tidak ditimpa"), "{}", refused.err);
    let again = at.run(&["lsp", "add", text(&design.join("lsp.json")), "--lang", "id"]);
    assert!(again.code != 0 && again.err.contains("sudah ada"), "{}", again.err);
    let listed = at.ok(&["lsp", "list", "--json"]).json();
    assert_eq!(listed["lsps"][0]["licences"][0]["number"], "BNSP-LSP-9901-ID");
}

#[test]
fn a_proof_takes_no_number() {
    let at = Installation::on_sqlite();
    with_example(&at);
    let out = at.path("proofs");
    let ask = ["lsp", "proof", "--lsp", "contoh", "--out", text(&out), "--json"];
    let files = at.ok(&ask).json()["files"].as_array().expect("a list").len();
    at.ok(&[ask.as_slice(), &["--blanko", "--scheme", "cs-01"]].concat());
    assert_eq!(files, 2);
    for name in ["contoh-proof.pdf", "contoh-ruler.pdf", "contoh-proof-blanko.pdf", "contoh-ruler-blanko.pdf"] {
        pdf(&out.join(name));
    }
    let unknown = at.run(&[ask.as_slice(), &["--scheme", "XX-9"]].concat());
    assert!(unknown.code != 0 && unknown.err.contains("CS-01"), "{}", unknown.err);
    at.ok(&["keys", "new", "--lsp", "contoh", "--from", "2024-01-15"]);
    at.issue("contoh", "2024-06-03", &roster(&at), &[]);
    assert_eq!(at.column("select number from certificate"), ["81210 9112 2 0000001 2024"]);
}

#[test]
fn offsets_are_the_printers_and_change_after_issuing() {
    let at = Installation::on_sqlite();
    with_example(&at);
    at.ok(&["keys", "new", "--lsp", "contoh", "--from", "2024-01-15"]);
    at.issue("contoh", "2024-06-03", &roster(&at), &[]);
    let number = "81210 9112 2 0000001 2024";
    let print = |dir: &str, more: &[&str]| {
        let out = at.path(dir);
        at.ok(&[&["print", number, "--out", text(&out)], more].concat());
        let found = std::fs::read_dir(&out).expect("a directory").map(|file| file.expect("a file").path());
        pdf(&found.into_iter().find(|path| path.extension().is_some_and(|kind| kind == "pdf")).expect("a PDF"))
    };
    let printer = at.write("epson.toml", "dx = 1.5\n[[block]]\nblock = \"holder\"\ndy = -2\n");
    let plain = print("a", &["--blanko"]);
    let moved = print("b", &["--blanko", "--printer", text(&printer)]);
    assert_ne!(plain, moved);
    at.write("epson.toml", "");
    assert_eq!(plain, print("c", &["--blanko", "--printer", text(&printer)]), "another printer, the same certificate");
    at.write("epson.toml", "[[block]]\nblock = \"holdr\"\ndy = -2\n");
    let out = at.path("d");
    let wrong = at.run(&["print", number, "--out", text(&out), "--blanko", "--printer", text(&printer)]);
    assert!(wrong.code != 0 && wrong.err.contains("holdr") && wrong.err.contains("holder"), "{}", wrong.err);
}

#[test]
fn what_lies_beyond_the_frame_or_upon_another_is_told_when_an_lsp_is_taken_in() {
    let at = Installation::on_sqlite();
    let design = at.path("design");
    at.ok(&["lsp", "design", text(&design)]);
    let layout = std::fs::read_to_string(design.join("digital.toml")).expect("read");
    let moved = layout.replacen("block = \"registration\"\n", "block = \"registration\"\ndy = -3\n", 1);
    std::fs::write(design.join("digital.toml"), moved).expect("written");
    let file = design.join("lsp.json");
    let told = at.ok(&["lsp", "add", text(&file), "--lang", "id"]).err;
    assert!(
        told.contains("contoh, lembar digital: blok \"holder\" dan \"registration\" bertumpuk 150,0 × 2,5 mm"),
        "{told}"
    );
    assert_eq!(told.lines().count(), 1, "{told}");
    let out = at.path("proofs");
    let told = at.ok(&["lsp", "proof", "--lsp", "contoh", "--out", text(&out), "--lang", "en"]).err;
    assert!(told.contains("blocks \"holder\" and \"registration\" overlap by 150.0 × 2.5 mm"), "{told}");
    std::fs::write(design.join("digital.toml"), layout.replacen("color = \"ink\"", "color = \"inkt\"", 1))
        .expect("written");
    let refused = at.run(&["lsp", "import", text(&file)]);
    assert!(refused.code != 0 && refused.err.contains("block \"field\""), "{}", refused.err);
}
