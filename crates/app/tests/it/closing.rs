//! Closing a period: what was frozen comes out the same, whatever happens afterwards.

use std::io::Read;

use serde_json::{Value, json};
use yinfeng::params;
use yinfeng_domain::{assessment::scheme::DEFAULT, authority::Role};

use crate::{
    scores::{Desk, WAN, year},
    support::{Client, DISTRICT, on_both},
};

async fn close(who: &Client, month: &str) -> Value {
    who.post("/api/v1/closings", json!({ "year": 2013, "month": month })).await.expect(201)
}

fn at(view: &Value, rest: &str) -> String {
    format!("/api/v1/closings/{}{rest}", view["id"].as_str().unwrap())
}

#[test]
fn an_old_report_is_printed_again_to_the_same_bytes() {
    on_both(async |app| {
        let desk = Desk::of(&app).await;
        year(&app, &desk).await;
        let refused =
            desk.reviewer.post("/api/v1/closings", json!({ "year": 2013, "month": "2013-08" })).await;
        assert_eq!(refused.refused(404), "floor.not_found");
        let early = desk.clerk.post("/api/v1/closings", json!({ "year": 2013, "month": "2013-11" })).await;
        assert_eq!(early.refused(422), "assessment.month_runs");
        let august = close(&desk.clerk, "2013-08").await;
        assert_eq!((&august["no"], &august["verified"]), (&json!(1), &json!(true)));
        assert_eq!(august["title"], "凤栖区2013年1至8月招商引资考核结果");
        let street = &august["groups"][0]["units"][0];
        assert_eq!((&street["name"], &street["total_text"]), (&json!("于河街道"), &json!("37.20")));
        let paper = desk.clerk.get(&at(&august, "/paper.docx")).await;
        assert_eq!(paper.status, 200);

        // Nothing is recognised, targeted or decided for a closed day.
        let funds = desk.clerk.get("/api/v1/funds?state=recognised").await.expect(200);
        let fund = funds["items"]
            .as_array()
            .unwrap()
            .iter()
            .find(|f| f["claimed_fen"] == 5_000 * WAN)
            .unwrap()
            .clone();
        let right =
            json!({ "version": fund["version"], "recognised_fen": 4_000 * WAN, "reason": "重复计入" });
        let fix = desk
            .clerk
            .post(&format!("/api/v1/funds/{}/correct", fund["id"].as_str().unwrap()), right)
            .await
            .expect(201);
        let take = format!("/api/v1/funds/{}/recognise", fix["id"].as_str().unwrap());
        let back = json!({ "version": fix["version"], "recognised_on": "2013-08-31" });
        assert_eq!(desk.reviewer.post(&take, back).await.refused(422), "fund.period_closed");
        let target = |on: &str| {
            json!({ "unit_id": app.units.yuhe, "measure": "funds", "year": 2013,
            "value": 12_000 * WAN, "decided_on": on, "version": 1 })
        };
        let late = desk.clerk.put("/api/v1/targets", target("2013-08-31")).await;
        assert_eq!(late.refused(422), "assessment.period_closed");
        let rating = json!({ "unit_id": app.units.yuhe, "year": 2013, "item": "routine", "points": "9",
            "minutes_no": "13号", "reason": "复议", "decided_on": "2013-08-30" });
        assert_eq!(
            desk.clerk.post("/api/v1/decisions", rating).await.refused(422),
            "assessment.period_closed"
        );
        let form = json!({ "unit_id": app.units.yuhe, "month": "2013-06", "due_on": "2013-07-05", "submitted_on": "2013-07-05" });
        assert_eq!(desk.clerk.put("/api/v1/returns", form).await.refused(422), "assessment.period_closed");

        // The correction, a revised target and another scheme count from September on.
        let september = json!({ "version": fix["version"], "recognised_on": "2013-09-10" });
        desk.reviewer.post(&take, september).await.expect(200);
        desk.clerk.put("/api/v1/targets", target("2013-09-05")).await.expect(200);
        let text = DEFAULT.replacen("version = 1 ", "version = 2 ", 1).replace("times = 1.2", "times = 1.5");
        let scheme = desk.clerk.post("/api/v1/schemes", json!({ "text": text })).await.expect(201);
        desk.clerk
            .post(&format!("/api/v1/schemes/{}/in-force", scheme["id"].as_str().unwrap()), Value::Null)
            .await
            .expect(200);
        app.clock.set("2013-12-20T01:00:00Z".parse().unwrap());
        let desk = Desk { clerk: app.log_in("clerk").await, ..desk };
        let again = desk.clerk.get(&at(&august, "")).await.expect(200);
        assert_eq!((&again["verified"], &again["groups"]), (&json!(true), &august["groups"]));
        assert_eq!(again["snapshot_sha"], august["snapshot_sha"]);
        assert_eq!(desk.clerk.get(&at(&august, "/paper.docx")).await.bytes, paper.bytes);
        let mut english = desk.clerk.clone();
        english.language = "en";
        let list = english.get("/api/v1/closings?year=2013").await.expect(200);
        assert_eq!(list["items"][0]["scheme_name"], "Assessment of the three tracks");

        let next = close(&desk.clerk, "2013-09").await;
        assert_eq!(next["adjustments"].as_array().unwrap().len(), 1);
        assert_eq!(
            (&next["adjustments"][0]["code"], &next["adjustments"][0]["fen"]),
            (&fund["code"], &json!(-1_000 * WAN))
        );
        assert_eq!(next["scheme_version"], 2);
        // Units read of the corrections their own.
        let until = json!({ "version": next["version"], "objections_until": "2013-12-30" });
        desk.clerk.post(&at(&next, "/publish"), until).await.expect(200);
        let own = app.person("own", Role::UnitHead, app.units.yuhe).await;
        let other = app.person("other", Role::UnitHead, app.units.zone).await;
        for (head, count) in [(&own, 1), (&other, 0)] {
            let seen = head.get(&at(&next, "")).await.expect(200);
            assert_eq!(
                (seen["adjustments"].as_array().unwrap().len(), &seen["verified"]),
                (count, &json!(true))
            );
            assert_eq!(head.get(&at(&next, "/paper.docx")).await.status, 200);
        }
        let backwards =
            desk.clerk.post("/api/v1/closings", json!({ "year": 2013, "month": "2013-07" })).await;
        assert_eq!(backwards.refused(422), "assessment.already_closed");
        let list = desk.clerk.get("/api/v1/closings?year=2013").await.expect(200);
        assert_eq!(
            (list["items"].as_array().unwrap().len(), &list["closed_until"]),
            (2, &json!("2013-09-30"))
        );
    });
}

#[test]
fn a_result_is_published_objected_to_decided_and_final() {
    on_both(async |app| {
        let desk = Desk::of(&app).await;
        year(&app, &desk).await;
        let august = close(&desk.clerk, "2013-08").await;
        let head = app.person("head", Role::UnitHead, app.units.yuhe).await;
        // Not before it is published.
        assert_eq!(head.get(&at(&august, "")).await.refused(404), "floor.not_found");
        assert_eq!(head.get("/api/v1/closings?year=2013").await.expect(200)["items"], json!([]));
        let publish = |until: &str| json!({ "version": august["version"], "objections_until": until });
        let short = desk.clerk.post(&at(&august, "/publish"), publish("2013-11-16")).await;
        assert_eq!(short.refused(422), "assessment.objections_until");
        let shown = desk.clerk.post(&at(&august, "/publish"), publish("2013-11-20")).await.expect(200);
        assert_eq!(shown["state"], "published");
        let stale = desk.clerk.post(&at(&august, "/publish"), publish("2013-11-20")).await;
        assert_eq!(stale.refused(409), "floor.stale");

        let seen = head.get(&at(&august, "")).await.expect(200);
        assert_eq!(seen["actions"]["object"]["ok"], true);
        // The places of all are published; how points came about is told of one's own unit alone.
        let groups = seen["groups"].as_array().unwrap();
        let lines: Vec<(&str, bool)> = groups
            .iter()
            .flat_map(|g| g["units"].as_array().unwrap())
            .map(|u| (u["name"].as_str().unwrap(), u["lines"] != json!([])))
            .collect();
        assert_eq!(lines, [("于河街道", true), ("经济开发区", false)], "{seen}");
        assert!(groups.iter().all(|g| g["units"][0]["rank"] == 1 && g["units"][0]["total_text"] != ""));
        let whole = desk.clerk.get(&at(&august, "")).await.expect(200);
        let told = whole["groups"].as_array().unwrap().iter().flat_map(|g| g["units"].as_array().unwrap());
        assert!(told.into_iter().all(|u| u["lines"] != json!([])));
        let objection =
            |item: &str| json!({ "unit_id": app.units.yuhe, "item": item, "text": "漏计一名博士" });
        let wrong = head.post(&at(&august, "/objections"), objection("nothing")).await;
        assert_eq!(wrong.refused(422), "assessment.objection_item");
        let not_mine = json!({ "unit_id": app.units.zone, "item": "", "text": "x" });
        assert_eq!(head.post(&at(&august, "/objections"), not_mine).await.refused(404), "floor.not_found");
        let raised = head.post(&at(&august, "/objections"), objection("talents_done")).await.expect(200);
        // Nobody else's objections, nor corrections of others' receipts, are for a unit to read.
        let other = app.person("other", Role::UnitHead, app.units.zone).await;
        let elsewhere = other.get(&at(&august, "")).await.expect(200);
        assert_eq!(
            (&elsewhere["objections"], raised["objections"].as_array().unwrap().len()),
            (&json!([]), 1)
        );
        let answer_at =
            at(&august, &format!("/objections/{}/answer", raised["objections"][0]["id"].as_str().unwrap()));
        let end = json!({ "version": shown["version"] });
        assert_eq!(
            desk.clerk.post(&at(&august, "/final"), end.clone()).await.refused(409),
            "assessment.objections_run"
        );
        app.clock.set("2013-11-21T01:00:00Z".parse().unwrap());
        let (desk, head) = (Desk { clerk: app.log_in("clerk").await, ..desk }, app.log_in("head").await);
        assert_eq!(
            head.post(&at(&august, "/objections"), objection("")).await.refused(409),
            "assessment.objections_over"
        );
        assert_eq!(
            desk.clerk.post(&at(&august, "/final"), end.clone()).await.refused(409),
            "assessment.objections_open"
        );
        let dismissed =
            json!({ "upheld": false, "text": "该博士由开发区引进", "minutes_no": "招商会〔2013〕15号" });
        let answered = desk.clerk.post(&answer_at, dismissed).await.expect(200);
        assert_eq!(answered["objections"][0]["answer"], "该博士由开发区引进");
        let last = desk.clerk.post(&at(&august, "/final"), end).await.expect(200);
        assert_eq!((&last["state"], &last["final_on"]), (&json!("final"), &json!("2013-11-21")));
        let reopen = json!({ "version": last["version"], "reason": "想改" });
        assert_eq!(
            desk.clerk.post(&at(&august, "/reopening"), reopen).await.refused(409),
            "assessment.is_final"
        );
    });
}

#[test]
fn opening_a_period_again_takes_two_people() {
    on_both(async |app| {
        let desk = Desk::of(&app).await;
        year(&app, &desk).await;
        let july = close(&desk.clerk, "2013-07").await;
        let august = close(&desk.clerk, "2013-08").await;
        let ask = |view: &Value| json!({ "version": view["version"], "reason": "漏录三笔" });
        assert_eq!(
            desk.clerk.post(&at(&july, "/reopening"), ask(&july)).await.refused(409),
            "assessment.later_closed"
        );
        let asked = desk.clerk.post(&at(&august, "/reopening"), ask(&august)).await.expect(200);
        assert_eq!(
            (&asked["reopen_asked_by"], &asked["actions"]["reopen"]["ok"]),
            (&json!("clerk"), &json!(false))
        );
        let decide = |view: &Value, approve: bool| json!({ "version": view["version"], "approve": approve });
        let own = desk.clerk.post(&at(&august, "/reopening/decide"), decide(&asked, true)).await;
        assert_eq!(own.refused(409), "assessment.own_reopening");
        let kept =
            desk.reviewer.post(&at(&august, "/reopening/decide"), decide(&asked, false)).await.expect(200);
        assert_eq!((&kept["state"], &kept["reopen_reason"]), (&json!("closed"), &json!("")));
        let asked = desk.clerk.post(&at(&august, "/reopening"), ask(&kept)).await.expect(200);
        let opened =
            desk.reviewer.post(&at(&august, "/reopening/decide"), decide(&asked, true)).await.expect(200);
        assert_eq!((&opened["state"], &opened["reopened_by"]), (&json!("reopened"), &json!("reviewer")));
        let list = desk.clerk.get("/api/v1/closings?year=2013").await.expect(200);
        assert_eq!(list["closed_until"], "2013-07-31");
        // Closed anew under the next number; the first result stays as it was.
        let second = close(&desk.clerk, "2013-08").await;
        assert_eq!((&second["no"], &second["verified"]), (&json!(2), &json!(true)));
        assert_eq!(desk.clerk.get(&at(&august, "")).await.expect(200)["verified"], true);
        let rows = app.person("audit", Role::AuditAdministrator, app.units.committee).await;
        let trail = rows.get("/api/v1/audit?subject=assessment_closing").await.expect(200);
        assert!(trail["items"].as_array().unwrap().len() >= 6);
    });
}

#[test]
fn what_was_frozen_is_kept_once_and_an_older_form_is_read_as_well() {
    on_both(async |app| {
        let desk = Desk::of(&app).await;
        year(&app, &desk).await;
        let july = close(&desk.clerk, "2013-07").await;
        let august = close(&desk.clerk, "2013-08").await;
        let paper = desk.clerk.get(&at(&august, "/paper.docx")).await.bytes;
        // Scheme and rates are the same in both months: ten parts, and not ten bodies.
        let (parts, bodies, empty) = app
            .app
            .db
            .read(|r| {
                Ok((
                    r.value::<i64>(
                        "select count(*) from assessment_closing_part where district = $1",
                        params![DISTRICT],
                    )?,
                    r.value::<i64>(
                        "select count(*) from assessment_closing_body where district = $1",
                        params![DISTRICT],
                    )?,
                    r.value::<i64>(
                        "select count(*) from assessment_closing_part where district = $1 and text <> ''",
                        params![DISTRICT],
                    )?,
                ))
            })
            .await
            .unwrap();
        assert_eq!((parts, empty), (Some(10), Some(0)));
        assert!(bodies.is_some_and(|n| (5..=8).contains(&n)), "{bodies:?}");

        // As it was kept before: the text itself, and no places.
        let id: uuid::Uuid = august["id"].as_str().unwrap().parse().unwrap();
        app.app
            .db
            .write(move |tx| {
                let kept = tx.query(
                    "select p.kind, b.deflated from assessment_closing_part p
                     join assessment_closing_body b on b.district = p.district and b.sha256 = p.sha256
                     where p.district = $1 and p.closing_id = $2",
                    params![DISTRICT, id],
                    |row| Ok((row.get::<String>(0)?, row.get::<Vec<u8>>(1)?)),
                )?;
                for (kind, body) in kept {
                    let mut text = String::new();
                    flate2::read::ZlibDecoder::new(&body[..]).read_to_string(&mut text).unwrap();
                    tx.execute(
                        "update assessment_closing_part set text = $4, sha256 = null
                         where district = $1 and closing_id = $2 and kind = $3",
                        params![DISTRICT, id, &kind, &text],
                    )?;
                }
                tx.execute(
                    "delete from assessment_closing_unit where district = $1 and closing_id = $2",
                    params![DISTRICT, id],
                )?;
                Ok(())
            })
            .await
            .unwrap();
        let again = desk.clerk.get(&at(&august, "")).await.expect(200);
        assert_eq!((&again["verified"], &again["snapshot_sha"]), (&json!(true), &august["snapshot_sha"]));
        assert_eq!(desk.clerk.get(&at(&august, "/paper.docx")).await.bytes, paper);
        let circular = desk.clerk.get("/api/v1/reports/circular?month=2013-08").await.expect(200);
        assert!(circular["html"].as_str().unwrap().contains("8月"), "{circular}");
        assert_eq!(desk.clerk.get(&at(&july, "")).await.expect(200)["verified"], true);

        // A body that somebody changed is told, and does not pass for the result.
        app.app
            .db
            .write(|tx| {
                tx.execute(
                    "update assessment_closing_body set deflated = $2 where district = $1",
                    params![DISTRICT, vec![1_u8, 2, 3]],
                )?;
                Ok(())
            })
            .await
            .unwrap();
        assert_eq!(desk.clerk.get(&at(&july, "")).await.status, 500);
    });
}

#[test]
fn a_league_has_closed_months_as_they_were_closed() {
    on_both(async |app| {
        let desk = Desk::of(&app).await;
        year(&app, &desk).await;
        close(&desk.clerk, "2013-08").await;
        let league = |view: &Value| {
            let html = view["html"].as_str().unwrap();
            html[html.find("历月位次").or_else(|| html.find("位次")).unwrap()..].to_owned()
        };
        let before = desk.clerk.get("/api/v1/reports/circular?month=2013-08").await.expect(200);
        // Another scheme turns the places of open months around; August was closed.
        let text = DEFAULT.replacen("version = 1 ", "version = 2 ", 1).replace("times = 1.2", "times = 1.5");
        let made = desk.clerk.post("/api/v1/schemes", json!({ "text": text })).await.expect(201);
        let force = format!("/api/v1/schemes/{}/in-force", made["id"].as_str().unwrap());
        desk.clerk.post(&force, Value::Null).await.expect(200);
        let open = desk.clerk.get("/api/v1/scores?year=2013&as_of=2013-08-31").await.expect(200);
        assert_ne!(open["groups"][0]["units"][0]["total_text"], "37.20");
        let after = desk.clerk.get("/api/v1/reports/circular?month=2013-08").await.expect(200);
        assert_eq!(league(&before), league(&after));
        assert!(
            after["html"].as_str().unwrap().contains("37.20"),
            "the points of August stay what they were"
        );
    });
}
