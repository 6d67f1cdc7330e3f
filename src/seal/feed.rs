//! What became of the certificates that an employer watches, as a JWT that its LSP signs by a key of use `report`.
//!
//! ```text
//! typ absah-feed+jwt    { iss, sub, aud, iat, exp, after, next, more, watched, changes: [
//!                         { seq, lsp, number, state, valid_until, expires_soon, superseded_by?, noticed_at } ] }
//! ```
//!
//! `sub` is the feed's address, `aud` whose it is, in a name that tells nothing else of the account. `after` is the cursor
//! that was asked for and `next` the one to ask for: so no answer passes for one to another employer, to another
//! question or of another time. Of each certificate the newest change alone is told, in ascending `seq`.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::jwt::{self, Jwt, JwtError, Kind};
use super::keys::{PrivateKey, PublicKey};
use super::verified::Verified;
use crate::domain::issuer::{LspId, Site};

/// Content type of a feed.
pub const TYPE: &str = "application/absah-feed+jwt";

/// Seconds for which an answer is of the present.
pub const LIFE: i64 = 3_600;

/// What is signed.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub struct Claims {
    /// The LSP that made the employer's account.
    pub iss: LspId,
    pub sub: String,
    pub aud: String,
    /// Seconds since 1970.
    pub iat: i64,
    pub exp: i64,
    /// The cursor that was asked for; 0: everything.
    pub after: i64,
    /// The cursor to ask for next.
    pub next: i64,
    /// Whether there are changes after `next` already.
    pub more: bool,
    /// How many certificates the employer watches.
    pub watched: usize,
    pub changes: Vec<Change>,
}

/// A certificate, and how it stands.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub struct Change {
    pub seq: i64,
    pub lsp: LspId,
    pub number: String,
    /// The word of a verdict.
    pub state: String,
    /// The last day; none where nothing is proven.
    pub valid_until: Option<Date>,
    pub expires_soon: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub superseded_by: Option<String>,
    /// In whole seconds.
    pub noticed_at: Timestamp,
}

/// The address of the feed on an LSP's site.
#[must_use]
pub fn subject(site: &Site) -> String {
    format!("{site}/api/v1/feed")
}

/// Signs an answer.
#[must_use]
pub fn sign(claims: &Claims, key: &PrivateKey) -> String {
    jwt::sign(Kind::Feed, claims, key, None)
}

/// Reads an answer that `key` signed.
///
/// # Errors
/// The signature does not hold, or it is no answer of a feed.
pub fn verify(text: &str, key: &PublicKey) -> Result<Verified<Claims>, JwtError> {
    Jwt::read(text, Kind::Feed)?.verify(key)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use serde_json::json;

    use super::*;
    use crate::seal::vectors::hold;

    fn claims() -> Claims {
        let noticed_at = "2026-11-22T05:00:00Z".parse().expect("an instant");
        let change = |seq: i64, number: &str, state: &str| Change {
            seq,
            lsp: "klining".parse().expect("an id"),
            number: number.to_owned(),
            state: state.to_owned(),
            valid_until: Some(date(2026, 12, 18)),
            expires_soon: state == "valid",
            superseded_by: (state == "superseded").then(|| "81210 9112 2 0000090 2026".to_owned()),
            noticed_at,
        };
        let iat = noticed_at.as_second();
        Claims {
            iss: "klining".parse().expect("an id"),
            sub: subject(&"https://cek.lsp.example".parse().expect("a site")),
            aud: "0123456789abcdef0123456789abcdef".to_owned(),
            iat,
            exp: iat + LIFE,
            after: 0,
            next: 1_795_323_600_000_002,
            more: false,
            watched: 2,
            changes: vec![
                change(1_795_323_600_000_001, "81210 9112 2 0000088 2023", "valid"),
                change(1_795_323_600_000_002, "81210 9112 2 0000089 2023", "superseded"),
            ],
        }
    }

    #[test]
    fn every_vector_of_a_feed_comes_out_as_it_says() {
        hold("feed", "told", |vector| match verify(&vector.text(), &vector.key(9)) {
            Ok(told) => {
                vector.says(&json!(told.into_claims()));
                "told".to_owned()
            }
            Err(fault) => fault.word().to_owned(),
        });
    }

    #[test]
    fn an_answer_is_signed_by_the_header_and_claims_of_the_vector_that_others_read() {
        let key = PrivateKey::from_seed(&[9; 32]);
        let text = sign(&claims(), &key);
        let vector = include_str!("../../tests/vectors/feed/plain.txt");
        let (_, body) = vector.split_once("\n\n").expect("a head and a body");
        let header = |text: &str| text.trim_start().split('.').next().map(str::to_owned);
        assert_eq!(header(&text), header(body));
        let read = |text: &str| verify(text, &key.public()).map(Verified::into_claims);
        assert_eq!(read(&text), Ok(claims()));
        assert_eq!(read(&text), read(&body.split_whitespace().collect::<String>()));
    }
}
