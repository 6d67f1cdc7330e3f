//! The NIK column of an employer's list: compared by the act of its page and within its limits, for nobody else.

use serde_json::{Value, json};

use super::employers::{link, tries};
use super::feed::{Puller, Site, site};
use super::*;
use crate::domain::act::Act;

/// Invented by [`super::records::issued`], of the first and of the second whom it issues to.
const OWN: [&str; 2] = ["9951010101900001", "9951010101900002"];

/// Has a list checked by a key, or without one.
async fn checked(site: &Site, who: Option<&Puller>, rows: &Value) -> Value {
    let list = json!({ "until": "2026-12-10", "rows": rows }).to_string();
    let request =
        Request::builder().method("POST").uri("/api/v1/check-list").header("content-type", "application/json");
    let request = match who {
        Some(who) => request.header("authorization", format!("Bearer {}", who.key)),
        None => request,
    };
    let answer = Arc::clone(&site.server).answer(request.body(Body::from(list)).expect("a request")).await;
    assert_eq!(answer.status(), StatusCode::OK);
    serde_json::from_str(&text(answer).await).expect("JSON")
}

/// The answer for each row, and why its NIK was not compared.
fn told(checked: &Value) -> Vec<(&str, Option<&str>)> {
    let rows = checked["rows"].as_array().expect("rows");
    rows.iter().map(|row| (row["answer"].as_str().expect("a word"), row["nik_not_compared"].as_str())).collect()
}

#[tokio::test]
async fn a_nik_of_a_list_is_compared_for_whom_it_may_be_and_counted_as_on_the_page() {
    let site = site().await;
    let who = site.puller("pt.rekaan").await;
    let links = [link(&site.world, "Orang Rekaan b").await, link(&site.world, "Orang Rekaan c").await];
    let rows = json!([
        { "token": links[0], "nik": OWN[0] },
        { "token": links[1], "nik": OWN[0] },
        { "token": links[0], "nik": OWN[0], "name": "Orang Rekaan b" },
        { "token": links[0] },
    ]);
    let (fits, shared) = (("fits", None), ("not_checked", None));
    let without = [fits, fits, shared, shared];
    assert_eq!(told(&checked(&site, None, &rows).await), without, "nobody without an account");
    assert_eq!(tries(&site.world).await, 0);
    let by_key = checked(&site, Some(&who), &rows).await;
    assert_eq!(told(&by_key), [fits, ("nik_differs", None), shared, shared]);
    assert_eq!(by_key["rows"][1]["differs"], json!(["nik"]));
    assert_eq!(tries(&site.world).await, 2, "the same is asked once");
    let journal = site.world.store.journal(&site.world.lsps[0]).await.expect("a journal");
    let asked: Vec<_> = journal.iter().filter(|entry| entry.act == Act::NikMatch).collect();
    assert!(asked.iter().all(|entry| entry.actor == "account:pt.rekaan" && entry.body["from"].is_string()));
    assert!(journal.iter().all(|entry| !entry.body.to_string().contains("99510101019")), "no NIK in the journal");
}

#[tokio::test]
async fn beyond_the_allowance_of_a_day_the_rest_of_an_answer_stands() {
    let site = site().await;
    let who = site.puller("pt.rekaan").await;
    let agreed = format!("/office/{}/pemberi-kerja/{}/kesepakatan", site.world.lsps[0], who.account);
    let terms = "company=PT+Rekaan&nik_a_day=1&lookups_a_day=100&keys=2";
    site.world.send(&agreed, Some(&site.admin), terms).await;
    let links = [link(&site.world, "Orang Rekaan b").await, link(&site.world, "Orang Rekaan c").await];
    let rows = json!([{ "token": links[0], "nik": OWN[0] }, { "token": links[1], "nik": OWN[0] }]);
    for _ in 0..2 {
        let told_so = checked(&site, Some(&who), &rows).await;
        assert_eq!(told(&told_so), [("fits", None), ("fits", Some("allowance_used"))], "of the other nothing is told");
    }
    assert_eq!(tries(&site.world).await, 2, "again about the first");
    site.world.clock.fetch_add(86_400, Ordering::Relaxed);
    site.look().await;
    let next_day = json!([{ "token": links[1], "nik": OWN[0] }]);
    assert_eq!(told(&checked(&site, Some(&who), &next_day).await), [("nik_differs", None)]);
}

#[tokio::test]
async fn a_list_with_many_nik_for_one_certificate_learns_nothing_and_one_with_five_uses_up_the_tries() {
    let site = site().await;
    let who = site.puller("pt.rekaan").await;
    let link = link(&site.world, "Orang Rekaan b").await;
    let rows = |niks: std::ops::Range<u32>| -> Value {
        niks.map(|nik| json!({ "token": link, "nik": format!("995101010190{nik:04}") })).collect()
    };
    let many = checked(&site, Some(&who), &rows(0..200)).await;
    let shared = told(&many).split_off(1);
    assert_eq!((told(&many)[0], shared), (("fits", None), vec![("not_checked", None); 199]));
    assert_eq!(tries(&site.world).await, 0);
    let five = checked(&site, Some(&who), &rows(100..105)).await;
    assert_eq!(told(&five), [("nik_differs", None); 5]);
    let sixth = checked(&site, Some(&who), &rows(1..2)).await;
    assert_eq!((told(&sixth), tries(&site.world).await), (vec![("fits", Some("tries_used"))], 5));
    // By number there is nothing to compare.
    let number = sixth["rows"][0]["verdict"]["certificate"]["number"].clone();
    let by_number = checked(&site, Some(&who), &json!([{ "number": number, "nik": OWN[1] }])).await;
    assert_eq!((told(&by_number), tries(&site.world).await), (vec![("fits", None)], 5));
}

#[tokio::test]
async fn whoever_is_signed_in_as_an_employer_has_niks_compared_on_the_page_too() {
    let site = site().await;
    let who = site.puller("pt.rekaan").await;
    let links = [link(&site.world, "Orang Rekaan b").await, link(&site.world, "Orang Rekaan c").await];
    let list = format!("nama;sertifikat;nik\nA;{};{}\nB;{};{}\n", links[0], OWN[0], links[1], OWN[0]);
    let post = async |path: &str, cookie: Option<&str>, fields: &[(&str, &str)]| {
        let mut body = String::new();
        for (name, value) in fields {
            body += &format!("--X\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        }
        body += "--X--\r\n";
        let own = [("content-type", "multipart/form-data; boundary=X")];
        let request = question(&Method::POST, path, cookie, &own).body(Body::from(body)).expect("a request");
        text(Arc::clone(&site.server).answer(request).await).await
    };
    for (cookie, compared) in [(None, false), (Some(who.cookie.as_str()), true)] {
        let page = post("/periksa-daftar", cookie, &[("text", &list), ("until", "2026-12-10")]).await;
        let sealed = hidden(&page, "daftar");
        let columns = [("daftar", sealed.as_str()), ("kolom-1", "token"), ("kolom-2", "nik")];
        let answers = post("/periksa-daftar/jawaban", cookie, &columns).await;
        assert_eq!(answers.contains("NIK cocok."), compared, "{answers}");
        assert_eq!(answers.contains("NIK di daftar bukan NIK pemegang sertifikat."), compared);
    }
    assert_eq!(tries(&site.world).await, 2);
}
