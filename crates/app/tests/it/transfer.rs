//! Passing projects from unit to unit, over HTTP.

use serde_json::{Value, json};
use yinfeng::fund as funds;
use yinfeng_domain::{authority::Role, period::Window};

use crate::{
    fund,
    progress::project,
    project::with_codes,
    support::{Client, DISTRICT, TestApp, on_both},
};

fn offer(app: &TestApp, project: &str) -> Value {
    json!({
        "project_id": project, "to_unit_id": app.units.team, "reason": "更适合在城市工业园区落地", "years": 5,
        "expires_on": "2013-11-25",
        "terms": [{ "measure": "funds", "keeps_bp": 5000 }, { "measure": "tax", "mode": "double" }]
    })
}

fn path(view: &Value, rest: &str) -> String {
    format!("/api/v1/transfers/{}{rest}", view["id"].as_str().unwrap())
}

async fn claim(app: &TestApp, filler: &Client, project: &str, slip: &str) -> Value {
    let sha = fund::upload(filler, "进账单.pdf", slip.as_bytes()).await;
    let mut draft = fund::draft(project.parse().unwrap(), app.units.yuhe, &sha);
    draft["slip_no"] = json!(slip);
    draft["received_on"] = json!("2013-11-10");
    draft["amount"] = json!("100");
    filler.post("/api/v1/funds", draft).await.expect(201)
}

fn share(view: &Value, unit: &str) -> i64 {
    let credits = view["credits"].as_array().unwrap();
    credits.iter().find(|c| c["unit"]["name"] == unit).map_or(0, |c| c["fen"].as_i64().unwrap())
}

#[test]
fn a_project_changes_hands_and_what_was_credited_stays() {
    on_both(async |app| {
        with_codes(&app).await;
        app.account("filler", &[(Role::UnitFiller, app.units.yuhe)]).await;
        app.account("taker", &[(Role::UnitHead, app.units.team)]).await;
        app.account("reviewer", &[(Role::OfficeReviewer, app.units.office)]).await;
        let (filler, taker) = (app.log_in("filler").await, app.log_in("taker").await);
        let reviewer = app.log_in("reviewer").await;
        let id = fund::project(&app, "甲项目").await.to_string();
        let before = claim(&app, &filler, &id, "JZ-1").await;
        let recognise = |v: &Value| fund::path(v, "/recognise");
        let done = reviewer.post(&recognise(&before), json!({ "version": 1 })).await.expect(200);
        assert_eq!((share(&done, "于河街道"), share(&done, "经济开发区")), (60_000_000, 40_000_000));

        assert_eq!(taker.get(&format!("/api/v1/projects/{id}")).await.refused(404), "floor.not_found");
        let made = filler.post("/api/v1/transfers", offer(&app, &id)).await.expect(201);
        assert_eq!((&made["code"], &made["state"]), (&json!("T2013-0001"), &json!("offered")));
        assert_eq!(made["terms"].as_array().unwrap().len(), 4);
        assert_eq!(made["actions"]["accept"]["code"], "transfer.not_receiver");
        assert_eq!(made["actions"]["withdraw"]["ok"], true);
        let again = filler.post("/api/v1/transfers", offer(&app, &id)).await.refused(409);
        assert_eq!(again, "transfer.offered_already");

        // The receiving unit does not see the project, but what it is offered.
        let seen = taker.get("/api/v1/transfers?hand=answer").await.expect(200);
        assert_eq!((seen["total"].as_i64(), &seen["items"][0]["id"]), (Some(1), &made["id"]));
        let one = taker.get(&path(&made, "")).await.expect(200);
        assert_eq!((&one["project"]["name"], &one["project_visible"]), (&json!("甲项目"), &json!(false)));
        let early = reviewer.post(&path(&made, "/confirm"), json!({ "version": 1 })).await.refused(409);
        assert_eq!(early, "transfer.not_accepted");
        let taken = taker.post(&path(&made, "/accept"), json!({ "version": 1 })).await.expect(200);
        assert_eq!((&taken["state"], &taken["answered_by"]["name"]), (&json!("accepted"), &json!("taker")));
        assert_eq!(taken["actions"]["confirm"]["code"], "transfer.not_office");
        let stale = reviewer.post(&path(&made, "/confirm"), json!({ "version": 1 })).await.expect(409);
        assert_eq!((&stale["code"], &stale["current"]["state"]), (&json!("floor.stale"), &json!("accepted")));
        assert_eq!(reviewer.get("/api/v1/transfers?hand=confirm").await.expect(200)["total"], 1);
        let done = reviewer.post(&path(&made, "/confirm"), json!({ "version": 2 })).await.expect(200);
        assert_eq!((&done["state"], &done["from_on"]), (&json!("confirmed"), &json!("2013-11-16")));
        assert_eq!(done["until_on"], "2018-11-15");

        // The lead has changed; both see it; who gave it away no longer writes it.
        let now = taker.get(&format!("/api/v1/projects/{id}")).await.expect(200);
        assert_eq!(
            (&now["lead_unit"]["name"], &now["actions"]["edit"]["ok"]),
            (&json!("城市工业"), &json!(true))
        );
        let kept = filler.get(&format!("/api/v1/projects/{id}")).await.expect(200);
        assert_eq!(kept["actions"]["edit"]["code"], "project.not_lead");
        assert_eq!(filler.get("/api/v1/transfers?hand=given").await.expect(200)["total"], 1);
        assert_eq!(filler.get("/api/v1/transfers?hand=taken").await.expect(200)["total"], 0);
        assert_eq!(taker.get("/api/v1/transfers?hand=taken").await.expect(200)["total"], 1);
        let story = filler.get(&format!("/api/v1/projects/{id}/timeline?kind=transfer")).await.expect(200);
        let acts: Vec<_> =
            story["items"].as_array().unwrap().iter().map(|e| e["act"].as_str().unwrap()).collect();
        assert_eq!(acts, ["confirm", "accept", "offer"]);

        // What is recognised today keeps the old shares, what comes tomorrow has the new ones.
        let today = claim(&app, &filler, &id, "JZ-2").await;
        let today = reviewer.post(&recognise(&today), json!({ "version": 1 })).await.expect(200);
        assert_eq!((share(&today, "于河街道"), share(&today, "城市工业")), (60_000_000, 0));
        app.clock.set("2013-11-16T02:00:00Z".parse().unwrap());
        let (filler, taker) = (app.log_in("filler").await, app.log_in("taker").await);
        let reviewer = app.log_in("reviewer").await;
        let tomorrow = claim(&app, &filler, &id, "JZ-3").await;
        let tomorrow = reviewer.post(&recognise(&tomorrow), json!({ "version": 1 })).await.expect(200);
        assert_eq!((share(&tomorrow, "于河街道"), share(&tomorrow, "城市工业")), (30_000_000, 30_000_000));
        let old = filler.get(&fund::path(&before, "")).await.expect(200);
        assert_eq!(share(&old, "于河街道"), 60_000_000);
        fund::assert_sums_hold(&app).await;
        let window = Window::year(2013).unwrap();
        let total = app.app.db.read(move |r| Ok(funds::total(r, DISTRICT, window)?.fen)).await.unwrap();
        assert_eq!(total, 300_000_000);

        let way = taker.get(&format!("/api/v1/projects/{id}/transfers")).await.expect(200);
        let force: Vec<_> = way["credit"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|set| set["in_force"] == true)
            .map(|set| {
                let parts = set["parts"].as_array().unwrap().iter();
                (
                    set["measure"].as_str().unwrap(),
                    parts.map(|p| p["share_bp"].as_i64().unwrap()).sum::<i64>(),
                )
            })
            .collect();
        // Tax is counted whole by both: 60 % each, and the third unit's 40 %.
        assert_eq!(force, [("funds", 10_000), ("projects", 10_000), ("output", 10_000), ("tax", 16_000)]);
        assert_eq!(way["offer"]["ok"], true);
    });
}

#[test]
fn agreed_shares_are_not_edited_away_and_the_past_of_introductions_stays() {
    on_both(async |app| {
        with_codes(&app).await;
        let filler = app.person("filler", Role::UnitFiller, app.units.yuhe).await;
        let taker = app.person("taker", Role::UnitFiller, app.units.team).await;
        let reviewer = app.person("reviewer", Role::OfficeReviewer, app.units.office).await;
        let id = project(&app, &filler, "甲项目").await;
        let made = filler.post("/api/v1/transfers", offer(&app, &id)).await.expect(201);
        taker.post(&path(&made, "/accept"), json!({ "version": 1 })).await.expect(200);
        reviewer.post(&path(&made, "/confirm"), json!({ "version": 2 })).await.expect(200);
        let now = taker.get(&format!("/api/v1/projects/{id}")).await.expect(200);
        let mut change = crate::project::draft(&app, "甲项目");
        change["version"] = now["version"].clone();
        change["units"] = json!([{ "unit_id": app.units.team, "role": "lead", "share_bp": 10000 }]);
        let address = format!("/api/v1/projects/{id}");
        assert_eq!(taker.put(&address, change.clone()).await.refused(422), "project.shares_agreed");
        let units: Vec<_> = now["units"]
            .as_array()
            .unwrap()
            .iter()
            .map(|u| json!({ "unit_id": u["unit"]["id"], "role": u["role"], "share_bp": u["share_bp"] }))
            .collect();
        change["units"] = json!(units);
        taker.put(&address, change).await.expect(200);
        // The counts by unit are what the projects say.
        let wrong = app.app.db.read(|r| yinfeng::project::summary::verify(r, DISTRICT)).await.unwrap();
        assert!(wrong.is_empty(), "{wrong:?}");
    });
}

#[test]
fn offers_lapse_are_taken_back_and_declined() {
    on_both(async |app| {
        with_codes(&app).await;
        app.account("filler", &[(Role::UnitFiller, app.units.yuhe)]).await;
        app.account("taker", &[(Role::UnitFiller, app.units.team)]).await;
        let (filler, taker) = (app.log_in("filler").await, app.log_in("taker").await);
        let rival = app.person("rival", Role::UnitFiller, app.units.zone).await;
        let leader = app.person("leader", Role::DistrictLeader, app.units.committee).await;
        let id = project(&app, &filler, "甲项目").await;
        let first = filler.post("/api/v1/transfers", offer(&app, &id)).await.expect(201);
        assert_eq!(rival.get(&path(&first, "")).await.refused(404), "floor.not_found");
        assert_eq!(
            rival.post(&path(&first, "/accept"), json!({ "version": 1 })).await.refused(404),
            "floor.not_found"
        );
        assert_eq!(rival.post("/api/v1/transfers", offer(&app, &id)).await.refused(404), "floor.not_found");
        assert_eq!(
            leader.post("/api/v1/transfers", offer(&app, &id)).await.refused(409),
            "project.read_only"
        );
        let silent = json!({ "text": " ", "version": 1 });
        assert_eq!(taker.post(&path(&first, "/decline"), silent).await.refused(422), "transfer.why_missing");
        let no = json!({ "text": "没有合适地块", "version": 1 });
        let declined = taker.post(&path(&first, "/decline"), no).await.expect(200);
        assert_eq!(declined["state"], "declined");
        let back = json!({ "text": "不再流转", "version": 2 });
        assert_eq!(filler.post(&path(&first, "/withdraw"), back).await.refused(409), "transfer.over");

        let second = filler.post("/api/v1/transfers", offer(&app, &id)).await.expect(201);
        taker.post(&path(&second, "/accept"), json!({ "version": 1 })).await.expect(200);
        let back = json!({ "text": "投资方改变意向", "version": 2 });
        let gone = filler.post(&path(&second, "/withdraw"), back).await.expect(200);
        assert_eq!(gone["state"], "withdrawn");

        let third = filler.post("/api/v1/transfers", offer(&app, &id)).await.expect(201);
        app.clock.set("2013-11-26T01:00:00Z".parse().unwrap());
        let (filler, taker) = (app.log_in("filler").await, app.log_in("taker").await);
        assert_eq!(
            taker.post(&path(&third, "/accept"), json!({ "version": 1 })).await.refused(409),
            "transfer.expired"
        );
        assert_eq!(taker.get("/api/v1/transfers?hand=answer").await.expect(200)["total"], 0);
        assert_eq!(taker.get("/api/v1/transfers?state=expired").await.expect(200)["total"], 1);
        let mut later = offer(&app, &id);
        later["expires_on"] = json!("2013-12-05");
        filler.post("/api/v1/transfers", later).await.expect(201);
        let lapsed = filler.get(&path(&third, "")).await.expect(200);
        assert_eq!((&lapsed["state"], &lapsed["log"][0]["act"]), (&json!("expired"), &json!("expire")));
        let page = filler.get("/api/v1/transfers?limit=3").await.expect(200);
        let rest = page["next_cursor"].as_str().unwrap();
        let rest = filler.get(&format!("/api/v1/transfers?limit=3&cursor={rest}")).await.expect(200);
        assert_eq!((page["total"].as_i64(), rest["items"].as_array().unwrap().len()), (Some(4), 1));
        assert_eq!(page["items"][0]["state"], "offered");
    });
}

#[test]
fn what_is_wrong_with_an_offer_is_said() {
    on_both(async |app| {
        with_codes(&app).await;
        let filler = app.person("filler", Role::UnitFiller, app.units.yuhe).await;
        let id = project(&app, &filler, "甲项目").await;
        for (field, value, code) in [
            ("reason", json!("\n "), "transfer.reason_missing"),
            ("reason", json!("长".repeat(501)), "transfer.too_long"),
            ("to_unit_id", json!(app.new_id()), "transfer.unit_unknown"),
            ("to_unit_id", json!(app.units.yuhe), "transfer.to_itself"),
            ("years", json!(0), "transfer.years"),
            ("years", json!(i64::MAX), "transfer.years"),
            ("expires_on", json!("2013-11-14"), "transfer.expires_on"),
            ("expires_on", json!("2014-02-14"), "transfer.expires_on"),
            ("expires_on", json!("9999-12-31"), "transfer.expires_on"),
            ("terms", json!([{ "measure": "funds", "mode": "double" }]), "transfer.double_not_here"),
            ("terms", json!([{ "measure": "tax", "keeps_bp": 10001 }]), "transfer.keeps"),
            ("terms", json!([{ "measure": "tax" }, { "measure": "tax" }]), "transfer.measure_twice"),
        ] {
            let mut wrong = offer(&app, &id);
            wrong[field] = value.clone();
            assert_eq!(filler.post("/api/v1/transfers", wrong).await.refused(422), code, "{field} {value}");
        }
        let lost = json!({ "to_status": "lost", "happened_on": "2013-11-15", "reason": "投资方放弃",
            "ending": { "reason": "investor", "lesson": "勤联系" }, "version": 1 });
        filler.post(&format!("/api/v1/projects/{id}/status"), lost).await.expect(200);
        assert_eq!(
            filler.post("/api/v1/transfers", offer(&app, &id)).await.refused(409),
            "transfer.not_ongoing"
        );
    });
}
