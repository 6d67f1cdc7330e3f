//! A page of somebody else's that sends forms to the office from the browser of who is signed in there.

use crate::browser::{Browser, account};
use crate::support::Installation;

const OWN: &str = "kuda baterai staples";

#[test]
fn no_form_of_another_site_does_anything_in_the_office() {
    let at = Installation::on_sqlite();
    let service = at.with_lsps().serve();
    let given = account(&at, "opr", "klining", "operator");
    let hers = Browser::new(&service);
    hers.enter("opr", &given, OWN);
    let password = [("old", OWN), ("new", "sandi milik pencuri"), ("again", "sandi milik pencuri")];
    let elsewhere: [&[(&str, &str)]; 4] = [
        &[("origin", "https://evil.example"), ("sec-fetch-site", "cross-site")],
        &[("origin", "null")],
        &[("sec-fetch-site", "same-site")],
        &[],
    ];
    for headers in elsewhere {
        for (path, form) in [
            ("/office/keluar", [].as_slice()),
            ("/office/akun/sandi", &password),
            ("/office/akun/sesi", &[]),
            ("/office/akun/bahasa", &[("lang", "en")]),
            // Signed in under the thief's name, she would work for him.
            ("/office/masuk", &[("name", "opr"), ("password", OWN)]),
        ] {
            assert_eq!(hers.send_from(path, form, headers).status, 403, "{path} {headers:?}");
        }
    }
    assert_eq!(hers.get("/office/akun").status, 200, "she is signed in as she was");
    assert_eq!(Browser::new(&service).sign_in("opr", OWN).status, 303, "with the password that she had");
}
