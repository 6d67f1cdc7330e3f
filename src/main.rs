//! The command line; alone reads the clock, the environment and the system's randomness.

use std::io::IsTerminal as _;
use std::process::ExitCode;
use std::sync::Arc;

use absah::cli::{Cli, World, run, told};
use absah::words::Lang;
use clap::Parser as _;
use getrandom::SysRng;
use getrandom::rand_core::UnwrapErr;
use zeroize::Zeroizing;

fn main() -> ExitCode {
    let cli = Cli::parse();
    if let Some(code) = cli.run_alone() {
        return code;
    }
    let filter = tracing_subscriber::EnvFilter::try_from_env("ABSAH_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn,absah=info"));
    let colours = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    tracing_subscriber::fmt().with_env_filter(filter).with_ansi(colours).with_writer(std::io::stderr).init();
    let system = lang_of_system();
    let lang = cli.lang(system);
    #[expect(clippy::disallowed_methods, reason = "main reads the clock for everybody")]
    let clock = Arc::new(jiff::Timestamp::now);
    let world = World {
        clock,
        random: Box::new(UnwrapErr(SysRng)),
        // From the system's user id: an environment can say anything.
        user: whoami::username().unwrap_or_else(|_| "unknown".to_owned()),
        lang: system,
        passphrase: std::env::var("ABSAH_KEY_PASSPHRASE").ok().map(Zeroizing::new),
        program: std::env::current_exe().unwrap_or_else(|_| "absah".into()),
    };
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("absah: cannot start: {error}");
            return ExitCode::from(2);
        }
    };
    match runtime.block_on(run(cli, world)) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("absah: {}", told(&error, lang));
            ExitCode::from(2)
        }
    }
}

/// The language of the system's locale, by POSIX's order of the three variables.
fn lang_of_system() -> Lang {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(|name| std::env::var(name).ok());
    set.into_iter().find(|locale| !locale.is_empty()).map_or_else(Lang::default, |locale| Lang::of_locale(&locale))
}
