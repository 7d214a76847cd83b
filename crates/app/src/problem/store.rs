//! All SQL of the room `problem`.

use jiff::civil::Date;
use yinfeng_domain::{
    authority::{Act, Class, Reach},
    id::{AccountId, BatchId, ProblemId, ProjectId, UnitId},
    problem::State,
};

use super::{
    Entry, Filter, Imported, Outcome, ProblemActions, ProblemHand, ProblemLogView, ProblemRecord, ProblemRow,
};
use crate::{
    floor::{
        Error, Fault, Result,
        db::{
            Clause, DbError, Reader, Row, Tx,
            page::{Listing, Page, Sorted},
        },
        web::{Action, Who},
    },
    org::UnitRef,
    params,
    project::{self, PersonRef, ProjectRef},
};

const COLUMNS: &str =
    "b.id, b.code, p.id, p.code, p.name, b.title, r.id, r.name, r.short_name, r.kind, b.raised_on,
  o.id, o.name, o.short_name, o.kind, b.due_on, b.state, b.answer, b.answered_on, b.closed_on, b.version";
const WIDTH: usize = 21;
const FROM: &str = "from problem b
  join project p on p.district = b.district and p.id = b.project_id
  left join org_unit r on r.district = b.district and r.id = b.raised_unit_id
  left join org_unit o on o.district = b.district and o.id = b.owner_unit_id";

fn person(r: &Row<'_>, at: usize) -> Result<Option<PersonRef>> {
    let id: Option<AccountId> = r.get(at)?;
    Ok(match id {
        Some(id) => Some(PersonRef { id, name: r.get(at + 1)? }),
        None => None,
    })
}

fn unit(r: &Row<'_>, at: usize) -> Result<UnitRef> {
    Ok(UnitRef { id: r.get(at)?, name: r.get(at + 1)?, short_name: r.get(at + 2)?, kind: r.get(at + 3)? })
}

fn row(r: &Row<'_>) -> Result<ProblemRow> {
    let state: String = r.get(16)?;
    Ok(ProblemRow {
        id: r.get(0)?,
        code: r.get(1)?,
        project: ProjectRef { id: r.get(2)?, code: r.get(3)?, name: r.get(4)? },
        title: r.get(5)?,
        raised_unit: unit(r, 6)?,
        raised_on: r.get(10)?,
        owner_unit: unit(r, 11)?,
        due_on: r.get(15)?,
        state: State::from_code(&state).ok_or_else(|| DbError::Other(format!("unknown state {state:?}")))?,
        overdue: false,
        answer: r.get(17)?,
        answered_on: r.get(18)?,
        closed_on: r.get(19)?,
        version: r.get(20)?,
    })
}

/// Only problems that a unit within reach raised or owns, or of its projects. Of code-named projects that are hidden
/// from a reader they see what was asked of their unit.
fn within_reach(reader: &Reader, clause: &mut Clause, who: &Who) -> Result<()> {
    let veil = project::veil(reader, who)?;
    if let Reach::Units(paths) = who.reach(Class::Problem, Act::Read)? {
        let below = clause.below("path", &paths);
        let units = format!("(select id from org_unit where district = $1 and {below})");
        clause.also(&format!(
            "(b.raised_unit_id in {units} or b.owner_unit_id in {units} or b.project_id in
               (select pu.project_id from project_unit pu where pu.district = $1 and pu.unit_id in {units}))"
        ));
        let asked = format!("b.raised_unit_id in {units} or b.owner_unit_id in {units}");
        veil.keep_unless(clause, "b.project_id", &asked);
    } else {
        veil.keep(clause, "b.project_id");
    }
    Ok(())
}

/// Only what waits for the units that this reader fills in for; for the office, what waits for anybody.
fn in_hand(clause: &mut Clause, who: &Who, hand: ProblemHand) {
    let (column, state) = match hand {
        ProblemHand::Answer => ("b.owner_unit_id", State::Open),
        ProblemHand::Confirm => ("b.raised_unit_id", State::Answered),
    };
    clause.and("b.state = $?", state.code());
    match who.actor.reach(Class::Problem, Act::Write) {
        Reach::District => {}
        Reach::Units(paths) => {
            let below = clause.below("path", &paths);
            clause.also(&format!("{column} in (select id from org_unit where district = $1 and {below})"));
        }
        Reach::Nothing => clause.also("1 = 0"),
    }
}

pub fn list(reader: &Reader, who: &Who, filter: &Filter, today: Date) -> Result<Page<ProblemRow>> {
    let mut clause = Clause::of_district("b.district", who.district());
    within_reach(reader, &mut clause, who)?;
    clause.among("b.state", filter.state.iter().map(|s| s.code()));
    if let Some(overdue) = filter.overdue {
        let today = clause.bind(today);
        let late = format!("(b.state = 'open' and b.due_on < {today})");
        clause.also(&if overdue { late } else { format!("not {late}") });
    }
    if let Some(hand) = filter.hand {
        in_hand(&mut clause, who, hand);
    }
    if let Some(project) = filter.project {
        clause.and("b.project_id = $?", project);
    }
    for (column, wanted) in [("b.owner_unit_id", filter.owner), ("b.raised_unit_id", filter.raiser)] {
        if let Some(wanted) = wanted {
            clause.and(&format!("{column} = $?"), wanted);
        }
    }
    if let Some(from) = filter.due_from {
        clause.and("b.due_on >= $?", from);
    }
    if let Some(to) = filter.due_to {
        clause.and("b.due_on <= $?", to);
    }
    let (column, down) = match filter.sort.as_deref().unwrap_or("due_on") {
        "due_on" => ("b.due_on", false),
        "-due_on" => ("b.due_on", true),
        "-raised_on" => ("b.raised_on", true),
        _ => return Err(Error::invalid(Fault::at("sort", "floor.field_wrong").with("why", "sort"))),
    };
    let listing = Listing {
        select: &format!("select {COLUMNS} {FROM}"),
        counted: "from problem b",
        column,
        id: "b.id",
        sorted: Sorted::Text,
        down,
    };
    let place = (filter.cursor.as_deref(), filter.limit);
    listing.page(reader, clause, place, row, |r| {
        let day = if column == "b.due_on" { r.due_on } else { r.raised_on };
        [day.into(), r.id.into()]
    })
}

pub fn get(reader: &Reader, who: &Who, id: ProblemId) -> Result<Option<ProblemRecord>> {
    let mut clause = Clause::of_district("b.district", who.district());
    clause.and("b.id = $?", id);
    within_reach(reader, &mut clause, who)?;
    let none = || Action { ok: false, code: None, reason: None };
    reader.first(
        &format!(
            "select {COLUMNS}, b.detail, x.id, x.name, y.id, y.name, r.path, o.path {FROM}
             left join identity_account x on x.district = b.district and x.id = b.raised_by
             left join identity_account y on y.district = b.district and y.id = b.answered_by
             where {}",
            clause.text()
        ),
        clause.bound(),
        |r| {
            Ok(ProblemRecord {
                row: row(r)?,
                detail: r.get(WIDTH)?,
                raised_by: person(r, WIDTH + 1)?,
                answered_by: person(r, WIDTH + 3)?,
                raised_path: r.get(WIDTH + 5)?,
                owner_path: r.get(WIDTH + 6)?,
                log: Vec::new(),
                actions: ProblemActions {
                    answer: none(),
                    send_back: none(),
                    close: none(),
                    withdraw: none(),
                    assign: none(),
                },
            })
        },
    )
}

pub fn log(reader: &Reader, district: &str, id: ProblemId) -> Result<Vec<ProblemLogView>> {
    reader.query(
        "select l.no, l.act, l.text, l.happened_on, l.done_at, a.id, a.name from problem_log l
         left join identity_account a on a.district = l.district and a.id = l.done_by
         where l.district = $1 and l.problem_id = $2 order by l.no desc",
        params![district, id],
        |r| {
            Ok(ProblemLogView {
                no: r.get(0)?,
                act: r.get(1)?,
                text: r.get(2)?,
                happened_on: r.get(3)?,
                done_at: r.get(4)?,
                done_by: person(r, 5)?,
            })
        },
    )
}

pub fn unit_path(reader: &Reader, district: &str, unit: UnitId) -> Result<Option<String>> {
    reader.value("select path from org_unit where district = $1 and id = $2", params![district, unit])
}

/// The next code of a year; numbers are never given twice.
pub fn next_code(tx: &Tx<'_>, district: &str, year: i16) -> Result<String> {
    let number = tx.value::<i64>(
        "insert into problem_counter (district, year, last) values ($1, $2, 1)
         on conflict (district, year) do update set last = problem_counter.last + 1 returning last",
        params![district, i64::from(year)],
    )?;
    Ok(format!("P{year}-{:04}", number.unwrap_or(1)))
}

pub fn insert(tx: &Tx<'_>, district: &str, id: ProblemId, code: &str, new: &Imported) -> Result<()> {
    let draft = &new.draft;
    tx.execute(
        "insert into problem (district, id, code, project_id, title, detail, raised_unit_id, raised_by, raised_on,
           owner_unit_id, due_on, state, answer, created_at, updated_at, version)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'open', '', $12, $12, 1)",
        params![
            district,
            id,
            code,
            draft.project_id,
            &draft.title,
            &draft.detail,
            new.raised_unit,
            new.raised_by,
            new.raised_on,
            draft.owner_unit_id,
            draft.due_on,
            new.raised_at
        ],
    )?;
    Ok(())
}

pub fn save(tx: &Tx<'_>, who: &Who, id: ProblemId, outcome: &Outcome<'_>, today: Date) -> Result<()> {
    tx.execute(
        "update problem set state = $3, owner_unit_id = $4, due_on = $5, closed_on = $6, updated_at = $7,
           version = version + 1 where district = $1 and id = $2",
        params![
            who.district(),
            id,
            outcome.state.code(),
            outcome.owner,
            outcome.due_on,
            outcome.closed.then_some(today),
            tx.now()
        ],
    )?;
    if let Some(answer) = outcome.answer {
        tx.execute(
            "update problem set answer = $3, answered_by = $4, answered_on = $5 where district = $1 and id = $2",
            params![who.district(), id, answer, who.account_id(), today],
        )?;
    }
    Ok(())
}

pub fn append(
    tx: &Tx<'_>,
    district: &str,
    id: ProblemId,
    project: ProjectId,
    entry: &Entry<'_>,
) -> Result<()> {
    let last = tx.value::<i64>(
        "select coalesce(max(no), 0) from problem_log where district = $1 and problem_id = $2",
        params![district, id],
    )?;
    tx.execute(
        "insert into problem_log (district, problem_id, no, project_id, act, text, happened_on, done_by, done_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        params![
            district,
            id,
            last.unwrap_or(0) + 1,
            project,
            entry.act,
            entry.text,
            entry.on,
            entry.by,
            entry.at
        ],
    )?;
    Ok(())
}

pub fn of_batch(reader: &Reader, district: &str, batch: BatchId) -> Result<Vec<(String, String)>> {
    reader.query(
        "select p.code, p.name from project p where p.district = $1 and p.batch_id = $2 and exists
           (select 1 from problem b where b.district = $1 and b.project_id = p.id) order by p.code limit 100",
        params![district, batch],
        |r| Ok((r.get(0)?, r.get(1)?)),
    )
}
