//! Employers: their accounts made in the office, their own pages, and what they may ask about NIK.

mod accounts;
mod keys;
mod nik;

use super::records::read;
use super::*;
use crate::domain::account::AccountId;
use crate::domain::act::Act;
use crate::office::employers;

/// An administrator's cookie.
pub(super) async fn admin(world: &World) -> String {
    let totp = world.settled("admin", &world.lsps[0], Role::Administrator).await;
    world.enter("admin", totp.as_ref()).await
}

/// The form of a new employer.
fn form(name: &str, nik_a_day: u32) -> String {
    format!("name={name}&company=PT+Rekaan+Jaya&nik_a_day={nik_a_day}&lookups_a_day=10&keys=2")
}

/// Makes an employer in the office, who changes its password; gives its account and its cookie.
pub(super) async fn employer(world: &World, admin: &str, name: &str, nik_a_day: u32) -> (AccountId, String) {
    let list = format!("/office/{}/pemberi-kerja", world.lsps[0]);
    let made = world.send(&list, Some(admin), &form(name, nik_a_day)).await;
    assert_eq!((made.status(), location(&made)), (StatusCode::SEE_OTHER, list.as_str()));
    let page = read(world, admin, "/pemberi-kerja").await;
    let password = page.split("<li><code>").nth(1).and_then(|rest| rest.split('<').next()).expect("a password");
    let entered = world.send("/masuk", None, &format!("name={name}&password={password}")).await;
    assert_eq!((entered.status(), location(&entered)), (StatusCode::SEE_OTHER, "/pemberi-kerja"));
    let cookie = cookie_of(&entered);
    let first = world.get("/pemberi-kerja", Some(&cookie)).await;
    assert_eq!(location(&first), "/pemberi-kerja/sandi", "a password that somebody else made is changed first");
    let change = format!("old={password}&new=kuda+baterai+staples&again=kuda+baterai+staples");
    let changed = world.send("/pemberi-kerja/sandi", Some(&cookie), &change).await;
    assert_eq!((changed.status(), location(&changed)), (StatusCode::SEE_OTHER, "/pemberi-kerja"));
    let of = employers::list(&world.office, &world.lsps[0]).await.expect("listed");
    let of = of.iter().find(|one| one.person.name.as_str() == name).expect("one");
    assert_eq!(of.terms.company(), "PT Rekaan Jaya");
    (of.person.account, cookie_of(&changed))
}

/// The link of a certificate, by the name of its holder.
pub(super) async fn link(world: &World, holder: &str) -> String {
    let sql = "select holder_name || ' ' || token from certificate order by id";
    let all = world.store.texts(sql).await;
    let token = all.iter().rev().find_map(|row| row.strip_prefix(&format!("{holder} "))).expect("a certificate");
    format!("{ORIGIN}/v/{token}")
}

/// Questions about NIK that the journal tells.
pub(super) async fn tries(world: &World) -> usize {
    let journal = world.store.journal(&world.lsps[0]).await.expect("a journal");
    journal.iter().filter(|entry| entry.act == Act::NikMatch).count()
}
