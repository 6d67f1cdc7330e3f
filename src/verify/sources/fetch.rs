//! Fetches one list, from a file or by HTTP(S); blocks while it does.
//!
//! A body is read no further than its kind can be long, also when it was compressed. What is held already
//! is asked for by its ETag (RFC 9110 §13.1.2). A redirect is followed on the same host only, or not at all. No proxy is
//! taken from the environment.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use sha2::{Digest, Sha256};
use ureq::http::header::{ETAG, IF_NONE_MATCH, LOCATION};
use ureq::http::{HeaderMap, Response, StatusCode};
use url::Url;

use super::place::{Address, Inward, site};

/// For a connection, and for the head of an answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// Bytes a second that an answer must come with.
const SLOWEST: usize = 128 * 1024;

/// Redirects on the same host.
const REDIRECTS: usize = 3;

/// What was found at an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fetched {
    Absent,
    /// At most one byte more than was allowed, for whoever refuses it.
    Bytes(Vec<u8>),
    /// What is held already.
    Unchanged,
}

/// Why an address could not be asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreachable {
    #[error("it is not there")]
    Absent,
    #[error("it redirects to another host, or too often")]
    Elsewhere,
    #[error("it answers {0}")]
    Http(StatusCode),
    #[error("{0}")]
    Inward(#[from] Inward),
    /// In the system's words.
    #[error("{0}")]
    Io(String),
    #[error("the lists of one LSP take too long together")]
    Late,
    /// In the words of the library that fetches.
    #[error("{0}")]
    Ureq(String),
}

impl From<io::Error> for Unreachable {
    fn from(cause: io::Error) -> Self {
        Self::Io(cause.to_string())
    }
}

impl From<ureq::Error> for Unreachable {
    fn from(cause: ureq::Error) -> Self {
        Self::Ureq(cause.to_string())
    }
}

/// An HTTP client, and the ETags of what it fetched.
#[derive(Debug)]
pub struct Fetcher {
    agent: ureq::Agent,
    redirects: usize,
    tags: Mutex<HashMap<String, Tag>>,
}

/// An ETag, and the SHA-256 of what came with it, in hex.
#[derive(Clone, Debug)]
struct Tag {
    etag: String,
    sha256: String,
}

impl Default for Fetcher {
    fn default() -> Self {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .proxy(None)
            .timeout_connect(Some(PATIENCE))
            .timeout_recv_response(Some(PATIENCE))
            .user_agent(concat!("absah/", env!("CARGO_PKG_VERSION")));
        Self { agent: config.build().into(), redirects: REDIRECTS, tags: Mutex::default() }
    }
}

impl Fetcher {
    /// Follows no redirect.
    #[must_use]
    pub fn direct() -> Self {
        Self { redirects: 0, ..Self::default() }
    }

    /// Fetches a list of at most `longest` bytes, `within` a time. `held` is the SHA-256, in hex, of the one held.
    ///
    /// # Errors
    /// The address could not be asked.
    pub fn fetch(
        &self,
        address: &Address,
        longest: usize,
        held: Option<&str>,
        within: Duration,
    ) -> Result<Fetched, Unreachable> {
        match address {
            Address::File(path) => match File::open(path) {
                Ok(file) => Ok(Fetched::Bytes(read(file, longest)?)),
                Err(error) if error.kind() == ErrorKind::NotFound => Ok(Fetched::Absent),
                Err(error) => Err(error.into()),
            },
            Address::Web(url) => self.download(url, longest, held, within),
        }
    }

    fn download(
        &self,
        url: &str,
        longest: usize,
        held: Option<&str>,
        within: Duration,
    ) -> Result<Fetched, Unreachable> {
        let tag = self.tags().get(url).filter(|tag| Some(tag.sha256.as_str()) == held).cloned();
        let mut response = self.ask(url, within.min(patience(longest)), tag.as_ref())?;
        match response.status() {
            StatusCode::OK => {}
            StatusCode::NOT_MODIFIED if tag.is_some() => return Ok(Fetched::Unchanged),
            StatusCode::NOT_FOUND | StatusCode::GONE => return Ok(Fetched::Absent),
            status => return Err(Unreachable::Http(status)),
        }
        let bytes = read(response.body_mut().as_reader(), longest)?;
        let etag = header(response.headers(), ETAG.as_str()).filter(|etag| etag.len() <= 256);
        if let Some(etag) = etag {
            let tag = Tag { etag: etag.to_owned(), sha256: hex::encode(Sha256::digest(&bytes)) };
            self.tags().insert(url.to_owned(), tag);
        }
        Ok(Fetched::Bytes(bytes))
    }

    /// Asks, and follows redirects on the same host.
    fn ask(&self, url: &str, within: Duration, tag: Option<&Tag>) -> Result<Response<ureq::Body>, Unreachable> {
        let begun = Instant::now();
        let mut at = url.to_owned();
        for _ in 0..=self.redirects {
            let left = within.saturating_sub(begun.elapsed());
            let mut request = self.agent.get(&at).config().timeout_global(Some(left)).build();
            if let Some(tag) = tag {
                request = request.header(IF_NONE_MATCH, &tag.etag);
            }
            let response = request.call()?;
            if !response.status().is_redirection() || response.status() == StatusCode::NOT_MODIFIED {
                return Ok(response);
            }
            let to = header(response.headers(), LOCATION.as_str()).ok_or(Unreachable::Elsewhere)?;
            let to = Url::parse(&at).and_then(|at| at.join(to)).map_err(|_| Unreachable::Elsewhere)?.to_string();
            if site(&to).is_none_or(|there| Some(there) != site(url)) {
                return Err(Unreachable::Elsewhere);
            }
            at = to;
        }
        Err(Unreachable::Elsewhere)
    }

    fn tags(&self) -> std::sync::MutexGuard<'_, HashMap<String, Tag>> {
        self.tags.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How long a list may take, wherever it comes from.
#[must_use]
pub fn patience(longest: usize) -> Duration {
    PATIENCE * 2 + Duration::from_secs((longest / SLOWEST) as u64)
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

fn read(body: impl Read, longest: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    body.take(longest as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests;
