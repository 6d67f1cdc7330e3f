//! What a layout says beside its text: paper, colours, places, lines, photo and list.

use serde::Deserialize;

use super::{BlockFault, LayoutError, bounded, fault, letters};
use crate::render::certificate::printer::Printer;
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
    /// Whether a picture that the layout has no place for is in the file all the same, as it was first.
    #[serde(default = "Paper::unused_pictures")]
    pub(in crate::render::certificate) unused_pictures: bool,
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
    fn unused_pictures() -> bool {
        true
    }

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

/// The LSP's logo.
#[derive(Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::render::certificate) struct Logo {
    pub(in crate::render::certificate) at: [f32; 4],
    /// Whether a rosette stands there where the LSP has none.
    #[serde(default = "Logo::rosette")]
    pub(in crate::render::certificate) rosette: bool,
    #[serde(default)]
    pub(in crate::render::certificate) dx: f32,
    #[serde(default)]
    pub(in crate::render::certificate) dy: f32,
}

impl Logo {
    fn rosette() -> bool {
        true
    }
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
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
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
    /// Whether what closes the list stands below its end, or keeps its place whatever the list's length.
    #[serde(default)]
    pub(in crate::render::certificate) closing: Closing,
    /// How much higher the rows of a list on one page may become.
    #[serde(default = "Table::stretch")]
    pub(in crate::render::certificate) stretch: f32,
    #[serde(default)]
    pub(in crate::render::certificate) dx: f32,
    #[serde(default)]
    pub(in crate::render::certificate) dy: f32,
}

/// Where what closes the list of units stands.
#[derive(Clone, Copy, Default, Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
pub(in crate::render::certificate) enum Closing {
    /// Where the layout puts it.
    #[default]
    Fixed,
    /// As far below the end of the list as it stands below `last_height`.
    Follows,
}

impl Table {
    fn stretch() -> f32 {
        1.0
    }
}

/// What moves a layout's parts: the sheet's own offset and the printer's.
pub(in crate::render::certificate) struct Ground<'a> {
    pub(in crate::render::certificate) paper: &'a Paper,
    pub(in crate::render::certificate) printer: &'a Printer,
}

impl Ground<'_> {
    /// An area moved by every offset, if it still stands on the sheet.
    pub(in crate::render::certificate) fn moved(
        &self,
        side: Side,
        name: &str,
        area: Area,
    ) -> Result<Area, LayoutError> {
        let [x, y, width, height] = area.at;
        let (paper, size, shift) = (self.paper, self.paper.size(), self.printer.shift(side, name));
        let at = [x + paper.dx + area.dx + shift.dx, y + paper.dy + area.dy + shift.dy, width, height];
        let on_sheet = at.iter().all(|n| n.is_finite() && *n >= 0.0)
            && at[0] + width <= size.width
            && at[1] + height <= size.height;
        on_sheet
            .then_some(Area { at, dx: 0.0, dy: 0.0 })
            .ok_or_else(|| fault(name, BlockFault::OffSheet { at, width: size.width, height: size.height }))
    }

    pub(in crate::render::certificate) fn line(&self, line: Rule) -> Result<Rule, LayoutError> {
        let area = self.moved(line.page, "line", Area { at: line.at, dx: 0.0, dy: 0.0 })?;
        Ok(Rule { at: area.at, weight: bounded("line", "weight", line.weight, 0.05, 10.0)?, ..line })
    }

    pub(in crate::render::certificate) fn square(&self, square: Square) -> Result<Square, LayoutError> {
        let size = bounded("qr", "size", square.size, 20.0, 120.0)?;
        let area = Area { at: [square.at[0], square.at[1], size, size], dx: square.dx, dy: square.dy };
        let [x, y, ..] = self.moved(Side::Front, "qr", area)?.at;
        Ok(Square { at: [x, y], ..square })
    }

    pub(in crate::render::certificate) fn logo(&self, logo: Logo) -> Result<Logo, LayoutError> {
        let area = self.moved(Side::Front, "logo", Area { at: logo.at, dx: logo.dx, dy: logo.dy })?;
        Ok(Logo { at: area.at, ..logo })
    }

    pub(in crate::render::certificate) fn photo(&self, photo: Photo) -> Result<Photo, LayoutError> {
        letters("photo", &photo.caption)?;
        bounded("photo", "size", photo.size, 4.0, 40.0)?;
        let area = self.moved(Side::Closing, "photo", Area { at: photo.at, dx: photo.dx, dy: photo.dy })?;
        Ok(Photo { at: area.at, ..photo })
    }

    pub(in crate::render::certificate) fn table(&self, table: Table) -> Result<Table, LayoutError> {
        for head in table.heads.iter().chain(&table.heads_english) {
            letters("units", head)?;
        }
        bounded("units", "size", table.size, 6.0, 16.0)?;
        bounded("units", "english_size", table.english_size, 5.0, 16.0)?;
        bounded("units", "last_height", table.last_height, 0.0, table.at[3])?;
        bounded("units", "height", table.at[3], 60.0, 297.0)?;
        bounded("units", "stretch", table.stretch, 1.0, 3.0)?;
        bounded("units", "columns", table.columns[0], 8.0, 60.0)?;
        bounded("units", "columns", table.columns[1], 15.0, 100.0)?;
        bounded("units", "width of the third column", table.at[2] - table.columns[0] - table.columns[1], 50.0, 297.0)?;
        let area = self.moved(Side::Back, "units", Area { at: table.at, dx: table.dx, dy: table.dy })?;
        Ok(Table { at: area.at, ..table })
    }
}
