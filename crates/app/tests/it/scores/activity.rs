//! Scores of what people rate, of activity, and of growth.

use serde_json::json;
use yinfeng_domain::authority::Role;

use super::{AUGUST, Desk, WAN, item, year};
use crate::support::on_both;

/// Rule kinds that ask people, count activity and look back, in a district that has all of them.
const MANY: &str = r#"[scheme]
id = "many"
name = "多种规则"
year = 2013
total = 100
[[measure]]
id = "funds"
name = "到位资金"
unit = "万元"
from = "funds"
[[measure]]
id = "returns"
name = "应报月报"
unit = "次"
from = "returns"
[[measure]]
id = "visits"
name = "外出招商"
unit = "次"
from = "entered"
[[measure]]
id = "reports"
name = "周进展"
unit = "次"
from = "progress"
[[item]]
id = "growth"
name = "增长"
kind = "growth"
measure = "funds"
per = "10%"
mode = "full"
up = 1
points = 40
den_zero = "full"
[[item]]
id = "peer"
name = "评议"
kind = "rating"
points = 30
raters = [{ id = "parks", name = "园区", weight = "70%" }, { id = "towns", name = "乡镇", weight = "30%" }]
[[item]]
id = "on_time"
name = "月报及时率"
kind = "share"
part = "count(returns where kind = 'on_time')"
whole = "returns"
points = 10
[[item]]
id = "visits"
name = "外出招商"
kind = "formula"
formula = "visits * 2"
points = 10
[[item]]
id = "reports"
name = "周进展"
kind = "threshold"
when = "reports >= 0"
points = 10
"#;

#[test]
fn ratings_activity_and_growth_are_scored_from_what_the_server_has() {
    on_both(async |app| {
        let desk = Desk::of(&app).await;
        let yuhe = app.units.yuhe;
        desk.target(yuhe, "funds", 10_000 * WAN).await;
        let kept = desk.clerk.post("/api/v1/schemes", json!({ "text": MANY })).await.expect(201);
        let path = format!("/api/v1/schemes/{}/in-force", kept["id"].as_str().unwrap());
        desk.clerk.post(&path, json!(null)).await.expect(200);
        for (month, due, came) in
            [("2013-05", "2013-06-05", Some("2013-06-04")), ("2013-06", "2013-07-05", Some("2013-07-08"))]
        {
            let form = json!({ "unit_id": yuhe, "month": month, "due_on": due, "submitted_on": came });
            desk.clerk.put("/api/v1/returns", form).await.expect(200);
        }
        // Nothing is rated yet, nobody typed in the visits: told, not taken as zero.
        let league = desk.clerk.get(AUGUST).await.expect(200);
        let said: Vec<&str> =
            league["missing"].as_array().unwrap().iter().filter_map(|m| m["code"].as_str()).collect();
        assert_eq!(said[..2], ["score.no_measure", "score.no_rater"], "{league}");
        let decide = |item: &'static str, points: &'static str| {
            let body = json!({ "unit_id": yuhe, "year": 2013, "item": item, "points": points,
                "minutes_no": "招商〔2013〕12号", "reason": "半年评议", "decided_on": "2013-07-10" });
            desk.clerk.post("/api/v1/decisions", body)
        };
        for (item, points) in [("peer/parks", "28"), ("peer/towns", "20"), ("visits", "3")] {
            decide(item, points).await.expect(201);
        }
        for item in ["peer", "peer/press", "peer/parks/depth", "growth"] {
            let refused = decide(item, "5").await.expect(422);
            assert_eq!(refused["errors"][0]["code"], "assessment.item_unknown", "{refused}");
        }
        decide("peer/parks", "31").await.expect(422);
        let league = desk.clerk.get(AUGUST).await.expect(200);
        let unit = &league["groups"][0]["units"][0];
        assert_eq!(unit["total_text"], "86.60", "{league}");
        assert_eq!(item(unit, "growth")["line"], "基期数为零，按办法计满分 40.00分");
        assert_eq!(
            item(unit, "peer")["line"],
            "得分 = 园区 28.00分（1 份）× 70% + 乡镇 20.00分（1 份）× 30% = 25.60分"
        );
        assert_eq!(item(unit, "peer")["rule"], "多方评议");
        assert_eq!(item(unit, "on_time")["line"], "得分 = 占比 1次 ÷ 2次 = 50.00% × 10分 = 5.00分");
        let card =
            desk.clerk.get(&format!("/api/v1/scores/{yuhe}?year=2013&as_of=2013-08-31")).await.expect(200);
        assert_eq!(item(&card, "peer")["rows_total"], 2, "{card}");
        assert_eq!(item(&card, "visits")["rows"][0]["code"], "招商〔2013〕12号");
        assert_eq!(item(&card, "on_time")["rows_total"], 2);
        // A kind of activity that nobody can record would stay zero for ever: it is refused.
        let other = MANY
            .replace("id = \"many\"", "id = \"other\"")
            .replace("from = \"entered\"", "from = \"activities\"\nfilter = { kinds = [\"visit\"] }");
        let kept = desk.clerk.post("/api/v1/schemes", json!({ "text": other })).await.expect(201);
        let asked = format!("{AUGUST}&scheme={}", kept["id"].as_str().unwrap());
        let refused = desk.clerk.get(&asked).await;
        assert!(refused.status.is_client_error());
        assert!(refused.text().contains("没有“visit”类活动"), "{}", refused.text());
    });
}

#[test]
fn visits_and_leads_are_activity_from_the_day_they_are_told() {
    on_both(async |app| {
        let desk = Desk::of(&app).await;
        year(&app, &desk).await;
        let measure = |id: &str, kind: &str| {
            format!(
                "[[measure]]\nid = \"{id}\"\nname = \"{id}\"\nunit = \"次\"\nfrom = \"activities\"\nfilter = {{ kinds = [\"{kind}\"] }}\n\
                 [[item]]\nid = \"{id}\"\nname = \"{id}\"\nkind = \"per_item\"\nmeasure = \"{id}\"\neach = 2\npoints = 10\n"
            )
        };
        let text = format!(
            "[scheme]\nid = \"busy\"\nname = \"活动\"\nyear = 2013\ntotal = 30\n{}{}{}\
             [[item]]\nid = \"f\"\nname = \"f\"\nbonus = true\nkind = \"formula\"\nformula = \"completion(funds)\"\npoints = 1\nno_target = \"zero\"\n\
             [[measure]]\nid = \"funds\"\nname = \"到位资金\"\nunit = \"万元\"\nfrom = \"funds\"\n",
            measure("visits", "visit_out"),
            measure("leads", "lead"),
            measure("reports", "first_report")
        );
        let made = desk.clerk.post("/api/v1/schemes", json!({ "text": text })).await.expect(201);
        let force = format!("/api/v1/schemes/{}/in-force", made["id"].as_str().unwrap());
        desk.clerk.post(&force, json!(null)).await.expect(200);
        let filler = app.person("filler", Role::UnitFiller, app.units.yuhe).await;
        let firm = crate::project::organisation(&filler, "恒信新材料有限公司", "CN").await;
        let visit = json!({ "organisation_id": firm, "unit_id": app.units.yuhe, "kind": "visit_out", "held_on": "2013-06-20",
            "place": "潍坊", "subject": "拜访企业总部", "our_side": ["石磊落"], "units": [app.units.zone] });
        let saved = filler.post("/api/v1/interactions", visit.clone()).await.expect(201);
        let points = async || {
            let league = desk.clerk.get(AUGUST).await.expect(200);
            let of = |name: &str| {
                let units =
                    league["groups"].as_array().unwrap().iter().flat_map(|g| g["units"].as_array().unwrap());
                let unit = units.into_iter().find(|u| u["unit"]["name"] == name).unwrap().clone();
                ["visits", "leads", "reports"].map(|code| item(&unit, code)["points_text"].clone())
            };
            (of("于河街道"), of("经济开发区"))
        };
        // Not yet told, it is a plan. Two projects of the street, and the doctor of its squad, were entered in the year.
        let none = json!("0.00");
        assert_eq!(
            points().await,
            ([none.clone(), json!("6.00"), none.clone()], [none.clone(), none.clone(), none.clone()])
        );
        let mut told = visit;
        (told["summary"], told["version"]) = (json!("商谈选址"), json!(1));
        filler
            .put(&format!("/api/v1/interactions/{}", saved["id"].as_str().unwrap()), told)
            .await
            .expect(200);
        let two = json!("2.00");
        assert_eq!(points().await, ([two.clone(), json!("6.00"), none.clone()], [two, none.clone(), none]));
        let card = format!("/api/v1/scores/{}?year=2013&as_of=2013-08-31", app.units.yuhe);
        let card = filler.get(&card).await.expect(200);
        let visits = item(&card, "visits");
        assert_eq!((&visits["rows_total"], &visits["rows"][0]["title"]), (&json!(1), &json!("拜访企业总部")));
        assert_eq!(item(&card, "leads")["rows"].as_array().unwrap().len(), 3);
        assert_eq!(item(&card, "leads")["missing_line"], "再完成 1次 可得8分");
    });
}
