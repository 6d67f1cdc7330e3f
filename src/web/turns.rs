//! Places that are scarce, handed out in turn by client and not to whoever came first.
//!
//! Who holds fewest goes first; among those, who used up least lately; then who has waited longest. So a client that
//! asks a thousand times stands in nobody's way but its own. Where all places are taken, one is taken back for a
//! client that waits and holds fewer: from whoever holds most, once it has had its slice. What is slow, stands still
//! or drips thus has what nobody else wants, and no more.
//!
//! What has to begin anew when its place is taken back (the reading of a document) asks again and has a slice twice as
//! long each time: short work is done in the first and waits for nobody's long work, and long work comes to its end.
//! This is a multi-level feedback queue, with what each client used as the order within it.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::{Instant, sleep_until, timeout};

use super::circle::{Circle, Client, Loads};

/// How places are handed out.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rules {
    /// At once.
    pub(super) places: usize,
    /// Of them, and of those who wait, one client's at most.
    pub(super) of_one: usize,
    /// How long a place is held, or stands still, before it may be taken back the first time; for ever where there is
    /// none.
    pub(super) slice: Option<Duration>,
    /// What the time that a place was held costs.
    pub(super) budget: Option<Budget>,
}

/// Time that one client may hold places for while others wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// After a rest.
    pub rest: Duration,
    /// From then on, in a minute; above nothing.
    pub a_minute: Duration,
}

/// The slice of a client that is beyond its budget.
const LAST_SLICE: Duration = Duration::from_secs(1);

/// Circles whose use is remembered at most.
const REMEMBERED: usize = 100_000;

/// Places, and who waits for one.
#[derive(Debug)]
pub(super) struct Turns {
    rules: Rules,
    state: Mutex<State>,
    /// Something changed for whoever waits.
    changed: Notify,
}

#[derive(Debug, Default)]
struct State {
    next: u64,
    held: HashMap<u64, Held>,
    waiting: BTreeMap<u64, Client>,
    /// Places held by each client.
    loads: Loads,
    /// Those, and those that are waited for.
    asked: Loads,
    /// When a circle will have made good what it used.
    even_at: HashMap<Circle, Instant>,
}

#[derive(Debug)]
struct Held {
    client: Client,
    since: Instant,
    /// When it last got on.
    alive: Instant,
    /// How long it may stand still from then.
    slice: Duration,
    ended: Arc<Ended>,
    told: bool,
}

/// Tells whoever holds a place that it is taken back.
#[derive(Debug, Default)]
pub(super) struct Ended(Notify);

/// A place; given back when it is dropped.
#[derive(Debug)]
pub(super) struct Place {
    turns: Arc<Turns>,
    ticket: u64,
    ended: Arc<Ended>,
}

/// Why there is no place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refused {
    /// None became free in time.
    Busy,
    /// The client has, or has used, its share; how long until it may have more.
    Share(Duration),
}

impl Ended {
    pub(super) fn tell(&self) {
        self.0.notify_one();
    }

    /// Waits until the place is taken back.
    pub(super) async fn wait(&self) {
        self.0.notified().await;
    }
}

/// What becomes of one who waits.
enum Outlook {
    Admitted,
    /// Not before something changes, or until then.
    Later(Option<Instant>),
}

impl Turns {
    pub(super) fn new(rules: Rules) -> Arc<Self> {
        Arc::new(Self { rules, state: Mutex::default(), changed: Notify::new() })
    }

    /// A place as soon as it is this client's turn.
    ///
    /// # Errors
    /// None within `patience`, or the client has its share.
    pub(super) async fn take(self: &Arc<Self>, client: Client, patience: Duration) -> Result<Place, Refused> {
        self.take_with(client, patience, &Arc::default()).await
    }

    /// The same for work whose place was taken back so many times, and which begins anew.
    ///
    /// # Errors
    /// As [`Self::take`].
    pub(super) async fn take_again(
        self: &Arc<Self>,
        client: Client,
        patience: Duration,
        times: u32,
    ) -> Result<Place, Refused> {
        let waiter = Waiter { turns: self, ticket: self.enter(client)?, ended: Arc::default(), times };
        timeout(patience, waiter.admitted()).await.map_err(|_| Refused::Busy)
    }

    /// The same with a word of its own by which the holder hears that it is taken back.
    ///
    /// # Errors
    /// As [`Self::take`].
    pub(super) async fn take_with(
        self: &Arc<Self>,
        client: Client,
        patience: Duration,
        ended: &Arc<Ended>,
    ) -> Result<Place, Refused> {
        let waiter = Waiter { turns: self, ticket: self.enter(client)?, ended: Arc::clone(ended), times: 0 };
        timeout(patience, waiter.admitted()).await.map_err(|_| Refused::Busy)
    }

    /// Places that are held.
    #[cfg(test)]
    pub(super) fn held(&self) -> usize {
        self.state().held.len()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Has a client wait, unless it has its share.
    fn enter(&self, client: Client) -> Result<u64, Refused> {
        let (mut state, now) = (self.state(), Instant::now());
        if !client.is_this_machine() && state.asked.of(client) >= self.rules.of_one {
            return Err(Refused::Share(LAST_SLICE));
        }
        let others_wait = state.held.len() >= self.rules.places || !state.waiting.is_empty();
        match self.beyond_budget(state.owed(client, now)) {
            Some(wait) if others_wait => return Err(Refused::Share(wait)),
            _ => {}
        }
        let ticket = state.next;
        state.next += 1;
        state.waiting.insert(ticket, client);
        state.asked.add(client, 1);
        Ok(ticket)
    }

    fn admit(&self, waiter: &Waiter<'_>) -> Outlook {
        let (mut state, now, ticket) = (self.state(), Instant::now(), waiter.ticket);
        let foremost = |(ticket, client): (&u64, &Client)| (state.loads.of(*client), state.owed(*client, now), *ticket);
        let Some((load, owed, first)) = state.waiting.iter().map(foremost).min() else { return Outlook::Later(None) };
        if first != ticket {
            return Outlook::Later(None);
        }
        if state.held.len() < self.rules.places {
            let client = state.waiting.remove(&ticket).expect("who is foremost waits");
            state.loads.add(client, 1);
            let slice = self.rules.slice.unwrap_or_default().saturating_mul(1 << waiter.times.min(20));
            let ended = Arc::clone(&waiter.ended);
            state.held.insert(ticket, Held { client, since: now, alive: now, slice, ended, told: false });
            return Outlook::Admitted;
        }
        Outlook::Later(self.take_back(&mut state, load, self.used(owed), now))
    }

    /// Takes a place back for one who holds `load` and has `used` so much, or says when one may be. Whoever used less
    /// keeps its place for longer by the difference; whoever used more, for as much less, yet for a first slice.
    fn take_back(&self, state: &mut State, load: usize, used: Duration, now: Instant) -> Option<Instant> {
        let first = self.rules.slice?;
        if state.held.values().any(|held| held.told) {
            return None;
        }
        let ripe = |held: &Held| {
            if self.beyond_budget(self.owes(state, held, now)).is_some() {
                return held.alive + first.min(LAST_SLICE);
            }
            let before = self.used(state.owed(held.client, now));
            held.alive + (held.slice + used).saturating_sub(before).max(first)
        };
        let holders = || state.held.iter().filter(|(_, held)| state.loads.of(held.client) > load);
        let worst = holders()
            .filter(|(_, held)| ripe(held) <= now)
            .max_by_key(|(_, held)| (state.loads.of(held.client), self.owes(state, held, now), now - held.alive))
            .map(|(ticket, _)| *ticket);
        // Whoever holds it may go beyond its budget meanwhile, so it is looked at again soon.
        let soon = now + LAST_SLICE;
        let Some(worst) = worst else { return holders().map(|(_, held)| ripe(held).min(soon)).min() };
        if let Some(held) = state.held.get_mut(&worst) {
            held.told = true;
            held.ended.tell();
        }
        None
    }

    /// What the holder of a place owes, the time that it has held it included.
    fn owes(&self, state: &State, held: &Held, now: Instant) -> Duration {
        let used = self.rules.budget.map_or(Duration::ZERO, |budget| made_good(budget, now - held.since));
        state.owed(held.client, now) + used
    }

    /// The time that a client which owes so much held places for.
    fn used(&self, owed: Duration) -> Duration {
        let share = self.rules.budget.map_or(0.0, |budget| budget.a_minute.as_secs_f64() / 60.0);
        owed.mul_f64(share)
    }

    /// How long a client that owes so much makes good before it has some of its budget again.
    fn beyond_budget(&self, owed: Duration) -> Option<Duration> {
        let budget = self.rules.budget?;
        let wait = owed.saturating_sub(made_good(budget, budget.rest));
        (!wait.is_zero()).then_some(wait)
    }
}

/// How long it takes until so much use is made good.
fn made_good(budget: Budget, used: Duration) -> Duration {
    let minute = budget.a_minute.max(Duration::from_millis(1));
    used.mul_f64(Duration::from_secs(60).as_secs_f64() / minute.as_secs_f64())
}

impl State {
    /// How long a client makes good until it owes nothing.
    fn owed(&self, client: Client, now: Instant) -> Duration {
        let owed = |circle| self.even_at.get(&circle).map_or(Duration::ZERO, |even| *even - now);
        client.circles().map(owed).max().unwrap_or_default()
    }

    fn charge(&mut self, client: Client, cost: Duration, now: Instant) {
        if self.even_at.len() >= REMEMBERED {
            self.even_at.retain(|_, even| *even > now);
            if self.even_at.len() >= REMEMBERED {
                // A crowd that large owes so little each that it is forgotten.
                self.even_at.clear();
            }
        }
        for circle in client.circles() {
            let even = self.even_at.entry(circle).or_insert(now);
            *even = (*even).max(now) + cost / circle.worth();
        }
    }
}

/// One who waits; forgotten when it is dropped.
struct Waiter<'a> {
    turns: &'a Arc<Turns>,
    ticket: u64,
    ended: Arc<Ended>,
    /// How often the place for the same was taken back.
    times: u32,
}

impl Waiter<'_> {
    async fn admitted(&self) -> Place {
        loop {
            let mut changed = std::pin::pin!(self.turns.changed.notified());
            changed.as_mut().enable();
            let at = match self.turns.admit(self) {
                Outlook::Admitted => {
                    // The next may have a turn too.
                    self.turns.changed.notify_waiters();
                    let (turns, ended) = (Arc::clone(self.turns), Arc::clone(&self.ended));
                    return Place { turns, ticket: self.ticket, ended };
                }
                Outlook::Later(at) => at,
            };
            match at {
                Some(at) => tokio::select! { () = changed => {}, () = sleep_until(at) => {} },
                None => changed.await,
            }
        }
    }
}

impl Drop for Waiter<'_> {
    fn drop(&mut self) {
        let gone = {
            let mut state = self.turns.state();
            let gone = state.waiting.remove(&self.ticket);
            if let Some(client) = gone {
                state.asked.take(client, 1);
            }
            gone
        };
        if gone.is_some() {
            self.turns.changed.notify_waiters();
        }
    }
}

impl Place {
    /// Waits until the place is taken back.
    pub(super) async fn ended(&self) {
        self.ended.wait().await;
    }

    /// Says that it gets on, so that it is not the next to be taken back.
    pub(super) fn renew(&self) {
        if let Some(held) = self.turns.state().held.get_mut(&self.ticket) {
            held.alive = Instant::now();
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let now = Instant::now();
        {
            let mut state = self.turns.state();
            if let Some(Held { client, since, .. }) = state.held.remove(&self.ticket) {
                state.loads.take(client, 1);
                state.asked.take(client, 1);
                if let Some(budget) = self.turns.rules.budget {
                    state.charge(client, made_good(budget, now - since), now);
                }
            }
        }
        self.turns.changed.notify_waiters();
    }
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use super::*;

    const LONG: Duration = Duration::from_secs(3600);
    /// As long as a second would be.
    const SECOND: Duration = Duration::from_millis(50);

    fn client(last: u8) -> Client {
        Client::from(IpAddr::from([203, 0, 113, last]))
    }

    fn turns(places: usize, slice: Option<Duration>, budget: Option<Budget>) -> Arc<Turns> {
        Turns::new(Rules { places, of_one: 20, slice, budget })
    }

    /// Who gets the one place one after another, when these wait for it.
    async fn order(turns: &Arc<Turns>, waiting: &[u8]) -> Vec<u8> {
        let first = turns.take(client(99), LONG).await.expect("a place");
        let served = Arc::new(Mutex::new(Vec::new()));
        let all: Vec<_> = waiting
            .iter()
            .map(|one| {
                let (turns, served, one) = (Arc::clone(turns), Arc::clone(&served), *one);
                tokio::spawn(async move {
                    let _place = turns.take(client(one), LONG).await.expect("a place");
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
        assert_eq!(order(&turns(1, None, Some(budget)), &[1, 1, 1, 2]).await, [1, 2, 1, 1]);
        assert_eq!(order(&turns(1, None, None), &[1, 1, 1, 2]).await, [1, 1, 1, 2], "without a budget as they came");
    }

    #[tokio::test]
    async fn who_holds_fewer_goes_before_who_came_first() {
        let turns = turns(2, None, None);
        let held = turns.take(client(1), LONG).await.expect("a place");
        let _kept = turns.take(client(1), LONG).await.expect("another");
        let (again, other) = (turns.take(client(1), LONG), turns.take(client(2), LONG));
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
        let turns = turns(2, Some(5 * SECOND), None);
        let (one, two) =
            (turns.take(client(1), LONG).await.expect("one"), turns.take(client(1), LONG).await.expect("two"));
        let own = turns.take(client(1), 60 * SECOND).await;
        assert_eq!(own.map(drop), Err(Refused::Busy), "not for itself");
        two.renew();
        let mut waiting = Box::pin(turns.take(client(2), LONG));
        tokio::select! {
            () = one.ended() => drop(one),
            () = two.ended() => panic!("the one that got on was taken"),
            _ = &mut waiting => panic!("nothing is free yet"),
        }
        let other = waiting.await.expect("its turn");
        assert!(timeout(2 * SECOND, two.ended()).await.is_err(), "nobody waits");
        drop(other);
        assert_eq!(turns.held(), 1);
    }

    #[tokio::test]
    async fn what_was_used_counts_until_it_is_made_good() {
        let budget = Budget { rest: 10 * SECOND, a_minute: Duration::from_secs(12) };
        // Within its budget it would keep the place for an hour.
        let turns = turns(1, Some(LONG), Some(budget));
        let used = turns.take(client(1), LONG).await.expect("a place");
        tokio::time::sleep(12 * SECOND).await;
        drop(used);
        let alone = turns.take(client(1), LONG).await.expect("nobody else wants it");
        let refused = turns.take(client(1), LONG).await.map(drop);
        assert!(matches!(refused, Err(Refused::Share(_))), "{refused:?}");
        let mut other = Box::pin(turns.take(client(2), LONG));
        tokio::select! { () = alone.ended() => drop(alone), _ = &mut other => panic!("nothing is free yet") }
        drop(other.await.expect("its turn"));
        tokio::time::sleep(140 * SECOND).await;
        let again = turns.take(client(2), LONG).await.expect("a place");
        let waits = turns.take(client(1), SECOND).await.map(drop);
        assert_eq!(waits, Err(Refused::Busy), "made good: it may wait as others do");
        drop(again);
    }

    #[tokio::test]
    async fn what_begins_anew_has_longer_and_gives_way_sooner_to_who_used_less() {
        let budget = Budget { rest: LONG, a_minute: SECOND };
        for (before, waits) in [(0, 20), (18, 5)] {
            let turns = turns(1, Some(5 * SECOND), Some(budget));
            turns.state().charge(client(1), made_good(budget, before * SECOND), Instant::now());
            let again = turns.take_again(client(1), LONG, 2).await.expect("a place");
            let (since, mut other) = (Instant::now(), Box::pin(turns.take(client(2), LONG)));
            tokio::select! { () = again.ended() => {}, _ = &mut other => panic!("nothing is free yet") }
            let held = since.elapsed();
            assert!(held >= waits * SECOND - SECOND / 5, "{before}: {held:?}");
            assert!(waits > 10 || held < 15 * SECOND, "{before}: {held:?}");
        }
    }

    #[tokio::test]
    async fn one_client_has_its_share_of_places_and_of_the_queue() {
        let turns = Turns::new(Rules { places: 2, of_one: 3, slice: None, budget: None });
        let held = [turns.take(client(1), LONG).await.expect("one"), turns.take(client(1), LONG).await.expect("two")];
        let mut third = Box::pin(turns.take(client(1), LONG));
        assert!(timeout(SECOND, &mut third).await.is_err());
        assert!(matches!(turns.take(client(1), LONG).await.map(drop), Err(Refused::Share(_))));
        assert_eq!(turns.take(client(2), SECOND).await.map(drop), Err(Refused::Busy), "another may wait");
        drop(third);
        drop(held);
        let state = turns.state();
        assert!(state.waiting.is_empty() && state.held.is_empty(), "who has gone is forgotten");
        assert_eq!((state.loads.of(client(1)), state.asked.of(client(1))), (0, 0));
    }
}
