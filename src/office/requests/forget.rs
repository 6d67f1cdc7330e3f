//! Requests that were decided long ago lose what they say of people: names, NIK, and what somebody wrote in words of her
//! own. Who asked for what, who decided and when stays, under a stamp that holds.

use jiff::Timestamp;
use pkcs8::rand_core::CryptoRng;

use super::{ChangeWish, Named, Wish};
use crate::seal::records::Records;
use crate::store::{RequestRow, StoreError, Writing};

/// Takes people out of some requests that were decided before an instant, in a transaction that is for the caller to
/// commit; gives how many. One that somebody altered is left as it is, and told.
///
/// # Errors
/// The database does not answer.
pub(in crate::office) async fn forget_people(
    writing: &mut Writing,
    records: &Records,
    before: Timestamp,
    most: u32,
    random: &mut impl CryptoRng,
) -> Result<usize, StoreError> {
    let mut forgotten = 0;
    for row in writing.due_requests(before, most).await? {
        let id = row.unproven().id.clone();
        let bare = row.held(records).and_then(|row| bare(row, records, random));
        let Some(row) = bare else {
            super::altered(&id);
            continue;
        };
        writing.erase_request(&row, records).await?;
        forgotten += 1;
    }
    Ok(forgotten)
}

/// A request without people; none where it does not open.
fn bare(mut row: RequestRow, records: &Records, random: &mut impl CryptoRng) -> Option<RequestRow> {
    let wish = match Wish::open(&row, records).ok()? {
        Wish::Change(ChangeWish { change, certificates, .. }) => {
            let bare = |one: Named| Named { name: None, nik: None, ..one };
            Wish::Change(ChangeWish {
                change,
                remark: None,
                certificates: certificates.into_iter().map(bare).collect(),
            })
        }
        wish => wish,
    };
    row.body_sealed = wish.seal(records, &row.id, random);
    row.remark_sealed = None;
    Some(row)
}

#[cfg(test)]
mod tests {
    use getrandom::SysRng;
    use getrandom::rand_core::UnwrapErr;

    use super::*;
    use crate::domain::id::{DRAWN, RequestId};
    use crate::domain::request::{Kind, RequestState};
    use crate::domain::status::{Change, RevokeReason};
    use crate::seal::keys::PrivateKey;

    #[test]
    fn a_request_keeps_what_was_asked_and_loses_of_whom() {
        let (records, random) = (Records::new(&PrivateKey::from_seed(&[7; 32])), &mut UnwrapErr(SysRng));
        let id = RequestId::new([1; DRAWN]);
        let number = "81210 9112 2 0000001 2016".to_owned();
        let named = Named {
            number: number.clone(),
            name: Some("Orang Rekaan".parse().expect("a name")),
            nik: Some("9951010101900001".parse().expect("a NIK")),
        };
        let (change, remark) = (Change::Replace(RevokeReason::Fraud), Some("Siti tahu".to_owned()));
        let wish = Wish::Change(ChangeWish { change, remark, certificates: vec![named] });
        let row = RequestRow {
            body_sealed: wish.seal(&records, &id, random),
            id,
            lsp: "klining".parse().expect("an id"),
            kind: Kind::Replace,
            kept: None,
            size: 1,
            asked_by: "account:siti".to_owned(),
            asked_at: Timestamp::UNIX_EPOCH,
            state: RequestState::Returned,
            decided_by: Some("account:budi".to_owned()),
            decided_at: Some(Timestamp::UNIX_EPOCH),
            remark_sealed: Some("sealed".to_owned()),
        };
        let bare = bare(row.clone(), &records, random).expect("opened");
        assert_eq!(bare.remark_sealed, None);
        let Wish::Change(kept) = Wish::open(&bare, &records).expect("opened") else { panic!("another wish") };
        let [one] = kept.certificates.as_slice() else { panic!("as many certificates") };
        assert!((kept.change, &one.number) == (change, &number) && kept.remark.is_none());
        assert!(one.name.is_none() && one.nik.is_none());
        let altered = RequestRow { body_sealed: String::new(), ..row };
        assert!(super::bare(altered, &records, random).is_none(), "what was deleted is not taken for it");
    }
}
