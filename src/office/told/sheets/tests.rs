use serde_json::json;

use super::*;
use crate::domain::act::Act;

fn told(bodies: &[Value]) -> SheetsTold {
    let mut told = SheetsTold::default();
    for (seq, body) in (1..).zip(bodies) {
        told.take(&WrittenEntry {
            seq,
            at: Timestamp::from_second(seq).expect("an instant"),
            actor: "account:opr".to_owned(),
            approved_by: None,
            act: Act::Blanko,
            subject: None,
            body: body.clone(),
            hash: String::new(),
        });
    }
    told
}

fn serial(text: &str) -> Serial {
    text.parse().expect("a serial")
}

fn on<'a>(told: &'a SheetsTold, sheet: &str) -> Option<&'a str> {
    told.fate(&serial(sheet)).and_then(SheetFate::number)
}

#[test]
fn sheets_change_places_among_certificates_in_any_order() {
    let first = json!({ "given": [["0001", "A"], ["0002", "B"], ["0003", "C"]] });
    let turned = [["0002", "A"], ["0003", "B"], ["0001", "C"]];
    for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0], [0, 2, 1]] {
        let given = json!({ "given": order.map(|at| turned[at]), "taken_back": ["0001", "0002", "0003"] });
        let told = told(&[first.clone(), given]);
        assert_eq!(["0001", "0002", "0003"].map(|sheet| on(&told, sheet)), [Some("C"), Some("A"), Some("B")]);
        let of = told.recorded(&["A", "B", "C"].into());
        assert_eq!(["A", "B", "C"].map(|number| of[number].to_string()), ["0002", "0003", "0001"], "{order:?}");
    }
    let back = json!({ "given": [["0004", "A"]], "taken_back": ["0001"] });
    assert_eq!(on(&told(&[first, back]), "0001"), None, "as if it were unused");
}

#[test]
fn a_spoiled_sheet_is_on_nothing_for_good() {
    let spoiled = json!({ "spoiled": ["0001", "lost"] });
    let again = json!({ "given": [["0001", "A"]], "taken_back": ["0001"] });
    let told = told(&[json!({ "given": [["0001", "A"]] }), spoiled, again]);
    assert_eq!(told.fate(&serial("0001")), Some(&SheetFate::Spoiled { reason: Spoiled::Lost, at: 2 }));
    assert_eq!(told.sheet_of("A", None), None);
    let run = Run::new(serial("0001"), serial("0009")).expect("a run");
    assert_eq!(told.count(&run), Counted { given: 0, spoiled: 1 });
}

#[test]
fn what_a_roster_named_stands_until_anything_else_is_told() {
    let of = |bodies: &[Value]| told(bodies).sheet_of("A", Some("0001"));
    assert_eq!(of(&[]).as_deref(), Some("0001"));
    let other = json!({ "given": [["0002", "A"]], "let_go": ["0001"] });
    assert_eq!(of(std::slice::from_ref(&other)).as_deref(), Some("0002"));
    assert_eq!(of(&[json!({ "spoiled": ["0001", "lost"] })]), None);
    assert_eq!(of(&[json!({ "given": [["0001", "B"]] })]), None, "it is on another certificate");
    let spoiled = json!({ "spoiled": ["0002", "damaged"] });
    assert_eq!(of(&[other.clone(), spoiled]), None, "let go once, it does not come back by itself");
    let back = json!({ "given": [["0001", "A"]], "taken_back": ["0002"] });
    assert_eq!(of(&[other, back]).as_deref(), Some("0001"), "only where somebody says so");
}

#[test]
fn a_summary_says_the_same() {
    let told = told(&[
        json!({ "received": ["A0001", "A0009"], "on": "2026-11-19" }),
        json!({ "given": [["A0001", "A"], ["A0002", "B"]], "let_go": ["12345X"] }),
        json!({ "spoiled": ["A0002", "lost"] }),
    ]);
    let kept = serde_json::to_string(&told).expect("JSON");
    assert_eq!(serde_json::from_str::<SheetsTold>(&kept).expect("read back"), told);
    assert_eq!(told.received()[0].on, jiff::civil::date(2026, 11, 19));
}
