//! A pen on a PDF: the genuine certificate, its QR and its token stay, and something else is to be seen.
//!
//! Sixteen ways made by hand, and as many by chance: boxes, fonts, colours and places from a seed that is printed
//! (`ABSAH_TEST_SEED` gives one). Each gets a finding; none is silently valid.

use std::path::Path;

use absah::render::qr;
use lopdf::content::{Content, Operation};
use lopdf::{Document, Object, ObjectId, Stream, dictionary};
use rand_core::{Rng as _, SeedableRng as _};
use serde_json::{Value, json};

use crate::support::{Installation, people, word};

/// A line of the sheet: its words, where it begins, and its size.
#[derive(Clone, Debug)]
struct Line {
    /// Where it stands among the page's operations.
    operation: usize,
    x: f32,
    y: f32,
    size: f32,
    words: String,
}

/// A sheet under the pen.
struct Altered {
    doc: Document,
    page: ObjectId,
    operations: Vec<Operation>,
}

impl Altered {
    fn of(file: &Path) -> Self {
        let doc = Document::load(file).expect("a PDF");
        let page = doc.get_pages()[&1];
        let content = doc.get_page_content(page);
        let mut sheet = Self { operations: Content::decode(&content).expect("operations").operations, doc, page };
        let helvetica = sheet
            .doc
            .add_object(dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica-Bold" });
        sheet.resource("Font", "Forged", helvetica.into());
        sheet
    }

    fn resource(&mut self, kind: &str, name: &str, object: Object) {
        let page = self.doc.get_dictionary(self.page).expect("a page").clone();
        let resources =
            page.get(b"Resources").and_then(|resources| self.doc.dereference(resources)).expect("resources");
        let mut resources = resources.1.as_dict().expect("a dictionary").clone();
        let kinds = resources.get(kind.as_bytes()).and_then(|kinds| self.doc.dereference(kinds));
        let mut kinds = kinds.ok().and_then(|(_, kinds)| kinds.as_dict().ok().cloned()).unwrap_or_default();
        kinds.set(name, object);
        resources.set(kind, kinds);
        self.doc.get_dictionary_mut(self.page).expect("a page").set("Resources", resources);
    }

    fn lines(&self) -> Vec<Line> {
        let (mut lines, mut at, mut size) = (Vec::new(), (0.0, 0.0), 0.0);
        for (operation, Operation { operator, operands }) in self.operations.iter().enumerate() {
            let number = |n: usize| operands[n].as_float().expect("a number");
            let text = |object: &Object| object.as_str().map(|s| s.iter().map(|b| char::from(*b)).collect::<String>());
            match operator.as_str() {
                "Tm" => at = (number(4), number(5)),
                "Tf" => size = number(1),
                "TJ" => {
                    let parts = operands[0].as_array().expect("an array").iter();
                    let words = parts.filter_map(|part| text(part).ok()).collect();
                    lines.push(Line { operation, x: at.0, y: at.1, size, words });
                }
                _ => (),
            }
        }
        lines
    }

    fn line(&self, words: &str) -> Line {
        let found = self.lines().into_iter().find(|line| line.words.contains(words));
        found.unwrap_or_else(|| panic!("no line {words:?} among {:?}", self.lines()))
    }

    /// Puts operations before one of the page's.
    fn before(mut self, operation: usize, operations: &str) -> Self {
        let put = Content::decode(operations.as_bytes()).expect("operations").operations;
        self.operations.splice(operation..operation, put);
        self
    }

    /// Draws after all else.
    fn after(self, operations: &str) -> Self {
        let last = self.operations.len();
        self.before(last, &format!("q {operations} Q"))
    }

    fn saved(mut self) -> Vec<u8> {
        let content = Content { operations: self.operations }.encode().expect("encoded");
        self.doc.change_page_content(self.page, content).expect("changed");
        let mut file = Vec::new();
        self.doc.save_to(&mut file).expect("saved");
        file
    }
}

fn boxed(line: &Line, colour: &str) -> String {
    let Line { x, y, size, words, .. } = line;
    format!("{colour} rg {} {} {} {} re f", x - 2.0, y - size * 0.3, words.len() as f32 * size * 0.7, size * 1.3)
}

fn written(line: &Line, words: &str) -> String {
    format!("0 0 0 rg BT /Forged {} Tf 1 0 0 1 {} {} Tm ({words}) Tj ET", line.size, line.x, line.y)
}

/// The modules of a symbol as squares, in a corner of the sheet.
fn symbol(text: &str, (dark, light): (&str, &str)) -> String {
    let symbol = qr::symbol(text).expect("fits");
    let (module, left, bottom) = (2.2, 40.0, 640.0);
    let side = (symbol.width() + 8) as f32 * module;
    let mut drawn = format!("{light} rg {left} {bottom} {side} {side} re f {dark} rg");
    for (x, y) in (0..symbol.width()).flat_map(|y| (0..symbol.width()).map(move |x| (x, y))) {
        if symbol.is_dark(x, y) {
            let at = |n: usize| (n + 4) as f32 * module;
            drawn += &format!(" {} {} {module} {module} re", left + at(x), bottom + side - module - at(y));
        }
    }
    drawn + " f"
}

struct Genuine {
    place: Installation,
    file: std::path::PathBuf,
    name: String,
    number: String,
}

impl Genuine {
    fn new() -> Self {
        let place = Installation::on_sqlite();
        place.with_lsps();
        let roster = place.write("roster.csv", people(1, 1));
        let out = place.path("out");
        place.issue("klining", "2024-05-20", &roster, &["--out", out.to_str().expect("UTF-8")]);
        let mut files = std::fs::read_dir(&out).expect("a folder").map(|file| file.expect("a file").path());
        let file = files.find(|file| file.extension().is_some_and(|e| e == "pdf")).expect("a certificate");
        let mut list = csv::Reader::from_path(out.join("certificates.csv")).expect("a list");
        let row = list.records().next().expect("a row").expect("a row");
        let of = |column: usize| row[column].to_owned();
        Self { file, name: of(2), number: of(0), place }
    }

    fn sheet(&self) -> Altered {
        Altered::of(&self.file)
    }

    /// What a verifier without records says: the service at home would see that the sheet is another.
    fn told(&self, what: &str, file: Vec<u8>) -> Value {
        let path = self.place.write("altered.pdf", file);
        let told = self.place.run(&["verify", "--json", "--on", "2024-06-30", path.to_str().expect("UTF-8")]);
        let lines = told.lines();
        assert_eq!(lines.len(), 1, "{what}: {} {}", told.out, told.err);
        let mut told = lines.into_iter().next().expect("an answer");
        let findings = told["findings"].as_array().expect("a list").iter().filter(|found| **found != "sheet_differs");
        told["findings"] = findings.cloned().collect();
        told
    }
}

fn is_found(told: &Value) -> bool {
    word(told) == "unreadable" || told["findings"] != json!([])
}

#[test]
fn sixteen_ways_by_hand_each_get_their_finding() {
    let genuine = Genuine::new();
    let name = |sheet: &Altered| sheet.line(&genuine.name);
    let begin = |line: &Line| line.operation;
    let untouched = genuine.told("untouched", genuine.sheet().saved());
    assert_eq!((word(&untouched).as_str(), &untouched["findings"]), ("valid", &json!([])), "{untouched}");

    type Pen<'a> = Box<dyn Fn(Altered) -> Altered + 'a>;
    let covered = |line: fn(&Genuine, &Altered) -> Line, words: &'static str| -> Pen<'_> {
        let genuine = &genuine;
        Box::new(move |sheet| {
            let line = line(genuine, &sheet);
            sheet.after(&format!("{} {}", boxed(&line, "1 1 1"), written(&line, words)))
        })
    };
    let set = |operations: &'static str| -> Pen<'_> {
        Box::new(move |sheet| {
            let at = begin(&name(&sheet));
            sheet.before(at, operations)
        })
    };
    let fake = |text: &'static str, colours: (&'static str, &'static str)| -> Pen<'_> {
        Box::new(move |sheet| sheet.after(&symbol(text, colours)))
    };
    let plain = ("0 0 0", "1 1 1");
    let ways: Vec<(&str, &str, Pen<'_>)> = vec![
        ("name under a box", "text_differs", covered(|g, s| s.line(&g.name), "Budi Contoh")),
        ("number under a box", "text_differs", covered(|g, s| s.line(&g.number), "No. 81210 9112 2 0009999 2024")),
        ("name in white", "text_differs", set("1 1 1 rg")),
        ("name nearly white", "text_differs", set("0.93 0.95 0.93 rg")),
        ("name in one point", "text_differs", set("/T10 1 Tf")),
        ("name squeezed flat", "text_differs", set("2 Tz")),
        ("name off the page", "text_differs", set("1 0 0 1 2000 500 Tm")),
        ("name that is invisible", "text_differs", set("3 Tr")),
        (
            "name without opacity",
            "text_differs",
            Box::new(|mut sheet| {
                sheet.resource("ExtGState", "Clear", dictionary! { "ca" => 0 }.into());
                let at = begin(&name(&sheet));
                sheet.before(at, "/Clear gs")
            }),
        ),
        (
            "name clipped away",
            "text_differs",
            Box::new(|sheet| {
                // Text objects may not hold paths: the clip stands before all, and the letters are moved past it.
                let at = begin(&name(&sheet));
                sheet.before(at, "ET q 0 0 10 10 re W n BT /T10 30 Tf 1 0 0 1 175 492 Tm").after("")
            }),
        ),
        (
            "name in a layer switched off",
            "view_varies",
            Box::new(|mut sheet| {
                let layer =
                    sheet.doc.add_object(dictionary! { "Type" => "OCG", "Name" => Object::string_literal("a") });
                let off =
                    dictionary! { "OCGs" => vec![layer.into()], "D" => dictionary! { "OFF" => vec![layer.into()] } };
                sheet.doc.catalog_mut().expect("a catalog").set("OCProperties", off);
                sheet.resource("Properties", "Layer", layer.into());
                let line = name(&sheet);
                let sheet = sheet.before(line.operation + 1, "EMC").before(line.operation, "/OC /Layer BDC");
                sheet.after(&written(&line, "Budi Contoh"))
            }),
        ),
        (
            "name under a picture",
            "text_differs",
            Box::new(|mut sheet| {
                let paper = Stream::new(
                    dictionary! {
                        "Type" => "XObject", "Subtype" => "Image", "Width" => 1, "Height" => 1,
                        "ColorSpace" => "DeviceGray", "BitsPerComponent" => 8,
                    },
                    vec![255],
                );
                let paper = sheet.doc.add_object(paper);
                sheet.resource("XObject", "Paper", paper.into());
                let line = name(&sheet);
                let over = format!("300 0 0 40 {} {} cm /Paper Do", line.x - 20.0, line.y - 10.0);
                sheet.after(&over)
            }),
        ),
        ("a symbol in light on dark", "foreign_site", fake("https://cek-lsp.example/v/1", ("1 1 1", "0 0 0"))),
        ("a second symbol with one slash", "foreign_site", fake("https:/cek-lsp.example/v/1", plain)),
        ("a second symbol with backslashes", "foreign_site", fake("https:\\\\cek-lsp.example\\v", plain)),
        ("a second symbol without a scheme", "foreign_site", fake("cek-lsp.example/v/1", plain)),
    ];
    assert_eq!(ways.len(), 16);
    for (what, finding, pen) in ways {
        let told = genuine.told(what, pen(genuine.sheet()).saved());
        let found = told["findings"].as_array().expect("a list").iter().any(|found| found == finding);
        assert!(found, "{what}: {told}");
    }
}

#[test]
fn pages_put_before_and_pages_made_pictures_are_told() {
    let genuine = Genuine::new();
    let picture = |sheet: &Path| {
        let out = genuine.place.path("picture");
        let made = std::process::Command::new("pdftocairo")
            .args(["-png", "-r", "150", "-singlefile", "-f", "1", "-l", "1"])
            .args([sheet, out.as_path()])
            .status();
        made.is_ok_and(|made| made.success()).then(|| std::fs::read(out.with_extension("png")).expect("a picture"))
    };
    match picture(&genuine.file) {
        Some(picture) => {
            let told = genuine.told("a page made a picture", picture);
            assert_eq!((word(&told).as_str(), &told["findings"]), ("valid", &json!(["text_unchecked"])), "{told}");
        }
        None => println!("skipped: pdftocairo is not installed"),
    }
    let mut before = genuine.sheet();
    let line = before.line(&genuine.name);
    let cover = before.doc.add_object(Stream::new(dictionary! {}, written(&line, "Budi Contoh").into_bytes()));
    let mut first = before.doc.get_dictionary(before.page).expect("a page").clone();
    first.set("Contents", cover);
    let parent = first.get(b"Parent").and_then(Object::as_reference).expect("a parent");
    let first = before.doc.add_object(first);
    let pages = before.doc.get_dictionary_mut(parent).expect("pages");
    let mut kids = pages.get(b"Kids").and_then(Object::as_array).expect("kids").clone();
    kids.insert(0, first.into());
    pages.set("Count", kids.len() as i64);
    pages.set("Kids", kids);
    let mut file = Vec::new();
    before.doc.save_to(&mut file).expect("saved");
    let told = genuine.told("a page before", file);
    assert!(told["findings"].as_array().expect("a list").contains(&json!("pages_beside")), "{told}");
    // The symbol is the form that the page places last before its own words.
    let mut without = genuine.sheet();
    let places: Vec<usize> =
        (0..).zip(&without.operations).filter(|(_, o)| o.operator == "Do").map(|(n, _)| n).collect();
    places.into_iter().rev().for_each(|at| _ = without.operations.remove(at));
    let told = genuine.told("without its QR", without.saved());
    assert!(told["findings"].as_array().expect("a list").contains(&json!("qr_missing")), "{told}");
}

/// Who signed stands in no token, so nothing that was signed differs: it is told that words are covered, and that those
/// upon them are not in the letters of the press.
#[test]
fn another_directors_name_over_the_genuine_ones_is_told() {
    let genuine = Genuine::new();
    let sheet = genuine.sheet();
    let line = sheet.line("Nama Direktur Contoh");
    let pen = format!("{} {}", boxed(&line, "1 1 1"), written(&line, "Budi Contoh"));
    let told = genuine.told("another director", sheet.after(&pen).saved());
    let expected = ("valid", &json!(["text_hidden", "text_unchecked"]));
    assert_eq!((word(&told).as_str(), &told["findings"]), expected, "{told}");
}

#[test]
fn sixteen_ways_by_chance_are_found() {
    let genuine = Genuine::new();
    let given = std::env::var("ABSAH_TEST_SEED").ok().map(|seed| seed.parse().expect("a number"));
    let seed: u64 = given.unwrap_or_else(|| u64::from(std::process::id()));
    println!("ABSAH_TEST_SEED={seed}");
    let mut random = chacha20::ChaCha8Rng::seed_from_u64(seed);
    let mut upto = |most: u32| random.next_u32() % most;
    for number in 0..16 {
        let mut sheet = genuine.sheet();
        let fonts = ["Times-Roman", "Courier", "Helvetica", "Times-BoldItalic", "Courier-Bold"];
        let font = fonts[upto(5) as usize];
        let font = sheet.doc.add_object(dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => font });
        sheet.resource("Font", "Chance", font.into());
        let lines = sheet.lines();
        let line = &lines[upto(lines.len() as u32) as usize];
        let mut part = || (upto(101) as f32 / 100.0).to_string();
        let [paper, ink] = [(); 2].map(|()| [part(), part(), part()].join(" "));
        let (dx, dy) = (upto(20) as f32 - 10.0, upto(8) as f32 - 4.0);
        let (wide, high) = (60.0 + upto(240) as f32, line.size * (0.9 + upto(100) as f32 / 80.0));
        let (x, y, size) = (line.x + dx, line.y + dy - high * 0.2, 6.0 + upto(20) as f32);
        let words = ["Budi Santoso", "Dewi Lestari", "No. 1234 5678", "2029", "Komang Contoh"][upto(5) as usize];
        let pen = format!(
            "{paper} rg {x} {y} {wide} {high} re f {ink} rg BT /Chance {size} Tf 1 0 0 1 {x} {} Tm ({words}) Tj ET",
            y + high * 0.25
        );
        let what = format!("seed {seed}, number {number}, over {:?}: {pen}", line.words);
        let told = genuine.told(&what, sheet.after(&pen).saved());
        assert!(is_found(&told), "{what}: {told}");
    }
}
