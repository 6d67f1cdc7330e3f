//! Forms that are sent twice, that failed before, or whose lines became others meanwhile.

use jiff::civil::date;

use super::records::{entered, issued, issued_from, read, suspended};
use super::*;
use crate::domain::search_key::SearchKey;
use crate::domain::status::Change;
use crate::office::find;
use crate::office::status::change;

fn key(number: &str) -> String {
    SearchKey::new(number).expect("a number").to_string()
}

#[tokio::test]
async fn a_form_whose_act_failed_may_be_sent_again_and_one_that_was_done_is_not_done_again() {
    let world = world().await;
    let lsp = &world.lsps[0];
    issued(&world, date(2026, 6, 3), 1..2).await;
    let operator = entered(&world, Role::Operator).await;
    let number = suspended(&world).await;
    let ask = format!("/office/{lsp}/sertifikat/{}/bekukan", key(&number));
    let send = async || world.send(&ask, Some(&operator), "key=satu&reason=misuse&remark=").await;
    assert_eq!(send().await.status(), StatusCode::UNPROCESSABLE_ENTITY, "it is suspended already");
    let certificate = find::one(&world.office, &number, Some(lsp)).await.expect("one");
    let acting = world.office.changing(lsp, console()).await.expect("an LSP");
    change(&acting, &certificate, Change::Reinstate, None).await.expect("reinstated");
    let requests = format!("/office/{lsp}/persetujuan");
    assert!(location(&send().await).starts_with(&format!("{requests}/")), "asked for");
    assert_eq!(location(&send().await), requests, "a second click");
    let waiting = world.store.waiting_requests(lsp).await.expect("asked");
    assert_eq!(waiting.len(), 1);
}

#[tokio::test]
async fn a_line_that_became_refused_meanwhile_is_told_and_nothing_is_asked_for_yet() {
    let world = world().await;
    let lsp = &world.lsps[0];
    issued(&world, date(2026, 6, 3), 1..4).await;
    let operator = entered(&world, Role::Operator).await;
    let lsps = std::slice::from_ref(lsp);
    let found = find::all(&world.office, lsps, &find::Wanted::default(), date(2026, 1, 1), 9).await.expect("found");
    let lines: Vec<String> = found.0.iter().map(|hit| format!("nomor={}", key(&hit.listed.number))).collect();
    let form = format!("tindakan=bekukan&reason=misuse&remark=Catatan&key=satu&{}", lines.join("&"));
    suspended(&world).await;
    let path = format!("/office/{lsp}/sertifikat/banyak/ajukan");
    let answer = world.send(&path, Some(&operator), &form).await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let page = text(answer).await;
    assert!(page.contains("1 nomor tidak lagi dapat diajukan") && page.contains("Catatan"), "{page}");
    assert!(world.store.waiting_requests(lsp).await.expect("asked").is_empty());
    let left = page.matches("<input type=\"hidden\" name=\"nomor\"").count();
    assert_eq!(left, 3, "one in the form for the file, two in the form that asks");
}

#[tokio::test]
async fn a_second_click_on_sheets_is_answered_as_the_first() {
    let world = world().await;
    let lsp = &world.lsps[0];
    let operator = entered(&world, Role::Operator).await;
    for (form, told) in [
        ("/terima", "key=satu&first=0000001&last=0000010&on=2026-11-19"),
        ("/rusak", "key=dua&serial=0000004&reason=damaged"),
    ] {
        for click in 1..=2 {
            let answer = world.send(&format!("/office/{lsp}/blanko{form}"), Some(&operator), told).await;
            assert_eq!(answer.status(), StatusCode::SEE_OTHER, "{form}: click {click}");
        }
        let page = read(&world, &operator, "/blanko").await;
        assert!(page.contains("role=\"status\"") && page.contains("<dd>10</dd>"), "{form}: {page}");
    }
    assert!(read(&world, &operator, "/blanko").await.contains("<dd>9</dd>"), "nine are left");
    let spoil = format!("/office/{lsp}/blanko/rusak");
    for (form, status) in [
        ("key=tiga&serial=0000005&reason=lost", StatusCode::SEE_OTHER),
        ("key=empat&serial=0000005&reason=lost", StatusCode::UNPROCESSABLE_ENTITY),
    ] {
        assert_eq!(world.send(&spoil, Some(&operator), form).await.status(), status, "another form: {form}");
    }
}

#[tokio::test]
async fn forms_that_are_open_beside_each_other_are_each_done_once() {
    let world = world().await;
    let lsp = &world.lsps[0];
    let operator = entered(&world, Role::Operator).await;
    let receive = format!("/office/{lsp}/blanko/terima");
    let sent = async |run: u32| {
        let form = format!("key=formulir-{run}&first={run:04}01&last={run:04}09&on=2026-11-19");
        world.send(&receive, Some(&operator), &form).await.status()
    };
    for run in [1, 2] {
        assert_eq!(sent(run).await, StatusCode::SEE_OTHER, "{run}");
    }
    for run in [1, 2] {
        assert_eq!(sent(run).await, StatusCode::SEE_OTHER, "{run}: a second click, though another form was sent since");
    }
    for run in 3..=17 {
        assert_eq!(sent(run).await, StatusCode::SEE_OTHER, "{run}");
    }
    assert_eq!(sent(2).await, StatusCode::SEE_OTHER, "the sixteenth before the last is remembered");
    assert_eq!(sent(1).await, StatusCode::UNPROCESSABLE_ENTITY, "the one before that is not: these sheets came in");
}

#[tokio::test]
async fn what_a_roster_said_of_sheets_in_letters_is_no_fault_of_whoever_records_the_others() {
    let world = world().await;
    let lsp = &world.lsps[0];
    let csv = "nama_asesi,nik,kode_skema,tanggal_uji,status_kompeten,nomor_blanko
Siti Rekaan,9951010101900001,CS-01,2026-06-03,K,BLANKO77A
Budi Rekaan,9951010101900002,CS-01,2026-06-03,K,
";
    issued_from(&world, date(2026, 6, 3), csv).await;
    let operator = entered(&world, Role::Operator).await;
    let days = "dari=2026-06-03&sampai=2026-06-03";
    let page = read(&world, &operator, &format!("/serah/blanko?{days}&mulai=0000008")).await;
    let fields = page.split("<input name=\"s-").skip(1).map(|rest| {
        let (id, rest) = rest.split_once("\" value=\"").expect("a value");
        (id, rest.split_once('"').expect("its end").0)
    });
    let fields: Vec<(&str, &str)> = fields.collect();
    assert!(fields.iter().any(|(_, serial)| *serial == "BLANKO77A") && fields.len() == 2, "{page}");
    let mut form = url::form_urlencoded::Serializer::new(days.to_owned());
    form.extend_pairs(fields.iter().map(|(id, serial)| (format!("s-{id}"), serial)));
    let answer = world.send(&format!("/office/{lsp}/serah/blanko"), Some(&operator), &form.finish()).await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    assert!(read(&world, &operator, &format!("/serah/blanko?{days}")).await.contains("value=\"0000008\""));
}
