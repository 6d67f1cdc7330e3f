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
use crate::office::watch::{self, Periods};
use crate::web::{Error, Service};
use crate::words::say;

/// The form of the periods, as it was typed.
#[derive(Clone, Debug, Deserialize)]
pub(in crate::web) struct TypedPeriods {
    surveillance: String,
    notice: String,
    ended: String,
    erasure: String,
}

/// The months and years that an LSP sets.
#[derive(Template)]
#[template(path = "office/periods.html")]
struct PeriodsPage {
    frame: Frame,
    fault: Option<Cow<'static, str>>,
    typed: TypedPeriods,
}

impl PeriodsPage {
    fn of(frame: Frame, periods: &Periods) -> Self {
        let typed = TypedPeriods {
            surveillance: periods.surveillance.to_string(),
            notice: periods.notice.to_string(),
            ended: periods.ended.to_string(),
            erasure: periods.erasure.to_string(),
        };
        Self { frame, fault: None, typed }
    }

    fn typed(frame: Frame, typed: TypedPeriods) -> Self {
        let fault = Some(say!(frame.lang, "office-records-periods-fault"));
        Self { frame, fault, typed }
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
    page(&PeriodsPage::of(frame, &periods))
}

pub(in crate::web) async fn set_periods(
    State(service): State<Arc<Service>>,
    ProvenAs { visit, me }: ProvenAs<Administrator>,
    sent: Sent<TypedPeriods>,
) -> Result<Response, Error> {
    let Form(typed) = sent?;
    let number = |text: &str| text.trim().parse::<u32>().unwrap_or(0);
    let periods = Periods {
        surveillance: number(&typed.surveillance),
        notice: number(&typed.notice),
        ended: number(&typed.ended),
        erasure: number(&typed.erasure),
    };
    let at = periods_at(me.lsp());
    if !periods.are_legal() {
        let frame = visit.frame_of(&service, &me, settings::PART, &at).await?;
        return again(&PeriodsPage::typed(frame, typed));
    }
    watch::set_periods(&visit.office, me.lsp(), &periods, &me.by(visit.now)).await?;
    visit.tell(&service, &at, Flash::PeriodsSet).await?;
    Ok(see(&at))
}
