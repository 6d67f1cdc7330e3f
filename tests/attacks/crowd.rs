//! What attackers share who stand in the way of all: many connections, each from an address of its own as a proxy
//! tells it.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use crate::support::{Installation, Service};

/// A service behind one proxy, which these tests are.
pub(crate) fn behind_a_proxy(at: &Installation, bounds: &[&str]) -> Service {
    at.service(&[&["serve", "--proxies", "1"], bounds].concat())
}

/// The head of a request to `path` of a client whose address ends so.
pub(crate) fn head(path: &str, client: u8, length: usize) -> String {
    let address = format!("203.0.113.{client}");
    format!(
        "POST {path} HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: {address}\r\nContent-Type: application/octet-stream\r\n\
         Connection: close\r\nContent-Length: {length}\r\n\r\n"
    )
}

/// A connection on which so much was sent.
pub(crate) fn begun(service: &Service, sent: impl AsRef<[u8]>) -> TcpStream {
    let mut stream = TcpStream::connect(service.url.trim_start_matches("http://")).expect("connected");
    stream.write_all(sent.as_ref()).expect("sent");
    stream.set_read_timeout(Some(Duration::from_secs(300))).expect("set");
    stream
}

/// The whole answer to an honest client's request.
pub(crate) fn honest(service: &Service, path: &str, body: &[u8]) -> String {
    answered(begun(service, [head(path, 250, body.len()).as_bytes(), body].concat()))
}

/// What is answered on a connection.
pub(crate) fn answered(mut stream: TcpStream) -> String {
    let mut answer = Vec::new();
    // A connection that is reset in the end has said what it had to say.
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}
