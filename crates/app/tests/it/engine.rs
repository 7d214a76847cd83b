//! The engines and how a database is changed over to a newer version.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use yinfeng::floor::{
    Error,
    clock::SystemClock,
    db::{Db, Place, dialect},
};

#[test]
fn parameters_are_numbered_outside_of_quotes() {
    assert_eq!(dialect::numbered("select $2, '$1', $10"), "select ?2, '$1', ?10");
}

#[test]
fn rows_and_indexes_move_to_a_table_that_is_its_own_index() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("yinfeng.db");
    let open = || Db::open(&Place::Sqlite(file.clone()), Arc::new(SystemClock), 1).expect("a database");
    drop(open());
    // As it was before.
    let before = rusqlite::Connection::open(&file).expect("the file");
    let table = |connection: &rusqlite::Connection| -> String {
        let sql = "select sql from sqlite_master where name = 'fund_summary'";
        connection.query_row(sql, [], |row| row.get(0)).expect("its table")
    };
    let now = table(&before);
    let then = now.strip_suffix(" without rowid").expect("a table that is its own index");
    before
        .execute_batch(&format!(
            "drop table fund_summary; {then}; create index fund_summary_fen on fund_summary (fen);
             insert into fund_summary values ('d', '2013-08', x'01', 'capital', 'other', 'C', 2, 300)"
        ))
        .expect("the table of an earlier version");
    drop(before);
    drop(open());
    let after = rusqlite::Connection::open(&file).expect("the file");
    assert_eq!(table(&after), now);
    let indexed = "select fen from fund_summary indexed by fund_summary_fen where fen > 0";
    assert_eq!(after.query_row(indexed, [], |row| row.get::<_, i64>(0)), Ok(300));
    // Nothing points at a table that is not there.
    let pointed_at = "select distinct f.\"table\" from sqlite_master m join pragma_foreign_key_list(m.name) f
       where m.type = 'table' and f.\"table\" not in (select name from sqlite_master where type = 'table')";
    assert!(!after.prepare(pointed_at).expect("a question").exists([]).expect("an answer"));
}

/// The log taken away stands for a disk that fails at the sync.
#[test]
fn what_cannot_be_synced_is_not_acknowledged_and_nothing_is_written_after_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("yinfeng.db");
    let db = Db::open(&Place::Sqlite(file.clone()), Arc::new(SystemClock), 1).expect("a database");
    let runs = Arc::new(AtomicUsize::new(0));
    let write = || {
        let runs = Arc::clone(&runs);
        db.write_now(move |tx| {
            runs.fetch_add(1, Ordering::Relaxed);
            tx.execute("update floor_migration set applied_at = applied_at + 1 where name = ''", &[])
        })
    };
    write().expect("a write");
    std::fs::remove_file(folder.path().join("yinfeng.db-wal")).expect("a log");
    for _ in 0..2 {
        match write() {
            Err(Error::Unavailable(fault)) => assert_eq!(fault.code, "floor.not_synced"),
            other => panic!("{other:?}"),
        }
    }
    // The first had been made when its sync failed; the second was not begun.
    assert_eq!(runs.load(Ordering::Relaxed), 2);
}

#[test]
fn a_new_file_has_large_pages() {
    let folder = tempfile::tempdir().expect("a folder");
    let db = Db::open(&Place::Sqlite(folder.path().join("yinfeng.db")), Arc::new(SystemClock), 1)
        .expect("a database");
    let bytes = db.read_now(|r| r.value::<i64>("pragma page_size", &[])).expect("a read");
    assert_eq!(bytes, Some(8_192));
}

/// While the database is open only the copying of the log lets the file grow.
#[test]
fn a_long_log_is_copied_into_the_file_beside_the_writing() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("yinfeng.db");
    let db = Db::open(&Place::Sqlite(file.clone()), Arc::new(SystemClock), 1).expect("a database");
    let size = || std::fs::metadata(&file).expect("the file").len();
    let before = size();
    // 25,000 pages.
    db.write_now(|tx| {
        tx.execute("create table large (body bytea)", &[])?;
        (0..200).try_for_each(|_| tx.put("insert into large values (zeroblob(1024000))", &[]))
    })
    .expect("a write");
    let begun = std::time::Instant::now();
    while size() < before + 200 * 1_024_000 {
        assert!(begun.elapsed().as_secs() < 60, "the log was not copied");
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    assert_eq!(
        db.read_now(|r| r.value::<i64>("select count(*) from large", &[])).expect("a read"),
        Some(200)
    );
}
