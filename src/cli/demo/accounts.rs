//! The accounts of a demo's office, one a role. Everybody may know their passwords: they are kept to be shown again.

use std::net::SocketAddr;

use anyhow::Context as _;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use zeroize::Zeroizing;

use super::super::World;
use crate::domain::account::{Role, SignInName};
use crate::office::Office;
use crate::office::accounts::password::NewPassword;
use crate::office::accounts::staff::{Authority, NewAccount, Settled};
use crate::office::accounts::totp::TotpSecret;
use crate::office::example::{self, Memo};
use crate::seal::spelling::{from_base64url, to_base64url};
use crate::words::{Lang, key, say};

/// The LSP that they work for.
const LSP: &str = "klining";

const ROLES: [(Role, &str); 4] = [
    (Role::Operator, "operator"),
    (Role::Approver, "penyetuju"),
    (Role::Auditor, "auditor"),
    (Role::Administrator, "admin"),
];

/// One of them.
#[derive(Debug, Deserialize, Serialize)]
pub(super) struct DemoAccount {
    name: String,
    role: String,
    password: String,
    /// The authenticator's secret, base64url.
    totp: Option<String>,
}

impl DemoAccount {
    fn draw(role: Role, name: &str, world: &mut World) -> Self {
        let password = NewPassword::one_time(&mut world.random).as_str().to_owned();
        let needs_totp = role == Role::Approver || role == Role::Administrator;
        let totp = needs_totp.then(|| to_base64url(TotpSecret::draw(&mut world.random).as_bytes()));
        Self { name: name.to_owned(), role: role.to_string(), password, totp }
    }

    fn secret(&self) -> Option<TotpSecret> {
        TotpSecret::read(Zeroizing::new(from_base64url(self.totp.as_deref()?).ok()?))
    }

    /// The `otpauth` URL that an authenticator takes its secret from.
    fn url(&self, listen: SocketAddr) -> Option<String> {
        let name: SignInName = self.name.parse().ok()?;
        Some(self.secret()?.url(&name, &listen.to_string()).to_string())
    }

    pub(super) fn json(&self, listen: SocketAddr) -> Value {
        let Self { name, role, password, .. } = self;
        json!({ "name": name, "role": role, "password": password, "totp": self.url(listen) })
    }
}

/// Makes those that are not there yet; cut short, it goes on with the same passwords.
pub(super) async fn make(office: &Office, world: &mut World, lang: Lang) -> anyhow::Result<Vec<DemoAccount>> {
    let unreadable = || key!("cli-demo-unreadable").say(lang);
    let accounts: Vec<DemoAccount> = match example::remembered(office, Memo::Accounts).await? {
        Some(text) => serde_json::from_str(&text).with_context(unreadable)?,
        None => {
            let drawn: Vec<_> = ROLES.iter().map(|(role, name)| DemoAccount::draw(*role, name, world)).collect();
            example::remember(office, Memo::Accounts, &json!(drawn).to_string()).await?;
            drawn
        }
    };
    for account in &accounts {
        let name: SignInName = account.name.parse()?;
        if office.has_account(&name).await? {
            continue;
        }
        let role: Role = account.role.parse()?;
        let new = NewAccount {
            password: Some(NewPassword::new(&account.password, &name)?),
            name,
            lsp: LSP.parse()?,
            roles: [role].into_iter().collect(),
            settled: Some(Settled { totp: account.secret() }),
        };
        let (authority, now) = (Authority::Console(world.by()), world.now());
        office.make_account(new, &authority, now, &mut world.random).await?;
    }
    Ok(accounts)
}

/// Says who may sign in, and where.
pub(super) fn print(accounts: &[DemoAccount], listen: SocketAddr, lang: Lang) {
    println!("\n{}", say!(lang, "cli-demo-office", address = format!("http://{listen}/office"), lsp = LSP));
    for account in accounts {
        println!("  {:<12} {:<14} {}", account.name, account.role, account.password);
        if let Some(url) = account.url(listen) {
            println!("  {:<12} {url}", "");
        }
    }
}
