//! `yinfeng report work-summary`.

use std::{path::PathBuf, process::ExitCode};

use clap::{Args, Subcommand};
use jiff::civil::Date;
use serde_json::json;

use super::Common;
use crate::report::{self, Span};

#[derive(Subcommand)]
pub enum ReportCommand {
    /// Write the work summary (工作小结) as a Word file; refused when a total is not the sum of its parts
    #[command(
        after_help = "Example:\n  yinfeng report work-summary --from 2013-01-01 --to 2013-08-31 --as-of 2013-11-15 --out summary.docx"
    )]
    WorkSummary(WorkSummaryArgs),
}

#[derive(Args)]
pub struct WorkSummaryArgs {
    /// First day of the window
    #[arg(long)]
    from: Date,
    /// Last day of the window
    #[arg(long)]
    to: Date,
    /// The day on which the ledger is read; the last day of the window when left out
    #[arg(long)]
    as_of: Option<Date>,
    /// The file to write; the text goes to the terminal when left out
    #[arg(long)]
    out: Option<PathBuf>,
    /// Address of the server: figures in the file then open their trace
    #[arg(long)]
    site: Option<String>,
}

pub fn run(common: &Common, ReportCommand::WorkSummary(args): &ReportCommand) -> anyhow::Result<ExitCode> {
    let (app, who) = common.open()?;
    let span = Span::new(args.from, args.to, args.as_of.unwrap_or(args.to))?;
    let document = app.db.read_now(move |reader| report::work_summary(reader, &who, span))?;
    if let Some(out) = &args.out {
        let bytes = report::docx(&document, span, args.site.as_deref())?;
        std::fs::write(out, &bytes)?;
    }
    let text = yinfeng_document::to_text(&document);
    match (&args.out, common.json) {
        (out, true) => {
            let told = json!({
                "title": document.title(),
                "text": text,
                "figures": document.figures(),
                "file": out,
            });
            println!("{told}");
        }
        (None, false) => print!("{text}"),
        (Some(out), false) => println!("{}: {}", document.title(), out.display()),
    }
    Ok(ExitCode::SUCCESS)
}
