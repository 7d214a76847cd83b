//! All SQL of the room `admission`.

use jiff::{Timestamp, civil::Date};
use yinfeng_domain::{
    admission::{Check, Finding, Rule, State},
    authority::{Act, Class, Reach},
    id::{AccountId, AdmissionId, BatchId, ProjectId, UnitId},
    project::{Subject, Verdict},
};

use super::{
    AdmissionActions, AdmissionLogView, AdmissionRecord, AdmissionRow, AdmissionWaits, Entry, Filter,
    OpinionDraft, OpinionView,
    sheet::{CheckView, SpeedView},
};
use crate::{
    floor::{
        Error, Fault, Result,
        db::{
            Clause, DbError, Reader, Row, Tx, Value,
            page::{self, Page},
        },
        web::{Action, Who},
    },
    org::UnitRef,
    params,
    project::{PersonRef, ProjectRef},
};

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
fn within_reach(clause: &mut Clause, who: &Who) -> Result<()> {
    if let Reach::Units(paths) = who.reach(Class::Admission, Act::Read)? {
        let below = clause.below("path", &paths);
        let units = format!("(select id from org_unit where district = $1 and {below})");
        clause.also(&format!(
            "(b.id in (select o.admission_id from admission_opinion o where o.district = $1 and o.unit_id in {units})
              or b.project_id in
               (select pu.project_id from project_unit pu where pu.district = $1 and pu.unit_id in {units}))"
        ));
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

fn after(clause: &mut Clause, cursor: &str, down: bool) -> Result<()> {
    let mut at = page::decode(cursor, 2)?;
    let (id, day) = (at.pop().unwrap_or(Value::Null), at.pop().unwrap_or(Value::Null));
    if !matches!((&day, &id), (Value::Text(_), Value::Id(_))) {
        return Err(Error::invalid(Fault::at("cursor", "floor.bad_cursor")));
    }
    let (day, id) = (clause.bind(day), clause.bind(id));
    let than = if down { '<' } else { '>' };
    clause.also(&format!("(b.requested_on, b.id) {than} ({day}, {id})"));
    Ok(())
}

pub fn list(reader: &Reader, who: &Who, filter: &Filter) -> Result<Page<AdmissionRow>> {
    let down = match filter.sort.as_deref().unwrap_or("-requested_on") {
        "-requested_on" => true,
        "requested_on" => false,
        _ => return Err(Error::invalid(Fault::at("sort", "floor.field_wrong").with("why", "sort"))),
    };
    let mut clause = Clause::of_district("b.district", who.district());
    within_reach(&mut clause, who)?;
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
    let counted = format!(
        "select count(*) from (select 1 from admission b where {} limit {}) counted",
        clause.text(),
        page::COUNT_CAP + 1
    );
    let total = reader.value::<i64>(&counted, clause.bound())?.unwrap_or(0);
    if let Some(cursor) = &filter.cursor {
        after(&mut clause, cursor, down)?;
    }
    let limit = page::limit(filter.limit);
    let direction = if down { "desc" } else { "asc" };
    let mut items = reader.query(
        &format!(
            "select {COLUMNS} {FROM} where {} order by b.requested_on {direction}, b.id {direction} limit {}",
            clause.text(),
            limit + 1
        ),
        clause.bound(),
        row,
    )?;
    let more = items.len() as i64 > limit;
    items.truncate(limit as usize);
    let last = if more { items.last() } else { None };
    let next_cursor = last.map(|r| page::encode(&[r.requested_on.into(), r.id.into()]));
    Ok(Page { items, next_cursor, total: total.min(page::COUNT_CAP), total_capped: total > page::COUNT_CAP })
}

pub fn get(reader: &Reader, who: &Who, id: AdmissionId) -> Result<Option<AdmissionRecord>> {
    let mut clause = Clause::of_district("b.district", who.district());
    clause.and("b.id = $?", id);
    within_reach(&mut clause, who)?;
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

/// The next code of a year; numbers are never given twice.
pub fn next_code(tx: &Tx<'_>, district: &str, year: i16) -> Result<String> {
    let number = tx.value::<i64>(
        "insert into admission_counter (district, year, last) values ($1, $2, 1)
         on conflict (district, year) do update set last = admission_counter.last + 1 returning last",
        params![district, i64::from(year)],
    )?;
    Ok(format!("R{year}-{:04}", number.unwrap_or(1)))
}

pub fn insert(
    tx: &Tx<'_>,
    who: &Who,
    (id, code): (AdmissionId, &str),
    (project, note): (ProjectId, &str),
    rule: &Rule,
    today: Date,
) -> Result<()> {
    tx.execute(
        "insert into admission (district, id, code, project_id, state, rule, days, needs_meeting, note, requested_by,
           requested_on, round, meeting_place, attendees, minutes_no, conclusion, updated_at, version)
         values ($1, $2, $3, $4, 'precheck', $5, $6, $7, $8, $9, $10, 0, '', '', '', '', $11, 1)",
        params![
            who.district(),
            id,
            code,
            project,
            &rule.name,
            rule.days,
            rule.meeting,
            note,
            who.account_id(),
            today,
            tx.now()
        ],
    )?;
    Ok(())
}

/// A new round of opinions: those of earlier rounds stay.
pub fn ask(
    tx: &Tx<'_>,
    who: &Who,
    before: &AdmissionRecord,
    asked: &[(Subject, UnitId)],
    (today, due_on): (Date, Date),
) -> Result<()> {
    let (district, id) = (who.district(), before.row.id);
    tx.execute(
        "update admission set state = 'opinions', round = round + 1, asked_by = $3, due_on = $4, updated_at = $5,
           version = version + 1 where district = $1 and id = $2",
        params![district, id, who.account_id(), due_on, tx.now()],
    )?;
    let last = before.opinions.last().map_or(0, |o| o.no);
    for (at, (subject, unit)) in (1_i64..).zip(asked) {
        tx.execute(
            "insert into admission_opinion (district, admission_id, no, round, subject, unit_id, asked_on, due_on,
               verdict, text, condition_text) values ($1, $2, $3, $4, $5, $6, $7, $8, '', '', '')",
            params![district, id, last + at, before.round + 1, subject.code(), *unit, today, due_on],
        )?;
    }
    Ok(())
}

pub fn answer(
    tx: &Tx<'_>,
    who: &Who,
    id: AdmissionId,
    cmd: &OpinionDraft,
    verdict: Verdict,
    today: Date,
) -> Result<()> {
    let conditional = verdict == Verdict::Conditional;
    tx.execute(
        "update admission_opinion set verdict = $4, text = $5, condition_text = $6, condition_unit_id = $7,
           condition_due_on = $8, answered_by = $9, answered_on = $10
         where district = $1 and admission_id = $2 and no = $3",
        params![
            who.district(),
            id,
            cmd.no,
            verdict.code(),
            &cmd.text,
            &cmd.condition_text,
            cmd.condition_unit_id.filter(|_| conditional),
            cmd.condition_due_on.filter(|_| conditional),
            who.account_id(),
            today
        ],
    )?;
    touch(tx, who.district(), id)
}

fn touch(tx: &Tx<'_>, district: &str, id: AdmissionId) -> Result<()> {
    tx.execute(
        "update admission set updated_at = $3, version = version + 1 where district = $1 and id = $2",
        params![district, id, tx.now()],
    )?;
    Ok(())
}

pub fn meet(
    tx: &Tx<'_>,
    district: &str,
    id: AdmissionId,
    (held_on, place): (Date, &str),
    attendees: &str,
    minutes_no: &str,
) -> Result<()> {
    tx.execute(
        "update admission set state = 'meeting', meeting_on = $3, meeting_place = $4, attendees = $5, minutes_no = $6,
           updated_at = $7, version = version + 1 where district = $1 and id = $2",
        params![district, id, held_on, place, attendees, minutes_no, tx.now()],
    )?;
    Ok(())
}

pub fn conclude(
    tx: &Tx<'_>,
    who: &Who,
    id: AdmissionId,
    (state, today): (State, Date),
    text: &str,
) -> Result<()> {
    tx.execute(
        "update admission set state = $3, conclusion = $4, concluded_by = $5, concluded_on = $6, updated_at = $7,
           version = version + 1 where district = $1 and id = $2",
        params![who.district(), id, state.code(), text, who.account_id(), today, tx.now()],
    )?;
    Ok(())
}

pub fn set_state(tx: &Tx<'_>, district: &str, id: AdmissionId, state: State) -> Result<()> {
    tx.execute(
        "update admission set state = $3, updated_at = $4, version = version + 1 where district = $1 and id = $2",
        params![district, id, state.code(), tx.now()],
    )?;
    Ok(())
}

pub fn append(tx: &Tx<'_>, who: &Who, id: AdmissionId, project: ProjectId, entry: &Entry<'_>) -> Result<()> {
    let last = tx.value::<i64>(
        "select coalesce(max(no), 0) from admission_log where district = $1 and admission_id = $2",
        params![who.district(), id],
    )?;
    tx.execute(
        "insert into admission_log (district, admission_id, no, project_id, act, text, happened_on, done_by, done_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        params![
            who.district(),
            id,
            last.unwrap_or(0) + 1,
            project,
            entry.act,
            entry.text,
            entry.on,
            who.account_id(),
            tx.now()
        ],
    )?;
    Ok(())
}

pub struct Kept {
    pub version: i64,
    pub text: String,
    pub recorded_by: Option<PersonRef>,
    pub recorded_at: Timestamp,
}

pub fn rules(reader: &Reader, district: &str) -> Result<Option<Kept>> {
    reader.first(
        "select g.version, g.text, a.id, a.name, g.recorded_at from admission_rule g
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
        "insert into admission_rule (district, version, text, recorded_by, recorded_at) values ($1, $2, $3, $4, $5)",
        params![who.district(), version, text, who.account_id(), tx.now()],
    )?;
    Ok(())
}

pub fn checks(reader: &Reader, district: &str, project: ProjectId) -> Result<Vec<CheckView>> {
    reader.query(
        "select c.item, c.finding, c.text, a.id, a.name, c.answered_on, s.id, s.name, c.signed_on, c.signed_text,
           c.version
         from admission_check c
         left join identity_account a on a.district = c.district and a.id = c.answered_by
         left join identity_account s on s.district = c.district and s.id = c.signed_by
         where c.district = $1 and c.project_id = $2",
        params![district, project],
        |r| {
            Ok(CheckView {
                item: code(r, 0, Check::from_code)?,
                finding: Some(code(r, 1, Finding::from_code)?),
                text: r.get(2)?,
                answered_by: person(r, 3)?,
                answered_on: r.get(5)?,
                signed_by: person(r, 6)?,
                signed_on: r.get(8)?,
                signed_text: r.get(9)?,
                version: r.get(10)?,
                sign: no_action(),
            })
        },
    )
}

pub fn save_check(
    tx: &Tx<'_>,
    who: &Who,
    project: ProjectId,
    item: Check,
    (finding, text): (Finding, &str),
    today: Date,
) -> Result<()> {
    tx.execute(
        "insert into admission_check (district, project_id, item, finding, text, answered_by, answered_on, signed_text,
           version) values ($1, $2, $3, $4, $5, $6, $7, '', 1)
         on conflict (district, project_id, item) do update set finding = excluded.finding, text = excluded.text,
           answered_by = excluded.answered_by, answered_on = excluded.answered_on, signed_by = null,
           signed_on = null, signed_text = '', version = admission_check.version + 1",
        params![who.district(), project, item.code(), finding.code(), text, who.account_id(), today],
    )?;
    Ok(())
}

pub fn sign_check(
    tx: &Tx<'_>,
    who: &Who,
    project: ProjectId,
    item: Check,
    text: &str,
    today: Date,
) -> Result<()> {
    tx.execute(
        "update admission_check set signed_by = $4, signed_on = $5, signed_text = $6, version = version + 1
         where district = $1 and project_id = $2 and item = $3",
        params![who.district(), project, item.code(), who.account_id(), today, text],
    )?;
    Ok(())
}

/// Who concluded the newest review of a project that passed.
pub fn concluded_by(reader: &Reader, district: &str, project: ProjectId) -> Result<Option<AccountId>> {
    reader.value(
        "select concluded_by from admission where district = $1 and project_id = $2 and state = 'passed'
           and concluded_by is not null order by requested_on desc, id desc limit 1",
        params![district, project],
    )
}

pub fn signature(reader: &Reader, district: &str, project: ProjectId) -> Result<Option<SpeedView>> {
    reader.first(
        "select a.id, a.name, s.signed_on, s.text from admission_signature s
         left join identity_account a on a.district = s.district and a.id = s.signed_by
         where s.district = $1 and s.project_id = $2",
        params![district, project],
        |r| {
            Ok(SpeedView {
                alarm: false,
                signed_by: person(r, 0)?,
                signed_on: r.get(2)?,
                text: r.get(3)?,
                sign: no_action(),
            })
        },
    )
}

pub fn insert_signature(tx: &Tx<'_>, who: &Who, project: ProjectId, text: &str, today: Date) -> Result<()> {
    tx.execute(
        "insert into admission_signature (district, project_id, signed_by, signed_on, text)
         values ($1, $2, $3, $4, $5)",
        params![who.district(), project, who.account_id(), today, text],
    )?;
    Ok(())
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
