//! Phases, bundles, joint ventures and increases, over HTTP: what counts, and that nothing counts twice.

use serde_json::{Value, json};
use yinfeng::project::summary;
use yinfeng_domain::authority::Role;

use crate::{
    project::{draft, organisation, with_codes},
    support::{Client, DISTRICT, TestApp, on_both},
};

const YI: i64 = 10_000_000_000;

fn path(view: &Value, rest: &str) -> String {
    format!("/api/v1/projects/{}{rest}", view["id"].as_str().unwrap())
}

async fn enter(app: &TestApp, client: &Client, name: &str, yi: &str) -> Value {
    let mut new = draft(app, name);
    new["amounts"] = json!([{ "measure": "total", "amount": yi, "unit": "yi" }]);
    client.post("/api/v1/projects", new).await.expect(201)
}

pub async fn assert_sums_hold(app: &TestApp) {
    let wrong = app.app.db.read(|r| summary::verify(r, DISTRICT)).await.unwrap();
    assert_eq!(wrong, []);
}

async fn total_of(app: &TestApp) -> i64 {
    let sql = "select cast(sum(total_fen) as bigint) from project_district_summary where district = $1";
    let params = yinfeng::params![DISTRICT].to_vec();
    app.app.db.read(move |r| r.value::<i64>(sql, &params)).await.unwrap().unwrap_or(0)
}

#[test]
fn a_bundle_counts_by_its_parts_and_one_level_deep() {
    on_both(async |app| {
        with_codes(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let bundle = enter(&app, &clerk, "慢城片区", "10").await;
        let first = enter(&app, &clerk, "慢城一期酒店", "3").await;
        let second = enter(&app, &clerk, "慢城二期商业", "4").await;
        assert_eq!(total_of(&app).await, 17 * YI);
        let join = |view: &Value, version: i64| {
            (path(view, "/join"), json!({ "parent_id": bundle["id"], "version": version }))
        };
        let (address, body) = join(&first, 1);
        let joined = clerk.post(&address, body.clone()).await.expect(200);
        assert_eq!(joined["parent"]["name"], "慢城片区");
        assert_eq!(clerk.post(&address, body).await.refused(409), "floor.stale");
        let (address, body) = join(&second, 1);
        clerk.post(&address, body).await.expect(200);
        assert_eq!(
            total_of(&app).await,
            7 * YI,
            "the bundle's own 10 亿 are a plan, not a third time the same"
        );
        assert_sums_hold(&app).await;

        let seen = clerk.get(&path(&bundle, "")).await.expect(200);
        assert_eq!((&seen["parts"], &seen["total_fen"]), (&json!(2), &Value::Null));
        assert_eq!(seen["wholes"][0]["fen"], 10 * YI);
        assert_eq!(seen["children"].as_array().unwrap().len(), 2);
        assert_eq!(seen["actions"]["claim_recognition"]["code"], "project.bundle_counts_by_parts");
        let parts = clerk.get(&format!("/api/v1/projects?parent={}", bundle["id"].as_str().unwrap())).await;
        assert_eq!(parts.expect(200)["total"], 2);
        assert_eq!(clerk.get("/api/v1/projects?bound=bundle").await.expect(200)["total"], 1);
        assert_eq!(clerk.get("/api/v1/projects?bound=part").await.expect(200)["total"], 2);

        // A change of the bundle's own plan changes no sum.
        let mut change = draft(&app, "慢城片区");
        change["amounts"] = json!([{ "measure": "total", "amount": "12", "unit": "yi" }]);
        change["version"] = seen["version"].clone();
        let changed = clerk.put(&path(&bundle, ""), change.clone()).await.expect(200);
        assert_eq!((&changed["total_fen"], total_of(&app).await), (&Value::Null, 7 * YI));
        change["version"] = changed["version"].clone();
        change["agreement"] = "contract".into();
        change["contract_signed_on"] = "2013-11-01".into();
        let signed = clerk.put(&path(&bundle, ""), change).await.refused(422);
        assert_eq!(signed, "project.bundle_counts_by_parts");

        // One level, no circles.
        let again =
            clerk.post(&path(&first, "/join"), json!({ "parent_id": second["id"], "version": 2 })).await;
        assert_eq!(again.refused(409), "project.part_already");
        let other = enter(&app, &clerk, "另一项目", "1").await;
        let deep =
            clerk.post(&path(&other, "/join"), json!({ "parent_id": first["id"], "version": 1 })).await;
        assert_eq!(deep.refused(409), "project.parent_is_part");
        let up = json!({ "parent_id": other["id"], "version": changed["version"] });
        assert_eq!(clerk.post(&path(&bundle, "/join"), up).await.refused(409), "project.part_has_parts");
        let own = json!({ "parent_id": other["id"], "version": 1 });
        assert_eq!(clerk.post(&path(&other, "/join"), own).await.refused(409), "project.part_of_itself");
        let nowhere = json!({ "parent_id": app.new_id(), "version": 1 });
        assert_eq!(clerk.post(&path(&other, "/join"), nowhere).await.refused(422), "project.parent_unknown");

        // The last part gone, it counts itself again.
        for (part, version) in [(&first, 2), (&second, 2)] {
            let left = clerk.post(&path(part, "/leave"), json!({ "version": version })).await.expect(200);
            assert_eq!(left["parent"], Value::Null);
        }
        assert_eq!(total_of(&app).await, 20 * YI);
        assert_eq!(clerk.get(&path(&bundle, "")).await.expect(200)["total_fen"], 12 * YI);
        let not = clerk.post(&path(&first, "/leave"), json!({ "version": 3 })).await.refused(409);
        assert_eq!(not, "project.not_a_part");
        assert_sums_hold(&app).await;
    });
}

#[test]
fn a_project_that_was_counted_or_is_not_ones_own_becomes_no_bundle() {
    on_both(async |app| {
        with_codes(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let filler = app.person("filler", Role::UnitFiller, app.units.yuhe).await;
        let team = app.person("team", Role::UnitFiller, app.units.team).await;
        let mut signed = draft(&app, "已签约项目");
        signed["agreement"] = "contract".into();
        signed["contract_signed_on"] = "2013-11-01".into();
        let signed = clerk.post("/api/v1/projects", signed).await.expect(201);
        let part = enter(&app, &filler, "子项目", "1").await;
        let join = json!({ "parent_id": signed["id"], "version": 1 });
        assert_eq!(filler.post(&path(&part, "/join"), join).await.refused(409), "project.parent_counted");
        let mut foreign = draft(&app, "他人项目");
        foreign["units"] = json!([{ "unit_id": app.units.team, "role": "lead", "share_bp": 10000 }]);
        let foreign = team.post("/api/v1/projects", foreign).await.expect(201);
        let join = json!({ "parent_id": foreign["id"], "version": 1 });
        assert_eq!(filler.post(&path(&part, "/join"), join).await.refused(422), "project.parent_unknown");
        team.post(&path(&part, "/join"), json!({ "parent_id": foreign["id"], "version": 1 }))
            .await
            .expect(404);
    });
}

#[test]
fn of_an_increase_only_what_was_added_counts() {
    on_both(async |app| {
        with_codes(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let base = enter(&app, &clerk, "晋工机械一期", "2").await;
        let mut more = draft(&app, "晋工机械增资扩产");
        more["kind"] = "expansion".into();
        more["enlarges_id"] = base["id"].clone();
        more["amounts"] = json!([{ "measure": "total", "amount": "5", "before": "2", "unit": "yi" }]);
        let made = clerk.post("/api/v1/projects", more.clone()).await.expect(201);
        assert_eq!(made["total_fen"], 3 * YI);
        let amount = &made["amounts"][0];
        assert_eq!((&amount["minor"], &amount["before_minor"]), (&json!(3 * YI), &json!(2 * YI)));
        assert_eq!((&made["enlarges"]["name"], &made["warnings"]), (&json!("晋工机械一期"), &json!([])));
        assert_eq!(total_of(&app).await, 5 * YI);
        assert_eq!(clerk.get(&path(&base, "")).await.expect(200)["enlarged"][0]["total_fen"], 3 * YI);

        // What was before is not what the base says: allowed, and said.
        more["amounts"] = json!([{ "measure": "total", "amount": "5", "before": "2.5", "unit": "yi" }]);
        more["version"] = 1.into();
        let changed = clerk.put(&path(&made, ""), more.clone()).await.expect(200);
        assert_eq!(changed["warnings"][0]["code"], "project.before_differs");
        assert_eq!(total_of(&app).await, 4 * YI + YI / 2);
        assert_sums_hold(&app).await;

        more["version"] = 2.into();
        for (before, kind, code) in [
            ("5", "expansion", "project.before_not_less"),
            ("6", "expansion", "project.before_not_less"),
            ("-1", "expansion", "project.amount_negative"),
            ("很多", "expansion", "project.amount_not_a_number"),
        ] {
            more["kind"] = kind.into();
            more["amounts"][0]["before"] = before.into();
            let answer = clerk.put(&path(&made, ""), more.clone()).await.expect(422);
            assert_eq!(
                (&answer["code"], &answer["errors"][0]["field"]),
                (&json!(code), &json!("amounts[0].before"))
            );
        }
        more["kind"] = "new".into();
        more["amounts"][0]["before"] = "1".into();
        let answer = clerk.put(&path(&made, ""), more.clone()).await.expect(422);
        let codes: Vec<_> = answer["errors"].as_array().unwrap().iter().map(|e| e["code"].clone()).collect();
        assert!(
            codes.contains(&json!("project.before_of_increase"))
                && codes.contains(&json!("project.enlarges_of_increase"))
        );
        more["kind"] = "expansion".into();
        more["enlarges_id"] = made["id"].clone();
        assert_eq!(clerk.put(&path(&made, ""), more).await.refused(422), "project.enlarges_itself");
    });
}

#[test]
fn a_joint_venture_is_held_whole_or_says_what_is_unknown() {
    on_both(async |app| {
        with_codes(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let home = organisation(&clerk, "潍德机械有限公司", "CN").await;
        let abroad = organisation(&clerk, "百速私人有限公司", "SG").await;
        let mut joint = draft(&app, "萨伯特精密转动设备");
        joint["kind"] = "joint_venture".into();
        joint["investors"] =
            json!([{ "organisation_id": home, "share_bp": 6000 }, { "organisation_id": abroad }]);
        let made = clerk.post("/api/v1/projects", joint.clone()).await.expect(201);
        assert_eq!(made["held"], json!({ "domestic_bp": 6000, "foreign_bp": 0, "unknown_bp": 4000 }));
        joint["version"] = 1.into();
        joint["investors"][1]["share_bp"] = 3000.into();
        assert_eq!(clerk.put(&path(&made, ""), joint.clone()).await.refused(422), "project.joint_sum");
        joint["investors"][1]["share_bp"] = 4100.into();
        assert_eq!(clerk.put(&path(&made, ""), joint.clone()).await.refused(422), "project.investor_sum");
        joint["investors"][1]["share_bp"] = 4000.into();
        let whole = clerk.put(&path(&made, ""), joint.clone()).await.expect(200);
        assert_eq!(whole["held"], json!({ "domestic_bp": 6000, "foreign_bp": 4000, "unknown_bp": 0 }));
        joint["version"] = 2.into();
        joint["investors"] = json!([{ "organisation_id": home, "share_bp": 10000 }]);
        let alone = clerk.put(&path(&made, ""), joint).await.expect(200);
        assert_eq!(alone["warnings"][0]["code"], "project.joint_one");
    });
}

#[test]
fn phases_say_what_they_sum_to_and_when_they_were_built() {
    on_both(async |app| {
        with_codes(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let mut phased = draft(&app, "两期项目");
        phased["phases"] = json!([
            { "no": 1, "name": "一期", "planned_from": "2013-03-01", "planned_to": "2013-10-31",
              "actual_from": "2013-04-01", "actual_to": "2013-11-10" },
            { "no": 2, "name": "二期", "planned_from": "2014-01-01" }
        ]);
        phased["amounts"] = json!([
            { "measure": "total", "amount": "5", "unit": "yi" },
            { "measure": "total", "amount": "2", "unit": "yi", "phase": 1 },
            { "measure": "registered", "amount": "3000", "unit": "wan", "phase": 1 },
            { "measure": "registered", "amount": "2000", "unit": "wan", "phase": 2 }
        ]);
        let made = clerk.post("/api/v1/projects", phased.clone()).await.expect(201);
        let of = |measure: &str| {
            made["wholes"].as_array().unwrap().iter().find(|w| w["measure"] == measure).unwrap().clone()
        };
        assert_eq!((&of("total")["rule"], &of("total")["phases_fen"]), (&json!("rest"), &json!(2 * YI)));
        assert_eq!((&of("registered")["rule"], &of("registered")["fen"]), (&json!("summed"), &json!(YI / 2)));
        assert_eq!(made["phases"][0]["actual_from"], "2013-04-01");
        for (at, value, code) in [
            ("actual_from", "2113-01-01", "project.date_past"),
            ("actual_to", "2013-03-01", "project.dates_reversed"),
        ] {
            let mut bad = phased.clone();
            bad["phases"][0][at] = value.into();
            let answer = clerk.post("/api/v1/projects", bad).await.expect(422);
            assert_eq!(answer["errors"][0]["code"], code);
        }
        phased["amounts"][1]["amount"] = "6".into();
        assert_eq!(clerk.post("/api/v1/projects", phased).await.refused(422), "project.phases_exceed");
    });
}
