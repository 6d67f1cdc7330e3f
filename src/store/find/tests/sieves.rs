//! Names of words that many have, held against others and what is rare before they are read.

use super::*;
use crate::domain::name_words::{begin, name_words};

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
async fn words_that_many_have_and_nobody_together_find_nobody_on_the_first_page() {
    let store = Store::in_memory().await;
    let half = i64::from(WALK) + 200;
    let name = |id| if id % 2 == 0 { "Siti Rekaan" } else { "Budi Rekaan" };
    let all: Vec<Made> = (1..=2 * half).map(|id| made(id, name(id), date(2026, 5, 1))).collect();
    insert(&store, &all, true).await;
    let found = store.find(&lsp(), &named("siti budi"), Sort::Newest, &Leaf::First, 50).await.expect("found");
    assert!(found.hits.is_empty() && found.on.is_none(), "{found:?}");
}

#[tokio::test]
async fn what_is_rare_beside_a_name_that_many_have_is_on_the_first_page() {
    let store = Store::in_memory().await;
    let count = i64::from(WALK) + 200;
    let mut all: Vec<Made> = (1..=count).map(|id| made(id, "Siti Rekaan", date(2026, 5, 1))).collect();
    all[count as usize - 3].state = State::Revoked;
    all[count as usize - 2].scheme = "DRV-01";
    insert(&store, &all, true).await;
    let event = "00112233445566778899aabb";
    let rows = format!(
        "{};
         insert into entry (id, lsp, roster, decision, particulars_sealed) values ({count}, 'klining', 1, '', '')",
        roster_of(event)
    );
    sqlx::raw_sql(sqlx::AssertSqlSafe(rows)).execute(&store.pool).await.expect("rows");
    let siti = || named("siti");
    for (search, expected) in [
        (Search { state: Some(State::Revoked), ..siti() }, count - 2),
        (Search { scheme: Some("DRV-01".parse().expect("a code")), ..siti() }, count - 1),
        (Search { event: Some(event.parse().expect("a name")), ..siti() }, count),
    ] {
        assert_eq!(first(&store, &search).await, [expected], "{search:?}");
    }
}

#[tokio::test]
async fn whatever_is_held_against_before_names_are_read_nobody_is_lost() {
    const NAMES: [&str; 10] = [
        "Siti Rekaan",
        "Siti Budi",
        "Siti Contoh",
        "Budi Rekaan",
        "Budi Contoh",
        "Agus Sitompul",
        "Agus Rekaan",
        "Rekaan Siti Agus",
        "Sitompul Siti",
        "Contoh Agus Budi Siti",
    ];
    let (store, count) = (Store::in_memory().await, 3_000);
    let all: Vec<Made> = (1..=count)
        .map(|id| {
            let turn = id * 48_271 % 1_009;
            let state = if turn % 41 == 0 { State::Suspended } else { State::Valid };
            let scheme = if turn % 17 == 0 { "DRV-01" } else { "CS-01" };
            let issued_on = date(2024 + (id * 3 / (count + 1)) as i16, 1 + (id / 90 % 12) as i8, 3);
            Made { state, scheme, ..made(id, NAMES[turn as usize % NAMES.len()], issued_on) }
        })
        .collect();
    for batch in all.chunks(500) {
        insert(&store, batch, true).await;
    }
    let event = "00112233445566778899aabb";
    let rows = format!(
        "{};
         insert into entry (id, lsp, roster, decision, particulars_sealed)
         select id, 'klining', 1, '', '' from certificate where id % 7 = 0",
        roster_of(event)
    );
    sqlx::raw_sql(sqlx::AssertSqlSafe(rows)).execute(&store.pool).await.expect("rows");
    let mut found = 0;
    for text in
        ["siti", "siti budi", "rekaan siti", "si re", "agus sit", "contoh bud siti agus", "s", "siti s", "agus con"]
    {
        let typed = typed_words(text);
        for narrowed in [
            Search::default(),
            Search { state: Some(State::Suspended), ..Search::default() },
            Search { scheme: Some("DRV-01".parse().expect("a code")), issued_in: in_year(2025), ..Search::default() },
            Search { event: Some(event.parse().expect("a name")), ..Search::default() },
        ] {
            let fits = |one: &&Made| {
                begin(&name_words(one.name), &typed)
                    && narrowed.state.is_none_or(|state| one.state == state)
                    && narrowed.scheme.as_ref().is_none_or(|scheme| one.scheme == scheme.as_str())
                    && narrowed.issued_in.is_none_or(|year| Year::of(one.issued_on) == year)
                    && (narrowed.event.is_none() || one.id % 7 == 0)
            };
            let expected: Vec<i64> = all.iter().filter(fits).map(|one| one.id).collect();
            let search = Search { sought: Sought::Words(typed.clone()), ..narrowed.clone() };
            let [mut forwards, backwards] = walked(&store, &search, Sort::Newest, 150).await;
            assert_eq!(forwards, backwards, "{search:?}");
            forwards.sort_unstable();
            assert_eq!(forwards, expected, "{search:?}");
            found += expected.len();
        }
    }
    assert!(found > 5_000, "{found}");
}

#[tokio::test]
async fn a_beginning_of_more_words_than_are_looked_for_one_by_one_finds_all_the_same() {
    let store = Store::in_memory().await;
    insert(&store, &(1..=600).map(|id| made(id, "Budi Rekaan", date(2026, 5, 1))).collect::<Vec<_>>(), true).await;
    let letters = || (b'a'..=b'z').map(char::from);
    let words = letters()
        .flat_map(|one| letters().map(move |other| format!("('klining', 'sa{one}{other}', -20260501, 9, '')")));
    let rows = format!(
        "insert into name_posting (lsp, word, newest_first, certificate, further) values {}",
        words.collect::<Vec<_>>().join(", ")
    );
    sqlx::raw_sql(sqlx::AssertSqlSafe(rows)).execute(&store.pool).await.expect("rows");
    insert(&store, &[made(700, "Budi Sabar", date(2020, 5, 1))], true).await;
    assert_eq!(first(&store, &named("budi sa")).await, [700]);
}
