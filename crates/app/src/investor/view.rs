//! Organisations as they are shown.

use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use yinfeng_domain::{id::OrganisationId, investor::OrganisationKind, org_code::Uscc};

use super::{ChargeRef, FormerName, OrganisationDraft};
use crate::{
    dictionary::IndustryRef,
    floor::{
        Fault,
        say::{Lang, say_fault},
    },
    org::UnitRef,
};

/// An organisation where another record names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct OrganisationRef {
    #[schema(value_type = Uuid)]
    pub id: OrganisationId,
    pub name: String,
    /// ISO 3166-1.
    pub country: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OrganisationRow {
    #[schema(value_type = Uuid)]
    pub id: OrganisationId,
    pub name: String,
    pub uscc: Option<String>,
    #[schema(value_type = String)]
    pub kind: OrganisationKind,
    pub country: String,
    pub industry: Option<IndustryRef>,
    pub group: Option<OrganisationRef>,
    /// Who is in charge of it.
    pub charge: Option<ChargeRef>,
    #[schema(value_type = String)]
    pub updated_at: Timestamp,
    pub version: i64,
}

/// Something odd that does not forbid anything.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Warning {
    pub field: String,
    pub code: String,
    pub message: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Organisation {
    #[serde(flatten)]
    pub row: OrganisationRow,
    pub address: String,
    pub introduction: String,
    pub aliases: Vec<String>,
    /// The latest first.
    pub former_names: Vec<FormerName>,
    /// The unit that brought it in; none when the office did.
    pub created_unit: Option<UnitRef>,
    #[serde(skip)]
    pub created_path: Option<String>,
    /// Records that were merged into this one.
    pub merged_from: Vec<OrganisationRef>,
    /// The others of its group.
    pub members_of_group: Vec<OrganisationRef>,
    pub warnings: Vec<Warning>,
}

impl Organisation {
    /// One that the office made at this instant, of no group and with no other name.
    pub(super) fn made(
        lang: Lang,
        id: OrganisationId,
        draft: &OrganisationDraft,
        industry: Option<IndustryRef>,
        at: Timestamp,
    ) -> Self {
        Self {
            row: OrganisationRow {
                id,
                name: draft.name.clone(),
                uscc: draft.uscc.clone(),
                kind: draft.kind,
                country: draft.country.clone(),
                industry,
                group: None,
                charge: None,
                updated_at: at,
                version: 1,
            },
            address: draft.address.clone(),
            introduction: draft.introduction.clone(),
            aliases: Vec::new(),
            former_names: Vec::new(),
            created_unit: None,
            created_path: None,
            merged_from: Vec::new(),
            members_of_group: Vec::new(),
            warnings: draft.uscc.as_deref().and_then(|code| uscc_warning(lang, code)).into_iter().collect(),
        }
    }

    /// What it was entered as, for comparing.
    pub fn as_draft(&self) -> OrganisationDraft {
        OrganisationDraft {
            name: self.row.name.clone(),
            uscc: self.row.uscc.clone(),
            kind: self.row.kind,
            country: self.row.country.clone(),
            group_id: self.row.group.as_ref().map(|g| g.id),
            industry: self.row.industry.as_ref().map(|i| i.code.clone()),
            address: self.address.clone(),
            introduction: self.introduction.clone(),
            aliases: self.aliases.clone(),
        }
    }
}

/// The organisation code inside some codes that were really issued is wrong: worth a look, no reason to refuse.
pub(super) fn uscc_warning(lang: Lang, code: &str) -> Option<Warning> {
    let mismatch = Uscc::parse(code).ok()?.check_inner().err()?;
    let fault = Fault::at("uscc", "investor.uscc_inner")
        .with("expected", mismatch.expected)
        .with("found", mismatch.found);
    Some(Warning { field: "uscc".into(), message: say_fault(lang, &fault), code: fault.code })
}
