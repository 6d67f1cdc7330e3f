//! The file an LSP is described in: JSON, one LSP or `{"lsps": [ … ]}`.
//!
//! Beside the fields of [`Lsp`] it may give its only licence as `licence`, `decree`, `licensed_from` and
//! `licensed_until` instead of a list `licences`, and under `form` the names of files beside it:
//! `digital`, `blanko` (layouts), `logo`, `signature` (PNG or JPEG).

use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::domain::issuer::{InvalidLsp, Lsp, Site};

/// One LSP of a file, and the names of its form's files.
#[derive(Clone, Debug)]
pub struct Described {
    pub lsp: Lsp,
    pub form: DesignFiles,
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
    #[error("not JSON: {0}")]
    Json(#[from] serde_json::Error),
    #[error("LSP {id}: {fault}")]
    Field { id: String, fault: serde_json::Error },
    #[error("LSP {id}: {fault}")]
    Invalid { id: String, fault: InvalidLsp },
    #[error("no LSP in it: expected one LSP, or an object with a list \"lsps\"")]
    NoLsp,
    #[error("LSP {0}: say where its certificates are checked: \"site\": \"https://…\" in the file, or --site")]
    NoSite(String),
}

/// Reads a file; `site` stands in for LSPs that name none.
///
/// # Errors
/// The first LSP that cannot be taken in, and why.
pub fn read(text: &str, site: Option<&Site>) -> Result<Vec<Described>, LspFileError> {
    let mut file: Map<String, Value> = serde_json::from_str(text)?;
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

fn describe(lsp: Value, site: Option<&Site>) -> Result<Described, LspFileError> {
    let Value::Object(mut lsp) = lsp else { return Err(LspFileError::NoLsp) };
    let id = lsp.get("id").and_then(Value::as_str).unwrap_or("without id").to_owned();
    let field = |fault| LspFileError::Field { id: id.clone(), fault };
    let form = lsp.remove("form").map_or_else(|| Ok(DesignFiles::default()), serde_json::from_value).map_err(field)?;
    if !lsp.contains_key("site") {
        let site = site.ok_or_else(|| LspFileError::NoSite(id.clone()))?;
        lsp.insert("site".into(), site.to_string().into());
    }
    if !lsp.contains_key("licences") {
        let take = |lsp: &mut Map<String, Value>, name: &str| lsp.remove(name).unwrap_or(Value::Null);
        let decree = lsp.remove("decree").unwrap_or_else(|| "".into());
        let (number, from) = (take(&mut lsp, "licence"), take(&mut lsp, "licensed_from"));
        let until = take(&mut lsp, "licensed_until");
        lsp.insert("licences".into(), json!([{ "number": number, "decree": decree, "from": from, "until": until }]));
    }
    let lsp: Lsp = serde_json::from_value(Value::Object(lsp)).map_err(field)?;
    lsp.validate().map_err(|fault| LspFileError::Invalid { id: id.clone(), fault })?;
    Ok(Described { lsp, form })
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
}
