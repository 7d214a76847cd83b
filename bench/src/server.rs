//! The release binary under measurement, and what it costs.

use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// A server on a free port, ended when dropped.
pub struct Server {
    child: Child,
    pub address: String,
    log: PathBuf,
    /// From spawning the process to the first 200 of `/healthz`.
    pub first_answer: Duration,
}

/// CPU time of a process, user and system.
#[derive(Clone, Copy)]
pub struct Cpu(Duration);

impl Cpu {
    pub fn since(self, before: Self) -> Duration {
        self.0.saturating_sub(before.0)
    }
}

impl Server {
    /// `yinfeng serve` on this data folder.
    pub fn start(data: &Path) -> Result<Self> {
        Self::start_with(data, &[("YINFENG_LOG_FILTER", "warn")])
    }

    /// The same, with these settings in its environment.
    pub fn start_with(data: &Path, environment: &[(&str, &str)]) -> Result<Self> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let address = format!("127.0.0.1:{port}");
        let log = data.join("bench-server.log");
        let start = Instant::now();
        let child = Command::new(binary()?)
            .args(["serve", "--listen", &address, "--data"])
            .arg(data)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(fs::File::create(&log)?)
            .envs(environment.iter().copied())
            .spawn()
            .context("target/release/yinfeng could not be started")?;
        let mut server = Self { child, address, log, first_answer: Duration::ZERO };
        while !server.healthy() {
            if let Some(status) = server.child.try_wait()? {
                bail!("the server ended at once ({status}); see {}", server.log.display());
            }
            if start.elapsed() > Duration::from_secs(30) {
                bail!("the server did not answer within 30 s");
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        server.first_answer = start.elapsed();
        Ok(server)
    }

    /// What it writes to standard error.
    pub fn log(&self) -> &Path {
        &self.log
    }

    fn healthy(&self) -> bool {
        let ask = || -> std::io::Result<String> {
            let mut stream = TcpStream::connect(&self.address)?;
            stream.write_all(b"GET /healthz HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n")?;
            let mut answer = String::new();
            stream.read_to_string(&mut answer)?;
            Ok(answer)
        };
        ask().is_ok_and(|answer| answer.starts_with("HTTP/1.1 200"))
    }

    pub fn cpu(&self) -> Result<Cpu> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        // Fields 14 and 15, counted after the name in parentheses; ticks of 10 ms.
        let rest = stat.rsplit(')').next().unwrap_or_default();
        let ticks: u64 =
            rest.split_whitespace().skip(11).take(2).filter_map(|it| it.parse::<u64>().ok()).sum();
        Ok(Cpu(Duration::from_millis(ticks * 10)))
    }

    /// A line of `/proc/PID/status` in MiB: `VmRSS` now, `VmHWM` at the highest.
    pub fn memory(&self, line: &str) -> Result<f64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let kib = status
            .lines()
            .find_map(|it| it.strip_prefix(line)?.strip_prefix(':')?.split_whitespace().next()?.parse().ok());
        kib.map(|kib: f64| kib / 1024.0).with_context(|| format!("no {line} in /proc/PID/status"))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let asked = Command::new("kill").arg(self.child.id().to_string()).status().is_ok();
        let end = Instant::now() + Duration::from_secs(10);
        while asked && Instant::now() < end && matches!(self.child.try_wait(), Ok(None)) {
            std::thread::sleep(Duration::from_millis(10));
        }
        // Already gone is what we want.
        self.child.kill().and_then(|()| self.child.wait().map(drop)).unwrap_or_default();
    }
}

/// The release binary, beside ours.
pub fn binary() -> Result<PathBuf> {
    let file = std::env::current_exe()?.with_file_name("yinfeng");
    if !file.is_file() {
        bail!("{} is missing; build it with: cargo build --release -p yinfeng", file.display());
    }
    Ok(file)
}
