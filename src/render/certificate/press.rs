//! The press: a form prepared once, then sheet after sheet.

use lopdf::{Stream, dictionary};
use printpdf::PdfPage;

use super::layout::{Area, Block, Layout, LayoutError, Rule, Side};
use super::sheet::Sheet;
use super::{ornament, units};
use crate::render::paper::canvas::{Canvas, MM, NoGlyph, Size};
use crate::render::paper::color::Shade;
use crate::render::paper::embed::Used;
use crate::render::paper::pdf::{self, About, Attachment, Parts};
use crate::render::paper::picture::Picture;
use crate::render::paper::text::Setting;
use crate::render::paper::{fonts, qr};

/// The smallest module in print, in millimetres.
const MODULE: f32 = 0.4;

/// What an LSP gives to have its sheets printed.
#[derive(Clone, Debug)]
pub struct Form {
    /// TOML, as `DIGITAL` and `BLANKO` are.
    pub layout: String,
    /// PNG or JPEG.
    pub logo: Option<Vec<u8>>,
    /// PNG or JPEG, drawn where the signatory signs.
    pub signature: Option<Vec<u8>>,
}

/// Why a sheet cannot be printed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PrintError {
    #[error("block {block:?}: no font has the letter {letter:?}")]
    Letter { block: String, letter: char },
    #[error("the photo must be a PNG or a JPEG of at most 40 megapixels")]
    Photo,
    #[error(transparent)]
    TooLarge(#[from] qr::TooLarge),
}

/// A form prepared once: layout checked, fonts and pictures ready. Prints thousands of sheets, from
/// several threads.
pub struct Press {
    layout: Layout,
    logo: Option<Picture>,
    signature: Option<Picture>,
    frame: Fixed,
    front: Fixed,
    back: Fixed,
    closing: Fixed,
}

/// What is the same on every sheet, drawn and compressed.
struct Fixed {
    drawn: Stream,
    used: Used,
}

impl Press {
    /// Prepares a form.
    ///
    /// # Errors
    /// A fault of the layout, with its block, or a picture that is neither PNG nor JPEG.
    pub fn new(form: &Form) -> Result<Self, LayoutError> {
        let layout: Layout = form.layout.parse()?;
        let picture = |file: &Option<Vec<u8>>, name, most| {
            let read = file.as_deref().map(|file| Picture::read(file, most)).transpose();
            read.map_err(|_| LayoutError::Picture { picture: name })
        };
        let (logo, signature) = (picture(&form.logo, "logo", 220)?, picture(&form.signature, "signature", 280)?);
        let rosette = layout.logo.filter(|_| logo.is_none() && layout.paper.ornament != super::layout::Ornament::None);
        Ok(Self {
            frame: Fixed::frame(&layout)?,
            front: Fixed::new(&layout, Side::Front, &layout.front, rosette)?,
            back: Fixed::new(&layout, Side::Back, &layout.back, None)?,
            closing: Fixed::new(&layout, Side::Closing, &layout.closing, None)?,
            logo,
            signature,
            layout,
        })
    }

    /// Prints a sheet: the front, then the list of units on as many pages as it needs.
    ///
    /// # Errors
    /// A letter that no font has, a photo that cannot be read, a link that fits no QR symbol.
    pub fn print(&self, sheet: &Sheet<'_>) -> Result<Vec<u8>, PrintError> {
        let table = &self.layout.units;
        let rows = units::rows(table, &self.layout.paper, &sheet.scheme.units);
        let counts = units::pages(table, &rows);
        let (total, symbol) = (counts.len() + 1, qr::symbol(sheet.link)?);
        let photo = sheet.photo.map(Picture::portrait).transpose().map_err(|_| PrintError::Photo)?;

        let mut pages = Vec::with_capacity(total);
        let mut used = self.frame.used.and(self.front.used).and(self.back.used).and(self.closing.used);
        let mut take = |canvas: Canvas, pages: &mut Vec<PdfPage>| {
            used = used.and(canvas.used);
            pages.push(canvas.page());
        };
        take(self.front_page(sheet, total, &symbol)?, &mut pages);
        let mut from = 0;
        for (number, count) in (2..).zip(&counts) {
            let part = &rows[from..from + count];
            from += count;
            let mut canvas = Canvas::new(self.layout.paper.size());
            canvas.place("frame", SAME);
            canvas.place("back", SAME);
            draw_all(&self.layout.back, &mut canvas, sheet, number, total)?;
            units::draw(&mut canvas, table, &self.layout.paper, part).map_err(|e| letter("units", e))?;
            if number == total {
                canvas.place("closing", SAME);
                self.photo(&mut canvas, photo.is_some()).map_err(|e| letter("photo", e))?;
                draw_all(&self.layout.closing, &mut canvas, sheet, number, total)?;
            }
            take(canvas, &mut pages);
        }

        let forms = [("frame", &self.frame), ("front", &self.front), ("back", &self.back), ("closing", &self.closing)];
        let mut forms: Vec<_> = forms.into_iter().map(|(name, fixed)| (name, fixed.drawn.clone())).collect();
        forms.extend(self.layout.qr.map(|_| ("qr", modules(&symbol))));
        let pictures = [("logo", &self.logo), ("signature", &self.signature), ("photo", &photo)];
        let pictures = pictures.into_iter().filter_map(|(name, picture)| Some((name, picture.as_ref()?))).collect();
        Ok(Parts { pages, used, forms, pictures, attachments: vec![token(sheet)], about: about(sheet) }.file())
    }

    fn front_page(&self, sheet: &Sheet<'_>, pages: usize, symbol: &qr::Symbol) -> Result<Canvas, PrintError> {
        let mut canvas = Canvas::new(self.layout.paper.size());
        canvas.place("frame", SAME);
        canvas.place("front", SAME);
        if let (Some(area), Some(logo)) = (self.layout.logo, &self.logo) {
            canvas.place("logo", within(canvas.size, area, logo));
        }
        if let (Some(area), Some(signature)) = (self.layout.signature, &self.signature) {
            canvas.place("signature", within(canvas.size, area, signature));
        }
        if let Some(square) = self.layout.qr {
            let count = symbol.width() as f32;
            let module = (square.size / count).max(MODULE) * MM;
            let (x, top) = (square.at[0] * MM, canvas.below_top(square.at[1]));
            let (side, quiet) = (module * count, module * qr::QUIET as f32);
            canvas.fill(Shade([1.0; 3]));
            canvas.area([x - quiet, top - side - quiet, side + 2.0 * quiet, side + 2.0 * quiet]);
            canvas.place("qr", [module, 0.0, 0.0, -module, x, top]);
        }
        draw_all(&self.layout.front, &mut canvas, sheet, 1, pages)?;
        Ok(canvas)
    }

    /// The photo, or a box for one to be glued in.
    fn photo(&self, canvas: &mut Canvas, given: bool) -> Result<(), NoGlyph> {
        let Some(photo) = &self.layout.photo else {
            return Ok(());
        };
        let [x, y, width, height] = photo.at;
        let (left, bottom, width, height) = (x * MM, canvas.below_top(y + height), width * MM, height * MM);
        if given {
            canvas.place("photo", [width, 0.0, 0.0, height, left, bottom]);
        } else {
            let style = fonts::Style::Regular;
            let setting = Setting { face: fonts::Face::of(self.layout.paper.font, style), tracking: 0.0 };
            let shade = self.layout.paper.ink.tint(0.6);
            let wide = setting.measure(&photo.caption) * photo.size / 1000.0;
            let at = (left + (width - wide) / 2.0, bottom + height / 2.0 - photo.size * 0.3);
            canvas.text(&photo.caption, setting, photo.size, shade, at)?;
        }
        canvas.pen(self.layout.paper.ink.tint(0.6), 0.4);
        canvas.frame([left, bottom, width, height]);
        Ok(())
    }
}

/// The signed bytes, as a file inside the file.
fn token<'a>(sheet: &Sheet<'a>) -> Attachment<'a> {
    Attachment {
        name: "token.cwt",
        media_type: "application/cwt",
        description: "The signed certificate (CWT, RFC 8392)",
        content: sheet.token,
    }
}

/// No name stands in it: descriptions are shown in lists of files.
fn about<'a>(sheet: &Sheet<'a>) -> About<'a> {
    let number = sheet.number;
    About {
        title: format!("Sertifikat Kompetensi No. {number}"),
        subject: format!("Sertifikat Kompetensi / Certificate of Competence No. {number}"),
        keywords: format!("{number}, sertifikat kompetensi, BNSP"),
        author: &sheet.lsp.name_id,
        day: sheet.term.issued_on,
    }
}

const SAME: [f32; 6] = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

fn letter(block: &str, NoGlyph(letter): NoGlyph) -> PrintError {
    PrintError::Letter { block: block.to_owned(), letter }
}

fn unset(block: &str, NoGlyph(letter): NoGlyph) -> LayoutError {
    LayoutError::Block { block: block.to_owned(), fault: format!("no font has the letter {letter:?}") }
}

fn draw_all(
    blocks: &[Block],
    canvas: &mut Canvas,
    sheet: &Sheet<'_>,
    page: usize,
    pages: usize,
) -> Result<(), PrintError> {
    let own = blocks.iter().filter(|block| !block.is_fixed());
    own.into_iter()
        .try_for_each(|block| block.draw(canvas, Some(sheet), page, pages).map_err(|e| letter(&block.name, e)))
}

/// The matrix that puts a picture's unit square into the middle of an area, as large as fits.
fn within(page: Size, area: Area, picture: &Picture) -> [f32; 6] {
    let [x, y, width, height] = area.at;
    let (wide, high) = (picture.width.max(1) as f32, picture.height.max(1) as f32);
    let scale = (width / wide).min(height / high);
    let (own_width, own_height) = (wide * scale, high * scale);
    let (left, bottom) = (x + (width - own_width) / 2.0, y + height - (height - own_height) / 2.0);
    [own_width * MM, 0.0, 0.0, own_height * MM, left * MM, page.below_top(bottom)]
}

/// The dark modules as one path, a module being one unit, rows counted downwards.
fn modules(symbol: &qr::Symbol) -> Stream {
    let rectangles = symbol.rectangles();
    let mut path = Vec::with_capacity(rectangles.len() * 14 + 8);
    path.extend(b"0 g\n");
    for rectangle in rectangles {
        // Two digits are enough for 97 modules, and formatting would take longer than all else here.
        for number in rectangle {
            if number >= 10 {
                path.push(b'0' + (number / 10) as u8);
            }
            path.extend([b'0' + (number % 10) as u8, b' ']);
        }
        path.extend(b"re\n");
    }
    path.push(b'f');
    let mut stream = pdf::deflated(&path, pdf::quick());
    let width = symbol.width() as i64;
    stream.dict.set("BBox", vec![0.into(), 0.into(), width.into(), width.into()]);
    stream
}

impl Fixed {
    /// What is the same on every page.
    fn frame(layout: &Layout) -> Result<Self, LayoutError> {
        let mut canvas = Canvas::new(layout.paper.size());
        if let Some(word) = &layout.watermark {
            ornament::watermark(&mut canvas, word, layout.paper.font).map_err(|e| unset("watermark", e))?;
        }
        ornament::frame(&mut canvas, layout.paper.ornament, layout.paper.accent);
        Ok(Self::of(canvas))
    }

    fn new(layout: &Layout, side: Side, blocks: &[Block], rosette: Option<Area>) -> Result<Self, LayoutError> {
        let mut canvas = Canvas::new(layout.paper.size());
        let paper = &layout.paper;
        if side == Side::Back {
            units::head(&mut canvas, &layout.units, paper).map_err(|e| unset("units", e))?;
        }
        if let Some(Area { at: [x, y, width, height], .. }) = rosette {
            let center = ((x + width / 2.0) * MM, canvas.below_top(y + height / 2.0));
            ornament::rosette(&mut canvas, center, width.min(height) / 2.0 * MM, paper.accent);
        }
        let own = |rule: &&Rule| rule.page == side;
        layout.lines.iter().filter(own).for_each(|rule| ornament::rule(&mut canvas, rule, paper.accent));
        for block in blocks.iter().filter(|block| block.is_fixed()) {
            block.draw(&mut canvas, None, 0, 0).map_err(|e| unset(&block.name, e))?;
        }
        Ok(Self::of(canvas))
    }

    fn of(canvas: Canvas) -> Self {
        let (used, size) = (canvas.used, canvas.size);
        let mut drawn = pdf::deflated(&pdf::operations(canvas.page()), pdf::smallest());
        let edges = [0.0, 0.0, size.width * MM, size.height * MM].map(lopdf::Object::Real);
        drawn.dict.extend(&dictionary! { "BBox" => edges.to_vec() });
        Self { drawn, used }
    }
}
