//! `yinfeng audit verify`.

use std::process::ExitCode;

use clap::Subcommand;

use super::Common;
use crate::floor::audit;

#[derive(Subcommand)]
pub enum AuditCommand {
    /// Find any row that was changed, removed or reordered; exit code 1 when there is one
    #[command(after_help = "Example:\n  yinfeng audit verify --data /var/lib/yinfeng --json")]
    Verify,
}

pub fn run(common: &Common, AuditCommand::Verify: &AuditCommand) -> anyhow::Result<ExitCode> {
    let (app, who) = common.open()?;
    let district = who.district().to_owned();
    let verified = app.db.read_now(move |r| audit::verify(r, &district))?;
    if common.json {
        println!("{}", serde_json::to_string(&verified)?);
    } else if let Some(bad) = &verified.first_bad {
        println!("broken at row {}: {} ({} rows checked)", bad.seq, bad.why, verified.rows);
    } else {
        println!("whole: {} rows checked", verified.rows);
    }
    Ok(if verified.ok { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
