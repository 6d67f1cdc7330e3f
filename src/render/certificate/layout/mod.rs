//! The layout file: every block, its words, place, size, colour and face (TOML; `docs/layout.md`).
//! Lengths are millimetres from the sheet's top left corner, sizes of letters are points.

use std::str::FromStr;

use serde::Deserialize;

use crate::render::paper::fonts::printable;

mod block;
mod parts;

pub(super) use block::{Block, Paragraph, Piece, Valign};
pub(super) use parts::{Area, Ornament, Paper, Photo, Rule, Side, Square, Table};

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

impl FromStr for Layout {
    type Err = LayoutError;

    fn from_str(text: &str) -> Result<Self, LayoutError> {
        let raw: RawLayout = toml::from_str(text).map_err(|e| LayoutError::Syntax(e.to_string()))?;
        let paper: Paper = part("sheet", raw.sheet)?;
        let shift = (paper.dx, paper.dy);
        let blocks = |tables: Vec<toml::Table>| -> Result<Vec<Block>, LayoutError> {
            tables.into_iter().map(|table| block::block(table, &paper)).collect()
        };
        let layout = Self {
            front: blocks(raw.front)?,
            back: blocks(raw.back)?,
            closing: blocks(raw.closing)?,
            lines: raw
                .line
                .into_iter()
                .map(|t| parts::moved_rule(part("line", t)?, shift))
                .collect::<Result<_, _>>()?,
            qr: raw.qr.map(|t| parts::moved_square(part("qr", t)?, shift)).transpose()?,
            logo: raw.logo.map(|t| parts::moved("logo", part("logo", t)?, shift)).transpose()?,
            signature: raw.signature.map(|t| parts::moved("signature", part("signature", t)?, shift)).transpose()?,
            photo: raw.photo.map(|t| parts::moved_photo(part("photo", t)?, shift)).transpose()?,
            units: parts::moved_table(part("units", raw.units)?, shift)?,
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

fn bounded(block: &str, what: &str, value: f32, least: f32, most: f32) -> Result<f32, LayoutError> {
    let legal = (least..=most).contains(&value);
    legal.then_some(value).ok_or_else(|| fault(block, format!("{what} is {value}, expected {least} to {most}")))
}

fn letters(block: &str, text: &str) -> Result<(), LayoutError> {
    let missing = text.chars().find(|c| !printable(*c));
    missing.map_or(Ok(()), |c| Err(fault(block, format!("no font has the letter {c:?}"))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault_of(text: &str) -> String {
        text.parse::<Layout>().err().map(|e| e.to_string()).unwrap_or_default()
    }

    fn with(line: &str) -> String {
        crate::render::DIGITAL.replacen("block = \"holder\"", &format!("block = \"holder\"\n{line}"), 1)
    }

    #[test]
    fn both_layouts_can_be_read() {
        for text in [crate::render::DIGITAL, crate::render::BLANKO] {
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
            ("spacing = 1000", "block \"holder\": spacing is 1000"),
        ] {
            let fault = fault_of(&with(line));
            assert!(fault.starts_with(expected), "{line}: {fault}");
        }
        assert!(fault_of("[sheet]\nfont = \"serif\"\n[units]\n").starts_with("block \"units\": missing field"));
        assert!(fault_of("sheets = 1").starts_with("the layout cannot be read"));
    }
}
