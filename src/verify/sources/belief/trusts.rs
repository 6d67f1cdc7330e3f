//! Which trust lists are believed.

use super::fixtures::*;
use super::*;
use crate::domain::status::State;
use crate::seal::honoured::HonouredList;
use crate::seal::keys::PrivateKey;
use crate::seal::trust_list::Compromise;
use crate::seal::trust_list::published::ListError;
use crate::seal::trust_list::signed::Claims;

fn fetched(belief: &mut Belief, text: &str) -> Result<Offer, Refusal> {
    belief.offer_trust(text, Origin::Fetched, at(0))
}

/// A verifier of today to whom a list is offered: what becomes of it, and that a refusal changes nothing.
fn refused(text: &str) -> Refusal {
    let mut belief = belief();
    let (held, seen) = (belief.holds(&ListName::Trust), belief.seen().clone());
    let refusal = fetched(&mut belief, text).expect_err("refused");
    assert_eq!((belief.holds(&ListName::Trust), belief.seen()), (held, &seen), "the list held stays: {refusal}");
    refusal
}

fn altered(change: impl Fn(&mut Claims)) -> String {
    let mut claims = claims(1, &lsp());
    change(&mut claims);
    claims.sign(&key(ROOT), None)
}

#[test]
fn a_newer_list_takes_the_place_of_an_older_one() {
    let mut belief = belief();
    assert_eq!(fetched(&mut belief, &trust(0, &lsp())), Ok(Offer::Same));
    assert_eq!(fetched(&mut belief, &trust(1, &lsp())), Ok(Offer::Taken));
    assert_eq!(fetched(&mut belief, &trust(0, &lsp())), Err(Refusal::Older));
    assert_eq!(belief.trust_term().map(|term| term.issued), Some(at(1)));
}

#[test]
fn an_older_another_of_the_same_second_or_a_future_list_is_refused() {
    assert_eq!(refused(&trust(-1, &lsp())), Refusal::Older);
    let mut other = lsp();
    other.name_id = "LSP Lain".into();
    assert_eq!(refused(&trust(0, &other)), Refusal::SameIat);
    assert_eq!(refused(&trust(601, &lsp())), Refusal::Future);
    assert_eq!(fetched(&mut belief(), &trust(600, &lsp())), Ok(Offer::Taken), "ten minutes are no future");
    assert_eq!(refused(&altered(|claims| claims.exp = NOW)), Refusal::List(ListError::Life), "ends as it begins");
}

#[test]
fn nobody_but_a_root_is_believed_and_no_byte_can_be_altered() {
    for signer in [SAFE, SUCCESSOR, CERTIFICATE] {
        let refusal = refused(&claims(1, &lsp()).sign(&key(signer), None));
        assert_eq!(refusal, Refusal::Root(crate::seal::roots::RootError::Unknown), "{signer}");
    }
    let text = trust(1, &lsp());
    for at in (0..text.len()).step_by(7) {
        let mut bytes = text.clone().into_bytes();
        bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
        refused(&String::from_utf8(bytes).expect("ASCII"));
    }
    assert_eq!(refused("").word(), "form");
    let status = status(STATUS, "/status/klining/0", 0, State::Valid);
    assert_eq!(refused(&status).word(), "kind", "a list of another kind");
}

#[test]
fn a_doubled_kid_refuses_the_list() {
    let mut twice = lsp();
    twice.keys.push(trusted(CERTIFICATE, KeyUse::Report));
    assert_eq!(refused(&trust(1, &twice)).word(), "kid_twice");
}

#[test]
fn a_list_past_its_exp_is_not_taken_anew_and_is_kept_from_earlier() {
    let (text, later) = (trust(0, &lsp()), at(86_400));
    assert_eq!(nothing_yet().offer_trust(&text, Origin::Fetched, later), Err(Refusal::Expired));
    let mut belief = nothing_yet();
    assert_eq!(belief.offer_trust(&text, Origin::Carried, later), Ok(Offer::Taken));
    assert!(belief.snapshot().trust.is_expired(later), "and calls nothing valid any more");
}

#[test]
fn a_successor_takes_over_with_the_word_of_the_root_in_the_safe() {
    let word = handover(&[ROOT], SUCCESSOR);
    let mut belief = belief();
    let by_successor = claims(1, &lsp()).sign(&key(SUCCESSOR), Some(&word));
    assert_eq!(fetched(&mut belief, &by_successor), Ok(Offer::Taken));
    assert_eq!(belief.seen().withdrawn, [key(ROOT).kid()].into(), "remembered");
    let stolen = trust(2, &lsp());
    assert_eq!(fetched(&mut belief, &stolen).map_err(|refusal| refusal.word()), Err("withdrawn"));
    // Also by a verifier that was restarted with what it remembers.
    let (roots, given) = roots(&[key(ROOT).public(), key(SAFE).public()]).expect("two roots");
    let mut restarted = Belief::new(roots, given, belief.seen().clone()).expect("its own roots");
    assert_eq!(fetched(&mut restarted, &stolen).map_err(|refusal| refusal.word()), Err("withdrawn"));
    assert_eq!(fetched(&mut restarted, &by_successor), Ok(Offer::Taken));
}

#[test]
fn a_thief_cannot_lock_the_owner_out_by_signing_ahead() {
    let mut belief = belief();
    assert_eq!(fetched(&mut belief, &trust(600, &lsp())), Ok(Offer::Taken), "signed with the stolen root");
    let word = handover(&[ROOT], SUCCESSOR);
    assert_eq!(fetched(&mut belief, &claims(1, &lsp()).sign(&key(SUCCESSOR), Some(&word))), Ok(Offer::Taken));
    // Among lists of roots that stand, the order binds.
    let older = claims(0, &lsp()).sign(&key(SUCCESSOR), Some(&word));
    assert_eq!(fetched(&mut belief, &older), Err(Refusal::Older));
}

#[test]
fn only_the_root_in_the_safe_withdraws() {
    let withdraws = altered(|claims| claims.withdrawn_roots = [key(SAFE).kid()].into());
    assert_eq!(refused(&withdraws), Refusal::Unproven(key(SAFE).kid()));
    let mut proven = claims(1, &lsp());
    proven.withdrawn_roots = [key(ROOT).kid()].into();
    let word = handover(&[ROOT], SUCCESSOR);
    assert_eq!(fetched(&mut belief(), &proven.sign(&key(SUCCESSOR), Some(&word))), Ok(Offer::Taken));
    let false_word = crate::seal::roots::Handover {
        iat: at(0),
        withdrawn: [key(SAFE).kid()].into(),
        successor: key(SUCCESSOR).public(),
    };
    let text = claims(1, &lsp()).sign(&key(SUCCESSOR), Some(&false_word.sign(&key(ROOT))));
    assert_eq!(refused(&text).word(), "handover");
}

#[test]
fn another_verifiers_memory_is_not_taken_for_ones_own() {
    let seen = belief().seen().clone();
    let with = |given: &[u8]| {
        let given: Vec<PublicKey> = given.iter().map(|seed| key(*seed).public()).collect();
        let (roots, given) = roots(&given).expect("roots");
        Belief::new(roots, given, seen.clone()).map(|_| ())
    };
    assert_eq!(with(&[SUCCESSOR, SAFE]), Ok(()), "a successor beside the same root in the safe");
    assert_eq!(with(&[40, 41]), Err(OtherRoots));
    assert!(roots(&[]).is_err() && roots(&[key(1).public(), key(1).public()]).is_err());
}

#[test]
fn a_root_for_the_safe_that_is_given_later_names_a_successor_and_withdraws_for_ever() {
    let given = |seeds: &[u8]| {
        let given: Vec<PublicKey> = seeds.iter().map(|seed| key(*seed).public()).collect();
        roots(&given).expect("roots")
    };
    let (alone, kids) = given(&[ROOT]);
    let mut belief = Belief::new(alone, kids, Seen::default()).expect("its own roots");
    let by_successor = claims(1, &lsp()).sign(&key(SUCCESSOR), Some(&handover(&[ROOT], SUCCESSOR)));
    assert_eq!(fetched(&mut belief, &by_successor).map_err(|refusal| refusal.word()), Err("handover"));
    let (both, kids) = given(&[ROOT, SAFE]);
    assert_eq!(belief.give(both, kids), Ok(()));
    assert_eq!(fetched(&mut belief, &by_successor), Ok(Offer::Taken));
    let (both, kids) = given(&[ROOT, SAFE]);
    assert_eq!(belief.give(both, kids), Ok(()), "given again, as at every start");
    assert_eq!(fetched(&mut belief, &trust(2, &lsp())).map_err(|refusal| refusal.word()), Err("withdrawn"));
    let (others, kids) = given(&[40, 41]);
    assert_eq!(belief.give(others, kids), Err(OtherRoots));
    assert_eq!(belief.trust_term().map(|term| term.issued), Some(at(1)), "and nothing has changed");
}

#[test]
fn what_is_held_is_judged_anew_by_every_trust_list() {
    let mut belief = belief();
    let text = status(STATUS, "/status/klining/0", 0, State::Valid);
    assert_eq!(belief.offer_status(&id(), 0, &text, at(0)), Ok(Offer::Taken));
    assert_eq!(fetched(&mut belief, &trust(1, &lsp())), Ok(Offer::Taken));
    assert_eq!(belief.statuses().count(), 1, "its key stands");
    let mut retired = lsp();
    retired.keys[1].state = KeyState::Retired;
    assert_eq!(fetched(&mut belief, &trust(2, &retired)), Ok(Offer::Taken));
    assert_eq!(belief.statuses().count(), 0, "its key is retired");
    assert_eq!(belief.offer_status(&id(), 0, &text, at(0)), Err(Refusal::Key));
}

#[test]
fn an_honoured_list_is_the_one_that_the_root_signed() {
    let list = HonouredList::new(&[[5; 32], [6; 32]]);
    let other = HonouredList::new(&[[7; 32]]);
    let kid = PrivateKey::from_seed(&[CERTIFICATE; 32]).kid();
    let with = |honoured: &HonouredList| {
        let mut lsp = lsp();
        lsp.keys[0].state = KeyState::Compromised(Compromise { since: at(0), honoured: honoured.hash() });
        lsp
    };
    let mut belief = belief();
    assert_eq!(belief.offer_honoured(kid, list.bytes()), Err(Refusal::Honoured), "the key is not compromised");
    assert_eq!(fetched(&mut belief, &trust(1, &with(&list))), Ok(Offer::Taken));
    assert_eq!(belief.offer_honoured(kid, other.bytes()), Err(Refusal::Honoured));
    assert_eq!(belief.offer_honoured(kid, list.bytes()), Ok(Offer::Taken));
    assert_eq!(belief.offer_honoured(kid, list.bytes()), Ok(Offer::Same));
    assert_eq!(fetched(&mut belief, &trust(2, &with(&list))), Ok(Offer::Taken));
    assert!(belief.snapshot().trust.honoured(kid).is_some(), "held on while the root names it");
    assert_eq!(fetched(&mut belief, &trust(3, &with(&other))), Ok(Offer::Taken));
    assert!(belief.snapshot().trust.honoured(kid).is_none(), "another one is named");
}

const YEAR: i64 = 365 * 86_400;

/// A verifier that took a list in while its clock and the signer's were a year ahead: the certificate key is
/// compromised there.
fn was_ahead() -> (Belief, String, crate::seal::trust_list::TrustedLsp) {
    let mut compromised = lsp();
    let honoured = HonouredList::new(&[]).hash();
    compromised.keys[0].state = KeyState::Compromised(Compromise { since: at(0), honoured });
    let (mut belief, ahead) = (nothing_yet(), trust(YEAR, &compromised));
    assert_eq!(belief.offer_trust(&ahead, Origin::Fetched, at(YEAR)), Ok(Offer::Taken));
    (belief, ahead, compromised)
}

#[test]
fn a_list_from_the_future_bars_no_present_one_that_takes_nothing_back() {
    let (mut belief, ahead, compromised) = was_ahead();
    assert_eq!(fetched(&mut belief, &trust(-5, &lsp())), Err(Refusal::Older), "a stolen key would count again");
    assert_eq!(fetched(&mut belief, &trust(0, &compromised)), Ok(Offer::Taken));
    assert_eq!(fetched(&mut belief, &trust(-5, &compromised)), Err(Refusal::Older), "the order binds again");
    let late = belief.offer_trust(&ahead, Origin::Carried, at(YEAR));
    assert_eq!(late, Err(Refusal::Overruled), "also when its time has come");
}

#[test]
fn a_verifier_restarted_with_the_right_clock_holds_the_present_list_against_its_copy() {
    let (before, ahead, compromised) = was_ahead();
    let restarted = || {
        let (roots, given) = roots(&[key(ROOT).public(), key(SAFE).public()]).expect("two roots");
        Belief::new(roots, given, before.seen().clone()).expect("its own roots")
    };
    let mut without_copy = restarted();
    assert_eq!(fetched(&mut without_copy, &trust(0, &compromised)), Err(Refusal::Older), "nothing to hold it against");
    let mut with_copy = restarted();
    assert_eq!(with_copy.offer_trust(&ahead, Origin::Carried, at(0)), Err(Refusal::Future));
    assert_eq!(fetched(&mut with_copy, &trust(0, &lsp())), Err(Refusal::Older));
    assert_eq!(fetched(&mut with_copy, &trust(0, &compromised)), Ok(Offer::Taken));
}

#[test]
fn what_was_ended_is_reopened_by_no_list_from_before() {
    let list = |change: fn(&mut crate::seal::trust_list::TrustedLsp)| {
        let mut lsp = lsp();
        change(&mut lsp);
        TrustList::new(vec![lsp]).expect("a list")
    };
    let known = list(|lsp| lsp.keys[1].until = Some(jiff::civil::date(2027, 1, 1)));
    type Change = fn(&mut crate::seal::trust_list::TrustedLsp);
    let reopening: [(&str, Change); 8] = [
        ("a key's end", |_| ()),
        ("a key left out", |lsp| lsp.keys.truncate(1)),
        ("a key that begins earlier", |lsp| {
            (lsp.keys[1].until, lsp.keys[1].from) =
                (Some(jiff::civil::date(2027, 1, 1)), jiff::civil::date(2019, 1, 1));
        }),
        ("a key of another use", |lsp| {
            (lsp.keys[1].until, lsp.keys[1].key_use) = (Some(jiff::civil::date(2027, 1, 1)), KeyUse::Report);
        }),
        ("a longer licence", |lsp| {
            lsp.keys[1].until = Some(jiff::civil::date(2027, 1, 1));
            lsp.licences[0].until = jiff::civil::date(2031, 1, 1);
        }),
        ("no licence", |lsp| {
            lsp.keys[1].until = Some(jiff::civil::date(2027, 1, 1));
            lsp.licences.clear();
        }),
        ("no scheme", |lsp| {
            lsp.keys[1].until = Some(jiff::civil::date(2027, 1, 1));
            lsp.schemes.clear();
        }),
        ("another zone", |lsp| {
            lsp.keys[1].until = Some(jiff::civil::date(2027, 1, 1));
            lsp.time_zone = "Asia/Jayapura".parse().expect("a zone");
        }),
    ];
    for (name, change) in reopening {
        assert!(list(change).reopens(&known), "{name}");
    }
    assert!(!list(|lsp| lsp.keys[1].until = Some(jiff::civil::date(2026, 12, 1))).reopens(&known), "ends earlier");
    assert!(!known.reopens(&known) && TrustList::default().reopens(&known), "an LSP left out");
    let retired = list(|lsp| {
        (lsp.keys[1].until, lsp.keys[1].state) = (Some(jiff::civil::date(2027, 1, 1)), KeyState::Retired);
    });
    assert!(!retired.reopens(&known) && known.reopens(&retired), "a retired key signs again");
}
