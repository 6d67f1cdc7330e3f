//! What of employers stands in tables: whose a certificate is, how often was looked up, when a key was used. What is
//! agreed with them is told by the journals.

use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::Row as _;

use super::sealed::sealed;
use super::{Reading, Sealed, Store, StoreError};
use crate::domain::account::AccountId;
use crate::domain::id::{CertificateId, EntryId, HolderId};

/// A holder that a certificate's assessment is known by.
#[derive(Clone, Debug)]
pub struct Tied {
    pub entry: EntryId,
    pub holder: HolderId,
    /// From which certificate of the assessment on, by how many came before it.
    pub since: i64,
    /// What ties the two; none in rows of before.
    pub stamp: Option<String>,
    pub nik: Sealed,
}

/// Days for which look-ups are counted.
const KEPT: i64 = 7;

impl Reading {
    /// The holders that a certificate's assessment is known by, in the order of the certificates from which on they are.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn tied(&self, certificate: CertificateId) -> Result<Vec<Tied>, StoreError> {
        let select = "select k.entry, k.stamp, coalesce(k.since, 0) as since, h.id as holder, h.sealed_as as holder_sealed_as, h.nik_sealed
                      from certificate c join entry_key k on k.entry = c.entry join holder h on h.id = k.holder
                      where c.id = $1 order by coalesce(k.since, 0), h.id";
        let rows = sqlx::query(select).bind(certificate.number()).fetch_all(&self.pool).await?;
        let tied = |row: &sqlx::any::AnyRow| {
            Ok(Tied {
                entry: EntryId::new(row.try_get("entry")?),
                holder: HolderId::new(row.try_get("holder")?),
                since: row.try_get("since")?,
                stamp: row.try_get("stamp")?,
                nik: sealed(row, "holder", ["holder", "holder_sealed_as", "nik_sealed"])?,
            })
        };
        rows.iter().map(tied).collect()
    }

    /// Look-ups by number that an employer made on a day.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn lookups(&self, account: AccountId, day: Date) -> Result<u32, StoreError> {
        let count = sqlx::query_scalar::<_, i64>("select count from employer_lookup where account = $1 and day = $2");
        let count = count.bind(account.number()).bind(day.to_string()).fetch_optional(&self.pool).await?;
        Ok(u32::try_from(count.unwrap_or(0)).unwrap_or(u32::MAX))
    }

    /// When a key was used last, by its name.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn key_used_at(&self, key: &str) -> Result<Option<Timestamp>, StoreError> {
        let at = sqlx::query_scalar::<_, i64>("select at from employer_key_use where key = $1");
        at.bind(key).fetch_optional(&self.pool).await?.map(super::rows::instant).transpose()
    }
}

impl Store {
    /// Counts look-ups by number of an employer on a day, if they are no more than `most` together with those before;
    /// false where they are, and then none is counted.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn count_lookups(
        &self,
        account: AccountId,
        day: Date,
        count: u32,
        most: u32,
    ) -> Result<bool, StoreError> {
        if count > most {
            return Ok(false);
        }
        let add = "insert into employer_lookup (account, day, count) values ($1, $2, $3)
                   on conflict (account, day) do update set count = employer_lookup.count + $3
                   where employer_lookup.count + $3 <= $4";
        let add = sqlx::query(add).bind(account.number()).bind(day.to_string());
        let counted = self.run(add.bind(i64::from(count)).bind(i64::from(most))).await?;
        if let Ok(before) = day.checked_sub(jiff::Span::new().days(KEPT)) {
            let forget = sqlx::query("delete from employer_lookup where account = $1 and day < $2");
            self.run(forget.bind(account.number()).bind(before.to_string())).await?;
        }
        Ok(counted == 1)
    }

    /// Gives look-ups of a day back that were counted and not made.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn give_lookups_back(&self, account: AccountId, day: Date, count: u32) -> Result<(), StoreError> {
        let back = "update employer_lookup set count = count - $3 where account = $1 and day = $2 and count >= $3";
        let back = sqlx::query(back).bind(account.number()).bind(day.to_string()).bind(i64::from(count));
        self.run(back).await?;
        Ok(())
    }

    /// Notes that a key was used, where that was not noted within `seconds`.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn note_key_use(&self, key: &str, at: Timestamp, seconds: i64) -> Result<(), StoreError> {
        // Read first: most requests have nothing to write, and on SQLite would wait for whoever writes.
        if self.key_used_at(key).await?.is_some_and(|used| at.as_second() - used.as_second() < seconds) {
            return Ok(());
        }
        let note = "insert into employer_key_use (key, at) values ($1, $2)
                    on conflict (key) do update set at = $2 where employer_key_use.at <= $3";
        let note = sqlx::query(note).bind(key).bind(at.as_second()).bind(at.as_second() - seconds);
        self.run(note).await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[tokio::test]
    async fn look_ups_are_counted_up_to_the_quota_of_a_day_and_not_beyond() {
        let store = Store::in_memory().await;
        store
            .write_past(
                "insert into account (id, name, password, must_change, totp_step, recovery, made_at, stamp, lang)
                 values (7, 'pt.rekaan', '', 0, 0, '', 0, '', '')",
            )
            .await;
        let (one, day, next) = (AccountId::new(7), date(2026, 11, 28), date(2026, 11, 29));
        let count = async |day, count| store.count_lookups(one, day, count, 100).await.expect("counted");
        assert_eq!([count(day, 101).await, count(day, 60).await, count(day, 41).await], [false, true, false]);
        assert_eq!((count(day, 40).await, store.lookups(one, day).await.expect("a count")), (true, 100));
        assert!(!count(day, 1).await && count(next, 1).await);
        store.give_lookups_back(one, day, 40).await.expect("given back");
        store.give_lookups_back(one, day, 61).await.expect("more than there are");
        assert_eq!(store.lookups(one, day).await.expect("a count"), 60);
    }

    #[tokio::test]
    async fn the_last_use_of_a_key_is_noted_once_a_while() {
        let store = Store::in_memory().await;
        let at = |second| Timestamp::from_second(second).expect("an instant");
        for (used, noted) in [(1_000, 1_000), (1_030, 1_000), (1_060, 1_060)] {
            store.note_key_use("0011223344556677", at(used), 60).await.expect("noted");
            assert_eq!(store.key_used_at("0011223344556677").await.expect("read"), Some(at(noted)));
        }
    }
}
