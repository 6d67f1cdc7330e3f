//! A block of text: its paragraphs with their placeholders, and where they stand.

use serde::Deserialize;

use super::parts::Ground;
use super::{Area, BlockFault, LayoutError, Side, bounded, fault, letters, part};
use crate::render::certificate::sheet::{UnknownWord, Word};
use crate::render::paper::color::Shade;
use crate::render::paper::fonts::{Face, Family, Style};
use crate::render::paper::line::Align;
use crate::render::paper::text::Setting;

/// One block of text: paragraphs stacked in an area.
pub(in crate::render::certificate) struct Block {
    pub(in crate::render::certificate) name: String,
    pub(in crate::render::certificate) area: Area,
    pub(in crate::render::certificate) align: Align,
    pub(in crate::render::certificate) valign: Valign,
    pub(in crate::render::certificate) lines: usize,
    pub(in crate::render::certificate) leading: f32,
    pub(in crate::render::certificate) underline: bool,
    pub(in crate::render::certificate) only: Option<Only>,
    pub(in crate::render::certificate) paragraphs: Vec<Paragraph>,
}

/// Text in one face, with placeholders.
pub(in crate::render::certificate) struct Paragraph {
    pub(in crate::render::certificate) pieces: Vec<Piece>,
    pub(in crate::render::certificate) setting: Setting,
    pub(in crate::render::certificate) size: f32,
    pub(in crate::render::certificate) least: f32,
    pub(in crate::render::certificate) color: Shade,
}

/// A part of a paragraph.
#[derive(Debug, PartialEq)]
pub(in crate::render::certificate) enum Piece {
    Text(String),
    Word(Word),
}

/// Which certificates have a block.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(in crate::render::certificate) enum Only {
    /// Those that replace no other.
    Originals,
    Replacements,
}

/// Where a stack of lines stands in its area.
#[derive(Clone, Copy, Default, Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
pub(in crate::render::certificate) enum Valign {
    Bottom,
    Middle,
    #[default]
    Top,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawBlock {
    #[expect(dead_code, reason = "read from the table before, so that faults can name it")]
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
    only: Option<Only>,
    #[serde(default)]
    dx: f32,
    #[serde(default)]
    dy: f32,
}

/// Checks one block.
pub(in crate::render::certificate) fn block(
    side: Side,
    table: toml::Table,
    ground: &Ground<'_>,
) -> Result<Block, LayoutError> {
    let paper = ground.paper;
    let name = table.get("block").and_then(toml::Value::as_str).unwrap_or("without a name").to_owned();
    let raw: RawBlock = part(&name, table)?;
    let color = |text: Option<&String>| match text.map(String::as_str) {
        None | Some("ink") => Ok(paper.ink),
        Some("accent") => Ok(paper.accent),
        Some(text) => super::color(&name, text),
    };
    let size = bounded(&name, "size", raw.size, 4.0, 72.0)?;
    let english_size = bounded(&name, "english_size", raw.english_size.unwrap_or(size * 0.85), 4.0, 72.0)?;
    let least = bounded(&name, "min_size", raw.min_size.unwrap_or(size * 0.75), 4.0, size)?;
    let lines = raw.lines.unwrap_or(2);
    if !(1..=10).contains(&lines) {
        return Err(fault(&name, BlockFault::Lines));
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
    let area = ground.moved(side, &name, Area { at: raw.at, dx: raw.dx, dy: raw.dy })?;
    bounded(&name, "width", area.at[2], 5.0, 297.0)?;
    bounded(&name, "height", area.at[3], 2.0, 297.0)?;
    bounded(&name, "spacing", raw.spacing, -50.0, 400.0)?;
    let leading = bounded(&name, "leading", raw.leading.unwrap_or(1.2), 0.8, 3.0)?;
    let RawBlock { align, valign, underline, only, .. } = raw;
    Ok(Block { name, area, align, valign, lines, leading, underline, only, paragraphs })
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
            .ok_or_else(|| fault(block, BlockFault::Brace(text.to_owned())))?;
        if !plain.is_empty() {
            found.push(Piece::Text(std::mem::take(&mut plain)));
        }
        found.push(Piece::Word(
            name.parse().map_err(|UnknownWord(name)| fault(block, BlockFault::Placeholder { name }))?,
        ));
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

    #[test]
    fn doubled_braces_are_braces() {
        assert_eq!(pieces("x", "a {{b}} {number}"), Ok(vec![Piece::Text("a {b} ".into()), Piece::Word(Word::Number)]));
    }
}
