//! What a failing answer is called, and what to do about it.

use super::check_list;
use super::text::Text;
use crate::web::{Error, Fault};
use crate::words::key;

/// What a failure is called.
pub(in crate::web) fn title(error: &Error) -> Text {
    Text::from(match error {
        Error::AddressTooLong => key!("pages-failed-address-too-long"),
        Error::Busy | Error::NoTrustList | Error::NotYet | Error::Unavailable(_) => key!("pages-failed-busy"),
        Error::CrossSite => key!("pages-failed-cross-site"),
        Error::CursorAhead => key!("pages-failed-cursor-ahead"),
        Error::FileTooLarge => key!("pages-failed-file-too-large"),
        Error::Forbidden => key!("pages-failed-forbidden"),
        Error::List(_) => key!("lists-failed"),
        Error::OfficeClosed => key!("pages-failed-office-closed"),
        Error::Internal(_) => key!("pages-failed-internal"),
        Error::NoNumbers => key!("pages-failed-no-numbers"),
        Error::NoReportKey => key!("pages-failed-no-report-key"),
        Error::NoSuchMethod => key!("pages-failed-no-such-method"),
        Error::NotFound => key!("pages-failed-not-found"),
        Error::Rejected(Fault::File) => key!("pages-failed-no-file"),
        Error::Rejected(_) => key!("pages-failed-rejected"),
        Error::Share(_) => key!("pages-failed-share"),
        Error::SlowDown(_) => key!("pages-failed-slow-down"),
        Error::Stale => key!("pages-failed-stale"),
        Error::FormTooLarge | Error::TooLarge => key!("pages-failed-too-large"),
        Error::TooSlow => key!("pages-failed-too-slow"),
        Error::Unauthorized => key!("pages-failed-unauthorized"),
        Error::Unsupported => key!("pages-failed-unsupported"),
    })
}

/// One plain sentence about a failure, and what to do about it.
pub(in crate::web) fn detail(error: &Error) -> Text {
    Text::from(match error {
        Error::List(fault) => return check_list::fault(fault),
        Error::AddressTooLong => key!("pages-detail-address-too-long"),
        Error::Busy => key!("pages-detail-busy"),
        Error::CrossSite => key!("pages-detail-cross-site"),
        Error::CursorAhead => key!("pages-detail-cursor-ahead"),
        Error::FileTooLarge => key!("pages-detail-file-too-large"),
        Error::Forbidden => key!("pages-detail-forbidden"),
        Error::FormTooLarge => key!("pages-detail-form-too-large"),
        Error::OfficeClosed => key!("pages-detail-office-closed"),
        Error::Internal(_) => key!("pages-detail-internal"),
        Error::NoNumbers => key!("pages-detail-no-numbers"),
        Error::NoReportKey => key!("pages-detail-no-report-key"),
        Error::NoSuchMethod => key!("pages-detail-no-such-method"),
        Error::NoTrustList => key!("pages-detail-no-trust-list"),
        Error::NotYet => key!("pages-detail-not-yet"),
        Error::NotFound => key!("pages-detail-not-found"),
        // What was wrong with the question, and what was expected.
        Error::Rejected(Fault::Body) => key!("pages-detail-body"),
        Error::Rejected(Fault::File) => key!("pages-detail-file"),
        Error::Rejected(Fault::Number) => key!("pages-detail-number"),
        Error::Rejected(Fault::On) => key!("pages-detail-on"),
        Error::Rejected(Fault::Path) => key!("pages-detail-path"),
        Error::Rejected(Fault::Query) => key!("pages-detail-query"),
        Error::Share(_) => key!("pages-detail-share"),
        Error::SlowDown(_) => key!("pages-detail-slow-down"),
        Error::Stale => key!("pages-detail-stale"),
        Error::TooLarge => key!("pages-detail-too-large"),
        Error::TooSlow => key!("pages-detail-too-slow"),
        Error::Unauthorized => key!("pages-detail-unauthorized"),
        Error::Unavailable(_) => key!("pages-detail-unavailable"),
        Error::Unsupported => key!("pages-detail-unsupported"),
    })
}
