//! How long somebody stays signed in at the office.

use clap::Args;
use jiff::SignedDuration;

use crate::office::accounts::Lasting;

/// How long sessions last; a shared computer wants them short.
#[derive(Args, Clone, Copy, Debug)]
#[command(next_help_heading = "The office")]
pub(super) struct Sessions {
    /// Minutes after which somebody who does nothing is signed out, 1 to 1440
    #[arg(long, default_value_t = 30, value_name = "MIN", value_parser = clap::value_parser!(u16).range(1..=1_440))]
    session_idle: u16,
    /// Hours after which everybody signs in again, whatever they do, 1 to 24
    #[arg(long, default_value_t = 12, value_name = "H", value_parser = clap::value_parser!(u8).range(1..=24))]
    session_hours: u8,
}

impl From<Sessions> for Lasting {
    fn from(Sessions { session_idle, session_hours }: Sessions) -> Self {
        let (idle, whole) =
            (SignedDuration::from_mins(session_idle.into()), SignedDuration::from_hours(session_hours.into()));
        Self { idle, whole }
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Command {
        #[command(flatten)]
        sessions: Sessions,
    }

    fn lasting(arguments: &[&str]) -> Option<Lasting> {
        Command::try_parse_from(["x"].iter().chain(arguments)).ok().map(|command| command.sessions.into())
    }

    #[test]
    fn nothing_said_is_what_the_office_does_by_itself_and_no_session_outlives_a_day() {
        assert_eq!(lasting(&[]), Some(Lasting::default()));
        let short = Lasting { idle: SignedDuration::from_mins(10), whole: SignedDuration::from_hours(8) };
        assert_eq!(lasting(&["--session-idle", "10", "--session-hours", "8"]), Some(short));
        for refused in [["--session-idle", "0"], ["--session-idle", "1441"], ["--session-hours", "25"]] {
            assert_eq!(lasting(&refused), None, "{refused:?}");
        }
    }
}
