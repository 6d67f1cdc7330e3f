//! `absah lsp`: who issues.

mod proof;

use std::borrow::Cow;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::{Args, Subcommand};

use super::failure::refused;
use super::trust::{publish_own, tell_next};
use super::{Settings, World, place};
use crate::domain::issuer::{Lsp, Site};
use crate::office::design::{Design, Output};
use crate::office::lsp::{keep, lsp_json};
use crate::office::lsp_file::{self, Described, DesignFiles};
use crate::office::proof::{Proof, try_all};
use crate::office::{Error, keys};
use crate::render::{self, Pictures, Printer};
use crate::words::{Lang, key, say};

/// LSPs, their schemes and designs
#[derive(Debug, Subcommand)]
#[command(after_help = "Example:\n  absah lsp list")]
pub(super) enum LspCommand {
    /// Add new LSPs from a file; one that is there already is refused
    #[command(after_help = "Example:\n  absah lsp add lsp-klining.json --site https://cek.lsp.example")]
    Add(File),
    /// Write an LSP's file and the layouts that certificates are printed with, to edit them
    #[command(
        alias = "forms",
        after_help = "Example:\n  absah lsp design ./desain\n\nName the edited files in the LSP's file: \"design\": {\"digital\": \"digital.toml\", \"logo\": \"logo.png\"}"
    )]
    Design {
        /// Directory to write lsp.json, digital.toml, digital-landscape.toml and blanko.toml into
        dir: PathBuf,
    },
    /// Add LSPs from a file, or bring them up to date; issued certificates keep what they were printed with
    #[command(after_help = "Example:\n  absah lsp import lsps.json --site https://cek.lsp.example")]
    Import(File),
    /// List the LSPs of this installation
    #[command(after_help = "Example:\n  absah lsp list --json")]
    List,
    Proof(proof::Proof),
}

#[derive(Args, Debug)]
pub(super) struct File {
    /// JSON file: one LSP, or an object with a list "lsps"
    file: PathBuf,
    /// Where certificates are checked, for LSPs whose file names no "site"
    #[arg(long)]
    site: Option<Site>,
}

pub(super) async fn run(settings: &Settings, command: &LspCommand, world: &World) -> anyhow::Result<ExitCode> {
    match command {
        LspCommand::Add(file) => take(settings, file, true, world).await,
        LspCommand::Design { dir } => write_layouts(settings.lang, dir),
        LspCommand::Import(file) => take(settings, file, false, world).await,
        LspCommand::List => list(settings).await,
        LspCommand::Proof(proof) => proof::run(settings, proof, world).await,
    }
}

async fn take(settings: &Settings, file: &File, only_new: bool, world: &World) -> anyhow::Result<ExitCode> {
    let lang = settings.lang;
    let text =
        fs::read_to_string(&file.file).with_context(|| say!(lang, "cli-cannot-read", path = file.file.display()))?;
    let described = lsp_file::read(&text, file.site.as_ref()).with_context(|| file.file.display().to_string())?;
    let dir = file.file.parent().unwrap_or_else(|| Path::new("."));
    let mut drawn = Vec::new();
    for described in described {
        let Described { lsp, design, .. } = &described;
        let design = read_design(dir, design, lang).with_context(|| say!(lang, "cli-lsp-form-of", id = &lsp.id))?;
        try_all(lsp, &design).with_context(|| say!(lang, "cli-lsp-of", id = &lsp.id))?;
        drawn.push((described, design));
    }
    let office = place::create(settings, world).await?;
    let mut ready = Vec::new();
    for (described, design) in drawn {
        match office.lsp(&described.lsp.id).await {
            Ok(_) if only_new => return Err(refused(say!(lang, "cli-lsp-known", id = described.lsp.id))),
            Ok(known) => ready.push((described.over(&known.lsp), design)),
            Err(Error::UnknownLsp { .. }) => ready.push((described.lsp, design)),
            Err(error) => return Err(error.into()),
        }
    }
    for (lsp, design) in &ready {
        keep(&office, lsp, design, &world.by()).await.with_context(|| say!(lang, "cli-lsp-of", id = &lsp.id))?;
        for scheme in &lsp.schemes {
            let repeated = scheme.repeated_units();
            if !repeated.is_empty() {
                let units = repeated.join(", ");
                eprintln!("{}", say!(lang, "cli-lsp-unit-repeated", id = lsp.id, scheme = scheme.code, units));
            }
        }
        let printer = Printer::default();
        for output in [Output::Digital, Output::Blanko(&printer)] {
            proof::tell_misplaced(lang, &Proof { lsp, design, output })?;
        }
        if !settings.json {
            println!("{}", line(lang, lsp));
        }
    }
    let signed = publish_own(&office, world, lang).await?;
    let keyless: Vec<_> = {
        let keys = keys::all(&office, None).await?;
        ready.iter().filter(|(lsp, _)| keys.iter().all(|key| key.lsp != lsp.id)).map(|(lsp, _)| &lsp.id).collect()
    };
    if settings.json {
        let ids: Vec<_> = ready.iter().map(|(lsp, _)| &lsp.id).collect();
        println!("{}", serde_json::json!({ "kept": ids, "without_key": keyless }));
    } else {
        keyless.iter().for_each(|id| println!("{}", say!(lang, "cli-lsp-key-next", id = **id)));
        if let Some((lsp, _)) = ready.first().filter(|_| keyless.is_empty()) {
            tell_next(&office, &lsp.id, signed.as_ref(), lang).await?;
        }
    }
    office.close().await;
    Ok(ExitCode::SUCCESS)
}

fn read_design(dir: &Path, names: &DesignFiles, lang: Lang) -> anyhow::Result<Design> {
    let bytes = |name: &Option<String>| {
        let path = name.as_ref().map(|name| dir.join(name));
        path.map(|path| fs::read(&path).with_context(|| say!(lang, "cli-cannot-read", path = path.display())))
            .transpose()
    };
    let text = |name: &Option<String>| {
        bytes(name)?.map(String::from_utf8).transpose().with_context(|| key!("cli-lsp-layout-not-utf8").say(lang))
    };
    let pictures = Pictures {
        logo: bytes(&names.logo)?,
        signature: bytes(&names.signature)?,
        manager_signature: bytes(&names.manager_signature)?,
    };
    Ok(Design::new(text(&names.digital)?, text(&names.blanko)?, &pictures)?)
}

/// An LSP in a line.
fn line(lang: Lang, lsp: &Lsp) -> Cow<'static, str> {
    let site = lsp.site.to_string();
    say!(lang, "cli-lsp-line", id = lsp.id, name = lsp.name_id, schemes = lsp.schemes.len(), site)
}

fn write_layouts(lang: Lang, dir: &Path) -> anyhow::Result<ExitCode> {
    fs::create_dir_all(dir).with_context(|| say!(lang, "cli-cannot-make", path = dir.display()))?;
    let layouts = [
        ("blanko.toml", render::BLANKO),
        ("digital-landscape.toml", render::DIGITAL_LANDSCAPE),
        ("digital.toml", render::DIGITAL),
        ("lsp.json", lsp_file::EXAMPLE),
    ];
    for (name, text) in layouts {
        let path = dir.join(name);
        if path.exists() {
            return Err(refused(say!(lang, "cli-lsp-not-overwritten", file = path.display())));
        }
        fs::write(&path, text).with_context(|| say!(lang, "cli-cannot-write", path = path.display()))?;
        println!("{}", path.display());
    }
    Ok(ExitCode::SUCCESS)
}

async fn list(settings: &Settings) -> anyhow::Result<ExitCode> {
    let lsps = place::opened(settings).await?.lsps().await?;
    if settings.json {
        println!("{}", serde_json::json!({ "lsps": lsps.iter().map(lsp_json).collect::<Vec<_>>() }));
    } else {
        for lsp in lsps {
            println!("{}", line(settings.lang, &lsp));
        }
    }
    Ok(ExitCode::SUCCESS)
}
