//! Certificates of invented people, printed, tampered with, scanned, broken; and what is said of each.

mod broken;
mod carried;
mod sheets;

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
