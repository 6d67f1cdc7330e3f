//! Somebody has the database and no key, and wants something issued or changed that no second person saw and approved:
//! he makes requests up, changes who asked, calls them approved, puts other cells or another file under them, and plays
//! approvals back. A service runs beside him the while. Nothing comes of it.

use std::time::Duration;

use absah::domain::id::{JobId, KeptId, RequestId};
use absah::domain::status::{Change, SuspendReason};
use absah::office::kept;
use absah::office::progress::Teller;
use absah::office::requests::{self, RequestError, approve};
use absah::store::JobState;
use jiff::SignedDuration;

use crate::issuer::now;
use crate::office::{Desk, chance};
use crate::support::{Installation, block_on, on_both, people};

/// A job for a request that he wants done, as the program would have written it.
fn job(request: &RequestId) -> String {
    format!(
        "insert into job (id, lsp, request, state, taker, lease_until, tries, done, total, made_at)
         values ('{}', 'klining', '{request}', 'waiting', '', 0, 0, 0, 1, 1);",
        forged_job()
    )
}

fn forged_job() -> JobId {
    "0123456789abcdef01234567".parse().expect("a name")
}

/// Two rosters that wait for a second person, and a cell mended in the first.
async fn two_waiting(desk: &Desk) -> [(KeptId, RequestId); 2] {
    let event = desk.event().await;
    let [first, second] =
        [desk.hand_in(&event, None, &people(1, 3)).await, desk.hand_in(&event, None, &people(10, 3)).await];
    let revision = desk.kept(&first).await.row.revision;
    let mended = [("A2".parse().expect("a cell"), "Orang Rekaan Diganti".to_owned())];
    kept::mend(&desk.office, &desk.siti(), &first, revision, &mended, &mut chance()).await.expect("mended");
    let requests = [desk.submit(&first).await, desk.submit(&second).await];
    let [one, other] = requests;
    [(first, one), (second, other)]
}

async fn fails(desk: &Desk, job: &JobId, fault: &str) {
    let ended = desk.ended(job).await;
    assert_eq!((ended.state, ended.fault.as_deref()), (JobState::Failed, Some(fault)));
}

fn nothing_issued(at: &Installation) {
    assert_eq!(at.column("select cast(count(*) as text) from certificate"), ["0"]);
    at.ok(&["journal", "verify"]);
}

#[test]
fn what_is_called_approved_in_the_tables_is_not() {
    on_both(|at| {
        at.with_lsps();
        let _service = at.serve();
        block_on(async {
            let desk = Desk::open(at).await;
            let [(kept, request), _] = two_waiting(&desk).await;
            at.execute(format!(
                "update request set state = 'approved', decided_by = 'console:budi', decided_at = asked_at
                 where id = '{request}';
                 update kept_roster set state = 'approved' where id = '{kept}'; {}",
                job(&request)
            ));
            fails(&desk, &forged_job(), "not-approved").await;
            desk.office.close().await;
        });
        nothing_issued(at);
    });
}

#[test]
fn no_request_and_no_approval_is_made_to_live_longer() {
    let at = &Installation::on_sqlite();
    at.with_lsps();
    block_on(async {
        let desk = Desk::open(at).await;
        let [(_, waiting), (_, other)] = two_waiting(&desk).await;
        let job = desk.approve(&other).await.expect("approved");
        at.execute("insert into setting (name, value) values ('request_days klining', '365')".to_owned());
        let late = now() + SignedDuration::from_hours(24 * 31);
        let seen = requests::look(&desk.office, &desk.lsp, &waiting, late).await;
        assert!(matches!(seen, Err(RequestError::Expired)));
        let job = desk.job(&job).await;
        let done = requests::carry_out(&desk.office, &job, late, &mut chance(), &Teller::default()).await;
        assert!(matches!(done, Err(RequestError::Expired)));
        desk.office.close().await;
    });
    nothing_issued(at);
}

#[test]
fn nobody_is_made_to_have_asked() {
    let at = &Installation::on_sqlite();
    at.with_lsps();
    block_on(async {
        let desk = Desk::open(at).await;
        let [(_, request), _] = two_waiting(&desk).await;
        // Who asked would approve: so somebody else is to have asked.
        at.execute(format!("update request set asked_by = 'console:wati' where id = '{request}';"));
        let own = desk.look(&request).await;
        assert!(matches!(own, Err(RequestError::Altered(_))));
        // A request of his own, made of one that stands there.
        let made_up: RequestId = "00112233445566778899aabb".parse().expect("a name");
        at.execute(format!(
            "insert into request (id, lsp, kind, kept, size, body_sealed, asked_by, asked_at, state, stamp)
             select '{made_up}', lsp, kind, kept, size, body_sealed, asked_by, asked_at, state, stamp from request
             where asked_by = 'console:siti';"
        ));
        assert!(matches!(desk.look(&made_up).await, Err(RequestError::Altered(_))));
        let waiting = requests::waiting(&desk.office, &desk.lsp, now()).await.expect("a list");
        assert_eq!(waiting.len(), 1, "the one that he left alone");
        desk.office.close().await;
    });
    nothing_issued(at);
}

#[test]
fn no_other_cell_and_no_other_file_is_put_under_a_request() {
    let at = &Installation::on_sqlite();
    at.with_lsps();
    block_on(async {
        let desk = Desk::open(at).await;
        let event = desk.event().await;
        let roster = desk.hand_in(&event, None, &people(1, 3)).await;
        at.execute("create table kept_before as select * from kept_roster;".to_owned());
        let revision = desk.kept(&roster).await.row.revision;
        let mended = [("A2".parse().expect("a cell"), "Orang Rekaan Diganti".to_owned())];
        kept::mend(&desk.office, &desk.siti(), &roster, revision, &mended, &mut chance()).await.expect("mended");
        let request = desk.submit(&roster).await;
        let seen = desk.look(&request).await.expect("seen").hash;

        // The cells as they were before they were mended: they open in their row, and are not what was asked for.
        at.execute(
            "create table kept_now as select * from kept_roster;
                    update kept_roster set cells_sealed = (select k.cells_sealed from kept_before k);"
                .to_owned(),
        );
        let other = approve(&desk.office, &desk.budi(), &request, &seen, &mut chance()).await;
        assert!(matches!(other, Err(RequestError::Altered(_))));
        at.execute("update kept_roster set cells_sealed = (select k.cells_sealed from kept_now k);".to_owned());

        // Another day of issue than the one that was asked for.
        at.execute("update kept_roster set issued_on = '2024-06-04';".to_owned());
        assert!(matches!(desk.look(&request).await, Err(RequestError::Altered(_))));
        at.execute("update kept_roster set issued_on = '2024-06-03';".to_owned());

        // Another roster's file: it opens in no other row.
        let second = desk.hand_in(&event, None, &people(50, 3)).await;
        at.execute(format!(
            "update kept_roster set file_sealed = (select k.file_sealed from kept_roster k where k.id = '{second}'),
                cells_sealed = (select k.cells_sealed from kept_roster k where k.id = '{second}') where id = '{roster}';"
        ));
        assert!(desk.look(&request).await.is_err());
        assert!(kept::open(&desk.office, &desk.lsp, &roster).await.is_err());
        desk.office.close().await;
    });
    nothing_issued(at);
}

#[test]
fn what_was_approved_is_issued_as_it_was_seen_or_not_at_all() {
    on_both(|at| {
        at.with_lsps();
        block_on(async {
            let desk = Desk::open(at).await;
            let event = desk.event().await;
            let roster = desk.hand_in(&event, None, &people(1, 3)).await;
            at.execute("create table kept_before as select * from kept_roster;".to_owned());
            let revision = desk.kept(&roster).await.row.revision;
            let mended = [("A2".parse().expect("a cell"), "Orang Rekaan Diganti".to_owned())];
            kept::mend(&desk.office, &desk.siti(), &roster, revision, &mended, &mut chance()).await.expect("mended");
            let request = desk.submit(&roster).await;
            let job = desk.approve(&request).await.expect("approved");
            // Between the approval and the work, before any service runs.
            at.execute("update kept_roster set cells_sealed = (select k.cells_sealed from kept_before k);".to_owned());
            let _service = at.serve();
            fails(&desk, &job, "changed").await;
            desk.office.close().await;
        });
        nothing_issued(at);
    });
}

#[test]
fn an_approval_counts_once() {
    let at = &Installation::on_sqlite();
    at.with_lsps();
    let made = crate::keys::certificates(at, 1, 1, "2024-06-03");
    let number = made[0].0.as_str();
    let _service = at.serve();
    block_on(async {
        let desk = Desk::open(at).await;
        let request = desk.ask(Change::Suspend(SuspendReason::Misuse), &[number]).await.expect("valid");
        let seen = desk.look(&request).await.expect("seen").hash;
        at.execute("create table request_before as select * from request;".to_owned());
        let job = approve(&desk.office, &desk.budi(), &request, &seen, &mut chance()).await.expect("approved");
        at.execute("create table request_approved as select * from request;".to_owned());
        assert_eq!(desk.ended(&job).await.state, JobState::Done);
        let end = desk.ask(Change::Reinstate, &[number]).await.expect("suspended");
        let end = desk.approve(&end).await.expect("approved");
        assert_eq!(desk.ended(&end).await.state, JobState::Done);

        // The certificate is as it was when the suspension was approved. The old rows are put back, job and all.
        let play = |request: &str| {
            at.execute(format!(
                "update request set state = (select r.state from {request} r where r.id = request.id),
                     decided_by = (select r.decided_by from {request} r where r.id = request.id),
                     decided_at = (select r.decided_at from {request} r where r.id = request.id),
                     stamp = (select r.stamp from {request} r where r.id = request.id)
                 where id in (select r.id from {request} r);"
            ));
        };
        play("request_approved");
        at.execute(format!("update job set ended_at = null, state = 'waiting', lease_until = 0 where id = '{job}';"));
        fails(&desk, &job, "not-approved").await;
        // As it waited: nobody is asked a second time.
        play("request_before");
        assert!(requests::waiting(&desk.office, &desk.lsp, now()).await.expect("a list").is_empty());
        assert!(matches!(desk.look(&request).await, Err(RequestError::Settled)));

        // The entry that ended it is taken out: then the journal does not hold, and nothing is done at all.
        play("request_approved");
        at.execute(format!(
            "create table kept_journal as select * from journal;
             delete from journal where act = 'suspend' and lsp = 'klining';
             update job set ended_at = null, state = 'waiting', lease_until = 0 where id = '{job}';"
        ));
        tokio::time::sleep(Duration::from_secs(2)).await;
        at.execute("delete from journal; insert into journal select * from kept_journal;".to_owned());
        let state = "select status from certificate";
        assert_eq!(at.column(state), ["valid"], "it was not suspended again");
        desk.office.close().await;
    });
}
