//! What becomes of a project when two records of one of its investors become one.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::json;
use yinfeng_domain::{
    id::{OrganisationId, ProjectId},
    merge::joint_share,
    project::PartyRole,
};

use super::{store, summary};
use crate::{
    floor::{Fault, Result, audit, change, db::Tx, web::Who},
    investor::{self, Followed, Joined, Moved, Relation, nothing_blocks},
};

/// What of the project library points at an organisation.
pub const RELATIONS: [Relation; 1] = [Relation {
    table: "project_party",
    column: "organisation_id",
    blocked: nothing_blocks,
    take: take_parties,
    give_back: give_parties_back,
}];

/// A part in a project: in which place, with which share in basis points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    pub no: i64,
    pub share_bp: Option<i64>,
}

#[derive(Serialize, Deserialize)]
enum Row {
    Party {
        project: ProjectId,
        role: PartyRole,
        was: Part,
        /// The one that stays had the same part too.
        beside: Option<Part>,
        /// The share that the merge left.
        left_bp: Option<i64>,
    },
    Origin {
        project: ProjectId,
        was: String,
        left: String,
    },
}

fn take_parties(tx: &Tx<'_>, who: &Who, joined: &Joined) -> Result<Vec<Moved>> {
    let district = who.district();
    let parties = store::merge::parties(tx, district, joined.from)?;
    let mut projects: BTreeSet<ProjectId> = parties.iter().map(|(project, ..)| *project).collect();
    if joined.country_changes {
        projects
            .extend(store::merge::parties(tx, district, joined.into)?.iter().map(|(project, ..)| *project));
    }
    let mut rows = Vec::new();
    for project in projects {
        store::hold(tx, district, project)?;
        summary::count_events(tx, district, project, -1)?;
        for (_, role, was) in parties.iter().filter(|(of, ..)| *of == project) {
            rows.push(take_party(tx, district, joined, (project, *role, *was))?);
        }
        let was = store::merge::origin(tx, district, project)?;
        if store::merge::first_investor(tx, district, project)? == Some(joined.into) && was != joined.country
        {
            store::merge::set_origin(tx, district, project, &joined.country)?;
            rows.push(Row::Origin { project, was, left: joined.country.clone() });
        }
        summary::count_events(tx, district, project, 1)?;
        note(tx, who, project, "project.merge_party", (joined.from, joined.into))?;
    }
    rows.iter().map(Moved::of).collect()
}

/// An investor's country is another one than was thought: the projects of which it is the first investor come from
/// there, and so do the figures.
pub fn follow(tx: &Tx<'_>, who: &Who, changed: &Followed) -> Result<()> {
    let Some(country) = &changed.country else { return Ok(()) };
    let district = who.district();
    let parties = store::merge::parties(tx, district, changed.id)?;
    let projects: BTreeSet<ProjectId> = parties.into_iter().map(|(project, ..)| project).collect();
    for project in projects {
        store::hold(tx, district, project)?;
        let was = store::merge::origin(tx, district, project)?;
        if was == *country || store::merge::first_investor(tx, district, project)? != Some(changed.id) {
            continue;
        }
        summary::count_events(tx, district, project, -1)?;
        store::merge::set_origin(tx, district, project, country)?;
        summary::count_events(tx, district, project, 1)?;
        let version = store::merge::touch(tx, district, project)?;
        let told = (&json!({ "origin": was }), &json!({ "origin": country }));
        change::record(tx, who, "project.follow_origin", "project", project.0, version, told)?;
    }
    Ok(())
}

fn take_party(
    tx: &Tx<'_>,
    district: &str,
    joined: &Joined,
    (project, role, was): (ProjectId, PartyRole, Part),
) -> Result<Row> {
    let beside = store::merge::part(tx, district, (project, joined.into, role))?;
    let left_bp = match beside {
        None => {
            store::merge::hand_over(tx, district, (project, joined.from, role), joined.into)?;
            was.share_bp
        }
        Some(own) => {
            let share_bp = joint_share(own.share_bp, was.share_bp);
            let part = Part { no: own.no.min(was.no), share_bp };
            store::merge::set_part(tx, district, (project, joined.into, role), part)?;
            store::merge::drop_part(tx, district, (project, joined.from, role))?;
            share_bp
        }
    };
    Ok(Row::Party { project, role, was, beside, left_bp })
}

/// The project is another one than somebody has open.
fn note(
    tx: &Tx<'_>,
    who: &Who,
    project: ProjectId,
    act: &str,
    (from, into): (OrganisationId, OrganisationId),
) -> Result<()> {
    let version = store::merge::touch(tx, who.district(), project)?;
    let detail = json!({ "version": version, "changed": ["investors"], "from": from, "into": into });
    audit::record(tx, who, act, "project", project.0, &detail)
}

fn give_parties_back(tx: &Tx<'_>, who: &Who, joined: &Joined, moved: &[Moved]) -> Result<Vec<Fault>> {
    let district = who.district();
    let rows: Vec<Row> = moved.iter().map(Moved::read).collect::<Result<_>>()?;
    let project_of = |row: &Row| match row {
        Row::Party { project, .. } | Row::Origin { project, .. } => *project,
    };
    let projects: BTreeSet<ProjectId> = rows.iter().map(project_of).collect();
    let mut faults = Vec::new();
    for project in projects {
        store::hold(tx, district, project)?;
        summary::count_events(tx, district, project, -1)?;
        for row in rows.iter().filter(|row| project_of(row) == project) {
            faults.extend(give_back(tx, district, joined, row)?);
        }
        summary::count_events(tx, district, project, 1)?;
        note(tx, who, project, "project.unmerge_party", (joined.into, joined.from))?;
    }
    for unit in store::merge::units_of(tx, district, joined.into)? {
        investor::make_known(tx, district, joined.into, unit)?;
    }
    Ok(faults)
}

fn give_back(tx: &Tx<'_>, district: &str, joined: &Joined, row: &Row) -> Result<Option<Fault>> {
    match row {
        Row::Party { project, role, was, beside, left_bp } => {
            let now = store::merge::part(tx, district, (*project, joined.into, *role))?;
            if now.map(|part| part.share_bp) != Some(*left_bp) {
                let code = store::merge::code(tx, district, *project)?;
                return Ok(Some(Fault::new("project.undo_party").with("code", code)));
            }
            match beside {
                None => store::merge::hand_over(tx, district, (*project, joined.into, *role), joined.from)?,
                Some(own) => {
                    store::merge::set_part(tx, district, (*project, joined.into, *role), *own)?;
                    store::merge::add_part(tx, district, (*project, joined.from, *role), *was)?;
                }
            }
        }
        Row::Origin { project, was, left } => {
            // Whoever entered the project anew in between has already said where it comes from.
            if store::merge::origin(tx, district, *project)? == *left {
                store::merge::set_origin(tx, district, *project, was)?;
            }
        }
    }
    Ok(None)
}
