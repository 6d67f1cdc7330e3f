//! Files: taken in within bounds, in every form they are sent in; what reads them is a stand-in here.

use tokio::time::Instant;

use super::*;
use crate::verify::document::Page;

/// Reads a file that is a token and what a stand-in is told by it.
async fn reading() -> App {
    let read = stand_in(|file: Bytes| async move {
        let page = |text: &str| Page { text: text.to_owned(), ..Page::default() };
        match &file[..] {
            b"fail" => Err(DocumentFault::NotStarted(std::io::ErrorKind::NotFound)),
            b"garbage" => Err(DocumentFault::Broken),
            b"late" => Err(DocumentFault::Late),
            altered if altered.starts_with(b"altered") => Ok(Document {
                attachments: vec![altered[7..].to_vec()],
                pages: vec![page("nama lain")],
                ..Document::default()
            }),
            token => Ok(Document { attachments: vec![token.to_vec()], ..Document::default() }),
        }
    });
    App { read_document: Some(read), ..app().await }
}

fn sent(kind: &str, accept: &str, body: impl Into<Body>) -> Request<Body> {
    let request = Request::builder().method("POST").uri("/api/v1/verify/file?on=2026-11-22");
    request.header("content-type", kind).header("accept", accept).body(body.into()).expect("a request")
}

fn form_of(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, content) in parts {
        let head = format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"x.pdf\"\r\n\r\n");
        body.extend([head.as_bytes(), content, b"\r\n"].concat());
    }
    body.extend(b"--b--\r\n");
    body
}

const FORM: &str = "multipart/form-data; boundary=b";
const BROWSER: &str = "text/html,application/xhtml+xml,*/*;q=0.8";

#[tokio::test]
async fn a_file_is_read_in_every_form_it_is_sent_in() {
    let (server, token) = (Server::new(reading().await), signed(&claims(0)));
    for kind in ["application/pdf", "image/png", "image/JPEG", "image/webp", "application/octet-stream; x=y"] {
        let answer = ask(&server, sent(kind, "*/*", token.clone())).await;
        assert_eq!(header(&answer, "cache-control"), "no-store");
        assert_eq!(value(answer).await["verdict"], "valid", "{kind}");
    }
    let answer =
        ask(&server, sent(FORM, "*/*", form_of(&[("x", b"y"), ("on", b"2027-01-01"), ("file", &token)]))).await;
    assert_eq!(value(answer).await["verdict"], "expired", "the day of the form");
    let page = ask(&server, sent(FORM, BROWSER, form_of(&[("file", &[b"altered", &token[..]].concat())]))).await;
    assert!(header(&page, "content-type").starts_with("text/html"));
    let page = text(page).await;
    assert!(page.contains("Yang tercetak berbeda") && page.contains("Siti Nurhalizah Contoh"));
    let nothing = ask(&server, sent("image/png", BROWSER, "garbage")).await;
    assert!(text(nothing).await.contains("Tidak ada sertifikat yang terbaca di file ini"));
}

#[tokio::test]
async fn several_files_and_a_zip_of_them_are_answered_one_by_one() {
    let (server, token) = (Server::new(reading().await), signed(&claims(0)));
    let answer = ask(&server, sent(FORM, "*/*", form_of(&[("file", &token), ("file", b"garbage")]))).await;
    let told = value(answer).await;
    let words = |told: &Value| -> Vec<(String, String)> {
        let results = told["results"].as_array().expect("results").iter();
        let word = |one: &Value, of: &str| one[of].as_str().unwrap_or_default().to_owned();
        results.map(|one| (word(one, "file"), word(one, "verdict"))).collect()
    };
    let expected = |file: &str, word: &str| (file.to_owned(), word.to_owned());
    assert_eq!(words(&told), [expected("x.pdf", "valid"), expected("x.pdf", "unreadable")]);

    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in [("siti.pdf", token.as_slice()), ("map/lain.pdf", b"garbage"), ("dalam.zip", b"PK\x03\x04")]
    {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("begun");
        std::io::Write::write_all(&mut zip, content).expect("written");
    }
    let zip = zip.finish().expect("a ZIP").into_inner();
    let told = value(ask(&server, sent("application/zip", "*/*", zip.clone())).await).await;
    let unreadable = |file| expected(file, "unreadable");
    assert_eq!(words(&told)[..2], [expected("siti.pdf", "valid"), unreadable("map/lain.pdf")]);
    let page = text(ask(&server, sent(FORM, BROWSER, form_of(&[("file", &zip)]))).await).await;
    assert!(page.contains("siti.pdf") && page.contains("3 sertifikat diperiksa, 1 berlaku tanpa catatan"));

    let many: Vec<(&str, &[u8])> = (0..51).map(|_| ("file", b"x".as_slice())).collect();
    assert_eq!(ask(&server, sent(FORM, "*/*", form_of(&many))).await.status(), 413);
    let broken = ask(&server, sent("application/zip", "*/*", &b"PK\x03\x04halo"[..])).await;
    assert_eq!(words(&value(broken).await), [expected("", "unreadable")]);
}

#[tokio::test]
async fn what_is_no_file_is_refused_in_plain_words() {
    let server = Server::new(reading().await);
    assert_eq!(ask(&server, sent("text/plain", "*/*", "x")).await.status(), 415);
    assert_eq!(ask(&server, sent("application/pdf", "*/*", "")).await.status(), 400);
    assert_eq!(ask(&server, sent("multipart/form-data", "*/*", "")).await.status(), 400);
    let empty = ask(&server, sent(FORM, BROWSER, form_of(&[("file", b"")]))).await;
    assert_eq!(empty.status(), 400);
    assert!(text(empty).await.contains("Pilih dulu file"));
    let day = ask(&server, sent(FORM, "*/*", form_of(&[("on", b"besok"), ("file", b"garbage")]))).await;
    assert_eq!(value(day).await["field"], "on");
    for body in [vec![0; (20 << 20) + 1], form_of(&[("file", &vec![0; (20 << 20) + 1])])] {
        let kind = if body[0] == 0 { "application/pdf" } else { FORM };
        let large = ask(&server, sent(kind, BROWSER, body)).await;
        assert_eq!(large.status(), 413);
        assert!(text(large).await.contains("File melebihi 20 MB"));
    }
    assert_eq!(
        ask(&Server::new(app().await), sent("application/pdf", "*/*", "x")).await.status(),
        404,
        "nothing reads"
    );
}

#[tokio::test]
async fn few_are_read_at_once_and_each_is_counted() {
    let server = Server::new(reading().await);
    assert_eq!(ask(&server, sent("application/pdf", "*/*", "fail")).await.status(), 500);
    ask(&server, sent("application/pdf", "*/*", "garbage")).await;
    ask(&server, sent("application/pdf", "*/*", signed(&claims(0)))).await;
    let figures = text(ask(&server, to(Method::GET, "/metrics")).await).await;
    for outcome in ["failed", "read", "unreadable"] {
        assert!(figures.contains(&format!("absah_files_total{{outcome=\"{outcome}\"}} 1")), "{figures}");
    }
    let home = text(ask(&server, to(Method::GET, "/")).await).await;
    assert!(home.contains("multipart/form-data"));
    assert!(!text(ask(&Server::new(app().await), to(Method::GET, "/")).await).await.contains("multipart/form-data"));
}

/// Asks about a file as a client of this address.
fn of_client(last: u8, body: impl Into<Body>) -> Request<Body> {
    let mut request = sent("application/pdf", "*/*", body);
    request.headers_mut().insert("x-forwarded-for", format!("203.0.113.{last}").parse().expect("a value"));
    request
}

#[tokio::test]
async fn what_a_busy_machine_did_not_read_is_not_called_unreadable() {
    let server = Server::new(reading().await);
    assert_eq!(ask(&server, sent("application/pdf", "*/*", "late")).await.status(), 503);
}

#[tokio::test]
async fn long_reading_gives_way_to_others_and_goes_on_where_it_was_left() {
    let begun = beside_long_reading(Files::default().standing_still).await;
    assert_eq!(begun, ["long", "long", "short"], "nothing was begun anew");
}

#[tokio::test]
async fn long_reading_whose_memory_is_wanted_is_begun_anew_and_comes_to_its_end() {
    let begun = beside_long_reading(0).await;
    assert!(begun.len() > 3, "{begun:?}");
}

/// Has two clients' long documents and one's short one read where those that give way may hold so many bytes; what was
/// begun, one after another.
async fn beside_long_reading(standing_still: usize) -> Vec<&'static str> {
    let (slice, step, steps) = (Duration::from_millis(40), Duration::from_millis(10), 25);
    let begun = Arc::new(std::sync::Mutex::new(Vec::new()));
    let (order, token) = (Arc::clone(&begun), signed(&claims(0)));
    let read = stand_in(move |file: Bytes| {
        let is_long = file.starts_with(b"long");
        order.lock().expect("not poisoned").push(if is_long { "long" } else { "short" });
        async move {
            for _ in 0..if is_long { steps } else { 0 } {
                tokio::time::sleep(step).await;
            }
            let token = file.strip_prefix(b"long").unwrap_or(&file).to_vec();
            Ok(Document { attachments: vec![token], ..Document::default() })
        }
    });
    let files = Files { readers: 1, slice, standing_still, ..Files::default() };
    let settings = Settings { proxies: 1, files, ..Settings::default() };
    let server = Server::new(App { read_document: Some(read), settings, ..app().await });
    let asked = |last, body: Vec<u8>| tokio::spawn(Arc::clone(&server).answer(of_client(last, body)));
    let longs = [1, 2].map(|client| asked(client, [b"long", &token[..]].concat()));
    tokio::time::sleep(step).await;
    let since = Instant::now();
    let short = value(asked(3, token.clone()).await.expect("joined")).await;
    assert_eq!(short["verdict"], "valid");
    assert!(since.elapsed() < steps * step, "{:?}: {begun:?}", since.elapsed());
    for long in longs {
        assert_eq!(value(long.await.expect("joined")).await["verdict"], "valid", "{begun:?}");
    }
    begun.lock().expect("not poisoned").clone()
}

#[tokio::test]
async fn a_file_that_stands_still_on_its_way_is_given_up() {
    let settings = Settings { still: Duration::from_millis(20), ..Settings::default() };
    let (question, body) = http_body_util::channel::Channel::<Bytes>::new(1);
    let server = Server::new(App { settings, ..reading().await });
    let answer = ask(&server, sent("application/pdf", "*/*", Body::new(body))).await;
    assert_eq!(answer.status(), 408);
    drop(question);
}
