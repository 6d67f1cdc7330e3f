//! What can be wrong with a layout.

use std::fmt;

use crate::render::certificate::sheet::Word;

/// Why a layout cannot be used.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum LayoutError {
    /// A block has an unknown key, placeholder, face or colour, or stands off the sheet.
    #[error("block {block:?}: {fault}")]
    Block { block: String, fault: BlockFault },
    /// A picture of the LSP's is no PNG or JPEG.
    #[error("the {0} must be a PNG or a JPEG of at most 40 megapixels")]
    Picture(PictureOf),
    /// The file is not TOML, or has an unknown part; in the words of TOML's reader.
    #[error("the layout cannot be read: {0}")]
    Syntax(String),
}

impl LayoutError {
    /// The line of the layout that it lies in, from 1, as far as can be told.
    #[must_use]
    pub fn line(&self, layout: &str) -> Option<usize> {
        let lines: Vec<&str> = layout.lines().map(str::trim).collect();
        match self {
            Self::Block { block, fault } => {
                let named = lines.iter().position(|line| is_named(line, block))?;
                let from = (0..=named).rev().find(|at| lines[*at].starts_with('[')).unwrap_or(named);
                let after = (named + 1..lines.len()).find(|at| lines[*at].starts_with('[')).unwrap_or(lines.len());
                let sought = fault.sought();
                let at = (from..after).find(|at| sought.as_ref().is_some_and(|sought| lines[*at].contains(sought)));
                Some(at.unwrap_or(named) + 1)
            }
            Self::Picture(_) => None,
            // "TOML parse error at line 3, column 5", in the words of TOML's reader.
            Self::Syntax(cause) => {
                let after = cause.split("line ").nth(1)?;
                after.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
            }
        }
    }
}

/// Whether a line says which block or part it is of.
fn is_named(line: &str, name: &str) -> bool {
    let (key, value) = line.split_once('=').unwrap_or((line, ""));
    let quoted = || {
        value
            .trim()
            .strip_prefix('"')
            .and_then(|rest| rest.strip_prefix(name))
            .is_some_and(|rest| rest.starts_with('"'))
    };
    (key.trim() == "block" && quoted()) || line == format!("[{name}]") || line == format!("[[{name}]]")
}

/// What is wrong with one block.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum BlockFault {
    /// A printer's file moves it, and the layout has only these.
    #[error("the printer's file moves it, but the layout has only {}", .known.join(", "))]
    Absent { known: Vec<String> },
    #[error("a brace without its partner in {0:?}")]
    Brace(String),
    #[error("{0:?} is no colour, expected \"#rrggbb\"")]
    Color(String),
    /// In the words of TOML's reader.
    #[error("{0}")]
    Form(String),
    #[error("no font has the letter {0:?}")]
    Letter(char),
    #[error("lines must be 1 to 10")]
    Lines,
    /// Left, top, width and height, and those of the sheet, in millimetres.
    #[error("{at:?} is not on the sheet of {width} by {height} mm")]
    OffSheet { at: [f32; 4], width: f32, height: f32 },
    #[error("{member} is {value}, expected {least} to {most}")]
    Outside { member: &'static str, value: f32, least: f32, most: f32 },
    #[error("unknown placeholder {{{name}}}, expected one of {}", Word::NAMES.join(", "))]
    Placeholder { name: String },
}

impl BlockFault {
    /// What stands on the line that it lies in.
    fn sought(&self) -> Option<String> {
        match self {
            Self::Absent { .. } => None,
            Self::Brace(text) | Self::Color(text) => Some(text.clone()),
            Self::Form(cause) => cause.split('`').nth(1).map(str::to_owned),
            Self::Letter(letter) => Some(letter.to_string()),
            Self::Lines => Some("lines".to_owned()),
            Self::OffSheet { .. } => Some("at =".to_owned()),
            Self::Outside { member, .. } => Some((*member).to_owned()),
            Self::Placeholder { name } => Some(format!("{{{name}}}")),
        }
    }

    /// Every placeholder that there is, as it is typed between braces.
    #[must_use]
    pub fn placeholders() -> &'static [&'static str] {
        Word::NAMES
    }
}

/// The LSP's pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureOf {
    Logo,
    ManagerSignature,
    Signature,
}

impl fmt::Display for PictureOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Logo => "logo",
            Self::ManagerSignature => "manager's signature",
            Self::Signature => "signature",
        })
    }
}
