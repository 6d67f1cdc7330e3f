//! People of one name, and the documents with that name on them: whose is which?
//!
//! 1. Of whom its LSP says that the NIK is the holder's.
//! 2. Of those who have none by that: of the only one who asks for its scheme, where nobody could have it who asks for
//!    none.
//! 3. Of those who have none by either: of the only one who could have it.
//!
//! Who has none in the end, and could have one that is nobody's, is told that it is unsure.

use super::NikSaid;

/// Whose each document is, and of whom it is unsure whether she has any.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Told {
    pub(super) owner: Vec<Option<usize>>,
    pub(super) unsure: Vec<bool>,
}

/// Tells by what was `said` of the NIK of a person and a document, and by whether she `wants` its scheme; none: she asks
/// for none.
pub(super) fn tell_apart(
    people: usize,
    documents: usize,
    said: impl Fn(usize, usize) -> NikSaid,
    wants: impl Fn(usize, usize) -> Option<bool>,
) -> Told {
    let could = |person: usize, document: usize| said(person, document) != NikSaid::Differs;
    let by_nik = |document| (0..people).find(|person| said(*person, document) == NikSaid::Same);
    let mut owner: Vec<Option<usize>> = (0..documents).map(by_nik).collect();

    let rest = without(people, &owner);
    let by_scheme = |document: usize| {
        let rivals = rest.iter().copied().filter(|person| could(*person, document));
        let mut may = rivals.filter(|person| wants(*person, document) != Some(false));
        may.next().filter(|person| may.next().is_none() && wants(*person, document) == Some(true))
    };
    give(&mut owner, by_scheme);

    let rest = without(people, &owner);
    let by_exclusion = |document: usize| {
        let mut may = rest.iter().copied().filter(|person| could(*person, document));
        may.next().filter(|_| may.next().is_none())
    };
    give(&mut owner, by_exclusion);

    let rest = without(people, &owner);
    let is_unsure = |person| (0..documents).any(|document| owner[document].is_none() && could(person, document));
    let unsure = (0..people).map(|person| rest.contains(&person) && is_unsure(person)).collect();
    Told { owner, unsure }
}

/// Those who own nothing, in their order.
fn without(people: usize, owner: &[Option<usize>]) -> Vec<usize> {
    let mut owns = vec![false; people];
    owner.iter().flatten().for_each(|person| owns[*person] = true);
    (0..people).filter(|person| !owns[*person]).collect()
}

/// Gives each document that is nobody's to whom `to` says.
fn give(owner: &mut [Option<usize>], to: impl Fn(usize) -> Option<usize>) {
    for (document, owner) in owner.iter_mut().enumerate() {
        *owner = owner.or_else(|| to(document));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use NikSaid::{Differs, NotTold, Same};

    /// What is told of people by what they want of each document and what was said of their NIK, a row a person.
    fn told<const D: usize>(wants: &[[Option<bool>; D]], said: &[[NikSaid; D]]) -> (Vec<Option<usize>>, Vec<bool>) {
        let Told { owner, unsure } =
            tell_apart(wants.len(), D, |person, at| said[person][at], |person, at| wants[person][at]);
        (owner, unsure)
    }

    const YES: Option<bool> = Some(true);
    const NO: Option<bool> = Some(false);

    #[test]
    fn a_nik_tells_before_all_else() {
        let nik = told(&[[YES, NO], [NO, YES]], &[[NotTold, Same], [NotTold, NotTold]]);
        assert_eq!(nik, (vec![Some(1), Some(0)], vec![false, false]), "though each wants the other's scheme");
        let all_hers = told(&[[YES, YES], [YES, YES]], &[[Same, Same], [Differs, Differs]]);
        assert_eq!(all_hers, (vec![Some(0), Some(0)], vec![false, false]), "the other has none");
    }

    #[test]
    fn a_scheme_tells_where_one_alone_asks_for_it() {
        let none_said = [[NotTold; 2]; 2];
        assert_eq!(told(&[[YES, NO], [NO, YES]], &none_said), (vec![Some(0), Some(1)], vec![false, false]));
        assert_eq!(told(&[[YES, NO], [NO, NO]], &none_said).0, [Some(0), Some(1)], "the rest is the other's");
        assert_eq!(told(&[[YES, YES], [YES, YES]], &none_said), (vec![None, None], vec![true, true]));
        assert_eq!(told(&[[YES, NO], [None, None]], &none_said), (vec![None, None], vec![true, true]));
    }

    #[test]
    fn who_is_excluded_leaves_it_to_the_other() {
        assert_eq!(told(&[[None], [None]], &[[Differs], [NotTold]]), (vec![Some(1)], vec![false, false]));
        assert_eq!(told(&[[None], [None]], &[[Differs], [Differs]]), (vec![None], vec![false, false]));
        assert_eq!(told(&[[None], [None]], &[[NotTold], [NotTold]]), (vec![None], vec![true, true]));
    }

    /// Every case of two people and two documents: the order in which people stand decides nothing, what is said of a NIK
    /// is never gone against, and nobody has one and is unsure.
    #[test]
    fn no_case_of_two_and_two_goes_against_what_was_said() {
        let (said, wants) = ([Differs, NotTold, Same], [None, NO, YES]);
        for case in 0..81_usize * 81 {
            let digit = |place: u32| case / 3_usize.pow(place) % 3;
            let niks = [[said[digit(0)], said[digit(1)]], [said[digit(2)], said[digit(3)]]];
            let want = [[wants[digit(4)], wants[digit(5)]], [wants[digit(6)], wants[digit(7)]]];
            let (owner, unsure) = told(&want, &niks);
            for document in 0..2 {
                let same = [niks[0][document], niks[1][document]].map(|said| said == Same);
                match owner[document] {
                    Some(person) => assert!(niks[person][document] != Differs && !unsure[person], "{niks:?} {want:?}"),
                    None => assert_eq!(same, [false, false], "{niks:?} {want:?}"),
                }
                if same == [true, true] {
                    continue;
                }
                let (turned, other_unsure) = told(&[want[1], want[0]], &[niks[1], niks[0]]);
                let both_same = (0..2).any(|at| niks[0][at] == Same && niks[1][at] == Same);
                let turned_back = turned[document].map(|person| 1 - person);
                assert!(both_same || turned_back == owner[document], "{niks:?} {want:?}");
                assert!(both_same || [other_unsure[1], other_unsure[0]] == [unsure[0], unsure[1]]);
            }
        }
    }
}
