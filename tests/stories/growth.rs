//! Stories of lists that say more than this version knows: a verifier in the field passes over what it may, and
//! says that it needs a newer version where it may not.

use absah::domain::status::State;
use absah::seal::jwt::{self, Kind};
use absah::seal::spelling::{from_base64, to_base64url};
use jiff::ToSpan as _;
use serde_json::{Value, json};

use crate::issuer::{CERTIFICATE, Issuer, ROOT, certificate, certificate_by, claims, key, lsp, now, status};
use crate::support::{Installation, Service};
use crate::verifier::{DAY, becomes, holds, verifier};

/// A certificate key in a state of tomorrow.
const RESTING: u8 = 20;
/// A key of a use of tomorrow.
const LOG: u8 = 21;

/// A trust list of tomorrow: what it says more, an old reader may pass over.
fn of_tomorrow(seconds: i64) -> Value {
    let mut list = json!(claims(now() - 100.seconds() + seconds.seconds(), DAY, &lsp()));
    let key = |seed: u8, key_use: &str, state: &str| {
        let public = key(seed).public();
        json!({ "kid": public.kid(), "x": public.x(), "use": key_use, "state": state, "from": "2020-01-01",
                "until": null, "attested": { "by": "tomorrow" } })
    };
    let more = [
        key(RESTING, "certificate", "resting"),
        key(LOG, "log", "active"),
        json!({ "kid": "a kid of another kind", "use": "log", "x": null }),
    ];
    list["lsps"][0]["keys"].as_array_mut().expect("keys").extend(more);
    list["lsps"][0]["licences"][0]["accredited_by"] = "KAN".into();
    list["lsps"][0]["contact"] = json!({ "phone": null });
    list["log"] = json!([1, 2]);
    list
}

/// The same list, with names in its header that must be understood.
fn critical(claims: &Value, crit: &Value) -> String {
    let header =
        json!({ "alg": "EdDSA", "kid": key(ROOT).kid(), "typ": Kind::TrustList.typ(), "crit": crit, "new": 1 });
    let part = |value: &Value| to_base64url(value.to_string().as_bytes());
    let signed = format!("{}.{}", part(&header), part(claims));
    let signature = key(ROOT).sign(signed.as_bytes());
    format!("{signed}.{}", to_base64url(&signature.to_bytes()))
}

fn why(service: &Service, token: &str) -> Value {
    service.get(&format!("/v/{token}")).json()["issuer"]["trust"].clone()
}

#[test]
fn a_list_of_tomorrow_is_read_as_far_as_it_is_known_and_everything_else_verifies_as_before() {
    let (at, issuer) = (Installation::on_sqlite(), Issuer::start());
    issuer.put("/trust.jwt", claims(now() - 100.seconds(), DAY, &lsp()).sign(&key(ROOT), None));
    issuer.put("/status/klining/0", status(now() - 100.seconds(), DAY, 0, 88, State::Revoked));
    let service = verifier(&at, &issuer);
    let (good, revoked) = (certificate(0, 1), certificate(0, 88));
    becomes(&service, &good, "valid", &["status_unknown"]);
    let resting = certificate_by(RESTING, 0, 1);
    assert_eq!(service.verdict(&resting), "untrusted", "nobody named its key yet");
    issuer.put("/trust.jwt", jwt::sign(Kind::TrustList, &of_tomorrow(1), &key(ROOT), None));
    becomes(&service, &resting, "status_unknown", &["untrusted"]);
    assert_eq!(why(&service, &resting), "key_state_unknown");
    assert_eq!((service.verdict(&good).as_str(), service.verdict(&revoked).as_str()), ("valid", "revoked"));
    assert_eq!(service.verdict(&certificate_by(LOG, 0, 1)), "untrusted", "a key of an unknown use");
    // What can be told of a key in an unknown state is told.
    assert_eq!(service.verdict(&certificate_by(RESTING, 0, 88)), "revoked");
    let mut forged = from_base64(&resting).expect("a token");
    *forged.last_mut().expect("bytes") ^= 1;
    assert_eq!(service.verdict(&to_base64url(&forged)), "forged");
    assert!(!service.log().contains("refused"), "nothing was wrong with any list");
}

#[test]
fn a_list_that_must_be_understood_is_refused_by_name_and_the_old_one_kept() {
    let (at, issuer) = (Installation::on_sqlite(), Issuer::start());
    issuer.put("/trust.jwt", claims(now() - 100.seconds(), DAY, &lsp()).sign(&key(ROOT), None));
    issuer.put("/status/klining/0", status(now() - 100.seconds(), DAY, 0, 88, State::Valid));
    let service = verifier(&at, &issuer);
    let token = certificate(0, 88);
    becomes(&service, &token, "valid", &["status_unknown"]);
    let mut without_key = of_tomorrow(1);
    let gone = key(CERTIFICATE).kid().to_string();
    without_key["lsps"][0]["keys"].as_array_mut().expect("keys").retain(|key| key["kid"] != gone.as_str());
    let shows = |line: &str| service.html("/metrics").body.lines().any(|shown| shown.starts_with(line));
    issuer.put("/trust.jwt", critical(&without_key, &json!(["new"])));
    holds("it is refused", || shows("absah_lists_refused_total{kind=\"trust\",reason=\"newer\"}"));
    assert_eq!(service.verdict(&token), "valid", "the list held stays");
    issuer.put("/trust.jwt", critical(&without_key, &json!([])));
    holds("it is refused", || shows("absah_lists_refused_total{kind=\"trust\",reason=\"form\"}"));
    assert_eq!(service.verdict(&token), "valid");
    // Without a word that must be understood, the same list is believed.
    issuer.put("/trust.jwt", jwt::sign(Kind::TrustList, &without_key, &key(ROOT), None));
    becomes(&service, &token, "untrusted", &["valid"]);
    let log = service.log();
    assert!(log.contains("it needs a newer version of absah") && log.contains("\"new\""), "{log}");
    assert!(log.contains("the one held stays"), "{log}");
}
