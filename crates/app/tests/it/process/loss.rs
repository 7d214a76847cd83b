//! Killed, without room on the disk, and with a network that breaks off: what was acknowledged is there afterwards,
//! what was not is there once or not at all.

use std::{
    io::Write,
    net::TcpStream,
    process::Command,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use serde_json::json;
use yinfeng::floor::{
    clock::SystemClock,
    db::{Db, Place},
};

use super::{BATCHES, ORGANISATIONS, Server, organisation, request, sample, says, until};

#[test]
fn what_was_acknowledged_survives_a_kill_and_nothing_is_there_twice() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let server = Server::start(&data, "");
    let clerk = server.clerk();
    let projects = clerk.total("/api/v1/projects?limit=1");

    let uploaded = clerk.upload(BATCHES, "upload", "ledger.xlsx", &sample(folder.path()));
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
    let refused = clerk.upload(BATCHES, "full-file", "ledger.xlsx", &sample(folder.path()));
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
    let uploaded = clerk.upload(BATCHES, "full-file", "ledger.xlsx", &sample(folder.path()));
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
    clerk.upload_part(BATCHES, "broken", "ledger.xlsx", &ledger, Some(ledger.len() / 2));

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
    let uploaded = clerk.upload(BATCHES, "broken", "ledger.xlsx", &ledger);
    assert_eq!(uploaded.status, 201, "{}", uploaded.body);
    assert_eq!(imports(), before + 1);
}
