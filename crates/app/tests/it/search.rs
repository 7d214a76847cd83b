//! The search index: what is written with a row is found by words of it, on both engines.

use std::sync::Arc;

use uuid::Uuid;
use yinfeng::floor::{
    clock::SystemClock,
    db::{Db, Place},
    search::{find, index, remove},
};
use yinfeng_domain::text::{query_tokens, search_tokens};

const DISTRICT: &str = "379901";

fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

fn story(place: &Place) {
    let db = Db::open(place, Arc::new(SystemClock), 1).expect("a database");
    db.write_now(|tx| {
        for (n, kind, name) in [
            (1, "project", "恒信年产5万吨新材料生产线项目"),
            (2, "project", "慢城城市综合体"),
            (3, "organisation", "恒信新材料有限公司"),
        ] {
            index(tx, DISTRICT, kind, id(n), &search_tokens(name))?;
        }
        index(tx, "379902", "project", id(4), &search_tokens("恒信新材料二期"))
    })
    .expect("indexed");
    let found = |kind: &'static str, query: &'static str| {
        db.read_now(move |reader| find(reader, DISTRICT, kind, &query_tokens(query), 10)).expect("an answer")
    };
    assert_eq!(found("project", "恒信"), [id(1)], "another kind and another district stay out");
    assert_eq!(found("organisation", "恒信 材料"), [id(3)]);
    assert_eq!(found("project", "城市综合体"), [id(2)]);
    assert_eq!(found("project", "没有"), Vec::<Uuid>::new());
    assert_eq!(found("project", "\"恒信') *"), [id(1)], "signs of the query language are only signs");

    db.write_now(|tx| {
        index(tx, DISTRICT, "project", id(1), &search_tokens("改名以后"))?;
        remove(tx, DISTRICT, "project", id(2))
    })
    .expect("changed");
    assert_eq!(found("project", "恒信"), Vec::<Uuid>::new());
    assert_eq!(found("project", "改名"), [id(1)]);
    assert_eq!(found("project", "慢城"), Vec::<Uuid>::new());
}

#[test]
fn words_of_a_row_find_it_on_sqlite() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    story(&Place::Sqlite(folder.path().join("yinfeng.db")));
}

#[test]
fn words_of_a_row_find_it_on_postgres() {
    let Ok(url) = std::env::var("YINFENG_TEST_POSTGRES") else { return };
    story(&Place::Postgres { url, schema: format!("search_{}", std::process::id()) });
}
