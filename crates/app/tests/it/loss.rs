//! What was lost: why, to whom, what was learnt; and what it adds up to.

use serde_json::{Value, json};
use yinfeng_domain::authority::Role;

use crate::{
    progress::project,
    project::with_codes,
    support::{DISTRICT, on_both},
};

fn lost(version: i64, ending: &Value) -> Value {
    json!({ "to_status": "lost", "happened_on": "2013-11-15", "reason": "投资方选定外地", "ending": ending,
        "version": version })
}

#[test]
fn a_project_is_given_up_with_reason_winner_and_lesson() {
    on_both(async |app| {
        with_codes(&app).await;
        let filler = app.person("filler", Role::UnitFiller, app.units.yuhe).await;
        let rival = app.person("rival", Role::UnitFiller, app.units.team).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let id = project(&app, &filler, "甲项目").await;
        let path = format!("/api/v1/projects/{id}/status");
        for (ending, code) in [
            (Value::Null, "floor.invalid"),
            (json!({ "reason": "unknown", "lesson": "x" }), "project.ending_reason"),
            (json!({ "reason": "land", "lesson": " " }), "project.ending_lesson"),
            (json!({ "reason": "competitor", "lesson": "x" }), "project.ending_winner"),
            (json!({ "reason": "land", "winner_area": "999999", "lesson": "x" }), "project.ending_area"),
            (json!({ "reason": "land", "winner": "长".repeat(101), "lesson": "x" }), "project.too_long"),
            (json!({ "reason": "luck", "lesson": "x" }), "floor.field_wrong"),
        ] {
            assert_eq!(filler.post(&path, lost(1, &ending)).await.refused(422), code, "{ending}");
        }
        assert_eq!(rival.post(&path, lost(1, &json!({}))).await.status, 422);
        let taken = json!({ "reason": "competitor", "winner_area": "370100", "winner": "济南高新区", "lesson": "早备地" });
        let now = filler.post(&path, lost(1, &taken)).await.expect(200);
        assert_eq!((&now["status"], &now["stage"]), (&json!("lost"), &json!("lead")));
        assert_eq!(now["endings"][0]["winner_area"]["name"], "济南市");
        assert_eq!(now["endings"][0]["lesson"], "早备地");

        let other = project(&app, &filler, "乙项目").await;
        let land = json!({ "reason": "land", "lesson": "先收储" });
        filler.post(&format!("/api/v1/projects/{other}/status"), lost(1, &land)).await.expect(200);
        let all = clerk.get("/api/v1/losses/analysis").await.expect(200);
        assert_eq!((&all["projects"], &all["total_fen"]), (&json!(2), &json!(26_000_000_000_i64)));
        assert_eq!((&all["from"], &all["to"]), (&json!("2013-01-01"), &json!("2013-11-15")));
        let reasons: Vec<_> =
            all["by_reason"].as_array().unwrap().iter().map(|g| g["code"].clone()).collect();
        assert_eq!(reasons, ["competitor", "land"]);
        let winner =
            all["by_winner"].as_array().unwrap().iter().find(|g| g["code"] == "370100").unwrap().clone();
        assert_eq!((&winner["name"], &winner["projects"]), (&json!("济南市"), &json!(1)));
        // Every figure is the rows of the same filter.
        for (filter, names) in [
            ("reason=competitor", vec!["甲项目"]),
            ("winner=370100", vec!["甲项目"]),
            ("winner=", vec!["乙项目"]),
            ("stage=lead&reason=land", vec!["乙项目"]),
            ("stage=signed", vec![]),
            ("from=2013-01-01&to=2013-11-14", vec![]),
        ] {
            let rows = clerk.get(&format!("/api/v1/losses?{filter}")).await.expect(200);
            let found: Vec<_> =
                rows["items"].as_array().unwrap().iter().map(|r| r["project"]["name"].clone()).collect();
            assert_eq!(found, names, "{filter}");
            assert_eq!(rows["total"], names.len());
        }
        let page = clerk.get("/api/v1/losses?limit=1").await.expect(200);
        let next = format!("/api/v1/losses?limit=1&cursor={}", page["next_cursor"].as_str().unwrap());
        assert_ne!(clerk.get(&next).await.expect(200)["items"][0]["project"], page["items"][0]["project"]);
        assert_eq!(clerk.get("/api/v1/losses?from=2013-12-01").await.refused(422), "project.window");
        assert_eq!(clerk.get("/api/v1/losses?cursor=x").await.refused(422), "floor.bad_cursor");
        assert_eq!(rival.get("/api/v1/losses").await.expect(200)["items"], json!([]));
        assert_eq!(rival.get("/api/v1/losses/analysis").await.expect(200)["projects"], 0);

        // Taken up again, it is no loss any more; the trail keeps it.
        let again = json!({ "to_status": "ongoing", "happened_on": "2013-11-15", "reason": "投资方回来了",
            "version": now["version"] });
        let now = filler.post(&path, again).await.expect(200);
        assert_eq!(now["endings"][0]["reopened_on"], "2013-11-15");
        assert_eq!(now["endings"][0]["reopened_reason"], "投资方回来了");
        assert_eq!(clerk.get("/api/v1/losses/analysis").await.expect(200)["projects"], 1);
        let differences = app.app.db.read(|r| yinfeng::project::summary::verify(r, DISTRICT)).await.unwrap();
        assert_eq!(differences, []);
    });
}
