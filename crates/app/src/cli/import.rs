//! `yinfeng import ledger` and `yinfeng sample-ledger`.

use std::{path::PathBuf, process::ExitCode, sync::Arc};

use clap::{Args, Subcommand};
use serde::Serialize;

use super::{Common, serve::runtime};
use crate::{
    demo,
    floor::{App, job, web::Who},
    ledger::{self, BatchView},
    rooms,
};

#[derive(Subcommand)]
pub enum ImportCommand {
    /// Import a ledger kept in Excel or CSV: all of it or nothing
    #[command(
        after_help = "Examples:\n  yinfeng import ledger 台账.xlsx --dry-run\n  yinfeng import ledger 台账.csv --json"
    )]
    Ledger(LedgerArgs),
}

#[derive(Args)]
pub struct LedgerArgs {
    /// The workbook: .xlsx, .xls or .csv
    file: PathBuf,
    /// Only say what would be imported and what is wrong
    #[arg(long)]
    dry_run: bool,
}

#[derive(Args)]
pub struct SampleArgs {
    /// The workbook to write
    file: PathBuf,
}

/// Writes the sample.
pub fn sample(args: &SampleArgs) -> anyhow::Result<()> {
    std::fs::write(&args.file, demo::ledger::workbook()?)?;
    println!("{}", args.file.display());
    Ok(())
}

pub fn run(common: &Common, ImportCommand::Ledger(args): &ImportCommand) -> anyhow::Result<ExitCode> {
    let (app, who) = common.open()?;
    let bytes = std::fs::read(&args.file)?;
    let name = args.file.file_name().map_or_else(|| "ledger".into(), |n| n.to_string_lossy().into_owned());
    let runtime = runtime()?;
    if args.dry_run {
        let look = runtime.block_on(ledger::look(&app, &who, &name, bytes))?;
        tell(common, &look, || {
            println!(
                "{} rows, {} errors, {} warnings",
                look.counts.data, look.counts.error, look.counts.warning
            );
            for problem in &look.problems {
                println!("{problem}");
            }
        })?;
        return Ok(if look.counts.error == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE });
    }
    let batch = runtime.block_on(bring(&app, &who, &name, bytes))?;
    tell(common, &batch, || {
        println!("{}: {}", batch.file_name, batch.state);
        if let Some(message) = &batch.message {
            println!("{message}");
        }
        for (what, count) in batch.result.iter().flatten() {
            println!("{what}: {count}");
        }
    })?;
    Ok(if batch.state == "imported" { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn tell<T: Serialize>(common: &Common, what: &T, plainly: impl FnOnce()) -> anyhow::Result<()> {
    if common.json {
        println!("{}", serde_json::to_string(what)?);
    } else {
        plainly();
    }
    Ok(())
}

/// Uploads, reads and imports as the server does, its jobs run here.
async fn bring(app: &Arc<App>, who: &Who, name: &str, bytes: Vec<u8>) -> anyhow::Result<BatchView> {
    let upload = ledger::prepare(app, who, name, bytes.into()).await?;
    let by = who.clone();
    let id = app.db.write(move |tx| ledger::save(tx, &by, &upload)).await?.id;
    let ready = finished(app, who, id).await?;
    if ready.state == "ready" {
        let by = who.clone();
        app.db.write(move |tx| ledger::start(tx, &by, id, ready.version)).await?;
    }
    finished(app, who, id).await
}

/// The batch when no job is left to run.
async fn finished(app: &Arc<App>, who: &Who, id: yinfeng_domain::id::BatchId) -> anyhow::Result<BatchView> {
    let runners = rooms::runners();
    while job::run_one(app, &runners, "command line").await? {}
    let by = who.clone();
    Ok(app.db.read(move |r| ledger::get(r, &by, id)).await?)
}
