//! The letters that sheets are printed in, by their shapes.
//!
//! A font inside a PDF says itself which letter each of its outlines is, so a forger's font may call *Budi* what is
//! signed as *Siti*. Sheets are printed in two families (`templates/fonts`), which programs that save a PDF anew
//! keep; so an outline is held against those of the letter that it is said to be. An outline is compared by
//! its bounds and by which points of a grid over them lie inside it.

use std::array::from_fn;
use std::collections::HashMap;

use hayro::kurbo::{BezPath, ParamCurve as _, ParamCurveExtrema as _, PathSeg, Point, Rect, Shape};
use ttf_parser::{Face, OutlineBuilder};

macro_rules! fonts {
    ($($name:literal),+) => { [$(include_bytes!(concat!("../../../templates/fonts/", $name, ".ttf")).as_slice()),+] };
}

const FONTS: [&[u8]; 18] = fonts![
    "sans-bold",
    "sans-bold-latin",
    "sans-bold-more",
    "sans-italic",
    "sans-italic-latin",
    "sans-italic-more",
    "sans-regular",
    "sans-regular-latin",
    "sans-regular-more",
    "serif-bold",
    "serif-bold-latin",
    "serif-bold-more",
    "serif-italic",
    "serif-italic-latin",
    "serif-italic-more",
    "serif-regular",
    "serif-regular-latin",
    "serif-regular-more"
];

/// Points along a side of the grid.
const GRID: u32 = 16;

/// Points that may lie on the other side: outlines are rounded where a font is written anew.
const STRAY: u32 = 10;

/// Thousandths of an em that bounds may differ by.
const ROUNDED: f64 = 12.0;

/// Segments of an outline at most: those of the two families have fewer than a hundred.
const SEGMENTS: usize = 400;

/// Where the points of two grids lie between their lines: an upright edge may fall onto one grid's, and its points to
/// either side by a rounding.
const OFFSETS: [f64; 2] = [0.5, 0.27];

/// Halvings in which a curve is cut at a level line.
const HALVINGS: u32 = 20;

/// What an outline looks like, in thousandths of an em.
struct Looks {
    bounds: Rect,
    inside: [[u16; GRID as usize]; 2],
}

impl Looks {
    fn of(outline: &BezPath) -> Self {
        // Fonts have points by themselves, which draw nothing and are lost where a font is written anew.
        let drawn = outline.segments().filter(|segment| segment.start() != segment.end());
        let bounds =
            drawn.map(|segment| Shape::bounding_box(&segment)).reduce(|all, one| all.union(one)).unwrap_or(Rect::ZERO);
        let pieces = pieces(outline);
        let inside = OFFSETS.map(|offset| {
            let at = |part: usize| (part as f64 + offset) / f64::from(GRID);
            let columns: [f64; GRID as usize] = from_fn(|column| bounds.x0 + bounds.width() * at(column));
            from_fn(|row| row_inside(&pieces, bounds.y0 + bounds.height() * at(row), &columns))
        });
        Self { bounds, inside }
    }

    fn is_like(&self, other: &Self) -> bool {
        let sides = |looks: &Self| [looks.bounds.x0, looks.bounds.x1, looks.bounds.y0, looks.bounds.y1];
        let near = sides(self).into_iter().zip(sides(other)).all(|(a, b)| (a - b).abs() <= ROUNDED);
        let stray = |(a, b): (&[u16; 16], &[u16; 16])| a.iter().zip(b).map(|(a, b)| (a ^ b).count_ones()).sum::<u32>();
        near && self.inside.iter().zip(&other.inside).any(|grids| stray(grids) <= STRAY)
    }
}

/// A part of an outline that only rises or only falls.
struct Piece {
    curve: PathSeg,
    /// Where it begins to be met by level lines, and where it no longer is.
    from: f64,
    until: f64,
    rises: bool,
}

fn pieces(outline: &BezPath) -> Vec<Piece> {
    let cut = outline
        .segments()
        .flat_map(|segment| segment.extrema_ranges().into_iter().map(move |range| segment.subsegment(range)));
    let piece = |curve: PathSeg| {
        let (begins, ends) = (curve.start().y, curve.end().y);
        Piece { curve, from: begins.min(ends), until: begins.max(ends), rises: begins < ends }
    };
    cut.map(piece).filter(|piece| piece.from < piece.until).collect()
}

/// Which points of a level line lie inside, by the rule of windings that are not zero.
fn row_inside(pieces: &[Piece], y: f64, columns: &[f64; GRID as usize]) -> u16 {
    let met = pieces.iter().filter(|piece| piece.from <= y && y < piece.until);
    let crossings: Vec<(f64, i32)> = met.map(|piece| (piece.crosses(y), if piece.rises { 1 } else { -1 })).collect();
    let mut bits = 0;
    for (column, x) in (0..).zip(columns) {
        let winding: i32 = crossings.iter().filter(|(at, _)| at < x).map(|(_, turn)| turn).sum();
        bits |= u16::from(winding != 0) << column;
    }
    bits
}

impl Piece {
    /// Where the level line that it meets crosses it, to less than a millionth of its length.
    fn crosses(&self, y: f64) -> f64 {
        if let PathSeg::Line(line) = self.curve {
            return line.p0.x + (line.p1.x - line.p0.x) * (y - line.p0.y) / (line.p1.y - line.p0.y);
        }
        let (mut low, mut high) = (0.0, 1.0);
        for _ in 0..HALVINGS {
            let middle = f64::midpoint(low, high);
            if (self.curve.eval(middle).y < y) == self.rises {
                low = middle;
            } else {
                high = middle;
            }
        }
        self.curve.eval(low).x
    }
}

/// The letters of the press, read where they are asked for.
pub(super) struct Letters {
    faces: Vec<Face<'static>>,
    known: HashMap<char, Vec<Looks>>,
}

impl Letters {
    pub(super) fn new() -> Self {
        Self {
            faces: FONTS.iter().map(|font| Face::parse(font, 0).expect("the embedded fonts are whole")).collect(),
            known: HashMap::new(),
        }
    }

    /// Whether an outline, in thousandths of an em, is that of a letter in one of the press's fonts.
    pub(super) fn has(&mut self, letter: char, outline: &BezPath) -> bool {
        if outline.elements().len() > SEGMENTS {
            return false;
        }
        let faces = &self.faces;
        let known = self.known.entry(letter).or_insert_with(|| {
            faces.iter().filter_map(|face| drawn(face, letter)).map(|outline| Looks::of(&outline)).collect()
        });
        let looks = Looks::of(outline);
        known.iter().any(|known| known.is_like(&looks))
    }
}

fn drawn(face: &Face<'_>, letter: char) -> Option<BezPath> {
    let mut outline = Outline { path: BezPath::new(), scale: 1000.0 / f64::from(face.units_per_em()) };
    face.outline_glyph(face.glyph_index(letter)?, &mut outline)?;
    Some(outline.path)
}

struct Outline {
    path: BezPath,
    scale: f64,
}

impl Outline {
    fn at(&self, x: f32, y: f32) -> Point {
        Point::new(f64::from(x) * self.scale, f64::from(y) * self.scale)
    }
}

impl OutlineBuilder for Outline {
    fn move_to(&mut self, x: f32, y: f32) {
        self.path.move_to(self.at(x, y));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.path.line_to(self.at(x, y));
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.path.quad_to(self.at(x1, y1), self.at(x, y));
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.path.curve_to(self.at(x1, y1), self.at(x2, y2), self.at(x, y));
    }

    fn close(&mut self) {
        self.path.close_path();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_lie_inside_where_the_outline_winds_around_them() {
        let face = &Letters::new().faces[0];
        for letter in ['A', 'B', 'g', '8', '&'] {
            let outline = drawn(face, letter).expect("a letter");
            let (pieces, bounds) = (pieces(&outline), outline.bounding_box());
            for row in 0..50 {
                let y = bounds.y0 + bounds.height() * (f64::from(row) + 0.37) / 50.0;
                let columns = from_fn(|column| bounds.x0 + bounds.width() * (column as f64 + 0.41) / f64::from(GRID));
                let winds = |x: &f64| outline.winding(Point::new(*x, y)) != 0;
                let expected = (0..).zip(&columns).fold(0, |bits, (n, x)| bits | u16::from(winds(x)) << n);
                assert_eq!(row_inside(&pieces, y, &columns), expected, "{letter}, {row}");
            }
        }
    }

    #[test]
    fn a_letter_is_itself_in_every_font_and_no_other() {
        let mut letters = Letters::new();
        assert_eq!(letters.faces.len(), FONTS.len());
        let faces = Letters::new().faces;
        let all: Vec<char> = ('A'..='Z').chain('a'..='z').chain('0'..='9').collect();
        for letter in &all {
            let outlines: Vec<BezPath> = faces.iter().filter_map(|face| drawn(face, *letter)).collect();
            assert!(outlines.len() >= 6, "{letter}");
            for outline in outlines {
                assert!(letters.has(*letter, &outline), "{letter}");
                for other in all.iter().filter(|other| !other.eq_ignore_ascii_case(letter)) {
                    let alike = [*letter, *other].iter().all(|c| "IlO01".contains(*c));
                    assert!(alike || !letters.has(*other, &outline), "{letter} as {other}");
                }
            }
        }
    }
}
