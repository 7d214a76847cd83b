//! What units did against first reports.

use jiff::civil::Date;
use yinfeng_domain::{
    authority::{Act, Class, Reach},
    claim::{Breach, BreachState},
    id::{BreachId, ClaimId},
};

use super::{code, look::claim_ref_of, person, unit};
use crate::{
    claim::{BreachDraft, BreachFilter, BreachRow},
    floor::{
        Result,
        db::{
            Clause, Reader, Row, Tx,
            page::{Listing, Page, Sorted},
        },
        web::{Action, Who},
    },
    org, params, project,
};

const COLUMNS: &str =
    "b.id, c.id, c.code, h.id, h.name, h.short_name, h.kind, c.state, c.expires_on, c.warn_on,
  c.release_on, c.contested, u.id, u.name, u.short_name, u.kind, b.kind, b.happened_on, b.text, b.minutes_no,
  b.state, b.recorded_on, a.id, a.name, b.reason, b.ended_on, b.version";
const FROM: &str = "from claim_breach b
  join claim c on c.district = b.district and c.id = b.claim_id
  join org_unit h on h.district = c.district and h.id = c.unit_id
  join org_unit u on u.district = b.district and u.id = b.unit_id
  left join identity_account a on a.district = b.district and a.id = b.recorded_by";

fn row(r: &Row<'_>, today: Date) -> Result<BreachRow> {
    Ok(BreachRow {
        id: r.get(0)?,
        claim: claim_ref_of(r, 1, today)?,
        unit: unit(r, 12)?,
        breach: code(r, 16, Breach::from_code)?,
        happened_on: r.get(17)?,
        text: r.get(18)?,
        minutes_no: r.get(19)?,
        state: code(r, 20, BreachState::from_code)?,
        recorded_on: r.get(21)?,
        recorded_by: person(r, 22)?,
        reason: r.get(24)?,
        ended_on: r.get(25)?,
        take_back: Action { ok: false, code: None, reason: None },
        version: r.get(26)?,
    })
}

/// For the office all but what a code name hides; for a unit what it did, and what was done to its own.
fn within_reach(reader: &Reader, clause: &mut Clause, who: &Who) -> Result<()> {
    if let Reach::Units(paths) = who.reach(Class::Claim, Act::Read)? {
        let (did, holds) = (clause.below("u.path", &paths), clause.below("h.path", &paths));
        clause.also(&format!("({did} or {holds})"));
    } else {
        project::veil(reader, who)?.keep(clause, "c.project_id");
        project::hidden_organisations(reader, who)?.keep(clause, "c.organisation_id");
    }
    Ok(())
}

pub fn one(reader: &Reader, who: &Who, id: BreachId) -> Result<Option<BreachRow>> {
    let mut clause = Clause::of_district("b.district", who.district());
    clause.and("b.id = $?", id);
    within_reach(reader, &mut clause, who)?;
    let today = org::office_day(reader, who.district())?;
    reader
        .first(&format!("select {COLUMNS} {FROM} where {}", clause.text()), clause.bound(), |r| row(r, today))
}

pub fn list(reader: &Reader, who: &Who, filter: &BreachFilter) -> Result<Page<BreachRow>> {
    let mut clause = Clause::of_district("b.district", who.district());
    within_reach(reader, &mut clause, who)?;
    if let Some(claim) = filter.claim {
        clause.and("b.claim_id = $?", claim);
    }
    if let Some(unit) = filter.unit {
        clause.and("b.unit_id = $?", unit);
    }
    clause.among("b.kind", filter.breach.iter().map(|kind| kind.code()));
    clause.among("b.state", filter.state.iter().map(|state| state.code()));
    let today = org::office_day(reader, who.district())?;
    let listing = Listing {
        select: &format!("select {COLUMNS} {FROM}"),
        counted: FROM,
        column: "b.recorded_on",
        id: "b.id",
        sorted: Sorted::Text,
        down: true,
    };
    let place = (filter.cursor.as_deref(), filter.limit);
    listing.page(reader, clause, place, |r| row(r, today), |r| [r.recorded_on.into(), r.id.into()])
}

pub fn insert(
    tx: &Tx<'_>,
    who: &Who,
    (id, claim): (BreachId, ClaimId),
    draft: &BreachDraft,
    today: Date,
) -> Result<()> {
    tx.execute(
        "insert into claim_breach (district, id, claim_id, unit_id, kind, happened_on, text, minutes_no, state,
           recorded_on, recorded_by, reason, ended_on, ended_by, created_at, updated_at, version)
         values ($1, $2, $3, $4, $5, $6, $7, $8, 'recorded', $9, $10, '', null, null, $11, $11, 1)",
        params![
            who.district(),
            id,
            claim,
            draft.unit_id,
            draft.breach.code(),
            draft.happened_on,
            &draft.text,
            &draft.minutes_no,
            today,
            who.account_id(),
            tx.now()
        ],
    )?;
    Ok(())
}

pub fn end(tx: &Tx<'_>, who: &Who, id: BreachId, reason: &str, today: Date) -> Result<()> {
    tx.execute(
        "update claim_breach set state = 'taken_back', reason = $3, ended_on = $4, ended_by = $5, updated_at = $6,
           version = version + 1 where district = $1 and id = $2",
        params![who.district(), id, reason, today, who.account_id(), tx.now()],
    )?;
    Ok(())
}
