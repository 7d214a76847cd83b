//! All SQL of the room `admission`: here what is read of reviews.

mod rule;
mod sheet;
mod write;

use yinfeng_domain::{
    admission::State,
    authority::{Act, Class, Reach},
    id::{AccountId, AdmissionId, BatchId, ProjectId, UnitId},
    project::{Subject, Verdict},
};

use super::{
    AdmissionActions, AdmissionLogView, AdmissionRecord, AdmissionRow, AdmissionWaits, Filter, OpinionView,
};
use crate::{
    floor::{
        Error, Fault, Result,
        db::{
            Clause, DbError, Reader, Row,
            page::{Listing, Page, Sorted},
        },
        web::{Action, Who},
    },
    org::UnitRef,
    params,
    project::{self, PersonRef, ProjectRef},
};

pub use rule::{insert_rules, rules};
pub use sheet::{checks, concluded_by, insert_signature, save_check, sign_check, signature};
pub use write::{answer, append, ask, conclude, insert, meet, next_code, set_state};

const COLUMNS: &str = "b.id, b.code, p.id, p.code, p.name, b.state, b.rule, b.requested_on, b.due_on,
  (select count(*) from admission_opinion o where o.district = b.district and o.admission_id = b.id
     and o.round = b.round),
  (select count(*) from admission_opinion o where o.district = b.district and o.admission_id = b.id
     and o.round = b.round and o.verdict <> ''),
  b.minutes_no, b.concluded_on, b.version";
const WIDTH: usize = 14;
const FROM: &str = "from admission b join project p on p.district = b.district and p.id = b.project_id";

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

fn code<T>(r: &Row<'_>, at: usize, read: fn(&str) -> Option<T>) -> Result<T> {
    let text: String = r.get(at)?;
    read(&text).ok_or_else(|| DbError::Other(format!("unknown code {text:?}")).into())
}

const fn no_action() -> Action {
    Action { ok: false, code: None, reason: None }
}

fn row(r: &Row<'_>) -> Result<AdmissionRow> {
    Ok(AdmissionRow {
        id: r.get(0)?,
        code: r.get(1)?,
        project: ProjectRef { id: r.get(2)?, code: r.get(3)?, name: r.get(4)? },
        state: code(r, 5, State::from_code)?,
        rule: r.get(6)?,
        requested_on: r.get(7)?,
        due_on: r.get(8)?,
        asked_count: r.get(9)?,
        answered_count: r.get(10)?,
        minutes_no: r.get(11)?,
        concluded_on: r.get(12)?,
        version: r.get(13)?,
    })
}

/// Only reviews of the projects of units within reach, and those that such a unit was asked about.
fn within_reach(reader: &Reader, clause: &mut Clause, who: &Who) -> Result<()> {
    let veil = project::veil(reader, who)?;
    if let Reach::Units(paths) = who.reach(Class::Admission, Act::Read)? {
        let below = clause.below("path", &paths);
        let units = format!("(select id from org_unit where district = $1 and {below})");
        clause.also(&format!(
            "(b.id in (select o.admission_id from admission_opinion o where o.district = $1 and o.unit_id in {units})
              or b.project_id in
               (select pu.project_id from project_unit pu where pu.district = $1 and pu.unit_id in {units}))"
        ));
        let asked = format!(
            "b.id in (select o.admission_id from admission_opinion o where o.district = $1 and o.unit_id in {units})"
        );
        veil.keep_unless(clause, "b.project_id", &asked);
    } else {
        veil.keep(clause, "b.project_id");
    }
    Ok(())
}

fn in_hand(clause: &mut Clause, who: &Who, hand: AdmissionWaits) {
    match hand {
        AdmissionWaits::Opinion => {
            clause.also("b.state = 'opinions'");
            match who.actor.reach(Class::Admission, Act::Write) {
                Reach::Units(paths) => {
                    let below = clause.below("path", &paths);
                    clause.also(&format!(
                        "b.id in (select o.admission_id from admission_opinion o
                           where o.district = $1 and o.verdict = '' and o.round = b.round and o.unit_id in
                             (select id from org_unit where district = $1 and {below}))"
                    ));
                }
                // The office keeps reviews, it is no department.
                Reach::District | Reach::Nothing => clause.also("1 = 0"),
            }
        }
        AdmissionWaits::Handle => {
            clause.also("b.state in ('precheck', 'opinions')");
            clause.also(
                "not exists (select 1 from admission_opinion o where o.district = b.district
                   and o.admission_id = b.id and o.round = b.round and o.verdict = '')",
            );
            clause.also("(b.state = 'precheck' or b.needs_meeting = true)");
            if who.actor.reach(Class::Admission, Act::Write) != Reach::District {
                clause.also("1 = 0");
            }
        }
        AdmissionWaits::Conclude => {
            clause.also(
                "(b.state = 'meeting' or (b.state = 'opinions' and b.needs_meeting = false and not exists
                   (select 1 from admission_opinion o where o.district = b.district and o.admission_id = b.id
                      and o.round = b.round and o.verdict = '')))",
            );
            if who.actor.reach(Class::Admission, Act::Recognise) != Reach::District {
                clause.also("1 = 0");
            }
        }
    }
}

pub fn list(reader: &Reader, who: &Who, filter: &Filter) -> Result<Page<AdmissionRow>> {
    let down = match filter.sort.as_deref().unwrap_or("-requested_on") {
        "-requested_on" => true,
        "requested_on" => false,
        _ => return Err(Error::invalid(Fault::at("sort", "floor.field_wrong").with("why", "sort"))),
    };
    let mut clause = Clause::of_district("b.district", who.district());
    within_reach(reader, &mut clause, who)?;
    clause.among("b.state", filter.state.iter().map(|s| s.code()));
    if let Some(hand) = filter.hand {
        in_hand(&mut clause, who, hand);
    }
    if let Some(project) = filter.project {
        clause.and("b.project_id = $?", project);
    }
    if let Some(from) = filter.requested_from {
        clause.and("b.requested_on >= $?", from);
    }
    if let Some(to) = filter.requested_to {
        clause.and("b.requested_on <= $?", to);
    }
    let listing = Listing {
        select: &format!("select {COLUMNS} {FROM}"),
        counted: "from admission b",
        column: "b.requested_on",
        id: "b.id",
        sorted: Sorted::Text,
        down,
    };
    let place = (filter.cursor.as_deref(), filter.limit);
    listing.page(reader, clause, place, row, |r| [r.requested_on.into(), r.id.into()])
}

pub fn get(reader: &Reader, who: &Who, id: AdmissionId) -> Result<Option<AdmissionRecord>> {
    let mut clause = Clause::of_district("b.district", who.district());
    clause.and("b.id = $?", id);
    within_reach(reader, &mut clause, who)?;
    reader.first(
        &format!(
            "select {COLUMNS}, b.note, b.days, b.needs_meeting, b.round, x.id, x.name, y.id, y.name, b.meeting_on,
               b.meeting_place, b.attendees, b.conclusion, z.id, z.name, l.path {FROM}
             left join identity_account x on x.district = b.district and x.id = b.requested_by
             left join identity_account y on y.district = b.district and y.id = b.asked_by
             left join identity_account z on z.district = b.district and z.id = b.concluded_by
             left join org_unit l on l.district = b.district and l.id = p.lead_unit_id
             where {}",
            clause.text()
        ),
        clause.bound(),
        |r| {
            Ok(AdmissionRecord {
                row: row(r)?,
                note: r.get(WIDTH)?,
                days: r.get(WIDTH + 1)?,
                needs_meeting: r.get(WIDTH + 2)?,
                round: r.get(WIDTH + 3)?,
                requested_by: person(r, WIDTH + 4)?,
                asked_by: person(r, WIDTH + 6)?,
                meeting_on: r.get(WIDTH + 8)?,
                meeting_place: r.get(WIDTH + 9)?,
                attendees: r.get(WIDTH + 10)?,
                conclusion: r.get(WIDTH + 11)?,
                concluded_by: person(r, WIDTH + 12)?,
                lead_path: r.get(WIDTH + 14)?,
                needed: Vec::new(),
                opinions: Vec::new(),
                log: Vec::new(),
                actions: AdmissionActions {
                    ask: no_action(),
                    meet: no_action(),
                    conclude: no_action(),
                    withdraw: no_action(),
                },
            })
        },
    )
}

pub fn opinions(reader: &Reader, district: &str, id: AdmissionId) -> Result<Vec<OpinionView>> {
    reader.query(
        "select o.no, o.round, o.subject, u.id, u.name, u.short_name, u.kind, o.asked_on, o.due_on, o.verdict, o.text,
           o.condition_text, c.id, c.name, c.short_name, c.kind, o.condition_due_on, a.id, a.name, o.answered_on, u.path
         from admission_opinion o
         join org_unit u on u.district = o.district and u.id = o.unit_id
         left join org_unit c on c.district = o.district and c.id = o.condition_unit_id
         left join identity_account a on a.district = o.district and a.id = o.answered_by
         where o.district = $1 and o.admission_id = $2 order by o.no",
        params![district, id],
        |r| {
            let verdict: String = r.get(9)?;
            let condition: Option<UnitId> = r.get(12)?;
            Ok(OpinionView {
                no: r.get(0)?,
                round: r.get(1)?,
                subject: code(r, 2, Subject::from_code)?,
                unit: unit(r, 3)?,
                asked_on: r.get(7)?,
                due_on: r.get(8)?,
                overdue: false,
                verdict: Verdict::from_code(&verdict),
                text: r.get(10)?,
                condition_text: r.get(11)?,
                condition_unit: if condition.is_some() { Some(unit(r, 12)?) } else { None },
                condition_due_on: r.get(16)?,
                answered_by: person(r, 17)?,
                answered_on: r.get(19)?,
                unit_path: r.get(20)?,
                answer: no_action(),
            })
        },
    )
}

pub fn log(reader: &Reader, district: &str, id: AdmissionId) -> Result<Vec<AdmissionLogView>> {
    reader.query(
        "select l.no, l.act, l.text, l.happened_on, l.done_at, a.id, a.name from admission_log l
         left join identity_account a on a.district = l.district and a.id = l.done_by
         where l.district = $1 and l.admission_id = $2 order by l.no desc",
        params![district, id],
        |r| {
            Ok(AdmissionLogView {
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

/// Whether a project has a review that is not over.
pub fn running(reader: &Reader, district: &str, project: ProjectId) -> Result<bool> {
    let found = reader.value::<i64>(
        "select 1 from admission where district = $1 and project_id = $2
           and state in ('precheck', 'opinions', 'meeting', 'supplement', 'deferred') limit 1",
        params![district, project],
    )?;
    Ok(found.is_some())
}

pub fn unit_path(reader: &Reader, district: &str, unit: UnitId) -> Result<Option<String>> {
    reader.value("select path from org_unit where district = $1 and id = $2", params![district, unit])
}

pub fn of_batch(reader: &Reader, district: &str, batch: BatchId) -> Result<Vec<(String, String)>> {
    reader.query(
        "select p.code, p.name from project p where p.district = $1 and p.batch_id = $2 and (exists
           (select 1 from admission b where b.district = $1 and b.project_id = p.id) or exists
           (select 1 from admission_check c where c.district = $1 and c.project_id = p.id))
         order by p.code limit 100",
        params![district, batch],
        |r| Ok((r.get(0)?, r.get(1)?)),
    )
}
