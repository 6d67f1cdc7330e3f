//! What the public may know by a number, on certificates of a site.

use serde_json::json;

use crate::verify::found::Found;
use crate::verify::{Asked, verify};
use crate::web::fixtures::{claims, now, signed, snapshot};

fn told(typed: Option<&str>) -> serde_json::Value {
    let lists = snapshot();
    let verdict = verify(&signed(&claims(0)), &lists.trust, &lists.statuses, Asked::at(now()));
    let mut found = json!(Found::by_number(verdict, typed));
    let member = |found: &mut serde_json::Value, name: &str| found.as_object_mut().and_then(|all| all.remove(name));
    let (matches, close) = (member(&mut found, "name_matches"), member(&mut found, "name_is_close"));
    json!([found["certificate"]["holder"], matches, close])
}

#[test]
fn a_number_alone_and_a_wrong_name_tell_initials_and_the_right_name_itself() {
    assert_eq!(told(None), json!(["S*** N*** C***", null, null]));
    assert_eq!(told(Some("siti nurhalizah contoh")), json!(["Siti Nurhalizah Contoh", true, null]));
    assert_eq!(told(Some("Rina Contoh")), json!(["S*** N*** C***", false, false]));
}

#[test]
fn a_slip_is_told_and_shows_no_name() {
    for typed in ["Siti Nurhaliza Contoh", "Siti Nurhalizah Conto", "Sitti Nurhalizah Contho"] {
        assert_eq!(told(Some(typed)), json!(["S*** N*** C***", false, true]), "{typed}");
    }
}
