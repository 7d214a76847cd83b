//! The few places where the engines differ, each under a name.

use super::Engine;

/// `$N` as `?N`: to SQLite `$1` is a name, numbered by first appearance.
pub fn numbered(sql: &str) -> String {
    let mut out = String::with_capacity(sql.len());
    let (mut quoted, mut chars) = (false, sql.chars().peekable());
    while let Some(c) = chars.next() {
        if c == '\'' {
            quoted = !quoted;
        }
        if c == '$' && !quoted && chars.peek().is_some_and(char::is_ascii_digit) {
            out.push('?');
        } else {
            out.push(c);
        }
    }
    out
}

/// An identifier in double quotes.
pub fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

pub const fn begin_read(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => "begin deferred",
        Engine::Postgres => "begin isolation level repeatable read read only",
    }
}

/// An id in the text of a statement.
pub fn id_text(engine: Engine, id: uuid::Uuid) -> String {
    match engine {
        Engine::Sqlite => format!("x'{}'", id.simple()),
        Engine::Postgres => format!("'{id}'::uuid"),
    }
}

/// Keeps the selected rows from other writers until the commit; SQLite has one writer.
pub const fn for_update(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => "",
        Engine::Postgres => " for update",
    }
}

/// Table and column of every foreign key that points at the `id` of a table, by the schema as it stands.
pub fn foreign_keys_to(engine: Engine, table: &str) -> String {
    match engine {
        Engine::Sqlite => format!(
            "select m.name, f.\"from\" from sqlite_master m join pragma_foreign_key_list(m.name) f
             where m.type = 'table' and f.\"table\" = '{table}' and f.\"to\" = 'id' order by 1, 2"
        ),
        Engine::Postgres => format!(
            "select cast(r.relname as text), cast(a.attname as text) from pg_constraint c
             join pg_class r on r.oid = c.conrelid
             join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any (c.conkey)
             where c.contype = 'f' and c.confrelid = '{table}'::regclass and a.attname <> 'district' order by 1, 2"
        ),
    }
}

/// Columns, with their table, that PostgreSQL would compare by the locale it was set up with, each server differently.
/// SQLite compares bytes anyway.
pub const fn bytewise_columns(engine: Engine) -> &'static [(&'static str, &'static str)] {
    match engine {
        Engine::Sqlite => &[],
        // The keys by which Chinese is sorted (pinyin), those whose beginnings are looked up, and the names that break a
        // tie.
        Engine::Postgres => &[
            ("project", "sort_key"),
            ("project", "name_key"),
            ("investor_organisation", "sort_key"),
            ("investor_organisation", "name_key"),
            ("org_unit", "name"),
        ],
    }
}

/// Narrow tables that are written and read by their whole key. SQLite keeps a table and beside it an index for the key, unless
/// it is told that the key is the table: half the pages to write, and a sum over a range reads them in a row.
/// No other table may refer to one of these.
pub const fn keyed_tables(engine: Engine) -> &'static [&'static str] {
    match engine {
        Engine::Postgres => &[],
        Engine::Sqlite => &[
            "fund_credit",
            "fund_day_summary",
            "fund_summary",
            "investor_unit",
            "ledger_row",
            "project_amount",
            "project_district_summary",
            "project_event_summary",
            "project_part_summary",
            "project_party",
            "project_stage_log",
            "project_summary",
            "project_unit",
        ],
    }
}

/// The tables that only this engine has: the search index is a virtual table here and a GIN index there.
pub const fn search_tables(engine: Engine) -> &'static [&'static str] {
    match engine {
        Engine::Sqlite => &[
            "create table if not exists floor_search (
               doc integer primary key,
               district text not null, kind text not null, id uuid not null,
               unique (district, kind, id))",
            // Our words are letters and digits with blanks between them: nothing is left to be told apart or folded.
            "create virtual table if not exists floor_search_text
               using fts5(body, content='', contentless_delete=1, tokenize='ascii', detail='none')",
            // So many bytes of words are gathered before they are written: large imports then merge less.
            "insert into floor_search_text (floor_search_text, rank) values ('hashsize', 8388608)",
            // Words are merged when this many portions lie side by side: at 4, the usual, each word is copied twice as
            // often, and of a small commit the copying is a quarter.
            "insert into floor_search_text (floor_search_text, rank) values ('automerge', 16)",
        ],
        Engine::Postgres => &[
            "create table if not exists floor_search (
               district text not null, kind text not null, id uuid not null, body tsvector not null)",
            "alter table floor_search drop constraint if exists floor_search_pkey",
            // An index for each kind that has many: looking for one does not walk over the others that have the words.
            "create index if not exists floor_search_project on floor_search using gin (body)
               where kind = 'project'",
            "create index if not exists floor_search_organisation on floor_search using gin (body)
               where kind = 'organisation'",
            "create index if not exists floor_search_fund on floor_search using gin (body) where kind = 'fund'",
            "create index if not exists floor_search_other on floor_search using gin (body)
               where kind <> 'project' and kind <> 'organisation' and kind <> 'fund'",
            // By number alone, which grow: an index over all kinds would be split in its middle and stay half empty.
            "create unique index if not exists floor_search_project_id on floor_search (id) where kind = 'project'",
            "create unique index if not exists floor_search_organisation_id on floor_search (id)
               where kind = 'organisation'",
            "create unique index if not exists floor_search_fund_id on floor_search (id) where kind = 'fund'",
            "create unique index if not exists floor_search_other_id on floor_search (id, kind)
               where kind <> 'project' and kind <> 'organisation' and kind <> 'fund'",
            "drop index if exists floor_search_body",
        ],
    }
}
