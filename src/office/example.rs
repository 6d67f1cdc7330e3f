//! An installation of invented bodies and people: what it keeps of itself, so that one that was begun and cut short is
//! gone on with, and what it says and does otherwise than a real one.

use super::{Office, publish, trust};
use crate::store::StoreError;

/// What every page of it says.
const NOTICE: &str = "CONTOH: lembaga, orang dan sertifikat di situs ini rekaan. (Demonstration: bodies, people and certificates are invented.)";

/// Seconds after which verifiers ask it for its lists again.
const TTL: &str = "5";

/// What it keeps of itself.
#[derive(Clone, Copy, Debug)]
pub enum Memo {
    /// Who may sign in, with passwords.
    Accounts,
    /// The day on which it was begun.
    Begun,
    /// What to open, once everything is made.
    Examples,
}

impl Memo {
    fn setting(self) -> &'static str {
        match self {
            Self::Accounts => "demo_accounts",
            Self::Begun => "demo_begun",
            Self::Examples => "demo_examples",
        }
    }
}

/// What was kept, as it was written.
///
/// # Errors
/// The database does not answer.
pub async fn remembered(office: &Office, memo: Memo) -> Result<Option<String>, StoreError> {
    office.store.setting(memo.setting()).await
}

/// Keeps it in place of what was kept before.
///
/// # Errors
/// The database does not answer.
pub async fn remember(office: &Office, memo: Memo, text: &str) -> Result<(), StoreError> {
    office.store.set_setting(memo.setting(), text).await
}

/// Has every page say that all is invented, and verifiers ask often.
///
/// # Errors
/// The database does not answer.
pub async fn declare(office: &Office) -> Result<(), StoreError> {
    office.store.set_setting(trust::NOTICE, NOTICE).await?;
    office.store.set_setting(publish::TTL, TTL).await
}
