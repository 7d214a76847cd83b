//! Every scheme that comes with the program is published and scored on a server: what it asks for can be recorded there.

use serde_json::{Value, json};
use yinfeng_domain::id::UnitId;

use crate::{
    scores::{Desk, WAN, project, year},
    support::{TestApp, on_both},
};

const AUGUST: &str = "year=2013&as_of=2013-08-31";

async fn in_force(desk: &Desk, text: &str) {
    let made = desk.clerk.post("/api/v1/schemes", json!({ "text": text })).await.expect(201);
    let path = format!("/api/v1/schemes/{}/in-force", made["id"].as_str().unwrap());
    desk.clerk.post(&path, json!(null)).await.expect(200);
}

/// Types in all that the office may decide by the scheme in force.
async fn decide_all(desk: &Desk, units: &[UnitId]) {
    let list = desk.clerk.get("/api/v1/decisions?year=2013").await.expect(200);
    for choice in list["choices"].as_array().unwrap() {
        let points = match choice["kind"].as_str().unwrap() {
            "rating" => choice["most_text"].as_str().unwrap(),
            "figure" => "10",
            "target" => "20",
            _ => continue,
        };
        for unit in units {
            let body = json!({ "unit_id": unit, "year": 2013, "item": choice["code"], "points": points,
                "minutes_no": "招商〔2013〕12号", "reason": "半年评议", "decided_on": "2013-07-10" });
            let made = desk.clerk.post("/api/v1/decisions", body).await.expect(201);
            assert_eq!((&made["name"], &made["figure_unit"]), (&choice["name"], &choice["unit"]));
        }
    }
}

async fn built_in(desk: &Desk) -> Vec<(String, String)> {
    let all = desk.clerk.get("/api/v1/schemes/built-in?year=2013").await.expect(200);
    let text = |v: &Value| v.as_str().unwrap().to_owned();
    all["items"].as_array().unwrap().iter().map(|one| (text(&one["id"]), text(&one["text"]))).collect()
}

/// A street, a zone and a team with targets and a year.
async fn ready(app: &TestApp, desk: &Desk) -> [UnitId; 3] {
    year(app, desk).await;
    desk.target(app.units.team, "funds", 5_000 * WAN).await;
    for (unit, measure) in
        [(app.units.yuhe, "projects"), (app.units.zone, "projects"), (app.units.team, "projects")]
    {
        desk.target(unit, measure, 4).await;
    }
    [app.units.yuhe, app.units.zone, app.units.team]
}

#[test]
fn every_built_in_scheme_is_published_and_scored() {
    on_both(async |app| {
        let desk = Desk::of(&app).await;
        let units = ready(&app, &desk).await;
        let all = built_in(&desk).await;
        assert_eq!(all.len(), 12);
        for (id, text) in all.iter().filter(|(id, _)| id != "sanzhao-sanyin-2013") {
            let check = desk.clerk.post("/api/v1/schemes/check", json!({ "text": text })).await.expect(200);
            // Sizes of targets that a source does not state are warned of, as they should be; nothing else is.
            let found = check["findings"].as_array().unwrap();
            let strange: Vec<&Value> =
                found.iter().filter(|f| f["code"] != "scheme.size_without_value").collect();
            assert_eq!((&check["ok"], strange), (&json!(true), vec![]), "{id}");
            in_force(&desk, text).await;
            decide_all(&desk, &units).await;
            let league = desk.clerk.get(&format!("/api/v1/scores?{AUGUST}")).await.expect(200);
            let scored: Vec<&Value> = league["groups"]
                .as_array()
                .unwrap()
                .iter()
                .flat_map(|g| g["units"].as_array().unwrap())
                .collect();
            assert_eq!((scored.len(), &league["missing"]), (3, &json!([])), "{id}: {league}");
            for unit in scored {
                let card = format!("/api/v1/scores/{}?{AUGUST}", unit["unit"]["id"].as_str().unwrap());
                let card = desk.clerk.get(&card).await.expect(200);
                // An item without a next step says why.
                for item in card["items"].as_array().unwrap().iter().filter(|i| !i["max_text"].is_null()) {
                    let said = [&item["missing_line"], &item["no_step_line"]];
                    assert_eq!(said.iter().filter(|line| !line.is_null()).count(), 1, "{id}: {item}");
                }
            }
        }
    });
}

#[test]
fn the_proofs_of_a_county_are_attached_here_and_prove_its_receipts() {
    on_both(async |app| {
        let desk = Desk::of(&app).await;
        ready(&app, &desk).await;
        let all = built_in(&desk).await;
        let (_, county) = all.iter().find(|(id, _)| id == "county-2006").unwrap();
        in_force(&desk, county).await;
        let yuhe = app.units.yuhe;
        let works =
            project(&app, "车间", ("capital", "C3511", 8_000 * WAN), &[(yuhe, 10_000)], "2013-04-02").await;
        let mut made = Vec::new();
        for (kind, proofs) in [("settlement", vec!["settlement"]), ("photo", vec!["contract", "photo"])] {
            let mut evidence = Vec::new();
            for proof in proofs {
                let bytes = format!("%PDF-1.4 {kind} {proof}");
                let file =
                    desk.clerk.upload("/api/v1/files", "proof.pdf", bytes.as_bytes()).await.expect(201);
                evidence.push(json!({ "sha256": file["sha256"], "kind": proof, "name": "凭证.pdf" }));
            }
            let draft = json!({ "project_id": works, "unit_id": yuhe, "kind": "construction", "payer": "晋工机械有限公司",
                "slip_no": kind, "received_on": "2013-08-01", "amount": "100", "unit": "wan", "currency": "CNY",
                "evidence": evidence });
            let fund = desk.clerk.post("/api/v1/funds", draft).await.expect(201);
            assert_eq!(fund["evidence"][0]["kind"], evidence[0]["kind"], "{fund}");
            let path = format!("/api/v1/funds/{}/recognise", fund["id"].as_str().unwrap());
            let body = json!({ "version": fund["version"], "recognised_on": "2013-08-20" });
            desk.reviewer.post(&path, body).await.expect(200);
            let book = format!("/api/v1/book/{}", fund["id"].as_str().unwrap());
            made.push(desk.clerk.get(&book).await.expect(200)["state"].clone());
        }
        assert_eq!(made, [json!("recognised"), json!("refused")]);
    });
}

#[test]
fn a_team_has_the_industries_of_the_chains_that_it_leads() {
    on_both(async |app| {
        let desk = Desk::of(&app).await;
        let units = ready(&app, &desk).await;
        let (yuhe, zone) = (app.units.yuhe, app.units.zone);
        crate::project::with_codes(&app).await;
        let chain = json!({ "code": "zb", "name": "装备产业链", "leader": "周明远", "lead_unit_id": yuhe, "valid_from": "2013-01-01" });
        let chain = desk.clerk.post("/api/v1/chains", chain).await.expect(201);
        let path = format!("/api/v1/chains/{}/links", chain["id"].as_str().unwrap());
        let link = json!({ "name": "整机", "tier": "midstream", "sectors": ["C35"], "strength": "fair", "reason": "龙头一家，配套不足" });
        desk.clerk.post(&path, link).await.expect(201);
        let all = built_in(&desk).await;
        let (_, team) = all.iter().find(|(id, _)| id == "industry-team").unwrap();
        in_force(&desk, team).await;
        decide_all(&desk, &units).await;
        let league = desk.clerk.get(&format!("/api/v1/scores?{AUGUST}")).await.expect(200);
        let line = |unit: UnitId| {
            let all =
                league["groups"].as_array().unwrap().iter().flat_map(|g| g["units"].as_array().unwrap());
            let unit = all.into_iter().find(|u| u["unit"]["id"] == unit.to_string()).unwrap().clone();
            let items = unit["items"].as_array().unwrap();
            items.iter().find(|i| i["code"] == "fit").unwrap()["line"].as_str().unwrap().to_owned()
        };
        // Of the works (C3511, shared 60 : 40) the street leads the chain, the zone leads none.
        assert!(line(yuhe).starts_with("得分 = 占比 0.60个 ÷ 0.60个 = 100.00%"), "{}", line(yuhe));
        assert!(line(zone).starts_with("得分 = 占比 0个 ÷ 0.40个 = 0.00%"), "{}", line(zone));
    });
}
