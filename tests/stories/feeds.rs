//! The feed of an employer in its tables: many who write at once, on both databases.

use absah::domain::account::AccountId;
use absah::store::{Feed, Store, Watching};

use crate::support::{block_on, on_both};

/// Gives one certificate the next place.
async fn told_once(store: &Store, account: AccountId) -> i64 {
    let mut writing = store.write_feed(account).await.expect("locked");
    let Feed { seq, mut rows, .. } = writing.feed().await.expect("read");
    let seq = seq + 1;
    let lsp = "klining".parse().expect("an id");
    rows.push(Watching { lsp, number: format!("{seq:03}"), seq, told: "{}".to_owned() });
    // Those of before are put again as they are.
    writing.put(&rows).await.expect("put");
    writing.commit(seq, &seq.to_string()).await.expect("committed");
    seq
}

#[test]
fn of_many_at_once_each_has_a_place_of_its_own_and_none_is_skipped() {
    on_both(|at| {
        at.with_lsps();
        at.ok(&["account", "new", "pt.rekaan", "--lsp", "klining", "--role", "operator"]);
        let account = at.column("select id || '' from account")[0].parse().map(AccountId::new).expect("a number");
        block_on(async {
            let ((one, first), (two, second)) = (at.office().await, at.office().await);
            let tasks = (0..30).map(|task| told_once(if task % 2 == 0 { &first } else { &second }, account));
            let mut given = futures_util::future::join_all(tasks).await;
            given.sort_unstable();
            assert_eq!(given, (1..=30).collect::<Vec<_>>());
            let feed = first.feed(account).await.expect("read");
            let mut places: Vec<i64> = feed.rows.iter().map(|row| row.seq).collect();
            places.sort_unstable();
            assert_eq!((feed.seq, feed.stamp.as_str(), places), (30, "30", given));
            let mut writing = second.write_feed(account).await.expect("locked");
            writing.remove(&feed.rows[0].lsp, &feed.rows[0].number).await.expect("removed");
            drop(writing);
            assert_eq!(first.watched_by_employers().await.expect("counted").get(&account), Some(&30));
            one.close().await;
            two.close().await;
        });
    });
}
