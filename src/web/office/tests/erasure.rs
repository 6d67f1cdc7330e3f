//! Personal data that is kept longer than it may be, erased by two people; and what somebody wrote of people.

use jiff::civil::date;

use super::records::{checked, entered, issued, read};
use super::*;
use crate::office::find;
use crate::office::progress::Teller;
use crate::office::requests::{self, approve, carry_out};
use crate::office::standing::Standing as At;
use crate::store::Lease;

/// Has what is due erased: asked by an operator, approved by another.
async fn erased(world: &World, operator: &str) {
    let lsp = &world.lsps[0];
    let asked = world.send(&format!("/office/{lsp}/data-pribadi/hapus"), Some(operator), "").await;
    carried(world, location(&asked)).await;
}

/// The same, asked by an operator of its own.
pub(super) async fn erased_by(world: &World) {
    let operator = entered(world, Role::Operator).await;
    erased(world, &operator).await;
}

/// Has another person approve of what was asked for, and it done; gives the request.
async fn carried(world: &World, path: &str) -> crate::domain::id::RequestId {
    let lsp = &world.lsps[0];
    let request: crate::domain::id::RequestId = path.rsplit('/').next().expect("a name").parse().expect("a request");
    let own = At::console(lsp.clone(), "uji", world.now());
    let seen = requests::look(&world.office, lsp, &request, world.now()).await.expect("seen");
    approve(&world.office, &own, &request, &seen.hash, &mut UnwrapErr(SysRng)).await.expect("approved");
    let lease = Lease { taker: "uji", now: world.now(), until: world.now() };
    let job = world.store.take_job(lease).await.expect("asked").expect("a job");
    // A sign of life before it is known how far it is leaves how much there is to do.
    assert!(world.store.renew_lease(&job.id, lease, [0, 0]).await.expect("asked"));
    let after = world.store.job(lsp, &job.id).await.expect("asked").expect("a job");
    assert_eq!((after.total, after.total > 0), (job.total, true));
    carry_out(&world.office, &job, world.now(), &mut UnwrapErr(SysRng), &Teller::default()).await.expect("done");
    request
}

#[tokio::test]
async fn what_was_written_for_whoever_approves_is_in_the_request_and_in_no_journal() {
    let world = world().await;
    let lsp = &world.lsps[0];
    issued(&world, date(2026, 6, 3), 1..2).await;
    let operator = entered(&world, Role::Operator).await;
    let lsps = std::slice::from_ref(lsp);
    let found = find::all(&world.office, lsps, &find::Wanted::default(), date(2026, 1, 1), 9).await.expect("found");
    let number = found.0[0].listed.number.replace(' ', "");
    let ask = format!("/office/{lsp}/sertifikat/{number}/bekukan");
    let asked = world.send(&ask, Some(&operator), "key=satu&reason=misuse&remark=Siti+Rekaan+tahu").await;
    let request = carried(&world, location(&asked)).await;
    let journal = world.store.journal(lsp).await.expect("a journal");
    assert!(journal.iter().any(|entry| entry.act == crate::domain::act::Act::Suspend));
    assert!(journal.iter().all(|entry| !entry.body.to_string().contains("tahu")), "free text may name a person");
    let kept = requests::one(&world.office, lsp, &request).await.expect("opened");
    assert!(matches!(kept.wish, requests::Wish::Change(wish) if wish.remark.as_deref() == Some("Siti Rekaan tahu")));
}

#[tokio::test]
async fn what_is_kept_longer_than_it_may_be_is_erased_by_two_people_and_reads_so_everywhere() {
    let world = world().await;
    let lsp = &world.lsps[0];
    issued(&world, date(2016, 6, 3), 1..4).await;
    issued(&world, date(2024, 6, 3), 4..6).await;
    let operator = entered(&world, Role::Operator).await;
    let page = read(&world, &operator, "/data-pribadi").await;
    assert!(page.contains("<dd>3</dd>") && page.contains("Minta hapus data pribadi 3 entri"), "{page}");
    let wanted = |nik: &str| find::Wanted { text: Some(nik.to_owned()), ..find::Wanted::default() };
    let found = async |nik: &str| {
        let lsps = std::slice::from_ref(lsp);
        let found = find::all(&world.office, lsps, &wanted(nik), date(2026, 11, 22), 9).await.expect("found");
        found.0.first().map(|hit| hit.listed.number.clone())
    };
    let number = found("9951010101900001").await.expect("found by her NIK");

    erased(&world, &operator).await;
    assert_eq!(found("9951010101900001").await, None);
    assert!(found("9951010101900004").await.is_some(), "whose certificate runs");
    assert!(find::one(&world.office, &number, Some(lsp)).await.is_ok(), "and her certificate is found by its number");
    assert!(read(&world, &operator, "/data-pribadi").await.contains("Belum ada yang harus dihapus"));
    let ended = read(&world, &operator, "/pantau?daftar=kedaluwarsa&dari=2019-01-01&sampai=2020-01-01").await;
    assert_eq!(ended.matches("sudah dihapus").count(), 3, "{ended}");
    assert!(
        checked(&world, &operator).await.contains("Jurnal utuh, dan semua tabel sama"),
        "an erased row is none altered"
    );
    let journal = read(&world, &operator, "/jurnal?tindakan=erase").await;
    assert!(
        journal.contains("entri 3") && journal.contains("operator-uji") && journal.contains("disetujui uji"),
        "{journal}"
    );
    let holder = format!("/office/{lsp}/data-pribadi/pemegang");
    let form = format!("number={}&nik=9951010101900001&form=page", number.replace(' ', "+"));
    assert_eq!(world.send(&holder, Some(&operator), &form).await.status(), StatusCode::UNPROCESSABLE_ENTITY);

    // Deleted past the program, it is no erasure: neither emptied nor with what stands in another's place.
    for past in [
        "update entry set particulars_sealed = '', erased_seq = 1 where erased_seq is null",
        "update entry set erased_seq = 1, particulars_sealed =
             (select d.particulars_sealed from entry d where d.erased_seq is not null limit 1) where erased_seq is null",
    ] {
        world.store.write_past("create table kept as select * from entry").await;
        world.store.write_past(past).await;
        let list = read(&world, &operator, "/pantau?daftar=pemberitahuan&dari=2026-01-01&sampai=2028-01-01").await;
        assert!(list.contains("tidak terbaca") && !list.contains("sudah dihapus"), "{past}: {list}");
        world.store.write_past(
            "update entry set erased_seq = (select k.erased_seq from kept k where k.id = entry.id), particulars_sealed =
                 (select k.particulars_sealed from kept k where k.id = entry.id); drop table kept",
        ).await;
    }
}

#[tokio::test]
async fn an_erasure_takes_no_row_at_its_word() {
    let world = world().await;
    issued(&world, date(2016, 6, 3), 1..3).await;
    issued(&world, date(2024, 6, 3), 2..6).await;
    let store = &world.store;
    // Of those whose certificates run, one is made to have ended long ago, one to have no certificate, as if she had been
    // found not yet competent, and one to have lost her data already.
    store
        .write_past(
            "update certificate set valid_until = '2017-01-01' where holder_name = 'Orang Rekaan d';
             update roster set issued_on = '2016-01-01';
             update entry set erased_seq = 1 where id = (
                 select entry from certificate where holder_name = 'Orang Rekaan c' and issued_on = '2024-06-03');
             pragma foreign_keys = off;
             update certificate set entry = -1 where holder_name = 'Orang Rekaan f';
             pragma foreign_keys = on",
        )
        .await;
    let before = sealed_of(store).await;
    let operator = entered(&world, Role::Operator).await;
    erased(&world, &operator).await;
    let after = sealed_of(store).await;
    let [niks, particulars] = [0, 1].map(|which| {
        let pairs = before[which].iter().zip(&after[which]);
        pairs.map(|(before, after)| before != after).collect::<Vec<bool>>()
    });
    assert_eq!(niks, [true, false, false, false, false], "who has nothing left");
    assert_eq!(particulars, [true, true, false, false, false, false], "what was issued to end before");
}

#[tokio::test]
async fn the_years_that_data_is_kept_for_are_those_that_the_journal_tells() {
    let world = world().await;
    let lsp = &world.lsps[0];
    let (admin, operator) = (entered(&world, Role::Administrator).await, entered(&world, Role::Operator).await);
    issued(&world, date(2016, 6, 3), 1..3).await;
    let due = async || read(&world, &operator, "/data-pribadi").await.contains("<dd>2</dd>");
    assert!(due().await);
    let path = format!("/office/{lsp}/pengaturan/pantau");
    let set = world.send(&path, Some(&admin), "surveillance=12&notice=3&ended=6&erasure=20").await;
    assert_eq!(location(&set), path);
    assert!(!due().await);
    let shorter = r#"{"surveillance":12,"notice":3,"ended":6,"erasure":1}"#;
    world.store.set_setting(&format!("periods {lsp}"), shorter).await.expect("written");
    assert!(!due().await, "a setting is nobody's word");
}

/// What lies sealed of people: NIK, and particulars, in the order of their rows.
async fn sealed_of(store: &crate::store::Store) -> [Vec<String>; 2] {
    let all = async |sql| store.texts(sql).await;
    [
        all("select nik_sealed from holder order by id").await,
        all("select particulars_sealed from entry order by id").await,
    ]
}
