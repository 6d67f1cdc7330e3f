//! The description of the API: it tells every address that speaks to programs and no other, and it changes
//! when somebody means it to.

use std::collections::BTreeSet;
use std::fs;

use super::addresses::addresses;
use super::rule::Speaks;
use super::*;

/// The description as it was last meant; `UPDATE_GOLDEN=1` rewrites it.
const GOLDEN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/openapi.json");

#[tokio::test]
async fn the_description_is_the_one_that_was_meant() {
    let described = text(ask(&Server::new(app().await), to(Method::GET, "/openapi.json")).await).await + "\n";
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(GOLDEN, &described).expect("written");
    }
    let meant = fs::read_to_string(GOLDEN).expect("the golden file");
    assert!(described == meant, "{GOLDEN} differs; UPDATE_GOLDEN=1 rewrites it");
}

#[tokio::test]
async fn every_address_that_speaks_to_programs_is_described_and_no_other() {
    let described = value(ask(&Server::new(app().await), to(Method::GET, "/openapi.json")).await).await;
    let paths = described["paths"].as_object().expect("paths");
    let methods = paths.iter().flat_map(|(path, methods)| {
        methods.as_object().expect("methods").keys().map(move |method| (path.clone(), method.to_uppercase()))
    });
    let described: BTreeSet<(String, String)> = methods.collect();
    let rows = addresses().into_iter().map(|address| address.row);
    let to_programs =
        rows.filter(|row| !matches!(row.rule.speaks, Speaks::Asset | Speaks::Page | Speaks::ScanPage | Speaks::Worker));
    let built = to_programs.map(|row| (row.path.replace("{*", "{"), row.method.to_string())).collect();
    assert_eq!(described, built);
}

#[tokio::test]
async fn whatever_the_description_refers_to_is_in_it() {
    let described = value(ask(&Server::new(app().await), to(Method::GET, "/openapi.json")).await).await;
    let text = described.to_string();
    let mut references = 0;
    for rest in text.split("\"$ref\":\"#").skip(1) {
        let pointer = rest.split('"').next().unwrap_or_default();
        assert!(described.pointer(pointer).is_some(), "{pointer}");
        references += 1;
    }
    assert!(references > 20, "{references}");
}

#[tokio::test]
async fn the_page_about_the_api_tells_every_address_and_every_kind_of_problem() {
    let server = Server::new(app().await);
    let request = Request::builder().uri("/api").header("accept", "text/html");
    let answer = ask(&server, request.body(Body::empty()).expect("a request")).await;
    assert_eq!(header(&answer, "content-type"), "text/html; charset=utf-8");
    let page = text(answer).await;
    let described = value(ask(&server, to(Method::GET, "/api")).await).await;
    let paths = described["paths"].as_object().expect("JSON for whoever does not ask for a page");
    for (path, methods) in paths {
        for method in methods.as_object().expect("methods").keys() {
            assert!(page.contains(&format!("<code>{} {path}</code></h3>", method.to_uppercase())), "{method} {path}");
        }
        assert!(!page.contains("curl null"), "an example of every parameter");
    }
    for link in page.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(page.contains(&format!("id=\"{link}\"")), "nothing is at #{link}");
    }
    for request in [to(Method::GET, "/api/v1/nowhere"), to(Method::PUT, "/api/v1/verify"), json("/v/x?on=x")] {
        let problem = value(ask(&server, request).await).await;
        let kind = problem["type"].as_str().and_then(|kind| kind.strip_prefix("/api#")).expect("a kind");
        assert!(page.contains(&format!("<div id=\"{kind}\">")), "{problem}");
    }
    assert!(page.contains("curl https://") && !page.contains("/null"), "each example is whole");
}
