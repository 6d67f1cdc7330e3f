//! Whom to ask about a number that nobody issued here: LSPs of other installations, each of which knows its own numbers.
//!
//! A trust list says little of numbers: the licence's digits stand in a registration number after its letters, and a
//! scheme's code where an LSP numbers by it. Where that points to somebody, the others are not named; where it points to
//! an LSP of this installation alone, nobody is. A number that says nothing leads to all.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::holder::hides;
use crate::domain::issuer::{LspId, Site};
use crate::domain::search_key::SearchKey;
use crate::seal::trust_list::{TrustList, TrustedLsp};

/// LSPs that are named at most.
pub const MOST: usize = 20;

/// Characters of a name that are told: a trust list sets it no bound.
const NAME: usize = 200;

/// Letters that a registration number begins with, at least.
const LETTERS: usize = 2;

/// An LSP of another installation, and where its numbers are known.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
pub struct Elsewhere {
    #[schema(value_type = String)]
    pub id: LspId,
    pub name: String,
    #[schema(value_type = String)]
    pub site: Site,
}

/// An LSP of another installation that may know numbers of a list.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
pub struct MayKnow {
    #[serde(flatten)]
    pub lsp: Elsewhere,
    /// The rows whose numbers look like its own, as the list numbers them, in its order.
    pub rows: Vec<u32>,
}

/// Whom to ask about a number, as far as the trust list tells; [`MOST`] at most.
#[must_use]
pub fn whom_to_ask(key: &SearchKey, trust: &TrustList) -> Vec<Elsewhere> {
    let meant = key.with_zeros();
    let looks_so = |lsp: &&TrustedLsp| {
        let looks = |key: &SearchKey| looks_like(key.as_str(), lsp);
        looks(key) || meant.as_ref().is_some_and(looks)
    };
    let alike: Vec<&TrustedLsp> = trust.lsps().iter().filter(looks_so).collect();
    let asked = if alike.is_empty() { trust.lsps().iter().collect() } else { alike };
    let elsewhere = asked.into_iter().filter(|lsp| !trust.is_here(&lsp.id)).take(MOST);
    elsewhere.map(|lsp| Elsewhere { id: lsp.id.clone(), name: told(&lsp.name_id), site: lsp.site.clone() }).collect()
}

/// A name as it may stand in a line of a terminal, a table or a page: others wrote it.
fn told(name: &str) -> String {
    let space = |c: char| if c.is_whitespace() { ' ' } else { c };
    name.chars().map(space).filter(|c| !hides(*c)).take(NAME).collect()
}

/// Whether a number, reduced to letters and digits, is one that the LSP may have given by what the trust list says of it.
fn looks_like(number: &str, lsp: &TrustedLsp) -> bool {
    let digits = number.trim_start_matches(|c: char| c.is_ascii_uppercase());
    let is_registration = number.len() - digits.len() >= LETTERS;
    let by_licence = |licence: &str| {
        let mut serials = licence.split(|c: char| !c.is_ascii_digit()).filter(|serial| !serial.is_empty());
        is_registration && serials.any(|serial| digits.starts_with(serial) && digits != serial)
    };
    let by_scheme = |code: &str| {
        let code: String = code.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect();
        // Digits alone stand in any number by chance.
        code.contains(|c: char| c.is_ascii_uppercase()) && number.contains(&code)
    };
    lsp.licences.iter().any(|licence| by_licence(&licence.number))
        || lsp.schemes.iter().any(|scheme| by_scheme(scheme.code.as_str()))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::issuer::Licence;
    use crate::seal::trust_list::SchemePeriod;

    fn lsp(id: &str, licence: &str, scheme: &str) -> TrustedLsp {
        let (from, until) = (date(2020, 1, 1), date(2030, 12, 31));
        TrustedLsp {
            id: id.parse().expect("an id"),
            name_id: format!("LSP {id}"),
            name_en: String::new(),
            site: format!("https://{id}.example").parse().expect("a site"),
            former_sites: Vec::new(),
            time_zone: "Asia/Jakarta".parse().expect("a zone"),
            licences: vec![Licence { number: licence.to_owned(), decree: String::new(), from, until }],
            schemes: vec![SchemePeriod { code: scheme.parse().expect("a code"), from: None, until: None }],
            lists: String::new(),
            keys: Vec::new(),
        }
    }

    /// Three LSPs, the first of them here.
    fn asked(number: &str) -> Vec<String> {
        let lsps = vec![
            lsp("klining", "BNSP-LSP-9901-ID", "CS-01"),
            lsp("pengemudi", "BNSP-LSP-9902-ID", "DR-01"),
            lsp("pengamanan", "BNSP-LSP-9903-ID", "SG-01"),
        ];
        let trust = TrustList::new(lsps).expect("no keys").of_installation(["klining".parse().expect("an id")]);
        let key = SearchKey::new(number).expect("a number");
        whom_to_ask(&key, &trust).into_iter().map(|lsp| lsp.id.as_str().to_owned()).collect()
    }

    #[test]
    fn a_registration_number_leads_to_the_lsp_of_its_licence() {
        for number in ["DRV 9902 00088 2023", "No. Reg. drv.9902.00088.2023", "DRV 99O2 00088 2023"] {
            assert_eq!(asked(number), ["pengemudi"], "{number}");
        }
        assert!(asked("KLN 9901 00088 2023").is_empty(), "it is of the LSP that was asked");
    }

    #[test]
    fn a_number_with_a_schemes_code_leads_to_whoever_has_the_scheme() {
        assert_eq!(asked("SG-01/2026/0000088"), ["pengamanan"]);
    }

    #[test]
    fn a_number_that_says_nothing_leads_to_all_others() {
        for number in ["81210 9112 2 0000088 2023", "9902", "X 9902 1", "KLN 9902"] {
            assert_eq!(asked(number), ["pengemudi", "pengamanan"], "{number}");
        }
    }

    #[test]
    fn what_others_call_themselves_is_one_short_line_without_anything_hidden() {
        let mut odd = lsp("pengemudi", "BNSP", "DR-01");
        odd.name_id = format!("LSP\u{1b}[31m Peng\u{202e}emudi\n{}", "x".repeat(500));
        let key = SearchKey::new("812").expect("a number");
        let told = whom_to_ask(&key, &TrustList::new(vec![odd]).expect("no keys")).remove(0).name;
        assert!(told.starts_with("LSP[31m Pengemudi xxx"), "{told:?}");
        assert_eq!(told.chars().count(), NAME);
    }

    #[test]
    fn no_more_are_named_than_a_page_has_room_for() {
        let lsps = (0..50).map(|at| lsp(&format!("lsp-{at}"), "BNSP", "CS-01")).collect();
        let key = SearchKey::new("812").expect("a number");
        assert_eq!(whom_to_ask(&key, &TrustList::new(lsps).expect("no keys")).len(), MOST);
    }
}
