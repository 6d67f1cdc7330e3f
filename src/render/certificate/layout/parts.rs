//! What a layout says beside its text: paper, colours, places, lines, photo and list.

use serde::Deserialize;

use super::{LayoutError, bounded, fault, letters};
use crate::render::paper::canvas::Size;
use crate::render::paper::color::Shade;
use crate::render::paper::fonts::Family;

/// What holds for the whole sheet.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::render::certificate) struct Paper {
    pub(in crate::render::certificate) font: Family,
    #[serde(default = "Shade::navy")]
    pub(in crate::render::certificate) accent: Shade,
    #[serde(default = "Shade::black")]
    pub(in crate::render::certificate) ink: Shade,
    #[serde(default)]
    pub(in crate::render::certificate) ornament: Ornament,
    #[serde(default)]
    orientation: Orientation,
    #[serde(default)]
    pub(in crate::render::certificate) dx: f32,
    #[serde(default)]
    pub(in crate::render::certificate) dy: f32,
}

/// How the sheet (A4) lies.
#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Orientation {
    Landscape,
    #[default]
    Portrait,
}

impl Paper {
    /// Width and height of the sheet.
    pub(in crate::render::certificate) fn size(&self) -> Size {
        match self.orientation {
            Orientation::Landscape => Size::A4.turned(),
            Orientation::Portrait => Size::A4,
        }
    }
}

/// What is drawn around a page.
#[derive(Clone, Copy, Default, Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
pub(in crate::render::certificate) enum Ornament {
    /// A single fine frame.
    Frame,
    /// A frame of woven lines.
    Guilloche,
    #[default]
    None,
}

/// Where something stands: left, top, width, height in millimetres.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub(in crate::render::certificate) struct Area {
    pub(in crate::render::certificate) at: [f32; 4],
    #[serde(default)]
    pub(in crate::render::certificate) dx: f32,
    #[serde(default)]
    pub(in crate::render::certificate) dy: f32,
}

/// The QR symbol: left, top and the length of a side without the quiet zone.
#[derive(Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::render::certificate) struct Square {
    pub(in crate::render::certificate) at: [f32; 2],
    pub(in crate::render::certificate) size: f32,
    #[serde(default)]
    pub(in crate::render::certificate) dx: f32,
    #[serde(default)]
    pub(in crate::render::certificate) dy: f32,
}

/// The box for the holder's photo.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::render::certificate) struct Photo {
    pub(in crate::render::certificate) at: [f32; 4],
    pub(in crate::render::certificate) caption: String,
    #[serde(default = "Photo::size")]
    pub(in crate::render::certificate) size: f32,
    #[serde(default)]
    pub(in crate::render::certificate) dx: f32,
    #[serde(default)]
    pub(in crate::render::certificate) dy: f32,
}

impl Photo {
    fn size() -> f32 {
        8.0
    }
}

/// A straight line: left, top, length and height, of which one may be nought.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::render::certificate) struct Rule {
    pub(in crate::render::certificate) page: Side,
    pub(in crate::render::certificate) at: [f32; 4],
    #[serde(default = "Rule::weight")]
    pub(in crate::render::certificate) weight: f32,
    /// Broken in the middle by a small rhombus.
    #[serde(default)]
    pub(in crate::render::certificate) jewel: bool,
}

impl Rule {
    fn weight() -> f32 {
        0.5
    }
}

/// Which pages a line stands on.
#[derive(Clone, Copy, Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
pub(in crate::render::certificate) enum Side {
    Back,
    Closing,
    Front,
}

/// The list of units.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::render::certificate) struct Table {
    pub(in crate::render::certificate) at: [f32; 4],
    /// Its height on the last page, above what closes the list.
    pub(in crate::render::certificate) last_height: f32,
    /// Widths of the first two columns.
    pub(in crate::render::certificate) columns: [f32; 2],
    pub(in crate::render::certificate) heads: [String; 3],
    pub(in crate::render::certificate) heads_english: [String; 3],
    pub(in crate::render::certificate) size: f32,
    pub(in crate::render::certificate) english_size: f32,
    #[serde(default)]
    pub(in crate::render::certificate) dx: f32,
    #[serde(default)]
    pub(in crate::render::certificate) dy: f32,
}

/// An area moved by the sheet's and its own offset, if it still stands on the sheet (A4).
pub(in crate::render::certificate) fn moved(name: &str, area: Area, (dx, dy): (f32, f32)) -> Result<Area, LayoutError> {
    let [x, y, width, height] = area.at;
    let at = [x + dx + area.dx, y + dy + area.dy, width, height];
    let on_sheet = at.iter().all(|n| n.is_finite() && *n >= 0.0) && at[0] + width <= 210.0 && at[1] + height <= 297.0;
    on_sheet
        .then_some(Area { at, dx: 0.0, dy: 0.0 })
        .ok_or_else(|| fault(name, format!("{at:?} is not on the sheet of 210 by 297 mm")))
}

pub(in crate::render::certificate) fn moved_rule(rule: Rule, shift: (f32, f32)) -> Result<Rule, LayoutError> {
    let area = moved("line", Area { at: rule.at, dx: 0.0, dy: 0.0 }, shift)?;
    Ok(Rule { at: area.at, weight: bounded("line", "weight", rule.weight, 0.05, 10.0)?, ..rule })
}

pub(in crate::render::certificate) fn moved_square(square: Square, shift: (f32, f32)) -> Result<Square, LayoutError> {
    let size = bounded("qr", "size", square.size, 20.0, 120.0)?;
    let area = Area { at: [square.at[0], square.at[1], size, size], dx: square.dx, dy: square.dy };
    let [x, y, ..] = moved("qr", area, shift)?.at;
    Ok(Square { at: [x, y], ..square })
}

pub(in crate::render::certificate) fn moved_photo(photo: Photo, shift: (f32, f32)) -> Result<Photo, LayoutError> {
    letters("photo", &photo.caption)?;
    bounded("photo", "size", photo.size, 4.0, 40.0)?;
    let area = moved("photo", Area { at: photo.at, dx: photo.dx, dy: photo.dy }, shift)?;
    Ok(Photo { at: area.at, ..photo })
}

pub(in crate::render::certificate) fn moved_table(table: Table, shift: (f32, f32)) -> Result<Table, LayoutError> {
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
