//! Leaders in charge, their pages, the sheet of a project and the pack of a meeting.

use serde_json::{Value, json};
use yinfeng_domain::authority::Role;

use crate::{progress::project, project::with_codes, support::on_both};

fn draft(leader: &str, version: i64) -> Value {
    json!({ "leader": leader, "reason": "分工调整", "version": version })
}

/// The summary tells of the projects that somebody made key ones; while nobody has, of those with a progress note.
#[test]
fn key_projects_of_the_summary_are_those_on_lists_and_with_leaders() {
    on_both(async |app| {
        with_codes(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let mut ids = Vec::new();
        for (name, progress) in [("甲项目", "已开工"), ("乙项目", ""), ("丙项目", "")] {
            let mut new = crate::project::draft(&app, name);
            new["progress"] = progress.into();
            let made = clerk.post("/api/v1/projects", new).await.expect(201);
            ids.push(made["id"].as_str().unwrap().to_owned());
        }
        let told = async || {
            let span = json!({ "from": "2013-01-01", "to": "2013-11-15", "as_of": "2013-11-15" });
            let preview = clerk.post("/api/v1/reports/work-summary/preview", span).await.expect(200);
            let text = preview["text"].as_str().unwrap().to_owned();
            ["甲", "乙", "丙"].map(|name| text.contains(&format!("{name}项目。")))
        };
        assert_eq!(told().await, [true, false, false]);
        clerk.put(&format!("/api/v1/projects/{}/sponsor", ids[1]), draft("周明远", 0)).await.expect(200);
        assert_eq!(told().await, [false, true, false]);
        let list = json!({ "list": "served", "name": "服务落地", "owner_unit_id": app.units.office });
        let list = clerk.post("/api/v1/shortlists", list).await.expect(201);
        let add = format!("/api/v1/shortlists/{}/add", list["id"].as_str().unwrap());
        clerk.post(&add, json!({ "project_ids": [ids[2]], "version": 1 })).await.expect(200);
        assert_eq!(told().await, [false, true, true]);
    });
}

#[test]
fn one_leader_answers_for_a_project_and_every_change_is_kept() {
    on_both(async |app| {
        with_codes(&app).await;
        let filler = app.person("filler", Role::UnitFiller, app.units.yuhe).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let rival = app.person("rival", Role::UnitFiller, app.units.team).await;
        let id = project(&app, &filler, "甲项目").await;
        let path = format!("/api/v1/projects/{id}/sponsor");
        let none = filler.get(&path).await.expect(200);
        assert_eq!((&none["leader"], &none["version"]), (&json!(""), &json!(0)));
        assert_eq!(none["set"]["code"], "sponsor.not_office");
        assert_eq!(filler.put(&path, draft("周明远", 0)).await.refused(409), "sponsor.not_office");
        clerk.put(&path, draft("周明远", 0)).await.expect(200);
        assert_eq!(clerk.put(&path, draft("沈若谷", 0)).await.refused(409), "floor.stale");
        for (field, value, code) in [
            ("leader", json!("周明远"), "sponsor.same"),
            ("leader", json!("长".repeat(61)), "sponsor.too_long"),
            ("reason", json!(" "), "sponsor.reason_missing"),
            ("since_on", json!("2013-11-16"), "sponsor.since_on"),
        ] {
            let mut wrong = draft("沈若谷", 1);
            wrong[field] = value;
            assert_eq!(clerk.put(&path, wrong).await.refused(422), code, "{field}");
        }
        let now = clerk.put(&path, draft("沈若谷", 1)).await.expect(200);
        assert_eq!((&now["leader"], now["log"].as_array().unwrap().len()), (&json!("沈若谷"), 2));

        let raised = json!({ "project_id": id, "title": "用电", "owner_unit_id": app.units.zone,
            "due_on": "2013-11-20" });
        filler.post("/api/v1/problems", raised).await.expect(201);
        let leaders = clerk.get("/api/v1/leaders").await.expect(200);
        assert_eq!(
            (&leaders["items"][0]["leader"], &leaders["items"][0]["open_problems"]),
            (&json!("沈若谷"), &json!(1))
        );
        let cases = filler.get("/api/v1/leaders/沈若谷").await.expect(200);
        assert_eq!(cases["cases"][0]["name"], "甲项目");
        assert_eq!(clerk.get("/api/v1/leaders/周明远").await.refused(404), "floor.not_found");
        assert_eq!(rival.get("/api/v1/leaders/沈若谷").await.refused(404), "floor.not_found");
        assert_eq!(rival.get("/api/v1/leaders").await.expect(200)["items"], json!([]));
        assert_eq!(rival.get(&path).await.refused(404), "floor.not_found");
        let gone = clerk.put(&path, draft("", 2)).await.expect(200);
        assert_eq!((&gone["leader"], &gone["since_on"]), (&json!(""), &Value::Null));
    });
}

#[test]
fn a_meeting_reads_what_moved_and_what_is_open() {
    on_both(async |app| {
        with_codes(&app).await;
        let filler = app.person("filler", Role::UnitFiller, app.units.yuhe).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let rival = app.person("rival", Role::UnitFiller, app.units.team).await;
        let id = project(&app, &filler, "甲项目").await;
        project(&app, &filler, "乙项目").await;
        let raised = json!({ "project_id": id, "title": "用电没有接通", "owner_unit_id": app.units.zone,
            "due_on": "2013-11-20" });
        filler.post("/api/v1/problems", raised).await.expect(201);
        let note = json!({ "title": "限期供电", "project_id": id, "unit_id": app.units.zone });
        clerk.post("/api/v1/supervisions", note).await.expect(201);
        let sheet = filler.get(&format!("/api/v1/projects/{id}/sheet")).await.expect(200);
        assert_eq!(sheet["title"], "甲项目");
        let html = sheet["html"].as_str().unwrap();
        assert!(html.contains("用电没有接通") && html.contains("限期供电"), "{html}");
        assert_eq!(rival.get(&format!("/api/v1/projects/{id}/sheet")).await.refused(404), "floor.not_found");
        let file = filler.get(&format!("/api/v1/projects/{id}/sheet/docx")).await;
        assert_eq!((file.status.as_u16(), &file.bytes[..2]), (200, &b"PK"[..]));

        let all = clerk.get("/api/v1/dispatch-pack").await.expect(200);
        assert_eq!((&all["projects"], &all["since"]), (&json!(2), &json!("2013-11-01")));
        let open = clerk.get("/api/v1/dispatch-pack?attention=true&stage=lead").await.expect(200);
        assert_eq!(open["projects"], 1);
        let html = open["html"].as_str().unwrap();
        assert!(
            html.contains("未了结问题1个") && html.contains("甲项目") && !html.contains("乙项目"),
            "{html}"
        );
        let unit = format!("/api/v1/dispatch-pack?unit={}", app.units.zone);
        assert_eq!(clerk.get(&unit).await.expect(200)["projects"], 0);
        assert_eq!(
            clerk.get("/api/v1/dispatch-pack?since=2013-12-01").await.refused(422),
            "report.pack_since"
        );
        assert_eq!(rival.get("/api/v1/dispatch-pack").await.expect(200)["projects"], 0);
        let file = clerk.get("/api/v1/dispatch-pack/docx?attention=true").await;
        assert_eq!((file.status.as_u16(), &file.bytes[..2]), (200, &b"PK"[..]));
    });
}
