//! Connections: HTTP/1.1, a bounded number at once, none kept waiting for half a request or for a client
//! that does not read.
//!
//! TLS and HTTP/2 are the reverse proxy's. `axum::serve` sets no time for the head of a request, so a
//! client that sends a byte a minute would keep its connection for ever; hence a loop of our own.

use std::collections::HashMap;
use std::convert::Infallible;
use std::future::Future;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use axum::response::Response;
use futures_util::FutureExt as _;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio_io_timeout::TimeoutStream;

use super::rate_limit::Client;

/// For the head of a request, and between two of them on one connection.
const HEAD: Duration = Duration::from_secs(30);

/// For answers under way when the process is told to stop.
const FAREWELL: Duration = Duration::from_secs(15);

/// How many connections are kept, and how long for a client that takes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Connections {
    /// Open at once.
    pub open: usize,
    /// Of them, those of one client: an IPv4 address or the /64 of an IPv6 address. None where all come
    /// through a reverse proxy; this machine's own are never counted.
    pub of_one: Option<usize>,
    /// For a client to take a piece of an answer.
    pub write: Duration,
}

impl Connections {
    /// Behind so many reverse proxies of our own: what they let in, they have counted.
    #[must_use]
    pub fn behind(proxies: u8) -> Self {
        Self { of_one: (proxies == 0).then_some(128), ..Self::default() }
    }
}

impl Default for Connections {
    fn default() -> Self {
        Self { open: 4096, of_one: None, write: Duration::from_secs(30) }
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
    let (room, open) = (Arc::new(Semaphore::new(connections.open)), GracefulShutdown::new());
    let guests = Guests::default();
    let mut shutdown = std::pin::pin!(shutdown);
    loop {
        let accepted = async {
            let place = Arc::clone(&room).acquire_owned().await;
            (listener.accept().await, place)
        };
        let (accepted, place) = tokio::select! {
            accepted = accepted => accepted,
            () = &mut shutdown => break,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(cause) => {
                // Out of file handles, mostly: the next try may find one.
                tracing::warn!(%cause, "a connection could not be accepted");
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        // One too many is closed without a word: whoever opens so many does not read.
        let Some(guest) = guests.enter(peer.ip(), connections.of_one) else { continue };
        // Small answers leave at once; where that cannot be asked for, they leave later.
        let _ = stream.set_nodelay(true);
        let answer = answer.clone();
        let answer = service_fn(move |request: hyper::Request<hyper::body::Incoming>| {
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(ConnectInfo(peer));
            answer(request).map(Ok::<_, Infallible>)
        });
        let mut http = http1::Builder::new();
        http.timer(TokioTimer::new()).header_read_timeout(HEAD).max_buf_size(32 * 1024);
        let mut stream = Box::pin(TimeoutStream::new(stream));
        stream.as_mut().set_write_timeout_pinned(Some(connections.write));
        let connection = open.watch(http.serve_connection(TokioIo::new(stream), answer));
        tokio::spawn(async move {
            // A client that goes away in the middle is nobody's failure.
            let _ = connection.await;
            drop((place, guest));
        });
    }
    drop(listener);
    if tokio::time::timeout(FAREWELL, open.shutdown()).await.is_err() {
        tracing::warn!("answers were still under way when the time to stop ran out");
    }
}

/// Connections of each client.
#[derive(Clone, Debug, Default)]
struct Guests(Arc<Mutex<HashMap<Client, usize>>>);

/// One connection that is counted for as long as it lives.
struct Guest(Option<(Guests, Client)>);

impl Guests {
    fn enter(&self, address: IpAddr, most: Option<usize>) -> Option<Guest> {
        let Some(most) = most.filter(|_| !address.to_canonical().is_loopback()) else { return Some(Guest(None)) };
        let client = Client::from(address);
        let mut guests = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = guests.entry(client).or_default();
        if *count >= most {
            return None;
        }
        *count += 1;
        Some(Guest(Some((self.clone(), client))))
    }
}

impl Drop for Guest {
    fn drop(&mut self) {
        let Some((guests, client)) = &self.0 else { return };
        let mut guests = guests.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = guests.get_mut(client) {
            *count -= 1;
            if *count == 0 {
                guests.remove(client);
            }
        }
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

    #[test]
    fn one_client_has_so_many_connections_and_this_machine_any_number() {
        let guests = Guests::default();
        let enter = |address: &str| guests.enter(address.parse().expect("an address"), Some(2));
        let first = enter("203.0.113.7");
        let second = enter("::ffff:203.0.113.7");
        assert!(first.is_some() && second.is_some());
        assert!(enter("203.0.113.7").is_none());
        assert!(enter("203.0.113.8").is_some(), "another client is free");
        drop(first);
        assert!(enter("203.0.113.7").is_some(), "one went, one may come");
        let own: Vec<_> = (0..10).map(|_| enter("127.0.0.1")).collect();
        assert!(own.iter().all(Option::is_some));
        drop((second, own));
        assert!(guests.0.lock().expect("not poisoned").is_empty(), "who has gone is forgotten");
    }
}
