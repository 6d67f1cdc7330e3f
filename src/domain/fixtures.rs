//! LSPs for the tests of every room, out of the JSON that test data is written in.

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::issuer::{Console, Licence, Lsp};
use super::number::Numbering;
use super::scheme::{Scheme, Unit};
use super::term::Expiry;

fn member<T: DeserializeOwned>(of: &Value, name: &str) -> T {
    optional(of, name).unwrap_or_else(|| panic!("no member {name} in {of}"))
}

fn optional<T: DeserializeOwned>(of: &Value, name: &str) -> Option<T> {
    let value = of.get(name).filter(|value| !value.is_null())?;
    Some(serde_json::from_value(value.clone()).unwrap_or_else(|fault| panic!("{name}: {fault}")))
}

/// An LSP numbered as it comes; what else may be left out is as it comes too.
pub(crate) fn lsp(of: &Value) -> Lsp {
    let licences = of["licences"].as_array().expect("licences");
    Lsp {
        id: member(of, "id"),
        name_id: member(of, "name_id"),
        name_en: member(of, "name_en"),
        kind: member::<String>(of, "kind").parse().expect("a kind"),
        site: member(of, "site"),
        time_zone: member(of, "time_zone"),
        city: member(of, "city"),
        licences: licences.iter().map(licence).collect(),
        licence_serial: member(of, "licence_serial"),
        registration_letters: member(of, "registration_letters"),
        signatory: member(of, "signatory"),
        signatory_title_id: member(of, "signatory_title_id"),
        signatory_title_en: member(of, "signatory_title_en"),
        certification_manager: member(of, "certification_manager"),
        numbering: Numbering::default(),
        expiry: optional(of, "expiry").unwrap_or(Expiry::SameDay),
        console: optional(of, "console").unwrap_or(Console::Open),
        schemes: of["schemes"].as_array().expect("schemes").iter().map(scheme).collect(),
    }
}

fn licence(of: &Value) -> Licence {
    Licence {
        number: member(of, "number"),
        decree: optional(of, "decree").unwrap_or_default(),
        from: member(of, "from"),
        until: member(of, "until"),
    }
}

/// A scheme with its units.
pub(crate) fn scheme(of: &Value) -> Scheme {
    Scheme {
        code: member(of, "code"),
        field_id: member(of, "field_id"),
        field_en: member(of, "field_en"),
        title_id: member(of, "title_id"),
        title_en: member(of, "title_en"),
        kind: member(of, "kind"),
        kkni_level: member(of, "kkni_level"),
        kbli: member(of, "kbli"),
        kbji: member(of, "kbji"),
        validity_years: member(of, "validity_years"),
        units: of["units"].as_array().expect("units").iter().map(unit).collect(),
        from: optional(of, "from"),
        until: optional(of, "until"),
    }
}

fn unit(of: &Value) -> Unit {
    Unit { code: member(of, "code"), title_id: member(of, "title_id"), title_en: member(of, "title_en") }
}
