//! How far the jobs are that this process does, for whoever watches: what stands in their rows lags behind.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::mpsc::UnboundedReceiver;

use crate::domain::id::JobId;
use crate::office::progress::Progress;

/// Jobs under way here.
#[derive(Clone, Debug, Default)]
pub struct Board(Arc<Mutex<BTreeMap<JobId, Step>>>);

/// Steps done, of how many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Step {
    pub done: u32,
    pub of: u32,
}

impl Board {
    /// How far a job is; nothing where this process does not do it.
    #[must_use]
    pub fn steps(&self, id: &JobId) -> Option<Step> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(id).copied()
    }

    /// Notes the progress of a job until nobody tells any more.
    pub(super) fn listen(&self, id: JobId, mut heard: UnboundedReceiver<Progress>) {
        let board = self.clone();
        board.put(&id, Some(Step::default()));
        tokio::spawn(async move {
            while let Some(progress) = heard.recv().await {
                let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
                match progress {
                    Progress::Planned { certificates } => {
                        board.put(&id, Some(Step { done: 0, of: number(certificates) }))
                    }
                    Progress::Signed { done, of } => board.put(&id, Some(Step { done: number(done), of: number(of) })),
                    Progress::Drawn { .. } | Progress::Read { .. } | Progress::Stored => {}
                }
            }
            board.put(&id, None);
        });
    }

    fn put(&self, id: &JobId, step: Option<Step>) {
        let mut board = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match step {
            Some(step) => drop(board.insert(id.clone(), step)),
            None => drop(board.remove(id)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::DRAWN;
    use crate::office::progress::Teller;

    #[tokio::test]
    async fn a_board_shows_how_far_a_job_is_until_it_has_ended() {
        let (board, id) = (Board::default(), JobId::new([1; DRAWN]));
        let (teller, heard) = Teller::heard();
        board.listen(id.clone(), heard);
        teller.tell(Progress::Signed { done: 64, of: 88 });
        while board.steps(&id) != Some(Step { done: 64, of: 88 }) {
            tokio::task::yield_now().await;
        }
        drop(teller);
        while board.steps(&id).is_some() {
            tokio::task::yield_now().await;
        }
    }
}
