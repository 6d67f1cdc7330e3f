//! `absah trust fetch`: the trust list and what it leads to, on its way to a verifier without a network.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context as _;
use clap::Args;

use crate::cli::failure::{InWords as _, refused};
use crate::cli::{Settings, World, lists};
use crate::seal::trust_list::TrustList;
use crate::verify::sources::fetch::{Fetched, Fetcher, Unreachable, patience};
use crate::verify::sources::walk::{Copies, unproven, walk};
use crate::verify::sources::{Belief, Counted, LastGood, ListName, Refresher, Round, Source};
use crate::words::{Lang, key, say};

/// Fetch the trust list and every list it leads to, for a USB stick
#[derive(Args, Debug)]
#[command(
    after_help = "Example:\n  absah trust fetch https://akar.example/trust.jwt --out /media/usb --root root-1.pub.pem --root root-2.pub.pem\n  absah verify --trust /media/usb/trust.jwt --root root-1.pub.pem --root root-2.pub.pem LINK\n\nExit code: 0 all fetched, 1 some could not be had or were refused, 2 no trust list."
)]
pub(in crate::cli) struct Fetch {
    /// The trust list: https://HOST/PATH, or a file
    #[arg(value_name = "URL")]
    trust: String,
    /// Directory to write trust.jwt, status/ and honoured/ into
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Public key of a root, to check the lists with before they are written: the one that signs lists first,
    /// then the one in the safe
    #[arg(long = "root", value_name = "FILE")]
    roots: Vec<PathBuf>,
}

pub(super) fn run(settings: &Settings, fetch: &Fetch, world: &World) -> anyhow::Result<ExitCode> {
    tokio::task::block_in_place(|| fetch.run(settings, world))
}

impl Fetch {
    fn run(&self, settings: &Settings, world: &World) -> anyhow::Result<ExitCode> {
        let source = Source::new(&self.trust, None)?;
        let kept = LastGood::new(&self.out);
        let round = if self.roots.is_empty() {
            copy(&source, kept, settings.lang)?
        } else {
            self.checked(&source, kept, world, settings.lang)?
        };
        self.report(&round, settings);
        Ok(if round.is_whole() { ExitCode::SUCCESS } else { ExitCode::from(1) })
    }

    /// Writes only what is believed.
    fn checked(&self, source: &Source, kept: LastGood, world: &World, lang: Lang) -> anyhow::Result<Round> {
        let (roots, given) = lists::roots(&self.roots, lang)?;
        let belief = Belief::new(roots, given, kept.seen()?).with_context(|| kept.dir().display().to_string())?;
        let refresher = Refresher::new(belief, Some(kept), Counted::default(), Arc::clone(&world.clock));
        refresher.load();
        let round = refresher.round(source, source.origin());
        let no_list = round.refused.iter().find(|(name, _)| *name == ListName::Trust);
        if let Some((_, refusal)) = no_list {
            return Err(refused(format!("{}: {}", source.trust(), refusal.in_words(lang))));
        }
        if let Some((_, cause)) = round.missed.iter().find(|(name, _)| *name == ListName::Trust) {
            return Err(refused(format!("{}: {}", source.trust(), cause.in_words(lang))));
        }
        Ok(round)
    }

    fn report(&self, round: &Round, settings: &Settings) {
        let proven = !self.roots.is_empty();
        let lang = settings.lang;
        if settings.json {
            let refused = round.refused.iter().map(|(name, refusal)| fault(name, &refusal.in_words(lang)));
            let missed = round.missed.iter().map(|(name, cause)| fault(name, &cause.in_words(lang)));
            let report = serde_json::json!({
                "fetched": round.believed(), "checked": proven,
                "refused": refused.collect::<Vec<_>>(), "missing": missed.collect::<Vec<_>>(),
            });
            println!("{report}");
            return;
        }
        println!("{}", say!(lang, "cli-fetched", count = round.believed(), dir = self.out.display()));
        for (name, refusal) in &round.refused {
            let (name, cause) = (name.to_string(), refusal.in_words(lang));
            println!("  {}", say!(lang, "cli-fetch-refused", name, cause));
        }
        for (name, cause) in &round.missed {
            let (name, cause) = (name.to_string(), cause.in_words(lang));
            println!("  {}", say!(lang, "cli-fetch-missed", name, cause));
        }
        if !proven {
            println!("  {}", key!("cli-fetch-unchecked").say(lang));
        }
    }
}

fn fault(name: &ListName, cause: &str) -> serde_json::Value {
    serde_json::json!({ "list": name.to_string(), "cause": cause })
}

/// Writes what is found, for whoever will check it.
fn copy(source: &Source, kept: LastGood, lang: Lang) -> anyhow::Result<Round> {
    let fetcher = Fetcher::default();
    let longest = ListName::Trust.longest(&TrustList::default());
    let Fetched::Bytes(bytes) =
        fetcher.fetch(source.trust(), longest, None, patience(longest)).context(source.trust().to_string())?
    else {
        return Err(refused(format!("{}: {}", source.trust(), Unreachable::Absent.in_words(lang))));
    };
    let text = String::from_utf8_lossy(&bytes);
    let trust = unproven(text.trim_ascii())
        .with_context(|| say!(lang, "cli-trust-no-list", source = source.trust().to_string()))?;
    kept.write(&ListName::Trust, &bytes)?;
    let copier = Copier { kept, round: Mutex::new(Round { taken: 1, ..Round::default() }) };
    walk(&fetcher, source, &trust, &copier)?;
    Ok(copier.round.into_inner().unwrap_or_else(PoisonError::into_inner))
}

struct Copier {
    kept: LastGood,
    round: Mutex<Round>,
}

impl Copier {
    fn round(&self) -> std::sync::MutexGuard<'_, Round> {
        self.round.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Copies for Copier {
    fn holds(&self, _: &ListName) -> Option<String> {
        None
    }

    fn take(&self, name: &ListName, bytes: &[u8]) -> bool {
        let written = self.kept.write(name, bytes);
        match &written {
            Ok(()) => self.round().taken += 1,
            Err(error) => self.round().missed.push((name.clone(), Unreachable::Io(error.to_string()))),
        }
        written.is_ok()
    }

    fn unchanged(&self, _: &ListName) {}

    fn missed(&self, name: &ListName, cause: &Unreachable) {
        self.round().missed.push((name.clone(), cause.clone()));
    }
}
