//! What a monthly circular counts besides money: contracts, works, events, reports, lights.

use std::collections::HashMap;

use jiff::civil::Date;
use yinfeng_domain::{id::UnitId, period::Window, report::monthly::Signed};

use crate::{
    floor::{
        Result,
        db::{Reader, Tx},
        web::Who,
    },
    params,
    report::scope::Scope,
};

const YI: i64 = 10_000_000_000;

/// Contracts of the window by the unit in the lead, and how many of them had begun to build by its end.
pub fn contracts(reader: &Reader, district: &str, window: Window) -> Result<HashMap<UnitId, (Signed, i64)>> {
    let at_least =
        |yi: i64| format!("cast(sum(case when p.total_fen >= {} then 1 else 0 end) as bigint)", yi * YI);
    let sql = format!(
        "select p.lead_unit_id, count(*), {}, {}, {}, cast(coalesce(sum(p.total_fen), 0) as bigint),
           cast(sum(case when exists (select 1 from project_stage_log l where l.district = p.district
             and l.project_id = p.id and l.to_stage = 'construction' and l.holds_on <= $3) then 1 else 0 end) as bigint)
         from project p where p.district = $1 and p.contract_signed_on between $2 and $3 and p.agreement = 'contract'
         group by p.lead_unit_id",
        at_least(1),
        at_least(5),
        at_least(10)
    );
    let rows = reader.query(&sql, params![district, window.from, window.to], |r| {
        let signed = Signed {
            all: r.get(1)?,
            from_100m: r.get(2)?,
            from_500m: r.get(3)?,
            from_1bn: r.get(4)?,
            total_fen: r.get(5)?,
        };
        Ok((r.get(0)?, (signed, r.get(6)?)))
    })?;
    Ok(rows.into_iter().collect())
}

fn counted(reader: &Reader, sql: &str, district: &str, window: Window) -> Result<HashMap<UnitId, i64>> {
    let rows =
        reader.query(sql, params![district, window.from, window.to], |r| Ok((r.get(0)?, r.get(1)?)))?;
    Ok(rows.into_iter().collect())
}

/// Events that each unit held.
pub fn held(reader: &Reader, district: &str, window: Window) -> Result<HashMap<UnitId, i64>> {
    let sql = "select eu.unit_id, count(*) from activity_event e
       join activity_event_unit eu on eu.district = e.district and eu.event_id = e.id
       where e.district = $1 and e.held_on between $2 and $3 group by eu.unit_id";
    counted(reader, sql, district, window)
}

/// Weekly reports that each unit made.
pub fn reported(reader: &Reader, district: &str, window: Window) -> Result<HashMap<UnitId, i64>> {
    let sql = "select unit_id, count(*) from progress where district = $1 and week between $2 and $3 group by unit_id";
    counted(reader, sql, district, window)
}

/// Monthly forms of each unit that came late or had not come by the end of the window.
pub fn late_forms(reader: &Reader, district: &str, window: Window) -> Result<HashMap<UnitId, i64>> {
    let sql = "select unit_id, count(*) from assessment_return
       where district = $1 and due_on between $2 and $3 and due_on < $3
         and (submitted_on is null or submitted_on > due_on) group by unit_id";
    counted(reader, sql, district, window)
}

/// Recognised money by the country that a project's first investor is from.
pub fn origins(reader: &Reader, district: &str, window: Window) -> Result<Vec<(String, i64)>> {
    reader.query(
        "select p.origin, cast(sum(f.recognised_fen) as bigint) from fund f
         join project p on p.district = f.district and p.id = f.project_id
         where f.district = $1 and f.state = 'recognised' and f.recognised_on between $2 and $3 group by p.origin",
        params![district, window.from, window.to],
        |r| Ok((r.get(0)?, r.get(1)?)),
    )
}

/// An event with what its projects came to by the end of the window.
pub struct EventRow {
    pub name: String,
    pub held_on: Date,
    pub signed: i64,
    pub contract_fen: i64,
    pub funds_fen: i64,
    pub started: i64,
    pub completed: i64,
}

/// Events of the window with at least one project that has a contract.
pub fn event_results(reader: &Reader, district: &str, window: Window) -> Result<Vec<EventRow>> {
    let reached = |stage: &str| {
        format!(
            "cast(sum(case when exists (select 1 from project_stage_log l where l.district = p.district
               and l.project_id = p.id and l.to_stage = '{stage}' and l.holds_on <= $3) then 1 else 0 end) as bigint)"
        )
    };
    let sql = format!(
        "select e.name, e.held_on, count(*), cast(coalesce(sum(p.contract_fen), 0) as bigint),
           cast(coalesce(sum((select sum(f.recognised_fen) from fund f where f.district = p.district
             and f.project_id = p.id and f.state = 'recognised' and f.recognised_on <= $3)), 0) as bigint), {}, {}
         from activity_event e join project p on p.district = e.district and p.event_id = e.id
         where e.district = $1 and e.held_on between $2 and $3 and p.agreement = 'contract'
         group by e.id, e.name, e.held_on order by e.held_on, e.id",
        reached("construction"),
        reached("completed")
    );
    reader.query(&sql, params![district, window.from, window.to], |r| {
        Ok(EventRow {
            name: r.get(0)?,
            held_on: r.get(1)?,
            signed: r.get(2)?,
            contract_fen: r.get(3)?,
            funds_fen: r.get(4)?,
            started: r.get(5)?,
            completed: r.get(6)?,
        })
    })
}

/// Project, unit, stage, colour.
pub type LitRow = (String, String, String, String);

/// Projects that a month showed yellow or red, red ones first; not more than so many.
pub fn lights(reader: &Reader, scope: &Scope, month: &str, most: i64) -> Result<Vec<LitRow>> {
    let shown = scope.veil.shows("p.id");
    let sql = format!(
        "select p.name, u.name, l.stage, l.colour from light l
         join project p on p.district = l.district and p.id = l.project_id
         join org_unit u on u.district = l.district and u.id = l.lead_unit_id
         where l.district = $1 and l.month = $2 and l.colour in ('red', 'yellow') and {shown}
         order by l.colour, l.project_code limit {most}"
    );
    reader.query(&sql, params![&scope.district, month], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?)))
}

/// A setting with its version; version 0 while nothing was settled.
pub fn setting(reader: &Reader, district: &str, name: &str) -> Result<Option<(String, i64)>> {
    reader.first(
        "select value, version from report_setting where district = $1 and name = $2",
        params![district, name],
        |r| Ok((r.get(0)?, r.get(1)?)),
    )
}

pub fn save_setting(tx: &Tx<'_>, who: &Who, name: &str, value: &str, version: i64) -> Result<()> {
    tx.execute(
        "insert into report_setting (district, name, value, version, updated_by, updated_at)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (district, name) do update set value = excluded.value, version = excluded.version,
           updated_by = excluded.updated_by, updated_at = excluded.updated_at",
        params![who.district(), name, value, version, who.account_id(), tx.now()],
    )?;
    Ok(())
}
