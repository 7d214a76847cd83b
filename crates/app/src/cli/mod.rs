//! The command line: the same operations as over HTTP, run by whoever owns the data.

mod audit;
mod backup;
mod circular;
mod demo;
mod import;
mod key;
mod rebuild;
mod report;
mod scheme;
mod serve;
mod user;

use std::{path::PathBuf, process::ExitCode, sync::Arc};

use clap::{Args, Parser, Subcommand};

use crate::{
    floor::{
        App, Error,
        clock::{Clock, SystemClock},
        config::Config,
        db::Db,
        file::Files,
        say::{Lang, say_fault},
        seal::Keys,
        web::Who,
    },
    org, rooms,
};

pub use serve::build;

#[derive(Parser)]
#[command(name = "yinfeng", version, about = "引凤 Yinfeng: two libraries and one platform for attracting investment", long_about = None)]
struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Command,
}

/// Settings that every command takes; they win over the environment and the file.
#[derive(Args, Clone)]
pub struct Common {
    /// Configuration file (TOML)
    #[arg(long, global = true, env = "YINFENG_CONFIG")]
    config: Option<PathBuf>,
    /// Folder of the database and the files
    #[arg(long, global = true)]
    data: Option<PathBuf>,
    /// Database of PostgreSQL instead of SQLite: postgres://…
    #[arg(long, global = true)]
    database: Option<String>,
    /// District to work on, when the database has more than one
    #[arg(long, global = true)]
    district: Option<String>,
    /// Answer in JSON, for programs
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the workbench and the API
    #[command(after_help = "Example:\n  yinfeng serve --data /var/lib/yinfeng --listen 127.0.0.1:8080")]
    Serve(serve::ServeArgs),
    /// Load the demo district and serve it
    #[command(after_help = "Example:\n  yinfeng demo --data ./data --listen 127.0.0.1:8080")]
    Demo(demo::DemoArgs),
    /// Check the chain of the audit
    #[command(subcommand, after_help = "Example:\n  yinfeng audit verify --data /var/lib/yinfeng")]
    Audit(audit::AuditCommand),
    /// Copy the database and the files into one archive
    #[command(
        after_help = "Example:\n  yinfeng backup --out yinfeng-2013-11-15.tar.gz --key-out /media/safe/personal.key"
    )]
    Backup(backup::BackupArgs),
    /// Put an archive back into an empty folder
    #[command(
        after_help = "Example:\n  yinfeng restore yinfeng-2013-11-15.tar.gz --key /media/safe/personal.key --data ./restored"
    )]
    Restore(backup::RestoreArgs),
    /// Official documents
    #[command(
        subcommand,
        after_help = "Example:\n  yinfeng report work-summary --from 2013-01-01 --to 2013-08-31 --as-of 2013-11-15 --out summary.docx"
    )]
    Report(report::ReportCommand),
    /// Make sums and search index anew from the rows, or check them
    #[command(after_help = "Examples:\n  yinfeng rebuild --check\n  yinfeng rebuild --data /var/lib/yinfeng")]
    Rebuild(rebuild::RebuildArgs),
    /// Keys of personal data
    #[command(subcommand, after_help = "Example:\n  yinfeng key show --data /var/lib/yinfeng")]
    Key(key::KeyCommand),
    /// Accounts
    #[command(subcommand, after_help = "Example:\n  yinfeng user password clerk")]
    User(user::UserCommand),
    /// Schemes of assessment
    #[command(subcommand, after_help = "Example:\n  yinfeng scheme check sanzhao-sanyin-2013.toml")]
    Scheme(scheme::SchemeCommand),
    /// Published tables
    #[command(subcommand, after_help = "Example:\n  yinfeng circular check 通报.xlsx")]
    Circular(circular::CircularCommand),
    /// Bring in what an office has
    #[command(subcommand, after_help = "Example:\n  yinfeng import ledger 台账.xlsx --dry-run")]
    Import(import::ImportCommand),
    /// Write a sample ledger to try the import with
    #[command(after_help = "Example:\n  yinfeng sample-ledger ledger-2013-09.xlsx")]
    SampleLedger(import::SampleArgs),
    /// Print the OpenAPI document
    #[command(after_help = "Example:\n  yinfeng openapi > openapi.json")]
    Openapi,
}

impl Common {
    fn load(&self) -> anyhow::Result<Config> {
        let mut config = Config::load(self.config.as_deref())?;
        if let Some(data) = &self.data {
            config.data.clone_from(data);
        }
        if let Some(database) = &self.database {
            config.database.clone_from(database);
        }
        Ok(config)
    }

    /// The database and the district that this command works on.
    fn open(&self) -> anyhow::Result<(Arc<App>, Who)> {
        let app = open(self.load()?, Arc::new(SystemClock))?;
        let wanted = self.district.clone();
        let found = app.db.read_now(move |r| match wanted {
            Some(code) => org::district(r, &code),
            None => org::first_district(r),
        })?;
        let district = found.ok_or_else(|| {
            anyhow::anyhow!(
                "there is no such district here yet; start `yinfeng serve` and set it up, or `yinfeng demo`"
            )
        })?;
        Ok((app, Who::system(&district.code, "command line")))
    }
}

/// Opens database and files as the configuration says.
pub fn open(config: Config, clock: Arc<dyn Clock>) -> anyhow::Result<Arc<App>> {
    std::fs::create_dir_all(&config.data)?;
    let readers = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
    let db = Db::open(&config.place(), clock.clone(), readers)?;
    let files = Files::open(&config)?;
    let keys = Keys::open(&config)?;
    Ok(Arc::new(App { config, db, files, keys, clock, metrics: None }))
}

/// Runs the command of this process and says how it ended: 0 done, 1 refused or failed, 2 wrong usage.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    match dispatch(&cli) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("yinfeng: {}", said(&error));
            ExitCode::FAILURE
        }
    }
}

/// The language of the terminal.
fn language() -> Lang {
    let locale = std::env::var("LC_ALL").or_else(|_| std::env::var("LANG")).unwrap_or_default();
    if locale.starts_with("zh") { Lang::Zh } else { Lang::En }
}

/// An error in words, in the language of the terminal.
fn said(error: &anyhow::Error) -> String {
    let lang = language();
    match error.downcast_ref::<Error>() {
        Some(Error::Invalid(faults)) => {
            let lines: Vec<String> = faults
                .iter()
                .map(|f| format!("{}: {}", f.field.as_deref().unwrap_or_default(), say_fault(lang, f)))
                .collect();
            lines.join("\n")
        }
        Some(Error::Refused(f) | Error::Unavailable(f) | Error::TooLarge(f)) => say_fault(lang, f),
        _ => format!("{error:#}"),
    }
}

fn dispatch(cli: &Cli) -> anyhow::Result<ExitCode> {
    match &cli.command {
        Command::Serve(args) => serve::serve(&cli.common, args).map(|()| ExitCode::SUCCESS),
        Command::Demo(args) => demo::run(&cli.common, args).map(|()| ExitCode::SUCCESS),
        Command::Audit(command) => audit::run(&cli.common, command),
        Command::Backup(args) => backup::backup(&cli.common, args).map(|()| ExitCode::SUCCESS),
        Command::Restore(args) => backup::restore(&cli.common, args).map(|()| ExitCode::SUCCESS),
        Command::Report(command) => report::run(&cli.common, command),
        Command::Rebuild(args) => rebuild::run(&cli.common, args),
        Command::Key(command) => key::run(&cli.common, command).map(|()| ExitCode::SUCCESS),
        Command::User(command) => user::run(&cli.common, command).map(|()| ExitCode::SUCCESS),
        Command::Scheme(command) => scheme::run(&cli.common, command),
        Command::Circular(command) => circular::run(&cli.common, command),
        Command::Import(command) => import::run(&cli.common, command),
        Command::SampleLedger(args) => import::sample(args).map(|()| ExitCode::SUCCESS),
        Command::Openapi => {
            println!("{}", serde_json::to_string_pretty(&rooms::openapi())?);
            Ok(ExitCode::SUCCESS)
        }
    }
}
