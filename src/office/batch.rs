//! A roster becomes certificates: all of it or none, and nothing twice.
//!
//! The key of an entry is NIK + scheme + test date. What is stored already is left as it is, so the
//! same roster can be handed in again, after a crash or with a row more.

use std::collections::hash_map::Entry as Unknown;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use jiff::civil::Date;
use pkcs8::rand_core::CryptoRng;
use serde_json::{Value, json};

use super::Error;
use super::acting::Acting;
use super::draft::Draft;
use crate::domain::act::Act;
use crate::domain::assessment::Decision;
use crate::domain::id::{CertificateId, EntryId, HolderId};
use crate::domain::issuer::Lsp;
use crate::domain::status::State;
use crate::domain::term::Term;
use crate::roster::{Cause, Entry, Roster, RowFault, RowWarning, Warning};
use crate::seal::records::{NONCE, Records};
use crate::seal::spelling::to_base64url;
use crate::seal::token;
use crate::store::{EntryRow, NewEntry, NewHolder, NewRoster, Newest, NikIndex, StoreError, Subject, Writing};

/// A roster handed in.
pub struct Batch<'a> {
    pub roster: Roster,
    /// SHA-256 of the file, for the journal.
    pub sha256: String,
    pub issued_on: Date,
    /// Issue the rows that can be, though others are refused.
    pub skip_refused: bool,
    /// Photos by file name, each a JPEG or PNG.
    pub photos: &'a BTreeMap<String, Vec<u8>>,
}

/// What became of a roster.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// Certificates made now.
    pub issued: usize,
    /// Certificates that an earlier run had made.
    pub already: usize,
    /// Kept but not certified: *belum kompeten*, absent.
    pub recorded: usize,
    pub refused: Vec<RowFault>,
    pub warnings: Vec<RowWarning>,
    /// The certificates of the roster's rows, made now or before, in row order.
    pub certificates: Vec<CertificateId>,
}

/// Whose roster it is, and what its NIKs are sealed and found with.
struct Desk<'a> {
    lsp: &'a Lsp,
    records: &'a Records,
}

/// One entry and what is already known of it.
struct Row {
    /// The stored entry's id, or a new one.
    id: EntryId,
    entry: Entry,
    holder: HolderId,
    stored: Option<EntryRow>,
}

/// Issues a roster. With a refused row and without `skip_refused` it stores nothing.
///
/// # Errors
/// The whole batch is refused or the store failed; nothing was stored, no number taken.
pub async fn issue(acting: &Acting<'_>, batch: Batch<'_>, random: &mut impl CryptoRng) -> Result<Outcome, Error> {
    let Batch { roster, sha256, issued_on, skip_refused, photos } = batch;
    let mut outcome = Outcome { refused: roster.faults, warnings: roster.warnings, ..Outcome::default() };
    let signer = acting.signer(issued_on).await?;
    let mut writing = acting.office.store.write(&acting.lsp().id).await?;
    let desk = Desk { lsp: acting.lsp(), records: &signer.records };
    let people = People::find(&desk, &mut writing, &roster.entries, random).await?;
    let mut rows = Vec::new();
    for entry in roster.entries {
        match people.place(&desk, &mut writing, entry)? {
            Ok(row) => rows.push(row),
            Err(fault) => outcome.refused.push(fault),
        }
    }
    outcome.refused.sort_by_key(|fault| fault.row);
    if !outcome.refused.is_empty() && !skip_refused {
        return Ok(outcome);
    }
    let fresh: Vec<&Row> = rows.iter().filter(|row| row.stored.is_none()).collect();
    store_people(acting, &desk, &mut writing, &people, &fresh, (&sha256, issued_on), random).await?;
    let (mut drafts, mut places) = (Vec::new(), Vec::new());
    for row in rows.iter().filter(|row| row.entry.decision == Decision::Competent) {
        match &row.stored {
            Some(EntryRow { certificate: Some(newest), .. }) => {
                outcome.already += 1;
                places.push(Some(newest.id));
                continue;
            }
            Some(stored) => {
                writing.correct_decision(stored.id, Decision::Competent).await?;
                outcome.warnings.push(warning(row, Warning::DecisionCorrected));
            }
            None => {}
        }
        if people.holds_valid(row, issued_on) {
            outcome.warnings.push(warning(row, Warning::HoldsValid));
        }
        // Its certificate's id is known once it is made; the row keeps the place.
        places.push(None);
        drafts.push(draft(acting.lsp(), &mut writing, row, issued_on, photos).await?);
    }
    outcome.recorded = rows.len() - places.len();
    outcome.warnings.sort_by_key(|warning| warning.row);
    let made = acting.make(&mut writing, &signer, &drafts).await?;
    let mut ids = made.iter().map(|new| new.id);
    outcome.certificates = places.into_iter().filter_map(|place| place.or_else(|| ids.next())).collect();
    outcome.issued = made.len();
    if fresh.is_empty() && made.is_empty() {
        return Ok(outcome); // nothing new: dropped, the transaction leaves no trace
    }
    let tokens = token::fingerprint_of_all(made.iter().map(|new| new.token.as_slice()));
    let body = json!({
        "roster": sha256, "issued_on": issued_on, "recorded": fresh.len(), "issued": made.len(),
        "first": made.first().map(|new| &new.number), "last": made.last().map(|new| &new.number),
        "kid": signer.key.kid(), "tokens": to_base64url(&tokens),
    });
    acting.journal(&mut writing, &signer.records, Act::Issue, Subject::Roster(sha256), body).await?;
    writing.commit().await?;
    Ok(outcome)
}

fn warning(row: &Row, warning: Warning) -> RowWarning {
    RowWarning { row: row.entry.row, column: "nik", warning }
}

async fn draft<'a>(
    lsp: &'a Lsp,
    writing: &mut Writing,
    row: &'a Row,
    issued_on: Date,
    photos: &BTreeMap<String, Vec<u8>>,
) -> Result<Draft<'a>, Error> {
    let unknown = || Error::Untrusted {
        trust: crate::verify::verdict::Trust::SchemeOutsideScope,
        issued_on,
        scheme: Some(row.entry.scheme.clone()),
    };
    let scheme = lsp.scheme(&row.entry.scheme).ok_or_else(unknown)?;
    let photo_version = match row.entry.photo.as_ref().and_then(|name| photos.get(name)) {
        Some(photo) => Some(writing.keep_version(&to_base64url(photo)).await?),
        None => None,
    };
    Ok(Draft {
        row: row.entry.row,
        entry: row.id,
        generation: 0,
        holder: &row.entry.name,
        scheme,
        term: Term::new(issued_on, scheme.validity_years, lsp.expiry)?,
        blanko: row.entry.blanko.clone(),
        photo_version,
    })
}

/// Who of a roster is known already, and what is stored of them.
struct People {
    /// Holder ids by NIK index; new ones too.
    holders: HashMap<NikIndex, HolderId>,
    fresh: Vec<NewHolder>,
    entries: HashMap<HolderId, Vec<EntryRow>>,
    /// Blanko serials of the roster that issued certificates have.
    blankos: HashSet<String>,
}

impl People {
    async fn find(
        desk: &Desk<'_>,
        writing: &mut Writing,
        entries: &[Entry],
        random: &mut impl CryptoRng,
    ) -> Result<Self, Error> {
        let indexes: Vec<NikIndex> = entries.iter().map(|entry| index(desk, entry)).collect();
        let mut holders = {
            let mut unique = indexes.clone();
            unique.sort_unstable();
            unique.dedup();
            writing.holders(&unique).await?
        };
        let known: Vec<HolderId> = holders.values().copied().collect();
        let mut stored = HashMap::<HolderId, Vec<EntryRow>>::new();
        for row in writing.entries(&known).await? {
            stored.entry(row.holder).or_default().push(row);
        }
        let serials: Vec<String> = entries.iter().filter_map(|entry| entry.blanko.clone()).collect();
        let blankos = writing.used_blankos(&serials).await?;
        let mut fresh = Vec::new();
        for (entry, nik_index) in entries.iter().zip(indexes) {
            if let Unknown::Vacant(place) = holders.entry(nik_index) {
                let nik = (entry.nik.as_str(), place.key().clone());
                let holder = new_holder(desk.records, writing.holder_id()?, nik, random);
                place.insert(holder.id);
                fresh.push(holder);
            }
        }
        Ok(Self { holders, fresh, entries: stored, blankos })
    }

    /// Finds what is stored under an entry's key; another name or a decision that went the other way
    /// is a fault.
    fn place(&self, desk: &Desk<'_>, writing: &mut Writing, entry: Entry) -> Result<Result<Row, RowFault>, StoreError> {
        let holder = *self.holders.get(&index(desk, &entry)).expect("every entry's holder was found or made");
        let same = |row: &&EntryRow| row.scheme == entry.scheme && row.tested_on == entry.tested_on;
        let stored = self.of(holder).iter().find(same).cloned();
        let fault = |column, cause| Err(RowFault { row: entry.row, column, cause });
        Ok(match &stored {
            Some(stored) if !stored.names.iter().any(|name| entry.name.matches(name)) => {
                fault("nama_asesi", Cause::StoredUnderAnotherName)
            }
            Some(EntryRow { certificate: Some(_), .. }) if entry.decision != Decision::Competent => {
                fault("status_kompeten", Cause::CertifiedAlready)
            }
            found
                if found.as_ref().is_none_or(|row| row.certificate.is_none())
                    && entry.blanko.as_ref().is_some_and(|serial| self.blankos.contains(serial)) =>
            {
                fault("nomor_blanko", Cause::BlankoUsed)
            }
            Some(found) => Ok(Row { id: found.id, entry, holder, stored }),
            None => Ok(Row { id: writing.entry_id()?, entry, holder, stored }),
        })
    }

    /// What is stored of a holder; nothing of a new one.
    fn of(&self, holder: HolderId) -> &[EntryRow] {
        self.entries.get(&holder).map_or(&[], Vec::as_slice)
    }

    /// Whether the person holds another valid certificate of the same scheme on the day of issue.
    fn holds_valid(&self, row: &Row, issued_on: Date) -> bool {
        let holds = |newest: Newest| newest.state == State::Valid && issued_on <= newest.valid_until;
        let of_scheme = self.of(row.holder).iter().filter(|other| other.scheme == row.entry.scheme);
        of_scheme.filter_map(|other| other.certificate).any(holds)
    }
}

fn index(desk: &Desk<'_>, entry: &Entry) -> NikIndex {
    NikIndex::new(&desk.records.blind_index(&desk.lsp.id, &entry.nik))
}

/// A holder whose NIK is sealed under a new id.
pub(super) fn new_holder(
    records: &Records,
    id: HolderId,
    (nik, nik_index): (&str, NikIndex),
    random: &mut impl CryptoRng,
) -> NewHolder {
    let nik_sealed = seal(records, &id.to_string(), nik.as_bytes(), random);
    NewHolder { id, nik_index, nik_sealed }
}

fn seal(records: &Records, id: &str, plain: &[u8], random: &mut impl CryptoRng) -> String {
    let mut nonce = [0; NONCE];
    random.fill_bytes(&mut nonce);
    to_base64url(&records.seal(id, plain, nonce))
}

/// JSON in ZLIB: half of what a roster's row takes is the names of its columns.
fn packed(particulars: &Value) -> Vec<u8> {
    let mut zlib = ZlibEncoder::new(Vec::new(), Compression::default());
    let written = zlib.write_all(particulars.to_string().as_bytes()).and_then(|()| zlib.finish());
    written.expect("memory takes whatever is written to it")
}

async fn store_people(
    acting: &Acting<'_>,
    desk: &Desk<'_>,
    writing: &mut Writing,
    people: &People,
    fresh: &[&Row],
    (sha256, issued_on): (&str, Date),
    random: &mut impl CryptoRng,
) -> Result<(), Error> {
    if fresh.is_empty() {
        return Ok(());
    }
    // A person whose every row was refused is not kept.
    let kept: HashSet<HolderId> = fresh.iter().map(|row| row.holder).collect();
    let holders: Vec<NewHolder> = people.fresh.iter().filter(|new| kept.contains(&new.id)).cloned().collect();
    let mut entries = Vec::with_capacity(fresh.len());
    for row in fresh {
        let id = row.id;
        let mut particulars = row.entry.particulars.clone();
        if let Some(birth) = row.entry.birth_date {
            particulars.insert("tanggal_lahir".to_owned(), birth.to_string());
        }
        let particulars_sealed = seal(desk.records, &id.to_string(), &packed(&json!(particulars)), random);
        entries.push(NewEntry {
            id,
            holder: row.holder,
            scheme: row.entry.scheme.clone(),
            tested_on: row.entry.tested_on,
            name: row.entry.name.to_string(),
            decision: row.entry.decision,
            particulars_sealed,
        });
    }
    let (id, recorded_by) = (writing.roster_id()?, acting.by.asked.to_string());
    let (recorded_at, recorded_by) = (acting.by.now, recorded_by.as_str());
    writing.insert_roster(NewRoster { id, sha256, issued_on, recorded_at, recorded_by }).await?;
    writing.insert_holders(&holders).await?;
    Ok(writing.insert_entries(id, &entries).await?)
}
