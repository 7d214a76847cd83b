//! Nobody leaves a unit, and no unit ends, with open things: they are handed over first. The office may let somebody go
//! without that, for some days and with a reason, which the trail keeps.

use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;
use yinfeng_domain::{
    authority::{Act, Class},
    handover::HeldKind,
    id::{AccountId, UnitId},
    project::{LINE, one_line, text_fits},
};

use super::{HandoverGiver, store};
use crate::{
    floor::{
        Error, Fault, Faults, Result, audit,
        db::{Reader, Tx},
        web::Who,
    },
    org::{self, Departure, UnitRef},
    project::PersonRef,
};

/// Days for which somebody may be let go without a hand-over, at most.
const MOST_DAYS: i64 = 30;

/// Lets somebody go, or a unit end, without a hand-over.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct HandoverWaiver {
    #[serde(default)]
    #[schema(value_type = Option<Uuid>)]
    pub person_id: Option<AccountId>,
    #[serde(default)]
    #[schema(value_type = Option<Uuid>)]
    pub unit_id: Option<UnitId>,
    pub why: String,
    /// The last day on which it holds.
    #[schema(value_type = String)]
    pub until_on: Date,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct HandoverWaiverView {
    pub id: Uuid,
    pub person: Option<PersonRef>,
    pub unit: Option<UnitRef>,
    pub why: String,
    #[schema(value_type = String)]
    pub granted_on: Date,
    pub granted_by: Option<PersonRef>,
    #[schema(value_type = String)]
    pub until_on: Date,
}

/// Whether somebody may go: refused with how much of what they still hold.
pub fn may_leave(reader: &Reader, who: &Who, departure: &Departure) -> Result<()> {
    let giver = match departure {
        Departure::Account(person) | Departure::Work { account: person, .. } => {
            HandoverGiver { person: Some(*person), ..HandoverGiver::default() }
        }
        Departure::Unit(unit) => HandoverGiver { unit: Some(*unit), ..HandoverGiver::default() },
    };
    let left = |path: &str| match departure {
        Departure::Work { path: at, others, .. } => {
            path.starts_with(at.as_str()) && !others.iter().any(|other| path.starts_with(other.as_str()))
        }
        _ => true,
    };
    let held = store::held::paths(reader, who.district(), giver)?;
    let count = |kind: HeldKind| held.iter().filter(|(of, path)| *of == kind && left(path)).count();
    let total: usize = HeldKind::ALL.iter().map(|kind| count(*kind)).sum();
    if total == 0 || store::waived(reader, who.district(), giver, org::office_day(reader, who.district())?)? {
        return Ok(());
    }
    let fault = Fault::new("handover.held")
        .with("total", total)
        .with("charges", count(HeldKind::Charge))
        .with("contacts", count(HeldKind::Contact))
        .with("claims", count(HeldKind::Claim))
        .with("steps", count(HeldKind::NextStep));
    let mut waits = Vec::new();
    for code in store::open_of(reader, who.district(), giver)? {
        waits.push(Fault::new("handover.held_waits").with("code", code));
    }
    Err(Error::Blocked(Box::new(fault), waits))
}

/// Lets somebody go without a hand-over: the office, for some days.
pub fn waive(tx: &Tx<'_>, who: &Who, cmd: &HandoverWaiver) -> Result<HandoverWaiverView> {
    who.need_district(Class::Investor, Act::Write)?;
    let today = org::office_day(tx, who.district())?;
    let why = one_line(&cmd.why);
    let mut faults = Faults::default();
    faults.need(!why.is_empty(), || Fault::at("why", "handover.why_missing"));
    faults.need(text_fits(&why, LINE), || Fault::at("why", "handover.too_long").with("limit", LINE));
    let last = today.checked_add(MOST_DAYS.days()).unwrap_or(Date::MAX);
    faults.need((today..=last).contains(&cmd.until_on), || {
        Fault::at("until_on", "handover.waiver_until").with("limit", MOST_DAYS)
    });
    let whose = match (cmd.person_id, cmd.unit_id) {
        (Some(person), None) => store::is_account(tx, who.district(), person)?,
        (None, Some(unit)) => org::running_path(tx, who.district(), unit, today)?.is_some(),
        _ => false,
    };
    faults.need(whose, || Fault::at("person_id", "handover.waiver_whose"));
    faults.need(cmd.person_id.is_none() || cmd.person_id != who.account_id(), || {
        Fault::at("person_id", "handover.waiver_own")
    });
    faults.into_result()?;
    let id: Uuid = tx.new_id();
    store::insert_waiver(tx, who, id, cmd, &why, today)?;
    let detail =
        json!({ "person_id": cmd.person_id, "unit_id": cmd.unit_id, "why": why, "until_on": cmd.until_on });
    audit::record(tx, who, "handover.waive", "handover_waiver", id, &detail)?;
    let all = store::waivers(tx, who.district(), today)?;
    all.into_iter().find(|waiver| waiver.id == id).ok_or(Error::NotFound)
}

/// Who may go without a hand-over today.
pub fn waivers(reader: &Reader, who: &Who) -> Result<Vec<HandoverWaiverView>> {
    who.need_district(Class::Investor, Act::Read)?;
    store::waivers(reader, who.district(), org::office_day(reader, who.district())?)
}
