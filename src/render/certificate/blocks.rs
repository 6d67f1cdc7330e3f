//! Blocks of text: placeholders filled in, lines fitted to the block's area, and drawn.

use std::borrow::Cow;

use super::layout::{Block, Only, Paragraph, Piece, Valign};
use super::sheet::{Sheet, Word};
use crate::render::paper::canvas::{Canvas, MM, NoGlyph};
use crate::render::paper::line::Placed;
use crate::render::paper::text::Room;

impl Block {
    /// Whether the block is the same on every sheet.
    pub(super) fn is_fixed(&self) -> bool {
        self.only.is_none()
            && self
                .paragraphs
                .iter()
                .flat_map(|paragraph| &paragraph.pieces)
                .all(|piece| matches!(piece, Piece::Text(_)))
    }

    /// Whether the block names this word.
    pub(super) fn names(&self, word: Word) -> bool {
        self.paragraphs.iter().flat_map(|paragraph| &paragraph.pieces).any(|piece| *piece == Piece::Word(word))
    }

    /// The paragraphs' texts; none: the sheet lacks something that the block names, so it is left out.
    pub(super) fn texts<'a>(
        &'a self,
        sheet: Option<&Sheet<'a>>,
        page: usize,
        pages: usize,
    ) -> Option<Vec<Cow<'a, str>>> {
        match (self.only, sheet.map(|sheet| sheet.replaces.is_some())) {
            (Some(Only::Originals), Some(true)) | (Some(Only::Replacements), Some(false)) => None,
            _ => self.paragraphs.iter().map(|paragraph| paragraph.text(sheet, page, pages)).collect(),
        }
    }

    /// Fits the texts to the area: each as large as its width allows, then all of them smaller until
    /// they fit its height.
    pub(super) fn fitted<'t>(&self, texts: &'t [Cow<'_, str>]) -> Vec<Placed<'t>> {
        let [.., width, height] = self.area.at.map(|mm| mm * MM);
        let mut scale = 1.0;
        loop {
            let placed = self.scaled(texts, width, scale);
            let total: f32 = placed.iter().map(|line| line.height).sum();
            if total <= height + 0.01 || scale < 0.1 {
                return placed;
            }
            scale *= (height / total).clamp(0.5, 0.98);
        }
    }

    fn scaled<'t>(&self, texts: &'t [Cow<'_, str>], width: f32, scale: f32) -> Vec<Placed<'t>> {
        let mut placed = Vec::new();
        for (paragraph, text) in self.paragraphs.iter().zip(texts) {
            let Paragraph { setting, color, .. } = *paragraph;
            let room = Room { width, size: paragraph.size * scale, least: paragraph.least * scale, lines: self.lines };
            let (size, lines) = setting.fit(text, room);
            let height = size * self.leading;
            placed.extend(lines.into_iter().map(|line| Placed { line, setting, size, color, height }));
        }
        placed
    }

    /// Draws the block, unless the sheet lacks what it names.
    pub(super) fn draw(
        &self,
        canvas: &mut Canvas,
        sheet: Option<&Sheet<'_>>,
        page: usize,
        pages: usize,
    ) -> Result<(), NoGlyph> {
        let Some(texts) = self.texts(sheet, page, pages) else {
            return Ok(());
        };
        let placed = self.fitted(&texts);
        let [left, _, width, height] = self.area.at.map(|mm| mm * MM);
        let free = height - placed.iter().map(|line| line.height).sum::<f32>();
        let above = match self.valign {
            Valign::Bottom => free,
            Valign::Middle => free / 2.0,
            Valign::Top => 0.0,
        };
        let mut top = canvas.below_top(self.area.at[1]) - above;
        for (n, line) in placed.iter().enumerate() {
            let [from, to, baseline] = line.draw(canvas, self.align, (left, top), width)?;
            if self.underline && n == 0 {
                canvas.pen(line.color, line.size * 0.05);
                canvas.line((from, baseline - line.size * 0.16), (to, baseline - line.size * 0.16));
            }
            top -= line.height;
        }
        Ok(())
    }
}

impl Paragraph {
    fn text<'a>(&'a self, sheet: Option<&Sheet<'a>>, page: usize, pages: usize) -> Option<Cow<'a, str>> {
        let part = |piece: &'a Piece| match piece {
            Piece::Text(text) => Some(Cow::Borrowed(text.as_str())),
            Piece::Word(word) => word.on(sheet?, page, pages),
        };
        match self.pieces.as_slice() {
            [only] => part(only),
            pieces => pieces.iter().map(part).collect::<Option<String>>().map(Cow::Owned),
        }
    }
}
