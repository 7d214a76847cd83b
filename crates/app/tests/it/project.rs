//! Projects over HTTP: entering, finding, changing, moving on, recognising.

use calamine::Reader as _;
use serde_json::{Value, json};
use yinfeng_domain::authority::Role;

use crate::support::{Client, TestApp, on_both};

/// The code tables that drafts point into.
pub async fn with_codes(app: &TestApp) {
    app.app.db.write(|tx| yinfeng::dictionary::load(tx).map(|_| ())).await.unwrap();
}

pub async fn organisation(client: &Client, name: &str, country: &str) -> String {
    let draft = json!({ "name": name, "kind": "enterprise", "country": country });
    let made = client.post("/api/v1/organisations", draft).await.expect(201);
    made["id"].as_str().unwrap().to_owned()
}

/// A draft that holds; tests break it in one place.
pub fn draft(app: &TestApp, name: &str) -> Value {
    json!({
        "name": name, "kind": "new", "industry": "C374",
        "amounts": [{ "measure": "total", "amount": "1.3", "unit": "yi" }],
        "units": [{ "unit_id": app.units.yuhe, "role": "lead", "share_bp": 10000 }],
        "content": "涡喷发动机及靶机零部件", "place": "低碳产业园"
    })
}

#[test]
fn a_project_is_entered_found_and_read() {
    on_both(async |app| {
        with_codes(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let investor = organisation(&clerk, "一立航空有限公司", "CN").await;
        let mut first = draft(&app, "一立航空涡喷发动机🚀");
        first["investors"] = json!([{ "organisation_id": investor, "share_bp": 10000 }]);
        let made = clerk.post("/api/v1/projects", first).await.expect(201);
        assert_eq!(made["code"], "379901-2013-0001");
        assert_eq!(made["structure"], "modern_manufacturing");
        assert_eq!(made["high_technology"], true);
        assert_eq!(made["track"], "capital");
        assert_eq!(made["stage"], "lead");
        assert_eq!(made["total_fen"], 13_000_000_000_i64);
        assert_eq!(made["amounts"][0]["source_text"], "1.3");
        assert_eq!(made["investors"][0]["name"], "一立航空有限公司");
        assert_eq!(made["stage_log"][0]["to_stage"], "lead");

        let second = clerk.post("/api/v1/projects", draft(&app, "恒信住宅工业化")).await.expect(201);
        assert_eq!(second["code"], "379901-2013-0002");

        let all = clerk.get("/api/v1/projects?sort=code&limit=1").await.expect(200);
        assert_eq!(
            (all["total"].as_i64(), all["items"][0]["code"].as_str()),
            (Some(2), Some("379901-2013-0001"))
        );
        assert_eq!(all["items"][0]["investors"][0]["id"], investor.as_str());
        let cursor = all["next_cursor"].as_str().unwrap();
        let rest =
            clerk.get(&format!("/api/v1/projects?sort=code&limit=1&cursor={cursor}")).await.expect(200);
        assert_eq!(rest["items"][0]["code"], "379901-2013-0002");
        assert_eq!(rest["next_cursor"], Value::Null);
        for sort in ["name", "-name", "total_fen", "-total_fen", "updated_at", "-updated_at", "-code"] {
            let page = clerk.get(&format!("/api/v1/projects?sort={sort}&limit=1")).await.expect(200);
            let cursor = page["next_cursor"].as_str().unwrap();
            let path = format!("/api/v1/projects?sort={sort}&limit=1&cursor={cursor}");
            let next = clerk.get(&path).await.expect(200);
            assert_ne!(next["items"][0]["id"], page["items"][0]["id"], "{sort}");
            // The few projects of a unit are sorted elsewhere, and alike.
            let unit = app.units.yuhe;
            let narrow =
                clerk.get(&format!("/api/v1/projects?sort={sort}&limit=1&unit={unit}")).await.expect(200);
            assert_eq!(
                (&narrow["items"][0]["id"], &narrow["next_cursor"]),
                (&page["items"][0]["id"], &page["next_cursor"]),
                "{sort}"
            );
            let rest = clerk.get(&format!("{path}&unit={unit}")).await.expect(200);
            assert_eq!(
                (&rest["items"][0]["id"], &rest["next_cursor"]),
                (&next["items"][0]["id"], &Value::Null)
            );
        }
        assert_eq!(clerk.get("/api/v1/projects?sort=colour").await.refused(422), "project.sort");

        for (query, found) in [
            ("q=涡喷", 1),
            ("q=一立航空有限", 1),
            ("q=hxzz", 1),
            ("q=没有的", 0),
            ("q=%F0%9F%9A%80", 0),
            ("stage=lead&stage=signed", 2),
            ("stage=signed", 0),
            ("industry=C37", 2),
            ("industry=C38", 0),
            ("structure=modern_manufacturing&high_technology=true", 2),
            ("recognised=true", 0),
            ("total_min=13000000000&total_max=13000000000", 2),
            ("origin=CN&kind=new&agreement=none&track=capital&status=ongoing", 2),
            ("inactive_days=1", 0),
        ] {
            let page = clerk.get(&format!("/api/v1/projects?{query}")).await.expect(200);
            assert_eq!(page["items"].as_array().unwrap().len(), found, "{query}");
            assert_eq!(page["total"], found, "{query}");
        }
        let of_unit = format!("/api/v1/projects?unit={}", app.units.yuhe);
        assert_eq!(clerk.get(&of_unit).await.expect(200)["total"], 2);

        let hits = clerk.get("/api/v1/search?q=航空").await.expect(200);
        let kinds: Vec<&str> =
            hits["items"].as_array().unwrap().iter().map(|h| h["kind"].as_str().unwrap()).collect();
        assert_eq!(kinds.len(), 2, "{hits}");
        assert_eq!(hits["items"][0]["highlights"], json!([[2, 4]]));
        for odd in ["", "%22%27%20OR%201", "*", "a%3Ab%20AND", "%F0%9F%9A%80", &"长".repeat(1000)] {
            clerk.get(&format!("/api/v1/search?q={odd}")).await.expect(200);
        }
        let history = clerk
            .get(&format!("/api/v1/projects/{}/history", made["id"].as_str().unwrap()))
            .await
            .expect(200);
        assert_eq!(history["items"][0]["act"], "project.create");
    });
}

#[test]
fn what_is_wrong_is_said_by_field() {
    on_both(async |app| {
        with_codes(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let unit = app.units.yuhe;
        for (field, value, at, code) in [
            ("name", json!("项".repeat(300)), "name", "project.too_long"),
            ("name", json!("  "), "name", "project.name_missing"),
            ("industry", json!("Z99"), "industry", "project.industry"),
            ("land_m2", json!(-1), "land_m2", "project.land"),
            ("introduced_on", json!("2113-01-01"), "introduced_on", "project.date_past"),
            ("next_step_due_on", json!("2113-01-01"), "next_step_due_on", "project.date_planned"),
            (
                "contract_signed_on",
                json!("2013-11-09"),
                "contract_signed_on",
                "project.date_without_contract",
            ),
            ("structure", json!("real_estate"), "structure_reason", "project.structure_reason"),
            (
                "amounts",
                json!([{ "measure": "total", "amount": "-5", "unit": "wan" }]),
                "amounts[0].amount",
                "project.amount_negative",
            ),
            (
                "amounts",
                json!([{ "measure": "total", "amount": "99999999999999999999", "unit": "yi" }]),
                "amounts[0].amount",
                "project.amount_too_large",
            ),
            (
                "amounts",
                json!([{ "measure": "total", "amount": "约5000", "unit": "wan" }]),
                "amounts[0].amount",
                "project.amount_not_a_number",
            ),
            (
                "amounts",
                json!([{ "measure": "total", "amount": "5", "unit": "wan", "currency": "USD" }]),
                "amounts[0].rate",
                "project.rate_missing",
            ),
            (
                "units",
                json!([{ "unit_id": unit, "role": "lead", "share_bp": 9900 }]),
                "units",
                "project.credit_sum",
            ),
            (
                "units",
                json!([{ "unit_id": unit, "role": "lead", "share_bp": -1 }]),
                "units[0].share_bp",
                "project.share",
            ),
            ("units", json!([]), "units", "project.one_lead"),
            (
                "investors",
                json!([{ "organisation_id": app.new_id() }]),
                "investors[0].organisation_id",
                "project.organisation_unknown",
            ),
            ("event_id", json!(app.new_id()), "event_id", "project.event_unknown"),
        ] {
            let mut wrong = draft(&app, "一立航空");
            wrong[field] = value;
            let told = clerk.post("/api/v1/projects", wrong).await.expect(422);
            let errors = told["errors"].as_array().unwrap();
            assert!(errors.iter().any(|e| e["field"] == at && e["code"] == code), "{field}: {told}");
            assert!(errors.iter().all(|e| !e["message"].as_str().unwrap().starts_with("project.")), "{told}");
        }
        assert_eq!(clerk.get("/api/v1/projects").await.expect(200)["total"], 0);
    });
}

#[test]
fn foreign_amounts_take_the_rate_of_the_day() {
    on_both(async |app| {
        with_codes(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        for (day, rate) in [("2013-10-28", "6.1400"), ("2013-10-30", "6.1500")] {
            let rate =
                json!({ "currency": "USD", "on_date": day, "rate": rate, "source": "中国外汇交易中心" });
            clerk.post("/api/v1/rates", rate).await.expect(201);
        }
        let mut foreign = draft(&app, "两岸房地产开发");
        foreign["industry"] = "K70".into();
        foreign["phases"] = json!([{ "no": 1, "name": "一期" }, { "no": 2, "name": "二期" }]);
        foreign["amounts"] = json!([
            { "phase": 1, "measure": "total", "amount": "3000", "unit": "wan", "currency": "USD", "rate_on": "2013-10-29" },
            { "phase": 2, "measure": "total", "amount": "5600", "unit": "wan", "currency": "USD", "rate_on": "2013-10-29" }
        ]);
        let made = clerk.post("/api/v1/projects", foreign.clone()).await.expect(201);
        assert_eq!(made["amounts"][0]["rate_on"], "2013-10-28");
        assert_eq!(made["amounts"][0]["minor"], 3_000_000_000_i64);
        assert_eq!(made["total_fen"], 86_000_000_i64 * 614);
        assert_eq!(made["structure"], "real_estate");
        foreign["amounts"]
            .as_array_mut()
            .unwrap()
            .push(json!({ "measure": "total", "amount": "1", "unit": "yi" }));
        let told = clerk.post("/api/v1/projects", foreign).await.expect(422);
        assert_eq!(told["errors"][0]["code"], "project.phases_exceed");
    });
}

#[test]
fn two_people_cannot_overwrite_each_other() {
    on_both(async |app| {
        with_codes(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let made = clerk.post("/api/v1/projects", draft(&app, "富盈国际城")).await.expect(201);
        let path = format!("/api/v1/projects/{}", made["id"].as_str().unwrap());
        let mut change = draft(&app, "富盈国际城一期");
        change["version"] = 1.into();
        let changed = clerk.put(&path, change).await.expect(200);
        assert_eq!(
            (changed["version"].as_i64(), changed["name"].as_str()),
            (Some(2), Some("富盈国际城一期"))
        );
        let mut late = draft(&app, "富盈国际城");
        late["version"] = 1.into();
        let told = clerk.put(&path, late).await.expect(409);
        assert_eq!(told["code"], "floor.stale");
        assert_eq!(told["changed"], json!(["name"]));
        assert_eq!(told["current"]["name"], "富盈国际城一期");
        let hits = clerk.get("/api/v1/search?q=国际城一期").await.expect(200);
        assert_eq!(hits["items"].as_array().unwrap().len(), 1);
    });
}

#[test]
fn a_stage_needs_what_it_needs_and_none_is_skipped() {
    on_both(async |app| {
        with_codes(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let mut now = clerk.post("/api/v1/projects", draft(&app, "新能源")).await.expect(201);
        let path = format!("/api/v1/projects/{}", now["id"].as_str().unwrap());
        let step = |to: &str, on: &str, version: &Value| json!({ "to_stage": to, "happened_on": on, "reason": "", "version": version });
        let advance = format!("{path}/advance");
        let code = clerk.post(&advance, step("signed", "2013-11-15", &now["version"])).await.refused(409);
        assert_eq!(code, "project.stage_illegal");
        assert_eq!(now["missing"][0]["field"], "investors");
        assert_eq!(now["actions"]["advance"]["ok"], false);
        let told = clerk.post(&advance, step("qualified", "2013-11-15", &now["version"])).await.expect(422);
        assert_eq!(told["errors"][0]["code"], "project.missing_investors");

        let investor = organisation(&clerk, "新能源集团", "CN").await;
        let mut full = draft(&app, "新能源");
        full["investors"] = json!([{ "organisation_id": investor }]);
        full["agreement"] = "contract".into();
        full["contract_signed_on"] = "2013-11-15".into();
        full["version"] = now["version"].clone();
        now = clerk.put(&path, full).await.expect(200);
        let early = step("qualified", "2013-11-14", &now["version"]);
        assert_eq!(clerk.post(&advance, early).await.refused(422), "project.date_before_stage");
        now = crate::gate::attach(&clerk, &path, &now["version"], "contract").await;
        for stage in ["qualified", "negotiation", "ready_to_sign", "signed"] {
            now = clerk.post(&advance, step(stage, "2013-11-15", &now["version"])).await.expect(200);
            assert_eq!(now["stage"], stage);
        }
        assert_eq!(now["stage_log"].as_array().unwrap().len(), 5);
        let stale = clerk.post(&advance, step("registered", "2013-11-15", &json!(1))).await.expect(409);
        assert_eq!(stale["code"], "floor.stale");

        let status = |to: &str, version: &Value| json!({ "to_status": to, "happened_on": "2013-11-15", "reason": "投资方资金未到", "version": version });
        let path = format!("{path}/status");
        assert_eq!(
            clerk.post(&path, status("lost", &now["version"])).await.refused(409),
            "project.status_illegal"
        );
        now = clerk.post(&path, status("on_hold", &now["version"])).await.expect(200);
        let held = clerk.post(&advance, step("registered", "2013-11-15", &now["version"])).await.refused(409);
        assert_eq!(held, "project.not_ongoing");

        let differences = app
            .app
            .db
            .read(|r| yinfeng::project::summary::verify(r, crate::support::DISTRICT))
            .await
            .unwrap();
        assert_eq!(differences, []);
        let page = clerk.get("/api/v1/projects?stage=signed&status=on_hold").await.expect(200);
        assert_eq!(page["total"], 1);
    });
}

#[test]
fn whoever_claimed_never_recognises() {
    on_both(async |app| {
        with_codes(&app).await;
        let unit = app.units.yuhe;
        let filler = app.person("filler", Role::UnitFiller, unit).await;
        app.account(
            "both",
            &[(Role::OfficeClerk, app.units.office), (Role::OfficeReviewer, app.units.office)],
        )
        .await;
        let both = app.log_in("both").await;
        let reviewer = app.person("reviewer", Role::OfficeReviewer, app.units.office).await;
        let investor = organisation(&filler, "恒信住工", "CN").await;
        let mut project = draft(&app, "恒信住宅工业化");
        project["investors"] = json!([{ "organisation_id": investor }]);
        let made = filler.post("/api/v1/projects", project.clone()).await.expect(201);
        let path = format!("/api/v1/projects/{}", made["id"].as_str().unwrap());
        let claim = json!({ "event": "introduced", "happened_on": "2013-11-10" });
        let claimed = filler.post(&format!("{path}/recognitions"), claim.clone()).await.expect(201);
        assert_eq!(claimed["state"], "claimed");
        let twice = filler.post(&format!("{path}/recognitions"), claim.clone()).await.refused(409);
        assert_eq!(twice, "project.claimed_already");
        let early = json!({ "event": "signed", "happened_on": "2013-11-10" });
        let early = filler.post(&format!("{path}/recognitions"), early).await.refused(409);
        assert_eq!(early, "project.event_too_early");
        let recognition = format!("/api/v1/recognitions/{}", claimed["id"].as_str().unwrap());
        let decide = json!({ "version": 1, "recognised_on": "2013-11-14" });
        let own = filler.post(&format!("{recognition}/recognise"), decide.clone()).await.refused(409);
        assert_eq!(own, "project.not_reviewer");

        let sent = json!({ "version": 1, "reason": "请补充合同" });
        let sent = reviewer.post(&format!("{recognition}/return"), sent).await.expect(200);
        assert_eq!(sent["state"], "returned");
        filler.post(&format!("{path}/recognitions"), claim.clone()).await.expect(201);
        let stale = reviewer.post(&format!("{recognition}/recognise"), decide).await.expect(409);
        assert_eq!(stale["code"], "floor.stale");
        let queue = reviewer.get("/api/v1/recognitions?state=claimed").await.expect(200);
        assert_eq!(queue["items"][0]["actions"]["recognise"]["ok"], true);
        let decide = json!({ "version": 3, "recognised_on": "2013-11-14" });
        let done = reviewer.post(&format!("{recognition}/recognise"), decide).await.expect(200);
        assert_eq!(
            (done["state"].as_str(), done["recognised_on"].as_str()),
            (Some("recognised"), Some("2013-11-14"))
        );
        let now = filler.get(&path).await.expect(200);
        assert_eq!(now["recognised_on"], "2013-11-14");
        assert_eq!(filler.get("/api/v1/projects?recognised=true").await.expect(200)["total"], 1);

        // Somebody with both roles who entered and claimed it.
        let visible = organisation(&both, "富盈", "CN").await;
        project["investors"] = json!([{ "organisation_id": visible }]);
        let made = both.post("/api/v1/projects", project).await.expect(201);
        let path = format!("/api/v1/projects/{}/recognitions", made["id"].as_str().unwrap());
        let claimed = both.post(&path, claim).await.expect(201);
        assert_eq!(claimed["actions"]["recognise"]["code"], "project.own_claim");
        let path = format!("/api/v1/recognitions/{}/recognise", claimed["id"].as_str().unwrap());
        assert_eq!(both.post(&path, json!({ "version": 1 })).await.refused(409), "project.own_claim");
    });
}

#[test]
fn a_stranger_sees_nothing_and_a_rival_only_that_it_is_taken() {
    on_both(async |app| {
        with_codes(&app).await;
        let filler = app.person("filler", Role::UnitFiller, app.units.yuhe).await;
        let rival = app.person("rival", Role::UnitFiller, app.units.zone).await;
        let system = app.person("system", Role::SystemAdministrator, app.units.committee).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let investor = organisation(&filler, "中联水泥有限公司", "CN").await;
        let mut project = draft(&app, "中联混凝土");
        project["investors"] = json!([{ "organisation_id": investor }]);
        let made = filler.post("/api/v1/projects", project.clone()).await.expect(201);
        let id = made["id"].as_str().unwrap();
        for stranger in [&rival, &system] {
            for path in [
                format!("/api/v1/projects/{id}"),
                format!("/api/v1/projects/{id}/history"),
                format!("/api/v1/organisations/{investor}"),
            ] {
                assert_eq!(stranger.get(&path).await.refused(404), "floor.not_found", "{path}");
            }
            let mut change = project.clone();
            change["version"] = 1.into();
            assert_eq!(
                stranger.put(&format!("/api/v1/projects/{id}"), change).await.refused(404),
                "floor.not_found"
            );
            assert_eq!(stranger.get("/api/v1/search?q=中联").await.expect(200)["items"], json!([]));
        }
        assert_eq!(
            app.nobody().get(&format!("/api/v1/projects/{id}")).await.refused(401),
            "floor.unauthenticated"
        );
        assert_eq!(rival.get("/api/v1/projects").await.expect(200)["items"], json!([]));
        assert_eq!(rival.get("/api/v1/projects?q=中联").await.expect(200)["total"], 0);
        system.get("/api/v1/projects").await.expect(404);

        let taken = rival.get("/api/v1/projects/check?name=中联砼").await.expect(200);
        assert_eq!(taken["similar"], json!([]));
        let taken = rival.get("/api/v1/projects/check?name=中联混凝土项目").await.expect(200);
        assert_eq!(taken["similar"][0]["code"], "occupied", "{taken}");
        assert_eq!(taken["similar"][0]["name"], Value::Null);
        assert_eq!(taken["similar"][0]["unit"]["id"], json!(app.units.yuhe));
        let own =
            clerk.get(&format!("/api/v1/projects/check?name=&organisation_id={investor}")).await.expect(200);
        assert_eq!(own["similar"][0]["why"], "investor");

        // A unit may put only itself in the lead; a partner reads and does not write.
        assert_eq!(
            rival.post("/api/v1/projects", draft(&app, "别人的项目")).await.refused(422),
            "project.lead_not_yours"
        );
        let mut shared = draft(&app, "共同项目");
        shared["units"] = json!([
            { "unit_id": app.units.yuhe, "role": "lead", "share_bp": 6000 },
            { "unit_id": app.units.zone, "role": "landing", "share_bp": 4000 }
        ]);
        let shared = filler.post("/api/v1/projects", shared).await.expect(201);
        let path = format!("/api/v1/projects/{}", shared["id"].as_str().unwrap());
        let seen = rival.get(&path).await.expect(200);
        assert_eq!(seen["actions"]["edit"]["code"], "project.not_lead");
        let mut change = draft(&app, "共同项目");
        change["version"] = 1.into();
        assert_eq!(rival.put(&path, change).await.refused(409), "project.not_lead");
    });
}

#[test]
fn the_list_is_a_workbook_and_names_are_never_formulas() {
    on_both(async |app| {
        with_codes(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        clerk.post("/api/v1/projects", draft(&app, "=HYPERLINK(\"http://x\")")).await.expect(201);
        let answer = clerk.get("/api/v1/projects.xlsx?columns=name,total_fen").await;
        assert_eq!(answer.status, 200);
        let mut book: calamine::Xlsx<_> =
            calamine::open_workbook_from_rs(std::io::Cursor::new(answer.bytes)).unwrap();
        let name = book.sheet_names()[0].clone();
        let sheet = book.worksheet_range(&name).unwrap();
        let cell = |row, column| sheet.get_value((row, column)).unwrap().to_string();
        assert_eq!((cell(0, 0), cell(0, 1)), ("项目名称".into(), "总投资（万元）".into()));
        assert_eq!((cell(1, 0), cell(1, 1)), ("=HYPERLINK(\"http://x\")".into(), "13000".into()));
        assert_eq!(book.worksheet_formula(&name).unwrap().used_cells().count(), 0);
        assert_eq!(clerk.get("/api/v1/projects.xlsx?columns=secret").await.refused(422), "project.column");
    });
}
