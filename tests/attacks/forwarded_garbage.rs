//! Bytes in X-Forwarded-For that are no text, before what our own proxy wrote: whose bucket of look-ups is it?

use std::io::Read as _;

use super::crowd::{begun, behind_a_proxy};
use crate::support::Installation;

#[test]
fn who_writes_garbage_empties_no_bucket_but_its_own() {
    let at = Installation::on_sqlite();
    at.with_lsps();
    let service = behind_a_proxy(&at, &[]);
    let ask = |forwarded: &[u8]| {
        let head = [b"GET /api/v1/certificates/999 HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: ", forwarded].concat();
        let mut answer = String::new();
        let mut stream = begun(&service, [&head[..], b"\r\nConnection: close\r\n\r\n"].concat());
        stream.read_to_string(&mut answer).expect("an answer");
        answer[9..12].to_owned()
    };
    for _ in 0..20 {
        assert_eq!(ask(b"203.0.113.7"), "200");
    }
    assert_eq!(ask(b"203.0.113.7"), "429");
    for garbage in [&b"\xff, 203.0.113.7"[..], b"\xff\xfe,,\x80,203.0.113.7", b"198.51.100.1, 203.0.113.7"] {
        assert_eq!(ask(garbage), "429", "its bucket is empty, whatever it wrote before");
        assert_eq!(ask(&[&garbage[..garbage.len() - 1], b"8"].concat()), "200", "and another's is not");
    }
}

#[test]
fn a_wide_network_of_ipv6_is_no_endless_supply_of_clients() {
    let at = Installation::on_sqlite();
    at.with_lsps();
    let service = behind_a_proxy(&at, &[]);
    let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let ask = |address: &str| {
        let request = agent.get(format!("{}/api/v1/certificates/999", service.url));
        request.header("x-forwarded-for", address).call().expect("an answer").status().as_u16()
    };
    let answered = (0..256).filter(|n| ask(&format!("2001:db8:1:2{n:02x}::1")) == 200).count();
    assert!((80..160).contains(&answered), "four times the twenty of one client, and what came back: {answered}");
    assert_eq!(ask("2001:db8:2::1"), 200, "another network is free");
}
