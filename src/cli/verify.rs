//! `absah verify`: verdicts on tokens, links, the text of QRs, PDFs and photographs; of certificates and of reports on lists.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, BufRead, ErrorKind, Read as _, Write as _};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context as _;
use clap::Args;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;

use super::failure::{InWords as _, refused};
use super::offline::Offline;
use super::{Settings, World, place, reader, report};
use crate::domain::search_key::SearchKey;
use crate::domain::status::State;
use crate::domain::term;
use crate::office::check_list::paper;
use crate::office::judged::by_a_number;
use crate::office::others::{self, Joint};
use crate::office::{Office, believed, fate, sheet};
use crate::seal::spelling;
use crate::verify::Snapshot;
use crate::verify::document::{
    BundleFault, Document, DocumentFault, FILES, LARGEST, Lack, Packed, examine, is_bundle, read_apart, unpack,
};
use crate::verify::report::{ReportVerdict, judge_text, reports, without_reports};
use crate::verify::sources::Counted;
use crate::verify::verdict::{Asked, Differing, Finding, Standing, StateSeen, Verdict, Word, verify_text};
use crate::words::{Key, Lang, key, say};

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

/// A verdict and what it is on, as JSON.
#[derive(Serialize)]
struct Line<'a, T> {
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
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

    /// A verdict for each certificate of each file of a ZIP.
    async fn bundle(&mut self, name: &str, bundle: &[u8]) -> anyhow::Result<()> {
        match unpack(bundle, FILES) {
            Ok(packed) => {
                for Packed { name: within, file } in packed {
                    self.file(&format!("{name}: {within}"), file).await?;
                }
                Ok(())
            }
            Err(BundleFault::Broken) => self.tell(Some(name), Verdict::unreadable(self.asked)).await,
            Err(fault @ BundleFault::TooLarge) => {
                eprintln!("{name}: {}", fault.in_words(self.settings.lang));
                self.told.unclear = true;
                Ok(())
            }
        }
    }

    /// A verdict for each certificate of a file.
    async fn file(&mut self, name: &str, file: Vec<u8>) -> anyhow::Result<()> {
        let document = match read_apart(&self.world.program, file).await {
            Ok(answer) => {
                self.tell_lacking(&answer.lacking);
                answer.document.unwrap_or_default()
            }
            Err(DocumentFault::Broken) => Document::default(),
            Err(fault) => return Err(fault.into()),
        };
        let lists = Arc::clone(&self.lists);
        let mut reports = reports(&document, &lists.trust, self.asked.now);
        tokio::task::block_in_place(|| paper::compare(&mut reports, &lists.trust));
        for examined in reports {
            self.tell_report(Some(name), &examined.verdict)?;
        }
        let Some(document) = without_reports(&document) else { return Ok(()) };
        for mut examined in examine(&document, &lists.trust, &lists.statuses, self.asked) {
            if let Some(office) = &self.office
                && let Err(error) = sheet::compare(office, &mut examined).await
            {
                // The verdict rests on what was signed and stands without it.
                eprintln!("{}", error.in_words(self.settings.lang));
            }
            self.tell(Some(name), examined.verdict).await?;
        }
        Ok(())
    }

    /// Says once what the process that reads documents could not be kept from.
    fn tell_lacking(&mut self, lacking: &[Lack]) {
        if !self.told.lacking {
            for line in reader::lines(lacking) {
                eprintln!("{}", line.say(self.settings.lang));
            }
            self.told.lacking = true;
        }
    }

    /// A token however it is spelt, or a number where there are records to find it in.
    async fn text(&mut self, text: &str) -> anyhow::Result<()> {
        let lists = Arc::clone(&self.lists);
        if let Some(verdict) = judge_text(text, &lists.trust, self.asked.now) {
            return self.tell_report(None, &verdict);
        }
        let verdict = verify_text(text, &lists.trust, &lists.statuses, self.asked);
        if verdict.verdict != Word::Unreadable || !text.contains(|c: char| c.is_ascii_digit()) {
            return self.tell(None, verdict).await;
        }
        let (Some(office), Some(key)) = (&self.office, SearchKey::new(text)) else {
            return self.tell(None, verdict).await;
        };
        for verdict in by_a_number(office, &key, &lists, self.asked).await? {
            self.tell(None, verdict).await?;
        }
        Ok(())
    }

    fn tell_report(&mut self, file: Option<&str>, verdict: &ReportVerdict) -> anyhow::Result<()> {
        self.count(verdict.standing());
        let line = if self.settings.json {
            serde_json::to_string(&Line { file, verdict })?
        } else {
            report::plain(file, verdict, self.settings.lang)
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

    async fn tell(&mut self, file: Option<&str>, mut verdict: Verdict) -> anyhow::Result<()> {
        if let Some(office) = &self.office {
            fate::add(office, &mut verdict, &self.lists.trust).await?;
            if let Err(error) = sheet::add_units(office, &mut verdict).await {
                // As above.
                eprintln!("{}", error.in_words(self.settings.lang));
            }
        }
        self.count(verdict.standing());
        let line = if self.settings.json {
            serde_json::to_string(&Line { file, verdict: &verdict })?
        } else {
            plain(file, &verdict, self.asked, self.office.is_none(), self.settings.lang)
        };
        Ok(writeln!(io::stdout(), "{line}")?)
    }
}

/// Whether an argument is a file, or is named as one that is not there.
fn is_document(path: &Path) -> bool {
    let named = path.extension().is_some_and(|ending| {
        ["pdf", "png", "jpg", "jpeg", "webp", "zip"].iter().any(|known| ending.eq_ignore_ascii_case(known))
    });
    named || path.is_file()
}

fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    let mut file = Vec::new();
    File::open(path)?.take(LARGEST as u64 + 1).read_to_end(&mut file)?;
    Ok(file)
}

/// The lines of standard input that hold something. A line longer than any token is read no further than that: it
/// is unreadable already.
fn lines() -> impl Iterator<Item = io::Result<String>> {
    let mut input = io::stdin().lock();
    std::iter::from_fn(move || {
        let mut line = Vec::new();
        loop {
            match read_line(&mut input, &mut line) {
                Ok(true) if line.trim_ascii().is_empty() => (),
                Ok(true) => return Some(Ok(String::from_utf8_lossy(&line).into_owned())),
                Ok(false) => return None,
                Err(error) => return Some(Err(error)),
            }
        }
    })
}

/// Reads one line, keeping at most what a spelling can have; false at the end.
fn read_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<bool> {
    line.clear();
    loop {
        let buffer = input.fill_buf()?;
        if buffer.is_empty() {
            return Ok(!line.is_empty());
        }
        let end = buffer.iter().position(|byte| *byte == b'\n');
        let taken = end.map_or(buffer.len(), |at| at + 1);
        let room = (spelling::LONGEST + 2).saturating_sub(line.len());
        line.extend_from_slice(&buffer[..taken.min(room)]);
        input.consume(taken);
        if end.is_some() {
            return Ok(true);
        }
    }
}

/// A verdict in a few lines, for a person; `dated` where the status may be of an earlier day.
fn plain(file: Option<&str>, verdict: &Verdict, asked: Asked, dated: bool, lang: Lang) -> String {
    let sign = match verdict {
        clean if clean.is_clean() => "✔",
        // Genuine and valid; the paper is for eyes.
        unread if unread.is_to_be_compared() => "?",
        _ => "✘",
    };
    let day = if asked.on == asked.now {
        String::new()
    } else {
        format!(" {}", say!(lang, "cli-verdict-on", day = verdict.on))
    };
    let mut lines: Vec<String> = file.map(str::to_owned).into_iter().collect();
    lines.push(format!("{sign} {}{day}", words(verdict.verdict).say(lang)));
    if let Some(shown) = &verdict.certificate {
        lines.push(format!("  {}", shown.holder));
        lines.push(format!("  No. {}  {} {}", shown.number, shown.scheme.code, shown.scheme.title));
        lines.extend(shown.units.iter().map(|unit| {
            let title = lang.of(&unit.title_id, &unit.title_en);
            format!("    {}  {title}", unit.code)
        }));
    }
    if let Some(period) = verdict.period {
        lines.push(format!("  {} – {}", period.issued_on, period.valid_until));
    }
    if let Some(issuer) = &verdict.issuer {
        lines.push(format!("  {} ({})", issuer.name, issuer.licence));
        if let Some(site) = issuer.more_at.as_ref().filter(|_| !dated) {
            lines.push(format!("  {}", say!(lang, "cli-verdict-more-at", site)));
        }
    }
    if let Some(status) = &verdict.status {
        if let Some(since) = status.since {
            lines.push(format!("  {}", say!(lang, "cli-verdict-since", instant = since)));
        }
        if let Some(successor) = &status.superseded_by {
            lines.push(format!("  {}", say!(lang, "cli-verdict-successor", number = successor)));
        } else if dated && status.state == StateSeen::Known(State::Superseded) {
            lines.push(format!("  {}", say!(lang, "cli-verdict-ask-successor")));
        }
        if let (true, Some(as_of)) = (dated, status.as_of) {
            lines.push(format!("  {}", say!(lang, "cli-verdict-as-of", instant = as_of)));
        }
    }
    lines.extend(verdict.findings.iter().map(|finding| format!("  ! {}", warning(*finding, verdict, lang))));
    lines.join("\n")
}

fn warning(finding: Finding, verdict: &Verdict, lang: Lang) -> Cow<'static, str> {
    match finding {
        Finding::ForeignSite => say!(lang, "cli-finding-foreign-site"),
        Finding::OthersUnknown => say!(lang, "cli-finding-others-unknown"),
        Finding::PagesBeside => say!(lang, "cli-finding-pages-beside"),
        Finding::PagesUnread => say!(lang, "cli-finding-pages-unread"),
        Finding::QrDiffers => say!(lang, "cli-finding-qr-differs"),
        Finding::QrMissing => say!(lang, "cli-finding-qr-missing"),
        Finding::SheetDiffers => say!(lang, "cli-finding-sheet-differs"),
        Finding::TextDiffers => {
            let named: Vec<_> = verdict.differs.iter().map(|differing| differing_name(*differing).say(lang)).collect();
            say!(lang, "cli-finding-text-differs", named = named.join(", "))
        }
        Finding::TextHidden => say!(lang, "cli-finding-text-hidden"),
        Finding::TextUnchecked => say!(lang, "cli-finding-text-unchecked"),
        Finding::TrustListExpired => say!(lang, "cli-finding-trust-list-expired"),
        Finding::TrustListMissing => say!(lang, "cli-finding-trust-list-missing"),
        Finding::ViewVaries => say!(lang, "cli-finding-view-varies"),
    }
}

fn differing_name(differing: Differing) -> Key {
    match differing {
        Differing::IssuedOn => key!("cli-differing-issued-on"),
        Differing::Name => key!("cli-differing-name"),
        Differing::Number => key!("cli-differing-number"),
        Differing::Scheme => key!("cli-differing-scheme"),
        Differing::ValidUntil => key!("cli-differing-valid-until"),
    }
}

fn words(word: Word) -> Key {
    match word {
        Word::Expired => key!("cli-verdict-expired"),
        Word::Forged => key!("cli-verdict-forged"),
        Word::NotFound => key!("cli-verdict-not-found"),
        Word::NotYetValid => key!("cli-verdict-not-yet-valid"),
        Word::Revoked => key!("cli-verdict-revoked"),
        Word::StatusUnknown => key!("cli-verdict-status-unknown"),
        Word::Superseded => key!("cli-verdict-superseded"),
        Word::Suspended => key!("cli-verdict-suspended"),
        Word::Unreadable => key!("cli-verdict-unreadable"),
        Word::Untrusted => key!("cli-verdict-untrusted"),
        Word::Valid => key!("cli-verdict-valid"),
    }
}
