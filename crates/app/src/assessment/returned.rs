//! The monthly forms of the units: when each was due and when it came.

use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use yinfeng_domain::{
    authority::{Act, Class, Reach},
    id::UnitId,
};

use super::{need_unit, need_year, store::returned as store};
use crate::{
    floor::{
        Error, Fault, Faults, Result, audit,
        db::{Reader, Tx},
        web::Who,
    },
    org::UnitRef,
};

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

/// Whether a form counts as late on a day.
pub(super) fn is_late(due_on: Date, submitted_on: Option<Date>, on: Date) -> bool {
    match submitted_on.filter(|day| *day <= on) {
        Some(day) => day > due_on,
        None => on > due_on,
    }
}

/// The first day of a month written `2013-08`.
fn first_of(month: &str) -> Option<Date> {
    (month.len() == 7).then(|| format!("{month}-01").parse().ok())?
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
    let Some(first) = first_of(&draft.month) else {
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
    let before = store::one(tx, who.district(), draft.unit_id, &draft.month, tx.today())?;
    store::put(tx, who.district(), draft)?;
    let after =
        store::one(tx, who.district(), draft.unit_id, &draft.month, tx.today())?.ok_or(Error::NotFound)?;
    let detail = json!({ "before": before, "after": after });
    audit::record(tx, who, "assessment.note_return", "assessment_return", draft.unit_id.0, &detail)?;
    Ok(after)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_late_when_its_day_is_over() {
        let day = |text: &str| -> Date { text.parse().unwrap() };
        let due = day("2013-09-05");
        assert!(!is_late(due, None, due));
        assert!(is_late(due, None, day("2013-09-06")));
        assert!(!is_late(due, Some(due), day("2013-12-31")));
        assert!(is_late(due, Some(day("2013-09-06")), day("2013-12-31")));
        // What had not come yet on the day that is asked about was missing on it.
        assert!(is_late(due, Some(day("2013-10-01")), day("2013-09-30")));
        assert_eq!(first_of("2013-08"), Some(day("2013-08-01")));
        assert_eq!((first_of("2013-13"), first_of("201308"), first_of("2013-8")), (None, None, None));
    }
}
