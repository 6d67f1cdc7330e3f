//! The sheets of many certificates in one file, in their order, for a printer.

use jiff::civil::Date;
use rayon::prelude::*;

use super::drawer::{Drawer, Handed, apart};
use super::{AT_ONCE, HandoutError, some};
use crate::domain::id::CertificateId;
use crate::office::Office;
use crate::office::design::Output;
use crate::office::key_ring::on_a_thread;
use crate::render::Collation;

/// Certificates of one file at most: what a clerk holds in her hand, and a printer's memory takes.
pub const MOST_COLLATED: usize = 500;

/// Draws the sheets of certificates into one file. `day` stands for its times.
///
/// # Errors
/// There are none, or more than [`MOST_COLLATED`]; [`HandoutError::LeftOut`]: some are not as they were issued, or cannot
/// be drawn. A pile of sheets in which one is missing is taken for whole.
pub async fn collate(
    office: &Office,
    ids: &[CertificateId],
    output: Output<'_>,
    day: Date,
) -> Result<Vec<u8>, HandoutError> {
    some(ids.len(), MOST_COLLATED)?;
    let (mut drawer, mut collation, mut author) = (Drawer::new(output), Collation::default(), String::new());
    for some in ids.chunks(AT_ONCE) {
        let (handed, left_out) = apart(drawer.take(office, some).await?);
        if !left_out.is_empty() {
            return Err(HandoutError::LeftOut(left_out));
        }
        if let Some(first) = handed.first() {
            author.clone_from(&first.printing.lsp.name_id);
        }
        let _turn = office.drawing.acquire().await;
        collation = on_a_thread(move || add(collation, &handed)).await?;
    }
    let title = format!("Sertifikat untuk dicetak: {}", ids.len());
    Ok(on_a_thread(move || collation.file(&title, &author, day)).await)
}

fn add(mut collation: Collation, handed: &[Handed]) -> Result<Collation, HandoutError> {
    let (drawn, left_out) = apart(handed.par_iter().map(Handed::draw).collect());
    if !left_out.is_empty() {
        return Err(HandoutError::LeftOut(left_out));
    }
    for pdf in drawn {
        collation.add(&pdf)?;
    }
    Ok(collation)
}
