//! Numbers: no gap, no twin, across processes and crashes.

use std::collections::BTreeSet;

use crate::support::{LSPS, SITE, answer, on_both, people};

#[test]
fn four_processes_at_once_number_without_gap_or_twin() {
    on_both(|at| {
        at.with_lsps();
        let running: Vec<_> = (0..4)
            .map(|process| {
                let roster = at.write(&format!("r{process}.csv"), people(process * 1000, 1000));
                let roster = roster.to_str().expect("UTF-8").to_owned();
                let arguments = ["issue", "--lsp", "klining", "--issued-on", "2024-06-03", "--json", &roster];
                at.command(&arguments).stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped()).spawn()
            })
            .collect();
        for child in running {
            let done = answer(child.expect("started").wait_with_output().expect("ended"));
            assert_eq!(done.json()["issued"], 1000, "{}", done.err);
        }
        let numbers: BTreeSet<String> = at.column("select number from certificate").into_iter().collect();
        let expected = (1..=4000).map(|sequence| format!("81210 9112 2 {sequence:07} 2024"));
        assert!(numbers == expected.collect(), "4,000 numbers, each once");
        let registrations = at.column("select registration from certificate");
        assert_eq!(registrations.into_iter().collect::<BTreeSet<_>>().len(), 4000);
    });
}

#[test]
fn a_sequence_that_would_run_out_issues_nothing() {
    on_both(|at| {
        let mut lsps: serde_json::Value =
            serde_json::from_str(&std::fs::read_to_string(LSPS).expect("read")).expect("JSON");
        lsps["lsps"][0]["numbering"] = serde_json::json!({
            "certificate": { "shape": "{kbli} {sequence:3} {year}", "scope": "year", "start": 990 },
            "registration": { "shape": "{letters}.{sequence:4}", "scope": "never" },
        });
        let file = at.write("lsps.json", lsps.to_string());
        at.ok(&["lsp", "import", file.to_str().expect("UTF-8"), "--site", SITE]);
        at.ok(&["keys", "new", "--lsp", "klining", "--from", "2015-01-01"]);
        let roster = at.write("r.csv", people(1, 11));
        let refused =
            at.run(&["issue", "--lsp", "klining", "--issued-on", "2024-06-03", roster.to_str().expect("UTF-8")]);
        assert!(refused.code == 2 && refused.err.contains("run out"), "{}", refused.err);
        assert!(at.column("select number from certificate").is_empty());
        // Ten fit, from the start that was set; nothing was wasted by the refusal.
        let roster = at.write("r.csv", people(1, 10));
        assert_eq!(at.issue("klining", "2024-06-03", &roster, &[])["issued"], 10);
        let numbers = at.column("select number from certificate order by number");
        assert_eq!(numbers.first().map(String::as_str), Some("81210 990 2024"));
        assert_eq!(numbers.last().map(String::as_str), Some("81210 999 2024"));
        assert_eq!(at.column("select registration from certificate order by registration")[0], "KLN.0001");
    });
}
