//! An LSP that is slow, dead or endless tries to keep verifiers from hearing of the others' revocations: lists that drip
//! and never end in number, a line that takes connections and says nothing, nobody at the address, a body without an end,
//! a redirect in a ring.

use std::collections::HashMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use absah::domain::issuer::LspId;
use absah::domain::status::State;
use absah::domain::term::{Expiry, Term};
use absah::seal::keys::{KeyUse, PrivateKey};
use absah::seal::spelling::to_base64url;
use absah::seal::status_list::StatusList;
use absah::seal::status_list::signed::{Terms, to_jwt};
use absah::seal::token::{self, Claims, StatusRef};
use absah::seal::trust_list::signed::{Claims as TrustClaims, Entry};
use absah::seal::trust_list::{KeyState, TrustedKey, TrustedLsp};
use jiff::civil::date;
use jiff::{Timestamp, ToSpan as _};

use crate::issuer::{ROOT, key, lsp, now, root_file};
use crate::support::{Installation, Service};
use crate::verifier::DAY;

/// How long a slow one takes for a list.
const SLOW: Duration = Duration::from_secs(3);

/// The hostile ones, by the end of their names.
const HOSTILE: [&str; 5] = ["lambat", "bisu", "mati", "tanpa-akhir", "berputar"];

fn key_of(number: usize, key_use: KeyUse) -> PrivateKey {
    let mut seed = [100 + key_use.as_str().len() as u8; 32];
    seed[..8].copy_from_slice(&(number as u64).to_be_bytes());
    PrivateKey::from_seed(&seed)
}

fn id(number: usize) -> LspId {
    let ending = HOSTILE.get(number).map_or_else(String::new, |ending| format!("-{ending}"));
    format!("lsp-{number}{ending}").parse().expect("an id")
}

fn named(number: usize, lists: String) -> TrustedLsp {
    let key = |key_use| {
        let (public, state, from) = (key_of(number, key_use).public(), KeyState::Active, date(2020, 1, 1));
        TrustedKey { public, key_use, state, from, until: None }
    };
    TrustedLsp { id: id(number), lists, keys: vec![key(KeyUse::Certificate), key(KeyUse::Status)], ..lsp() }
}

fn status(number: usize, list: u32, iat: Timestamp, state: State) -> String {
    let mut entries = StatusList::new(iat, iat + DAY.seconds());
    entries.set(88, state);
    let sub = format!("https://cek.lsp.example/status/{}/{list}", id(number));
    to_jwt(&entries, &Terms { sub, ttl: 1, journal: (1, "ab".repeat(32)).into() }, &key_of(number, KeyUse::Status))
}

fn certificate(number: usize) -> String {
    let zone = jiff::tz::TimeZone::get("Asia/Jakarta").expect("bundled");
    let yesterday = zone.to_datetime(now() - 24.hours()).date();
    let (nbf, exp) = Term::new(yesterday, 3, Expiry::SameDay).expect("a term").instants(&zone).expect("instants");
    let claims = Claims {
        number: format!("81210 9112 2 {number:07} {}", yesterday.year()),
        holder: "Orang Rekaan".parse().expect("a name"),
        scheme_code: "CS-01".parse().expect("a code"),
        scheme_title: "Petugas Kebersihan Gedung".into(),
        nbf,
        exp,
        status: StatusRef { list: 0, index: 88 },
    };
    to_base64url(&token::sign(&claims, &key_of(number, KeyUse::Certificate)).expect("signed"))
}

/// Listens, and has each connection that asks for a path answered in a thread of its own.
fn server(answer: impl Fn(&str, TcpStream) + Send + Sync + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}/", listener.local_addr().expect("an address"));
    let answer = Arc::new(answer);
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let answer = Arc::clone(&answer);
            std::thread::spawn(move || {
                let lines = BufReader::new(&stream).lines().map_while(Result::ok).take_while(|line| !line.is_empty());
                let head: Vec<String> = lines.collect();
                answer(head.first().and_then(|line| line.split(' ').nth(1)).unwrap_or_default(), stream);
            });
        }
    });
    url
}

/// Sends a whole page; a client that went away is nobody's failure.
fn send(mut stream: TcpStream, page: Option<&str>) {
    let head =
        |status: &str, length| format!("HTTP/1.1 {status}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n");
    let page = match page {
        Some(page) => head("200 OK", page.len()) + page,
        None => head("404 Not Found", 0),
    };
    drop(stream.write_all(page.as_bytes()));
}

/// The address that each of the hostile ones gives for its lists.
fn hostile() -> [String; 5] {
    let slow = server(|path, stream| {
        std::thread::sleep(SLOW);
        let list = path.rsplit('/').next().and_then(|number| number.parse().ok());
        send(stream, list.map(|list| status(0, list, now(), State::Valid)).as_deref());
    });
    let silent = server(|_, _stream| std::thread::sleep(Duration::from_secs(600)));
    let gone = TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address");
    let endless = server(|_, mut stream| {
        let head = stream.write_all(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
        // A few bytes a second, for as long as somebody listens.
        let drip = |_| (stream.write_all(b"aaaaaaaa").is_ok()).then(|| std::thread::sleep(Duration::from_millis(200)));
        if head.is_ok() {
            (0..).map_while(drip).for_each(drop);
        }
    });
    let ring = server(|path, mut stream| {
        std::thread::sleep(Duration::from_secs(2));
        let page = format!("HTTP/1.1 302 Found\r\nLocation: {path}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        drop(stream.write_all(page.as_bytes()));
    });
    [slow, silent, format!("http://{gone}/"), endless, ring]
}

/// Every page of the others, and of the trust list.
type Pages = Arc<Mutex<HashMap<String, String>>>;

/// A verifier of so many LSPs, the first of them hostile, each asked with every `refresh`. Revokes a certificate of one after the other, and gives how
/// long each revocation took.
fn revocations(at: &Installation, count: usize, revoked: usize, refresh: Duration) -> Vec<Duration> {
    let (pages, asked) = (Pages::default(), Arc::<Mutex<u64>>::default());
    let (shared, counted) = (Arc::clone(&pages), Arc::clone(&asked));
    let others = server(move |path, stream| {
        *counted.lock().expect("a count") += 1;
        let page = shared.lock().expect("pages").get(path).cloned();
        send(stream, page.as_deref());
    });
    let hostile = hostile();
    let lists = |number: usize| hostile.get(number).unwrap_or(&others).clone();
    let lsps = (0..count).map(|number| Entry::new(&named(number, lists(number)))).collect();
    let iat = now().as_second() - 100;
    let (withdrawn_roots, notice) = (Default::default(), None);
    let trust = TrustClaims { iss: "root".into(), iat, exp: iat + DAY, withdrawn_roots, notice, lsps };
    pages.lock().expect("pages").insert("/trust.jwt".to_owned(), trust.sign(&key(ROOT), None));
    let put = |number: usize, iat: Timestamp, state| {
        let page = status(number, 0, iat, state);
        pages.lock().expect("pages").insert(format!("/status/{}/0", id(number)), page);
    };
    (HOSTILE.len()..count).for_each(|number| put(number, now() - 100.seconds(), State::Valid));
    let root = root_file(&at.path(""), ROOT);
    let (url, seconds) = (format!("{others}trust.jwt"), refresh.as_secs().to_string());
    let verifier = at.service(&["verifier", "--trust", &url, "--root", &root, "--refresh", &seconds]);
    let every = (count - HOSTILE.len()) / revoked;
    let chosen: Vec<usize> = (0..revoked).map(|turn| HOSTILE.len() + turn * every).collect();
    for number in &chosen {
        wait(&verifier, *number, "valid", Duration::from_secs(120));
    }
    let took = |number: &usize| {
        put(*number, now(), State::Revoked);
        wait(&verifier, *number, "revoked", refresh * 10)
    };
    let took = chosen.iter().map(took).collect();
    eprintln!("{count} LSPs, {} requests answered to the verifier", asked.lock().expect("a count"));
    took
}

/// Waits until a certificate of an LSP has a verdict.
fn wait(verifier: &Service, number: usize, expected: &str, within: Duration) -> Duration {
    let (since, token) = (Instant::now(), certificate(number));
    loop {
        let verdict = verifier.verdict(&token);
        if verdict == expected {
            return since.elapsed();
        }
        assert!(since.elapsed() < within, "{} is {verdict}, not {expected} within {within:?}", id(number));
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn five_hostile_lsps_of_twenty_hide_no_revocation_of_the_others() {
    revocations(&Installation::on_sqlite(), 20, 5, Duration::from_secs(1));
}

#[test]
#[ignore = "a measurement for docs/measured.md, of a minute: cargo test --test stories -- --ignored --nocapture slow_lsps"]
fn among_a_thousand_lsps_revocations_come_within_twice_the_refresh_time() {
    let refresh = Duration::from_secs(5); // as the demo's lists ask for
    let mut took = revocations(&Installation::on_sqlite(), 1000, 20, refresh);
    took.sort();
    let [median, last] = [took.len() / 2, took.len() - 1].map(|at| took[at]);
    eprintln!("revocations of 20 LSPs of 995: median {median:?}, slowest {last:?}; refresh {refresh:?}");
    assert!(last <= refresh * 2, "{took:?}");
}

#[test]
fn a_verifier_whose_first_fetch_failed_tries_again_within_seconds() {
    let (at, pages) = (Installation::on_sqlite(), Pages::default());
    let (shared, first) = (Arc::clone(&pages), Arc::new(Mutex::new(0)));
    let others = server(move |path, stream| {
        let mut asked = first.lock().expect("a count");
        *asked += 1;
        let page = shared.lock().expect("pages").get(path).cloned();
        send(stream, page.filter(|_| *asked > 2).as_deref());
    });
    let (iat, lsps) = (now().as_second() - 100, vec![Entry::new(&named(9, String::new()))]);
    let (withdrawn_roots, notice) = (Default::default(), None);
    let trust = TrustClaims { iss: "root".into(), iat, exp: iat + DAY, withdrawn_roots, notice, lsps };
    let list = (format!("/status/{}/0", id(9)), status(9, 0, now() - 100.seconds(), State::Valid));
    pages.lock().expect("pages").extend([("/trust.jwt".to_owned(), trust.sign(&key(ROOT), None)), list]);
    let (url, root) = (format!("{others}trust.jwt"), root_file(&at.path(""), ROOT));
    let verifier = at.service(&["verifier", "--trust", &url, "--root", &root]);
    wait(&verifier, 9, "valid", Duration::from_secs(30));
}
