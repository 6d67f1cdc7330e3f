//! The office through its pages: a site with two LSPs, and whoever asks it.

mod addresses;
mod altered;
mod by_number;
mod employers;
mod erasure;
mod events;
mod feed;
mod forms;
mod handover;
mod journal;
mod list_niks;
mod records;
mod search;
mod serials;
mod settings;
mod sheet_pages;
mod sheets;
mod way_in;

use std::sync::atomic::{AtomicI64, Ordering};

use axum::body::{Body, to_bytes};
use axum::http::header::{COOKIE, LOCATION, SET_COOKIE};
use axum::http::{Method, Request, StatusCode};
use axum::response::Response;
use getrandom::SysRng;
use getrandom::rand_core::{Rng as _, UnwrapErr};
use jiff::Timestamp;
use tokio::sync::watch;
use zeroize::Zeroizing;

use super::*;
use crate::domain::account::{Role, SignInName};
use crate::domain::issuer::LspId;
use crate::office::accounts::password::NewPassword;
use crate::office::accounts::staff::{Authority, NewAccount, Settled};
use crate::office::accounts::totp::TotpSecret;
use crate::office::design::Design;
use crate::office::key_ring::KeyRing;
use crate::office::{Actor, By, Office, lsp, lsp_file};
use crate::seal::key_cost::Cost;
use crate::seal::key_files::KeyFiles;
use crate::store::Store;
use crate::web::fixtures;
use crate::web::{App, Figures, Server, Settings};
use std::sync::Arc;

const HOST: &str = "cek.lsp.example";
const ORIGIN: &str = "https://cek.lsp.example";
const PASSWORD: &str = "kuda baterai staples";

/// A site with an office of two LSPs.
struct World {
    server: Arc<Server>,
    office: Arc<Office>,
    /// The same tables, as whoever writes past the office has them.
    store: Store,
    lsps: [LspId; 2],
    clock: Arc<AtomicI64>,
    _dir: tempfile::TempDir,
}

async fn world() -> World {
    let dir = tempfile::tempdir().expect("a directory");
    let ring = KeyRing::new(KeyFiles::new(dir.path()), Some(Zeroizing::new("kata sandi untuk uji".to_owned())));
    let store = Store::migrate(&crate::store::sqlite_url(dir.path())).await.expect("tables");
    let office = Office::new(store.clone(), ring.with_cost(Some(Cost::LIGHT)));
    office.records_or_new(&mut UnwrapErr(SysRng)).await.expect("a secret");
    let site = ORIGIN.parse().expect("a site");
    let described = lsp_file::read(include_str!("../../../templates/demo/lsps.json"), Some(&site)).expect("LSPs");
    for one in &described[..2] {
        lsp::keep(&office, &one.lsp, &Design::default(), &console()).await.expect("kept");
    }
    let office = Arc::new(office);
    let (_, lists) = watch::channel(Arc::new(fixtures::snapshot()));
    let (_, published) = watch::channel(Arc::default());
    let clock = Arc::new(AtomicI64::new(fixtures::now().as_second()));
    let app = App {
        office: Some(Arc::clone(&office)),
        lists,
        published,
        judged: None,
        figures: Figures::default(),
        read_document: None,
        read_frame: None,
        roots: Vec::new(),
        clock: {
            let clock = Arc::clone(&clock);
            Arc::new(move || Timestamp::from_second(clock.load(Ordering::Relaxed)).expect("an instant"))
        },
        jobs: crate::office::jobs::Board::default(),
        chance: Arc::new(|| {
            let mut seed = [0; 32];
            UnwrapErr(SysRng).fill_bytes(&mut seed);
            seed
        }),
        settings: Settings::default(),
    };
    let lsps = [0, 1].map(|at| described[at].lsp.id.clone());
    World { server: Server::new(app), office, store, lsps, clock, _dir: dir }
}

fn console() -> By {
    By::alone(Actor::Console { user: "uji".to_owned() }, fixtures::now())
}

impl World {
    fn now(&self) -> Timestamp {
        Timestamp::from_second(self.clock.load(Ordering::Relaxed)).expect("an instant")
    }

    /// Makes an account that has nothing to do first, and the secret of its authenticator where it needs one.
    async fn settled(&self, name: &str, lsp: &LspId, role: Role) -> Option<TotpSecret> {
        let needs = matches!(role, Role::Administrator | Role::Approver);
        let totp = needs.then(|| TotpSecret::draw(&mut UnwrapErr(SysRng)));
        let name: SignInName = name.parse().expect("a name");
        let new = NewAccount {
            password: Some(NewPassword::new(PASSWORD, &name).expect("a password")),
            name,
            lsp: lsp.clone(),
            roles: [role].into_iter().collect(),
            settled: Some(Settled { totp: totp.clone() }),
        };
        let (authority, random) = (Authority::Console(console()), &mut UnwrapErr(SysRng));
        self.office.make_account(new, &authority, self.now(), random).await.expect("made");
        totp
    }

    async fn ask(&self, request: Request<Body>) -> Response {
        Arc::clone(&self.server).answer(request).await
    }

    async fn get(&self, path: &str, cookie: Option<&str>) -> Response {
        self.ask(question(&Method::GET, path, cookie, &[]).body(Body::empty()).expect("a request")).await
    }

    /// Sends a form from a page of our own.
    async fn send(&self, path: &str, cookie: Option<&str>, form: &str) -> Response {
        let own = [("origin", ORIGIN), ("sec-fetch-site", "same-origin"), ("content-type", FORM)];
        let request = question(&Method::POST, path, cookie, &own);
        self.ask(request.body(Body::from(form.to_owned())).expect("a request")).await
    }

    /// Signs in through the pages, and gives the cookie.
    async fn enter(&self, name: &str, totp: Option<&TotpSecret>) -> String {
        let form = format!("name={name}&password=kuda+baterai+staples");
        let answer = self.send("/office/masuk", None, &form).await;
        assert_eq!(answer.status(), StatusCode::SEE_OTHER);
        let cookie = cookie_of(&answer);
        let Some(totp) = totp else { return cookie };
        assert!(location(&answer).starts_with("/office/masuk/kode"), "{}", location(&answer));
        let answer = self.send("/office/masuk/kode", Some(&cookie), &format!("code={}", totp.code(self.now()))).await;
        assert_eq!((answer.status(), location(&answer)), (StatusCode::SEE_OTHER, "/office"));
        cookie_of(&answer)
    }
}

const FORM: &str = "application/x-www-form-urlencoded";

fn question(
    method: &Method,
    path: &str,
    cookie: Option<&str>,
    headers: &[(&str, &str)],
) -> axum::http::request::Builder {
    let request = Request::builder().method(method).uri(path).header("host", HOST).header("accept", "text/html");
    let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
    match cookie {
        Some(cookie) => request.header(COOKIE, cookie),
        None => request,
    }
}

fn cookie_of(answer: &Response) -> String {
    let cookie = answer.headers().get(SET_COOKIE).expect("a cookie").to_str().expect("text");
    cookie.split(';').next().expect("a pair").to_owned()
}

fn location(answer: &Response) -> &str {
    answer.headers().get(LOCATION).map(|to| to.to_str().expect("text")).unwrap_or_default()
}

async fn text(answer: Response) -> String {
    String::from_utf8(to_bytes(answer.into_body(), 1 << 20).await.expect("a body").to_vec()).expect("UTF-8")
}

/// A value of a form on a page.
fn hidden(page: &str, name: &str) -> String {
    let field = page.split(&format!("name=\"{name}\"")).nth(1).unwrap_or_else(|| panic!("{name}: {page}"));
    let after = field.split("value=\"").nth(1).unwrap_or_else(|| panic!("{name} without a value: {page}"));
    after.split('"').next().expect("a value").to_owned()
}

/// Whether an answer turns a visitor away as nobody, as no member, or for want of a role.
fn turned(answer: &Response) -> &'static str {
    match answer.status() {
        StatusCode::SEE_OTHER if location(answer).starts_with("/office/masuk") => "door",
        StatusCode::FORBIDDEN => "forbidden",
        StatusCode::NOT_FOUND => "not found",
        status if status.is_server_error() => "failed",
        _ => "in",
    }
}
