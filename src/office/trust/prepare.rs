//! The next list made ready for whoever keeps a root: from what it is made, on which it follows, and whether the clock
//! that dates it can be right.

use std::path::Path;

use jiff::Timestamp;

use super::sign::{Declared, Next, NoticeSaid, declared, next, plausible};
use super::{TrustError, open_at};
use crate::office::Office;
use crate::office::clock::Evidence;
use crate::office::key_ring::KeyRing;
use crate::seal::trust_list::signed::Entry;

/// Whose entries the next list is made from.
pub enum Whose<'a> {
    /// Those that were brought to the root.
    Brought(Vec<Entry>),
    /// The installation's own, with what it says on every page.
    Own(&'a Office),
}

/// How the next list is asked for.
pub struct Asked<'a> {
    pub entries: Whose<'a>,
    /// The installation around the root; none where a root is kept alone.
    pub office: Option<&'a Office>,
    pub ring: &'a KeyRing,
    /// Private half of the root; the one beside the keys unless given.
    pub root: Option<&'a Path>,
    /// The list before; the one that the installation publishes unless given.
    pub previous: Option<String>,
    /// A person's word for the clock, where there is no installation to keep it.
    pub clock_is_right: bool,
}

/// The list that follows, for whoever signs to look at.
///
/// # Errors
/// As [`next`]; or the clock cannot be right, as far as can be told.
pub async fn prepare(asked: Asked<'_>, now: Timestamp) -> Result<Next, TrustError> {
    let Asked { entries, office, ring, root, previous, clock_is_right } = asked;
    let declared = match entries {
        Whose::Brought(entries) => Declared { entries, notice: NoticeSaid::Before },
        Whose::Own(office) => declared(office).await?,
    };
    let root = match root {
        Some(file) => Some(open_at(ring, file).await?),
        None => None,
    };
    let previous = match (previous, office) {
        (Some(text), _) => Some(text),
        (None, Some(office)) => office.store.trust_list().await?,
        (None, None) => None,
    };
    match (office, &previous) {
        (Some(office), _) => Evidence::read(&office.store).await?.judge(now)?,
        (None, Some(text)) if !clock_is_right => plausible(ring, root.as_ref(), text, now)?,
        (None, _) => {}
    }
    next(ring, root, previous.as_deref(), declared, now).await
}
