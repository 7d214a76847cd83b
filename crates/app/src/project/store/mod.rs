//! The tables of the project library: writing them. Reading has files of its own.

pub mod board;
pub mod classes;
pub mod credit;
pub mod ending;
pub mod event_summary;
pub mod gate;
pub mod list;
pub mod matching;
pub mod merge;
pub mod organisation;
pub mod parts;
pub mod reach;
pub mod recognition;
pub mod search;
pub mod secret;
mod steps;
pub mod summary;
mod unit_list;
pub mod view;

use std::collections::BTreeMap;

use jiff::civil::Date;
use uuid::Uuid;
use yinfeng_domain::{
    id::{BatchId, OrganisationId, ProjectId, UnitId},
    project::{Grade, Measure, PartyRole, Stage},
    text,
    transfer::CreditMeasure,
};

pub use steps::{STATUS, append_log, insert_history, set_stage, set_status};

use super::{Doing, Entry, ProjectRef, credit::share_on, draft::Prepared};
use crate::{
    floor::{
        Result,
        db::{Clause, Gathered, Reader, Row, Tx},
        web::Who,
    },
    org::UnitRef,
    params,
};

pub fn unit_path(reader: &Reader, district: &str, unit: UnitId) -> Result<Option<String>> {
    reader.value("select path from org_unit where district = $1 and id = $2", params![district, unit])
}

/// A unit that exists, and where it stands.
#[derive(Debug, Clone)]
pub struct KnownUnit {
    pub unit: UnitRef,
    pub path: String,
    pub sort_no: i64,
}

/// Of these units, those that exist.
pub fn units_known(reader: &Reader, district: &str, units: &[UnitId]) -> Result<Vec<KnownUnit>> {
    if units.is_empty() {
        return Ok(Vec::new());
    }
    let mut clause = Clause::of_district("district", district);
    clause.among("id", units.iter().copied());
    let sql =
        format!("select id, name, short_name, kind, path, sort_no from org_unit where {}", clause.text());
    reader.query(&sql, clause.bound(), |r| {
        Ok(KnownUnit { unit: view::unit(r, 0)?, path: r.get(4)?, sort_no: r.get(5)? })
    })
}

pub fn event_known(reader: &Reader, district: &str, event: Uuid) -> Result<bool> {
    let found = reader.value::<Uuid>(
        "select id from activity_event where district = $1 and id = $2",
        params![district, event],
    );
    Ok(found?.is_some())
}

/// The countries of organisations.
pub fn countries(
    reader: &Reader,
    district: &str,
    ids: &[OrganisationId],
) -> Result<Vec<(OrganisationId, String)>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut clause = Clause::of_district("district", district);
    clause.among("id", ids.iter().copied());
    reader.query(
        &format!("select id, country from investor_organisation where {}", clause.text()),
        clause.bound(),
        |r| Ok((r.get(0)?, r.get(1)?)),
    )
}

/// The units with their shares of recognised money on a day.
pub fn shares(reader: &Reader, district: &str, id: ProjectId, day: Date) -> Result<Vec<(UnitId, i64)>> {
    reader.query(
        &format!(
            "select pu.unit_id, {} as bp from project_unit pu where pu.district = $1 and pu.project_id = $2
             order by case pu.role when 'lead' then 0 else 1 end, bp desc, pu.unit_id",
            share_on(CreditMeasure::Funds, "$3")
        ),
        params![district, id, day],
        |r| Ok((r.get(0)?, r.get(1)?)),
    )
}

/// The first and last numbers that an operation gave, by district and year: the first is taken from the counter, the
/// last written back at the end.
#[derive(Default)]
struct Numbers(BTreeMap<(String, i16), (i64, i64)>);

impl Gathered for Numbers {
    const SHARED: bool = true;

    fn write(self, tx: &Tx<'_>) -> Result<()> {
        for ((district, year), (first, last)) in self.0 {
            if first == last {
                continue;
            }
            tx.execute(
                "update project_counter set last = $3 where district = $1 and year = $2",
                params![district, i64::from(year), last],
            )?;
        }
        Ok(())
    }
}

/// The next number of a year's codes; numbers are never given twice.
pub fn next_number(tx: &Tx<'_>, district: &str, year: i16) -> Result<i64> {
    let key = (district.to_owned(), year);
    let given = tx.gather(|numbers: &mut Numbers| {
        numbers.0.get_mut(&key).map(|(_, last)| {
            *last += 1;
            *last
        })
    });
    if let Some(number) = given {
        return Ok(number);
    }
    let first = tx.value::<i64>(
        "insert into project_counter (district, year, last) values ($1, $2, 1)
         on conflict (district, year) do update set last = project_counter.last + 1 returning last",
        params![district, i64::from(year)],
    )?;
    let first = first.unwrap_or(1);
    tx.gather(|numbers: &mut Numbers| numbers.0.insert(key, (first, first)));
    Ok(first)
}

pub fn insert(tx: &Tx<'_>, who: &Who, entry: &Entry<'_>, code: &str) -> Result<()> {
    let (prepared, draft) = (entry.prepared, &entry.prepared.draft);
    let (stage, since) = entry.history.last().copied().unwrap_or((Stage::Lead, entry.entered_on));
    let reach = reach::of_history(draft.kind, entry.history, entry.status);
    tx.put(
        "insert into project (district, id, code, name, name_key, sort_key, kind, track, industry, structure,
           high_technology, structure_reason, origin, stage, status, agreement, contract_signed_on, introduced_on,
           recognised_on, lead_unit_id, event_id, total_fen, fixed_assets_fen, contract_fen, contract_foreign_fen,
           registered_fen, paid_in_fen, land_m2, funds_claimed_fen, funds_recognised_fen, place, content, progress,
           next_step, next_step_due_on, problem, entered_on, stage_since_on, created_by, created_at, updated_at,
           version, batch_id, enlarges_id, parts, registered_on, landed_on, started_on, completed_on, produced_on,
           ended_on)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, null, $19, $20,
           $21, $22, $23, $24, $25, $26, $27, $46, 0, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $37, 1, $38,
           $39, 0, $40, $41, $42, $43, $44, $45)",
        params![
            who.district(),
            entry.id,
            code,
            &draft.name,
            text::name_key(&draft.name),
            text::sort_key(&draft.name),
            draft.kind.code(),
            prepared.track.code(),
            draft.industry.as_deref(),
            prepared.structure.code(),
            prepared.high_technology,
            &draft.structure_reason,
            &prepared.origin,
            stage.code(),
            entry.status.code(),
            draft.agreement.code(),
            draft.contract_signed_on,
            draft.introduced_on,
            prepared.lead,
            draft.event_id,
            prepared.whole(Measure::Total),
            prepared.whole(Measure::FixedAssets),
            prepared.whole(Measure::Contract),
            prepared.whole(Measure::ContractForeign),
            prepared.whole(Measure::Registered),
            prepared.whole(Measure::PaidIn),
            draft.land_m2,
            &draft.place,
            &draft.content,
            &draft.progress,
            &draft.next_step,
            draft.next_step_due_on,
            &draft.problem,
            entry.entered_on,
            since,
            who.account_id(),
            tx.now(),
            entry.batch,
            draft.enlarges_id,
            reach.registered_on,
            reach.landed_on,
            reach.started_on,
            reach.completed_on,
            reach.produced_on,
            reach.ended_on,
            entry.claimed_fen
        ],
    )?;
    Ok(())
}

/// Keeps others from writing this project until the transaction ends: of two who read the same version, the second
/// then reads what the first wrote, and is told.
pub fn hold(tx: &Tx<'_>, district: &str, id: ProjectId) -> Result<()> {
    tx.execute(
        "update project set version = version where district = $1 and id = $2",
        params![district, id],
    )?;
    Ok(())
}

/// `shown`: what stands for it where it is named, its name or its code name.
pub fn update(tx: &Tx<'_>, district: &str, id: ProjectId, prepared: &Prepared, shown: &str) -> Result<()> {
    let draft = &prepared.draft;
    tx.execute(
        "update project set name = $3, name_key = $4, sort_key = $5, kind = $6, track = $7, industry = $8,
           structure = $9, high_technology = $10, structure_reason = $11, origin = $12, agreement = $13,
           contract_signed_on = $14, introduced_on = $15, lead_unit_id = $16, event_id = $17, total_fen = $18,
           fixed_assets_fen = $19, contract_fen = $20, contract_foreign_fen = $21, registered_fen = $22,
           paid_in_fen = $23, land_m2 = $24, place = $25, content = $26, progress = $27, next_step = $28,
           next_step_due_on = $29, problem = $30, updated_at = $31, enlarges_id = $32, version = version + 1
         where district = $1 and id = $2",
        params![
            district,
            id,
            shown,
            text::name_key(shown),
            text::sort_key(shown),
            draft.kind.code(),
            prepared.track.code(),
            draft.industry.as_deref(),
            prepared.structure.code(),
            prepared.high_technology,
            &draft.structure_reason,
            &prepared.origin,
            draft.agreement.code(),
            draft.contract_signed_on,
            draft.introduced_on,
            prepared.lead,
            draft.event_id,
            prepared.whole(Measure::Total),
            prepared.whole(Measure::FixedAssets),
            prepared.whole(Measure::Contract),
            prepared.whole(Measure::ContractForeign),
            prepared.whole(Measure::Registered),
            prepared.whole(Measure::PaidIn),
            draft.land_m2,
            &draft.place,
            &draft.content,
            &draft.progress,
            &draft.next_step,
            draft.next_step_due_on,
            &draft.problem,
            tx.now(),
            draft.enlarges_id
        ],
    )?;
    Ok(())
}

/// Amounts, phases, parties and units.
pub fn insert_parts(tx: &Tx<'_>, district: &str, id: ProjectId, prepared: &Prepared) -> Result<()> {
    for amount in &prepared.amounts {
        tx.put(
            "insert into project_amount (district, project_id, phase, measure, currency, minor, rate_e8, rate_on,
               rate_source, fen, source_text, source_unit, before_minor)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
            params![
                district,
                id,
                amount.phase,
                amount.measure.code(),
                amount.money.currency.code(),
                amount.money.minor,
                amount.rate_e8,
                amount.rate_on,
                &amount.rate_source,
                amount.fen,
                &amount.source_text,
                &amount.source_unit,
                amount.before_minor
            ],
        )?;
    }
    for phase in &prepared.draft.phases {
        tx.put(
            "insert into project_phase (district, project_id, no, name, planned_from, planned_to, actual_from,
               actual_to)
             values ($1, $2, $3, $4, $5, $6, $7, $8)",
            params![
                district,
                id,
                phase.no,
                &phase.name,
                phase.planned_from,
                phase.planned_to,
                phase.actual_from,
                phase.actual_to
            ],
        )?;
    }
    for (no, party) in prepared.draft.investors.iter().enumerate() {
        tx.put(
            "insert into project_party (district, project_id, organisation_id, role, no, share_bp)
             values ($1, $2, $3, $4, $5, $6)",
            params![district, id, party.organisation_id, party.role.code(), no + 1, party.share_bp],
        )?;
    }
    for unit in &prepared.draft.units {
        tx.put(
            "insert into project_unit (district, project_id, unit_id, role, share_bp, sort_total_fen, sort_updated_at)
             values ($1, $2, $3, $4, $5, $6, $7)",
            params![
                district,
                id,
                unit.unit_id,
                unit.role.code(),
                unit.share_bp,
                prepared.whole(Measure::Total).unwrap_or(-1),
                tx.now()
            ],
        )?;
    }
    Ok(())
}

pub fn delete_parts(tx: &Tx<'_>, district: &str, id: ProjectId) -> Result<()> {
    for statement in [
        "delete from project_amount where district = $1 and project_id = $2",
        "delete from project_phase where district = $1 and project_id = $2",
        "delete from project_party where district = $1 and project_id = $2",
        "delete from project_unit where district = $1 and project_id = $2",
    ] {
        tx.execute(statement, params![district, id])?;
    }
    Ok(())
}

/// Removes a project that an import brought and nobody touched.
pub fn delete(tx: &Tx<'_>, district: &str, id: ProjectId) -> Result<()> {
    delete_parts(tx, district, id)?;
    for statement in [
        "delete from project_document where district = $1 and project_id = $2",
        "delete from project_standing where district = $1 and project_id = $2",
        "delete from project_correction where district = $1 and project_id = $2",
        "delete from project_stage_log where district = $1 and project_id = $2",
        "delete from project_recognition where district = $1 and project_id = $2",
        "delete from project_ending where district = $1 and project_id = $2",
        "delete from project where district = $1 and id = $2",
    ] {
        tx.execute(statement, params![district, id])?;
    }
    Ok(())
}

pub fn set_grade(tx: &Tx<'_>, district: &str, id: ProjectId, grade: Grade, on: Date) -> Result<()> {
    tx.execute(
        "update project set grade = $3, graded_on = $4, updated_at = $5, version = version + 1
         where district = $1 and id = $2",
        params![district, id, grade.code(), on, tx.now()],
    )?;
    touch_units(tx, district, id)
}

pub fn set_funds(tx: &Tx<'_>, district: &str, id: ProjectId, claimed: i64, recognised: i64) -> Result<()> {
    // Recognised money stands in an index, which is written again whenever the column is set, whatever to.
    let touched = tx.execute(
        "update project set funds_claimed_fen = $3 where district = $1 and id = $2 and funds_recognised_fen = $4",
        params![district, id, claimed, recognised],
    )?;
    if touched == 0 {
        tx.execute(
            "update project set funds_claimed_fen = $3, funds_recognised_fen = $4 where district = $1 and id = $2",
            params![district, id, claimed, recognised],
        )?;
    }
    Ok(())
}

pub fn set_doing(tx: &Tx<'_>, district: &str, id: ProjectId, doing: &Doing<'_>) -> Result<()> {
    tx.execute(
        "update project set progress = $3, next_step = $4, next_step_due_on = $5, problem = $6, updated_at = $7,
           version = version + 1 where district = $1 and id = $2",
        params![
            district,
            id,
            doing.progress,
            doing.next_step,
            doing.next_step_due_on,
            doing.problem,
            tx.now()
        ],
    )?;
    Ok(())
}

/// No new version: nothing that somebody edits has changed.
pub fn set_progressed(tx: &Tx<'_>, district: &str, id: ProjectId, on: Option<Date>) -> Result<()> {
    tx.execute(
        "update project set progressed_on = $3 where district = $1 and id = $2",
        params![district, id, on],
    )?;
    Ok(())
}

pub fn set_recognised(tx: &Tx<'_>, district: &str, id: ProjectId, on: Date) -> Result<()> {
    tx.execute(
        "update project set recognised_on = $3, updated_at = $4, version = version + 1
         where district = $1 and id = $2",
        params![district, id, on, tx.now()],
    )?;
    touch_units(tx, district, id)
}

/// The project was changed now: its units' lists are sorted by that.
fn touch_units(tx: &Tx<'_>, district: &str, id: ProjectId) -> Result<()> {
    tx.execute(
        "update project_unit set sort_updated_at = $3 where district = $1 and project_id = $2",
        params![district, id, tx.now()],
    )?;
    Ok(())
}

/// [`set_recognised`] for what is brought in: the project is as it was imported.
pub fn set_recognised_imported(tx: &Tx<'_>, district: &str, id: ProjectId, on: Date) -> Result<()> {
    tx.execute(
        "update project set recognised_on = $3 where district = $1 and id = $2",
        params![district, id, on],
    )?;
    Ok(())
}

pub fn version(reader: &Reader, district: &str, id: ProjectId) -> Result<i64> {
    let found =
        reader.value("select version from project where district = $1 and id = $2", params![district, id])?;
    Ok(found.unwrap_or_default())
}

fn reference(r: &Row<'_>) -> Result<ProjectRef> {
    Ok(ProjectRef { id: r.get(0)?, code: r.get(1)?, name: r.get(2)? })
}

pub fn of_batch(reader: &Reader, district: &str, batch: BatchId) -> Result<Vec<ProjectId>> {
    reader.query(
        "select id from project where district = $1 and batch_id = $2",
        params![district, batch],
        |r| Ok(r.get(0)?),
    )
}

/// Projects of a batch that are no longer what was imported: changed, or with a recognition that came later.
pub fn touched_of_batch(reader: &Reader, district: &str, batch: BatchId) -> Result<Vec<ProjectRef>> {
    reader.query(
        "select p.id, p.code, p.name from project p where p.district = $1 and p.batch_id = $2 and (p.version > 1
           or exists (select 1 from project_recognition r where r.district = $1 and r.project_id = p.id
                      and r.batch_id is distinct from $2))
         order by p.code limit 100",
        params![district, batch],
        reference,
    )
}

/// The role of an organisation that counts as the first investor.
pub const INVESTOR: &str = PartyRole::Investor.code();

/// What a project is found by: its code, the name it is shown under, its true name where that is another.
pub type Words = (ProjectId, String, String, Option<String>);

/// Codes, names and true names in the order of the ids, from the one after `after` on: for making the index anew.
pub fn words_after(reader: &Reader, district: &str, after: ProjectId, limit: i64) -> Result<Vec<Words>> {
    reader.query(
        "select p.id, p.code, p.name, x.name from project p
         left join project_secret x on x.district = p.district and x.project_id = p.id
         where p.district = $1 and p.id > $2 order by p.id limit $3",
        params![district, after, limit],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
    )
}
