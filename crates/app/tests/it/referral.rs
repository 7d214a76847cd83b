//! Investors referred to a better placed unit, over HTTP.

use serde_json::{Value, json};
use yinfeng::floor::web::Who;
use yinfeng_domain::authority::Role;

use crate::{
    claim::draft as claim_draft,
    project::{draft as project_draft, organisation, with_codes},
    support::{Client, DISTRICT, TestApp, on_both},
};

struct People {
    yuhe: Client,
    team: Client,
    zone: Client,
    clerk: Client,
}

async fn people(app: &TestApp) -> People {
    with_codes(app).await;
    People {
        yuhe: app.person("yuhe", Role::UnitFiller, app.units.yuhe).await,
        team: app.person("team", Role::UnitHead, app.units.team).await,
        zone: app.person("zone", Role::UnitFiller, app.units.zone).await,
        clerk: app.person("clerk", Role::OfficeClerk, app.units.office).await,
    }
}

fn offer(app: &TestApp, firm: &str) -> Value {
    json!({ "organisation_id": firm, "to_unit_id": app.units.team, "why": "城市工业队伍熟悉该行业，有现成厂房",
        "keeps_bp": 3000 })
}

fn path(of: &Value, rest: &str) -> String {
    format!("/api/v1/referrals/{}{rest}", of["id"].as_str().unwrap())
}

async fn shares(client: &Client, app: &TestApp, firm: &str) -> Vec<Value> {
    let asked = format!("/api/v1/referrals/shares?organisation_id={firm}&unit_id={}", app.units.team);
    client.get(&asked).await.expect(200)["items"].as_array().unwrap().clone()
}

async fn in_charge(client: &Client, firm: &str) -> Value {
    let profile = client.get(&format!("/api/v1/organisations/{firm}/profile")).await.expect(200);
    profile["charges"][0]["unit"]["name"].clone()
}

#[test]
fn an_investor_goes_with_its_first_report_and_the_share_waits_for_the_project() {
    on_both(async |app| {
        let people = people(&app).await;
        let firm = organisation(&people.yuhe, "恒信新材料有限公司", "CN").await;
        let mut report = claim_draft(&app, &people.yuhe, "恒信新材料有限公司").await;
        report["organisation_id"] = json!(firm);
        let claim = people.yuhe.post("/api/v1/claims", report).await.expect(201);
        let offered = people.yuhe.post("/api/v1/referrals", offer(&app, &firm)).await.expect(201);
        assert_eq!((&offered["code"], &offered["state"]), (&json!("R2013-0001"), &json!("offered")));
        assert_eq!(
            (&offered["from_unit"]["name"], &offered["expires_on"]),
            (&json!("于河街道"), &json!("2013-11-25"))
        );
        assert_eq!(
            people.yuhe.post("/api/v1/referrals", offer(&app, &firm)).await.refused(409),
            "referral.offered_already"
        );

        // The receiving unit knows what it is asked, before it knows the record; a third unit knows nothing.
        people.team.get(&format!("/api/v1/organisations/{firm}")).await.expect(404);
        let seen = people.team.get(&path(&offered, "")).await.expect(200);
        assert_eq!(
            (&seen["organisation_name"], &seen["organisation_visible"]),
            (&json!("恒信新材料有限公司"), &json!(false))
        );
        people.zone.get(&path(&offered, "")).await.expect(404);
        assert_eq!(people.team.get("/api/v1/referrals?hand=answer").await.expect(200)["total"], 1);
        assert_eq!(people.yuhe.get("/api/v1/referrals?hand=given").await.expect(200)["total"], 1);
        let accept = path(&offered, "/accept");
        assert_eq!(
            people.yuhe.post(&accept, json!({ "version": 1 })).await.refused(409),
            "referral.not_receiver"
        );
        assert_eq!(
            people.clerk.post(&accept, json!({ "version": 1 })).await.refused(409),
            "referral.not_receiver"
        );
        assert_eq!(people.team.post(&accept, json!({ "version": 7 })).await.refused(409), "floor.stale");

        let taken = people.team.post(&accept, json!({ "version": 1 })).await.expect(200);
        assert_eq!((&taken["state"], &taken["claim_code"]), (&json!("accepted"), &json!("C2013-0002")));
        assert_eq!(in_charge(&people.team, &firm).await, "城市工业");
        let old =
            people.yuhe.get(&format!("/api/v1/claims/{}", claim["id"].as_str().unwrap())).await.expect(200);
        assert_eq!(old["state"], "referred");
        let new = people
            .team
            .get(&format!("/api/v1/claims/{}", taken["claim_id"].as_str().unwrap()))
            .await
            .expect(200);
        assert_eq!(
            (&new["partners"][0]["unit"]["name"], &new["partners"][0]["share_bp"]),
            (&json!("于河街道"), &json!(3000))
        );
        // Both keep the trail.
        assert_eq!(people.yuhe.get(&path(&offered, "")).await.expect(200)["answered_on"], "2013-11-15");

        let wait = shares(&people.team, &app, &firm).await;
        assert_eq!(wait.len(), 1);
        assert_eq!(
            (&wait[0]["unit"]["name"], &wait[0]["share_bp"], &wait[0]["code"]),
            (&json!("于河街道"), &json!(3000), &json!("R2013-0001"))
        );
        people
            .zone
            .get(&format!("/api/v1/referrals/shares?organisation_id={firm}&unit_id={}", app.units.team))
            .await
            .expect(404);
        let mut project = project_draft(&app, "恒信新材料基地");
        project["investors"] = json!([{ "organisation_id": firm }]);
        project["units"] = json!([{ "unit_id": app.units.team, "role": "lead", "share_bp": 7000 },
            { "unit_id": app.units.yuhe, "role": "partner", "share_bp": 3000 }]);
        people.team.post("/api/v1/projects", project).await.expect(201);
        assert_eq!(shares(&people.team, &app, &firm).await, Vec::<Value>::new());
    });
}

#[test]
fn an_offer_is_declined_taken_back_or_lapses() {
    on_both(async |app| {
        let people = people(&app).await;
        let firm = organisation(&people.yuhe, "晋工机械有限公司", "CN").await;
        let offered = people.yuhe.post("/api/v1/referrals", offer(&app, &firm)).await.expect(201);
        let decline = path(&offered, "/decline");
        assert_eq!(
            people.team.post(&decline, json!({ "version": 1 })).await.refused(422),
            "referral.why_missing"
        );
        let declined =
            people.team.post(&decline, json!({ "text": "产业不符", "version": 1 })).await.expect(200);
        assert_eq!((&declined["state"], &declined["answer"]), (&json!("declined"), &json!("产业不符")));
        assert_eq!(in_charge(&people.yuhe, &firm).await, "于河街道");
        assert_eq!(shares(&people.team, &app, &firm).await, Vec::<Value>::new());

        let offered = people.yuhe.post("/api/v1/referrals", offer(&app, &firm)).await.expect(201);
        let back = path(&offered, "/withdraw");
        assert_eq!(
            people.team.post(&back, json!({ "text": "x", "version": 1 })).await.refused(409),
            "referral.not_giver"
        );
        let back = people.yuhe.post(&back, json!({ "text": "对方改变计划", "version": 1 })).await.expect(200);
        assert_eq!(back["state"], "withdrawn");

        // The days to answer are the office's.
        let rules = "/api/v1/referrals/rules";
        assert_eq!(people.yuhe.get(rules).await.expect(200)["answer_days"], 10);
        people.yuhe.put(rules, json!({ "answer_days": 3 })).await.expect(404);
        assert_eq!(people.clerk.put(rules, json!({ "answer_days": 0 })).await.refused(422), "referral.days");
        people.clerk.put(rules, json!({ "answer_days": 3 })).await.expect(200);
        let offered = people.yuhe.post("/api/v1/referrals", offer(&app, &firm)).await.expect(201);
        assert_eq!(offered["expires_on"], "2013-11-18");
        app.clock.set("2013-11-19T02:00:00Z".parse().unwrap());
        let (yuhe, team) = (app.log_in("yuhe").await, app.log_in("team").await);
        let seen = team.get(&path(&offered, "")).await.expect(200);
        assert_eq!(
            (&seen["state"], &seen["actions"]["accept"]["code"]),
            (&json!("expired"), &json!("referral.expired"))
        );
        assert_eq!(team.get("/api/v1/referrals?state=expired").await.expect(200)["total"], 1);
        assert_eq!(team.get("/api/v1/referrals?hand=answer").await.expect(200)["total"], 0);
        let swept =
            app.app.db.write(|tx| yinfeng::referral::sweep(tx, &Who::system(DISTRICT, "calendar"))).await;
        assert_eq!(swept.unwrap(), 1);
        yuhe.post("/api/v1/referrals", offer(&app, &firm)).await.expect(201);
    });
}

#[test]
fn only_what_is_ones_own_is_referred() {
    on_both(async |app| {
        let people = people(&app).await;
        let firm = organisation(&people.yuhe, "福建远大重工有限公司", "CN").await;
        let good = offer(&app, &firm);
        for (field, value, status, code) in [
            ("why", json!(" "), 422, "referral.why_missing"),
            ("why", json!("长".repeat(600)), 422, "referral.too_long"),
            ("keeps_bp", json!(10_000), 422, "referral.keeps"),
            ("to_unit_id", json!(app.new_id()), 422, "referral.unit_unknown"),
            ("to_unit_id", json!(app.units.yuhe), 422, "referral.to_itself"),
            ("from_unit_id", json!(app.units.zone), 422, "referral.not_yours"),
            ("organisation_id", json!(app.new_id()), 404, "floor.not_found"),
        ] {
            let mut wrong = good.clone();
            wrong[field] = value;
            assert_eq!(people.yuhe.post("/api/v1/referrals", wrong).await.refused(status), code, "{field}");
        }
        people.zone.post("/api/v1/referrals", good.clone()).await.expect(404);
        let mut office = good.clone();
        office["from_unit_id"] = json!(app.units.zone);
        assert_eq!(people.clerk.post("/api/v1/referrals", office).await.refused(409), "referral.others");

        // Once there is a project it goes by a transfer.
        let mut report = claim_draft(&app, &people.yuhe, "福建远大重工有限公司").await;
        report["organisation_id"] = json!(firm);
        let claim = people.yuhe.post("/api/v1/claims", report).await.expect(201);
        let mut project = project_draft(&app, "重工基地");
        project["investors"] = json!([{ "organisation_id": firm }]);
        let project = people.yuhe.post("/api/v1/projects", project).await.expect(201);
        let link = format!("/api/v1/claims/{}/project", claim["id"].as_str().unwrap());
        people
            .yuhe
            .post(&link, json!({ "project_id": project["id"], "version": claim["version"] }))
            .await
            .expect(200);
        assert_eq!(people.yuhe.post("/api/v1/referrals", good).await.refused(409), "referral.by_transfer");
    });
}

#[test]
fn a_referral_that_was_asked_for_leaves_the_same_behind() {
    on_both(async |app| {
        let people = people(&app).await;
        let firm = organisation(&people.yuhe, "中联水泥有限公司", "CN").await;
        let mut report = claim_draft(&app, &people.yuhe, "中联水泥有限公司").await;
        report["organisation_id"] = json!(firm);
        let claim = people.yuhe.post("/api/v1/claims", report).await.expect(201);
        let ask = json!({ "unit_id": app.units.team, "way": "referral", "investor_name": "中联水泥", "text": "有现成厂房",
            "share_bp": 2000 });
        let asks = format!("/api/v1/claims/{}/asks", claim["id"].as_str().unwrap());
        let ask = people.team.post(&asks, ask).await.expect(201);
        let answer = format!("/api/v1/claim-asks/{}/answer", ask["id"].as_str().unwrap());
        people.yuhe.post(&answer, json!({ "accept": true, "version": 1 })).await.expect(200);
        assert_eq!(in_charge(&people.team, &firm).await, "城市工业");
        let wait = shares(&people.team, &app, &firm).await;
        assert_eq!(
            (&wait[0]["by"], &wait[0]["share_bp"], &wait[0]["code"]),
            (&json!("claim"), &json!(2000), &claim["code"])
        );
    });
}
