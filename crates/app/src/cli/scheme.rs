//! `yinfeng scheme check`: reads a scheme of assessment and says what is wrong with it; needs no database.

use std::{path::PathBuf, process::ExitCode};

use anyhow::Context;
use clap::Subcommand;

use super::Common;
use crate::{assessment, floor::say::Lang};

#[derive(Subcommand)]
pub enum SchemeCommand {
    /// Check the text of a scheme; exit code 1 when it cannot be used
    #[command(after_help = "Example:\n  yinfeng scheme check sanzhao-sanyin-2013.toml --json")]
    Check {
        /// The scheme, a TOML file
        file: PathBuf,
    },
}

pub fn run(common: &Common, SchemeCommand::Check { file }: &SchemeCommand) -> anyhow::Result<ExitCode> {
    let bytes = std::fs::read(file).with_context(|| format!("{} cannot be read", file.display()))?;
    let text = String::from_utf8(bytes).with_context(|| format!("{} is not UTF-8 text", file.display()))?;
    let lang = super::language();
    let found = assessment::check_scheme(text.trim_start_matches('\u{feff}'), lang);
    if common.json {
        println!("{}", serde_json::to_string(&found)?);
    } else {
        for f in &found.findings {
            println!("{}:{}:{}: {}", file.display(), f.line, f.column, f.message);
        }
        let verdict = match (found.ok, lang) {
            (true, Lang::Zh) => "可以使用",
            (true, Lang::En) => "can be used",
            (false, Lang::Zh) => "有错误，不能使用",
            (false, Lang::En) => "has errors and cannot be used",
        };
        println!("{}: {verdict}", file.display());
    }
    Ok(if found.ok { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
