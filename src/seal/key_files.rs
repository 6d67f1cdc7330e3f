//! The directory of key files: `NAME.pem` (private, encrypted, mode 0600) beside `NAME.pub.pem`.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use pkcs8::rand_core::CryptoRng;
use zeroize::Zeroizing;

use super::free_memory::free_memory;
use super::key_cost::{Cost, Derivation};
use super::keys::{KeyFormatError, KeyUse, Kid, PrivateKey, PublicKey, derivation};
use super::whole_file::{create, replace};
use crate::domain::issuer::LspId;

/// Bytes a key file has at most; a real one has under 1,000.
const LARGEST: usize = 16 * 1024;

/// What a private half is sealed with.
#[derive(Clone, Copy)]
pub struct Sealing<'a> {
    pub passphrase: &'a [u8],
    pub cost: Cost,
}

/// Where keys lie.
#[derive(Clone, Debug)]
pub struct KeyFiles(PathBuf);

/// What is wrong with a key file; names the file, never its content.
#[derive(Debug, thiserror::Error)]
#[error("{}: {cause}", file.display())]
pub struct KeyError {
    pub file: PathBuf,
    pub cause: KeyCause,
}

#[derive(Debug, thiserror::Error)]
pub enum KeyCause {
    #[error("{0}")]
    Format(#[from] KeyFormatError),
    #[error("{0}")]
    Io(#[from] io::Error),
    #[error("others may read this file; make it yours alone: chmod 600")]
    OpenToOthers,
    #[error("larger than any key file")]
    TooLarge,
}

impl KeyError {
    /// Whether the file is simply not there.
    #[must_use]
    pub fn is_missing(&self) -> bool {
        matches!(&self.cause, KeyCause::Io(error) if error.kind() == io::ErrorKind::NotFound)
    }
}

/// The name of an LSP's key file.
#[must_use]
pub fn name(lsp: &LspId, key_use: KeyUse, kid: Kid) -> String {
    format!("{lsp}-{}-{kid}", key_use.as_str())
}

impl KeyFiles {
    #[must_use]
    pub fn new(dir: impl Into<PathBuf>) -> Self {
        Self(dir.into())
    }

    /// The private file of a key.
    #[must_use]
    pub fn path(&self, name: &str) -> PathBuf {
        self.0.join(format!("{name}.pem"))
    }

    /// Writes both halves of a new key; an existing file is never overwritten.
    ///
    /// # Errors
    /// The key could not be encrypted, or a file not be written.
    pub fn write(
        &self,
        name: &str,
        key: &PrivateKey,
        Sealing { passphrase, cost }: Sealing<'_>,
        random: &mut impl CryptoRng,
    ) -> Result<(), KeyError> {
        let path = self.path(name);
        fs::create_dir_all(&self.0).map_err(|error| fault(&self.0, error))?;
        let private = key.to_pem(passphrase, cost, random).map_err(|error| fault(&path, error))?;
        let public = key.public().to_pem().map_err(|error| fault(&path, error))?;
        let beside = self.public_path(name);
        if path.exists() {
            return Err(fault(&path, io::Error::from(io::ErrorKind::AlreadyExists)));
        }
        // A public half alone is what a crash left: it goes with the private one that never came.
        if beside.exists() {
            fs::remove_file(&beside).map_err(|error| fault(&beside, error))?;
        }
        create(&beside, public.as_bytes(), 0o644).map_err(|error| fault(&beside, error))?;
        create(&path, private.as_bytes(), 0o600).map_err(|error| fault(&path, error))?;
        File::open(&self.0).and_then(|dir| dir.sync_all()).map_err(|error| fault(&self.0, error))
    }

    /// Opens a private key, after looking at who may read the file, and holds the public half beside
    /// it against it. Takes 0.2 to 0.6 s and 128 MiB (scrypt): once a process, not once a certificate.
    ///
    /// # Errors
    /// The file is missing, open to others, not opened by the passphrase, or not the public half's.
    pub fn open(&self, name: &str, passphrase: &[u8]) -> Result<PrivateKey, KeyError> {
        let path = self.path(name);
        let pem = read(&path, true).map_err(|cause| fault(&path, cause))?;
        let key = PrivateKey::from_pem(&pem, passphrase, free_memory()).map_err(|error| fault(&path, error))?;
        let beside = self.public_path(name);
        let public = read(&beside, false).map_err(|cause| fault(&beside, cause))?;
        let public = PublicKey::from_pem(&public).map_err(|error| fault(&beside, error))?;
        if public == key.public() { Ok(key) } else { Err(fault(&beside, KeyFormatError::PublicHalf)) }
    }

    /// The names of the private halves that lie here.
    ///
    /// # Errors
    /// The directory cannot be read.
    pub fn names(&self) -> Result<Vec<String>, KeyError> {
        if !self.0.exists() {
            return Ok(Vec::new()); // the first key brings it
        }
        let names = || {
            let mut names = Vec::new();
            for entry in fs::read_dir(&self.0)? {
                let file = entry?.file_name();
                let name = file.to_str().and_then(|name| name.strip_suffix(".pem"));
                names.extend(name.filter(|name| !name.ends_with(".pub")).map(str::to_owned));
            }
            names.sort();
            Ok::<_, io::Error>(names)
        };
        names().map_err(|error| fault(&self.0, error))
    }

    /// How the passphrase of a private half becomes its key.
    ///
    /// # Errors
    /// The file cannot be read, or holds no private half.
    pub fn derivation(&self, name: &str) -> Result<Derivation, KeyError> {
        let path = self.path(name);
        let pem = read(&path, true).map_err(|cause| fault(&path, cause))?;
        derivation(&pem).map_err(|error| fault(&path, error))
    }

    /// Makes the file of a private half anew, in the place of the old one, which is overwritten: whoever finds the disk
    /// shall not find what is guessed at for less. A crash leaves one of both, whole.
    ///
    /// # Errors
    /// The file does not open, or could not be written; the old one stands then. Or the old one could not be overwritten.
    pub fn renew(&self, name: &str, sealing: Sealing<'_>, random: &mut impl CryptoRng) -> Result<(), KeyError> {
        let path = self.path(name);
        let Sealing { passphrase, cost } = sealing;
        let key = self.open(name, passphrase)?;
        let pem = key.to_pem(passphrase, cost, random).map_err(|error| fault(&path, error))?;
        let renewed = || {
            let old = OpenOptions::new().write(true).open(&path)?;
            replace(&path, pem.as_bytes(), 0o600)?;
            overwrite(old)
        };
        renewed().map_err(|error| fault(&path, error))
    }

    /// Destroys the private half: overwritten, then removed. The public half stays.
    ///
    /// # Errors
    /// The file could not be overwritten or removed.
    pub fn destroy(&self, name: &str) -> Result<(), KeyError> {
        let path = self.path(name);
        let destroy = || {
            overwrite(OpenOptions::new().write(true).open(&path)?)?;
            fs::remove_file(&path)
        };
        destroy().map_err(|error| fault(&path, error))
    }

    /// The public file of a key.
    #[must_use]
    pub fn public_path(&self, name: &str) -> PathBuf {
        self.0.join(format!("{name}.pub.pem"))
    }

    /// A file of another kind beside the keys.
    #[must_use]
    pub fn beside(&self, file: &str) -> PathBuf {
        self.0.join(file)
    }
}

/// Overwrites a file where it lies on the disk.
fn overwrite(mut file: File) -> io::Result<()> {
    let length = usize::try_from(file.metadata()?.len()).map_or(LARGEST, |length| length.min(LARGEST));
    file.write_all(&vec![0; length])?;
    file.sync_all()
}

fn fault(file: &Path, cause: impl Into<KeyCause>) -> KeyError {
    KeyError { file: file.to_owned(), cause: cause.into() }
}

fn read(path: &Path, private: bool) -> Result<Zeroizing<String>, KeyCause> {
    use std::io::Read as _;
    let file = File::open(path)?;
    if file.metadata()?.len() > LARGEST as u64 {
        return Err(KeyCause::TooLarge);
    }
    if private && !yours_alone(&file)? {
        return Err(KeyCause::OpenToOthers);
    }
    // Room for all of it at once: growing would leave copies behind.
    let mut text = Zeroizing::new(String::with_capacity(LARGEST));
    file.take(LARGEST as u64).read_to_string(&mut text)?;
    Ok(text)
}

#[cfg(unix)]
fn yours_alone(file: &File) -> io::Result<bool> {
    use std::os::unix::fs::PermissionsExt as _;
    Ok(file.metadata()?.permissions().mode() & 0o077 == 0)
}

#[cfg(not(unix))]
fn yours_alone(_: &File) -> io::Result<bool> {
    Ok(true)
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use getrandom::SysRng;
    use getrandom::rand_core::UnwrapErr;

    use super::*;

    const SEALING: Sealing<'static> = Sealing { passphrase: b"rahasia", cost: Cost::LIGHT };

    fn kept() -> (tempfile::TempDir, KeyFiles, PrivateKey) {
        let dir = tempfile::tempdir().expect("a directory");
        let files = KeyFiles::new(dir.path().join("keys"));
        let key = PrivateKey::from_seed(&[9; 32]);
        files.write("k", &key, SEALING, &mut UnwrapErr(SysRng)).expect("written");
        (dir, files, key)
    }

    #[test]
    fn a_key_reads_back_with_its_passphrase_only() {
        let (_dir, files, key) = kept();
        assert_eq!(files.open("k", b"rahasia").expect("opened").public(), key.public());
        assert!(matches!(
            files.open("k", b"salah").expect_err("refused").cause,
            KeyCause::Format(KeyFormatError::Passphrase)
        ));
        assert!(files.open("other", b"rahasia").expect_err("refused").is_missing());
    }

    #[test]
    fn a_key_that_others_may_read_is_refused() {
        let (_dir, files, _) = kept();
        let mode = fs::metadata(files.path("k")).expect("a file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        fs::set_permissions(files.path("k"), fs::Permissions::from_mode(0o640)).expect("set");
        assert!(matches!(files.open("k", b"rahasia").expect_err("refused").cause, KeyCause::OpenToOthers));
    }

    #[test]
    fn a_public_half_of_another_key_is_refused() {
        let (_dir, files, _) = kept();
        let other = PrivateKey::from_seed(&[1; 32]).public().to_pem().expect("a PEM");
        fs::write(files.public_path("k"), other).expect("written");
        let cause = files.open("k", b"rahasia").expect_err("refused").cause;
        assert!(matches!(cause, KeyCause::Format(KeyFormatError::PublicHalf)));
    }

    #[test]
    fn keys_are_never_overwritten_and_destroyed_for_good() {
        let (_dir, files, key) = kept();
        assert!(files.write("k", &key, SEALING, &mut UnwrapErr(SysRng)).is_err());
        files.destroy("k").expect("destroyed");
        assert!(files.open("k", b"rahasia").expect_err("gone").is_missing());
    }

    #[test]
    fn a_file_made_anew_holds_the_same_key_and_nothing_is_left_of_the_old_one() {
        let (_dir, files, key) = kept();
        let link = files.beside("old");
        fs::hard_link(files.path("k"), &link).expect("a link to the old file");
        let wrong = Sealing { passphrase: b"salah", cost: Cost::FULL };
        assert!(files.renew("k", wrong, &mut UnwrapErr(SysRng)).is_err());
        assert_eq!(files.derivation("k").expect("a file"), Derivation::Scrypt { n: 1_024, r: 8, p: 1 });
        files.renew("k", Sealing { cost: Cost::FULL, ..SEALING }, &mut UnwrapErr(SysRng)).expect("made anew");
        assert_eq!(files.derivation("k").expect("a file"), Derivation::Scrypt { n: 131_072, r: 8, p: 1 });
        assert_eq!(files.open("k", b"rahasia").expect("opened").kid(), key.kid());
        assert!(fs::read(&link).expect("the old file").iter().all(|byte| *byte == 0));
        let mode = fs::metadata(files.path("k")).expect("a file").permissions().mode();
        assert_eq!((mode & 0o777, files.names().expect("names")), (0o600, vec!["k".to_owned()]));
    }
}
