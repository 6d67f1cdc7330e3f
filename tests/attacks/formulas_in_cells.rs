//! A name that a spreadsheet would run, also where the spreadsheet cuts cells at semicolons.

use crate::support::{Installation, people};

#[test]
fn no_cell_that_is_handed_out_begins_a_formula() {
    let at = Installation::on_sqlite();
    at.with_lsps();
    let roster = people(1, 1).replace("Orang Rekaan", "Rekaan; @SUM;-x");
    let (roster, out) = (at.write("r.csv", roster), at.path("out"));
    at.issue("klining", "2024-06-03", &roster, &["--out", out.to_str().expect("UTF-8")]);
    let table = at.path("find.csv");
    at.ok(&["find", "--scheme", "CS-01", "--out", table.to_str().expect("UTF-8")]);
    for file in [out.join("certificates.csv"), table] {
        let text = std::fs::read_to_string(&file).expect("a list");
        assert!(text.contains("Rekaan"), "{text}");
        for line in text.lines() {
            assert!(line.starts_with('"') && line.ends_with('"'), "every cell is quoted: {line}");
            for cell in line.split([';', '\t', ',']) {
                let cell = cell.trim_start_matches([' ', '"']);
                assert!(!cell.starts_with(['=', '+', '-', '@']), "{line}");
            }
        }
    }
}
