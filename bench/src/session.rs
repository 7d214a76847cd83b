//! Signed in as a clerk of the demo district, and the requests a clerk's browser sends.

use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::load::{self, Request, header};

/// Who signs in: an account of the demo district.
#[derive(Clone)]
pub struct Login {
    login: &'static str,
    password: String,
}

impl Login {
    /// The office clerk, who may read and write the whole district; `yinfeng demo` leaves the password there.
    pub fn clerk(data: &Path) -> Result<Self> {
        let file = data.join("demo-password");
        let password =
            std::fs::read_to_string(&file).with_context(|| format!("{} cannot be read", file.display()))?;
        Ok(Self { login: "clerk", password: password.trim().to_owned() })
    }
}

/// A signed-in session; clones share it.
#[derive(Clone)]
pub struct Session {
    pub address: String,
    cookie: String,
}

impl Session {
    pub fn open(address: &str, login: &Login) -> Result<Self> {
        let body = serde_json::json!({"login": login.login, "password": login.password}).to_string();
        let extra = "content-type: application/json\r\nidempotency-key: bench-sign-in\r\n";
        let response = load::once(address, &load::request("POST", "/api/v1/session", extra, &body))?;
        if response.status != 204 {
            bail!("signing in as {} was answered {}: {}", login.login, response.status, text(&response.body));
        }
        let cookie = header(&response.head, "set-cookie").context("no session cookie")?;
        let cookie = cookie.split(';').next().unwrap_or_default().to_owned();
        Ok(Self { address: address.to_owned(), cookie })
    }

    pub fn get(&self, path: &str) -> Request {
        load::request("GET", path, &format!("cookie: {}\r\n", self.cookie), "")
    }

    /// A write; `key` is its idempotency key.
    pub fn send(&self, method: &str, path: &str, key: &str, body: &Value) -> Request {
        let extra = format!(
            "cookie: {}\r\ncontent-type: application/json\r\nidempotency-key: {key}\r\n",
            self.cookie
        );
        load::request(method, path, &extra, &body.to_string())
    }

    /// One file as multipart form data.
    pub fn upload(&self, path: &str, key: &str, name: &str, file: &[u8]) -> Request {
        let edge = "bench-edge-7f3a";
        let mut body = format!(
            "--{edge}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             content-type: application/octet-stream\r\n\r\n"
        )
        .into_bytes();
        body.extend_from_slice(file);
        body.extend_from_slice(format!("\r\n--{edge}--\r\n").as_bytes());
        let mut request = format!(
            "POST {path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncookie: {}\r\nidempotency-key: {key}\r\n\
             content-type: multipart/form-data; boundary={edge}\r\ncontent-length: {}\r\n\r\n",
            self.cookie,
            body.len()
        )
        .into_bytes();
        request.append(&mut body);
        request
    }

    /// Send one request and read the JSON it is answered with.
    pub fn json(&self, request: &[u8]) -> Result<Value> {
        let response = load::once(&self.address, request)?;
        if !(200..300).contains(&response.status) {
            let line = String::from_utf8_lossy(request);
            let line = line.lines().next().unwrap_or_default();
            bail!("{line} was answered {}: {}", response.status, text(&response.body));
        }
        serde_json::from_slice(&response.body).context("the answer is no JSON")
    }
}

fn text(body: &[u8]) -> String {
    String::from_utf8_lossy(body).chars().take(600).collect()
}
