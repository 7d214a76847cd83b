//! "Is this project already here?", asked at the first keystrokes. A rival unit learns that it is taken and by whom,
//! nothing else. Of a code-named project the true name is compared for those alone who need to know it: to others it
//! is not there, for whoever may try names would find it out.

use serde::Serialize;
use utoipa::ToSchema;
use yinfeng_domain::{
    authority::{Act, Class},
    id::{OrganisationId, ProjectId},
    project::one_line,
    text::{Likeness, name_key, similar},
};

use super::{said, store};
use crate::{
    floor::{Fault, Result, db::Reader, web::Who},
    org::UnitRef,
};

const SHOWN: usize = 10;

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ProjectCheck)]
pub struct ProjectCheck {
    pub similar: Vec<SimilarProject>,
}

/// A project that may be the same. Who may not read it sees code `occupied` and the unit.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = SimilarProject)]
pub struct SimilarProject {
    #[schema(value_type = Option<Uuid>)]
    pub id: Option<ProjectId>,
    pub code: String,
    pub name: Option<String>,
    pub unit: UnitRef,
    /// `investor`, `same_name`, `same_sound`, `swap`, `one_edit`, `containing`.
    pub why: &'static str,
    pub why_text: String,
}

/// A candidate of the whole district.
pub(super) struct Candidate {
    pub id: ProjectId,
    pub code: String,
    pub name: String,
    pub name_key: String,
    pub unit: UnitRef,
    /// Whether it has the organisation that was asked about.
    pub has_organisation: bool,
    pub visible: bool,
}

const fn why(likeness: Likeness) -> &'static str {
    match likeness {
        Likeness::Exact => "same_name",
        Likeness::SameSound => "same_sound",
        Likeness::Swap => "swap",
        Likeness::OneEdit => "one_edit",
        Likeness::Containing => "containing",
    }
}

/// Projects that may be the same, the likeliest first: alike in name, then with the same organisation.
pub fn check(
    reader: &Reader,
    who: &Who,
    name: &str,
    organisation: Option<OrganisationId>,
) -> Result<ProjectCheck> {
    who.reach(Class::Project, Act::Read)?;
    let key = name_key(&one_line(name));
    let mut found: Vec<(u8, &'static str, Candidate)> =
        store::search::candidates(reader, who, &key, organisation)?
            .into_iter()
            .filter_map(|candidate| match similar(&key, &candidate.name_key) {
                Some(likeness) => Some((likeness as u8, why(likeness), candidate)),
                None if candidate.has_organisation => Some((u8::MAX, "investor", candidate)),
                None => None,
            })
            .collect();
    found.sort_by(|a, b| (a.0, &b.2.code).cmp(&(b.0, &a.2.code)));
    let mut shown = std::collections::HashSet::new();
    found.retain(|(.., c)| shown.insert(c.id));
    found.truncate(SHOWN);
    let similar = found.into_iter().map(|(_, why, c)| SimilarProject {
        id: c.visible.then_some(c.id),
        code: if c.visible { c.code } else { "occupied".into() },
        name: c.visible.then_some(c.name),
        unit: c.unit,
        why,
        why_text: said(who, &Fault::new(format!("investor.why_{why}"))),
    });
    Ok(ProjectCheck { similar: similar.collect() })
}
