//! The way in, page by page: the door, a new colleague, showing again that it is she, and an office without its keys.

use super::*;

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
        read_frame: None,
        roots: Vec::new(),
        clock: Arc::new(fixtures::now),
        jobs: crate::office::jobs::Board::default(),
        chance: Arc::new(|| [7; 32]),
        settings: Settings::default(),
    }
}
