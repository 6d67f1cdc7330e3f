//! Measuring, wrapping and shrinking text. Widths are in thousandths of an em, so that a line's width
//! is in proportion to its size.

use super::fonts::Face;

/// A face with extra space between its letters, in thousandths of an em.
#[derive(Clone, Copy)]
pub(in crate::render) struct Setting {
    pub(in crate::render) face: &'static Face,
    pub(in crate::render) tracking: f32,
}

/// A line that will not be broken again.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::render) struct Line<'t> {
    pub(in crate::render) text: &'t str,
    pub(in crate::render) width: f32,
}

/// How a text may be made to fit: points.
#[derive(Clone, Copy, Debug)]
pub(in crate::render) struct Room {
    pub(in crate::render) width: f32,
    pub(in crate::render) size: f32,
    /// A text is wrapped before it gets smaller than this.
    pub(in crate::render) least: f32,
    pub(in crate::render) lines: usize,
}

impl Setting {
    /// A text's width on one line. Characters that the face lacks count as nothing; drawing them fails.
    pub(in crate::render) fn measure(self, text: &str) -> f32 {
        let befores = std::iter::once(None).chain(text.chars().map(Some));
        befores.zip(text.chars()).map(|(before, c)| self.step(before, c)).sum()
    }

    fn line(self, text: &str) -> Line<'_> {
        Line { text, width: self.measure(text) }
    }

    /// Breaks a text into lines of at most `width`, between words, and within a word only where the
    /// word alone is wider.
    pub(in crate::render) fn wrap(self, text: &str, width: f32) -> Vec<Line<'_>> {
        let (mut lines, mut start, mut own, mut before) = (Vec::new(), 0, 0.0, None);
        // The last space of the line in the making, and the line's width before it.
        let mut space = None;
        for (at, c) in text.char_indices() {
            let mut step = self.step(before, c);
            if c == ' ' {
                space = Some((at, own));
            } else if own + step > width && at > start {
                let (end, end_width, next) = space.take().map_or((at, own, at), |(at, own)| (at, own, at + 1));
                lines.push(Line { text: &text[start..end], width: end_width });
                start = next;
                own = self.measure(&text[start..at]);
                step = self.step(before.filter(|_| at > start), c);
            }
            own += step;
            before = Some(c);
        }
        lines.push(Line { text: &text[start..], width: own });
        lines
    }

    /// What a character adds to a line that ends with `before`.
    fn step(self, before: Option<char>, c: char) -> f32 {
        let advance = self.face.glyph(c).map_or(0.0, |glyph| f32::from(glyph.advance));
        before.map_or(advance, |left| advance + f32::from(self.face.kern(left, c)) + self.tracking)
    }

    /// Sets a text as large as its room allows: on one line down to the least size, then on two and
    /// more lines of about the same length, and smaller only when it has no more lines.
    pub(in crate::render) fn fit(self, text: &str, room: Room) -> (f32, Vec<Line<'_>>) {
        let whole = self.line(text);
        let one = room.size.min(room.width * 1000.0 / whole.width.max(1.0));
        if one >= room.least || room.lines < 2 {
            return (one, vec![whole]);
        }
        let size_of = |lines: &[Line<'_>]| {
            let widest = lines.iter().map(|line| line.width).fold(1.0, f32::max);
            room.size.min(room.width * 1000.0 / widest)
        };
        let longest = words(text).map(|(_, word)| self.measure(word)).fold(0.0, f32::max);
        // Lines of even length are the best that wrapping can give: fewer need not be tried.
        let fewest = (whole.width * room.least / (room.width * 1000.0)).ceil() as usize;
        for count in fewest.clamp(2, room.lines)..=room.lines {
            let lines = self.even(text, whole.width, count, longest);
            let size = size_of(&lines);
            if size >= room.least {
                return (size, lines);
            }
        }
        // Only a word that is wider than the room keeps the text from the least size: break it.
        let kept = self.even(text, whole.width, room.lines, longest);
        let broken = self.even(text, whole.width, room.lines, 0.0);
        let (kept_size, broken_size) = (size_of(&kept), size_of(&broken));
        if broken_size > kept_size * 1.3 { (broken_size, broken) } else { (kept_size, kept) }
    }

    /// At most `count` lines, the widest of them as narrow as can be but no narrower than `least`.
    fn even(self, text: &str, whole: f32, count: usize, least: f32) -> Vec<Line<'_>> {
        let (mut low, mut high) = (least.max(whole / count as f32 * 0.9), whole);
        let mut best = self.wrap(text, high);
        let narrowest = self.wrap(text, low);
        if narrowest.len() <= count {
            return narrowest;
        }
        while high - low > 20.0 {
            let middle = f32::midpoint(low, high);
            let lines = self.wrap(text, middle);
            if lines.len() <= count {
                (best, high) = (lines, middle);
            } else {
                low = middle;
            }
        }
        best
    }
}

/// The words of a text with their places. Only the plain space separates words: a no-break space is
/// part of one.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split(' ').filter_map(move |word| {
        let start = at;
        at += word.len() + 1;
        (!word.is_empty()).then_some((start, word))
    })
}

#[cfg(test)]
mod tests {
    use super::super::fonts::{Family, Style};
    use super::*;

    const LONG: &str =
        "Raden Mas Haryo Kusumaningrat Wiraatmaja Purbaningsih Sastrodiningrat Adiwinata Kertanegara Jaya";

    fn bold() -> Setting {
        Setting { face: Face::of(Family::Serif, Style::Bold), tracking: 0.0 }
    }

    fn room() -> Room {
        Room { width: 450.0, size: 32.0, least: 22.0, lines: 3 }
    }

    fn joined(lines: &[Line<'_>]) -> String {
        lines.iter().map(|line| line.text).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_short_name_keeps_its_size_and_line() {
        let (size, lines) = bold().fit("Siti Contoh", room());
        assert_eq!((size, lines.len()), (32.0, 1));
    }

    #[test]
    fn a_longer_name_shrinks_before_it_wraps() {
        let (size, lines) = bold().fit("Kusumaningrat Wiraatmaja Purbaning", room());
        assert!(lines.len() == 1 && (22.0..32.0).contains(&size), "{size} {lines:?}");
    }

    #[test]
    fn a_long_name_takes_two_or_three_lines_and_loses_no_word() {
        let (size, lines) = bold().fit(LONG, room());
        assert!((2..=3).contains(&lines.len()) && size >= 22.0, "{size} {lines:?}");
        assert_eq!(joined(&lines), LONG);
        assert!(lines.iter().all(|line| line.width * size / 1000.0 <= 450.1));
    }

    #[test]
    fn the_widest_letters_shrink_below_the_least_size_but_stay_within() {
        for text in ["W".repeat(100), "WWWWWWWWW ".repeat(10).trim().to_owned(), "WWWW ".repeat(20).trim().to_owned()] {
            let (size, lines) = bold().fit(&text, room());
            assert!(lines.len() <= 3 && size >= 11.0, "{size} {}", lines.len());
            assert!(lines.iter().all(|line| line.width * size / 1000.0 <= 450.1));
        }
    }

    #[test]
    fn a_word_wider_than_its_column_is_broken() {
        let lines = bold().wrap("X.99CLN00.001.1-XXXXXXXXXXXXXXXXXXXXXXX a b", 8_000.0);
        assert!(lines.len() > 1 && lines.iter().all(|line| line.width <= 8_000.0));
        assert_eq!(lines.iter().map(|line| line.text.len()).sum::<usize>(), 43);
    }
}
