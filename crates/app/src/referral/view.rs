//! Referrals as they are shown.

use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;
use yinfeng_domain::{
    id::{ClaimId, OrganisationId, ReferralId},
    referral::ReferralState,
};

use crate::{floor::web::Action, org::UnitRef, project::PersonRef};

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReferralRow {
    #[schema(value_type = Uuid)]
    pub id: ReferralId,
    /// `R2013-0001`.
    pub code: String,
    #[schema(value_type = Uuid)]
    pub organisation_id: OrganisationId,
    /// What the receiving unit needs to know of an investor that it does not see yet.
    pub organisation_name: String,
    /// ISO 3166-1.
    pub country: String,
    pub from_unit: UnitRef,
    pub to_unit: UnitRef,
    pub why: String,
    pub keeps_bp: Option<i64>,
    #[schema(value_type = String)]
    pub state: ReferralState,
    pub offered_by: Option<PersonRef>,
    #[schema(value_type = String)]
    pub offered_on: Date,
    #[schema(value_type = String)]
    pub expires_on: Date,
    #[schema(value_type = Option<String>)]
    pub answered_on: Option<Date>,
    pub version: i64,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReferralActions {
    pub accept: Action,
    pub decline: Action,
    pub withdraw: Action,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReferralRecord {
    #[serde(flatten)]
    pub row: ReferralRow,
    pub introduction: String,
    pub answer: String,
    pub answered_by: Option<PersonRef>,
    /// The first report that the receiving unit holds by it.
    #[schema(value_type = Option<Uuid>)]
    pub claim_id: Option<ClaimId>,
    pub claim_code: Option<String>,
    /// Whether this reader may open the investor itself.
    pub organisation_visible: bool,
    pub actions: ReferralActions,
    #[serde(skip)]
    pub(super) from_path: String,
    #[serde(skip)]
    pub(super) to_path: String,
}
