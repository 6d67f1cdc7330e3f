//! Names found by their words, and by what somebody wrote among them.

use super::super::words::{NAMED, WALKED};
use super::*;
use crate::store::name_words::NAMES_AFTER;

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
    let count = NAMED as i64 + 100;
    let mut all: Vec<Made> = (1..=count).map(|id| made(id, "Orang Rekaan", date(2026, 5, 1))).collect();
    all[..count as usize - 1].iter_mut().for_each(|one| one.state = State::Suspended);
    insert(&store, &all, true).await;
    let rare = Search { state: Some(State::Valid), ..named("rek") };
    let begun = store.find(&lsp(), &rare, Sort::Newest, &Leaf::First, 50).await.expect("found");
    assert!(begun.hits.is_empty() && begun.on.is_some(), "an empty page that goes on");
    assert_eq!(walked(&store, &rare, Sort::Newest, 50).await, [vec![count], vec![count]]);
    let back = Leaf::From(begun.on.clone().expect("a place"));
    assert_eq!(ids(&store.find(&lsp(), &rare, Sort::Newest, &back, 50).await.expect("found")), [count]);
}

#[tokio::test]
async fn a_walk_of_more_postings_than_a_page_reads_goes_on() {
    let store = Store::in_memory().await;
    insert(&store, &[made(1, "Siti Rekaan", date(2019, 5, 1))], true).await;
    let further = format!(
        "insert into name_posting (lsp, word, newest_first, certificate, further)
         with recursive number (n) as (select 2 union all select n + 1 from number where n < {})
         select 'klining', 'siti', -20260000 - n, n, '' from number",
        2 * WALKED + 70
    );
    sqlx::raw_sql(sqlx::AssertSqlSafe(further)).execute(&store.pool).await.expect("rows");
    let begun = store.find(&lsp(), &named("siti rekaan"), Sort::Newest, &Leaf::First, 50).await.expect("found");
    assert_eq!(ids(&begun), [1], "by the rarer word");
    for typed in ["siti", "siti sit"] {
        let [forwards, backwards] = walked(&store, &named(typed), Sort::Newest, 50).await;
        assert_eq!((forwards, backwards), (vec![1], vec![1]), "{typed}");
    }
}

#[tokio::test]
async fn a_text_of_very_many_beginnings_is_looked_for_by_some_and_held_against_all() {
    let store = some().await;
    let all: Vec<String> = ('a'..='z').map(String::from).collect();
    assert_eq!(first(&store, &named(&all.join(" "))).await, [0; 0]);
    assert_eq!(first(&store, &named("s si sit siti a am ami amin amina aminah")).await, [1]);
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
