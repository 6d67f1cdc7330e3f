//! What tables say otherwise than the journal.

use crate::domain::id::CertificateId;
use crate::domain::status::State;
use crate::office::told::given::Given;
use crate::office::told::key::KeyTold;
use crate::office::told::lsp::Repointed;
use crate::seal::keys::Kid;
use crate::seal::trust_list::{KeyState, TrustedKey};
use crate::store::{Mark, Sequence};

/// What a table says otherwise than the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// A row that is not as it was issued; another is in no place of its own.
    Altered {
        number: String,
    },
    /// A sequence, or the places on status lists, that stands elsewhere than the journal tells.
    Counter {
        counter: Counter,
        table: u64,
        journal: u64,
    },
    /// A key whose end the table does not tell.
    Key {
        kid: Kid,
        table: KeyState,
        journal: KeyState,
    },
    /// A key whose use or days are not those that it was made or retired with.
    KeyTerms {
        kid: Kid,
    },
    /// A key that the journal never heard of.
    KeyUnknown {
        kid: Kid,
    },
    /// Certificates of an entry that are not there as they were issued.
    Missing {
        entry: i64,
        issued: u64,
        found: u64,
    },
    /// Rows of the LSP that point elsewhere.
    Repointed(Repointed),
    /// A preprinted sheet whose row leads elsewhere, is gone, or is none that the journal knows of.
    Sheet {
        /// As it stands in the row; none where that cannot be read.
        serial: Option<String>,
    },
    /// A row that was slipped in: all that its entry issued is there beside it.
    Slipped {
        id: CertificateId,
        number: String,
    },
    State {
        id: CertificateId,
        number: String,
        table: State,
        journal: State,
    },
}

impl Difference {
    /// Whether the journal says enough to put it back.
    #[must_use]
    pub fn is_mendable(&self) -> bool {
        !matches!(self, Self::Altered { .. } | Self::Missing { .. })
    }
}

/// What counts what was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Counter {
    Places,
    /// Its kind and what is counted for.
    Sequence(String, String),
}

/// What a table says otherwise of a key.
pub(super) fn of_key(key: &TrustedKey, told: Option<&KeyTold>) -> Option<Difference> {
    let kid = key.public.kid();
    match told {
        None => Some(Difference::KeyUnknown { kid }),
        Some(told) if told.is_told_by(key) => None,
        Some(told) if !told.has_the_terms_of(key) => Some(Difference::KeyTerms { kid }),
        Some(told) => Some(Difference::Key { kid, table: key.state, journal: told.state }),
    }
}

/// Counters that stand elsewhere than the journal tells.
pub(super) fn of_counters(table: &Mark, given: &Given) -> Vec<Difference> {
    let places = (Counter::Places, table.places, given.places());
    let sequences = given.sequences().iter().map(|Sequence { kind, scope, next }| {
        let there = table.sequences.iter().find(|there| there.kind == *kind && there.scope == *scope);
        (Counter::Sequence(kind.clone(), scope.clone()), there.map_or(0, |there| there.next), *next)
    });
    let all = std::iter::once(places).chain(sequences).filter(|(_, table, journal)| table != journal);
    all.map(|(counter, table, journal)| Difference::Counter { counter, table, journal }).collect()
}
