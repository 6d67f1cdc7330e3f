//! The press: a design prepared once, then sheet after sheet.

use jiff::civil::Date;
use printpdf::PdfPage;

use super::fixed::Fixed;
use super::geometry::Misplaced;
use super::layout::{Area, Block, Layout, LayoutError, Ornament, PictureOf, Side};
use super::printer::Printer;
use super::sheet::{Sheet, Word};
use super::{geometry, ruler, symbol, units};
use crate::render::paper::canvas::{Canvas, MM, NoGlyph, Size};
use crate::render::paper::pdf::{About, Attachment, Parts};
use crate::render::paper::picture::Picture;
use crate::render::paper::text::Setting;
use crate::render::paper::{fonts, qr};

/// What an LSP gives to have its sheets printed.
#[derive(Clone, Debug)]
pub struct DesignParts {
    /// TOML, as `DIGITAL` and `BLANKO` are.
    pub layout: String,
    pub pictures: Pictures,
}

/// Pictures of an LSP, PNG or JPEG.
#[derive(Clone, Debug, Default)]
pub struct Pictures {
    pub logo: Option<Vec<u8>>,
    /// Drawn where the signatory signs, on the face.
    pub signature: Option<Vec<u8>>,
    /// Drawn where the certification manager signs, below the list of units.
    pub manager_signature: Option<Vec<u8>>,
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

/// A design prepared once: layout checked, fonts and pictures ready. Prints thousands of sheets, from
/// several threads.
pub struct Press {
    layout: Layout,
    logo: Option<Picture>,
    signature: Option<Picture>,
    manager_signature: Option<Picture>,
    frame: Fixed,
    front: Fixed,
    back: Fixed,
    closing: Fixed,
}

impl Press {
    /// Prepares a design.
    ///
    /// # Errors
    /// A fault of the layout, with its block, or a picture that is neither PNG nor JPEG.
    pub fn new(design: &DesignParts) -> Result<Self, LayoutError> {
        Self::for_printer(design, &Printer::default())
    }

    /// Prepares a design, moved by a printer's offsets.
    ///
    /// # Errors
    /// As [`Press::new`]; a block that the offsets push off the sheet, or that the layout does not have.
    pub fn for_printer(design: &DesignParts, printer: &Printer) -> Result<Self, LayoutError> {
        let layout = Layout::read(&design.layout, printer)?;
        let picture = |file: &Option<Vec<u8>>, name, most| {
            let read = file.as_deref().map(|file| Picture::read(file, most)).transpose();
            read.map_err(|_| LayoutError::Picture(name))
        };
        let Pictures { logo, signature, manager_signature } = &design.pictures;
        let logo = picture(logo, PictureOf::Logo, 220)?;
        let instead =
            layout.logo.filter(|place| place.rosette && logo.is_none() && layout.paper.ornament != Ornament::None);
        let rosette = layout.rosette.or_else(|| instead.map(|place| Area { at: place.at, dx: 0.0, dy: 0.0 }));
        Ok(Self {
            frame: Fixed::frame(&layout)?,
            front: Fixed::new(&layout, Side::Front, &layout.front, rosette)?,
            back: Fixed::new(&layout, Side::Back, &layout.back, None)?,
            closing: Fixed::new(&layout, Side::Closing, &layout.closing, None)?,
            logo,
            signature: picture(signature, PictureOf::Signature, 280)?,
            manager_signature: picture(manager_signature, PictureOf::ManagerSignature, 280)?,
            layout,
        })
    }

    /// Whether a sheet says the serial of the preprinted one that it is on.
    #[must_use]
    pub fn says_serial(&self) -> bool {
        let Layout { front, back, closing, .. } = &self.layout;
        [front, back, closing].into_iter().flatten().any(|block| block.names(Word::Blanko))
    }

    /// Prints a sheet: the front, then the list of units on as many pages as it needs.
    ///
    /// # Errors
    /// A letter that no font has, a photo that cannot be read, a link that fits no QR symbol.
    pub fn print(&self, sheet: &Sheet<'_>) -> Result<Vec<u8>, PrintError> {
        let table = &self.layout.units;
        let mut rows = units::rows(table, &self.layout.paper, &sheet.scheme.units);
        units::stretch(table, &mut rows);
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
                let lift = units::lift(table, part);
                canvas.raised(lift, |canvas| self.close(canvas, sheet, photo.is_some(), total))?;
            }
            take(canvas, &mut pages);
        }

        let forms = [("frame", &self.frame), ("front", &self.front), ("back", &self.back), ("closing", &self.closing)];
        let mut forms: Vec<_> = forms.into_iter().map(|(name, fixed)| (name.into(), fixed.drawn.clone())).collect();
        forms.extend(self.layout.qr.map(|_| (symbol::NAME.into(), symbol::modules(&symbol))));
        let (layout, unused) = (&self.layout, self.layout.paper.unused_pictures);
        let pictures = [
            ("logo", &self.logo, layout.logo.is_some()),
            ("signature", &self.signature, layout.signature.is_some()),
            ("manager_signature", &self.manager_signature, layout.manager_signature.is_some()),
            ("photo", &photo, layout.photo.is_some()),
        ];
        let pictures = pictures.into_iter().filter(|(.., drawn)| *drawn || unused);
        let pictures = pictures.filter_map(|(name, picture, _)| Some((name, picture.as_ref()?))).collect();
        Ok(Parts { pages, used, forms, pictures, attachments: vec![token(sheet)], about: about(sheet) }.file())
    }

    /// The names of its blocks, in the layout's order of sides, each once.
    #[must_use]
    pub fn blocks(&self) -> Vec<&str> {
        let mut names = Vec::new();
        for part in geometry::parts(&self.layout) {
            if !names.contains(&part.name) {
                names.push(part.name);
            }
        }
        names
    }

    /// What stands beyond the frame or upon another part.
    #[must_use]
    pub fn misplaced(&self) -> Vec<Misplaced> {
        geometry::misplaced(&self.layout)
    }

    /// A page of rulers for each side of the sheet, showing where each block lies. `author` and `day` stand in the
    /// file's description.
    ///
    /// # Errors
    /// A block's name has a letter that no font has.
    pub fn ruler(&self, author: &str, day: Date) -> Result<Vec<u8>, PrintError> {
        let title = "Penggaris / Ruler".to_owned();
        let about = About { subject: title.clone(), keywords: title.clone(), title, author, day };
        ruler::draw(&self.layout, about).map_err(|e| letter("ruler", e))
    }

    fn front_page(&self, sheet: &Sheet<'_>, pages: usize, symbol: &qr::Symbol) -> Result<Canvas, PrintError> {
        let mut canvas = Canvas::new(self.layout.paper.size());
        canvas.place("frame", SAME);
        canvas.place("front", SAME);
        if let (Some(place), Some(logo)) = (self.layout.logo, &self.logo) {
            canvas.place("logo", within(canvas.size, place.at, logo));
        }
        if let (Some(area), Some(signature)) = (self.layout.signature, &self.signature) {
            canvas.place("signature", within(canvas.size, area.at, signature));
        }
        if let Some(square) = self.layout.qr {
            symbol::draw(&mut canvas, square, symbol);
        }
        draw_all(&self.layout.front, &mut canvas, sheet, 1, pages)?;
        Ok(canvas)
    }

    /// What closes the list of units.
    fn close(&self, canvas: &mut Canvas, sheet: &Sheet<'_>, photo: bool, page: usize) -> Result<(), PrintError> {
        canvas.place("closing", SAME);
        self.photo(canvas, photo).map_err(|e| letter("photo", e))?;
        if let (Some(area), Some(signature)) = (self.layout.manager_signature, &self.manager_signature) {
            canvas.place("manager_signature", within(canvas.size, area.at, signature));
        }
        draw_all(&self.layout.closing, canvas, sheet, page, page)
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
fn within(page: Size, [x, y, width, height]: [f32; 4], picture: &Picture) -> [f32; 6] {
    let (wide, high) = (picture.width.max(1) as f32, picture.height.max(1) as f32);
    let scale = (width / wide).min(height / high);
    let (own_width, own_height) = (wide * scale, high * scale);
    let (left, bottom) = (x + (width - own_width) / 2.0, y + height - (height - own_height) / 2.0);
    [own_width * MM, 0.0, 0.0, own_height * MM, left * MM, page.below_top(bottom)]
}
