//! Certificates of invented people, printed, tampered with, scanned, broken; and what is said of each.

use std::io::{Cursor, Write as _};

use hayro::RenderCache;
use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use image::{DynamicImage, GrayImage, ImageFormat};
use jiff::Timestamp;
use jiff::civil::date;
use lopdf::{Object, Stream, dictionary};

use super::*;
use crate::domain::certificate::Replaced;
use crate::domain::fixtures;
use crate::domain::issuer::{Licence, Lsp};
use crate::domain::scheme::Scheme;
use crate::domain::status::State;
use crate::domain::term::{Expiry, Term, moment_of};
use crate::render::{BLANKO, DIGITAL, DIGITAL_LANDSCAPE, DesignParts, Pictures, Press, Sheet};
use crate::seal::keys::{KeyUse, PrivateKey};
use crate::seal::spelling;
use crate::seal::status_list::{StatusList, StatusLists};
use crate::seal::token::{self, Claims, StatusRef};
use crate::seal::trust_list::{KeyState, SchemePeriod, TrustList, TrustedKey, TrustedLsp};
use crate::verify::verdict::{Asked, Differing, Finding, Verdict, Word};

const SITE: &str = "https://cek.lsp.example";
const NUMBER: &str = "81210 9112 2 0000088 2023";
const NAME: &str = "José \"Nur'aini\" Contoh, S.Pd.";

fn lsp() -> Lsp {
    fixtures::lsp(&serde_json::json!({
        "id": "klining", "name_id": "LSP Klining Contoh", "name_en": "Cleaning Example", "kind": "P3",
        "site": SITE, "time_zone": "Asia/Jakarta", "city": "Tangerang",
        "licences": [{ "number": "BNSP-LSP-9901-ID", "from": "2015-01-01", "until": "2030-12-31" }],
        "licence_serial": "9901", "registration_letters": "KLN",
        "signatory": "Nama Direktur Contoh", "signatory_title_id": "Direktur", "signatory_title_en": "Director",
        "certification_manager": "Nama Manajer Contoh",
        "schemes": [{
            "code": "CS-01", "field_id": "Kebersihan Gedung", "field_en": "Building Cleaning",
            "title_id": "Petugas Kebersihan Gedung", "title_en": "Building Cleaner", "kind": "okupasi",
            "kkni_level": 2, "kbli": "81210", "kbji": "9112", "validity_years": 3,
            "units": [{ "code": "X.99CLN00.001.1", "title_id": "Membersihkan Lantai", "title_en": "Clean Floors" }],
        }],
    }))
}

fn term() -> Term {
    Term::new(date(2023, 12, 18), 3, Expiry::SameDay).expect("a term")
}

fn token_of(name: &str, number: &str) -> Vec<u8> {
    token_for(name, number, term())
}

fn token_for(name: &str, number: &str, term: Term) -> Vec<u8> {
    let (nbf, exp) = term.instants(lsp().time_zone.rules()).expect("instants");
    let claims = Claims {
        number: number.into(),
        holder: name.parse().expect("a name"),
        scheme_code: "CS-01".parse().expect("a code"),
        scheme_title: "Petugas Kebersihan Gedung".into(),
        nbf,
        exp,
        status: StatusRef { list: 0, index: 88 },
    };
    token::sign(&claims, &PrivateKey::from_seed(&[7; 32])).expect("signed")
}

/// What a sheet says, whether it agrees with what it carries or not.
#[derive(Clone)]
struct Facts {
    name: &'static str,
    number: &'static str,
    scheme: Scheme,
    term: Term,
    replaces: Option<Replaced>,
    layout: String,
}

impl Facts {
    fn genuine() -> Self {
        let scheme = lsp().schemes.remove(0);
        Self { name: NAME, number: NUMBER, scheme, term: term(), replaces: None, layout: DIGITAL.to_owned() }
    }

    fn print(&self, link: &str, token: &[u8]) -> Vec<u8> {
        let (lsp, holder) = (lsp(), self.name.parse().expect("a name"));
        let sheet = Sheet {
            number: self.number,
            registration: "KLN 9901 00088 2023",
            blanko: None,
            holder: &holder,
            scheme: &self.scheme,
            lsp: &lsp,
            term: self.term,
            replaces: self.replaces.as_ref(),
            link,
            site: SITE,
            token,
            photo: None,
        };
        let form = DesignParts { layout: self.layout.clone(), pictures: Pictures::default() };
        Press::new(&form).expect("a press").print(&sheet).expect("printed")
    }
}

fn sheet(name: &'static str, number: &'static str, link: &str, token: &[u8]) -> Vec<u8> {
    Facts { name, number, ..Facts::genuine() }.print(link, token)
}

fn genuine() -> (Vec<u8>, String) {
    let token = token_of(NAME, NUMBER);
    let link = spelling::qr(&SITE.parse().expect("a site"), &token);
    (token, link)
}

fn judged(file: &[u8]) -> Vec<Verdict> {
    judged_of(&read(file).unwrap_or_default())
}

fn judged_of(document: &Document) -> Vec<Verdict> {
    let lsp = lsp();
    let trusted = TrustedLsp {
        id: lsp.id.clone(),
        name_id: lsp.name_id.clone(),
        name_en: lsp.name_en.clone(),
        site: lsp.site.clone(),
        former_sites: Vec::new(),
        time_zone: lsp.time_zone.clone(),
        licences: vec![Licence {
            number: "BNSP-LSP-9901-ID".into(),
            decree: String::new(),
            from: date(2015, 1, 1),
            until: date(2030, 12, 31),
        }],
        schemes: vec![SchemePeriod { code: "CS-01".parse().expect("a code"), from: None, until: None }],
        lists: String::new(),
        keys: vec![TrustedKey {
            public: PrivateKey::from_seed(&[7; 32]).public(),
            key_use: KeyUse::Certificate,
            state: KeyState::Active,
            from: date(2015, 1, 1),
            until: None,
        }],
    };
    let now: Timestamp = moment_of(date(2026, 11, 22)).expect("a moment");
    let mut list = StatusList::new(now, moment_of(date(2026, 11, 29)).expect("a moment"));
    list.set(88, State::Valid);
    let mut statuses = StatusLists::default();
    statuses.insert(lsp.id, 0, list);
    let trust = TrustList::new(vec![trusted]).expect("a list");
    examine(document, &trust, &statuses, Asked::at(now)).into_iter().map(|examined| examined.verdict).collect()
}

/// Verdict and findings.
fn said(file: &[u8]) -> (Word, Vec<Finding>) {
    let [verdict] = judged(file).try_into().expect("one certificate");
    (verdict.verdict, verdict.findings)
}

/// What is not as it was signed on a sheet that carries these, by its text alone: drawing it takes long.
fn differs_in(facts: &Facts, (link, token): (&str, &[u8])) -> Vec<Differing> {
    let file = facts.print(link, token);
    let mut pages: Vec<Page> =
        texts(&file).expect("a PDF").into_iter().map(|text| Page { text, ..Page::default() }).collect();
    pages[0].symbols.push(link.to_owned());
    let [verdict] = judged_of(&Document { attachments: vec![token.to_vec()], pages, ..Document::default() })
        .try_into()
        .expect("one certificate");
    assert_eq!(verdict.findings.contains(&Finding::TextDiffers), !verdict.differs.is_empty());
    verdict.differs
}

/// A PDF with a change made to it.
fn changed(file: &[u8], change: impl FnOnce(&mut lopdf::Document)) -> Vec<u8> {
    let mut doc = lopdf::Document::load_mem(file).expect("a PDF");
    change(&mut doc);
    let mut file = Vec::new();
    doc.save_to(&mut file).expect("saved");
    file
}

fn without_attachment(file: &[u8]) -> Vec<u8> {
    changed(file, |doc| {
        let catalog = doc.catalog_mut().expect("a catalog");
        catalog.remove(b"AF");
        catalog.remove(b"Names");
    })
}

/// The first page as a scanner sees it.
fn scanned(file: &[u8]) -> GrayImage {
    let pdf = Pdf::new(std::sync::Arc::new(file.to_vec())).expect("a PDF");
    let (cache, settings) = (RenderCache::new(), InterpreterSettings::default());
    page::seen(&pdf.pages()[0], &cache, &settings, &mut letters::Letters::new()).picture
}

fn written(picture: GrayImage, format: ImageFormat) -> Vec<u8> {
    let mut file = Vec::new();
    DynamicImage::from(picture).write_to(&mut Cursor::new(&mut file), format).expect("written");
    file
}

/// A PDF of one A4 page with a content and one picture named `I`.
fn page_of(content: Stream, picture: Option<Stream>) -> Vec<u8> {
    let mut doc = lopdf::Document::with_version("1.7");
    let content = doc.add_object(content);
    let drawn = picture.map_or_else(lopdf::Dictionary::new, |picture| dictionary! { "I" => doc.add_object(picture) });
    let pages = doc.new_object_id();
    let page = doc.add_object(dictionary! {
        "Type" => "Page", "Parent" => pages, "Contents" => content,
        "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
        "Resources" => dictionary! { "XObject" => drawn },
    });
    doc.objects.insert(pages, dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 }.into());
    let catalog = doc.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    doc.trailer.set("Root", catalog);
    let mut file = Vec::new();
    doc.save_to(&mut file).expect("saved");
    file
}

#[test]
fn every_form_of_a_genuine_sheet_is_seen_whole() {
    let (token, link) = genuine();
    let light = DIGITAL.replace("# watermark = \"CONTOH\"", "watermark = \"CONTOH\"");
    for layout in [BLANKO.to_owned(), DIGITAL_LANDSCAPE.to_owned(), light] {
        let file = Facts { layout, ..Facts::genuine() }.print(&link, &token);
        let document = read(&file).expect("read");
        for page in &document.pages {
            assert!(!page.hides && !page.strange, "{page:?}");
        }
        assert_eq!(judged_of(&document)[0].findings, []);
    }
}

#[test]
fn a_sheet_of_ours_agrees_with_itself() {
    let (token, link) = genuine();
    let file = sheet(NAME, NUMBER, &link, &token);
    let document = read(&file).expect("read");
    assert_eq!((&document.attachments, &document.pages[0].symbols), (&vec![token], &vec![link]));
    let text = &document.pages[0].text;
    assert!(text.contains(NAME) && text.contains(NUMBER), "{text}");
    assert_eq!(said(&file), (Word::Valid, vec![]));
    let json = serde_json::to_vec(&document).expect("JSON");
    assert_eq!(serde_json::from_slice::<Document>(&json).expect("a document"), document);
}

#[test]
fn whatever_is_altered_is_named() {
    let (token, link) = genuine();
    let genuine = Facts::genuine();
    let scheme = |title_id: &str| Scheme { title_id: title_id.to_owned(), ..genuine.scheme.clone() };
    let issued_on = date(2023, 12, 19);
    let years = |validity_years| Scheme { validity_years, ..genuine.scheme.clone() };
    let said = |layout: &str| DIGITAL.replace("berlaku untuk: {years} ({years_words_id}) tahun", layout);
    for (differing, altered) in [
        (Differing::Name, Facts { name: "Budi Contoh", ..genuine.clone() }),
        (Differing::Number, Facts { number: "81210 9112 2 0000089 2023", ..genuine.clone() }),
        (Differing::Scheme, Facts { scheme: scheme("Penyelia Kebersihan Gedung"), ..genuine.clone() }),
        (Differing::Scheme, Facts { scheme: scheme("Petugas Kebersihan Gedung Utama"), ..genuine.clone() }),
        (Differing::IssuedOn, Facts { term: Term { issued_on, ..term() }, ..genuine.clone() }),
        (Differing::ValidUntil, Facts { scheme: years(5), ..genuine.clone() }),
        (Differing::ValidUntil, Facts { layout: said("berlaku sampai 18 Desember 2028"), ..genuine.clone() }),
        (Differing::ValidUntil, Facts { layout: said("berlaku seumur hidup"), ..genuine.clone() }),
    ] {
        assert_eq!(differs_in(&altered, (&link, &token)), [differing]);
    }
    let coded = DIGITAL.replace("{title_id}\"\nenglish", "{title_id}\\nSkema {scheme}\"\nenglish");
    let coded = Facts { layout: coded, ..genuine };
    assert_eq!(differs_in(&coded, (&link, &token)), []);
    let code = "CS-02".parse().expect("a code");
    let altered = Facts { scheme: Scheme { code, ..coded.scheme.clone() }, ..coded };
    assert_eq!(differs_in(&altered, (&link, &token)), [Differing::Scheme]);
}

#[test]
fn genuine_sheets_of_every_form_agree() {
    let (token, link) = genuine();
    for layout in [
        BLANKO.to_owned(),
        DIGITAL.replace("Sertifikat ini berlaku untuk", "Masa berlaku"),
        DIGITAL.replace("{years} ({years_words_id}) tahun", "{valid_until_id}"),
        DIGITAL.replace("spacing = 70", "spacing = 300").replace("lines = 1", "lines = 1\nspacing = 250"),
        DIGITAL.replace("{place}, {issued_on_id}", "Ditetapkan di {place} pada {issued_on_en}"),
        DIGITAL
            .replace("text = \"Sertifikat ini berlaku untuk: {years} ({years_words_id}) tahun\"", "text = \"-\"")
            .replace("english = \"This certificate is valid for: {years} ({years_words_en}) {years_unit_en}\"\n", ""),
    ] {
        assert_eq!(differs_in(&Facts { layout, ..Facts::genuine() }, (&link, &token)), []);
    }
    let day_before = Term::new(term().issued_on, 3, Expiry::DayBefore).expect("a term");
    let token = token_for(NAME, NUMBER, day_before);
    let sheet = Facts { term: day_before, ..Facts::genuine() };
    assert_eq!(differs_in(&sheet, (&spelling::qr(&lsp().site, &token), &token)), []);
}

#[test]
fn a_replacement_agrees_and_an_altered_one_does_not() {
    let term = Term { issued_on: date(2024, 5, 2), ..term() };
    let token = token_for(NAME, NUMBER, term);
    let link = spelling::qr(&lsp().site, &token);
    let replaces = Some(Replaced { number: "81210 9112 2 0000070 2023".into(), issued_on: date(2023, 12, 18) });
    let genuine = Facts { term, replaces, ..Facts::genuine() };
    assert_eq!(differs_in(&genuine, (&link, &token)), []);
    let longer = Term { valid_until: date(2028, 12, 18), ..term };
    assert_eq!(differs_in(&Facts { term: longer, ..genuine }, (&link, &token)), [Differing::ValidUntil]);
}

/// Files merged into one, as `pdfunite` and web sites for it do.
fn merged(files: &[Vec<u8>]) -> Vec<u8> {
    let mut whole = lopdf::Document::with_version("1.7");
    let (root, mut pages) = (whole.new_object_id(), Vec::new());
    for file in files {
        let mut doc = lopdf::Document::load_mem(file).expect("a PDF");
        doc.renumber_objects_with(whole.max_id + 1);
        pages.extend(doc.get_pages().into_values());
        whole.max_id = doc.max_id;
        whole.objects.extend(doc.objects);
    }
    for page in &pages {
        whole.get_dictionary_mut(*page).expect("a page").set("Parent", root);
    }
    let count = pages.len() as i64;
    let kids: Vec<Object> = pages.into_iter().map(Object::Reference).collect();
    whole.objects.insert(root, dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count }.into());
    let catalog = whole.add_object(dictionary! { "Type" => "Catalog", "Pages" => root });
    whole.trailer.set("Root", catalog);
    let mut file = Vec::new();
    whole.save_to(&mut file).expect("saved");
    file
}

#[test]
fn sheets_merged_into_one_file_are_judged_each() {
    let (token, link) = genuine();
    let (other_name, other_number) = ("Budi Contoh", "81210 9112 2 0000089 2023");
    let other = token_of(other_name, other_number);
    let other_link = spelling::qr(&lsp().site, &other);
    let whole = merged(&[sheet(NAME, NUMBER, &link, &token), sheet(other_name, other_number, &other_link, &other)]);
    let told: Vec<_> = judged(&whole).into_iter().map(|verdict| (verdict.verdict, verdict.findings)).collect();
    assert_eq!(told, [(Word::Valid, vec![]), (Word::Valid, vec![])]);
    let whole = merged(&[sheet(NAME, NUMBER, &link, &token), sheet("Siti Contoh", other_number, &other_link, &other)]);
    let told: Vec<_> = judged(&whole).into_iter().map(|verdict| verdict.differs).collect();
    assert_eq!(told, [vec![], vec![Differing::Name]]);
}

#[test]
fn a_name_over_two_lines_is_itself() {
    let long = "Raden Mas Haryo Kusumaningrat Wiraatmaja Purbaningsih Sastrodiningrat Adiwinata Kertanegara Jaya";
    let token = token_of(long, NUMBER);
    let link = spelling::qr(&lsp().site, &token);
    assert_eq!(said(&sheet(long, NUMBER, &link, &token)), (Word::Valid, vec![]));
}

#[test]
fn an_exchanged_qr_is_found() {
    let (token, link) = genuine();
    let other = token_of("Budi Contoh", "81210 9112 2 0000089 2023");
    let other_link = spelling::qr(&lsp().site, &other);
    assert_eq!(said(&sheet(NAME, NUMBER, &other_link, &token)), (Word::Valid, vec![Finding::QrDiffers]));
    assert_eq!(
        said(&sheet(NAME, NUMBER, &link, &other)),
        (Word::Valid, vec![Finding::QrDiffers, Finding::TextDiffers])
    );
    let elsewhere = "HTTPS://LSP-CONTOH.EXAMPLE/SAH";
    assert_eq!(
        said(&sheet(NAME, NUMBER, elsewhere, &token)),
        (Word::Valid, vec![Finding::QrDiffers, Finding::ForeignSite])
    );
}

#[test]
fn a_qr_to_another_site_is_found_with_and_without_the_attachment() {
    let (token, _) = genuine();
    let foreign = spelling::qr(&"https://cek-lsp.example".parse().expect("a site"), &token);
    let file = sheet(NAME, NUMBER, &foreign, &token);
    assert_eq!(said(&file), (Word::Valid, vec![Finding::ForeignSite]));
    assert_eq!(said(&without_attachment(&file)), (Word::Valid, vec![Finding::ForeignSite]));
}

#[test]
fn the_drawn_qr_is_enough() {
    let (token, link) = genuine();
    let file = without_attachment(&sheet(NAME, NUMBER, &link, &token));
    assert!(read(&file).expect("read").attachments.is_empty());
    assert_eq!(said(&file), (Word::Valid, vec![]));
}

#[test]
fn an_attachment_that_is_no_token_leaves_the_qr_to_be_judged() {
    let (_, link) = genuine();
    assert_eq!(said(&sheet(NAME, NUMBER, &link, b"halo")), (Word::Valid, vec![Finding::QrDiffers]));
}

#[test]
fn a_scan_is_read_as_a_picture_and_within_a_pdf() {
    let (token, link) = genuine();
    let scan = scanned(&sheet(NAME, NUMBER, &link, &token));
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP] {
        assert_eq!(said(&written(scan.clone(), format)), (Word::Valid, vec![Finding::TextUnchecked]), "{format:?}");
    }
    let (width, height) = (i64::from(scan.width()), i64::from(scan.height()));
    let picture = Stream::new(
        dictionary! {
            "Type" => "XObject", "Subtype" => "Image", "Width" => width, "Height" => height,
            "ColorSpace" => "DeviceGray", "BitsPerComponent" => 8, "Filter" => "DCTDecode",
        },
        written(scan, ImageFormat::Jpeg),
    );
    let content = Stream::new(dictionary! {}, b"q 595 0 0 842 0 0 cm /I Do Q".to_vec());
    let file = page_of(content, Some(picture));
    assert_eq!(read(&file).expect("read").pages[0].text, "");
    assert_eq!(said(&file), (Word::Valid, vec![Finding::TextUnchecked]));
}

#[test]
fn a_picture_of_two_certificates_says_that_there_is_another() {
    let (token, link) = genuine();
    let other = token_of("Budi Contoh", "81210 9112 2 0000089 2023");
    let (a, b) = (scanned(&sheet(NAME, NUMBER, &link, &token)), spelling::qr(&lsp().site, &other));
    let b = scanned(&sheet("Budi Contoh", "81210 9112 2 0000089 2023", &b, &other));
    let mut both = GrayImage::new(a.width() * 2, a.height());
    image::imageops::replace(&mut both, &a, 0, 0);
    image::imageops::replace(&mut both, &b, i64::from(a.width()), 0);
    assert_eq!(said(&written(both, ImageFormat::Png)), (Word::Valid, vec![Finding::QrDiffers, Finding::TextUnchecked]));
}

#[test]
fn invisible_text_is_no_text() {
    let (token, link) = genuine();
    let file = changed(&sheet("Budi Contoh", NUMBER, &link, &token), |doc| {
        let page = doc.get_pages()[&1];
        let mut content = doc.get_page_content(page);
        content.extend_from_slice(b"\nBT /T00 9 Tf 3 Tr 1 0 0 1 50 50 Tm (Jos\xe9 \"Nur'aini\" Contoh, S.Pd.) Tj ET");
        doc.change_page_content(page, content).expect("changed");
    });
    assert_eq!(said(&file), (Word::Valid, vec![Finding::TextDiffers]));
}

#[test]
fn broken_and_foreign_files_are_unreadable() {
    let (token, link) = genuine();
    let file = sheet(NAME, NUMBER, &link, &token);
    let nothing = page_of(Stream::new(dictionary! {}, Vec::new()), None);
    let noise: Vec<u8> = b"%PDF-1.7\n".iter().copied().chain((0..20_000_u32).map(|n| ((n * n) >> 7) as u8)).collect();
    let words = written(GrayImage::from_pixel(300, 300, image::Luma([255])), ImageFormat::Png);
    for bytes in [b"".as_slice(), b"%PDF-", b"halo", b"GIF89a", &file[..file.len() / 3], &noise, &nothing, &words] {
        assert_eq!(said(bytes), (Word::Unreadable, vec![]), "{} bytes", bytes.len());
    }
    assert_eq!(read(&vec![b' '; LARGEST + 1]), Err(DocumentFault::Broken));
}

#[test]
fn a_pdf_that_lost_its_table_is_repaired() {
    let (token, link) = genuine();
    let mut file = sheet(NAME, NUMBER, &link, &token);
    let table = file.windows(9).rposition(|bytes| bytes == b"startxref").expect("a table");
    file.truncate(table);
    assert_eq!(said(&file).0, Word::Valid);
}

#[test]
fn a_stream_that_swells_is_passed_over() {
    // 64 MB of spaces in 64 KB; `tests/stories/documents.rs` sends gigabytes.
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    packed.write_all(&vec![b' '; 64 << 20]).expect("packed");
    let mut content = Stream::new(dictionary! { "Filter" => "FlateDecode" }, packed.finish().expect("packed"));
    content.allows_compression = false;
    let file = page_of(content, None);
    assert!(file.len() < 100_000);
    assert_eq!(said(&file), (Word::Unreadable, vec![]));
}

#[test]
fn a_loop_of_names_and_pages_ends() {
    let (token, link) = genuine();
    let file = changed(&sheet(NAME, NUMBER, &link, &token), |doc| {
        let tree = doc.new_object_id();
        doc.objects
            .insert(tree, dictionary! { "Kids" => vec![Object::Reference(tree), Object::Reference(tree)] }.into());
        let catalog = doc.catalog_mut().expect("a catalog");
        catalog.remove(b"AF");
        catalog.set("Names", dictionary! { "EmbeddedFiles" => tree });
    });
    assert_eq!(said(&file), (Word::Valid, vec![]));
}
