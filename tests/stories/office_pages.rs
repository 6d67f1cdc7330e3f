//! A story through the office's pages, as two browsers walk it: a roster with a fault, mended on the page, submitted by
//! one person and approved by another.

use std::time::Duration;

use serde_json::Value;

use crate::issuer::now;
use crate::support::{Installation, Service};

/// A browser that keeps a cookie and follows nothing by itself.
pub(crate) struct Browser<'a> {
    service: &'a Service,
    cookie: String,
}

/// What it was answered.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) location: String,
    pub(crate) body: String,
}

const FORM: &str = "application/x-www-form-urlencoded";

impl<'a> Browser<'a> {
    /// Signs in with one of a demo's accounts.
    pub(crate) fn enter(service: &'a Service, account: &Value) -> Self {
        let mut browser = Self { service, cookie: String::new() };
        let text = |name: &str| account[name].as_str().expect("text").to_owned();
        let door = browser.post("/office/masuk", &format!("name={}&password={}", text("name"), text("password")));
        assert_eq!(door.status, 303, "{}", door.body);
        if let Some(url) = account["totp"].as_str() {
            let secret = totp_rs::Totp::from_url(url).expect("a URL that authenticators read");
            let code = secret.generate(u64::try_from(now().as_second()).expect("after 1970")).to_string();
            let door = browser.post("/office/masuk/kode", &format!("code={code}"));
            assert_eq!((door.status, door.location.as_str()), (303, "/office"));
        }
        browser
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        let agent = agent();
        let request = agent.get(format!("{}{path}", self.service.url)).header("cookie", &self.cookie);
        read(request.call().expect("an answer")).1
    }

    /// A file.
    pub(crate) fn bytes(&self, path: &str) -> Vec<u8> {
        let agent = agent();
        let request = agent.get(format!("{}{path}", self.service.url)).header("cookie", &self.cookie);
        request.call().expect("an answer").body_mut().read_to_vec().expect("a body")
    }

    pub(crate) fn post(&mut self, path: &str, form: &str) -> Answer {
        self.send(path, FORM, form.as_bytes())
    }

    /// The page of a work when it has ended.
    pub(crate) fn ended(&self, work: &str) -> String {
        let ended = (0..300).map(|_| self.get(work).body).find(|page| {
            std::thread::sleep(Duration::from_millis(100));
            !page.contains("http-equiv=\"refresh\"")
        });
        ended.expect("the work ends")
    }

    fn send(&mut self, path: &str, kind: &str, body: &[u8]) -> Answer {
        let agent = agent();
        let request = agent.post(format!("{}{path}", self.service.url)).header("cookie", &self.cookie);
        let request = request.header("origin", &self.service.url).header("content-type", kind);
        let (cookie, answer) = read(request.send(body).expect("an answer"));
        self.cookie = cookie.unwrap_or_else(|| std::mem::take(&mut self.cookie));
        answer
    }
}

fn agent() -> ureq::Agent {
    ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0).build().into()
}

fn read(mut response: ureq::http::Response<ureq::Body>) -> (Option<String>, Answer) {
    let header = |name: &str| response.headers().get(name).map(|value| value.to_str().expect("text").to_owned());
    let cookie = header("set-cookie").and_then(|cookie| cookie.split(';').next().map(str::to_owned));
    let (status, location) = (response.status().as_u16(), header("location").unwrap_or_default());
    (cookie, Answer { status, location, body: response.body_mut().read_to_string().expect("UTF-8") })
}

/// What stands between two texts of a page.
pub(crate) fn between<'a>(page: &'a str, before: &str, after: &str) -> &'a str {
    page.split(before).nth(1).and_then(|rest| rest.split(after).next()).unwrap_or_else(|| panic!("{before}: {page}"))
}

/// A form with a file.
fn upload(csv: &str) -> String {
    let field = |name: &str, text: &str| {
        format!("--batas\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n")
    };
    let file = "--batas\r\nContent-Disposition: form-data; name=\"file\"; filename=\"peserta.csv\"\r\n\r\n";
    format!("{}{}{file}{csv}\r\n--batas--\r\n", field("wave", "1"), field("issued_on", "2024-06-03"))
}

const MULTIPART: &str = "multipart/form-data; boundary=batas";

const ROSTER: &str = "nama_asesi,nik,kode_skema,tanggal_uji,status_kompeten
Orang Rekaan Satu,9951010101900001,CS-01,2024-05-06,K
<b>Orang</b> Rekaan Dua,9951010101900002,CS-01,2024-05-06,L
Orang Rekaan Tiga,9951010101900003,CS-01,,
";

#[test]
fn two_browsers_bring_a_roster_from_its_file_to_certificates() {
    let at = &Installation::on_sqlite();
    let demo = at.ok(&["demo", "--once", "--json"]).json();
    let account = |role: &str| demo["accounts"].as_array().expect("accounts").iter().find(|one| one["role"] == role);
    let service = at.serve();
    let mut maker = Browser::enter(&service, account("operator").expect("one"));
    let mut approver = Browser::enter(&service, account("approver").expect("one"));

    let event = "name=Uji&tuk=sewaktu&place=Gedung&starts_on=2024-05-06&ends_on=2024-05-06&asked=&granted=\
                 &institutions=PT+Rekaan%3B+3&waves=2024-05-06";
    let event = maker.post("/office/klining/kegiatan", event).location;
    let empty = maker.send(&format!("{event}/daftar"), MULTIPART, upload("").as_bytes());
    assert!(empty.status == 422 && empty.body.contains("Berkas kosong."), "{}", empty.body);
    let roster = maker.send(&format!("{event}/daftar"), MULTIPART, upload(ROSTER).as_bytes()).location;
    let page = maker.get(&roster).body;
    assert!(page.contains("Sel E3 (status_kompeten)") && page.contains("id=\"sel-E3\""), "{page}");
    assert!(!page.contains("<b>Orang</b>"), "what a file holds is text");
    let mended = format!("revision={}&E3=K", between(&page, "name=\"revision\" value=\"", "\""));
    assert_eq!(maker.post(&format!("{roster}/sel"), &mended).location, roster);
    assert_eq!(maker.post(&format!("{roster}/sel"), &mended).status, 422, "of a page that is not the newest");
    let page = maker.get(&roster).body;
    let revision = between(&page, "name=\"revision\" value=\"", "\"").to_owned();
    let request = maker.post(&format!("{roster}/ajukan"), &format!("revision={revision}")).location;

    let page = approver.get(&request).body;
    assert!(page.contains("Terbitkan 2 sertifikat") && page.contains("0000001 2024"), "{page}");
    let seen = format!("seen={}", between(&page, "name=\"seen\" value=\"", "\""));
    assert!(!maker.get(&request).body.contains("name=\"seen\""));
    assert_eq!(maker.post(&format!("{request}/setujui"), &seen).status, 403, "who made it cannot approve");
    assert_eq!(approver.post(&format!("{request}/setujui"), "seen=0").status, 422, "nobody saw that");
    let work = approver.post(&format!("{request}/setujui"), &seen).location;
    assert!(work.starts_with("/office/klining/pekerjaan/"), "{work}");
    assert_eq!(approver.post(&format!("{request}/setujui"), &seen).location, work, "a second click does it once");
    let ended = approver.ended(&work);
    assert!(ended.contains("Selesai: 2") && ended.contains("role=\"status\""), "{ended}");
    assert!(maker.get(&roster).body.contains("<b>Terbit</b>"));
    drop(service);
    let journal = at.ok(&["journal", "show", "--lsp", "klining", "--json"]).json();
    let issued = journal["entries"].as_array().expect("entries").iter().rfind(|entry| entry["act"] == "issue");
    let issued = issued.expect("an entry");
    assert_eq!((&issued["actor"], &issued["approved_by"]), (&"account:operator".into(), &"account:penyetuju".into()));
    assert_eq!(issued["body"]["issued"], 2);
    at.ok(&["journal", "verify"]);
}
