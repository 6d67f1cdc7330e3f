//! Sheets a second: distinct sheets of eight units, signed, with QR and attachment.

use absah::domain::holder::HolderName;
use absah::domain::issuer::Lsp;
use absah::domain::term::{Expiry, Term};
use absah::render::{DIGITAL, DesignParts, Pictures, Press, Sheet, qr};
use ed25519_dalek::{Signer, SigningKey};

fn main() {
    divan::main();
}

fn lsp() -> Lsp {
    let unit = |n: usize| serde_json::json!({ "code": format!("X.99CLN00.{n:03}.1"), "title_id": format!("Membersihkan lantai dan permukaan keras nomor {n}"), "title_en": format!("Clean floors and hard surfaces number {n}") });
    let text = serde_json::json!({
        "id": "klining", "name_id": "Lembaga Sertifikasi Profesi Klining Contoh",
        "name_en": "Professional Certification Body of Cleaning Example", "kind": "P3",
        "site": "https://cek.lsp.example", "time_zone": "Asia/Jakarta", "city": "Tangerang",
        "licences": [{ "number": "BNSP-LSP-9901-ID", "from": "2015-01-01", "until": "2030-12-31" }],
        "licence_serial": "9901", "registration_letters": "KLN",
        "signatory": "Nama Direktur Contoh", "signatory_title_id": "Direktur", "signatory_title_en": "Director",
        "certification_manager": "Nama Manajer Contoh",
        "schemes": [{
            "code": "CS-01", "field_id": "Kebersihan Gedung", "field_en": "Building Cleaning",
            "title_id": "Petugas Kebersihan Gedung", "title_en": "Building Cleaner", "kind": "okupasi",
            "kkni_level": 2, "kbli": "81210", "kbji": "9112", "validity_years": 3,
            "units": (1..=12).map(unit).collect::<Vec<_>>(),
        }],
    });
    absah::office::lsp_file::read(&text.to_string(), None).expect("an LSP").swap_remove(0).lsp
}

/// A stand-in for a token: 181 bytes and their signature.
fn token(key: &SigningKey, n: u32) -> Vec<u8> {
    let mut claims: Vec<u8> =
        (0..181_u32).map(|i| (i.wrapping_mul(n | 1).wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    claims.extend(key.sign(&claims).to_bytes());
    claims
}

fn link(token: &[u8]) -> String {
    const DIGITS: [usize; 9] = [0, 3, 5, 8, 10, 13, 15, 17, 20];
    let part = |bytes: &[u8]| {
        let number = bytes.iter().fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
        format!("{number:0width$}", width = DIGITS[bytes.len()])
    };
    format!("HTTPS://CEK.LSP-CONTOH.EXAMPLE/V/{}", token.chunks(8).map(part).collect::<String>())
}

#[divan::bench]
fn render(bencher: divan::Bencher) {
    let (key, lsp) = (SigningKey::from_bytes(&[7; 32]), lsp());
    let press =
        Press::new(&DesignParts { layout: DIGITAL.to_owned(), pictures: Pictures::default() }).expect("a whole layout");
    let term = Term::new(jiff::civil::date(2023, 12, 18), 3, Expiry::SameDay).expect("a term");
    let mut n = 0;
    let inputs = || {
        n += 1;
        (n, format!("Siti Nurhalizah {n}").parse::<HolderName>().expect("a name"), format!("81210 9112 2 {n:07} 2023"))
    };
    bencher.with_inputs(inputs).bench_local_values(|(n, holder, number)| {
        let token = token(&key, n);
        let link = link(&token);
        let sheet = Sheet {
            number: &number,
            registration: "KLN 9901 00088 2023",
            blanko: None,
            holder: &holder,
            scheme: &lsp.schemes[0],
            lsp: &lsp,
            term,
            replaces: None,
            link: &link,
            site: "https://cek.lsp-contoh.example",
            token: &token,
            photo: None,
        };
        press.print(&sheet)
    });
}

#[divan::bench]
fn symbol(bencher: divan::Bencher) {
    let key = SigningKey::from_bytes(&[7; 32]);
    let mut n = 0;
    let inputs = || {
        n += 1;
        link(&token(&key, n))
    };
    bencher.with_inputs(inputs).bench_local_refs(|link| qr::symbol(link));
}
