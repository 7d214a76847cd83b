//! Notes, instructions and levels as they are shown.

use jiff::{Timestamp, civil::Date};
use serde::Serialize;
use utoipa::ToSchema;
use yinfeng_domain::{
    id::{InstructionId, ProblemId, SupervisionId},
    supervision::{Colour, State, Tone},
};

use crate::{
    floor::web::Action,
    org::UnitRef,
    project::{PersonRef, ProjectRef},
};

/// A level where a note names it: as it was called then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LevelRef {
    pub code: String,
    pub name: String,
    #[schema(value_type = String)]
    pub colour: Colour,
    /// Asks for nothing.
    pub praise: bool,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SupervisionRow {
    #[schema(value_type = Uuid)]
    pub id: SupervisionId,
    /// `督办〔2013〕1号`.
    pub code: String,
    pub title: String,
    pub project: Option<ProjectRef>,
    pub unit: UnitRef,
    pub level: LevelRef,
    #[schema(value_type = String)]
    pub issued_on: Date,
    #[schema(value_type = String)]
    pub due_on: Date,
    #[schema(value_type = String)]
    pub state: State,
    /// Not answered, and the due date is over.
    pub overdue: bool,
    pub answer: String,
    #[schema(value_type = Option<String>)]
    pub answered_on: Option<Date>,
    #[schema(value_type = Option<String>)]
    pub closed_on: Option<Date>,
    pub instruction: Option<InstructionRef>,
    pub version: i64,
}

/// An instruction where another record names it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct InstructionRef {
    #[schema(value_type = Uuid)]
    pub id: InstructionId,
    pub code: String,
    pub leader: String,
}

/// A problem where a note names it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ProblemRef {
    #[schema(value_type = Uuid)]
    pub id: ProblemId,
    pub code: String,
    pub title: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SupervisionLogView {
    pub no: i64,
    /// `issue`, or a step.
    pub act: String,
    pub text: String,
    pub level_name: String,
    #[schema(value_type = String)]
    pub colour: Colour,
    #[schema(value_type = String)]
    pub happened_on: Date,
    pub done_by: Option<PersonRef>,
    #[schema(value_type = String)]
    pub done_at: Timestamp,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SupervisionActions {
    pub answer: Action,
    pub send_back: Action,
    pub close: Action,
    pub escalate: Action,
    pub interview: Action,
    pub cancel: Action,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SupervisionRecord {
    #[serde(flatten)]
    pub row: SupervisionRow,
    pub content: String,
    pub problem: Option<ProblemRef>,
    pub issued_by: Option<PersonRef>,
    pub answered_by: Option<PersonRef>,
    /// The level above this one, where there is one.
    pub next_level: Option<LevelRef>,
    /// Newest first.
    pub log: Vec<SupervisionLogView>,
    pub actions: SupervisionActions,
    #[serde(skip)]
    pub(super) unit_path: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct InstructionRow {
    #[schema(value_type = Uuid)]
    pub id: InstructionId,
    /// `批示〔2013〕1号`.
    pub code: String,
    pub leader: String,
    #[schema(value_type = String)]
    pub instructed_on: Date,
    pub title: String,
    pub project: Option<ProjectRef>,
    /// How many of its notes are not over.
    pub open_notes: i64,
    #[schema(value_type = Option<String>)]
    pub done_on: Option<Date>,
    pub version: i64,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct InstructionActions {
    pub hand_on: Action,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct InstructionRecord {
    #[serde(flatten)]
    pub row: InstructionRow,
    pub text: String,
    pub recorded_by: Option<PersonRef>,
    #[schema(value_type = String)]
    pub recorded_at: Timestamp,
    /// One for each unit that it was handed to, as far as the reader may read them.
    pub notes: Vec<SupervisionRow>,
    pub actions: InstructionActions,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LevelView {
    pub code: String,
    pub name: String,
    pub name_en: String,
    #[schema(value_type = String)]
    pub colour: Colour,
    #[schema(value_type = String)]
    pub tone: Tone,
    pub meaning: String,
    pub days: i64,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LevelActions {
    pub publish: Action,
}

/// The levels in force. Version 0 is the standard table.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LevelsView {
    pub version: i64,
    pub note_word: String,
    pub instruction_word: String,
    pub levels: Vec<LevelView>,
    pub recorded_by: Option<PersonRef>,
    #[schema(value_type = Option<String>)]
    pub recorded_at: Option<Timestamp>,
    pub actions: LevelActions,
}
