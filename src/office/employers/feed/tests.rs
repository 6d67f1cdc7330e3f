//! Places of a feed: who gets the next one, and what is told after a cursor.

use jiff::SignedDuration;

use super::held::Watched;
use super::*;
use crate::domain::account::AccountId;
use crate::verify::verdict::Word;

fn now() -> Timestamp {
    "2026-11-22T05:00:00Z".parse().expect("an instant")
}

fn klining() -> LspId {
    "klining".parse().expect("an id")
}

fn held(numbers: &[&str]) -> Held {
    let rows = numbers.iter().map(|number| Watched::new(klining(), (*number).to_owned())).collect();
    Held { account: AccountId::new(7), seq: 0, rows, is_as_written: true }
}

fn seen(states: &[(&str, Word)], at: Timestamp) -> Judged {
    let told = |(number, state): &(&str, Word)| ((klining(), (*number).to_owned()), Told::unproven(*state, at));
    states.iter().map(told).collect()
}

#[test]
fn each_change_has_a_place_of_its_own_and_what_is_as_it_was_told_has_none() {
    let mut held = held(&["A", "B", "C"]);
    assert_eq!(held.advance(&seen(&[("A", Word::Valid), ("B", Word::Valid)], now()), now()), [0, 1]);
    let first = now().as_microsecond();
    assert_eq!(held.rows.iter().map(|row| row.seq).collect::<Vec<_>>(), [first, first + 1, 0], "C was not judged");
    assert!(held.advance(&seen(&[("A", Word::Valid), ("B", Word::Valid)], now()), now()).is_empty());
    assert_eq!(held.seq, first + 1);
    let later = now() + SignedDuration::from_secs(60);
    assert_eq!(held.advance(&seen(&[("A", Word::Suspended), ("B", Word::Valid)], later), later), [0]);
    assert_eq!((held.rows[0].seq, held.seq), (later.as_microsecond(), later.as_microsecond()));
    // A clock that was set back gives no place twice.
    let earlier = now() - SignedDuration::from_hours(1);
    assert_eq!(held.advance(&seen(&[("A", Word::Valid)], earlier), earlier), [0]);
    assert_eq!(held.seq, later.as_microsecond() + 1);
}

#[test]
fn after_a_cursor_comes_what_was_told_later_once_and_by_the_same_cursor_the_same() {
    let mut held = held(&["A", "B", "C"]);
    held.advance(&seen(&[("A", Word::Valid), ("B", Word::Valid), ("C", Word::Valid)], now()), now());
    let all = held.clone().since(0);
    assert_eq!((all.changes.len(), all.next, all.more, all.watched), (3, held.seq, false, 3));
    assert_eq!(held.clone().since(0), all);
    let last = held.clone().since(all.changes[1].seq);
    assert_eq!(last.changes, all.changes[2..]);
    let none = held.clone().since(all.next);
    assert_eq!((none.changes.len(), none.next), (0, all.next));
}

#[test]
fn many_changes_are_told_in_parts_none_of_which_is_left_out() {
    let numbers: Vec<String> = (0..CHANGES + 7).map(|number| number.to_string()).collect();
    let numbers: Vec<&str> = numbers.iter().map(String::as_str).collect();
    let states: Vec<(&str, Word)> = numbers.iter().map(|number| (*number, Word::Valid)).collect();
    let mut held = held(&numbers);
    held.advance(&seen(&states, now()), now());
    let first = held.clone().since(0);
    assert!(first.more && first.changes.len() == CHANGES && first.next == first.changes[CHANGES - 1].seq);
    let rest = held.clone().since(first.next);
    assert!(!rest.more && rest.changes.len() == 7 && rest.next == held.seq);
}
