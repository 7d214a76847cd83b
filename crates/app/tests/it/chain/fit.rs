//! Who fits where, and what becomes of chains when two records of an organisation become one.

use serde_json::{Value, json};
use yinfeng_domain::authority::Role;

use super::{chain, chain_draft, id, link, link_draft, names, pair};
use crate::{
    claim,
    merge::{merged, undone},
    project::{organisation, with_codes},
    support::on_both,
};

fn intent(sector: &str, horizon: &str) -> Value {
    json!({ "content": "装配式构件基地", "sectors": [sector], "regions": ["370000"], "currency": "CNY",
        "horizon": horizon, "standing": "open", "source": "来函", "valid_until": "2014-06-30" })
}

#[test]
fn investors_are_found_for_a_gap_and_gaps_for_an_investor() {
    on_both(async |app| {
        let people = claim::people(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let chain = chain(&app, &clerk).await;
        let part = link(&clerk, &chain, link_draft("构件", "downstream", &["C302"])).await;
        let mut strong = link_draft("制品", "downstream", &["C302"]);
        strong["strength"] = "fair".into();
        strong["reason"] = "规模以上企业三家".into();
        link(&clerk, &chain, strong).await;
        let wanting = organisation(&clerk, "意向构件有限公司", "CN").await;
        let wants =
            clerk.post(&format!("/api/v1/organisations/{wanting}/intents"), intent("C3022", "year")).await;
        let wants = id(&wants.expect(201));
        let mut old = intent("C3022", "later");
        old["standing"] = "withdrawn".into();
        let expired = clerk.post(&format!("/api/v1/organisations/{wanting}/intents"), old).await;
        let expired = id(&expired.expect(201));
        let business = async |name: &str, industry: &str| {
            let body = json!({ "name": name, "kind": "enterprise", "country": "CN", "industry": industry });
            id(&clerk.post("/api/v1/organisations", body).await.expect(201))
        };
        let doing = business("同行构件有限公司", "C3021").await;
        business("邻行水泥有限公司", "C3011").await;
        let section = business("同门类有限公司", "C1811").await;
        let apart = intent("C38", "year");
        clerk.post(&format!("/api/v1/organisations/{section}/intents"), apart).await.expect(201);
        business("餐饮有限公司", "H62").await;
        let tag = json!({ "tag": "listed", "from_on": "2010-01-01", "source": "公告" });
        clerk.post(&format!("/api/v1/organisations/{doing}/tags"), tag).await.expect(201);
        // 中联 does it as well, and another unit has reported it first.
        let taken =
            people.yuhe.post("/api/v1/claims", claim::draft(&app, &people.yuhe, "中联水泥有限公司").await);
        let taken = taken.await.expect(201);
        let taken = taken["organisation"]["id"].as_str().unwrap().to_owned();
        let mut known = clerk.get(&format!("/api/v1/organisations/{taken}")).await.expect(200);
        known["industry"] = "C3022".into();
        clerk.put(&format!("/api/v1/organisations/{taken}"), known).await.expect(200);

        let path = format!("/api/v1/chain-links/{}/investors", id(&part));
        let found = clerk.get(&path).await.expect(200);
        let told: Vec<_> = found["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|c| (c["organisation"]["name"].as_str().unwrap(), c["points"].as_i64().unwrap()))
            .collect();
        // 40+20+15+10+0+5; 30+20+0+3+10+5; 30+20+0+3+0+0; of the same section alone nobody is told.
        assert_eq!(told, [("意向构件有限公司", 90), ("同行构件有限公司", 68), ("中联水泥有限公司", 53)]);
        for one in found["items"].as_array().unwrap() {
            let sum: i64 =
                one["factors"].as_array().unwrap().iter().filter_map(|f| f["points"].as_i64()).sum();
            assert_eq!(one["points"], sum);
        }
        assert_eq!(found["items"][0]["intent"]["id"], json!(wants));
        assert_eq!((&found["items"][1]["tags"], &found["aim"]["ok"]), (&json!(["上市公司"]), &json!(true)));
        assert_eq!(found["items"][2]["occupied_by"], "于河街道");
        assert_eq!(found["items"][2]["factors"][5]["reason"], "其他单位已首报，须由其首谈");
        // A unit compares those that it knows, and is not held off by its own report.
        let own = people.yuhe.get(&path).await.expect(200);
        assert_eq!(names(&own["items"], "organisation"), ["中联水泥有限公司"]);
        assert_eq!((&own["items"][0]["occupied_by"], &own["items"][0]["points"]), (&Value::Null, &json!(58)));
        assert_eq!(own["aim"]["ok"], false);

        // The other way round the points are the same; where there is enough, nothing is proposed.
        let links = format!("/api/v1/organisations/{wanting}/intents/{wants}/links");
        let proposed = clerk.get(&links).await.expect(200);
        assert_eq!(
            (&proposed["items"][0]["link"], &proposed["items"][0]["points"]),
            (&json!("构件"), &json!(90))
        );
        assert_eq!((proposed["items"].as_array().unwrap().len(), &proposed["compared"]), (1, &json!(1)));
        let over = format!("/api/v1/organisations/{wanting}/intents/{expired}/links");
        assert_eq!(clerk.get(&over).await.expect(200)["items"], json!([]));
        people.team.get(&links).await.expect(404);

        // One that became a target is not proposed again.
        let target = json!({ "organisation_id": wanting, "unit_id": app.units.team, "due_on": "2013-12-20" });
        clerk.post(&format!("/api/v1/chain-links/{}/targets", id(&part)), target).await.expect(201);
        let found = clerk.get(&path).await.expect(200);
        assert_eq!(names(&found["items"], "organisation")[0], "同行构件有限公司");
    });
}

#[test]
fn chains_follow_an_organisation_that_is_merged_and_come_back() {
    on_both(async |app| {
        with_codes(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let (kept, gone) = (
            organisation(&clerk, "凤栖构件有限公司", "CN").await,
            organisation(&clerk, "凤栖构件", "CN").await,
        );
        let other = organisation(&clerk, "远方机械", "CN").await;
        let mut draft = chain_draft(&app);
        draft["master_id"] = json!(gone);
        let chain = id(&clerk.post("/api/v1/chains", draft).await.expect(201));
        let part = link(&clerk, &chain, link_draft("构件", "downstream", &["C302"])).await;
        let tile = link(&clerk, &chain, link_draft("陶瓷", "downstream", &["C307"])).await;
        let add = async |link: &Value, organisation: &str| {
            let path = format!("/api/v1/chain-links/{}/firms", id(link));
            clerk.post(&path, json!({ "organisation_id": organisation })).await.expect(201)
        };
        add(&part, &gone).await;
        let both = add(&part, &kept).await;
        let aimed = json!({ "organisation_id": gone, "unit_id": app.units.team, "due_on": "2013-12-20" });
        clerk.post(&format!("/api/v1/chain-links/{}/targets", id(&tile)), aimed).await.expect(201);
        let sessions = format!("/api/v1/chains/{chain}/sessions");
        let held = json!({ "name": "对接会", "held_on": "2013-11-10" });
        let seen = clerk.post(&sessions, held).await.expect(201);
        let event = seen["sessions"][0]["event_id"].as_str().unwrap().to_owned();
        let pairs = format!("{sessions}/{event}/pairs");
        clerk.post(&pairs, pair(&part, &gone, &other)).await.expect(201);
        let facing = clerk.post(&pairs, pair(&tile, &other, &gone)).await.expect(201);
        let each_other = clerk.post(&pairs, pair(&tile, &kept, &gone)).await.expect(201);

        let preview =
            clerk.get(&format!("/api/v1/merges/preview?into_id={kept}&from_id={gone}")).await.expect(200);
        let codes: Vec<_> =
            preview["blockers"].as_array().unwrap().iter().map(|b| b["code"].as_str().unwrap()).collect();
        assert_eq!(codes, ["chain.merge_link", "chain.merge_session"]);
        let firm = both["firms"]
            .as_array()
            .unwrap()
            .iter()
            .find(|f| f["organisation"]["id"] == json!(kept))
            .unwrap();
        let gone_firm = format!("/api/v1/chain-firms/{}/remove", id(firm));
        clerk.post(&gone_firm, json!({ "version": 1 })).await.expect(200);
        let gone_pair = format!("/api/v1/chain-pairs/{}/remove", id(&each_other));
        clerk.post(&gone_pair, json!({ "version": 1 })).await.expect(200);

        let merge = merged(&clerk, &kept, &gone, &[]).await;
        let of = async |id: &str| clerk.get(&format!("/api/v1/organisations/{id}/chains")).await.expect(200);
        let counts = |seen: &Value| ["places", "targets", "pairs"].map(|k| seen[k].as_array().unwrap().len());
        assert_eq!(counts(&of(&kept).await), [1, 1, 2]);
        let path = format!("/api/v1/chains/{chain}");
        assert_eq!(clerk.get(&path).await.expect(200)["master"]["id"], json!(kept));
        // Whoever had it open is told.
        let mut late = pair(&tile, &other, &gone);
        late["version"] = 1.into();
        let path_of = format!("/api/v1/chain-pairs/{}", id(&facing));
        clerk.put(&path_of, late).await.expect(409);
        undone(&clerk, &merge).await.expect(200);
        assert_eq!((counts(&of(&kept).await), counts(&of(&gone).await)), ([0, 0, 0], [1, 1, 2]));
        assert_eq!(clerk.get(&path).await.expect(200)["master"]["id"], json!(gone));
    });
}
