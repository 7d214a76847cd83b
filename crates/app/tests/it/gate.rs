//! Gates over HTTP: what a stage needs, documents taken away, dates put right, two movers at once, the table itself.

use serde_json::{Value, json};
use yinfeng_domain::authority::Role;

use crate::{
    project::{draft, organisation, with_codes},
    support::{Client, TestApp, on_both},
};

/// Uploads a small file and adds it to a project as a document of this kind; the project as it is then.
pub async fn attach(client: &Client, path: &str, version: &Value, kind: &str) -> Value {
    let content = format!("%PDF-1.4 {kind} {path}");
    let file = client.upload("/api/v1/files", "文件.pdf", content.as_bytes()).await.json();
    let document = json!({ "kind": kind, "sha256": file["sha256"], "name": "文件.pdf", "version": version });
    client.post(&format!("{path}/documents"), document).await.expect(201)
}

fn step(to: &str, on: &str, version: &Value) -> Value {
    json!({ "to_stage": to, "happened_on": on, "reason": "", "version": version })
}

/// A project that is signed today, its contract there.
async fn signed(app: &TestApp, clerk: &Client, name: &str) -> (String, Value) {
    let investor = organisation(clerk, &format!("{name}集团"), "CN").await;
    let mut full = draft(app, name);
    full["investors"] = json!([{ "organisation_id": investor }]);
    full["agreement"] = "contract".into();
    full["contract_signed_on"] = "2013-11-10".into();
    let made = clerk.post("/api/v1/projects", full).await.expect(201);
    let path = format!("/api/v1/projects/{}", made["id"].as_str().unwrap());
    let mut now = attach(clerk, &path, &made["version"], "contract").await;
    for stage in ["qualified", "negotiation", "ready_to_sign", "signed"] {
        let moved = step(stage, "2013-11-15", &now["version"]);
        now = clerk.post(&format!("{path}/advance"), moved).await.expect(200);
    }
    (path, now)
}

#[test]
fn the_page_says_what_is_missing_and_who_can_supply_it() {
    on_both(async |app| {
        with_codes(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let (path, now) = signed(&app, &clerk, "新能源").await;
        let missing: Vec<(&str, &str, &str)> = now["missing"]
            .as_array()
            .unwrap()
            .iter()
            .map(|m| {
                let text = |key: &str| m[key].as_str().unwrap();
                (text("field"), text("from"), text("from_text"))
            })
            .collect();
        assert_eq!(
            missing,
            [("amounts.registered", "investor", "新能源集团"), ("documents", "investor", "新能源集团")]
        );
        assert_eq!(now["missing"][1]["items"], json!(["licence"]));
        assert_eq!(now["missing"][1]["message"], "须上传：营业执照。");
        let told =
            clerk.post(&format!("{path}/advance"), step("registered", "2013-11-15", &now["version"])).await;
        let codes: Vec<Value> =
            told.expect(422)["errors"].as_array().unwrap().iter().map(|e| e["code"].clone()).collect();
        assert_eq!(codes, ["project.missing_amounts_registered", "project.missing_documents"]);

        // An opinion is on something and comes out somehow.
        let file = clerk.upload("/api/v1/files", "意见.pdf", b"%PDF-1.4 opinion").await.json();
        let mut opinion = json!({ "kind": "opinion", "sha256": file["sha256"], "name": "意见.pdf", "version": now["version"] });
        let documents = format!("{path}/documents");
        let code = clerk.post(&documents, opinion.clone()).await.expect(422);
        assert_eq!(code["errors"][0]["code"], "project.opinion_subject");
        opinion["subject"] = "environment".into();
        opinion["verdict"] = "against".into();
        let now = clerk.post(&documents, opinion.clone()).await.expect(201);
        assert_eq!(now["documents"][1]["verdict"], "against");
        opinion["version"] = now["version"].clone();
        let twice = clerk.post(&documents, opinion.clone()).await.expect(422);
        assert_eq!(twice["errors"][0]["code"], "project.document_twice");
        opinion["sha256"] = "00".repeat(32).into();
        let none = clerk.post(&documents, opinion).await.expect(422);
        assert_eq!(none["errors"][0]["code"], "project.no_file");

        // The file is read through the project, and by nobody else.
        let seen = clerk.get(&format!("{documents}/1")).await;
        assert_eq!(
            (seen.status.as_u16(), seen.headers["x-content-type-options"].to_str().unwrap()),
            (200, "nosniff")
        );
        let rival = app.person("rival", Role::UnitFiller, app.units.zone).await;
        assert_eq!(rival.get(&format!("{documents}/1")).await.refused(404), "floor.not_found");
        assert_eq!(clerk.get(&format!("{documents}/99")).await.refused(404), "floor.not_found");
    });
}

#[test]
fn a_document_taken_away_afterwards_marks_the_stage_and_stops_the_next() {
    on_both(async |app| {
        with_codes(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let (path, now) = signed(&app, &clerk, "新能源").await;
        assert_eq!(now["holes"], json!([]));
        let remove = |reason: &str, version: &Value| json!({ "no": 1, "reason": reason, "version": version });
        let gone = format!("{path}/documents/remove");
        let silent = clerk.post(&gone, remove(" ", &now["version"])).await.expect(422);
        assert_eq!(silent["errors"][0]["code"], "project.reason_missing");
        let now = clerk.post(&gone, remove("上传错了合同", &now["version"])).await.expect(200);
        assert_eq!(now["holes"][0]["stage"], "signed");
        assert!(now["holes"][0]["message"].as_str().unwrap().contains("正式合同"), "{}", now["holes"]);
        assert_eq!(now["documents"][0]["removed_reason"], "上传错了合同");
        let twice = clerk.post(&gone, remove("再删一次", &now["version"])).await.expect(422);
        assert_eq!(twice["errors"][0]["code"], "project.no_document");
        let told =
            clerk.post(&format!("{path}/advance"), step("registered", "2013-11-15", &now["version"])).await;
        let told = told.expect(422);
        let errors = told["errors"].as_array().unwrap();
        assert!(errors.iter().any(|e| e["code"] == "project.document_gone"), "{told}");
        let file = clerk.upload("/api/v1/files", "合同.pdf", b"%PDF-1.4 the right contract").await.json();
        let right = json!({ "kind": "contract", "sha256": file["sha256"], "name": "合同.pdf", "version": now["version"] });
        let now = clerk.post(&format!("{path}/documents"), right).await.expect(201);
        assert_eq!(now["holes"], json!([]));
        let history = clerk.get(&format!("{path}/history")).await.expect(200);
        assert!(history["items"].as_array().unwrap().iter().any(|h| h["act"] == "project.remove_document"));
    });
}

#[test]
fn a_date_is_put_right_by_an_entry_and_the_log_stays() {
    on_both(async |app| {
        with_codes(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        // The project was entered on the 15th; the clock goes on, so that there is room between the stages.
        let (path, now) = signed(&app, &clerk, "新能源").await;
        app.clock.set("2013-12-20T01:00:00Z".parse().unwrap());
        let clerk = app.log_in("clerk").await;
        let correct = |log_no: i64, on: &str, reason: &str, version: &Value| json!({ "log_no": log_no, "new_on": on, "reason": reason, "version": version });
        let corrections = format!("{path}/corrections");
        for (log_no, on, field, code) in [
            (9, "2013-11-16", "log_no", "project.no_step"),
            (5, "2013-11-15", "new_on", "project.date_same"),
            (5, "2014-01-01", "new_on", "project.date_past"),
            (5, "2013-11-14", "new_on", "project.date_before_previous"),
            (2, "2013-11-16", "new_on", "project.date_after_next"),
        ] {
            let told =
                clerk.post(&corrections, correct(log_no, on, "登记有误", &now["version"])).await.expect(422);
            assert_eq!(
                (&told["errors"][0]["field"], &told["errors"][0]["code"]),
                (&json!(field), &json!(code))
            );
        }
        let told = clerk.post(&corrections, correct(5, "2013-12-01", "", &now["version"])).await.expect(422);
        assert_eq!(told["errors"][0]["code"], "project.reason_missing");
        let now = clerk
            .post(&corrections, correct(5, "2013-12-01", "合同实为12月签订", &now["version"]))
            .await
            .expect(200);
        let entry = &now["stage_log"][4];
        assert_eq!((&entry["happened_on"], &entry["holds_on"]), (&json!("2013-11-15"), &json!("2013-12-01")));
        assert_eq!(entry["corrections"][0]["reason"], "合同实为12月签订");
        // The story goes by the day that holds, and says what was written first.
        let told = clerk.get(&format!("{path}/timeline?kind=stage&limit=1")).await.expect(200);
        let told = &told["items"][0];
        assert_eq!((&told["to"], &told["on"]), (&json!("signed"), &json!("2013-12-01")));
        assert_eq!(told["due_on"], "2013-11-15");
        assert_eq!(
            (&now["stage_since_on"], &now["contract_signed_on"]),
            (&json!("2013-12-01"), &json!("2013-12-01"))
        );
        let history = clerk.get(&format!("{path}/history")).await.expect(200);
        let detail = &history["items"][0]["detail"];
        assert_eq!(history["items"][0]["act"], "project.correct_date");
        assert_eq!(detail["before"]["stage_date"]["on"], "2013-11-15", "{detail}");
        assert_eq!(detail["after"]["stage_date"]["on"], "2013-12-01", "{detail}");

        // Editing does not do it, nor does it make a signed project unsigned.
        let mut edit = draft(&app, "新能源");
        edit["investors"] = json!([{ "organisation_id": now["investors"][0]["id"] }]);
        edit["agreement"] = "contract".into();
        edit["contract_signed_on"] = "2013-11-20".into();
        edit["version"] = now["version"].clone();
        let told = clerk.put(&path, edit.clone()).await.expect(422);
        assert_eq!(told["errors"][0]["code"], "project.date_by_correction");
        edit["agreement"] = "framework".into();
        edit["contract_signed_on"] = Value::Null;
        let told = clerk.put(&path, edit).await.expect(422);
        assert_eq!(told["errors"][0]["code"], "project.contract_stays");

        // What waits for recognition is not moved under the reviewer's eyes.
        let claim = json!({ "event": "signed", "happened_on": "2013-12-01" });
        clerk.post(&format!("{path}/recognitions"), claim).await.expect(201);
        let moved = correct(5, "2013-12-02", "又错了", &now["version"]);
        assert_eq!(clerk.post(&corrections, moved).await.refused(409), "project.date_claimed");
    });
}

#[test]
fn of_two_movers_one_moves_and_the_other_is_told() {
    on_both(async |app| {
        with_codes(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let filler = app.person("filler", Role::UnitFiller, app.units.yuhe).await;
        let investor = organisation(&clerk, "新能源集团", "CN").await;
        let mut full = draft(&app, "新能源");
        full["investors"] = json!([{ "organisation_id": investor }]);
        let made = clerk.post("/api/v1/projects", full).await.expect(201);
        let advance = format!("/api/v1/projects/{}/advance", made["id"].as_str().unwrap());
        let (one, other) = tokio::join!(
            clerk.post(&advance, step("qualified", "2013-11-15", &made["version"])),
            filler.post(&advance, step("qualified", "2013-11-15", &made["version"])),
        );
        let mut statuses = [one.status.as_u16(), other.status.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409], "{} {}", one.text(), other.text());
        let late = if one.status.as_u16() == 409 { one } else { other };
        let late = late.json();
        assert_eq!((&late["code"], &late["current"]["stage"]), (&json!("floor.stale"), &json!("qualified")));
        assert_eq!(late["current"]["stage_log"].as_array().unwrap().len(), 2);
    });
}

#[test]
fn who_moved_a_project_never_verifies_it() {
    on_both(async |app| {
        with_codes(&app).await;
        app.account(
            "both",
            &[(Role::OfficeClerk, app.units.office), (Role::OfficeReviewer, app.units.office)],
        )
        .await;
        let both = app.log_in("both").await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let reviewer = app.person("reviewer", Role::OfficeReviewer, app.units.office).await;
        // The clerk enters it, the one with both roles moves it to signed, the clerk claims.
        let investor = organisation(&clerk, "新能源集团", "CN").await;
        let mut full = draft(&app, "新能源");
        full["investors"] = json!([{ "organisation_id": investor }]);
        full["agreement"] = "contract".into();
        full["contract_signed_on"] = "2013-11-15".into();
        let made = clerk.post("/api/v1/projects", full).await.expect(201);
        let path = format!("/api/v1/projects/{}", made["id"].as_str().unwrap());
        let mut now = attach(&clerk, &path, &made["version"], "contract").await;
        for stage in ["qualified", "negotiation", "ready_to_sign", "signed"] {
            let moved = step(stage, "2013-11-15", &now["version"]);
            now = both.post(&format!("{path}/advance"), moved).await.expect(200);
        }
        let claim = json!({ "event": "signed", "happened_on": "2013-11-15" });
        let claimed = clerk.post(&format!("{path}/recognitions"), claim).await.expect(201);
        let recognise = format!("/api/v1/recognitions/{}/recognise", claimed["id"].as_str().unwrap());
        assert_eq!(both.post(&recognise, json!({ "version": 1 })).await.refused(409), "project.own_claim");
        let done = reviewer.post(&recognise, json!({ "version": 1 })).await.expect(200);
        assert_eq!(done["state"], "recognised");
    });
}

#[test]
fn the_office_changes_the_table_and_is_told_what_is_wrong_with_it() {
    on_both(async |app| {
        with_codes(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let filler = app.person("filler", Role::UnitFiller, app.units.yuhe).await;
        let table = filler.get("/api/v1/gates").await.expect(200);
        assert_eq!(table["version"], 0);
        assert_eq!(table["actions"]["publish"]["code"], "project.gate_not_office");
        assert_eq!(table["stages"][5]["stage"], "signed");
        assert_eq!(table["stages"][5]["needs"][0]["text"], "正式合同（意向、框架协议不算）");
        let wrong = "name = \"本区\"\n[[need]]\nstage = \"qualified\"\nfield = \"colour\"\nfrom = \"unit\"\n";
        let checked = clerk.post("/api/v1/gates/check", json!({ "text": wrong })).await.expect(200);
        assert_eq!((&checked["ok"], &checked["findings"][0]["line"]), (&json!(false), &json!(4)));
        let message = checked["findings"][0]["message"].as_str().unwrap();
        assert!(message.contains("colour"), "{message}");
        let publish = |text: &str, version: i64| json!({ "text": text, "version": version });
        let refused = clerk.post("/api/v1/gates", publish(wrong, 0)).await.expect(422);
        assert_eq!(
            (&refused["errors"][0]["code"], &refused["errors"][0]["row"]),
            (&json!("project.gate_unknown"), &json!(4))
        );
        let own = "name = \"本区\"\n[[need]]\nstage = \"qualified\"\ndocuments = [\"meeting_record\"]\nfrom = \"office\"\n";
        assert_eq!(
            filler.post("/api/v1/gates", publish(own, 0)).await.refused(409),
            "project.gate_not_office"
        );
        let now = clerk.post("/api/v1/gates", publish(own, 0)).await.expect(201);
        assert_eq!(
            (&now["version"], &now["name"], &now["recorded_by"]["name"]),
            (&json!(1), &json!("本区"), &json!("clerk"))
        );
        let late = clerk.post("/api/v1/gates", publish(own, 0)).await.expect(409);
        assert_eq!(late["code"], "floor.stale");
        let made = clerk.post("/api/v1/projects", draft(&app, "新能源")).await.expect(201);
        assert_eq!(made["missing"][0]["items"], json!(["meeting_record"]));
        assert_eq!(made["missing"][0]["from_text"], "招商办");
    });
}

#[test]
fn the_board_counts_pages_and_moves_by_the_gate() {
    on_both(async |app| {
        with_codes(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        for n in 0..5 {
            clerk.post("/api/v1/projects", draft(&app, &format!("线索{n}"))).await.expect(201);
        }
        let (path, now) = signed(&app, &clerk, "新能源").await;
        let board = clerk.get("/api/v1/board?limit=2").await.expect(200);
        let column = |board: &Value, stage: &str| -> Value {
            board["columns"].as_array().unwrap().iter().find(|c| c["stage"] == stage).unwrap().clone()
        };
        let lead = column(&board, "lead");
        assert_eq!((&lead["projects"], &lead["with_total"]), (&json!(5), &json!(5)));
        assert_eq!(lead["total_fen"], 65_000_000_000_i64);
        assert_eq!(lead["cards"].as_array().unwrap().len(), 2);
        // Page by page, each card once.
        let mut seen: Vec<String> = Vec::new();
        let mut cursor = lead["next_cursor"].as_str().map(str::to_owned);
        let mut cards = lead["cards"].clone();
        loop {
            seen.extend(cards.as_array().unwrap().iter().map(|c| c["id"].as_str().unwrap().to_owned()));
            let Some(at) = cursor else { break };
            let page = clerk.get(&format!("/api/v1/board/lead?limit=2&cursor={at}")).await.expect(200);
            cards = page["cards"].clone();
            cursor = page["next_cursor"].as_str().map(str::to_owned);
        }
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), 5);
        assert_eq!(column(&board, "signed")["cards"][0]["next_stages"], json!(["registered"]));
        // What is on hold is not on the board.
        let hold = json!({ "to_status": "on_hold", "happened_on": "2013-11-15", "reason": "等资金", "version": now["version"] });
        clerk.post(&format!("{path}/status"), hold).await.expect(200);
        let board = clerk.get("/api/v1/board").await.expect(200);
        assert_eq!(column(&board, "signed")["projects"], 0);
        // Filters, and who may see and move.
        let talents = clerk.get("/api/v1/board?track=talent").await.expect(200);
        assert!(talents["columns"].as_array().unwrap().iter().all(|c| c["projects"] == 0));
        let of_unit = clerk.get(&format!("/api/v1/board?unit={}", app.units.yuhe)).await.expect(200);
        assert_eq!(column(&of_unit, "lead")["projects"], 5);
        let elsewhere = clerk.get(&format!("/api/v1/board?unit={}", app.units.zone)).await.expect(200);
        assert_eq!(column(&elsewhere, "lead")["projects"], 0);
        let filler = app.person("filler", Role::UnitFiller, app.units.yuhe).await;
        let own = filler.get("/api/v1/board").await.expect(200);
        assert_eq!(
            (&column(&own, "lead")["projects"], &column(&own, "lead")["cards"][0]["advance"]["ok"]),
            (&json!(5), &json!(true))
        );
        let rival = app.person("rival", Role::UnitFiller, app.units.zone).await;
        let none = rival.get("/api/v1/board").await.expect(200);
        assert!(
            none["columns"].as_array().unwrap().iter().all(|c| c["projects"] == 0 && c["cards"] == json!([]))
        );
        let leader = app.person("leader", Role::DistrictLeader, app.units.committee).await;
        let seen = leader.get("/api/v1/board").await.expect(200);
        assert_eq!(column(&seen, "lead")["cards"][0]["advance"]["code"], "project.read_only");
        assert_eq!(clerk.get("/api/v1/board/colour").await.refused(404), "floor.not_found");
        assert_eq!(
            clerk.get("/api/v1/board/lead?cursor=zz").await.expect(422)["errors"][0]["code"],
            "floor.bad_cursor"
        );
    });
}
