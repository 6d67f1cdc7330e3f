//! Texts: a token however it is spelt, a report's link, a number.

use std::sync::Arc;

use super::{Beside, Checking};
use crate::domain::search_key::SearchKey;
use crate::office::judged::by_a_number;
use crate::verify::elsewhere::whom_to_ask;
use crate::verify::report::judge_text;
use crate::verify::verdict::{Word, verify_text};

impl Checking<'_> {
    /// A token however it is spelt, or a number where there are records to find it in.
    pub(super) async fn text(&mut self, text: &str) -> anyhow::Result<()> {
        let lists = Arc::clone(&self.lists);
        if let Some(verdict) = judge_text(text, &lists.trust, self.asked.now) {
            return self.tell_report(Beside::default(), &verdict);
        }
        let verdict = verify_text(text, &lists.trust, &lists.statuses, self.asked);
        if verdict.verdict != Word::Unreadable || !text.contains(|c: char| c.is_ascii_digit()) {
            return self.tell(Beside::default(), verdict).await;
        }
        let (Some(office), Some(key)) = (&self.office, SearchKey::new(text)) else {
            return self.tell(Beside::default(), verdict).await;
        };
        let found = by_a_number(office, &key, &lists, self.asked).await?;
        let is_nobodys = found.iter().all(|verdict| verdict.verdict == Word::NotFound);
        let elsewhere = if is_nobodys { whom_to_ask(&key, &lists.trust) } else { Vec::new() };
        for verdict in found {
            self.tell(Beside { file: None, elsewhere: &elsewhere }, verdict).await?;
        }
        Ok(())
    }
}
