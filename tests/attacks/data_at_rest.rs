//! A thief has the database and no passphrase. He knows a roster but for one NIK, and wants that; or he wants to know who
//! was assessed and failed.

use std::fs;

use sha2::{Digest as _, Sha256};

use crate::support::{Installation, on_both};
use crate::trust::text;

const ROSTER: &str = "nama_asesi,nik,kode_skema,tanggal_uji,status_kompeten\n\
    Orang Rekaan,9951010101900001,CS-01,2024-05-06,K\n\
    Gagal Rekaan,9951010101900002,CS-01,2024-05-06,BK\n\
    Absen Rekaan,9951010101900003,CS-01,,TH\n";

/// Everything that the tables say which may be of a roster.
fn dump(at: &Installation) -> String {
    let queries = [
        "select file_index from roster",
        "select recorded_by from roster",
        "select body from journal",
        "select coalesce(subject, '') from journal",
        "select name from entry_key",
        "select coalesce(name_sealed, '') from entry_key",
        "select particulars_sealed from entry",
        "select nik_sealed from holder",
        "select nik_index from holder",
        "select holder_name from certificate",
        "select value from setting",
    ];
    let mut all = queries.map(|query| at.column(query).join("\n")).join("\n");
    for file in ["absah.db", "absah.db-wal"] {
        all += &String::from_utf8_lossy(&fs::read(at.path("data").join(file)).unwrap_or_else(|_| Vec::new()));
    }
    all
}

fn handed_in(at: &Installation) -> String {
    at.with_lsps();
    let roster = at.write("r.csv", ROSTER);
    at.ok(&["issue", "--lsp", "klining", "--issued-on", "2024-06-03", text(&roster)]);
    dump(at)
}

#[test]
fn who_knows_a_roster_but_for_one_nik_finds_nothing_to_try_it_against() {
    on_both(|at| {
        let all = handed_in(at);
        let guess = Sha256::digest(ROSTER);
        let spellings = [hex::encode(guess), absah::seal::spelling::to_base64url(&guess)];
        for spelling in spellings {
            assert!(!all.contains(&spelling), "a guess at the NIK can be held against {spelling}");
        }
        assert!(!all.contains("995101010190000"), "and no NIK stands there itself");
    });
}

#[test]
fn who_failed_or_did_not_come_is_not_told() {
    on_both(|at| {
        let all = handed_in(at);
        assert!(all.contains("Orang Rekaan"), "her certificate says it too");
        for name in ["Gagal Rekaan", "Absen Rekaan"] {
            assert!(!all.contains(name), "{name}");
        }
        // Handed in again the same people are known by their names.
        let roster = at.path("r.csv");
        let again = at.issue("klining", "2024-06-03", &roster, &[]);
        assert_eq!((&again["already"], &again["recorded"]), (&1.into(), &2.into()), "{again}");
        let other = at.write("other.csv", ROSTER.replace("Gagal Rekaan", "Siapa Rekaan"));
        assert_eq!(at.run(&["issue", "--lsp", "klining", "--issued-on", "2024-06-03", text(&other)]).code, 1);
    });
}
