//! An LSP's design as it is kept: both layouts and the pictures, one text, named by its hash.
//!
//! A kept text stays as it is, and its hash is carried, never computed again from what was parsed. So texts may grow:
//! a member that is not known is passed over, one that was not written yet is none. `tests/vectors/stored-design/`
//! holds texts of released programs.

use serde::{Deserialize, Serialize};

use super::{Error, Office};
use crate::render::{self, Pictures, Press, Printer};
use crate::seal::spelling::{from_base64, to_base64url};
use crate::store::Taken;

/// Layouts (TOML) and pictures (PNG or JPEG, base64url) of an LSP.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Design {
    pub digital: String,
    pub blanko: String,
    pub logo: Option<String>,
    pub signature: Option<String>,
    pub manager_signature: Option<String>,
}

/// A design's text.
#[derive(Debug, Deserialize, Serialize)]
struct DesignBody {
    digital: String,
    blanko: String,
    logo: Option<String>,
    signature: Option<String>,
    /// Left out where there is none, so that the texts of those who have none keep their hash.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    manager_signature: Option<String>,
}

impl From<DesignBody> for Design {
    fn from(body: DesignBody) -> Self {
        let DesignBody { digital, blanko, logo, signature, manager_signature } = body;
        Self { digital, blanko, logo, signature, manager_signature }
    }
}

impl From<Design> for DesignBody {
    fn from(design: Design) -> Self {
        let Design { digital, blanko, logo, signature, manager_signature } = design;
        Self { digital, blanko, logo, signature, manager_signature }
    }
}

/// Which of the two sheets is wanted.
#[derive(Clone, Copy, Debug)]
pub enum Output<'a> {
    /// Only the text, for a preprinted sheet, as one printer needs it.
    Blanko(&'a Printer),
    Digital,
}

/// An LSP's two sheets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SheetKind {
    Blanko,
    Digital,
}

impl SheetKind {
    fn as_str(self) -> &'static str {
        match self {
            Self::Blanko => "blanko",
            Self::Digital => "digital",
        }
    }
}

/// Why a design cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum DesignError {
    #[error("the kept design cannot be read")]
    Corrupt,
    #[error("{} layout: {fault}", sheet.as_str())]
    Layout { sheet: SheetKind, fault: render::LayoutError },
}

impl Default for Design {
    fn default() -> Self {
        Self {
            digital: render::DIGITAL.to_owned(),
            blanko: render::BLANKO.to_owned(),
            logo: None,
            signature: None,
            manager_signature: None,
        }
    }
}

impl Design {
    /// The design that an LSP's sheets are printed with now.
    ///
    /// # Errors
    /// The database does not answer, or its text cannot be read.
    pub async fn of(office: &Office, taken: &Taken) -> Result<Self, Error> {
        Ok(Self::read(&office.store.version(&taken.form_version).await?)?)
    }

    /// A design with its pictures, held against the press before it is kept; the default's layouts where none
    /// are given.
    ///
    /// # Errors
    /// A layout or picture that cannot be printed.
    pub fn new(digital: Option<String>, blanko: Option<String>, pictures: &Pictures) -> Result<Self, DesignError> {
        let own = Self::default();
        let kept = |picture: &Option<Vec<u8>>| picture.as_deref().map(to_base64url);
        let design = Self {
            digital: digital.unwrap_or(own.digital),
            blanko: blanko.unwrap_or(own.blanko),
            logo: kept(&pictures.logo),
            signature: kept(&pictures.signature),
            manager_signature: kept(&pictures.manager_signature),
        };
        design.press(Output::Digital)?;
        design.press(Output::Blanko(&Printer::default()))?;
        Ok(design)
    }

    /// The same design with CONTOH across every page, where its layouts have no mark of their own that anybody sees.
    #[must_use]
    pub fn marked(&self) -> Self {
        let mark = |layout: &String| match layout.parse::<toml::Table>() {
            Ok(mut table) => match table.get("watermark").and_then(toml::Value::as_str) {
                Some(own) if !own.chars().any(char::is_alphanumeric) => {
                    table.insert("watermark".to_owned(), "CONTOH".into());
                    table.to_string()
                }
                Some(_) => layout.clone(),
                None => format!("watermark = \"CONTOH\"\n{layout}"),
            },
            Err(_) => layout.clone(),
        };
        Self { digital: mark(&self.digital), blanko: mark(&self.blanko), ..self.clone() }
    }

    /// Reads a kept design.
    ///
    /// # Errors
    /// The text is none.
    pub fn read(text: &str) -> Result<Self, DesignError> {
        serde_json::from_str::<DesignBody>(text).map(Self::from).map_err(|_| DesignError::Corrupt)
    }

    /// The text to keep.
    #[must_use]
    pub fn text(&self) -> String {
        serde_json::json!(DesignBody::from(self.clone())).to_string()
    }

    /// Prepares the press for one of the sheets.
    ///
    /// # Errors
    /// A layout or picture that cannot be printed, an offset that leads off the sheet.
    pub fn press(&self, output: Output<'_>) -> Result<Press, DesignError> {
        let picture =
            |text: &Option<String>| text.as_deref().map(from_base64).transpose().map_err(|_| DesignError::Corrupt);
        let pictures = Pictures {
            logo: picture(&self.logo)?,
            signature: picture(&self.signature)?,
            manager_signature: picture(&self.manager_signature)?,
        };
        let (sheet, text) = match output {
            Output::Blanko(_) => (SheetKind::Blanko, &self.blanko),
            Output::Digital => (SheetKind::Digital, &self.digital),
        };
        let parts = render::DesignParts { layout: text.clone(), pictures };
        let press = match output {
            Output::Blanko(printer) => Press::for_printer(&parts, printer),
            Output::Digital => Press::new(&parts),
        };
        press.map_err(|fault| DesignError::Layout { sheet, fault })
    }
}

#[cfg(test)]
mod tests {
    use sha2::{Digest as _, Sha256};

    use super::*;

    #[test]
    fn every_kept_design_comes_out_as_it_says() {
        crate::seal::vectors::hold("stored-design", "read", |vector| {
            let text = vector.body.trim_end();
            let Ok(design) = Design::read(text) else { return "refused".to_owned() };
            if let Some(sha256) = vector.field("sha256") {
                assert_eq!(hex::encode(Sha256::digest(text)), sha256, "{}", vector.name);
                assert_eq!(design.text(), text, "{}: written again the same", vector.name);
            }
            "read".to_owned()
        });
    }

    #[test]
    fn a_specimen_is_marked_unless_its_layout_has_a_mark_of_its_own() {
        let marked = |first: &str| {
            let design = Design { digital: format!("{first}{}", render::DIGITAL), ..Design::default() }.marked();
            let table: toml::Table = design.digital.parse().expect("a layout");
            table["watermark"].as_str().expect("a mark").to_owned()
        };
        assert_eq!((marked(""), marked("watermark = \"\"\n")), ("CONTOH".to_owned(), "CONTOH".to_owned()));
        for unseen in [" ", "\u{a0}", ".", "\u{200b}"] {
            assert_eq!(marked(&format!("watermark = \"{unseen}\"\n")), "CONTOH", "{unseen:?}");
        }
        assert_eq!(marked("watermark = \"KONSEP\"\n"), "KONSEP");
    }

    #[test]
    fn a_design_kept_without_a_manager_s_signature_is_read() {
        let kept = serde_json::json!({ "digital": "", "blanko": "", "logo": null, "signature": "AQID" }).to_string();
        let design = Design::read(&kept).expect("a design");
        assert_eq!((design.signature.as_deref(), design.manager_signature), (Some("AQID"), None));
    }
}
