//! The layout file: every block, its words, place, size, colour and face (TOML; `docs/layout.md`).
//! Lengths are millimetres from the sheet's top left corner, sizes of letters are points.

use std::str::FromStr;

use serde::Deserialize;

use super::fonts::{Face, Family, Style, printable};
use super::sheet::Word;
use super::text::Setting;

/// Why a form cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LayoutError {
    /// A block has an unknown key, placeholder, face or colour, or stands off the sheet.
    #[error("block {block:?}: {fault}")]
    Block { block: String, fault: String },
    /// The logo or the signature is no PNG or JPEG.
    #[error("the {picture} must be a PNG or a JPEG of at most 40 megapixels")]
    Picture { picture: &'static str },
    /// The file is not TOML, or has an unknown part.
    #[error("the layout cannot be read: {0}")]
    Syntax(String),
}

/// A layout that was checked.
pub(super) struct Layout {
    pub(super) watermark: Option<String>,
    pub(super) paper: Paper,
    pub(super) front: Vec<Block>,
    pub(super) back: Vec<Block>,
    pub(super) closing: Vec<Block>,
    pub(super) lines: Vec<Rule>,
    pub(super) qr: Option<Square>,
    pub(super) logo: Option<Area>,
    pub(super) signature: Option<Area>,
    pub(super) photo: Option<Photo>,
    pub(super) units: Table,
}

/// What holds for the whole sheet.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Paper {
    pub(super) font: Family,
    #[serde(default = "Shade::navy")]
    pub(super) accent: Shade,
    #[serde(default = "Shade::black")]
    pub(super) ink: Shade,
    #[serde(default)]
    pub(super) ornament: Ornament,
    #[serde(default)]
    pub(super) dx: f32,
    #[serde(default)]
    pub(super) dy: f32,
}

/// What is drawn around a page.
#[derive(Clone, Copy, Default, Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
pub(super) enum Ornament {
    /// A single fine frame.
    Frame,
    /// A frame of woven lines.
    Guilloche,
    #[default]
    None,
}

/// A colour: red, green, blue from 0 to 1.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq)]
#[serde(try_from = "String")]
pub(super) struct Shade(pub(super) [f32; 3]);

impl Shade {
    fn black() -> Self {
        Self([0.1, 0.1, 0.1])
    }

    fn navy() -> Self {
        Self([0.1, 0.22, 0.36])
    }

    /// Mixed with white: 0 is white, 1 the colour itself.
    pub(super) fn tint(self, strength: f32) -> Self {
        Self(self.0.map(|part| 1.0 - (1.0 - part) * strength))
    }
}

impl TryFrom<String> for Shade {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let part = |at: usize| u8::from_str_radix(text.get(at..at + 2)?, 16).ok().map(|n| f32::from(n) / 255.0);
        let parts = text.starts_with('#').then(|| Some([part(1)?, part(3)?, part(5)?])).flatten();
        parts
            .filter(|_| text.len() == 7)
            .map(Self)
            .ok_or_else(|| format!("{text:?} is no colour, expected \"#rrggbb\""))
    }
}

/// Where something stands: left, top, width, height in millimetres.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub(super) struct Area {
    pub(super) at: [f32; 4],
    #[serde(default)]
    dx: f32,
    #[serde(default)]
    dy: f32,
}

/// The QR symbol: left, top and the length of a side without the quiet zone.
#[derive(Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Square {
    pub(super) at: [f32; 2],
    pub(super) size: f32,
    #[serde(default)]
    dx: f32,
    #[serde(default)]
    dy: f32,
}

/// The box for the holder's photo.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Photo {
    pub(super) at: [f32; 4],
    pub(super) caption: String,
    #[serde(default = "Photo::size")]
    pub(super) size: f32,
    #[serde(default)]
    dx: f32,
    #[serde(default)]
    dy: f32,
}

impl Photo {
    fn size() -> f32 {
        8.0
    }
}

/// A straight line: left, top, length and height, of which one may be nought.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rule {
    pub(super) page: Side,
    pub(super) at: [f32; 4],
    #[serde(default = "Rule::weight")]
    pub(super) weight: f32,
    /// Broken in the middle by a small rhombus.
    #[serde(default)]
    pub(super) jewel: bool,
}

impl Rule {
    fn weight() -> f32 {
        0.5
    }
}

/// Which pages a line stands on.
#[derive(Clone, Copy, Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
pub(super) enum Side {
    Back,
    Closing,
    Front,
}

/// The list of units.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Table {
    pub(super) at: [f32; 4],
    /// Its height on the last page, above what closes the list.
    pub(super) last_height: f32,
    /// Widths of the first two columns.
    pub(super) columns: [f32; 2],
    pub(super) heads: [String; 3],
    pub(super) heads_english: [String; 3],
    pub(super) size: f32,
    pub(super) english_size: f32,
    #[serde(default)]
    dx: f32,
    #[serde(default)]
    dy: f32,
}

/// One block of text: paragraphs stacked in an area.
pub(super) struct Block {
    pub(super) name: String,
    pub(super) area: Area,
    pub(super) align: Align,
    pub(super) valign: Valign,
    pub(super) lines: usize,
    pub(super) leading: f32,
    pub(super) underline: bool,
    pub(super) paragraphs: Vec<Paragraph>,
}

/// Text in one face, with placeholders.
pub(super) struct Paragraph {
    pub(super) pieces: Vec<Piece>,
    pub(super) setting: Setting,
    pub(super) size: f32,
    pub(super) least: f32,
    pub(super) color: Shade,
}

/// A part of a paragraph.
#[derive(Debug, PartialEq)]
pub(super) enum Piece {
    Text(String),
    Word(Word),
}

/// Where lines stand in their area.
#[derive(Clone, Copy, Default, Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
pub(super) enum Align {
    #[default]
    Center,
    Left,
    Right,
}

/// Where a stack of lines stands in its area.
#[derive(Clone, Copy, Default, Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
pub(super) enum Valign {
    Bottom,
    Middle,
    #[default]
    Top,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLayout {
    watermark: Option<String>,
    sheet: toml::Table,
    #[serde(default)]
    front: Vec<toml::Table>,
    #[serde(default)]
    back: Vec<toml::Table>,
    #[serde(default)]
    closing: Vec<toml::Table>,
    #[serde(default)]
    line: Vec<toml::Table>,
    qr: Option<toml::Table>,
    logo: Option<toml::Table>,
    signature: Option<toml::Table>,
    photo: Option<toml::Table>,
    units: toml::Table,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawBlock {
    block: String,
    at: [f32; 4],
    text: String,
    #[serde(default)]
    english: String,
    size: f32,
    english_size: Option<f32>,
    min_size: Option<f32>,
    font: Option<Family>,
    face: Option<Style>,
    english_face: Option<Style>,
    color: Option<String>,
    english_color: Option<String>,
    #[serde(default)]
    align: Align,
    #[serde(default)]
    valign: Valign,
    lines: Option<usize>,
    leading: Option<f32>,
    #[serde(default)]
    spacing: f32,
    #[serde(default)]
    underline: bool,
    #[serde(default)]
    dx: f32,
    #[serde(default)]
    dy: f32,
}

impl FromStr for Layout {
    type Err = LayoutError;

    fn from_str(text: &str) -> Result<Self, LayoutError> {
        let raw: RawLayout = toml::from_str(text).map_err(|e| LayoutError::Syntax(e.to_string()))?;
        let paper: Paper = part("sheet", raw.sheet)?;
        let shift = (paper.dx, paper.dy);
        let blocks = |tables: Vec<toml::Table>| -> Result<Vec<Block>, LayoutError> {
            tables.into_iter().map(|table| block(table, &paper)).collect()
        };
        let layout = Self {
            front: blocks(raw.front)?,
            back: blocks(raw.back)?,
            closing: blocks(raw.closing)?,
            lines: raw.line.into_iter().map(|t| moved_rule(part("line", t)?, shift)).collect::<Result<_, _>>()?,
            qr: raw.qr.map(|t| moved_square(part("qr", t)?, shift)).transpose()?,
            logo: raw.logo.map(|t| moved("logo", part("logo", t)?, shift)).transpose()?,
            signature: raw.signature.map(|t| moved("signature", part("signature", t)?, shift)).transpose()?,
            photo: raw.photo.map(|t| moved_photo(part("photo", t)?, shift)).transpose()?,
            units: moved_table(part("units", raw.units)?, shift)?,
            watermark: raw.watermark.filter(|mark| !mark.is_empty()),
            paper,
        };
        layout.watermark.as_deref().map_or(Ok(()), |mark| letters("watermark", mark))?;
        Ok(layout)
    }
}

fn part<T: for<'de> Deserialize<'de>>(name: &str, table: toml::Table) -> Result<T, LayoutError> {
    table.try_into().map_err(|e: toml::de::Error| fault(name, e.message()))
}

fn fault(block: &str, fault: impl ToString) -> LayoutError {
    LayoutError::Block { block: block.to_owned(), fault: fault.to_string() }
}

/// An area moved by the sheet's and its own offset, if it still stands on the sheet (A4).
fn moved(name: &str, area: Area, (dx, dy): (f32, f32)) -> Result<Area, LayoutError> {
    let [x, y, width, height] = area.at;
    let at = [x + dx + area.dx, y + dy + area.dy, width, height];
    let on_sheet = at.iter().all(|n| n.is_finite() && *n >= 0.0) && at[0] + width <= 210.0 && at[1] + height <= 297.0;
    on_sheet
        .then_some(Area { at, dx: 0.0, dy: 0.0 })
        .ok_or_else(|| fault(name, format!("{at:?} is not on the sheet of 210 by 297 mm")))
}

fn moved_rule(rule: Rule, shift: (f32, f32)) -> Result<Rule, LayoutError> {
    let area = moved("line", Area { at: rule.at, dx: 0.0, dy: 0.0 }, shift)?;
    Ok(Rule { at: area.at, weight: bounded("line", "weight", rule.weight, 0.05, 10.0)?, ..rule })
}

fn moved_square(square: Square, shift: (f32, f32)) -> Result<Square, LayoutError> {
    let size = bounded("qr", "size", square.size, 20.0, 120.0)?;
    let area = Area { at: [square.at[0], square.at[1], size, size], dx: square.dx, dy: square.dy };
    let [x, y, ..] = moved("qr", area, shift)?.at;
    Ok(Square { at: [x, y], ..square })
}

fn moved_photo(photo: Photo, shift: (f32, f32)) -> Result<Photo, LayoutError> {
    letters("photo", &photo.caption)?;
    bounded("photo", "size", photo.size, 4.0, 40.0)?;
    let area = moved("photo", Area { at: photo.at, dx: photo.dx, dy: photo.dy }, shift)?;
    Ok(Photo { at: area.at, ..photo })
}

fn moved_table(table: Table, shift: (f32, f32)) -> Result<Table, LayoutError> {
    for head in table.heads.iter().chain(&table.heads_english) {
        letters("units", head)?;
    }
    bounded("units", "size", table.size, 6.0, 16.0)?;
    bounded("units", "english_size", table.english_size, 5.0, 16.0)?;
    bounded("units", "last_height", table.last_height, 0.0, table.at[3])?;
    bounded("units", "height", table.at[3], 100.0, 297.0)?;
    bounded("units", "columns", table.columns[0], 8.0, 60.0)?;
    bounded("units", "columns", table.columns[1], 15.0, 100.0)?;
    bounded("units", "width of the third column", table.at[2] - table.columns[0] - table.columns[1], 50.0, 210.0)?;
    let area = moved("units", Area { at: table.at, dx: table.dx, dy: table.dy }, shift)?;
    Ok(Table { at: area.at, ..table })
}

fn bounded(block: &str, what: &str, value: f32, least: f32, most: f32) -> Result<f32, LayoutError> {
    let legal = (least..=most).contains(&value);
    legal.then_some(value).ok_or_else(|| fault(block, format!("{what} is {value}, expected {least} to {most}")))
}

fn letters(block: &str, text: &str) -> Result<(), LayoutError> {
    let missing = text.chars().find(|c| !printable(*c));
    missing.map_or(Ok(()), |c| Err(fault(block, format!("no font has the letter {c:?}"))))
}

fn block(table: toml::Table, paper: &Paper) -> Result<Block, LayoutError> {
    let name = table.get("block").and_then(toml::Value::as_str).unwrap_or("without a name").to_owned();
    let raw: RawBlock = part(&name, table)?;
    let color = |text: Option<&String>| match text.map(String::as_str) {
        None | Some("ink") => Ok(paper.ink),
        Some("accent") => Ok(paper.accent),
        Some(text) => Shade::try_from(text.to_owned()).map_err(|e| fault(&name, e)),
    };
    let size = bounded(&name, "size", raw.size, 4.0, 72.0)?;
    let english_size = bounded(&name, "english_size", raw.english_size.unwrap_or(size * 0.85), 4.0, 72.0)?;
    let least = bounded(&name, "min_size", raw.min_size.unwrap_or(size * 0.75), 4.0, size)?;
    let lines = raw.lines.unwrap_or(2);
    if !(1..=10).contains(&lines) {
        return Err(fault(&name, "lines must be 1 to 10"));
    }
    let setting = |style| Setting { face: Face::of(raw.font.unwrap_or(paper.font), style), tracking: raw.spacing };
    let mut paragraphs = Vec::new();
    for (text, style, size, color) in [
        (&raw.text, raw.face.unwrap_or(Style::Regular), size, color(raw.color.as_ref())?),
        (
            &raw.english,
            raw.english_face.unwrap_or(Style::Italic),
            english_size,
            color(raw.english_color.as_ref().or(raw.color.as_ref()))?,
        ),
    ] {
        for line in text.split('\n').filter(|line| !line.trim().is_empty()) {
            let least = least * size / raw.size;
            paragraphs.push(Paragraph { pieces: pieces(&name, line)?, setting: setting(style), size, least, color });
        }
    }
    let area = moved(&name, Area { at: raw.at, dx: raw.dx, dy: raw.dy }, (paper.dx, paper.dy))?;
    bounded(&name, "width", area.at[2], 5.0, 210.0)?;
    bounded(&name, "height", area.at[3], 2.0, 297.0)?;
    bounded(&name, "spacing", raw.spacing, -50.0, 400.0)?;
    let leading = bounded(&name, "leading", raw.leading.unwrap_or(1.2), 0.8, 3.0)?;
    Ok(Block { name, area, align: raw.align, valign: raw.valign, lines, leading, underline: raw.underline, paragraphs })
}

/// Splits `No. {number}` into its parts; `{{` and `}}` are the braces themselves.
fn pieces(block: &str, text: &str) -> Result<Vec<Piece>, LayoutError> {
    letters(block, text)?;
    let (mut found, mut plain, mut rest) = (Vec::new(), String::new(), text);
    while let Some(at) = rest.find(['{', '}']) {
        plain.push_str(&rest[..at]);
        let (brace, after) = rest[at..].split_at(1);
        if let Some(after) = after.strip_prefix(brace) {
            plain.push_str(brace);
            rest = after;
            continue;
        }
        let (name, after) = after
            .split_once('}')
            .filter(|_| brace == "{")
            .ok_or_else(|| fault(block, format!("a brace without its partner in {text:?}")))?;
        if !plain.is_empty() {
            found.push(Piece::Text(std::mem::take(&mut plain)));
        }
        found.push(Piece::Word(name.parse().map_err(|unknown| fault(block, unknown))?));
        rest = after;
    }
    plain.push_str(rest);
    if !plain.is_empty() {
        found.push(Piece::Text(plain));
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault_of(text: &str) -> String {
        text.parse::<Layout>().err().map(|e| e.to_string()).unwrap_or_default()
    }

    fn with(line: &str) -> String {
        super::super::DIGITAL.replacen("block = \"holder\"", &format!("block = \"holder\"\n{line}"), 1)
    }

    #[test]
    fn both_layouts_can_be_read() {
        for text in [super::super::DIGITAL, super::super::BLANKO] {
            assert_eq!(fault_of(text), "");
            assert_eq!(fault_of(&format!("watermark = \"CONTOH\"\n{text}")), "");
        }
    }

    #[test]
    fn a_fault_names_its_block() {
        for (line, expected) in [
            ("colour = \"#000000\"", "block \"holder\": unknown field `colour`"),
            ("font = \"comic\"", "block \"holder\": unknown variant `comic`"),
            ("color = \"red\"", "block \"holder\": \"red\" is no colour"),
            ("english = \"{nik}\"", "block \"holder\": unknown placeholder {nik}"),
            ("english = \"{holder\"", "block \"holder\": a brace without its partner"),
            ("english = \"西\"", "block \"holder\": no font has the letter '西'"),
            ("dx = 120", "block \"holder\": [139.0, "),
            ("lines = 0", "block \"holder\": lines must be"),
            ("spacing = 1000", "block \"holder\": spacing is 1000"),
        ] {
            let fault = fault_of(&with(line));
            assert!(fault.starts_with(expected), "{line}: {fault}");
        }
        assert!(fault_of("[sheet]\nfont = \"serif\"\n[units]\n").starts_with("block \"units\": missing field"));
        assert!(fault_of("sheets = 1").starts_with("the layout cannot be read"));
    }

    #[test]
    fn doubled_braces_are_braces() {
        assert_eq!(pieces("x", "a {{b}} {number}"), Ok(vec![Piece::Text("a {b} ".into()), Piece::Word(Word::Number)]));
    }
}
