//! The address of a list: a file here, or `https://HOST/PATH` (plain `http` on loopback only).
//!
//! Where a trust list says nothing else, an LSP's lists lie beside it, or at the LSP's own site where the trust list was
//! handed over and so lies nowhere. `--lists DIR` outweighs what it says.

use std::fmt;
use std::path::{Path, PathBuf};

use super::ListName;
use super::belief::Origin;
use crate::domain::issuer::Site;
use crate::seal::trust_list::TrustedLsp;

/// Where one list is had from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Address {
    File(PathBuf),
    Web(String),
}

/// Where all lists are had from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    trust: Address,
    lists: Lists,
}

/// Where an LSP's lists are had from, if its trust list names no address.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Lists {
    /// At its own site, which each of its status lists names; may that be `inward`, on this machine?
    AtSites { inward: bool },
    /// Beside the trust list.
    Beside,
    /// In a directory, whatever the trust list says.
    In(PathBuf),
}

/// A text that is no address of a trust list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a trust list is a file, or https://HOST/PATH (http:// only on 127.0.0.1 or localhost) without ? or #")]
pub struct InvalidAddress;

/// A trust list from elsewhere that sends its readers to their own machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the trust list is from elsewhere, and names an address on this machine")]
pub struct Inward;

impl Source {
    /// What was typed: an address, a file, or a folder (here or there) with a `trust.jwt`; and the directory of the other
    /// lists where they do not lie beside it.
    ///
    /// # Errors
    /// It is an address that nothing is fetched from.
    pub fn new(trust: &str, lists: Option<PathBuf>) -> Result<Self, InvalidAddress> {
        let trust = match trust {
            url if url.contains("://") => Address::Web(checked(url).ok_or(InvalidAddress)?),
            dir if Path::new(dir).is_dir() => Address::File(Path::new(dir).join(ListName::Trust.to_string())),
            file => Address::File(PathBuf::from(file)),
        };
        Ok(Self { trust, lists: lists.map_or(Lists::Beside, Lists::In) })
    }

    /// A trust list that is handed over, and kept in `dir`; every LSP's lists are where it says, or at the LSP's own site.
    /// On this machine nothing is asked for unless `inward`.
    #[must_use]
    pub fn at_sites(dir: &Path, inward: bool) -> Self {
        Self { lists: Lists::AtSites { inward }, ..Self::directory(dir) }
    }

    /// A directory that holds everything.
    #[must_use]
    pub fn directory(dir: &Path) -> Self {
        Self { trust: Address::File(dir.join(ListName::Trust.to_string())), lists: Lists::In(dir.to_owned()) }
    }

    /// The same, with every list beside the trust list unless another directory was named: nothing is
    /// fetched for a trust list in a file.
    #[must_use]
    pub fn carried(mut self) -> Self {
        if let (Address::File(trust), Lists::Beside) = (&self.trust, &self.lists) {
            self.lists = Lists::In(beside(trust).to_owned());
        }
        self
    }

    /// Whether the trust list comes from whoever publishes it, or was carried here.
    #[must_use]
    pub fn origin(&self) -> Origin {
        match self.trust {
            Address::File(_) => Origin::Carried,
            Address::Web(_) => Origin::Fetched,
        }
    }

    #[must_use]
    pub fn trust(&self) -> &Address {
        &self.trust
    }

    /// Whether the trust list is asked for nowhere, and brought by whoever follows it.
    #[must_use]
    pub fn is_handed_over(&self) -> bool {
        matches!(self.lists, Lists::AtSites { .. })
    }

    /// Where a list of an LSP is.
    ///
    /// # Errors
    /// On this machine, says a trust list from another one.
    pub fn list(&self, lsp: &TrustedLsp, name: &ListName) -> Result<Address, Inward> {
        match (&self.lists, &self.trust) {
            (Lists::In(dir), _) => Ok(Address::File(dir.join(name.to_string()))),
            (Lists::AtSites { inward }, _) => {
                let lists = if lsp.lists.is_empty() { format!("{}/", lsp.site) } else { lsp.lists.clone() };
                if lists.starts_with("http:") && !inward {
                    Err(Inward)
                } else {
                    Ok(Address::Web(lists + &name.to_string()))
                }
            }
            (Lists::Beside, Address::Web(trust)) if trust.starts_with("https:") && lsp.lists.starts_with("http:") => {
                Err(Inward)
            }
            (Lists::Beside, _) if !lsp.lists.is_empty() => Ok(Address::Web(format!("{}{name}", lsp.lists))),
            (Lists::Beside, Address::Web(trust)) => {
                let (beside, _) = trust.rsplit_once('/').unwrap_or((trust, ""));
                Ok(Address::Web(format!("{beside}/{name}")))
            }
            (Lists::Beside, Address::File(trust)) => Ok(Address::File(beside(trust).join(name.to_string()))),
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => path.display().fmt(f),
            Self::Web(url) => f.write_str(url),
        }
    }
}

fn beside(file: &Path) -> &Path {
    file.parent().unwrap_or_else(|| Path::new(""))
}

/// The scheme and host of an address, if it is one that lists are fetched from.
pub(super) fn site(url: &str) -> Option<Site> {
    Site::of(url).filter(|_| url.len() <= 2048)
}

/// An address with its scheme and host in lower case; the trust list's own name where it names a folder.
fn checked(url: &str) -> Option<String> {
    let (site, path) = (site(url)?, url.splitn(4, '/').nth(3).unwrap_or(""));
    let folder = path.is_empty() || path.ends_with('/');
    Some(if folder { format!("{site}/{path}{}", ListName::Trust) } else { format!("{site}/{path}") })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name() -> ListName {
        ListName::Status("klining".parse().expect("an id"), 3)
    }

    fn lsp(lists: &str) -> TrustedLsp {
        let mut lsp = super::super::belief::fixtures::lsp();
        lsp.lists = lists.to_owned();
        lsp
    }

    fn at(trust: &str, lists: Option<&str>, base: &str) -> Result<String, Inward> {
        let source = Source::new(trust, lists.map(PathBuf::from)).expect("a source");
        source.list(&lsp(base), &name()).map(|address| address.to_string())
    }

    #[test]
    fn lists_lie_beside_the_trust_list_unless_it_says_otherwise() {
        for (trust, lists, base, expected) in [
            ("https://Akar.example/a/trust.jwt", None, "", "https://akar.example/a/status/klining/3"),
            (
                "https://akar.example/trust.jwt",
                None,
                "https://lsp.example/x/",
                "https://lsp.example/x/status/klining/3",
            ),
            ("https://akar.example", None, "", "https://akar.example/status/klining/3"),
            ("https://akar.example/a/", None, "", "https://akar.example/a/status/klining/3"),
            ("stick/trust.jwt", None, "", "stick/status/klining/3"),
            ("trust.jwt", None, "", "status/klining/3"),
            ("stick/trust.jwt", None, "https://lsp.example/", "https://lsp.example/status/klining/3"),
            ("stick/trust.jwt", Some("other"), "https://lsp.example/", "other/status/klining/3"),
            ("https://akar.example/trust.jwt", Some("other"), "", "other/status/klining/3"),
        ] {
            assert_eq!(at(trust, lists, base).as_deref(), Ok(expected), "{trust} {lists:?} {base}");
        }
        let carried = Source::new("stick/trust.jwt", None).expect("a source").carried();
        let address = carried.list(&lsp("https://lsp.example/"), &name());
        assert_eq!(address.map(|address| address.to_string()).as_deref(), Ok("stick/status/klining/3"), "no network");
    }

    #[test]
    fn lists_of_a_trust_list_that_was_handed_over_are_at_the_lsps_own_sites() {
        let at = |inward, lists: &str, site: &str| {
            let lsp = TrustedLsp { site: site.parse().expect("a site"), ..lsp(lists) };
            Source::at_sites(Path::new("others"), inward).list(&lsp, &name()).map(|address| address.to_string())
        };
        let (site, inward) = ("https://cek.lsp.example", "http://127.0.0.1:9000");
        assert_eq!(at(false, "", site).as_deref(), Ok("https://cek.lsp.example/status/klining/3"));
        let named = at(false, "https://lsp.example/x/", site);
        assert_eq!(named.as_deref(), Ok("https://lsp.example/x/status/klining/3"));
        assert_eq!((at(false, "", inward), at(false, &format!("{inward}/"), site)), (Err(Inward), Err(Inward)));
        assert_eq!(at(true, "", inward).as_deref(), Ok("http://127.0.0.1:9000/status/klining/3"));
    }

    #[test]
    fn a_list_from_elsewhere_names_no_address_on_this_machine() {
        let inward = "http://127.0.0.1:9000/";
        assert_eq!(at("https://akar.example/trust.jwt", None, inward), Err(Inward));
        let here = at("http://127.0.0.1:8080/trust.jwt", None, inward);
        assert_eq!(here.as_deref(), Ok("http://127.0.0.1:9000/status/klining/3"));
    }

    #[test]
    fn what_nothing_is_fetched_from_is_no_address() {
        for url in [
            "http://akar.example/trust.jwt",
            "ftp://akar.example/trust.jwt",
            "https://",
            "https://a@akar.example/trust.jwt",
            "https://akar.example/trust.jwt?x=1",
            "https://akar.example/a/../trust.jwt",
            "file:///etc/trust.jwt",
        ] {
            assert_eq!(Source::new(url, None), Err(InvalidAddress), "{url}");
        }
    }
}
