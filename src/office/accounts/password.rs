//! Passwords: argon2id (RFC 9106) by OWASP's least parameters, with a secret beside the records' key.
//!
//! 12 characters or more and 128 bytes at most, in Unicode's NFKC; no rule about kinds of characters. Hashing takes
//! 19 MiB, so few are hashed at once, and what a person waits for is bounded.

use std::sync::Arc;
use std::time::Duration;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, PasswordVerifier as _, Version};
use pkcs8::rand_core::CryptoRng;
use tokio::sync::Semaphore;
use tokio::time::timeout;
use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;

use super::AccountError;
use crate::domain::account::SignInName;
use crate::office::key_ring::on_a_thread;
use crate::seal::records::Records;

/// Characters that a password has at least.
pub const SHORTEST: usize = 12;

/// Bytes that it has at most.
pub const LONGEST: usize = 128;

/// KiB, passes and lanes of a hash that is made today.
const COST: (u32, u32, u32) = (19 * 1024, 2, 1);

/// Hashed at once: 76 MiB.
const AT_ONCE: usize = 4;

/// How long somebody waits for her turn.
const PATIENCE: Duration = Duration::from_secs(6);

/// What is looked at where there is no account: as costly, and never right.
const NOBODYS: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// The commonest of those that are long enough, and what people here think of first.
const COMMON: [&str; 30] = [
    "000000000000",
    "111111111111",
    "112233445566",
    "123123123123",
    "123456123456",
    "123456789012",
    "1234567890123",
    "1234567890qwerty",
    "123456789abc",
    "1q2w3e4r5t6y",
    "1qaz2wsx3edc",
    "abcdefghijkl",
    "administrator",
    "adminadmin123",
    "bismillah123",
    "indonesia123",
    "indonesia1945",
    "iloveyou1234",
    "katasandi123",
    "katasandiku1",
    "password1234",
    "password12345",
    "passwordpassword",
    "qwerty123456",
    "qwertyuiop12",
    "qwertyuiopasdf",
    "rahasia12345",
    "rahasiarahasia",
    "sertifikat123",
    "sertifikasi123",
];

/// A password that nobody should have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WeakPassword {
    #[error("the password is among the commonest")]
    Common,
    #[error("the password is the sign-in name")]
    Name,
    #[error("the password has {0} characters; {SHORTEST} or more are wanted")]
    Short(usize),
    #[error("the password is longer than {LONGEST} bytes")]
    Long,
    #[error("the password is the one of before")]
    Same,
}

/// A password that somebody may have.
pub struct NewPassword(Zeroizing<String>);

impl NewPassword {
    /// # Errors
    /// It is too short, too long, or easily guessed.
    pub fn new(text: &str, name: &SignInName) -> Result<Self, WeakPassword> {
        let (text, count) = (normal(text), normal(text).chars().count());
        let small = Zeroizing::new(text.to_lowercase());
        match () {
            () if text.len() > LONGEST => Err(WeakPassword::Long),
            () if *small == name.as_str() => Err(WeakPassword::Name),
            () if count < SHORTEST => Err(WeakPassword::Short(count)),
            () if COMMON.contains(&small.as_str()) => Err(WeakPassword::Common),
            () => Ok(Self(text)),
        }
    }

    /// One to be given to somebody, who changes it: four groups of five letters, 98 bits.
    pub fn one_time(random: &mut impl CryptoRng) -> Self {
        Self(drawn(4, random))
    }

    /// One that is in use already, to be hashed anew.
    pub(super) fn kept(text: &str) -> Self {
        Self(normal(text))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Letters and digits that nobody mistakes for others.
const PLAIN: &[u8; 30] = b"abcdefghijkmnpqrstuvwxyz234567";

/// Groups of five plain letters, with hyphens between them.
pub(super) fn drawn(groups: usize, random: &mut impl CryptoRng) -> Zeroizing<String> {
    let (mut text, mut bytes) = (Zeroizing::new(String::new()), [0]);
    for at in 0..groups * 5 {
        if at > 0 && at % 5 == 0 {
            text.push('-');
        }
        // 240 is the largest multiple of 30 in a byte: above it, some letters would come more often.
        let letter = loop {
            random.fill_bytes(&mut bytes);
            if bytes[0] < 240 {
                break PLAIN[usize::from(bytes[0]) % PLAIN.len()];
            }
        };
        text.push(char::from(letter));
    }
    text
}

fn normal(text: &str) -> Zeroizing<String> {
    Zeroizing::new(text.nfkc().collect())
}

/// What came of looking at a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Looked {
    pub(super) right: bool,
    /// It was hashed more cheaply than one is today.
    pub(super) weak: bool,
}

/// Where passwords are hashed, few at once.
pub(in crate::office) struct Passwords(Arc<Semaphore>);

impl Default for Passwords {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(AT_ONCE)))
    }
}

impl Passwords {
    /// Hashes a password.
    pub(super) async fn hash(
        &self,
        password: &NewPassword,
        records: &Arc<Records>,
        random: &mut impl CryptoRng,
    ) -> Result<String, AccountError> {
        let mut salt = [0; 16];
        random.fill_bytes(&mut salt);
        let (password, records) = (password.0.clone(), Arc::clone(records));
        self.in_turn(move || hash(&password, &salt, &records)).await
    }

    /// Holds a password against a hash; where there is none, as long.
    pub(super) async fn look(
        &self,
        password: &str,
        hash: Option<&str>,
        records: &Arc<Records>,
    ) -> Result<Looked, AccountError> {
        if password.len() > 8 * LONGEST {
            return Ok(Looked { right: false, weak: false }); // nobody has one; before anything is spent on it
        }
        let (password, records) = (normal(password), Arc::clone(records));
        let (hash, known) = (hash.unwrap_or(NOBODYS).to_owned(), hash.is_some());
        let looked = self.in_turn(move || look(&password, &hash, &records)).await?;
        Ok(Looked { right: looked.right && known, ..looked })
    }

    async fn in_turn<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, AccountError> {
        let turn = timeout(PATIENCE, Arc::clone(&self.0).acquire_owned()).await.map_err(|_| AccountError::Busy)?;
        let turn = turn.expect("nobody closes it");
        Ok(on_a_thread(move || {
            let done = work();
            drop(turn); // kept by the work, not by whoever waits for it and may have gone
            done
        })
        .await)
    }
}

fn argon2(records: &Records) -> Argon2<'_> {
    let (memory, passes, lanes) = COST;
    let params = Params::new(memory, passes, lanes, None).expect("OWASP's parameters are legal");
    Argon2::new_with_secret(records.passwords(), Algorithm::Argon2id, Version::V0x13, params)
        .expect("a secret of 32 bytes is not too long")
}

fn hash(password: &str, salt: &[u8; 16], records: &Records) -> String {
    let hash = argon2(records).hash_password_with_salt(password.as_bytes(), salt);
    hash.expect("the parameters, the salt and a password of 128 bytes are legal").to_string()
}

fn look(password: &str, hash: &str, records: &Records) -> Looked {
    // A hash that is none was written past the program: nothing fits it.
    let Ok(hash) = PasswordHash::new(hash) else { return Looked { right: false, weak: false } };
    let right = argon2(records).verify_password(password.as_bytes(), &hash).is_ok();
    let (memory, passes, _) = COST;
    let weak = Params::try_from(&hash).is_ok_and(|params| params.m_cost() < memory || params.t_cost() < passes);
    Looked { right, weak }
}

#[cfg(test)]
mod tests {
    use getrandom::SysRng;
    use getrandom::rand_core::UnwrapErr;

    use super::*;
    use crate::seal::keys::PrivateKey;

    fn records(seed: u8) -> Arc<Records> {
        Arc::new(Records::new(&PrivateKey::from_seed(&[seed; 32])))
    }

    fn name() -> SignInName {
        "ketua.klining".parse().expect("a name")
    }

    #[test]
    fn a_password_is_long_enough_and_nobodys_first_guess() {
        let weak = |text: &str| NewPassword::new(text, &name()).err();
        assert_eq!(weak("pendek"), Some(WeakPassword::Short(6)));
        assert_eq!(weak("Ketua.Klining"), Some(WeakPassword::Name));
        assert_eq!(weak("Password1234"), Some(WeakPassword::Common));
        assert_eq!(weak(&"é".repeat(70)), Some(WeakPassword::Long));
        for good in ["kuda baterai staples", "ááááááááááá á", &"x".repeat(128)] {
            assert_eq!(weak(good), None, "{good}");
        }
        assert!(COMMON.iter().all(|common| common.len() >= SHORTEST && **common == common.to_lowercase()));
    }

    #[tokio::test]
    async fn a_password_is_right_with_the_key_that_it_was_hashed_with_and_in_each_way_to_write_it() {
        let passwords = Passwords::default();
        let new = NewPassword::new("sandi rah\u{e1}sia", &name()).expect("a password");
        let hash = passwords.hash(&new, &records(1), &mut UnwrapErr(SysRng)).await.expect("hashed");
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        let right = Looked { right: true, weak: false };
        let look = async |text: &str, seed| passwords.look(text, Some(&hash), &records(seed)).await.expect("looked");
        assert_eq!(look("sandi rah\u{e1}sia", 1).await, right);
        assert_eq!(look("sandi raha\u{301}sia", 1).await, right, "another keyboard's accent");
        assert!(!look("sandi rahasia", 1).await.right);
        assert!(!look("sandi rah\u{e1}sia", 2).await.right, "the database without the key is nothing to guess at");
        let nobody = passwords.look("sandi rah\u{e1}sia", None, &records(1)).await.expect("looked");
        assert!(!nobody.right && PasswordHash::new(NOBODYS).is_ok());
        for garbage in ["", "plain", "$argon2id$v=19$m=99999999,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAA"] {
            let looked = passwords.look("", Some(garbage), &records(1)).await.expect("looked");
            assert!(!looked.right, "{garbage}");
        }
    }

    #[tokio::test]
    async fn a_hash_of_before_is_known_for_a_weak_one() {
        let records = records(1);
        let params = Params::new(8 * 1024, 2, 1, None).expect("parameters");
        let before = Argon2::new_with_secret(records.passwords(), Algorithm::Argon2id, Version::V0x13, params);
        let hash = before.expect("a hasher").hash_password_with_salt(b"sandi yang lama", b"0123456789abcdef");
        let hash = hash.expect("hashed").to_string();
        let looked = Passwords::default().look("sandi yang lama", Some(&hash), &records).await.expect("looked");
        assert_eq!(looked, Looked { right: true, weak: true });
    }

    #[test]
    fn what_is_drawn_is_plain_and_never_the_same() {
        let one = drawn(4, &mut UnwrapErr(SysRng));
        assert_eq!(one.len(), 23);
        assert!(one.split('-').all(|group| group.len() == 5 && group.bytes().all(|byte| PLAIN.contains(&byte))));
        assert_ne!(*one, *drawn(4, &mut UnwrapErr(SysRng)));
    }
}
