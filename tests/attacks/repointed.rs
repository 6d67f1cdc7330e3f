//! Somebody with the database points an LSP, or a certificate, to texts of his own: another director, another wording, a
//! longer term, a console that is open, a picture. Nothing is issued, signed or printed with them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use sha2::{Digest as _, Sha256};

use crate::keys::certificates;
use crate::support::{Installation, issued, on_both, people};
use crate::trust::text;

fn leaked(query: String) -> &'static str {
    Box::leak(query.into_boxed_str())
}

/// Puts another text beside one that is kept, and gives its hash.
pub(super) fn another(at: &Installation, hash: &str, change: impl Fn(&str) -> String) -> String {
    let body = at.column(leaked(format!("select body from version where hash = '{hash}'"))).remove(0);
    let changed = change(&body);
    assert_ne!(changed, body, "a text that says otherwise");
    let hash = hex::encode(Sha256::digest(&changed));
    at.execute(format!("insert into version (hash, body) values ('{hash}', '{}')", changed.replace('\'', "''")));
    hash
}

fn pointer(at: &Installation, query: &str) -> String {
    at.column(leaked(query.to_owned())).remove(0)
}

fn sheets(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = fs::read_dir(dir).expect("a directory").map(|file| file.expect("a file").path());
    let pdfs = files.filter(|file| file.extension().is_some_and(|ending| ending == "pdf"));
    pdfs.map(|pdf| (text(&pdf).rsplit('/').next().unwrap_or_default().to_owned(), fs::read(&pdf).expect("read")))
        .collect()
}

#[test]
fn nothing_is_issued_changed_or_vouched_for_by_what_somebody_points_an_lsp_to() {
    on_both(|at| {
        at.with_lsps();
        let valid = certificates(at, 1, 1, "2024-06-03").remove(0).0;
        let particulars = pointer(at, "select version from lsp where id = 'klining'");
        let form = pointer(at, "select form from lsp where id = 'klining'");
        let scheme = pointer(at, "select version from scheme where lsp = 'klining' and code = 'CS-01'");
        let director = another(at, &particulars, |body| {
            let (before, after) = body.split_once("\"signatory\":\"").expect("a director");
            format!("{before}\"signatory\":\"Pencuri, {after}")
        });
        let site = another(at, &particulars, |body| body.replace("cek.lsp.example", "palsu.example"));
        let wording = another(at, &form, |body| body.replace("Sertifikat", "Ijazah").replace("SERTIFIKAT", "IJAZAH"));
        let longer = another(at, &scheme, |body| body.replace("\"validity_years\":", "\"validity_years\":2"));
        let set = |column: &str, hash: &str| format!("update lsp set {column} = '{hash}' where id = 'klining'");
        let attacks = [
            ("the particulars", set("version", &director)),
            ("the particulars", set("version", &site)),
            ("layouts and pictures", set("form", &wording)),
            (
                "the facts of scheme CS-01",
                format!("update scheme set version = '{longer}' where lsp = 'klining' and code = 'CS-01'"),
            ),
            (
                "the former sites",
                "insert into former_site (lsp, site) values ('klining', 'https://palsu.example')".into(),
            ),
        ];
        let roster = at.write("r.csv", people(20, 1));
        let issue = ["issue", "--lsp", "klining", "--issued-on", "2024-06-03", text(&roster)];
        let suspend = ["suspend", &valid, "--reason", "misuse", "--yes"];
        for (n, (what, attack)) in attacks.into_iter().enumerate() {
            at.execute(attack.clone());
            let other = [&suspend[..], &["trust", "sign", "--yes"], &["keys", "new", "--lsp", "klining"]];
            for command in [&issue[..], other[n % 3]] {
                let refused = at.run(command);
                assert!(refused.code == 2 && refused.err.contains(what), "{attack}: {command:?}: {}", refused.err);
            }
            let told = at.run(&["journal", "verify", "--json"]);
            assert!(told.code == 1 && told.out.contains("\"repointed\""), "{attack}: {}", told.out);
            at.ok(&["journal", "repair", "--yes"]);
        }
        at.ok(&["journal", "verify"]);
        at.ok(&issue);
        at.ok(&suspend);
        assert_eq!(pointer(at, "select version from lsp where id = 'klining'"), particulars);
    });
}

#[test]
fn a_sheet_is_drawn_as_it_was_issued_or_not_at_all() {
    on_both(|at| {
        at.with_lsps();
        let (roster, out) = (at.write("r.csv", people(1, 1)), at.path("out"));
        at.issue("klining", "2024-06-03", &roster, &["--out", text(&out)]);
        let (row, genuine) = (issued(&out).remove(0), sheets(&out));
        let number = &row[0];
        let of = |column: &str| {
            pointer(at, &format!("select m.{column} from making m join certificate c on c.making = m.id limit 1"))
        };
        let director = another(at, &of("lsp_version"), |body| {
            let (before, after) = body.split_once("\"signatory\":\"").expect("a director");
            format!("{before}\"signatory\":\"Pencuri, {after}")
        });
        let units = another(at, &of("scheme_version"), |body| {
            body.replacen("\"title_id\":\"", "\"title_id\":\"Rekaan pencuri: ", 9)
        });
        let wording = another(at, &of("form_version"), |body| {
            body.replacen("Sertifikat", "Ijazah", 40).replace("SERTIFIKAT", "IJAZAH")
        });
        let service = at.serve();
        let token = &row[5];
        let units_shown = || service.html(&format!("/v/{token}")).body;
        assert!(!units_shown().contains("Rekaan pencuri"));
        let keep = "create table kept as select * from making; create table kept_row as select * from certificate;";
        let back = "update making set lsp_version = (select k.lsp_version from kept k where k.id = making.id),
                        scheme_version = (select k.scheme_version from kept k where k.id = making.id),
                        form_version = (select k.form_version from kept k where k.id = making.id);
                    update certificate set registration = (select k.registration from kept_row k where k.id = certificate.id),
                        registration_key = (select k.registration_key from kept_row k where k.id = certificate.id),
                        stamp = (select k.stamp from kept_row k where k.id = certificate.id);
                    drop table kept; drop table kept_row;";
        let attacks = [
            format!("update making set lsp_version = '{director}'"),
            format!("update making set scheme_version = '{units}'"),
            format!("update making set form_version = '{wording}'"),
            format!("update making set lsp_version = '{director}'; update certificate set stamp = null"),
            "update certificate set registration = 'KLN 1', registration_key = 'KLN1'".to_owned(),
        ];
        for (attack, n) in attacks.iter().zip(0..) {
            at.execute(format!("{keep} {attack}"));
            let again = at.path(&format!("again{n}"));
            let refused = at.run(&["print", number, "--out", text(&again)]);
            assert!(refused.code == 2, "{attack}: {}{}", refused.out, refused.err);
            let completed = at.run(&[
                "issue",
                "--lsp",
                "klining",
                "--issued-on",
                "2024-06-03",
                text(&roster),
                "--out",
                text(&again),
            ]);
            assert_ne!(completed.code, 0, "{attack}: {}", completed.out);
            assert!(!again.exists() || sheets(&again).is_empty(), "{attack}: nothing was drawn");
            assert!(!units_shown().contains("Rekaan pencuri"), "{attack}: no unit is shown that was not issued");
            let found = service.get("/api/v1/certificates/KLN1");
            assert!(
                !found.body.contains("\"valid\""),
                "{attack}: a number that he wrote leads nowhere: {}",
                found.body
            );
            // Who holds the genuine sheet is not accused.
            let told = at.run(&["verify", "--json", text(&out.join(genuine.keys().next().expect("a sheet")))]);
            assert!(!told.out.contains("sheet_differs") && told.out.contains("\"valid\""), "{attack}: {}", told.out);
            at.execute(back.to_owned());
        }
        let again = at.path("again");
        at.ok(&["print", number, "--out", text(&again)]);
        assert_eq!(sheets(&again), genuine, "the same bytes as ever");
    });
}
