//! Pages into a file: `printpdf` writes the pages' operations, and what it would do anew for every
//! sheet (fonts, pictures, what never changes) is put beside them ready-made through `lopdf`, as are
//! the token (ISO 32000-2, 14.13: associated files) and the entries that must not depend on a clock.

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

/// What goes into a file beside its pages.
pub(super) struct Parts<'a> {
    pub(super) pages: Vec<PdfPage>,
    pub(super) used: Used,
    /// Drawn by name: what never changes, already compressed.
    pub(super) forms: Vec<(&'static str, Stream)>,
    pub(super) pictures: Vec<(&'static str, &'a Picture)>,
    pub(super) token: &'a [u8],
    pub(super) number: &'a str,
    pub(super) author: &'a str,
    pub(super) issued_on: Date,
}

/// The smallest stream, for what is compressed once.
pub(super) fn smallest() -> Compression {
    Compression::best()
}

/// A quick stream, for what is compressed for every sheet.
pub(super) fn quick() -> Compression {
    Compression::fast()
}

/// A stream with its content compressed.
pub(super) fn deflated(content: &[u8], level: Compression) -> Stream {
    let mut encoder = ZlibEncoder::new(Vec::with_capacity(content.len() / 2 + 64), level);
    let packed = encoder.write_all(content).and_then(|()| encoder.finish()).expect("writing to memory cannot fail");
    let mut stream = Stream::new(dictionary! { "Filter" => "FlateDecode" }, packed);
    stream.allows_compression = false;
    stream
}

/// The operations of one page as `printpdf` writes them.
pub(super) fn operations(page: PdfPage) -> Vec<u8> {
    let mut doc = written(vec![page]);
    let content = doc.objects.values_mut().find_map(|object| object.as_stream_mut().ok());
    content.map(|stream| std::mem::take(&mut stream.content)).unwrap_or_default()
}

fn written(pages: Vec<PdfPage>) -> Document {
    let mut pdf = PdfDocument::new("");
    pdf.pages = pages;
    pdf.to_lopdf_document(&OPTIONS, &mut Vec::new())
}

impl Parts<'_> {
    /// The finished file.
    pub(super) fn file(mut self) -> Vec<u8> {
        let mut doc = written(std::mem::take(&mut self.pages));
        doc.version = "1.7".to_owned();
        let mut digest = Sha256::new();
        digest.update(self.token);
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
            names.set(name, doc.add_object(form));
        }
        for (name, picture) in &self.pictures {
            names.set(*name, picture.add(doc));
        }
        names
    }

    /// The entries of the document as a whole.
    fn finish(&self, doc: &mut Document, digest: &[u8]) {
        let day = Object::string_literal(format!("D:{}000000Z", self.issued_on.strftime("%Y%m%d")));
        let embedded = doc.add_object(Stream::new(
            dictionary! {
                "Type" => "EmbeddedFile",
                "Subtype" => "application/cwt",
                "Params" => dictionary! { "Size" => self.token.len() as i64, "ModDate" => day.clone() },
            },
            self.token.to_vec(),
        ));
        let attached = doc.add_object(dictionary! {
            "Type" => "Filespec",
            "F" => Object::string_literal("token.cwt"),
            "UF" => Object::string_literal("token.cwt"),
            "Desc" => text("The signed certificate (CWT, RFC 8392)"),
            "AFRelationship" => "Data",
            "EF" => dictionary! { "F" => embedded, "UF" => embedded },
        });
        if let Ok(catalog) = doc.catalog_mut() {
            catalog.set("Lang", Object::string_literal("id-ID"));
            catalog.set("AF", vec![Object::Reference(attached)]);
            let files = vec![Object::string_literal("token.cwt"), Object::Reference(attached)];
            catalog.set("Names", dictionary! { "EmbeddedFiles" => dictionary! { "Names" => files } });
            catalog.set("ViewerPreferences", dictionary! { "DisplayDocTitle" => true });
        }
        let info = dictionary! {
            "Title" => text(&format!("Sertifikat Kompetensi No. {}", self.number)),
            "Author" => text(self.author),
            "Subject" => text(&format!("Sertifikat Kompetensi / Certificate of Competence No. {}", self.number)),
            "Keywords" => text(&format!("{}, sertifikat kompetensi, BNSP", self.number)),
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

/// A text string: PDFDocEncoding where it is ASCII, UTF-16 where not.
fn text(value: &str) -> Object {
    if value.is_ascii() {
        return Object::string_literal(value);
    }
    let bytes = [0xfe, 0xff].into_iter().chain(value.encode_utf16().flat_map(u16::to_be_bytes)).collect();
    Object::String(bytes, lopdf::StringFormat::Hexadecimal)
}
