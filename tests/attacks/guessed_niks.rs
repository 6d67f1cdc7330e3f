//! An employer has a certificate and wants its holder's NIK: it guesses at two processes of one installation at once, for
//! what one of them has counted the other might not know.

use crate::browser::{Browser, account};
use crate::support::{Installation, Service, issued, on_both, people};

const OWN: &str = "kuda baterai staples";
const EMPLOYERS: &str = "/office/klining/pemberi-kerja";

/// Guesses that are made at once.
const GUESSES: usize = 24;

/// Questions about a certificate that may follow upon each other.
const ANSWERED: usize = 5;

/// An employer who is signed in, by its cookie.
fn employer(at: &Installation, service: &Service) -> String {
    let admin = Browser::new(service);
    admin.enter("admin", &account(at, "admin", "klining", "administrator"), OWN);
    admin.set_up_totp();
    let form = [
        ("name", "pt.rekaan"),
        ("company", "PT Rekaan Jaya"),
        ("nik_a_day", "20"),
        ("lookups_a_day", "10"),
        ("keys", "0"),
    ];
    let made = admin.send(EMPLOYERS, &form);
    assert_eq!((made.status, made.to.as_str()), (303, EMPLOYERS), "{}", made.body);
    let given = admin.get(EMPLOYERS).between("<li><code>", "<");
    let employer = Browser::new(service);
    let entered = employer.send("/masuk", &[("name", "pt.rekaan"), ("password", &given)]);
    assert_eq!(entered.to, "/pemberi-kerja", "{}", entered.body);
    let changed = employer.send("/pemberi-kerja/sandi", &[("old", &given), ("new", OWN), ("again", OWN)]);
    assert_eq!(changed.status, 303, "{}", changed.body);
    employer.cookie()
}

/// Asks whether a NIK is that of a certificate's holder; whether it was answered, or put off.
fn is_answered(service: &Service, cookie: &str, link: &str, nik: &str) -> bool {
    let seen = Browser::with(service, cookie).send("/pemberi-kerja/nik", &[("token", link), ("nik", nik)]);
    assert!(matches!(seen.status, 303 | 429), "{}: {}", seen.status, seen.body);
    seen.status == 303
}

#[test]
fn two_services_of_one_database_answer_five_guesses_at_a_nik_and_not_five_each() {
    on_both(|at| {
        at.with_lsps();
        let (roster, out) = (at.write("roster.csv", people(1, 2)), at.path("out"));
        at.issue("klining", "2024-06-03", &roster, &["--out", out.to_str().expect("UTF-8")]);
        let links: Vec<String> = issued(&out).into_iter().map(|row| row[4].clone()).collect();
        let services = [at.serve(), at.serve()];
        let cookie = employer(at, &services[0]);
        let guess = |number: usize| {
            let nik = format!("99510101019{:05}", number + 50_000);
            is_answered(&services[number % 2], &cookie, &links[0], &nik)
        };
        let answered: Vec<bool> = std::thread::scope(|scope| {
            let guesses: Vec<_> = (0..GUESSES).map(|number| scope.spawn(move || guess(number))).collect();
            guesses.into_iter().map(|guess| guess.join().expect("an answer")).collect()
        });
        let count = answered.iter().filter(|answered| **answered).count();
        assert_eq!(count, ANSWERED, "of {GUESSES} at once: {answered:?}");
        // Nor is the true one told for a while, by either; another certificate is another matter.
        for service in &services {
            assert!(!is_answered(service, &cookie, &links[0], "9951010101900001"));
        }
        assert!(is_answered(&services[1], &cookie, &links[1], "9951010101900002"));
        at.ok(&["journal", "verify"]);
    });
}
