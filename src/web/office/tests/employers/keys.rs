//! The keys of an employer's programs.

use super::*;

#[tokio::test]
async fn a_key_is_shown_once_and_good_until_it_is_revoked_or_its_owner_disabled() {
    let world = world().await;
    let admin = admin(&world).await;
    let (account, cookie) = employer(&world, &admin, "pt.rekaan", 20).await;
    let wrong = world.send("/pemberi-kerja/kunci", Some(&cookie), "password=bukan+yang+ini").await;
    assert_eq!(wrong.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let make = async || {
        let made = world.send("/pemberi-kerja/kunci", Some(&cookie), "password=kuda+baterai+staples").await;
        let page = text(world.get("/pemberi-kerja/kunci", Some(&cookie)).await).await;
        let shown = page.split("<code>absah_").nth(1).and_then(|rest| rest.split('<').next()).map(str::to_owned);
        (made.status(), format!("absah_{}", shown.unwrap_or_default()))
    };
    let (_, first) = make().await;
    let (_, second) = make().await;
    assert_eq!((first.len(), second.len(), first == second), (66, 66, false));
    assert_eq!(make().await.0, StatusCode::UNPROCESSABLE_ENTITY, "two are agreed");
    let is_good =
        async |key: &str| employers::customer(&world.office, key, world.now()).await.expect("asked").is_some();
    assert!(is_good(&first).await && is_good(&second).await);
    for wrong in [first.replace("absah_", "absah-"), first[..23].to_owned() + &second[23..], first[..65].to_owned()] {
        assert!(!is_good(&wrong).await, "{wrong}");
    }
    let tables = world.store.texts("select body from journal").await.concat();
    assert!(!tables.contains(&first[23..]), "what is kept is a hash");
    let revoke = format!("/pemberi-kerja/kunci/{}", &first[6..22]);
    assert_eq!(location(&world.send(&revoke, Some(&cookie), "").await), "/pemberi-kerja/kunci");
    assert!(!is_good(&first).await && is_good(&second).await);
    let one = format!("/office/{}/pemberi-kerja/{account}", world.lsps[0]);
    assert!(
        text(world.get(&one, Some(&admin)).await).await.contains(&second[..22]),
        "a list shows what it is known by"
    );
    assert_eq!(location(&world.send(&format!("{one}/keadaan"), Some(&admin), "state=disabled").await), one);
    assert!(!is_good(&second).await);
    assert_eq!(location(&world.send(&format!("{one}/keadaan"), Some(&admin), "state=active").await), one);
    assert!(is_good(&second).await);
    assert_eq!(location(&world.send(&format!("{one}/kunci/{}", &second[6..22]), Some(&admin), "").await), one);
    assert!(!is_good(&second).await);
}

/// A question of a program.
async fn by_program(world: &World, method: &Method, path: &str, key: Option<&str>, body: &str) -> Response {
    let request =
        Request::builder().method(method).uri(path).header("host", HOST).header("content-type", "application/json");
    let request = match key {
        Some(key) => request.header("authorization", format!("Bearer {key}")),
        None => request,
    };
    world.ask(request.body(Body::from(body.to_owned())).expect("a request")).await
}

#[tokio::test]
async fn a_key_asks_within_the_quota_of_its_owner_and_no_other_key_asks_at_all() {
    let world = world().await;
    let admin = admin(&world).await;
    let (account, cookie) = employer(&world, &admin, "pt.rekaan", 20).await;
    world.send("/pemberi-kerja/kunci", Some(&cookie), "password=kuda+baterai+staples").await;
    let page = text(world.get("/pemberi-kerja/kunci", Some(&cookie)).await).await;
    let key = page.split("<code>").nth(1).and_then(|rest| rest.split('<').next()).expect("a key").to_owned();
    let get = async |key: Option<&str>| by_program(&world, &Method::GET, "/api/v1/certificates/123456", key, "").await;
    let mut refused = Vec::new();
    for wrong in [format!("{}A", &key[..65]), "absah_".to_owned(), "x".to_owned(), key.replace("absah", "ABSAH")] {
        let answer = get(Some(&wrong)).await;
        assert_eq!(
            (answer.status(), &answer.headers()["www-authenticate"]),
            (StatusCode::UNAUTHORIZED, &"Bearer".parse().expect("a value"))
        );
        refused.push(text(answer).await);
    }
    let by_itself = Request::builder().uri("/api/v1/certificates/123456").header("authorization", &key);
    refused.push(text(world.ask(by_itself.body(Body::empty()).expect("a request")).await).await);
    refused.dedup();
    assert!(refused.len() == 1 && refused[0].contains("\"status\":401"), "{refused:?}");
    // Ten are agreed, and what finds nothing counts three.
    let mut answered = Vec::new();
    for _ in 0..5 {
        answered.push(get(Some(&key)).await.status().as_u16());
    }
    assert_eq!(answered, [200, 200, 200, 200, 429]);
    assert_eq!(get(None).await.status(), StatusCode::OK, "its address has a purse of its own");
    // A reverse proxy that asks for a password hands it on; it is no key, good or bad.
    for path in ["/api/v1/certificates/123456", "/api/v1/verify"] {
        let basic = Request::builder().uri(path).header("authorization", "Basic YTpi");
        let answer = world.ask(basic.body(Body::empty()).expect("a request")).await;
        assert_ne!(answer.status(), StatusCode::UNAUTHORIZED, "{path}");
    }

    let one = format!("/office/{}/pemberi-kerja/{account}", world.lsps[0]);
    let terms = "company=PT+Rekaan&nik_a_day=20&lookups_a_day=200&keys=2";
    assert_eq!(location(&world.send(&format!("{one}/kesepakatan"), Some(&admin), terms).await), one);
    let rows: Vec<_> = (0..101).map(|row| serde_json::json!({ "number": format!("7{row:09}") })).collect();
    let list = serde_json::json!({ "until": "2027-12-31", "rows": rows }).to_string();
    let check = async |key: Option<&str>| by_program(&world, &Method::POST, "/api/v1/check-list", key, &list).await;
    assert_eq!(check(None).await.status(), StatusCode::UNPROCESSABLE_ENTITY, "100 without an account");
    let checked = check(Some(&key)).await;
    assert_eq!(checked.status(), StatusCode::OK);
    assert!(text(checked).await.contains("\"not_found\":101"));
    let spent = check(Some(&key)).await;
    assert_eq!(spent.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(text(spent).await.contains("left today: 0"), "it says how many are left");
    assert_eq!(check(Some("absah_x")).await.status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn forms_of_one_page_are_each_sent_once_though_they_bear_one_key() {
    let world = world().await;
    let admin = admin(&world).await;
    let (account, cookie) = employer(&world, &admin, "pt.rekaan", 20).await;
    let mut keys = Vec::new();
    for _ in 0..2 {
        world.send("/pemberi-kerja/kunci", Some(&cookie), "password=kuda+baterai+staples").await;
        let page = text(world.get("/pemberi-kerja/kunci", Some(&cookie)).await).await;
        let shown = page.split("<code>").nth(1).and_then(|rest| rest.split('<').next()).expect("a key");
        keys.push(shown.to_owned());
    }
    let one = format!("/office/{}/pemberi-kerja/{account}", world.lsps[0]);
    // The page as it was, in a tab beside.
    let page = text(world.get(&one, Some(&admin)).await).await;
    let form_key = hidden(&page, "key");
    let revoke = async |key: &str| {
        let form = format!("key={form_key}");
        let answer = world.send(&format!("{one}/kunci/{}", &key[6..22]), Some(&admin), &form).await;
        let good = employers::customer(&world.office, key, world.now()).await.expect("asked").is_some();
        (answer.status(), good)
    };
    assert_eq!(revoke(&keys[0]).await, (StatusCode::SEE_OTHER, false));
    assert_eq!(revoke(&keys[1]).await, (StatusCode::SEE_OTHER, false), "another form of the same page");
    assert_eq!(revoke(&keys[1]).await, (StatusCode::SEE_OTHER, false), "a second click");
    let journal = world.store.journal(&world.lsps[0]).await.expect("a journal");
    let revoked = journal.iter().filter(|entry| entry.body["state"] == "revoked" && entry.body["key"].is_string());
    assert_eq!(revoked.count(), 2);
}
