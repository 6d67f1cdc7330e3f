//! Whether a document's pages show a sheet as it was issued.
//!
//! The LSP's own service draws the sheet again and hands its text here. Programs that save a PDF anew keep the
//! letters and where they stand, but not always the order of what is drawn; so two pages are the same when their
//! letters are, or when they have the same lines in another order. Case, spaces and the composition of accents make
//! no difference.
//!
//! The page with the symbol must be one of the sheet's. Of the pages after it, those that name the certificate's
//! number or list units must be too; others were put beside the sheet and are none of it. A page that is missing
//! says nothing false, and pages without text are not compared.

use super::tokens::{Token, tokens};
use super::{Page, wording};
use crate::seal::spelling;

/// Compares the pages of one certificate with each of the drawings that it was issued in.
#[must_use]
pub fn is_as_issued(pages: &[Page], number: &str, drawings: &[Vec<String>]) -> bool {
    let spoken: Vec<&Page> = pages.iter().filter(|page| !page.text.trim().is_empty()).collect();
    let own: Vec<Lines> =
        spoken.iter().filter(|page| is_of_sheet(page, number)).map(|page| Lines::of(&page.text)).collect();
    own.is_empty()
        || drawings.iter().any(|drawing| {
            let drawn: Vec<Lines> = drawing.iter().map(|text| Lines::of(text)).collect();
            own.iter().all(|page| drawn.iter().any(|drawn| page.is(drawn)))
        })
}

fn is_of_sheet(page: &Page, number: &str) -> bool {
    let bears = || page.symbols.iter().any(|text| spelling::read(text).is_ok());
    let lists = || tokens(&page.text).iter().filter_map(Token::word).any(|word| word == "unit");
    bears() || wording::stands(number, &page.text) || lists()
}

/// The letters of a page, and those of each of its lines in a fixed order.
pub(in crate::verify) struct Lines {
    letters: String,
    sorted: Vec<String>,
}

impl Lines {
    pub(in crate::verify) fn of(text: &str) -> Self {
        let mut sorted: Vec<String> = text.lines().map(wording::folded).filter(|line| !line.is_empty()).collect();
        let letters = sorted.concat();
        sorted.sort();
        Self { letters, sorted }
    }

    fn is(&self, other: &Self) -> bool {
        self.letters == other.letters || self.sorted == other.sorted
    }

    /// Whether each line of the other is one of its lines.
    pub(in crate::verify) fn has(&self, other: &Self) -> bool {
        !other.sorted.is_empty() && other.sorted.iter().all(|line| self.sorted.binary_search(line).is_ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NUMBER: &str = "81210 9112 2 0000088 2023";

    fn page(text: &str) -> Page {
        Page { text: text.to_owned(), ..Page::default() }
    }

    #[test]
    fn order_and_spaces_make_no_difference_and_a_letter_does() {
        let drawn = [vec!["No. 81210 9112 2 0000088 2023\nSiti Contoh\n3 (tiga) tahun".to_owned()]];
        for text in [
            "No. 81210 9112 2 0000088 2023\nSiti Contoh\n3 (tiga) tahun",
            "SITI  CONTOH\n3 (tiga) tahun\n\nNo. 81210 9112 2 0000088 2023",
            "No. 81210 9112 2 0000088 2023 Siti Contoh 3 (tiga) tahun",
            "  ",
        ] {
            assert!(is_as_issued(&[page(text)], NUMBER, &drawn), "{text}");
        }
        for text in [
            "No. 81210 9112 2 0000088 2023\nSiti Contoh\n5 (lima) tahun",
            "No. 81210 9112 2 0000088 2023\nSiti Contoh",
            "No. 81210 9112 2 0000088 2023\nSiti Contoh\n3 (tiga) tahun\nKKNI",
        ] {
            assert!(!is_as_issued(&[page(text)], NUMBER, &drawn), "{text}");
        }
    }

    #[test]
    fn other_papers_beside_a_sheet_are_none_of_it_but_a_further_list_of_units_is() {
        let front = "No. 81210 9112 2 0000088 2023\nSiti Contoh";
        let drawn = [vec!["blanko".to_owned()], vec![front.to_owned(), "Daftar Unit\nX.1".to_owned()]];
        assert!(is_as_issued(&[page(front), page("Kartu tanda penduduk")], NUMBER, &drawn));
        assert!(is_as_issued(&[page(front), page("Daftar Unit\nX.1")], NUMBER, &drawn));
        assert!(!is_as_issued(&[page(front), page("Daftar Unit\nX.2")], NUMBER, &drawn));
        assert!(!is_as_issued(&[page(front), page("blanko"), page("Unit X.1")], NUMBER, &drawn));
    }
}
