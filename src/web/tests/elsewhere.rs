//! A service that is asked about certificates of LSPs that are not its own.

use futures_util::FutureExt as _;

use super::worker_lists::{carried, multipart, text_field};
use super::*;
use crate::office::alarm::lookout;
use crate::roster::Field;

/// A service to which the LSPs of the fixtures are others'.
async fn service() -> App {
    let (_, lists) = watch::channel(Arc::new(of_others()));
    App { lists, ..app().await }
}

#[tokio::test]
async fn anothers_certificate_has_its_verdict_its_name_and_the_site_that_knows_more() {
    let server = Server::new(service().await);
    for (index, word) in [(0, "valid"), (1, "revoked"), (3, "superseded")] {
        let path = format!("/V/{}", spelling::to_digits(&signed(&claims(index))));
        let answer = value(ask(&server, json(&path)).await).await;
        assert_eq!((&answer["verdict"], &answer["issuer"]["id"]), (&word.into(), &"klining".into()));
        assert_eq!(answer["issuer"]["more_at"], "https://cek.lsp-kebersihan.example");
        assert_eq!(answer["certificate"]["holder"], "Siti Nurhalizah Contoh", "whoever has the token has the name");
        assert!(answer["status"].get("since").is_none() && answer["status"].get("superseded_by").is_none());
    }
    let own = value(
        ask(&Server::new(app().await), json(&format!("/v/{}", spelling::to_base64url(&signed(&claims(0)))))).await,
    );
    assert!(own.await["issuer"].get("more_at").is_none(), "its own service knows all there is");
}

#[tokio::test]
async fn what_others_issued_raises_no_alarm_here() {
    let (judged, mut waiting) = lookout(8);
    let server = Server::new(App { judged: Some(judged), ..service().await });
    let answer = ask(&server, json(&format!("/v/{}", spelling::to_base64url(&signed(&claims(0)))))).await;
    assert_eq!(value(answer).await["verdict"], "valid");
    assert!(waiting.next().now_or_never().is_none(), "their records are not here");
}

#[tokio::test]
async fn a_number_that_nobody_here_issued_leads_to_the_others() {
    let server = Server::new(service().await);
    let answer = value(ask(&server, to(Method::GET, "/api/v1/certificates/81210-9112-2-0000088-2023")).await).await;
    assert_eq!(
        (&answer["results"][0]["verdict"], answer["results"].as_array().map(Vec::len)),
        (&"not_found".into(), Some(1))
    );
    let sites: Vec<&Value> = answer["elsewhere"].as_array().expect("others").iter().map(|lsp| &lsp["site"]).collect();
    assert_eq!(sites, ["https://cek.lsp-kebersihan.example", "https://cek.lsp-pengemudi.example"]);
    assert!(!answer.to_string().contains("S***"), "and tells of nobody");
    let page = text(ask(&server, form("number=81210-9112-2-0000088-2023")).await).await;
    assert!(page.contains("Mungkin dari LSP lain") && page.contains("cek.lsp-pengemudi.example"));
    let alone = value(ask(&Server::new(app().await), to(Method::GET, "/api/v1/certificates/812")).await).await;
    assert!(alone.get("elsewhere").is_none(), "where every LSP of the list is here");
}

#[tokio::test]
async fn rows_of_a_list_that_are_not_found_lead_to_the_others() {
    let server = Server::new(service().await);
    let rows = serde_json::json!([{ "name": "Siti" }, { "number": "81210 9112 2 0000088 2023" }, { "number": "DRV 9902 00088 2023" }]);
    let body = serde_json::json!({ "until": "2026-12-18", "rows": rows }).to_string();
    let request = Request::builder().method("POST").uri("/api/v1/check-list").header(CONTENT_TYPE, "application/json");
    let told = value(ask(&server, request.body(body.into()).expect("a request")).await).await;
    let named = |lsp: &Value| (lsp["site"].clone(), lsp["rows"].clone());
    let elsewhere: Vec<_> = told["elsewhere"].as_array().expect("others").iter().map(named).collect();
    let [cleaners, drivers] = ["https://cek.lsp-kebersihan.example", "https://cek.lsp-pengemudi.example"];
    assert_eq!(elsewhere, [(cleaners.into(), vec![2, 3].into()), (drivers.into(), vec![2, 3].into())], "{told}");

    let list = "nama;nomor\nSiti Contoh;81210 9112 2 0000088 2023\n";
    let hand_in = multipart("/periksa-daftar", &[text_field("text", list), text_field("until", "2026-12-01")]);
    let sealed = carried(&text(ask(&server, hand_in).await).await, "daftar");
    let columns = [("daftar", sealed.as_str()), ("kolom-0", Field::Name.column()), ("kolom-1", Field::Number.column())];
    let fields = columns.map(|(name, value)| text_field(name, value));
    let page = text(ask(&server, multipart("/periksa-daftar/jawaban", &fields)).await).await;
    assert!(page.contains("Tanyakan di situsnya: https://cek.lsp-kebersihan.example, https://cek"), "{page}");
    assert!(page.contains("Mungkin dari LSP lain"), "{page}");
}

#[tokio::test]
async fn lists_of_others_make_the_service_neither_unready_nor_its_own_lists_old() {
    let (out, published) = watch::channel(Arc::new(Published { ready: true, ..Published::default() }));
    let bare = Snapshot { statuses: crate::seal::status_list::StatusLists::default(), ..of_others() };
    let (_, lists) = watch::channel(Arc::new(bare));
    let server = Server::new(App { lists, published: published.clone(), ..service().await });
    assert_eq!(ask(&server, to(Method::GET, "/readyz")).await.status(), 200);
    let answer = value(ask(&server, json(&format!("/v/{}", spelling::to_base64url(&signed(&claims(0)))))).await).await;
    assert_eq!(answer["verdict"], "status_unknown");
    let server = Server::new(App { published, ..service().await });
    let figures = text(ask(&server, to(Method::GET, "/metrics")).await).await;
    assert!(figures.lines().any(|line| line == "absah_status_lists 0"), "they are counted apart: {figures}");
    drop(out);
}
