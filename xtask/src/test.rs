//! `cargo xtask test`: the list that a newcomer, a reviewer and CI run alike.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::postgres::Cluster;
use crate::{demo, machine, sh, web};

#[derive(clap::Args)]
#[command(after_help = "Examples:\n  cargo xtask test\n  cargo xtask test --only fmt,clippy,rust\n  \
                        cargo xtask test --keep-going\n\n\
                        PostgreSQL, LibreOffice, Chromium and a Chinese font are installed with apt-get when they are missing\n\
                        and this runs as root; otherwise the line to type is printed.")]
pub struct Args {
    /// Run the remaining steps after one failed
    #[arg(long)]
    keep_going: bool,
    /// Run only these steps, separated by commas
    #[arg(long, value_delimiter = ',', value_name = "STEP,STEP")]
    only: Vec<String>,
    /// Show the steps and what each is for
    #[arg(long)]
    list: bool,
}

struct Step {
    name: &'static str,
    what: &'static str,
    run: fn() -> Result<()>,
}

/// Cheap and telling first; the web build before Rust, because the server embeds it.
const STEPS: &[Step] = &[
    Step { name: "fmt", what: "Rust is formatted as rustfmt.toml says", run: fmt },
    Step { name: "web-install", what: "npm packages, exactly as locked", run: web::install },
    Step { name: "web-check", what: "TypeScript types, lints, equal translations", run: web_check },
    Step { name: "web-unit", what: "unit tests of the workbench", run: web_unit },
    Step { name: "web-build", what: "production build of the workbench", run: web::build },
    Step { name: "clippy", what: "Rust lints, warnings are errors", run: clippy },
    Step { name: "rust", what: "rules, and the server on SQLite and on PostgreSQL", run: rust },
    Step { name: "stories", what: "the workbench in Chromium against the real server", run: stories },
];

enum Outcome {
    Passed(Duration),
    Failed(Duration, String),
    NotRun,
}

pub fn run(args: &Args) -> Result<()> {
    if args.list {
        for step in STEPS {
            println!("{:<12} {}", step.name, step.what);
        }
        return Ok(());
    }
    let steps = chosen(&args.only)?;
    let mut outcomes = Vec::new();
    let mut stopped = false;
    for (index, step) in steps.iter().enumerate() {
        if stopped {
            outcomes.push(Outcome::NotRun);
            continue;
        }
        println!("\n━━ {}/{} {} · {}", index + 1, steps.len(), step.name, step.what);
        let start = Instant::now();
        let outcome = match (step.run)() {
            Ok(()) => Outcome::Passed(start.elapsed()),
            Err(error) => {
                println!("━━ {} failed: {error:#}", step.name);
                stopped = !args.keep_going;
                Outcome::Failed(start.elapsed(), format!("{error:#}"))
            }
        };
        outcomes.push(outcome);
    }
    report(&steps, &outcomes)
}

fn chosen(only: &[String]) -> Result<Vec<&'static Step>> {
    if let Some(unknown) = only.iter().find(|name| STEPS.iter().all(|step| step.name != *name)) {
        let names: Vec<&str> = STEPS.iter().map(|step| step.name).collect();
        bail!("there is no step `{unknown}`; the steps are {}", names.join(", "));
    }
    Ok(STEPS.iter().filter(|step| only.is_empty() || only.iter().any(|name| name == step.name)).collect())
}

fn report(steps: &[&Step], outcomes: &[Outcome]) -> Result<()> {
    println!("\n{:<12} {:<8} {:>8}  what", "step", "result", "time");
    let (mut passed, mut failed, mut total) = (0, 0, Duration::ZERO);
    for (step, outcome) in steps.iter().zip(outcomes) {
        let (result, time) = match outcome {
            Outcome::Passed(time) => {
                passed += 1;
                ("passed", Some(time))
            }
            Outcome::Failed(time, _) => {
                failed += 1;
                ("FAILED", Some(time))
            }
            Outcome::NotRun => ("not run", None),
        };
        total += time.copied().unwrap_or_default();
        println!("{:<12} {:<8} {:>8}  {}", step.name, result, time.map(clock).unwrap_or_default(), step.what);
    }
    println!("{:<12} {:<8} {:>8}\n", "", "", clock(&total));
    for (step, outcome) in steps.iter().zip(outcomes) {
        if let Outcome::Failed(_, why) = outcome {
            println!("{}: {why}", step.name);
        }
    }
    println!("{passed} passed, {failed} failed");
    if failed > 0 {
        bail!("not everything holds; run one step again with `cargo xtask test --only STEP`");
    }
    Ok(())
}

fn fmt() -> Result<()> {
    sh::run(&mut sh::cargo(["fmt", "--all", "--check"]))
}

fn clippy() -> Result<()> {
    machine::need_c_compiler()?;
    sh::run(&mut sh::cargo(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]))
}

fn web_check() -> Result<()> {
    web::install()?;
    sh::run(&mut sh::npm(["run", "check"]))
}

fn web_unit() -> Result<()> {
    web::install()?;
    sh::run(&mut sh::npm(["test"]))
}

fn rust() -> Result<()> {
    machine::need_c_compiler()?;
    machine::libreoffice()?;
    let cluster = Cluster::start()?;
    println!("PostgreSQL listens on {}", cluster.url());
    let mut tests = if sh::output("cargo", &["nextest", "--version"]).is_some() {
        sh::cargo(["nextest", "run", "--workspace", "--no-fail-fast"])
    } else {
        sh::cargo(["test", "--workspace", "--no-fail-fast"])
    };
    sh::run(tests.env("YINFENG_TEST_POSTGRES", cluster.url()))
}

fn stories() -> Result<()> {
    let chromium = machine::chromium()?;
    web::build()?;
    // `--workspace` keeps the features, and so the compiled dependencies, of the step before.
    sh::run(&mut sh::cargo(["build", "--workspace", "--bin", "yinfeng"]))?;
    let server = demo::target_dir().join("debug/yinfeng");
    sh::run(sh::npm(["run", "e2e"]).env("YINFENG_BIN", server).env("CHROMIUM", chromium))
}

/// `1:05` for 65 seconds, `0.4 s` below ten.
fn clock(time: &Duration) -> String {
    let seconds = time.as_secs();
    if seconds < 10 {
        format!("{:.1} s", time.as_secs_f64())
    } else {
        format!("{}:{:02}", seconds / 60, seconds % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::{STEPS, chosen, clock};
    use std::time::Duration;

    #[test]
    fn chosen_steps_keep_the_order_of_the_list() {
        let names = |only: &[&str]| {
            let only: Vec<String> = only.iter().map(|it| (*it).to_owned()).collect();
            chosen(&only).map(|steps| steps.iter().map(|step| step.name).collect::<Vec<_>>())
        };
        assert_eq!(names(&["rust", "fmt"]).ok(), Some(vec!["fmt", "rust"]));
        assert_eq!(names(&[]).map(|all| all.len()).ok(), Some(STEPS.len()));
        let message = names(&["lint"]).map_err(|error| error.to_string()).err();
        assert!(message.is_some_and(|it| it.starts_with("there is no step `lint`")));
    }

    #[test]
    fn times_read_like_a_clock() {
        assert_eq!(clock(&Duration::from_millis(400)), "0.4 s");
        assert_eq!(clock(&Duration::from_secs(65)), "1:05");
    }
}
