//! Targets, forecasts, forms, decisions, schemes and scores.

use serde_json::{Value, json};
use yinfeng_domain::{assessment::scheme::DEFAULT, authority::Role};

use crate::support::{Client, TestApp, on_both};

const WAN: i64 = 1_000_000;

fn target(unit: impl serde::Serialize, measure: &str, value: i64, on: &str, version: i64) -> Value {
    json!({ "unit_id": unit, "measure": measure, "year": 2013, "value": value, "decided_on": on, "version": version })
}

async fn clerk(app: &TestApp) -> Client {
    app.person("clerk", Role::OfficeClerk, app.units.office).await
}

#[test]
fn targets_keep_their_versions_and_tell_what_was_in_force() {
    on_both(async |app| {
        let clerk = clerk(&app).await;
        let yuhe = app.units.yuhe;
        let first = target(yuhe, "funds", 10_000 * WAN, "2013-01-20", 0);
        let made = clerk.put("/api/v1/targets", first.clone()).await.expect(200);
        assert_eq!((&made["version"], &made["in_force"]), (&json!(1), &json!(1)));
        // Two people set the first version: the second learns of the first.
        let stale = clerk.put("/api/v1/targets", first).await.expect(409);
        assert_eq!((&stale["code"], &stale["current"]["version"]), (&json!("floor.stale"), &json!(1)));
        let second = target(yuhe, "funds", 12_000 * WAN, "2013-07-01", 1);
        clerk.put("/api/v1/targets", second).await.expect(200);
        let back = target(yuhe, "funds", 9_000 * WAN, "2013-06-30", 2);
        assert_eq!(clerk.put("/api/v1/targets", back).await.refused(422), "assessment.plan_before");
        clerk
            .put("/api/v1/targets", target(app.units.committee, "projects", 60, "2013-01-20", 0))
            .await
            .expect(200);

        let list = clerk.get("/api/v1/targets?year=2013&on=2013-06-30").await.expect(200);
        let items = list["items"].as_array().unwrap();
        let of = |kind: &str| items.iter().find(|i| i["unit"]["kind"] == kind).unwrap();
        assert_eq!(items.len(), 2);
        let street = of("street");
        assert_eq!((&street["version"], &street["in_force"]), (&json!(2), &json!(1)));
        assert_eq!(street["history"].as_array().unwrap().len(), 2);
        assert_eq!((&of("committee")["value"], &street["recorded_by"]), (&json!(60), &json!("clerk")));

        let (district, day) = (crate::support::DISTRICT, |d: &str| d.parse().unwrap());
        let (june, july) = (day("2013-06-30"), day("2013-07-01"));
        let values = app
            .app
            .db
            .read(move |r| {
                use yinfeng::assessment::{Measure, target_in_force, targets};
                let at = |on| target_in_force(r, district, yuhe, Measure::Funds, 2013, on);
                Ok((
                    at(june)?.unwrap().value,
                    at(july)?.unwrap().value,
                    targets(r, district, 2013, july)?.len(),
                ))
            })
            .await
            .unwrap();
        assert_eq!(values, (10_000 * WAN, 12_000 * WAN, 2));
    });
}

#[test]
fn targets_that_nobody_can_mean_are_refused() {
    on_both(async |app| {
        let clerk = clerk(&app).await;
        let unit = app.units.yuhe;
        let refuse = async |body: Value| clerk.put("/api/v1/targets", body).await.refused(422);
        assert_eq!(refuse(target(unit, "funds", -1, "2013-01-20", 0)).await, "assessment.value");
        assert_eq!(refuse(target(unit, "funds", i64::MAX, "2013-01-20", 0)).await, "assessment.value");
        assert_eq!(refuse(target(unit, "funds", 1, "2113-01-20", 0)).await, "assessment.plan_date");
        assert_eq!(
            refuse(target(app.new_id(), "funds", 1, "2013-01-20", 0)).await,
            "assessment.unit_unknown"
        );
        assert_eq!(refuse(target(unit, "visits", 1, "2013-01-20", 0)).await, "floor.field_wrong");
        let mut long = target(unit, "funds", 1, "2013-01-20", 0);
        long["note"] = "字".repeat(501).into();
        assert_eq!(refuse(long).await, "floor.too_long");
        assert_eq!(clerk.get("/api/v1/targets?year=213").await.refused(422), "assessment.year");
    });
}

#[test]
fn a_unit_sees_its_own_targets_and_writes_none() {
    on_both(async |app| {
        let clerk = clerk(&app).await;
        let filler = app.person("filler", Role::UnitFiller, app.units.yuhe).await;
        let leader = app.person("leader", Role::DistrictLeader, app.units.committee).await;
        for unit in [app.units.yuhe, app.units.zone, app.units.committee] {
            clerk.put("/api/v1/targets", target(unit, "funds", WAN, "2013-01-20", 0)).await.expect(200);
            let declared = json!({ "unit_id": unit, "measure": "funds", "year": 2013, "value": 2 * WAN, "declared_on": "2013-08-20" });
            clerk.put("/api/v1/forecasts", declared.clone()).await.expect(200);
            assert_eq!(leader.put("/api/v1/forecasts", declared).await.refused(404), "floor.not_found");
        }
        for path in ["/api/v1/targets?year=2013", "/api/v1/forecasts?year=2013"] {
            let own = filler.get(path).await.expect(200);
            assert_eq!(own["items"].as_array().unwrap().len(), 1);
            assert_eq!(own["items"][0]["unit"]["name"], "于河街道");
            assert_eq!(leader.get(path).await.expect(200)["items"].as_array().unwrap().len(), 3);
        }
        let mine = target(app.units.yuhe, "funds", 1, "2013-02-01", 1);
        assert_eq!(filler.put("/api/v1/targets", mine).await.refused(404), "floor.not_found");
        let audit = app.person("audit", Role::AuditAdministrator, app.units.committee).await;
        assert_eq!(audit.get("/api/v1/targets").await.refused(404), "floor.not_found");
        let rows = audit.get("/api/v1/audit?subject=assessment_target").await.expect(200);
        assert_eq!(rows["items"].as_array().unwrap().len(), 3);
        assert_eq!(rows["items"][0]["detail"]["value"], WAN);
    });
}

/// What only the facts of a file can answer is told before anybody is scored with 0 for it.
#[test]
fn conditions_that_nothing_here_can_answer_are_warned_of() {
    on_both(async |app| {
        let clerk = clerk(&app).await;
        let head = "[scheme]\nid = \"s\"\nname = \"试\"\nyear = 2013\ntotal = 100\n\
            [[item]]\nid = \"i\"\nname = \"到位\"\nkind = \"formula\"\nformula = \"m / 1万\"\npoints = 100\n";
        let codes = async |source: &str, condition: &str| {
            let text = format!(
                "{head}[[measure]]\nid = \"m\"\nname = \"指标\"\nunit = \"个\"\nfrom = \"{source}\"\nfilter = {{ where = \"{condition}\" }}\n"
            );
            let check = clerk.post("/api/v1/schemes/check", json!({ "text": text })).await.expect(200);
            let found = check["findings"].as_array().unwrap().clone();
            found
                .iter()
                .map(|f| (f["code"].as_str().unwrap().to_owned(), f["line"].clone()))
                .collect::<Vec<_>>()
        };
        let said = |code: &str, line: i64| vec![(code.to_owned(), json!(line))];
        assert_eq!(codes("projects", "origin = '境外' and total >= 1亿").await, []);
        assert_eq!(codes("projects", "park = '东区'").await, said("assessment.field_elsewhere", 17));
        assert_eq!(codes("funds", "on <= signed_on + 90").await, []);
        assert_eq!(codes("funds", "amount >= 100万 and industry = 'C'").await, []);
        assert_eq!(
            codes("activities", "origin = '境外'").await,
            said("assessment.activities_without_fields", 17)
        );
        // Two days that cannot be compared are an error here as on the command line.
        assert_eq!(codes("projects", "signed_on <= 90").await, said("expr.day_with_number", 17));
        // Without classes the groups are the kinds of units, in words.
        clerk.put("/api/v1/targets", target(app.units.yuhe, "funds", WAN, "2013-01-15", 0)).await.expect(200);
        let text =
            format!("{head}[[measure]]\nid = \"m\"\nname = \"到位\"\nunit = \"万元\"\nfrom = \"funds\"\n");
        let tried = clerk
            .post("/api/v1/schemes/try", json!({ "text": text, "as_of": "2013-08-31" }))
            .await
            .expect(200);
        let named: Vec<&str> = tried["league"]["groups"]
            .as_array()
            .unwrap()
            .iter()
            .map(|g| g["name"].as_str().unwrap())
            .collect();
        assert_eq!(named, ["街道"]);
    });
}

#[test]
fn a_scheme_is_checked_kept_and_put_in_force() {
    on_both(async |app| {
        let clerk = clerk(&app).await;
        let wrong = DEFAULT.replace("points = 10                     # 本项最多", "points = 1 #");
        let wrong = wrong.replacen("total = 100", "total = 99", 1);
        let found = clerk.post("/api/v1/schemes/check", json!({ "text": wrong })).await.expect(200);
        assert_eq!(found["ok"], false);
        let finding = &found["findings"][0];
        let line = 1 + wrong.lines().position(|l| l.starts_with("total = 99")).unwrap();
        assert_eq!((&finding["code"], &finding["line"]), (&json!("scheme.weights"), &json!(line)));
        assert!(finding["message"].as_str().unwrap().contains("与总分 99 分不一致"));
        let refused = clerk.post("/api/v1/schemes", json!({ "text": wrong })).await.expect(422);
        assert!(refused.to_string().contains(&format!("第 {line} 行")));

        let first = clerk.post("/api/v1/schemes", json!({ "text": DEFAULT })).await.expect(201);
        assert_eq!(
            (&first["state"], &first["year"], &first["version"]),
            (&json!("draft"), &json!(2013), &json!(1))
        );
        let again = clerk.post("/api/v1/schemes", json!({ "text": DEFAULT })).await;
        assert_eq!(again.refused(409), "assessment.scheme_version_taken");
        let second = DEFAULT.replacen("version = 1 ", "version = 2 ", 1);
        let second = clerk.post("/api/v1/schemes", json!({ "text": second })).await.expect(201);
        let path = |s: &Value| format!("/api/v1/schemes/{}", s["id"].as_str().unwrap());
        for scheme in [&first, &second] {
            let put = clerk.post(&format!("{}/in-force", path(scheme)), Value::Null).await.expect(200);
            assert_eq!(put["state"], "in_force");
        }
        assert_eq!(clerk.get(&path(&first)).await.expect(200)["state"], "retired");
        assert_eq!(clerk.get(&path(&first)).await.expect(200)["text"], DEFAULT);

        let filler = app.person("filler", Role::UnitFiller, app.units.yuhe).await;
        assert_eq!(
            filler.get("/api/v1/schemes?year=2013").await.expect(200)["items"].as_array().unwrap().len(),
            2
        );
        let body = json!({ "text": DEFAULT });
        assert_eq!(filler.post("/api/v1/schemes", body).await.refused(404), "floor.not_found");
        assert_eq!(
            filler.post("/api/v1/schemes/default", json!({ "year": 2014 })).await.refused(404),
            "floor.not_found"
        );
        let next = clerk.post("/api/v1/schemes/default", json!({ "year": 2014 })).await.expect(201);
        assert_eq!((&next["code"], &next["state"]), (&json!("sanzhao-sanyin-2014"), &json!("in_force")));
        let same = clerk.post("/api/v1/schemes/default", json!({ "year": 2014 })).await.expect(201);
        assert_eq!(same["id"], next["id"]);
    });
}

#[test]
fn decisions_need_minutes_and_an_item_that_is_rated() {
    on_both(async |app| {
        let clerk = clerk(&app).await;
        let draft = json!({ "unit_id": app.units.yuhe, "year": 2013, "item": "routine", "points": "8.5",
            "minutes_no": "招商〔2013〕12号", "reason": "半年评议", "decided_on": "2013-07-10" });
        assert_eq!(clerk.post("/api/v1/decisions", draft.clone()).await.refused(409), "assessment.no_scheme");
        clerk.post("/api/v1/schemes/default", json!({ "year": 2013 })).await.expect(201);
        let made = clerk.post("/api/v1/decisions", draft.clone()).await.expect(201);
        assert_eq!((&made["points"], &made["recorded_by"]), (&json!("8.5"), &json!("clerk")));
        let with = |key: &str, value: Value| {
            let mut body = draft.clone();
            body[key] = value;
            body
        };
        for (key, value, code) in [
            ("points", json!("10.5"), "assessment.points"),
            ("points", json!("many"), "assessment.points"),
            ("item", json!("funds_done"), "assessment.item_unknown"),
            ("item", json!("fraud"), "assessment.fraud_points"),
            ("minutes_no", json!(" "), "assessment.minutes_no"),
            ("reason", json!(""), "assessment.reason"),
            ("decided_on", json!("2013-11-16"), "assessment.decided_on"),
        ] {
            assert_eq!(clerk.post("/api/v1/decisions", with(key, value)).await.refused(422), code);
        }
        let other = app.person("filler", Role::UnitFiller, app.units.zone).await;
        assert_eq!(other.get("/api/v1/decisions?year=2013").await.expect(200)["items"], json!([]));
        let own = app.person("head", Role::UnitHead, app.units.yuhe).await;
        assert_eq!(
            own.get("/api/v1/decisions?year=2013").await.expect(200)["items"].as_array().unwrap().len(),
            1
        );
    });
}

#[test]
fn monthly_forms_are_noted_and_corrected() {
    on_both(async |app| {
        let clerk = clerk(&app).await;
        let form = |month: &str, due: &str, came: Value| json!({ "unit_id": app.units.yuhe, "month": month, "due_on": due, "submitted_on": came });
        let put = async |body: Value| clerk.put("/api/v1/returns", body).await;
        assert_eq!(put(form("2013-08", "2013-09-05", Value::Null)).await.expect(200)["late"], true);
        assert_eq!(put(form("2013-08", "2013-09-05", json!("2013-09-04"))).await.expect(200)["late"], false);
        assert_eq!(put(form("2013-11", "2013-12-05", Value::Null)).await.expect(200)["late"], false);
        assert_eq!(put(form("2013-8", "2013-09-05", Value::Null)).await.refused(422), "assessment.month");
        assert_eq!(
            put(form("2013-08", "2014-09-05", Value::Null)).await.refused(422),
            "assessment.return_due"
        );
        let tomorrow = form("2013-08", "2013-09-05", json!("2013-11-16"));
        assert_eq!(put(tomorrow).await.refused(422), "assessment.return_submitted");
        let items = clerk.get("/api/v1/returns?year=2013").await.expect(200)["items"].clone();
        assert_eq!(items.as_array().unwrap().len(), 2);
        assert_eq!(items[0]["submitted_on"], "2013-09-04");
    });
}

#[test]
fn the_command_line_checks_a_scheme_without_a_database() {
    let folder = tempfile::tempdir().unwrap();
    let run = |text: &str, json: bool| {
        let file = folder.path().join("scheme.toml");
        std::fs::write(&file, text).unwrap();
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_yinfeng"));
        command.args(["scheme", "check"]).arg(&file).env("LC_ALL", "zh_CN.UTF-8").current_dir(folder.path());
        if json {
            command.arg("--json");
        }
        let out = command.output().unwrap();
        (out.status.code(), String::from_utf8(out.stdout).unwrap())
    };
    let (code, said) = run(DEFAULT, false);
    assert_eq!((code, said.trim_end().ends_with("可以使用")), (Some(0), true), "{said}");
    let (code, said) = run(&DEFAULT.replacen("points = 30", "ponts = 30", 1), false);
    assert_eq!(code, Some(1));
    assert!(said.contains("不认识“ponts”，是不是想写“points”？"), "{said}");
    let (code, said) = run("[scheme", true);
    let found: Value = serde_json::from_str(&said).unwrap();
    assert_eq!((code, &found["ok"], &found["findings"][0]["line"]), (Some(1), &json!(false), &json!(1)));
    let none = std::process::Command::new(env!("CARGO_BIN_EXE_yinfeng"))
        .args(["scheme", "check", "no-such-file.toml"])
        .output()
        .unwrap();
    assert_eq!(none.status.code(), Some(1));
    assert!(String::from_utf8(none.stderr).unwrap().contains("no-such-file.toml"));
}
