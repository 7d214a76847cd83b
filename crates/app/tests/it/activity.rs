//! Events over HTTP, and the projects that came of them.

use serde_json::json;
use yinfeng_domain::authority::Role;

use crate::{
    project::{draft, organisation, with_codes},
    support::on_both,
};

const EVENTS: &str = "/api/v1/events";

#[test]
fn an_event_is_entered_changed_and_shown_with_what_came_of_it() {
    on_both(async |app| {
        with_codes(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let fair = json!({
            "name": "机械装备制造业恳谈会", "kind": "docking", "held_on": "2013-07-26", "held_on_text": "7月下旬",
            "place": "会展中心", "guests": 60, "outcome": "推介三个园区", "unit_ids": [app.units.yuhe],
        });
        let made = clerk.post(EVENTS, fair.clone()).await.expect(201);
        let at = format!("{EVENTS}/{}", made["id"].as_str().unwrap());
        assert_eq!(clerk.get(&at).await.expect(200), made);
        assert_eq!(made["units"][0]["name"], "于河街道");
        assert_eq!(clerk.get(&format!("{EVENTS}?from=2013-08-01")).await.expect(200)["items"], json!([]));
        assert_eq!(clerk.get(&format!("{EVENTS}?to=2013-12-31")).await.expect(200)["items"][0], made);

        let firm = organisation(&clerk, "晋工机械有限公司", "CN").await;
        let mut credited = draft(&app, "装载机总装项目");
        credited["investors"] = json!([{ "organisation_id": firm, "role": "investor" }]);
        credited["event_id"] = made["id"].clone();
        clerk.post("/api/v1/projects", credited).await.expect(201);
        let mut other = draft(&app, "冷链物流项目");
        other["investors"] = json!([{ "organisation_id": firm, "role": "investor" }]);
        clerk.post("/api/v1/projects", other).await.expect(201);
        let of = format!("/api/v1/projects?event={}", made["id"].as_str().unwrap());
        let came = clerk.get(&of).await.expect(200);
        assert_eq!((came["total"].as_i64(), came["items"].as_array().unwrap().len()), (Some(1), 1));
        assert_eq!(came["items"][0]["name"], "装载机总装项目");

        let mut change = fair.clone();
        change["guests"] = json!(75);
        change["version"] = json!(1);
        assert_eq!(clerk.put(&at, change.clone()).await.expect(200)["guests"], 75);
        change["place"] = json!("市民广场");
        let stale = clerk.put(&at, change).await.expect(409);
        assert_eq!(stale["current"]["version"], 2);
        assert_eq!(stale["changed"], json!(["guests", "version"]));
    });
}

#[test]
fn events_are_the_offices_and_wrong_ones_are_refused_at_the_field() {
    on_both(async |app| {
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let leader = app.person("leader", Role::DistrictLeader, app.units.committee).await;
        let filler = app.person("filler", Role::UnitFiller, app.units.yuhe).await;
        let fair = json!({ "name": "推介会", "kind": "promotion", "held_on": "2013-07-19" });
        let made = clerk.post(EVENTS, fair.clone()).await.expect(201);
        let at = format!("{EVENTS}/{}", made["id"].as_str().unwrap());
        leader.get(&at).await.expect(200);
        leader.post(EVENTS, fair).await.expect(404);
        filler.get(&at).await.expect(404);
        filler.get(EVENTS).await.expect(404);
        let wrong = json!({ "name": " ", "kind": "promotion", "held_on": "2113-07-19", "guests": -1 });
        let refused = clerk.post(EVENTS, wrong).await.expect(422);
        let fields: Vec<&str> =
            refused["errors"].as_array().unwrap().iter().map(|e| e["field"].as_str().unwrap()).collect();
        assert_eq!(fields, ["name", "held_on", "guests"]);
    });
}
