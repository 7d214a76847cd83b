//! `yinfeng scheme compare`: the same facts by two schemes, side by side over all units.

use std::{path::Path, process::ExitCode};

use serde_json::{Value, json};
use yinfeng_domain::assessment::{
    Lang, number,
    records::score_records,
    what_if::{Difference, Standing, UnitDifference, differences, signed},
};

use super::score::{lacking, points, records_of, scheme_of};
use crate::{assessment, cli::language};

pub fn run(as_json: bool, before: &Path, after: &Path, facts: &Path) -> anyhow::Result<ExitCode> {
    let lang = assessment::spoken(language());
    let mut schemes = Vec::new();
    for path in [before, after] {
        match scheme_of(as_json, path, lang)? {
            Ok(scheme) => schemes.push(scheme),
            Err(code) => return Ok(code),
        }
    }
    let records = match records_of(as_json, facts, lang)? {
        Ok(records) => records,
        Err(code) => return Ok(code),
    };
    let mut scores = Vec::new();
    for scheme in &schemes {
        match score_records(scheme, &records) {
            Ok(outcome) => scores.push(outcome.scores),
            Err(missing) => return Ok(lacking(as_json, &missing, lang)),
        }
    }
    let [before, after] = scores.as_slice() else { return Ok(ExitCode::FAILURE) };
    let found = differences(before, after);
    if as_json {
        println!("{}", whole(&found, lang));
    } else {
        print(&found, lang);
    }
    Ok(ExitCode::SUCCESS)
}

/// Who gains most first; under each unit the lines that are not the same.
fn print(found: &Difference<'_>, lang: Lang) {
    let total = |s: &Option<Standing<'_>>| s.as_ref().map_or_else(|| "—".into(), |s| points(s.total));
    for unit in &found.units {
        let (before, after) = (total(&unit.before), total(&unit.after));
        println!("{:>8}  {}  {before} → {after}  {}", signed(unit.difference), unit.name, places(unit, lang));
        for item in unit.items.iter().filter(|i| i.changed(lang)) {
            println!("    {}  {}", lang.of(item.name), signed(item.difference));
            for part in [item.before.as_ref(), item.after.as_ref()].into_iter().flatten() {
                println!("        {}", part.say(lang));
            }
        }
    }
    println!();
    for item in &found.items {
        println!("{:>8}  {}", signed(item.difference), lang.of(item.name));
    }
    let (rest, sum) = (signed(found.rest), signed(found.after - found.before));
    let (gains, losses, same) = (found.gains, found.losses, found.same);
    match lang {
        Lang::Zh => println!(
            "{rest:>8}  折算与封顶\n{sum:>8}  合计；增分 {gains} 个，减分 {losses} 个，不变 {same} 个"
        ),
        Lang::En => println!(
            "{rest:>8}  scaling and limits\n{sum:>8}  in all; {gains} gain, {losses} lose, {same} stay"
        ),
    }
}

fn places(unit: &UnitDifference<'_>, lang: Lang) -> String {
    let place = |s: &Option<Standing<'_>>| {
        s.as_ref().and_then(|s| s.place).map_or_else(|| "—".to_owned(), |p| p.to_string())
    };
    let (before, after) = (place(&unit.before), place(&unit.after));
    match lang {
        Lang::Zh => format!("位次 {before} → {after}"),
        Lang::En => format!("place {before} → {after}"),
    }
}

fn whole(found: &Difference<'_>, lang: Lang) -> Value {
    let plain = number::plain;
    let standing = |s: &Option<Standing<'_>>| {
        s.as_ref().map(|s| json!({ "total": plain(s.total), "place": s.place, "of": s.of }))
    };
    let unit = |u: &UnitDifference<'_>| {
        let items = u.items.iter().map(|i| {
            let line = |part: &Option<yinfeng_domain::assessment::what_if::Part<'_>>| {
                part.as_ref().map(|p| json!({ "points": plain(p.points()), "line": p.say(lang) }))
            };
            json!({ "id": i.item, "name": lang.of(i.name), "difference": plain(i.difference),
                    "before": line(&i.before), "after": line(&i.after) })
        });
        json!({ "name": u.name, "class": u.class, "difference": plain(u.difference), "rest": plain(u.rest),
                "before": standing(&u.before), "after": standing(&u.after), "items": items.collect::<Vec<_>>() })
    };
    let item = |i: &yinfeng_domain::assessment::what_if::ItemSum<'_>| json!({ "id": i.item, "name": lang.of(i.name), "difference": plain(i.difference) });
    json!({
        "units": found.units.iter().map(unit).collect::<Vec<_>>(),
        "items": found.items.iter().map(item).collect::<Vec<_>>(),
        "rest": plain(found.rest), "before": plain(found.before), "after": plain(found.after),
        "gains": found.gains, "losses": found.losses, "same": found.same,
    })
}
