//! The invariants of the house, checked on the code itself.

use std::{collections::BTreeSet, fs, path::Path};

use yinfeng::rooms::ORDER;

fn sources(folder: &Path, out: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push((path.display().to_string(), fs::read_to_string(&path).unwrap()));
        }
    }
}

fn src() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn room_sources(room: &str) -> Vec<(String, String)> {
    let mut out = Vec::new();
    let folder = src().join(room);
    if folder.exists() {
        sources(&folder, &mut out);
    }
    out
}

#[test]
fn rooms_use_only_rooms_to_their_right_and_only_their_front_door() {
    let mut wrong = Vec::new();
    for (i, room) in ORDER.iter().enumerate() {
        for (path, text) in room_sources(room) {
            for (j, other) in ORDER.iter().enumerate() {
                let uses = uses(&text, other);
                if j < i && !uses.is_empty() {
                    wrong.push(format!("{path} uses {other}, which is to its left"));
                }
                if j > i && *other != "floor" && uses.iter().any(|u| ["store", "http"].contains(&u.as_str()))
                {
                    wrong.push(format!("{path} goes round the front door of {other}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What a file names of another room: the word after `crate::room::`, in paths and in `use crate::{…}` lists.
fn uses(text: &str, room: &str) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    let mut rest = text;
    while let Some(at) = rest.find("crate::") {
        rest = &rest[at + 7..];
        let list = rest.starts_with('{').then(|| &rest[1..balanced(rest)]);
        let items = list.map_or_else(|| vec![rest], split_top);
        for item in items {
            let item = item.trim_start();
            if let Some(tail) = item.strip_prefix(room)
                && !tail.starts_with(|c: char| c.is_alphanumeric() || c == '_')
            {
                let next: String = tail
                    .trim_start_matches(':')
                    .chars()
                    .take_while(|c| c.is_alphanumeric() || *c == '_')
                    .collect();
                out.insert(next);
            }
        }
    }
    out
}

fn balanced(text: &str) -> usize {
    let mut depth = 0;
    for (i, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => {
                depth -= 1;
                if depth == 0 {
                    return i;
                }
            }
            _ => {}
        }
    }
    text.len()
}

fn split_top(list: &str) -> Vec<&str> {
    let (mut depth, mut from, mut out) = (0, 0, Vec::new());
    for (i, c) in list.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                out.push(&list[from..i]);
                from = i + 1;
            }
            _ => {}
        }
    }
    out.push(&list[from..]);
    out
}

#[test]
fn a_table_is_written_only_by_the_room_it_is_named_after() {
    let mut wrong = Vec::new();
    for room in ORDER {
        for (path, text) in room_sources(room) {
            let flat = text.replace('\n', " ");
            for verb in ["insert into ", "update ", "delete from "] {
                for (at, _) in flat.match_indices(verb) {
                    let before = flat[..at].chars().next_back();
                    if before.is_some_and(|c| c.is_alphanumeric() || c == '_') {
                        continue;
                    }
                    let table: String = flat[at + verb.len()..]
                        .trim_start()
                        .chars()
                        .take_while(|c| c.is_alphanumeric() || *c == '_')
                        .collect();
                    let owner = ORDER.iter().find(|r| table == **r || table.starts_with(&format!("{r}_")));
                    // The settings of the floor are a shelf for every room.
                    if owner.is_some_and(|o| *o != room) && table != "floor_setting" {
                        wrong.push(format!("{path} writes {table}"));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_domain_knows_no_io_and_the_floor_no_room() {
    let manifest = fs::read_to_string(src().join("../../domain/Cargo.toml")).unwrap();
    let (_, rest) = manifest.split_once("[dependencies]").unwrap();
    let dependencies = rest.split("[dev-dependencies]").next().unwrap();
    for forbidden in ["yinfeng", "tokio", "rusqlite", "postgres", "axum", "object_store", "reqwest"] {
        assert!(!dependencies.contains(forbidden), "domain depends on {forbidden}");
    }
    for (path, text) in room_sources("floor") {
        for room in ORDER.iter().filter(|r| **r != "floor") {
            assert!(uses(&text, room).is_empty(), "{path} knows {room}");
        }
    }
}

#[test]
fn every_table_key_starts_with_the_district() {
    let mut wrong = Vec::new();
    for entry in fs::read_dir(src().join("../../../migrations")).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        for part in text.split("create table ").skip(1) {
            let name = part.split_whitespace().next().unwrap();
            let body = part.split(");").next().unwrap();
            // Code tables of the country belong to no district.
            if ["dictionary_industry", "dictionary_area"].contains(&name) {
                continue;
            }
            if !body.contains("primary key (district") && !body.contains("district text not null primary key")
            {
                wrong.push(name.to_owned());
            }
            for line in
                body.lines().filter(|l| l.contains("foreign key") || l.trim_start().starts_with("unique"))
            {
                if !line.contains("(district") {
                    wrong.push(format!("{name}: {line}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn every_code_that_can_be_said_has_a_sentence() {
    let known: BTreeSet<&str> = yinfeng::floor::say::codes().collect();
    let mut missing = BTreeSet::new();
    for room in ORDER {
        for (path, text) in room_sources(room) {
            for call in ["Fault::new(\"", "Fault::at("] {
                for (at, _) in text.match_indices(call) {
                    let rest = &text[at + call.len()..];
                    let code = if call.ends_with('"') {
                        rest.split('"').next()
                    } else {
                        // The last literal before the closing parenthesis that looks like a code.
                        rest.split(')').next().and_then(|args| {
                            args.split('"').rfind(|s| {
                                s.contains('.')
                                    && s.chars().all(|c| c.is_ascii_lowercase() || "._".contains(c))
                            })
                        })
                    };
                    if let Some(code) = code.filter(|c| ORDER.iter().any(|r| c.starts_with(&format!("{r}."))))
                        && !known.contains(code)
                    {
                        missing.insert(format!("{code} ({path})"));
                    }
                }
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn no_two_bodies_share_a_name_in_the_api_document() {
    let mut seen = std::collections::BTreeMap::<String, Vec<String>>::new();
    for room in ORDER {
        for (path, text) in room_sources(room) {
            for (at, _) in text.match_indices("ToSchema)]") {
                let item = text[at..].lines().skip(1).find(|l| l.contains("struct ") || l.contains("enum "));
                let name = item
                    .and_then(|l| l.split(['<', '(', '{', ';']).next())
                    .and_then(|l| l.split_whitespace().last());
                seen.entry(name.unwrap_or_default().to_owned()).or_default().push(path.clone());
            }
        }
    }
    assert!(seen.len() > 50, "the search for bodies finds only {}", seen.len());
    let twice: Vec<_> = seen.into_iter().filter(|(_, paths)| paths.len() > 1).collect();
    assert!(twice.is_empty(), "{twice:#?}");
}

/// The library is not built a second time for tests: one inside it would never run.
#[test]
fn tests_stand_where_they_are_run() {
    let mut all = Vec::new();
    sources(&src(), &mut all);
    for (file, text) in all {
        assert!(!text.contains("#[cfg(test)]"), "{file}: its tests belong into tests/it or crates/domain");
    }
}
