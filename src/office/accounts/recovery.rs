//! Recovery codes: ten, each good once in place of an authenticator's code. Kept as keyed hashes; shown once.

use pkcs8::rand_core::CryptoRng;
use zeroize::Zeroizing;

use super::password::drawn;
use crate::domain::account::AccountId;
use crate::seal::records::Records;

/// Codes made at once.
pub const COUNT: usize = 10;

/// Codes, and what is kept of them.
pub(super) struct Recovery {
    pub(super) codes: Vec<Zeroizing<String>>,
    pub(super) kept: String,
}

impl Recovery {
    pub(super) fn draw(account: AccountId, records: &Records, random: &mut impl CryptoRng) -> Self {
        let codes: Vec<_> = (0..COUNT).map(|_| drawn(2, random)).collect();
        let kept = codes.iter().map(|code| hash(account, code, records)).collect::<Vec<_>>().join(" ");
        Self { codes, kept }
    }
}

/// What is left of the kept codes once this one is used; none where it is not among them.
pub(super) fn used(account: AccountId, code: &str, kept: &str, records: &Records) -> Option<String> {
    let hash = hash(account, code, records);
    let left: Vec<&str> = kept.split(' ').filter(|one| *one != hash).collect();
    (left.len() < kept.split(' ').count()).then(|| left.join(" "))
}

/// How many are left.
#[must_use]
pub fn left(kept: &str) -> usize {
    kept.split_whitespace().count()
}

fn hash(account: AccountId, code: &str, records: &Records) -> String {
    let code: String = code.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    records.of_accounts("recovery", &format!("{account} {code}"))
}

#[cfg(test)]
mod tests {
    use getrandom::SysRng;
    use getrandom::rand_core::UnwrapErr;

    use super::*;
    use crate::seal::keys::PrivateKey;

    #[test]
    fn each_code_is_good_once_for_its_own_account() {
        let records = Records::new(&PrivateKey::from_seed(&[7; 32]));
        let (one, other) = (AccountId::new(1), AccountId::new(2));
        let Recovery { codes, kept } = Recovery::draw(one, &records, &mut UnwrapErr(SysRng));
        assert_eq!((codes.len(), left(&kept)), (COUNT, COUNT));
        let typed = codes[3].to_uppercase().replace('-', " ");
        let rest = used(one, &typed, &kept, &records).expect("a code");
        assert_eq!(left(&rest), COUNT - 1);
        assert_eq!(used(one, &codes[3], &rest, &records), None, "used");
        assert_eq!(used(other, &codes[4], &kept, &records), None, "another's");
        assert_eq!(used(one, "", &kept, &records), None);
        let last = codes.iter().fold(kept, |kept, code| used(one, code, &kept, &records).expect("each"));
        assert_eq!(left(&last), 0);
        assert_eq!(used(one, "", &last, &records), None);
    }
}
