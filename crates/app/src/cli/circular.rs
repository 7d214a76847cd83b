//! `yinfeng circular check`: recomputes a published table; needs no database.

use std::{path::PathBuf, process::ExitCode};

use anyhow::Context;
use clap::Subcommand;
use yinfeng_domain::circular::{Asked, Mark};

use super::Common;
use crate::{floor::say::Lang, report};

#[derive(Subcommand)]
pub enum CircularCommand {
    /// Recompute every figure of a published table; exit code 1 when one is wrong
    #[command(
        after_help = "Columns: label group target done prior amount completion share growth lead time rank sum gap ignore\nRows: data subtotal total part unit note heading\n\nExamples:\n  yinfeng circular check 通报.xlsx --months 10 --json\n  yinfeng circular check 通报.csv --columns C=target,D=done --rows 12=total"
    )]
    Check {
        /// The table: .xlsx, .xls or .csv
        file: PathBuf,
        /// Whole months gone, for 超欠序时; taken from the title when left out
        #[arg(long, value_parser = clap::value_parser!(u8).range(1..=12))]
        months: Option<u8>,
        /// What columns are, where the headers do not say: C=target,D=done (of the second table 2!C=target)
        #[arg(long, default_value = "", value_name = "LIST")]
        columns: String,
        /// What rows are: 12=total,20=heading
        #[arg(long, default_value = "", value_name = "LIST")]
        rows: String,
    },
}

pub fn run(
    common: &Common,
    CircularCommand::Check { file, months, columns, rows }: &CircularCommand,
) -> anyhow::Result<ExitCode> {
    let bytes = std::fs::read(file).with_context(|| format!("{} cannot be read", file.display()))?;
    let name = file.file_name().map_or_else(|| "table".into(), |n| n.to_string_lossy().into_owned());
    let lang = super::language();
    let corrections = report::circular_corrections(columns, rows)?;
    let asked = Asked { months: *months, corrections };
    let found = report::check_circular(bytes, &name, &asked, lang)?;
    if common.json {
        println!("{}", serde_json::to_string(&found)?);
    } else {
        for cell in found.tables.iter().flat_map(|t| &t.rows).flat_map(|r| &r.cells) {
            let word = match (cell.mark, lang) {
                (Mark::Wrong, Lang::Zh) => "错误",
                (Mark::Wrong, Lang::En) => "wrong",
                (Mark::Truncated, Lang::Zh) => "截断未四舍五入",
                (Mark::Truncated, Lang::En) => "truncated, not rounded",
                _ => continue,
            };
            let formula = cell.formula.as_deref().unwrap_or_default();
            println!(
                "{} {} → {}: {word}: {formula}",
                cell.address,
                cell.text,
                cell.should.as_deref().unwrap_or("?")
            );
        }
        let c = found.counts;
        match lang {
            Lang::Zh => println!(
                "正确 {}，四舍五入所致 {}，截断 {}，错误 {}，无法校核 {}",
                c.right, c.rounding, c.truncated, c.wrong, c.unchecked
            ),
            Lang::En => println!(
                "{} right, {} within rounding, {} truncated, {} wrong, {} not checked",
                c.right, c.rounding, c.truncated, c.wrong, c.unchecked
            ),
        }
    }
    Ok(if found.counts.wrong == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
