//! Pages into a file: `printpdf` writes the pages' operations, and what it would do anew for every
//! file (fonts, pictures, what never changes) is put beside them ready-made through `lopdf`, as are
//! attachments (ISO 32000-2, 14.13: associated files) and the entries that must not depend on a clock.

use std::borrow::Cow;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use jiff::civil::Date;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};
use printpdf::{PdfDocument, PdfPage, PdfSaveOptions};
use sha2::{Digest, Sha256};

use super::embed::{self, Used};
use super::picture::Picture;

/// Neither subsetting nor compressing: both were done beforehand. Not secure: lets operations
/// through that `printpdf` does not know.
const OPTIONS: PdfSaveOptions =
    PdfSaveOptions { optimize: false, subset_fonts: false, secure: false, image_optimization: None };

/// Bytes of an attachment from which it is compressed; signed bytes hardly would be.
const LONG: usize = 2048;

/// What goes into a file beside its pages.
pub(in crate::render) struct Parts<'a> {
    pub(in crate::render) pages: Vec<PdfPage>,
    pub(in crate::render) used: Used,
    /// Drawn by name: what never changes, already compressed.
    pub(in crate::render) forms: Vec<(Cow<'static, str>, Stream)>,
    pub(in crate::render) pictures: Vec<(&'static str, &'a Picture)>,
    pub(in crate::render) attachments: Vec<Attachment<'a>>,
    pub(in crate::render) about: About<'a>,
}

/// A file inside the file, associated with it as its data.
pub(in crate::render) struct Attachment<'a> {
    /// ASCII.
    pub(in crate::render) name: &'static str,
    pub(in crate::render) media_type: &'static str,
    pub(in crate::render) description: &'static str,
    pub(in crate::render) content: &'a [u8],
}

/// What the file says of itself.
pub(in crate::render) struct About<'a> {
    pub(in crate::render) title: String,
    pub(in crate::render) subject: String,
    pub(in crate::render) keywords: String,
    pub(in crate::render) author: &'a str,
    /// Stands for the file's times: the same pages are the same bytes whenever they are drawn.
    pub(in crate::render) day: Date,
}

/// The smallest stream, for what is compressed once.
pub(in crate::render) fn smallest() -> Compression {
    Compression::best()
}

/// A quick stream, for what is compressed for every sheet.
pub(in crate::render) fn quick() -> Compression {
    Compression::fast()
}

/// A stream with its content compressed.
pub(in crate::render) fn deflated(content: &[u8], level: Compression) -> Stream {
    let mut encoder = ZlibEncoder::new(Vec::with_capacity(content.len() / 2 + 64), level);
    let packed = encoder.write_all(content).and_then(|()| encoder.finish()).expect("writing to memory cannot fail");
    let mut stream = Stream::new(dictionary! { "Filter" => "FlateDecode" }, packed);
    stream.allows_compression = false;
    stream
}

/// The operations of one page as `printpdf` writes them.
pub(in crate::render) fn operations(page: PdfPage) -> Vec<u8> {
    let mut doc = written(vec![page]);
    let content = doc.objects.values_mut().find_map(|object| object.as_stream_mut().ok());
    std::mem::take(&mut content.expect("`printpdf` writes a page's content as a stream").content)
}

fn written(pages: Vec<PdfPage>) -> Document {
    let mut pdf = PdfDocument::new("");
    pdf.pages = pages;
    pdf.to_lopdf_document(&OPTIONS, &mut Vec::new())
}

impl Parts<'_> {
    /// The finished file.
    pub(in crate::render) fn file(mut self) -> Vec<u8> {
        let mut doc = written(std::mem::take(&mut self.pages));
        doc.version = "1.7".to_owned();
        let mut digest = Sha256::new();
        self.attachments.iter().for_each(|attached| digest.update(attached.content));
        for object in doc.objects.values_mut() {
            if let Object::Stream(stream) = object {
                digest.update(&stream.content);
                *stream = deflated(&stream.content, quick());
            }
        }
        let fonts = embed::add_fonts(&mut doc, self.used);
        let fonts = doc.add_object(fonts);
        let xobjects = self.add_drawn(&mut doc, fonts);
        let shared = doc.add_object(xobjects);
        for object in doc.objects.values_mut() {
            // The resources of each page: `printpdf` made them for documents with fonts of its own.
            if let Object::Dictionary(resources) = object
                && resources.has(b"Shading")
            {
                *resources = dictionary! { "Font" => fonts, "XObject" => shared };
            }
        }
        self.finish(&mut doc, &digest.finalize());
        let mut file = Vec::with_capacity(64 * 1024);
        doc.save_to(&mut file).expect("writing to memory cannot fail");
        file
    }

    fn add_drawn(&mut self, doc: &mut Document, fonts: ObjectId) -> Dictionary {
        let mut names = Dictionary::new();
        for (name, mut form) in self.forms.drain(..) {
            form.dict.set("Type", "XObject");
            form.dict.set("Subtype", "Form");
            form.dict.set("Resources", dictionary! { "Font" => fonts });
            names.set(name.as_bytes(), doc.add_object(form));
        }
        for (name, picture) in &self.pictures {
            names.set(*name, picture.add(doc));
        }
        names
    }

    /// The entries of the document as a whole.
    fn finish(&self, doc: &mut Document, digest: &[u8]) {
        let day = Object::string_literal(format!("D:{}000000Z", self.about.day.strftime("%Y%m%d")));
        let attached: Vec<_> = self.attachments.iter().map(|file| file.add(doc, &day)).collect();
        let catalog = doc.catalog_mut().expect("`printpdf` writes a catalog");
        catalog.set("Lang", Object::string_literal("id-ID"));
        catalog.set("AF", attached.iter().copied().map(Object::Reference).collect::<Vec<_>>());
        // A name tree: in the order of the names.
        let mut named: Vec<_> = self.attachments.iter().map(|file| file.name).zip(attached).collect();
        named.sort_unstable();
        let named = named.into_iter().flat_map(|(name, id)| [Object::string_literal(name), Object::Reference(id)]);
        let files = dictionary! { "Names" => named.collect::<Vec<_>>() };
        catalog.set("Names", dictionary! { "EmbeddedFiles" => files });
        catalog.set("ViewerPreferences", dictionary! { "DisplayDocTitle" => true });
        let info = dictionary! {
            "Title" => text(&self.about.title),
            "Author" => text(self.about.author),
            "Subject" => text(&self.about.subject),
            "Keywords" => text(&self.about.keywords),
            "Creator" => text("Absah"),
            "Producer" => text("printpdf"),
            "CreationDate" => day.clone(),
            "ModDate" => day,
        };
        match doc.trailer.get(b"Info").and_then(Object::as_reference) {
            Ok(id) => doc.set_object(id, info),
            Err(_) => doc.trailer.set("Info", info),
        }
        let id = Object::String(digest[..16].to_vec(), lopdf::StringFormat::Hexadecimal);
        doc.trailer.set("ID", vec![id.clone(), id]);
    }
}

impl Attachment<'_> {
    fn add(&self, doc: &mut Document, day: &Object) -> ObjectId {
        let about = dictionary! {
            "Type" => "EmbeddedFile",
            "Subtype" => self.media_type,
            "Params" => dictionary! { "Size" => self.content.len() as i64, "ModDate" => day.clone() },
        };
        let embedded = if self.content.len() < LONG {
            Stream::new(about, self.content.to_vec())
        } else {
            let mut packed = deflated(self.content, quick());
            packed.dict.extend(&about);
            packed
        };
        let embedded = doc.add_object(embedded);
        doc.add_object(dictionary! {
            "Type" => "Filespec",
            "F" => Object::string_literal(self.name),
            "UF" => Object::string_literal(self.name),
            "Desc" => text(self.description),
            "AFRelationship" => "Data",
            "EF" => dictionary! { "F" => embedded, "UF" => embedded },
        })
    }
}

/// A text string: PDFDocEncoding where it is ASCII, UTF-16 where not.
pub(in crate::render) fn text(value: &str) -> Object {
    if value.is_ascii() {
        return Object::string_literal(value);
    }
    let bytes = [0xfe, 0xff].into_iter().chain(value.encode_utf16().flat_map(u16::to_be_bytes)).collect();
    Object::String(bytes, lopdf::StringFormat::Hexadecimal)
}
