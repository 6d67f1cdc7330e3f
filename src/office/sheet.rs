//! A certificate's sheet as it was issued, drawn again for whoever shows one to the LSP's own service. What is not signed
//! (units, wording, registration) is told of a row as it was recorded and of no other.

use std::collections::BTreeSet;

use super::design::{Design, DesignError, Output};
use super::find::is_recorded;
use super::handout::{self, HandoutError};
use super::{Error, Office, blanko};
use crate::domain::certificate::Certificate;
use crate::domain::issuer::LspId;
use crate::domain::search_key::SearchKey;
use crate::render::{Press, Printer};
use crate::seal::spelling;
use crate::store::{Printing, StoreError};
use crate::verify::Verdict;
use crate::verify::document::{self, Examined};
use crate::verify::verdict::{Finding, UnitShown};

/// Why a sheet was not drawn again; it says nothing about the one that was shown.
#[derive(Debug, thiserror::Error)]
pub enum SheetError {
    #[error("a sheet of ours cannot be read back")]
    Drawn,
    #[error(transparent)]
    Handout(#[from] HandoutError),
    #[error(transparent)]
    Office(#[from] Error),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("the thread that draws ended early")]
    Thread,
}

/// Adds the units of a certificate's scheme, as they were when it was issued, where these are the records of its LSP
/// and have this number as this holder's.
///
/// # Errors
/// The database does not answer, or holds what cannot be read; the verdict stands without them.
pub async fn add_units(office: &Office, verdict: &mut Verdict) -> Result<(), Error> {
    let (Some(issuer), Some(shown)) = (&verdict.issuer, &mut verdict.certificate) else { return Ok(()) };
    if issuer.more_at.is_some() {
        return Ok(());
    }
    let found = printing(office, &issuer.id, &shown.number).await?;
    let same = |recorded: &Printing| {
        let Printing { certificate, .. } = recorded;
        certificate.holder.as_str() == shown.holder && certificate.scheme.as_str() == shown.scheme.code
    };
    if let Some(printing) = found.filter(same) {
        shown.units = printing.scheme.units.into_iter().map(UnitShown::from).collect();
    }
    Ok(())
}

/// Holds the pages of a document against the sheet that was issued, where these are the records of its LSP.
///
/// # Errors
/// The database does not answer, or the sheet cannot be drawn; the verdict stands without it.
pub async fn compare(office: &Office, examined: &mut Examined) -> Result<(), SheetError> {
    let Examined { verdict, token: Some(token), pages } = examined else { return Ok(()) };
    let (Some(issuer), Some(shown)) = (&verdict.issuer, &verdict.certificate) else { return Ok(()) };
    if issuer.more_at.is_some() {
        return Ok(());
    }
    let drawings = texts(office, &issuer.id, &shown.number, token).await?;
    if !drawings.is_empty() && !document::is_as_issued(pages, &shown.number, &drawings) {
        verdict.findings.push(Finding::SheetDiffers);
    }
    Ok(())
}

/// The text of a certificate's sheets, page by page: the digital one, and the one for preprinted sheets. Nothing
/// where the LSP recorded no such token.
pub(crate) async fn texts(
    office: &Office,
    lsp: &LspId,
    number: &str,
    token: &[u8],
) -> Result<Vec<Vec<String>>, SheetError> {
    let store = &office.store;
    let Some(printing) = printing(office, lsp, number).await?.filter(|printing| printing.certificate.token == token)
    else {
        return Ok(Vec::new());
    };
    let design = Design::read(&store.version(&printing.form_version).await?).map_err(HandoutError::from)?;
    let photo = match &printing.photo_version {
        Some(version) => Some(spelling::from_base64(&store.version(version).await?).map_err(|_| HandoutError::Photo)?),
        None => None,
    };
    let presses = tokio::task::spawn_blocking(move || {
        // A printer's offsets move the words and change none.
        let printer = Printer::default();
        [Output::Digital, Output::Blanko(&printer)].map(|output| design.press(output)).into_iter().collect()
    });
    let presses: Result<Vec<Press>, DesignError> = presses.await.map_err(|_| SheetError::Thread)?;
    let presses = presses.map_err(HandoutError::from)?;
    let serials = match presses.iter().any(Press::says_serial) {
        true => serials(office, &printing.certificate).await?,
        false => BTreeSet::from([None]),
    };
    let drawn = tokio::task::spawn_blocking(move || {
        let draw = |press: &Press, serial: Option<&str>| {
            let pdf = handout::draw(&printing, serial, press, photo.as_deref())?;
            document::texts(&pdf).map_err(|_| SheetError::Drawn)
        };
        let mut drawn = Vec::new();
        for press in &presses {
            match press.says_serial() {
                true => drawn.extend(serials.iter().map(|serial| draw(press, serial.as_deref()))),
                false => drawn.push(draw(press, None)),
            }
        }
        drawn.into_iter().collect()
    });
    drawn.await.map_err(|_| SheetError::Thread)?
}

/// What a sheet of a certificate may say of the preprinted one that it is on: the serial by the journal; that which its
/// roster named, for it was printed with that as long as it stood; or nothing.
async fn serials(office: &Office, certificate: &Certificate) -> Result<BTreeSet<Option<String>>, Error> {
    let now = blanko::sheets_of(office, &[certificate]).await?.remove(&certificate.id);
    Ok(BTreeSet::from([now, certificate.blanko.clone(), None]))
}

/// What a certificate is printed with, where its row is as it was recorded.
async fn printing(office: &Office, lsp: &LspId, number: &str) -> Result<Option<Printing>, Error> {
    let Some(key) = SearchKey::new(number) else { return Ok(None) };
    let Some(found) = office.store.by_number(&key).await?.of(lsp, number)? else { return Ok(None) };
    match is_recorded(office, &found).await? {
        Some(true) => Ok(office.store.printings(&[found.id], None).await?.pop()),
        Some(false) => Err(Error::NotAsIssued { number: found.number }),
        None => Ok(None),
    }
}
