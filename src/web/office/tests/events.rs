//! Events through their pages.

use super::*;
use crate::domain::act::Act;

/// What the form of an event sends, with what a test does not care for.
fn event(revision: &str, name: &str, ends_on: &str) -> String {
    format!(
        "revision={revision}&name={name}&tuk=sewaktu&place=Gedung&starts_on=2026-12-06&ends_on={ends_on}\
         &asked=&granted=&institutions=&waves="
    )
}

#[tokio::test]
async fn a_colleagues_change_of_an_event_is_overwritten_only_by_who_was_shown_it() {
    let world = world().await;
    world.settled("opr", &world.lsps[0], Role::Operator).await;
    let cookie = world.enter("opr", None).await;
    let all = format!("/office/{}/kegiatan", world.lsps[0]);
    let made = world.send(&all, Some(&cookie), &event("0", "Uji", "2026-12-06")).await;
    let form = format!("{}/ubah", location(&made));
    let send = async |revision: &str, name: &str, ends_on: &str| {
        let answer = world.send(&form, Some(&cookie), &event(revision, name, ends_on)).await;
        (answer.status(), text(answer).await)
    };
    let seen = hidden(&text(world.get(&form, Some(&cookie)).await).await, "revision");
    assert_eq!(send(&seen, "Kolega", "2026-12-07").await.0, StatusCode::SEE_OTHER);

    // A fault of another kind is no reason to take the colleague's change for seen.
    let (status, page) = send(&seen, "Saya", "2026-12-01").await;
    assert_eq!((status, hidden(&page, "revision")), (StatusCode::UNPROCESSABLE_ENTITY, seen.clone()));
    assert!(!page.contains("Kolega"), "{page}");
    let (status, page) = send(&seen, "Saya", "2026-12-06").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    for stands in ["value=\"Saya\"", "<b>Kolega</b>", "<b>2026-12-07</b>"] {
        assert!(page.contains(stands), "{stands}: {page}");
    }
    assert_eq!(page.matches("class=\"stands\"").count(), 2, "what differs, and nothing else: {page}");
    assert_eq!(send(&hidden(&page, "revision"), "Saya", "2026-12-06").await.0, StatusCode::SEE_OTHER);
    assert!(text(world.get(&form, Some(&cookie)).await).await.contains("value=\"Saya\""));

    // Who wrote what stands in the journal, and no name does.
    let journal = world.store.journal(&world.lsps[0]).await.expect("a journal");
    let written = journal.iter().filter(|entry| entry.act == Act::Event);
    let written = written.map(|entry| format!("{} {} {}", entry.actor, entry.body["revision"], entry.body["days"][1]));
    let expected = ["1 \"2026-12-06\"", "2 \"2026-12-07\"", "3 \"2026-12-06\""].map(|of| format!("account:opr {of}"));
    assert_eq!(written.collect::<Vec<_>>(), expected);
    assert!(journal.iter().all(|entry| !entry.body.to_string().contains("Saya")));
}

#[tokio::test]
async fn a_kind_of_place_that_there_is_not_is_told() {
    let world = world().await;
    world.settled("opr", &world.lsps[0], Role::Operator).await;
    let cookie = world.enter("opr", None).await;
    let all = format!("/office/{}/kegiatan", world.lsps[0]);
    let form = event("0", "Uji", "2026-12-06");
    for other in [form.replace("tuk=sewaktu", "tuk=tempat"), form.replace("tuk=sewaktu&", "")] {
        let answer = world.send(&all, Some(&cookie), &other).await;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "{other}");
        assert!(text(answer).await.contains("Pilih jenis TUK."), "{other}");
    }
    let blank = text(world.get(&format!("{all}/baru"), Some(&cookie)).await).await;
    assert!(blank.contains("value=\"sewaktu\" checked"), "{blank}");
}
