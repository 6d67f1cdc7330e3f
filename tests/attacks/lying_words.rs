//! Somebody has the database and no key, and wants a certificate to show as another than it is in lists: he has the words
//! of a name lead elsewhere, has a revoked one called valid, has a number lead to another person. Nothing false is shown.

use crate::support::{Installation, issued, people};

#[test]
fn a_list_shows_what_the_journal_holds_whatever_the_tables_say() {
    let at = &Installation::on_sqlite();
    at.with_lsps();
    let (roster, out) = (at.write("r.csv", people(1, 3)), at.path("out"));
    at.issue("klining", "2024-06-03", &roster, &["--out", out.to_str().expect("UTF-8")]);
    let rows = issued(&out);
    let [first, second, third] = [&rows[0], &rows[1], &rows[2]];
    at.ok(&["revoke", &first[0], "--reason", "fraud"]);
    let find = |text: &str| at.ok(&["find", "--json", text]).json()["certificates"].clone();
    at.execute(format!(
        "update certificate set status = 'valid', status_at = null, status_reason = null, changed_seq = null
         where number = '{}';
         update name_posting set word = 'budi' where word = 'rekaan';
         insert into name_posting (lsp, word, newest_first, certificate, further)
             select lsp, 'direktur', -20240603, id, '' from certificate;
         update certificate set number_key = 'X' where number = '{}';
         update certificate set number_key = '{}' where number = '{}';
         update certificate set holder_name = 'Orang Terkenal' where number = '{}';",
        first[0],
        second[0],
        second[0].replace(' ', ""),
        third[0],
        third[0]
    ));
    for lie in ["direktur", "budi"] {
        assert_eq!(find(lie).as_array().map(Vec::len), Some(0), "{lie}: a word that is no word of the name");
    }
    assert_eq!(find(&first[0])[0]["state"], "revoked", "by the journal");
    assert_eq!(find(&second[0]).as_array().map(Vec::len), Some(0), "a key leads to no other number");
    let all = at.ok(&["find", "--json", "--lsp", "klining", "--issued-in", "2024"]).json()["certificates"].clone();
    let renamed = all.as_array().expect("a list").iter().find(|one| one["number"] == third[0].as_str());
    assert!(renamed.expect("listed")["state"].is_null(), "nothing is told of a row that was altered: {all}");
}
