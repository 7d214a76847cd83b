//! Who leads to whom: associations, introducers, the ways to an investor.

use serde_json::{Value, json};
use yinfeng::params;
use yinfeng_domain::authority::Role;

use crate::{
    merge,
    project::{draft, organisation, with_codes},
    support::{Client, TestApp, on_both},
};

async fn association(client: &Client, name: &str) -> String {
    let body = json!({ "name": name, "kind": "association", "country": "CN" });
    client.post("/api/v1/organisations", body).await.expect(201)["id"].as_str().unwrap().to_owned()
}

fn member(association: &str, member: &str, position: &str) -> Value {
    json!({ "association_id": association, "member_id": member, "position": position, "from_on": "2012-01-08",
        "source": "会员名册" })
}

async fn person(client: &Client, organisation: &str, name: &str) -> String {
    let body = json!({ "organisation_id": organisation, "name": name, "title": "秘书长",
        "phones": ["13800001234"], "language": "zh", "basis": "consent", "retention_until": "2014-10-31" });
    client.post("/api/v1/contacts", body).await.expect(201)["id"].as_str().unwrap().to_owned()
}

/// A project of the street with an investor and, where there is one, an introducer.
async fn project(app: &TestApp, client: &Client, name: &str, parties: &[(&str, &str)]) -> Value {
    let mut body = draft(app, name);
    body["investors"] =
        parties.iter().map(|(id, role)| json!({ "organisation_id": id, "role": role })).collect();
    client.post("/api/v1/projects", body).await.expect(201)
}

fn list<'v>(of: &'v Value, field: &str) -> Vec<&'v str> {
    of.as_array().unwrap().iter().map(|row| row[field].as_str().unwrap_or_default()).collect()
}

#[test]
fn an_association_has_its_members_each_by_the_readers_right() {
    on_both(async |app| {
        with_codes(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let yuhe = app.person("yuhe", Role::UnitFiller, app.units.yuhe).await;
        let chamber = association(&clerk, "福建商会").await;
        let own = organisation(&yuhe, "绿之源农业", "CN").await;
        let firm = organisation(&clerk, "闽江机电", "CN").await;
        let other = organisation(&clerk, "鹭岛食品", "CN").await;
        let path = format!("/api/v1/organisations/{chamber}/association");
        let about = json!({ "gathers": "chamber", "note": "每月十五日例会" });
        assert_eq!(clerk.put(&path, about.clone()).await.expect(200)["version"], 1);
        assert_eq!(clerk.put(&path, about.clone()).await.refused(409), "floor.stale");
        let of_firm = format!("/api/v1/organisations/{firm}/association");
        assert_eq!(clerk.put(&of_firm, about).await.refused(422), "investor.association_not");

        let add = async |who: &Client, body: Value| who.post("/api/v1/memberships", body).await;
        let made = add(&clerk, member(&chamber, &firm, "president")).await.expect(201);
        assert_eq!((&made["holds"], &made["member"]["name"]), (&json!(true), &json!("闽江机电")));
        add(&yuhe, member(&chamber, &own, "member")).await.expect(201);
        for (field, value, code) in [
            ("association_id", json!(own), "investor.association_unknown"),
            ("member_id", json!(app.new_id()), "investor.member_unknown"),
            ("member_id", json!(chamber), "investor.member_of_itself"),
            ("until_on", json!("2011-12-31"), "investor.day_order"),
            ("source", json!(" "), "investor.source"),
        ] {
            let mut wrong = member(&chamber, &other, "member");
            wrong[field] = value;
            assert_eq!(add(&clerk, wrong).await.refused(422), code, "{field}");
        }
        let mut twice = member(&chamber, &firm, "member");
        twice["from_on"] = "2013-01-01".into();
        assert_eq!(add(&clerk, twice).await.refused(422), "investor.member_twice");
        // A unit says nothing of a firm that is not its own, nor of one that it does not know.
        assert_eq!(
            add(&yuhe, member(&chamber, &firm, "member")).await.refused(422),
            "investor.member_unknown"
        );

        let page = format!("/api/v1/associations/{chamber}");
        let seen = clerk.get(&page).await.expect(200);
        let members: Vec<_> =
            seen["members"].as_array().unwrap().iter().map(|m| &m["member"]["name"]).collect();
        assert_eq!(members, ["闽江机电", "绿之源农业"], "the president first");
        // Which associations there are is public; whom the unit may not read is not named to it.
        let seen = yuhe.get(&page).await.expect(200);
        assert_eq!(seen["members"].as_array().unwrap().len(), 1);
        assert_eq!((&seen["readable"], &seen["describe"]["ok"]), (&json!(false), &json!(false)));
        let row = &yuhe.get("/api/v1/associations?q=福建").await.expect(200)["items"][0];
        assert_eq!((&row["members_count"], &row["gathers"]), (&json!(1), &json!("chamber")));
        let row = &clerk.get("/api/v1/associations?gathers=chamber").await.expect(200)["items"][0];
        assert_eq!((&row["members_count"], &row["people_count"]), (&json!(2), &json!(0)));
        assert_eq!(clerk.get("/api/v1/associations?gathers=alumni").await.expect(200)["total"], 0);
        yuhe.get(&format!("/api/v1/associations/{own}")).await.expect(404);

        // Persons by the right of their contact, and gone with them.
        let contact = person(&clerk, &firm, "陈海生").await;
        let ties = format!("/api/v1/contacts/{contact}/ties");
        let tie = json!({ "association_id": chamber, "position": "secretary" });
        let tied = clerk.post(&ties, tie.clone()).await.expect(201);
        assert_eq!(clerk.post(&ties, tie.clone()).await.refused(422), "contact.tie_twice");
        yuhe.post(&ties, tie.clone()).await.expect(404);
        assert_eq!(clerk.get(&page).await.expect(200)["people"][0]["name"], "陈海生");
        assert_eq!(clerk.get(&page).await.expect(200)["people"][0]["phones"][0], "138****1234");
        assert_eq!(yuhe.get(&page).await.expect(200)["people"], json!([]));
        let one = format!("{ties}/{}", tied["id"].as_str().unwrap());
        let mut changed = tie;
        changed["position"] = "member".into();
        changed["version"] = 1.into();
        clerk.put(&one, changed.clone()).await.expect(200);
        assert_eq!(clerk.put(&one, changed).await.refused(409), "floor.stale");
        let record = clerk.get(&format!("/api/v1/contacts/{contact}")).await.expect(200);
        assert_eq!(record["ties"][0]["position"], "member");
        let erase = json!({ "reason": "request", "version": record["version"] });
        clerk.post(&format!("/api/v1/contacts/{contact}/erase"), erase).await.expect(204);
        assert_eq!(clerk.get(&page).await.expect(200)["people"], json!([]));

        // What has members stays an association; what has left it is still shown, after those of today.
        let record = clerk.get(&format!("/api/v1/organisations/{chamber}")).await.expect(200);
        let kind = json!({ "name": "福建商会", "kind": "enterprise", "country": "CN", "version": record["version"] });
        let kind = clerk.put(&format!("/api/v1/organisations/{chamber}"), kind).await;
        assert_eq!(kind.refused(422), "investor.association_has_members");
        let one = format!("/api/v1/memberships/{}", made["id"].as_str().unwrap());
        let mut ended = member(&chamber, &firm, "president");
        ended["until_on"] = "2013-06-30".into();
        ended["version"] = 1.into();
        clerk.put(&one, ended).await.expect(200);
        let seen = clerk.get(&page).await.expect(200);
        let holds: Vec<_> = seen["members"].as_array().unwrap().iter().map(|m| &m["holds"]).collect();
        assert_eq!(holds, [&json!(true), &json!(false)]);
        clerk.post(&format!("{one}/remove"), json!({ "version": 2 })).await.expect(200);

        // The workbook has what the list has, for those who may take data away.
        let book = clerk.get("/api/v1/associations.xlsx?columns=name,members_count").await;
        assert_eq!(book.status.as_u16(), 200);
        assert!(book.bytes.starts_with(b"PK"));
        assert_eq!(clerk.get("/api/v1/associations.xlsx?columns=x").await.refused(422), "project.column");
    });
}

#[test]
fn an_introducer_is_told_what_it_brought_counted_once() {
    on_both(async |app| {
        with_codes(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let yuhe = app.person("yuhe", Role::UnitFiller, app.units.yuhe).await;
        let agency = organisation(&clerk, "远航投资顾问", "CN").await;
        let second = organisation(&clerk, "海内咨询", "CN").await;
        let firm = organisation(&clerk, "闽江机电", "CN").await;
        let good = json!({ "introducer_kind": "agency", "terms": "按到位资金 0.5% 奖励", "agreement": "委托〔2013〕3号",
            "reward_bp": 50, "reward_cap_fen": 1_000_000_000_i64, "valid_until": "2014-12-31", "independent": true });
        for (field, value, code) in [
            ("reward_bp", json!(0), "investor.reward_share"),
            ("reward_cap_fen", json!(-1), "investor.reward_cap"),
            ("reward_bp", Value::Null, "investor.reward_cap_alone"),
        ] {
            let mut wrong = good.clone();
            wrong[field] = value;
            let path = format!("/api/v1/organisations/{agency}/introducer");
            assert_eq!(clerk.put(&path, wrong).await.refused(422), code);
        }
        for id in [&agency, &second] {
            let path = format!("/api/v1/organisations/{id}/introducer");
            let made = clerk.put(&path, good.clone()).await.expect(200);
            assert_eq!(
                (&made["checked_on"], &made["checked_by"]["name"]),
                (&json!("2013-11-15"), &json!("clerk"))
            );
        }
        let roles =
            [(firm.as_str(), "investor"), (agency.as_str(), "introducer"), (second.as_str(), "introducer")];
        let made = project(&app, &clerk, "电机基地", &roles).await;
        let path = format!("/api/v1/introducers/{agency}");
        let seen = clerk.get(&path).await.expect(200);
        let one = &seen["projects"][0];
        assert_eq!((&one["name"], &one["introduction"]), (&json!("电机基地"), &json!("in_time")));
        assert_eq!(list(&one["investors"], "name"), ["闽江机电"]);
        assert_eq!(list(&one["others"], "name"), ["海内咨询"], "the same money stands with both");
        assert_eq!(
            seen["sums"],
            json!({ "projects": 1, "in_time": 1, "signed": 0, "contract_fen": 0,
            "recognised_fen": 0, "reward_fen": 0 })
        );

        // Money that the office recognised counts, with the reward that was agreed.
        let project_id: uuid::Uuid = made["id"].as_str().unwrap().parse().unwrap();
        app.app
            .db
            .write(move |tx| {
                tx.execute(
                    "update project set funds_recognised_fen = 300000000, contract_fen = 9000000000, stage = 'signed',
                       contract_signed_on = '2013-11-14' where id = $1",
                    yinfeng::params![project_id],
                )?;
                Ok(())
            })
            .await
            .unwrap();
        let sums = clerk.get(&path).await.expect(200)["sums"].clone();
        assert_eq!(
            sums,
            json!({ "projects": 1, "in_time": 1, "signed": 1, "contract_fen": 9_000_000_000_i64,
            "recognised_fen": 300_000_000, "reward_fen": 1_500_000 })
        );
        let row =
            clerk.get("/api/v1/introducers?introducer_kind=agency&in_force=true&sort=name").await.expect(200);
        assert_eq!(row["items"].as_array().unwrap().len(), 2);
        assert_eq!(row["items"][0]["sums"], sums);
        assert_eq!(clerk.get("/api/v1/introducers?in_force=false").await.expect(200)["total"], 0);
        assert_eq!(clerk.get("/api/v1/introducers.xlsx").await.status.as_u16(), 200);

        // Of the investor's own group nobody introduces it.
        let holding = json!({ "owner_id": agency, "owned_id": firm, "share_bp": 3_000, "from_on": "2012-01-01",
            "source": "公示系统" });
        clerk.post("/api/v1/holdings", holding).await.expect(201);
        let seen = clerk.get(&path).await.expect(200);
        assert_eq!(seen["projects"][0]["introduction"], "related");
        assert_eq!((&seen["sums"]["in_time"], &seen["sums"]["reward_fen"]), (&json!(0), &json!(0)));

        // The street reads its own project's introducer; of a firm that it does not know there is none.
        let seen = yuhe.get(&path).await.expect(200);
        assert_eq!(seen["projects"].as_array().unwrap().len(), 1);
        let zone = app.person("zone", Role::UnitFiller, app.units.zone).await;
        zone.get(&path).await.expect(404);
        assert_eq!(zone.get("/api/v1/introducers").await.expect(200)["total"], 0);
        clerk.get(&format!("/api/v1/introducers/{firm}")).await.expect(404);
    });
}

#[test]
fn what_is_under_a_code_name_is_in_no_sum_of_who_may_not_read_it() {
    on_both(async |app| {
        with_codes(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let leader = app.person("leader", Role::DistrictLeader, app.units.committee).await;
        let agency = organisation(&clerk, "远航投资顾问", "CN").await;
        let firm = organisation(&clerk, "闽江机电", "CN").await;
        let path = format!("/api/v1/organisations/{agency}/introducer");
        let terms = json!({ "introducer_kind": "agency", "terms": "一事一议", "independent": true });
        clerk.put(&path, terms).await.expect(200);
        let roles = [(firm.as_str(), "investor"), (agency.as_str(), "introducer")];
        project(&app, &clerk, "公开项目", &roles[1..]).await;
        let secret = project(&app, &clerk, "电机基地", &roles).await;
        let path = format!("/api/v1/introducers/{agency}");
        assert_eq!(leader.get(&path).await.expect(200)["sums"]["projects"], 2);
        let id = secret["id"].as_str().unwrap();
        let name = json!({ "alias": "春雷", "description": "某装备项目", "reason": "投资方要求保密",
            "version": secret["version"] });
        clerk.put(&format!("/api/v1/projects/{id}/code-name"), name).await.expect(200);
        let seen = leader.get(&path).await.expect(200);
        assert_eq!(seen["sums"]["projects"], 1, "{seen}");
        assert!(!seen.to_string().contains("电机基地") && !seen.to_string().contains("闽江机电"), "{seen}");
    });
}

#[test]
fn an_investor_is_reached_through_whom_the_reader_knows() {
    on_both(async |app| {
        with_codes(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let yuhe = app.person("yuhe", Role::UnitFiller, app.units.yuhe).await;
        let chamber = association(&clerk, "福建商会").await;
        let firm = organisation(&clerk, "闽江机电", "CN").await;
        let fellow = organisation(&clerk, "鹭岛食品", "CN").await;
        let agency = organisation(&clerk, "远航投资顾问", "CN").await;
        let reach = async |who: &Client, id: &str| {
            who.get(&format!("/api/v1/organisations/{id}/reach")).await.expect(200)["paths"].clone()
        };
        assert_eq!(reach(&clerk, &firm).await, json!([]));
        clerk.post("/api/v1/memberships", member(&chamber, &firm, "vice_president")).await.expect(201);
        let paths = reach(&clerk, &firm).await;
        assert_eq!(list(&paths, "way"), ["association"]);
        assert_eq!(list(&paths[0]["steps"], "name"), ["福建商会", "闽江机电"], "nobody there is known yet");
        let end = &paths[0]["steps"][1];
        assert_eq!(
            (&end["position"], &end["from_on"], &end["source"]),
            (&json!("vice_president"), &json!("2012-01-08"), &json!("会员名册"))
        );

        // Somebody of the association whom the office knows, a fellow firm with a project, who introduced it once.
        let contact = person(&clerk, &agency, "陈海生").await;
        let tie = json!({ "association_id": chamber, "position": "secretary" });
        clerk.post(&format!("/api/v1/contacts/{contact}/ties"), tie).await.expect(201);
        clerk.post("/api/v1/memberships", member(&chamber, &fellow, "member")).await.expect(201);
        project(&app, &clerk, "海产加工", &[(fellow.as_str(), "investor")]).await;
        let terms = json!({ "introducer_kind": "agency", "terms": "一事一议", "independent": true });
        clerk.put(&format!("/api/v1/organisations/{agency}/introducer"), terms).await.expect(200);
        let roles = [(firm.as_str(), "investor"), (agency.as_str(), "introducer")];
        project(&app, &clerk, "电机基地", &roles).await;
        let paths = reach(&clerk, &firm).await;
        assert_eq!(list(&paths, "way"), ["introduced", "association", "fellow"]);
        assert_eq!(
            list(&paths[0]["steps"], "name"),
            ["区招商办", "陈海生", "远航投资顾问", "电机基地", "闽江机电"]
        );
        assert_eq!(list(&paths[0]["steps"], "link"), ["start", "keeps", "works", "introduced", "invests"]);
        assert_eq!(list(&paths[1]["steps"], "name"), ["区招商办", "陈海生", "福建商会", "闽江机电"]);
        assert_eq!(paths[1]["steps"][2]["position"], "secretary");
        assert_eq!(list(&paths[2]["steps"], "name"), ["鹭岛食品", "福建商会", "闽江机电"]);

        // The street knows both firms by its projects, but nobody whom the office knows.
        let seen = reach(&yuhe, &firm).await;
        assert!(!seen.to_string().contains("陈海生"), "{seen}");
        assert_eq!(list(&seen, "way"), ["introduced", "association", "fellow"]);
        let zone = app.person("zone", Role::UnitFiller, app.units.zone).await;
        zone.get(&format!("/api/v1/organisations/{firm}/reach")).await.expect(404);
        // Somebody of the firm itself is the shortest way.
        person(&yuhe, &firm, "林望舒").await;
        let seen = reach(&yuhe, &firm).await;
        assert_eq!(list(&seen[0]["steps"], "name"), ["于河街道", "林望舒", "闽江机电"]);
    });
}

#[test]
fn a_merge_takes_memberships_along_and_an_undo_gives_them_back() {
    on_both(async |app| {
        with_codes(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let (chamber, double) =
            (association(&clerk, "福建商会").await, association(&clerk, "福建省商会").await);
        let firm = organisation(&clerk, "闽江机电", "CN").await;
        clerk.post("/api/v1/memberships", member(&double, &firm, "member")).await.expect(201);
        let contact = person(&clerk, &firm, "陈海生").await;
        let tie = json!({ "association_id": double, "position": "secretary" });
        clerk.post(&format!("/api/v1/contacts/{contact}/ties"), tie).await.expect(201);
        let merge = async |into: &str, from: &str| {
            let version = async |id: &str| {
                clerk.get(&format!("/api/v1/organisations/{id}")).await.expect(200)["version"].clone()
            };
            let body = json!({ "into_id": into, "into_version": version(into).await, "from_id": from,
                "from_version": version(from).await, "taken": [], "reason": "重复" });
            clerk.post("/api/v1/merges", body).await
        };
        let refused = merge(&double, &firm).await.expect(409);
        assert_eq!(refused["errors"][0]["code"], "investor.merge_member");
        let merged = merge(&chamber, &double).await.expect(201);
        let seen = clerk.get(&format!("/api/v1/associations/{chamber}")).await.expect(200);
        assert_eq!(
            (seen["members"].as_array().unwrap().len(), seen["people"].as_array().unwrap().len()),
            (1, 1)
        );
        let undo = format!("/api/v1/merges/{}/undo", merged["id"].as_str().unwrap());
        clerk.post(&undo, json!({ "reason": "不是一家", "version": 1 })).await.expect(200);
        let seen = clerk.get(&format!("/api/v1/associations/{double}")).await.expect(200);
        assert_eq!(
            (seen["members"].as_array().unwrap().len(), seen["people"].as_array().unwrap().len()),
            (1, 1)
        );
    });
}

#[test]
fn of_two_registrations_one_holds_from_the_earlier_day_and_both_come_back() {
    on_both(async |app| {
        with_codes(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let kept = organisation(&clerk, "鲁商招商服务有限公司", "CN").await;
        let gone = organisation(&clerk, "鲁商招商服务", "CN").await;
        for (of, terms) in [(&kept, "按到位资金 0.5% 奖励"), (&gone, "一事一议")] {
            let draft = json!({ "introducer_kind": "agency", "terms": terms, "independent": true });
            clerk.put(&format!("/api/v1/organisations/{of}/introducer"), draft).await.expect(200);
        }
        let early: uuid::Uuid = gone.parse().unwrap();
        app.app
            .db
            .write(move |tx| {
                let sql =
                    "update investor_introducer set registered_on = '2013-03-01' where organisation_id = $1";
                tx.execute(sql, params![early])
            })
            .await
            .unwrap();
        let registered = async |of: &str| {
            let view = clerk.get(&format!("/api/v1/introducers/{of}")).await.expect(200);
            (view["registration"]["registered_on"].clone(), view["registration"]["terms"].clone())
        };
        let made = merge::merged(&clerk, &kept, &gone, &[]).await;
        assert_eq!(registered(&kept).await, (json!("2013-03-01"), json!("按到位资金 0.5% 奖励")));
        merge::undone(&clerk, &made).await.expect(200);
        assert_eq!(registered(&kept).await, (json!("2013-11-15"), json!("按到位资金 0.5% 奖励")));
        assert_eq!(registered(&gone).await, (json!("2013-03-01"), json!("一事一议")));
    });
}
