//! What a visitor holds between two pages of a check: the list that she handed in, or its answers.
//!
//! Nothing of it stays here. It goes out sealed with the page and comes back with the form, and only what this service
//! sealed itself less than a day ago is opened: nobody can have it show answers that it did not give.
//!
//! ```text
//! base64url of XChaCha20-Poly1305 (purpose: names at rest) over ZLIB over JSON {"until": seconds, "held": …}
//! ```

use std::io::{Read as _, Write as _};

use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use jiff::{SignedDuration, Timestamp};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::seal::records::Records;
use crate::seal::spelling::{from_base64, to_base64url};

/// How long what was sealed is opened.
pub const LIFE: SignedDuration = SignedDuration::from_hours(24);

/// Bytes that it has at most once it is unpacked.
const LARGEST: u64 = 64 << 20;

/// What is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Answers,
    List,
}

impl Kind {
    /// The row that it is sealed for: no row of the tables has such a name.
    fn row(self) -> &'static str {
        match self {
            Self::Answers => "checked list",
            Self::List => "list to check",
        }
    }
}

/// It was sealed by another service, as something else, or too long ago.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("what was carried from the page before cannot be opened any more")]
pub struct NotCarried;

#[derive(Serialize, Deserialize)]
struct Written<T> {
    until: i64,
    held: T,
}

/// Seals what a visitor holds from now on.
#[must_use]
pub fn seal(records: &Records, kind: Kind, held: &impl Serialize, now: Timestamp) -> String {
    const IN_MEMORY: &str = "memory takes whatever is written to it, and texts and numbers are written as JSON";
    let until = now.saturating_add(LIFE).map_or(i64::MAX, Timestamp::as_second);
    let text = Zeroizing::new(serde_json::to_vec(&Written { until, held }).expect(IN_MEMORY));
    let mut zlib = ZlibEncoder::new(Vec::new(), Compression::fast());
    let packed = zlib.write_all(&text).and_then(|()| zlib.finish()).expect(IN_MEMORY);
    to_base64url(&records.seal_again(kind.row(), &packed))
}

/// Opens what [`seal`] sealed.
///
/// # Errors
/// It is nothing of the kind, or too old.
pub fn open<T: DeserializeOwned>(records: &Records, kind: Kind, sealed: &str, now: Timestamp) -> Result<T, NotCarried> {
    let bytes = from_base64(sealed).map_err(|_| NotCarried)?;
    let packed = records.open(kind.row(), &bytes).map_err(|_| NotCarried)?;
    let mut text = Zeroizing::new(Vec::new());
    ZlibDecoder::new(packed.as_slice()).take(LARGEST).read_to_end(&mut text).map_err(|_| NotCarried)?;
    let Written { until, held } = serde_json::from_slice(&text).map_err(|_| NotCarried)?;
    if now.as_second() < until { Ok(held) } else { Err(NotCarried) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seal::keys::PrivateKey;

    fn records(seed: u8) -> Records {
        Records::new(&PrivateKey::from_seed(&[seed; 32]))
    }

    fn now() -> Timestamp {
        "2026-11-22T05:00:00Z".parse().expect("an instant")
    }

    #[test]
    fn only_what_was_sealed_here_as_this_and_today_is_opened() {
        // Longer than any token, however it is packed.
        let long: String = (0..20_000_u32).map(|n| format!("{}, ", n.wrapping_mul(2_654_435_761))).collect();
        let sealed = seal(&records(7), Kind::List, &long, now());
        assert_eq!(open::<String>(&records(7), Kind::List, &sealed, now()).as_ref(), Ok(&long));
        let sealed = seal(&records(7), Kind::List, &"Siti Contoh", now());
        assert!(!sealed.contains("Siti"));
        let open = |seed, kind, text: &str, later| {
            open::<String>(&records(seed), kind, text, now() + SignedDuration::from_hours(later))
        };
        assert_eq!(open(7, Kind::List, &sealed, 23).as_deref(), Ok("Siti Contoh"));
        assert_eq!(open(7, Kind::List, &sealed, 24), Err(NotCarried), "a day later");
        assert_eq!(open(8, Kind::List, &sealed, 0), Err(NotCarried), "of another service");
        assert_eq!(open(7, Kind::Answers, &sealed, 0), Err(NotCarried), "a list is no answer");
        for text in ["", "AAAA", &sealed[1..], &format!("{sealed}AAAA")] {
            assert_eq!(open(7, Kind::List, text, 0), Err(NotCarried));
        }
    }
}
