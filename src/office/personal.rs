//! What rests sealed of a person: her NIK, and the particulars of an assessment (`packed.rs`). What was erased has a stone sealed in its place, `erased SEQ KIND ID`: the
//! number of the journal entry of the erasure, and the kind and the own number of the row that it stands in. Only this
//! installation's key makes it, and in another row it reads as altered, so that whoever has the database alone can not
//! pass off what he deleted as erased.

use std::collections::HashMap;

use jiff::civil::Date;
use pkcs8::rand_core::CryptoRng;
use zeroize::Zeroizing;

use super::packed::{self, Particulars, pack, unpack};
use super::{Error, Office};
use crate::domain::id::{CertificateId, EntryId, HolderId};
use crate::seal::records::{NONCE, Records};
use crate::seal::spelling::{from_base64url, to_base64url};
use crate::store::{Datum, Sealed, SealedPerson, StoreError};

/// Seals a text for a row.
pub(super) fn seal(records: &Records, row: &str, plain: &[u8], random: &mut impl CryptoRng) -> String {
    let mut nonce = [0; NONCE];
    random.fill_bytes(&mut nonce);
    to_base64url(&records.seal(row, plain, nonce))
}

/// Seals particulars for a row, of an assessment that ends with a day.
pub(super) fn seal_particulars(
    records: &Records,
    row: &str,
    (particulars, ends): (&Particulars, Date),
    random: &mut impl CryptoRng,
) -> String {
    seal(records, row, &pack(particulars, ends), random)
}

/// What a register tells of a holder beside her name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// The last four digits of her NIK; of each, where it was corrected.
    pub nik_endings: Vec<String>,
    /// Who sent her.
    pub institution: Option<String>,
    /// Her NIK and particulars were erased, as long ago as the LSP keeps them.
    pub is_erased: bool,
    /// What was sealed of her is gone, or is not what was sealed: nothing is told of her.
    pub is_altered: bool,
}

/// Opens what a register tells of the holders of some certificates. What does not open is one holder's matter, and told in
/// the log.
///
/// # Errors
/// The records' secret does not open, or the database does not answer.
pub(super) async fn people(office: &Office, ids: &[CertificateId]) -> Result<HashMap<CertificateId, Person>, Error> {
    let records = office.records().await?;
    let sealed = match office.store.sealed_people(ids).await {
        Err(error) if error.is_of_a_row() => {
            let mut readable = HashMap::new();
            for id in ids {
                match office.store.sealed_people(std::slice::from_ref(id)).await {
                    Err(error) if error.is_of_a_row() => {}
                    one => readable.extend(one?),
                }
            }
            readable
        }
        sealed => sealed?,
    };
    let opened = |id: &CertificateId| match sealed.get(id).map(|sealed| person(&records, sealed)) {
        Some(Err(Error::Store(error))) if !error.is_of_a_row() => Err(error.into()),
        Some(Ok(person)) => Ok((*id, person)),
        Some(Err(_)) | None => {
            tracing::error!(
                id = id.number(),
                "ALARM: what is sealed of a certificate's holder was altered; nothing is told of her"
            );
            Ok((*id, Person { is_altered: true, ..Person::default() }))
        }
    };
    ids.iter().map(opened).collect()
}

fn person(records: &Records, sealed: &SealedPerson) -> Result<Person, Error> {
    let ending = |sealed: &Sealed| {
        let Some(nik) = opened_nik(records, sealed)? else { return Ok(None) };
        let ending = nik.get(nik.len().saturating_sub(4)..).map(str::to_owned);
        ending.map(Some).ok_or(StoreError::Corrupt(Datum::Nik))
    };
    let nik_endings = sealed.niks.iter().filter_map(|sealed| ending(sealed).transpose());
    let nik_endings = nik_endings.collect::<Result<_, StoreError>>()?;
    let Some(mut particulars) = opened_particulars(records, &sealed.particulars)? else {
        return Ok(Person { nik_endings, is_erased: true, ..Person::default() });
    };
    Ok(Person { nik_endings, institution: particulars.remove("instansi"), ..Person::default() })
}

/// Opens a NIK; none where it was erased.
pub(super) fn opened_nik(records: &Records, sealed: &Sealed) -> Result<Option<Zeroizing<String>>, StoreError> {
    let nik = open(records, sealed)?;
    if is_erased(&nik, &sealed.lies_in)? {
        return Ok(None);
    }
    let text = std::str::from_utf8(&nik).map_err(|_| StoreError::Corrupt(Datum::Nik))?;
    Ok(Some(Zeroizing::new(text.to_owned())))
}

/// Opens particulars; none where they were erased.
pub(super) fn opened_particulars(records: &Records, sealed: &Sealed) -> Result<Option<Particulars>, StoreError> {
    let packed = open(records, sealed)?;
    if is_erased(&packed, &sealed.lies_in)? { Ok(None) } else { unpack(&packed).map(Some) }
}

/// What is kept of an assessment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum KeptFor {
    Erased,
    /// It ends with this day, as it was sealed.
    Until(Date),
    /// A row of before, which does not say.
    Unsaid,
}

/// With which day an assessment ends, by its particulars.
pub(super) fn kept_for(records: &Records, sealed: &Sealed) -> Result<KeptFor, StoreError> {
    let packed = open(records, sealed)?;
    if is_erased(&packed, &sealed.lies_in)? {
        return Ok(KeptFor::Erased);
    }
    Ok(packed::ends(&packed).map_or(KeptFor::Unsaid, KeptFor::Until))
}

/// What stands in the place of what was erased: neither a NIK nor packed particulars begin so.
const ERASED: &str = "erased ";

/// Whether what was opened stands in the place of what was erased.
///
/// # Errors
/// It was made for another row than the one that it lies in.
pub(super) fn is_erased(opened: &[u8], lies_in: &str) -> Result<bool, StoreError> {
    let Some(stone) = opened.strip_prefix(ERASED.as_bytes()) else { return Ok(false) };
    let named = std::str::from_utf8(stone).ok().and_then(|stone| stone.split_once(' '));
    match named {
        Some((seq, row)) if seq.parse::<i64>().is_ok() && row == lies_in => Ok(true),
        _ => Err(StoreError::Corrupt(Datum::Particulars)),
    }
}

/// What is sealed in the place of what is erased under a journal entry, in a row of this kind and number.
pub(super) fn erased(seq: i64, lies_in: &str) -> String {
    format!("{ERASED}{seq} {lies_in}")
}

fn open(records: &Records, sealed: &Sealed) -> Result<Zeroizing<Vec<u8>>, StoreError> {
    let bytes = from_base64url(&sealed.text).map_err(|_| StoreError::Corrupt(Datum::Particulars))?;
    records.open(&sealed.row, &bytes).map_err(|_| StoreError::Corrupt(Datum::Particulars))
}

/// What ties an assessment to its holder from a certificate of it on, by how many came before that: whoever writes the
/// database alone cannot give a certificate another's NIK.
pub(super) fn tie(records: &Records, entry: EntryId, (holder, since): (HolderId, i64)) -> String {
    let (entry, holder) = (entry.number(), holder.number());
    let tied = match since {
        0 => serde_json::json!(["holder", entry, holder]),
        since => serde_json::json!(["holder", entry, holder, since]),
    };
    records.stamp(&tied.to_string())
}

/// A name sealed for its entry.
pub(super) fn sealed_name(records: &Records, id: EntryId, name: &str) -> String {
    to_base64url(&records.seal_again(&format!("name {id}"), name.as_bytes()))
}

/// Opens [`sealed_name`].
pub(super) fn opened_name(records: &Records, id: EntryId, sealed: &str) -> Result<String, StoreError> {
    let opened = from_base64url(sealed).ok().and_then(|sealed| records.open(&format!("name {id}"), &sealed).ok());
    let name = opened.and_then(|name| String::from_utf8(name.to_vec()).ok());
    name.ok_or(StoreError::Corrupt(Datum::Name))
}

#[cfg(test)]
mod tests {
    use getrandom::SysRng;
    use getrandom::rand_core::UnwrapErr;
    use jiff::civil::date;

    use super::*;
    use crate::seal::keys::PrivateKey;

    fn records() -> Records {
        Records::new(&PrivateKey::from_seed(&[7; 32]))
    }

    fn sealed(row: &str, plain: &[u8]) -> Sealed {
        let text = seal(&records(), row, plain, &mut UnwrapErr(SysRng));
        Sealed { row: row.to_owned(), lies_in: format!("holder {row}"), text }
    }

    #[test]
    fn a_register_tells_the_end_of_a_nik_and_who_sent_her() {
        let particulars = Particulars::from([("instansi".to_owned(), "PT Rekaan".to_owned())]);
        let ends = date(2028, 5, 31);
        let text = seal_particulars(&records(), "4", (&particulars, ends), &mut UnwrapErr(SysRng));
        let particulars = Sealed { row: "4".to_owned(), lies_in: "entry 4".to_owned(), text };
        assert_eq!(kept_for(&records(), &particulars).expect("opened"), KeptFor::Until(ends));
        let niks = vec![sealed("2", b"9951010101900001"), sealed("3", b"9951010101900002")];
        let told = person(&records(), &SealedPerson { niks: niks.clone(), particulars }).expect("opened");
        let endings = ["0001", "0002"].map(str::to_owned).to_vec();
        assert_eq!(
            told,
            Person { nik_endings: endings, institution: Some("PT Rekaan".to_owned()), ..Person::default() }
        );
        let before = sealed("e-1", br#"{"instansi":"PT Dahulu"}"#);
        let told = person(&records(), &SealedPerson { niks, particulars: before }).expect("opened");
        assert_eq!(told.institution.as_deref(), Some("PT Dahulu"));
    }

    #[test]
    fn what_was_erased_reads_so_and_what_was_only_deleted_does_not() {
        let niks = vec![sealed("2", erased(12, "holder 2").as_bytes())];
        let stone = Sealed { lies_in: "entry 4".to_owned(), ..sealed("4", erased(12, "entry 4").as_bytes()) };
        let gone = SealedPerson { niks: niks.clone(), particulars: stone.clone() };
        let told = person(&records(), &gone).expect("opened");
        assert_eq!(told, Person { is_erased: true, ..Person::default() });
        let of_another = Sealed { row: "3".to_owned(), ..niks[0].clone() };
        let of_a_holder = Sealed { lies_in: "entry 2".to_owned(), ..niks[0].clone() };
        let sealed_as_it = Sealed { lies_in: "entry 5".to_owned(), ..stone.clone() };
        let unnamed = Sealed { lies_in: "entry 4".to_owned(), ..sealed("4", b"erased 12") };
        let emptied = Sealed { text: String::new(), ..stone };
        for deleted in [emptied, of_a_holder, of_another, sealed_as_it, unnamed] {
            assert!(person(&records(), &SealedPerson { niks: niks.clone(), particulars: deleted }).is_err());
        }
    }

    #[test]
    fn what_was_moved_to_another_row_does_not_open() {
        let mut moved = sealed("2", b"9951010101900001");
        moved.row = "3".to_owned();
        let sealed = SealedPerson { niks: vec![moved], particulars: sealed("4", b"{}") };
        assert!(matches!(person(&records(), &sealed), Err(Error::Store(StoreError::Corrupt(_)))));
    }
}
