//! What a page tells once of what was just done: kept sealed with the session, for it may hold a password, and shown
//! for five minutes on the page that the form led to. Reading it changes nothing; the next act takes its place.

use std::borrow::Cow;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Visit;
use crate::domain::account::SessionId;
use crate::office::employers::Matched;
use crate::office::settings::{Outcome, Vouched};
use crate::web::{Error, Service};
use crate::words::{Lang, key, say};

/// How long it is shown, in seconds.
const SHOWN: i64 = 300;

/// What was done. Each page adds what it tells.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub(in crate::web) enum Flash {
    ChangeAsked { count: usize },
    EmployerKeyMade { key: String },
    EmployerKeyRevoked,
    EmployerPassword,
    EmployerTermsSet,
    LangChosen,
    NikReset { number: String },
    NikSaid { number: String, said: NikSaid },
    PasswordChanged,
    PeriodsSet,
    PersonMade { name: String, password: String },
    PersonReset { name: String, password: String },
    PrinterKept,
    RecoveryRenewed { codes: Vec<String> },
    RolesGiven { name: String },
    SessionsEnded,
    Setting(SettingDone),
    SheetSpoiled { serial: String },
    SheetsGiven { count: usize },
    SheetsReceived { count: u64 },
    StateChanged { name: String },
    TotpSetUp { codes: Vec<String> },
    WatchAdded { count: usize },
    WatchRemoved { number: String },
}

/// What an employer is told of a NIK.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub(in crate::web) enum NikSaid {
    Differs,
    Same,
    Untold,
}

impl From<Matched> for NikSaid {
    fn from(matched: Matched) -> Self {
        match matched {
            Matched::Differs => Self::Differs,
            Matched::Same => Self::Same,
            Matched::Untold => Self::Untold,
        }
    }
}

/// What became of a setting, and what verifiers learn of it.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub(in crate::web) enum SettingDone {
    Held,
    Kept,
    Published,
    Same,
    Unsigned,
    Waits,
}

impl From<Outcome> for SettingDone {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Kept(Vouched::Alike) => Self::Kept,
            Outcome::Kept(Vouched::Held) => Self::Held,
            Outcome::Kept(Vouched::Published) => Self::Published,
            Outcome::Kept(Vouched::Unsigned) => Self::Unsigned,
            Outcome::Kept(Vouched::Waits) => Self::Waits,
            Outcome::Same => Self::Same,
        }
    }
}

impl SettingDone {
    fn say(self, lang: Lang) -> Cow<'static, str> {
        let words = match self {
            Self::Held => key!("office-settings-done-held"),
            Self::Kept => key!("office-settings-done"),
            Self::Published => key!("office-settings-done-published"),
            Self::Same => key!("office-settings-done-same"),
            Self::Unsigned => key!("office-settings-done-unsigned"),
            Self::Waits => key!("office-settings-done-waits"),
        };
        words.say(lang)
    }
}

/// As it is kept.
#[derive(Deserialize, Serialize)]
struct Kept {
    at: i64,
    /// The page that it is told on.
    on: String,
    flash: Flash,
}

impl Flash {
    /// The sentence.
    pub(in crate::web) fn say(&self, lang: Lang) -> Cow<'static, str> {
        match self {
            Self::ChangeAsked { count } => say!(lang, "office-certificates-done-asked", count),
            Self::EmployerKeyMade { .. } => say!(lang, "employers-key-here"),
            Self::EmployerKeyRevoked => say!(lang, "employers-done-key-revoked"),
            Self::EmployerPassword => say!(lang, "employers-done-password"),
            Self::EmployerTermsSet => say!(lang, "employers-done-terms"),
            Self::NikReset { number } => say!(lang, "employers-done-nik-reset", number),
            Self::NikSaid { number, said: NikSaid::Differs } => say!(lang, "employers-said-differs", number),
            Self::NikSaid { number, said: NikSaid::Same } => say!(lang, "employers-said-same", number),
            Self::NikSaid { number, said: NikSaid::Untold } => say!(lang, "employers-said-untold", number),
            Self::LangChosen => say!(lang, "office-done-lang"),
            Self::PasswordChanged => say!(lang, "office-done-password"),
            Self::PeriodsSet => say!(lang, "office-records-done-periods"),
            Self::PersonMade { name, .. } => say!(lang, "office-done-person-made", name),
            Self::PersonReset { name, .. } => say!(lang, "office-done-person-reset", name),
            Self::PrinterKept => say!(lang, "office-handover-done-printer"),
            Self::RecoveryRenewed { .. } => say!(lang, "office-done-recovery"),
            Self::RolesGiven { name } => say!(lang, "office-done-roles", name),
            Self::SessionsEnded => say!(lang, "office-done-sessions"),
            Self::Setting(done) => done.say(lang),
            Self::SheetSpoiled { serial } => say!(lang, "office-handover-done-spoiled", serial),
            Self::SheetsGiven { count } => say!(lang, "office-handover-done-given", count),
            Self::SheetsReceived { count } => say!(lang, "office-handover-done-received", count),
            Self::StateChanged { name } => say!(lang, "office-done-state", name),
            Self::TotpSetUp { .. } => say!(lang, "office-done-totp"),
            Self::WatchAdded { count } => say!(lang, "employers-done-watch-added", count),
            Self::WatchRemoved { number } => say!(lang, "employers-done-watch-removed", number),
        }
    }

    /// What is to be copied out of it, for it is not shown again.
    pub(in crate::web) fn secrets(&self) -> &[String] {
        match self {
            Self::EmployerKeyMade { key } => std::slice::from_ref(key),
            Self::PersonMade { password, .. } | Self::PersonReset { password, .. } => std::slice::from_ref(password),
            Self::RecoveryRenewed { codes } | Self::TotpSetUp { codes } => codes,
            _ => &[],
        }
    }
}

impl Visit {
    /// Has a page tell what was done.
    pub(in crate::web) async fn tell(&self, service: &Service, on: &str, flash: Flash) -> Result<(), Error> {
        self.tell_in(service, &self.who.session().id, on, flash).await
    }

    /// The same, in a session that took the place of this one.
    pub(in crate::web) async fn tell_in(
        &self,
        service: &Service,
        session: &SessionId,
        on: &str,
        flash: Flash,
    ) -> Result<(), Error> {
        let kept = Kept { at: self.now.as_second(), on: on.to_owned(), flash };
        let text = serde_json::to_string(&kept).map_err(|cause| Error::Internal(cause.into()))?;
        Ok(self.office.leave_note(session, &text, &mut self.random(service)).await?)
    }

    /// What this page has to tell.
    pub(in crate::web) async fn told(&self, on: &str) -> Result<Option<Flash>, Error> {
        let Some(text) = self.office.note(&self.who).await? else { return Ok(None) };
        let kept = serde_json::from_str::<Kept>(&text).ok();
        Ok(kept.filter(|kept| kept.on == on && is_fresh(kept.at, self.now)).map(|kept| kept.flash))
    }
}

fn is_fresh(at: i64, now: Timestamp) -> bool {
    (0..SHOWN).contains(&(now.as_second() - at))
}
