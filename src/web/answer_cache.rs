//! What other verifiers fetch, ready to be handed out: bytes and their tag, made once a publication.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Bytes;
use headers::ETag;
use jiff::Timestamp;
use sha2::{Digest, Sha256};

use super::Published;
use crate::domain::issuer::LspId;
use crate::seal::honoured::HonouredList;
use crate::seal::keys::Kid;

/// One thing that is fetched.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Which {
    Cwt(LspId, u32),
    Honoured(Kid),
    Jwt(LspId, u32),
    Trust,
}

/// Its bytes, and a strong ETag: their SHA-256.
#[derive(Clone, Debug)]
pub(super) struct Item {
    pub(super) body: Bytes,
    pub(super) tag: ETag,
}

/// Why a thing is not handed out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lacking {
    Absent,
    /// Past its `exp`.
    Stale,
}

/// Items of the newest publication, each from the first time it is asked for.
#[derive(Debug, Default)]
pub(super) struct AnswerCache(Mutex<(Arc<Published>, HashMap<Which, Item>)>);

struct Shared(HonouredList);

impl AsRef<[u8]> for Shared {
    fn as_ref(&self) -> &[u8] {
        self.0.bytes()
    }
}

impl AnswerCache {
    pub(super) fn item(&self, published: &Arc<Published>, which: &Which, now: Timestamp) -> Result<Item, Lacking> {
        if let Which::Cwt(lsp, number) | Which::Jwt(lsp, number) = which
            && let Some(list) = published.statuses.get(&(lsp.clone(), *number))
            && list.exp <= now
        {
            return Err(Lacking::Stale);
        }
        let known = {
            let cache = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            cache.1.get(which).filter(|_| Arc::ptr_eq(&cache.0, published)).cloned()
        };
        if let Some(item) = known {
            return Ok(item);
        }
        // Outside the lock: an honoured list may have 64 MiB.
        let body = bytes(published, which).ok_or(Lacking::Absent)?;
        let tag = format!("\"{}\"", hex::encode(Sha256::digest(&body)));
        let tag = tag.parse().expect("hexadecimal digits in quotation marks are a tag");
        let item = Item { body, tag };
        let mut cache = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !Arc::ptr_eq(&cache.0, published) {
            *cache = (Arc::clone(published), HashMap::new());
        }
        cache.1.insert(which.clone(), item.clone());
        Ok(item)
    }
}

fn bytes(published: &Published, which: &Which) -> Option<Bytes> {
    let status = |lsp: &LspId, number: &u32| published.statuses.get(&(lsp.clone(), *number));
    Some(match which {
        Which::Cwt(lsp, number) => Bytes::copy_from_slice(&status(lsp, number)?.cwt),
        Which::Honoured(kid) => Bytes::from_owner(Shared(published.honoured.get(kid)?.clone())),
        Which::Jwt(lsp, number) => Bytes::copy_from_slice(status(lsp, number)?.jwt.as_bytes()),
        Which::Trust => Bytes::copy_from_slice(published.trust.as_deref()?.as_bytes()),
    })
}
