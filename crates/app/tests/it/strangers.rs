//! Every operation of the OpenAPI document, tried by those who have no right to it: nobody, a fresh account without
//! roles, and each administrator where business data is concerned. None may get in, and none may learn more than
//! "log in" or "not found".

use std::collections::BTreeMap;

use axum::http::Method;
use serde_json::{Value, json};
use yinfeng_domain::authority::Role;

use crate::support::{Client, on_both};

/// Operations that are open to anybody who is logged in, with the reason.
const FOR_ALL: [(&str, &str); 12] = [
    ("GET /api/v1/session", "who one is"),
    ("DELETE /api/v1/session", "ending one's own session"),
    ("PUT /api/v1/account/password", "one's own password"),
    ("PUT /api/v1/account/locale", "one's own language"),
    ("GET /api/v1/account/sessions", "one's own sessions"),
    ("DELETE /api/v1/account/sessions/{id}", "one's own sessions"),
    ("GET /api/v1/views", "one's own saved views"),
    ("POST /api/v1/views", "one's own saved views"),
    ("DELETE /api/v1/views/{id}", "one's own saved views"),
    ("GET /api/v1/rights", "the matrix is documentation"),
    ("GET /api/v1/countries", "a list without data of the district"),
    ("GET /api/v1/search", "finds only what one may read: for a stranger nothing"),
];

/// Operations that are open to nobody in particular.
const FOR_NOBODY: [&str; 1] = ["POST /api/v1/session"];

struct Operation {
    name: String,
    method: Method,
    path: String,
    body: Option<Value>,
    multipart: bool,
    tag: String,
}

fn operations() -> Vec<Operation> {
    let document = serde_json::to_value(yinfeng::rooms::openapi()).unwrap();
    let schemas = &document["components"]["schemas"];
    let mut all = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let Ok(parsed) = method.to_uppercase().parse::<Method>() else { continue };
            let content = &operation["requestBody"]["content"];
            let schema = &content["application/json"]["schema"];
            all.push(Operation {
                name: format!("{} {path}", parsed.as_str()),
                method: parsed,
                path: filled(path, &operation["parameters"]),
                body: (!schema.is_null()).then(|| sample(schema, schemas, 0)),
                multipart: !content["multipart/form-data"].is_null(),
                tag: operation["tags"][0].as_str().unwrap_or_default().to_owned(),
            });
        }
    }
    all
}

/// The path with an id that nothing has, and every query parameter that must be there.
fn filled(path: &str, parameters: &Value) -> String {
    let mut out = path.to_owned();
    let mut query = Vec::new();
    for p in parameters.as_array().into_iter().flatten() {
        let (name, place) = (p["name"].as_str().unwrap(), p["in"].as_str().unwrap());
        let value = if name.contains("sha") { "00".repeat(32) } else { plain(&p["schema"], name) };
        if place == "path" {
            out = out.replace(&format!("{{{name}}}"), &value);
        } else if p["required"] == json!(true) {
            query.push(format!("{name}={value}"));
        }
    }
    if query.is_empty() { out } else { format!("{out}?{}", query.join("&")) }
}

fn plain(schema: &Value, name: &str) -> String {
    let kind = schema["type"].as_str().unwrap_or("string");
    match (kind, schema["format"].as_str()) {
        ("integer", _) => "2013".into(),
        (_, Some("uuid")) => uuid::Uuid::nil().to_string(),
        _ if name == "key" => "fund.recognised".into(),
        _ if name.ends_with("_id") || name == "id" => uuid::Uuid::nil().to_string(),
        _ => "2013-08-31".into(),
    }
}

/// A body that parses: every required field with a value of its kind.
fn sample(schema: &Value, schemas: &Value, depth: usize) -> Value {
    if depth > 6 {
        return Value::Null;
    }
    if let Some(name) = schema["$ref"].as_str().and_then(|r| r.rsplit('/').next()) {
        return sample(&schemas[name], schemas, depth + 1);
    }
    if let Some(first) = schema["enum"].as_array().and_then(|e| e.first()) {
        return first.clone();
    }
    if let Some(parts) = schema["allOf"].as_array() {
        let mut whole = serde_json::Map::new();
        for part in parts {
            if let Value::Object(fields) = sample(part, schemas, depth + 1) {
                whole.extend(fields);
            }
        }
        return Value::Object(whole);
    }
    if let Some(first) = schema["oneOf"].as_array().and_then(|o| o.last()) {
        return sample(first, schemas, depth + 1);
    }
    match schema["type"].as_str() {
        Some("object") => {
            let required = schema["required"].as_array().cloned().unwrap_or_default();
            let fields = required.iter().filter_map(Value::as_str).map(|name| {
                let value = match name {
                    "month" | "until_month" => json!("2013-08"),
                    "role" => json!("unit_filler"),
                    "to_stage" => json!("negotiation"),
                    "to_status" => json!("on_hold"),
                    "event" => json!("introduced"),
                    "currency" => json!("USD"),
                    "colour" => json!("blue"),
                    "tone" => json!("urge"),
                    "grade" => json!("a"),
                    "list" => json!("recommended"),
                    "language" => json!("zh"),
                    "basis" => json!("consent"),
                    "purpose" => json!("visit"),
                    "reason" => json!("retention"),
                    "kind" if schema["properties"]["our_side"].is_object() => json!("visit_out"),
                    // Organisations and projects are both of a kind.
                    "kind" if schema["properties"]["country"].is_object() => json!("enterprise"),
                    "kind" if schema["properties"]["sha256"].is_object() => json!("photo"),
                    "rule" if schema["properties"]["fingerprint"].is_object() => json!("reused_slip"),
                    "position" if schema["properties"]["association_id"].is_object() => json!("member"),
                    "gathers" => json!("chamber"),
                    "breach" => json!("approach"),
                    "tier" => json!("upstream"),
                    "strength" => json!("gap"),
                    "result" if schema["properties"]["firm_id"].is_object() => json!("interest"),
                    "outcome" if schema["properties"]["project_id"].is_object() => json!("contacted"),
                    "lead" if schema["properties"][name]["type"] == "string" => json!("exact"),
                    "horizon" => json!("year"),
                    "standing" if schema["properties"]["horizon"].is_object() => json!("open"),
                    "standing" if schema["properties"][name]["$ref"].is_null() => json!("rejected"),
                    "measure" if schema["properties"][name]["$ref"].is_null() => json!("total"),
                    n if schema["properties"][name]["type"] == "string"
                        && (n == "on_date"
                            || n.ends_with("_on")
                            || n.ends_with("_from")
                            || n.ends_with("_until")
                            || n == "from"
                            || n == "to"
                            || n == "as_of") =>
                    {
                        json!("2013-08-31")
                    }
                    _ => sample(&schema["properties"][name], schemas, depth + 1),
                };
                (name.to_owned(), value)
            });
            Value::Object(fields.collect())
        }
        Some("array") => json!([]),
        Some("integer" | "number") => json!(1),
        Some("boolean") => json!(false),
        _ if schema["format"] == "uuid" => json!(uuid::Uuid::nil()),
        _ => json!("new"),
    }
}

async fn attempt(client: &Client, o: &Operation) -> (u16, String) {
    let answer = if o.multipart {
        client.upload(&o.path, "ledger.csv", "项目名称,投资额\n甲,1\n".as_bytes()).await
    } else {
        client.send(o.method.clone(), &o.path, o.body.clone(), None).await
    };
    (answer.status.as_u16(), answer.text())
}

#[test]
fn strangers_find_every_door_shut() {
    on_both(async |app| {
        let nobody = app.nobody();
        app.account("fresh", &[]).await;
        let fresh = app.log_in("fresh").await;
        let mut wrong = BTreeMap::new();
        for o in operations() {
            if FOR_NOBODY.contains(&o.name.as_str()) {
                continue;
            }
            let (status, text) = attempt(&nobody, &o).await;
            if status != 401 {
                wrong.insert(format!("nobody: {}", o.name), format!("{status} {text}"));
            }
            if FOR_ALL.iter().any(|(name, _)| *name == o.name) {
                continue;
            }
            let (status, text) = attempt(&fresh, &o).await;
            if status != 404 {
                wrong.insert(
                    format!("without roles: {}", o.name),
                    format!("{status} {}", text.chars().take(300).collect::<String>()),
                );
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    });
}

#[test]
fn administrators_see_no_business_data() {
    on_both(async |app| {
        let administrators = [
            app.person("system", Role::SystemAdministrator, app.units.committee).await,
            app.person("security", Role::SecurityAdministrator, app.units.committee).await,
            app.person("auditor", Role::AuditAdministrator, app.units.committee).await,
        ];
        let mut wrong = BTreeMap::new();
        for o in operations() {
            let business = !["identity", "org", "audit", "dictionary"].contains(&o.tag.as_str());
            if !business || FOR_ALL.iter().any(|(name, _)| *name == o.name) {
                continue;
            }
            for administrator in &administrators {
                let (status, text) = attempt(administrator, &o).await;
                if status != 404 {
                    wrong.insert(
                        o.name.clone(),
                        format!("{status} {}", text.chars().take(300).collect::<String>()),
                    );
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    });
}

#[test]
fn the_committed_document_is_the_one_the_code_makes() {
    let committed = include_str!("../../../../openapi.json");
    let made = serde_json::to_string_pretty(&yinfeng::rooms::openapi()).unwrap();
    assert!(committed.trim() == made.trim(), "openapi.json is out of date: run `cargo xtask gen`");
}
