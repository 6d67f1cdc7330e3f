//! The first page, whom to call, the journal and personal data, page by page.

use jiff::civil::{Date, date};

use super::*;
use crate::domain::status::{Change, SuspendReason};
use crate::office::find;
use crate::office::intake::{self, Photos};
use crate::office::issue::{Batch, RosterHash, issue};
use crate::office::journal::check::Check;
use crate::office::keys;
use crate::office::progress::Teller;
use crate::office::status::change;

/// Issues to some people, invented by their numbers, and sent by one institution.
pub(super) async fn issued(world: &World, day: Date, people: std::ops::Range<u32>) {
    let mut csv = "nama_asesi,nik,kode_skema,tanggal_uji,status_kompeten,instansi,alamat\n".to_owned();
    for person in people {
        let name: String = person.to_string().bytes().map(|digit| char::from(digit - b'0' + b'a')).collect();
        csv += &format!("Orang Rekaan {name},995101010190{person:04},CS-01,{day},K,=PT Rekaan,Jalan Rekaan 9\n");
    }
    issued_from(world, day, &csv).await;
}

/// Issues a roster.
pub(super) async fn issued_from(world: &World, day: Date, csv: &str) {
    let lsp = &world.lsps[0];
    let by = By::alone(Actor::Console { user: "uji".to_owned() }, world.now());
    if !keys::has_active(&world.office, lsp, None).await.expect("asked") {
        keys::make_first(&world.office, lsp, None, &by, &mut UnwrapErr(SysRng)).await.expect("keys");
    }
    let acting = world.office.issuing(lsp, by).await.expect("an LSP");
    let read = intake::read(&world.office, acting.lsp(), csv.as_bytes(), day, world.now()).await.expect("asked");
    let (roster, photos) = (read.expect("a roster"), Photos::new());
    let hash = RosterHash::of(csv.as_ref());
    let batch = Batch { roster, hash, issued_on: day, skip_refused: false, photos: &photos };
    let outcome = issue(&acting, batch, &mut UnwrapErr(SysRng), &Teller::default()).await.expect("issued");
    assert!(outcome.refused.is_empty(), "{:?}", outcome.refused);
}

/// Suspends the LSP's first certificate, and gives its number.
pub(super) async fn suspended(world: &World) -> String {
    let lsp = &world.lsps[0];
    let lsps = std::slice::from_ref(lsp);
    let found = find::all(&world.office, lsps, &find::Wanted::default(), date(2026, 1, 1), 9).await.expect("found");
    let number = found.0[0].listed.number.clone();
    let certificate = find::one(&world.office, &number, Some(lsp)).await.expect("one");
    let acting = world.office.changing(lsp, console()).await.expect("an LSP");
    change(&acting, &certificate, Change::Suspend(SuspendReason::Misuse), Some("Siti tahu")).await.expect("suspended");
    number
}

pub(super) async fn entered(world: &World, role: Role) -> String {
    let name = format!("{role}-uji");
    let totp = world.settled(&name, &world.lsps[0], role).await;
    world.enter(&name, totp.as_ref()).await
}

pub(super) async fn read(world: &World, cookie: &str, rest: &str) -> String {
    let answer = world.get(&format!("/office/{}{rest}", world.lsps[0]), Some(cookie)).await;
    assert_eq!(answer.status(), StatusCode::OK, "{rest}");
    text(answer).await
}

#[tokio::test]
async fn the_first_page_counts_what_was_issued_and_tells_a_stolen_key_until_it_is_declared_so() {
    let world = world().await;
    let auditor = entered(&world, Role::Auditor).await;
    assert!(read(&world, &auditor, "").await.contains("Belum ada yang diterbitkan"));
    issued(&world, date(2026, 11, 2), 1..4).await;
    issued(&world, date(2023, 12, 18), 4..6).await;
    world.clock.fetch_add(61, Ordering::Relaxed);
    let page = read(&world, &auditor, "").await;
    assert!(page.contains("<th scope=\"row\">November 2026</th><td class=\"number\">3</td>"), "{page}");
    assert!(page.contains("<th scope=\"row\">Desember 2026</th><td class=\"number\">2</td>"), "ending: {page}");
    assert!(page.contains("Tidak ada yang menunggu Anda.") && !page.contains("Kuncinya dicuri"), "{page}");
    world
        .store
        .write_past(
            "insert into unrecorded (token_sha256, lsp, kid, at)
         select 'x', lsp, kid, 1764000000 from signing_key where key_use = 'certificate'",
        )
        .await;
    let page = read(&world, &auditor, "").await;
    assert!(page.contains("Kuncinya dicuri") && page.contains("absah keys compromised"), "{page}");
    world.store.write_past("update signing_key set state = 'compromised'").await;
    assert!(!read(&world, &auditor, "").await.contains("Kuncinya dicuri"));
}

#[tokio::test]
async fn whom_to_call_is_listed_by_day_page_by_page_and_exported_without_formulas() {
    let world = world().await;
    let (admin, operator) = (entered(&world, Role::Administrator).await, entered(&world, Role::Operator).await);
    issued(&world, date(2023, 12, 18), 1..61).await;
    issued(&world, date(2025, 11, 25), 100..101).await;
    let first = read(&world, &operator, "/pantau").await;
    assert_eq!(first.matches("<th scope=\"row\">Orang Rekaan").count(), 50, "given notice since 18 September");
    let link = |page: &str, rel: &str| {
        let href = page.split(&format!("rel=\"{rel}\" href=\"")).nth(1).and_then(|rest| rest.split('"').next());
        href.map(|href| href.replace("&#38;", "&").split_once("/pantau").expect("a list").1.to_owned())
    };
    assert!(link(&first, "prev").is_none());
    let second = read(&world, &operator, &format!("/pantau{}", link(&first, "next").expect("a page"))).await;
    assert_eq!(second.matches("<th scope=\"row\">Orang Rekaan").count(), 10);
    assert!(link(&second, "next").is_none());
    let back = read(&world, &operator, &format!("/pantau{}", link(&second, "prev").expect("a page"))).await;
    assert_eq!(back.matches("<th scope=\"row\">Orang Rekaan").count(), 50);
    assert!(back.contains("Orang Rekaan b<") && link(&back, "next").is_some(), "{back}");

    let surveilled = read(&world, &operator, "/pantau?daftar=surveilans").await;
    assert!(surveilled.contains("Orang Rekaan baa") && surveilled.contains("=PT Rekaan"), "{surveilled}");
    assert!(!read(&world, &operator, "/pantau?daftar=surveilans&skema=CS-02").await.contains("Orang Rekaan"));
    assert!(!read(&world, &operator, "/pantau?daftar=kedaluwarsa").await.contains("Orang Rekaan"));
    let export = format!("/office/{}/pantau/ekspor", world.lsps[0]);
    let given = world.send(&export, Some(&operator), "daftar=surveilans&bentuk=csv").await;
    let csv = text(given).await;
    assert!(csv.contains("\"'=PT Rekaan\"") && csv.contains("2026-11-25"), "{csv}");

    let event = "name=Uji&tuk=sewaktu&place=Gedung&starts_on=2026-12-06&ends_on=2026-12-06&asked=&granted=\
                 &institutions=&waves=";
    let event =
        location(&world.send(&format!("/office/{}/kegiatan", world.lsps[0]), Some(&operator), event).await).to_owned();
    let begin = format!("/office/{}/pantau/perpanjang", world.lsps[0]);
    let chosen = format!("skema=CS-01&event={}&issued_on=2026-11-22", event.rsplit('/').next().expect("a name"));
    let begun = world.send(&begin, Some(&operator), &chosen).await;
    let roster = location(&begun).strip_prefix(&format!("/office/{}", world.lsps[0])).expect("a roster").to_owned();
    assert!(read(&world, &operator, &roster).await.contains("Orang Rekaan b"), "of the 60 who are given notice");
    let unchosen = world.send(&begin, Some(&operator), "issued_on=2026-11-22").await;
    assert_eq!(unchosen.status(), StatusCode::UNPROCESSABLE_ENTITY);

    let periods = format!("/office/{}/pengaturan/pantau", world.lsps[0]);
    let wrong = world.send(&periods, Some(&admin), "surveillance=0&notice=3&ended=6&erasure=5").await;
    assert_eq!(wrong.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let told = text(wrong).await;
    assert!(told.contains("angka 1 sampai 120") && told.matches("aria-invalid").count() == 1, "{told}");
    let set = world.send(&periods, Some(&admin), "surveillance=12&notice=1&ended=6&erasure=5").await;
    assert_eq!(location(&set), periods);
    let told = read(&world, &operator, "/pantau").await;
    assert!(told.contains("18 November 2026"), "notice a month before: {told}");
    let journal = read(&world, &admin, "/jurnal?tindakan=setting").await;
    assert!(journal.contains("Catatan") && journal.contains("administrator-uji"), "{journal}");
}

#[tokio::test]
async fn the_journal_tells_acts_by_whom_and_to_what_and_no_person_assessed() {
    let world = world().await;
    issued(&world, date(2024, 6, 3), 1..4).await;
    let number = suspended(&world).await;
    let auditor = entered(&world, Role::Auditor).await;
    let page = read(&world, &auditor, "/jurnal").await;
    assert!(page.contains("dibekukan") && page.contains("uji (baris perintah)") && page.contains("terbit 3"), "{page}");
    assert!(page.contains("203.0.113.") || page.contains("auditor-uji"), "{page}");
    let whole = page + &read(&world, &auditor, "/jurnal/ekspor?bentuk=csv").await;
    for private in ["Rekaan", "99510101019", "Siti"] {
        assert!(!whole.contains(private), "{private}: {whole}");
    }
    let of_one = read(&world, &auditor, &format!("/jurnal?nomor={}", number.replace(' ', "+"))).await;
    assert_eq!(of_one.matches("<th scope=\"row\">").count(), 2, "issued and suspended: {of_one}");
    let by_key = read(&world, &auditor, &format!("/jurnal?nomor={}", number.replace(' ', ""))).await;
    assert_eq!(by_key.matches("<th scope=\"row\">").count(), 2);
    let acts = async |query: &str| read(&world, &auditor, query).await.matches("<th scope=\"row\">").count();
    assert_eq!(acts("/jurnal?tindakan=suspend").await, 1);
    assert_eq!(acts("/jurnal?orang=auditor-uji&tindakan=sign+in").await, 1);
    assert_eq!(acts("/jurnal?orang=siapa").await, 0);
    assert_eq!(acts("/jurnal?tindakan=suspend&dari=2026-11-22&sampai=2026-11-22").await, 1);
    assert_eq!(acts("/jurnal?tindakan=suspend&sampai=2026-11-21").await, 0);
}

/// Has the journal checked, and waits for what it comes to.
pub(super) async fn checked(world: &World, cookie: &str) -> String {
    let path = format!("/office/{}/jurnal/periksa", world.lsps[0]);
    assert_eq!(location(&world.send(&path, Some(cookie), "").await), path);
    loop {
        let page = text(world.get(&path, Some(cookie)).await).await;
        if !page.contains("http-equiv=\"refresh\"") {
            return page;
        }
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn each_way_of_writing_past_the_journals_key_is_found_and_named_on_its_page() {
    let world = world().await;
    issued(&world, date(2024, 6, 3), 1..4).await;
    suspended(&world).await;
    let auditor = entered(&world, Role::Auditor).await;
    let lsp = &world.lsps[0];
    assert!(checked(&world, &auditor).await.contains("Jurnal utuh, dan semua tabel sama"), "before");
    let head = read(&world, &auditor, "/jurnal/kepala.json").await;
    let store = &world.store;
    store.write_past("create table before as select * from journal").await;
    // Entries 2 to 4 are the LSP's keys, 5 what was issued, 6 the suspension; the last signed somebody in.
    let last = store.journal(lsp).await.expect("read").last().expect("an entry").seq;
    let broken = |entry: i64| format!("sejak catatan {entry} ada yang diubah");
    let ways = [
        ("one byte", "update journal set body = replace(body, 'misuse', 'misusd') where act = 'suspend'", 6),
        ("one taken out", "delete from journal where act = 'issue'", 5),
        (
            "the last taken out",
            "delete from journal where lsp = 'klining' and seq = (select max(seq) from journal where lsp = 'klining')",
            last,
        ),
        (
            "two swapped",
            "update journal set seq = case seq when 5 then -6 else -5 end where lsp = 'klining' and seq in (5, 6);
             update journal set seq = -seq where seq < 0",
            5,
        ),
        (
            "rebuilt without the key",
            "update journal set body = replace(body, 'misuse', 'crime'), hash = lower(hex(randomblob(32)))
             where lsp = 'klining' and seq >= 6",
            6,
        ),
    ];
    for (way, sql, entry) in ways {
        store.write_past(sql).await;
        let page = checked(&world, &auditor).await;
        assert!(page.contains(&broken(entry)), "{way}: {page}");
        assert_eq!(
            world.get(&format!("/office/{lsp}/jurnal/kepala.json"), Some(&auditor)).await.status(),
            404,
            "{way}"
        );
        let home = read(&world, &auditor, "").await;
        assert!(home.contains("Jurnal LSP ini tidak utuh"), "{way}: {home}");
        store.write_past("delete from journal; insert into journal select * from before").await;
        assert!(checked(&world, &auditor).await.contains("Jurnal utuh"), "{way}, put back");
    }
    // The last one taken out, and the head written to suit: nobody is let in, and only the head that was kept tells why.
    let saved: crate::office::journal::SavedHeads = serde_json::from_str(&head).expect("a head");
    assert_eq!(i64::try_from(saved.journals[lsp].entries).ok(), Some(last));
    store.write_past(
        "delete from journal where lsp = 'klining' and seq = (select max(seq) from journal where lsp = 'klining');
         update lsp_head set journal_seq = journal_seq - 1,
             journal_hash = (select hash from journal where lsp = 'klining' order by seq desc limit 1) where lsp = 'klining'",
    ).await;
    let records = world.office.records().await.expect("a secret");
    let found = crate::office::journal::verify_one(&world.office, &records, lsp, Some(&saved)).await.expect("read");
    assert!(found.outcome.is_err(), "{found:?}");
}

#[tokio::test]
async fn a_head_that_was_saved_is_held_against_the_journal_and_another_file_is_refused() {
    let world = world().await;
    issued(&world, date(2024, 6, 3), 1..2).await;
    let auditor = entered(&world, Role::Auditor).await;
    checked(&world, &auditor).await;
    let mut head = read(&world, &auditor, "/jurnal/kepala.json").await;
    let path = format!("/office/{}/jurnal/periksa/kepala", world.lsps[0]);
    let send = async |file: &str| {
        let body = format!(
            "--batas\r\ncontent-disposition: form-data; name=\"file\"; filename=\"kepala.json\"\r\n\r\n{file}\r\n--batas--\r\n"
        );
        let own = [
            ("origin", ORIGIN),
            ("sec-fetch-site", "same-origin"),
            ("content-type", "multipart/form-data; boundary=batas"),
        ];
        world.ask(question(&Method::POST, &path, Some(&auditor), &own).body(Body::from(body)).expect("a request")).await
    };
    assert_eq!(send("{}").await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let waited = async || loop {
        let page = read(&world, &auditor, "/jurnal/periksa").await;
        if !page.contains("http-equiv=\"refresh\"") {
            return page;
        }
        tokio::task::yield_now().await;
    };
    assert_eq!(send(&head).await.status(), StatusCode::SEE_OTHER);
    let page = waited().await;
    assert!(page.contains("Jurnal utuh") && page.contains("Dibandingkan dengan kepala jurnal"), "{page}");
    let hash = head.split("\"hash\":\"").nth(1).and_then(|rest| rest.get(..64)).expect("a hash").to_owned();
    head = head.replace(&hash, &"0".repeat(64));
    assert_eq!(send(&head).await.status(), StatusCode::SEE_OTHER);
    let page = waited().await;
    assert!(page.contains("bukan yang hash-nya disimpan"), "{page}");
    // It answers who sent it, and alarms nobody.
    let operator = entered(&world, Role::Operator).await;
    assert!(!read(&world, &operator, "/jurnal/periksa").await.contains("bukan yang hash-nya disimpan"));
    let common = world.office.journal_check(&world.lsps[0]);
    assert!(matches!(common, Some(Check::Done { checked, .. }) if checked.is_well()), "what the first page tells of");
}

#[tokio::test]
async fn a_holder_is_given_what_is_kept_about_her_for_her_number_and_whole_nik() {
    let world = world().await;
    let lsp = &world.lsps[0];
    issued(&world, date(2024, 6, 3), 1..3).await;
    let number = suspended(&world).await;
    let operator = entered(&world, Role::Operator).await;
    let path = format!("/office/{lsp}/data-pribadi/pemegang");
    let ask = async |nik: &str, form: &str| {
        let sent = format!("number={}&nik={nik}&form={form}", number.replace(' ', "+"));
        world.send(&path, Some(&operator), &sent).await
    };
    for wrong in ["9951010101900002", "9951010101900009", "0001", ""] {
        let answer = ask(wrong, "page").await;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        assert!(!text(answer).await.contains("Jalan Rekaan"), "{wrong}");
    }
    let page = text(ask("9951010101900001", "page").await).await;
    for kept in ["Jalan Rekaan 9", "9951010101900001", "Orang Rekaan b", &number, "dibekukan"] {
        assert!(page.contains(kept), "{kept}: {page}");
    }
    assert!(page.contains("<title>Data yang disimpan tentang Anda"), "no name in it");
    let json: serde_json::Value =
        serde_json::from_str(&text(ask("9951010101900001", "json").await).await).expect("JSON");
    assert_eq!(json["assessments"][0]["particulars"]["tempat_tinggal"], "Jalan Rekaan 9");
    assert_eq!(json["assessments"][0]["certificates"][0]["state"], "suspended");
    assert_eq!(ask("9951010101900001", "xlsx").await.status(), StatusCode::OK);
    let journal = read(&world, &operator, "/jurnal?tindakan=give+out").await;
    assert_eq!(journal.matches("<th scope=\"row\">").count(), 3, "each time that it was, and no other: {journal}");
    assert!(!journal.contains("Rekaan") && !journal.contains("9951010101900001"), "{journal}");
}

#[tokio::test]
async fn an_assessment_whose_nik_was_corrected_is_given_to_neither_and_the_answer_says_so() {
    let world = world().await;
    let lsp = &world.lsps[0];
    issued(&world, date(2024, 6, 3), 1..2).await;
    let number = suspended(&world).await;
    issued(&world, date(2025, 6, 3), 2..3).await;
    world
        .store
        .write_past(
            "insert into entry_key (holder, scheme, tested_on, entry, name, name_sealed)
         select (select max(id) from holder), scheme, tested_on, entry, name, name_sealed from entry_key
         where entry = (select entry from certificate where status = 'suspended')",
        )
        .await;
    let operator = entered(&world, Role::Operator).await;
    let path = format!("/office/{lsp}/data-pribadi/pemegang");
    for (nik, own) in [("9951010101900001", 0), ("9951010101900002", 1)] {
        let ask = async |form: &str| {
            let sent = format!("number={}&nik={nik}&form={form}", number.replace(' ', "+"));
            text(world.send(&path, Some(&operator), &sent).await).await
        };
        let json: serde_json::Value = serde_json::from_str(&ask("json").await).expect("JSON");
        assert_eq!(json["assessments"].as_array().map(Vec::len), Some(own), "{json}");
        assert_eq!(json["left_out"], 1);
        assert!(!json.to_string().contains(&number), "{json}");
        assert!(ask("page").await.contains("1 asesmen yang NIK-nya pernah dikoreksi"));
    }
}

#[tokio::test]
async fn a_list_of_whom_to_call_leaves_the_office_with_who_hands_over_and_the_journal_tells_it() {
    let world = world().await;
    issued(&world, date(2023, 12, 18), 1..4).await;
    let export = format!("/office/{}/pantau/ekspor", world.lsps[0]);
    let (auditor, operator) = (entered(&world, Role::Auditor).await, entered(&world, Role::Operator).await);
    assert!(!read(&world, &auditor, "/pantau").await.contains("/pantau/ekspor"), "no button for whom it answers not");
    assert_eq!(world.send(&export, Some(&auditor), "bentuk=csv").await.status(), StatusCode::FORBIDDEN);
    assert_eq!(world.get(&export, Some(&operator)).await.status(), StatusCode::METHOD_NOT_ALLOWED, "by no link");
    assert!(!read(&world, &auditor, "/jurnal?tindakan=hand+out").await.contains("<th scope=\"row\">"));
    assert!(read(&world, &operator, "/pantau").await.contains("name=\"bentuk\" value=\"csv\""));
    let csv = text(world.send(&export, Some(&operator), "bentuk=csv").await).await;
    assert_eq!(csv.matches("Orang Rekaan").count(), 3, "{csv}");
    let journal = read(&world, &auditor, "/jurnal?tindakan=hand+out").await;
    assert_eq!(journal.matches("<th scope=\"row\">").count(), 1, "{journal}");
    assert!(!journal.contains("Rekaan"), "{journal}");
}
