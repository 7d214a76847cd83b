//! The monthly forms of the units: when each was due and when it came.

use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use yinfeng_domain::{
    authority::{Act, Class, Reach},
    id::UnitId,
    period::month_start,
};

use super::{closing::need_open, need_unit, need_year, store::returned as store};
use crate::{
    floor::{
        Error, Fault, Faults, Result, audit,
        db::{Reader, Tx},
        web::Who,
    },
    org::UnitRef,
};

pub(super) use yinfeng_domain::period::is_late;

/// The form of one unit for one month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReturnView {
    pub unit: UnitRef,
    /// `2013-08`.
    pub month: String,
    #[schema(value_type = String)]
    pub due_on: Date,
    /// None while it has not come.
    #[schema(value_type = Option<String>)]
    pub submitted_on: Option<Date>,
    /// It came after the day it was due, or has not come and that day is over.
    pub late: bool,
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ReturnDraft {
    #[schema(value_type = Uuid)]
    pub unit_id: UnitId,
    /// `2013-08`.
    pub month: String,
    #[schema(value_type = String)]
    pub due_on: Date,
    #[schema(value_type = Option<String>)]
    #[serde(default)]
    pub submitted_on: Option<Date>,
}

/// The forms of a year that one may see.
pub fn returns(reader: &Reader, who: &Who, year: i64) -> Result<Vec<ReturnView>> {
    need_year(year)?;
    let paths = match who.reach(Class::Target, Act::Read)? {
        Reach::Units(paths) => Some(paths),
        _ => None,
    };
    store::list(reader, who.district(), year, paths.as_deref(), reader.today())
}

/// Notes when a form was due and when it came; noting it again replaces it, and the audit keeps what was there.
pub fn note_return(tx: &Tx<'_>, who: &Who, draft: &ReturnDraft) -> Result<ReturnView> {
    who.need_district(Class::Target, Act::Write)?;
    need_unit(tx, who.district(), draft.unit_id)?;
    let Some(first) = month_start(&draft.month) else {
        return Err(Error::invalid(Fault::at("month", "assessment.month")));
    };
    need_year(first.year().into())?;
    let last_due = first.checked_add(4.months()).unwrap_or(first);
    let mut faults = Faults::default();
    faults.need((first..=last_due).contains(&draft.due_on), || Fault::at("due_on", "assessment.return_due"));
    faults.need(draft.submitted_on.is_none_or(|day| (first..=tx.today()).contains(&day)), || {
        Fault::at("submitted_on", "assessment.return_submitted")
    });
    faults.into_result()?;
    need_open(tx, who.district(), "due_on", draft.due_on)?;
    let before = store::one(tx, who.district(), draft.unit_id, &draft.month, tx.today())?;
    store::put(tx, who.district(), draft)?;
    let after =
        store::one(tx, who.district(), draft.unit_id, &draft.month, tx.today())?.ok_or(Error::NotFound)?;
    let detail = json!({ "before": before, "after": after });
    audit::record(tx, who, "assessment.note_return", "assessment_return", draft.unit_id.0, &detail)?;
    Ok(after)
}
