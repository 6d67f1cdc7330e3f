//! What it takes to open a key file: the work and the memory that each guess at its passphrase costs, too.
//!
//! Files are written with scrypt (RFC 7914), r = 8, N = 2^17, p = 1: 128 MiB. Where there is less memory, N is the
//! largest that fits, and p grows as N falls, so that the work stays the same. Files of before (N = 2^14, PBKDF2, or
//! made by another program) are opened by what stands in them.

use std::fmt;

use pkcs8::EncryptedPrivateKeyInfoRef;
use pkcs8::pkcs5::EncryptionScheme;
use pkcs8::pkcs5::pbes2::{Kdf, Parameters};
use pkcs8::pkcs5::scrypt::Params;
use pkcs8::rand_core::CryptoRng;

use super::keys::KeyFormatError;

/// scrypt's r: blocks of 1 KiB.
const R: u32 = 8;

/// log2 of N at its highest and at its lowest.
const HIGHEST: u8 = 17;
const LOWEST: u8 = 14;

/// Bytes that must be left when scrypt has taken its own.
const LEFT: u64 = 32 << 20;

/// Bytes that opening a file may take, whatever stands in it.
const MOST: u64 = 1 << 30;

/// What a file is written with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    log_n: u8,
    p: u32,
}

/// How a file's passphrase becomes its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Derivation {
    /// One that this program does not know, or none.
    Other,
    Pbkdf2 {
        iterations: u32,
    },
    Scrypt {
        n: u64,
        r: u64,
        p: u64,
    },
}

impl Cost {
    /// N = 2^17, p = 1.
    pub const FULL: Self = Self { log_n: HIGHEST, p: 1 };

    /// N = 2^10, 1 MiB: for tests, which open keys thousands of times that nobody wants to have.
    pub const LIGHT: Self = Self { log_n: 10, p: 1 };

    /// The highest cost that fits into the memory that is free; where that is not known, the highest of all.
    #[must_use]
    pub fn fitting(free: Option<u64>) -> Self {
        let of = |log_n: u8| Self { log_n, p: 1 << (HIGHEST - log_n) };
        let fits = |cost: &Self| free.is_none_or(|free| cost.memory() + LEFT <= free);
        (LOWEST..=HIGHEST).rev().map(of).find(fits).unwrap_or_else(|| of(LOWEST))
    }

    /// Bytes that scrypt takes.
    #[must_use]
    pub fn memory(self) -> u64 {
        (128 * u64::from(R)) << self.log_n
    }

    /// The parameters of a new file: this cost, AES-256-CBC, salt and IV from `random`.
    pub(super) fn parameters(self, random: &mut impl CryptoRng) -> Result<Parameters, KeyFormatError> {
        let (mut salt, mut iv) = ([0; 16], [0; 16]);
        random.fill_bytes(&mut salt);
        random.fill_bytes(&mut iv);
        let params = Params::new(self.log_n, R, self.p).map_err(|_| KeyFormatError::Encrypt)?;
        Parameters::generate_scrypt_aes256cbc(params, &salt, iv).map_err(|_| KeyFormatError::Encrypt)
    }
}

impl Derivation {
    pub(super) fn of(sealed: &EncryptedPrivateKeyInfoRef<'_>) -> Self {
        let EncryptionScheme::Pbes2(Parameters { kdf, .. }) = &sealed.encryption_algorithm else { return Self::Other };
        match kdf {
            Kdf::Pbkdf2(params) => Self::Pbkdf2 { iterations: params.iteration_count },
            Kdf::Scrypt(params) => Self::Scrypt {
                n: params.cost_parameter,
                r: u64::from(params.block_size),
                p: u64::from(params.parallelization),
            },
            _ => Self::Other,
        }
    }

    /// Whether a guess costs less than with a file that would be written with `cost`.
    #[must_use]
    pub fn is_weaker_than(self, cost: Cost) -> bool {
        let Self::Scrypt { n, r, p } = self else { return true };
        let work = n.saturating_mul(r).saturating_mul(p);
        let other = u64::from(R * cost.p) << cost.log_n;
        work < other || n.saturating_mul(r) < u64::from(R) << cost.log_n
    }

    /// Refuses a file that takes more memory than there is.
    ///
    /// # Errors
    /// How much it takes.
    pub(super) fn fits(self, free: Option<u64>) -> Result<(), KeyFormatError> {
        let Self::Scrypt { n, r, p } = self else { return Ok(()) };
        let bytes = n.saturating_add(p).saturating_mul(r).saturating_mul(128);
        let there_is = MOST.min(free.unwrap_or(MOST));
        if bytes <= there_is { Ok(()) } else { Err(KeyFormatError::Memory { mib: bytes >> 20 }) }
    }
}

impl fmt::Display for Derivation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Other => f.write_str("unknown"),
            Self::Pbkdf2 { iterations } => write!(f, "PBKDF2, {iterations} iterations"),
            Self::Scrypt { n, r, p } => write!(f, "scrypt, N = {n}, r = {r}, p = {p}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIB: u64 = 1 << 20;

    #[test]
    fn the_cost_is_as_high_as_memory_allows_and_the_work_is_always_the_same() {
        for (free, log_n, p) in [
            (None, 17, 1),
            (Some(4096 * MIB), 17, 1),
            (Some(160 * MIB), 17, 1),
            (Some(159 * MIB), 16, 2),
            (Some(64 * MIB), 15, 4),
            (Some(48 * MIB), 14, 8),
            (Some(0), 14, 8),
        ] {
            assert_eq!(Cost::fitting(free), Cost { log_n, p }, "{free:?}");
        }
        assert_eq!((Cost::FULL.memory(), Cost::LIGHT.memory()), (128 * MIB, MIB));
    }

    #[test]
    fn files_are_weak_that_take_less_work_or_less_memory_than_a_new_one() {
        let scrypt = |n, r, p| Derivation::Scrypt { n, r, p };
        for weak in [
            scrypt(1 << 14, 8, 1),
            scrypt(1 << 14, 8, 8),
            scrypt(1 << 16, 8, 2),
            Derivation::Pbkdf2 { iterations: 10_000_000 },
            Derivation::Other,
        ] {
            assert!(weak.is_weaker_than(Cost::FULL), "{weak}");
        }
        for strong in [scrypt(1 << 17, 8, 1), scrypt(1 << 18, 8, 1), scrypt(1 << 16, 16, 1)] {
            assert!(!strong.is_weaker_than(Cost::FULL), "{strong}");
        }
        let small = Cost::fitting(Some(48 * MIB));
        assert!(!scrypt(1 << 14, 8, 8).is_weaker_than(small), "as much as there is memory for");
        assert!(scrypt(1 << 14, 8, 1).is_weaker_than(small));
    }

    #[test]
    fn a_file_that_takes_more_memory_than_there_is_is_not_opened() {
        let scrypt = |n, r, p| Derivation::Scrypt { n, r, p };
        assert!(scrypt(1 << 17, 8, 1).fits(Some(200 * MIB)).is_ok());
        assert_eq!(scrypt(1 << 17, 8, 1).fits(Some(100 * MIB)), Err(KeyFormatError::Memory { mib: 128 }));
        for bomb in [scrypt(1 << 30, 8, 1), scrypt(1 << 14, 8, 1 << 30), scrypt(u64::MAX, u64::MAX, u64::MAX)] {
            assert!(matches!(bomb.fits(None), Err(KeyFormatError::Memory { .. })), "{bomb}");
        }
    }
}
