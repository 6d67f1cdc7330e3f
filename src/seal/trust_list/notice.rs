//! What an installation says to whoever reads its pages, such as that it is a demonstration: verifiers that
//! follow its trust list show it too. One line of text, at most 300 characters.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Characters of a notice at most.
const LONGEST: usize = 300;

/// A notice for every page.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(into = "String", try_from = "String")]
pub struct Notice(String);

/// A text that is no notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a notice is a line of at most 300 characters, and not empty")]
pub struct InvalidNotice;

impl Notice {
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What a list says, where it is a notice.
    pub(super) fn read(said: &Value) -> Option<Self> {
        said.as_str()?.parse().ok()
    }
}

impl FromStr for Notice {
    type Err = InvalidNotice;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.to_owned().try_into()
    }
}

impl TryFrom<String> for Notice {
    type Error = InvalidNotice;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let is_line = !text.trim().is_empty() && !text.chars().any(char::is_control);
        if is_line && text.chars().count() <= LONGEST { Ok(Self(text)) } else { Err(InvalidNotice) }
    }
}

impl From<Notice> for String {
    fn from(notice: Notice) -> Self {
        notice.0
    }
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notice_is_one_line_of_at_most_300_characters() {
        let longest = "é".repeat(300);
        for text in ["CONTOH: <b>rekaan</b>.", longest.as_str()] {
            assert_eq!(text.parse::<Notice>().map(|notice| notice.to_string()), Ok(text.to_owned()));
        }
        for text in ["", "  ", "a\nb", "a\u{7f}", "a\u{85}", &"é".repeat(301)] {
            assert_eq!(text.parse::<Notice>(), Err(InvalidNotice), "{text:?}");
        }
    }
}
