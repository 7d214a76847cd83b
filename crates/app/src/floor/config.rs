//! Configuration: a file, then the environment (`YINFENG_…`), then flags; later ones win.

use std::{net::SocketAddr, path::PathBuf};

use figment::{
    Figment,
    providers::{Env, Format, Serialized, Toml},
};
use serde::{Deserialize, Serialize};

use super::db::Place;

/// Every setting, with its default.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Folder of the SQLite database and of the files.
    pub data: PathBuf,
    pub listen: SocketAddr,
    /// `postgres://…`; SQLite in `data` when empty.
    pub database: String,
    /// Schema of PostgreSQL.
    pub schema: String,
    /// `s3://bucket/prefix`; the folder `data/files` when empty. Keys and region come from the usual AWS variables.
    pub files: String,
    /// File of the keys of personal data; `personal.key` in `data` when empty. Servers that share a database share it.
    pub key_file: PathBuf,
    /// Whether browsers reach the server by HTTPS (through a proxy): cookies are then `__Host-` and `Secure`.
    pub https: bool,
    /// Minutes without a request after which a session ends.
    pub session_idle_minutes: i64,
    /// Hours after which a session ends whatever happens.
    pub session_hours: i64,
    /// Wrong passwords in a row before an account is locked.
    pub lockout_tries: i64,
    /// Minutes that it stays locked.
    pub lockout_minutes: i64,
    /// Largest upload in MiB.
    pub upload_mib: usize,
    /// `text` or `json`.
    pub log: String,
    /// What is logged: `info`, `yinfeng=debug`.
    pub log_filter: String,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            data: "data".into(),
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            database: String::new(),
            schema: "public".into(),
            files: String::new(),
            key_file: PathBuf::new(),
            https: false,
            session_idle_minutes: 60,
            session_hours: 12,
            lockout_tries: 5,
            lockout_minutes: 15,
            upload_mib: 50,
            log: "text".into(),
            log_filter: "info".into(),
        }
    }
}

impl Config {
    /// Reads the file (if named, it must exist) and the environment.
    pub fn load(file: Option<&std::path::Path>) -> Result<Self, Box<figment::Error>> {
        let mut figment = Figment::from(Serialized::defaults(Self::default()));
        if let Some(file) = file {
            figment = figment.merge(Toml::file_exact(file));
        }
        figment
            .merge(Env::prefixed("YINFENG_").ignore(&["test_postgres", "bin", "web_dir", "config"]))
            .extract()
            .map_err(Box::new)
    }

    pub fn key_path(&self) -> PathBuf {
        if self.key_file.as_os_str().is_empty() {
            self.data.join("personal.key")
        } else {
            self.key_file.clone()
        }
    }

    pub fn place(&self) -> Place {
        if self.database.is_empty() {
            Place::Sqlite(self.data.join("yinfeng.db"))
        } else {
            Place::Postgres { url: self.database.clone(), schema: self.schema.clone() }
        }
    }
}
