//! What one person asks for and another decides, and what kept it from being done, on pages and in files alike.

use std::borrow::Cow;

use crate::domain::request::Kind;
use crate::office::jobs::Fault;
use crate::words::{Lang, key};

/// What is asked for.
#[must_use]
pub fn kind(kind: Kind, lang: Lang) -> Cow<'static, str> {
    let word = match kind {
        Kind::Erase => key!("office-requests-kind-erase"),
        Kind::Issue => key!("office-requests-kind-issue"),
        Kind::Reinstate => key!("office-requests-kind-reinstate"),
        Kind::Replace => key!("office-requests-kind-replace"),
        Kind::Revoke => key!("office-requests-kind-revoke"),
        Kind::Suspend => key!("office-requests-kind-suspend"),
    };
    word.say(lang)
}

/// Why what was approved was not done.
#[must_use]
pub fn fault(fault: Fault, lang: Lang) -> Cow<'static, str> {
    let word = match fault {
        Fault::Altered => key!("office-requests-job-fault-altered"),
        Fault::Changed => key!("office-requests-job-fault-changed"),
        Fault::Expired => key!("office-requests-job-fault-expired"),
        Fault::NotAllowed => key!("office-requests-job-fault-not-allowed"),
        Fault::NotApproved => key!("office-requests-job-fault-not-approved"),
        Fault::Numbers => key!("office-requests-job-fault-numbers"),
        Fault::Other | Fault::Unavailable => key!("office-requests-job-fault-other"),
    };
    word.say(lang)
}
