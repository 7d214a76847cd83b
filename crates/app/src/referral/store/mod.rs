//! The tables of referrals.

pub mod share;

use jiff::{Timestamp, civil::Date};
use yinfeng_domain::{
    authority::{Act, Class, Reach},
    id::{AccountId, ClaimId, OrganisationId, ReferralId, UnitId},
    referral::ReferralState,
};

use super::{Filter, Imported, ReferralActions, ReferralRecord, ReferralRow, ReferralSide};
use crate::{
    floor::{
        Result,
        db::{
            Clause, DbError, Reader, Row, Tx, Value,
            page::{Listing, Page, Sorted},
        },
        web::{Action, Who},
    },
    org::UnitRef,
    params,
    project::PersonRef,
};

/// A portion of a sweep.
const PORTION: i64 = 200;

/// An offer before it is written.
pub struct New<'a> {
    pub id: ReferralId,
    pub code: &'a str,
    pub from: UnitId,
    pub why: &'a str,
    pub expires_on: Date,
    pub new: &'a Imported,
}

/// An offer that nobody has answered.
pub struct Waiting {
    pub id: ReferralId,
    pub code: String,
    pub expires_on: Date,
}

/// What an answer leaves.
pub struct Outcome<'a> {
    pub state: ReferralState,
    pub text: &'a str,
    pub by: Option<AccountId>,
    pub on: Date,
    pub at: Option<Timestamp>,
    pub claim: Option<ClaimId>,
}

const COLUMNS: &str = "r.id, r.code, o.id, o.name, o.country, f.id, f.name, f.short_name, f.kind, t.id, t.name,
  t.short_name, t.kind, r.reason, r.keeps_bp, r.state, a.id, a.name, r.offered_on, r.expires_on, r.answered_on, r.version";
const WIDTH: usize = 22;
const FROM: &str = "from referral r
  join investor_organisation o on o.district = r.district and o.id = r.organisation_id
  join org_unit f on f.district = r.district and f.id = r.from_unit_id
  join org_unit t on t.district = r.district and t.id = r.to_unit_id
  left join identity_account a on a.district = r.district and a.id = r.offered_by";

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

fn row(r: &Row<'_>) -> Result<ReferralRow> {
    let state: String = r.get(15)?;
    Ok(ReferralRow {
        id: r.get(0)?,
        code: r.get(1)?,
        organisation_id: r.get(2)?,
        organisation_name: r.get(3)?,
        country: r.get(4)?,
        from_unit: unit(r, 5)?,
        to_unit: unit(r, 9)?,
        why: r.get(13)?,
        keeps_bp: r.get(14)?,
        state: ReferralState::from_code(&state)
            .ok_or_else(|| DbError::Other(format!("unknown code {state:?}")))?,
        offered_by: person(r, 16)?,
        offered_on: r.get(18)?,
        expires_on: r.get(19)?,
        answered_on: r.get(20)?,
        version: r.get(21)?,
    })
}

/// Only what was offered by or to units within reach.
fn within_reach(reader: &Reader, clause: &mut Clause, who: &Who) -> Result<()> {
    if let Reach::Units(paths) = who.reach(Class::Investor, Act::Read)? {
        let (from, to) = (clause.below("f.path", &paths), clause.below("t.path", &paths));
        clause.also(&format!("({from} or {to})"));
    } else {
        crate::project::hidden_organisations(reader, who)?.keep(clause, "r.organisation_id");
    }
    Ok(())
}

pub fn get(reader: &Reader, who: &Who, id: ReferralId) -> Result<Option<ReferralRecord>> {
    let mut clause = Clause::of_district("r.district", who.district());
    clause.and("r.id = $?", id);
    within_reach(reader, &mut clause, who)?;
    let none = || Action { ok: false, code: None, reason: None };
    reader.first(
        &format!(
            "select {COLUMNS}, o.introduction, r.answer, y.id, y.name, k.id, k.code, f.path, t.path {FROM}
             left join identity_account y on y.district = r.district and y.id = r.answered_by
             left join claim k on k.district = r.district and k.id = r.claim_id where {}",
            clause.text()
        ),
        clause.bound(),
        |r| {
            Ok(ReferralRecord {
                row: row(r)?,
                introduction: r.get(WIDTH)?,
                answer: r.get(WIDTH + 1)?,
                answered_by: person(r, WIDTH + 2)?,
                claim_id: r.get(WIDTH + 4)?,
                claim_code: r.get(WIDTH + 5)?,
                organisation_visible: false,
                actions: ReferralActions { accept: none(), decline: none(), withdraw: none() },
                from_path: r.get(WIDTH + 6)?,
                to_path: r.get(WIDTH + 7)?,
            })
        },
    )
}

fn on_side(clause: &mut Clause, who: &Who, side: ReferralSide, today: Date) {
    let units: Vec<String> = match who.actor.reach(Class::Investor, Act::Write) {
        Reach::Units(paths) => paths,
        _ => Vec::new(),
    };
    let column = if side == ReferralSide::Given { "f.path" } else { "t.path" };
    let below = clause.below(column, &units);
    clause.also(&below);
    if side == ReferralSide::Answer {
        clause.and("r.state = 'offered' and r.expires_on >= $?", today);
    }
}

pub fn list(reader: &Reader, who: &Who, filter: &Filter, today: Date) -> Result<Page<ReferralRow>> {
    let mut clause = Clause::of_district("r.district", who.district());
    within_reach(reader, &mut clause, who)?;
    if !filter.state.is_empty() {
        let today = clause.bind(today);
        // As they stand: an offer that nobody answered in time is over before that is written down.
        clause.among(
            &format!(
                "case when r.state = 'offered' and r.expires_on < {today} then 'expired' else r.state end"
            ),
            filter.state.iter().map(|s| Value::from(s.code())),
        );
    }
    if let Some(side) = filter.hand {
        on_side(&mut clause, who, side, today);
    }
    if let Some(organisation) = filter.organisation {
        clause.and("r.organisation_id = $?", organisation);
    }
    if let Some(unit) = filter.unit {
        let unit = clause.bind(unit);
        clause.also(&format!("(r.from_unit_id = {unit} or r.to_unit_id = {unit})"));
    }
    let listing = Listing {
        select: &format!("select {COLUMNS}, r.offered_at {FROM}"),
        counted: FROM,
        column: "r.offered_at",
        id: "r.id",
        sorted: Sorted::Number,
        down: true,
    };
    let place = (filter.cursor.as_deref(), filter.limit);
    let page = listing.page(
        reader,
        clause,
        place,
        |r| Ok((row(r)?, r.get::<i64>(WIDTH)?)),
        |(row, at)| [(*at).into(), row.id.into()],
    )?;
    Ok(page.map(|(row, _)| row))
}

pub fn next_code(tx: &Tx<'_>, district: &str, year: i16) -> Result<String> {
    let number = tx.value::<i64>(
        "insert into referral_counter (district, year, last) values ($1, $2, 1)
         on conflict (district, year) do update set last = referral_counter.last + 1 returning last",
        params![district, i64::from(year)],
    )?;
    Ok(format!("R{year}-{:04}", number.unwrap_or(1)))
}

pub fn insert(tx: &Tx<'_>, district: &str, row: &New<'_>) -> Result<()> {
    let draft = &row.new.draft;
    tx.execute(
        "insert into referral (district, id, code, organisation_id, from_unit_id, to_unit_id, reason, keeps_bp, state,
           offered_by, offered_on, offered_at, expires_on, answer, updated_at, version)
         values ($1, $2, $3, $4, $5, $6, $7, $8, 'offered', $9, $10, $11, $12, '', $11, 1)",
        params![
            district,
            row.id,
            row.code,
            draft.organisation_id,
            row.from,
            draft.to_unit_id,
            row.why,
            draft.keeps_bp,
            row.new.offered_by,
            row.new.offered_on,
            tx.now(),
            row.expires_on
        ],
    )?;
    Ok(())
}

/// Keeps others from answering until the transaction ends.
pub fn hold(tx: &Tx<'_>, district: &str, id: ReferralId) -> Result<()> {
    tx.execute(
        "update referral set version = version where district = $1 and id = $2",
        params![district, id],
    )?;
    Ok(())
}

pub fn settle(tx: &Tx<'_>, district: &str, id: ReferralId, outcome: &Outcome<'_>) -> Result<()> {
    tx.execute(
        "update referral set state = $3, answer = $4, answered_by = $5, answered_on = $6, answered_at = $7, claim_id = $8,
           updated_at = $9, version = version + 1
         where district = $1 and id = $2",
        params![
            district,
            id,
            outcome.state.code(),
            outcome.text,
            outcome.by,
            outcome.on,
            outcome.at,
            outcome.claim,
            tx.now()
        ],
    )?;
    Ok(())
}

fn waiting(r: &Row<'_>) -> Result<Waiting> {
    Ok(Waiting { id: r.get(0)?, code: r.get(1)?, expires_on: r.get(2)? })
}

/// The offer of an investor that nobody has answered.
pub fn open(reader: &Reader, district: &str, organisation: OrganisationId) -> Result<Option<Waiting>> {
    reader.first(
        "select id, code, expires_on from referral where district = $1 and organisation_id = $2 and state = 'offered'",
        params![district, organisation],
        waiting,
    )
}

/// Offers whose time to answer is over: a portion of them.
pub fn lapsed(reader: &Reader, district: &str, today: Date) -> Result<Vec<Waiting>> {
    reader.query(
        "select id, code, expires_on from referral where district = $1 and state = 'offered' and expires_on < $2
         order by expires_on, id limit $3",
        params![district, today, PORTION],
        waiting,
    )
}
