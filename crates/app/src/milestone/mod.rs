//! Milestones of construction (建设节点) and the checklist of approvals (审批手续) of a project, planned against
//! actual. The unit in the lead keeps them, or the office for it.

pub mod http;
mod store;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use yinfeng_domain::{
    id::{BatchId, ProjectId, UnitId},
    milestone::{Approval, Dates, Node, Standing, days_late, faults},
    project::{LINE, one_line, past, planned, text_fits},
};

use crate::{
    floor::{
        Error, Fault, Faults, Result, audit,
        db::{Reader, Tx},
        web::{Action, Who},
    },
    org::{self, UnitRef},
    project,
};

/// Planned and actual day of a node.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct MilestoneDraft {
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub planned_on: Option<Date>,
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub actual_on: Option<Date>,
    #[serde(default)]
    pub note: String,
    /// 0 for a node of which nothing is known yet.
    pub version: i64,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MilestoneView {
    #[schema(value_type = String)]
    pub node: Node,
    #[schema(value_type = Option<String>)]
    pub planned_on: Option<Date>,
    #[schema(value_type = Option<String>)]
    pub actual_on: Option<Date>,
    /// Days behind the plan; negative is ahead.
    pub days_late: Option<i64>,
    pub note: String,
    pub version: i64,
}

/// How an approval stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ApprovalStanding {
    Open,
    Submitted,
    Granted,
    NotNeeded,
}

impl ApprovalStanding {
    const fn rule(self) -> Standing {
        match self {
            Self::Open => Standing::Open,
            Self::Submitted => Standing::Submitted,
            Self::Granted => Standing::Granted,
            Self::NotNeeded => Standing::NotNeeded,
        }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ApprovalDraft {
    /// The department that grants it.
    #[serde(default)]
    #[schema(value_type = Option<uuid::Uuid>)]
    pub unit_id: Option<UnitId>,
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub due_on: Option<Date>,
    pub standing: ApprovalStanding,
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub granted_on: Option<Date>,
    /// Number of the document.
    #[serde(default)]
    pub number: String,
    pub version: i64,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ApprovalView {
    #[schema(value_type = String)]
    pub approval: Approval,
    pub unit: Option<UnitRef>,
    #[schema(value_type = Option<String>)]
    pub due_on: Option<Date>,
    #[schema(value_type = String)]
    pub standing: Standing,
    #[schema(value_type = Option<String>)]
    pub granted_on: Option<Date>,
    pub number: String,
    /// Due, and neither granted nor unnecessary.
    pub overdue: bool,
    pub version: i64,
}

/// All nodes and approvals of a project, also those of which nothing is known.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MilestonesView {
    pub milestones: Vec<MilestoneView>,
    pub approvals: Vec<ApprovalView>,
    /// The day against which lateness is counted.
    #[schema(value_type = String)]
    pub as_of: Date,
    pub edit: Action,
}

/// The plan of a project that may be read.
pub fn of_project(reader: &Reader, who: &Who, id: ProjectId) -> Result<MilestonesView> {
    let found = project::get(reader, who, id)?;
    let today = org::office_day(reader, who.district())?;
    let mut milestones = store::milestones(reader, who.district(), id)?;
    for node in Node::ALL {
        if !milestones.iter().any(|m| m.node == *node) {
            milestones.push(MilestoneView::unknown(*node));
        }
    }
    milestones.sort_by_key(|m| m.node);
    for one in &mut milestones {
        one.days_late = days_late(one.planned_on, one.actual_on, today);
    }
    let mut approvals = store::approvals(reader, who.district(), id)?;
    for approval in Approval::ALL {
        if !approvals.iter().any(|a| a.approval == *approval) {
            approvals.push(ApprovalView::unknown(*approval));
        }
    }
    approvals.sort_by_key(|a| a.approval);
    for one in &mut approvals {
        let waits = matches!(one.standing, Standing::Open | Standing::Submitted);
        one.overdue = waits && one.due_on.is_some_and(|day| day < today);
    }
    Ok(MilestonesView { milestones, approvals, as_of: today, edit: found.actions.edit })
}

impl MilestoneView {
    fn unknown(node: Node) -> Self {
        Self { node, planned_on: None, actual_on: None, days_late: None, note: String::new(), version: 0 }
    }
}

impl ApprovalView {
    fn unknown(approval: Approval) -> Self {
        Self {
            approval,
            unit: None,
            due_on: None,
            standing: Standing::Open,
            granted_on: None,
            number: String::new(),
            overdue: false,
            version: 0,
        }
    }
}

/// Sets planned and actual day of a node.
pub fn set_node(
    tx: &Tx<'_>,
    who: &Who,
    id: ProjectId,
    node: &str,
    draft: &MilestoneDraft,
) -> Result<MilestonesView> {
    project::writable(tx, who, id)?;
    let node = Node::from_code(node).ok_or(Error::NotFound)?;
    let known = store::milestones(tx, who.district(), id)?;
    let before = known.iter().find(|m| m.node == node).cloned();
    fresh(before.as_ref().map_or(0, |m| m.version), draft.version, &before)?;
    let note = one_line(&draft.note);
    let reached: Vec<(Node, Date)> =
        known.iter().filter(|m| m.node != node).filter_map(|m| Some((m.node, m.actual_on?))).collect();
    let dates = Dates { planned_on: draft.planned_on, actual_on: draft.actual_on, note: &note };
    let wrong: Vec<Fault> = faults(node, &dates, &reached, tx.today())
        .into_iter()
        .map(|(field, code)| Fault::at(field, code).with("limit", LINE))
        .collect();
    if !wrong.is_empty() {
        return Err(Error::Invalid(wrong));
    }
    store::save_node(tx, who, id, node, &dates)?;
    let detail = json!({ "version": draft.version + 1, "node": node, "before": before, "after": draft });
    audit::record(tx, who, "milestone.set", "project", id.0, &detail)?;
    of_project(tx, who, id)
}

/// Sets whose an approval is, by when, and how it stands.
pub fn set_approval(
    tx: &Tx<'_>,
    who: &Who,
    id: ProjectId,
    approval: &str,
    draft: &ApprovalDraft,
) -> Result<MilestonesView> {
    project::writable(tx, who, id)?;
    let approval = Approval::from_code(approval).ok_or(Error::NotFound)?;
    let known = store::approvals(tx, who.district(), id)?;
    let before = known.into_iter().find(|a| a.approval == approval);
    fresh(before.as_ref().map_or(0, |a| a.version), draft.version, &before)?;
    let today = tx.today();
    let number = one_line(&draft.number);
    let granted = draft.standing == ApprovalStanding::Granted;
    let mut faults = Faults::default();
    faults.need(draft.due_on.is_none_or(|day| planned(day, today)), || {
        Fault::at("due_on", "milestone.planned_on")
    });
    faults.need(draft.granted_on.is_some() == granted, || Fault::at("granted_on", "milestone.granted_on"));
    faults.need(draft.granted_on.is_none_or(|day| past(day, today)), || {
        Fault::at("granted_on", "milestone.actual_on")
    });
    faults.need(text_fits(&number, LINE), || Fault::at("number", "milestone.too_long").with("limit", LINE));
    if let Some(unit) = draft.unit_id {
        let known = store::unit_known(tx, who.district(), unit)?;
        faults.need(known, || Fault::at("unit_id", "milestone.unit_unknown"));
    }
    faults.into_result()?;
    store::save_approval(tx, who, id, approval, &ApprovalDraft { number, ..draft.clone() })?;
    let detail =
        json!({ "version": draft.version + 1, "approval": approval, "before": before, "after": draft });
    audit::record(tx, who, "milestone.set_approval", "project", id.0, &detail)?;
    of_project(tx, who, id)
}

fn fresh<T: Serialize>(now: i64, version: i64, current: &T) -> Result<()> {
    if now == version {
        return Ok(());
    }
    let current = Box::new(serde_json::to_value(current).map_err(anyhow::Error::from)?);
    Err(Error::Stale { current, changed: vec!["actual_on".into(), "standing".into()] })
}

/// Code and name of the projects of a batch that have milestones or approvals.
pub fn of_batch(reader: &Reader, district: &str, batch: BatchId) -> Result<Vec<(String, String)>> {
    store::of_batch(reader, district, batch)
}
