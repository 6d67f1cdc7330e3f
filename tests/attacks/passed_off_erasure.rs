//! Somebody has the database and no key. He deletes what is kept of a person and would have it read as erased, as the law
//! asks for; or he would have what must be kept erased, by a setting or by an approval that he makes up.

use absah::domain::id::JobId;
use absah::domain::issuer::LspId;
use absah::office::requests::{self, RequestError, Shown, approve, carry_out};
use absah::office::watch::{self, List};
use absah::office::{Error, progress::Teller};
use absah::store::{Edge, Lease};
use jiff::civil::date;

use crate::issuer::now;
use crate::office::{Desk, chance};
use crate::support::{Installation, block_on, on_both};
use crate::trust::text;

/// A roster of one person whose certificate ended in 2019, and one whose certificate runs.
fn issued(at: &Installation) {
    at.with_lsps();
    for (day, person) in [("2016-06-03", 1), ("2025-06-03", 2)] {
        let roster = format!(
            "nama_asesi,nik,kode_skema,tanggal_uji,status_kompeten,instansi\n\
             Orang Rekaan,995101010190000{person},CS-01,{day},K,PT Rekaan\n"
        );
        let roster = at.write(&format!("{day}.csv"), roster);
        at.ok(&["issue", "--lsp", "klining", "--issued-on", day, text(&roster)]);
    }
}

/// Whether what is kept of the holders who are called between two years reads as erased; none where it reads as altered.
async fn erased(desk: &Desk, years: [i16; 2]) -> Result<Vec<Option<bool>>, Error> {
    let between = years.map(|year| date(year, 1, 1));
    let asked = watch::Asked { list: List::Expired, between, scheme: None, event: None };
    let calls = watch::page(&desk.office, &desk.lsp, &asked, Edge::Start, 9).await?;
    Ok(calls.iter().map(|call| (!call.person.is_altered).then_some(call.person.is_erased)).collect())
}

async fn carried(desk: &Desk, job: &JobId) -> Result<(), RequestError> {
    let lease = Lease { taker: "uji", now: now(), until: now() };
    let taken = desk.store.take_job(lease).await.expect("asked").expect("a job");
    assert_eq!(taken.id, *job);
    carry_out(&desk.office, &taken, now(), &mut chance(), &Teller::default()).await.map(drop)
}

#[test]
fn what_was_only_deleted_does_not_read_as_erased() {
    on_both(|at| {
        issued(at);
        block_on(async {
            let desk = Desk::open(at).await;
            let request = requests::ask_erasure(&desk.office, &desk.siti(), &mut chance()).await.expect("asked");
            let seen = desk.look(&request).await.expect("seen");
            assert!(matches!(seen.shown, Shown::Erase { entries: 1, .. }), "whose certificate runs is not due");
            let own = approve(&desk.office, &desk.siti_approves(), &request, &seen.hash, &mut chance()).await;
            assert!(matches!(own, Err(RequestError::OwnRequest)));
            let job = desk.approve(&request).await.expect("approved");
            carried(&desk, &job).await.expect("done");
            assert_eq!(erased(&desk, [2019, 2020]).await.expect("read"), [Some(true)]);
            assert_eq!(erased(&desk, [2028, 2029]).await.expect("read"), [Some(false)]);
            let done = requests::one(&desk.office, &desk.lsp, &request).await;
            assert!(done.is_ok(), "a request that was done stays as it was stamped");
            at.execute("create table kept as select * from entry;".to_owned());
            for deleted in [
                "update entry set particulars_sealed = '', erased_seq = 1 where erased_seq is null;",
                "update entry set erased_seq = 1, particulars_sealed = (select d.particulars_sealed from kept d
                     where d.erased_seq is not null) where erased_seq is null;",
                "update entry set erased_seq = 1, sealed_as = (select coalesce(d.sealed_as, cast(d.id as text))
                     from kept d where d.erased_seq is not null), particulars_sealed = (select d.particulars_sealed
                     from kept d where d.erased_seq is not null) where erased_seq is null;",
                "update entry set erased_seq = 1, sealed_as = (select coalesce(h.sealed_as, cast(h.id as text))
                     from holder h where h.erased_seq is not null), particulars_sealed = (select h.nik_sealed
                     from holder h where h.erased_seq is not null) where erased_seq is null;",
            ] {
                at.execute(deleted.to_owned());
                assert_eq!(erased(&desk, [2028, 2029]).await.expect("read"), [None], "{deleted}");
                at.execute(
                    "update entry set erased_seq = (select k.erased_seq from kept k where k.id = entry.id),
                         sealed_as = (select k.sealed_as from kept k where k.id = entry.id),
                         particulars_sealed = (select k.particulars_sealed from kept k where k.id = entry.id);"
                        .to_owned(),
                );
            }
            desk.office.close().await;
        });
        at.ok(&["journal", "verify"]);
    });
}

#[test]
fn nothing_is_erased_that_nobody_approved_or_that_was_shown_as_another_day() {
    let at = &Installation::on_sqlite();
    issued(at);
    block_on(async {
        let desk = Desk::open(at).await;
        let request = requests::ask_erasure(&desk.office, &desk.siti(), &mut chance()).await.expect("asked");
        let job: JobId = "0123456789abcdef01234567".parse().expect("a name");
        at.execute(format!(
            "update request set state = 'approved', decided_by = 'console:budi', decided_at = asked_at where id = '{request}';
             insert into job (id, lsp, request, state, taker, lease_until, tries, done, total, made_at)
             values ('{job}', 'klining', '{request}', 'waiting', '', 0, 0, 0, 1, 1);"
        ));
        assert!(matches!(carried(&desk, &job).await, Err(RequestError::NotApproved)));
        assert_eq!(erased(&desk, [2019, 2020]).await.expect("read"), [Some(false)]);
        // A setting of his: what runs is not asked for, and no period is shorter than a year.
        let lsp: &LspId = &desk.lsp;
        for years in ["0", "-9", "1"] {
            at.execute(format!(
                "delete from setting where name = 'periods {lsp}'; insert into setting (name, value) values
                 ('periods {lsp}', '{{\"surveillance\":12,\"notice\":3,\"ended\":6,\"erasure\":{years}}}');"
            ));
            let again = requests::ask_erasure(&desk.office, &desk.siti(), &mut chance()).await.expect("asked");
            let seen = desk.look(&again).await.expect("seen");
            assert!(matches!(seen.shown, Shown::Erase { entries: 1, .. }), "{years}");
        }
        desk.office.close().await;
    });
}

#[test]
fn an_erasure_ends_where_somebody_moved_an_assessment_to_another_lsp() {
    let at = &Installation::on_sqlite();
    issued(at);
    block_on(async {
        let desk = Desk::open(at).await;
        let request = requests::ask_erasure(&desk.office, &desk.siti(), &mut chance()).await.expect("asked");
        let job = desk.approve(&request).await.expect("approved");
        at.execute("update entry set lsp = (select min(id) from lsp where id <> 'klining');".to_owned());
        carried(&desk, &job).await.expect("it ends");
        let told = at.column("select body from journal where act = 'erase'");
        assert!(told.len() == 1 && told[0].contains("\"entries\":0"), "of nothing it is told that it went: {told:?}");
        assert_eq!(erased(&desk, [2019, 2020]).await.expect("read"), [Some(false)]);
        desk.office.close().await;
    });
}
