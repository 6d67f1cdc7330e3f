//! Whose word a trust list is: the roots that a verifier was given.
//!
//! The first root signs trust lists. The second lies in a safe and signs one kind of thing alone, a
//! **handover**: which roots are withdrawn for ever, and which one signs lists instead.
//!
//! ```text
//! typ absah-root+jwt   { "iat": seconds, "withdrawn_roots": [kid, …], "successor": { "kid", "x" } }
//! ```
//!
//! A list by a successor carries its handover in its header, so a verifier that was away while the
//! root changed, or is new, follows from the two public keys it was given. The first root cannot
//! withdraw anything: who stole it cannot lock its owner out.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::jwt::{self, Jwt, JwtError, Kind};
use super::keys::{Kid, PrivateKey, PublicKey};

/// The public keys a verifier was given, and what it has seen withdrawn since.
#[derive(Clone, Debug)]
pub struct Roots {
    first: PublicKey,
    safe: Option<PublicKey>,
    withdrawn: BTreeSet<Kid>,
}

/// A root's word that another signs from now on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handover {
    pub iat: Timestamp,
    pub withdrawn: BTreeSet<Kid>,
    pub successor: PublicKey,
}

#[derive(Debug, Deserialize, Serialize)]
struct Claims {
    iat: i64,
    withdrawn_roots: BTreeSet<Kid>,
    successor: Named,
}

#[derive(Debug, Deserialize, Serialize)]
struct Named {
    kid: Kid,
    x: String,
}

/// The root that may have signed a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signer {
    pub key: PublicKey,
    /// The roots that the list's handover withdraws.
    pub withdrawn: BTreeSet<Kid>,
}

/// Why a root is not believed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RootError {
    #[error("the handover in it does not hold")]
    Handover,
    /// The handover names something that every reader must understand, and this one does not.
    #[error("the handover in it needs a newer version of absah: it must not be read without understanding {0:?}")]
    Newer(String),
    #[error("it is signed by a root that nobody named")]
    Unknown,
    #[error("it is signed by a root that was withdrawn")]
    Withdrawn,
}

impl Roots {
    /// The root that signs lists, and the one in the safe, where there is one.
    #[must_use]
    pub fn new(first: PublicKey, safe: Option<PublicKey>) -> Self {
        Self { first, safe, withdrawn: BTreeSet::new() }
    }

    /// Withdrawn roots, to be remembered for ever.
    #[must_use]
    pub fn withdrawn(&self) -> &BTreeSet<Kid> {
        &self.withdrawn
    }

    /// Remembers roots that were seen withdrawn.
    pub fn withdraw(&mut self, kids: impl IntoIterator<Item = Kid>) {
        self.withdrawn.extend(kids);
    }

    /// Who may have signed a list.
    ///
    /// # Errors
    /// Neither the first root nor its named successor, or a withdrawn one.
    pub fn signer(&self, list: &Jwt<'_>) -> Result<Signer, RootError> {
        let handover = match (list.handover(), &self.safe) {
            (Some(text), Some(safe)) => Some(Handover::read(text, safe).map_err(RootError::of_handover)?),
            (Some(_), None) => return Err(RootError::Handover),
            (None, _) => None,
        };
        let (successor, withdrawn) = match handover {
            Some(Handover { successor, withdrawn, .. }) => (Some(successor), withdrawn),
            None => (None, BTreeSet::new()),
        };
        let mut known = std::iter::once(self.first).chain(successor);
        let key = known.find(|root| root.kid() == list.kid()).ok_or(RootError::Unknown)?;
        if self.withdrawn.contains(&key.kid()) || withdrawn.contains(&key.kid()) {
            return Err(RootError::Withdrawn);
        }
        Ok(Signer { key, withdrawn })
    }
}

impl RootError {
    fn of_handover(fault: JwtError) -> Self {
        match fault {
            JwtError::Newer(name) => Self::Newer(name),
            _ => Self::Handover,
        }
    }
}

impl Handover {
    /// Signs a handover with the root from the safe.
    #[must_use]
    pub fn sign(&self, safe: &PrivateKey) -> String {
        let successor = Named { kid: self.successor.kid(), x: self.successor.x() };
        let claims = Claims { iat: self.iat.as_second(), withdrawn_roots: self.withdrawn.clone(), successor };
        jwt::sign(Kind::Handover, &claims, safe, None)
    }

    /// Reads a handover that the root in the safe signed.
    ///
    /// # Errors
    /// It was not, or it names no successor that stands.
    pub fn read(text: &str, safe: &PublicKey) -> Result<Self, JwtError> {
        let claims = Jwt::read(text, Kind::Handover)?.verify::<Claims>(safe)?.into_claims();
        let successor = PublicKey::from_x(&claims.successor.x).map_err(|_| JwtError::Claims)?;
        let iat = Timestamp::from_second(claims.iat).map_err(|_| JwtError::Claims)?;
        let handover = Self { iat, withdrawn: claims.withdrawn_roots, successor };
        let sound = successor.kid() == claims.successor.kid && !handover.withdrawn.contains(&successor.kid());
        sound.then_some(handover).ok_or(JwtError::Claims)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root(seed: u8) -> PrivateKey {
        PrivateKey::from_seed(&[seed; 32])
    }

    fn handover(signer: u8, withdrawn: &[u8], successor: u8) -> String {
        let withdrawn = withdrawn.iter().map(|seed| root(*seed).kid()).collect();
        Handover { iat: Timestamp::UNIX_EPOCH, withdrawn, successor: root(successor).public() }.sign(&root(signer))
    }

    fn asked(roots: &Roots, signer: u8, handover: Option<&str>) -> Result<Kid, RootError> {
        let list = jwt::sign(Kind::TrustList, &serde_json::json!({}), &root(signer), handover);
        let list = Jwt::read(&list, Kind::TrustList).expect("a JWT");
        roots.signer(&list).map(|signer| signer.key.kid())
    }

    #[test]
    fn the_first_root_signs_lists_and_the_one_in_the_safe_does_not() {
        let roots = Roots::new(root(1).public(), Some(root(2).public()));
        assert_eq!(asked(&roots, 1, None), Ok(root(1).kid()));
        assert_eq!(asked(&roots, 2, None), Err(RootError::Unknown));
        assert_eq!(asked(&roots, 3, None), Err(RootError::Unknown));
    }

    #[test]
    fn a_successor_signs_with_the_word_of_the_root_in_the_safe() {
        let mut roots = Roots::new(root(1).public(), Some(root(2).public()));
        let word = handover(2, &[1], 3);
        assert_eq!(asked(&roots, 3, Some(&word)), Ok(root(3).kid()));
        assert_eq!(asked(&roots, 1, Some(&word)), Err(RootError::Withdrawn));
        roots.withdraw([root(1).kid()]);
        assert_eq!(asked(&roots, 1, None), Err(RootError::Withdrawn), "for ever, handover or not");
        assert_eq!(asked(&roots, 3, Some(&word)), Ok(root(3).kid()));
        assert_eq!(asked(&roots, 4, Some(&handover(2, &[1, 3], 4))), Ok(root(4).kid()), "and its successor in turn");
    }

    #[test]
    fn every_vector_of_a_handover_comes_out_as_it_says() {
        crate::seal::vectors::hold("handover", "read", |vector| match Handover::read(&vector.text(), &vector.key(2)) {
            Ok(handover) => {
                assert_eq!(handover.successor, root(3).public(), "{}", vector.name);
                "read".to_owned()
            }
            Err(fault) => fault.word().to_owned(),
        });
    }

    #[test]
    fn nobody_else_hands_over() {
        let roots = Roots::new(root(1).public(), Some(root(2).public()));
        for signer in [1, 3] {
            assert_eq!(asked(&roots, 3, Some(&handover(signer, &[2], 3))), Err(RootError::Handover));
        }
        assert_eq!(asked(&roots, 3, Some(&handover(2, &[1, 3], 3))), Err(RootError::Handover), "a withdrawn successor");
        let alone = Roots::new(root(1).public(), None);
        assert_eq!(asked(&alone, 3, Some(&handover(2, &[1], 3))), Err(RootError::Handover));
    }
}
