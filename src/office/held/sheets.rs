//! The rows of preprinted sheets held against what the journal tells of each.

use std::collections::{BTreeMap, BTreeSet};

use super::Difference;
use crate::domain::blanko::Serial;
use crate::domain::id::CertificateId;
use crate::domain::issuer::LspId;
use crate::office::told::sheets::{SheetFate, SheetsTold};
use crate::store::{RawSheet, Reading, Recorded, StoreError};

/// An LSP's rows of sheets, and the numbers of the certificates that they name.
pub(super) struct Sheets {
    rows: Vec<RawSheet>,
    /// None of those that no row of a certificate was found for which is as it was issued.
    numbers: BTreeMap<CertificateId, Option<String>>,
}

impl Sheets {
    pub(super) async fn read(store: &Reading, lsp: &LspId) -> Result<Self, StoreError> {
        let mut rows = Vec::new();
        store.each_sheet(lsp, |row| rows.push(row)).await?;
        let numbers = rows.iter().filter_map(|row| Some((row.certificate?, None))).collect();
        Ok(Self { rows, numbers })
    }

    /// Takes in the row of a certificate that is as it was issued.
    pub(super) fn know(&mut self, row: &Recorded) {
        if let Some(number) = self.numbers.get_mut(&row.id) {
            *number = Some(row.number.clone());
        }
    }

    /// The rows that say otherwise than is told, and the sheets that no row tells of.
    pub(super) fn unlike(&self, told: &SheetsTold) -> Vec<Difference> {
        let mut without: BTreeSet<&Serial> = told.all().map(|(serial, _)| serial).collect();
        let mut unlike = Vec::new();
        for RawSheet { serial, certificate } in &self.rows {
            let parsed = serial.as_ref().and_then(|serial| serial.parse::<Serial>().ok());
            let number = certificate.and_then(|id| self.numbers.get(&id)?.as_ref());
            let is_told = parsed.as_ref().and_then(|serial| told.fate(serial)).is_some_and(|fate| match fate {
                SheetFate::Given(of) => number.map(String::as_str) == Some(&**of),
                SheetFate::Spoiled { .. } => certificate.is_none(),
            });
            if let Some(serial) = &parsed {
                without.remove(serial);
            }
            if !is_told {
                unlike.push(Difference::Sheet { serial: serial.clone() });
            }
        }
        unlike.extend(without.into_iter().map(|serial| Difference::Sheet { serial: Some(serial.to_string()) }));
        unlike
    }
}

/// Rows that say what is told, by the certificates that there are; and the serials of those that there are not.
pub(super) fn rows(
    told: &SheetsTold,
    ids: &BTreeMap<String, CertificateId>,
) -> (Vec<(Serial, Option<CertificateId>)>, BTreeSet<String>) {
    let (mut rows, mut lost) = (Vec::new(), BTreeSet::new());
    for (serial, fate) in told.all() {
        match fate {
            SheetFate::Given(number) => match ids.get(&**number) {
                Some(id) => rows.push((serial.clone(), Some(*id))),
                None => {
                    lost.insert(serial.to_string());
                }
            },
            SheetFate::Spoiled { .. } => rows.push((serial.clone(), None)),
        }
    }
    (rows, lost)
}
