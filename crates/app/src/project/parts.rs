//! Bundles and their parts (总项目、子项目), increases and joint ventures: what belongs to what, and what is said of it.
//! A bundle counts by its parts; of an increase only what was added counts. Both hold for every list and sum, because
//! they hold for the amounts that a project is kept with.

use serde::Deserialize;
use serde_json::json;

use utoipa::ToSchema;
use yinfeng_domain::{
    id::ProjectId,
    project::{ClaimState, Kin, Kind, Measure, PartyRole, held, may_join, whole},
};

use super::{
    HeldView, ProjectView, ProjectWarning, WholeView, for_writing, get, store, summary, summary::Counted,
};
use crate::floor::{
    Error, Fault, Result, audit, change,
    db::{Reader, Tx},
    say::say_fault,
    web::Who,
};

/// Becomes a part of a bundle.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = ProjectJoin)]
pub struct Join {
    #[schema(value_type = Uuid)]
    pub parent_id: ProjectId,
    /// Of the part.
    pub version: i64,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = ProjectLeave)]
pub struct Leave {
    pub version: i64,
}

fn refused(code: &'static str) -> Error {
    Error::refused(Fault::at("parent_id", code))
}

/// Whether a project may become a part of any other.
pub(super) fn may_be_part(view: &ProjectView) -> Result<()> {
    let kin = Kin {
        part_has_parent: view.row.parent.is_some(),
        part_has_parts: view.row.parts > 0,
        ..Kin::default()
    };
    may_join(kin).map_err(refused)
}

pub(super) fn may_leave(view: &ProjectView) -> Result<()> {
    if view.row.parent.is_some() { Ok(()) } else { Err(refused("project.not_a_part")) }
}

/// A bundle is not recognised, nor signed: its parts are.
pub(super) fn may_count(view: &ProjectView) -> Result<()> {
    if view.row.parts > 0 {
        Err(Error::refused(Fault::new("project.bundle_counts_by_parts")))
    } else {
        Ok(())
    }
}

/// Makes a project a part of another one, which becomes a bundle. Both have to be the actor's to write.
pub fn join(tx: &Tx<'_>, who: &Who, id: ProjectId, cmd: &Join) -> Result<ProjectView> {
    // Always the one of the smaller id first, so that two joins that cross do not wait for each other.
    for one in [id.min(cmd.parent_id), id.max(cmd.parent_id)] {
        store::hold(tx, who.district(), one)?;
    }
    let part = for_writing(tx, who, id, cmd.version)?;
    let parent = match super::writable(tx, who, cmd.parent_id) {
        Err(Error::NotFound) => {
            return Err(Error::invalid(Fault::at("parent_id", "project.parent_unknown")));
        }
        other => other?,
    };
    may_join(Kin {
        same: id == cmd.parent_id,
        parent_is_part: parent.row.parent.is_some(),
        part_has_parts: part.row.parts > 0,
        part_has_parent: part.row.parent.is_some(),
        parent_counted: counted(&parent),
    })
    .map_err(refused)?;
    set_parent(tx, who, (part, parent), Some(cmd.parent_id))
}

/// Makes a part a project of its own again; a bundle without parts counts itself again.
pub fn leave(tx: &Tx<'_>, who: &Who, id: ProjectId, cmd: &Leave) -> Result<ProjectView> {
    let part = for_writing(tx, who, id, cmd.version)?;
    may_leave(&part)?;
    let parent_id = part.row.parent.as_ref().map(|p| p.id).ok_or(Error::NotFound)?;
    store::hold(tx, who.district(), parent_id)?;
    let parent = super::writable(tx, who, parent_id)?;
    set_parent(tx, who, (part, parent), None)
}

/// Makes projects of one import parts of another of it, in the import's transaction: nobody has worked with them yet, so
/// they stay as they were made. Answers as [`join`] does.
pub fn join_imported(tx: &Tx<'_>, who: &Who, bundle: ProjectId, parts: &[ProjectId]) -> Result<()> {
    let district = who.district();
    let parent = get(tx, who, bundle)?;
    for id in parts {
        let part = get(tx, who, *id)?;
        may_join(Kin {
            same: *id == bundle,
            parent_is_part: parent.row.parent.is_some(),
            part_has_parts: part.row.parts > 0,
            part_has_parent: part.row.parent.is_some(),
            parent_counted: counted(&parent),
        })
        .map_err(refused)?;
        let told = json!({ "version": part.row.version, "parent": parent.row.code });
        audit::record(tx, who, "project.join", "project", id.0, &told)?;
    }
    store::parts::bring_in(tx, district, bundle, parts)?;
    store::parts::set_amounts(tx, district, bundle)?;
    let after = get(tx, who, bundle)?;
    summary::apply(tx, district, Some(&Counted::of_view(&parent)), Some(&Counted::of_view(&after)));
    let told = json!({ "version": after.row.version, "parts": after.row.parts });
    audit::record(tx, who, "project.take_part", "project", bundle.0, &told)
}

/// Whether a project has been counted itself: then its parts would be counted a second time.
fn counted(view: &ProjectView) -> bool {
    let claimed = |state| !matches!(state, ClaimState::Rejected);
    view.row.contract_signed_on.is_some() || view.recognitions.iter().any(|r| claimed(r.state))
}

fn set_parent(
    tx: &Tx<'_>,
    who: &Who,
    (part, parent): (ProjectView, ProjectView),
    to: Option<ProjectId>,
) -> Result<ProjectView> {
    let district = who.district();
    let more = if to.is_some() { 1 } else { -1 };
    store::parts::set_parent(tx, district, part.row.id, to)?;
    store::parts::add_parts(tx, district, parent.row.id, more)?;
    store::parts::set_amounts(tx, district, parent.row.id)?;
    let after = get(tx, who, parent.row.id)?;
    summary::apply(tx, district, Some(&Counted::of_view(&parent)), Some(&Counted::of_view(&after)));
    let (act, told) = (
        if to.is_some() { "project.take_part" } else { "project.lose_part" },
        (&parent.told(), &after.told()),
    );
    change::record(tx, who, act, "project", parent.row.id.0, after.row.version, told)?;
    let now = get(tx, who, part.row.id)?;
    let act = if to.is_some() { "project.join" } else { "project.leave" };
    change::record(tx, who, act, "project", part.row.id.0, now.row.version, (&part.told(), &now.told()))?;
    Ok(now)
}

/// The parts and the increases of a project, which a new one has none of.
pub(super) fn related(reader: &Reader, who: &Who, view: &mut ProjectView) -> Result<()> {
    if view.row.parts > 0 {
        view.children = store::parts::children(reader, who, view.row.id)?;
    }
    view.enlarged = store::parts::enlarged(reader, who, view.row.id)?;
    Ok(())
}

/// What is said of the whole, the increase and the holders.
pub(super) fn complete(reader: &Reader, who: &Who, view: &mut ProjectView) -> Result<()> {
    view.wholes = wholes(view);
    if view.row.kind == Kind::JointVenture {
        let of = view.parties.iter().filter(|p| p.role == PartyRole::Investor);
        let shares: Vec<_> = of.map(|p| (p.organisation.country != "CN", p.share_bp)).collect();
        let held = held(&shares);
        view.held = Some(HeldView {
            domestic_bp: held.domestic_bp,
            foreign_bp: held.foreign_bp,
            unknown_bp: held.unknown_bp,
        });
    }
    view.warnings = warnings(reader, who, view)?;
    Ok(())
}

fn wholes(view: &ProjectView) -> Vec<WholeView> {
    let of = |measure: Measure| {
        let amounts = || view.amounts.iter().filter(move |a| a.measure == measure);
        let phases: Vec<i64> = amounts().filter(|a| a.phase > 0).map(|a| a.fen).collect();
        let given = amounts().find(|a| a.phase == 0).map(|a| a.fen);
        whole(given, &phases).map(|w| WholeView {
            measure,
            fen: w.fen,
            phases_fen: w.phases_fen,
            rule: w.rule,
        })
    };
    Measure::ALL.iter().filter_map(|measure| of(*measure)).collect()
}

/// What does not agree, and forbids nothing: what there was before an increase and what the enlarged project says; a
/// joint venture with one investor.
fn warnings(reader: &Reader, who: &Who, view: &ProjectView) -> Result<Vec<ProjectWarning>> {
    let mut faults = Vec::new();
    if let Some(base) = &view.enlarges {
        let known = store::parts::amounts_of(reader, who.district(), base.id)?;
        for (at, amount) in view.amounts.iter().enumerate().filter(|(_, a)| a.phase == 0) {
            let Some(before) = amount.before_minor else { continue };
            let said =
                known.iter().find(|(m, currency, _)| *m == amount.measure && *currency == amount.currency);
            if let Some((_, _, minor)) = said
                && *minor != before
            {
                faults.push(
                    Fault::at(format!("amounts[{at}].before"), "project.before_differs")
                        .with("code", &base.code),
                );
            }
        }
    }
    let investors = view.parties.iter().filter(|p| p.role == PartyRole::Investor).count();
    if view.row.kind == Kind::JointVenture && investors < 2 {
        faults.push(Fault::at("investors", "project.joint_one"));
    }
    let warning = |fault: Fault| ProjectWarning {
        message: say_fault(who.lang, &fault),
        field: fault.field.unwrap_or_default(),
        code: fault.code,
    };
    Ok(faults.into_iter().map(warning).collect())
}
