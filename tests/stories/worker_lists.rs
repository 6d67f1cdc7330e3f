//! A contractor takes over 55 workers of three LSPs, and asks who of them is certified until the contract ends.

use std::collections::BTreeMap;
use std::io::{Cursor, Write as _};
use std::path::Path;
use std::process::Command;

use calamine::{Data, Reader as _, Xlsx};
use jiff::civil::{Date, date};
use jiff::{Span, ToSpan as _};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::support::{DATA, Installation, Service, issued};

/// The site of the LSPs, as a browser asks for it.
const HOST: &str = "cek.lsp.example";

/// A form's field, or its file where it has a name.
struct Field<'a>(&'a str, Option<&'a str>, &'a [u8]);

/// Sends a form and gives the bytes of the answer.
fn send(service: &Service, path: &str, fields: &[Field<'_>]) -> Vec<u8> {
    let mut body = Vec::new();
    for Field(name, file, content) in fields {
        let file = file.map(|file| format!("; filename=\"{file}\"")).unwrap_or_default();
        let head = format!("--batas\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n");
        body.extend([head.as_bytes(), content, b"\r\n"].concat());
    }
    body.extend(b"--batas--\r\n");
    let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let request = agent.post(format!("{}{path}", service.url)).header("host", HOST);
    let answer = request.header("content-type", "multipart/form-data; boundary=batas").send(&body[..]);
    let mut answer = answer.expect("an answer");
    let bytes = answer.body_mut().with_config().limit(1 << 26).read_to_vec().expect("bytes");
    assert_eq!(answer.status(), 200, "{path}: {}", String::from_utf8_lossy(&bytes));
    bytes
}

fn page(service: &Service, path: &str, fields: &[Field<'_>]) -> String {
    String::from_utf8(send(service, path, fields)).expect("UTF-8")
}

fn text<'a>(name: &'a str, text: &'a str) -> Field<'a> {
    Field(name, None, text.as_bytes())
}

fn carried(page: &str, name: &str) -> String {
    let after = page.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap_or_else(|| panic!("{name}: {page}"));
    after.split('"').next().expect("an end").to_owned()
}

/// What the form of columns would send, were nothing mended.
fn chosen(page: &str) -> Vec<(String, String)> {
    let selects = page.split("<select id=\"").skip(1);
    let value = |select: &str| {
        let name = select.split('"').next().expect("a name").to_owned();
        let option = select.split("<option").find(|option| option.contains(" selected")).expect("a choice");
        (name, option.split('"').nth(1).expect("a value").to_owned())
    };
    selects.map(value).collect()
}

/// Issues part of a roster, and adds the number and link of each holder.
fn issue(at: &Installation, (lsp, out): (&str, &str), on: Date, rows: &[&str], to: &mut Issued) {
    let (roster, out) = (at.write("roster.csv", rows.join("\n")), at.path(out));
    let told = at.issue(lsp, &on.to_string(), &roster, &["--out", out.to_str().expect("UTF-8")]);
    assert_eq!(told["issued"], rows.len() - 1, "{told}");
    to.extend(issued(&out).into_iter().map(|row| (row[2].clone(), (row[0].clone(), row[4].clone()))));
}

/// Number and link of each holder's certificate, by her name.
type Issued = BTreeMap<String, (String, String)>;

/// A ZIP of the certificates in a folder.
fn pile(folder: &Path) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for file in std::fs::read_dir(folder).expect("a folder").map(|file| file.expect("a file").path()) {
        let name = file.file_name().and_then(|name| name.to_str()).expect("UTF-8").to_owned();
        if name.ends_with(".pdf") {
            zip.start_file(name, SimpleFileOptions::default()).expect("begun");
            zip.write_all(&std::fs::read(&file).expect("a file")).expect("written");
        }
    }
    zip.finish().expect("a ZIP").into_inner()
}

/// Has LibreOffice open a file, where there is one, and gives its rows.
fn in_libreoffice(at: &Installation, name: &str, file: &[u8]) -> Option<Vec<csv::StringRecord>> {
    let (file, out) = (at.write(name, file), at.path("office-out"));
    let mut office = Command::new("soffice");
    office.arg("--headless").arg(format!("-env:UserInstallation=file://{}", at.path("office").display()));
    // Commas, quotation marks, UTF-8, the first row, texts as they stand.
    office.args(["--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true", "--outdir"]);
    match office.arg(&out).arg(&file).output() {
        Err(_) => {
            eprintln!("SKIPPED opening {name} in LibreOffice: there is no soffice");
            None
        }
        Ok(told) => {
            let opened = out.join(file.file_name().expect("a name")).with_extension("csv");
            let text = std::fs::read(opened).unwrap_or_else(|_| panic!("{name}: {told:?}"));
            let rows =
                csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(&text[..]).into_records();
            Some(rows.map(|row| row.expect("a row")).collect())
        }
    }
}

/// The text of the QR on the first page of a PDF, as another program reads it; none where there is no such program.
fn scanned(at: &Installation, pdf: &Path) -> Option<String> {
    let page = at.path("laporan");
    let drawn = Command::new("pdftoppm").args(["-r", "200", "-png", "-singlefile"]).arg(pdf).arg(&page).status();
    let read = Command::new("zbarimg").args(["--quiet", "--raw"]).arg(page.with_extension("png")).output();
    match (drawn, read) {
        (Ok(_), Ok(read)) => Some(String::from_utf8(read.stdout).expect("UTF-8").trim().to_owned()),
        _ => {
            eprintln!("SKIPPED reading the report's QR with other programs: no pdftoppm or zbarimg");
            None
        }
    }
}

/// A report with one letter of its attached rows altered.
pub(crate) fn with_one_letter_altered(pdf: &[u8]) -> Vec<u8> {
    let mut doc = lopdf::Document::load_mem(pdf).expect("a PDF");
    let is_rows = |stream: &lopdf::Stream| {
        stream.dict.get(b"Subtype").and_then(lopdf::Object::as_name).is_ok_and(|kind| kind == b"text/csv")
    };
    let rows = doc.objects.values_mut().filter_map(|object| object.as_stream_mut().ok()).find(|stream| is_rows(stream));
    let rows = rows.expect("the rows");
    let mut csv = rows.decompressed_content().expect("a CSV");
    let at = csv.windows(7).position(|word| word == b"revoked").expect("one is revoked");
    csv[at] = b'R';
    rows.dict.remove(b"Filter");
    rows.set_content(csv);
    let mut altered = Vec::new();
    doc.save_to(&mut altered).expect("written");
    altered
}

#[test]
fn of_55_workers_six_do_not_fit_each_is_told_why_and_a_report_proves_it() {
    let at = &Installation::on_sqlite();
    at.with_lsps();
    let read = |name: &str| std::fs::read_to_string(format!("{DATA}/mojokerto-{name}.csv")).expect("a sample");
    let [cleaners, drivers, guards, list] = ["cs-01", "drv-01", "sec-01", "daftar-pekerja"].map(read);
    let [cleaners, drivers, guards] = [&cleaners, &drivers, &guards].map(|text| text.lines().collect::<Vec<_>>());
    let today = crate::issuer::now().to_zoned(jiff::tz::TimeZone::get("Asia/Jakarta").expect("a zone")).date();
    let ago = |span: Span| today.checked_sub(span).expect("a day");
    let (last, mut holders) = (cleaners.len() - 1, Issued::new());
    issue(at, ("klining", "cs-1"), ago(30.days()), &cleaners[..last], &mut holders);
    // Three years from here end in the middle of a contract of a month.
    let early = ago(3.years()).checked_add(15.days()).expect("a day");
    issue(at, ("klining", "cs-2"), early, &[cleaners[0], cleaners[last]], &mut holders);
    issue(at, ("pengemudi", "drv"), ago(30.days()), &drivers, &mut holders);
    // The last day of this LSP's licence: its certificates hold to the end of 2028.
    issue(at, ("pengamanan", "sec"), date(2025, 12, 31), &guards, &mut holders);
    assert_eq!(holders.len(), 55);

    let rows: Vec<Vec<&str>> = list.lines().map(|line| line.split(';').collect()).collect();
    let name = |row: usize| rows[row][0];
    at.ok(&["revoke", &holders[name(1)].0, "--reason", "fraud", "--lsp", "klining"]);
    at.ok(&["suspend", &holders[name(2)].0, "--reason", "suspect", "--lsp", "klining"]);
    let (renamed, invented, wrong, ends) = (3, 4, 41, last);
    let expected = |row: usize| match row {
        1 => "Dicabut",
        2 => "Dibekukan",
        row if row == renamed => "Nama berbeda",
        row if row == invented => "Tidak ditemukan",
        row if row == wrong => "Skema lain",
        row if row == ends => "Berakhir sebelum kontrak",
        _ => "Memenuhi",
    };
    let as_listed = |(row, cells): (usize, &Vec<&str>)| {
        let name = if row == renamed { cells[0].replacen('i', "y", 1) } else { cells[0].to_owned() };
        let scheme = if row == wrong { "CS-01" } else { cells[3] };
        // Of the guards there are the sheets.
        let (number, link) = match row {
            0 => ("No. Sertifikat", "Tautan"),
            row if row == invented => ("81210 9112 2 9999999 2026", ""),
            53.. => ("", ""),
            _ => ("", holders[cells[0]].1.as_str()),
        };
        format!("{name};{};{};{scheme};{number};{link}\n", cells[1], cells[2])
    };
    let list: String = rows.iter().enumerate().map(as_listed).collect();
    let zip = pile(&at.path("sec"));

    let service = at.serve();
    let until = today.checked_add(30.days()).expect("a day").to_string();
    let form = [
        Field("file", Some("daftar.csv"), list.as_bytes()),
        Field("document", Some("sertifikat.zip"), &zip),
        text("until", &until),
    ];
    let columns = page(&service, "/periksa-daftar", &form);
    assert!(columns.contains("55 pekerja di daftar") && columns.contains("3 file sertifikat"), "{columns}");
    let (list, kept) = (carried(&columns, "daftar"), chosen(&columns));
    assert_eq!(kept.len(), 6);
    let fields = kept.iter().map(|(name, value)| text(name, value));
    let fields: Vec<Field<'_>> = fields.chain([text("daftar", &list)]).collect();
    let answers = page(&service, "/periksa-daftar/jawaban", &fields);
    assert!(answers.contains("49 dari 55 memenuhi sampai"), "{answers}");
    let result = carried(&answers, "hasil");
    let export = |act: &str| send(&service, "/periksa-daftar/hasil", &[text("hasil", &result), text("aksi", act)]);

    let csv = export("csv");
    let told: Vec<csv::StringRecord> =
        csv::Reader::from_reader(&csv[..]).records().map(|row| row.expect("a row")).collect();
    assert_eq!(told.len(), 55);
    for (row, record) in (1..).zip(&told) {
        let excel_row = (row + 1).to_string();
        assert_eq!((&record[0], &record[4]), (excel_row.as_str(), expected(row)), "{}: {record:?}", name(row));
    }
    assert!(!String::from_utf8(csv.clone()).expect("UTF-8").contains(rows[1][1]), "no NIK is handed on");
    let book = export("xlsx");
    let mut opened = Xlsx::new(Cursor::new(&book)).expect("a workbook");
    let sheet = opened.worksheet_range_at(0).expect("a sheet").expect("a sheet");
    let fits = sheet.rows().filter(|row| row.get(4) == Some(&Data::String("Memenuhi".to_owned()))).count();
    assert_eq!(fits, 49);
    for (name, file) in [("hasil.xlsx", &book), ("hasil-2.csv", &csv)] {
        let Some(rows) = in_libreoffice(at, name, file) else { continue };
        let fits = rows.iter().filter(|row| row.get(4) == Some("Memenuhi")).count();
        assert_eq!(fits, 49, "{name}: {rows:?}");
    }

    let report = export("pdf");
    let path = at.write("laporan.pdf", &report);
    let verify = |what: &str| at.run(&["verify", "--json", what]);
    let told = verify(path.to_str().expect("UTF-8"));
    let (code, told) = (told.code, told.json());
    assert_eq!((code, &told["report"], &told["findings"]), (0, &"genuine".into(), &serde_json::json!([])), "{told}");
    assert_eq!((&told["contents"]["rows"], &told["contents"]["fits"]), (&55.into(), &49.into()));
    if let Some(qr) = scanned(at, &path) {
        assert!(qr.starts_with("HTTPS://CEK.LSP.EXAMPLE/L/"), "{qr}");
        assert_eq!(verify(&qr).json()["report"], "genuine");
        let other = format!("{}{}", &qr[..qr.len() - 1], if qr.ends_with('0') { '1' } else { '0' });
        assert_eq!((verify(&other).code, verify(&other).json()["report"].clone()), (1, "forged".into()));
    }
    let altered = at.write("diubah.pdf", with_one_letter_altered(&report));
    let told = verify(altered.to_str().expect("UTF-8"));
    let (code, told) = (told.code, told.json());
    assert_eq!((code, &told["report"], &told["findings"]), (1, &"altered".into(), &serde_json::json!(["rows_differ"])));
    let page = page(&service, "/api/v1/verify/file", &[Field("file", Some("laporan.pdf"), &report)]);
    assert!(page.contains("\"report\":\"genuine\""), "{page}");
    let link = answers.split("href=\"/l/").nth(1).and_then(|rest| rest.split('"').next()).expect("its link");
    let shown = service.html(&format!("/l/{link}"));
    assert!(shown.body.contains("49 dari 55 pekerja memenuhi"), "{}", shown.body);
}
