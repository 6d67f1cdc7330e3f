use jiff::SignedDuration;
use jiff::civil::date;

use super::*;
use crate::seal::honoured::HonouredList;
use crate::seal::keys::PrivateKey;
use crate::seal::report::{hash, sign};
use crate::seal::trust_list::Compromise;
use crate::verify::document::{Area, Document, Page, Places};

const ROWS: &[u8] = b"rows";

fn now() -> Timestamp {
    "2026-11-22T05:00:00Z".parse().expect("an instant")
}

fn key() -> PrivateKey {
    PrivateKey::from_seed(&[9; 32])
}

fn claims() -> Claims {
    let (id, until) = (*b"0123456789abcdef", date(2027, 12, 31));
    Claims { iat: now(), id, until, rows: 3, fits: 2, sha256: hash(ROWS), as_of: now(), paper: 1 }
}

fn token() -> Vec<u8> {
    sign(&claims(), &key()).expect("signed")
}

/// A trust list with one LSP and one key, altered.
fn trust(alter: impl FnOnce(&mut TrustedLsp)) -> TrustList {
    let key = TrustedKey {
        public: key().public(),
        key_use: KeyUse::Report,
        state: KeyState::Active,
        from: date(2015, 1, 1),
        until: None,
    };
    let mut lsp = TrustedLsp {
        id: "klining".parse().expect("an id"),
        name_id: "LSP Kebersihan Contoh".into(),
        name_en: "LSP Kebersihan Contoh".into(),
        site: "https://cek.lsp.example".parse().expect("a site"),
        former_sites: Vec::new(),
        time_zone: "Asia/Jakarta".parse().expect("a zone"),
        licences: Vec::new(),
        schemes: Vec::new(),
        lists: String::new(),
        keys: vec![key],
    };
    alter(&mut lsp);
    TrustList::new(vec![lsp]).expect("distinct kids")
}

fn word(trust: &TrustList) -> ReportWord {
    judge(&token(), trust, now()).report
}

#[test]
fn a_report_is_judged_by_the_key_that_signed_it() {
    let stolen = KeyState::Compromised(Compromise { since: now(), honoured: HonouredList::new(&[]).hash() });
    type Alter<'a> = &'a dyn Fn(&mut TrustedLsp);
    let cases: [(Alter<'_>, ReportWord, ReportTrust); 7] = [
        (&|_| {}, ReportWord::Genuine, ReportTrust::Trusted),
        (&|lsp| lsp.keys[0].key_use = KeyUse::Certificate, ReportWord::Untrusted, ReportTrust::KeyForOtherUse),
        (&|lsp| lsp.keys[0].state = stolen, ReportWord::Untrusted, ReportTrust::KeyCompromised),
        (&|lsp| lsp.keys[0].state = KeyState::Unknown, ReportWord::Unknown, ReportTrust::KeyStateUnknown),
        // Retired on the day of the report, and the day before.
        (
            &|lsp| (lsp.keys[0].state, lsp.keys[0].until) = (KeyState::Retired, Some(date(2026, 11, 22))),
            ReportWord::Genuine,
            ReportTrust::Trusted,
        ),
        (
            &|lsp| (lsp.keys[0].state, lsp.keys[0].until) = (KeyState::Retired, Some(date(2026, 11, 21))),
            ReportWord::Untrusted,
            ReportTrust::KeyOutsidePeriod,
        ),
        (&|lsp| lsp.keys[0].from = date(2026, 11, 23), ReportWord::Untrusted, ReportTrust::KeyOutsidePeriod),
    ];
    for (alter, word, why) in cases {
        let verdict = judge(&token(), &trust(alter), now());
        assert_eq!((verdict.report, verdict.maker.map(|maker| maker.trust)), (word, Some(why)));
        assert_eq!(verdict.contents.map(|contents| (contents.rows, contents.fits)), Some((3, 2)));
    }
}

#[test]
fn what_cannot_be_told_is_never_genuine() {
    let unknown = trust(|lsp| lsp.keys.clear());
    assert_eq!(word(&unknown), ReportWord::Untrusted);
    let expired = trust(|_| {}).until(now());
    assert_eq!(word(&expired), ReportWord::Unknown);
    let ahead = judge(&token(), &trust(|_| {}), now() - SignedDuration::from_hours(1));
    assert_eq!((ahead.report, ahead.findings), (ReportWord::Unknown, vec![ReportFinding::Ahead]));
    let mut altered = token();
    let last = altered.len() - 1;
    altered[last] ^= 1;
    let forged = judge(&altered, &trust(|_| {}), now());
    assert_eq!((forged.report, forged.contents), (ReportWord::Forged, None));
    assert_eq!(judge(b"halo", &trust(|_| {}), now()).report, ReportWord::Unreadable);
}

#[test]
fn a_link_is_judged_and_a_foreign_host_is_told() {
    let (trust, token) = (trust(|_| {}), spelling::to_base64url(&token()));
    let told = |text: String| judge_text(&text, &trust, now());
    let own = told(format!("https://cek.lsp.example/l/{token}")).expect("a report");
    assert_eq!((own.report, own.standing()), (ReportWord::Genuine, Standing::Good));
    let foreign = told(format!("https://cek-lsp.example/l/{token}")).expect("a report");
    assert_eq!(
        (foreign.findings.as_slice(), foreign.standing()),
        ([ReportFinding::ForeignSite].as_slice(), Standing::Bad)
    );
    assert_eq!(told(token).map(|verdict| verdict.report), Some(ReportWord::Genuine));
    assert_eq!(told(format!("https://cek.lsp.example/v/{}", "AAAA")), None);
    assert_eq!(told("halo".to_owned()), None);
}

fn page(symbol: Option<&[u8]>, text: &str) -> Page {
    let site = "https://cek.lsp.example".parse().expect("a site");
    let symbols = symbol.map(|token| spelling::report_qr(&site, token)).into_iter().collect();
    Page { symbols, text: text.to_owned(), ..Page::default() }
}

fn certificate() -> Page {
    Page { symbols: vec!["HTTPS://CEK.LSP.EXAMPLE/V/256".replace("256", "255")], ..page(None, "Sertifikat") }
}

fn whole() -> Document {
    let pages = vec![page(Some(&token()), "satu"), page(None, "dua")];
    Document { attachments: vec![token()], rows: vec![ROWS.to_vec()], pages, ..Document::default() }
}

fn found(document: &Document) -> Vec<(ReportWord, Vec<ReportFinding>, usize)> {
    let told = reports(document, &trust(|_| {}), now()).into_iter();
    told.map(|one| (one.verdict.report, one.verdict.findings, one.pages.len())).collect()
}

#[test]
fn what_goes_with_a_report_is_held_against_it() {
    use ReportFinding::{QrDiffers, QrMissing, RowsBeside, RowsDiffer, RowsMissing, TextHidden, TextUnchecked};
    use ReportWord::{Altered, Genuine};
    assert_eq!(found(&whole()), [(Genuine, vec![], 2)]);
    let rows = Document { rows: vec![b"rowz".to_vec()], ..whole() };
    assert_eq!(found(&rows), [(Altered, vec![RowsDiffer], 2)]);
    let beside = Document { rows: vec![b"rowz".to_vec(), ROWS.to_vec()], ..whole() };
    assert_eq!(found(&beside), [(Genuine, vec![RowsBeside], 2)]);
    let bare = Document { rows: vec![], ..whole() };
    assert_eq!(found(&bare), [(Genuine, vec![RowsMissing], 2)]);
    let other = sign(&Claims { fits: 3, ..claims() }, &key()).expect("signed");
    let pasted = Document { attachments: vec![other.clone()], ..whole() };
    assert_eq!(found(&pasted), [(Altered, vec![QrDiffers], 2)]);
    let covered = Document { pages: vec![page(None, "satu")], ..whole() };
    assert_eq!(found(&covered), [(Genuine, vec![QrMissing], 1)]);
    let hidden = Document { pages: vec![Page { hides: true, ..page(Some(&token()), "satu") }], ..whole() };
    assert_eq!(found(&hidden), [(Altered, vec![TextHidden], 1)]);
    let photo = Document { pages: vec![page(Some(&token()), "")], rows: vec![], ..Document::default() };
    assert_eq!(found(&photo), [(Genuine, vec![RowsMissing, TextUnchecked], 1)]);
}

#[test]
fn papers_merged_into_one_file_are_told_apart() {
    let other = sign(&Claims { fits: 3, sha256: hash(b"other"), ..claims() }, &key()).expect("signed");
    let mut merged = whole();
    merged.pages.extend([certificate(), page(None, "Daftar unit"), page(Some(&other), "tiga")]);
    merged.rows.push(b"other".to_vec());
    merged.attachments.push(other);
    let words: Vec<_> = found(&merged).into_iter().map(|(word, _, pages)| (word, pages)).collect();
    assert_eq!(words, [(ReportWord::Genuine, 2), (ReportWord::Genuine, 1)]);
    let rest = without_reports(&merged).expect("a certificate");
    assert_eq!((rest.pages.len(), rest.attachments.len(), rest.rows.len()), (2, 0, 0));
    assert_eq!(without_reports(&whole()), None);
    let plain = Document { pages: vec![page(None, "halo")], ..Document::default() };
    assert_eq!(without_reports(&plain), Some(plain.clone()));
}

/// A page whose letters stand where the text has them.
fn printed(symbol: Option<&[u8]>, text: &str) -> Page {
    Page { places: Places::of_text(text), ..page(symbol, text) }
}

const FIRST: &str = "Laporan\nLSP Kebersihan Contoh\nSiti  memenuhi\nRina  dicabut\nLaporan 3031";
const SECOND: &str = "Budi  dicabut\nLaporan 3031";

/// What a document of these pages is told by the pages that its rows make; the first bears the QR.
fn held(pages: Vec<Page>) -> (ReportWord, Vec<ReportFinding>) {
    let drawn = Drawn {
        pages: vec![printed(None, FIRST), printed(None, SECOND)],
        names: Area { left: 0.0, top: 12.0, right: 200.0, bottom: 22.0 },
        mark: "Laporan 3031".into(),
    };
    let document = Document { pages, ..whole() };
    let mut told = reports(&document, &trust(|_| {}), now()).remove(0);
    hold_paper(&mut told, &drawn);
    (told.verdict.report, told.verdict.findings)
}

#[test]
fn pages_are_held_against_those_that_the_rows_make() {
    use ReportFinding::{MakerDiffers, PagesBeside, TextDiffers};
    use ReportWord::{Altered, Genuine};
    let texts = |texts: &[&str]| {
        let page = |(at, text): (usize, &&str)| printed((at == 0).then(token).as_deref(), text);
        held(texts.iter().enumerate().map(page).collect())
    };
    assert_eq!(texts(&[FIRST, SECOND]), (Genuine, vec![]));
    assert_eq!(texts(&[FIRST, SECOND, FIRST, SECOND]), (Genuine, vec![]), "two copies");
    assert_eq!(texts(&[FIRST, &SECOND.replace("dicabut", "memenuhi")]), (Altered, vec![TextDiffers]));
    assert_eq!(texts(&[FIRST]), (Altered, vec![TextDiffers]), "a page is missing");
    assert_eq!(texts(&[FIRST, SECOND, "Surat pengantar"]), (Genuine, vec![PagesBeside]));
    assert_eq!(
        texts(&[FIRST, SECOND, "Rina  memenuhi\nLaporan 3031"]),
        (Altered, vec![TextDiffers]),
        "one was made up"
    );
    let renamed = FIRST.replace("Kebersihan Contoh", "Kebersihan Indonesia Contoh");
    assert_eq!(texts(&[&renamed, SECOND]), (Genuine, vec![MakerDiffers]));
    assert_eq!(texts(&[&renamed.replace("dicabut", "memenuhi"), SECOND]), (Altered, vec![TextDiffers]));
    let more = format!("{renamed}\n55 dari 55 memenuhi");
    assert_eq!(texts(&[&more, SECOND]), (Altered, vec![TextDiffers]), "beside where the maker is named");
}

#[test]
fn what_stands_beside_what_is_compared() {
    let swapped = [("Siti  dicabut", "Rina  memenuhi"), ("Rina  memenuhi", "Siti  dicabut")];
    for (third, fourth) in swapped {
        let first = FIRST.replace("Siti  memenuhi", third).replace("Rina  dicabut", fourth);
        let told = held(vec![printed(Some(&token()), &first), printed(None, SECOND)]);
        assert_eq!(told, (ReportWord::Altered, vec![ReportFinding::TextDiffers]), "{first}");
    }
}

#[test]
fn a_page_without_text_is_not_compared_and_it_is_said() {
    let outlined = Page { places: Places::default(), ..page(None, "") };
    let told = held(vec![printed(Some(&token()), FIRST), outlined]);
    assert_eq!(told, (ReportWord::Genuine, vec![ReportFinding::TextUnchecked]));
    let blank = Page { blank: true, ..page(None, "") };
    let told = held(vec![printed(Some(&token()), FIRST), printed(None, SECOND), blank]);
    assert_eq!(told, (ReportWord::Genuine, vec![]), "the back of a sheet");
}

#[test]
fn what_stands_before_a_report_is_looked_at_too() {
    use ReportFinding::{PagesBeside, QrMissing, TextDiffers, TextUnchecked};
    use ReportWord::{Altered, Genuine};
    let (own, second) = (printed(Some(&token()), FIRST), printed(None, SECOND));
    let cover = printed(None, "Surat pengantar untuk Laporan 3031");
    assert_eq!(held(vec![cover, own.clone(), second.clone()]), (Genuine, vec![PagesBeside]));
    let made_up = printed(None, &FIRST.replace("dicabut", "memenuhi"));
    assert_eq!(held(vec![made_up.clone(), own, second]), (Altered, vec![PagesBeside, TextDiffers]));
    // The report stands in the attachments alone, behind somebody's certificate.
    let alone = Document { pages: vec![certificate(), made_up], ..whole() };
    assert_eq!(found(&alone), [(Genuine, vec![QrMissing, TextUnchecked], 0)]);
}

#[test]
fn a_report_is_judged_once_however_its_pages_are_mixed() {
    let (own, other) = (token(), sign(&Claims { fits: 3, ..claims() }, &key()).expect("signed"));
    let pages: Vec<Page> = (0..40).map(|at| page(Some(if at % 2 == 0 { &other } else { &own }), "satu")).collect();
    let mixed = Document { pages, attachments: vec![], ..whole() };
    let told: Vec<_> = found(&mixed).into_iter().map(|(word, _, pages)| (word, pages)).collect();
    assert_eq!(told, [(ReportWord::Genuine, 20), (ReportWord::Genuine, 20)]);
}

#[test]
fn words_are_told_alike_everywhere() {
    use ReportWord::{Altered, Forged, Genuine, Unknown, Unreadable, Untrusted};
    for word in [Altered, Forged, Genuine, Unknown, Unreadable, Untrusted] {
        assert_eq!(serde_json::json!(word), word.as_str());
    }
}
