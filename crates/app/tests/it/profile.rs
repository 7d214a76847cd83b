//! An organisation beyond its record: owners, tags, intents, introducers.

use serde_json::{Value, json};
use yinfeng_domain::authority::Role;

use crate::{
    project::{draft, organisation, with_codes},
    support::{Client, on_both},
};

async fn profile(client: &Client, id: &str) -> Value {
    client.get(&format!("/api/v1/organisations/{id}/profile")).await.expect(200)
}

fn share(owner: &str, owned: &str, bp: i64, from: &str, until: Value) -> Value {
    json!({ "owner_id": owner, "owned_id": owned, "share_bp": bp, "from_on": from, "until_on": until,
        "source": "企业信用信息公示系统" })
}

#[test]
fn owners_hold_no_more_than_the_whole_and_never_in_a_circle() {
    on_both(async |app| {
        with_codes(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let mut ids = Vec::new();
        for name in ["中国建材集团", "中国建材股份", "中联水泥", "某投资公司"] {
            ids.push(organisation(&clerk, name, "CN").await);
        }
        let [top, middle, firm, other] = [&ids[0], &ids[1], &ids[2], &ids[3]].map(String::as_str);
        let post = async |body: Value| clerk.post("/api/v1/holdings", body).await;
        post(share(top, middle, 4_400, "2010-01-01", Value::Null)).await.expect(201);
        let first = post(share(middle, firm, 6_000, "2010-01-01", json!("2012-12-31"))).await.expect(201);
        post(share(middle, firm, 10_000, "2013-01-01", Value::Null)).await.expect(201);
        post(share(other, firm, 4_000, "2010-01-01", json!("2012-12-31"))).await.expect(201);
        for (body, code) in [
            (share(other, firm, 1, "2013-06-01", Value::Null), "investor.holding_whole"),
            (share(other, firm, 1, "2012-12-31", json!("2012-12-31")), "investor.holding_whole"),
            (share(firm, top, 100, "2013-01-01", Value::Null), "investor.holding_circle"),
            (share(firm, firm, 100, "2013-01-01", Value::Null), "investor.holding_circle"),
            (share(top, firm, 0, "2009-01-01", json!("2009-06-01")), "investor.holding_share"),
            (share(top, firm, 10_001, "2009-01-01", json!("2009-06-01")), "investor.holding_share"),
            (share(top, firm, 100, "2009-01-01", json!("2008-06-01")), "investor.day_order"),
            (
                share(&app.new_id().to_string(), firm, 100, "2009-01-01", json!("2009-06-01")),
                "investor.holding_unknown",
            ),
        ] {
            assert_eq!(post(body.clone()).await.refused(422), code, "{body}");
        }
        let shown = profile(&clerk, firm).await;
        assert_eq!(shown["owners"].as_array().unwrap().len(), 3);
        let tree: Vec<_> = shown["tree"]
            .as_array()
            .unwrap()
            .iter()
            .map(|n| {
                (
                    n["organisation"]["name"].as_str().unwrap(),
                    n["depth"].as_i64().unwrap(),
                    n["share_bp"].as_i64(),
                )
            })
            .collect();
        assert_eq!(
            tree,
            [("中国建材集团", 0, None), ("中国建材股份", 1, Some(4_400)), ("中联水泥", 2, Some(10_000))]
        );
        // Corrected, told when it is stale, and taken away.
        let path = format!("/api/v1/holdings/{}", first["id"].as_str().unwrap());
        let mut more = share(middle, firm, 6_001, "2010-01-01", json!("2012-12-31"));
        more["version"] = 1.into();
        assert_eq!(clerk.put(&path, more.clone()).await.refused(422), "investor.holding_whole");
        more["share_bp"] = 5_000.into();
        clerk.put(&path, more.clone()).await.expect(200);
        let stale = clerk.put(&path, more).await.expect(409);
        assert_eq!(stale["changed"], json!(["share_bp", "version"]));
        clerk.post(&format!("{path}/remove"), json!({ "version": 2 })).await.expect(200);
        assert_eq!(profile(&clerk, firm).await["owners"].as_array().unwrap().len(), 2);

        // A unit sees no owner that it may not read, and may not say who owns what others brought in.
        let filler = app.person("filler", Role::UnitFiller, app.units.yuhe).await;
        let mut project = draft(&app, "混凝土");
        project["investors"] = json!([{ "organisation_id": firm }]);
        clerk.post("/api/v1/projects", project).await.expect(201);
        let seen = profile(&filler, firm).await;
        assert_eq!((&seen["owners"], &seen["tree"]), (&json!([]), &json!([])));
        assert_eq!(seen["edit"]["code"], "investor.not_yours");
        filler.get(&format!("/api/v1/organisations/{top}/profile")).await.expect(404);

        // Two of one chain are not one; two with an owner each are one when no more than the whole is held.
        let merge = async |into: &str, from: &str| {
            let version = async |id: &str| {
                clerk.get(&format!("/api/v1/organisations/{id}")).await.expect(200)["version"].clone()
            };
            let body = json!({ "into_id": into, "into_version": version(into).await, "from_id": from,
                "from_version": version(from).await, "taken": [], "reason": "重复" });
            clerk.post("/api/v1/merges", body).await
        };
        let refused = merge(top, firm).await.expect(409);
        assert_eq!(refused["errors"][0]["code"], "investor.merge_holding_circle");
        let double = organisation(&clerk, "中联水泥有限公司", "CN").await;
        post(share(other, &double, 100, "2013-01-01", Value::Null)).await.expect(201);
        let refused = merge(firm, &double).await.expect(409);
        assert_eq!(refused["errors"][0]["code"], "investor.merge_holding_whole");
        let second = organisation(&clerk, "某投资", "CN").await;
        let merged = merge(&second, other).await.expect(201);
        let held = profile(&clerk, &double).await;
        assert_eq!(held["owners"][0]["owner"]["id"], second.as_str());
        let undo = format!("/api/v1/merges/{}/undo", merged["id"].as_str().unwrap());
        clerk.post(&undo, json!({ "reason": "不是", "version": 1 })).await.expect(200);
        assert_eq!(profile(&clerk, &double).await["owners"][0]["owner"]["id"], other);
    });
}

#[test]
fn an_organisation_counts_as_what_a_list_says_for_its_time() {
    on_both(async |app| {
        with_codes(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let filler = app.person("filler", Role::UnitFiller, app.units.yuhe).await;
        let firm = organisation(&clerk, "中国建材集团", "CN").await;
        let path = format!("/api/v1/organisations/{firm}/tags");
        let tag = |kind: &str, from: &str, until: Value| json!({ "tag": kind, "from_on": from, "until_on": until, "source": "2013年名单" });
        let made = clerk.post(&path, tag("global500", "2011-07-01", Value::Null)).await.expect(201);
        assert_eq!((&made["name"], &made["holds"]), (&json!("世界500强"), &json!(true)));
        clerk.post(&path, tag("listed", "2006-03-23", json!("2012-01-01"))).await.expect(201);
        assert_eq!(
            clerk.post(&path, tag("own1", "2013-01-01", Value::Null)).await.refused(422),
            "investor.tag_kind_unknown"
        );
        let own =
            clerk.post("/api/v1/organisation-tag-kinds", json!({ "name": "县域龙头" })).await.expect(201);
        let twice = clerk.post("/api/v1/organisation-tag-kinds", json!({ "name": "上市公司" })).await;
        assert_eq!(twice.refused(422), "investor.tag_kind_taken");
        filler.post("/api/v1/organisation-tag-kinds", json!({ "name": "别的" })).await.expect(404);
        clerk.post(&path, tag(own["code"].as_str().unwrap(), "2013-01-01", Value::Null)).await.expect(201);
        let mut wrong = tag("listed", "2013-01-01", Value::Null);
        wrong["source"] = " ".into();
        assert_eq!(clerk.post(&path, wrong).await.refused(422), "investor.source");
        let tags = profile(&clerk, &firm).await["tags"].clone();
        let told: Vec<_> = tags.as_array().unwrap().iter().map(|t| (&t["name"], &t["holds"])).collect();
        assert_eq!(
            told,
            [
                (&json!("县域龙头"), &json!(true)),
                (&json!("世界500强"), &json!(true)),
                (&json!("上市公司"), &json!(false))
            ]
        );
        let mut english = clerk.clone();
        english.language = "en";
        assert_eq!(profile(&english, &firm).await["tags"][1]["name"], "Fortune Global 500");
        let mut ended = tag("global500", "2011-07-01", json!("2013-06-30"));
        ended["version"] = 1.into();
        let one = format!("{path}/{}", made["id"].as_str().unwrap());
        assert_eq!(clerk.put(&one, ended.clone()).await.expect(200)["holds"], false);
        assert_eq!(clerk.put(&one, ended).await.refused(409), "floor.stale");
        clerk.post(&format!("{one}/remove"), json!({ "version": 2 })).await.expect(200);
        assert_eq!(profile(&clerk, &firm).await["tags"].as_array().unwrap().len(), 2);
        filler.post(&path, tag("listed", "2013-01-01", Value::Null)).await.expect(404);
    });
}

#[test]
fn what_an_investor_wants_holds_until_its_day() {
    on_both(async |app| {
        with_codes(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let firm = organisation(&clerk, "巨力集团", "CN").await;
        let path = format!("/api/v1/organisations/{firm}/intents");
        let good = json!({ "content": "电源模块生产基地", "sectors": ["C38", "c38"], "regions": ["370000"],
            "currency": "USD", "min_minor": 100_000_000_i64, "max_minor": 200_000_000_i64, "land_m2": 66_667,
            "horizon": "year", "standing": "open", "source": "恳谈会", "valid_until": "2013-12-31" });
        let made = clerk.post(&path, good.clone()).await.expect(201);
        assert_eq!(made["sectors"].as_array().unwrap().len(), 1);
        assert_eq!(
            (&made["sectors"][0]["code"], &made["regions"][0]["name"]),
            (&json!("C38"), &json!("山东省"))
        );
        for (field, value, code) in [
            ("content", json!(" "), "investor.intent_content"),
            ("sectors", json!(["Z9"]), "investor.industry"),
            ("regions", json!(["999999"]), "investor.intent_region"),
            ("max_minor", json!(1), "investor.intent_range"),
            ("min_minor", json!(0), "investor.intent_amount"),
            ("land_m2", json!(-1), "investor.intent_land"),
            ("standing", json!("expired"), "investor.intent_expired"),
            ("valid_until", json!("2013-01-01"), "investor.intent_valid"),
            ("source", json!(""), "investor.source"),
            ("currency", json!("XXX"), "floor.field_wrong"),
        ] {
            let mut wrong = good.clone();
            wrong[field] = value;
            assert_eq!(clerk.post(&path, wrong).await.refused(422), code, "{field}");
        }
        app.clock.set("2014-01-01T02:00:00Z".parse().unwrap());
        let clerk = app.log_in("clerk").await;
        assert_eq!(profile(&clerk, &firm).await["intents"][0]["standing"], "expired");
        let mut again = good.clone();
        again["valid_until"] = "2014-06-30".into();
        again["version"] = 1.into();
        let one = format!("{path}/{}", made["id"].as_str().unwrap());
        assert_eq!(clerk.put(&one, again.clone()).await.expect(200)["standing"], "open");
        assert_eq!(clerk.put(&one, again).await.refused(409), "floor.stale");
    });
}

#[test]
fn whoever_introduces_a_project_was_registered_before() {
    on_both(async |app| {
        with_codes(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let filler = app.person("filler", Role::UnitFiller, app.units.yuhe).await;
        let firm = organisation(&clerk, "福建商会", "CN").await;
        let mut project = draft(&app, "生态农业");
        project["investors"] = json!([{ "organisation_id": firm, "role": "introducer" }]);
        let late = clerk.post("/api/v1/projects", project.clone()).await.expect(422);
        assert_eq!(late["code"], "project.introducer_unregistered");
        let path = format!("/api/v1/organisations/{firm}/introducer");
        let good = json!({ "introducer_kind": "agency", "terms": "按固定资产投资的 1.5‰ 奖励", "independent": true });
        for (field, value, code) in [
            ("introducer_kind", json!("friend"), "investor.introducer_kind"),
            ("terms", json!(""), "investor.introducer_terms"),
            ("independent", json!(false), "investor.introducer_independent"),
            ("valid_until", json!("2013-01-01"), "investor.introducer_until"),
        ] {
            let mut wrong = good.clone();
            wrong[field] = value;
            assert_eq!(clerk.put(&path, wrong).await.refused(422), code, "{field}");
        }
        filler.put(&path, good.clone()).await.expect(404);
        // A project that was there before its introducer is registered cannot be given one afterwards.
        let earlier = clerk.post("/api/v1/projects", draft(&app, "早先的项目")).await.expect(201);
        app.clock.set("2013-11-20T02:00:00Z".parse().unwrap());
        let clerk = app.log_in("clerk").await;
        let registered = clerk.put(&path, good).await.expect(200);
        assert_eq!(registered["registered_on"], "2013-11-20");
        let mut after = draft(&app, "早先的项目");
        after["investors"] = project["investors"].clone();
        after["version"] = earlier["version"].clone();
        let of = format!("/api/v1/projects/{}", earlier["id"].as_str().unwrap());
        assert_eq!(clerk.put(&of, after).await.refused(422), "project.introducer_unregistered");
        clerk.post("/api/v1/projects", project).await.expect(201);
    });
}

#[test]
fn projects_are_matched_with_what_speaks_for_and_against() {
    on_both(async |app| {
        with_codes(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let firm = organisation(&clerk, "巨力集团", "CN").await;
        let other = organisation(&clerk, "别的投资方", "CN").await;
        let enter = async |name: &str, industry: &str, yi: &str, investor: Option<&str>| {
            let mut project = draft(&app, name);
            project["industry"] = industry.into();
            project["amounts"][0]["amount"] = yi.into();
            if let Some(id) = investor {
                project["investors"] = json!([{ "organisation_id": id }]);
            }
            clerk.post("/api/v1/projects", project).await.expect(201)
        };
        enter("电源基地", "C3821", "1.2", None).await;
        enter("电机扩产", "C3811", "9", Some(&other)).await;
        enter("住宅", "K70", "1.2", None).await;
        enter("自己的项目", "C3821", "1.2", Some(&firm)).await;
        let intent = json!({ "content": "电源模块", "sectors": ["C382"], "regions": ["370000"], "currency": "USD",
            "min_minor": 1_500_000_000_i64, "max_minor": 2_000_000_000_i64, "land_m2": 66_667, "horizon": "year",
            "standing": "open", "source": "恳谈会", "valid_until": "2014-06-30" });
        let rate = json!({ "currency": "USD", "on_date": "2013-11-01", "rate": "6.14", "source": "中间价" });
        clerk.post("/api/v1/rates", rate).await.expect(201);
        let made = clerk.post(&format!("/api/v1/organisations/{firm}/intents"), intent).await.expect(201);
        let path = format!("/api/v1/organisations/{firm}/intents/{}/matches", made["id"].as_str().unwrap());
        let found = clerk.get(&path).await.expect(200);
        assert_eq!(found["rate"], "2013-11-01 6.14");
        let told: Vec<_> = found["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|m| (m["project"]["name"].as_str().unwrap(), m["points"].as_i64().unwrap()))
            .collect();
        // 40 + 30 + 5 + 10 + 5; 30 + 0 + 5 + 10 + 0; of quite another industry nothing counts.
        assert_eq!(told, [("电源基地", 90), ("电机扩产", 45)]);
        for one in found["items"].as_array().unwrap() {
            let sum: i64 =
                one["factors"].as_array().unwrap().iter().filter_map(|f| f["points"].as_i64()).sum();
            assert_eq!(one["points"], sum);
        }
        assert_eq!(found["items"][1]["factors"][1]["reason"], "总投资超出意向金额两倍以上");
        // A unit that does not know the investor finds nothing; one that does compares its own projects.
        let filler = app.person("filler", Role::UnitFiller, app.units.zone).await;
        filler.get(&path).await.expect(404);
    });
}
