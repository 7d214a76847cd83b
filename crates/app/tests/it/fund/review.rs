//! What the office makes of a claim.

use serde_json::{Value, json};
use yinfeng_domain::authority::Role;

use super::{SLIP, assert_sums_hold, by_unit, draft, path, project, total, upload};
use crate::support::on_both;

#[test]
fn money_is_claimed_returned_claimed_again_recognised_and_counted() {
    on_both(async |app| {
        let filler = app.person("filler", Role::UnitFiller, app.units.yuhe).await;
        let reviewer = app.person("reviewer", Role::OfficeReviewer, app.units.office).await;
        let project = project(&app, "慢城城市综合体").await;
        let mut claim = draft(project, app.units.yuhe, "");
        claim["evidence"] = json!([]);
        let made = filler.post("/api/v1/funds", claim.clone()).await.expect(201);
        assert_eq!((&made["code"], &made["state"]), (&json!("379901-2013-F00001"), &json!("claimed")));
        assert_eq!(made["claimed_fen"], 1_200_500_000);
        assert_eq!(made["actions"]["recognise"]["code"], "fund.no_right");

        let queue = reviewer.get("/api/v1/review/queue").await.expect(200);
        assert_eq!((&queue["counts"]["fund"], &queue["items"][0]["id"]), (&json!(1), &made["id"]));
        let bare = json!({ "version": 1 });
        let refused = reviewer.post(&path(&made, "/recognise"), bare).await;
        assert!(refused.text().contains("银行进账单"), "{}", refused.text());
        assert_eq!(refused.refused(409), "fund.evidence_missing");
        let no_reason = json!({ "version": 1, "reason": " " });
        assert_eq!(
            reviewer.post(&path(&made, "/return"), no_reason).await.refused(422),
            "fund.reason_missing"
        );
        let why = json!({ "version": 1, "reason": "缺进账单" });
        let back = reviewer.post(&path(&made, "/return"), why).await.expect(200);
        assert_eq!((&back["state"], &back["decision"]), (&json!("returned"), &json!("缺进账单")));

        let sha = upload(&filler, "进账单.pdf", SLIP).await;
        let proof = json!({ "version": 2, "sha256": sha, "kind": "bank_slip", "name": "进账单.pdf" });
        let proved = filler.post(&path(&made, "/evidence"), proof).await.expect(201);
        assert_eq!((&proved["evidence_count"], &proved["evidence_missing"]), (&json!(1), &Value::Null));
        filler.post(&path(&made, "/resubmit"), json!({ "version": 3 })).await.expect(200);

        let less = json!({ "version": 4, "recognised_fen": 1_000_000_001, "recognised_on": "2013-08-30" });
        assert_eq!(
            reviewer.post(&path(&made, "/recognise"), less.clone()).await.refused(422),
            "fund.reason_missing"
        );
        let mut less = less;
        less["reason"] = json!("一张发票不合规");
        let done = reviewer.post(&path(&made, "/recognise"), less).await.expect(200);
        assert_eq!((&done["state"], &done["recognised_fen"]), (&json!("recognised"), &json!(1_000_000_001)));
        let credits: Vec<i64> =
            done["credits"].as_array().unwrap().iter().map(|c| c["fen"].as_i64().unwrap()).collect();
        assert_eq!(credits, [600_000_001, 400_000_000]);
        assert_eq!(done["log"].as_array().unwrap().len(), 5);
        assert_eq!(done["actions"]["edit"]["ok"], false);

        // It counts from the day it was recognised, whole months and single days alike.
        assert_eq!(total(&app, "2013-01-01", "2013-08-31").await, 1_000_000_001);
        assert_eq!(total(&app, "2013-08-01", "2013-08-29").await, 0);
        assert_eq!(total(&app, "2013-07-15", "2013-08-30").await, 1_000_000_001);
        assert_eq!(total(&app, "2013-08-31", "2013-11-15").await, 0);
        let mut units = by_unit(&app).await;
        units.sort();
        let mut expected = vec![(app.units.yuhe, 600_000_001), (app.units.zone, 400_000_000)];
        expected.sort();
        assert_eq!(units, expected);
        assert_sums_hold(&app).await;
        let list = filler.get("/api/v1/funds?state=recognised&q=晋工").await.expect(200);
        assert_eq!((&list["total"], &list["sums"]["recognised_fen"]), (&json!(1), &json!(1_000_000_001)));
    });
}

#[test]
fn nobody_recognises_what_they_claimed_or_typed() {
    on_both(async |app| {
        let both = [(Role::OfficeClerk, app.units.office), (Role::OfficeReviewer, app.units.office)];
        app.account("typist", &both).await;
        let typist = app.log_in("typist").await;
        app.account("editor", &both).await;
        let editor = app.log_in("editor").await;
        let project = project(&app, "机械装备产业园").await;
        let sha = upload(&typist, "进账单.pdf", SLIP).await;
        let made = typist.post("/api/v1/funds", draft(project, app.units.yuhe, &sha)).await.expect(201);
        assert_eq!(made["actions"]["recognise"]["code"], "fund.own_entry");
        let body = json!({ "version": 1 });
        assert_eq!(typist.post(&path(&made, "/recognise"), body).await.refused(409), "fund.own_entry");

        // Whoever typed a later version is no better, and the first typist stays one.
        let mut change = draft(project, app.units.yuhe, &sha);
        change["version"] = json!(1);
        change["amount"] = json!("1300");
        editor.put(&path(&made, ""), change.clone()).await.expect(200);
        change["version"] = json!(2);
        change["amount"] = json!("1400");
        typist.put(&path(&made, ""), change).await.expect(200);
        for client in [&typist, &editor] {
            let body = json!({ "version": 3 });
            assert_eq!(client.post(&path(&made, "/recognise"), body).await.refused(409), "fund.own_entry");
        }
        let queue = typist.get("/api/v1/review/queue?kind=fund").await.expect(200);
        assert_eq!(queue["items"][0]["mine"], true);
        let third = app.person("third", Role::OfficeReviewer, app.units.office).await;
        third.post(&path(&made, "/recognise"), json!({ "version": 3 })).await.expect(200);
    });
}

#[test]
fn what_is_used_twice_is_shown_with_where() {
    on_both(async |app| {
        let street = app.person("street", Role::UnitFiller, app.units.yuhe).await;
        let zone = app.person("zone", Role::UnitFiller, app.units.zone).await;
        let reviewer = app.person("reviewer", Role::OfficeReviewer, app.units.office).await;
        let (one, two) = (project(&app, "铜冶炼").await, project(&app, "新能源").await);
        let sha = upload(&street, "a.pdf", SLIP).await;
        let first = street.post("/api/v1/funds", draft(one, app.units.yuhe, &sha)).await.expect(201);
        assert_eq!(first["duplicates"], json!([]));
        let again = upload(&zone, "b.pdf", SLIP).await;
        assert_eq!(sha, again);
        let second = zone.post("/api/v1/funds", draft(two, app.units.zone, &again)).await.expect(201);
        // The zone may not see the street's entry: code and unit, no more.
        let seen = second["duplicates"].as_array().unwrap();
        let whys: Vec<&str> = seen.iter().map(|d| d["why"].as_str().unwrap()).collect();
        assert_eq!(whys, ["file", "slip", "payment"]);
        assert_eq!(seen[0]["fund"]["code"], first["code"]);
        assert_eq!(seen[0]["fund"]["unit"]["name"], "于河街道");
        assert_eq!((&seen[0]["fund"]["id"], &seen[0]["fund"]["claimed_fen"]), (&Value::Null, &Value::Null));
        let whole = reviewer.get(&path(&second, "")).await.expect(200);
        assert_eq!(whole["duplicates"][0]["fund"]["project"]["name"], "铜冶炼");
        assert_eq!(whole["warnings_count"], 3);
        let queue = reviewer.get("/api/v1/review/queue").await.expect(200);
        assert_eq!(queue["items"][0]["warnings_count"], 3);

        let mut twice = draft(two, app.units.zone, &again);
        twice["evidence"] = json!([twice["evidence"][0], twice["evidence"][0]]);
        let body = zone.post("/api/v1/funds", twice).await.expect(422);
        assert_eq!(
            (&body["code"], &body["errors"][0]["field"]),
            (&json!("fund.file_twice"), &json!("evidence[1].sha256"))
        );
    });
}

#[test]
fn a_correction_is_an_entry_of_its_own_and_moves_sums_by_the_difference() {
    on_both(async |app| {
        let filler = app.person("filler", Role::UnitFiller, app.units.yuhe).await;
        let first = app.person("first", Role::OfficeReviewer, app.units.office).await;
        let second = app.person("second", Role::OfficeReviewer, app.units.office).await;
        let project = project(&app, "两岸科技园").await;
        let sha = upload(&filler, "a.pdf", SLIP).await;
        let made = filler.post("/api/v1/funds", draft(project, app.units.yuhe, &sha)).await.expect(201);
        let body = json!({ "version": 1, "recognised_on": "2013-08-30" });
        let done = first.post(&path(&made, "/recognise"), body).await.expect(200);
        let before = (total(&app, "2013-01-01", "2013-12-31").await, by_unit(&app).await);
        assert_eq!(before.0, 1_200_500_000);

        let ask = json!({ "version": 2, "recognised_fen": 1_000_000_003, "reason": "退回部分设备款" });
        assert_eq!(filler.post(&path(&made, "/correct"), ask.clone()).await.refused(404), "floor.not_found");
        let correction = first.post(&path(&made, "/correct"), ask.clone()).await.expect(201);
        assert_eq!(correction["claimed_fen"], -200_499_997);
        assert_eq!(correction["corrects"]["code"], made["code"]);
        assert_eq!(first.post(&path(&made, "/correct"), ask).await.refused(409), "fund.correction_open");
        // Until somebody else takes it, nothing has moved.
        assert_eq!(total(&app, "2013-01-01", "2013-12-31").await, before.0);
        let take = json!({ "version": 1 });
        assert_eq!(
            first.post(&path(&correction, "/recognise"), take.clone()).await.refused(409),
            "fund.own_entry"
        );
        second.post(&path(&correction, "/recognise"), take).await.expect(200);

        assert_eq!(total(&app, "2013-01-01", "2013-12-31").await, 1_000_000_003);
        // As of the day before, the figure is still the one that was published.
        assert_eq!(total(&app, "2013-01-01", "2013-11-14").await, before.0);
        for (unit, fen) in by_unit(&app).await {
            let right = if unit == app.units.yuhe { 600_000_002 } else { 400_000_001 };
            assert_eq!(fen, right);
        }
        let now = first.get(&path(&made, "")).await.expect(200);
        for field in ["state", "recognised_fen", "recognised_on", "version", "claimed_fen", "credits"] {
            assert_eq!(now[field], done[field], "{field} of the corrected entry");
        }
        assert_eq!(now["recognised_total_fen"], 1_000_000_003);
        assert_eq!(now["corrections"][0]["id"], correction["id"]);
        assert_sums_hold(&app).await;

        // Back to nothing at all, and the sums are empty to the fen.
        let none = json!({ "version": 2, "recognised_fen": 0, "reason": "全部退回" });
        let zero = second.post(&path(&made, "/correct"), none).await.expect(201);
        first.post(&path(&zero, "/recognise"), json!({ "version": 1 })).await.expect(200);
        assert_eq!(total(&app, "2013-01-01", "2013-12-31").await, 0);
        assert!(by_unit(&app).await.iter().all(|(_, fen)| *fen == 0));
        assert_sums_hold(&app).await;
    });
}

#[test]
fn two_at_once_one_wins_and_the_other_learns_what_changed() {
    on_both(async |app| {
        let filler = app.person("filler", Role::UnitFiller, app.units.yuhe).await;
        let a = app.person("a-reviewer", Role::OfficeReviewer, app.units.office).await;
        let b = app.person("b-reviewer", Role::OfficeReviewer, app.units.office).await;
        let project = project(&app, "现代物流园").await;
        let sha = upload(&filler, "a.pdf", SLIP).await;
        let made = filler.post("/api/v1/funds", draft(project, app.units.yuhe, &sha)).await.expect(201);
        let recognise = path(&made, "/recognise");
        let reject = path(&made, "/reject");
        let (one, two) = tokio::join!(
            a.post(&recognise, json!({ "version": 1 })),
            b.post(&reject, json!({ "version": 1, "reason": "重复申报" }))
        );
        let mut statuses = [one.status.as_u16(), two.status.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409], "{} {}", one.text(), two.text());
        let lost = if one.status == 409 { one.json() } else { two.json() };
        assert_eq!(lost["code"], "floor.stale");
        assert_eq!(lost["current"]["version"], 2);
        assert!(lost["changed"].as_array().unwrap().contains(&json!("state")), "{lost}");
        let counted = total(&app, "2013-01-01", "2013-12-31").await;
        let state = a.get(&path(&made, "")).await.expect(200)["state"].clone();
        assert_eq!(counted, if state == "recognised" { 1_200_500_000 } else { 0 });
        assert_sums_hold(&app).await;
    });
}
