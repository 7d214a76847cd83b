//! Credit of the units of a project, measure by measure, from a day on. Without an agreement the shares of the units
//! hold for every measure; a transfer (流转) writes sets of its own, and what was credited before stays as it was.

use jiff::{ToSpan, civil::Date};
use serde::Serialize;
use utoipa::ToSchema;
use yinfeng_domain::{
    authority::{Act, Class},
    id::{ProjectId, UnitId},
    project::{EARLIEST, FULL},
    transfer::{CreditMeasure, CreditMode, Term, last_day, sets_after},
};

use super::{ProjectView, draft::ProjectDraft, get, reference, store, summary, summary::Counted};
use crate::{
    floor::{
        Fault, Result, change,
        db::{Reader, Tx},
        web::Who,
    },
    investor,
    org::{self, UnitRef},
};

/// The project goes to another unit.
#[derive(Debug, Clone)]
pub struct HandOver {
    pub project: ProjectId,
    pub to: UnitId,
    pub terms: Vec<Term>,
    /// Years for which the credit is divided; without end when left out.
    pub years: Option<i64>,
    /// From when on; nothing before that day changes.
    pub from_on: Date,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CreditPart {
    pub unit: UnitRef,
    pub share_bp: i64,
}

/// The shares of one measure from a day on.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CreditSetView {
    #[schema(value_type = String)]
    pub measure: CreditMeasure,
    /// None: from the beginning.
    #[schema(value_type = Option<String>)]
    pub from_on: Option<Date>,
    pub in_force: bool,
    pub parts: Vec<CreditPart>,
}

/// SQL for the share of the unit `pu` in its project on a day, for statements that join `project_unit pu`.
pub fn share_on(measure: CreditMeasure, day: &str) -> String {
    format!(
        "coalesce((select cs.share_bp from project_credit cs where cs.district = pu.district
           and cs.project_id = pu.project_id and cs.measure = '{measure}' and cs.unit_id = pu.unit_id
           and cs.from_on <= {day} order by cs.from_on desc limit 1), pu.share_bp)"
    )
}

/// The day from which shares agreed today count: money recognised today keeps those of today.
pub fn next_day(reader: &Reader, who: &Who) -> Result<Date> {
    Ok(org::office_day(reader, who.district())?.saturating_add(1.days()))
}

/// Puts another unit in the lead and divides the credit from a day on; the giving unit stays a unit of the project.
/// Gives the last day of the agreement.
pub fn hand_over(tx: &Tx<'_>, who: &Who, cmd: &HandOver) -> Result<Option<Date>> {
    who.need_district(Class::Project, Act::Recognise)?;
    let (id, district) = (cmd.project, who.district());
    store::hold(tx, district, id)?;
    let before = get(tx, who, id)?;
    let last_on = last_day(cmd.from_on, cmd.years);
    let pair = (before.row.lead_unit.id, cmd.to);
    let mut money = Vec::new();
    // Before any agreement the shares of the units hold for every measure, from the beginning.
    let plain = vec![(EARLIEST, store::shares(tx, district, id, cmd.from_on)?)];
    for term in &cmd.terms {
        let agreed = store::credit::sets(tx, district, id, term.measure)?;
        let known = if agreed.is_empty() { plain.clone() } else { agreed };
        let sets = sets_after(&known, pair, term, cmd.from_on, last_on);
        store::credit::replace(tx, district, id, term.measure, &sets)?;
        if term.measure == CreditMeasure::Funds {
            let holds = sets.into_iter().rfind(|(day, _)| *day <= cmd.from_on);
            money = holds.map(|(_, set)| set).unwrap_or_default();
        }
    }
    summary::count_events(tx, district, id, -1)?;
    store::credit::set_lead(tx, district, id, pair, &money)?;
    summary::count_events(tx, district, id, 1)?;
    for organisation in before.organisation_ids() {
        investor::make_known(tx, district, organisation, cmd.to)?;
    }
    let after = get(tx, who, id)?;
    summary::apply(tx, district, Some(&Counted::of_view(&before)), Some(&Counted::of_view(&after)));
    let told = (&before.told(), &after.told());
    change::record(tx, who, "project.transfer", "project", id.0, after.row.version, told)?;
    Ok(last_on)
}

/// Makes a unit a partner that is credited with so much of the lead's part, of every measure, from the next day on:
/// called for whoever writes to the project.
pub fn share_with(tx: &Tx<'_>, who: &Who, id: ProjectId, to: UnitId, share_bp: i64) -> Result<()> {
    let before = super::writable(tx, who, id)?;
    let (district, from_on) = (who.district(), next_day(tx, who)?);
    store::hold(tx, district, id)?;
    let pair = (before.row.lead_unit.id, to);
    let plain = vec![(EARLIEST, store::shares(tx, district, id, from_on)?)];
    let mut money = Vec::new();
    for measure in CreditMeasure::ALL {
        let agreed = store::credit::sets(tx, district, id, *measure)?;
        let known = if agreed.is_empty() { plain.clone() } else { agreed };
        let term = Term { measure: *measure, mode: CreditMode::Split, keeps_bp: FULL - share_bp };
        let sets = sets_after(&known, pair, &term, from_on, None);
        store::credit::replace(tx, district, id, *measure, &sets)?;
        if *measure == CreditMeasure::Funds {
            let holds = sets.into_iter().rfind(|(day, _)| *day <= from_on);
            money = holds.map(|(_, set)| set).unwrap_or_default();
        }
    }
    summary::count_events(tx, district, id, -1)?;
    store::credit::add_partner(tx, district, id, to, &money)?;
    summary::count_events(tx, district, id, 1)?;
    for organisation in before.organisation_ids() {
        investor::make_known(tx, district, organisation, to)?;
    }
    let after = get(tx, who, id)?;
    change::record(
        tx,
        who,
        "project.share",
        "project",
        id.0,
        after.row.version,
        (&before.told(), &after.told()),
    )
}

/// What was agreed of the credit of a project that may be read, the newest of each measure first.
pub fn agreed(reader: &Reader, who: &Who, id: ProjectId) -> Result<Vec<CreditSetView>> {
    reference(reader, who, id)?;
    let today = org::office_day(reader, who.district())?;
    let mut out: Vec<CreditSetView> = Vec::new();
    for (measure, from_on, part) in store::credit::parts(reader, who.district(), id)? {
        let shown = (from_on > EARLIEST).then_some(from_on);
        if let Some(set) = out.last_mut().filter(|set| set.measure == measure && set.from_on == shown) {
            set.parts.push(part);
            continue;
        }
        let newer = out.iter().any(|set| set.measure == measure && set.in_force);
        let in_force = from_on <= today && !newer;
        out.push(CreditSetView { measure, from_on: shown, in_force, parts: vec![part] });
    }
    Ok(out)
}

/// Shares that a transfer settled are not edited away.
pub(super) fn keeps_what_was_agreed(
    reader: &Reader,
    who: &Who,
    before: &ProjectView,
    draft: &ProjectDraft,
) -> Result<()> {
    let agreed = store::credit::units(reader, who.district(), before.row.id)?;
    let share = |unit: UnitId| before.units.iter().find(|u| u.unit.id == unit).map(|u| u.share_bp);
    let kept =
        |unit: &UnitId| draft.units.iter().any(|u| u.unit_id == *unit && Some(u.share_bp) == share(*unit));
    if agreed.iter().all(kept) {
        Ok(())
    } else {
        Err(crate::floor::Error::invalid(Fault::at("units", "project.shares_agreed")))
    }
}
