//! What is asked of the service: by token, or by number. Both end in the pure verdict.

use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use serde::Deserialize;
use tokio::sync::SemaphorePermit;
use tokio::task::yield_now;
use tokio::time::{Instant, sleep, timeout};
use utoipa::IntoParams;

use super::client_prefix::Client;
use super::{Error, Fault, Judged, Service};
use crate::domain::search_key::SearchKey;
use crate::domain::status::State;
use crate::domain::term::{moment_of, typed_day};
use crate::domain::typed_number::Help;
use crate::office::StoreError;
use crate::office::accounts::Customer;
use crate::office::asked::{Meant, Outcome};
use crate::office::employers;
use crate::office::judged::{Evenly, evenly};
use crate::office::{Office, fate, sheet};
use crate::seal::spelling;
use crate::verify::document::Examined;
use crate::verify::elsewhere::{Elsewhere, whom_to_ask};
use crate::verify::found::{self, Found, Named};
use crate::verify::verdict::{StateSeen, Word};
use crate::verify::{Asked, Snapshot, Verdict, verify, verify_text};

/// The longest wait for a turn among the checks by token.
pub(super) const TURN: Duration = Duration::from_secs(1);

/// The part of an address after the question mark that asks about another day.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Day {
    /// A day to ask about instead of today, such as a contract's last; empty: today.
    #[param(format = Date)]
    on: Option<String>,
}

impl Day {
    /// A day as it was typed; an empty one is none.
    pub(super) fn new(on: Option<String>) -> Self {
        Self { on }
    }
}

/// What is known of a number.
pub(super) struct ByNumber {
    pub(super) found: Vec<Found>,
    /// What the other answer would be made of: a certificate of this installation where none was found, or else none.
    beside: Vec<Found>,
    /// LSPs of other installations that may know the number.
    elsewhere: Vec<Elsewhere>,
    help: Help,
}

/// What is told of a number, one way or the other.
#[derive(Clone, Copy)]
pub(super) struct Telling<'a> {
    pub(super) found: &'a [Found],
    /// None where somebody here has the number.
    pub(super) elsewhere: &'a [Elsewhere],
    /// How the number is put together.
    pub(super) help: &'a Help,
}

impl ByNumber {
    /// The answer. The other one is told too, and to nobody: writing either takes its time.
    pub(super) fn told<T>(&self, tell: impl Fn(Telling<'_>) -> T) -> T {
        let one = |found| {
            let elsewhere: &[Elsewhere] = if found::none(found) { &self.elsewhere } else { &[] };
            tell(Telling { found, elsewhere, help: &self.help })
        };
        if !self.beside.is_empty() {
            black_box(one(&self.beside));
        }
        one(&self.found)
    }
}

/// Who pays for a look-up by number.
pub(super) enum Payer {
    Address(Client),
    /// By a key.
    Employer(Customer),
}

/// A token as it was given.
#[derive(Clone, Copy, Debug)]
pub(super) enum Given<'a> {
    /// The bytes out of an address; none where it held none.
    Bytes(Option<&'a [u8]>),
    /// A link, the text of a QR, or bare base64url or digits.
    Text(&'a str),
}

impl Given<'_> {
    pub(super) fn judge(self, lists: &Snapshot, asked: Asked) -> Verdict {
        match self {
            Self::Bytes(Some(bytes)) => verify(bytes, &lists.trust, &lists.statuses, asked),
            Self::Bytes(None) => Verdict::unreadable(asked),
            Self::Text(text) => verify_text(text, &lists.trust, &lists.statuses, asked),
        }
    }

    fn bytes(self) -> Option<Vec<u8>> {
        match self {
            Self::Bytes(bytes) => bytes.map(<[u8]>::to_vec),
            Self::Text(text) => spelling::read(text).ok().map(|spelt| spelt.bytes),
        }
    }
}

impl Service {
    /// The lists of now: one answer takes them once.
    pub(super) fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.app.lists.borrow())
    }

    /// The present and the day asked about; none is the present.
    pub(super) fn asked(&self, day: &Day) -> Result<Asked, Error> {
        asked_about(day.on.as_deref(), (self.app.clock)()).ok_or(Error::Rejected(Fault::On))
    }

    /// A turn among the checks by token, which only their number bounds.
    pub(super) async fn turn(&self) -> Result<SemaphorePermit<'_>, Error> {
        if let Ok(turn) = self.checks.try_acquire() {
            return Ok(turn);
        }
        let turn = timeout(TURN, self.checks.acquire()).await;
        turn.map_err(|_| Error::Busy)?.map_err(|_| Error::Busy)
    }

    /// Judges a token, then adds what only the LSP's own service knows.
    pub(super) async fn by_token(&self, lists: &Snapshot, given: Given<'_>, asked: Asked) -> Result<Named, Error> {
        self.told(lists, given, asked, false).await
    }

    /// The same with the units, for a person who looks at one certificate.
    pub(super) async fn by_token_in_full(
        &self,
        lists: &Snapshot,
        given: Given<'_>,
        asked: Asked,
    ) -> Result<Named, Error> {
        self.told(lists, given, asked, true).await
    }

    async fn told(&self, lists: &Snapshot, given: Given<'_>, asked: Asked, in_full: bool) -> Result<Named, Error> {
        let turn = self.turn().await?;
        let mut verdict = given.judge(lists, asked);
        self.report(&verdict, given);
        self.tell(&mut verdict, lists).await;
        if in_full {
            Box::pin(self.tell_units(&mut verdict)).await;
        }
        drop(turn);
        // Checks that are ready go first, then their answers leave together: each alone would wake whoever
        // waits for it, and take the processor from the next check.
        yield_now().await;
        Ok(Named::by_token(verdict))
    }

    /// Has a token that was judged valid looked up among what its LSP recorded here, if there is room to wait:
    /// a stolen key shows by what nobody issued. The answer does not wait for it.
    pub(super) fn report(&self, verdict: &Verdict, given: Given<'_>) {
        let Verdict { issuer: Some(issuer), certificate: Some(shown), verdict: Word::Valid, .. } = verdict else {
            return;
        };
        // What others issued is recorded elsewhere.
        let Some(lookout) = self.app.judged.as_ref().filter(|_| issuer.more_at.is_none()) else { return };
        let Some(token) = given.bytes() else { return };
        let judged = || Judged { lsp: issuer.id.clone(), number: shown.number.clone(), token: token.clone() };
        if lookout.report(&token, judged).is_err() {
            self.tally.unwatched.inc();
        }
    }

    /// Makes a verdict ready to leave the house: counts it and adds what only the LSP's own service knows.
    pub(super) async fn tell(&self, verdict: &mut Verdict, lists: &Snapshot) {
        self.tally.verdict(verdict.verdict);
        if let (Some(office), Some(status)) = (&self.app.office, &verdict.status)
            && !matches!(status.state, StateSeen::Unknown | StateSeen::Known(State::Valid))
        {
            // Boxed, or every answer would carry the room for it about.
            Box::pin(add_fate(office, verdict, lists)).await;
        }
    }

    /// Adds the units of a certificate of an LSP of ours, if the database tells soon.
    pub(super) async fn tell_units(&self, verdict: &mut Verdict) {
        let Some(office) = &self.app.office else { return };
        match timeout(PATIENCE, sheet::add_units(office, verdict)).await {
            Ok(Ok(())) => {}
            Ok(Err(cause)) => tracing::error!(%cause, "the units of a certificate could not be read"),
            Err(_) => tracing::error!("the database was too slow to tell the units of a certificate"),
        }
    }

    /// Holds the pages of a document against the sheet that an LSP of ours issued.
    pub(super) async fn compare_sheet(&self, examined: &mut Examined) {
        let Some(office) = &self.app.office else { return };
        match timeout(PATIENCE, sheet::compare(office, examined)).await {
            Ok(Ok(())) => {}
            Ok(Err(cause)) => tracing::error!(%cause, "a sheet could not be drawn again"),
            Err(_) => tracing::error!("a sheet was not drawn again in time"),
        }
    }

    /// The certificates with this number, each judged by its own signed bytes; where there is none, whom else to ask.
    pub(super) async fn by_number(
        &self,
        lists: &Snapshot,
        payer: &Payer,
        number: &str,
        name: Option<&str>,
        asked: Asked,
    ) -> Result<ByNumber, Error> {
        let office = self.app.office.as_ref().ok_or(Error::NoNumbers)?;
        let key = SearchKey::new(number).ok_or(Error::Rejected(Fault::Number))?;
        let name = name.map(str::trim).filter(|name| !name.is_empty());
        // Before anybody knows whether there is such a number.
        let forms = office.number_forms(asked.now).await;
        let (meant, help) = (forms.whose(&key, asked.now), forms.help(number));
        let paid = self.pay(office, payer).await;
        if let Err(Error::SlowDown(_)) = paid {
            office.count_asked(&meant, Outcome::Refused);
        }
        paid?;
        // Also where it is not needed: an answer takes as long whether there is such a number or not.
        let elsewhere = whom_to_ask(&key, &lists.trust);
        let Evenly { verdicts, beside: other } =
            soon(evenly(office, &key, forms.stand_in(&key, &help), lists, asked)).await?;
        let (mut found, mut beside) = (Vec::new(), Vec::new());
        for mut verdict in verdicts {
            self.tell(&mut verdict, lists).await;
            self.tell_units(&mut verdict).await;
            found.push(Found::by_number(verdict, name));
        }
        for mut verdict in other {
            self.tell_units(&mut verdict).await;
            beside.push(Found::by_number(verdict, name));
        }
        match (found.iter().all(Found::is_missed), payer) {
            (true, Payer::Address(client)) => self.rate_limit.missed(*client, Instant::now()),
            (false, Payer::Address(client)) => self.rate_limit.found(*client, Instant::now()),
            // Who asks by a key is told, and known.
            (true, Payer::Employer(customer)) => self.charge_missed(customer, 1, (self.app.clock)()).await?,
            (false, Payer::Employer(_)) => {}
        }
        let issuers = found.iter().filter_map(|one| one.verdict().issuer.as_ref());
        let whose: Vec<Meant> = issuers.filter_map(|issuer| forms.of(&issuer.id, asked.now)).collect();
        match found::none(&found) {
            true => office.count_asked(&meant, Outcome::NotFound),
            false => office.count_asked(&whose, Outcome::Found),
        }
        Ok(ByNumber { found, beside, elsewhere, help })
    }
}

impl Service {
    /// Takes what a look-up by number costs, of an address or of an employer's quota; waits where that is soon possible.
    async fn pay(&self, office: &Office, payer: &Payer) -> Result<(), Error> {
        match payer {
            Payer::Address(client) => {
                let wait = self.rate_limit.ask(*client, Instant::now()).map_err(|fast| Error::SlowDown(fast.0))?;
                if !wait.is_zero() {
                    sleep(wait).await;
                }
                Ok(())
            }
            Payer::Employer(customer) => {
                let taken = employers::take_lookups(office, customer, 1, (self.app.clock)()).await?;
                taken.map_err(|spent| Error::SlowDown(spent.again.unsigned_abs()))
            }
        }
    }

    /// Takes what look-ups of an employer cost more that found nothing, or not whom they named; past its quota too.
    pub(super) async fn charge_missed(&self, customer: &Customer, missed: u32, now: Timestamp) -> Result<(), Error> {
        let more = missed.saturating_mul(self.app.settings.lookups.missed.saturating_sub(1));
        match &self.app.office {
            Some(office) => Ok(employers::charge_lookups(office, customer, more, now).await?),
            None => Ok(()),
        }
    }
}

/// Since when the status stands, and the successor, if the database tells soon.
async fn add_fate(office: &Office, verdict: &mut Verdict, lists: &Snapshot) {
    match timeout(PATIENCE, fate::add(office, verdict, &lists.trust)).await {
        Ok(Ok(())) => {}
        // The verdict stands without it.
        Ok(Err(cause)) => tracing::error!(%cause, "the date of a status could not be read"),
        Err(_) => tracing::error!("the database was too slow to tell the date of a status"),
    }
}

/// The present and the day asked about, `2026-12-18`; none where the text is no day.
pub(super) fn asked_about(on: Option<&str>, now: Timestamp) -> Option<Asked> {
    let Some(text) = on.map(str::trim).filter(|text| !text.is_empty()) else { return Some(Asked::at(now)) };
    Some(Asked { now, on: moment_of(typed_day(text)?).ok()? })
}

/// How long an answer waits for the database: far below what a request may take.
const PATIENCE: Duration = Duration::from_secs(2);

/// What the store answers, if it does so soon.
pub(super) async fn soon<T, E>(asked: impl Future<Output = Result<T, E>>) -> Result<T, Error>
where
    Error: From<E>,
{
    match timeout(PATIENCE, asked).await {
        Ok(answer) => Ok(answer?),
        Err(_) => Err(Error::Unavailable(StoreError::Silent)),
    }
}
