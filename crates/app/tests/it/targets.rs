//! Targets of several owners on one measure, their schedules and revisions, and units whose targets are soft.

use serde_json::{Value, json};

use crate::{
    scores::{Desk, WAN},
    support::on_both,
};

const BY_TWO: &str = r#"
[scheme]
id = "two-2013"
name = "两种口径"
year = 2013
total = 100
[[measure]]
id = "funds"
name = "到位资金"
unit = "万元"
from = "funds"
[[item]]
id = "own"
name = "区下达"
kind = "ratio"
num = "target(funds)"
den = "1亿"
points = 40
[[item]]
id = "city"
name = "市下达确保"
kind = "ratio"
num = "target(funds, city, must)"
den = "1亿"
points = 40
[[item]]
id = "now"
name = "到现在应完成"
kind = "ratio"
num = "target(funds, city, must, now)"
den = "1亿"
points = 20
[rank]
by = "all"
"#;

fn target(unit: impl serde::Serialize, more: &Value) -> Value {
    let mut body = json!({ "unit_id": unit, "measure": "funds", "year": 2013, "version": 0, "decided_on": "2013-01-20" });
    for (key, value) in more.as_object().unwrap() {
        body[key] = value.clone();
    }
    body
}

#[test]
fn several_targets_hold_on_one_measure_and_an_earlier_day_has_the_version_of_then() {
    on_both(async |app| {
        let desk = Desk::of(&app).await;
        let (yuhe, zone) = (app.units.yuhe, app.units.zone);
        let put = async |body: Value| desk.clerk.put("/api/v1/targets", body).await;
        put(target(yuhe, &json!({ "value": 10_000 * WAN }))).await.expect(200);
        let city = json!({ "value": 8_000 * WAN, "owner": "city", "level": "must",
            "parts": { "q1": 1_000 * WAN, "q2": 3_000 * WAN, "m8": 5_000 * WAN } });
        let made = put(target(yuhe, &city)).await.expect(200);
        assert_eq!(
            (&made["version"], &made["owner"], &made["parts"]["m8"]),
            (&json!(1), &json!("city"), &json!(5_000 * WAN))
        );
        put(target(yuhe, &json!({ "value": 9_000 * WAN, "owner": "city", "level": "strive" })))
            .await
            .expect(200);
        for (parts, code) in [
            (json!({ "q5": 1 }), "assessment.part_unknown"),
            (json!({ "q1": 9_000 * WAN }), "assessment.part_above"),
            (json!({ "q1": 5, "q2": 4 }), "assessment.part_falls"),
        ] {
            let wrong = json!({ "value": 8_000 * WAN, "owner": "city", "parts": parts });
            assert_eq!(put(target(zone, &wrong)).await.refused(422), code);
        }
        put(target(zone, &json!({ "value": 10_000 * WAN }))).await.expect(200);
        put(target(zone, &city)).await.expect(200);
        // Half a year later the city asks for less; the schedule is of its own version.
        let less = json!({ "value": 6_000 * WAN, "owner": "city", "level": "must", "version": 1, "decided_on": "2013-07-10",
            "parts": { "q3": 4_000 * WAN } });
        put(target(yuhe, &less)).await.expect(200);
        let list = desk.clerk.get("/api/v1/targets?year=2013&on=2013-06-30").await.expect(200);
        let line = list["items"]
            .as_array()
            .unwrap()
            .iter()
            .find(|t| t["owner"] == "city" && t["level"] == "must" && t["unit"]["id"] == json!(yuhe))
            .unwrap();
        assert_eq!((&line["version"], &line["in_force"]), (&json!(2), &json!(1)));
        assert_eq!(line["history"][1]["parts"]["q2"], 3_000 * WAN);

        let scheme = desk.clerk.post("/api/v1/schemes", json!({ "text": BY_TWO })).await.expect(201);
        let force = format!("/api/v1/schemes/{}/in-force", scheme["id"].as_str().unwrap());
        desk.clerk.post(&force, Value::Null).await.expect(200);
        let points = async |day: &str| {
            let league = desk.clerk.get(&format!("/api/v1/scores?year=2013&as_of={day}")).await.expect(200);
            let units = league["groups"][0]["units"].as_array().unwrap_or_else(|| panic!("{league}")).clone();
            let unit = units.iter().find(|u| u["unit"]["id"] == json!(yuhe)).unwrap().clone();
            let of = |code: &str| {
                let item = unit["items"].as_array().unwrap().iter().find(|i| i["code"] == code).unwrap();
                item["points_text"].as_str().unwrap().to_owned()
            };
            [of("own"), of("city"), of("now")]
        };
        // 8,000 of 10,000 × 40; up to the end of June 3,000 × 20.
        assert_eq!(points("2013-06-30").await, ["40.00", "32.00", "6.00"]);
        assert_eq!(points("2013-09-30").await, ["40.00", "24.00", "8.00"]);
        // The report of June is what it was, whatever was decided in July.
        assert_eq!(points("2013-06-30").await, ["40.00", "32.00", "6.00"]);
    });
}

#[test]
fn soft_targets_are_scored_without_a_place_from_the_day_on() {
    on_both(async |app| {
        let desk = Desk::of(&app).await;
        desk.clerk.post("/api/v1/schemes/default", json!({ "year": 2013 })).await.expect(201);
        let yuhe = app.units.yuhe;
        desk.target(yuhe, "funds", 10_000 * WAN).await;
        let soft = json!({ "unit_id": yuhe, "year": 2013, "soft": true, "decided_on": "2013-07-01", "note": "项目与街道重叠" });
        let refused = desk.reviewer.put("/api/v1/targets/soft", soft.clone()).await;
        assert_eq!(refused.refused(404), "floor.not_found");
        let set = desk.clerk.put("/api/v1/targets/soft", soft).await.expect(200);
        assert_eq!(
            (&set["items"][0]["soft"], &set["items"][0]["unit"]["name"]),
            (&json!(true), &json!("于河街道"))
        );
        let place = async |day: &str| {
            let league = desk.clerk.get(&format!("/api/v1/scores?year=2013&as_of={day}")).await.expect(200);
            league["groups"][0]["units"][0]["rank"].clone()
        };
        assert_eq!(place("2013-06-30").await, json!(1));
        assert_eq!(place("2013-08-31").await, Value::Null);
        let hard = json!({ "unit_id": yuhe, "year": 2013, "soft": false, "decided_on": "2013-09-01" });
        desk.clerk.put("/api/v1/targets/soft", hard).await.expect(200);
        assert_eq!(place("2013-09-30").await, json!(1));
        let listed = desk.clerk.get("/api/v1/targets?year=2013&on=2013-08-31").await.expect(200);
        assert_eq!(listed["soft"][0]["soft"], true);
    });
}
