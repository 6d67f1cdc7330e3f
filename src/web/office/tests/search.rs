//! A NIK that certificates are searched by: it stands in no address.

use super::*;

#[tokio::test]
async fn a_nik_stands_in_no_address_and_is_read_by_who_typed_it_alone() {
    let world = world().await;
    let lsp = world.lsps[0].clone();
    let (mut cookies, path) = (Vec::new(), format!("/office/{lsp}/sertifikat"));
    for name in ["siti", "rina"] {
        world.settled(name, &lsp, Role::Operator).await;
        cookies.push(world.enter(name, None).await);
    }
    let [siti, rina] = [&cookies[0], &cookies[1]].map(|cookie| Some(cookie.as_str()));

    let sent = world.send(&path, siti, "cari=9950+0125+1290+0001&skema=CS-01").await;
    let address = location(&sent).to_owned();
    assert_eq!(sent.status(), StatusCode::SEE_OTHER);
    assert!(address.starts_with(&format!("{path}?dicari=")) && address.ends_with("&skema=CS-01"), "{address}");
    assert!(!address.contains("9950") && !address.contains("1290"), "{address}");
    let page = text(world.get(&address, siti).await).await;
    assert!(
        page.contains("value=\"9950 0125 1290 0001\"") && page.contains("Tidak ada sertifikat yang cocok"),
        "{page}"
    );
    let links = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    assert!(links.into_iter().all(|link| !link.contains("9950")), "{page}");

    let other = text(world.get(&address, rina).await).await;
    assert!(other.contains("sudah berakhir") && !other.contains("9950"), "{other}");

    let typed = world.get(&format!("{path}?cari=995001251290001"), siti).await;
    assert!(location(&typed).starts_with(&format!("{path}?dicari=")), "a digit is missing: {}", location(&typed));
}

#[tokio::test]
async fn what_is_no_nik_stands_in_an_address_that_can_be_kept() {
    let world = world().await;
    let lsp = world.lsps[0].clone();
    world.settled("siti", &lsp, Role::Operator).await;
    let (cookie, path) = (world.enter("siti", None).await, format!("/office/{lsp}/sertifikat"));
    for (form, query) in [
        ("cari=siti+aminah&skema=", "?cari=siti+aminah"),
        ("cari=81210+9112+2+0000088+2023&keadaan=valid", "?cari=81210+9112+2+0000088+2023&keadaan=valid"),
        ("", ""),
    ] {
        let sent = world.send(&path, Some(&cookie), form).await;
        assert_eq!(location(&sent), format!("{path}{query}"));
    }
}
