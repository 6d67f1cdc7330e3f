//! Symbols and attachments: exchanged, gone, scanned, doubled.

use super::*;

#[test]
fn an_exchanged_qr_is_found() {
    let (token, link) = genuine();
    let other = token_of("Budi Contoh", "81210 9112 2 0000089 2023");
    let other_link = spelling::qr(&lsp().site, &other);
    assert_eq!(said(&sheet(NAME, NUMBER, &other_link, &token)), (Word::Valid, vec![Finding::QrDiffers]));
    assert_eq!(
        said(&sheet(NAME, NUMBER, &link, &other)),
        (Word::Valid, vec![Finding::QrDiffers, Finding::TextDiffers])
    );
    let elsewhere = "HTTPS://LSP-CONTOH.EXAMPLE/SAH";
    assert_eq!(
        said(&sheet(NAME, NUMBER, elsewhere, &token)),
        (Word::Valid, vec![Finding::QrDiffers, Finding::ForeignSite])
    );
}

#[test]
fn a_qr_to_another_site_is_found_with_and_without_the_attachment() {
    let (token, _) = genuine();
    let foreign = spelling::qr(&"https://cek-lsp.example".parse().expect("a site"), &token);
    let file = sheet(NAME, NUMBER, &foreign, &token);
    assert_eq!(said(&file), (Word::Valid, vec![Finding::ForeignSite]));
    assert_eq!(said(&without_attachment(&file)), (Word::Valid, vec![Finding::ForeignSite]));
}

#[test]
fn the_drawn_qr_is_enough() {
    let (token, link) = genuine();
    let file = without_attachment(&sheet(NAME, NUMBER, &link, &token));
    assert!(read(&file).expect("read").attachments.is_empty());
    assert_eq!(said(&file), (Word::Valid, vec![]));
}

#[test]
fn an_attachment_that_is_no_token_leaves_the_qr_to_be_judged() {
    let (_, link) = genuine();
    assert_eq!(said(&sheet(NAME, NUMBER, &link, b"halo")), (Word::Valid, vec![Finding::QrDiffers]));
}

#[test]
fn a_scan_is_read_as_a_picture_and_within_a_pdf() {
    let (token, link) = genuine();
    let scan = scanned(&sheet(NAME, NUMBER, &link, &token));
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP] {
        assert_eq!(said(&written(scan.clone(), format)), (Word::Valid, vec![Finding::TextUnchecked]), "{format:?}");
    }
    let (width, height) = (i64::from(scan.width()), i64::from(scan.height()));
    let picture = Stream::new(
        dictionary! {
            "Type" => "XObject", "Subtype" => "Image", "Width" => width, "Height" => height,
            "ColorSpace" => "DeviceGray", "BitsPerComponent" => 8, "Filter" => "DCTDecode",
        },
        written(scan, ImageFormat::Jpeg),
    );
    let content = Stream::new(dictionary! {}, b"q 595 0 0 842 0 0 cm /I Do Q".to_vec());
    let file = page_of(content, Some(picture));
    assert_eq!(read(&file).expect("read").pages[0].text, "");
    assert_eq!(said(&file), (Word::Valid, vec![Finding::TextUnchecked]));
}

#[test]
fn a_picture_of_two_certificates_says_that_there_is_another() {
    let (token, link) = genuine();
    let other = token_of("Budi Contoh", "81210 9112 2 0000089 2023");
    let (a, b) = (scanned(&sheet(NAME, NUMBER, &link, &token)), spelling::qr(&lsp().site, &other));
    let b = scanned(&sheet("Budi Contoh", "81210 9112 2 0000089 2023", &b, &other));
    let mut both = GrayImage::new(a.width() * 2, a.height());
    image::imageops::replace(&mut both, &a, 0, 0);
    image::imageops::replace(&mut both, &b, i64::from(a.width()), 0);
    assert_eq!(said(&written(both, ImageFormat::Png)), (Word::Valid, vec![Finding::QrDiffers, Finding::TextUnchecked]));
}
