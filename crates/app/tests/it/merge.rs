//! Two records of one organisation made one, and two again.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use yinfeng::{
    floor::{
        db::{Engine, dialect},
        web::Who,
    },
    merge, params,
};
use yinfeng_domain::authority::Role;

use crate::{
    claim::{draft as claim_draft, people},
    project::{draft, organisation, with_codes},
    support::{Client, DISTRICT, TestApp, on_both},
};

/// A record with a code, a group or whatever else is given.
async fn firm(client: &Client, name: &str, more: Value) -> Value {
    let mut body = json!({ "name": name, "kind": "enterprise", "country": "CN" });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    client.post("/api/v1/organisations", body).await.expect(201)
}

fn id(of: &Value) -> String {
    of["id"].as_str().unwrap().to_owned()
}

async fn read(client: &Client, id: &str) -> Value {
    client.get(&format!("/api/v1/organisations/{id}")).await.expect(200)
}

/// A merge of `from` into `into` as they are now.
async fn of(client: &Client, into: &str, from: &str, taken: &[&str]) -> Value {
    let (kept, gone) = (read(client, into).await, read(client, from).await);
    json!({ "into_id": into, "into_version": kept["version"], "from_id": from, "from_version": gone["version"],
        "taken": taken, "reason": "同一家企业，录了两次" })
}

pub async fn merged(client: &Client, into: &str, from: &str, taken: &[&str]) -> Value {
    let body = of(client, into, from, taken).await;
    client.post("/api/v1/merges", body).await.expect(201)
}

pub async fn undone(client: &Client, merge: &Value) -> crate::support::Answer {
    let path = format!("/api/v1/merges/{}/undo", merge["id"].as_str().unwrap());
    client.post(&path, json!({ "reason": "不是同一家", "version": merge["version"] })).await
}

async fn sums_are_right(app: &TestApp) {
    let wrong = app.app.db.read(|r| yinfeng::project::summary::verify(r, DISTRICT)).await.unwrap();
    assert!(wrong.is_empty(), "{wrong:?}");
}

async fn found(client: &Client, q: &str) -> Vec<String> {
    let page = client.get(&format!("/api/v1/organisations?q={q}")).await.expect(200);
    page["items"].as_array().unwrap().iter().map(id).collect()
}

/// Everything that points at an organisation in the schema has somebody who moves it, and nobody moves what is not
/// there.
#[test]
fn every_key_to_an_organisation_has_a_room_that_moves_it() {
    on_both(async |app| {
        let engine = app.app.db.engine();
        let keys: BTreeSet<String> = app
            .app
            .db
            .read(move |r| {
                let sql = dialect::foreign_keys_to(engine, "investor_organisation");
                r.query(&sql, &[], |row| Ok(format!("{}.{}", row.get::<String>(0)?, row.get::<String>(1)?)))
            })
            .await
            .unwrap()
            .into_iter()
            .collect();
        let named: BTreeSet<String> = merge::relations().map(|r| r.name()).collect();
        assert_eq!(keys, named);
        assert_eq!(merge::relations().count(), named.len(), "one is named twice");
    });
}

#[test]
fn what_nobody_answers_for_is_not_guessed() {
    on_both(async |app| {
        with_codes(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let (kept, gone) =
            (firm(&clerk, "中联水泥有限公司", json!({})).await, firm(&clerk, "中联水泥", json!({})).await);
        let (kept, gone) = (id(&kept), id(&gone));
        let stray: uuid::Uuid = gone.parse().unwrap();
        app.app
            .db
            .write(move |tx| {
                tx.execute(
                    "create table stray (district text not null, id uuid not null, firm uuid not null,
                       primary key (district, id),
                       foreign key (district, firm) references investor_organisation (district, id))",
                    &[],
                )?;
                tx.execute(
                    "insert into stray (district, id, firm) values ($1, $2, $2)",
                    params![DISTRICT, stray],
                )?;
                Ok(())
            })
            .await
            .unwrap();
        let seen =
            clerk.get(&format!("/api/v1/merges/preview?into_id={kept}&from_id={gone}")).await.expect(200);
        assert_eq!(seen["blockers"][0]["code"], "merge.unknown_relation");
        let refused = clerk.post("/api/v1/merges", of(&clerk, &kept, &gone, &[]).await).await.expect(409);
        assert_eq!(refused["code"], "merge.blocked");
        assert!(refused["errors"][0]["message"].as_str().unwrap().contains("stray.firm"), "{refused}");
        read(&clerk, &gone).await;
        // Nothing of it points there: the other way round it goes.
        merged(&clerk, &gone, &kept, &[]).await;
    });
}

#[test]
fn values_are_chosen_relations_move_and_the_old_id_leads_on() {
    on_both(async |app| {
        with_codes(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let filler = app.person("filler", Role::UnitFiller, app.units.yuhe).await;
        let kept = firm(&clerk, "中联水泥有限公司", json!({ "introduction": "水泥" })).await;
        let gone = json!({ "uscc": "91350100M000100Y43", "industry": "C30", "introduction": "水泥和混凝土",
            "aliases": ["CUCC"] });
        let gone = firm(&filler, "中联水泥", gone).await;
        let member = firm(&clerk, "中联混凝土有限公司", json!({ "group_id": gone["id"] })).await;
        let (kept, gone) = (id(&kept), id(&gone));
        let mut shared = draft(&app, "中联混凝土基地");
        shared["investors"] = json!([{ "organisation_id": kept, "share_bp": 6000 },
            { "organisation_id": gone, "share_bp": 4000 }]);
        let shared = id(&clerk.post("/api/v1/projects", shared).await.expect(201));
        let mut own = draft(&app, "中联熟料");
        own["investors"] =
            json!([{ "organisation_id": gone }, { "organisation_id": gone, "role": "project_company" }]);
        let own = clerk.post("/api/v1/projects", own).await.expect(201);

        let preview =
            clerk.get(&format!("/api/v1/merges/preview?into_id={kept}&from_id={gone}")).await.expect(200);
        assert_eq!(preview["advised"], json!(["uscc", "industry", "introduction"]));
        assert_eq!(preview["blockers"], json!([]));
        assert!(preview["moves"].as_array().unwrap().contains(&json!({
            "relation": "project_party.organisation_id", "rows": 3 })));
        let merge = merged(&clerk, &kept, &gone, &["uscc", "industry", "introduction"]).await;
        assert_eq!(merge["moves"].as_array().unwrap().len(), 5);

        let now = read(&clerk, &kept).await;
        assert_eq!(now["uscc"], "91350100M000100Y43");
        assert_eq!(now["introduction"], "水泥和混凝土");
        assert_eq!(now["aliases"], json!(["CUCC", "中联水泥"]));
        assert_eq!((&now["projects_count"], now["projects"].as_array().unwrap().len()), (&json!(2), 3));
        assert_eq!(now["members_of_group"][0]["id"], member["id"]);
        let project = clerk.get(&format!("/api/v1/projects/{shared}")).await.expect(200);
        assert_eq!(project["parties"].as_array().unwrap().len(), 1);
        assert_eq!(project["parties"][0]["share_bp"], 10_000);
        // Found by either name, once.
        for q in ["中联水泥", "CUCC", "zlsn", "91350100"] {
            assert_eq!(found(&clerk, q).await, std::slice::from_ref(&kept), "{q}");
        }
        // The unit that knew the one that went knows the one that stayed; the old id leads there.
        let moved = filler.get(&format!("/api/v1/organisations/{gone}")).await;
        assert_eq!(moved.status, 307);
        assert_eq!(moved.headers["location"], format!("/api/v1/organisations/{kept}"));
        read(&filler, &kept).await;
        let team = app.person("team", Role::UnitFiller, app.units.team).await;
        team.get(&format!("/api/v1/organisations/{gone}")).await.expect(404);
        let late = json!({ "name": "中联水泥", "kind": "enterprise", "country": "CN", "version": 1 });
        let late = clerk.put(&format!("/api/v1/organisations/{gone}"), late).await.refused(409);
        assert_eq!(late, "investor.merged");
        // Whoever had the project open is told that its investors are others.
        let mut stale = draft(&app, "中联熟料");
        stale["version"] = own["version"].clone();
        let stale = clerk.put(&format!("/api/v1/projects/{}", id(&own)), stale).await.expect(409);
        assert_eq!(stale["changed"], json!(["investors"]));
        sums_are_right(&app).await;

        let back = undone(&clerk, &merge).await.expect(200);
        assert_eq!(back["actions"]["undo"]["code"], "merge.undone_already");
        let (a, b) = (read(&clerk, &gone).await, read(&clerk, &kept).await);
        assert_eq!((&a["uscc"], &b["uscc"]), (&json!("91350100M000100Y43"), &Value::Null));
        assert_eq!((&a["aliases"], &b["aliases"]), (&json!(["CUCC"]), &json!([])));
        assert_eq!((&a["projects_count"], &b["projects_count"]), (&json!(2), &json!(1)));
        assert_eq!(a["members_of_group"][0]["id"], member["id"]);
        assert_eq!(found(&clerk, "CUCC").await, std::slice::from_ref(&gone));
        let project = clerk.get(&format!("/api/v1/projects/{shared}")).await.expect(200);
        let shares: Vec<_> =
            project["parties"].as_array().unwrap().iter().map(|p| p["share_bp"].clone()).collect();
        assert_eq!(shares, [json!(6_000), json!(4_000)]);
        read(&filler, &kept).await; // by its project
        assert_eq!(undone(&clerk, &back).await.refused(409), "merge.undone_already");
        sums_are_right(&app).await;
    });
}

#[test]
fn an_undo_says_what_was_changed_in_the_meantime_and_undoes_nothing() {
    on_both(async |app| {
        with_codes(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let kept = id(&firm(&clerk, "巨力集团", json!({})).await);
        let gone = id(&firm(&clerk, "巨力集团有限公司", json!({ "address": "于河街道" })).await);
        let mut project = draft(&app, "电源");
        project["investors"] = json!([{ "organisation_id": gone, "share_bp": 5000 }]);
        let project = clerk.post("/api/v1/projects", project).await.expect(201);
        let merge = merged(&clerk, &kept, &gone, &["address"]).await;

        let now = read(&clerk, &kept).await;
        let mut edited = json!({ "name": "巨力集团", "kind": "enterprise", "country": "CN", "address": "低碳产业园",
            "aliases": ["巨力集团有限公司", "巨力"], "version": now["version"] });
        let now = clerk.put(&format!("/api/v1/organisations/{kept}"), edited.clone()).await.expect(200);
        let refused = undone(&clerk, &merge).await.expect(409);
        assert_eq!(refused["code"], "merge.undo_blocked");
        assert_eq!(refused["errors"][0]["field"], "address");
        edited["address"] = "于河街道".into();
        edited["version"] = now["version"].clone();
        clerk.put(&format!("/api/v1/organisations/{kept}"), edited).await.expect(200);

        let path = format!("/api/v1/projects/{}", id(&project));
        let shown = clerk.get(&path).await.expect(200);
        let mut without = draft(&app, "电源");
        without["version"] = shown["version"].clone();
        let without = clerk.put(&path, without).await.expect(200);
        let refused = undone(&clerk, &merge).await.expect(409);
        assert_eq!(refused["errors"][0]["code"], "project.undo_party");
        assert_eq!(clerk.get(&format!("/api/v1/organisations/{gone}")).await.status, 307);
        let mut with = draft(&app, "电源");
        with["investors"] = json!([{ "organisation_id": kept, "share_bp": 5000 }]);
        with["version"] = without["version"].clone();
        clerk.put(&path, with).await.expect(200);

        // As the merge left them, both go back; what was entered since stays.
        undone(&clerk, &merge).await.expect(200);
        let (a, b) = (read(&clerk, &gone).await, read(&clerk, &kept).await);
        assert_eq!(
            (&a["address"], &b["address"], &b["aliases"]),
            (&json!("于河街道"), &json!(""), &json!(["巨力"]))
        );
        assert_eq!(a["projects_count"], 1);
        sums_are_right(&app).await;
    });
}

#[test]
fn a_chain_of_merges_leads_to_its_end_and_is_undone_from_there() {
    on_both(async |app| {
        with_codes(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let mut ids = Vec::new();
        for name in ["晋工机械一", "晋工机械二", "晋工机械三"] {
            ids.push(organisation(&clerk, name, "CN").await);
        }
        let first = merged(&clerk, &ids[1], &ids[0], &[]).await;
        app.clock.set("2013-11-15T01:00:01Z".parse().unwrap());
        let second = merged(&clerk, &ids[2], &ids[1], &[]).await;
        for gone in &ids[..2] {
            let moved = clerk.get(&format!("/api/v1/organisations/{gone}")).await;
            assert_eq!(moved.headers["location"], format!("/api/v1/organisations/{}", ids[2]));
        }
        assert_eq!(read(&clerk, &ids[2]).await["aliases"], json!(["晋工机械一", "晋工机械二"]));
        assert_eq!(undone(&clerk, &first).await.refused(409), "merge.merged_on");
        undone(&clerk, &second).await.expect(200);
        let first = clerk.get(&format!("/api/v1/merges/{}", id(&first))).await.expect(200);
        undone(&clerk, &first).await.expect(200);
        for one in &ids {
            assert_eq!(read(&clerk, one).await["aliases"], json!([]));
        }
        let list = clerk.get(&format!("/api/v1/merges?organisation={}&limit=1", ids[1])).await.expect(200);
        assert_eq!((&list["total"], &list["items"][0]["id"]), (&json!(2), &second["id"]));
        let rest = format!("/api/v1/merges?limit=1&cursor={}", list["next_cursor"].as_str().unwrap());
        assert_eq!(clerk.get(&rest).await.expect(200)["items"][0]["id"], first["id"]);
    });
}

#[test]
fn a_merge_is_asked_of_the_records_as_they_are_and_by_who_may() {
    on_both(async |app| {
        with_codes(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let filler = app.person("filler", Role::UnitFiller, app.units.yuhe).await;
        let head = id(&firm(&clerk, "中国建材集团有限公司", json!({})).await);
        let kept = id(&firm(&filler, "中联水泥有限公司", json!({ "group_id": null })).await);
        let gone = id(&firm(&filler, "中联水泥", json!({})).await);
        let good = of(&clerk, &kept, &gone, &[]).await;
        assert_eq!(filler.post("/api/v1/merges", good.clone()).await.refused(404), "floor.not_found");
        filler.get(&format!("/api/v1/merges/preview?into_id={kept}&from_id={gone}")).await.expect(404);
        filler.get("/api/v1/merges").await.expect(404);
        for (field, value, status, code) in [
            ("reason", json!(" "), 422, "merge.reason_missing"),
            ("reason", json!("长".repeat(600)), 422, "merge.too_long"),
            ("from_id", json!(kept), 422, "merge.same"),
            ("from_id", json!(app.new_id()), 404, "floor.not_found"),
            ("from_version", json!(9), 409, "floor.stale"),
            ("into_version", json!(9), 409, "floor.stale"),
            ("taken", json!(["colour"]), 422, "floor.field_wrong"),
        ] {
            let mut wrong = good.clone();
            wrong[field] = value;
            assert_eq!(clerk.post("/api/v1/merges", wrong).await.refused(status), code, "{field}");
        }
        // A head with members is no member of another group.
        let member = id(&firm(&clerk, "中联混凝土", json!({ "group_id": gone })).await);
        let other = id(&firm(&clerk, "中国联合水泥", json!({ "group_id": head })).await);
        let refused = clerk.post("/api/v1/merges", of(&clerk, &other, &gone, &[]).await).await.expect(409);
        assert_eq!(refused["errors"][0]["code"], "investor.merge_group");
        // With the empty group of the one that goes it is one; the head and its member become one as well.
        merged(&clerk, &other, &gone, &["group_id"]).await;
        assert_eq!(read(&clerk, &member).await["group"]["id"], other.as_str());
        let last = merged(&clerk, &member, &other, &[]).await;
        assert_eq!(read(&clerk, &member).await["group"], Value::Null);
        undone(&clerk, &last).await.expect(200);
        assert_eq!(read(&clerk, &member).await["group"]["id"], other.as_str());
    });
}

#[test]
fn an_investor_held_under_two_names_is_settled_before_it_is_merged() {
    on_both(async |app| {
        let people = people(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let one = claim_draft(&app, &people.yuhe, "晋工机械有限公司").await;
        let one = people.yuhe.post("/api/v1/claims", one).await.expect(201);
        let mut two = claim_draft(&app, &people.team, "福建远大重工").await;
        two["unit_id"] = json!(app.units.team);
        let two = people.team.post("/api/v1/claims", two).await.expect(201);
        let (kept, gone) = (id(&one["organisation"]), id(&two["organisation"]));
        let refused = clerk.post("/api/v1/merges", of(&clerk, &kept, &gone, &[]).await).await.expect(409);
        assert_eq!(refused["errors"][0]["code"], "claim.merge_both");
        let path = format!("/api/v1/claims/{}/withdraw", id(&two));
        people.team.post(&path, json!({ "reason": "同一家", "version": two["version"] })).await.expect(200);

        // The one that is held goes: what holds it now holds the one that stays, and the receipt is as it was.
        let merge = merged(&clerk, &gone, &kept, &[]).await;
        let claim = people.yuhe.get(&format!("/api/v1/claims/{}", id(&one))).await.expect(200);
        assert_eq!(claim["organisation"]["id"], gone.as_str());
        assert_eq!(claim["has_receipt"], true);
        let mut third = claim_draft(&app, &people.team, "福建远大重工").await;
        third["unit_id"] = json!(app.units.team);
        assert_eq!(people.team.post("/api/v1/claims", third.clone()).await.refused(409), "claim.occupied");
        undone(&clerk, &merge).await.expect(200);
        let claim = people.yuhe.get(&format!("/api/v1/claims/{}", id(&one))).await.expect(200);
        assert_eq!(claim["organisation"]["id"], kept.as_str());
        people.team.post("/api/v1/claims", third).await.expect(201);
    });
}

#[test]
fn a_foreign_record_that_turns_out_domestic_moves_the_sums() {
    on_both(async |app| {
        with_codes(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let abroad = organisation(&clerk, "Juli Power", "TW").await;
        let home = organisation(&clerk, "巨力电源", "CN").await;
        let mut project = draft(&app, "电源基地");
        project["investors"] = json!([{ "organisation_id": abroad }]);
        project["agreement"] = "contract".into();
        project["contract_signed_on"] = "2013-06-01".into();
        let project = id(&clerk.post("/api/v1/projects", project).await.expect(201));
        let origin = async |client: &Client| {
            client.get(&format!("/api/v1/projects/{project}")).await.expect(200)["origin"].clone()
        };
        assert_eq!(origin(&clerk).await, "TW");
        let merge = merged(&clerk, &home, &abroad, &[]).await;
        assert_eq!(origin(&clerk).await, "CN");
        sums_are_right(&app).await;
        undone(&clerk, &merge).await.expect(200);
        assert_eq!(origin(&clerk).await, "TW");
        sums_are_right(&app).await;
        merged(&clerk, &home, &abroad, &["country", "name"]).await;
        assert_eq!(origin(&clerk).await, "TW");
        assert_eq!(read(&clerk, &home).await["name"], "Juli Power");
        sums_are_right(&app).await;
    });
}

#[test]
fn contacts_interactions_and_who_is_in_charge_move_and_come_back() {
    on_both(async |app| {
        with_codes(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let filler = app.person("filler", Role::UnitFiller, app.units.yuhe).await;
        let kept = organisation(&clerk, "恒信新材料有限公司", "CN").await;
        let gone = organisation(&filler, "恒信新材料", "CN").await;
        let contact = |name: &str| {
            json!({ "organisation_id": gone, "name": name, "phones": ["13800005678"], "language": "zh",
                "basis": "consent", "retention_until": "2014-11-15" })
        };
        let first = id(&filler.post("/api/v1/contacts", contact("王建国")).await.expect(201));
        let second = id(&filler.post("/api/v1/contacts", contact("李为民")).await.expect(201));
        let call = json!({ "organisation_id": gone, "kind": "call", "held_on": "2013-11-14", "subject": "电话沟通" });
        let call = id(&filler.post("/api/v1/interactions", call).await.expect(201));
        let offer = json!({ "organisation_id": gone, "to_unit_id": app.units.team, "why": "更适合" });
        let offer = id(&filler.post("/api/v1/referrals", offer).await.expect(201));
        let of = async |path: String| {
            let found = filler.get(&path).await.expect(200);
            let named = &found["organisation"]["id"];
            let bare = &found["organisation_id"];
            (named.as_str().or(bare.as_str()).unwrap().to_owned(), found["version"].clone())
        };
        let (of_first, of_second) =
            (format!("/api/v1/contacts/{first}"), format!("/api/v1/contacts/{second}"));
        let of_call = format!("/api/v1/interactions/{call}");
        let of_offer = format!("/api/v1/referrals/{offer}");
        let charge = async |id: &str| {
            let profile = clerk.get(&format!("/api/v1/organisations/{id}/profile")).await.expect(200);
            profile["charges"][0]["unit"]["name"].clone()
        };

        let merge = merged(&clerk, &kept, &gone, &[]).await;
        for path in [&of_first, &of_second, &of_call, &of_offer] {
            assert_eq!(of(path.clone()).await, (kept.clone(), json!(2)), "{path}");
        }
        assert_eq!(charge(&kept).await, "于河街道");
        let at_kept = format!("/api/v1/interactions?organisation={kept}");
        assert_eq!(filler.get(&at_kept).await.expect(200)["total"], 1);
        // Whoever was deleted meanwhile stays deleted; whoever was moved on stands in the way until they are back.
        let erase = json!({ "reason": "request", "version": 2 });
        filler.post(&format!("{of_second}/erase"), erase).await.expect(204);
        let third = organisation(&filler, "另一家企业", "CN").await;
        let mut moved = contact("王建国");
        (moved["organisation_id"], moved["version"]) = (json!(third), json!(2));
        filler.put(&of_first, moved.clone()).await.expect(200);
        let refused = undone(&clerk, &merge).await.expect(409);
        assert_eq!(refused["errors"][0]["code"], "contact.undo_merge");
        assert_eq!(of(of_call.clone()).await.0, kept);
        (moved["organisation_id"], moved["version"]) = (json!(kept), json!(3));
        filler.put(&of_first, moved).await.expect(200);

        undone(&clerk, &merge).await.expect(200);
        assert_eq!(of(of_first.clone()).await, (gone.clone(), json!(5)));
        assert_eq!(of(of_call.clone()).await, (gone.clone(), json!(3)));
        assert_eq!(of(of_offer.clone()).await.0, gone);
        filler.get(&of_second).await.expect(404);
        assert_eq!((charge(&gone).await, charge(&kept).await), (json!("于河街道"), Value::Null));

        // Both with somebody in charge: the one that stays keeps its own, and an undo gives the other one back.
        let taken = json!({ "unit_id": app.units.team });
        clerk.put(&format!("/api/v1/organisations/{kept}/charge"), taken).await.expect(200);
        let merge = merged(&clerk, &kept, &gone, &[]).await;
        assert_eq!(charge(&kept).await, "城市工业");
        undone(&clerk, &merge).await.expect(200);
        assert_eq!((charge(&gone).await, charge(&kept).await), (json!("于河街道"), json!("城市工业")));
    });
}

/// A contact is entered at the very instant in which its organisation is merged away: on PostgreSQL the writer has
/// seen the record, and finds it gone when it writes.
#[test]
fn what_points_at_a_record_merged_away_in_the_same_instant_is_a_conflict() {
    on_both(async |app| {
        with_codes(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let filler = app.person("filler", Role::UnitFiller, app.units.yuhe).await;
        let kept = organisation(&clerk, "恒信新材料有限公司", "CN").await;
        let gone = organisation(&filler, "恒信新材料", "CN").await;
        let cmd: merge::MergeDraft = serde_json::from_value(of(&clerk, &kept, &gone, &[]).await).unwrap();
        let (begun, has_begun) = std::sync::mpsc::channel();
        let db = app.app.db.clone();
        let merging = tokio::spawn(async move {
            db.write_behind(move |tx| {
                merge::merge(tx, &Who::system(DISTRICT, "test"), &cmd)?;
                let _ = begun.send(());
                // Not committed yet: the other one has read the record by then, and waits for it.
                std::thread::sleep(std::time::Duration::from_millis(400));
                Ok(())
            })
            .await
        });
        tokio::task::spawn_blocking(move || has_begun.recv()).await.unwrap().unwrap();
        let contact = json!({ "organisation_id": gone, "name": "王建国", "phones": ["13800005678"], "language": "zh",
            "basis": "consent", "retention_until": "2014-11-15" });
        let answer = filler.post("/api/v1/contacts", contact.clone()).await;
        merging.await.unwrap().unwrap();
        match app.app.db.engine() {
            Engine::Sqlite => assert_eq!(answer.refused(422), "contact.organisation_unknown"),
            Engine::Postgres => {
                let body = answer.expect(409);
                assert_eq!(body["code"], "floor.gone_meanwhile");
                assert!(body["detail"].as_str().unwrap().contains("合并"), "{body}");
            }
        }
        // Nothing of it is left, and the record that stays has none of it.
        assert_eq!(filler.get("/api/v1/contacts").await.expect(200)["total"], 0);
        assert_eq!(
            filler.post("/api/v1/contacts", contact).await.refused(422),
            "contact.organisation_unknown"
        );
    });
}
