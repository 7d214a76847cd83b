//! `yinfeng user …`: accounts from the server's own command line, for when nobody can log in any more.

use clap::Subcommand;
use serde_json::json;

use super::Common;
use crate::{floor::Error, identity};

#[derive(Subcommand)]
pub enum UserCommand {
    /// List accounts
    #[command(after_help = "Example:\n  yinfeng user list --json")]
    List,
    /// Give an account a new first password and print it
    #[command(after_help = "Example:\n  yinfeng user password clerk")]
    Password { login: String },
    /// Let an account log in no more
    #[command(after_help = "Example:\n  yinfeng user disable clerk")]
    Disable { login: String },
}

pub fn run(common: &Common, command: &UserCommand) -> anyhow::Result<()> {
    let (app, who) = common.open()?;
    match command {
        UserCommand::List => {
            let district = who.district().to_owned();
            let accounts = app.db.read_now(move |r| identity::accounts(r, &district))?;
            for a in accounts {
                let disabled = a.disabled_at.is_some();
                if common.json {
                    println!(
                        "{}",
                        json!({ "id": a.id, "login": a.login, "name": a.name, "disabled": disabled })
                    );
                } else {
                    println!("{}\t{}{}", a.login, a.name, if disabled { "\t(disabled)" } else { "" });
                }
            }
        }
        UserCommand::Password { login } => {
            let password = identity::password::invent();
            let hash = identity::password::hash(&password)?;
            let wanted = login.clone();
            app.db.write_now(move |tx| {
                let account = identity::account_by_login(tx, &wanted)?.ok_or(Error::NotFound)?;
                identity::reset_password(tx, &who, account.id, &hash)
            })?;
            if common.json {
                println!("{}", json!({ "login": login, "password": password }));
            } else {
                println!("{password}");
            }
        }
        UserCommand::Disable { login } => {
            let login = login.clone();
            app.db.write_now(move |tx| {
                let account = identity::account_by_login(tx, &login)?.ok_or(Error::NotFound)?;
                identity::update_account(tx, &who, account.id, &account.name, true, account.version)
            })?;
        }
    }
    Ok(())
}
