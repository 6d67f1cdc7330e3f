//! The command line, a file a command.

#[macro_use]
mod out;
mod account;
mod ask;
mod bar;
mod check;
mod clock;
mod demo;
mod door;
mod failure;
mod find;
mod issue;
mod journal;
mod keys;
mod lists;
mod lsp;
mod offline;
mod place;
mod print;
mod printer;
mod read_document;
mod reader;
mod recover;
mod replace;
mod rows;
mod secrets;
mod serve;
mod sessions;
mod status;
mod stopping;
mod trust;
mod verifier;
mod verify;

use std::ffi::OsStr;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use clap::error::ErrorKind;
use clap::{Args, CommandFactory as _, FromArgMatches as _, Parser, Subcommand};
use jiff::Timestamp;
use pkcs8::rand_core::CryptoRng;
use zeroize::Zeroizing;

use crate::office::{Actor, By};
use crate::words::{Lang, UnknownLang, further};

pub use self::failure::told;
pub use self::secrets::{Secrets, shield};

/// Issues competence certificates that anyone can check.
#[derive(Debug, Parser)]
#[command(name = "absah", version, propagate_version = true)]
pub struct Cli {
    #[command(flatten)]
    settings: Settings,
    #[command(subcommand)]
    command: Command,
}

/// What every command takes.
#[derive(Debug, Args)]
#[command(next_help_heading = "Settings of every command")]
struct Settings {
    /// Directory of all state: database and keys
    #[arg(long, env = "ABSAH_DATA", default_value = "absah-data", global = true)]
    data: PathBuf,
    /// PostgreSQL to keep the tables in, instead of SQLite in the data directory
    #[arg(long, env = "DATABASE_URL", hide_env_values = true, value_name = "URL", global = true)]
    database: Option<String>,
    /// Address to listen on, where a command does
    #[arg(long, default_value = "127.0.0.1:8080", value_name = "ADDRESS", global = true)]
    listen: SocketAddr,
    /// File with the passphrase of the private keys (or set ABSAH_KEY_PASSPHRASE)
    #[arg(long, value_name = "FILE", global = true)]
    passphrase_file: Option<PathBuf>,
    /// Write key files that are quick to open, and to guess at; in builds for development alone
    #[cfg(debug_assertions)]
    #[arg(long, env = "ABSAH_LIGHT_KEYS", global = true, hide = true)]
    light_keys: bool,
    /// Answer in JSON
    #[arg(long, global = true)]
    json: bool,
    /// Language of everything that is said: id, en, or TAG where the data directory has words/TAG.ftl; that of the system
    /// (LC_ALL, LC_MESSAGES, LANG) unless given
    #[arg(long = "lang", value_name = "LANG", global = true)]
    asked_lang: Option<String>,
    /// The language asked for, or the system's.
    #[arg(skip)]
    lang: Lang,
}

#[derive(Debug, Subcommand)]
enum Command {
    #[command(subcommand)]
    Account(account::Account),
    Check(check::Check),
    #[command(subcommand)]
    Clock(clock::Clock),
    Demo(demo::Demo),
    Find(find::Find),
    Issue(issue::Issue),
    #[command(subcommand)]
    Journal(journal::Journal),
    #[command(subcommand)]
    Keys(keys::Keys),
    #[command(subcommand)]
    Lsp(lsp::LspCommand),
    /// Bring the tables up to date, or make them
    #[command(after_help = "Example:\n  absah migrate --data /var/lib/absah")]
    Migrate,
    Print(print::Print),
    Recover(recover::Recover),
    /// Read one document from standard input; for the program's own use
    #[command(hide = true)]
    ReadDocument {
        /// The process that it reads for, and ends with
        begun_by: Option<i32>,
        /// It is a frame of a camera, which is read at a glance
        #[arg(long)]
        frame: bool,
    },
    Reinstate(status::Reinstate),
    Replace(replace::Replace),
    Revoke(status::Revoke),
    /// Serve the public site, the API and the office
    #[command(after_help = "Example:\n  absah serve --data /var/lib/absah --listen 127.0.0.1:8080")]
    Serve(serve::Serve),
    Suspend(status::Suspend),
    #[command(subcommand)]
    Trust(trust::Trust),
    Verifier(verifier::Verifier),
    Verify(verify::Verify),
}

/// What only `main` can know: time, chance, who runs what, and the secret in the environment.
pub struct World {
    pub clock: Arc<dyn Fn() -> Timestamp + Send + Sync>,
    /// How long this machine has run, by its own pace; no setting of its clock changes that.
    pub uptime: Arc<dyn Fn() -> Duration + Send + Sync>,
    pub random: Box<dyn CryptoRng + Send>,
    /// A seed of the system's randomness, another one each time: for services, which ask from many threads.
    pub chance: Arc<dyn Fn() -> [u8; 32] + Send + Sync>,
    pub user: String,
    pub passphrase: Option<Zeroizing<String>>,
    /// The language of the system's locale.
    pub lang: Lang,
    /// This program, to start another process of it.
    pub program: PathBuf,
}

impl Cli {
    /// The command line of this process, and what the environment sets beside it. A variable that `is_empty` sets
    /// nothing. Ends the process where it cannot be read, or asks for help.
    #[must_use]
    pub fn of_this_process(is_empty: impl Fn(&OsStr) -> bool) -> Self {
        let matches = without_empty(Self::command(), is_empty).get_matches();
        Self::from_arg_matches(&matches).unwrap_or_else(|error| error.exit())
    }

    /// Does what needs neither a runtime nor the world, if that was asked for.
    #[must_use]
    pub fn run_alone(&self) -> Option<ExitCode> {
        match self.command {
            Command::ReadDocument { begun_by, frame } => Some(read_document::run(begun_by, frame)),
            _ => None,
        }
    }
}

impl Cli {
    /// Learns the further languages of the data directory, before anything is said.
    ///
    /// # Errors
    /// One of them has a fault.
    pub fn learn_languages(&self) -> Result<(), further::Refused> {
        further::learn(&self.settings.data.join("words"))
    }

    /// The language in which to speak, where the system's locale has the one given. Ends the process where the one that
    /// was asked for is not known.
    #[must_use]
    pub fn lang(&self, system: Lang) -> Lang {
        let asked = self.settings.asked_lang.as_deref().map(str::parse).transpose();
        let refused = |error: UnknownLang| Self::command().error(ErrorKind::ValueValidation, error).exit();
        asked.unwrap_or_else(refused).unwrap_or(system)
    }
}

/// The same command, which asks no variable that is empty.
fn without_empty(command: clap::Command, is_empty: impl Fn(&OsStr) -> bool) -> clap::Command {
    command.mut_args(|arg| match arg.get_env() {
        Some(name) if is_empty(name) => arg.env(clap::builder::Resettable::Reset),
        _ => arg,
    })
}

impl World {
    fn now(&self) -> Timestamp {
        (self.clock)()
    }

    /// Who acts at the command line, and when.
    fn by(&self) -> By {
        By::alone(Actor::Console { user: self.user.clone() }, self.now())
    }
}

/// Runs a command to its end; the exit code is part of its answer.
///
/// # Errors
/// What kept the command from being carried out, in words for the person who typed it.
pub fn run(cli: Cli, world: World) -> anyhow::Result<ExitCode> {
    // The runtime is here and not in `main`: a future is compiled where it is polled, and this crate is compiled on
    // all cores, the program after it on one.
    tokio::runtime::Runtime::new()?.block_on(answer(cli, world))
}

async fn answer(cli: Cli, mut world: World) -> anyhow::Result<ExitCode> {
    let lang = cli.lang(world.lang);
    let Cli { mut settings, command } = cli;
    settings.lang = lang;
    match command {
        Command::Account(account) => account::run(&settings, &account, &mut world).await,
        Command::Check(check) => check::run(&settings, &check, &mut world).await,
        Command::Clock(clock) => clock::run(&settings, &clock, &world).await,
        Command::Demo(demo) => demo::run(&settings, &demo, &mut world).await,
        Command::Find(find) => find::run(&settings, &find, &world).await,
        Command::Issue(issue) => issue::run(&settings, &issue, &mut world).await,
        Command::Journal(journal) => journal::run(&settings, &journal, &world).await,
        Command::Keys(keys) => keys::run(&settings, &keys, &mut world).await,
        Command::Lsp(command) => lsp::run(&settings, &command, &world).await,
        Command::Migrate => place::migrate(&settings).await,
        Command::Print(print) => print::run(&settings, &print, &world).await,
        Command::ReadDocument { begun_by, frame } => Ok(read_document::run(begun_by, frame)),
        Command::Recover(recover) => recover::run(&settings, &recover, &world).await,
        Command::Reinstate(act) => status::reinstate(&settings, &act, &mut world).await,
        Command::Replace(replace) => replace::run(&settings, &replace, &mut world).await,
        Command::Revoke(act) => status::revoke(&settings, &act, &mut world).await,
        Command::Serve(serve) => serve::run(&settings, &serve, &mut world).await,
        Command::Suspend(act) => status::suspend(&settings, &act, &mut world).await,
        Command::Trust(command) => trust::run(&settings, &command, &mut world).await,
        Command::Verifier(verifier) => verifier::run(&settings, &verifier, &mut world).await,
        Command::Verify(verify) => verify::run(&settings, &verify, &world).await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variable_that_is_empty_is_asked_for_no_setting() {
        let asked = |is_empty: fn(&OsStr) -> bool| {
            let command = without_empty(Cli::command(), is_empty);
            command.get_arguments().filter(|arg| arg.get_env().is_some()).count()
        };
        assert!(asked(|_| false) > 1, "some settings come from the environment");
        assert_eq!(asked(|_| true), 0);
        assert_eq!(asked(|name| name == "ABSAH_DATA") + 1, asked(|_| false));
    }
}
