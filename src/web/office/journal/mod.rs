//! The journal: who did what, when, from where, and who approved; exported; and looked through, against its key and
//! against a head that was saved.

mod checked;
mod view;

use std::sync::Arc;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, Request, State};
use axum::response::Response;
use serde::Deserialize;

use super::certificates::{Unread, given};
use super::events::base;
use super::file::{Kind, saved, table_kind};
use super::frame::{again, page};
use super::{As, Visit, see, upload};
use crate::domain::act::NAMED;
use crate::domain::issuer::LspId;
use crate::office::accounts::Member;
use crate::office::in_words::entry::Staff;
use crate::office::journal::check::{self, Check, Sent};
use crate::office::journal::read::{self, MOST_EXPORTED, PAGE, Turn, Wanted};
use crate::office::journal::{SavedHead, SavedHeads, journal_table};
use crate::office::key_ring::on_a_thread;
use crate::web::{Error, Service};
use crate::words::say;
use checked::CheckPage;
use view::{JournalPage, Turned};

pub(super) const PART: &str = "/jurnal";

/// Letters of what is looked for.
const LONGEST: usize = 64;

/// Bytes of a file of saved heads.
const LARGEST_HEADS: usize = 1 << 20;

/// What is chosen on the page; empty where nothing is.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct Chosen {
    tindakan: String,
    orang: String,
    nomor: String,
    dari: String,
    sampai: String,
    sesudah: String,
    sebelum: String,
    bentuk: String,
}

type Asking = Result<Query<Chosen>, QueryRejection>;

impl Chosen {
    fn wanted(&self) -> Result<Wanted, Unread> {
        let text = |text: &str| {
            let text: String = text.trim().chars().take(LONGEST).collect();
            Some(text).filter(|text| !text.is_empty())
        };
        let act = Some(self.tindakan.as_str()).filter(|word| !word.is_empty());
        let known = |word| NAMED.into_iter().find(|act| act.as_str() == word).ok_or(Unread::Value);
        Ok(Wanted {
            act: act.map(known).transpose()?,
            person: text(&self.orang),
            number: text(&self.nomor),
            from: given(&self.dari, Unread::Day)?,
            until: given(&self.sampai, Unread::Day)?,
        })
    }

    fn turn(&self) -> Result<Turn, Unread> {
        Ok(match (given(&self.sesudah, Unread::Value)?, given(&self.sebelum, Unread::Value)?) {
            (Some(seq), _) => Turn::Older(seq),
            (None, Some(seq)) => Turn::Newer(seq),
            (None, None) => Turn::Start,
        })
    }
}

fn here(lsp: &LspId) -> String {
    format!("{}{PART}", base(lsp))
}

async fn shown(service: &Service, visit: &Visit, me: &Member, asked: (&Wanted, Turn)) -> Result<JournalPage, Error> {
    let lsp = visit.office.lsp(me.lsp()).await?.lsp;
    let (wanted, turn) = asked;
    // One more than is shown tells whether there is another page.
    let mut entries = read::page(&visit.office, &lsp, wanted, turn, PAGE + 1).await?;
    let more = entries.len() > PAGE as usize;
    let back = matches!(turn, Turn::Newer(_));
    if more && back {
        entries.remove(0);
    } else if more {
        entries.pop();
    }
    let turned = Turned { older: back || more, newer: if back { more } else { turn != Turn::Start } };
    let frame = visit.frame_of(service, me, PART, &here(me.lsp())).await?;
    Ok(JournalPage::of(frame, wanted, &entries, turned, &staff(visit, me.lsp()).await?, &lsp))
}

/// Who is who among the LSP's people.
async fn staff(visit: &Visit, lsp: &LspId) -> Result<Staff, Error> {
    let people = visit.office.everybody(lsp).await.map_err(|error| Error::Internal(error.into()))?;
    Ok(people.into_iter().map(|person| (person.account, person.name)).collect())
}

pub(in crate::web) async fn list(
    State(service): State<Arc<Service>>,
    As { visit, me }: As<Member>,
    chosen: Asking,
) -> Result<Response, Error> {
    let Query(chosen) = chosen?;
    match chosen.wanted().and_then(|wanted| Ok((wanted, chosen.turn()?))) {
        Ok((wanted, turn)) => page(&shown(&service, &visit, &me, (&wanted, turn)).await?),
        Err(unread) => untold(&service, &visit, &me, chosen, unread).await,
    }
}

/// The form with what was chosen, of which something cannot be read; no entry, for it is not known which are wanted.
async fn untold(
    service: &Service,
    visit: &Visit,
    me: &Member,
    chosen: Chosen,
    unread: Unread,
) -> Result<Response, Error> {
    let lsp = visit.office.lsp(me.lsp()).await?.lsp;
    let frame = visit.frame_of(service, me, PART, &here(me.lsp())).await?;
    let turned = Turned { older: false, newer: false };
    let mut shown = JournalPage::of(frame, &Wanted::default(), &[], turned, &Staff::new(), &lsp);
    shown.fault = Some(unread.message(visit.lang()));
    [shown.person, shown.number, shown.from, shown.until] = [chosen.orang, chosen.nomor, chosen.dari, chosen.sampai];
    again(&shown)
}

pub(in crate::web) async fn export(
    State(service): State<Arc<Service>>,
    As { visit, me }: As<Member>,
    chosen: Asking,
) -> Result<Response, Error> {
    let Query(chosen) = chosen?;
    let (lsp, lang) = (visit.office.lsp(me.lsp()).await?.lsp, visit.lang());
    let wanted = match chosen.wanted() {
        Ok(wanted) => wanted,
        Err(unread) => return untold(&service, &visit, &me, chosen, unread).await,
    };
    let Some(entries) = read::all(&visit.office, &lsp, &wanted).await? else {
        let mut shown = shown(&service, &visit, &me, (&wanted, Turn::Start)).await?;
        shown.fault = Some(say!(lang, "office-records-export-long", most = MOST_EXPORTED));
        return again(&shown);
    };
    let (kind, name) = (table_kind(&chosen.bentuk), format!("jurnal-{}", lsp.id));
    let staff = staff(&visit, me.lsp()).await?;
    let file = on_a_thread(move || journal_table(kind, &entries, &staff, &lsp, lang)).await;
    Ok(saved(kind, &name, file.map_err(|error| Error::Internal(error.into()))?))
}

fn check_at(lsp: &LspId) -> String {
    format!("{}/periksa", here(lsp))
}

async fn checked(service: &Service, visit: &Visit, me: &Member) -> Result<CheckPage, Error> {
    let lsp = visit.office.lsp(me.lsp()).await?.lsp;
    let frame = visit.frame_of(service, me, PART, &check_at(me.lsp())).await?;
    Ok(CheckPage::of(frame, visit.office.journal_check_for(me.lsp(), me.account()), &lsp))
}

pub(in crate::web) async fn check_page(
    State(service): State<Arc<Service>>,
    As { visit, me }: As<Member>,
) -> Result<Response, Error> {
    page(&checked(&service, &visit, &me).await?)
}

pub(in crate::web) async fn check(
    State(service): State<Arc<Service>>,
    As { visit, me }: As<Member>,
) -> Result<Response, Error> {
    check::begin(&visit.office, me.lsp(), None, Arc::clone(&service.app.clock));
    Ok(see(&check_at(me.lsp())))
}

/// Looks the journal through, and holds it against a head that was saved earlier.
pub(in crate::web) async fn check_against(
    State(service): State<Arc<Service>>,
    As { visit, me }: As<Member>,
    request: Request,
) -> Result<Response, Error> {
    let sent = upload::take(&service, request).await?;
    let file = Some(&*sent.file).filter(|file| file.len() <= LARGEST_HEADS);
    let saved = file.and_then(|file| serde_json::from_slice::<SavedHeads>(file).ok());
    let Some(saved) = saved.filter(|saved| saved.journals.contains_key(me.lsp())) else {
        let mut shown = checked(&service, &visit, &me).await?;
        shown.fault = Some(say!(visit.lang(), "office-records-check-no-heads"));
        return again(&shown);
    };
    let sent = Sent { by: me.account(), saved };
    if !check::begin(&visit.office, me.lsp(), Some(sent), Arc::clone(&service.app.clock)) {
        let mut shown = checked(&service, &visit, &me).await?;
        shown.fault = Some(say!(visit.lang(), "office-records-check-running-already"));
        return again(&shown);
    }
    Ok(see(&check_at(me.lsp())))
}

/// The head of a journal that was found to hold, as a file to be kept apart from the database.
pub(in crate::web) async fn head(As { visit, me }: As<Member>) -> Result<Response, Error> {
    let Some(Check::Done { at, checked, .. }) = visit.office.journal_check_for(me.lsp(), me.account()) else {
        return Err(Error::NotFound);
    };
    let head: SavedHead = checked.outcome.map_err(|_| Error::NotFound)?;
    let heads = SavedHeads { at, journals: [(me.lsp().clone(), head)].into() };
    let text = serde_json::to_string(&heads).map_err(|cause| Error::Internal(cause.into()))?;
    Ok(saved(Kind::Json, &format!("kepala-jurnal-{}", me.lsp()), text))
}
