//! The file an LSP is described in: JSON, one LSP or `{"lsps": [ … ]}`; `docs/lsp-file.md` has every member. A line
//! that begins with `//` is a remark.
//!
//! People type it, so it is strict, and has types of its own (`body.rs`). Each released way of writing one is in
//! `tests/vectors/lsp-file/`, and is read by every later version.

mod body;
pub mod difference;
#[cfg(test)]
mod tests;
pub mod units;

use serde::Deserialize;
use serde_json::{Map, Value};

use self::body::{LspBody, Misread};
use crate::domain::issuer::{InvalidLsp, InvalidLspId, InvalidLspKind, InvalidSite, InvalidZone, Lsp, Site};
use crate::domain::number::InvalidShape;
use crate::domain::scheme::InvalidSchemeCode;

/// A whole file with remarks.
pub const EXAMPLE: &str = include_str!("../../../templates/lsp/lsp.json");

/// One LSP of a file, and the names of its design's files.
#[derive(Clone, Debug)]
pub struct Described {
    pub lsp: Lsp,
    pub design: DesignFiles,
    says_console: bool,
}

impl Described {
    /// The LSP in place of what stands there. Where the file says nothing of the console that stays: no file that was
    /// written before opens one that two people closed.
    #[must_use]
    pub fn over(self, before: &Lsp) -> Lsp {
        let console = if self.says_console { self.lsp.console } else { before.console };
        Lsp { console, ..self.lsp }
    }
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

/// Why a file describes no LSP; the LSP by its id, where it has one.
#[derive(Debug, thiserror::Error)]
pub enum LspFileError {
    #[error("LSP {}: {fault}", named(id))]
    Invalid { id: Option<String>, fault: InvalidLsp },
    #[error("not JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// The member's path is empty where the fault is the LSP's as a whole.
    #[error("LSP {}: {}{fault}", named(id), before(member))]
    Member { id: Option<String>, member: String, fault: MemberFault },
    #[error("no LSP in it: expected one LSP, or an object with a list \"lsps\"")]
    NoLsp,
    #[error("LSP {}: say where its certificates are checked: \"site\": \"https://…\" in the file, or --site", named(.0))]
    NoSite(Option<String>),
}

/// What is wrong with one member.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MemberFault {
    #[error("stands beside {0:?}; expected one of them")]
    Beside(&'static str),
    #[error(transparent)]
    Code(#[from] InvalidSchemeCode),
    /// In the words of JSON's reader.
    #[error("{0}")]
    Form(String),
    #[error(transparent)]
    Id(#[from] InvalidLspId),
    #[error(transparent)]
    Kind(#[from] InvalidLspKind),
    #[error("missing; expected it, or a list \"licences\"")]
    Missing,
    #[error(transparent)]
    Shape(#[from] InvalidShape),
    #[error(transparent)]
    Site(#[from] InvalidSite),
    #[error(transparent)]
    Zone(#[from] InvalidZone),
}

fn named(id: &Option<String>) -> &str {
    id.as_deref().unwrap_or("without id")
}

/// The member that a fault lies in, where it lies in one: `schemes[0].kbli: `.
fn before(member: &str) -> String {
    if member.is_empty() { String::new() } else { format!("{member}: ") }
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
    if !lsp.is_object() {
        return Err(LspFileError::NoLsp);
    }
    let id = lsp.get("id").and_then(Value::as_str).map(str::to_owned);
    let misread = |Misread { member, fault }| LspFileError::Member { id: id.clone(), member, fault };
    let body: LspBody = serde_path_to_error::deserialize(lsp).map_err(|fault| {
        let path = fault.path().to_string();
        let member = if path == "." { String::new() } else { path };
        misread(Misread { member, fault: MemberFault::Form(fault.into_inner().to_string()) })
    })?;
    let own = body.site().map_err(misread)?;
    let site = own.or_else(|| site.cloned()).ok_or_else(|| LspFileError::NoSite(id.clone()))?;
    let says_console = body.says_console();
    let (lsp, design) = body.into_lsp(site).map_err(misread)?;
    lsp.validate().map_err(|fault| LspFileError::Invalid { id: id.clone(), fault })?;
    Ok(Described { lsp, design, says_console })
}
