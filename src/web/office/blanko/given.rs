//! Which certificate is on which sheet: a line a certificate, in the order in which they are printed.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use axum::Form;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::view::{GivenPage, Line};
use super::{Sent, told};
use crate::domain::blanko::Serial;
use crate::domain::id::CertificateId;
use crate::domain::search_key::SearchKey;
use crate::office::accounts::{Handing, Member};
use crate::office::blanko::{self as sheets, MOST_GIVEN};
use crate::office::handout::{self, HandoutError};
use crate::office::handover::chosen;
use crate::office::standing::Standing;
use crate::web::office::events::{PART, base};
use crate::web::office::frame::{again, page};
use crate::web::office::handover::{Which, left_out_lines, message, source};
use crate::web::office::{As, Flash, Visit, said, see};
use crate::web::{Error, Service};
use crate::words::say;

/// What certificates, and the serial that the first of those without one is on.
#[derive(Deserialize)]
pub(in crate::web) struct Asked {
    #[serde(default)]
    mulai: String,
    #[serde(flatten)]
    which: Which,
}

/// What was typed of each line, by the certificate.
type Typed = HashMap<i64, String>;

async fn shown(
    service: &Service,
    visit: &Visit,
    me: &Member,
    which: &Which,
    mulai: &str,
    typed: &Typed,
) -> Result<GivenPage, Error> {
    let (choice, source) = source(visit, me, which).await?;
    let (lsp, lang) = (visit.office.lsp(me.lsp()).await?.lsp, visit.lang());
    let read = async {
        let chosen = chosen(&visit.office, me.lsp(), &choice, &which.without()).await?;
        let ids = chosen.ids;
        let at = which.page(ids.len(), MOST_GIVEN);
        let some: Vec<CertificateId> = ids.chunks(MOST_GIVEN).nth(at - 1).unwrap_or_default().to_vec();
        let (lines, mut left_out) = handout::lines(&visit.office, &some).await?;
        left_out.extend(chosen.altered);
        let told = sheets::told(&visit.office, me.lsp()).await?;
        Ok::<_, HandoutError>((at, ids.len(), lines, left_out, told))
    };
    let frame = visit.frame_of(service, me, PART, &format!("{}/serah/blanko", base(me.lsp()))).await?;
    let hands = Handing::narrow(me.clone()).is_some();
    let mut shown = GivenPage::of(frame, base(me.lsp()), hands, which, source);
    let (at, count, lines, left_out, told) = match read.await {
        Ok(read) => read,
        Err(error) => {
            shown.fault = Some(said::or_failed(message(&error, &lsp, lang), error)?);
            return Ok(shown);
        }
    };
    let (mut next, mut unread) = match mulai.trim() {
        "" => (None, None),
        text => match text.parse::<Serial>() {
            Ok(first) => (Some(first), None),
            Err(_) => (None, Some(say!(lang, "office-handover-fault-serial", text))),
        },
    };
    shown.left_out = left_out_lines(&left_out, lang);
    let sheets = told.sheets_of(lines.iter().map(|line| (line.number.as_str(), line.blanko.as_deref())));
    for line in &lines {
        let now = sheets.get(line.number.as_str()).cloned();
        let typed = typed.get(&line.id.number()).cloned();
        let filled = match (&now, &typed, &next) {
            (None, None, Some(serial)) => {
                let filled = serial.to_string();
                let following = serial.after(1);
                if following.is_none() {
                    unread = unread.or_else(|| Some(say!(lang, "office-handover-fault-serials-end", serial = filled)));
                }
                next = following;
                Some(filled)
            }
            _ => None,
        };
        let shown_serial = typed.or_else(|| now.clone()).or(filled).unwrap_or_default();
        shown.lines.push(Line {
            id: line.id.number(),
            name: line.name.clone(),
            number: line.number.clone(),
            serial: shown_serial,
            now,
        });
    }
    shown.paged(at, count.div_ceil(MOST_GIVEN).max(1));
    shown.fault = unread;
    Ok(shown)
}

pub(in crate::web) async fn given(
    State(service): State<Arc<Service>>,
    As { visit, me }: As<Member>,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, Error> {
    let Query(Asked { mulai, which }) = asked?;
    page(&shown(&service, &visit, &me, &which, &mulai, &Typed::new()).await?)
}

pub(in crate::web) async fn give(
    State(service): State<Arc<Service>>,
    As { visit, me }: As<Handing>,
    sent: Sent<Vec<(String, String)>>,
) -> Result<Response, Error> {
    let (Form(fields), lang) = (sent?, visit.lang());
    let which = Which::of_fields(&fields);
    let typed: Typed = fields
        .into_iter()
        .filter_map(|(name, text)| Some((name.strip_prefix("s-")?.parse().ok()?, text)))
        .take(MOST_GIVEN)
        .collect();
    let (choice, _) = source(&visit, &me, &which).await?;
    let Ok(chosen) = chosen(&visit.office, me.lsp(), &choice, &which.without()).await else {
        // The page says why.
        return again(&shown(&service, &visit, &me, &which, "", &typed).await?);
    };
    let now = sheets::sheets_on(&visit.office, me.lsp(), &chosen.ids).await?;
    let read = |id: &CertificateId| {
        let text = typed.get(&id.number()).map(|text| text.trim()).filter(|text| !text.is_empty())?;
        // What it is on already, in whatever letters, is nothing to record.
        if SearchKey::new(text).is_some_and(|key| now.get(id).is_some_and(|own| own == key.as_str())) {
            return None;
        }
        Some(text.parse::<Serial>().map(|serial| (*id, serial)).map_err(|_| text.to_owned()))
    };
    let read: Result<Vec<(CertificateId, Serial)>, String> = chosen.ids.iter().filter_map(read).collect();
    let fault: Cow<'static, str> = match read {
        Err(text) => say!(lang, "office-handover-fault-serial", text),
        Ok(given) => match sheets::give(&visit.office, &Standing::handing(&me, visit.now), &given).await {
            Ok(count) => {
                let to = format!("{}/serah/blanko?{}", base(me.lsp()), which.query());
                visit.tell(&service, &format!("{}/serah/blanko", base(me.lsp())), Flash::SheetsGiven { count }).await?;
                return Ok(see(&to));
            }
            Err(error) => told(&visit, &me, error).await?,
        },
    };
    let mut shown = shown(&service, &visit, &me, &which, "", &typed).await?;
    shown.fault = Some(fault);
    again(&shown)
}
