//! What a file says, and what it is told where it says it wrongly.

use super::*;
use crate::domain::issuer::{Console, Lsp};
use crate::seal::vectors::hold;

const SAMPLES: &str = include_str!("../../../templates/demo/lsps.json");

#[test]
fn the_sample_lsps_are_taken_with_a_site() {
    let site = "https://cek.lsp.example".parse().expect("a site");
    let lsps = read(SAMPLES, Some(&site)).expect("four LSPs");
    let ids: Vec<&str> = lsps.iter().map(|described| described.lsp.id.as_str()).collect();
    assert_eq!(ids, ["klining", "pengemudi", "pengamanan", "provinsi"]);
    assert_eq!(lsps[0].lsp.licences[0].number, "BNSP-LSP-9901-ID");
}

#[test]
fn a_file_without_site_or_sense_is_refused_by_name() {
    assert!(matches!(read(SAMPLES, None), Err(LspFileError::NoSite(Some(id))) if id == "klining"));
    assert!(matches!(read("[]", None), Err(LspFileError::Json(_))));
    assert!(matches!(read("{\"lsps\": []}", None), Err(LspFileError::NoLsp)));
    let site = "https://cek.lsp.example".parse().expect("a site");
    let broken = SAMPLES.replace("Asia/Makassar", "Asia/Bali");
    let message = read(&broken, Some(&site)).expect_err("refused").to_string();
    assert!(message.contains("pengemudi") && message.contains("time zone"), "{message}");
}

#[test]
fn the_example_is_taken_with_every_member_that_there_is() {
    let described = read(EXAMPLE, None).expect("an LSP").remove(0);
    assert_eq!(described.design.digital.as_deref(), Some("digital.toml"));
    let written: Value = serde_json::from_str(&without_remarks(EXAMPLE)).expect("JSON");
    let members = |value: &Value| value.as_object().expect("an object").keys().cloned().collect::<Vec<_>>();
    let kept = crate::store::lsp_json(&described.lsp);
    let (own, scheme) = (members(&kept), members(&kept["schemes"][0]));
    assert_eq!(members(&written).into_iter().filter(|name| name != "design").collect::<Vec<_>>(), own);
    assert_eq!(members(&written["schemes"][0]), scheme);
    let page = include_str!("../../../docs/lsp-file.md");
    for name in own.iter().chain(&scheme) {
        assert!(page.contains(&format!("`{name}`")), "{name} is not described");
    }
    // The pictures' names are remarks, for there are none beside the layouts that are given.
    let uncommented = EXAMPLE.replacen("\"blanko.toml\"\n    // ", "\"blanko.toml\",\n    ", 1);
    let uncommented = uncommented.replace("    // \"", "    \"");
    let design = read(&uncommented, None).expect("an LSP").remove(0).design;
    assert!(design.logo.is_some() && design.signature.is_some() && design.manager_signature.is_some());
}

#[test]
fn a_fault_names_its_member_and_what_was_expected() {
    let site = "https://cek.lsp.example".parse().expect("a site");
    for (from, to, expected) in [
        (
            "\"kkni_level\": 2",
            "\"kkni_level\": \"dua\"",
            "schemes[0].kkni_level: invalid type: string \"dua\", expected u8",
        ),
        ("\"validity_years\": 3,", "", "schemes[0]: missing field `validity_years`"),
        ("\"kind\": \"P3\"", "\"kind\": \"P4\"", "kind: an LSP is of the kind P1, P2 or P3"),
        ("\"okupasi\"", "\"okupansi\"", "schemes[0].kind: unknown variant `okupansi`, expected one of"),
        ("\"2015-01-01\"", "\"1 Januari 2015\"", "licensed_from: "),
        ("\"licensed_from\": \"2015-01-01\",", "", "licensed_from: missing; expected it, or a list \"licences\""),
        ("\"city\": \"Tangerang\"", "\"kota\": \"Tangerang\"", "kota: unknown field `kota`, expected one of `id`"),
        (
            "\"city\"",
            "\"design\": {\"logo\": 1}, \"city\"",
            "design.logo: invalid type: integer `1`, expected a string",
        ),
        ("\"city\"", "\"form\": {\"digitl\": \"x\"}, \"city\"", "form.digitl: unknown field `digitl`"),
    ] {
        assert!(SAMPLES.contains(from), "{from}");
        let message = read(&SAMPLES.replacen(from, to, 1), Some(&site)).expect_err("refused").to_string();
        assert!(message.starts_with(&format!("LSP klining: {expected}")), "{message}");
    }
}

#[test]
fn a_file_that_says_nothing_of_the_console_leaves_it_as_it_stands() {
    let site = "https://cek.lsp.example".parse().expect("a site");
    let described = |text: &str| read(text, Some(&site)).expect("LSPs").remove(0);
    let silent = described(SAMPLES);
    assert_eq!(silent.lsp.console, Console::Open, "a new one, as released files were always read");
    let closed = Lsp { console: Console::Closed, ..silent.lsp.clone() };
    assert_eq!(silent.over(&closed).console, Console::Closed);
    let saying = SAMPLES.replacen("\"city\"", "\"console\": \"open\", \"city\"", 1);
    assert_eq!(described(&saying).over(&closed).console, Console::Open);
    assert_eq!(read(EXAMPLE, None).expect("an LSP")[0].lsp.console, Console::Closed);
}

#[test]
fn a_file_is_held_to_every_rule_that_the_office_is() {
    let site = "https://cek.lsp.example".parse().expect("a site");
    let start = r#""numbering": {"registration": {"shape": "{sequence:5} {year}", "start": 0}}, "city""#;
    let long = format!("\"licence\": \"{}\"", "x".repeat(121));
    for (from, to, expected) in [
        ("\"city\"", start, "numbering: a sequence starts at 1 to 99999"),
        ("\"licence\": \"BNSP-LSP-9901-ID\"", "\"licence\": \" \"", "licence 1: number must be"),
        ("\"licence\": \"BNSP-LSP-9901-ID\"", &long, "licence 1: number must be"),
        ("\"licence\"", "\"decree\": \"\\u0007\", \"licence\"", "licence 1: decree must be"),
        ("\"licensed_from\": \"2015", "\"licensed_from\": \"2115", "licence 1: it ends before it begins"),
        (
            "\"validity_years\"",
            "\"from\": \"2026-01-02\", \"until\": \"2026-01-01\", \"validity_years\"",
            "scheme CS-01: it ends before it begins",
        ),
    ] {
        assert!(SAMPLES.contains(from), "{from}");
        let message = read(&SAMPLES.replacen(from, to, 1), Some(&site)).expect_err(expected).to_string();
        assert!(message.starts_with(&format!("LSP klining: {expected}")), "{message}");
    }
}

#[test]
fn every_released_way_of_writing_one_is_read() {
    hold("lsp-file", "read", |vector| match read(&vector.body, None) {
        Ok(described) => {
            let says: Vec<Value> = described.iter().map(|one| crate::store::lsp_json(&one.lsp)).collect();
            if vector.field("says").is_some() {
                vector.says(&says.into());
            }
            "read".to_owned()
        }
        Err(_) => "refused".to_owned(),
    });
}
