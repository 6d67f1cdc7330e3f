//! What is off in a number that was typed, told by how numbers are put together alone. Whether there is such a number is
//! not known here, so that the help teaches nothing about those that there are.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use super::number_form::{Form, Kind, Role, Slot};
use super::search_key::without_labels;

/// Years of four digits.
const YEAR: usize = 4;

/// Digits of a NIK.
const NIK: usize = 16;

/// Letters before the digits of a serial, at most.
const LETTERS: usize = 4;

/// Digits of a serial as they are printed on preprinted sheets.
const SERIAL: RangeInclusive<usize> = 6..=8;

/// Letters and digits more than a number has, with which it is still taken for one.
const MOST_OVER: usize = 6;

/// A part of a number, as a visitor finds it on the sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The first part is 1.
    Nth(usize),
    Sequence,
    Year,
}

/// How a number that was typed is beside the nearest form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Slip {
    /// It looks like the serial of a preprinted sheet.
    Blanko,
    /// It is put together as it should be.
    Fits,
    /// Letters stand where digits belong, as O for 0; with digits it is this.
    Letters(String),
    Missing(Place),
    /// It looks like the number of an identity card.
    Nik,
    /// It is like no form.
    Other,
    /// One part has another number of letters and digits than it should.
    Width {
        at: Place,
        typed: usize,
        full: usize,
    },
    /// All together has another number of letters and digits than it should, and it cannot be told where.
    Whole {
        typed: usize,
        full: usize,
    },
    /// No certificate is of this year.
    Year(i16),
}

/// What is told of a number that was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Help {
    /// What it was held against.
    pub kind: Kind,
    pub slip: Slip,
}

/// The forms that typed numbers are held against, and the years that a certificate may be of.
#[derive(Clone, Debug)]
pub struct Forms {
    bare: BTreeSet<Form>,
    years: RangeInclusive<i16>,
}

impl Forms {
    #[must_use]
    pub fn new(forms: impl IntoIterator<Item = Form>, years: RangeInclusive<i16>) -> Self {
        Self { bare: forms.into_iter().map(Form::bare).collect(), years }
    }

    /// What is off in a number as it was typed, beside the form that it is nearest to.
    #[must_use]
    pub fn help(&self, typed: &str) -> Help {
        let typed = Typed::new(typed);
        let held = self.bare.iter().filter(|form| typed.may_be(form));
        let nearest =
            held.map(|form| (typed.beside(form, &self.years), form.kind)).min_by_key(|(near, _)| near.distance);
        let (near, kind) = match nearest {
            Some((near, kind)) => (Some(near), kind),
            None => (None, Kind::Certificate),
        };
        // Nothing else is so sure as a number without a fault.
        let slip = match near {
            Some(near) if near.distance < Near::OFF => near.slip,
            _ if typed.is_nik() => Slip::Nik,
            _ if typed.is_serial() => Slip::Blanko,
            Some(near) => near.slip,
            None => Slip::Other,
        };
        Help { kind, slip }
    }
}

/// How far a typed number is from a form.
struct Near {
    /// Below [`Self::OFF`]: each letter is at its place.
    distance: usize,
    slip: Slip,
}

impl Near {
    const OFF: usize = 100;

    fn other() -> Self {
        Self { distance: usize::MAX, slip: Slip::Other }
    }
}

/// A number as it was typed: the runs of letters and digits in it, in upper case.
struct Typed {
    groups: Vec<String>,
    key: String,
}

impl Typed {
    fn new(text: &str) -> Self {
        let runs = without_labels(text).split(|c: char| !c.is_ascii_alphanumeric()).filter(|run| !run.is_empty());
        let groups: Vec<String> = runs.map(str::to_ascii_uppercase).collect();
        let key = groups.concat();
        Self { groups, key }
    }

    fn is_nik(&self) -> bool {
        self.key.len() == NIK && self.key.bytes().all(|b| b.is_ascii_digit())
    }

    fn is_serial(&self) -> bool {
        let (letters, digits) = match &self.groups[..] {
            [one] => one.split_at(one.find(|c: char| c.is_ascii_digit()).unwrap_or(one.len())),
            [letters, digits] => (letters.as_str(), digits.as_str()),
            _ => return false,
        };
        let are_letters = letters.len() <= LETTERS && letters.bytes().all(|b| b.is_ascii_uppercase());
        are_letters && SERIAL.contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit())
    }

    /// Whether it begins as numbers of a form do: with a letter, or with digits and what is typed for them.
    fn may_be(&self, form: &Form) -> bool {
        let mut begins = self.key.chars().take(3);
        match form.slots().next() {
            Some(first) if first.is_digit() => begins.all(|c| c.is_ascii_digit() || meant(c).is_some()),
            Some(_) => begins.next().is_some_and(|c| c.is_ascii_uppercase()),
            None => false,
        }
    }

    fn beside(&self, form: &Form, years: &RangeInclusive<i16>) -> Near {
        let widths: Vec<usize> = form.groups.iter().map(|group| group.slots.len()).collect();
        let typed: Vec<usize> = self.groups.iter().map(String::len).collect();
        if self.key.len() == form.width() {
            return self.letter_by_letter(form, years);
        }
        let place = |at: usize| place_of(form, at);
        if typed.len() == widths.len() {
            let off = |at: &usize| typed[*at].abs_diff(widths[*at]);
            let distance: usize = (0..typed.len()).map(|at| off(&at)).sum();
            let wrong: Vec<usize> = (0..typed.len()).filter(|at| off(at) > 0).collect();
            if let [at] = wrong[..] {
                let slip = Slip::Width { at: place(at), typed: typed[at], full: widths[at] };
                return Near { distance: Near::OFF + distance, slip };
            }
        }
        let without =
            |left_out: usize| widths.iter().enumerate().filter(move |(at, _)| *at != left_out).map(|(_, w)| *w);
        if typed.len() + 1 == widths.len() && typed.len() > 1 {
            let missing = (0..widths.len()).rev().find(|at| without(*at).eq(typed.iter().copied()));
            if let Some(at) = missing {
                return Near { distance: Near::OFF + 1, slip: Slip::Missing(place(at)) };
            }
        }
        let (own, full) = (self.key.len(), form.width());
        let ends_in_year = self.year_at(own.saturating_sub(YEAR)).is_some_and(|year| years.contains(&year));
        if form.year_at == Some(full - YEAR) && own + YEAR == full && !ends_in_year {
            return Near { distance: Near::OFF + YEAR, slip: Slip::Missing(Place::Year) };
        }
        if own * 2 < full || own > full + MOST_OVER {
            return Near::other();
        }
        Near { distance: Near::OFF + 10 + own.abs_diff(full), slip: Slip::Whole { typed: own, full } }
    }

    /// As many letters and digits as a form has: each is held against its place.
    fn letter_by_letter(&self, form: &Form, years: &RangeInclusive<i16>) -> Near {
        let (mut with_digits, mut wrong) = (String::with_capacity(self.key.len()), 0);
        for (slot, letter) in form.slots().zip(self.key.chars()) {
            match (slot.is_digit(), letter.is_ascii_digit()) {
                (true, false) => {
                    let Some(digit) = meant(letter) else { return Near::other() };
                    with_digits.push(digit);
                    wrong += 1;
                }
                (false, true) => return Near::other(),
                (true, true) | (false, false) => with_digits.push(letter),
            }
        }
        if wrong > 0 {
            return Near { distance: wrong, slip: Slip::Letters(spaced(form, &with_digits)) };
        }
        match form.year_at.and_then(|at| self.year_at(at)) {
            Some(year) if !years.contains(&year) => Near { distance: 1, slip: Slip::Year(year) },
            _ => Near { distance: 0, slip: Slip::Fits },
        }
    }

    fn year_at(&self, at: usize) -> Option<i16> {
        let digits = self.key.get(at..at + YEAR)?;
        digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
    }
}

/// The digit that a letter is typed for.
fn meant(letter: char) -> Option<char> {
    match letter {
        'O' | 'Q' => Some('0'),
        'I' | 'L' => Some('1'),
        'Z' => Some('2'),
        'S' => Some('5'),
        'B' => Some('8'),
        _ => None,
    }
}

fn place_of(form: &Form, at: usize) -> Place {
    match form.groups[at].role {
        Role::Other => Place::Nth(at + 1),
        Role::Sequence => Place::Sequence,
        Role::Year => Place::Year,
    }
}

/// Letters and digits with a space between the groups of a form.
fn spaced(form: &Form, key: &str) -> String {
    let mut rest = key.chars();
    let group = |slots: &Vec<Slot>, rest: &mut std::str::Chars<'_>| rest.take(slots.len()).collect::<String>();
    form.groups.iter().map(|one| group(&one.slots, &mut rest)).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::number::{Numbering, Parts};
    use crate::domain::scheme::{Kind as SchemeKind, Scheme};

    fn forms() -> Forms {
        let scheme = Scheme {
            code: "CS-01".parse().expect("a code"),
            field_id: "Kebersihan".into(),
            field_en: "Cleaning".into(),
            title_id: "Petugas".into(),
            title_en: "Cleaner".into(),
            kind: SchemeKind::Okupasi,
            kkni_level: 2,
            kbli: "81210".into(),
            kbji: "9112".into(),
            validity_years: 3,
            units: Vec::new(),
            from: None,
            until: None,
        };
        let parts = Parts { scheme: &scheme, letters: "KLN", licence: "9901", year: 2026 };
        let Numbering { certificate, registration } = Numbering::default();
        let forms = [
            Form::new(Kind::Certificate, &certificate.shape, parts),
            Form::new(Kind::Registration, &registration.shape, parts),
        ];
        assert!(forms[0].is_of("812109112200000882023") && forms[1].is_of("KLN9901000882026"));
        assert!(!forms[0].is_of("812119112200000882023"), "of another scheme");
        Forms::new(forms, 2015..=2026)
    }

    fn slip(typed: &str) -> Slip {
        forms().help(typed).slip
    }

    #[test]
    fn a_number_that_is_put_together_rightly_has_no_fault_however_it_is_spaced() {
        for typed in ["81210 9112 2 0000088 2023", "No. 81210.9112.2.0000088.2023", "812109112200000882023"] {
            assert_eq!(forms().help(typed), Help { kind: Kind::Certificate, slip: Slip::Fits }, "{typed}");
        }
        for typed in ["KLN 9901 00088 2023", "No. Reg. xyz.1234.00088.2023"] {
            assert_eq!(forms().help(typed), Help { kind: Kind::Registration, slip: Slip::Fits }, "{typed}");
        }
    }

    #[test]
    fn letters_among_digits_are_told_with_the_number_that_was_meant() {
        for typed in ["8121O 9112 2 OOOOO88 2O23", "8l2l0 9ll2 2 0000088 2023", "81210 9112 2 00000B8 2023"] {
            assert_eq!(slip(typed), Slip::Letters("81210 9112 2 0000088 2023".into()), "{typed}");
        }
        assert_eq!(slip("KLN 99O1 00088 2023"), Slip::Letters("KLN 9901 00088 2023".into()));
    }

    #[test]
    fn a_part_that_is_short_long_or_missing_is_named() {
        let width = |at, typed, full| Slip::Width { at, typed, full };
        assert_eq!(slip("81210 9112 2 000088 2023"), width(Place::Sequence, 6, 7));
        assert_eq!(slip("81210 9112 2 00000888 2023"), width(Place::Sequence, 8, 7));
        assert_eq!(slip("8121 9112 2 0000088 2023"), width(Place::Nth(1), 4, 5));
        assert_eq!(slip("81210 9112 2 0000088 202"), width(Place::Year, 3, 4));
        assert_eq!(slip("81210 9112 2 0000088"), Slip::Missing(Place::Year));
        assert_eq!(slip("81210 9112 0000088 2023"), Slip::Missing(Place::Nth(3)));
        assert_eq!(slip("81210911220000088"), Slip::Missing(Place::Year));
        assert_eq!(slip("KLN 9901 0088 2023"), width(Place::Sequence, 4, 5));
        assert_eq!(slip("KLN 9901 00088"), Slip::Missing(Place::Year));
    }

    #[test]
    fn without_spaces_only_the_whole_can_be_counted() {
        assert_eq!(slip("81210911220000882023"), Slip::Whole { typed: 20, full: 21 });
        assert_eq!(slip("8121091122000000882023"), Slip::Whole { typed: 22, full: 21 });
    }

    #[test]
    fn a_year_that_cannot_be_is_told() {
        assert_eq!(slip("81210 9112 2 0000088 2032"), Slip::Year(2032));
        assert_eq!(slip("KLN 9901 00088 1923"), Slip::Year(1923));
    }

    #[test]
    fn what_is_another_kind_of_number_is_told_by_its_kind() {
        assert_eq!(slip("9971010101900001"), Slip::Nik);
        assert_eq!((slip("0000088"), slip("AB 123456")), (Slip::Blanko, Slip::Blanko));
        for typed in ["halo", "1", "8121 2023", "99", &"9".repeat(60), "ABCD-1", ""] {
            assert_eq!(slip(typed), Slip::Other, "{typed}");
        }
    }

    #[test]
    fn any_text_has_an_answer() {
        for typed in ["é", "８１２１０", "81210 9112 2 000008é 2023", "\u{0}", "- . /", "No. No. Reg."] {
            let _ = forms().help(typed);
        }
        assert_eq!(Forms::new([], 2015..=2026).help("812").slip, Slip::Other);
    }
}
