//! Reports on lists: by link, by QR, and by what goes with them.

use super::worker_lists::{Field, multipart, text_field};
use super::*;

pub(super) const ROWS: &[u8] = b"\"row\",\"name\"\n\"2\",\"Siti\"\n";

pub(super) async fn reports() -> App {
    let (_, lists) = watch::channel(Arc::new(reporting()));
    let read = stand_in(|file: Bytes| async move {
        match file.strip_prefix(b"%PDF-") {
            Some(rows) => Ok(Document {
                attachments: vec![report_on(ROWS, 55)],
                rows: vec![rows.to_vec()],
                pages: vec![Page { symbols: vec![link()], text: "Laporan".to_owned(), ..Page::default() }],
                ..Document::default()
            }),
            None => Err(DocumentFault::Broken),
        }
    });
    App { lists, read_document: Some(read), ..app().await }
}

fn link() -> String {
    format!("https://cek.lsp-kebersihan.example/l/{}", spelling::to_base64url(&report_on(ROWS, 55)))
}

#[tokio::test]
async fn a_report_is_shown_by_link_and_qr_and_named_nowhere() {
    let (server, token) = (Server::new(reports().await), report_on(ROWS, 55));
    for path in [format!("/l/{}", spelling::to_base64url(&token)), format!("/L/{}", spelling::to_digits(&token))] {
        let page = ask(&server, to(Method::GET, &path)).await;
        for (name, value) in
            [("cache-control", "no-store"), ("referrer-policy", "no-referrer"), ("x-robots-tag", "noindex")]
        {
            assert_eq!(header(&page, name), value);
        }
        let page = text(page).await;
        assert!(page.contains("Laporan asli") && page.contains("54 dari 55 pekerja memenuhi sampai 31 Desember 2027"));
        assert!(page.contains("LSP Kebersihan Contoh") && page.contains("name=\"report\""), "{page}");
        let told = value(ask(&server, json(&path)).await).await;
        assert_eq!((&told["report"], &told["contents"]["until"]), (&"genuine".into(), &"2027-12-31".into()));
        assert!(told.get("verdict").is_none(), "it is no certificate's");
    }
    let certificate = spelling::to_base64url(&signed(&claims(0)));
    for garbage in ["x", "%ff", "AAAA", &certificate] {
        let told = value(ask(&server, json(&format!("/l/{garbage}"))).await).await;
        assert_eq!(told["report"], "unreadable", "{garbage}");
    }
    let pasted = format!("number=https://cek.lsp-kebersihan.example/l/{}", spelling::to_base64url(&token));
    assert!(text(ask(&server, form(pasted)).await).await.contains("Laporan asli"));
    let verdict = value(ask(&server, json(&format!("/v/{}", spelling::to_base64url(&token)))).await).await;
    assert_eq!(verdict["verdict"], "unreadable", "a report is no certificate");
}

#[tokio::test]
async fn what_goes_with_a_report_is_uploaded_and_compared() {
    let (server, token) = (Server::new(reports().await), spelling::to_base64url(&report_on(ROWS, 55)));
    let other = spelling::to_base64url(&report_on(b"other", 2));
    let told = async |file: &[u8], report: Option<&str>| {
        let mut fields = vec![Field("file", Some("laporan"), file)];
        fields.extend(report.map(|token| text_field("report", token)));
        let told = value(ask(&server, multipart("/api/v1/verify/file", &fields)).await).await;
        (told["report"].clone(), told["findings"].clone())
    };
    let is = |word: &str, findings: &[&str]| (Value::from(word), Value::from(findings.to_vec()));
    assert_eq!(told(ROWS, Some(&token)).await, is("genuine", &[]));
    assert_eq!(told(b"\"row\",\"name\"\n\"2\",\"Sita\"\n", Some(&token)).await, is("altered", &["rows_differ"]));
    let pdf = [b"%PDF-", ROWS].concat();
    // Rows that make no paper: its page is compared with nothing, and that is said.
    assert_eq!(told(&pdf, None).await, is("genuine", &["text_unchecked"]));
    assert_eq!(told(&pdf, Some(&token)).await, is("genuine", &["text_unchecked"]));
    assert_eq!(told(&pdf, Some(&other)).await, is("altered", &["text_unchecked", "qr_differs"]));
    assert_eq!(told(b"%PDF-other", None).await, is("altered", &["rows_differ"]));
    let page = Request::builder().method("POST").uri("/api/v1/verify/file").header("accept", "text/html");
    let page = page.header(CONTENT_TYPE, "application/pdf").body(pdf.into()).expect("a request");
    let page = text(ask(&server, page).await).await;
    assert!(page.contains("Baris-barisnya sama dengan yang ditandatangani"), "{page}");
    let fields = [Field("file", Some("x"), ROWS), text_field("report", "halo dunia")];
    assert_eq!(ask(&server, multipart("/api/v1/verify/file", &fields)).await.status(), 400);
}
