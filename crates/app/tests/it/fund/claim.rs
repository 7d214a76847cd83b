//! What a unit claims, with its proofs.

use serde_json::{Value, json};
use yinfeng::params;
use yinfeng_domain::authority::Role;

use super::{SLIP, draft, path, project, upload};
use crate::support::{DISTRICT, on_both};

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
