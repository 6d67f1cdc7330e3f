use jiff::civil::date;

use super::*;

fn twice(id: &str, en: &str) -> Twice {
    Twice { id: id.to_owned(), en: en.to_owned() }
}

fn row(number: usize) -> ReportRow {
    ReportRow {
        row: (number + 1).to_string(),
        name: format!("Siti Contoh {number}"),
        job: "Petugas kebersihan".to_owned(),
        wanted: "CS-01".to_owned(),
        number: format!("81210 9112 2 {number:07} 2023"),
        about: "CS-01 · LSP klining".to_owned(),
        valid_until: "2027-12-18".to_owned(),
        answer: twice("Memenuhi", "Fits"),
        note: None,
        fits: true,
    }
}

fn sheet<'a>(rows: &'a [ReportRow], totals: &'a [(Twice, usize)]) -> ReportSheet<'a> {
    let at = "2026-11-22T05:00:00Z".parse().expect("an instant");
    ReportSheet {
        words: Edition::of(1).expect("the first"),
        lsp: "LSP Kebersihan Contoh",
        site: "cek.lsp.example",
        notice: None,
        id: "3031 3233",
        link: "HTTPS://CEK.LSP.EXAMPLE/L/09876543210987654321098765432109876543210987654321",
        token: b"token",
        csv: b"rows",
        until: date(2027, 12, 31),
        checked_at: at,
        as_of: at,
        fits: rows.len(),
        totals,
        rows,
    }
}

fn totals() -> Vec<(Twice, usize)> {
    vec![(twice("Memenuhi", "Fits"), 1)]
}

#[test]
fn rows_are_divided_among_pages_and_none_is_lost() {
    let totals = totals();
    for count in [1, 20, 55, 1_000] {
        let rows: Vec<ReportRow> = (1..=count).map(row).collect();
        let report = Report::new(sheet(&rows, &totals)).expect("a report");
        assert_eq!(report.counts.iter().sum::<usize>(), count);
        assert!(report.counts[1..].iter().all(|rows| *rows > 0), "{:?}", report.counts);
        let full = &report.counts[1..report.pages().max(2) - 1];
        assert!(full.iter().all(|rows| *rows > 25), "{full:?}");
    }
}

#[test]
fn the_same_report_is_the_same_bytes_and_its_first_pages_are_those_of_the_whole() {
    let (rows, totals) = ((1..=90).map(row).collect::<Vec<_>>(), totals());
    let draw = |most| Report::new(sheet(&rows, &totals)).expect("a report").draw(most);
    assert!(draw(usize::MAX) == draw(usize::MAX));
    let pages = |pdf: &[u8]| lopdf::Document::load_mem(pdf).expect("a PDF").get_pages().len();
    assert_eq!((pages(&draw(2)), pages(&draw(usize::MAX)) > 2), (2, true));
}

#[test]
fn the_longest_row_of_letters_that_no_font_has_stands_on_one_page() {
    let long = |letters| "西".repeat(letters);
    let odd = ReportRow { name: long(100), job: long(120), wanted: long(120), about: long(130), ..row(1) };
    let rows = [row(1), odd, row(2)];
    let totals = totals();
    let report = Report::new(sheet(&rows, &totals)).expect("a report");
    assert_eq!(report.counts, [1, 2]);
    assert!(!report.draw(usize::MAX).is_empty());
}

#[test]
fn markup_and_marks_in_a_name_are_letters() {
    assert_eq!(pen::printed("<b>(Siti) \\ %"), "<b>(Siti) \\ %");
    assert_eq!(pen::printed("西\u{202e}a"), "[U+897F][U+202E]a");
}
