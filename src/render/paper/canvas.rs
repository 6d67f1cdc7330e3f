//! One page in the making: operations of `printpdf`, in points from the bottom left corner.

use printpdf::{
    Color, DictItem, FontId, Line as Path, LinePoint, Mm, Op, PaintMode, PdfFontHandle, Point, Polygon, PolygonRing,
    Pt, Rect, Rgb, TextItem, TextMatrix, WindingOrder, XObjectId, XObjectTransform,
};

use super::color::Shade;
use super::embed::{self, Used};
use super::text::Setting;

/// Points in a millimetre.
pub(in crate::render) const MM: f32 = 72.0 / 25.4;

/// Width and height of a page in millimetres.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::render) struct Size {
    pub(in crate::render) width: f32,
    pub(in crate::render) height: f32,
}

impl Size {
    /// A4, upright.
    pub(in crate::render) const A4: Self = Self { width: 210.0, height: 297.0 };

    /// The page turned by a quarter.
    pub(in crate::render) const fn turned(self) -> Self {
        Self { width: self.height, height: self.width }
    }

    /// From millimetres below the page's top edge to points above its bottom edge.
    pub(in crate::render) fn below_top(self, mm: f32) -> f32 {
        (self.height - mm) * MM
    }
}

/// A letter that a face lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::render) struct NoGlyph(pub(in crate::render) char);

/// Collects the operations of a page and the fonts they need.
pub(in crate::render) struct Canvas {
    pub(in crate::render) size: Size,
    pub(in crate::render) ops: Vec<Op>,
    pub(in crate::render) used: Used,
    font: Option<(FontOf, f32)>,
    color: Option<Shade>,
    tracking: f32,
}

/// A face's index and which of its programs.
type FontOf = (usize, usize);

/// Hundredths of a point are finer than any printer, and shorter to write.
fn short(points: f32) -> Pt {
    Pt((points * 100.0).round() / 100.0)
}

fn point(x: f32, y: f32) -> Point {
    Point { x: short(x), y: short(y) }
}

fn color(Shade([r, g, b]): Shade) -> Color {
    let short = |part: f32| (part * 1000.0).round() / 1000.0;
    Color::Rgb(Rgb { r: short(r), g: short(g), b: short(b), icc_profile: None })
}

impl Canvas {
    /// An empty page.
    pub(in crate::render) fn new(size: Size) -> Self {
        Self { size, ops: Vec::new(), used: Used::default(), font: None, color: None, tracking: 0.0 }
    }

    /// As [`Size::below_top`].
    pub(in crate::render) fn below_top(&self, mm: f32) -> f32 {
        self.size.below_top(mm)
    }

    /// Sets one line of text with its baseline beginning at a point.
    pub(in crate::render) fn text(
        &mut self,
        text: &str,
        setting: Setting,
        size: f32,
        shade: Shade,
        (x, y): (f32, f32),
    ) -> Result<(), NoGlyph> {
        let matrix = TextMatrix::Translate(short(x), short(y));
        self.text_along(text, setting, size, shade, matrix)
    }

    /// Sets one line of text along a matrix.
    pub(in crate::render) fn text_along(
        &mut self,
        text: &str,
        setting: Setting,
        size: f32,
        shade: Shade,
        matrix: TextMatrix,
    ) -> Result<(), NoGlyph> {
        self.fill(shade);
        self.ops.push(Op::StartTextSection);
        self.ops.push(Op::SetTextMatrix { matrix });
        let tracking = short(setting.tracking * size / 1000.0).0;
        if tracking != self.tracking {
            self.tracking = tracking;
            self.ops.push(Op::SetCharacterSpacing { multiplier: tracking });
        }
        let face = setting.face;
        let (mut items, mut run, mut codes, mut before) = (Vec::new(), String::new(), Vec::new(), None);
        let mut composite = 0;
        for c in text.chars() {
            let glyph = face.glyph(c).ok_or(NoGlyph(c))?;
            if glyph.program != composite {
                self.show_composite((face.index, composite), size, &mut codes);
                composite = glyph.program;
            }
            match glyph.program {
                0 => {
                    let kern = before.map_or(0, |left| face.kern(left, c));
                    if kern != 0 {
                        items.push(TextItem::Text(std::mem::take(&mut run)));
                        items.push(TextItem::Offset(f32::from(-kern)));
                    }
                    run.push(c);
                }
                _ => {
                    self.show_base(face.index, size, &mut items, &mut run);
                    codes.extend(glyph.place.to_be_bytes());
                }
            }
            before = Some(c);
        }
        self.show_base(face.index, size, &mut items, &mut run);
        self.show_composite((face.index, composite), size, &mut codes);
        self.ops.push(Op::EndTextSection);
        Ok(())
    }

    /// `printpdf` knows nothing of these fonts, so it encodes the text in WinAnsi: just what they take.
    fn show_base(&mut self, face: usize, size: f32, items: &mut Vec<TextItem>, run: &mut String) {
        if !run.is_empty() {
            items.push(TextItem::Text(std::mem::take(run)));
        }
        if !items.is_empty() {
            self.font((face, 0), size);
            self.ops.push(Op::ShowText { items: std::mem::take(items) });
        }
    }

    fn show_composite(&mut self, font: FontOf, size: f32, codes: &mut Vec<u8>) {
        if !codes.is_empty() {
            self.font(font, size);
            let value = vec![DictItem::Bytes(std::mem::take(codes))];
            self.ops.push(Op::Unknown { key: "Tj".into(), value });
        }
    }

    fn font(&mut self, font: FontOf, size: f32) {
        let size = short(size);
        if self.font != Some((font, size.0)) {
            self.font = Some((font, size.0));
            self.used.insert(font.0, font.1);
            let font = PdfFontHandle::External(FontId(embed::resource(font.0, font.1)));
            self.ops.push(Op::SetFont { font, size });
        }
    }

    /// Sets the colour of text and areas.
    pub(in crate::render) fn fill(&mut self, shade: Shade) {
        if self.color != Some(shade) {
            self.color = Some(shade);
            self.ops.push(Op::SetFillColor { col: color(shade) });
        }
    }

    /// Sets the colour and weight (points) of lines.
    pub(in crate::render) fn pen(&mut self, shade: Shade, weight: f32) {
        self.ops.push(Op::SetOutlineColor { col: color(shade) });
        self.ops.push(Op::SetOutlineThickness { pt: Pt(weight) });
    }

    /// Draws a line through points; those marked `true` are handles of curves.
    pub(in crate::render) fn path(&mut self, points: &[(f32, f32, bool)], closed: bool) {
        let points = points.iter().map(|(x, y, bezier)| LinePoint { p: point(*x, *y), bezier: *bezier }).collect();
        self.ops.push(Op::DrawLine { line: Path { points, is_closed: closed } });
    }

    /// Draws a straight line.
    pub(in crate::render) fn line(&mut self, from: (f32, f32), to: (f32, f32)) {
        self.path(&[(from.0, from.1, false), (to.0, to.1, false)], false);
    }

    /// Draws the outline of a rectangle: left, bottom, width, height.
    pub(in crate::render) fn frame(&mut self, at: [f32; 4]) {
        self.rectangle(at, PaintMode::Stroke);
    }

    /// Fills a rectangle: left, bottom, width, height.
    pub(in crate::render) fn area(&mut self, at: [f32; 4]) {
        self.rectangle(at, PaintMode::Fill);
    }

    fn rectangle(&mut self, [x, y, width, height]: [f32; 4], mode: PaintMode) {
        let (x, y, width, height) = (short(x), short(y), short(width), short(height));
        let rectangle = Rect { x, y, width, height, mode: Some(mode), winding_order: Some(WindingOrder::NonZero) };
        self.ops.push(Op::DrawRectangle { rectangle });
    }

    /// Fills a closed shape of straight sides.
    pub(in crate::render) fn shape(&mut self, corners: &[(f32, f32)]) {
        let points = corners.iter().map(|(x, y)| LinePoint { p: point(*x, *y), bezier: false }).collect();
        let polygon = Polygon {
            rings: vec![PolygonRing { points }],
            mode: PaintMode::Fill,
            winding_order: WindingOrder::NonZero,
        };
        self.ops.push(Op::DrawPolygon { polygon });
    }

    /// Draws a form or picture of the resources, its unit square or own space mapped by a matrix.
    pub(in crate::render) fn place(&mut self, name: &str, matrix: [f32; 6]) {
        self.ops.push(Op::SaveGraphicsState);
        self.ops.push(Op::SetTransformationMatrix { matrix: printpdf::CurTransMat::Raw(matrix) });
        let transform = XObjectTransform { no_auto_scale: true, ..XObjectTransform::default() };
        self.ops.push(Op::UseXobject { id: XObjectId(name.to_owned()), transform });
        self.ops.push(Op::RestoreGraphicsState);
    }

    /// Draws what `draw` draws so many points higher.
    ///
    /// # Errors
    /// As `draw`.
    pub(in crate::render) fn raised<E>(
        &mut self,
        points: f32,
        draw: impl FnOnce(&mut Self) -> Result<(), E>,
    ) -> Result<(), E> {
        if points == 0.0 {
            return draw(self);
        }
        let matrix = printpdf::CurTransMat::Raw([1.0, 0.0, 0.0, 1.0, 0.0, short(points).0]);
        self.ops.push(Op::SaveGraphicsState);
        self.ops.push(Op::SetTransformationMatrix { matrix });
        draw(self)?;
        self.ops.push(Op::RestoreGraphicsState);
        // What was set in between is forgotten by the page, so it must be said again.
        (self.font, self.color, self.tracking) = (None, None, f32::NAN);
        Ok(())
    }

    /// The finished page.
    pub(in crate::render) fn page(self) -> printpdf::PdfPage {
        printpdf::PdfPage::new(Mm(self.size.width), Mm(self.size.height), self.ops)
    }
}
