//! What follows when an organisation is changed, and how the list of them is found and written.

use std::io::Cursor;

use calamine::{Reader as _, Xlsx};
use serde_json::{Value, json};
use yinfeng_domain::authority::Role;

use crate::{
    claim,
    project::{draft, organisation, with_codes},
    support::{Client, DISTRICT, on_both},
};

async fn change(client: &Client, id: &str, more: Value) -> crate::support::Answer {
    let path = format!("/api/v1/organisations/{id}");
    let now = client.get(&path).await.expect(200);
    let mut body = json!({ "name": now["name"], "kind": now["kind"], "country": now["country"],
        "version": now["version"] });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    client.put(&path, body).await
}

#[test]
fn a_country_put_right_moves_the_projects_and_the_figures_by_origin() {
    on_both(async |app| {
        with_codes(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let firm = organisation(&clerk, "Juli Power", "TW").await;
        let other = organisation(&clerk, "巨力电源", "CN").await;
        let signed = |name: &str, investors: Value| {
            let mut body = draft(&app, name);
            body["investors"] = investors;
            (body["agreement"], body["contract_signed_on"]) = (json!("contract"), json!("2013-06-01"));
            body
        };
        let own = signed("电源基地", json!([{ "organisation_id": firm }, { "organisation_id": other }]));
        let own = clerk.post("/api/v1/projects", own).await.expect(201);
        let beside = signed("电源二期", json!([{ "organisation_id": other }, { "organisation_id": firm }]));
        let beside = clerk.post("/api/v1/projects", beside).await.expect(201);
        let origin = async |of: &Value| {
            let path = format!("/api/v1/projects/{}", of["id"].as_str().unwrap());
            clerk.get(&path).await.expect(200)["origin"].clone()
        };
        let contracts = async || {
            let figure = "/api/v1/figures/project.signed?from=2013-01-01&to=2013-08-31&as_of=2013-11-15";
            clerk.get(figure).await.expect(200)["value_text"].clone()
        };
        assert_eq!((origin(&own).await, origin(&beside).await), (json!("TW"), json!("CN")));
        assert_eq!(contracts().await, "1", "domestic contracts");

        change(&clerk, &firm, json!({ "country": "CN" })).await.expect(200);
        assert_eq!((origin(&own).await, contracts().await), (json!("CN"), json!("2")));
        // Whoever had the project open is told what is different.
        let mut stale = signed("电源基地", json!([{ "organisation_id": firm }]));
        stale["version"] = own["version"].clone();
        let path = format!("/api/v1/projects/{}", own["id"].as_str().unwrap());
        assert_eq!(clerk.put(&path, stale).await.expect(409)["changed"], json!(["origin"]));
        change(&clerk, &firm, json!({ "country": "JP" })).await.expect(200);
        assert_eq!((origin(&own).await, origin(&beside).await), (json!("JP"), json!("CN")));
        assert_eq!(contracts().await, "1");
        let wrong = app.app.db.read(|r| yinfeng::project::summary::verify(r, DISTRICT)).await.unwrap();
        assert!(wrong.is_empty(), "{wrong:?}");
    });
}

#[test]
fn a_first_report_follows_the_group_of_its_investor() {
    on_both(async |app| {
        let people = claim::people(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let head = organisation(&clerk, "中国建材集团有限公司", "CN").await;
        let sister = organisation(&clerk, "建材装备有限公司", "CN").await;
        change(&clerk, &sister, json!({ "group_id": head })).await.expect(200);
        let report = claim::draft(&app, &people.yuhe, "中联水泥有限公司").await;
        let held = people.yuhe.post("/api/v1/claims", report).await.expect(201);
        let firm = held["organisation"]["id"].as_str().unwrap().to_owned();
        let of_sister = async || {
            let mut body = claim::draft(&app, &people.team, "建材装备有限公司").await;
            body["unit_id"] = json!(app.units.team);
            people.team.post("/api/v1/claims", body).await
        };

        // With the firm in the group the whole group is occupied; out of it, it is free again.
        change(&clerk, &firm, json!({ "group_id": head })).await.expect(200);
        assert_eq!(of_sister().await.refused(409), "claim.occupied");
        change(&clerk, &firm, json!({ "group_id": null })).await.expect(200);
        of_sister().await.expect(201);
        // Now two units hold what would be one group: that is settled first, and nothing is changed.
        let refused = change(&clerk, &firm, json!({ "group_id": head })).await.expect(409);
        assert_eq!(
            (&refused["code"], &refused["errors"][0]["field"]),
            (&json!("claim.group_both"), &json!("group_id"))
        );
        assert_eq!(
            clerk.get(&format!("/api/v1/organisations/{firm}")).await.expect(200)["group"],
            Value::Null
        );
        // What ended by itself in between is no hindrance.
        app.clock.set("2014-11-15T02:00:00Z".parse().unwrap());
        let clerk = app.log_in("clerk").await;
        change(&clerk, &firm, json!({ "group_id": head })).await.expect(200);
    });
}

#[test]
fn the_list_is_found_by_tags_of_today_and_written_as_a_workbook() {
    on_both(async |app| {
        with_codes(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let filler = app.person("filler", Role::UnitFiller, app.units.yuhe).await;
        let listed = organisation(&filler, "=1+1 有限公司", "CN").await;
        let over = organisation(&clerk, "晋工机械有限公司", "CN").await;
        let tag = |from: &str, until: Value| json!({ "tag": "listed", "from_on": from, "until_on": until, "source": "交易所公告" });
        let path = |id: &str| format!("/api/v1/organisations/{id}/tags");
        clerk.post(&path(&listed), tag("2010-01-01", Value::Null)).await.expect(201);
        clerk.post(&path(&over), tag("2010-01-01", json!("2013-11-14"))).await.expect(201);
        let found = async |query: &str| {
            let page = clerk.get(&format!("/api/v1/organisations?{query}")).await.expect(200);
            let items = page["items"].as_array().unwrap().clone();
            (page["total"].clone(), items)
        };
        let (total, items) = found("tag=listed&tag=unicorn").await;
        assert_eq!((total, &items[0]["id"]), (json!(1), &json!(listed)));
        assert_eq!(items[0]["tags"], json!(["上市公司"]));
        assert_eq!(items[0]["charge"]["unit"]["name"], "于河街道");
        assert_eq!(found("tag=unicorn").await.0, 0);
        assert_eq!(found("").await.0, 2);

        assert_eq!(filler.get("/api/v1/organisations.xlsx").await.refused(404), "floor.not_found");
        let answer = clerk.get("/api/v1/organisations.xlsx?tag=listed").await;
        assert_eq!(answer.status, 200);
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(answer.bytes)).unwrap();
        let rows = book.worksheet_range("客商").unwrap();
        let row =
            |at: usize| rows.rows().nth(at).unwrap().iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(row(0)[..3], ["名称", "统一社会信用代码", "类型"]);
        assert_eq!(
            row(1)[..10],
            ["=1+1 有限公司", "", "企业", "中国", "", "", "上市公司", "于河街道", "filler", "0"]
        );
        assert_eq!(rows.height(), 2);
        let some = clerk.get("/api/v1/organisations.xlsx?columns=charge_unit,name").await;
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(some.bytes)).unwrap();
        assert_eq!(book.worksheet_range("客商").unwrap().width(), 2);
        let refused = clerk.get("/api/v1/organisations.xlsx?columns=colour").await.refused(422);
        assert_eq!(refused, "project.column");
    });
}
