//! Batches that send half a line and no more, one that sends a byte now and then, and some that read no answer.

use std::io::Write as _;
use std::time::Duration;

use super::crowd::{begun, behind_a_proxy, head, honest};
use crate::support::Installation;

#[test]
fn honest_batches_are_answered_beside_them() {
    let at = Installation::on_sqlite();
    at.with_lsps();
    // As few places as an attacker with few connections can fill.
    let service = behind_a_proxy(&at, &["--batches", "64"]);
    let mut idle: Vec<_> =
        (0..64).map(|client| begun(&service, head("/api/v1/verify/batch", client, 1_000_000) + "x")).collect();
    for _ in 0..3 {
        for stream in &mut idle {
            // Those that lost their place are gone.
            let _ = stream.write_all(b"x");
        }
        let answer = honest(&service, "/api/v1/verify/batch", b"x\ny\nz\n");
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        assert_eq!(answer.matches("unreadable").count(), 3, "{answer}");
    }
}

#[test]
fn what_is_answered_and_not_taken_gives_way() {
    let at = Installation::on_sqlite();
    at.with_lsps();
    let service = behind_a_proxy(&at, &[]);
    let lines = "x\n".repeat(256 * 12);
    let unread: Vec<_> = (0..80)
        .map(|client| {
            let mut stream = begun(&service, head("/api/v1/verify/batch", client, 100_000_000));
            stream.set_write_timeout(Some(Duration::from_millis(200))).expect("set");
            // Once nothing is read of it any more, it cannot be sent.
            let _ = stream.write_all(lines.as_bytes());
            stream
        })
        .collect();
    let answer = honest(&service, "/api/v1/verify/batch", b"x\n");
    assert!(answer.contains("unreadable"), "{answer}");
    drop(unread);
}
