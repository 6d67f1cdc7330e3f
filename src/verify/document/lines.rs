//! Letters into lines: in the order in which they were drawn, with spaces and breaks where there is room between
//! them; and what stands directly after another in the same line follows upon it, whenever it was drawn. Else *Siti*
//! and *Aminah*, drawn one before and one after the rest of the sheet, would be two lines to us and one name to a
//! reader.

use hayro::kurbo::{Affine, Point, Vec2};

/// Bytes of text that are taken from a page at most.
const LONGEST_TEXT: usize = 64 << 10;

/// Pieces that are put together at most: a sheet has some two hundred.
const PIECES: usize = 3_000;

/// A letter, or several of one glyph, and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Letter {
    pub(super) word: String,
    pub(super) start: Point,
    pub(super) end: Point,
    /// Along the writing, of length one.
    pub(super) right: Vec2,
    pub(super) size: f64,
}

impl Letter {
    /// A letter of so many thousandths of an em, drawn by a transform out of them.
    pub(super) fn new(to_page: Affine, advance: f64, word: String) -> Self {
        let start = to_page * Point::ZERO;
        let size = (to_page * Point::new(0.0, 1000.0) - start).hypot().max(0.1);
        let along = to_page * Point::new(1000.0, 0.0) - start;
        let right = along / along.hypot().max(1e-9);
        Self { word, start, end: to_page * Point::new(advance, 0.0), right, size }
    }

    /// What stands between this letter and one that begins after it; none where that is in another line.
    fn before(&self, next: &Self) -> Option<&'static str> {
        let (gap, size) = (next.start - self.end, self.size.max(next.size));
        // Along the writing and across it, whichever way the text is turned.
        let (ahead, aside) = (gap.dot(next.right), gap.cross(next.right).abs());
        if aside > size * 0.4 || ahead > size * 1.5 || ahead < -size {
            None
        } else if ahead > size * 0.15 {
            Some(" ")
        } else {
            Some("")
        }
    }
}

/// Part of a line, drawn at once.
struct Piece<'a> {
    text: String,
    first: &'a Letter,
    last: &'a Letter,
    /// The piece that stands directly after it.
    next: Option<usize>,
}

/// The text of some letters, a line for each line of it.
pub(super) fn text<'a>(letters: impl Iterator<Item = &'a Letter>) -> String {
    let mut pieces: Vec<Piece<'_>> = Vec::new();
    let mut length = 0;
    for letter in letters {
        length += letter.word.len() + 1;
        if length > LONGEST_TEXT {
            break;
        }
        let joined = pieces.last_mut().and_then(|piece| Some((piece.last.before(letter)?, piece)));
        match joined {
            Some((between, piece)) => {
                piece.text.push_str(between);
                piece.text.push_str(&letter.word);
                piece.last = letter;
            }
            None => pieces.push(Piece { text: letter.word.clone(), first: letter, last: letter, next: None }),
        }
    }
    let followed = join(&mut pieces);
    let mut text = String::with_capacity(length);
    for (start, _) in followed.iter().enumerate().filter(|(_, followed)| !**followed) {
        let mut at = Some(start);
        let mut before: Option<&Letter> = None;
        while let Some(piece) = at.map(|at| &pieces[at]) {
            text.push_str(before.map_or("", |before| before.before(piece.first).unwrap_or(" ")));
            text.push_str(&piece.text);
            (at, before) = (piece.next, Some(piece.last));
        }
        text.push('\n');
    }
    text.pop();
    text
}

/// Finds for each piece the one directly after it; which pieces stand after another.
fn join(pieces: &mut [Piece<'_>]) -> Vec<bool> {
    let mut followed = vec![false; pieces.len()];
    if pieces.len() > PIECES {
        return followed;
    }
    for at in 0..pieces.len() {
        let last = pieces[at].last;
        let after = |other: &usize| {
            let first = pieces[*other].first;
            let gap = first.start - last.end;
            // Letters of a watermark cross others, but in another direction or another size.
            let alike = first.right.dot(last.right) > 0.99
                && first.size.max(last.size) < 1.6 * first.size.min(last.size)
                && gap.dot(first.right) > -0.3 * last.size;
            (alike && last.before(first).is_some()).then(|| gap.hypot())
        };
        let open = (0..pieces.len()).filter(|other| *other != at && !followed[*other]);
        let next = open.filter_map(|other| Some((other, after(&other)?))).min_by(|a, b| a.1.total_cmp(&b.1));
        if let Some((next, _)) = next
            && !leads_to(pieces, next, at)
        {
            pieces[at].next = Some(next);
            followed[next] = true;
        }
    }
    followed
}

fn leads_to(pieces: &[Piece<'_>], from: usize, to: usize) -> bool {
    std::iter::successors(Some(from), |at| pieces[*at].next).any(|at| at == to)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str, x: f64, y: f64) -> Vec<Letter> {
        let place = |at: f64| Affine::new([0.01, 0.0, 0.0, -0.01, at, y]);
        (0..).zip(text.chars()).map(|(n, c)| Letter::new(place(x + f64::from(n) * 5.0), 500.0, c.into())).collect()
    }

    #[test]
    fn what_was_drawn_apart_and_stands_together_is_one_line() {
        let name = [word("Siti", 100.0, 50.0), word("No. 1", 100.0, 80.0), word("Aminah", 123.0, 50.0)].concat();
        assert_eq!(text(name.iter()), "Siti Aminah\nNo. 1");
        let columns = [word("Direktur", 100.0, 50.0), word("Manajer", 300.0, 50.0)].concat();
        assert_eq!(text(columns.iter()), "Direktur\nManajer");
    }
}
