//! Rosters made of people who are known already, with the decision left blank: those found not yet competent sit again in
//! a later wave; those whose certificates expire are assessed anew.
//!
//! The roster is a file like one that is handed in, so that everything after it is the same.
//!
//! Whose certificate ends is seated where the journal covers its row and calls it valid. Which certificates are one
//! person's, and so whether she holds a newer one, is told by rows that nothing stamps: whoever approves sees who sits.

use jiff::civil::Date;
use pkcs8::rand_core::CryptoRng;

use super::{HandedIn, KeptError, keep};
use crate::domain::id::{CertificateId, EventId, KeptId};
use crate::domain::request::Origin;
use crate::domain::scheme::SchemeCode;
use crate::domain::status::State;
use crate::office::personal::{opened_name, opened_nik, opened_particulars};
use crate::office::standing::{Asks, Standing};
use crate::office::{Office, find};
use crate::roster::csv_writer;
use crate::seal::records::Records;
use crate::store::{EntryName, Sitting, StoreError};

/// Columns of such a roster, by their names in the template; what else is kept of a person follows.
const COLUMNS: [&str; 5] = ["nama_asesi", "nik", "kode_skema", "tanggal_uji", "status_kompeten"];

/// Where people sit once more.
#[derive(Clone, Copy, Debug)]
pub struct Seats<'a> {
    pub event: &'a EventId,
    pub wave: Option<u32>,
    pub issued_on: Date,
}

/// Whose certificates end.
#[derive(Clone, Copy, Debug)]
pub struct Ending<'a> {
    pub scheme: &'a SchemeCode,
    /// The event whose certificates they are; of any where none is said.
    pub of: Option<&'a EventId>,
    /// Their last valid days, both among them.
    pub between: [Date; 2],
}

/// Makes a roster of those of an event, or of one of its waves, who were found not yet competent.
///
/// # Errors
/// [`KeptError::Nobody`]: everybody was competent, or is by now.
pub async fn sit_again(
    office: &Office,
    who: &Standing<Asks>,
    (event, wave): (&EventId, Option<u32>),
    seats: Seats<'_>,
    random: &mut impl CryptoRng,
) -> Result<KeptId, KeptError> {
    let people = office.store.not_yet_competent(who.lsp(), event, wave).await?;
    seat(office, who, people, Origin::Again, seats, random).await
}

/// Makes a roster of those whose valid certificates of a scheme end between two days, each once.
///
/// # Errors
/// [`KeptError::Nobody`]: there are none.
pub async fn sit_renewal(
    office: &Office,
    who: &Standing<Asks>,
    Ending { scheme, of, between }: Ending<'_>,
    seats: Seats<'_>,
    random: &mut impl CryptoRng,
) -> Result<KeptId, KeptError> {
    let mut people = office.store.expiring(who.lsp(), scheme, of, between).await?;
    let ids: Vec<CertificateId> = people.iter().filter_map(|person| person.certificate).collect();
    let states = find::states(office, who.lsp(), &ids).await?;
    let is_valid = |id: CertificateId| states.get(&id) == Some(&State::Valid);
    people.retain(|person| person.certificate.is_some_and(is_valid));
    seat(office, who, people, Origin::Renewal, seats, random).await
}

async fn seat(
    office: &Office,
    who: &Standing<Asks>,
    people: Vec<Sitting>,
    origin: Origin,
    seats: Seats<'_>,
    random: &mut impl CryptoRng,
) -> Result<KeptId, KeptError> {
    if people.is_empty() {
        return Err(KeptError::Nobody);
    }
    let records = office.records().await?;
    let file = roster(&records, &people)?;
    let Seats { event, wave, issued_on } = seats;
    let new = HandedIn { event, wave, file_name: "", file: &file, issued_on };
    keep(office, who, new, origin, random).await
}

/// A CSV of people with their test date and decision left blank.
fn roster(records: &Records, people: &[Sitting]) -> Result<Vec<u8>, StoreError> {
    let mut rows = Vec::with_capacity(people.len());
    for person in people {
        // Of whom nothing is kept any more, nothing can be handed in.
        let Some(nik) = opened_nik(records, &person.nik)? else { continue };
        let Some(particulars) = opened_particulars(records, &person.particulars)? else { continue };
        let name = match &person.name {
            EntryName::Clear(name) => name.clone(),
            EntryName::Sealed(sealed) => opened_name(records, person.entry, sealed)?,
        };
        rows.push((name, nik, person.scheme.to_string(), particulars));
    }
    let more: std::collections::BTreeSet<&str> =
        rows.iter().flat_map(|(.., particulars)| particulars.keys()).map(String::as_str).collect();
    let mut csv = csv_writer();
    let written = csv.write_record(COLUMNS.into_iter().chain(more.iter().copied()));
    written.expect("memory takes whatever is written to it");
    for (name, nik, scheme, particulars) in &rows {
        let own = [name, nik.as_str(), scheme, "", ""];
        let rest = more.iter().map(|column| particulars.get(*column).map_or("", String::as_str));
        csv.write_record(own.into_iter().chain(rest)).expect("every row has the columns of the first");
    }
    Ok(csv.into_inner().expect("memory takes whatever is written to it"))
}
