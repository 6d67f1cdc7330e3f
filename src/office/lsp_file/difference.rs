//! What an LSP's file says otherwise than the LSP that is here, member by member. What stays is not told.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::domain::issuer::Lsp;
use crate::store::lsp_json;

/// One member that changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// As the file names it, licences by their number and first day, schemes by their code: `schemes[CS-01].title_id`.
    pub member: String,
    /// None where it is new.
    pub before: Option<String>,
    /// None where it goes.
    pub now: Option<String>,
}

/// Everything in which two descriptions of an LSP differ. A scheme that the file does not name stays as it is.
#[must_use]
pub fn between(before: &Lsp, now: &Lsp) -> Vec<Difference> {
    let mut kept = before.clone();
    kept.schemes.retain(|scheme| now.scheme(&scheme.code).is_some());
    let (before, now) = (members(&kept), members(now));
    let all: std::collections::BTreeSet<&String> = before.keys().chain(now.keys()).collect();
    let differ = all.into_iter().filter(|member| before.get(*member) != now.get(*member));
    let difference = |member: &String| Difference {
        member: member.clone(),
        before: before.get(member).cloned(),
        now: now.get(member).cloned(),
    };
    differ.map(difference).collect()
}

fn members(lsp: &Lsp) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    walk(&lsp_json(lsp), String::new(), &mut found);
    found
}

fn walk(value: &Value, path: String, found: &mut BTreeMap<String, String>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                walk(member, path, found);
            }
        }
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                // Units may repeat a code, so they are counted.
                let licence = item["number"].as_str().map(|number| match item["from"].as_str() {
                    Some(from) => format!("{number} {from}"),
                    None => number.to_owned(),
                });
                let scheme = || item["units"].is_array().then(|| item["code"].as_str().map(str::to_owned))?;
                let name = licence.or_else(scheme).unwrap_or_else(|| format!("{:03}", at + 1));
                walk(item, format!("{path}[{name}]"), found);
            }
        }
        Value::Null => {}
        Value::String(text) => drop(found.insert(path, text.clone())),
        other => drop(found.insert(path, other.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::office::lsp_file;

    #[test]
    fn only_what_changes_is_told_by_its_member() {
        let site = "https://cek.lsp.example".parse().expect("a site");
        let text = include_str!("../../../templates/demo/lsps.json");
        let before = lsp_file::read(text, Some(&site)).expect("LSPs").swap_remove(0).lsp;
        assert_eq!(between(&before, &before), []);
        let mut now = before.clone();
        now.city = "Serang".to_owned();
        let left = now.schemes.pop().expect("a scheme");
        now.schemes[0].until = Some(jiff::civil::date(2030, 1, 2));
        now.schemes[0].units.pop();
        let told = between(&before, &now);
        let members: Vec<&str> = told.iter().map(|difference| difference.member.as_str()).collect();
        let code = &before.schemes[0].code;
        let last = before.schemes[0].units.len();
        let unit = |part: &str| format!("schemes[{code}].units[{last:03}].{part}");
        let until = format!("schemes[{code}].until");
        assert_eq!(members, ["city", &unit("code"), &unit("title_en"), &unit("title_id"), &until]);
        assert_eq!((told[0].before.as_deref(), told[0].now.as_deref()), (Some("Tangerang"), Some("Serang")));
        assert_eq!((told[4].before.as_deref(), told[4].now.as_deref()), (None, Some("2030-01-02")));
        assert!(!members.iter().any(|member| member.contains(left.code.as_str())), "one that is not named stays");
    }
}
