//! The answer to entering a project is made of what was entered, not read back: it must be what is read.

use serde_json::{Value, json};
use yinfeng_domain::authority::Role;

use crate::{
    project::{draft, organisation, with_codes},
    support::{TestApp, on_both},
};

/// Every list of a draft with several entries, out of the order in which they are read.
fn rich(app: &TestApp, own: &str, foreign: &str) -> Value {
    let mut rich = draft(app, " 中德 合资水泥 ");
    rich["kind"] = "joint_venture".into();
    rich["amounts"] = json!([
        { "phase": 2, "measure": "total", "amount": "3000", "unit": "wan" },
        { "measure": "total", "amount": "1.3", "unit": "yi" },
        { "measure": "contract_foreign", "amount": "200", "unit": "wan", "currency": "USD", "rate": "6.1",
          "rate_source": "外汇局" },
        { "measure": "contract", "amount": "1.2", "unit": "yi" },
    ]);
    rich["phases"] =
        json!([{ "no": 2, "name": "二期", "planned_from": "2014-03-01" }, { "no": 1, "name": "一期" }]);
    rich["investors"] = json!([
        { "organisation_id": foreign, "share_bp": 4000 },
        { "organisation_id": own, "share_bp": 6000 },
        { "organisation_id": own, "role": "project_company" },
    ]);
    rich["units"] = json!([
        { "unit_id": app.units.office, "role": "partner", "share_bp": 2500 },
        { "unit_id": app.units.zone, "role": "landing", "share_bp": 2500 },
        { "unit_id": app.units.yuhe, "role": "lead", "share_bp": 5000 },
    ]);
    for (field, value) in [
        ("agreement", json!("contract")),
        ("contract_signed_on", json!("2013-03-01")),
        ("introduced_on", json!("2013-02-01")),
        ("land_m2", json!(120_000)),
        ("next_step", json!("办理用地")),
        ("next_step_due_on", json!("2013-12-01")),
        ("progress", json!("厂房封顶")),
        ("problem", json!("用电不足")),
    ] {
        rich[field] = value;
    }
    rich
}

#[test]
fn what_is_answered_is_what_is_read_afterwards() {
    on_both(async |app| {
        with_codes(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let filler = app.person("filler", Role::UnitFiller, app.units.yuhe).await;
        let own = organisation(&clerk, "恒信水泥有限公司", "CN").await;
        let foreign = organisation(&clerk, "海德堡水泥", "DE").await;
        let plain = draft(&app, "恒信住宅工业化");
        let base = clerk.post("/api/v1/projects", plain.clone()).await.expect(201);
        let mut increase = draft(&app, "恒信增资");
        increase["kind"] = "expansion".into();
        increase["enlarges_id"] = base["id"].clone();
        increase["amounts"][0]["before"] = "0.3".into();
        let mut bare = draft(&app, "只有名字的线索");
        bare["amounts"] = json!([]);
        bare["industry"] = Value::Null;
        let mut named = draft(&app, "真名项目");
        named["code_name"] =
            json!({ "alias": "凤凰一号", "description": "装备制造", "reason": "投资方要求" });
        for (who, body) in [
            (&clerk, plain.clone()),
            (&clerk, rich(&app, &own, &foreign)),
            (&clerk, increase),
            (&clerk, bare),
            (&clerk, named),
            (&filler, plain),
        ] {
            let made = who.post("/api/v1/projects", body).await.expect(201);
            let path = format!("/api/v1/projects/{}", made["id"].as_str().unwrap());
            let read = who.get(&path).await.expect(200);
            for (field, value) in read.as_object().unwrap() {
                assert_eq!(&made[field], value, "{field} of {}", made["name"]);
            }
            assert_eq!(made.as_object().unwrap().len(), read.as_object().unwrap().len());
        }
    });
}
