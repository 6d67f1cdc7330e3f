//! A checked list as a file.

use std::borrow::Cow;

use super::line::{CheckedList, Line};
use super::why::answer;
use crate::office::register::{self, Kind, RegisterError, Sheet};
use crate::verify::list::AnswerWord;
use crate::words::{Lang, say, when};

const COLUMNS: usize = 13;

/// A line a worker, after what was asked and when where it is a workbook.
///
/// # Errors
/// The file cannot be written.
pub fn checked_table(kind: Kind, list: &CheckedList, lang: Lang) -> Result<Vec<u8>, RegisterError> {
    let headings = [
        say!(lang, "lists-column-row"),
        say!(lang, "lists-column-name"),
        say!(lang, "lists-column-job"),
        say!(lang, "lists-column-wanted"),
        say!(lang, "lists-column-answer"),
        say!(lang, "lists-column-why"),
        say!(lang, "lists-column-number"),
        say!(lang, "lists-column-holder"),
        say!(lang, "lists-column-scheme"),
        say!(lang, "lists-column-valid-until"),
        say!(lang, "lists-column-lsp"),
        say!(lang, "lists-column-files"),
        say!(lang, "lists-column-elsewhere"),
    ]
    .map(Cow::into_owned);
    let moment = |instant| when::moment(instant, &when::jakarta(), lang);
    let (fits, count) = (list.count(AnswerWord::Fits), list.lines.len());
    let mut above = vec![
        say!(lang, "lists-heading").into_owned(),
        say!(lang, "lists-fit", fits, count, day = list.until).into_owned(),
        say!(lang, "lists-as-of", at = moment(list.checked_at), as_of = moment(list.as_of)).into_owned(),
    ];
    above.extend(list.warnings.iter().map(|one| format!("{}: {}", one.place, one.why.words(lang))));
    let beside = Sheet { above, height: None };
    let unread = list.unread.iter().map(|unread| {
        let mut cells: [String; COLUMNS] = std::array::from_fn(|_| String::new());
        cells[0].clone_from(&unread.place);
        cells[4] = answer(AnswerWord::NotChecked).say(lang).into_owned();
        unread.why.words(lang).clone_into(&mut cells[5]);
        cells
    });
    register::sheet(kind, &beside, headings, list.lines.iter().map(|line| cells(list, line, lang)).chain(unread))
}

fn cells(list: &CheckedList, line: &Line, lang: Lang) -> [String; COLUMNS] {
    let elsewhere: Vec<String> = list.may_know(line).map(|lsp| lsp.site.to_string()).collect();
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let seen = line.seen.as_ref();
    let of_seen = |of: fn(&super::SeenLine) -> String| seen.map(of).unwrap_or_default();
    [
        line.row.to_string(),
        text(&line.name),
        text(&line.job),
        text(&line.wanted),
        answer(line.answer).say(lang).into_owned(),
        line.why.words(lang).to_owned(),
        seen.map_or_else(|| text(&line.number), |seen| seen.number.clone()),
        of_seen(|seen| seen.holder.clone()),
        of_seen(|seen| format!("{} {}", seen.scheme, seen.scheme_title)),
        of_seen(|seen| seen.valid_until.map(|day| day.to_string()).unwrap_or_default()),
        of_seen(|seen| seen.lsp.clone()),
        line.files.join(", "),
        elsewhere.join(", "),
    ]
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::NoReport;
    use super::super::line::{Order, Sentence, Unread};
    use super::*;
    use crate::verify::elsewhere::{Elsewhere, MayKnow};

    fn sentence(text: &str) -> Sentence {
        Sentence { first: text.to_owned(), en: text.to_owned() }
    }

    fn line(row: u32, name: &str, answer: AnswerWord) -> Line {
        let why = sentence("sebab");
        let (job, wanted, seen, number, files) = (None, None, None, None, vec![]);
        Line { row, name: Some(name.to_owned()), job, wanted, answer, why, seen, number, files }
    }

    /// An LSP that would have a workbook run something.
    fn elsewhere() -> Elsewhere {
        let site = "https://cek.lain.example".parse().expect("a site");
        Elsewhere { id: "lain".parse().expect("an id"), name: "=1+1".to_owned(), site }
    }

    fn list() -> CheckedList {
        let at = "2026-11-22T05:00:00Z".parse().expect("an instant");
        CheckedList {
            until: date(2027, 12, 31),
            checked_at: at,
            as_of: at,
            lines: vec![
                line(2, "Siti Contoh", AnswerWord::Fits),
                line(3, "=HYPERLINK(1)", AnswerWord::Revoked),
                line(4, "Budi Contoh", AnswerWord::NotFound),
            ],
            unread: vec![Unread { place: "B7".to_owned(), why: sentence("NIK harus 16 angka") }],
            warnings: Vec::new(),
            unclaimed: Vec::new(),
            elsewhere: vec![MayKnow { lsp: elsewhere(), rows: vec![3, 4] }],
            report: Err(NoReport::Verifier),
        }
    }

    #[test]
    fn every_row_of_the_list_is_in_its_file_and_no_cell_is_a_formula() {
        let csv = checked_table(Kind::Csv, &list(), Lang::Id).expect("a table");
        let csv = String::from_utf8(csv).expect("UTF-8");
        let lines: Vec<&str> = csv.lines().collect();
        assert_eq!(lines.len(), 5, "{csv}");
        assert!(lines[2].starts_with("\"3\",\"'=HYPERLINK(1)\",\"\",\"\",\"Dicabut\",\"sebab\""), "{csv}");
        assert!(lines[4].starts_with("\"B7\",\"\",\"\",\"\",\"Belum diperiksa\",\"NIK harus"), "{csv}");
        let english = checked_table(Kind::Csv, &list(), Lang::En).expect("a table");
        assert!(String::from_utf8(english).expect("UTF-8").contains("\"Revoked\""));
    }

    #[test]
    fn a_line_that_is_not_found_names_the_sites_of_others() {
        let csv = checked_table(Kind::Csv, &list(), Lang::Id).expect("a table");
        let csv = String::from_utf8(csv).expect("UTF-8");
        let lines: Vec<&str> = csv.lines().collect();
        assert!(lines[0].ends_with("\"Situs LSP lain\""), "{csv}");
        assert!(lines[2].ends_with("\"\"") && lines[3].ends_with("\"https://cek.lain.example\""), "{csv}");
    }

    #[test]
    fn lines_are_sifted_and_put_in_order() {
        let rows = |only, order| {
            let mut list = list();
            list.arrange(only, order);
            list.lines.iter().map(|line| line.row).collect::<Vec<_>>()
        };
        assert_eq!(rows(None, Order::Answer), [4, 3, 2], "the worst first");
        assert_eq!(rows(None, Order::Row), [2, 3, 4]);
        assert_eq!(rows(None, Order::Name), [3, 4, 2]);
        assert_eq!(rows(Some(AnswerWord::Fits), Order::Name), [2]);
    }
}
