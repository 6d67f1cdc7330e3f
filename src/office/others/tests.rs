//! What is believed of other installations' LSPs, from copies and a published trust list; nothing is asked for.

use std::collections::BTreeSet;
use std::fs;

use getrandom::SysRng;
use getrandom::rand_core::UnwrapErr;
use jiff::civil::date;
use jiff::{SignedDuration, Timestamp};

use super::*;
use crate::domain::issuer::{Licence, Site};
use crate::domain::status::State;
use crate::domain::term::{Expiry, Term};
use crate::office::design::Design;
use crate::office::key_ring::KeyRing;
use crate::office::{believed, lsp_file};
use crate::seal::key_cost::Cost;
use crate::seal::key_files::KeyFiles;
use crate::seal::keys::{KeyUse, PrivateKey};
use crate::seal::status_list::StatusList;
use crate::seal::status_list::signed::{JournalHead, Terms, to_jwt};
use crate::seal::token::{self, StatusRef};
use crate::seal::trust_list::signed::{Claims, Entry};
use crate::seal::trust_list::{KeyState, SchemePeriod, TrustedKey, TrustedLsp};
use crate::store::Store;
use crate::verify::sources::ListName;
use crate::verify::verdict::{Finding, Word};
use crate::verify::{Asked, Verdict, verify};

const ROOT: u8 = 1;
const OWN: &str = "klining";
const OTHER: &str = "pengemudi";

fn now() -> Timestamp {
    Timestamp::constant(1_795_323_600, 0)
}

fn id(name: &str) -> LspId {
    name.parse().expect("an id")
}

/// The key of an LSP for a use.
fn key(lsp: &str, key_use: KeyUse) -> PrivateKey {
    let mut seed = [if key_use == KeyUse::Status { 8 } else { 7 }; 32];
    seed[..lsp.len()].copy_from_slice(lsp.as_bytes());
    PrivateKey::from_seed(&seed)
}

fn site(lsp: &str) -> Site {
    format!("https://{lsp}.example").parse().expect("a site")
}

fn lsp(name: &str) -> TrustedLsp {
    let trusted = |key_use| {
        let (public, state, from) = (key(name, key_use).public(), KeyState::Active, date(2020, 1, 1));
        TrustedKey { public, key_use, state, from, until: None }
    };
    let (from, until) = (date(2020, 1, 1), date(2030, 12, 31));
    TrustedLsp {
        id: id(name),
        name_id: format!("LSP {name}"),
        name_en: String::new(),
        site: site(name),
        former_sites: Vec::new(),
        time_zone: "Asia/Jakarta".parse().expect("a zone"),
        licences: vec![Licence { number: "BNSP-LSP-9901-ID".into(), decree: String::new(), from, until }],
        schemes: vec![SchemePeriod { code: "CS-01".parse().expect("a code"), from: None, until: None }],
        lists: String::new(),
        keys: vec![trusted(KeyUse::Certificate), trusted(KeyUse::Status)],
    }
}

/// A certificate whose status stands at place 88 of its LSP's first list.
fn certificate(lsp: &str) -> Vec<u8> {
    let zone = jiff::tz::TimeZone::get("Asia/Jakarta").expect("bundled");
    let term = Term::new(date(2025, 12, 18), 3, Expiry::SameDay).expect("a term");
    let (nbf, exp) = term.instants(&zone).expect("instants");
    let claims = token::Claims {
        number: "81210 9112 2 0000088 2025".into(),
        holder: "Siti Contoh".parse().expect("a name"),
        scheme_code: "CS-01".parse().expect("a code"),
        scheme_title: "Petugas Kebersihan Gedung".into(),
        nbf,
        exp,
        status: StatusRef { list: 0, index: 88 },
    };
    token::sign(&claims, &key(lsp, KeyUse::Certificate)).expect("signed")
}

/// An LSP's first status list, to be believed for an hour.
fn status(lsp: &str, state: State) -> String {
    let mut list = StatusList::new(now(), now() + SignedDuration::from_hours(1));
    list.set(88, state);
    let sub = format!("{}/status/{lsp}/0", site(lsp));
    let journal = JournalHead { entries: 1, hash: "ab".repeat(32) };
    to_jwt(&list, &Terms { sub, ttl: 300, journal }, &key(lsp, KeyUse::Status))
}

/// A trust list of some LSPs, signed so many seconds ago.
fn trust_list(lsps: &[&str], seconds_ago: i64, root: u8) -> (i64, String) {
    let iat = now().as_second() - seconds_ago;
    let claims = Claims {
        iss: "root".into(),
        iat,
        exp: iat + 86_400,
        withdrawn_roots: BTreeSet::new(),
        notice: None,
        lsps: lsps.iter().map(|name| Entry::new(&lsp(name))).collect(),
    };
    (iat, claims.sign(&PrivateKey::from_seed(&[root; 32]), None))
}

/// A service's data directory and its database.
struct Stage {
    dir: tempfile::TempDir,
    office: Office,
}

impl Stage {
    async fn new() -> Self {
        let dir = tempfile::tempdir().expect("a directory");
        let root = PrivateKey::from_seed(&[ROOT; 32]).public().to_pem().expect("PEM");
        fs::write(dir.path().join("root-1.pub.pem"), root).expect("written");
        let office = Office::new(Store::in_memory().await, KeyRing::new(KeyFiles::new(dir.path()), None));
        Self { dir, office }
    }

    async fn publish(&self, (iat, text): (i64, String)) {
        trust::keep(&self.office, iat, &text, now()).await.expect("published");
    }

    /// Keeps a copy, as a service does that was told it.
    fn keep(&self, name: &ListName, text: &str) {
        LastGood::new(self.dir.path().join(FOLDER)).write(name, text.as_bytes()).expect("written");
    }

    fn keep_status(&self, lsp: &str, state: State) {
        self.keep(&ListName::Status(id(lsp), 0), &status(lsp, state));
    }

    fn setup(&self) -> Setup {
        Setup::new(self.dir.path(), Counted::default(), Arc::new(now), 0)
    }

    async fn beside(&self) -> Arc<Snapshot> {
        beside(&self.office, &own(), self.setup()).await.expect("read")
    }
}

/// What an installation knows of its own LSP by its records, which tell no status.
fn own() -> Snapshot {
    let trust = TrustList::new(vec![lsp(OWN)]).expect("distinct kids").of_installation([id(OWN)]);
    Snapshot { trust: Arc::new(trust), ..Snapshot::default() }
}

fn judged(lists: &Arc<Snapshot>, lsp: &str) -> Verdict {
    verify(&certificate(lsp), &lists.trust, &lists.statuses, Asked::at(now()))
}

#[tokio::test]
async fn anothers_certificate_is_judged_by_its_own_lists_and_says_where_more_is_known() {
    let stage = Stage::new().await;
    let list = trust_list(&[OWN, OTHER], 10, ROOT);
    stage.publish(list.clone()).await;
    let unheard = judged(&stage.beside().await, OTHER);
    assert!(unheard.verdict == Word::StatusUnknown && unheard.findings.is_empty(), "no list yet");
    stage.keep(&ListName::Trust, &list.1);
    for (state, word) in [(State::Valid, Word::Valid), (State::Revoked, Word::Revoked)] {
        stage.keep_status(OTHER, state);
        let verdict = judged(&stage.beside().await, OTHER);
        assert_eq!(verdict.verdict, word);
        assert_eq!(verdict.issuer.and_then(|issuer| issuer.more_at), Some(site(OTHER)));
    }
}

#[tokio::test]
async fn of_ones_own_lsp_no_list_is_taken_from_outside() {
    let stage = Stage::new().await;
    let list = trust_list(&[OWN, OTHER], 10, ROOT);
    stage.publish(list.clone()).await;
    stage.keep(&ListName::Trust, &list.1);
    stage.keep_status(OWN, State::Valid);
    let verdict = judged(&stage.beside().await, OWN);
    assert_eq!(verdict.verdict, Word::StatusUnknown, "the records tell none");
    assert_eq!(verdict.issuer.map(|issuer| issuer.more_at), Some(None));
}

#[tokio::test]
async fn a_list_of_another_lsp_in_its_place_tells_nothing() {
    let stage = Stage::new().await;
    let list = trust_list(&[OWN, OTHER, "pengamanan"], 10, ROOT);
    stage.publish(list.clone()).await;
    stage.keep(&ListName::Trust, &list.1);
    stage.keep(&ListName::Status(id(OTHER), 0), &status("pengamanan", State::Valid));
    stage.keep_status("pengamanan", State::Suspended);
    let lists = stage.beside().await;
    assert_eq!(judged(&lists, OTHER).verdict, Word::StatusUnknown);
    assert_eq!(judged(&lists, "pengamanan").verdict, Word::Suspended, "and harms nobody else");
}

#[tokio::test]
async fn a_signer_is_untrusted_only_where_it_is_known_whom_the_trust_list_names() {
    let stage = Stage::new().await;
    stage.publish(trust_list(&[OWN], 20, ROOT)).await;
    assert_eq!(judged(&stage.beside().await, OTHER).verdict, Word::Untrusted, "no root names it");
    // A root that nobody named: what it says of others is not believed, nor that it says nothing of them.
    stage.publish(trust_list(&[OWN, OTHER], 10, ROOT + 1)).await;
    let lists = stage.beside().await;
    let verdict = judged(&lists, OTHER);
    assert_eq!((verdict.verdict, verdict.findings), (Word::StatusUnknown, vec![Finding::OthersUnknown]));
    assert_eq!(judged(&lists, OWN).verdict, Word::StatusUnknown, "told by its own records alone");
}

#[tokio::test]
async fn an_older_trust_list_in_the_database_brings_nobody_back() {
    let stage = Stage::new().await;
    let (older, newer) = (trust_list(&[OWN, OTHER], 20, ROOT), trust_list(&[OWN], 10, ROOT));
    let (mut others, theirs) = Others::new(stage.setup());
    stage.publish(newer).await;
    others.hand_over(&stage.office, &own().trust).await.expect("handed over");
    let names = |theirs: &Theirs| theirs.as_ref().expect("told").trust.lsps().len();
    assert_eq!(names(&theirs.borrow()), 1);
    assert!(others.follower.is_none(), "there is nobody to ask");
    // Another database, and the same folder: what was seen is remembered beside it.
    for kept in ["marks.json", "trust.jwt"] {
        fs::remove_file(stage.dir.path().join(kept)).expect("removed");
    }
    let office = Office::new(Store::in_memory().await, KeyRing::new(KeyFiles::new(stage.dir.path()), None));
    let again = Stage { office, dir: stage.dir };
    again.publish(older).await;
    let (mut others, theirs) = Others::new(again.setup());
    others.hand_over(&again.office, &own().trust).await.expect("offered, and refused");
    assert_eq!(names(&theirs.borrow()), 1, "the newer one stands");
}

/// An installation with a journal key, of whose tables somebody else is the master.
async fn with_records() -> Stage {
    let Stage { dir, .. } = Stage::new().await;
    let passphrase = Some("kata sandi untuk uji".to_owned().into());
    let ring = KeyRing::new(KeyFiles::new(dir.path()), passphrase).with_cost(Some(Cost::LIGHT));
    let office = Office::new(Store::in_memory().await, ring);
    office.records_or_new(&mut UnwrapErr(SysRng)).await.expect("a secret");
    let stage = Stage { dir, office };
    let list = trust_list(&[OWN, OTHER], 10, ROOT);
    stage.publish(list.clone()).await;
    stage.keep(&ListName::Trust, &list.1);
    stage.keep_status(OTHER, State::Valid);
    stage
}

/// The verdict on another's certificate by all that an installation knows.
async fn judged_by_all(stage: &Stage) -> Word {
    let own = believed::snapshot(&stage.office, now(), Timestamp::MAX).await.expect("read");
    let lists = beside(&stage.office, &own, stage.setup()).await.expect("read");
    judged(&lists, OTHER).verdict
}

#[tokio::test]
async fn anothers_lsp_that_is_put_into_the_tables_is_not_judged_by_an_empty_journal() {
    let stage = with_records().await;
    assert_eq!(judged_by_all(&stage).await, Word::Valid);
    let text = include_str!("../../../templates/demo/lsps.json");
    let mut slipped = lsp_file::read(text, Some(&site(OTHER))).expect("LSPs").swap_remove(0).lsp;
    slipped.id = id(OTHER);
    let design = Design::default().text();
    let keep = stage.office.store.keep_lsp(&slipped, &design, |_, _| Ok::<_, StoreError>(()));
    let mut writing = keep.await.expect("kept");
    writing.insert_key(&lsp(OTHER).keys[0]).await.expect("a key");
    writing.commit().await.expect("committed");
    assert_eq!(judged_by_all(&stage).await, Word::Valid, "by its own lists, as before");
    stage.keep_status(OTHER, State::Revoked);
    assert_eq!(judged_by_all(&stage).await, Word::Revoked);
    fs::remove_dir_all(stage.dir.path().join(FOLDER).join("status")).expect("removed");
    assert_eq!(judged_by_all(&stage).await, Word::StatusUnknown, "no journal here tells of it");
}

#[tokio::test]
async fn an_lsp_that_is_taken_out_of_the_tables_is_not_taken_for_anothers() {
    let stage = with_records().await;
    let marks =
        serde_json::json!({ "journals": { OTHER: { "entries": 9, "hash": "ab", "places": 1, "sequences": [] } } });
    fs::write(stage.dir.path().join("marks.json"), marks.to_string()).expect("written");
    assert_eq!(judged_by_all(&stage).await, Word::Untrusted, "its own journal is gone");
}

#[test]
fn a_trust_list_past_its_exp_does_not_live_on_by_a_later_one() {
    let listed = |lsps: &[&str], exp: Timestamp| {
        let list = TrustList::new(lsps.iter().map(|name| lsp(name)).collect()).expect("distinct kids");
        Snapshot { trust: Arc::new(list.of_installation([id(OWN)]).until(exp)), ..Snapshot::default() }
    };
    let (later, earlier) = (now() + SignedDuration::from_hours(1), now() - SignedDuration::from_hours(1));
    let mut joint = Joint::default();
    let both = joint.of(&listed(&[OWN], later), Some(&listed(&[OTHER], later)), now());
    assert_eq!(both.trust.lsps().len(), 2);
    let overtaken = joint.of(&listed(&[OWN], later), Some(&listed(&[OTHER], earlier)), now());
    assert!(overtaken.trust.lsps().len() == 1 && overtaken.trust.is_incomplete());
    let old = joint.of(&listed(&[OWN], earlier), Some(&listed(&[OTHER], earlier)), now());
    assert!(old.trust.lsps().len() == 2 && old.trust.is_expired(now()), "which still tells what is bad");
}

#[test]
fn trust_lists_that_are_the_same_are_not_put_together_anew() {
    let (mine, theirs) = (own(), Snapshot::default());
    let mut joint = Joint::default();
    let first = joint.of(&mine, Some(&theirs), now());
    let again = joint.of(&mine.as_of_until(now(), now()), Some(&theirs), now());
    assert!(Arc::ptr_eq(&first.trust, &again.trust));
    assert!(!Arc::ptr_eq(&first.trust, &joint.of(&own(), Some(&theirs), now()).trust), "the own list is another one");
    assert!(joint.of(&mine, None, now()).trust.is_incomplete());
}
