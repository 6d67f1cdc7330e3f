//! The certification body (*Lembaga Sertifikasi Profesi*, LSP; ISO/IEC 17024) and its licence.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::line::{self, is_line};
use super::number::{InvalidShape, Numbering};
use super::scheme::{InvalidScheme, Scheme, SchemeCode};
use super::term::{Expiry, lies_in};

/// One LSP as its office describes it. The words of the sheet come from here and from its layout.
#[derive(Clone, Debug)]
pub struct Lsp {
    pub id: LspId,
    pub name_id: String,
    pub name_en: String,
    /// P1 (own participants), P2 (parent body's people) or P3 (a profession).
    pub kind: String,
    pub site: Site,
    pub time_zone: Zone,
    pub city: String,
    pub licences: Vec<Licence>,
    /// The number's part that names the licence: `9901`.
    pub licence_serial: String,
    /// The registration's field letters: `KLN`.
    pub registration_letters: String,
    pub signatory: String,
    pub signatory_title_id: String,
    pub signatory_title_en: String,
    pub certification_manager: String,
    pub numbering: Numbering,
    pub expiry: Expiry,
    pub console: Console,
    pub schemes: Vec<Scheme>,
}

/// Licences that an LSP has at most, those that ended among them.
pub const MOST_LICENCES: usize = 20;

/// Why an LSP cannot be taken in.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidLsp {
    /// Which of its licences, the first being 1.
    #[error("licence {at}: {fault}")]
    Licence { at: usize, fault: InvalidLicence },
    #[error("an LSP has 1 to {MOST_LICENCES} licences")]
    Licences,
    #[error("numbering: {0}")]
    Numbering(#[from] InvalidShape),
    #[error("scheme {0}: {1}")]
    Scheme(SchemeCode, InvalidScheme),
    #[error("scheme {0} stands there twice")]
    SchemeTwice(SchemeCode),
    #[error("{field} must be 1 to {} characters without control characters", line::LONGEST)]
    Text { field: &'static str },
}

impl Lsp {
    /// Refuses what could not be numbered, signed or printed.
    ///
    /// # Errors
    /// The first field that is out of its bounds.
    pub fn validate(&self) -> Result<(), InvalidLsp> {
        self.faults().into_iter().next().map_or(Ok(()), Err)
    }

    /// Every field that is out of its bounds.
    #[must_use]
    pub fn faults(&self) -> Vec<InvalidLsp> {
        let mut faults = Vec::new();
        let texts = [
            ("name_id", &self.name_id),
            ("name_en", &self.name_en),
            ("kind", &self.kind),
            ("city", &self.city),
            ("licence_serial", &self.licence_serial),
            ("registration_letters", &self.registration_letters),
            ("signatory", &self.signatory),
            ("signatory_title_id", &self.signatory_title_id),
            ("signatory_title_en", &self.signatory_title_en),
            ("certification_manager", &self.certification_manager),
        ];
        for (field, text) in texts {
            if !is_line(text, line::LONGEST) {
                faults.push(InvalidLsp::Text { field });
            }
        }
        if !(1..=MOST_LICENCES).contains(&self.licences.len()) {
            faults.push(InvalidLsp::Licences);
        }
        for (at, licence) in (1..).zip(&self.licences) {
            faults.extend(licence.faults().into_iter().map(|fault| InvalidLsp::Licence { at, fault }));
        }
        let mut codes = std::collections::BTreeSet::new();
        for scheme in &self.schemes {
            faults.extend(scheme.faults().into_iter().map(|fault| InvalidLsp::Scheme(scheme.code.clone(), fault)));
            if !codes.insert(&scheme.code) {
                faults.push(InvalidLsp::SchemeTwice(scheme.code.clone()));
            }
        }
        for rule in [&self.numbering.certificate, &self.numbering.registration] {
            let checked = rule.validate(&self.schemes, &self.registration_letters, &self.licence_serial);
            faults.extend(checked.err().map(InvalidLsp::Numbering));
        }
        faults
    }

    #[must_use]
    pub fn scheme(&self, code: &SchemeCode) -> Option<&Scheme> {
        self.schemes.iter().find(|scheme| scheme.code == *code)
    }

    /// The licence that covers `day`.
    #[must_use]
    pub fn licence_on(&self, day: Date) -> Option<&Licence> {
        self.licences.iter().find(|licence| licence.covers(day))
    }
}

/// A period for which BNSP licensed the LSP.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Licence {
    /// `BNSP-LSP-9901-ID`.
    pub number: String,
    /// BNSP's decree; empty where it is not known.
    pub decree: String,
    pub from: Date,
    pub until: Date,
}

/// Why a licence cannot be taken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidLicence {
    #[error("decree must be at most {} characters without control characters", line::LONGEST)]
    Decree,
    #[error("number must be 1 to {} characters without control characters", line::LONGEST)]
    Number,
    #[error("it ends before it begins")]
    Period,
}

impl Licence {
    /// Everything that is out of its bounds.
    #[must_use]
    pub fn faults(&self) -> Vec<InvalidLicence> {
        let all = [
            (InvalidLicence::Number, is_line(&self.number, line::LONGEST)),
            (InvalidLicence::Decree, self.decree.is_empty() || is_line(&self.decree, line::LONGEST)),
            (InvalidLicence::Period, self.from <= self.until),
        ];
        all.into_iter().filter(|(_, legal)| !legal).map(|(fault, _)| fault).collect()
    }

    #[must_use]
    pub fn covers(&self, day: Date) -> bool {
        lies_in(day, Some(self.from), Some(self.until))
    }
}

/// Whether one person at the command line may issue and change statuses.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Console {
    Closed,
    #[default]
    Open,
}

macro_rules! text_type {
    ($name:ident, $error:ident) => {
        impl TryFrom<String> for $name {
            type Error = $error;

            fn try_from(text: String) -> Result<Self, $error> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.to_string()
            }
        }
    };
}

/// An LSP's name in addresses and commands: 2 to 32 lower-case letters, digits and dashes, beginning
/// with a letter.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(try_from = "String")]
pub struct LspId(String);

/// A text that is no LSP id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an LSP's id has 2 to 32 lower-case letters, digits and dashes, and begins with a letter")]
pub struct InvalidLspId;

impl FromStr for LspId {
    type Err = InvalidLspId;

    fn from_str(text: &str) -> Result<Self, InvalidLspId> {
        let legal = (2..=32).contains(&text.len())
            && text.starts_with(|c: char| c.is_ascii_lowercase())
            && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        legal.then(|| Self(text.to_owned())).ok_or(InvalidLspId)
    }
}

text_type!(LspId, InvalidLspId);

impl fmt::Display for LspId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl LspId {
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Where an LSP's certificates are checked: scheme and host, nothing after. `https`; `http` only on
/// loopback. It is printed on paper, so it is short: a host of 60 characters at most.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Hash, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Site {
    encrypted: bool,
    host: String,
}

/// A text that is no site.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "a site is https:// and a host of at most 60 characters, without a path (http:// only on 127.0.0.1 or localhost)"
)]
pub struct InvalidSite;

impl FromStr for Site {
    type Err = InvalidSite;

    fn from_str(text: &str) -> Result<Self, InvalidSite> {
        let (scheme, host) = text.trim().trim_end_matches('/').split_once("://").ok_or(InvalidSite)?;
        let host = host.to_ascii_lowercase();
        let (name, port) = host.split_once(':').unwrap_or((&host, "443"));
        let encrypted = match scheme.to_ascii_lowercase().as_str() {
            "http" if matches!(name, "127.0.0.1" | "localhost") => false,
            "https" => true,
            _ => return Err(InvalidSite),
        };
        let named = name.split('.').all(|label| {
            !label.is_empty()
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        });
        let legal = named && port.parse::<u16>().is_ok_and(|port| port > 0) && host.len() <= 60;
        legal.then_some(Self { encrypted, host }).ok_or(InvalidSite)
    }
}

text_type!(Site, InvalidSite);

impl fmt::Display for Site {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "http{}://{}", if self.encrypted { "s" } else { "" }, self.host)
    }
}

impl Site {
    /// The site of an address that lies under it and is spelt plainly: no user, query, fragment or way upwards.
    #[must_use]
    pub fn of(address: &str) -> Option<Self> {
        let plain = address.bytes().all(|b| b.is_ascii_graphic() && !b"?#@\\".contains(&b));
        let site = address.splitn(4, '/').take(3).collect::<Vec<_>>().join("/");
        site.parse().ok().filter(|_| plain && !address.contains("/../"))
    }

    /// Host, with its port where one is given, in lower case.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }
}

/// A time zone by its IANA name. Indonesia's three: `Asia/Jakarta`, `Asia/Makassar`, `Asia/Jayapura`.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Zone {
    name: String,
    rules: TimeZone,
}

/// A text that names no time zone.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a time zone is named as Asia/Jakarta, Asia/Makassar or Asia/Jayapura")]
pub struct InvalidZone;

impl FromStr for Zone {
    type Err = InvalidZone;

    fn from_str(text: &str) -> Result<Self, InvalidZone> {
        let rules = TimeZone::get(text).map_err(|_| InvalidZone)?;
        Ok(Self { name: text.to_owned(), rules })
    }
}

text_type!(Zone, InvalidZone);

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

impl Zone {
    #[must_use]
    pub fn rules(&self) -> &TimeZone {
        &self.rules
    }

    /// The day that an instant falls on there.
    #[must_use]
    pub fn day_of(&self, instant: Timestamp) -> Date {
        self.rules.to_datetime(instant).date()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_is_https_or_loopback() {
        for text in
            ["https://cek.lsp.example", "http://127.0.0.1:8080", "http://localhost:3000", "HTTPS://Cek.LSP.example/"]
        {
            assert!(text.parse::<Site>().is_ok(), "{text}");
        }
        for text in [
            "http://cek.lsp.example",
            "https://",
            "https://a/b",
            "https://a?b",
            "ftp://a",
            "cek.lsp.example",
            "https://a b",
            "https://a@b",
            "https://a..b",
            "https://a:0",
            "https://a:x",
        ] {
            assert_eq!(text.parse::<Site>(), Err(InvalidSite), "{text}");
        }
        assert_eq!(
            "HTTPS://Cek.LSP.example/".parse::<Site>().map(|site| site.to_string()),
            Ok("https://cek.lsp.example".into())
        );
    }

    #[test]
    fn a_site_is_what_a_browser_takes_it_for() {
        for text in [
            "https://cek.lsp.example",
            "HTTPS://Cek.LSP.example:443/",
            "https://xn--bcher-kva.example:8443",
            "http://127.0.0.1:8080",
            "http://localhost",
        ] {
            let (site, url) = (text.parse::<Site>().expect("a site"), url::Url::parse(text).expect("an address"));
            assert_eq!(url::Url::parse(&site.to_string()), Ok(url.clone()), "{text}");
            let (name, port) = site.host().split_once(':').unwrap_or_else(|| (site.host(), ""));
            assert_eq!(url.host_str(), Some(name), "{text}");
            let port = port.parse().ok().or_else(|| url.port_or_known_default());
            assert_eq!(url.port_or_known_default(), port, "{text}");
            assert_eq!(Site::of(&format!("{site}/a/trust.jwt")), Some(site), "{text}");
        }
        for address in
            ["https://a.example/../x", "https://a.example/x?y", "https://b@a.example/x", "https://a.example/x y"]
        {
            assert_eq!(Site::of(address), None, "{address}");
        }
    }

    #[test]
    fn ids_are_short_and_plain() {
        assert!("klining".parse::<LspId>().is_ok());
        for text in ["", "a", "Klining", "1a", "a/b", "a_b", &"a".repeat(33)] {
            assert_eq!(text.parse::<LspId>(), Err(InvalidLspId), "{text}");
        }
    }
}
