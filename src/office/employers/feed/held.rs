//! What an employer watches, held against its stamp: a keyed hash over how far the feed has come and over every row, so
//! that none of them is altered, put in, taken out or put back alone. Where it does not hold, the certificates are judged
//! and told anew, as if nothing had been told.

use jiff::Timestamp;
use serde_json::json;
use subtle::ConstantTimeEq as _;

use super::change::Told;
use super::taking::Certificate;
use crate::domain::account::AccountId;
use crate::domain::issuer::LspId;
use crate::seal::records::Records;
use crate::store::{Feed, FeedWriting, StoreError, Watching};

/// A certificate that an employer watches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Watched {
    pub(super) lsp: LspId,
    pub(super) number: String,
    /// Of the feed, when it was last told; 0 before.
    pub(super) seq: i64,
    pub(super) told: Option<Told>,
}

/// What an employer watches, by number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Held {
    pub(super) account: AccountId,
    /// How far the feed has come.
    pub(super) seq: i64,
    pub(super) rows: Vec<Watched>,
    /// Whether all of it is as it was written here.
    pub(super) is_as_written: bool,
}

impl Watched {
    pub(super) fn new(lsp: LspId, number: String) -> Self {
        Self { lsp, number, seq: 0, told: None }
    }

    pub(super) fn certificate(&self) -> Certificate {
        Certificate { lsp: self.lsp.clone(), number: self.number.clone() }
    }

    /// What it is put in order by.
    pub(super) fn key(&self) -> (&str, &str) {
        (&self.number, self.lsp.as_str())
    }

    fn row(&self) -> Watching {
        let told = self.told.as_ref().map(|told| json!(told).to_string());
        Watching { lsp: self.lsp.clone(), number: self.number.clone(), seq: self.seq, told: told.unwrap_or_default() }
    }
}

impl Held {
    /// Holds rows against their stamp.
    pub(super) fn of(records: &Records, account: AccountId, feed: Feed) -> Self {
        let is_new = feed == Feed::default();
        let stamp = stamp(records, account, feed.seq, &feed.rows);
        let is_as_written = is_new || bool::from(stamp.as_bytes().ct_eq(feed.stamp.as_bytes()));
        if !is_as_written {
            tracing::error!(
                account = account.number(),
                "ALARM: the list of what an employer watches is not as it was written; all of it is told anew"
            );
        }
        let row = |row: Watching| {
            let told = serde_json::from_str(&row.told).ok().filter(|_| is_as_written);
            Watched { lsp: row.lsp, number: row.number, seq: if is_as_written { row.seq } else { 0 }, told }
        };
        let mut rows: Vec<Watched> = feed.rows.into_iter().map(row).collect();
        rows.sort_by(|a, b| a.key().cmp(&b.key()));
        Self { account, seq: if is_as_written { feed.seq } else { 0 }, rows, is_as_written }
    }

    /// How far a feed has come at least by an instant whose rows are not as they were written: past every cursor that
    /// was given out.
    pub(super) fn mend(&mut self, now: Timestamp) {
        if !self.is_as_written {
            self.seq = now.as_microsecond();
        }
    }

    /// Writes all of it for good: of rows that are as they were written, those that changed, by their places.
    pub(super) async fn keep(
        &self,
        mut writing: FeedWriting,
        records: &Records,
        changed: &[usize],
    ) -> Result<(), StoreError> {
        let rows: Vec<Watching> = self.rows.iter().map(Watched::row).collect();
        if self.is_as_written {
            let changed: Vec<Watching> = changed.iter().map(|place| rows[*place].clone()).collect();
            writing.put(&changed).await?;
        } else {
            writing.put(&rows).await?;
        }
        let stamp = stamp(records, self.account, self.seq, &rows);
        writing.commit(self.seq, &stamp).await
    }
}

/// In the order of the bytes, whatever order a database has.
fn stamp(records: &Records, account: AccountId, seq: i64, rows: &[Watching]) -> String {
    let mut rows: Vec<_> = rows.iter().map(|row| (&row.number, row.lsp.as_str(), row.seq, &row.told)).collect();
    rows.sort_unstable();
    records.of_accounts("employer feed", &json!([1, account.number(), seq, rows]).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seal::keys::PrivateKey;
    use crate::verify::verdict::Word;

    fn records() -> Records {
        Records::new(&PrivateKey::from_seed(&[7; 32]))
    }

    fn stamped(seq: i64, rows: Vec<Watching>) -> Feed {
        let stamp = stamp(&records(), AccountId::new(7), seq, &rows);
        Feed { seq, stamp, rows }
    }

    fn row(number: &str, seq: i64) -> Watching {
        let told = Told::unproven(Word::StatusUnknown, Timestamp::UNIX_EPOCH);
        let watched =
            Watched { seq, told: Some(told), ..Watched::new("klining".parse().expect("an id"), number.into()) };
        watched.row()
    }

    fn held(feed: Feed) -> Held {
        Held::of(&records(), AccountId::new(7), feed)
    }

    #[test]
    fn rows_are_held_whatever_order_they_come_in() {
        let feed = stamped(9, vec![row("B", 9), row("A", 8)]);
        let turned = Feed { rows: feed.rows.iter().rev().cloned().collect(), ..feed.clone() };
        assert_eq!(held(feed.clone()), held(turned));
        let held = held(feed);
        assert!(held.is_as_written && held.rows[0].number == "A" && held.rows[1].seq == 9);
        assert!(held.rows.iter().all(|row| row.told.is_some()));
    }

    #[test]
    fn of_an_altered_feed_nothing_was_told() {
        let good = stamped(9, vec![row("A", 8), row("B", 9)]);
        let with = |rows: Vec<Watching>| Feed { rows, ..good.clone() };
        let altered = [
            ("a row told otherwise", with(vec![Watching { told: String::new(), ..row("A", 8) }, row("B", 9)])),
            ("a row put back", with(vec![row("A", 7), row("B", 9)])),
            ("a row taken out", with(vec![row("A", 8)])),
            ("a row put in", with(vec![row("A", 8), row("B", 9), row("C", 9)])),
            ("the feed put back", Feed { seq: 8, ..good.clone() }),
            ("the stamp taken away", Feed { stamp: String::new(), ..good.clone() }),
            ("of another account", {
                let stamp = stamp(&records(), AccountId::new(8), good.seq, &good.rows);
                Feed { stamp, ..good.clone() }
            }),
        ];
        for (what, feed) in altered {
            let mut held = held(feed);
            assert!(!held.is_as_written, "{what}");
            assert!(held.rows.iter().all(|row| row.told.is_none() && row.seq == 0), "{what}");
            let now = Timestamp::from_second(1_795_323_600).expect("an instant");
            held.mend(now);
            assert_eq!(held.seq, now.as_microsecond(), "{what}");
        }
        assert!(held(Feed::default()).is_as_written, "nothing was ever watched");
    }
}
