//! The rows behind the points of one unit.

use yinfeng_domain::{id::UnitId, period::Window, transfer::CreditMeasure};

use super::facts::{self, Form};
use crate::{
    assessment::score::{CardRow, PAGE},
    floor::{
        Result,
        db::{Clause, Reader},
        say::word,
        web::Who,
    },
    project::{self, credit::share_on},
};

type Page = (Vec<CardRow>, i64);

/// Receipts, by what was recognised to these units.
pub fn funds(reader: &Reader, who: &Who, units: &[UnitId], window: Window) -> Result<Page> {
    let hides = project::veil(reader, who)?.hides("f.project_id");
    let about = project::about_sql("c.fen");
    let mut clause = Clause::of_district("c.district", who.district());
    clause.among("c.unit_id", units.iter().copied());
    clause.and("f.recognised_on >= $?", window.from);
    clause.and("f.recognised_on <= $?", window.to);
    // Who claimed an entry without a share in it is kept with nothing: no row behind a point.
    clause.also("f.state = 'recognised' and c.fen <> 0");
    let from = "fund_credit c join fund f on f.district = c.district and f.id = c.fund_id";
    let sql = format!(
        "select f.id, f.code, p.name, case when {hides} then '' else f.payer end, f.recognised_on,
           case when {hides} then {about} else c.fen end, c.share_bp
         from {from} join project p on p.district = f.district and p.id = f.project_id
         where {} order by f.recognised_on desc, f.id desc limit {PAGE}",
        clause.text()
    );
    let page = reader.query(&sql, clause.bound(), |row| {
        let id: uuid::Uuid = row.get(0)?;
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
    let count = reader
        .value::<i64>(&format!("select count(*) from {from} where {}", clause.text()), clause.bound())?;
    Ok((page, count.unwrap_or(0)))
}

/// Projects of a track that were recognised as introduced, shared by these units.
pub fn introduced(reader: &Reader, who: &Who, units: &[UnitId], window: Window, track: &str) -> Result<Page> {
    let hides = project::veil(reader, who)?.hides("p.id");
    let about = project::about_sql("p.total_fen");
    let mut clause = Clause::of_district("pu.district", who.district());
    clause.among("pu.unit_id", units.iter().copied());
    clause.and("p.track = $?", track);
    clause.and("r.recognised_on >= $?", window.from);
    clause.and("r.recognised_on <= $?", window.to);
    let share = share_on(CreditMeasure::Projects, "r.recognised_on");
    clause.also(&format!("r.event = 'introduced' and r.state = 'recognised' and {share} > 0"));
    let from = "project_unit pu
         join project p on p.district = pu.district and p.id = pu.project_id
         join project_recognition r on r.district = pu.district and r.project_id = pu.project_id";
    let sql = format!(
        "select p.id, p.code, p.name, r.recognised_on, case when {hides} then {about} else p.total_fen end, {share}
         from {from}
         where {} order by r.recognised_on desc, p.id desc limit {PAGE}",
        clause.text()
    );
    let page = reader.query(&sql, clause.bound(), |row| {
        let id: uuid::Uuid = row.get(0)?;
        let fen: Option<i64> = row.get(4)?;
        Ok(CardRow {
            kind: "project",
            id,
            code: Some(row.get(1)?),
            title: row.get(2)?,
            date: Some(row.get(3)?),
            amount_fen: fen,
            amount_text: None,
            share_bp: Some(row.get(5)?),
            url: Some(format!("/projects/{id}")),
        })
    })?;
    let count = reader
        .value::<i64>(&format!("select count(*) from {from} where {}", clause.text()), clause.bound())?;
    Ok((page, count.unwrap_or(0)))
}

/// Events that these units held.
pub fn events(reader: &Reader, district: &str, units: &[UnitId], window: Window) -> Result<Page> {
    let mut clause = Clause::of_district("eu.district", district);
    clause.among("eu.unit_id", units.iter().copied());
    clause.and("e.held_on >= $?", window.from);
    clause.and("e.held_on <= $?", window.to);
    let from =
        "activity_event_unit eu join activity_event e on e.district = eu.district and e.id = eu.event_id";
    let sql = format!(
        "select e.id, e.name, e.held_on from {from} where {} order by e.held_on desc, e.id desc limit {PAGE}",
        clause.text()
    );
    let page = reader.query(&sql, clause.bound(), |row| {
        Ok(CardRow {
            kind: "event",
            id: row.get(0)?,
            code: None,
            title: row.get(1)?,
            date: Some(row.get(2)?),
            amount_fen: None,
            amount_text: None,
            share_bp: None,
            url: None,
        })
    })?;
    let count = reader
        .value::<i64>(&format!("select count(*) from {from} where {}", clause.text()), clause.bound())?;
    Ok((page, count.unwrap_or(0)))
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
    let all = facts::forms(reader, district, window)?;
    Ok(all.into_iter().filter(|form| units.contains(&form.unit)).collect())
}
