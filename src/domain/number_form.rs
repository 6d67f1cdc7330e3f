//! How a number is put together, letter by letter: what a typed number is held against. A form knows the digits that an
//! LSP writes into each of its numbers and how many it counts, and no number that was ever given.

use super::number::{Parts, Shape};

/// Which number of a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Certificate,
    Registration,
}

/// What stands at one place of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Slot {
    /// A digit of the sequence or the year.
    Counted,
    /// What each number of the LSP and scheme has there, in upper case.
    Own(char),
}

impl Slot {
    pub(super) fn is_digit(self) -> bool {
        match self {
            Self::Counted => true,
            Self::Own(letter) => letter.is_ascii_digit(),
        }
    }

    fn takes(self, letter: char) -> bool {
        match self {
            Self::Counted => letter.is_ascii_digit(),
            Self::Own(own) => own == letter,
        }
    }
}

/// What a part of a number is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// What tells scheme, LSP or level.
    Other,
    Sequence,
    Year,
}

/// Letters and digits that are written together.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Group {
    pub(super) role: Role,
    pub(super) slots: Vec<Slot>,
}

/// How a number of one kind, LSP and scheme is written.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Form {
    pub kind: Kind,
    pub(super) groups: Vec<Group>,
    /// Where the digits of the year begin among all; none where the number has no year.
    pub(super) year_at: Option<usize>,
}

impl Form {
    /// The form of the numbers that a shape writes with these parts; their year does not count.
    #[must_use]
    pub fn new(kind: Kind, shape: &Shape, parts: Parts<'_>) -> Self {
        let (mut groups, mut year_at, mut at) = (vec![Group { role: Role::Other, slots: Vec::new() }], None, 0);
        for (role, text) in shape.written(parts) {
            if role == Role::Year {
                year_at = Some(at);
            }
            for letter in text.chars() {
                let last = groups.last_mut().expect("there is one from the beginning");
                if !letter.is_ascii_alphanumeric() {
                    if !last.slots.is_empty() {
                        groups.push(Group { role: Role::Other, slots: Vec::new() });
                    }
                    continue;
                }
                last.role = last.role.max(role);
                last.slots.push(if role == Role::Other {
                    Slot::Own(letter.to_ascii_uppercase())
                } else {
                    Slot::Counted
                });
                at += 1;
            }
        }
        groups.retain(|group| !group.slots.is_empty());
        Self { kind, groups, year_at }
    }

    /// How numbers of the trade mostly are: `KKKKK JJJJ L SSSSSSS YYYY`, and `AAA LLLL NNNNN YYYY` for registrations.
    #[must_use]
    pub fn of_the_trade() -> [Self; 2] {
        let group = |role, slot, width| Group { role, slots: vec![slot; width] };
        let (own, letter) = (Slot::Own('0'), Slot::Own('A'));
        let counted = |role, width| group(role, Slot::Counted, width);
        let certificate = [5, 4, 1].map(|width| group(Role::Other, own, width)).into_iter();
        let registration = [group(Role::Other, letter, 3), group(Role::Other, own, 4)].into_iter();
        let ends = |sequence| [counted(Role::Sequence, sequence), counted(Role::Year, 4)];
        [
            Self { kind: Kind::Certificate, groups: certificate.chain(ends(7)).collect(), year_at: Some(17) },
            Self { kind: Kind::Registration, groups: registration.chain(ends(5)).collect(), year_at: Some(12) },
        ]
    }

    pub(super) fn slots(&self) -> impl Iterator<Item = Slot> {
        self.groups.iter().flat_map(|group| group.slots.iter().copied())
    }

    /// Letters and digits of the whole.
    pub(super) fn width(&self) -> usize {
        self.groups.iter().map(|group| group.slots.len()).sum()
    }

    /// Whether a number, reduced to letters and digits, may be one of this LSP and scheme.
    #[must_use]
    pub fn is_of(&self, key: &str) -> bool {
        key.len() == self.width() && self.slots().zip(key.chars()).all(|(slot, letter)| slot.takes(letter))
    }

    /// The same without what is the LSP's and the scheme's own: only where a digit stands and where a letter.
    pub(super) fn bare(mut self) -> Self {
        for slot in self.groups.iter_mut().flat_map(|group| &mut group.slots) {
            *slot = if slot.is_digit() { Slot::Counted } else { Slot::Own('A') };
        }
        self
    }
}
