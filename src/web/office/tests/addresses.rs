//! Every address of the office, from the router's own list, asked by everybody who might: as the rule says, and in no
//! other way.

use super::*;
use crate::web::addresses::addresses;
use crate::web::rule::Row;

/// Every row of the office, with the address of something at an LSP.
fn rows(lsp: &LspId) -> Vec<(Row, String)> {
    let rows = addresses().into_iter().map(|address| address.row).filter(|row| segment_of(row.path) == "office");
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

/// The first part of a path.
fn segment_of(path: &str) -> &str {
    path.split('/').nth(1).unwrap_or_default()
}

/// What ends the session that asks, so that it is asked last.
const ENDING: [&str; 2] = ["/office/keluar", "/office/akun/pemulihan"];

/// What is there once the journal was looked through, which goes on beside.
const NOT_YET: &str = "/office/{lsp}/jurnal/kepala.json";

#[test]
fn everything_under_office_is_the_offices() {
    for address in addresses() {
        let row = address.row;
        let under = row.path == "/office" || row.path.starts_with("/office/");
        let employers = row.path == "/masuk" || row.path.starts_with("/pemberi-kerja");
        assert_eq!(has_a_door(row.rule.visitors), under || employers, "{}", row.path);
        let for_employers = matches!(row.rule.visitors, Visitors::Employer | Visitors::EmployerSignedIn);
        assert_eq!(for_employers, employers && row.path != "/masuk", "{}", row.path);
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
    for role in Role::OFFICE {
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
                (Visitors::Everybody | Visitors::Employer | Visitors::EmployerSignedIn | Visitors::Entering, _) => {}
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
