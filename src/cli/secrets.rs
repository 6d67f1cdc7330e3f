//! Secrets that come by the environment, and how they leave it.
//!
//! What a process was started with stands in `/proc/PID/environ` for as long as it lives, whatever it does to its
//! variables. So a command that runs for long starts itself over in its own place (`exec`: the same process, with the
//! same parent, terminal and exit code) without them, and hands them to itself through a pipe at standard input, which
//! such a command does not read. They stand in it as in an environment: `NAME=value`, each ended by a NUL.

use std::env;
use std::io;

use zeroize::Zeroizing;

use super::{Cli, Command};

const PASSPHRASE: &str = "ABSAH_KEY_PASSPHRASE";
const DATABASE: &str = "DATABASE_URL";

/// Is set where secrets wait at standard input.
const HANDED_OVER: &str = "ABSAH_SECRETS_HANDED_OVER";

/// Bytes that a pipe takes without anybody reading, on every system.
const ROOM: usize = 4096;

/// What the environment brought.
#[derive(Default)]
pub struct Secrets {
    pub passphrase: Option<Zeroizing<String>>,
    /// The address of the tables, with its password.
    pub(super) database: Option<Zeroizing<String>>,
    /// Why they stand in the environment to the end, where the command runs for long.
    pub stay: Option<io::Error>,
}

/// Keeps the memory of this process, and what it was started with, from other processes of the same user; from
/// debuggers and core files too.
///
/// # Errors
/// The system refuses.
#[cfg(target_os = "linux")]
pub fn shield() -> io::Result<()> {
    use rustix::process::{DumpableBehavior, set_dumpable_behavior};
    Ok(set_dumpable_behavior(DumpableBehavior::NotDumpable)?)
}

/// There is nothing to do it with here.
///
/// # Errors
/// None.
#[cfg(not(target_os = "linux"))]
pub fn shield() -> io::Result<()> {
    Ok(())
}

impl Secrets {
    /// Takes what is there. For a command that runs for long this does not return where there is a secret: the process
    /// begins anew.
    ///
    /// # Errors
    /// What was handed over cannot be read.
    pub fn take(cli: &Cli) -> io::Result<Self> {
        if env::var_os(HANDED_OVER).is_some_and(|set| !set.is_empty()) {
            return handed_over();
        }
        let mut secrets = Self::of(|name| env::var(name).ok());
        if cli.runs_for_long() && (secrets.passphrase.is_some() || secrets.database.is_some()) {
            secrets.stay = Some(begin_anew(&secrets, cli));
        }
        Ok(secrets)
    }

    /// Those that variables hold; an empty one holds none.
    fn of(variable: impl Fn(&str) -> Option<String>) -> Self {
        let found = |name| variable(name).filter(|text| !text.is_empty()).map(Zeroizing::new);
        Self { passphrase: found(PASSPHRASE), database: found(DATABASE), stay: None }
    }

    /// As [`Self::read`] reads them.
    fn written(&self) -> Zeroizing<Vec<u8>> {
        // Room for all of it, so that growing leaves no copy behind.
        let mut block = Zeroizing::new(Vec::with_capacity(ROOM));
        for (name, value) in [(PASSPHRASE, &self.passphrase), (DATABASE, &self.database)] {
            if let Some(value) = value {
                for part in [name, "=", value, "\0"] {
                    block.extend_from_slice(part.as_bytes());
                }
            }
        }
        block
    }

    fn read(block: &[u8]) -> Self {
        let mut secrets = Self::default();
        for variable in block.split(|byte| *byte == 0) {
            match std::str::from_utf8(variable).ok().and_then(|variable| variable.split_once('=')) {
                Some((PASSPHRASE, value)) => secrets.passphrase = Some(Zeroizing::new(value.to_owned())),
                Some((DATABASE, value)) => secrets.database = Some(Zeroizing::new(value.to_owned())),
                _ => {}
            }
        }
        secrets
    }
}

impl Cli {
    /// Whether this serves until it is stopped, and asks nothing at standard input.
    fn runs_for_long(&self) -> bool {
        matches!(self.command, Command::Demo(_) | Command::Serve(_) | Command::Verifier(_))
    }

    /// Whether a file that was named is standard input.
    fn names_standard_input(&self) -> bool {
        let standard = ["/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"];
        self.settings
            .passphrase_file
            .as_deref()
            .is_some_and(|file| standard.iter().any(|name| file.as_os_str() == *name))
    }

    /// The same, with the tables where the environment said that they are, unless the command said so itself.
    #[must_use]
    pub fn with(mut self, secrets: &Secrets) -> Self {
        let database = secrets.database.as_ref().map(|database| database.to_string());
        self.settings.database = self.settings.database.or(database);
        self
    }
}

/// Starts this program over in the place of this process; gives back why that cannot be.
#[cfg(unix)]
fn begin_anew(secrets: &Secrets, cli: &Cli) -> io::Error {
    use std::io::Write as _;
    use std::os::unix::process::CommandExt as _;
    use std::process;

    let block = secrets.written();
    if block.len() > ROOM {
        return io::Error::other("they are longer than a pipe takes");
    }
    if cli.names_standard_input() {
        return io::Error::other("standard input is the file of the passphrase");
    }
    let anew = || -> io::Result<io::Error> {
        let (reader, mut writer) = io::pipe()?;
        writer.write_all(&block)?;
        let mut given = env::args_os();
        let mut command = process::Command::new(env::current_exe()?);
        if let Some(name) = given.next() {
            command.arg0(name);
        }
        command.args(given).env_remove(PASSPHRASE).env_remove(DATABASE).env(HANDED_OVER, "1").stdin(reader);
        Ok(command.exec())
    };
    anew().unwrap_or_else(|error| error)
}

#[cfg(not(unix))]
fn begin_anew(_: &Secrets, _: &Cli) -> io::Error {
    io::ErrorKind::Unsupported.into()
}

/// Reads what this process handed to itself; standard input has ended then, and stays so.
#[cfg(unix)]
fn handed_over() -> io::Result<Secrets> {
    use std::fs::File;
    use std::io::Read as _;
    use std::os::fd::AsFd as _;

    let mut block = Zeroizing::new(Vec::with_capacity(ROOM + 1));
    // Past the buffer of the standard library, which nobody would wipe.
    let input = File::from(io::stdin().as_fd().try_clone_to_owned()?);
    input.take(ROOM as u64).read_to_end(&mut block)?;
    Ok(Secrets::read(&block))
}

#[cfg(not(unix))]
fn handed_over() -> io::Result<Secrets> {
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secrets(passphrase: Option<&str>, database: Option<&str>) -> Secrets {
        let wrapped = |text: &str| Zeroizing::new(text.to_owned());
        Secrets { passphrase: passphrase.map(wrapped), database: database.map(wrapped), stay: None }
    }

    #[test]
    fn an_empty_variable_holds_no_secret() {
        let found = Secrets::of(|_| Some(String::new()));
        assert!(found.passphrase.is_none() && found.database.is_none());
        let found = Secrets::of(|name| (name == PASSPHRASE).then(|| "rahasia".to_owned()));
        assert_eq!(found.passphrase.as_ref().map(|text| text.as_str()), Some("rahasia"));
        assert!(found.database.is_none());
    }

    #[test]
    fn what_is_handed_over_arrives_as_it_was() {
        let lists =
            [(None, None), (Some("a=b\nc é"), None), (Some(""), Some("postgres://u:p@h/d?x=1")), (None, Some("x"))];
        for (passphrase, database) in lists {
            let read = Secrets::read(&secrets(passphrase, database).written());
            assert_eq!(read.passphrase.as_ref().map(|text| text.as_str()), passphrase);
            assert_eq!(read.database.as_ref().map(|text| text.as_str()), database);
        }
    }
}
