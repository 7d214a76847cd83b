//! The engine alone: 3,000 units, 1,000,000 receipts, a scheme of 20 items, without a database.

use std::{collections::BTreeMap, time::Instant};

use anyhow::{Result, anyhow};
use uuid::Uuid;
use yinfeng_domain::{
    assessment::{
        Facts, Lang, Scheme,
        facts::{Quantity, Row, Target, Unit},
        scheme::Source,
        score,
        score::rows_behind,
    },
    id::{ProjectId, UnitId},
};

use crate::table::Results;

const UNITS: u128 = 3_000;
const RECEIPTS: u128 = 1_000_000;

/// Twenty items over money: ratios, tiers, steps, single projects, shares, coefficients, places, formulas.
fn scheme() -> Result<Scheme> {
    let mut text = String::from("[scheme]\nid = \"bench\"\nname = \"量测\"\nyear = 2013\ntotal = 95\n");
    for class in ["a", "b", "c"] {
        text += &["[[class]]\nid = \"", class, "\"\nname = \"", class, "\"\n"].concat();
    }
    let measure = |id: &str, rest: &str| {
        format!("[[measure]]\nid = \"{id}\"\nname = \"{id}\"\nunit = \"万元\"\nfrom = \"funds\"\n{rest}\n")
    };
    text += &measure("funds", "factor = true");
    text += &measure("industry", "filter = { industries = [\"C\"] }");
    text += &measure("services", "filter = { industries = [\"F\", \"G\"] }");
    text += &measure("new", "filter = { kinds = [\"new\"] }");
    text += &measure("big", "filter = { at_least = \"1亿\" }");
    text += "[[factor]]\nindustry = \"C\"\ntimes = 1.2\n[[factor]]\ntimes = 1\n";
    text +=
        "[[table]]\nid = \"rate\"\nbands = [{ below = \"1亿\", value = 1 }, { from = \"1亿\", value = 2 }]\n";
    let item = |no: usize, kind: &str, rest: &str| {
        format!("[[item]]\nid = \"i{no}\"\nname = \"i{no}\"\nkind = \"{kind}\"\npoints = 5\n{rest}\n")
    };
    let rules = [
        ("ratio", "measure = \"funds\"\ncap = \"120%\""),
        ("ratio", "num = \"industry\"\nden = \"target(funds, now)\""),
        ("threshold", "all = [\"completion(funds) >= 80%\", \"new > 0\"]"),
        (
            "tiers",
            "on = \"completion(funds)\"\notherwise = 0\ntiers = [{ from = 1, points = 5 }, { from = \"50%\", points = 3 }]",
        ),
        ("steps", "measure = \"funds\"\nper = \"10%\"\nmode = \"full\"\nup = 1\ndown = 1"),
        (
            "per_item",
            "measure = \"big\"\ntiers = [{ from = \"10亿\", points = 3 }, { from = \"1亿\", below = \"10亿\", points = 1 }]",
        ),
        ("share", "part = \"industry\"\nwhole = \"funds\"\nden_zero = \"zero\""),
        ("minmax", "on = \"funds\"\nall_equal = 100"),
        ("minmax", "on = \"industry\"\nall_equal = 100"),
        ("minmax", "on = \"completion(funds)\"\nall_equal = 100"),
        ("rank", "on = \"funds\"\nlist = [5, 4, 3]\notherwise = 1"),
        ("rank", "on = \"new\"\nlast = 1\nties = \"average\""),
        ("rank", "on = \"services\"\nlast = 1\nbest = \"least\""),
        ("formula", "formula = \"rank(funds, all) / 600\""),
        ("formula", "formula = \"minmax(big, 1) * 5\""),
        ("formula", "formula = \"avg(amount of funds where kind = 'new') / 1000万\"\nno_measure = \"zero\""),
        (
            "formula",
            "formula = \"table(rate, target(funds)) + count(funds where industry = 'C' and amount >= 10万) / 100\"",
        ),
        (
            "marginal",
            "on = \"funds\"\nbands = [{ from = 0, below = \"1亿\", per = \"5000万\", points = 1 }, { from = \"1亿\", per = \"1亿\", points = 1 }]",
        ),
        (
            "mix",
            "parts = [{ id = \"x\", name = \"x\", weight = 0.5, kind = \"ratio\", measure = \"funds\" }, { id = \"y\", name = \"y\", weight = 0.5, kind = \"minmax\", on = \"new\", all_equal = 100 }]",
        ),
    ];
    for (no, (kind, rest)) in rules.iter().enumerate() {
        text += &item(no, kind, rest);
    }
    text += "[[item]]\nid = \"gate\"\nname = \"门\"\nkind = \"gate\"\nwhen = \"funds < 0\"\nthen = \"total_zero\"\nsay = \"x\"\n";
    let said = |list: Vec<yinfeng_domain::assessment::Finding>| {
        anyhow!(list.iter().map(|f| f.say(Lang::En)).collect::<Vec<_>>().join("\n"))
    };
    Scheme::parse(&text).map_err(said)
}

/// The same every time: figures from a multiplicative sequence.
fn facts() -> Facts {
    let unit = |no: u128| Unit {
        id: UnitId(Uuid::from_u128(no)),
        name: format!("单位{no:04}"),
        class: ["a", "b", "c"][(no % 3) as usize].into(),
        soft: false,
    };
    let mut turn: u64 = 1;
    let mut next = |below: u64| {
        turn = turn.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (turn >> 33) % below
    };
    let industries = ["C3511", "C3990", "F5211", "G5990", "K7010", "M7320"];
    let row = |no: u128| {
        let project = next(200_000);
        Row {
            id: Uuid::from_u128(no),
            unit: UnitId(Uuid::from_u128(u128::from(next(UNITS as u64)) + 1)),
            fen: next(90_000_000) as i64 + 1,
            size_fen: Some((project % 3_000) as i64 * 100_000_000 + 1),
            share_bp: 10_000,
            industry: Some(industries[(project % 6) as usize].into()),
            kind: Some(if project.is_multiple_of(2) { "new" } else { "expansion" }.into()),
            project: Some(ProjectId(Uuid::from_u128(u128::from(project)))),
            tags: None,
        }
    };
    let rows: Vec<Row> = (1..=RECEIPTS).map(row).collect();
    let target = |no: u128| Target {
        measure: "funds".into(),
        unit: UnitId(Uuid::from_u128(no)),
        value: Quantity::Fen(10_000_000_000 + no as i64 * 5_000_000),
        version: 1,
        owner: None,
        level: None,
        part: None,
    };
    Facts {
        units: (1..=UNITS).map(unit).collect(),
        ledgers: BTreeMap::from([(Source::Funds, rows)]),
        targets: (1..=UNITS).map(target).collect(),
        ..Facts::default()
    }
}

pub fn run() -> Result<()> {
    let scheme = scheme()?;
    let facts = facts();
    let held = resident_mib()?;
    let as_of = jiff::civil::date(2013, 8, 31);
    let (from, cpu) = (Instant::now(), cpu_seconds()?);
    let missing = |list: Vec<yinfeng_domain::assessment::Missing>| {
        anyhow!("{}", list.first().map(|m| m.say(Lang::En)).unwrap_or_default())
    };
    let scores = score(&scheme, &facts, as_of).map_err(missing)?;
    let (wall, cpu) = (from.elapsed(), cpu_seconds()? - cpu);
    let one = scores.units[scores.units.len() / 2].unit;
    let from = Instant::now();
    let lines: usize = scores
        .units
        .iter()
        .filter(|u| u.unit == one)
        .flat_map(|u| &u.items)
        .map(|i| i.explain.say(Lang::Zh).len() + i.gap.as_ref().map_or(0, |g| g.say(Lang::Zh).len()))
        .sum();
    let behind: usize = rows_behind(&scheme, &facts, one).iter().map(|m| m.rows.len()).sum();
    let explained = from.elapsed();
    let peak = peak_mib()?;
    let mut results = Results::new(
        "The engine of assessment",
        &format!(
            "{UNITS} units in three classes, {RECEIPTS} receipts of 200,000 projects, 5 measures, 20 items of 12 kinds; facts in \
             memory, one thread, no database. The facts themselves take {held} MiB; the explanation is the {lines} bytes of \
             lines of one unit and the {behind} rows behind its measures."
        ),
    );
    results.line(
        "score all units",
        "≤ 5 s",
        format!("{:.2} s, CPU {cpu:.2} s", wall.as_secs_f64()),
        wall.as_secs_f64() <= 5.0,
    );
    results.line(
        "peak memory, facts included",
        "≤ 500 MB",
        format!("{peak} MiB"),
        peak * 1024 * 1024 <= 500_000_000,
    );
    results.line(
        "explanation of one unit, with its rows",
        "≤ 50 ms",
        format!("{:.1} ms", explained.as_secs_f64() * 1000.0),
        explained.as_millis() <= 50,
    );
    results.save("engine")
}

fn status(field: &str) -> Result<u64> {
    let text = std::fs::read_to_string("/proc/self/status")?;
    let line = text.lines().find(|l| l.starts_with(field)).unwrap_or_default();
    Ok(line.split_whitespace().nth(1).and_then(|n| n.parse::<u64>().ok()).unwrap_or(0).div_ceil(1024))
}

fn resident_mib() -> Result<u64> {
    status("VmRSS")
}

fn peak_mib() -> Result<u64> {
    status("VmHWM")
}

/// Of this process, user and system.
fn cpu_seconds() -> Result<f64> {
    let text = std::fs::read_to_string("/proc/self/stat")?;
    let rest = text.rsplit(") ").next().unwrap_or_default();
    let ticks: u64 = rest.split(' ').skip(11).take(2).filter_map(|n| n.parse::<u64>().ok()).sum();
    Ok(ticks as f64 / 100.0)
}
