//! What is written of reviews.

use jiff::civil::Date;
use yinfeng_domain::{
    admission::{Rule, State},
    id::{AdmissionId, ProjectId, UnitId},
    project::{Subject, Verdict},
};

use crate::admission::{AdmissionRecord, Entry, OpinionDraft};
use crate::{
    floor::{Result, db::Tx, web::Who},
    params,
};

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
