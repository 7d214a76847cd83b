//! All SQL of the room `claim`.

pub mod ask;
pub mod breach;
pub mod case;
mod list;
mod look;
pub mod merge;
mod proof;

use jiff::{Timestamp, ToSpan, civil::Date};
use uuid::Uuid;
use yinfeng_domain::{
    claim::{ClaimState, Clock},
    id::{AccountId, ClaimId, OrganisationId, ProjectId, UnitId},
};

use super::view::{ClaimLogView, ClaimPartner};
use crate::{
    floor::{
        Error, Result,
        db::{DbError, Reader, Row, Tx},
        web::Who,
    },
    org::UnitRef,
    params,
    project::PersonRef,
};

pub use list::{get, list};
pub use look::{
    Candidate, by_name, by_uscc, candidates_by_name, candidates_by_uscc, claim_ref, subject, unit_path,
};

pub use proof::{
    File, count_evidence, evidence, file, has_file, insert_evidence, move_evidence, one_evidence,
};

/// A portion of a sweep.
const PORTION: i64 = 200;

/// A claim before it is written.
pub struct New<'a> {
    pub organisation: OrganisationId,
    pub subject: OrganisationId,
    pub slot: Uuid,
    pub content: &'a str,
    pub amount_fen: Option<i64>,
    pub upward: bool,
    pub unit: UnitId,
    pub clock: Clock,
    pub project: Option<ProjectId>,
}

/// Who reports, and when: by the clock of the server, but for a report of an earlier day.
pub struct Reporter {
    pub id: Option<AccountId>,
    pub at: Timestamp,
    pub on: Date,
}

/// A claim as operations need it.
pub struct Held {
    pub id: ClaimId,
    pub code: String,
    pub state: ClaimState,
    pub organisation: OrganisationId,
    pub subject: OrganisationId,
    pub slot: Uuid,
    pub content: String,
    pub amount_fen: Option<i64>,
    pub upward: bool,
    pub unit: UnitId,
    pub clock: Clock,
    pub project: Option<ProjectId>,
}

/// The open claim of a subject.
pub struct Holding {
    pub id: ClaimId,
    pub code: String,
    pub unit_name: String,
    pub clock: Clock,
    pub contested: bool,
}

/// What is numbered by year.
#[derive(Clone, Copy)]
pub enum Series {
    Claim,
    Case,
}

/// A table as it was written, with who wrote it.
pub struct Kept {
    pub version: i64,
    pub text: String,
    pub recorded_by: Option<PersonRef>,
    pub recorded_at: Timestamp,
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

fn clock(r: &Row<'_>, at: usize) -> Result<Clock> {
    Ok(Clock { expires_on: r.get(at)?, warn_on: r.get(at + 1)?, release_on: r.get(at + 2)? })
}

pub fn rules(reader: &Reader, district: &str) -> Result<Option<Kept>> {
    reader.first(
        "select g.version, g.text, a.id, a.name, g.recorded_at from claim_rule g
         left join identity_account a on a.district = g.district and a.id = g.recorded_by
         where g.district = $1 order by g.version desc limit 1",
        params![district],
        |r| {
            Ok(Kept {
                version: r.get(0)?,
                text: r.get(1)?,
                recorded_by: person(r, 2)?,
                recorded_at: r.get(4)?,
            })
        },
    )
}

pub fn insert_rules(tx: &Tx<'_>, who: &Who, version: i64, text: &str) -> Result<()> {
    tx.execute(
        "insert into claim_rule (district, version, text, recorded_by, recorded_at) values ($1, $2, $3, $4, $5)",
        params![who.district(), version, text, who.account_id(), tx.now()],
    )?;
    Ok(())
}

/// The next code of a year; numbers are never given twice.
pub fn next_code(tx: &Tx<'_>, district: &str, series: Series, year: i16) -> Result<String> {
    let (name, letter) = match series {
        Series::Claim => ("claim", 'C'),
        Series::Case => ("case", 'D'),
    };
    let number = tx.value::<i64>(
        "insert into claim_counter (district, series, year, last) values ($1, $2, $3, 1)
         on conflict (district, series, year) do update set last = claim_counter.last + 1 returning last",
        params![district, name, i64::from(year)],
    )?;
    Ok(format!("{letter}{year}-{:04}", number.unwrap_or(1)))
}

pub fn insert(tx: &Tx<'_>, who: &Who, id: ClaimId, code: &str, new: &New<'_>, by: &Reporter) -> Result<()> {
    tx.execute(
        "insert into claim (district, id, code, organisation_id, subject_id, slot, content, amount_fen, upward,
           unit_id, state, contested, reported_by, reported_at, reported_on, expires_on, warn_on, release_on,
           renewals, project_id, updated_at, version, keeper_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'open', false, $11, $12, $13, $14, $15, $16, 0, $17, $12, 1, $11)",
        params![
            who.district(),
            id,
            code,
            new.organisation,
            new.subject,
            new.slot,
            new.content,
            new.amount_fen,
            new.upward,
            new.unit,
            by.id,
            by.at,
            by.on,
            new.clock.expires_on,
            new.clock.warn_on,
            new.clock.release_on,
            new.project
        ],
    )?;
    Ok(())
}

/// Keeps others from taking a step of this claim until the transaction ends.
pub fn hold(tx: &Tx<'_>, district: &str, id: ClaimId) -> Result<()> {
    tx.execute("update claim set version = version where district = $1 and id = $2", params![district, id])?;
    Ok(())
}

pub fn end(tx: &Tx<'_>, district: &str, id: ClaimId, state: ClaimState, on: Date) -> Result<()> {
    tx.execute(
        "update claim set state = $3, contested = false, ended_on = $4, updated_at = $5, version = version + 1
         where district = $1 and id = $2",
        params![district, id, state.code(), on, tx.now()],
    )?;
    Ok(())
}

pub fn set_clock(tx: &Tx<'_>, district: &str, id: ClaimId, clock: &Clock) -> Result<()> {
    tx.execute(
        "update claim set expires_on = $3, warn_on = $4, release_on = $5, updated_at = $6, version = version + 1
         where district = $1 and id = $2 and state = 'open'",
        params![district, id, clock.expires_on, clock.warn_on, clock.release_on, tx.now()],
    )?;
    Ok(())
}

pub fn note_renewal(tx: &Tx<'_>, district: &str, id: ClaimId, on: Date) -> Result<()> {
    tx.execute(
        "update claim set renewals = renewals + 1, renewed_on = $3 where district = $1 and id = $2",
        params![district, id, on],
    )?;
    Ok(())
}

pub fn set_contested(tx: &Tx<'_>, district: &str, id: ClaimId, contested: bool) -> Result<()> {
    tx.execute(
        "update claim set contested = $3, updated_at = $4, version = version + 1
         where district = $1 and id = $2 and state = 'open'",
        params![district, id, contested, tx.now()],
    )?;
    Ok(())
}

/// Gives it to somebody else of its unit.
pub fn set_keeper(tx: &Tx<'_>, district: &str, id: ClaimId, keeper: Option<AccountId>) -> Result<i64> {
    let version = tx.value::<i64>(
        "update claim set keeper_id = $3, updated_at = $4, version = version + 1
         where district = $1 and id = $2 returning version",
        params![district, id, keeper, tx.now()],
    )?;
    version.ok_or(Error::NotFound)
}

pub fn set_project(tx: &Tx<'_>, district: &str, id: ClaimId, project: ProjectId) -> Result<()> {
    tx.execute(
        "update claim set project_id = $3, updated_at = $4, version = version + 1 where district = $1 and id = $2",
        params![district, id, project, tx.now()],
    )?;
    Ok(())
}

/// The open claim of a subject in a slot, also when its time is over and nobody has ended it yet.
pub fn holding(
    reader: &Reader,
    district: &str,
    subject: OrganisationId,
    slot: Uuid,
) -> Result<Option<Holding>> {
    reader.first(
        "select c.id, c.code, u.name, c.expires_on, c.warn_on, c.release_on, c.contested from claim c
         join org_unit u on u.district = c.district and u.id = c.unit_id
         where c.district = $1 and c.subject_id = $2 and c.slot = $3 and c.state = 'open'",
        params![district, subject, slot],
        |r| {
            Ok(Holding {
                id: r.get(0)?,
                code: r.get(1)?,
                unit_name: r.get(2)?,
                clock: clock(r, 3)?,
                contested: r.get(6)?,
            })
        },
    )
}

pub fn subject_of(reader: &Reader, district: &str, id: ClaimId) -> Result<Held> {
    reader
        .first(
            "select code, organisation_id, subject_id, slot, content, amount_fen, upward, unit_id, project_id,
               expires_on, warn_on, release_on, state
             from claim where district = $1 and id = $2",
            params![district, id],
            |r| {
                Ok(Held {
                    id,
                    code: r.get(0)?,
                    state: code(r, 12, ClaimState::from_code)?,
                    organisation: r.get(1)?,
                    subject: r.get(2)?,
                    slot: r.get(3)?,
                    content: r.get(4)?,
                    amount_fen: r.get(5)?,
                    upward: r.get(6)?,
                    unit: r.get(7)?,
                    project: r.get(8)?,
                    clock: clock(r, 9)?,
                })
            },
        )?
        .ok_or(Error::NotFound)
}

pub fn reporter_of(reader: &Reader, district: &str, id: ClaimId) -> Result<Option<AccountId>> {
    Ok(reader
        .value::<Option<AccountId>>(
            "select reported_by from claim where district = $1 and id = $2",
            params![district, id],
        )?
        .flatten())
}

/// Claims whose time is over by today: a portion of them.
pub fn ended(reader: &Reader, district: &str, today: Date) -> Result<Vec<(ClaimId, Clock, bool)>> {
    reader.query(
        "select id, expires_on, warn_on, release_on, contested from claim
         where district = $1 and state = 'open' and contested = false and (expires_on < $2 or release_on < $2)
         order by expires_on, id limit $3",
        params![district, today, PORTION],
        |r| Ok((r.get(0)?, clock(r, 1)?, r.get(4)?)),
    )
}

/// Open claims whose project has signed its contract, and the day.
pub fn signed(reader: &Reader, district: &str) -> Result<Vec<(ClaimId, Date)>> {
    reader.query(
        "select c.id, p.contract_signed_on from claim c
         join project p on p.district = c.district and p.id = c.project_id
         where c.district = $1 and c.state = 'open' and c.contested = false and c.project_id is not null
           and p.contract_signed_on is not null
         order by c.id limit $2",
        params![district, PORTION],
        |r| Ok((r.get(0)?, r.get(1)?)),
    )
}

/// Open claims that end within so many days and whose unit was not reminded of that yet: a portion, with the end.
pub fn to_remind(reader: &Reader, district: &str, today: Date, level: i64) -> Result<Vec<(ClaimId, Date)>> {
    let end = "case when expires_on < release_on then expires_on else release_on end";
    reader.query(
        &format!(
            "select id, {end} from claim
             where district = $1 and state = 'open' and contested = false and {end} between $2 and $3
               and (reminded_until is null or reminded_until <> {end} or reminded_days > $4)
             order by expires_on, id limit $5"
        ),
        params![district, today, today.saturating_add(level.days()), level, PORTION],
        |r| Ok((r.get(0)?, r.get(1)?)),
    )
}

/// No new version: nothing that anybody has entered is different.
pub fn note_reminder(tx: &Tx<'_>, district: &str, id: ClaimId, level: i64, until: Date) -> Result<()> {
    tx.execute(
        "update claim set reminded_days = $3, reminded_until = $4 where district = $1 and id = $2",
        params![district, id, level, until],
    )?;
    Ok(())
}

pub fn open_of_reporter(reader: &Reader, who: &Who, today: Date) -> Result<i64> {
    Ok(reader
        .value::<i64>(
            "select count(*) from claim where district = $1 and keeper_id = $2 and state = 'open'
               and (contested or (expires_on >= $3 and release_on >= $3))",
            params![who.district(), who.account_id(), today],
        )?
        .unwrap_or(0))
}

/// When a unit first reported the subject of this claim: by this claim or by an earlier one of its own.
pub fn first_report(reader: &Reader, district: &str, id: ClaimId, unit: UnitId) -> Result<Option<Timestamp>> {
    Ok(reader
        .value::<Option<Timestamp>>(
            "select min(o.reported_at) from claim c
             join claim o on o.district = c.district and o.subject_id = c.subject_id and o.unit_id = $3
               and o.reported_at <= c.reported_at
             where c.district = $1 and c.id = $2",
            params![district, id, unit],
        )?
        .flatten())
}

pub fn add_partner(
    tx: &Tx<'_>,
    district: &str,
    id: ClaimId,
    unit: UnitId,
    share_bp: i64,
    on: Date,
) -> Result<()> {
    tx.execute(
        "insert into claim_partner (district, claim_id, unit_id, share_bp, since_on) values ($1, $2, $3, $4, $5)
         on conflict (district, claim_id, unit_id) do update set share_bp = excluded.share_bp",
        params![district, id, unit, share_bp, on],
    )?;
    tx.execute(
        "update claim set updated_at = $3, version = version + 1 where district = $1 and id = $2",
        params![district, id, tx.now()],
    )?;
    Ok(())
}

pub fn partners(reader: &Reader, district: &str, id: ClaimId) -> Result<Vec<ClaimPartner>> {
    reader.query(
        "select u.id, u.name, u.short_name, u.kind, p.share_bp, p.since_on from claim_partner p
         join org_unit u on u.district = p.district and u.id = p.unit_id
         where p.district = $1 and p.claim_id = $2 order by p.since_on, u.sort_no, u.id",
        params![district, id],
        |r| Ok(ClaimPartner { unit: unit(r, 0)?, share_bp: r.get(4)?, since_on: r.get(5)? }),
    )
}

pub fn is_partner(reader: &Reader, district: &str, id: ClaimId, unit: UnitId) -> Result<bool> {
    let found: Option<UnitId> = reader.value(
        "select unit_id from claim_partner where district = $1 and claim_id = $2 and unit_id = $3",
        params![district, id, unit],
    )?;
    Ok(found.is_some())
}

pub fn append(tx: &Tx<'_>, who: &Who, id: ClaimId, act: &str, text: &str, on: Date) -> Result<()> {
    let by = Reporter { id: who.account_id(), at: tx.now(), on };
    append_by(tx, who.district(), id, act, text, &by)
}

pub fn append_by(
    tx: &Tx<'_>,
    district: &str,
    id: ClaimId,
    act: &str,
    text: &str,
    by: &Reporter,
) -> Result<()> {
    tx.execute(
        "insert into claim_log (district, claim_id, no, act, text, happened_on, done_by, done_at)
         select $1, $2, coalesce(max(no), 0) + 1, $3, $4, $5, $6, $7 from claim_log
         where district = $1 and claim_id = $2",
        params![district, id, act, text.trim(), by.on, by.id, by.at],
    )?;
    Ok(())
}

pub fn log(reader: &Reader, district: &str, id: ClaimId) -> Result<Vec<ClaimLogView>> {
    reader.query(
        "select l.no, l.act, l.text, l.happened_on, l.done_at, a.id, a.name from claim_log l
         left join identity_account a on a.district = l.district and a.id = l.done_by
         where l.district = $1 and l.claim_id = $2 order by l.no desc",
        params![district, id],
        |r| {
            Ok(ClaimLogView {
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

pub fn unit_ref(reader: &Reader, district: &str, id: UnitId) -> Result<UnitRef> {
    let found = reader.first(
        "select id, name, short_name, kind from org_unit where district = $1 and id = $2",
        params![district, id],
        |r| unit(r, 0),
    )?;
    found.ok_or(Error::NotFound)
}

pub fn name_of(reader: &Reader, district: &str, id: OrganisationId) -> Result<String> {
    let name = reader.value::<String>(
        "select name from investor_organisation where district = $1 and id = $2",
        params![district, id],
    )?;
    name.ok_or(Error::NotFound)
}
