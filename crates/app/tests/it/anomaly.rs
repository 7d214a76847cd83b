//! Signals over HTTP: found by rules, cleared by somebody who had no hand in them, open again when the facts change.

use serde_json::{Value, json};
use yinfeng::params;
use yinfeng_domain::{
    authority::Role,
    id::{OrganisationId, ProjectId, UnitId},
    text::name_key,
};

use crate::{
    fund::{draft, path, project, upload},
    support::{Client, DISTRICT, TestApp, on_both},
};

const WAN: i64 = 1_000_000;

/// A receipt as the ledger has it; `back` corrects another one.
struct Receipt<'a> {
    project: ProjectId,
    unit: UnitId,
    payer: &'a str,
    on: &'a str,
    wan: i64,
    state: &'a str,
    back: Option<(uuid::Uuid, &'a str)>,
}

async fn receive(app: &TestApp, r: Receipt<'_>) -> uuid::Uuid {
    let (payer, on, state) = (r.payer.to_owned(), r.on.to_owned(), r.state.to_owned());
    let back = r.back.map(|(id, on)| (id, on.to_owned()));
    let (project, unit, fen) = (r.project, r.unit, r.wan * WAN);
    app.app
        .db
        .write(move |tx| {
            let id: uuid::Uuid = tx.new_id();
            let recognised = (state == "recognised").then_some(fen);
            let recognised_on = recognised.map(|_| back.as_ref().map_or(on.as_str(), |b| b.1.as_str()));
            let key = if back.is_some() { String::new() } else { name_key(&payer) };
            tx.execute(
                "insert into fund (district, id, code, project_id, unit_id, kind, payer, payer_key, slip_no, received_on,
                   currency, minor, rate_e8, rate_on, rate_source, claimed_fen, state, recognised_fen, recognised_on,
                   decision, corrects_id, note, source_text, source_unit, claimed_at, updated_at, version)
                 values ($1, $2, $3, $4, $5, 'cash', $6, $7, '', $8, 'CNY', $9, 100000000, $8, '', $9, $10, $11, $12, '',
                   $13, '', '', '', $14, $14, 1)",
                params![
                    DISTRICT, id, id.to_string(), project, unit, &payer, key, &on, fen, &state, recognised,
                    recognised_on, back.as_ref().map(|b| b.0), tx.now()
                ],
            )?;
            Ok(id)
        })
        .await
        .unwrap()
}

async fn run(app: &TestApp, sql: &'static str, id: uuid::Uuid) {
    app.app.db.write(move |tx| tx.execute(sql, params![DISTRICT, id])).await.unwrap();
}

async fn found(client: &Client, rule: &str, months: &str) -> Vec<Value> {
    let list = client.get(&format!("/api/v1/anomalies?rule={rule}&{months}")).await.expect(200);
    list["items"].as_array().unwrap().clone()
}

#[test]
fn a_slip_used_twice_is_found_cleared_by_another_and_open_again_when_it_is_used_once_more() {
    on_both(async |app| {
        let filler = app.person("filler", Role::UnitFiller, app.units.yuhe).await;
        let reviewer = app.person("reviewer", Role::OfficeReviewer, app.units.office).await;
        let second = app.person("second", Role::OfficeReviewer, app.units.office).await;
        let leader = app.person("leader", Role::DistrictLeader, app.units.committee).await;
        let mut made = Vec::new();
        let sha = upload(&filler, "a.pdf", b"%PDF-1.4 a slip").await;
        for (name, slip) in [("甲项目", "JZ-001"), ("乙项目", "JZ-001"), ("丙项目", "JZ-002")] {
            let mut claim = draft(project(&app, name).await, app.units.yuhe, &sha);
            claim["slip_no"] = json!(slip);
            made.push(filler.post("/api/v1/funds", claim).await.expect(201));
        }
        reviewer.post(&path(&made[0], "/recognise"), json!({ "version": 1 })).await.expect(200);

        let list = leader.get("/api/v1/anomalies").await.expect(200);
        assert_eq!((&list["from"], &list["to"]), (&json!("2013-01"), &json!("2013-11")));
        let open: Vec<(&str, i64)> = list["rules"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|r| r["open"] != 0)
            .map(|r| (r["code"].as_str().unwrap(), r["open"].as_i64().unwrap()))
            .collect();
        assert_eq!(open, [("reused_proof", 1), ("reused_slip", 1), ("shared_payer", 1)]);
        let slip = found(&leader, "reused_slip", "").await.remove(0);
        assert_eq!(slip["sentence"], "进账单号 JZ-001 用了 2 次，涉及 2 个项目，合计 2401.00万元");
        let mut names: Vec<&str> =
            slip["rows"].as_array().unwrap().iter().map(|r| r["project"]["name"].as_str().unwrap()).collect();
        names.sort_unstable();
        assert_eq!((&slip["rows_total"], names), (&json!(2), vec!["乙项目", "甲项目"]));
        assert_eq!(slip["clear"]["code"], "anomaly.not_reviewer");
        assert_eq!(found(&leader, "reused_slip", "from=2013-09").await, Vec::<Value>::new());
        assert_eq!(filler.get("/api/v1/anomalies").await.refused(404), "floor.not_found");

        let step = |of: &Value, reason: &str| json!({ "rule": of["rule"], "subject": of["subject"], "fingerprint": of["fingerprint"], "reason": reason });
        let clear = "/api/v1/anomalies/clear";
        let why = step(&slip, "银行出具说明：一张汇票分付两个项目");
        assert_eq!(reviewer.post(clear, why.clone()).await.refused(409), "anomaly.own_rows");
        assert_eq!(filler.post(clear, why.clone()).await.refused(404), "floor.not_found");
        assert_eq!(leader.post(clear, why.clone()).await.refused(409), "anomaly.not_reviewer");
        assert_eq!(second.post(clear, step(&slip, " ")).await.refused(422), "anomaly.reason_missing");
        let mut old = why.clone();
        old["fingerprint"] = json!("00");
        assert_eq!(second.post(clear, old).await.expect(409)["code"], "floor.stale");
        let done = second.post_as("clear-0001", clear, why.clone()).await.expect(200);
        assert_eq!(
            (&done["state"], &done["decided"]["decided_by"]["name"]),
            (&json!("cleared"), &json!("second"))
        );
        assert_eq!(second.post_as("clear-0001", clear, why.clone()).await.expect(200), done);
        assert_eq!(second.post(clear, why).await.refused(409), "anomaly.cleared_already");
        assert_eq!(found(&leader, "reused_slip", "").await, Vec::<Value>::new());
        assert_eq!(found(&leader, "reused_slip", "state=cleared").await.len(), 1);

        // The same slip again: other facts.
        let mut claim = draft(project(&app, "丁项目").await, app.units.yuhe, &sha);
        claim["slip_no"] = json!("JZ-001");
        filler.post("/api/v1/funds", claim).await.expect(201);
        let back = found(&second, "reused_slip", "").await.remove(0);
        assert_eq!(
            (&back["state"], &back["state_text"]),
            (&json!("returned"), &json!("事实有变，待重新核实"))
        );
        assert_eq!((&back["rows_total"], &back["decided"]["act"]), (&json!(3), &json!("clear")));
        let done = second.post(clear, step(&back, "四笔分付，逐笔核对")).await.expect(200);
        let reopened = second.post("/api/v1/anomalies/reopen", step(&done, "凭证有疑")).await.expect(200);
        assert_eq!(
            (&reopened["state"], &reopened["reopen"]["code"]),
            (&json!("open"), &json!("anomaly.not_cleared"))
        );
        let mut english = second.clone();
        english.language = "en";
        let said = found(&english, "reused_slip", "").await.remove(0);
        assert_eq!(
            said["sentence"],
            "Slip number JZ-001 is used 3 times for 3 project(s), CNY 36,015,000.00 in all"
        );
    });
}

#[test]
fn every_rule_finds_what_it_is_for_and_nothing_beside() {
    on_both(async |app| {
        let leader = app.person("leader", Role::DistrictLeader, app.units.committee).await;
        let (yuhe, zone) = (app.units.yuhe, app.units.zone);
        let a = project(&app, "甲项目").await;
        let b = project(&app, "乙项目").await;
        let c = project(&app, "丙项目").await;
        let at = |project, unit, payer, on, wan| Receipt {
            project,
            unit,
            payer,
            on,
            wan,
            state: "claimed",
            back: None,
        };
        // 甲's company gets 5,000万 and pays 3,000万 to 乙 thirty days later; after that it is too late.
        let org: OrganisationId = app.new_id().into();
        app.app
            .db
            .write(move |tx| {
                tx.execute(
                    "insert into investor_organisation (district, id, name, name_key, sort_key, kind, country, address,
                       introduction, created_at, updated_at, version)
                     values ($1, $2, '甲科技有限公司', $3, '', 'enterprise', 'CN', '', '', $4, $4, 1)",
                    params![DISTRICT, org, name_key("甲科技有限公司"), tx.now()],
                )?;
                tx.execute(
                    "insert into project_party (district, project_id, organisation_id, role, no)
                     values ($1, $2, $3, 'project_company', 1)",
                    params![DISTRICT, a, org],
                )?;
                Ok(())
            })
            .await
            .unwrap();
        receive(&app, at(a, yuhe, "远方集团", "2013-03-01", 5_001)).await;
        receive(&app, at(b, zone, "甲科技有限公司", "2013-03-31", 3_001)).await;
        receive(&app, at(b, zone, "甲科技有限公司", "2013-04-01", 3_001)).await;
        let trips = found(&leader, "round_trip", "").await;
        assert_eq!(trips.len(), 1, "{trips:?}");
        assert_eq!(
            trips[0]["sentence"],
            "甲科技有限公司 收到 5001.00万元 后 30 天内，于 2013-03-31 付给另一项目 3001.00万元"
        );

        // Half of it is taken back on the thirtieth day; of another one on the thirty-first.
        for (back_on, wan) in [("2013-05-31", 800), ("2013-06-01", 801)] {
            let r = Receipt { state: "recognised", ..at(c, yuhe, "外来公司", "2013-05-01", wan) };
            let id = receive(&app, r).await;
            let r = Receipt {
                back: Some((id, back_on)),
                state: "recognised",
                ..at(c, yuhe, "", "2013-05-01", -wan / 2)
            };
            receive(&app, r).await;
        }
        let back = found(&leader, "taken_back", "").await;
        assert_eq!(back.len(), 1, "{back:?}");
        assert_eq!(
            back[0]["sentence"],
            "2013-05-01 到账、认定 800.00万元，30 天内冲减 400.00万元，占 50.00%"
        );

        receive(&app, at(c, yuhe, "凤栖城投集团有限公司", "2013-06-03", 77)).await;
        let platform = found(&leader, "platform_payer", "").await;
        assert_eq!((platform.len(), &platform[0]["rows"][0]["payer"]), (1, &json!("凤栖城投集团有限公司")));

        // 6,001万 of July's 10,001万 come in its last three days, in three entries.
        for (on, wan) in
            [("2013-07-05", 4_000), ("2013-07-29", 2_000), ("2013-07-30", 2_000), ("2013-07-31", 2_001)]
        {
            receive(&app, at(c, zone, "外来公司", on, wan)).await;
        }
        let burst = found(&leader, "period_end_burst", "").await;
        assert_eq!(burst.len(), 1, "{burst:?}");
        assert_eq!(
            burst[0]["sentence"],
            "2013-07 最后 3 天 3 笔、6001.00万元，占当月 10001.00万元 的 60.00%"
        );
        assert_eq!(burst[0]["subject"], format!("{zone}:2013-07"));

        // Three of them are whole tens of millions.
        let round = found(&leader, "round_amounts", "").await;
        assert_eq!((round.len(), &round[0]["rows_total"]), (1, &json!(3)));

        for (name, on) in [("丁", "2013-08-01"), ("戊", "2013-08-02"), ("己", "2013-09-01")] {
            let id = project(&app, name).await;
            receive(&app, at(id, yuhe, "到处投资公司", on, 11)).await;
        }
        let shared = found(&leader, "shared_payer", "from=2013-09").await;
        assert_eq!((shared.len(), &shared[0]["rows_total"]), (1, &json!(3)));
        assert_eq!(found(&leader, "shared_payer", "from=2013-10").await.len(), 0);

        run(&app, "update project set contract_fen = 700000000, funds_claimed_fen = 700000001 where district = $1 and id = $2", c.0).await;
        let over = found(&leader, "over_contract", "").await;
        assert_eq!((over.len(), &over[0]["rows"][0]["fund_id"]), (1, &Value::Null));
        assert_eq!(over[0]["sentence"], "报来到位资金合计 700.00万元，合同额 700.00万元，为合同额的 100.00%");

        // Registered on 5 July 2012: twelve months are over in July 2013, whatever was registered before or after.
        run(
            &app,
            "insert into project_stage_log (district, project_id, no, from_stage, to_stage, from_status, to_status,
               happened_on, holds_on, reason, recorded_at)
             values ($1, $2, 1, 'signed', 'registered', 'ongoing', 'ongoing', '2012-07-05', '2012-07-05', '', 0)",
            a.0,
        )
        .await;
        assert_eq!(found(&leader, "paid_in_zero", "from=2013-07&to=2013-07").await.len(), 1);
        assert_eq!(found(&leader, "paid_in_zero", "from=2013-08").await.len(), 0);

        run(
            &app,
            "insert into activity_event (district, id, name, kind, held_on, held_on_text, place, outcome, created_at,
               updated_at, version) values ($1, $2, '春季集中签约', 'signing', '2013-04-10', '', '', '', 0, 0, 1)",
            a.0,
        )
        .await;
        run(&app, "update project set event_id = $2 where district = $1 and code = '甲项目'", a.0).await;
        assert_eq!(found(&leader, "ceremony_only", "").await.len(), 0);
        run(&app, "update project set agreement = 'framework' where district = $1 and id = $2", a.0).await;
        let shown = found(&leader, "ceremony_only", "").await;
        assert_eq!(shown[0]["sentence"], "2013-04-10 在“春季集中签约”上签约，满 6 个月没有正式合同");

        run(
            &app,
            "update project set contract_fen = 200000000000, contract_signed_on = '2012-05-05',
               funds_recognised_fen = 1999999999 where district = $1 and id = $2",
            b.0,
        )
        .await;
        assert_eq!(found(&leader, "little_money", "").await.len(), 1);
        run(
            &app,
            "update project set funds_recognised_fen = 2000000000 where district = $1 and id = $2",
            b.0,
        )
        .await;
        assert_eq!(found(&leader, "little_money", "").await.len(), 0);

        // Page by page it is the same as at once.
        let whole = leader.get("/api/v1/anomalies?limit=200").await.expect(200);
        let (mut pages, mut path) = (Vec::new(), "/api/v1/anomalies?limit=2".to_owned());
        loop {
            let page = leader.get(&path).await.expect(200);
            pages.extend(page["items"].as_array().unwrap().clone());
            let Some(cursor) = page["next_cursor"].as_str() else { break };
            path = format!("/api/v1/anomalies?limit=2&cursor={cursor}");
        }
        assert_eq!((Value::Array(pages), whole["total"].as_i64()), (whole["items"].clone(), Some(9)));
        let of_zone = leader.get(&format!("/api/v1/anomalies?unit={zone}")).await.expect(200);
        assert_eq!(of_zone["total"], 3, "{of_zone}");
        for (wrong, code) in [
            ("from=2013-08&to=2013-07", "anomaly.months"),
            ("from=2010-01&to=2013-01", "anomaly.too_long"),
            ("from=2013", "floor.field_wrong"),
            ("rule=magic", "floor.field_wrong"),
            ("cursor=ab", "floor.bad_cursor"),
        ] {
            let got = leader.get(&format!("/api/v1/anomalies?{wrong}")).await.refused(422);
            assert_eq!(got, code, "{wrong}");
        }
    });
}

#[test]
fn the_office_changes_the_rules_and_is_told_what_is_wrong_with_them() {
    on_both(async |app| {
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let reviewer = app.person("reviewer", Role::OfficeReviewer, app.units.office).await;
        let rules = clerk.get("/api/v1/anomalies/rules").await.expect(200);
        assert_eq!((&rules["version"], rules["rules"].as_array().unwrap().len()), (&json!(0), 12));
        let text = rules["text"].as_str().unwrap();
        let body = |text: &str, version: i64| json!({ "text": text, "version": version });
        let path = "/api/v1/anomalies/rules";
        assert_eq!(reviewer.post(path, body(text, 0)).await.refused(409), "anomaly.not_office");
        let wrong = clerk.post(path, body(&text.replace("months = 6", "months = 0"), 0)).await.expect(422);
        assert_eq!(wrong["errors"][0]["code"], "anomaly.table_number");
        assert!(wrong["errors"][0]["row"].as_u64().unwrap() > 10, "{wrong}");
        let less = text.replace("code = \"reused_slip\"", "code = \"reused_slip\"\non = false");
        let made = clerk.post(path, body(&less, 0)).await.expect(201);
        assert_eq!((&made["version"], &made["rules"][1]["on"]), (&json!(1), &json!(false)));
        assert_eq!(clerk.post(path, body(&less, 0)).await.expect(409)["code"], "floor.stale");
        let list = clerk.get("/api/v1/anomalies").await.expect(200);
        assert_eq!((&list["version"], list["rules"].as_array().unwrap().len()), (&json!(1), 11));
        let step = json!({ "rule": "reused_slip", "subject": "JZ-001", "fingerprint": "", "reason": "x" });
        assert_eq!(reviewer.post("/api/v1/anomalies/clear", step).await.refused(404), "floor.not_found");
    });
}
