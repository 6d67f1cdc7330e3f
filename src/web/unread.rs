//! Bodies that nobody reads to their end.
//!
//! What is left of one stands before the next question on its connection, so the connection is closed. The answer says so
//! (RFC 9112, section 9.6), lest a client that keeps connections send that question into it.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};

use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::HeaderValue;
use axum::http::header::CONNECTION;
use axum::response::Response;
use hyper::body::{Body as _, Frame, SizeHint};

/// Whether a body was given up before its end. One that its answer is still reading was not.
#[derive(Clone, Debug, Default)]
pub(super) struct Unread(Arc<AtomicBool>);

/// A request whose body is watched.
pub(super) fn watched(request: Request) -> (Request, Unread) {
    let unread = Unread::default();
    if request.body().is_end_stream() {
        return (request, unread);
    }
    let known = unread.clone();
    (request.map(|body| Body::new(Watched { body, has_ended: false, unread: known })), unread)
}

impl Unread {
    /// Says in the answer that its connection ends with it, where it does.
    pub(super) fn told(&self, mut answer: Response) -> Response {
        if self.0.load(Ordering::Relaxed) {
            answer.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
        }
        answer
    }
}

/// A body that tells when it is given up.
struct Watched {
    body: Body,
    has_ended: bool,
    unread: Unread,
}

impl hyper::body::Body for Watched {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let frame = ready!(Pin::new(&mut self.body).poll_frame(cx));
        self.has_ended |= frame.is_none();
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        // Of a body whose length was told nobody asks for more than that.
        if !self.has_ended && !self.body.is_end_stream() {
            self.unread.0.store(true, Ordering::Relaxed);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};
    use std::net::{SocketAddr, TcpStream};
    use std::time::Duration;

    use axum::body::to_bytes;
    use axum::response::IntoResponse as _;
    use tokio::net::TcpListener;

    use super::*;
    use crate::web::{Connections, serve};

    /// Serves what reads its question, what gives it up, and what reads it while it answers.
    async fn serving() -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let answer = async |request: Request| match request.uri().path() {
            "/read" => to_bytes(request.into_body(), 1 << 20).await.expect("a body").into_response(),
            "/given-up" => "no".into_response(),
            _ => Response::new(request.into_body()),
        };
        let connections = Connections { head: Duration::from_millis(300), ..Connections::default() };
        tokio::spawn(serve(listener, answer, connections, std::future::pending()));
        address
    }

    /// The answers on one connection to questions that are sent at once.
    async fn answers(address: SocketAddr, questions: Vec<String>) -> Vec<String> {
        let asked = tokio::task::spawn_blocking(move || {
            let mut stream = TcpStream::connect(address).expect("connected");
            stream.write_all(questions.concat().as_bytes()).expect("sent");
            let mut answers = Vec::new();
            // A connection that is reset in the end has said what it had to say.
            let _ = stream.read_to_end(&mut answers);
            String::from_utf8(answers).expect("text")
        });
        let answers = asked.await.expect("joined");
        answers.split("HTTP/1.1 ").skip(1).map(str::to_lowercase).collect()
    }

    fn told(path: &str) -> String {
        format!("POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nhalo")
    }

    fn in_pieces(path: &str) -> String {
        format!("POST {path} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalo\r\n0\r\n\r\n")
    }

    #[tokio::test]
    async fn an_answer_to_what_was_not_read_says_that_its_connection_ends() {
        let address = serving().await;
        let says = |answer: &String| answer.contains("\r\nconnection: close\r\n");
        for question in [told, in_pieces] {
            let kept = answers(address, vec![question("/read"), question("/echo"), question("/read")]).await;
            assert!(kept.len() == 3 && kept.iter().all(|answer| answer.contains("halo") && !says(answer)), "{kept:?}");
            let ended = answers(address, vec![question("/given-up"), question("/read")]).await;
            assert!(ended.len() == 1 && ended.iter().all(says), "{ended:?}");
        }
        let half = told("/given-up").replace("Length: 4", "Length: 400000");
        let ended = answers(address, vec![half]).await;
        assert!(ended.len() == 1 && ended.iter().all(says), "{ended:?}");
        let none = "GET /given-up HTTP/1.1\r\nHost: x\r\n\r\n".to_owned();
        let kept = answers(address, vec![none.clone(), none]).await;
        assert!(kept.len() == 2 && !kept.iter().any(says), "{kept:?}");
    }
}
