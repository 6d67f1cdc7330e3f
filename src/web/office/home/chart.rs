//! Charts as SVG: where each bar stands. Lengths are in the chart's own units, 360 wide, so that letters of 11 can be
//! read on a phone; a page scales it up. What a fill means is told by its pattern as well as by its colour.

use std::borrow::Cow;
use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::domain::scheme::SchemeCode;
use crate::office::glance::MONTHS;
use crate::office::glance::MonthCount;
use crate::words::{Lang, say, when};

pub(super) const WIDTH: u32 = 360;
pub(super) const HEIGHT: u32 = 220;

/// The bars stand within these.
const LEFT: f64 = 34.0;
const TOP: f64 = 18.0;
const BOTTOM: f64 = 180.0;
const RIGHT: f64 = 358.0;

/// Fills that are told apart; the last is for what is left over.
const FILLS: usize = 5;

/// A chart of months.
pub(super) struct Months {
    pub(super) columns: Vec<Column>,
    pub(super) lines: Vec<Line>,
    pub(super) series: Vec<Series>,
    /// Nothing is in it.
    pub(super) is_empty: bool,
}

impl Months {
    /// Everything in it.
    pub(super) fn total(&self) -> u32 {
        self.series.iter().map(|series| series.total).sum()
    }
}

/// One month.
pub(super) struct Column {
    pub(super) x: String,
    pub(super) width: String,
    /// The middle of it.
    pub(super) middle: String,
    pub(super) label: String,
    /// At the first month of a chart, and of a year.
    pub(super) year: Option<i16>,
    pub(super) total: u32,
    pub(super) shown: String,
    pub(super) above: String,
    pub(super) pieces: Vec<Piece>,
    /// Of each series, as in the table.
    pub(super) counts: Vec<u32>,
    pub(super) name: String,
}

/// A part of a bar.
pub(super) struct Piece {
    pub(super) y: String,
    pub(super) height: String,
    pub(super) fill: usize,
}

/// A line to read heights by.
pub(super) struct Line {
    pub(super) y: String,
    pub(super) label: String,
}

/// What a fill means.
pub(super) struct Series {
    pub(super) name: Cow<'static, str>,
    pub(super) fill: usize,
    pub(super) total: u32,
}

/// A chart of counts by month, stacked by scheme where `by_scheme`: the four with the most, and the rest together.
pub(super) fn months(of: &[Date; MONTHS], counts: &[MonthCount], by_scheme: bool, lang: Lang) -> Months {
    let mut totals = BTreeMap::<&str, u32>::new();
    for one in counts {
        *totals.entry(code(one)).or_default() += one.count;
    }
    let mut order: Vec<(&str, u32)> = totals.into_iter().collect();
    order.sort_by(|one, other| other.1.cmp(&one.1).then(one.0.cmp(other.0)));
    let own = if order.len() <= FILLS { order.len() } else { FILLS - 1 };
    let fill = |scheme: &str| match by_scheme {
        true => order.iter().position(|(code, _)| *code == scheme).map_or(FILLS - 1, |at| at.min(own)),
        false => 0,
    };
    let mut series: Vec<Series> = Vec::new();
    if by_scheme {
        let named = order.iter().take(own).enumerate();
        series.extend(named.map(|(fill, (code, total))| Series {
            name: Cow::Owned((*code).to_owned()),
            fill,
            total: *total,
        }));
        let rest: u32 = order.iter().skip(own).map(|(_, total)| total).sum();
        if rest > 0 {
            series.push(Series { name: say!(lang, "office-records-chart-others"), fill: own, total: rest });
        }
    } else {
        let total = order.iter().map(|(_, total)| total).sum();
        series.push(Series { name: say!(lang, "office-records-chart-ending"), fill: 0, total });
    }
    let sums: Vec<Vec<u32>> = of
        .iter()
        .map(|first| {
            let mut sums = vec![0; series.len()];
            for one in counts.iter().filter(|one| one.month == *first) {
                if let Some(sum) = sums.get_mut(fill(code(one))) {
                    *sum += one.count;
                }
            }
            sums
        })
        .collect();
    let highest = sums.iter().map(|sums| sums.iter().sum::<u32>()).max().unwrap_or(0);
    let top = round_up(highest);
    let columns = of.iter().zip(&sums).enumerate();
    Months {
        columns: columns.map(|(at, (first, sums))| column(at, *first, sums, top, lang)).collect(),
        lines: [0, 1, 2]
            .map(|at| Line { y: number(height(top / 2 * at, top)), label: short(top / 2 * at, lang) })
            .into(),
        series,
        is_empty: highest == 0,
    }
}

/// The scheme that is counted; empty where it is every one.
fn code(one: &MonthCount) -> &str {
    one.scheme.as_ref().map_or("", SchemeCode::as_str)
}

fn column(at: usize, first: Date, sums: &[u32], top: u32, lang: Lang) -> Column {
    let pitch = (RIGHT - LEFT) / MONTHS as f64;
    let (x, width) = (LEFT + pitch * at as f64 + pitch * 0.14, pitch * 0.72);
    let mut pieces = Vec::new();
    let mut below = 0;
    for (fill, count) in sums.iter().enumerate().filter(|(_, count)| **count > 0) {
        let (low, high) = (height(below, top), height(below + count, top));
        pieces.push(Piece { y: number(high), height: number(low - high), fill });
        below += count;
    }
    Column {
        x: number(x),
        width: number(width),
        middle: number(x + width / 2.0),
        label: short_month(first, lang),
        // Beside January's there is no room for another.
        year: ((at == 0 && first.month() != 12) || first.month() == 1).then(|| first.year()),
        total: below,
        shown: short(below, lang),
        above: number(height(below, top) - 4.0),
        pieces,
        counts: sums.to_vec(),
        name: month_name(first, lang),
    }
}

/// How low a count stands.
fn height(count: u32, top: u32) -> f64 {
    BOTTOM - (BOTTOM - TOP) * f64::from(count) / f64::from(top)
}

fn number(length: f64) -> String {
    format!("{length:.1}")
}

/// The next even number of one digit and noughts, for lines at the whole and the half.
fn round_up(highest: u32) -> u32 {
    let mut step = 2_u64;
    loop {
        for times in 1..=5 {
            if step * times >= u64::from(highest) {
                return u32::try_from(step * times).unwrap_or(u32::MAX);
            }
        }
        // 2, 10, 20, 100, 200, …
        step *= if step.to_string().starts_with('2') { 5 } else { 2 };
    }
}

/// A count in few letters: 1.234 and from ten thousand on 12 rb.
pub(super) fn short(count: u32, lang: Lang) -> String {
    match (count, lang) {
        (0..10_000, _) => count.to_string(),
        (10_000..1_000_000, Lang::Further(_) | Lang::Id) => format!("{}rb", count / 1_000),
        (10_000..1_000_000, Lang::En) => format!("{}k", count / 1_000),
        (_, Lang::Further(_) | Lang::Id) => format!("{}jt", count / 1_000_000),
        (_, Lang::En) => format!("{}M", count / 1_000_000),
    }
}

/// `Desember 2026`.
fn month_name(first: Date, lang: Lang) -> String {
    when::day(first, lang).split_once(' ').map_or_else(String::new, |(_, rest)| rest.to_owned())
}

fn short_month(first: Date, lang: Lang) -> String {
    month_name(first, lang).chars().take(3).collect()
}

/// One event's people as a bar of its whole width.
pub(super) struct EventBar {
    pub(super) href: String,
    pub(super) name: String,
    pub(super) days: String,
    pub(super) competent: u32,
    pub(super) not_yet: u32,
    pub(super) absent: u32,
    /// Where each part begins and how wide it is, in hundredths; by fill.
    pub(super) parts: Vec<(String, String, usize)>,
}

/// The parts of a bar; the longest bar of a chart is `longest` people.
pub(super) fn parts(counts: [u32; 3], longest: u32) -> Vec<(String, String, usize)> {
    let (mut from, mut parts) = (0.0, Vec::new());
    for (fill, count) in counts.into_iter().enumerate().filter(|(_, count)| *count > 0) {
        let width = 100.0 * f64::from(count) / f64::from(longest.max(1));
        parts.push((number(from), number(width), fill));
        from += width;
    }
    parts
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn counted(month: i8, scheme: &str, count: u32) -> MonthCount {
        MonthCount { month: date(2026, month, 1), scheme: Some(scheme.parse().expect("a code")), count }
    }

    fn year() -> [Date; MONTHS] {
        std::array::from_fn(|at| date(2026, at as i8 + 1, 1))
    }

    #[test]
    fn a_chart_shows_every_certificate_once_whatever_the_number_of_schemes() {
        for schemes in [1, 4, 5, 6, 9] {
            let counts: Vec<_> =
                (0..schemes).map(|at| counted(at % 3 + 1, &format!("S-{at}"), at as u32 + 1)).collect();
            let chart = months(&year(), &counts, true, Lang::Id);
            let all: u32 = counts.iter().map(|one| one.count).sum();
            assert_eq!(chart.columns.iter().map(|column| column.total).sum::<u32>(), all, "{schemes}");
            assert_eq!(chart.series.iter().map(|series| series.total).sum::<u32>(), all, "{schemes}");
            assert!(chart.series.len() <= FILLS && chart.series.iter().all(|series| series.fill < FILLS));
        }
    }

    #[test]
    fn a_bar_ends_where_its_pieces_do_and_none_is_higher_than_the_chart() {
        let chart = months(&year(), &[counted(2, "CS-01", 30), counted(2, "CS-02", 12)], true, Lang::En);
        let february = &chart.columns[1];
        let heights: f64 = february.pieces.iter().map(|piece| piece.height.parse::<f64>().expect("a length")).sum();
        let highest: f64 = february.pieces.last().expect("a piece").y.parse().expect("a length");
        assert!((BOTTOM - heights - highest).abs() < 0.2 && highest >= TOP, "{heights} {highest}");
        assert_eq!((february.label.as_str(), february.name.as_str()), ("Feb", "February 2026"));
    }

    #[test]
    fn the_highest_line_is_even_and_no_lower_than_the_highest_bar() {
        for highest in [0, 1, 2, 3, 9, 10, 11, 57, 100, 101, 999, 54_321, 1_000_000, u32::MAX / 8] {
            let top = round_up(highest);
            assert!(top >= highest && top >= 2 && top.is_multiple_of(2), "{highest}: {top}");
            assert!(highest < 4 || top <= highest.saturating_mul(2), "{highest}: {top}");
        }
    }

    #[test]
    fn an_empty_chart_says_so() {
        assert!(months(&year(), &[], false, Lang::Id).is_empty);
        assert!(!months(&year(), &[counted(1, "CS-01", 1)], false, Lang::Id).is_empty);
    }
}
