//! Guessing passwords: at one account, at many at once, and by the time that an answer takes.

use std::time::{Duration, Instant};

use crate::browser::{Browser, account};
use crate::support::Installation;

const OWN: &str = "kuda baterai staples";

#[test]
fn guesses_are_few_however_many_are_made_at_once_and_names_are_not_told_by_time() {
    let at = Installation::on_sqlite();
    let service = at.with_lsps().serve();
    let given = account(&at, "opr", "klining", "operator");
    Browser::new(&service).enter("opr", &given, OWN);
    // Fifty at once: a guess is counted before it is looked at.
    let answers: Vec<u16> = std::thread::scope(|scope| {
        let guess = || Browser::new(&service).sign_in("opr", "bukan yang ini juga").status;
        let guesses: Vec<_> = (0..50).map(|_| scope.spawn(guess)).collect();
        guesses.into_iter().map(|guess| guess.join().expect("an answer")).collect()
    });
    let looked_at = answers.iter().filter(|status| **status == 422).count();
    assert!(looked_at <= 7 && answers.iter().all(|status| matches!(status, 422 | 429)), "{answers:?}");
    // The next guess after one that was put off comes within its delay, however slow the machine: delays grow.
    let status = |password| Browser::new(&service).sign_in("opr", password).status;
    let put_off = (0..20).any(|_| status("bukan yang ini juga") == 429 && status(OWN) == 429);
    assert!(put_off, "not even the right one, for a while");

    // How long it takes to say that there is no such account.
    at.execute("delete from throttle".to_owned());
    let timed = |name: &str| {
        let begun = Instant::now();
        assert_eq!(Browser::new(&service).sign_in(name, "bukan yang ini juga").status, 422);
        begun.elapsed()
    };
    let shortest = |name: &str| (0..4).map(|_| timed(name)).min().expect("four");
    let (known, unknown): (Duration, Duration) = (shortest("opr"), shortest("siapa"));
    assert!(unknown * 5 > known, "an account that is there takes {known:?}, one that is not {unknown:?}");
}
