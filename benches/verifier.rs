//! The verifier over HTTP against what its cores can do at most, and against what people use today.
//!
//! ```text
//! cargo bench --bench verifier                 needs wrk and curl (Debian packages)
//! PEER=../shared/peers/verify_server.py PYTHON=python3 cargo bench --bench verifier
//! ```
//!
//! *bare* is the rate of `verify_strict` on all cores, *empty* that of an axum route that answers the same bytes
//! under the same load. Everything runs on the same cores in short turns. Machines are shared, so a ratio is taken
//! within each round, and told are the median and the middle half of all rounds. Thousands of distinct tokens,
//! none of whose answers is kept. PEER needs uvicorn, starlette, cwt.

use std::fs;
use std::hint::black_box;
use std::io::Write as _;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use absah::seal::jwt::{self, Kind};
use absah::seal::keys::{PrivateKey, PublicKey};
use absah::seal::spelling::to_base64url;
use absah::seal::status_list::StatusList;
use absah::seal::status_list::signed::{JournalHead, Terms, to_jwt};
use absah::seal::token::{self, Claims, StatusRef};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use ed25519_dalek::{Signer as _, SigningKey};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

const TOKENS: u32 = 20_000;
const ROUNDS: usize = 15;
const SECONDS: u32 = 2;
const LINES: usize = 50_000;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    match arguments.iter().position(|argument| argument == "empty") {
        Some(at) => empty(&arguments[at + 1], &arguments[at + 2]),
        None => measure(),
    }
}

fn key(seed: u8) -> PrivateKey {
    PrivateKey::from_seed(&[seed; 32])
}

/// A trust list of one LSP, and status lists for `lists` times 131,072 certificates.
fn lists(dir: &Path, lists: u32) {
    #[expect(clippy::disallowed_methods, reason = "the lists must be believed by the verifier's own clock")]
    let now = Timestamp::from_second(Timestamp::now().as_second()).expect("a second");
    let named = |key: PublicKey, key_use: &str| json!({ "kid": key.kid(), "x": key.x(), "use": key_use, "state": "active", "from": "2015-01-01", "until": null });
    let lsp = json!({
        "id": "klining", "name_id": "LSP Klining Contoh", "name_en": "Cleaning", "site": "https://cek.lsp.example",
        "time_zone": "Asia/Jakarta", "status": "status/klining/{n}",
        "licences": [{ "number": "BNSP-LSP-9901-ID", "decree": "", "from": "2015-01-01", "until": "2050-12-31" }],
        "schemes": [{ "code": "CS-01", "from": null, "until": null }],
        "keys": [named(key(7).public(), "certificate"), named(key(8).public(), "status")]
    });
    let claims = json!({ "iss": "root", "iat": now.as_second(), "exp": now.as_second() + 86_400 * 300,
                         "withdrawn_roots": [], "lsps": [lsp] });
    fs::create_dir_all(dir.join("status/klining")).expect("a directory");
    fs::write(dir.join("trust.jwt"), jwt::sign(Kind::TrustList, &claims, &key(1), None)).expect("written");
    fs::write(dir.join("root.pub.pem"), key(1).public().to_pem().expect("a PEM")).expect("written");
    for number in 0..lists {
        let sub = format!("https://cek.lsp.example/status/klining/{number}");
        let journal = JournalHead { entries: 1, hash: "00".repeat(32) };
        let terms = Terms { sub, ttl: 300, journal };
        let list = StatusList::new(now, now + SignedDuration::from_hours(24 * 7));
        fs::write(dir.join(format!("status/klining/{number}")), to_jwt(&list, &terms, &key(8))).expect("written");
    }
}

/// Distinct tokens, spread over `certificates` places.
fn tokens(certificates: u32) -> Vec<Vec<u8>> {
    let made = (0..TOKENS).map(|at| {
        let place = u32::try_from(u64::from(at) * u64::from(certificates) / u64::from(TOKENS)).expect("small");
        let claims = Claims {
            number: format!("81210 9112 2 {at:07} 2025"),
            holder: format!("Siti Rekaan {}", ["Ayu", "Bunga", "Citra", "Dewi"][at as usize % 4])
                .parse()
                .expect("a name"),
            scheme_code: "CS-01".parse().expect("a code"),
            scheme_title: "Petugas Kebersihan Gedung".into(),
            nbf: Timestamp::constant(1_750_000_000, 0),
            exp: Timestamp::constant(2_300_000_000, 0),
            status: StatusRef { list: place >> 17, index: place & 0x1_ffff },
        };
        token::sign(&claims, &key(7)).expect("signed")
    });
    made.collect()
}

/// Signatures a second on all cores, nothing else done.
fn bare(tokens: &[Vec<u8>]) -> f64 {
    let signing = SigningKey::from_bytes(&[7; 32]);
    let public = signing.verifying_key();
    let messages: Vec<_> = tokens.iter().map(|bytes| &bytes[..bytes.len() - 66]).collect();
    let signed: Vec<_> = messages.iter().map(|message| (*message, signing.sign(message))).collect();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let (start, mut rounds) = (Instant::now(), 0_usize);
    // As long as the load lasts that it is held against: a short burst would be faster.
    while start.elapsed() < Duration::from_secs(SECONDS.into()) {
        std::thread::scope(|scope| {
            for part in signed.chunks(signed.len().div_ceil(cores)) {
                scope.spawn(move || {
                    for (message, signature) in part {
                        black_box(public.verify_strict(message, signature)).expect("good");
                    }
                });
            }
        });
        rounds += 1;
    }
    (rounds * signed.len()) as f64 / start.elapsed().as_secs_f64()
}

/// A process that ends with its owner.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

fn free() -> String {
    TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address").to_string()
}

fn started(mut command: Command, address: &str) -> Running {
    let running = Running(command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("started"));
    for _ in 0..400 {
        if std::net::TcpStream::connect(address).is_ok() {
            return running;
        }
        std::thread::sleep(Duration::from_millis(25));
    }
    panic!("nothing listens on {address}");
}

fn verifier(dir: &Path) -> (Running, String) {
    let address = free();
    let mut command = Command::new(env!("CARGO_BIN_EXE_absah"));
    command.args(["verifier", "--listen", &address, "--trust"]).arg(dir.join("trust.jwt"));
    command.arg("--root").arg(dir.join("root.pub.pem")).arg("--data").arg(dir.join("data"));
    (started(command, &address), address)
}

/// Serves one answer, `body` with the headers in `file` before it, to whatever is posted.
fn empty(address: &str, file: &str) {
    let text = fs::read_to_string(file).expect("an answer");
    let (head, body) = text.split_once("\r\n\r\n").expect("head and body");
    let headers: HeaderMap = head
        .lines()
        .skip(1)
        .filter_map(|line| line.split_once(": "))
        .filter(|(name, _)| !["content-length", "date"].contains(&name.to_ascii_lowercase().as_str()))
        .map(|(name, value)| {
            (name.parse::<HeaderName>().expect("a name"), HeaderValue::from_str(value).expect("a value"))
        })
        .collect();
    let body: axum::body::Bytes = body.to_owned().into();
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let answer = axum::routing::post(async move || (headers.clone(), body.clone()));
        let router = axum::Router::new().route("/api/v1/verify", answer);
        let listener = tokio::net::TcpListener::bind(address).await.expect("a port");
        axum::serve(listener, router).await.expect("served");
    });
}

/// Requests a second that wrk gets answered, each with another token.
fn load(dir: &Path, address: &str, path: &str) -> f64 {
    let script = dir.join("load.lua");
    let done = Command::new("wrk")
        .args(["-t2", "-c64", &format!("-d{SECONDS}s"), "-s"])
        .arg(&script)
        .arg(format!("http://{address}{path}"))
        .output()
        .expect("wrk runs");
    let told = String::from_utf8_lossy(&done.stdout).into_owned();
    assert!(!told.contains("Non-2xx"), "every answer is one: {told}");
    let rate = told.lines().find_map(|line| line.strip_prefix("Requests/sec:"));
    rate.and_then(|rate| rate.trim().parse().ok()).unwrap_or_else(|| panic!("a rate in: {told}"))
}

fn write_load(dir: &Path, tokens: &[Vec<u8>]) {
    let mut file = fs::File::create(dir.join("tokens")).expect("made");
    tokens.iter().for_each(|token| writeln!(file, "{}", to_base64url(token)).expect("written"));
    let script = format!(
        "local all = {{}}\nfor line in io.lines('{}') do all[#all + 1] = line end\nlocal at = math.random(#all)\n\
         request = function()\n  at = at % #all + 1\n  return wrk.format('POST', nil, {{['content-type'] = \
         'application/json'}}, '{{\"token\":\"' .. all[at] .. '\"}}')\nend\n\
         local thread = 0\nsetup = function(t) thread = thread + 1; math.randomseed(thread) end\n",
        dir.join("tokens").display()
    );
    fs::write(dir.join("load.lua"), script).expect("written");
}

/// Lines a second that the batch endpoint answers, curl included.
fn batch(dir: &Path, address: &str) -> f64 {
    let start = Instant::now();
    let done = Command::new("curl")
        .args(["-sS", "-T"])
        .arg(dir.join("lines"))
        .args(["-X", "POST", "-H", "content-type: application/x-ndjson", "-o"])
        .arg(dir.join("answers"))
        .arg(format!("http://{address}/api/v1/verify/batch"))
        .status()
        .expect("curl runs");
    let took = start.elapsed();
    assert!(done.success());
    let answers = fs::read_to_string(dir.join("answers")).expect("answers");
    let valid = answers.lines().filter(|line| line.starts_with("{\"verdict\":\"valid\"")).count();
    assert_eq!(valid, LINES, "a verdict for every line");
    LINES as f64 / took.as_secs_f64()
}

/// The whole answer to one token, head and body.
fn sample(dir: &Path, address: &str, token: &[u8]) {
    let body = json!({ "token": to_base64url(token) }).to_string();
    let ask = || {
        let done = Command::new("curl")
            .args(["-sSi", "-H", "content-type: application/json", "-d", &body])
            .arg(format!("http://{address}/api/v1/verify"))
            .output()
            .expect("curl runs");
        String::from_utf8(done.stdout).expect("UTF-8")
    };
    // It listens before it has read its lists.
    let mut text = ask();
    for _ in 0..100 {
        if text.contains("\"verdict\":\"valid\"") {
            break;
        }
        std::thread::sleep(Duration::from_millis(100));
        text = ask();
    }
    assert!(text.contains("\"verdict\":\"valid\""), "the verifier knows its lists: {text}");
    fs::write(dir.join("answer"), text).expect("written");
}

fn resident(running: &Running) -> f64 {
    let status = fs::read_to_string(format!("/proc/{}/status", running.0.id())).expect("a process");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("a size");
    line.trim().trim_end_matches(" kB").trim().parse::<f64>().expect("a number") / 1024.0
}

fn measure() {
    let (small, large) = (tempfile::tempdir().expect("a directory"), tempfile::tempdir().expect("a directory"));
    lists(small.path(), 1);
    lists(large.path(), 8);
    let (few, many) = (tokens(1000), tokens(1_000_000));
    write_load(small.path(), &few);
    write_load(large.path(), &many);
    let mut lines = fs::File::create(small.path().join("lines")).expect("made");
    few.iter().cycle().take(LINES).for_each(|token| {
        writeln!(lines, "{{\"token\":\"{}\"}}", to_base64url(token)).expect("written");
    });
    let (first, at) = verifier(small.path());
    let (second, at_large) = verifier(large.path());
    sample(small.path(), &at, &few[0]);
    sample(large.path(), &at_large, &many[many.len() - 1]);
    let at_empty = free();
    let mut command = Command::new(std::env::current_exe().expect("this program"));
    command.arg("empty").arg(&at_empty).arg(small.path().join("answer"));
    let _empty = started(command, &at_empty);
    let peer = std::env::var_os("PEER").map(|file| peer(Path::new(&file), small.path()));

    let mut ratios: [Vec<f64>; 4] = Default::default();
    for round in 1..=ROUNDS {
        let bare = bare(&few);
        let empty = load(small.path(), &at_empty, "/api/v1/verify");
        let one = load(small.path(), &at, "/api/v1/verify");
        let million = load(large.path(), &at_large, "/api/v1/verify");
        let batch = batch(small.path(), &at);
        let peer = peer.as_ref().map_or(f64::NAN, |(_, address, dir)| load(dir, address, "/verify"));
        println!(
            "round {round}: bare {bare:.0}, empty {empty:.0}, verifier {one:.0}, with 1,000,000 {million:.0}, \
             batch {batch:.0}, peer {peer:.0} a second"
        );
        let most = 1.0 / (1.0 / bare + 1.0 / empty);
        let turn = [one / most, batch / bare, one / million, one / peer];
        ratios.iter_mut().zip(turn).for_each(|(all, ratio)| all.push(ratio));
    }
    let named = [
        "verifier / most that signatures and HTTP leave (bound 0.8)",
        "batch / bare (bound 0.7)",
        "1,000 / 1,000,000 certificates (bound 1.25)",
        "verifier / peer (bound 3)",
    ];
    for (name, mut all) in named.into_iter().zip(ratios) {
        all.sort_by(f64::total_cmp);
        let [low, median, high] = [ROUNDS / 4, ROUNDS / 2, ROUNDS * 3 / 4].map(|at| all[at]);
        println!("{name}: {median:.3}, half of the rounds between {low:.3} and {high:.3}");
    }
    println!(
        "memory with lists for 1,000: {:.1} MiB, for 1,000,000: {:.1} MiB (bound 60)",
        resident(&first),
        resident(&second)
    );
}

/// The peer's server, a worker a core, with a token of its own.
fn peer(file: &Path, dir: &Path) -> (Running, String, std::path::PathBuf) {
    let python = std::env::var_os("PYTHON").unwrap_or_else(|| "python3".into());
    let address = free();
    let port = address.rsplit(':').next().expect("a port").to_owned();
    let cores = std::thread::available_parallelism().map_or(1, usize::from).to_string();
    let mut command = Command::new(python);
    command.args(["-m", "uvicorn", "verify_server:app", "--workers", &cores, "--log-level", "error", "--port", &port]);
    command.current_dir(file.parent().expect("a folder"));
    let running = started(command, &address);
    let token = Command::new("curl").args(["-sS", &format!("http://{address}/token")]).output().expect("curl runs");
    let dir = dir.join("peer");
    fs::create_dir_all(&dir).expect("made");
    let token = absah::seal::spelling::from_base64url(&String::from_utf8_lossy(&token.stdout)).expect("a token");
    write_load(&dir, &vec![token; 1000]);
    (running, address, dir)
}
