//! Reading one project whole.

use yinfeng_domain::{
    authority::{Act, Class, Reach},
    id::{AccountId, ProjectId},
    project::{
        ABOUT_FEN, Agreement, Grade, Kind, Measure, PartyRole, Stage, Status, Structure, Track, UnitRole,
    },
    transfer::CreditMeasure,
};

use super::{
    STATUS, ending, gate, recognition, reference as reference_row,
    secret::{is_cleared, veil},
};
use crate::{
    dictionary::IndustryRef,
    floor::{
        Result,
        db::{Clause, Column, DbError, Hidden, Reader, Row},
        web::Who,
    },
    investor::OrganisationRef,
    org::{self, UnitRef},
    params,
    project::{
        AmountView, CodeName, CorrectionView, PartyView, PersonRef, PhaseView, ProjectActions, ProjectRef,
        ProjectRow, ProjectView, StageLogView, UnitShareView, credit::share_on,
    },
};

pub const WIDTH: usize = 38;

/// Since when a project stands still: its last report of progress, its last move, or the day it was entered.
const IDLE_SINCE: &str = "case when p.progressed_on > p.stage_since_on and p.progressed_on > p.entered_on
  then p.progressed_on when p.stage_since_on > p.entered_on then p.stage_since_on else p.entered_on end";

/// The columns of a row of the list, from `project p` joined by [`JOINS`]; there are [`WIDTH`] of them. Of projects
/// under a veil they are the cover: code name, stage, unit, the classes that figures count by, rounded amounts.
pub fn columns(veil: &Hidden) -> String {
    let shown = |column: &str, cover: &str| {
        if veil.is_empty() {
            column.to_owned()
        } else {
            format!("case when {} then {cover} else {column} end", veil.hides("p.id"))
        }
    };
    let (text, number) = ("cast(null as text)", "cast(null as bigint)");
    [
        "p.id, p.code",
        &shown("coalesce(x.name, p.name)", "p.name"),
        "p.kind, p.track",
        &shown("i.code", text),
        &shown("i.name", text),
        "p.structure, p.high_technology",
        &shown("p.origin", "''"),
        "p.stage",
        STATUS,
        "p.agreement",
        &shown("p.contract_signed_on", text),
        &shown("p.introduced_on", text),
        &shown("p.recognised_on", text),
        "u.id, u.name, u.short_name, u.kind",
        &shown("p.total_fen", &about("p.total_fen")),
        &shown("p.contract_fen", number),
        &shown("p.funds_recognised_fen", &about("p.funds_recognised_fen")),
        &shown("p.funds_claimed_fen", &about("p.funds_claimed_fen")),
        &shown("p.next_step", "''"),
        &shown("p.next_step_due_on", text),
        "p.updated_at, p.version, x.alias, x.description",
        &veil.hides("p.id"),
        &shown("p.grade", text),
        "p.left_on, coalesce(p.parts, 0)",
        &shown("pp.id", "null"),
        &shown("pp.code", text),
        &shown("pp.name", text),
        &shown(IDLE_SINCE, text),
    ]
    .join(", ")
}

/// An amount as a cover shows it: [`yinfeng_domain::project::about`] in SQL, null where it is not known.
pub fn about(column: &str) -> String {
    format!("({column} + {}) / {ABOUT_FEN} * {ABOUT_FEN}", ABOUT_FEN / 2)
}

/// Outer joins, though each has its row: SQLite would otherwise begin with the units and sort all projects.
pub const JOINS: &str = "left join org_unit u on u.district = p.district and u.id = p.lead_unit_id
  left join dictionary_industry i on i.code = p.industry
  left join project pp on pp.district = p.district and pp.id = p.parent_id
  left join project_secret x on x.district = p.district and x.project_id = p.id";

/// A code as the enum it stands for; only ours are ever written.
pub fn code<T>(r: &Row<'_>, at: usize, read: fn(&str) -> Option<T>) -> Result<T> {
    let text: String = r.get(at)?;
    read(&text).ok_or_else(|| DbError::Other(format!("unknown code {text:?}")).into())
}

/// An optional pair of columns.
pub fn pair<A: Column, B: Column>(r: &Row<'_>, at: usize) -> Result<Option<(A, B)>> {
    Ok(r.get::<Option<A>>(at)?.zip(r.get::<Option<B>>(at + 1)?))
}

pub fn person(r: &Row<'_>, at: usize) -> Result<Option<PersonRef>> {
    Ok(pair::<AccountId, String>(r, at)?.map(|(id, name)| PersonRef { id, name }))
}

pub fn unit(r: &Row<'_>, at: usize) -> Result<UnitRef> {
    Ok(UnitRef { id: r.get(at)?, name: r.get(at + 1)?, short_name: r.get(at + 2)?, kind: r.get(at + 3)? })
}

/// A row without its investors.
pub fn row(r: &Row<'_>) -> Result<ProjectRow> {
    Ok(ProjectRow {
        id: r.get(0)?,
        code: r.get(1)?,
        name: r.get(2)?,
        kind: code(r, 3, Kind::from_code)?,
        track: code(r, 4, Track::from_code)?,
        industry: pair(r, 5)?.map(|(code, name)| IndustryRef { code, name }),
        structure: code(r, 7, Structure::from_code)?,
        high_technology: r.get(8)?,
        origin: r.get(9)?,
        stage: code(r, 10, Stage::from_code)?,
        status: code(r, 11, Status::from_code)?,
        agreement: code(r, 12, Agreement::from_code)?,
        contract_signed_on: r.get(13)?,
        introduced_on: r.get(14)?,
        recognised_on: r.get(15)?,
        lead_unit: unit(r, 16)?,
        investors: Vec::new(),
        total_fen: r.get(20)?,
        contract_fen: r.get(21)?,
        funds_recognised_fen: r.get(22)?,
        funds_claimed_fen: r.get(23)?,
        next_step: r.get(24)?,
        next_step_due_on: r.get(25)?,
        updated_at: r.get(26)?,
        version: r.get(27)?,
        code_name: code_name(r, 28)?,
        grade: r.get::<Option<String>>(31)?.as_deref().and_then(Grade::from_code),
        left_on: r.get(32)?,
        parts: r.get(33)?,
        parent: match pair::<ProjectId, String>(r, 34)? {
            Some((id, code)) => Some(ProjectRef { id, code, name: r.get(36)? }),
            None => None,
        },
        idle_since_on: r.get(37)?,
    })
}

/// Code name, description and whether that is all the reader may know, from a column on.
pub fn code_name(r: &Row<'_>, at: usize) -> Result<Option<CodeName>> {
    let found: Option<(String, String)> = pair(r, at)?;
    let Some((alias, description)) = found else { return Ok(None) };
    Ok(Some(CodeName { alias, description, covered: r.get(at + 2)? }))
}

/// Only the projects whose record this reader may read: those in which a unit within reach has a part, without those
/// under a code name that hides them.
pub fn within_reach(reader: &Reader, clause: &mut Clause, who: &Who) -> Result<()> {
    within_sight(reader, clause, who)?;
    veil(reader, who)?.keep(clause, "p.id");
    Ok(())
}

/// Also those of which only the cover may be shown.
pub fn within_sight(reader: &Reader, clause: &mut Clause, who: &Who) -> Result<()> {
    let Reach::Units(paths) = who.reach(Class::Project, Act::Read)? else { return Ok(()) };
    if !is_cleared(reader, who)? {
        of_units(clause, &paths);
        return Ok(());
    }
    // Who was cleared for a project by name sees it, whether or not their unit has a part in it.
    let below = clause.below("path", &paths);
    let me = clause.bind(who.actor.account);
    clause.also(&format!(
        "(p.id in (select pu.project_id from project_unit pu where pu.district = $1 and pu.unit_id in
           (select id from org_unit where district = $1 and {below}))
         or p.id in (select c.project_id from project_clearance c where c.district = $1 and c.account_id = {me}
           and c.ended_at is null))"
    ));
    Ok(())
}

/// Only projects of units at or below these paths.
pub fn of_units(clause: &mut Clause, paths: &[String]) {
    let below = clause.below("path", paths);
    clause.also(&format!(
        "p.id in (select pu.project_id from project_unit pu where pu.district = $1 and pu.unit_id in
           (select id from org_unit where district = $1 and {below}))"
    ));
}

pub fn reference(reader: &Reader, who: &Who, id: ProjectId) -> Result<Option<ProjectRef>> {
    let mut clause = Clause::of_district("p.district", who.district());
    clause.and("p.id = $?", id);
    within_reach(reader, &mut clause, who)?;
    reader.first(
        &format!("select p.id, p.code, p.name from project p where {}", clause.text()),
        clause.bound(),
        reference_row,
    )
}

/// The whole project.
pub fn get(reader: &Reader, who: &Who, id: ProjectId) -> Result<Option<ProjectView>> {
    let mut clause = Clause::of_district("p.district", who.district());
    clause.and("p.id = $?", id);
    within_reach(reader, &mut clause, who)?;
    let columns = columns(&Hidden::default());
    let found = reader.first(
        &format!(
            "select {columns}, p.structure_reason, p.fixed_assets_fen, p.contract_foreign_fen, p.registered_fen,
               p.paid_in_fen, p.land_m2, p.place, p.content, p.progress, p.problem, p.event_id, p.entered_on,
               p.stage_since_on, u.path, p.created_by, e.id, e.code, e.name
             from project p {JOINS}
             left join project e on e.district = p.district and e.id = p.enlarges_id where {}",
            clause.text()
        ),
        clause.bound(),
        whole,
    )?;
    let Some(mut view) = found else { return Ok(None) };
    let district = who.district();
    view.amounts = amounts(reader, district, id)?;
    view.phases = phases(reader, district, id)?;
    view.parties = parties(reader, district, id)?;
    view.row.investors = investors(&view.parties);
    view.units = units(reader, district, id)?;
    view.stage_log = log(reader, district, id)?;
    view.recognitions = recognition::of_project(reader, district, id)?;
    view.documents = gate::documents(reader, district, id)?;
    view.standings = gate::standings(reader, district, id)?;
    view.endings = ending::of_project(reader, district, id)?;
    corrected(&mut view.stage_log, gate::corrections(reader, district, id)?);
    Ok(Some(view))
}

/// Those of the parties who invest.
pub fn investors(parties: &[PartyView]) -> Vec<OrganisationRef> {
    parties.iter().filter(|p| p.role == PartyRole::Investor).map(|p| p.organisation.clone()).collect()
}

fn whole(r: &Row<'_>) -> Result<ProjectView> {
    let at = WIDTH;
    Ok(ProjectView {
        row: row(r)?,
        structure_reason: r.get(at)?,
        fixed_assets_fen: r.get(at + 1)?,
        contract_foreign_fen: r.get(at + 2)?,
        registered_fen: r.get(at + 3)?,
        paid_in_fen: r.get(at + 4)?,
        land_m2: r.get(at + 5)?,
        place: r.get(at + 6)?,
        content: r.get(at + 7)?,
        progress: r.get(at + 8)?,
        problem: r.get(at + 9)?,
        event_id: r.get(at + 10)?,
        entered_on: r.get(at + 11)?,
        stage_since_on: r.get(at + 12)?,
        lead_path: r.get(at + 13)?,
        created_by: r.get(at + 14)?,
        enlarges: match pair::<ProjectId, String>(r, at + 15)? {
            Some((id, code)) => Some(ProjectRef { id, code, name: r.get(at + 17)? }),
            None => None,
        },
        wholes: Vec::new(),
        children: Vec::new(),
        held: None,
        enlarged: Vec::new(),
        warnings: Vec::new(),
        amounts: Vec::new(),
        phases: Vec::new(),
        parties: Vec::new(),
        units: Vec::new(),
        stage_log: Vec::new(),
        recognitions: Vec::new(),
        next_stages: Vec::new(),
        missing: Vec::new(),
        holes: Vec::new(),
        documents: Vec::new(),
        endings: Vec::new(),
        standings: Vec::new(),
        actions: ProjectActions::default(),
    })
}

fn amounts(reader: &Reader, district: &str, id: ProjectId) -> Result<Vec<AmountView>> {
    reader.query(
        "select phase, measure, currency, minor, rate_e8, rate_on, rate_source, fen, source_text, source_unit, before_minor
         from project_amount where district = $1 and project_id = $2 order by phase, measure",
        params![district, id],
        |r| {
            Ok(AmountView {
                phase: r.get(0)?,
                measure: code(r, 1, Measure::from_code)?,
                currency: r.get(2)?,
                minor: r.get(3)?,
                rate_e8: r.get(4)?,
                rate_on: r.get(5)?,
                rate_source: r.get(6)?,
                fen: r.get(7)?,
                source_text: r.get(8)?,
                source_unit: r.get(9)?,
                before_minor: r.get(10)?,
            })
        },
    )
}

fn phases(reader: &Reader, district: &str, id: ProjectId) -> Result<Vec<PhaseView>> {
    reader.query(
        "select no, name, planned_from, planned_to, actual_from, actual_to from project_phase
         where district = $1 and project_id = $2 order by no",
        params![district, id],
        |r| {
            Ok(PhaseView {
                no: r.get(0)?,
                name: r.get(1)?,
                planned_from: r.get(2)?,
                planned_to: r.get(3)?,
                actual_from: r.get(4)?,
                actual_to: r.get(5)?,
            })
        },
    )
}

fn parties(reader: &Reader, district: &str, id: ProjectId) -> Result<Vec<PartyView>> {
    reader.query(
        "select o.id, o.name, o.country, pp.role, pp.share_bp from project_party pp
         join investor_organisation o on o.district = pp.district and o.id = pp.organisation_id
         where pp.district = $1 and pp.project_id = $2 order by pp.no",
        params![district, id],
        |r| {
            Ok(PartyView {
                organisation: OrganisationRef { id: r.get(0)?, name: r.get(1)?, country: r.get(2)? },
                role: code(r, 3, PartyRole::from_code)?,
                share_bp: r.get(4)?,
            })
        },
    )
}

fn units(reader: &Reader, district: &str, id: ProjectId) -> Result<Vec<UnitShareView>> {
    reader.query(
        &format!(
            "select u.id, u.name, u.short_name, u.kind, pu.role, {} as bp from project_unit pu
             join org_unit u on u.district = pu.district and u.id = pu.unit_id
             where pu.district = $1 and pu.project_id = $2
             order by case pu.role when 'lead' then 0 else 1 end, bp desc, u.sort_no, u.id",
            share_on(CreditMeasure::Funds, "$3")
        ),
        params![district, id, org::office_day(reader, district)?],
        |r| {
            Ok(UnitShareView {
                unit: unit(r, 0)?,
                role: code(r, 4, UnitRole::from_code)?,
                share_bp: r.get(5)?,
            })
        },
    )
}

/// Puts the corrections, in their order, to the entries that they correct.
fn corrected(log: &mut [StageLogView], corrections: Vec<CorrectionView>) {
    for correction in corrections {
        if let Some(entry) = log.iter_mut().find(|l| l.no == correction.log_no) {
            entry.corrections.push(correction);
        }
    }
}

fn log(reader: &Reader, district: &str, id: ProjectId) -> Result<Vec<StageLogView>> {
    reader.query(
        "select l.no, l.from_stage, l.to_stage, l.from_status, l.to_status, l.happened_on, l.holds_on,
           l.reason, a.id, a.name, l.recorded_at
         from project_stage_log l
         left join identity_account a on a.district = l.district and a.id = l.recorded_by
         where l.district = $1 and l.project_id = $2 order by l.no",
        params![district, id],
        |r| {
            Ok(StageLogView {
                no: r.get(0)?,
                from_stage: r.get(1)?,
                to_stage: r.get(2)?,
                from_status: r.get(3)?,
                to_status: r.get(4)?,
                happened_on: r.get(5)?,
                holds_on: r.get(6)?,
                corrections: Vec::new(),
                reason: r.get(7)?,
                recorded_by: person(r, 8)?,
                recorded_at: r.get(10)?,
            })
        },
    )
}
