//! Handing over (交接): what somebody, or a unit, holds (investors in charge, contacts, first reports, next steps) is given
//! to successors line by line, and the head of the receiving unit, or the office, takes it over. Nobody leaves a unit
//! before that ([`leave`]). A wrong hand-over is put right by another one.

pub mod http;
mod leave;
mod open;
mod store;
mod view;

use serde::Deserialize;
use serde_json::json;
use utoipa::{IntoParams, ToSchema};
use yinfeng_domain::{
    authority::{Act, Class, Reach},
    handover::{HandoverHand, HandoverState, HeldKind, LineState, may_answer, standing},
    id::{AccountId, HandoverId, OrganisationId, UnitId},
    project::{LINE, one_line, text_fits},
};

use crate::{
    claim, contact,
    floor::{
        Error, Fault, Result, audit,
        db::{Reader, Tx, page::Page},
        seal::Keys,
        web::{Action, Who},
    },
    interaction,
    investor::{self, Relation, following},
    project,
};

pub use leave::{HandoverWaiver, HandoverWaiverView, may_leave, waive, waivers};
pub use open::{HandoverDraft, HandoverGiver, HandoverLineDraft, create_imported, held, open};
pub use view::{HandoverActions, HandoverHeld, HandoverHeldList, HandoverLine, HandoverRecord, HandoverRow};

/// What of the hand-overs points at an organisation.
pub const RELATIONS: [Relation; 1] = [following!("handover", "organisation_id", "handover.undo_merge")];

/// What waits for the reader, and what was theirs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum HandoverSide {
    /// Theirs to take over.
    Answer,
    /// What they opened, or what was theirs.
    Given,
}

#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct Filter {
    #[param(value_type = Vec<String>)]
    pub state: Vec<HandoverState>,
    #[param(value_type = Option<String>)]
    pub hand: Option<HandoverSide>,
    #[param(value_type = Option<Uuid>)]
    pub person: Option<AccountId>,
    /// Gives or receives.
    #[param(value_type = Option<Uuid>)]
    pub unit: Option<UnitId>,
    pub cursor: Option<String>,
    pub limit: Option<i64>,
}

/// An answer to all lines that wait for the reader.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct HandoverAnswer {
    #[serde(default)]
    pub text: String,
    pub version: i64,
}

/// Takes over all that waits for the units of the reader, in one transaction. What is no longer the giver's is left
/// where it is, and the line says so.
pub fn accept(
    tx: &Tx<'_>,
    who: &Who,
    keys: &Keys,
    id: HandoverId,
    cmd: &HandoverAnswer,
) -> Result<HandoverRecord> {
    let (before, text) = opened(tx, who, keys, id, (cmd, false), may_act)?;
    let mut lines: Vec<&HandoverLine> =
        before.lines.iter().filter(|line| may_line(who, &before, line).is_ok()).collect();
    // An investor first: who is in charge of it may follow its first report otherwise.
    lines.sort_by_key(|line| line.kind);
    let mut moved = Vec::new();
    for line in lines {
        let still = store::held::holder(tx, who.district(), line.kind, line.subject)?;
        let theirs = still == Some((line.from_unit.id, line.from_person.as_ref().map(|p| p.id)));
        if theirs {
            give(tx, who, &before.row.code, line)?;
        }
        let state = if theirs { LineState::Taken } else { LineState::Gone };
        store::answer(tx, who, id, line.no, (state, &text))?;
        moved.push(json!({ "no": line.no, "kind": line.kind, "id": line.subject, "state": state }));
    }
    finish(tx, who, keys, &before, "handover.accept", json!({ "lines": moved, "text": text }))
}

/// What one line gives, by the room that keeps it.
fn give(tx: &Tx<'_>, who: &Who, code: &str, line: &HandoverLine) -> Result<()> {
    let to = (line.to_unit.id, line.to_person.as_ref().map(|p| p.id));
    match (line.kind, to.1) {
        (HeldKind::Charge, _) => {
            let organisation = store::held::organisation_of(tx, who.district(), line.subject)?;
            investor::pass_on(tx, who, organisation, to, code)
        }
        (HeldKind::Contact, _) => contact::hand_on(tx, who, line.subject.into(), to, code),
        (HeldKind::Claim, _) => claim::hand_on(tx, who, line.subject.into(), to, code),
        (HeldKind::NextStep, Some(person)) => {
            interaction::hand_on(tx, who, line.subject.into(), (to.0, person), code)
        }
        (HeldKind::NextStep, None) => Err(Error::invalid(Fault::new("handover.person_missing"))),
    }
}

/// Does not take what waits for the units of the reader: it stays where it is.
pub fn refuse(
    tx: &Tx<'_>,
    who: &Who,
    keys: &Keys,
    id: HandoverId,
    cmd: &HandoverAnswer,
) -> Result<HandoverRecord> {
    let (before, text) = opened(tx, who, keys, id, (cmd, true), may_act)?;
    for line in before.lines.iter().filter(|line| may_line(who, &before, line).is_ok()) {
        store::answer(tx, who, id, line.no, (LineState::Refused, &text))?;
    }
    finish(tx, who, keys, &before, "handover.refuse", json!({ "text": text }))
}

/// Takes back what nobody has answered yet.
pub fn withdraw(
    tx: &Tx<'_>,
    who: &Who,
    keys: &Keys,
    id: HandoverId,
    cmd: &HandoverAnswer,
) -> Result<HandoverRecord> {
    let (before, text) = opened(tx, who, keys, id, (cmd, true), may_withdraw)?;
    for line in before.lines.iter().filter(|line| line.state == LineState::Waiting) {
        store::answer(tx, who, id, line.no, (LineState::Void, &text))?;
    }
    finish(tx, who, keys, &before, "handover.withdraw", json!({ "text": text }))
}

/// The hand-over as whoever answers has read it, kept from others until the transaction ends, and what they say.
fn opened(
    tx: &Tx<'_>,
    who: &Who,
    keys: &Keys,
    id: HandoverId,
    (cmd, why_needed): (&HandoverAnswer, bool),
    may: fn(&Who, &HandoverRecord) -> Result<()>,
) -> Result<(HandoverRecord, String)> {
    store::hold(tx, who.district(), id)?;
    let before = at_version(tx, who, keys, id, cmd.version)?;
    may(who, &before)?;
    Ok((before, said(&cmd.text, why_needed)?))
}

fn finish(
    tx: &Tx<'_>,
    who: &Who,
    keys: &Keys,
    before: &HandoverRecord,
    act: &str,
    mut detail: serde_json::Value,
) -> Result<HandoverRecord> {
    let id = before.row.id;
    let state = standing(&store::states(tx, who.district(), id)?);
    store::set_state(tx, who.district(), id, state)?;
    detail["version"] = json!(before.row.version + 1);
    detail["changed"] = json!(["state"]);
    detail["to"] = json!(state);
    audit::record(tx, who, act, "handover", id.0, &detail)?;
    get(tx, who, keys, id)
}

fn said(text: &str, needed: bool) -> Result<String> {
    let text = one_line(text);
    if needed && text.is_empty() {
        return Err(Error::invalid(Fault::at("text", "handover.why_missing")));
    }
    if !text_fits(&text, LINE) {
        return Err(Error::invalid(Fault::at("text", "handover.too_long").with("limit", LINE)));
    }
    Ok(text)
}

fn is_office(who: &Who) -> bool {
    who.actor.reach(Class::Investor, Act::Write) == Reach::District
}

/// Whether this reader may answer one line.
fn may_line(who: &Who, record: &HandoverRecord, line: &HandoverLine) -> Result<()> {
    let me = who.account_id();
    let is_me = |person: &Option<project::PersonRef>| me.is_some() && person.as_ref().map(|p| p.id) == me;
    let hand = HandoverHand {
        opened: is_me(&record.row.opened_by),
        leaving: is_me(&line.from_person),
        head: who.actor.heads(&line.to_path),
        office: is_office(who),
    };
    may_answer(line.state, hand).map_err(|code| Error::refused(Fault::new(code)))
}

/// Whether there is a line that this reader may answer; if not, why of the first that waits.
fn may_act(who: &Who, record: &HandoverRecord) -> Result<()> {
    who.reach(Class::Investor, Act::Write)?;
    let mut why = None;
    for line in record.lines.iter().filter(|line| line.state == LineState::Waiting) {
        match may_line(who, record, line) {
            Ok(()) => return Ok(()),
            Err(error) => why = why.or(Some(error)),
        }
    }
    Err(why.unwrap_or_else(|| Error::refused(Fault::new("handover.answered_already"))))
}

fn may_withdraw(who: &Who, record: &HandoverRecord) -> Result<()> {
    if record.row.state != HandoverState::Waiting {
        return Err(Error::refused(Fault::new("handover.answered_already")));
    }
    let opened = record.row.opened_by.as_ref().is_some_and(|p| Some(p.id) == who.account_id());
    if opened || is_office(who) { Ok(()) } else { Err(Error::refused(Fault::new("handover.not_giver"))) }
}

fn at_version(
    reader: &Reader,
    who: &Who,
    keys: &Keys,
    id: HandoverId,
    version: i64,
) -> Result<HandoverRecord> {
    let now = get(reader, who, keys, id)?;
    if now.row.version == version {
        return Ok(now);
    }
    let current = Box::new(json!(now.row));
    Err(Error::Stale { current, changed: vec!["state".into()] })
}

/// One hand-over with its lines, if it may be read: by the office, by whoever gives, and by the units that receive.
pub fn get(reader: &Reader, who: &Who, keys: &Keys, id: HandoverId) -> Result<HandoverRecord> {
    let row = store::list::get(reader, who, id)?.ok_or(Error::NotFound)?;
    let hidden = project::hidden_organisations(reader, who)?;
    let mut lines = store::lines(reader, who.district(), id, &hidden)?;
    let contacts: Vec<_> =
        lines.iter().filter(|l| l.kind == HeldKind::Contact).map(|l| l.subject.into()).collect();
    let names = contact::names(reader, who, keys, &contacts)?;
    for line in lines.iter_mut().filter(|line| line.kind == HeldKind::Contact) {
        if let Some(found) = names.iter().find(|name| name.id.0 == line.subject) {
            line.label.clone_from(&found.name);
        }
    }
    let none = || Action { ok: false, code: None, reason: None };
    let actions = HandoverActions { accept: none(), refuse: none(), withdraw: none() };
    let mut record = HandoverRecord { row, lines, actions };
    for at in 0..record.lines.len() {
        record.lines[at].mine = may_line(who, &record, &record.lines[at]).is_ok();
    }
    record.actions = HandoverActions {
        accept: Action::of(who.lang, may_act(who, &record)),
        refuse: Action::of(who.lang, may_act(who, &record)),
        withdraw: Action::of(who.lang, may_withdraw(who, &record)),
    };
    Ok(record)
}

/// Hand-overs that may be read, the newest first.
pub fn list(reader: &Reader, who: &Who, filter: &Filter) -> Result<Page<HandoverRow>> {
    store::list::list(reader, who, filter)
}

/// The code of the hand-over by which this is being given already.
fn waiting(reader: &Reader, who: &Who, kind: HeldKind, subject: uuid::Uuid) -> Result<Option<String>> {
    store::waiting(reader, who.district(), kind, subject)
}

/// An organisation's own filter of what is held.
fn only(organisation: Option<OrganisationId>, of: Option<&investor::OrganisationRef>) -> bool {
    organisation.is_none_or(|wanted| of.is_some_and(|o| o.id == wanted))
}
