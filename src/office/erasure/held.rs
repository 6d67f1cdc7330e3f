//! What is due by its row, held against what nobody can write without this installation's keys.
//!
//! | what | is held against |
//! | --- | --- |
//! | an assessment with certificates | each certificate's stamp, or the journal where it has none, and the end that was signed |
//! | any assessment | the day with which it ends, sealed with its particulars; a row of before says none |
//! | a person | what is sealed in the place of the particulars of each of her assessments |
//! | a roster | its day of issue, sealed with its mended cells; a row of before says none |

use std::collections::{BTreeMap, BTreeSet};

use super::Erasing;
use crate::domain::id::{CertificateId, EntryId};
use crate::office::Error;
use crate::office::kept::day_of;
use crate::office::personal::{KeptFor, kept_for};
use crate::office::recorded::Batches;
use crate::store::{DueEntry, DueHolder, DueRoster, Writing};

impl Erasing<'_> {
    /// Those assessments that are truly due.
    pub(super) async fn held(&self, writing: &mut Writing, due: Vec<DueEntry>) -> Result<Vec<DueEntry>, Error> {
        let ids: Vec<EntryId> = due.iter().map(|due| due.id).collect();
        let mut certificates = BTreeMap::<EntryId, BTreeSet<CertificateId>>::new();
        for (entry, certificate) in writing.certificates_of(&ids).await? {
            certificates.entry(entry).or_default().insert(certificate);
        }
        let (mut batches, begins) = (Batches::default(), self.begins());
        for row in writing.recorded_of(&ids, self.records).await? {
            let written =
                batches.place_as_written(&self.office.store, self.records, &self.lsp.id, &row).await?.is_some();
            if written && row.signed_end().is_some_and(|end| end <= begins) {
                certificates.entry(row.entry).or_default().remove(&row.id);
            }
        }
        let (held, others): (Vec<_>, Vec<_>) = due.into_iter().partition(|due| {
            let all_ended = certificates.get(&due.id).is_none_or(BTreeSet::is_empty);
            all_ended && self.ended(due)
        });
        if !others.is_empty() {
            tracing::error!(
                lsp = %self.lsp.id,
                count = others.len(),
                "ALARM: assessments end later than their rows say, or are not as they were recorded; they are not erased"
            );
        }
        Ok(held)
    }

    /// Whether an assessment ended, by what is sealed of it.
    fn ended(&self, due: &DueEntry) -> bool {
        match kept_for(self.records, &due.particulars) {
            Ok(KeptFor::Until(day)) => day < self.before,
            // What was erased and does not say so in its row is erased again.
            Ok(KeptFor::Erased | KeptFor::Unsaid) => true,
            Err(_) => false,
        }
    }

    /// Whether nothing is left of any assessment of a person.
    pub(super) fn is_left_with_nothing(&self, holder: &DueHolder) -> bool {
        let gone = |sealed| matches!(kept_for(self.records, sealed), Ok(KeptFor::Erased));
        holder.particulars.iter().all(gone)
    }

    /// Whether a roster is truly due.
    pub(super) fn holds_roster(&self, roster: &DueRoster) -> bool {
        let holds = day_of(self.records, &roster.id, &roster.cells_sealed)
            .is_ok_and(|day| day.is_none_or(|day| day < self.before));
        if !holds {
            tracing::error!(lsp = %self.lsp.id, roster = %roster.id, "ALARM: a roster is kept for another day than its row says; it is not erased");
        }
        holds
    }
}
