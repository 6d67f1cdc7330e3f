//! An employer's account: who comes in by it, and what an administrator makes of it.

use super::*;
use crate::web::addresses::addresses;
use crate::web::language::speaking;
use crate::web::unsaid::unsaid;
use crate::words::wide;

#[tokio::test]
async fn an_employer_is_let_in_at_its_own_pages_alone_and_nobody_else_is() {
    let world = world().await;
    let admin = admin(&world).await;
    let (account, cookie) = employer(&world, &admin, "pt.rekaan", 20).await;
    world.settled("opr", &world.lsps[0], Role::Operator).await;
    let operator = world.enter("opr", None).await;
    for address in addresses() {
        let row = address.row;
        let part = |part: &str| match part {
            "{lsp}" => world.lsps[0].to_string(),
            "{account}" => account.to_string(),
            part if part.starts_with('{') => "7".to_owned(),
            part => part.to_owned(),
        };
        let path = row.path.split('/').map(part).collect::<Vec<_>>().join("/");
        let ask = async |cookie: Option<&str>| match row.method == Method::GET {
            true => world.get(&path, cookie).await,
            false => world.send(&path, cookie, "").await,
        };
        match row.rule.visitors {
            Visitors::Everybody | Visitors::Entering => {}
            Visitors::Employer | Visitors::EmployerSignedIn => {
                for stranger in [None, Some("__Host-absah=x")] {
                    assert_eq!(location(&ask(stranger).await), "/masuk", "{} {path}", row.method);
                }
                assert_eq!(location(&ask(Some(&operator)).await), "/office", "{} {path}", row.method);
                let elsewhere = question(&Method::POST, &path, Some(&cookie), &[("origin", "https://evil.example")]);
                let elsewhere = world.ask(elsewhere.body(Body::empty()).expect("a request")).await;
                assert_eq!(elsewhere.status(), StatusCode::FORBIDDEN, "{path}");
                if row.path != "/pemberi-kerja/keluar" {
                    assert_eq!(turned(&ask(Some(&cookie)).await), "in", "{} {path}", row.method);
                }
            }
            Visitors::SignedIn => {
                let answer = ask(Some(&cookie)).await;
                assert_eq!(location(&answer), "/pemberi-kerja", "{} {path}", row.method);
            }
            _ => assert_eq!(turned(&ask(Some(&cookie)).await), "not found", "{} {path}", row.method),
        }
    }
    assert_eq!(location(&world.send("/pemberi-kerja/keluar", Some(&cookie), "").await), "/masuk");
    assert_eq!(location(&world.get("/pemberi-kerja", Some(&cookie)).await), "/masuk");
    // The office's door leads on to where an employer is let in.
    let entered = world.send("/office/masuk", None, "name=pt.rekaan&password=kuda+baterai+staples").await;
    let cookie = cookie_of(&entered);
    assert_eq!(location(&world.get("/office", Some(&cookie)).await), "/pemberi-kerja");
}

#[tokio::test]
async fn an_employer_is_disabled_reset_and_given_other_terms_and_the_journal_tells_by_whom() {
    let world = world().await;
    let admin = admin(&world).await;
    let (account, cookie) = employer(&world, &admin, "pt.rekaan", 20).await;
    let one = format!("/office/{}/pemberi-kerja/{account}", world.lsps[0]);
    let terms = "company=PT+Rekaan+Baru&nik_a_day=40&lookups_a_day=10&keys=0";
    assert_eq!(location(&world.send(&format!("{one}/kesepakatan"), Some(&admin), terms).await), one);
    let listed = employers::list(&world.office, &world.lsps[0]).await.expect("listed");
    assert_eq!((listed[0].terms.company(), listed[0].terms.nik_a_day()), ("PT Rekaan Baru", 40));
    for wrong in ["company=&nik_a_day=40&lookups_a_day=10&keys=0", "company=A&nik_a_day=x&lookups_a_day=1&keys=1"] {
        let refused = world.send(&format!("{one}/kesepakatan"), Some(&admin), wrong).await;
        assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
    assert_eq!(world.get("/pemberi-kerja", Some(&cookie)).await.status(), StatusCode::OK);
    assert_eq!(location(&world.send(&format!("{one}/keadaan"), Some(&admin), "state=disabled").await), one);
    assert_eq!(location(&world.get("/pemberi-kerja", Some(&cookie)).await), "/masuk", "whoever was in is out");
    let again = world.send("/masuk", None, "name=pt.rekaan&password=kuda+baterai+staples").await;
    assert_eq!(again.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(location(&world.send(&format!("{one}/keadaan"), Some(&admin), "state=active").await), one);
    assert_eq!(location(&world.send(&format!("{one}/sandi"), Some(&admin), "").await), one);
    let again = world.send("/masuk", None, "name=pt.rekaan&password=kuda+baterai+staples").await;
    assert_eq!(again.status(), StatusCode::UNPROCESSABLE_ENTITY, "the password of before");
    let journal = world.store.journal(&world.lsps[0]).await.expect("a journal");
    let agreed: Vec<_> = journal.iter().filter(|entry| entry.act == Act::Employer).collect();
    assert!(agreed.len() == 2 && agreed.iter().all(|entry| entry.actor == "account:admin"));
    let everybody = world.office.everybody(&world.lsps[0]).await.expect("listed");
    let own = everybody.iter().find(|person| person.name.as_str() == "pt.rekaan").expect("whom the command line lists");
    assert_eq!(own.roles.words(), ["employer"]);
    // Neither among the LSP's people, nor made one of them.
    assert!(!read(&world, &admin, "/orang").await.contains("pt.rekaan"));
    let person = format!("/office/{}/orang/{account}", world.lsps[0]);
    let taken = world.send(&format!("{person}/peran"), Some(&admin), "operator=1").await;
    assert_eq!(taken.status(), StatusCode::NOT_FOUND);
    let made = world.send(&format!("/office/{}/orang", world.lsps[0]), Some(&admin), "name=pt.rekaan&operator=1").await;
    assert_eq!(made.status(), StatusCode::UNPROCESSABLE_ENTITY, "the name is taken");
}

#[tokio::test]
async fn each_page_of_an_employer_is_told_in_a_further_language() {
    let world = world().await;
    let admin = admin(&world).await;
    let (_, cookie) = employer(&world, &admin, "pt.rekaan", 20).await;
    let lsp = world.office.lsp(&world.lsps[0]).await.expect("an LSP").lsp.name_id;
    let mut told = 0;
    for row in addresses().into_iter().map(|address| address.row) {
        let is_own = matches!(row.rule.visitors, Visitors::Employer | Visitors::EmployerSignedIn);
        if row.method != Method::GET || !is_own || row.path.contains('{') {
            continue;
        }
        let page = text(speaking(wide(), world.get(row.path, Some(&cookie))).await).await;
        // Not a file.
        if !page.starts_with("<!doctype html>") {
            continue;
        }
        assert!(page.contains("<html lang=\"qab\">"), "{}: {page}", row.path);
        assert_eq!(unsaid(&page.replace(&lsp, "")), Vec::<String>::new(), "{}: {page}", row.path);
        told += 1;
    }
    assert!(told >= 3, "{told}");
}
