//! The serial of a preprinted sheet on what is printed.

use jiff::civil::date;

use super::sheets::{SITI, desk_with};
use super::*;
use crate::domain::search_key::SearchKey;
use crate::office::design::Output;
use crate::office::handout::collate;
use crate::office::{certificates, find, sheet};
use crate::verify::document::{Page, is_as_issued, texts};

const SERIAL: &str = r#"
[[front]]
block = "serial"
at = [25, 14, 60, 5]
text = "Blanko {blanko}"
size = 9
lines = 1
"#;

#[tokio::test]
async fn a_layout_that_says_the_serial_says_the_one_that_the_journal_tells() {
    let own = Design::default();
    let desk = desk_with(&Design { digital: own.digital.clone() + SERIAL, ..own }).await;
    let (office, lsp) = (&desk.world.office, &desk.world.lsps[0]);
    let siti = find::by_number(office, &SearchKey::new("0000007").expect("a key")).await.expect("found").remove(0);
    let (number, token) = (siti.certificate.number, siti.certificate.token);
    let key = SearchKey::new(&number).expect("a key");
    let issued = certificates::sheet(office, lsp, &key).await.expect("drawn").expect("a sheet");
    let issued = texts(&issued).expect("pages");
    assert!(issued[0].contains("Blanko 0000007"), "{issued:?}");

    desk.give(&[(SITI, "0000011")]).await.expect("given");
    desk.spoil("0000008").await.expect("spoiled");
    let pile = collate(office, &desk.ids[..2], Output::Digital, date(2026, 11, 22)).await.expect("a pile");
    let said: Vec<String> = texts(&pile).expect("pages").iter().flat_map(|page| serials_on(page)).collect();
    assert_eq!(said, ["Blanko 0000011"], "none on Budi's, whose sheet was lost");

    let may_be = sheet::texts(office, lsp, &number, &token).await.expect("drawn");
    let page = |text: &str| Page { text: text.to_owned(), ..Page::default() };
    let shows = |text: &str| is_as_issued(&[page(text)], &number, &may_be);
    assert!(shows(&issued[0]) && shows(&issued[0].replace("0000007", "0000011")), "as issued, and as it is now");
    assert!(!shows(&issued[0].replace("0000007", "0000008")), "a sheet that was never hers");
}

fn serials_on(page: &str) -> Vec<String> {
    page.lines().map(str::trim).filter(|line| line.starts_with("Blanko ")).map(str::to_owned).collect()
}
