//! Codes of an authenticator: RFC 6238 with SHA-1, 30 s and 6 digits, as every authenticator has them. A code counts a
//! step before and after the present one, and no step counts twice.

use jiff::Timestamp;
use pkcs8::rand_core::CryptoRng;
use totp_rs::{Algorithm, Builder, Secret, Totp};
use zeroize::Zeroizing;

use crate::domain::account::SignInName;

/// Bytes of a secret, as RFC 4226 wants them.
const SECRET: usize = 20;

/// The secret that a person's authenticator shares with us.
#[derive(Clone)]
pub struct TotpSecret(Zeroizing<Vec<u8>>);

impl TotpSecret {
    pub fn draw(random: &mut impl CryptoRng) -> Self {
        let mut secret = Zeroizing::new(vec![0; SECRET]);
        random.fill_bytes(&mut secret);
        Self(secret)
    }

    /// A secret that was kept; none where it has another length.
    #[must_use]
    pub fn read(bytes: Zeroizing<Vec<u8>>) -> Option<Self> {
        (bytes.len() == SECRET).then_some(Self(bytes))
    }

    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The step that a code is of, if it is later than `after`.
    #[must_use]
    pub fn step(&self, code: &str, after: i64, now: Timestamp) -> Option<i64> {
        let code: String = code.chars().filter(|c| !c.is_whitespace()).collect();
        let now = u64::try_from(now.as_second()).ok()?;
        let step = self.totp("-", "-").check(&code, now)?;
        i64::try_from(step).ok().filter(|step| *step > after)
    }

    /// The code of now.
    #[must_use]
    pub fn code(&self, now: Timestamp) -> String {
        self.totp("-", "-").generate(u64::try_from(now.as_second()).unwrap_or_default()).to_string()
    }

    /// What an authenticator takes the secret from, as a QR or a link.
    #[must_use]
    pub fn url(&self, name: &SignInName, site: &str) -> Zeroizing<String> {
        // A colon would part the two in the label.
        let site = site.replace(':', " ");
        let url = self.totp(name.as_str(), &site).to_url();
        Zeroizing::new(url.expect("a name and a site without colons are legal in a label"))
    }

    /// The secret to be typed, in groups of four.
    #[must_use]
    pub fn spelt(&self) -> Zeroizing<String> {
        let text = Zeroizing::new(Secret::from(self.0.as_slice()).to_base32());
        let groups = text.as_bytes().chunks(4).map(String::from_utf8_lossy);
        Zeroizing::new(groups.collect::<Vec<_>>().join(" "))
    }

    fn totp(&self, name: &str, site: &str) -> Totp {
        let totp = Builder::new()
            .with_algorithm(Algorithm::SHA1)
            .with_digits(6)
            .with_skew(1)
            .with_step_duration(30)
            .with_secret(self.0.as_slice())
            .with_account_name(name)
            .with_issuer(Some(site));
        totp.build().expect("a secret of 160 bits and six digits are legal")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The secret of RFC 6238's test vectors.
    fn secret() -> TotpSecret {
        TotpSecret::read(Zeroizing::new(b"12345678901234567890".to_vec())).expect("a secret")
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).expect("an instant")
    }

    #[test]
    fn codes_are_those_of_the_rfc() {
        // RFC 6238, appendix B, the last six of its eight digits.
        for (second, code) in [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924")] {
            assert_eq!(secret().code(at(second)), code);
            assert_eq!(secret().step(code, -1, at(second)), Some(second / 30));
        }
    }

    #[test]
    fn a_code_counts_a_step_to_either_side_and_no_step_twice() {
        let code = secret().code(at(1_000_000_020));
        let step = 1_000_000_020 / 30;
        for (second, counts) in [(-60, false), (-30, true), (0, true), (29, true), (30, true), (60, false)] {
            let now = at(1_000_000_020 / 30 * 30 + second);
            assert_eq!(secret().step(&code, 0, now), counts.then_some(step), "{second}");
        }
        assert_eq!(secret().step(&code, step, at(1_000_000_020)), None, "used");
        assert_eq!(secret().step(&format!(" {} {} ", &code[..3], &code[3..]), 0, at(1_000_000_020)), Some(step));
        for garbage in ["", "12345", "1234567", "abcdef", "+12345", "１２３４５６"] {
            assert_eq!(secret().step(garbage, 0, at(1_000_000_020)), None, "{garbage}");
        }
    }

    #[test]
    fn an_authenticator_reads_the_secret_out_of_the_url() {
        let name = "ketua.klining".parse().expect("a name");
        let url = secret().url(&name, "127.0.0.1:8080");
        assert!(
            url.starts_with("otpauth://totp/") && url.contains("secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"),
            "{}",
            *url
        );
        assert!(secret().spelt().starts_with("GEZD GNBV "));
    }
}
