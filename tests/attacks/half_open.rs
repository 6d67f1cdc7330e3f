//! Connections on which no whole question ever comes, more of them than there are places.

use std::io::Write as _;
use std::net::TcpStream;
use std::time::{Duration, Instant};

use crate::support::Installation;

#[test]
fn health_and_checks_are_answered_beside_them() {
    let at = Installation::on_sqlite();
    at.with_lsps();
    let service = at.service(&["serve", "--connections", "50", "--head-time", "600"]);
    let half = |n: usize| {
        let mut stream = TcpStream::connect(service.url.trim_start_matches("http://")).expect("connected");
        if n.is_multiple_of(2) {
            stream.write_all(b"GET /healthz HTTP/1.1\r\nHo").expect("sent");
        }
        stream
    };
    let held: Vec<_> = (0..300).map(half).collect();
    let begun = Instant::now();
    for _ in 0..10 {
        for path in ["/healthz", "/readyz", "/metrics", "/v/x"] {
            assert_eq!(service.get(path).status, 200, "{path}");
        }
    }
    assert!(begun.elapsed() < Duration::from_secs(25), "at once, not when others were given up");
    drop(held);
}

#[cfg(unix)]
#[test]
fn the_service_asks_for_as_many_descriptors_as_it_may_have() {
    let at = Installation::on_sqlite();
    at.with_lsps();
    let service = at.serve_with_descriptors(200);
    assert_eq!(service.get("/healthz").status, 200, "it has begun");
    let limits = std::fs::read_to_string(format!("/proc/{}/limits", service.id())).expect("limits");
    let line = limits.lines().find(|line| line.starts_with("Max open files")).expect("a line").to_owned();
    let numbers: Vec<u64> = line.split_whitespace().filter_map(|word| word.parse().ok()).collect();
    assert!(numbers[0] >= numbers[1].min(65_536), "{line}");
}
