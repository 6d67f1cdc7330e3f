//! How often was guessed at an account, and from an address. A guess is counted before it is looked at, so that many at
//! once are as many.

use jiff::{SignedDuration, Timestamp};
use sqlx::Row as _;

use super::{Store, StoreError};

/// How long a guess is remembered after the last one.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(24);

/// What became of a guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guess {
    /// It may be looked at.
    Counted,
    /// The next one may be made at this time.
    TooSoon(Timestamp),
}

impl Store {
    /// Counts a guess at a subject, if one may be made by now; the next has to wait for as long as `delay` says after
    /// so many.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn count_guess(
        &self,
        subject: &str,
        now: Timestamp,
        delay: impl Fn(i64) -> SignedDuration,
    ) -> Result<Guess, StoreError> {
        let (at, forgotten) = (now.as_second(), (now - REMEMBERED).as_second());
        let (mut transaction, _turn) = self.begin().await?;
        let count = "insert into throttle (subject, failures, at, until) values ($1, 1, $2, $2)
                     on conflict (subject) do update set
                         failures = case when throttle.at < $3 then 1 else throttle.failures + 1 end, at = $2
                     where throttle.until <= $2 returning failures";
        let counted = sqlx::query(count).bind(subject).bind(at).bind(forgotten);
        let Some(counted) = counted.fetch_optional(&mut *transaction).await? else {
            let until = sqlx::query("select until from throttle where subject = $1").bind(subject);
            let until = until.fetch_one(&mut *transaction).await?.try_get("until")?;
            transaction.commit().await?;
            return Ok(Guess::TooSoon(super::rows::instant(until)?));
        };
        let until = at + delay(counted.try_get("failures")?).as_secs();
        let wait = sqlx::query("update throttle set until = $1 where subject = $2").bind(until).bind(subject);
        wait.execute(&mut *transaction).await?;
        sqlx::query("delete from throttle where at < $1").bind(forgotten).execute(&mut *transaction).await?;
        transaction.commit().await?;
        Ok(Guess::Counted)
    }

    /// Takes back the guess at a subject that was counted last: it was right.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn take_guess_back(&self, subject: &str) -> Result<(), StoreError> {
        let back =
            sqlx::query("update throttle set failures = failures - 1, until = at where subject = $1 and failures > 0");
        self.run(back.bind(subject)).await?;
        Ok(())
    }

    /// Forgets the guesses at a subject: one was right.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn forget_guesses(&self, subject: &str) -> Result<(), StoreError> {
        self.run(sqlx::query("delete from throttle where subject = $1").bind(subject)).await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_780_000_000 + second).expect("an instant")
    }

    #[tokio::test]
    async fn each_guess_waits_for_the_one_before_it_and_a_day_forgets_them() {
        let store = Store::in_memory().await;
        let delay = |failures: i64| SignedDuration::from_secs(if failures > 2 { failures * 10 } else { 0 });
        let guess = async |second| store.count_guess("one", at(second), delay).await.expect("an answer");
        assert_eq!([guess(0).await, guess(0).await, guess(0).await], [Guess::Counted; 3]);
        assert_eq!(guess(1).await, Guess::TooSoon(at(30)));
        assert_eq!(guess(29).await, Guess::TooSoon(at(30)), "who asks too early waits no longer for it");
        assert_eq!(guess(30).await, Guess::Counted);
        assert_eq!(guess(31).await, Guess::TooSoon(at(70)));
        assert_eq!(store.count_guess("another", at(31), delay).await.expect("an answer"), Guess::Counted);
        let day = 24 * 3600 + 100;
        assert_eq!([guess(day).await, guess(day).await], [Guess::Counted; 2], "two are free again");
        store.forget_guesses("one").await.expect("forgotten");
        assert_eq!([guess(day).await, guess(day).await, guess(day).await], [Guess::Counted; 3]);
    }
}
