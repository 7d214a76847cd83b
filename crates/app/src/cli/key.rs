//! `yinfeng key`: the keys of personal data. They lie in a file beside the database and never in it.

use std::sync::Arc;

use clap::Subcommand;
use serde_json::json;
use uuid::Uuid;
use yinfeng_domain::id::ContactId;

use super::Common;
use crate::{
    contact,
    floor::{App, web::Who},
    org,
};

#[derive(Subcommand)]
pub enum KeyCommand {
    /// Say where the file is and which keys it has
    #[command(after_help = "Example:\n  yinfeng key show --data /var/lib/yinfeng")]
    Show,
    /// Add a key and seal everything anew with it; the old keys stay for backups that were sealed with them
    #[command(
        after_help = "A running server takes the new key from the file by itself.\n\nExample:\n  yinfeng key rotate --data /var/lib/yinfeng"
    )]
    Rotate,
}

pub fn run(common: &Common, command: &KeyCommand) -> anyhow::Result<()> {
    let (app, _) = common.open()?;
    if let KeyCommand::Rotate = command {
        app.keys.add()?;
        for district in app.db.read_now(org::districts)? {
            reseal(&app, &district)?;
        }
    }
    let (path, ids) = (app.keys.path().display().to_string(), app.keys.ids());
    if common.json {
        println!("{}", json!({ "file": path, "keys": ids, "seals": ids.last() }));
    } else {
        println!("{path}");
        for (i, id) in ids.iter().enumerate() {
            println!("  {id}{}", if i + 1 == ids.len() { "  seals" } else { "" });
        }
        println!("keep a copy of this file apart from the backups of the database");
    }
    Ok(())
}

fn reseal(app: &Arc<App>, district: &str) -> anyhow::Result<()> {
    let who = Who::system(district, "command line");
    let mut next = Some(ContactId(Uuid::nil()));
    while let Some(after) = next {
        let (who, keys) = (who.clone(), app.keys.clone());
        next = app.db.write_now(move |tx| contact::reseal(tx, &who, &keys, after))?;
    }
    Ok(())
}
