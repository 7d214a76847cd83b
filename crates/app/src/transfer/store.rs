//! All SQL of the room `transfer`.

use jiff::civil::Date;
use yinfeng_domain::{
    authority::{Act, Class, Reach},
    id::{AccountId, BatchId, ProjectId, TransferId, UnitId},
    transfer::{CreditMeasure, CreditMode, TransferState},
};

use super::{
    Filter, Imported, TermView, TransferActions, TransferLogView, TransferRecord, TransferRow, TransferSide,
};
use crate::{
    floor::{
        Result,
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

const COLUMNS: &str = "b.id, b.code, p.id, p.code, p.name, f.id, f.name, f.short_name, f.kind,
  t.id, t.name, t.short_name, t.kind, b.reason, b.years, b.state, b.offered_on, b.expires_on, b.answered_on,
  b.decided_on, b.from_on, b.until_on, b.version";
const WIDTH: usize = 23;
const FROM: &str = "from transfer b
  join project p on p.district = b.district and p.id = b.project_id
  join org_unit f on f.district = b.district and f.id = b.from_unit_id
  join org_unit t on t.district = b.district and t.id = b.to_unit_id";

/// One step in the life of an offer.
pub struct Entry<'a> {
    pub act: &'a str,
    pub text: &'a str,
    pub on: Date,
    pub by: Option<AccountId>,
}

/// What a step leaves.
pub struct Outcome {
    pub state: TransferState,
    pub answered: bool,
    pub decided: bool,
    pub from_on: Option<Date>,
    pub until_on: Option<Date>,
}

impl Default for Outcome {
    fn default() -> Self {
        Self { state: TransferState::Offered, answered: false, decided: false, from_on: None, until_on: None }
    }
}

/// An offer that nobody has brought to an end.
pub struct Waiting {
    pub id: TransferId,
    pub code: String,
    pub state: TransferState,
    pub expires_on: Date,
}

fn code<T>(r: &Row<'_>, at: usize, read: fn(&str) -> Option<T>) -> Result<T> {
    let text: String = r.get(at)?;
    read(&text).ok_or_else(|| DbError::Other(format!("unknown code {text:?}")).into())
}

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

fn row(r: &Row<'_>) -> Result<TransferRow> {
    Ok(TransferRow {
        id: r.get(0)?,
        code: r.get(1)?,
        project: ProjectRef { id: r.get(2)?, code: r.get(3)?, name: r.get(4)? },
        from_unit: unit(r, 5)?,
        to_unit: unit(r, 9)?,
        reason: r.get(13)?,
        years: r.get(14)?,
        state: code(r, 15, TransferState::from_code)?,
        offered_on: r.get(16)?,
        expires_on: r.get(17)?,
        answered_on: r.get(18)?,
        decided_on: r.get(19)?,
        from_on: r.get(20)?,
        until_on: r.get(21)?,
        version: r.get(22)?,
    })
}

/// Only transfers from or to a unit within reach, or of its projects.
fn within_reach(reader: &Reader, clause: &mut Clause, who: &Who) -> Result<()> {
    let veil = project::veil(reader, who)?;
    if let Reach::Units(paths) = who.reach(Class::Project, Act::Read)? {
        let below = clause.below("path", &paths);
        let units = format!("(select id from org_unit where district = $1 and {below})");
        clause.also(&format!(
            "(b.from_unit_id in {units} or b.to_unit_id in {units} or b.project_id in
               (select pu.project_id from project_unit pu where pu.district = $1 and pu.unit_id in {units}))"
        ));
        let party = format!("b.from_unit_id in {units} or b.to_unit_id in {units}");
        veil.keep_unless(clause, "b.project_id", &party);
    } else {
        veil.keep(clause, "b.project_id");
    }
    Ok(())
}

/// Only what waits for this reader, or what their units gave away or took over; the office: of all units.
fn on_side(clause: &mut Clause, who: &Who, side: TransferSide, today: Date) {
    match side {
        TransferSide::Answer => {
            clause.also("b.state = 'offered'");
            clause.and("b.expires_on >= $?", today);
        }
        TransferSide::Confirm => clause.also("b.state = 'accepted'"),
        TransferSide::Given | TransferSide::Taken => clause.also("b.state = 'confirmed'"),
    }
    let (act, column) = match side {
        TransferSide::Answer => (Act::Write, "b.to_unit_id"),
        TransferSide::Confirm => (Act::Recognise, "b.to_unit_id"),
        TransferSide::Given => (Act::Read, "b.from_unit_id"),
        TransferSide::Taken => (Act::Read, "b.to_unit_id"),
    };
    match who.actor.reach(Class::Project, act) {
        // Nobody of the office answers for a unit.
        Reach::District if side != TransferSide::Answer => {}
        Reach::Units(paths) => {
            let below = clause.below("path", &paths);
            clause.also(&format!("{column} in (select id from org_unit where district = $1 and {below})"));
        }
        Reach::District | Reach::Nothing => clause.also("1 = 0"),
    }
}

/// Also those that lapsed, or only those that did not.
fn in_states(clause: &mut Clause, states: &[TransferState], today: Date) {
    if states.is_empty() {
        return;
    }
    let day = clause.bind(today);
    let any: Vec<String> = states
        .iter()
        .map(|state| match state {
            TransferState::Offered => format!("(b.state = 'offered' and b.expires_on >= {day})"),
            TransferState::Expired => {
                format!("(b.state = 'expired' or (b.state = 'offered' and b.expires_on < {day}))")
            }
            // The codes are ours, not the reader's.
            state => format!("b.state = '{state}'"),
        })
        .collect();
    clause.also(&format!("({})", any.join(" or ")));
}

pub fn list(reader: &Reader, who: &Who, filter: &Filter, today: Date) -> Result<Page<TransferRow>> {
    let mut clause = Clause::of_district("b.district", who.district());
    within_reach(reader, &mut clause, who)?;
    in_states(&mut clause, &filter.state, today);
    if let Some(side) = filter.hand {
        on_side(&mut clause, who, side, today);
    }
    if let Some(project) = filter.project {
        clause.and("b.project_id = $?", project);
    }
    if let Some(unit) = filter.unit {
        let unit = clause.bind(unit);
        clause.also(&format!("(b.from_unit_id = {unit} or b.to_unit_id = {unit})"));
    }
    let listing = Listing {
        select: &format!("select {COLUMNS} {FROM}"),
        counted: "from transfer b",
        column: "b.offered_on",
        id: "b.id",
        sorted: Sorted::Text,
        down: true,
    };
    let place = (filter.cursor.as_deref(), filter.limit);
    listing.page(reader, clause, place, row, |r| [r.offered_on.into(), r.id.into()])
}

/// Whether this reader sees the project itself.
fn visible(clause: &mut Clause, who: &Who) -> Result<String> {
    Ok(match who.reach(Class::Project, Act::Read)? {
        Reach::Units(paths) => {
            let below = clause.below("vu.path", &paths);
            format!(
                "exists (select 1 from project_unit vp
                   join org_unit vu on vu.district = vp.district and vu.id = vp.unit_id
                   where vp.district = $1 and vp.project_id = b.project_id and {below})"
            )
        }
        Reach::District => "1 = 1".into(),
        Reach::Nothing => "1 = 0".into(),
    })
}

pub fn get(reader: &Reader, who: &Who, id: TransferId) -> Result<Option<TransferRecord>> {
    let mut clause = Clause::of_district("b.district", who.district());
    clause.and("b.id = $?", id);
    within_reach(reader, &mut clause, who)?;
    // Who is offered a code-named project decides by its cover, or is cleared for it first.
    let veil = project::veil(reader, who)?;
    let hides = veil.hides("b.project_id");
    let visible = format!("({} and {})", veil.shows("b.project_id"), visible(&mut clause, who)?);
    let total = format!("case when {hides} then {} else p.total_fen end", project::about_sql("p.total_fen"));
    let content = format!("case when {hides} then '' else p.content end");
    let none = || Action { ok: false, code: None, reason: None };
    reader.first(
        &format!(
            "select {COLUMNS}, p.stage, {total}, {content}, x.id, x.name, y.id, y.name, z.id, z.name,
               f.path, t.path, case when {visible} then 1 else 0 end {FROM}
             left join identity_account x on x.district = b.district and x.id = b.offered_by
             left join identity_account y on y.district = b.district and y.id = b.answered_by
             left join identity_account z on z.district = b.district and z.id = b.decided_by
             where {}",
            clause.text()
        ),
        clause.bound(),
        |r| {
            Ok(TransferRecord {
                row: row(r)?,
                stage: r.get(WIDTH)?,
                total_fen: r.get(WIDTH + 1)?,
                content: r.get(WIDTH + 2)?,
                offered_by: person(r, WIDTH + 3)?,
                answered_by: person(r, WIDTH + 5)?,
                decided_by: person(r, WIDTH + 7)?,
                from_path: r.get(WIDTH + 9)?,
                to_path: r.get(WIDTH + 10)?,
                project_visible: r.get::<i64>(WIDTH + 11)? == 1,
                terms: Vec::new(),
                log: Vec::new(),
                actions: TransferActions {
                    accept: none(),
                    decline: none(),
                    withdraw: none(),
                    confirm: none(),
                    refuse: none(),
                },
            })
        },
    )
}

pub fn terms(reader: &Reader, district: &str, id: TransferId) -> Result<Vec<TermView>> {
    let mut terms = reader.query(
        "select measure, mode, keeps_bp from transfer_term where district = $1 and transfer_id = $2",
        params![district, id],
        |r| {
            Ok(TermView {
                measure: code(r, 0, CreditMeasure::from_code)?,
                mode: code(r, 1, CreditMode::from_code)?,
                keeps_bp: r.get(2)?,
            })
        },
    )?;
    terms.sort_by_key(|t| t.measure);
    Ok(terms)
}

pub fn log(reader: &Reader, district: &str, id: TransferId) -> Result<Vec<TransferLogView>> {
    reader.query(
        "select l.no, l.act, l.text, l.happened_on, l.done_at, a.id, a.name from transfer_log l
         left join identity_account a on a.district = l.district and a.id = l.done_by
         where l.district = $1 and l.transfer_id = $2 order by l.no desc",
        params![district, id],
        |r| {
            Ok(TransferLogView {
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

/// Whether there is such a unit, and it has not ended.
pub fn unit_runs(reader: &Reader, district: &str, unit: UnitId, today: Date) -> Result<bool> {
    let found: Option<UnitId> = reader.value(
        "select id from org_unit where district = $1 and id = $2 and (valid_until is null or valid_until >= $3)",
        params![district, unit, today],
    )?;
    Ok(found.is_some())
}

/// The offer of a project that was not brought to an end, also when it has lapsed.
pub fn open(reader: &Reader, district: &str, project: ProjectId) -> Result<Option<Waiting>> {
    reader.first(
        "select id, code, state, expires_on from transfer
         where district = $1 and project_id = $2 and state in ('offered', 'accepted')",
        params![district, project],
        |r| {
            Ok(Waiting {
                id: r.get(0)?,
                code: r.get(1)?,
                state: code(r, 2, TransferState::from_code)?,
                expires_on: r.get(3)?,
            })
        },
    )
}

/// The next code of a year; numbers are never given twice.
pub fn next_code(tx: &Tx<'_>, district: &str, year: i16) -> Result<String> {
    let number = tx.value::<i64>(
        "insert into transfer_counter (district, year, last) values ($1, $2, 1)
         on conflict (district, year) do update set last = transfer_counter.last + 1 returning last",
        params![district, i64::from(year)],
    )?;
    Ok(format!("T{year}-{:04}", number.unwrap_or(1)))
}

pub fn insert(
    tx: &Tx<'_>,
    district: &str,
    id: TransferId,
    code: &str,
    from: UnitId,
    new: &Imported,
) -> Result<()> {
    let draft = &new.draft;
    tx.execute(
        "insert into transfer (district, id, code, project_id, from_unit_id, to_unit_id, reason, years, expires_on,
           state, offered_by, offered_on, created_at, updated_at, version)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'offered', $10, $11, $12, $12, 1)",
        params![
            district,
            id,
            code,
            draft.project_id,
            from,
            draft.to_unit_id,
            &draft.reason,
            draft.years,
            draft.expires_on,
            new.offered_by,
            new.offered_on,
            tx.now()
        ],
    )?;
    for term in &draft.terms {
        tx.execute(
            "insert into transfer_term (district, transfer_id, measure, mode, keeps_bp) values ($1, $2, $3, $4, $5)",
            params![district, id, term.measure.code(), term.mode.code(), term.keeps_bp],
        )?;
    }
    Ok(())
}

/// Keeps others from taking a step of this transfer until the transaction ends.
pub fn hold(tx: &Tx<'_>, district: &str, id: TransferId) -> Result<()> {
    tx.execute(
        "update transfer set version = version where district = $1 and id = $2",
        params![district, id],
    )?;
    Ok(())
}

pub fn save(tx: &Tx<'_>, who: &Who, id: TransferId, outcome: &Outcome, on: Date) -> Result<()> {
    tx.execute(
        "update transfer set state = $3, from_on = $4, until_on = $5, updated_at = $6, version = version + 1
         where district = $1 and id = $2",
        params![who.district(), id, outcome.state.code(), outcome.from_on, outcome.until_on, tx.now()],
    )?;
    for (done, columns) in [
        (outcome.answered, "answered_by = $3, answered_on = $4"),
        (outcome.decided, "decided_by = $3, decided_on = $4"),
    ] {
        if done {
            tx.execute(
                &format!("update transfer set {columns} where district = $1 and id = $2"),
                params![who.district(), id, who.account_id(), on],
            )?;
        }
    }
    Ok(())
}

pub fn append(
    tx: &Tx<'_>,
    district: &str,
    id: TransferId,
    project: ProjectId,
    entry: &Entry<'_>,
) -> Result<()> {
    tx.execute(
        "insert into transfer_log (district, transfer_id, no, project_id, act, text, happened_on, done_by, done_at)
         select $1, $2, coalesce(max(no), 0) + 1, $3, $4, $5, $6, $7, $8 from transfer_log
         where district = $1 and transfer_id = $2",
        params![district, id, project, entry.act, entry.text, entry.on, entry.by, tx.now()],
    )?;
    Ok(())
}

pub fn of_batch(reader: &Reader, district: &str, batch: BatchId) -> Result<Vec<(String, String)>> {
    reader.query(
        "select p.code, p.name from project p where p.district = $1 and p.batch_id = $2 and exists
           (select 1 from transfer b where b.district = $1 and b.project_id = p.id) order by p.code limit 100",
        params![district, batch],
        |r| Ok((r.get(0)?, r.get(1)?)),
    )
}
