//! All SQL of the room `review`.

use jiff::civil::Date;
use uuid::Uuid;
use yinfeng_domain::{
    id::{AccountId, FundId, RoundId, UnitId},
    review::{State, Verdict},
};

use super::{
    Meeting, MeetingItem, ObjectionAnswer, ObjectionDraft, ReviewOpinion, RoundDraft, RoundFilter,
    view::{ObjectionView, OpinionGiven, RoundItem, RoundRow, Scope},
};
use crate::{
    floor::{
        Error, Result,
        db::{
            Clause, Reader, Row, Tx,
            page::{self, COUNT_CAP, Page},
        },
        web::Who,
    },
    org::UnitRef,
    params,
    project::ProjectRef,
};

/// A round as it is stored, with what is counted of it.
pub struct Round {
    pub id: RoundId,
    pub code: String,
    pub name: String,
    pub state: State,
    pub opinions_due_on: Date,
    pub met_on: Option<Date>,
    pub minutes_no: String,
    pub notice_from: Option<Date>,
    pub notice_until: Option<Date>,
    pub finished_on: Option<Date>,
    pub opened_by: Option<String>,
    pub opened_on: Date,
    pub opened_at: i64,
    pub version: i64,
    pub receipts: i64,
    pub objections: i64,
}

const ROUND: &str =
    "select r.id, r.code, r.name, r.state, r.opinions_due_on, r.met_on, r.minutes_no, r.notice_from,
    r.notice_until, r.finished_on, a.name, r.opened_on, r.opened_at, r.version,
    (select count(*) from review_item i where i.district = r.district and i.round_id = r.id),
    (select count(*) from review_objection o where o.district = r.district and o.round_id = r.id)
  from review_round r left join identity_account a on a.district = r.district and a.id = r.opened_by";

fn read(row: &Row<'_>) -> Result<Round> {
    let state: String = row.get(3)?;
    Ok(Round {
        id: row.get(0)?,
        code: row.get(1)?,
        name: row.get(2)?,
        state: State::from_code(&state)
            .ok_or_else(|| Error::Internal(anyhow::anyhow!("{state:?} is no state of a round")))?,
        opinions_due_on: row.get(4)?,
        met_on: row.get(5)?,
        minutes_no: row.get(6)?,
        notice_from: row.get(7)?,
        notice_until: row.get(8)?,
        finished_on: row.get(9)?,
        opened_by: row.get(10)?,
        opened_on: row.get(11)?,
        opened_at: row.get(12)?,
        version: row.get(13)?,
        receipts: row.get(14)?,
        objections: row.get(15)?,
    })
}

pub fn round(reader: &Reader, district: &str, id: RoundId) -> Result<Option<Round>> {
    reader.first(&format!("{ROUND} where r.district = $1 and r.id = $2"), params![district, id], read)
}

pub fn list(reader: &Reader, who: &Who, filter: &RoundFilter, scope: &Scope) -> Result<Page<RoundRow>> {
    let mut clause = Clause::of_district("r.district", who.district());
    clause.among("r.state", filter.state.iter().map(|s| s.code()));
    if !scope.whole {
        let own = clause.below("u.path", &scope.units);
        let asked = clause.below("u.path", &scope.asked);
        let shown = if scope.units.is_empty() { "1 = 0" } else { "r.state <> 'open'" };
        clause.also(&format!(
            "({shown} or exists (select 1 from review_item i
                join fund f on f.district = i.district and f.id = i.fund_id
                join org_unit u on u.district = f.district and u.id = f.unit_id
                where i.district = r.district and i.round_id = r.id and {own})
              or exists (select 1 from review_department d
                join org_unit u on u.district = d.district and u.id = d.unit_id
                where d.district = r.district and d.round_id = r.id and {asked}))"
        ));
    }
    let total = reader.value::<i64>(
        &format!(
            "select count(*) from (select 1 as one from review_round r where {} limit {COUNT_CAP}) counted",
            clause.text()
        ),
        clause.bound(),
    )?;
    if let Some(cursor) = filter.cursor.as_deref() {
        let after: Vec<String> = page::decode(cursor, 2)?.iter().map(|v| clause.bind(v)).collect();
        clause.also(&format!("(r.opened_at, r.id) < ({})", after.join(", ")));
    }
    let limit = page::limit(filter.limit);
    let most = clause.bind(limit + 1);
    let sql = format!("{ROUND} where {} order by r.opened_at desc, r.id desc limit {most}", clause.text());
    let mut rounds = reader.query(&sql, clause.bound(), read)?;
    let more = rounds.len() as i64 > limit;
    rounds.truncate(limit as usize);
    let next_cursor =
        rounds.last().filter(|_| more).map(|r| page::encode(&[r.opened_at.into(), r.id.into()]));
    let total = total.unwrap_or(0);
    let items = rounds.into_iter().map(|r| RoundRow {
        id: r.id,
        code: r.code,
        name: r.name,
        state: r.state,
        opened_on: r.opened_on,
        met_on: r.met_on,
        notice_until: r.notice_until,
        receipts: r.receipts,
        objections: r.objections,
    });
    Ok(Page { items: items.collect(), next_cursor, total, total_capped: total >= COUNT_CAP })
}

pub fn next_code(tx: &Tx<'_>, district: &str, year: i16) -> Result<String> {
    let no = tx.value::<i64>(
        "insert into review_counter (district, year, last) values ($1, $2, 1)
         on conflict (district, year) do update set last = review_counter.last + 1 returning last",
        params![district, i64::from(year)],
    )?;
    Ok(format!("{district}-{year}-R{:03}", no.unwrap_or(1)))
}

pub fn unit_exists(reader: &Reader, district: &str, unit: UnitId) -> Result<bool> {
    Ok(unit_path(reader, district, unit)?.is_some())
}

pub fn unit_path(reader: &Reader, district: &str, unit: UnitId) -> Result<Option<String>> {
    reader.value("select path from org_unit where district = $1 and id = $2", params![district, unit])
}

pub fn in_open_round(reader: &Reader, district: &str, fund: FundId) -> Result<bool> {
    let found = reader.value::<i64>(
        "select cast(1 as bigint) from review_item i
         join review_round r on r.district = i.district and r.id = i.round_id
         where i.district = $1 and i.fund_id = $2 and r.state = 'open' limit 1",
        params![district, fund],
    )?;
    Ok(found.is_some())
}

pub fn insert(
    tx: &Tx<'_>,
    who: &Who,
    (id, code): (RoundId, &str),
    draft: &RoundDraft,
    today: Date,
) -> Result<()> {
    let district = who.district();
    tx.execute(
        "insert into review_round (district, id, code, name, state, opinions_due_on, minutes_no, opened_by, opened_on,
           opened_at, version) values ($1, $2, $3, $4, 'open', $5, '', $6, $7, $8, 1)",
        params![
            district,
            id,
            code,
            draft.name.trim(),
            draft.opinions_due_on,
            who.account_id(),
            today,
            tx.now()
        ],
    )?;
    for (no, fund) in draft.funds.iter().enumerate() {
        tx.execute(
            "insert into review_item (district, round_id, fund_id, no, verdict, reason) values ($1, $2, $3, $4, '', '')",
            params![district, id, *fund, no],
        )?;
    }
    for unit in &draft.departments {
        tx.execute(
            "insert into review_department (district, round_id, unit_id) values ($1, $2, $3) on conflict do nothing",
            params![district, id, *unit],
        )?;
    }
    Ok(())
}

pub fn has_item(reader: &Reader, district: &str, id: RoundId, fund: FundId) -> Result<bool> {
    Ok(items(reader, district, id)?.contains(&fund))
}

pub fn items(reader: &Reader, district: &str, id: RoundId) -> Result<Vec<FundId>> {
    reader.query(
        "select fund_id from review_item where district = $1 and round_id = $2 order by no",
        params![district, id],
        |row| Ok(row.get(0)?),
    )
}

pub fn has_item_below(reader: &Reader, district: &str, id: RoundId, paths: &[String]) -> Result<bool> {
    let mut clause = Clause::of_district("i.district", district);
    clause.and("i.round_id = $?", id);
    let below = clause.below("u.path", paths);
    let found = reader.value::<i64>(
        &format!(
            "select cast(1 as bigint) from review_item i
             join fund f on f.district = i.district and f.id = i.fund_id
             join org_unit u on u.district = f.district and u.id = f.unit_id where {} and {below} limit 1",
            clause.text()
        ),
        clause.bound(),
    )?;
    Ok(found.is_some())
}

/// The receipts that are not hidden, of units below these paths when some are given.
pub fn item_views(
    reader: &Reader,
    district: &str,
    id: RoundId,
    (veil, paths): (&str, Option<&[String]>),
) -> Result<Vec<RoundItem>> {
    let mut clause = Clause::of_district("i.district", district);
    clause.and("i.round_id = $?", id);
    clause.also(veil);
    if let Some(paths) = paths {
        let below = clause.below("u.path", paths);
        clause.also(&below);
    }
    reader.query(
        &format!(
            "select f.id, f.code, p.id, p.code, p.name, u.id, u.name, u.short_name, u.kind, f.kind, f.payer,
               f.received_on, f.claimed_fen, f.state, f.recognised_fen, i.verdict, i.reason
             from review_item i join fund f on f.district = i.district and f.id = i.fund_id
             join project p on p.district = f.district and p.id = f.project_id
             join org_unit u on u.district = f.district and u.id = f.unit_id
             where {} order by i.no",
            clause.text()
        ),
        clause.bound(),
        |row| {
            let verdict: String = row.get(15)?;
            Ok(RoundItem {
                fund_id: row.get(0)?,
                code: row.get(1)?,
                project: ProjectRef { id: row.get(2)?, code: row.get(3)?, name: row.get(4)? },
                unit: UnitRef {
                    id: row.get(5)?,
                    name: row.get(6)?,
                    short_name: row.get(7)?,
                    kind: row.get(8)?,
                },
                kind: row.get(9)?,
                payer: row.get(10)?,
                received_on: row.get(11)?,
                claimed_fen: row.get(12)?,
                state: row.get(13)?,
                recognised_fen: row.get(14)?,
                verdict: Verdict::from_code(&verdict),
                reason: row.get(16)?,
                opinions: Vec::new(),
                objections: Vec::new(),
            })
        },
    )
}

/// A department that is asked, and on how many receipts it has answered.
pub struct Department {
    pub unit: UnitRef,
    pub path: String,
    pub answered: i64,
}

pub fn departments(reader: &Reader, district: &str, id: RoundId) -> Result<Vec<Department>> {
    reader.query(
        "select u.id, u.name, u.short_name, u.kind, u.path,
           (select count(*) from review_opinion o
            where o.district = d.district and o.round_id = d.round_id and o.unit_id = d.unit_id)
         from review_department d join org_unit u on u.district = d.district and u.id = d.unit_id
         where d.district = $1 and d.round_id = $2 order by u.sort_no, u.name, u.id",
        params![district, id],
        |row| {
            Ok(Department {
                unit: UnitRef {
                    id: row.get(0)?,
                    name: row.get(1)?,
                    short_name: row.get(2)?,
                    kind: row.get(3)?,
                },
                path: row.get(4)?,
                answered: row.get(5)?,
            })
        },
    )
}

/// How many opinions are still to come: each department has one on each receipt.
pub fn waiting_opinions(reader: &Reader, district: &str, id: RoundId) -> Result<usize> {
    let receipts = items(reader, district, id)?.len() as i64;
    let waiting =
        departments(reader, district, id)?.iter().map(|d| (receipts - d.answered).max(0)).sum::<i64>();
    Ok(usize::try_from(waiting).unwrap_or(0))
}

pub fn put_opinion(tx: &Tx<'_>, who: &Who, id: RoundId, draft: &ReviewOpinion, today: Date) -> Result<()> {
    tx.execute(
        "insert into review_opinion (district, round_id, fund_id, unit_id, agrees, text, given_by, given_on)
         values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict (district, round_id, fund_id, unit_id) do update set agrees = excluded.agrees,
           text = excluded.text, given_by = excluded.given_by, given_on = excluded.given_on",
        params![
            who.district(),
            id,
            draft.fund_id,
            draft.unit_id,
            draft.agrees,
            draft.text.trim(),
            who.account_id(),
            today
        ],
    )?;
    Ok(())
}

pub fn opinions(reader: &Reader, district: &str, id: RoundId) -> Result<Vec<(FundId, OpinionGiven)>> {
    reader.query(
        "select o.fund_id, u.id, u.name, u.short_name, u.kind, o.agrees, o.text, a.name, o.given_on
         from review_opinion o join org_unit u on u.district = o.district and u.id = o.unit_id
         left join identity_account a on a.district = o.district and a.id = o.given_by
         where o.district = $1 and o.round_id = $2 order by u.sort_no, u.name, u.id",
        params![district, id],
        |row| {
            let unit =
                UnitRef { id: row.get(1)?, name: row.get(2)?, short_name: row.get(3)?, kind: row.get(4)? };
            let given = OpinionGiven {
                unit,
                agrees: row.get(5)?,
                text: row.get(6)?,
                given_by: row.get(7)?,
                given_on: row.get(8)?,
            };
            Ok((row.get(0)?, given))
        },
    )
}

pub fn save_item(tx: &Tx<'_>, district: &str, id: RoundId, item: &MeetingItem) -> Result<()> {
    tx.execute(
        "update review_item set verdict = $4, fen = $5, reason = $6
         where district = $1 and round_id = $2 and fund_id = $3",
        params![district, id, item.fund_id, item.verdict.code(), item.recognised_fen, item.reason.trim()],
    )?;
    Ok(())
}

/// Whether the round still had this version.
pub fn save_meeting(
    tx: &Tx<'_>,
    who: &Who,
    round: &Round,
    meeting: &Meeting,
    (from, until): (Date, Date),
) -> Result<bool> {
    let touched = tx.execute(
        "update review_round set state = 'noticed', met_on = $4, minutes_no = $5, notice_from = $6, notice_until = $7,
           met_by = $8, version = version + 1 where district = $1 and id = $2 and version = $3",
        params![
            who.district(),
            round.id,
            round.version,
            meeting.met_on,
            meeting.minutes_no.trim(),
            from,
            until,
            who.account_id()
        ],
    )?;
    Ok(touched == 1)
}

pub fn save_final(tx: &Tx<'_>, district: &str, round: &Round, today: Date) -> Result<bool> {
    let touched = tx.execute(
        "update review_round set state = 'final', finished_on = $4, version = version + 1
         where district = $1 and id = $2 and version = $3",
        params![district, round.id, round.version, today],
    )?;
    Ok(touched == 1)
}

pub fn insert_objection(
    tx: &Tx<'_>,
    who: &Who,
    (round, id): (RoundId, Uuid),
    draft: &ObjectionDraft,
    today: Date,
) -> Result<()> {
    tx.execute(
        "insert into review_objection (district, id, round_id, fund_id, unit_id, text, raised_by, raised_on, raised_at,
           answer) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, '')",
        params![
            who.district(),
            id,
            round,
            draft.fund_id,
            draft.unit_id,
            draft.text.trim(),
            who.account_id(),
            today,
            tx.now()
        ],
    )?;
    Ok(())
}

/// An objection as far as its answer needs it.
pub struct Raised {
    pub fund_id: FundId,
    pub raised_by: Option<AccountId>,
    pub answered: bool,
}

pub fn objection(reader: &Reader, district: &str, round: RoundId, id: Uuid) -> Result<Option<Raised>> {
    reader.first(
        "select fund_id, raised_by, answered_on is not null from review_objection
         where district = $1 and round_id = $2 and id = $3",
        params![district, round, id],
        |row| Ok(Raised { fund_id: row.get(0)?, raised_by: row.get(1)?, answered: row.get(2)? }),
    )
}

pub fn unanswered(reader: &Reader, district: &str, round: RoundId) -> Result<usize> {
    let open = reader.value::<i64>(
        "select count(*) from review_objection where district = $1 and round_id = $2 and answered_on is null",
        params![district, round],
    )?;
    Ok(usize::try_from(open.unwrap_or(0)).unwrap_or(0))
}

pub fn save_answer(tx: &Tx<'_>, who: &Who, id: Uuid, draft: &ObjectionAnswer, today: Date) -> Result<()> {
    tx.execute(
        "update review_objection set upheld = $3, answer = $4, answered_by = $5, answered_on = $6
         where district = $1 and id = $2",
        params![who.district(), id, draft.upheld, draft.text.trim(), who.account_id(), today],
    )?;
    Ok(())
}

pub fn objections(reader: &Reader, district: &str, round: RoundId) -> Result<Vec<(FundId, ObjectionView)>> {
    reader.query(
        "select o.fund_id, o.id, u.id, u.name, u.short_name, u.kind, o.text, o.raised_on, o.upheld, o.answer,
           o.answered_on
         from review_objection o join org_unit u on u.district = o.district and u.id = o.unit_id
         where o.district = $1 and o.round_id = $2 order by o.raised_at, o.id",
        params![district, round],
        |row| {
            let unit =
                UnitRef { id: row.get(2)?, name: row.get(3)?, short_name: row.get(4)?, kind: row.get(5)? };
            let view = ObjectionView {
                id: row.get(1)?,
                unit,
                text: row.get(6)?,
                raised_on: row.get(7)?,
                upheld: row.get(8)?,
                answer: row.get(9)?,
                answered_on: row.get(10)?,
            };
            Ok((row.get(0)?, view))
        },
    )
}
