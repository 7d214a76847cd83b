//! The rows behind the points of one unit.

use jiff::civil::Date;
use uuid::Uuid;
use yinfeng_domain::{
    id::{ProjectId, UnitId},
    period::Window,
};

use super::facts::Form;
use crate::{
    assessment::score::{CardRow, PAGE},
    floor::{
        Result,
        db::{Clause, Reader},
        say::word,
        web::Who,
    },
    project,
};

type Page = (Vec<CardRow>, i64);

/// Which receipts of a unit a measure takes.
pub enum Which {
    All,
    /// Of these projects.
    Projects(Vec<ProjectId>),
    /// Of these sections of industry; `""` is none.
    Sections(Vec<String>),
}

/// Receipts, by what was recognised to these units, the latest first. The index of credits holds unit and day: neither the
/// page nor the count reads an entry from outside the window.
pub fn funds(
    reader: &Reader,
    who: &Who,
    (units, which): (&[UnitId], &Which),
    window: Window,
) -> Result<Page> {
    let hides = project::veil(reader, who)?.hides("f.project_id");
    let about = project::about_sql("c.fen");
    let mut clause = Clause::of_district("c.district", who.district());
    clause.among("c.unit_id", units.iter().copied());
    clause.and("c.recognised_on >= $?", window.from);
    clause.and("c.recognised_on <= $?", window.to);
    // Who claimed an entry without a share in it is kept with nothing: no row behind a point.
    clause.also("c.fen <> 0");
    let fund = "join fund f on f.district = c.district and f.id = c.fund_id";
    let project = "join project p on p.district = f.district and p.id = f.project_id";
    let counted = match which {
        Which::All => String::new(),
        Which::Projects(ids) => {
            clause.among("f.project_id", ids.iter().copied());
            fund.to_owned()
        }
        Which::Sections(all) => {
            clause.among("substr(coalesce(p.industry, ''), 1, 1)", all.iter().map(String::as_str));
            format!("{fund} {project}")
        }
    };
    let sql = format!(
        "select f.id, f.code, p.name, case when {hides} then '' else f.payer end, c.recognised_on,
           case when {hides} then {about} else c.fen end, c.share_bp
         from fund_credit c {fund} {project}
         where {} order by c.recognised_on desc, c.fund_id desc limit {PAGE}",
        clause.text()
    );
    let page = reader.query(&sql, clause.bound(), |row| {
        let id: Uuid = row.get(0)?;
        let (project, payer): (String, String) = (row.get(2)?, row.get(3)?);
        let fen: i64 = row.get(5)?;
        Ok(CardRow {
            kind: "fund",
            id,
            code: Some(row.get(1)?),
            title: format!("{project} {payer}").trim_end().to_owned(),
            date: Some(row.get(4)?),
            amount_fen: Some(fen),
            amount_text: None,
            share_bp: Some(row.get(6)?),
            url: Some(format!("/funds/{id}")),
        })
    })?;
    if (page.len() as i64) < PAGE {
        let count = page.len() as i64;
        return Ok((page, count));
    }
    let count = reader.value::<i64>(
        &format!("select count(*) from fund_credit c {counted} where {}", clause.text()),
        clause.bound(),
    )?;
    Ok((page, count.unwrap_or(0)))
}

/// A project that was recognised as introduced.
pub struct Introduced {
    pub id: Uuid,
    pub code: String,
    pub name: String,
    pub recognised_on: Date,
    pub total_fen: Option<i64>,
}

/// Some projects, the latest recognised first.
pub fn introduced(reader: &Reader, who: &Who, ids: &[Uuid]) -> Result<Vec<Introduced>> {
    let hides = project::veil(reader, who)?.hides("p.id");
    let about = project::about_sql("p.total_fen");
    let mut clause = Clause::of_district("p.district", who.district());
    clause.among("p.id", ids.iter().copied());
    let sql = format!(
        "select p.id, p.code, p.name, r.recognised_on, case when {hides} then {about} else p.total_fen end
         from project p join project_recognition r on r.district = p.district and r.project_id = p.id
         where {} and r.event = 'introduced' and r.state = 'recognised' order by r.recognised_on desc, p.id desc",
        clause.text()
    );
    reader.query(&sql, clause.bound(), |row| {
        Ok(Introduced {
            id: row.get(0)?,
            code: row.get(1)?,
            name: row.get(2)?,
            recognised_on: row.get(3)?,
            total_fen: row.get(4)?,
        })
    })
}

/// Where activity of a kind is recorded: its table, what it is called there, its day, and where it is shown.
const ACTIVITIES: [(&str, &str, &str, Option<&str>); 4] = [
    ("event", "select t.id, t.name, t.held_on from activity_event t", "t.held_on", None),
    (
        "interaction",
        "select t.id, t.subject, t.held_on from interaction t",
        "t.held_on",
        Some("/interactions/"),
    ),
    ("project", "select t.id, t.name, t.entered_on from project t", "t.entered_on", Some("/projects/")),
    (
        "first_report",
        "select t.id, o.name, t.reported_on from claim t join investor_organisation o
         on o.district = t.district and o.id = t.organisation_id",
        "t.reported_on",
        Some("/claims/"),
    ),
];

/// Some activities that one table records, the latest first.
pub fn activities(reader: &Reader, district: &str, of: &str, ids: &[Uuid]) -> Result<Vec<CardRow>> {
    let Some((kind, from, day, url)) = ACTIVITIES.iter().find(|(kind, ..)| *kind == of) else {
        return Ok(Vec::new());
    };
    let mut clause = Clause::of_district("t.district", district);
    clause.among("t.id", ids.iter().copied());
    let sql = format!("{from} where {} order by {day} desc, t.id desc", clause.text());
    reader.query(&sql, clause.bound(), |row| {
        let id: Uuid = row.get(0)?;
        Ok(CardRow {
            kind,
            id,
            code: None,
            title: row.get(1)?,
            date: Some(row.get(2)?),
            amount_fen: None,
            amount_text: None,
            share_bp: None,
            url: url.map(|at| format!("{at}{id}")),
        })
    })
}

/// What these units did against first reports of others.
pub fn breaches(reader: &Reader, who: &Who, units: &[UnitId], window: Window) -> Result<Page> {
    let mut clause = Clause::of_district("b.district", who.district());
    clause.among("b.unit_id", units.iter().copied());
    clause.and("b.recorded_on >= $?", window.from);
    clause.and("b.recorded_on <= $?", window.to);
    clause.also("b.state = 'recorded'");
    let from = "claim_breach b join claim c on c.district = b.district and c.id = b.claim_id";
    let sql = format!(
        "select b.id, c.code, b.kind, b.recorded_on from {from} where {} order by b.recorded_on desc, b.id desc
         limit {PAGE}",
        clause.text()
    );
    let page = reader.query(&sql, clause.bound(), |row| {
        let kind: String = row.get(2)?;
        Ok(CardRow {
            kind: "breach",
            id: row.get(0)?,
            code: Some(row.get(1)?),
            title: word(who.lang, &format!("claim.breach_{kind}")),
            date: Some(row.get(3)?),
            amount_fen: None,
            amount_text: None,
            share_bp: None,
            url: Some("/claims?tab=breaches".into()),
        })
    })?;
    let count = reader
        .value::<i64>(&format!("select count(*) from {from} where {}", clause.text()), clause.bound())?;
    Ok((page, count.unwrap_or(0)))
}

/// The forms of these units that were due in a window.
pub fn forms(reader: &Reader, district: &str, units: &[UnitId], window: Window) -> Result<Vec<Form>> {
    let mut clause = Clause::of_district("district", district);
    clause.among("unit_id", units.iter().copied());
    clause.and("due_on >= $?", window.from);
    clause.and("due_on <= $?", window.to);
    reader.query(
        &format!(
            "select unit_id, month, due_on, submitted_on from assessment_return where {} order by unit_id, month",
            clause.text()
        ),
        clause.bound(),
        |row| {
            Ok(Form { unit: row.get(0)?, month: row.get(1)?, due_on: row.get(2)?, submitted_on: row.get(3)? })
        },
    )
}
