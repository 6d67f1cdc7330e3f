//! Which of the documents beside a list are whose: a list without numbers, and certificates in a pile.
//!
//! A document is hers whose name is on it. Where several people of the list have that name, NIK and schemes tell them
//! apart ([`super::rivals`]). Rows with one name and one NIK are one person. A name a slip away counts where no other name
//! could be meant.
//!
//! Only what is proven is looked at: a document whose certificate is not (`unreadable`, `forged`, an unknown key) is
//! nobody's. The work is linear in rows and documents: beyond [`MOST_PAIRS`] names are not held against each other for a
//! slip, nor beyond [`MOST_RIVALS`] people against documents of one name.

use std::collections::HashMap;

use super::judge::compare_scheme;
use super::nik::{NikQuestion, question, within_tries};
use super::rivals::{Told, tell_apart};
use super::{Judged, Looked, NikSaid, Unchecked};
use crate::domain::holder::{FoldedName, HolderName, Nik};
use crate::domain::worker::{Claimed, Worker};
use crate::verify::Verdict;

/// Documents of one person at most; of whom more are found, it is not told which are hers.
pub const MOST_HELD: usize = 10;

/// Names without a document, times names of documents that nobody has, that are held against each other.
const MOST_PAIRS: usize = 100_000;

/// People, times documents, of one name that are told apart.
const MOST_RIVALS: usize = 2_500;

/// The documents of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hers {
    /// By their places in the pile.
    Documents(Vec<usize>),
    /// Some may be hers, and may be another's.
    Several,
    Without,
}

impl Hers {
    /// What is known of the certificate of a row that has these of the documents.
    #[must_use]
    pub fn looked(&self, documents: &[Verdict]) -> Looked {
        match self {
            Self::Documents(places) => {
                let verdicts = places.iter().filter_map(|place| documents.get(*place));
                Looked::Documents(verdicts.cloned().map(Judged::by_bytes).collect())
            }
            Self::Several => Looked::Not(Unchecked::Several),
            Self::Without => Looked::Documents(Vec::new()),
        }
    }
}

/// Who has which documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settled {
    /// For each row; none for one that names its certificate itself.
    pub hers: Vec<Option<Hers>>,
    /// The documents that are nobody's.
    pub unclaimed: Vec<usize>,
}

/// A list and a pile of documents, put together by name.
pub struct Beside<'a> {
    workers: &'a [Worker],
    documents: &'a [Verdict],
    groups: Vec<Group>,
}

/// Rows and documents of one name.
#[derive(Default)]
struct Group {
    /// The rows of each person.
    people: Vec<Vec<usize>>,
    documents: Vec<usize>,
    /// Whether documents of names a slip away may be theirs, and may be others'.
    unsure: bool,
}

impl Group {
    /// Whether there is somebody to be told apart, and not too much to do it.
    fn has_rivals(&self) -> bool {
        self.people.len() > 1 && (1..=MOST_RIVALS).contains(&(self.people.len() * self.documents.len()))
    }
}

impl<'a> Beside<'a> {
    #[must_use]
    pub fn by_name(workers: &'a [Worker], documents: &'a [Verdict]) -> Self {
        let mut named = Named::default();
        let mut people: HashMap<(usize, &Nik), usize> = HashMap::new();
        for (row, worker) in workers.iter().enumerate().filter(|(_, worker)| names_no_certificate(worker)) {
            let Some(name) = &worker.name else { continue };
            let at = named.place(name.folded());
            let group = &mut named.groups[at];
            let new = group.people.len();
            let person = worker.nik.as_ref().map_or(new, |nik| *people.entry((at, nik)).or_insert(new));
            match group.people.get_mut(person) {
                Some(rows) => rows.push(row),
                None => group.people.push(vec![row]),
            }
        }
        for (document, verdict) in documents.iter().enumerate() {
            if let Some(holder) = holder(verdict) {
                let at = named.place(holder.folded());
                named.groups[at].documents.push(document);
            }
        }
        named.join_close();
        Self { workers, documents, groups: named.groups }
    }

    /// NIK that tell people of one name apart: for who may ask, as [`super::nik_questions`] are. What is said of them goes
    /// into [`Self::settle`].
    #[must_use]
    pub fn questions(&self) -> Vec<NikQuestion> {
        let pairs = self.groups.iter().filter(|group| group.has_rivals()).flat_map(|group| {
            let rows = group.people.iter().map(|rows| rows[0]);
            rows.flat_map(move |row| group.documents.iter().map(move |document| (row, *document)))
        });
        let questions = pairs.filter_map(|(row, document)| {
            question(row, document, &self.documents[document], self.workers[row].nik.as_ref()?)
        });
        within_tries(questions.collect())
    }

    /// Tells whose each document is, by what was `said` of the NIK of a row and a document.
    #[must_use]
    pub fn settle(&self, said: impl Fn(usize, usize) -> NikSaid) -> Settled {
        let without = |worker| names_no_certificate(worker).then_some(Hers::Without);
        let mut hers: Vec<Option<Hers>> = self.workers.iter().map(without).collect();
        let mut is_claimed = vec![false; self.documents.len()];
        for group in &self.groups {
            for (rows, theirs) in group.people.iter().zip(self.of_each(group, &said)) {
                if let Hers::Documents(documents) = &theirs {
                    documents.iter().for_each(|document| is_claimed[*document] = true);
                }
                rows.iter().for_each(|row| hers[*row] = Some(theirs.clone()));
            }
        }
        let unclaimed = (0..self.documents.len()).filter(|document| !is_claimed[*document]).collect();
        Settled { hers, unclaimed }
    }

    /// What each person of a name has.
    fn of_each(&self, group: &Group, said: &impl Fn(usize, usize) -> NikSaid) -> Vec<Hers> {
        let people = group.people.len();
        if group.unsure {
            return vec![Hers::Several; people];
        }
        if people < 2 || group.documents.is_empty() {
            return vec![hers(group.documents.clone()); people];
        }
        if !group.has_rivals() {
            return vec![Hers::Several; people];
        }
        let said = |person: usize, document: usize| said(group.people[person][0], group.documents[document]);
        let wants = |person: usize, document: usize| self.wants(&group.people[person], group.documents[document]);
        let Told { owner, unsure } = tell_apart(people, group.documents.len(), said, wants);
        let own = |person| {
            let own = group.documents.iter().zip(&owner).filter(|(_, owner)| **owner == Some(person));
            own.map(|(document, _)| *document).collect()
        };
        (0..people).map(|person| if unsure[person] { Hers::Several } else { hers(own(person)) }).collect()
    }

    /// Whether a document is of a scheme that a person's rows ask for; none where one of them asks for none.
    fn wants(&self, rows: &[usize], document: usize) -> Option<bool> {
        let wants = rows.iter().map(|row| compare_scheme(&self.workers[*row], &self.documents[document]));
        wants.reduce(|all, one| Some(all? | one?))?
    }
}

fn hers(documents: Vec<usize>) -> Hers {
    match documents.len() {
        0 => Hers::Without,
        1..=MOST_HELD => Hers::Documents(documents),
        _ => Hers::Several,
    }
}

fn names_no_certificate(worker: &Worker) -> bool {
    worker.certificate == Claimed::Nothing
}

/// Whose a proven certificate is.
fn holder(verdict: &Verdict) -> Option<HolderName> {
    verdict.certificate.as_ref()?.holder.parse().ok()
}

/// Groups by their names, in the order in which these came.
#[derive(Default)]
struct Named {
    places: HashMap<FoldedName, usize>,
    names: Vec<FoldedName>,
    groups: Vec<Group>,
}

impl Named {
    fn place(&mut self, name: FoldedName) -> usize {
        if let Some(place) = self.places.get(&name) {
            return *place;
        }
        self.places.insert(name.clone(), self.groups.len());
        self.names.push(name);
        self.groups.push(Group::default());
        self.groups.len() - 1
    }

    /// Gives documents that nobody has to the people of a name a slip away, where each could only mean the other.
    fn join_close(&mut self) {
        let places = |is: fn(&Group) -> bool| -> Vec<usize> {
            (0..self.groups.len()).filter(|place| is(&self.groups[*place])).collect()
        };
        let without = places(|group| group.documents.is_empty());
        let ownerless = places(|group| group.people.is_empty());
        if without.len() * ownerless.len() > MOST_PAIRS {
            return;
        }
        let pairs = without.iter().flat_map(|own| ownerless.iter().map(move |other| (*own, *other)));
        let close: Vec<(usize, usize)> =
            pairs.filter(|(own, other)| self.names[*other].is_close_to(&self.names[*own])).collect();
        let mut times = vec![0_usize; self.groups.len()];
        for (own, other) in &close {
            times[*own] += 1;
            times[*other] += 1;
        }
        for (own, other) in close {
            if (times[own], times[other]) == (1, 1) {
                self.groups[own].documents = std::mem::take(&mut self.groups[other].documents);
            } else {
                self.groups[own].unsure = true;
            }
        }
    }
}

#[cfg(test)]
mod tests;
