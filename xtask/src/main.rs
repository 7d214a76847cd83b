//! `cargo xtask`: the few commands this project is worked with. Each is one module; `sh` runs programs,
//! `machine` finds (and where it may, installs) what they need.

mod bench;
mod demo;
mod dev;
mod dist;
mod generate;
mod machine;
mod postgres;
mod sh;
mod test;
mod web;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The commands Yinfeng is built, tried, tested and shipped with.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
#[command(
    after_help = "Start here:\n  cargo xtask demo     build everything and open http://127.0.0.1:8080\n  \
                        cargo xtask test     run every check, as CI does"
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build the workbench and the server, load the demo district, serve it on 127.0.0.1:8080
    Demo(demo::Args),
    /// Run every check: format, lints, unit, both databases, browser stories
    Test(test::Args),
    /// Server and workbench with reload on every change
    Dev(dev::Args),
    /// Write openapi.json and the typed client made from it
    Gen(generate::Args),
    /// Measure against the bounds in docs/performance.md
    Bench(bench::Args),
    /// Make the release archive and the Debian package in dist/
    Dist(dist::Args),
}

fn main() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Demo(args) => demo::run(&args).map(|never| match never {}),
        Command::Test(args) => test::run(&args),
        Command::Dev(args) => dev::run(&args),
        Command::Gen(_) => generate::run(),
        Command::Bench(args) => bench::run(&args),
        Command::Dist(args) => dist::run(&args),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}
