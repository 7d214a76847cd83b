//! Lights over HTTP.

use calamine::Reader;
use serde_json::{Value, json};
use yinfeng_domain::authority::Role;

use crate::{
    progress::project,
    project::with_codes,
    support::{Client, TestApp, on_both},
};

const MONTH: &str = "/api/v1/lights/month";

async fn compute(client: &Client, month: &str) -> Value {
    client.post(MONTH, json!({ "month": month })).await.expect(200)
}

fn counted(view: &Value) -> Vec<i64> {
    view["colours"].as_array().unwrap().iter().map(|c| c["projects"].as_i64().unwrap()).collect()
}

async fn people(app: &TestApp) {
    with_codes(app).await;
    app.account("filler", &[(Role::UnitFiller, app.units.yuhe)]).await;
    app.account("rival", &[(Role::UnitFiller, app.units.team)]).await;
    app.account("clerk", &[(Role::OfficeClerk, app.units.office)]).await;
    app.account("reviewer", &[(Role::OfficeReviewer, app.units.office)]).await;
    app.account("leader", &[(Role::DistrictLeader, app.units.committee)]).await;
}

#[test]
fn a_month_is_computed_and_every_light_says_why() {
    on_both(async |app| {
        people(&app).await;
        let filler = app.log_in("filler").await;
        let idle = project(&app, &filler, "甲项目").await;
        let busy = project(&app, &filler, "乙项目").await;
        let planned = json!({ "planned_on": "2013-12-10", "version": 0 });
        filler.put(&format!("/api/v1/projects/{busy}/milestones/piling"), planned).await.expect(200);
        app.clock.set("2014-01-25T01:00:00Z".parse().unwrap());
        let (filler, clerk) = (app.log_in("filler").await, app.log_in("clerk").await);
        let (leader, rival) = (app.log_in("leader").await, app.log_in("rival").await);
        let told = json!({ "happened": "投资方来区考察", "next_step": "" });
        filler.post(&format!("/api/v1/projects/{busy}/progress"), told).await.expect(201);

        let before = leader.get(MONTH).await.expect(200);
        assert_eq!((&before["month"], &before["as_of"]), (&json!("2014-01"), &Value::Null));
        assert_eq!(before["actions"]["compute"]["code"], "light.not_office");
        let early = json!({ "month": "2014-02" });
        assert_eq!(clerk.post(MONTH, early).await.refused(409), "light.month");
        assert_eq!(clerk.post(MONTH, json!({ "month": "2014-1" })).await.refused(422), "floor.field_wrong");
        let now = compute(&clerk, "2014-01").await;
        assert_eq!((&now["as_of"], counted(&now)), (&json!("2014-01-25"), vec![0, 2, 0]));
        compute(&clerk, "2013-11").await;
        // The same again gives the same.
        assert_eq!(counted(&compute(&clerk, "2014-01").await), [0, 2, 0]);

        let list = leader.get("/api/v1/lights").await.expect(200);
        assert_eq!(list["total"], 2);
        let cells = |row: &Value| -> Vec<String> {
            let cells = row["cells"].as_array().unwrap();
            cells.iter().map(|c| format!("{} {}", c["month"], c["colour"]).replace('"', "")).collect()
        };
        assert_eq!(cells(&list["items"][0]), ["2013-11 yellow", "2014-01 yellow"]);
        assert_eq!(leader.get("/api/v1/lights?month=2013-11&colour=green").await.expect(200)["total"], 0);
        assert_eq!(leader.get("/api/v1/lights?colour=red").await.expect(200)["total"], 0);
        let unit = format!("/api/v1/lights?unit={}&stage=lead", app.units.yuhe);
        let first = leader.get(&format!("{unit}&limit=1")).await.expect(200);
        let next = format!("{unit}&limit=1&cursor={}", first["next_cursor"].as_str().unwrap());
        assert_ne!(leader.get(&next).await.expect(200)["items"][0]["project"], first["items"][0]["project"]);
        assert_eq!(
            leader.get(&format!("/api/v1/lights?unit={}", app.units.team)).await.expect(200)["total"],
            0
        );
        assert_eq!(leader.get("/api/v1/lights?month=13").await.refused(422), "floor.field_wrong");
        assert_eq!(leader.get("/api/v1/lights?colour=pink").await.refused(422), "floor.field_wrong");
        assert_eq!(rival.get("/api/v1/lights").await.expect(200)["total"], 0);
        assert_eq!(
            rival.get(&format!("/api/v1/projects/{idle}/lights")).await.refused(404),
            "floor.not_found"
        );

        // Beside other lists, the newest month; and the matrix as a workbook. Who sees no project gets none of both.
        let now = format!("/api/v1/lights/now?project={idle}&project={busy}");
        let seen = leader.get(&now).await.expect(200);
        assert_eq!((&seen["month"], seen["items"].as_array().unwrap().len()), (&json!("2014-01"), 2));
        assert_eq!(
            (&seen["items"][0]["colour"], &seen["items"][0]["name"]),
            (&json!("yellow"), &json!("黄灯"))
        );
        assert_eq!(rival.get(&now).await.expect(200)["items"], json!([]));
        let many = vec![format!("project={idle}"); 201].join("&");
        assert_eq!(leader.get(&format!("/api/v1/lights/now?{many}")).await.refused(422), "light.too_many");
        let rows = async |client: &Client, query: &str| {
            let answer = client.get(&format!("/api/v1/lights.xlsx?{query}")).await;
            assert_eq!(answer.status, 200);
            let mut book: calamine::Xlsx<_> =
                calamine::open_workbook_from_rs(std::io::Cursor::new(answer.bytes)).unwrap();
            let sheet = book.worksheet_range("项目亮灯").unwrap();
            let rows: Vec<Vec<String>> =
                sheet.rows().map(|r| r.iter().map(ToString::to_string).collect()).collect();
            rows
        };
        let book = rows(&leader, "month=2014-01").await;
        assert_eq!(book.len(), 3);
        assert_eq!((book[0][4].as_str(), book[0][15].as_str()), ("2013-02", "2014-01"));
        assert_eq!((book[1][1].as_str(), book[1][13].as_str(), book[1][14].as_str()), ("甲项目", "黄灯", ""));
        assert_eq!(rows(&leader, "colour=red").await.len(), 1);
        assert_eq!(rows(&rival, "month=2014-01").await.len(), 1);

        let why = leader.get(&format!("/api/v1/projects/{idle}/lights")).await.expect(200);
        let met: Vec<_> =
            why["lights"][0]["lines"].as_array().unwrap().iter().filter(|l| l["met"] == true).collect();
        assert_eq!(met.iter().map(|l| l["value"].as_i64().unwrap()).collect::<Vec<_>>(), [71, 71]);
        assert_eq!(met[0]["value_text"], "未见进展 71 天");
        let why = filler.get(&format!("/api/v1/projects/{busy}/lights")).await.expect(200);
        let late =
            &why["lights"][0]["lines"].as_array().unwrap().iter().find(|l| l["input"] == "start_months_late");
        assert_eq!(late.unwrap()["value"], 1);
    });
}

#[test]
fn a_past_month_is_lit_as_things_stood() {
    on_both(async |app| {
        people(&app).await;
        let filler = app.log_in("filler").await;
        let id = project(&app, &filler, "甲项目").await;
        let raised = json!({ "project_id": id, "title": "用地指标", "detail": "", "owner_unit_id": app.units.zone,
            "due_on": "2013-11-20" });
        let problem = filler.post("/api/v1/problems", raised).await.expect(201);
        app.clock.set("2013-12-20T01:00:00Z".parse().unwrap());
        let (filler, clerk) = (app.log_in("filler").await, app.log_in("clerk").await);
        app.account("landuse", &[(Role::FactorDepartment, app.units.zone)]).await;
        let department = app.log_in("landuse").await;
        let path = format!("/api/v1/problems/{}/answer", problem["id"].as_str().unwrap());
        department.post(&path, json!({ "text": "已落实", "version": 1 })).await.expect(200);
        let now = filler.get(&format!("/api/v1/projects/{id}")).await.expect(200);
        let lost = json!({ "to_status": "lost", "happened_on": "2013-12-18", "reason": "落户外区",
            "ending": { "reason": "competitor", "winner": "外区", "lesson": "早备地" },
            "version": now["version"] });
        filler.post(&format!("/api/v1/projects/{id}/status"), lost).await.expect(200);
        assert_eq!(counted(&compute(&clerk, "2013-12").await), [0, 0, 0]);
        assert_eq!(counted(&compute(&clerk, "2013-11").await), [0, 1, 0]);
        assert_eq!(counted(&compute(&clerk, "2013-10").await), [0, 0, 0]);
        let why = filler.get(&format!("/api/v1/projects/{id}/lights")).await.expect(200);
        let overdue = why["lights"][0]["lines"]
            .as_array()
            .unwrap()
            .iter()
            .find(|l| l["input"] == "problems_overdue")
            .unwrap();
        assert_eq!((&overdue["value"], &overdue["met"]), (&json!(1), &json!(true)));
    });
}

#[test]
fn another_colour_needs_a_reason_and_somebody_else_and_is_over_by_itself() {
    on_both(async |app| {
        people(&app).await;
        let filler = app.log_in("filler").await;
        let id = project(&app, &filler, "甲项目").await;
        app.clock.set("2013-12-20T01:00:00Z".parse().unwrap());
        let (filler, clerk) = (app.log_in("filler").await, app.log_in("clerk").await);
        let (reviewer, leader) = (app.log_in("reviewer").await, app.log_in("leader").await);
        let path = format!("/api/v1/projects/{id}/lights");
        let draft = json!({ "colour": "green", "until_month": "2014-01", "reason": "总部决策中" });
        assert_eq!(filler.post(&path, draft.clone()).await.refused(409), "light.not_lit");
        assert_eq!(counted(&compute(&clerk, "2013-12").await), [0, 1, 0]);
        assert_eq!(leader.post(&path, draft.clone()).await.refused(409), "project.read_only");
        for (field, value, code) in [
            ("reason", json!(" "), "light.reason_missing"),
            ("reason", json!("长".repeat(2_000)), "light.too_long"),
            ("until_month", json!("2014-03"), "light.override_until"),
            ("until_month", json!("2013-11"), "light.override_until"),
            ("colour", json!("black"), "light.override_colour"),
            ("colour", json!("yellow"), "light.override_same"),
        ] {
            let mut wrong = draft.clone();
            wrong[field] = value;
            assert_eq!(clerk.post(&path, wrong).await.refused(422), code, "{field}");
        }
        let made = clerk.post(&path, draft.clone()).await.expect(201);
        assert_eq!((&made["state"], &made["from_month"]), (&json!("proposed"), &json!("2013-12")));
        assert_eq!(filler.post(&path, draft.clone()).await.refused(409), "light.override_open");
        let one = format!("/api/v1/light-overrides/{}", made["id"].as_str().unwrap());
        let yes = json!({ "version": 1 });
        assert_eq!(
            clerk.post(&format!("{one}/approve"), yes.clone()).await.refused(409),
            "light.own_override"
        );
        assert_eq!(
            filler.post(&format!("{one}/approve"), yes.clone()).await.refused(409),
            "light.override_not_office"
        );
        assert_eq!(
            reviewer.post(&format!("{one}/reject"), yes.clone()).await.refused(422),
            "light.reason_missing"
        );
        assert_eq!(reviewer.get("/api/v1/light-overrides").await.expect(200)["total"], 1);
        assert_eq!(reviewer.get(MONTH).await.expect(200)["waiting"], 1);
        reviewer.post(&format!("{one}/approve"), yes.clone()).await.expect(200);
        assert_eq!(reviewer.post(&format!("{one}/approve"), yes).await.refused(409), "floor.stale");
        let again = json!({ "reason": "", "version": 2 });
        assert_eq!(
            reviewer.post(&format!("{one}/approve"), again).await.refused(409),
            "light.override_decided"
        );

        let shown = filler.get("/api/v1/lights").await.expect(200);
        assert_eq!(
            shown["items"][0]["cells"],
            json!([{ "month": "2013-12", "colour": "green", "overridden": true }])
        );
        let why = filler.get(&path).await.expect(200);
        assert_eq!(
            (&why["lights"][0]["computed"], &why["lights"][0]["colour"]),
            (&json!("yellow"), &json!("green"))
        );
        // It holds through its last month, also when that is computed, and not after it.
        app.clock.set("2014-02-20T01:00:00Z".parse().unwrap());
        let clerk = app.log_in("clerk").await;
        assert_eq!(counted(&compute(&clerk, "2014-01").await), [1, 0, 0]);
        assert_eq!(counted(&compute(&clerk, "2014-02").await), [0, 0, 1]);
        let why = clerk.get(&path).await.expect(200);
        assert_eq!((&why["overrides"][0]["over"], &why["propose"]["ok"]), (&json!(true), &json!(true)));
    });
}

#[test]
fn rules_are_changed_from_a_month_on_and_never_for_the_past() {
    on_both(async |app| {
        people(&app).await;
        let filler = app.log_in("filler").await;
        project(&app, &filler, "甲项目").await;
        app.clock.set("2013-12-20T01:00:00Z".parse().unwrap());
        let (filler, clerk) = (app.log_in("filler").await, app.log_in("clerk").await);
        let standard = filler.get("/api/v1/light-table").await.expect(200);
        assert_eq!((&standard["version"], &standard["colours"][2]["name"]), (&json!(0), &json!("红灯")));
        assert_eq!(standard["actions"]["publish"]["code"], "light.table_not_office");
        let text =
            standard["text"].as_str().unwrap().replace("meaning = \"正常推进\"", "meaning = \"一切正常\"");
        let text = text.replace("at_least = 14\ncolour = \"yellow\"", "at_least = 14\ncolour = \"red\"");
        let wrong = json!({ "text": text.replacen("\"days_idle\"", "\"days_idel\"", 1) });
        let found = clerk.post("/api/v1/light-table/check", wrong.clone()).await.expect(200);
        assert_eq!(
            (&found["ok"], &found["findings"][0]["code"]),
            (&json!(false), &json!("light.table_unknown"))
        );
        let mut body = json!({ "text": wrong["text"], "version": 0 });
        assert_eq!(clerk.post("/api/v1/light-table", body.clone()).await.refused(422), "light.table_unknown");
        body["text"] = json!(text);
        assert_eq!(
            filler.post("/api/v1/light-table", body.clone()).await.refused(409),
            "light.table_not_office"
        );
        body["from_month"] = json!("2013-11");
        assert_eq!(clerk.post("/api/v1/light-table", body.clone()).await.refused(422), "light.table_from");
        body["from_month"] = json!("2013-12");
        clerk.post("/api/v1/light-table", body.clone()).await.expect(201);
        assert_eq!(clerk.post("/api/v1/light-table", body).await.expect(409)["code"], "floor.stale");
        let (old, new) = (compute(&clerk, "2013-11").await, compute(&clerk, "2013-12").await);
        assert_eq!((&old["table_version"], counted(&old)), (&json!(0), vec![0, 1, 0]));
        assert_eq!((&new["table_version"], counted(&new)), (&json!(1), vec![0, 0, 1]));
        assert_eq!(new["colours"][0]["meaning"], "一切正常");
    });
}

/// How long a month takes: run with `--run-ignored all`, and multiply.
#[test]
#[ignore = "measures"]
fn ten_thousand_projects_are_lit() {
    on_both(async |app| {
        people(&app).await;
        let filler = app.log_in("filler").await;
        let id = project(&app, &filler, "甲项目").await;
        app.app
            .db
            .write(move |tx| {
                for n in 0..10_000 {
                    let new: uuid::Uuid = tx.new_id();
                    tx.execute(
                        "insert into project (district, id, code, name, name_key, sort_key, kind, track, structure,
                           high_technology, structure_reason, origin, stage, status, agreement, lead_unit_id,
                           funds_claimed_fen, funds_recognised_fen, place, content, progress, next_step, problem,
                           entered_on, stage_since_on, created_at, updated_at, version)
                         select district, $2, code || $3, name, name_key, sort_key, kind, track, structure,
                           high_technology, structure_reason, origin, stage, status, agreement, lead_unit_id,
                           funds_claimed_fen, funds_recognised_fen, place, content, progress, next_step, problem,
                           entered_on, stage_since_on, created_at, updated_at, version
                         from project where district = $1 and code = '379901-2013-0001'",
                        yinfeng::params!["379901", new, format!("-{n}")],
                    )?;
                }
                Ok(())
            })
            .await
            .unwrap();
        let clerk = app.log_in("clerk").await;
        for what in ["first", "again"] {
            let begun = std::time::Instant::now();
            let view = compute(&clerk, "2013-11").await;
            eprintln!("{what}: {:?} for {:?}", begun.elapsed(), counted(&view));
        }
        assert_eq!(
            clerk.get(&format!("/api/v1/projects/{id}/lights")).await.expect(200)["lights"][0]["colour"],
            "green"
        );
    });
}
