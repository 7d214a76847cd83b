//! `yinfeng scheme score`: facts from a file through the engine of the server.

use std::{path::Path, process::ExitCode};

use anyhow::Context;
use serde_json::{Value, json};
use yinfeng_domain::assessment::{
    Lang, Missing, Scheme, number,
    records::{Outcome, Records, score_records},
    score::{UnitScore, workbook},
};

use super::{read_text, text_of_built_in};
use crate::{assessment, cli::language};

/// The facts cannot be read.
const FACTS: u8 = 3;
/// Something is missing for the scores.
const MISSING: u8 = 4;

pub fn run(as_json: bool, scheme: &Path, facts: &Path, book: Option<&Path>) -> anyhow::Result<ExitCode> {
    let lang = assessment::spoken(language());
    let scheme = match scheme_of(as_json, scheme, lang)? {
        Ok(scheme) => scheme,
        Err(code) => return Ok(code),
    };
    let records = match records_of(as_json, facts, lang)? {
        Ok(records) => records,
        Err(code) => return Ok(code),
    };
    match score_records(&scheme, &records) {
        Ok(outcome) => {
            if let Some(path) = book {
                save(&scheme, &outcome, path, lang)?;
            }
            if as_json {
                println!("{}", serde_json::to_string(&whole(&scheme, &outcome, lang))?);
            } else {
                print(&outcome, lang);
            }
            Ok(ExitCode::SUCCESS)
        }
        Err(missing) => Ok(lacking(as_json, &missing, lang)),
    }
}

/// A scheme from a file, or a built-in one; otherwise what is wrong with it was told.
pub(super) fn scheme_of(as_json: bool, path: &Path, lang: Lang) -> anyhow::Result<Result<Scheme, ExitCode>> {
    let built_in = path.to_str().filter(|_| !path.exists()).and_then(text_of_built_in);
    let text = match built_in {
        Some(text) => text.to_owned(),
        None => read_text(path)?,
    };
    Ok(Scheme::parse(&text).map_err(|findings| {
        let errors = findings.iter().map(|f| problem(f.code, Some(&f.path), f.say(lang)));
        refuse(as_json, errors.collect(), 1)
    }))
}

/// Facts from a file; otherwise why they cannot be read was told.
pub(super) fn records_of(
    as_json: bool,
    facts: &Path,
    lang: Lang,
) -> anyhow::Result<Result<Records, ExitCode>> {
    let text = read_text(facts)?;
    let mut reader = serde_json::Deserializer::from_str(&text);
    let read: Result<Records, _> = serde_path_to_error::deserialize(&mut reader);
    Ok(read.map_err(|error| {
        let path = error.path().to_string();
        let inner = error.inner().to_string();
        let said = match lang {
            Lang::Zh => format!("{path}：不符合事实文件的格式（{inner}）"),
            Lang::En => format!("{path}: {inner}"),
        };
        refuse(as_json, vec![problem("facts.unreadable", Some(&path), said)], FACTS)
    }))
}

/// Tells what is missing for scores.
pub(super) fn lacking(as_json: bool, missing: &[Missing], lang: Lang) -> ExitCode {
    let errors = missing.iter().map(|m| problem(m.code, m.path.as_deref(), m.say(lang)));
    refuse(as_json, errors.collect(), MISSING)
}

/// The scores as a workbook.
fn save(scheme: &Scheme, outcome: &Outcome, path: &Path, lang: Lang) -> anyhow::Result<()> {
    let book = workbook(scheme, &outcome.facts, &outcome.scores, lang).map_err(|missing| {
        let said: Vec<String> = missing.iter().map(|m| m.say(lang)).collect();
        anyhow::anyhow!(said.join("\n"))
    })?;
    let bytes = assessment::render_book(&book, true)?;
    std::fs::write(path, bytes).with_context(|| format!("{} cannot be written", path.display()))
}

fn problem(code: &str, path: Option<&str>, message: String) -> Value {
    json!({ "code": code, "path": path, "message": message })
}

/// What is wrong, one line each; for programs as one document on the standard output.
fn refuse(as_json: bool, errors: Vec<Value>, code: u8) -> ExitCode {
    if as_json {
        println!("{}", json!({ "errors": errors }));
    } else {
        for error in errors {
            eprintln!("{}", error["message"].as_str().unwrap_or_default());
        }
    }
    ExitCode::from(code)
}

pub(super) fn points(value: rust_decimal::Decimal) -> String {
    number::grouped(value, 2.max(number::round(value, 6).normalize().scale()))
}

/// For people: each unit with its places, each item with its line, each receipt with what became of it.
fn print(outcome: &Outcome, lang: Lang) {
    for unit in &outcome.scores.units {
        let place = unit.place.map_or_else(|| "—".to_owned(), |p| format!("{p}/{}", unit.of));
        let class = if unit.class.is_empty() { String::new() } else { format!(" [{}]", unit.class) };
        let verdict = unit.outcome.as_ref().map_or("", |name| lang.of(name));
        let head = format!("{place}  {}{class}  {}  {verdict}", unit.name, points(unit.total.points));
        println!("{}", head.trim_end());
        println!("    {}", unit.total.say(lang));
        for item in &unit.items {
            let mut line = format!("    {}  {}", lang.of(&item.name), item.explain.say(lang));
            for taken in &item.taken {
                line.push_str(if lang == Lang::Zh { "；" } else { "; " });
                line.push_str(&taken.say(lang));
            }
            if let Some(gap) = &item.gap {
                line.push_str(if lang == Lang::Zh { "。" } else { ". " });
                line.push_str(&gap.say(lang));
            }
            println!("{line}");
        }
        for taken in &unit.total.taken {
            println!("    {}  {}", lang.of(&taken.name), taken.say(lang));
        }
    }
    let Some(book) = &outcome.book else { return };
    println!();
    for receipt in &book.receipts {
        println!("{}  {}", receipt.receipt, receipt.say(lang));
    }
    let wan = |fen: i64| number::grouped(rust_decimal::Decimal::new(fen, 6), 2);
    let (total, credited) = (wan(book.district_total_fen), wan(book.credited_fen));
    match lang {
        Lang::Zh => println!("全区认定 {total}万元；各单位计入合计 {credited}万元"),
        Lang::En => println!("District {total} ×10,000 yuan; credited to units {credited} ×10,000 yuan"),
    }
}

fn whole(scheme: &Scheme, outcome: &Outcome, lang: Lang) -> Value {
    let units: Vec<Value> = outcome.scores.units.iter().map(|u| unit(outcome, u, lang)).collect();
    let recognition = outcome.book.as_ref().map(|book| {
        let receipt = |r: &yinfeng_domain::assessment::recognition::Recognised| {
            let mut value = serde_json::to_value(r).unwrap_or_default();
            value["line"] = json!(r.say(lang));
            value
        };
        json!({
            "district_total_fen": book.district_total_fen,
            "credited_fen": book.credited_fen,
            "receipts": book.receipts.iter().map(receipt).collect::<Vec<_>>(),
            "open": book.open,
        })
    });
    json!({
        "scheme": scheme.id,
        "version": scheme.version,
        "as_of": outcome.scores.as_of,
        "units": units,
        "recognition": recognition,
    })
}

fn unit(outcome: &Outcome, unit: &UnitScore, lang: Lang) -> Value {
    let items: Vec<Value> = unit
        .items
        .iter()
        .map(|i| {
            json!({
                "id": i.item,
                "name": lang.of(&i.name),
                "points": number::plain(i.points),
                "full": number::plain(i.full),
                "bonus": i.bonus,
                "line": i.explain.say(lang),
                "missing": i.gap.as_ref().map(|g| g.say(lang)),
                "no_step": i.no_step.as_ref().map(|n| n.say(lang)),
                "taken": i.taken.iter().map(|t| t.say(lang)).collect::<Vec<_>>(),
                "explain": i.explain,
            })
        })
        .collect();
    let taken: Vec<Value> = unit
        .total
        .taken
        .iter()
        .map(|t| json!({ "id": t.item, "name": lang.of(&t.name), "points": number::plain(t.points), "line": t.say(lang) }))
        .collect();
    let measures: Vec<Value> = unit
        .measures
        .iter()
        .map(|m| {
            json!({
                "id": m.measure,
                "name": lang.of(&m.name),
                "done": m.done.say(lang),
                "target": m.target.as_ref().map(|t| t.say(lang)),
            })
        })
        .collect();
    json!({
        "id": outcome.units.get(&unit.unit),
        "name": unit.name,
        "class": unit.class,
        "place": unit.place,
        "of": unit.of,
        "total": number::plain(unit.total.points),
        "line": unit.total.say(lang),
        "verdict": unit.outcome.as_ref().map(|name| lang.of(name)),
        "items": items,
        "taken": taken,
        "measures": measures,
    })
}
