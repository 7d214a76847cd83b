//! The problem ledger over HTTP.

use serde_json::{Value, json};
use yinfeng_domain::authority::Role;

use crate::{
    progress::project,
    project::with_codes,
    support::{TestApp, on_both},
};

fn problem(app: &TestApp, project: &str, title: &str, due_on: &str) -> Value {
    json!({ "project_id": project, "title": title, "detail": "需要 200 亩", "owner_unit_id": app.units.zone, "due_on": due_on })
}

#[test]
fn a_problem_is_raised_answered_and_closed_by_its_raiser() {
    on_both(async |app| {
        with_codes(&app).await;
        let filler = app.person("filler", Role::UnitFiller, app.units.yuhe).await;
        let department = app.person("landuse", Role::FactorDepartment, app.units.zone).await;
        let id = project(&app, &filler, "甲项目").await;
        let made =
            filler.post("/api/v1/problems", problem(&app, &id, "用地指标", "2013-11-20")).await.expect(201);
        assert_eq!((&made["code"], &made["state"]), (&json!("P2013-0001"), &json!("open")));
        assert_eq!(made["raised_unit"]["name"], "于河街道");
        assert_eq!(made["actions"]["answer"]["code"], "problem.not_owner");
        let path = format!("/api/v1/problems/{}", made["id"].as_str().unwrap());

        // The department does not see the project, but what it is to solve.
        let seen = department.get("/api/v1/problems?hand=answer").await.expect(200);
        assert_eq!(
            (seen["total"].as_i64(), &seen["items"][0]["project"]["name"]),
            (Some(1), &json!("甲项目"))
        );
        let empty = json!({ "text": " ", "version": 1 });
        assert_eq!(
            department.post(&format!("{path}/answer"), empty).await.refused(422),
            "problem.answer_missing"
        );
        let early = json!({ "text": "", "version": 1 });
        assert_eq!(filler.post(&format!("{path}/close"), early).await.refused(409), "problem.not_answered");
        let done = json!({ "text": "已列入下批计划", "version": 1 });
        let answered = department.post(&format!("{path}/answer"), done.clone()).await.expect(200);
        assert_eq!((&answered["state"], &answered["answer"]), (&json!("answered"), &json!("已列入下批计划")));
        assert_eq!(answered["actions"]["close"]["code"], "problem.not_raiser");
        let stale = department.post(&format!("{path}/answer"), done).await.expect(409);
        assert_eq!((&stale["code"], &stale["current"]["state"]), (&json!("floor.stale"), &json!("answered")));

        let back = json!({ "text": "没有时间表", "version": 2 });
        filler.post(&format!("{path}/return"), back).await.expect(200);
        let again = json!({ "text": "11 月底前批复", "version": 3 });
        department.post(&format!("{path}/answer"), again).await.expect(200);
        let closed = filler.post(&format!("{path}/close"), json!({ "version": 4 })).await.expect(200);
        assert_eq!((&closed["state"], &closed["closed_on"]), (&json!("closed"), &json!("2013-11-15")));
        let acts: Vec<_> =
            closed["log"].as_array().unwrap().iter().map(|l| l["act"].as_str().unwrap()).collect();
        assert_eq!(acts, ["close", "answer", "send_back", "answer", "raise"]);
        assert_eq!(closed["actions"]["answer"]["code"], "problem.over");
        let story = filler.get(&format!("/api/v1/projects/{id}/timeline?kind=problem")).await.expect(200);
        assert_eq!(story["items"].as_array().unwrap().len(), 5);
        assert_eq!(
            (&story["items"][0]["act"], &story["items"][0]["to"]),
            (&json!("close"), &json!("用地指标"))
        );
    });
}

#[test]
fn the_office_decides_but_not_over_its_own_answer() {
    on_both(async |app| {
        with_codes(&app).await;
        let filler = app.person("filler", Role::UnitFiller, app.units.yuhe).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let second = app.person("second", Role::OfficeClerk, app.units.office).await;
        let id = project(&app, &filler, "甲项目").await;
        let made =
            filler.post("/api/v1/problems", problem(&app, &id, "用地指标", "2013-11-20")).await.expect(201);
        let path = format!("/api/v1/problems/{}", made["id"].as_str().unwrap());
        let team = json!({ "owner_unit_id": app.units.team, "due_on": "2013-12-01", "reason": "由队伍协调", "version": 1 });
        assert_eq!(
            filler.post(&format!("{path}/assign"), team.clone()).await.refused(409),
            "problem.not_office"
        );
        let moved = clerk.post(&format!("{path}/assign"), team).await.expect(200);
        assert_eq!(
            (&moved["owner_unit"]["name"], &moved["due_on"]),
            (&json!("城市工业"), &json!("2013-12-01"))
        );
        clerk.post(&format!("{path}/answer"), json!({ "text": "已协调", "version": 2 })).await.expect(200);
        let own = clerk.post(&format!("{path}/close"), json!({ "version": 3 })).await.refused(409);
        assert_eq!(own, "problem.own_answer");
        second.post(&format!("{path}/close"), json!({ "version": 3 })).await.expect(200);

        let other =
            filler.post("/api/v1/problems", problem(&app, &id, "用电", "2013-11-20")).await.expect(201);
        let path = format!("/api/v1/problems/{}", other["id"].as_str().unwrap());
        let gone = filler
            .post(&format!("{path}/withdraw"), json!({ "text": "已自行解决", "version": 1 }))
            .await
            .expect(200);
        assert_eq!(gone["state"], "withdrawn");
    });
}

#[test]
fn what_is_late_is_found_and_what_is_wrong_is_said() {
    on_both(async |app| {
        with_codes(&app).await;
        let filler = app.person("filler", Role::UnitFiller, app.units.yuhe).await;
        app.account("rival", &[(Role::UnitFiller, app.units.team)]).await;
        app.account("leader", &[(Role::DistrictLeader, app.units.committee)]).await;
        let id = project(&app, &filler, "甲项目").await;
        for (title, due) in [("用电", "2013-11-16"), ("用地", "2013-11-18"), ("环评", "2013-12-20")] {
            filler.post("/api/v1/problems", problem(&app, &id, title, due)).await.expect(201);
        }
        app.clock.set("2013-11-18T01:00:00Z".parse().unwrap());
        let (filler, rival) = (app.log_in("filler").await, app.log_in("rival").await);
        let leader = app.log_in("leader").await;
        let late = leader.get("/api/v1/problems?overdue=true").await.expect(200);
        assert_eq!((late["total"].as_i64(), &late["items"][0]["title"]), (Some(1), &json!("用电")));
        assert_eq!(late["items"][0]["overdue"], true);
        for sort in ["due_on", "-due_on", "-raised_on"] {
            let mut titles = Vec::new();
            let mut path = format!("/api/v1/problems?limit=1&sort={sort}");
            loop {
                let page = filler.get(&path).await.expect(200);
                titles.push(page["items"][0]["title"].as_str().unwrap().to_owned());
                let Some(cursor) = page["next_cursor"].as_str() else { break };
                path = format!("/api/v1/problems?limit=1&sort={sort}&cursor={cursor}");
            }
            titles.sort();
            titles.dedup();
            assert_eq!(titles.len(), 3, "{sort}");
        }
        assert_eq!(
            filler.get(&format!("/api/v1/problems?project={id}&state=open")).await.expect(200)["total"],
            3
        );
        assert_eq!(filler.get("/api/v1/problems?hand=confirm").await.expect(200)["total"], 0);
        assert_eq!(filler.get("/api/v1/problems?sort=name").await.refused(422), "floor.field_wrong");
        assert_eq!(rival.get("/api/v1/problems").await.expect(200)["total"], 0);
        let hidden = format!("/api/v1/problems/{}", late["items"][0]["id"].as_str().unwrap());
        assert_eq!(rival.get(&hidden).await.refused(404), "floor.not_found");
        assert_eq!(
            rival.post("/api/v1/problems", problem(&app, &id, "用地", "2013-12-20")).await.refused(404),
            "floor.not_found"
        );
        assert_eq!(
            leader.post("/api/v1/problems", problem(&app, &id, "用地", "2013-12-20")).await.refused(404),
            "floor.not_found"
        );
        for (field, value, code) in [
            ("title", json!("\n "), "problem.title_missing"),
            ("title", json!("长".repeat(201)), "problem.too_long"),
            ("owner_unit_id", json!(app.new_id()), "problem.owner_unknown"),
            ("owner_unit_id", json!(app.units.yuhe), "problem.owner_is_raiser"),
            ("due_on", json!("2013-11-17"), "problem.due_on"),
        ] {
            let mut wrong = problem(&app, &id, "用地", "2013-12-20");
            wrong[field] = value;
            assert_eq!(filler.post("/api/v1/problems", wrong).await.refused(422), code, "{field}");
        }
    });
}
