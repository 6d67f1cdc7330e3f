//! Preprinted sheets: which certificate is on which, and what becomes of it when somebody writes about it past the journal.

use jiff::civil::date;

use super::*;
use crate::domain::act::Act;
use crate::domain::blanko::{Run, Serial, Spoiled};
use crate::domain::choice::Choice;
use crate::domain::id::CertificateId;
use crate::domain::search_key::SearchKey;
use crate::office::accounts::{Handing, Member};
use crate::office::blanko::{self, BlankoError};
use crate::office::find;
use crate::office::find::{Leaf, Sort};
use crate::office::handover::{Without, chosen};
use crate::office::held::{Difference, hold, repair};
use crate::office::intake::{self, Photos};
use crate::office::issue::{Batch, RosterHash, foresee, issue};
use crate::office::keys;
use crate::office::progress::Teller;
use crate::office::standing::{HandsOver, Standing};

const HEAD: &str = "nama_asesi,nik,kode_skema,tanggal_uji,status_kompeten,nomor_blanko\n";
const ROSTER: &str = "Siti Rekaan,9951010101900001,CS-01,2026-11-02,K,0000007
Budi Rekaan,9951010101900002,CS-01,2026-11-02,K,0000008
Ani Rekaan,9951010101900003,CS-01,2026-11-02,K,
";
pub(super) const SITI: usize = 0;
const BUDI: usize = 1;
const ANI: usize = 2;

/// Somebody who hands three certificates over, of which a roster put two on sheets.
pub(super) struct Desk {
    pub(super) world: World,
    who: Standing<HandsOver>,
    pub(super) ids: Vec<CertificateId>,
}

async fn desk() -> Desk {
    desk_with(&Design::default()).await
}

/// The same, whose certificates are printed by a design.
pub(super) async fn desk_with(design: &Design) -> Desk {
    let world = world().await;
    let (lsp, day) = (world.lsps[0].clone(), date(2026, 11, 20));
    let described = world.office.lsp(&lsp).await.expect("an LSP").lsp;
    crate::office::lsp::keep(&world.office, &described, design, &console()).await.expect("kept");
    keys::make_first(&world.office, &lsp, None, &console(), &mut UnwrapErr(SysRng)).await.expect("keys");
    let acting = world.office.issuing(&lsp, console()).await.expect("an LSP");
    let csv = format!("{HEAD}{ROSTER}");
    let read = intake::read(&world.office, acting.lsp(), csv.as_bytes(), day, world.now()).await.expect("asked");
    let (roster, hash) = (read.expect("a roster"), RosterHash::of(csv.as_ref()));
    let batch = Batch { roster, hash, issued_on: day, skip_refused: false, photos: &Photos::new() };
    let outcome = issue(&acting, batch, &mut UnwrapErr(SysRng), &Teller::default()).await.expect("issued");
    assert!(outcome.refused.is_empty(), "{:?}", outcome.refused);
    drop(acting);
    let handing = Handing::narrow(Member::invented(1, &lsp, &[Role::Operator])).expect("one");
    let who = Standing::handing(&handing, world.now());
    let choice = Choice::Issued { from: day, until: day };
    let ids = chosen(&world.office, &lsp, &choice, &Without::default()).await.expect("chosen").ids;
    Desk { world, who, ids }
}

fn serial(text: &str) -> Serial {
    text.parse().expect("a serial")
}

impl Desk {
    pub(super) async fn give(&self, given: &[(usize, &str)]) -> Result<usize, BlankoError> {
        let given: Vec<_> = given.iter().map(|(whose, sheet)| (self.ids[*whose], serial(sheet))).collect();
        blanko::give(&self.world.office, &self.who, &given).await
    }

    pub(super) async fn spoil(&self, sheet: &str) -> Result<(), BlankoError> {
        blanko::spoil(&self.world.office, &self.who, &serial(sheet), Spoiled::Lost).await
    }

    async fn write_past(&self, sql: &'static str) -> u64 {
        self.world.store.write_past(sql).await
    }

    /// Whose certificates a serial leads to, in a list and by itself.
    async fn found(&self, sheet: &str) -> Vec<String> {
        let (office, lsp) = (&self.world.office, &self.world.lsps[0]);
        let by_number = match find::by_number(office, &SearchKey::new(sheet).expect("a key")).await {
            Ok(found) => found.into_iter().map(|one| one.certificate.holder.to_string()).collect(),
            Err(crate::office::Error::NotAsIssued { .. }) => Vec::new(),
            Err(error) => panic!("{error}"),
        };
        let wanted = find::Wanted { text: Some(sheet.to_owned()), ..find::Wanted::default() };
        let states = find::States::Read;
        let asked = find::Asked { sort: Sort::Newest, leaf: Leaf::First, most: 9, today: date(2026, 11, 22), states };
        let page = find::page(office, lsp, &wanted, &asked).await.expect("a page");
        let listed: Vec<String> = page.hits.into_iter().map(|hit| hit.listed.holder).collect();
        assert_eq!(listed, by_number, "{sheet}: a list finds what is found alone");
        by_number
    }

    /// Received, used, spoiled, left.
    async fn stock(&self) -> [u64; 4] {
        let stock = blanko::stock(&self.world.office, &self.world.lsps[0]).await.expect("a stock");
        [stock.received(), stock.used(), stock.spoiled(), stock.left()]
    }

    async fn differences(&self) -> Vec<Difference> {
        let records = self.world.office.records().await.expect("a secret");
        let held = hold(&self.world.office, &records, &self.world.lsps[0]).await.expect("held");
        let mut differences = held.differences;
        differences.sort_by_key(|one| format!("{one:?}"));
        differences
    }

    /// Whether a roster may name a sheet for somebody new.
    async fn is_free(&self, sheet: &str) -> bool {
        let (office, day) = (&self.world.office, date(2026, 11, 20));
        let records = office.records().await.expect("a secret");
        let lsp = office.lsp(&self.world.lsps[0]).await.expect("an LSP").lsp;
        let csv = format!("{HEAD}Dodi Rekaan,9951010101900004,CS-01,2026-11-02,K,{sheet}\n");
        let read = intake::read(office, &lsp, csv.as_bytes(), day, self.world.now()).await.expect("asked");
        let foreseen = foresee(office, &records, &lsp, read.expect("a roster"), day).await.expect("foreseen");
        assert_eq!(foreseen.certificates + foreseen.refused.len(), 1);
        foreseen.refused.is_empty()
    }
}

fn is_used<T: std::fmt::Debug>(done: &Result<T, BlankoError>) -> bool {
    matches!(done, Err(BlankoError::Used(_)))
}

#[tokio::test]
async fn what_a_roster_named_is_exchanged_and_let_go_and_counted_once() {
    let desk = desk().await;
    let run = Run::new(serial("0000001"), serial("0000010")).expect("a run");
    blanko::receive(&desk.world.office, &desk.who, &run, date(2026, 11, 19)).await.expect("received");
    assert_eq!(
        (desk.found("0000007").await, desk.found("0000008").await),
        (vec!["Siti Rekaan".to_owned()], vec!["Budi Rekaan".to_owned()])
    );
    assert_eq!(desk.stock().await, [10, 2, 0, 8]);
    assert!(matches!(desk.give(&[(SITI, "0000007"), (BUDI, "0000008")]).await, Ok(0)), "the roster said so already");
    assert!(is_used(&desk.give(&[(SITI, "0000008")]).await), "Budi's is on it");

    assert!(matches!(desk.give(&[(SITI, "0000008"), (BUDI, "0000007")]).await, Ok(2)));
    assert_eq!(
        (desk.found("0000007").await, desk.found("0000008").await),
        (vec!["Budi Rekaan".to_owned()], vec!["Siti Rekaan".to_owned()])
    );
    assert_eq!(desk.stock().await, [10, 2, 0, 8]);

    desk.spoil("0000008").await.expect("spoiled");
    assert_eq!(desk.found("0000008").await, [""; 0], "a lost sheet leads to nobody's certificate");
    assert_eq!(desk.stock().await, [10, 1, 1, 8]);
    assert!(is_used(&desk.give(&[(ANI, "0000008")]).await), "for good");
    assert!(matches!(desk.give(&[(SITI, "0000009"), (ANI, "0000010")]).await, Ok(2)));
    assert_eq!(
        (desk.found("0000009").await, desk.found("0000010").await),
        (vec!["Siti Rekaan".to_owned()], vec!["Ani Rekaan".to_owned()])
    );
    assert_eq!(desk.stock().await, [10, 3, 1, 6]);
    assert!(desk.differences().await.is_empty());
}

#[tokio::test]
async fn a_sheet_that_a_roster_named_leads_nowhere_once_it_is_spoiled() {
    let desk = desk().await;
    desk.spoil("0000007").await.expect("spoiled");
    assert_eq!(desk.found("0000007").await, [""; 0]);
    assert!(matches!(desk.give(&[(BUDI, "0000011")]).await, Ok(1)));
    assert_eq!(desk.found("0000008").await, [""; 0], "Budi's certificate was taken off it");
    assert!(matches!(desk.give(&[(ANI, "0000008")]).await, Ok(1)), "so it can be used");
    assert_eq!(desk.found("0000008").await, ["Ani Rekaan"]);
}

#[tokio::test]
async fn rows_that_are_put_in_moved_or_taken_out_move_no_sheet_and_free_none() {
    let desk = desk().await;
    desk.give(&[(ANI, "0000009")]).await.expect("given");
    desk.write_past("create table before as select * from blanko_sheet").await;
    desk.write_past("delete from blanko_sheet").await;
    desk.spoil("0000009").await.expect("spoiled");
    desk.write_past("delete from blanko_sheet").await;
    desk.write_past("insert into blanko_sheet select * from before").await;
    assert_eq!(desk.found("0000009").await, [""; 0], "an earlier row in place of what was spoiled");

    desk.give(&[(BUDI, "0000010")]).await.expect("given");
    assert_eq!(desk.write_past("update blanko_sheet set serial_key = '0000012' where serial_key = '0000010'").await, 1);
    assert_eq!(desk.found("0000012").await, [""; 0]);
    desk.write_past("delete from blanko_sheet").await;
    assert_eq!(desk.found("0000008").await, [""; 0], "what was let go does not come back");
    for sheet in ["0000009", "0000010"] {
        assert!(is_used(&desk.give(&[(ANI, sheet)]).await), "{sheet}: the journal tells of it");
        assert!(!desk.is_free(sheet).await, "{sheet}");
    }
    assert!(desk.is_free("0000011").await);
    assert!(is_used(&desk.spoil("0000009").await));
}

#[tokio::test]
async fn rows_that_the_journal_does_not_tell_so_are_named_and_put_back() {
    let desk = desk().await;
    desk.give(&[(SITI, "0000011"), (ANI, "0000009")]).await.expect("given");
    desk.spoil("0000010").await.expect("spoiled");
    desk.write_past("create table kept as select * from blanko_sheet").await;
    let sheet = |text: &str| Difference::Sheet { serial: Some(text.to_owned()) };
    for (tries, found) in [
        ("delete from blanko_sheet where serial_key = '0000009'", vec![sheet("0000009")]),
        ("update blanko_sheet set certificate = null where serial_key = '0000009'", vec![sheet("0000009")]),
        (
            "update blanko_sheet set serial_key = '0000012' where serial_key = '0000010'",
            vec![sheet("0000010"), sheet("0000012")],
        ),
        (
            "insert into blanko_sheet select lsp, '???', null from blanko_sheet where serial_key = '0000010'",
            vec![sheet("???")],
        ),
        (
            "update blanko_sheet set certificate = case serial_key when '0000009' then -1 else -2 end where certificate is not null",
            vec![sheet("0000009"), sheet("0000011")],
        ),
    ] {
        assert!(desk.write_past(tries).await > 0, "{tries}");
        assert_eq!(desk.differences().await, found, "{tries}");
        let records = desk.world.office.records().await.expect("a secret");
        let repaired = repair(&desk.world.office, &records, &desk.world.lsps[0], &console()).await.expect("repaired");
        assert_eq!((repaired.mended.len(), repaired.left.len()), (found.len(), 0), "{tries}");
        assert!(desk.differences().await.is_empty());
        assert_eq!(desk.found("0000009").await, ["Ani Rekaan"], "{tries}");
        let alike = "insert into kept select * from blanko_sheet except select * from kept";
        assert_eq!(desk.write_past(alike).await, 0, "{tries}: as it was before");
    }
    let journal = desk.world.store.journal(&desk.world.lsps[0]).await.expect("a journal");
    assert_eq!(journal.iter().filter(|entry| entry.act == Act::Repair).count(), 5);
}

#[tokio::test]
async fn a_row_that_somebody_wrote_uses_no_sheet_up() {
    let desk = desk().await;
    let run = Run::new(serial("0000001"), serial("0000010")).expect("a run");
    blanko::receive(&desk.world.office, &desk.who, &run, date(2026, 11, 19)).await.expect("received");
    let named = "update certificate set blanko = '0000009', blanko_key = '0000009' where holder_name = 'Ani Rekaan'";
    assert_eq!(desk.write_past(named).await, 1);
    let unread = "update certificate set status_list = -1, blanko_key = '0000006' where holder_name = 'Budi Rekaan'";
    assert_eq!(desk.write_past(unread).await, 1);
    assert_eq!(desk.stock().await, [10, 1, 0, 9], "Siti's alone is as it was recorded");
}

#[tokio::test]
async fn a_row_that_cannot_be_read_is_the_matter_of_one_sheet() {
    let desk = desk().await;
    desk.give(&[(ANI, "0000009")]).await.expect("given");
    assert_eq!(desk.write_past("update blanko_sheet set certificate = 'x' where serial_key = '0000009'").await, 1);
    assert_eq!(desk.found("0000009").await, [""; 0]);
    assert_eq!(desk.found("0000008").await, ["Budi Rekaan"]);
    assert!(matches!(desk.give(&[(SITI, "0000011")]).await, Ok(1)));
    assert!(matches!(desk.give(&[(ANI, "0000012")]).await, Ok(1)), "its own certificate goes on another");
    assert_eq!(desk.found("0000012").await, ["Ani Rekaan"]);

    // Its place cannot be read: nothing is found by the serial that was Budi's, and that is told as such.
    assert_eq!(desk.write_past("update certificate set status_list = -1 where blanko = '0000008'").await, 1);
    let key = SearchKey::new("0000008").expect("a key");
    let found = find::by_number(&desk.world.office, &key).await;
    assert!(matches!(found, Err(crate::office::Error::NotAsIssued { .. })), "{found:?}");
}
