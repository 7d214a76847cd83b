//! Cohort rates over HTTP: terminated projects stay in the denominator, corrected dates move, a day of reading in the
//! past reads the past.

use serde_json::{Value, json};
use yinfeng::{floor::web::Who, project as room};
use yinfeng_domain::{
    authority::Role,
    id::ProjectId,
    project::{Stage, Status},
};

use crate::{
    project::{draft, with_codes},
    support::{DISTRICT, TestApp, on_both},
};

type Step = (Stage, &'static str);

/// A signed project with its history; 1亿元 by contract unless it has none.
async fn signed(
    app: &TestApp,
    name: &str,
    kind: &str,
    steps: &[Step],
    status: Status,
    amount: bool,
) -> ProjectId {
    let mut full = draft(app, name);
    full["kind"] = kind.into();
    full["agreement"] = "contract".into();
    full["contract_signed_on"] = steps[0].1.into();
    if amount {
        let contract = json!({ "measure": "contract", "amount": "1", "unit": "yi" });
        full["amounts"].as_array_mut().unwrap().push(contract);
    }
    let id = ProjectId(app.new_id());
    let imported = room::Imported {
        id,
        draft: serde_json::from_value(full).unwrap(),
        history: steps.iter().map(|(stage, on)| (*stage, on.parse().unwrap())).collect(),
        status,
        entered_on: "2013-01-04".parse().unwrap(),
        batch: None,
        origin: None,
        claimed_fen: 0,
    };
    let who = Who::system(DISTRICT, "test");
    app.app.db.write(move |tx| room::create_imported(tx, &who, &imported)).await.unwrap();
    id
}

fn rate<'a>(view: &'a Value, rate: &str) -> &'a Value {
    view["cohort"]["rates"].as_array().unwrap().iter().find(|r| r["rate"] == rate).unwrap()
}

#[test]
fn rates_are_those_of_the_cohort_on_the_day_of_reading() {
    on_both(async |app| {
        with_codes(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let filler = app.person("filler", Role::UnitFiller, app.units.zone).await;
        let built = [
            (Stage::Signed, "2013-03-01"),
            (Stage::Registered, "2013-04-01"),
            (Stage::Approvals, "2013-05-01"),
            (Stage::Construction, "2013-06-01"),
        ];
        let built = signed(&app, "甲项目", "new", &built, Status::Ongoing, true).await;
        let office = [
            (Stage::Signed, "2013-03-15"),
            (Stage::Registered, "2013-05-01"),
            (Stage::Production, "2013-07-01"),
        ];
        signed(&app, "乙总部", "headquarters", &office, Status::Ongoing, true).await;
        let ended = [(Stage::Signed, "2013-04-01"), (Stage::Registered, "2013-04-20")];
        let ended = signed(&app, "丙项目", "new", &ended, Status::Ongoing, false).await;
        signed(&app, "丁项目", "new", &[(Stage::Signed, "2012-12-30")], Status::Ongoing, true).await;

        let all = clerk.get("/api/v1/cohort-rates?from=2013-01-01").await.expect(200);
        assert_eq!((&all["cohort"]["projects"], &all["cohort"]["without_amount"]), (&json!(3), &json!(1)));
        assert_eq!(all["cohort"]["fen"], 20_000_000_000_i64);
        assert_eq!(rate(&all, "registration")["by_number"], "100.00%");
        assert_eq!(
            (&rate(&all, "start")["projects"], &rate(&all, "start")["by_number"]),
            (&json!(2), &json!("66.67%"))
        );
        assert_eq!(rate(&all, "landing")["projects"], 2);
        assert_eq!(rate(&all, "production")["by_amount"], "50.00%");
        assert_eq!(rate(&all, "funds")["by_amount"], "0.00%");
        let shop = all["funnel"].as_array().unwrap();
        assert_eq!((&shop[0]["projects"], &shop[11]["projects"]), (&json!(4), &json!(0)));
        assert_eq!(shop[0]["conversion"], "—");

        // Read on an earlier day: the signing that came later is not there, nor what had not happened.
        let june = clerk
            .get("/api/v1/cohort-rates?from=2013-01-01&to=2013-12-31&as_of=2013-05-15")
            .await
            .expect(200);
        assert_eq!((&june["cohort"]["projects"], &rate(&june, "start")["projects"]), (&json!(3), &json!(0)));
        assert_eq!(rate(&june, "registration")["projects"], 3);

        // Terminated: in every denominator, in no performance. Taken up again: as before.
        let path = format!("/api/v1/projects/{}", ended.0);
        let step = |to: &str, version: &Value| {
            json!({ "to_status": to, "happened_on": "2013-10-01", "reason": "投资方退出",
            "ending": { "reason": "investor", "lesson": "先核实投资能力" }, "version": version })
        };
        let now = clerk.get(&path).await.expect(200);
        let now =
            clerk.post(&format!("{path}/status"), step("terminated", &now["version"])).await.expect(200);
        let after = clerk.get("/api/v1/cohort-rates").await.expect(200);
        assert_eq!((&after["cohort"]["projects"], &after["cohort"]["terminated"]), (&json!(3), &json!(1)));
        assert_eq!(rate(&after, "performance")["by_number"], "66.67%");
        let before = clerk.get("/api/v1/cohort-rates?as_of=2013-09-30").await.expect(200);
        assert_eq!(rate(&before, "performance")["by_number"], "100.00%");
        clerk.post(&format!("{path}/status"), step("ongoing", &now["version"])).await.expect(200);
        let again = clerk.get("/api/v1/cohort-rates").await.expect(200);
        assert_eq!(again["cohort"]["terminated"], 0);

        // A corrected date moves the project in the cohort of that date and out of the old one.
        let path = format!("/api/v1/projects/{}", built.0);
        let now = clerk.get(&path).await.expect(200);
        let right =
            json!({ "log_no": 4, "new_on": "2013-11-10", "reason": "开工令日期", "version": now["version"] });
        let now = clerk.post(&format!("{path}/corrections"), right).await.expect(200);
        let november = clerk.get("/api/v1/cohort-rates?as_of=2013-11-01").await.expect(200);
        assert_eq!(rate(&november, "start")["projects"], 1);
        let right = json!({ "log_no": 1, "new_on": "2012-12-31", "reason": "合同落款日期", "version": now["version"] });
        clerk.post(&format!("{path}/corrections"), right).await.expect(200);
        assert_eq!(clerk.get("/api/v1/cohort-rates").await.expect(200)["cohort"]["projects"], 2);
        let earlier = clerk.get("/api/v1/cohort-rates?from=2012-01-01&to=2012-12-31").await.expect(200);
        assert_eq!(
            (&earlier["cohort"]["projects"], &rate(&earlier, "start")["projects"]),
            (&json!(2), &json!(1))
        );

        // Every figure opens its projects.
        let rows =
            clerk.get("/api/v1/cohort-rates/projects?from=2012-01-01&rate=start&limit=1").await.expect(200);
        assert_eq!((&rows["total"], &rows["items"][0]["reached"]["start"]), (&json!(2), &json!(true)));
        let cursor = rows["next_cursor"].as_str().unwrap();
        let next =
            format!("/api/v1/cohort-rates/projects?from=2012-01-01&rate=start&limit=1&cursor={cursor}");
        let next = clerk.get(&next).await.expect(200);
        assert_ne!(next["items"][0]["id"], rows["items"][0]["id"]);
        let not = clerk
            .get("/api/v1/cohort-rates/projects?from=2012-01-01&rate=start&reached=false")
            .await
            .expect(200);
        assert_eq!(not["total"], 2);
        let unit = format!("/api/v1/cohort-rates?unit={}", app.units.yuhe);
        assert_eq!(clerk.get(&unit).await.expect(200)["units"][0]["unit"]["name"], "于河街道");

        // Another unit has a cohort of its own.
        assert_eq!(
            filler.get("/api/v1/cohort-rates?from=2012-01-01").await.expect(200)["cohort"]["projects"],
            0
        );
        for (wrong, code) in [
            ("from=2013-02-01&to=2013-01-01", "report.window"),
            ("event=00000000-0000-0000-0000-000000000000", "report.event_unknown"),
            ("basis=paid_in", "floor.field_wrong"),
            ("rate=luck", "floor.field_wrong"),
            ("as_of=2013-02-30", "floor.field_wrong"),
        ] {
            assert_eq!(
                clerk.get(&format!("/api/v1/cohort-rates?{wrong}")).await.refused(422),
                code,
                "{wrong}"
            );
        }
        let empty = clerk.get("/api/v1/cohort-rates?from=2011-01-01&to=2011-12-31").await.expect(200);
        assert_eq!(rate(&empty, "start")["by_number"], "—");
    });
}

#[test]
fn money_counts_as_it_was_recognised_by_the_day_of_reading() {
    on_both(async |app| {
        with_codes(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let steps = [(Stage::Signed, "2013-03-01")];
        let id = signed(&app, "甲项目", "new", &steps, Status::Ongoing, true).await;
        let fund = app.new_id();
        let unit = app.units.yuhe;
        let note = move |tx: &yinfeng::floor::db::Tx<'_>| {
            tx.execute(
                "insert into fund (district, id, code, project_id, unit_id, kind, payer, payer_key, slip_no, received_on,
                   currency, minor, rate_e8, rate_on, rate_source, claimed_fen, state, recognised_fen, recognised_on,
                   decision, note, source_text, source_unit, claimed_at, updated_at, version)
                 values ($1, $2, 'F1', $3, $4, 'cash', '', '', '', '2013-06-01', 'CNY', 2500000000, 100000000,
                   '2013-06-01', '', 2500000000, 'recognised', 2500000000, '2013-07-01', '', '', '', '', 0, 0, 1)",
                yinfeng::params![DISTRICT, fund, id, unit],
            )?;
            room::set_funds(tx, DISTRICT, id, 2_500_000_000, 2_500_000_000)
        };
        app.app.db.write(note).await.unwrap();
        let now = clerk.get("/api/v1/cohort-rates").await.expect(200);
        assert_eq!(
            (&rate(&now, "funds")["fen"], &rate(&now, "funds")["by_amount"]),
            (&json!(2_500_000_000_i64), &json!("25.00%"))
        );
        assert_eq!(rate(&now, "performance")["by_number"], "100.00%");
        let june = clerk.get("/api/v1/cohort-rates?as_of=2013-06-30").await.expect(200);
        assert_eq!(
            (&rate(&june, "funds")["projects"], &rate(&june, "funds")["by_amount"]),
            (&json!(0), &json!("0.00%"))
        );
        assert_eq!(rate(&june, "performance")["by_number"], "0.00%");
        let rows = clerk.get("/api/v1/cohort-rates/projects?rate=funds").await.expect(200);
        assert_eq!(rows["items"][0]["funds_fen"], 2_500_000_000_i64);
    });
}
