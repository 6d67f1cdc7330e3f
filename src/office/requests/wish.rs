//! What is asked for, as it is sealed in the request's row. Names, NIK and remarks may stand in it.
//!
//! ```text
//! { "kept", "file", "cells", "issued_on", "event", "wave" }                  certificates for a roster
//! { "before" }                                                               personal data of what ended before a day
//! { "change", "reason", "remark", "certificates": [{ "number", "name", "nik" }] }
//! ```

use std::fmt;

use jiff::civil::Date;
use pkcs8::rand_core::CryptoRng;
use serde::{Deserialize, Serialize};

use super::RequestError;
use crate::domain::holder::{HolderName, Nik};
use crate::domain::id::{EventId, KeptId, RequestId};
use crate::domain::request::Kind;
use crate::domain::status::Change;
use crate::office::kept::Kept;
use crate::seal::records::{NONCE, Records};
use crate::seal::spelling::{from_base64, to_base64url};
use crate::store::{Datum, RequestRow, StoreError};

/// What one person asks for.
#[derive(Clone, Debug)]
pub enum Wish {
    Change(ChangeWish),
    Erase(EraseWish),
    Issue(IssueWish),
}

/// Personal data of what ended before a day, to be erased.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub struct EraseWish {
    pub before: Date,
}

/// Certificates for a roster, as it was when they were asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssueWish {
    pub kept: KeptId,
    pub event: EventId,
    pub wave: Option<u32>,
    pub issued_on: Date,
    /// Keyed hashes of the file and of the mended cells, in hex.
    hashes: [String; 2],
}

/// Another status for certificates, or others in their place.
#[derive(Clone, Debug)]
pub struct ChangeWish {
    pub change: Change,
    pub remark: Option<String>,
    pub certificates: Vec<Named>,
}

/// A certificate by its number as it is shown; what its successor says otherwise.
#[derive(Clone, PartialEq, Eq)]
pub struct Named {
    pub number: String,
    pub name: Option<HolderName>,
    pub nik: Option<Nik>,
}

impl fmt::Debug for Named {
    /// Shows no name or NIK.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Named").field("number", &self.number).finish_non_exhaustive()
    }
}

#[derive(Deserialize, Serialize)]
struct WrittenIssue {
    kept: String,
    file: String,
    cells: String,
    issued_on: Date,
    event: String,
    wave: Option<u32>,
}

#[derive(Deserialize, Serialize)]
struct WrittenChange {
    reason: String,
    remark: Option<String>,
    certificates: Vec<WrittenNamed>,
}

#[derive(Deserialize, Serialize)]
struct WrittenNamed {
    number: String,
    name: Option<String>,
    nik: Option<String>,
}

const UNREADABLE: StoreError = StoreError::Corrupt(Datum::Request);

impl IssueWish {
    pub(super) fn of(kept: &Kept, records: &Records) -> Self {
        Self {
            kept: kept.row.id.clone(),
            event: kept.row.event.clone(),
            wave: kept.row.wave,
            issued_on: kept.row.issued_on,
            hashes: kept.hashes(records),
        }
    }

    /// Whether a roster is still what certificates were asked for.
    pub(super) fn is_of(&self, kept: &Kept, records: &Records) -> bool {
        *self == Self::of(kept, records)
    }
}

impl Wish {
    pub(super) fn seal(&self, records: &Records, id: &RequestId, random: &mut impl CryptoRng) -> String {
        let text = match self {
            Self::Change(ChangeWish { change, remark, certificates }) => {
                let named = |one: &Named| WrittenNamed {
                    number: one.number.clone(),
                    name: one.name.as_ref().map(ToString::to_string),
                    nik: one.nik.as_ref().map(|nik| nik.as_str().to_owned()),
                };
                let certificates = certificates.iter().map(named).collect();
                let (reason, remark) = (change.reason().to_owned(), remark.clone());
                serde_json::json!(WrittenChange { reason, remark, certificates })
            }
            Self::Erase(wish) => serde_json::json!(wish),
            Self::Issue(IssueWish { kept, event, wave, issued_on, hashes: [file, cells] }) => {
                serde_json::json!(WrittenIssue {
                    kept: kept.to_string(),
                    file: file.clone(),
                    cells: cells.clone(),
                    issued_on: *issued_on,
                    event: event.to_string(),
                    wave: *wave,
                })
            }
        };
        seal(records, &format!("request {id}"), text.to_string().as_bytes(), random)
    }

    pub(super) fn open(row: &RequestRow, records: &Records) -> Result<Self, RequestError> {
        let text = open(records, &format!("request {}", row.id), &row.body_sealed)?;
        let change = match row.kind {
            Kind::Erase => return Ok(Self::Erase(serde_json::from_slice(&text).map_err(|_| UNREADABLE)?)),
            Kind::Issue => {
                let WrittenIssue { kept, file, cells, issued_on, event, wave } =
                    serde_json::from_slice(&text).map_err(|_| UNREADABLE)?;
                let (kept, event) = (kept.parse().map_err(|_| UNREADABLE)?, event.parse().map_err(|_| UNREADABLE)?);
                return Ok(Self::Issue(IssueWish { kept, event, wave, issued_on, hashes: [file, cells] }));
            }
            Kind::Reinstate => |_: &str| Some(Change::Reinstate),
            Kind::Replace => |reason: &str| Some(Change::Replace(reason.parse().ok()?)),
            Kind::Revoke => |reason: &str| Some(Change::Revoke(reason.parse().ok()?)),
            Kind::Suspend => |reason: &str| Some(Change::Suspend(reason.parse().ok()?)),
        };
        let written: WrittenChange = serde_json::from_slice(&text).map_err(|_| UNREADABLE)?;
        let named = |one: WrittenNamed| {
            let name = one.name.map(|name| name.parse().map_err(|_| UNREADABLE)).transpose()?;
            let nik = one.nik.map(|nik| nik.parse().map_err(|_| UNREADABLE)).transpose()?;
            Ok::<_, StoreError>(Named { number: one.number, name, nik })
        };
        let certificates = written.certificates.into_iter().map(named).collect::<Result<_, _>>()?;
        let change = change(&written.reason).ok_or(UNREADABLE)?;
        Ok(Self::Change(ChangeWish { change, remark: written.remark, certificates }))
    }
}

pub(super) fn seal_remark(records: &Records, id: &RequestId, remark: &str, random: &mut impl CryptoRng) -> String {
    seal(records, &format!("remark {id}"), remark.as_bytes(), random)
}

pub(super) fn open_remark(records: &Records, id: &RequestId, sealed: &str) -> Result<String, RequestError> {
    let text = open(records, &format!("remark {id}"), sealed)?;
    Ok(String::from_utf8(text.to_vec()).map_err(|_| UNREADABLE)?)
}

fn seal(records: &Records, row: &str, plain: &[u8], random: &mut impl CryptoRng) -> String {
    let mut nonce = [0; NONCE];
    random.fill_bytes(&mut nonce);
    to_base64url(&records.seal_kept(row, plain, nonce))
}

fn open(records: &Records, row: &str, sealed: &str) -> Result<zeroize::Zeroizing<Vec<u8>>, StoreError> {
    let bytes = from_base64(sealed).map_err(|_| UNREADABLE)?;
    records.open_kept(row, &bytes).map_err(|_| UNREADABLE)
}
