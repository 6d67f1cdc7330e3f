//! Connections: HTTP/1.1, a bounded number at once, none kept waiting for half a request.
//!
//! TLS and HTTP/2 are the reverse proxy's. `axum::serve` sets no time for the head of a request, so a
//! client that sends a byte a minute would keep its connection for ever; hence a loop of our own.

use std::convert::Infallible;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tower::ServiceExt;

/// Connections open at once.
const CONNECTIONS: usize = 4096;

/// For the head of a request, and between two of them on one connection.
const HEAD: Duration = Duration::from_secs(30);

/// For answers under way when the process is told to stop.
const FAREWELL: Duration = Duration::from_secs(15);

/// Answers until `shutdown` comes, then lets the answers under way finish.
pub async fn serve(listener: TcpListener, router: Router, shutdown: impl Future<Output = ()> + Send) {
    let (room, open) = (Arc::new(Semaphore::new(CONNECTIONS)), GracefulShutdown::new());
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
        // Small answers leave at once; where that cannot be asked for, they leave later.
        let _ = stream.set_nodelay(true);
        let router = router.clone();
        let answer = service_fn(move |request: hyper::Request<hyper::body::Incoming>| {
            let (router, mut request) = (router.clone(), request.map(Body::new));
            request.extensions_mut().insert(ConnectInfo(peer));
            async move { Ok::<_, Infallible>(router.oneshot(request).await.unwrap_or_else(|never| match never {})) }
        });
        let mut http = http1::Builder::new();
        http.timer(TokioTimer::new()).header_read_timeout(HEAD).max_buf_size(32 * 1024);
        let connection = open.watch(http.serve_connection(TokioIo::new(stream), answer));
        tokio::spawn(async move {
            // A client that goes away in the middle is nobody's failure.
            let _ = connection.await;
            drop(place);
        });
    }
    drop(listener);
    if tokio::time::timeout(FAREWELL, open.shutdown()).await.is_err() {
        tracing::warn!("answers were still under way when the time to stop ran out");
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpStream;

    use axum::routing::get;
    use tokio::sync::oneshot;

    use super::*;

    #[tokio::test]
    async fn a_client_is_answered_and_the_word_to_stop_is_obeyed() {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let (stop, stopped) = oneshot::channel::<()>();
        let peer = get(async |ConnectInfo(peer): ConnectInfo<std::net::SocketAddr>| peer.ip().to_string());
        let serving = tokio::spawn(serve(listener, Router::new().route("/", peer), async {
            let _ = stopped.await;
        }));
        let asked = tokio::task::spawn_blocking(move || {
            let mut stream = TcpStream::connect(address).expect("connected");
            stream.write_all(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").expect("sent");
            let mut answer = String::new();
            stream.read_to_string(&mut answer).map(|_| answer)
        });
        let answer = asked.await.expect("joined").expect("an answer");
        assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("127.0.0.1"), "{answer}");
        stop.send(()).expect("still serving");
        serving.await.expect("it ended");
    }
}
