//! Searches against tables in memory, page by page.

use jiff::civil::{Date, date};

use super::*;
use crate::domain::name_words::typed_words;
use crate::store::Store;
use crate::store::name_posting::{self, Named};
use crate::store::name_words::NAMES_AFTER;
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
async fn a_name_is_found_by_the_beginnings_of_its_words_once_and_the_newest_first_within_a_word() {
    let store = some().await;
    assert_eq!(first(&store, &named("sit")).await, [5, 2, 4, 1, 3], "sita, siti by days, sitorus");
    assert_eq!(first(&store, &named("SITI am")).await, [1]);
    assert_eq!(first(&store, &named("aini si")).await, [4]);
    assert_eq!(first(&store, &named("al farisi")).await, [5]);
    for nobody in ["iti", "siti budi", "%", "_", "zz"] {
        assert_eq!(first(&store, &named(nobody)).await, [0; 0], "{nobody}");
    }
}

#[tokio::test]
async fn pages_join_without_a_hole_or_a_twin_in_both_directions() {
    let store = some().await;
    let year = Search { issued_in: Some(2025), ..Search::default() };
    for most in 1..=4 {
        for (search, sort, expected) in [
            (Search::default(), Sort::Newest, vec![6, 5, 4, 3, 2, 1]),
            (Search::default(), Sort::Oldest, vec![1, 2, 3, 4, 5, 6]),
            (Search::default(), Sort::EndingFirst, vec![1, 2, 3, 4, 5, 6]),
            (Search::default(), Sort::EndingLast, vec![6, 5, 4, 3, 2, 1]),
            (year.clone(), Sort::Newest, vec![4, 3, 2]),
            (named("sit"), Sort::Newest, vec![5, 2, 4, 1, 3]),
            (Search { issued_in: Some(2025), ..named("s") }, Sort::Newest, vec![2, 4, 3]),
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
        (Search { issued_in: Some(2023), ..all() }, vec![]),
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

#[tokio::test]
async fn an_event_has_the_certificates_of_its_rosters() {
    let store = some().await;
    let event = "00112233445566778899aabb";
    let rows = format!(
        "insert into kept_roster (id, lsp, event, wave, origin, state, revision, issued_on, file_sealed, cells_sealed,
             competent, not_yet_competent, absent, refused, made_by, made_at, changed_at)
         values ('k', 'klining', '{event}', 0, 'file', 'issued', 1, '', '', '', 0, 0, 0, 0, '', 0, 0);
         insert into roster (id, lsp, file_index, issued_on, recorded_at, recorded_by, kept)
         values (1, 'klining', '', '', 0, '', 'k'), (2, 'klining', '', '', 0, '', null);
         insert into entry (id, lsp, roster, decision, particulars_sealed)
         values (2, 'klining', 1, '', ''), (3, 'klining', 1, '', ''), (4, 'klining', 2, '', ''), (7, 'lain', 1, '', '');"
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
async fn words_that_somebody_wrote_by_hand_lead_to_no_other_name() {
    let store = some().await;
    store
        .write_past(
            "insert into name_posting (lsp, word, newest_first, certificate, further) values
                ('klining', 'siti', -99990101, 6, '1'), ('klining', 'aaa', -20260101, 3, ''),
                ('klining', 'siti', -20260101, 7, '92'), ('klining', 'bunga', -20260101, 1, 'x')",
        )
        .await;
    assert_eq!(first(&store, &named("siti")).await, [2, 4, 1]);
    assert_eq!(first(&store, &named("aaa")).await, [0; 0]);
    assert_eq!(first(&store, &named("siti bunga")).await, [0; 0]);
}

#[tokio::test]
async fn postings_that_somebody_wrote_by_hand_lead_to_no_page_twice() {
    let store = some().await;
    store
        .write_past(
            "insert into name_posting (lsp, word, newest_first, certificate, further) values
                ('klining', 'siti', -99990101, 1, '1 2 5'), ('klining', 'siti', -20200101, 1, '3'),
                ('klining', 'siti', 9223372036854775807, 2, ''), ('klining', 'siti', -9223372036854775808, 4, '')",
        )
        .await;
    for most in 1..=4 {
        let [forwards, backwards] = walked(&store, &named("siti"), Sort::Newest, most).await;
        assert_eq!(forwards, [4, 1, 2, 4, 2, 4, 1, 1, 4, 2]);
        assert_eq!(forwards, backwards);
    }
}

#[tokio::test]
async fn a_day_that_is_spelt_otherwise_has_no_place() {
    let store = some().await;
    store.write_past("update certificate set issued_on = '20250501' where id = 3").await;
    let found = store.find(&lsp(), &Search::default(), Sort::Oldest, &Leaf::First, 50).await;
    assert!(matches!(found, Err(StoreError::Corrupt(Datum::Date))));
}

#[tokio::test]
async fn every_page_of_a_name_goes_on_by_the_word_that_the_first_was_walked_by() {
    let store = some().await;
    let of_day = |id, name| made(id, name, date(2023, 5, 1));
    insert(&store, &[of_day(11, "Budi Siti"), of_day(12, "Budi Siti"), of_day(13, "Budi Siti")], true).await;
    let both = named("budi siti");
    let begun = store.find(&lsp(), &both, Sort::Newest, &Leaf::First, 1).await.expect("found");
    assert_eq!(ids(&begun), [11], "by budi, which is rarer");
    insert(&store, &[20, 21, 22, 23].map(|id| made(id, "Budi", date(2022, 5, 1))), true).await;
    let on = begun.on.expect("more");
    let rest = store.find(&lsp(), &both, Sort::Newest, &Leaf::After(on.clone()), 5).await.expect("found");
    assert_eq!(ids(&rest), [12, 13]);
    assert!(matches!((&on, &rest.hits[0].place), (Place::Word(one), Place::Word(other)) if one.begun == other.begun));
    let another = Leaf::After(Place::Word(match on {
        Place::Word(place) => WordPlace { begun: "b".to_owned(), ..place },
        Place::Day(_) => panic!("a place among words"),
    }));
    let again = store.find(&lsp(), &both, Sort::Newest, &another, 5).await.expect("found");
    assert_eq!(ids(&again), [11, 12, 13], "a place of another list is none");
}

#[tokio::test]
async fn a_name_is_walked_on_where_nearly_nothing_fits() {
    let store = Store::in_memory().await;
    let count = i64::from(WALK) + 200;
    let mut all: Vec<Made> = (1..=count).map(|id| made(id, "Orang Rekaan", date(2026, 5, 1))).collect();
    all.last_mut().expect("some").scheme = "DRV-01";
    insert(&store, &all, true).await;
    let rare = Search { scheme: Some("DRV-01".parse().expect("a code")), ..named("rek") };
    let begun = store.find(&lsp(), &rare, Sort::Newest, &Leaf::First, 50).await.expect("found");
    assert!(begun.hits.is_empty() && begun.on.is_some(), "an empty page that goes on");
    assert_eq!(walked(&store, &rare, Sort::Newest, 50).await, [vec![count], vec![count]]);
    let back = Leaf::From(begun.on.clone().expect("a place"));
    assert_eq!(ids(&store.find(&lsp(), &rare, Sort::Newest, &back, 50).await.expect("found")), [count]);
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

#[tokio::test]
async fn a_whole_name_of_words_that_many_have_is_on_the_first_page() {
    let store = Store::in_memory().await;
    let many = i64::from(WALK) + 200;
    let mut all: Vec<Made> = (1..=many).map(|id| made(id, "Siti Rekaan", date(2026, 5, 1))).collect();
    all.extend((1..=many).map(|id| made(many + id, "Budi Contoh", date(2026, 5, 1))));
    all.push(made(9_000, "Siti Contoh", date(2020, 5, 1)));
    insert(&store, &all, true).await;
    let whole = named("siti contoh");
    assert_eq!(first(&store, &whole).await, [9_000]);
    assert_eq!(walked(&store, &whole, Sort::Newest, 50).await, [[9_000], [9_000]]);
}

#[tokio::test]
async fn certificates_of_before_are_given_their_words_and_cut_short_it_goes_on() {
    let store = Store::in_memory().await;
    let all = [made(1, "Siti Aminah", date(2024, 5, 1)), made(2, "Siti Sitompul", date(2025, 5, 1))];
    insert(&store, &all[..1], true).await;
    insert(&store, &all[1..], false).await;
    assert_eq!(first(&store, &named("siti")).await, [1]);
    store.set_setting(NAMES_AFTER, "1").await.expect("kept");
    store.fill_name_words().await.expect("filled");
    assert_eq!(first(&store, &named("siti")).await, [2, 1]);
    assert_eq!(store.setting(NAMES_AFTER).await.expect("read"), None);
}
