//! Whether a NIK is that of a certificate's holder: told to whom, how often, and whatever stands in the tables.

use jiff::civil::date;

use super::super::records::{entered, issued, issued_from, suspended};
use super::*;
use crate::domain::holder::Nik;
use crate::domain::status::RevokeReason;
use crate::office::accounts::Employer;
use crate::office::employers::{EmployerError, Matched};
use crate::office::find;
use crate::office::replace::{Correction, replace};
use crate::seal::spelling;

/// Invented by [`issued`], of the first and of the second whom it issues to.
const OWN: &str = "9951010101900001";
const ANOTHERS: &str = "9951010101900002";

async fn asked(world: &World, who: &Employer, link: &str, nik: &str) -> Result<Matched, EmployerError> {
    let nik: Nik = nik.parse().expect("a NIK");
    let answered = employers::nik_is_of(&world.office, who, (link, &nik), world.now()).await;
    answered.map(|answered| answered.said)
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
    let operator = entered(&world, Role::Operator).await;
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
    super::super::erasure::erased_by(&world).await;
    assert_eq!(asked(&world, &who, &ended, "9951010101900007").await.expect("an answer"), Matched::Untold);
}

#[tokio::test]
async fn a_nik_that_was_corrected_to_one_that_was_known_and_back_is_the_one_of_the_last_correction() {
    let world = world().await;
    let admin = admin(&world).await;
    let who = Employer::invented(employer(&world, &admin, "pt.rekaan", 20).await.0, &world.lsps[0]);
    let lsp = &world.lsps[0];
    // Siti was certified before by her own NIK; in the second roster it is mistyped.
    for (day, nik) in [("2026-06-03", OWN), ("2026-06-10", ANOTHERS)] {
        let row = format!("Siti Rekaan,{nik},CS-01,{day},K");
        let csv = format!("nama_asesi,nik,kode_skema,tanggal_uji,status_kompeten\n{row}\n");
        issued_from(&world, day.parse().expect("a day"), &csv).await;
    }
    let acting = world.office.issuing(lsp, console()).await.expect("an LSP");
    for (right, wrong) in [(OWN, ANOTHERS), (ANOTHERS, OWN)] {
        let number = world.store.texts("select number from certificate order by id desc limit 1").await.remove(0);
        let certificate = find::one(&world.office, &number, Some(lsp)).await.expect("one");
        let correction = Correction { name: None, nik: Some(right.parse().expect("a NIK")) };
        let random = &mut UnwrapErr(SysRng);
        replace(&acting, &certificate, RevokeReason::WrongData, &correction, random).await.expect("replaced");
        let after = link(&world, "Siti Rekaan").await;
        assert_eq!(asked(&world, &who, &after, right).await.expect("an answer"), Matched::Same);
        assert_eq!(asked(&world, &who, &after, wrong).await.expect("an answer"), Matched::Differs);
    }
    // Whoever writes the order cannot turn it about.
    world.store.write_past("update entry_key set since = 9 - coalesce(since, 0)").await;
    let after = link(&world, "Siti Rekaan").await;
    assert_eq!(asked(&world, &who, &after, OWN).await.expect("an answer"), Matched::Untold);
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
