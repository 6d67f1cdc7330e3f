//! Text on a page of a report.

use lopdf::{Object, Stream, dictionary};

use crate::render::paper::canvas::{Canvas, MM};
use crate::render::paper::color::Shade;
use crate::render::paper::fonts::{Face, Family, Style, printable};
use crate::render::paper::pdf;
use crate::render::paper::text::Setting;
use crate::words::Lang;
use crate::words::edition::Edition;

pub(super) const SAME: [f32; 6] = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// The left edge and the width of what stands on a page, in points.
pub(super) const LEFT: f32 = 42.0;
pub(super) const WIDTH: f32 = 511.0;

pub(super) const INK: Shade = Shade([0.1, 0.1, 0.1]);
pub(super) const GREY: Shade = Shade([0.36, 0.38, 0.38]);
pub(super) const GREEN: Shade = Shade([0.04, 0.36, 0.29]);
pub(super) const RED: Shade = Shade([0.62, 0.11, 0.08]);
pub(super) const RULE: Shade = Shade([0.74, 0.77, 0.76]);

/// How a text is set.
#[derive(Clone, Copy)]
pub(super) struct Look {
    pub(super) style: Style,
    /// Points.
    pub(super) size: f32,
    pub(super) shade: Shade,
}

impl Look {
    pub(super) const fn new(style: Style, size: f32, shade: Shade) -> Self {
        Self { style, size, shade }
    }

    fn setting(self) -> Setting {
        Setting { face: Face::of(Family::Sans, self.style), tracking: 0.0 }
    }

    /// From one line to the next.
    pub(super) fn lead(self) -> f32 {
        self.size * 1.24
    }

    /// The lines of a text in so many points; none of an empty one.
    pub(super) fn lines(self, text: &str, width: f32) -> Vec<String> {
        let text = printed(text);
        if text.is_empty() {
            return Vec::new();
        }
        let lines = self.setting().wrap(&text, width * 1000.0 / self.size);
        lines.into_iter().map(|line| line.text.to_owned()).collect()
    }

    fn width(self, text: &str) -> f32 {
        self.setting().measure(text) * self.size / 1000.0
    }
}

/// Sets texts on a page.
pub(super) struct Pen<'c> {
    pub(super) canvas: &'c mut Canvas,
    pub(super) words: &'static Edition,
}

impl<'c> Pen<'c> {
    pub(super) fn on(canvas: &'c mut Canvas, words: &'static Edition) -> Self {
        Self { canvas, words }
    }

    /// Sets a line with its top at a height, and gives that of the next.
    pub(super) fn line(&mut self, text: &str, look: Look, x: f32, top: f32) -> f32 {
        let (text, baseline) = (printed(text), top - look.size * 0.95);
        let set = self.canvas.text(&text, look.setting(), look.size, look.shade, (x, baseline));
        set.expect("what no font has was spelt out");
        top - look.lead()
    }

    /// Sets a text in as many lines as it needs.
    pub(super) fn text(&mut self, text: &str, look: Look, (x, width): (f32, f32), top: f32) -> f32 {
        look.lines(text, width).iter().fold(top, |top, line| self.line(line, look, x, top))
    }

    /// Sets a line that ends at a place.
    pub(super) fn line_to(&mut self, text: &str, look: Look, right: f32, top: f32) {
        let text = printed(text);
        self.line(&text, look, right - look.width(&text), top);
    }

    /// A message in Indonesian, and in English behind it in small.
    pub(super) fn twice(&mut self, key: &str, look: Look, (x, width): (f32, f32), top: f32) -> f32 {
        let top = self.text(&self.words.say(Lang::Id, key, &[]), look, (x, width), top);
        let english = Look { style: Style::Italic, shade: GREY, size: look.size - 0.6 };
        self.text(&self.words.say(Lang::En, key, &[]), english, (x, width), top)
    }

    /// A line across the page.
    pub(super) fn rule(&mut self, at: f32, shade: Shade, weight: f32) {
        self.canvas.pen(shade, weight);
        self.canvas.line((LEFT, at), (LEFT + WIDTH, at));
    }
}

/// A text as it can be printed: every letter that some font lacks by its number.
pub(super) fn printed(text: &str) -> String {
    let mut printed = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\t' | '\n' | '\r' => printed.push(' '),
            c if printable(c) => printed.push(c),
            c => printed.push_str(&format!("[U+{:04X}]", u32::from(c))),
        }
    }
    printed
}

/// A page as a form, compressed.
pub(super) fn form(canvas: Canvas) -> Stream {
    let size = canvas.size;
    let mut drawn = pdf::deflated(&pdf::operations(canvas.page()), pdf::quick());
    let edges = [0.0, 0.0, size.width * MM, size.height * MM].map(Object::Real);
    drawn.dict.extend(&dictionary! { "BBox" => edges.to_vec() });
    drawn
}
