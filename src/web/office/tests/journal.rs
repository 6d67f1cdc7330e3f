//! The journal's page and its export.

use super::*;

#[tokio::test]
async fn a_filter_that_cannot_be_read_is_told_and_exports_nothing() {
    let world = world().await;
    world.settled("auditor", &world.lsps[0], Role::Auditor).await;
    let cookie = world.enter("auditor", None).await;
    let here = format!("/office/{}/jurnal", world.lsps[0]);
    for page in ["", "/ekspor"] {
        for query in ["dari=kemarin", "sampai=2026-02-30", "tindakan=menari", "dari=kemarin&orang=siti"] {
            let answer = world.get(&format!("{here}{page}?{query}&bentuk=csv"), Some(&cookie)).await;
            assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "{page}?{query}");
            let page = text(answer).await;
            assert!(page.contains("id=\"salah\"") && !page.contains("<th scope=\"row\">"), "{query}: {page}");
            assert!(!query.contains("orang") || page.contains("value=\"siti\""), "what was chosen stays: {page}");
        }
    }
    let turned = world.get(&format!("{here}?sesudah=x"), Some(&cookie)).await;
    assert_eq!(turned.status(), StatusCode::UNPROCESSABLE_ENTITY);
    for query in ["", "?dari=2026-01-01&sampai=&tindakan="] {
        let page = text(world.get(&format!("{here}{query}"), Some(&cookie)).await).await;
        assert!(page.contains("<th scope=\"row\">") && !page.contains("id=\"salah\""), "{query}: {page}");
    }
}
