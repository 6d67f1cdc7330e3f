//! What the office shows and hands over is what the journal tells, whatever somebody wrote into the tables.

use std::io::{Cursor, Read as _};

use jiff::civil::date;
use zip::ZipArchive;

use super::handover::{bytes, chance, issued};
use super::*;
use crate::domain::choice::Choice;
use crate::domain::id::RequestId;
use crate::domain::status::{Change, RevokeReason, State as Status, SuspendReason};
use crate::office::accounts::member::Narrow as _;
use crate::office::accounts::{Member, Operator};
use crate::office::find;
use crate::office::handover::{Without, chosen};
use crate::office::intake;
use crate::office::issue::foresee;
use crate::office::kept::{self, Ending, KeptError, Seats};
use crate::office::requests::{self, ChangeWish, Named, RequestError, Shown, ask_change};
use crate::office::standing::Standing;
use crate::office::status::change;
use crate::office::watch::Edge;
use crate::office::watch::{self, List};
use crate::roster::Warning;

/// The number of whoever has this name.
async fn number(world: &World, name: &str) -> String {
    let wanted = find::Wanted { text: Some(name.to_owned()), ..find::Wanted::default() };
    let lsps = std::slice::from_ref(&world.lsps[0]);
    let found = find::all(&world.office, lsps, &wanted, date(2026, 11, 22), 9).await.expect("found").0;
    assert_eq!(found.len(), 1, "{name}");
    found[0].listed.number.clone()
}

async fn changed(world: &World, name: &str, to: Change) {
    let (lsp, number) = (&world.lsps[0], number(world, name).await);
    let certificate = find::one(&world.office, &number, Some(lsp)).await.expect("one");
    let acting = world.office.changing(lsp, console()).await.expect("an LSP");
    change(&acting, &certificate, to, None).await.expect("changed");
}

#[tokio::test]
async fn what_a_table_calls_valid_is_not_handed_over_listed_or_asked_about_as_such() {
    let world = world().await;
    issued(&world).await;
    let lsp = &world.lsps[0];
    changed(&world, "Siti", Change::Revoke(RevokeReason::Fraud)).await;
    changed(&world, "Budi", Change::Suspend(SuspendReason::Misuse)).await;
    let past = "update certificate set status = 'valid', status_at = null, status_reason = null";
    assert_eq!(world.store.write_past(past).await, 3);

    let choice = Choice::Issued { from: date(2026, 11, 20), until: date(2026, 11, 20) };
    let handed = chosen(&world.office, lsp, &choice, &Without::default()).await.expect("chosen");
    assert_eq!((handed.ids.len(), handed.altered.len()), (1, 0), "Ani's alone");

    let asked = watch::Asked {
        list: List::Surveillance,
        between: [date(2027, 11, 1), date(2027, 11, 30)],
        scheme: None,
        event: None,
    };
    let calls = watch::page(&world.office, lsp, &asked, Edge::Start, 9).await.expect("a page");
    let mut states: Vec<_> = calls.iter().map(|call| (call.watched.holder.as_str(), call.state)).collect();
    states.sort_by_key(|(holder, _)| *holder);
    let expected = [
        ("Ani Rekaan", Some(Status::Valid)),
        ("Budi D'Rekaan", Some(Status::Suspended)),
        ("Siti Rekaan", Some(Status::Revoked)),
    ];
    assert_eq!(states, expected);

    world.settled("opr", lsp, Role::Operator).await;
    let operator = world.enter("opr", None).await;
    let siti = number(&world, "Siti").await;
    let form = format!("number={}&nik=9951010101900001&form=json", siti.replace(' ', "+"));
    let given = world.send(&format!("/office/{lsp}/data-pribadi/pemegang"), Some(&operator), &form).await;
    let given: serde_json::Value = serde_json::from_str(&text(given).await).expect("JSON");
    assert_eq!(given["assessments"][0]["certificates"][0]["state"], "revoked");

    // What is asked for, and seen by who decides, is about the state that the journal tells.
    let who = Operator::narrow(Member::invented(1, lsp, &[Role::Operator])).expect("one");
    let who = Standing::operator(&who, world.now());
    let ask = async |name: &str, change: Change| -> Result<RequestId, RequestError> {
        let named = Named { number: number(&world, name).await, name: None, nik: None };
        let wish = ChangeWish { change, certificates: vec![named], remark: None };
        ask_change(&world.office, &who, wish, &mut chance()).await
    };
    let suspend = Change::Suspend(SuspendReason::Misuse);
    assert!(matches!(ask("Siti", suspend).await, Err(RequestError::State { state: Status::Revoked, .. })));
    let id = ask("Budi", Change::Revoke(RevokeReason::Fraud)).await.expect("asked");
    let seen = requests::look(&world.office, lsp, &id, world.now()).await.expect("seen");
    let Shown::Change(certificates) = &seen.shown else { panic!("a change") };
    assert_eq!(certificates[0].state, Status::Suspended);
}

#[tokio::test]
async fn who_is_seated_anew_or_warned_of_holds_a_certificate_by_the_journal() {
    let world = world().await;
    let (event, _) = issued(&world).await;
    let (office, lsp) = (&world.office, &world.lsps[0]);
    changed(&world, "Siti", Change::Revoke(RevokeReason::Fraud)).await;
    let who = Operator::narrow(Member::invented(1, lsp, &[Role::Operator])).expect("one");
    let (who, scheme) = (Standing::operator(&who, world.now()), "CS-01".parse().expect("a code"));
    let seated = async || {
        let ending = Ending { scheme: &scheme, of: None, between: [date(2027, 1, 1), date(2036, 1, 1)] };
        let seats = Seats { event: &event, wave: None, issued_on: date(2026, 11, 21) };
        kept::sit_renewal(office, &who, ending, seats, &mut chance()).await
    };
    assert!(seated().await.is_ok(), "Budi is");
    let past = "update certificate set status_at = 1, status_reason = 'fraud',
                status = case holder_name when 'Siti Rekaan' then 'valid' else 'revoked' end";
    assert_eq!(world.store.write_past(past).await, 3);
    assert!(matches!(seated().await, Err(KeptError::Nobody)), "not Siti, whose certificate was revoked");

    let roster = "nama_asesi,nik,kode_skema,tanggal_uji,status_kompeten
Siti Rekaan,9951010101900001,CS-01,2026-11-10,K
Ani Rekaan,9951010101900003,CS-02,2026-11-10,K
";
    let (day, records) = (date(2026, 11, 20), office.records().await.expect("a secret"));
    let issuer = office.lsp(lsp).await.expect("an LSP").lsp;
    let read = intake::read(office, &issuer, roster.as_bytes(), day, world.now()).await.expect("asked");
    let foreseen = foresee(office, &records, &issuer, read.expect("a roster"), day).await.expect("foreseen");
    let holds = foreseen.warnings.iter().filter(|one| one.warning == Warning::HoldsValid);
    assert_eq!(holds.map(|one| one.row).collect::<Vec<_>>(), [3], "Ani, whatever her row says");
}

#[tokio::test]
async fn nothing_is_given_out_or_asked_of_a_row_that_is_not_as_it_was_issued() {
    let world = world().await;
    issued(&world).await;
    let lsp = &world.lsps[0];
    world.settled("opr", lsp, Role::Operator).await;
    let operator = world.enter("opr", None).await;
    let siti = number(&world, "Siti").await;
    let altered = "update certificate set registration = 'TIK 0000 00000 2026' where holder_name = 'Siti Rekaan'";
    assert_eq!(world.store.write_past(altered).await, 1);
    let page = text(
        world
            .get(&format!("/office/{lsp}/pantau?daftar=surveilans&dari=2027-11-01&sampai=2027-11-30"), Some(&operator))
            .await,
    )
    .await;
    assert!(page.contains(&siti) && page.contains("Ani Rekaan") && !page.contains("Siti Rekaan"), "{page}");
    let form = format!("number={}&nik=9951010101900001&form=json", siti.replace(' ', "+"));
    let given = world.send(&format!("/office/{lsp}/data-pribadi/pemegang"), Some(&operator), &form).await;
    let given: serde_json::Value = serde_json::from_str(&text(given).await).expect("JSON");
    assert_eq!((&given["assessments"][0]["certificates"], &given["altered"]), (&serde_json::json!([]), &1.into()));
    let its_page = format!("/office/{lsp}/sertifikat/{}", siti.replace(' ', ""));
    let answer = world.send(&format!("{its_page}/cabut"), Some(&operator), "reason=fraud").await;
    assert_eq!((answer.status(), location(&answer)), (StatusCode::SEE_OTHER, &*its_page), "which says why");
    let who = Operator::narrow(Member::invented(1, lsp, &[Role::Operator])).expect("one");
    let named = vec![Named { number: siti, name: None, nik: None }];
    let wish = ChangeWish { change: Change::Revoke(RevokeReason::Fraud), certificates: named, remark: None };
    let asked = ask_change(&world.office, &Standing::operator(&who, world.now()), wish, &mut chance()).await;
    assert!(matches!(asked, Err(RequestError::Office(crate::office::Error::NotAsIssued { .. }))), "{asked:?}");
}

/// The files of a ZIP, by name, and one of them as text.
async fn files(answer: Response, one: &str) -> (Vec<String>, String) {
    assert_eq!(answer.status(), StatusCode::OK);
    let mut archive = ZipArchive::new(Cursor::new(bytes(answer).await.to_vec())).expect("a whole ZIP");
    let names = archive.file_names().map(|name| name.expect("text").into_owned()).collect();
    let mut text = String::new();
    if let Ok(mut file) = archive.by_name(one) {
        file.read_to_string(&mut text).expect("text");
    }
    (names, text)
}

#[tokio::test]
async fn a_certificate_that_cannot_be_handed_over_is_named_and_the_others_are() {
    let world = world().await;
    let (event, kept) = issued(&world).await;
    let lsp = &world.lsps[0];
    world.settled("opr", lsp, Role::Operator).await;
    let operator = world.enter("opr", None).await;
    let form = format!("kegiatan={event}&daftar={kept}");
    let at = |rest: &str| format!("/office/{lsp}/serah{rest}");
    let [siti, budi, ani] = [number(&world, "Siti").await, number(&world, "Budi").await, number(&world, "Ani").await];
    let key = |number: &str| number.replace(' ', "");

    // What is printed with Ani's alone, of before its scheme was named anew; and what is said in Budi's row.
    let mut renamed = world.office.lsp(lsp).await.expect("an LSP").lsp;
    renamed.schemes.iter_mut().filter(|one| one.code.as_str() == "CS-02").for_each(|one| one.title_en += " II");
    crate::office::lsp::keep(&world.office, &renamed, &Design::default(), &console()).await.expect("kept");
    let texts = "update version set body = body || ' ' where hash = (select m.scheme_version from certificate c
                 join making m on m.id = c.making where c.holder_name = 'Ani Rekaan')";
    assert_eq!(world.store.write_past(texts).await, 1);
    let altered = "update certificate set registration = 'TIK 0000 00000 2026' where holder_name like 'Budi%'";
    assert_eq!(world.store.write_past(altered).await, 1);

    let page =
        text(world.get(&format!("/office/{lsp}/kegiatan/{event}/serah?daftar={kept}"), Some(&operator)).await).await;
    assert!(page.contains(&format!("{budi}: datanya tidak seperti")) && page.contains("ZIP 2 sertifikat"), "{page}");
    assert!(page.contains(&format!("name=\"lewati\" value=\"{}\"", key(&budi))), "{page}");
    for rest in ["/zip", "/cetak", "/tanda-terima"] {
        let answer = world.send(&at(rest), Some(&operator), &form).await;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "{rest}");
        let page = text(answer).await;
        assert!(page.contains(&format!("{budi}: datanya")) && page.contains("sekali lagi"), "{rest}: {page}");
        assert!(!page.contains("TIK 0000"), "{rest}: nothing of it is shown");
    }

    // Whoever read that goes on without it. What turns out only when it is drawn is told in the ZIP itself.
    let without = format!("{form}&lewati={}", key(&budi));
    let answer = world.send(&at("/zip"), Some(&operator), &without).await;
    let (names, told) = files(answer, "tidak-disertakan.txt").await;
    assert_eq!(names.iter().filter(|name| name.ends_with(".pdf")).count(), 1, "{names:?}");
    assert!(names[0].contains(&siti.replace(' ', "-")), "{names:?}");
    assert!(told.contains(&ani) && !told.contains(&siti) && told.contains("absah journal verify"), "{told}");

    // A pile of sheets is whole, or it says what is missing.
    let answer = world.send(&at("/cetak"), Some(&operator), &without).await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let page = text(answer).await;
    assert!(page.contains(&format!("{ani}: datanya")), "{page}");
    let both = page.split("name=\"lewati\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("both");
    assert!(both.contains(&key(&ani)) && both.contains(&key(&budi)), "{both}");
    let answer = world.send(&at("/cetak"), Some(&operator), &format!("{form}&lewati={both}")).await;
    assert_eq!(answer.status(), StatusCode::OK);

    for rest in ["/tanda-terima", "/pemegang", "/blanko"] {
        let page = text(world.get(&format!("{}?{form}", at(rest)), Some(&operator)).await).await;
        assert!(page.contains("Siti Rekaan") && page.contains(&format!("{budi}: datanya")), "{rest}: {page}");
        assert!(page.contains(&format!("{ani}: datanya")) && !page.contains("Ani Rekaan"), "{rest}: {page}");
    }
}
