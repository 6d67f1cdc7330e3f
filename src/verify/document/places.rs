//! Where the letters of a page stand, and whether those of two pages stand alike.
//!
//! A table says what it says by what stands beside what. So two of its pages are the same when each letter of the one
//! stands where that of the other does, on paper of whatever size: programs that print or merge a PDF anew scale its
//! pages, and draw their letters in another order.

use hayro::kurbo::Point;
use serde::{Deserialize, Serialize};

use super::lines::Letter;

/// Letters of a page at most: twice what the smallest of ours would fill one with. A page with more has none.
const MOST: usize = 20_000;

/// How far a letter may stand from its place, in sizes of the page's letters: a fifth of what is between two lines.
const STRAY: f64 = 0.25;

/// The letters of a page with where each begins, in tenths of its unit from the upper left corner; no spaces.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Places {
    /// The size of most letters, in thousandths of the unit.
    size: i32,
    letters: Vec<(char, i32, i32)>,
}

/// A part of a page, in points from its upper left corner.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Area {
    pub left: f32,
    pub top: f32,
    pub right: f32,
    pub bottom: f32,
}

impl Area {
    fn has(&self, (x, y): (f64, f64)) -> bool {
        let [left, top, right, bottom] = [self.left, self.top, self.right, self.bottom].map(|at| f64::from(at) * 10.0);
        (left..=right).contains(&x) && (top..=bottom).contains(&y)
    }
}

/// Whether a page shows what another does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::verify) enum Alike {
    No,
    /// But for what stands in an area.
    Outside,
    Yes,
}

impl Places {
    pub(super) fn is_empty(&self) -> bool {
        self.letters.is_empty()
    }

    pub(super) fn of<'a>(letters: impl Iterator<Item = &'a Letter>) -> Self {
        let (mut sizes, mut placed) = (Vec::new(), Vec::new());
        for letter in letters {
            let Point { x, y } = letter.start;
            let seen = letter.word.chars().filter(|c| !c.is_whitespace() && !c.is_control());
            placed.extend(seen.map(|c| (c, (x * 10.0).round() as i32, (y * 10.0).round() as i32)));
            sizes.push(letter.size);
            if placed.len() > MOST {
                return Self::default();
            }
        }
        let middle = sizes.len() / 2;
        if sizes.is_empty() {
            return Self::default();
        }
        let (_, size, _) = sizes.select_nth_unstable_by(middle, f64::total_cmp);
        Self { size: (*size * 1000.0).round() as i32, letters: placed }
    }
}

/// The letters of a page that is shown, in the order in which they are looked up.
pub(in crate::verify) struct Shown {
    size: i32,
    /// Letter, down, across.
    sorted: Vec<(char, i32, i32)>,
}

impl From<&Places> for Shown {
    fn from(places: &Places) -> Self {
        let mut sorted: Vec<_> = places.letters.iter().map(|(letter, x, y)| (*letter, *y, *x)).collect();
        sorted.sort_unstable();
        Self { size: places.size, sorted }
    }
}

/// How one page is laid upon another: first made larger, then moved.
#[derive(Clone, Copy)]
struct Laid {
    scale: f64,
    right: f64,
    down: f64,
    stray: f64,
}

impl Laid {
    fn to_shown(self, (x, y): (f64, f64)) -> (f64, f64) {
        (x * self.scale + self.right, y * self.scale + self.down)
    }

    fn to_drawn(self, (x, y): (f64, f64)) -> (f64, f64) {
        ((x - self.right) / self.scale, (y - self.down) / self.scale)
    }
}

impl Shown {
    /// Whether it shows a page as that was drawn, but perhaps for an area of it.
    pub(in crate::verify) fn is(&self, drawn: &Places, but_for: Option<Area>) -> Alike {
        let as_many = but_for.is_some() || drawn.letters.len() == self.sorted.len();
        if !as_many || drawn.size < 1 || self.size < 1 {
            return Alike::No;
        }
        let is_free = |x: i32, y: i32| but_for.is_some_and(|area| area.has((f64::from(x), f64::from(y))));
        let fixed = drawn.letters.iter().filter(|(_, x, y)| !is_free(*x, *y));
        // Where one letter goes, the page goes; of the rarest there are the fewest places.
        let Some((letter, x, y)) = fixed.min_by_key(|(letter, ..)| self.all(*letter).len()) else { return Alike::No };
        let scale = f64::from(self.size) / f64::from(drawn.size);
        let stray = f64::from(self.size) / 100.0 * STRAY;
        let laid = self.all(*letter).iter().map(|(_, down, right)| Laid {
            scale,
            right: f64::from(*right) - f64::from(*x) * scale,
            down: f64::from(*down) - f64::from(*y) * scale,
            stray,
        });
        laid.map(|laid| self.is_under(drawn, laid, but_for)).max().unwrap_or(Alike::No)
    }

    fn all(&self, letter: char) -> &[(char, i32, i32)] {
        let from = self.sorted.partition_point(|(other, ..)| *other < letter);
        let until = self.sorted.partition_point(|(other, ..)| *other <= letter);
        &self.sorted[from..until]
    }

    fn is_under(&self, drawn: &Places, laid: Laid, but_for: Option<Area>) -> Alike {
        let is_free = |at| but_for.is_some_and(|area| area.has(at));
        let mut taken = vec![false; self.sorted.len()];
        let mut alike = Alike::Yes;
        for (letter, x, y) in &drawn.letters {
            let at = (f64::from(*x), f64::from(*y));
            match self.nearest(*letter, laid.to_shown(at), laid.stray, &taken) {
                Some(place) => taken[place] = true,
                None if is_free(at) => alike = Alike::Outside,
                None => return Alike::No,
            }
        }
        let beside = self.sorted.iter().zip(&taken).filter(|(_, taken)| !**taken);
        for ((_, down, right), _) in beside {
            if !is_free(laid.to_drawn((f64::from(*right), f64::from(*down)))) {
                return Alike::No;
            }
            alike = Alike::Outside;
        }
        alike
    }

    /// The letter that is nearest to a place and is not yet taken.
    fn nearest(&self, letter: char, (x, y): (f64, f64), stray: f64, taken: &[bool]) -> Option<usize> {
        let highest = (y - stray).ceil() as i32;
        let from = self.sorted.partition_point(|(other, down, _)| (*other, *down) < (letter, highest));
        let near = self.sorted[from..].iter().enumerate();
        let near = near.take_while(|(_, (other, down, _))| *other == letter && f64::from(*down) <= y + stray);
        let free = near.filter_map(|(place, (_, down, right))| {
            let aside = (f64::from(*right) - x).abs();
            let far = aside.hypot(f64::from(*down) - y);
            (aside <= stray && !taken[from + place]).then_some((from + place, far))
        });
        free.min_by(|a, b| a.1.total_cmp(&b.1)).map(|(place, _)| place)
    }
}

#[cfg(test)]
impl Places {
    /// Letters of 8 in lines of 10, each 5 wide.
    pub(in crate::verify) fn of_text(text: &str) -> Self {
        let lines = (1..).zip(text.lines());
        let letters = lines.flat_map(|(row, line)| (0..).zip(line.chars()).map(move |(at, c)| (c, at * 50, row * 100)));
        Self { size: 8_000, letters: letters.filter(|(c, ..)| *c != ' ').collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "Laporan\nLSP Contoh\nSiti  memenuhi\nBudi  dicabut";

    fn is(shown: &Places, but_for: Option<Area>) -> Alike {
        Shown::from(shown).is(&Places::of_text(PAGE), but_for)
    }

    fn text(text: &str) -> Alike {
        is(&Places::of_text(text), None)
    }

    #[test]
    fn each_letter_stands_in_its_place() {
        assert_eq!(text(PAGE), Alike::Yes);
        assert_eq!(text("Laporan\nLSP Contoh\nBudi  memenuhi\nSiti  dicabut"), Alike::No, "names are the other's");
        assert_eq!(text("Laporan\nLSP Contoh\nSiti  dicabut\nBudi  memenuhi"), Alike::No, "answers are the other's");
        assert_eq!(text("Laporan\nLSP Contoh\nSiti  memenuhi\nBudi  dicabut!"), Alike::No);
        assert_eq!(text("Laporan\nLSP Contoh\nSiti  memenuhi\nBudi  dicabu"), Alike::No);
        assert_eq!(text(""), Alike::No);
        assert_eq!(is(&Places::default(), None), Alike::No);
    }

    #[test]
    fn order_size_and_place_of_the_whole_make_no_difference() {
        let page = Places::of_text(PAGE);
        let moved = |scale: i32, by: i32| {
            let letters = page.letters.iter().rev().map(|(c, x, y)| (*c, x * scale / 2 + by, y * scale / 2 + by + 7));
            Places { size: page.size * scale / 2, letters: letters.collect() }
        };
        for (scale, by) in [(2, 0), (2, 31), (3, -50), (1, 400), (9, 0)] {
            assert_eq!(is(&moved(scale, by), None), Alike::Yes, "{scale} {by}");
        }
        let stretched = Places { letters: page.letters.iter().map(|(c, x, y)| (*c, *x, y * 2)).collect(), ..page };
        assert_eq!(is(&stretched, None), Alike::No);
    }

    #[test]
    fn in_an_area_anything_may_stand() {
        let area = Some(Area { left: 0.0, top: 12.0, right: 200.0, bottom: 22.0 });
        let renamed = |page: &str| is(&Places::of_text(page), area);
        assert_eq!(renamed(PAGE), Alike::Yes);
        assert_eq!(renamed(&PAGE.replace("LSP Contoh", "LSP Kebersihan Indonesia")), Alike::Outside);
        assert_eq!(renamed(&PAGE.replace("LSP Contoh", "")), Alike::Outside);
        assert_eq!(renamed(&PAGE.replace("LSP Contoh", "LSP Lain").replace("dicabut", "memenuhi")), Alike::No);
        assert_eq!(renamed(&format!("{PAGE}\nSemua memenuhi")), Alike::No);
    }
}
