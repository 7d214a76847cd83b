//! `yinfeng backup` and `yinfeng restore`: the SQLite database, copied while others go on writing, and the files.
//! With PostgreSQL and S3 those have tools of their own, and this says so.

use std::{
    fs::File,
    path::{Path, PathBuf},
};

use anyhow::{Context, bail};
use clap::Args;
use flate2::{Compression, read::GzDecoder, write::GzEncoder};

use super::Common;
use crate::floor::{clock::SystemClock, db::Engine};

#[derive(Args)]
pub struct BackupArgs {
    /// The archive to write; it must not exist yet
    #[arg(long)]
    out: PathBuf,
}

#[derive(Args)]
pub struct RestoreArgs {
    archive: PathBuf,
}

pub fn backup(common: &Common, args: &BackupArgs) -> anyhow::Result<()> {
    let config = common.load()?;
    let data = config.data.clone();
    if !data.join("yinfeng.db").exists() && config.database.is_empty() {
        bail!("there is no database in {}", data.display());
    }
    let app = super::open(config, std::sync::Arc::new(SystemClock))?;
    if app.db.engine() == Engine::Postgres {
        bail!(
            "this server keeps its data in PostgreSQL: back it up with pg_dump, and the files with the tools of their store"
        );
    }
    let out =
        File::create_new(&args.out).with_context(|| format!("{} cannot be written", args.out.display()))?;
    let folder = tempfile::tempdir_in(&data)?;
    let copy = folder.path().join("yinfeng.db");
    let to = copy.clone();
    app.db.read_now(move |r| r.copy_to(&to))?;
    let mut archive = tar::Builder::new(GzEncoder::new(out, Compression::default()));
    archive.append_path_with_name(&copy, "yinfeng.db")?;
    let files = data.join("files");
    if files.exists() {
        archive.append_dir_all("files", &files)?;
    }
    archive.into_inner()?.finish()?.sync_all()?;
    println!("{}", args.out.display());
    Ok(())
}

pub fn restore(common: &Common, args: &RestoreArgs) -> anyhow::Result<()> {
    let data = common.load()?.data;
    if is_used(&data)? {
        bail!("{} is not empty; restore into an empty folder", data.display());
    }
    let archive =
        File::open(&args.archive).with_context(|| format!("{} cannot be read", args.archive.display()))?;
    std::fs::create_dir_all(&data)?;
    tar::Archive::new(GzDecoder::new(archive))
        .unpack(&data)
        .context("the archive is damaged; nothing of it should be used")?;
    if !data.join("yinfeng.db").exists() {
        bail!("{} is no backup of Yinfeng", args.archive.display());
    }
    println!("{}", data.display());
    Ok(())
}

fn is_used(data: &Path) -> anyhow::Result<bool> {
    Ok(data.exists() && std::fs::read_dir(data)?.next().is_some())
}
