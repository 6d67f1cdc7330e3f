//! Stories of the office: from a roster that is handed in to certificates that two people stand behind, done by whichever
//! process is alive.

use std::time::Duration;

use absah::domain::event::{Event, Institution, Tuk, Wave};
use absah::domain::id::{EventId, JobId, KeptId, RequestId};
use absah::domain::issuer::LspId;
use absah::domain::request::{KeptState, Origin};
use absah::domain::status::{Change, RevokeReason, State, SuspendReason};
use absah::domain::year::Year;
use absah::office::journal::read;
use absah::office::kept::{self, Ending, HandedIn, KeptError, Seats, hand_in};
use absah::office::requests::{self, ChangeWish, Named, RequestError, Seen, approve, look, submit};
use absah::office::standing::{Approves, Asks, Standing};
use absah::office::{Office, events, jobs};
use absah::store::{Counts, JobState, Store};
use getrandom::SysRng;
use getrandom::rand_core::UnwrapErr;
use jiff::civil::date;

use crate::issuer::now;
use crate::support::{Installation, block_on, on_both, people};

/// An LSP's office with two people in it.
pub(crate) struct Desk {
    pub(crate) office: Office,
    pub(crate) store: Store,
    pub(crate) lsp: LspId,
}

impl Desk {
    pub(crate) async fn open(at: &Installation) -> Self {
        let lsp = "klining".parse().expect("an id");
        let (office, store) = at.office().await;
        Self { office, store, lsp }
    }

    /// Who makes.
    pub(crate) fn siti(&self) -> Standing<Asks> {
        Standing::console(self.lsp.clone(), "siti", now())
    }

    /// Who approves.
    pub(crate) fn budi<R>(&self) -> Standing<R> {
        Standing::console(self.lsp.clone(), "budi", now())
    }

    /// Who makes, in the place of who approves.
    pub(crate) fn siti_approves(&self) -> Standing<Approves> {
        Standing::console(self.lsp.clone(), "siti", now())
    }

    pub(crate) async fn look(&self, request: &RequestId) -> Result<Seen, RequestError> {
        look(&self.office, &self.lsp, request, now()).await
    }

    pub(crate) async fn event(&self) -> EventId {
        events::add(&self.office, &self.siti(), &event(), &mut chance()).await.expect("written down")
    }

    pub(crate) async fn hand_in(&self, event: &EventId, wave: Option<u32>, csv: &str) -> KeptId {
        let (file_name, file, issued_on) = ("peserta.csv", csv.as_bytes(), date(2024, 6, 3));
        let new = HandedIn { event, wave, file_name, file, issued_on };
        hand_in(&self.office, &self.siti(), new, &mut chance()).await.expect("kept")
    }

    pub(crate) async fn submit(&self, kept: &KeptId) -> RequestId {
        let revision = self.kept(kept).await.row.revision;
        submit(&self.office, &self.siti(), kept, revision, &mut chance()).await.expect("submitted")
    }

    pub(crate) async fn kept(&self, id: &KeptId) -> kept::Kept {
        kept::open(&self.office, &self.lsp, id).await.expect("a roster")
    }

    /// The other person looks, and approves of what she sees.
    pub(crate) async fn approve(&self, request: &RequestId) -> Result<JobId, RequestError> {
        let seen = self.look(request).await?.hash;
        approve(&self.office, &self.budi(), request, &seen, &mut chance()).await
    }

    pub(crate) async fn job(&self, id: &JobId) -> absah::store::JobRow {
        jobs::one(&self.office, &self.lsp, id).await.expect("asked").expect("a job")
    }

    /// Waits until a job has ended.
    pub(crate) async fn ended(&self, id: &JobId) -> absah::store::JobRow {
        for _ in 0..4000 {
            let job = self.job(id).await;
            if job.ended_at.is_some() {
                return job;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("the job did not end: {:?}", self.job(id).await);
    }

    /// A change of status that waits, by one person.
    pub(crate) async fn ask(&self, change: Change, numbers: &[&str]) -> Result<RequestId, RequestError> {
        let named = |number: &&str| Named { number: (*number).to_owned(), name: None, nik: None };
        let wish = ChangeWish { change, remark: None, certificates: numbers.iter().map(named).collect() };
        requests::ask_change(&self.office, &self.siti(), wish, &mut chance()).await
    }
}

pub(crate) fn chance() -> UnwrapErr<SysRng> {
    UnwrapErr(SysRng)
}

fn event() -> Event {
    let wave = |number, day| Wave { number, held_on: date(2024, 5, day), quota: Some(5) };
    let institution = |name: &str, planned| Institution { name: name.to_owned(), planned };
    Event {
        name: "Sertifikasi petugas kebersihan".to_owned(),
        tuk: Tuk::TempatKerja,
        place: "Gedung Rekaan".to_owned(),
        starts_on: date(2024, 5, 6),
        ends_on: date(2024, 5, 20),
        quota_asked: Some(10),
        quota_granted: Some(8),
        institutions: vec![institution("PT Rekaan Satu", 4), institution("PT Rekaan Dua", 3)],
        waves: vec![wave(1, 6), wave(2, 20)],
    }
}

/// Two who are competent, one who is not yet, one who was absent; the third row has a fault in it.
const ROSTER: &str = "nama_asesi,nik,kode_skema,tanggal_uji,status_kompeten,instansi
Orang Rekaan Satu,9951010101900001,CS-01,2024-05-06,K,PT Rekaan Satu
Orang Rekaan Dua,9951010101900002,CS-01,2024-05-06,L,PT Rekaan Satu
Orang Rekaan Tiga,9951010101900003,CS-01,2024-05-06,BK,PT Rekaan Dua
Orang Rekaan Empat,9951010101900004,CS-01,,,PT Rekaan Dua
";

/// The bodies of the journal's entries of an act.
async fn journaled(desk: &Desk, act: &str) -> Vec<absah::store::WrittenEntry> {
    let entries = read::whole(&desk.office, &desk.lsp).await.expect("a journal");
    entries.into_iter().filter(|entry| entry.act.as_str() == act).collect()
}

async fn counts(desk: &Desk, event: &EventId) -> Counts {
    let listed = events::of_year(&desk.office, &desk.lsp, Year::try_from(2024).expect("a year")).await.expect("a year");
    let counts = events::one(&desk.office, &desk.lsp, event).await.expect("an event").1;
    assert_eq!(listed.iter().find(|listed| listed.id == *event).map(|listed| listed.counts), Some(counts));
    counts
}

#[test]
fn two_people_bring_a_roster_to_certificates_and_those_not_yet_competent_sit_again() {
    on_both(|at| {
        at.with_lsps();
        let service = at.serve();
        block_on(async {
            let desk = Desk::open(at).await;
            let (event, random) = (desk.event().await, &mut chance());
            let roster = desk.hand_in(&event, Some(1), ROSTER).await;

            // One fault, at its cell; mended on the page, not in the file.
            let kept = desk.kept(&roster).await;
            let lsp = desk.office.lsp(&desk.lsp).await.expect("an LSP").lsp;
            let review = kept.review(&desk.office, &lsp, now()).await.expect("read");
            let fault = &review.faults()[0];
            let at_cell = review.layout.cell(fault.row, fault.column).expect("a cell");
            assert_eq!((review.faults().len(), at_cell.to_string().as_str()), (1, "E3"));
            let revision = kept.row.revision;
            let refused = submit(&desk.office, &desk.siti(), &roster, revision, random).await;
            assert!(matches!(refused, Err(RequestError::Faults(1))));
            let mended = [(at_cell, "K".to_owned())];
            kept::mend(&desk.office, &desk.siti(), &roster, revision, &mended, random).await.expect("mended");
            let late = kept::mend(&desk.office, &desk.siti(), &roster, revision, &mended, random).await;
            assert!(matches!(late, Err(KeptError::Changed)), "somebody who had not seen it");
            let waiting = Counts { planned: 7, competent: 2, not_yet_competent: 1, absent: 1, certified: 0 };
            assert_eq!(counts(&desk, &event).await, waiting);

            // The numbers that it would take, and the sheet of the first, before anybody approves.
            let kept = desk.kept(&roster).await;
            let taken = desk.office.lsp(&desk.lsp).await.expect("an LSP");
            let foreseen = kept.review(&desk.office, &lsp, now()).await.expect("read").foreseen;
            let taking = requests::ahead(&desk.office, &taken, &foreseen, kept.row.issued_on).await.expect("numbers");
            let spans: Vec<_> = taking.spans.iter().map(|span| (span.count, span.first.as_str())).collect();
            assert_eq!(spans, [(2, "81210 9112 2 0000001 2024"), (2, "KLN 9901 00001 2024")]);
            let sheet = requests::specimen(&desk.office, &taken, &foreseen, &taking, kept.row.issued_on).await;
            assert!(sheet.expect("asked").expect("somebody").expect("drawn").starts_with(b"%PDF"));

            // Who made it cannot approve; it goes back once, and then through.
            let request = desk.submit(&roster).await;
            let seen = desk.look(&request).await.expect("seen").hash;
            let own = approve(&desk.office, &desk.siti_approves(), &request, &seen, random).await;
            assert!(matches!(own, Err(RequestError::OwnRequest)));
            let frozen = kept::mend(&desk.office, &desk.siti(), &roster, revision + 2, &mended, random).await;
            assert!(matches!(frozen, Err(KeptError::State(KeptState::Submitted))));
            let back = requests::send_back(&desk.office, &desk.budi(), &request, "Periksa nama baris 2.", random).await;
            back.expect("sent back");
            let remark = requests::one(&desk.office, &desk.lsp, &request).await.expect("a request").remark;
            assert_eq!(remark.as_deref(), Some("Periksa nama baris 2."));
            assert!(matches!(desk.approve(&request).await, Err(RequestError::Settled)));
            let request = desk.submit(&roster).await;
            let job = desk.approve(&request).await.expect("approved");
            let job = desk.ended(&job).await;
            assert_eq!((job.state, job.done, job.total), (JobState::Done, 2, 2), "{:?}", job.fault);
            assert_eq!(desk.kept(&roster).await.row.state, KeptState::Issued);
            assert_eq!(counts(&desk, &event).await, Counts { certified: 2, ..waiting });
            let issued = journaled(&desk, "issue").await;
            assert_eq!(issued.len(), 1);
            let names = (issued[0].actor.as_str(), issued[0].approved_by.as_deref());
            assert_eq!(names, ("console:siti", Some("console:budi")));
            assert_eq!(issued[0].body["request"].as_str(), Some(request.as_str()));

            // Who was not yet competent sits again, with the decision left blank; she is competent now.
            let seats = Seats { event: &event, wave: Some(2), issued_on: date(2024, 6, 3) };
            let again =
                kept::sit_again(&desk.office, &desk.siti(), (&event, Some(1)), seats, random).await.expect("made");
            let kept_again = desk.kept(&again).await;
            assert_eq!((kept_again.row.origin, kept_again.row.wave), (Origin::Again, Some(2)));
            let revision = kept_again.row.revision;
            let blank = submit(&desk.office, &desk.siti(), &again, revision, random).await;
            assert!(matches!(blank, Err(RequestError::NobodySat)));
            let decided =
                [("D2", "2024-05-20"), ("E2", "K")].map(|(at, text)| (at.parse().expect("a cell"), text.to_owned()));
            kept::mend(&desk.office, &desk.siti(), &again, revision, &decided, random).await.expect("mended");
            let request = desk.submit(&again).await;
            let job = desk.approve(&request).await.expect("approved");
            assert_eq!(desk.ended(&job).await.state, JobState::Done);
            let after = Counts { competent: 3, certified: 3, ..waiting };
            assert_eq!(counts(&desk, &event).await, after, "she sat twice");
            let nobody = kept::sit_again(&desk.office, &desk.siti(), (&event, Some(1)), seats, random).await;
            assert!(matches!(nobody, Err(KeptError::Nobody)));

            // Three certificates end in 2027: their holders are assessed anew.
            let scheme = "CS-01".parse().expect("a code");
            let between = [date(2027, 1, 1), date(2027, 12, 31)];
            let ending = Ending { scheme: &scheme, of: None, between };
            let seats = Seats { wave: None, ..seats };
            let anew = kept::sit_renewal(&desk.office, &desk.siti(), ending, seats, random).await;
            let anew = desk.kept(&anew.expect("made")).await;
            assert_eq!((anew.row.origin, anew.row.counted.absent), (Origin::Renewal, 3));
            desk.office.close().await;
        });
        drop(service);
        at.ok(&["journal", "verify"]);
    });
}

#[test]
fn certificates_are_suspended_revoked_and_replaced_by_two_people_all_or_none() {
    let at = &Installation::on_sqlite();
    at.with_lsps();
    let made = crate::keys::certificates(at, 1, 4, "2024-06-03");
    let numbers: Vec<&str> = made.iter().map(|(number, _)| number.as_str()).collect();
    let service = at.serve();
    block_on(async {
        let desk = Desk::open(at).await;
        let (suspend, revoke) = (Change::Suspend(SuspendReason::Misuse), Change::Revoke(RevokeReason::Fraud));
        let request = desk.ask(suspend, &numbers[..2]).await.expect("asked");
        assert_eq!(desk.ended(&desk.approve(&request).await.expect("approved")).await.state, JobState::Done);
        let again = desk.ask(suspend, &numbers[1..3]).await;
        assert!(matches!(again, Err(RequestError::State { state: State::Suspended, .. })));

        // One of three was revoked since it was seen: none of them is.
        let request = desk.ask(revoke, &numbers[1..4]).await.expect("asked");
        let seen = desk.look(&request).await.expect("seen").hash;
        at.ok(&["revoke", numbers[3], "--reason", "ethics", "--yes"]);
        let changed = approve(&desk.office, &desk.budi(), &request, &seen, &mut chance()).await;
        assert!(matches!(changed, Err(RequestError::Changed)));
        let seen = desk.look(&request).await.expect("seen").hash;
        let job = approve(&desk.office, &desk.budi(), &request, &seen, &mut chance()).await.expect("approved as seen");
        let job = desk.ended(&job).await;
        assert_eq!((job.state, job.fault.as_deref()), (JobState::Failed, Some("changed")));

        let replace = Change::Replace(RevokeReason::WrongData);
        let name = Some("Orang Rekaan Baru".parse().expect("a name"));
        let named = Named { number: numbers[2].to_owned(), name, nik: None };
        let wish = ChangeWish { change: replace, remark: None, certificates: vec![named] };
        let request = requests::ask_change(&desk.office, &desk.siti(), wish, &mut chance()).await.expect("asked");
        assert_eq!(desk.ended(&desk.approve(&request).await.expect("approved")).await.state, JobState::Done);
        let request = desk.ask(Change::Reinstate, &numbers[..1]).await.expect("asked");
        assert_eq!(desk.ended(&desk.approve(&request).await.expect("approved")).await.state, JobState::Done);
        desk.office.close().await;
    });
    for ((_, token), word) in made.iter().zip(["valid", "suspended", "superseded", "revoked"]) {
        let says = || {
            (0..50).find(|_| {
                std::thread::sleep(Duration::from_millis(100));
                service.verdict(token) == word
            })
        };
        assert!(says().is_some(), "{} and not {word}", service.verdict(token));
    }
    assert_eq!(at.ok(&["find", "Orang Rekaan Baru", "--json"]).json()["found"].as_u64().unwrap_or(1), 1);
}

#[test]
fn what_comes_to_something_else_than_was_seen_lapses_and_can_be_submitted_again() {
    let at = &Installation::on_sqlite();
    at.with_lsps();
    block_on(async {
        let desk = Desk::open(at).await;
        let event = desk.event().await;
        let roster = desk.hand_in(&event, None, &people(1, 3)).await;
        let request = desk.submit(&roster).await;
        let job = desk.approve(&request).await.expect("approved");
        // One of the three gets her certificate from elsewhere before a service does the work.
        assert_eq!(at.issue("klining", "2024-06-03", &at.write("one.csv", people(2, 1)), &[])["issued"], 1);
        let service = at.serve();
        let ended = desk.ended(&job).await;
        assert_eq!((ended.state, ended.fault.as_deref()), (JobState::Failed, Some("changed")));
        assert_eq!(desk.kept(&roster).await.row.state, KeptState::Returned);
        let request = desk.submit(&roster).await;
        let job = desk.approve(&request).await.expect("approved");
        assert_eq!(desk.ended(&job).await.state, JobState::Done);
        drop(service);
        desk.office.close().await;
    });
    assert_eq!(at.column("select cast(count(*) as text) from certificate"), ["3"]);
}

/// A roster of this many waits for a service that does it, approved.
async fn approved(desk: &Desk, count: usize) -> JobId {
    let event = desk.event().await;
    let roster = desk.hand_in(&event, None, &people(0, count)).await;
    let request = desk.submit(&roster).await;
    desk.approve(&request).await.expect("approved")
}

/// That exactly so many certificates were issued, once.
fn issued_once(at: &Installation, runtime: &tokio::runtime::Runtime, desk: &Desk, count: usize) {
    assert_eq!(at.column("select cast(count(*) as text) from certificate"), [count.to_string()]);
    assert_eq!(at.column("select cast(count(distinct number) as text) from certificate"), [count.to_string()]);
    assert_eq!(at.column("select cast(count(distinct entry) as text) from certificate"), [count.to_string()]);
    let issued = runtime.block_on(journaled(desk, "issue"));
    assert_eq!(issued.iter().map(|entry| entry.body["issued"].as_u64()).collect::<Vec<_>>(), [Some(count as u64)]);
    at.ok(&["journal", "verify"]);
}

#[test]
fn a_service_killed_while_it_issues_5000_is_followed_by_one_that_completes_them_once() {
    on_both(|at| {
        at.with_lsps();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let (desk, job) = runtime.block_on(async {
            let desk = Desk::open(at).await;
            let job = approved(&desk, 5_000).await;
            (desk, job)
        });
        // Two are killed: while the roster is read, and while certificates are signed and written.
        let mut cut = 0;
        for wait in [50, 900] {
            let service = at.serve();
            runtime.block_on(async {
                let tries = desk.job(&job).await.tries;
                while desk.job(&job).await.tries == tries && desk.job(&job).await.ended_at.is_none() {
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
                tokio::time::sleep(Duration::from_millis(wait)).await;
            });
            drop(service); // SIGKILL
            let ended = runtime.block_on(desk.job(&job)).ended_at.is_some();
            let expected = if ended { 5_000 } else { 0 };
            assert_eq!(
                at.column("select cast(count(*) as text) from certificate"),
                [expected.to_string()],
                "all or none"
            );
            cut += usize::from(!ended);
        }
        assert!(cut > 0, "no service was killed before it had done it");
        let service = at.serve();
        let ended = runtime.block_on(desk.ended(&job));
        assert_eq!((ended.state, ended.done), (JobState::Done, 5_000));
        drop(service);
        issued_once(at, &runtime, &desk, 5_000);
    });
}

#[test]
fn two_services_do_one_job_once() {
    on_both(|at| {
        at.with_lsps();
        let services = [at.serve(), at.serve()];
        block_on(async {
            let desk = Desk::open(at).await;
            let mut jobs = Vec::new();
            let event = desk.event().await;
            for first in [0, 200, 400] {
                let roster = desk.hand_in(&event, None, &people(first, 150)).await;
                let request = desk.submit(&roster).await;
                jobs.push(desk.approve(&request).await.expect("approved"));
            }
            for job in &jobs {
                assert_eq!(desk.ended(job).await.state, JobState::Done);
            }
            let issued = journaled(&desk, "issue").await;
            assert_eq!(issued.iter().filter_map(|entry| entry.body["issued"].as_u64()).collect::<Vec<_>>(), [150; 3]);
            desk.office.close().await;
        });
        drop(services);
        assert_eq!(at.column("select cast(count(*) as text) from certificate"), ["450"]);
        at.ok(&["journal", "verify"]);
    });
}
