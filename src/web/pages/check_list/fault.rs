//! What is wrong with a list, in words.

use super::super::text::Text;
use super::columns::field;
use crate::verify::list::{InvalidUntil, LONGEST_CONTRACT};
use crate::web::ListFault;
use crate::words::{key, say};

/// What is wrong, and what to do about it.
pub(in crate::web::pages) fn fault(fault: &ListFault) -> Text {
    match fault {
        ListFault::Both => key!("lists-fault-both").into(),
        ListFault::File(fault) => Text::saying(|lang| fault.message(lang).into_owned().into()),
        ListFault::Nothing => key!("lists-fault-nothing").into(),
        ListFault::NotCarried => key!("lists-fault-not-carried").into(),
        ListFault::QuotaSpent { left } => Text::saying(|lang| say!(lang, "employers-fault-quota", left)),
        ListFault::Rows { faults, .. } => Text::saying(|lang| say!(lang, "lists-fault-rows", count = faults.len())),
        ListFault::SameColumn(same) => {
            let name = field(*same);
            Text::saying(|lang| say!(lang, "lists-fault-same-column", field = name.say(lang)))
        }
        ListFault::TooLarge => key!("lists-fault-too-large").into(),
        ListFault::TooManyNumbers { most } => Text::saying(|lang| say!(lang, "lists-fault-too-many-numbers", most)),
        ListFault::UntilMissing => key!("lists-fault-until-missing").into(),
        ListFault::Until(InvalidUntil::Far) => {
            Text::saying(|lang| say!(lang, "lists-fault-until-far", years = i64::from(LONGEST_CONTRACT)))
        }
        ListFault::Until(InvalidUntil::Past) => key!("lists-fault-until-past").into(),
    }
}
