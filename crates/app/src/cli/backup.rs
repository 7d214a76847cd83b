//! `yinfeng backup` and `yinfeng restore`: the SQLite database, copied while others go on writing, and every file
//! it names, wherever the files are kept. PostgreSQL has tools of its own, and this says so. The keys of personal data
//! never travel in the archive: whoever finds it must not read the contacts. They are a file of their own.

use std::{
    fs::File,
    io::Write as _,
    path::{Path, PathBuf},
};

use anyhow::{Context, bail};
use clap::Args;
use flate2::{Compression, read::GzDecoder, write::GzEncoder};

use super::{Common, serve::runtime};
use crate::floor::{clock::SystemClock, db::Engine, file};

#[derive(Args)]
pub struct BackupArgs {
    /// The archive to write; it must not exist yet
    #[arg(long)]
    out: PathBuf,
    /// Copy the keys of personal data into this file as well, to be kept elsewhere; it must not exist yet
    #[arg(long, value_name = "FILE")]
    key_out: Option<PathBuf>,
}

#[derive(Args)]
pub struct RestoreArgs {
    archive: PathBuf,
    /// The keys of personal data that belong to the archive
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
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
    // Asked after the copy: what the copy names is among them, and each is checked against its hash on the way.
    let runtime = runtime()?;
    for sha in app.db.read_now(file::all)? {
        let bytes = runtime.block_on(app.files.get(&sha))?;
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o600);
        archive.append_data(&mut header, format!("files/{}", file::place(&sha)), &bytes[..])?;
    }
    archive.into_inner()?.finish()?.sync_all()?;
    println!("{}", args.out.display());
    if let Some(out) = &args.key_out {
        copy_keys(app.keys.path(), out)?;
        println!("{}", out.display());
    } else {
        eprintln!(
            "the keys of personal data are not in the archive: without {} its contacts cannot be read (--key-out)",
            app.keys.path().display()
        );
    }
    Ok(())
}

/// A copy that only its owner reads.
fn copy_keys(from: &Path, to: &Path) -> anyhow::Result<()> {
    let keys = std::fs::read(from).with_context(|| format!("{} cannot be read", from.display()))?;
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(to).with_context(|| format!("{} cannot be written", to.display()))?;
    file.write_all(&keys)?;
    Ok(file.sync_all()?)
}

pub fn restore(common: &Common, args: &RestoreArgs) -> anyhow::Result<()> {
    let config = common.load()?;
    let (data, key_path) = (config.data.clone(), config.key_path());
    if args.key.is_some() && !key_path.starts_with(&data) && key_path.exists() {
        bail!("{} exists already; move it away first", key_path.display());
    }
    if is_used(&data)? {
        bail!("{} is not empty; restore into an empty folder", data.display());
    }
    let archive =
        File::open(&args.archive).with_context(|| format!("{} cannot be read", args.archive.display()))?;
    // Beside the folder first: a damaged archive leaves nothing behind.
    let beside = match data.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    std::fs::create_dir_all(beside)?;
    let fresh = tempfile::tempdir_in(beside)?;
    tar::Archive::new(GzDecoder::new(archive)).unpack(fresh.path()).with_context(|| {
        format!("{} is damaged or no backup; nothing was restored", args.archive.display())
    })?;
    if !fresh.path().join("yinfeng.db").exists() {
        bail!("{} is no backup of Yinfeng; nothing was restored", args.archive.display());
    }
    if data.exists() {
        std::fs::remove_dir(&data)?;
    }
    std::fs::rename(fresh.keep(), &data)?;
    println!("{}", data.display());
    match &args.key {
        Some(key) => copy_keys(key, &key_path)?,
        None => eprintln!(
            "put the keys of personal data at {} before the first start, or its contacts cannot be read",
            key_path.display()
        ),
    }
    Ok(())
}

fn is_used(data: &Path) -> anyhow::Result<bool> {
    Ok(data.exists() && std::fs::read_dir(data)?.next().is_some())
}
