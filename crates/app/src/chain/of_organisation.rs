//! Where an organisation stands in the chains: as a firm of the district, as a target, as one that met others.

use serde::Serialize;
use utoipa::ToSchema;
use yinfeng_domain::{
    authority::{Act, Class},
    chain::{Strength, overdue},
    id::{ChainId, ChainLinkId, OrganisationId},
};

use super::{
    Names, store,
    view::{ChainPairView, ChainTargetRow, veil_pairs, veil_targets},
};
use crate::{
    floor::{Error, Result, db::Reader, web::Who},
    org,
};

/// A link on which a firm is at work.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChainPlace {
    #[schema(value_type = Uuid)]
    pub chain_id: ChainId,
    pub chain: String,
    #[schema(value_type = Uuid)]
    pub link_id: ChainLinkId,
    pub link: String,
    #[schema(value_type = String)]
    pub strength: Strength,
    pub role: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OrganisationChains {
    pub places: Vec<ChainPlace>,
    pub targets: Vec<ChainTargetRow>,
    /// The latest first.
    pub pairs: Vec<ChainPairView>,
}

/// The chains of an organisation that may be read.
pub fn of_organisation(reader: &Reader, who: &Who, id: OrganisationId) -> Result<OrganisationChains> {
    who.need_district(Class::Chain, Act::Read)?;
    let names = Names::of(reader, who)?;
    if !names.known(reader, who, id)? {
        return Err(Error::NotFound);
    }
    let today = org::office_day(reader, who.district())?;
    let mut targets = store::target::of_organisation(reader, who.district(), id)?;
    for target in &mut targets {
        target.overdue = overdue(target.outcome, target.due_on, today);
    }
    veil_targets(reader, who, &names, &mut targets)?;
    let mut pairs = store::session::pairs(reader, who.district(), store::session::Of::Organisation(id))?;
    veil_pairs(reader, who, &names, &mut pairs)?;
    Ok(OrganisationChains { places: store::firm::places(reader, who.district(), id)?, targets, pairs })
}
