//! A number is known, and names are tried until one fits.

use crate::support::{Installation, issued, people};

#[test]
fn a_wrong_name_costs_as_much_as_a_wrong_number() {
    let at = Installation::on_sqlite();
    at.with_lsps();
    let (roster, out) = (at.write("r.csv", people(1, 1)), at.path("out"));
    at.issue("klining", "2024-06-03", &roster, &["--out", out.to_str().expect("UTF-8")]);
    let number = issued(&out)[0][0].replace(' ', "");
    let cost = |query: &dyn Fn(usize) -> String| {
        let service = at.serve();
        (0..200).take_while(|n| service.get(&query(*n)).status == 200).count()
    };
    let wrong_number = cost(&|n| format!("/api/v1/certificates/999{n}"));
    let wrong_name = cost(&|n| format!("/api/v1/certificates/{number}?name=Nama%20{n}"));
    let right = cost(&|_| format!("/api/v1/certificates/{number}"));
    assert!(wrong_number.abs_diff(wrong_name) <= 2, "{wrong_number} and {wrong_name}");
    assert!(right > 2 * wrong_name, "who asks for what there is may ask more: {right}");
}
