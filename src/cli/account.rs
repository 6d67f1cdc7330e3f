//! `absah account`: who may sign in to the office. The first administrator is made here, also where an LSP's console
//! is closed: nothing is issued or changed by it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::{Args, Subcommand};
use serde_json::{Value, json};
use zeroize::Zeroizing;

use super::{Settings, World, place};
use crate::domain::account::{Role, SignInName};
use crate::domain::issuer::LspId;
use crate::office::Office;
use crate::office::accounts::password::NewPassword;
use crate::office::accounts::staff::{Authority, Made, NewAccount, Person, PersonState};
use crate::words::{Lang, key, say};

/// Who may sign in to the office
#[derive(Debug, Subcommand)]
#[command(after_help = "Example:\n  absah account new ketua --lsp klining --role approver")]
pub(super) enum Account {
    /// Let somebody sign in nowhere any more
    #[command(after_help = "Example:\n  absah account disable ketua")]
    Disable(Named),
    /// List the accounts of an LSP, or of all; an employer's has the role employer
    #[command(after_help = "Example:\n  absah account list --lsp klining")]
    List(List),
    /// Make an account, or give one that is there roles at an LSP
    #[command(
        after_help = "Example:\n  absah account new admin --lsp klining --role administrator\n\nPrints a password that is changed at the first sign-in. The name stands in the journal for ever: take a desk or initials."
    )]
    New(New),
    /// Give an account a new password, and take its authenticator away
    #[command(after_help = "Example:\n  absah account reset ketua")]
    Reset(Named),
}

#[derive(Args, Debug)]
pub(super) struct Named {
    /// What is typed to sign in
    name: SignInName,
}

#[derive(Args, Debug)]
pub(super) struct List {
    /// Of this LSP alone
    #[arg(long)]
    lsp: Option<LspId>,
}

#[derive(Args, Debug)]
pub(super) struct New {
    /// What is typed to sign in: 3 to 32 small letters, digits, dots, hyphens
    name: SignInName,
    /// The LSP that it works for
    #[arg(long)]
    lsp: LspId,
    /// What it does there: administrator, approver, auditor or operator; several times for several
    #[arg(long = "role", required = true, value_name = "ROLE")]
    roles: Vec<Role>,
    /// File with its first password, instead of one that is drawn
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
}

pub(super) async fn run(settings: &Settings, account: &Account, world: &mut World) -> anyhow::Result<ExitCode> {
    let office = place::office(settings, world).await?;
    match account {
        Account::Disable(named) => disable(settings, &office, named, world).await?,
        Account::List(which) => list(settings, &office, which).await?,
        Account::New(new) => make(settings, &office, new, world).await?,
        Account::Reset(named) => reset(settings, &office, named, world).await?,
    }
    office.close().await;
    Ok(ExitCode::SUCCESS)
}

async fn make(settings: &Settings, office: &Office, new: &New, world: &mut World) -> anyhow::Result<()> {
    let lang = settings.lang;
    let password = match &new.password_file {
        Some(path) => Some(NewPassword::new(&first_line(path, lang)?, &new.name)?),
        None => None,
    };
    let drawn = password.is_none();
    let (name, lsp, roles) = (new.name.clone(), new.lsp.clone(), new.roles.iter().copied().collect());
    let account = NewAccount { name, lsp, roles, password, settled: None };
    let (authority, now) = (Authority::Console(world.by()), world.now());
    let Made { password, .. } = office.make_account(account, &authority, now, &mut world.random).await?;
    let (name, lsp) = (new.name.as_str(), &new.lsp);
    let shown = password.as_ref().filter(|_| drawn).map(NewPassword::as_str);
    if settings.json {
        println!("{}", json!({ "name": name, "lsp": lsp, "made": password.is_some(), "password": shown }));
        return Ok(());
    }
    match (&password, shown) {
        (Some(_), Some(shown)) => println!("{}", say!(lang, "cli-account-made", name, lsp, password = shown)),
        (Some(_), None) => println!("{}", say!(lang, "cli-account-made-quietly", name, lsp)),
        (None, _) => println!("{}", say!(lang, "cli-account-roles-given", name, lsp)),
    }
    Ok(())
}

fn first_line(path: &Path, lang: Lang) -> anyhow::Result<Zeroizing<String>> {
    let text = fs::read_to_string(path).with_context(|| say!(lang, "cli-cannot-read", path = path.display()))?;
    let text = Zeroizing::new(text);
    Ok(Zeroizing::new(text.lines().next().unwrap_or_default().to_owned()))
}

async fn list(settings: &Settings, office: &Office, which: &List) -> anyhow::Result<()> {
    let lsps = match &which.lsp {
        Some(lsp) => vec![office.lsp(lsp).await?.lsp.id],
        None => office.lsps().await?.into_iter().map(|lsp| lsp.id).collect(),
    };
    let mut all = Vec::new();
    for lsp in lsps {
        all.extend(office.everybody(&lsp).await?.into_iter().map(|person| (lsp.clone(), person)));
    }
    if settings.json {
        let told = |(lsp, person): &(LspId, Person)| -> Value {
            json!({
                "name": person.name.as_str(), "lsp": lsp, "roles": person.roles.words(), "state": person.state,
                "second_step": person.has_totp, "must_change": person.must_change, "as_told": person.as_told,
            })
        };
        println!("{}", json!({ "accounts": all.iter().map(told).collect::<Vec<_>>() }));
        return Ok(());
    }
    let lang = settings.lang;
    if all.is_empty() {
        println!("{}", key!("cli-account-none").say(lang));
    }
    for (lsp, person) in &all {
        let state = match person.seen_as() {
            PersonState::Disabled => key!("cli-account-disabled-state"),
            PersonState::NoSecondStep | PersonState::PasswordAlone => key!("cli-account-password-alone"),
            PersonState::NotAsTold => key!("cli-account-not-as-told"),
            PersonState::NotEntered => key!("cli-account-not-entered"),
            PersonState::SecondStep => key!("cli-account-second-step"),
            PersonState::WithoutRole => key!("cli-account-without-role"),
        };
        let roles = person.roles.words().join(", ");
        println!("{lsp:<12} {:<20} {roles:<32} {}", person.name.as_str(), state.say(lang));
    }
    Ok(())
}

async fn reset(settings: &Settings, office: &Office, named: &Named, world: &mut World) -> anyhow::Result<()> {
    let records = office.records().await?;
    let account = office.account_named(&named.name, &records).await?.id();
    let (authority, now) = (Authority::Console(world.by()), world.now());
    let password = office.reset_account(account, &authority, now, &mut world.random).await?;
    let (name, password) = (named.name.as_str(), password.as_str());
    match settings.json {
        true => println!("{}", json!({ "name": name, "password": password })),
        false => println!("{}", say!(settings.lang, "cli-account-reset", name, password)),
    }
    Ok(())
}

async fn disable(settings: &Settings, office: &Office, named: &Named, world: &World) -> anyhow::Result<()> {
    office.disable_account(&named.name, &world.by()).await?;
    let name = named.name.as_str();
    match settings.json {
        true => println!("{}", json!({ "name": name, "disabled": true })),
        false => println!("{}", say!(settings.lang, "cli-account-disabled", name)),
    }
    Ok(())
}
