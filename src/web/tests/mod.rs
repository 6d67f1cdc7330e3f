//! The site as a whole, asked without a network.

mod addressed;
mod batch;
mod checker;
mod described;
mod elsewhere;
mod fetching;
mod files;
mod found;
mod frames;
mod further;
mod pile;
mod reports;
mod worker_lists;

use std::sync::Arc;

use axum::body::{Body, Bytes, to_bytes};
use axum::http::header::{CONTENT_TYPE, LOCATION, RETRY_AFTER};
use axum::http::{Method, Request};
use axum::response::Response;
use serde_json::Value;

use super::fixtures::*;
use super::*;
use crate::office::key_ring::KeyRing;
use crate::seal::key_files::KeyFiles;
use crate::seal::spelling;
use crate::store::Store;
use crate::verify::document::{Document, DocumentFault, Page};

pub(super) async fn app() -> App {
    let (_, lists) = watch::channel(Arc::new(snapshot()));
    let store = Store::in_memory().await;
    let (_, published) = watch::channel(Arc::default());
    let clock = Arc::new(now);
    App {
        office: Some(Arc::new(Office::new(store, KeyRing::new(KeyFiles::new("nowhere"), None)))),
        lists,
        published,
        judged: None,
        figures: Figures::default(),
        read_document: None,
        read_frame: None,
        roots: Vec::new(),
        clock,
        jobs: crate::office::jobs::Board::default(),
        chance: Arc::new(|| [7; 32]),
        settings: Settings::default(),
    }
}

/// Reads documents by what `read` makes of a file.
fn stand_in<F>(read: impl Fn(Bytes) -> F + Send + Sync + 'static) -> DocumentReader
where
    F: Future<Output = Result<Document, DocumentFault>> + Send + 'static,
{
    Arc::new(move |file| Ok(Box::new(StandIn(Box::pin(read(file))))))
}

struct StandIn(Awaited<'static>);

impl Reading for StandIn {
    fn read_on(&mut self) -> Awaited<'_> {
        Box::pin(self.0.as_mut())
    }

    fn memory(&self) -> usize {
        0
    }
}

/// A site without records.
async fn checker() -> App {
    App { office: None, ..app().await }
}

async fn ask(server: &Arc<Server>, request: Request<Body>) -> Response {
    Arc::clone(server).answer(request).await
}

fn to(method: Method, path: &str) -> Request<Body> {
    Request::builder().method(method).uri(path).body(Body::empty()).expect("a request")
}

fn json(path: &str) -> Request<Body> {
    Request::builder().uri(path).header("accept", "application/json").body(Body::empty()).expect("a request")
}

fn form(body: impl Into<Body>) -> Request<Body> {
    let form = "application/x-www-form-urlencoded";
    Request::builder().method("POST").uri("/").header(CONTENT_TYPE, form).body(body.into()).expect("a request")
}

async fn text(response: Response) -> String {
    let bytes = to_bytes(response.into_body(), 1 << 20).await.expect("a body");
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

async fn value(response: Response) -> Value {
    serde_json::from_str(&text(response).await).expect("JSON")
}

fn header<'a>(response: &'a Response, name: &str) -> &'a str {
    response.headers().get(name).map(|value| value.to_str().expect("ASCII")).unwrap_or_default()
}

#[tokio::test]
async fn link_and_qr_answer_as_page_and_as_json() {
    let (server, token) = (Server::new(app().await), signed(&claims(0)));
    for path in [format!("/v/{}", spelling::to_base64url(&token)), format!("/V/{}", spelling::to_digits(&token))] {
        let page = ask(&server, to(Method::GET, &path)).await;
        assert_eq!(page.status(), 200);
        assert!(header(&page, "content-type").starts_with("text/html"));
        assert!(text(page).await.contains("Siti Nurhalizah Contoh"));
        let answer = value(ask(&server, json(&path)).await).await;
        assert_eq!((&answer["verdict"], &answer["on"]), (&"valid".into(), &"2026-11-22".into()));
        let later = value(ask(&server, json(&format!("{path}?on=2026-12-19"))).await).await;
        assert_eq!(later["verdict"], "expired");
    }
}

#[tokio::test]
async fn a_token_is_judged_in_every_spelling_and_a_foreign_host_is_reported() {
    let (server, token) = (Server::new(app().await), spelling::to_base64url(&signed(&claims(0))));
    let verify = async |token: String| {
        let body = serde_json::json!({ "token": token }).to_string();
        let request = Request::builder().method("POST").uri("/api/v1/verify").header(CONTENT_TYPE, "application/json");
        let response = ask(&server, request.body(Body::from(body)).expect("a request")).await;
        assert_eq!(header(&response, "cache-control"), "no-store");
        value(response).await
    };
    assert_eq!(verify(token.clone()).await["verdict"], "valid");
    let foreign = verify(format!("https://cek-lsp.example/v/{token}")).await;
    assert_eq!((&foreign["verdict"], &foreign["findings"][0]), (&"valid".into(), &"foreign_site".into()));
    assert_eq!(verify("halo dunia".into()).await["verdict"], "unreadable");
}

#[tokio::test]
async fn garbage_is_an_answer_and_never_a_failure() {
    let server = Server::new(app().await);
    let long = "9".repeat(4000);
    for garbage in ["x", "%ff", "%00", "a/b/c", "..%2f..%2fetc", "123", "é", "0oRN", "<script>", "{}", &long] {
        for spelling in ["/v/", "/V/"] {
            let path: String =
                format!("{spelling}{garbage}").replace('<', "%3C").replace('>', "%3E").replace('é', "%C3%A9");
            let path = path.replace('{', "%7B").replace('}', "%7D");
            let response = ask(&server, json(&path)).await;
            assert_eq!(response.status(), 200, "{path}");
            assert_eq!(value(response).await["verdict"], "unreadable", "{path}");
        }
    }
}

#[tokio::test]
async fn failures_have_a_page_and_problem_details() {
    let server = Server::new(app().await);
    let page = ask(&server, to(Method::GET, "/nowhere")).await;
    assert_eq!(page.status(), 404);
    assert!(text(page).await.contains("Halaman tidak ada"));
    let problem = ask(&server, json("/nowhere")).await;
    assert_eq!(header(&problem, "content-type"), "application/problem+json");
    assert_eq!(value(problem).await["status"], 404);
    let bad_day = ask(&server, to(Method::GET, "/v/x?on=18-12-2026")).await;
    assert_eq!(bad_day.status(), 400);
    assert!(text(bad_day).await.contains("2026-12-18"));
    let bad_day = ask(&server, to(Method::GET, "/api/v1/certificates/1?on=2026-02-30")).await;
    assert_eq!(bad_day.status(), 400);
    assert_eq!(value(bad_day).await["field"], "on");
    assert_eq!(ask(&server, to(Method::GET, "/api/v1/certificates/%ff")).await.status(), 400);
    assert_eq!(ask(&server, form("number=...")).await.status(), 400);
    assert_eq!(ask(&server, form("name=Siti")).await.status(), 400);
    assert_eq!(ask(&server, form("x".repeat(65 * 1024))).await.status(), 413);
    assert_eq!(ask(&server, to(Method::POST, "/api/v1/verify")).await.status(), 415);
    assert_eq!(ask(&server, to(Method::GET, &format!("/v/{}", "a".repeat(9000)))).await.status(), 414);
    let wrong = ask(&server, to(Method::DELETE, "/")).await;
    assert_eq!(wrong.status(), 405);
    assert!(header(&wrong, "allow").contains("POST"));
    assert!(text(wrong).await.contains("Cara ini tidak tersedia"));
}

#[tokio::test]
async fn who_guesses_numbers_is_slowed_down() {
    let server = Server::new(app().await);
    for _ in 0..20 {
        let answer = value(ask(&server, to(Method::GET, "/api/v1/certificates/999")).await).await;
        assert_eq!(answer["results"][0]["verdict"], "not_found");
    }
    for request in [to(Method::GET, "/api/v1/certificates/999"), form("number=999")] {
        let refused = ask(&server, request).await;
        assert_eq!(refused.status(), 429);
        assert!(header(&refused, RETRY_AFTER.as_str()).parse::<u64>().expect("seconds") >= 1);
    }
    assert_eq!(ask(&server, to(Method::GET, "/v/x")).await.status(), 200, "checks by token are not counted");
}

#[tokio::test]
async fn more_checks_than_there_is_room_for_are_put_off() {
    let settings = Settings { checks: 0, ..Settings::default() };
    let response = ask(&Server::new(App { settings, ..app().await }), to(Method::GET, "/v/x")).await;
    assert_eq!(response.status(), 503);
    assert_eq!(header(&response, RETRY_AFTER.as_str()), "2");
    assert!(text(response).await.contains("Sedang sibuk"));
}

#[tokio::test]
async fn a_panic_ends_its_own_request_alone() {
    let broken = App { clock: Arc::new(|| panic!("a clock that stands still")), ..app().await };
    let server = Server::new(broken);
    let response = ask(&server, to(Method::GET, "/v/x")).await;
    assert_eq!(response.status(), 500);
    assert!(!text(response).await.contains("stands still"));
    assert_eq!(ask(&server, to(Method::GET, "/healthz")).await.status(), 200);
}

#[tokio::test]
async fn the_key_set_lists_what_signs_and_nothing_secret() {
    let response = ask(&Server::new(app().await), to(Method::GET, "/.well-known/jwks.json")).await;
    assert_eq!(header(&response, "access-control-allow-origin"), "*");
    let keys = value(response).await;
    assert_eq!(keys["keys"].as_array().map(Vec::len), Some(2));
    let first = &keys["keys"][0];
    assert_eq!((&first["kty"], &first["crv"], &first["alg"]), (&"OKP".into(), &"Ed25519".into(), &"EdDSA".into()));
    assert_eq!(first["x"], key(CERTIFICATE).public().x());
    assert!(first.get("d").is_none());
}

#[tokio::test]
async fn the_style_is_kept_by_browsers_until_it_changes() {
    let server = Server::new(app().await);
    let home = text(ask(&server, to(Method::GET, "/")).await).await;
    assert!(
        home.contains(assets::STYLE) && !home.contains("rel=\"stylesheet\""),
        "the first page needs nothing besides"
    );
    let verdict = text(ask(&server, to(Method::GET, "/v/x")).await).await;
    assert!(verdict.contains(assets::STYLE_ADDRESS.as_str()));
    let style = ask(&server, to(Method::GET, &assets::STYLE_ADDRESS)).await;
    assert!(header(&style, "cache-control").contains("immutable"));
    assert_eq!(ask(&server, to(Method::GET, "/robots.txt")).await.status(), 200);
    assert_eq!(ask(&server, to(Method::GET, "/favicon.svg")).await.status(), 200);
}
