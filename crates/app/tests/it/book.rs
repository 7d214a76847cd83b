//! The scheme's own rules of recognition and credit, applied to the ledgers of the server.

use serde_json::{Value, json};
use yinfeng::params;
use yinfeng_domain::id::{ProjectId, UnitId};

use crate::{
    scores::{Desk, WAN, project},
    support::{DISTRICT, TestApp, on_both},
};

const RULES: &str = r#"
[scheme]
id = "rules-2013"
name = "认定规则试验"
year = 2013
total = 100
[recognition]
base = ["cash"]
[[recognition.eligible]]
id = "estate"
unless = "industry = 'K70'"
say = "房地产项目不计入"
say_en = "real estate does not count"
[[recognition.eligible]]
id = "outside"
need = "origin in ('境外', '省外', '市外')"
say = "须来自市外"
[[recognition.factor]]
where = "industry = 'C'"
times = 1.2
say = "制造业"
[[recognition.factor]]
times = 1
[credit]
mode = "full"
[[measure]]
id = "funds"
name = "到位资金"
unit = "万元"
from = "funds"
[[item]]
id = "funds"
name = "到位资金完成率"
kind = "ratio"
measure = "funds"
points = 100
[rank]
by = "all"
"#;

/// An investor of a project, registered where the credit code says.
async fn investor(app: &TestApp, project: ProjectId, uscc: &'static str) {
    let id = app.new_id();
    app.app
        .db
        .write(move |tx| {
            tx.execute(
                "insert into investor_organisation (district, id, name, name_key, sort_key, uscc, kind, country, address,
                   introduction, created_at, updated_at, version)
                 values ($1, $2, $3, $3, $3, $3, 'enterprise', 'CN', '', '', $4, $4, 1)",
                params![DISTRICT, id, uscc, tx.now()],
            )?;
            tx.execute(
                "insert into project_party (district, project_id, organisation_id, role, no)
                 values ($1, $2, $3, 'investor', 1)",
                params![DISTRICT, project, id],
            )?;
            Ok(())
        })
        .await
        .unwrap();
}

async fn in_force(desk: &Desk, text: &str) -> Value {
    let made = desk.clerk.post("/api/v1/schemes", json!({ "text": text })).await.expect(201);
    let path = format!("/api/v1/schemes/{}/in-force", made["id"].as_str().unwrap());
    desk.clerk.post(&path, Value::Null).await.expect(200)
}

/// A street and a zone with three receipts: machines from Shanghai that both brought, real estate, and a bakery of
/// whose investor nothing is recorded.
async fn three(app: &TestApp, desk: &Desk) -> [Value; 3] {
    let (yuhe, zone) = (app.units.yuhe, app.units.zone);
    desk.target(yuhe, "funds", 10_000 * WAN).await;
    desk.target(zone, "funds", 20_000 * WAN).await;
    let both = [(yuhe, 6_000), (zone, 4_000)];
    let works = project(app, "沪机", ("capital", "C3511", 2_000_000 * WAN), &both, "2013-03-01").await;
    let estate =
        project(app, "慢城", ("capital", "K7010", 50_000 * WAN), &[(yuhe, 10_000)], "2013-04-01").await;
    let bakery =
        project(app, "面点", ("capital", "C1411", 5_000 * WAN), &[(zone, 10_000)], "2013-04-01").await;
    investor(app, works, "91310115MA1K3X2H4T").await;
    investor(app, estate, "91110105MA01ABCD2E").await;
    [
        desk.money(works, yuhe, "5000", "2013-08-20").await,
        desk.money(estate, yuhe, "1000", "2013-08-21").await,
        desk.money(bakery, zone, "300", "2013-08-22").await,
    ]
}

fn id(fund: &Value) -> &str {
    fund["id"].as_str().unwrap()
}

const AUGUST: &str = "year=2013&as_of=2013-08-31";

async fn total(desk: &Desk, unit: UnitId, query: &str) -> String {
    let league = desk.clerk.get(&format!("/api/v1/scores?{query}")).await.expect(200);
    let units = league["groups"][0]["units"].as_array().unwrap_or_else(|| panic!("{league}")).clone();
    let found = units.iter().find(|u| u["unit"]["id"] == json!(unit)).expect("in the league");
    found["total_text"].as_str().unwrap().to_owned()
}

#[test]
fn receipts_pass_the_rules_and_each_yuan_counts_once_for_the_district() {
    on_both(async |app| {
        let desk = Desk::of(&app).await;
        in_force(&desk, RULES).await;
        let [works, estate, bakery] = three(&app, &desk).await;

        let book = desk.clerk.get(&format!("/api/v1/book?{AUGUST}")).await.expect(200);
        assert_eq!((&book["by_rules"], &book["scheme"]["code"]), (&json!(true), &json!("rules-2013")));
        let sums = &book["totals"];
        assert_eq!(
            (&sums["receipts"], &sums["claimed_fen"], &sums["verified_fen"], &sums["recognised_fen"]),
            (&json!(3), &json!(6_300 * WAN), &json!(6_300 * WAN), &json!(6_000 * WAN))
        );
        // Full to each of two units; once for the district.
        assert_eq!(sums["credited_fen"], 12_000 * WAN);
        assert_eq!((&sums["refused"], &sums["undecided"]), (&json!(1), &json!(1)));
        let row = |fund: &Value| {
            book["items"].as_array().unwrap().iter().find(|r| r["fund"]["id"] == fund["id"]).unwrap().clone()
        };
        assert_eq!(row(&works)["line"], "认定 = 到账资金 5,000.00万元 × 制造业 1.2 = 6,000.00万元");
        assert_eq!(row(&estate)["state"], "refused");
        assert_eq!(row(&estate)["reasons"][0]["rule"], "estate");
        assert_eq!(row(&bakery)["reasons"][0]["not_recorded"], "origin");
        let refused = desk.clerk.get(&format!("/api/v1/book?{AUGUST}&state=refused")).await.expect(200);
        assert_eq!(refused["items"].as_array().unwrap().len(), 1);
        assert_eq!(refused["items"][0]["fund"]["id"], estate["id"]);
        assert_eq!(
            desk.clerk.get(&format!("/api/v1/book?{AUGUST}&state=lost")).await.refused(422),
            "assessment.book_state"
        );
        let first = desk.clerk.get(&format!("/api/v1/book?{AUGUST}&limit=2")).await.expect(200);
        let next = format!("/api/v1/book?{AUGUST}&limit=2&cursor={}", first["next_cursor"].as_str().unwrap());
        assert_eq!(desk.clerk.get(&next).await.expect(200)["items"].as_array().unwrap().len(), 1);

        let (yuhe, zone) = (app.units.yuhe, app.units.zone);
        assert_eq!(total(&desk, yuhe, AUGUST).await, "60.00");
        assert_eq!(total(&desk, zone, AUGUST).await, "30.00");
        let card = desk.clerk.get(&format!("/api/v1/scores/{yuhe}?{AUGUST}")).await.expect(200);
        let rows = &card["items"][0]["rows"];
        assert_eq!((&rows[0]["id"], &rows[0]["amount_fen"]), (&works["id"], &json!(6_000 * WAN)));
        assert_eq!(card["items"][0]["rows_total"], 1);
    });
}

#[test]
fn a_meeting_stands_above_the_rules_and_nobody_rules_on_their_own() {
    on_both(async |app| {
        let desk = Desk::of(&app).await;
        in_force(&desk, RULES).await;
        let [works, estate, bakery] = three(&app, &desk).await;
        let ruling = |verdict: &str, fen: Value| {
            json!({ "verdict": verdict, "fen": fen, "minutes_no": "招商会〔2013〕8号", "reason": "区重点项目",
                "decided_on": "2013-08-28" })
        };
        let path = |fund: &Value| format!("/api/v1/book/{}/rulings", id(fund));
        // The clerk claimed them, and recognises nothing.
        let own = desk.clerk.post(&path(&bakery), ruling("admit", Value::Null)).await;
        assert_eq!(own.refused(404), "floor.not_found");
        for (body, code) in [
            (ruling("amount", Value::Null), "assessment.ruling_amount"),
            (ruling("admit", json!(5)), "assessment.ruling_no_amount"),
        ] {
            assert_eq!(desk.reviewer.post(&path(&bakery), body).await.refused(422), code);
        }
        let mut late = ruling("admit", Value::Null);
        late["decided_on"] = json!("2013-11-16");
        assert_eq!(desk.reviewer.post(&path(&bakery), late).await.refused(422), "assessment.ruled_on");
        let made = desk.reviewer.post(&path(&bakery), ruling("amount", json!(200 * WAN))).await.expect(201);
        assert_eq!((&made["state"], &made["recognised_fen"]), (&json!("recognised"), &json!(200 * WAN)));
        assert_eq!(made["steps"].as_array().unwrap().last().unwrap()["step"], "decision");
        assert!(
            made["line"]
                .as_str()
                .unwrap()
                .ends_with("；会议认定（招商会〔2013〕8号：区重点项目），计 200.00万元")
        );
        desk.reviewer.post(&path(&works), ruling("refuse", Value::Null)).await.expect(201);
        assert_eq!(total(&desk, app.units.zone, AUGUST).await, "1.00");
        // Before the meeting the rules stood alone.
        assert_eq!(total(&desk, app.units.zone, "year=2013&as_of=2013-08-27").await, "30.00");
        let seen = desk.clerk.get(&format!("/api/v1/book/{}", id(&works))).await.expect(200);
        assert_eq!((&seen["state"], &seen["actions"]["rule"]["ok"]), (&json!("refused"), &json!(false)));

        // What counted before is deducted, when the scheme deducts it.
        let counted = json!({ "what": "earlier", "fen": 400 * WAN, "note": "2012 年度已计" });
        let counted_at = format!("/api/v1/book/{}/counted", id(&estate));
        desk.reviewer.put(&counted_at, counted).await.expect(200);
        let more = json!({ "what": "earlier", "fen": 4_000 * WAN, "note": "x" });
        assert_eq!(desk.reviewer.put(&counted_at, more).await.refused(422), "assessment.counted_amount");
        let deducts = RULES.replace("base = [\"cash\"]", "base = [\"cash\"]\ndeduct = [\"earlier\"]");
        let deducts = deducts.replace("id = \"rules-2013\"", "id = \"deduct-2013\"");
        let deducts = deducts.replace("unless = \"industry = 'K70'\"", "unless = \"industry = 'K71'\"");
        in_force(&desk, &deducts).await;
        let less = desk.clerk.get(&format!("/api/v1/book/{}", id(&estate))).await.expect(200);
        assert_eq!(less["recognised_fen"], 600 * WAN);

        // Without rules there is nothing to stand above.
        let plain = RULES.split("[recognition]").next().unwrap().to_owned()
            + RULES.split("mode = \"full\"").nth(1).unwrap();
        in_force(&desk, &plain.replace("rules-2013", "plain-2013")).await;
        let none = desk.reviewer.post(&path(&works), ruling("admit", Value::Null)).await;
        assert_eq!(none.refused(409), "assessment.no_rules");
    });
}

#[test]
fn a_claim_is_tried_before_it_is_decided_and_foreign_money_keeps_its_dated_rate() {
    on_both(async |app| {
        let desk = Desk::of(&app).await;
        in_force(&desk, RULES).await;
        let [works, ..] = three(&app, &desk).await;
        let project = works["project"]["id"].clone();
        let rate =
            json!({ "currency": "USD", "on_date": "2013-08-01", "rate": "6.1788", "source": "中国人民银行" });
        desk.clerk.post("/api/v1/rates", rate).await.expect(201);
        let slip = desk.clerk.upload("/api/v1/files", "slip.pdf", b"%PDF-1.4 dollars").await.expect(201);
        let claim = json!({ "project_id": project, "unit_id": app.units.yuhe, "kind": "cash", "payer": "Acme",
            "slip_no": "U1", "received_on": "2013-08-02", "amount": "100", "unit": "wan", "currency": "USD",
            "evidence": [{ "sha256": slip["sha256"], "kind": "bank_slip", "name": "slip.pdf" }] });
        let made = desk.clerk.post("/api/v1/funds", claim).await.expect(201);
        let path = format!("/api/v1/book/{}", id(&made));
        let tried = desk.clerk.get(&path).await.expect(200);
        assert_eq!((&tried["preview"], &tried["verified_fen"]), (&json!(true), &json!(0)));
        assert_eq!(tried["recognised_fen"], 741_456_000); // 100万 × 6.1788 × 1.2
        assert_eq!(tried["steps"][1]["step"], "rate");
        assert_eq!(
            tried["line"],
            "认定 = 到账资金 1,000,000.00 USD × 汇率 6.1788（中国人民银行 2013-08-01）= 617.88万元 × 制造业 1.2 = 741.456万元"
        );
        // It does not count yet.
        let book = desk.clerk.get(&format!("/api/v1/book?{AUGUST}")).await.expect(200);
        assert_eq!(book["totals"]["receipts"], 3);
        // Half of it is proved: half of the dollars.
        let half = json!({ "version": made["version"], "recognised_fen": 308_940_000, "recognised_on": "2013-08-25",
            "reason": "另一半未到账" });
        desk.reviewer.post(&format!("/api/v1/funds/{}/recognise", id(&made)), half).await.expect(200);
        let seen = desk.clerk.get(&path).await.expect(200);
        assert_eq!(
            (&seen["claimed_fen"], &seen["verified_fen"], &seen["recognised_fen"]),
            (&json!(617_880_000), &json!(308_940_000), &json!(370_728_000))
        );
        // A correction that is recognised later counts from its own day.
        let right =
            json!({ "version": works["version"], "recognised_fen": 4_000 * WAN, "reason": "重复计入" });
        let fix = desk.clerk.post(&format!("/api/v1/funds/{}/correct", id(&works)), right).await.expect(201);
        let take = json!({ "version": fix["version"], "recognised_on": "2013-09-10" });
        desk.reviewer.post(&format!("/api/v1/funds/{}/recognise", id(&fix)), take).await.expect(200);
        let of = async |day: &str| {
            let page = desk.clerk.get(&format!("/api/v1/book?year=2013&as_of={day}")).await.expect(200);
            page["totals"]["verified_fen"].as_i64().unwrap()
        };
        assert_eq!(of("2013-08-31").await, 6_300 * WAN + 308_940_000);
        assert_eq!(of("2013-09-30").await, 5_300 * WAN + 308_940_000);
        // A unit sees what it claimed, and no totals of the district.
        let filler = app.person("filler", yinfeng_domain::authority::Role::UnitFiller, app.units.zone).await;
        let own = filler.get(&format!("/api/v1/book?{AUGUST}")).await.expect(200);
        assert_eq!((own["items"].as_array().unwrap().len(), &own["totals"]), (1, &Value::Null));
        assert_eq!(filler.get(&path).await.refused(404), "floor.not_found");
    });
}

#[test]
fn credit_goes_by_the_mode_of_the_scheme_to_the_last_fen() {
    on_both(async |app| {
        let desk = Desk::of(&app).await;
        in_force(&desk, RULES).await;
        three(&app, &desk).await;
        let (yuhe, zone) = (app.units.yuhe, app.units.zone);
        // Both are in the lead in the test's project: each role is divided equally among its units.
        for (mode, yuhe_points, zone_points) in [
            ("equal", "30.00", "15.00"),
            ("agreement", "36.00", "12.00"),
            (
                "table\"\nroles = [{ id = \"牵头\", share = \"80%\" }, { id = \"首谈\", share = \"20%\" }]#",
                "30.00",
                "15.00",
            ),
        ] {
            let text = RULES.replace("mode = \"full\"", &format!("mode = \"{mode}\""));
            let text = text.replace("rules-2013", &format!("credit-{}", mode.split('"').next().unwrap()));
            in_force(&desk, &text).await;
            assert_eq!(total(&desk, yuhe, AUGUST).await, yuhe_points, "{mode}");
            assert_eq!(total(&desk, zone, AUGUST).await, zone_points, "{mode}");
            let book = desk.clerk.get(&format!("/api/v1/book?{AUGUST}")).await.expect(200);
            assert_eq!(book["totals"]["credited_fen"], book["totals"]["recognised_fen"], "{mode}");
        }
        // A proof that nobody can attach would be missing for ever.
        let proof = RULES.replace("rules-2013", "proof-2013").replace(
            "[[recognition.factor]]\nwhere",
            "[[recognition.evidence]]\nid = \"slip\"\nany = [\"进账单\"]\n[[recognition.factor]]\nwhere",
        );
        in_force(&desk, &proof).await;
        assert_eq!(
            desk.clerk.get(&format!("/api/v1/scores?{AUGUST}")).await.refused(409),
            "assessment.unknown_proof"
        );
    });
}

#[test]
fn a_project_entered_twice_counts_once_and_who_invests_is_told() {
    on_both(async |app| {
        let desk = Desk::of(&app).await;
        let rules =
            RULES.replacen("unless = \"industry = 'K70'\"", "unless = \"same_as != ''\"", 1).replacen(
                "need = \"origin in ('境外', '省外', '市外')\"",
                "need = \"subject in ('企业', '外资企业')\"",
                1,
            );
        in_force(&desk, &rules).await;
        let (yuhe, zone) = (app.units.yuhe, app.units.zone);
        desk.target(yuhe, "funds", 10_000 * WAN).await;
        desk.target(zone, "funds", 20_000 * WAN).await;
        let one =
            project(&app, "沪机", ("capital", "F5211", 90_000 * WAN), &[(yuhe, 10_000)], "2013-03-01").await;
        let again =
            project(&app, "沪机二", ("capital", "F5211", 90_000 * WAN), &[(zone, 10_000)], "2013-03-02")
                .await;
        let district = DISTRICT;
        app.app
            .db
            .write(move |tx| {
                tx.execute(
                    "update project set name_key = '沪机' where district = $1 and id = $2",
                    params![district, again],
                )?;
                Ok(())
            })
            .await
            .unwrap();
        investor(&app, one, "91310115MA1K3X2H4T").await;
        let first = desk.money(one, yuhe, "100", "2013-08-20").await;
        let second = desk.money(again, zone, "200", "2013-08-21").await;
        let of = async |fund: &Value| desk.clerk.get(&format!("/api/v1/book/{}", id(fund))).await.expect(200);
        // Another investor, or none beside one: it may be another project of the same name.
        assert_eq!(of(&second).await["state"], "undecided", "nothing is known of who invests");
        app.app
            .db
            .write(move |tx| {
                tx.execute(
                    "insert into project_party (district, project_id, organisation_id, role, no)
                     select district, $2, organisation_id, role, no from project_party where district = $1 and project_id = $3",
                    params![district, again, one],
                )?;
                Ok(())
            })
            .await
            .unwrap();
        let twice = of(&second).await;
        assert_eq!(
            (&twice["state"], &twice["reasons"][0]["rule"]),
            (&json!("refused"), &json!("estate")),
            "{twice}"
        );
        assert_eq!(of(&first).await["state"], "recognised");
        // An investor that is an office of the government is none.
        app.app
            .db
            .write(move |tx| {
                tx.execute(
                    "update investor_organisation set kind = 'government' where district = $1",
                    params![district],
                )?;
                Ok(())
            })
            .await
            .unwrap();
        let told = of(&first).await;
        assert_eq!(
            (&told["state"], &told["reasons"][0]["rule"]),
            (&json!("refused"), &json!("outside")),
            "{told}"
        );
    });
}

#[test]
fn a_proof_that_cannot_be_attached_is_told_and_stops_only_where_nothing_else_will_do() {
    on_both(async |app| {
        let desk = Desk::of(&app).await;
        let with = |rule: &str| {
            RULES.replacen(
                "[[recognition.factor]]",
                &format!("[[recognition.evidence]]\nid = \"e\"\n{rule}\n[[recognition.factor]]"),
                1,
            )
        };
        let either = with("any = [\"bank_slip\", \"fiscal_receipt\"]");
        let check = desk.clerk.post("/api/v1/schemes/check", json!({ "text": either })).await.expect(200);
        assert_eq!(
            (&check["ok"], &check["findings"][0]["code"]),
            (&json!(true), &json!("assessment.proof_elsewhere"))
        );
        assert!(check["findings"][0]["line"].as_i64().unwrap() > 10, "{check}");
        in_force(&desk, &either).await;
        three(&app, &desk).await;
        assert_eq!(desk.clerk.get(&format!("/api/v1/scores?{AUGUST}")).await.status.as_u16(), 200);
        let only = with("any = [\"fiscal_receipt\"]").replacen("rules-2013", "only-2013", 1);
        in_force(&desk, &only).await;
        assert_eq!(
            desk.clerk.get(&format!("/api/v1/scores?{AUGUST}")).await.refused(409),
            "assessment.unknown_proof"
        );
    });
}

/// Without rules of recognition money counts as the office recognised it; what a condition asks of it is looked up all the
/// same.
#[test]
fn a_condition_on_money_holds_without_rules_of_recognition() {
    on_both(async |app| {
        let desk = Desk::of(&app).await;
        let (head, rest) = RULES.split_once("[recognition]").unwrap();
        let measure = &rest[rest.find("[[measure]]").unwrap()..];
        let filter = "from = \"funds\"\nfilter = { where = \"origin in ('省外', '市外')\" }";
        in_force(&desk, &format!("{head}{}", measure.replace("from = \"funds\"", filter))).await;
        three(&app, &desk).await;
        // 60 % of 5,000 and the estate; 40 % of it, and nothing for a bakery of whose investor nothing is recorded.
        assert_eq!(total(&desk, app.units.yuhe, AUGUST).await, "40.00");
        assert_eq!(total(&desk, app.units.zone, AUGUST).await, "10.00");
    });
}
