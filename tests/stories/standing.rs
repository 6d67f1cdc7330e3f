//! Stories of a database that stands still: what the service says of itself and of certificates is true at each
//! moment, and it goes on by itself when the database does.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use serde_json::Value;

use crate::support::{Installation, Service, block_on, issued, people, word};

/// How long the service waits for the database before it says that there is none, with what a slow machine adds.
const BOUND: Duration = Duration::from_secs(6);

/// How long what was read is answered from.
const BELIEVED: Duration = Duration::from_secs(60);

/// What a slow machine needs to notice that all is well again.
const DEADLINE: Duration = Duration::from_secs(40);

/// A way to the database that can be made to stand still, as the database does under `kill -STOP`: connections
/// stay open and new ones are accepted, and nothing comes back.
struct Relay {
    address: SocketAddr,
    still: Arc<AtomicBool>,
}

impl Relay {
    fn to(server: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let (address, still) = (listener.local_addr().expect("an address"), Arc::new(AtomicBool::new(false)));
        let held = Arc::clone(&still);
        std::thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let Ok(server) = TcpStream::connect(server) else { continue };
                let ways = [(client.try_clone(), server.try_clone()), (Ok(server), Ok(client))];
                for (from, to) in ways {
                    let (from, to, held) = (from.expect("a socket"), to.expect("a socket"), Arc::clone(&held));
                    std::thread::spawn(move || pass(from, to, &held));
                }
            }
        });
        Self { address, still }
    }

    fn stands_still(&self, still: bool) {
        self.still.store(still, Ordering::SeqCst);
    }
}

/// Passes on what comes, as long as nothing stands still.
fn pass(mut from: TcpStream, mut to: TcpStream, still: &AtomicBool) {
    let mut bytes = [0; 8192];
    while let Ok(count @ 1..) = from.read(&mut bytes) {
        while still.load(Ordering::SeqCst) {
            std::thread::sleep(Duration::from_millis(10));
        }
        if to.write_all(&bytes[..count]).is_err() {
            break;
        }
    }
    drop(to.shutdown(std::net::Shutdown::Both));
}

/// An installation with one certificate: its number and its token.
fn one_certificate(at: &Installation) -> (String, String) {
    at.with_lsps();
    let (roster, out) = (at.write("r.csv", people(1, 1)), at.path("out"));
    at.issue("klining", "2024-06-03", &roster, &["--out", out.to_str().expect("UTF-8")]);
    let row = issued(&out).remove(0);
    (row[0].clone(), row[5].clone())
}

fn by_number(number: &str) -> String {
    format!("/api/v1/certificates/{}", number.replace(' ', ""))
}

/// The status and the body of an answer, which comes within the bound.
fn soon(service: &Service, path: &str) -> (u16, Value) {
    let asked = Instant::now();
    let answer = service.get(path);
    assert!(asked.elapsed() < BOUND, "{path} took {:?}", asked.elapsed());
    (answer.status, answer.json())
}

/// The word on a token and the instant of the list it rests on; told at once, whatever the database does.
fn verdict(service: &Service, token: &str) -> (String, Option<Timestamp>) {
    let asked = Instant::now();
    let answer = service.get(&format!("/v/{token}")).json();
    assert!(asked.elapsed() < Duration::from_secs(5), "a verdict does not wait for the database");
    (word(&answer), answer["status"]["as_of"].as_str().map(|as_of| as_of.parse().expect("an instant")))
}

fn holds(what: &str, mut condition: impl FnMut() -> bool) {
    let since = Instant::now();
    while !condition() {
        assert!(since.elapsed() < DEADLINE, "never: {what}");
        std::thread::sleep(Duration::from_millis(100));
    }
}

#[test]
fn what_is_said_while_postgresql_stands_still_is_true() {
    let Ok(server) = std::env::var("ABSAH_TEST_POSTGRES") else {
        eprintln!("SKIPPED: ABSAH_TEST_POSTGRES is not set");
        return;
    };
    let mut server = url::Url::parse(&server).expect("an address");
    let port = server.port().unwrap_or(5432);
    let addresses = server.socket_addrs(|| Some(port)).expect("an address");
    let relay = Relay::to(*addresses.first().expect("an address"));
    server.set_host(Some("127.0.0.1")).expect("a host");
    server.set_port(Some(relay.address.port())).expect("a port");
    let at = Installation::on_postgres(server.into());
    let (number, token) = one_certificate(&at);
    let service = at.serve();
    holds("ready", || service.get("/readyz").status == 200);
    assert_eq!(verdict(&service, &token).0, "valid");
    assert_eq!(soon(&service, &by_number(&number)).0, 200);

    let (since, instant) = (Instant::now(), now());
    relay.stands_still(true);
    let (status, said) = soon(&service, "/readyz");
    assert_eq!(status, 503, "it cannot look numbers up");
    assert!(said["detail"].as_str().is_some_and(|detail| detail.contains("database")), "and says why: {said}");
    assert_eq!(soon(&service, "/healthz").0, 200, "the process runs");
    for _ in 0..4 {
        let (status, said) = soon(&service, &by_number(&number));
        assert_eq!((status, said.get("results")), (503, None), "nobody is told that there is no such number");
    }
    // What was read a moment ago is answered from for a minute, and says as of when.
    loop {
        let asked = since.elapsed();
        let (word, as_of) = verdict(&service, &token);
        if word == "status_unknown" {
            let passed = since.elapsed();
            assert!(passed > BELIEVED - Duration::from_secs(10), "not before it must: {passed:?}");
            break;
        }
        assert_eq!(word, "valid");
        assert!(as_of.is_some_and(|as_of| as_of <= instant), "no list is younger than the silence: {as_of:?}");
        assert!(asked < BELIEVED + Duration::from_secs(1), "no longer than it may: {asked:?}");
        std::thread::sleep(Duration::from_millis(500));
    }
    assert_eq!((soon(&service, "/readyz").0, soon(&service, "/healthz").0), (503, 200));

    relay.stands_still(false);
    holds("ready again", || service.get("/readyz").status == 200);
    holds("valid again", || verdict(&service, &token).0 == "valid");
    assert!(verdict(&service, &token).1.is_some_and(|as_of| as_of > instant));
    holds("numbers are found again", || service.get(&by_number(&number)).status == 200);
    let log = service.log();
    assert_eq!(log.matches("the lists could not be refreshed").count(), 1, "{log}");
    assert_eq!(log.matches("the database answers again").count(), 1, "{log}");
}

#[test]
fn what_is_said_while_another_process_holds_sqlite_is_true() {
    let at = Installation::on_sqlite();
    let (number, token) = one_certificate(&at);
    let service = at.serve();
    holds("ready", || service.get("/readyz").status == 200);
    let url = format!("sqlite://{}", at.path("data/absah.db").display());
    block_on(async {
        use sqlx::Connection as _;
        sqlx::any::install_default_drivers();
        let mut holder = sqlx::AnyConnection::connect(&url).await.expect("connected");
        sqlx::raw_sql("begin exclusive").execute(&mut holder).await.expect("held");
        let instant = now();
        // Readers are not kept out, so everything is answered, and freshly.
        holds("read since", || verdict(&service, &token).1.is_some_and(|as_of| as_of > instant));
        assert_eq!(soon(&service, "/readyz").0, 200);
        assert_eq!(soon(&service, &by_number(&number)).0, 200);
        assert_eq!(verdict(&service, &token).0, "valid");
        // A writer waits.
        let arguments = ["suspend", &number, "--reason", "misuse"];
        let mut suspending =
            at.command(&arguments).stdin(Stdio::null()).stdout(Stdio::null()).spawn().expect("started");
        std::thread::sleep(Duration::from_secs(1));
        assert!(suspending.try_wait().expect("asked").is_none(), "it waits for its turn");
        assert_eq!((verdict(&service, &token).0.as_str(), soon(&service, "/readyz").0), ("valid", 200));
        sqlx::raw_sql("rollback").execute(&mut holder).await.expect("let go");
        assert!(suspending.wait().expect("ended").success());
    });
    holds("suspended", || verdict(&service, &token).0 == "suspended");
}

fn now() -> Timestamp {
    Timestamp::from_second(crate::issuer::now().as_second()).expect("an instant")
}
