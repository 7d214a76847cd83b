//! Claims as lists and pages show them.

use jiff::{ToSpan, civil::Date};
use yinfeng_domain::{
    authority::{Act, Class, Reach},
    claim::ClaimState,
    id::{ClaimId, ProjectId},
};

use super::{code, person, unit};
use crate::{
    claim::{
        ClaimHand, Filter, settle,
        view::{ClaimActions, ClaimRecord, ClaimRow},
    },
    floor::{
        Result,
        db::{
            Clause, Reader, Row,
            page::{Listing, Page, Sorted},
        },
        near,
        web::{Action, Who},
    },
    investor::{OrganisationRef, SEARCH_KIND},
    project::{self, ProjectRef},
};

const COLUMNS: &str = "c.id, c.code, o.id, o.name, o.country, c.content, c.amount_fen, c.upward,
  u.id, u.name, u.short_name, u.kind, c.state, c.contested, c.reported_at, c.reported_on, c.expires_on, c.renewals,
  p.id, p.code, p.name, c.version, c.warn_on, c.release_on";
const WIDTH: usize = 24;
const FROM: &str = "from claim c
  join investor_organisation o on o.district = c.district and o.id = c.organisation_id
  join org_unit u on u.district = c.district and u.id = c.unit_id
  left join project p on p.district = c.district and p.id = c.project_id";

/// A row, with the two days by which it is settled.
fn row(r: &Row<'_>) -> Result<(ClaimRow, Date, Date)> {
    let project = match r.get::<Option<ProjectId>>(18)? {
        Some(id) => Some(ProjectRef { id, code: r.get(19)?, name: r.get(20)? }),
        None => None,
    };
    let row = ClaimRow {
        id: r.get(0)?,
        code: r.get(1)?,
        organisation: OrganisationRef { id: r.get(2)?, name: r.get(3)?, country: r.get(4)? },
        content: r.get(5)?,
        amount_fen: r.get(6)?,
        upward: r.get(7)?,
        unit: unit(r, 8)?,
        state: code(r, 12, ClaimState::from_code)?,
        contested: r.get(13)?,
        idle: false,
        reminder: None,
        reported_at: r.get(14)?,
        reported_on: r.get(15)?,
        expires_on: r.get(16)?,
        days_left: None,
        renewals: r.get(17)?,
        project,
        version: r.get(21)?,
    };
    Ok((row, r.get(22)?, r.get(23)?))
}

/// Only claims of units within reach, or those of which they are partners.
pub(super) fn within_reach(reader: &Reader, clause: &mut Clause, who: &Who) -> Result<()> {
    if let Reach::Units(paths) = who.reach(Class::Claim, Act::Read)? {
        let own = held_by(clause, &paths);
        clause.also(&own);
    } else {
        // Who is reported for a code-named project is what its code name hides.
        project::veil(reader, who)?.keep(clause, "c.project_id");
        project::hidden_organisations(reader, who)?.keep(clause, "c.organisation_id");
    }
    Ok(())
}

fn held_by(clause: &mut Clause, paths: &[String]) -> String {
    let below = clause.below("path", paths);
    let units = format!("(select id from org_unit where district = $1 and {below})");
    format!(
        "(c.unit_id in {units} or c.id in
           (select k.claim_id from claim_partner k where k.district = $1 and k.unit_id in {units}))"
    )
}

/// Claims in these states as of today: what has ended by itself counts as ended, though nobody has written it yet.
fn in_states(clause: &mut Clause, states: &[ClaimState], today: Date) {
    if states.is_empty() {
        return;
    }
    let day = clause.bind(today);
    let running = format!("(c.contested or (c.expires_on >= {day} and c.release_on >= {day}))");
    let any: Vec<String> = states
        .iter()
        .map(|state| match state {
            ClaimState::Open => format!("(c.state = 'open' and {running})"),
            ClaimState::Lapsed => format!(
                "(c.state = 'lapsed' or (c.state = 'open' and c.contested = false and c.expires_on < {day}
                   and c.expires_on <= c.release_on))"
            ),
            ClaimState::Released => format!(
                "(c.state = 'released' or (c.state = 'open' and c.contested = false and c.release_on < {day}
                   and c.release_on < c.expires_on))"
            ),
            // The codes are ours, not the reader's.
            state => format!("c.state = '{state}'"),
        })
        .collect();
    clause.also(&format!("({})", any.join(" or ")));
}

/// Open claims of the reader's own units; of those, what ends within so many days or is idle.
fn on_hand(clause: &mut Clause, who: &Who, hand: ClaimHand, today: Date, soon: i64) {
    in_states(clause, &[ClaimState::Open], today);
    match who.actor.reach(Class::Claim, Act::Write) {
        Reach::Units(paths) => {
            let own = held_by(clause, &paths);
            clause.also(&own);
        }
        _ => clause.also("1 = 0"),
    }
    if hand == ClaimHand::Ending {
        let day = clause.bind(today);
        let end = clause.bind(today.saturating_add(soon.days()));
        clause.also(&format!("c.contested = false and (c.expires_on <= {end} or c.warn_on <= {day})"));
    }
}

pub fn list(
    reader: &Reader,
    who: &Who,
    filter: &Filter,
    today: Date,
    remind_days: &[i64],
) -> Result<Page<ClaimRow>> {
    let mut clause = Clause::of_district("c.district", who.district());
    within_reach(reader, &mut clause, who)?;
    in_states(&mut clause, &filter.state, today);
    if let Some(hand) = filter.hand {
        on_hand(&mut clause, who, hand, today, remind_days.first().copied().unwrap_or(14));
    }
    if let Some(unit) = filter.unit {
        clause.and("c.unit_id = $?", unit);
    }
    if let Some(organisation) = filter.organisation {
        clause.and("c.organisation_id = $?", organisation);
    }
    if let Some(project) = filter.project {
        clause.and("c.project_id = $?", project);
    }
    if let Some(q) = filter.q.as_deref().map(str::trim).filter(|q| !q.is_empty()) {
        let found = near::finds(reader, &mut clause, "c.organisation_id", SEARCH_KIND, q);
        let code = clause.bind(q.to_ascii_uppercase());
        clause.also(&format!("({found} or c.code = {code})"));
    }
    let listing = Listing {
        select: &format!("select {COLUMNS} {FROM}"),
        counted: "from claim c",
        column: "c.reported_at",
        id: "c.id",
        sorted: Sorted::Number,
        down: true,
    };
    let place = (filter.cursor.as_deref(), filter.limit);
    let page = listing.page(reader, clause, place, row, |(r, ..)| [r.reported_at.into(), r.id.into()])?;
    Ok(page.map(|(mut row, warn_on, release_on)| {
        settle(&mut row, (warn_on, release_on), today, remind_days);
        row
    }))
}

pub fn get(reader: &Reader, who: &Who, id: ClaimId) -> Result<Option<ClaimRecord>> {
    let mut clause = Clause::of_district("c.district", who.district());
    clause.and("c.id = $?", id);
    within_reach(reader, &mut clause, who)?;
    let none = || Action { ok: false, code: None, reason: None };
    let sql = format!(
        "select {COLUMNS}, a.id, a.name, c.renewed_on, c.ended_on, c.subject_id, u.path, k.id, k.name {FROM}
         left join identity_account a on a.district = c.district and a.id = c.reported_by
         left join identity_account k on k.district = c.district and k.id = c.keeper_id where {}",
        clause.text()
    );
    reader.first(&sql, clause.bound(), |r| {
        let (row, warn_on, release_on) = row(r)?;
        Ok(ClaimRecord {
            row,
            reported_by: person(r, WIDTH)?,
            keeper: person(r, WIDTH + 6)?,
            warn_on,
            release_on,
            renewed_on: r.get(WIDTH + 2)?,
            ended_on: r.get(WIDTH + 3)?,
            has_receipt: false,
            partners: Vec::new(),
            evidence: Vec::new(),
            log: Vec::new(),
            asks: Vec::new(),
            cases: Vec::new(),
            breaches: Vec::new(),
            actions: ClaimActions {
                contact: none(),
                renew: none(),
                withdraw: none(),
                link: none(),
                breach: none(),
            },
            subject: r.get(WIDTH + 4)?,
            unit_path: r.get(WIDTH + 5)?,
        })
    })
}
