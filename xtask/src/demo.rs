//! `cargo xtask demo`: from a fresh clone to a running district.

use std::convert::Infallible;
use std::os::unix::process::CommandExt;

use anyhow::{Context, Result};

use crate::{machine, sh, web};

#[derive(clap::Args)]
#[command(after_help = "Examples:\n  cargo xtask demo\n  \
                        cargo xtask demo --listen 127.0.0.1:9000 --data /tmp/fengqi\n\n\
                        The first start takes some minutes (it compiles); later ones start at once.\n\
                        Existing data in ./data is never overwritten.")]
pub struct Args {
    /// Handed on to `yinfeng demo`; see `target/release/yinfeng demo --help`
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "ARGS")]
    args: Vec<String>,
}

/// Build what is out of date and become the server: signals then reach it, and nothing stands between.
pub fn run(args: &Args) -> Result<Infallible> {
    machine::need_node()?;
    machine::need_c_compiler()?;
    web::build()?;
    sh::run(&mut sh::cargo(["build", "--release", "-p", "yinfeng"]))?;
    let server = target_dir().join("release/yinfeng");
    let error = sh::program(&server).arg("demo").args(&args.args).exec();
    Err(error).with_context(|| format!("{} could not be started", server.display()))
}

/// Where cargo puts what it builds.
pub fn target_dir() -> std::path::PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| sh::root().join("target"), |dir| sh::root().join(dir))
}
