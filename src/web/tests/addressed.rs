//! Every address of the table, asked, and its answer held against its rule; so are addresses beside the table.

use std::sync::Mutex;

use super::addresses::{Address, addresses as every_address};
use super::rule::{Bounds, Names, Origins, Row, Rule, Rules, Speaks, Visitors};
use super::*;

/// Every address but the office's, which has a test of its own.
fn addresses() -> Vec<Address> {
    every_address().into_iter().filter(|address| address.row.rule.visitors == Visitors::Everybody).collect()
}

/// A row's path with something in its variable parts that is not there.
fn example(row: &Row) -> String {
    row.path.split('/').map(|part| if part.starts_with('{') { "x" } else { part }).collect::<Vec<_>>().join("/")
}

/// What every answer under a rule has, failing or not.
fn holds(rule: Rule, response: &Response, what: &str) {
    assert!(header(response, "content-security-policy").starts_with("default-src 'none'; style-src 'self'"), "{what}");
    assert_eq!(header(response, "x-content-type-options"), "nosniff", "{what}");
    assert_eq!(header(response, "referrer-policy"), "no-referrer", "{what}");
    assert!(response.headers().get(LOCATION).is_none() && response.headers().get("set-cookie").is_none(), "{what}");
    let (kept, indexed) = (header(response, "cache-control"), header(response, "x-robots-tag"));
    match rule.names {
        Names::Somebody => assert_eq!((kept, indexed), ("no-store", "noindex"), "{what}"),
        Names::Nobody => assert_eq!(indexed, "", "{what}"),
    }
    let (readers, policy) =
        (header(response, "access-control-allow-origin"), header(response, "cross-origin-resource-policy"));
    match rule.origins {
        Origins::Any => assert_eq!((readers, policy), ("*", "cross-origin"), "{what}"),
        Origins::Same => assert_eq!((readers, policy), ("", "same-origin"), "{what}"),
    }
    if rule.speaks.is_chosen() {
        assert_eq!(header(response, "vary"), "accept", "{what}");
    }
    let by_language = response.headers().get_all("vary").iter().any(|value| value == "accept-language");
    assert_eq!(by_language, rule.speaks.is_page(), "{what}");
}

#[tokio::test]
async fn the_camera_and_a_script_are_for_the_page_that_scans_alone() {
    let server = Server::new(app().await);
    for address in addresses() {
        let Row { method, path, rule } = &address.row;
        let answer = ask(&server, question(method, &example(&address.row), BROWSER)).await;
        let scans = *path == "/pindai";
        assert_eq!(rule.speaks == Speaks::ScanPage, scans, "{path}");
        assert_eq!(header(&answer, "permissions-policy").contains("camera=(self)"), scans, "{path}");
        let policy = header(&answer, "content-security-policy");
        assert_eq!(policy.contains("script-src 'self'; connect-src 'self'"), scans, "{path}");
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{path}: {policy}");
    }
}

/// Whether a failing answer under a rule is a page for a client that asks so.
fn is_page(speaks: Speaks, accept: &str) -> bool {
    match speaks {
        Speaks::Asset | Speaks::Json | Speaks::List | Speaks::Text | Speaks::Worker => false,
        Speaks::JsonOrPage => accept == BROWSER,
        Speaks::Page | Speaks::ScanPage => true,
        Speaks::PageOrJson => accept != "application/json",
    }
}

const BROWSER: &str = "text/html,application/xhtml+xml,*/*;q=0.8";

fn question(method: &Method, path: &str, accept: &str) -> Request<Body> {
    let question = Request::builder().method(method).uri(path).header("accept", accept);
    question.body(Body::empty()).expect("a request")
}

async fn told_by_its_rule(server: &Arc<Server>, method: &Method, path: &str, rule: Rule) {
    for accept in ["*/*", "application/json", BROWSER] {
        let what = format!("{method} {path} for {accept}");
        let answer = ask(server, question(method, path, accept)).await;
        holds(rule, &answer, &what);
        if answer.status().is_success() || answer.status() == 304 {
            continue;
        }
        let kind = if is_page(rule.speaks, accept) { "text/html; charset=utf-8" } else { "application/problem+json" };
        assert_eq!(header(&answer, "content-type"), kind, "{what}");
    }
}

#[tokio::test]
async fn every_address_answers_by_its_rule() {
    let server = Server::new(app().await);
    for address in addresses() {
        let Row { method, path, rule } = &address.row;
        let example = example(&address.row);
        let answer = ask(&server, question(method, &example, "*/*")).await;
        let reached = answer.status() != 405 && (answer.status() != 404 || rule.speaks == Speaks::List);
        // What is to be had at these is not: no reader of files, no sheet of such a token.
        let there = ["/api/v1/frame", "/api/v1/verify/file", "/pemegang/{token}/sertifikat.pdf"].contains(path);
        assert!(reached || there, "{method} {path}: {}", answer.status());
        told_by_its_rule(&server, method, &example, *rule).await;
    }
}

#[tokio::test]
async fn a_failing_answer_has_the_headers_of_its_rule() {
    let broken = App { clock: Arc::new(|| panic!("no clock")), ..app().await };
    let settings = Settings { checks: 0, patience: Duration::ZERO, ..Settings::default() };
    let busy = App { settings, ..app().await };
    for server in [Server::new(broken), Server::new(busy)] {
        for address in addresses() {
            let Row { method, rule, .. } = &address.row;
            told_by_its_rule(&server, method, &example(&address.row), *rule).await;
            let long = format!("{}?{}", example(&address.row), "x".repeat(9000));
            assert_eq!(ask(&server, question(method, &long, "*/*")).await.status(), 414);
            told_by_its_rule(&server, method, &long, *rule).await;
        }
    }
}

#[tokio::test]
async fn another_method_and_an_address_beside_the_table_have_the_strictest_rule_near() {
    let server = Server::new(app().await);
    let rules = Rules::new(addresses().into_iter().map(|address| address.row).collect());
    for address in addresses() {
        let Row { path, rule, .. } = &address.row;
        let wrong = ask(&server, question(&Method::PUT, &example(&address.row), "*/*")).await;
        assert_eq!(wrong.status(), 405, "{path}");
        assert!(!header(&wrong, "allow").is_empty());
        for (method, beside) in [
            (Method::PUT, example(&address.row)),
            (Method::GET, format!("{}/nowhere/at/all", example(&address.row))),
            (Method::GET, format!("/{}", path.split('/').nth(1).unwrap_or_default())),
        ] {
            if addresses().iter().any(|other| other.row.method == method && other.row.path == beside) {
                continue;
            }
            let (near, _) = rules.of(&method, &beside);
            assert!(near.names >= rule.names && near.origins >= rule.origins, "{method} {beside}");
            assert!(near.bounds == Bounds::Common || rule.bounds == Bounds::Streamed, "{method} {beside}");
            told_by_its_rule(&server, &method, &beside, near).await;
        }
    }
    for (path, speaks) in [
        ("/api/v1/nowhere", Speaks::JsonOrPage),
        ("/v", Speaks::PageOrJson),
        ("/v/", Speaks::PageOrJson),
        ("/status/klining", Speaks::List),
        ("/%76/SGFsbw", Speaks::PageOrJson),
        ("/x/v/SGFsbw", Speaks::PageOrJson),
    ] {
        let (rule, address) = rules.of(&Method::GET, path);
        assert_eq!(rule.speaks, speaks, "{path}");
        assert_eq!(
            rule.names == Names::Nobody,
            path == "/status/klining",
            "an unknown address may hold a name: {path}"
        );
        assert!(!address.contains("SGFsbw"), "and the log never tells it");
        told_by_its_rule(&server, &Method::GET, path, rule).await;
    }
}

#[test]
fn what_may_name_somebody_is_known() {
    for address in addresses() {
        let Row { method, path, rule } = &address.row;
        let prefixes = ["/v/", "/V/", "/l/", "/L/", "/api/v1/", "/pemegang/"];
        let about_one = prefixes.iter().any(|part| path.starts_with(part));
        let sent = (*path == "/" || path.starts_with("/periksa-daftar")) && method == Method::POST;
        let named = about_one || sent;
        assert_eq!(rule.names == Names::Somebody, named, "{method} {path}");
        assert!(
            rule.names == Names::Nobody || rule.origins == Origins::Same,
            "a name is read by no other site: {path}"
        );
    }
}

/// What is logged while something is asked.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("not poisoned").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// What is logged in this thread while a future runs.
async fn logged<T>(future: impl Future<Output = T>) -> (T, String) {
    let log = Log::default();
    let to = log.clone();
    let subscriber = tracing_subscriber::fmt().with_writer(move || to.clone()).with_ansi(false).finish();
    let guard = tracing::subscriber::set_default(subscriber);
    let done = future.await;
    drop(guard);
    let log = log.0.lock().expect("not poisoned").clone();
    (done, String::from_utf8(log).expect("UTF-8"))
}

#[tokio::test]
async fn a_proxy_that_was_not_told_of_is_noticed_once_and_its_header_is_not_repeated() {
    for (proxies, lines) in [(0, 1), (1, 0)] {
        let settings = Settings { proxies, ..Settings::default() };
        let server = Server::new(App { settings, ..app().await });
        let (_, log) = logged(async {
            for path in ["/healthz", "/", "/v/x"] {
                let question = Request::builder().uri(path).header("x-forwarded-for", "203.0.113.7");
                ask(&server, question.body(Body::empty()).expect("a request")).await;
            }
        })
        .await;
        assert_eq!(log.matches("--proxies 1").count(), lines, "{log}");
        assert!(!log.contains("203.0.113.7"), "{log}");
    }
}

#[tokio::test]
async fn a_failure_is_logged_once_with_its_cause_and_without_the_address_that_was_asked() {
    let read: DocumentReader = Arc::new(|_| Err(DocumentFault::NotStarted(std::io::ErrorKind::NotFound)));
    let server = Server::new(App { read_document: Some(read), ..app().await });
    let file = Request::builder().method("POST").uri("/api/v1/verify/file?on=2026-11-22&name=Siti").body("x".into());
    let (answer, log) = logged(ask(&server, file.expect("a request"))).await;
    assert_eq!(answer.status(), 500);
    assert!(!text(answer).await.contains("process"), "the cause is nobody's business");
    assert_eq!(log.matches("could not be started").count(), 1, "{log}");
    assert!(log.contains("address=\"/api/v1/verify/file\"") && !log.contains("Siti") && !log.contains("?on"), "{log}");
}
