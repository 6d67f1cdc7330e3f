//! The settings through their pages: each fault at its field, nothing overwritten unseen, nothing typed thrown away.

use super::*;
use crate::office::settings::{Part, Present};

/// An administrator signed in at the first LSP.
struct Admin {
    world: World,
    cookie: String,
    here: String,
}

async fn admin() -> Admin {
    let world = world().await;
    let totp = world.settled("admin", &world.lsps[0], Role::Administrator).await;
    let cookie = world.enter("admin", totp.as_ref()).await;
    let here = format!("/office/{}/pengaturan", world.lsps[0]);
    Admin { world, cookie, here }
}

const BOUNDARY: &str = "batas-formulir";

/// A form that brings files: fields, and files with their names.
fn multipart(fields: &[(&str, &str)], files: &[(&str, &str, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend(
            format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes(),
        );
    }
    for (name, file, bytes) in files {
        let head = format!("Content-Disposition: form-data; name=\"{name}\"; filename=\"{file}\"");
        body.extend(format!("--{BOUNDARY}\r\n{head}\r\nContent-Type: application/octet-stream\r\n\r\n").bytes());
        body.extend(*bytes);
        body.extend(b"\r\n");
    }
    body.extend(format!("--{BOUNDARY}--\r\n").bytes());
    body
}

impl Admin {
    async fn page(&self, path: &str) -> String {
        let answer = self.world.get(&format!("{}{path}", self.here), Some(&self.cookie)).await;
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        text(answer).await
    }

    async fn send(&self, path: &str, fields: &[(&str, &str)]) -> (StatusCode, String) {
        let form = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let answer = self.world.send(&format!("{}{path}", self.here), Some(&self.cookie), &form).await;
        (answer.status(), text(answer).await)
    }

    async fn bring(&self, path: &str, fields: &[(&str, &str)], files: &[(&str, &str, &[u8])]) -> (StatusCode, Vec<u8>) {
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        let own = [("origin", ORIGIN), ("sec-fetch-site", "same-origin"), ("content-type", kind.as_str())];
        let request = question(&Method::POST, &format!("{}{path}", self.here), Some(&self.cookie), &own);
        let answer = self.world.ask(request.body(Body::from(multipart(fields, files))).expect("a request")).await;
        let status = answer.status();
        (status, to_bytes(answer.into_body(), 16 << 20).await.expect("a body").to_vec())
    }

    async fn present(&self) -> Present {
        Present::read(&self.world.office, &self.world.lsps[0]).await.expect("an LSP")
    }
}

fn words(body: Vec<u8>) -> String {
    String::from_utf8(body).expect("UTF-8")
}

/// The particulars as their form sends them.
fn particulars<'a>(page: &'a [(&'a str, String)], other: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let stands = page.iter().map(|(name, value)| (*name, value.as_str()));
    stands.filter(|(name, _)| !other.iter().any(|(changed, _)| changed == name)).chain(other.iter().copied()).collect()
}

async fn shown(admin: &Admin) -> Vec<(&'static str, String)> {
    let (page, lsp) = (admin.page("/data").await, admin.present().await.taken.lsp);
    let texts = ["key", "seen", "name_id", "name_en", "city", "site", "signatory", "signatory_title_id"];
    let more = ["signatory_title_en", "certification_manager"];
    let plain = |text: String| text.replace("&#38;", "&").replace("&#39;", "'");
    let mut fields: Vec<_> = texts.into_iter().chain(more).map(|name| (name, plain(hidden(&page, name)))).collect();
    fields.extend([("kind", lsp.kind.to_string()), ("time_zone", lsp.time_zone.to_string())]);
    fields.extend([("expiry", "same-day".to_owned()), ("console", "open".to_owned())]);
    fields
}

#[tokio::test]
async fn every_fault_is_told_at_its_field_and_what_was_typed_is_kept() {
    let admin = admin().await;
    let fields = shown(&admin).await;
    let wrong = [("city", ""), ("site", "http://cek.example"), ("signatory", "Direktur Rekaan")];
    let (status, page) = admin.send("/data", &particulars(&fields, &wrong)).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    for expected in ["<title>Galat:", "href=\"#city\"", "href=\"#site\"", "id=\"galat-city\"", "id=\"galat-site\""] {
        assert!(page.contains(expected), "{expected}: {page}");
    }
    assert!(page.contains("value=\"Direktur Rekaan\"") && page.contains("value=\"http://cek.example\""));
    let summary = page.find("id=\"salah\"").expect("a summary");
    assert!(summary < page.find("<h1>").expect("a heading"));
    assert_ne!(admin.present().await.lsp().signatory, "Direktur Rekaan");
    // A site of its own is no fault, and asks whether the old one goes on.
    let moved = [("site", "https://baru.lsp.example")];
    let (status, page) = admin.send("/data", &particulars(&fields, &moved)).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("name=\"site_seen\"") && page.contains(ORIGIN), "{page}");
    let moved = [("site", "https://baru.lsp.example"), ("site_seen", "1")];
    assert_eq!(admin.send("/data", &particulars(&fields, &moved)).await.0, StatusCode::SEE_OTHER);
    assert!(admin.page("").await.contains("https://baru.lsp.example"));
}

#[tokio::test]
async fn the_second_of_two_is_shown_what_stands_there_and_may_then_save() {
    let admin = admin().await;
    let fields = shown(&admin).await;
    assert_eq!(admin.send("/data", &particulars(&fields, &[("city", "Serang")])).await.0, StatusCode::SEE_OTHER);
    let late = [("city", "Lebak"), ("key", "another")];
    let (status, page) = admin.send("/data", &particulars(&fields, &late)).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("<b>Serang</b>") && page.contains("value=\"Lebak\""), "{page}");
    assert_eq!(admin.present().await.lsp().city, "Serang");
    let seen = hidden(&page, "seen");
    let again = [("city", "Lebak"), ("key", "third"), ("seen", seen.as_str())];
    assert_eq!(admin.send("/data", &particulars(&fields, &again)).await.0, StatusCode::SEE_OTHER);
    assert_eq!(admin.present().await.lsp().city, "Lebak");
}

#[tokio::test]
async fn who_has_to_show_again_that_it_is_she_keeps_what_she_typed() {
    let admin = admin().await;
    let fields = shown(&admin).await;
    admin.world.clock.fetch_add(301, Ordering::Relaxed);
    let (status, page) = admin.send("/data", &particulars(&fields, &[("city", "Serang")])).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("/office/bukti?ke=") && page.contains("value=\"Serang\""), "{page}");
    assert_ne!(admin.present().await.lsp().city, "Serang");
    let answer = admin.world.get(&format!("{}/data", admin.here), Some(&admin.cookie)).await;
    assert!(location(&answer).starts_with("/office/bukti"));
}

#[tokio::test]
async fn a_layout_is_drawn_before_it_is_kept_and_its_fault_is_told_by_its_line() {
    let admin = admin().await;
    let present = admin.present().await;
    let seen = present.seen(&Part::Design);
    let layout = format!("# catatan\n{}", present.design.digital);
    let fields = |layout: &'_ str, act: &'static str| {
        [
            ("key", "satu".to_owned()),
            ("seen", seen.clone()),
            ("layout", layout.replace('\n', "\r\n")),
            (act, "1".into()),
        ]
    };
    let send = async |path: &str, layout: &str, act: &'static str| {
        let fields = fields(layout, act);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        admin.bring(path, &fields, &[]).await
    };
    let red = layout.replacen("block = \"holder\"", "block = \"holder\"\ncolor = \"merah\"", 1);
    let line = red.lines().position(|line| line == "color = \"merah\"").expect("a line") + 1;
    let (status, page) = send("/lembar/digital", &red, "look").await;
    let page = words(page);
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains(&format!("Baris {line}: ")) && page.contains("color = &#34;merah&#34;"), "{page}");
    let (status, page) = send("/lembar/digital", &layout, "look").await;
    assert_eq!(status, StatusCode::OK);
    assert!(words(page).contains("src=\"data:image/png;base64,"));
    let (status, pdf) = send("/lembar/digital/contoh", &layout, "x").await;
    assert!(status == StatusCode::OK && pdf.starts_with(b"%PDF"));
    assert_eq!(admin.present().await.design, present.design, "nothing was kept yet");
    assert_eq!(send("/lembar/digital", &layout, "x").await.0, StatusCode::SEE_OTHER);
    assert_eq!(admin.present().await.design.digital, layout, "without the browser's carriage returns");
}

#[tokio::test]
async fn units_come_from_a_file_with_each_fault_by_its_cell_and_nothing_is_kept_before() {
    let admin = admin().await;
    let file = "Kode Unit;Judul Unit;Judul Unit (Inggris)\nN.81.1;Satu;One\nN.81.1;Dua;\n";
    let (status, page) = admin.bring("/skema/CS-01", &[("look", "1")], &[("file", "unit.csv", file.as_bytes())]).await;
    let page = words(page);
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("Sel C3") && page.contains("N.81.1;Satu;One"), "{page}");
    assert!(page.contains("lebih dari sekali: N.81.1"), "{page}");
    let page = admin.page("/skema/CS-01").await;
    let (seen, before) = (hidden(&page, "seen"), admin.present().await.lsp().schemes[0].clone());
    let level = before.kkni_level.to_string();
    let fields = [
        ("key", "satu"),
        ("seen", &seen),
        ("title_id", &before.title_id),
        ("title_en", &before.title_en),
        ("field_id", &before.field_id),
        ("field_en", &before.field_en),
        ("kind", "okupasi"),
        ("kkni_level", &level),
        ("kbli", &before.kbli),
        ("kbji", &before.kbji),
        ("validity_years", "3"),
        ("until", "2040-01-02"),
        ("units", "N.81.1\tSatu; dan lagi\tOne"),
    ];
    assert_eq!(admin.bring("/skema/CS-01", &fields, &[]).await.0, StatusCode::SEE_OTHER);
    let now = admin.present().await.lsp().schemes[0].clone();
    assert_eq!((now.units.len(), now.units[0].title_id.as_str()), (1, "Satu; dan lagi"));
    assert_eq!(now.until, Some(jiff::civil::date(2040, 1, 2)));
}

#[tokio::test]
async fn a_whole_file_is_shown_before_it_is_taken_and_brings_no_other_lsp_in() {
    let admin = admin().await;
    let file =
        include_str!("../../../../templates/demo/lsps.json").replace("\"city\": \"Tangerang\"", "\"city\": \"Serang\"");
    let (status, page) = admin.bring("/impor", &[], &[("file", "lsp.json", file.as_bytes())]).await;
    let page = words(page);
    assert!(status == StatusCode::OK && page.contains("Terapkan 1 perubahan"), "{page}");
    assert_eq!(admin.present().await.lsp().city, "Tangerang");
    let fields = [("key", "satu"), ("seen", &*hidden(&page, "seen")), ("text", &*file)];
    assert_eq!(admin.bring("/impor/terapkan", &fields, &[]).await.0, StatusCode::SEE_OTHER);
    assert_eq!(admin.present().await.lsp().city, "Serang");
    let other = r#"{"lsps": []}"#;
    let (status, _) = admin.bring("/impor", &[], &[("file", "lsp.json", other.as_bytes())]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn pictures_are_kept_shown_and_taken_off() {
    let admin = admin().await;
    let mut png = std::io::Cursor::new(Vec::new());
    image::DynamicImage::new_rgb8(8, 8).write_to(&mut png, image::ImageFormat::Png).expect("a PNG");
    let png = png.into_inner();
    let seen = async || admin.present().await.seen(&Part::Design);
    let fields = [("key", "satu"), ("seen", &*seen().await)];
    let (status, page) = admin.bring("/gambar", &fields, &[("logo", "logo.svg", b"<svg/>")]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(words(page).contains("id=\"galat-logo\""));
    let fields = [("key", "dua"), ("seen", &*seen().await)];
    assert_eq!(admin.bring("/gambar", &fields, &[("logo", "logo.png", &png)]).await.0, StatusCode::SEE_OTHER);
    let answer = admin.world.get(&format!("{}/gambar/logo", admin.here), Some(&admin.cookie)).await;
    assert_eq!(to_bytes(answer.into_body(), 1 << 20).await.expect("a body"), png);
    let fields = [("key", "tiga"), ("seen", &*seen().await), ("logo_gone", "1")];
    assert_eq!(admin.bring("/gambar", &fields, &[]).await.0, StatusCode::SEE_OTHER);
    assert_eq!(admin.present().await.design.logo, None);
}
