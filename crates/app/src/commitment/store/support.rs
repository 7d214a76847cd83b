//! Applications for support funds.

use jiff::civil::Date;
use yinfeng_domain::{
    authority::{Act, Class, Reach},
    commitment::SupportState,
    id::{ProjectId, SupportId},
};

use super::{code, of_own_units, person, unit, within_reach};
use crate::{
    commitment::support::{
        ImportedSupport, SupportActions, SupportEntry, SupportFilter, SupportLogView, SupportRecord,
        SupportRow, SupportWaits,
    },
    floor::{
        Error, Fault, Result,
        db::{
            Clause, Reader, Row, Tx,
            page::{Listing, Page, Sorted},
        },
        web::{Action, Who},
    },
    params,
    project::ProjectRef,
};

const COLUMNS: &str =
    "b.id, b.code, p.id, p.code, p.name, b.title, b.basis, o.id, o.name, o.short_name, o.kind, b.state,
  b.applied_fen, b.applied_on, b.approved_fen, b.decided_on, b.paid_fen, b.paid_on, b.version";
const WIDTH: usize = 19;
const FROM: &str = "from commitment_support b
  join project p on p.district = b.district and p.id = b.project_id
  left join org_unit o on o.district = b.district and o.id = b.unit_id";

fn row(r: &Row<'_>) -> Result<SupportRow> {
    Ok(SupportRow {
        id: r.get(0)?,
        code: r.get(1)?,
        project: ProjectRef { id: r.get(2)?, code: r.get(3)?, name: r.get(4)? },
        title: r.get(5)?,
        basis: r.get(6)?,
        unit: unit(r, 7)?,
        state: code(r, 11, SupportState::from_code)?,
        applied_fen: r.get(12)?,
        applied_on: r.get(13)?,
        approved_fen: r.get(14)?,
        decided_on: r.get(15)?,
        paid_fen: r.get(16)?,
        paid_on: r.get(17)?,
        version: r.get(18)?,
    })
}

fn filtered(reader: &Reader, who: &Who, filter: &SupportFilter) -> Result<Clause> {
    let mut clause = Clause::of_district("b.district", who.district());
    within_reach(reader, &mut clause, who, "b.unit_id")?;
    clause.among("b.state", filter.state.iter().map(|s| s.code()));
    match filter.hand {
        Some(SupportWaits::Decide) => {
            clause.also("b.state = 'applied'");
            if who.actor.reach(Class::Commitment, Act::Recognise) == Reach::Nothing {
                clause.also("1 = 0");
            }
        }
        Some(SupportWaits::Pay) => {
            clause.also("b.state = 'approved' and b.paid_fen < b.approved_fen");
            of_own_units(&mut clause, who, "b.unit_id");
        }
        None => {}
    }
    if let Some(project) = filter.project {
        clause.and("b.project_id = $?", project);
    }
    if let Some(unit) = filter.unit {
        clause.and("b.unit_id = $?", unit);
    }
    if let Some(from) = filter.applied_from {
        clause.and("b.applied_on >= $?", from);
    }
    if let Some(to) = filter.applied_to {
        clause.and("b.applied_on <= $?", to);
    }
    Ok(clause)
}

pub fn list(reader: &Reader, who: &Who, filter: &SupportFilter) -> Result<Page<SupportRow>> {
    let down = match filter.sort.as_deref().unwrap_or("-applied_on") {
        "-applied_on" => true,
        "applied_on" => false,
        _ => return Err(Error::invalid(Fault::at("sort", "floor.field_wrong").with("why", "sort"))),
    };
    let clause = filtered(reader, who, filter)?;
    let listing = Listing {
        select: &format!("select {COLUMNS} {FROM}"),
        counted: "from commitment_support b",
        column: "b.applied_on",
        id: "b.id",
        sorted: Sorted::Text,
        down,
    };
    let place = (filter.cursor.as_deref(), filter.limit);
    listing.page(reader, clause, place, row, |r| [r.applied_on.into(), r.id.into()])
}

/// Count, applied, approved and paid of the applications of the year that begins on this day.
pub fn totals(reader: &Reader, who: &Who, from: Date) -> Result<(i64, i64, i64, i64)> {
    let mut clause = Clause::of_district("b.district", who.district());
    within_reach(reader, &mut clause, who, "b.unit_id")?;
    clause.and("b.applied_on >= $?", from);
    clause.and("b.applied_on <= $?", Date::new(from.year(), 12, 31).unwrap_or(from));
    clause.also("b.state in ('applied', 'approved')");
    let found = reader.first(
        &format!(
            "select count(*), cast(coalesce(sum(b.applied_fen), 0) as bigint),
               cast(coalesce(sum(b.approved_fen), 0) as bigint), cast(coalesce(sum(b.paid_fen), 0) as bigint)
             from commitment_support b where {}",
            clause.text()
        ),
        clause.bound(),
        |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?)),
    )?;
    Ok(found.unwrap_or_default())
}

pub fn get(reader: &Reader, who: &Who, id: SupportId) -> Result<Option<SupportRecord>> {
    let mut clause = Clause::of_district("b.district", who.district());
    clause.and("b.id = $?", id);
    within_reach(reader, &mut clause, who, "b.unit_id")?;
    let none = || Action { ok: false, code: None, reason: None };
    reader.first(
        &format!(
            "select {COLUMNS}, x.id, x.name, y.id, y.name, o.path, l.path {FROM}
             left join identity_account x on x.district = b.district and x.id = b.applied_by
             left join identity_account y on y.district = b.district and y.id = b.decided_by
             left join org_unit l on l.district = b.district and l.id = p.lead_unit_id
             where {}",
            clause.text()
        ),
        clause.bound(),
        |r| {
            Ok(SupportRecord {
                row: row(r)?,
                applied_by: person(r, WIDTH)?,
                decided_by: person(r, WIDTH + 2)?,
                unit_path: r.get(WIDTH + 4)?,
                lead_path: r.get(WIDTH + 5)?,
                log: Vec::new(),
                actions: SupportActions {
                    approve: none(),
                    refuse: none(),
                    withdraw: none(),
                    pay: none(),
                    reverse: none(),
                },
            })
        },
    )
}

pub fn log(reader: &Reader, district: &str, id: SupportId) -> Result<Vec<SupportLogView>> {
    reader.query(
        "select l.no, l.act, l.text, l.fen, l.reverses, l.happened_on, l.done_at, a.id, a.name
         from commitment_support_log l
         left join identity_account a on a.district = l.district and a.id = l.done_by
         where l.district = $1 and l.support_id = $2 order by l.no desc",
        params![district, id],
        |r| {
            Ok(SupportLogView {
                no: r.get(0)?,
                act: r.get(1)?,
                text: r.get(2)?,
                fen: r.get(3)?,
                reverses: r.get(4)?,
                happened_on: r.get(5)?,
                done_at: r.get(6)?,
                done_by: person(r, 7)?,
            })
        },
    )
}

pub fn insert(tx: &Tx<'_>, district: &str, id: SupportId, code: &str, new: &ImportedSupport) -> Result<()> {
    let draft = &new.draft;
    tx.execute(
        "insert into commitment_support (district, id, code, project_id, title, basis, unit_id, state, applied_fen,
           applied_on, applied_by, approved_fen, paid_fen, created_at, updated_at, version)
         values ($1, $2, $3, $4, $5, $6, $7, 'applied', $8, $9, $10, 0, 0, $11, $11, 1)",
        params![
            district,
            id,
            code,
            draft.project_id,
            &draft.title,
            &draft.basis,
            draft.unit_id,
            draft.applied_fen,
            draft.applied_on,
            new.applied_by,
            new.applied_at
        ],
    )?;
    Ok(())
}

pub fn decide(
    tx: &Tx<'_>,
    who: &Who,
    id: SupportId,
    state: SupportState,
    approved_fen: i64,
    on: Date,
) -> Result<()> {
    tx.execute(
        "update commitment_support set state = $3, approved_fen = $4, decided_on = $5, decided_by = $6,
           updated_at = $7, version = version + 1 where district = $1 and id = $2",
        params![who.district(), id, state.code(), approved_fen, on, who.account_id(), tx.now()],
    )?;
    Ok(())
}

pub fn save_paid(
    tx: &Tx<'_>,
    district: &str,
    id: SupportId,
    paid_fen: i64,
    paid_on: Option<Date>,
) -> Result<()> {
    tx.execute(
        "update commitment_support set paid_fen = $3, paid_on = $4, updated_at = $5, version = version + 1
         where district = $1 and id = $2",
        params![district, id, paid_fen, paid_on, tx.now()],
    )?;
    Ok(())
}

pub fn append(
    tx: &Tx<'_>,
    district: &str,
    id: SupportId,
    project: ProjectId,
    entry: &SupportEntry<'_>,
) -> Result<()> {
    let last = tx.value::<i64>(
        "select coalesce(max(no), 0) from commitment_support_log where district = $1 and support_id = $2",
        params![district, id],
    )?;
    tx.execute(
        "insert into commitment_support_log (district, support_id, no, project_id, act, text, fen, reverses,
           happened_on, done_by, done_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        params![
            district,
            id,
            last.unwrap_or(0) + 1,
            project,
            entry.act,
            entry.text,
            entry.fen,
            entry.reverses,
            entry.on,
            entry.by,
            entry.at
        ],
    )?;
    Ok(())
}
