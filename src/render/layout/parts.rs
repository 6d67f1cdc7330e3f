//! What a layout says beside its text: paper, colours, places, lines, photo and list.

use serde::Deserialize;

use super::{LayoutError, bounded, fault, letters};
use crate::render::fonts::Family;

/// What holds for the whole sheet.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::render) struct Paper {
    pub(in crate::render) font: Family,
    #[serde(default = "Shade::navy")]
    pub(in crate::render) accent: Shade,
    #[serde(default = "Shade::black")]
    pub(in crate::render) ink: Shade,
    #[serde(default)]
    pub(in crate::render) ornament: Ornament,
    #[serde(default)]
    pub(in crate::render) dx: f32,
    #[serde(default)]
    pub(in crate::render) dy: f32,
}

/// What is drawn around a page.
#[derive(Clone, Copy, Default, Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
pub(in crate::render) enum Ornament {
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
pub(in crate::render) struct Shade(pub(in crate::render) [f32; 3]);

impl Shade {
    pub(in crate::render) fn black() -> Self {
        Self([0.1, 0.1, 0.1])
    }

    pub(in crate::render) fn navy() -> Self {
        Self([0.1, 0.22, 0.36])
    }

    /// Mixed with white: 0 is white, 1 the colour itself.
    pub(in crate::render) fn tint(self, strength: f32) -> Self {
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
pub(in crate::render) struct Area {
    pub(in crate::render) at: [f32; 4],
    #[serde(default)]
    pub(in crate::render) dx: f32,
    #[serde(default)]
    pub(in crate::render) dy: f32,
}

/// The QR symbol: left, top and the length of a side without the quiet zone.
#[derive(Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::render) struct Square {
    pub(in crate::render) at: [f32; 2],
    pub(in crate::render) size: f32,
    #[serde(default)]
    pub(in crate::render) dx: f32,
    #[serde(default)]
    pub(in crate::render) dy: f32,
}

/// The box for the holder's photo.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::render) struct Photo {
    pub(in crate::render) at: [f32; 4],
    pub(in crate::render) caption: String,
    #[serde(default = "Photo::size")]
    pub(in crate::render) size: f32,
    #[serde(default)]
    pub(in crate::render) dx: f32,
    #[serde(default)]
    pub(in crate::render) dy: f32,
}

impl Photo {
    fn size() -> f32 {
        8.0
    }
}

/// A straight line: left, top, length and height, of which one may be nought.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::render) struct Rule {
    pub(in crate::render) page: Side,
    pub(in crate::render) at: [f32; 4],
    #[serde(default = "Rule::weight")]
    pub(in crate::render) weight: f32,
    /// Broken in the middle by a small rhombus.
    #[serde(default)]
    pub(in crate::render) jewel: bool,
}

impl Rule {
    fn weight() -> f32 {
        0.5
    }
}

/// Which pages a line stands on.
#[derive(Clone, Copy, Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
pub(in crate::render) enum Side {
    Back,
    Closing,
    Front,
}

/// The list of units.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::render) struct Table {
    pub(in crate::render) at: [f32; 4],
    /// Its height on the last page, above what closes the list.
    pub(in crate::render) last_height: f32,
    /// Widths of the first two columns.
    pub(in crate::render) columns: [f32; 2],
    pub(in crate::render) heads: [String; 3],
    pub(in crate::render) heads_english: [String; 3],
    pub(in crate::render) size: f32,
    pub(in crate::render) english_size: f32,
    #[serde(default)]
    pub(in crate::render) dx: f32,
    #[serde(default)]
    pub(in crate::render) dy: f32,
}

/// An area moved by the sheet's and its own offset, if it still stands on the sheet (A4).
pub(in crate::render) fn moved(name: &str, area: Area, (dx, dy): (f32, f32)) -> Result<Area, LayoutError> {
    let [x, y, width, height] = area.at;
    let at = [x + dx + area.dx, y + dy + area.dy, width, height];
    let on_sheet = at.iter().all(|n| n.is_finite() && *n >= 0.0) && at[0] + width <= 210.0 && at[1] + height <= 297.0;
    on_sheet
        .then_some(Area { at, dx: 0.0, dy: 0.0 })
        .ok_or_else(|| fault(name, format!("{at:?} is not on the sheet of 210 by 297 mm")))
}

pub(in crate::render) fn moved_rule(rule: Rule, shift: (f32, f32)) -> Result<Rule, LayoutError> {
    let area = moved("line", Area { at: rule.at, dx: 0.0, dy: 0.0 }, shift)?;
    Ok(Rule { at: area.at, weight: bounded("line", "weight", rule.weight, 0.05, 10.0)?, ..rule })
}

pub(in crate::render) fn moved_square(square: Square, shift: (f32, f32)) -> Result<Square, LayoutError> {
    let size = bounded("qr", "size", square.size, 20.0, 120.0)?;
    let area = Area { at: [square.at[0], square.at[1], size, size], dx: square.dx, dy: square.dy };
    let [x, y, ..] = moved("qr", area, shift)?.at;
    Ok(Square { at: [x, y], ..square })
}

pub(in crate::render) fn moved_photo(photo: Photo, shift: (f32, f32)) -> Result<Photo, LayoutError> {
    letters("photo", &photo.caption)?;
    bounded("photo", "size", photo.size, 4.0, 40.0)?;
    let area = moved("photo", Area { at: photo.at, dx: photo.dx, dy: photo.dy }, shift)?;
    Ok(Photo { at: area.at, ..photo })
}

pub(in crate::render) fn moved_table(table: Table, shift: (f32, f32)) -> Result<Table, LayoutError> {
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
