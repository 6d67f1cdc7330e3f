//! A story through the office's pages of certificates: found by the beginning of a name, revoked by two people, and one
//! replaced under a corrected name.

use serde_json::Value;

use crate::office_pages::{Answer, Browser, between};
use crate::support::{Installation, Service};

/// What the public is told of a certificate, in a word.
fn told(service: &Service, page: &str) -> String {
    let link = between(page, "href=\"http://127.0.0.1:8080/v/", "\"");
    service.get(&format!("/v/{link}")).json()["verdict"].as_str().expect("a word").to_owned()
}

/// Asks on a page, and gives the request.
fn ask(maker: &mut Browser<'_>, path: &str, form: &str) -> Answer {
    let page = maker.get(path);
    assert_eq!(page.status, 200, "{path}: {}", page.body);
    maker.post(path, &format!("key={}&{form}", between(&page.body, "name=\"key\" value=\"", "\"")))
}

/// Approves what is on a page, and gives the page of its work when that has ended.
fn approve(approver: &mut Browser<'_>, request: &str) -> String {
    let page = approver.get(request).body;
    let seen = format!("seen={}", between(&page, "name=\"seen\" value=\"", "\""));
    let work = approver.post(&format!("{request}/setujui"), &seen).location;
    approver.ended(&work)
}

#[test]
fn a_certificate_is_found_and_revoked_and_another_replaced_by_two_people() {
    let at = &Installation::on_sqlite();
    let demo = at.ok(&["demo", "--once", "--json"]).json();
    let account = |role: &str| -> &Value {
        demo["accounts"].as_array().expect("some").iter().find(|one| one["role"] == role).expect("one")
    };
    let found = at.ok(&["find", "--json", "--lsp", "klining", "--state", "valid"]).json();
    let valid = found["certificates"].as_array().expect("some");
    let today =
        at.ok(&["find", "--json", "--lsp", "klining", "--state", "valid", "--expiring-before", "2999-01-01"]).json();
    let lasting = |at: usize| today["certificates"][at].clone();
    assert!(valid.len() > 2, "{found}");
    let service = at.serve();
    let mut maker = Browser::enter(&service, account("operator"));
    let mut approver = Browser::enter(&service, account("approver"));
    let text = |one: &Value, name: &str| one[name].as_str().expect("text").to_owned();
    let here = "/office/klining/sertifikat";
    let others = at.ok(&["find", "--json", "--lsp", "pengemudi"]).json();
    let others = text(&others["certificates"][0], "number").replace(' ', "");
    for path in [format!("{here}/{others}"), format!("{here}/{others}/lembar.pdf"), format!("{here}/{others}/cabut")] {
        assert_eq!(maker.get(&path).status, 404, "{path}: another LSP's");
    }
    assert!(maker.get(&format!("{here}?cari={others}")).body.contains("Tidak ada sertifikat yang cocok"));

    let (number, holder) = (text(&lasting(0), "number"), text(&lasting(0), "holder"));
    let key = number.replace(' ', "");
    let word = holder.split_whitespace().last().expect("a word").to_lowercase();
    let beginning: String = word.chars().take(word.chars().count().min(4)).collect();
    let list = maker.get(&format!("{here}?cari={beginning}&skema={}", text(&lasting(0), "scheme"))).body;
    assert!(list.contains(&format!("{here}/{key}\"")) && list.contains("Cari: "), "{beginning}: {list}");
    assert!(!between(&list, "<title>", "</title>").to_lowercase().contains(&beginning), "no name in a title");
    let by_number = maker.get(&format!("{here}?cari={key}")).body;
    assert_eq!(by_number.matches("name=\"nomor\"").count(), 1);

    let page = maker.get(&format!("{here}/{key}")).body;
    assert!(page.contains("<b>Berlaku</b>") && page.contains("diterbitkan"), "{page}");
    assert_eq!(told(&service, &page), "valid");
    let none = ask(&mut maker, &format!("{here}/{key}/cabut"), "reason=&remark=x");
    assert!(none.status == 422 && none.body.contains("Pilih alasannya."), "{}", none.body);
    let form = maker.get(&format!("{here}/{key}/cabut")).body;
    assert!(form.contains("class=\"danger\">Ajukan pencabutan 1 sertifikat"), "{form}");
    let sent = format!("key={}&reason=fraud&remark=Uji", between(&form, "name=\"key\" value=\"", "\""));
    let request = maker.post(&format!("{here}/{key}/cabut"), &sent).location;
    assert!(request.starts_with("/office/klining/persetujuan/"), "{request}");
    let again = maker.post(&format!("{here}/{key}/cabut"), &sent).location;
    assert_eq!(again, "/office/klining/persetujuan", "a second click asks for nothing again");
    assert!(maker.get(&format!("{here}/{key}")).body.contains("menunggu persetujuan"));
    assert!(approver.get(&request).body.contains("Kecurangan"));
    assert_eq!(approver.get(&format!("{here}/{key}/cabut")).status, 403, "who approves does not ask");
    assert!(approve(&mut approver, &request).contains("Selesai: 1"));
    let page = maker.get(&format!("{here}/{key}")).body;
    assert!(page.contains("<b>Dicabut</b>") && page.contains("Diajukan operator, disetujui penyetuju"), "{page}");
    assert!(!page.contains("/cabut\""), "it is final");
    std::thread::sleep(std::time::Duration::from_millis(1_100)); // seen within a second
    assert_eq!(told(&service, &page), "revoked");

    let other = text(&lasting(1), "number").replace(' ', "");
    let refused = ask(&mut maker, &format!("{here}/{other}/ganti"), "reason=wrong-data&name=&nik=");
    assert!(refused.status == 422 && refused.body.contains("Nama tidak dapat dipakai"), "{}", refused.body);
    let form = "reason=wrong-data&name=Orang+Rekaan+Benar&nik=9951010101909999&remark=";
    let request = ask(&mut maker, &format!("{here}/{other}/ganti"), form).location;
    let page = approver.get(&request).body;
    for shown in [
        text(&lasting(1), "holder").as_str(),
        "<b>Orang Rekaan Benar</b>",
        "<b>9951010101909999</b>",
        "Ganti 1 sertifikat",
    ] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    assert!(approve(&mut approver, &request).contains("Selesai: 1"));
    let page = maker.get(&format!("{here}/{other}")).body;
    let successor = between(&page, "Diganti dengan</dt><dd><a href=\"", "\"").to_owned();
    let page = maker.get(&successor).body;
    assert!(page.contains("Orang Rekaan Benar") && page.contains("Menggantikan") && page.contains("<b>Berlaku</b>"));
    let sheet = maker.bytes(&format!("{successor}/lembar.pdf"));
    assert!(sheet.starts_with(b"%PDF"), "its sheet is to be had");
    assert!(maker.get(&format!("{here}?cari=benar")).body.contains("Orang Rekaan Benar"));

    let pasted =
        format!("tindakan=bekukan&daftar={key}%0A{}%0A999%0A{other}", text(&lasting(2), "number").replace(' ', "+"));
    let check = maker.post(&format!("{here}/banyak"), &pasted).body;
    for shown in
        ["Ajukan pembekuan 1 sertifikat", "tidak mempunyai nomor itu", "Keadaannya Dicabut", "Keadaannya Diganti"]
    {
        assert!(check.contains(shown), "{shown}: {check}");
    }
    let lines = maker.post(&format!("{here}/banyak/ditolak.csv"), &pasted).body;
    assert!(lines.contains("\"999\",") && lines.lines().count() == 4, "{lines}");
    drop(service);
    at.ok(&["journal", "verify"]);
}
