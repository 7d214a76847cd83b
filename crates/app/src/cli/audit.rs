//! `yinfeng audit verify`.

use std::{fs, path::PathBuf, process::ExitCode};

use anyhow::Context;
use clap::Subcommand;

use super::Common;
use crate::floor::audit::{self, Proved, Receipt};

#[derive(Subcommand)]
pub enum AuditCommand {
    /// Find any row that was changed, removed or reordered; exit code 1 when there is one
    #[command(
        after_help = "Examples:\n  yinfeng audit verify\n  yinfeng audit verify --receipt C2013-0001.json"
    )]
    Verify {
        /// Hold the receipt of a first report against the chain as well
        #[arg(long, value_name = "FILE.json")]
        receipt: Option<PathBuf>,
    },
}

pub fn run(common: &Common, command: &AuditCommand) -> anyhow::Result<ExitCode> {
    let AuditCommand::Verify { receipt } = command;
    let receipt = receipt.as_ref().map(read).transpose()?;
    let (app, who) = common.open()?;
    let district = who.district().to_owned();
    let (verified, proved) = app.db.read_now(move |r| {
        let proved = receipt.as_ref().map(|it| audit::prove(r, it)).transpose()?;
        Ok((audit::verify(r, &district)?, proved))
    })?;
    if common.json {
        let mut told = serde_json::to_value(&verified)?;
        if let Some(proved) = proved {
            told["receipt"] = serde_json::to_value(proved)?;
        }
        println!("{told}");
    } else {
        match &verified.first_bad {
            Some(bad) => println!("broken at row {}: {} ({} rows checked)", bad.seq, bad.why, verified.rows),
            None => println!("whole: {} rows checked", verified.rows),
        }
        if let Some(proved) = proved {
            println!("{}", said(proved));
        }
    }
    let ok = verified.ok && proved.is_none_or(|it| it == Proved::Holds);
    Ok(if ok { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

const fn said(proved: Proved) -> &'static str {
    match proved {
        Proved::Holds => "the receipt holds: the chain has the same row",
        Proved::Forged => "the receipt does not hold: it says something else than what was hashed",
        Proved::NotInChain => "the receipt does not hold: the chain of this database has no such row",
    }
}

/// The receipt in a file: as it was downloaded, or the part of it that is hashed.
fn read(path: &PathBuf) -> anyhow::Result<Receipt> {
    let text = fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let mut value: serde_json::Value =
        serde_json::from_str(&text).with_context(|| format!("{} is not JSON", path.display()))?;
    let inner = value.get_mut("receipt").map(serde_json::Value::take);
    serde_json::from_value(inner.unwrap_or(value))
        .with_context(|| format!("{} is not a receipt of a first report", path.display()))
}
