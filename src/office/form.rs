//! An LSP's form as it is kept: both layouts and the pictures, one text, named by its hash.

use serde::{Deserialize, Serialize};

use crate::render;
use crate::seal::spelling::{from_base64, to_base64url};

/// Layouts (TOML) and pictures (PNG or JPEG, base64url) of an LSP.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub struct Form {
    pub digital: String,
    pub blanko: String,
    pub logo: Option<String>,
    pub signature: Option<String>,
}

/// Which of the two sheets is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Output {
    /// Only the text, for a preprinted sheet.
    Blanko,
    Digital,
}

/// Why a form cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum FormError {
    #[error("the kept form cannot be read")]
    Corrupt,
    #[error("{layout}: {fault}")]
    Layout { layout: &'static str, fault: render::LayoutError },
}

impl Default for Form {
    fn default() -> Self {
        Self { digital: render::DIGITAL.to_owned(), blanko: render::BLANKO.to_owned(), logo: None, signature: None }
    }
}

impl Form {
    /// A form with its pictures, held against the press before it is kept.
    ///
    /// # Errors
    /// A layout or picture that cannot be printed.
    pub fn new(
        digital: Option<String>,
        blanko: Option<String>,
        (logo, signature): (Option<&[u8]>, Option<&[u8]>),
    ) -> Result<Self, FormError> {
        let own = Self::default();
        let form = Self {
            digital: digital.unwrap_or(own.digital),
            blanko: blanko.unwrap_or(own.blanko),
            logo: logo.map(to_base64url),
            signature: signature.map(to_base64url),
        };
        form.press(Output::Digital)?;
        form.press(Output::Blanko)?;
        Ok(form)
    }

    /// Reads a kept form.
    ///
    /// # Errors
    /// The text is none.
    pub fn read(text: &str) -> Result<Self, FormError> {
        serde_json::from_str(text).map_err(|_| FormError::Corrupt)
    }

    /// The text to keep.
    #[must_use]
    pub fn text(&self) -> String {
        serde_json::json!(self).to_string()
    }

    /// Prepares the press for one of the sheets.
    ///
    /// # Errors
    /// A layout or picture that cannot be printed.
    pub fn press(&self, output: Output) -> Result<render::Press, FormError> {
        let picture = |text: &Option<String>| text.as_deref().map(from_base64).transpose();
        let (logo, signature) = (picture(&self.logo), picture(&self.signature));
        let (layout, text) = match output {
            Output::Blanko => ("blanko layout", &self.blanko),
            Output::Digital => ("digital layout", &self.digital),
        };
        let form = render::Form {
            layout: text.clone(),
            logo: logo.map_err(|_| FormError::Corrupt)?,
            signature: signature.map_err(|_| FormError::Corrupt)?,
        };
        render::Press::new(&form).map_err(|fault| FormError::Layout { layout, fault })
    }
}
