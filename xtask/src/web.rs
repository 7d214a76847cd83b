//! The workbench's packages and its production build, each only when something changed.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use anyhow::{Context, Result, bail};

use crate::{machine, sh};

/// Folders in `web/` that are results, not sources.
const RESULTS: [&str; 4] = ["node_modules", "dist", "test-results", "coverage"];

/// `npm ci`, unless `node_modules/` was filled from exactly this lock file.
pub fn install() -> Result<()> {
    machine::need_node()?;
    let web = sh::root().join("web");
    let lock = fs::read(web.join("package-lock.json")).context("web/package-lock.json cannot be read")?;
    let stamp = web.join("node_modules/.installed-lock.json");
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        println!("web/node_modules is what package-lock.json asks for");
        return Ok(());
    }
    sh::run(&mut sh::npm(["ci", "--no-audit", "--no-fund"]))?;
    fs::write(&stamp, lock).with_context(|| format!("{} cannot be written", stamp.display()))
}

/// The production build into `web/dist`, unless it is newer than everything it is made of.
pub fn build() -> Result<()> {
    install()?;
    let web = sh::root().join("web");
    let built = modified(&web.join("dist/index.html"));
    if built.is_some() && newest_source(&web)? < built {
        println!("web/dist is newer than its sources");
        return Ok(());
    }
    sh::run(&mut sh::npm(["run", "build"]))?;
    if !web.join("dist/index.html").is_file() {
        bail!("`npm run build` ended well but left no web/dist/index.html");
    }
    Ok(())
}

/// When the newest source of the workbench was changed. A folder counts too: its time tells of deleted files.
fn newest_source(web: &Path) -> Result<Option<SystemTime>> {
    let mut newest = modified(&web.join("node_modules/.installed-lock.json"));
    for entry in fs::read_dir(web).context("web/ cannot be read")? {
        let path = entry?.path();
        let is_result = path.file_name().is_some_and(|name| RESULTS.iter().any(|result| name == *result));
        if !is_result {
            newest = newest.max(newest_below(&path));
        }
    }
    Ok(newest)
}

/// The newest change of a file, or of a folder and everything in it; nothing when it is not there.
pub fn newest_below(path: &Path) -> Option<SystemTime> {
    let entries = fs::read_dir(path).into_iter().flatten().flatten();
    entries.map(|entry| newest_below(&entry.path())).chain([modified(path)]).max().flatten()
}

fn modified(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).ok()?.modified().ok()
}
