//! A posting: a word, a day of issue, and the certificates of that day with the word in their names that were recorded
//! together. `further` says how far each certificate's number is from the one before: `1 12 3`.

use std::collections::BTreeMap;

use jiff::civil::Date;
use sqlx::AnyConnection;

use super::StoreError;
use super::rows::{self, Cell};
use crate::domain::issuer::LspId;
use crate::domain::name_words::name_words;

/// Certificates of one posting at most.
pub(super) const MOST: usize = 64;

const COLUMNS: [&str; 5] = ["lsp", "word", "newest_first", "certificate", "further"];

/// A certificate that is found by its holder's name.
pub(super) struct Named<'a> {
    pub(super) id: i64,
    pub(super) lsp: &'a LspId,
    pub(super) name: &'a str,
    pub(super) issued_on: Date,
}

/// Minus a day as YYYYMMDD.
pub(super) fn newest_first(day: Date) -> i64 {
    -(i64::from(day.year()) * 10_000 + i64::from(day.month()) * 100 + i64::from(day.day()))
}

/// The day of [`newest_first`]; none where it is none.
pub(super) fn day(newest_first: i64) -> Option<Date> {
    let day = newest_first.checked_neg().filter(|day| *day > 0)?;
    let [month, of_month] = [day / 100 % 100, day % 100].map(|part| i8::try_from(part).ok());
    Date::new(i16::try_from(day / 10_000).ok()?, month?, of_month?).ok()
}

/// The certificates of a posting, which rise; what cannot be read, or does not rise, ends them.
pub(super) fn certificates(first: i64, further: &str) -> impl Iterator<Item = i64> {
    // Digit by digit: a page reads some hundred thousand of them.
    let mut rest = further.as_bytes();
    let next = move |last: &i64| {
        let mut step = 0_i64;
        while let [digit @ b'0'..=b'9', after @ ..] = rest {
            step = step.checked_mul(10)?.checked_add(i64::from(digit - b'0'))?;
            rest = after;
        }
        rest = match rest {
            [b' ', after @ ..] => after,
            [] => rest,
            _ => return None,
        };
        last.checked_add(Some(step).filter(|step| *step > 0)?)
    };
    std::iter::successors(Some(first), next).take(MOST)
}

/// Inserts the postings of certificates that are recorded together, those of one word beside each other.
pub(super) async fn insert<'a>(
    connection: &mut AnyConnection,
    named: impl IntoIterator<Item = Named<'a>>,
) -> Result<(), StoreError> {
    let mut postings = BTreeMap::<(String, &str, i64), Vec<i64>>::new();
    for Named { id, lsp, name, issued_on } in named {
        for word in name_words(name) {
            postings.entry((word, lsp.as_str(), newest_first(issued_on))).or_default().push(id);
        }
    }
    let mut rows = Vec::with_capacity(postings.len());
    for ((word, lsp, day), mut ids) in postings {
        ids.sort_unstable();
        ids.dedup();
        rows.extend(ids.chunks(MOST).map(|ids| -> Vec<Cell> {
            let further: Vec<String> = ids.windows(2).map(|pair| (pair[1] - pair[0]).to_string()).collect();
            vec![lsp.into(), word.as_str().into(), day.into(), ids[0].into(), further.join(" ").into()]
        }));
    }
    rows::insert(connection, "name_posting", &COLUMNS, rows).await
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_day_reads_back_and_no_other_number_is_one() {
        let may = date(2026, 5, 1);
        assert_eq!((newest_first(may), day(newest_first(may))), (-20_260_501, Some(may)));
        for none in [0, 20_260_501, -20_261_301, -20_260_532, -20_260_500, -99_999_990_101, i64::MIN, i64::MAX] {
            assert_eq!(day(none), None, "{none}");
        }
    }

    #[test]
    fn a_posting_ends_where_it_cannot_be_read_or_does_not_rise() {
        let read = |first, further: &str| certificates(first, further).collect::<Vec<_>>();
        assert_eq!(read(7, ""), [7]);
        assert_eq!(read(7, "1 12 3"), [7, 8, 20, 23]);
        for broken in ["1 x 3", "1 2x 3", "1 0 3", "1 -1 3", "1  3", "1 9223372036854775807", "1 99999999999999999999"]
        {
            assert_eq!(read(7, broken), [7, 8], "{broken}");
        }
        assert_eq!(read(0, &"1 ".repeat(5_000)).len(), MOST);
    }
}
