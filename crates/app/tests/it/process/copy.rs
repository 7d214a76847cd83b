//! Backup and restore.

use std::{path::Path, process::Command};

use yinfeng::floor::{
    clock::SystemClock,
    db::{Db, Place},
};

use super::{BINARY, ORGANISATIONS, Server, organisation, says};

#[test]
fn a_backup_is_everything_and_comes_back_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let (data, archive) = (folder.path().join("data"), folder.path().join("backup.tar.gz"));
    let server = Server::start(&data, "");
    let clerk = server.clerk();
    let projects = clerk.total("/api/v1/projects?limit=1");
    let keys = folder.path().join("keys");
    says(&data, &["backup", "--out", archive.to_str().unwrap(), "--key-out", keys.to_str().unwrap()]);
    let contacts = clerk.total("/api/v1/contacts?limit=1");
    // Written after the copy: not in it.
    assert_eq!(clerk.post(ORGANISATIONS, "later", &organisation(0)).unwrap().status, 201);
    let later = clerk.total(&format!("{ORGANISATIONS}?limit=1"));
    drop(server);

    let restored = folder.path().join("restored");
    says(&restored, &["restore", archive.to_str().unwrap(), "--key", keys.to_str().unwrap()]);
    // The keys of personal data do not travel in the archive.
    let keyless = folder.path().join("keyless");
    says(&keyless, &["restore", archive.to_str().unwrap()]);
    assert!(!keyless.join("personal.key").exists());
    let text = |path: &Path| std::fs::read_to_string(path).unwrap();
    assert_eq!(text(&restored.join("personal.key")), text(&data.join("personal.key")));
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
    assert!(contacts > 0);
    assert_eq!(clerk.total("/api/v1/contacts?limit=1"), contacts, "they open with the keys that came back");
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
