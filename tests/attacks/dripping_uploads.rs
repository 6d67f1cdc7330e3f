//! Files that drip in, a byte now and then, from as many addresses as there used to be places.

use std::io::Write as _;

use super::crowd::{begun, behind_a_proxy, head, honest};
use crate::support::Installation;

#[test]
fn honest_files_are_read_beside_them() {
    let at = Installation::on_sqlite();
    at.with_lsps();
    let service = behind_a_proxy(&at, &[]);
    let mut dripping: Vec<_> =
        (0..64).map(|client| begun(&service, head("/api/v1/verify/file", client, 1_000_000) + "%PDF-")).collect();
    for _ in 0..3 {
        for stream in &mut dripping {
            stream.write_all(b"x").expect("dripped");
        }
        let answer = honest(&service, "/api/v1/verify/file", b"not a picture");
        assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("unreadable"), "{answer}");
    }
    assert_eq!(service.get("/healthz").status, 200);
}

#[test]
fn one_client_has_its_share_of_places_and_no_more() {
    let at = Installation::on_sqlite();
    at.with_lsps();
    let service = behind_a_proxy(&at, &["--requests-of-one", "8"]);
    let _own: Vec<_> = (0..8).map(|_| begun(&service, head("/api/v1/verify/file", 7, 1_000_000) + "%PDF-")).collect();
    std::thread::sleep(std::time::Duration::from_millis(500));
    let more = super::crowd::answered(begun(&service, head("/api/v1/verify", 7, 2) + "{}"));
    assert!(more.starts_with("HTTP/1.1 429") && more.to_lowercase().contains("retry-after"), "{more}");
    assert!(honest(&service, "/api/v1/verify/file", b"not a picture").starts_with("HTTP/1.1 200"));
}
