//! The program as it runs: killed, without room on the disk, and with a network that breaks off. What was
//! acknowledged is there afterwards, what was not is there once or not at all.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Stdio},
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use yinfeng::floor::{
    clock::SystemClock,
    db::{Db, Place},
};

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

    /// Uploads a file, or only the first `sent` bytes of the request's body.
    fn upload(&self, path: &str, key: &str, content: &[u8], sent: Option<usize>) -> Option<Answer> {
        let mut body =
            b"--part\r\nContent-Disposition: form-data; name=\"file\"; filename=\"ledger.xlsx\"\r\n\r\n"
                .to_vec();
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n--part--\r\n");
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

#[test]
fn what_was_acknowledged_survives_a_kill_and_nothing_is_there_twice() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let server = Server::start(&data, "");
    let clerk = server.clerk();
    let projects = clerk.total("/api/v1/projects?limit=1");

    let uploaded = clerk.upload(BATCHES, "upload", &sample(folder.path()), None).unwrap();
    assert_eq!(uploaded.status, 201, "{}", uploaded.body);
    let batch = format!("{BATCHES}/{}", uploaded.json()["id"].as_str().unwrap());
    until("the ledger is read", || clerk.get(&batch).json()["state"] != "reading");
    // The sample has rows that cannot be read; here they are left out.
    let problems = clerk.get(&format!("{batch}/rows?only=problem&limit=200")).json();
    for row in problems["items"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|row| row["cells"].to_string().contains("\"error\""))
    {
        let body = json!({ "decision": "skip", "edits": {}, "version": clerk.get(&batch).json()["version"] });
        let path = format!("{batch}/rows/{}", row["row_no"]);
        let left = clerk.send("PUT", &path, &format!("skip-{}", row["row_no"]), &body).unwrap();
        assert_eq!(left.status, 200, "{}", left.body);
    }
    let ready = clerk.get(&batch).json();

    // Eight people write while the import starts; then the process is gone, in the middle of all of it.
    let (next, acknowledged) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                loop {
                    let n = next.fetch_add(1, Ordering::Relaxed);
                    match clerk.post(ORGANISATIONS, &format!("organisation-{n}"), &organisation(n)) {
                        Some(answer) if answer.status == 201 => {
                            let id = answer.json()["id"].as_str().unwrap().to_owned();
                            acknowledged.lock().unwrap().push((n, id));
                        }
                        Some(answer) => panic!("{} {}", answer.status, answer.body),
                        None => break,
                    }
                }
            });
        }
        until("people write", || acknowledged.lock().unwrap().len() > 100);
        let body = json!({ "version": ready["version"] });
        let started = clerk.post(&format!("{batch}/import"), "start", &body);
        let started = started.unwrap();
        assert_eq!(started.status, 202, "{}", started.body);
        until("people go on writing", || acknowledged.lock().unwrap().len() > 200);
        server.kill();
    });

    // The minute of the dead process's lease is over.
    let db = Db::open(&Place::Sqlite(data.join("yinfeng.db")), std::sync::Arc::new(SystemClock), 1).unwrap();
    db.write_now(|tx| tx.execute("update floor_job set lease_until = 0 where state = 'running'", &[]))
        .unwrap();
    drop(db);

    let server = Server::start(&data, "");
    let clerk = server.clerk();
    let acknowledged = acknowledged.into_inner().unwrap();
    for (n, id) in &acknowledged {
        let kept = clerk.get(&format!("{ORGANISATIONS}/{id}"));
        assert_eq!(kept.status, 200, "organisation {n} was acknowledged and is gone");
    }
    // Whoever heard nothing asks again under the same key: done once, whether it had been written or not.
    for n in 0..next.load(Ordering::Relaxed) {
        let answer = clerk.post(ORGANISATIONS, &format!("organisation-{n}"), &organisation(n)).unwrap();
        assert_eq!(answer.status, 201, "{}", answer.body);
        if let Some((_, id)) = acknowledged.iter().find(|(known, _)| *known == n) {
            assert_eq!(answer.json()["id"], **id);
        }
    }
    until("the import goes on", || clerk.get(&batch).json()["state"] == "imported");
    let done = clerk.get(&batch).json();
    let created = done["result"]["projects"].as_i64().unwrap_or_else(|| panic!("{done}"));
    assert!(created > 0);
    assert_eq!(clerk.total("/api/v1/projects?limit=1"), projects + created);
    drop(server);
    says(&data, &["audit", "verify"]);
    says(&data, &["rebuild", "--check"]);
}

#[test]
fn a_full_disk_is_said_and_nothing_is_half_there() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    // The limit of a process stands for the disk: a write beyond it fails, and the signal for it is ignored.
    let server = Server::start(&data, "trap '' XFSZ;");
    let clerk = server.clerk();
    let pid = server.child.id().to_string();
    let limit = |bytes: &str| {
        let set =
            Command::new("prlimit").args(["--pid", &pid, &format!("--fsize={bytes}:unlimited")]).status();
        assert!(set.unwrap().success());
    };
    assert_eq!(clerk.post(ORGANISATIONS, "before", &organisation(0)).unwrap().status, 201);
    limit("4096");
    let refused = clerk.post(ORGANISATIONS, "full", &organisation(1)).unwrap();
    assert_eq!(
        (refused.status, refused.json()["code"].as_str()),
        (503, Some("floor.disk_full")),
        "{}",
        refused.body
    );
    let refused = clerk.upload(BATCHES, "full-file", &sample(folder.path()), None).unwrap();
    assert_eq!(
        (refused.status, refused.json()["code"].as_str()),
        (503, Some("floor.disk_full")),
        "{}",
        refused.body
    );
    // Reading goes on, and with room again the same request is done once.
    assert!(clerk.total("/api/v1/projects?limit=1") > 0);
    limit("unlimited");
    let saved = clerk.post(ORGANISATIONS, "full", &organisation(1)).unwrap();
    assert_eq!(saved.status, 201, "{}", saved.body);
    let again = clerk.post(ORGANISATIONS, "full", &organisation(1)).unwrap();
    assert_eq!(again.json()["id"], saved.json()["id"]);
    let uploaded = clerk.upload(BATCHES, "full-file", &sample(folder.path()), None).unwrap();
    assert_eq!(uploaded.status, 201, "{}", uploaded.body);
    drop(server);
    says(&data, &["audit", "verify"]);
    says(&data, &["rebuild", "--check"]);
}

#[test]
fn a_network_that_breaks_off_leaves_nothing_half_and_a_second_try_writes_once() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let server = Server::start(&data, "");
    let clerk = server.clerk();
    let imports = || clerk.get(BATCHES).json()["items"].as_array().unwrap().len();
    let ledger = sample(folder.path());
    let before = imports();
    clerk.upload(BATCHES, "broken", &ledger, Some(ledger.len() / 2));

    // The answer is lost on the way: the request was whole, nobody reads what comes back.
    let organisations = clerk.total(&format!("{ORGANISATIONS}?limit=1"));
    let body = organisation(0).to_string();
    let head = request(
        &clerk.address,
        &clerk.cookie,
        "POST",
        ORGANISATIONS,
        "lost-answer",
        "application/json",
        body.len(),
    );
    let mut stream = TcpStream::connect(&clerk.address).unwrap();
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(body.as_bytes()).unwrap();
    drop(stream);
    let first = clerk.post(ORGANISATIONS, "lost-answer", &organisation(0)).unwrap();
    assert_eq!(first.status, 201, "{}", first.body);
    assert_eq!(clerk.total(&format!("{ORGANISATIONS}?limit=1")), organisations + 1);

    assert_eq!(imports(), before);
    let uploaded = clerk.upload(BATCHES, "broken", &ledger, None).unwrap();
    assert_eq!(uploaded.status, 201, "{}", uploaded.body);
    assert_eq!(imports(), before + 1);
}

#[test]
fn a_backup_is_everything_and_comes_back_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let (data, archive) = (folder.path().join("data"), folder.path().join("backup.tar.gz"));
    let server = Server::start(&data, "");
    let clerk = server.clerk();
    let projects = clerk.total("/api/v1/projects?limit=1");
    says(&data, &["backup", "--out", archive.to_str().unwrap()]);
    // Written after the copy: not in it.
    assert_eq!(clerk.post(ORGANISATIONS, "later", &organisation(0)).unwrap().status, 201);
    let later = clerk.total(&format!("{ORGANISATIONS}?limit=1"));
    drop(server);

    let restored = folder.path().join("restored");
    says(&restored, &["restore", archive.to_str().unwrap()]);
    says(&restored, &["audit", "verify"]);
    says(&restored, &["rebuild", "--check"]);
    let files = |data: &Path| {
        let mut found = Vec::new();
        let mut folders = vec![data.join("files")];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() { folders.push(path) } else { found.push(std::fs::read(path).unwrap()) }
            }
        }
        found.sort();
        found
    };
    let db =
        Db::open(&Place::Sqlite(restored.join("yinfeng.db")), std::sync::Arc::new(SystemClock), 1).unwrap();
    let named = db.read_now(|r| r.value::<i64>("select count(*) from floor_file", &[])).unwrap().unwrap();
    drop(db);
    let (there, back) = (files(&data), files(&restored));
    assert!(named > 0);
    assert_eq!(back.len() as i64, named);
    assert!(
        back.iter().all(|file| there.binary_search(file).is_ok()),
        "the proofs are the same, byte for byte"
    );
    std::fs::copy(data.join("demo-password"), restored.join("demo-password")).unwrap();
    let server = Server::start(&restored, "");
    let clerk = server.clerk();
    assert_eq!(clerk.total("/api/v1/projects?limit=1"), projects);
    assert_eq!(clerk.total(&format!("{ORGANISATIONS}?limit=1")), later - 1);

    // An archive that was cut off restores nothing.
    let whole = std::fs::read(&archive).unwrap();
    std::fs::write(&archive, &whole[..whole.len() / 2]).unwrap();
    let half = folder.path().join("half");
    let refused =
        Command::new(BINARY).args(["restore", archive.to_str().unwrap(), "--data"]).arg(&half).output();
    assert!(!refused.unwrap().status.success());
    assert!(!half.exists());
}

#[test]
fn a_ledger_comes_in_by_the_command_line_and_goes_back_over_http() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let server = Server::start(&data, "");
    let clerk = server.clerk();
    let before = clerk.total("/api/v1/projects");
    drop(server);

    // As it is, the sample names two units that nobody knows: nothing is written, and the program says no.
    let file = folder.path().join("台账.xlsx");
    std::fs::write(&file, sample(folder.path())).unwrap();
    let run = |file: &Path, more: &[&str]| {
        let mut command = Command::new(BINARY);
        command.args(["import", "ledger", "--json"]).arg(file).args(more).arg("--data").arg(&data);
        let out = command.output().unwrap();
        let told: Value = serde_json::from_slice(&out.stdout).unwrap_or_default();
        (out.status.code(), told)
    };
    let (code, look) = run(&file, &["--dry-run"]);
    assert_eq!((code, &look["counts"]["error"]), (Some(1), &json!(2)), "{look}");

    let good = folder.path().join("good.csv");
    let text = "项目名称,投资方,总投资（万元）,责任单位\n命令行阀门项目,命令行阀门有限公司,13000,于河街道\n";
    std::fs::write(&good, text).unwrap();
    let (code, look) = run(&good, &["--dry-run"]);
    assert_eq!((code, &look["counts"]["data"]), (Some(0), &json!(1)), "{look}");
    let (code, batch) = run(&good, &[]);
    assert_eq!(
        (code, &batch["state"], &batch["result"]["projects"]),
        (Some(0), &json!("imported"), &json!(1))
    );

    let server = Server::start(&data, "");
    let clerk = server.clerk();
    assert_eq!(clerk.total("/api/v1/projects"), before + 1);
    let at = format!("{BATCHES}/{}", batch["id"].as_str().unwrap());
    let undone = clerk.post(&format!("{at}/undo"), "undo", &json!({ "version": batch["version"] })).unwrap();
    assert_eq!((undone.status, &undone.json()["state"]), (200, &json!("undone")));
    assert_eq!(clerk.total("/api/v1/projects"), before);
    drop(server);
    says(&data, &["audit", "verify"]);
}
