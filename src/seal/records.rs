//! The secret behind the records: 32 bytes in a key file of their own, from which HKDF-SHA256
//! (RFC 5869) derives a key for each purpose.
//!
//! | purpose | with |
//! | --- | --- |
//! | personal data at rest | XChaCha20-Poly1305, the row's id as associated data, nonce before the ciphertext |
//! | finding a NIK without opening any | HMAC-SHA256 over LSP and NIK (blind index) |
//! | the journal's chain | HMAC-SHA256 over the entry before and this one |
//! | status indexes | a shuffle of each list, sorted by a ChaCha20 keystream |
//! | a certificate's row as it was written | HMAC-SHA256 over its columns, the first 132 bits: its stamp |
//! | what journals come to | HMAC-SHA256 over a summary and the entry that it reaches |
//! | finding a roster's file | HMAC-SHA256 over LSP and SHA-256 |
//! | accounts | HMAC-SHA256 over a word for what it is for, and that: stamps of rows, recovery codes, who is guessed at |
//! | passwords | argon2id's secret |
//! | names at rest | as personal data, the nonce an HMAC-SHA256 over row and name |
//! | rosters and requests of the office at rest | as personal data, with a key of their own |
//! | a request as it was written, and what its approver saw | HMAC-SHA256 over its columns; over what he saw |

use chacha20::ChaCha20;
use chacha20::cipher::{KeyIvInit, StreamCipher};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::keys::PrivateKey;
use super::spelling::to_base64url;
use super::token::{STATUS_ENTRIES, StatusRef};
use crate::domain::holder::Nik;
use crate::domain::issuer::LspId;

/// Bytes of a nonce that [`Records::seal`] is given, never the same twice.
pub const NONCE: usize = 24;

/// Letters of a stamp: 132 bits in base64url.
const STAMP: usize = 22;

/// The derived keys; overwritten when dropped.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct Records {
    sealing: [u8; 32],
    index: [u8; 32],
    journal: [u8; 32],
    shuffle: [u8; 32],
    stamp: [u8; 32],
    summary: [u8; 32],
    roster: [u8; 32],
    nonce: [u8; 32],
    kept: [u8; 32],
    request: [u8; 32],
    seen: [u8; 32],
    accounts: [u8; 32],
    passwords: [u8; 32],
}

/// What was sealed does not open: another key, another row, or altered bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("sealed data does not open with this key")]
pub struct NotOpened;

impl Records {
    /// Derives the keys from the secret of a key file.
    #[must_use]
    pub fn new(secret: &PrivateKey) -> Self {
        let secret = Hkdf::<Sha256>::new(None, secret.seed().as_slice());
        let derive = |purpose: &[u8]| {
            let mut key = [0; 32];
            secret.expand(purpose, &mut key).expect("HKDF gives up to 8,160 bytes; 32 are asked");
            key
        };
        Self {
            sealing: derive(b"absah personal data"),
            index: derive(b"absah blind index"),
            journal: derive(b"absah journal"),
            shuffle: derive(b"absah status index"),
            stamp: derive(b"absah certificate stamp"),
            summary: derive(b"absah journal summary"),
            roster: derive(b"absah roster index"),
            nonce: derive(b"absah name nonce"),
            kept: derive(b"absah office at rest"),
            request: derive(b"absah request stamp"),
            seen: derive(b"absah seen by an approver"),
            accounts: derive(b"absah accounts"),
            passwords: derive(b"absah passwords"),
        }
    }

    /// Seals personal data for the row `id`.
    #[must_use]
    pub fn seal(&self, id: &str, plain: &[u8], nonce: [u8; NONCE]) -> Vec<u8> {
        sealed(&self.sealing, id, plain, nonce)
    }

    /// Seals what the office keeps before anything is issued, for the row `id`.
    #[must_use]
    pub fn seal_kept(&self, id: &str, plain: &[u8], nonce: [u8; NONCE]) -> Vec<u8> {
        sealed(&self.kept, id, plain, nonce)
    }

    /// Opens what [`Self::seal_kept`] sealed for the row `id`.
    ///
    /// # Errors
    /// It was not sealed with this key for this row.
    pub fn open_kept(&self, id: &str, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, NotOpened> {
        opened(&self.kept, id, sealed)
    }

    /// What shows that a request's row is as this installation wrote it.
    #[must_use]
    pub fn request_stamp(&self, columns: &str) -> String {
        to_base64url(&hmac(&self.request, &[columns.as_bytes()]))
    }

    /// What an approver saw, in one hash: nobody without the key finds what it is of.
    #[must_use]
    pub fn seen(&self, what: &[u8]) -> [u8; 32] {
        hmac(&self.seen, &[what])
    }

    /// Seals personal data for the row `id` without drawing a nonce: the same text of the same row gives the same
    /// bytes, and of another row others.
    #[must_use]
    pub fn seal_again(&self, id: &str, plain: &[u8]) -> Vec<u8> {
        let drawn = hmac(&self.nonce, &[id.as_bytes(), plain]);
        let nonce = drawn.first_chunk::<NONCE>().expect("an HMAC-SHA256 has more bytes than a nonce");
        self.seal(id, plain, *nonce)
    }

    /// Opens what was sealed for the row `id`.
    ///
    /// # Errors
    /// It was not sealed with this key for this row.
    pub fn open(&self, id: &str, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, NotOpened> {
        opened(&self.sealing, id, sealed)
    }

    /// What a NIK is found by within one LSP.
    #[must_use]
    pub fn blind_index(&self, lsp: &LspId, nik: &Nik) -> [u8; 32] {
        hmac(&self.index, &[lsp.as_str().as_bytes(), nik.as_str().as_bytes()])
    }

    /// The hash that chains a journal entry to the one before it.
    #[must_use]
    pub fn chain(&self, before: &[u8; 32], entry: &[u8]) -> [u8; 32] {
        hmac(&self.journal, &[before, entry])
    }

    /// What shows that a certificate's row is as this installation wrote it: 22 letters over its columns in one text.
    #[must_use]
    pub fn stamp(&self, columns: &str) -> String {
        let mut stamp = to_base64url(&hmac(&self.stamp, &[columns.as_bytes()]));
        stamp.truncate(STAMP);
        stamp
    }

    /// What shows that this installation summed up a journal.
    #[must_use]
    pub fn summary(&self, text: &str) -> [u8; 32] {
        hmac(&self.summary, &[text.as_bytes()])
    }

    /// What a roster's file is found by within one LSP.
    #[must_use]
    pub fn roster_index(&self, lsp: &LspId, sha256: &str) -> [u8; 32] {
        hmac(&self.roster, &[lsp.as_str().as_bytes(), sha256.as_bytes()])
    }

    /// Of accounts: a keyed hash of a text, another one for each word for what it is for. Hex.
    #[must_use]
    pub fn of_accounts(&self, what: &str, text: &str) -> String {
        hex::encode(hmac(&self.accounts, &[what.as_bytes(), text.as_bytes()]))
    }

    /// What passwords are hashed with beside their salt: whoever has the database alone has nothing to guess at.
    #[must_use]
    pub fn passwords(&self) -> &[u8; 32] {
        &self.passwords
    }

    /// Where the LSP's certificates number `first` and following stand in its status lists: looks
    /// random, never the same twice.
    #[must_use]
    pub fn status_refs(&self, lsp: &LspId, first: u64, count: usize) -> Vec<StatusRef> {
        let entries = u64::from(STATUS_ENTRIES);
        let mut shuffle: Option<(u64, Vec<u32>)> = None;
        let counters = (first..).take(count);
        counters
            .map(|counter| {
                let (number, at) = (counter / entries, (counter % entries) as usize);
                let list = match shuffle.take() {
                    Some((known, list)) if known == number => list,
                    _ => self.shuffled(lsp, number),
                };
                let index = list[at];
                shuffle = Some((number, list));
                StatusRef {
                    list: u32::try_from(number).expect("who takes places takes none past the last list"),
                    index,
                }
            })
            .collect()
    }

    /// The indexes of one list, in the order of a keystream that only this key gives.
    fn shuffled(&self, lsp: &LspId, list: u64) -> Vec<u32> {
        let key = hmac(&self.shuffle, &[lsp.as_str().as_bytes(), &list.to_be_bytes()]);
        let mut stream = vec![0_u8; STATUS_ENTRIES as usize * 8];
        ChaCha20::new(&key.into(), &[0; 12].into()).apply_keystream(&mut stream);
        let ranks = stream.chunks_exact(8).map(|rank| rank.iter().fold(0_u64, |n, byte| n << 8 | u64::from(*byte)));
        let mut ranked: Vec<(u64, u32)> = ranks.zip(0..).collect();
        ranked.sort_unstable();
        ranked.into_iter().map(|(_, index)| index).collect()
    }
}

/// The nonce, and a text sealed for a row.
fn sealed(key: &[u8; 32], id: &str, plain: &[u8], nonce: [u8; NONCE]) -> Vec<u8> {
    let cipher = XChaCha20Poly1305::new(key.into());
    let payload = Payload { msg: plain, aad: id.as_bytes() };
    let sealed = cipher.encrypt(&XNonce::from(nonce), payload).expect("a row is far below the cipher's 256 GiB");
    [nonce.as_slice(), &sealed].concat()
}

/// Opens [`sealed`].
fn opened(key: &[u8; 32], id: &str, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, NotOpened> {
    let (nonce, sealed) = sealed.split_first_chunk::<NONCE>().ok_or(NotOpened)?;
    let cipher = XChaCha20Poly1305::new(key.into());
    let payload = Payload { msg: sealed, aad: id.as_bytes() };
    cipher.decrypt(&XNonce::from(*nonce), payload).map(Zeroizing::new).map_err(|_| NotOpened)
}

/// HMAC-SHA256 over parts, each with its length before it.
fn hmac(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    let mut mac = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(key).expect("HMAC takes keys of any length");
    for part in parts {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn records() -> Records {
        Records::new(&PrivateKey::from_seed(&[7; 32]))
    }

    #[test]
    fn sealed_data_opens_for_its_own_row_only() {
        let sealed = records().seal("row-1", b"9915066809730037", [1; NONCE]);
        assert_eq!(records().open("row-1", &sealed).as_deref().map(Vec::as_slice), Ok(b"9915066809730037".as_slice()));
        assert_eq!(records().open("row-2", &sealed).err(), Some(NotOpened));
        assert_eq!(Records::new(&PrivateKey::from_seed(&[8; 32])).open("row-1", &sealed).err(), Some(NotOpened));
        assert_eq!(records().open("row-1", &sealed[..20]).err(), Some(NotOpened));
    }

    #[test]
    fn a_name_sealed_again_is_the_same_for_its_row_and_another_elsewhere() {
        let sealed = |row| records().seal_again(row, b"Siti Contoh");
        assert_eq!(sealed("1"), sealed("1"));
        assert_ne!(sealed("1")[..NONCE], sealed("2")[..NONCE], "a nonce of its own");
        assert_eq!(records().open("1", &sealed("1")).as_deref().map(Vec::as_slice), Ok(b"Siti Contoh".as_slice()));
    }

    #[test]
    fn one_nik_has_another_index_at_another_lsp() {
        let nik: Nik = "9915066809730037".parse().expect("a NIK");
        let (one, two) = ("klining".parse().expect("an id"), "provinsi".parse().expect("an id"));
        assert_ne!(records().blind_index(&one, &nik), records().blind_index(&two, &nik));
    }

    #[test]
    fn a_whole_list_of_indexes_has_no_twin_and_runs_into_the_next_list() {
        let lsp: LspId = "klining".parse().expect("an id");
        let refs = records().status_refs(&lsp, 0, STATUS_ENTRIES as usize + 10);
        assert_eq!(refs.iter().collect::<HashSet<_>>().len(), refs.len());
        assert!(refs.iter().all(|status| status.index < STATUS_ENTRIES));
        assert_eq!(refs.last().map(|status| status.list), Some(1));
        assert_eq!(records().status_refs(&lsp, 500, 3), refs[500..503]);
        let neighbours = refs[..1000].windows(2).filter(|pair| pair[0].index.abs_diff(pair[1].index) == 1).count();
        assert!(neighbours < 5, "indexes follow the order of issue: {neighbours}");
    }
}
