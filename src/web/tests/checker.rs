//! A site without records: it reads certificates and knows no numbers.

use super::*;

#[tokio::test]
async fn tokens_are_judged_as_everywhere() {
    let (server, token) = (Server::new(checker().await), signed(&claims(1)));
    let answer = value(ask(&server, json(&format!("/V/{}", spelling::to_digits(&token)))).await).await;
    assert_eq!((&answer["verdict"], &answer["status"].get("since")), (&"revoked".into(), &None));
    let digits = spelling::to_digits(&token);
    for pasted in [format!("HTTPS%3A%2F%2FCEK.LSP-KEBERSIHAN.EXAMPLE%2FV%2F{digits}"), digits] {
        let page = ask(&server, form(format!("number={pasted}"))).await;
        assert_eq!(page.status(), 200);
        assert!(text(page).await.contains("Dicabut"));
    }
}

#[tokio::test]
async fn for_a_number_it_says_whom_to_ask() {
    let server = Server::new(checker().await);
    let page = ask(&server, form("number=81210+9112+2+0000088+2023")).await;
    assert_eq!(page.status(), 404);
    let page = text(page).await;
    assert!(page.contains("tidak mengenal nomor") && page.contains("cek.lsp-kebersihan.example"));
    for _ in 0..100 {
        let problem = ask(&server, to(Method::GET, "/api/v1/certificates/812")).await;
        assert_eq!(problem.status(), 404, "and nobody is slowed down for it");
        assert!(value(problem).await["detail"].as_str().is_some_and(|detail| detail.contains("LSP at its own site")));
    }
    let home = text(ask(&server, to(Method::GET, "/")).await).await;
    assert!(home.contains("tempel tautannya") && !home.contains("ketik nomornya"));
}

#[tokio::test]
async fn it_is_ready_once_it_has_a_trust_list() {
    assert_eq!(ask(&Server::new(checker().await), to(Method::GET, "/readyz")).await.status(), 200);
    let (_, lists) = watch::channel(Arc::default());
    let bare = ask(&Server::new(App { lists, ..checker().await }), to(Method::GET, "/readyz")).await;
    assert_eq!(bare.status(), 503);
}
