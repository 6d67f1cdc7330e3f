//! Accounts from making to signing out, and whoever writes tables past the journals.

use getrandom::SysRng;
use getrandom::rand_core::UnwrapErr;
use jiff::{SignedDuration, Timestamp};
use zeroize::Zeroizing;

use super::sign_in::{Shown, SigningIn};
use super::staff::{Authority, NewAccount};
use super::*;
use crate::domain::account::{AccountId, AccountState, Role, Roles};
use crate::domain::issuer::LspId;
use crate::office::design::Design;
use crate::office::key_ring::KeyRing;
use crate::office::{Actor, By, Office, lsp, lsp_file};
use crate::seal::key_cost::Cost;
use crate::seal::key_files::KeyFiles;
use crate::store::Store;

fn random() -> UnwrapErr<SysRng> {
    UnwrapErr(SysRng)
}

fn now(second: i64) -> Timestamp {
    Timestamp::from_second(1_780_000_000 + second).expect("an instant")
}

fn console(second: i64) -> Authority<'static> {
    Authority::Console(By::alone(Actor::Console { user: "uji".to_owned() }, now(second)))
}

fn client() -> Client {
    Client { address: "203.0.113.7".parse().expect("an address"), browser: "uji".to_owned() }
}

/// An office of two LSPs.
struct World {
    office: Office,
    one: LspId,
    other: LspId,
    _dir: tempfile::TempDir,
}

async fn world() -> World {
    let dir = tempfile::tempdir().expect("a directory");
    let ring = KeyRing::new(KeyFiles::new(dir.path()), Some(Zeroizing::new("kata sandi untuk uji".to_owned())));
    let store = Store::migrate(&crate::store::sqlite_url(dir.path())).await.expect("tables");
    let office = Office::new(store, ring.with_cost(Some(Cost::LIGHT)));
    office.records_or_new(&mut random()).await.expect("a secret");
    let site = "https://cek.lsp.example".parse().expect("a site");
    let lsps = lsp_file::read(include_str!("../../../templates/demo/lsps.json"), Some(&site)).expect("LSPs");
    let by = By::alone(Actor::Console { user: "uji".to_owned() }, now(0));
    for described in &lsps[..2] {
        lsp::keep(&office, &described.lsp, &Design::default(), &by).await.expect("kept");
    }
    let [one, other] = [0, 1].map(|at| lsps[at].lsp.id.clone());
    World { office, one, other, _dir: dir }
}

impl World {
    /// Makes an account and gives its password.
    async fn make(&self, name: &str, lsp: &LspId, roles: &[Role]) -> (AccountId, String) {
        let roles: Roles = roles.iter().copied().collect();
        let new =
            NewAccount { name: name.parse().expect("a name"), lsp: lsp.clone(), roles, password: None, settled: None };
        let made = self.office.make_account(new, &console(0), now(0), &mut random()).await.expect("made");
        (made.account, made.password.map_or_else(String::new, |password| password.as_str().to_owned()))
    }

    async fn sign_in(&self, name: &str, password: &str, second: i64) -> Result<SigningIn, AccountError> {
        self.office.sign_in(name, password, &client(), now(second), &mut random()).await
    }

    async fn signed_in(&self, cookie: &Cookie, second: i64) -> Option<SignedIn> {
        self.office.signed_in(cookie, &client(), Lasting::default(), now(second)).await.expect("an answer")
    }

    /// Signs in with a password alone, and changes it first where it has to be.
    async fn enter(&self, name: &str, password: &str, second: i64) -> Cookie {
        let Ok(SigningIn::In(cookie)) = self.sign_in(name, password, second).await else { panic!("not signed in") };
        let who = self.signed_in(&cookie, second).await.expect("signed in");
        if who.duty() != Some(Duty::ChangePassword) {
            return cookie;
        }
        let changed = self.office.change_password(&who, password, NEW, &client(), now(second), &mut random()).await;
        assert!(self.signed_in(&cookie, second).await.is_none(), "a change of the password ends the session");
        changed.expect("changed")
    }

    /// Sets an authenticator up for somebody who is signed in.
    async fn set_up(&self, cookie: &Cookie, second: i64) -> (Cookie, totp::TotpSecret, own::Codes) {
        let who = self.signed_in(cookie, second).await.expect("signed in");
        self.office.begin_totp(&who, &mut random()).await.expect("begun");
        let who = self.signed_in(cookie, second).await.expect("signed in");
        let secret = self.office.pending_totp(&who).await.expect("opened").expect("pending");
        let code = secret.code(now(second));
        let set = self.office.set_up_totp(&who, &code, &client(), now(second), &mut random()).await.expect("set up");
        (set.0, secret, set.1)
    }

    async fn by_code(&self, half: &Cookie, code: &str, second: i64) -> Result<Cookie, AccountError> {
        let half = self.office.half_signed_in(half, Lasting::default(), now(second)).await.expect("an answer");
        let half = half.ok_or(AccountError::Changed)?;
        self.office.sign_in_by_code(half, code, &client(), now(second), &mut random()).await
    }

    async fn half(&self, name: &str, password: &str, second: i64) -> Cookie {
        match self.sign_in(name, password, second).await {
            Ok(SigningIn::Code(cookie)) => cookie,
            Ok(SigningIn::In(_)) => panic!("no code was asked for"),
            Err(error) => panic!("{error}"),
        }
    }
}

const NEW: &str = "kuda baterai staples";

#[tokio::test]
async fn who_was_made_changes_her_password_and_is_an_operator_of_her_own_lsp() {
    let world = world().await;
    let (_, password) = world.make("opr", &world.one, &[Role::Operator]).await;
    let cookie = world.enter("opr", &password, 10).await;
    let who = world.signed_in(&cookie, 11).await.expect("signed in");
    assert_eq!(who.duty(), None);
    let member = who.member(&world.one, now(11)).expect("a member");
    assert!(member::Narrow::narrow(member.clone()).map(|_: Operator| ()).is_some());
    assert!(member::Narrow::narrow(member).map(|_: Approver| ()).is_none());
    assert!(who.member(&world.other, now(11)).is_none(), "nothing of another LSP");
    assert!(matches!(world.sign_in("opr", &password, 12).await, Err(AccountError::Wrong)), "the one of before");
    assert!(world.sign_in("opr", NEW, 13).await.is_ok());
    let read = Cookie::read(&cookie.to_string()).expect("reads back");
    assert!(world.signed_in(&read, 14).await.is_some());
    world.office.sign_out(&who, now(15)).await.expect("signed out");
    assert!(world.signed_in(&cookie, 16).await.is_none());
}

#[tokio::test]
async fn an_approver_has_nothing_to_do_with_before_she_has_an_authenticator_and_no_code_counts_twice() {
    let world = world().await;
    let (_, password) = world.make("ketua", &world.one, &[Role::Approver]).await;
    let cookie = world.enter("ketua", &password, 0).await;
    let who = world.signed_in(&cookie, 0).await.expect("signed in");
    assert_eq!((who.duty(), who.member(&world.one, now(0))), (Some(Duty::SetUpTotp), None));
    let (cookie, secret, codes) = world.set_up(&cookie, 0).await;
    let who = world.signed_in(&cookie, 0).await.expect("signed in");
    assert!(who.member(&world.one, now(0)).is_some() && codes.len() == recovery::COUNT);

    let half = world.half("ketua", NEW, 60).await;
    assert!(world.signed_in(&half, 60).await.is_none(), "half is not in");
    assert!(
        matches!(world.by_code(&half, &secret.code(now(0)), 20).await, Err(AccountError::Changed)),
        "before it began"
    );
    assert!(matches!(world.by_code(&half, "000000", 60).await, Err(AccountError::Wrong)));
    let code = secret.code(now(60));
    assert!(world.by_code(&half, &code, 60).await.is_ok());
    let again = world.half("ketua", NEW, 62).await;
    assert!(matches!(world.by_code(&again, &code, 62).await, Err(AccountError::Wrong)), "used");
    assert!(world.by_code(&again, &codes[0], 63).await.is_ok(), "a recovery code");
    let again = world.half("ketua", NEW, 64).await;
    assert!(matches!(world.by_code(&again, &codes[0], 64).await, Err(AccountError::Wrong)), "used");
    assert!(matches!(world.by_code(&again, &codes[1], 64 + 301).await, Err(AccountError::Changed)), "too late");
}

#[tokio::test]
async fn a_session_ends_idle_whole_and_by_every_change_of_the_account() {
    let world = world().await;
    let (account, password) = world.make("opr", &world.one, &[Role::Operator]).await;
    let cookie = world.enter("opr", &password, 0).await;
    assert!(world.signed_in(&cookie, 1799).await.is_some());
    assert!(world.signed_in(&cookie, 1799 + 1799).await.is_some(), "its use was noted");
    assert!(world.signed_in(&cookie, 1799 + 1799 + 1800).await.is_none(), "idle");
    let cookie = world.enter("opr", NEW, 4000).await;
    for minute in 1..(12 * 60) {
        if minute % 20 == 0 {
            assert!(world.signed_in(&cookie, 4000 + minute * 60).await.is_some(), "{minute}");
        }
    }
    assert!(world.signed_in(&cookie, 4000 + 12 * 3600).await.is_none(), "whole");
    let cookie = world.enter("opr", NEW, 50_000).await;
    let roles: Roles = [Role::Operator, Role::Auditor].into_iter().collect();
    let (state, authority) = (AccountState::Active, console(50_001));
    let done = world.office.set_standing(account, &world.one, roles, state, &authority, now(50_001)).await;
    assert!(done.is_ok() && world.signed_in(&cookie, 50_002).await.is_none(), "other roles");
    let cookie = world.enter("opr", NEW, 50_003).await;
    let by = By::alone(Actor::Console { user: "uji".to_owned() }, now(50_004));
    world.office.disable_account(&"opr".parse().expect("a name"), &by).await.expect("disabled");
    assert!(world.signed_in(&cookie, 50_005).await.is_none());
    assert!(matches!(world.sign_in("opr", NEW, 50_006).await, Err(AccountError::Wrong)), "as if there were none");
}

#[tokio::test]
async fn who_shows_again_that_it_is_she_has_another_session() {
    let world = world().await;
    let (_, password) = world.make("opr", &world.one, &[Role::Operator]).await;
    let cookie = world.enter("opr", &password, 0).await;
    let who = world.signed_in(&cookie, 600).await.expect("signed in");
    assert!(!who.is_proven(now(600)) && who.is_proven(now(300)) && !who.is_proven(now(-1)));
    let wrong = world.office.prove(&who, Shown::Password("salah"), &client(), now(600), &mut random()).await;
    assert!(matches!(wrong, Err(AccountError::Wrong)));
    let proved = world.office.prove(&who, Shown::Password(NEW), &client(), now(601), &mut random()).await;
    let proved = proved.expect("proved");
    assert!(world.signed_in(&cookie, 602).await.is_none(), "the secret of before goes on nowhere");
    let who = world.signed_in(&proved, 602).await.expect("signed in");
    assert!(who.is_proven(now(602)));
    let others = world.enter("opr", NEW, 603).await;
    assert_eq!(world.office.own_sessions(&who).await.expect("sessions").len(), 1, "as of when she was looked at");
    let who = world.signed_in(&proved, 604).await.expect("signed in");
    assert_eq!(world.office.own_sessions(&who).await.expect("sessions").len(), 2);
    world.office.end_other_sessions(&who, now(605)).await.expect("ended");
    assert!(world.signed_in(&others, 606).await.is_none() && world.signed_in(&proved, 606).await.is_some());
}

#[tokio::test]
async fn an_administrator_changes_the_people_of_her_own_lsp_and_never_herself() {
    let world = world().await;
    let (admin, password) = world.make("admin", &world.one, &[Role::Administrator]).await;
    let (op, _) = world.make("opr", &world.one, &[Role::Operator]).await;
    let (elsewhere, _) = world.make("lain", &world.other, &[Role::Approver]).await;
    let cookie = world.enter("admin", &password, 0).await;
    let (cookie, ..) = world.set_up(&cookie, 0).await;
    let member = world.signed_in(&cookie, 1).await.expect("signed in").member(&world.one, now(1)).expect("a member");
    let who: Administrator = member::Narrow::narrow(member).expect("an administrator");
    let who = Proven::of(who).expect("just signed in");
    let authority = Authority::Administrator(&who);
    let office = &world.office;
    let none = Roles::NONE;
    let set = async |account, lsp, roles| {
        office.set_standing(account, lsp, roles, AccountState::Active, &authority, now(2)).await
    };
    assert!(matches!(set(admin, &world.one, none).await, Err(AccountError::Own)));
    assert!(matches!(set(elsewhere, &world.other, none).await, Err(AccountError::NoMember(_))));
    assert!(matches!(set(elsewhere, &world.one, none).await, Err(AccountError::NoMember(_))), "nor draws her over");
    let reset = async |account| office.reset_account(account, &authority, now(3), &mut random()).await;
    assert!(matches!(reset(admin).await, Err(AccountError::Own)));
    assert!(matches!(reset(elsewhere).await, Err(AccountError::NoMember(_))));
    let password = reset(op).await.expect("reset");
    world.enter("opr", password.as_str(), 4).await;
    // Once she serves another LSP too, her password is no business of one of them.
    let (_, given) = world.make("opr", &world.other, &[Role::Approver]).await;
    assert_eq!(given, "", "she has a password already");
    assert!(matches!(reset(op).await, Err(AccountError::Elsewhere)));
    let new = |name: &str| NewAccount {
        name: name.parse().expect("a name"),
        lsp: world.one.clone(),
        roles: [Role::Auditor].into_iter().collect(),
        password: None,
        settled: None,
    };
    let make = async |name| office.make_account(new(name), &authority, now(5), &mut random()).await;
    assert!(make("auditor").await.is_ok());
    assert!(matches!(make("lain").await, Err(AccountError::Taken(_))));
    let names: Vec<String> =
        office.staff(&world.one).await.expect("staff").iter().map(|one| one.name.to_string()).collect();
    assert_eq!(names, ["admin", "auditor", "opr"]);
    assert!(office.staff(&world.one).await.expect("staff").iter().all(|one| one.as_told));
}

#[tokio::test]
async fn guesses_are_slowed_down_by_account_and_by_address_whether_there_is_an_account_or_not() {
    let world = world().await;
    world.make("opr", &world.one, &[Role::Operator]).await;
    for (name, address) in [("opr", "198.51.100.1"), ("siapa", "198.51.100.2"), ("\u{0}", "198.51.100.3")] {
        let mut slowed = 0;
        for _ in 0..8 {
            match world.office.sign_in(name, "salah semua ini", &from(address), now(0), &mut random()).await {
                Err(AccountError::Wrong) => {}
                Err(AccountError::TooSoon(_)) => slowed += 1,
                other => panic!("{}", other.err().map_or_else(|| "in".to_owned(), |error| error.to_string())),
            }
        }
        assert_eq!(slowed, 3, "five are free: {name:?}");
    }
    let mut last = Ok(());
    for guess in 0..30 {
        let name = format!("orang{guess}");
        let guessed = world.office.sign_in(&name, "salah semua ini", &from("2001:db8::1"), now(0), &mut random()).await;
        last = guessed.map(drop);
    }
    assert!(matches!(last, Err(AccountError::TooSoon(_))), "one address guesses at many");
    let near = world.office.sign_in("orang99", "salah semua ini", &from("2001:db8::2"), now(0), &mut random()).await;
    assert!(matches!(near, Err(AccountError::TooSoon(_))), "and so does its network");
}

fn from(address: &str) -> Client {
    Client { address: address.parse().expect("an address"), ..client() }
}

#[tokio::test]
async fn a_summary_of_the_journal_lets_in_whom_the_journal_lets_in() {
    let world = world().await;
    let (_, password) = world.make("opr", &world.one, &[Role::Operator]).await;
    let cookie = world.enter("opr", &password, 0).await;
    // As another process that has read nothing yet.
    let World { office, _dir: dir, .. } = &world;
    let ring = KeyRing::new(KeyFiles::new(dir.path()), Some(Zeroizing::new("kata sandi untuk uji".to_owned())));
    let another = Office::new(office.store.clone(), ring);
    let client = client();
    let seen = another.signed_in(&cookie, &client, Lasting::default(), now(1)).await.expect("an answer");
    assert!(seen.is_some_and(|who| who.member(&world.one, now(1)).is_some()));
    let idle = Lasting { idle: SignedDuration::from_secs(1), ..Lasting::default() };
    assert!(another.signed_in(&cookie, &client, idle, now(1)).await.expect("an answer").is_none());
}
