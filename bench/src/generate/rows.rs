//! The rows themselves, table by table; every number drawn from one seed.

use anyhow::Result;
use rusqlite::{Statement, Transaction, params};
use uuid::Builder;
use yinfeng_domain::{
    project::{high_technology, section, structure},
    text::{name_key, sort_key},
};

use super::{DISTRICT, Dice, Id, Size, YEARS, names};

/// What is there already: the demo district's units, the code table of industries, an account.
pub struct Ground {
    pub units: Vec<Id>,
    pub industries: Vec<String>,
    pub account: Id,
}

const KINDS: &[&str] = &["new", "new", "new", "expansion", "renovation", "joint_venture", "headquarters"];
/// What a district attracts: half of it manufacturing, the rest trade, logistics, services, real estate, farms.
const SECTIONS: &[&str] = &["C", "C", "C", "C", "C", "C", "F", "G", "I", "K", "L", "M", "A", "R"];
/// A unit recruits in a few sections of its own, as its team or its land suggests.
const SECTIONS_OF_UNIT: usize = 4;
const STAGES: &[&str] =
    &["lead", "negotiation", "signed", "signed", "registered", "construction", "completed", "production"];
const COUNTRIES: &[&str] = &["CN", "CN", "CN", "CN", "CN", "CN", "CN", "HK", "TW", "JP", "KR", "DE"];

/// Organisations per hundred projects.
const FIRMS_PER_100: u64 = 40;

/// Ids are version 7 with an instant and a counter in place of the random bits.
struct Ids(u64);

impl Ids {
    fn next(&mut self, micros: i64) -> Id {
        self.0 += 1;
        let mut random = [0; 10];
        random[2..].copy_from_slice(&self.0.to_be_bytes());
        Builder::from_unix_timestamp_millis((micros / 1_000).cast_unsigned(), &random)
            .into_uuid()
            .into_bytes()
    }
}

/// A day as text and as the instant of its noon in UTC.
struct Day {
    text: String,
    micros: i64,
}

fn day(dice: &mut Dice, year: i64) -> Day {
    let (month, day) = (1 + dice.below(12), 1 + dice.below(28));
    let text = format!("{year}-{month:02}-{day:02}");
    // Days since 1970 of a month's day, good to the day or two that a spread needs.
    let days = (year - 1970) * 365 + (year - 1969) / 4 + (month as i64 - 1) * 30 + day as i64;
    Day { text, micros: days * 86_400_000_000 }
}

struct Writers<'t> {
    project: Statement<'t>,
    amount: Statement<'t>,
    party: Statement<'t>,
    knows: Statement<'t>,
    funds: Statement<'t>,
    unit: Statement<'t>,
    log: Statement<'t>,
    recognition: Statement<'t>,
    fund: Statement<'t>,
    credit: Statement<'t>,
}

/// A project as its receipts need it.
struct Project {
    id: Id,
    unit: Id,
    total_fen: i64,
    payer: String,
}

pub fn write(transaction: &Transaction<'_>, ground: &Ground, size: Size) -> Result<()> {
    let mut dice = Dice::new(2013);
    let mut ids = Ids(0);
    let firms = firms(transaction, &mut dice, &mut ids, ground, size.projects * FIRMS_PER_100 / 100)?;
    let mut writers = writers(transaction)?;
    let years = YEARS.end() - YEARS.start() + 1;
    let mut numbers = counters(transaction)?;
    let fields = fields(&mut dice, ground);
    for n in 0..size.projects {
        let place = (n % years as u64) as usize;
        let year = YEARS.start() + place as i64;
        numbers[place].0 += 1;
        let project =
            project(&mut writers, &mut dice, &mut ids, ground, &fields, &firms, (year, numbers[place].0))?;
        let (mut claimed, mut recognised) = (0, 0);
        for _ in 0..size.receipts_each {
            // Money comes in the year of the project and the three after it.
            let later = (place + dice.below(4) as usize).min(years as usize - 1);
            numbers[later].1 += 1;
            let at = (YEARS.start() + later as i64, numbers[later].1);
            let (fen, is_recognised) = receipt(&mut writers, &mut dice, &mut ids, ground, &project, at)?;
            claimed += fen;
            recognised += if is_recognised { fen } else { 0 };
        }
        writers.funds.execute(params![DISTRICT, project.id, claimed, recognised])?;
    }
    for (place, (projects, funds)) in numbers.into_iter().enumerate() {
        let year = YEARS.start() + place as i64;
        for (table, last) in [("project_counter", projects), ("fund_counter", funds)] {
            let sql = format!("insert or replace into {table} (district, year, last) values (?1, ?2, ?3)");
            transaction.execute(&sql, params![DISTRICT, year, last])?;
        }
    }
    Ok(())
}

/// The last numbers given in each year: the demo district has some already.
fn counters(transaction: &Transaction<'_>) -> Result<Vec<(i64, i64)>> {
    let last = |table: &str, year: i64| -> Result<i64> {
        let sql = format!("select coalesce(max(last), 0) from {table} where district = ?1 and year = ?2");
        Ok(transaction.query_row(&sql, params![DISTRICT, year], |row| row.get(0))?)
    };
    YEARS.map(|year| Ok((last("project_counter", year)?, last("fund_counter", year)?))).collect()
}

/// The industries of each unit.
fn fields(dice: &mut Dice, ground: &Ground) -> Vec<Vec<String>> {
    let of_unit = |dice: &mut Dice| {
        let sections: Vec<&str> = (0..SECTIONS_OF_UNIT).map(|_| *dice.pick(SECTIONS)).collect();
        let own: Vec<String> =
            ground.industries.iter().filter(|code| sections.contains(&section(code))).cloned().collect();
        if own.is_empty() { ground.industries.clone() } else { own }
    };
    ground.units.iter().map(|_| of_unit(dice)).collect()
}

fn firms(
    transaction: &Transaction<'_>,
    dice: &mut Dice,
    ids: &mut Ids,
    ground: &Ground,
    count: u64,
) -> Result<Vec<(Id, String, &'static str)>> {
    let mut insert = insert(
        transaction,
        "investor_organisation",
        "district, id, name, name_key, sort_key, uscc, kind, country, group_id, industry, address, introduction, \
         created_unit_id, created_by, created_at, updated_at, version, batch_id",
    )?;
    let mut firms = Vec::with_capacity(count as usize);
    for _ in 0..count {
        let made = day(dice, *YEARS.start());
        let (brand, trade) = (names::brand(dice), names::trade(dice));
        let (id, name) = (ids.next(made.micros), names::firm(dice, &brand, trade));
        let country = *dice.pick(COUNTRIES);
        insert.execute(params![
            DISTRICT,
            id,
            name,
            name_key(&name),
            sort_key(&name),
            None::<String>,
            "enterprise",
            country,
            None::<Id>,
            dice.pick(&ground.industries),
            "",
            "",
            dice.pick(&ground.units),
            ground.account,
            made.micros,
            made.micros,
            1,
            None::<Id>,
        ])?;
        firms.push((id, name, country));
    }
    Ok(firms)
}

fn project(
    writers: &mut Writers<'_>,
    dice: &mut Dice,
    ids: &mut Ids,
    ground: &Ground,
    fields: &[Vec<String>],
    firms: &[(Id, String, &'static str)],
    (year, number): (i64, i64),
) -> Result<Project> {
    let entered = day(dice, year);
    let (brand, trade) = (names::brand(dice), names::trade(dice));
    let (id, name) = (ids.next(entered.micros), names::project(dice, &brand, trade));
    let (firm, payer, origin) = dice.pick(firms);
    let (stage_at, unit_at) =
        (dice.below(STAGES.len() as u64) as usize, dice.below(ground.units.len() as u64) as usize);
    let (unit, industry) = (ground.units[unit_at], dice.pick(&fields[unit_at]));
    let stage = STAGES[stage_at];
    // Formal contracts start with the third of the list.
    let signed = (stage_at >= 2).then(|| entered.text.clone());
    // From 500万元 to 50亿元, many small and few large.
    let total_fen = 500_000_000 + (dice.below(700).pow(4) as i64 / 240_100) * 2_500_000;
    let updated_at = entered.micros + dice.below(86_400_000_000) as i64;
    // The track follows from the kind, the structure from the industry.
    let (kind, track) = match dice.below(20) {
        0 => ("talent", "talent"),
        1 => ("institute", "institute"),
        _ => (*dice.pick(KINDS), "capital"),
    };
    writers.project.execute(params![
        DISTRICT,
        id,
        format!("{DISTRICT}-{year}-{number:04}"),
        name,
        name_key(&name),
        sort_key(&name),
        kind,
        track,
        industry,
        structure(industry).code(),
        high_technology(industry),
        "",
        origin,
        stage,
        if dice.below(12) == 0 { "on_hold" } else { "ongoing" },
        if signed.is_some() { "contract" } else { "none" },
        signed,
        signed,
        signed,
        unit,
        None::<Id>,
        total_fen,
        None::<i64>,
        total_fen,
        None::<i64>,
        None::<i64>,
        None::<i64>,
        None::<i64>,
        0,
        0,
        "",
        "",
        "",
        "",
        None::<String>,
        "",
        entered.text,
        entered.text,
        ground.account,
        entered.micros,
        updated_at,
        1,
        None::<Id>,
    ])?;
    for measure in ["total", "contract"] {
        writers.amount.execute(params![
            DISTRICT,
            id,
            0,
            measure,
            "CNY",
            total_fen,
            100_000_000,
            entered.text,
            "",
            total_fen,
            (total_fen / 1_000_000).to_string(),
            "wan",
        ])?;
    }
    writers.party.execute(params![DISTRICT, id, firm, "investor", 1, None::<i64>])?;
    writers.knows.execute(params![DISTRICT, firm, unit])?;
    let partner = dice.pick(&ground.units);
    let shared = *partner != unit && dice.below(4) == 0;
    let mut part = |unit: &Id, role: &str, share: i64| {
        writers.unit.execute(params![DISTRICT, id, unit, role, share, total_fen, updated_at])
    };
    part(&unit, "lead", if shared { 7_000 } else { 10_000 })?;
    if shared {
        part(partner, "partner", 3_000)?;
    }
    writers.log.execute(params![
        DISTRICT,
        id,
        1,
        "lead",
        stage,
        "ongoing",
        "ongoing",
        entered.text,
        entered.text,
        "",
        ground.account,
        entered.micros,
    ])?;
    if signed.is_some() {
        writers.recognition.execute(params![
            DISTRICT,
            ids.next(entered.micros),
            id,
            "introduced",
            unit,
            entered.text,
            "recognised",
            entered.text,
            ground.account,
            entered.micros,
            ground.account,
            entered.micros,
            "",
            1,
            None::<Id>,
        ])?;
    }
    Ok(Project { id, unit, total_fen, payer: payer.clone() })
}

fn receipt(
    writers: &mut Writers<'_>,
    dice: &mut Dice,
    ids: &mut Ids,
    ground: &Ground,
    project: &Project,
    (year, number): (i64, i64),
) -> Result<(i64, bool)> {
    let received = day(dice, year);
    let id = ids.next(received.micros);
    let fen =
        (project.total_fen / 20 + dice.below(project.total_fen.cast_unsigned() / 20) as i64) / 100 * 100;
    let recognised = dice.below(10) < 9;
    writers.fund.execute(params![
        DISTRICT,
        id,
        format!("DW-{year}-{number:06}"),
        project.id,
        project.unit,
        "cash",
        project.payer,
        name_key(&project.payer),
        // A slip has a number of its own; a third of the ledger has none.
        if dice.below(3) == 0 {
            String::new()
        } else {
            format!("{year}{number:08}{:04}", dice.below(10_000))
        },
        received.text,
        "CNY",
        fen,
        100_000_000,
        received.text,
        "",
        fen,
        if recognised { "recognised" } else { "claimed" },
        recognised.then_some(fen),
        recognised.then_some(&received.text),
        recognised.then_some(ground.account),
        recognised.then_some(received.micros),
        "",
        None::<Id>,
        "",
        (fen / 1_000_000).to_string(),
        "wan",
        ground.account,
        ground.account,
        received.micros,
        received.micros,
        1,
        None::<Id>,
    ])?;
    let counted = recognised.then_some(&received.text);
    writers.credit.execute(params![DISTRICT, id, project.unit, 10_000, fen, counted])?;
    Ok((fen, recognised))
}

fn writers<'t>(transaction: &'t Transaction<'_>) -> Result<Writers<'t>> {
    Ok(Writers {
        project: insert(
            transaction,
            "project",
            "district, id, code, name, name_key, sort_key, kind, track, industry, structure, high_technology, \
             structure_reason, origin, stage, status, agreement, contract_signed_on, introduced_on, recognised_on, \
             lead_unit_id, event_id, total_fen, fixed_assets_fen, contract_fen, contract_foreign_fen, \
             registered_fen, paid_in_fen, land_m2, funds_claimed_fen, \
             funds_recognised_fen, place, content, progress, next_step, next_step_due_on, problem, \
             entered_on, stage_since_on, created_by, created_at, updated_at, version, batch_id",
        )?,
        amount: insert(
            transaction,
            "project_amount",
            "district, project_id, phase, measure, currency, minor, rate_e8, rate_on, rate_source, fen, \
             source_text, source_unit",
        )?,
        party: insert(
            transaction,
            "project_party",
            "district, project_id, organisation_id, role, no, share_bp",
        )?,
        knows: transaction.prepare("insert or ignore into investor_unit values (?1, ?2, ?3)")?,
        funds: transaction.prepare(
            "update project set funds_claimed_fen = ?3, funds_recognised_fen = ?4 where district = ?1 and id = ?2",
        )?,
        unit: insert(transaction, "project_unit", "district, project_id, unit_id, role, share_bp, sort_total_fen, sort_updated_at")?,
        log: insert(
            transaction,
            "project_stage_log",
            "district, project_id, no, from_stage, to_stage, from_status, to_status, happened_on, holds_on, reason, \
             recorded_by, recorded_at",
        )?,
        recognition: insert(
            transaction,
            "project_recognition",
            "district, id, project_id, event, unit_id, happened_on, state, recognised_on, claimed_by, claimed_at, \
             decided_by, decided_at, reason, version, batch_id",
        )?,
        fund: insert(
            transaction,
            "fund",
            "district, id, code, project_id, unit_id, kind, payer, payer_key, slip_no, received_on, currency, minor, \
             rate_e8, rate_on, rate_source, claimed_fen, state, recognised_fen, recognised_on, decided_by, \
             decided_at, decision, corrects_id, note, source_text, source_unit, claimed_by, typed_by, claimed_at, \
             updated_at, version, batch_id",
        )?,
        credit: insert(transaction, "fund_credit", "district, fund_id, unit_id, share_bp, fen, recognised_on")?,
    })
}

fn insert<'t>(transaction: &'t Transaction<'_>, table: &str, columns: &str) -> Result<Statement<'t>> {
    let marks: Vec<String> = (1..=columns.split(',').count()).map(|n| format!("?{n}")).collect();
    Ok(transaction.prepare(&format!("insert into {table} ({columns}) values ({})", marks.join(", ")))?)
}
