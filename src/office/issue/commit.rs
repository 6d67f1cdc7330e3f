//! A plan is carried out: people stored, certificates numbered, signed and stored, one journal entry.

use std::collections::HashMap;
use std::collections::hash_map::Entry as Place;

use jiff::civil::Date;
use pkcs8::rand_core::CryptoRng;
use serde_json::json;

use super::Approved;
use super::plan::{Plan, Row, Step};
use crate::domain::act::Act;
use crate::domain::assessment::Decision;
use crate::domain::holder::Nik;
use crate::domain::id::{CertificateId, EntryId, HolderId};
use crate::office::Error;
use crate::office::acting::{Acting, Signer};
use crate::office::draft::{Draft, Made};
use crate::office::intake::Photos;
use crate::office::journalled::Locked;
use crate::office::personal::{seal, seal_particulars, sealed_name, tie};
use crate::office::progress::Teller;
use crate::office::told::given;
use crate::seal::records::Records;
use crate::seal::spelling::to_base64url;
use crate::seal::token;
use crate::store::{EntryName, NewEntry, NewHolder, NewRoster, NikIndex, Subject, Writing};

/// The roster as it was handed in.
#[derive(Clone, Copy)]
pub(super) struct Handed<'a> {
    pub(super) sha256: &'a str,
    pub(super) issued_on: Date,
    pub(super) photos: &'a Photos,
    pub(super) approved: Option<&'a Approved>,
}

/// Carries a plan out and gives the new certificates, in row order; none where it has nothing new, and then nothing is
/// to be committed.
pub(super) async fn commit(
    acting: &Acting<'_>,
    signer: &Signer,
    locked: &mut Locked,
    plan: &Plan<'_>,
    handed: Handed<'_>,
    random: &mut impl CryptoRng,
    teller: &Teller,
) -> Result<Option<Vec<CertificateId>>, Error> {
    let Handed { sha256, issued_on, photos, approved } = handed;
    let Locked { writing, given, .. } = locked;
    let file = hex::encode(signer.records.roster_index(&acting.lsp().id, sha256));
    let entries = store_people(acting, &signer.records, writing, plan, handed, random).await?;
    let mut drafts = Vec::with_capacity(plan.certificates());
    for (row, entry) in plan.rows.iter().zip(&entries) {
        let Step::Certify { scheme, term } = row.step else { continue };
        let assessed = &row.person.entry;
        if row.stored.is_some() {
            writing.correct_decision(*entry, Decision::Competent).await?;
        }
        let photo_version = match assessed.photo.as_ref().and_then(|name| photos.get(name)) {
            Some(photo) => Some(writing.keep_version(&to_base64url(photo)).await?),
            None => None,
        };
        let version = acting.taken.scheme_version(&scheme.code);
        drafts.push(Draft {
            row: assessed.row,
            entry: *entry,
            generation: 0,
            holder: &assessed.name,
            scheme,
            scheme_version: version.expect("a plan's schemes are those of the LSP as it was taken"),
            term,
            blanko: assessed.blanko.clone(),
            photo_version,
        });
    }
    let Made { certificates: made, sequences } = acting.make(writing, given, signer, &drafts, teller).await?;
    let fresh = plan.rows.iter().filter(|row| row.stored.is_none()).count();
    if fresh == 0 && made.is_empty() && approved.is_none() {
        return Ok(None);
    }
    let tokens = token::fingerprint_of_all(made.iter().map(|new| new.token.as_slice()));
    let mut body = json!({
        "roster": file, "issued_on": issued_on, "recorded": fresh, "issued": made.len(),
        "first": made.first().map(|new| &new.number), "last": made.last().map(|new| &new.number),
        "kid": signer.key.kid(), "tokens": to_base64url(&tokens), "stamped": true,
        "sequences": given::in_json(&sequences),
    });
    if let Some(Approved { request, .. }) = approved {
        body["request"] = request.as_str().into();
    }
    acting.journal(writing, &signer.records, Act::Issue, Subject::Roster(file), body).await?;
    Ok(Some(made.iter().map(|new| new.id).collect()))
}

/// Stores who and what is new of the roster, and gives the entry of each row.
async fn store_people(
    acting: &Acting<'_>,
    records: &Records,
    writing: &mut Writing,
    plan: &Plan<'_>,
    handed: Handed<'_>,
    random: &mut impl CryptoRng,
) -> Result<Vec<EntryId>, Error> {
    let (mut of_rows, mut entries) = (Vec::with_capacity(plan.rows.len()), Vec::new());
    let (mut holders, mut found) = (Vec::new(), HashMap::<&NikIndex, HolderId>::new());
    for row in &plan.rows {
        if let Some(stored) = row.stored {
            of_rows.push(stored);
            continue;
        }
        let holder = match (row.holder, found.entry(&row.person.nik_index)) {
            (Some(holder), _) => holder,
            (None, Place::Occupied(found)) => *found.get(),
            (None, Place::Vacant(place)) => {
                let (id, nik) = (writing.holder_id()?, &row.person.entry.nik);
                holders.push(new_holder(records, id, nik, row.person.nik_index.clone(), random));
                *place.insert(id)
            }
        };
        let id = writing.entry_id()?;
        of_rows.push(id);
        entries.push(new_entry(records, (id, holder), row, handed.issued_on, random));
    }
    if entries.is_empty() {
        return Ok(of_rows);
    }
    let (id, recorded_by) = (writing.roster_id()?, acting.by.asked.to_string());
    let Handed { sha256, issued_on, approved, .. } = handed;
    let file_index = &hex::encode(records.roster_index(&acting.lsp().id, sha256));
    let (recorded_at, recorded_by) = (acting.by.now, recorded_by.as_str());
    let kept = approved.map(|approved| &approved.kept);
    writing.insert_roster(NewRoster { id, file_index, issued_on, recorded_at, recorded_by, kept }).await?;
    writing.insert_holders(&holders).await?;
    writing.insert_entries(id, &entries).await?;
    Ok(of_rows)
}

/// A holder whose NIK is sealed under a new id.
pub(in crate::office) fn new_holder(
    records: &Records,
    id: HolderId,
    nik: &Nik,
    nik_index: NikIndex,
    random: &mut impl CryptoRng,
) -> NewHolder {
    let nik_sealed = seal(records, &id.to_string(), nik.as_str().as_bytes(), random);
    NewHolder { id, nik_index, nik_sealed }
}

fn new_entry(
    records: &Records,
    (id, holder): (EntryId, HolderId),
    row: &Row<'_>,
    issued_on: Date,
    random: &mut impl CryptoRng,
) -> NewEntry {
    let entry = &row.person.entry;
    let ends = match row.step {
        Step::Certify { term, .. } => term.valid_until,
        Step::Already(_) | Step::Record => issued_on,
    };
    let mut particulars = entry.particulars.clone();
    if let Some(birth) = entry.birth_date {
        particulars.insert("tanggal_lahir".to_owned(), birth.to_string());
    }
    NewEntry {
        id,
        holder,
        scheme: entry.scheme.clone(),
        tested_on: entry.tested_on,
        name: match entry.decision {
            // Her certificate says it too.
            Decision::Competent => EntryName::Clear(entry.name.to_string()),
            _ => EntryName::Sealed(sealed_name(records, id, entry.name.as_str())),
        },
        decision: entry.decision,
        particulars_sealed: seal_particulars(records, &id.to_string(), (&particulars, ends), random),
        stamp: tie(records, id, (holder, 0)),
    }
}
