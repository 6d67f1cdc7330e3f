//! A list and the certificates beside it: read first, judged when its columns are known.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures_util::future::try_join_all;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use tokio::time::timeout;

use super::intake::too_large;
use super::visitor::{Purse, Visitor};
use super::{ListFault, MOST_DOCUMENTS};
use crate::domain::worker::{self, Claimed, Worker};
use crate::office::accounts::{Asking, Customer};
use crate::office::check_list::{Names, Outcome, ToCheck, check};
use crate::office::employers;
use crate::office::progress::{Progress, Teller};
use crate::seal::spelling::{from_base64, to_base64url};
use crate::verify::document::Document;
use crate::verify::list::Until;
use crate::verify::report::without_reports;
use crate::verify::{Asked, Snapshot, Verdict};
use crate::web::api::file::{Call, WHOLE, judged, opened, read};
use crate::web::api::upload::SentFile;
use crate::web::client_prefix::Client;
use crate::web::memory_pool::Reservation;
use crate::web::{Error, Service};

/// Time to look up what a list names, once its documents are read.
const LOOKING_UP: Duration = Duration::from_secs(60);

/// How long a document waits for its turn to be judged.
const TURN: Duration = Duration::from_secs(30);

/// What a visitor handed in, nothing of it believed yet.
#[derive(Deserialize, Serialize)]
pub(in crate::web) struct Handed {
    /// The bytes of the list; base64url in JSON.
    #[serde(with = "base64url")]
    pub(in crate::web) list: Vec<u8>,
    pub(in crate::web) documents: Vec<Carried>,
    /// The contract's last day.
    pub(in crate::web) until: Date,
}

/// What a file carries.
#[derive(Deserialize, Serialize)]
pub(in crate::web) struct Carried {
    /// What its sender, or the ZIP it came in, calls it.
    file: Option<String>,
    document: Document,
}

/// Reads the certificates beside a list, and tells how many are read.
pub(in crate::web) async fn handed(
    service: &Service,
    client: Client,
    memory: &Reservation,
    files: Vec<SentFile>,
    teller: &Teller,
) -> Result<Vec<Carried>, Error> {
    if files.is_empty() {
        return Ok(Vec::new());
    }
    if service.app.read_document.is_none() {
        return Err(Error::NotFound);
    }
    let call = Call { service, client, memory, most: MOST_DOCUMENTS };
    let reading = async {
        let (mut carried, done, mut behind) = (Vec::new(), AtomicUsize::new(0), files.len());
        for file in files {
            let (files, held) = opened(call, file).await.map_err(too_large)?;
            behind -= 1;
            let (of, done) = (carried.len() + files.len() + behind, &done);
            // Also before anything is read: how many there are.
            teller.tell(Progress::Read { done: carried.len(), of });
            if carried.len() + files.len() > MOST_DOCUMENTS {
                return Err(ListFault::TooLarge.into());
            }
            let mut reading = files.into_iter().map(|(file, bytes)| async move {
                let (mut document, place) = read(call, bytes).await?;
                // A report is no certificate, and what it is compared by is large.
                document.forget_report();
                drop(place);
                teller.tell(Progress::Read { done: done.fetch_add(1, Ordering::Relaxed) + 1, of });
                Ok::<_, Error>(Carried { file, document })
            });
            loop {
                let at_once: Vec<_> = reading.by_ref().take(service.app.settings.files.readers.max(1)).collect();
                if at_once.is_empty() {
                    break;
                }
                carried.extend(try_join_all(at_once).await?);
            }
            memory.take(held);
        }
        Ok::<_, Error>(carried)
    };
    timeout(WHOLE, reading).await.map_err(|_| Error::Busy)?
}

/// The documents beside a list, judged about the present.
pub(in crate::web) struct Beside {
    pub(in crate::web) verdicts: Vec<Verdict>,
    /// What the file of each is called.
    pub(in crate::web) names: Names,
    /// The bytes that each was judged by; none where there are none.
    tokens: Vec<Option<Vec<u8>>>,
}

impl Service {
    /// Judges what the files beside a list carry.
    pub(super) async fn beside(
        &self,
        client: Client,
        lists: &Snapshot,
        carried: &[Carried],
        now: Timestamp,
    ) -> Result<Beside, Error> {
        let (mut verdicts, mut names, mut tokens) = (Vec::new(), Names::new(), Vec::new());
        for Carried { file, document } in carried {
            let place = self.chunks.take(client, TURN).await?;
            let rest = without_reports(document);
            let told = judged(self, lists, Asked::at(now), rest.as_ref().unwrap_or(document), false).await;
            drop(place);
            names.extend(told.iter().map(|_| file.clone().unwrap_or_default()));
            for judged in told {
                verdicts.push(judged.verdict);
                tokens.push(judged.token);
            }
        }
        if verdicts.len() > worker::MOST {
            return Err(ListFault::TooLarge.into());
        }
        Ok(Beside { verdicts, names, tokens })
    }

    /// Checks a list for a visitor.
    pub(in crate::web) async fn check_list(
        &self,
        (client, asking): (Client, Option<&Asking>),
        lists: &Arc<Snapshot>,
        to_check: ToCheck,
        now: Timestamp,
    ) -> Result<Outcome, Error> {
        let purse = self.purse(asking.map(Asking::customer), &to_check.workers, now).await?;
        let visitor = Visitor::new(self, client, purse, asking);
        let office = self.app.office.as_deref();
        let checking = check(office, lists, to_check, &visitor, now);
        let outcome = timeout(LOOKING_UP, checking).await;
        // However it ended: what was not looked up is not paid.
        if let (Some(purse), Some(office)) = (visitor.purse(), &self.app.office) {
            self.charge_missed(&purse.customer, purse.missed(), now).await?;
            employers::give_lookups_back(office, &purse.customer, purse.left(), now).await?;
        }
        let outcome = outcome.map_err(|_| Error::Busy)??;
        visitor.waits().await;
        Ok(outcome)
    }

    /// Takes the look-ups by number of a list out of an employer's quota, all of them or none.
    async fn purse(
        &self,
        customer: Option<&Customer>,
        workers: &[Worker],
        now: Timestamp,
    ) -> Result<Option<Purse>, Error> {
        let (Some(customer), Some(office)) = (customer, &self.app.office) else { return Ok(None) };
        let by_number = workers.iter().filter(|worker| matches!(worker.certificate, Claimed::Number(_))).count();
        let count = u32::try_from(by_number).unwrap_or(u32::MAX);
        match employers::take_lookups(office, customer, count, now).await? {
            Ok(()) => Ok(Some(Purse::new(customer.clone(), count))),
            Err(spent) => Err(ListFault::QuotaSpent { left: spent.left }.into()),
        }
    }

    /// The same, once the documents beside the list were judged too.
    pub(in crate::web) async fn check_beside(
        &self,
        (client, asking): (Client, Option<&Asking>),
        workers: Vec<Worker>,
        until: Until,
        carried: &[Carried],
    ) -> Result<(Outcome, Beside), Error> {
        // The present begins when everything is read: lists that came meanwhile are not of a time to come.
        let lists = self.snapshot();
        let now = (self.app.clock)();
        let beside = self.beside(client, &lists, carried, now).await?;
        let (documents, tokens) = (beside.verdicts.clone(), beside.tokens.clone());
        let to_check = ToCheck { workers, documents, tokens, until };
        let outcome = self.check_list((client, asking), &lists, to_check, now).await?;
        Ok((outcome, beside))
    }
}

mod base64url {
    use serde::de::Error as _;
    use serde::{Deserialize as _, Deserializer, Serializer};

    use super::{from_base64, to_base64url};

    pub(super) fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&to_base64url(bytes))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
        from_base64(&String::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}
