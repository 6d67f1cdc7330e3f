//! The QR symbol of a link (ISO/IEC 18004): an alphanumeric segment for `HTTPS://HOST/V/`, a numeric
//! one for the digits, level M, version 20 at most.
//!
//! The mask is always `MASK`. Choosing the best of eight takes thirty times as long as all the rest
//! and gains nothing here: a reader takes the mask's number from the format information and never
//! asks whether it was the best. Masks are there to break up large even areas in plain data; four
//! fifths of these symbols are a signature, a key id and their error correction, which are as good as
//! random under any mask. What is left is the padding, `0xEC 0x11` in turn, and `MASK` has a period
//! of three, which those bytes do not share.

use qrcode::bits::Bits;
use qrcode::canvas::{Canvas, MaskPattern};
use qrcode::{Color, EcLevel, Version, ec};

/// The mask of every symbol: `(row + column) mod 3 = 0`.
const MASK: MaskPattern = MaskPattern::DiagonalLines;

/// Errors of 15 % are corrected.
const LEVEL: EcLevel = EcLevel::M;

/// The largest version that is printed: 97 modules, 38.8 mm at 0.4 mm a module.
pub const LARGEST: i16 = 20;

/// Light modules that must surround a symbol.
pub const QUIET: usize = 4;

/// The modules of a symbol, without its quiet zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbol {
    width: usize,
    dark: Vec<bool>,
}

/// A link that fits no symbol of version 20 or below.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the link is too long for a QR symbol of version {LARGEST}")]
pub struct TooLarge;

impl Symbol {
    /// Modules along a side: 21 to 97.
    #[must_use]
    pub fn width(&self) -> usize {
        self.width
    }

    /// 1 to 20.
    #[must_use]
    pub fn version(&self) -> usize {
        (self.width - 17) / 4
    }

    /// Whether the module in a column and a row, counted from the top left, is dark.
    #[must_use]
    pub fn is_dark(&self, column: usize, row: usize) -> bool {
        column < self.width && self.dark.get(row * self.width + column).copied().unwrap_or(false)
    }

    /// The dark modules as rectangles `[column, row, columns, rows]`, none of which overlap: runs of a
    /// row, drawn down over the rows below that repeat them.
    #[must_use]
    pub fn rectangles(&self) -> Vec<[usize; 4]> {
        let mut left = self.dark.clone();
        let mut found = Vec::with_capacity(left.len() / 6);
        for row in 0..self.width {
            let mut column = 0;
            while column < self.width {
                let start = row * self.width + column;
                let run = left[start..(row + 1) * self.width].iter().take_while(|dark| **dark).count();
                if run > 0 {
                    let mut rows = 1;
                    while left.get(start + rows * self.width..start + rows * self.width + run).is_some_and(all) {
                        left[start + rows * self.width..start + rows * self.width + run].fill(false);
                        rows += 1;
                    }
                    found.push([column, row, run, rows]);
                }
                column += run.max(1);
            }
        }
        found
    }
}

fn all(modules: &[bool]) -> bool {
    modules.iter().all(|dark| *dark)
}

/// The symbol of a link: what stands before the digits at its end is alphanumeric where QR's
/// alphanumeric mode has all its characters, bytes where not.
///
/// # Errors
/// The link needs a version above [`LARGEST`].
pub fn symbol(link: &str) -> Result<Symbol, TooLarge> {
    let (prefix, digits) = link.split_at(link.trim_end_matches(|c: char| c.is_ascii_digit()).len());
    let (bits, version) = (1..=LARGEST)
        .map(Version::Normal)
        .filter(|version| may_fit(prefix, digits, *version))
        .find_map(|version| Some((encode(prefix, digits, version)?, version)))
        .ok_or(TooLarge)?;
    let (data, correction) = ec::construct_codewords(&bits, version, LEVEL).map_err(|_| TooLarge)?;
    let mut canvas = Canvas::new(version, LEVEL);
    canvas.draw_all_functional_patterns();
    canvas.draw_data(&data, &correction);
    canvas.apply_mask(MASK);
    let dark = canvas.into_colors().into_iter().map(|color| color == Color::Dark).collect();
    Ok(Symbol { width: usize::from(version.width().unsigned_abs()), dark })
}

/// Whether a link fits a symbol that is printed; costs a small part of drawing it.
#[must_use]
pub fn fits(link: &str) -> bool {
    let (prefix, digits) = link.split_at(link.trim_end_matches(|c: char| c.is_ascii_digit()).len());
    encode(prefix, digits, Version::Normal(LARGEST)).is_some()
}

/// A quick lower bound, so that only one version, rarely two, is encoded.
fn may_fit(prefix: &str, digits: &str, version: Version) -> bool {
    let needed = prefix.len() * 11 / 2 + digits.len() * 10 / 3;
    Bits::new(version).max_len(LEVEL).is_ok_and(|room| needed <= room)
}

fn encode(prefix: &str, digits: &str, version: Version) -> Option<Vec<u8>> {
    let mut bits = Bits::new(version);
    if prefix.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase() || b" $%*+-./:".contains(&b)) {
        bits.push_alphanumeric_data(prefix.as_bytes()).ok()?;
    } else {
        bits.push_byte_data(prefix.as_bytes()).ok()?;
    }
    bits.push_numeric_data(digits.as_bytes()).ok()?;
    bits.push_terminator(LEVEL).ok()?;
    Some(bits.into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(digits: usize) -> String {
        format!("HTTPS://CEK.LSP-CONTOH.EXAMPLE/V/{}", "8052693174".repeat(digits).get(..digits).unwrap())
    }

    #[test]
    fn a_usual_token_needs_version_twelve_at_most() {
        let digits = 245 / 8 * 20 + 13; // 30 times 8 bytes, and 5 bytes
        assert!(symbol(&link(digits)).unwrap().version() <= 12);
    }

    #[test]
    fn links_above_version_twenty_are_refused() {
        assert_eq!(symbol(&link(1_530)).map(|s| s.version()), Ok(20));
        assert_eq!(symbol(&link(1_600)), Err(TooLarge));
        assert_eq!(symbol(&link(9_000)), Err(TooLarge));
    }

    #[test]
    fn a_link_in_lower_case_is_encoded_as_bytes() {
        assert!(symbol("https://cek.lsp.example/v/abc").is_ok());
    }

    #[test]
    fn finder_patterns_stand_in_three_corners() {
        let symbol = symbol(&link(600)).unwrap();
        let last = symbol.width() - 7;
        for (column, row) in [(0, 0), (last, 0), (0, last)] {
            assert!((0..7).all(|i| symbol.is_dark(column + i, row) && symbol.is_dark(column, row + i)));
            assert!(!symbol.is_dark(column + 1, row + 1));
            assert!(symbol.is_dark(column + 3, row + 3));
        }
    }

    #[test]
    fn rectangles_cover_each_dark_module_once() {
        let symbol = symbol(&link(600)).unwrap();
        let mut covered = vec![0_u8; symbol.width() * symbol.width()];
        for [column, row, columns, rows] in symbol.rectangles() {
            for y in row..row + rows {
                for x in column..column + columns {
                    covered[y * symbol.width() + x] += 1;
                }
            }
        }
        for (count, dark) in covered.iter().zip(&symbol.dark) {
            assert_eq!(*count, u8::from(*dark));
        }
    }

    #[test]
    fn dark_and_light_keep_near_balance() {
        for digits in [300, 617, 900, 1_400] {
            let symbol = symbol(&link(digits)).unwrap();
            let dark = symbol.dark.iter().filter(|dark| **dark).count() as f64 / symbol.dark.len() as f64;
            assert!((0.45..0.55).contains(&dark), "{digits}: {dark}");
        }
    }
}
