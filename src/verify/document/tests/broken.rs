//! Files that are broken, foreign or made to burst.

use super::*;

#[test]
fn broken_and_foreign_files_are_unreadable() {
    let (token, link) = genuine();
    let file = sheet(NAME, NUMBER, &link, &token);
    let nothing = page_of(Stream::new(dictionary! {}, Vec::new()), None);
    let noise: Vec<u8> = b"%PDF-1.7\n".iter().copied().chain((0..20_000_u32).map(|n| ((n * n) >> 7) as u8)).collect();
    let words = written(GrayImage::from_pixel(300, 300, image::Luma([255])), ImageFormat::Png);
    for bytes in [b"".as_slice(), b"%PDF-", b"halo", b"GIF89a", &file[..file.len() / 3], &noise, &nothing, &words] {
        assert_eq!(said(bytes), (Word::Unreadable, vec![]), "{} bytes", bytes.len());
    }
    assert_eq!(read(&vec![b' '; LARGEST + 1]), Err(DocumentFault::Broken));
}

#[test]
fn a_pdf_that_lost_its_table_is_repaired() {
    let (token, link) = genuine();
    let mut file = sheet(NAME, NUMBER, &link, &token);
    let table = file.windows(9).rposition(|bytes| bytes == b"startxref").expect("a table");
    file.truncate(table);
    assert_eq!(said(&file).0, Word::Valid);
}

#[test]
fn a_stream_that_swells_is_passed_over() {
    // 64 MB of spaces in 64 KB; `tests/stories/documents.rs` sends gigabytes.
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    packed.write_all(&vec![b' '; 64 << 20]).expect("packed");
    let mut content = Stream::new(dictionary! { "Filter" => "FlateDecode" }, packed.finish().expect("packed"));
    content.allows_compression = false;
    let file = page_of(content, None);
    assert!(file.len() < 100_000);
    assert_eq!(said(&file), (Word::Unreadable, vec![]));
}

#[test]
fn a_loop_of_names_and_pages_ends() {
    let (token, link) = genuine();
    let file = changed(&sheet(NAME, NUMBER, &link, &token), |doc| {
        let tree = doc.new_object_id();
        doc.objects
            .insert(tree, dictionary! { "Kids" => vec![Object::Reference(tree), Object::Reference(tree)] }.into());
        let catalog = doc.catalog_mut().expect("a catalog");
        catalog.remove(b"AF");
        catalog.set("Names", dictionary! { "EmbeddedFiles" => tree });
    });
    assert_eq!(said(&file), (Word::Valid, vec![]));
}

#[test]
fn a_frame_has_a_million_pixels_at_most_and_is_a_picture() {
    let png = |width, height| written(GrayImage::from_pixel(width, height, image::Luma([200])), ImageFormat::Png);
    assert_eq!(read_frame(&png(1024, 1024)).map(|read| read.pages[0].symbols.len()), Ok(0));
    assert_eq!(read_frame(&png(1025, 1024)), Err(DocumentFault::Broken));
    assert!(read(&png(1025, 1024)).is_ok(), "which a photograph may have");
    assert_eq!(read_frame(b"%PDF-1.7\n"), Err(DocumentFault::Broken));
}
