//! A throwaway PostgreSQL cluster: own folder, free port, gone at the end.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::chown;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use tempfile::TempDir;

use crate::{machine, sh};

/// Folders to remove when we are interrupted: Ctrl-C runs no destructors.
static FOLDERS: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// A running server. Dropping it stops the server and removes its folder.
pub struct Cluster {
    server: Child,
    port: u16,
    folder: TempDir,
}

/// The account the server runs as; PostgreSQL refuses to run as root.
struct Account {
    name: &'static str,
    uid: u32,
    gid: u32,
}

impl Cluster {
    /// Make and start a cluster. Not durable on purpose: it only has to live as long as the tests.
    pub fn start() -> Result<Self> {
        let bin = machine::postgres_bin()?;
        let account = if machine::is_root() { Some(Account::find()?) } else { None };
        let folder = tempfile::Builder::new()
            .prefix("yinfeng-pg-")
            .tempdir()
            .context("no temporary folder could be made for PostgreSQL")?;
        if let Some(Account { uid, gid, .. }) = &account {
            chown(folder.path(), Some(*uid), Some(*gid))
                .context("PostgreSQL's folder cannot change owner")?;
        }
        remember(folder.path());
        let data = folder.path().join("data");
        let initdb = as_account(&bin.join("initdb"), account.as_ref())
            .args(["--username=yinfeng", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", "-D"])
            .arg(&data)
            .current_dir(folder.path())
            .stdin(Stdio::null())
            .output()
            .context("initdb could not be started")?;
        if !initdb.status.success() {
            bail!("initdb failed: {}", String::from_utf8_lossy(&initdb.stderr).trim());
        }
        let port = free_port()?;
        let log = folder.path().join("server.log");
        let out = fs::File::create(&log).context("PostgreSQL's log cannot be written")?;
        let server = as_account(&bin.join("postgres"), account.as_ref())
            .arg("-D")
            .arg(&data)
            .arg("-k")
            .arg(folder.path())
            .args(["-h", "127.0.0.1", "-p", &port.to_string()])
            .args(["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"])
            .args(["-c", "max_connections=200"])
            .current_dir(folder.path())
            .stdin(Stdio::null())
            .stdout(out.try_clone().context("PostgreSQL's log cannot be shared")?)
            .stderr(out)
            .spawn()
            .context("postgres could not be started")?;
        let mut cluster = Self { server, port, folder };
        let ready = sh::wait_until(Duration::from_mins(1), || {
            let port = cluster.port.to_string();
            !matches!(cluster.server.try_wait(), Ok(None))
                || as_account(&bin.join("pg_isready"), None)
                    .args(["-q", "-h", "127.0.0.1", "-p", &port])
                    .status()
                    .is_ok_and(|status| status.success())
        });
        if !ready || !matches!(cluster.server.try_wait(), Ok(None)) {
            bail!("PostgreSQL did not start: {}", fs::read_to_string(log).unwrap_or_default().trim());
        }
        Ok(cluster)
    }

    /// A superuser's address; tests make their own databases with it.
    pub fn url(&self) -> String {
        format!("postgres://yinfeng@127.0.0.1:{}/postgres", self.port)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // SIGINT is PostgreSQL's fast shutdown; SIGKILL would leave its children for a moment.
        let pid = self.server.id().to_string();
        let asked = Command::new("kill").args(["-INT", &pid]).status().is_ok_and(|status| status.success());
        let ended =
            asked && sh::wait_until(Duration::from_secs(10), || !matches!(self.server.try_wait(), Ok(None)));
        if !ended {
            // Already gone is what we want.
            self.server.kill().and_then(|()| self.server.wait().map(drop)).unwrap_or_default();
        }
        forget(self.folder.path());
    }
}

impl Account {
    /// `postgres`, which Debian's package makes, else `nobody`.
    fn find() -> Result<Self> {
        let passwd = fs::read_to_string("/etc/passwd").context("/etc/passwd cannot be read")?;
        let account = |name: &'static str| {
            let line = passwd.lines().find(|line| line.split(':').next() == Some(name))?;
            let mut numbers = line.split(':').skip(2).map(str::parse);
            Some(Self { name, uid: numbers.next()?.ok()?, gid: numbers.next()?.ok()? })
        };
        account("postgres").or_else(|| account("nobody")).context(
            "PostgreSQL refuses to run as root, and there is no user `postgres` or `nobody` to run it as",
        )
    }
}

/// A program as another user, which gets SIGINT when we die in whatever way.
fn as_account(program: &Path, account: Option<&Account>) -> Command {
    let mut command = match (sh::find(&["setpriv"]), account) {
        (Some(setpriv), account) => {
            let mut command = Command::new(setpriv);
            if let Some(Account { uid, gid, .. }) = account {
                command.arg(format!("--reuid={uid}")).arg(format!("--regid={gid}")).arg("--clear-groups");
            }
            command.args(["--pdeathsig", "INT"]).arg(program);
            command
        }
        (None, Some(account)) => {
            let mut command = Command::new("runuser");
            command.args(["-u", account.name, "--"]).arg(program);
            command
        }
        (None, None) => Command::new(program),
    };
    // The home of root is closed to the other user, and PostgreSQL needs nothing of our environment.
    command.env("HOME", "/").env_remove("PGDATA").env_remove("PGPORT").env_remove("PGHOST");
    command
}

fn free_port() -> Result<u16> {
    let listener = TcpListener::bind("127.0.0.1:0").context("no free port on 127.0.0.1")?;
    Ok(listener.local_addr()?.port())
}

fn remember(folder: &Path) {
    static HANDLER: std::sync::Once = std::sync::Once::new();
    HANDLER.call_once(|| {
        let handler = ctrlc::set_handler(|| {
            // The servers got the same signal, or get one when we are gone (pdeathsig).
            for folder in FOLDERS.lock().map(|it| it.clone()).unwrap_or_default() {
                fs::remove_dir_all(folder).unwrap_or_default();
            }
            std::process::exit(130);
        });
        if let Err(error) = handler {
            eprintln!("after Ctrl-C a temporary folder may stay behind: {error}");
        }
    });
    if let Ok(mut folders) = FOLDERS.lock() {
        folders.push(folder.to_path_buf());
    }
}

fn forget(folder: &Path) {
    if let Ok(mut folders) = FOLDERS.lock() {
        folders.retain(|it| it != folder);
    }
}
