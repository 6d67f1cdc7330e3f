//! The bits of a status list (IETF Token Status List §4): entries of 1, 2, 4 or 8 bits, the first in the
//! least significant bits of a byte; compressed as ZLIB (RFC 1950, DEFLATE RFC 1951).

use std::io::{Read as _, Write as _};

use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;

/// Bytes of a list before compression, at most: what lists of others may have.
pub const LARGEST: usize = 1 << 20;

/// Entries side by side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packed {
    bits: u8,
    bytes: Vec<u8>,
}

/// Bytes that are no compressed list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a ZLIB stream of a list's size, or of 1, 2, 4 or 8 bits an entry")]
pub struct NotPacked;

impl Packed {
    /// `count` entries of 0.
    ///
    /// # Panics
    /// `bits` is not 1, 2, 4 or 8.
    #[must_use]
    pub fn zeros(bits: u8, count: u32) -> Self {
        assert!(matches!(bits, 1 | 2 | 4 | 8), "an entry has 1, 2, 4 or 8 bits");
        Self { bits, bytes: vec![0; (count as usize * usize::from(bits)).div_ceil(8)] }
    }

    #[must_use]
    pub fn bits(&self) -> u8 {
        self.bits
    }

    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// One entry; none outside the list.
    #[must_use]
    pub fn entry(&self, index: u32) -> Option<u8> {
        let (byte, shift) = self.place(index);
        self.bytes.get(byte).map(|byte| byte >> shift & self.mask())
    }

    /// Sets an entry that is there.
    pub fn set(&mut self, index: u32, value: u8) {
        let ((byte, shift), mask) = (self.place(index), self.mask());
        if let Some(byte) = self.bytes.get_mut(byte) {
            *byte = *byte & !(mask << shift) | (value & mask) << shift;
        }
    }

    /// Compresses the list; the same list gives the same bytes.
    #[must_use]
    pub fn compress(&self) -> Vec<u8> {
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::best());
        zlib.write_all(&self.bytes).and_then(|()| zlib.finish()).expect("memory takes whatever is written to it")
    }

    /// Reads a compressed list of at most [`LARGEST`] bytes.
    ///
    /// # Errors
    /// Not ZLIB, something after it, too large, or entries of another width.
    pub fn decompress(bits: u8, compressed: &[u8]) -> Result<Self, NotPacked> {
        if !matches!(bits, 1 | 2 | 4 | 8) {
            return Err(NotPacked);
        }
        let (mut bytes, mut zlib) = (Vec::new(), ZlibDecoder::new(compressed));
        zlib.by_ref().take(LARGEST as u64 + 1).read_to_end(&mut bytes).map_err(|_| NotPacked)?;
        let whole = zlib.total_in() == compressed.len() as u64 && bytes.len() <= LARGEST;
        whole.then_some(Self { bits, bytes }).ok_or(NotPacked)
    }

    fn place(&self, index: u32) -> (usize, u32) {
        let bit = u64::from(index) * u64::from(self.bits);
        (usize::try_from(bit / 8).unwrap_or(usize::MAX), (bit % 8) as u32)
    }

    fn mask(&self) -> u8 {
        u8::MAX >> (8 - self.bits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_packed_from_the_low_bits() {
        let mut list = Packed::zeros(2, 8);
        for (index, value) in [(0, 1), (1, 2), (3, 3), (4, 2)] {
            list.set(index, value);
        }
        assert_eq!(list.bytes(), [0b11_00_10_01, 0b10]);
        assert_eq!((0..9).map(|index| list.entry(index)).collect::<Vec<_>>()[7..], [Some(0), None]);
        for bits in [1, 2, 4, 8] {
            let mut list = Packed::zeros(bits, 16);
            (0..16).for_each(|index| list.set(index, (index % 2) as u8));
            assert!((0..16).all(|index| list.entry(index) == Some((index % 2) as u8)), "{bits} bits");
        }
    }

    #[test]
    fn a_list_comes_back_from_its_compression() {
        let mut list = Packed::zeros(2, 1 << 17);
        (0..1 << 17).for_each(|index| list.set(index, (index.wrapping_mul(2_654_435_761) >> 30) as u8));
        assert_eq!(Packed::decompress(2, &list.compress()), Ok(list));
    }

    #[test]
    fn what_is_no_list_is_refused() {
        let good = Packed::zeros(2, 64).compress();
        assert_eq!(Packed::decompress(3, &good), Err(NotPacked));
        assert_eq!(Packed::decompress(2, &good[..good.len() - 1]), Err(NotPacked), "cut");
        assert_eq!(Packed::decompress(2, &[good.as_slice(), &[0]].concat()), Err(NotPacked), "something after it");
        assert_eq!(Packed::decompress(2, b"no zlib"), Err(NotPacked));
        let bomb = Packed::zeros(8, 64 << 20).compress();
        assert!(bomb.len() < 100_000 && Packed::decompress(8, &bomb) == Err(NotPacked), "64 MiB of zeros");
    }
}
