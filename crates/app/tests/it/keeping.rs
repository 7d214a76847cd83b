//! Grades, and what stands still for too long.

use serde_json::{Value, json};
use yinfeng_domain::authority::Role;

use crate::{
    progress::project,
    project::with_codes,
    support::{DISTRICT, on_both},
};

#[test]
fn a_grade_is_given_with_its_reason_and_found_by() {
    on_both(async |app| {
        with_codes(&app).await;
        let filler = app.person("filler", Role::UnitFiller, app.units.yuhe).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let leader = app.person("leader", Role::DistrictLeader, app.units.committee).await;
        let rival = app.person("rival", Role::UnitFiller, app.units.team).await;
        let id = project(&app, &filler, "甲项目").await;
        project(&app, &filler, "乙项目").await;
        let path = format!("/api/v1/projects/{id}/grade");
        let give = |grade: &str, reason: &str, version: i64| json!({ "grade": grade, "reason": reason, "version": version });
        let none = filler.get(&format!("/api/v1/projects/{id}/keeping")).await.expect(200);
        assert_eq!((&none["grade"], &none["advised"]), (&Value::Null, &json!("b")));
        assert_eq!(filler.post(&path, give("a", " ", 1)).await.refused(422), "project.reason_missing");
        assert_eq!(filler.post(&path, give("d", "x", 1)).await.refused(422), "floor.field_wrong");
        assert_eq!(filler.post(&path, give("a", "x", 9)).await.refused(409), "floor.stale");
        assert_eq!(leader.post(&path, give("a", "x", 1)).await.refused(409), "project.read_only");
        assert_eq!(rival.post(&path, give("a", "x", 1)).await.refused(404), "floor.not_found");
        let now = filler.post(&path, give("a", "投资方实力强", 1)).await.expect(200);
        assert_eq!((&now["grade"], &now["grades"][0]["advised"]), (&json!("a"), &json!("b")));
        assert_eq!(filler.post(&path, give("a", "x", 2)).await.refused(422), "keeping.same_grade");
        clerk.post(&path, give("b", "按标准", 2)).await.expect(200);
        let now = filler.get(&format!("/api/v1/projects/{id}/keeping")).await.expect(200);
        assert_eq!(now["grades"].as_array().unwrap().len(), 2);
        let found = leader.get("/api/v1/projects?grade=b").await.expect(200);
        assert_eq!((&found["total"], &found["items"][0]["grade"]), (&json!(1), &json!("b")));
        let board = filler.get("/api/v1/board?grade=a").await.expect(200);
        assert!(board["columns"].as_array().unwrap().iter().all(|c| c["projects"] == 0));
        let board = clerk.get("/api/v1/board?grade=b").await.expect(200);
        assert_eq!(board["columns"][0]["cards"][0]["grade"], "b");
    });
}

#[test]
fn what_stands_still_is_proposed_and_the_office_decides() {
    on_both(async |app| {
        with_codes(&app).await;
        app.account("filler", &[(Role::UnitFiller, app.units.yuhe)]).await;
        app.account("clerk", &[(Role::OfficeClerk, app.units.office)]).await;
        let filler = app.log_in("filler").await;
        let (id, moving) = (project(&app, &filler, "甲项目").await, project(&app, &filler, "乙项目").await);
        let list = |when: &'static str| {
            app.clock.set(when.parse().unwrap());
            let app = &app;
            async move { app.log_in("clerk").await.get("/api/v1/keeping").await.expect(200) }
        };
        assert_eq!(list("2014-01-13T01:00:00Z").await["items"], json!([]));
        let warned = list("2014-01-14T01:00:00Z").await;
        assert_eq!(warned["items"].as_array().unwrap().len(), 2);
        assert_eq!(
            (&warned["items"][0]["stillness"], &warned["items"][0]["days_idle"]),
            (&json!("warned"), &json!(60))
        );
        assert_eq!(warned["items"][0]["leaves_on"], "2014-05-14");
        // "No change" is no progress.
        let filler = app.log_in("filler").await;
        let report = json!({ "happened": "投资方来访", "next_step": "", "problem": "" });
        filler.post(&format!("/api/v1/projects/{moving}/progress"), report).await.expect(201);
        filler
            .post(&format!("/api/v1/projects/{id}/progress"), json!({ "no_change": true }))
            .await
            .expect(201);
        assert_eq!(list("2014-02-13T01:00:00Z").await["items"][0]["stillness"], "due");
        let early = json!({ "reason": "无进展", "version": 1 });
        let clerk = app.log_in("clerk").await;
        let path = format!("/api/v1/projects/{id}");
        assert_eq!(
            clerk.post(&format!("{path}/evict"), early.clone()).await.refused(409),
            "keeping.not_proposed"
        );

        let proposed = list("2014-05-14T01:00:00Z").await;
        assert_eq!(
            (&proposed["items"][0]["stillness"], &proposed["may_decide"]),
            (&json!("proposed"), &json!(true))
        );
        let (filler, clerk) = (app.log_in("filler").await, app.log_in("clerk").await);
        let own = filler.get("/api/v1/keeping?own=true&stillness=proposed").await.expect(200);
        assert_eq!(
            (&own["items"][0]["project"]["name"], &own["may_decide"]),
            (&json!("甲项目"), &json!(false))
        );
        assert_eq!(
            filler.post(&format!("{path}/evict"), early.clone()).await.refused(409),
            "keeping.not_office"
        );
        let until = |day: &str| json!({ "until_on": day, "reason": "正在等批复", "version": 1 });
        for day in ["2014-05-14", "2014-11-11"] {
            assert_eq!(
                clerk.post(&format!("{path}/extend"), until(day)).await.refused(422),
                "keeping.until",
                "{day}"
            );
        }
        let extended = clerk.post(&format!("{path}/extend"), until("2014-06-30")).await.expect(200);
        assert_eq!(
            (&extended["stillness"], &extended["leaves_on"]),
            (&json!("extended"), &json!("2014-07-01"))
        );
        assert_eq!(
            clerk.post(&format!("{path}/evict"), early.clone()).await.refused(409),
            "keeping.not_proposed"
        );

        assert_eq!(list("2014-07-01T01:00:00Z").await["counts"][2]["projects"], 1);
        let clerk = app.log_in("clerk").await;
        assert_eq!(
            clerk.post(&format!("{path}/evict"), json!({ "reason": "", "version": 1 })).await.refused(422),
            "project.reason_missing"
        );
        let gone = clerk.post(&format!("{path}/evict"), early).await.expect(200);
        assert_eq!(
            (&gone["left_on"], &gone["decisions"][0]["decision"]),
            (&json!("2014-07-01"), &json!("evicted"))
        );
        let now = clerk.get(&path).await.expect(200);
        assert_eq!((&now["status"], &now["stage"]), (&json!("left"), &json!("lead")));
        for (status, total) in [("ongoing", 1), ("left", 1), ("on_hold", 0)] {
            let found = clerk.get(&format!("/api/v1/projects?status={status}")).await.expect(200);
            assert_eq!(
                (&found["total"], found["items"].as_array().unwrap().len()),
                (&json!(total), total),
                "{status}"
            );
        }
        let board = clerk.get("/api/v1/board").await.expect(200);
        assert_eq!(board["columns"][0]["projects"], 1);
        let differences = app.app.db.read(|r| yinfeng::project::summary::verify(r, DISTRICT)).await.unwrap();
        assert_eq!(differences, []);

        // Taken up again, with the reason; and it has moved.
        let again = json!({ "to_status": "ongoing", "happened_on": "2014-07-01", "reason": "投资方重新启动",
            "version": now["version"] });
        let filler = app.log_in("filler").await;
        let now = filler.post(&format!("{path}/status"), again).await.expect(200);
        assert_eq!((&now["status"], &now["left_on"]), (&json!("ongoing"), &Value::Null));
        assert_eq!(now["stage_log"].as_array().unwrap().len(), 3);
        let kept = filler.get(&format!("{path}/keeping")).await.expect(200);
        assert_eq!((&kept["stillness"], &kept["days_idle"]), (&Value::Null, &json!(0)));
        let by_hand = json!({ "to_status": "left", "happened_on": "2014-07-01", "reason": "x", "version": now["version"] });
        assert_eq!(
            filler.post(&format!("{path}/status"), by_hand).await.refused(409),
            "project.status_illegal"
        );
    });
}

#[test]
fn the_table_is_the_offices() {
    on_both(async |app| {
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let filler = app.person("filler", Role::UnitFiller, app.units.yuhe).await;
        let path = "/api/v1/keeping/rules";
        let table = clerk.get(path).await.expect(200);
        assert_eq!((&table["version"], &table["stay"]["leave_days"]), (&json!(0), &json!(180)));
        let text = table["text"].as_str().unwrap().to_owned();
        let send = |text: &str, version: i64| json!({ "text": text, "version": version });
        assert_eq!(filler.post(path, send(&text, 0)).await.refused(409), "keeping.not_office");
        let wrong =
            clerk.post(path, send(&text.replace("due_days = 90", "due_days = 9"), 0)).await.expect(422);
        assert_eq!(wrong["code"], "keeping.table_order");
        assert_eq!(clerk.post(path, send("[", 0)).await.refused(422), "keeping.table_syntax");
        let made = clerk
            .post(path, send(&text.replace("leave_days = 180", "leave_days = 120"), 0))
            .await
            .expect(201);
        assert_eq!((&made["version"], &made["stay"]["leave_days"]), (&json!(1), &json!(120)));
        assert_eq!(clerk.post(path, send(&text, 0)).await.refused(409), "floor.stale");
    });
}
