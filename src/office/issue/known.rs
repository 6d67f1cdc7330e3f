//! What is stored of a roster's people already, asked in a few queries whatever their number.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::domain::id::{CertificateId, HolderId};
use crate::domain::issuer::LspId;
use crate::domain::status::State;
use crate::office::personal::opened_name;
use crate::office::told::sheets::SheetsTold;
use crate::office::{Error, Office, find};
use crate::roster::Entry;
use crate::seal::records::Records;
use crate::store::{EntryName, EntryRow, NikIndex, People, StoreError};

/// An entry, and what its person is found by.
pub(super) struct Assessed {
    pub(super) entry: Entry,
    pub(super) nik_index: NikIndex,
}

/// What is stored of some people.
#[derive(Default)]
pub(super) struct Known {
    pub(super) holders: HashMap<NikIndex, HolderId>,
    pub(super) entries: HashMap<HolderId, Vec<EntryRow>>,
    /// Of their newest certificates, by the journal; none of one whose row it does not cover.
    pub(super) states: BTreeMap<CertificateId, State>,
    /// Blanko serials of the roster that are used: rosters of before named them, or the journal tells of their sheets.
    pub(super) blankos: HashSet<String>,
}

impl Assessed {
    pub(super) fn new(entry: Entry, lsp: &LspId, records: &Records) -> Self {
        let nik_index = NikIndex::new(&records.blind_index(lsp, &entry.nik));
        Self { entry, nik_index }
    }
}

impl Known {
    /// Reads it; under the LSP's lock, so that nobody else issues to them meanwhile, or beside it, for a preview.
    pub(super) async fn read(
        stored: &mut People<'_>,
        people: &[Assessed],
        records: &Records,
        sheets: &SheetsTold,
    ) -> Result<Self, StoreError> {
        let mut indexes: Vec<NikIndex> = people.iter().map(|person| person.nik_index.clone()).collect();
        indexes.sort_unstable();
        indexes.dedup();
        let holders = stored.holders(&indexes).await?;
        let ids: Vec<HolderId> = holders.values().copied().collect();
        let mut entries = HashMap::<HolderId, Vec<EntryRow>>::new();
        for mut row in stored.entries(&ids).await? {
            for name in &mut row.names {
                if let EntryName::Sealed(sealed) = name {
                    *name = EntryName::Clear(opened_name(records, row.id, sealed)?);
                }
            }
            entries.entry(row.holder).or_default().push(row);
        }
        let serials: Vec<String> = people.iter().filter_map(|person| person.entry.blanko.clone()).collect();
        let mut blankos = stored.named_blankos(&serials).await?;
        let is_told = |serial: &String| serial.parse().is_ok_and(|serial| sheets.fate(&serial).is_some());
        blankos.extend(serials.into_iter().filter(is_told));
        Ok(Self { holders, entries, states: BTreeMap::new(), blankos })
    }

    /// Takes the states of their newest certificates from the journal.
    pub(super) async fn tell(&mut self, office: &Office, lsp: &LspId) -> Result<(), Error> {
        let certificates = self.entries.values().flatten().filter_map(|row| row.certificate);
        let ids: Vec<CertificateId> = certificates.map(|newest| newest.id).collect();
        self.states = find::states(office, lsp, &ids).await?;
        Ok(())
    }

    /// What is stored of a person; nothing of a new one.
    pub(super) fn of(&self, person: &Assessed) -> &[EntryRow] {
        let stored = self.holders.get(&person.nik_index).and_then(|holder| self.entries.get(holder));
        stored.map_or(&[], Vec::as_slice)
    }
}
