//! Somebody with the database moves counters back, and takes out the rows that would stand in the way, so that a number, a
//! place on a status list or a certificate be given twice.

use crate::keys::certificates;
use crate::support::{Installation, issued, on_both, people};
use crate::trust::text;

const BACK: &str = "update counter set next = 1 where lsp = 'klining';
    update lsp_head set status_next = 0 where lsp = 'klining';";
const TAKEN_OUT: &str = "delete from certificate where lsp = 'klining'";

fn differences(at: &Installation) -> String {
    at.run(&["journal", "verify", "--json"]).out
}

#[test]
fn no_number_and_no_place_is_given_twice() {
    on_both(|at| {
        at.with_lsps();
        let first = certificates(at, 1, 3, "2024-06-03");
        at.ok(&["suspend", &first[0].0, "--reason", "misuse", "--yes"]);
        at.execute(BACK.to_owned());
        assert_eq!(differences(at).matches("\"counter\"").count(), 3, "two sequences and the places");
        at.execute(TAKEN_OUT.to_owned());
        let (roster, out) = (at.write("next.csv", people(50, 3)), at.path("next"));
        at.issue("klining", "2024-06-03", &roster, &["--out", text(&out)]);
        let next = issued(&out);
        assert_eq!(next.len(), 3);
        for row in &next {
            assert!(first.iter().all(|(number, _)| *number != row[0]), "{} was given before", row[0]);
        }
        // Sharing a place, the suspended one would be good again with the other's reinstatement.
        for row in &next {
            at.ok(&["suspend", &row[0], "--reason", "misuse", "--yes"]);
            at.ok(&["reinstate", &row[0]]);
        }
        let said = at.run(&["verify", "--json", &first[0].1]);
        assert_eq!(said.json()["verdict"], "suspended");
        assert!(!differences(at).contains("\"counter\""), "what was moved back is ahead again");
    });
}

#[test]
fn a_counter_is_put_back_to_what_the_journal_tells() {
    on_both(|at| {
        at.with_lsps();
        certificates(at, 1, 2, "2024-06-03");
        at.execute("update counter set next = 4000000 where lsp = 'klining'; update lsp_head set status_next = 500000 where lsp = 'klining';".to_owned());
        assert_eq!(differences(at).matches("\"counter\"").count(), 3);
        at.ok(&["journal", "repair", "--yes"]);
        at.ok(&["journal", "verify"]);
        assert_eq!(at.column("select next || '' from counter where lsp = 'klining' and kind = 'certificate'"), ["3"]);
    });
}

#[test]
fn whose_rows_were_taken_out_gets_no_second_certificate_with_the_same_roster() {
    on_both(|at| {
        at.with_lsps();
        let (roster, out) = (at.write("r.csv", people(1, 3)), at.path("out"));
        at.issue("klining", "2024-06-03", &roster, &["--out", text(&out)]);
        let revoked = issued(&out).remove(0);
        at.ok(&["revoke", &revoked[0], "--reason", "fraud", "--yes"]);
        at.execute(format!(
            "delete from certificate where number = '{0}'; delete from entry_key where entry not in (select entry from certificate)",
            revoked[0]
        ));
        let again = at.run(&["issue", "--lsp", "klining", "--issued-on", "2024-06-03", text(&roster)]);
        assert!(again.code == 2 && again.err.contains("was handed in before"), "{}{}", again.out, again.err);
        let more = at.write("more.csv", people(1, 3) + people(9, 1).lines().nth(1).expect("a row"));
        let other = at.run(&["issue", "--lsp", "klining", "--issued-on", "2024-06-03", text(&more)]);
        assert_eq!(
            other.code, 0,
            "another file is another roster: journal verify tells what is missing: {}",
            other.err
        );
        assert!(differences(at).contains("\"missing\""));
    });
}
