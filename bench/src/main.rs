//! Measurements against the bounds of `docs/performance.md`.

mod bare;
mod boards;
mod create;
mod engine;
mod generate;
mod import;
mod library;
mod lights;
mod load;
mod pages;
mod read;
mod rows;
mod score;
mod server;
mod session;
mod start;
mod story;
mod table;

use std::path::PathBuf;

use anyhow::Result;
use clap::{Parser, Subcommand};

/// Measure Yinfeng on 100,000 projects and 500,000 receipts.
#[derive(Parser)]
#[command(name = "cargo xtask bench", bin_name = "cargo xtask bench")]
#[command(after_help = "Examples:\n  cargo xtask bench            everything, and docs/performance.md\n  \
                        cargo xtask bench read\n  cargo xtask bench --projects 1000 --data /tmp/small generate")]
struct Cli {
    /// Where the generated district lies; made when it is not there (about 1 GB)
    #[arg(long, global = true, default_value = "target/bench")]
    data: PathBuf,
    /// How many projects; each has five receipts
    #[arg(long, global = true, default_value_t = 100_000)]
    projects: u64,
    /// How many organisations the investor library has
    #[arg(long, global = true, default_value_t = 1_000_000)]
    organisations: u64,
    /// An empty database of PostgreSQL on which the library is measured too: postgres://…
    #[arg(long, global = true)]
    postgres: Option<String>,
    #[command(subcommand)]
    profile: Option<Profile>,
}

#[derive(Subcommand)]
enum Profile {
    /// Only make the data
    Generate,
    /// List, record, search, dashboard and summary
    Read,
    /// Audited, durable creates from 64 clients
    Create,
    /// A ledger of 100,000 rows and 30 columns
    Import,
    /// The page of a project with a long story
    Story,
    /// The board, the rates of cohorts and the funnel
    Boards,
    /// The lights of all projects
    Lights,
    /// The scores of all units, by kept sums and by rules
    Score,
    /// Start, memory at rest, weight of the first page
    Start,
    /// The engine of assessment alone: 3,000 units, 1,000,000 receipts, 20 items
    Engine,
    /// Search and likely duplicates among 1,000,000 organisations
    Library,
    /// Only write docs/performance.md from what was measured before
    Write,
}

fn main() -> Result<()> {
    let Cli { data, projects, organisations, postgres, profile } = Cli::parse();
    if matches!(profile, Some(Profile::Write)) {
        return table::write_document();
    }
    if matches!(profile, Some(Profile::Engine)) {
        return engine::run();
    }
    if matches!(profile, Some(Profile::Library)) {
        return library::run(&data, organisations, postgres.as_deref());
    }
    generate::ensure(&data, generate::Size { projects, receipts_each: 5 })?;
    let login = session::Login::clerk(&data)?;
    match profile {
        Some(Profile::Generate | Profile::Write | Profile::Engine | Profile::Library) => Ok(()),
        Some(Profile::Read) => read::run(&data, &login),
        Some(Profile::Boards) => boards::run(&data, &login),
        Some(Profile::Start) => start::run(&data, &login),
        // These write, so they work on copies: the generated district stays what it is.
        Some(Profile::Create) => create::run(&data, &login),
        Some(Profile::Import) => generate::with_copy(&data, |copy| import::run(copy, &login)),
        Some(Profile::Story) => generate::with_copy(&data, |copy| story::run(copy, &login)),
        Some(Profile::Lights) => generate::with_copy(&data, |copy| lights::run(copy, &login)),
        Some(Profile::Score) => generate::with_copy(&data, |copy| score::run(copy, &login)),
        None => {
            read::run(&data, &login)?;
            create::run(&data, &login)?;
            generate::with_copy(&data, |copy| import::run(copy, &login))?;
            generate::with_copy(&data, |copy| story::run(copy, &login))?;
            boards::run(&data, &login)?;
            generate::with_copy(&data, |copy| lights::run(copy, &login))?;
            generate::with_copy(&data, |copy| score::run(copy, &login))?;
            start::run(&data, &login)?;
            engine::run()?;
            library::run(&data, organisations, postgres.as_deref())
        }
    }
}
