//! The report on a list of workers: what was found, as bytes that anyone can check.
//!
//! In the envelope of a token ([`super::cose`]), with claims of its own, so that it is never taken for a certificate nor a
//! certificate for it. Signed by a key whose use is `report`.
//!
//! ```text
//! #6.18([ << {1: -8, 4: kid} >>, {}, << claims >>, signature ])     Ed25519; alg -19 (RFC 9864) is read too
//! claims = { 6: iat, 7: id,
//!       -70002: { 1: until, 2: rows, 3: how many fit, 4: SHA-256 of the rows, 5: as of, 7: paper } }
//! ```
//!
//! `until` is the contract's last day, told by its noon in Jakarta, 05:00 UTC: that lies on the day in every zone from
//! UTC-5 to UTC+14, so it is read back as a day without knowing any. The rows are a CSV that goes with the report; its hash
//! is compared with its bytes as they are. `paper` is the edition of the words in which its paper is drawn; where it is
//! absent, the first. Unknown keys are allowed inside the claims and the -70002 map, and nowhere else.

use ciborium::Value;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use sha2::{Digest, Sha256};

use super::cbor::Item;
use super::cose::{self, CoseError, Sign1, Unproven};
use super::keys::{Kid, PrivateKey, PublicKey};
use super::verified::{Forged, Verified};
use crate::domain::term::moment_of;
use crate::domain::worker;

/// Bytes a report has at most.
pub const LONGEST: usize = 1024;

/// Bytes of a report's id, which are random.
pub const ID: usize = 16;

const IAT: i64 = 6;
const CTI: i64 = 7;
const REPORT: i64 = -70002;

/// The edition of the paper of a report that names none.
pub const FIRST_PAPER: u32 = 1;

/// What a report says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claims {
    /// When the list was checked, whole seconds.
    pub iat: Timestamp,
    pub id: [u8; ID],
    /// The contract's last day.
    pub until: Date,
    /// 1 to [`worker::MOST`] where it is signed; no list is too long to be read.
    pub rows: u32,
    /// At most as many.
    pub fits: u32,
    /// Of the rows that go with it ([`hash`]).
    pub sha256: [u8; 32],
    /// The oldest status list that an answer rests on, whole seconds; not after `iat`.
    pub as_of: Timestamp,
    /// The edition of the words of its paper; one that is not known yet keeps nobody from reading the rest.
    pub paper: u32,
}

/// A report whose form is right. Nothing it says can be had before its signature held.
#[derive(Clone, Debug)]
pub struct Report(Unproven<Claims>);

impl Report {
    /// Reads a report's form, its signature not yet looked at.
    ///
    /// # Errors
    /// What keeps the bytes from being a report.
    pub fn read(bytes: &[u8]) -> Result<Self, CoseError> {
        if bytes.len() > LONGEST {
            return Err(CoseError::Long);
        }
        Sign1::exact(bytes).ok_or(CoseError::Form)?.claims(read_claims).map(Self)
    }

    /// Which key claims to have signed it.
    #[must_use]
    pub fn kid(&self) -> Kid {
        self.0.kid()
    }

    /// Gives the claims if `key` signed them. Whether it is a key for reports is told by the trust list.
    ///
    /// # Errors
    /// The signature does not hold.
    pub fn verify(self, key: &PublicKey) -> Result<Verified<Claims>, Forged> {
        self.0.verify(key)
    }
}

/// Signs claims. The same claims and key give the same bytes.
///
/// # Errors
/// The claims are out of their bounds.
pub fn sign(claims: &Claims, key: &PrivateKey) -> Result<Vec<u8>, CoseError> {
    let payload = cose::encode(&claims_value(claims).ok_or(CoseError::Claims)?);
    let is_list = (1..=worker::MOST).contains(&(claims.rows as usize));
    if !is_list || read_claims(&payload)? != *claims {
        return Err(CoseError::Claims);
    }
    Ok(cose::sign(payload, None, key))
}

/// SHA-256 of the rows that go with a report, byte for byte.
#[must_use]
pub fn hash(rows: &[u8]) -> [u8; 32] {
    Sha256::digest(rows).into()
}

fn claims_value(claims: &Claims) -> Option<Value> {
    let mut report = vec![
        (Value::from(1), Value::from(moment_of(claims.until).ok()?.as_second())),
        (Value::from(2), Value::from(claims.rows)),
        (Value::from(3), Value::from(claims.fits)),
        (Value::from(4), Value::Bytes(claims.sha256.to_vec())),
        (Value::from(5), Value::from(claims.as_of.as_second())),
    ];
    if claims.paper != FIRST_PAPER {
        report.push((Value::from(7), Value::from(claims.paper)));
    }
    Some(Value::Map(vec![
        (Value::from(IAT), Value::from(claims.iat.as_second())),
        (Value::from(CTI), Value::Bytes(claims.id.to_vec())),
        (Value::from(REPORT), Value::Map(report)),
    ]))
}

fn read_claims(payload: &[u8]) -> Result<Claims, CoseError> {
    let item = Item::read(payload).ok_or(CoseError::Form)?;
    claims_of(item).ok_or(CoseError::Claims)
}

fn claims_of(item: Item<'_>) -> Option<Claims> {
    let report = item.entry(REPORT)?;
    let instant = |item: Item<'_>| Timestamp::from_second(item.integer()?).ok();
    let count = |key| u32::try_from(report.entry(key)?.integer()?).ok();
    let paper = if report.entry(7).is_some() { count(7)? } else { FIRST_PAPER };
    let claims = Claims {
        iat: instant(item.entry(IAT)?)?,
        id: item.entry(CTI)?.bytes()?.try_into().ok()?,
        until: TimeZone::UTC.to_datetime(instant(report.entry(1)?)?).date(),
        rows: count(2)?,
        fits: count(3)?,
        sha256: report.entry(4)?.bytes()?.try_into().ok()?,
        as_of: instant(report.entry(5)?)?,
        paper,
    };
    (claims.fits <= claims.rows && claims.as_of <= claims.iat).then_some(claims)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use serde_json::json;

    use super::*;
    use crate::seal::{token, vectors};

    fn key() -> PrivateKey {
        PrivateKey::from_seed(&[7; 32])
    }

    fn claims() -> Claims {
        Claims {
            iat: Timestamp::from_second(1_795_323_600).expect("an instant"),
            id: *b"0123456789abcdef",
            until: date(2027, 12, 31),
            rows: 55,
            fits: 49,
            sha256: hash(b"rows"),
            as_of: Timestamp::from_second(1_795_323_500).expect("an instant"),
            paper: FIRST_PAPER,
        }
    }

    #[test]
    fn every_vector_comes_out_as_it_says() {
        vectors::hold("report", "believed", |vector| {
            let key = vector.key(7);
            let read = Report::read(&vector.bytes()).and_then(|report| Ok((report.kid(), report.verify(&key)?)));
            let (kid, verified) = match read {
                Ok(read) => read,
                Err(fault) => return fault.word().to_owned(),
            };
            assert_eq!(kid, key.kid(), "{}", vector.name);
            let Claims { iat, id, until, rows, fits, sha256, as_of, paper } = verified.into_claims();
            let (iat, as_of) = (iat.as_second(), as_of.as_second());
            let (id, sha256) = (hex::encode(id), hex::encode(sha256));
            let mut says = json!({ "iat": iat, "id": id, "until": until, "rows": rows, "fits": fits,
                "sha256": sha256, "as_of": as_of });
            if paper != FIRST_PAPER {
                says["paper"] = paper.into();
            }
            vector.says(&says);
            "believed".to_owned()
        });
    }

    #[test]
    fn a_signed_report_reads_back_and_is_short() {
        let bytes = sign(&claims(), &key()).expect("signed");
        let verified = Report::read(&bytes).expect("readable").verify(&key().public()).expect("verified");
        assert_eq!(*verified.claims(), claims());
        assert!(bytes.len() < 190, "{} bytes", bytes.len());
    }

    #[test]
    fn a_report_names_the_edition_of_its_paper_where_it_is_not_the_first() {
        let read = |bytes: &[u8]| {
            let read = Report::read(bytes).expect("readable").verify(&key().public()).expect("verified");
            read.into_claims().paper
        };
        let (first, second) = (sign(&claims(), &key()), sign(&Claims { paper: 2, ..claims() }, &key()));
        let (first, second) = (first.expect("signed"), second.expect("signed"));
        assert_eq!((read(&first), read(&second), second.len() - first.len()), (1, 2, 2));
    }

    #[test]
    fn a_report_is_no_certificate_and_a_certificate_no_report() {
        let report = sign(&claims(), &key()).expect("signed");
        assert_eq!(token::Token::read(&report).map(drop), Err(token::TokenError::Claims));
        let certificate = token::Claims {
            number: "81210 9112 2 0000088 2023".into(),
            holder: "Siti Contoh".parse().expect("a name"),
            scheme_code: "CS-01".parse().expect("a code"),
            scheme_title: "Petugas".into(),
            nbf: Timestamp::from_second(1_702_832_400).expect("an instant"),
            exp: Timestamp::from_second(1_797_526_800).expect("an instant"),
            status: token::StatusRef { list: 0, index: 88 },
        };
        let token = token::sign(&certificate, &key()).expect("signed");
        assert_eq!(Report::read(&token).map(drop), Err(CoseError::Claims));
    }

    #[test]
    fn claims_out_of_bounds_are_not_signed() {
        let most = u32::try_from(worker::MOST).expect("small");
        for claims in [
            Claims { rows: 0, fits: 0, ..claims() },
            Claims { rows: most + 1, ..claims() },
            Claims { fits: 56, ..claims() },
            Claims { as_of: claims().iat + jiff::SignedDuration::from_secs(1), ..claims() },
            Claims { iat: claims().iat + jiff::SignedDuration::from_millis(1), ..claims() },
            Claims { until: Date::MAX, ..claims() },
        ] {
            assert_eq!(sign(&claims, &key()), Err(CoseError::Claims), "{claims:?}");
        }
        assert!(sign(&Claims { rows: most, fits: most, ..claims() }, &key()).is_ok());
    }

    #[test]
    fn no_altered_byte_verifies() {
        let bytes = sign(&claims(), &key()).expect("signed");
        for at in 0..bytes.len() {
            let mut altered = bytes.clone();
            altered[at] ^= 1;
            let read = Report::read(&altered).map(|report| report.verify(&key().public()));
            assert!(!matches!(read, Ok(Ok(_))), "byte {at}");
            assert!(Report::read(&bytes[..at]).is_err(), "cut at {at}");
        }
    }
}
