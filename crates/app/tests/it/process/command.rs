//! The command line: the same operations, with help, exit codes and answers for programs.

use std::{path::Path, process::Command};

use serde_json::{Value, json};
use yinfeng::{
    floor::{
        clock::SystemClock,
        db::{Db, Place},
        web::Who,
    },
    org,
};

use super::{BATCHES, BINARY, Server, sample, says};

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

/// The commands that a help text lists.
fn listed(help: &str) -> Vec<String> {
    let after = help.split("Commands:\n").nth(1).unwrap_or_default();
    let lines = after.lines().take_while(|line| !line.trim().is_empty());
    lines
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .map(String::from)
        .collect()
}

#[test]
fn every_command_has_help_with_an_example() {
    let mut waiting = vec![Vec::<String>::new()];
    let mut seen = 0;
    while let Some(path) = waiting.pop() {
        let out = Command::new(BINARY).args(&path).arg("--help").output().unwrap();
        let help = String::from_utf8(out.stdout).unwrap();
        assert!(out.status.success(), "{path:?}: {help}");
        assert!(help.contains("--json"), "{path:?}: {help}");
        let below = listed(&help);
        assert!(below.is_empty() || !path.is_empty() || below.len() > 8, "{help}");
        assert!(path.is_empty() || help.contains("Example"), "no example: {path:?}\n{help}");
        waiting.extend(below.into_iter().map(|name| [path.clone(), vec![name]].concat()));
        seen += 1;
    }
    assert!(seen > 15, "{seen}");
}

#[test]
fn a_program_learns_from_the_exit_code_and_the_json_what_became_of_it() {
    let run = |args: &[&str], data: &Path| {
        let out = Command::new(BINARY).args(args).arg("--data").arg(data).output().unwrap();
        (out.status.code(), String::from_utf8_lossy(&out.stdout).into_owned())
    };
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    // Wrong usage, and nothing there to work on.
    assert_eq!(run(&["reprot"], &data).0, Some(2));
    assert_eq!(run(&["report", "work-summary", "--from", "yesterday"], &data).0, Some(2));
    assert_eq!(run(&["audit", "verify"], &data).0, Some(1));
    drop(Server::start(&data, ""));

    let (code, said) = run(&["audit", "verify", "--json"], &data);
    let verified: Value = serde_json::from_str(&said).unwrap();
    assert_eq!((code, &verified["ok"]), (Some(0), &json!(true)));
    let (code, said) = run(&["user", "password", "clerk", "--json"], &data);
    let given: Value = serde_json::from_str(&said).unwrap();
    assert_eq!((code, &given["login"]), (Some(0), &json!("clerk")));
    assert!(given["password"].as_str().unwrap().len() > 10);
    assert_eq!(run(&["user", "password", "nobody"], &data).0, Some(1));
    let (code, said) = run(&["user", "list", "--json"], &data);
    let all: Vec<Value> = said.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((code, all.iter().any(|a| a["login"] == "clerk")), (Some(0), true));
    let scheme = folder.path().join("scheme.toml");
    std::fs::write(&scheme, "name = ").unwrap();
    let (code, said) = run(&["scheme", "check", scheme.to_str().unwrap(), "--json"], &data);
    let found: Value = serde_json::from_str(&said).unwrap();
    assert_eq!((code, &found["ok"]), (Some(1), &json!(false)));
    let out = folder.path().join("summary.docx");
    let of = [
        "--from",
        "2013-01-01",
        "--to",
        "2013-08-31",
        "--as-of",
        "2013-11-15",
        "--out",
        out.to_str().unwrap(),
        "--json",
    ];
    let (code, said) = run(&[&["report", "work-summary"][..], &of].concat(), &data);
    let told: Value = serde_json::from_str(&said).unwrap();
    assert!(told["figures"].to_string().len() > 200, "{said}");
    assert_eq!((code, &std::fs::read(&out).unwrap()[..2]), (Some(0), &b"PK"[..]));
}

#[test]
fn the_demo_is_not_loaded_into_the_data_of_an_office() {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::Sqlite(folder.path().join("yinfeng.db"));
    let db = Db::open(&place, std::sync::Arc::new(SystemClock), 1).unwrap();
    db.write_now(|tx| org::create_district(tx, &Who::system("379902", "test"), "海宁区", "区招商局", false))
        .unwrap();
    drop(db);
    let out =
        Command::new(BINARY).args(["demo", "--load-only", "--data"]).arg(folder.path()).output().unwrap();
    let said = String::from_utf8_lossy(&out.stderr).into_owned();
    assert_eq!(out.status.code(), Some(1), "{said}");
    assert!(said.contains("海宁区"), "{said}");
    assert!(!folder.path().join("demo-password").exists());
    let db = Db::open(&place, std::sync::Arc::new(SystemClock), 1).unwrap();
    assert_eq!(db.read_now(org::districts).unwrap(), ["379902"]);
}
