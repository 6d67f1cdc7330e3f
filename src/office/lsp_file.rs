//! The file an LSP is described in: JSON, one LSP or `{"lsps": [ … ]}`; `docs/lsp-file.md` has every member. A line
//! that begins with `//` is a remark.
//!
//! Beside the fields of [`Lsp`] it may give its only licence as `licence`, `decree`, `licensed_from` and
//! `licensed_until` instead of a list `licences`, and under `design` (or `form`) the names of files beside it.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use crate::domain::issuer::{InvalidLsp, Lsp, Site};

/// A whole file with remarks.
pub const EXAMPLE: &str = include_str!("../../templates/lsp/lsp.json");

/// One LSP of a file, and the names of its design's files.
#[derive(Clone, Debug)]
pub struct Described {
    pub lsp: Lsp,
    pub design: DesignFiles,
}

/// Names of files beside the LSP's own; what is not named is the default.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DesignFiles {
    pub blanko: Option<String>,
    pub digital: Option<String>,
    pub logo: Option<String>,
    pub manager_signature: Option<String>,
    pub signature: Option<String>,
}

/// Why a file describes no LSP.
#[derive(Debug, thiserror::Error)]
pub enum LspFileError {
    #[error("LSP {id}: {}{fault}", member_before(member))]
    Field { id: String, member: String, fault: String },
    #[error("LSP {id}: {fault}")]
    Invalid { id: String, fault: InvalidLsp },
    #[error("not JSON: {0}")]
    Json(#[from] serde_json::Error),
    #[error("no LSP in it: expected one LSP, or an object with a list \"lsps\"")]
    NoLsp,
    #[error("LSP {0}: say where its certificates are checked: \"site\": \"https://…\" in the file, or --site")]
    NoSite(String),
}

/// The member that a fault lies in, where it lies in one: `schemes[0].kbli: `.
fn member_before(member: &str) -> String {
    if member == "." { String::new() } else { format!("{member}: ") }
}

/// Reads a file; `site` stands in for LSPs that name none.
///
/// # Errors
/// The first LSP that cannot be taken in, and why.
pub fn read(text: &str, site: Option<&Site>) -> Result<Vec<Described>, LspFileError> {
    let mut file: Map<String, Value> = serde_json::from_str(&without_remarks(text))?;
    let lsps = match file.remove("lsps") {
        Some(Value::Array(lsps)) => lsps,
        Some(_) => return Err(LspFileError::NoLsp),
        None => vec![Value::Object(file)],
    };
    if lsps.is_empty() {
        return Err(LspFileError::NoLsp);
    }
    lsps.into_iter().map(|lsp| describe(lsp, site)).collect()
}

/// The text with its remarks emptied, so that faults keep the number of their line.
fn without_remarks(text: &str) -> String {
    let kept = |line: &'_ str| if line.trim_start().starts_with("//") { String::new() } else { line.to_owned() };
    text.lines().map(kept).collect::<Vec<_>>().join("\n")
}

fn describe(lsp: Value, site: Option<&Site>) -> Result<Described, LspFileError> {
    let Value::Object(mut lsp) = lsp else { return Err(LspFileError::NoLsp) };
    let id = lsp.get("id").and_then(Value::as_str).unwrap_or("without id").to_owned();
    let (design, form) = (lsp.remove("design"), lsp.remove("form"));
    let design = match (design, form) {
        (Some(names), None) | (None, Some(names)) => read_member(&id, "design", names)?,
        (None, None) => DesignFiles::default(),
        (Some(_), Some(_)) => {
            let (member, fault) = ("form".to_owned(), "an older name of \"design\"; expected one of them".to_owned());
            return Err(LspFileError::Field { id, member, fault });
        }
    };
    if !lsp.contains_key("site") {
        let site = site.ok_or_else(|| LspFileError::NoSite(id.clone()))?;
        lsp.insert("site".into(), site.to_string().into());
    }
    if !lsp.contains_key("licences") {
        let licence = only_licence(&id, &mut lsp)?;
        lsp.insert("licences".into(), json!([licence]));
    }
    let lsp: Lsp = read_member(&id, "", Value::Object(lsp))?;
    lsp.validate().map_err(|fault| LspFileError::Invalid { id: id.clone(), fault })?;
    Ok(Described { lsp, design })
}

/// The only licence, from members of the LSP itself.
fn only_licence(id: &str, lsp: &mut Map<String, Value>) -> Result<Value, LspFileError> {
    let mut take = |name: &str| {
        lsp.remove(name).ok_or_else(|| LspFileError::Field {
            id: id.to_owned(),
            member: name.to_owned(),
            fault: "missing; expected it, or a list \"licences\"".to_owned(),
        })
    };
    let (number, from, until) = (take("licence")?, take("licensed_from")?, take("licensed_until")?);
    let decree = lsp.remove("decree").unwrap_or_else(|| "".into());
    Ok(json!({ "number": number, "decree": decree, "from": from, "until": until }))
}

/// Reads a part of an LSP; a fault names the member it lies in.
fn read_member<T: DeserializeOwned>(id: &str, name: &str, value: Value) -> Result<T, LspFileError> {
    serde_path_to_error::deserialize(value).map_err(|fault| {
        let (path, fault) = (fault.path().to_string(), fault.inner().to_string());
        let member = match (name, path.as_str()) {
            ("", _) => path,
            (_, ".") => name.to_owned(),
            (_, path) => format!("{name}.{path}"),
        };
        LspFileError::Field { id: id.to_owned(), member, fault }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLES: &str = include_str!("../../templates/demo/lsps.json");

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
        assert!(matches!(read(SAMPLES, None), Err(LspFileError::NoSite(id)) if id == "klining"));
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
        let page = include_str!("../../docs/lsp-file.md");
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
            ("\"okupasi\"", "\"okupansi\"", "schemes[0].kind: unknown variant `okupansi`, expected one of"),
            ("\"2015-01-01\"", "\"1 Januari 2015\"", "licences[0].from: "),
            ("\"licensed_from\": \"2015-01-01\",", "", "licensed_from: missing; expected it, or a list \"licences\""),
            ("\"city\": \"Tangerang\"", "\"kota\": \"Tangerang\"", "kota: unknown field `kota`, expected one of `id`"),
            (
                "\"city\"",
                "\"design\": {\"logo\": 1}, \"city\"",
                "design.logo: invalid type: integer `1`, expected a string",
            ),
            ("\"city\"", "\"form\": {\"digitl\": \"x\"}, \"city\"", "design.digitl: unknown field `digitl`"),
        ] {
            assert!(SAMPLES.contains(from), "{from}");
            let message = read(&SAMPLES.replacen(from, to, 1), Some(&site)).expect_err("refused").to_string();
            assert!(message.starts_with(&format!("LSP klining: {expected}")), "{message}");
        }
    }
}
