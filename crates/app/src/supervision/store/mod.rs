//! All SQL of the room `supervision`.

pub mod instruction;
pub mod levels;
mod list;

use jiff::civil::Date;
use yinfeng_domain::{
    authority::{Act, Class, Reach},
    id::{AccountId, BatchId, InstructionId, ProblemId, ProjectId, SupervisionId, UnitId},
    supervision::{Colour, State},
};

pub use list::list;

use super::{
    Entry, InstructionRef, LevelRef, New, Outcome, ProblemRef, SupervisionActions, SupervisionLogView,
    SupervisionRecord, SupervisionRow,
};
use crate::{
    floor::{
        Result,
        db::{Clause, DbError, Reader, Row, Tx},
        web::{Action, Who},
    },
    org::UnitRef,
    params,
    project::{self, PersonRef, ProjectRef},
};

const COLUMNS: &str =
    "s.id, s.code, s.title, p.id, p.code, p.name, u.id, u.name, u.short_name, u.kind, s.level,
  s.level_name, s.colour, s.praise, s.issued_on, s.due_on, s.state, s.answer, s.answered_on, s.closed_on,
  i.id, i.code, i.leader, s.version";
const WIDTH: usize = 24;
const FROM: &str = "from supervision s
  left join project p on p.district = s.district and p.id = s.project_id
  left join supervision_instruction i on i.district = s.district and i.id = s.instruction_id
  join org_unit u on u.district = s.district and u.id = s.unit_id";

pub(super) fn person(r: &Row<'_>, at: usize) -> Result<Option<PersonRef>> {
    let id: Option<AccountId> = r.get(at)?;
    Ok(match id {
        Some(id) => Some(PersonRef { id, name: r.get(at + 1)? }),
        None => None,
    })
}

pub(super) fn project(r: &Row<'_>, at: usize) -> Result<Option<ProjectRef>> {
    let id: Option<ProjectId> = r.get(at)?;
    Ok(match id {
        Some(id) => Some(ProjectRef { id, code: r.get(at + 1)?, name: r.get(at + 2)? }),
        None => None,
    })
}

fn colour(r: &Row<'_>, at: usize) -> Result<Colour> {
    let code: String = r.get(at)?;
    Ok(Colour::from_code(&code).ok_or_else(|| DbError::Other(format!("unknown colour {code:?}")))?)
}

fn row(r: &Row<'_>) -> Result<SupervisionRow> {
    let state: String = r.get(16)?;
    let instruction: Option<InstructionId> = r.get(20)?;
    Ok(SupervisionRow {
        id: r.get(0)?,
        code: r.get(1)?,
        title: r.get(2)?,
        project: project(r, 3)?,
        unit: UnitRef { id: r.get(6)?, name: r.get(7)?, short_name: r.get(8)?, kind: r.get(9)? },
        level: LevelRef { code: r.get(10)?, name: r.get(11)?, colour: colour(r, 12)?, praise: r.get(13)? },
        issued_on: r.get(14)?,
        due_on: r.get(15)?,
        state: State::from_code(&state).ok_or_else(|| DbError::Other(format!("unknown state {state:?}")))?,
        overdue: false,
        answer: r.get(17)?,
        answered_on: r.get(18)?,
        closed_on: r.get(19)?,
        instruction: match instruction {
            Some(id) => Some(InstructionRef { id, code: r.get(21)?, leader: r.get(22)? }),
            None => None,
        },
        version: r.get(23)?,
    })
}

/// Only notes to a unit within reach, or on its projects.
fn within_reach(reader: &Reader, clause: &mut Clause, who: &Who) -> Result<()> {
    let veil = project::veil(reader, who)?;
    if let Reach::Units(paths) = who.reach(Class::Supervision, Act::Read)? {
        let below = clause.below("path", &paths);
        let units = format!("(select id from org_unit where district = $1 and {below})");
        clause.also(&format!(
            "(s.unit_id in {units} or s.project_id in
               (select pu.project_id from project_unit pu where pu.district = $1 and pu.unit_id in {units}))"
        ));
        veil.keep_unless(clause, "s.project_id", &format!("s.unit_id in {units}"));
    } else {
        veil.keep(clause, "s.project_id");
    }
    Ok(())
}

pub fn get(reader: &Reader, who: &Who, id: SupervisionId) -> Result<Option<SupervisionRecord>> {
    let mut clause = Clause::of_district("s.district", who.district());
    clause.and("s.id = $?", id);
    within_reach(reader, &mut clause, who)?;
    let none = || Action { ok: false, code: None, reason: None };
    reader.first(
        &format!(
            "select {COLUMNS}, s.content, x.id, x.name, y.id, y.name, u.path, b.id, b.code, b.title {FROM}
             left join problem b on b.district = s.district and b.id = s.problem_id
             left join identity_account x on x.district = s.district and x.id = s.issued_by
             left join identity_account y on y.district = s.district and y.id = s.answered_by
             where {}",
            clause.text()
        ),
        clause.bound(),
        |r| {
            let problem: Option<ProblemId> = r.get(WIDTH + 6)?;
            Ok(SupervisionRecord {
                row: row(r)?,
                content: r.get(WIDTH)?,
                issued_by: person(r, WIDTH + 1)?,
                answered_by: person(r, WIDTH + 3)?,
                unit_path: r.get(WIDTH + 5)?,
                problem: match problem {
                    Some(id) => Some(ProblemRef { id, code: r.get(WIDTH + 7)?, title: r.get(WIDTH + 8)? }),
                    None => None,
                },
                next_level: None,
                log: Vec::new(),
                actions: SupervisionActions {
                    answer: none(),
                    send_back: none(),
                    close: none(),
                    escalate: none(),
                    interview: none(),
                    cancel: none(),
                },
            })
        },
    )
}

pub fn log(reader: &Reader, district: &str, id: SupervisionId) -> Result<Vec<SupervisionLogView>> {
    reader.query(
        "select l.no, l.act, l.text, l.level_name, l.colour, l.happened_on, l.done_at, a.id, a.name
         from supervision_log l
         left join identity_account a on a.district = l.district and a.id = l.done_by
         where l.district = $1 and l.supervision_id = $2 order by l.no desc",
        params![district, id],
        |r| {
            Ok(SupervisionLogView {
                no: r.get(0)?,
                act: r.get(1)?,
                text: r.get(2)?,
                level_name: r.get(3)?,
                colour: colour(r, 4)?,
                happened_on: r.get(5)?,
                done_at: r.get(6)?,
                done_by: person(r, 7)?,
            })
        },
    )
}

pub fn unit_known(reader: &Reader, district: &str, unit: UnitId) -> Result<bool> {
    let found = reader.value::<i64>(
        "select count(*) from org_unit where district = $1 and id = $2",
        params![district, unit],
    )?;
    Ok(found == Some(1))
}

/// The next number of a year; numbers are never given twice.
pub fn next_number(tx: &Tx<'_>, district: &str, kind: &str, year: i16) -> Result<i64> {
    let number = tx.value::<i64>(
        "insert into supervision_counter (district, kind, year, last) values ($1, $2, $3, 1)
         on conflict (district, kind, year) do update set last = supervision_counter.last + 1 returning last",
        params![district, kind, i64::from(year)],
    )?;
    Ok(number.unwrap_or(1))
}

pub fn insert(tx: &Tx<'_>, district: &str, id: SupervisionId, code: &str, new: &New<'_>) -> Result<()> {
    let state = if new.level.praise { State::Closed } else { State::Open };
    tx.execute(
        "insert into supervision (district, id, code, title, content, project_id, problem_id, instruction_id,
           unit_id, issued_by, issued_on, due_on, level, level_name, colour, praise, state, answer, closed_on,
           created_at, updated_at, version)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, '', $18, $19, $19, 1)",
        params![
            district,
            id,
            code,
            new.title,
            new.content,
            new.project,
            new.problem,
            new.instruction,
            new.unit,
            new.by,
            new.on,
            new.due_on,
            &new.level.code,
            &new.level.name,
            new.level.colour.code(),
            new.level.praise,
            state.code(),
            new.level.praise.then_some(new.on),
            new.at
        ],
    )?;
    Ok(())
}

pub fn save(tx: &Tx<'_>, who: &Who, id: SupervisionId, outcome: &Outcome<'_>, today: Date) -> Result<()> {
    tx.execute(
        "update supervision set state = $3, level = $4, level_name = $5, colour = $6, due_on = $7, closed_on = $8,
           updated_at = $9, version = version + 1 where district = $1 and id = $2",
        params![
            who.district(),
            id,
            outcome.state.code(),
            &outcome.level.code,
            &outcome.level.name,
            outcome.level.colour.code(),
            outcome.due_on,
            outcome.over.then_some(today),
            tx.now()
        ],
    )?;
    if let Some(answer) = outcome.answer {
        tx.execute(
            "update supervision set answer = $3, answered_by = $4, answered_on = $5 where district = $1 and id = $2",
            params![who.district(), id, answer, who.account_id(), today],
        )?;
    }
    Ok(())
}

pub fn append(
    tx: &Tx<'_>,
    district: &str,
    id: SupervisionId,
    project: Option<ProjectId>,
    entry: &Entry<'_>,
) -> Result<()> {
    let last = tx.value::<i64>(
        "select coalesce(max(no), 0) from supervision_log where district = $1 and supervision_id = $2",
        params![district, id],
    )?;
    tx.execute(
        "insert into supervision_log (district, supervision_id, no, project_id, act, text, level_name, colour,
           happened_on, done_by, done_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        params![
            district,
            id,
            last.unwrap_or(0) + 1,
            project,
            entry.act,
            entry.text,
            &entry.level.name,
            entry.level.colour.code(),
            entry.on,
            entry.by,
            entry.at
        ],
    )?;
    Ok(())
}

pub fn of_batch(reader: &Reader, district: &str, batch: BatchId) -> Result<Vec<(String, String)>> {
    reader.query(
        "select p.code, p.name from project p where p.district = $1 and p.batch_id = $2 and (exists
           (select 1 from supervision s where s.district = $1 and s.project_id = p.id) or exists
           (select 1 from supervision_instruction n where n.district = $1 and n.project_id = p.id))
         order by p.code limit 100",
        params![district, batch],
        |r| Ok((r.get(0)?, r.get(1)?)),
    )
}
