//! Lists of workers: at the pages, and for programs.

use serde_json::json;

use super::*;
use crate::domain::term::Term;
use crate::office::check_list::NUMBERS_WITHOUT_ACCOUNT;
use crate::roster::Field as Known;
use crate::seal::token::Claims;

/// The token of somebody's certificate for CS-01, until 18 December 2026.
pub(super) fn token(holder: &str, index: u32) -> String {
    spelling::to_base64url(&signed(&Claims { holder: holder.parse().expect("a name"), ..claims(index) }))
}

/// A field of a form; a file where it has a name.
pub(super) struct Field<'a>(pub(super) &'a str, pub(super) Option<&'a str>, pub(super) &'a [u8]);

pub(super) fn multipart(path: &str, fields: &[Field<'_>]) -> Request<Body> {
    let mut body = Vec::new();
    for Field(name, file, content) in fields {
        let file = file.map(|file| format!("; filename=\"{file}\"")).unwrap_or_default();
        body.extend(format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n").bytes());
        body.extend([content, b"\r\n".as_slice()].concat());
    }
    body.extend(b"--b--\r\n");
    let request = Request::builder().method("POST").uri(path);
    request.header(CONTENT_TYPE, "multipart/form-data; boundary=b").body(body.into()).expect("a request")
}

pub(super) fn text_field<'a>(name: &'a str, text: &'a str) -> Field<'a> {
    Field(name, None, text.as_bytes())
}

/// What a page carries in a hidden field.
pub(super) fn carried(page: &str, name: &str) -> String {
    let after = page.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap_or_else(|| panic!("{name}: {page}"));
    after.split('"').next().expect("an end").to_owned()
}

fn asked(body: &Value) -> Request<Body> {
    let request = Request::builder().method("POST").uri("/api/v1/check-list").header(CONTENT_TYPE, "application/json");
    request.body(body.to_string().into()).expect("a request")
}

fn words(told: &Value) -> Vec<&str> {
    told["rows"].as_array().expect("rows").iter().map(|row| row["answer"].as_str().expect("a word")).collect()
}

/// Reads a file that is a token.
pub(super) async fn reading() -> App {
    let read =
        stand_in(|file: Bytes| async move { Ok(Document { attachments: vec![file.to_vec()], ..Document::default() }) });
    App { read_document: Some(read), ..app().await }
}

#[tokio::test]
async fn a_list_is_handed_in_its_columns_are_mended_and_it_is_answered() {
    let server = Server::new(app().await);
    let list = format!(
        "nama;catatan;skema\nSiti Contoh;{};CS-01\nBudi Contoh;{};CS-01\nRina Contoh;;\n",
        token("Siti Contoh", 0),
        token("Budi Contoh", 1)
    );
    let hand_in = || multipart("/periksa-daftar", &[text_field("text", &list), text_field("until", "2026-12-01")]);
    let page = ask(&server, hand_in()).await;
    assert_eq!((page.status().as_u16(), header(&page, "cache-control")), (200, "no-store"));
    let page = text(page).await;
    assert!(page.contains("3 pekerja di daftar, untuk kontrak sampai 1 Desember 2026"), "{page}");
    let sealed = carried(&page, "daftar");
    let columns = |second: Known| {
        let [name, scheme] = [Known::Name, Known::Scheme].map(Known::column);
        let fields =
            [("daftar", sealed.as_str()), ("kolom-0", name), ("kolom-1", second.column()), ("kolom-2", scheme)];
        multipart("/periksa-daftar/jawaban", &fields.map(|(name, value)| text_field(name, value)))
    };
    let twice = ask(&server, columns(Known::Name)).await;
    assert_eq!(twice.status(), 422);
    assert!(text(twice).await.contains("Dua kolom dipilih sebagai Nama"));

    let answers = text(ask(&server, columns(Known::Token)).await).await;
    assert!(answers.contains("1 dari 3 memenuhi sampai 1 Desember 2026"), "{answers}");
    let order: Vec<usize> = ["Budi", "Rina", "Siti"].map(|name| answers.find(name).expect("a worker")).into();
    assert!(order.is_sorted(), "the worst first");
    let sealed = carried(&answers, "hasil");
    let show = |only: &str, act: &str| {
        let fields = [("hasil", sealed.as_str()), ("jawaban", only), ("urut", "nama"), ("aksi", act)];
        multipart("/periksa-daftar/hasil", &fields.map(|(name, value)| text_field(name, value)))
    };
    let sifted = text(ask(&server, show("fits", "1")).await).await;
    assert!(sifted.contains("Siti Contoh") && !sifted.contains("Budi Contoh") && sifted.contains("1 dari 3"));
    let csv = ask(&server, show("fits", "csv")).await;
    assert!(header(&csv, "content-disposition").ends_with("filename=\"periksa-daftar-2026-11-22.csv\""));
    let csv = text(csv).await;
    assert!(csv.contains("\"Budi Contoh\"") && csv.contains("\"Dicabut\""), "all of them: {csv}");
    let book = ask(&server, show("", "xlsx")).await;
    assert!(header(&book, "content-type").ends_with("spreadsheetml.sheet"));

    let elsewhere = Server::new(App { chance: Arc::new(|| [8; 32]), ..app().await });
    for request in [columns(Known::Token), show("", "1")] {
        let refused = ask(&elsewhere, request).await;
        assert_eq!(refused.status(), 422);
        assert!(text(refused).await.contains("Kirim daftarnya sekali lagi"));
    }
}

#[tokio::test]
async fn what_a_list_holds_beside_its_rows_is_told_with_the_answers() {
    let server = Server::new(app().await);
    let list = format!("nama;qr\nSiti Contoh;{}\n\nMojokerto, 1 Desember 2026;\nDirektur;\n", token("Siti Contoh", 0));
    let fields = [text_field("until", "2026-12-01"), Field("file", Some("daftar.csv"), list.as_bytes())];
    let told = value(ask(&server, multipart("/api/v1/check-list", &fields)).await).await;
    assert_eq!(words(&told), ["fits"]);
    let rows: Vec<&Value> = told["warnings"].as_array().expect("warnings").iter().map(|one| &one["row"]).collect();
    assert_eq!(rows, [&json!(4), &json!(5)]);
    let columns = text(ask(&server, multipart("/periksa-daftar", &fields)).await).await;
    assert!(columns.contains("Baris 4, 5") && columns.contains("Perhatikan daftarnya"), "{columns}");
    let carried = carried(&columns, "daftar");
    let [name, token] = [Known::Name, Known::Token].map(Known::column);
    let fields = [("daftar", carried.as_str()), ("kolom-0", name), ("kolom-1", token)];
    let fields = fields.map(|(name, value)| text_field(name, value));
    let answers = text(ask(&server, multipart("/periksa-daftar/jawaban", &fields)).await).await;
    assert!(answers.contains("1 dari 1") && answers.contains("Baris 4, 5"), "{answers}");
    assert!(!answers.contains("class=\"verdict valid\""), "it is to be looked at first");
}

#[tokio::test]
async fn what_is_wrong_with_a_list_is_said_on_its_form() {
    let server = Server::new(reading().await);
    let form = text(ask(&server, to(Method::GET, "/periksa-daftar")).await).await;
    assert!(form.contains("name=\"document\""));
    let list = Field("file", Some("daftar.csv"), b"nama\nSiti Contoh\n");
    let until = || text_field("until", "2026-12-01");
    for (fields, said) in [
        (vec![], "Isi hari terakhir kontrak"),
        (vec![text_field("until", "besok")], "Isi hari terakhir kontrak"),
        (vec![text_field("until", "2026-11-21")], "sudah lewat"),
        (vec![text_field("until", "2126-11-21")], "lebih dari 10 tahun lagi"),
        (vec![until()], "Belum ada daftar"),
        (vec![until(), text_field("text", "nama\nBudi"), list], "Pakai salah satu"),
        (vec![until(), Field("file", Some("x.pdf"), b"%PDF-1.7")], "role=\"alert\""),
    ] {
        let again = ask(&server, multipart("/periksa-daftar", &fields)).await;
        assert_eq!(again.status(), 422, "{said}");
        let again = text(again).await;
        assert!(again.contains(said) && again.contains("<title>Galat:"), "{said}: {again}");
    }
    let many: Vec<_> = (0..201).map(|_| Field("document", Some("x.pdf"), b"x")).chain([until()]).collect();
    let large = ask(&server, multipart("/periksa-daftar", &many)).await;
    assert_eq!(large.status(), 413);
    assert!(text(large).await.contains("Lebih dari 200 file"));
}

#[tokio::test]
async fn certificates_without_a_list_are_answered_one_by_one() {
    let server = Server::new(reading().await);
    let files = [signed(&claims(0)), signed(&claims(2)), b"garbage".to_vec()];
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (number, file) in files.iter().enumerate() {
        zip.start_file(format!("{number}.pdf"), zip::write::SimpleFileOptions::default()).expect("begun");
        std::io::Write::write_all(&mut zip, file).expect("written");
    }
    let zip = zip.finish().expect("a ZIP").into_inner();
    let fields = [text_field("until", "2026-12-01"), Field("document", Some("semua.zip"), &zip)];
    let answers = text(ask(&server, multipart("/periksa-daftar", &fields)).await).await;
    assert!(answers.contains("1 dari 3 memenuhi") && answers.contains("Dibekukan") && answers.contains("2.pdf"));
}

#[tokio::test]
async fn a_program_is_answered_row_by_row_and_by_names_beside_the_list() {
    let server = Server::new(reading().await);
    let rows = json!([
        { "token": token("Siti Contoh", 0), "name": "Siti Contoh", "scheme": "CS-01" },
        { "token": token("Siti Contoh", 0), "scheme": "DRV-01" },
        { "token": "halo dunia, ini bukan token", "name": "Rina" },
        { "name": "Budi" }
    ]);
    let told = value(ask(&server, asked(&json!({ "until": "2026-12-18", "rows": rows }))).await).await;
    assert_eq!(words(&told), ["fits", "wrong_scheme", "unreadable", "not_checked"], "{told}");
    assert_eq!((&told["until"], &told["totals"]["fits"]), (&json!("2026-12-18"), &json!(1)));
    assert!(told.get("report").is_none() && told.get("unclaimed").is_none());
    let late = value(ask(&server, asked(&json!({ "until": "2026-12-19", "rows": rows }))).await).await;
    assert_eq!(words(&late)[0], "expires_early");

    let (siti, other) =
        (signed(&claims(0)), signed(&Claims { holder: "Dewi Lain".parse().expect("a name"), ..claims(0) }));
    let list = b"nama;skema\nSiti Nurhalizah Contoh;CS-01\nBudi Contoh;CS-01\n";
    let fields = [
        Field("file", Some("daftar.csv"), list),
        Field("document", Some("siti.pdf"), &siti),
        Field("document", Some("lain.pdf"), &other),
        text_field("until", "2026-12-18"),
    ];
    let told = value(ask(&server, multipart("/api/v1/check-list", &fields)).await).await;
    assert_eq!(words(&told), ["fits", "not_checked"], "{told}");
    assert_eq!((&told["rows"][0]["row"], &told["unclaimed"][0]["file"]), (&json!(2), &json!("lain.pdf")));
}

#[tokio::test]
async fn a_list_is_of_the_instant_at_which_its_certificates_are_read() {
    let late = Arc::new(std::sync::atomic::AtomicI64::new(0));
    let (read, told) = (Arc::clone(&late), Arc::clone(&late));
    let read = stand_in(move |file: Bytes| {
        read.store(200, std::sync::atomic::Ordering::Relaxed);
        async move { Ok(Document { attachments: vec![file.to_vec()], ..Document::default() }) }
    });
    let clock =
        Arc::new(move || now() + jiff::SignedDuration::from_secs(told.load(std::sync::atomic::Ordering::Relaxed)));
    let server = Server::new(App { read_document: Some(read), clock, ..app().await });
    let document = signed(&claims(0));
    let fields = [text_field("until", "2026-12-18"), Field("document", Some("siti.pdf"), &document)];
    let told = value(ask(&server, multipart("/api/v1/check-list", &fields)).await).await;
    assert_eq!((words(&told), &told["checked_at"]), (vec!["fits"], &json!("2026-11-22T05:03:20Z")));
}

#[tokio::test]
async fn a_question_for_a_list_that_is_none_is_told_what_is_wrong() {
    let server = Server::new(app().await);
    let told = async |body: Value| {
        let answer = ask(&server, asked(&body)).await;
        (answer.status().as_u16(), value(answer).await)
    };
    let (status, problem) = told(json!({ "until": "2026-12-18" })).await;
    assert_eq!((status, &problem["field"]), (400, &json!("body")));
    let (status, problem) = told(json!({ "until": "18-12-2026", "rows": [{ "name": "Siti" }] })).await;
    assert_eq!((status, &problem["field"]), (422, &json!("until")));
    let faulty = json!([{ "name": "Siti" }, { "name": "Budi", "nik": "12" }]);
    let (status, problem) = told(json!({ "until": "2026-12-18", "rows": faulty })).await;
    assert_eq!(
        (status, &problem["faults"][0]["row"], &problem["faults"][0]["member"]),
        (422, &json!(2), &json!("nik"))
    );
    let none = told(json!({ "until": "2026-12-18", "rows": [] })).await;
    assert_eq!(none.0, 422);
}

#[tokio::test]
async fn a_list_of_numbers_learns_no_more_than_their_page_and_pays_the_same() {
    let server = Server::new(app().await);
    let rows = |count: usize| -> Vec<Value> { (0..count).map(|n| json!({ "number": format!("81210 {n}") })).collect() };
    let many = rows(NUMBERS_WITHOUT_ACCOUNT + 1);
    let refused = ask(&server, asked(&json!({ "until": "2026-12-18", "rows": many }))).await;
    assert_eq!(refused.status(), 422);
    assert!(text(refused).await.contains("More than 100 rows"));
    let told = value(ask(&server, asked(&json!({ "until": "2026-12-18", "rows": rows(100) }))).await).await;
    assert_eq!((&told["totals"]["not_found"], &told["totals"]["not_checked"]), (&json!(20), &json!(80)), "{told}");
    assert_eq!(ask(&server, to(Method::GET, "/api/v1/certificates/999")).await.status(), 429, "one purse for both");
    let tokens = [json!({ "token": token("Siti Contoh", 0) })];
    let told = value(ask(&server, asked(&json!({ "until": "2026-12-18", "rows": tokens }))).await).await;
    assert_eq!(words(&told), ["fits"], "and tokens are not counted");
}

#[tokio::test]
async fn a_site_without_records_answers_for_tokens_and_says_so_of_numbers() {
    let server = Server::new(checker().await);
    let told = async |row: Value| ask(&server, asked(&json!({ "until": "2026-12-18", "rows": [row] }))).await;
    assert_eq!(words(&value(told(json!({ "token": token("Siti Contoh", 0) })).await).await), ["fits"]);
    assert_eq!(told(json!({ "number": "81210 9112 2 0000088 2023" })).await.status(), 404);
}

#[tokio::test]
async fn a_certificate_that_ends_before_the_contract_is_told_with_its_last_day() {
    let term = Term::new(jiff::civil::date(2025, 3, 1), 3, crate::domain::term::Expiry::SameDay).expect("a term");
    let token = spelling::to_base64url(&signed(&with_term(0, term)));
    let server = Server::new(app().await);
    let question = json!({ "until": "2028-03-02", "rows": [{ "token": token }] });
    let told = value(ask(&server, asked(&question)).await).await;
    assert_eq!((words(&told)[0], &told["rows"][0]["valid_until"]), ("expires_early", &json!("2028-03-01")));
}
