//! Names in the order of their sound: the same on every engine, whatever language the database was set up in.

use serde_json::json;
use yinfeng_domain::{authority::Role, text::sort_key};

use crate::support::{TestApp, on_both};

/// What locales disagree on: case, signs and blanks, Latin among Chinese, sounds that begin alike, emoji.
const NAMES: [&str; 14] = [
    "重庆长安有限公司",
    "阿里云有限公司",
    "Apple Trading",
    "apple-2 trading",
    "A 1 有限公司",
    "A2 有限公司",
    "安徽一有限公司",
    "（甲）有限公司",
    "张江有限公司",
    "长江有限公司",
    "章丘有限公司",
    "🏭工厂有限公司",
    "３号有限公司",
    "3a有限公司",
];

async fn story(app: TestApp) {
    let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
    for name in NAMES {
        let body = json!({ "name": name, "kind": "enterprise", "country": "CN" });
        clerk.post("/api/v1/organisations", body).await.expect(201);
    }
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = clerk.get(&format!("/api/v1/organisations?sort=name&limit=3{cursor}")).await.expect(200);
        for item in page["items"].as_array().unwrap() {
            seen.push(item["name"].as_str().unwrap().to_owned());
        }
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    let mut expected = seen.clone();
    expected.sort_by_key(|name| sort_key(name));
    assert_eq!(seen.len(), NAMES.len());
    assert_eq!(seen, expected);
}

#[test]
fn names_are_sorted_by_sound_on_both_engines() {
    on_both(story);
}

#[test]
fn a_database_set_up_in_another_language_sorts_alike() {
    let Ok(url) = std::env::var("YINFENG_TEST_POSTGRES") else { return };
    let mut random = [0_u8; 8];
    yinfeng::floor::clock::fill_random(&mut random);
    let name = format!("test_zh_{:016x}", u64::from_le_bytes(random));
    let run = |sql: String| {
        let mut client = postgres::Client::connect(&url, postgres::NoTls).unwrap();
        client.batch_execute(&sql).unwrap();
    };
    run(format!(
        "create database {name} template template0 encoding 'UTF8' locale 'C' locale_provider icu icu_locale 'zh'"
    ));
    let (server, _) = url.rsplit_once('/').unwrap();
    let there = format!("{server}/{name}");
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        runtime.block_on(async { story(TestApp::postgres(&there).await).await });
    }));
    drop(runtime);
    run(format!("drop database {name} with (force)"));
    if let Err(panic) = outcome {
        std::panic::resume_unwind(panic);
    }
}
