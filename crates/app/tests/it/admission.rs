//! Admission of projects over HTTP.

use serde_json::{Value, json};
use yinfeng_domain::{authority::Role, id::ProjectId, project::Asked};

use crate::{
    project::{draft, organisation, with_codes},
    support::{Client, TestApp, on_both},
};

/// A project of this total in 亿元 of the unit Yuhe.
async fn project(app: &TestApp, client: &Client, name: &str, yi: &str) -> String {
    let mut body = draft(app, name);
    body["amounts"] = json!([{ "measure": "total", "amount": yi, "unit": "yi" }]);
    let made = client.post("/api/v1/projects", body).await.expect(201);
    made["id"].as_str().unwrap().to_owned()
}

/// Writes what the rooms of review tell of a project, as if its review had been gone through.
pub async fn admitted(app: &TestApp, project: &str, told: &[Asked]) {
    let (id, told) = (ProjectId(project.parse().unwrap()), told.to_vec());
    let write = app.app.db.write(move |tx| {
        let who = yinfeng::floor::web::Who::system("379901", "test");
        told.iter().try_for_each(|asked| yinfeng::project::set_standing(tx, &who, id, *asked, true))
    });
    write.await.unwrap();
}

const SUBJECTS: [&str; 4] = ["industrial_policy", "environment", "safety", "land"];

fn ask(app: &TestApp, subjects: &[&str], version: i64) -> Value {
    let opinions: Vec<Value> =
        subjects.iter().map(|s| json!({ "subject": s, "unit_id": app.units.zone })).collect();
    json!({ "opinions": opinions, "version": version })
}

fn agree(no: i64, version: i64) -> Value {
    json!({ "no": no, "verdict": "agree", "text": "", "version": version })
}

#[test]
fn a_project_is_admitted_and_its_conditions_become_commitments() {
    on_both(async |app| {
        with_codes(&app).await;
        let filler = app.person("filler", Role::UnitFiller, app.units.yuhe).await;
        let department = app.person("landuse", Role::FactorDepartment, app.units.zone).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let reviewer = app.person("reviewer", Role::OfficeReviewer, app.units.office).await;
        let id = project(&app, &filler, "甲项目", "1.3").await;
        let request = json!({ "project_id": id, "note": "材料齐全" });
        let made = filler.post("/api/v1/admissions", request.clone()).await.expect(201);
        assert_eq!((&made["code"], &made["state"]), (&json!("R2013-0001"), &json!("precheck")));
        assert_eq!((&made["needed"], &made["needs_meeting"]), (&json!(SUBJECTS), &json!(true)));
        assert_eq!(filler.post("/api/v1/admissions", request).await.refused(409), "admission.running");
        let path = format!("/api/v1/admissions/{}", made["id"].as_str().unwrap());

        assert_eq!(
            filler.post(&format!("{path}/ask"), ask(&app, &SUBJECTS, 1)).await.refused(409),
            "admission.not_office"
        );
        let few = clerk.post(&format!("{path}/ask"), ask(&app, &SUBJECTS[1..], 1)).await.refused(422);
        assert_eq!(few, "admission.subjects_missing");
        let asked = clerk.post(&format!("{path}/ask"), ask(&app, &SUBJECTS, 1)).await.expect(200);
        // Ten working days after Friday the 15th.
        assert_eq!((&asked["state"], &asked["due_on"]), (&json!("opinions"), &json!("2013-11-29")));

        let inbox = department.get("/api/v1/admissions?hand=opinion").await.expect(200);
        assert_eq!(inbox["total"], 1);
        assert_eq!(
            filler.post(&format!("{path}/opinion"), agree(1, 2)).await.refused(409),
            "admission.not_asked"
        );
        department.post(&format!("{path}/opinion"), agree(1, 2)).await.expect(200);
        let stale = department.post(&format!("{path}/opinion"), agree(1, 2)).await.expect(409);
        assert_eq!(stale["code"], "floor.stale");
        assert_eq!(
            department.post(&format!("{path}/opinion"), agree(1, 3)).await.refused(409),
            "admission.answered"
        );
        let bare = json!({ "no": 2, "verdict": "conditional", "text": "环评导则第 3.2 条", "version": 3 });
        let faults = department.post(&format!("{path}/opinion"), bare).await.expect(422);
        let codes: Vec<&str> =
            faults["errors"].as_array().unwrap().iter().map(|e| e["code"].as_str().unwrap()).collect();
        assert_eq!(codes, ["admission.condition_missing", "admission.unit_unknown", "admission.due_on"]);
        let conditional = json!({ "no": 2, "verdict": "conditional", "text": "环评导则第 3.2 条",
            "condition_text": "开工前取得环评批复", "condition_unit_id": app.units.zone,
            "condition_due_on": "2014-03-31", "version": 3 });
        department.post(&format!("{path}/opinion"), conditional).await.expect(200);
        let against = json!({ "no": 3, "verdict": "against", "text": " ", "version": 4 });
        assert_eq!(
            department.post(&format!("{path}/opinion"), against).await.refused(422),
            "admission.clause_missing"
        );
        department.post(&format!("{path}/opinion"), agree(3, 4)).await.expect(200);
        let meeting = json!({ "held_on": "2013-11-15", "place": "三楼会议室", "attendees": "招商办、环保、国土",
            "minutes_no": "联审〔2013〕7号", "version": 5 });
        let early = clerk.post(&format!("{path}/meeting"), meeting.clone()).await.refused(409);
        assert_eq!(early, "admission.opinions_missing");
        department.post(&format!("{path}/opinion"), agree(4, 5)).await.expect(200);
        let mut meeting = meeting;
        meeting["version"] = 6.into();
        let met = clerk.post(&format!("{path}/meeting"), meeting).await.expect(200);
        assert_eq!((&met["state"], &met["minutes_no"]), (&json!("meeting"), &json!("联审〔2013〕7号")));

        let pass = json!({ "conclusion": "passed", "text": "", "version": 7 });
        assert_eq!(
            clerk.post(&format!("{path}/conclude"), pass.clone()).await.refused(409),
            "admission.not_reviewer"
        );
        assert_eq!(reviewer.get("/api/v1/admissions?hand=conclude").await.expect(200)["total"], 1);
        let passed = reviewer.post(&format!("{path}/conclude"), pass).await.expect(200);
        assert_eq!(
            (&passed["state"], &passed["concluded_by"]["name"]),
            (&json!("passed"), &json!("reviewer"))
        );
        let promises = filler.get(&format!("/api/v1/commitments?project={id}")).await.expect(200);
        assert_eq!(promises["total"], 1);
        assert_eq!(promises["items"][0]["text"], "开工前取得环评批复");
        assert_eq!(promises["items"][0]["due_on"], "2014-03-31");
        assert!(promises["items"][0]["source"].as_str().unwrap().contains("R2013-0001"));
        let story = filler.get(&format!("/api/v1/projects/{id}/timeline?kind=admission")).await.expect(200);
        assert_eq!(story["items"].as_array().unwrap().len(), 8);
    });
}

#[test]
fn nobody_concludes_their_own_review_and_silence_does_not_hold_it_up() {
    on_both(async |app| {
        with_codes(&app).await;
        app.account(
            "both",
            &[(Role::OfficeClerk, app.units.office), (Role::OfficeReviewer, app.units.office)],
        )
        .await;
        app.account("reviewer", &[(Role::OfficeReviewer, app.units.office)]).await;
        app.account("clerk", &[(Role::OfficeClerk, app.units.office)]).await;
        let rival = app.person("rival", Role::UnitFiller, app.units.team).await;
        let both = app.log_in("both").await;
        let clerk = app.log_in("clerk").await;
        let id = project(&app, &clerk, "甲项目", "1.3").await;
        let made = both.post("/api/v1/admissions", json!({ "project_id": id })).await.expect(201);
        let path = format!("/api/v1/admissions/{}", made["id"].as_str().unwrap());
        assert_eq!(rival.get(&path).await.refused(404), "floor.not_found");
        clerk.post(&format!("{path}/ask"), ask(&app, &SUBJECTS, 1)).await.expect(200);

        app.clock.set("2013-12-02T01:00:00Z".parse().unwrap());
        let (both, clerk) = (app.log_in("both").await, app.log_in("clerk").await);
        let reviewer = app.log_in("reviewer").await;
        let late = clerk.get(&path).await.expect(200);
        assert_eq!(late["opinions"][0]["overdue"], true);
        let meeting = |held: &str| json!({ "held_on": held, "place": "三楼", "attendees": "招商办", "minutes_no": "1", "version": 2 });
        assert_eq!(
            clerk.post(&format!("{path}/meeting"), meeting("2013-11-14")).await.refused(422),
            "admission.held_on"
        );
        clerk.post(&format!("{path}/meeting"), meeting("2013-12-01")).await.expect(200);
        let conclude = |what: &str, text: &str, version: i64| json!({ "conclusion": what, "text": text, "version": version });
        let own = both.post(&format!("{path}/conclude"), conclude("passed", "", 3)).await.refused(409);
        assert_eq!(own, "admission.own_review");
        for (what, text, code) in [
            ("perhaps", "x", "admission.conclusion_unknown"),
            ("opinions", "x", "admission.conclusion_unknown"),
            ("rejected", " ", "admission.reason_missing"),
        ] {
            let said = reviewer.post(&format!("{path}/conclude"), conclude(what, text, 3)).await.refused(422);
            assert_eq!(said, code, "{what}");
        }
        let more = reviewer
            .post(&format!("{path}/conclude"), conclude("supplement", "补充能评", 3))
            .await
            .expect(200);
        assert_eq!(more["state"], "supplement");
        // A new round: the opinions of the first stay, and do not count.
        let again = clerk.post(&format!("{path}/ask"), ask(&app, &SUBJECTS, 4)).await.expect(200);
        assert_eq!((again["opinions"].as_array().unwrap().len(), &again["asked_count"]), (8, &json!(4)));
        let gone = json!({ "reason": "投资方改变方案", "version": 5 });
        assert_eq!(clerk.post(&format!("{path}/withdraw"), gone).await.expect(200)["state"], "withdrawn");
        both.post("/api/v1/admissions", json!({ "project_id": id })).await.expect(201);
    });
}

#[test]
fn the_gate_waits_for_the_review_and_the_sheet() {
    on_both(async |app| {
        with_codes(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let reviewer = app.person("reviewer", Role::OfficeReviewer, app.units.office).await;
        let investor = organisation(&clerk, "甲集团", "CN").await;
        let mut body = draft(&app, "甲项目");
        body["investors"] = json!([{ "organisation_id": investor }]);
        body["amounts"] = json!([{ "measure": "total", "amount": "12", "unit": "yi" }]);
        let made = clerk.post("/api/v1/projects", body).await.expect(201);
        let path = format!("/api/v1/projects/{}", made["id"].as_str().unwrap());
        let mut now = made;
        let step = |to: &str, version: &Value| json!({ "to_stage": to, "happened_on": "2013-11-15", "version": version });
        for stage in ["qualified", "negotiation", "review"] {
            now = clerk.post(&format!("{path}/advance"), step(stage, &now["version"])).await.expect(200);
        }
        let fields: Vec<&str> =
            now["missing"].as_array().unwrap().iter().map(|m| m["field"].as_str().unwrap()).collect();
        assert_eq!(fields, ["admission", "due_diligence"]);

        let sheet = format!("{path}/due-diligence");
        let found = |finding: &str, version: i64| json!({ "finding": finding, "text": "企业信用公示系统", "version": version });
        for item in ["controller", "paid_in", "ownership", "elsewhere", "false_state"] {
            clerk.put(&format!("{sheet}/{item}"), found("clear", 0)).await.expect(200);
        }
        let risk = clerk.put(&format!("{sheet}/dishonesty"), found("risk", 0)).await.expect(200);
        assert_eq!(risk["complete"], false);
        let sign = format!("{sheet}/dishonesty/sign");
        let why = json!({ "text": "已履行完毕，法院出具结案证明", "version": 1 });
        assert_eq!(clerk.post(&sign, why.clone()).await.refused(409), "admission.not_reviewer");
        let signed = reviewer.post(&sign, why).await.expect(200);
        assert_eq!(signed["complete"], true);
        let now = clerk.get(&path).await.expect(200);
        assert_eq!(now["missing"][0]["field"], "admission");
        let refused = clerk.post(&format!("{path}/advance"), step("ready_to_sign", &now["version"])).await;
        assert_eq!(refused.refused(422), "project.missing_admission");
        // A new answer has to be signed anew.
        clerk.put(&format!("{sheet}/dishonesty"), found("risk", 2)).await.expect(200);
        let now = clerk.get(&path).await.expect(200);
        assert_eq!(now["missing"].as_array().unwrap().len(), 2);

        for (item, finding, text, status, code) in [
            ("colour", "clear", "x", 404, "floor.not_found"),
            ("paid_in", "good", "x", 422, "admission.finding_unknown"),
            ("paid_in", "clear", "  ", 422, "admission.found_missing"),
        ] {
            let wrong = json!({ "finding": finding, "text": text, "version": 1 });
            let said = clerk.put(&format!("{sheet}/{item}"), wrong).await.refused(status);
            assert_eq!(said, code, "{item}");
        }
    });
}

#[test]
fn a_small_review_needs_no_meeting_and_the_table_may_be_changed() {
    on_both(async |app| {
        with_codes(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let filler = app.person("filler", Role::UnitFiller, app.units.yuhe).await;
        let department = app.person("landuse", Role::FactorDepartment, app.units.zone).await;
        let reviewer = app.person("reviewer", Role::OfficeReviewer, app.units.office).await;
        let table = filler.get("/api/v1/admission-rules").await.expect(200);
        assert_eq!((&table["version"], &table["publish"]["ok"]), (&json!(0), &json!(false)));
        let text = "name = \"本区办法\"\n[[review]]\nname = \"一档\"\nkinds = \"all\"\nfrom_wan = 0\nopinions = [\"land\"]\ndays = 3\nmeeting = false\n";
        let new = json!({ "text": text, "version": 0 });
        assert_eq!(
            filler.put("/api/v1/admission-rules", new.clone()).await.refused(409),
            "admission.not_office"
        );
        let wrong = json!({ "text": text.replace("land", "weather"), "version": 0 });
        assert_eq!(clerk.put("/api/v1/admission-rules", wrong).await.refused(422), "admission.rule_unknown");
        let kept = clerk.put("/api/v1/admission-rules", new.clone()).await.expect(200);
        assert_eq!((&kept["version"], &kept["name"]), (&json!(1), &json!("本区办法")));
        assert_eq!(clerk.put("/api/v1/admission-rules", new).await.refused(409), "floor.stale");

        let id = project(&app, &filler, "甲项目", "1.3").await;
        let made = filler.post("/api/v1/admissions", json!({ "project_id": id })).await.expect(201);
        let path = format!("/api/v1/admissions/{}", made["id"].as_str().unwrap());
        clerk.post(&format!("{path}/ask"), ask(&app, &["land"], 1)).await.expect(200);
        let pass =
            |text: &str, version: i64| json!({ "conclusion": "passed", "text": text, "version": version });
        assert_eq!(
            reviewer.post(&format!("{path}/conclude"), pass("", 2)).await.refused(409),
            "admission.opinions_missing"
        );
        let against = json!({ "no": 1, "verdict": "against", "text": "规划为绿地", "version": 2 });
        department.post(&format!("{path}/opinion"), against).await.expect(200);
        assert_eq!(
            reviewer.post(&format!("{path}/conclude"), pass("", 3)).await.refused(422),
            "admission.against_reason"
        );
        reviewer.post(&format!("{path}/conclude"), pass("规划已调整", 3)).await.expect(200);
    });
}

#[test]
fn a_fast_contract_needs_a_second_signature_and_a_twin_an_answer() {
    on_both(async |app| {
        with_codes(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let reviewer = app.person("reviewer", Role::OfficeReviewer, app.units.office).await;
        let group = organisation(&clerk, "乙集团", "CN").await;
        let mut paths = Vec::new();
        for (name, yi) in [("乙电机制造", "12"), ("乙电机制造二厂", "2")] {
            let mut body = draft(&app, name);
            body["investors"] = json!([{ "organisation_id": group }]);
            body["amounts"] = json!([{ "measure": "total", "amount": yi, "unit": "yi" }]);
            body["agreement"] = "contract".into();
            body["contract_signed_on"] = "2013-11-15".into();
            let made = clerk.post("/api/v1/projects", body).await.expect(201);
            paths.push((format!("/api/v1/projects/{}", made["id"].as_str().unwrap()), made));
        }
        let step = |to: &str, version: &Value, reason: &str| json!({ "to_stage": to, "happened_on": "2013-11-15", "reason": reason, "version": version });
        admitted(&app, paths[0].1["id"].as_str().unwrap(), &[Asked::Admission, Asked::DueDiligence]).await;
        for (at, (path, made)) in paths.iter().enumerate() {
            let mut now = crate::gate::attach(&clerk, path, &made["version"], "contract").await;
            for stage in ["qualified", "negotiation", "ready_to_sign"] {
                let moved = step(stage, &now["version"], "");
                now = clerk.post(&format!("{path}/advance"), moved).await.expect(200);
            }
            let sign = step("signed", &now["version"], "");
            if at == 0 {
                let fast = clerk.post(&format!("{path}/advance"), sign.clone()).await.refused(409);
                assert_eq!(fast, "project.too_fast");
                let sheet = reviewer.get(&format!("{path}/due-diligence")).await.expect(200);
                assert_eq!(
                    (&sheet["speed"]["alarm"], &sheet["speed"]["sign"]["ok"]),
                    (&json!(true), &json!(true))
                );
                let second = format!("{path}/second-signature");
                let why = json!({ "text": "已核实资金来源" });
                assert_eq!(clerk.post(&second, why.clone()).await.refused(409), "admission.not_reviewer");
                assert_eq!(
                    reviewer.post(&second, json!({ "text": " " })).await.refused(422),
                    "admission.reason_missing"
                );
                reviewer.post(&second, why.clone()).await.expect(200);
                assert_eq!(reviewer.post(&second, why).await.refused(409), "admission.nothing_to_sign");
                clerk.post(&format!("{path}/advance"), sign).await.expect(200);
            } else {
                let twin = clerk.post(&format!("{path}/advance"), sign).await.expect(422);
                assert_eq!(twin["code"], "project.signed_elsewhere");
                assert!(twin["errors"][0]["message"].as_str().unwrap().contains("乙电机制造"), "{twin}");
                let answered = step("signed", &now["version"], "二厂另选址，产品不同");
                clerk.post(&format!("{path}/advance"), answered).await.expect(200);
            }
        }
    });
}
