//! Whatever is sent, the answer is a verdict or a clear error, never a failure of the service.

use crate::support::{Installation, issued, people, word};

#[test]
fn no_altered_token_is_valid_and_none_breaks_the_service() {
    let at = Installation::on_sqlite();
    at.with_lsps();
    let (roster, out) = (at.write("r.csv", people(1, 1)), at.path("out"));
    at.issue("klining", "2024-06-03", &roster, &["--out", out.to_str().expect("UTF-8")]);
    let token = issued(&out)[0][5].clone();
    let bytes = absah::seal::spelling::from_base64url(&token).expect("bytes");
    let service = at.serve();
    assert_eq!(service.verdict(&token), "valid");
    let ask = |bytes: &[u8], why: &str| {
        let link = service.get(&format!("/v/{}", absah::seal::spelling::to_base64url(bytes)));
        assert_eq!(link.status, 200, "{why}");
        assert_ne!(word(&link.json()), "valid", "{why}");
    };
    for bit in 0..bytes.len() * 8 {
        let mut flipped = bytes.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        ask(&flipped, &format!("bit {bit}"));
    }
    for end in (1..bytes.len()).step_by(7) {
        ask(&bytes[..end], &format!("cut at {end}"));
    }
    ask(&[bytes.clone(), bytes.clone()].concat(), "doubled");
    let digits = absah::seal::spelling::to_digits(&bytes);
    assert_eq!(word(&service.get(&format!("/V/{digits}")).json()), "valid");
    for path in ["/V/123", "/V/abc", "/v/%00", "/v/..%2f..%2fetc", "/V/99999999999999999999"] {
        let page = service.html(path);
        assert!(page.status == 200 || page.status == 400 || page.status == 404, "{path}: {}", page.status);
        assert!(!page.body.contains("panick"), "{path}");
    }
    assert_eq!(service.get(&format!("/v/{}", "A".repeat(6000))).json()["verdict"], "unreadable");
    for body in ["", "{", "[]", "{\"token\": 7}", "{\"token\": \"x\", \"on\": \"yesterday\"}"] {
        let page = service.post("/api/v1/verify", "application/json", body);
        assert!((400..500).contains(&page.status), "{body}: {}", page.status);
    }
}
