//! `cargo xtask dev`: the server, built again when Rust or SQL changes, and Vite in front of it.

use std::process::{Child, Stdio};
use std::thread::sleep;
use std::time::{Duration, SystemTime};

use anyhow::{Context, Result, bail};

use crate::{demo, machine, sh, web};

#[derive(clap::Args)]
#[command(after_help = "Example:\n  cargo xtask dev\n\n\
                        Open the address that Vite prints: pages reload by themselves, calls go to the server\n\
                        on 127.0.0.1:8080. After a change in crates/ or migrations/ the server is built and\n\
                        started again. Ctrl-C ends both.")]
pub struct Args {
    /// Handed on to `yinfeng demo`
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "ARGS")]
    args: Vec<String>,
}

pub fn run(args: &Args) -> Result<()> {
    machine::need_c_compiler()?;
    web::install()?;
    let mut vite =
        sh::npm(["run", "dev"]).stdin(Stdio::null()).spawn().context("Vite could not be started")?;
    let mut server: Option<Child> = None;
    let mut built = None;
    loop {
        if let Some(status) = vite.try_wait()? {
            stop(&mut server);
            bail!("Vite ended ({status})");
        }
        let newest = newest_source();
        if newest != built {
            built = newest;
            // The old server stays up while the new one does not compile.
            if sh::run(&mut sh::cargo(["build", "-p", "yinfeng"])).is_ok() {
                stop(&mut server);
                server = Some(start(&args.args)?);
            }
        }
        sleep(Duration::from_millis(500));
    }
}

fn start(args: &[String]) -> Result<Child> {
    let program = demo::target_dir().join("debug/yinfeng");
    let told = args.iter().any(|arg| arg == "--listen" || arg.starts_with("--listen="));
    let place: &[&str] = if told { &[] } else { &["--listen", "127.0.0.1:8080"] };
    sh::program(program)
        .arg("demo")
        .args(place)
        .args(args)
        .stdin(Stdio::null())
        .spawn()
        .context("the server could not be started")
}

fn stop(server: &mut Option<Child>) {
    if let Some(mut child) = server.take() {
        // Already gone is what we want.
        child.kill().and_then(|()| child.wait().map(drop)).unwrap_or_default();
    }
}

fn newest_source() -> Option<SystemTime> {
    ["crates", "migrations", "Cargo.toml", "Cargo.lock"]
        .iter()
        .map(|name| web::newest_below(&sh::root().join(name)))
        .max()
        .flatten()
}
