//! Hard and soft targets: a unit whose targets are soft (考查对象, 弹性考核) is scored in its year, but takes no place. What
//! was decided holds from its day on.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use yinfeng_domain::{
    authority::{Act, Class},
    id::UnitId,
};

use super::{closing::need_open, need_unit, need_year, store::soft as store};
use crate::{
    floor::{
        Fault, Faults, Result, audit,
        db::{Reader, Tx},
        web::Who,
    },
    org::UnitRef,
};

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SoftDraft {
    #[schema(value_type = Uuid)]
    pub unit_id: UnitId,
    pub year: i64,
    pub soft: bool,
    #[schema(value_type = String)]
    pub decided_on: Date,
    #[serde(default)]
    pub note: String,
}

/// Whether the targets of a unit are soft, and since when.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SoftView {
    pub unit: UnitRef,
    pub soft: bool,
    #[schema(value_type = String)]
    pub decided_on: Date,
    pub note: String,
    pub recorded_by: Option<String>,
}

/// Makes the targets of a unit soft, or hard again, from a day on.
pub fn set_soft(tx: &Tx<'_>, who: &Who, draft: &SoftDraft) -> Result<Vec<SoftView>> {
    who.need_district(Class::Target, Act::Write)?;
    need_year(draft.year)?;
    need_unit(tx, who.district(), draft.unit_id)?;
    let mut faults = Faults::default();
    faults.need(draft.note.chars().count() <= 500, || Fault::at("note", "floor.too_long").with("max", 500));
    faults.need((i64::from(draft.decided_on.year()) - draft.year).abs() <= 1, || {
        Fault::at("decided_on", "assessment.plan_date").with("year", draft.year)
    });
    faults.into_result()?;
    need_open(tx, who.district(), "decided_on", draft.decided_on)?;
    store::put(tx, who, draft)?;
    audit::record(tx, who, "assessment.set_soft", "assessment_soft", draft.unit_id.0, &json!(draft))?;
    soft_views(tx, who, draft.year, tx.today())
}

/// Of each unit about which it was decided what holds on a day.
pub fn soft_views(reader: &Reader, who: &Who, year: i64, on: Date) -> Result<Vec<SoftView>> {
    who.reach(Class::Target, Act::Read)?;
    store::in_force(reader, who.district(), year, on)
}
