//! Measurements against the bounds of `docs/performance.md`.

mod generate;
mod load;
mod server;
mod table;

use std::path::PathBuf;

use anyhow::Result;
use clap::{Parser, Subcommand};

/// Measure Yinfeng on 100,000 projects and 500,000 receipts.
#[derive(Parser)]
#[command(name = "cargo xtask bench", bin_name = "cargo xtask bench")]
struct Cli {
    /// Where the generated district lies; made when it is not there (about 1 GB)
    #[arg(long, global = true, default_value = "target/bench")]
    data: PathBuf,
    /// How many projects; each has five receipts
    #[arg(long, global = true, default_value_t = 100_000)]
    projects: u64,
    #[command(subcommand)]
    profile: Option<Profile>,
}

#[derive(Subcommand)]
enum Profile {
    /// Only make the data
    Generate,
}

fn main() -> Result<()> {
    let cli = Cli::parse();
    let size = generate::Size { projects: cli.projects, receipts_each: 5 };
    generate::ensure(&cli.data, size)
}
