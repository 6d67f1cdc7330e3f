//! What a list would give back that another one ended. Among lists in their order a root may well lengthen a licence;
//! a list that is to be believed although one with a later `iat` was seen may not: it could be an old one, shown again
//! by whoever wants a stolen key to count.

use jiff::civil::Date;

use super::{KeyState, TrustList, TrustedKey, TrustedLsp};

impl TrustList {
    /// Whether this list lacks anything that `known` has, or lets a key, a licence or a scheme last longer, begin
    /// earlier or sign again. What it has besides is its own business.
    #[must_use]
    pub fn reopens(&self, known: &Self) -> bool {
        known.lsps.iter().any(|known| self.lsp(&known.id).is_none_or(|lsp| lsp_reopens(lsp, known)))
    }
}

fn lsp_reopens(lsp: &TrustedLsp, known: &TrustedLsp) -> bool {
    let key = |known: &TrustedKey| lsp.keys.iter().any(|key| key.public == known.public && !key_reopens(key, known));
    let licence = known.licences.iter().all(|known| {
        let same = lsp.licences.iter().filter(|licence| licence.number == known.number && licence.from == known.from);
        same.clone().count() > 0 && same.clone().all(|licence| licence.until <= known.until)
    });
    let scheme = known.schemes.iter().all(|known| {
        let same = lsp.schemes.iter().filter(|scheme| scheme.code == known.code && scheme.from == known.from);
        same.clone().count() > 0 && same.clone().all(|scheme| ends_by(scheme.until, known.until))
    });
    !(lsp.time_zone == known.time_zone && known.keys.iter().all(key) && licence && scheme)
}

fn key_reopens(key: &TrustedKey, known: &TrustedKey) -> bool {
    let state = match (known.state, key.state) {
        (KeyState::Active, KeyState::Active | KeyState::Retired | KeyState::Compromised(_))
        | (KeyState::Retired, KeyState::Compromised(_)) => true,
        (before, now) => before == now,
    };
    !(state && key.key_use == known.key_use && known.from <= key.from && ends_by(key.until, known.until))
}

/// Whether a period has ended when another one has; none never ends.
fn ends_by(until: Option<Date>, known: Option<Date>) -> bool {
    known.is_none_or(|known| until.is_some_and(|until| until <= known))
}
