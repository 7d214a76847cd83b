//! Files as large as they may be, larger, and ones that swell.

use std::{
    fmt::Write as _,
    io::{Read, Write},
};

use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

use super::{Answer, BATCHES, Server, sample, until};

const MIB: usize = 1 << 20;

/// Bytes of memory at the highest.
fn peak(server: &Server) -> usize {
    let status = std::fs::read_to_string(format!("/proc/{}/status", server.child.id())).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<usize>().unwrap() << 10
}

/// Status and code.
fn said(answer: &Answer) -> (u16, String) {
    (answer.status, answer.json()["code"].as_str().unwrap_or_default().to_owned())
}

/// The sample with a sheet of 30 MiB more, all blanks: a few KiB in the archive.
fn bomb(sample: Vec<u8>) -> Vec<u8> {
    let mut archive = ZipArchive::new(std::io::Cursor::new(sample)).unwrap();
    let mut out = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).unwrap();
        let name = entry.name().unwrap().into_owned();
        let mut content = Vec::new();
        entry.read_to_end(&mut content).unwrap();
        if name == "xl/worksheets/sheet1.xml" {
            let text = String::from_utf8(content).unwrap();
            content =
                text.replace("</sheetData>", &format!("{}</sheetData>", " ".repeat(30 * MIB))).into_bytes();
        }
        out.start_file(name, SimpleFileOptions::default()).unwrap();
        out.write_all(&content).unwrap();
    }
    out.finish().unwrap().into_inner()
}

#[test]
fn fifty_mebibytes_are_taken_more_is_refused_and_a_bomb_does_not_go_off() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(&folder.path().join("data"), "");
    let clerk = server.clerk();
    let before = peak(&server);
    let imports = || clerk.get(BATCHES).json()["items"].as_array().unwrap().len();

    let swollen = bomb(sample(folder.path()));
    assert!(swollen.len() < MIB);
    let refused = clerk.upload(BATCHES, "bomb", "ledger.xlsx", &swollen);
    assert_eq!(said(&refused), (422, "ledger.sheet_zip_bomb".to_owned()));
    assert!(peak(&server) < before + 40 * MIB, "the bomb was unpacked");
    assert_eq!(imports(), 0);

    // A proof: exactly as large as it may be, then a byte more. The sender sends all of it before it listens.
    let mut large = vec![b'x'; 50 * MIB];
    let kept = clerk.upload("/api/v1/files", "large", "ledger.xlsx", &large);
    assert_eq!((kept.status, kept.json()["size"].as_u64()), (201, Some(50 << 20)), "{}", kept.body);
    large.push(b'x');
    for (path, key) in [("/api/v1/files", "too-large"), (BATCHES, "too-large-too")] {
        let refused = clerk.upload(path, key, "ledger.xlsx", &large);
        assert_eq!(said(&refused), (413, "floor.upload_too_large".to_owned()));
        assert!(refused.json()["detail"].as_str().unwrap().contains("50 MiB"), "{}", refused.body);
    }

    // 50 MiB that are no ledger, under the name of a workbook and of a table.
    large.truncate(50 * MIB);
    large[..8].copy_from_slice(b"%PDF-1.4");
    let refused = clerk.upload(BATCHES, "no-ledger", "ledger.xlsx", &large);
    assert_eq!(said(&refused), (422, "ledger.sheet_wrong_type".to_owned()));
    let mut table = "项目名称,投资方,总投资（万元）,责任单位\n".to_owned();
    while table.len() < 50 * MIB - 200 {
        let number = table.len();
        writeln!(table, "第{number}号项目,投资方,100,于河街道").unwrap();
    }
    let refused = clerk.upload(BATCHES, "rows", "ledger.csv", table.as_bytes());
    assert_eq!(said(&refused), (422, "ledger.sheet_too_many_rows".to_owned()));
    assert!(peak(&server) < before + 500 * MIB, "{} MiB", peak(&server) / MIB);
    large[..8].fill(b'x');
    // One line of 50 MiB is read in the background; there is no project in it.
    let one = clerk.upload(BATCHES, "line", "line.csv", &large);
    assert_eq!(one.status, 201, "{}", one.body);
    let batch = format!("{BATCHES}/{}", one.json()["id"].as_str().unwrap());
    until("the line is read", || clerk.get(&batch).json()["state"] != "reading");
    let told = clerk.get(&batch).json();
    assert_eq!((told["state"].as_str(), told["counts"]["data"].as_i64()), (Some("ready"), Some(0)), "{told}");
}
