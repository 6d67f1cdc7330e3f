//! The months after which holders are called, and the years for which personal data is kept, as an LSP sets them.

use std::borrow::Cow;
use std::sync::Arc;

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;

use super::super::events::base;
use super::super::frame::{again, page};
use super::super::{Flash, Frame, ProvenAs, see, settings};
use super::Sent;
use crate::domain::issuer::LspId;
use crate::office::accounts::Administrator;
use crate::office::watch::{self, Period, Periods};
use crate::web::{Error, Service};
use crate::words::{Key, Lang, key, say};

/// The form of the periods, as it was typed.
#[derive(Clone, Debug, Deserialize)]
pub(in crate::web) struct TypedPeriods {
    surveillance: String,
    notice: String,
    ended: String,
    erasure: String,
}

impl TypedPeriods {
    fn text(&self, period: Period) -> &str {
        match period {
            Period::Surveillance => &self.surveillance,
            Period::Notice => &self.notice,
            Period::Ended => &self.ended,
            Period::Erasure => &self.erasure,
        }
    }
}

/// The months and years that an LSP sets.
#[derive(Template)]
#[template(path = "office/periods.html")]
struct PeriodsPage {
    frame: Frame,
    fields: Vec<Field>,
}

struct Field {
    name: &'static str,
    label: Cow<'static, str>,
    hint: Option<Cow<'static, str>>,
    value: String,
    fault: Option<Cow<'static, str>>,
}

impl Field {
    fn of(period: Period, value: String, is_wrong: bool, lang: Lang) -> Self {
        let (name, label, hint): (_, Key, Option<Key>) = match period {
            Period::Surveillance => ("surveillance", key!("office-records-periods-surveillance"), None),
            Period::Notice => {
                ("notice", key!("office-records-periods-notice"), Some(key!("office-records-periods-notice-hint")))
            }
            Period::Ended => ("ended", key!("office-records-periods-ended"), None),
            Period::Erasure => {
                ("erasure", key!("office-records-periods-erasure"), Some(key!("office-records-periods-erasure-hint")))
            }
        };
        let (least, most) = (*period.bounds().start(), *period.bounds().end());
        let fault = is_wrong.then(|| say!(lang, "office-records-periods-fault", least, most));
        Self { name, label: label.say(lang), hint: hint.map(|hint| hint.say(lang)), value, fault }
    }

    /// The words for assistive readers that say more of it.
    fn described(&self) -> String {
        let ids = [self.fault.is_some().then_some("galat"), self.hint.is_some().then_some("ket")];
        ids.into_iter().flatten().map(|id| format!("{id}-{}", self.name)).collect::<Vec<_>>().join(" ")
    }
}

impl PeriodsPage {
    fn of(frame: Frame, value: impl Fn(Period) -> String, wrong: &[Period]) -> Self {
        let field = |period| Field::of(period, value(period), wrong.contains(&period), frame.lang);
        Self { fields: Period::ALL.map(field).into(), frame }
    }

    /// The fields that are wrong.
    fn faults(&self) -> Vec<&Field> {
        self.fields.iter().filter(|field| field.fault.is_some()).collect()
    }
}

fn periods_at(lsp: &LspId) -> String {
    format!("{}/pengaturan/pantau", base(lsp))
}

pub(in crate::web) async fn periods(
    State(service): State<Arc<Service>>,
    ProvenAs { visit, me }: ProvenAs<Administrator>,
) -> Result<Response, Error> {
    let periods = watch::periods(&visit.office, me.lsp()).await?;
    let frame = visit.frame_of(&service, &me, settings::PART, &periods_at(me.lsp())).await?;
    page(&PeriodsPage::of(frame, |period| periods.length(period).to_string(), &[]))
}

pub(in crate::web) async fn set_periods(
    State(service): State<Arc<Service>>,
    ProvenAs { visit, me }: ProvenAs<Administrator>,
    sent: Sent<TypedPeriods>,
) -> Result<Response, Error> {
    let Form(typed) = sent?;
    let at = periods_at(me.lsp());
    let periods = match Periods::new(|period| typed.text(period).trim().parse().ok()) {
        Ok(periods) => periods,
        Err(wrong) => {
            let frame = visit.frame_of(&service, &me, settings::PART, &at).await?;
            return again(&PeriodsPage::of(frame, |period| typed.text(period).to_owned(), &wrong));
        }
    };
    watch::set_periods(&visit.office, me.lsp(), &periods, &me.by(visit.now)).await?;
    visit.tell(&service, &at, Flash::PeriodsSet).await?;
    Ok(see(&at))
}
