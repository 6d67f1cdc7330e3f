//! What a certificate's state is called, wherever it is told.

use super::{Key, key};
use crate::domain::status::State;

/// The word for a state.
#[must_use]
pub fn state(state: State) -> Key {
    match state {
        State::Revoked => key!("status-revoked"),
        State::Superseded => key!("status-superseded"),
        State::Suspended => key!("status-suspended"),
        State::Valid => key!("status-valid"),
    }
}
