//! The story of a project over HTTP.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use yinfeng::floor::db::Engine;
use yinfeng_domain::{
    authority::Role,
    id::{ProjectId, UnitId},
    progress::{Said, Week},
};

use crate::{
    progress::project,
    project::with_codes,
    support::{Client, TestApp, on_both},
};

async fn all(client: &Client, id: &str, limit: usize) -> Vec<Value> {
    let mut found = Vec::new();
    let mut path = format!("/api/v1/projects/{id}/timeline?limit={limit}");
    loop {
        let page = client.get(&path).await.expect(200);
        found.extend(page["items"].as_array().unwrap().iter().cloned());
        match page["next_cursor"].as_str() {
            Some(cursor) => path = format!("/api/v1/projects/{id}/timeline?limit={limit}&cursor={cursor}"),
            None => return found,
        }
    }
}

#[test]
fn a_story_is_told_newest_first_page_by_page() {
    on_both(async |app| {
        with_codes(&app).await;
        let filler = app.person("filler", Role::UnitFiller, app.units.yuhe).await;
        let department = app.person("landuse", Role::FactorDepartment, app.units.yuhe).await;
        let id = project(&app, &filler, "甲项目").await;
        let step = json!({ "to_status": "on_hold", "happened_on": "2013-11-15", "reason": "等待用地", "version": 1 });
        filler.post(&format!("/api/v1/projects/{id}/status"), step).await.expect(200);
        filler
            .post(&format!("/api/v1/projects/{id}/progress"), json!({ "happened": "接洽" }))
            .await
            .expect(201);
        let raised = json!({ "project_id": id, "title": "用地", "owner_unit_id": app.units.zone, "due_on": "2013-12-01" });
        filler.post("/api/v1/problems", raised).await.expect(201);
        let money = json!({ "project_id": id, "unit_id": app.units.yuhe, "kind": "cash", "payer": "甲公司",
            "slip_no": "1", "received_on": "2013-11-14", "amount": "100", "unit": "wan", "currency": "CNY" });
        filler.post("/api/v1/funds", money).await.expect(201);
        let whole = all(&filler, &id, 200).await;
        let kinds: Vec<_> = whole.iter().map(|e| e["kind"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["progress", "problem", "stage", "stage", "money"]);
        assert_eq!((&whole[2]["from"], &whole[2]["to"]), (&json!("ongoing"), &json!("on_hold")));
        assert_eq!(whole[4]["fen"], 100_000_000);
        assert_eq!(whole[0]["by"]["name"], "filler");
        assert_eq!(all(&filler, &id, 1).await, whole);
        assert_eq!(all(&filler, &id, 2).await, whole);
        // Who may not read money does not learn of it here.
        let kinds: BTreeSet<_> =
            all(&department, &id, 50).await.iter().map(|e| e["kind"].as_str().unwrap().to_owned()).collect();
        assert!(!kinds.contains("money") && kinds.contains("progress"), "{kinds:?}");
        let only =
            filler.get(&format!("/api/v1/projects/{id}/timeline?kind=stage&kind=money")).await.expect(200);
        assert_eq!(only["items"].as_array().unwrap().len(), 3);
        let path = format!("/api/v1/projects/{id}/timeline?cursor=");
        let forged = hex::encode(r#"["2013-11-15",8,7,0]"#);
        for cursor in ["zz", &forged, &hex::encode(r#"["soon",8,7,0]"#)] {
            assert_eq!(filler.get(&format!("{path}{cursor}")).await.refused(422), "floor.bad_cursor");
        }
        let rival = app.person("rival", Role::UnitFiller, app.units.team).await;
        assert_eq!(
            rival.get(&format!("/api/v1/projects/{id}/timeline")).await.refused(404),
            "floor.not_found"
        );
    });
}

/// Reports for this many weeks, the last one that of the clock.
async fn long_story(app: &TestApp, project: &str, unit: UnitId, weeks: i64) {
    let project = ProjectId(project.parse().unwrap());
    let write = app.app.db.write(move |tx| {
        let who = yinfeng::floor::web::Who::system("379901", "test");
        for back in 0..weeks {
            let day = tx.today().saturating_sub(jiff::ToSpan::days(7 * back));
            let entry = yinfeng::progress::Imported {
                project,
                unit,
                week: Week::of(day),
                said: Said { happened: format!("第 {back} 周"), ..Said::default() },
                reported_on: day,
                reported_by: None,
                reported_at: tx.now(),
            };
            yinfeng::progress::create_imported(tx, &who, &entry)?;
        }
        Ok(())
    });
    write.await.unwrap();
}

#[test]
fn a_long_story_is_paged_whole_and_each_entry_once() {
    on_both(async |app| {
        with_codes(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let id = project(&app, &clerk, "甲项目").await;
        // To PostgreSQL every row is a round trip; fewer of them show the same.
        let weeks = if app.app.db.engine() == Engine::Sqlite { 2_000 } else { 300 };
        long_story(&app, &id, app.units.yuhe, weeks).await;
        let whole = all(&clerk, &id, 200).await;
        assert_eq!(whole.len(), weeks as usize + 1);
        let said: BTreeSet<String> = whole.iter().map(Value::to_string).collect();
        assert_eq!(said.len(), whole.len());
    });
}
