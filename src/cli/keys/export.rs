//! `absah keys export`: what an LSP declares to the root.

use std::fs;
use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;
use serde_json::json;

use crate::cli::failure::refused;
use crate::domain::issuer::{LspId, Site};
use crate::office::{Office, trust};
use crate::words::{Lang, say};

/// Write the entries that the root signs into the trust list: licences, schemes and public keys
#[derive(Args, Debug)]
#[command(
    after_help = "Example:\n  absah keys export --lsp klining --out klining.json\n\nCarry the file to whoever holds the root key: absah trust sign klining.json …"
)]
pub(in crate::cli) struct Export {
    /// Only this LSP
    #[arg(long)]
    lsp: Option<LspId>,
    /// File to write; standard output unless said
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Where this installation publishes its lists, if the trust list is published elsewhere
    #[arg(long, value_name = "URL")]
    lists: Option<Site>,
}

pub(super) async fn run(office: &Office, export: &Export, lang: Lang) -> anyhow::Result<()> {
    let mut entries = trust::entries(office).await?;
    if let Some(lsp) = &export.lsp {
        entries.retain(|entry| entry.id == *lsp);
        if entries.is_empty() {
            return Err(refused(say!(lang, "cli-no-lsp", id = lsp)));
        }
    }
    if let Some(site) = &export.lists {
        entries.iter_mut().for_each(|entry| entry.status = format!("{site}/{}", entry.status));
    }
    let text = match entries.as_slice() {
        [one] => serde_json::to_string_pretty(one)?,
        all => serde_json::to_string_pretty(&json!({ "lsps": all }))?,
    };
    match &export.out {
        Some(path) => {
            fs::write(path, text + "\n").with_context(|| say!(lang, "cli-cannot-write", path = path.display()))?;
            eprintln!("{}", path.display());
        }
        None => println!("{text}"),
    }
    Ok(())
}
