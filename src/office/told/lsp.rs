//! What the journal tells that an LSP points to: its particulars, schemes and design, and its former sites.
//!
//! Who has the database can point an LSP to texts of his own: another director, another wording, a longer term, a console
//! that is open. So nothing is issued or signed for an LSP whose rows point elsewhere than its journal says. Journals of
//! before say nothing of it: what stands there when the LSP next acts is written down then.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::domain::id::VersionHash;
use crate::domain::scheme::SchemeCode;
use crate::store::Pointers;

/// What of an LSP's rows is not as the journal tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Repointed {
    Form,
    FormerSite,
    Particulars,
    Scheme(SchemeCode),
}

/// What an entry's body makes of what was told before; none where it is one of before, which does not say.
pub(super) fn read(before: Option<Pointers>, body: &Value) -> Option<Pointers> {
    let hash = |value: &Value| value.as_str()?.parse::<VersionHash>().ok();
    let (version, form) = (hash(&body["version"])?, hash(&body["form"])?);
    // A scheme that an LSP's file does not name stays as it is.
    let mut schemes = before.map_or_else(BTreeMap::new, |before| before.schemes);
    for (code, version) in body["schemes"].as_object()? {
        schemes.insert(code.parse().ok()?, hash(version)?);
    }
    let sites = body["former_sites"].as_array()?.iter();
    let former_sites = sites.map(|site| site.as_str().map(str::to_owned)).collect::<Option<_>>()?;
    Some(Pointers { version, form, schemes, former_sites })
}

/// Days that a request of an LSP may wait.
pub const REQUEST_DAYS: std::ops::RangeInclusive<i64> = 1..=365;

/// How long requests wait from an entry on; none where it does not say.
pub(super) fn request_days(body: &Value) -> Option<i64> {
    body["request_days"].as_i64().filter(|days| REQUEST_DAYS.contains(days))
}

/// What an entry says that points to these.
#[must_use]
pub fn in_json(pointers: &Pointers) -> Value {
    let Pointers { version, form, schemes, former_sites } = pointers;
    let schemes: BTreeMap<&str, &str> =
        schemes.iter().map(|(code, version)| (code.as_str(), version.as_str())).collect();
    json!({ "version": version.as_str(), "form": form.as_str(), "schemes": schemes, "former_sites": former_sites })
}

/// The first thing in which rows point elsewhere.
#[must_use]
pub fn repointed(told: &Pointers, table: &Pointers) -> Option<Repointed> {
    let codes = table.schemes.keys().chain(told.schemes.keys());
    let other = |code: &&SchemeCode| told.schemes.get(*code) != table.schemes.get(*code);
    if told.version != table.version {
        Some(Repointed::Particulars)
    } else if told.form != table.form {
        Some(Repointed::Form)
    } else if told.former_sites != table.former_sites {
        Some(Repointed::FormerSite)
    } else {
        codes.into_iter().find(other).cloned().map(Repointed::Scheme)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hash(text: u8) -> VersionHash {
        VersionHash::new([text; 32])
    }

    fn code(text: &str) -> SchemeCode {
        text.parse().expect("a code")
    }

    fn pointers() -> Pointers {
        Pointers {
            version: hash(1),
            form: hash(2),
            schemes: [(code("CS-01"), hash(3)), (code("CS-02"), hash(4))].into(),
            former_sites: ["https://lama.lsp.example".to_owned()].into(),
        }
    }

    #[test]
    fn what_is_written_down_reads_back_and_a_scheme_that_is_not_named_stays() {
        assert_eq!(read(None, &in_json(&pointers())), Some(pointers()));
        let mut body = in_json(&Pointers { version: hash(9), ..pointers() });
        body["schemes"] = json!({ "CS-02": hash(5).as_str() });
        let read_on = read(Some(pointers()), &body).expect("pointers");
        assert_eq!((&read_on.version, &read_on.schemes[&code("CS-01")]), (&hash(9), &hash(3)));
        assert_eq!(read_on.schemes[&code("CS-02")], hash(5));
        assert_eq!(read(Some(pointers()), &json!({ "particulars": "x" })), None, "an entry of before");
    }

    #[test]
    fn only_days_that_a_request_may_wait_are_read() {
        for (body, days) in [
            (json!({ "request_days": 14 }), Some(14)),
            (json!({ "request_days": 0 }), None),
            (json!({ "request_days": 366 }), None),
            (json!({ "request_days": "14" }), None),
            (in_json(&pointers()), None),
        ] {
            assert_eq!(request_days(&body), days, "{body}");
        }
    }

    #[test]
    fn each_row_that_points_elsewhere_is_told() {
        let mut other = pointers();
        assert_eq!(repointed(&pointers(), &other), None);
        other.schemes.insert(code("CS-03"), hash(3));
        assert_eq!(repointed(&pointers(), &other), Some(Repointed::Scheme(code("CS-03"))));
        other.schemes.remove(&code("CS-03"));
        other.schemes.remove(&code("CS-01"));
        assert_eq!(repointed(&pointers(), &other), Some(Repointed::Scheme(code("CS-01"))));
        other.former_sites.clear();
        assert_eq!(repointed(&pointers(), &other), Some(Repointed::FormerSite));
        other.form = hash(7);
        assert_eq!(repointed(&pointers(), &other), Some(Repointed::Form));
        other.version = hash(7);
        assert_eq!(repointed(&pointers(), &other), Some(Repointed::Particulars));
    }
}
