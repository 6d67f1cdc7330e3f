//! Last good copies in a directory, for when nothing else is to be had; a USB stick is such a directory.
//!
//! ```text
//! DIR/trust.jwt
//! DIR/status/LSP/N
//! DIR/honoured/KID
//! DIR/seen.json        what was seen, so that nothing older is believed afterwards
//! ```
//!
//! A file is written beside its place, synced, and renamed into it: there is always a whole one.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read as _};
use std::path::{Path, PathBuf};

use super::ListName;
use super::seen::Seen;
use crate::seal::whole_file;

const SEEN: &str = "seen.json";

/// Bytes of `seen.json`: 100,000 lists and more.
const LARGEST: u64 = 32 * 1024 * 1024;

/// A directory of lists.
#[derive(Clone, Debug)]
pub struct LastGood(PathBuf);

/// A file of a directory that could not be read or written.
#[derive(Debug, thiserror::Error)]
#[error("{}: {cause}", file.display())]
pub struct LastGoodError {
    pub file: PathBuf,
    pub cause: io::Error,
}

impl LastGood {
    #[must_use]
    pub fn new(dir: impl Into<PathBuf>) -> Self {
        Self(dir.into())
    }

    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.0
    }

    /// Keeps a list.
    ///
    /// # Errors
    /// It could not be written.
    pub fn write(&self, name: &ListName, bytes: &[u8]) -> Result<(), LastGoodError> {
        self.put(&name.to_string(), bytes)
    }

    /// What was seen by whoever kept lists here; nothing where nobody did.
    ///
    /// # Errors
    /// It cannot be read, or is damaged.
    pub fn seen(&self) -> Result<Seen, LastGoodError> {
        let file = self.0.join(SEEN);
        let read = || {
            let mut bytes = Vec::new();
            match File::open(&file) {
                Ok(open) => open.take(LARGEST + 1).read_to_end(&mut bytes)?,
                Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Seen::default()),
                Err(error) => return Err(error),
            };
            let damaged = |_| io::Error::new(ErrorKind::InvalidData, "damaged: it no longer says what was seen");
            serde_json::from_slice(&bytes).map_err(damaged)
        };
        read().map_err(|cause| LastGoodError { file: file.clone(), cause })
    }

    /// Remembers what was seen, also by other processes.
    ///
    /// # Errors
    /// It could not be read or written.
    pub fn see(&self, seen: &Seen) -> Result<(), LastGoodError> {
        let before = self.seen()?;
        let both = before.clone().merged(seen.clone());
        if both == before {
            return Ok(());
        }
        self.put(SEEN, serde_json::json!(both).to_string().as_bytes())
    }

    fn put(&self, name: &str, bytes: &[u8]) -> Result<(), LastGoodError> {
        let file = self.0.join(name);
        let dir = file.parent().unwrap_or(&self.0);
        let write = || {
            fs::create_dir_all(dir)?;
            whole_file::replace(&file, bytes, 0o644)
        };
        write().map_err(|cause| LastGoodError { file: file.clone(), cause })
    }
}

#[cfg(test)]
mod tests {
    use super::super::seen::Mark;
    use super::*;
    use crate::seal::keys::Kid;

    #[test]
    fn a_list_lies_where_its_name_says_and_nothing_beside_it() {
        let dir = tempfile::tempdir().expect("a directory");
        let kept = LastGood::new(dir.path().join("verifier"));
        let name = ListName::Status("klining".parse().expect("an id"), 0);
        for text in ["first", "second"] {
            kept.write(&name, text.as_bytes()).expect("written");
            assert_eq!(fs::read_to_string(kept.dir().join("status/klining/0")).expect("read"), text);
        }
        let files = fs::read_dir(kept.dir().join("status/klining")).expect("a directory").count();
        assert_eq!(files, 1, "no file beside it is left over");
    }

    #[test]
    fn what_another_process_saw_stays_seen() {
        let dir = tempfile::tempdir().expect("a directory");
        let kept = LastGood::new(dir.path());
        let seen = |iat| Seen { trust: Some(Mark::new(iat, b"", Kid::from_bytes([1; 8]))), ..Seen::default() };
        assert_eq!(kept.seen().expect("nothing yet"), Seen::default());
        kept.see(&seen(20)).expect("written");
        kept.see(&seen(10)).expect("written");
        assert_eq!(kept.seen().expect("read"), seen(20));
    }

    #[test]
    fn a_damaged_memory_is_an_error_and_never_forgetting() {
        let dir = tempfile::tempdir().expect("a directory");
        fs::write(dir.path().join(SEEN), "{").expect("written");
        let error = LastGood::new(dir.path()).seen().expect_err("damaged").to_string();
        assert!(error.contains("seen.json") && error.contains("damaged"), "{error}");
    }
}
