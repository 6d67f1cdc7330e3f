//! `absah clock confirm`: a person's word that the machine's clock is right.

use std::process::ExitCode;

use clap::{Args, Subcommand};

use super::ask::agreed_or_given;
use super::{Settings, World, place};
use crate::office::clock::{newest, say_right};
use crate::office::in_words::moment;
use crate::words::{key, say};

/// The machine's clock
#[derive(Debug, Subcommand)]
pub(super) enum Clock {
    Confirm(Confirm),
}

/// Say that this machine's clock is right, where Absah cannot tell by itself: it was off for long, or something was
/// dated by a clock that was wrong
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  absah clock confirm")]
pub(super) struct Confirm {
    /// Do not ask
    #[arg(long)]
    yes: bool,
}

pub(super) async fn run(settings: &Settings, clock: &Clock, world: &World) -> anyhow::Result<ExitCode> {
    let (Clock::Confirm(confirm), lang) = (clock, settings.lang);
    let office = place::office(settings, world).await?;
    let (by, newest) = (world.by(), newest(&office).await?);
    if !settings.json {
        match newest {
            Some(newest) => eprintln!("{}", say!(lang, "cli-clock-dated", dated = moment(newest, lang))),
            None => eprintln!("{}", key!("cli-clock-nothing").say(lang)),
        }
        if newest.is_some_and(|newest| by.now < newest) {
            eprintln!("{}", key!("cli-clock-void").say(lang));
        }
    }
    if !agreed_or_given(confirm.yes, &say!(lang, "cli-clock-ask", now = moment(by.now, lang)), lang)? {
        eprintln!("{}", key!("cli-clock-not-said").say(lang));
        return Ok(ExitCode::from(1));
    }
    say_right(&office, &by).await?;
    if settings.json {
        println!("{}", serde_json::json!({ "confirmed": by.now, "dated": newest }));
    } else {
        println!("{}", key!("cli-clock-right").say(lang));
    }
    office.close().await;
    Ok(ExitCode::SUCCESS)
}
