//! Where a serial leads: to the certificate that the journal put on the sheet, or to the one for which a roster named it.
//! Where there is no secret to read a journal with, rows are all there is.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::domain::certificate::Certificate;
use crate::domain::id::CertificateId;
use crate::domain::issuer::LspId;
use crate::domain::search_key::SearchKey;
use crate::office::told::sheets::{SheetFate, SheetsTold};
use crate::office::{Error, Office};
use crate::store::{SheetRow, StoreError};

/// A certificate that a sheet's serial leads to, by the sheet's row.
pub(in crate::office) struct LedTo {
    pub(in crate::office) certificate: CertificateId,
    lsp: LspId,
    journal: Put,
}

/// Where the journal put a sheet.
enum Put {
    Nowhere,
    /// On the certificate of this number.
    On(String),
    /// No journal can be read.
    Unknown,
}

impl LedTo {
    /// Whether the journal put the sheet on this certificate; none where no journal can be read.
    pub(in crate::office) fn is_held(&self, certificate: &Certificate) -> Option<bool> {
        match &self.journal {
            Put::Nowhere => Some(false),
            Put::On(number) => Some(self.lsp == certificate.lsp && *number == certificate.number),
            Put::Unknown => None,
        }
    }
}

/// The certificates that sheets with a serial are on by their rows, of any LSP.
///
/// # Errors
/// The database does not answer, or the records' secret does not open.
pub(in crate::office) async fn led_to(office: &Office, key: &SearchKey) -> Result<Vec<LedTo>, Error> {
    let mut found = Vec::new();
    for SheetRow { lsp, serial, certificate } in office.store.sheets_by_serial(key).await? {
        let Some(certificate) = certificate else { continue };
        let journal = match journal(office, &lsp).await? {
            Journal::Broken => Put::Nowhere,
            Journal::NoSecret => Put::Unknown,
            Journal::Tells(told) => match told.fate(&serial) {
                Some(SheetFate::Given(number)) => Put::On(number.to_string()),
                Some(SheetFate::Spoiled { .. }) | None => Put::Nowhere,
            },
        };
        found.push(LedTo { certificate, lsp, journal });
    }
    Ok(found)
}

/// Whether a certificate is on the sheet that its roster named. Where no journal can be read, by the rows.
///
/// # Errors
/// As [`led_to`].
pub(in crate::office) async fn stands(office: &Office, certificate: &Certificate) -> Result<bool, Error> {
    let Certificate { lsp, id, .. } = certificate;
    let Some(serial) = &certificate.blanko else { return Ok(false) };
    Ok(match journal(office, lsp).await? {
        Journal::Tells(told) => !told.lets_go(serial),
        Journal::Broken => false,
        Journal::NoSecret => {
            let on_another = match SearchKey::new(serial) {
                Some(key) => office.store.sheets_by_serial(&key).await?.iter().any(|row| row.lsp == *lsp),
                None => false,
            };
            !on_another && office.store.sheets_of(lsp, &[*id]).await?.is_empty()
        }
    })
}

/// What sheets some certificates of an LSP are on.
pub(in crate::office) enum OnSheets {
    Rows(BTreeMap<CertificateId, String>),
    /// Nothing where the journal does not hold.
    Told(Option<Arc<SheetsTold>>),
}

impl OnSheets {
    /// # Errors
    /// As [`led_to`].
    pub(in crate::office) async fn of(office: &Office, lsp: &LspId, ids: &[CertificateId]) -> Result<Self, Error> {
        Ok(match journal(office, lsp).await? {
            Journal::Tells(told) => Self::Told(Some(told)),
            Journal::Broken => Self::Told(None),
            Journal::NoSecret => {
                let rows = office.store.sheets_of(lsp, ids).await?.into_iter();
                Self::Rows(rows.filter_map(|row| Some((row.certificate?, row.serial.to_string()))).collect())
            }
        })
    }

    /// Whether one of some serials leads to a certificate, whose roster named one or none.
    pub(in crate::office) fn lead_to(
        &self,
        (id, number): (CertificateId, &str),
        of_roster: Option<&str>,
        serials: &[SearchKey],
    ) -> bool {
        let named = of_roster.filter(|named| serials.iter().any(|serial| serial.as_str() == *named));
        match self {
            Self::Rows(rows) => match rows.get(&id) {
                Some(sheet) => serials.iter().any(|serial| serial.as_str() == sheet),
                None => named.is_some(),
            },
            Self::Told(None) => false,
            Self::Told(Some(told)) => {
                let fate = |serial: &SearchKey| told.fate(&serial.as_str().parse().ok()?)?.number();
                named.is_some_and(|named| !told.lets_go(named))
                    || serials.iter().any(|serial| fate(serial) == Some(number))
            }
        }
    }
}

/// What can be read of an LSP's sheets.
enum Journal {
    Broken,
    NoSecret,
    Tells(Arc<SheetsTold>),
}

async fn journal(office: &Office, lsp: &LspId) -> Result<Journal, Error> {
    let Some(records) = office.records_to_read().await? else { return Ok(Journal::NoSecret) };
    match office.sheets_told(&records, lsp).await {
        Ok(Some(told)) => Ok(Journal::Tells(told)),
        Ok(None) => Ok(Journal::Broken),
        // It keeps no other LSP's sheets from being found.
        Err(Error::Store(error @ StoreError::Corrupt(_))) => {
            tracing::error!(%lsp, "ALARM: the journal cannot be read, and no preprinted sheet of the LSP is found: {error}");
            Ok(Journal::Broken)
        }
        Err(error) => Err(error),
    }
}
