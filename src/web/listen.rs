//! Connections: HTTP/1.1, a bounded number at once, none kept waiting for half a request or for a client
//! that does not read.
//!
//! TLS and HTTP/2 are the reverse proxy's. `axum::serve` sets no time for the head of a request, so a
//! client that sends a byte a minute would keep its connection for ever; hence a loop of our own.

use std::convert::Infallible;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use axum::response::Response;
use futures_util::FutureExt as _;
use http_body_util::BodyExt as _;
use hyper::body::Body as _;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::TcpListener;
use tokio_io_timeout::TimeoutStream;

use super::connection_limit::{ConnectionLimit, UnderWay};
use super::{descriptors, unread};

/// For answers under way when the process is told to stop.
const FAREWELL: Duration = Duration::from_secs(15);

/// Descriptors that no connection gets: for the database, for files, for processes that read documents.
const RESERVED: u64 = 128;

/// Bytes of an answer beyond which it may be long on its way.
const LARGE: u64 = 64 * 1024;

/// How many connections are kept, and how long for a client that sends or takes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Connections {
    /// Open at once; fewer where the system does not let this process have as many files open.
    pub open: usize,
    /// Of them, those of one client; none where all come through a reverse proxy. This machine's own are never
    /// counted.
    pub of_one: Option<usize>,
    /// For the head of a request, and between two of them on one connection.
    pub head: Duration,
    /// For a client to take a piece of an answer.
    pub write: Duration,
}

impl Connections {
    /// Behind so many reverse proxies of our own: all connections are theirs.
    #[must_use]
    pub fn behind(self, proxies: u8) -> Self {
        Self { of_one: self.of_one.filter(|_| proxies == 0), ..self }
    }

    /// No more than the system lets this process have open, less what else needs some.
    fn within(self, descriptors: Option<u64>) -> Self {
        let Some(descriptors) = descriptors else { return self };
        let room = descriptors.saturating_sub(RESERVED.min(descriptors / 4));
        let open = self.open.min(usize::try_from(room).unwrap_or(usize::MAX));
        if open < self.open {
            tracing::warn!(
                open,
                "the system lets this process have no more connections open; raise its limit (nofile)"
            );
        }
        Self { open, ..self }
    }
}

impl Default for Connections {
    fn default() -> Self {
        let (head, write) = (Duration::from_secs(10), Duration::from_secs(30));
        Self { open: 4096, of_one: Some(128), head, write }
    }
}

/// Answers until `shutdown` comes, then lets the answers under way finish.
pub async fn serve<A>(
    listener: TcpListener,
    answer: impl Fn(Request) -> A + Clone + Send + 'static,
    connections: Connections,
    shutdown: impl Future<Output = ()> + Send,
) where
    A: Future<Output = Response> + Send + 'static,
{
    let connections = connections.within(descriptors::raised());
    let (limit, open) = (ConnectionLimit::new(connections.open, connections.of_one), GracefulShutdown::new());
    let mut shutdown = std::pin::pin!(shutdown);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut shutdown => break,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(cause) => {
                // Out of descriptors, mostly: the next try may find one.
                tracing::warn!(%cause, "a connection could not be accepted");
                limit.make_room();
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        // One too many is closed without a word: whoever opens so many does not read.
        let Some(place) = limit.take(peer.ip()) else { continue };
        // Small answers leave at once; where that cannot be asked for, they leave later.
        let _ = stream.set_nodelay(true);
        let (answer, connection) = (answer.clone(), Arc::clone(&place.connection));
        let answer = service_fn(move |request: hyper::Request<hyper::body::Incoming>| {
            let (mut request, unread) = unread::watched(request.map(Body::new));
            request.extensions_mut().insert(ConnectInfo(peer));
            request.extensions_mut().insert(Arc::clone(&connection));
            let under_way = connection.begin();
            answer(request).map(move |answer| Ok::<_, Infallible>(until_taken(unread.told(answer), under_way)))
        });
        let mut http = http1::Builder::new();
        http.timer(TokioTimer::new()).header_read_timeout(connections.head).max_buf_size(32 * 1024);
        let mut stream = Box::pin(TimeoutStream::new(stream));
        stream.as_mut().set_write_timeout_pinned(Some(connections.write));
        let connection = open.watch(http.serve_connection(TokioIo::new(stream), answer));
        tokio::spawn(async move {
            tokio::select! {
                // A client that goes away in the middle is nobody's failure.
                _ = connection => {}
                () = place.connection.unwanted() => {}
            }
        });
    }
    drop(listener);
    if tokio::time::timeout(FAREWELL, open.shutdown()).await.is_err() {
        tracing::warn!("answers were still under way when the time to stop ran out");
    }
}

/// A question is under way until a long answer has been taken; a short one leaves at once.
fn until_taken(answer: Response, under_way: UnderWay) -> Response {
    match answer.body().size_hint().exact() {
        Some(size) if size <= LARGE => answer,
        _ => answer.map(|body| {
            Body::new(body.map_frame(move |frame| {
                let _ = &under_way;
                frame
            }))
        }),
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpStream;

    use axum::response::IntoResponse as _;
    use tokio::sync::oneshot;

    use super::*;

    #[tokio::test]
    async fn a_client_is_answered_and_the_word_to_stop_is_obeyed() {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let (stop, stopped) = oneshot::channel::<()>();
        let whence = async |request: Request| {
            let peer = request.extensions().get::<ConnectInfo<std::net::SocketAddr>>().map(|peer| peer.ip());
            format!("{peer:?}").into_response()
        };
        let serving = tokio::spawn(serve(listener, whence, Connections::default(), async {
            let _ = stopped.await;
        }));
        let asked = tokio::task::spawn_blocking(move || {
            let mut stream = TcpStream::connect(address).expect("connected");
            stream.write_all(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").expect("sent");
            let mut answer = String::new();
            stream.read_to_string(&mut answer).map(|_| answer)
        });
        let answer = asked.await.expect("joined").expect("an answer");
        assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("Some(127.0.0.1)"), "{answer}");
        stop.send(()).expect("still serving");
        serving.await.expect("it ended");
    }

    /// Serves an answer of one word, and gives the address.
    async fn serving(connections: Connections) -> std::net::SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let answer = async |_: Request| "halo".into_response();
        tokio::spawn(serve(listener, answer, connections, std::future::pending()));
        address
    }

    fn asked(address: std::net::SocketAddr) -> std::io::Result<String> {
        let mut stream = TcpStream::connect(address)?;
        stream.write_all(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).map(|_| answer)
    }

    #[tokio::test]
    async fn half_open_connections_make_room_for_a_whole_question() {
        let address = serving(Connections { open: 8, head: Duration::from_secs(600), ..Connections::default() }).await;
        let told = tokio::task::spawn_blocking(move || {
            let half = |n: usize| {
                let mut stream = TcpStream::connect(address).expect("connected");
                if n.is_multiple_of(2) {
                    stream.write_all(b"GET / HTTP/1.1\r\nHo").expect("sent");
                }
                stream
            };
            let held: Vec<_> = (0..40).map(half).collect();
            let answers: Vec<_> = (0..20).map(|_| asked(address)).collect();
            drop(held);
            answers
        });
        for answer in told.await.expect("joined") {
            assert!(answer.expect("an answer").ends_with("halo"));
        }
    }

    #[tokio::test]
    async fn half_a_head_is_waited_for_and_not_for_ever() {
        let address = serving(Connections { head: Duration::from_millis(50), ..Connections::default() }).await;
        let ended = tokio::task::spawn_blocking(move || {
            let mut stream = TcpStream::connect(address).expect("connected");
            stream.write_all(b"GET / HTTP/1.1\r\nHo").expect("sent");
            stream.set_read_timeout(Some(Duration::from_secs(20))).expect("set");
            stream.read(&mut [0; 64]).map_or_else(|error| error.kind() == std::io::ErrorKind::ConnectionReset, |_| true)
        });
        assert!(ended.await.expect("joined"), "closed, with a word or without");
    }

    #[test]
    fn some_descriptors_are_nobodys_connection() {
        let open = |descriptors| Connections::default().within(descriptors).open;
        assert_eq!((open(None), open(Some(65_536)), open(Some(1024)), open(Some(64))), (4096, 4096, 896, 48));
        assert_eq!(Connections::default().behind(1).of_one, None, "all are the proxy's");
        assert_eq!(Connections::default().behind(0).of_one, Some(128));
    }
}
