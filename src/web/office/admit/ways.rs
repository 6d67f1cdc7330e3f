//! Where somebody is sent who does not come in, and where she goes on to from there.

use axum::extract::Request;
use axum::http::Method;

use crate::office::accounts::Duty;
use crate::web::office::acts;
use crate::web::rule::Rules;

/// Where one signs in.
pub(in crate::web::office) const DOOR: &str = "/office/masuk";

/// Where an employer signs in, its pages, and where it changes a password that the LSP made.
pub(in crate::web) const EMPLOYERS_DOOR: &str = "/masuk";
pub(in crate::web) const EMPLOYERS: &str = "/pemberi-kerja";
pub(in crate::web) const EMPLOYERS_PASSWORD: &str = "/pemberi-kerja/sandi";

/// The page on which somebody does what comes before anything else.
pub(in crate::web::office) fn duty_page(duty: Duty) -> &'static str {
    match duty {
        Duty::ChangePassword => "/office/akun/sandi",
        Duty::SetUpTotp => "/office/akun/kode",
    }
}

/// The door, from which one goes on to the page that was asked for.
pub(super) fn door(request: &Request) -> String {
    match request.method() == Method::GET && request.uri().path() != "/office" {
        true => format!("{DOOR}?ke={}", encoded(request.uri().path())),
        false => DOOR.to_owned(),
    }
}

/// Where one shows again who one is, and goes on from there: to the page itself, or to the one that the form was on,
/// which was not sent.
pub(super) fn prove(rules: &Rules, request: &Request) -> String {
    let path = request.uri().path();
    match acts(request.method()) {
        true => format!("/office/bukti?ke={}&isian=1", encoded(&rules.page_of_form(path))),
        false => format!("/office/bukti?ke={}", encoded(path)),
    }
}

/// The address of a page, as a value of a query.
fn encoded(path: &str) -> String {
    url::form_urlencoded::byte_serialize(path.as_bytes()).collect()
}

/// A page of the office that somebody goes on to; the first one where it is none.
pub(in crate::web::office) fn onward(to: Option<&str>) -> &str {
    let plain = |path: &&str| {
        let legal = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte);
        path.starts_with("/office") && !path.contains("//") && path.bytes().all(legal)
    };
    to.filter(plain).unwrap_or("/office")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::addresses::addresses;

    #[test]
    fn one_goes_on_to_pages_of_the_office_alone() {
        assert_eq!(onward(Some("/office/klining/orang")), "/office/klining/orang");
        for to in [
            None,
            Some("https://evil.example"),
            Some("//evil.example"),
            Some("/office//evil.example"),
            Some("/"),
            Some("/office/%0d%0a"),
            Some("/office\\evil"),
        ] {
            assert_eq!(onward(to), "/office", "{to:?}");
        }
    }

    #[test]
    fn a_form_leads_back_to_the_page_that_it_stands_on() {
        let rules = Rules::new(addresses().into_iter().map(|address| address.row).collect());
        for (form, page) in [
            ("/office/klining/orang", "/office/klining/orang/baru"),
            ("/office/klining/orang/7/peran", "/office/klining/orang/7"),
            ("/office/klining/kegiatan/9/ubah", "/office/klining/kegiatan/9/ubah"),
            ("/office/klining/persetujuan/5/setujui", "/office/klining/persetujuan/5"),
        ] {
            assert_eq!(rules.page_of_form(form), page);
        }
    }
}
