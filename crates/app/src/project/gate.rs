//! What the stages need, as a table that the office may change: kept as the text its author wrote, every version.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use yinfeng_domain::{
    authority::{Act, Class},
    project::{Facts, Gates, Item, Kind, Need, STANDARD, Stage, Subject, Supplier},
    table::Finding,
};

use super::{MissingView, PersonRef, ProjectView, store};
use crate::floor::{
    Error, Fault, Result, audit,
    db::{Reader, Tx},
    say::{Lang, say_fault, word},
    web::{Action, Who},
};

#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct GateText {
    pub text: String,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct GatePublish {
    pub text: String,
    /// The version that was read; 0 for the standard table.
    pub version: i64,
}

/// One thing wrong with a table.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct GateFindingView {
    /// From 1.
    pub line: usize,
    pub code: &'static str,
    pub message: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct GateCheck {
    pub ok: bool,
    pub findings: Vec<GateFindingView>,
}

/// One line of the table, said.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct NeedView {
    /// `field`, `documents` or `opinion`.
    pub what: &'static str,
    pub text: String,
    #[schema(value_type = Vec<String>)]
    pub kinds: Vec<Kind>,
    #[schema(value_type = String)]
    pub from: Supplier,
    pub from_text: String,
    /// Only of projects whose total investment is more than this; 0 for all.
    pub over_fen: i64,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct GateStage {
    #[schema(value_type = String)]
    pub stage: Stage,
    /// The kinds of project that go through it.
    #[schema(value_type = Vec<String>)]
    pub kinds: Vec<Kind>,
    pub needs: Vec<NeedView>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct GateActions {
    pub publish: Action,
}

/// The table in force. Version 0 is the standard one.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct GatesView {
    pub version: i64,
    pub name: String,
    pub text: String,
    pub recorded_by: Option<PersonRef>,
    #[schema(value_type = Option<String>)]
    pub recorded_at: Option<Timestamp>,
    pub stages: Vec<GateStage>,
    pub actions: GateActions,
}

/// The table by which the projects of a district move.
pub(super) fn in_force(reader: &Reader, district: &str) -> Result<Gates> {
    let kept = store::gate::text(reader, district)?;
    Ok(kept.and_then(|text| Gates::check(&text).0).unwrap_or_else(|| Gates::built_in().clone()))
}

/// The table in force, for anybody who reads projects.
pub fn table(reader: &Reader, who: &Who) -> Result<GatesView> {
    who.reach(Class::Project, Act::Read)?;
    let kept = store::gate::in_force(reader, who.district())?;
    let text = kept.as_ref().map_or(STANDARD, |k| &k.text);
    let gates = Gates::check(text).0.unwrap_or_else(|| Gates::built_in().clone());
    let stage = |stage: &Stage| GateStage {
        stage: *stage,
        kinds: Kind::ALL.iter().copied().filter(|k| k.goes_through(*stage)).collect(),
        needs: gates.needs.iter().filter(|n| n.stage == *stage).map(|n| need_view(who.lang, n)).collect(),
    };
    Ok(GatesView {
        version: kept.as_ref().map_or(0, |k| k.version),
        name: match who.lang {
            Lang::Zh => gates.name.clone(),
            Lang::En => gates.name_en.clone(),
        },
        text: text.to_owned(),
        recorded_at: kept.as_ref().map(|k| k.recorded_at),
        recorded_by: kept.and_then(|k| k.recorded_by),
        stages: Stage::ALL.iter().map(stage).collect(),
        actions: GateActions { publish: Action::of(who.lang, may_publish(who)) },
    })
}

fn need_view(lang: Lang, need: &Need) -> NeedView {
    NeedView {
        what: what(&need.item),
        text: said(lang, &need.item),
        kinds: need.kinds.clone(),
        from: need.from,
        from_text: word(lang, &format!("project.supplier_{}", need.from)),
        over_fen: need.over_fen,
    }
}

const fn what(item: &Item) -> &'static str {
    match item {
        Item::Field(_) => "field",
        Item::Documents { .. } => "documents",
        Item::Opinion(_) => "opinion",
    }
}

/// What is asked for, as a noun.
fn said(lang: Lang, item: &Item) -> String {
    match item {
        Item::Field(field) => word(lang, &format!("project.field_{}", field.code().replace('.', "_"))),
        Item::Documents { of, at_least } => {
            let names: Vec<String> =
                of.iter().map(|d| word(lang, &format!("project.document_{d}"))).collect();
            if *at_least == 1 {
                return names.join(&word(lang, "project.document_or"));
            }
            let fault = Fault::new("project.document_of")
                .with("n", at_least)
                .with("names", names.join(&word(lang, "project.document_comma")));
            say_fault(lang, &fault)
        }
        Item::Opinion(subject) => opinion(lang, *subject),
    }
}

fn opinion(lang: Lang, subject: Subject) -> String {
    let subject = word(lang, &format!("project.subject_{subject}"));
    say_fault(lang, &Fault::new("project.opinion_on").with("subject", subject))
}

/// The fault that says what is missing.
pub(super) fn fault(lang: Lang, need: &Need) -> Fault {
    match &need.item {
        Item::Field(field) => Fault::at(field.code(), super::stage::missing_code(field.code())),
        Item::Documents { .. } => {
            Fault::at("documents", "project.missing_documents").with("names", said(lang, &need.item))
        }
        Item::Opinion(subject) => {
            Fault::at("documents", "project.missing_opinion").with("names", opinion(lang, *subject))
        }
    }
}

/// The fault that says that something was taken away afterwards.
pub(super) fn hole_fault(lang: Lang, need: &Need) -> Fault {
    let stage = word(lang, &format!("project.stage_{}", need.stage));
    Fault::at("documents", "project.document_gone").with("stage", stage).with("names", said(lang, &need.item))
}

/// What is missing, and who can supply it: the unit in the lead and the investors by their names.
pub(super) fn missing_view(lang: Lang, view: &ProjectView, need: &Need) -> MissingView {
    let fault = fault(lang, need);
    let row = &view.row;
    let names: Vec<&str> = row.investors.iter().map(|i| i.name.as_str()).collect();
    let who = match need.from {
        Supplier::Unit => row.lead_unit.name.clone(),
        Supplier::Investor if !names.is_empty() => names.join("、"),
        from => word(lang, &format!("project.supplier_{from}")),
    };
    let items = match &need.item {
        Item::Documents { of, .. } => of.iter().map(|d| d.code().to_owned()).collect(),
        Item::Opinion(subject) => vec![subject.code().to_owned()],
        Item::Field(_) => Vec::new(),
    };
    MissingView {
        stage: need.stage,
        field: fault.field.clone().unwrap_or_default(),
        what: what(&need.item),
        items,
        message: say_fault(lang, &fault),
        from: need.from,
        from_text: who,
    }
}

/// What stages that the project has entered asked for, and somebody took away since.
pub(super) fn holes(gates: &Gates, view: &ProjectView, facts: &Facts) -> Vec<Need> {
    let removed = view.documents.iter().filter(|d| d.removed_at.is_some());
    let (mut gone, mut withdrawn) = (Vec::new(), Vec::new());
    for document in removed {
        gone.push(document.kind);
        withdrawn.extend(document.subject);
    }
    gates.holes(facts, view.row.stage, &gone, &withdrawn)
}

fn may_publish(who: &Who) -> Result<()> {
    who.need_district(Class::Project, Act::Write)
        .map_err(|_| Error::refused(Fault::new("project.gate_not_office")))
}

/// Reads a table and says what is wrong with it; nothing is kept.
pub fn check_table(who: &Who, cmd: &GateText) -> Result<GateCheck> {
    who.reach(Class::Project, Act::Read)?;
    let (_, findings) = Gates::check(&cmd.text);
    let view = |f: &Finding| GateFindingView {
        line: f.line,
        code: f.code,
        message: say_fault(who.lang, &Fault::from(f)),
    };
    Ok(GateCheck { ok: findings.is_empty(), findings: findings.iter().map(view).collect() })
}

/// Puts a new version of the table in force. Projects stay where they are; their next move goes by it.
pub fn publish(tx: &Tx<'_>, who: &Who, cmd: &GatePublish) -> Result<GatesView> {
    who.reach(Class::Project, Act::Read)?;
    may_publish(who)?;
    let now = table(tx, who)?;
    if now.version != cmd.version {
        let current = Box::new(serde_json::to_value(&now).map_err(anyhow::Error::from)?);
        return Err(Error::Stale { current, changed: vec!["text".into()] });
    }
    let (_, findings) = Gates::check(&cmd.text);
    if !findings.is_empty() {
        return Err(Error::Invalid(findings.iter().map(Fault::from).collect()));
    }
    store::gate::insert(tx, who, now.version + 1, &cmd.text)?;
    let detail = json!({ "version": now.version + 1, "text": cmd.text });
    audit::record(tx, who, "project.publish_gates", "project_gate", None, &detail)?;
    table(tx, who)
}
