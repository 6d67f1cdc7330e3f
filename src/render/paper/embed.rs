//! Fonts as PDF objects (ISO 32000-1, 9.6 to 9.10). Every stream is compressed once a process.
//!
//! The base of a face is a simple TrueType font in WinAnsiEncoding; the others are composite fonts whose
//! codes count their characters, so that each has a code of its own even where two share a glyph, and
//! text can be taken out of the PDF letter for letter.

use std::fmt::Write as _;
use std::sync::LazyLock;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

use super::fonts::{FACES, Face, Family, PROGRAMS, Program, Style};
use super::pdf::{deflated, smallest};

/// The name of a font among the resources of a page.
pub(in crate::render) fn resource(face: usize, program: usize) -> String {
    format!("T{face}{program}")
}

/// Which fonts a page needs: a bit for each program of each face.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::render) struct Used(u32);

impl Used {
    pub(in crate::render) fn insert(&mut self, face: usize, program: usize) {
        self.0 |= 1 << (face * PROGRAMS + program);
    }

    /// The fonts of both.
    pub(in crate::render) fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    fn has(self, face: usize, program: usize) -> bool {
        self.0 & 1 << (face * PROGRAMS + program) != 0
    }
}

/// Adds the fonts that are needed and gives the `Font` dictionary of the resources.
pub(in crate::render) fn add_fonts(doc: &mut Document, used: Used) -> Dictionary {
    let mut fonts = Dictionary::new();
    for ready in READY.iter().filter(|ready| used.has(ready.face, ready.number)) {
        fonts.set(resource(ready.face, ready.number), ready.add(doc));
    }
    fonts
}

/// A font program with all that is told about it, ready to be put into a document.
struct Ready {
    face: usize,
    number: usize,
    name: String,
    program: Stream,
    descriptor: Dictionary,
    unicode: Stream,
    widths: Vec<Object>,
    glyphs: Option<Stream>,
}

static READY: LazyLock<Vec<Ready>> =
    LazyLock::new(|| FACES.iter().flat_map(|face| (0..PROGRAMS).map(|number| Ready::new(face, number))).collect());

impl Ready {
    fn new(face: &Face, number: usize) -> Self {
        let (program, composite) = (&face.programs[number], number > 0);
        // A subset's name begins with six letters that no other subset has.
        let tag = format!("ABSA{}{}", letter(face.index), letter(number));
        let name = format!("{tag}+{}", face.name);
        let codes: Vec<(u16, char)> = if composite {
            (1..).zip(&program.glyphs).map(|(code, (c, ..))| (code, *c)).collect()
        } else {
            program.glyphs.iter().filter_map(|(c, ..)| Some((u16::from(win_ansi(*c)?), *c))).collect()
        };
        let mut file = deflated(program.file, smallest());
        file.dict.set("Length1", program.file.len() as i64);
        Self {
            face: face.index,
            number,
            descriptor: descriptor(face, program, &name),
            program: file,
            unicode: deflated(unicode_map(&codes, composite).as_bytes(), smallest()),
            widths: if composite { composite_widths(program) } else { simple_widths(program) },
            glyphs: composite.then(|| deflated(&glyph_map(program), smallest())),
            name,
        }
    }

    fn add(&self, doc: &mut Document) -> ObjectId {
        let mut descriptor = self.descriptor.clone();
        descriptor.set("FontFile2", doc.add_object(self.program.clone()));
        let descriptor = doc.add_object(descriptor);
        let unicode = doc.add_object(self.unicode.clone());
        let Some(glyphs) = &self.glyphs else {
            return doc.add_object(dictionary! {
                "Type" => "Font",
                "Subtype" => "TrueType",
                "BaseFont" => self.name.as_str(),
                "Encoding" => "WinAnsiEncoding",
                "FirstChar" => 32,
                "LastChar" => 255,
                "Widths" => self.widths.clone(),
                "FontDescriptor" => descriptor,
                "ToUnicode" => unicode,
            });
        };
        let glyphs = doc.add_object(glyphs.clone());
        let inner = doc.add_object(dictionary! {
            "Type" => "Font",
            "Subtype" => "CIDFontType2",
            "BaseFont" => self.name.as_str(),
            "CIDSystemInfo" => dictionary! {
                "Registry" => Object::string_literal("Adobe"),
                "Ordering" => Object::string_literal("Identity"),
                "Supplement" => 0,
            },
            "CIDToGIDMap" => glyphs,
            "W" => self.widths.clone(),
            "FontDescriptor" => descriptor,
        });
        doc.add_object(dictionary! {
            "Type" => "Font",
            "Subtype" => "Type0",
            "BaseFont" => self.name.as_str(),
            "Encoding" => "Identity-H",
            "DescendantFonts" => vec![Object::Reference(inner)],
            "ToUnicode" => unicode,
        })
    }
}

fn letter(number: usize) -> char {
    char::from(b'A' + number as u8)
}

fn descriptor(face: &Face, program: &Program, name: &str) -> Dictionary {
    let font = ttf_parser::Face::parse(program.file, 0).expect("the embedded fonts are whole");
    let em = i64::from(font.units_per_em());
    let thousandths = |units: i16| i64::from(units) * 1000 / em;
    let bounds = font.global_bounding_box();
    let (serif, italic) = (face.family == Family::Serif, face.style == Style::Italic);
    dictionary! {
        "Type" => "FontDescriptor",
        "FontName" => name,
        // Bits 2 (serif), 6 (nonsymbolic) and 7 (italic).
        "Flags" => 32 + i64::from(serif) * 2 + i64::from(italic) * 64,
        "FontBBox" => [bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max].map(|n| Object::Integer(thousandths(n))).to_vec(),
        "ItalicAngle" => font.italic_angle().round() as i64,
        "Ascent" => thousandths(font.ascender()),
        "Descent" => thousandths(font.descender()),
        "CapHeight" => thousandths(font.capital_height().unwrap_or(700)),
        "StemV" => if face.style == Style::Bold { 120 } else { 80 },
    }
}

/// Widths of codes 32 to 255.
fn simple_widths(program: &Program) -> Vec<Object> {
    let mut widths = vec![0; 224];
    for (c, _, advance) in &program.glyphs {
        if let Some(code) = win_ansi(*c) {
            widths[usize::from(code) - 32] = i64::from(*advance);
        }
    }
    widths.into_iter().map(Object::Integer).collect()
}

/// `1 [w1 w2 …]`: the codes of a composite font run without a gap.
fn composite_widths(program: &Program) -> Vec<Object> {
    let widths = program.glyphs.iter().map(|(.., advance)| Object::Integer(i64::from(*advance)));
    vec![Object::Integer(1), Object::Array(widths.collect())]
}

/// The glyph of each code, two bytes each, from code 0.
fn glyph_map(program: &Program) -> Vec<u8> {
    std::iter::once(0).chain(program.glyphs.iter().map(|(_, glyph, _)| glyph.0)).flat_map(u16::to_be_bytes).collect()
}

/// A `ToUnicode` map, in blocks of a hundred as the specification wants.
fn unicode_map(codes: &[(u16, char)], wide: bool) -> String {
    let digits = if wide { 4 } else { 2 };
    let mut map = format!(
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def /CMapName /Absah def\n\
         /CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n\
         1 begincodespacerange <{:0digits$x}> <{}> endcodespacerange\n",
        0,
        "f".repeat(digits)
    );
    for block in codes.chunks(100) {
        // Writing to a string cannot fail.
        let _ = writeln!(map, "{} beginbfchar", block.len());
        for (code, c) in block {
            let _ = writeln!(map, "<{code:0digits$x}> <{:04x}>", *c as u32);
        }
        map.push_str("endbfchar\n");
    }
    map.push_str("endcmap CMapName currentdict /CMap defineresource pop end end\n");
    map
}

/// The code of a character of a base in WinAnsiEncoding (ISO 32000-1, annex D).
fn win_ansi(c: char) -> Option<u8> {
    Some(match c {
        ' '..='~' | '\u{a0}'..='ÿ' => c as u8,
        '…' => 0x85,
        '‘' => 0x91,
        '’' => 0x92,
        '“' => 0x93,
        '”' => 0x94,
        '•' => 0x95,
        '–' => 0x96,
        '—' => 0x97,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_of_a_base_has_a_code() {
        for face in FACES.iter() {
            assert!(face.programs[0].glyphs.iter().all(|(c, ..)| win_ansi(*c).is_some()), "{}", face.name);
        }
    }

    #[test]
    fn only_needed_fonts_are_added() {
        let mut used = Used::default();
        used.insert(1, 0);
        used.insert(1, 2);
        let fonts = add_fonts(&mut Document::new(), used);
        let names: Vec<_> = fonts.iter().map(|(name, _)| name.clone()).collect();
        assert_eq!(names, [b"T10".to_vec(), b"T12".to_vec()]);
    }
}
