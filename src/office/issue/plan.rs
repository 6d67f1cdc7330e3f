//! What becomes of each row: decided of the roster and of what is stored, before anything is stored. Pure.

use jiff::civil::Date;

use super::known::{Assessed, Known};
use crate::domain::assessment::Decision;
use crate::domain::id::{CertificateId, EntryId, HolderId};
use crate::domain::issuer::Lsp;
use crate::domain::scheme::Scheme;
use crate::domain::status::State;
use crate::domain::term::Term;
use crate::office::Error;
use crate::roster::{Cause, Entry, RowFault, RowWarning, Warning};
use crate::store::{EntryName, EntryRow};
use crate::verify::verdict::Trust;

/// What a roster comes to.
pub(super) struct Plan<'a> {
    /// The rows that were not refused, in their order.
    pub(super) rows: Vec<Row<'a>>,
    pub(super) refused: Vec<RowFault>,
    pub(super) warnings: Vec<RowWarning>,
}

/// A row that can be taken.
pub(super) struct Row<'a> {
    pub(super) person: Assessed,
    /// Her id, where she is stored already.
    pub(super) holder: Option<HolderId>,
    /// The assessment's id, where it is stored already.
    pub(super) stored: Option<EntryId>,
    pub(super) step: Step<'a>,
}

/// What is done with a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Step<'a> {
    /// Nothing: an earlier run made its certificate.
    Already(CertificateId),
    /// A certificate is made.
    Certify { scheme: &'a Scheme, term: Term },
    /// It is kept without a certificate.
    Record,
}

impl Plan<'_> {
    /// How many certificates will be made.
    pub(super) fn certificates(&self) -> usize {
        self.rows.iter().filter(|row| matches!(row.step, Step::Certify { .. })).count()
    }

    /// The certified rows in their order, with the certificates that are there already.
    pub(super) fn places(&self) -> impl Iterator<Item = Option<CertificateId>> {
        self.rows.iter().filter_map(|row| match row.step {
            Step::Already(id) => Some(Some(id)),
            Step::Certify { .. } => Some(None),
            Step::Record => None,
        })
    }
}

/// Plans a roster.
///
/// # Errors
/// No certificate could be made for this day, or the LSP does not have a scheme that the roster was read for.
pub(super) fn plan<'a>(people: Vec<Assessed>, known: &Known, lsp: &'a Lsp, issued_on: Date) -> Result<Plan<'a>, Error> {
    let mut plan = Plan { rows: Vec::with_capacity(people.len()), refused: Vec::new(), warnings: Vec::new() };
    for person in people {
        let of_person = known.of(&person);
        let entry = &person.entry;
        let same = |row: &&EntryRow| row.scheme == entry.scheme && row.tested_on == entry.tested_on;
        let stored = of_person.iter().find(same);
        if let Some((column, cause)) = fault(entry, stored, known) {
            plan.refused.push(RowFault { row: entry.row, column, cause });
            continue;
        }
        let mut warn = |warning| plan.warnings.push(RowWarning { row: entry.row, column: "nik", warning });
        let earlier = stored.and_then(|stored| stored.certificate);
        let step = match (entry.decision, earlier) {
            (Decision::Competent, Some(newest)) => Step::Already(newest.id),
            (Decision::Competent, None) => {
                if stored.is_some() {
                    warn(Warning::DecisionCorrected);
                }
                if holds_valid(of_person, entry, issued_on, known) {
                    warn(Warning::HoldsValid);
                }
                certify(entry, lsp, issued_on)?
            }
            _ => Step::Record,
        };
        let holder = known.holders.get(&person.nik_index).copied();
        let stored = stored.map(|stored| stored.id);
        plan.rows.push(Row { person, holder, stored, step });
    }
    Ok(plan)
}

/// Why a row cannot be taken as it is, by what is stored under its key: another name, a decision that went the other
/// way, a sheet that another certificate was printed on.
fn fault(entry: &Entry, stored: Option<&EntryRow>, known: &Known) -> Option<(&'static str, Cause)> {
    let certified = stored.is_some_and(|stored| stored.certificate.is_some());
    let is_hers = |name: &EntryName| matches!(name, EntryName::Clear(name) if entry.name.matches(name));
    if stored.is_some_and(|stored| !stored.names.iter().any(is_hers)) {
        Some(("nama_asesi", Cause::StoredUnderAnotherName))
    } else if certified && entry.decision != Decision::Competent {
        Some(("status_kompeten", Cause::CertifiedAlready))
    } else if !certified && entry.blanko.as_ref().is_some_and(|serial| known.blankos.contains(serial)) {
        Some(("nomor_blanko", Cause::BlankoUsed))
    } else {
        None
    }
}

/// Whether the person holds another valid certificate of the same scheme on the day of issue, or one of which nothing is
/// told because its row was altered.
fn holds_valid(of_person: &[EntryRow], entry: &Entry, issued_on: Date, known: &Known) -> bool {
    let of_scheme = of_person.iter().filter(|other| other.scheme == entry.scheme);
    let mut newest = of_scheme.filter_map(|other| other.certificate);
    newest.any(|newest| match known.states.get(&newest.id) {
        Some(state) => *state == State::Valid && issued_on <= newest.valid_until,
        None => true,
    })
}

fn certify<'a>(entry: &Entry, lsp: &'a Lsp, issued_on: Date) -> Result<Step<'a>, Error> {
    let trust = Trust::SchemeOutsideScope;
    let unknown = || Error::Untrusted { trust, issued_on, scheme: Some(entry.scheme.clone()) };
    let scheme = lsp.scheme(&entry.scheme).ok_or_else(unknown)?;
    Ok(Step::Certify { scheme, term: Term::new(issued_on, scheme.validity_years, lsp.expiry)? })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::office::lsp_file;
    use crate::store::{Newest, NikIndex};

    const DAY: Date = date(2024, 6, 3);

    fn lsp() -> Lsp {
        let site = "https://cek.lsp.example".parse().expect("a site");
        let text = include_str!("../../../templates/demo/lsps.json");
        lsp_file::read(text, Some(&site)).expect("LSPs").swap_remove(0).lsp
    }

    /// Whoever this is in that row, tested on 6 May.
    fn person(row: u32, name: &str, decision: Decision) -> Assessed {
        let entry = Entry {
            row,
            name: name.parse().expect("a name"),
            nik: "9951010101900001".parse().expect("a NIK"),
            scheme: "CS-01".parse().expect("a code"),
            tested_on: Some(date(2024, 5, 6)),
            decision,
            birth_date: None,
            blanko: None,
            photo: None,
            particulars: std::collections::BTreeMap::new(),
        };
        Assessed { entry, nik_index: index() }
    }

    fn index() -> NikIndex {
        NikIndex::new(&[7; 32])
    }

    /// The same person's assessment on a day, as it is stored.
    fn stored(tested_on: Date, certificate: Option<Newest>) -> EntryRow {
        EntryRow {
            id: EntryId::new(3),
            holder: HolderId::new(2),
            scheme: "CS-01".parse().expect("a code"),
            tested_on: Some(tested_on),
            names: vec![EntryName::Clear("Siti Contoh".to_owned())],
            decision: if certificate.is_some() { Decision::Competent } else { Decision::NotYetCompetent },
            certificate,
        }
    }

    fn newest() -> Newest {
        Newest { id: CertificateId::new(9), valid_until: date(2026, 6, 3) }
    }

    fn known(rows: Vec<EntryRow>, state: Option<State>) -> Known {
        let holder = HolderId::new(2);
        let states = state.map(|state| (newest().id, state)).into_iter().collect();
        Known { holders: [(index(), holder)].into(), entries: [(holder, rows)].into(), states, ..Known::default() }
    }

    fn refusal(person: Assessed, known: &Known) -> (&'static str, Cause) {
        let lsp = lsp();
        let mut plan = plan(vec![person], known, &lsp, DAY).expect("planned");
        assert!(plan.rows.is_empty(), "a row is refused or taken, never both");
        let RowFault { column, cause, .. } = plan.refused.pop().expect("a fault");
        (column, cause)
    }

    #[test]
    fn who_is_new_is_certified_or_kept_by_the_decision() {
        let lsp = lsp();
        let people = [(2, Decision::Competent), (3, Decision::NotYetCompetent), (4, Decision::Absent)];
        let people = people.map(|(row, decision)| person(row, "Siti Contoh", decision)).into();
        let plan = plan(people, &Known::default(), &lsp, DAY).expect("planned");
        assert!(plan.refused.is_empty() && plan.warnings.is_empty());
        assert_eq!(plan.certificates(), 1);
        let Step::Certify { scheme, term } = plan.rows[0].step else { panic!("certified") };
        assert_eq!((scheme.code.as_str(), term.issued_on), ("CS-01", DAY));
        assert!(plan.rows[1..].iter().all(|row| row.step == Step::Record));
        assert!(plan.rows.iter().all(|row| row.holder.is_none() && row.stored.is_none()));
    }

    #[test]
    fn nobody_is_certified_twice_whatever_became_of_the_certificate() {
        let lsp = lsp();
        for state in [State::Valid, State::Revoked, State::Suspended] {
            let known = known(vec![stored(date(2024, 5, 6), Some(newest()))], Some(state));
            let plan = plan(vec![person(2, "SITI CONTOH", Decision::Competent)], &known, &lsp, DAY).expect("planned");
            assert_eq!(plan.rows[0].step, Step::Already(CertificateId::new(9)));
            assert_eq!(plan.places().collect::<Vec<_>>(), [Some(CertificateId::new(9))]);
            assert!(plan.certificates() == 0 && plan.warnings.is_empty());
        }
    }

    #[test]
    fn what_contradicts_the_records_is_refused_by_its_column() {
        let certified = known(vec![stored(date(2024, 5, 6), Some(newest()))], Some(State::Valid));
        let other = refusal(person(2, "Budi Contoh", Decision::Competent), &certified);
        assert_eq!(other, ("nama_asesi", Cause::StoredUnderAnotherName));
        let back = refusal(person(2, "Siti Contoh", Decision::NotYetCompetent), &certified);
        assert_eq!(back, ("status_kompeten", Cause::CertifiedAlready));
        let used = Known { blankos: ["A00001".to_owned()].into(), ..Known::default() };
        let mut on_used = person(2, "Siti Contoh", Decision::Competent);
        on_used.entry.blanko = Some("A00001".to_owned());
        assert_eq!(refusal(on_used, &used), ("nomor_blanko", Cause::BlankoUsed));
    }

    #[test]
    fn a_corrected_decision_and_a_second_certificate_are_told() {
        let lsp = lsp();
        let told = |rows, state| {
            let known = known(rows, state);
            let plan = plan(vec![person(5, "Siti Contoh", Decision::Competent)], &known, &lsp, DAY).expect("planned");
            assert_eq!((plan.certificates(), plan.rows[0].holder), (1, Some(HolderId::new(2))));
            plan.warnings.into_iter().map(|warning| (warning.row, warning.warning)).collect::<Vec<_>>()
        };
        assert_eq!(told(vec![stored(date(2024, 5, 6), None)], None), [(5, Warning::DecisionCorrected)]);
        let earlier = || vec![stored(date(2021, 5, 6), Some(newest()))];
        assert_eq!(told(earlier(), Some(State::Valid)), [(5, Warning::HoldsValid)]);
        assert_eq!(told(earlier(), None), [(5, Warning::HoldsValid)], "nothing is known of it");
        assert_eq!(told(earlier(), Some(State::Revoked)), []);
        let lapsed = Newest { valid_until: DAY.yesterday().expect("a day"), ..newest() };
        assert_eq!(told(vec![stored(date(2021, 5, 6), Some(lapsed))], Some(State::Valid)), []);
    }
}
