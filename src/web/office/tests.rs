//! Every address of the office, from the router's own list, asked by everybody who might: as the rule says, and in no
//! other way. And the way in, page by page.

mod altered;
mod erasure;
mod events;
mod forms;
mod handover;
mod journal;
mod records;
mod settings;
mod sheet_pages;
mod sheets;

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
use crate::web::addresses::addresses;
use crate::web::fixtures;
use crate::web::rule::Row;
use crate::web::{App, Figures, Server, Settings};
use std::sync::Arc;

const HOST: &str = "cek.lsp.example";
const ORIGIN: &str = "https://cek.lsp.example";
const PASSWORD: &str = "kuda baterai staples";

/// A site with an office of two LSPs.
struct World {
    server: Arc<Server>,
    office: Arc<Office>,
    lsps: [LspId; 2],
    clock: Arc<AtomicI64>,
    _dir: tempfile::TempDir,
}

async fn world() -> World {
    let dir = tempfile::tempdir().expect("a directory");
    let ring = KeyRing::new(KeyFiles::new(dir.path()), Some(Zeroizing::new("kata sandi untuk uji".to_owned())));
    let office = Office::new(
        Store::migrate(&crate::store::sqlite_url(dir.path())).await.expect("tables"),
        ring.with_cost(Some(Cost::LIGHT)),
    );
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
    World { server: Server::new(app), office, lsps, clock, _dir: dir }
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

/// Every row of the office, with the address of something at an LSP.
fn rows(lsp: &LspId) -> Vec<(Row, String)> {
    let rows = addresses().into_iter().map(|address| address.row).filter(|row| is_of_office(row.rule.visitors));
    let path = |row: &Row| {
        let part = |part: &str| match part {
            "{lsp}" => lsp.to_string(),
            part if part.starts_with('{') => "7".to_owned(),
            part => part.to_owned(),
        };
        row.path.split('/').map(part).collect::<Vec<_>>().join("/")
    };
    rows.map(|row| (row.clone(), path(&row))).collect()
}

/// What ends the session that asks, so that it is asked last.
const ENDING: [&str; 2] = ["/office/keluar", "/office/akun/pemulihan"];

/// What is there once the journal was looked through, which goes on beside.
const NOT_YET: &str = "/office/{lsp}/jurnal/kepala.json";

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

#[test]
fn everything_under_office_is_the_offices() {
    for address in addresses() {
        let row = address.row;
        let under = row.path == "/office" || row.path.starts_with("/office/");
        assert_eq!(is_of_office(row.rule.visitors), under, "{}", row.path);
        let of_lsp = row.path.starts_with("/office/{lsp}");
        let by_role = matches!(
            row.rule.visitors,
            Visitors::Either(..) | Visitors::HandsOver | Visitors::Member | Visitors::Role(_) | Visitors::Proven(_)
        );
        assert_eq!(of_lsp, by_role, "{}: what is an LSP's is for its people, and nothing else can be", row.path);
        assert!(!under || row.method == Method::GET || row.method == Method::POST, "{}", row.path);
    }
}

#[tokio::test]
async fn every_address_lets_in_whom_its_rule_names_and_nobody_else() {
    let world = world().await;
    let [one, other] = &world.lsps;
    let mut visitors: Vec<(String, Option<Role>, String)> = Vec::new();
    for role in Role::ALL {
        let totp = world.settled(&format!("{role}1"), one, role).await;
        visitors.push((format!("{role}1"), Some(role), world.enter(&format!("{role}1"), totp.as_ref()).await));
    }
    let totp = world.settled("lain", other, Role::Administrator).await;
    visitors.push(("lain".to_owned(), None, world.enter("lain", totp.as_ref()).await));
    let rows = rows(one);
    assert!(rows.len() > 20, "{}", rows.len());
    for (row, path) in &rows {
        let ask = async |cookie: Option<&str>| match row.method == Method::GET {
            true => world.get(path, cookie).await,
            false => world.send(path, cookie, "").await,
        };
        let what = format!("{} {}", row.method, row.path);
        let nobody = ask(None).await;
        let expected = match row.rule.visitors {
            // The code's page leads back to the first one, where no password was right before it.
            Visitors::Entering if row.path.ends_with("/kode") => "door",
            Visitors::Entering => "in",
            _ => "door",
        };
        assert_eq!(turned(&nobody), expected, "{what} by nobody");
        for forged in
            ["__Host-absah=x", "__Host-absah=aaaaaaaaaaaaaaaaaaaaaa.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"]
        {
            assert_eq!(turned(&ask(Some(forged)).await), expected, "{what} with {forged}");
        }
        if ENDING.contains(&row.path) {
            continue;
        }
        for (name, role, cookie) in &visitors {
            let answer = ask(Some(cookie)).await;
            let told = turned(&answer);
            let what = format!("{what} by {name}: {} {}", answer.status(), location(&answer));
            match (row.rule.visitors, role) {
                (Visitors::Everybody | Visitors::Entering, _) => {}
                (Visitors::SignedIn, _) => assert_eq!(told, "in", "{what}"),
                (_, None) => assert_eq!(told, "not found", "{what}"),
                // What is asked for there may be nothing that exists.
                (Visitors::Member, Some(_)) if row.path.matches('{').count() > 1 || row.path == NOT_YET => {
                    assert!(told == "in" || told == "not found", "{what}");
                }
                (Visitors::Member, Some(_)) => assert_eq!(told, "in", "{what}"),
                (Visitors::Role(needed) | Visitors::Proven(needed), Some(role)) if needed == *role => {
                    // What is asked for there may be nothing that exists.
                    assert!(
                        told == "in"
                            || (told == "not found"
                                && row.path.contains("{lsp}/")
                                && row.path.matches('{').count() > 1),
                        "{what}"
                    );
                }
                (Visitors::HandsOver, Some(Role::Approver | Role::Operator)) => assert_eq!(told, "in", "{what}"),
                (Visitors::Either(one, or), Some(role)) if one == *role || or == *role => {
                    assert_eq!(told, "in", "{what}")
                }
                (Visitors::Either(..) | Visitors::HandsOver | Visitors::Role(_) | Visitors::Proven(_), Some(_)) => {
                    assert_eq!(told, "forbidden", "{what}");
                }
            }
        }
    }
}

#[tokio::test]
async fn no_form_that_was_sent_from_elsewhere_does_anything() {
    let world = world().await;
    let totp = world.settled("admin", &world.lsps[0], Role::Administrator).await;
    let cookie = world.enter("admin", totp.as_ref()).await;
    let elsewhere: [&[(&str, &str)]; 5] = [
        &[],
        &[("origin", "https://evil.example")],
        &[("origin", "null")],
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site"), ("origin", ORIGIN)],
    ];
    for (row, path) in rows(&world.lsps[0]) {
        for headers in elsewhere {
            for method in [Method::POST, Method::PUT, Method::DELETE] {
                let request = question(&method, &path, Some(&cookie), headers);
                let answer = world.ask(request.body(Body::empty()).expect("a request")).await;
                assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{method} {} {headers:?}", row.path);
            }
        }
    }
    assert_eq!(world.get("/office/akun", Some(&cookie)).await.status(), StatusCode::OK, "and nobody was signed out");
}

#[tokio::test]
async fn an_lsp_of_others_is_as_one_that_is_not_there() {
    let world = world().await;
    world.settled("opr", &world.lsps[0], Role::Operator).await;
    let cookie = world.enter("opr", None).await;
    for rest in ["", "/orang", "/orang/7", "/nowhere"] {
        let mut bodies = Vec::new();
        for lsp in [world.lsps[1].as_str(), "nowhere", "NO%20LSP"] {
            let answer = world.get(&format!("/office/{lsp}{rest}"), Some(&cookie)).await;
            assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{lsp}{rest}");
            bodies.push(text(answer).await);
        }
        bodies.dedup();
        assert_eq!(bodies.len(), 1, "{rest}");
    }
    assert_eq!(world.get("/office", Some(&cookie)).await.headers()[LOCATION], format!("/office/{}", world.lsps[0]));
}

#[tokio::test]
async fn pages_of_the_office_are_kept_nowhere_and_run_nothing_of_others() {
    let world = world().await;
    world.settled("opr", &world.lsps[0], Role::Operator).await;
    let answer = world.send("/office/masuk", None, "name=opr&password=kuda+baterai+staples").await;
    let cookie = answer.headers()[SET_COOKIE].to_str().expect("text").to_owned();
    assert!(
        cookie.starts_with("__Host-absah=") && cookie.ends_with("; Path=/; Secure; HttpOnly; SameSite=Lax"),
        "{cookie}"
    );
    let cookie = cookie_of(&answer);
    for path in ["/office/masuk", "/office/akun", "/office/nowhere", &format!("/office/{}", world.lsps[0])] {
        let answer = world.get(path, Some(&cookie)).await;
        let header =
            |name: &str| answer.headers().get(name).map(|value| value.to_str().expect("text")).unwrap_or_default();
        assert_eq!((header("cache-control"), header("x-robots-tag")), ("no-store", "noindex"), "{path}");
        let policy = header("content-security-policy");
        assert!(
            policy.starts_with("default-src 'self';") && policy.contains("frame-ancestors 'none'"),
            "{path}: {policy}"
        );
        assert_eq!(header("referrer-policy"), "same-origin", "{path}: or forms would come from nowhere");
    }
}

#[tokio::test]
async fn a_wrong_name_and_a_wrong_password_are_answered_alike_and_nobody_signs_in_over_a_plain_line() {
    let world = world().await;
    world.settled("opr", &world.lsps[0], Role::Operator).await;
    let answer = async |name: &str| {
        let answer = world.send("/office/masuk", None, &format!("name={name}&password=bukan+yang+ini")).await;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.headers().get(SET_COOKIE).is_none());
        text(answer).await.replace(name, "")
    };
    assert_eq!(answer("opr").await, answer("siapa").await);
    let plain = [("origin", "http://cek.lsp.example"), ("content-type", FORM)];
    let request = question(&Method::POST, "/office/masuk", None, &plain);
    let answer =
        world.ask(request.body(Body::from("name=opr&password=kuda+baterai+staples")).expect("a request")).await;
    assert_eq!(answer.status(), StatusCode::FORBIDDEN);
    assert!(answer.headers().get(SET_COOKIE).is_none());
}

#[tokio::test]
async fn an_administrator_lets_somebody_in_who_changes_her_password_and_sets_up_her_second_step() {
    let world = world().await;
    let lsp = world.lsps[0].clone();
    let totp = world.settled("admin", &lsp, Role::Administrator).await;
    let admin = world.enter("admin", totp.as_ref()).await;
    let new = text(world.get(&format!("/office/{lsp}/orang/baru"), Some(&admin)).await).await;
    let key =
        new.split("name=\"key\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a key").to_owned();
    let form = format!("key={key}&name=ketua&approver=1");
    let answer = world.send(&format!("/office/{lsp}/orang"), Some(&admin), &form).await;
    assert_eq!((answer.status(), location(&answer)), (StatusCode::SEE_OTHER, format!("/office/{lsp}/orang").as_str()));
    let twice = world.send(&format!("/office/{lsp}/orang"), Some(&admin), &form).await;
    assert_eq!(twice.status(), StatusCode::SEE_OTHER, "a second click does it once");
    let list = text(world.get(&format!("/office/{lsp}/orang"), Some(&admin)).await).await;
    let password =
        list.split("<li><code>").nth(1).and_then(|rest| rest.split('<').next()).expect("a password").to_owned();
    assert_eq!(password.len(), 23);

    let answer = world.send("/office/masuk", None, &format!("name=ketua&password={password}")).await;
    let cookie = cookie_of(&answer);
    for path in [format!("/office/{lsp}"), "/office".to_owned()] {
        assert_eq!(location(&world.get(&path, Some(&cookie)).await), "/office/akun/sandi", "{path}");
    }
    let form = format!("old={password}&new=sepeda+motor+biru&again=sepeda+motor+biru");
    let answer = world.send("/office/akun/sandi", Some(&cookie), &form).await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    let cookie = cookie_of(&answer);
    assert_eq!(location(&world.get(&format!("/office/{lsp}"), Some(&cookie)).await), "/office/akun/kode");
    assert_eq!(world.send("/office/akun/kode/baru", Some(&cookie), "").await.status(), StatusCode::SEE_OTHER);
    let page = text(world.get("/office/akun/kode", Some(&cookie)).await).await;
    let url = page.split("href=\"otpauth://").nth(1).and_then(|rest| rest.split('"').next()).expect("a URL");
    let url = format!("otpauth://{}", url.replace("&#38;", "&"));
    let secret = totp_rs::Totp::from_url(url).expect("a URL that authenticators read");
    let code = secret.generate(u64::try_from(world.now().as_second()).expect("after 1970")).to_string();
    let answer = world.send("/office/akun/kode", Some(&cookie), &format!("code={code}")).await;
    assert_eq!((answer.status(), location(&answer)), (StatusCode::SEE_OTHER, "/office/akun"));
    let cookie = cookie_of(&answer);
    let account = text(world.get("/office/akun", Some(&cookie)).await).await;
    assert_eq!(account.matches("<li><code>").count(), 10, "recovery codes");
    assert_eq!(world.get(&format!("/office/{lsp}"), Some(&cookie)).await.status(), StatusCode::OK);
    assert_eq!(world.get(&format!("/office/{lsp}/orang"), Some(&cookie)).await.status(), StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn what_is_important_asks_again_after_five_minutes_and_goes_on_from_there() {
    let world = world().await;
    let lsp = world.lsps[0].clone();
    let totp = world.settled("admin", &lsp, Role::Administrator).await;
    let admin = world.enter("admin", totp.as_ref()).await;
    world.clock.fetch_add(301, Ordering::Relaxed);
    let page = world.get(&format!("/office/{lsp}/orang/baru"), Some(&admin)).await;
    assert_eq!(location(&page), format!("/office/bukti?ke=%2Foffice%2F{lsp}%2Forang%2Fbaru"));
    let sent = world.send(&format!("/office/{lsp}/orang/7/sandi"), Some(&admin), "key=x").await;
    assert_eq!(location(&sent), format!("/office/bukti?ke=%2Foffice%2F{lsp}%2Forang%2F7&isian=1"));
    assert!(text(world.get(location(&sent), Some(&admin)).await).await.contains("belum terkirim"));
    let periods = format!("/office/{lsp}/pengaturan/pantau");
    let sent = world.send(&periods, Some(&admin), "surveillance=12&notice=1&ended=6&erasure=1").await;
    assert!(location(&sent).starts_with("/office/bukti?ke="), "how long personal data is kept");
    let to = location(&page).to_owned();
    let wrong = world.send(&to, Some(&admin), "password=salah").await;
    assert_eq!(wrong.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let proved = world.send(&to, Some(&admin), "password=kuda+baterai+staples").await;
    assert_eq!(location(&proved), format!("/office/{lsp}/orang/baru"));
    let again = cookie_of(&proved);
    assert_ne!(again, admin, "the secret of before goes on nowhere");
    assert_eq!(turned(&world.get("/office/akun", Some(&admin)).await), "door");
    assert_eq!(world.get(location(&proved), Some(&again)).await.status(), StatusCode::OK);
}

#[tokio::test]
async fn without_the_passphrase_the_office_is_closed_and_says_what_to_do() {
    let dir = tempfile::tempdir().expect("a directory");
    let office = Office::new(Store::in_memory().await, KeyRing::new(KeyFiles::new(dir.path()), None));
    let world = world().await;
    let mut app = fixtures_app(&world);
    app.office = Some(Arc::new(office));
    let server = Server::new(app);
    for path in ["/office", "/office/masuk", "/office/klining"] {
        let request = question(&Method::GET, path, None, &[]).body(Body::empty()).expect("a request");
        let answer = Arc::clone(&server).answer(request).await;
        assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE, "{path}");
        assert!(text(answer).await.contains("ABSAH_KEY_PASSPHRASE"), "{path}");
    }
}

/// The application behind a world's site.
fn fixtures_app(world: &World) -> App {
    let (_, lists) = watch::channel(Arc::new(fixtures::snapshot()));
    let (_, published) = watch::channel(Arc::default());
    App {
        office: Some(Arc::clone(&world.office)),
        lists,
        published,
        judged: None,
        figures: Figures::default(),
        read_document: None,
        clock: Arc::new(fixtures::now),
        jobs: crate::office::jobs::Board::default(),
        chance: Arc::new(|| [7; 32]),
        settings: Settings::default(),
    }
}
