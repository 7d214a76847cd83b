//! Closed periods, what was frozen of them, and objections.

use jiff::{Timestamp, civil::Date};
use uuid::Uuid;
use yinfeng_domain::{
    assessment::{closing::State, paper::Adjustment},
    authority::Reach,
    id::{AccountId, ClosingId, SchemeId, UnitId},
};

use crate::{
    assessment::{
        closing::{ClosingObjection, Frozen, ScoreObjection, ScoreObjectionAnswer},
        scheme::SchemeBrief,
        store::frozen,
    },
    floor::{
        Error, Result,
        db::{Reader, Row, Tx},
        web::Who,
    },
    org::UnitRef,
    params,
};

/// A closing as it is stored.
pub struct Closed {
    pub id: ClosingId,
    pub year: i64,
    pub month: String,
    pub no: i64,
    pub as_of: Date,
    pub state: State,
    pub scheme_id: SchemeId,
    pub scheme_name: String,
    pub scheme_version: i64,
    pub snapshot_sha: String,
    pub paper_sha: String,
    pub closed_by: Option<String>,
    pub closed_on: Date,
    pub closed_at: Timestamp,
    pub published_on: Option<Date>,
    pub objections_until: Option<Date>,
    pub final_on: Option<Date>,
    pub reopen_reason: String,
    pub reopen_asked_by: Option<AccountId>,
    pub reopen_asked_name: Option<String>,
    pub reopen_asked_on: Option<Date>,
    pub reopened_by: Option<String>,
    pub reopened_on: Option<Date>,
    pub version: i64,
    pub objections: i64,
}

const CLOSING: &str = "select c.id, c.year, c.month, c.no, c.as_of, c.state, c.scheme_name, c.scheme_version,
    c.snapshot_sha, c.paper_sha, a.name, c.closed_on, c.closed_at, c.published_on, c.objections_until, c.final_on,
    c.reopen_reason, c.reopen_asked_by, b.name, c.reopen_asked_on, d.name, c.reopened_on, c.version,
    (select count(*) from assessment_objection o where o.district = c.district and o.closing_id = c.id), c.scheme_id
  from assessment_closing c
  left join identity_account a on a.district = c.district and a.id = c.closed_by
  left join identity_account b on b.district = c.district and b.id = c.reopen_asked_by
  left join identity_account d on d.district = c.district and d.id = c.reopened_by";

fn read(row: &Row<'_>) -> Result<Closed> {
    let state: String = row.get(5)?;
    Ok(Closed {
        id: row.get(0)?,
        year: row.get(1)?,
        month: row.get(2)?,
        no: row.get(3)?,
        as_of: row.get(4)?,
        state: State::from_code(&state)
            .ok_or_else(|| Error::Internal(anyhow::anyhow!("{state:?} is no state of a closing")))?,
        scheme_id: row.get(24)?,
        scheme_name: row.get(6)?,
        scheme_version: row.get(7)?,
        snapshot_sha: row.get(8)?,
        paper_sha: row.get(9)?,
        closed_by: row.get(10)?,
        closed_on: row.get(11)?,
        closed_at: row.get(12)?,
        published_on: row.get(13)?,
        objections_until: row.get(14)?,
        final_on: row.get(15)?,
        reopen_reason: row.get(16)?,
        reopen_asked_by: row.get(17)?,
        reopen_asked_name: row.get(18)?,
        reopen_asked_on: row.get(19)?,
        reopened_by: row.get(20)?,
        reopened_on: row.get(21)?,
        version: row.get(22)?,
        objections: row.get(23)?,
    })
}

pub fn one(reader: &Reader, district: &str, id: ClosingId) -> Result<Option<Closed>> {
    reader.first(&format!("{CLOSING} where c.district = $1 and c.id = $2"), params![district, id], read)
}

pub fn list(reader: &Reader, district: &str, year: i64) -> Result<Vec<Closed>> {
    reader.query(
        &format!("{CLOSING} where c.district = $1 and c.year = $2 order by c.month desc, c.no desc"),
        params![district, year],
        read,
    )
}

/// The closing that holds for a day: the last that was not opened again.
pub fn of_day(reader: &Reader, district: &str, as_of: Date) -> Result<Option<Closed>> {
    reader.first(
        &format!(
            "{CLOSING} where c.district = $1 and c.as_of = $2 and c.state <> 'reopened' order by c.no desc limit 1"
        ),
        params![district, as_of],
        read,
    )
}

/// Keeps a closing with its parts, under the next number of its month.
pub fn insert(
    tx: &Tx<'_>,
    who: &Who,
    id: ClosingId,
    (year, month): (i64, &str),
    (scheme, as_of, today): (&SchemeBrief, Date, Date),
    frozen: &Frozen,
) -> Result<i64> {
    let district = who.district();
    let last = tx.value::<i64>(
        "select coalesce(max(no), 0) from assessment_closing where district = $1 and year = $2 and month = $3",
        params![district, year, month],
    )?;
    let no = last.unwrap_or(0) + 1;
    tx.execute(
        "insert into assessment_closing (district, id, year, month, no, as_of, state, scheme_id, scheme_name,
           scheme_version, snapshot_sha, paper_sha, closed_by, closed_on, closed_at, reopen_reason, version)
         values ($1, $2, $3, $4, $5, $6, 'closed', $7, $8, $9, $10, $11, $12, $13, $14, '', 1)",
        params![
            district,
            id,
            year,
            month,
            no,
            as_of,
            scheme.id,
            &scheme.name,
            scheme.version,
            &frozen.snapshot_sha,
            &frozen.paper_sha,
            who.account_id(),
            today,
            tx.now()
        ],
    )?;
    frozen::keep(tx, district, id, frozen)?;
    Ok(no)
}

/// Recognised corrections of entries that counted up to `before`, recognised after it and up to `as_of`.
pub fn adjustments(reader: &Reader, district: &str, before: Date, as_of: Date) -> Result<Vec<Adjustment>> {
    reader.query(
        "select o.code, p.name, u.name, f.recognised_fen, f.recognised_on, f.note
         from fund f join fund o on o.district = f.district and o.id = f.corrects_id
         join project p on p.district = f.district and p.id = f.project_id
         join org_unit u on u.district = f.district and u.id = f.unit_id
         where f.district = $1 and f.state = 'recognised' and f.recognised_on > $2 and f.recognised_on <= $3
           and o.recognised_on <= $2 order by f.recognised_on, f.code",
        params![district, before, as_of],
        |row| {
            Ok(Adjustment {
                code: row.get(0)?,
                project: row.get(1)?,
                unit: row.get(2)?,
                fen: row.get(3)?,
                recognised_on: row.get(4)?,
                reason: row.get(5)?,
            })
        },
    )
}

/// The names of the units that somebody reaches, those that have ended too.
pub fn names_within(reader: &Reader, district: &str, reach: &Reach) -> Result<Vec<String>> {
    let all =
        reader.query("select name, path from org_unit where district = $1", params![district], |row| {
            Ok((row.get::<String>(0)?, row.get::<String>(1)?))
        })?;
    Ok(all.into_iter().filter(|(_, path)| reach.covers(path)).map(|(name, _)| name).collect())
}

/// The last day of the period that is closed before a day.
pub fn closed_before(reader: &Reader, district: &str, as_of: Date) -> Result<Option<Date>> {
    let found = reader.first(
        "select max(as_of) from assessment_closing where district = $1 and as_of < $2 and state <> 'reopened'",
        params![district, as_of],
        |row| Ok(row.get::<Option<Date>>(0)?),
    )?;
    Ok(found.flatten())
}

pub fn publish(tx: &Tx<'_>, who: &Who, closed: &Closed, on: Date, until: Date) -> Result<()> {
    tx.execute(
        "update assessment_closing set state = 'published', published_by = $3, published_on = $4, objections_until = $5,
           version = version + 1 where district = $1 and id = $2",
        params![who.district(), closed.id, who.account_id(), on, until],
    )?;
    Ok(())
}

pub fn make_final(tx: &Tx<'_>, who: &Who, closed: &Closed, on: Date) -> Result<()> {
    tx.execute(
        "update assessment_closing set state = 'final', final_by = $3, final_on = $4, version = version + 1
         where district = $1 and id = $2",
        params![who.district(), closed.id, who.account_id(), on],
    )?;
    Ok(())
}

pub fn ask_to_reopen(tx: &Tx<'_>, who: &Who, closed: &Closed, reason: &str, on: Date) -> Result<()> {
    tx.execute(
        "update assessment_closing set reopen_reason = $3, reopen_asked_by = $4, reopen_asked_on = $5,
           version = version + 1 where district = $1 and id = $2",
        params![who.district(), closed.id, reason, who.account_id(), on],
    )?;
    Ok(())
}

pub fn decide_reopening(tx: &Tx<'_>, who: &Who, closed: &Closed, approve: bool, on: Date) -> Result<()> {
    if approve {
        tx.execute(
            "update assessment_closing set state = 'reopened', reopened_by = $3, reopened_on = $4, version = version + 1
             where district = $1 and id = $2",
            params![who.district(), closed.id, who.account_id(), on],
        )?;
    } else {
        tx.execute(
            "update assessment_closing set reopen_reason = '', reopen_asked_by = null, reopen_asked_on = null,
               version = version + 1 where district = $1 and id = $2",
            params![who.district(), closed.id],
        )?;
    }
    Ok(())
}

pub fn unit_path(reader: &Reader, district: &str, unit: UnitId) -> Result<Option<String>> {
    reader.value("select path from org_unit where district = $1 and id = $2", params![district, unit])
}

pub fn insert_objection(
    tx: &Tx<'_>,
    who: &Who,
    (closing, id): (ClosingId, Uuid),
    draft: &ScoreObjection,
    today: Date,
) -> Result<()> {
    tx.execute(
        "insert into assessment_objection (district, id, closing_id, unit_id, item, text, raised_by, raised_on, raised_at,
           answer, minutes_no) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, '', '')",
        params![
            who.district(),
            id,
            closing,
            draft.unit_id,
            draft.item.trim(),
            draft.text.trim(),
            who.account_id(),
            today,
            tx.now()
        ],
    )?;
    Ok(())
}

/// Who raised an objection, and whether it has its answer.
pub fn objection(
    reader: &Reader,
    district: &str,
    closing: ClosingId,
    id: Uuid,
) -> Result<Option<(Option<AccountId>, bool)>> {
    reader.first(
        "select raised_by, answered_on is not null from assessment_objection
         where district = $1 and closing_id = $2 and id = $3",
        params![district, closing, id],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Unanswered and upheld objections.
pub fn objection_counts(reader: &Reader, district: &str, closing: ClosingId) -> Result<(i64, i64)> {
    let counts = reader.first(
        "select count(*) filter (where answered_on is null), count(*) filter (where upheld)
         from assessment_objection where district = $1 and closing_id = $2",
        params![district, closing],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    Ok(counts.unwrap_or((0, 0)))
}

pub fn save_answer(
    tx: &Tx<'_>,
    who: &Who,
    id: Uuid,
    draft: &ScoreObjectionAnswer,
    today: Date,
) -> Result<()> {
    tx.execute(
        "update assessment_objection set upheld = $3, answer = $4, minutes_no = $5, answered_by = $6, answered_on = $7
         where district = $1 and id = $2",
        params![
            who.district(),
            id,
            draft.upheld,
            draft.text.trim(),
            draft.minutes_no.trim(),
            who.account_id(),
            today
        ],
    )?;
    Ok(())
}

/// The objections that a reader may know of: their own, or all.
pub fn objections(
    reader: &Reader,
    district: &str,
    closing: ClosingId,
    reach: &Reach,
) -> Result<Vec<ClosingObjection>> {
    let all = reader.query(
        "select o.id, u.id, u.name, u.short_name, u.kind, o.item, o.text, o.raised_on, o.upheld, o.answer, o.minutes_no,
           o.answered_on, u.path
         from assessment_objection o join org_unit u on u.district = o.district and u.id = o.unit_id
         where o.district = $1 and o.closing_id = $2 order by o.raised_at, o.id",
        params![district, closing],
        |row| {
            let unit = UnitRef {
                id: row.get(1)?,
                name: row.get(2)?,
                short_name: row.get(3)?,
                kind: row.get(4)?,
            };
            let one = ClosingObjection {
                id: row.get(0)?,
                unit,
                item: row.get(5)?,
                text: row.get(6)?,
                raised_on: row.get(7)?,
                upheld: row.get(8)?,
                answer: row.get(9)?,
                minutes_no: row.get(10)?,
                answered_on: row.get(11)?,
            };
            Ok((row.get::<String>(12)?, one))
        },
    )?;
    Ok(all.into_iter().filter(|(path, _)| reach.covers(path)).map(|(_, one)| one).collect())
}
