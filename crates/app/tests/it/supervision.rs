//! Supervision over HTTP: notes, levels, instructions.

use serde_json::{Value, json};
use yinfeng_domain::authority::Role;

use crate::{
    progress::project,
    project::with_codes,
    support::{Client, TestApp, on_both},
};

struct People {
    clerk: Client,
    second: Client,
    filler: Client,
    zone: Client,
}

async fn people(app: &TestApp) -> People {
    with_codes(app).await;
    People {
        clerk: app.person("clerk", Role::OfficeClerk, app.units.office).await,
        second: app.person("second", Role::OfficeClerk, app.units.office).await,
        filler: app.person("filler", Role::UnitFiller, app.units.yuhe).await,
        zone: app.person("zone", Role::FactorDepartment, app.units.zone).await,
    }
}

fn note(app: &TestApp, project: &str) -> Value {
    json!({ "title": "用地手续超期", "content": "请限期办结", "project_id": project, "unit_id": app.units.zone,
        "due_on": "2013-11-20" })
}

fn step(text: &str, version: i64) -> Value {
    json!({ "text": text, "version": version })
}

#[test]
fn a_note_is_answered_by_the_unit_and_closed_by_the_office() {
    on_both(async |app| {
        let p = people(&app).await;
        let id = project(&app, &p.filler, "甲项目").await;
        let made = p.clerk.post("/api/v1/supervisions", note(&app, &id)).await.expect(201);
        assert_eq!((&made["code"], &made["state"]), (&json!("督办〔2013〕1号"), &json!("open")));
        assert_eq!((&made["level"]["name"], &made["level"]["colour"]), (&json!("蓝色提醒"), &json!("blue")));
        let path = format!("/api/v1/supervisions/{}", made["id"].as_str().unwrap());
        // The unit of the project reads it, the unit that it is addressed to answers, neither closes.
        let read = p.filler.get(&path).await.expect(200);
        assert_eq!(read["actions"]["answer"]["code"], "supervision.not_addressee");
        assert_eq!(p.zone.get("/api/v1/supervisions?hand=answer").await.expect(200)["total"], 1);
        assert_eq!(p.clerk.get("/api/v1/supervisions?hand=answer").await.expect(200)["total"], 0);
        let empty = p.zone.post(&format!("{path}/answer"), step(" ", 1)).await.refused(422);
        assert_eq!(empty, "supervision.answer_missing");
        let early = p.clerk.post(&format!("{path}/close"), step("", 1)).await.refused(409);
        assert_eq!(early, "supervision.not_answered");
        let answered = p.zone.post(&format!("{path}/answer"), step("已报省厅", 1)).await.expect(200);
        assert_eq!(answered["actions"]["close"]["code"], "supervision.not_issuer");
        assert_eq!(p.clerk.get("/api/v1/supervisions?hand=confirm").await.expect(200)["total"], 1);
        let stale = p.clerk.post(&format!("{path}/return"), step("没有时间", 1)).await.expect(409);
        assert_eq!((&stale["code"], &stale["current"]["version"]), (&json!("floor.stale"), &json!(2)));
        p.clerk.post(&format!("{path}/return"), step("没有时间", 2)).await.expect(200);
        // What the office writes down for the unit somebody else closes.
        p.clerk.post(&format!("{path}/answer"), step("11月底办结", 3)).await.expect(200);
        let own = p.clerk.post(&format!("{path}/close"), step("", 4)).await.refused(409);
        assert_eq!(own, "supervision.own_answer");
        let closed = p.second.post(&format!("{path}/close"), step("", 4)).await.expect(200);
        assert_eq!((&closed["state"], &closed["closed_on"]), (&json!("closed"), &json!("2013-11-15")));
        let over = p.clerk.post(&format!("{path}/interview"), step("约谈", 5)).await.refused(409);
        assert_eq!(over, "supervision.over");
        let story =
            p.filler.get(&format!("/api/v1/projects/{id}/timeline?kind=supervision")).await.expect(200);
        let acts: Vec<_> =
            story["items"].as_array().unwrap().iter().map(|i| i["act"].as_str().unwrap()).collect();
        assert_eq!(acts, ["close", "answer", "send_back", "answer", "issue"]);

        let file = p.zone.get(&format!("{path}/docx")).await;
        assert_eq!((file.status.as_u16(), &file.bytes[..2]), (200, &b"PK"[..]));
        let rival = app.person("rival", Role::UnitFiller, app.units.team).await;
        assert_eq!(rival.get(&path).await.refused(404), "floor.not_found");
        assert_eq!(rival.get(&format!("{path}/docx")).await.refused(404), "floor.not_found");
        assert_eq!(rival.get("/api/v1/supervisions").await.expect(200)["total"], 0);
    });
}

#[test]
fn a_late_note_is_raised_level_by_level() {
    on_both(async |app| {
        let p = people(&app).await;
        let id = project(&app, &p.filler, "甲项目").await;
        let made = p.clerk.post("/api/v1/supervisions", note(&app, &id)).await.expect(201);
        let path = format!("/api/v1/supervisions/{}", made["id"].as_str().unwrap());
        let raise = |version: i64| json!({ "reason": "逾期未办结", "version": version });
        let early = p.clerk.post(&format!("{path}/escalate"), raise(1)).await.refused(409);
        assert_eq!(early, "supervision.not_late");
        for (now, level, due) in
            [("2013-11-21", "黄色预警", "2013-12-01"), ("2013-12-02", "红色约谈", "2013-12-07")]
        {
            app.clock.set(format!("{now}T01:00:00Z").parse().unwrap());
            let clerk = app.log_in("clerk").await;
            let found = clerk.get("/api/v1/supervisions?hand=escalate&overdue=true").await.expect(200);
            let one = &found["items"][0];
            assert_eq!((found["total"].as_i64(), &one["overdue"]), (Some(1), &json!(true)));
            let version = one["version"].as_i64().unwrap();
            let unsaid = json!({ "reason": " ", "version": version });
            let unsaid = clerk.post(&format!("{path}/escalate"), unsaid).await.refused(422);
            assert_eq!(unsaid, "supervision.reason_missing");
            let raised = clerk.post(&format!("{path}/escalate"), raise(version)).await.expect(200);
            assert_eq!(
                (&raised["level"]["name"], &raised["due_on"], &raised["overdue"]),
                (&json!(level), &json!(due), &json!(false))
            );
        }
        app.clock.set("2013-12-08T01:00:00Z".parse().unwrap());
        let (clerk, zone) = (app.log_in("clerk").await, app.log_in("zone").await);
        let last = clerk.post(&format!("{path}/escalate"), raise(3)).await.refused(409);
        assert_eq!(last, "supervision.last_level");
        assert_eq!(
            zone.post(&format!("{path}/escalate"), raise(3)).await.refused(409),
            "supervision.not_issuer"
        );
        let talked = clerk.post(&format!("{path}/interview"), step("约谈主要负责人", 3)).await.expect(200);
        assert_eq!((&talked["state"], &talked["log"][0]["act"]), (&json!("open"), &json!("interview")));
        assert_eq!(talked["log"].as_array().unwrap().len(), 4);
        let gone = clerk.post(&format!("{path}/cancel"), step("事项已变更", 4)).await.expect(200);
        assert_eq!(gone["state"], "cancelled");
        for sort in ["due_on", "-due_on", "-issued_on"] {
            let page = clerk.get(&format!("/api/v1/supervisions?sort={sort}&level=talk")).await.expect(200);
            assert_eq!(page["total"], 1, "{sort}");
        }
    });
}

#[test]
fn levels_are_the_districts_own_and_blue_may_praise() {
    on_both(async |app| {
        let p = people(&app).await;
        let id = project(&app, &p.filler, "甲项目").await;
        let standing = p.clerk.post("/api/v1/supervisions", note(&app, &id)).await.expect(201);
        let table = p.filler.get("/api/v1/supervision-levels").await.expect(200);
        assert_eq!((&table["version"], &table["levels"][1]["name"]), (&json!(0), &json!("黄色预警")));
        assert_eq!(table["actions"]["publish"]["code"], "supervision.not_issuer");
        let level = |code: &str, name: &str, colour: &str, tone: &str| json!({ "code": code, "name": name, "colour": colour, "tone": tone, "days": 7 });
        let mut plates = json!({ "note_word": "凤招督", "instruction_word": "凤招批", "version": 0,
            "levels": [level("plate_blue", "蓝牌表扬", "blue", "praise"), level("plate_yellow", "黄牌", "yellow", "urge")] });
        let refused = p.filler.post("/api/v1/supervision-levels", plates.clone()).await.refused(409);
        assert_eq!(refused, "supervision.not_issuer");
        let now = p.clerk.post("/api/v1/supervision-levels", plates.clone()).await.expect(200);
        assert_eq!((&now["version"], &now["recorded_by"]["name"]), (&json!(1), &json!("clerk")));
        let stale = p.second.post("/api/v1/supervision-levels", plates.clone()).await.refused(409);
        assert_eq!(stale, "floor.stale");
        plates["version"] = json!(1);
        plates["levels"][1]["tone"] = json!("praise");
        let all = p.clerk.post("/api/v1/supervision-levels", plates).await.refused(422);
        assert_eq!(all, "supervision.level_urge");

        // Praise is over when it is issued; a note of the old table keeps its name and cannot climb the new one.
        let mut praise = note(&app, &id);
        praise["level"] = json!("plate_blue");
        let praised = p.clerk.post("/api/v1/supervisions", praise).await.expect(201);
        assert_eq!((&praised["code"], &praised["state"]), (&json!("凤招督〔2013〕2号"), &json!("closed")));
        assert_eq!(praised["actions"]["answer"]["code"], "supervision.over");
        app.clock.set("2013-11-21T01:00:00Z".parse().unwrap());
        let clerk = app.log_in("clerk").await;
        let path = format!("/api/v1/supervisions/{}", standing["id"].as_str().unwrap());
        let raise = json!({ "reason": "逾期", "version": 1 });
        let gone = clerk.post(&format!("{path}/escalate"), raise).await.refused(409);
        assert_eq!(gone, "supervision.level_gone");
    });
}

#[test]
fn an_instruction_is_done_when_every_unit_is_done() {
    on_both(async |app| {
        let p = people(&app).await;
        let leader = app.person("leader", Role::DistrictLeader, app.units.committee).await;
        let id = project(&app, &p.filler, "甲项目").await;
        let draft = json!({ "leader": "周明远", "instructed_on": "2013-11-14", "title": "要素保障",
            "text": "请两单位限期解决。", "project_id": id, "unit_ids": [app.units.zone, app.units.yuhe],
            "due_on": "2013-11-30" });
        let made = leader.post("/api/v1/instructions", draft.clone()).await.expect(201);
        assert_eq!((&made["code"], &made["open_notes"]), (&json!("批示〔2013〕1号"), &json!(2)));
        let path = format!("/api/v1/instructions/{}", made["id"].as_str().unwrap());
        // Each unit reads what it was told; a unit that was not told reads nothing.
        assert_eq!(p.zone.get(&path).await.expect(200)["notes"].as_array().unwrap().len(), 1);
        let rival = app.person("rival", Role::UnitFiller, app.units.team).await;
        assert_eq!(rival.get(&path).await.refused(404), "floor.not_found");
        assert_eq!(rival.get("/api/v1/instructions").await.expect(200)["total"], 0);
        for n in made["notes"].as_array().unwrap() {
            let one = format!("/api/v1/supervisions/{}", n["id"].as_str().unwrap());
            let of = if n["unit"]["name"] == "于河街道" { &p.filler } else { &p.zone };
            of.post(&format!("{one}/answer"), step("已办", 1)).await.expect(200);
            p.clerk.post(&format!("{one}/close"), step("", 2)).await.expect(200);
        }
        let done = p.clerk.get(&path).await.expect(200);
        assert_eq!((&done["open_notes"], &done["done_on"]), (&json!(0), &json!("2013-11-15")));
        assert_eq!(p.clerk.get("/api/v1/instructions?done=true&leader=周明远").await.expect(200)["total"], 1);
        let version = done["version"].as_i64().unwrap();
        let again = json!({ "unit_ids": [app.units.zone], "due_on": "2013-12-10", "version": version });
        let again = p.clerk.post(&format!("{path}/hand-on"), again).await.refused(422);
        assert_eq!(again, "supervision.unit_twice");
        let more = json!({ "unit_ids": [app.units.team], "due_on": "2013-12-10", "version": version });
        let handed = p.clerk.post(&format!("{path}/hand-on"), more).await.expect(200);
        assert_eq!((&handed["open_notes"], &handed["done_on"]), (&json!(1), &Value::Null));
        assert_eq!(rival.get(&path).await.expect(200)["notes"].as_array().unwrap().len(), 1);

        for (field, value, code) in [
            ("leader", json!(" "), "supervision.text_missing"),
            ("text", json!(""), "supervision.text_missing"),
            ("instructed_on", json!("2013-11-16"), "supervision.instructed_on"),
            ("due_on", json!("2013-11-14"), "supervision.due_on"),
            ("unit_ids", json!([]), "supervision.unit_missing"),
            ("unit_ids", json!([app.new_id()]), "supervision.unit_unknown"),
            ("unit_ids", json!([app.units.zone, app.units.zone]), "supervision.unit_twice"),
        ] {
            let mut wrong = draft.clone();
            wrong[field] = value;
            assert_eq!(p.clerk.post("/api/v1/instructions", wrong).await.refused(422), code, "{field}");
        }
    });
}

#[test]
fn what_is_wrong_with_a_note_is_said() {
    on_both(async |app| {
        let p = people(&app).await;
        let (a, b) = (project(&app, &p.filler, "甲项目").await, project(&app, &p.filler, "乙项目").await);
        let raised = json!({ "project_id": a, "title": "用电", "owner_unit_id": app.units.zone,
            "due_on": "2013-11-20" });
        let problem = p.filler.post("/api/v1/problems", raised).await.expect(201);
        let on_problem = json!({ "title": "用电", "problem_id": problem["id"], "unit_id": app.units.zone });
        let made = p.clerk.post("/api/v1/supervisions", on_problem).await.expect(201);
        assert_eq!((&made["project"]["name"], &made["due_on"]), (&json!("甲项目"), &json!("2013-11-30")));
        assert_eq!(made["problem"]["title"], "用电");
        for (field, value, code) in [
            ("title", json!(" "), "supervision.title_missing"),
            ("title", json!("长".repeat(201)), "supervision.too_long"),
            ("unit_id", json!(app.new_id()), "supervision.unit_unknown"),
            ("level", json!("violet"), "supervision.level_unknown"),
            ("due_on", json!("2013-11-14"), "supervision.due_on"),
            ("due_on", json!("9999-12-31"), "supervision.due_on"),
        ] {
            let mut wrong = note(&app, &a);
            wrong[field] = value;
            assert_eq!(p.clerk.post("/api/v1/supervisions", wrong).await.refused(422), code, "{field}");
        }
        let mut other = note(&app, &b);
        other["problem_id"] = problem["id"].clone();
        let other = p.clerk.post("/api/v1/supervisions", other).await.refused(422);
        assert_eq!(other, "supervision.project_of_problem");
        let hidden = note(&app, &app.new_id().to_string());
        assert_eq!(p.clerk.post("/api/v1/supervisions", hidden).await.refused(404), "floor.not_found");
        let unit = p.filler.post("/api/v1/supervisions", note(&app, &a)).await.refused(404);
        assert_eq!(unit, "floor.not_found");
        assert_eq!(p.clerk.get("/api/v1/supervisions?sort=name").await.refused(422), "floor.field_wrong");
        assert_eq!(p.clerk.get("/api/v1/instructions?sort=name").await.refused(422), "floor.field_wrong");
    });
}
