//! `yinfeng scheme …`: schemes of assessment on the command line; none of it needs a database.

mod compare;
mod score;

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context;
use clap::Subcommand;
use yinfeng_domain::assessment::{records, scheme::BUILT_IN};

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
    /// Score facts by a scheme, with the line of every point
    #[command(
        after_help = "Exit codes: 0 scored · 1 the scheme cannot be used, or a file cannot be read · 3 the facts cannot be read\n            4 the facts are complete neither for recognition nor for scores: what is missing is listed\n\nExamples:\n  yinfeng scheme score scheme.toml --facts facts.json\n  yinfeng scheme score unit-sheet --facts facts.json --json\n  yinfeng scheme score unit-sheet --facts facts.json --workbook scores.xlsx"
    )]
    Score {
        /// The scheme: a TOML file, or the id of a built-in one
        scheme: PathBuf,
        /// The facts, a JSON file as `yinfeng scheme facts-schema` describes it
        #[arg(long)]
        facts: PathBuf,
        /// Also write the scores as a workbook with live formulas to this .xlsx file
        #[arg(long, value_name = "FILE")]
        workbook: Option<PathBuf>,
    },
    /// Set two schemes side by side on the same facts: who gains, who loses, by which item
    #[command(
        after_help = "Exit codes: as of `scheme score`\n\nExample:\n  yinfeng scheme compare old.toml new.toml --facts facts.json --json"
    )]
    Compare {
        /// The scheme as it is: a TOML file, or the id of a built-in one
        before: PathBuf,
        /// The scheme as it would be
        after: PathBuf,
        /// The facts, a JSON file as `yinfeng scheme facts-schema` describes it
        #[arg(long)]
        facts: PathBuf,
    },
    /// Print the JSON schema of the facts
    #[command(after_help = "Example:\n  yinfeng scheme facts-schema > facts.schema.json")]
    FactsSchema,
    /// List the built-in schemes, or print the text of one
    #[command(
        after_help = "Examples:\n  yinfeng scheme built-in\n  yinfeng scheme built-in unit-sheet > my-scheme.toml"
    )]
    BuiltIn {
        /// The id of a scheme
        id: Option<String>,
    },
}

pub fn run(common: &Common, command: &SchemeCommand) -> anyhow::Result<ExitCode> {
    match command {
        SchemeCommand::Check { file } => check(common, file),
        SchemeCommand::Score { scheme, facts, workbook } => {
            score::run(common.json, scheme, facts, workbook.as_deref())
        }
        SchemeCommand::Compare { before, after, facts } => compare::run(common.json, before, after, facts),
        SchemeCommand::FactsSchema => {
            println!("{}", serde_json::to_string_pretty(&records::schema())?);
            Ok(ExitCode::SUCCESS)
        }
        SchemeCommand::BuiltIn { id } => built_in(id.as_deref()),
    }
}

fn built_in(id: Option<&str>) -> anyhow::Result<ExitCode> {
    let Some(id) = id else {
        for (id, text) in BUILT_IN {
            let scheme = yinfeng_domain::assessment::Scheme::parse(text).ok();
            let name = scheme.map(|s| assessment::spoken(super::language()).of(&s.name).to_owned());
            println!("{id:<22} {}", name.unwrap_or_default());
        }
        return Ok(ExitCode::SUCCESS);
    };
    let text = text_of_built_in(id).with_context(|| format!("there is no built-in scheme {id}"))?;
    print!("{text}");
    Ok(ExitCode::SUCCESS)
}

fn text_of_built_in(id: &str) -> Option<&'static str> {
    BUILT_IN.into_iter().find(|(known, _)| *known == id).map(|(_, text)| text)
}

/// A text file, without the mark that some editors put in front.
fn read_text(file: &Path) -> anyhow::Result<String> {
    let name = file.display();
    let zh = super::language() == Lang::Zh;
    let bytes = std::fs::read(file)
        .with_context(|| if zh { format!("{name} 无法读取") } else { format!("{name} cannot be read") })?;
    let text = String::from_utf8(bytes).map_err(|_| {
        anyhow::anyhow!(if zh {
            format!("{name} 不是 UTF-8 文本，请在编辑器里“另存为”，编码选 UTF-8")
        } else {
            format!("{name} is not UTF-8 text; save it as UTF-8")
        })
    })?;
    Ok(text.trim_start_matches('\u{feff}').to_owned())
}

fn check(common: &Common, file: &Path) -> anyhow::Result<ExitCode> {
    let text = read_text(file)?;
    let lang = super::language();
    let found = assessment::check_scheme(&text, lang);
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
