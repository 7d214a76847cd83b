//! Money in place: claimed by a unit, recognised by somebody else, corrected by a third.

use serde_json::{Value, json};
use yinfeng::{
    floor::{clock::Clock, web::Who},
    fund::{self, Draft, Group, RecognisedBefore},
    params,
};
use yinfeng_domain::{
    authority::Role,
    id::{BatchId, ProjectId, UnitId},
    period::Window,
};

use crate::project::with_codes;
use crate::support::{Client, DISTRICT, TestApp, on_both};

const SLIP: &[u8] = b"%PDF-1.4 a bank slip";

/// A project of the street (60 %) and the zone (40 %).
pub async fn project(app: &TestApp, name: &str) -> ProjectId {
    let (name, yuhe, zone) = (name.to_owned(), app.units.yuhe, app.units.zone);
    app.app
        .db
        .write(move |tx| {
            let id: ProjectId = tx.new_id();
            tx.execute(
                "insert into project (district, id, code, name, name_key, sort_key, kind, track, industry, structure,
                   high_technology, structure_reason, origin, stage, status, agreement, lead_unit_id, funds_claimed_fen,
                   funds_recognised_fen, place, content,
                   progress, next_step, problem, entered_on, stage_since_on, created_at, updated_at, version)
                 values ($1, $2, $3, $3, $3, $3, 'new', 'capital', 'C3511', 'modern_manufacturing', $5, '', 'CN',
                   'signed', 'ongoing', 'contract', $4, 0, 0, '', '', '', '', '', '2013-01-05', '2013-01-05', $6, $6, 1)",
                params![DISTRICT, id, &name, yuhe, false, tx.now()],
            )?;
            for (unit, role, share) in [(yuhe, "lead", 6_000_i64), (zone, "partner", 4_000)] {
                tx.execute(
                    "insert into project_unit (district, project_id, unit_id, role, share_bp)
                     values ($1, $2, $3, $4, $5)",
                    params![DISTRICT, id, unit, role, share],
                )?;
            }
            Ok(id)
        })
        .await
        .unwrap()
}

pub async fn upload(client: &Client, name: &str, content: &[u8]) -> String {
    let file = client.upload("/api/v1/files", name, content).await.expect(201);
    file["sha256"].as_str().unwrap().to_owned()
}

pub fn draft(project: ProjectId, unit: UnitId, sha256: &str) -> Value {
    json!({
        "project_id": project, "unit_id": unit, "kind": "cash", "payer": "晋工机械有限公司", "slip_no": "JZ-001",
        "received_on": "2013-08-20", "amount": "1200.5", "unit": "wan", "currency": "CNY",
        "evidence": [{ "sha256": sha256, "kind": "bank_slip", "name": "进账单.pdf" }]
    })
}

pub fn path(view: &Value, rest: &str) -> String {
    format!("/api/v1/funds/{}{rest}", view["id"].as_str().unwrap())
}

/// Sums by unit of everything recognised in 2013.
async fn by_unit(app: &TestApp) -> Vec<(UnitId, i64)> {
    app.app
        .db
        .read(|r| {
            let parts = fund::money(r, DISTRICT, Window::year(2013).unwrap(), Group::Unit)?;
            Ok(parts.into_iter().map(|p| (p.unit.unwrap(), p.fen)).collect())
        })
        .await
        .unwrap()
}

async fn total(app: &TestApp, from: &str, to: &str) -> i64 {
    let window = Window::new(from.parse().unwrap(), to.parse().unwrap()).unwrap();
    app.app.db.read(move |r| Ok(fund::total(r, DISTRICT, window)?.fen)).await.unwrap()
}

/// The sums are what the entries give, the credits what was recognised.
pub async fn assert_sums_hold(app: &TestApp) {
    let (sums, credits) = app
        .app
        .db
        .read(|r| Ok((fund::verify(r, DISTRICT)?, fund::verify_credits(r, DISTRICT)?)))
        .await
        .unwrap();
    assert_eq!((sums, credits), (vec![], vec![]));
}

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

#[test]
fn a_claim_sent_twice_is_written_once() {
    on_both(async |app| {
        let filler = app.person("filler", Role::UnitFiller, app.units.yuhe).await;
        let project = project(&app, "都市农业").await;
        let mut claim = draft(project, app.units.yuhe, "");
        claim["evidence"] = json!([]);
        let first = filler.post_as("claim-0001", "/api/v1/funds", claim.clone()).await.expect(201);
        let again = filler.post_as("claim-0001", "/api/v1/funds", claim.clone()).await.expect(201);
        assert_eq!(first, again);
        assert_eq!(filler.get("/api/v1/funds").await.expect(200)["total"], 1);
        claim["amount"] = json!("9");
        assert_eq!(
            filler.post_as("claim-0001", "/api/v1/funds", claim).await.refused(409),
            "floor.idempotency_reused"
        );
    });
}

#[test]
fn what_one_may_not_see_does_not_exist() {
    on_both(async |app| {
        let street = app.person("street", Role::UnitFiller, app.units.yuhe).await;
        let team = app.person("team", Role::UnitHead, app.units.team).await;
        let leader = app.person("leader", Role::DistrictLeader, app.units.committee).await;
        let system = app.person("system", Role::SystemAdministrator, app.units.committee).await;
        let project = project(&app, "会展中心").await;
        let sha = upload(&street, "a.pdf", SLIP).await;
        let made = street.post("/api/v1/funds", draft(project, app.units.yuhe, &sha)).await.expect(201);
        let (view, file) = (path(&made, ""), format!("/api/v1/files/{sha}?name=a.pdf"));
        for stranger in [&team, &system] {
            assert_eq!(stranger.get(&view).await.refused(404), "floor.not_found");
            assert_eq!(stranger.get(&file).await.refused(404), "floor.not_found");
            assert_eq!(stranger.get("/api/v1/review/queue").await.refused(404), "floor.not_found");
            let step = json!({ "version": 1, "reason": "x" });
            for act in ["/withdraw", "/reject", "/return", "/recognise"] {
                let body = if act == "/recognise" { json!({ "version": 1 }) } else { step.clone() };
                assert_eq!(stranger.post(&path(&made, act), body).await.refused(404), "floor.not_found");
            }
        }
        assert_eq!(team.get("/api/v1/funds").await.expect(200)["total"], 0);
        assert_eq!(app.nobody().get(&view).await.refused(401), "floor.unauthenticated");
        // A claim for a unit or a project beyond reach is a wrong field, whether they exist or not.
        let foreign = team.post("/api/v1/funds", draft(project, app.units.yuhe, &sha)).await.expect(422);
        let codes: Vec<&str> =
            foreign["errors"].as_array().unwrap().iter().map(|e| e["code"].as_str().unwrap()).collect();
        assert_eq!(codes, ["fund.no_unit", "fund.no_project"]);
        assert_eq!(leader.get(&view).await.expect(200)["actions"]["withdraw"]["code"], "fund.no_right");
        let pdf = leader.get(&file).await;
        assert_eq!((pdf.status.as_u16(), &pdf.bytes[..]), (200, SLIP));
        assert_eq!(pdf.headers["content-type"], "application/pdf");
        assert!(pdf.headers["content-disposition"].to_str().unwrap().starts_with("inline"));
        assert_eq!(pdf.headers["x-content-type-options"], "nosniff");
    });
}

#[test]
fn empty_oversized_and_disguised_files() {
    on_both(async |app| {
        let filler = app.person("filler", Role::UnitFiller, app.units.yuhe).await;
        assert_eq!(filler.upload("/api/v1/files", "a.pdf", b"").await.refused(422), "floor.upload_empty");
        let huge = vec![b'x'; (2 << 20) + 1];
        let answer = filler.upload("/api/v1/files", "a.pdf", &huge).await;
        assert!(answer.text().contains("2 MiB"), "{}", answer.text());
        assert_eq!(answer.refused(413), "floor.upload_too_large");
        let whole = filler.upload("/api/v1/files", "a.bin", &huge[1..]).await.expect(201);
        assert_eq!(whole["size"], 2 << 20);
        // A page that calls itself an image is neither shown nor run.
        let sha = upload(&filler, "photo.png", b"<script>alert(1)</script>").await;
        let answer = filler.get(&format!("/api/v1/files/{sha}?name=%E7%85%A7.png")).await;
        assert_eq!(answer.headers["content-type"], "application/octet-stream");
        assert_eq!(answer.headers["content-disposition"], "attachment; filename*=UTF-8''%E7%85%A7.png");
        assert_eq!(filler.get("/api/v1/files/zz").await.refused(404), "floor.not_found");
        let mut unknown = draft(project(&app, "商贸").await, app.units.yuhe, &"0".repeat(64));
        assert_eq!(filler.post("/api/v1/funds", unknown.clone()).await.refused(422), "fund.no_file");
        unknown["evidence"][0]["sha256"] = json!("../../etc/passwd");
        assert_eq!(filler.post("/api/v1/funds", unknown).await.refused(422), "fund.no_file");
    });
}

#[test]
fn every_wrong_field_is_named_at_once() {
    on_both(async |app| {
        let filler = app.person("filler", Role::UnitFiller, app.units.yuhe).await;
        let project = project(&app, "金融总部").await;
        let wrong = |field: &str, value: Value| {
            let mut claim = draft(project, app.units.yuhe, "");
            claim["evidence"] = json!([]);
            claim[field] = value;
            claim
        };
        for (field, value, code) in [
            ("amount", json!("-5"), "fund.amount_not_positive"),
            ("amount", json!("约5000"), "fund.amount_unreadable"),
            ("amount", json!("999999999999999"), "fund.amount_too_large"),
            ("received_on", json!("2113-01-01"), "fund.received_in_future"),
            ("received_on", json!("1066-10-14"), "fund.received_too_early"),
            ("payer", json!("长".repeat(300)), "floor.too_long"),
            ("currency", json!("USD"), "fund.rate_missing"),
            ("kind", json!("gift"), "fund.kind_unknown"),
            ("unit_id", json!(app.units.committee), "fund.no_unit"),
        ] {
            let body = filler.post("/api/v1/funds", wrong(field, value.clone())).await.expect(422);
            let codes: Vec<&Value> = body["errors"].as_array().unwrap().iter().map(|e| &e["code"]).collect();
            assert!(codes.contains(&&json!(code)), "{field} {value}: {body}");
        }
        let emoji = filler.post("/api/v1/funds", wrong("payer", json!("🏭 工厂"))).await.expect(201);
        assert_eq!(emoji["payer"], "🏭 工厂");
    });
}

#[test]
fn foreign_money_keeps_its_rate_its_day_and_its_source() {
    on_both(async |app| {
        let filler = app.person("filler", Role::UnitFiller, app.units.yuhe).await;
        let project = project(&app, "电源公司合作").await;
        app.app
            .db
            .write(|tx| {
                for (day, rate) in [("2013-08-16", 617_090_000_i64), ("2013-08-21", 616_810_000)] {
                    tx.execute(
                        "insert into dictionary_rate (district, currency, on_date, rate_e8, source, created_at)
                         values ($1, 'USD', $2, $3, '中国人民银行', $4)",
                        params![DISTRICT, day, rate, tx.now()],
                    )?;
                }
                Ok(())
            })
            .await
            .unwrap();
        let mut claim = draft(project, app.units.yuhe, "");
        claim["evidence"] = json!([]);
        claim["currency"] = json!("USD");
        claim["amount"] = json!("2000");
        let made = filler.post("/api/v1/funds", claim.clone()).await.expect(201);
        assert_eq!((&made["rate_e8"], &made["rate_on"]), (&json!(617_090_000), &json!("2013-08-16")));
        assert_eq!(
            (&made["minor"], &made["claimed_fen"]),
            (&json!(2_000_000_000), &json!(12_341_800_000_i64))
        );
        claim["rate"] = json!("6.2");
        assert_eq!(
            filler.post("/api/v1/funds", claim.clone()).await.refused(422),
            "fund.rate_source_missing"
        );
        claim["rate_source"] = json!("结汇水单");
        let made = filler.post("/api/v1/funds", claim).await.expect(201);
        assert_eq!(
            (&made["claimed_fen"], &made["rate_source"]),
            (&json!(12_400_000_000_i64), &json!("结汇水单"))
        );
    });
}

#[test]
fn the_list_is_walked_by_key_and_taken_away_as_a_workbook() {
    on_both(async |app| {
        let filler = app.person("filler", Role::UnitFiller, app.units.yuhe).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let project = project(&app, "商贸经济").await;
        for i in 0..7 {
            app.clock.set(app.clock.now() + jiff::SignedDuration::from_secs(1));
            let mut claim = draft(project, app.units.yuhe, "");
            claim["evidence"] = json!([]);
            claim["payer"] = json!(format!("=HYPERLINK(\"http://example.org\") {i}"));
            claim["slip_no"] = json!("");
            claim["received_on"] = json!(format!("2013-0{}-01", 1 + i % 3));
            filler.post("/api/v1/funds", claim).await.expect(201);
        }
        let narrow = "-claimed_fen&state=claimed&track=capital&structure=modern_manufacturing";
        for sort in ["-received_on", "received_on", "-claimed_at", "-claimed_fen", narrow] {
            let (mut seen, mut cursor) = (Vec::new(), String::new());
            loop {
                let page =
                    filler.get(&format!("/api/v1/funds?limit=2&sort={sort}{cursor}")).await.expect(200);
                assert_eq!(
                    (&page["total"], &page["sums"]["claimed_fen"]),
                    (&json!(7), &json!(8_403_500_000_i64))
                );
                seen.extend(page["items"].as_array().unwrap().iter().map(|i| i["id"].to_string()));
                match page["next_cursor"].as_str() {
                    Some(next) => cursor = format!("&cursor={next}"),
                    None => break,
                }
            }
            let once: std::collections::BTreeSet<&String> = seen.iter().collect();
            assert_eq!((seen.len(), once.len()), (7, 7), "{sort}");
        }
        let below = format!("/api/v1/funds?unit={}&from=2013-02-01&to=2013-02-28", app.units.committee);
        assert_eq!(clerk.get(&below).await.expect(200)["total"], 2);
        assert_eq!(clerk.get("/api/v1/funds?cursor=00ff").await.refused(422), "floor.bad_cursor");
        // [1,{"i":"…"}]: well formed, and not a day.
        let forged = "5b312c7b2269223a2230303030303030302d303030302d303030302d303030302d303030303030303030303030227d5d";
        let answer = clerk.get(&format!("/api/v1/funds?cursor={forged}")).await;
        assert_eq!(answer.refused(422), "floor.bad_cursor");
        assert_eq!(clerk.get("/api/v1/funds?track=talent").await.expect(200)["total"], 0);
        let book = clerk.get("/api/v1/funds.xlsx?kind=cash").await;
        assert_eq!(book.status, 200);
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(book.bytes)).unwrap();
        let mut sheet = String::new();
        std::io::Read::read_to_string(&mut zip.by_name("xl/worksheets/sheet1.xml").unwrap(), &mut sheet)
            .unwrap();
        assert_eq!(sheet.matches("<row ").count(), 8);
        assert!(!sheet.contains("<f>"), "a payer's name became a formula");
    });
}

#[test]
fn a_project_put_under_another_industry_takes_its_money_along() {
    on_both(async |app| {
        with_codes(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let reviewer = app.person("reviewer", Role::OfficeReviewer, app.units.office).await;
        let mut entered = crate::project::draft(&app, "文化创意园");
        let made = clerk.post("/api/v1/projects", entered.clone()).await.expect(201);
        let id: ProjectId = made["id"].as_str().unwrap().parse().unwrap();
        let sha = upload(&clerk, "a.pdf", SLIP).await;
        let claim = clerk.post("/api/v1/funds", draft(id, app.units.yuhe, &sha)).await.expect(201);
        reviewer.post(&path(&claim, "/recognise"), json!({ "version": 1 })).await.expect(200);
        let shown = clerk.get(&format!("/api/v1/projects/{id}")).await.expect(200);
        assert_eq!(
            (&shown["funds_claimed_fen"], &shown["funds_recognised_fen"]),
            (&json!(1_200_500_000), &json!(1_200_500_000))
        );
        let structures = async || {
            let found = app
                .app
                .db
                .read(|r| fund::money(r, DISTRICT, Window::year(2013).unwrap(), Group::Structure))
                .await
                .unwrap();
            found.into_iter().map(|p| (p.key, p.fen, p.entries)).collect::<Vec<_>>()
        };
        assert_eq!(structures().await, [("modern_manufacturing".into(), 1_200_500_000, 1)]);

        entered["industry"] = json!("K701");
        entered["version"] = shown["version"].clone();
        clerk.put(&format!("/api/v1/projects/{id}"), entered).await.expect(200);
        app.run_jobs().await;
        assert_eq!(structures().await, [("real_estate".into(), 1_200_500_000, 1)]);
        assert_sums_hold(&app).await;

        // What somebody spoils by hand is found, and made right again.
        app.app
            .db
            .write(|tx| {
                tx.execute("update fund_summary set fen = fen + 1 where district = $1", params![DISTRICT])?;
                assert_eq!(fund::verify(tx, DISTRICT)?.len(), 1);
                fund::rebuild(tx, DISTRICT)
            })
            .await
            .unwrap();
        assert_sums_hold(&app).await;
    });
}

#[test]
fn a_ledger_that_was_kept_before_is_taken_over_and_can_be_taken_back() {
    on_both(async |app| {
        let project = project(&app, "城市开发").await;
        let (yuhe, batch) = (app.units.yuhe, BatchId(app.new_id()));
        let taken = move |on: &str, amount: &str| Draft {
            project_id: project,
            unit_id: yuhe,
            kind: "cash".into(),
            payer: "协力集团".into(),
            slip_no: String::new(),
            received_on: on.parse().unwrap(),
            amount: amount.into(),
            unit: "yi".into(),
            currency: "CNY".into(),
            rate: None,
            rate_source: String::new(),
            note: String::new(),
            evidence: None,
            version: None,
        };
        app.app
            .db
            .write(move |tx| {
                let who = Who::system(DISTRICT, "test");
                for (on, amount) in [("2013-02-03", "1.3"), ("2013-05-06", "0.7")] {
                    let id = fund::create_imported(tx, &who, &taken(on, amount), Some(batch), None, None)?;
                    let then = RecognisedBefore {
                        by: None,
                        at: None,
                        fen: None,
                        on: on.parse().unwrap(),
                        reason: String::new(),
                        with_evidence: false,
                    };
                    fund::recognise_as(tx, &who, id, &then)?;
                }
                Ok(())
            })
            .await
            .unwrap();
        assert_eq!(total(&app, "2013-01-01", "2013-12-31").await, 20_000_000_000);
        assert_sums_hold(&app).await;
        app.app
            .db
            .write(move |tx| {
                let who = Who::system(DISTRICT, "test");
                assert!(fund::touched_since_import(tx, DISTRICT, batch)?.is_empty());
                assert_eq!(fund::remove_batch(tx, &who, batch)?, 2);
                Ok(())
            })
            .await
            .unwrap();
        assert_eq!(total(&app, "2013-01-01", "2013-12-31").await, 0);
        assert_sums_hold(&app).await;
    });
}
