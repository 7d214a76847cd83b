//! Two units at one firm (走访撞期): who else visits it, or another of its group, around a day. Of another unit's visit only
//! the unit and the day are told, as of a first report.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use yinfeng_domain::{
    authority::{Act, Class},
    id::{OrganisationId, UnitId},
    interaction::{Kind, clash_range},
};

use super::{InteractionRow, rule, store};
use crate::{
    floor::{
        Error, Fault, Result,
        db::{Reader, Row},
        web::Who,
    },
    investor, org,
    org::UnitRef,
    params, project,
};

/// Clashes that are told.
const SHOWN: i64 = 20;

/// A visit that is thought of.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ClashQuestion {
    #[param(value_type = Uuid)]
    pub organisation_id: OrganisationId,
    #[param(value_type = String)]
    pub held_on: Date,
    /// The unit that is to visit; that of the reader when left out.
    #[serde(default)]
    #[param(value_type = Option<Uuid>)]
    pub unit_id: Option<UnitId>,
}

/// Another unit's visit.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ClashView {
    pub unit: UnitRef,
    #[schema(value_type = String)]
    pub kind: Kind,
    #[schema(value_type = String)]
    pub held_on: Date,
    /// Not yet made.
    pub planned: bool,
    /// To this very firm, not to another of its group.
    pub same_firm: bool,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Clashes {
    /// Days within which visits clash.
    pub days: i64,
    pub items: Vec<ClashView>,
}

/// Who else visits a firm that one may read, around a day.
pub fn clash(reader: &Reader, who: &Who, asked: &ClashQuestion) -> Result<Clashes> {
    who.reach(Class::Interaction, Act::Write)?;
    let hidden = project::hidden_organisations(reader, who)?;
    match investor::get(reader, who, asked.organisation_id, &hidden) {
        Ok(_) => {}
        Err(Error::NotFound) => {
            return Err(Error::invalid(Fault::at("organisation_id", "interaction.organisation_unknown")));
        }
        Err(error) => return Err(error),
    }
    let days = rule::days(reader, who.district(), rule::CLASH)?;
    let own = who.actor.memberships.first().map(|m| m.unit);
    let unit = asked.unit_id.or(own).unwrap_or(UnitId(uuid::Uuid::nil()));
    let items = around(reader, who.district(), asked.organisation_id, unit, asked.held_on, days)?;
    Ok(Clashes { days, items })
}

/// What clashes with an interaction; calls, meetings and letters clash with nothing.
pub fn of(reader: &Reader, who: &Who, row: &InteractionRow) -> Result<Vec<ClashView>> {
    if !row.kind.is_visit() {
        return Ok(Vec::new());
    }
    let days = rule::days(reader, who.district(), rule::CLASH)?;
    around(reader, who.district(), row.organisation.id, row.unit.id, row.held_on, days)
}

fn around(
    reader: &Reader,
    district: &str,
    organisation: OrganisationId,
    unit: UnitId,
    on: Date,
    days: i64,
) -> Result<Vec<ClashView>> {
    let today = org::office_day(reader, district)?;
    let (from, to) = clash_range(on, days);
    let head = store::group_of(reader, district, organisation)?;
    reader.query(
        "select u.id, u.name, u.short_name, u.kind, n.kind, n.held_on, n.organisation_id from interaction n
         join org_unit u on u.district = n.district and u.id = n.unit_id
         where n.district = $1 and n.kind in ('visit_out', 'visit_in') and n.held_on >= $2 and n.held_on <= $3
           and n.unit_id <> $4 and n.organisation_id in
             (select id from investor_organisation where district = $1 and group_id = $5
              union all select id from investor_organisation where district = $1 and id = $5)
         order by n.held_on, n.id limit $6",
        params![district, from, to, unit, head, SHOWN],
        |r: &Row<'_>| {
            let held_on: Date = r.get(5)?;
            Ok(ClashView {
                unit: store::unit(r, 0)?,
                kind: store::kind_of(&r.get::<String>(4)?)?,
                held_on,
                planned: held_on > today,
                same_firm: r.get::<OrganisationId>(6)? == organisation,
            })
        },
    )
}
