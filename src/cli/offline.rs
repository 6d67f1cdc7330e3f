//! Verdicts from lists in a directory: no database, no network.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context as _, bail};
use clap::Args;

use super::{Settings, World, lists};
use crate::verify::Snapshot;
use crate::verify::sources::seen::Seen;
use crate::verify::sources::{Address, Belief, Counted, LastGood, ListName, Refresher, Source};

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
        let source = Source::new(&trust.to_string_lossy(), self.lists.clone()).context("--trust")?.carried();
        if let Address::Web(_) = source.trust() {
            bail!("--trust: nothing is fetched here; fetch it first: absah trust fetch URL --out DIR");
        }
        let (roots, given) = lists::roots(&self.roots)?;
        let kept = LastGood::new(lists::kept_in(&settings.data));
        let keeps = kept.dir().is_dir();
        let seen = if keeps { kept.seen()? } else { Seen::default() };
        let belief = Belief::new(roots, given, seen).with_context(|| kept.dir().display().to_string())?;
        let refresher = Refresher::new(belief, None, Counted::default(), Arc::clone(&world.clock));
        let round = refresher.round(&source, source.origin());
        if let Some((_, refusal)) = round.refused.iter().find(|(name, _)| *name == ListName::Trust) {
            bail!("{}: {refusal}", source.trust());
        }
        let belief = refresher.belief();
        let Some(term) = belief.trust_term() else { bail!("{}: no such file", source.trust()) };
        if keeps {
            kept.see(belief.seen())?;
        }
        eprintln!("{}", lists::age(term, world.now()));
        Ok(Some(belief.snapshot()))
    }
}
