//! `tidak-disertakan.txt`: which certificates are not in a ZIP, and what to do about it. In Indonesian, as the office files
//! it; lines end as on Windows.

use std::borrow::Cow;

use super::HandoutError;
use super::drawer::LeftOut;
use crate::office::Error;
use crate::words::{Lang, key, say};

pub(super) const FILE: &str = "tidak-disertakan.txt";

pub(super) fn file(all: &[LeftOut]) -> String {
    let mut text = key!("office-handover-left-out").say(Lang::Id).into_owned();
    for one in all {
        text += "\r\n- ";
        text += &words(one, Lang::Id);
    }
    text += "\r\n";
    text += &key!("office-handover-left-out-then").say(Lang::Id);
    text + "\r\n"
}

/// Why a certificate is not handed out, in a sentence that names it.
#[must_use]
pub fn words(one: &LeftOut, lang: Lang) -> Cow<'static, str> {
    let number = &one.number;
    match &*one.cause {
        HandoutError::Design(_) => say!(lang, "office-handover-left-out-design", number),
        HandoutError::Office(Error::NotAsIssued { .. }) => say!(lang, "office-handover-left-out-altered", number),
        HandoutError::Photo => say!(lang, "office-handover-left-out-photo", number),
        _ => say!(lang, "office-handover-left-out-sheet", number),
    }
}
