//! `yinfeng scheme score` and its neighbours: anyone's method on anyone's facts, without a database.

use serde_json::{Value, json};

struct Ran {
    code: Option<i32>,
    out: String,
    err: String,
}

fn run(folder: &std::path::Path, args: &[&str], lang: &str) -> Ran {
    let out = std::process::Command::new(env!("CARGO_BIN_EXE_yinfeng"))
        .args(args)
        .env("LC_ALL", lang)
        .current_dir(folder)
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Ran { code: out.status.code(), out: text(out.stdout), err: text(out.stderr) }
}

fn facts() -> Value {
    let figure = |measure: &str, value: &str| json!({ "unit": "wjj", "measure": measure, "value": value });
    json!({
        "as_of": "2013-12-31",
        "units": [{ "id": "wjj", "name": "文教局" }],
        "values": [figure("task", "85%"), figure("paid", "30%"), figure("no_information", "1")],
        "returns": [{ "unit": "wjj", "month": "2013-05", "due_on": "2013-06-05" }],
    })
}

#[test]
fn facts_are_scored_by_a_built_in_scheme_in_both_languages() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("facts.json"), facts().to_string()).unwrap();
    let args = ["scheme", "score", "unit-sheet", "--facts", "facts.json"];
    let zh = run(folder.path(), &args, "zh_CN.UTF-8");
    assert_eq!(zh.code, Some(0), "{}", zh.err);
    assert!(zh.out.starts_with("1/1  文教局  69.00"), "{}", zh.out);
    assert!(zh.out.contains("总分 = 基础分 75.00分 − 扣分 6.00分 = 69.00分"), "{}", zh.out);
    let en = run(folder.path(), &args, "en_US.UTF-8");
    assert!(en.out.contains("Total = base 75.00 points − taken 6.00 points = 69.00 points"), "{}", en.out);
    let json = run(folder.path(), &[&args[..], &["--json"]].concat(), "zh_CN.UTF-8");
    let scored: Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!((&scored["units"][0]["id"], &scored["units"][0]["total"]), (&json!("wjj"), &json!("69")));
    let taken: Vec<_> =
        scored["units"][0]["taken"].as_array().unwrap().iter().map(|t| t["line"].clone()).collect();
    assert!(taken.contains(&json!("扣分 = 1 × 1分 = 1.00分")), "{taken:?}");
    assert_eq!(scored["recognition"], Value::Null);
}

#[test]
fn money_is_recognised_and_credited_before_it_is_scored() {
    let folder = tempfile::tempdir().unwrap();
    let facts = json!({
        "as_of": "2008-11-30",
        "units": [{ "id": "a" }, { "id": "b" }],
        "targets": [{ "unit": "a", "measure": "funds", "value": "260万" }, { "unit": "b", "measure": "funds", "value": "520万" }],
        "projects": [{ "id": "p", "outside_share": "40%", "tags": { "local_partner": "yes" },
            "units": [{ "unit": "a" }, { "unit": "b" }] }],
        "receipts": [{ "id": "r", "on": "2007-12-31", "project": "p", "amounts": { "fixed": "1000万" } }],
    });
    std::fs::write(folder.path().join("facts.json"), facts.to_string()).unwrap();
    let text = run(folder.path(), &["scheme", "built-in", "yinzhou-2008"], "zh_CN.UTF-8");
    std::fs::write(folder.path().join("mine.toml"), &text.out).unwrap();
    let args = ["scheme", "score", "mine.toml", "--facts", "facts.json"];
    let ran = run(folder.path(), &args, "zh_CN.UTF-8");
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.out.contains("全区认定 520.00万元；各单位计入合计 520.00万元"), "{}", ran.out);
    let json = run(folder.path(), &[&args[..], &["--json"]].concat(), "en_US.UTF-8");
    let scored: Value = serde_json::from_str(&json.out).unwrap();
    let book = &scored["recognition"];
    assert_eq!(book["district_total_fen"], 520_000_000);
    assert_eq!(book["receipts"][0]["credits"][1], json!({ "unit": "b", "role": "", "fen": 260_000_000 }));
    assert_eq!(book["receipts"][0]["steps"].as_array().unwrap().len(), 3);
    assert_eq!((&scored["units"][0]["total"], &scored["units"][1]["total"]), (&json!("100"), &json!("50")));
}

#[test]
fn bad_schemes_and_facts_have_their_own_exit_codes_and_name_the_place() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    let score = |scheme: &str, facts: &str| {
        run(folder.path(), &["scheme", "score", scheme, "--facts", facts], "zh_CN.UTF-8")
    };
    write("broken.toml", "[scheme]\nid = \"x\"\n");
    write("facts.json", &facts().to_string());
    let ran = score("broken.toml", "facts.json");
    assert_eq!(ran.code, Some(1));
    assert!(ran.err.contains("第 1 行第 1 列：缺少“name”。"), "{}", ran.err);
    let mut wrong = facts();
    wrong["values"][1]["value"] = json!(0.3);
    write("wrong.json", &wrong.to_string());
    let ran = score("unit-sheet", "wrong.json");
    assert_eq!(ran.code, Some(3));
    assert!(ran.err.starts_with("values[1].value：不符合事实文件的格式"), "{}", ran.err);
    let mut lacking = facts();
    lacking["values"][0]["unit"] = json!("nobody");
    write("lacking.json", &lacking.to_string());
    let ran = score("unit-sheet", "lacking.json");
    assert_eq!(ran.code, Some(4));
    assert!(ran.err.contains("values[0].unit：数据里的单位“nobody”不在考核名单上。"), "{}", ran.err);
    let json = run(
        folder.path(),
        &["scheme", "score", "unit-sheet", "--facts", "lacking.json", "--json"],
        "en_US.UTF-8",
    );
    let told: Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!((json.code, &told["errors"][0]["path"]), (Some(4), &json!("values[0].unit")));
    for text in [
        "",
        "{",
        "[]",
        "null",
        &"[".repeat(100_000),
        "{\"as_of\": \"2013-12-31\", \"units\": [], \"receipts\": 1e999}",
    ] {
        write("odd.json", text);
        assert_eq!(score("unit-sheet", "odd.json").code, Some(3), "{}", &text[..text.len().min(20)]);
    }
    assert_eq!(score("no-such-scheme", "facts.json").code, Some(1));
}

#[test]
fn the_schema_of_facts_is_the_one_that_is_documented() {
    let folder = tempfile::tempdir().unwrap();
    let ran = run(folder.path(), &["scheme", "facts-schema"], "en_US.UTF-8");
    assert_eq!(ran.code, Some(0));
    let kept = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/facts.schema.json"))
        .unwrap();
    assert_eq!(ran.out, kept, "yinfeng scheme facts-schema > docs/facts.schema.json");
    let list = run(folder.path(), &["scheme", "built-in"], "zh_CN.UTF-8");
    assert_eq!(list.out.lines().count(), 12, "{}", list.out);
    assert!(list.out.contains("unit-sheet"));
}

#[test]
fn two_schemes_are_compared_on_the_same_facts() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("facts.json"), facts().to_string()).unwrap();
    let built_in = run(folder.path(), &["scheme", "built-in", "unit-sheet"], "en_US.UTF-8").out;
    // Where 80 % of the task give 75 points, 70 in the other.
    let other = built_in.replacen("points = 75", "points = 70", 1);
    assert_ne!(built_in, other);
    std::fs::write(folder.path().join("other.toml"), other).unwrap();
    let args = ["scheme", "compare", "unit-sheet", "other.toml", "--facts", "facts.json"];
    let zh = run(folder.path(), &args, "zh_CN.UTF-8");
    assert_eq!(zh.code, Some(0), "{}", zh.err);
    assert!(zh.out.contains("-5.00  文教局  69.00 → 64.00  位次 1 → 1"), "{}", zh.out);
    assert!(zh.out.contains("减分 1 个"), "{}", zh.out);
    let json = run(folder.path(), &[&args[..], &["--json"]].concat(), "en_US.UTF-8");
    let found: Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!((&found["losses"], &found["units"][0]["difference"]), (&json!(1), &json!("-5")));
    let missing = run(
        folder.path(),
        &["scheme", "compare", "unit-sheet", "none.toml", "--facts", "facts.json"],
        "en_US.UTF-8",
    );
    assert_eq!(missing.code, Some(1), "{}", missing.out);
}

#[test]
fn a_file_that_is_no_text_is_told_in_both_languages() {
    let folder = tempfile::tempdir().unwrap();
    // 名 in GBK, as older editors save it.
    std::fs::write(folder.path().join("gbk.toml"), b"name = \"\xc3\xfb\"").unwrap();
    let check = |name: &str, lang: &str| run(folder.path(), &["scheme", "check", name], lang);
    let zh = check("gbk.toml", "zh_CN.UTF-8");
    assert_eq!((zh.code, zh.err.contains("编码选 UTF-8")), (Some(1), true), "{}", zh.err);
    assert!(check("gbk.toml", "en_US.UTF-8").err.contains("save it as UTF-8"));
    assert!(check("none.toml", "zh_CN.UTF-8").err.contains("无法读取"));
}
