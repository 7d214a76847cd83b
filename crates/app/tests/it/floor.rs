//! The ground under every room: idempotency, the chain of the audit, faults by field.

use serde_json::json;
use yinfeng::floor::{
    Error, audit,
    db::{Reader, Tx},
    web::{Who, forget_answers},
};
use yinfeng::params;
use yinfeng_domain::authority::Role;

use crate::support::{DISTRICT, TestApp, on_both};

fn unit(app: &TestApp, name: &str) -> serde_json::Value {
    json!({ "parent_id": app.units.committee, "kind": "street", "name": name, "valid_from": "2013-01-01" })
}

#[test]
fn the_same_write_again_is_one_write_with_one_answer() {
    on_both(async |app| {
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let first = clerk.post_as("key-000001", "/api/v1/units", unit(&app, "城关街道")).await.expect(201);
        let again = clerk.post_as("key-000001", "/api/v1/units", unit(&app, "城关街道")).await.expect(201);
        assert_eq!(first, again);
        let other = clerk.post_as("key-000001", "/api/v1/units", unit(&app, "西关街道")).await;
        assert_eq!(other.refused(409), "floor.idempotency_reused");
        let short = clerk.post_as("short", "/api/v1/units", unit(&app, "西关街道")).await;
        assert_eq!(short.refused(422), "floor.idempotency_key");
    });
}

#[test]
fn answers_of_long_ago_are_forgotten_and_later_ones_kept() {
    on_both(async |app| {
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        clerk.post_as("key-000001", "/api/v1/units", unit(&app, "城关街道")).await.expect(201);
        let between = "2013-11-15T01:10:00Z".parse().unwrap();
        app.clock.set("2013-11-15T01:20:00Z".parse().unwrap());
        clerk.post_as("key-000002", "/api/v1/units", unit(&app, "西关街道")).await.expect(201);
        assert!(forget_answers(&app.app.db, between).await.unwrap() >= 1);
        assert_eq!(forget_answers(&app.app.db, between).await.unwrap(), 0);
        clerk.post_as("key-000001", "/api/v1/units", unit(&app, "东关街道")).await.expect(201);
        let later = clerk.post_as("key-000002", "/api/v1/units", unit(&app, "北关街道")).await;
        assert_eq!(later.refused(409), "floor.idempotency_reused");
    });
}

/// On SQLite its statements run on another thread, some time after they are made.
#[test]
fn a_write_of_many_rows_reads_what_it_wrote_and_what_fails_leaves_nothing() {
    on_both(async |app| {
        let db = &app.app.db;
        let put = |tx: &Tx<'_>, year: i64| {
            let sql = "insert into project_counter (district, year, last) values ($1, $2, 1)";
            tx.put(sql, params![DISTRICT, year])
        };
        let count = |r: &Reader| {
            let sql = "select count(*) from project_counter where year >= 3000";
            Ok(r.value::<i64>(sql, &[])?.unwrap_or_default())
        };
        let seen = db
            .write_behind(move |tx| {
                (3_000..4_500).try_for_each(|year| put(tx, year))?;
                let early = count(tx)?;
                put(tx, 4_500)?;
                Ok((early, count(tx)?))
            })
            .await;
        assert_eq!(seen.unwrap(), (1_500, 1_501));
        let twice = db
            .write_behind(move |tx| {
                (4_501..6_000).try_for_each(|year| put(tx, year))?;
                put(tx, 3_000)
            })
            .await;
        assert!(twice.is_err());
        assert_eq!(db.read(count).await.unwrap(), 1_501);
    });
}

#[test]
fn many_writes_at_once_are_all_kept_and_the_chain_is_whole() {
    on_both(async |app| {
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let writes = (0..64).map(|i| {
            let (clerk, body) = (clerk.clone(), unit(&app, &format!("{i}号街道")));
            async move { clerk.post("/api/v1/units", body).await.expect(201) }
        });
        futures_util::future::join_all(writes).await;
        let units = clerk.get("/api/v1/units").await.expect(200);
        assert_eq!(units["items"].as_array().unwrap().len(), 64 + 5);
        let verified = app.app.db.report(|r| audit::verify(r, DISTRICT)).await.unwrap();
        assert!(verified.ok && verified.rows > 64, "{verified:?}");
    });
}

#[test]
fn a_write_that_is_refused_after_it_wrote_takes_nothing_of_others_with_it() {
    on_both(async |app| {
        let who = Who::system(DISTRICT, "test");
        let writes = (0..64_i64).map(|i| {
            let (db, who) = (app.app.db.clone(), who.clone());
            async move {
                let write = db.write(move |tx| {
                    // Every third is refused before it writes, every fifth after.
                    if i % 3 == 0 {
                        return Err(Error::NotFound);
                    }
                    audit::record(
                        tx,
                        &who,
                        "test.write",
                        "test",
                        tx.new_id::<uuid::Uuid>(),
                        &json!({ "i": i }),
                    )?;
                    if i % 5 == 0 { Err(Error::NotFound) } else { Ok(i) }
                });
                write.await.ok()
            }
        });
        let kept: Vec<i64> = futures_util::future::join_all(writes).await.into_iter().flatten().collect();
        assert_eq!(kept, (0..64).filter(|i| i % 3 != 0 && i % 5 != 0).collect::<Vec<_>>());
        let traced = app.app.db.read(|r| {
            let sql = "select detail from floor_audit where act = 'test.write' order by seq";
            r.query(sql, &[], |row| Ok(row.get::<String>(0)?))
        });
        let mut traced: Vec<String> = traced.await.unwrap();
        let mut expected: Vec<String> = kept.iter().map(|i| format!("{{\"i\":{i}}}")).collect();
        // PostgreSQL writes several at a time, in no order.
        traced.sort();
        expected.sort();
        assert_eq!(traced, expected);
        assert!(app.app.db.report(|r| audit::verify(r, DISTRICT)).await.unwrap().ok);
    });
}

#[test]
fn ids_of_one_write_ascend_and_differ() {
    on_both(async |app| {
        let ids =
            app.app.db.write(|tx| Ok((0..1_000).map(|_| tx.new_id()).collect::<Vec<uuid::Uuid>>())).await;
        let ids = ids.unwrap();
        assert!(ids.is_sorted_by(|a, b| a < b));
        assert!(ids.iter().all(|id| id.get_version_num() == 7 && id.get_variant() == uuid::Variant::RFC4122));
        let steps: std::collections::BTreeSet<u128> =
            ids.windows(2).map(|pair| pair[1].as_u128() - pair[0].as_u128()).collect();
        assert!(steps.len() > 990, "steps nobody knows beforehand");
    });
}

#[test]
fn a_changed_removed_or_reordered_row_of_the_audit_is_found() {
    on_both(async |app| {
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        for i in 0..6 {
            clerk.post("/api/v1/units", unit(&app, &format!("{i}号街道"))).await.expect(201);
        }
        let tampering: [&[&str]; 4] = [
            &["update floor_audit set detail = replace(detail, '3号', '9号') where act = 'org.create_unit'"],
            &["delete from floor_audit where seq = 5"],
            &[
                "update floor_audit set seq = -1 where seq = 4",
                "update floor_audit set seq = 4 where seq = 5",
                "update floor_audit set seq = 5 where seq = -1",
            ],
            &["delete from floor_audit where seq > 8"],
        ];
        for statements in tampering {
            let found = app
                .app
                .db
                .write(move |tx| {
                    for sql in statements {
                        assert!(tx.execute(sql, &[])? > 0, "{sql}");
                    }
                    let verified = audit::verify(tx, DISTRICT)?;
                    // An error takes the tampering back, so that the next one starts from a whole chain.
                    Err::<(), _>(yinfeng::floor::Error::Internal(anyhow::anyhow!("{}", verified.ok)))
                })
                .await;
            assert_eq!(found.unwrap_err().to_string(), "internal: false", "{statements:?}");
        }
        assert!(app.app.db.report(|r| audit::verify(r, DISTRICT)).await.unwrap().ok);
    });
}

#[test]
fn bad_requests_name_the_field_in_the_readers_language() {
    on_both(async |app| {
        let mut clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let mut body = unit(&app, "城关街道");
        body["valid_from"] = "2013-02-30".into();
        let answer = clerk.post("/api/v1/units", body).await.expect(422);
        assert_eq!(answer["errors"][0]["field"], "valid_from");
        clerk.language = "en";
        let answer = clerk.post("/api/v1/units", unit(&app, &"长".repeat(300))).await.expect(422);
        assert_eq!(answer["errors"][0]["message"], "A name has 1 to 60 characters.");
        assert_eq!(clerk.get("/api/v1/nothing").await.refused(404), "floor.not_found");
        assert_eq!(clerk.get("/api/v1/audit?cursor=zz").await.refused(404), "floor.not_found");
    });
}

#[test]
fn what_cannot_be_read_is_told_in_words_with_its_field() {
    on_both(async |app| {
        let mut clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        for (query, field, said) in [
            ("projects?limit=many", "limit", "格式不对：应为整数，且不能过大"),
            ("funds?from=2013-13-01", "from", "格式不对：应为日期，如 2013-08-31"),
            ("dashboard?year=2013&as_of=2013-02-30", "as_of", "格式不对：应为日期，如 2013-08-31"),
            ("funds?unit=here", "unit", "格式不对：应为记录的编号（UUID）"),
        ] {
            let told = clerk.get(&format!("/api/v1/{query}")).await.expect(422);
            assert_eq!(
                (&told["errors"][0]["field"], &told["detail"]),
                (&json!(field), &json!(said)),
                "{query}"
            );
        }
        clerk.language = "en";
        let choice = clerk.get("/api/v1/projects?stage=lost").await.expect(422);
        assert_eq!(choice["errors"][0]["field"], "stage");
        let said = choice["detail"].as_str().unwrap();
        assert!(said.contains("one of these is expected") && said.contains("negotiation"), "{said}");
        for (name, value, said) in [
            ("name", json!(7), "Not in the expected form: a text is expected"),
            ("valid_from", json!("soon"), "Not in the expected form: a date is expected, such as 2013-08-31"),
            (
                "parent_id",
                json!("above"),
                "Not in the expected form: the id of a record is expected (a UUID)",
            ),
        ] {
            let mut body = unit(&app, "城关街道");
            body[name] = value;
            let told = clerk.post("/api/v1/units", body).await.expect(422);
            assert_eq!((&told["errors"][0]["field"], &told["detail"]), (&json!(name), &json!(said)));
        }
        // An id that is none, and a method that is none: with code, sentence and request id.
        let none = clerk.get("/api/v1/projects/abc").await;
        assert_eq!(none.headers["content-type"], "application/problem+json");
        assert_eq!(none.refused(404), "floor.not_found");
        let method = clerk.put("/api/v1/projects", json!({})).await;
        assert!(method.headers["allow"].to_str().unwrap().contains("POST"));
        let told = method.expect(405);
        assert_eq!(
            (&told["code"], &told["detail"]),
            (&json!("floor.method"), &json!("This address takes no PUT."))
        );
        assert!(
            clerk.get("/api/v1/nothing").await.expect(404)["request_id"]
                .as_str()
                .is_some_and(|id| id.len() > 8)
        );
    });
}
