//! The pages of a list check: the form, the page while certificates are read, the columns of a list, the answers.

mod answers;
mod columns;
mod fault;
mod reading;

use askama::Template;

use super::Frame;
use super::text::Text;
use crate::web::Error;
use crate::words::{Lang, key, say};

pub(in crate::web) use self::answers::{Shown, answers, order};
pub(in crate::web) use self::columns::{Columns, columns, select};
pub(super) use self::fault::fault;
pub(in crate::web) use self::reading::{Begun, Steps, begun, ended, main_of};

/// What the visitor typed on the form.
#[derive(Clone, Debug, Default)]
pub(in crate::web) struct Typed {
    pub(in crate::web) until: String,
    /// A list that was pasted.
    pub(in crate::web) text: String,
}

/// What is wrong, said above the form and at the field.
pub(super) struct Fault {
    said: Text,
    /// The field's own name in the page.
    at: &'static str,
}

impl Fault {
    fn of(error: &Error) -> Self {
        Self { said: super::failures::detail(error), at: error.field().unwrap_or("file") }
    }

    fn is_at(&self, field: &str) -> bool {
        self.at == field
    }
}

#[derive(Template)]
#[template(path = "pages/list-form.html")]
struct Form<'a> {
    frame: Frame<'a>,
    typed: &'a Typed,
    /// Whether files of certificates are read here.
    files: bool,
    fault: Option<Fault>,
}

impl Form<'_> {
    fn is_at(&self, field: &str) -> bool {
        self.fault.as_ref().is_some_and(|fault| fault.is_at(field))
    }
}

/// The form, with what is wrong where it was sent.
pub(in crate::web) fn form(
    frame: Frame<'_>,
    typed: &Typed,
    files: bool,
    error: Option<&Error>,
) -> askama::Result<String> {
    Form { frame, typed, files, fault: error.map(Fault::of) }.render()
}
