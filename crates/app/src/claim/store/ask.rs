//! Questions of units that found an investor occupied.

use jiff::civil::Date;
use yinfeng_domain::{
    authority::{Act, Class, Reach},
    claim::{AskState, Way},
    id::{AccountId, AskId, ClaimId},
};

use super::{code, look::claim_ref_of, person, unit};
use crate::{
    claim::{
        AskDraft, AskFilter,
        ask::AskHand,
        view::{AskActions, AskRow},
    },
    floor::{
        Result,
        db::{
            Clause, Reader, Row, Tx, Value,
            page::{Listing, Page, Sorted},
        },
        web::{Action, Who},
    },
    params, project,
};

const COLUMNS: &str = "q.id, c.id, c.code, h.id, h.name, h.short_name, h.kind, c.state, c.expires_on, c.warn_on,
  c.release_on, c.contested, u.id, u.name, u.short_name, u.kind, q.way, q.investor_name, q.text, q.share_bp, q.state,
  x.id, x.name, q.asked_on, q.answer, y.id, y.name, q.answered_on, q.version, q.created_at, u.path, h.path";
const FROM: &str = "from claim_ask q
  join claim c on c.district = q.district and c.id = q.claim_id
  join org_unit h on h.district = c.district and h.id = c.unit_id
  join org_unit u on u.district = q.district and u.id = q.unit_id
  left join identity_account x on x.district = q.district and x.id = q.asked_by
  left join identity_account y on y.district = q.district and y.id = q.answered_by";

/// What an answer leaves.
pub struct Outcome<'a> {
    pub state: AskState,
    /// None when nobody of the other side answered.
    pub by: Option<AccountId>,
    pub answer: &'a str,
    pub share_bp: Option<i64>,
    pub on: Date,
}

fn row(r: &Row<'_>, today: Date) -> Result<AskRow> {
    let none = || Action { ok: false, code: None, reason: None };
    Ok(AskRow {
        id: r.get(0)?,
        claim: claim_ref_of(r, 1, today)?,
        unit: unit(r, 12)?,
        way: code(r, 16, Way::from_code)?,
        investor_name: r.get(17)?,
        text: r.get(18)?,
        share_bp: r.get(19)?,
        state: code(r, 20, AskState::from_code)?,
        asked_by: person(r, 21)?,
        asked_on: r.get(23)?,
        answer: r.get(24)?,
        answered_by: person(r, 25)?,
        answered_on: r.get(27)?,
        version: r.get(28)?,
        created_at: r.get(29)?,
        unit_path: r.get(30)?,
        holder_path: r.get(31)?,
        actions: AskActions { answer: none(), withdraw: none() },
    })
}

/// Only questions of units within reach, and those about claims they hold.
fn within_reach(reader: &Reader, clause: &mut Clause, who: &Who) -> Result<()> {
    if let Reach::Units(paths) = who.reach(Class::Claim, Act::Read)? {
        let (asks, holds) = (clause.below("u.path", &paths), clause.below("h.path", &paths));
        clause.also(&format!("({asks} or {holds})"));
    } else {
        // Who is reported for a code-named project is what its code name hides.
        project::veil(reader, who)?.keep(clause, "c.project_id");
        project::hidden_organisations(reader, who)?.keep(clause, "c.organisation_id");
    }
    Ok(())
}

fn on_hand(clause: &mut Clause, who: &Who, hand: AskHand) {
    let units = match who.actor.reach(Class::Claim, Act::Write) {
        Reach::Units(paths) => paths,
        _ => Vec::new(),
    };
    match hand {
        AskHand::Mine => {
            let asks = clause.below("u.path", &units);
            clause.also(&asks);
        }
        AskHand::Answer => {
            clause.also("q.state = 'waiting'");
            let holds = clause.below("h.path", &units);
            let reviewer = who.actor.reach(Class::Claim, Act::Recognise) == Reach::District;
            let other = if reviewer { "q.way = 'different'" } else { "1 = 0" };
            clause.also(&format!("((q.way <> 'different' and {holds}) or {other})"));
        }
    }
}

pub fn list(reader: &Reader, who: &Who, filter: &AskFilter, today: Date) -> Result<Page<AskRow>> {
    let mut clause = Clause::of_district("q.district", who.district());
    within_reach(reader, &mut clause, who)?;
    clause.among("q.state", filter.state.iter().map(|s| Value::from(s.code())));
    if let Some(hand) = filter.hand {
        on_hand(&mut clause, who, hand);
    }
    if let Some(claim) = filter.claim {
        clause.and("q.claim_id = $?", claim);
    }
    let listing = Listing {
        select: &format!("select {COLUMNS} {FROM}"),
        counted: FROM,
        column: "q.created_at",
        id: "q.id",
        sorted: Sorted::Number,
        down: true,
    };
    let place = (filter.cursor.as_deref(), filter.limit);
    listing.page(reader, clause, place, |r| row(r, today), |r| [r.created_at.into(), r.id.into()])
}

pub fn get(reader: &Reader, who: &Who, id: AskId, today: Date) -> Result<Option<AskRow>> {
    let mut clause = Clause::of_district("q.district", who.district());
    clause.and("q.id = $?", id);
    within_reach(reader, &mut clause, who)?;
    let sql = format!("select {COLUMNS} {FROM} where {}", clause.text());
    reader.first(&sql, clause.bound(), |r| row(r, today))
}

pub fn insert(
    tx: &Tx<'_>,
    who: &Who,
    id: AskId,
    claim: ClaimId,
    way: Way,
    draft: &AskDraft,
    today: Date,
) -> Result<()> {
    tx.execute(
        "insert into claim_ask (district, id, claim_id, unit_id, way, text, investor_name, share_bp, state, asked_by,
           asked_on, answer, created_at, version)
         values ($1, $2, $3, $4, $5, $6, $7, $8, 'waiting', $9, $10, '', $11, 1)",
        params![
            who.district(),
            id,
            claim,
            draft.unit_id,
            way.code(),
            &draft.text,
            &draft.investor_name,
            draft.share_bp,
            who.account_id(),
            today,
            tx.now()
        ],
    )?;
    Ok(())
}

pub fn settle(tx: &Tx<'_>, who: &Who, id: AskId, outcome: &Outcome<'_>) -> Result<()> {
    tx.execute(
        "update claim_ask set state = $3, answer = $4, answered_by = $5, answered_on = $6,
           share_bp = coalesce($7, share_bp), version = version + 1
         where district = $1 and id = $2",
        params![
            who.district(),
            id,
            outcome.state.code(),
            outcome.answer,
            outcome.by,
            outcome.on,
            outcome.share_bp
        ],
    )?;
    Ok(())
}

/// What nobody answered before the claim ended.
pub fn void(tx: &Tx<'_>, district: &str, claim: ClaimId) -> Result<()> {
    tx.execute(
        "update claim_ask set state = 'void', version = version + 1
         where district = $1 and claim_id = $2 and state = 'waiting'",
        params![district, claim],
    )?;
    Ok(())
}
