//! A roster becomes certificates: all of it or none, and nothing twice.
//!
//! The key of an entry is NIK + scheme + test date. What is stored already is left as it is, so the
//! same roster can be handed in again, after a crash or with a row more.

use std::collections::hash_map::Entry as Unknown;
use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::civil::Date;
use pkcs8::rand_core::CryptoRng;
use serde_json::json;

use super::Error;
use super::acting::{Acting, new_id};
use super::draft::Draft;
use crate::domain::act::Act;
use crate::domain::assessment::Decision;
use crate::domain::issuer::Lsp;
use crate::domain::status::State;
use crate::domain::term::Term;
use crate::roster::{Cause, Entry, Roster, RowFault, RowWarning, Warning};
use crate::seal::records::{NONCE, Records};
use crate::seal::spelling::to_base64url;
use crate::seal::token;
use crate::store::{EntryRow, NewEntry, NewHolder, Subject, Writing};

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
    /// Ids of the certificates of the roster's rows, made now or before, in row order.
    pub certificates: Vec<String>,
}

/// Whose roster it is, and what its NIKs are sealed and found with.
struct Desk<'a> {
    lsp: &'a Lsp,
    records: &'a Records,
}

/// One entry and what is already known of it.
struct Row {
    /// The stored entry's id, or a new one.
    id: String,
    entry: Entry,
    holder: String,
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
        match people.place(&desk, entry, random) {
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
    let mut drafts = Vec::new();
    for row in rows.iter().filter(|row| row.entry.decision == Decision::Competent) {
        match &row.stored {
            Some(EntryRow { certificate: Some(id), .. }) => {
                outcome.already += 1;
                outcome.certificates.push(id.clone());
                continue;
            }
            Some(stored) => {
                writing.correct_decision(&stored.id, Decision::Competent).await?;
                outcome.warnings.push(warning(row, Warning::DecisionCorrected));
            }
            None => {}
        }
        if people.holds_valid(row, issued_on) {
            outcome.warnings.push(warning(row, Warning::HoldsValid));
        }
        // Its certificate's id is known once it is made; the row keeps the place.
        outcome.certificates.push(String::new());
        drafts.push(draft(acting.lsp(), &mut writing, row, issued_on, photos).await?);
    }
    outcome.recorded = rows.len() - outcome.certificates.len();
    outcome.warnings.sort_by_key(|warning| warning.row);
    let made = acting.make(&mut writing, &signer, &drafts, random).await?;
    let places = outcome.certificates.iter_mut().filter(|id| id.is_empty());
    places.zip(&made).for_each(|(place, new)| place.clone_from(&new.id));
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
        entry: row.id.clone(),
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
    holders: HashMap<String, String>,
    fresh: Vec<NewHolder>,
    entries: HashMap<String, Vec<EntryRow>>,
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
        let indexes: Vec<String> = entries.iter().map(|entry| index(desk, entry)).collect();
        let mut holders = {
            let mut unique = indexes.clone();
            unique.sort_unstable();
            unique.dedup();
            writing.holders(&unique).await?
        };
        let known: Vec<String> = holders.values().cloned().collect();
        let mut stored = HashMap::<String, Vec<EntryRow>>::new();
        for row in writing.entries(&known).await? {
            stored.entry(row.holder.clone()).or_default().push(row);
        }
        let serials: Vec<String> = entries.iter().filter_map(|entry| entry.blanko.clone()).collect();
        let blankos = writing.used_blankos(&serials).await?;
        let mut fresh = Vec::new();
        for (entry, nik_index) in entries.iter().zip(indexes) {
            if let Unknown::Vacant(place) = holders.entry(nik_index) {
                let holder = new_holder(desk.records, entry.nik.as_str(), place.key().clone(), random);
                place.insert(holder.id.clone());
                fresh.push(holder);
            }
        }
        Ok(Self { holders, fresh, entries: stored, blankos })
    }

    /// Finds what is stored under an entry's key; another name or a decision that went the other way
    /// is a fault.
    fn place(&self, desk: &Desk<'_>, entry: Entry, random: &mut impl CryptoRng) -> Result<Row, RowFault> {
        let holder = self.holders.get(&index(desk, &entry)).cloned().unwrap_or_default();
        let day = entry.tested_on.map(|day| day.to_string()).unwrap_or_default();
        let of_holder = self.entries.get(&holder).map(Vec::as_slice).unwrap_or_default();
        let same = |row: &&EntryRow| row.scheme == entry.scheme.as_str() && row.tested_on == day;
        let stored = of_holder.iter().find(same).cloned();
        let fault = |column, cause| Err(RowFault { row: entry.row, column, cause });
        match &stored {
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
            Some(found) => Ok(Row { id: found.id.clone(), entry, holder, stored }),
            None => Ok(Row { id: new_id(random), entry, holder, stored }),
        }
    }

    /// Whether the person holds another valid certificate of the same scheme on the day of issue.
    fn holds_valid(&self, row: &Row, issued_on: Date) -> bool {
        let of_holder = self.entries.get(&row.holder).map(Vec::as_slice).unwrap_or_default();
        of_holder.iter().any(|other| {
            other.scheme == row.entry.scheme.as_str()
                && other.status.as_deref() == Some(State::Valid.as_str())
                && other.valid_until.is_some_and(|last| issued_on <= last)
        })
    }
}

fn index(desk: &Desk<'_>, entry: &Entry) -> String {
    to_base64url(&desk.records.blind_index(&desk.lsp.id, &entry.nik))
}

/// A holder whose NIK is sealed under a new id.
pub(super) fn new_holder(records: &Records, nik: &str, nik_index: String, random: &mut impl CryptoRng) -> NewHolder {
    let id = new_id(random);
    let nik_sealed = seal(records, &id, nik.as_bytes(), random);
    NewHolder { id, nik_index, nik_sealed }
}

fn seal(records: &Records, id: &str, plain: &[u8], random: &mut impl CryptoRng) -> String {
    let mut nonce = [0; NONCE];
    random.fill_bytes(&mut nonce);
    to_base64url(&records.seal(id, plain, nonce))
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
    let kept: HashSet<&str> = fresh.iter().map(|row| row.holder.as_str()).collect();
    let holders: Vec<NewHolder> = people.fresh.iter().filter(|new| kept.contains(new.id.as_str())).cloned().collect();
    let mut entries = Vec::with_capacity(fresh.len());
    for row in fresh {
        let id = row.id.clone();
        let mut particulars = row.entry.particulars.clone();
        if let Some(birth) = row.entry.birth_date {
            particulars.insert("tanggal_lahir".to_owned(), birth.to_string());
        }
        let particulars_sealed = seal(desk.records, &id, json!(particulars).to_string().as_bytes(), random);
        entries.push(NewEntry {
            id,
            holder: row.holder.clone(),
            scheme: row.entry.scheme.clone(),
            tested_on: row.entry.tested_on,
            name: row.entry.name.to_string(),
            decision: row.entry.decision,
            particulars_sealed,
        });
    }
    let roster = new_id(random);
    writing.insert_roster(&roster, sha256, issued_on, (acting.by.now, &acting.by.asked.to_string())).await?;
    writing.insert_holders(&holders).await?;
    Ok(writing.insert_entries(&roster, &entries).await?)
}
