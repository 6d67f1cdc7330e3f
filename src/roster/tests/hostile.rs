//! Files that nobody honest makes: refused, never a panic, never more memory than the bounds allow.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::*;
use crate::roster::{LARGEST_FILE, MOST_ROWS};
use crate::words::Lang;

/// The same archive with one part changed.
pub(super) fn with_part(bytes: &[u8], name: &str, change: impl Fn(String) -> String) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).expect("a part");
        let own = part.name().expect("a name").into_owned();
        let mut text = Vec::new();
        part.read_to_end(&mut text).expect("its bytes");
        if own == name {
            text = change(String::from_utf8(text).expect("text")).into_bytes();
        }
        writer.start_file(own, SimpleFileOptions::default()).expect("a part");
        writer.write_all(&text).expect("its bytes");
    }
    writer.finish().expect("an archive").into_inner()
}

fn cilegon() -> Vec<u8> {
    workbook(&records(&file("cilegon.csv")), Dates::Cells)
}

#[test]
fn files_that_are_no_roster_are_refused_with_the_reason() {
    let ole = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    let locked: Vec<u8> = ole.into_iter().chain("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let cases: [(&[u8], FileFault); 9] = [
        (b"", FileFault::Empty),
        (b" \r\n", FileFault::Empty),
        (b"%PDF-1.7", FileFault::NoTable),
        (b"a\0b", FileFault::NoTable),
        (b"halo", FileFault::NoHeader),
        (b"<html><table></table></html>", FileFault::NoHeader),
        (&ole, FileFault::OldExcel),
        (&locked, FileFault::Locked),
        (b"PK\x03\x04 and no more", FileFault::Damaged),
    ];
    for (bytes, expected) in cases {
        let refused = read_any(bytes).expect_err("no roster");
        assert_eq!(refused, expected);
        assert!(!refused.message(Lang::Id).is_empty() && !refused.message(Lang::En).is_empty());
    }
    assert_eq!(read_any(&vec![b'a'; LARGEST_FILE + 1]).err(), Some(FileFault::TooLarge));
}

#[test]
fn an_archive_of_something_else_is_no_workbook() {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file("word/document.xml", SimpleFileOptions::default()).expect("a part");
    let bytes = writer.finish().expect("an archive").into_inner();
    assert_eq!(read_any(&bytes).err(), Some(FileFault::NoWorkbook));
}

#[test]
fn a_sheet_that_unpacks_to_too_much_is_refused_whatever_the_archive_says() {
    let bytes = with_part(&cilegon(), "xl/worksheets/sheet1.xml", |xml| xml + &" ".repeat(201 * 1024 * 1024));
    assert!(bytes.len() < LARGEST_FILE);
    assert_eq!(read_any(&bytes).err(), Some(FileFault::TooLarge));
    // The unpacked size in the central directory, 24 bytes after the signature of each entry.
    let mut lying = bytes.clone();
    for at in 0..lying.len() - 46 {
        if lying[at..].starts_with(b"PK\x01\x02") {
            lying[at + 24..at + 28].copy_from_slice(&100_u32.to_le_bytes());
        }
    }
    assert!(read_any(&lying).is_err());
}

#[test]
fn a_promise_of_endless_strings_is_refused() {
    let promise = |count: &str| {
        let sst = |xml: String| xml.replace("uniqueCount=\"", &format!("uniqueCount=\"{count}"));
        read_any(&with_part(&cilegon(), "xl/sharedStrings.xml", sst)).map(|roster| roster.entries.len())
    };
    assert_eq!(promise(""), Ok(102));
    assert_eq!(promise("99999999999999"), Err(FileFault::Damaged));
}

#[test]
fn a_sheet_that_says_it_is_huge_makes_no_room() {
    let far = "<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row></sheetData>";
    let huge = |xml: String| {
        assert!(xml.contains("</sheetData>"));
        xml.replace("</sheetData>", far)
    };
    let bytes = with_part(&cilegon(), "xl/worksheets/sheet1.xml", huge);
    assert_eq!(read_any(&bytes).map(|roster| roster.entries.len()), Ok(102));
}

#[test]
fn more_rows_columns_or_characters_than_the_bounds_are_refused() {
    let header = "nama_asesi,nik,kode_skema,tanggal_uji,status_kompeten";
    let rows = format!("{header}\n{}", "a,b,c,d,e\n".repeat(50_001));
    assert_eq!(read_any(rows.as_bytes()).err(), Some(FileFault::TooManyRows { most: MOST_ROWS }));
    let columns: String = (0..200).map(|n| format!(",x{n}")).collect();
    assert_eq!(read_any(format!("{header}{columns}\n").as_bytes()).err(), Some(FileFault::TooManyColumns));
    let cell = format!("{header}\n{},9904066708740025,CS-01,06/05/2024,K\n", "a".repeat(4_001));
    let roster = read_any(cell.as_bytes()).expect("a roster");
    assert_eq!(roster.faults[0].cause, super::super::Cause::TooLong { most: 4_000 });
}

#[test]
fn no_change_of_bytes_makes_the_reader_panic() {
    let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = move |below: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        usize::try_from(seed % below as u64).expect("below")
    };
    let small = workbook(&records(&file("messy.csv")), Dates::Cells);
    let stored = with_part(&small, "", |xml| xml);
    for original in [file("messy.csv"), small, stored] {
        for _ in 0..400 {
            let mut bytes = original.clone();
            for _ in 0..=next(8) {
                let at = next(bytes.len());
                bytes[at] = u8::try_from(next(256)).expect("a byte");
            }
            if next(4) == 0 {
                bytes.truncate(next(bytes.len()));
            }
            drop(read_any(&bytes));
        }
    }
}

#[test]
fn no_change_inside_a_sheet_makes_the_reader_panic() {
    let small = workbook(&records(&file("messy.csv"))[..6], Dates::Cells);
    let mut seed = 7_usize;
    let words = [
        "r=\"A0\"",
        "r=\"ZZZZZZZZZZ99\"",
        "r=\"A99999999999\"",
        "t=\"e\"",
        "t=\"s\"",
        "t=\"d\"",
        "<c>",
        "</row>",
        "&#0;",
        "<v>-1</v>",
        "r=\"\"",
    ];
    for part in [
        "xl/worksheets/sheet1.xml",
        "xl/sharedStrings.xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "_rels/.rels",
    ] {
        for word in words {
            for _ in 0..6 {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let bytes = with_part(&small, part, |mut xml| {
                    let mut at = (seed >> 33) % xml.len();
                    while !xml.is_char_boundary(at) {
                        at -= 1;
                    }
                    let at = xml[..at].rfind([' ', '<']).unwrap_or(at);
                    xml.insert_str(at, &format!(" {word} "));
                    xml
                });
                drop(read_any(&bytes));
            }
        }
    }
}
