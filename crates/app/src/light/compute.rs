//! Computing a month: portion by portion, in statements whose number does not depend on the projects.

use std::collections::HashMap;

use jiff::civil::Date;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use yinfeng_domain::{
    authority::{Act, Class},
    id::{ProjectId, UnitId},
    light::{Colour, Inputs, inputs, lit},
    period::Month,
    project::Status,
};

use super::{Filter, LightMonthView, current, month as month_view, not_office, store};
use crate::{
    floor::{
        Error, Fault, Result, audit,
        db::{Reader, Tx},
        web::Who,
    },
    org,
};

/// How far back a month may be computed.
const BACK: i64 = 60;

#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct LightCompute {
    #[schema(value_type = String)]
    pub month: Month,
}

/// A light as it is stored.
pub(super) struct New {
    pub project: ProjectId,
    pub code: String,
    pub lead_unit: UnitId,
    pub inputs: Inputs,
    pub computed: Colour,
    pub colour: Colour,
    pub overridden: Option<uuid::Uuid>,
}

/// The office computes, months that have begun.
pub(super) fn may(reader: &Reader, who: &Who, month: Month) -> Result<()> {
    who.need_district(Class::Project, Act::Write).map_err(|_| not_office("light.not_office"))?;
    let this = current(reader, who.district())?;
    if month > this || month < this.plus(-BACK) {
        return Err(Error::refused(
            Fault::at("month", "light.month").with("from", this.plus(-BACK)).with("to", this),
        ));
    }
    Ok(())
}

/// Lights every project for a month: by the table that holds for it, as things stood at its end, or stand now. The
/// same again gives the same.
pub fn compute(tx: &Tx<'_>, who: &Who, cmd: &LightCompute) -> Result<LightMonthView> {
    who.reach(Class::Project, Act::Read)?;
    may(tx, who, cmd.month)?;
    let (district, month) = (who.district(), cmd.month);
    let today = org::office_day(tx, district)?;
    let on = month.last().min(today);
    let table = store::table_for(tx, district, month)?;
    let overrides = store::overrides_of_month(tx, district, month)?;
    let mut after = ProjectId(uuid::Uuid::nil());
    let mut projects = 0;
    loop {
        let portion = store::facts::portion(tx, district, after, on, on < today)?;
        let Some(last) = portion.last().map(|f| f.id) else { break };
        after = last;
        let goes_on = |f: &&store::facts::Facts| f.status == Status::Ongoing && lit(f.measured.stage);
        let rows: Vec<New> =
            portion.iter().filter(goes_on).map(|f| light(f, on, &table.table, &overrides)).collect();
        projects += rows.len() as i64;
        store::save(tx, district, month, &rows)?;
    }
    store::sweep(tx, district, month)?;
    store::save_month(tx, who, month, table.version, on, projects)?;
    let detail = json!({ "month": month, "table_version": table.version, "as_of": on, "projects": projects });
    audit::record(tx, who, "light.compute", "light_month", None, &detail)?;
    month_view(tx, who, &Filter { month: Some(month), ..Filter::default() })
}

type Overrides = HashMap<ProjectId, (uuid::Uuid, Colour)>;

fn light(
    facts: &store::facts::Facts,
    on: Date,
    table: &yinfeng_domain::light::LightTable,
    overrides: &Overrides,
) -> New {
    let inputs = inputs(&facts.measured, on);
    let computed = table.judge(&inputs);
    let other = overrides.get(&facts.id);
    New {
        project: facts.id,
        code: facts.code.clone(),
        lead_unit: facts.lead_unit,
        inputs,
        computed,
        colour: other.map_or(computed, |(_, colour)| *colour),
        overridden: other.map(|(id, _)| *id),
    }
}

/// The months that ought to be computed now: the last one once it is over, and this one once a day.
pub fn due(reader: &Reader, district: &str) -> Result<Vec<Month>> {
    let today = org::office_day(reader, district)?;
    let this = Month::of(today);
    let mut out = Vec::new();
    for month in [this.plus(-1), this] {
        let as_of = store::month(reader, district, month)?.map(|m| m.as_of);
        if as_of != Some(month.last().min(today)) {
            out.push(month);
        }
    }
    Ok(out)
}
