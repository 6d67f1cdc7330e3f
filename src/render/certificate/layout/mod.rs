//! The layout file: every block, its words, place, size, colour and face (TOML; `docs/layout.md`).
//! Lengths are millimetres from the sheet's top left corner, sizes of letters are points.

use std::str::FromStr;

use serde::Deserialize;

use super::printer::Printer;
use crate::render::paper::color::Shade;
use crate::render::paper::fonts::printable;

mod block;
mod fault;
mod parts;

pub(super) use block::{Block, Only, Paragraph, Piece, Valign};
pub use fault::{BlockFault, LayoutError, PictureOf};
use parts::Ground;
pub(super) use parts::{Area, Closing, Logo, Ornament, Paper, Photo, Rule, Side, Square, Table};

/// A layout that was checked.
pub(super) struct Layout {
    pub(super) watermark: Option<String>,
    pub(super) paper: Paper,
    pub(super) front: Vec<Block>,
    pub(super) back: Vec<Block>,
    pub(super) closing: Vec<Block>,
    pub(super) lines: Vec<Rule>,
    pub(super) qr: Option<Square>,
    pub(super) logo: Option<Logo>,
    pub(super) rosette: Option<Area>,
    pub(super) signature: Option<Area>,
    pub(super) manager_signature: Option<Area>,
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
    rosette: Option<toml::Table>,
    signature: Option<toml::Table>,
    manager_signature: Option<toml::Table>,
    photo: Option<toml::Table>,
    units: toml::Table,
}

impl Layout {
    /// Reads a layout and moves it by a printer's offsets.
    pub(super) fn read(text: &str, printer: &Printer) -> Result<Self, LayoutError> {
        let raw: RawLayout = toml::from_str(text).map_err(|e| LayoutError::Syntax(e.to_string()))?;
        for colour in ["accent", "ink"].into_iter().filter_map(|name| raw.sheet.get(name)?.as_str()) {
            color("sheet", colour)?;
        }
        let paper: Paper = part("sheet", raw.sheet)?;
        let ground = Ground { paper: &paper, printer };
        let blocks = |side, tables: Vec<toml::Table>| -> Result<Vec<Block>, LayoutError> {
            tables.into_iter().map(|table| block::block(side, table, &ground)).collect()
        };
        let area = |side, name, table: Option<toml::Table>| {
            table.map(|table| ground.moved(side, name, part(name, table)?)).transpose()
        };
        let layout = Self {
            front: blocks(Side::Front, raw.front)?,
            back: blocks(Side::Back, raw.back)?,
            closing: blocks(Side::Closing, raw.closing)?,
            lines: raw.line.into_iter().map(|t| ground.line(part("line", t)?)).collect::<Result<_, _>>()?,
            qr: raw.qr.map(|t| ground.square(part("qr", t)?)).transpose()?,
            logo: raw.logo.map(|t| ground.logo(part("logo", t)?)).transpose()?,
            rosette: area(Side::Front, "rosette", raw.rosette)?,
            signature: area(Side::Front, "signature", raw.signature)?,
            manager_signature: area(Side::Closing, "manager_signature", raw.manager_signature)?,
            photo: raw.photo.map(|t| ground.photo(part("photo", t)?)).transpose()?,
            units: ground.table(part("units", raw.units)?)?,
            watermark: raw.watermark.filter(|mark| !mark.is_empty()),
            paper,
        };
        layout.watermark.as_deref().map_or(Ok(()), |mark| letters("watermark", mark))?;
        layout.has_all(printer)?;
        Ok(layout)
    }

    /// Refuses a printer's file that moves what is not there.
    fn has_all(&self, printer: &Printer) -> Result<(), LayoutError> {
        let parts = ["line", "logo", "manager_signature", "photo", "qr", "rosette", "signature", "units"];
        let blocks = self.front.iter().chain(&self.back).chain(&self.closing).map(|block| block.name.as_str());
        let known: Vec<&str> = parts.into_iter().chain(blocks).collect();
        let unknown = printer.blocks().find(|name| !known.contains(name));
        unknown.map_or(Ok(()), |name| {
            Err(fault(name, BlockFault::Absent { known: known.iter().map(|name| (*name).to_owned()).collect() }))
        })
    }
}

impl FromStr for Layout {
    type Err = LayoutError;

    fn from_str(text: &str) -> Result<Self, LayoutError> {
        Self::read(text, &Printer::default())
    }
}

fn part<T: for<'de> Deserialize<'de>>(name: &str, table: toml::Table) -> Result<T, LayoutError> {
    table.try_into().map_err(|e: toml::de::Error| fault(name, BlockFault::Form(e.message().to_owned())))
}

fn fault(block: &str, fault: BlockFault) -> LayoutError {
    LayoutError::Block { block: block.to_owned(), fault }
}

/// A colour as a layout writes it.
fn color(block: &str, text: &str) -> Result<Shade, LayoutError> {
    Shade::try_from(text.to_owned()).map_err(|_| fault(block, BlockFault::Color(text.to_owned())))
}

fn bounded(block: &str, member: &'static str, value: f32, least: f32, most: f32) -> Result<f32, LayoutError> {
    let legal = (least..=most).contains(&value);
    legal.then_some(value).ok_or_else(|| fault(block, BlockFault::Outside { member, value, least, most }))
}

fn letters(block: &str, text: &str) -> Result<(), LayoutError> {
    let missing = text.chars().find(|c| !printable(*c));
    missing.map_or(Ok(()), |c| Err(fault(block, BlockFault::Letter(c))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault_of(text: &str) -> String {
        text.parse::<Layout>().map_or_else(|e| e.to_string(), |_| String::new())
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
        for line in
            ["colour = \"#000000\"", "color = \"red\"", "english = \"{nik}\"", "spacing = 1000", "english = \"西\""]
        {
            let text = with(line);
            let fault = text.parse::<Layout>().err().expect("a fault");
            let at = text.lines().position(|other| other == line).map(|at| at + 1);
            assert_eq!(fault.line(&text), at, "{line}");
        }
        let cut = "[sheet]\nfont = \"serif\nink = \"#000000\"\n";
        assert_eq!(cut.parse::<Layout>().err().and_then(|fault| fault.line(cut)), Some(2));
        assert!(fault_of("[sheet]\nfont = \"serif\"\n[units]\n").starts_with("block \"units\": missing field"));
        let red = fault_of("[sheet]\nfont = \"serif\"\nink = \"red\"\n[units]\n");
        assert_eq!(red, "block \"sheet\": \"red\" is no colour, expected \"#rrggbb\"");
        assert!(fault_of("sheets = 1").starts_with("the layout cannot be read"));
    }
}
