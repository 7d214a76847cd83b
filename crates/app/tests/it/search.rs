//! The search index: what is written with a row is found by words of it, on both engines.

use std::sync::Arc;

use uuid::Uuid;
use yinfeng::floor::{
    clock::SystemClock,
    db::{Db, Place, Reader},
    search::{Kind, index, matching, remove},
};
use yinfeng::params;
use yinfeng_domain::text::query_tokens;

const DISTRICT: &str = "379901";

const PROJECT: Kind = Kind::new("project", 1);
const ORGANISATION: Kind = Kind::new("organisation", 2);

fn find(reader: &Reader, kind: Kind, query: &str) -> yinfeng::floor::Result<Vec<Uuid>> {
    let (sql, words) = matching(reader.engine(), kind, &query_tokens(query));
    reader.query(&format!("{sql} and district = $2"), params![words, DISTRICT], |row| Ok(row.get(0)?))
}

fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

fn story(place: &Place) {
    let db = Db::open(place, Arc::new(SystemClock), 1).expect("a database");
    db.write_now(|tx| {
        for (n, kind, name) in [
            (1, PROJECT, "恒信年产5万吨新材料生产线项目"),
            (2, PROJECT, "慢城城市综合体"),
            (3, ORGANISATION, "恒信新材料有限公司"),
        ] {
            index(tx, DISTRICT, kind, id(n), &[name])?;
        }
        index(tx, "379902", PROJECT, id(4), &["恒信新材料二期"])
    })
    .expect("indexed");
    let found = |kind: Kind, query: &'static str| {
        db.read_now(move |reader| find(reader, kind, query)).expect("an answer")
    };
    assert_eq!(found(PROJECT, "恒信"), [id(1)], "another kind and another district stay out");
    assert_eq!(found(ORGANISATION, "恒信 材料"), [id(3)]);
    assert_eq!(found(PROJECT, "城市综合体"), [id(2)]);
    assert_eq!(found(PROJECT, "没有"), Vec::<Uuid>::new());
    assert_eq!(found(PROJECT, "\"恒信') *"), [id(1)], "signs of the query language are only signs");

    db.write_now(|tx| {
        index(tx, DISTRICT, PROJECT, id(1), &["改名以后"])?;
        remove(tx, DISTRICT, PROJECT, id(2))
    })
    .expect("changed");
    assert_eq!(found(PROJECT, "恒信"), Vec::<Uuid>::new());
    assert_eq!(found(PROJECT, "改名"), [id(1)]);
    assert_eq!(found(PROJECT, "慢城"), Vec::<Uuid>::new());
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
