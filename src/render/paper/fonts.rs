//! The faces that a sheet is set in: two families of three, subset beforehand by
//! `templates/fonts/subset.sh`.
//!
//! Each face is three font programs. The first, its *base*, has ASCII and the punctuation of the sheet,
//! is set with one byte a character (WinAnsi) and stands in every PDF. The others have the letters of
//! Latin-1 and Latin Extended-A, and every other one that a name may have (Vietnamese); they stand only
//! in a PDF that needs one of them.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;
use ttf_parser::GlyphId;

/// A family, as a layout names it.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(in crate::render) enum Family {
    /// DejaVu Sans Condensed, near to Tahoma.
    Sans,
    /// Spectral.
    Serif,
}

/// A face of a family, as a layout names it.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(in crate::render) enum Style {
    Bold,
    Italic,
    Regular,
}

/// Font programs of a face.
pub(in crate::render) const PROGRAMS: usize = 3;

/// One face with its programs.
pub(in crate::render) struct Face {
    /// Its place in [`FACES`].
    pub(in crate::render) index: usize,
    pub(in crate::render) name: &'static str,
    pub(in crate::render) style: Style,
    pub(in crate::render) family: Family,
    pub(in crate::render) programs: [Program; PROGRAMS],
    ascii: [Option<Glyph>; 128],
    others: BTreeMap<char, Glyph>,
    /// Kerning between ASCII characters, row by row; thousandths of an em.
    kerning: Vec<i16>,
}

/// One embedded font program.
pub(in crate::render) struct Program {
    pub(in crate::render) file: &'static [u8],
    /// Character, glyph and advance in thousandths of an em, by character.
    pub(in crate::render) glyphs: Vec<(char, GlyphId, u16)>,
}

/// Where a character stands and how wide it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::render) struct Glyph {
    /// Thousandths of an em.
    pub(in crate::render) advance: u16,
    /// The program that has it: 0 is the base.
    pub(in crate::render) program: usize,
    /// Its place in that program, counted from 1.
    pub(in crate::render) place: u16,
}

macro_rules! face {
    ($index:literal, $name:literal, $family:ident, $style:ident, $file:literal) => {
        Face::new(
            ($index, $name, Family::$family, Style::$style),
            [
                include_bytes!(concat!("../../../templates/fonts/", $file, ".ttf")),
                include_bytes!(concat!("../../../templates/fonts/", $file, "-latin.ttf")),
                include_bytes!(concat!("../../../templates/fonts/", $file, "-more.ttf")),
            ],
            include_str!(concat!("../../../templates/fonts/", $file, ".kern")),
        )
    };
}

/// Every face, in the order of [`Face::index`].
pub(in crate::render) static FACES: LazyLock<[Face; 6]> = LazyLock::new(|| {
    [
        face!(0, "Spectral-Regular", Serif, Regular, "serif-regular"),
        face!(1, "Spectral-SemiBold", Serif, Bold, "serif-bold"),
        face!(2, "Spectral-Italic", Serif, Italic, "serif-italic"),
        face!(3, "DejaVuSansCondensed", Sans, Regular, "sans-regular"),
        face!(4, "DejaVuSansCondensed-Bold", Sans, Bold, "sans-bold"),
        face!(5, "DejaVuSansCondensed-Oblique", Sans, Italic, "sans-italic"),
    ]
});

/// Whether every face has the character, so that a name or a title with it can be printed.
#[must_use]
pub fn printable(c: char) -> bool {
    FACES.iter().all(|face| face.glyph(c).is_some())
}

impl Face {
    /// The face of a family and a style.
    pub(in crate::render) fn of(family: Family, style: Style) -> &'static Self {
        let first = if family == Family::Serif { 0 } else { 3 };
        let step = match style {
            Style::Regular => 0,
            Style::Bold => 1,
            Style::Italic => 2,
        };
        &FACES[first + step]
    }

    fn new(
        (index, name, family, style): (usize, &'static str, Family, Style),
        files: [&'static [u8]; PROGRAMS],
        kern: &str,
    ) -> Self {
        let programs = files.map(Program::new);
        let mut ascii = [None; 128];
        let mut others = BTreeMap::new();
        for (number, program) in programs.iter().enumerate().rev() {
            for (place, (c, _, advance)) in (1..).zip(&program.glyphs) {
                let glyph = Glyph { advance: *advance, program: number, place };
                match ascii.get_mut(*c as usize) {
                    Some(own) => *own = Some(glyph),
                    None => drop(others.insert(*c, glyph)),
                }
            }
        }
        Self { index, name, style, family, programs, ascii, others, kerning: kerning(kern) }
    }

    /// The character's glyph, where the face has one.
    pub(in crate::render) fn glyph(&self, c: char) -> Option<Glyph> {
        match self.ascii.get(c as usize) {
            Some(glyph) => *glyph,
            None => self.others.get(&c).copied(),
        }
    }

    /// What is added between two characters, in thousandths of an em.
    pub(in crate::render) fn kern(&self, left: char, right: char) -> i16 {
        if left.is_ascii() && right.is_ascii() { self.kerning[left as usize * 128 + right as usize] } else { 0 }
    }
}

impl Program {
    fn new(file: &'static [u8]) -> Self {
        let face = ttf_parser::Face::parse(file, 0).expect("the embedded fonts are whole");
        let em = u32::from(face.units_per_em());
        let mut glyphs = Vec::new();
        for table in face.tables().cmap.into_iter().flat_map(|cmap| cmap.subtables) {
            table.codepoints(|code| {
                let glyph = char::from_u32(code).and_then(|c| Some((c, face.glyph_index(c)?)));
                if let Some((c, id)) = glyph {
                    let advance = face.glyph_hor_advance(id).expect("an embedded font says how wide its glyphs are");
                    let advance = u16::try_from(u32::from(advance) * 1000 / em);
                    glyphs.push((c, id, advance.expect("no glyph of an embedded font is as wide as 65 em")));
                }
            });
        }
        glyphs.sort_unstable_by_key(|(c, ..)| *c);
        glyphs.dedup_by_key(|(c, ..)| *c);
        Self { file, glyphs }
    }
}

/// Reads lines of two characters, a space and thousandths of an em.
fn kerning(lines: &str) -> Vec<i16> {
    let mut table = vec![0; 128 * 128];
    for line in lines.lines() {
        if let (Some(pair), Some(Ok(value))) = (line.as_bytes().get(..2), line.get(3..).map(str::parse)) {
            table[usize::from(pair[0]) * 128 + usize::from(pair[1])] = value;
        }
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_europe_and_vietnam_can_be_printed() {
        for c in "AZaz09 .,'’-()&/<>=\"“”@ÁÉéñøØłŁßçšžŻąĘőŰİığşțđĐơưạếỗỹ".chars()
        {
            assert!(printable(c), "{c}");
        }
    }

    #[test]
    fn other_scripts_cannot() {
        for c in ['西', 'ж', 'ع', 'क', '\u{301}', '\u{fffd}', '🙂', '\n'] {
            assert!(!printable(c), "{c}");
        }
    }

    #[test]
    fn kerning_draws_capitals_together() {
        let face = Face::of(Family::Serif, Style::Bold);
        assert!(face.kern('A', 'V') < -50);
        assert_eq!(face.kern('H', 'H'), 0);
        assert_eq!(face.kern('Á', 'V'), 0);
    }

    #[test]
    fn no_two_letters_share_a_code() {
        for face in FACES.iter() {
            assert_ne!(face.glyph('Đ'), face.glyph('Ð'));
        }
    }
}
