//! All SQL of the room `commitment`.

pub mod support;

use jiff::civil::Date;
use yinfeng_domain::{
    authority::{Act, Class, Reach},
    commitment::{Side, State},
    id::{AccountId, BatchId, CommitmentId, ProjectId, UnitId},
};

use super::{CommitmentActions, CommitmentLogView, CommitmentRecord, CommitmentRow, Entry, Filter, Imported};
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
    "b.id, b.code, p.id, p.code, p.name, b.side, b.text, b.source, o.id, o.name, o.short_name, o.kind,
  b.due_on, b.measure, b.amount_fen, b.done_fen, b.state, b.proof, b.state_on, b.version";
const WIDTH: usize = 20;
const FROM: &str = "from commitment b
  join project p on p.district = b.district and p.id = b.project_id
  left join org_unit o on o.district = b.district and o.id = b.owner_unit_id";

pub(super) fn person(r: &Row<'_>, at: usize) -> Result<Option<PersonRef>> {
    let id: Option<AccountId> = r.get(at)?;
    Ok(match id {
        Some(id) => Some(PersonRef { id, name: r.get(at + 1)? }),
        None => None,
    })
}

pub(super) fn unit(r: &Row<'_>, at: usize) -> Result<UnitRef> {
    Ok(UnitRef { id: r.get(at)?, name: r.get(at + 1)?, short_name: r.get(at + 2)?, kind: r.get(at + 3)? })
}

pub(super) fn code<T>(r: &Row<'_>, at: usize, read: fn(&str) -> Option<T>) -> Result<T> {
    let text: String = r.get(at)?;
    read(&text).ok_or_else(|| DbError::Other(format!("unknown code {text:?}")).into())
}

fn row(r: &Row<'_>) -> Result<CommitmentRow> {
    Ok(CommitmentRow {
        id: r.get(0)?,
        code: r.get(1)?,
        project: ProjectRef { id: r.get(2)?, code: r.get(3)?, name: r.get(4)? },
        side: code(r, 5, Side::from_code)?,
        text: r.get(6)?,
        source: r.get(7)?,
        owner_unit: unit(r, 8)?,
        due_on: r.get(12)?,
        measure: r.get(13)?,
        amount_fen: r.get(14)?,
        done_fen: r.get(15)?,
        state: code(r, 16, State::from_code)?,
        overdue: false,
        proof: r.get(17)?,
        state_on: r.get(18)?,
        version: r.get(19)?,
    })
}

/// Only what a unit within reach answers for, or of its projects.
pub(super) fn within_reach(reader: &Reader, clause: &mut Clause, who: &Who, owner: &str) -> Result<()> {
    let veil = project::veil(reader, who)?;
    if let Reach::Units(paths) = who.reach(Class::Commitment, Act::Read)? {
        let below = clause.below("path", &paths);
        let units = format!("(select id from org_unit where district = $1 and {below})");
        clause.also(&format!(
            "({owner} in {units} or b.project_id in
               (select pu.project_id from project_unit pu where pu.district = $1 and pu.unit_id in {units}))"
        ));
        veil.keep_unless(clause, "b.project_id", &format!("{owner} in {units}"));
    } else {
        veil.keep(clause, "b.project_id");
    }
    Ok(())
}

/// Only what the units answer for that this reader fills in for; for the office, all.
pub(super) fn of_own_units(clause: &mut Clause, who: &Who, owner: &str) {
    match who.actor.reach(Class::Commitment, Act::Write) {
        Reach::District => {}
        Reach::Units(paths) => {
            let below = clause.below("path", &paths);
            clause.also(&format!("{owner} in (select id from org_unit where district = $1 and {below})"));
        }
        Reach::Nothing => clause.also("1 = 0"),
    }
}

pub fn list(reader: &Reader, who: &Who, filter: &Filter, today: Date) -> Result<Page<CommitmentRow>> {
    let down = match filter.sort.as_deref().unwrap_or("due_on") {
        "due_on" => false,
        "-due_on" => true,
        _ => return Err(Error::invalid(Fault::at("sort", "floor.field_wrong").with("why", "sort"))),
    };
    let clause = filtered(reader, who, filter, today)?;
    let listing = Listing {
        select: &format!("select {COLUMNS} {FROM}"),
        counted: "from commitment b",
        column: "b.due_on",
        id: "b.id",
        sorted: Sorted::Text,
        down,
    };
    let place = (filter.cursor.as_deref(), filter.limit);
    listing.page(reader, clause, place, row, |r| [r.due_on.into(), r.id.into()])
}

fn filtered(reader: &Reader, who: &Who, filter: &Filter, today: Date) -> Result<Clause> {
    let mut clause = Clause::of_district("b.district", who.district());
    within_reach(reader, &mut clause, who, "b.owner_unit_id")?;
    clause.among("b.state", filter.state.iter().map(|s| s.code()));
    if let Some(side) = filter.side {
        clause.and("b.side = $?", side.code());
    }
    if let Some(overdue) = filter.overdue {
        let today = clause.bind(today);
        if overdue {
            clause.also(&format!("b.state in ('due', 'partly') and b.due_on < {today}"));
        } else {
            clause.also(&format!("not (b.state in ('due', 'partly') and b.due_on < {today})"));
        }
    }
    if filter.mine == Some(true) {
        clause.also("b.state in ('due', 'partly')");
        of_own_units(&mut clause, who, "b.owner_unit_id");
    }
    if let Some(project) = filter.project {
        clause.and("b.project_id = $?", project);
    }
    if let Some(owner) = filter.owner {
        clause.and("b.owner_unit_id = $?", owner);
    }
    if let Some(from) = filter.due_from {
        clause.and("b.due_on >= $?", from);
    }
    if let Some(to) = filter.due_to {
        clause.and("b.due_on <= $?", to);
    }
    Ok(clause)
}

pub fn get(reader: &Reader, who: &Who, id: CommitmentId) -> Result<Option<CommitmentRecord>> {
    let mut clause = Clause::of_district("b.district", who.district());
    clause.and("b.id = $?", id);
    within_reach(reader, &mut clause, who, "b.owner_unit_id")?;
    let none = || Action { ok: false, code: None, reason: None };
    reader.first(
        &format!(
            "select {COLUMNS}, x.id, x.name, b.entered_on, o.path, l.path {FROM}
             left join identity_account x on x.district = b.district and x.id = b.entered_by
             left join org_unit l on l.district = b.district and l.id = p.lead_unit_id
             where {}",
            clause.text()
        ),
        clause.bound(),
        |r| {
            Ok(CommitmentRecord {
                row: row(r)?,
                entered_by: person(r, WIDTH)?,
                entered_on: r.get(WIDTH + 2)?,
                owner_path: r.get(WIDTH + 3)?,
                lead_path: r.get(WIDTH + 4)?,
                log: Vec::new(),
                actions: CommitmentActions {
                    partly: none(),
                    performed: none(),
                    broken: none(),
                    waived: none(),
                    reopen: none(),
                    amend: none(),
                },
            })
        },
    )
}

pub fn log(reader: &Reader, district: &str, id: CommitmentId) -> Result<Vec<CommitmentLogView>> {
    reader.query(
        "select l.no, l.act, l.text, l.done_fen, l.happened_on, l.done_at, a.id, a.name from commitment_log l
         left join identity_account a on a.district = l.district and a.id = l.done_by
         where l.district = $1 and l.commitment_id = $2 order by l.no desc",
        params![district, id],
        |r| {
            Ok(CommitmentLogView {
                no: r.get(0)?,
                act: r.get(1)?,
                text: r.get(2)?,
                done_fen: r.get(3)?,
                happened_on: r.get(4)?,
                done_at: r.get(5)?,
                done_by: person(r, 6)?,
            })
        },
    )
}

pub fn unit_path(reader: &Reader, district: &str, unit: UnitId) -> Result<Option<String>> {
    reader.value("select path from org_unit where district = $1 and id = $2", params![district, unit])
}

/// The next code of a series and year; numbers are never given twice.
pub fn next_code(tx: &Tx<'_>, district: &str, series: &str, year: i16) -> Result<String> {
    let number = tx.value::<i64>(
        "insert into commitment_counter (district, series, year, last) values ($1, $2, $3, 1)
         on conflict (district, series, year) do update set last = commitment_counter.last + 1 returning last",
        params![district, series, i64::from(year)],
    )?;
    Ok(format!("{series}{year}-{:04}", number.unwrap_or(1)))
}

pub fn insert(
    tx: &Tx<'_>,
    district: &str,
    id: CommitmentId,
    code: &str,
    side: Side,
    new: &Imported,
) -> Result<()> {
    let draft = &new.draft;
    tx.execute(
        "insert into commitment (district, id, code, project_id, side, text, source, owner_unit_id, due_on, measure,
           amount_fen, state, proof, state_on, entered_by, entered_on, created_at, updated_at, version)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'due', '', $12, $13, $12, $14, $14, 1)",
        params![
            district,
            id,
            code,
            draft.project_id,
            side.code(),
            &draft.text,
            &draft.source,
            draft.owner_unit_id,
            draft.due_on,
            &draft.measure,
            draft.amount_fen,
            new.entered_on,
            new.entered_by,
            new.entered_at
        ],
    )?;
    Ok(())
}

pub fn save_state(
    tx: &Tx<'_>,
    district: &str,
    id: CommitmentId,
    (state, on): (State, Date),
    proof: &str,
    done_fen: Option<i64>,
) -> Result<()> {
    tx.execute(
        "update commitment set state = $3, state_on = $4, proof = $5, done_fen = $6, updated_at = $7,
           version = version + 1 where district = $1 and id = $2",
        params![district, id, state.code(), on, proof, done_fen, tx.now()],
    )?;
    Ok(())
}

pub fn save_owner(tx: &Tx<'_>, district: &str, id: CommitmentId, owner: UnitId, due_on: Date) -> Result<()> {
    tx.execute(
        "update commitment set owner_unit_id = $3, due_on = $4, updated_at = $5, version = version + 1
         where district = $1 and id = $2",
        params![district, id, owner, due_on, tx.now()],
    )?;
    Ok(())
}

pub fn append(
    tx: &Tx<'_>,
    district: &str,
    id: CommitmentId,
    project: ProjectId,
    entry: &Entry<'_>,
) -> Result<()> {
    let last = tx.value::<i64>(
        "select coalesce(max(no), 0) from commitment_log where district = $1 and commitment_id = $2",
        params![district, id],
    )?;
    tx.execute(
        "insert into commitment_log (district, commitment_id, no, project_id, act, text, done_fen, happened_on,
           done_by, done_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        params![
            district,
            id,
            last.unwrap_or(0) + 1,
            project,
            entry.act,
            entry.text,
            entry.done_fen,
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
           (select 1 from commitment b where b.district = $1 and b.project_id = p.id) or exists
           (select 1 from commitment_support s where s.district = $1 and s.project_id = p.id))
         order by p.code limit 100",
        params![district, batch],
        |r| Ok((r.get(0)?, r.get(1)?)),
    )
}
