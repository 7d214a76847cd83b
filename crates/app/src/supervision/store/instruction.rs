//! What leaders instructed.

use jiff::{Timestamp, civil::Date};
use yinfeng_domain::{
    authority::{Act, Class, Reach},
    id::{AccountId, InstructionId},
};

use super::{person, project};
use crate::{
    floor::{
        Error, Fault, Result,
        db::{
            Clause, Reader, Row, Tx,
            page::{Listing, Page, Sorted},
        },
        web::{Action, Who},
    },
    params,
    project::veil,
    supervision::{
        InstructionActions, InstructionDraft, InstructionFilter, InstructionRecord, InstructionRow,
    },
};

const COLUMNS: &str =
    "n.id, n.code, n.leader, n.instructed_on, n.title, p.id, p.code, p.name, n.open_notes, n.done_on,
  n.version";
const FROM: &str = "from supervision_instruction n
  left join project p on p.district = n.district and p.id = n.project_id";

fn row(r: &Row<'_>) -> Result<InstructionRow> {
    Ok(InstructionRow {
        id: r.get(0)?,
        code: r.get(1)?,
        leader: r.get(2)?,
        instructed_on: r.get(3)?,
        title: r.get(4)?,
        project: project(r, 5)?,
        open_notes: r.get(8)?,
        done_on: r.get(9)?,
        version: r.get(10)?,
    })
}

/// Only what was handed to a unit within reach.
fn within_reach(reader: &Reader, clause: &mut Clause, who: &Who) -> Result<()> {
    if let Reach::Units(paths) = who.reach(Class::Supervision, Act::Read)? {
        let below = clause.below("path", &paths);
        clause.also(&format!(
            "exists (select 1 from supervision s where s.district = $1 and s.instruction_id = n.id
               and s.unit_id in (select id from org_unit where district = $1 and {below}))"
        ));
    } else {
        veil(reader, who)?.keep(clause, "n.project_id");
    }
    Ok(())
}

pub fn list(reader: &Reader, who: &Who, filter: &InstructionFilter) -> Result<Page<InstructionRow>> {
    let mut clause = Clause::of_district("n.district", who.district());
    within_reach(reader, &mut clause, who)?;
    if let Some(done) = filter.done {
        clause.also(if done { "n.done_on is not null" } else { "n.done_on is null" });
    }
    if let Some(project) = filter.project {
        clause.and("n.project_id = $?", project);
    }
    if let Some(leader) = filter.leader.as_deref().map(str::trim).filter(|l| !l.is_empty()) {
        clause.and("n.leader = $?", leader);
    }
    for (comparison, day) in [("n.instructed_on >=", filter.from), ("n.instructed_on <=", filter.to)] {
        if let Some(day) = day {
            clause.and(&format!("{comparison} $?"), day);
        }
    }
    if !matches!(filter.sort.as_deref(), None | Some("-instructed_on")) {
        return Err(Error::invalid(Fault::at("sort", "floor.field_wrong").with("why", "sort")));
    }
    let listing = Listing {
        select: &format!("select {COLUMNS} {FROM}"),
        counted: "from supervision_instruction n",
        column: "n.instructed_on",
        id: "n.id",
        sorted: Sorted::Text,
        down: true,
    };
    let place = (filter.cursor.as_deref(), filter.limit);
    listing.page(reader, clause, place, row, |r| [r.instructed_on.into(), r.id.into()])
}

pub fn get(reader: &Reader, who: &Who, id: InstructionId) -> Result<Option<InstructionRecord>> {
    let mut clause = Clause::of_district("n.district", who.district());
    clause.and("n.id = $?", id);
    within_reach(reader, &mut clause, who)?;
    reader.first(
        &format!(
            "select {COLUMNS}, n.text, n.recorded_at, a.id, a.name {FROM}
             left join identity_account a on a.district = n.district and a.id = n.recorded_by where {}",
            clause.text()
        ),
        clause.bound(),
        |r| {
            Ok(InstructionRecord {
                row: row(r)?,
                text: r.get(11)?,
                recorded_at: r.get(12)?,
                recorded_by: person(r, 13)?,
                notes: Vec::new(),
                actions: InstructionActions { hand_on: Action { ok: false, code: None, reason: None } },
            })
        },
    )
}

pub fn insert(
    tx: &Tx<'_>,
    district: &str,
    (id, code): (InstructionId, &str),
    draft: &InstructionDraft,
    (by, at): (Option<AccountId>, Timestamp),
) -> Result<()> {
    tx.execute(
        "insert into supervision_instruction (district, id, code, leader, instructed_on, title, text, project_id,
           open_notes, recorded_by, recorded_at, version)
         values ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9, $10, 1)",
        params![
            district,
            id,
            code,
            &draft.leader,
            draft.instructed_on,
            &draft.title,
            &draft.text,
            draft.project_id,
            by,
            at
        ],
    )?;
    Ok(())
}

/// Counts its notes anew; with none left it is done.
pub fn count(tx: &Tx<'_>, district: &str, id: InstructionId, today: Date) -> Result<()> {
    let open = tx
        .value::<i64>(
            "select count(*) from supervision where district = $1 and instruction_id = $2
               and state in ('open', 'answered')",
            params![district, id],
        )?
        .unwrap_or(0);
    tx.execute(
        "update supervision_instruction set open_notes = $3, done_on = $4, version = version + 1
         where district = $1 and id = $2",
        params![district, id, open, (open == 0).then_some(today)],
    )?;
    Ok(())
}
