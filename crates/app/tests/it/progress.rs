//! Weekly progress over HTTP.

use serde_json::{Value, json};
use yinfeng_domain::authority::Role;

use crate::{
    project::{draft, with_codes},
    support::{Client, TestApp, on_both},
};

/// A project of the unit Yuhe, by its id.
pub async fn project(app: &TestApp, client: &Client, name: &str) -> String {
    let made = client.post("/api/v1/projects", draft(app, name)).await.expect(201);
    made["id"].as_str().unwrap().to_owned()
}

fn report(happened: &str, next_step: &str) -> Value {
    json!({ "happened": happened, "next_step": next_step, "due_on": "2013-11-30", "problem": "用地指标未落实" })
}

#[test]
fn a_week_is_reported_and_the_project_follows() {
    on_both(async |app| {
        with_codes(&app).await;
        let filler = app.person("filler", Role::UnitFiller, app.units.yuhe).await;
        let id = project(&app, &filler, "一立航空涡喷发动机").await;
        let path = format!("/api/v1/projects/{id}/progress");

        let before = filler.get("/api/v1/progress").await.expect(200);
        assert_eq!(
            (&before["week"]["monday"], &before["week"]["number"]),
            (&json!("2013-11-11"), &json!(46))
        );
        assert_eq!(before["items"][0]["entry"], Value::Null);
        assert_eq!(before["items"][0]["actions"]["report"]["ok"], true);

        let made = filler.post(&path, report("投资方来区考察", "商定用地")).await.expect(201);
        assert_eq!((&made["week"], &made["reported_on"]), (&json!("2013-11-11"), &json!("2013-11-15")));
        let now = filler.get(&format!("/api/v1/projects/{id}")).await.expect(200);
        assert_eq!(now["progress"], "投资方来区考察");
        assert_eq!((&now["next_step"], &now["next_step_due_on"]), (&json!("商定用地"), &json!("2013-11-30")));
        assert_eq!((&now["problem"], &now["version"]), (&json!("用地指标未落实"), &json!(2)));
        assert_eq!(filler.post(&path, report("又来", "")).await.refused(409), "progress.reported_already");

        // A week before says nothing of today.
        let mut late = report("初次接触", "");
        late["week"] = "2013-11-06".into();
        late["due_on"] = Value::Null;
        assert_eq!(filler.post(&path, late).await.refused(409), "progress.before_entry");
        let mut ahead = report("签约", "");
        ahead["week"] = "2013-11-18".into();
        assert_eq!(filler.post(&path, ahead).await.refused(409), "progress.week_ahead");

        let list = filler.get("/api/v1/progress?state=reported").await.expect(200);
        assert_eq!(
            (list["total"].as_i64(), &list["items"][0]["entry"]["happened"]),
            (Some(1), &json!("投资方来区考察"))
        );
        assert_eq!(list["items"][0]["actions"]["report"]["code"], "progress.reported_already");
        assert_eq!(filler.get("/api/v1/progress?state=waiting").await.expect(200)["total"], 0);
    });
}

#[test]
fn no_change_is_one_tap_and_no_progress() {
    on_both(async |app| {
        with_codes(&app).await;
        let filler = app.person("filler", Role::UnitFiller, app.units.yuhe).await;
        app.account("clerk", &[(Role::OfficeClerk, app.units.office)]).await;
        let (one, other) = (project(&app, &filler, "甲项目").await, project(&app, &filler, "乙项目").await);
        let path = format!("/api/v1/projects/{one}/progress");
        filler.post(&path, report("意向达成", "签约")).await.expect(201);
        let quiet = format!("/api/v1/projects/{other}/progress");
        let none = filler.post(&quiet, json!({ "no_change": true, "happened": "顺带" })).await.expect(201);
        assert_eq!((&none["no_change"], &none["happened"]), (&json!(true), &json!("")));

        app.clock.set("2013-11-19T01:00:00Z".parse().unwrap());
        let (filler, clerk) = (app.log_in("filler").await, app.log_in("clerk").await);
        let rows = filler.get("/api/v1/progress").await.expect(200);
        let item = |name: &str| {
            let all = rows["items"].as_array().unwrap();
            all.iter().find(|row| row["project"]["name"] == name).unwrap().clone()
        };
        assert_eq!(item("甲项目")["last_progress_week"], "2013-11-11");
        assert_eq!(item("甲项目")["progress"], "意向达成");
        assert_eq!(item("乙项目")["last_progress_week"], Value::Null);
        // The same words again are no progress.
        assert_eq!(
            filler.post(&path, report("意向达成", "签约")).await.refused(422),
            "progress.same_as_before"
        );
        filler.post(&path, json!({ "no_change": true })).await.expect(201);
        let kept = filler.get(&format!("/api/v1/projects/{one}")).await.expect(200);
        assert_eq!((&kept["progress"], &kept["version"]), (&json!("意向达成"), &json!(2)));

        let units = clerk.get("/api/v1/progress/units").await.expect(200);
        let unit = &units["items"][0];
        assert_eq!(unit["unit"]["name"], "于河街道");
        let sums = ["projects", "reported", "no_change", "waiting"].map(|k| unit[k].as_i64().unwrap());
        assert_eq!(sums, [2, 1, 1, 1]);
        let last = clerk.get("/api/v1/progress/units?week=2013-11-13").await.expect(200);
        assert_eq!(last["items"][0]["waiting"], 0);
        let waiting = clerk.get("/api/v1/progress?state=waiting&limit=1").await.expect(200);
        assert_eq!(waiting["items"][0]["project"]["name"], "乙项目");
    });
}

/// Thirty days without progress are counted from the last report of progress or move, not from whoever touched the
/// record last.
#[test]
fn standing_still_is_counted_by_progress() {
    on_both(async |app| {
        with_codes(&app).await;
        let filler = app.person("filler", Role::UnitFiller, app.units.yuhe).await;
        let (one, other) = (project(&app, &filler, "甲项目").await, project(&app, &filler, "乙项目").await);
        app.clock.set("2013-12-18T01:00:00Z".parse().unwrap());
        let filler = app.person("later", Role::UnitFiller, app.units.yuhe).await;
        let still = async |client: &Client| {
            let found = client.get("/api/v1/projects?inactive_days=30&sort=name").await.expect(200);
            let all = found["items"].as_array().unwrap().iter();
            all.map(|p| p["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(still(&filler).await, ["甲项目", "乙项目"]);
        // No change is no progress, and neither is an edit.
        filler
            .post(&format!("/api/v1/projects/{one}/progress"), json!({ "no_change": true }))
            .await
            .expect(201);
        let mut edit = draft(&app, "乙项目");
        edit["place"] = "创新科技产业园".into();
        edit["version"] = 1.into();
        filler.put(&format!("/api/v1/projects/{other}"), edit).await.expect(200);
        assert_eq!(still(&filler).await, ["甲项目", "乙项目"]);
        let said = json!({ "happened": "投资方来区考察" });
        let made = filler.post(&format!("/api/v1/projects/{other}/progress"), said).await.expect(201);
        assert_eq!(still(&filler).await, ["甲项目"]);
        let row = filler.get(&format!("/api/v1/projects/{other}")).await.expect(200);
        assert_eq!(row["idle_since_on"], "2013-12-16");
        let back = format!("/api/v1/progress/{}/withdraw", made["id"].as_str().unwrap());
        filler.post(&back, json!({ "version": 1 })).await.expect(204);
        assert_eq!(still(&filler).await, ["甲项目", "乙项目"]);
    });
}

#[test]
fn a_correction_keeps_what_was_said() {
    on_both(async |app| {
        with_codes(&app).await;
        let filler = app.person("filler", Role::UnitFiller, app.units.yuhe).await;
        let id = project(&app, &filler, "甲项目").await;
        let path = format!("/api/v1/projects/{id}/progress");
        let made = filler.post(&path, json!({ "no_change": true })).await.expect(201);
        let entry = format!("/api/v1/progress/{}", made["id"].as_str().unwrap());
        let mut change = report("签订意向书", "注册公司");
        change["version"] = 1.into();
        change["reason"] = "点错了".into();
        let changed = filler.put(&entry, change.clone()).await.expect(200);
        assert_eq!((&changed["happened"], &changed["version"]), (&json!("签订意向书"), &json!(2)));
        assert_eq!(
            (&changed["corrections"][0]["no_change"], &changed["corrections"][0]["reason"]),
            (&json!(true), &json!("点错了"))
        );
        assert_eq!(filler.get(&format!("/api/v1/projects/{id}")).await.expect(200)["progress"], "签订意向书");
        assert_eq!(filler.put(&entry, change.clone()).await.refused(409), "floor.stale");

        // Of an older week the project says nothing.
        app.clock.set("2013-11-19T01:00:00Z".parse().unwrap());
        let filler = app.log_in("filler").await;
        filler.post(&path, report("公司已注册", "拿地")).await.expect(201);
        change["version"] = 2.into();
        change["happened"] = "签订框架协议".into();
        filler.put(&entry, change).await.expect(200);
        let now = filler.get(&format!("/api/v1/projects/{id}")).await.expect(200);
        assert_eq!(now["progress"], "公司已注册");
        let story = filler.get(&format!("/api/v1/projects/{id}/timeline?kind=progress")).await.expect(200);
        assert_eq!(
            (&story["items"][0]["text"], &story["items"][1]["text"]),
            (&json!("公司已注册"), &json!("签订框架协议"))
        );
    });
}

#[test]
fn only_the_unit_in_the_lead_and_the_office_report() {
    on_both(async |app| {
        with_codes(&app).await;
        let filler = app.person("filler", Role::UnitFiller, app.units.yuhe).await;
        let rival = app.person("rival", Role::UnitFiller, app.units.zone).await;
        let leader = app.person("leader", Role::DistrictLeader, app.units.committee).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let id = project(&app, &filler, "甲项目").await;
        let path = format!("/api/v1/projects/{id}/progress");
        let quiet = json!({ "no_change": true });
        assert_eq!(rival.post(&path, quiet.clone()).await.refused(404), "floor.not_found");
        assert_eq!(leader.post(&path, quiet.clone()).await.refused(409), "project.read_only");
        assert_eq!(rival.get("/api/v1/progress").await.expect(200)["total"], 0);
        let seen = leader.get("/api/v1/progress").await.expect(200);
        assert_eq!(seen["items"][0]["actions"]["report"]["code"], "project.read_only");
        let made = clerk.post(&path, quiet).await.expect(201);
        let entry = format!("/api/v1/progress/{}", made["id"].as_str().unwrap());
        assert_eq!(rival.get(&entry).await.refused(404), "floor.not_found");
        assert_eq!(leader.get(&entry).await.expect(200)["actions"]["correct"]["ok"], false);
        for (field, value, code) in [
            ("happened", json!(" "), "progress.happened_missing"),
            ("happened", json!("长".repeat(20_001)), "progress.too_long"),
            ("due_on", json!("2113-01-01"), "progress.due_on"),
            ("next_step", json!(""), "progress.next_step_missing"),
            ("due_on", json!("soon"), "floor.field_wrong"),
        ] {
            let mut wrong = report("签约", "注册");
            wrong["version"] = 1.into();
            wrong[field] = value;
            let told = filler.put(&entry, wrong).await.expect(422);
            assert_eq!(
                (&told["errors"][0]["field"], &told["errors"][0]["code"]),
                (&json!(field), &json!(code))
            );
        }
        // A week by any of its days, and one that is no day.
        assert_eq!(filler.get("/api/v1/progress?week=2013-11-17").await.expect(200)["total"], 1);
        assert_eq!(filler.get("/api/v1/progress?week=W46").await.refused(422), "floor.field_wrong");
        assert_eq!(filler.get("/api/v1/progress?cursor=zz").await.refused(422), "floor.bad_cursor");
    });
}

#[test]
fn a_report_made_by_mistake_is_taken_back_and_the_project_says_what_it_said() {
    on_both(async |app| {
        with_codes(&app).await;
        let filler = app.person("filler", Role::UnitFiller, app.units.yuhe).await;
        app.account("clerk", &[(Role::OfficeClerk, app.units.office)]).await;
        app.account("rival", &[(Role::UnitFiller, app.units.team)]).await;
        let id = project(&app, &filler, "甲项目").await;
        let path = format!("/api/v1/projects/{id}/progress");
        let now = async |client: &Client| client.get(&format!("/api/v1/projects/{id}")).await.expect(200);
        filler.post(&path, report("投资方来区考察", "商定用地")).await.expect(201);
        app.clock.set("2013-11-19T01:00:00Z".parse().unwrap());
        let filler = app.log_in("filler").await;
        let made = filler.post(&path, report("签订意向书", "注册公司")).await.expect(201);
        assert_eq!(made["actions"]["withdraw"]["ok"], true);
        let entry = format!("/api/v1/progress/{}", made["id"].as_str().unwrap());
        let back = format!("{entry}/withdraw");
        let (clerk, rival) = (app.log_in("clerk").await, app.log_in("rival").await);
        assert_eq!(clerk.post(&back, json!({ "version": 1 })).await.refused(409), "progress.not_own");
        assert_eq!(rival.post(&back, json!({ "version": 1 })).await.refused(404), "floor.not_found");
        assert_eq!(filler.post(&back, json!({ "version": 2 })).await.refused(409), "floor.stale");
        assert_eq!(filler.post(&back, json!({ "version": 1 })).await.status, 204);
        let said = now(&filler).await;
        assert_eq!((&said["progress"], &said["next_step"]), (&json!("投资方来区考察"), &json!("商定用地")));
        assert_eq!(filler.get(&entry).await.refused(404), "floor.not_found");
        assert_eq!(filler.post(&back, json!({ "version": 1 })).await.refused(404), "floor.not_found");

        // The week can be reported again. What somebody else has told since stays.
        let made = filler.post(&path, report("签订框架协议", "注册公司")).await.expect(201);
        let mut edit = draft(&app, "甲项目");
        edit["progress"] = "正式合同谈判".into();
        edit["version"] = now(&filler).await["version"].clone();
        filler.put(&format!("/api/v1/projects/{id}"), edit).await.expect(200);
        let back = format!("/api/v1/progress/{}/withdraw", made["id"].as_str().unwrap());
        assert_eq!(filler.post(&back, json!({ "version": 1 })).await.status, 204);
        assert_eq!(now(&filler).await["progress"], "正式合同谈判");

        // After a day, and after a correction, it stays.
        let made = filler.post(&path, json!({ "no_change": true })).await.expect(201);
        let entry = format!("/api/v1/progress/{}", made["id"].as_str().unwrap());
        app.clock.set("2013-11-20T01:00:01Z".parse().unwrap());
        let filler = app.log_in("filler").await;
        let back = format!("{entry}/withdraw");
        assert_eq!(filler.post(&back, json!({ "version": 1 })).await.refused(409), "progress.withdraw_late");
        let mut change = report("签订合同", "注册公司");
        change["version"] = 1.into();
        filler.put(&entry, change).await.expect(200);
        assert_eq!(
            filler.post(&back, json!({ "version": 2 })).await.refused(409),
            "progress.corrected_already"
        );
    });
}
