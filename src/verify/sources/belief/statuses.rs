//! Which status lists are believed, and that a refused one never makes a certificate valid.

use jiff::civil::date;

use super::fixtures::*;
use super::*;
use crate::domain::status::State;
use crate::domain::term::{Expiry, Term};
use crate::seal::honoured::HonouredList;
use crate::seal::status_list::StatusList;
use crate::seal::status_list::signed::{JournalHead, Terms, to_jwt};
use crate::seal::token::{self, StatusRef};
use crate::seal::trust_list::Compromise;
use crate::verify::verdict::{Asked, Word, verify};

const ADDRESS: &str = "/status/klining/0";

/// The verdict on a good certificate whose status stands at place 88 of list 0.
fn word(belief: &Belief, seconds: i64) -> Word {
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
    let token = token::sign(&claims, &key(CERTIFICATE)).expect("signed");
    let lists = belief.snapshot();
    verify(&token, &lists.trust, &lists.statuses, Asked::at(at(seconds))).verdict
}

fn offered(belief: &mut Belief, text: &str) -> Result<Offer, Refusal> {
    belief.offer_status(&id(), 0, text, at(0))
}

#[test]
fn a_list_of_the_lsps_own_active_status_key_is_believed() {
    let mut belief = belief();
    assert_eq!(word(&belief, 0), Word::StatusUnknown, "no list yet");
    assert_eq!(offered(&mut belief, &status(STATUS, ADDRESS, 0, State::Valid)), Ok(Offer::Taken));
    assert_eq!(offered(&mut belief, &status(STATUS, ADDRESS, 0, State::Valid)), Ok(Offer::Same));
    assert_eq!((word(&belief, 0), word(&belief, 3599)), (Word::Valid, Word::Valid));
    assert_eq!(word(&belief, 3600), Word::StatusUnknown, "past its exp");
    assert_eq!(offered(&mut belief, &status(STATUS, ADDRESS, 1, State::Revoked)), Ok(Offer::Taken));
    assert_eq!(word(&belief, 0), Word::Revoked);
}

#[test]
fn a_list_that_is_not_to_be_believed_leaves_the_status_unknown() {
    type Change = fn(&mut TrustedLsp);
    let same: Change = |_| ();
    let cases: [(&str, Change, String, Refusal); 13] = [
        ("another LSP's status key", same, status(OTHER, ADDRESS, 0, State::Valid), Refusal::Key),
        ("a certificate key", same, status(CERTIFICATE, ADDRESS, 0, State::Valid), Refusal::Key),
        ("a key that nobody knows", same, status(40, ADDRESS, 0, State::Valid), Refusal::Key),
        ("a root", same, status(ROOT, ADDRESS, 0, State::Valid), Refusal::Key),
        (
            "a retired key",
            |lsp| lsp.keys[1].state = KeyState::Retired,
            status(STATUS, ADDRESS, 0, State::Valid),
            Refusal::Key,
        ),
        (
            "a compromised key",
            |lsp| {
                let honoured = HonouredList::new(&[]).hash();
                lsp.keys[1].state = KeyState::Compromised(Compromise { since: at(0), honoured });
            },
            status(STATUS, ADDRESS, 0, State::Valid),
            Refusal::Key,
        ),
        (
            "before the key's time",
            |lsp| lsp.keys[1].from = date(2026, 11, 23),
            status(STATUS, ADDRESS, 0, State::Valid),
            Refusal::Key,
        ),
        (
            "after the key's time",
            |lsp| lsp.keys[1].until = Some(date(2026, 11, 21)),
            status(STATUS, ADDRESS, 0, State::Valid),
            Refusal::Key,
        ),
        ("another list's", same, status(STATUS, "/status/klining/10", 0, State::Valid), Refusal::Address),
        ("another LSP's", same, status(STATUS, "/status/pengemudi/0", 0, State::Valid), Refusal::Address),
        ("with something after", same, status(STATUS, "/status/klining/0/", 0, State::Valid), Refusal::Address),
        ("from the future", same, status(STATUS, ADDRESS, 61, State::Valid), Refusal::Future),
        ("past its exp", same, status(STATUS, ADDRESS, -3600, State::Valid), Refusal::Expired),
    ];
    for (name, change, text, refusal) in cases {
        let (mut belief, mut lsp) = (nothing_yet(), lsp());
        change(&mut lsp);
        assert_eq!(belief.offer_trust(&trust(0, &lsp), Origin::Fetched, at(0)), Ok(Offer::Taken));
        assert_eq!(offered(&mut belief, &text), Err(refusal), "{name}");
        assert_eq!(word(&belief, 0), Word::StatusUnknown, "{name}");
        assert_eq!(belief.seen().status(&id(), 0), None, "{name}: nothing of it is remembered");
    }
    let ahead = status(STATUS, ADDRESS, 60, State::Valid);
    assert_eq!(offered(&mut belief(), &ahead), Ok(Offer::Taken), "two clocks may differ by a minute");
}

#[test]
fn an_older_list_or_another_of_the_same_second_is_refused_and_the_good_one_stays() {
    let mut belief = belief();
    let revoked = status(STATUS, ADDRESS, -10, State::Revoked);
    assert_eq!(offered(&mut belief, &revoked), Ok(Offer::Taken));
    assert_eq!(offered(&mut belief, &status(STATUS, ADDRESS, -11, State::Valid)), Err(Refusal::Older));
    assert_eq!(offered(&mut belief, &status(STATUS, ADDRESS, -10, State::Valid)), Err(Refusal::SameIat));
    assert_eq!(word(&belief, 0), Word::Revoked);
    // After a restart it holds no list, and still knows how new the newest was.
    let (roots, given) = roots(&[key(ROOT).public(), key(SAFE).public()]).expect("two roots");
    let mut restarted = Belief::new(roots, given, belief.seen().clone()).expect("its own roots");
    assert_eq!(offered(&mut restarted, &revoked), Err(Refusal::NoTrust));
    assert_eq!(restarted.offer_trust(&trust(0, &lsp()), Origin::Carried, at(0)), Ok(Offer::Taken));
    assert_eq!(offered(&mut restarted, &status(STATUS, ADDRESS, -11, State::Valid)), Err(Refusal::Older));
    assert_eq!(word(&restarted, 0), Word::StatusUnknown);
    assert_eq!(offered(&mut restarted, &revoked), Ok(Offer::Taken));
}

#[test]
fn no_byte_of_a_list_can_be_altered() {
    let text = status(STATUS, ADDRESS, 0, State::Valid);
    for at in (0..text.len()).step_by(5) {
        let mut bytes = text.clone().into_bytes();
        bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
        let mut belief = belief();
        assert!(offered(&mut belief, &String::from_utf8(bytes).expect("ASCII")).is_err(), "byte {at}");
        assert_eq!(word(&belief, 0), Word::StatusUnknown, "byte {at}");
    }
}

#[test]
fn without_a_trust_list_nothing_is_called_untrusted() {
    assert_eq!(word(&nothing_yet(), 0), Word::StatusUnknown);
}

/// A list of another journal, at a place of time.
fn journalled(seconds: i64, entries: u64, state: State) -> String {
    let mut list = StatusList::new(at(seconds), at(seconds + 3600));
    list.set(88, state);
    let journal = JournalHead { entries, hash: format!("{entries:064}") };
    to_jwt(&list, &Terms { sub: format!("https://cek.lsp.example{ADDRESS}"), ttl: 300, journal }, &key(STATUS))
}

const YEAR: i64 = 365 * 86_400;

#[test]
fn a_list_seen_while_the_clocks_were_a_year_ahead_bars_no_list_of_the_present() {
    let mut belief = belief();
    let ahead = journalled(YEAR, 7, State::Valid);
    assert_eq!(belief.offer_status(&id(), 0, &ahead, at(YEAR)), Ok(Offer::Taken), "both clocks were ahead");
    assert_eq!(word(&belief, 0), Word::StatusUnknown, "by the right clock it tells nothing");
    // A revocation since, told by a list of the present.
    assert_eq!(offered(&mut belief, &journalled(0, 8, State::Revoked)), Ok(Offer::Taken));
    assert_eq!(word(&belief, 0), Word::Revoked);
    assert_eq!(offered(&mut belief, &journalled(-1, 8, State::Valid)), Err(Refusal::Older), "the order binds again");
    assert_eq!(belief.offer_status(&id(), 0, &ahead, at(YEAR)), Err(Refusal::Overruled), "also when its time has come");
    // A restarted verifier knows it too.
    let (roots, given) = roots(&[key(ROOT).public(), key(SAFE).public()]).expect("two roots");
    let mut restarted = Belief::new(roots, given, belief.seen().clone()).expect("its own roots");
    assert_eq!(restarted.offer_trust(&trust(0, &lsp()), Origin::Carried, at(0)), Ok(Offer::Taken));
    assert_eq!(restarted.offer_status(&id(), 0, &ahead, at(YEAR)), Err(Refusal::Overruled));
}

#[test]
fn turning_a_verifiers_clock_back_brings_no_revoked_certificate_back() {
    let mut belief = belief();
    let before = journalled(-86_400, 7, State::Valid);
    assert_eq!(offered(&mut belief, &journalled(0, 8, State::Revoked)), Ok(Offer::Taken));
    let day_before = at(-86_400);
    assert_eq!(belief.offer_status(&id(), 0, &before, day_before), Err(Refusal::Older), "its journal is shorter");
    let silent = status(STATUS, ADDRESS, -86_400, State::Valid);
    assert_eq!(belief.offer_status(&id(), 0, &silent, day_before), Err(Refusal::Older), "a journal of one entry");
}

#[test]
fn a_later_list_of_a_shorter_or_another_journal_is_refused_and_the_one_before_stays() {
    let mut belief = belief();
    assert_eq!(offered(&mut belief, &journalled(-20, 8, State::Revoked)), Ok(Offer::Taken));
    assert_eq!(offered(&mut belief, &journalled(-10, 7, State::Valid)), Err(Refusal::Journal), "yesterday's database");
    // As long, and not the one that was seen.
    assert_eq!(offered(&mut belief, &status(STATUS, ADDRESS, -5, State::Valid)), Err(Refusal::Journal));
    let mut other = StatusList::new(at(-5), at(3600));
    other.set(88, State::Valid);
    let journal = JournalHead { entries: 8, hash: "cd".repeat(32) };
    let terms = Terms { sub: format!("https://cek.lsp.example{ADDRESS}"), ttl: 300, journal };
    assert_eq!(offered(&mut belief, &to_jwt(&other, &terms, &key(STATUS))), Err(Refusal::Journal), "forked");
    assert_eq!(word(&belief, 0), Word::Revoked, "the list before stays");
    assert_eq!(offered(&mut belief, &journalled(0, 9, State::Revoked)), Ok(Offer::Taken), "it grew");
}
