//! Which letters of a page a person sees.
//!
//! A letter is seen when most of its outline is its own at the end ([`owners`](super::owners)), when those pixels
//! differ in the page's picture from what is around them, and when it is large enough to be read.

use std::collections::HashSet;

use image::GrayImage;

use super::owners::{Glyph, Owned};

/// The share of a letter that must be its own and stand out.
const SHARE: f64 = 0.5;

/// Points of an em below which nobody reads, on a page of A4's height: sheets have 5 and more.
const SMALLEST: f64 = 3.5;

/// Levels of grey of 255 by which ink and paper differ at least.
const CONTRAST: u8 = 40;

/// A letter of so many points and more, such as one of a light word across the page, is paper to those upon it, and
/// is seen by less.
const LARGE: f64 = 60.0;
const LARGE_CONTRAST: u8 = 12;
const LARGE_SHARE: f64 = 0.2;

/// Pixels around a letter that are taken for its paper.
const AROUND: u32 = 3;

/// What was found of a page's letters.
pub(super) struct Judged {
    pub(super) visible: Vec<bool>,
    /// Whether there are some that nobody sees.
    pub(super) hides: bool,
    /// Whether there are some to be seen that have not the shape of what they are said to be.
    pub(super) strange: bool,
}

/// Judges each letter; `point` is the pixels of a point on a page of A4's height.
pub(super) fn judge(glyphs: &[Glyph], owned: &Owned, picture: &GrayImage, point: f64) -> Judged {
    let is_large = |glyph: &Glyph| glyph.least >= LARGE * point;
    let large: HashSet<u32> =
        (1..).zip(glyphs).filter(|(_, glyph)| is_large(glyph)).map(|(number, _)| number).collect();
    let is_seen = |(number, glyph): (u32, &Glyph)| {
        if glyph.letter.word.trim().is_empty() {
            return true;
        }
        let (share, contrast) = if is_large(glyph) { (LARGE_SHARE, LARGE_CONTRAST) } else { (SHARE, CONTRAST) };
        glyph.area > 0.0
            && glyph.least >= SMALLEST * point
            && own(glyph, number, &large, owned, picture, contrast) >= glyph.area * share
    };
    let visible: Vec<bool> = (1..).zip(glyphs).map(is_seen).collect();
    let hides = visible.contains(&false);
    let strange = glyphs.iter().zip(&visible).any(|(glyph, seen)| *seen && !glyph.known);
    Judged { visible, hides, strange }
}

/// Pixels that are a letter's own and differ from its paper: from the level of what is around it and is neither it
/// nor another letter but a large one, of which half is as bright or brighter.
fn own(glyph: &Glyph, number: u32, large: &HashSet<u32>, owned: &Owned, picture: &GrayImage, contrast: u8) -> f64 {
    let Some(bounds) = glyph.bounds else { return 0.0 };
    let (width, height) = picture.dimensions();
    let clamp = |value: f64, most: u32| (value.max(0.0) as u32).min(most);
    let (left, top) = (clamp(bounds.x0, width), clamp(bounds.y0, height));
    let (right, bottom) = (clamp(bounds.x1.ceil(), width), clamp(bounds.y1.ceil(), height));
    let (mut inside, mut around) = ([0_u32; 256], [0_u32; 256]);
    let rows = top.saturating_sub(AROUND)..(bottom + AROUND).min(height);
    // A letter as large as the page is sampled.
    let step = (rows.len() as u32) / 200 + 1;
    for y in rows.step_by(step as usize) {
        for x in (left.saturating_sub(AROUND)..(right + AROUND).min(width)).step_by(step as usize) {
            let owner = owned.at(x, y);
            let level = usize::from(picture.get_pixel(x, y).0[0]);
            if owner == number {
                inside[level] += step * step;
            } else if owner == 0 || large.contains(&owner) {
                around[level] += 1;
            }
        }
    }
    let total: u32 = around.iter().sum();
    let mut below = 0;
    let paper = (0..=255).zip(around).find_map(|(level, count)| {
        below += count;
        (below * 2 >= total && total > 0).then_some(level)
    });
    let Some(paper) = paper else { return 0.0 };
    (0..=255_u8).zip(inside).filter(|(level, _)| level.abs_diff(paper) >= contrast).map(|(_, n)| f64::from(n)).sum()
}
