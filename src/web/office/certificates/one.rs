//! One certificate: what was signed, its state and history by the journal, what can be asked for it; and its sheet.

use std::borrow::Cow;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

use super::super::events::base;
use super::super::file::{Kind, looked_at};
use super::super::frame::{again_as, page};
use super::super::{As, Frame, Visit, said};
use super::what::What;
use super::{PART, key, of};
use crate::domain::account::Role;
use crate::domain::issuer::{Lsp, LspId};
use crate::domain::search_key::SearchKey;
use crate::domain::status::State as Status;
use crate::office::accounts::Member;
use crate::office::blanko;
use crate::office::certificates::{self, Whole};
use crate::office::employers;
use crate::office::handout::HandoutError;
use crate::office::journal::read::WrittenEntry;
use crate::office::requests::{self, Wish};
use crate::seal::spelling;
use crate::web::{Error, Service};
use crate::words::{Lang, acts, say};

/// A certificate.
#[derive(Template)]
#[template(path = "office/certificate.html")]
struct One {
    frame: Frame,
    here: String,
    key: String,
    number: String,
    registration: String,
    blanko: Option<String>,
    holder: String,
    scheme: String,
    issued_on: String,
    valid_until: String,
    is_over: bool,
    state: Cow<'static, str>,
    is_valid: bool,
    /// Where its QR leads.
    verdict: String,
    predecessor: Option<Other>,
    successor: Option<Other>,
    history: Vec<Entry>,
    /// Requests about it that wait.
    waiting: Vec<String>,
    acts: Vec<(&'static str, Cow<'static, str>)>,
    /// How often employers asked about its holder's NIK, and how often they may.
    tries: (u32, u32),
    /// Whether who looks may allow them anew.
    allows: bool,
}

/// Another certificate of the same assessment.
struct Other {
    key: String,
    number: String,
}

/// An entry of the journal.
struct Entry {
    act: String,
    at: String,
    asked_by: String,
    approved_by: Option<String>,
}

/// A certificate whose row is not as it was issued.
#[derive(Template)]
#[template(path = "office/certificate-altered.html")]
struct Altered {
    frame: Frame,
    number: String,
}

impl Other {
    fn of(number: &str) -> Self {
        Self { key: key(number), number: number.to_owned() }
    }
}

impl Entry {
    fn of(entry: &WrittenEntry, lsp: &Lsp, lang: Lang) -> Self {
        Self {
            act: acts::act(&entry.act, lang).into_owned(),
            at: said::moment(entry.at, lsp, lang),
            asked_by: said::who(&entry.actor, lang),
            approved_by: entry.approved_by.as_deref().map(|by| said::who(by, lang)),
        }
    }
}

/// The letters and digits of a number in an address.
pub(super) fn search_key(text: &str) -> Result<SearchKey, Error> {
    SearchKey::new(text).filter(|key| key.as_str() == text).ok_or(Error::NotFound)
}

/// The number of a certificate of an LSP, by the letters and digits of it in an address.
pub(in crate::web::office) async fn number_of(visit: &Visit, lsp: &LspId, text: &str) -> Result<String, Error> {
    match certificates::whole(&visit.office, lsp, &search_key(text)?).await {
        Ok(Some(whole)) => Ok(whole.printing.certificate.number),
        Ok(None) | Err(crate::office::Error::NotAsIssued { .. }) => Err(Error::NotFound),
        Err(error) => Err(error.into()),
    }
}

/// The requests that wait and name a certificate.
async fn waiting(visit: &Visit, me: &Member, number: &str) -> Result<Vec<String>, Error> {
    let all = requests::waiting(&visit.office, me.lsp(), visit.now).await;
    let all = all.map_err(|error| Error::Internal(error.into()))?;
    let names = |wish: &Wish| match wish {
        Wish::Change(wish) => wish.certificates.iter().any(|one| one.number == number),
        Wish::Erase(_) | Wish::Issue(_) => false,
    };
    Ok(all.iter().filter(|request| names(&request.wish)).map(|request| request.row.id.to_string()).collect())
}

pub(in crate::web) async fn one(
    State(service): State<Arc<Service>>,
    As { visit, me }: As<Member>,
    Path((_, number)): Path<(String, String)>,
) -> Result<Response, Error> {
    let (wanted, here) = (search_key(&number)?, base(me.lsp()));
    let whole = match certificates::whole(&visit.office, me.lsp(), &wanted).await {
        Ok(whole) => whole.ok_or(Error::NotFound)?,
        Err(crate::office::Error::NotAsIssued { number }) => {
            tracing::error!("ALARM: a certificate's row is not as it was issued; its page shows nothing of it");
            let frame = visit.frame_of(&service, &me, PART, &of(me.lsp(), &number)).await?;
            return again_as(axum::http::StatusCode::CONFLICT, &Altered { frame, number });
        }
        Err(error) => return Err(error.into()),
    };
    let Whole { printing, state, history, successor } = whole;
    let (certificate, lsp) = (&printing.certificate, visit.office.lsp(me.lsp()).await?.lsp);
    let frame = visit.frame_of(&service, &me, PART, &of(me.lsp(), &certificate.number)).await?;
    let (lang, today) = (frame.lang, lsp.time_zone.day_of(visit.now));
    let title = lang.of(&printing.scheme.title_id, &printing.scheme.title_en);
    let is_over = certificate.term.valid_until < today;
    let may = |what: &&What| what.allowed(state) && !(**what == What::Replace && is_over);
    let operator = me.roles().has(Role::Operator);
    let acts = What::ALL.iter().filter(|what| operator && may(what)).map(|what| (what.path(), what.name(lang)));
    let tries = employers::tries(&visit.office, me.lsp(), &certificate.number).await;
    let tries = tries.map_err(|error| Error::Internal(error.into()))?;
    let sheets = blanko::told(&visit.office, me.lsp()).await?;
    page(&One {
        here,
        key: key(&certificate.number),
        number: certificate.number.clone(),
        registration: certificate.registration.clone(),
        blanko: sheets.sheet_of(&certificate.number, certificate.blanko.as_deref()),
        holder: certificate.holder.to_string(),
        scheme: format!("{} · {title}", certificate.scheme),
        issued_on: said::day(certificate.term.issued_on, lang),
        valid_until: said::day(certificate.term.valid_until, lang),
        is_over,
        state: said::status(state, lang),
        is_valid: state == Status::Valid,
        verdict: spelling::link(&printing.lsp.site, &certificate.token),
        predecessor: certificate.replaces.as_ref().map(|before| Other::of(&before.number)),
        successor: successor.as_deref().map(Other::of),
        history: history.iter().map(|entry| Entry::of(entry, &lsp, lang)).collect(),
        waiting: waiting(&visit, &me, &certificate.number).await?,
        acts: acts.collect(),
        tries: (tries, employers::IN_ALL),
        allows: tries > 0 && me.roles().has(Role::Administrator),
        frame,
    })
}

/// Its digital sheet.
pub(in crate::web) async fn sheet(
    As { visit, me }: As<Member>,
    Path((_, number)): Path<(String, String)>,
) -> Result<Response, Error> {
    let wanted = search_key(&number)?;
    let sheet = match certificates::sheet(&visit.office, me.lsp(), &wanted).await {
        Ok(sheet) => sheet.ok_or(Error::NotFound)?,
        Err(HandoutError::Office(error)) => return Err(error.into()),
        Err(error) => return Err(Error::Internal(error.into())),
    };
    Ok(looked_at(Kind::Pdf, wanted.as_str(), sheet))
}
