//! Invented people for a demo's rosters. Their NIK begin with 99, a province that does not exist.

use jiff::civil::Date;
use jiff::{Span, ToSpan as _};

/// One roster to be made up.
pub(super) struct Sitting {
    pub(super) lsp: &'static str,
    pub(super) scheme: &'static str,
    /// The first person's place among all the demo's people.
    pub(super) first: usize,
    pub(super) people: usize,
    /// How many of them, the last ones, did not come.
    pub(super) absent: usize,
    pub(super) tested_on: Date,
    pub(super) issued_on: Date,
}

const GIVEN: [&str; 24] = [
    "Wulan", "Bagas", "Citra", "Dimas", "Eka", "Fajar", "Galih", "Hesti", "Indra", "Jihan", "Kirana", "Laras",
    "Mahesa", "Nadia", "Nur'aini", "Putri", "Raka", "Sekar", "Taufik", "Utari", "Vina", "Wahyu", "Yoga", "Zahra",
];

const FAMILY: [&str; 23] = [
    "Anggraini",
    "Baskoro",
    "Cahyadi",
    "Damayanti",
    "Erlangga",
    "Febrianti",
    "Gumelar",
    "Hartati",
    "Irawan",
    "Juwita",
    "Kartika",
    "Laksana",
    "Maharani",
    "Nugraha",
    "Oktaviani",
    "Prakoso",
    "Ramadhan",
    "Saraswati",
    "Tanjung",
    "Usman",
    "Wardani",
    "Yuniarti",
    "Zulkarnain",
];

/// The demo's rosters: a Cilegon-like one, one long expired, one of a licence that lapsed, one to come.
pub(super) fn sittings(today: Date) -> [Sitting; 4] {
    let days = |days: i64| today.saturating_add(Span::new().days(days));
    let lapsed = jiff::civil::date(2025, 6, 2);
    let guards = if today < lapsed { days(-60) } else { lapsed };
    [
        Sitting {
            lsp: "klining",
            scheme: "CS-01",
            first: 0,
            people: 102,
            absent: 14,
            tested_on: days(-96),
            issued_on: days(-30),
        },
        Sitting {
            lsp: "pengemudi",
            scheme: "DRV-01",
            first: 200,
            people: 12,
            absent: 0,
            tested_on: days(-75).saturating_sub(3.years()),
            issued_on: days(-40).saturating_sub(3.years()),
        },
        Sitting {
            lsp: "pengamanan",
            scheme: "SEC-01",
            first: 300,
            people: 3,
            absent: 0,
            tested_on: guards.saturating_sub(40.days()),
            issued_on: guards,
        },
        Sitting {
            lsp: "provinsi",
            scheme: "POLPP-01",
            first: 400,
            people: 5,
            absent: 0,
            tested_on: days(-20),
            issued_on: days(7),
        },
    ]
}

/// The roster of a sitting, as an LSP would have it from Excel.
pub(super) fn roster(sitting: &Sitting) -> String {
    let mut csv =
        "no;nama_asesi;nik;tempat_lahir;tanggal_lahir;jenis_kelamin;kode_skema;tanggal_uji;instansi;status_kompeten\n"
            .to_owned();
    for at in 0..sitting.people {
        let person = sitting.first + at;
        let woman = person.is_multiple_of(2);
        let birth = jiff::civil::date(
            1970 + (person * 7 % 31) as i16,
            1 + (person * 5 % 12) as i8,
            1 + (person * 11 % 28) as i8,
        );
        let day = birth.day() + if woman { 40 } else { 0 };
        let nik = format!("995001{day:02}{:02}{:02}{:04}", birth.month(), birth.year() % 100, person + 1);
        let came = at < sitting.people - sitting.absent;
        let tested = if came { sitting.tested_on.strftime("%d/%m/%Y").to_string() } else { String::new() };
        csv.push_str(&format!(
            "{};{};{nik};Contoh;{};{};{};{tested};Dinas Contoh;{}\n",
            at + 1,
            name(person),
            birth.strftime("%d/%m/%Y"),
            if woman { "P" } else { "L" },
            sitting.scheme,
            if came { "K" } else { "" },
        ));
    }
    csv
}

/// A name of two words, no two of the demo's people alike.
fn name(person: usize) -> String {
    let family = (person / GIVEN.len() + person * 5) % FAMILY.len();
    format!("{} {}", GIVEN[person % GIVEN.len()], FAMILY[family])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_people_of_a_sitting_share_a_name() {
        let names: std::collections::BTreeSet<String> = (0..102).map(name).collect();
        assert_eq!(names.len(), 102);
    }
}
