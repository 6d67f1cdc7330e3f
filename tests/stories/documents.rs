//! Files through the binary: certificates, and what was made to hurt it.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use crate::support::{Installation, answer, people, word};

/// A PDF whose page swells to a gigabyte.
fn bomb() -> Vec<u8> {
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    let zeros = vec![0; 1 << 20];
    (0..1024).for_each(|_| packed.write_all(&zeros).expect("packed"));
    let packed = packed.finish().expect("packed");
    let mut file = b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n\
        2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
        3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>endobj\n"
        .to_vec();
    file.extend(format!("4 0 obj<</Filter/FlateDecode/Length {}>>stream\n", packed.len()).bytes());
    file.extend(packed);
    file.extend(b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF");
    file
}

/// The certificates in a folder, by name.
fn pdfs(folder: &Path) -> Vec<PathBuf> {
    let files = std::fs::read_dir(folder).expect("a folder").map(|file| file.expect("a file").path());
    let mut files: Vec<_> = files.filter(|file| file.extension().is_some_and(|ending| ending == "pdf")).collect();
    files.sort();
    files
}

#[test]
fn a_pdf_is_verified_as_a_file() {
    let place = Installation::on_sqlite();
    place.with_lsps();
    let roster = place.write("roster.csv", people(1, 2));
    let out = place.path("out");
    place.issue("klining", "2024-05-20", &roster, &["--out", out.to_str().expect("UTF-8")]);
    let files = pdfs(&out);
    assert_eq!(files.len(), 2);
    for file in &files {
        let told = place.run(&["verify", "--json", "--on", "2024-06-30", file.to_str().expect("UTF-8")]).json();
        assert_eq!(word(&told), "valid", "{told}");
        assert_eq!(told["findings"], serde_json::json!([]), "{told}");
    }
    let missing = place.run(&["verify", "tidak-ada.pdf"]);
    assert_eq!(missing.code, 2);
    assert!(missing.err.contains("tidak-ada.pdf"), "{}", missing.err);
}

#[test]
fn a_pdf_that_other_programs_saved_anew_is_as_genuine() {
    let place = Installation::on_sqlite();
    place.with_lsps();
    let roster = place.write("roster.csv", people(1, 2));
    let out = place.path("out");
    place.issue("klining", "2024-05-20", &roster, &["--out", out.to_str().expect("UTF-8")]);
    let files = pdfs(&out);
    let (a, b) = (files[0].to_str().expect("UTF-8"), files[1].to_str().expect("UTF-8"));
    let saved = place.path("saved.pdf");
    let saved = saved.to_str().expect("UTF-8");
    let ways: [&[&str]; 6] = [
        &["qpdf", "--linearize", a, saved],
        &["qpdf", "--object-streams=generate", a, saved],
        &["qpdf", "--qdf", a, saved],
        &["pdftocairo", "-pdf", a, saved],
        &["qpdf", "--empty", "--pages", a, b, "--", saved],
        &["pdfunite", a, b, saved],
    ];
    for way in ways {
        let Ok(done) = std::process::Command::new(way[0]).args(&way[1..]).output() else {
            println!("skipped: {} is not installed", way[0]);
            continue;
        };
        assert!(done.status.success(), "{way:?}: {}", String::from_utf8_lossy(&done.stderr));
        let told = place.run(&["verify", "--json", "--on", "2024-06-30", saved]);
        let count = if way.contains(&b) { 2 } else { 1 };
        assert_eq!((told.code, told.lines().len()), (0, count), "{way:?}: {}", told.out);
        for line in told.lines() {
            assert_eq!((word(&line).as_str(), line["file"].as_str()), ("valid", Some(saved)), "{way:?}");
            assert_eq!(line["findings"], serde_json::json!([]), "{way:?}");
        }
    }
}

#[test]
fn the_command_line_answers_all_it_is_given() {
    let place = Installation::on_sqlite();
    place.with_lsps();
    let roster = place.write("roster.csv", people(1, 1));
    let out = place.path("out");
    place.issue("klining", "2024-05-20", &roster, &["--out", out.to_str().expect("UTF-8")]);
    let file = pdfs(&out).remove(0);
    let file = file.to_str().expect("UTF-8");
    let both = place.run(&["verify", "--on", "2024-06-30", "tidak-ada.pdf", file]);
    assert_eq!(both.code, 2);
    assert!(both.err.contains("tidak-ada.pdf"), "{}", both.err);
    assert!(both.out.contains(file) && both.out.contains("2024-06-30"), "{}", both.out);
    let told = place.run(&["verify", "--json", "--on", "2024-06-30", file]).json();
    let number = told["certificate"]["number"].as_str().expect("a number").to_owned();
    let by_number = place.run(&["verify", "--json", "--on", "2024-06-30", &number.replace(' ', "-")]);
    assert_eq!((by_number.code, word(&by_number.json()).as_str()), (0, "valid"));
    let nobodys = place.run(&["verify", "--json", "99999 9999 9 9999999 2024"]);
    assert_eq!((nobodys.code, word(&nobodys.json()).as_str()), (1, "not_found"));
    let replaced = place.run(&["replace", &number, "--reason", "lost-sheet", "--json"]);
    assert_eq!(replaced.code, 0, "{}", replaced.err);
    let told = place.run(&["verify", file]);
    assert_eq!(told.code, 1);
    assert!(told.out.contains("(replaced by)"), "{}", told.out);
}

#[test]
fn a_bomb_and_a_broken_file_are_unreadable_and_hurt_nobody() {
    let place = Installation::on_sqlite();
    place.with_lsps();
    for (name, file) in
        [("bomb.pdf", bomb()), ("broken.pdf", b"%PDF-1.7 halo".to_vec()), ("broken.png", b"PNG".to_vec())]
    {
        let path = place.write(name, file);
        let told = place.run(&["verify", "--json", path.to_str().expect("UTF-8")]);
        assert_eq!((told.code, word(&told.json()).as_str()), (1, "unreadable"), "{name}: {}", told.err);
    }
}

#[test]
#[cfg(unix)]
fn the_process_that_reads_may_not_have_a_gigabyte() {
    let place = Installation::on_sqlite();
    let mut command = place.command(&["read-document"]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("started");
    let mut input = child.stdin.take().expect("piped");
    input.write_all(&bomb()).expect("written");
    drop(input);
    let told = answer(child.wait_with_output().expect("ended"));
    assert_ne!(told.code, 0);
    assert_eq!(told.out, "");
}
