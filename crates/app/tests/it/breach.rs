//! What a unit does against the first report of another one is recorded and counts in its assessment.

use serde_json::json;
use yinfeng_domain::authority::Role;

use crate::{
    claim::{draft, people},
    support::on_both,
};

/// Five points of the total for each, twenty at most.
const SCHEME: &str = r#"[scheme]
id = "guard"
name = "首报扣分"
year = 2013
total = 100
[[measure]]
id = "breaches"
name = "违规抢商"
unit = "次"
from = "breaches"
[[measure]]
id = "outbid"
name = "以更优条件争抢"
unit = "次"
from = "breaches"
filter = { kinds = ["better_terms"] }
[[item]]
id = "base"
name = "基础分"
points = 100
kind = "formula"
formula = "100"
[[item]]
id = "guard"
name = "违规抢商扣分"
kind = "deduct"
measure = "breaches"
each = 5
max = 20
[[item]]
id = "outbid"
name = "以更优条件争抢扣分"
kind = "deduct"
measure = "outbid"
each = 2
max = 4
"#;

#[test]
fn who_approaches_a_protected_investor_loses_points_until_it_is_taken_back() {
    on_both(async |app| {
        let p = people(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let claim =
            p.yuhe.post("/api/v1/claims", draft(&app, &p.yuhe, "闽江机电有限公司").await).await.expect(201);
        let id = claim["id"].as_str().unwrap();
        let path = format!("/api/v1/claims/{id}/breaches");
        let good = json!({ "unit_id": app.units.zone, "breach": "better_terms", "happened_on": "2013-11-15",
            "text": "向企业承诺零地价，企业来函说明", "minutes_no": "凤招办〔2013〕12号" });
        for (field, value, code) in [
            ("unit_id", json!(app.new_id()), "org.unit_unknown"),
            ("unit_id", json!(app.units.yuhe), "claim.breach_own"),
            ("happened_on", json!("2013-11-14"), "claim.breach_day"),
            ("happened_on", json!("2013-11-16"), "claim.breach_day"),
            ("text", json!(" "), "claim.breach_text"),
            ("minutes_no", json!(""), "claim.breach_minutes"),
            ("breach", json!("theft"), "floor.field_wrong"),
        ] {
            let mut wrong = good.clone();
            wrong[field] = value;
            assert_eq!(p.reviewer.post(&path, wrong).await.refused(422), code, "{field}");
        }
        assert_eq!(p.yuhe.post(&path, good.clone()).await.refused(409), "claim.not_reviewer");
        // Who may not read the report does not learn that there is one.
        p.team.post(&path, good.clone()).await.expect(404);
        let made = p.reviewer.post(&path, good.clone()).await.expect(201);
        assert_eq!((&made["state"], &made["recorded_on"]), (&json!("recorded"), &json!("2013-11-15")));

        // The holder reads it with its report, the unit that did it in its list, others nothing.
        let seen = p.yuhe.get(&format!("/api/v1/claims/{id}")).await.expect(200);
        assert_eq!(seen["breaches"][0]["unit"]["name"], made["unit"]["name"]);
        assert_eq!(seen["actions"]["breach"]["code"], "claim.not_reviewer");
        let zone = app.person("zone", Role::UnitHead, app.units.zone).await;
        assert_eq!(zone.get("/api/v1/claim-breaches").await.expect(200)["total"], 1);
        assert_eq!(zone.get("/api/v1/claim-breaches?breach=relocation").await.expect(200)["total"], 0);
        assert_eq!(p.team.get("/api/v1/claim-breaches").await.expect(200)["total"], 0);

        // It costs points, and the card names it.
        let target = json!({ "unit_id": app.units.zone, "measure": "funds", "year": 2013, "value": 1_000_000_i64,
            "decided_on": "2013-01-20", "version": 0 });
        clerk.put("/api/v1/targets", target).await.expect(200);
        let scheme = clerk.post("/api/v1/schemes", json!({ "text": SCHEME })).await.expect(201);
        let scheme = scheme["id"].as_str().unwrap();
        let card = format!("/api/v1/scores/{}?year=2013&as_of=2013-11-30&scheme={scheme}", app.units.zone);
        let league = format!("/api/v1/scores?year=2013&as_of=2013-11-30&scheme={scheme}");
        let total = async || {
            let league = clerk.get(&league).await.expect(200);
            let groups = league["groups"].as_array().unwrap().clone();
            let units = groups.iter().flat_map(|g| g["units"].as_array().unwrap().clone());
            let zone = json!(app.units.zone);
            let found = units.into_iter().find(|u| u["unit"]["id"] == zone);
            found.unwrap_or_else(|| panic!("{league}"))["total_text"].clone()
        };
        assert_eq!(total().await, "93.00");
        let shown = clerk.get(&card).await.expect(200).to_string();
        assert!(shown.contains(claim["code"].as_str().unwrap()), "{shown}");

        let back = format!("/api/v1/claim-breaches/{}/take-back", made["id"].as_str().unwrap());
        let why = json!({ "reason": "企业说明系误会", "version": 1 });
        assert_eq!(p.yuhe.post(&back, why.clone()).await.refused(409), "claim.not_reviewer");
        let none = json!({ "reason": " ", "version": 1 });
        assert_eq!(p.reviewer.post(&back, none).await.refused(422), "claim.breach_reason");
        let ended = p.reviewer.post(&back, why.clone()).await.expect(200);
        assert_eq!(
            (&ended["state"], &ended["take_back"]["code"]),
            (&json!("taken_back"), &json!("claim.breach_over"))
        );
        assert_eq!(p.reviewer.post(&back, why).await.refused(409), "claim.breach_over");
        assert_eq!(total().await, "100.00");
        // It stays in the list.
        assert_eq!(zone.get("/api/v1/claim-breaches?state=taken_back").await.expect(200)["total"], 1);
    });
}
