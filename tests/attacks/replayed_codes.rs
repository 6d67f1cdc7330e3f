//! A code of an authenticator that somebody looked over a shoulder for: used once more, and twice at the same moment.

use crate::browser::{Browser, account, code};
use crate::support::on_both;

const OWN: &str = "kuda baterai staples";

#[test]
fn a_code_lets_in_once() {
    on_both(|at| {
        let service = at.with_lsps().serve();
        let given = account(at, "ketua", "klining", "approver");
        let browser = Browser::new(&service);
        browser.enter("ketua", &given, OWN);
        let totp = browser.set_up_totp();
        let used = code(&totp, 0);
        let is_in = || {
            let browser = Browser::new(&service);
            browser.sign_in("ketua", OWN);
            browser.send("/office/masuk/kode", &[("code", &used)]);
            !browser.get("/office/akun").is_door()
        };
        let at_once = std::thread::scope(|scope| {
            let both: Vec<_> = (0..2).map(|_| scope.spawn(is_in)).collect();
            both.into_iter().map(|one| one.join().expect("an answer")).filter(|is_in| *is_in).count()
        });
        assert_eq!(at_once, 1, "of two at once, one");
        assert!(!is_in(), "and none after it");
    });
}
