//! Whoever writes the database, without the keys: accounts put in, roles given, passwords swapped, old rows put back,
//! sessions put in and revived, an authenticator's step moved back. Nobody is let in by any of it.
//!
//! Clearing the count of guesses allows more guesses, and nothing else.

use sha2::{Digest, Sha256};
use totp_rs::Totp;

use crate::browser::{Browser, account, code};
use crate::support::{Installation, Service, on_both};

const OWN: &str = "kuda baterai staples";
const THIEF: &str = "sandi milik pencuri";

/// The row of an account, as the statement that puts it back.
fn row(at: &Installation, name: &str) -> String {
    let rows = at.column(
        "select name || '|' || password || '|' || cast(must_change as text) || '|' || coalesce(totp_sealed, '') || '|' ||
         cast(totp_step as text) || '|' || recovery || '|' || stamp from account",
    );
    let columns = of(&rows, name);
    let [_, password, must_change, totp, step, recovery, stamp] = columns.as_slice() else { panic!("{columns:?}") };
    let totp = if totp.is_empty() { "null".to_owned() } else { format!("'{totp}'") };
    format!(
        "update account set password = '{password}', must_change = {must_change}, totp_sealed = {totp},
         totp_step = {step}, recovery = '{recovery}', stamp = '{stamp}' where name = '{name}'"
    )
}

/// A session's row, column by column.
fn session(at: &Installation, cookie: &str) -> [String; 7] {
    let rows = at.column(
        "select id || '|' || secret_hash || '|' || cast(account as text) || '|' || cast(made_at as text) || '|' ||
         cast(seen_at as text) || '|' || cast(proved_at as text) || '|' || stamp from session",
    );
    let id = cookie.split(['=', '.']).nth(1).expect("a session's name");
    of(&rows, id).try_into().expect("seven columns")
}

/// The columns of the row that begins with a name.
fn of(rows: &[String], name: &str) -> Vec<String> {
    let mut split = rows.iter().map(|row| row.split('|').map(str::to_owned).collect::<Vec<_>>());
    split.find(|columns| columns[0] == name).unwrap_or_else(|| panic!("no row of {name}"))
}

/// The statement that puts a session in.
fn inserted([id, hash, account, made, seen, proved, stamp]: &[String; 7]) -> String {
    format!(
        "insert into session (id, secret_hash, account, half, made_at, seen_at, proved_at, stamp, address, browser)
         values ('{id}', '{hash}', {account}, 0, {made}, {seen}, {proved}, '{stamp}', '203.0.113.9', 'pencuri')"
    )
}

/// What an attack came to: nothing, or that somebody was let in.
struct Tried(Vec<&'static str>);

impl Tried {
    fn is_kept_out(&mut self, what: &'static str, kept_out: bool) {
        if !kept_out {
            self.0.push(what);
        }
    }
}

fn is_in(service: &Service, name: &str, password: &str) -> bool {
    Browser::new(service).sign_in(name, password).status == 303
}

/// An approver with an authenticator, and an operator who is the thief's accomplice: her password is known to him.
fn people(at: &Installation, service: &Service) -> Totp {
    let (opr, ketua) = (account(at, "opr", "klining", "operator"), account(at, "ketua", "klining", "approver"));
    Browser::new(service).enter("opr", &opr, THIEF);
    let browser = Browser::new(service);
    browser.enter("ketua", &ketua, OWN);
    browser.set_up_totp()
}

#[test]
fn nobody_is_let_in_by_what_is_written_into_the_tables() {
    on_both(|at| {
        at.with_lsps();
        let service = at.serve();
        let totp = people(at, &service);
        let mut tried = Tried(Vec::new());

        // An account that nobody made, with a password that the thief knows.
        at.execute(
            "insert into account (id, name, password, must_change, totp_sealed, totp_step, recovery, made_at, stamp, lang)
             select 4711, 'pencuri', password, 0, null, 0, '', made_at, stamp, '' from account where name = 'opr'"
                .to_owned(),
        );
        tried.is_kept_out("an account put in", !is_in(&service, "pencuri", THIEF));

        // One's own password in another's row, without her second step.
        let of_ketua = row(at, "ketua");
        at.execute(
            "update account set password = (select password from account where name = 'opr'), totp_sealed = null
             where name = 'ketua'"
                .to_owned(),
        );
        tried.is_kept_out("a password swapped", !is_in(&service, "ketua", THIEF));
        at.execute(of_ketua.clone());
        assert!(is_in(&service, "ketua", OWN), "and put right again, its owner is let in");

        // A role that nobody gave: an entry that was not chained with the key.
        let (head, entries) = (
            at.column("select journal_hash from lsp_head where lsp = 'klining'").swap_remove(0),
            at.column("select cast(journal_seq as text) from lsp_head where lsp = 'klining'").swap_remove(0),
        );
        let number = at.column("select cast(id as text) from account where name = 'opr'").swap_remove(0);
        let stamp = at.column("select stamp from account where name = 'opr'").swap_remove(0);
        let forged = "ab".repeat(32);
        at.execute(format!(
            "insert into journal (lsp, seq, at, form, act, actor, subject_kind, subject, body, hash)
             select lsp, seq + 1, at, form, 'account', actor, 'account', '{number}',
             '{{\"account\":{number},\"roles\":[\"administrator\",\"approver\"],\"state\":\"active\",\"credential\":\"{stamp}\"}}', '{forged}'
             from journal where lsp = 'klining' and seq = {entries};
             update lsp_head set journal_seq = journal_seq + 1, journal_hash = '{forged}', revision = revision + 1 where lsp = 'klining'"
        ));
        let thief = Browser::new(&service);
        thief.sign_in("opr", THIEF);
        tried.is_kept_out("a role written into the journal", thief.get("/office/klining/orang").status != 200);
        at.execute(format!(
            "delete from journal where lsp = 'klining' and hash = '{forged}';
             update lsp_head set journal_seq = {entries}, journal_hash = '{head}', revision = revision + 1 where lsp = 'klining'"
        ));

        // The row of before: its password was given away, or it had no second step.
        let before = row(at, "opr");
        let browser = Browser::new(&service);
        browser.sign_in("opr", THIEF);
        let changed = browser.send("/office/akun/sandi", &[("old", THIEF), ("new", OWN), ("again", OWN)]);
        assert_eq!(changed.status, 303, "{}", changed.body);
        let now = row(at, "opr");
        at.execute(before);
        tried.is_kept_out("an old row put back", !is_in(&service, "opr", THIEF));
        at.execute(now);
        assert!(is_in(&service, "opr", OWN));

        // A session that nobody began: of another account, with a secret that the thief chose.
        let browser = Browser::new(&service);
        browser.sign_in("opr", OWN);
        let of_ketua = at.column("select cast(id as text) from account where name = 'ketua'").swap_remove(0);
        let mut chosen = session(at, &browser.cookie());
        (chosen[0], chosen[1], chosen[2]) = ("A".repeat(22), hex::encode(Sha256::digest([7; 32])), of_ketua);
        at.execute(inserted(&chosen));
        let cookie = format!("absah={}.BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc", chosen[0]);
        tried.is_kept_out("a session put in", Browser::with(&service, &cookie).get("/office/akun").is_door());

        // A session that ended, its row put back.
        let cookie = browser.cookie();
        let ended = inserted(&session(at, &cookie));
        assert_eq!(Browser::with(&service, &cookie).get("/office/akun").status, 200);
        assert!(browser.send("/office/keluar", &[]).is_door());
        at.execute(ended);
        tried.is_kept_out("an ended session revived", Browser::with(&service, &cookie).get("/office/akun").is_door());

        // A code that was used, its step moved back: alone, and with the whole row of before.
        let before = row(at, "ketua");
        let used = code(&totp, 0);
        let by_code = |browser: &Browser<'_>| {
            browser.sign_in("ketua", OWN);
            browser.send("/office/masuk/kode", &[("code", &used)]).status == 303
                && !browser.get("/office/akun").is_door()
        };
        assert!(by_code(&Browser::new(&service)), "the code of this moment");
        let now = row(at, "ketua");
        at.execute("update account set totp_step = 0 where name = 'ketua'".to_owned());
        tried.is_kept_out("a step moved back", !by_code(&Browser::new(&service)));
        at.execute(before);
        tried.is_kept_out("the row of before its use put back", !by_code(&Browser::new(&service)));
        at.execute(now);

        // The count of guesses cleared: more may be made, each as wrong as before.
        let guess = || Browser::new(&service).sign_in("ketua", "bukan yang ini juga").status;
        assert!((0..20).any(|_| guess() == 429), "guesses are counted");
        at.execute("delete from throttle".to_owned());
        assert_eq!(guess(), 422, "looked at again, and wrong");
        assert!(tried.0.is_empty(), "let in by: {:?}", tried.0);
    });
}
