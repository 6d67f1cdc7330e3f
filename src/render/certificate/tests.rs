//! Sheets of invented people, printed and taken apart again.

use jiff::civil::date;
use lopdf::{Document, Object};

use super::*;
use crate::domain::certificate::Replaced;
use crate::domain::fixtures;
use crate::domain::issuer::Lsp;
use crate::domain::term::{Expiry, Term};
use crate::render::paper::canvas::MM;
use crate::render::qr;

const LINK: &str = "HTTPS://CEK.LSP.EXAMPLE/V/0123456789012345678998765432109876543210";
const LONG: &str = "Raden Mas Haryo Kusumaningrat Wiraatmaja Purbaningsih Sastrodiningrat Adiwinata Kertanegara Jaya";

fn lsp(units: usize) -> Lsp {
    let units: Vec<_> = (1..=units)
        .map(|n| {
            serde_json::json!({
                "code": format!("X.99CLN00.{n:03}.1"),
                "title_id": "Membersihkan Lantai Keras", "title_en": "Clean Hard Floors",
            })
        })
        .collect();
    fixtures::lsp(&serde_json::json!({
        "id": "klining", "name_id": "LSP Klining Contoh", "name_en": "Cleaning Example", "kind": "P3",
        "site": "https://cek.lsp.example", "time_zone": "Asia/Jakarta", "city": "Tangerang",
        "licences": [{ "number": "BNSP-LSP-9901-ID", "from": "2015-01-01", "until": "2030-12-31" }],
        "licence_serial": "9901", "registration_letters": "KLN",
        "signatory": "Nama Direktur Contoh", "signatory_title_id": "Direktur", "signatory_title_en": "Director",
        "certification_manager": "Nama Manajer Contoh",
        "schemes": [{
            "code": "CS-01", "field_id": "Kebersihan Gedung", "field_en": "Building Cleaning",
            "title_id": "Petugas Kebersihan Gedung", "title_en": "Building Cleaner", "kind": "okupasi",
            "kkni_level": 2, "kbli": "81210", "kbji": "9112", "validity_years": 3, "units": units,
        }],
    }))
}

fn press(layout: &str) -> Press {
    Press::new(&DesignParts { layout: layout.to_owned(), pictures: Pictures::default() }).unwrap()
}

fn print_with(
    press: &Press,
    name: &str,
    lsp: &Lsp,
    change: impl FnOnce(&mut Sheet<'_>),
) -> Result<Vec<u8>, PrintError> {
    let holder = name.parse().unwrap();
    let mut sheet = Sheet {
        number: "81210 9112 2 0000088 2023",
        registration: "KLN 9901 00088 2023",
        blanko: None,
        holder: &holder,
        scheme: &lsp.schemes[0],
        lsp,
        term: Term::new(date(2023, 12, 18), 3, Expiry::SameDay).unwrap(),
        replaces: None,
        link: LINK,
        site: "https://cek.lsp.example",
        token: b"\xd2token",
        photo: None,
    };
    change(&mut sheet);
    press.print(&sheet)
}

fn print(layout: &str, name: &str, units: usize) -> Vec<u8> {
    print_with(&press(layout), name, &lsp(units), |_| {}).unwrap()
}

/// The operations of every page, as text.
fn operations(file: &[u8]) -> String {
    let doc = Document::load_mem(file).unwrap();
    let pages = doc.get_pages();
    let content = pages.values().map(|id| String::from_utf8(doc.get_page_content(*id)).unwrap());
    content.collect::<Vec<_>>().join("\n% next page\n")
}

fn golden(name: &str, actual: &str) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/render").join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, actual).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(expected == actual, "{} differs; look at the sheet, then run with UPDATE_GOLDEN=1", path.display());
}

#[test]
fn sheets_are_drawn_as_they_were() {
    golden("digital.txt", &operations(&print(DIGITAL, "Siti Contoh", 8)));
    golden("digital-landscape.txt", &operations(&print(DIGITAL_LANDSCAPE, "Siti Contoh", 8)));
    golden("blanko.txt", &operations(&print(BLANKO, "Siti Contoh", 8)));
}

#[test]
fn the_same_sheet_gives_the_same_bytes() {
    for layout in [DIGITAL, BLANKO] {
        assert_eq!(print(layout, "Siti Contoh", 8), print(layout, "Siti Contoh", 8));
    }
    assert_ne!(print(DIGITAL, "Siti Contoh", 8), print(DIGITAL, "Sita Contoh", 8));
}

#[test]
fn text_can_be_taken_out_letter_for_letter() {
    for name in ["Siti Contoh", "<b>Budi</b>", "=HYPERLINK(\"http://contoh\",\"Siti\")", "Nur'aini, S.Pd."] {
        let doc = Document::load_mem(&print(DIGITAL, name, 3)).unwrap();
        let text = doc.extract_text(&[1]).unwrap();
        assert!(text.contains(name) && text.contains("81210 9112 2 0000088 2023"), "{name}: {text}");
    }
}

#[test]
fn letters_beyond_ascii_bring_their_own_fonts() {
    let fonts = |name| {
        let file = print(DIGITAL, name, 3);
        assert!(file.len() <= 60 * 1024, "{name}: {} bytes", file.len());
        let doc = Document::load_mem(&file).unwrap();
        doc.objects.values().filter(|o| o.as_dict().is_ok_and(|d| d.has(b"ToUnicode"))).count()
    };
    assert_eq!(fonts("Siti Contoh"), 3);
    assert_eq!(fonts("José Pérez-Müller Øystein Łukasz"), 4);
}

#[test]
fn the_token_is_attached() {
    let doc = Document::load_mem(&print(DIGITAL, "Siti Contoh", 3)).unwrap();
    let catalog = doc.catalog().unwrap();
    assert_eq!(catalog.get(b"Lang").and_then(Object::as_str).unwrap(), b"id-ID");
    let attached = catalog.get(b"AF").and_then(Object::as_array).unwrap()[0].as_reference().unwrap();
    let attached = doc.get_dictionary(attached).unwrap();
    assert_eq!(attached.get(b"AFRelationship").and_then(Object::as_name).unwrap(), b"Data");
    let embedded = attached.get(b"EF").and_then(Object::as_dict).unwrap().get(b"F").unwrap().as_reference().unwrap();
    assert_eq!(doc.get_object(embedded).and_then(Object::as_stream).unwrap().content, b"\xd2token");
}

#[test]
fn no_name_stands_in_the_description() {
    let doc = Document::load_mem(&print(DIGITAL, "Siti Contoh", 3)).unwrap();
    let info = doc.get_dictionary(doc.trailer.get(b"Info").unwrap().as_reference().unwrap()).unwrap();
    let title = info.get(b"Title").and_then(Object::as_str).unwrap();
    assert_eq!(title, b"Sertifikat Kompetensi No. 81210 9112 2 0000088 2023");
    assert!(
        info.iter().all(|(_, value)| !value.as_str().is_ok_and(|text| text.windows(4).any(|part| part == b"Siti")))
    );
}

#[test]
fn lists_take_the_pages_they_need() {
    let count = |units| Document::load_mem(&print(DIGITAL, "Siti Contoh", units)).unwrap().get_pages().len();
    assert_eq!((count(3), count(12)), (2, 2));
    assert!(count(60) > 3 && count(200) > 9);
}

#[test]
fn what_replaces_another_says_so() {
    let replaced = Replaced { number: "81210 9112 2 0000012 2022".into(), issued_on: date(2022, 3, 1) };
    let lsp = lsp(3);
    let file = print_with(&press(DIGITAL), "Siti Contoh", &lsp, |sheet| {
        sheet.replaces = Some(Box::leak(Box::new(replaced.clone())));
    });
    let text = Document::load_mem(&file.unwrap()).unwrap().extract_text(&[1]).unwrap();
    let says = |words: &str| text.contains(words);
    assert!(says("Sertifikat ini berlaku dari 18 Desember 2023 sampai dengan 18 Desember 2026"), "{text}");
    assert!(says("Menggantikan sertifikat No. 81210 9112 2 0000012 2022 tanggal 1 Maret 2022."), "{text}");
    assert!(!says("tahun") && !says("years"), "{text}");
    let first = Document::load_mem(&print(DIGITAL, "Siti Contoh", 3)).unwrap().extract_text(&[1]).unwrap();
    assert!(first.contains("3 (tiga) tahun") && !first.contains("enggantikan") && !first.contains("2026"), "{first}");
}

#[test]
fn the_top_of_a_blanko_stays_empty() {
    let content = operations(&print(BLANKO, LONG, 3));
    let front = content.split("% next page").next().unwrap();
    let baselines = front.lines().filter_map(|line| line.strip_suffix(" Tm")?.split(' ').nth(5)?.parse::<f32>().ok());
    assert!(baselines.into_iter().all(|y| y < 197.0 * 72.0 / 25.4));
}

#[test]
fn blocks_never_leave_their_areas() {
    let wide = ["W".repeat(100), "WWWW ".repeat(20).trim().to_owned(), LONG.to_owned()];
    for text in [DIGITAL, DIGITAL_LANDSCAPE, BLANKO] {
        let layout: layout::Layout = text.parse().unwrap();
        for block in layout.front.iter().chain(&layout.back).chain(&layout.closing) {
            for name in &wide {
                let texts = vec![std::borrow::Cow::Borrowed(name.as_str()); block.paragraphs.len()];
                let lines = block.fitted(&texts);
                let [.., width, height] = block.area.at.map(|mm| mm * MM);
                assert!(lines.iter().map(|l| l.height).sum::<f32>() <= height + 0.1, "{} is too high", block.name);
                assert!(
                    lines.iter().all(|l| l.line.width * l.size / 1000.0 <= width + 0.1),
                    "{} is too wide",
                    block.name
                );
            }
        }
    }
}

#[test]
fn a_long_link_or_a_strange_letter_is_refused() {
    let lsp = lsp(3);
    let long: &'static str = Box::leak(format!("{LINK}{}", "7".repeat(2_000)).into_boxed_str());
    let file = print_with(&press(DIGITAL), "Siti Contoh", &lsp, |sheet| sheet.link = long);
    assert_eq!(file, Err(PrintError::TooLarge(qr::TooLarge)));
    let file = print_with(&press(DIGITAL), "西 Contoh", &lsp, |_| {});
    assert_eq!(file, Err(PrintError::Letter { block: "holder".into(), letter: '西' }));
    let file = print_with(&press(DIGITAL), "Siti Contoh", &lsp, |sheet| sheet.photo = Some(b"GIF89a"));
    assert_eq!(file, Err(PrintError::Photo));
}

#[test]
fn a_press_serves_several_threads() {
    fn shared<T: Send + Sync>(_: &T) {}
    shared(&press(DIGITAL));
}

#[test]
fn a_signature_is_in_no_blanko_that_has_no_place_for_it() {
    let signature = Some(include_bytes!("../../../tests/golden/render/first/signature.png").to_vec());
    let pictures = Pictures { signature: signature.clone(), manager_signature: signature, ..Pictures::default() };
    let wanted = BLANKO.replace("# [signature]\n# at", "[signature]\nat");
    for (layout, expected) in [(BLANKO, 0), (&wanted, 1), (DIGITAL, 2)] {
        let press = Press::new(&DesignParts { layout: layout.to_owned(), pictures: pictures.clone() }).unwrap();
        let file = print_with(&press, "Siti Contoh", &lsp(3), |_| {}).unwrap();
        let doc = Document::load_mem(&file).unwrap();
        let drawn =
            doc.objects.values().filter(|object| object.as_stream().is_ok_and(|stream| stream.dict.has(b"SMask")));
        assert_eq!(drawn.count(), expected);
    }
}
