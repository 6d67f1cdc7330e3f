//! A session that the thief chose, or saw, before its owner showed who she is: it is not the one that goes on.

use crate::browser::{Browser, account, code};
use crate::support::Installation;

const OWN: &str = "kuda baterai staples";

#[test]
fn no_cookie_of_before_goes_on_once_its_owner_showed_who_she_is() {
    let at = Installation::on_sqlite();
    let service = at.with_lsps().serve();
    let given = account(&at, "ketua", "klining", "approver");
    let browser = Browser::new(&service);
    browser.enter("ketua", &given, OWN);
    let totp = browser.set_up_totp();
    browser.send("/office/keluar", &[]);

    // A cookie put into her browser is not taken up.
    let planted = format!("absah={}.{}", "A".repeat(22), "A".repeat(43));
    let hers = Browser::with(&service, &planted);
    hers.sign_in("ketua", OWN);
    let half = hers.cookie();
    assert_ne!(half, planted);
    assert!(Browser::with(&service, &planted).get("/office/akun").is_door());
    // What was seen before the code was shown is half a session, for good.
    assert!(Browser::with(&service, &half).get("/office/akun").is_door(), "a password alone is not enough");
    assert_eq!(hers.send("/office/masuk/kode", &[("code", &code(&totp, 0))]).status, 303);
    let whole = hers.cookie();
    assert_ne!(whole, half);
    assert!(Browser::with(&service, &half).get("/office/akun").is_door());
    assert_eq!(hers.get("/office/akun").status, 200);
    // And so it is when she shows again who she is.
    assert_eq!(hers.send("/office/bukti", &[("password", OWN)]).status, 303);
    assert_ne!(hers.cookie(), whole);
    assert!(Browser::with(&service, &whole).get("/office/akun").is_door());
    assert_eq!(hers.get("/office/akun").status, 200);
}
