//! Milestones and approvals over HTTP.

use serde_json::{Value, json};
use yinfeng_domain::authority::Role;

use crate::{progress::project, project::with_codes, support::on_both};

#[test]
fn nodes_are_planned_and_reached() {
    on_both(async |app| {
        with_codes(&app).await;
        let filler = app.person("filler", Role::UnitFiller, app.units.yuhe).await;
        let rival = app.person("rival", Role::UnitFiller, app.units.zone).await;
        let leader = app.person("leader", Role::DistrictLeader, app.units.committee).await;
        let id = project(&app, &filler, "甲项目").await;
        let path = format!("/api/v1/projects/{id}/milestones");
        let empty = filler.get(&path).await.expect(200);
        assert_eq!(
            (empty["milestones"].as_array().unwrap().len(), empty["approvals"].as_array().unwrap().len()),
            (9, 6)
        );
        let piling = json!({ "planned_on": "2013-10-01", "actual_on": "2013-10-11", "version": 0 });
        let set = filler.put(&format!("{path}/piling"), piling.clone()).await.expect(200);
        assert_eq!(
            (&set["milestones"][1]["days_late"], &set["milestones"][1]["version"]),
            (&json!(10), &json!(1))
        );
        assert_eq!(filler.put(&format!("{path}/piling"), piling.clone()).await.refused(409), "floor.stale");
        assert_eq!(
            rival.put(&format!("{path}/piling"), piling.clone()).await.refused(404),
            "floor.not_found"
        );
        assert_eq!(
            leader.put(&format!("{path}/piling"), piling.clone()).await.refused(409),
            "project.read_only"
        );
        assert_eq!(filler.put(&format!("{path}/roof"), piling).await.refused(404), "floor.not_found");
        for (node, actual, code) in [
            ("demolition", "2013-10-12", "milestone.order"),
            ("excavation", "2013-11-16", "milestone.actual_on"),
        ] {
            let wrong = json!({ "actual_on": actual, "version": 0 });
            assert_eq!(filler.put(&format!("{path}/{node}"), wrong).await.refused(422), code);
        }
        let late = json!({ "planned_on": "2013-11-05", "version": 0 });
        let set = filler.put(&format!("{path}/excavation"), late).await.expect(200);
        assert_eq!(set["milestones"][2]["days_late"], 10);
        let story = filler.get(&format!("/api/v1/projects/{id}/timeline?kind=milestone")).await.expect(200);
        assert_eq!(
            (&story["items"][0]["to"], &story["items"][0]["on"]),
            (&json!("piling"), &json!("2013-10-11"))
        );
    });
}

#[test]
fn approvals_are_ticked_off_with_their_date() {
    on_both(async |app| {
        with_codes(&app).await;
        let filler = app.person("filler", Role::UnitFiller, app.units.yuhe).await;
        let id = project(&app, &filler, "甲项目").await;
        let path = format!("/api/v1/projects/{id}/approvals/land");
        let open = json!({ "unit_id": app.units.zone, "due_on": "2013-11-01", "standing": "submitted", "version": 0 });
        let set = filler.put(&path, open).await.expect(200);
        let land = &set["approvals"][1];
        assert_eq!((&land["unit"]["name"], &land["overdue"]), (&json!("经济开发区"), &json!(true)));
        let undated = json!({ "standing": "granted", "version": 1 });
        assert_eq!(filler.put(&path, undated).await.refused(422), "milestone.granted_on");
        let strange = json!({ "standing": "open", "unit_id": app.new_id(), "version": 1 });
        assert_eq!(filler.put(&path, strange).await.refused(422), "milestone.unit_unknown");
        let done = json!({ "standing": "granted", "granted_on": "2013-11-10", "number": "凤国土〔2013〕8号", "version": 1 });
        let set = filler.put(&path, done).await.expect(200);
        assert_eq!(
            (&set["approvals"][1]["overdue"], &set["approvals"][1]["unit"]),
            (&json!(false), &Value::Null)
        );
    });
}
