//! Dashboard, traces and the work summary over a small ledger whose sums are known.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use yinfeng::{floor::db::Tx, params};
use yinfeng_domain::{
    authority::Role,
    id::{FundId, ProjectId, UnitId},
    money::YI_FEN,
};

use crate::support::{DISTRICT, TestApp, on_both};

const SPAN: &str = "from=2013-01-01&to=2013-08-31&as_of=2013-11-15";

/// A project recognised as introduced on this day.
struct Introduced {
    code: &'static str,
    unit: UnitId,
    structure: &'static str,
    total_yi: i64,
    on: &'static str,
    contract_on: Option<&'static str>,
}

fn project(tx: &Tx<'_>, new: &Introduced) -> ProjectId {
    let id: ProjectId = tx.new_id();
    tx.execute(
        "insert into project (district, id, code, name, name_key, sort_key, kind, track, industry, structure,
           high_technology, structure_reason, origin, stage, status, agreement, contract_signed_on, introduced_on,
           recognised_on, lead_unit_id, total_fen, place, content, progress, next_step, problem, entered_on,
           stage_since_on, created_at, updated_at, version, funds_claimed_fen, funds_recognised_fen)
         values ($1, $2, $3, $4, $3, $3, 'new', 'capital', 'C36', $5, false, '', 'CN', 'signed', 'ongoing', $6, $7, $8,
           $8, $9, $10, '', '', '设备已进场', '办理用地手续', '', $8, $8, 0, 0, 1, 0, 0)",
        params![
            DISTRICT,
            id,
            new.code,
            format!("{}号", new.code),
            new.structure,
            if new.contract_on.is_some() { "contract" } else { "none" },
            new.contract_on,
            new.on,
            new.unit,
            new.total_yi * YI_FEN
        ],
    )
    .unwrap();
    tx.execute(
        "insert into project_recognition (district, id, project_id, event, unit_id, happened_on, state, recognised_on,
           claimed_at, reason, version) values ($1, $2, $3, 'introduced', $4, $5, 'recognised', $5, 0, '', 1)",
        params![DISTRICT, tx.new_id::<uuid::Uuid>(), id, new.unit, new.on],
    )
    .unwrap();
    yinfeng::project::summary::rebuild(tx, DISTRICT).unwrap();
    id
}

/// A recognised receipt, credited to the unit that claimed it.
fn fund(tx: &Tx<'_>, code: &str, project: ProjectId, unit: UnitId, on: &str, fen: i64) -> FundId {
    let id: FundId = tx.new_id();
    tx.execute(
        "insert into fund (district, id, code, project_id, unit_id, kind, payer, payer_key, slip_no, received_on,
           currency, minor, rate_e8, rate_on, rate_source, claimed_fen, state, recognised_fen, recognised_on, decision,
           note, source_text, source_unit, claimed_at, updated_at, version)
         values ($1, $2, $3, $4, $5, 'cash', '付款方', 'p', '', $6, 'CNY', $7, 100000000, $6, '', $7, 'recognised', $7, $6,
           '', '', '', '', 0, 0, 1)",
        params![DISTRICT, id, code, project, unit, on, fen],
    )
    .unwrap();
    tx.execute(
        "insert into fund_credit (district, fund_id, unit_id, share_bp, fen, recognised_on)
         values ($1, $2, $3, 10000, $4, $5)",
        params![DISTRICT, id, unit, fen, on],
    )
    .unwrap();
    tx.execute(
        "insert into fund_summary (district, month, unit_id, track, structure, section, entries, fen)
         values ($1, $2, $3, 'capital', 'modern_manufacturing', 'C', 1, $4)
         on conflict (district, month, unit_id, track, structure, section)
         do update set entries = fund_summary.entries + 1, fen = fund_summary.fen + excluded.fen",
        params![DISTRICT, &on[..7], unit, fen],
    )
    .unwrap();
    id
}

fn yearly(tx: &Tx<'_>, table: &str, day: &str, unit: UnitId, yi: i64) {
    let note = if table == "assessment_target" { (", note", ", ''") } else { ("", "") };
    tx.execute(
        &format!(
            "insert into {table} (district, unit_id, measure, year, version, value, {day}, created_at{})
             values ($1, $2, 'funds', 2013, 1, $3, '2013-01-10', 0{})",
            note.0, note.1
        ),
        params![DISTRICT, unit, yi * YI_FEN],
    )
    .unwrap();
}

/// 3 projects, 9 亿元 of a plan of 24 亿元, 6 in 于河 and 3 in the zone; 12 亿元 of targets each.
async fn ledger(app: &TestApp) {
    let units = app.units;
    app.app
        .db
        .write(move |tx| {
            let introduced = |code, unit, structure, total_yi, on, contract_on| {
                project(tx, &Introduced { code, unit, structure, total_yi, on, contract_on })
            };
            let a =
                introduced("P1", units.yuhe, "modern_manufacturing", 12, "2013-02-01", Some("2013-03-01"));
            introduced("P2", units.yuhe, "real_estate", 20, "2013-05-05", None);
            let c = introduced("P3", units.zone, "emerging_services", 3, "2013-08-31", Some("2013-11-09"));
            introduced("P4", units.zone, "other", 1, "2013-09-01", None);
            fund(tx, "F1", a, units.yuhe, "2013-03-10", 4 * YI_FEN);
            fund(tx, "F2", a, units.yuhe, "2013-08-31", 2 * YI_FEN);
            fund(tx, "F3", c, units.zone, "2013-07-01", 3 * YI_FEN);
            fund(tx, "F4", c, units.zone, "2013-09-01", 5 * YI_FEN);
            yearly(tx, "assessment_target", "decided_on", units.committee, 24);
            yearly(tx, "assessment_target", "decided_on", units.yuhe, 12);
            yearly(tx, "assessment_target", "decided_on", units.zone, 12);
            yearly(tx, "assessment_forecast", "declared_on", units.yuhe, 20);
            yearly(tx, "assessment_forecast", "declared_on", units.zone, 10);
            Ok(())
        })
        .await
        .unwrap();
}

fn window() -> Value {
    json!({ "from": "2013-01-01", "to": "2013-08-31", "as_of": "2013-11-15" })
}

#[test]
fn the_dashboard_adds_up_and_every_figure_opens() {
    on_both(async |app| {
        ledger(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let shown = clerk.get("/api/v1/dashboard?year=2013&as_of=2013-08-31").await.expect(200);
        let card = |key: &str| {
            let cards = shown["cards"].as_array().unwrap();
            let card = cards.iter().find(|card| card["key"] == key).unwrap();
            format!("{}{}", card["value_text"].as_str().unwrap(), card["unit"].as_str().unwrap())
        };
        assert_eq!(card("project.introduced"), "3个");
        assert_eq!(card("fund.recognised"), "9亿元");
        assert_eq!(card("fund.completion"), "37.5%");
        assert_eq!(card("target.forecast"), "30亿元");
        assert_eq!(shown["pace"]["lead_points_text"], "-29.2");
        assert!(
            shown["pace"]["sentence"].as_str().unwrap().contains("为前8个月月均1.1亿元的4.67倍"),
            "{shown}"
        );
        let mut abroad = app.log_in("clerk").await;
        abroad.language = "en";
        let spoken = abroad.get("/api/v1/dashboard?year=2013&as_of=2013-08-31").await.expect(200);
        assert_eq!(
            spoken["pace"]["sentence"],
            "The system's own check: by 31 August 37.5% of the plan is done against 66.7% of the year, 29.2 points \
             behind; the forecast asks for CNY 0.53 billion a month in the 4 months left, 4.67 times the CNY 0.11 billion \
             of the 8 months so far. Investment-promotion figures, not official statistics."
        );
        let trace =
            abroad.get("/api/v1/figures/fund.recognised?year=2013&as_of=2013-08-31").await.expect(200);
        let amount = trace["rows"][0]["amount_text"].as_str().unwrap();
        assert!(amount.starts_with("CNY ") && amount.ends_with(".00"), "{amount}");
        assert_eq!(shown["units"][0]["unit"]["name"], "于河街道");
        assert_eq!(shown["units"][0]["rank"], 1);
        assert_eq!(shown["months"].as_array().unwrap().len(), 8);
        assert_eq!(shown["months"][2]["fen"], 4 * YI_FEN);
        assert_eq!(shown["mismatches"], json!([]));
        let funnel = shown["funnel"].as_array().unwrap();
        assert_eq!(funnel.iter().find(|stage| stage["stage"] == "signed").unwrap()["projects"], 4);

        let mut keys: Vec<String> = Vec::new();
        for list in ["cards", "funnel", "units", "structure", "industries", "tracks", "months"] {
            let list = shown[list].as_array().unwrap();
            keys.extend(list.iter().map(|item| item["key"].as_str().unwrap().to_owned()));
        }
        for key in keys {
            let trace = clerk.get(&format!("/api/v1/figures/{key}?{SPAN}")).await.expect(200);
            assert!(!trace["definition"].as_str().unwrap().contains(".is"), "{key} has no definition");
        }
    });
}

#[test]
fn a_figure_is_the_sum_of_its_rows() {
    on_both(async |app| {
        ledger(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let trace = clerk.get(&format!("/api/v1/figures/fund.recognised?{SPAN}&limit=2")).await.expect(200);
        assert_eq!((&trace["value_text"], &trace["unit"]), (&json!("9"), &json!("亿元")));
        assert_eq!(trace["rows_total"], 3);
        assert_eq!(trace["parts"][0]["value_text"], "6.00亿元");
        let cursor = trace["next_cursor"].as_str().unwrap();
        let rest =
            clerk.get(&format!("/api/v1/figures/fund.recognised?{SPAN}&limit=2&cursor={cursor}")).await;
        let rest = rest.expect(200);
        let rows =
            [trace["rows"].as_array().unwrap().clone(), rest["rows"].as_array().unwrap().clone()].concat();
        let codes: Vec<_> = rows.iter().map(|row| row["code"].as_str().unwrap()).collect();
        assert_eq!(codes, ["F2", "F3", "F1"]);
        assert_eq!(rows.iter().map(|row| row["amount_fen"].as_i64().unwrap()).sum::<i64>(), 9 * YI_FEN);
        assert_eq!(rest["next_cursor"], Value::Null);

        let unit = format!("/api/v1/figures/fund.recognised:unit={}?{SPAN}", app.units.zone);
        assert_eq!(clerk.get(&unit).await.expect(200)["value_text"], "3");
        let beside = format!("/api/v1/figures/fund.completion?{SPAN}&unit={}", app.units.zone);
        let zone = clerk.get(&beside).await.expect(200);
        assert_eq!((&zone["value_text"], zone["parts"].as_array().unwrap().len()), (&json!("25.0"), 2));
        let times = clerk.get(&format!("/api/v1/figures/fund.rate_times?{SPAN}")).await.expect(200);
        assert_eq!((&times["value_text"], &times["unit"]), (&json!("4.67"), &json!("倍")));
        assert_eq!(clerk.get("/api/v1/figures/no.such").await.refused(404), "floor.not_found");
        let bad = format!("/api/v1/figures/fund.recognised:unit=x?{SPAN}");
        assert_eq!(clerk.get(&bad).await.refused(422), "report.filter");
    });
}

#[test]
fn every_figure_of_the_summary_opens_its_trace_with_the_printed_value() {
    on_both(async |app| {
        ledger(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        for (key, text) in
            figures(&clerk.post("/api/v1/reports/work-summary/preview", window()).await.expect(200))
        {
            let trace = clerk.get(&format!("/api/v1/figures/{key}?{SPAN}")).await.expect(200);
            let value = trace["value_text"].as_str().unwrap().trim_start_matches('-').to_owned();
            assert!(
                text.contains(&value) || value.contains(text.trim_start_matches(['+', '-'])),
                "{key}: {text} is {value}"
            );
        }
    });
}

/// key → what was printed, of a preview.
fn figures(preview: &Value) -> BTreeMap<String, String> {
    let html = preview["html"].as_str().unwrap();
    html.split("data-figure=\"")
        .skip(1)
        .map(|piece| {
            let (key, rest) = piece.split_once('"').unwrap();
            let text = rest.split_once('>').unwrap().1.split_once('<').unwrap().0;
            (key.to_owned(), text.to_owned())
        })
        .collect()
}

#[test]
fn one_receipt_more_changes_exactly_the_figures_that_depend_on_it() {
    on_both(async |app| {
        ledger(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let before = figures(&clerk.post("/api/v1/reports/work-summary/preview", window()).await.expect(200));
        let zone = app.units.zone;
        app.app
            .db
            .write(move |tx| {
                let project = tx.value("select id from project where code = 'P3'", &[])?.unwrap();
                fund(tx, "F9", project, zone, "2013-04-02", YI_FEN);
                Ok(())
            })
            .await
            .unwrap();
        let after = figures(&clerk.post("/api/v1/reports/work-summary/preview", window()).await.expect(200));
        assert_eq!(changed(&before, &after), moved_by_a_receipt_of(zone));
    });
}

/// A recognised receipt is never edited: a correction of it, taken by somebody else, moves the figures.
#[test]
fn a_corrected_receipt_changes_exactly_the_figures_that_depend_on_it() {
    on_both(async |app| {
        ledger(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let first = app.person("first", Role::OfficeReviewer, app.units.office).await;
        let second = app.person("second", Role::OfficeReviewer, app.units.office).await;
        let preview =
            async || figures(&clerk.post("/api/v1/reports/work-summary/preview", window()).await.expect(200));
        let before = preview().await;
        let list = first.get("/api/v1/funds?limit=50").await.expect(200);
        let receipt = list["items"].as_array().unwrap().iter().find(|f| f["code"] == "F3").unwrap();
        let path = format!("/api/v1/funds/{}/correct", receipt["id"].as_str().unwrap());
        let less = json!({ "version": 1, "recognised_fen": 2 * YI_FEN, "reason": "退回部分设备款" });
        let correction = first.post(&path, less).await.expect(201);
        assert_eq!(preview().await, before, "a correction that nobody has taken moves nothing");
        let path = format!("/api/v1/funds/{}/recognise", correction["id"].as_str().unwrap());
        second.post(&path, json!({ "version": 1, "recognised_on": "2013-08-30" })).await.expect(200);
        assert_eq!(changed(&before, &preview().await), moved_by_a_receipt_of(app.units.zone));
    });
}

fn changed(before: &BTreeMap<String, String>, after: &BTreeMap<String, String>) -> Vec<String> {
    before.iter().filter(|(key, text)| after.get(*key) != Some(text)).map(|(key, _)| key.clone()).collect()
}

/// What depends on the money of one unit, and nothing else does.
fn moved_by_a_receipt_of(unit: UnitId) -> Vec<String> {
    let of_unit = |name: &str| format!("{name}:unit={unit}");
    vec![
        "fund.completion".to_owned(),
        of_unit("fund.completion"),
        "fund.gap".to_owned(),
        of_unit("fund.gap"),
        "fund.lead_points".to_owned(),
        of_unit("fund.lead_points"),
        "fund.needed_rate".to_owned(),
        "fund.plan_rate".to_owned(),
        "fund.plan_times".to_owned(),
        "fund.rate_times".to_owned(),
        "fund.recognised".to_owned(),
        of_unit("fund.recognised"),
        "fund.run_rate".to_owned(),
        "fund.units_completion".to_owned(),
        "fund.units_lead_points".to_owned(),
    ]
}

#[test]
fn a_summary_whose_totals_are_not_their_parts_is_refused() {
    on_both(async |app| {
        ledger(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        app.app
            .db
            .write(|tx| tx.execute("update fund_summary set fen = fen + 1 where month = '2013-07'", &[]))
            .await
            .unwrap();
        let refused = clerk.post("/api/v1/reports/work-summary/preview", window()).await.expect(422);
        let first = &refused["errors"][0];
        assert_eq!((&first["code"], &first["field"]), (&json!("report.mismatch"), &json!("fund.recognised")));
        assert!(first["message"].as_str().unwrap().contains("相差1"), "{refused}");
        let file = clerk.get(&format!("/api/v1/reports/work-summary.docx?{SPAN}")).await;
        assert_eq!(file.status, 422);
        assert_eq!(clerk.post("/api/v1/reports/work-summary", window()).await.status, 422);
    });
}

#[test]
fn what_was_issued_stays_as_it_was() {
    on_both(async |app| {
        ledger(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let issue = clerk.post("/api/v1/reports/work-summary", window()).await.expect(201);
        let address = format!("/api/v1/reports/work-summary/{}.docx", issue["id"].as_str().unwrap());
        let printed = clerk.get(&address).await;
        assert_eq!(printed.status, 200);
        assert!(printed.bytes.starts_with(b"PK"));
        let now = clerk.get(&format!("/api/v1/reports/work-summary.docx?{SPAN}")).await;
        assert_eq!(now.bytes, printed.bytes);

        let yuhe = app.units.yuhe;
        app.app
            .db
            .write(move |tx| {
                let project = tx.value("select id from project where code = 'P1'", &[])?.unwrap();
                fund(tx, "F9", project, yuhe, "2013-04-02", YI_FEN);
                Ok(())
            })
            .await
            .unwrap();
        assert_eq!(clerk.get(&address).await.bytes, printed.bytes);
        let now = clerk.get(&format!("/api/v1/reports/work-summary.docx?{SPAN}")).await;
        assert_ne!(now.bytes, printed.bytes);
        let list = clerk.get("/api/v1/reports/work-summary").await.expect(200);
        assert_eq!(
            (&list["items"][0]["id"], &list["items"][0]["created_by"]),
            (&issue["id"], &json!("clerk"))
        );
    });
}

#[test]
fn a_unit_sees_its_own_figures_and_no_summary() {
    on_both(async |app| {
        ledger(&app).await;
        let filler = app.person("filler", Role::UnitFiller, app.units.zone).await;
        let shown = filler.get("/api/v1/dashboard?year=2013&as_of=2013-08-31").await.expect(200);
        assert_eq!(shown["units"].as_array().unwrap().len(), 1);
        assert_eq!(
            (&shown["cards"][0]["value_text"], &shown["cards"][1]["value_text"]),
            (&json!("1"), &json!("3"))
        );
        let trace = filler.get(&format!("/api/v1/figures/fund.recognised?{SPAN}")).await.expect(200);
        assert_eq!((&trace["value_text"], &trace["rows_total"]), (&json!("3"), &json!(1)));
        let other = format!("/api/v1/figures/fund.recognised?{SPAN}&unit={}", app.units.yuhe);
        assert_eq!(filler.get(&other).await.expect(200)["rows_total"], 0);
        assert_eq!(
            filler.post("/api/v1/reports/work-summary/preview", window()).await.refused(404),
            "floor.not_found"
        );
        let file = format!("/api/v1/reports/work-summary.docx?{SPAN}");
        assert_eq!(filler.get(&file).await.refused(404), "floor.not_found");
        assert_eq!(app.nobody().get(&file).await.refused(401), "floor.unauthenticated");
        let system = app.person("system", Role::SystemAdministrator, app.units.committee).await;
        assert_eq!(system.get("/api/v1/dashboard").await.refused(404), "floor.not_found");
    });
}

#[test]
fn windows_that_make_no_sense_are_said_so() {
    on_both(async |app| {
        ledger(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let ask = |from: &str, to: &str, as_of: &str| {
            let (clerk, body) = (clerk.clone(), json!({ "from": from, "to": to, "as_of": as_of }));
            async move { clerk.post("/api/v1/reports/work-summary/preview", body).await.expect(422) }
        };
        let backwards = ask("2013-08-31", "2013-01-01", "2013-11-15").await;
        assert_eq!(backwards["errors"][0]["code"], "report.window");
        let early = ask("2013-01-01", "2013-08-31", "2013-08-01").await;
        assert_eq!(early["errors"][0]["code"], "report.as_of");
        clerk.get("/api/v1/dashboard?year=99999").await.expect(422);
    });
}
