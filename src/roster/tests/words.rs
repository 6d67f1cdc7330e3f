//! The words of rosters as offices write them, and those in which faults are told.

use super::*;
use crate::roster::{Cause, Tally, tally};
use crate::words::Lang;

const HEADER: &str = "No,Nama Lengkap,No. KTP,Skema Sertifikasi,Tanggal Uji Kompetensi,Hasil Uji Kompetensi";

fn read_rows(rows: &str) -> Roster {
    let text = format!("{HEADER}\n{rows}");
    read_for(text.as_bytes(), &lsp("klining"), date(2026, 3, 1)).expect("a roster")
}

#[test]
fn decisions_dates_and_headings_are_read_as_offices_write_them() {
    let roster = read_rows(
        "1,Siti Rekaan,9904066708740025,CS-01,\"Kamis, 12 Februari 2026\",Kompeten (K)\n\
         2,Tuti Rekaan,9904066708740026,CS-01,12 Februari 2026,Belum Kompeten (BK)\n\
         3,Sri Rekaan,9904066708740027,CS-02,\"Kamis, 12 Februari 2026\",Tidak Hadir\n\
         4,Sita Rekaan,9904066708740028,CS-01,,TH\n",
    );
    assert_eq!(roster.faults, []);
    let read: Vec<_> = roster.entries.iter().map(|entry| (entry.tested_on, entry.decision)).collect();
    let day = Some(date(2026, 2, 12));
    let expected = [
        (day, Decision::Competent),
        (day, Decision::NotYetCompetent),
        (day, Decision::Absent),
        (None, Decision::Absent),
    ];
    assert_eq!(read, expected);
    let counted: Vec<(String, Tally)> =
        tally(&roster.entries).into_iter().map(|(code, tally)| (code.to_string(), tally)).collect();
    let first = Tally { competent: 1, not_yet_competent: 1, absent: 1 };
    let second = Tally { competent: 0, not_yet_competent: 0, absent: 1 };
    assert_eq!(counted, [("CS-01".to_owned(), first), ("CS-02".to_owned(), second)]);
}

#[test]
fn a_weekday_that_is_not_the_dates_is_a_fault() {
    let roster = read_rows("1,Siti Rekaan,9904066708740025,CS-01,\"Jumat, 12 Februari 2026\",K\n");
    assert!(matches!(roster.faults[0].cause, Cause::WeekdayDiffers { .. }));
    assert_eq!(
        roster.faults[0].cause.message(Lang::Id),
        "Hari dan tanggal pada \"Jumat, 12 Februari 2026\" tidak cocok. Perbaiki salah satunya."
    );
}

#[test]
fn an_unknown_scheme_is_told_with_those_that_the_lsp_has() {
    let roster = read_rows("1,Siti Rekaan,9904066708740025,CS-99,12/02/2026,K\n");
    let klining = lsp("klining");
    let message = |lang| roster.faults[0].cause.message(lang).into_owned();
    for scheme in &klining.schemes {
        assert!(message(Lang::Id).contains(&format!("{} ({})", scheme.code, scheme.title_id)), "{}", message(Lang::Id));
        assert!(message(Lang::En).contains(&format!("{} ({})", scheme.code, scheme.title_en)));
    }
    assert!(message(Lang::En).ends_with(")."), "{}", message(Lang::En));
    let mut many = lsp("klining");
    for number in 10..40 {
        let mut scheme = many.schemes[0].clone();
        scheme.code = format!("CS-{number}").parse().expect("a code");
        many.schemes.push(scheme);
    }
    let text = format!("{HEADER}\n1,Siti Rekaan,9904066708740025,CS-99,12/02/2026,K\n");
    let roster = read_for(text.as_bytes(), &many, date(2026, 3, 1)).expect("a roster");
    let told = roster.faults[0].cause.message(Lang::En);
    assert!(told.ends_with(&format!("), and {} more.", many.schemes.len() - 10)), "{told}");
    let any = read_any(text.replace("CS-99", "Petugas Kebersihan").as_bytes()).expect("a roster");
    let told = any.faults[0].cause.message(Lang::En);
    assert_eq!(told, "\"Petugas Kebersihan\" is no scheme code. Write the code alone, such as CS-01.");
}

#[test]
fn faults_are_found_in_excel_by_cell_and_heading() {
    let roster = read_rows("\n1,Siti Rekaan,99,CS-01,12/02/2026,K\n");
    let fault = &roster.faults[0];
    assert_eq!((fault.row, fault.column), (3, "nik"));
    assert_eq!(roster.layout.cell(fault.row, fault.column).expect("a cell").to_string(), "C3");
    assert_eq!(roster.layout.heading(fault.column).expect("a heading").to_string(), "No. KTP");
    assert_eq!((roster.layout.header(), roster.layout.cell(3, "baris")), (1, None));
}

#[test]
fn one_nik_under_two_names_is_told_in_those_words() {
    let roster = read_rows(
        "1,Siti Rekaan,9904066708740025,CS-01,12/02/2026,K\n\
         2,\"SITI REKAAN, S.E.\",9904066708740025,CS-02,12/02/2026,K\n\
         3,Tuti Rekaan,9904066708740025,CS-02,13/02/2026,K\n\
         4,Tuti Rekaan,9904066708740025,CS-01,12/02/2026,K\n",
    );
    assert_eq!(roster.entries.len(), 2, "one person may have two schemes and a degree");
    let faults: Vec<_> = roster.faults.iter().map(|fault| (fault.row, fault.column, &fault.cause)).collect();
    let cause = &Cause::NikNamedOtherwise { earlier: 2 };
    assert_eq!(faults, [(4, "nik", cause), (5, "nik", cause)]);
    assert!(cause.message(Lang::Id).starts_with("NIK ini dipakai dua nama: "));
    assert!(cause.message(Lang::En).starts_with("This NIK is under two names: "));
}
