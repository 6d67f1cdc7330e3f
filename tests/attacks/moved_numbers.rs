//! Whoever has the database and no key moves a registration or blanko number from one certificate to another: numbers
//! that no key signed. Nobody who types such a number is told of the wrong certificate, and no other units are shown.

use serde_json::Value;

use crate::support::{Installation, Service, issued, on_both};

fn roster() -> String {
    let mut csv = "nama_asesi,nik,kode_skema,tanggal_uji,status_kompeten,nomor_blanko\n".to_owned();
    for (person, nik, blanko) in [("Siti", "9951010101900001", "0012345"), ("Budi", "9951010101900002", "0067890")] {
        csv += &format!("{person} Rekaan,{nik},CS-01,2024-05-06,K,{blanko}\n");
    }
    csv
}

/// The answers about a number: the certificate each is about, and its verdict. None where there is no answer.
fn told(service: &Service, number: &str) -> Option<Vec<(String, String)>> {
    let page = service.get(&format!("/api/v1/certificates/{}?on=2025-01-01", number.replace(' ', "%20")));
    let word = |one: &Value| {
        let number = one["certificate"]["number"].as_str().unwrap_or_default();
        (number.to_owned(), one["verdict"].as_str().expect("a word").to_owned())
    };
    (page.status == 200).then(|| page.json()["results"].as_array().expect("results").iter().map(word).collect())
}

/// The answer about a number of which nothing can be told.
fn untold() -> Option<Vec<(String, String)>> {
    Some(vec![(String::new(), "status_unknown".to_owned())])
}

/// Moves a column and its key from each of two rows to the other.
fn swap(at: &Installation, column: &str, [one, other]: [&str; 2]) {
    at.execute(format!(
        "create table kept as select number, {column}, {column}_key from certificate;
         update certificate set {column}_key = 'x' where number = '{one}';
         update certificate set {column} = (select {column} from kept where number = '{one}'),
             {column}_key = (select {column}_key from kept where number = '{one}') where number = '{other}';
         update certificate set {column} = (select {column} from kept where number = '{other}'),
             {column}_key = (select {column}_key from kept where number = '{other}') where number = '{one}';
         drop table kept;"
    ));
}

#[test]
fn no_number_leads_to_another_certificate() {
    on_both(|at| {
        at.with_lsps();
        let (file, out) = (at.write("r.csv", roster()), at.path("out"));
        let made = at.issue("klining", "2024-06-03", &file, &["--out", out.to_str().expect("UTF-8")]);
        assert_eq!(made["issued"], 2, "{made}");
        let rows = issued(&out);
        let (revoked, valid) = (&rows[0], &rows[1]);
        at.ok(&["revoke", &revoked[0], "--reason", "fraud", "--yes"]);
        let blankos = at.column("select blanko from certificate order by number");
        let service = at.serve();
        let of = |row: &[String], word: &str| Some(vec![(row[0].clone(), word.to_owned())]);
        for number in [&revoked[0], &revoked[1], &blankos[0]] {
            assert_eq!(told(&service, number), of(revoked, "revoked"), "{number}");
        }
        for number in [&valid[0], &valid[1], &blankos[1]] {
            assert_eq!(told(&service, number), of(valid, "valid"), "{number}");
        }
        for (column, numbers) in [("registration", [&revoked[1], &valid[1]]), ("blanko", [&blankos[0], &blankos[1]])] {
            swap(at, column, [&revoked[0], &valid[0]]);
            for number in numbers {
                assert_eq!(told(&service, number), untold(), "{column} {number}");
            }
            assert_eq!(told(&service, &valid[0]), of(valid, "valid"), "by its own number it is found");
            let asked = at.run(&["verify", "--json", "--on", "2025-01-01", numbers[0], &valid[0]]);
            let words: Vec<Value> = asked.out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
            let words: Vec<&str> = words.iter().filter_map(|one| one["verdict"].as_str()).collect();
            assert_eq!((asked.code, words.as_slice()), (2, ["status_unknown", "valid"].as_slice()), "{}", asked.err);
            swap(at, column, [&revoked[0], &valid[0]]);
            assert_eq!(told(&service, numbers[0]), of(revoked, "revoked"), "{column}, put back");
        }

        // One that has no stamp would be one of before; the entry that it was issued under knows better.
        at.execute("update certificate set stamp = null;".to_owned());
        assert_eq!(told(&service, &valid[1]), untold());
    });
}
