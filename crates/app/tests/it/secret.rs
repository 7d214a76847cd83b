//! Code-named projects: who needs to know reads them; nobody else finds, in any answer, what the code name hides.

use serde_json::{Value, json};
use yinfeng_domain::authority::Role;

use crate::{
    project::{draft, organisation, with_codes},
    support::{Client, TestApp, on_both},
};

const NAME: &str = "星河半导体封测";
const INVESTOR: &str = "银汉微电子有限公司";
const CONTENT: &str = "晶圆级封装与测试产线";
const ALIAS: &str = "金凤一号";
const TOLD: [&str; 5] = ["星河", "银汉", "晶圆", "隐秘地块", "对接总部张总"];

fn code_name(version: i64) -> Value {
    json!({ "alias": ALIAS, "description": "电子信息类制造项目", "reason": "投资方上市静默期", "version": version })
}

/// A project of Yuhe with the team as a partner and the zone as where it lands, entered under its code name.
async fn secret(app: &TestApp, filler: &Client) -> String {
    let investor = organisation(filler, INVESTOR, "CN").await;
    let mut new = draft(app, NAME);
    new["content"] = CONTENT.into();
    new["place"] = "隐秘地块".into();
    new["next_step"] = "对接总部张总".into();
    new["investors"] = json!([{ "organisation_id": investor }]);
    new["units"] = json!([
        { "unit_id": app.units.yuhe, "role": "lead", "share_bp": 10000 },
        { "unit_id": app.units.team, "role": "partner", "share_bp": 0 },
        { "unit_id": app.units.zone, "role": "landing", "share_bp": 0 }
    ]);
    new["code_name"] = code_name(0);
    let made = filler.post("/api/v1/projects", new).await.expect(201);
    assert_eq!((&made["name"], &made["code_name"]["alias"]), (&json!(NAME), &json!(ALIAS)));
    assert_eq!(made["code_name"]["covered"], false);
    made["id"].as_str().unwrap().to_owned()
}

fn named(list: &Value) -> Vec<String> {
    let all = list["items"].as_array().unwrap().iter();
    all.map(|row| row["name"].as_str().or(row["title"].as_str()).unwrap().to_owned()).collect()
}

#[test]
fn who_needs_to_know_reads_it_and_others_see_the_cover() {
    on_both(async |app| {
        with_codes(&app).await;
        let filler = app.person("filler", Role::UnitFiller, app.units.yuhe).await;
        let partner = app.person("partner", Role::UnitFiller, app.units.team).await;
        let landing = app.person("landing", Role::UnitFiller, app.units.zone).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let leader = app.person("周明远", Role::DistrictLeader, app.units.committee).await;
        let id = secret(&app, &filler).await;
        let path = format!("/api/v1/projects/{id}");
        for (who, client) in [("lead", &filler), ("partner", &partner), ("office", &clerk)] {
            assert_eq!(client.get(&path).await.expect(200)["name"], NAME, "{who}");
            assert_eq!(named(&client.get("/api/v1/projects").await.expect(200)), [NAME], "{who}");
            assert_eq!(named(&client.get("/api/v1/search?q=星河").await.expect(200)), [NAME], "{who}");
            assert_eq!(named(&client.get("/api/v1/projects?q=银汉").await.expect(200)), [NAME], "{who}");
            assert_eq!(client.get(&format!("{path}/cover")).await.refused(404), "floor.not_found");
        }
        for (who, client) in [("landing", &landing), ("leader", &leader)] {
            assert_eq!(client.get(&path).await.refused(404), "floor.not_found", "{who}");
            let list = client.get("/api/v1/projects?sort=-total_fen").await.expect(200);
            assert_eq!((named(&list), &list["total"]), (vec![ALIAS.to_owned()], &json!(1)), "{who}");
            let row = &list["items"][0];
            assert_eq!((&row["total_fen"], &row["investors"]), (&json!(13_000_000_000_i64), &json!([])));
            assert_eq!(
                (&row["industry"], &row["origin"], &row["next_step"]),
                (&Value::Null, &json!(""), &json!(""))
            );
            assert_eq!(row["code_name"]["covered"], true);
            for (query, found) in
                [("q=星河", 0), ("q=银汉", 0), ("q=金凤", 1), ("industry=C", 0), ("total_min=1", 0)]
            {
                let list = client.get(&format!("/api/v1/projects?{query}")).await.expect(200);
                assert_eq!((named(&list).len(), &list["total"]), (found, &json!(found)), "{who} {query}");
            }
            assert_eq!(named(&client.get("/api/v1/search?q=星河").await.expect(200)), Vec::<String>::new());
            assert_eq!(named(&client.get("/api/v1/search?q=银汉").await.expect(200)), Vec::<String>::new());
            assert_eq!(named(&client.get("/api/v1/search?q=金凤").await.expect(200)), [ALIAS]);
            let cover = client.get(&format!("{path}/cover")).await.expect(200);
            assert_eq!(cover["code_name"]["description"], "电子信息类制造项目");
            let card = client.get("/api/v1/board").await.expect(200)["columns"][0]["cards"][0].clone();
            assert_eq!((&card["name"], &card["advance"]["ok"]), (&json!(ALIAS), &json!(false)), "{who}");
        }
        // Naming the leader in charge is naming who needs to know.
        let draft = json!({ "leader": "周明远", "version": 0 });
        clerk.put(&format!("{path}/sponsor"), draft).await.expect(200);
        assert_eq!(leader.get(&path).await.expect(200)["name"], NAME);
        let draft = json!({ "leader": "", "reason": "分工调整", "version": 1 });
        clerk.put(&format!("{path}/sponsor"), draft).await.expect(200);
        assert_eq!(leader.get(&path).await.refused(404), "floor.not_found");
    });
}

/// Whoever may try names must not find a true one; who knows it is told that it is here.
#[test]
fn the_true_name_is_compared_for_those_alone_who_need_to_know_it() {
    on_both(async |app| {
        with_codes(&app).await;
        let filler = app.person("filler", Role::UnitFiller, app.units.yuhe).await;
        let rival = app.person("rival", Role::UnitFiller, app.units.zone).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let id = secret(&app, &filler).await;
        let check = async |client: &Client, name: &str| {
            client.get(&format!("/api/v1/projects/check?name={name}")).await.expect(200)["similar"].clone()
        };
        for client in [&filler, &clerk] {
            let found = check(client, "星河半导体封测项目").await;
            assert_eq!(found.as_array().unwrap().len(), 1, "{found}");
            assert_eq!((&found[0]["id"], &found[0]["name"]), (&json!(id), &json!(NAME)));
            assert_eq!(check(client, ALIAS).await[0]["id"], json!(id));
        }
        assert_eq!(check(&rival, NAME).await, json!([]));
        assert_eq!(check(&rival, ALIAS).await, json!([]));

        let content = format!("项目名称,投资方,总投资（万元）,责任单位\n{NAME},甲公司,1000,于河街道\n");
        let batch = clerk.upload("/api/v1/ledger/batches", "台账.csv", content.as_bytes()).await.expect(201);
        assert_eq!(batch["counts"]["skip"], 1, "{batch}");
        let rows = format!("/api/v1/ledger/batches/{}/rows", batch["id"].as_str().unwrap());
        let row = clerk.get(&rows).await.expect(200)["items"][0].clone();
        assert_eq!((&row["decision"], &row["similar"][0]["name"]), (&json!("skip"), &json!(NAME)), "{row}");
    });
}

#[test]
fn people_are_cleared_by_name_and_reads_are_noted() {
    on_both(async |app| {
        with_codes(&app).await;
        let filler = app.person("filler", Role::UnitFiller, app.units.yuhe).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let rival = app.account("rival", &[(Role::UnitFiller, app.units.zone)]).await;
        let system = app.account("system", &[(Role::SystemAdministrator, app.units.committee)]).await;
        let id = {
            let made = filler.post("/api/v1/projects", draft(&app, NAME)).await.expect(201);
            made["id"].as_str().unwrap().to_owned()
        };
        let path = format!("/api/v1/projects/{id}");
        let clear =
            |account: yinfeng_domain::id::AccountId| json!({ "account_id": account, "reason": "参加谈判" });
        let url = format!("{path}/clearances");
        assert_eq!(filler.post(&url, clear(rival)).await.refused(409), "project.not_code_named");
        for (field, value, code) in [
            ("alias", json!(""), "floor.field_missing"),
            ("alias", json!("星河半导体封测（一期）"), "project.alias_tells"),
            ("description", json!("即星河半导体封测项目"), "project.alias_tells"),
            ("alias", json!("长".repeat(201)), "project.too_long"),
            ("reason", json!(" "), "floor.field_missing"),
        ] {
            let mut wrong = code_name(1);
            wrong[field] = value;
            assert_eq!(filler.put(&format!("{path}/code-name"), wrong).await.refused(422), code, "{field}");
        }
        let view = filler.put(&format!("{path}/code-name"), code_name(1)).await.expect(200);
        assert_eq!((&view["name"], &view["version"]), (&json!(NAME), &json!(2)));
        assert_eq!(filler.put(&format!("{path}/code-name"), code_name(1)).await.refused(409), "floor.stale");
        assert_eq!(filler.post(&url, clear(system)).await.refused(422), "project.not_to_clear");
        let outsider = app.log_in("rival").await;
        assert_eq!(outsider.get(&path).await.refused(404), "floor.not_found");
        let view = filler.post(&url, clear(rival)).await.expect(201);
        assert_eq!(view["cleared"][0]["person"]["name"], "rival");
        assert_eq!(filler.post(&url, clear(rival)).await.refused(422), "project.not_to_clear");
        assert_eq!(outsider.get(&path).await.expect(200)["name"], NAME);
        assert_eq!(named(&outsider.get("/api/v1/projects").await.expect(200)), [NAME]);
        assert_eq!(
            outsider.put(&format!("{path}/code-name"), code_name(2)).await.refused(409),
            "project.not_lead"
        );
        outsider.get(&path).await.expect(200);
        let view = filler.get(&format!("{path}/code-name")).await.expect(200);
        let readers: Vec<_> =
            view["reads"].as_array().unwrap().iter().map(|r| r["person"]["name"].clone()).collect();
        assert_eq!(readers, ["rival"]);

        // An edit keeps the code name where everybody reads it.
        let mut change = draft(&app, "星河半导体封测二期");
        change["version"] = json!(2);
        filler.put(&path, change).await.expect(200);
        assert_eq!(filler.get(&path).await.expect(200)["name"], "星河半导体封测二期");
        let progress = json!({ "happened": "谈判", "next_step": "", "problem": "" });
        filler.post(&format!("{path}/progress"), progress).await.expect(201);
        assert_eq!(clerk.get("/api/v1/progress").await.expect(200)["items"][0]["project"]["name"], ALIAS);
        let end = clerk.delete(&format!("{url}/{}", rival.0)).await.expect(200);
        assert_eq!(end["cleared"][0]["ended_by"]["name"], "clerk");
        assert_eq!(outsider.get(&path).await.refused(404), "floor.not_found");
        assert_eq!(clerk.delete(&format!("{url}/{}", rival.0)).await.refused(404), "floor.not_found");
        let version = clerk.get(&path).await.expect(200)["version"].clone();
        let lift = json!({ "reason": "已经公告", "version": version });
        assert_eq!(
            filler.post(&format!("{path}/code-name/lift"), lift.clone()).await.refused(409),
            "project.lift_office"
        );
        clerk.post(&format!("{path}/code-name/lift"), lift).await.expect(200);
        let row = clerk.get("/api/v1/projects?q=星河").await.expect(200)["items"][0].clone();
        assert_eq!((&row["name"], &row["code_name"]), (&json!("星河半导体封测二期"), &Value::Null));
    });
}

/// Every read of the API document, filled with the ids of the secret's records and with searches for what it hides.
fn reads(ids: &[(&str, String)]) -> Vec<String> {
    let document = serde_json::to_value(yinfeng::rooms::openapi()).unwrap();
    let mut all = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        let Some(operation) = item.get("get") else { continue };
        let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
        let mut paths = vec![path.clone()];
        for p in parameters.iter().filter(|p| p["in"] == "path") {
            let name = p["name"].as_str().unwrap();
            let place = format!("{{{name}}}");
            let values: Vec<String> = match name {
                "stage" => vec!["lead".into()],
                "leader" => vec!["周明远".into()],
                "key" => [
                    "fund.recognised",
                    "projects.introduced",
                    "projects.signed",
                    "funnel.lead",
                    "key_projects",
                ]
                .map(str::to_owned)
                .to_vec(),
                "month" => vec!["2013-11".into()],
                n if n == "no" || n == "log_no" => vec!["1".into()],
                _ => ids.iter().map(|(_, id)| id.clone()).collect(),
            };
            paths = paths
                .iter()
                .flat_map(|p| values.iter().map(|v| p.replace(&place, v)).collect::<Vec<_>>())
                .collect();
        }
        let mut query: Vec<String> = Vec::new();
        for p in parameters.iter().filter(|p| p["in"] == "query" && p["required"] == json!(true)) {
            let name = p["name"].as_str().unwrap();
            query.push(match (p["schema"]["type"].as_str(), name) {
                (Some("integer"), _) => format!("{name}=2013"),
                (_, "from") => "from=2013-01-01".into(),
                (_, "month") => "month=2013-11".into(),
                _ => format!("{name}=2013-11-15"),
            });
        }
        let has = |name: &str| parameters.iter().any(|p| p["name"] == name);
        let mut queries = vec![query.clone()];
        for word in ["金凤", "星河", "银汉"] {
            for name in ["q", "name"].into_iter().filter(|name| has(name)) {
                queries.push([query.clone(), vec![format!("{name}={word}")]].concat());
            }
        }
        if has("project") {
            queries.push([query.clone(), vec![format!("project={}", ids[0].1)]].concat());
        }
        for p in &paths {
            for q in &queries {
                all.push(if q.is_empty() { p.clone() } else { format!("{p}?{}", q.join("&")) });
            }
        }
    }
    all
}

/// The text of an answer; of a workbook or a Word file, of its parts.
fn text(answer: &crate::support::Answer) -> String {
    if !answer.bytes.starts_with(b"PK") {
        return answer.text();
    }
    let mut all = String::new();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&answer.bytes)).unwrap();
    for at in 0..archive.len() {
        let mut part = String::new();
        let _ = std::io::Read::read_to_string(&mut archive.by_index(at).unwrap(), &mut part);
        all.push_str(&part);
    }
    all
}

#[test]
fn no_answer_tells_the_uncleared_what_a_code_name_hides() {
    on_both(async |app| {
        with_codes(&app).await;
        let filler = app.person("filler", Role::UnitFiller, app.units.yuhe).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let reviewer = app.person("reviewer", Role::OfficeReviewer, app.units.office).await;
        let id = secret(&app, &filler).await;
        let path = format!("/api/v1/projects/{id}");
        let get = |answer: Value| answer["id"].as_str().unwrap().to_owned();
        let day = "2013-11-20";
        // A record in every room.
        let report = json!({ "happened": "星河一期方案", "next_step": "银汉考察", "problem": "晶圆厂房" });
        filler.post(&format!("{path}/progress"), report).await.expect(201);
        let raised = json!({ "project_id": id, "title": "星河用电", "detail": "银汉要双回路",
            "owner_unit_id": app.units.office, "due_on": day });
        let problem = get(filler.post("/api/v1/problems", raised).await.expect(201));
        let note =
            json!({ "title": "督办星河", "content": "晶圆", "project_id": id, "unit_id": app.units.yuhe });
        let note = get(clerk.post("/api/v1/supervisions", note).await.expect(201));
        let promise = json!({ "project_id": id, "side": "government", "text": "星河用地", "source": "银汉协议",
            "owner_unit_id": app.units.yuhe, "due_on": day });
        let promise = get(filler.post("/api/v1/commitments", promise).await.expect(201));
        let slip = crate::fund::upload(&filler, "银汉进账单.pdf", b"%PDF-1.4 slip").await;
        let fund = json!({ "project_id": id, "unit_id": app.units.yuhe, "kind": "cash", "payer": INVESTOR,
            "slip_no": "银汉-1", "received_on": "2013-11-10", "amount": "5000", "unit": "wan", "currency": "CNY",
            "evidence": [{ "sha256": slip, "kind": "bank_slip", "name": "银汉进账单.pdf" }] });
        let fund = get(filler.post("/api/v1/funds", fund).await.expect(201));
        let decide = json!({ "version": 1, "recognised_on": "2013-11-15" });
        reviewer.post(&format!("/api/v1/funds/{fund}/recognise"), decide).await.expect(200);
        let claim = json!({ "event": "introduced", "happened_on": "2013-11-10" });
        let claim = get(filler.post(&format!("{path}/recognitions"), claim).await.expect(201));
        let own = json!({ "recognised_on": "2013-11-15", "version": 1 });
        reviewer.post(&format!("/api/v1/recognitions/{claim}/recognise"), own).await.expect(200);
        let list = json!({ "list": "recommended", "name": "推荐清单", "owner_unit_id": app.units.office });
        let list = get(clerk.post("/api/v1/shortlists", list).await.expect(201));
        let add = json!({ "project_ids": [id], "note": "星河优先", "version": 1 });
        clerk.post(&format!("/api/v1/shortlists/{list}/add"), add).await.expect(200);
        clerk.put(&format!("{path}/sponsor"), json!({ "leader": "周明远", "version": 0 })).await.expect(200);
        clerk.post("/api/v1/lights/month", json!({ "month": "2013-11" })).await.expect(200);
        let organisation = filler.get("/api/v1/organisations").await.expect(200)["items"][0]["id"].clone();

        let ids: Vec<(&str, String)> = vec![
            ("project", id.clone()),
            ("problem", problem),
            ("note", note),
            ("promise", promise),
            ("fund", fund),
            ("claim", claim),
            ("list", list),
            ("organisation", organisation.as_str().unwrap().to_owned()),
            ("unit", app.units.yuhe.0.to_string()),
        ];
        let people = [
            ("leader", app.person("沈若谷", Role::DistrictLeader, app.units.committee).await),
            ("landing", app.person("landing", Role::UnitHead, app.units.zone).await),
            ("department", app.person("department", Role::FactorDepartment, app.units.zone).await),
            ("auditor", app.person("auditor", Role::AuditAdministrator, app.units.committee).await),
        ];
        let (mut told, mut answered, mut covers) = (Vec::new(), 0, 0);
        for path in reads(&ids) {
            for (who, client) in &people {
                let answer = client.get(&path).await;
                assert!(answer.status.as_u16() < 500, "{who} {path}: {}", answer.text());
                let text = text(&answer);
                answered += usize::from(answer.status == 200);
                covers += usize::from(text.contains(ALIAS));
                for secret in TOLD.iter().filter(|secret| text.contains(*secret)) {
                    told.push(format!("{who} {path}: {secret}"));
                }
            }
        }
        assert!(told.is_empty(), "{told:#?}");
        assert!(answered > 100 && covers > 10, "{answered} answers, {covers} with the code name");
        // The same walk by who needs to know does find it: the test can fail.
        let knows = filler.get(&path).await;
        assert!(TOLD[..4].iter().all(|secret| knows.text().contains(secret)), "{}", knows.text());
    });
}
