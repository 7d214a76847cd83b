//! `cargo xtask gen`: the API document and the typed client that is made from it.

use std::fs;
use std::process::Stdio;

use anyhow::{Context, Result, bail};

use crate::{sh, web};

#[derive(clap::Args)]
#[command(after_help = "Example:\n  cargo xtask gen && git diff openapi.json\n\n\
                        Run it after changing a route or a body; a test fails while openapi.json is out of date.")]
pub struct Args {}

pub fn run() -> Result<()> {
    let output = sh::cargo(["run", "-p", "yinfeng", "--", "openapi"])
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .context("`yinfeng openapi` could not be started")?;
    if !output.status.success() || output.stdout.is_empty() {
        bail!("`yinfeng openapi` failed ({}); openapi.json is left as it was", output.status);
    }
    // Untouched when equal, so that nothing is rebuilt for it.
    let file = sh::root().join("openapi.json");
    if fs::read(&file).is_ok_and(|old| old == output.stdout) {
        println!("openapi.json is up to date");
    } else {
        fs::write(&file, &output.stdout).context("openapi.json cannot be written")?;
        println!("openapi.json written");
    }
    web::install()?;
    sh::run(&mut sh::npm(["run", "gen"]))
}
