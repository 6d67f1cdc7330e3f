//! The command line; alone reads the clock, the environment and the system's randomness.

use std::io::IsTerminal as _;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use absah::cli::{Cli, Secrets, World, run, shield, told};
use absah::words::Lang;
use getrandom::SysRng;
use getrandom::rand_core::{Rng as _, UnwrapErr};
use tracing::Level;
use tracing_subscriber::Layer as _;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

fn main() -> ExitCode {
    let cli = Cli::of_this_process(|name| std::env::var_os(name).is_some_and(|set| set.is_empty()));
    if let Some(code) = cli.run_alone() {
        return code;
    }
    // Before any secret is read; whether it is shielded is logged as soon as there is a log.
    let shielded = shield();
    let secrets = Secrets::take(&cli);
    let asked = std::env::var("ABSAH_LOG").ok().filter(|filter| !filter.is_empty());
    let asked = asked.map(|filter| filter.parse::<Targets>()).transpose();
    let filter = asked.as_ref().ok().cloned().flatten();
    let filter = filter.unwrap_or_else(|| Targets::new().with_default(Level::WARN).with_target("absah", Level::INFO));
    let colours = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|set| set.is_empty());
    let log = tracing_subscriber::fmt::layer().with_ansi(colours).with_writer(std::io::stderr);
    tracing_subscriber::registry().with(log.with_filter(filter)).init();
    if let Err(cause) = asked {
        tracing::warn!("ABSAH_LOG is no filter of the log, so it is as without one: {cause}");
    }
    if let Err(error) = shielded {
        tracing::warn!(%error, "other processes of this user can look into this one");
    }
    let secrets = match secrets {
        Ok(secrets) => secrets,
        Err(error) => {
            tracing::error!(%error, "the secrets that were handed over cannot be read");
            return ExitCode::from(2);
        }
    };
    if let Some(error) = &secrets.stay {
        tracing::warn!(%error, "secrets stay in the environment of this process");
    }
    let cli = cli.with(&secrets);
    if let Err(refused) = cli.learn_languages() {
        eprintln!("absah: {}", refused.in_words(lang_of_system()));
        return ExitCode::from(2);
    }
    let system = lang_of_system();
    let lang = cli.lang(system);
    #[expect(clippy::disallowed_methods, reason = "main reads the clock for everybody")]
    let clock = Arc::new(jiff::Timestamp::now);
    let world = World {
        clock,
        uptime: Arc::new(uptime),
        random: Box::new(UnwrapErr(SysRng)),
        chance: Arc::new(|| {
            let mut seed = [0; 32];
            UnwrapErr(SysRng).fill_bytes(&mut seed);
            seed
        }),
        // From the system's user id: an environment can say anything.
        user: whoami::username().unwrap_or_else(|_| "unknown".to_owned()),
        lang: system,
        passphrase: secrets.passphrase,
        program: std::env::current_exe().unwrap_or_else(|_| "absah".into()),
    };
    match run(cli, world) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("absah: {}", told(&error, lang));
            ExitCode::from(2)
        }
    }
}

/// How long the machine has run; on Linux the time it slept for counts.
#[cfg(target_os = "linux")]
fn uptime() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::Boottime);
    Duration::try_from(time).expect("a machine has run for some time, and its seconds have a billion parts")
}

/// How long the process has run, or as good: only differences are told.
#[cfg(not(target_os = "linux"))]
fn uptime() -> Duration {
    static BEGUN: std::sync::LazyLock<std::time::Instant> = std::sync::LazyLock::new(std::time::Instant::now);
    BEGUN.elapsed()
}

/// The language of the system's locale, by POSIX's order of the three variables.
fn lang_of_system() -> Lang {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(|name| std::env::var(name).ok());
    set.into_iter().find(|locale| !locale.is_empty()).map_or_else(Lang::default, |locale| Lang::of_locale(&locale))
}
