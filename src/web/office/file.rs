//! A file as an answer: of one kind, with a name, to be saved or looked at. That nothing on the way keeps it, the headers
//! of every answer of the office see to.

use axum::body::Body;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};

use crate::office::register;

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::web) enum Kind {
    Csv,
    Jpeg,
    Json,
    Pdf,
    Png,
    Xlsx,
    Zip,
}

impl Kind {
    fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Jpeg => "image/jpeg",
            Self::Json => "application/json",
            Self::Pdf => "application/pdf",
            Self::Png => "image/png",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Zip => "application/zip",
        }
    }

    fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Jpeg => "jpg",
            Self::Json => "json",
            Self::Pdf => "pdf",
            Self::Png => "png",
            Self::Xlsx => "xlsx",
            Self::Zip => "zip",
        }
    }
}

impl From<register::Kind> for Kind {
    fn from(kind: register::Kind) -> Self {
        match kind {
            register::Kind::Csv => Self::Csv,
            register::Kind::Xlsx => Self::Xlsx,
        }
    }
}

/// The kind of table that an address asks for; a workbook unless it says otherwise.
pub(super) fn table_kind(word: &str) -> register::Kind {
    if word == "csv" { register::Kind::Csv } else { register::Kind::Xlsx }
}

/// A file to be saved under this name, given without its ending.
pub(in crate::web) fn saved(kind: impl Into<Kind>, name: &str, body: impl Into<Body>) -> Response {
    answer(kind.into(), "attachment", name, body.into())
}

/// A file to be looked at in the browser, and saved under this name from there.
pub(super) fn looked_at(kind: Kind, name: &str, body: impl Into<Body>) -> Response {
    answer(kind, "inline", name, body.into())
}

fn answer(kind: Kind, disposition: &str, name: &str, body: Body) -> Response {
    let name = format!("{disposition}; filename=\"{name}.{}\"", kind.ending());
    ([(CONTENT_TYPE, kind.media_type().to_owned()), (CONTENT_DISPOSITION, name)], body).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_its_kind_in_its_type_and_in_the_ending_of_its_name() {
        let saved = saved(register::Kind::Csv, "jurnal-klining", "");
        assert_eq!(saved.headers()[CONTENT_TYPE], "text/csv; charset=utf-8");
        assert_eq!(saved.headers()[CONTENT_DISPOSITION], "attachment; filename=\"jurnal-klining.csv\"");
        let shown = looked_at(Kind::Pdf, "contoh", "");
        assert_eq!(shown.headers()[CONTENT_DISPOSITION], "inline; filename=\"contoh.pdf\"");
    }
}
