//! Hand-overs as lists show them.

use yinfeng_domain::{
    authority::{Act, Class, Reach},
    handover::HandoverState,
    id::{HandoverId, UnitId},
};

use super::{code, person, unit};
use crate::{
    floor::{
        Result,
        db::{
            Clause, Reader, Row, Value,
            page::{Listing, Page, Sorted},
        },
        web::Who,
    },
    handover::{Filter, HandoverRow, HandoverSide},
};

const COLUMNS: &str = "v.id, v.code, p.id, p.name, u.id, u.name, u.short_name, u.kind, v.reason, v.state, b.id, b.name,
  v.opened_on,
  (select count(*) from handover_line l where l.district = v.district and l.handover_id = v.id),
  (select count(*) from handover_line l where l.district = v.district and l.handover_id = v.id and l.state = 'waiting'),
  (select count(*) from handover_line l where l.district = v.district and l.handover_id = v.id and l.state = 'taken'),
  (select count(*) from handover_line l where l.district = v.district and l.handover_id = v.id and l.state = 'refused'),
  v.version, v.opened_at";
const FROM: &str = "from handover v
  left join identity_account p on p.district = v.district and p.id = v.person_id
  left join org_unit u on u.district = v.district and u.id = v.unit_id
  left join identity_account b on b.district = v.district and b.id = v.opened_by";

fn row(r: &Row<'_>) -> Result<HandoverRow> {
    let of_unit = r.get::<Option<UnitId>>(4)?.is_some();
    Ok(HandoverRow {
        id: r.get(0)?,
        code: r.get(1)?,
        person: person(r, 2)?,
        unit: if of_unit { Some(unit(r, 4)?) } else { None },
        reason: r.get(8)?,
        state: code(r, 9, HandoverState::from_code)?,
        opened_by: person(r, 10)?,
        opened_on: r.get(12)?,
        lines_count: r.get(13)?,
        waiting_count: r.get(14)?,
        taken_count: r.get(15)?,
        refused_count: r.get(16)?,
        version: r.get(17)?,
    })
}

/// Hand-overs with a line from or to units within reach, and one's own.
fn within_reach(clause: &mut Clause, who: &Who) -> Result<()> {
    if let Reach::Units(paths) = who.reach(Class::Investor, Act::Read)? {
        let me = clause.bind(who.account_id());
        let below = clause.below("path", &paths);
        let units = format!("(select id from org_unit where district = $1 and {below})");
        clause.also(&format!(
            "(v.opened_by = {me} or v.person_id = {me} or v.id in (select l.handover_id from handover_line l
               where l.district = $1 and (l.from_unit_id in {units} or l.to_unit_id in {units})))"
        ));
    }
    Ok(())
}

fn on_hand(clause: &mut Clause, who: &Who, side: HandoverSide) {
    let me = clause.bind(who.account_id());
    match side {
        HandoverSide::Given => clause.also(&format!("(v.opened_by = {me} or v.person_id = {me})")),
        HandoverSide::Answer => {
            let units = if who.actor.reach(Class::Investor, Act::Write) == Reach::District {
                "1 = 1".to_owned()
            } else {
                let paths = who.actor.memberships.iter().map(|m| m.unit_path.clone());
                let heads: Vec<String> = paths.filter(|path| who.actor.heads(path)).collect();
                let below = clause.below("path", &heads);
                format!("l.to_unit_id in (select id from org_unit where district = $1 and {below})")
            };
            // What one opened, or what is one's own, somebody else takes over.
            clause.also(&format!(
                "v.state = 'waiting' and v.opened_by is distinct from {me} and v.id in (select l.handover_id
                   from handover_line l where l.district = $1 and l.state = 'waiting' and {units}
                   and l.from_account_id is distinct from {me})"
            ));
        }
    }
}

pub fn list(reader: &Reader, who: &Who, filter: &Filter) -> Result<Page<HandoverRow>> {
    let mut clause = Clause::of_district("v.district", who.district());
    within_reach(&mut clause, who)?;
    clause.among("v.state", filter.state.iter().map(|s| Value::from(s.code())));
    if let Some(side) = filter.hand {
        on_hand(&mut clause, who, side);
    }
    if let Some(person) = filter.person {
        clause.and("v.person_id = $?", person);
    }
    if let Some(unit) = filter.unit {
        let unit = clause.bind(unit);
        clause.also(&format!(
            "v.id in (select l.handover_id from handover_line l
               where l.district = $1 and (l.from_unit_id = {unit} or l.to_unit_id = {unit}))"
        ));
    }
    let listing = Listing {
        select: &format!("select {COLUMNS} {FROM}"),
        counted: "from handover v",
        column: "v.opened_at",
        id: "v.id",
        sorted: Sorted::Number,
        down: true,
    };
    let place = (filter.cursor.as_deref(), filter.limit);
    let page = listing.page(
        reader,
        clause,
        place,
        |r| Ok((row(r)?, r.get::<i64>(18)?)),
        |(row, at)| [(*at).into(), row.id.into()],
    )?;
    Ok(page.map(|(row, _)| row))
}

pub fn get(reader: &Reader, who: &Who, id: HandoverId) -> Result<Option<HandoverRow>> {
    let mut clause = Clause::of_district("v.district", who.district());
    clause.and("v.id = $?", id);
    within_reach(&mut clause, who)?;
    reader.first(&format!("select {COLUMNS} {FROM} where {}", clause.text()), clause.bound(), row)
}
