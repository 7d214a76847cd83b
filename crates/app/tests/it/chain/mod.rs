//! Industry chains over HTTP: links, firms and sessions.

mod fit;
mod target;

use serde_json::{Value, json};
use yinfeng_domain::authority::Role;

use crate::{
    project::{draft, organisation, with_codes},
    support::{Client, TestApp, on_both},
};

fn id(of: &Value) -> String {
    of["id"].as_str().unwrap().to_owned()
}

fn chain_draft(app: &TestApp) -> Value {
    json!({ "code": "jc", "name": "新型建材产业链", "leader": "周明远", "lead_unit_id": app.units.zone,
        "valid_from": "2013-01-01" })
}

fn link_draft(name: &str, tier: &str, sectors: &[&str]) -> Value {
    json!({ "name": name, "tier": tier, "sectors": sectors, "strength": "gap" })
}

async fn chain(app: &TestApp, clerk: &Client) -> String {
    id(&clerk.post("/api/v1/chains", chain_draft(app)).await.expect(201))
}

async fn link(clerk: &Client, chain: &str, draft: Value) -> Value {
    clerk.post(&format!("/api/v1/chains/{chain}/links"), draft).await.expect(201)
}

fn names(list: &Value, of: &str) -> Vec<String> {
    list.as_array().unwrap().iter().map(|one| one[of]["name"].as_str().unwrap_or("-").to_owned()).collect()
}

fn said(refused: &Value) -> Vec<(String, String)> {
    let text = |v: &Value| v.as_str().unwrap_or_default().to_owned();
    refused["errors"].as_array().unwrap().iter().map(|e| (text(&e["field"]), text(&e["code"]))).collect()
}

#[test]
fn a_chain_is_kept_by_the_office_and_the_head_of_the_unit_in_the_lead() {
    on_both(async |app| {
        with_codes(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let reviewer = app.person("reviewer", Role::OfficeReviewer, app.units.office).await;
        let head = app.person("head", Role::UnitHead, app.units.zone).await;
        let filler = app.person("filler", Role::UnitFiller, app.units.zone).await;
        let other = app.person("other", Role::UnitHead, app.units.yuhe).await;
        let leader = app.person("leader", Role::DistrictLeader, app.units.committee).await;
        let made = clerk.post("/api/v1/chains", chain_draft(&app)).await.expect(201);
        let path = format!("/api/v1/chains/{}", id(&made));
        assert_eq!((&made["code"], &made["holds"]), (&json!("JC"), &json!(true)));
        other.post("/api/v1/chains", chain_draft(&app)).await.expect(404);

        // All who recruit read it; who may change it is told.
        for (client, edit, lead) in [
            (&clerk, true, true),
            (&reviewer, true, true),
            (&head, true, false),
            (&filler, false, false),
            (&other, false, false),
            (&leader, false, false),
        ] {
            let seen = client.get(&path).await.expect(200);
            assert_eq!(seen["actions"]["edit"]["ok"], edit);
            assert_eq!(seen["actions"]["lead"]["ok"], lead);
        }
        let links = format!("{path}/links");
        for client in [&filler, &other, &leader] {
            let refused = client.post(&links, link_draft("石灰石", "upstream", &["B101"])).await;
            assert_eq!(refused.refused(409), "chain.not_yours");
        }
        let quarry = head.post(&links, link_draft("石灰石", "upstream", &["B101"])).await.expect(201);
        assert_eq!(quarry["facts"]["suggested"], "gap");
        // Who leads is decided by the office.
        let mut mine = chain_draft(&app);
        mine["version"] = 1.into();
        mine["note"] = "以水泥为基础，补构件".into();
        let changed = head.put(&path, mine.clone()).await.expect(200);
        assert_eq!((&changed["version"], &changed["note"]), (&json!(2), &mine["note"]));
        mine["version"] = 2.into();
        mine["lead_unit_id"] = json!(app.units.yuhe);
        assert_eq!(head.put(&path, mine.clone()).await.refused(409), "chain.lead_by_office");
        // A stale edit is told what changed.
        mine["version"] = 1.into();
        let stale = clerk.put(&path, mine.clone()).await.expect(409);
        assert_eq!((&stale["code"], &stale["changed"]), (&json!("floor.stale"), &json!(["note"])));
        mine["version"] = 2.into();
        clerk.put(&path, mine).await.expect(200);
        // Now another unit leads it.
        let quarry = format!("/api/v1/chain-links/{}", id(&quarry));
        assert_eq!(head.get(&quarry).await.expect(200)["actions"]["edit"]["ok"], false);
        let removal = json!({ "version": 1 });
        assert_eq!(
            head.post(&format!("{quarry}/remove"), removal.clone()).await.refused(409),
            "chain.not_yours"
        );
        let over = json!({ "version": 3 });
        assert_eq!(clerk.post(&format!("{path}/remove"), over.clone()).await.refused(409), "chain.not_empty");
        other.post(&format!("{quarry}/remove"), removal).await.expect(200);
        clerk.post(&format!("{path}/remove"), over).await.expect(200);
        clerk.get(&path).await.expect(404);
        assert_eq!(clerk.get("/api/v1/chains").await.expect(200)["items"], json!([]));
    });
}

#[test]
fn bad_input_names_its_field() {
    on_both(async |app| {
        with_codes(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let first = chain(&app, &clerk).await;
        for (field, value, code) in [
            ("code", json!("jc"), "chain.code_taken"),
            ("code", json!(" "), "chain.missing"),
            ("name", json!("链".repeat(300)), "chain.too_long"),
            ("leader", json!("周".repeat(61)), "chain.too_long"),
            ("lead_unit_id", json!(app.new_id()), "org.unit_unknown"),
            ("master_id", json!(app.new_id()), "chain.organisation_unknown"),
            ("valid_from", json!("1900-01-01"), "chain.day"),
            ("valid_until", json!("2012-12-31"), "chain.day_order"),
        ] {
            let mut wrong = chain_draft(&app);
            wrong["code"] = "x".into();
            wrong[field] = value;
            let refused = clerk.post("/api/v1/chains", wrong).await.expect(422);
            assert_eq!(said(&refused), [(field.to_owned(), code.to_owned())]);
        }
        let mut second = chain_draft(&app);
        second["code"] = "sp".into();
        let second = id(&clerk.post("/api/v1/chains", second).await.expect(201));
        let quarry = link(&clerk, &first, link_draft("石灰石", "upstream", &["B101"])).await;
        let mut crusher = link_draft("骨料", "upstream", &[]);
        crusher["parent_id"] = quarry["id"].clone();
        let crusher = link(&clerk, &first, crusher).await;
        let elsewhere = link(&clerk, &second, link_draft("种植", "upstream", &["A01"])).await;
        let path = format!("/api/v1/chains/{first}/links");
        for (field, value, at, code) in [
            ("name", json!(""), "name", "chain.missing"),
            ("name", json!("环".repeat(300)), "name", "chain.too_long"),
            ("name", json!("石灰石"), "name", "chain.link_twice"),
            ("sectors", json!(["Q9"]), "sectors[0]", "investor.industry"),
            ("sort_no", json!(-1), "sort_no", "chain.sort_no"),
            ("parent_id", elsewhere["id"].clone(), "parent_id", "chain.parent_unknown"),
            ("strength", json!("strong"), "reason", "chain.strength_reason"),
        ] {
            let mut wrong = link_draft("水泥", "upstream", &["C301"]);
            wrong[field] = value;
            let refused = clerk.post(&path, wrong).await.expect(422);
            assert_eq!(said(&refused), [(at.to_owned(), code.to_owned())]);
        }
        let mut lower = link_draft("水泥", "midstream", &["C301"]);
        lower["parent_id"] = quarry["id"].clone();
        assert_eq!(clerk.post(&path, lower).await.refused(422), "chain.parent_tier");
        // A link is no part of itself, nor of its own parts.
        for parent in [&quarry["id"], &crusher["id"]] {
            let mut circle = link_draft("石灰石", "upstream", &["B101"]);
            circle["version"] = 1.into();
            circle["parent_id"] = parent.clone();
            let of = format!("/api/v1/chain-links/{}", id(&quarry));
            assert_eq!(clerk.put(&of, circle).await.refused(422), "chain.parent_circle");
        }
        let in_use = format!("/api/v1/chain-links/{}/remove", id(&quarry));
        assert_eq!(clerk.post(&in_use, json!({ "version": 1 })).await.refused(409), "chain.link_in_use");
    });
}

#[test]
fn the_figures_of_a_link_stand_beside_the_judgement() {
    on_both(async |app| {
        with_codes(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let filler = app.person("filler", Role::UnitFiller, app.units.zone).await;
        let chain = chain(&app, &clerk).await;
        let firm = organisation(&clerk, "凤栖水泥有限公司", "CN").await;
        for (name, industry, yi) in
            [("熟料线", "C3011", "2"), ("粉磨站", "C3011", "1"), ("家具厂", "C211", "5")]
        {
            let mut project = draft(&app, name);
            project["industry"] = industry.into();
            project["amounts"][0]["amount"] = yi.into();
            clerk.post("/api/v1/projects", project).await.expect(201);
        }
        let made = link(&clerk, &chain, link_draft("水泥", "midstream", &["C30", "C301"])).await;
        // Before signing nothing is there yet; a project counts once, however many classes it falls under.
        assert_eq!(made["facts"]["projects_before_signing"], 2);
        assert_eq!((&made["facts"]["projects"], &made["facts"]["suggested"]), (&json!(0), &json!("gap")));
        assert_eq!(made["projects"].as_array().unwrap().len(), 2);
        let path = format!("/api/v1/chain-links/{}", id(&made));
        let added = json!({ "organisation_id": firm, "role": "水泥熟料", "since_on": "2008-05-01" });
        let seen = clerk.post(&format!("{path}/firms"), added.clone()).await.expect(201);
        assert_eq!((&seen["facts"]["firms"], &seen["facts"]["suggested"]), (&json!(1), &json!("weak")));
        assert_eq!(seen["strength"], "gap");
        assert_eq!(
            clerk.post(&format!("{path}/firms"), added.clone()).await.refused(422),
            "chain.firm_twice"
        );
        let of = format!("/api/v1/chain-firms/{}", id(&seen["firms"][0]));
        let mut later = added.clone();
        later["since_on"] = "2014-01-01".into();
        later["version"] = 1.into();
        assert_eq!(clerk.put(&of, later.clone()).await.refused(422), "chain.since_on");
        later["since_on"] = "2009-01-01".into();
        clerk.put(&of, later.clone()).await.expect(200);
        assert_eq!(clerk.put(&of, later).await.expect(409)["changed"], json!(["since_on"]));
        // A unit reads the firm's name and how many projects there are, not those of others.
        let seen = filler.get(&path).await.expect(200);
        assert_eq!(
            (names(&seen["firms"], "organisation"), &seen["firms"][0]["readable"]),
            (vec!["凤栖水泥有限公司".to_owned()], &json!(false))
        );
        assert_eq!((&seen["facts"]["projects_before_signing"], &seen["projects"]), (&json!(2), &json!([])));
        assert_eq!((&made["facts"]["total_fen"], &seen["facts"]["total_fen"]), (&json!(0), &Value::Null));
        clerk.post(&format!("{of}/remove"), json!({ "version": 2 })).await.expect(200);
        let list = clerk.get("/api/v1/chains").await.expect(200);
        let row = &list["items"][0];
        assert_eq!(
            (&row["strengths"]["gap"], &row["projects"], &row["firms"]),
            (&json!(1), &json!(2), &json!(0))
        );
        for q in ["建材", "xxjc", "JC", "周明远"] {
            let found = filler.get(&format!("/api/v1/search?q={q}")).await.expect(200);
            assert_eq!(found["items"][0]["kind"], "chain", "{q}");
        }
        let found = filler.get("/api/v1/search?q=水泥").await.expect(200);
        assert_eq!(
            (&found["items"][0]["kind"], &found["items"][0]["id"]),
            (&json!("chain_link"), &made["id"])
        );
    });
}

fn pair(link: &Value, firm: &str, investor: &str) -> Value {
    json!({ "link_id": link["id"], "firm_id": firm, "investor_id": investor, "result": "interest",
        "next_step": "寄送样品", "due_on": "2013-11-30" })
}

#[test]
fn a_session_is_an_event_with_pairs() {
    on_both(async |app| {
        with_codes(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let head = app.person("head", Role::UnitHead, app.units.zone).await;
        let other = app.person("other", Role::UnitHead, app.units.yuhe).await;
        let chain_id = chain(&app, &clerk).await;
        let part = link(&clerk, &chain_id, link_draft("构件", "downstream", &["C302"])).await;
        let firm = organisation(&clerk, "凤栖构件有限公司", "CN").await;
        let investor = organisation(&head, "远方机械有限公司", "CN").await;
        let firms = format!("/api/v1/chain-links/{}/firms", id(&part));
        clerk.post(&firms, json!({ "organisation_id": firm })).await.expect(201);

        let sessions = format!("/api/v1/chains/{chain_id}/sessions");
        assert_eq!(other.post(&sessions, json!({})).await.refused(409), "chain.not_yours");
        assert_eq!(head.post(&sessions, json!({ "name": "对接会" })).await.refused(422), "chain.missing");
        assert_eq!(
            clerk.post(&sessions, json!({ "event_id": app.new_id() })).await.refused(422),
            "chain.event_unknown"
        );
        let held = json!({ "name": "建材产业对接会", "held_on": "2013-11-10", "place": "开发区会议室" });
        let seen = head.post(&sessions, held).await.expect(201);
        let event = seen["sessions"][0]["event_id"].as_str().unwrap().to_owned();
        assert_eq!(seen["sessions"][0]["units"][0]["name"], "经济开发区");
        // It stands among the events of the district.
        assert_eq!(clerk.get(&format!("/api/v1/events/{event}")).await.expect(200)["kind"], "docking");
        assert_eq!(
            clerk.post(&sessions, json!({ "event_id": event })).await.refused(422),
            "chain.session_twice"
        );

        let pairs = format!("{sessions}/{event}/pairs");
        let good = pair(&part, &firm, &investor);
        let mut second = chain_draft(&app);
        second["code"] = "sp".into();
        let second = id(&clerk.post("/api/v1/chains", second).await.expect(201));
        let elsewhere = link(&clerk, &second, link_draft("种植", "upstream", &["A01"])).await;
        for (field, value, code) in [
            ("link_id", elsewhere["id"].clone(), "chain.link_elsewhere"),
            ("firm_id", json!(app.new_id()), "chain.organisation_unknown"),
            ("investor_id", json!(app.new_id()), "chain.organisation_unknown"),
            ("due_on", Value::Null, "chain.due_missing"),
            ("due_on", json!("2013-11-09"), "chain.due_before_session"),
            ("next_step", json!("寄".repeat(501)), "chain.too_long"),
        ] {
            let mut wrong = good.clone();
            wrong[field] = value;
            assert_eq!(head.post(&pairs, wrong).await.refused(422), code, "{field}");
        }
        let same = pair(&part, &firm, &firm);
        assert_eq!(clerk.post(&pairs, same).await.refused(422), "chain.pair_same");
        assert_eq!(other.post(&pairs, good.clone()).await.refused(409), "chain.not_yours");
        let made = head.post(&pairs, good.clone()).await.expect(201);
        assert_eq!(head.post(&pairs, good.clone()).await.refused(422), "chain.pair_twice");
        clerk
            .post(&format!("/api/v1/chains/{second}/sessions/{event}/pairs"), good.clone())
            .await
            .expect(404);
        let of = format!("/api/v1/chain-pairs/{}", id(&made));
        let mut agreed = good.clone();
        agreed["result"] = "agreement".into();
        agreed["version"] = 1.into();
        assert_eq!(head.put(&of, agreed.clone()).await.expect(200)["result"], "agreement");
        assert_eq!(head.put(&of, agreed).await.expect(409)["changed"], json!(["result"]));
        assert_eq!(
            other.post(&format!("{of}/remove"), json!({ "version": 2 })).await.refused(409),
            "chain.not_yours"
        );

        // Another unit reads that its firm met somebody, not whom, nor what is next.
        let seen = other.get(&format!("/api/v1/chains/{chain_id}")).await.expect(200);
        assert_eq!(seen["pairs"][0]["firm"]["name"], "凤栖构件有限公司");
        assert_eq!(
            (&seen["pairs"][0]["investor"], &seen["pairs"][0]["next_step"]),
            (&Value::Null, &json!(""))
        );
        let of_investor = clerk.get(&format!("/api/v1/organisations/{investor}/chains")).await.expect(200);
        assert_eq!(of_investor["pairs"][0]["event"], "建材产业对接会");
        let of_firm = clerk.get(&format!("/api/v1/organisations/{firm}/chains")).await.expect(200);
        assert_eq!(
            (&of_firm["places"][0]["link"], of_firm["pairs"].as_array().unwrap().len()),
            (&json!("构件"), 1)
        );
        let session = format!("{sessions}/{event}");
        assert_eq!(head.delete(&session).await.refused(409), "chain.session_in_use");
        head.post(&format!("{of}/remove"), json!({ "version": 2 })).await.expect(200);
        assert_eq!(head.delete(&session).await.expect(200)["sessions"], json!([]));
        clerk.get(&format!("/api/v1/events/{event}")).await.expect(200);
    });
}
