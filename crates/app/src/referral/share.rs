//! What was agreed of the credit before there was a project: proposed when the unit that took the investor over enters the
//! first project of it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use yinfeng_domain::{
    authority::{Act, Class},
    id::{OrganisationId, UnitId},
};

use super::store;
use crate::{
    floor::{Error, Result, db::Reader, web::Who},
    org::{self, UnitRef},
};

#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ShareQuestion {
    /// Its investor.
    #[param(value_type = Uuid)]
    pub organisation_id: OrganisationId,
    /// The unit that is to be in the lead.
    #[param(value_type = Uuid)]
    pub unit_id: UnitId,
}

/// A share of the credit that was agreed, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AgreedShare {
    /// The unit that is to be credited with it.
    pub unit: UnitRef,
    pub share_bp: i64,
    /// `referral`, or `claim`: a question about a first report.
    pub by: String,
    pub id: uuid::Uuid,
    /// Of the referral, or of the first report.
    pub code: String,
    pub why: String,
    #[schema(value_type = String)]
    pub agreed_on: Date,
}

/// The shares that wait for the first project of an investor; none once the unit has entered one since.
pub fn shares(reader: &Reader, who: &Who, asked: &ShareQuestion) -> Result<Vec<AgreedShare>> {
    let reach = who.reach(Class::Project, Act::Write)?;
    let today = org::office_day(reader, who.district())?;
    let path = org::running_path(reader, who.district(), asked.unit_id, today)?.ok_or(Error::NotFound)?;
    if !reach.covers(&path) {
        return Err(Error::NotFound);
    }
    store::share::of(reader, who.district(), asked.organisation_id, asked.unit_id)
}
