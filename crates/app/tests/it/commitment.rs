//! Promises and support funds over HTTP.

use serde_json::{Value, json};
use yinfeng_domain::authority::Role;

use crate::{
    progress::project,
    project::with_codes,
    support::{TestApp, on_both},
};

fn promise(app: &TestApp, project: &str, side: &str, due_on: &str) -> Value {
    json!({ "project_id": project, "side": side, "text": "供地 200 亩", "source": "投资合同第七条",
        "owner_unit_id": app.units.zone, "due_on": due_on, "measure": "土地移交", "amount_fen": 80_000_000_000_i64 })
}

fn acts(record: &Value) -> Vec<&str> {
    record["log"].as_array().unwrap().iter().map(|l| l["act"].as_str().unwrap()).collect()
}

#[test]
fn a_promise_is_performed_by_its_unit_and_let_go_by_the_office() {
    on_both(async |app| {
        with_codes(&app).await;
        let filler = app.person("filler", Role::UnitFiller, app.units.yuhe).await;
        let department = app.person("landuse", Role::FactorDepartment, app.units.zone).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let id = project(&app, &filler, "甲项目").await;
        let made = filler
            .post("/api/v1/commitments", promise(&app, &id, "government", "2013-11-20"))
            .await
            .expect(201);
        assert_eq!((&made["code"], &made["state"]), (&json!("C2013-0001"), &json!("due")));
        assert_eq!(made["actions"]["waived"]["code"], "commitment.not_office");
        let path = format!("/api/v1/commitments/{}", made["id"].as_str().unwrap());

        // The department does not see the project, but what it answers for.
        let seen = department.get("/api/v1/commitments?mine=true").await.expect(200);
        assert_eq!((seen["total"].as_i64(), &seen["items"][0]["side"]), (Some(1), &json!("government")));
        let bare = json!({ "state": "performed", "text": " ", "version": 1 });
        assert_eq!(
            department.post(&format!("{path}/record"), bare).await.refused(422),
            "commitment.proof_missing"
        );
        let part = json!({ "state": "partly", "text": "先移交 120 亩", "done_fen": 48_000_000_000_i64, "version": 1 });
        let partly = department.post(&format!("{path}/record"), part.clone()).await.expect(200);
        assert_eq!((&partly["state"], &partly["done_fen"]), (&json!("partly"), &part["done_fen"]));
        let stale = department.post(&format!("{path}/record"), part).await.expect(409);
        assert_eq!((&stale["code"], &stale["current"]["state"]), (&json!("floor.stale"), &json!("partly")));
        let broken = json!({ "state": "broken", "text": "未移交", "version": 2 });
        assert_eq!(
            department.post(&format!("{path}/record"), broken.clone()).await.refused(409),
            "commitment.not_office"
        );
        clerk.post(&format!("{path}/record"), broken).await.expect(200);
        let late = json!({ "state": "performed", "text": "移交书 3 号", "version": 3 });
        let done = department.post(&format!("{path}/record"), late).await.expect(200);
        assert_eq!((&done["state"], &done["done_fen"]), (&json!("performed"), &json!(80_000_000_000_i64)));
        assert_eq!(acts(&done), ["performed", "broken", "partly", "enter"]);
        let again = json!({ "state": "waived", "text": "x", "version": 4 });
        assert_eq!(clerk.post(&format!("{path}/record"), again).await.refused(409), "commitment.over");
        let story = filler.get(&format!("/api/v1/projects/{id}/timeline?kind=commitment")).await.expect(200);
        assert_eq!(story["items"].as_array().unwrap().len(), 4);

        // Nobody lets go what they entered.
        let own =
            clerk.post("/api/v1/commitments", promise(&app, &id, "investor", "2013-12-01")).await.expect(201);
        let path = format!("/api/v1/commitments/{}", own["id"].as_str().unwrap());
        let waive = json!({ "state": "waived", "text": "投资方调整建设内容", "version": 1 });
        assert_eq!(
            clerk.post(&format!("{path}/record"), waive.clone()).await.refused(409),
            "commitment.own_entry"
        );
        let second = app.person("second", Role::OfficeClerk, app.units.office).await;
        second.post(&format!("{path}/record"), waive).await.expect(200);
    });
}

#[test]
fn what_is_late_is_found_by_right_and_what_is_wrong_is_said() {
    on_both(async |app| {
        with_codes(&app).await;
        let filler = app.person("filler", Role::UnitFiller, app.units.yuhe).await;
        app.account("rival", &[(Role::UnitFiller, app.units.team)]).await;
        app.account("leader", &[(Role::DistrictLeader, app.units.committee)]).await;
        app.account("clerk", &[(Role::OfficeClerk, app.units.office)]).await;
        let id = project(&app, &filler, "甲项目").await;
        for (side, due) in
            [("government", "2013-11-16"), ("investor", "2013-11-16"), ("investor", "2013-12-20")]
        {
            filler.post("/api/v1/commitments", promise(&app, &id, side, due)).await.expect(201);
        }
        app.clock.set("2013-11-18T01:00:00Z".parse().unwrap());
        let (filler, rival) = (app.log_in("filler").await, app.log_in("rival").await);
        let (leader, clerk) = (app.log_in("leader").await, app.log_in("clerk").await);
        let late = leader.get("/api/v1/commitments?overdue=true").await.expect(200);
        assert_eq!((late["total"].as_i64(), &late["items"][0]["overdue"]), (Some(2), &json!(true)));
        assert_eq!(
            leader.get("/api/v1/commitments?overdue=true&side=investor").await.expect(200)["total"],
            1
        );
        assert_eq!(leader.get("/api/v1/commitments?overdue=false").await.expect(200)["total"], 1);
        for sort in ["due_on", "-due_on"] {
            let mut path = format!("/api/v1/commitments?limit=1&sort={sort}");
            let mut ids = Vec::new();
            loop {
                let page = filler.get(&path).await.expect(200);
                ids.push(page["items"][0]["id"].as_str().unwrap().to_owned());
                let Some(cursor) = page["next_cursor"].as_str() else { break };
                path = format!("/api/v1/commitments?limit=1&sort={sort}&cursor={cursor}");
            }
            ids.sort();
            ids.dedup();
            assert_eq!(ids.len(), 3, "{sort}");
        }
        assert_eq!(rival.get("/api/v1/commitments").await.expect(200)["total"], 0);
        let one = format!("/api/v1/commitments/{}", late["items"][0]["id"].as_str().unwrap());
        assert_eq!(rival.get(&one).await.refused(404), "floor.not_found");
        let entered = promise(&app, &id, "investor", "2013-12-20");
        assert_eq!(rival.post("/api/v1/commitments", entered.clone()).await.refused(404), "floor.not_found");
        assert_eq!(leader.post("/api/v1/commitments", entered).await.refused(404), "floor.not_found");
        for (field, value, code) in [
            ("side", json!("nobody"), "commitment.side_unknown"),
            ("text", json!("  "), "commitment.text_missing"),
            ("source", json!("\n"), "commitment.source_missing"),
            ("source", json!("长".repeat(501)), "commitment.too_long"),
            ("owner_unit_id", json!(app.new_id()), "commitment.owner_unknown"),
            ("due_on", json!("1900-01-01"), "commitment.due_on"),
            ("amount_fen", json!(0), "commitment.amount_positive"),
            ("amount_fen", json!(i64::MAX), "commitment.amount_positive"),
        ] {
            let mut wrong = promise(&app, &id, "investor", "2013-12-20");
            wrong[field] = value;
            assert_eq!(filler.post("/api/v1/commitments", wrong).await.refused(422), code, "{field}");
        }
        for (state, done, code) in [
            ("gone", json!(null), "commitment.state_unknown"),
            ("partly", json!(80_000_000_000_i64), "commitment.partly_is_less"),
            ("performed", json!(-1), "commitment.amount_positive"),
        ] {
            let step = json!({ "state": state, "text": "x", "done_fen": done, "version": 1 });
            assert_eq!(filler.post(&format!("{one}/record"), step).await.refused(422), code, "{state}");
        }
        for cursor in ["zz", &hex::encode("[1,2]")] {
            let path = format!("/api/v1/commitments?cursor={cursor}");
            assert_eq!(filler.get(&path).await.refused(422), "floor.bad_cursor");
        }
        let moved = json!({ "owner_unit_id": app.units.team, "due_on": "2013-12-31", "reason": "顺延", "version": 1 });
        assert_eq!(
            filler.post(&format!("{one}/amend"), moved.clone()).await.refused(409),
            "commitment.not_office"
        );
        let moved = clerk.post(&format!("{one}/amend"), moved).await.expect(200);
        assert_eq!((&moved["due_on"], &moved["overdue"]), (&json!("2013-12-31"), &json!(false)));
    });
}

fn application(app: &TestApp, project: &str, fen: i64) -> Value {
    json!({ "project_id": project, "title": "设备扶持", "basis": "投资合同第七条", "unit_id": app.units.zone,
        "applied_fen": fen, "applied_on": "2013-11-10" })
}

#[test]
fn no_more_is_paid_than_approved_and_no_more_approved_than_applied_for() {
    on_both(async |app| {
        with_codes(&app).await;
        let filler = app.person("filler", Role::UnitFiller, app.units.yuhe).await;
        let finance = app.person("finance", Role::FactorDepartment, app.units.zone).await;
        let reviewer = app.person("reviewer", Role::OfficeReviewer, app.units.office).await;
        let leader = app.person("leader", Role::DistrictLeader, app.units.committee).await;
        let id = project(&app, &filler, "一立航空涡喷发动机").await;
        let made = filler.post("/api/v1/supports", application(&app, &id, 800_000_000)).await.expect(201);
        assert_eq!((&made["code"], &made["state"]), (&json!("S2013-0001"), &json!("applied")));
        assert_eq!(made["actions"]["approve"]["code"], "commitment.not_reviewer");
        let path = format!("/api/v1/supports/{}", made["id"].as_str().unwrap());
        let early = json!({ "fen": 1, "paid_on": "2013-11-12", "slip_no": "1", "version": 1 });
        assert_eq!(finance.post(&format!("{path}/pay"), early).await.refused(409), "commitment.not_approved");

        assert_eq!(reviewer.get("/api/v1/supports?hand=decide").await.expect(200)["total"], 1);
        let more = json!({ "approved_fen": 800_000_001, "version": 1 });
        assert_eq!(
            reviewer.post(&format!("{path}/approve"), more).await.refused(422),
            "commitment.over_applied"
        );
        let less = json!({ "approved_fen": 600_000_000, "version": 1 });
        assert_eq!(
            reviewer.post(&format!("{path}/approve"), less).await.refused(422),
            "commitment.less_reason"
        );
        let less = json!({ "approved_fen": 600_000_000, "reason": "按发票核定", "version": 1 });
        let approved = reviewer.post(&format!("{path}/approve"), less).await.expect(200);
        assert_eq!(approved["decided_on"], "2013-11-15");
        assert_eq!(approved["actions"]["pay"]["code"], "commitment.not_payer");
        assert_eq!(finance.get("/api/v1/supports?hand=pay").await.expect(200)["total"], 1);

        let pay = |fen: i64, version: i64| json!({ "fen": fen, "paid_on": "2013-11-15", "slip_no": "82", "version": version });
        assert_eq!(filler.post(&format!("{path}/pay"), pay(1, 2)).await.refused(409), "commitment.not_payer");
        finance.post(&format!("{path}/pay"), pay(400_000_000, 2)).await.expect(200);
        let over = finance.post(&format!("{path}/pay"), pay(200_000_001, 3)).await.refused(422);
        assert_eq!(over, "commitment.over_approved");
        let before = json!({ "fen": 1, "paid_on": "2013-11-14", "slip_no": "82", "version": 3 });
        assert_eq!(finance.post(&format!("{path}/pay"), before).await.refused(422), "commitment.paid_early");
        let paid = finance.post(&format!("{path}/pay"), pay(200_000_000, 3)).await.expect(200);
        assert_eq!((&paid["paid_fen"], &paid["paid_on"]), (&json!(600_000_000), &json!("2013-11-15")));

        let totals = leader.get("/api/v1/supports/totals").await.expect(200);
        assert_eq!(
            (&totals["applied_fen"], &totals["approved_fen"], &totals["paid_fen"], &totals["year"]),
            (&json!(800_000_000), &json!(600_000_000), &json!(600_000_000), &json!(2013))
        );
        assert_eq!(leader.get("/api/v1/supports/totals?year=2012").await.expect(200)["count"], 0);
        assert_eq!(leader.get("/api/v1/supports/totals?year=32000").await.refused(422), "floor.field_wrong");

        let wrong = json!({ "no": 4, "reason": "重复登记", "version": 4 });
        let back = finance.post(&format!("{path}/reverse"), wrong).await.expect(200);
        assert_eq!(back["paid_fen"], 400_000_000);
        assert_eq!(acts(&back), ["reverse", "pay", "pay", "approve", "apply"]);
        let twice = json!({ "no": 4, "reason": "再次", "version": 5 });
        assert_eq!(
            finance.post(&format!("{path}/reverse"), twice).await.refused(422),
            "commitment.no_payout"
        );
        let story = filler.get(&format!("/api/v1/projects/{id}/timeline?kind=support")).await.expect(200);
        assert_eq!(story["items"].as_array().unwrap().len(), 5);
    });
}

#[test]
fn nobody_decides_on_their_own_application_and_bad_input_is_told() {
    on_both(async |app| {
        with_codes(&app).await;
        let filler = app.person("filler", Role::UnitFiller, app.units.yuhe).await;
        app.account(
            "both",
            &[(Role::OfficeClerk, app.units.office), (Role::OfficeReviewer, app.units.office)],
        )
        .await;
        let both = app.log_in("both").await;
        let rival = app.person("rival", Role::UnitFiller, app.units.team).await;
        let id = project(&app, &filler, "甲项目").await;
        let own = both.post("/api/v1/supports", application(&app, &id, 100)).await.expect(201);
        let path = format!("/api/v1/supports/{}", own["id"].as_str().unwrap());
        let all = json!({ "approved_fen": 100, "version": 1 });
        assert_eq!(
            both.post(&format!("{path}/approve"), all.clone()).await.refused(409),
            "commitment.own_application"
        );
        let none = json!({ "reason": " ", "version": 1 });
        assert_eq!(
            both.post(&format!("{path}/withdraw"), none).await.refused(422),
            "commitment.reason_missing"
        );
        let other = filler.post("/api/v1/supports", application(&app, &id, 100)).await.expect(201);
        let path = format!("/api/v1/supports/{}", other["id"].as_str().unwrap());
        both.post(&format!("{path}/approve"), all).await.expect(200);
        let pay = json!({ "fen": 100, "paid_on": "2013-11-15", "slip_no": "1", "version": 2 });
        assert_eq!(both.post(&format!("{path}/pay"), pay).await.refused(409), "commitment.own_approval");
        let gone = json!({ "reason": "不再申请", "version": 2 });
        assert_eq!(filler.post(&format!("{path}/withdraw"), gone).await.refused(409), "commitment.decided");
        assert_eq!(rival.get(&path).await.refused(404), "floor.not_found");
        assert_eq!(
            rival.post("/api/v1/supports", application(&app, &id, 1)).await.refused(404),
            "floor.not_found"
        );
        for (field, value, code) in [
            ("title", json!(""), "commitment.title_missing"),
            ("basis", json!(" "), "commitment.basis_missing"),
            ("applied_fen", json!(0), "commitment.amount_positive"),
            ("applied_fen", json!(-5), "commitment.amount_positive"),
            ("applied_on", json!("2013-11-16"), "commitment.date_past"),
            ("unit_id", json!(app.new_id()), "commitment.owner_unknown"),
        ] {
            let mut wrong = application(&app, &id, 100);
            wrong[field] = value;
            assert_eq!(filler.post("/api/v1/supports", wrong).await.refused(422), code, "{field}");
        }
    });
}
