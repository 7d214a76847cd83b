//! Moving a project on, and saying whether it goes on at all.

use jiff::civil::Date;
use serde::Deserialize;
use utoipa::ToSchema;
use yinfeng_domain::{
    id::ProjectId,
    project::{
        Asked, Gates, LINE, Stage, Status, alike, may_leave, next_stages, one_line, past, status_may_become,
        text_fits, too_fast,
    },
};

use super::{EndingDraft, ProjectView, ending, for_writing, gate, get, store, summary};
use crate::floor::{
    Error, Fault, Result, change,
    db::{Reader, Tx},
    say::Lang,
    web::Who,
};

#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct Advance {
    #[schema(value_type = String)]
    pub to_stage: Stage,
    #[schema(value_type = String)]
    pub happened_on: Date,
    #[serde(default)]
    pub reason: String,
    pub version: i64,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct SetStatus {
    #[schema(value_type = String)]
    pub to_status: Status,
    #[schema(value_type = String)]
    pub happened_on: Date,
    #[serde(default)]
    pub reason: String,
    /// Why, to whom and what was learnt: of what is lost or terminated.
    #[serde(default)]
    pub ending: Option<EndingDraft>,
    pub version: i64,
}

/// The sentence for a missing field: `project.missing_amounts_total`.
pub(super) fn missing_code(field: &str) -> String {
    format!("project.missing_{}", field.replace('.', "_"))
}

/// Whether a project may enter a stage now: it goes on, the move is in the table, nothing is missing.
pub(super) fn may_advance(lang: Lang, gates: &Gates, view: &ProjectView, to: Stage) -> Result<()> {
    if view.row.status != Status::Ongoing {
        return Err(Error::refused(Fault::new("project.not_ongoing")));
    }
    if !next_stages(view.row.kind, view.row.stage).contains(&to) {
        return Err(Error::refused(Fault::at("to_stage", "project.stage_illegal")));
    }
    let facts = view.facts();
    let forward = to > view.row.stage;
    let holes = if forward { gate::holes(gates, view, &facts) } else { Vec::new() };
    let mut faults: Vec<Fault> =
        gates.missing(&facts, to).iter().map(|need| gate::fault(lang, need)).collect();
    faults.extend(holes.iter().map(|need| gate::hole_fault(lang, need)));
    if faults.is_empty() { Ok(()) } else { Err(Error::Invalid(faults)) }
}

fn check_step(
    tx: &Tx<'_>,
    since: Date,
    happened_on: Date,
    reason: &str,
    needs_reason: bool,
) -> Result<String> {
    let reason = one_line(reason);
    if !past(happened_on, tx.today()) {
        return Err(Error::invalid(Fault::at("happened_on", "project.date_past")));
    }
    if happened_on < since {
        return Err(Error::invalid(
            Fault::at("happened_on", "project.date_before_stage").with("since", since),
        ));
    }
    if !text_fits(&reason, LINE) {
        return Err(Error::invalid(Fault::at("reason", "project.too_long").with("limit", LINE)));
    }
    if needs_reason && reason.is_empty() {
        return Err(Error::invalid(Fault::at("reason", "project.reason_missing")));
    }
    Ok(reason)
}

/// A contract that came very fast for its size needs a second signature; one of an investor who has signed something
/// like it already, an answer how the two differ.
fn looked_at_twice(tx: &Tx<'_>, who: &Who, view: &ProjectView, on: Date, reason: &str) -> Result<()> {
    let signed = view.standings.contains(&(Asked::SecondSignature, true));
    if too_fast(view.entered_on, on, view.row.total_fen.unwrap_or(0)) && !signed {
        return Err(Error::refused(Fault::new("project.too_fast")));
    }
    let elsewhere = signed_elsewhere(tx, who, view)?;
    if elsewhere.is_empty() || !reason.is_empty() {
        return Ok(());
    }
    let fault = Fault::at("reason", "project.signed_elsewhere").with("names", elsewhere.join("、"));
    Err(Error::invalid(fault))
}

/// Signed projects of the same investors or their groups that are like this one, and where; of those that the reader
/// may not read only the unit.
pub fn signed_elsewhere(reader: &Reader, who: &Who, view: &ProjectView) -> Result<Vec<String>> {
    let industry = view.row.industry.as_ref().map_or("", |i| i.code.as_str());
    let found = store::organisation::signed_of_same(reader, who, view.row.id)?;
    let like = found.into_iter().filter(|o| alike(&view.row.name, industry, &o.name, &o.industry));
    Ok(like
        .map(|o| if o.visible { format!("{} {}（{}）", o.code, o.name, o.unit) } else { o.unit })
        .collect())
}

/// Moves a project to another stage.
pub fn advance(tx: &Tx<'_>, who: &Who, id: ProjectId, cmd: &Advance) -> Result<ProjectView> {
    let before = for_writing(tx, who, id, cmd.version)?;
    may_advance(who.lang, &gate::in_force(tx, who.district())?, &before, cmd.to_stage)?;
    let back = cmd.to_stage < before.row.stage;
    let reason = check_step(tx, before.stage_since_on, cmd.happened_on, &cmd.reason, back)?;
    if cmd.to_stage == Stage::Signed && !back {
        looked_at_twice(tx, who, &before, cmd.happened_on, &reason)?;
    }
    store::set_stage(tx, who.district(), id, cmd.to_stage, cmd.happened_on)?;
    finish(tx, who, &before, "project.advance", (cmd.to_stage, before.row.status), cmd.happened_on, &reason)
}

/// Puts a project on hold, gives it up, takes it up again.
pub fn set_status(tx: &Tx<'_>, who: &Who, id: ProjectId, cmd: &SetStatus) -> Result<ProjectView> {
    let before = for_writing(tx, who, id, cmd.version)?;
    if !status_may_become(before.row.stage, before.row.status, cmd.to_status) {
        return Err(Error::refused(Fault::at("to_status", "project.status_illegal")));
    }
    let reason = check_step(tx, before.stage_since_on, cmd.happened_on, &cmd.reason, true)?;
    let ending = ending::prepare(tx, cmd)?;
    store::set_status(tx, who.district(), id, cmd.to_status, cmd.happened_on)?;
    let no = before.stage_log.iter().map(|l| l.no).max().unwrap_or(0) + 1;
    match &ending {
        Some(ending) => store::ending::insert(tx, who, &before, no, ending, cmd)?,
        None => store::ending::reopen(tx, who.district(), id, cmd.happened_on, &reason)?,
    }
    finish(
        tx,
        who,
        &before,
        "project.set_status",
        (before.row.stage, cmd.to_status),
        cmd.happened_on,
        &reason,
    )
}

/// Puts a project that stood still out of the active library: called by the room that keeps how long one may, when the
/// office has confirmed it. It keeps its stage, and may be taken up again.
pub fn leave(tx: &Tx<'_>, who: &Who, before: &ProjectView, on: Date, reason: &str) -> Result<ProjectView> {
    if !may_leave(before.row.stage, before.row.status) {
        return Err(Error::refused(Fault::new("project.status_illegal")));
    }
    store::set_status(tx, who.district(), before.row.id, Status::Left, on)?;
    finish(tx, who, before, "project.leave_library", (before.row.stage, Status::Left), on, reason)
}

fn finish(
    tx: &Tx<'_>,
    who: &Who,
    before: &ProjectView,
    act: &str,
    (stage, status): (Stage, Status),
    happened_on: Date,
    reason: &str,
) -> Result<ProjectView> {
    let id = before.row.id;
    store::append_log(tx, who, before, (stage, status), happened_on, reason)?;
    let was = summary::Counted::of_view(before);
    let is = summary::Counted { stage, status, ..was.clone() };
    summary::apply(tx, who.district(), Some(&was), Some(&is));
    let after = get(tx, who, id)?;
    change::record(tx, who, act, "project", id.0, after.row.version, (&before.told(), &after.told()))?;
    Ok(after)
}
