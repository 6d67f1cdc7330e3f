//! A ZIP, made piece by piece as it is fetched: what a client does not fetch is not drawn.
//!
//! Every certificate is looked at before the first byte is given, so that one whose row is not as it was issued is told
//! in words. PDFs are stored as they are: they are compressed within.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::drawer::{Drawer, Handed, Line};
use super::{AT_ONCE, HandoutError, list, register, some};
use crate::domain::id::CertificateId;
use crate::office::Office;
use crate::office::design::Output;
use crate::office::key_ring::on_a_thread;

/// Certificates of one ZIP at most, some 300 MB.
pub const MOST_BUNDLED: usize = 5_000;

/// A ZIP of digital certificates with their lists, on its way.
pub struct Bundle {
    office: Arc<Office>,
    drawer: Drawer<'static>,
    ids: Vec<CertificateId>,
    lines: Vec<Line>,
    next: usize,
    /// Nothing once it is finished, or broken off.
    zip: Option<ZipWriter<StreamWriter<Piece>>>,
    piece: Piece,
}

impl Bundle {
    /// Begins a ZIP of some certificates, in their order.
    ///
    /// # Errors
    /// There are none, or more than [`MOST_BUNDLED`]; one is not as it was issued, or has a design that cannot be drawn.
    pub async fn begin(office: Arc<Office>, ids: Vec<CertificateId>) -> Result<Self, HandoutError> {
        some(ids.len(), MOST_BUNDLED)?;
        let mut drawer = Drawer::new(Output::Digital);
        let mut lines = Vec::with_capacity(ids.len());
        for some in ids.chunks(AT_ONCE) {
            lines.extend(drawer.take(&office, some).await?.into_iter().map(|handed| handed.line));
        }
        let piece = Piece::default();
        let zip = Some(ZipWriter::new_stream(piece.clone()));
        Ok(Self { office, drawer, ids, lines, next: 0, zip, piece })
    }

    /// How many certificates it holds.
    #[must_use]
    pub fn count(&self) -> usize {
        self.ids.len()
    }

    /// The next bytes; nothing after the last.
    ///
    /// # Errors
    /// A certificate cannot be drawn any more: what was given until then is no whole ZIP.
    pub async fn piece(&mut self) -> Result<Option<Vec<u8>>, HandoutError> {
        let Some(zip) = self.zip.take() else { return Ok(None) };
        let until = (self.next + AT_ONCE).min(self.ids.len());
        if self.next == until {
            let lines = std::mem::take(&mut self.lines);
            on_a_thread(move || finish(zip, &lines)).await?;
        } else {
            let handed = self.drawer.take(&self.office, &self.ids[self.next..until]).await?;
            let _turn = self.office.drawing.acquire().await;
            self.zip = Some(on_a_thread(move || add(zip, &handed)).await?);
            self.next = until;
        }
        Ok(Some(self.piece.taken()))
    }
}

fn add(
    mut zip: ZipWriter<StreamWriter<Piece>>,
    handed: &[Handed],
) -> Result<ZipWriter<StreamWriter<Piece>>, HandoutError> {
    let drawn: Vec<Vec<u8>> = handed.par_iter().map(Handed::draw).collect::<Result<_, _>>()?;
    for (handed, pdf) in handed.iter().zip(drawn) {
        put(&mut zip, &handed.line.file, &pdf, CompressionMethod::Stored)?;
    }
    Ok(zip)
}

fn finish(mut zip: ZipWriter<StreamWriter<Piece>>, lines: &[Line]) -> Result<(), HandoutError> {
    let lines: Vec<&Line> = lines.iter().collect();
    put(&mut zip, register::FILE, &register::file(&lines)?, CompressionMethod::Stored)?;
    put(&mut zip, list::FILE, &list::file(&lines)?, CompressionMethod::Deflated)?;
    zip.finish()?;
    Ok(())
}

fn put(
    zip: &mut ZipWriter<StreamWriter<Piece>>,
    name: &str,
    content: &[u8],
    method: CompressionMethod,
) -> Result<(), HandoutError> {
    // Of one day for ever: the same certificates are the same bytes.
    let options = SimpleFileOptions::default().compression_method(method).last_modified_time(DateTime::DEFAULT);
    zip.start_file(name, options)?;
    zip.write_all(content).map_err(zip::result::ZipError::from)?;
    Ok(())
}

/// Where the ZIP is written until it is fetched.
#[derive(Clone, Default)]
struct Piece(Arc<Mutex<Vec<u8>>>);

impl Piece {
    fn taken(&self) -> Vec<u8> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Write for Piece {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
