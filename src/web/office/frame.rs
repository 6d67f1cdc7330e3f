//! What stands around a page of the office: whose it is, where else one may go, and what was just done.

use std::borrow::Cow;

use askama::Template;
use axum::Extension;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse as _, Response};

use super::{Flash, Visit};
use crate::domain::account::Roles;
use crate::domain::issuer::LspId;
use crate::office::accounts::Member;
use crate::web::assets::{OFFICE_SCRIPT_ADDRESS, OFFICE_STYLE_ADDRESS, SETTINGS_SCRIPT_ADDRESS};
use crate::web::edge::Meant;
use crate::web::{Error, Service};
use crate::words::{Key, Lang, key};

/// The LSP that a page is of.
#[derive(Clone, Debug)]
pub(in crate::web) struct Place {
    pub(in crate::web) id: LspId,
    pub(in crate::web) name: String,
    pub(in crate::web) roles: Roles,
}

/// A part of an LSP's office.
struct Part {
    /// After `/office/{lsp}`.
    path: &'static str,
    name: Key,
    /// Whether somebody with these roles finds anything there.
    is_for: fn(Roles) -> bool,
}

/// The parts that there are, in the order of the work.
const PARTS: &[Part] = &[
    Part { path: "", name: key!("office-part-home"), is_for: |_| true },
    Part { path: "/kegiatan", name: key!("office-events-part"), is_for: |_| true },
    Part { path: "/persetujuan", name: key!("office-requests-title"), is_for: |_| true },
    Part { path: "/sertifikat", name: key!("office-certificates-part"), is_for: |_| true },
    Part { path: "/pantau", name: key!("office-records-part-watch"), is_for: |_| true },
    Part { path: "/laporan", name: key!("office-handover-reports"), is_for: |_| true },
    Part { path: "/blanko", name: key!("office-handover-stock-part"), is_for: |_| true },
    Part { path: "/jurnal", name: key!("office-records-part-journal"), is_for: |_| true },
    Part {
        path: "/pengaturan",
        name: key!("office-settings-part"),
        is_for: |roles| roles.has(crate::domain::account::Role::Administrator),
    },
    Part {
        path: "/pemberi-kerja",
        name: key!("employers-part"),
        is_for: |roles| roles.has(crate::domain::account::Role::Administrator),
    },
    Part {
        path: "/orang",
        name: key!("office-part-people"),
        is_for: |roles| roles.has(crate::domain::account::Role::Administrator),
    },
];

/// One link of the navigation.
pub(in crate::web) struct Link {
    pub(in crate::web) href: String,
    pub(in crate::web) text: Cow<'static, str>,
    pub(in crate::web) current: bool,
}

/// What stands around a page.
pub(in crate::web) struct Frame {
    pub(in crate::web) lang: Lang,
    /// Such as that this is a demonstration.
    pub(in crate::web) notice: Option<String>,
    /// Who is signed in.
    pub(in crate::web) name: Option<String>,
    pub(in crate::web) place: Option<Place>,
    /// The part that the page is of.
    pub(in crate::web) part: &'static str,
    pub(in crate::web) flash: Option<Flash>,
    /// Named once in each form of the page: sent twice, it is done once.
    pub(in crate::web) form_key: String,
}

impl Frame {
    /// The frame of a page at the door, of nobody.
    pub(super) fn nobodys(service: &Service, lang: Lang) -> Self {
        let (name, place, part, flash) = (None, None, "", None);
        Self { lang, notice: notice(service), name, place, part, flash, form_key: String::new() }
    }

    pub(in crate::web) fn style(&self) -> &'static str {
        &OFFICE_STYLE_ADDRESS
    }

    pub(in crate::web) fn script(&self) -> &'static str {
        &OFFICE_SCRIPT_ADDRESS
    }

    pub(in crate::web) fn settings_script(&self) -> &'static str {
        &SETTINGS_SCRIPT_ADDRESS
    }

    /// What was just done, in words.
    pub(in crate::web) fn told(&self) -> Option<Cow<'static, str>> {
        self.flash.as_ref().map(|flash| flash.say(self.lang))
    }

    /// What of it is to be copied, for it is not shown again.
    pub(in crate::web) fn secrets(&self) -> &[String] {
        self.flash.as_ref().map(Flash::secrets).unwrap_or_default()
    }

    /// The navigation of the LSP's office.
    pub(in crate::web) fn links(&self) -> Vec<Link> {
        let Some(place) = &self.place else { return Vec::new() };
        let here = PARTS.iter().filter(|part| (part.is_for)(place.roles));
        let link = |part: &Part| Link {
            href: format!("/office/{}{}", place.id, part.path),
            text: part.name.say(self.lang),
            current: part.path == self.part,
        };
        here.map(link).collect()
    }
}

fn notice(service: &Service) -> Option<String> {
    service.app.settings.notice.clone().or_else(|| service.snapshot().trust.notice().map(str::to_owned))
}

impl Visit {
    /// The language that she chose; Indonesian where none.
    pub(in crate::web) fn lang(&self) -> Lang {
        self.who.account().lang().parse().unwrap_or_default()
    }

    /// The frame of a page that is of no LSP; `on` is its address.
    pub(in crate::web) async fn frame(&self, service: &Service, on: &str) -> Result<Frame, Error> {
        let flash = self.told(on).await?;
        let (lang, name) = (self.lang(), Some(self.who.name().to_string()));
        let form_key = self.new_form_key(service);
        Ok(Frame { lang, notice: notice(service), name, place: None, part: "", flash, form_key })
    }

    /// The frame of a page of an LSP; `part` is the part of its office, `on` the page's address.
    pub(in crate::web) async fn frame_of(
        &self,
        service: &Service,
        me: &Member,
        part: &'static str,
        on: &str,
    ) -> Result<Frame, Error> {
        let lsp = self.office.lsp(me.lsp()).await?.lsp;
        let place = Some(Place { id: lsp.id, name: lsp.name_id, roles: me.roles() });
        Ok(Frame { place, part, ..self.frame(service, on).await? })
    }
}

/// A page as an answer.
pub(in crate::web) fn page(page: &impl Template) -> Result<Response, Error> {
    Ok(Html(page.render()?).into_response())
}

/// A form shown again, because something that was typed was wrong.
pub(in crate::web) fn again(page: &impl Template) -> Result<Response, Error> {
    again_as(StatusCode::UNPROCESSABLE_ENTITY, page)
}

/// The same, with a status that says more.
pub(super) fn again_as(status: StatusCode, page: &impl Template) -> Result<Response, Error> {
    Ok((status, Extension(Meant), Html(page.render()?)).into_response())
}
