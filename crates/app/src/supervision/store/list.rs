//! Notes as lists.

use jiff::civil::Date;
use yinfeng_domain::{
    authority::{Act, Class, Reach},
    supervision::State,
};

use super::{COLUMNS, FROM, row, within_reach};
use crate::{
    floor::{
        Error, Fault, Result,
        db::{
            Clause, Reader, Value,
            page::{Listing, Page, Sorted},
        },
        web::Who,
    },
    supervision::{Filter, SupervisionHand, SupervisionRow},
};

/// Only what waits for the reader: the units answer, the office confirms and raises.
fn in_hand(clause: &mut Clause, who: &Who, hand: SupervisionHand, today: Date) {
    let reach = who.actor.reach(Class::Supervision, Act::Write);
    match (hand, reach) {
        (SupervisionHand::Answer, Reach::Units(paths)) => {
            clause.and("s.state = $?", State::Open.code());
            let below = clause.below("path", &paths);
            clause.also(&format!("s.unit_id in (select id from org_unit where district = $1 and {below})"));
        }
        (SupervisionHand::Confirm, Reach::District) => clause.and("s.state = $?", State::Answered.code()),
        (SupervisionHand::Escalate, Reach::District) => {
            clause.and("s.state = $?", State::Open.code());
            clause.and("s.due_on < $?", today);
        }
        _ => clause.also("1 = 0"),
    }
}

pub fn list(reader: &Reader, who: &Who, filter: &Filter, today: Date) -> Result<Page<SupervisionRow>> {
    let mut clause = Clause::of_district("s.district", who.district());
    within_reach(reader, &mut clause, who)?;
    clause.among("s.state", filter.state.iter().map(|s| s.code()));
    clause.among("s.level", filter.level.iter().map(String::as_str));
    if let Some(overdue) = filter.overdue {
        let today = clause.bind(today);
        let late = format!("(s.state = 'open' and s.due_on < {today})");
        clause.also(&if overdue { late } else { format!("not {late}") });
    }
    if let Some(hand) = filter.hand {
        in_hand(&mut clause, who, hand, today);
    }
    let ids = [
        ("s.project_id", filter.project.map(Value::from)),
        ("s.problem_id", filter.problem.map(Value::from)),
        ("s.instruction_id", filter.instruction.map(Value::from)),
        ("s.unit_id", filter.unit.map(Value::from)),
    ];
    for (column, wanted) in ids {
        if let Some(wanted) = wanted {
            clause.and(&format!("{column} = $?"), wanted);
        }
    }
    let days = [
        ("s.due_on >=", filter.due_from),
        ("s.due_on <=", filter.due_to),
        ("s.issued_on >=", filter.issued_from),
        ("s.issued_on <=", filter.issued_to),
    ];
    for (comparison, day) in days {
        if let Some(day) = day {
            clause.and(&format!("{comparison} $?"), day);
        }
    }
    let (column, down) = match filter.sort.as_deref().unwrap_or("due_on") {
        "due_on" => ("s.due_on", false),
        "-due_on" => ("s.due_on", true),
        "-issued_on" => ("s.issued_on", true),
        _ => return Err(Error::invalid(Fault::at("sort", "floor.field_wrong").with("why", "sort"))),
    };
    let listing = Listing {
        select: &format!("select {COLUMNS} {FROM}"),
        counted: "from supervision s",
        column,
        id: "s.id",
        sorted: Sorted::Text,
        down,
    };
    let place = (filter.cursor.as_deref(), filter.limit);
    listing.page(reader, clause, place, row, |r| {
        let day = if column == "s.due_on" { r.due_on } else { r.issued_on };
        [day.into(), r.id.into()]
    })
}
