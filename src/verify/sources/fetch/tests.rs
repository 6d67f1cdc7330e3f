//! What a server can answer, and that none of it harms.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;

use flate2::Compression;
use flate2::write::GzEncoder;

use super::*;

/// Answers one request after the other with what `answer` makes of its head, closing each connection.
fn server(answer: impl Fn(&str) -> Vec<u8> + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let lines = BufReader::new(&stream).lines().map_while(Result::ok).take_while(|line| !line.is_empty());
            let head = lines.collect::<Vec<_>>().join("\n");
            // A client may have gone away by now.
            let _ = stream.write_all(&answer(&head));
        }
    });
    url
}

fn page(status: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 {status}\r\n{headers}Content-Length: {}\r\nConnection: close\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}

fn fetched(url: &str, longest: usize) -> Result<Fetched, Unreachable> {
    Fetcher::default().fetch(&Address::Web(format!("{url}/trust.jwt")), longest, None, patience(longest))
}

#[test]
fn a_body_is_read_no_further_than_its_kind_can_be_long() {
    let long = server(|_| page("200 OK", "", &[b'a'; 100_000]));
    assert_eq!(fetched(&long, 1000).expect("bytes"), Fetched::Bytes(vec![b'a'; 1001]), "one more, to be refused");
    assert_eq!(fetched(&long, 100_000).expect("bytes"), Fetched::Bytes(vec![b'a'; 100_000]));
    let bomb = server(|_| {
        let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
        gzip.write_all(&vec![0; 64 << 20]).expect("memory takes it");
        page("200 OK", "Content-Encoding: gzip\r\n", &gzip.finish().expect("memory takes it"))
    });
    assert_eq!(fetched(&bomb, 1000).expect("bytes"), Fetched::Bytes(vec![0; 1001]), "64 MiB in 64 KiB");
}

#[test]
fn what_is_held_is_asked_for_by_its_etag() {
    let url = server(|head| {
        if head.to_ascii_lowercase().contains("if-none-match: \"one\"") {
            page("304 Not Modified", "", b"")
        } else {
            page("200 OK", "ETag: \"one\"\r\n", b"list")
        }
    });
    let (fetcher, address) = (Fetcher::default(), Address::Web(format!("{url}/trust.jwt")));
    let list = hex::encode(Sha256::digest(b"list"));
    let ask = |held: Option<&str>| fetcher.fetch(&address, 100, held, patience(100)).expect("an answer");
    assert_eq!(ask(Some(&list)), Fetched::Bytes(b"list".to_vec()), "no ETag is known yet");
    assert_eq!(ask(Some(&list)), Fetched::Unchanged);
    assert_eq!(ask(None), Fetched::Bytes(b"list".to_vec()), "what is not held is fetched whole");
    let never = server(|_| page("304 Not Modified", "", b""));
    assert!(matches!(fetched(&never, 100), Err(Unreachable::Http(_))), "nobody asked for that");
}

#[test]
fn a_redirect_leads_to_the_same_host_only() {
    let here = server(|head| match head.split(' ').nth(1) {
        Some("/trust.jwt") => page("302 Found", "Location: /lists/trust.jwt\r\n", b""),
        Some("/lists/trust.jwt") => page("200 OK", "", b"list"),
        _ => page("404 Not Found", "", b""),
    });
    assert_eq!(fetched(&here, 100).expect("bytes"), Fetched::Bytes(b"list".to_vec()));
    let inner = here.clone();
    for location in ["//127.0.0.1:1/x", "https://akar.example/x", "http://localhost:1/x", "file:///etc/passwd", ""] {
        let away = server(move |_| page("302 Found", &format!("Location: {location}\r\n"), b""));
        assert!(matches!(fetched(&away, 100), Err(Unreachable::Elsewhere)), "{location}");
    }
    let away = server(move |_| page("302 Found", &format!("Location: {inner}/lists/trust.jwt\r\n"), b""));
    assert!(matches!(fetched(&away, 100), Err(Unreachable::Elsewhere)), "another port is another host");
    let (moved, held) = (Address::Web(format!("{here}/trust.jwt")), None);
    let direct = Fetcher::direct().fetch(&moved, 100, held, patience(100));
    assert!(matches!(direct, Err(Unreachable::Elsewhere)), "who follows none");
    let circle = server(|_| page("302 Found", "Location: /trust.jwt\r\n", b""));
    assert!(matches!(fetched(&circle, 100), Err(Unreachable::Elsewhere)), "for ever");
}

#[test]
fn absent_broken_and_unreachable_are_three_things() {
    for status in ["404 Not Found", "410 Gone"] {
        let url = server(move |_| page(status, "", b"no such list"));
        assert_eq!(fetched(&url, 100).expect("an answer"), Fetched::Absent);
    }
    let broken = server(|_| page("500 Internal Server Error", "", b""));
    assert!(matches!(fetched(&broken, 100), Err(Unreachable::Http(status)) if status.as_u16() == 500));
    let cut = server(|_| b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf a li".to_vec());
    assert!(fetched(&cut, 100).is_err(), "half a list is none");
    assert!(fetched("http://127.0.0.1:1", 100).is_err(), "nobody listens");
}

#[test]
fn a_file_is_bounded_too_and_may_be_absent() {
    let dir = tempfile::tempdir().expect("a directory");
    let address = Address::File(dir.path().join("trust.jwt"));
    let fetch = |longest| Fetcher::default().fetch(&address, longest, None, patience(longest));
    assert_eq!(fetch(10).expect("looked"), Fetched::Absent);
    std::fs::write(dir.path().join("trust.jwt"), [b'a'; 100]).expect("written");
    assert_eq!(fetch(10).expect("read"), Fetched::Bytes(vec![b'a'; 11]));
    let folder = Fetcher::default().fetch(&Address::File(dir.path().to_owned()), 10, None, patience(10));
    assert!(folder.is_err(), "a directory is no list");
}
