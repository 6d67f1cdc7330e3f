//! The pages of preprinted sheets.

use jiff::civil::date;

use super::handover::issued;
use super::*;
use crate::domain::search_key::SearchKey;
use crate::office::find;
use crate::office::find::{Leaf, Sort};

/// Which certificate is on which preprinted sheet, page by page.
#[tokio::test]
async fn sheets_are_recorded_corrected_and_spoiled_and_none_is_used_twice() {
    let world = &world().await;
    let (event, kept) = issued(world).await;
    let lsp = &world.lsps[0];
    world.settled("opr", lsp, Role::Operator).await;
    let (operator, form) = (&*world.enter("opr", None).await, &*format!("kegiatan={event}&daftar={kept}"));
    let serah = format!("/office/{lsp}/serah/blanko");
    let stock = |path: &'static str, form: &'static str| async move {
        world.send(&format!("/office/{lsp}/blanko{path}"), Some(operator), form).await
    };
    assert_eq!(stock("/terima", "first=0000001&last=0000010&on=2026-11-19").await.status(), StatusCode::SEE_OTHER);
    let again = stock("/terima", "first=0000010&last=0000012&on=2026-11-19").await;
    assert_eq!(again.status(), StatusCode::UNPROCESSABLE_ENTITY, "one of them came in before");
    let page = text(world.get(&format!("{serah}?{form}&mulai=0000008"), Some(operator)).await).await;
    let fields: Vec<(String, String)> = page
        .split("<input name=\"s-")
        .skip(1)
        .map(|rest| {
            let (id, rest) = rest.split_once("\" value=\"").expect("a value");
            (format!("s-{id}"), rest.split_once('"').expect("its end").0.to_owned())
        })
        .collect();
    let serials: Vec<&str> = fields.iter().map(|(_, serial)| serial.as_str()).collect();
    assert_eq!(serials, ["0000007", "0000008", "0000009"], "what a roster named stays; the rest count up");
    let give = |serials: [&'static str; 3]| {
        let lines = fields.iter().zip(serials).map(|((name, _), serial)| format!("&{name}={serial}"));
        let (form, serah) = (format!("{form}{}", lines.collect::<String>()), serah.clone());
        async move { world.send(&serah, Some(operator), &form).await }
    };
    let found = async |serial: &str| -> Vec<String> {
        let found = find::by_number(&world.office, &SearchKey::new(serial).expect("a key")).await;
        found.map(|found| found.into_iter().map(|one| one.certificate.holder.to_string()).collect()).unwrap_or_default()
    };
    let listed = async |serial: &str| -> Vec<String> {
        let wanted = find::Wanted { text: Some(serial.to_owned()), ..find::Wanted::default() };
        let states = find::States::Read;
        let asked = find::Asked { sort: Sort::Newest, leaf: Leaf::First, most: 9, today: date(2026, 11, 22), states };
        let page = find::page(&world.office, lsp, &wanted, &asked).await.expect("a page");
        page.hits.into_iter().map(|hit| hit.listed.holder).collect()
    };
    assert_eq!(give(["0000007", "0000008", "0000008"]).await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(give(["0000007", "0000007", "0000009"]).await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(found("0000008").await, [""; 0]);
    assert_eq!(give(["0000007", "0000008", "0000009"]).await.status(), StatusCode::SEE_OTHER);
    assert_eq!(
        (found("0000008").await, found("0000009").await),
        (vec!["Budi D'Rekaan".to_owned()], vec!["Ani Rekaan".to_owned()])
    );
    assert_eq!(found("0000007").await, ["Siti Rekaan"]);
    assert_eq!((listed("0000007").await, listed("000-0009").await), (found("0000007").await, found("0000009").await));

    // They had been written down the wrong way round.
    assert_eq!(give(["0000007", "0000009", "0000008"]).await.status(), StatusCode::SEE_OTHER);
    assert_eq!(
        (found("0000008").await, found("0000009").await),
        (["Ani Rekaan".to_owned()].into(), ["Budi D'Rekaan".to_owned()].into())
    );

    // A spoiled sheet is on nothing, for good.
    assert_eq!(stock("/rusak", "serial=0000008&reason=misprinted").await.status(), StatusCode::SEE_OTHER);
    assert_eq!(stock("/rusak", "serial=0000008&reason=misprinted").await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(found("0000008").await, [""; 0]);
    assert_eq!(give(["0000007", "0000009", "0000008"]).await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(give(["0000007", "0000009", "0000010"]).await.status(), StatusCode::SEE_OTHER);
    let page = text(world.get(&format!("/office/{lsp}/blanko"), Some(operator)).await).await;
    let figures: Vec<&str> =
        page.split("<dd>").skip(1).take(4).map(|rest| rest.split_once('<').expect("an end").0).collect();
    assert_eq!(figures, ["10", "3", "1", "6"], "received, used, spoiled, left");
    assert_eq!((listed("0000010").await, listed("0000008").await), (found("0000010").await, vec![]));
    let number = find::by_number(&world.office, &SearchKey::new("0000010").expect("a key")).await.expect("found");
    let number = SearchKey::new(&number[0].certificate.number).expect("a key");
    let page = text(world.get(&format!("/office/{lsp}/sertifikat/{number}"), Some(operator)).await).await;
    assert!(page.contains("<dd>0000010</dd>"), "a certificate's page names the sheet that it was recorded on");
}
