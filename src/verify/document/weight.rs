//! What a PDF asks of whoever draws it, told before it is drawn.
//!
//! A file of a few hundred bytes may unpack to a gigabyte, or hold a form that draws itself. The sandbox would end that,
//! after all its memory or work; this refuses it at once. Weighed are streams as they stand in the file, packed by zlib
//! as often as it may be, and what a page draws by name. What hides behind another filter or encryption, and patterns,
//! meet the sandbox's limits alone.

use std::collections::HashMap;
use std::io::{self, BufRead, BufReader, Read as _};

use flate2::bufread::ZlibDecoder;
use hayro::hayro_syntax::object::{Dict, Name, ObjectIdentifier, Stream};
use hayro::hayro_syntax::page::Page;

/// Bytes of a stream when it is unpacked: a page of 600 dots an inch in grey, one of 300 in colour.
const UNPACKED: u64 = 64 << 20;

/// Bytes that are unpacked to weigh a file; what stands after them is not weighed.
const WEIGHED: u64 = 512 << 20;

/// How often a stream is packed at most.
const LAYERS: usize = 8;

/// Pixels of a picture: 36 million are A4 with 600 dots an inch.
const PIXELS: u64 = 50_000_000;

/// Forms and pictures that a page draws, forms within forms counted each time.
const DRAWN: u32 = 10_000;

/// Forms within forms.
const DEEP: usize = 20;

/// Bytes of what pages and forms draw, all together.
const CONTENT: usize = 128 << 20;

/// Whether no stream of a file unpacks to more than a page takes.
pub(super) fn unpacks(file: &[u8]) -> bool {
    let (mut at, mut weighed) = (0, 0);
    while let Some(found) = file[at..].windows(6).position(|word| word == b"stream") {
        at += found + 6;
        let data = &file[at..];
        let data = data.strip_prefix(b"\r").unwrap_or(data);
        let data = data.strip_prefix(b"\n").unwrap_or(data);
        if is_packed(data) {
            let unpacked = unpacked(data, LAYERS);
            if unpacked > UNPACKED {
                return false;
            }
            weighed += unpacked;
        }
        if weighed > WEIGHED {
            return true;
        }
    }
    true
}

/// Whether data begin as zlib's do (RFC 1950).
fn is_packed(data: &[u8]) -> bool {
    matches!(data, [method, flags, ..] if method & 15 == 8 && ((u16::from(*method) << 8) | u16::from(*flags)) % 31 == 0)
}

/// Bytes that data come to, more than may be where they come to more; as far as they can be unpacked.
fn unpacked(data: impl BufRead, layers: usize) -> u64 {
    let mut unpacking = BufReader::new(ZlibDecoder::new(data));
    let inner = match unpacking.fill_buf() {
        // Its type is the same however deep it goes.
        Ok(begun) if is_packed(begun) && layers > 0 => unpacked(&mut unpacking as &mut dyn BufRead, layers - 1),
        _ => 0,
    };
    let rest = io::copy(&mut unpacking.take(UNPACKED + 1), &mut io::sink()).unwrap_or(0);
    inner.max(rest)
}

/// What was weighed of the pages of a file.
#[derive(Default)]
pub(super) struct Weighed {
    /// What each form draws; none while it is counted, for then it draws itself.
    forms: HashMap<ObjectIdentifier, Option<u32>>,
    content: usize,
}

impl Weighed {
    /// Whether a page may be drawn.
    pub(super) fn may_draw(&mut self, page: &Page<'_>) -> bool {
        let content = page.page_stream().unwrap_or_default();
        self.drawn(content, &page.resources().x_objects, DEEP).is_some_and(|drawn| drawn <= DRAWN)
    }

    /// How much content draws by name; none where that is too much.
    fn drawn(&mut self, content: &[u8], objects: &Dict<'_>, deep: usize) -> Option<u32> {
        self.content += content.len();
        if self.content > CONTENT || deep == 0 {
            return None;
        }
        let words = content.split(|byte| byte.is_ascii_whitespace()).filter(|word| !word.is_empty());
        let (mut before, mut names) = (&b""[..], HashMap::<&[u8], u32>::new());
        for word in words {
            if word == b"Do"
                && let Some(at) = before.iter().rposition(|byte| *byte == b'/')
            {
                *names.entry(&before[at + 1..]).or_default() += 1;
            }
            before = word;
        }
        let mut drawn = 0_u32;
        for (name, times) in names {
            let Some(object) = objects.get::<Stream<'_>>(name) else { continue };
            drawn = drawn.saturating_add(times.saturating_mul(self.object(&object, objects, deep)?));
        }
        Some(drawn)
    }

    /// A form, with what it draws; or a picture.
    fn object(&mut self, object: &Stream<'_>, around: &Dict<'_>, deep: usize) -> Option<u32> {
        let dict = object.dict();
        if dict.get::<Name<'_>>("Subtype").is_none_or(|kind| kind.as_ref() != b"Form") {
            let masks = ["SMask", "Mask"].into_iter().filter_map(|mask| dict.get::<Stream<'_>>(mask));
            let fits = masks.map(|mask| pixels(mask.dict())).chain([pixels(dict)]).all(|pixels| pixels <= PIXELS);
            return fits.then_some(1);
        }
        let id = object.obj_id();
        if let Some(known) = self.forms.get(&id) {
            return *known;
        }
        self.forms.insert(id, None);
        let own = dict.get::<Dict<'_>>("Resources").and_then(|resources| resources.get::<Dict<'_>>("XObject"));
        let content = object.decoded_data().unwrap_or_default();
        let drawn = self.drawn(&content, own.as_ref().unwrap_or(around), deep - 1)?.saturating_add(1);
        self.forms.insert(id, Some(drawn));
        Some(drawn)
    }
}

/// How large a picture says it is.
fn pixels(picture: &Dict<'_>) -> u64 {
    let side = |long: &str, short: &str| {
        let side = picture.get::<u32>(long).or_else(|| picture.get::<u32>(short));
        u64::from(side.unwrap_or_default())
    };
    side("Width", "W").saturating_mul(side("Height", "H"))
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;
    use std::sync::Arc;

    use hayro::hayro_syntax::Pdf;

    use super::*;

    fn packed(data: &[u8]) -> Vec<u8> {
        let mut packing = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        packing.write_all(data).expect("packed");
        packing.finish().expect("packed")
    }

    fn stream(entries: &str, content: &[u8]) -> Vec<u8> {
        let head = format!("<<{entries}/Length {}>>stream\n", content.len());
        [head.as_bytes(), content, b"\nendstream "].concat()
    }

    /// A page that draws `content`, with what it may name.
    fn page(content: &[u8], named: &[Vec<u8>]) -> Vec<u8> {
        let names: String = (0..named.len()).map(|at| format!("/F{at} {} 0 R", at + 5)).collect();
        let mut objects = vec![
            b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
            format!(
                "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</XObject<<{names}>>>>>>"
            )
            .into_bytes(),
            stream("", content),
        ];
        objects.extend_from_slice(named);
        let (mut pdf, mut places) = (b"%PDF-1.7\n".to_vec(), Vec::new());
        for (number, object) in (1..).zip(&objects) {
            places.push(pdf.len());
            pdf.extend([format!("{number} 0 obj").as_bytes(), object, b"endobj\n"].concat());
        }
        let table = pdf.len();
        pdf.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).into_bytes());
        pdf.extend(places.iter().flat_map(|place| format!("{place:010} 00000 n \n").into_bytes()));
        pdf.extend(format!("trailer<</Size {}/Root 1 0 R>>startxref\n{table}\n%%EOF", objects.len() + 1).into_bytes());
        pdf
    }

    fn may_draw(file: &[u8]) -> bool {
        let pdf = Pdf::new(Arc::new(file.to_vec())).expect("a PDF");
        let mut weighed = Weighed::default();
        pdf.pages().iter().all(|page| weighed.may_draw(page))
    }

    fn form(entries: &str, content: &str) -> Vec<u8> {
        stream(&format!("/Type/XObject/Subtype/Form/BBox[0 0 9 9]{entries}"), content.as_bytes())
    }

    #[test]
    fn a_stream_that_unpacks_to_more_than_a_page_is_refused_however_often_it_is_packed() {
        let zeros = packed(&vec![0; 65 << 20]);
        let fits = packed(&vec![0; 60 << 20]);
        for layers in 0..4 {
            let again = |data: &[u8]| (0..layers).fold(data.to_vec(), |data, _| packed(&data));
            assert!(!unpacks(&page(&again(&zeros), &[])), "{layers}");
            assert!(unpacks(&page(&again(&fits), &[])), "{layers}");
        }
        assert!(unpacks(&page(b"0 0 m", &[])));
        assert!(unpacks(b"stream") && unpacks(b"streamx\x9c") && unpacks(b""));
    }

    #[test]
    fn a_form_that_draws_itself_is_refused_and_one_that_is_drawn_often_is_counted() {
        let rest = form("", "0 0 5 5 re f");
        assert!(may_draw(&page(b"/F0 Do /F0 Do", std::slice::from_ref(&rest))));
        assert!(!may_draw(&page(b"/F0 Do", &[form("", "/F0 Do")])), "it inherits what the page may name");
        let ring = [form("", "/F1 Do"), form("", "/F0 Do")];
        assert!(!may_draw(&page(b"/F0 Do", &ring)));
        let hundred = |next: usize| form(&format!("/Resources<</XObject<</A {next} 0 R>>>>"), &"/A Do ".repeat(100));
        assert!(may_draw(&page(b"/F0 Do", &[hundred(6), rest.clone()])));
        assert!(!may_draw(&page(b"/F0 Do", &[hundred(6), hundred(7), hundred(8), rest])));
    }

    #[test]
    fn a_picture_of_a_hundred_megapixels_is_refused() {
        let picture = |side: u32| {
            let entries = format!("/Subtype/Image/Width {side}/Height {side}/BitsPerComponent 1/ColorSpace/DeviceGray");
            page(b"q 9 0 0 9 0 0 cm /F0 Do Q", &[stream(&entries, b"")])
        };
        assert!(may_draw(&picture(7_000)));
        assert!(!may_draw(&picture(10_000)));
    }
}
