//! What rows are named by. None of it is public: people name a certificate by its number.

use std::fmt;

use super::text::texts;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Hash, PartialEq, Eq, PartialOrd, Ord)]
        pub struct $name(i64);

        impl $name {
            /// The row that has this number.
            #[must_use]
            pub fn new(number: i64) -> Self {
                Self(number)
            }

            #[must_use]
            pub fn number(self) -> i64 {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )+ };
}

ids! {
    /// Who signs in to the office: below 2^52 and drawn, so that none is ever given again.
    AccountId,
    /// A certificate.
    CertificateId,
    /// One assessment of one person.
    EntryId,
    /// A person as one LSP knows her.
    HolderId,
    /// A roster that was handed in.
    RosterId,
}

/// Bytes of a drawn name: nobody guesses one, and none is drawn twice.
pub const DRAWN: usize = 12;

/// A text that is no drawn name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a row of the office is named by 24 digits and letters from a to f")]
pub struct InvalidName;

/// The form of both: digits and small letters of hexadecimal, so many.
fn hexadecimal(text: &str, letters: usize) -> Option<String> {
    let legal = text.len() == letters && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    legal.then(|| text.to_owned())
}

fn drawn(text: &str) -> Option<String> {
    hexadecimal(text, 2 * DRAWN)
}

macro_rules! names {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {
        texts! { drawn, InvalidName; $($(#[$doc])* $name),+ }
        $(
            impl $name {
                /// The name that these bytes, drawn by chance, make.
                #[must_use]
                pub fn new(drawn: [u8; DRAWN]) -> Self {
                    Self(hex::encode(drawn))
                }
            }
        )+
    };
}

names! {
    /// An event (*kegiatan*) at which people are assessed.
    EventId,
    /// Work that was approved and is to be done.
    JobId,
    /// A roster that is kept from the moment it is handed in.
    KeptId,
    /// What one person asked for and another decides.
    RequestId,
}

texts! {
    hash, InvalidHash;
    /// The SHA-256, in hex, of a text that certificates name for ever: an LSP's particulars, a scheme, a design, a photo.
    VersionHash,
}

/// A text that is no hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a hash has 64 digits and letters from a to f")]
pub struct InvalidHash;

fn hash(text: &str) -> Option<String> {
    hexadecimal(text, 64)
}

impl VersionHash {
    /// The hash of a text by the bytes of its SHA-256.
    #[must_use]
    pub fn new(sha256: [u8; 32]) -> Self {
        Self(hex::encode(sha256))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawn_name_reads_back_and_nothing_else_does() {
        let name = EventId::new([0xab; DRAWN]);
        assert_eq!(name.as_str().parse(), Ok(name.clone()));
        for text in ["", "ab", &"AB".repeat(DRAWN), &"zz".repeat(DRAWN), &"ab".repeat(DRAWN + 1)] {
            assert_eq!(text.parse::<EventId>(), Err(InvalidName), "{text}");
        }
    }

    #[test]
    fn a_hash_reads_back_and_nothing_else_does() {
        let hash = VersionHash::new([0xab; 32]);
        assert_eq!(hash.as_str().parse(), Ok(hash.clone()));
        for text in ["", "ab", &"AB".repeat(32), &"zz".repeat(32), &"ab".repeat(33)] {
            assert_eq!(text.parse::<VersionHash>(), Err(InvalidHash), "{text}");
        }
    }
}
