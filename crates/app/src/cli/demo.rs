//! `yinfeng demo`: the fictional district with its year, served at once. What is there already is never touched.

use std::{net::SocketAddr, path::Path};

use clap::Args;
use serde_json::json;

use super::{Common, serve};
use crate::{
    demo::{load, words},
    identity, rooms,
};

/// Holds the one password of the demo's accounts; made when the demo is loaded, different everywhere.
const PASSWORD_FILE: &str = "demo-password";

#[derive(Args, Clone)]
pub struct DemoArgs {
    /// Address and port
    #[arg(long)]
    listen: Option<SocketAddr>,
    /// Load the district and stop
    #[arg(long)]
    load_only: bool,
}

pub fn run(common: &Common, args: &DemoArgs) -> anyhow::Result<()> {
    let mut config = common.load()?;
    if let Some(listen) = args.listen {
        config.listen = listen;
    }
    serve::logs(&config);
    let routes = rooms::routes();
    let app = serve::build(config)?;
    // Before anything is written, the file of the password included.
    app.db.read_now(load::is_loaded)?;
    let password = password(&app.config.data)?;
    let runtime = serve::runtime()?;
    runtime.block_on(load::load(&app, &password))?;
    if args.load_only {
        return Ok(());
    }
    let json = common.json;
    runtime.block_on(serve::run(app, routes, move |listen| print(listen, &password, json)))
}

fn password(data: &Path) -> anyhow::Result<String> {
    let file = data.join(PASSWORD_FILE);
    if let Ok(kept) = std::fs::read_to_string(&file) {
        return Ok(kept.trim().to_owned());
    }
    let password = identity::password::invent();
    std::fs::write(&file, &password)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600))?;
    }
    Ok(password)
}

fn print(listen: SocketAddr, password: &str, json: bool) {
    if json {
        let accounts: Vec<_> = words::ACCOUNTS
            .iter()
            .map(|(login, name, role, unit)| json!({ "login": login, "name": name, "role": role, "unit": unit, "password": password }))
            .collect();
        println!("{}", json!({ "address": format!("http://{listen}"), "accounts": accounts }));
        return;
    }
    println!("引凤 Yinfeng · demo district 凤栖区 · http://{listen}");
    println!("password of every demo account: {password}");
    for (login, name, role, unit) in words::ACCOUNTS {
        println!("  {login:<10} {name}  {}  {}", role.code(), unit.unwrap_or("全区"));
    }
}
