//! Employers: their accounts made in the office, their own pages, and what they may ask about NIK.

use jiff::civil::date;

use super::records::{issued, issued_from, read, suspended};
use super::*;
use crate::domain::account::AccountId;
use crate::domain::act::Act;
use crate::domain::holder::Nik;
use crate::domain::status::RevokeReason;
use crate::office::accounts::Employer;
use crate::office::employers::{self, EmployerError, Matched};
use crate::office::find;
use crate::office::replace::{Correction, replace};
use crate::seal::spelling;
use crate::web::addresses::addresses;

/// Invented by [`issued`], of the first and of the second whom it issues to.
const OWN: &str = "9951010101900001";
const ANOTHERS: &str = "9951010101900002";

/// An administrator's cookie.
async fn admin(world: &World) -> String {
    let totp = world.settled("admin", &world.lsps[0], Role::Administrator).await;
    world.enter("admin", totp.as_ref()).await
}

/// The form of a new employer.
fn form(name: &str, nik_a_day: u32) -> String {
    format!("name={name}&company=PT+Rekaan+Jaya&nik_a_day={nik_a_day}&lookups_a_day=10&keys=2")
}

/// Makes an employer in the office, who changes its password; gives its account and its cookie.
async fn employer(world: &World, admin: &str, name: &str, nik_a_day: u32) -> (AccountId, String) {
    let list = format!("/office/{}/pemberi-kerja", world.lsps[0]);
    let made = world.send(&list, Some(admin), &form(name, nik_a_day)).await;
    assert_eq!((made.status(), location(&made)), (StatusCode::SEE_OTHER, list.as_str()));
    let page = read(world, admin, "/pemberi-kerja").await;
    let password = page.split("<li><code>").nth(1).and_then(|rest| rest.split('<').next()).expect("a password");
    let entered = world.send("/masuk", None, &format!("name={name}&password={password}")).await;
    assert_eq!((entered.status(), location(&entered)), (StatusCode::SEE_OTHER, "/pemberi-kerja"));
    let cookie = cookie_of(&entered);
    let first = world.get("/pemberi-kerja", Some(&cookie)).await;
    assert_eq!(location(&first), "/pemberi-kerja/sandi", "a password that somebody else made is changed first");
    let change = format!("old={password}&new=kuda+baterai+staples&again=kuda+baterai+staples");
    let changed = world.send("/pemberi-kerja/sandi", Some(&cookie), &change).await;
    assert_eq!((changed.status(), location(&changed)), (StatusCode::SEE_OTHER, "/pemberi-kerja"));
    let of = employers::list(&world.office, &world.lsps[0]).await.expect("listed");
    let of = of.iter().find(|one| one.person.name.as_str() == name).expect("one");
    assert_eq!(of.terms.company(), "PT Rekaan Jaya");
    (of.person.account, cookie_of(&changed))
}

/// The link of a certificate, by the name of its holder.
async fn link(world: &World, holder: &str) -> String {
    let sql = "select holder_name || ' ' || token from certificate order by id";
    let all = world.store.texts(sql).await;
    let token = all.iter().rev().find_map(|row| row.strip_prefix(&format!("{holder} "))).expect("a certificate");
    format!("{ORIGIN}/v/{token}")
}

async fn asked(world: &World, who: &Employer, link: &str, nik: &str) -> Result<Matched, EmployerError> {
    let nik: Nik = nik.parse().expect("a NIK");
    let answered = employers::nik_is_of(&world.office, who, (link, &nik), world.now()).await;
    answered.map(|answered| answered.said)
}

async fn tries(world: &World) -> usize {
    let journal = world.store.journal(&world.lsps[0]).await.expect("a journal");
    journal.iter().filter(|entry| entry.act == Act::NikMatch).count()
}

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
    // Neither among the LSP's people, nor made one of them.
    assert!(!read(&world, &admin, "/orang").await.contains("pt.rekaan"));
    let person = format!("/office/{}/orang/{account}", world.lsps[0]);
    let taken = world.send(&format!("{person}/peran"), Some(&admin), "operator=1").await;
    assert_eq!(taken.status(), StatusCode::NOT_FOUND);
    let made = world.send(&format!("/office/{}/orang", world.lsps[0]), Some(&admin), "name=pt.rekaan&operator=1").await;
    assert_eq!(made.status(), StatusCode::UNPROCESSABLE_ENTITY, "the name is taken");
}

#[tokio::test]
async fn whether_a_nik_is_of_a_certificates_holder_is_told_to_who_holds_the_certificate() {
    let world = world().await;
    let admin = admin(&world).await;
    issued(&world, date(2026, 6, 3), 1..3).await;
    let (_, cookie) = employer(&world, &admin, "pt.rekaan", 20).await;
    let link = link(&world, "Orang Rekaan b").await;
    let ask = async |token: &str, nik: &str| {
        let form = format!("token={token}&nik={nik}");
        let answer = world.send("/pemberi-kerja/nik", Some(&cookie), &form).await;
        match answer.status() {
            StatusCode::SEE_OTHER => text(world.get("/pemberi-kerja", Some(&cookie)).await).await,
            status => format!("{status} {}", text(answer).await),
        }
    };
    assert!(ask(&link, OWN).await.contains("Cocok: NIK itu milik pemegang sertifikat"));
    assert!(ask(&link, ANOTHERS).await.contains("Tidak cocok: NIK itu bukan milik"));
    assert_eq!(tries(&world).await, 2);
    let part = ask(&link, "995101").await;
    assert!(
        part.starts_with("422") && !part.contains("Tidak cocok:"),
        "a part of a NIK is none, and no old answer its"
    );
    // By number, by what nobody issued, by what was altered: all alike, and not counted.
    let number = suspended(&world).await;
    let mut altered = link.clone();
    altered.truncate(link.len() - 4);
    let made_up = format!("{ORIGIN}/v/0oRDoQEn");
    let foreign = spelling::to_base64url(&fixtures::signed(&fixtures::claims(0)));
    let mut bodies = Vec::new();
    for token in [number.replace(' ', "+"), altered, made_up, foreign] {
        let answer = ask(&token, OWN).await;
        assert!(answer.starts_with("422"), "{token}");
        let said = answer.split("class=\"wrong\"").nth(1).and_then(|rest| rest.split("</p>").next()).expect("a fault");
        bodies.push(said.to_owned());
    }
    bodies.dedup();
    assert_eq!((bodies.len(), tries(&world).await), (1, 2));
    let journal = world.store.journal(&world.lsps[0]).await.expect("a journal");
    assert!(journal.iter().all(|entry| !entry.body.to_string().contains("99510101019")), "no NIK in the journal");
}

#[tokio::test]
async fn guesses_at_a_nik_end_over_two_employers_in_parallel_and_the_lsp_alone_allows_more() {
    let world = world().await;
    let admin = admin(&world).await;
    issued(&world, date(2026, 6, 3), 1..2).await;
    let link = link(&world, "Orang Rekaan b").await;
    let lsp = &world.lsps[0];
    let mut who = Vec::new();
    for name in ["pt.satu", "pt.dua"] {
        who.push(Employer::invented(employer(&world, &admin, name, 20).await.0, lsp));
    }
    // Another process of the same installation.
    let beside = Store::open(&crate::store::sqlite_url(world._dir.path())).await.expect("tables");
    let beside = Office::new(beside, keys_of(&world));
    let nik: Nik = ANOTHERS.parse().expect("a NIK");
    let round = async || {
        let guesses = (0..12_usize).map(async |guess| {
            let office = if guess % 3 == 0 { &beside } else { &*world.office };
            let answered = employers::nik_is_of(office, &who[guess % 2], (&link, &nik), world.now()).await;
            answered.map(|answered| answered.said)
        });
        let said = futures_util::future::join_all(guesses).await;
        said.iter().filter(|said| matches!(said, Ok(Matched::Differs))).count()
    };
    for round_of in 0..4 {
        assert_eq!(round().await, 5, "{round_of}: twelve at once, of two employers");
        assert!(matches!(
            asked(&world, &who[0], &link, OWN).await,
            Err(EmployerError::TooSoon(_) | EmployerError::Spent)
        ));
        world.clock.fetch_add(3_601, Ordering::Relaxed);
    }
    assert!(matches!(asked(&world, &who[0], &link, OWN).await, Err(EmployerError::Spent)));
    assert_eq!(tries(&world).await, 20);
    // Rows that count look-ups, sessions or keys are no help, and the journal does not hold once it is touched.
    world.store.write_past("delete from employer_lookup; delete from throttle").await;
    assert!(matches!(asked(&world, &who[1], &link, OWN).await, Err(EmployerError::Spent)));
    let totp = world.settled("admin.dua", lsp, Role::Administrator).await;
    let admin = world.enter("admin.dua", totp.as_ref()).await;
    let number = world.store.texts("select number_key from certificate").await.remove(0);
    let page = format!("/office/{lsp}/sertifikat/{number}");
    let operator = super::records::entered(&world, Role::Operator).await;
    assert_eq!(world.send(&format!("{page}/nik"), Some(&operator), "").await.status(), StatusCode::FORBIDDEN);
    assert!(text(world.get(&page, Some(&admin)).await).await.contains("Ditanyakan 20 kali dari 20"));
    assert!(text(world.get(&format!("{page}/nik"), Some(&admin)).await).await.contains("Buka lagi untuk 1 sertifikat"));
    assert_eq!(location(&world.send(&format!("{page}/nik"), Some(&admin), "").await), page);
    assert_eq!(round().await, 5);
}

#[tokio::test]
async fn what_is_written_into_tables_makes_no_nik_match() {
    let world = world().await;
    let admin = admin(&world).await;
    issued(&world, date(2026, 6, 3), 1..3).await;
    let who = Employer::invented(employer(&world, &admin, "pt.rekaan", 20).await.0, &world.lsps[0]);
    let link = link(&world, "Orang Rekaan b").await;
    assert_eq!(asked(&world, &who, &link, OWN).await.expect("an answer"), Matched::Same);
    // The first is said to be the second, whose certificate somebody else would like to have.
    for past in [
        "update entry_key set tested_on = '2026-01-01' where entry = (select min(entry) from entry_key);
         update entry_key set holder = (select max(holder) from entry_key) where entry = (select min(entry) from entry_key)",
        "update entry_key set stamp = null where entry = (select min(entry) from entry_key)",
        "update entry_key set stamp = (select stamp from entry_key order by entry desc limit 1)
         where entry = (select min(entry) from entry_key)",
    ] {
        world.store.write_past("create table kept as select * from entry_key").await;
        world.store.write_past(past).await;
        let said = [asked(&world, &who, &link, OWN).await, asked(&world, &who, &link, ANOTHERS).await];
        assert!(said.iter().all(|said| matches!(said, Ok(Matched::Untold))), "{past}: {said:?}");
        world.store.write_past("delete from entry_key; insert into entry_key select * from kept; drop table kept").await;
        world.clock.fetch_add(3_601, Ordering::Relaxed);
    }
    world.store.write_past("update holder set nik_index = 'x' || id").await;
    assert_eq!(asked(&world, &who, &link, OWN).await.expect("an answer"), Matched::Same, "it is what was sealed");
}

#[tokio::test]
async fn a_nik_that_was_corrected_or_erased_is_told_so() {
    let world = world().await;
    let admin = admin(&world).await;
    issued(&world, date(2026, 6, 3), 1..2).await;
    issued(&world, date(2016, 6, 3), 7..8).await;
    let who = Employer::invented(employer(&world, &admin, "pt.rekaan", 20).await.0, &world.lsps[0]);
    let before = link(&world, "Orang Rekaan b").await;
    let lsp = &world.lsps[0];
    let lsps = std::slice::from_ref(lsp);
    let wanted = find::Wanted { text: Some("Orang Rekaan b".to_owned()), ..find::Wanted::default() };
    let found = find::all(&world.office, lsps, &wanted, date(2026, 1, 1), 9).await.expect("found");
    let certificate = find::one(&world.office, &found.0[0].listed.number, Some(lsp)).await.expect("one");
    let acting = world.office.issuing(lsp, console()).await.expect("an LSP");
    let correction = Correction { name: None, nik: Some("9951010101900009".parse().expect("a NIK")) };
    replace(&acting, &certificate, RevokeReason::WrongData, &correction, &mut UnwrapErr(SysRng))
        .await
        .expect("replaced");
    let after = link(&world, "Orang Rekaan b").await;
    assert_ne!(before, after);
    assert_eq!(asked(&world, &who, &after, "9951010101900009").await.expect("an answer"), Matched::Same);
    assert_eq!(asked(&world, &who, &after, OWN).await.expect("an answer"), Matched::Differs);
    // What was erased is told to nobody.
    let ended = link(&world, "Orang Rekaan h").await;
    assert_eq!(asked(&world, &who, &ended, "9951010101900007").await.expect("an answer"), Matched::Same);
    super::erasure::erased_by(&world).await;
    assert_eq!(asked(&world, &who, &ended, "9951010101900007").await.expect("an answer"), Matched::Untold);
}

#[tokio::test]
async fn an_employer_of_another_lsp_learns_nothing_and_no_row_makes_somebody_an_employer() {
    let world = world().await;
    let admin = admin(&world).await;
    issued_from(
        &world,
        date(2026, 6, 3),
        &format!("nama_asesi,nik,kode_skema,tanggal_uji,status_kompeten\nSiti Rekaan,{OWN},CS-01,2026-06-03,K\n"),
    )
    .await;
    let (account, cookie) = employer(&world, &admin, "pt.rekaan", 20).await;
    let link = link(&world, "Siti Rekaan").await;
    let of_another = Employer::invented(account, &world.lsps[1]);
    assert!(matches!(asked(&world, &of_another, &link, OWN).await, Err(EmployerError::NotIssued)));
    // An account that is put into the table is nobody's.
    world
        .store
        .write_past(
            "insert into account (id, name, password, must_change, totp_step, recovery, made_at, stamp, lang)
             select 99, 'pt.palsu', password, 0, 0, '', made_at, stamp, '' from account where name = 'pt.rekaan'",
        )
        .await;
    let forged = Employer::invented(AccountId::new(99), &world.lsps[0]);
    assert!(matches!(asked(&world, &forged, &link, OWN).await, Err(EmployerError::Account(_))));
    let entered = world.send("/masuk", None, "name=pt.palsu&password=kuda+baterai+staples").await;
    assert_eq!(entered.status(), StatusCode::UNPROCESSABLE_ENTITY);
    // Nor does a journal that was written past its key.
    assert_eq!(world.get("/pemberi-kerja", Some(&cookie)).await.status(), StatusCode::OK);
    world.store.write_past("update journal set body = replace(body, '\"nik_a_day\":20', '\"nik_a_day\":90')").await;
    let world = World { office: Arc::new(Office::new(world.store.clone(), keys_of(&world))), ..world };
    let who = Employer::invented(account, &world.lsps[0]);
    assert!(matches!(asked(&world, &who, &link, OWN).await, Err(EmployerError::Office(_))));
    assert_eq!(tries(&world).await, 0);
}

/// A ring of the same keys, for an office that remembers nothing.
fn keys_of(world: &World) -> KeyRing {
    let secret = Zeroizing::new("kata sandi untuk uji".to_owned());
    KeyRing::new(KeyFiles::new(world._dir.path()), Some(secret)).with_cost(Some(Cost::LIGHT))
}

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
    let basic = Request::builder().uri("/api/v1/certificates/123456").header("authorization", "Basic YTpi");
    refused.push(text(world.ask(basic.body(Body::empty()).expect("a request")).await).await);
    refused.dedup();
    assert!(refused.len() == 1 && refused[0].contains("\"status\":401"), "{refused:?}");
    // Ten are agreed, and what finds nothing counts three.
    let mut answered = Vec::new();
    for _ in 0..5 {
        answered.push(get(Some(&key)).await.status().as_u16());
    }
    assert_eq!(answered, [200, 200, 200, 200, 429]);
    assert_eq!(get(None).await.status(), StatusCode::OK, "its address has a purse of its own");

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
