//! Verdicts from lists in a directory: no database, no network.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context as _;
use clap::Args;

use super::failure::{InWords as _, refused};
use super::{Settings, World, lists};
use crate::verify::Snapshot;
use crate::verify::sources::seen::Seen;
use crate::verify::sources::{Address, Belief, Counted, LastGood, ListName, Refresher, Source};
use crate::words::say;

/// Where lists are that were carried here.
#[derive(Args, Debug)]
pub(super) struct Offline {
    /// Trust list in a file: verdicts need no database and no network
    #[arg(long, value_name = "FILE", requires = "roots")]
    trust: Option<PathBuf>,
    /// Public key of a root, in PEM: the one that signs lists first, then the one in the safe
    #[arg(long = "root", value_name = "FILE", requires = "trust")]
    roots: Vec<PathBuf>,
    /// Directory of status lists and honoured lists, where they do not lie beside the trust list
    #[arg(long, value_name = "DIR", requires = "trust")]
    lists: Option<PathBuf>,
}

impl Offline {
    /// The lists that were carried here and are believed; none where no trust list was named. What was seen
    /// before by a verifier of this data directory binds, and what is seen here binds it.
    pub(super) fn snapshot(&self, settings: &Settings, world: &World) -> anyhow::Result<Option<Arc<Snapshot>>> {
        let Some(trust) = &self.trust else { return Ok(None) };
        let lang = settings.lang;
        let source = Source::new(&trust.to_string_lossy(), self.lists.clone())
            .with_context(|| say!(lang, "cli-argument", name = "--trust"))?
            .carried();
        if let Address::Web(_) = source.trust() {
            return Err(refused(say!(lang, "cli-nothing-fetched")));
        }
        let (roots, given) = lists::roots(&self.roots, lang)?;
        let kept = LastGood::new(lists::kept_in(&settings.data));
        let keeps = kept.dir().is_dir();
        let seen = if keeps { kept.seen()? } else { Seen::default() };
        let belief = Belief::new(roots, given, seen).with_context(|| kept.dir().display().to_string())?;
        let refresher = Refresher::new(belief, None, Counted::default(), Arc::clone(&world.clock));
        let round = refresher.round(&source, source.origin());
        if let Some((_, refusal)) = round.refused.iter().find(|(name, _)| *name == ListName::Trust) {
            return Err(refused(format!("{}: {}", source.trust(), refusal.in_words(lang))));
        }
        let belief = refresher.belief();
        let Some(term) = belief.trust_term() else {
            return Err(refused(say!(lang, "cli-no-such-file", path = source.trust().to_string())));
        };
        if keeps {
            kept.see(belief.seen())?;
        }
        eprintln!("{}", lists::age(term, world.now(), lang));
        Ok(Some(belief.snapshot()))
    }
}
