//! `cargo xtask dist`: what an office installs.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::{demo, machine, sh, web};

#[derive(clap::Args)]
#[command(after_help = "Example:\n  cargo xtask dist && ls dist\n  \
                        sudo apt-get install ./dist/yinfeng_*.deb\n\n\
                        cargo-deb makes the Debian package; it is installed through cargo when it is missing.")]
pub struct Args {
    /// Make only the archive, not the Debian package
    #[arg(long)]
    no_deb: bool,
}

/// What the archive holds beside the program: from the repository, under this name.
const FILES: [(&str, &str); 6] = [
    ("packaging/yinfeng.service", "yinfeng.service"),
    ("packaging/yinfeng.toml", "yinfeng.toml"),
    ("packaging/INSTALL.md", "INSTALL.md"),
    ("README.md", "README.md"),
    ("README.zh-CN.md", "README.zh-CN.md"),
    ("LICENSE", "LICENSE"),
];

pub fn run(args: &Args) -> Result<()> {
    machine::need_c_compiler()?;
    web::build()?;
    sh::run(&mut sh::cargo(["build", "--release", "-p", "yinfeng"]))?;
    let dist = sh::root().join("dist");
    fs::create_dir_all(&dist).context("dist/ cannot be made")?;
    archive(&dist)?;
    if !args.no_deb {
        debian_package(&dist)?;
    }
    Ok(())
}

fn archive(dist: &Path) -> Result<()> {
    let name = format!("yinfeng-{}-{}-linux", env!("CARGO_PKG_VERSION"), std::env::consts::ARCH);
    let folder = tempfile::tempdir().context("no temporary folder for the archive")?;
    let inside = folder.path().join(&name);
    fs::create_dir_all(&inside).context("no temporary folder for the archive")?;
    copy(&demo::target_dir().join("release/yinfeng"), &inside.join("yinfeng"))?;
    for (from, to) in FILES {
        copy(&sh::root().join(from), &inside.join(to))?;
    }
    let file = dist.join(format!("{name}.tar.gz"));
    sh::run(
        sh::program("tar")
            .args(["--sort=name", "--owner=0", "--group=0", "--numeric-owner", "-czf"])
            .arg(&file)
            .arg("-C")
            .arg(folder.path())
            .arg(&name),
    )?;
    println!("{} ({} KiB)", file.display(), fs::metadata(&file)?.len() / 1024);
    Ok(())
}

fn debian_package(dist: &Path) -> Result<()> {
    if sh::output("cargo", &["deb", "--version"]).is_none() {
        println!("cargo-deb is missing; installing it");
        sh::run(&mut sh::cargo(["install", "cargo-deb", "--locked"]))?;
        if sh::output("cargo", &["deb", "--version"]).is_none() {
            bail!("cargo-deb was installed, but `cargo deb` does not run");
        }
    }
    sh::run(sh::cargo(["deb", "-p", "yinfeng", "--no-build", "--no-strip", "--output"]).arg(dist))
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::copy(from, to).map(drop).with_context(|| format!("{} cannot be copied", from.display()))
}
