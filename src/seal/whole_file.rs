//! Files written whole or not at all: under another name in the same directory first, then renamed into place.

use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

/// How the names of files begin that are not yet whole; a killed process may leave one.
pub const UNFINISHED: &str = ".absah-";

/// The mode of what is handed out: whatever the umask of who runs the program leaves.
pub const HANDED_OUT: u32 = 0o666;

/// Writes a file that must not exist yet, to the disk and not only to its cache. Of `mode` the umask takes away.
///
/// # Errors
/// The file exists or could not be written.
pub fn create(path: &Path, content: &[u8], mode: u32) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, mode);
    #[cfg(not(unix))]
    let _ = mode;
    let mut file = options.open(path)?;
    file.write_all(content)?;
    file.sync_all()
}

/// Writes a file over one that may be there, to the disk, its name too. Of `mode` the umask takes away.
///
/// # Errors
/// The file could not be written; the one before is as it was.
pub fn replace(path: &Path, content: &[u8], mode: u32) -> io::Result<()> {
    let beside = written(path, content, mode)?;
    beside.as_file().sync_all()?;
    beside.persist(path).map_err(|error| error.error)?;
    sync(directory(path))
}

/// As [`replace`], without waiting for the disk: for what can be made again.
///
/// # Errors
/// As [`replace`].
pub fn replace_soon(path: &Path, content: &[u8], mode: u32) -> io::Result<()> {
    written(path, content, mode)?.persist(path).map_err(|error| error.error)?;
    Ok(())
}

fn written(path: &Path, content: &[u8], mode: u32) -> io::Result<tempfile::NamedTempFile> {
    let mut beside = tempfile::Builder::new();
    beside.prefix(UNFINISHED);
    #[cfg(unix)]
    beside.permissions(std::os::unix::fs::PermissionsExt::from_mode(mode));
    #[cfg(not(unix))]
    let _ = mode;
    let mut beside = beside.tempfile_in(directory(path))?;
    beside.write_all(content)?;
    Ok(beside)
}

fn directory(path: &Path) -> &Path {
    path.parent().filter(|dir| !dir.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."))
}

/// The rename itself is on the disk.
#[cfg(unix)]
fn sync(dir: &Path) -> io::Result<()> {
    File::open(dir)?.sync_all()
}

#[cfg(not(unix))]
fn sync(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn what_was_there_is_replaced_and_nothing_is_left_beside_it() {
        let dir = tempfile::tempdir().expect("a directory");
        let file = dir.path().join("trust.jwt");
        create(&file, b"first", 0o644).expect("written");
        assert!(create(&file, b"again", 0o644).is_err(), "it is there already");
        replace(&file, b"second", 0o644).expect("written");
        replace_soon(&file, b"third", 0o644).expect("written");
        assert_eq!(fs::read(&file).expect("read"), b"third");
        assert_eq!(fs::read_dir(dir.path()).expect("a directory").count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_file_has_the_mode_that_was_asked_for() {
        use std::os::unix::fs::PermissionsExt as _;
        let dir = tempfile::tempdir().expect("a directory");
        for (name, mode) in [("secret", 0o600), ("public", 0o644)] {
            let file = dir.path().join(name);
            replace(&file, b"", mode).expect("written");
            assert_eq!(fs::metadata(&file).expect("a file").permissions().mode() & 0o777, mode);
        }
    }

    #[test]
    fn a_file_that_cannot_be_written_leaves_the_one_before() {
        let dir = tempfile::tempdir().expect("a directory");
        assert!(replace(&dir.path().join("none/list"), b"x", 0o644).is_err());
        let taken = dir.path().join("taken");
        fs::create_dir(&taken).expect("a directory");
        assert!(replace(&taken, b"x", 0o644).is_err() && taken.is_dir());
        assert_eq!(fs::read_dir(dir.path()).expect("a directory").count(), 1, "and nothing beside it");
    }
}
