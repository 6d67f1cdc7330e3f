//! An employer's own pages, which look as the public site does: a door, the comparison of a NIK with a certificate, keys
//! for programs, what it watches, a password. Who comes in is seen to by the rule of each address, as for the office.

pub(super) mod entering;
pub(super) mod keys;
pub(super) mod nik;
pub(super) mod password;
pub(super) mod watching;

use axum::extract::rejection::FormRejection;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse as _, Response};
use axum::{Extension, Form};

use super::edge::Meant;
use super::office::admit::{EMPLOYERS, EMPLOYERS_DOOR, EMPLOYERS_PASSWORD};
use super::office::{EmployedBy, Visit};
use super::pages::employer::Own;
use super::{Error, Service};
use crate::domain::issuer::LspId;

const KEYS: &str = "/pemberi-kerja/kunci";
const WATCHING: &str = "/pemberi-kerja/pantau";

type Sent<T> = Result<Form<T>, FormRejection>;

/// A page that is shown again, because something that was typed was wrong.
fn again(status: StatusCode, html: String) -> Response {
    (status, Extension(Meant), Html(html)).into_response()
}

/// What stands around an employer's page at an address.
async fn own(service: &Service, visit: &Visit, lsp: &LspId, on: &'static str) -> Result<Own, Error> {
    Ok(Own {
        lsp: visit.office.lsp(lsp).await?.lsp.name_id,
        name: visit.who.name().to_string(),
        on,
        told: visit.told(on).await?,
        form_key: visit.new_form_key(service),
    })
}
