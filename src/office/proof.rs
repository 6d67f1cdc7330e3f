//! Sheets of invented data, drawn before any certificate is: nothing is numbered, signed or stored.

use jiff::civil::Date;

use super::design::{Design, DesignError, Output};
use crate::domain::holder::HolderName;
use crate::domain::issuer::Lsp;
use crate::domain::number::Parts;
use crate::domain::scheme::{Scheme, SchemeCode};
use crate::domain::term::{InvalidDay, Term};
use crate::render::{Misplaced, Press, PrintError, Printer, Sheet};
use crate::seal::spelling;

/// Whose sheets, of which sort.
#[derive(Clone, Copy, Debug)]
pub struct Proof<'a> {
    pub lsp: &'a Lsp,
    pub design: &'a Design,
    pub output: Output<'a>,
}

/// Why nothing could be drawn for an LSP.
#[derive(Debug, thiserror::Error)]
pub enum ProofError {
    #[error(transparent)]
    Day(#[from] InvalidDay),
    #[error(transparent)]
    Design(#[from] DesignError),
    #[error("the rulers cannot be drawn: {0}")]
    Ruler(PrintError),
    #[error("scheme {scheme} cannot be printed: {cause}")]
    Sheet { scheme: SchemeCode, cause: PrintError },
}

/// A sheet and the page of rulers of its layout.
pub struct Proofs {
    pub sheet: Vec<u8>,
    pub ruler: Vec<u8>,
}

impl Proof<'_> {
    /// Draws a sheet of one scheme, marked CONTOH, and the rulers of its layout.
    ///
    /// # Errors
    /// What could not be drawn.
    pub fn draw(&self, scheme: &Scheme, day: Date) -> Result<Proofs, ProofError> {
        let sheet = self.sheet(scheme, day)?;
        let ruler = self.design.press(self.output)?.ruler(&self.lsp.name_id, day).map_err(ProofError::Ruler)?;
        Ok(Proofs { sheet, ruler })
    }

    /// Draws the sheet alone.
    ///
    /// # Errors
    /// What could not be drawn.
    pub fn sheet(&self, scheme: &Scheme, day: Date) -> Result<Vec<u8>, ProofError> {
        print(&self.design.marked().press(self.output)?, self.lsp, scheme, day)
    }

    /// What stands beyond the frame of the layout, or upon another part.
    ///
    /// # Errors
    /// The layout cannot be printed at all.
    pub fn misplaced(&self) -> Result<Vec<Misplaced>, DesignError> {
        Ok(self.design.press(self.output)?.misplaced())
    }
}

/// Draws a sheet of each scheme with both layouts and throws it away: a letter that the fonts lack, or a picture
/// that cannot be drawn, is told now and not after the first certificates were issued.
///
/// # Errors
/// What could not be drawn.
pub fn try_all(lsp: &Lsp, design: &Design) -> Result<(), ProofError> {
    let printer = Printer::default();
    for output in [Output::Digital, Output::Blanko(&printer)] {
        let press = design.press(output)?;
        for scheme in &lsp.schemes {
            print(&press, lsp, scheme, jiff::civil::date(2024, 6, 3))?;
        }
    }
    Ok(())
}

/// Draws the sheet that somebody would get, marked CONTOH; its QR leads nowhere, for nothing is signed. `sequences`: of
/// the certificate's number and of its registration.
///
/// # Errors
/// What could not be drawn.
pub fn specimen(
    proof: &Proof<'_>,
    scheme: &Scheme,
    day: Date,
    holder: &HolderName,
    sequences: [u64; 2],
) -> Result<Vec<u8>, ProofError> {
    print_of(&proof.design.marked().press(proof.output)?, proof.lsp, scheme, day, holder, sequences)
}

fn print(press: &Press, lsp: &Lsp, scheme: &Scheme, day: Date) -> Result<Vec<u8>, ProofError> {
    let holder: HolderName = "Nama Contoh".parse().expect("two words of letters are a name");
    // No sequence begins with nought.
    print_of(press, lsp, scheme, day, &holder, [0, 0])
}

fn print_of(
    press: &Press,
    lsp: &Lsp,
    scheme: &Scheme,
    day: Date,
    holder: &HolderName,
    [number, registration]: [u64; 2],
) -> Result<Vec<u8>, ProofError> {
    let (letters, licence) = (lsp.registration_letters.as_str(), lsp.licence_serial.as_str());
    let parts = Parts { scheme, letters, licence, year: day.year() };
    // As many bytes as a token has with a name of a hundred plain letters.
    let token = vec![0xa5; 260 + scheme.title_id.len() + scheme.code.as_str().len()];
    let sheet = Sheet {
        number: &lsp.numbering.certificate.shape.write(parts, number),
        registration: &lsp.numbering.registration.shape.write(parts, registration),
        blanko: None,
        holder,
        scheme,
        lsp,
        term: Term::new(day, scheme.validity_years, lsp.expiry)?,
        replaces: None,
        link: &spelling::qr(&lsp.site, &token),
        site: &lsp.site.to_string(),
        token: &token,
        photo: None,
    };
    press.print(&sheet).map_err(|cause| ProofError::Sheet { scheme: scheme.code.clone(), cause })
}
