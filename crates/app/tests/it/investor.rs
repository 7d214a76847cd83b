//! Organisations over HTTP.

use serde_json::{Value, json};
use yinfeng::floor::clock::Clock;
use yinfeng_domain::authority::Role;

use crate::{
    project::{draft, organisation, with_codes},
    support::on_both,
};

fn firm(name: &str, uscc: &str) -> Value {
    json!({ "name": name, "kind": "enterprise", "country": "CN", "uscc": uscc, "industry": "C30" })
}

/// The answer to entering one is made of what was entered, not read back: it must be what is read.
#[test]
fn what_is_answered_is_what_is_read_afterwards() {
    on_both(async |app| {
        with_codes(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let filler = app.person("filler", Role::UnitFiller, app.units.yuhe).await;
        let head = organisation(&clerk, "中国建材集团有限公司", "CN").await;
        let mut member = firm("中联水泥有限公司", "91350100M000100Y43");
        member["group_id"] = head.as_str().into();
        let code = firm("潍坊恒信水泥有限公司", "91330100799655058B");
        let plain = json!({ "name": " 恒信 住宅 ", "kind": "institute", "country": "jp", "address": "东京" });
        for (who, body) in [(&clerk, plain.clone()), (&clerk, member), (&clerk, code), (&filler, plain)] {
            let made = who.post("/api/v1/organisations", body).await.expect(201);
            let path = format!("/api/v1/organisations/{}", made["id"].as_str().unwrap());
            let read = who.get(&path).await.expect(200);
            for (field, value) in made.as_object().unwrap() {
                assert_eq!(&read[field], value, "{field}");
            }
        }
    });
}

#[test]
fn an_organisation_is_entered_changed_and_shown_with_its_projects() {
    on_both(async |app| {
        with_codes(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let group = organisation(&clerk, "中国建材集团有限公司", "CN").await;
        let mut cement = firm("中联水泥（集团）有限公司", "９１３５０１００Ｍ０００１００Ｙ４３");
        cement["group_id"] = group.as_str().into();
        let made = clerk.post("/api/v1/organisations", cement.clone()).await.expect(201);
        assert_eq!(made["uscc"], "91350100M000100Y43");
        assert_eq!(made["industry"]["name"], "非金属矿物制品业");
        assert_eq!(made["group"]["name"], "中国建材集团有限公司");
        assert_eq!(made["warnings"], json!([]));
        let id = made["id"].as_str().unwrap();
        let mut project = draft(&app, "中联混凝土");
        project["investors"] =
            json!([{ "organisation_id": id }, { "organisation_id": id, "role": "project_company" }]);
        clerk.post("/api/v1/projects", project).await.expect(201);

        let path = format!("/api/v1/organisations/{id}");
        let shown = clerk.get(&path).await.expect(200);
        assert_eq!(shown["projects"].as_array().unwrap().len(), 2);
        assert_eq!(
            (shown["projects_count"].as_i64(), shown["total_fen"].as_i64()),
            (Some(1), Some(13_000_000_000))
        );
        let head = clerk.get(&format!("/api/v1/organisations/{group}")).await.expect(200);
        assert_eq!(head["members_of_group"][0]["id"], id);

        cement["name"] = "中联水泥有限公司".into();
        cement["version"] = 1.into();
        let changed = clerk.put(&path, cement.clone()).await.expect(200);
        assert_eq!(
            (changed["name"].as_str(), changed["version"].as_i64()),
            (Some("中联水泥有限公司"), Some(2))
        );
        let stale = clerk.put(&path, cement.clone()).await.expect(409);
        assert_eq!((stale["code"].as_str(), &stale["changed"]), (Some("floor.stale"), &json!(["name"])));
        cement["version"] = 2.into();
        cement["group_id"] = id.into();
        assert_eq!(clerk.put(&path, cement).await.refused(422), "investor.group_head");

        for (query, found) in [
            ("q=中联水泥", 1),
            ("q=zlsn", 1),
            ("q=91350100", 1),
            ("q=zgjc", 1),
            ("kind=enterprise&country=CN", 2),
            ("country=TW", 0),
            ("industry=C3", 1),
            ("industry=C31", 0),
        ] {
            let page = clerk.get(&format!("/api/v1/organisations?{query}")).await.expect(200);
            assert_eq!(page["total"], found, "{query}");
        }
        for sort in ["name", "-name", "updated_at", "-updated_at"] {
            let page = clerk.get(&format!("/api/v1/organisations?sort={sort}&limit=1")).await.expect(200);
            let cursor = page["next_cursor"].as_str().unwrap();
            let path = format!("/api/v1/organisations?sort={sort}&limit=1&cursor={cursor}");
            let next = clerk.get(&path).await.expect(200);
            assert_ne!(next["items"][0]["id"], page["items"][0]["id"], "{sort}");
        }
        let wrong = clerk.get("/api/v1/organisations?cursor=abc").await.refused(422);
        assert_eq!(wrong, "floor.bad_cursor");
        let sums = clerk.get("/api/v1/organisations?q=中联水泥").await.expect(200);
        assert_eq!(sums["items"][0]["projects_count"], 1);
    });
}

#[test]
fn codes_are_checked_and_belong_to_one() {
    on_both(async |app| {
        with_codes(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let filler = app.person("filler", Role::UnitFiller, app.units.yuhe).await;
        clerk.post("/api/v1/organisations", firm("力集团有限公司", "91350100M000100Y43")).await.expect(201);
        let taken =
            clerk.post("/api/v1/organisations", firm("别的公司", "91350100M000100Y43")).await.expect(422);
        assert_eq!(taken["code"], "investor.uscc_taken");
        assert!(taken["detail"].as_str().unwrap().contains("力集团有限公司"));
        let hidden =
            filler.post("/api/v1/organisations", firm("别的公司", "91350100M000100Y43")).await.expect(422);
        assert_eq!(hidden["code"], "investor.uscc_taken_elsewhere");
        assert!(!hidden.to_string().contains("力集团"));
        for (field, value, code) in [
            ("uscc", json!("91350100M000100Y44"), "investor.uscc_check"),
            ("uscc", json!("91350100"), "investor.uscc_length"),
            ("uscc", json!("9135O100M000100Y43"), "investor.uscc_character"),
            ("name", json!("长".repeat(300)), "investor.too_long"),
            ("name", json!(" "), "investor.name_missing"),
            ("country", json!("XX"), "investor.country"),
            ("industry", json!("Z1"), "investor.industry"),
            ("group_id", json!(app.new_id()), "investor.group_unknown"),
            ("kind", json!("club"), "floor.field_wrong"),
        ] {
            let mut wrong = firm("某公司", "");
            wrong[field] = value;
            assert_eq!(clerk.post("/api/v1/organisations", wrong).await.refused(422), code, "{field}");
        }
        let rocket = clerk.post("/api/v1/organisations", firm("🚀", "")).await.expect(201);
        // A change is the draft and the version in one body; a wrong type is told with its field all the same.
        let path = format!("/api/v1/organisations/{}", rocket["id"].as_str().unwrap());
        for (field, value) in [("name", json!(5)), ("version", json!("x")), ("country", json!(["CN"]))] {
            let mut wrong = firm("🚀", "");
            wrong["version"] = 1.into();
            wrong[field] = value;
            let told = clerk.put(&path, wrong).await.expect(422);
            assert_eq!(
                (&told["code"], &told["errors"][0]["field"]),
                (&json!("floor.field_wrong"), &json!(field))
            );
        }
        let check = clerk.get("/api/v1/organisations/check?uscc=91350100M000100Y44").await.expect(200);
        assert_eq!(
            (check["uscc"]["ok"].as_bool(), check["uscc"]["code"].as_str()),
            (Some(false), Some("investor.uscc_check"))
        );
        let check = clerk.get("/api/v1/organisations/check?uscc=91350100M000100Y43").await.expect(200);
        assert_eq!(check["similar"][0]["why"], "uscc");
    });
}

#[test]
fn likely_the_same_is_shown_with_why() {
    on_both(async |app| {
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let filler = app.person("filler", Role::UnitFiller, app.units.yuhe).await;
        organisation(&clerk, "潍坊恒信住工股份有限公司", "CN").await;
        for (name, why) in [
            ("恒信住工", "same_name"),
            ("恒新住工", "same_sound"),
            ("恒信工住", "swap"),
            ("恒信往工", "one_edit"),
            ("恒信住工产业园", "containing"),
        ] {
            let check = clerk.get(&format!("/api/v1/organisations/check?name={name}")).await.expect(200);
            assert_eq!(check["similar"][0]["why"], why, "{name}: {check}");
            assert!(!check["similar"][0]["why_text"].as_str().unwrap().contains('_'));
        }
        for name in ["协力集团", "恒", "", "%25%22'"] {
            let check = clerk.get(&format!("/api/v1/organisations/check?name={name}")).await.expect(200);
            assert_eq!(check["similar"], json!([]), "{name}");
        }
        let hidden = filler.get("/api/v1/organisations/check?name=恒信住工").await.expect(200);
        assert_eq!(hidden["similar"], json!([]));
    });
}

#[test]
fn a_unit_reads_what_it_brought_in_and_what_its_projects_have() {
    on_both(async |app| {
        with_codes(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let filler = app.person("filler", Role::UnitFiller, app.units.yuhe).await;
        let rival = app.person("rival", Role::UnitFiller, app.units.zone).await;
        let own = organisation(&filler, "于河的客商", "CN").await;
        let office = organisation(&clerk, "招商办的客商", "TW").await;
        filler.get(&format!("/api/v1/organisations/{own}")).await.expect(200);
        filler.get(&format!("/api/v1/organisations/{office}")).await.expect(404);
        rival.get(&format!("/api/v1/organisations/{own}")).await.expect(404);
        let mut project = draft(&app, "两岸电源合作");
        project["investors"] = json!([{ "organisation_id": office }]);
        let refused = filler.post("/api/v1/projects", project.clone()).await.expect(422);
        assert_eq!(refused["code"], "project.organisation_unknown");
        let made = clerk.post("/api/v1/projects", project).await.expect(201);
        assert_eq!(made["origin"], "TW");
        let seen = filler.get(&format!("/api/v1/organisations/{office}")).await.expect(200);
        assert_eq!(seen["actions"]["edit"]["code"], "investor.not_yours");
        let page = filler.get("/api/v1/organisations?sort=name").await.expect(200);
        assert_eq!(page["total"], 2);
        let mut change = json!({ "name": "改名", "kind": "enterprise", "country": "TW", "version": 1 });
        let refused =
            filler.put(&format!("/api/v1/organisations/{office}"), change.clone()).await.refused(409);
        assert_eq!(refused, "investor.not_yours");
        change["country"] = "CN".into();
        filler.put(&format!("/api/v1/organisations/{own}"), change.clone()).await.expect(200);
        assert_eq!(
            rival.put(&format!("/api/v1/organisations/{own}"), change).await.refused(404),
            "floor.not_found"
        );
    });
}

/// The titles found, in order.
async fn titles(client: &crate::support::Client, q: &str) -> Vec<String> {
    let found = client.get(&format!("/api/v1/search?q={}", encoded(q))).await.expect(200);
    found["items"].as_array().unwrap().iter().map(|hit| hit["title"].as_str().unwrap().to_owned()).collect()
}

fn encoded(text: &str) -> String {
    yinfeng::floor::web::percent(text)
}

#[test]
fn one_box_finds_organisations_however_they_are_typed() {
    on_both(async |app| {
        with_codes(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        clerk
            .post("/api/v1/organisations", firm("潍坊中联水泥有限公司", "91350100M000100Y43"))
            .await
            .expect(201);
        organisation(&clerk, "IBM数据有限公司", "CN").await;
        for query in [
            "中",
            "中联",
            "中联水泥",
            "中聯水泥",
            "zlsn",
            "zl",
            "z",
            "zhonglian",
            "zhonglianshuini",
            "zhonglians",
            "中联sn",
            "水泥 中联",
            "９１３５０１００",
            "91350100m000100y43",
            "潍坊中联水泥有限公司",
        ] {
            assert_eq!(titles(&clerk, query).await, ["潍坊中联水泥有限公司"], "{query}");
        }
        for query in ["ibm", "IB", "ＩＢＭ", "ibm sj"] {
            assert_eq!(titles(&clerk, query).await, ["IBM数据有限公司"], "{query}");
        }
        let marked = clerk.get("/api/v1/search?q=zlsn").await.expect(200);
        assert_eq!(marked["items"][0]["highlights"], json!([[2, 6]]));
        let page = "恒信".repeat(500);
        for odd in [
            "'",
            "\"",
            "%",
            "*",
            "(",
            "NEAR(a b)",
            "a AND b",
            "' or 1=1 --",
            "中联*",
            "-",
            "^a",
            "😀",
            "\u{0}中\u{0}联",
            "\\",
            "a:b",
            "body:中",
            "!|&",
            "<->",
            "𠮷",
            "\u{10FFFF}",
            page.as_str(),
        ] {
            titles(&clerk, odd).await;
            clerk.get(&format!("/api/v1/organisations/check?name={}", encoded(odd))).await.expect(200);
            clerk.get(&format!("/api/v1/projects/check?name={}", encoded(odd))).await.expect(200);
            clerk.get(&format!("/api/v1/organisations?q={}", encoded(odd))).await.expect(200);
        }
    });
}

#[test]
fn the_best_fit_comes_first_then_ones_own_then_the_latest() {
    on_both(async |app| {
        with_codes(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let filler = app.person("filler", Role::UnitFiller, app.units.yuhe).await;
        organisation(&clerk, "鲁中恒信投资有限公司", "CN").await;
        organisation(&clerk, "恒信机械有限公司", "CN").await;
        organisation(&clerk, "潍坊市恒信有限公司", "CN").await;
        app.clock.set(app.clock.now() + jiff::SignedDuration::from_secs(1));
        organisation(&clerk, "恒信食品有限公司", "CN").await;
        assert_eq!(
            titles(&clerk, "恒信").await,
            ["潍坊市恒信有限公司", "恒信食品有限公司", "恒信机械有限公司", "鲁中恒信投资有限公司"]
        );
        assert_eq!(titles(&clerk, "hengxinjixie").await, ["恒信机械有限公司"]);
        // What the reader's unit brought in comes before what is newer.
        let own = organisation(&filler, "万邦物流有限公司", "CN").await;
        app.clock.set(app.clock.now() + jiff::SignedDuration::from_secs(1));
        let mut project = draft(&app, "别家的项目");
        let other = organisation(&clerk, "万邦置业有限公司", "CN").await;
        project["investors"] = json!([{ "organisation_id": other }]);
        clerk.post("/api/v1/projects", project).await.expect(201);
        let found = filler.get("/api/v1/search?q=万邦").await.expect(200);
        assert_eq!(found["items"][0]["id"], own);
        assert_eq!(found["items"].as_array().unwrap().len(), 2);
    });
}

#[test]
fn former_and_other_names_are_kept_and_found() {
    on_both(async |app| {
        with_codes(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let mut body = firm("潍坊中联水泥有限公司", "");
        body["aliases"] = json!([" 华东建材 ", "华东建材", "", "潍坊中联水泥有限公司"]);
        let made = clerk.post("/api/v1/organisations", body.clone()).await.expect(201);
        assert_eq!((&made["aliases"], &made["former_names"]), (&json!(["华东建材"]), &json!([])));
        let path = format!("/api/v1/organisations/{}", made["id"].as_str().unwrap());
        body["name"] = "山东绿建材料有限公司".into();
        body["version"] = 1.into();
        let renamed = clerk.put(&path, body.clone()).await.expect(200);
        assert_eq!(renamed["former_names"][0]["name"], "潍坊中联水泥有限公司");
        assert!(renamed["former_names"][0]["until_on"].as_str().unwrap().len() == 10);
        for (query, said) in [("zlsn", "曾用名 潍坊中联水泥有限公司"), ("华东", "又名 华东建材")]
        {
            let found = clerk.get(&format!("/api/v1/search?q={query}")).await.expect(200);
            assert_eq!(found["items"][0]["title"], "山东绿建材料有限公司", "{query}");
            assert_eq!(found["items"][0]["subtitle"], said, "{query}");
        }
        for name in ["中联水泥", "华东建材集团", "绿建材科"] {
            let check = clerk.get(&format!("/api/v1/organisations/check?name={name}")).await.expect(200);
            assert_eq!(check["similar"][0]["name"], "山东绿建材料有限公司", "{name}");
        }
        // Renamed back, it has no former name that is its own; what it is not called any more finds nothing.
        body["name"] = "潍坊中联水泥有限公司".into();
        body["aliases"] = json!([]);
        body["version"] = 2.into();
        let back = clerk.put(&path, body.clone()).await.expect(200);
        let former: Vec<&str> =
            back["former_names"].as_array().unwrap().iter().map(|f| f["name"].as_str().unwrap()).collect();
        assert_eq!((former, &back["aliases"]), (vec!["山东绿建材料有限公司"], &json!([])));
        assert_eq!(titles(&clerk, "华东").await, Vec::<String>::new());
        body["version"] = 3.into();
        body["aliases"] = (0..21).map(|n| format!("别名{n}")).collect::<Vec<_>>().into();
        assert_eq!(clerk.put(&path, body).await.refused(422), "investor.aliases_many");
    });
}
