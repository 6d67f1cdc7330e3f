//! An issuer for verifiers to fetch from: signed lists on a port of loopback, with known keys.

use std::collections::{BTreeSet, HashMap};
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use absah::domain::issuer::{Licence, LspId};
use absah::domain::status::State;
use absah::domain::term::{Expiry, Term};
use absah::seal::honoured::HonouredList;
use absah::seal::keys::{KeyUse, PrivateKey};
use absah::seal::roots::Handover;
use absah::seal::spelling::to_base64url;
use absah::seal::status_list::StatusList;
use absah::seal::status_list::signed::{Terms, to_jwt};
use absah::seal::token::{self, Claims, StatusRef};
use absah::seal::trust_list::signed::{Claims as TrustClaims, Entry};
use absah::seal::trust_list::{Compromise, KeyState, SchemePeriod, TrustedKey, TrustedLsp};
use jiff::civil::date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};
use sha2::{Digest as _, Sha256};

pub(crate) const ROOT: u8 = 1;
pub(crate) const SAFE: u8 = 2;
pub(crate) const SUCCESSOR: u8 = 3;
pub(crate) const CERTIFICATE: u8 = 7;
pub(crate) const STATUS: u8 = 8;

pub(crate) fn key(seed: u8) -> PrivateKey {
    PrivateKey::from_seed(&[seed; 32])
}

#[expect(clippy::disallowed_methods, reason = "the verifier under test has the system's clock")]
pub(crate) fn now() -> Timestamp {
    Timestamp::now()
}

/// Writes the public half of a root beside the story, and gives its path.
pub(crate) fn root_file(dir: &Path, seed: u8) -> String {
    let file = dir.join(format!("root-{seed}.pub.pem"));
    std::fs::write(&file, key(seed).public().to_pem().expect("PEM")).expect("written");
    file.to_str().expect("UTF-8").to_owned()
}

pub(crate) fn lsp() -> TrustedLsp {
    let key = |seed, key_use| {
        let (state, from) = (KeyState::Active, date(2020, 1, 1));
        TrustedKey { public: key(seed).public(), key_use, state, from, until: None }
    };
    let (from, until) = (date(2020, 1, 1), date(2060, 12, 31));
    TrustedLsp {
        id: id(),
        name_id: "LSP Klining Contoh".into(),
        name_en: "Cleaning".into(),
        site: "https://cek.lsp.example".parse().expect("a site"),
        former_sites: Vec::new(),
        time_zone: "Asia/Jakarta".parse().expect("a zone"),
        licences: vec![Licence { number: "BNSP-LSP-9901-ID".into(), decree: String::new(), from, until }],
        schemes: vec![SchemePeriod { code: "CS-01".parse().expect("a code"), from: None, until: None }],
        lists: String::new(),
        keys: vec![key(CERTIFICATE, KeyUse::Certificate), key(STATUS, KeyUse::Status)],
    }
}

fn id() -> LspId {
    "klining".parse().expect("an id")
}

/// A trust list signed at `iat`, to be believed for `life` seconds.
pub(crate) fn trust(iat: Timestamp, life: i64, lsp: &TrustedLsp) -> String {
    claims(iat, life, lsp).sign(&key(ROOT), None)
}

/// The same by the successor, with the word of the root in the safe.
pub(crate) fn trust_by_successor(iat: Timestamp, lsp: &TrustedLsp) -> String {
    let word = Handover { iat, withdrawn: [key(ROOT).kid()].into(), successor: key(SUCCESSOR).public() };
    claims(iat, 86_400, lsp).sign(&key(SUCCESSOR), Some(&word.sign(&key(SAFE))))
}

pub(crate) fn claims(iat: Timestamp, life: i64, lsp: &TrustedLsp) -> TrustClaims {
    let (iat, lsps) = (iat.as_second(), vec![Entry::new(lsp)]);
    TrustClaims { iss: "root".into(), iat, exp: iat + life, withdrawn_roots: BTreeSet::new(), notice: None, lsps }
}

/// A status list signed at `iat`, to be believed for `life` seconds, with one certificate in a state.
pub(crate) fn status(iat: Timestamp, life: i64, number: u32, index: u32, state: State) -> String {
    let mut list = StatusList::new(iat, iat + life.seconds());
    list.set(index, state);
    let sub = format!("https://cek.lsp.example/status/klining/{number}");
    to_jwt(&list, &Terms { sub, ttl: 300, journal: (1, "ab".repeat(32)).into() }, &key(STATUS))
}

/// A certificate for three years from yesterday, whose status stands at a place.
pub(crate) fn certificate(list: u32, index: u32) -> String {
    certificate_by(CERTIFICATE, list, index)
}

/// The same, signed by another key.
pub(crate) fn certificate_by(signer: u8, list: u32, index: u32) -> String {
    let zone = TimeZone::get("Asia/Jakarta").expect("bundled");
    let yesterday = zone.to_datetime(now() - 24.hours()).date();
    let (nbf, exp) = Term::new(yesterday, 3, Expiry::SameDay).expect("a term").instants(&zone).expect("instants");
    let claims = Claims {
        number: format!("81210 9112 2 {index:07} {}", yesterday.year()),
        holder: "Orang Rekaan".parse().expect("a name"),
        scheme_code: "CS-01".parse().expect("a code"),
        scheme_title: "Petugas Kebersihan Gedung".into(),
        nbf,
        exp,
        status: StatusRef { list, index },
    };
    to_base64url(&token::sign(&claims, &key(signer)).expect("signed"))
}

/// Calls the certificate key compromised, and honours some certificates.
pub(crate) fn compromised(tokens: &[&str]) -> (TrustedLsp, HonouredList) {
    let bytes = tokens.iter().map(|token| absah::seal::spelling::from_base64url(token).expect("a token"));
    let list = HonouredList::new(&bytes.map(|bytes| token::fingerprint(&bytes)).collect::<Vec<_>>());
    let mut lsp = lsp();
    lsp.keys[0].state = KeyState::Compromised(Compromise { since: now(), honoured: list.hash() });
    (lsp, list)
}

/// Serves what was put on it, with ETags, until it is stopped.
pub(crate) struct Issuer {
    pub(crate) url: String,
    pages: Arc<Mutex<HashMap<String, Vec<u8>>>>,
    stopped: Arc<AtomicBool>,
    mute: Arc<AtomicBool>,
    answered: Arc<AtomicU32>,
    unchanged: Arc<AtomicU32>,
}

impl Issuer {
    pub(crate) fn start() -> Self {
        Self::start_at("127.0.0.1:0")
    }

    /// The same, where somebody else listened before.
    pub(crate) fn start_at(listen: &str) -> Self {
        let listener = TcpListener::bind(listen).expect("a port");
        let issuer = Self {
            url: format!("http://{}", listener.local_addr().expect("an address")),
            pages: Arc::default(),
            stopped: Arc::default(),
            mute: Arc::default(),
            answered: Arc::default(),
            unchanged: Arc::default(),
        };
        let (answered, mute, mut held) = (Arc::clone(&issuer.answered), Arc::clone(&issuer.mute), Vec::new());
        let (pages, stopped, unchanged) =
            (Arc::clone(&issuer.pages), Arc::clone(&issuer.stopped), Arc::clone(&issuer.unchanged));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if stopped.load(Ordering::SeqCst) {
                    continue;
                }
                if mute.load(Ordering::SeqCst) {
                    held.push(stream);
                    continue;
                }
                answer(stream, &pages, &unchanged);
                answered.fetch_add(1, Ordering::SeqCst);
            }
        });
        issuer
    }

    pub(crate) fn put(&self, path: &str, content: impl Into<Vec<u8>>) {
        self.pages.lock().expect("pages").insert(path.to_owned(), content.into());
    }

    /// From now on every connection is cut before anything is answered; or no longer.
    pub(crate) fn stop(&self, stopped: bool) {
        self.stopped.store(stopped, Ordering::SeqCst);
    }

    /// From now on connections are taken and nothing is ever said on them; or no longer.
    pub(crate) fn mute(&self, mute: bool) {
        self.mute.store(mute, Ordering::SeqCst);
    }

    /// How many requests were answered.
    pub(crate) fn answered(&self) -> u32 {
        self.answered.load(Ordering::SeqCst)
    }

    /// How often "not modified" was the answer.
    pub(crate) fn unchanged(&self) -> u32 {
        self.unchanged.load(Ordering::SeqCst)
    }
}

/// Answers one request on a connection and closes it; a client that went away is nobody's failure.
fn answer(stream: TcpStream, pages: &Mutex<HashMap<String, Vec<u8>>>, unchanged: &AtomicU32) {
    let lines = BufReader::new(&stream).lines().map_while(Result::ok).take_while(|line| !line.is_empty());
    let head: Vec<String> = lines.collect();
    let path = head.first().and_then(|line| line.split(' ').nth(1)).unwrap_or_default().to_owned();
    let asked =
        head.iter().find_map(|line| line.to_ascii_lowercase().strip_prefix("if-none-match: ").map(str::to_owned));
    let page = pages.lock().expect("pages").get(&path).cloned();
    let mut stream = &stream;
    let _ = match page {
        None => stream.write_all(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"),
        Some(page) => {
            let tag = format!("\"{}\"", &hex::encode(Sha256::digest(&page))[..16]);
            if asked.as_deref() == Some(&tag) {
                unchanged.fetch_add(1, Ordering::SeqCst);
                stream.write_all(b"HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n")
            } else {
                let head = format!(
                    "HTTP/1.1 200 OK\r\nContent-Length: {}\r\nETag: {tag}\r\nConnection: close\r\n\r\n",
                    page.len()
                );
                stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&page))
            }
        }
    };
}
