//! What is sealed of those who hold certificates, as it lies there: this room has no key to open it.

use std::collections::HashMap;

use jiff::civil::Date;
use sqlx::Row as _;
use sqlx::any::AnyRow;

use super::rows;
use super::writing::OWN;
use super::{Datum, EntryName, Reading, StoreError};
use crate::domain::id::{CertificateId, EntryId, EventId};
use crate::domain::issuer::LspId;
use crate::domain::scheme::SchemeCode;

/// A sealed text, and the row that it was sealed for.
#[derive(Clone, Debug)]
pub struct Sealed {
    pub row: String,
    /// The kind of the row that it lies in and that row's own number, as `entry 4`.
    pub lies_in: String,
    /// Base64url.
    pub text: String,
}

/// What is sealed behind a certificate.
#[derive(Clone, Debug)]
pub struct SealedPerson {
    /// More than one where the NIK was corrected, in the order in which they became known.
    pub niks: Vec<Sealed>,
    pub particulars: Sealed,
}

/// Somebody who is to be assessed once more: what was kept of the last time.
#[derive(Clone, Debug)]
pub struct Sitting {
    pub entry: EntryId,
    /// The one that ends, where that is why.
    pub certificate: Option<CertificateId>,
    pub scheme: SchemeCode,
    pub name: EntryName,
    /// The newest, where it was corrected.
    pub nik: Sealed,
    pub particulars: Sealed,
}

/// People that one roster can be made of.
const MOST_SITTING: u32 = 50_000;

/// Everything that [`sitting`] reads, of an entry `e`.
const SITTING: &str = "select e.id, e.id as entry, e.sealed_as as entry_sealed_as, e.particulars_sealed, k.scheme,
    h.id as holder, h.sealed_as as holder_sealed_as, h.nik_sealed";

const SELECT: &str = "select c.id, e.id as entry, e.sealed_as as entry_sealed_as, e.particulars_sealed,
    h.id as holder, h.sealed_as as holder_sealed_as, h.nik_sealed
    from certificate c join entry e on e.id = c.entry join entry_key k on k.entry = e.id
    join holder h on h.id = k.holder where c.id in ";

impl Reading {
    /// What is sealed of the holders of these certificates.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn sealed_people(
        &self,
        ids: &[CertificateId],
    ) -> Result<HashMap<CertificateId, SealedPerson>, StoreError> {
        let mut found = HashMap::<CertificateId, SealedPerson>::new();
        for chunk in ids.chunks(rows::PARAMETERS) {
            let sql = format!("{SELECT}{} order by c.id, h.id", rows::group(0, chunk.len()));
            let query = chunk.iter().fold(sqlx::query(sqlx::AssertSqlSafe(sql)), |query, id| query.bind(id.number()));
            for row in query.fetch_all(&self.pool).await? {
                let id = CertificateId::new(row.try_get("id")?);
                let nik = sealed(&row, "holder", ["holder", "holder_sealed_as", "nik_sealed"])?;
                let particulars = sealed(&row, "entry", ["entry", "entry_sealed_as", "particulars_sealed"])?;
                let person = found.entry(id).or_insert_with(|| SealedPerson { niks: Vec::new(), particulars });
                person.niks.push(nik);
            }
        }
        Ok(found)
    }
}

impl Reading {
    /// Those of an event, or of one of its waves, who were found not yet competent and not competent since.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn not_yet_competent(
        &self,
        lsp: &LspId,
        event: &EventId,
        wave: Option<u32>,
    ) -> Result<Vec<Sitting>, StoreError> {
        let sql = format!(
            "{SITTING}, cast(null as bigint) as certificate, k.name, k.name_sealed
             from kept_roster q join roster r on r.kept = q.id join entry e on e.roster = r.id
             join entry_key k on k.entry = e.id join holder h on h.id = k.holder
             where q.lsp = $1 and q.event = $2 and ($3 < 0 or q.wave = $3) and e.decision = 'not_yet_competent'
             and not exists (
                 select 1 from entry_key l join entry n on n.id = l.entry where l.holder = k.holder
                 and l.scheme = k.scheme and l.tested_on >= k.tested_on and n.decision = 'competent')
             order by e.id, h.id limit {MOST_SITTING}"
        );
        let wave = wave.map_or(-1, i64::from);
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(lsp.as_str()).bind(event.as_str()).bind(wave);
        each_once(&rows.fetch_all(&self.pool).await?)
    }

    /// Those whose valid certificates of a scheme, of an event where one is said, end between two days, and who hold none
    /// that ends later: each once, by whatever NIK she was known.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn expiring(
        &self,
        lsp: &LspId,
        scheme: &SchemeCode,
        event: Option<&EventId>,
        [from, until]: [Date; 2],
    ) -> Result<Vec<Sitting>, StoreError> {
        let of_event = event.map_or("", |_| {
            " and e.roster in (select r.id from roster r join kept_roster q on q.id = r.kept
                               where q.lsp = $1 and q.event = $5)"
        });
        let sql = format!(
            "{SITTING}, c.id as certificate, c.holder_name as name, cast(null as text) as name_sealed
             from certificate c join entry e on e.id = c.entry join entry_key k on k.entry = e.id
             join holder h on h.id = k.holder
             where c.lsp = $1 and c.scheme = $2 and c.status = 'valid' and c.valid_until >= $3 and c.valid_until <= $4{of_event}
             and not exists (
                 select 1 from entry_key m join entry_key l on l.holder = m.holder
                 join certificate n on n.entry = l.entry where m.entry = c.entry
                 and n.scheme = c.scheme and n.status = 'valid'
                 and (n.valid_until > c.valid_until or (n.valid_until = c.valid_until and n.id > c.id)))
             order by c.valid_until, e.id, h.id limit {MOST_SITTING}"
        );
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(lsp.as_str()).bind(scheme.as_str());
        let rows = rows.bind(from.to_string()).bind(until.to_string());
        let rows = match event {
            Some(event) => rows.bind(event.as_str()),
            None => rows,
        };
        each_once(&rows.fetch_all(&self.pool).await?)
    }
}

/// One of each entry: rows of one whose NIK was corrected follow upon each other, the newest last.
fn each_once(rows: &[AnyRow]) -> Result<Vec<Sitting>, StoreError> {
    let mut all = Vec::<Sitting>::with_capacity(rows.len());
    for row in rows {
        let sitting = sitting(row)?;
        if all.last().is_some_and(|last| last.entry == sitting.entry) {
            all.pop();
        }
        all.push(sitting);
    }
    Ok(all)
}

fn sitting(row: &AnyRow) -> Result<Sitting, StoreError> {
    let scheme: String = row.try_get("scheme")?;
    Ok(Sitting {
        entry: EntryId::new(row.try_get("entry")?),
        certificate: row.try_get::<Option<i64>, _>("certificate")?.map(CertificateId::new),
        scheme: scheme.parse().map_err(|_| StoreError::Corrupt(Datum::SchemeCode))?,
        name: EntryName::of(row.try_get("name")?, row.try_get("name_sealed")?),
        nik: sealed(row, "holder", ["holder", "holder_sealed_as", "nik_sealed"])?,
        particulars: sealed(row, "entry", ["entry", "entry_sealed_as", "particulars_sealed"])?,
    })
}

pub(super) fn sealed(row: &AnyRow, kind: &str, [id, sealed_as, text]: [&str; 3]) -> Result<Sealed, StoreError> {
    let (number, named): (i64, Option<String>) = (row.try_get(id)?, row.try_get(sealed_as)?);
    Ok(Sealed { row: sealed_for(number, named), lies_in: format!("{kind} {number}"), text: row.try_get(text)? })
}

/// The name that what lies in a row is sealed for: its number. Rows that were there before rows had numbers of their
/// LSP's kept the name that they had, which was no number; no other row opens what was sealed for another.
pub(super) fn sealed_for(number: i64, named: Option<String>) -> String {
    let named = named.filter(|name| number < OWN && name.parse::<i64>().is_err());
    named.unwrap_or_else(|| number.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;

    #[test]
    fn only_a_row_of_before_has_another_name_and_none_has_another_rows() {
        let named = |number, name: &str| sealed_for(number, Some(name.to_owned()));
        assert_eq!((named(7, "5f0a"), sealed_for(7, None)), ("5f0a".to_owned(), "7".to_owned()));
        let own = OWN + 4;
        assert_eq!(named(own, "5f0a"), own.to_string());
        assert_eq!((named(own, "7"), named(7, &own.to_string())), (own.to_string(), "7".to_owned()));
    }

    #[tokio::test]
    async fn whose_certificates_end_is_listed_once_and_of_an_event_alone_where_one_is_said() {
        let store = Store::in_memory().await;
        // A and B are one person, whose NIK was corrected; C holds two; D holds one of another event.
        store
            .write_past(
                "pragma foreign_keys = off;
                 insert into holder (id, lsp, nik_index, nik_sealed) values
                     (1, 'klining', 'a', ''), (2, 'klining', 'b', ''), (3, 'klining', 'c', ''), (4, 'klining', 'd', '');
                 insert into kept_roster (id, lsp, event, wave, origin, state, revision, issued_on, file_sealed,
                     cells_sealed, competent, not_yet_competent, absent, refused, made_by, made_at, changed_at)
                 values ('k', 'klining', '00112233445566778899aabb', 0, 'file', 'issued', 1, '', '', '', 0, 0, 0, 0, '', 0, 0);
                 insert into roster (id, lsp, file_index, issued_on, recorded_at, recorded_by, kept)
                 values (1, 'klining', '', '', 0, '', 'k'), (2, 'klining', '', '', 0, '', null);
                 insert into entry (id, lsp, roster, decision, particulars_sealed) values
                     (11, 'klining', 1, '', ''), (12, 'klining', 1, '', ''), (13, 'klining', 1, '', ''),
                     (14, 'klining', 1, '', ''), (15, 'klining', 2, '', '');
                 insert into entry_key (holder, entry, scheme, tested_on, name) values
                     (1, 11, 'CS-01', '2023-01-01', ''), (2, 11, 'CS-01', '2023-01-01', ''),
                     (2, 12, 'CS-01', '2023-02-01', ''), (3, 13, 'CS-01', '2023-01-01', ''),
                     (3, 14, 'CS-01', '2023-02-01', ''), (4, 15, 'CS-01', '2023-01-01', '');
                 insert into certificate (id, entry, generation, making, journal_seq, status_list, status_index, status,
                     lsp, number, number_key, registration, registration_key, holder_name, scheme, issued_on,
                     valid_until, token) values
                     (11, 11, 0, 1, 1, 0, 1, 'valid', 'klining', '1', '1', '1', '1', 'A', 'CS-01', '', '2026-03-01', ''),
                     (12, 12, 0, 1, 1, 0, 2, 'valid', 'klining', '2', '2', '2', '2', 'A', 'CS-01', '', '2026-04-01', ''),
                     (13, 13, 0, 1, 1, 0, 3, 'valid', 'klining', '3', '3', '3', '3', 'C', 'CS-01', '', '2026-05-01', ''),
                     (14, 14, 0, 1, 1, 0, 4, 'valid', 'klining', '4', '4', '4', '4', 'C', 'CS-01', '', '2026-05-01', ''),
                     (15, 15, 0, 1, 1, 0, 5, 'valid', 'klining', '5', '5', '5', '5', 'D', 'CS-01', '', '2026-06-01', '')",
            )
            .await;
        let (lsp, scheme) = ("klining".parse().expect("an id"), "CS-01".parse().expect("a code"));
        let between = [jiff::civil::date(2026, 1, 1), jiff::civil::date(2026, 12, 31)];
        let event: EventId = "00112233445566778899aabb".parse().expect("a name");
        for (of, expected) in [(None, vec![12, 14, 15]), (Some(&event), vec![12, 14])] {
            let listed = store.expiring(&lsp, &scheme, of, between).await.expect("listed");
            assert_eq!(listed.iter().map(|one| one.entry.number()).collect::<Vec<_>>(), expected);
        }
    }
}
