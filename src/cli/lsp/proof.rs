//! `absah lsp proof`: a sheet of invented data and a page of rulers.

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Args;
use serde_json::json;

use crate::cli::{Settings, World, place, printer};
use crate::domain::issuer::LspId;
use crate::domain::scheme::SchemeCode;
use crate::office::design::{Design, Output};
use crate::office::proof;
use crate::render::Misplaced;
use crate::words::{Lang, say};

/// Draw a sheet of invented data and a page of rulers; nothing is numbered or stored
#[derive(Args, Debug)]
#[command(
    after_help = "Example:\n  absah lsp proof --lsp klining --blanko --printer epson.toml --out percobaan\n\nPrint both on plain paper without scaling, hold them against a blanko before the light, and write into the\nprinter's file how far it is off (docs/layout.md)."
)]
pub(in crate::cli) struct Proof {
    /// The LSP whose sheet it is
    #[arg(long)]
    lsp: LspId,
    /// The scheme; as it comes, the LSP's first
    #[arg(long, value_name = "CODE")]
    scheme: Option<SchemeCode>,
    /// Directory for the PDFs
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// For a preprinted sheet (cetak di blanko) instead of the digital certificate
    #[arg(long)]
    blanko: bool,
    /// Offsets of the printer (TOML; docs/layout.md), with --blanko
    #[arg(long, value_name = "FILE", requires = "blanko")]
    printer: Option<PathBuf>,
}

pub(super) async fn run(settings: &Settings, asked: &Proof, world: &World) -> anyhow::Result<ExitCode> {
    let lang = settings.lang;
    let printer = printer::read(asked.printer.as_deref(), lang)?;
    let office = place::opened(settings).await?;
    let taken = office.lsp(&asked.lsp).await?;
    let design = Design::of(&office, &taken).await?;
    office.close().await;
    let lsp = &taken.lsp;
    let scheme = match &asked.scheme {
        Some(code) => lsp.scheme(code),
        None => lsp.schemes.first(),
    };
    let scheme = scheme.with_context(|| {
        let known = lsp.schemes.iter().map(|scheme| scheme.code.as_str()).collect::<Vec<_>>().join(", ");
        say!(lang, "cli-lsp-no-scheme", id = lsp.id, known)
    })?;
    let output = if asked.blanko { Output::Blanko(&printer) } else { Output::Digital };
    let proof = proof::Proof { lsp, design: &design, output };
    let today = lsp.time_zone.rules().to_datetime(world.now()).date();
    let drawn = proof.draw(scheme, today)?;
    fs::create_dir_all(&asked.out).with_context(|| say!(lang, "cli-cannot-make", path = asked.out.display()))?;
    let suffix = if asked.blanko { "-blanko" } else { "" };
    let mut files = Vec::new();
    for (name, pdf) in [("proof", drawn.sheet), ("ruler", drawn.ruler)] {
        let path = asked.out.join(format!("{}-{name}{suffix}.pdf", lsp.id));
        fs::write(&path, pdf).with_context(|| say!(lang, "cli-cannot-write", path = path.display()))?;
        files.push(path);
    }
    tell_misplaced(lang, &proof)?;
    if settings.json {
        println!("{}", json!({ "lsp": lsp.id, "scheme": scheme.code, "files": files }));
    } else {
        files.iter().for_each(|path| println!("{}", path.display()));
        println!("{}", say!(lang, "cli-lsp-proof"));
    }
    Ok(ExitCode::SUCCESS)
}

/// Tells what stands beyond the frame or upon another part; a sheet is drawn all the same.
pub(super) fn tell_misplaced(lang: Lang, proof: &proof::Proof<'_>) -> anyhow::Result<()> {
    let layout = if matches!(proof.output, Output::Blanko(_)) { "blanko" } else { "digital" };
    let id = &proof.lsp.id;
    for misplaced in proof.misplaced()? {
        let told = match &misplaced {
            Misplaced::Beyond { block, by } => {
                say!(lang, "cli-lsp-beyond", id, layout, block, by = millimetres(lang, *by))
            }
            Misplaced::Upon { first, second, width, height } => {
                let (width, height) = (millimetres(lang, *width), millimetres(lang, *height));
                say!(lang, "cli-lsp-upon", id, layout, first, second, width, height)
            }
        };
        eprintln!("{told}");
    }
    Ok(())
}

/// A length to a tenth, with the comma or point of the language.
fn millimetres(lang: Lang, mm: f32) -> String {
    let text = format!("{mm:.1}");
    match lang {
        Lang::En => text,
        Lang::Further(_) | Lang::Id => text.replace('.', ","),
    }
}
