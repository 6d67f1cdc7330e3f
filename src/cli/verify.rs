//! `absah verify`: verdicts on tokens, links, the text of QRs, PDFs and photographs.

use std::fs::File;
use std::io::{self, BufRead, ErrorKind, Read as _, Write as _};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context as _, bail};
use clap::Args;
use jiff::Timestamp;
use jiff::civil::Date;

use super::offline::Offline;
use super::{Settings, World, place};
use crate::domain::term;
use crate::seal::spelling;
use crate::verify::Snapshot;
use crate::verify::document::{Document, LARGEST, PATIENCE, Unreadable, judge, read_apart};
use crate::verify::verdict::{Asked, Finding, Verdict, Word, verify_text};

/// Check certificates: a link, the text of a QR, a token, a PDF or a photograph
#[derive(Args, Debug)]
#[command(
    after_help = "Example:\n  absah verify https://cek.lsp.example/v/0oRNog…\n  absah verify sertifikat.pdf foto.jpg\n  absah verify --on 2027-06-30 - < tokens.txt\n  absah verify --trust /media/usb/trust.jwt --root root-1.pub.pem - < tokens.txt\n\nExit code: 0 all valid, 1 some not, 2 could not tell."
)]
pub(super) struct Verify {
    /// Ask about another day, such as a contract's last
    #[arg(long, value_name = "DATE")]
    on: Option<Date>,
    #[command(flatten)]
    offline: Offline,
    /// Links, QR texts, tokens in base64url, or files: PDF, PNG, JPEG, WebP; - reads one text a line from standard
    /// input
    #[arg(required = true, value_name = "TOKEN|URL|FILE|-")]
    tokens: Vec<String>,
}

pub(super) async fn run(settings: &Settings, verify: &Verify, world: &World) -> anyhow::Result<ExitCode> {
    let now = world.now();
    let on = verify.on.map_or(Ok(now), term::moment_of).context("--on")?;
    let brought = tokio::task::block_in_place(|| verify.offline.snapshot(settings, world))?;
    let lists = match &brought {
        Some(lists) => Arc::clone(lists),
        None => Arc::new(stored(settings, now).await?),
    };
    let Snapshot { trust, statuses } = &*lists;
    let asked = Asked { now, on };
    let mut words = Vec::new();
    let mut answer = |verdict: &Verdict| {
        words.push(verdict.verdict);
        let told =
            if settings.json { serde_json::json!(verdict).to_string() } else { plain(verdict, brought.is_some()) };
        writeln!(io::stdout(), "{told}")
    };
    for token in &verify.tokens {
        let told = if token == "-" {
            each_line(|text| answer(&verify_text(text, trust, statuses, asked)))
        } else if is_document(Path::new(token)) {
            let verdict = match carried(Path::new(token), world).await? {
                Some(document) => judge(&document, trust, statuses, asked),
                None => Verdict::unreadable(asked),
            };
            answer(&verdict)
        } else {
            answer(&verify_text(token, trust, statuses, asked))
        };
        match told {
            // Whoever read the answers has seen enough.
            Err(error) if error.kind() == ErrorKind::BrokenPipe => return Ok(ExitCode::from(2)),
            told => told?,
        }
    }
    Ok(match words {
        words if words.is_empty() => bail!("standard input held no token"),
        words if words.iter().all(|word| *word == Word::Valid) => ExitCode::SUCCESS,
        words if words.iter().any(|word| !matches!(word, Word::Valid | Word::StatusUnknown)) => ExitCode::from(1),
        _ => ExitCode::from(2),
    })
}

/// The lists of an installation.
async fn stored(settings: &Settings, now: Timestamp) -> anyhow::Result<Snapshot> {
    let store = place::opened(settings).await?;
    let lists = Snapshot { trust: store.trust().await?, statuses: store.statuses(now, Timestamp::MAX).await? };
    store.close().await;
    Ok(lists)
}

/// Whether an argument is a file, or is named as one that is not there.
fn is_document(path: &Path) -> bool {
    let named = path.extension().is_some_and(|ending| {
        ["pdf", "png", "jpg", "jpeg", "webp"].iter().any(|known| ending.eq_ignore_ascii_case(known))
    });
    named || path.is_file()
}

/// What a file carries; nothing where it cannot be read as a document.
async fn carried(path: &Path, world: &World) -> anyhow::Result<Option<Document>> {
    let mut file = Vec::new();
    let opened = File::open(path).and_then(|open| open.take(LARGEST as u64 + 1).read_to_end(&mut file));
    opened.with_context(|| path.display().to_string())?;
    match read_apart(&world.program, file, PATIENCE).await {
        Err(Unreadable::Broken) => Ok(None),
        read => Ok(Some(read?)),
    }
}

/// Answers each line of standard input. A line longer than any token is read no further than that: it
/// is unreadable already.
fn each_line(mut answer: impl FnMut(&str) -> io::Result<()>) -> io::Result<()> {
    let (mut input, mut line) = (io::stdin().lock(), Vec::new());
    while read_line(&mut input, &mut line)? {
        if !line.trim_ascii().is_empty() {
            answer(&String::from_utf8_lossy(&line))?;
        }
    }
    Ok(())
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
fn plain(verdict: &Verdict, dated: bool) -> String {
    let sign = if verdict.verdict == Word::Valid { "✔" } else { "✘" };
    let mut lines = vec![format!("{sign} {}", words(verdict.verdict))];
    if let Some(shown) = &verdict.certificate {
        lines.push(format!("  {}", shown.holder));
        lines.push(format!("  No. {}  {} {}", shown.number, shown.scheme.code, shown.scheme.title));
    }
    if let Some(period) = verdict.period {
        lines.push(format!("  {} – {}", period.issued_on, period.valid_until));
    }
    if let Some(issuer) = &verdict.issuer {
        lines.push(format!("  {} ({})", issuer.name, issuer.licence));
    }
    if let (true, Some(as_of)) = (dated, verdict.status.as_ref().and_then(|status| status.as_of)) {
        lines.push(format!("  status per {as_of} (status as of)"));
    }
    lines.extend(verdict.findings.iter().map(|finding| format!("  ! {}", warning(*finding))));
    lines.join("\n")
}

fn warning(finding: Finding) -> &'static str {
    match finding {
        Finding::ForeignSite => "tautan mengarah ke situs lain (the link leads to a site that is not the LSP's)",
        Finding::QrDiffers => "ada kode QR yang bukan milik sertifikat ini (a QR is not this certificate's)",
        Finding::TrustListExpired => "daftar tepercaya sudah lewat masanya (the trust list is past its time)",
        Finding::TextDiffers => {
            "nama atau nomor pada dokumen tidak sama dengan yang ditandatangani (the text differs from what was signed)"
        }
    }
}

fn words(word: Word) -> &'static str {
    match word {
        Word::Expired => "kedaluwarsa (expired)",
        Word::Forged => "PALSU (forged)",
        Word::NotFound => "tidak ditemukan (not found)",
        Word::NotYetValid => "belum berlaku (not yet valid)",
        Word::Revoked => "dicabut (revoked)",
        Word::StatusUnknown => "status tidak dapat dipastikan (status unknown)",
        Word::Superseded => "sudah diganti (superseded)",
        Word::Suspended => "dibekukan (suspended)",
        Word::Unreadable => "tidak terbaca (unreadable)",
        Word::Untrusted => "tidak dipercaya (untrusted)",
        Word::Valid => "SAH (valid)",
    }
}
