//! Sites compared for a project, over HTTP.

use serde_json::{Value, json};
use yinfeng_domain::authority::Role;

use crate::{progress::project, project::with_codes, support::on_both};

fn site(name: &str) -> Value {
    json!({
        "name": name, "place": "开发区北侧", "area_m2": 66_667, "price_fen": 1_680_000_000_i64,
        "utilities": "七通一平", "pro": "临近园区主路", "con": "需拆迁 12 户"
    })
}

#[test]
fn sites_are_compared_and_one_is_chosen() {
    on_both(async |app| {
        with_codes(&app).await;
        let filler = app.person("filler", Role::UnitFiller, app.units.yuhe).await;
        let rival = app.person("rival", Role::UnitFiller, app.units.zone).await;
        let leader = app.person("leader", Role::DistrictLeader, app.units.committee).await;
        let id = project(&app, &filler, "甲项目").await;
        let path = format!("/api/v1/projects/{id}/sites");
        assert_eq!(filler.get(&path).await.expect(200)["items"], json!([]));
        filler.post(&path, site("北一地块")).await.expect(201);
        let two = filler.post(&path, site("北二地块")).await.expect(201);
        let items = two["items"].as_array().unwrap();
        assert_eq!((&items[0]["area_mu"], &items[1]["no"]), (&json!("100.00"), &json!(2)));
        let of = |i: usize| format!("{path}/{}", items[i]["id"].as_str().unwrap());

        let mut change = site("北一地块");
        change["con"] = json!("拆迁已完成");
        change["version"] = json!(1);
        let changed = filler.put(&of(0), change.clone()).await.expect(200);
        assert_eq!(changed["items"][0]["con"], "拆迁已完成");
        let stale = filler.put(&of(0), change).await.expect(409);
        assert_eq!((&stale["code"], &stale["current"]["version"]), (&json!("floor.stale"), &json!(2)));

        let decide = |standing: &str, reason: &str, on: &str, version: i64| json!({ "standing": standing, "reason": reason, "decided_on": on, "version": version });
        let chosen = decide("chosen", "路通电足，可即开工", "2013-11-14", 2);
        assert_eq!(
            rival.post(&format!("{}/decide", of(0)), chosen.clone()).await.refused(404),
            "floor.not_found"
        );
        assert_eq!(
            leader.post(&format!("{}/decide", of(0)), chosen.clone()).await.refused(409),
            "project.read_only"
        );
        let done = filler.post(&format!("{}/decide", of(0)), chosen).await.expect(200);
        assert_eq!(
            (&done["items"][0]["standing"], &done["items"][0]["decided_by"]["name"]),
            (&json!("chosen"), &json!("filler"))
        );
        for (standing, reason, on, version, status, code) in [
            ("chosen", "也可", "2013-11-14", 1, 409, "siting.chosen_already"),
            ("candidate", "再看", "2013-11-14", 1, 409, "siting.stands_so"),
            ("rejected", " ", "2013-11-14", 1, 422, "siting.reason_missing"),
            ("rejected", "面积不足", "2013-11-16", 1, 422, "siting.decided_on"),
            ("rejected", "面积不足", "2013-11-14", 7, 409, "floor.stale"),
        ] {
            let cmd = decide(standing, reason, on, version);
            let refused = filler.post(&format!("{}/decide", of(1)), cmd).await.refused(status);
            assert_eq!(refused, code, "{standing} {reason}");
        }
        let no = decide("rejected", "面积不足", "2013-11-15", 1);
        filler.post(&format!("{}/decide", of(1)), no).await.expect(200);
        let story = filler.get(&format!("/api/v1/projects/{id}/timeline?kind=site")).await.expect(200);
        let told: Vec<_> =
            story["items"].as_array().unwrap().iter().map(|e| e["act"].as_str().unwrap()).collect();
        assert_eq!(told, ["rejected", "chosen"]);
    });
}

#[test]
fn what_is_wrong_with_a_site_is_said() {
    on_both(async |app| {
        with_codes(&app).await;
        let filler = app.person("filler", Role::UnitFiller, app.units.yuhe).await;
        let id = project(&app, &filler, "甲项目").await;
        let path = format!("/api/v1/projects/{id}/sites");
        filler.post(&path, site("北一地块")).await.expect(201);
        for (field, value, code) in [
            ("name", json!(" \n"), "siting.name_missing"),
            ("name", json!(" 北一地块 "), "siting.name_twice"),
            ("name", json!("长".repeat(201)), "siting.too_long"),
            ("pro", json!("长".repeat(2001)), "siting.too_long"),
            ("area_m2", json!(0), "siting.area"),
            ("area_m2", json!(i64::MAX), "siting.area"),
            ("price_fen", json!(-1), "siting.price"),
        ] {
            let mut wrong = site("北二地块");
            wrong[field] = value.clone();
            assert_eq!(filler.post(&path, wrong).await.refused(422), code, "{field} {value}");
        }
        for no in 2..=30 {
            filler.post(&path, site(&format!("地块{no}"))).await.expect(201);
        }
        assert_eq!(filler.post(&path, site("再一处")).await.refused(409), "siting.too_many");
    });
}
