//! Keys with which an employer's programs ask.
//!
//! ```text
//! absah_NAME_SECRET     NAME: 16 digits of hexadecimal, which a list shows; SECRET: 32 bytes of chance, base64url
//! ```
//!
//! The employer makes them itself, so nobody of the LSP ever has one; how many, and whether any, the LSP says. A journal
//! keeps a keyed hash of name and secret, and nothing else knows them.

use jiff::Timestamp;
use pkcs8::rand_core::CryptoRng;
use serde_json::json;
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

use super::{EmployerError, Locked};
use crate::domain::account::AccountId;
use crate::domain::act::Act;
use crate::domain::issuer::LspId;
use crate::office::accounts::{Customer, Employer};
use crate::office::{By, Error, Office};
use crate::seal::records::Records;
use crate::seal::spelling::to_base64url;
use crate::store::Subject;

/// What every key begins with.
pub const BEGINNING: &str = "absah_";

/// Seconds in which the use of a key is noted once.
const NOTED: i64 = 60;

/// A key as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownKey {
    pub name: String,
    pub made_at: Timestamp,
    pub used_at: Option<Timestamp>,
}

impl ShownKey {
    /// What somebody knows it by who has it.
    #[must_use]
    pub fn prefix(&self) -> String {
        format!("{BEGINNING}{}…", self.name)
    }
}

/// The name and the secret of a key; none where a text is no key.
fn parts(text: &str) -> Option<(&str, &str)> {
    let (name, secret) = text.strip_prefix(BEGINNING)?.split_once('_')?;
    let is_name = name.len() == 16 && name.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    let is_secret =
        secret.len() == 43 && secret.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    (is_name && is_secret).then_some((name, secret))
}

fn hash(records: &Records, name: &str, secret: &str) -> String {
    records.of_accounts("employer key", &format!("{name} {secret}"))
}

/// Makes a key of an employer, to be shown once.
///
/// # Errors
/// It has as many as it may, or the database does not answer.
pub async fn make_key(
    office: &Office,
    who: &Employer,
    now: Timestamp,
    random: &mut impl CryptoRng,
) -> Result<Zeroizing<String>, EmployerError> {
    let (mut name, mut secret) = ([0; 8], Zeroizing::new([0; 32]));
    random.fill_bytes(&mut name);
    random.fill_bytes(secret.as_mut());
    let (name, secret) = (hex::encode(name), Zeroizing::new(to_base64url(secret.as_slice())));
    let locked = Locked::take(office, who.lsp()).await?;
    let most = locked.is_employers(who.account())?.keys();
    if locked.told.employers().live_keys(who.account()).count() >= most as usize {
        return Err(EmployerError::Keys { most });
    }
    let body = json!({ "account": who.account().number(), "key": name, "hash": hash(&locked.records, &name, &secret) });
    locked.write(&who.by(now), Act::EmployerKey, Subject::Account(who.account()), body).await?;
    Ok(Zeroizing::new(format!("{BEGINNING}{name}_{}", *secret)))
}

/// Revokes a key of an employer, as the employer or its LSP wants it.
///
/// # Errors
/// There is no such key of this employer, or the database does not answer.
pub async fn revoke_key(
    office: &Office,
    lsp: &LspId,
    (account, name): (AccountId, &str),
    by: &By,
) -> Result<(), EmployerError> {
    let locked = Locked::take(office, lsp).await?;
    let known = locked.told.employers().live_key(name).is_some_and(|key| key.account == account.number());
    if !known {
        return Err(EmployerError::NoKey);
    }
    let body = json!({ "account": account.number(), "key": name, "state": "revoked" });
    locked.write(by, Act::EmployerKey, Subject::Account(account), body).await
}

/// The keys of an employer that are not revoked, the oldest first.
///
/// # Errors
/// The records' secret does not open, or the database does not answer.
pub async fn keys_of(office: &Office, lsp: &LspId, account: AccountId) -> Result<Vec<ShownKey>, EmployerError> {
    let people = office.people(&*office.records().await?).await?;
    let told = people.employers().find_map(|(of, told)| (of == lsp).then_some(told));
    let mut keys = Vec::new();
    for (name, key) in told.into_iter().flat_map(|told| told.live_keys(account)) {
        let made_at = Timestamp::from_second(key.made_at).unwrap_or(Timestamp::UNIX_EPOCH);
        keys.push(ShownKey { name: name.to_owned(), made_at, used_at: office.store.key_used_at(name).await? });
    }
    keys.sort_by_key(|key| key.made_at);
    Ok(keys)
}

/// Keys that an employer may have at once.
///
/// # Errors
/// The records' secret does not open, or the database does not answer.
pub async fn keys_allowed(office: &Office, who: &Customer) -> Result<u32, EmployerError> {
    let people = office.people(&*office.records().await?).await?;
    let told = people.employers().find_map(|(lsp, told)| (lsp == who.lsp()).then_some(told));
    Ok(told.and_then(|told| told.terms(who.account())).map_or(0, super::Terms::keys))
}

/// Whose key a text is; none where it is nobody's, or was revoked, or its owner may not ask any more.
///
/// # Errors
/// The records' secret does not open, or the database does not answer.
pub async fn customer(office: &Office, text: &str, now: Timestamp) -> Result<Option<Customer>, Error> {
    let Some((name, secret)) = parts(text) else { return Ok(None) };
    let records = office.records().await?;
    let people = office.people(&records).await?;
    let shown = hash(&records, name, secret);
    let found = people.employers().find_map(|(lsp, told)| {
        let key = told.live_key(name)?;
        let account = AccountId::new(key.account);
        let may = people.of(lsp)?.get(account)?.usable().are_an_employers() && told.terms(account)?.keys() > 0;
        let is_it = bool::from(key.hash.as_bytes().ct_eq(shown.as_bytes()));
        (may && is_it).then(|| Customer { account, lsp: lsp.clone() })
    });
    if found.is_some()
        && let Err(cause) = office.store.note_key_use(name, now, NOTED).await
    {
        // A help for whoever revokes keys; the key is good without it.
        tracing::warn!(%cause, "that a key was used could not be noted");
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_a_name_and_a_secret_and_nothing_else_is() {
        let (name, secret) = ("0011223344556677", "A_-".to_owned() + &"b".repeat(40));
        assert_eq!(parts(&format!("absah_{name}_{secret}")), Some((name, secret.as_str())));
        for text in [
            "",
            "absah_",
            &format!("absah_{name}_{secret}="),
            &format!("absah_{name}_{}", &secret[1..]),
            &format!("Absah_{name}_{secret}"),
            &format!("absah_{}_{secret}", "00112233445566GG"),
            &format!("absah_{name}{secret}"),
        ] {
            assert_eq!(parts(text), None, "{text}");
        }
    }
}
