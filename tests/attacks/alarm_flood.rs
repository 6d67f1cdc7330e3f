//! A stolen key's token hidden in a flood of a genuine one, which the alarm has to look up first.

use crate::support::{Installation, issued, people};

#[test]
fn a_flood_of_a_genuine_token_hides_none() {
    let at = Installation::on_sqlite();
    at.with_lsps();
    let (roster, out) = (at.write("r.csv", people(1, 1)), at.path("out"));
    at.issue("klining", "2024-06-03", &roster, &["--out", out.to_str().expect("UTF-8")]);
    let token = issued(&out)[0][5].clone();
    let service = at.serve();
    let flood = format!("{token}\n").repeat(20_000);
    let answers = service.post("/api/v1/verify/batch", "application/x-ndjson", &flood);
    assert_eq!(answers.body.lines().filter(|line| line.contains("\"verdict\":\"valid\"")).count(), 20_000);
    let figures = service.html("/metrics").body;
    let unwatched = figures.lines().find(|line| line.starts_with("absah_unwatched_tokens_total")).expect("a figure");
    assert!(unwatched.ends_with(" 0"), "a token that came then would have been let through: {unwatched}");
}
