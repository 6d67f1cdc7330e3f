//! A browser at the office's pages: it keeps one cookie, sends forms from the site's own pages, and follows nothing.

use std::cell::RefCell;
use std::time::{SystemTime, UNIX_EPOCH};

use totp_rs::Totp;

use crate::support::{Installation, Service};

pub(crate) struct Browser<'a> {
    service: &'a Service,
    agent: ureq::Agent,
    pub(crate) cookie: RefCell<Option<String>>,
}

/// What the office answered.
pub(crate) struct Seen {
    pub(crate) status: u16,
    pub(crate) to: String,
    pub(crate) body: String,
}

impl Seen {
    /// Whether it led to the door: whoever asked is signed in nowhere.
    pub(crate) fn is_door(&self) -> bool {
        self.status == 303 && self.to.starts_with("/office/masuk")
    }

    /// What stands between two texts of the page.
    pub(crate) fn between(&self, before: &str, after: &str) -> String {
        let found = self.body.split(before).nth(1).and_then(|rest| rest.split(after).next());
        found.unwrap_or_else(|| panic!("no {before} in {}", self.body)).to_owned()
    }
}

impl<'a> Browser<'a> {
    pub(crate) fn new(service: &'a Service) -> Self {
        // A connection each: a service that refuses a form before it has read it closes the one that it came by.
        let config = ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0);
        let agent = config.max_idle_connections(0).build().into();
        Self { service, agent, cookie: RefCell::default() }
    }

    /// One that shows a cookie that it was given.
    pub(crate) fn with(service: &'a Service, cookie: &str) -> Self {
        let browser = Self::new(service);
        browser.cookie.replace(Some(cookie.to_owned()));
        browser
    }

    pub(crate) fn get(&self, path: &str) -> Seen {
        let request = self.agent.get(format!("{}{path}", self.service.url)).header("accept", "text/html");
        let request = match &*self.cookie.borrow() {
            Some(cookie) => request.header("cookie", cookie),
            None => request,
        };
        self.seen(request.call().expect("an answer"))
    }

    /// Sends a form from the site's own page.
    pub(crate) fn send(&self, path: &str, form: &[(&str, &str)]) -> Seen {
        self.send_from(path, form, &[("origin", &self.service.url), ("sec-fetch-site", "same-origin")])
    }

    /// Sends a form with other headers than a page of the site's would.
    pub(crate) fn send_from(&self, path: &str, form: &[(&str, &str)], headers: &[(&str, &str)]) -> Seen {
        let request = self.agent.post(format!("{}{path}", self.service.url)).header("accept", "text/html");
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        let request = match &*self.cookie.borrow() {
            Some(cookie) => request.header("cookie", cookie),
            None => request,
        };
        self.seen(request.send_form(form.iter().copied()).expect("an answer"))
    }

    fn seen(&self, mut answer: ureq::http::Response<ureq::Body>) -> Seen {
        let header = |name: &str| answer.headers().get(name).map(|value| value.to_str().expect("text").to_owned());
        if let Some(cookie) = header("set-cookie") {
            let pair = cookie.split(';').next().expect("a pair").to_owned();
            self.cookie.replace(Some(pair).filter(|pair| !pair.ends_with('=')));
        }
        let (status, to) = (answer.status().as_u16(), header("location").unwrap_or_default());
        Seen { status, to, body: answer.body_mut().read_to_string().expect("UTF-8") }
    }

    pub(crate) fn cookie(&self) -> String {
        self.cookie.borrow().clone().expect("a cookie")
    }

    /// Sends a name and a password.
    pub(crate) fn sign_in(&self, name: &str, password: &str) -> Seen {
        self.send("/office/masuk", &[("name", name), ("password", password)])
    }

    /// Signs in for the first time and chooses a password of one's own.
    pub(crate) fn enter(&self, name: &str, given: &str, own: &str) {
        assert_eq!(self.sign_in(name, given).status, 303);
        let changed = self.send("/office/akun/sandi", &[("old", given), ("new", own), ("again", own)]);
        assert_eq!(changed.status, 303, "{}", changed.body);
    }

    /// Sets an authenticator up with the code of the step before this one, so that two more are to be had at once.
    pub(crate) fn set_up_totp(&self) -> Totp {
        assert_eq!(self.send("/office/akun/kode/baru", &[]).status, 303);
        let page = self.get("/office/akun/kode");
        let url = format!("otpauth://{}", page.between("href=\"otpauth://", "\"").replace("&#38;", "&"));
        let totp = Totp::from_url(url).expect("a URL that authenticators read");
        let set = self.send("/office/akun/kode", &[("code", &code(&totp, -1))]);
        assert_eq!(set.status, 303, "{}", set.body);
        totp
    }
}

/// The code of this moment's step, or of one so many steps from it.
pub(crate) fn code(totp: &Totp, steps: i64) -> String {
    #[expect(clippy::disallowed_methods, reason = "the service's clock is the machine's, and codes are of its time")]
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs();
    totp.generate(now.checked_add_signed(30 * steps).expect("an instant")).to_string()
}

/// Makes an account and gives its first password.
pub(crate) fn account(at: &Installation, name: &str, lsp: &str, role: &str) -> String {
    let made = at.ok(&["account", "new", name, "--lsp", lsp, "--role", role, "--json"]).json();
    made["password"].as_str().expect("a password").to_owned()
}
