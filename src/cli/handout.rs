//! The directory handed out: a PDF a certificate and `certificates.csv`, complete or completed again.
//!
//! Every file is written under another name and renamed, so a killed process leaves no half file.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io::Write as _;
use std::path::Path;

use anyhow::{Context as _, bail};
use indicatif::{ProgressBar, ProgressStyle};
use rayon::prelude::*;

use crate::office::form::{Form, Output};
use crate::render::{Press, Sheet};
use crate::roster::defuse;
use crate::seal::spelling;
use crate::store::{Printing, Store};

/// How the names of files begin that are not yet whole.
const UNFINISHED: &str = ".absah-";

const LIST: &str = "certificates.csv";

const COLUMNS: [&str; 6] = ["number", "registration", "name", "scheme", "url", "token"];

/// Where to, and which of the two sheets.
pub(super) struct Wanted<'a> {
    pub(super) dir: &'a Path,
    pub(super) output: Output,
}

/// Writes the PDFs and the list of some certificates, in their order.
pub(super) async fn write(store: &Store, ids: &[String], wanted: &Wanted<'_>) -> anyhow::Result<()> {
    fs::create_dir_all(wanted.dir).with_context(|| format!("cannot make {}", wanted.dir.display()))?;
    let _alone = alone(wanted.dir)?;
    let printings = store.printings(ids).await?;
    let mut presses = HashMap::new();
    let mut photos = HashMap::new();
    for printing in &printings {
        if !presses.contains_key(&printing.form_version) {
            let form = Form::read(&store.version(&printing.form_version).await?)?;
            presses.insert(printing.form_version.clone(), form.press(wanted.output)?);
        }
        if let Some(version) = &printing.photo_version
            && !photos.contains_key(version)
        {
            let photo = spelling::from_base64(&store.version(version).await?).context("a kept photo cannot be read")?;
            photos.insert(version.clone(), photo);
        }
    }
    let bar = progress(printings.len());
    printings.par_iter().try_for_each(|printing| {
        let photo = printing.photo_version.as_ref().and_then(|version| photos.get(version));
        let pdf = draw(printing, &presses[&printing.form_version], photo.map(Vec::as_slice))?;
        let suffix = if wanted.output == Output::Blanko { "-blanko" } else { "" };
        let name = format!("{}{suffix}.pdf", file_name(&printing.certificate.number));
        bar.inc(1);
        put(wanted.dir, &name, &pdf)
    })?;
    bar.finish_and_clear();
    put(wanted.dir, LIST, &list(wanted.dir, &printings)?)
}

/// Waits until nobody else writes into the directory, and clears what a killed process left half written.
fn alone(dir: &Path) -> anyhow::Result<fs::File> {
    let lock = fs::File::open(dir).with_context(|| format!("cannot open {}", dir.display()))?;
    lock.lock().with_context(|| format!("cannot lock {}", dir.display()))?;
    for file in fs::read_dir(dir).with_context(|| format!("cannot read {}", dir.display()))? {
        let file = file?;
        if file.file_name().as_encoded_bytes().starts_with(UNFINISHED.as_bytes()) {
            fs::remove_file(file.path()).with_context(|| format!("cannot remove {}", file.path().display()))?;
        }
    }
    Ok(lock)
}

/// Draws one certificate.
fn draw(printing: &Printing, press: &Press, photo: Option<&[u8]>) -> anyhow::Result<Vec<u8>> {
    let certificate = &printing.certificate;
    let site = printing.lsp.site.to_string();
    let sheet = Sheet {
        number: &certificate.number,
        registration: &certificate.registration,
        blanko: certificate.blanko.as_deref(),
        holder: &certificate.holder,
        scheme: &printing.scheme,
        lsp: &printing.lsp,
        term: certificate.term,
        replaces: certificate.replaces.as_ref(),
        link: &spelling::qr(&printing.lsp.site, &certificate.token),
        site: &site,
        token: &certificate.token,
        photo,
    };
    press.print(&sheet).with_context(|| format!("certificate {} cannot be printed", certificate.number))
}

/// The list with these certificates; lines of others that stand in the directory's list already stay,
/// before them.
fn list(dir: &Path, printings: &[Printing]) -> anyhow::Result<Vec<u8>> {
    let header = csv::StringRecord::from(COLUMNS.to_vec());
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record(&header)?;
    let own: HashSet<&str> = printings.iter().map(|printing| printing.certificate.number.as_str()).collect();
    if let Ok(file) = fs::File::open(dir.join(LIST)) {
        let mut before = csv::Reader::from_reader(file);
        if before.headers().ok() != Some(&header) {
            bail!("{} in {} is another list; choose an empty directory", LIST, dir.display());
        }
        for line in before.records() {
            let line = line.with_context(|| format!("{} in {} cannot be read", LIST, dir.display()))?;
            if !own.contains(&line[0]) {
                csv.write_record(&line)?;
            }
        }
    }
    for Printing { certificate, lsp, .. } in printings {
        let (link, token) = (spelling::link(&lsp.site, &certificate.token), spelling::to_base64url(&certificate.token));
        let (name, scheme) = (defuse(certificate.holder.as_str()), certificate.scheme.as_str());
        csv.write_record([&certificate.number, &certificate.registration, name.as_ref(), scheme, &link, &token])?;
    }
    csv.into_inner().context("certificates.csv cannot be made")
}

/// A number as a file's name.
pub(super) fn file_name(number: &str) -> String {
    number.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect()
}

/// Writes a file whole or not at all.
pub(super) fn put(dir: &Path, name: &str, content: &[u8]) -> anyhow::Result<()> {
    let mut file = tempfile::Builder::new().prefix(UNFINISHED).tempfile_in(dir).context("cannot write")?;
    file.write_all(content).with_context(|| format!("cannot write {name}"))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        file.as_file().set_permissions(fs::Permissions::from_mode(0o644))?;
    }
    file.persist(dir.join(name)).with_context(|| format!("cannot write {name} in {}", dir.display()))?;
    Ok(())
}

/// A bar on a terminal, nothing elsewhere.
fn progress(length: usize) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} PDF, {eta}");
    ProgressBar::new(length as u64).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}
