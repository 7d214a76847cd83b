//! Sums and search index made anew from the rows, after somebody or something spoiled them.

use yinfeng::{
    floor::{
        Error, Result,
        db::{Engine, Tx},
        search,
    },
    fund, investor, params, project,
};
use yinfeng_domain::{
    authority::Role,
    id::{OrganisationId, ProjectId},
};

use crate::project::{draft, organisation, with_codes};
use crate::support::{DISTRICT, TestApp, on_both};

fn spoil(tx: &Tx<'_>) -> Result<()> {
    tx.execute("delete from project_summary where district = $1", params![DISTRICT])?;
    tx.execute("delete from floor_search where district = $1", params![DISTRICT])?;
    Ok(())
}

fn rebuild(tx: &Tx<'_>) -> Result<()> {
    project::summary::rebuild(tx, DISTRICT)?;
    fund::rebuild(tx, DISTRICT)?;
    let nil = uuid::Uuid::nil();
    let last = project::reindex(tx, DISTRICT, ProjectId(nil))?;
    assert!(last.is_some_and(|id| id.0 != nil));
    assert_eq!(
        project::reindex(tx, DISTRICT, last.unwrap_or(ProjectId(nil)))?,
        None,
        "all were in one portion"
    );
    investor::reindex(tx, DISTRICT, OrganisationId(nil))?;
    Ok(())
}

async fn written_anew(app: &TestApp) {
    let anew = app.app.db.write_behind(|tx| {
        search::clear(tx, DISTRICT)?;
        rebuild(tx)
    });
    anew.await.unwrap();
}

#[test]
fn what_is_spoiled_is_noticed_and_made_anew() {
    on_both(async |app| {
        with_codes(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        organisation(&clerk, "一立航空有限公司", "CN").await;
        clerk.post("/api/v1/projects", draft(&app, "一立航空涡喷发动机")).await.expect(201);
        let differences = async || {
            app.app.db.read(|reader| project::summary::verify(reader, DISTRICT)).await.unwrap().len()
        };
        let found = async || {
            let answer = clerk.get("/api/v1/search?q=航空").await.expect(200);
            answer["items"].as_array().unwrap().len()
        };
        assert_eq!((differences().await, found().await), (0, 2));
        app.app.db.write(spoil).await.unwrap();
        assert_eq!((differences().await, found().await), (1, 0));
        app.app.db.write(rebuild).await.unwrap();
        assert_eq!((differences().await, found().await), (0, 2));
    });
}

/// As when the server is killed while it writes an outdated index anew.
#[test]
fn an_index_that_was_not_written_to_its_end_is_still_the_old_one() {
    on_both(async |app| {
        with_codes(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        organisation(&clerk, "一立航空有限公司", "CN").await;
        clerk.post("/api/v1/projects", draft(&app, "一立航空涡喷发动机")).await.expect(201);
        let found = async || {
            let answer = clerk.get("/api/v1/search?q=航空").await.expect(200);
            answer["items"].as_array().unwrap().len()
        };
        let stopped = app
            .app
            .db
            .write_behind(|tx| {
                search::clear(tx, DISTRICT)?;
                investor::reindex(tx, DISTRICT, OrganisationId(uuid::Uuid::nil()))?;
                Err::<(), _>(Error::Internal(anyhow::anyhow!("stopped here")))
            })
            .await;
        assert!(stopped.is_err());
        assert_eq!(found().await, 2);
        written_anew(&app).await;
        assert_eq!(found().await, 2);
    });
}

/// On PostgreSQL only: what SQLite keeps of words does not lie loosely.
#[test]
fn an_index_that_grew_is_packed_once_and_finds_what_it_found() {
    on_both(async |app| {
        with_codes(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        organisation(&clerk, "一立航空有限公司", "CN").await;
        let pack = async |least: i64| {
            let db = app.app.db.clone();
            tokio::task::spawn_blocking(move || db.pack(search::TABLE, least)).await.unwrap().unwrap()
        };
        let found = async || {
            let answer = clerk.get("/api/v1/search?q=航空").await.expect(200);
            answer["items"].as_array().unwrap().len()
        };
        let grown = app.app.db.engine() == Engine::Postgres;
        assert_eq!(pack(16 << 20).await, 0, "none is large enough");
        assert_eq!(pack(0).await > 0, grown);
        assert_eq!((pack(0).await, found().await), (0, 1), "none has grown since");
        organisation(&clerk, "二立航空有限公司", "CN").await;
        assert_eq!(found().await, 2);
    });
}

#[test]
fn words_of_an_older_layout_are_noticed_and_written_anew() {
    on_both(async |app| {
        with_codes(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        organisation(&clerk, "一立航空有限公司", "CN").await;
        clerk.post("/api/v1/projects", draft(&app, "一立航空涡喷发动机")).await.expect(201);
        let outdated = async || app.app.db.read(search::is_outdated).await.unwrap();
        assert!(!outdated().await);
        if app.app.db.engine() == Engine::Postgres {
            return;
        }
        app.app
            .db
            .write(|tx| {
                let oldest =
                    "update floor_search set doc = 5 where doc = (select min(doc) from floor_search)";
                tx.execute(oldest, params![])
            })
            .await
            .unwrap();
        assert!(outdated().await);
        written_anew(&app).await;
        assert!(!outdated().await);
        let found = async || {
            let answer = clerk.get("/api/v1/search?q=航空").await.expect(200);
            answer["items"].as_array().unwrap().len()
        };
        assert_eq!(found().await, 2);
        // As the migration leaves them, which takes out words that SQLite took apart itself.
        let without = "insert into floor_search_text (floor_search_text) values ('delete-all')";
        app.app.db.write(move |tx| tx.execute(without, params![])).await.unwrap();
        assert!(outdated().await);
        written_anew(&app).await;
        assert!(!outdated().await);
        assert_eq!(found().await, 2);
    });
}

/// From 14,000 records on that have a word, PostgreSQL walks back from the latest.
#[test]
fn of_a_common_word_the_latest_are_found() {
    on_both(async |app| {
        if app.app.db.engine() == Engine::Sqlite {
            return;
        }
        app.app
            .db
            .write(|tx| {
                tx.execute(
                    "insert into floor_search (district, kind, id, body)
                     select $1, 'organisation', lpad(to_hex(n), 32, '0')::uuid,
                       array_to_tsvector(case when n % 1000 = 0 then array['立', '航'] else array['立'] end)
                     from generate_series(1, 20000) n",
                    params![DISTRICT],
                )?;
                tx.execute("analyze floor_search", params![])
            })
            .await
            .unwrap();
        let found = async |word: &'static str| {
            let read = app.app.db.read(move |reader| {
                let kind = investor::SEARCH_KIND;
                let (sql, words) = search::matching(Engine::Postgres, kind, &[word.to_owned()]);
                let latest = search::latest(reader, kind, &words, 3)?;
                let sql = format!("{sql} and district = $2{latest}");
                let ids =
                    reader.query(&sql, params![words, DISTRICT], |row| Ok(row.get::<uuid::Uuid>(0)?))?;
                Ok((latest.contains("order by"), ids))
            });
            read.await.unwrap()
        };
        let of = |n: u128| uuid::Uuid::from_u128(n);
        assert_eq!(found("立").await, (true, vec![of(20_000), of(19_999), of(19_998)]));
        let (walked, rare) = found("航").await;
        assert!(!walked && rare.len() == 3, "{rare:?}");
    });
}
