//! How the numbers of this installation's LSPs are put together, and the number that is looked up where nothing is found.

use std::ops::RangeInclusive;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use tokio::time::timeout;

use crate::domain::issuer::{Lsp, LspId, Zone};
use crate::domain::number::Parts;
use crate::domain::number_form::{Form, Kind};
use crate::domain::search_key::SearchKey;
use crate::domain::typed_number::{Forms, Help, Slip};
use crate::office::{Office, StoreError};

/// For how long what was read of LSPs is gone by.
const FRESH: SignedDuration = SignedDuration::from_secs(60);

/// How long a question waits for what is read of LSPs.
const PATIENCE: Duration = Duration::from_secs(1);

/// The first year of a certificate where no LSP tells.
const FIRST_YEAR: i16 = 1971;

/// What numbers are held against, as it was read last.
#[derive(Debug, Default)]
pub struct Known(Mutex<Option<(Timestamp, Arc<NumberForms>)>>);

/// How the numbers of an installation's LSPs are put together.
#[derive(Debug)]
pub struct NumberForms {
    forms: Forms,
    lsps: Vec<Own>,
}

/// The numbers of a certificate that is looked up where a number is nobody's.
#[derive(Clone, Debug)]
struct StandIn {
    certificate: SearchKey,
    registration: SearchKey,
}

/// One LSP's.
#[derive(Debug)]
struct Own {
    id: LspId,
    zone: Zone,
    /// The year in which its first licence began.
    since: Option<i16>,
    schemes: Vec<OfScheme>,
}

/// One scheme's.
#[derive(Debug)]
struct OfScheme {
    forms: [Form; 2],
    stand_in: Option<StandIn>,
}

/// An LSP whose number may have been meant, and the day on which it was.
pub type Meant = (LspId, Date);

impl NumberForms {
    /// Whose number a typed one may be, by how it is put together: which scheme, level, letters and licence stand in it.
    #[must_use]
    pub fn whose(&self, key: &SearchKey, now: Timestamp) -> Vec<Meant> {
        let is_of = |own: &&Own| own.schemes.iter().any(|scheme| scheme.is_of(key));
        self.lsps.iter().filter(is_of).map(|own| (own.id.clone(), own.zone.day_of(now))).collect()
    }

    /// An LSP of these by its id, and its day.
    #[must_use]
    pub fn of(&self, lsp: &LspId, now: Timestamp) -> Option<Meant> {
        let own = self.lsps.iter().find(|own| own.id == *lsp)?;
        Some((own.id.clone(), own.zone.day_of(now)))
    }

    /// What is off in a number as it was typed.
    #[must_use]
    pub fn help(&self, typed: &str) -> Help {
        self.forms.help(typed)
    }

    /// A number of the kind that was typed, which leads to a certificate of the scheme that it may be of: then as many units
    /// are read as would be. Of another scheme where it is of none; none where there is no certificate.
    #[must_use]
    pub fn stand_in(&self, key: &SearchKey, help: &Help) -> Option<&SearchKey> {
        let all = || self.lsps.iter().flat_map(|own| &own.schemes).filter(|scheme| scheme.stand_in.is_some());
        let one = all().find(|scheme| scheme.is_of(key)).or_else(|| all().next())?.stand_in.as_ref()?;
        // Only a certificate's number is signed: what is found by another one is held against the journal besides.
        Some(if help.kind == Kind::Certificate && help.slip != Slip::Blanko {
            &one.certificate
        } else {
            &one.registration
        })
    }

    fn new(lsps: Vec<Own>, now: Timestamp) -> Self {
        let forms = lsps.iter().flat_map(|own| &own.schemes).flat_map(|scheme| scheme.forms.clone());
        let forms = Forms::new(forms.chain(Form::of_the_trade()), years(&lsps, now));
        Self { forms, lsps }
    }
}

impl OfScheme {
    fn is_of(&self, key: &SearchKey) -> bool {
        self.forms.iter().any(|form| form.is_of(key.as_str()))
    }
}

impl Own {
    /// The LSP's; `stand_ins` in the order of its schemes.
    fn of(lsp: &Lsp, stand_ins: Vec<Option<StandIn>>) -> Self {
        let (letters, licence) = (lsp.registration_letters.as_str(), lsp.licence_serial.as_str());
        let rules = &lsp.numbering;
        let of_scheme = |(scheme, stand_in)| {
            let parts = Parts { scheme, letters, licence, year: 0 };
            let forms = [
                Form::new(Kind::Certificate, &rules.certificate.shape, parts),
                Form::new(Kind::Registration, &rules.registration.shape, parts),
            ];
            OfScheme { forms, stand_in }
        };
        Self {
            id: lsp.id.clone(),
            zone: lsp.time_zone.clone(),
            since: lsp.licences.iter().map(|licence| licence.from.year()).min(),
            schemes: lsp.schemes.iter().zip(stand_ins).map(of_scheme).collect(),
        }
    }
}

/// The years of which certificates of these LSPs may be: from the first licence on, up to this one.
fn years(lsps: &[Own], now: Timestamp) -> RangeInclusive<i16> {
    let first = lsps.iter().filter_map(|own| own.since).min().unwrap_or(FIRST_YEAR);
    let last = lsps.iter().map(|own| own.zone.day_of(now).year()).max();
    first..=last.unwrap_or_else(|| now.to_zoned(TimeZone::UTC).year())
}

impl Office {
    /// How the numbers of the LSPs here are put together, a minute old at most; what was known before, or what is usual,
    /// while the database does not answer.
    pub async fn number_forms(&self, now: Timestamp) -> Arc<NumberForms> {
        let known = self.number_forms.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((_, forms)) = known.as_ref().filter(|(at, _)| now.duration_since(*at).abs() < FRESH) {
            return Arc::clone(forms);
        }
        let read = timeout(PATIENCE, self.read_forms(now)).await;
        match read.unwrap_or(Err(StoreError::Silent)) {
            Ok(forms) => {
                let forms = Arc::new(forms);
                let newest = Some((now, Arc::clone(&forms)));
                *self.number_forms.0.lock().unwrap_or_else(PoisonError::into_inner) = newest;
                forms
            }
            Err(cause) => {
                tracing::warn!(%cause, "how the numbers of LSPs are put together could not be read");
                known.map_or_else(|| Arc::new(NumberForms::new(Vec::new(), now)), |(_, forms)| forms)
            }
        }
    }

    async fn read_forms(&self, now: Timestamp) -> Result<NumberForms, StoreError> {
        let mut all = Vec::new();
        for lsp in self.store.readable_lsps().await?.into_iter().map(|taken| taken.lsp) {
            let mut stand_ins = Vec::with_capacity(lsp.schemes.len());
            for scheme in &lsp.schemes {
                let newest = self.store.newest_numbers(&lsp.id, &scheme.code).await?;
                stand_ins.push(newest.and_then(|[certificate, registration]| {
                    let (certificate, registration) = (SearchKey::new(&certificate)?, SearchKey::new(&registration)?);
                    Some(StandIn { certificate, registration })
                }));
            }
            all.push(Own::of(&lsp, stand_ins));
        }
        Ok(NumberForms::new(all, now))
    }
}
