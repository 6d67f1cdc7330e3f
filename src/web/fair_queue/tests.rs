use std::net::IpAddr;
use std::sync::{Arc, Mutex};

use tokio::time::{Instant, timeout};

use super::*;
use crate::web::client_prefix::Client;

const LONG: Duration = Duration::from_secs(3600);
/// As long as a second would be.
const SECOND: Duration = Duration::from_millis(50);

fn client(last: u8) -> Client {
    Client::from(IpAddr::from([203, 0, 113, last]))
}

fn queue(places: usize, slice: Option<Duration>, budget: Option<Budget>) -> Arc<FairQueue> {
    FairQueue::new(Rules { places, of_one: 20, slice, budget })
}

/// Who gets the one place one after another, when these wait for it.
async fn order(queue: &Arc<FairQueue>, waiting: &[u8]) -> Vec<u8> {
    let first = queue.take(client(99), LONG).await.expect("a place");
    let served = Arc::new(Mutex::new(Vec::new()));
    let all: Vec<_> = waiting
        .iter()
        .map(|one| {
            let (queue, served, one) = (Arc::clone(queue), Arc::clone(&served), *one);
            tokio::spawn(async move {
                let _place = queue.take(client(one), LONG).await.expect("a place");
                served.lock().expect("not poisoned").push(one);
                tokio::time::sleep(SECOND).await;
            })
        })
        .collect();
    tokio::time::sleep(SECOND).await;
    drop(first);
    for one in all {
        one.await.expect("served");
    }
    let served = served.lock().expect("not poisoned");
    served.clone()
}

#[tokio::test]
async fn who_used_less_goes_before_who_came_first() {
    let budget = Budget { rest: LONG, a_minute: Duration::from_secs(60) };
    assert_eq!(order(&queue(1, None, Some(budget)), &[1, 1, 1, 2]).await, [1, 2, 1, 1]);
    assert_eq!(order(&queue(1, None, None), &[1, 1, 1, 2]).await, [1, 1, 1, 2], "without a budget as they came");
}

#[tokio::test]
async fn who_holds_fewer_goes_before_who_came_first() {
    let queue = queue(2, None, None);
    let held = queue.take(client(1), LONG).await.expect("a place");
    let _kept = queue.take(client(1), LONG).await.expect("another");
    let (again, other) = (queue.take(client(1), LONG), queue.take(client(2), LONG));
    let (mut again, mut other) = (Box::pin(again), Box::pin(other));
    assert!(timeout(SECOND, &mut again).await.is_err() && timeout(SECOND, &mut other).await.is_err());
    drop(held);
    tokio::select! { biased;
        _ = &mut other => {}
        _ = &mut again => panic!("the client that holds one already went first"),
    }
}

#[tokio::test]
async fn a_place_is_taken_back_after_its_slice_and_only_for_who_holds_fewer() {
    let queue = queue(2, Some(5 * SECOND), None);
    let (one, two) = (queue.take(client(1), LONG).await.expect("one"), queue.take(client(1), LONG).await.expect("two"));
    let own = queue.take(client(1), 60 * SECOND).await;
    assert_eq!(own.map(drop), Err(Refused::Busy), "not for itself");
    two.renew();
    let mut waiting = Box::pin(queue.take(client(2), LONG));
    tokio::select! {
        () = one.ended() => drop(one),
        () = two.ended() => panic!("the one that got on was taken"),
        _ = &mut waiting => panic!("nothing is free yet"),
    }
    let other = waiting.await.expect("its turn");
    assert!(timeout(2 * SECOND, two.ended()).await.is_err(), "nobody waits");
    drop(other);
    assert_eq!(queue.held(), 1);
}

#[tokio::test]
async fn what_was_used_counts_until_it_is_made_good() {
    let budget = Budget { rest: 10 * SECOND, a_minute: Duration::from_secs(12) };
    // Within its budget it would keep the place for an hour.
    let queue = queue(1, Some(LONG), Some(budget));
    let used = queue.take(client(1), LONG).await.expect("a place");
    tokio::time::sleep(12 * SECOND).await;
    drop(used);
    let alone = queue.take(client(1), LONG).await.expect("nobody else wants it");
    let refused = queue.take(client(1), LONG).await.map(drop);
    assert!(matches!(refused, Err(Refused::Share(_))), "{refused:?}");
    let mut other = Box::pin(queue.take(client(2), LONG));
    tokio::select! { () = alone.ended() => drop(alone), _ = &mut other => panic!("nothing is free yet") }
    drop(other.await.expect("its turn"));
    tokio::time::sleep(140 * SECOND).await;
    let again = queue.take(client(2), LONG).await.expect("a place");
    let waits = queue.take(client(1), SECOND).await.map(drop);
    assert_eq!(waits, Err(Refused::Busy), "made good: it may wait as others do");
    drop(again);
}

#[tokio::test]
async fn what_begins_anew_has_longer_and_gives_way_sooner_to_who_used_less() {
    let budget = Budget { rest: LONG, a_minute: SECOND };
    for (before, waits) in [(0, 20), (18, 5)] {
        let queue = queue(1, Some(5 * SECOND), Some(budget));
        queue.state().ledger.charge(client(1), before * SECOND, Instant::now());
        let again = queue.take_again(client(1), LONG, 2).await.expect("a place");
        let (since, mut other) = (Instant::now(), Box::pin(queue.take(client(2), LONG)));
        tokio::select! { () = again.ended() => {}, _ = &mut other => panic!("nothing is free yet") }
        let held = since.elapsed();
        assert!(held >= waits * SECOND - SECOND / 5, "{before}: {held:?}");
        assert!(waits > 10 || held < 15 * SECOND, "{before}: {held:?}");
    }
}

#[tokio::test]
async fn one_client_has_its_share_of_places_and_of_the_queue() {
    let queue = FairQueue::new(Rules { places: 2, of_one: 3, slice: None, budget: None });
    let held = [queue.take(client(1), LONG).await.expect("one"), queue.take(client(1), LONG).await.expect("two")];
    let mut third = Box::pin(queue.take(client(1), LONG));
    assert!(timeout(SECOND, &mut third).await.is_err());
    assert!(matches!(queue.take(client(1), LONG).await.map(drop), Err(Refused::Share(_))));
    assert_eq!(queue.take(client(2), SECOND).await.map(drop), Err(Refused::Busy), "another may wait");
    drop(third);
    drop(held);
    let state = queue.state();
    assert!(state.waiting.is_empty() && state.held.is_empty(), "who has gone is forgotten");
    assert_eq!((state.loads.of(client(1)), state.asked.of(client(1))), (0, 0));
}
