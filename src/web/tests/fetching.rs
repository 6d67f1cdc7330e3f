//! What other verifiers fetch, and what a monitor does.

use std::collections::HashMap;

use super::*;
use crate::seal::honoured::HonouredList;

const LATER: &str = "2026-11-29T05:00:00Z";

async fn publishing(exp: &str) -> (Arc<Server>, watch::Sender<Arc<Published>>) {
    let list = PublishedStatus { jwt: "a.b.c".into(), cwt: vec![0xd2, 0x84], exp: exp.parse().expect("an instant") };
    let published = Published {
        trust: Some("t.r.u".into()),
        statuses: HashMap::from([(("klining".parse().expect("an id"), 7), list)]),
        honoured: HashMap::from([(key(CERTIFICATE).kid(), HonouredList::new(&[[1; 32], [2; 32]]))]),
        ready: true,
        ttl: 300,
    };
    let (out, published) = watch::channel(Arc::new(published));
    (Server::new(App { published, ..app().await }), out)
}

fn asking(path: &str, name: &str, value: &str) -> Request<Body> {
    Request::builder().uri(path).header(name, value).body(Body::empty()).expect("a request")
}

#[tokio::test]
async fn lists_are_handed_out_to_everybody_as_they_were_signed() {
    let (server, _out) = publishing(LATER).await;
    let honoured = format!("/honoured/{}", key(CERTIFICATE).kid());
    for (path, kind, length) in [
        ("/trust.jwt", "application/absah-trust+jwt", 5),
        ("/status/klining/7", "application/statuslist+jwt", 5),
        (&honoured, "application/octet-stream", 32),
    ] {
        let answer = ask(&server, to(Method::GET, path)).await;
        assert_eq!(answer.status(), 200, "{path}");
        assert_eq!(header(&answer, "content-type"), kind);
        assert_eq!(header(&answer, "cache-control"), "public, max-age=300");
        assert_eq!(header(&answer, "access-control-allow-origin"), "*");
        assert_eq!(header(&answer, "cross-origin-resource-policy"), "cross-origin");
        assert_eq!(header(&answer, "etag").len(), 66, "a strong tag: SHA-256 in quotation marks");
        let tag = header(&answer, "etag").to_owned();
        assert_eq!(to_bytes(answer.into_body(), 100).await.expect("a body").len(), length);
        let head = ask(&server, to(Method::HEAD, path)).await;
        assert_eq!((header(&head, "etag"), header(&head, "content-length")), (&*tag, &*length.to_string()));
        assert!(text(head).await.is_empty());
        for known in [tag.clone(), format!("W/{tag}"), format!("\"x\", {tag}"), "*".into()] {
            let again = ask(&server, asking(path, "if-none-match", &known)).await;
            assert_eq!((again.status().as_u16(), header(&again, "etag")), (304, &*tag), "{known}");
            assert_eq!(header(&again, "cache-control"), "public, max-age=300");
            assert!(text(again).await.is_empty());
        }
        assert_eq!(ask(&server, asking(path, "if-none-match", "\"x\"")).await.status(), 200);
    }
}

#[tokio::test]
async fn a_status_list_comes_in_the_form_that_is_preferred() {
    let (server, _out) = publishing(LATER).await;
    let (jwt, cwt) = ("application/statuslist+jwt", "application/statuslist+cwt");
    for (accept, kind) in [
        ("*/*", jwt),
        (cwt, cwt),
        (jwt, jwt),
        ("application/statuslist+jwt;q=0.5, application/statuslist+cwt", cwt),
        ("application/statuslist+jwt, application/statuslist+cwt;q=0.5", jwt),
    ] {
        let answer = ask(&server, asking("/status/klining/7", "accept", accept)).await;
        assert_eq!((header(&answer, "content-type"), header(&answer, "vary")), (kind, "accept"), "{accept}");
        let body = to_bytes(answer.into_body(), 100).await.expect("a body");
        assert_eq!(body.starts_with(&[0xd2, 0x84]), kind == cwt);
    }
}

#[tokio::test]
async fn what_is_not_there_or_named_otherwise_is_not_found_and_what_is_stale_is_kept_back() {
    let (server, _out) = publishing(LATER).await;
    for path in [
        "/status/klining/8",
        "/status/pengemudi/7",
        "/status/klining/07",
        "/status/klining/+7",
        "/status/klining/4294967303",
        "/status/klining/-1",
        "/status/KLINING/7",
        "/status/klining/%ff",
        "/status/klining",
        "/honoured/AAAAAAAAAAA",
        "/honoured/x",
        "/honoured/AAAAAAAAAAB",
    ] {
        let answer = ask(&server, to(Method::GET, path)).await;
        assert_eq!(answer.status(), 404, "{path}");
        assert_eq!(header(&answer, "content-type"), "application/problem+json");
    }
    assert_eq!(ask(&Server::new(app().await), to(Method::GET, "/trust.jwt")).await.status(), 404);
    let (server, _out) = publishing("2026-11-22T05:00:00Z").await;
    let stale = ask(&server, to(Method::GET, "/status/klining/7")).await;
    assert_eq!(stale.status(), 503);
    assert!(value(stale).await["detail"].as_str().is_some_and(|detail| detail.contains("too old")));
}

#[tokio::test]
async fn a_newer_publication_takes_the_place_of_the_last() {
    let (server, out) = publishing(LATER).await;
    let before = ask(&server, to(Method::GET, "/trust.jwt")).await;
    out.send_replace(Arc::new(Published { trust: Some("n.e.w".into()), ..Published::default() }));
    let after = ask(&server, to(Method::GET, "/trust.jwt")).await;
    assert_ne!(header(&before, "etag"), header(&after, "etag"));
    assert_eq!(text(after).await, "n.e.w");
    assert_eq!(ask(&server, to(Method::GET, "/status/klining/7")).await.status(), 404);
}

#[tokio::test]
async fn a_monitor_reads_figures_and_nobody_s_name() {
    let server = Server::new(app().await);
    for index in [0, 0, 1] {
        ask(&server, json(&format!("/v/{}", spelling::to_base64url(&signed(&claims(index)))))).await;
    }
    for _ in 0..21 {
        ask(&server, to(Method::GET, "/api/v1/certificates/999")).await;
    }
    let answer = ask(&server, to(Method::GET, "/metrics")).await;
    assert!(header(&answer, "content-type").starts_with("application/openmetrics-text; version=1.0.0"));
    let figures = text(answer).await;
    for line in [
        r#"absah_verdicts_total{verdict="valid"} 2"#,
        r#"absah_verdicts_total{verdict="revoked"} 1"#,
        r#"absah_verdicts_total{verdict="forged"} 0"#,
        r#"absah_verdicts_total{verdict="not_found"} 20"#,
        r#"absah_refused_requests_total{cause="slow_down"} 1"#,
        "absah_checks_running 0",
        "absah_status_lists 1",
        "absah_status_list_oldest_age_seconds 120",
    ] {
        assert!(figures.lines().any(|told| told == line), "{line} is missing in\n{figures}");
    }
    assert!(figures.ends_with("# EOF\n") && !figures.contains("Siti"));
}
