//! `cargo xtask bench`: hands over to the `bench` crate, compiled as users run it.

use anyhow::Result;

use crate::{machine, sh, web};

#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  cargo xtask bench            every measurement, on 100,000 projects\n  \
                        cargo xtask bench read       only the reading pages\n  \
                        cargo xtask bench --help-profiles"
)]
pub struct Args {
    /// List the measurements and their options
    #[arg(long)]
    help_profiles: bool,
    /// Handed on to the measurement: a profile and its options
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "ARGS")]
    args: Vec<String>,
}

pub fn run(args: &Args) -> Result<()> {
    if args.help_profiles {
        return sh::run(&mut sh::cargo(["run", "--release", "-q", "-p", "yinfeng-bench", "--", "--help"]));
    }
    machine::need_c_compiler()?;
    web::build()?;
    sh::run(&mut sh::cargo(["build", "--release", "-p", "yinfeng"]))?;
    sh::run(sh::cargo(["run", "--release", "-p", "yinfeng-bench", "--"]).args(&args.args))
}
