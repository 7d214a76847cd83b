//! Target firms.

use serde_json::{Value, json};
use yinfeng_domain::authority::Role;

use super::{chain, id, link, link_draft, names};
use crate::{
    project::{draft, organisation, with_codes},
    support::{Client, on_both},
};

#[test]
fn a_target_is_given_to_one_unit_and_told_on() {
    on_both(async |app| {
        with_codes(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let team = app.person("team", Role::UnitFiller, app.units.team).await;
        let other = app.person("other", Role::UnitHead, app.units.yuhe).await;
        let chain = chain(&app, &clerk).await;
        let firm = organisation(&clerk, "远方构件有限公司", "CN").await;
        let part = link(&clerk, &chain, link_draft("构件", "downstream", &["C302"])).await;
        let tile = link(&clerk, &chain, link_draft("陶瓷", "downstream", &["C307"])).await;
        let targets = |link: &Value| format!("/api/v1/chain-links/{}/targets", id(link));
        let good = json!({ "organisation_id": firm, "unit_id": app.units.team, "due_on": "2013-12-20",
            "reason": "补装配式构件" });
        for (field, value, code) in [
            ("organisation_id", json!(app.new_id()), "chain.organisation_unknown"),
            ("unit_id", json!(app.new_id()), "org.unit_unknown"),
            ("due_on", json!("2013-11-14"), "chain.due_on"),
            ("reason", json!("补".repeat(501)), "chain.too_long"),
        ] {
            let mut wrong = good.clone();
            wrong[field] = value;
            assert_eq!(clerk.post(&targets(&part), wrong).await.refused(422), code);
        }
        assert_eq!(team.post(&targets(&part), good.clone()).await.refused(409), "chain.not_yours");
        // The same request again gives the same answer, and one target.
        let made = clerk.post_as("aim-once-0001", &targets(&part), good.clone()).await.expect(201);
        let again = clerk.post_as("aim-once-0001", &targets(&part), good.clone()).await.expect(201);
        assert_eq!(made["id"], again["id"]);
        assert_eq!(clerk.post(&targets(&part), good.clone()).await.refused(422), "chain.target_twice");
        let mut rival = good.clone();
        rival["unit_id"] = json!(app.units.yuhe);
        let refused = clerk.post(&targets(&tile), rival).await.expect(409);
        assert_eq!(refused["code"], "chain.target_elsewhere");
        assert!(refused["detail"].as_str().unwrap().contains("城市工业"), "{refused}");
        clerk.post(&targets(&tile), good.clone()).await.expect(201);
        let firms = format!("/api/v1/chain-links/{}/firms", id(&part));
        let local = json!({ "organisation_id": firm });
        assert_eq!(clerk.post(&firms, local).await.refused(422), "chain.firm_is_target");

        // Whoever has it knows it now; to others it has no name.
        let path = format!("/api/v1/chain-targets/{}", id(&made));
        let seen = team.get(&path).await.expect(200);
        assert_eq!(seen["organisation"]["name"], "远方构件有限公司");
        assert_eq!(
            (&seen["actions"]["step"]["ok"], &seen["actions"]["reassign"]["ok"]),
            (&json!(true), &json!(false))
        );
        team.get(&format!("/api/v1/organisations/{firm}")).await.expect(200);
        let head = app.person("head", Role::UnitHead, app.units.zone).await;
        assert_eq!(head.get(&path).await.expect(200)["organisation"], seen["organisation"]);
        let hidden = other.get(&path).await.expect(200);
        assert_eq!((&hidden["organisation"], &hidden["reason"]), (&Value::Null, &json!("")));
        assert_eq!((&hidden["log"], &hidden["actions"]["step"]["ok"]), (&json!([]), &json!(false)));
        other.get(&format!("/api/v1/organisations/{firm}/chains")).await.expect(404);

        let step = async |who: &Client, body: Value| who.post(&format!("{path}/step"), body).await;
        let contacted = json!({ "outcome": "contacted", "text": "已电话联系", "version": 1 });
        assert_eq!(step(&other, contacted.clone()).await.refused(409), "chain.target_not_yours");
        assert_eq!(step(&team, contacted.clone()).await.expect(200)["said"], "已电话联系");
        let stale = step(&team, contacted).await.expect(409);
        assert_eq!(stale["changed"], json!(["outcome"]));
        for (body, code) in [
            (json!({ "outcome": "contacted", "version": 2 }), "chain.same_outcome"),
            (json!({ "outcome": "to_contact", "version": 2 }), "chain.reason_missing"),
            (json!({ "outcome": "given_up", "version": 2 }), "chain.reason_missing"),
            (json!({ "outcome": "project", "version": 2 }), "chain.project_missing"),
            (
                json!({ "outcome": "project", "project_id": app.new_id(), "version": 2 }),
                "chain.project_unknown",
            ),
        ] {
            assert_eq!(step(&team, body).await.refused(422), code);
        }
        let given = json!({ "unit_id": app.units.yuhe, "due_on": "2013-12-31", "reason": "改由街道对接", "version": 2 });
        let reassign = async |body: Value| clerk.post(&format!("{path}/reassign"), body).await;
        // The team is after it for another link.
        assert_eq!(reassign(given.clone()).await.refused(409), "chain.target_elsewhere");
        let mine = team.get("/api/v1/chain-targets?mine=true&outcome=to_contact").await.expect(200);
        assert_eq!(names(&mine["items"], "unit"), ["城市工业"]);
        let tile_target = format!("/api/v1/chain-targets/{}", id(&mine["items"][0]));
        let over = json!({ "outcome": "given_up", "text": "对方无意", "version": 1 });
        team.post(&format!("{tile_target}/step"), over).await.expect(200);
        let moved = reassign(given).await.expect(200);
        assert_eq!(moved["unit"]["id"], json!(app.units.yuhe));
        let acts: Vec<_> =
            moved["log"].as_array().unwrap().iter().map(|l| l["act"].as_str().unwrap()).collect();
        assert_eq!(acts, ["reassign", "contacted", "assign"]);
        // What was given up may not be taken up while another unit is after the firm.
        let back = json!({ "outcome": "contacted", "text": "对方又来电", "version": 2 });
        let refused = clerk.post(&format!("{tile_target}/step"), back).await.refused(409);
        assert_eq!(refused, "chain.target_elsewhere");

        let project = clerk.post("/api/v1/projects", draft(&app, "构件基地")).await.expect(201);
        let done = json!({ "outcome": "project", "project_id": project["id"], "version": 3 });
        let done = step(&other, done).await.expect(200);
        assert_eq!((&done["project"]["name"], &done["overdue"]), (&json!("构件基地"), &json!(false)));
        assert_eq!(done["actions"]["reassign"]["ok"], false);
        let of = clerk.get(&format!("/api/v1/organisations/{firm}/chains")).await.expect(200);
        assert_eq!(of["targets"].as_array().unwrap().len(), 2);
        let row = &clerk.get("/api/v1/chains").await.expect(200)["items"][0]["targets"];
        assert_eq!((&row["project"], &row["given_up"]), (&json!(1), &json!(1)));
    });
}

#[test]
fn of_many_that_begin_at_once_one_unit_is_after_a_firm() {
    on_both(async |app| {
        with_codes(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let chain = chain(&app, &clerk).await;
        let firm = organisation(&clerk, "远方构件有限公司", "CN").await;
        let units = [app.units.team, app.units.yuhe, app.units.zone];
        let mut waiting = Vec::new();
        for at in 0..24 {
            let part = link(&clerk, &chain, link_draft(&format!("环节{at}"), "downstream", &["C302"])).await;
            let path = format!("/api/v1/chain-links/{}/targets", id(&part));
            let body = json!({ "organisation_id": firm, "unit_id": units[at % 3], "due_on": "2013-12-20" });
            let clerk = clerk.clone();
            waiting.push(tokio::spawn(async move { clerk.post(&path, body).await }));
        }
        let mut refused = 0;
        for answer in waiting {
            let answer = answer.await.unwrap();
            if answer.status.as_u16() == 409 {
                assert_eq!(answer.refused(409), "chain.target_elsewhere");
                refused += 1;
            } else {
                answer.expect(201);
            }
        }
        assert_eq!(refused, 16, "one unit has it on all of its eight links");
        let all = clerk.get("/api/v1/chain-targets?limit=100").await.expect(200);
        let mut after = names(&all["items"], "unit");
        after.dedup();
        assert_eq!(after.len(), 1);
    });
}

#[test]
fn a_target_is_taken_back_as_if_it_had_never_been_one() {
    on_both(async |app| {
        with_codes(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let team = app.person("team", Role::UnitFiller, app.units.team).await;
        let chain = chain(&app, &clerk).await;
        let firm = organisation(&clerk, "远方构件有限公司", "CN").await;
        let part = link(&clerk, &chain, link_draft("构件", "downstream", &["C302"])).await;
        let targets = format!("/api/v1/chain-links/{}/targets", id(&part));
        let body = json!({ "organisation_id": firm, "unit_id": app.units.team, "due_on": "2013-12-20" });
        let made = clerk.post(&targets, body.clone()).await.expect(201);
        let path = format!("/api/v1/chain-targets/{}", id(&made));
        let back = format!("{path}/take-back");
        assert_eq!(made["actions"]["take_back"]["ok"], true);
        team.get(&format!("/api/v1/organisations/{firm}")).await.expect(200);
        assert_eq!(team.post(&back, json!({ "version": 1 })).await.refused(409), "chain.not_yours");
        clerk.post(&back, json!({ "version": 1 })).await.expect(204);
        clerk.get(&path).await.expect(404);
        // Nobody knows it by this any longer, and another unit may have it.
        team.get(&format!("/api/v1/organisations/{firm}")).await.expect(404);
        let mut other = body;
        other["unit_id"] = json!(app.units.yuhe);
        let again = clerk.post(&targets, other).await.expect(201);
        // What somebody has begun stays.
        let path = format!("/api/v1/chain-targets/{}", id(&again));
        let step = json!({ "outcome": "contacted", "text": "已联系", "version": 1 });
        clerk.post(&format!("{path}/step"), step).await.expect(200);
        let refused = clerk.post(&format!("{path}/take-back"), json!({ "version": 2 })).await;
        assert_eq!(refused.refused(409), "chain.target_begun");
    });
}
