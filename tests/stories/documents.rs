//! Files through the binary: certificates, and what was made to hurt it.

use std::io::Write as _;
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

#[test]
fn a_pdf_is_verified_as_a_file() {
    let place = Installation::on_sqlite();
    place.with_lsps();
    let roster = place.write("roster.csv", people(1, 2));
    let out = place.path("out");
    place.issue("klining", "2024-05-20", &roster, &["--out", out.to_str().expect("UTF-8")]);
    let mut files: Vec<_> =
        std::fs::read_dir(&out).expect("a folder").map(|file| file.expect("a file").path()).collect();
    files.retain(|file| file.extension().is_some_and(|ending| ending == "pdf"));
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
