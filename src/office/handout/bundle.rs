//! A ZIP, made piece by piece as it is fetched: what a client does not fetch is neither read nor drawn, and nothing is
//! read twice.
//!
//! A certificate that turns out not to be as it was issued, or cannot be drawn, is not in it; the lists name those alone
//! that are, and a file at the end says which are not, and why. PDFs are stored as they are: they are compressed within.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::drawer::{Drawer, Each, Handed, LeftOut, apart};
use super::line::Line;
use super::{AT_ONCE, HandoutError, left_out, list, register, some};
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
    next: usize,
    /// Nothing once it is finished, or broken off.
    zip: Option<Zip>,
    piece: Piece,
}

/// What was written, and what the lists will say of it.
struct Zip {
    writer: ZipWriter<StreamWriter<Piece>>,
    lines: Vec<Line>,
    left_out: Vec<LeftOut>,
}

impl Bundle {
    /// Begins a ZIP of some certificates, in their order.
    ///
    /// # Errors
    /// There are none, or more than [`MOST_BUNDLED`].
    pub fn begin(office: Arc<Office>, ids: Vec<CertificateId>) -> Result<Self, HandoutError> {
        some(ids.len(), MOST_BUNDLED)?;
        let piece = Piece::default();
        let writer = ZipWriter::new_stream(piece.clone());
        let zip = Some(Zip { writer, lines: Vec::with_capacity(ids.len()), left_out: Vec::new() });
        Ok(Self { office, drawer: Drawer::new(Output::Digital), ids, next: 0, zip, piece })
    }

    /// How many certificates it is of.
    #[must_use]
    pub fn count(&self) -> usize {
        self.ids.len()
    }

    /// The next bytes; nothing after the last.
    ///
    /// # Errors
    /// The database does not answer any more, or not one certificate could be drawn: what was given until then is no
    /// whole ZIP.
    pub async fn piece(&mut self) -> Result<Option<Vec<u8>>, HandoutError> {
        let Some(zip) = self.zip.take() else { return Ok(None) };
        let until = (self.next + AT_ONCE).min(self.ids.len());
        if self.next == until {
            on_a_thread(move || zip.finish()).await?;
        } else {
            let taken = self.drawer.take(&self.office, &self.ids[self.next..until]).await?;
            let _turn = self.office.drawing.acquire().await;
            self.zip = Some(on_a_thread(move || zip.add(taken)).await?);
            self.next = until;
        }
        Ok(Some(self.piece.taken()))
    }
}

impl Zip {
    fn add(mut self, taken: Vec<Each<Handed>>) -> Result<Self, HandoutError> {
        let drawn = taken.into_par_iter().map(|one| one.and_then(|handed| Ok((handed.draw()?, handed.line))));
        let (drawn, left_out) = apart(drawn.collect());
        for (pdf, line) in drawn {
            put(&mut self.writer, &line.file, &pdf, CompressionMethod::Stored)?;
            self.lines.push(line);
        }
        self.left_out.extend(left_out);
        Ok(self)
    }

    fn finish(mut self) -> Result<(), HandoutError> {
        if self.lines.is_empty() {
            return Err(HandoutError::LeftOut(self.left_out));
        }
        let lines: Vec<&Line> = self.lines.iter().collect();
        put(&mut self.writer, register::FILE, &register::file(&lines)?, CompressionMethod::Stored)?;
        put(&mut self.writer, list::FILE, &list::file(&lines)?, CompressionMethod::Deflated)?;
        if !self.left_out.is_empty() {
            let told = left_out::file(&self.left_out);
            put(&mut self.writer, left_out::FILE, told.as_bytes(), CompressionMethod::Deflated)?;
        }
        self.writer.finish()?;
        Ok(())
    }
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
