//! The three lists over HTTP.

use serde_json::json;
use yinfeng_domain::authority::Role;

use crate::{progress::project, project::with_codes, support::on_both};

#[test]
fn a_list_is_frozen_and_compared_with_what_it_became() {
    on_both(async |app| {
        with_codes(&app).await;
        let filler = app.person("filler", Role::UnitFiller, app.units.yuhe).await;
        let rival = app.person("rival", Role::UnitFiller, app.units.team).await;
        let (a, b) = (project(&app, &filler, "甲项目").await, project(&app, &filler, "乙项目").await);
        let draft = json!({ "list": "pursued", "name": "盯引", "owner_unit_id": app.units.yuhe });
        let made = filler.post("/api/v1/shortlists", draft.clone()).await.expect(201);
        assert_eq!((&made["list"], &made["projects_count"]), (&json!("pursued"), &json!(0)));
        assert_eq!(made["actions"]["freeze"]["code"], "shortlist.empty");
        let path = format!("/api/v1/shortlists/{}", made["id"].as_str().unwrap());
        let add = |ids: &[&String], version: i64| json!({ "project_ids": ids, "version": version });
        filler.post(&format!("{path}/add"), add(&[&a, &a], 1)).await.expect(200);
        assert_eq!(filler.post(&format!("{path}/add"), add(&[&a], 1)).await.refused(409), "floor.stale");
        let again = filler.post(&format!("{path}/add"), add(&[&a], 2)).await.refused(422);
        assert_eq!(again, "shortlist.nothing_new");
        let frozen = json!({ "name": "七月", "version": 2 });
        let frozen = filler.post(&format!("{path}/freeze"), frozen).await.expect(200);
        assert_eq!((&frozen["versions"][0]["no"], &frozen["frozen"]), (&json!(1), &json!(1)));
        filler.post(&format!("{path}/add"), add(&[&b], 3)).await.expect(200);
        let off = json!({ "project_id": a, "reason": " ", "version": 4 });
        assert_eq!(
            filler.post(&format!("{path}/remove"), off).await.refused(422),
            "shortlist.reason_missing"
        );
        let off = json!({ "project_id": a, "reason": "已签约外地", "version": 4 });
        filler.post(&format!("{path}/remove"), off.clone()).await.expect(200);
        let mut twice = off;
        twice["version"] = json!(5);
        assert_eq!(filler.post(&format!("{path}/remove"), twice).await.refused(422), "shortlist.not_on");
        let changes = filler.get(&format!("{path}/compare?from=1&to=0")).await.expect(200);
        let told: Vec<_> =
            changes["items"].as_array().unwrap().iter().map(|c| c["change"].as_str().unwrap()).collect();
        assert_eq!(told, ["added", "removed"]);
        let next = json!({ "name": "八月", "version": 5 });
        filler.post(&format!("{path}/freeze"), next).await.expect(200);
        assert_eq!(
            filler.get(&format!("{path}/compare?from=1&to=2")).await.expect(200)["items"],
            changes["items"]
        );
        for wrong in ["from=2&to=1", "from=0&to=0", "from=1&to=9"] {
            assert_eq!(
                filler.get(&format!("{path}/compare?{wrong}")).await.refused(404),
                "floor.not_found",
                "{wrong}"
            );
        }
        assert_eq!(
            filler.get(&format!("/api/v1/shortlists?project={b}")).await.expect(200)["items"][0]["name"],
            "盯引"
        );

        // Another unit neither sees the list nor makes one in this unit's name, nor puts this project on its own.
        assert_eq!(rival.get(&path).await.refused(404), "floor.not_found");
        assert_eq!(rival.get("/api/v1/shortlists").await.expect(200)["items"], json!([]));
        assert_eq!(rival.post("/api/v1/shortlists", draft).await.refused(422), "shortlist.owner");
        let own = json!({ "list": "served", "name": "服务", "owner_unit_id": app.units.team });
        let own = rival.post("/api/v1/shortlists", own).await.expect(201);
        let theirs = format!("/api/v1/shortlists/{}/add", own["id"].as_str().unwrap());
        assert_eq!(rival.post(&theirs, add(&[&b], 1)).await.refused(404), "floor.not_found");
        let leader = app.person("leader", Role::DistrictLeader, app.units.committee).await;
        let seen = leader.get(&path).await.expect(200);
        assert_eq!(seen["actions"]["edit"]["code"], "shortlist.not_owner");
        let change = json!({ "name": "盯引洽谈", "owner_unit_id": app.units.yuhe, "version": 6 });
        assert_eq!(leader.put(&path, change.clone()).await.refused(409), "shortlist.not_owner");
        assert_eq!(filler.put(&path, change).await.expect(200)["name"], "盯引洽谈");
    });
}
