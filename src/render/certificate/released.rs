//! Sheets as earlier versions drew them: same certificate, same layout, same bytes.
//!
//! `tests/golden/render/first/` holds the layouts that were stored first, LSPs, pictures, and the SHA-256 of
//! the sheets drawn with them then. They are never made anew: a difference is a fault of the program.

use std::fmt::Write as _;

use jiff::civil::date;
use sha2::{Digest, Sha256};

use super::{DesignParts, Pictures, Press, Sheet};
use crate::domain::certificate::Replaced;
use crate::domain::fixtures;
use crate::domain::holder::HolderName;
use crate::domain::issuer::Lsp;
use crate::domain::term::Term;

const LAYOUTS: [(&str, &str); 2] = [
    ("digital", include_str!("../../../tests/golden/render/first/digital.toml")),
    ("blanko", include_str!("../../../tests/golden/render/first/blanko.toml")),
];
const LOGO: &[u8] = include_bytes!("../../../tests/golden/render/first/logo.png");
const SIGNATURE: &[u8] = include_bytes!("../../../tests/golden/render/first/signature.png");
const PHOTO: &[u8] = include_bytes!("../../../tests/golden/render/first/photo.png");
const LSPS: &str = include_str!("../../../tests/golden/render/first/lsps.json");
const SHEETS: &str = include_str!("../../../tests/golden/render/first/sheets.txt");
const LINK: &str = "HTTPS://CEK.LSP.EXAMPLE/V/0123456789012345678998765432109876543210";

/// What a sheet of the list differs in from the plainest.
#[derive(Clone, Copy)]
struct Case {
    name: &'static str,
    holder: &'static str,
    pictures: bool,
    replaces: bool,
    units: usize,
    watermark: bool,
}

const PLAIN: Case =
    Case { name: "plain", holder: "Siti Contoh", pictures: false, replaces: false, units: 0, watermark: false };

const CASES: [Case; 7] = [
    PLAIN,
    Case { name: "accents", holder: "José Pérez-Müller Łukasz", ..PLAIN },
    Case { name: "vietnamese", holder: "Nguyễn Thị Ánh Đào", ..PLAIN },
    Case {
        name: "long",
        holder: "Raden Mas Haryo Kusumaningrat Wiraatmaja Purbaningsih Sastrodiningrat Adiwinata Kertanegara Jaya",
        ..PLAIN
    },
    Case { name: "pictures", pictures: true, ..PLAIN },
    Case { name: "replacement", replaces: true, ..PLAIN },
    Case { name: "sixty units under a mark", units: 60, watermark: true, ..PLAIN },
];

fn sheet_hash(layout: &str, lsp: &Lsp, scheme: usize, case: Case) -> String {
    let picture = |file: &[u8]| case.pictures.then(|| file.to_vec());
    let mark = if case.watermark { "watermark = \"CONTOH\"\n" } else { "" };
    let pictures = Pictures { logo: picture(LOGO), signature: picture(SIGNATURE), manager_signature: None };
    let form = DesignParts { layout: format!("{mark}{layout}"), pictures };
    let mut scheme = lsp.schemes[scheme].clone();
    if case.units > 0 {
        scheme.units = scheme.units.iter().cycle().take(case.units).cloned().collect();
    }
    let holder: HolderName = case.holder.parse().unwrap();
    let replaced = Replaced { number: "81210 9112 2 0000012 2022".into(), issued_on: date(2022, 3, 1) };
    let sheet = Sheet {
        number: "81210 9112 2 0000088 2023",
        registration: "KLN 9901 00088 2023",
        blanko: Some("0012345"),
        holder: &holder,
        scheme: &scheme,
        lsp,
        term: Term::new(date(2023, 12, 18), scheme.validity_years, lsp.expiry).unwrap(),
        replaces: case.replaces.then_some(&replaced),
        link: LINK,
        site: &lsp.site.to_string(),
        token: b"\xd2token",
        photo: case.pictures.then_some(PHOTO),
    };
    hex::encode(Sha256::digest(Press::new(&form).unwrap().print(&sheet).unwrap()))
}

#[test]
fn stored_layouts_are_drawn_as_they_ever_were() {
    let lsps: Vec<serde_json::Value> = serde_json::from_str(LSPS).unwrap();
    let lsps: Vec<Lsp> = lsps.iter().map(fixtures::lsp).collect();
    let mut drawn = String::new();
    for (layout, text) in LAYOUTS {
        for lsp in &lsps {
            for (n, scheme) in lsp.schemes.iter().enumerate() {
                for case in CASES.iter().filter(|case| n == 0 || case.name == "plain") {
                    let hash = sheet_hash(text, lsp, n, *case);
                    writeln!(drawn, "{hash} {layout} {} {}", scheme.code, case.name).unwrap();
                }
            }
        }
    }
    assert!(drawn == SHEETS, "sheets differ from those drawn before:\n{drawn}");
}
