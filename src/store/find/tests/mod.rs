//! Searches against tables in memory, page by page.

mod names;
mod sieves;

use jiff::civil::{Date, date};

use super::*;
use crate::domain::name_words::typed_words;
use crate::store::Store;
use crate::store::name_posting::{self, Named};
use crate::store::rows::{self, Cell};

const LSP: &str = "klining";

/// A certificate to be found.
#[derive(Clone)]
struct Made {
    id: i64,
    lsp: &'static str,
    name: &'static str,
    issued_on: Date,
    scheme: &'static str,
    state: State,
}

fn in_year(number: i16) -> Option<Year> {
    Some(Year::try_from(number).expect("a year"))
}

fn made(id: i64, name: &'static str, issued_on: Date) -> Made {
    Made { id, lsp: LSP, name, issued_on, scheme: "CS-01", state: State::Valid }
}

const COLUMNS: [&str; 18] = [
    "id",
    "lsp",
    "number",
    "number_key",
    "registration",
    "registration_key",
    "holder_name",
    "scheme",
    "issued_on",
    "valid_until",
    "status",
    "entry",
    "generation",
    "making",
    "journal_seq",
    "status_list",
    "status_index",
    "token",
];

async fn insert(store: &Store, all: &[Made], with_words: bool) {
    let row = |one: &Made| -> Vec<Cell> {
        let [number, registration] = [format!("N {}", one.id), format!("R {}", one.id)];
        let keys = [format!("N{}", one.id), format!("R{}", one.id)];
        let until = one.issued_on.saturating_add(jiff::Span::new().years(3)).to_string();
        let [number_key, registration_key] = keys;
        let texts = [number, number_key, registration, registration_key, one.name.to_owned(), one.scheme.to_owned()];
        let days = [one.issued_on.to_string(), until, one.state.as_str().to_owned()];
        let head = [Cell::from(one.id), one.lsp.into()];
        let numbers = [one.id, 0, 1, 1, 0, one.id].map(Cell::from);
        head.into_iter()
            .chain(texts.into_iter().chain(days).map(Cell::from))
            .chain(numbers)
            .chain(["t".into()])
            .collect()
    };
    // Nothing that a certificate rests on is looked for here.
    sqlx::raw_sql("pragma foreign_keys = off").execute(&store.pool).await.expect("off");
    let mut connection = store.pool.acquire().await.expect("a connection");
    rows::insert(&mut connection, "certificate", &COLUMNS, all.iter().map(row).collect()).await.expect("rows");
    if with_words {
        for lsp in [LSP, "lain"].map(|lsp| lsp.parse::<LspId>().expect("an id")) {
            let of_lsp = all.iter().filter(|one| one.lsp == lsp.as_str());
            let named = of_lsp.map(|one| Named { id: one.id, lsp: &lsp, name: one.name, issued_on: one.issued_on });
            name_posting::insert(&mut connection, named).await.expect("words");
        }
    }
}

/// Some certificates, several of one day, and one of another LSP.
async fn some() -> Store {
    let store = Store::in_memory().await;
    let all = [
        made(1, "Siti Aminah", date(2024, 5, 1)),
        made(2, "Siti Sitompul", date(2025, 5, 1)),
        made(3, "Budi Sitorus", date(2025, 5, 1)),
        Made { state: State::Revoked, ..made(4, "Nur'aini Siti", date(2025, 5, 1)) },
        Made { scheme: "DRV-01", ..made(5, "Sitá Al-Farisi", date(2026, 5, 1)) },
        made(6, "Bambang", date(2026, 5, 1)),
        Made { lsp: "lain", ..made(7, "Siti Aminah", date(2025, 5, 1)) },
    ];
    insert(&store, &all, true).await;
    store
}

fn lsp() -> LspId {
    LSP.parse().expect("an id")
}

fn named(text: &str) -> Search {
    Search { sought: Sought::Words(typed_words(text)), ..Search::default() }
}

fn ids(found: &Found) -> Vec<i64> {
    found.hits.iter().map(|hit| hit.id.number()).collect()
}

async fn first(store: &Store, search: &Search) -> Vec<i64> {
    ids(&store.find(&lsp(), search, Sort::default(), &Leaf::First, 50).await.expect("found"))
}

/// Every page forwards, and then every page backwards from the last row and it.
async fn walked(store: &Store, search: &Search, sort: Sort, most: u32) -> [Vec<i64>; 2] {
    let (mut forwards, mut backwards, mut leaf, mut last) = (Vec::new(), Vec::new(), Leaf::First, None);
    for page in 0.. {
        assert!(page < 200, "pages that end: {forwards:?}");
        let found = store.find(&lsp(), search, sort, &leaf, most).await.expect("found");
        forwards.extend(ids(&found));
        last = found.hits.last().map(|hit| hit.place.clone()).or(last);
        let Some(on) = found.on else { break };
        leaf = Leaf::After(on);
    }
    let Some(last) = last else { return [forwards, backwards] };
    let mut leaf = Leaf::UpTo(last);
    for page in 0.. {
        assert!(page < 200, "pages that end: {backwards:?}");
        let found = store.find(&lsp(), search, sort, &leaf, most).await.expect("found");
        backwards.splice(..0, ids(&found));
        let Some(on) = found.on else { break };
        leaf = Leaf::Before(on);
    }
    [forwards, backwards]
}

#[tokio::test]
async fn pages_join_without_a_hole_or_a_twin_in_both_directions() {
    let store = some().await;
    let year = Search { issued_in: in_year(2025), ..Search::default() };
    for most in 1..=4 {
        for (search, sort, expected) in [
            (Search::default(), Sort::Newest, vec![6, 5, 4, 3, 2, 1]),
            (Search::default(), Sort::Oldest, vec![1, 2, 3, 4, 5, 6]),
            (Search::default(), Sort::EndingFirst, vec![1, 2, 3, 4, 5, 6]),
            (Search::default(), Sort::EndingLast, vec![6, 5, 4, 3, 2, 1]),
            (year.clone(), Sort::Newest, vec![4, 3, 2]),
            (named("sit"), Sort::Newest, vec![5, 2, 4, 1, 3]),
            (Search { issued_in: in_year(2025), ..named("s") }, Sort::Newest, vec![2, 4, 3]),
        ] {
            let walked = walked(&store, &search, sort, most).await;
            assert_eq!(walked, [expected.clone(), expected], "{most} of {search:?} {sort:?}");
        }
    }
}

#[tokio::test]
async fn each_thing_that_is_asked_for_narrows_the_list() {
    let store = some().await;
    let all = Search::default;
    for (search, expected) in [
        (Search { state: Some(State::Revoked), ..all() }, vec![4]),
        (Search { state: Some(State::Valid), ..all() }, vec![6, 5, 3, 2, 1]),
        (Search { scheme: Some("DRV-01".parse().expect("a code")), ..all() }, vec![5]),
        (Search { scheme: Some("DRV-01".parse().expect("a code")), ..named("siti") }, vec![]),
        (Search { state: Some(State::Revoked), ..named("siti") }, vec![4]),
        (Search { issued_in: in_year(2023), ..all() }, vec![]),
        (Search { expiring: Some([date(2026, 1, 1), date(2028, 5, 1)]), ..all() }, vec![1]),
        (Search { expiring: Some([date(2026, 1, 1), date(2028, 5, 2)]), ..named("si") }, vec![2, 1, 3]),
        (Search { event: Some("00112233445566778899aabb".parse().expect("a name")), ..all() }, vec![]),
    ] {
        assert_eq!(first(&store, &search).await, expected, "{search:?}");
    }
    let expiring = Search { expiring: Some([date(2026, 1, 1), date(2029, 1, 1)]), ..all() };
    let found = store.find(&lsp(), &expiring, Sort::EndingFirst, &Leaf::First, 50).await.expect("found");
    assert_eq!(ids(&found), [1, 2, 3], "a revoked one ends no more");
}

/// What makes roster 1 one of an event.
fn roster_of(event: &str) -> String {
    format!(
        "insert into kept_roster (id, lsp, event, wave, origin, state, revision, issued_on, file_sealed, cells_sealed,
             competent, not_yet_competent, absent, refused, made_by, made_at, changed_at)
         values ('k', 'klining', '{event}', 0, 'file', 'issued', 1, '', '', '', 0, 0, 0, 0, '', 0, 0);
         insert into roster (id, lsp, file_index, issued_on, recorded_at, recorded_by, kept)
         values (1, 'klining', '', '', 0, '', 'k')"
    )
}

#[tokio::test]
async fn an_event_has_the_certificates_of_its_rosters() {
    let store = some().await;
    let event = "00112233445566778899aabb";
    let rows = format!(
        "{};
         insert into roster (id, lsp, file_index, issued_on, recorded_at, recorded_by, kept)
         values (2, 'klining', '', '', 0, '', null);
         insert into entry (id, lsp, roster, decision, particulars_sealed)
         values (2, 'klining', 1, '', ''), (3, 'klining', 1, '', ''), (4, 'klining', 2, '', ''), (7, 'lain', 1, '', '');",
        roster_of(event)
    );
    sqlx::raw_sql(sqlx::AssertSqlSafe(rows)).execute(&store.pool).await.expect("rows");
    let of_event = Search { event: Some(event.parse().expect("a name")), ..Search::default() };
    assert_eq!(first(&store, &of_event).await, [3, 2]);
    assert_eq!(walked(&store, &of_event, Sort::EndingFirst, 1).await, [vec![2, 3], vec![2, 3]]);
    assert_eq!(first(&store, &Search { sought: Sought::Words(typed_words("siti")), ..of_event }).await, [2]);
}

#[tokio::test]
async fn a_number_is_found_whole_and_of_no_other_lsp() {
    let store = some().await;
    let exactly = |text: &str| {
        let numbers = vec![SearchKey::new(text).expect("a number")];
        Search { sought: Sought::Exactly { numbers, nik: None }, ..Search::default() }
    };
    assert_eq!(first(&store, &exactly("n 3")).await, [3]);
    assert_eq!(first(&store, &exactly("R-4")).await, [4]);
    assert_eq!(first(&store, &exactly("N 7")).await, [0; 0], "another LSP's");
    assert_eq!(first(&store, &exactly("N")).await, [0; 0]);
}

#[tokio::test]
async fn a_day_that_is_spelt_otherwise_has_no_place() {
    let store = some().await;
    store.write_past("update certificate set issued_on = '20250501' where id = 3").await;
    let found = store.find(&lsp(), &Search::default(), Sort::Oldest, &Leaf::First, 50).await;
    assert!(matches!(found, Err(StoreError::Corrupt(Datum::Date))));
}

#[tokio::test]
async fn a_walk_that_finds_little_ends_and_goes_on_from_there() {
    let store = Store::in_memory().await;
    let count = i64::from(WALK) + 200;
    let mut all: Vec<Made> = (1..=count).map(|id| made(id, "Orang Rekaan", date(2026, 5, 1))).collect();
    all[0].scheme = "DRV-01";
    insert(&store, &all, true).await;
    let rare = |search: Search| Search { scheme: Some("DRV-01".parse().expect("a code")), ..search };
    // A scheme has an index of its own, but not in the order of ends, and not within a name.
    for (search, sort) in [(rare(Search::default()), Sort::EndingLast), (rare(named("rek")), Sort::Newest)] {
        let begun = store.find(&lsp(), &search, sort, &Leaf::First, 50).await.expect("found");
        let [forwards, _] = walked(&store, &search, sort, 50).await;
        assert_eq!(forwards, [1], "{search:?}");
        assert!(begun.on.is_some() || begun.hits.len() == 1);
    }
    let by_end = store.find(&lsp(), &rare(Search::default()), Sort::EndingLast, &Leaf::First, 50).await.expect("found");
    assert!(by_end.hits.is_empty() && by_end.on.is_some(), "an empty page that goes on");
}
