//! What the machine must have. Missing programs are named with the way to get them; what a test needs and
//! Debian has is installed.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use crate::sh;

const NODE: (u32, u32) = (20, 19);

/// Node.js new enough for Vite, and npm beside it.
pub fn need_node() -> Result<()> {
    let how = "Debian 13 has a new enough one: sudo apt-get install -y nodejs npm\n\
               On Debian 12 take it from NodeSource:\n  \
               curl -fsSL https://deb.nodesource.com/setup_22.x | sudo -E bash - && sudo apt-get install -y nodejs\n\
               or unpack an archive from https://nodejs.org and put its bin folder on the PATH.";
    let (major, minor) = NODE;
    let Some(found) = sh::output("node", &["--version"]) else {
        bail!("Node.js is missing; {major}.{minor} or newer builds the workbench.\n{how}");
    };
    if version(&found).is_none_or(|it| it < NODE) {
        bail!(
            "Node.js {major}.{minor} or newer is needed to build the workbench; this machine has {found}.\n{how}"
        );
    }
    if sh::find(&["npm"]).is_none() {
        bail!("npm is missing; it comes with Node.js or, on Debian, with: sudo apt-get install -y npm");
    }
    Ok(())
}

/// A C compiler and make: SQLite and jemalloc are compiled into the server.
pub fn need_c_compiler() -> Result<()> {
    let compiler = std::env::var_os("CC").is_some() || sh::find(&["cc", "gcc", "clang"]).is_some();
    if compiler && sh::find(&["make"]).is_some() {
        return Ok(());
    }
    bail!(
        "A C compiler or make is missing; SQLite and jemalloc are compiled into the server with them.\n\
         On Debian: sudo apt-get install -y build-essential"
    );
}

/// The folder with PostgreSQL's `initdb` and `postgres`, newest version first; installed when missing.
pub fn postgres_bin() -> Result<PathBuf> {
    if let Some(found) = find_postgres() {
        return Ok(found);
    }
    apt_install(&["postgresql"], "PostgreSQL (the same tests run on it and on SQLite)")?;
    match find_postgres() {
        Some(found) => Ok(found),
        None => {
            bail!("PostgreSQL was installed, but no initdb is in /usr/lib/postgresql/*/bin or on the PATH")
        }
    }
}

/// Chromium and a font with Chinese characters, for the browser stories; installed when missing.
pub fn chromium() -> Result<PathBuf> {
    let find = || sh::find(&["chromium", "chromium-browser", "google-chrome"]);
    let mut missing = Vec::new();
    if find().is_none() {
        missing.push("chromium");
    }
    if sh::output("fc-list", &[":lang=zh", "family"]).is_none_or(|fonts| fonts.is_empty()) {
        missing.push("fonts-noto-cjk");
    }
    if !missing.is_empty() {
        apt_install(&missing, "Chromium and a Chinese font (the browser stories run in it)")?;
    }
    match find() {
        Some(found) => Ok(found),
        None => bail!("Chromium was installed, but is not on the PATH"),
    }
}

/// LibreOffice Calc, which recalculates the workbooks of scores in a test; installed when missing. A machine may have
/// LibreOffice without it.
pub fn libreoffice() -> Result<()> {
    let calc = || {
        let soffice = sh::find(&["soffice"]).and_then(|found| std::fs::canonicalize(found).ok());
        soffice.is_some_and(|program| program.with_file_name("libsclo.so").exists())
    };
    if calc() {
        return Ok(());
    }
    apt_install(&["libreoffice-calc-nogui"], "LibreOffice Calc (a test recalculates workbooks with it)")?;
    if !calc() {
        bail!("LibreOffice Calc was installed, but soffice on the PATH is another one");
    }
    Ok(())
}

/// Are we root? (`initdb` refuses root, `apt-get` needs it.)
pub fn is_root() -> bool {
    sh::output("id", &["-u"]).as_deref() == Some("0")
}

fn find_postgres() -> Option<PathBuf> {
    let mut versions: Vec<(u32, PathBuf)> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| {
            let path = entry.ok()?.path();
            Some((path.file_name()?.to_str()?.parse().ok()?, path.join("bin")))
        })
        .filter(|(_, bin)| bin.join("initdb").is_file() && bin.join("postgres").is_file())
        .collect();
    versions.sort();
    versions.pop().map(|(_, bin)| bin).or_else(|| sh::find(&["initdb"])?.parent().map(Path::to_path_buf))
}

fn apt_install(packages: &[&str], what: &str) -> Result<()> {
    let line = format!("apt-get install -y {}", packages.join(" "));
    if sh::find(&["apt-get"]).is_none() {
        bail!("{what} is missing, and this is not a Debian-like machine; install it and run this again");
    }
    if !is_root() {
        bail!("{what} is missing. Install it and run this again: sudo {line}");
    }
    println!("{what} is missing; installing it");
    let apt = || {
        let mut command = sh::program("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive");
        command
    };
    sh::run(apt().args(["update", "-qq"]))?;
    sh::run(apt().args(["install", "-y", "-qq", "--no-install-recommends"]).args(packages))
}

/// Major and minor of `v20.19.1`.
fn version(text: &str) -> Option<(u32, u32)> {
    let mut parts = text.trim_start_matches('v').split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::{NODE, version};

    #[test]
    fn node_versions_are_compared_as_numbers() {
        assert_eq!(version("v20.19.1"), Some((20, 19)));
        assert!(version("v20.9.0").is_some_and(|it| it < NODE));
        assert!(version("v22.1.0").is_some_and(|it| it >= NODE));
        assert_eq!(version("none"), None);
    }
}
