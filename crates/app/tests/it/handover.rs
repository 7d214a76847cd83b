//! Handing over over HTTP: who is in charge of an investor, what somebody holds, and that nobody leaves with it.

use serde_json::{Value, json};
use yinfeng_domain::authority::Role;

use crate::{
    claim::draft as claim_draft,
    project::{organisation, with_codes},
    support::{Client, TestApp, on_both},
};

struct People {
    a: Client,
    a_id: String,
    b: Client,
    b_id: String,
    head: Client,
    team: Client,
    team_id: String,
    clerk: Client,
    clerk_id: String,
    system: Client,
    security: Client,
}

async fn people(app: &TestApp) -> People {
    with_codes(app).await;
    let units = app.units;
    let made = async |login: &'static str, role, unit| {
        let id = app.account(login, &[(role, unit)]).await.0.to_string();
        (app.log_in(login).await, id)
    };
    let (a, a_id) = made("anna", Role::UnitFiller, units.yuhe).await;
    let (b, b_id) = made("bert", Role::UnitFiller, units.yuhe).await;
    let (head, _) = made("head", Role::UnitHead, units.yuhe).await;
    let (team, team_id) = made("team", Role::UnitHead, units.team).await;
    let (clerk, clerk_id) = made("clerk", Role::OfficeClerk, units.office).await;
    let (system, _) = made("system", Role::SystemAdministrator, units.office).await;
    let (security, _) = made("security", Role::SecurityAdministrator, units.office).await;
    People { a, a_id, b, b_id, head, team, team_id, clerk, clerk_id, system, security }
}

/// An investor that `anna` brings in, with a contact, a first report and a next step of hers.
async fn things(app: &TestApp, people: &People) -> (String, Value) {
    let firm = organisation(&people.a, "恒信新材料有限公司", "CN").await;
    let contact = json!({ "organisation_id": firm, "name": "王建国", "phones": ["13800005678"], "language": "zh",
        "basis": "consent", "retention_until": "2014-11-15" });
    people.a.post("/api/v1/contacts", contact).await.expect(201);
    let mut report = claim_draft(app, &people.a, "恒信新材料有限公司").await;
    report["organisation_id"] = json!(firm);
    let claim = people.a.post("/api/v1/claims", report).await.expect(201);
    let call = json!({ "organisation_id": firm, "kind": "call", "held_on": "2013-11-14", "subject": "电话沟通",
        "summary": "对方关心用地", "next_step": "报送地块资料", "next_due_on": "2013-11-25" });
    people.a.post("/api/v1/interactions", call).await.expect(201);
    (firm, claim)
}

async fn held(client: &Client, person: &str) -> Vec<Value> {
    let list = client.get(&format!("/api/v1/handovers/held?person={person}")).await.expect(200);
    list["items"].as_array().unwrap().clone()
}

/// A hand-over of all of these to one successor.
fn all_to(giver: &Value, items: &[Value], unit: impl ToString, person: &str) -> Value {
    let lines: Vec<Value> = items
        .iter()
        .map(|i| json!({ "held": i["kind"], "id": i["id"], "to_unit_id": unit.to_string(), "to_person_id": person }))
        .collect();
    let mut body = json!({ "why": "调离本单位", "lines": lines });
    body.as_object_mut().unwrap().extend(giver.as_object().unwrap().clone());
    body
}

fn path(of: &Value, rest: &str) -> String {
    format!("/api/v1/handovers/{}{rest}", of["id"].as_str().unwrap())
}

async fn account(client: &Client, login: &str) -> Value {
    let list = client.get("/api/v1/accounts").await.expect(200);
    list["items"].as_array().unwrap().iter().find(|a| a["login"] == login).unwrap().clone()
}

async fn disable(people: &People, login: &str) -> crate::support::Answer {
    let of = account(&people.system, login).await;
    let body = json!({ "name": of["name"], "disabled": true, "version": of["version"] });
    people.system.put(&format!("/api/v1/accounts/{}", of["id"].as_str().unwrap()), body).await
}

#[test]
fn whoever_leaves_hands_over_first_and_the_trail_says_who_had_it() {
    on_both(async |app| {
        let people = people(&app).await;
        let (firm, claim) = things(&app, &people).await;

        let refused = disable(&people, "anna").await.expect(409);
        assert_eq!(refused["code"], "handover.held");
        let said = refused["detail"].as_str().unwrap();
        assert!(
            said.contains("还有 4 项") && said.contains("负责客商 1 家") && said.contains("有效首报 1 件"),
            "{said}"
        );
        let role = account(&people.security, "anna").await["roles"][0]["id"].as_str().unwrap().to_owned();
        let role = format!("/api/v1/accounts/{}/roles/{role}", people.a_id);
        assert_eq!(people.security.delete(&role).await.refused(409), "handover.held");

        let items = held(&people.head, &people.a_id).await;
        let kinds: Vec<_> = items.iter().map(|i| i["kind"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["charge", "contact", "claim", "next_step"]);
        assert_eq!((&items[0]["label"], &items[2]["label"]), (&json!("恒信新材料有限公司"), &claim["code"]));
        assert_eq!((&items[1]["label"], &items[3]["label"]), (&json!("王建国"), &json!("报送地块资料")));
        let giver = json!({ "person_id": people.a_id });
        let body = all_to(&giver, &items, app.units.yuhe, &people.b_id);
        // Of another unit nothing is seen, and so nothing is given.
        assert_eq!(held(&people.team, &people.a_id).await, Vec::<Value>::new());
        assert_eq!(people.team.post("/api/v1/handovers", body.clone()).await.refused(422), "floor.invalid");

        let opened = people.head.post("/api/v1/handovers", body.clone()).await.expect(201);
        assert_eq!((&opened["code"], &opened["state"]), (&json!("J2013-0001"), &json!("waiting")));
        let again = people.head.post("/api/v1/handovers", body).await.expect(422);
        assert_eq!(again["errors"][0]["code"], "handover.waits");
        let refused = disable(&people, "anna").await.expect(409);
        assert!(refused["errors"][0]["message"].as_str().unwrap().contains("J2013-0001"), "{refused}");
        // Neither who opened it, nor whose things they are, nor a colleague takes it over.
        let answer = json!({ "version": 1 });
        for (who, code) in [
            (&people.head, "handover.own_handover"),
            (&people.a, "handover.own_things"),
            (&people.b, "handover.not_receiver"),
        ] {
            assert_eq!(who.post(&path(&opened, "/accept"), answer.clone()).await.refused(409), code);
        }
        assert_eq!(
            people.team.post(&path(&opened, "/accept"), answer.clone()).await.refused(404),
            "floor.not_found"
        );
        let waiting = people.clerk.get("/api/v1/handovers?hand=answer").await.expect(200);
        assert_eq!((&waiting["total"], &waiting["items"][0]["waiting_count"]), (&json!(1), &json!(4)));
        let done = people.clerk.post(&path(&opened, "/accept"), answer.clone()).await.expect(200);
        assert_eq!(done["state"], "done");
        assert_eq!(people.clerk.post(&path(&opened, "/accept"), answer).await.refused(409), "floor.stale");

        assert_eq!(held(&people.head, &people.a_id).await, Vec::<Value>::new());
        assert_eq!(held(&people.b, &people.b_id).await.len(), 4);
        let profile = people.b.get(&format!("/api/v1/organisations/{firm}/profile")).await.expect(200);
        let charges = profile["charges"].as_array().unwrap();
        let who = |c: &Value| (c["person"]["name"].clone(), c["from_on"].clone(), c["until_on"].clone());
        assert_eq!(
            charges.iter().map(who).collect::<Vec<_>>(),
            [
                (json!("bert"), json!("2013-11-15"), Value::Null),
                (json!("anna"), json!("2013-11-15"), json!("2013-11-15")),
            ]
        );
        assert_eq!(charges[0]["why"], "J2013-0001");
        // The receipt stays whose it was; the claim is looked after by somebody else.
        let now =
            people.b.get(&format!("/api/v1/claims/{}", claim["id"].as_str().unwrap())).await.expect(200);
        assert_eq!((&now["reported_by"]["name"], &now["keeper"]["name"]), (&json!("anna"), &json!("bert")));
        assert_eq!((&now["has_receipt"], &now["log"][0]["act"]), (&json!(true), &json!("hand_on")));
        people.security.delete(&role).await.expect(200);
        disable(&people, "anna").await.expect(200);
    });
}

#[test]
fn what_goes_to_another_unit_is_taken_over_by_its_head_in_one_go() {
    on_both(async |app| {
        let people = people(&app).await;
        let (firm, claim) = things(&app, &people).await;
        let giver = json!({ "unit_id": app.units.yuhe, "organisation_id": firm });
        let list = people
            .a
            .get(&format!("/api/v1/handovers/held?unit={}&organisation={firm}", app.units.yuhe))
            .await;
        let list = list.expect(200);
        let items = list["items"].as_array().unwrap().clone();
        assert_eq!((items.len(), &list["open"]["ok"]), (4, &json!(true)));
        let good = all_to(&giver, &items, app.units.team, &people.team_id);
        for (at, field, value, code) in [
            (0, "to_unit_id", json!(app.new_id()), "handover.unit_unknown"),
            (1, "to_person_id", Value::Null, "handover.person_missing"),
            (1, "to_person_id", json!(people.b_id), "handover.person_unknown"),
            (2, "held", json!("project"), "handover.not_held"),
            (3, "id", json!(app.new_id()), "handover.not_held"),
            (1, "id", items[1]["id"].clone(), ""),
        ] {
            let mut wrong = good.clone();
            wrong["lines"][at][field] = value;
            if code.is_empty() {
                continue;
            }
            let refused = people.a.post("/api/v1/handovers", wrong).await.expect(422);
            let codes: Vec<_> =
                refused["errors"].as_array().unwrap().iter().map(|e| e["code"].clone()).collect();
            assert_eq!(codes, [json!(code)], "{field}");
            assert!(refused["errors"][0]["field"].as_str().unwrap().starts_with(&format!("lines[{at}]")));
        }
        let mut twice = good.clone();
        twice["lines"][1] = twice["lines"][0].clone();
        let refused = people.a.post("/api/v1/handovers", twice).await.expect(422);
        assert_eq!(refused["errors"][0]["code"], "handover.twice");
        for (field, value, code) in
            [("why", json!(" "), "handover.why_missing"), ("lines", json!([]), "handover.nothing")]
        {
            let mut wrong = good.clone();
            wrong[field] = value;
            assert_eq!(people.a.post("/api/v1/handovers", wrong).await.refused(422), code);
        }
        assert_eq!(people.a.get("/api/v1/handovers/held").await.refused(422), "handover.whose");

        let opened = people.a.post("/api/v1/handovers", good).await.expect(201);
        let seen = people.team.get(&path(&opened, "")).await.expect(200);
        let lines = seen["lines"].as_array().unwrap();
        assert_eq!((lines.len(), &lines[0]["mine"]), (4, &json!(true)));
        assert_eq!(lines[0]["organisation"]["name"], "恒信新材料有限公司");
        // Who the contact is is told when they are the receiving unit's.
        assert_eq!(lines[1]["label"], "");
        assert_eq!(people.team.get("/api/v1/handovers?hand=answer").await.expect(200)["total"], 1);
        // What was done in between is not taken over, and says so.
        let step = people.a.get("/api/v1/interactions?next=open").await.expect(200);
        let step = format!("/api/v1/interactions/{}/finish", step["items"][0]["id"].as_str().unwrap());
        people.a.post(&step, json!({ "text": "已报送", "version": 1 })).await.expect(200);
        let done = people.team.post(&path(&opened, "/accept"), json!({ "version": 1 })).await.expect(200);
        assert_eq!(done["state"], "done");
        let seen = people.team.get(&path(&opened, "")).await.expect(200);
        let states: Vec<_> = seen["lines"].as_array().unwrap().iter().map(|l| l["state"].clone()).collect();
        assert_eq!(states, ["taken", "taken", "taken", "gone"]);
        assert_eq!(seen["lines"][1]["label"], "王建国");

        // The first report began anew with the other unit; the one before says where it went.
        let old =
            people.a.get(&format!("/api/v1/claims/{}", claim["id"].as_str().unwrap())).await.expect(200);
        assert_eq!(old["state"], "referred");
        let new = people.team.get("/api/v1/claims?state=open").await.expect(200);
        assert_eq!(new["items"][0]["unit"]["name"], "城市工业");
        let profile = people.team.get(&format!("/api/v1/organisations/{firm}/profile")).await.expect(200);
        assert_eq!(profile["charges"][0]["unit"]["name"], "城市工业");
        assert_eq!(people.a.get("/api/v1/contacts").await.expect(200)["total"], 0);
        assert_eq!(people.team.get("/api/v1/contacts").await.expect(200)["total"], 1);
    });
}

#[test]
fn a_unit_may_refuse_and_whoever_opened_takes_back() {
    on_both(async |app| {
        let people = people(&app).await;
        things(&app, &people).await;
        let items = held(&people.head, &people.a_id).await;
        let giver = json!({ "person_id": people.a_id });
        let mut body = all_to(&giver, &items[..2], app.units.team, &people.team_id);
        body["lines"][0]["to_unit_id"] = json!(app.units.yuhe);
        body["lines"][0]["to_person_id"] = json!(people.b_id);
        let opened = people.a.post("/api/v1/handovers", body).await.expect(201);
        // Two units receive: each answers for itself.
        let refuse = path(&opened, "/refuse");
        assert_eq!(
            people.team.post(&refuse, json!({ "version": 1 })).await.refused(422),
            "handover.why_missing"
        );
        let refused =
            people.team.post(&refuse, json!({ "text": "不熟悉该行业", "version": 1 })).await.expect(200);
        assert_eq!(refused["state"], "waiting");
        assert_eq!(
            people.team.post(&refuse, json!({ "text": "x", "version": 2 })).await.refused(409),
            "handover.not_receiver"
        );
        let done = people.head.post(&path(&opened, "/accept"), json!({ "version": 2 })).await.expect(200);
        assert_eq!(done["state"], "refused");
        let seen = people.a.get(&path(&opened, "")).await.expect(200);
        assert_eq!((&seen["taken_count"], &seen["refused_count"]), (&json!(1), &json!(1)));
        assert_eq!(seen["lines"][1]["answer"], "不熟悉该行业");

        // What was refused is still hers, and goes another way.
        let items = held(&people.head, &people.a_id).await;
        assert_eq!(items.len(), 3);
        let body = all_to(&giver, &items, app.units.yuhe, &people.b_id);
        let opened = people.a.post("/api/v1/handovers", body).await.expect(201);
        let back = path(&opened, "/withdraw");
        assert_eq!(
            people.b.post(&back, json!({ "text": "x", "version": 1 })).await.refused(409),
            "handover.not_giver"
        );
        let back = people.a.post(&back, json!({ "text": "暂不调离", "version": 1 })).await.expect(200);
        assert_eq!(back["state"], "withdrawn");
        assert_eq!(held(&people.head, &people.a_id).await[0]["waiting"], Value::Null);
    });
}

#[test]
fn the_office_lets_somebody_go_with_a_reason_that_is_kept() {
    on_both(async |app| {
        let people = people(&app).await;
        things(&app, &people).await;
        let good = json!({ "person_id": people.a_id, "why": "紧急停用账号，事项另行交接", "until_on": "2013-11-20" });
        assert_eq!(
            people.head.post("/api/v1/handovers/waivers", good.clone()).await.refused(404),
            "floor.not_found"
        );
        for (field, value, code) in [
            ("why", json!(" "), "handover.why_missing"),
            ("until_on", json!("2013-11-14"), "handover.waiver_until"),
            ("until_on", json!("2014-11-14"), "handover.waiver_until"),
            ("person_id", Value::Null, "handover.waiver_whose"),
            ("person_id", json!(people.clerk_id), "handover.waiver_own"),
        ] {
            let mut wrong = good.clone();
            wrong[field] = value;
            assert_eq!(people.clerk.post("/api/v1/handovers/waivers", wrong).await.refused(422), code);
        }
        people.clerk.post("/api/v1/handovers/waivers", good).await.expect(201);
        let list = people.clerk.get("/api/v1/handovers/waivers").await.expect(200);
        assert_eq!(list["items"][0]["person"]["name"], "anna");
        disable(&people, "anna").await.expect(200);
        // What they held is still to be handed over.
        assert_eq!(held(&people.head, &people.a_id).await.len(), 4);
    });
}

#[test]
fn a_member_who_moves_and_a_unit_that_ends_hand_over_too() {
    on_both(async |app| {
        let people = people(&app).await;
        things(&app, &people).await;
        let member = json!({ "name": "anna", "position": "staff", "account_id": people.a_id, "valid_from": "2013-01-01" });
        let unit = format!("/api/v1/units/{}", app.units.yuhe);
        let made = people.clerk.post(&format!("{unit}/members"), member.clone()).await.expect(201);
        let path = format!("/api/v1/members/{}", made["id"].as_str().unwrap());
        let mut gone = member;
        (gone["valid_until"], gone["version"]) = (json!("2013-11-15"), json!(1));
        assert_eq!(people.clerk.put(&path, gone.clone()).await.refused(409), "handover.held");
        // From a day on that is still to come it is entered beforehand.
        gone["valid_until"] = json!("2013-12-31");
        people.clerk.put(&path, gone).await.expect(200);
        let end = json!({ "valid_until": "2013-12-31", "version": 1 });
        assert_eq!(
            people.clerk.post(&format!("{unit}/end"), end.clone()).await.refused(409),
            "handover.held"
        );
        // With a second role that covers the unit the first may go.
        let more = json!({ "role": "unit_head", "unit_id": app.units.committee, "valid_from": "2013-01-01" });
        people.security.post(&format!("/api/v1/accounts/{}/roles", people.a_id), more).await.expect(201);
        let roles = account(&people.security, "anna").await["roles"].clone();
        let filler =
            roles.as_array().unwrap().iter().find(|r| r["role"] == "unit_filler").unwrap()["id"].clone();
        let filler = format!("/api/v1/accounts/{}/roles/{}", people.a_id, filler.as_str().unwrap());
        people.security.delete(&filler).await.expect(200);
        let waiver = json!({ "unit_id": app.units.yuhe, "why": "机构改革，事项由区招商办统一分配", "until_on": "2013-11-30" });
        people.clerk.post("/api/v1/handovers/waivers", waiver).await.expect(201);
        people.clerk.post(&format!("{unit}/end"), end).await.expect(200);
    });
}

#[test]
fn a_unit_takes_what_is_nobodys_and_says_who_of_it_is_in_charge() {
    on_both(async |app| {
        let people = people(&app).await;
        let firm = organisation(&people.clerk, "晋工机械有限公司", "CN").await;
        let own = organisation(&people.a, "巨力集团有限公司", "CN").await;
        let path = |id: &str| format!("/api/v1/organisations/{id}/charge");
        let shown = |id: String| {
            let clerk = people.clerk.clone();
            async move { clerk.get(&format!("/api/v1/organisations/{id}/profile")).await.expect(200) }
        };
        let now = shown(own.clone()).await["charges"][0].clone();
        assert_eq!((&now["unit"]["name"], &now["person"]["name"]), (&json!("于河街道"), &json!("anna")));
        // The office may name any unit, a unit itself; and one that has it already gives it away by a hand-over.
        let body = json!({ "unit_id": app.units.team, "person_id": people.team_id, "why": "领导指定" });
        let taken = people.clerk.put(&path(&firm), body.clone()).await.expect(200);
        assert_eq!(people.clerk.put(&path(&firm), body).await.refused(409), "floor.stale");
        let other = json!({ "unit_id": app.units.yuhe, "now_id": taken["id"] });
        assert_eq!(
            people.clerk.put(&path(&firm), other.clone()).await.refused(409),
            "investor.charge_by_handover"
        );
        people.a.put(&path(&firm), other).await.expect(404);
        let same = json!({ "unit_id": app.units.team, "now_id": taken["id"] });
        let same = people.team.put(&path(&firm), same).await.expect(200);
        assert_eq!(same["person"], Value::Null);
        for (field, value, code) in [
            ("unit_id", json!(app.new_id()), "investor.charge_unit"),
            ("person_id", json!(people.b_id), "investor.charge_person"),
            ("why", json!("长".repeat(600)), "investor.too_long"),
        ] {
            let mut wrong = json!({ "unit_id": app.units.team, "now_id": same["id"] });
            wrong[field] = value;
            assert_eq!(people.clerk.put(&path(&firm), wrong).await.refused(422), code);
        }
        // Found by who is in charge.
        let nobodys = organisation(&people.clerk, "无主客商有限公司", "CN").await;
        let of = async |client: &Client, query: &str| {
            let page = client.get(&format!("/api/v1/organisations?{query}")).await.expect(200);
            let items = page["items"].as_array().unwrap().clone();
            items.iter().map(|o| o["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(of(&people.a, "charge=mine").await, std::slice::from_ref(&own));
        assert_eq!(of(&people.b, "charge=mine").await, Vec::<String>::new());
        assert_eq!(of(&people.b, "charge=unit").await, std::slice::from_ref(&own));
        assert_eq!(of(&people.clerk, "charge=nobody").await, std::slice::from_ref(&nobodys));
        assert_eq!(of(&people.clerk, &format!("charge_unit={}", app.units.team)).await, [firm]);
        assert_eq!(people.clerk.get("/api/v1/organisations?charge=theirs").await.status, 422);
    });
}
