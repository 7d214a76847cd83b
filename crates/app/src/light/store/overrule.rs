//! Overrides: asked for, decided, shown while they hold.

use std::collections::HashMap;

use uuid::Uuid;
use yinfeng_domain::{id::ProjectId, light::Colour, period::Month};

use super::{code, month_at, person, reference, within_reach};
use crate::{
    floor::{
        Result,
        db::{
            Clause, Reader, Row, Tx,
            page::{self, Listing, Page, Sorted},
        },
        web::{Action, Who},
    },
    light::overrule::{OverrideActions, OverrideDraft, OverrideFilter, OverrideView},
    params,
};

const COLUMNS: &str =
    "o.id, p.id, p.code, p.name, o.from_month, o.until_month, o.colour, o.reason, o.state, a.id,
  a.name, o.proposed_at, b.id, b.name, o.decided_at, o.decision, o.version";
const FROM: &str = "from light_override o
  join project p on p.district = o.district and p.id = o.project_id
  left join identity_account a on a.district = o.district and a.id = o.proposed_by
  left join identity_account b on b.district = o.district and b.id = o.decided_by";

fn view(r: &Row<'_>) -> Result<OverrideView> {
    let none = || Action { ok: false, code: None, reason: None };
    Ok(OverrideView {
        id: r.get(0)?,
        project: reference(r, 1)?,
        from_month: month_at(r, 4)?,
        until_month: month_at(r, 5)?,
        colour: code(r, 6, Colour::from_code)?,
        reason: r.get(7)?,
        state: r.get(8)?,
        over: false,
        proposed_by: person(r, 9)?,
        proposed_at: r.get(11)?,
        decided_by: person(r, 12)?,
        decided_at: r.get(14)?,
        decision: r.get(15)?,
        version: r.get(16)?,
        actions: OverrideActions { approve: none(), reject: none() },
    })
}

/// Those of a project, or one, that this reader may see; the latest first.
pub fn overrides(
    reader: &Reader,
    who: &Who,
    project: Option<ProjectId>,
    id: Option<Uuid>,
) -> Result<Vec<OverrideView>> {
    let mut clause = Clause::of_district("o.district", who.district());
    within_reach(reader, &mut clause, who, "o.project_id")?;
    if let Some(project) = project {
        clause.and("o.project_id = $?", project);
    }
    if let Some(id) = id {
        clause.and("o.id = $?", id);
    }
    reader.query(
        &format!("select {COLUMNS} {FROM} where {} order by o.proposed_at desc limit 50", clause.text()),
        clause.bound(),
        view,
    )
}

pub fn override_page(
    reader: &Reader,
    who: &Who,
    state: &str,
    filter: &OverrideFilter,
) -> Result<Page<OverrideView>> {
    let mut clause = Clause::of_district("o.district", who.district());
    clause.and("o.state = $?", state);
    within_reach(reader, &mut clause, who, "o.project_id")?;
    let listing = Listing {
        select: &format!("select {COLUMNS} {FROM}"),
        counted: "from light_override o",
        column: "o.until_month",
        id: "o.id",
        sorted: Sorted::Text,
        down: true,
    };
    let place = (filter.cursor.as_deref(), filter.limit);
    listing.page(reader, clause, place, view, |r| [r.until_month.to_string().into(), r.id.into()])
}

pub fn waiting(reader: &Reader, who: &Who) -> Result<i64> {
    let mut clause = Clause::of_district("o.district", who.district());
    clause.also("o.state = 'proposed'");
    within_reach(reader, &mut clause, who, "o.project_id")?;
    let sql = format!(
        "select count(*) from (select 1 from light_override o where {} limit {}) counted",
        clause.text(),
        page::COUNT_CAP
    );
    Ok(reader.value(&sql, clause.bound())?.unwrap_or(0))
}

pub fn insert_override(
    tx: &Tx<'_>,
    who: &Who,
    id: Uuid,
    project: ProjectId,
    from: Month,
    draft: &OverrideDraft,
) -> Result<()> {
    tx.execute(
        "insert into light_override (district, id, project_id, from_month, until_month, colour, reason, state,
           proposed_by, proposed_at, decision, version)
         values ($1, $2, $3, $4, $5, $6, $7, 'proposed', $8, $9, '', 1)",
        params![
            who.district(),
            id,
            project,
            from.to_string(),
            draft.until_month.to_string(),
            draft.colour.code(),
            &draft.reason,
            who.account_id(),
            tx.now()
        ],
    )?;
    Ok(())
}

pub fn decide_override(tx: &Tx<'_>, who: &Who, id: Uuid, state: &str, decision: &str) -> Result<()> {
    tx.execute(
        "update light_override set state = $3, decided_by = $4, decided_at = $5, decision = $6, version = version + 1
         where district = $1 and id = $2",
        params![who.district(), id, state, who.account_id(), tx.now(), decision],
    )?;
    Ok(())
}

/// Shows it in the months that have been computed already.
pub fn show_override(tx: &Tx<'_>, district: &str, approved: &OverrideView) -> Result<()> {
    tx.execute(
        "update light set colour = $5, override_id = $6
         where district = $1 and project_id = $2 and month >= $3 and month <= $4",
        params![
            district,
            approved.project.id,
            approved.from_month.to_string(),
            approved.until_month.to_string(),
            approved.colour.code(),
            approved.id
        ],
    )?;
    Ok(())
}

/// What holds in a month, by project.
pub fn overrides_of_month(
    reader: &Reader,
    district: &str,
    month: Month,
) -> Result<HashMap<ProjectId, (Uuid, Colour)>> {
    let rows = reader.query(
        "select o.project_id, o.id, o.colour from light_override o
         where o.district = $1 and o.state = 'approved' and o.until_month >= $2 and o.from_month <= $2
         order by o.proposed_at",
        params![district, month.to_string()],
        |r| Ok((r.get(0)?, (r.get(1)?, code(r, 2, Colour::from_code)?))),
    )?;
    Ok(rows.into_iter().collect())
}
