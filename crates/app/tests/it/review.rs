//! Joint review: departments, a meeting, public notice, objections.

use serde_json::{Value, json};
use yinfeng_domain::{authority::Role, id::UnitId};

use crate::{
    fund::{draft, project, upload},
    support::{Client, TestApp, on_both},
};

struct Office {
    filler: Client,
    reviewer: Client,
    finance: Client,
    department: UnitId,
}

async fn office(app: &TestApp) -> Office {
    let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
    let unit = json!({ "parent_id": app.units.committee, "kind": "department", "name": "区财政局", "valid_from": "2012-01-01" });
    let unit = clerk.post("/api/v1/units", unit).await.expect(201);
    let department: UnitId = unit["id"].as_str().unwrap().parse().unwrap();
    Office {
        filler: app.person("filler", Role::UnitFiller, app.units.yuhe).await,
        reviewer: app.person("reviewer", Role::OfficeReviewer, app.units.office).await,
        finance: app.person("finance", Role::FactorDepartment, department).await,
        department,
    }
}

async fn claim(app: &TestApp, who: &Client, name: &'static str) -> Value {
    let project = project(app, name).await;
    let sha = upload(who, "slip.pdf", format!("%PDF-1.4 {name}").as_bytes()).await;
    let mut body = draft(project, app.units.yuhe, &sha);
    body["slip_no"] = json!(name);
    who.post("/api/v1/funds", body).await.expect(201)
}

fn at(view: &Value, rest: &str) -> String {
    format!("/api/v1/rounds/{}{rest}", view["id"].as_str().unwrap())
}

#[test]
fn departments_speak_a_meeting_decides_and_units_may_object() {
    on_both(async |app| {
        let o = office(&app).await;
        let [good, poor] = [claim(&app, &o.filler, "晋工").await, claim(&app, &o.filler, "慢城").await];
        let open = json!({ "name": "八月认定", "funds": [good["id"], poor["id"]], "departments": [o.department],
            "opinions_due_on": "2013-11-20" });
        assert_eq!(o.filler.post("/api/v1/rounds", open.clone()).await.refused(404), "floor.not_found");
        let round = o.reviewer.post("/api/v1/rounds", open.clone()).await.expect(201);
        assert_eq!((&round["code"], &round["state"]), (&json!("379901-2013-R001"), &json!("open")));
        assert_eq!(o.reviewer.post("/api/v1/rounds", open).await.refused(422), "review.in_a_round");

        // The department sees the receipts that it is asked about, though it reads no ledger of money.
        let seen = o.finance.get(&at(&round, "")).await.expect(200);
        assert_eq!(
            (seen["items"].as_array().unwrap().len(), &seen["departments"][0]["mine"]),
            (2, &json!(true))
        );
        assert_eq!(o.finance.get("/api/v1/rounds").await.expect(200)["total"], 1);
        let stranger = app.person("stranger", Role::UnitFiller, app.units.zone).await;
        assert_eq!(stranger.get(&at(&round, "")).await.refused(404), "floor.not_found");
        assert_eq!(stranger.get("/api/v1/rounds").await.expect(200)["total"], 0);

        let meeting = |version: &Value| {
            json!({ "version": version, "minutes_no": "招商会〔2013〕9号", "met_on": "2013-11-15", "notice_days": 5,
                "items": [
                    { "fund_id": good["id"], "verdict": "recognise", "recognised_fen": 1_000_000_000, "reason": "发票不全" },
                    { "fund_id": poor["id"], "verdict": "reject", "reason": "区内企业" },
                ] })
        };
        let early = o.reviewer.post(&at(&round, "/meeting"), meeting(&round["version"])).await;
        assert_eq!(early.refused(409), "review.opinions_missing");
        let opinion = |fund: &Value, agrees: bool, text: &str| json!({ "fund_id": fund["id"], "unit_id": o.department, "agrees": agrees, "text": text });
        let mute = o.finance.post(&at(&round, "/opinions"), opinion(&poor, false, " ")).await;
        assert_eq!(mute.refused(422), "review.text");
        o.finance.post(&at(&round, "/opinions"), opinion(&good, true, "")).await.expect(200);
        let spoken = o
            .finance
            .post(&at(&round, "/opinions"), opinion(&poor, false, "付款方为区内企业"))
            .await
            .expect(200);
        assert_eq!(spoken["departments"][0]["answered"], 2);
        let other = o.filler.post(&at(&round, "/opinions"), opinion(&good, true, "")).await;
        assert_eq!(other.refused(404), "floor.not_found");

        // One receipt wrong, and nothing is decided of the others.
        let mut wrong = meeting(&round["version"]);
        wrong["items"][1]["reason"] = json!("");
        let answer = o.reviewer.post(&at(&round, "/meeting"), wrong).await.expect(422);
        assert!(answer.to_string().contains("items[1].reason"), "{answer}");
        let still =
            o.filler.get(&format!("/api/v1/funds/{}", good["id"].as_str().unwrap())).await.expect(200);
        assert_eq!(still["state"], "claimed");
        let mut short = meeting(&round["version"]);
        short["items"].as_array_mut().unwrap().pop();
        assert_eq!(o.reviewer.post(&at(&round, "/meeting"), short).await.refused(422), "review.every_item");
        let met = o.reviewer.post(&at(&round, "/meeting"), meeting(&round["version"])).await.expect(200);
        assert_eq!((&met["state"], &met["notice_until"]), (&json!("noticed"), &json!("2013-11-19")));
        assert_eq!(met["items"][0]["recognised_fen"], 1_000_000_000);
        assert_eq!(
            o.filler.get(&format!("/api/v1/funds/{}", poor["id"].as_str().unwrap())).await.expect(200)["state"],
            "rejected"
        );

        // Shown to everybody; a unit objects, and the round waits for the answer.
        assert_eq!(stranger.get(&at(&round, "")).await.expect(200)["items"].as_array().unwrap().len(), 2);
        let objection = json!({ "fund_id": good["id"], "unit_id": app.units.yuhe, "text": "发票已补齐" });
        let raised = o.filler.post(&at(&round, "/objections"), objection.clone()).await.expect(200);
        let answer_at = at(
            &round,
            &format!("/objections/{}/answer", raised["items"][0]["objections"][0]["id"].as_str().unwrap()),
        );
        let finish = json!({ "version": met["version"] });
        assert_eq!(
            o.reviewer.post(&at(&round, "/finish"), finish.clone()).await.refused(409),
            "review.notice_runs"
        );
        app.clock.set("2013-11-21T01:00:00Z".parse().unwrap());
        let (filler, reviewer) = (app.log_in("filler").await, app.log_in("reviewer").await);
        let o = Office { filler, reviewer, ..o };
        assert_eq!(
            o.filler.post(&at(&round, "/objections"), objection).await.refused(409),
            "review.notice_over"
        );
        assert_eq!(
            o.reviewer.post(&at(&round, "/finish"), finish.clone()).await.refused(409),
            "review.objections_open"
        );
        let over = json!({ "upheld": true, "text": "已核实", "right_fen": 9_000_000_000_i64 });
        assert!(o.reviewer.post(&answer_at, over).await.expect(422).to_string().contains("right_fen"));
        let upheld = json!({ "upheld": true, "text": "已核实", "right_fen": 1_200_500_000 });
        let answered = o.reviewer.post(&answer_at, upheld.clone()).await.expect(200);
        assert_eq!(answered["items"][0]["objections"][0]["upheld"], true);
        assert_eq!(o.reviewer.post(&answer_at, upheld).await.refused(409), "review.answered");
        // The correction waits for a reviewer who did not ask for it.
        let fund = o.filler.get(&format!("/api/v1/funds/{}", good["id"].as_str().unwrap())).await.expect(200);
        assert_eq!(
            (&fund["corrections"][0]["claimed_fen"], &fund["corrections"][0]["state"]),
            (&json!(200_500_000), &json!("claimed"))
        );
        let done = o.reviewer.post(&at(&round, "/finish"), finish.clone()).await.expect(200);
        assert_eq!((&done["state"], &done["finished_on"]), (&json!("final"), &json!("2013-11-21")));
        assert_eq!(o.reviewer.post(&at(&round, "/finish"), finish).await.refused(409), "floor.stale");
    });
}

#[test]
fn a_silent_department_does_not_hold_up_the_meeting_for_ever_and_nobody_decides_on_their_own() {
    on_both(async |app| {
        let o = office(&app).await;
        let both = app
            .account(
                "both",
                &[(Role::OfficeReviewer, app.units.office), (Role::OfficeClerk, app.units.office)],
            )
            .await;
        assert!(!both.0.is_nil());
        let both = app.log_in("both").await;
        let own = claim(&app, &both, "自报").await;
        let open = json!({ "name": "批次", "funds": [own["id"]], "departments": [o.department], "opinions_due_on": "2013-11-16" });
        let round = both.post("/api/v1/rounds", open).await.expect(201);
        app.clock.set("2013-11-17T01:00:00Z".parse().unwrap());
        let (both, reviewer) = (app.log_in("both").await, app.log_in("reviewer").await);
        let o = Office { reviewer, ..o };
        let meeting = json!({ "version": 1, "minutes_no": "9号", "met_on": "2013-11-17", "notice_days": 3,
            "items": [{ "fund_id": own["id"], "verdict": "recognise" }] });
        let refused = both.post(&at(&round, "/meeting"), meeting.clone()).await.expect(422);
        assert!(refused.to_string().contains("fund.own_entry"), "{refused}");
        o.reviewer.post(&at(&round, "/meeting"), meeting).await.expect(200);
    });
}
