//! The program as it runs, in a process of its own, spoken to over a socket.

mod command;
mod copy;
mod loss;
mod upload;

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

const BINARY: &str = env!("CARGO_BIN_EXE_yinfeng");
const ORGANISATIONS: &str = "/api/v1/organisations";
const BATCHES: &str = "/api/v1/ledger/batches";

/// The program with the demo district, serving on a port of its own.
struct Server {
    child: Child,
    address: String,
    password: String,
}

impl Server {
    /// `limits` is said in the shell that becomes the server.
    fn start(data: &Path, limits: &str) -> Self {
        let mut child = Command::new("sh")
            .args(["-c", &format!("{limits} exec \"$0\" \"$@\""), BINARY, "demo", "--json", "--data"])
            .arg(data)
            .args(["--listen", "127.0.0.1:0"])
            .env("YINFENG_LOG_FILTER", "off")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let told: Value = serde_json::from_str(&line).unwrap();
        Self {
            child,
            address: told["address"].as_str().unwrap().trim_start_matches("http://").to_owned(),
            password: told["accounts"][0]["password"].as_str().unwrap().to_owned(),
        }
    }

    fn clerk(&self) -> Browser {
        let body = json!({ "login": "clerk", "password": self.password }).to_string();
        let head =
            request(&self.address, "", "POST", "/api/v1/session", "login", "application/json", body.len());
        let answer = exchange(&self.address, &[head.as_bytes(), body.as_bytes()]).unwrap();
        assert_eq!(answer.status, 204, "{}", answer.body);
        Browser { address: self.address.clone(), cookie: answer.cookie }
    }

    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

struct Answer {
    status: u16,
    cookie: String,
    body: String,
}

impl Answer {
    fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|e| panic!("{e} in {} {}", self.status, self.body))
    }
}

fn request(
    address: &str,
    cookie: &str,
    method: &str,
    path: &str,
    key: &str,
    kind: &str,
    length: usize,
) -> String {
    format!(
        "{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nCookie: {cookie}\r\n\
         Idempotency-Key: process-{key}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n\r\n"
    )
}

/// One request on a connection of its own; `None` when the server is gone before it has answered.
fn exchange(address: &str, parts: &[&[u8]]) -> Option<Answer> {
    let mut stream = TcpStream::connect(address).ok()?;
    stream.set_read_timeout(Some(Duration::from_mins(1))).ok()?;
    for part in parts {
        stream.write_all(part).ok()?;
    }
    let mut all = Vec::new();
    stream.read_to_end(&mut all).ok()?;
    let all = String::from_utf8_lossy(&all).into_owned();
    let (head, body) = all.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    let cookie = head
        .lines()
        .filter_map(|line| line.split_once(": "))
        .find(|(name, _)| name.eq_ignore_ascii_case("set-cookie"))
        .map(|(_, value)| value.split(';').next().unwrap_or_default().to_owned())
        .unwrap_or_default();
    Some(Answer { status, cookie, body: unchunked(head, body) })
}

/// The body without the lengths of its chunks.
fn unchunked(head: &str, body: &str) -> String {
    if !head.to_ascii_lowercase().contains("transfer-encoding: chunked") {
        return body.to_owned();
    }
    let (mut rest, mut whole) = (body, String::new());
    while let Some((length, after)) = rest.split_once("\r\n") {
        let length = usize::from_str_radix(length.trim(), 16).unwrap_or(0);
        if length == 0 || !after.is_char_boundary(length) {
            break;
        }
        whole.push_str(&after[..length]);
        rest = after[length..].trim_start_matches("\r\n");
    }
    whole
}

#[derive(Clone)]
struct Browser {
    address: String,
    cookie: String,
}

impl Browser {
    fn get(&self, path: &str) -> Answer {
        let head = request(&self.address, &self.cookie, "GET", path, "", "text/plain", 0);
        exchange(&self.address, &[head.as_bytes()]).unwrap()
    }

    fn post(&self, path: &str, key: &str, body: &Value) -> Option<Answer> {
        self.send("POST", path, key, body)
    }

    fn send(&self, method: &str, path: &str, key: &str, body: &Value) -> Option<Answer> {
        let body = body.to_string();
        let head = request(&self.address, &self.cookie, method, path, key, "application/json", body.len());
        exchange(&self.address, &[head.as_bytes(), body.as_bytes()])
    }

    /// Uploads a file.
    fn upload(&self, path: &str, key: &str, name: &str, content: &[u8]) -> Answer {
        self.upload_part(path, key, name, content, None).unwrap()
    }

    /// Sends only the first `sent` bytes of the request's body when there is such a number.
    fn upload_part(
        &self,
        path: &str,
        key: &str,
        name: &str,
        content: &[u8],
        sent: Option<usize>,
    ) -> Option<Answer> {
        let head =
            format!("--part\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
        let body = [head.as_bytes(), content, b"\r\n--part--\r\n"].concat();
        let kind = "multipart/form-data; boundary=part";
        let head = request(&self.address, &self.cookie, "POST", path, key, kind, body.len());
        match sent {
            None => exchange(&self.address, &[head.as_bytes(), &body]),
            Some(sent) => {
                let mut stream = TcpStream::connect(&self.address).unwrap();
                stream.write_all(head.as_bytes()).unwrap();
                stream.write_all(&body[..sent]).unwrap();
                None
            }
        }
    }

    fn total(&self, path: &str) -> i64 {
        let answer = self.get(path);
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.json()["total"].as_i64().unwrap()
    }
}

fn organisation(n: usize) -> Value {
    json!({ "name": format!("第{n:05}号演示投资有限公司"), "kind": "enterprise", "country": "CN" })
}

fn until(what: &str, mut done: impl FnMut() -> bool) {
    let start = Instant::now();
    while !done() {
        assert!(start.elapsed() < Duration::from_secs(90), "waited in vain: {what}");
        thread::sleep(Duration::from_millis(50));
    }
}

fn says(data: &Path, args: &[&str]) -> String {
    let out = Command::new(BINARY).args(args).arg("--data").arg(data).output().unwrap();
    let said = String::from_utf8_lossy(&out.stdout).into_owned() + &String::from_utf8_lossy(&out.stderr);
    assert!(out.status.success(), "{args:?}: {said}");
    said
}

fn sample(folder: &Path) -> Vec<u8> {
    let file = folder.join("ledger.xlsx");
    let made = Command::new(BINARY).arg("sample-ledger").arg(&file).output().unwrap();
    assert!(made.status.success());
    std::fs::read(file).unwrap()
}
