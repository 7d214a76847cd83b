//! Money in lists, in sums and in a ledger that is taken over.

use serde_json::json;
use yinfeng::{
    floor::{clock::Clock, web::Who},
    fund::{self, Draft, Group, RecognisedBefore},
    params,
};
use yinfeng_domain::{
    authority::Role,
    id::{BatchId, ProjectId},
    period::Window,
};

use super::{SLIP, assert_sums_hold, draft, path, project, total, upload};
use crate::project::with_codes;
use crate::support::{DISTRICT, on_both};

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
