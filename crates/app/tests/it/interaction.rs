//! Interactions over HTTP.

use serde_json::{Value, json};
use yinfeng_domain::authority::Role;

use crate::{
    progress::project,
    project::{organisation, with_codes},
    support::{TestApp, on_both},
};

fn visit(organisation: &str, held_on: &str) -> Value {
    json!({ "organisation_id": organisation, "kind": "visit_out", "held_on": held_on, "place": "潍坊",
        "subject": "拜访企业总部", "our_side": ["石磊落", " 石磊落 ", "叶知秋"] })
}

fn contact(organisation: &str) -> Value {
    json!({ "organisation_id": organisation, "name": "王建国", "title": "投资总监", "phones": ["13800005678"],
        "language": "zh", "basis": "consent", "retention_until": "2014-11-15" })
}

async fn account(app: &TestApp, login: &str, role: Role, unit: yinfeng_domain::id::UnitId) -> String {
    app.account(login, &[(role, unit)]).await.0.to_string()
}

#[test]
fn a_visit_is_planned_told_and_its_next_step_done() {
    on_both(async |app| {
        with_codes(&app).await;
        let owner = account(&app, "owner", Role::UnitFiller, app.units.team).await;
        let filler = app.person("filler", Role::UnitFiller, app.units.yuhe).await;
        let firm = organisation(&filler, "恒信新材料有限公司", "CN").await;
        let project = project(&app, &filler, "甲项目").await;
        let person = filler.post("/api/v1/contacts", contact(&firm)).await.expect(201);
        let mut draft = visit(&firm, "2013-11-20");
        (draft["projects"], draft["contacts"]) = (json!([project]), json!([person["id"]]));
        draft["units"] = json!([app.units.team]);
        let saved = filler.post("/api/v1/interactions", draft.clone()).await.expect(201);
        assert_eq!(saved.as_object().unwrap().len(), 2, "the answer is kept: it names nobody");
        let path = format!("/api/v1/interactions/{}", saved["id"].as_str().unwrap());
        let planned = filler.get(&path).await.expect(200);
        assert_eq!(
            (&planned["standing"], &planned["our_side"]),
            (&json!("planned"), &json!(["石磊落", "叶知秋"]))
        );
        assert_eq!(
            (&planned["contacts"][0]["name"], &planned["unit"]["name"]),
            (&json!("王建国"), &json!("于河街道"))
        );
        assert_eq!(planned["actions"]["finish"]["code"], "interaction.no_next_step");

        app.clock.set("2013-11-21T01:00:00Z".parse().unwrap());
        let (filler, second) = (app.log_in("filler").await, app.log_in("owner").await);
        assert_eq!(filler.get("/api/v1/interactions?standing=untold").await.expect(200)["total"], 1);
        draft["version"] = 1.into();
        draft["summary"] = "商谈选址，对方关心蒸汽价格".into();
        draft["next_step"] = "报送蒸汽价格".into();
        assert_eq!(filler.put(&path, draft.clone()).await.refused(422), "interaction.due_missing");
        (draft["next_due_on"], draft["next_owner_id"]) = (json!("2013-11-25"), json!(owner));
        filler.put(&path, draft.clone()).await.expect(200);
        assert_eq!(filler.put(&path, draft.clone()).await.expect(409)["code"], "floor.stale");
        let story =
            filler.get(&format!("/api/v1/projects/{project}/timeline?kind=interaction")).await.expect(200);
        assert_eq!(
            (&story["items"][0]["act"], &story["items"][0]["to"], &story["items"][0]["due_on"]),
            (&json!("visit_out"), &json!("拜访企业总部"), &json!("2013-11-25"))
        );

        // The unit that takes part reads it, sees no contact of the other unit, and its member does the step.
        let theirs = second.get(&path).await.expect(200);
        assert_eq!((&theirs["contacts"], &theirs["contacts_hidden"]), (&json!([]), &json!(1)));
        assert_eq!(theirs["actions"]["edit"]["code"], "interaction.not_yours");
        let mine = second.get("/api/v1/interactions?next=open&mine=true&sort=next_due_on").await.expect(200);
        assert_eq!((&mine["total"], &mine["items"][0]["next_late"]), (&json!(1), &json!(false)));
        assert_eq!(second.get("/api/v1/interactions?next=late").await.expect(200)["total"], 0);
        let done = json!({ "text": "已报送", "version": 2 });
        second.post(&format!("{path}/finish"), done.clone()).await.expect(200);
        let again = json!({ "text": "已报送", "version": 3 });
        assert_eq!(
            second.post(&format!("{path}/finish"), again).await.refused(409),
            "interaction.next_step_done"
        );
        let told = filler.get(&path).await.expect(200);
        assert_eq!(
            (&told["standing"], &told["next_done_on"], &told["next_result"]),
            (&json!("told"), &json!("2013-11-21"), &json!("已报送"))
        );

        // Somebody who is deleted leaves only that somebody was there.
        let gone = json!({ "reason": "request", "version": 1 });
        let erased =
            filler.post(&format!("/api/v1/contacts/{}/erase", person["id"].as_str().unwrap()), gone).await;
        assert_eq!(erased.status, 204, "{}", erased.text());
        let left = filler.get(&path).await.expect(200);
        assert_eq!((&left["contacts"], &left["contacts_hidden"]), (&json!([]), &json!(1)));
        draft["version"] = 3.into();
        draft["contacts"] = json!([]);
        filler.put(&path, draft).await.expect(200);
        assert_eq!(filler.get(&path).await.expect(200)["contacts_hidden"], 1, "what is not seen is not lost");

        let nothing = json!({ "text": " ", "version": 4 });
        assert_eq!(
            filler.post(&format!("{path}/remove"), nothing).await.refused(422),
            "interaction.reason_missing"
        );
        let out = filler.post(&format!("{path}/remove"), json!({ "text": "录入有误", "version": 4 })).await;
        assert_eq!(out.status, 204, "{}", out.text());
        assert_eq!(filler.get(&path).await.refused(404), "floor.not_found");
    });
}

#[test]
fn two_units_at_one_firm_are_told_of_each_other() {
    on_both(async |app| {
        with_codes(&app).await;
        let filler = app.person("filler", Role::UnitFiller, app.units.yuhe).await;
        let rival = app.person("rival", Role::UnitFiller, app.units.zone).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let head = organisation(&rival, "恒信集团有限公司", "CN").await;
        let firm = organisation(&filler, "恒信新材料有限公司", "CN").await;
        let member = json!({ "name": "恒信新材料有限公司", "kind": "enterprise", "country": "CN", "group_id": head, "version": 1 });
        clerk.put(&format!("/api/v1/organisations/{firm}"), member).await.expect(200);
        let saved = rival.post("/api/v1/interactions", visit(&head, "2013-11-20")).await.expect(201);
        let question = |on: &str| format!("/api/v1/interactions/clashes?organisation_id={firm}&held_on={on}");
        let told = filler.get(&question("2013-12-04")).await.expect(200);
        assert_eq!((&told["days"], told["items"].as_array().unwrap().len()), (&json!(14), 1));
        assert_eq!(
            told["items"][0],
            json!({ "unit": told["items"][0]["unit"], "kind": "visit_out", "held_on": "2013-11-20", "planned": true, "same_firm": false })
        );
        assert_eq!(told["items"][0]["unit"]["name"], "经济开发区");
        assert_eq!(filler.get(&question("2013-12-05")).await.expect(200)["items"], json!([]));
        assert_eq!(
            filler.get(&question("2013-11-06")).await.expect(200)["items"].as_array().unwrap().len(),
            1
        );
        // What the other unit wrote stays with it.
        let path = format!("/api/v1/interactions/{}", saved["id"].as_str().unwrap());
        assert_eq!(filler.get(&path).await.refused(404), "floor.not_found");
        assert_eq!(filler.get("/api/v1/interactions").await.expect(200)["total"], 0);
        assert_eq!(
            filler
                .get(&format!("/api/v1/interactions/clashes?organisation_id={head}&held_on=2013-11-20"))
                .await
                .refused(422),
            "interaction.organisation_unknown"
        );

        let ours = filler.post("/api/v1/interactions", visit(&firm, "2013-11-25")).await.expect(201);
        let shown =
            filler.get(&format!("/api/v1/interactions/{}", ours["id"].as_str().unwrap())).await.expect(200);
        assert_eq!(shown["clashes"][0]["unit"]["name"], "经济开发区");
        let shown = rival.get(&path).await.expect(200);
        assert_eq!(
            (&shown["clashes"][0]["unit"]["name"], &shown["clashes"][0]["same_firm"]),
            (&json!("于河街道"), &json!(false))
        );

        // The days are the office's to set; a call bothers nobody.
        assert_eq!(
            filler
                .put("/api/v1/interactions/rules", json!({ "clash_days": 3, "quiet_days": 30 }))
                .await
                .refused(404),
            "floor.not_found"
        );
        assert_eq!(
            clerk
                .put("/api/v1/interactions/rules", json!({ "clash_days": 0, "quiet_days": 30 }))
                .await
                .refused(422),
            "interaction.days"
        );
        clerk
            .put("/api/v1/interactions/rules", json!({ "clash_days": 3, "quiet_days": 30 }))
            .await
            .expect(200);
        assert_eq!(rival.get(&path).await.expect(200)["clashes"], json!([]));
        let mut call = visit(&head, "2013-11-14");
        call["kind"] = "call".into();
        rival.post("/api/v1/interactions", call).await.expect(201);
        assert_eq!(filler.get(&question("2013-11-14")).await.expect(200)["items"], json!([]));
    });
}

#[test]
fn an_investor_that_nobody_heard_of_is_listed() {
    on_both(async |app| {
        with_codes(&app).await;
        let filler = app.person("filler", Role::UnitFiller, app.units.yuhe).await;
        let rival = app.person("rival", Role::UnitFiller, app.units.zone).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let never = organisation(&filler, "甲有限公司", "CN").await;
        let long_ago = organisation(&filler, "乙有限公司", "CN").await;
        let recent = organisation(&filler, "丙有限公司", "CN").await;
        filler.post("/api/v1/interactions", visit(&long_ago, "2013-09-01")).await.expect(201);
        filler.post("/api/v1/interactions", visit(&recent, "2013-09-16")).await.expect(201);
        let page = filler.get("/api/v1/interactions/quiet").await.expect(200);
        let names: Vec<_> = page["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|r| r["organisation"]["id"].as_str().unwrap())
            .collect();
        assert_eq!((names, &page["total"]), (vec![never.as_str(), long_ago.as_str()], &json!(2)));
        assert_eq!(
            (&page["items"][1]["last_on"], &page["items"][1]["days"]),
            (&json!("2013-09-01"), &json!(75))
        );
        let mut seen = Vec::new();
        let mut path = "/api/v1/interactions/quiet?limit=1".to_owned();
        loop {
            let page = filler.get(&path).await.expect(200);
            seen.push(page["items"][0]["organisation"]["id"].as_str().unwrap().to_owned());
            let Some(cursor) = page["next_cursor"].as_str() else { break };
            path = format!("/api/v1/interactions/quiet?limit=1&cursor={cursor}");
        }
        assert_eq!(seen, [never.clone(), long_ago.clone()]);
        assert_eq!(filler.get("/api/v1/interactions/quiet?known=true").await.expect(200)["total"], 1);
        assert_eq!(rival.get("/api/v1/interactions/quiet").await.expect(200)["total"], 0);
        assert_eq!(
            clerk.get(&format!("/api/v1/interactions/quiet?unit={}", app.units.yuhe)).await.expect(200)["total"],
            2
        );
        // A visit that is planned is enough.
        filler.post("/api/v1/interactions", visit(&never, "2013-11-30")).await.expect(201);
        assert_eq!(filler.get("/api/v1/interactions/quiet").await.expect(200)["total"], 1);
    });
}

#[test]
fn what_is_wrong_with_an_interaction_is_said() {
    on_both(async |app| {
        with_codes(&app).await;
        let filler = app.person("filler", Role::UnitFiller, app.units.yuhe).await;
        let leader = app.person("leader", Role::DistrictLeader, app.units.committee).await;
        let firm = organisation(&filler, "恒信新材料有限公司", "CN").await;
        let people =
            filler.get(&format!("/api/v1/interactions/people?unit={}", app.units.yuhe)).await.expect(200);
        assert_eq!(
            (&people["names"], &people["accounts"][0]["name"]),
            (&json!(["filler"]), &json!("filler"))
        );
        assert_eq!(
            leader.post("/api/v1/interactions", visit(&firm, "2013-11-20")).await.refused(404),
            "floor.not_found"
        );
        for (field, value, code) in [
            ("subject", json!(" \n"), "interaction.subject_missing"),
            ("subject", json!("长".repeat(201)), "interaction.too_long"),
            ("place", json!("长".repeat(201)), "interaction.too_long"),
            ("held_on", json!("2014-12-01"), "interaction.held_on"),
            ("held_on", json!("1970-01-01"), "interaction.held_on"),
            ("held_on", json!("昨天"), "floor.field_wrong"),
            ("our_side", json!((0..31).map(|i| format!("人{i}")).collect::<Vec<_>>()), "interaction.side"),
            ("units", json!([app.new_id()]), "interaction.unit_unknown"),
            ("unit_id", json!(app.units.zone), "interaction.unit_not_yours"),
            ("contacts", json!([app.new_id()]), "interaction.contact_unknown"),
            ("projects", json!([app.new_id()]), "interaction.project_unknown"),
            ("organisation_id", json!(app.new_id()), "interaction.organisation_unknown"),
        ] {
            let mut wrong = visit(&firm, "2013-11-20");
            wrong[field] = value;
            assert_eq!(filler.post("/api/v1/interactions", wrong).await.refused(422), code, "{field}");
        }
        let mut wrong = visit(&firm, "2013-11-20");
        (wrong["next_step"], wrong["next_due_on"], wrong["next_owner_id"]) =
            (json!("回访"), json!("2013-12-01"), json!(app.new_id()));
        assert_eq!(
            filler.post("/api/v1/interactions", wrong).await.refused(422),
            "interaction.owner_unknown"
        );
        assert_eq!(filler.get("/api/v1/interactions?sort=place").await.refused(422), "floor.field_wrong");
    });
}
