//! `absah lsp`: who issues.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use clap::{Args, Subcommand};

use super::trust::tell_next;
use super::{Settings, World, place};
use crate::domain::issuer::Site;
use crate::office::design::Design;
use crate::office::lsp::{keep, proof};
use crate::office::lsp_file::{self, Described, DesignFiles};
use crate::office::trust;
use crate::render::{self, Pictures};
use crate::store::StoreError;

/// LSPs, their schemes and forms
#[derive(Debug, Subcommand)]
#[command(after_help = "Example:\n  absah lsp list")]
pub(super) enum LspCommand {
    /// Add new LSPs from a file; one that is there already is refused
    #[command(after_help = "Example:\n  absah lsp add lsp-klining.json --site https://cek.lsp.example")]
    Add(File),
    /// Write the forms that certificates are printed with, to edit them
    #[command(
        after_help = "Example:\n  absah lsp forms ./formulir\n\nName the edited files in the LSP's file: \"form\": {\"digital\": \"digital.toml\", \"logo\": \"logo.png\"}"
    )]
    Forms {
        /// Directory to write digital.toml and blanko.toml into
        dir: PathBuf,
    },
    /// Add LSPs from a file, or bring them up to date; issued certificates keep what they were printed with
    #[command(after_help = "Example:\n  absah lsp import lsps.json --site https://cek.lsp.example")]
    Import(File),
    /// List the LSPs of this installation
    #[command(after_help = "Example:\n  absah lsp list --json")]
    List,
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
        LspCommand::Forms { dir } => forms(dir),
        LspCommand::Import(file) => take(settings, file, false, world).await,
        LspCommand::List => list(settings).await,
    }
}

async fn take(settings: &Settings, file: &File, only_new: bool, world: &World) -> anyhow::Result<ExitCode> {
    let text = fs::read_to_string(&file.file).with_context(|| format!("cannot read {}", file.file.display()))?;
    let described = lsp_file::read(&text, file.site.as_ref()).with_context(|| file.file.display().to_string())?;
    let dir = file.file.parent().unwrap_or_else(|| Path::new("."));
    let mut ready = Vec::new();
    for Described { lsp, form } in described {
        let form = read_form(dir, &form).with_context(|| format!("the form of LSP {}", lsp.id))?;
        proof(&lsp, &form).with_context(|| format!("LSP {}", lsp.id))?;
        ready.push((lsp, form));
    }
    let store = place::create(settings).await?;
    for (lsp, _) in &ready {
        let known = match store.lsp(&lsp.id).await {
            Ok(_) => true,
            Err(StoreError::NotFound) => false,
            Err(error) => return Err(error.into()),
        };
        if only_new && known {
            bail!("LSP {} is there already; bring it up to date with: absah lsp import", lsp.id);
        }
    }
    let office = place::with(store, settings, world)?;
    let store = &office.store;
    for (lsp, form) in &ready {
        keep(&office, lsp, form, &world.by()).await.with_context(|| format!("LSP {}", lsp.id))?;
        for scheme in &lsp.schemes {
            let repeated = scheme.repeated_units();
            if !repeated.is_empty() {
                eprintln!("{} {}: unit berulang (repeated unit): {}", lsp.id, scheme.code, repeated.join(", "));
            }
        }
        if !settings.json {
            println!("{}: {} ({} skema, {})", lsp.id, lsp.name_id, lsp.schemes.len(), lsp.site);
        }
    }
    let signed = trust::sign_if_rooted(&office, world.now()).await?;
    let keyless: Vec<_> = {
        let keys = store.keys(None).await?;
        ready.iter().filter(|(lsp, _)| keys.iter().all(|key| key.lsp != lsp.id)).map(|(lsp, _)| &lsp.id).collect()
    };
    if settings.json {
        let ids: Vec<_> = ready.iter().map(|(lsp, _)| &lsp.id).collect();
        println!("{}", serde_json::json!({ "kept": ids, "without_key": keyless }));
    } else {
        keyless.iter().for_each(|id| println!("Berikutnya (next): absah keys new --lsp {id}"));
        if let Some((lsp, _)) = ready.first().filter(|_| keyless.is_empty()) {
            tell_next(&office, &lsp.id, signed.as_ref()).await?;
        }
    }
    store.close().await;
    Ok(ExitCode::SUCCESS)
}

fn read_form(dir: &Path, names: &DesignFiles) -> anyhow::Result<Design> {
    let bytes = |name: &Option<String>| {
        let path = name.as_ref().map(|name| dir.join(name));
        path.map(|path| fs::read(&path).with_context(|| format!("cannot read {}", path.display()))).transpose()
    };
    let text = |name: &Option<String>| bytes(name)?.map(String::from_utf8).transpose().context("a layout is not UTF-8");
    let pictures = Pictures {
        logo: bytes(&names.logo)?,
        signature: bytes(&names.signature)?,
        manager_signature: bytes(&names.manager_signature)?,
    };
    Ok(Design::new(text(&names.digital)?, text(&names.blanko)?, &pictures)?)
}

fn forms(dir: &Path) -> anyhow::Result<ExitCode> {
    fs::create_dir_all(dir).with_context(|| format!("cannot make {}", dir.display()))?;
    for (name, text) in [("blanko.toml", render::BLANKO), ("digital.toml", render::DIGITAL)] {
        let path = dir.join(name);
        if path.exists() {
            bail!("{} is there already and is not overwritten", path.display());
        }
        fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
        println!("{}", path.display());
    }
    Ok(ExitCode::SUCCESS)
}

async fn list(settings: &Settings) -> anyhow::Result<ExitCode> {
    let store = place::opened(settings).await?;
    let lsps: Vec<_> = store.lsps().await?.into_iter().map(|taken| taken.lsp).collect();
    if settings.json {
        println!("{}", serde_json::json!({ "lsps": lsps }));
    } else {
        for lsp in lsps {
            println!("{}: {} ({} skema, {})", lsp.id, lsp.name_id, lsp.schemes.len(), lsp.site);
        }
    }
    Ok(ExitCode::SUCCESS)
}
