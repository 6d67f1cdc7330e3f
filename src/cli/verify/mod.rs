//! `absah verify`: verdicts on tokens, links, the text of QRs, PDFs and photographs; of certificates and of reports on lists.

mod files;
mod given;
mod plain;
mod report;
mod texts;

use std::io::{self, ErrorKind, Write as _};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context as _;
use clap::Args;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;

use self::given::{bytes, is_document, lines};
use super::failure::{InWords as _, refused};
use super::offline::Offline;
use super::{Settings, World, place};
use crate::domain::term;
use crate::office::others::{self, Joint};
use crate::office::{Office, believed, fate, sheet};
use crate::verify::Snapshot;
use crate::verify::document::is_bundle;
use crate::verify::elsewhere::Elsewhere;
use crate::verify::report::ReportVerdict;
use crate::verify::sources::Counted;
use crate::verify::verdict::{Asked, Standing, Verdict};
use crate::words::say;

/// Check certificates: a link, the text of a QR, a token, a PDF, a photograph, or a number where there are records
#[derive(Args, Debug)]
#[command(
    after_help = "Example:\n  absah verify https://cek.lsp.example/v/0oRNog…\n  absah verify sertifikat.pdf foto.jpg laporan.pdf\n  absah verify '81210 9112 2 0000088 2023'\n  absah verify --on 2027-06-30 - < tokens.txt\n  absah verify --trust /media/usb/trust.jwt --root root-1.pub.pem - < tokens.txt\n\nExit code: 0 all valid and nothing to remark, 1 some not, 2 could not tell."
)]
pub(super) struct Verify {
    /// Ask about another day, such as a contract's last
    #[arg(long, value_name = "DATE")]
    on: Option<Date>,
    #[command(flatten)]
    offline: Offline,
    /// Links, QR texts, tokens in base64url, files (PDF, PNG, JPEG, WebP, or a ZIP of them), or numbers; - reads one text a line from
    /// standard input
    #[arg(required = true, value_name = "TOKEN|URL|FILE|NUMBER|-")]
    tokens: Vec<String>,
}

/// What verdicts are taken from, and what has been told so far.
struct Checking<'a> {
    settings: &'a Settings,
    world: &'a World,
    lists: Arc<Snapshot>,
    /// The records of an installation; none where lists were carried here.
    office: Option<Office>,
    asked: Asked,
    told: Told,
}

/// What the answers come to.
#[derive(Default)]
struct Told {
    answers: usize,
    bad: bool,
    unclear: bool,
    /// What is lacking of the sandbox, or that nothing is.
    lacking: bool,
}

/// What a verdict is on, and what is told beside it.
#[derive(Clone, Copy, Default, Serialize)]
struct Beside<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
    /// Who may know a number that nobody here issued.
    #[serde(skip_serializing_if = "<[Elsewhere]>::is_empty")]
    elsewhere: &'a [Elsewhere],
}

impl<'a> Beside<'a> {
    fn of_file(name: &'a str) -> Self {
        Self { file: Some(name), elsewhere: &[] }
    }
}

/// A verdict as JSON.
#[derive(Serialize)]
struct Line<'a, T> {
    #[serde(flatten)]
    beside: Beside<'a>,
    #[serde(flatten)]
    verdict: &'a T,
}

pub(super) async fn run(settings: &Settings, verify: &Verify, world: &World) -> anyhow::Result<ExitCode> {
    let now = world.now();
    let on = verify
        .on
        .map_or(Ok(now), term::moment_of)
        .with_context(|| say!(settings.lang, "cli-argument", name = "--on"))?;
    let brought = tokio::task::block_in_place(|| verify.offline.snapshot(settings, world))?;
    let (lists, office) = match brought {
        Some(lists) => (lists, None),
        None => {
            let office = place::office(settings, world).await?;
            let own = believed::snapshot(&office, now, Timestamp::MAX).await?;
            let setup = others::Setup::new(&settings.data, Counted::default(), Arc::clone(&world.clock), 0);
            let lists = match others::beside(&office, &own, setup).await {
                Ok(lists) => lists,
                Err(cause) => {
                    tracing::warn!("certificates of other installations' LSPs cannot be judged: {cause}");
                    Joint::default().of(&own, None, now)
                }
            };
            (lists, Some(office))
        }
    };
    let asked = Asked { now, on };
    let mut checking = Checking { settings, world, lists, office, asked, told: Told::default() };
    for given in &verify.tokens {
        match checking.answer(given).await {
            // Whoever read the answers has seen enough.
            Err(error) if error.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == ErrorKind::BrokenPipe) => {
                return Ok(ExitCode::from(2));
            }
            told => told?,
        }
    }
    if let Some(office) = checking.office {
        office.close().await;
    }
    match checking.told {
        Told { answers: 0, unclear: false, .. } => Err(refused(say!(settings.lang, "cli-no-token"))),
        Told { bad: true, .. } => Ok(ExitCode::from(1)),
        Told { unclear: true, .. } => Ok(ExitCode::from(2)),
        Told { .. } => Ok(ExitCode::SUCCESS),
    }
}

impl Checking<'_> {
    /// Answers one argument; a file that is not there is told, and the rest is checked.
    async fn answer(&mut self, given: &str) -> anyhow::Result<()> {
        if given == "-" {
            for line in lines() {
                self.text(&line?).await?;
            }
            return Ok(());
        }
        if !is_document(Path::new(given)) {
            return self.text(given).await;
        }
        match bytes(Path::new(given)) {
            Ok(file) if is_bundle(&file) => self.bundle(given, &file).await,
            Ok(file) => self.file(given, file).await,
            Err(cause) => {
                eprintln!("{}: {cause}", say!(self.settings.lang, "cli-cannot-read", path = given));
                self.told.unclear = true;
                Ok(())
            }
        }
    }

    fn tell_report(&mut self, beside: Beside<'_>, verdict: &ReportVerdict) -> anyhow::Result<()> {
        self.count(verdict.standing());
        let line = if self.settings.json {
            serde_json::to_string(&Line { beside, verdict })?
        } else {
            report::plain(beside.file, verdict, self.settings.lang)
        };
        Ok(writeln!(io::stdout(), "{line}")?)
    }

    fn count(&mut self, standing: Standing) {
        self.told.answers += 1;
        match standing {
            Standing::Bad => self.told.bad = true,
            Standing::Good => {}
            Standing::Unclear => self.told.unclear = true,
        }
    }

    async fn tell(&mut self, beside: Beside<'_>, mut verdict: Verdict) -> anyhow::Result<()> {
        if let Some(office) = &self.office {
            fate::add(office, &mut verdict, &self.lists.trust).await?;
            if let Err(error) = sheet::add_units(office, &mut verdict).await {
                // The verdict rests on what was signed and stands without them.
                eprintln!("{}", error.in_words(self.settings.lang));
            }
        }
        self.count(verdict.standing());
        let line = if self.settings.json {
            serde_json::to_string(&Line { beside, verdict: &verdict })?
        } else {
            let is_dated = self.office.is_none();
            plain::Plain { beside, asked: self.asked, is_dated, lang: self.settings.lang }.verdict(&verdict)
        };
        Ok(writeln!(io::stdout(), "{line}")?)
    }
}
